"""What is answered of the plan: what the words of a question mean in it, which activities they select, what is asked
back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models.database import Database
from services.calendar.deadlines import Period
from services.language.names import Named
from services.language.questions import Question, Span, parse_question
from services.leadership.summary import SectionFacts, Summaries, SummaryFacts, counts
from services.people.reader import Reader
from services.plan.activities import by_urgency
from services.plan.figures import ActivityFacts, ExecutorRef
from services.plan.status import Status
from services.reports.cards import Card, card_of

# What each status word of a question takes in. Who asks for what is done means also what was done late.
STATUS_WORDS: dict[str, Callable[[ActivityFacts], bool]] = {
    "done": lambda one: one.status in (Status.DONE, Status.DONE_LATE),
    "late": lambda one: one.status is Status.DONE_LATE,
    "extended": lambda one: one.is_extended,
    "overdue": lambda one: one.status is Status.OVERDUE,
    "review": lambda one: one.status is Status.REVIEW,
    "returned": lambda one: one.status is Status.RETURNED,
    "in_progress": lambda one: one.status is Status.IN_PROGRESS,
    "not_started": lambda one: one.status is Status.NOT_STARTED,
    "continuous": lambda one: one.status is Status.CONTINUOUS,
    "regular": lambda one: one.status is Status.REGULAR,
    "closed": lambda one: one.status is Status.CLOSED,
}


def executors(facts: SummaryFacts) -> tuple[ExecutorRef, ...]:
    """Everybody the plan names, each once, in the order met."""
    return tuple({part.executor.id: part.executor for one in facts.activities for part in one.parts}.values())


def named(facts: SummaryFacts) -> tuple[Named, ...]:
    """The same for the name finder; the key is the executor's id in digits, short enough for a button."""
    return tuple(Named(str(executor.id), executor.name) for executor in executors(facts))


def read_question(words: str, facts: SummaryFacts, shown: Mapping[str, str]) -> Question:
    """The words after /report, read against this plan; `shown` gives the status for each word that screens use."""
    return parse_question(
        words,
        numbers=[activity.number for activity in facts.activities],
        sections=[section.number for section in facts.sections],
        names=named(facts),
        span=Span(facts.plan.starts_on, facts.plan.ends_on, facts.today),
        shown=shown,
    )


def suggestions(question: Question, facts: SummaryFacts, shown: Mapping[str, str]) -> tuple[tuple[str, Question], ...]:
    """The closest words, each with what would be asked: it together with what was understood of the rest."""
    understood = replace(question, unknown=())
    found = []
    for word in dict.fromkeys(word for unknown in question.unknown for word in unknown.suggestions):
        meant = read_question(word, facts, shown)
        is_clear = not (meant.unknown or meant.ambiguous or meant.help or meant.format)
        if is_clear and meant != Question():
            found.append((word, _both(understood, meant)))
    return tuple(found)


def _both(one: Question, other: Question) -> Question:
    return replace(
        one,
        numbers=one.numbers | other.numbers,
        sections=one.sections | other.sections,
        executors=one.executors | other.executors,
        statuses=one.statuses | other.statuses,
        months=one.months | other.months,
    )


def select(facts: SummaryFacts, question: Question) -> tuple[ActivityFacts, ...]:
    """The activities that the question names.

    Each kind of word narrows, and within a kind any of the words will do: «III overdue» is what is overdue in
    section III, «7 9» is both. No words are the whole plan.

    - An executor: leads or assists (`question.executors` holds ids in digits, as `named` gives them).
    - A status: as shown today (STATUS_WORDS); «extended» is every activity whose deadline was moved.
    - A month, or some days: due in it, or under way in it. Work is under way from its first month until it is done;
      while it is not, until its deadline or, past that, until today. Work without a deadline goes on to the plan's end.

    The most urgent first; where a time was asked, what is due in it stands before what is only under way.
    """
    times = times_of(question)
    chosen = by_urgency(
        one
        for one in facts.activities
        if (not question.numbers or one.number in question.numbers)
        and (not question.sections or one.section in question.sections)
        and (not question.executors or _is_of(one, question.executors))
        and (not question.statuses or _has_any(one, question.statuses))
        and (not times or is_due_in(one, times) or _is_under_way(one, facts.plan.ends_on, times))
    )
    return tuple(sorted(chosen, key=lambda one: not is_due_in(one, times))) if times else chosen


def times_of(question: Question) -> tuple[Period, ...]:
    """The months and days that a question names, in order."""
    months = [Period(month.first_day, month.last_day) for month in sorted(question.months)]
    return (*months, question.days) if question.days is not None else tuple(months)


def is_due_in(facts: ActivityFacts, times: Iterable[Period]) -> bool:
    """Whether the deadline in force is in one of these times."""
    due = facts.due_on
    return due is not None and any(one.start <= due <= one.end for one in times)


