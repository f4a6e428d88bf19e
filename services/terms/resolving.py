"""From what words say to rules: which year they mean, and whether that is certain.

A year is as written; else the heading's; else the one in which the days lie inside the plan's period. Whatever then
lies outside the period, does not exist or fits several years is asked, with the readings that are possible.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, product

from models.terms import Month, Period, Precision, Rhythm
from services.calendar.rules import EachRule, OnRule, OpenRule, Rule, Rules, UnsetRule, WindowRule
from services.calendar.units import Unit
from services.terms.meanings import (
    NEXT_YEAR,
    THIS_YEAR,
    Between,
    Bounds,
    Doubtful,
    Endless,
    Following,
    From,
    Meaning,
    OnDays,
    PartOfMonth,
    Repeated,
    Said,
    SaidDay,
    SaidUnit,
    SchoolYear,
    Several,
    Unset,
    Until,
    Whole,
    WholePeriod,
)

MOST_READINGS = 4
LONGEST_CROSSING = 185  # days


@dataclass(frozen=True)
class Place:
    """Where a term stands: the plan's period, the year and month of the heading above it, the document's day."""

    period: Period
    year: int | None = None
    month: int | None = None
    document_day: date | None = None

    @property
    def years(self) -> range:
        """The years of the plan's period."""
        return range(self.period.start.year, self.period.end.year + 1)

    @property
    def this_year(self) -> int | None:
        """The year that «жорий йил» means here."""
        if self.year is not None:
            return self.year
        if len(self.years) == 1:
            return self.years[0]
        return self.document_day.year if self.document_day else None


@dataclass(frozen=True)
class Outcome:
    """What a meaning comes to: rules that are certain, or readings to choose from, the best first."""

    certain: Rules | None
    readings: tuple[Rules, ...]


def _asked(readings: Iterable[Rules]) -> Outcome:
    return Outcome(None, tuple(dict.fromkeys(readings))[:MOST_READINGS])


def outcome(meaning: Meaning, place: Place) -> Outcome:
    """What `meaning` comes to where it stands."""
    match meaning:
        case Doubtful(readings):
            found = _asked(rules for one in readings for rules in outcome(one, place).readings)
        case Several(parts):
            found = _all([outcome(part, place) for part in parts])
        case WholePeriod():
            found = _asked([(WindowRule(place.period.start, place.period.end, Precision.DAY),)])
        case SchoolYear(year):
            found = _asked(_school_year(year, place))
        case _:
            rule = _rule_of_any_year(meaning)
            found = _in_some_year(meaning, place) if rule is None else Outcome((rule,), ((rule,),))
    return found


def _rule_of_any_year(meaning: Meaning) -> Rule | None:
    """The rule of what names no days."""
    match meaning:
        case Following(rule):
            return rule
        case Unset(note):
            return UnsetRule(note)
        case Repeated(bounds=None):
            return EachRule(meaning.unit, meaning.due, meaning.every)
        case Endless(rhythm, None):
            return OpenRule(None, rhythm)
    return None


def _all(parts: list[Outcome]) -> Outcome:
    """Several items from one wording: certain if each is; they lie in order, each once."""
    joined = [
        tuple(rule for rules in chosen for rule in rules) for chosen in product(*(part.readings for part in parts))
    ]
    certain = all(part.certain is not None for part in parts) and _is_in_order(joined[0])
    return Outcome(joined[0] if certain else None, tuple(dict.fromkeys(joined))[:MOST_READINGS])


def _is_in_order(rules: Rules) -> bool:
    lasts = [rule.last for rule in rules if isinstance(rule, WindowRule)]
    return all(earlier < later for earlier, later in pairwise(lasts))


def _school_year(year: int | None, place: Place) -> Iterator[Rules]:
    first = year or place.period.start.year
    yield (WindowRule(date(first, 9, 1), date(first + 1, 5, 31), Precision.MONTH),)
    yield (OpenRule(date(first, 9, 1), Rhythm.CONTINUOUS),)


# Years


@dataclass(frozen=True)
class _Read:
    """A rule of a year; whether it lies inside the plan's period, so that nobody need be asked."""

    rules: Rules
    is_inside: bool


def _in_some_year(meaning: Meaning, place: Place) -> Outcome:
    known = _with_heading(meaning, place)
    if known is None:
        return Outcome(None, ())
    said = _years_said(known)
    if None not in said:
        read = _read(known, 0, place)
        near = [] if read is None else [read.rules]
        return Outcome(read.rules, (read.rules,)) if read and read.is_inside else _asked(near)
    if place.year is not None:
        read = _read(known, place.year, place)
        if read is not None and read.is_inside:
            return Outcome(read.rules, (read.rules,))
    others = range(place.years[0] - 1, place.years[-1] + 2)
    found = [read for year in others if (read := _read(known, year, place)) is not None]
    inside = [read for read in found if read.is_inside]
    if place.year is None and len(inside) == 1:
        return Outcome(inside[0].rules, (inside[0].rules,))
    if len(inside) > 1:  # a plan of several years: those of its own
        return _asked(read.rules for read in inside)
    return _asked(read.rules for read in (*inside, *sorted(found, key=lambda one: _distance(one, place))))


