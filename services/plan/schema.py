"""The plan file as JSON Schema: its shape is taken from the models, its words from here."""

import json
from collections.abc import Mapping
from typing import cast

from services.plan.file import PlanFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MONTH = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$", "examples": ["2024-05"]}
_DAY = {"type": "string", "format": "date", "examples": ["2024-05-20"]}
_UNIT = {"enum": ["week", "month", "quarter", "half", "year"]}

_FIELDS: Mapping[str, Mapping[str, str]] = {
    "PlanFile": {
        "title": "The plan's title.",
        "organisation": "Whose plan it is; the same organisation and period mean the same plan.",
        "period": "The days that the plan covers.",
        "document_day": "The day of the document itself, from which terms such as «бир ой муддатда» are counted.",
        "priorities": "The priority tasks of the plan's first part.",
        "agenda": "The questions for the organisation's meetings.",
        "sections": "The parts of the action plan, in order.",
        "executors": "Everybody whom the activities name.",
    },
    "Period": {"start": "The first day.", "end": "The last day."},
    "Priority": {"number": "Its number.", "text": "Its text."},
    "AgendaItem": {
        "number": "Its number.",
        "text": "The question.",
        "deadline": "The months or days of the meeting.",
    },
    "Section": {
        "number": "A Roman numeral: I, II, III … in order.",
        "title": "Its title.",
        "activities": "Its activities.",
    },
    "Activity": {
        "number": "Its number in the plan; a new edition finds the activity by it.",
        "short_name": "What people call it: at most 40 characters on one line.",
        "text": "The whole text.",
        "deadline": "When it is to be done: by a rule, or in whole months.",
        "executors": "Keys of executors; the first one leads, the others assist.",
        "part_terms": "The days by which co-executors (by key) deliver their parts, if earlier than the deadline.",
        "partners": "Other organisations, who are told nothing.",
        "extra": "The document's further columns: what stands in each, by its head.",
        "needs_document": "true if it is handed in with a document: its number, its date and a file.",
    },
    "Deadline": {
        "text": "As the document writes it.",
        "kind": "«months», or work without an end: «continuous», «regular».",
        "first": "The first month; null for endless work that begins with the period.",
        "last": "The last month; null for endless work.",
    },
    "RuledDeadline": {"text": "As the document writes it.", "rule": "What it means: a rule, or a list of rules."},
    "Executor": {
        "key": "What the activities name it by: lowercase Latin letters, digits, «_».",
        "name": "The name as it is shown.",
        "kind": "A person, or a unit for which any of its members answers.",
        "aliases": "Other spellings.",
        "head": "Who leads a unit, as the document says after its name.",
        "led_by": "Key of the executor who leads a unit.",
        "members": "Keys of the executors who belong to a unit.",
        "is_class": "Whether each member has a part of their own where an activity names the unit.",
    },
}


def schema() -> dict[str, object]:
    """The whole schema."""
    made = PlanFile.model_json_schema(mode="validation")
    parts: dict[str, dict[str, object]] = made["$defs"]
    for name, part in ({"PlanFile": made} | parts).items():
        _explain(part, _FIELDS.get(name, {}))
    for name in ("first", "last"):
        _fields_of(parts["Deadline"])[name]["anyOf"] = [_MONTH, {"type": "null"}]
    _fields_of(parts["RuledDeadline"])["rule"] |= {
        "anyOf": [{"$ref": "#/$defs/Rule"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Rule"}}]
    }
    parts["Rule"] = {"anyOf": _RULES}
    return {"$schema": DIALECT} | made


def as_text() -> str:
    """The schema as it is published."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _explain(part: dict[str, object], fields: Mapping[str, str]) -> None:
    """Put the words to the fields, and take away what only repeats their names."""
    part.pop("title", None)
    for name, field in _fields_of(part).items():
        field.pop("title", None)
        if name in fields:
            field["description"] = fields[name]


def _fields_of(part: Mapping[str, object]) -> dict[str, dict[str, object]]:
    return cast("dict[str, dict[str, object]]", part.get("properties", {}))


def _rule(kind: str, words: str, required: tuple[str, ...], **fields: object) -> dict[str, object]:
    return {
        "type": "object",
        "description": words,
        "additionalProperties": False,
        "required": ["kind", *required],
        "properties": {"kind": {"const": kind}, **fields},
    }


def _or_null(one: Mapping[str, object], words: str) -> dict[str, object]:
    return {"anyOf": [one, {"type": "null"}], "description": words}


def _due(**fields: tuple[int, int]) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(fields),
        "properties": {
            name: {"type": "integer", "minimum": least, "maximum": most} for name, (least, most) in fields.items()
        },
    }


_DUE = {
    "anyOf": [
        {"type": "null"},
        _due(weekday=(1, 7)),
        _due(day=(1, 366)),
        _due(month=(1, 12), day=(1, 31)),
        _due(month_of=(1, 12), day=(1, 31)),
        _due(working_day=(-31, 31)),
        _due(after=(1, 3660)),
    ],
    "description": (
        "When each is due: null, the unit's last day; a day of the week (Monday is 1), of the unit, of a month of the "
        "year or of the unit; a working day (-1 is the last); or so many days after the unit has ended."
    ),
}
_RULES = [
    _rule(
        "window",
        "To be done from «first» to «last».",
        ("last", "precision"),
        first=_or_null(_DAY, "Null: from the document's day, else the plan's first day."),
        last={**_DAY, "description": "The due day."},
        precision={
            "enum": ["day", "month", "quarter", "half", "year"],
            "description": "How exactly it was given; other than «day», it ends on the last day of its unit.",
        },
    ),
    _rule(
        "on",
        "Events, each an item of its own.",
        ("days",),
        days={"type": "array", "minItems": 1, "items": _DAY, "description": "Their days, in order."},
    ),
    _rule(
        "each",
        "What repeats: each occurrence is an item of its own.",
        ("unit",),
        unit={**_UNIT, "description": "The unit in which it is done once."},
        every={"type": "integer", "minimum": 1, "maximum": 120, "description": "Once in so many units; 1 if absent."},
        due=_DUE,
        first=_or_null(_DAY, "Null: the plan's first day."),
        last=_or_null(_DAY, "Null: the plan's last day."),
    ),
    _rule(
        "open",
        "Work without an end: no due day, never overdue.",
        ("rhythm",),
        **{"from": _or_null(_DAY, "The day on which it begins; null: the plan's first day.")},
        rhythm={"enum": ["continuous", "regular"], "description": "Without a break, or regularly."},
    ),
    _rule(
        "after",
        "Due so long after its anchor; exactly one of «months», «days» and «working_days» is given.",
        ("anchor",),
        anchor={"type": "string", "description": "«document», an activity's number, or an event."},
        months={"type": "integer", "minimum": 1, "maximum": 120, "description": "So many months after it."},
        days={"type": "integer", "minimum": -3660, "maximum": 3660, "description": "So many days after it."},
        working_days={
            "type": "integer",
            "minimum": 1,
            "maximum": 3660,
            "description": "So many working days after it.",
        },
    ),
    _rule(
        "unset",
        "The document gives no term.",
        (),
        note={"type": "string", "description": "What it says instead."},
    ),
]
