"""The services on a real database, the plan's people by their keys, and a clock that is moved by hand."""

import asyncio
import functools
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from models import Account, Activity, Assignment, Audit, Base, Outbox
from models.database import Database
from services.calendar.workdays import Workdays
from services.container import Services, build_services
from services.messages.kinds import Reminder
from services.messages.outbox import Owed
from services.people.accounts import Person
from services.plan.figures import ActivityFacts
from services.plan.file import PlanFile, load_plan
from services.plan.preview import calendar
from services.reminders.composing import ReminderFacts
from services.reports.message import Choice, Incoming, Recorded
from services.reports.reading import FileFacts

PLAN = Path(__file__).resolve().parents[2] / "data" / "seed_plan.json"
TASHKENT = ZoneInfo("Asia/Tashkent")
NEW_YEAR = datetime(2024, 1, 1, tzinfo=TASHKENT)
ADMINS = (900_001, 900_002)
GROUP = -1_000_000_000_001
FIRST_ID = 100_001
NINE = time(9)


@functools.cache
def _seeded() -> PlanFile:
    return load_plan(PLAN)


def at(day: str | date, clock: str | time = NINE) -> datetime:
    """A local moment: `at("2024-03-01")` is nine o'clock of that day."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    clock = time.fromisoformat(clock) if isinstance(clock, str) else clock
    return datetime.combine(day, clock, TASHKENT)


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def services_on(database: Database, **changes: Any) -> Services:
    settings: dict[str, Any] = {
        "admins": ADMINS,
        "timezone": TASHKENT,
        "default_locale": "uz_Cyrl",
        "remind_at": NINE,
        "digest_at": (0, NINE),
    }
    return build_services(database, **(settings | changes))


def edition(folder: Path, **changes: Any) -> PlanFile:
    """The seeded plan with some of its fields replaced, read through the file as the process reads it."""
    data = json.loads(PLAN.read_text(encoding="utf-8")) | changes
    file = folder / "edition.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return load_plan(file)


def sections(**changed: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The seeded sections with activities changed (`a5={"text": …}`) or left out (`a5=None`)."""
    found: list[dict[str, Any]] = json.loads(PLAN.read_text(encoding="utf-8"))["sections"]
    for section in found:
        section["activities"] = [
            activity | (changed.get(f"a{activity['number']}") or {})
            for activity in section["activities"]
            if changed.get(f"a{activity['number']}", {}) is not None
        ]
    return found


@dataclass(frozen=True)
class Said:
    """A message that was delivered: to whom, of what kind, about what, and when."""

    at: datetime
    chat_id: int
    kind: str
    refs: Mapping[str, Any]
    reminder: ReminderFacts | None = None