def _distance(read: _Read, place: Place) -> int:
    """How far a reading lies from the plan's period: what is to come before what is past."""
    first = _days_of(read.rules[0])[0]
    if first > place.period.end:
        return (first - place.period.end).days
    return 2 * (place.period.start - first).days if first < place.period.start else 0


def _days_of(rule: Rule) -> list[date]:
    match rule:
        case WindowRule():
            return [rule.last]
        case OnRule():
            return list(rule.days)
        case EachRule():
            return [day for day in (rule.last, rule.first) if day] or [date.min]
        case OpenRule():
            return [rule.start or date.min]
    return [date.min]


def _saids(meaning: Meaning | Bounds) -> list[Said]:
    """The days and units that a meaning names."""
    saids: list[Said] = []
    match meaning:
        case Whole() | Between():
            saids = [meaning.first, meaning.last]
        case Until():
            saids = [meaning.last]
        case From():
            saids = [meaning.first]
        case PartOfMonth():
            saids = [meaning.month]
        case OnDays():
            saids = list(meaning.days)
        case Repeated() | Endless() if meaning.bounds is not None:
            saids = _saids(meaning.bounds)
    return saids


def _years_said(meaning: Meaning) -> list[int | None]:
    return [said.year for said in _saids(meaning)]


def _with_heading(meaning: Meaning, place: Place) -> Meaning | None:
    """The meaning with the heading's month, and with years that follow from others; None if something is missing."""

    def known(said: Said) -> Said | None:
        if said.year in (THIS_YEAR, NEXT_YEAR):
            if place.this_year is None:
                return None
            said = replace(said, year=place.this_year + (said.year == NEXT_YEAR))
        if isinstance(said, SaidDay):
            if said.month is None:
                said = replace(said, month=place.month, year=said.year or place.year)
            return said if said.month is not None else None
        if said.number is None and said.unit is Unit.MONTH:
            if place.month is None:
                return None
            return replace(said, number=place.month, year=said.year or place.year)
        if said.number is None and said.unit is not Unit.YEAR:
            only = _only_unit(said.unit, place)
            return None if only is None else replace(said, number=only[1], year=only[0])
        return said

    return _mapped(meaning, known)


def _only_unit(unit: Unit, place: Place) -> tuple[int, int] | None:
    """The year and number of the quarter or half-year of the heading's month, else of the whole period."""
    if place.month is not None and place.year is not None:
        return place.year, (place.month - 1) // unit.months + 1
    start = place.period.start
    if unit.last_day(start) == unit.last_day(place.period.end):
        return start.year, (start.month - 1) // unit.months + 1
    return None


def _mapped(meaning: Meaning, known: Callable[[Said], Said | None]) -> Meaning | None:
    """The meaning with what is `known` of each day and unit; None if of one nothing is."""
    saids = [known(said) for said in _saids(meaning)]
    given = [said for said in saids if said is not None]
    if len(given) < len(saids):
        return None
    if isinstance(meaning, Repeated | Endless):
        bounds = None if meaning.bounds is None else _bounds_of(meaning.bounds, given)
        return replace(meaning, bounds=bounds)
    if isinstance(meaning, Whole | Until | Between | From):
        return _bounds_of(meaning, given)
    if isinstance(meaning, OnDays):
        return OnDays(tuple(said for said in given if isinstance(said, SaidDay)))
    if isinstance(meaning, PartOfMonth) and isinstance(given[0], SaidUnit):
        return replace(meaning, month=given[0])
    return meaning


def _bounds_of(bounds: Bounds, saids: list[Said]) -> Bounds:
    match bounds:
        case Until():
            return Until(saids[0])
        case From():
            return From(saids[0])
    first, last = _one_year(*saids)
    if isinstance(bounds, Whole) and isinstance(first, SaidUnit) and isinstance(last, SaidUnit):
        return Whole(first, last)
    return Between(first, last)


def _one_year(first: Said, last: Said) -> tuple[Said, Said]:
    """A range of which one end has a year gets the other's: the end comes after the beginning."""
    reversed_ = _order(last) < _order(first)
    if first.year is not None and last.year is None:
        return first, replace(last, year=first.year + reversed_)
    if first.year is None and last.year is not None:
        return replace(first, year=last.year - reversed_), last
    return first, last


def _order(said: Said) -> tuple[int, int]:
    """A place within the year, to compare two of them."""
    if isinstance(said, SaidDay):
        return said.month or 0, said.day
    return ((said.number or 1) - 1) * said.unit.months + 1, 0


# Rules


def _read(meaning: Meaning, year: int, place: Place) -> _Read | None:
    """The rule of `meaning`, `year` standing for the years that are not said; None if such days do not exist."""
    try:
        return _made(meaning, year, place)
    except (ValueError, OverflowError):  # a day that does not exist, reversed days
        return None


