"""A number that meant another activity before."""

from dataclasses import dataclass
from datetime import datetime

from models.terms import Period


@dataclass(frozen=True)
class Former:
    """What a number meant before a change of the plan, or in the `closed` plan before it.

    `now` is the number under which that activity goes on, `part_of` the one that it was made part of; with neither it
    was left out. `is_own`: whoever had it under its old number still takes part in what it is now. `present` is what
    the number means to them now, if that is known.
    """

    number: int
    text: str
    name: str
    changed_at: datetime
    now: int | None = None
    part_of: int | None = None
    is_own: bool = False
    closed: Period | None = None
    present: str = ""
