"""What holds for every report, whatever is typed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.language.understanding import Reading, read_report

MINE = (3, 5, 6, 7, 9, 12, 14)
CYRILLIC_TWINS, LATIN_TWINS = "асеорху", "aceopxy"
PIECES = (
    *("5", "6", "7", "8", "70", "100", "%", "фоиз", "foiz", "№", "#", "тадбир", "тадбирлар", "-тадбир", "пункт"),
    *("бажарилди", "бажарилмади", "тайёр", "эмас", "не", "готово", "done", "not", "yet", "деярли", "ва", "ярми"),
    *("қолди", "йўқ", "нет", "no", ",", ".", ":", ";", "?", "-", "–", "\n", "25.04.2024", "10", "000", "сўм", "3/4"),
    *("60-70%", "\u200b", "\u202e", "\u0301", "😀", "лекин", "activity"),
)
LISTS = st.lists(st.sampled_from(PIECES), max_size=25)
SENTENCES = LISTS.map(" ".join) | LISTS.map("".join)
TEXTS = st.text() | SENTENCES


def whole(readings: tuple[Reading, ...]) -> str:
    """The comments one after another, those shared by a list of activities once, without white space."""
    comments = [one.comment for one in readings]
    once = [comment for place, comment in enumerate(comments) if place == 0 or comments[place - 1] != comment]
    return "".join("".join(once).split())


@given(TEXTS)
def test_the_comments_hold_the_persons_words_whole(text: str) -> None:
    assert whole(read_report(text, known=MINE)) == "".join(text.split())


@given(TEXTS)
def test_whatever_is_typed_gets_a_reading_within_its_bounds(text: str) -> None:
    readings = read_report(text)
    assert bool(readings) == bool(text.strip())
    assert all(one.percent is None or 0 <= one.percent <= 100 for one in readings)


@given(TEXTS)
def test_an_activity_that_is_not_the_persons_own_is_never_certain(text: str) -> None:
    readings = read_report(text, known=MINE)
    assert all(one.activity in (None, *MINE) for one in readings if one.certain)


@given(TEXTS)
def test_finished_and_less_than_all_are_never_said_together(text: str) -> None:
    assert not any(one.done and one.percent not in (None, 100) for one in read_report(text, known=MINE))


@given(TEXTS)
def test_reading_again_says_the_same(text: str) -> None:
    assert read_report(text, known=MINE) == read_report(text, known=MINE)


@given(
    st.sampled_from(["бажарилди", "5-тадбир бажарилмади", "тайёр эмас", "выполнено на 70%", "№5 тугатилди"]), st.data()
)
def test_letters_of_the_other_alphabet_that_look_the_same_change_nothing(words: str, data: st.DataObject) -> None:
    swaps = dict(zip(CYRILLIC_TWINS, LATIN_TWINS, strict=True))
    places = data.draw(st.sets(st.sampled_from(range(len(words)))))
    typed = "".join(swaps.get(letter, letter) if place in places else letter for place, letter in enumerate(words))
    assert [(r.activity, r.percent, r.done, r.certain) for r in read_report(typed, known=MINE)] == [
        (r.activity, r.percent, r.done, r.certain) for r in read_report(words, known=MINE)
    ]


@pytest.mark.parametrize("apostrophe", "'’‘ʻʼ`´")
def test_any_apostrophe_will_do(apostrophe: str) -> None:
    (reading,) = read_report(f"to{apostrophe}qson foiz")
    assert reading.percent == 90
    assert read_report(f"bajarilgani yo{apostrophe}q")[0].done is False


def test_a_blank_message_has_no_reading() -> None:
    assert read_report(" \n\t ") == ()


def test_the_comment_is_the_message_as_typed_without_surrounding_space() -> None:
    (reading,) = read_report("  5-тадбир  70%\nлойиҳа тайёр \n")
    assert reading == Reading(5, 70, None, "5-тадбир  70%\nлойиҳа тайёр", True)


def test_each_activity_gets_its_own_line() -> None:
    first, second = read_report("5-тадбир бажарилди, файл илова\n6-тадбир 40%\nматн келишилмоқда", known=MINE)
    assert (first.comment, second.comment) == ("5-тадбир бажарилди, файл илова", "6-тадбир 40%\nматн келишилмоқда")


def test_a_greeting_before_the_first_activity_stays_with_it() -> None:
    first, _ = read_report("Ассалому алайкум!\n5 бажарилди\n6 70%", known=MINE)
    assert first.comment == "Ассалому алайкум!\n5 бажарилди"


def test_activities_of_one_statement_share_its_words() -> None:
    readings = read_report("5, 6 ва 7-тадбирлар бажарилди", known=MINE)
    assert {one.comment for one in readings} == {"5, 6 ва 7-тадбирлар бажарилди"}


def test_without_known_activities_any_number_is_taken_for_one() -> None:
    assert read_report("23-тадбир бажарилди") == (Reading(23, None, True, "23-тадбир бажарилди", True),)


@pytest.mark.parametrize(
    "piece",
    [
        "5 ",
        "1-",
        "1,",
        "№",
        ":",
        "?",
        "не ",
        "ма",
        "5-тадбир бажарилди\n",
        "60-70% ",
        "а\u0301\u0316",
        "о'",
        "<a",
        "1",
        "я",
    ],
)
def test_a_megabyte_is_read_quickly_kept_whole_and_not_relied_on(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    began = time.perf_counter()
    readings = read_report(text, known=MINE)
    assert time.perf_counter() - began < 5  # seconds; under one on an idle machine
    assert not any(one.certain for one in readings)
    assert sum(len(one.comment) for one in readings) > 990_000
