"""Messages as officers, leaders and admins write them, with what is to become of them.

messages.tsv was written by somebody who had not read the code. Where several outcomes are right the note says so:
`ASK-OK` (asking is right as well), `KEEP-OK` (keeping the words is right as well), `ALT=` (these records are right as
well). messages_more.tsv holds what was met while the word lists were tended, messages_half_year.tsv what was
written in a half-year played through, both read as it should stay.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from services.language.reading.parts import Asks
from services.language.reading.reader import Activity, Record, Understanding, understand
from tests.tables import every

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2024, 6, 30)  # the plan's last day: no day that the messages name is to come
MOST_ASKED = 0.20
LEAST_EXACT = 0.945  # of all: intent, records and what is asked
LEAST_INTENTS = 0.968


@dataclass(frozen=True)
class Case:
    """One message and the truth of it."""

    id: str
    officer: str
    about: tuple[int, ...]
    text: str
    intent: str
    records: frozenset[str]
    asks: str
    note: str

    @property
    def alternatives(self) -> frozenset[str]:
        """Records that are right as well."""
        _, _, alternatives = self.note.partition("ALT=")
        return frozenset(alternatives.split(" ")[0].split(";")) - {""}


def cases(table: str) -> Iterator[Case]:
    for line in (Path(__file__).parent / table).read_text("utf-8").splitlines()[1:]:
        key, officer, about, _, text, intent, _, records, asks, _, note = line.split("\t")
        numbers = tuple(int(one) for one in about.split(",") if one != "-")
        right = frozenset(records.split(";")) - {""}
        yield Case(key, officer, numbers, text.replace(r"\n", "\n"), intent, right, asks, note)


@lru_cache(maxsize=1)
def plan() -> list[tuple[Activity, tuple[str, ...]]]:
    data = json.loads((ROOT / "data" / "seed_plan.json").read_text("utf-8"))
    activities = (one for section in data["sections"] for one in section["activities"])
    return [(Activity(one["number"], one["text"], one["short_name"]), tuple(one["executors"])) for one in activities]


@lru_cache(maxsize=1_000)  # three tests ask how each of the first table is read
def read(case: Case) -> Understanding:
    own = [activity for activity, executors in plan() if case.officer in executors]
    numbers = () if own else tuple(activity.number for activity, _ in plan())
    return understand(case.text, own, today=TODAY, about=case.about, plan=numbers)


def written(record: Record) -> str:
    return f"{record.activity}:{'' if record.percent is None else record.percent}:{'done' if record.done else ''}"


def is_exact(case: Case, found: Understanding) -> bool:
    records = frozenset(map(written, found.records))
    if str(found.intent) != case.intent:
        return False
    if records == case.records and str(found.asks) == case.asks:
        return True
    if case.asks == "none" and "ASK-OK" in case.note and found.asks is not Asks.NONE:
        return not records
    if case.alternatives and records == case.alternatives:
        return found.asks is Asks.NONE
    kept = all(record.percent is record.done is None for record in found.records)
    return "KEEP-OK" in case.note and found.asks is Asks.NONE and kept


CASES = list(cases("messages.tsv"))


@every("case", CASES, ids=lambda case: case.id)
def test_nothing_is_recorded_that_was_not_meant(case: Case) -> None:
    """Neither a percent nor a done, of no activity, that the truth does not have."""
    claimed = {written(one) for one in read(case).records if one.done or one.percent is not None}
    assert claimed <= case.records | case.alternatives, case


def test_words_are_recorded_of_no_other_activity() -> None:
    for case in CASES:
        meant = {record.split(":")[0] for record in case.records | case.alternatives}
        found = {str(record.activity) for record in read(case).records}
        assert not meant or found <= meant, case


def test_what_is_asked_and_what_is_understood() -> None:
    """Prints the shares; they may only become better."""
    found = [(case, read(case)) for case in CASES]
    asked = sum(answer.asks is not Asks.NONE for _, answer in found) / len(found)
    intents = sum(str(answer.intent) == case.intent for case, answer in found) / len(found)
    exact = sum(is_exact(case, answer) for case, answer in found) / len(found)
    print(f"\n{len(found)} messages: {asked:.1%} asked, {intents:.1%} intents right, {exact:.1%} exact")
    assert len(found) >= 500
    assert asked <= MOST_ASKED
    assert intents >= LEAST_INTENTS
    assert exact >= LEAST_EXACT


@every(
    "case",
    [*cases("messages_more.tsv"), *cases("messages_half_year.tsv")],
    ids=lambda case: f"{case.id} {case.text[:30]}",
)
def test_what_was_met_before_is_read_as_then(case: Case) -> None:
    found = read(case)
    records = frozenset(map(written, found.records))
    assert (str(found.intent), records, str(found.asks)) == (case.intent, case.records, case.asks)