class World:
    """Services on one database file. Nobody is linked unless a test asks for it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.services = services_on(database)
        self.plan = _seeded()
        self._messages = 0

    def beside(self) -> "World":
        """Another process on the same database."""
        return World(Database(self.database.url.render_as_string(hide_password=False)))

    # -- people ----------------------------------------------------------------------------------------------------

    async def admin(self, number: int = 1) -> Person:
        return await self.services.people.identify(ADMINS[number - 1], f"admin {number}", None, NEW_YEAR)

    async def outsider(self, number: int = 1) -> Person:
        return await self.services.people.identify(700_000 + number, "outsider", None, NEW_YEAR)

    async def officer(self, key: str, member: int = 1) -> Person:
        """The account that stands for an executor (or a unit's member), linked or not; never seen anew."""
        place = next(index for index, executor in enumerate(self.plan.executors) if executor.key == key)
        telegram_id = FIRST_ID + 1000 * (member - 1) + place
        return await self.services.people.identify(telegram_id, self.plan.executors[place].name, None, NEW_YEAR)

    async def executor_id(self, key: str) -> int:
        return next(found.id for found in await self.services.linking.executors() if found.key == key)

    async def link(self, key: str, *, to: str | None = None, member: int = 1, now: datetime = NEW_YEAR) -> Person:
        """Link the account of `to` (its own, if not said) to the executor `key`."""
        person = await self.officer(to or key, member)
        await self.services.linking.enrol(await self.executor_id(key), person, await self.admin(), now)
        return await self.officer(to or key, member)

    async def link_all(self, now: datetime = NEW_YEAR) -> dict[str, Person]:
        return {executor.key: await self.link(executor.key, now=now) for executor in self.plan.executors}

    async def bind(self, now: datetime = NEW_YEAR) -> None:
        await self.services.groups.bind(GROUP, None, "leadership", "system", now)

    # -- work ------------------------------------------------------------------------------------------------------

    async def activity(self, number: int, day: str | date = "2024-01-01") -> ActivityFacts:
        day = date.fromisoformat(day) if isinstance(day, str) else day
        found = await self.services.activities.numbered(number, day)
        assert found is not None
        return found

    async def says(
        self,
        person: Person,
        text: str,
        now: datetime,
        *,
        about: Sequence[int] = (),
        replied: bool = False,
        files: tuple[FileFacts, ...] = (),
        message_id: int | None = None,
        album: str | None = None,
    ) -> Any:
        """Send a message in the private chat; the only answer to it, or all of them where there are several."""
        self._messages += 1
        incoming = Incoming(person.telegram_id, message_id or self._messages, text, files, album)
        ids = [(await self.activity(number)).id for number in about]
        taken = await self.services.reporting.take(person, incoming, ids, now, replied=replied)
        answers = [await self.with_reason(person, one, now) for one in taken]
        return answers[0] if len(answers) == 1 else tuple(answers)

    async def marks(
        self, person: Person, number: int, now: datetime, *, percent: int | None = None, done: bool | None = None
    ) -> Recorded:
        """Press a button of the activity's card."""
        activity = await self.activity(number)
        recorded = await self.services.reporting.mark(
            person, activity.id, person.telegram_id, now, percent=percent, done=done
        )
        recorded = await self.with_reason(person, recorded, now)
        assert isinstance(recorded, Recorded)
        return recorded

    async def with_reason(self, person: Person, answer: Any, now: datetime) -> Any:
        """The answer; if the bot asks why the work is handed in while parts are open, the one after a reason."""
        if not (isinstance(answer, Choice) and answer.lacking is not None and answer.lacking.asks_parts):
            return answer
        return (await self.services.drafts.hand_in(answer.draft_ids[0], "they need not deliver", person, now))[0]

    async def submits(self, person: Person, number: int, now: datetime) -> int:
        """The lead says it is done; the id of the submission that the admins get."""
        assert (await self.marks(person, number, now, done=True)).submitted
        activity = await self.activity(number)
        return next(
            one.id for one in (await self.services.decisions.waiting(now)).submissions if one.activity.id == activity.id
        )

    async def submits_for(self, person: Person, number: int, key: str, now: datetime) -> int:
        """As `submits`, by a person who answers for several of the activity's executors."""
        activity = await self.activity(number)
        mark = self.services.reporting.mark
        choice = await mark(person, activity.id, person.telegram_id, now, percent=None, done=True)
        assert isinstance(choice, Choice)
        part = next(part for part in choice.roles if part.executor.key == key)
        choose = self.services.drafts.choose
        [chosen] = await choose(choice.draft_ids[0], activity.id, person, now, assignment_id=part.assignment_id)
        recorded = await self.with_reason(person, chosen, now)
        assert isinstance(recorded, Recorded)
        assert recorded.submitted
        return (await self.services.decisions.waiting(now)).submissions[-1].id

    # -- what the process does -------------------------------------------------------------------------------------

    async def sweep(self, now: datetime) -> int:
        """Remind whoever is owed it; how many messages were queued."""
        reminding = self.services.reminding
        queued = await reminding.remind(await reminding.nominated(now), now)
        await reminding.advance(now)
        return queued

    async def delivered(self, now: datetime) -> list[Said]:
        """Deliver all that may go now, as the process does: claim, compose, record."""
        said: list[Said] = []
        while claimed := await self.services.outbox.claim(now, 64):
            messages = await asyncio.gather(*(self._deliver(owed, now) for owed in claimed))
            said += [message for message in messages if message is not None]
        return said

    async def _deliver(self, owed: Owed, now: datetime) -> Said | None:
        reminder = None
        if owed.kind == "reminder":
            assert owed.account_id is not None
            reminder = await self.services.reminders.compose(owed.account_id, Reminder.from_json(owed.refs), now)
            if reminder is None:
                await self.services.outbox.cancelled(owed, "nothing left to say")
                return None
        self._messages += 1
        await self.services.outbox.sent(owed, self._messages, now)
        return Said(now, owed.chat_id, owed.kind, owed.refs, reminder)

    async def reminded(self, now: datetime) -> list[Said]:
        """Sweep and deliver; the reminders."""
        await self.sweep(now)
        return [said for said in await self.delivered(now) if said.reminder is not None]

    async def live(self, first: str | date, last: str | date) -> list[Said]:
        """Every day from `first` through `last` at nine; all that was said."""
        day = date.fromisoformat(first) if isinstance(first, str) else first
        last = date.fromisoformat(last) if isinstance(last, str) else last
        said: list[Said] = []
        while day <= last:
            await self.sweep(at(day))
            said += await self.delivered(at(day))
            day += timedelta(days=1)
        return said

    async def passes(self, first: str, last: str) -> list[Said]:
        """As `live`, but only on the days on which the calendar of the seeded plan owes anybody anything.

        On three days out of four nothing is owed. That nothing is said on them is for tests that `live` through them.
        """
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        days = sorted({one.date for one in calendar(self.plan, start, end, Workdays())} | {end})
        return [said for day in days for said in await self.live(day, day)]

    # -- what is kept ----------------------------------------------------------------------------------------------

    async def rows(self, table: type[Base], *conditions: Any) -> Sequence[Any]:
        async with self.database.read() as session:
            return (await session.scalars(select(table).where(*conditions).order_by(table.id))).all()  # type: ignore[attr-defined]

    async def count(self, table: type[Base], *conditions: Any) -> int:
        async with self.database.read() as session:
            return await session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0

    async def owed(self, kind: str) -> Sequence[Outbox]:
        return await self.rows(Outbox, Outbox.kind == kind)

    async def actions(self) -> list[str]:
        return [row.action for row in await self.rows(Audit)]

    async def standing(self, number: int) -> tuple[Any, ...]:
        """All that a report may change of an activity and its parts."""
        activity = await self.activity(number)
        [row] = await self.rows(Activity, Activity.id == activity.id)
        parts = await self.rows(Assignment, Assignment.activity_id == activity.id)
        return (
            row.state,
            row.percent,
            row.done_on,
            *((part.percent, part.done, part.reported_at, part.reported_on) for part in parts),
        )

    async def account(self, person: Person) -> Account:
        [row] = await self.rows(Account, Account.id == person.account_id)
        return row


@asynccontextmanager
async def world_on(url: str) -> AsyncIterator[World]:
    database = Database(url)
    try:
        yield World(database)
    finally:
        await database.close()


async def make_ready(url: str) -> None:
    """Bring an empty database to the seeded plan, loaded on 1 January 2024, and nobody linked."""
    async with world_on(url) as world:
        await world.database.upgrade()
        await world.services.plans.load(world.plan, NEW_YEAR)
