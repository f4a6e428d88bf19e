"""Which numbers in words can be those of activities."""

import pytest

from services.reports.mending import mended
from services.reports.written import numbers_written, written_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("прошу продлить 23", (23,)),
        ("продлите 17, пожалуйста", (17,)),
        ("14 ни 31.07.2024 гача узайтиришингизни сўрайман", (14,)),
        ("12 ni uzaytirib bering", (12,)),
        ("№5 ва 7-тадбир муддатини узайтиринг", (5, 7)),
        ("9-тадбир 20 майгача", (9,)),
        ("кто отвечает за 23?", (23,)),
        ("25%", ()),
        ("60 фоиз бажарилди", ()),
        ("яна 10 кун керак", ()),
        ("3 та ҳудудда ўтказилди", ()),
        ("до 20 мая", ()),
        ("31.07.2024 гача", ()),
        ("1 200 000 сўм", (1,)),
        ("2024 йил", ()),
        ("Юнусов написал: 20 готово", (20,)),
        ("№1234 ва 1001-тадбир муддатини узайтиринг", (1234, 1001)),
        ("пункт 1234 продлите", (1234,)),
        ("1234 ни узайтиринг", ()),
        ("яна 1200 нафар ўқитилади, 1500 сўм керак", ()),
        ("2024 йилда, 1500 экз.", ()),
    ],
)
def test_numbers_that_can_be_activities(text: str, numbers: tuple[int, ...]) -> None:
    found = written_numbers(text)
    assert found[: len(numbers)] == numbers and (numbers or not found)


def test_a_long_number_alone_is_an_activitys_only_if_one_has_it() -> None:
    assert numbers_written("1234 ни узайтиринг, 1200 ходим, 1500 нафар", {1234, 1500}) == (1234,)


@pytest.mark.parametrize(
    ("text", "pair"),
    [("1005 эмас, 1006", (1005, 1006)), ("не 1005, а 1006", (1005, 1006)), ("№2023 эмас, №2024", (2023, 2024))],
)
def test_long_numbers_are_put_right(text: str, pair: tuple[int, int]) -> None:
    found = mended(text)
    assert found is not None and (found.wrong, found.right) == pair


@pytest.mark.parametrize("text", ["2023 эмас, 2024 режаси", "не 1500 человек, а 1200 человек", "1500 нафар эмас, 1200"])
def test_years_and_amounts_put_no_number_right(text: str) -> None:
    assert mended(text) is None
