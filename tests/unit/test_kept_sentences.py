"""What of the tables' messages would stand in a document: no sentence shows where it was cut out of its message."""

import re

import pytest

from services.language.addressing import as_sentence
from tests.unit.test_reading_messages import cases, read

_LEFT = re.compile(
    r"[\s:;,.-]+\w|(?:бўйича|юзасидан|лекин|аммо|ва|ҳам|эса|но|однако|boyicha|lekin|ham|esa|ga|ни|га|нинг)[\s:,-]",
    re.IGNORECASE,
)


@pytest.mark.parametrize("table", ["messages.tsv", "messages_more.tsv"])
def test_no_kept_sentence_shows_where_it_was_cut(table: str) -> None:
    for case in cases(table):
        for told in read(case).told:
            number = (*told.numbers, *case.about, 1)[0]
            sentence = as_sentence(told.words, number, told.percent)
            is_step = re.match(r"-\d", sentence) is not None
            assert is_step or _LEFT.match(sentence) is None, (case.id, sentence)
            assert not sentence.endswith((",", ";", ":")), (case.id, sentence)
            first = sentence.lstrip('«"(')[:1]
            assert first == first.upper(), (case.id, sentence)


@pytest.mark.parametrize("table", ["messages.tsv", "messages_more.tsv"])
def test_no_asked_words_end_in_a_comma(table: str) -> None:
    for case in cases(table):
        found = read(case)
        for words in (*found.apart.values(), *(told.words for told in found.told if told.words != case.text.strip())):
            assert not words.endswith((",", ";")), (case.id, words)


@pytest.mark.parametrize(
    ("words", "number", "percent", "sentence"),
    [
        ("-тадбир бўйича: хат юборилди", 5, None, "Хат юборилди."),
        ("бўйича: хат юборилди", 5, None, "Хат юборилди."),
        ("70%. Лекин омбор йўқ", 5, 70, "Омбор йўқ."),
        ("va loyiha kiritildi,", 5, None, "Loyiha kiritildi."),
        (": 2 та семинар ўтказилди", 5, None, "2 та семинар ўтказилди."),
        ("@ijrochi_bot 7-тадбир: хат юборилди", 7, None, "Хат юборилди."),
        ("Мероприятия 19, 20, 21: 50%, 60%, 70%", 21, 70, ""),
        ("«лойиҳа» юборилди", 5, None, "«Лойиҳа» юборилди."),
        ("№6—№8 70 фоиз", 6, 70, ""),
        ("да, отправили", 5, None, "Да, отправили."),
        ("-10%", 5, None, "-10%."),
    ],
)
def test_what_a_cut_leaves_is_left_out(words: str, number: int, percent: int | None, sentence: str) -> None:
    assert as_sentence(words, number, percent) == sentence


def test_long_rows_of_percents_take_no_time() -> None:
    assert as_sentence("5% " * 2000 + "x", 5, 5)
