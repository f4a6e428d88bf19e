"""`python -m bot plan read` and `plan compare`: what a document is understood as, and what a new edition changes."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from models.terms import Period
from services.calendar.occurrences import items
from services.calendar.rules import rules_to_json
from services.calendar.workdays import Workdays
from services.documents.comparing import Change, Kind, compare
from services.documents.executors import Cast, Known
from services.documents.opening import opened
from services.documents.reading import understand
from services.documents.refusals import RefusedError
from services.documents.understood import ActivityRead, DeadlineRead, ExecutorRead, ItemRead, PlanRead
from services.plan.file import PlanFile

_FIRST_DUES = 6


def read_plan(path: Path, known: PlanFile) -> PlanRead:
    """The plan in a document. Raises RefusedError; LookupError with a sentence where there is no such file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LookupError(f"{path} cannot be read: {error.strerror}.") from error
    return understand(opened(data), cast_of(known), known.organisation)


def cast_of(plan: PlanFile) -> Cast:
    """Those whom a plan file names."""
    return Cast(Known(one.key, one.name, one.kind == "unit", tuple(one.aliases)) for one in plan.executors)


def plan_as_json(plan: PlanRead) -> str:
    return json.dumps(plan_as_data(plan), ensure_ascii=False, indent=1)


def refusal_as_json(error: RefusedError) -> str:
    return json.dumps({"refused": str(error.kind)})


def plan_as_data(plan: PlanRead) -> dict[str, Any]:
    """The plan in the form in which documents' truths are written."""
    calendar = _Calendar(plan.period, plan.document_day)
    return {
        "refused": None,
        "title": plan.title,
        "organisation": plan.organisation,
        "period": _period(plan.period),
        "document_day": _day(plan.document_day),
        "priorities": [{"number": one.number, "text": one.text} for one in plan.priorities],
        "agenda": [_item(one, calendar) for one in plan.agenda],
        "sections": [{"number": one.number, "title": one.title} for one in plan.sections],
        "activities": [_activity(one, calendar) for one in plan.activities],
        "gone": [{"number": one.number, "text": one.text} for one in plan.gone],
        "hidden": [{"number": one.number, "text": one.text} for one in plan.hidden],
        "notes": list(_notes(plan)),
    }


def changes_as_json(changes: Iterable[Change], old: PlanRead, new: PlanRead) -> str:
    """The changes in the form in which amendments' truths are written."""
    before, after = _Calendar(old.period, old.document_day), _Calendar(new.period, new.document_day)
    listed = [_change(one, before, after) for one in changes]
    counts = Counter(one["class"] for one in listed)
    counts["renumbered"] = sum(1 for one in listed if one["renumbered"])
    return json.dumps({"counts": counts, "changes": listed}, ensure_ascii=False, indent=1)


def _change(change: Change, before: "_Calendar", after: "_Calendar") -> dict[str, Any]:
    data: dict[str, Any] = {
        "class": str(change.kind),
        "old": [one.number for one in change.was],
        "new": [one.number for one in change.now],
        "renumbered": change.is_renumbered,
        "was": [_compared(one, before) for one in change.was],
        "now": [_compared(one, after) for one in change.now],
    }
    if change.also:
        data["also"] = [str(kind) for kind in change.also]
    kinds = (change.kind, *change.also)
    if Kind.DEADLINE in kinds:
        data["moved"] = [change.was[0].deadline.text, change.now[0].deadline.text]
    if Kind.EXECUTOR_REPLACED in kinds or Kind.EXECUTOR_ADDED in kinds:
        data["executors_out"] = list(change.executors_out)
        data["executors_in"] = list(change.executors_in)
    if change.is_doubtful:
        data["doubtful"] = True
    return data


def _compared(one: ActivityRead, calendar: "_Calendar") -> dict[str, Any]:
    data = _activity(one, calendar)
    kept = {name: data[name] for name in ("number", "section", "text", "deadline_text", "rule")}
    executors = [{name: each[name] for name in ("name", "role", "match")} for each in data["executors"]]
    return kept | {"executors": executors}


def _period(period: Period | None) -> dict[str, str] | None:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()} if period else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _item(item: ItemRead, calendar: "_Calendar") -> dict[str, Any]:
    return {"number": item.number, "text": item.text, **(calendar.deadline(item.deadline) if item.deadline else {})}


def _activity(one: ActivityRead, calendar: "_Calendar") -> dict[str, Any]:
    data = {
        "number": one.number,
        "section": one.section,
        "text": one.text,
        **calendar.deadline(one.deadline),
        "executors": [_executor(each) for each in one.executors],
        "extra": dict(one.extra),
    }
    return data | ({"separator": one.separator} if one.separator else {})


class _Calendar:
    """Terms with their first due days."""

    def __init__(self, period: Period | None, document_day: date | None) -> None:
        self._period, self._day = period, document_day
        self._workdays = Workdays()

    def deadline(self, deadline: DeadlineRead) -> dict[str, Any]:
        rule: Any = None
        if deadline.rules is not None:
            rule = rules_to_json(deadline.rules)
        elif deadline.text:
            rule = {"ask": [rules_to_json(one) for one in deadline.readings]}
        data = {"deadline_text": deadline.text, "rule": rule, "dues": self._dues(deadline)}
        return data | ({"deadline_note": deadline.note} if deadline.note else {})

    def _dues(self, deadline: DeadlineRead) -> list[str]:
        if deadline.rules is None or self._period is None:
            return []
        made = items(deadline.rules, self._period, self._workdays, document_day=self._day)
        return [one.due.isoformat() for one in made if one.due is not None][:_FIRST_DUES]


def _executor(one: ExecutorRead) -> dict[str, Any]:
    data: dict[str, Any] = {"name": one.name, "role": str(one.part), "match": str(one.match)}
    if one.candidates:
        data["candidates"] = list(one.candidates)
    if one.written != one.name:
        data["written"] = one.written
    if one.head:
        data["head"] = one.head
    if one.post:
        data["post"] = one.post
    return data


def _notes(plan: PlanRead) -> Iterator[str]:
    """What is told besides, in words for those who tend the reader."""
    odd = plan.oddities
    if odd.tracked_changes:
        yield f"tracked changes: {odd.tracked_changes}, read as accepted"
    if odd.comments:
        yield f"comments: {odd.comments}"
    if odd.footnotes:
        yield f"footnotes: {odd.footnotes}"
    for words in odd.struck_out:
        yield f"struck out or deleted: «{words}»"
    for name in odd.hidden_sheets:
        yield f"hidden sheet, not read: «{name}»"
    for name in odd.hidden_columns:
        yield f"hidden column: «{name}»"
    for one in plan.gone:
        yield f"row struck out or deleted: {one.number} «{one.text}»"
    for one in plan.hidden:
        yield f"hidden row, not taken: {one.number} «{one.text}»"
    yield from odd.notes
