"""The page's own words: complete in every language, and the same steps wherever they are named."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo import steps_of
from services.language.translit import to_latin
from views.kit.texts import Translator

ROOT = Path(__file__).resolve().parents[2]
SANDBOX = ROOT / "sandbox"
STATIC = SANDBOX / "static"
LANGUAGES = ("uz_Cyrl", "uz_Latn", "ru")
LITERAL = r'"((?:[^"\\]|\\.)*)"'
CALL = re.compile(rf"(?<![\w.])t\(\s*{LITERAL}")
PATTERN = re.compile(r'"(\{(?:weekday|day)\}[^"]*)"')  # of dates; they reach t() by a variable
STANDING = re.compile(r'data-words[^>]*>([^<]+)<|data-label[^>]*aria-label="([^"]+)"')
HOLE = re.compile(r"\{\w+\}")
CATALOGS = {one: json.loads((STATIC / "words" / f"{one}.json").read_text(encoding="utf-8")) for one in LANGUAGES}


def said_by_the_page() -> Iterator[str]:
    for script in STATIC.glob("*.js"):
        yield from CALL.findall(script.read_text(encoding="utf-8"))
    yield from PATTERN.findall((STATIC / "format.js").read_text(encoding="utf-8"))
    for words, label in STANDING.findall((STATIC / "index.html").read_text(encoding="utf-8")):
        yield words or label


def refusals() -> Iterator[str]:
    """What the server may refuse with, as `HumanError` is given it."""
    for module in SANDBOX.rglob("*.py"):
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "HumanError":
                assert isinstance(call.args[0], ast.Constant), f"{module.name}:{call.lineno}: no literal"
                yield str(call.args[0].value)


SAID = {*said_by_the_page(), *refusals(), "Tashkent"} - {"{reason}"}  # Telegram's own words stay Telegram's


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_said_in_every_language(language: str) -> None:
    catalog = CATALOGS[language]
    assert len(SAID) > 150, "the test looks in the wrong place"
    assert catalog.keys() == SAID
    for sentence, said in catalog.items():
        assert said.strip() and sorted(HOLE.findall(said)) == sorted(HOLE.findall(sentence)), sentence
    assert {len(catalog[names].split()) for names in SAID if names.startswith(("January", "Jan "))} == {12}
    assert {len(catalog[names].split()) for names in SAID if names.startswith(("Sunday", "Sun "))} == {7}


def test_latin_uzbek_says_what_the_cyrillic_does() -> None:
    for sentence, said in CATALOGS["uz_Cyrl"].items():
        latin = "".join(part if HOLE.fullmatch(part) else to_latin(part) for part in re.split(r"(\{\w+\})", said))
        assert CATALOGS["uz_Latn"][sentence] == latin


def test_page_terminal_and_readme_name_the_same_steps() -> None:
    steps = steps_of(Translator(ZoneInfo("Asia/Tashkent"), default="uz_Cyrl"))
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    for number, step in enumerate(steps["en"], start=1):
        assert f"{number}. {step}" in readme
    # What stands in «…» is what the page's own buttons and marks say.
    for language, own in steps.items():
        said = set(CATALOGS[language].values()) if language in CATALOGS else SAID
        named = re.findall("«([^»]+)»", " ".join(own))
        assert {one for one in named if "70%" not in one} <= said, language
        assert len(named) == 4
