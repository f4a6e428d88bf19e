"""What is answered of the changes of the plan in force, and of the plan itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import CarriedOver, Executor, PlanEdition
from models.database import Database
from models.terms import Period
from services.calendar.local_days import LocalDays
from services.control.amended import Amended
from services.control.editions import changes_of
from services.documents.comparing import Kind
from services.language.amendments import Asked, asked_of_the_plan
from services.language.questions import Question
from services.leadership.report import read_question, seen_by, times_of
from services.leadership.summary import Summaries, SummaryFacts
from services.people.reader import Reader
from services.plan.figures import ActivityFacts, PlanFacts
from services.plan.marks import number_in_force

_KINDS: Mapping[Asked, frozenset[Kind]] = {
    Asked.NEW: frozenset({Kind.NEW}),
    Asked.LEFT_OUT: frozenset({Kind.REMOVED}),
    Asked.DEADLINES: frozenset({Kind.DEADLINE}),
    Asked.OFFICERS: frozenset({Kind.EXECUTOR_REPLACED, Kind.EXECUTOR_ADDED}),
}


@dataclass(frozen=True)
class ChangeFacts:
    """A change of the plan: of what it changed, what was asked for and the reader may see."""

    loaded_at: datetime
    document: str
    by: str | None
    changes: tuple[Amended, ...]


@dataclass(frozen=True)
class PlanAnswer:
    """What is answered of the plan itself.

    `summary` is the plan as far as the reader may see it. `changes` are those of the time that the `question` names,
    else all of them, the newest first; `last` is the newest of any time. `carried` are those of the former plan.
    """

    asked: Asked
    question: Question
    summary: SummaryFacts
    is_whole: bool
    changes: tuple[ChangeFacts, ...] = ()
    last: ChangeFacts | None = None
    carried: tuple[ActivityFacts, ...] = ()


class Amendments:
    """Answers questions on the plan itself. Of it nothing is read for the answer but what the reader may see."""

    def __init__(self, database: Database, summaries: Summaries, days: LocalDays) -> None:
        self._database = database
        self._summaries = summaries
        self._days = days

    async def asked(self, words: str, shown: Mapping[str, str], now: datetime, reader: Reader) -> PlanAnswer | None:
        """What the words ask of the plan itself; None if they ask something else, or before a plan was loaded."""
        asked = asked_of_the_plan(words)
        if asked is None:
            return None
        async with self._database.read() as session:
            summary = await self._summaries.as_of(session, now)
            if summary is None:
                return None
            seen = seen_by(summary, reader)
            question = read_question(words, seen, shown)
            if question.numbers or question.executors or question.sections:
                return None  # of some of the work
            if asked in (Asked.COUNT, Asked.UNSET, Asked.END):
                is_of_all = not (times_of(question) or question.statuses)
                return PlanAnswer(asked, question, seen, reader.whole_plan) if is_of_all else None
            if asked is Asked.CARRIED:
                carried = await _carried(session, seen)
                return PlanAnswer(asked, question, seen, reader.whole_plan, carried=carried)
            changes = await self._changes(session, _papers(seen), asked, reader)
        times = times_of(question)
        chosen = tuple(one for one in changes if not times or self._is_in(one, times))
        return PlanAnswer(asked, question, seen, reader.whole_plan, chosen, next(iter(changes), None))

    def _is_in(self, change: ChangeFacts, times: tuple[Period, ...]) -> bool:
        day = self._days.of(change.loaded_at)
        return any(time.start <= day <= time.end for time in times)

    async def _changes(
        self, session: AsyncSession, papers: Sequence[PlanFacts], asked: Asked, reader: Reader
    ) -> tuple[ChangeFacts, ...]:
        """The changes in force that made what is asked about, the newest first."""
        keys: set[str] | None = None
        if not reader.whole_plan:
            own = select(Executor.key).where(Executor.id.in_(reader.person.executor_ids))
            keys = set(await session.scalars(own))
        marks = {one.id: one.mark if len(papers) > 1 else "" for one in papers}
        query = select(PlanEdition).where(PlanEdition.plan_id.in_(marks), PlanEdition.taken_back_at.is_(None))
        found = []
        for edition in await session.scalars(query.order_by(PlanEdition.id.desc())):
            kinds = _KINDS.get(asked)
            every = changes_of(edition, keys, marks[edition.plan_id])
            changes = tuple(one for one in every if kinds is None or kinds.intersection(one.kinds))
            if changes:
                found.append(ChangeFacts(edition.loaded_at, edition.document or "", edition.by_name, changes))
        return tuple(found)


def _papers(seen: SummaryFacts) -> Sequence[PlanFacts]:
    """The plans in force."""
    return [one.plan for one in seen.shares] or [seen.plan]


async def _carried(session: AsyncSession, seen: SummaryFacts) -> tuple[ActivityFacts, ...]:
    """The activities of the plans that came from the former ones."""
    lines = {one.id: one.line for one in _papers(seen)}
    own = CarriedOver.plan_id, CarriedOver.number
    query = select(*own).where(CarriedOver.plan_id.in_(lines), CarriedOver.number.is_not(None))
    numbers = {
        number_in_force(lines[plan_id], number)
        for plan_id, number in await session.execute(query)
        if number is not None
    }
    return tuple(one for one in seen.activities if one.number in numbers)
