"""A table of rows is one test, and says which of its rows fail."""

import pytest

from tests.tables import every


def test_every_row_is_tried_and_those_that_fail_are_named() -> None:
    tried: list[int] = []

    @every(("one", "other"), [(1, 1), (2, 3), (4, 0), (5, 5)], ids=lambda row: f"<{row[0]}>")
    def divides(one: int, other: int) -> None:
        tried.append(one)
        assert one % other == 0, "a remainder"

    with pytest.raises(pytest.fail.Exception) as failed:
        divides()
    assert tried == [1, 2, 4, 5]
    named = str(failed.value)
    assert named.startswith("2 of 4 rows fail:\n")
    assert "\n- <2>: a remainder" in named
    assert "\n- <4>: ZeroDivisionError: " in named
    assert "<1>" not in named and "<5>" not in named


def test_a_table_without_failures_passes_and_one_without_rows_is_a_mistake() -> None:
    @every("number", (1, 2))
    def is_small(number: int) -> None:
        assert number < 3

    is_small()
    with pytest.raises(AssertionError, match="empty"):
        every("number", ())
