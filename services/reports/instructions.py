"""Instructions: a leader's words go to an activity's executors, whose answers come back under them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Instruction, Report, ReportState
from models.database import Database
from services import audit
from services.calendar.local_days import LocalDays
from services.language.reading.reader import understand
from services.language.reading.topics import Activity as Own
from services.messages import outbox
from services.messages.kinds import InstructionGiven
from services.people.accounts import Person, accounts_of
from services.plan.activities import activities_where, kept_activity, read_activity
from services.plan.figures import ActivityFacts
from services.reports.reading import FileFacts, ReportFacts, report_facts, report_rows


@dataclass(frozen=True)
class InstructionFacts:
    """A leader's words to an activity's executors, written in the message `message_id` of a chat.

    `given_at` is None until the author has confirmed that they are an instruction.
    """

    id: int
    chat_id: int
    message_id: int
    account_id: int
    author: str
    text: str
    files: tuple[FileFacts, ...] = ()
    given_at: datetime | None = None


@dataclass(frozen=True)
class Written:
    """What a leader wrote: the words, the files, and where it stands in Telegram."""

    chat_id: int
    message_id: int
    text: str
    files: tuple[FileFacts, ...] = ()


@dataclass(frozen=True)
class Kept:
    """A leader's kept words and the activities they may be about."""

    instruction: InstructionFacts
    choices: tuple[ActivityFacts, ...]


@dataclass(frozen=True)
class Given:
    """An instruction on its way to its activity's executors; `is_new` is False if it was sent before."""

    instruction: InstructionFacts
    activity: ActivityFacts
    is_new: bool


@dataclass(frozen=True)
class InstructionReply:
    """A report that answers an instruction."""

    instruction: InstructionFacts
    activity: ActivityFacts
    report: ReportFacts


