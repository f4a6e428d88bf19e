"""Long lists in pages."""

import pytest

from views.kit import callbacks
from views.kit.paging import TRIANGLES, paged


@pytest.mark.parametrize(
    ("asked", "shown", "number"),
    [(0, [0, 1, 2], 0), (1, [3, 4, 5], 1), (2, [6], 2), (3, [6], 2), (10**9, [6], 2), (-1, [0, 1, 2], 0)],
)
def test_a_page_is_the_nearest_there_is(asked: int, shown: list[int], number: int) -> None:
    page = paged(range(7), asked, 3)
    assert (list(page.shown), page.number, page.count) == (shown, number, 3)


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (3, 1), (4, 2), (6, 2), (7, 3)])
def test_an_empty_list_has_a_page_and_a_full_one_no_empty_page(count: int, pages: int) -> None:
    assert paged(range(count), 0, 3).count == pages


@pytest.mark.parametrize(("number", "labels"), [(0, ["➡️"]), (1, ["⬅️", "➡️"]), (2, ["⬅️"])])
def test_buttons_turn_only_to_existing_pages(number: int, labels: list[str]) -> None:
    turn = paged(range(7), number, 3).turn(lambda to: callbacks.OpenBoard(page=to))
    assert [one.text for one in turn] == labels
    wanted = [number + {"⬅️": -1, "➡️": 1}[label] for label in labels]
    assert [callbacks.OpenBoard.unpack(one.callback_data or "").page for one in turn] == wanted


def test_a_single_page_has_no_buttons() -> None:
    assert paged(range(3), 0, 3).turn(lambda to: callbacks.OpenBoard(page=to), TRIANGLES) == ()
