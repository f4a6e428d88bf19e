"""A document's number and day in officers' words, and what is none of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.language.document_words import document_answer, document_in, without_documents

TODAY = date(2024, 3, 20)
DAY = date(2024, 3, 15)


@pytest.mark.parametrize(
    ("words", "number", "day"),
    [
        ("5-банд бажарилди, 12-сонли хат 15.03.2024", "12", DAY),
        ("5 bajarildi, 15.03.2024 yildagi 12-sonli xat bilan yuborildi", "12", DAY),
        ("Исполнено, письмо № 01-15/234 от 15 марта 2024 г.", "01-15/234", DAY),
        ("2024 йил 15 мартдаги ПҚ-312-сон қарор", "ПҚ-312", DAY),
        ("Исх. 234 от 15.03.2024", "234", DAY),
        ("2024-03-15 №77", "77", DAY),
        ("бажарилди, № 12 хат", "12", None),
        ("12-хат 15 март", "12", DAY),
        ("12-сонли хат 25.03.2024", "12", None),  # a day to come is no document's
        ("№5 бажарилди", None, None),
        ("№5 бажарилди 15.03.2024 куни", None, None),
        ("5-сонли банд бажарилди", None, None),
        ("хат юборилди 15.03.2024", None, None),
        ("12-сонли ва 13-сонли хатлар, 15.03.2024", None, None),
        ("5 70%", None, None),
    ],
)
def test_a_document_is_found_among_other_words_only_where_they_say_so(
    words: str, number: str | None, day: date | None
) -> None:
    found = document_in(words, TODAY)
    assert (found.number, found.day) == (number, day)


@pytest.mark.parametrize(
    ("words", "number", "day"),
    [
        ("12", "12", None),
        ("01-15/234", "01-15/234", None),
        ("хат рақами 12", "12", None),
        ("рақами 12, санаси 15 март", "12", DAY),
        ("15.03.2024", None, DAY),
        ("15 март", None, DAY),
        ("рақамсиз", "б/н", None),
        ("без номера, 15 марта", "б/н", DAY),
    ],
)
def test_the_question_for_a_document_is_answered_in_few_words(words: str, number: str | None, day: date | None) -> None:
    found = document_answer(words, TODAY, wants_number=True)
    assert (found.number, found.day, found.is_all) == (number, day, True)


@pytest.mark.parametrize(
    "words", ["70%", "5 бажарилди", "ҳали йўқ", "эртага бераман", "12 та одам келди", "йўқ", "хат"]
)
def test_what_says_more_is_no_answer(words: str) -> None:
    assert not document_answer(words, TODAY, wants_number=True).is_all


def test_only_a_day_is_one_where_the_day_is_asked() -> None:
    assert document_answer("15.03", TODAY, wants_number=False).day == DAY
    assert document_answer("кеча", TODAY, wants_number=False).day == date(2024, 3, 19)
    assert not document_answer("12", TODAY, wants_number=False).is_all
    ahead = document_answer("28.03.2024", TODAY, wants_number=False)
    assert ahead.is_all and ahead.is_ahead and ahead.day is None


@given(number=st.integers(1, 9999), day=st.dates(date(2023, 1, 1), TODAY), order=st.booleans())
def test_any_number_and_day_are_read_as_written(number: int, day: date, order: bool) -> None:
    written = f"{day:%d.%m.%Y}"
    words = f"{number}-сонли хат, {written}" if order else f"{written} йилдаги {number}-сонли хат"
    for found in (document_in(words, TODAY), document_answer(words, TODAY, wants_number=True)):
        assert (found.number, found.day) == (str(number), day)


@given(st.text(max_size=60))
def test_no_words_break_the_reading(words: str) -> None:
    document_in(words, TODAY)
    document_answer(words, TODAY, wants_number=True)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("5-тадбир бажарилди, 12-сон 09.01.2024", "5-тадбир бажарилди,        09.01.2024"),
        ("5-тадбир бажарилди, 6-сонли 9 январ", "5-тадбир бажарилди,         9 январ"),
        ("09.01.2024 йилдаги 12-son", " " * 25),
        ("5 бажарилди, далолатнома 17.01.2024 № 6", "5 бажарилди, далолатнома 17.01.2024    "),
        ("5 бажарилди, далолатнома № 6", "5 бажарилди, далолатнома    "),
        ("5 бажарилди, 6-сон далолатнома", "5 бажарилди,       далолатнома"),
        ("5 bajarildi, 6-sonli bayonnoma", "5 bajarildi,         bayonnoma"),
        ("№5 бажарилди, № 6 ҳам", "№5 бажарилди, № 6 ҳам"),
        ("ҳисобот № 5", "ҳисобот № 5"),
        ("09.01.2024 йилдаги 6-сон", "09.01.2024 йилдаги 6-сон"),  # may be the own activity 6
        ("5-сон 09.01.2024 бажарилди", "5-сон 09.01.2024 бажарилди"),
        ("09.01.2024 12-сон топшириқ", "09.01.2024 12-сон топшириқ"),
        ("5-сон ва 12-сон бажарилди", "5-сон ва 12-сон бажарилди"),
    ],
)
def test_a_number_beside_its_day_is_hidden_from_the_reading_of_activities(words: str, left: str) -> None:
    assert without_documents(words, (5, 6)) == left
