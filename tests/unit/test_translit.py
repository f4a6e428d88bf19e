"""Uzbek Cyrillic in the official Latin."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.language.script import bare
from services.language.translit import to_latin
from tests.tables import every

SEED = Path(__file__).parents[2] / "data" / "seed_plan.json"
# The plan's words and their Latin, read through once against the orthography rules of 1995.
TABLE = dict(
    line.split("\t") for line in (Path(__file__).parent / "translit.tsv").read_text("utf-8").splitlines() if line
)


def seed_words() -> list[str]:
    texts: list[str] = []

    def gather(value: object) -> None:
        if isinstance(value, dict):
            gather(list(value.values()))
        elif isinstance(value, list):
            for one in value:
                gather(one)
        elif isinstance(value, str):
            texts.append(value)

    gather(json.loads(SEED.read_text("utf-8")))
    return sorted(
        {word for text in texts for word in re.findall(r"[A-Za-z\u0400-\u052f]*[\u0400-\u052f]+[A-Za-z]*", text)}
    )


@every("word", seed_words())
def test_every_word_of_the_plan_is_written_as_the_table_says(word: str) -> None:
    assert to_latin(word) == TABLE[word]


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("кўриб", "ko‘rib"),
        ("масъул", "mas’ul"),
        ("маъруза", "ma’ruza"),
        ("таълим", "ta’lim"),
        ("эълон", "e’lon"),
        ("мўъжиза", "mo‘jiza"),
        ("қатъий", "qat’iy"),
        ("Исҳоқ", "Is’hoq"),
        ("ер", "yer"),
        ("еттинчи", "yettinchi"),
        ("поезд", "poyezd"),
        ("объект", "obyekt"),
        ("съезд", "syezd"),
        ("премьер", "premyer"),
        ("медальон", "medalyon"),
        ("мен", "men"),
        ("эркин", "erkin"),
        ("поэма", "poema"),
        ("цирк", "sirk"),
        ("концепция", "konsepsiya"),
        ("акция", "aksiya"),
        ("конституция", "konstitutsiya"),
        ("коммуникация", "kommunikatsiya"),
        ("комиссия", "komissiya"),
        ("лицей", "litsey"),
        ("абзац", "abzats"),
        ("январь", "yanvar"),
        ("сентябрь", "sentabr"),
        ("Сентябрдан", "Sentabrdan"),
        ("ОКТЯБРЬ", "OKTABR"),
        ("ноябрь", "noyabr"),
        ("июнь", "iyun"),
        ("июль", "iyul"),
        ("бюджет", "budjet"),
        ("компьютер", "kompyuter"),
        ("лойиҳа", "loyiha"),
        ("ғоя", "g‘oya"),
        ("йўл", "yo‘l"),
        ("ёш", "yosh"),
        ("чўл", "cho‘l"),
        ("борщ", "borsh"),
        ("фильм", "film"),
    ],
)
def test_the_rules_of_the_official_alphabet(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Шаҳар", "Shahar"),
        ("ШУ", "SHU"),
        ("Ш", "Sh"),
        ("Ш. Умаров", "Sh. Umarov"),
        ("ЧЕТ", "CHET"),
        ("Ер", "Yer"),
        ("ЕР", "YER"),
        ("Ўзбекистон", "O‘zbekiston"),
        ("ЎЗБЕКИСТОН", "O‘ZBEKISTON"),
        ("МАЪЛУМОТ", "MA’LUMOT"),
        ("МСКга", "MSKga"),
        ("МСШ", "MSSH"),
        ("Юнусов", "Yunusov"),
    ],
)
def test_capitals_stay_capitals(cyrillic: str, latin: str) -> None:
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize(
    "text",
    [
        "Lex.uz, E-Saylov, IFES 2024",
        "<b>Ijro</b> &amp; <a href='https://t.me/x'>havola</a>",
        "{сон} та",
        "%(сони)s та",
        "https://сайт.uz/йўл",
        "5 — 70 %, «»",
    ],
)
def test_latin_numbers_tags_and_placeholders_stay(text: str) -> None:
    assert to_latin(text) == text.replace("та", "ta")


def test_text_inside_tags_is_written_in_latin() -> None:
    assert to_latin("<b>Ўқув</b> {ном} маркази") == "<b>O‘quv</b> {ном} markazi"


def test_what_only_looks_like_a_tag_is_text() -> None:
    assert to_latin("5 < олти > тўрт") == "5 < olti > to‘rt"


def test_a_word_with_latin_letters_slipped_in_keeps_them() -> None:
    assert to_latin("аниqlashi") == "aniqlashi"


@given(st.text())
def test_no_text_is_an_error_and_latin_is_written_once(text: str) -> None:
    assert to_latin(to_latin(text)) == to_latin(text)


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшъэюяўқғҳ "))
def test_no_cyrillic_is_left_and_matching_sees_no_difference_beyond_spelling(text: str) -> None:
    latin = to_latin(text)
    assert not re.search(r"[\u0400-\u052f]", latin)
    assert bare(latin) == bare(to_latin(latin))
