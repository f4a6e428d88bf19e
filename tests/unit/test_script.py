"""One alphabet for matching."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.language.script import bare, fold, mend_twins, swap_twins


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("ўтган", "o‘tgan"),
        ("Ўтган", "O'TGAN"),
        ("ғалаба", "gʻalaba"),
        ("масъул", "mas’ul"),
        ("етмиш", "yetmish"),
        ("концепция", "konsepsiya"),
        ("ҳужжат", "hujjat"),
        ("хужжат", "hujjat"),
        ("Хусанова", "Xusanova"),
        ("Хусанова", "Khusanova"),
        ("лойиҳа", "loyiha"),
        ("чорак", "chorak"),
        ("жараён", "jarayon"),
    ],
)
def test_both_scripts_fold_to_the_same_word(cyrillic: str, latin: str) -> None:
    assert fold(cyrillic) == fold(latin)


@pytest.mark.parametrize("apostrophe", "'’‘ʻʼ`´′")
def test_every_apostrophe_is_one(apostrophe: str) -> None:
    assert fold(f"o{apostrophe}quv") == fold("ўқув")


@pytest.mark.parametrize("typed", ["М.Хусaнова", "М.Хycaнoвa", "M.Хусанова"])
def test_latin_letters_inside_a_cyrillic_word_are_mended(typed: str) -> None:
    assert fold(typed).endswith(fold("Хусанова"))


def test_cyrillic_letters_inside_a_latin_word_are_mended() -> None:
    assert mend_twins("dоnе") == "done"


def test_a_word_of_twins_alone_can_be_read_in_the_other_script() -> None:
    assert swap_twins("MCK") == "МСК"
    assert swap_twins("МСК") == "MCK"


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad", "\u0301"])
def test_invisible_and_direction_characters_are_dropped(hidden: str) -> None:
    assert fold(f"тай{hidden}ёр") == fold("тайёр")


def test_letters_sent_as_two_characters_are_one() -> None:
    assert fold("и\u0306у\u0306е\u0308") == fold("йўё")


def test_digits_line_ends_and_punctuation_stay() -> None:
    assert fold("5-тадбир,\n70%!") == "5-tadbir,\n70%!"


def test_a_word_can_be_compared_without_its_apostrophes() -> None:
    assert bare("масъул") == bare("masul")


@given(st.text() | st.text(alphabet="абвеёйцщъьўғҳхсшкзтнtskhzyeo'‘ -"))
@example("\N{THAI CHARACTER SARA AM}")  # of a letter and a mark that combines with none
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