def _is_under_way(facts: ActivityFacts, plan_end: date, times: Iterable[Period]) -> bool:
    end = facts.due_on or plan_end
    if facts.done_on is not None:
        end = facts.done_on
    elif facts.is_open:
        end = max(end, facts.today) if facts.due_on is not None else end
    return any(facts.starts_on <= one.end and one.start <= end for one in times)


def _is_of(facts: ActivityFacts, keys: Iterable[str]) -> bool:
    return any(str(part.executor.id) in keys for part in facts.parts)


def _has_any(facts: ActivityFacts, words: Iterable[str]) -> bool:
    return any(STATUS_WORDS[word](facts) for word in words if word in STATUS_WORDS)


@dataclass(frozen=True)
class Overview:
    """The answer to a question, from one state of the plan.

    `activities` are those that the question names, the most urgent first; none if it is not clear. `card` is the one
    that was asked about by its number alone. `suggestions` are the closest words to those that were not understood,
    each with what would be asked. `is_whole`: the reader may see the whole plan; else all of it is their own.
    """

    facts: SummaryFacts
    question: Question
    activities: tuple[ActivityFacts, ...] = ()
    card: Card | None = None
    suggestions: tuple[tuple[str, Question], ...] = ()
    is_whole: bool = True

    @property
    def is_file(self) -> bool:
        """Whether the answer is a file: one was asked for, and there is anything to put in it."""
        return self.question.format is not None and bool(self.activities)


class Overviews:
    """Answers questions on the plan. Of it nothing is read for the answer but what the reader may see."""

    def __init__(self, database: Database, summaries: Summaries) -> None:
        self._database = database
        self._summaries = summaries

    async def asked(
        self, words: str, shown: Mapping[str, str], now: datetime, reader: Reader, about: Sequence[int] = ()
    ) -> Overview | None:
        """What the words ask for, as the plan stands at `now`; None before a plan was loaded.

        `shown` gives the status or the place for each word that screens use; `about` are the activities (ids) spoken
        of, which are meant where the words ask something of none that they name.
        """
        async with self._database.read() as session:
            facts = await self._summaries.standing(session, now)
            if facts is None:
                return None
            seen = seen_by(facts, reader)
            question = _meant(read_question(words, seen, shown), seen, reader, about)
            return await _overview(session, seen, question, shown, reader)

    async def chosen(self, question: Question, now: datetime) -> Overview | None:
        """What a button of somebody to whom the whole plan is shown asks for; None before a plan was loaded."""
        async with self._database.read() as session:
            facts = await self._summaries.standing(session, now)
            return None if facts is None else await _overview(session, facts, question, {}, None)


def seen_by(facts: SummaryFacts, reader: Reader) -> SummaryFacts:
    """The plan as far as the reader may see it: what is none of theirs might as well not be in it."""
    if reader.whole_plan:
        return facts
    own = tuple(one for one in facts.activities if reader.may_read(one))
    ids = {one.id for one in own}
    return replace(
        facts,
        counts=counts(own),
        activities=own,
        sections=tuple(
            _section_of(section, own) for section in facts.sections if any(one.section == section.number for one in own)
        ),
        overdue=tuple(one for one in facts.overdue if one.id in ids),
        due_soon=tuple(one for one in facts.due_soon if one.id in ids),
        review=tuple(one for one in facts.review if one.id in ids),
        silent=(),
        agenda=(),
    )


def _section_of(section: SectionFacts, activities: Iterable[ActivityFacts]) -> SectionFacts:
    return replace(section, counts=counts(one for one in activities if one.section == section.number))


def _meant(question: Question, facts: SummaryFacts, reader: Reader, about: Sequence[int]) -> Question:
    """The question with what only the asker and the talk tell: whose «mine» it is, and what was spoken of."""
    if question.is_mine and reader.whole_plan:
        own = frozenset(str(one.id) for one in executors(facts) if one.id in reader.person.executor_ids)
        is_of_others = bool(question.executors or question.numbers)
        question = replace(question, is_mine=bool(own), executors=question.executors if is_of_others else own)
    names_none = not (question.numbers or question.sections or question.executors or question.statuses)
    if question.aim is not None and names_none and not times_of(question):
        spoken_of = frozenset(one.number for one in facts.activities if one.id in about)
        question = replace(question, numbers=spoken_of)
    return question


async def _overview(
    session: AsyncSession, facts: SummaryFacts, question: Question, shown: Mapping[str, str], reader: Reader | None
) -> Overview:
    is_whole = reader is None or reader.whole_plan
    closest = suggestions(question, facts, shown)
    if question.help or question.ambiguous or not (question.asks or not question.unknown):
        return Overview(facts, question, suggestions=closest, is_whole=is_whole)
    activities = select(facts, question)
    overview = Overview(facts, question, activities, suggestions=closest, is_whole=is_whole)
    named = replace(question, format=None, unknown=(), aim=None, is_mine=False)
    if len(activities) != 1 or named != Question(numbers=question.numbers) or (is_whole and overview.is_file):
        return overview
    mine = reader.part_in(activities[0]) if reader is not None and not reader.whole_plan else None
    return replace(overview, card=await card_of(session, activities[0], mine))
