"""Which numbers in words can be those of activities."""

import pytest

from services.reports.written import written_numbers


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
    ],
)
def test_numbers_that_can_be_activities(text: str, numbers: tuple[int, ...]) -> None:
    found = written_numbers(text)
    assert found[: len(numbers)] == numbers and (numbers or not found)
