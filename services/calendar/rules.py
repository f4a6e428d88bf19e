"""What a term means, as data: the rules of a plan's deadlines, read strictly from JSON and written back.

A term has one rule, or several if one wording makes several items. The fields are those of the plan file; a rule that
contradicts itself raises RuleError, whose text is one sentence that says what to correct.
"""

import calendar
import enum
import re
import reprlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from models.terms import DeadlineKind, Month, Precision, Rhythm
from services.calendar.units import Unit, unit_of

DOCUMENT = "document"
"""The anchor of what is due so long after the document's own day."""
LEAP_YEAR = 2024
FIRST_YEAR, LAST_YEAR = 1900, 2199
MOST_DAYS, MOST_MONTHS, MOST_EVERY = 3660, 120, 120
_NOT_IN_ANCHORS = "«»\n\r\t"
_ACTIVITY = re.compile(r"\d+(?:\.\d+)*[^\W\d_]?")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class RuleError(ValueError):
    """A rule that cannot be used; the text says why, in one sentence."""


@dataclass(frozen=True)
class WindowRule:
    """To be done from `first` to `last`; without `first`, from the document's day, else from the plan's first."""

    first: date | None
    last: date
    precision: Precision

    def __post_init__(self) -> None:
        _check_days(*(day for day in (self.first, self.last) if day is not None))
        if self.first is not None and self.first > self.last:
            raise RuleError(f"the window ends on {self.last}, before it begins on {self.first}; exchange them")
        unit = unit_of(self.precision)
        if unit is not None and self.last != unit.last_day(self.last):
            raise RuleError(
                f"a window with the precision {self.precision} ends on the last day of its {self.precision},"
                f" {unit.last_day(self.last)}, not on {self.last}; correct the day or make the precision day"
            )


@dataclass(frozen=True)
class OnRule:
    """Events on `days`, each an item of its own."""

    days: tuple[date, ...]

    def __post_init__(self) -> None:
        _check_days(*self.days)
        if not self.days:
            raise RuleError("an event needs its days; name at least one")
        if any(later <= earlier for earlier, later in zip(self.days, self.days[1:], strict=False)):
            raise RuleError("the days of an event are out of order or repeated; give each once, the earliest first")


@dataclass(frozen=True)
class OnWeekday:
    """Due on a day of the week, Monday being 1."""

    weekday: int

    def __post_init__(self) -> None:
        _check_number("weekday", self.weekday, 1, 7)


@dataclass(frozen=True)
class OnDay:
    """Due on the n-th day of the unit; past its end, on its last day."""

    day: int

    def __post_init__(self) -> None:
        _check_number("day", self.day, 1, Unit.YEAR.longest)


@dataclass(frozen=True)
class OnDate:
    """Due on a day of a month, in each year."""

    month: int
    day: int

    def __post_init__(self) -> None:
        _check_number("month", self.month, 1, 12)
        _check_number("day", self.day, 1, longest_month(self.month))


@dataclass(frozen=True)
class OnDayOfMonth:
    """Due on a day of the unit's `month_of`-th month."""

    month_of: int
    day: int

    def __post_init__(self) -> None:
        _check_number("month_of", self.month_of, 1, 12)
        _check_number("day", self.day, 1, 31)


@dataclass(frozen=True)
class OnWorkingDay:
    """Due on the unit's n-th working day; -1 is its last."""

    working_day: int

    def __post_init__(self) -> None:
        _check_number("working_day", self.working_day, -31, 31)
        if self.working_day == 0:
            raise RuleError("«working_day» cannot be 0; 1 is the first working day and -1 the last")


@dataclass(frozen=True)
class AfterEnd:
    """Due on the n-th day after the unit has ended."""

    after: int

    def __post_init__(self) -> None:
        _check_number("after", self.after, 1, MOST_DAYS)


Due = OnWeekday | OnDay | OnDate | OnDayOfMonth | OnWorkingDay | AfterEnd


