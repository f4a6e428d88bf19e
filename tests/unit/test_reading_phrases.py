"""Reports as people write them, and what becomes of them: phrases.tsv; the numbers in them: numbers.tsv."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.language.reading.parts import Asks
from services.language.reading.reader import Understanding, understand
from services.language.reading.topics import Activity
from tests.tables import every

MINE = (3, 5, 6, 7, 9, 12, 14)
MINE_OF_NUMBERS = (*MINE, 15, 16, 19)
TODAY = date(2024, 6, 30)
CYRILLIC_TWINS, LATIN_TWINS = "асеорху", "aceopxy"
PIECES = (
    *("5", "6", "7", "8", "70", "100", "%", "фоиз", "foiz", "№", "#", "тадбир", "тадбирлар", "-тадбир", "пункт"),
    *("бажарилди", "бажарилмади", "тайёр", "эмас", "не", "готово", "done", "not", "yet", "деярли", "ва", "ярми"),
    *("қолди", "йўқ", "нет", "no", ",", ".", ":", ";", "?", "-", "–", "\n", "25.04.2024", "10", "000", "сўм", "3/4"),
    *("60-70%", "\u200b", "\u202e", "\u0301", "😀", "лекин", "activity", "муддати", "қачон", "https://a.uz/5"),
)
LISTS = st.lists(st.sampled_from(PIECES), max_size=25)
TEXTS = st.text() | LISTS.map(" ".join) | LISTS.map("".join)


def read(words: str, mine: tuple[int, ...] = MINE, about: int | None = None, meant: int | None = None) -> Understanding:
    own = [Activity(number, "") for number in mine]
    return understand(words, own, today=TODAY, about=() if about is None else (about,), meant=meant)


def rows_of(file: str) -> list[list[str]]:
    lines = (Path(__file__).parent / file).read_text("utf-8").splitlines()
    return [line.replace(r"\n", "\n").split("\t") for line in lines if not line.startswith("#")]


def becomes(found: Understanding) -> str:
    """What becomes of a message, as the tables write it."""
    if found.asks is not Asks.NONE:
        return f"?{found.asks}"
    if not found.records:
        return f"-{found.intent}"
    written = (
        f"{one.activity}:{'' if one.percent is None else one.percent}:{'done' if one.done else ''}"
        for one in found.records
    )
    return " ".join(written)


def spoken_of(about: str) -> int | None:
    return None if about == "-" else int(about)


@every(("_language", "words", "about", "outcome"), rows_of("phrases.tsv"))
def test_a_report_is_read_as_it_was_meant(_language: str, words: str, about: str, outcome: str) -> None:
    assert becomes(read(words, MINE, spoken_of(about))) == outcome


@every(("words", "about", "outcome"), rows_of("numbers.tsv"))
def test_a_number_is_an_activity_only_where_nothing_else_explains_it(words: str, about: str, outcome: str) -> None:
    assert becomes(read(words, MINE_OF_NUMBERS, spoken_of(about))) == outcome


def test_each_language_has_at_least_fifty_phrases() -> None:
    languages = [language for language, *_ in rows_of("phrases.tsv")]
    assert all(languages.count(language) >= 50 for language in ("uz_Cyrl", "uz_Latn", "ru", "en"))


@given(TEXTS)
def test_whatever_is_typed_is_read_within_its_bounds(text: str) -> None:
    found = read(text)
    assert all(one.percent is None or 0 <= one.percent <= 100 for one in found.records)
    assert all(one.activity in MINE for one in found.records), "what is not the person's own is never recorded"
    assert not any(one.done and one.percent not in (None, 100) for one in found.records)
    assert found == read(text)


@given(TEXTS)
def test_what_is_recorded_is_what_is_told_and_nothing_is_told_beside_a_mere_request(text: str) -> None:
    found = read(text)
    told = {(number, one.percent) for one in found.told for number in one.numbers}
    if found.asks is Asks.NONE:
        assert {(one.activity, one.percent) for one in found.records} == told
    assert all(one.asks is Asks.ACTIVITY or one.numbers for one in found.told if one.asks is not Asks.INTENT)


@given(TEXTS)
def test_the_words_that_are_told_are_the_persons_own(text: str) -> None:
    written = "".join(text.split())
    for one in read(text).told:
        assert all("".join(word.split()) in written for word in one.words.split())


@given(TEXTS)
def test_of_an_activity_that_was_chosen_nothing_else_is_told(text: str) -> None:
    assert all(one.numbers in ((6,), ()) for one in read(text, meant=6).told)


@given(
    st.sampled_from(["бажарилди", "5-тадбир бажарилмади", "тайёр эмас", "выполнено на 70%", "№5 тугатилди"]), st.data()
)
def test_letters_of_the_other_alphabet_that_look_the_same_change_nothing(words: str, data: st.DataObject) -> None:
    swaps = dict(zip(CYRILLIC_TWINS, LATIN_TWINS, strict=True))
    places = data.draw(st.sets(st.sampled_from(range(len(words)))))
    typed = "".join(swaps.get(letter, letter) if place in places else letter for place, letter in enumerate(words))
    assert becomes(read(typed, about=5)) == becomes(read(words, about=5))


@pytest.mark.parametrize("apostrophe", "'’‘ʻʼ`´")
def test_any_apostrophe_will_do(apostrophe: str) -> None:
    assert becomes(read(f"to{apostrophe}qson foiz", about=5)) == "5:90:"
    assert read(f"bajarilgani yo{apostrophe}q", about=5).told[0].done is False


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (
            "5-тадбир бажарилди, файл илова\n6-тадбир 40%\nматн келишилмоқда",
            ["5-тадбир бажарилди, файл илова", "6-тадбир 40%\nматн келишилмоқда"],
        ),
        ("Ассалому алайкум!\n5 бажарилди\n6 70%", ["Ассалому алайкум!\n5 бажарилди", "6 70%"]),
        ("5, 6 ва 7-тадбирлар бажарилди", ["5, 6 ва 7-тадбирлар бажарилди"]),
        ("5-тадбир 70%. Муддати қачон?", ["5-тадбир 70%."]),
        ("5-тадбир 70% (https://lex.uz/1)", ["5-тадбир 70% (https://lex.uz/1)"]),
    ],
)
def test_each_part_has_its_own_words(words: str, parts: list[str]) -> None:
    assert [one.words for one in read(words).told] == parts


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("5-тадбир 40%", True),
        ("5-тадбир бўйича вазирликдан жавоб кутяпмиз", True),
        ("5-тадбир ҳали бошланмади", False),
        ("5 не исполнено", False),
        ("5-тадбирни жумага топшираман", False),
        ("5-тадбир 40%, жумага топшираман", True),
    ],
)
def test_only_a_plain_statement_about_the_work_counts(words: str, counts: bool) -> None:
    assert [one.counts for one in read(words).told] == [counts]


@pytest.mark.parametrize("piece", ["5 ", "1-", "1,", "№", ":", "?", "5: 3% ", "5-тадбир бажарилди\n", "https://"])
def test_a_text_of_any_length_is_kept_and_a_long_one_not_relied_on(piece: str) -> None:
    found = read(piece * (100_000 // len(piece)))
    assert not found.records
    assert found.asks is not Asks.NONE or not found.told


@pytest.mark.parametrize("beside", ["узр", "узр кечикдим", "uzr, kechikdik", "кечирасиз", "извините за задержку"])
def test_an_apology_beside_a_percent_leaves_it_a_percent(beside: str) -> None:
    [told] = read(f"5-тадбир 70% {beside}").told
    assert (told.percent, told.asks) == (70, Asks.NONE)
