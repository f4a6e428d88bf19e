"""Words made safe to show, and cut without tearing a character apart."""

import html
import unicodedata

import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import given
from hypothesis import strategies as st

from views.kit import callbacks
from views.kit import clean as kit
from views.kit.clean import clean, isolated, whole_characters
from views.kit.screen import is_shortened, length, pieces, shorten
from views.kit.texts import escape

FAMILY = "👨‍👩‍👧‍👦"
FLAGS = "🇺🇿🇺🇿🇺🇿"
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200e\u200f\u061c"


@pytest.mark.parametrize("hidden", [*TURNING, "\u200b", "\u2060", "\ufeff", "\x00", "\x07", "\x1b", "\x7f", "\x9b"])
def test_what_turns_or_hides_text_is_not_shown(hidden: str) -> None:
    assert clean(f"5-тад{hidden}бир") == "5-тадбир"
    assert escape(f"{hidden}Ў{hidden}") == "Ў"


@pytest.mark.parametrize(
    "words", ["Ўқув-маркази", "O‘quv — «markaz»", "две\nстроки\tи ещё", FAMILY, FLAGS, "🏳️‍🌈", "й", "ñ"]
)
def test_what_people_write_stays(words: str) -> None:
    assert clean(words) == words


def test_a_pile_of_accents_is_brought_down() -> None:
    assert len(clean("a" + "\u0301" * 1000)) == 4


def test_words_from_right_to_left_stand_by_themselves() -> None:
    assert isolated("шалом") == "шалом"
    assert isolated("שלום\n5") == "\u2068שלום\u2069\n5"
    assert escape("العربية <b>") == "\u2068العربية &lt;b&gt;\u2069"


@pytest.mark.parametrize("words", [FAMILY, FLAGS, "👍🏽👍🏽", "e\u0301e\u0301"])
def test_a_cut_tears_no_character_apart(words: str) -> None:
    for end in range(1, len(words)):
        kept = words[: whole_characters(words, end)]
        assert not kept.endswith("\u200d")
        assert sum("🇦" <= one <= "🇿" for one in kept) % 2 == 0
        rest = words[len(kept) :]
        assert not (rest and unicodedata.category(rest[0]) == "Mn")


@given(st.text(), st.integers(2, 60))
def test_any_text_is_shortened_to_its_limit(text: str, limit: int) -> None:
    shown = shorten(text, limit)
    assert len(shown) <= limit
    assert shown.endswith("…") or not is_shortened(text, limit)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.integers(8, 50))
def test_pieces_hold_all_words_and_fit(text: str, limit: int) -> None:
    found = pieces(text, limit)
    assert all(length(piece) <= limit for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_length_is_counted_as_telegram_does(text: str) -> None:
    assert length(text) == len(text.encode("utf-16-le")) // 2


@given(st.text())
def test_no_text_brings_marks_or_direction_of_its_own(text: str) -> None:
    shown = escape(text)
    assert "<" not in shown
    assert not set(html.unescape(shown)) & set(TURNING)
    assert clean(clean(text)) == clean(text)


def test_every_kind_of_button_has_a_prefix_of_its_own_and_fits() -> None:
    kinds = [one for one in vars(callbacks).values() if isinstance(one, type) and issubclass(one, CallbackData)]
    prefixes = [kind.__prefix__ for kind in kinds if kind is not CallbackData]
    assert len(prefixes) == len(set(prefixes))
    assert all(":" not in prefix and len(prefix) <= 4 for prefix in prefixes)


def test_a_text_is_left_as_it_is_only_if_nothing_in_it_is_to_go() -> None:
    for character in map(chr, range(0x10000)):
        text = f"a{character * 5}b"
        assert kit._ODD.search(text) or text == kit._STACKED.sub(
            r"\1", kit._UNSEEN.sub("", kit._LINE_ENDS.sub("\n", text))
        )
