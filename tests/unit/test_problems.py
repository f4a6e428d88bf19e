"""Each problem of a plan file is told with its place, in the reader's language."""

import ast
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.calendar import rules
from services.plan.file import PlanFileError, Problem, parse_plan
from views.importing import broken_plan_file
from views.kit.screen import TEXT_LIMIT
from views.kit.texts import Translator, without_marks
from views.problems import problem

PLAN = Path(__file__).parents[2] / "data" / "seed_plan.json"
TEXTS = Translator(ZoneInfo("Asia/Tashkent"), "en")
Change = Callable[[Any, Any], object]


def first(data: Any) -> Any:
    return data["sections"][0]["activities"][0]


BROKEN: list[tuple[Change, str, str]] = [
    (lambda _, a: a.pop("text"), "activity 1, text: it is missing", "1-тадбир, матн: кўрсатилмаган"),
    (lambda _, a: a.update(colour="red"), "activity 1, colour: a plan file has no such field", "бундай майдон йўқ"),
    (lambda _, a: a.update(text="  "), "activity 1, text: the text is empty", "матн бўш"),
    (lambda _, a: a.update(text="Ҳисобот "), "begins or ends with a space", "бўш жой бор"),
    (lambda _, a: a.update(text="Ҳисoбот"), "has Latin letters (o)", "лотин ҳарфлари бор (o)"),
    (lambda _, a: a.update(text=5), "text is needed here, not 5", "матн бўлиши керак, 5 эмас"),
    (
        lambda _, a: a.update(number=100_000),
        "a number from 1 to 99999 is needed here, not 100000",
        "рақам бўлиши керак",
    ),
    (lambda _, a: a.update(number=0), "a number from 1 to 99999 is needed here, not 0", "рақам бўлиши керак"),
    (lambda _, a: a.update(number=2), "the number 2 stands twice", "2 рақами икки марта"),
    (
        lambda _, a: a.update(executors=["nobody"]),
        "activity 1, executors: «nobody» is not in the list",
        "рўйхатида йўқ",
    ),
    (lambda _, a: a.update(executors=[]), "activity 1, executors: at least one is needed", "камида биттаси"),
    (
        lambda _, a: a["deadline"].update(first="март"),
        "activity 1, deadline, first month: «март» is no month",
        "ой эмас",
    ),
    (lambda _, a: a["deadline"].update(last="2025-03"), "2025-03 is not in the plan’s period", "режа даврига"),
    (lambda _, a: a["deadline"].update(first="2024-05", last="2024-03"), "is before the first (2024-05)", "олдин"),
    (lambda _, a: a.update(short_name="а" * 60), "has 60 characters; it may have 40", "60 белгидан"),
    (lambda d, _: d.update(executors=d["executors"][1:]), "is not in the list of executors", "рўйхатида йўқ"),
    (
        lambda d, _: d["sections"][1].update(number="V"),
        "section V, number: the section is numbered «V»",
        "тартиб бўйича",
    ),
    (lambda d, _: d["period"].update(start="2024-09-01"), "the last day (2024-06-30) is before the first", "олдин"),
    (lambda d, _: d.pop("organisation"), "organisation: it is missing", "ташкилот: кўрсатилмаган"),
    (lambda d, _: d["agenda"][0]["deadline"].update(last=None), "meeting question 1, deadline", "1-масаласи"),
    (lambda d, _: d["executors"][0].update(kind="robot"), "it may be 'person' or 'unit', not 'robot'", "'robot' эмас"),
]


@pytest.mark.parametrize(("change", "english", "uzbek"), BROKEN)
def test_a_problem_is_told_in_the_readers_language(change: Change, english: str, uzbek: str) -> None:
    data = json.loads(PLAN.read_text(encoding="utf-8"))
    change(data, first(data))
    with pytest.raises(PlanFileError) as found:
        parse_plan(json.dumps(data).encode(), PLAN)
    for language, words in (("en", english), ("uz_Cyrl", uzbek)):
        said = [without_marks(problem(TEXTS[language], one)) for one in found.value.problems]
        assert any(words in one for one in said), said
    for language in ("uz_Cyrl", "ru"):
        said = [problem(TEXTS[language], one) for one in found.value.problems]
        assert not any("correct it" in one or "sections." in one for one in said), said


@pytest.mark.parametrize("content", [b'{"title": ', b"\xff\xfe", b'{"title": 1, "title": 2}'])
def test_what_is_no_json_is_told_too(content: bytes) -> None:
    with pytest.raises(PlanFileError) as found:
        parse_plan(content, PLAN)
    assert "<code>" not in problem(TEXTS["ru"], found.value.problems[0])


def test_all_of_them_are_told_up_to_what_fits_and_the_rest_is_counted() -> None:
    few = [Problem(f"sections.I.activities.{number}.text", "the field is missing; add it") for number in range(1, 31)]
    said = broken_plan_file(TEXTS["en"], few).text
    assert all(f"activity {number}, text" in said for number in range(1, 31))
    many = few * 20
    said = broken_plan_file(TEXTS["en"], many).text
    assert len(said) <= TEXT_LIMIT
    told = said.count("it is missing")
    assert f"… and {len(many) - told} more" in said


def reasons_in(source: str) -> list[str]:
    """Each reason that the module gives, with «7» in the place of what it fills in."""
    found = []
    for node in ast.walk(ast.parse(source)):
        raised = node.exc if isinstance(node, ast.Raise) else None
        said = raised.args[:1] if isinstance(raised, ast.Call) and getattr(raised.func, "id", "") == "RuleError" else []
        if isinstance(node, ast.FunctionDef) and node.name == "_misfit":
            said = [one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value is not None]
        for one in said:
            if isinstance(one, ast.JoinedStr):
                found.append("".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in one.values))
            elif isinstance(one, ast.Constant) and isinstance(one.value, str):
                found.append(one.value)
    return found


REASONS = reasons_in(Path(rules.__file__).read_text(encoding="utf-8"))


def test_reasons_are_found() -> None:
    assert len(REASONS) > 30


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_of_a_rule_has_its_sentence(reason: str) -> None:
    for language in ("en", "uz_Cyrl", "ru"):
        assert "<code>" not in problem(TEXTS[language], Problem("", reason)), language


@pytest.mark.parametrize(
    ("rule", "russian"),
    [
        ({"kind": "window", "first": None, "last": "2024-03-15", "precision": "month"}, "а не 2024-03-15"),
        ({"kind": "window", "first": "2024-05-01", "last": "2024-03-31", "precision": "day"}, "раньше первого"),
        ({"kind": "each", "unit": "week", "due": {"weekday": 9}}, "«weekday»"),
        ({"kind": "each", "unit": "month", "due": {"weekday": 1}}, "«week»"),
        ({"kind": "on", "days": ["2024-02-30"]}, "2024-02-30"),
        ({"kind": "later"}, "'later'"),
        ({"kind": "after", "anchor": "5"}, "«working_days»"),
    ],
)
def test_a_wrong_rule_is_told_in_russian(rule: object, russian: str) -> None:
    data = json.loads(PLAN.read_text(encoding="utf-8"))
    first(data)["deadline"] = {"text": "март", "rule": rule}
    with pytest.raises(PlanFileError) as found:
        parse_plan(json.dumps(data).encode(), PLAN)
    said = problem(TEXTS["ru"], found.value.problems[0])
    assert russian in said
    assert "<code>" not in said
