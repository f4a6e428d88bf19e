"""The words by which the proof of notice is asked for, and those that say that something was read."""

from datetime import date

import pytest

from services.language.courtesies import is_acknowledgement
from services.language.question_words import Place
from services.language.questions import Question, Span, parse_question
from views.kit.questions import pack, unpack

SPAN = Span(date(2024, 1, 1), date(2024, 6, 30), date(2024, 1, 9))


def asked(words: str) -> Question:
    return parse_question(words, numbers=range(1, 27), sections=["I"], names=[], span=SPAN, shown={})


@pytest.mark.parametrize(
    "words",
    [
        "танишув",
        "tanishuv",
        "ким танишмаган?",
        "кто не ознакомился?",
        "лист ознакомления",
        "notice",
        "not acknowledged",
    ],
)
def test_the_proof_is_asked_for_in_each_language(words: str) -> None:
    assert asked(words) == Question(place=Place.NOTICES)


def test_it_is_narrowed_and_carried_by_a_button() -> None:
    question = asked("танишув 7 excel")
    assert question == Question(place=Place.NOTICES, numbers=frozenset({7}), format="xlsx")
    assert unpack(pack(question)) == question


@pytest.mark.parametrize(
    ("words", "is_read"),
    [
        ("танишдим", True),
        ("✅ Танишдим", True),
        ("Раҳмат, tanishdim!", True),
        ("танишиб чиқдим", True),
        ("Ознакомлена, спасибо", True),
        ("танишмадим", False),
        ("танишдим, 7-тадбир 50%", False),
        ("ознакомлен?", False),
        ("раҳмат", False),
        ("✅", False),
    ],
)
def test_a_word_says_that_it_was_read(words: str, is_read: bool) -> None:
    assert is_acknowledgement(words) is is_read
