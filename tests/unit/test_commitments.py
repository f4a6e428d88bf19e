"""Promises and obstacles in officers' own words: what is recorded, what is only offered, what is neither."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from services.language.reading.obstacles import Hindrance, hindrance_in
from services.language.reading.promises import promise_in

TODAY = date(2024, 3, 12)
TABLE = Path(__file__).with_name("commitments.tsv")
SAID = {Hindrance.SURE: "yes", Hindrance.DOUBTFUL: "maybe", Hindrance.GONE: "gone", None: "-"}


def rows() -> Iterator[tuple[str, str, str]]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            promise, obstacle, text = line.split("\t")
            yield promise, obstacle, text


@pytest.mark.parametrize(("promise", "obstacle", "text"), list(rows()))
def test_what_is_promised_and_what_hinders(promise: str, obstacle: str, text: str) -> None:
    found = promise_in(text, TODAY)
    said = "-" if found is None else f"{found.day}{'' if found.is_certain else '?'}"
    assert (said, SAID[hindrance_in(text)]) == (promise, obstacle)
