"""The mark that people call one of several plans by, changed by an admin."""

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Executor, Plan
from models.database import Database
from services import audit
from services.control import lines
from services.language.names import Named
from services.language.questions import Span, parse_question
from services.language.roman import roman
from services.messages.kinds import PlanMarked
from services.people.accounts import Person
from services.people.admins import Admins
from services.plan.papers import as_mark, folded_mark

_SECTIONS = 100  # more than a plan has


class MarkProblem(enum.Enum):
    """Why a plan cannot be called so."""

    NO_PLAN = enum.auto()
    """There is no such plan, or it needs no mark."""
    NO_MARK = enum.auto()
    """The words are no mark: see papers.as_mark."""
    TAKEN = enum.auto()
    """Another plan is called so."""
    SAME = enum.auto()
    """It is called so already."""
    WORD = enum.auto()
    """The words mean something else where people ask: a section, a month, a status, a name."""


@dataclass(frozen=True)
class MarkChange:
    """A plan (id, title), what it is or was called, and what it is called from now on."""

    plan: int
    title: str
    before: str
    after: str


class Marking:
    """Changes plans' marks."""

    def __init__(self, database: Database, admins: Admins) -> None:
        self._database = database
        self._admins = admins

    async def wanted(self, plan_id: int, words: str) -> MarkChange | MarkProblem:
        """What these words of an admin would change; nothing is changed yet."""
        async with self._database.read() as session:
            return await _change(session, plan_id, words)

    async def change(self, plan_id: int, words: str, by: Person, now: datetime) -> MarkChange | MarkProblem:
        """Call the plan, and all others of its line, so. The audit keeps it, and the other admins are told."""
        async with self._database.write() as session:
            change = await _change(session, plan_id, words)
            if isinstance(change, MarkProblem):
                return change
            await lines.change_mark(session, await session.get_one(Plan, plan_id), change.after)
            marks = {"before": {"mark": change.before}, "after": {"mark": change.after}}
            audit.note(session, "plan.marked", f"plan:{plan_id}", actor=by.telegram_id, now=now, **marks)
            letter = PlanMarked(plan_id, change.before, change.after, by.name)
            key = f"plan_marked:{plan_id}:{now.isoformat()}"
            await self._admins.tell(session, letter, key=key, now=now, but=by.telegram_id)
            return change


async def _change(session: AsyncSession, plan_id: int, words: str) -> MarkChange | MarkProblem:
    plan, mark = await session.get(Plan, plan_id), as_mark(words)
    if plan is None or not plan.mark:
        return MarkProblem.NO_PLAN
    if mark is None:
        return MarkProblem.NO_MARK
    if mark == plan.mark:
        return MarkProblem.SAME
    others = lines.taken((await session.scalars(select(Plan))).all(), but=plan.line)
    if folded_mark(mark) in {folded_mark(one) for one in others}:
        return MarkProblem.TAKEN
    if await _means_else(session, plan, mark):
        return MarkProblem.WORD
    return MarkChange(plan.id, plan.title, plan.mark, mark)


async def _means_else(session: AsyncSession, plan: Plan, mark: str) -> bool:
    """Whether /report would take the mark for what it shows of any plan: «III», «март», «муддати ўтган», a name."""
    executors = (await session.scalars(select(Executor))).all()
    question = parse_question(
        mark,
        numbers=(),
        sections=[roman(number) for number in range(1, _SECTIONS)],
        names=[Named(one.key, one.name, tuple(one.aliases)) for one in executors],
        span=Span(plan.starts_on, plan.ends_on, plan.starts_on),
        shown={},
    )
    return question.asks
