"""The sandbox as a whole."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from sandbox.botapi import BotApi
from sandbox.clock import VirtualClock
from sandbox.faults import Faults
from sandbox.human import human_routes
from sandbox.state import World
from sandbox.store import Store
from sandbox.travel import Driver, Travel
from sandbox.webhook import Webhook
from sandbox.world import Cast

__all__ = ["Driver", "Sandbox"]


class Sandbox:
    """A Bot API server with the people on its other side.

    `store` is the file its state survives in; None keeps it in memory. A store that remembers a moment sets the
    clock to it. `idle`, when given, returns once the bot has no update in hand; it is what `wait` and settle wait
    for after the updates are confirmed (else: until the bot has made no request for a moment). `unlinked`, when given,
    says which people the bot does not know yet as those they are; the page marks them.
    """

    def __init__(
        self,
        *,
        token: str,
        username: str,
        bot_name: str,
        cast: Cast,
        clock: VirtualClock,
        timezone: ZoneInfo,
        store: Path | None,
        driver: Driver | None = None,
    ) -> None:
        self._store = Store(store)
        if remembered := self._store.setting("clock"):
            clock.set(datetime.fromisoformat(remembered["now"]))
        bot_id = int(token.partition(":")[0])
        self.world = World(
            bot_id=bot_id, username=username, bot_name=bot_name, cast=cast, clock=clock, store=self._store
        )
        self.faults = Faults()
        self.idle: Callable[[], Awaitable[None]] | None = None
        self.unlinked: Callable[[], Awaitable[Collection[int]]] | None = None
        self._travel = Travel(self.world, timezone, self._bot_is_idle)
        self._travel.driver = driver
        self._webhook = Webhook(self.world)
        self._api = BotApi(self.world, self.faults, self._webhook, token)

    @property
    def driver(self) -> Driver | None:
        """What happens under the clock."""
        return self._travel.driver

    @driver.setter
    def driver(self, driver: Driver | None) -> None:
        self._travel.driver = driver

    def routes(self) -> list[web.RouteDef]:
        """For an application of one's own, which calls `begin` on startup, `stop` on shutdown, `close` on cleanup."""
        human = human_routes(self.world, self._travel, self.faults, self._bot_is_idle, self._who_is_unlinked)
        return [*self._api.routes(), *human]

    def application(self) -> web.Application:
        """An application with nothing else in it."""
        app = web.Application()
        app.add_routes(self.routes())
        app.on_startup.append(self.begin)
        app.on_shutdown.append(self.stop)
        app.on_cleanup.append(self.close)
        return app

    async def begin(self, app: web.Application | None = None) -> None:
        """Go on posting to a webhook that was set in an earlier run."""
        self._webhook.follow()

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has written to the bot yet."""
        return not any(person.started for person in self.world.people.values())

    async def open(self) -> None:
        """Let the first day begin, with the bot running: everybody presses Start, and the first summary comes."""
        await self._travel.open()

    async def settle(self) -> None:
        """Wait for the bot, then let the driver do what is due: as by a request, for who has the sandbox at hand."""
        try:
            await self._travel.settle()
        finally:
            self.world.commit()

    async def stop(self, app: web.Application | None = None) -> None:
        """Let go those who wait (pollers, pages, a play), so that the server can end at once."""
        await self._travel.close()
        await self._webhook.close()
        self.world.events.close()
        self.world.updates.close()

    async def close(self, app: web.Application | None = None) -> None:
        """Write what is left and close the store."""
        self.world.keep_clock()
        self._store.close()

    async def _bot_is_idle(self) -> None:
        await (self.idle or self._api.until_quiet)()

    async def _who_is_unlinked(self) -> Collection[int]:
        return await self.unlinked() if self.unlinked is not None else ()
