"""Control cards as a Word file: of each activity, on a page of its own, all that the control department keeps of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import docx
from docx.enum.text import WD_BREAK

from services.audit.log import AuditFacts
from services.plan.figures import ActivityFacts, Part
from services.plan.paper_numbers import PAPER_NUMBER
from services.reports.control_cards import Proceedings
from services.reports.instructions import InstructionFacts
from services.reports.reading import ReportFacts
from views import audit
from views.documents import execution as wording
from views.documents.execution import Execution
from views.documents.word import SHADE, add_line, set_page, set_properties, signature
from views.documents.wordml import Cell, Paragraph, Row, Run, leave_place, saved, table
from views.kit.texts import Texts, plain, without_marks

# Centimetres; together as wide as the page between its margins.
_FIELDS = (5.0, 12.5)
_EVENTS = (3.2, 4.0, 10.3)
_BLANKS = (4.6, 0.4, 3.6, 0.4, 5.4, 0.4, 2.7)


def control_cards(t: Texts, execution: Execution, proceedings: Mapping[int, Proceedings]) -> bytes:
    """A .docx file. Takes up to several seconds, so call it in a thread."""
    document = docx.Document()
    set_page(document, t, is_upright=True)
    set_properties(document, t, execution, title(t))
    tables: list[Iterator[str]] = []
    for place, activity in enumerate(execution.activities):
        if place:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        tables += _card(document, t, execution, activity, proceedings.get(activity.id, Proceedings()))
    return saved(document, tables)


def title(t: Texts) -> str:
    """What the document is."""
    return plain(t("CONTROL CARD"))


def _card(
    document: Any, t: Texts, execution: Execution, activity: ActivityFacts, told: Proceedings
) -> Iterator[Iterator[str]]:
    add_line(document, "Heading line", title(t))
    add_line(document, "Subject", plain(t("as of {day}", day=t.long_day(execution.today))))
    leave_place(document)
    yield table(_FIELDS, _fields(t, execution, activity))
    reports = execution.reports_on(activity)[::-1]
    for head, events in (
        (t("Reports"), [_reported(t, activity, one) for one in reports]),
        (t("Instructions of the leadership"), [_instructed(t, one) for one in told.instructions]),
        (t("Decisions and changes"), [_decided(t, one) for one in told.entries]),
    ):
        add_line(document, "Cell text", "")
        add_line(document, "Table title", plain(head))
        leave_place(document)
        yield table(_EVENTS, _events(t, events))
    yield signature(document, t, _BLANKS)


def _fields(t: Texts, execution: Execution, activity: ActivityFacts) -> Iterator[Row]:
    plan = execution.summary.plan
    lead, *others = activity.parts
    for name, lines in (
        (t("No."), [_number(t, activity)]),
        (t("Document"), [t.script(wording.in_a_sentence(plan.title)), t.script(plan.organisation)]),
        (t("Section"), [f"{activity.written_section}. {t.script(activity.section_title)}"]),
        (t("Activity"), t.script(activity.text).split("\n")),
        (t("Responsible officer"), [_name(t, lead)]),
        (t("Co-executors"), [_name(t, part) for part in others]),
        (t("Other organisations"), [t.script(one) for one in activity.partners]),
        *((t.script(head), t.script(text).split("\n")) for head, text in activity.extra if head != PAPER_NUMBER),
        (t("Deadline"), wording.deadline(t, activity)),
        (t("Status"), [f"{wording.sign(activity)[0]} {wording.state_of_work(t, activity)}"]),
    ):
        if any(lines):
            head = Cell([Paragraph("Celltext", [Run(plain(name), bold=True)])], fill=SHADE)
            yield Row([head, Cell([Paragraph("Celltext", [Run(line)]) for line in lines if line])])


def _number(t: Texts, activity: ActivityFacts) -> str:
    written = activity.paper_number
    in_document = plain(t("Number in the document: {number}", number=t.script(written))) if written else ""
    number = t.script(activity.written_number)
    return f"№{number} ({in_document})" if in_document else f"№{number}"


def _name(t: Texts, part: Part) -> str:
    head = f" ({t.script(part.executor.head)})" if part.executor.head else ""
    said = plain(t("done")) if part.done else f"{part.percent}%" if part.percent else ""
    name = f"{t.script(part.executor.name)}{head}"
    return f"{name} – {said}" if said and not part.leads else name


def _events(t: Texts, events: Sequence[tuple[str, str, Sequence[str]]]) -> Iterator[Row]:
    """Rows of when, who and what; a single «none» if there are no events."""
    if not events:
        yield Row([Cell([Paragraph("Cellcentred", [Run(plain(t("none yet")), italic=True)])], span=len(_EVENTS))])
        return
    heads = (t("Date"), t("Who"), t("What"))
    yield Row(
        [Cell([Paragraph("Columnhead", [Run(plain(head))])], fill=SHADE, centred=True) for head in heads], heading=True
    )
    for day, who, lines in events:
        what = [Paragraph("Celltext", [Run(line)]) for text in lines for line in text.split("\n") if line]
        yield Row(
            [
                Cell([Paragraph("Cellcentred", [Run(day)])]),
                Cell([Paragraph("Celltext", [Run(who)])]),
                Cell(what or [Paragraph("Celltext", [Run("")])]),
            ]
        )


def _reported(t: Texts, activity: ActivityFacts, report: ReportFacts) -> tuple[str, str, list[str]]:
    state, words = wording.report_state(t, report), wording.report_words(activity, report)
    said = [state, words, wording.report_files(t, report)]
    return plain(t.long_day(report.submitted_on)), t.script(report.executor), [one for one in said if one]


def _instructed(t: Texts, instruction: InstructionFacts) -> tuple[str, str, list[str]]:
    day = plain(t.long_day(t.local_day(instruction.given_at))) if instruction.given_at is not None else ""
    return day, instruction.author, [instruction.text]


def _decided(t: Texts, entry: AuditFacts) -> tuple[str, str, list[str]]:
    """The entry's sentence and, whole, the reason that was given."""
    reason = entry.after.get("reason") or entry.after.get("comment")
    bare = {key: value for key, value in entry.after.items() if key not in ("reason", "comment")}
    sentence = without_marks(audit.what(t, replace(entry, after=bare)))
    day = plain(t.long_day(t.local_day(entry.at)))
    return day, without_marks(audit.who(t, entry)), [sentence, *([str(reason)] if reason else [])]
