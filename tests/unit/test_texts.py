"""How values enter a sentence: endings of Uzbek months, and capitals inside a Russian sentence."""

from dataclasses import replace
from datetime import date

import pytest

from tests.unit.facts_by_hand import activities, texts
from views.kit.languages import LANGUAGES
from views.kit.texts import _filled, bold
from views.kit.words import activity_name

SMALL = LANGUAGES["ru"].small


@pytest.mark.parametrize("day", [date(2024, month, 28) for month in range(1, 13)])
def test_a_month_loses_its_soft_sign_before_an_ending(day: date) -> None:
    t = texts("uz_Cyrl")
    assert "ь" in t.day(day) or day.month in (3, 5, 8)
    for template in ("{day}гача", "{day}дан бери", "муддат {day}да тугайди", "{day}га сурилди"):
        for value in (t.day(day), bold(t.day(day))):
            assert "ь" not in _filled(template, {"day": value}, ())
    assert ("ь" in _filled("муддат: {day}", {"day": t.day(day)}, ())) is ("ь" in t.day(day))


@pytest.mark.parametrize(
    ("template", "is_small"),
    [
        ("{activity}: срок продлён", False),
        ("✔️ {activity}", False),
        ("✔️ Зафиксировано: {activity}", True),
        ("Продлить {activity}?", True),
        ("Отчёт отменён. {activity} не начато.", False),
        ("Срок до 30 апреля 2024 г. {activity}", False),
    ],
)
@pytest.mark.parametrize("is_bold", [True, False])
def test_an_activity_has_a_capital_only_where_a_sentence_begins(template: str, is_small: bool, is_bold: bool) -> None:
    name = activity_name(texts("ru"), activities()[0])
    said = _filled(template, {"activity": bold(name) if is_bold else name}, SMALL)
    assert ("мероприятие №" in said) is is_small
    assert ("Мероприятие №" in said) is not is_small


def test_an_order_has_a_capital_only_where_a_sentence_begins() -> None:
    name = activity_name(texts("ru"), replace(activities()[0], is_order=True))
    assert "Зафиксировано: поручение 1 (" in _filled("✔️ Зафиксировано: {activity}", {"activity": name}, SMALL)
    assert _filled("{activity}: срок продлён", {"activity": name}, SMALL).startswith("Поручение 1 (")
