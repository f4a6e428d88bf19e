"""The plan file's JSON Schema: it is current, every field is explained, and it says what the reader of rules takes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.calendar.rules import RuleError, rules_from_json
from services.plan.schema import as_text, schema

PUBLISHED = Path(__file__).parents[2] / "docs" / "plan.schema.json"
EXAMPLES: dict[str, dict[str, Any]] = {
    "window": {"first": None, "last": "2024-05-31", "precision": "month"},
    "on": {"days": ["2024-05-20"]},
    "each": {"unit": "month", "every": 1, "due": {"day": 5}, "first": None, "last": None},
    "open": {"from": None, "rhythm": "continuous"},
    "after": {"anchor": "document", "months": 1},
    "unset": {"note": "белгиланган муддатларда"},
}


def test_the_published_schema_is_current() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == as_text(), "python -m bot plan schema > docs/plan.schema.json"


def fields(part: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, one in part.get("properties", {}).items():
        yield f"{path}.{name}", one
    for one in part.get("anyOf", []):
        yield from fields(one, f"{path}.{one.get('properties', {}).get('kind', {}).get('const', '')}")


def test_every_field_is_explained() -> None:
    made = schema()
    every = [*fields(made), *(one for name, part in made["$defs"].items() for one in fields(part, name))]
    assert len(every) > 40
    assert [path for path, one in every if "description" not in one and "const" not in one] == []


def rule(kind: str) -> dict[str, Any]:
    return next(one for one in schema()["$defs"]["Rule"]["anyOf"] if one["properties"]["kind"]["const"] == kind)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_rules_have_the_fields_that_the_reader_takes_and_needs(kind: str) -> None:
    described, example = rule(kind), {"kind": kind, **EXAMPLES[kind]}
    assert rules_from_json(example)
    assert set(example) <= set(described["properties"])
    for name in described["required"]:
        with pytest.raises(RuleError):
            rules_from_json({field: value for field, value in example.items() if field != name})
    for name in set(example) - set(described["required"]) - {"months"}:
        assert rules_from_json({field: value for field, value in example.items() if field != name})
    with pytest.raises(RuleError):
        rules_from_json({**example, "strange": 1})
