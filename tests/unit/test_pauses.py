"""Pauses between tries grow to a bound, and begin anew."""

from itertools import islice

import pytest

from scheduler.pauses import growing


@pytest.mark.parametrize(
    ("longest", "expected"),
    [(30.0, [1, 2, 4, 8, 16, 30, 30]), (60.0, [1, 2, 4, 8, 16, 32, 60]), (300.0, [1, 2, 4, 8, 16, 32, 64])],
)
def test_pauses_double_up_to_the_longest(longest: float, expected: list[int]) -> None:
    pauses = growing(longest)
    assert list(islice(pauses, 7)) == expected
    pauses.reset()
    assert list(islice(pauses, 2)) == [1, 2]
