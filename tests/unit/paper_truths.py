"""How a plan read from a document is held against its truth (tests/samples/plans; their form is told in the README)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.paper import cast_of, plan_as_data
from services.documents.opening import opened
from services.documents.reading import understand
from services.plan.file import load_plan
from tests.unit.facts_by_hand import ROOT

SAMPLES = ROOT / "tests" / "samples" / "plans"
KNOWN = load_plan(ROOT / "data" / "seed_plan.json")

Data = dict[str, Any]


def read(data: bytes) -> Data:
    """A document as `plan read --json` says it."""
    return plan_as_data(understand(opened(data), cast_of(KNOWN), KNOWN.organisation))


def truth_of(path: Path) -> Data:
    """The truth beside a document; what the huge one says once is written out."""
    truth: Data = json.loads(path.read_text("utf-8"))
    if "executor_cells" in truth:
        for one in truth["activities"]:
            one.update(truth["deadlines"][one.pop("d")], executors=truth["executor_cells"][one.pop("e")])
    return truth


def faults(found: Data, truth: Data) -> Iterator[str]:
    """Everything in which a plan differs from its truth where no difference is allowed."""
    for field in ("title", "organisation", "period", "document_day"):
        if field != "organisation" or found[field] is not None:
            yield from _differs(field, found[field], truth[field])
    for field in ("priorities", "agenda"):
        yield from _differs(f"the number of {field}", len(found[field]), len(truth[field]))
        for one, wanted in zip(found[field], truth[field], strict=False):
            yield from _text_faults(f"{field} {wanted['number']}", one, wanted)
            yield from _differs(f"{field}'s term", one.get("deadline_text"), wanted.get("deadline_text"))
    yield from _differs("the number of sections", len(found["sections"]), len(truth["sections"]))
    for one, wanted in zip(found["sections"], truth["sections"], strict=False):
        yield from _differs("a section's number", one["number"], wanted["number"])
        if not _is_one_of(one["title"], [wanted["title"], *wanted.get("title_also", [])]):
            yield f"section {wanted['number']} is called «{one['title']}»"
    yield from _differs(
        "gone", [one["number"] for one in found["gone"]], [one["number"] for one in truth.get("gone", [])]
    )
    yield from _activity_faults(found["activities"], truth["activities"])


def asked(found: Data, truth: Data) -> Iterator[str]:
    """What is asked and need not be."""
    wanted = {one["number"]: one for one in truth["activities"]}
    for one in found["activities"]:
        if _is_asked(one["rule"]) and not any(map(_is_asked, _rules(wanted[one["number"]]))):
            yield f"{one['number']}: when is «{one['deadline_text']}»?"
        for executor in one["executors"]:
            matches = [
                _listed(each["match"])
                for each in wanted[one["number"]]["executors"]
                if each["name"] == executor["name"]
            ]
            if executor["match"] == "ask" and not any("ask" in each for each in matches):
                yield f"{one['number']}: who is «{executor['name']}»?"


def _activity_faults(found: list[Data], wanted: list[Data]) -> Iterator[str]:
    by_number = {one["number"]: one for one in found}
    yield from _differs("activities", len(found), len(by_number))
    known = {one["number"] for one in wanted}
    yield from (f"there is a row {number} too many" for number in by_number if number not in known)
    order = [one["number"] for one in wanted if one["number"] in by_number]
    yield from _differs("the order", [one["number"] for one in found if one["number"] in known], order)
    for one in wanted:
        number = one["number"]
        if number in by_number:
            yield from (f"{number}: {fault}" for fault in _row_faults(by_number[number], one))
        elif not one.get("optional"):
            yield f"{number} «{one['text']}» is missing"


def _row_faults(found: Data, wanted: Data) -> Iterator[str]:
    yield from _text_faults("the text", found, wanted)
    for field in ("section", "separator"):
        yield from _differs(field, found.get(field), wanted.get(field))
    yield from _differs("the term", found["deadline_text"], wanted["deadline_text"])
    yield from _differs("the further columns", _squeezed(found["extra"]), _squeezed(wanted.get("extra", {})))
    if not _is_asked(found["rule"]):
        if found["rule"] not in _rules(wanted):
            yield f"«{found['deadline_text']}» is read as {found['rule']}"
        elif "dues" in wanted and found["dues"] not in [wanted["dues"], *wanted.get("dues_also", [])]:
            yield f"the due days of «{found['deadline_text']}» are {found['dues']}"
    yield from _executor_faults(found["executors"], wanted["executors"])


def _executor_faults(found: list[Data], wanted: list[Data]) -> Iterator[str]:
    by_name = {_plain(one["name"]): one for one in found}
    for one in wanted:
        executor = by_name.pop(_plain(one["name"]), None)
        if executor is None:
            if not one.get("optional"):
                yield f"{one['name']} is missing"
            continue
        if executor["role"] not in _listed(one["role"]):
            yield f"{one['name']} is {executor['role']}"
        if executor["match"] != "ask" and executor["match"] not in _listed(one["match"]):
            yield f"{one['name']} is {executor['match']}"
    yield from (f"{name} is one too many" for name in by_name)


def _text_faults(what: str, found: Data, wanted: Data) -> Iterator[str]:
    if not _is_one_of(found["text"], [wanted["text"], *wanted.get("text_also", [])]):
        yield f"{what} is «{found['text']}»"


def _differs(what: str, found: object, wanted: object) -> Iterator[str]:
    found, wanted = (_plain(one) if isinstance(one, str) else one for one in (found, wanted))
    if found != wanted and (found or wanted):
        yield f"{what}: {found!r}, not {wanted!r}"


def _is_one_of(text: str, allowed: Iterable[str]) -> bool:
    return _plain(text) in map(_plain, allowed)


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(" .;,")


def _squeezed(extra: Mapping[str, str]) -> dict[str, str]:
    return {" ".join(name.split()): " ".join(words.split()) for name, words in extra.items()}


def _rules(wanted: Data) -> list[Any]:
    return [wanted.get("rule"), *wanted.get("also", [])]


def _is_asked(rule: object) -> bool:
    return isinstance(rule, dict) and "ask" in rule


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
