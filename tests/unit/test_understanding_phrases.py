"""Reports as people write them, and what they must be read as: phrases.tsv; the numbers in them: numbers.tsv."""

from pathlib import Path

import pytest

from services.language.understanding import Reading, read_report

MINE = (3, 5, 6, 7, 9, 12, 14)
MINE_OF_NUMBERS = (*MINE, 15, 16, 19)
DONE = {"y": True, "n": False, ".": None}


def rows_of(file: str) -> list[list[str]]:
    lines = (Path(__file__).parent / file).read_text("utf-8").splitlines()
    return [line.replace(r"\n", "\n").split("\t") for line in lines if not line.startswith("#")]


def phrases() -> list[tuple[str, str, str]]:
    return [(language, words, readings) for language, words, readings in rows_of("phrases.tsv")]


def expected(codes: str) -> list[tuple[int | None, int | None, bool | None, bool]]:
    def one(code: str) -> tuple[int | None, int | None, bool | None, bool]:
        activity, percent, done, certain = code.split("/")
        return _number(activity), _number(percent), DONE[done], certain == "+"

    return [one(code) for code in codes.split()]


def _number(digits: str) -> int | None:
    return None if digits == "." else int(digits)


def said(readings: tuple[Reading, ...]) -> list[tuple[int | None, int | None, bool | None, bool]]:
    return [(one.activity, one.percent, one.done, one.certain) for one in readings]


@pytest.mark.parametrize(("language", "words", "readings"), phrases(), ids=lambda value: str(value)[:40])
def test_a_report_is_read_as_it_was_meant(language: str, words: str, readings: str) -> None:
    assert said(read_report(words, known=MINE)) == expected(readings)


@pytest.mark.parametrize(("words", "readings"), rows_of("numbers.tsv"), ids=lambda value: str(value)[:40])
def test_a_number_is_an_activity_only_where_nothing_else_explains_it(words: str, readings: str) -> None:
    assert said(read_report(words, known=MINE_OF_NUMBERS)) == expected(readings)


def test_each_language_has_at_least_fifty_phrases() -> None:
    languages = [language for language, _, _ in phrases()]
    assert all(languages.count(language) >= 50 for language in ("uz_Cyrl", "uz_Latn", "ru", "en"))
