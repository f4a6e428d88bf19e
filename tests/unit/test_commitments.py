"""Promises and obstacles in officers' own words: what is recorded, what is only offered, what is neither."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from services.language.reading import obstacles
from services.language.reading.obstacles import Hindrance, hindrance_in
from services.language.reading.promises import promise_in
from services.language.reading.sayings import asks_for_help
from tests.tables import every

TODAY = date(2024, 3, 12)
TABLE = Path(__file__).with_name("commitments.tsv")
SAID = {Hindrance.SURE: "yes", Hindrance.DOUBTFUL: "maybe", Hindrance.GONE: "gone", None: "-"}


def rows() -> Iterator[tuple[str, str, str]]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            promise, obstacle, text = line.split("\t")
            yield promise, obstacle, text


@every(("promise", "obstacle", "text"), rows())
def test_what_is_promised_and_what_hinders(promise: str, obstacle: str, text: str) -> None:
    found = promise_in(text, TODAY)
    said = "-" if found is None else f"{found.day}{'' if found.is_certain else '?'}"
    assert (said, SAID[hindrance_in(text)]) == (promise, obstacle)


SURE = [text for promise, obstacle, text in rows() if promise[-1:].isdecimal() or obstacle in ("yes", "gone")]
NO_WORK = {"question", "courtesy", "more_time", "refusal", "away", "correction"}


def is_recorded(text: str) -> bool:
    """Whether a promise or an obstacle would be recorded with no further tap."""
    found = promise_in(text, TODAY)
    return (found is not None and found.is_certain) or hindrance_in(text) in (Hindrance.SURE, Hindrance.GONE)


@pytest.mark.parametrize("put", ["{}?", "раҳбар «{}» деди", 'Юнусов: "{}" деб ёзди', "агар {} бўлса", "{} деган эди"])
def test_nothing_is_recorded_of_what_is_asked_quoted_or_supposed(put: str) -> None:
    assert [text for text in SURE if not is_recorded(text)] == []
    assert [text for text in SURE if is_recorded(put.format(text))] == []


def test_nothing_is_recorded_of_messages_that_tell_of_no_work() -> None:
    said = [
        cells[4].replace("\\n", "\n")
        for name in ("messages.tsv", "messages_more.tsv", "messages_half_year.tsv")
        for cells in (line.split("\t") for line in TABLE.with_name(name).read_text(encoding="utf-8").splitlines())
        if len(cells) > 6 and cells[5] in NO_WORK and not cells[6]
    ]
    assert len(said) > 500
    assert [text for text in said if is_recorded(text)] == []


def test_the_last_of_several_promises_and_of_what_hinders_counts() -> None:
    promised = promise_in("эртага тугатамиз.\nЙўқ, жумагача тугатамиз", TODAY)
    assert promised is not None and promised.day == date(2024, 3, 15)
    assert hindrance_in("маблағ йўқ\nтўсиқ бартараф этилди") is Hindrance.GONE
    assert hindrance_in("тўсиқ бартараф этилди, лекин маблағ йўқ") is Hindrance.SURE


def test_of_a_text_longer_than_two_messages_nothing_is_read() -> None:
    long = "жумага топшираман. " * 1000
    assert promise_in(long, TODAY) is None and hindrance_in("маблағ йўқ. " * 1000) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ҳужжат йўқ. Ёрдам керак.", Hindrance.SURE),
        ("Ҳужжат берилмади!\nЁрдам керак", Hindrance.SURE),
        ("Ҳужжат йўқ. Ёрдам керак?", None),
        ("Ҳужжат йўқ. Улар «ёрдам керак» дейишди.", None),
        ("Ўзгариш йўқ. Ёрдам керак.", None),
        ("Ҳужжат йўқ.", None),
    ],
)
def test_what_is_not_there_hinders_where_help_is_asked_for_in_another_sentence(
    text: str, said: Hindrance | None
) -> None:
    assert hindrance_in(text) is said


def test_a_plea_is_looked_for_in_the_whole_text_once_however_many_sentences_it_may_explain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def asked(text: str) -> bool:
        read.append(text)
        return asks_for_help(text)

    monkeypatch.setattr(obstacles, "asks_for_help", asked)
    text = "Ҳужжат йўқ\nЛойиҳа тайёрланмоқда\n" * 100
    assert (hindrance_in(text + "Ёрдам керак."), read) == (Hindrance.SURE, [text + "Ёрдам керак."])
