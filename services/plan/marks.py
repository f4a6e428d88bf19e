"""Several plans in force: an activity has a number of its own in its plan, and one that no other in force has.

The first line of plans has its numbers as they are. In every other line the number of an activity is told from theirs
by the line: so what is kept, compared or counted by number never takes the activities of two plans for one. People read
and write the mark of the plan before the number: «ИР-5».
"""

from collections.abc import Iterable
from dataclasses import dataclass

LINE = 100_000  # numbers that each line has


@dataclass(frozen=True)
class Mark:
    """What people call one of several plans in force by, and the line that it is of; `former`: what they did before."""

    line: int
    text: str
    former: tuple[str, ...] = ()


Marks = tuple[Mark, ...]
"""Of all plans in force, in the order of their lines; empty while there is one."""


def number_in_force(line: int, number: int) -> int:
    """The number of an activity among those of all plans in force."""
    return line * LINE + number


def line_of(number: int) -> int:
    """The line that an activity with this number among all is of."""
    return number // LINE


def own_number(number: int) -> int:
    """The activity's number in its own plan."""
    return number % LINE


def shown_number(number: int, marks: Iterable[Mark]) -> str:
    """The number as people read it: «ИР-5» where several plans are in force, else «5»."""
    mark = next((one.text for one in marks if one.line == line_of(number)), "")
    return f"{mark}-{own_number(number)}" if mark else str(own_number(number))


def section_in_force(line: int, number: str) -> str:
    """A section's Roman numeral, told from those of the other plans in force: «III», «III.1»; all of it is ASCII."""
    return f"{number}.{line}" if line else number


def own_section(number: str) -> str:
    """The section's Roman numeral in its own plan."""
    return number.partition(".")[0]
