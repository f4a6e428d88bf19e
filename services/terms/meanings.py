"""What the words of a term say, before it is known which year they mean."""

from dataclasses import dataclass

from models.terms import Rhythm
from services.calendar.rules import AfterRule, Due
from services.calendar.units import Unit

THIS_YEAR, NEXT_YEAR = -1, -2
"""Years that are named without their number."""


@dataclass(frozen=True)
class SaidDay:
    """A day: its month, if named (None is the heading's), and its year (None if not said)."""

    day: int
    month: int | None
    year: int | None = None


@dataclass(frozen=True)
class SaidUnit:
    """A month, quarter, half-year or year: its number within the year, if said."""

    unit: Unit
    number: int | None
    year: int | None = None


Said = SaidDay | SaidUnit


@dataclass(frozen=True)
class Whole:
    """From the first day of `first` to the last day of `last`."""

    first: SaidUnit
    last: SaidUnit


@dataclass(frozen=True)
class Until:
    """Until the day, or the last day of the unit, inclusive."""

    last: Said


@dataclass(frozen=True)
class Between:
    """From a day, or the first day of a unit, to a day, or the last day of a unit."""

    first: Said
    last: Said


@dataclass(frozen=True)
class PartOfMonth:
    """The n-th half or third of a month."""

    month: SaidUnit
    number: int
    of: int


@dataclass(frozen=True)
class From:
    """From a day, or the first day of a unit, on."""

    first: Said


@dataclass(frozen=True)
class OnDays:
    """On each of the days."""

    days: tuple[SaidDay, ...]


Bounds = Whole | Until | Between | From


@dataclass(frozen=True)
class Repeated:
    """Once in every `every` units."""

    unit: Unit
    due: Due | None = None
    every: int = 1
    bounds: Bounds | None = None


@dataclass(frozen=True)
class Endless:
    """Without an end; `bounds` may say from when."""

    rhythm: Rhythm
    bounds: Bounds | None = None


@dataclass(frozen=True)
class Following:
    """So long after something."""

    rule: AfterRule


@dataclass(frozen=True)
class Unset:
    """The document gives no term."""

    note: str = ""


@dataclass(frozen=True)
class WholePeriod:
    """The plan's whole period."""


@dataclass(frozen=True)
class SchoolYear:
    """A school year, from September to May."""

    year: int | None


@dataclass(frozen=True)
class Several:
    """One wording that makes several items."""

    parts: "tuple[Meaning, ...]"


@dataclass(frozen=True)
class Doubtful:
    """Words that are understood and still leave open what is meant: the readings, the best first."""

    readings: "tuple[Meaning, ...]"


Meaning = (
    Whole
    | Until
    | Between
    | PartOfMonth
    | From
    | OnDays
    | Repeated
    | Endless
    | Following
    | Unset
    | WholePeriod
    | SchoolYear
    | Several
    | Doubtful
)
