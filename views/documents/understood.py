"""A plan as it was understood from a document, as a Word file to look through before it is loaded."""

from collections.abc import Iterator, Mapping

import docx

from services.documents.comparing import Change, Kind
from services.documents.understood import ExecutorRead, Match, Part
from services.imports.draft import Draft, Line
from views.documents.word import SHADE, add_line, set_page
from views.documents.wordml import Cell, Paragraph, Row, Run, leave_place, saved, table
from views.kit.figures import days_between
from views.kit.texts import Texts, plain
from views.terms import rules_words

WIDTHS = (1.8, 11.4, 6.6, 6.4)  # centimetres; together as wide as the page between its margins
ASKED = "C00000"  # what is not certain, in red and in words
CHANGED = "2E74B5"  # what a new edition changes in the plan in force, the old struck out above the new


def understood(t: Texts, draft: Draft) -> bytes:
    """A .docx file. Takes up to several seconds, so call it in a thread."""
    document = docx.Document()
    set_page(document, t)
    add_line(document, "Heading line", t.script(draft.title) if draft.title else plain(t("Title: not found")))
    if draft.organisation:
        add_line(document, "Subject", t.script(draft.organisation))
    if draft.period:
        days = days_between(t, draft.period.start, draft.period.end)
        add_line(document, "Subject", plain(t("Period: {days}", days=days)))
    leave_place(document)
    return saved(document, [table(WIDTHS, _rows(t, draft))])


def _rows(t: Texts, draft: Draft) -> Iterator[Row]:
    heads = (t("No."), t("Activity"), t("Term: as written, and as understood"), t("Responsible officers"))
    cells = [Cell([Paragraph("Columnhead", [Run(plain(head))])], fill=SHADE, centred=True) for head in heads]
    yield Row(cells, heading=True)
    changes = _by_number(draft)
    for chapter in draft.chapters:
        yield _chapter(t, f"{chapter.number}. {t.script(chapter.title)}".rstrip(". "))
        yield from (_line(t, line, changes.get(str(line.number))) for line in chapter.lines)
    yield from _left_out(t, draft)


def _by_number(draft: Draft) -> Mapping[str, Change]:
    """What became of each activity of the new edition, if it is one of the plan in force."""
    changes = draft.amending.changes if draft.amending is not None else ()
    return {one.number: change for change in changes for one in change.now}


def _left_out(t: Texts, draft: Draft) -> Iterator[Row]:
    """The activities in force that the new edition does not have, struck out."""
    changes = draft.amending.changes if draft.amending is not None else ()
    gone = [one for change in changes if not change.now for one in change.was]
    if gone:
        yield _chapter(t, plain(t("Left out of the plan")))
    for one in gone:
        texts = (one.number, one.text, one.deadline.text, ", ".join(each.name for each in one.executors))
        yield Row([Cell([Paragraph("Celltext", [Run(t.script(text), struck=True)])]) for text in texts])


def _chapter(_t: Texts, words: str) -> Row:
    return Row([Cell([Paragraph("Sectionhead", [Run(words)])], span=len(WIDTHS), fill=SHADE)], whole=True)


def _line(t: Texts, line: Line, change: Change | None) -> Row:
    number = [Paragraph("Cellcentred", [Run(f"{line.number}.")])]
    if line.written != str(line.number):
        number.append(Paragraph("Cellcentred", [Run(f"({line.written})", italic=True)]))
    number += [Paragraph("Cellcentred", [Run(words, bold=True, colour=CHANGED)]) for words in _mark_of(t, line, change)]
    text = [Paragraph("Celltext", [Run(part)]) for part in t.script(line.text).split("\n")]
    term, people = list(_term(t, line)), list(_people(t, line))
    for kind, old in _was(t, change):
        cell = text if kind is Kind.TEXT else term if kind is Kind.DEADLINE else people
        cell.insert(0, Paragraph("Celltext", [Run(t.script(old), struck=True, colour=CHANGED)]))
    return Row([Cell(number), Cell(text), Cell(term), Cell(people)])


def _mark_of(t: Texts, line: Line, change: Change | None) -> Iterator[str]:
    """What stands below the number of an activity that is new, or has another number."""
    if change is None:
        return
    if not change.was:
        yield plain(t("new"))
    elif len(change.was) > 1 or change.was[0].number != str(line.number):
        yield plain(t("was {numbers}", numbers=", ".join(one.number for one in change.was)))


def _was(t: Texts, change: Change | None) -> Iterator[tuple[Kind, str]]:
    """What was in the place of the words that changed."""
    if change is None or not change.was:
        return
    kinds = {change.kind, *change.also}
    if kinds & {Kind.TEXT, Kind.SPLIT, Kind.MERGED, Kind.RETYPED}:
        yield Kind.TEXT, "\n".join(one.text for one in change.was)
    if kinds & {Kind.DEADLINE, Kind.SPLIT, Kind.MERGED}:
        yield Kind.DEADLINE, "; ".join(one.deadline.text for one in change.was)
    if kinds & {Kind.EXECUTOR_REPLACED, Kind.EXECUTOR_ADDED, Kind.PART_TERM, Kind.SPLIT, Kind.MERGED}:
        people = (", ".join(_with_term(t, each) for each in one.executors) for one in change.was)
        yield Kind.EXECUTOR_REPLACED, "; ".join(people)


def _with_term(t: Texts, one: ExecutorRead) -> str:
    """A name, with the own term of its part if it has one."""
    if one.due_on is None:
        return one.name
    return plain(t("{name} (by {day})", name=one.name, day=t.day(one.due_on)))


def _term(t: Texts, line: Line) -> Iterator[Paragraph]:
    if line.term:
        yield Paragraph("Celltext", [Run(t.script(line.term))])
    if line.rules is None:
        yield Paragraph("Celltext", [Run(plain(t("to be asked")), bold=True, colour=ASKED)])
    else:
        yield Paragraph("Celltext", [Run(plain(rules_words(t, line.rules)), italic=True)])


def _people(t: Texts, line: Line) -> Iterator[Paragraph]:
    for one in line.executors:
        yield Paragraph("Celltext", [Run(t.script(_with_term(t, one)), bold=one.part is Part.LEAD), *_mark(t, one)])
    if not any(one.part in (Part.LEAD, Part.CO) for one in line.executors):
        yield Paragraph("Celltext", [Run(plain(t("to be asked")), bold=True, colour=ASKED)])


def _mark(t: Texts, one: ExecutorRead) -> Iterator[Run]:
    if one.match is Match.ASK:
        written = plain(t("to be asked: «{words}»", words=t.script(one.written)))
        yield Run(f" ({written})", colour=ASKED)
    elif one.part in (Part.OUTSIDE, Part.GROUP):
        yield Run(f" ({plain(t('is sent nothing'))})", italic=True)
    elif one.match is Match.NEW:
        yield Run(f" ({plain(t('new'))})", italic=True)
