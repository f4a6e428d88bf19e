"""An activity's number beside a month is no day of it; a day and its month stand side by side."""

from datetime import date

import pytest

from services.language.due_words import read_due, without_times
from services.language.reading.promises import promise_in
from services.language.until import extended, until_asked
from services.reports.until import wanted_until

TODAY = date(2024, 4, 10)
OWN = (2, 5, 11, 12, 15, 24)
MAY, JUNE, JULY = date(2024, 5, 31), date(2024, 6, 30), date(2024, 7, 31)


def until(text: str) -> date | None:
    found = wanted_until(text, TODAY) or until_asked(text, TODAY)
    return found.last_day if found is not None else None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 муддатини июль охиригача узайтиринг, зал йўқ", JULY),
        ("№2 муддатини майгача узайтиринг", MAY),
        ("№2 майгача узайтиринг", MAY),
        ("2-тадбирни май охиригача чўзинг", MAY),
        ("2 муддатини майгача чўзинг", MAY),
        ("2 muddatini may oxirigacha uzaytiring", MAY),
        ("2-tadbirni may oyining oxirigacha uzaytiring", MAY),
        ("24 муддатини май охиригача", MAY),
        ("11-тадбирни июлнинг охиригача кечиктирсак", JULY),
        ("22 муддатини июнь охиригача суринг", JUNE),
        ("2 май охиригача узайтиринг", MAY),
        ("31 июнь охиригача узайтиринг", JUNE),
        ("майгача 2-тадбирни узайтиринг", MAY),
        ("майгача 2 ни узайтиринг", MAY),
        ("продлите по 2 до конца мая", MAY),
        ("2 до мая продлите", MAY),
        ("до мая 2 продлите, пожалуйста", MAY),
        ("мероприятие 2 до конца мая", MAY),
        ("2 майгача узайтиринг", date(2024, 5, 2)),
        ("12 июлга қадар узайтиринг", date(2024, 7, 12)),
        ("12-июлгача узайтиринг", date(2024, 7, 12)),
        ("до 12 июля продлите", date(2024, 7, 12)),
        ("5 май кунигача узайтиринг", date(2024, 5, 5)),
        ("5-inchi mayga qadar uzaytiring", date(2024, 5, 5)),
        ("20 (йигирма) майгача узайтиринг", date(2024, 5, 20)),
        ("2-тадбирни 20 майгача узайтиринг", date(2024, 5, 20)),
        ("№2 ни 15.06.2024 гача", date(2024, 6, 15)),
        ("please extend 2 until May 20", date(2024, 5, 20)),
    ],
)
def test_more_time_is_wanted_until_the_day_or_the_end_of_the_month(text: str, day: date) -> None:
    assert until(text) == day


def test_a_number_with_its_sign_counts_no_months() -> None:
    assert extended("№2 ойга узайтиринг", TODAY) is None
    assert extended("2 ойга узайтиринг", TODAY) == date(2024, 6, 10)


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("2 май охиригача бажарамиз", "2024-05-31"),
        ("2 may oxirigacha bajaramiz", "2024-05-31"),
        ("2 май ойи охиригача бажарамиз", "2024-05-31"),
        ("2 май ойи давомида бажарамиз", "2024-05-31"),
        ("№2 май охиригача тугатамиз", "2024-05-31"),
        ("2-тадбир май охиригача бажарилади", "2024-05-31"),
        ("2 к концу мая сделаем", "2024-05-31"),
        ("5 май охиригача тугатамиз", "2024-05-31?"),  # recorded of activity 2
        ("тадбирни 5 май охиригача тугатамиз", "2024-05-31?"),
        ("2 майгача бажарамиз", "2024-05-02?"),
        ("12 июлга қадар бажарамиз", "2024-07-12?"),
        ("2 mayga qadar bajaramiz", "2024-05-02?"),
        ("3 майгача бажарамиз", "2024-05-03"),
        ("2-майгача бажарамиз", "2024-05-02"),
        ("тадбирни 2 майгача бажарамиз", "2024-05-02"),
        ("5 май кунигача бажарамиз", "2024-05-05"),
        ("до 12 июля сделаем", "2024-07-12"),
        ("2 мая сдадим", "2024-05-02"),
    ],
)
def test_a_day_is_promised_only_if_it_is_surely_one(text: str, promised: str) -> None:
    found = promise_in(text, TODAY, number=2, own=OWN)
    assert found is not None
    assert f"{found.day}{'' if found.is_certain else '?'}" == promised


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("2 май охиригача якунлансин", MAY, "2 якунлансин"),
        ("№12 июль охиригача якунлансин", JULY, "№12 якунлансин"),
        ("майгача 2 якунлансин", None, "2 якунлансин"),
        ("2 май ойи ичида якунлансин", MAY, "2 якунлансин"),
        ("2 — майгача якунлансин", None, "2 — якунлансин"),
        ("12-тадбир 5 майгача якунлансин", date(2024, 5, 5), "12-тадбир якунлансин"),
        ("by May 10 close 2", date(2024, 5, 10), "by close 2"),
    ],
)
def test_an_instruction_keeps_the_number_of_its_activity(text: str, day: date | None, rest: str) -> None:
    assert read_due(text, TODAY).day == day
    assert " ".join(without_times(text, TODAY).split()) == rest
