"""`python -m bot plan read` and `plan compare`: what a document is understood as, and what a new edition changes."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from models.terms import Period
from services.calendar.occurrences import items
from services.calendar.rules import Rules, rule_to_json, rules_to_json
from services.calendar.workdays import Workdays
from services.documents.comparing import Change, Kind, compare
from services.documents.executors import Cast, Known
from services.documents.opening import opened
from services.documents.reading import understand
from services.documents.refusals import Refusal, RefusedError
from services.documents.understood import ActivityRead, DeadlineRead, ExecutorRead, ItemRead, Match, Part, PlanRead
from services.plan.file import PlanFile
from views.documents.pdf import opened_as_docx

_FIRST_DUES = 6
_REFUSED = 2  # exit code
_SHOWN_TEXT = 100  # characters of an activity's text in a list

_REASONS = {
    Refusal.NOT_A_PLAN: "no table or list in it has activities with their terms or executors, so it is not a plan.",
    Refusal.ENCRYPTED: "it is locked with a password. Save it without one and send it again.",
    Refusal.CORRUPT: "it is broken, cut off, or not what its name says. Save it anew in its program and send it again.",
    Refusal.TOO_BIG: "it is too large to be a plan.",
    Refusal.MACROS: "it holds macros. Save it without them, as .docx or .xlsx, and send it again.",
    Refusal.UNSAFE_XML: "it declares what no office program writes and what may do harm.",
    Refusal.TOO_HARD: "reading it takes more time or memory than any plan needs. Save it again as .docx.",
    Refusal.NO_LIBREOFFICE: "LibreOffice, which reads .doc and .rtf files, is not installed here. Save it as .docx.",
}
_PICTURE = "it holds pictures of pages without words that could be read. Send the document it was printed from."


def carry_out(options: argparse.Namespace, known: PlanFile) -> int:
    """`plan read` and `plan compare`; the exit code."""
    try:
        if options.task == "read":
            plan = read_plan(options.file, known)
            print(plan_as_json(plan) if options.json else "\n".join(plan_as_text(plan)))
        else:
            old, new = read_plan(options.old, known), read_plan(options.new, known)
            changes = compare(old, new)
            print(changes_as_json(changes, old, new) if options.json else "\n".join(changes_as_text(changes)))
    except RefusedError as error:
        if options.json:
            print(refusal_as_json(error))
        else:
            print(f"The document is refused: {_PICTURE if error.is_picture else _REASONS[error.kind]}", file=sys.stderr)
        return _REFUSED
    return 0


def read_plan(path: Path, known: PlanFile) -> PlanRead:
    """The plan in a document. Raises RefusedError; LookupError with a sentence where there is no such file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LookupError(f"{path} cannot be read: {error.strerror}.") from error
    return understand(opened(data, opened_as_docx), cast_of(known), known.organisation)


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
    if Kind.PART_TERM in kinds:
        data["part_terms"] = [_part_terms(one) for one in (change.was[0], change.now[0])]
    if change.is_doubtful:
        data["doubtful"] = True
    return data


def _part_terms(one: ActivityRead) -> dict[str, str]:
    """The own terms of co-executors' parts, by name."""
    return {each.name: each.due_on.isoformat() for each in one.executors if each.due_on is not None}


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
        self._found: dict[Rules, list[str]] = {}

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
        if deadline.rules not in self._found:
            made = items(deadline.rules, self._period, self._workdays, document_day=self._day)
            dues = [one.due.isoformat() for one in made if one.due is not None]
            self._found[deadline.rules] = dues[:_FIRST_DUES]
        return self._found[deadline.rules]


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


def plan_as_text(plan: PlanRead) -> Iterator[str]:
    """The plan for reading: what it is, then each activity with its term and executors, then what is asked."""
    yield plan.title or "The title was not found."
    if plan.organisation:
        yield f"Organisation: {plan.organisation}"
    yield f"Period: {plan.period.start} to {plan.period.end}" if plan.period else "Period: not found, to be asked."
    if plan.document_day:
        yield f"Day of the document: {plan.document_day}"
    counts = (len(plan.priorities), len(plan.agenda), len(plan.sections), len(plan.activities))
    yield "Priorities: {}, questions for meetings: {}, sections: {}, activities: {}".format(*counts)
    titles = {one.number: one.title for one in plan.sections}
    section: str | None = None
    for activity in plan.activities:
        if activity.section != section:
            section = activity.section
            yield f"\n{section}. {titles[section]}" if section is not None else ""
        yield f"{activity.number or '?'}. {_short(activity.text)}"
        yield f"    {_term_in_words(activity.deadline)}"
        yield f"    {', '.join(map(_executor_in_words, activity.executors)) or 'no executor found: to be asked'}"
    asked = list(_asked(plan))
    yield f"\nAsked: {len(asked)}"
    yield from (f"  {line}" for line in asked)
    notes = list(_notes(plan))
    if notes:
        yield "\nTo be told:"
        yield from (f"  {line}" for line in notes)


def changes_as_text(changes: Iterable[Change]) -> Iterator[str]:
    """The changes for reading, a paragraph each; what is unchanged is counted."""
    unchanged = 0
    for change in changes:
        if change.kind is Kind.UNCHANGED:
            unchanged += 1
            continue
        numbers = [", ".join(one.number for one in side) for side in (change.was, change.now)]
        kinds = ", ".join(str(kind).replace("_", " ") for kind in (change.kind, *change.also))
        yield f"{' → '.join(filter(None, numbers))}: {kinds}{' (to be asked)' if change.is_doubtful else ''}"
        yield from (f"    was: {_short(one.text)} | {_term_and_people(one)}" for one in change.was)
        yield from (f"    now: {_short(one.text)} | {_term_and_people(one)}" for one in change.now)
    yield f"Unchanged: {unchanged}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_TEXT else f"{line[:_SHOWN_TEXT].rstrip()}…"


def _term_and_people(activity: ActivityRead) -> str:
    return f"{activity.deadline.text} | {', '.join(one.name for one in activity.executors)}"


def _term_in_words(deadline: DeadlineRead) -> str:
    if deadline.rules is not None:
        kinds = ", ".join(str(rule_to_json(rule)["kind"]) for rule in deadline.rules)
        return f"«{deadline.text}»: {kinds}"
    return f"«{deadline.text}»: to be asked" if deadline.text else "no term found: to be asked"


def _executor_in_words(one: ExecutorRead) -> str:
    said = [str(one.part)] if one.part is not Part.CO else []
    if one.match is Match.ASK:
        said.append(f"«{one.written}»: is it this one?")
    elif one.match is Match.NEW and one.part in (Part.LEAD, Part.CO):
        said.append("new")
    return f"{one.name} ({', '.join(said)})" if said else one.name


def _asked(plan: PlanRead) -> Iterator[str]:
    """What an admin would have to answer."""
    for activity in plan.activities:
        if activity.deadline.rules is None:
            yield f"{activity.number}: when is «{activity.deadline.text}»?"
        for one in activity.executors:
            if one.match is Match.ASK:
                yield f"{activity.number}: who is «{one.written}»? {' or '.join(one.candidates)}"
