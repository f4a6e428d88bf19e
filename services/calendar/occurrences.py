"""The items that a term makes: a rule, the plan's period and the document's day give what falls due, and when."""

import enum
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from models.terms import Month, Period, Precision, Rhythm
from services.calendar.policy import last_day
from services.calendar.rules import (
    DOCUMENT,
    AfterEnd,
    AfterRule,
    EachRule,
    OnDate,
    OnDay,
    OnDayOfMonth,
    OnRule,
    OnWeekday,
    OnWorkingDay,
    OpenRule,
    Rule,
    Rules,
    UnsetRule,
    WindowRule,
)
from services.calendar.units import ONE_DAY, Unit, unit_of
from services.calendar.workdays import Workdays


class LabelKind(enum.StrEnum):
    """By what one of several items is told from the others."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True)
class Label:
    """What tells one of several items from the others: a day, or the unit or units from `first` to `last`."""

    kind: LabelKind
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> "Label | None":
        """Read what `str` has written; None of an empty text."""
        if not text:
            return None
        kind, first, last = text.split(" ")
        return cls(LabelKind(kind), date.fromisoformat(first), date.fromisoformat(last))

    def __str__(self) -> str:
        return f"{self.kind} {self.first} {self.last}"


@dataclass(frozen=True)
class Item:
    """One thing to be done: `first` is the day it begins, `due` the day it is due, if it has one.

    `label` is None if the term makes one item only. `is_repeated` says that it is an occurrence of what repeats;
    `is_later` that it is not the first of them. `rhythm` is set for work without an end. `is_unset` says that the
    document gives no term. `awaits` is the anchor whose day is not known yet.
    """

    label: Label | None
    first: date
    due: date | None
    precision: Precision = Precision.DAY
    is_repeated: bool = False
    is_later: bool = False
    rhythm: Rhythm | None = None
    is_unset: bool = False
    awaits: str | None = None


@dataclass(frozen=True)
class _Plan:
    """Where a rule meets the calendar."""

    period: Period
    workdays: Workdays
    document_day: date | None
    known: Mapping[str, date]

    @property
    def begin(self) -> date:
        """The first day on which anything of a document can be asked for."""
        return max(self.period.start, self.document_day or self.period.start)


def items(
    rules: Rules,
    period: Period,
    workdays: Workdays,
    *,
    document_day: date | None = None,
    anchors: Mapping[str, date] | None = None,
) -> tuple[Item, ...]:
    """The items of a term, in the order of their due days; those without one come last.

    `anchors` gives the days of the activities and events after which something is due, as far as they are known.
    A rule of which nothing lies inside the period makes no item.
    """
    known = dict(anchors or {})
    if document_day is not None:
        known[DOCUMENT] = document_day
    plan = _Plan(period, workdays, document_day, known)
    made = [item for rule in rules for item in _items(rule, plan)]
    made.sort(key=lambda item: (item.due or date.max, item.first))
    return tuple(_labelled(_numbered(made)))


def _numbered(made: list[Item]) -> Iterator[Item]:
    """Of what repeats, all but the first are later ones, whichever of several rules made them."""
    repeated = False
    for item in made:
        yield replace(item, is_later=True) if item.is_repeated and repeated else item
        repeated = repeated or item.is_repeated


def _labelled(made: Iterator[Item]) -> Iterator[Item]:
    """Labels only where there are several items; the due day where the unit would not tell them apart."""
    several = list(made)
    if len(several) == 1:
        yield replace(several[0], label=None)
        return
    times = Counter(item.label for item in several)
    for item in several:
        if item.label is not None and times[item.label] > 1 and item.due is not None:
            yield replace(item, label=_day_label(item.due))
        else:
            yield item


def _items(rule: Rule, plan: _Plan) -> Iterator[Item]:
    match rule:
        case WindowRule():
            yield _window(rule, plan.document_day or plan.period.start)
        case OnRule():
            yield from (Item(_day_label(day), day, day) for day in rule.days)
        case EachRule():
            yield from _repeated(rule, plan)
        case OpenRule():
            yield Item(None, rule.start or plan.period.start, None, rhythm=rule.rhythm)
        case AfterRule():
            yield _after(rule, plan)
        case UnsetRule():
            yield Item(None, plan.period.start, None, is_unset=True)


def _window(rule: WindowRule, begin: date) -> Item:
    first = min(begin, rule.last) if rule.first is None else rule.first
    unit = unit_of(rule.precision)
    if unit is None:
        label = _day_label(rule.last)
    else:
        of_first = rule.last if rule.first is None else first
        label = Label(LabelKind(unit.value), unit.first_day(of_first), rule.last)
    return Item(label, first, rule.last, rule.precision)


def _after(rule: AfterRule, plan: _Plan) -> Item:
    anchor = plan.known.get(rule.anchor)
    if anchor is None:
        return Item(None, plan.period.start, None, awaits=rule.anchor)
    due = _so_long_after(rule, anchor, plan.workdays)
    return Item(_day_label(due), anchor if due >= anchor else min(plan.begin, due), due)


def _so_long_after(rule: AfterRule, anchor: date, workdays: Workdays) -> date:
    if rule.months is not None:
        month = Month.of(anchor) + rule.months
        return date(month.year, month.month, min(anchor.day, month.last_day.day))
    if rule.working_days is not None:
        return workdays.add(anchor, rule.working_days)
    return anchor + timedelta(days=rule.days or 0)


def _repeated(rule: EachRule, plan: _Plan) -> Iterator[Item]:
    start, end = rule.first or plan.begin, rule.last or plan.period.end
    latest = last_day(plan.period)
    block = rule.unit.first_day(start)
    precision = Precision.DAY if rule.unit is Unit.WEEK or rule.due is not None else Precision(rule.unit.value)
    while block <= end:
        following = rule.unit.later(block, rule.every)
        due = _due_of(rule, following - ONE_DAY, plan.workdays)
        if due > latest and due > end:
            return
        if _exists(rule, due, following - ONE_DAY, start, end) and due <= latest:
            label = Label(LabelKind(rule.unit.value), block, following - ONE_DAY)
            yield Item(label, min(max(block, start), due), due, precision, is_repeated=True)
        block = following


def _exists(rule: EachRule, due: date, block_end: date, start: date, end: date) -> bool:
    """Whether an occurrence is one of those from `start` to `end`.

    A block that goes on past the end is still due on its last day. What is due after the block needs the whole block.
    """
    match rule.due:
        case None:
            return due >= start
        case AfterEnd():
            return start <= block_end <= end
    return start <= due <= end


def _due_of(rule: EachRule, block_end: date, workdays: Workdays) -> date:
    unit = rule.unit.first_day(block_end)  # a day of the unit is one of the block's last unit
    match rule.due:
        case None:
            due = block_end
        case OnWeekday(weekday):
            due = unit + timedelta(days=weekday - 1)
        case OnDay(day):
            due = min(unit + timedelta(days=day - 1), block_end)
        case OnDate(month, day):
            due = _day_in(Month(unit.year, month), day)
        case OnDayOfMonth(month_of, day):
            due = _day_in(Month.of(unit) + (month_of - 1), day)
        case OnWorkingDay(number) if number > 0:
            due = min(workdays.add(unit - ONE_DAY, number), block_end)
        case OnWorkingDay(number):
            due = max(workdays.add(block_end + ONE_DAY, number), unit)
        case AfterEnd(after):
            due = block_end + timedelta(days=after)
    return due


def _day_in(month: Month, day: int) -> date:
    return date(month.year, month.month, min(day, month.last_day.day))


def _day_label(day: date) -> Label:
    return Label(LabelKind.DAY, day, day)
