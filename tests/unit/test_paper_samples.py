"""Every sample document is read as its truth says: rows and texts all, nothing wrong that is taken as certain."""

import json
import time
from pathlib import Path

import pytest

from bot.paper import cast_of, changes_as_json
from services.documents.comparing import Kind, compare
from services.documents.opening import opened
from services.documents.reading import understand
from services.documents.refusals import RefusedError
from services.documents.understood import PlanRead
from tests.unit.paper_truths import KNOWN, SAMPLES, Data, asked, faults, read, truth_of

MOST_ASKED = 0.03
DOCUMENTS = sorted(
    path for path in SAMPLES.iterdir() if path.suffix != ".json" and not path.name.startswith(("d7", "d9"))
)
REFUSED = sorted(path for path in SAMPLES.iterdir() if path.suffix != ".json" and path.name.startswith(("d7", "d9")))
SECONDS = 10  # for 1,500 rows, on a machine that does much else


def truth_beside(path: Path) -> Data:
    return truth_of(SAMPLES / f"{path.stem.removesuffix('_txt')}.truth.json")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_gives_its_truth(path: Path) -> None:
    found, truth = read(path.read_bytes()), truth_beside(path)
    assert list(faults(found, truth)) == []
    needless = list(asked(found, truth))
    assert len(needless) <= MOST_ASKED * len(truth["activities"]), needless


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.name)
def test_a_document_is_refused_for_its_reason(path: Path) -> None:
    with pytest.raises(RefusedError) as refused:
        read(path.read_bytes())
    assert str(refused.value.kind) == truth_beside(path)["refused"]


def test_the_longest_document_takes_seconds() -> None:
    data = (SAMPLES / "d8_katta_1500.docx").read_bytes()
    begun = time.process_time()
    assert len(read(data)["activities"]) == 1500
    assert time.process_time() - begun < SECONDS


def plan_in(name: str) -> PlanRead:
    return understand(opened((SAMPLES / name).read_bytes()), cast_of(KNOWN), KNOWN.organisation)


@pytest.mark.parametrize(("name", "suffix"), [("dp1_h1_2025", "docx"), ("dp2_dastur_ru", "xlsx")])
def test_an_amendment_gives_its_changes(name: str, suffix: str) -> None:
    old, new = plan_in(f"{name}_ed1.{suffix}"), plan_in(f"{name}_ed2.{suffix}")
    found = json.loads(changes_as_json(compare(old, new), old, new))
    truth = json.loads((SAMPLES / f"{name}.changes.json").read_text("utf-8"))
    assert found["counts"] == truth["counts"]
    fields = ("class", "old", "new", "renumbered", "moved", "executors_out", "executors_in")
    assert [[one.get(name) for name in fields] for one in found["changes"]] == [
        [one.get(name) for name in fields] for one in truth["changes"]
    ]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_same_document_changes_nothing(path: Path) -> None:
    plan = plan_in(path.name)
    changes = compare(plan, plan)
    assert {change.kind for change in changes} == {Kind.UNCHANGED}
    assert len(changes) == len(plan.activities)


def test_the_seeds_text_and_its_word_form_are_the_plan_file() -> None:
    for name in ("d1_seed.docx", "d1_seed_txt.txt"):
        plan = plan_in(name)
        in_file = [one for section in KNOWN.sections for one in section.activities]
        keys = [[executor.key for executor in one.executors] for one in plan.activities]
        assert keys == [list(one.executors) for one in in_file]
        assert [one.number for one in plan.activities] == [str(one.number) for one in in_file]