@dataclass(frozen=True)
class EachRule:
    """Repeats: each occurrence, one for `every` units, is an item of its own; without `due`, due on the last day."""

    unit: Unit
    due: Due | None = None
    every: int = 1
    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        _check_days(*(day for day in (self.first, self.last) if day is not None))
        _check_number("every", self.every, 1, MOST_EVERY)
        if self.first is not None and self.last is not None and self.first > self.last:
            raise RuleError(f"what repeats ends on {self.last}, before it begins on {self.first}; exchange them")
        if reason := _misfit(self.unit, self.due):
            raise RuleError(reason)


def _misfit(unit: Unit, due: Due | None) -> str | None:
    """Why a due day does not fit its unit."""
    match due:
        case OnWeekday() if unit is not Unit.WEEK:
            return f"«weekday» goes with the unit week, not {unit}; correct one of them"
        case OnDate() if unit is not Unit.YEAR:
            return f"«month» goes with the unit year, not {unit}; use «month_of» or correct the unit"
        case OnDay() if due.day > unit.longest:
            return f"a {unit} has no day {due.day}; the last is {unit.longest}"
        case OnDayOfMonth() if due.month_of > unit.months:
            return f"a {unit} has no month {due.month_of}; it has {unit.months}"
    return None


@dataclass(frozen=True)
class OpenRule:
    """Work without an end: no due day, never overdue."""

    start: date | None
    rhythm: Rhythm

    def __post_init__(self) -> None:
        _check_days(*([self.start] if self.start else []))


@dataclass(frozen=True)
class AfterRule:
    """Due so long after its anchor: «document», an activity's number, or an event whose day the admins give.

    Exactly one of `months`, `days` and `working_days` is given; negative days lie before the anchor.
    """

    anchor: str
    months: int | None = None
    days: int | None = None
    working_days: int | None = None

    def __post_init__(self) -> None:
        if not self.anchor.strip() or self.anchor != self.anchor.strip():
            raise RuleError(
                "«anchor» is empty or has spaces around it; write «document», an activity's number or an event"
            )
        if any(sign in self.anchor for sign in _NOT_IN_ANCHORS):
            raise RuleError("«anchor» has quotation marks or a line break; write it without them")
        given = [one for one in (self.months, self.days, self.working_days) if one is not None]
        if len(given) != 1:
            raise RuleError("what is due after something needs exactly one of «months», «days» and «working_days»")
        if self.months is not None:
            _check_number("months", self.months, 1, MOST_MONTHS)
        if self.days is not None:
            _check_number("days", self.days, -MOST_DAYS if self.event else 1, MOST_DAYS)
        if self.working_days is not None:
            _check_number("working_days", self.working_days, 1, MOST_DAYS)

    @property
    def activity(self) -> str | None:
        """The number of the activity after which it is due, if that is the anchor."""
        return self.anchor if _ACTIVITY.fullmatch(self.anchor) else None

    @property
    def event(self) -> str | None:
        """The event after which it is due, if that is the anchor."""
        return None if self.anchor == DOCUMENT or self.activity else self.anchor


@dataclass(frozen=True)
class UnsetRule:
    """The document gives no term; the admins are asked for one."""

    note: str = ""


Rule = WindowRule | OnRule | EachRule | OpenRule | AfterRule | UnsetRule
Rules = tuple[Rule, ...]


@dataclass(frozen=True)
class Term:
    """A deadline of the plan: the words of the document, and what they mean."""

    text: str
    rules: Rules

    def __post_init__(self) -> None:
        if not self.rules:
            raise RuleError("a deadline needs a rule; write «unset» if the document gives no term")


# Reading JSON


def term_from_json(value: object) -> Term:
    """Read `{text, rule}` or the older `{text, kind, first, last}`; RuleError says what is wrong."""
    data = _object(value, "the deadline")
    if "rule" not in data and "kind" in data:
        return _older_term(data)
    _check_fields(data, "a deadline", ("text", "rule"))
    return Term(_text(data, "text"), rules_from_json(data["rule"]))


def rules_from_json(value: object) -> Rules:
    """Read a rule, or a list of rules; RuleError says what is wrong."""
    values = value if isinstance(value, list) else [value]
    if not values:
        raise RuleError("the list of rules is empty; write «unset» if the document gives no term")
    return tuple(rule_from_json(one) for one in values)