class Instructions:
    """Keeps and sends instructions; the caller decides who may give one."""

    def __init__(self, database: Database, days: LocalDays) -> None:
        self._database = database
        self._days = days

    async def keep(self, person: Person, written: Written, about: Sequence[int], now: datetime) -> Kept | None:
        """Keep a leader's words until their activity is known; None if no activity is in question.

        `about` holds the activities (ids) of the message replied to; those that the words name come before them. A
        message delivered twice is kept once.
        """
        same = (Instruction.chat_id == written.chat_id) & (Instruction.message_id == written.message_id)
        async with self._database.write() as session:
            row = await session.scalar(select(Instruction).where(same))
            if row is None:
                plan = await activities_where(session, self._days.of(now))
                choices = _in_question(written.text, plan, about, self._days.of(now))
                if not choices:
                    return None
                row = _row(person, written, choices, now)
                session.add(row)
                await session.flush()
            choices_now = await self._choices(session, row, now)
            return Kept(instruction_facts(row), choices_now) if choices_now else None

    async def give(self, instruction_id: int, activity_id: int, person: Person, now: datetime) -> Given | None:
        """The author says which activity is meant; its executors get the words, in one transaction with the audit.

        None if the words are not this person's or the plan has no such activity. A second press returns what was sent.
        """
        async with self._database.write() as session:
            activity = await read_activity(session, activity_id, self._days.of(now))
            own = (Instruction.id == instruction_id) & (Instruction.account_id == person.account_id)
            if activity is None or await session.scalar(select(Instruction.id).where(own)) is None:
                return None
            guarded = update(Instruction).where(own, Instruction.given_at.is_(None))
            taken = guarded.values(activity_id=activity_id, given_at=now).returning(Instruction.id)
            is_new = await session.scalar(taken) is not None
            row = await session.get_one(Instruction, instruction_id, populate_existing=True)
            if is_new:
                await self._send(session, row, activity, person, now)
            return Given(
                instruction_facts(row),
                await kept_activity(session, row.activity_id or activity_id, self._days.of(now)),
                is_new,
            )

    async def is_of(self, instruction_id: int, person: Person) -> bool:
        """Whether the kept words are this person's."""
        async with self._database.read() as session:
            row = await session.get(Instruction, instruction_id)
            return row is not None and row.account_id == person.account_id

    async def one(self, instruction_id: int, now: datetime) -> tuple[InstructionFacts, ActivityFacts] | None:
        """An instruction that was given, with its activity as it stands; None if the plan has none such."""
        async with self._database.read() as session:
            row = await session.get(Instruction, instruction_id)
            if row is None or row.activity_id is None:
                return None
            activity = await read_activity(session, row.activity_id, self._days.of(now))
            return None if activity is None else (instruction_facts(row), activity)

    async def of(self, activity_id: int) -> tuple[InstructionFacts, ...]:
        """All instructions on an activity, newest first."""
        async with self._database.read() as session:
            return await instructions_of(session, activity_id)

    async def reply(self, instruction_id: int, report_id: int, now: datetime) -> InstructionReply | None:
        """A report with the instruction it answers; None if the report was taken back."""
        query = report_rows().where(Report.id == report_id, Report.state == ReportState.RECORDED)
        async with self._database.read() as session:
            row = await session.get(Instruction, instruction_id)
            reports = await report_facts(session, query)
            if row is None or row.activity_id is None or not reports:
                return None
            activity = await kept_activity(session, row.activity_id, self._days.of(now))
            return InstructionReply(instruction_facts(row), activity, reports[0])

    async def _choices(self, session: AsyncSession, row: Instruction, now: datetime) -> tuple[ActivityFacts, ...]:
        activities = await activities_where(session, self._days.of(now), Activity.id.in_(row.choices))
        return tuple(sorted(activities, key=lambda activity: row.choices.index(activity.id)))

    async def _send(
        self, session: AsyncSession, row: Instruction, activity: ActivityFacts, person: Person, now: datetime
    ) -> None:
        accounts = await accounts_of(session, [part.executor.id for part in activity.parts])
        await outbox.owe_accounts(session, accounts, InstructionGiven(row.id), key=f"instruction:{row.id}", now=now)
        audit.note(
            session,
            "instruction.given",
            audit.activity(activity.id),
            actor=person.telegram_id,
            now=now,
            after={"instruction": row.id, "text": row.text, "accounts": len(accounts)},
        )


def _in_question(text: str, plan: Sequence[ActivityFacts], about: Sequence[int], today: date) -> list[int]:
    """The activities (ids) that the words may be about: those named by number, then those of the message replied to."""
    ids = {activity.number: activity.id for activity in plan}
    named = understand(text, [Own(activity.number, "") for activity in plan], today=today).named
    own = set(ids.values())
    ordered = [
        *(ids[number] for number in named if number in ids),
        *(activity_id for activity_id in about if activity_id in own),
    ]
    return list(dict.fromkeys(ordered))


def _row(person: Person, written: Written, choices: list[int], now: datetime) -> Instruction:
    return Instruction(
        chat_id=written.chat_id,
        message_id=written.message_id,
        account_id=person.account_id,
        author=person.name,
        text=written.text,
        files=[asdict(file) for file in written.files],
        choices=choices,
        written_at=now,
    )


async def instructions_of(
    session: AsyncSession, activity_id: int, limit: int | None = None
) -> tuple[InstructionFacts, ...]:
    """The instructions on an activity, newest first."""
    query = (
        select(Instruction)
        .where(Instruction.activity_id == activity_id)
        .order_by(Instruction.given_at.desc(), Instruction.id.desc())
        .limit(limit)
    )
    return tuple(instruction_facts(row) for row in await session.scalars(query))


def instruction_facts(row: Instruction) -> InstructionFacts:
    """An instruction as kept."""
    return InstructionFacts(
        id=row.id,
        chat_id=row.chat_id,
        message_id=row.message_id,
        account_id=row.account_id,
        author=row.author,
        text=row.text,
        files=tuple(FileFacts(**file) for file in row.files),
        given_at=row.given_at,
    )
