"""Rules, days and plans for the tests of terms: a plan's period, and strategies for every rule the data allow."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from models.terms import Period, Precision, Rhythm
from services.calendar.rules import (
    DOCUMENT,
    MOST_DAYS,
    MOST_EVERY,
    MOST_MONTHS,
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
    longest_month,
)
from services.calendar.units import Unit, unit_of

PERIODS = [
    Period(date(2024, 1, 1), date(2024, 6, 30)),
    Period(date(2024, 7, 1), date(2024, 12, 31)),
    Period(date(2025, 1, 1), date(2025, 12, 31)),
    Period(date(2024, 8, 1), date(2025, 6, 30)),
    Period(date(2024, 3, 12), date(2026, 2, 10)),
]


@dataclass(frozen=True)
class Stand:
    """A rule, and the plan in which it stands."""

    period: Period
    rule: Rule
    document_day: date | None


periods = st.sampled_from(PERIODS)


def days_in(period: Period) -> st.SearchStrategy[date]:
    return st.dates(period.start, period.end)


@st.composite
def windows(draw: st.DrawFn, period: Period) -> WindowRule:
    precision = draw(st.sampled_from(Precision))
    unit = unit_of(precision)
    last = draw(days_in(period))
    if unit is not None:
        last = unit.last_day(last)
        if last > period.end:
            last = unit.first_day(period.end) - timedelta(days=1)
    if last < period.start:
        return WindowRule(None, period.end, Precision.DAY)
    first = draw(st.none() | st.dates(period.start, last))
    if first is not None and unit is not None and draw(st.booleans()):
        first = max(unit.first_day(first), period.start)
    return WindowRule(first, last, precision)


@st.composite
def dues(draw: st.DrawFn, unit: Unit) -> Due | None:
    kinds: list[st.SearchStrategy[Due]] = [
        st.builds(OnDay, st.integers(1, unit.longest)),
        st.builds(OnWorkingDay, st.integers(-20, 20).filter(bool)),
        st.builds(AfterEnd, st.integers(1, 90)),
    ]
    if unit is Unit.WEEK:
        kinds.append(st.builds(OnWeekday, st.integers(1, 7)))
    else:
        kinds.append(st.builds(OnDayOfMonth, st.integers(1, unit.months), st.integers(1, 31)))
    if unit is Unit.YEAR:
        month = draw(st.integers(1, 12))
        kinds.append(st.builds(OnDate, st.just(month), st.integers(1, longest_month(month))))
    return draw(st.none() | st.one_of(kinds))


@st.composite
def repeats(draw: st.DrawFn, period: Period) -> EachRule:
    unit = draw(st.sampled_from(Unit))
    first, last = sorted([draw(days_in(period)), draw(days_in(period))])
    return EachRule(
        unit,
        draw(dues(unit)),
        draw(st.just(1) | st.integers(1, 60)),
        first if draw(st.booleans()) else None,
        last if draw(st.booleans()) else None,
    )


anchors = st.sampled_from([DOCUMENT, "4", "1.2", "12", "2.3.1"])
events = st.sampled_from(["сайлов куни", "навбатдаги мажлис", "День молодёжи", "2-йиғилиш (якуний)", "март"])


@st.composite
def afters(draw: st.DrawFn) -> AfterRule:
    if draw(st.booleans()):
        return AfterRule(draw(events), days=draw(st.integers(-MOST_DAYS, MOST_DAYS)))
    length = draw(st.sampled_from(["months", "days", "working_days"]))
    most = MOST_MONTHS if length == "months" else MOST_DAYS
    return AfterRule(draw(anchors | events), **{length: draw(st.integers(1, most))})


@st.composite
def rules_of(draw: st.DrawFn, period: Period) -> Rule:
    kinds: list[st.SearchStrategy[Rule]] = [
        windows(period),
        st.sets(days_in(period), min_size=1, max_size=5).map(lambda days: OnRule(tuple(sorted(days)))),
        repeats(period),
        st.builds(OpenRule, st.none() | days_in(period), st.sampled_from(Rhythm)),
        afters(),
        st.builds(UnsetRule, st.sampled_from(["", "ҳайъат мажлисида", "по графику (II)"])),
    ]
    return draw(st.one_of(kinds))


@st.composite
def stands(draw: st.DrawFn) -> Stand:
    period = draw(periods)
    return Stand(period, draw(rules_of(period)), draw(st.none() | days_in(period)))


__all__ = ["MOST_EVERY", "PERIODS", "Stand", "days_in", "periods", "repeats", "rules_of", "stands", "windows"]
