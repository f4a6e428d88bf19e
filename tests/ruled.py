"""Small plan files whose terms are rules, with the seed's executors."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

SEED = Path(__file__).parents[1] / "data" / "seed_plan.json"

EXECUTORS = ("mamatov", "yunusov")
Deadline = Mapping[str, object]


def by_day(text: str, last: str, first: str | None = None) -> Deadline:
    """Due by a day."""
    return {"text": text, "rule": {"kind": "window", "first": first, "last": last, "precision": "day"}}


def ruled(text: str, *rules: object) -> Deadline:
    """Due by a rule, or by several."""
    return {"text": text, "rule": rules[0] if len(rules) == 1 else list(rules)}


UNSET = ruled("белгиланган муддатларда", {"kind": "unset", "note": ""})


def plan_of(*deadlines: Deadline, executors: Sequence[str] = EXECUTORS, **changed: Any) -> dict[str, Any]:
    """A plan as data: an activity for each deadline, numbered from 1, all of the same executors, the first leading."""
    seed = json.loads(SEED.read_text(encoding="utf-8"))
    texts = [activity["text"] for section in seed["sections"] for activity in section["activities"]]
    activities = [
        {"number": number, "text": texts[number - 1], "deadline": dict(deadline), "executors": list(executors)}
        for number, deadline in enumerate(deadlines, start=1)
    ]
    section = {"number": "I", "title": seed["sections"][0]["title"], "activities": activities}
    return {**seed, "agenda": [], "sections": [section], **changed}


def written(folder: Path, plan: Mapping[str, Any]) -> Path:
    """The plan as a file."""
    path = folder / "ruled_plan.json"
    path.write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    return path
