"""Moving the clock: through every moment the driver has something to do at, so that no day is skipped."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from sandbox.errors import HumanError, Json
from sandbox.people import People
from sandbox.state import World
from sandbox.waiting import Idle, handled

MORNING = time(9)  # a date without a time means this hour
PACE = 0.15  # seconds a played moment is shown for
OPENING_WAIT = 60.0  # seconds the bot may take to greet everybody
SETTLE_WAIT = 60.0  # seconds it may take for what it was sent

log = logging.getLogger(__name__)


class Driver(Protocol):
    """What happens in the world under the clock. All moments are aware."""

    async def next_reminder(self, after: datetime) -> datetime | None:
        """The next moment somebody is reminded."""

    async def next_summary(self, after: datetime) -> datetime | None:
        """The next moment a summary is due."""

    async def stops(self, after: datetime, until: datetime) -> list[datetime]:
        """The moments in (after, until] to stand at, in order."""

    async def settle(self) -> None:
        """Do what is due at the clock's now, until nothing is left to send."""

    async def rest(self) -> None:
        """Do what may wait until the clock stays: what only the eye misses."""

    async def start_over(self) -> None:
        """Forget everything."""


class Travel:
    """The clock's controls. One journey at a time."""

    def __init__(self, world: World, timezone: ZoneInfo, idle: Idle) -> None:
        self.driver: Driver | None = None
        self._people = People(world)
        self._idle = idle
        self._world = world
        self._timezone = timezone
        self._journey = asyncio.Lock()
        self._playing: Json | None = None
        self._play: asyncio.Task[None] | None = None
        self._stopping = False

    async def told(self) -> Json:
        """The clock as the page shows it: local moments in ISO with their offset."""
        now = self._local(self._world.clock.now())
        driver = self.driver
        return {
            "now": now.isoformat(timespec="seconds"),
            "date": now.date().isoformat(),
            "time": now.strftime("%H:%M"),
            "timezone": self._timezone.key,
            "running": self._world.clock.running,
            "next_reminder": self._shown(await driver.next_reminder(now)) if driver else None,
            "next_summary": self._shown(await driver.next_summary(now)) if driver else None,
            "playing": self._playing,
        }

    async def settle(self) -> None:
        """Wait for the bot, then let the driver do what is due now."""
        await handled(self._world, self._idle, SETTLE_WAIT)
        async with self._journey:
            await self._settle()

    async def go(self, target: str, *, force: bool = False) -> None:
        """Move to "next_reminder", "next_summary", a date or a local moment; back only by `force`."""
        self._refuse_while_playing()
        async with self._journey:
            moment = await self._moment(target)
            if moment < self._world.clock.now():
                if not force:
                    raise HumanError("the clock does not go back", 409)
                await self._stand_at(moment)
            else:
                await self._through(moment)

    async def play(self, until: str, *, pace: float = PACE) -> None:
        """Begin to move to a date in the background."""
        self._refuse_while_playing()
        moment = await self._moment(until)
        start = self._world.clock.now()
        if moment <= start:
            raise HumanError("the clock does not go back", 409)
        self._stopping = False
        self._playing = {"start": self._shown(start), "until": self._shown(moment), "done": 0.0}
        self._play = asyncio.create_task(self._play_to(start, moment, pace))

    async def stop(self) -> None:
        """End the play at the moment it has reached."""
        self._stopping = True
        if self._play is not None:
            await self._play

    async def close(self) -> None:
        """End the play at once."""
        if self._play is not None:
            self._play.cancel()
            await asyncio.gather(self._play, return_exceptions=True)

    async def open(self) -> None:
        """Let the first day begin: all but newcomers open their chat with the bot, and the first summary comes."""
        async with self._journey:
            await self._open()

    async def start_over(self) -> None:
        """Wipe the world, set the clock to its start, let the driver forget too; then as on the first day.

        What the bot has in hand is finished before, for it belongs to the world that ends.
        """
        await self.stop()
        async with self._journey:
            self._world.updates.forget()
            await handled(self._world, self._idle, OPENING_WAIT)
            if self.driver is not None:
                await self.driver.settle()  # nothing of it may come into the new one
            self._world.start_over()
            self._world.clock.set(self._world.clock.start)
            if self.driver is not None:
                await self.driver.start_over()
            await self._set(self._world.clock.start)
            if self._world.cast.opening is not None:
                await self._open()

    async def _open(self) -> None:
        """The caller has the journey: whatever asks for it from in here would wait for itself."""
        opening = self._world.cast.opening
        newcomers = opening.newcomers if opening is not None else ()
        for person in list(self._world.people.values()):
            if person.id not in newcomers:
                self._people.start(person)
        self._world.commit()
        await handled(self._world, self._idle, OPENING_WAIT)
        if self.driver is None:
            return
        await self._settle()
        if opening is not None:  # what is read first is the summary
            chat = self._world.chats[opening.chat]
            self._people.read(self._world.people[opening.person], chat, chat.last_id)
        summary = await self.driver.next_summary(self._world.clock.now())
        if summary is not None:
            await self._through(summary)

    async def _play_to(self, start: datetime, until: datetime, pace: float) -> None:
        try:
            async with self._journey:
                await self._through(until, start=start, pace=pace)
        except Exception:  # there is nobody to raise to: the play ends, the log says why
            log.exception("the play ended at %s", self._world.clock.now())
        finally:
            self._playing = None
        await self._publish()
        self._world.commit()

    async def _through(self, until: datetime, *, start: datetime | None = None, pace: float = 0) -> None:
        now = self._world.clock.now()
        stops = await self.driver.stops(now, until) if self.driver else []
        for stop in [*stops, *([] if stops and stops[-1] >= until else [until])]:
            if self._stopping and start is not None:
                return
            if self._playing is not None and start is not None:
                self._playing["done"] = round((stop - start) / (until - start), 4)
            await self._stand_at(stop, passing=not pace and stop < until)
            await asyncio.sleep(pace)

    async def _stand_at(self, moment: datetime, *, passing: bool = False) -> None:
        await self._set(moment)
        await self._settle(passing=passing)

    async def _settle(self, *, passing: bool = False) -> None:
        if self.driver is not None:
            await self.driver.settle()
            if not passing:
                await self.driver.rest()

    async def _set(self, moment: datetime) -> None:
        self._world.clock.set(moment)
        self._world.keep_clock()
        self._world.commit()
        await self._publish()

    async def _publish(self) -> None:
        # Working out what lies ahead takes long; who learns of the event later asks for the clock as it is then.
        told = {"clock": await self.told()} if self._world.events.is_awaited else {}
        self._world.events.publish("clock", **told)

    def _refuse_while_playing(self) -> None:
        if self._playing is not None:
            raise HumanError("the clock is playing; stop it first", 409)

    async def _moment(self, target: str) -> datetime:
        now = self._world.clock.now()
        if target in ("next_reminder", "next_summary"):
            moment = await self._next(target, now)
            if moment is None:
                raise HumanError("no such day lies ahead", 409)
            return moment
        try:
            wanted = datetime.fromisoformat(target)
        except (TypeError, ValueError):
            raise HumanError("«{text}» is neither a date nor a time", text=target) from None
        if "T" not in target and " " not in target:
            wanted = datetime.combine(wanted.date(), MORNING)
        return wanted if wanted.tzinfo else wanted.replace(tzinfo=self._timezone)

    async def _next(self, target: str, after: datetime) -> datetime | None:
        if self.driver is None:
            return None
        find = self.driver.next_reminder if target == "next_reminder" else self.driver.next_summary
        return await find(after)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._timezone)

    def _shown(self, moment: datetime | None) -> str | None:
        return self._local(moment).isoformat(timespec="seconds") if moment else None
