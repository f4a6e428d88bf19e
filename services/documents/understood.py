"""A plan as understood from a document: certain where the words leave no doubt, asked where they do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from models.terms import Period
from services.calendar.rules import Rules


class Part(StrEnum):
    """What an executor does in an activity."""

    LEAD = "lead"
    CO = "co"
    OUTSIDE = "outside"  # another organisation: a partner who is told nothing
    GROUP = "group"  # an open set of people or organisations


class Match(StrEnum):
    """How an executor was matched with those known."""

    CERTAIN = "certain"
    ASK = "ask"
    NEW = "new"


@dataclass(frozen=True)
class ExecutorRead:
    """An executor of an activity; `key` is the known one's, `written` the words of the document.

    A match that is asked has its best candidate in `name` and `key`, and all of them in `candidates`. `due_on` is the
    own term of a co-executor's part, if one stands beside the name.
    """

    name: str
    part: Part
    match: Match
    written: str = ""
    key: str | None = None
    candidates: tuple[str, ...] = ()
    head: str = ""  # of a unit: who stands in brackets after it
    post: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class DeadlineRead:
    """A term: its words and its rules. Rules are None where the admins are asked; `readings` may then be offered."""

    text: str
    rules: Rules | None = None
    readings: tuple[Rules, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ActivityRead:
    """An activity; `section` is its section's number."""

    number: str
    section: str | None
    text: str
    deadline: DeadlineRead
    executors: tuple[ExecutorRead, ...]
    separator: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SectionRead:
    number: str
    title: str


@dataclass(frozen=True)
class ItemRead:
    """A priority, or a question for a meeting (then with its term)."""

    number: str
    text: str
    deadline: DeadlineRead | None = None


@dataclass(frozen=True)
class LeftOut:
    """A row that is no activity: struck out, deleted, or hidden."""

    number: str
    text: str


@dataclass(frozen=True)
class Oddities:
    """What the admins are told besides: nobody sees it at a glance."""

    tracked_changes: int = 0
    comments: int = 0
    footnotes: int = 0
    struck_out: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanRead:
    """A plan as a document has it."""

    title: str | None
    organisation: str | None
    period: Period | None
    document_day: date | None
    priorities: tuple[ItemRead, ...]
    agenda: tuple[ItemRead, ...]
    sections: tuple[SectionRead, ...]
    activities: tuple[ActivityRead, ...]
    gone: tuple[LeftOut, ...] = ()
    hidden: tuple[LeftOut, ...] = ()
    oddities: Oddities = Oddities()