def rule_from_json(value: object) -> Rule:
    """Read one rule; RuleError says what is wrong."""
    data = _object(value, "the rule")
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in _READERS:
        raise RuleError(f"there is no rule of the kind {_short(kind)}; the kinds are {', '.join(_READERS)}")
    fields, read = _READERS[kind]
    _check_fields(data, f"a rule «{kind}»", ("kind", *fields))
    return read(data)


def _older_term(data: Mapping[str, object]) -> Term:
    _check_fields(data, "a deadline", ("text", "kind", "first", "last"))
    kind = _member(data, "kind", DeadlineKind)
    first, last = _month(data, "first"), _month(data, "last")
    if kind is DeadlineKind.MONTHS:
        if first is None or last is None:
            raise RuleError("kind «months» needs both its «first» and its «last» month; write them as 2024-01")
        return Term(_text(data, "text"), (WindowRule(first.first_day, last.last_day, Precision.MONTH),))
    if last is not None:
        raise RuleError(f"{kind} work has no last month, but «last» is {last}; make it null")
    return Term(_text(data, "text"), (OpenRule(first.first_day if first else None, Rhythm(kind.value)),))


def _read_window(data: Mapping[str, object]) -> Rule:
    last = _day(data, "last")
    if last is None:
        raise RuleError("a window needs its «last» day; write «open» if the work has no end")
    return WindowRule(_day(data, "first"), last, _member(data, "precision", Precision))


def _read_on(data: Mapping[str, object]) -> Rule:
    days = data["days"]
    if not isinstance(days, list):
        raise RuleError(f"«days» is a list of days such as 2024-12-23, not {_short(days)}")
    return OnRule(tuple(_day_of(day, "days") for day in days))


def _read_each(data: Mapping[str, object]) -> Rule:
    return EachRule(
        unit=_member(data, "unit", Unit),
        every=_whole(data, "every", default=1),
        due=_due(data.get("due")),
        first=_day(data, "first"),
        last=_day(data, "last"),
    )


def _read_open(data: Mapping[str, object]) -> Rule:
    return OpenRule(_day(data, "from"), _member(data, "rhythm", Rhythm))


def _read_after(data: Mapping[str, object]) -> Rule:
    lengths = {name: _whole(data, name) for name in ("months", "days", "working_days") if data.get(name) is not None}
    return AfterRule(_text(data, "anchor"), **lengths)


def _read_unset(data: Mapping[str, object]) -> Rule:
    return UnsetRule(_text(data, "note") if "note" in data else "")


_DUES: dict[frozenset[str], Callable[..., Due]] = {
    frozenset({"weekday"}): OnWeekday,
    frozenset({"day"}): OnDay,
    frozenset({"month", "day"}): OnDate,
    frozenset({"month_of", "day"}): OnDayOfMonth,
    frozenset({"working_day"}): OnWorkingDay,
    frozenset({"after"}): AfterEnd,
}
# Of each kind, the fields it may have and how it is read; what must be there is said by _REQUIRED.
_READERS: dict[str, tuple[tuple[str, ...], Callable[[Mapping[str, object]], Rule]]] = {
    "window": (("first", "last", "precision"), _read_window),
    "on": (("days",), _read_on),
    "each": (("unit", "every", "due", "first", "last"), _read_each),
    "open": (("from", "rhythm"), _read_open),
    "after": (("anchor", "months", "days", "working_days"), _read_after),
    "unset": (("note",), _read_unset),
}
_OPTIONAL = frozenset({"every", "due", "first", "last", "from", "months", "days", "working_days", "note"})
_REQUIRED_DESPITE = {"a rule «window»": {"last"}, "a rule «on»": {"days"}, "a deadline": {"first", "last"}}


def _due(value: object) -> Due | None:
    if value is None:
        return None
    data = _object(value, "«due»")
    make = _DUES.get(frozenset(data))
    if make is None:
        known = "; ".join(" and ".join(sorted(fields)) for fields in _DUES)
        raise RuleError(f"«due» has the fields {_short(sorted(data))}; it is null or has one of: {known}")
    return make(**{name: _whole(data, name) for name in data})


