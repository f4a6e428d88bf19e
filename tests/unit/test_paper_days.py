"""Periods and days in titles and heads of documents."""

from datetime import date

import pytest

from models.terms import Period
from services.documents.days import days_in, period_in


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024 йил биринчи ярим йиллигига мўлжалланган", "2024-01-01", "2024-06-30"),
        ("2025 йилнинг иккинчи ярмига", "2025-07-01", "2025-12-31"),
        ("на второе полугодие 2024 года", "2024-07-01", "2024-12-31"),
        ("на II полугодие 2025г.", "2025-07-01", "2025-12-31"),
        ("2024 йил август – 2025 йил июнь ойларига", "2024-08-01", "2025-06-30"),
        ("2024-yil sentabr–dekabr oylarida", "2024-09-01", "2024-12-31"),
        ("на ноябрь — февраль 2024 года", "2024-11-01", "2025-02-28"),
        ("2025 йил май ойига", "2025-05-01", "2025-05-31"),
        ("с 1 июля по 31 декабря 2024 года", "2024-07-01", "2024-12-31"),
        ("2025 йил III–IV чорагига", "2025-07-01", "2025-12-31"),
        ("на IV квартал 2025 года", "2025-10-01", "2025-12-31"),
        ("2024–2026 йилларга", "2024-01-01", "2026-12-31"),
        ("2025-yilga mo‘ljallangan", "2025-01-01", "2025-12-31"),
        ("2025 йил якуни ва 2024 йил II чораги", "2024-04-01", "2025-06-30"),
        ("на 2025 год по исполнению решения от 21 декабря 2024 года", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_title_names_its_period(text: str, start: str, end: str) -> None:
    assert period_in(text) == Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("text", ["", "Иш режаси", "иккинчи ярим йиллик", "май", "1999 йил", "12 августдаги қарор"])
def test_without_a_year_there_is_no_period(text: str) -> None:
    assert period_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2024 йил 12 августдаги 1187-сон қарорига",
        "2024-yil 12-avgustdagi",
        "от 12.08.2024 № 5",
        "«12» августа 2024 г.",
        "2024-08-12",
    ],
)
def test_a_whole_date_is_found(text: str) -> None:
    assert days_in(text) == [date(2024, 8, 12)]


def test_a_day_that_does_not_exist_is_none() -> None:
    assert days_in("31.02.2024, 2024 йил 45 май") == []
