"""What the words after /report mean in this plan, and which activities they are about. Pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date

from services.calendar.deadlines import Month
from services.language.names import Named
from services.language.questions import Question, Span, parse_question
from services.leadership.summary import SummaryFacts
from services.plan.activities import by_urgency
from services.plan.figures import ActivityFacts, ExecutorRef
from services.plan.status import Status

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
    - A month: due in it, or under way in it. Work is under way from its first month until it is done; while it is
      not, until its deadline or, past that, until today. Work without a deadline goes on to the plan's end.

    The most urgent first; where months were asked, what is due in them stands before what is only under way.
    """
    months = question.months
    chosen = by_urgency(
        one
        for one in facts.activities
        if (not question.numbers or one.number in question.numbers)
        and (not question.sections or one.section in question.sections)
        and (not question.executors or _is_of(one, question.executors))
        and (not question.statuses or _has_any(one, question.statuses))
        and (not months or is_due_in(one, months) or _is_under_way(one, facts.plan.ends_on, months))
    )
    return tuple(sorted(chosen, key=lambda one: not is_due_in(one, months))) if months else chosen


def is_due_in(facts: ActivityFacts, months: Collection[Month]) -> bool:
    """Whether the deadline in force is in one of these months."""
    return facts.due_on is not None and Month.of(facts.due_on) in months


def _is_under_way(facts: ActivityFacts, plan_end: date, months: Collection[Month]) -> bool:
    end = facts.due_on or plan_end
    if facts.done_on is not None:
        end = facts.done_on
    elif facts.is_open:
        end = max(end, facts.today) if facts.due_on is not None else end
    return any(facts.starts_on <= month.last_day and month.first_day <= end for month in months)


def _is_of(facts: ActivityFacts, keys: Collection[str]) -> bool:
    return any(str(part.executor.id) in keys for part in facts.parts)


def _has_any(facts: ActivityFacts, words: Collection[str]) -> bool:
    return any(STATUS_WORDS[word](facts) for word in words if word in STATUS_WORDS)
