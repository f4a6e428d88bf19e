"""Control cards as a Word file, each on a page of its own."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import docx
from docx.enum.text import WD_BREAK

from services.plan.figures import ActivityFacts
from services.reports.control_cards import Proceedings
from views.documents import proceedings as wording
from views.documents.execution import Execution
from views.documents.proceedings import Event
from views.documents.word import SHADE, add_line, set_page, set_properties, signature
from views.documents.wordml import Cell, Paragraph, Row, Run, leave_place, saved, table
from views.kit.texts import Texts

# Centimetres; together as wide as the page between its margins.
_FIELDS = (5.0, 12.5)
_EVENTS = (3.2, 4.0, 10.3)
_BLANKS = (4.6, 0.4, 3.6, 0.4, 5.4, 0.4, 2.7)


def control_cards(t: Texts, execution: Execution, proceedings: Mapping[int, Proceedings]) -> bytes:
    """A .docx file. Takes up to several seconds, so call it in a thread."""
    document = docx.Document()
    set_page(document, t, is_upright=True)
    set_properties(document, t, execution, wording.title(t))
    tables: list[Iterator[str]] = []
    for place, activity in enumerate(execution.activities):
        if place:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        tables += _card(document, t, execution, activity, proceedings.get(activity.id, Proceedings()))
    return saved(document, tables)


def _card(
    document: Any, t: Texts, execution: Execution, activity: ActivityFacts, told: Proceedings
) -> Iterator[Iterator[str]]:
    add_line(document, "Heading line", wording.title(t))
    add_line(document, "Subject", wording.as_of(t, execution.today))
    leave_place(document)
    yield table(_FIELDS, _fields(t, execution, activity, told))
    for title, events in wording.chronicle(t, execution, activity, told):
        add_line(document, "Cell text", "")
        add_line(document, "Table title", title)
        leave_place(document)
        yield table(_EVENTS, _events(t, events))
    yield signature(document, t, _BLANKS)


def _fields(t: Texts, execution: Execution, activity: ActivityFacts, told: Proceedings) -> Iterator[Row]:
    for name, lines in wording.fields(t, execution, activity, told):
        head = Cell([Paragraph("Celltext", [Run(name, bold=True)])], fill=SHADE)
        yield Row([head, Cell([Paragraph("Celltext", [Run(line)]) for line in lines])])


def _events(t: Texts, events: Sequence[Event]) -> Iterator[Row]:
    if not events:
        none = Paragraph("Cellcentred", [Run(wording.none_yet(t), italic=True)])
        yield Row([Cell([none], span=len(_EVENTS))])
        return
    heads = [Paragraph("Columnhead", [Run(head)]) for head in wording.event_heads(t)]
    yield Row([Cell([head], fill=SHADE, centred=True) for head in heads], heading=True)
    for one in events:
        lines = [line for text in one.lines for line in text.split("\n") if line] or [""]
        yield Row(
            [
                Cell([Paragraph("Cellcentred", [Run(one.day)])]),
                Cell([Paragraph("Celltext", [Run(one.who)])]),
                Cell([Paragraph("Celltext", [Run(line)]) for line in lines]),
            ]
        )
