"""Lists that a statement asks for have few lengths."""

from hypothesis import given
from hypothesis import strategies as st

from models.lists import evened


@given(st.lists(st.integers(), max_size=300))
def test_an_evened_list_asks_for_the_same_and_has_one_of_few_lengths(numbers: list[int]) -> None:
    found = evened(numbers)
    assert list(dict.fromkeys(found)) == list(dict.fromkeys(numbers))
    assert len(numbers) <= len(found) < 2 * max(1, len(numbers))
    assert len(found).bit_count() <= 1
