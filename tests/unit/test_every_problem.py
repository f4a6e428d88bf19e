"""Every problem of a plan file is named at once, with its place, and none that is not there."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.plan.file import PlanFileError, Problem, parse_plan

PLAN = Path(__file__).parents[2] / "data" / "seed_plan.json"
SEED = json.loads(PLAN.read_text(encoding="utf-8"))
Break = Callable[[Any], object]


def problems(data: Any) -> tuple[Problem, ...]:
    content = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
    try:
        parse_plan(content, PLAN)
    except PlanFileError as error:
        return error.problems
    return ()


def places(data: Any) -> list[str]:
    return sorted(one.place for one in problems(data))


def activity(data: Any, section: int, place: int = 0) -> Any:
    return data["sections"][section]["activities"][place]


# What is broken, with the place that is to be named; no two of them touch the same part.
BREAKS: dict[str, Break] = {
    "organisation": lambda d: d.update(organisation=" "),
    "colour": lambda d: d.update(colour="red"),
    "priorities.1.text": lambda d: d["priorities"][0].update(text=5),
    "agenda.1.deadline.first": lambda d: d["agenda"][0]["deadline"].update(first="2024-13"),
    "sections.I.title": lambda d: d["sections"][0].pop("title"),
    "sections.I.activities.1.text": lambda d: activity(d, 0).update(text="Ҳисобот "),
    "sections.II.activities.3.executors": lambda d: activity(d, 1)["executors"].append("nobody"),
    "sections.II.activities.4.deadline.rule": lambda d: activity(d, 1, 1).update(
        deadline={"text": "ҳар ойда", "rule": {"kind": "each"}}
    ),
    "sections.III.activities.5.deadline.first": lambda d: activity(d, 2)["deadline"].update(first="март"),
    "sections.III.activities.6.deadline.last": lambda d: activity(d, 2, 1)["deadline"].update(last="2025-03"),
    "sections.III.activities.7.executors": lambda d: activity(d, 2, 2).update(executors=[]),
    "sections.III.activities.99.colour": lambda d: activity(d, 2, 3).update(number=99, colour="red"),
    "executors.yunusov.kind": lambda d: d["executors"][0].update(kind="robot"),
    "executors.ochilov": lambda d: next(e for e in d["executors"] if e["key"] == "ochilov")["aliases"].append(
        "Х. Маматов"
    ),
}


def test_each_is_named_alone() -> None:
    found = {place: [one.place for one in problems(broken(place))] for place in BREAKS}
    assert found == {place: [place] for place in BREAKS}


def broken(*chosen: str) -> Any:
    data = copy.deepcopy(SEED)
    for place in chosen:
        BREAKS[place](data)
    return data


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(sorted(BREAKS)), min_size=2))
def test_all_are_named_together_and_nothing_else(chosen: set[str]) -> None:
    assert places(broken(*sorted(chosen))) == sorted(chosen)


def test_a_section_with_activities_is_not_said_to_have_none() -> None:
    data = copy.deepcopy(SEED)
    data["sections"][1]["activities"] = [[1, 2], activity(data, 1)]
    assert [one.place for one in problems(data)] == ["sections.II.activities.#1"]


def test_fields_that_stand_twice_are_named_with_the_rest() -> None:
    text = json.dumps(broken("organisation", "executors.yunusov.kind"), ensure_ascii=False)
    text = text.replace('"title":', '"title": "x", "title":', 1)
    assert [one.place for one in problems(text.encode())] == ["", "organisation", "executors.yunusov.kind"]


@pytest.mark.parametrize("cut", [-1, 0, 1])
def test_a_file_that_is_cut_is_said_to_be_damaged(cut: int) -> None:
    content = PLAN.read_bytes()
    end = next(place for place in range(3000, 4000) if content[place] & 0xC0 == 0x80)  # the second byte of a letter
    [problem] = problems(content[: end + cut])
    assert "UTF-8" not in problem.reason
    assert "JSON" in problem.reason or "middle of a letter" in problem.reason