def _made(meaning: Meaning, year: int, place: Place) -> _Read | None:
    period = place.period
    match meaning:
        case Repeated() | Endless():
            read = _made_within(meaning, year, period)
        case Whole(first, last):
            read = _whole(first, last, year, period)
        case Until(end_said):
            end = _last_day(end_said, year)
            read = _Read((WindowRule(None, end, _precision(end_said)),), end in period)
        case Between(begin_said, end_said):
            begin, end = _ends(begin_said, end_said, year)
            read = _Read((WindowRule(begin, end, _precision(end_said)),), begin in period and end in period)
        case PartOfMonth(month, number, of):
            begin, end = _part(_month(month, year), number, of)
            read = _Read((WindowRule(begin, end, Precision.DAY),), begin in period and end in period)
        case OnDays(days):
            found = tuple(_day(one, year) for one in days)
            read = _Read((OnRule(found),), all(day in period for day in found))
        case _:
            read = None
    return read


def _made_within(meaning: Repeated | Endless, year: int, period: Period) -> _Read | None:
    """What repeats or goes on within bounds."""
    if meaning.bounds is None:
        return None
    begin, end, is_inside = _limits(meaning.bounds, year, period)
    if isinstance(meaning, Endless):
        goes_on = end is None or end >= period.end
        return _Read((OpenRule(begin, meaning.rhythm),), is_inside and goes_on)
    # In less than two units nothing repeats: «март ойида ҳар чоракда» says something else.
    if isinstance(meaning.bounds, Whole) and begin is not None and end is not None:
        is_inside = is_inside and _has_two(meaning.unit, begin, end)
    return _Read((EachRule(meaning.unit, meaning.due, meaning.every, begin, end),), is_inside)


def _whole(first: SaidUnit, last: SaidUnit, year: int, period: Period) -> _Read:
    begin, end = _ends(first, last, year)
    precision = Precision(last.unit.value)
    window = WindowRule(begin, end, precision)
    if precision is Precision.YEAR:  # a year of which the plan has only a part is asked
        return _Read((window,), begin in period and end in period)
    if first == last or precision is not Precision.MONTH:
        # The plan may begin within the first unit: «III чорак» of a plan from August is that quarter still.
        return _Read((window,), end in period and Unit(precision.value).last_day(begin) >= period.start)
    # A range over the year's end goes into the next, if it is not nearly a whole year.
    crosses = end.year == period.end.year + 1 > begin.year and (end - begin).days < LONGEST_CROSSING
    return _Read((window,), begin in period and (end in period or crosses))


def _limits(bounds: Bounds, year: int, period: Period) -> tuple[date | None, date | None, bool]:
    """From when and until when something repeats, and whether that lies inside the period.

    A year, or the whole period, is no limit: it only says that it repeats as long as the plan lasts.
    """
    match bounds:
        case Whole(first, last):
            begin, end = _ends(first, last, year)
            if last.unit is Unit.YEAR and begin <= period.start and end >= period.end:
                return None, None, True
            return begin, end, begin in period and end in period
        case Between(first, last):
            begin, end = _ends(first, last, year)
            return begin, end, begin in period and end in period
        case Until(last):
            end = _last_day(last, year)
            return None, end, end in period
        case From(first):
            begin = _first_day(first, year)
            return begin, None, begin in period
    raise ValueError(f"there are no limits in {bounds}")


def _has_two(unit: Unit, begin: date, end: date) -> bool:
    """Whether two whole units lie between two days."""
    first = unit.first_day(begin)
    return unit.last_day(unit.later(first, 1 if first == begin else 2)) <= end


def _ends(first: Said, last: Said, year: int) -> tuple[date, date]:
    begin = _first_day(first, year)
    end = _last_day(last, year)
    if end < begin and last.year is None:
        end = _last_day(last, year + 1)
    return begin, end


def _day(said: SaidDay, year: int) -> date:
    return date(said.year or year, said.month or 0, said.day)


def _month(said: SaidUnit, year: int) -> Month:
    return Month(said.year or year, said.number or 0)


def _first_day(said: Said, year: int) -> date:
    if isinstance(said, SaidDay):
        return _day(said, year)
    return date(said.year or year, ((said.number or 1) - 1) * said.unit.months + 1, 1)


def _last_day(said: Said, year: int) -> date:
    if isinstance(said, SaidDay):
        return _day(said, year)
    return said.unit.last_day(_first_day(said, year))


def _precision(said: Said) -> Precision:
    return Precision.DAY if isinstance(said, SaidDay) else Precision(said.unit.value)


def _part(month: Month, number: int, of: int) -> tuple[date, date]:
    """Halves of a month end on the 15th, thirds on the 10th and 20th; the last one with the month."""
    length = 15 if of == 2 else 10
    end = month.last_day.day if number == of else number * length
    return date(month.year, month.month, (number - 1) * length + 1), date(month.year, month.month, end)
