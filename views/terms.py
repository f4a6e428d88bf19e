"""A term in words: what its rules mean, so that whoever reads it can say whether they were understood."""

from collections.abc import Sequence
from datetime import date

from services.calendar.deadlines import Precision, Rhythm
from services.calendar.occurrences import Item
from services.calendar.rules import (
    DOCUMENT,
    AfterEnd,
    AfterRule,
    Due,
    EachRule,
    OnDate,
    OnDay,
    OnDayOfMonth,
    OnRule,
    OnWeekday,
    OnWorkingDay,
    OpenRule,
    Rule,
    UnsetRule,
    WindowRule,
)
from services.calendar.units import Unit, unit_of
from views.kit.labels import unit_number
from views.kit.texts import Html, Texts, join

FIRST_DUES = 3  # due days that are named of what repeats
_A_LEAP_YEAR = 2024  # so that every day of a year can be written
_A_MONDAY = date(2024, 1, 1)


def rules_words(t: Texts, rules: Sequence[Rule]) -> Html:
    """What a term means; of several rules, each by its number."""
    said = [rule_words(t, rule) for rule in rules]
    if len(said) == 1:
        return said[0]
    return join([Html(f"{number}) {one}") for number, one in enumerate(said, start=1)], "; ")


def rules_said_back(t: Texts, rules: Sequence[Rule]) -> Html:
    """What a term is taken to mean, with the end by which repeated work is due: «every month, by its end»."""
    said = rules_words(t, rules)
    match rules:
        case (EachRule(every=1, due=None) as rule,):
            ends = {
                Unit.WEEK: t("by the end of the week"),
                Unit.MONTH: t("by the end of the month"),
                Unit.QUARTER: t("by the end of the quarter"),
                Unit.HALF: t("by the end of the half-year"),
                Unit.YEAR: t("by the end of the year"),
            }
            return join([said, ends[rule.unit]], ", ")
    return said


def rule_words(t: Texts, rule: Rule) -> Html:
    """What one rule means, in words that are read again as the same rule."""
    match rule:
        case WindowRule():
            return _window(t, rule)
        case OnRule(days):
            return join([t.long_day(day) for day in days], ", ")
        case EachRule():
            return _each(t, rule)
        case OpenRule(start, rhythm):
            said = t("continuously") if rhythm is Rhythm.CONTINUOUS else t("regularly")
            return said if start is None else t("{words}, starting from {day}", words=said, day=t.long_day(start))
        case AfterRule():
            return _after(t, rule)
        case UnsetRule(note):
            return t("no term is set") if not note else t("no term is set ({note})", note=note)


def first_dues(t: Texts, items: Sequence[Item]) -> Html:
    """The first due days of what repeats, so that a wrong reading is seen; empty where nothing repeats."""
    dues = [item.due for item in items if item.is_repeated and item.due is not None]
    if not dues:
        return Html("")
    named = join([t.long_day(due) for due in dues[:FIRST_DUES]], ", ")
    return t("first due days: {days}", days=named) if len(dues) > FIRST_DUES else t("due days: {days}", days=named)


# Windows


def _window(t: Texts, rule: WindowRule) -> Html:
    unit = unit_of(rule.precision)
    if unit is None:
        if rule.first is None:
            return t("due by {day}", day=t.long_day(rule.last))
        return _from_to(t, rule.first, rule.last)
    last = _unit(t, rule.precision, rule.last)
    if rule.first is None:
        return t("by the end of {unit}", unit=last)
    if rule.first != unit.first_day(rule.first):
        return t("from {first} to the end of {unit}", first=t.long_day(rule.first), unit=last)
    first = _unit(t, rule.precision, rule.first)
    if first != last and rule.precision is Precision.MONTH and rule.first.year == rule.last.year:
        return t(
            "{first}–{last} {year}", first=t.month_name(rule.first), last=t.month_name(rule.last), year=rule.last.year
        )
    return last if first == last else t("{first} – {last}", first=first, last=last)


def _from_to(t: Texts, first: date, last: date) -> Html:
    return t("from {first} to {last}", first=t.long_day(first), last=t.long_day(last))


def _unit(t: Texts, precision: Precision, day: date) -> Html:
    """«2024 йил октябрь», «2024 йил IV чорак»: the unit in which a day lies."""
    match precision:
        case Precision.MONTH:
            return t.month(day)
        case Precision.QUARTER:
            return t("quarter {number} of {year}", number=unit_number(Unit.QUARTER, day), year=day.year)
        case Precision.HALF:
            return t("half-year {number} of {year}", number=unit_number(Unit.HALF, day), year=day.year)
    return t("year {year}", year=day.year)


# What repeats


def _each(t: Texts, rule: EachRule) -> Html:
    said = _repeated(t, rule)
    if rule.first is not None and rule.last is not None:
        return t(
            "{words}, from {first} to {last}", words=said, first=t.long_day(rule.first), last=t.long_day(rule.last)
        )
    if rule.first is not None:
        return t("{words}, starting from {day}", words=said, day=t.long_day(rule.first))
    if rule.last is not None:
        return t("{words}, in the period until {day}", words=said, day=t.long_day(rule.last))
    return said


