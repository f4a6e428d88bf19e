"""What becomes of each activity in a new edition: what is the same, what is asked, what is told."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models import PlanEdition
from services.control.editions import changes_of
from services.control.loading import fingerprint_of
from services.documents.comparing import Kind
from services.documents.executors import Known
from services.imports.amending import Amending, Edition, amending, compared, with_own_terms
from services.imports.answers import Answer, of_executor, of_pair, of_text
from services.imports.draft import Draft, Drafts, source_of
from services.imports.questions import Ask
from services.plan.file import PlanFile, load_plan, parse_plan

ROOT = Path(__file__).parents[2]
SAMPLES, SEED = ROOT / "tests" / "samples" / "plans", load_plan(ROOT / "data" / "seed_plan.json")
KEYS = ("a", "b", "c")
MONTHS = {"2025-01": "январь", "2025-02": "февраль", "2025-03": "март", "2025-04": "апрель"}


def row(number: int, text: str, month: str = "2025-03", *executors: str, **fields: Any) -> dict[str, Any]:
    deadline = {"text": MONTHS[month], "kind": "months", "first": month, "last": month}
    return {"number": number, "text": text, "deadline": deadline, "executors": executors or ("a",), **fields}


def after(number: str) -> dict[str, Any]:
    rule = {"kind": "after", "anchor": number, "months": 1, "days": None, "working_days": None}
    return {"text": "бажарилгандан сўнг бир ой ичида", "rule": rule}


def plan(*sections: list[dict[str, Any]]) -> Edition:
    return Edition.of(plan_file(*sections), "old")


def plan_file(*sections: list[dict[str, Any]]) -> PlanFile:
    data = {
        "title": "Режа",
        "organisation": "Комиссия",
        "period": {"start": "2025-01-01", "end": "2025-06-30"},
        "priorities": [],
        "agenda": [],
        "sections": [
            {"number": number, "title": f"{number}-бўлим", "activities": activities}
            for number, activities in zip(("I", "II"), sections, strict=False)
        ],
        "executors": [{"key": key, "name": f"{key.upper()}. Ижрочи", "kind": "person", "aliases": []} for key in KEYS],
    }
    return file_of(data)


def file_of(data: dict[str, Any]) -> PlanFile:
    return parse_plan(json.dumps(data).encode(), Path("plan.json"))


def found(old: Edition, new: Edition, *places: int | None) -> Amending:
    """What is found, after the questions were answered with these places."""
    answers: dict[str, Answer] = {}
    changes = compared(old, new)
    for place in places:
        answers[amending(changes, answers, old, new).open[0].key] = of_pair(place)
    return amending(changes, answers, old, new)


MEETING = "Комиссия мажлисини ўтказиш"
COURSE = "Ўқув дастурини қайта кўриб чиқиш"
BUYING = "Харид режасини портал орқали эълон қилиш"


def test_what_waits_for_a_renumbered_activity_waits_for_the_same_one() -> None:
    old = plan([row(1, COURSE), row(2, BUYING, deadline=after("1"))])
    new = plan([row(1, MEETING), row(2, COURSE), row(3, BUYING, deadline=after("2"))])
    one = found(old, new)
    assert not one.open
    assert (dict(one.counts), one.renumbered) == ({Kind.NEW: 1}, 2)
    assert dict(one.amendment.numbers) == {2: 1, 3: 2}
    other = plan([row(1, MEETING), row(2, COURSE), row(3, BUYING, deadline=after("1"))])
    assert found(old, other).counts[Kind.DEADLINE] == 1


@pytest.mark.parametrize(
    ("new", "asked"),
    [
        # The same words several times: term and executors tell them apart.
        ([row(1, MEETING, "2025-02"), row(2, MEETING, "2025-03")], 0),
        ([row(1, MEETING, "2025-01"), row(2, MEETING, "2025-02"), row(3, MEETING, "2025-03", "b")], 1),
        ([row(1, MEETING, "2025-01"), row(2, MEETING, "2025-04"), row(3, MEETING, "2025-03")], 1),
        ([row(1, MEETING, "2025-03"), row(2, MEETING, "2025-02"), row(3, MEETING, "2025-01")], 0),
    ],
)
def test_words_that_stand_there_several_times_are_asked_about_unless_the_rest_is_the_same(
    new: list[dict[str, Any]], asked: int
) -> None:
    old = plan([row(1, MEETING, "2025-01"), row(2, MEETING, "2025-02"), row(3, MEETING, "2025-03")])
    assert len(found(old, plan(new)).open) == asked


def test_what_moved_far_with_nothing_else_the_same_is_asked_about() -> None:
    old = plan([row(1, COURSE), row(2, BUYING)], [row(3, MEETING)])
    near = plan([row(1, COURSE)], [row(2, MEETING), row(3, BUYING)])
    far = plan([row(1, COURSE)], [row(3, MEETING), row(4, "Янги иш режасини тузиш"), row(5, BUYING, "2025-01", "c")])
    assert not found(old, near).open
    [question] = found(old, far).open
    assert [(one.number, other.number) for one, other in question.pairs] == [("2", "5")]


def test_of_what_is_split_one_part_goes_on_and_the_others_are_new() -> None:
    old = plan([row(1, "Семинар ўтказиш ва сертификатлар бериш", "2025-03", "a", "b")])
    new = plan([row(1, "Семинар ўтказиш"), row(2, "Сертификатлар бериш", "2025-04", "b")])
    assert len(found(old, new).open) == 1
    first, second, none = (found(old, new, place) for place in (0, 1, None))
    assert dict(first.amendment.numbers) == {1: 1}
    assert dict(second.amendment.numbers) == {2: 1}
    assert dict(none.amendment.numbers) == {}
    assert dict(first.counts) == {Kind.SPLIT: 1, Kind.EXECUTOR_REPLACED: 1}, "«b» has no part in what goes on"
    assert dict(none.counts) == {Kind.NEW: 2, Kind.REMOVED: 1}
    kept, added = first.amendment.changes
    assert (kept.number, kept.joined, added.number, added.joined) == (1, None, 2, 1)
    assert [(one.number, one.joined, one.old) for one in [added.other_way()]] == [(2, 1, added.new)]


def test_only_changes_with_an_effect_are_told_and_only_to_their_executors() -> None:
    old = plan([row(1, COURSE), row(2, BUYING, "2025-03", "b"), row(3, f"«{MEETING}»", "2025-03", "c")])
    new = plan([row(1, COURSE), row(3, BUYING, "2025-04", "b"), row(2, f"“{MEETING}”", "2025-03", "c")])
    told = found(old, new).amendment.changes
    assert [(one.number, one.kinds) for one in told] == [(3, (Kind.DEADLINE,)), (2, ())]
    edition = PlanEdition(changes=[one.as_json() for one in told])
    assert [one.number for one in changes_of(edition, ["b"])] == [3]
    assert changes_of(edition, ["a"]) == ()
    assert changes_of(edition) == told


def answered(drafts: Drafts) -> Draft:
    """The draft with the first answer to each question about the document itself."""
    answers: dict[str, Answer] = {}
    draft = drafts.after(answers)
    while draft.amending is None and draft.open:
        for one in draft.open:
            chosen = one.candidates[0] if one.candidates else ""
            answers[one.key] = of_text(chosen) if one.asks is Ask.ORGANISATION else of_executor(chosen)
        draft = drafts.after(answers)
    return draft


@pytest.mark.parametrize("name", ["dp1_h1_2025", "dp2_dastur_ru"])
def test_the_samples_give_their_truth_through_the_import_as_well(name: str) -> None:
    def drafts(edition: str, before: Edition | None = None) -> Drafts:
        [file] = SAMPLES.glob(f"{name}_{edition}.*x")
        known = [Known(one.key, one.name, one.kind == "unit", tuple(one.aliases)) for one in SEED.executors]
        return Drafts(source_of(file.read_bytes(), file.name), known, SEED.organisation, (), before)

    first = answered(drafts("ed1")).file
    assert first is not None
    second = answered(drafts("ed2", Edition.of(first, fingerprint_of(first))))
    assert second.amending is not None
    truth = json.loads((SAMPLES / f"{name}.changes.json").read_text(encoding="utf-8"))["changes"]
    fields = [(one["class"], one["old"], one["new"], one["renumbered"]) for one in truth]
    got = [
        (str(one.kind), [each.number for each in one.was], [each.number for each in one.now], one.is_renumbered)
        for one in second.amending.changes
    ]
    assert sorted(got) == sorted(fields)
    assert {one.asks for one in second.open} == {Ask.SAME}
    assert len(second.open) == sum(one["class"] in ("split", "merged") for one in truth)


def open_rule(start: str | None) -> dict[str, Any]:
    return {"text": "доимий", "rule": {"kind": "open", "from": start, "rhythm": "continuous"}}


def test_work_without_an_end_begins_with_the_plan_whether_its_day_is_given_or_not() -> None:
    old, new, later = (
        plan([row(1, COURSE, deadline=open_rule(start))]) for start in (None, "2025-01-01", "2025-02-01")
    )
    assert found(old, new).counts == found(new, old).counts == {Kind.UNCHANGED: 1}
    assert found(old, later).counts == {Kind.DEADLINE: 1}


def window(last: str, first: str | None = "2025-03-01") -> dict[str, Any]:
    rule = {"kind": "window", "first": first, "last": last, "precision": "day"}
    return {"text": "муддат", "rule": rule}


def test_a_term_with_the_time_given_since_is_no_change_and_stays_given() -> None:
    old = replace(plan([row(1, COURSE), row(2, BUYING)]), given={1: date(2025, 4, 15)})
    for deadline, kind in (
        (window("2025-04-15"), Kind.UNCHANGED),
        (window("2025-04-15", None), Kind.UNCHANGED),
        (window("2025-04-16"), Kind.DEADLINE),
        (window("2025-04-15", "2025-02-01"), Kind.DEADLINE),
    ):
        new = plan([row(1, COURSE, deadline=deadline), row(2, BUYING, "2025-04")])
        assert [one.kind for one in found(old, new).changes] == [kind, Kind.DEADLINE]
    assert found(replace(old, given={}), plan([row(1, COURSE, deadline=window("2025-04-15"))])).counts[Kind.DEADLINE]
    file = plan_file([row(1, COURSE, deadline=window("2025-04-15")), row(2, BUYING, "2025-04")])
    kept = with_own_terms(file, old)
    assert [one.deadline.text for one in kept.activities] == ["март", "апрель"]
