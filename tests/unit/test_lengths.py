"""Lengths of time in questions: at least so many days, or none."""

import pytest

from services.language.lengths import read_length
from services.language.tokens import tokenize


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("3 ойдан ортиқ", 91),
        ("ўн беш кундан ортиқ", 16),
        ("икки ҳафта", 14),
        ("at least 3 weeks", 21),
        ("overdue more than 2 weeks", 15),
        ("overdue by over a month", 31),
        ("30+ кун кечиккан", 30),
        ("10-15 кун", 10),
        ("месяц не отчитываются", 30),
        ("просрочено меньше недели", None),
        ("overdue less than a week", None),
        ("10 кундан кам", None),
        ("шу ҳафта", None),
        ("в этом месяце", None),
        ("май ойида", None),
        ("3-бўлим", None),
        ("кунлар", None),
    ],
)
def test_a_length_is_at_least_so_many_days(words: str, days: int | None) -> None:
    found = read_length(tokenize(words))
    assert (found.days if found is not None else None) == days