# Writing JSON


def term_to_json(term: Term) -> dict[str, object]:
    """The term as the plan file has it."""
    return {"text": term.text, "rule": rules_to_json(term.rules)}


def rules_to_json(rules: Sequence[Rule]) -> object:
    """One rule as an object, several as a list of them."""
    return rule_to_json(rules[0]) if len(rules) == 1 else [rule_to_json(rule) for rule in rules]


def rule_to_json(rule: Rule) -> dict[str, object]:
    """The rule as the plan file has it."""
    match rule:
        case WindowRule():
            return {
                "kind": "window",
                "first": _iso(rule.first),
                "last": _iso(rule.last),
                "precision": rule.precision.value,
            }
        case OnRule():
            return {"kind": "on", "days": [_iso(day) for day in rule.days]}
        case EachRule():
            return {
                "kind": "each",
                "unit": rule.unit.value,
                "every": rule.every,
                "due": None if rule.due is None else dict(vars(rule.due)),
                "first": _iso(rule.first),
                "last": _iso(rule.last),
            }
        case OpenRule():
            return {"kind": "open", "from": _iso(rule.start), "rhythm": rule.rhythm.value}
        case AfterRule():
            lengths = {"months": rule.months, "days": rule.days, "working_days": rule.working_days}
            given = {name: length for name, length in lengths.items() if length is not None}
            return {"kind": "after", "anchor": rule.anchor, **given}
        case UnsetRule():
            return {"kind": "unset", "note": rule.note}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# The pieces

_Member = TypeVar("_Member", bound=enum.StrEnum)


def _object(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise RuleError(f"{what} is an object with named fields, not {_short(value)}")
    return value


def _check_fields(data: Mapping[str, object], what: str, known: Iterable[str]) -> None:
    fields = tuple(known)
    if strange := [name for name in data if name not in fields]:
        raise RuleError(f"{what} has no field {_short(strange[0])}; its fields are {', '.join(fields)}")
    required = (set(fields) - _OPTIONAL) | _REQUIRED_DESPITE.get(what, set())
    if missing := [name for name in fields if name in required and name not in data]:
        raise RuleError(f"{what} needs the field «{missing[0]}»; add it")


def _text(data: Mapping[str, object], name: str) -> str:
    value = data[name]
    if not isinstance(value, str):
        raise RuleError(f"«{name}» is text, not {_short(value)}")
    return value


def _whole(data: Mapping[str, object], name: str, default: int | None = None) -> int:
    value = data.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise RuleError(f"«{name}» is a whole number, not {_short(value)}")
    return value


def _member(data: Mapping[str, object], name: str, members: type[_Member]) -> _Member:
    value = data[name]
    if not isinstance(value, str) or value not in set(members):
        raise RuleError(f"«{name}» is one of {', '.join(members)}, not {_short(value)}")
    return members(value)


def _day(data: Mapping[str, object], name: str) -> date | None:
    value = data.get(name)
    return None if value is None else _day_of(value, name)


def _day_of(value: object, name: str) -> date:
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise RuleError(f"«{name}» is {value}, a day that does not exist; correct it") from error
    raise RuleError(f"«{name}» is a day such as 2024-12-23, not {_short(value)}")


def _month(data: Mapping[str, object], name: str) -> Month | None:
    value = data[name]
    if value is None:
        return None
    if not isinstance(value, str):
        raise RuleError(f"«{name}» is a month such as 2024-01, not {_short(value)}")
    try:
        return Month.parse(value)
    except ValueError as error:
        raise RuleError(str(error)) from error


def longest_month(month: int) -> int:
    """How many days a month has at most."""
    return calendar.monthrange(LEAP_YEAR, month)[1]


def _check_days(*days: date) -> None:
    for day in days:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise RuleError(f"{day} lies outside the years {FIRST_YEAR} to {LAST_YEAR}; correct the year")


def _check_number(name: str, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise RuleError(f"«{name}» is {number}; it must be from {least} to {most}")


def _short(value: object) -> str:
    return reprlib.repr(value)
