"""The answer to /report: what its words mean in this plan, the activities they select, and what must be asked back."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models.database import Database
from services.calendar.deadlines import Month
from services.language.names import Named
from services.language.questions import Question, Span, parse_question
from services.leadership.summary import Summaries, SummaryFacts
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


def executors(summary: SummaryFacts) -> tuple[ExecutorRef, ...]:
    """Every executor that the plan names, once each, in the order of the plan."""
    parts = (part for activity in summary.activities for part in activity.parts)
    return tuple({part.executor.id: part.executor for part in parts}.values())


def named(summary: SummaryFacts) -> tuple[Named, ...]:
    """The same for the name finder; the key is the executor's id in digits, short enough for a button."""
    return tuple(Named(str(executor.id), executor.name) for executor in executors(summary))


def read_question(words: str, summary: SummaryFacts, shown: Mapping[str, str]) -> Question:
    """The words after /report, read against this plan; `shown` gives the status for each word that screens use."""
    return parse_question(
        words,
        numbers=[activity.number for activity in summary.activities],
        sections=[section.number for section in summary.sections],
        names=named(summary),
        span=Span(summary.plan.starts_on, summary.plan.ends_on, summary.today),
        shown=shown,
    )


def suggestions(
    question: Question, summary: SummaryFacts, shown: Mapping[str, str]
) -> tuple[tuple[str, Question], ...]:
    """The closest known words, each with the question it would make together with what was understood."""
    understood = replace(question, unknown=())
    suggested = []
    for word in dict.fromkeys(word for unknown in question.unknown for word in unknown.suggestions):
        meant = read_question(word, summary, shown)
        is_clear = not (meant.unknown or meant.ambiguous or meant.help or meant.format)
        if is_clear and meant != Question():
            suggested.append((word, _both(understood, meant)))
    return tuple(suggested)


def _both(question: Question, other: Question) -> Question:
    return replace(
        question,
        numbers=question.numbers | other.numbers,
        sections=question.sections | other.sections,
        executors=question.executors | other.executors,
        statuses=question.statuses | other.statuses,
        months=question.months | other.months,
    )


def select(summary: SummaryFacts, question: Question) -> tuple[ActivityFacts, ...]:
    """The activities that the question names.

    Words of different kinds narrow the choice; words of one kind widen it: «III overdue» is what is overdue in section
    III, «7 9» is both activities. Without words the whole plan is chosen.

    An executor (`question.executors` holds ids in digits, as `named` gives them) leads or assists. A status is the one
    shown today (STATUS_WORDS); «extended» is every activity whose deadline was moved. A month takes in what is due in
    it or under way in it: work is under way from its first month until it is done; unfinished work until its deadline
    or, past that, until today; work without a deadline until the plan's end.

    The most urgent come first. If months were asked for, what is due in them comes before what is only under way.
    """
    months = question.months
    chosen = by_urgency(
        activity
        for activity in summary.activities
        if (not question.numbers or activity.number in question.numbers)
        and (not question.sections or activity.section in question.sections)
        and (not question.executors or _is_of(activity, question.executors))
        and (not question.statuses or _has_any(activity, question.statuses))
        and (not months or is_due_in(activity, months) or _is_under_way(activity, summary.plan.ends_on, months))
    )
    return tuple(sorted(chosen, key=lambda activity: not is_due_in(activity, months))) if months else chosen


def is_due_in(activity: ActivityFacts, months: Collection[Month]) -> bool:
    """Whether the deadline in force is in one of these months."""
    return activity.due_on is not None and Month.of(activity.due_on) in months


def _is_under_way(activity: ActivityFacts, plan_end: date, months: Collection[Month]) -> bool:
    end = activity.due_on or plan_end
    if activity.done_on is not None:
        end = activity.done_on
    elif activity.is_open:
        end = max(end, activity.today) if activity.due_on is not None else end
    return any(activity.starts_on <= month.last_day and month.first_day <= end for month in months)


def _is_of(activity: ActivityFacts, keys: Collection[str]) -> bool:
    return any(str(part.executor.id) in keys for part in activity.parts)


def _has_any(activity: ActivityFacts, words: Collection[str]) -> bool:
    return any(STATUS_WORDS[word](activity) for word in words if word in STATUS_WORDS)


@dataclass(frozen=True)
class Overview:
    """The answer to a /report question, from one state of the plan.

    `activities` are those that the question names, the most urgent first; none if it is not clear. `card` is the one
    activity that was asked for by its number alone. `suggestions` are the known words closest to those that were not
    understood, each with the question it would make.
    """

    summary: SummaryFacts
    question: Question
    activities: tuple[ActivityFacts, ...] = ()
    card: Card | None = None
    suggestions: tuple[tuple[str, Question], ...] = ()

    @property
    def is_file(self) -> bool:
        """Whether the answer is a file: one was asked for, and there are activities to put in it."""
        return self.question.format is not None and bool(self.activities)


class Overviews:
    """Answers /report questions with the whole plan; the caller decides who may ask."""

    def __init__(self, database: Database, summaries: Summaries) -> None:
        self._database = database
        self._summaries = summaries

    async def asked(self, words: str, shown: Mapping[str, str], now: datetime) -> Overview | None:
        """The answer to the words after /report, as the plan stands at `now`; None before a plan was loaded.

        `shown` gives the status for each word that the reader's screens use.
        """
        async with self._database.read() as session:
            summary = await self._summaries.as_of(session, now)
            if summary is None:
                return None
            return await _overview(session, summary, read_question(words, summary, shown), shown)

    async def chosen(self, question: Question, now: datetime) -> Overview | None:
        """The answer to a button's question; None before a plan was loaded."""
        async with self._database.read() as session:
            summary = await self._summaries.as_of(session, now)
            return None if summary is None else await _overview(session, summary, question, {})


async def _overview(
    session: AsyncSession, summary: SummaryFacts, question: Question, shown: Mapping[str, str]
) -> Overview:
    if question.help or question.ambiguous or question.unknown:
        return Overview(summary, question, suggestions=suggestions(question, summary, shown))
    activities = select(summary, question)
    overview = Overview(summary, question, activities)
    is_one = len(activities) == 1 and replace(question, format=None) == Question(numbers=question.numbers)
    if not is_one or overview.is_file:
        return overview
    return replace(overview, card=await card_of(session, activities[0], None))