def _repeated(t: Texts, rule: EachRule) -> Html:
    if rule.due is None:
        return _how_often(t, rule)
    if rule.unit is Unit.MONTH and rule.every == 1 and isinstance(rule.due, OnDay):
        return t("by day {day} of every month", day=rule.due.day)
    return _with_due(t, rule, _how_often(t, rule), rule.due)


def _how_often(t: Texts, rule: EachRule) -> Html:
    if rule.every == 1:
        every = {
            Unit.WEEK: t("every week"),
            Unit.MONTH: t("every month"),
            Unit.QUARTER: t("every quarter"),
            Unit.HALF: t("every half-year"),
            Unit.YEAR: t("every year"),
        }
        return every[rule.unit]
    few = {
        Unit.WEEK: t.many("every {n} week", "every {n} weeks", rule.every),
        Unit.MONTH: t.many("every {n} month", "every {n} months", rule.every),
        Unit.QUARTER: t.many("every {n} quarter", "every {n} quarters", rule.every),
        Unit.HALF: t.many("every {n} half-year", "every {n} half-years", rule.every),
        Unit.YEAR: t.many("every {n} year", "every {n} years", rule.every),
    }
    if rule.unit is Unit.YEAR and rule.first is None:
        return t("{words}, counting from the start of the plan", words=few[rule.unit])
    return few[rule.unit]


def _with_due(t: Texts, rule: EachRule, words: Html, due: Due) -> Html:
    """How often, and by when each is due."""
    match due:
        case OnWeekday(weekday):
            said = t("{words}, {weekday}", words=words, weekday=t.weekday(_A_MONDAY.replace(day=weekday)))
        case OnDay(day) if rule.unit is Unit.MONTH:
            said = t("{words}, by day {day}", words=words, day=day)
        case OnDay(day):
            said = t("{words}, by day {day} from its start", words=words, day=day)
        case OnDate(month, day):
            said = t("{words}, due by {day}", words=words, day=t.day(date(_A_LEAP_YEAR, month, day)))
        case OnDayOfMonth(month_of, day):
            said = t("{words}, by day {day} of month {month}", words=words, day=day, month=month_of)
        case OnWorkingDay(number) if number > 0:
            said = t("{words}, by working day {number}", words=words, number=number)
        case OnWorkingDay(number):
            said = t("{words}, by working day {number} from the end", words=words, number=-number)
        case AfterEnd(after):
            said = t.many(
                "{words}, within {n} day after the end of the period",
                "{words}, within {n} days after the end of the period",
                after,
                words=words,
            )
    return said


# After something


def _after(t: Texts, rule: AfterRule) -> Html:
    if rule.anchor == DOCUMENT:
        return _after_document(t, rule)
    return _after_activity(t, rule) if rule.event is None else _after_event(t, rule)


def _after_document(t: Texts, rule: AfterRule) -> Html:
    if rule.months is not None:
        return t.many(
            "within {n} month of the date of the document",
            "within {n} months of the date of the document",
            rule.months,
        )
    if rule.working_days is not None:
        return t.many(
            "within {n} working day of the date of the document",
            "within {n} working days of the date of the document",
            rule.working_days,
        )
    return t.many(
        "within {n} day of the date of the document", "within {n} days of the date of the document", rule.days or 0
    )


def _after_activity(t: Texts, rule: AfterRule) -> Html:
    if rule.months is not None:
        return t.many(
            "within {n} month after activity {number} is done",
            "within {n} months after activity {number} is done",
            rule.months,
            number=rule.anchor,
        )
    if rule.working_days is not None:
        return t.many(
            "within {n} working day after activity {number} is done",
            "within {n} working days after activity {number} is done",
            rule.working_days,
            number=rule.anchor,
        )
    return t.many(
        "within {n} day after activity {number} is done",
        "within {n} days after activity {number} is done",
        rule.days or 0,
        number=rule.anchor,
    )


def _after_event(t: Texts, rule: AfterRule) -> Html:
    event = join(["«", rule.event or "", "»"], "")
    if rule.months is not None:
        return t.many(
            "within {n} month after the day of {event}",
            "within {n} months after the day of {event}",
            rule.months,
            event=event,
        )
    if rule.working_days is not None:
        return t.many(
            "within {n} working day after the day of {event}",
            "within {n} working days after the day of {event}",
            rule.working_days,
            event=event,
        )
    if not rule.days:
        return t("on the day of {event}", event=event)
    if rule.days < 0:
        return t.many(
            "{n} day before the day of {event}", "{n} days before the day of {event}", -rule.days, event=event
        )
    return t.many(
        "within {n} day after the day of {event}", "within {n} days after the day of {event}", rule.days, event=event
    )
