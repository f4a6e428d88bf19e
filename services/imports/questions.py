"""What a document leaves open: each doubtful term once, each doubtful executor once, and what is missing."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from models.terms import Month, Period, Precision
from services.calendar.rules import Rules, UnsetRule, WindowRule, rules_to_json
from services.calendar.units import Unit
from services.documents.comparing import Change
from services.documents.understood import ActivityRead, DeadlineRead, ExecutorRead, Match, Part, PlanRead
from services.imports.places import KnownLine
from services.language.script import squeezed

MOST_NEAR = 6  # who is offered where nobody is named


class Ask(StrEnum):
    """What a question is about."""

    PLAN = "plan"  # whether it goes into the place of a plan in force, or beside it
    PERIOD = "period"  # the document does not say for which days it is
    TITLE = "title"
    ORGANISATION = "organisation"
    TERM = "term"
    EXECUTOR = "executor"  # whether somebody named is somebody known
    WHO = "who"  # nobody of the house is named
    OVER = "over"  # another term for one that is over on the day on which it is given; it may stay unanswered
    SAME = "same"  # which activity of the plan in force goes on as which of a new edition


@dataclass(frozen=True)
class Question:
    """One question about a document.

    `key` tells it from the others, also after a restart; `words` are those of the document. `numbers` are the
    activities that it concerns, and `text` is that of the first. `readings` are what a term may mean, and `terms` those
    of the period to choose from. `candidates` (keys, or the organisation's name) are who may be meant, `pairs` which
    activity of the plan in force may go on as which. `lines` are the plans in whose place it may go; `mark` is
    suggested for a plan of its own.
    """

    key: str
    asks: Ask
    words: str
    numbers: tuple[str, ...] = ()
    text: str = ""
    readings: tuple[Rules, ...] = ()
    terms: tuple[Rules, ...] = ()
    candidates: tuple[str, ...] = ()
    pairs: tuple[tuple[ActivityRead, ActivityRead], ...] = ()
    lines: tuple[KnownLine, ...] = ()
    mark: str = ""


def questions(plan: PlanRead, keys: dict[str, str], organisation: str) -> tuple[Question, ...]:
    """Everything that is asked about a document, in its order.

    `keys` are those of the executors known, by name; the `organisation` of the plan in force is offered where none is
    named, so that its next edition is not taken for another's plan.
    """
    found: dict[str, Question] = {}
    for one in _each(plan, keys, organisation):
        first = found.get(one.key)
        found[one.key] = one if first is None else replace(first, numbers=(*first.numbers, *one.numbers))
    return tuple(found.values())


def term_key(deadline: DeadlineRead) -> str:
    """The key of the question what a term means: the same words with the same readings are asked once."""
    return _key(Ask.TERM, deadline.text, *(json.dumps(rules_to_json(one)) for one in deadline.readings))


def executor_key(one: ExecutorRead) -> str:
    """The key of the question who an executor is."""
    return _key(Ask.EXECUTOR, squeezed(one.written))


def who_key(activity: ActivityRead) -> str:
    """The key of the question who carries an activity out, where its cell names nobody of the house.

    The same partners are asked about once; where the cell is empty, each activity is.
    """
    named = sorted({squeezed(one.written) for one in activity.executors})
    return _key(Ask.WHO, *named) if named else _key(Ask.WHO, "", activity.number, activity.text)


def same_question(change: Change) -> Question:
    """Whether one activity goes on as the other; of one that is split, or several that are merged, which does."""
    pairs = tuple((old, new) for old in change.was for new in change.now)
    texts = [one.text for one in (*change.was, *change.now)]
    numbers = tuple(one.number for one in change.now)
    key = _key(Ask.SAME, change.kind, *(one.number for one in (*change.was, *change.now)), *texts)
    return Question(key, Ask.SAME, change.was[0].text, numbers, change.now[0].text, pairs=pairs)


def of_the_house(activity: ActivityRead) -> tuple[ExecutorRead, ...]:
    """Those who carry the activity out; partners and open sets of people are told nothing."""
    return tuple(one for one in activity.executors if one.part in (Part.LEAD, Part.CO))


def _each(plan: PlanRead, keys: dict[str, str], organisation: str) -> Iterator[Question]:
    if plan.period is None:
        yield Question(_key(Ask.PERIOD), Ask.PERIOD, plan.title or "")
    if not plan.title:
        yield Question(_key(Ask.TITLE), Ask.TITLE, "")
    if not plan.organisation:
        known = (organisation,) if organisation else ()
        yield Question(_key(Ask.ORGANISATION), Ask.ORGANISATION, plan.title or "", candidates=known)
    if plan.period is None:  # without it no term is read: terms are asked about once it is known
        return
    terms = terms_of(plan.period)
    for item in plan.agenda:
        deadline = item.deadline or DeadlineRead("")
        if deadline.rules is None:
            yield _term(deadline, "", item.text, terms)
    near = _near(plan)
    for activity in plan.activities:
        if activity.deadline.rules is None:
            yield _term(activity.deadline, activity.number, activity.text, terms)
        yield from _people(activity, keys, near)


def terms_of(period: Period) -> tuple[Rules, ...]:
    """The terms to choose from where no words say one: its months, its quarters, its end, and none."""
    months = [month.last_day for month in Month.range(period.first_month, period.last_month)]
    ends = [WindowRule(None, day, Precision.MONTH) for day in months if day in period]
    quarters = [WindowRule(None, day, Precision.QUARTER) for day in months if day in period and _ends_a_quarter(day)]
    whole = next((one for one, unit in _WHOLE if _is_one(unit, period)), Precision.DAY)
    last = WindowRule(None, period.end, whole)
    windows = dict.fromkeys((*ends, *quarters, last))
    return (*((one,) for one in windows), (UnsetRule(),))


_WHOLE = (
    (Precision.YEAR, Unit.YEAR),
    (Precision.HALF, Unit.HALF),
    (Precision.QUARTER, Unit.QUARTER),
    (Precision.MONTH, Unit.MONTH),
)


def _is_one(unit: Unit, period: Period) -> bool:
    return (unit.first_day(period.start), unit.last_day(period.start)) == (period.start, period.end)


def _ends_a_quarter(day: date) -> bool:
    return Unit.QUARTER.last_day(day) == day


def _term(deadline: DeadlineRead, number: str, text: str, terms: tuple[Rules, ...]) -> Question:
    numbers = (number,) if number else ()
    return Question(term_key(deadline), Ask.TERM, deadline.text, numbers, text, deadline.readings, terms)


def over_question(number: int, text: str, words: str, period: Period) -> Question:
    """Another term for an activity of the plan (by its number) whose own is over."""
    return Question(
        _key(Ask.OVER, str(number), text, words), Ask.OVER, words, (str(number),), text, terms=terms_of(period)
    )


def _near(plan: PlanRead) -> dict[str | None, tuple[str, ...]]:
    """Who is named most in each section, by key: likeliest where an activity names nobody."""
    counts: dict[str | None, Counter[str]] = {}
    for activity in plan.activities:
        named = [one.key for one in of_the_house(activity) if one.key is not None and one.match is Match.CERTAIN]
        counts.setdefault(activity.section, Counter()).update(named)
    return {section: tuple(key for key, _ in named.most_common(MOST_NEAR)) for section, named in counts.items()}


def _people(
    activity: ActivityRead, keys: dict[str, str], near: dict[str | None, tuple[str, ...]]
) -> Iterator[Question]:
    for one in activity.executors:
        if one.match is Match.ASK:
            candidates = tuple(keys[name] for name in one.candidates if name in keys)
            yield Question(
                executor_key(one), Ask.EXECUTOR, one.written, (activity.number,), activity.text, candidates=candidates
            )
    if not of_the_house(activity):
        named = ", ".join(one.written for one in activity.executors)
        candidates = near.get(activity.section, ())
        yield Question(who_key(activity), Ask.WHO, named, (activity.number,), activity.text, candidates=candidates)


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]
