"""The plan in force as a Word file in a plan's own form, such that reading it gives the same plan again."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import docx

from services.calendar.reminder_days import precision_of
from services.calendar.rules import Rules, WindowRule
from services.control.exporting import Exported, is_read_as
from services.documents.blocks import Paragraph as Line
from services.documents.days import period_in
from services.documents.front import front
from services.language.translit import to_latin
from services.plan.file import Activity, Executor, PlanFile, Section
from views.documents.languages import language_of_words
from views.documents.word import SHADE, add_line, set_page
from views.documents.wordml import Cell, Paragraph, Row, Run, leave_place, saved, table
from views.kit.figures import days_between
from views.kit.labels import label_words
from views.kit.texts import Html, Texts, Translator, plain
from views.terms import rules_words

WIDTH = 26.2  # centimetres between the page's margins
_NUMBER, _TERM, _PEOPLE, _FURTHER = 1.2, 4.0, 4.6, 3.6  # columns; the activity's text takes what is left
_LEAST_TEXT = 6.0
_MINUTES = re.compile(r"(.+?), (\d[^,№]*?)(?:, (№ .+))?")


def language_of(file: PlanFile) -> str:
    """The language in which a plan is written (a code); its own words and those around them must agree."""
    return language_of_words((file.title, *(f"{one.text} {one.deadline.text}" for one in file.activities)))


def plan_document(translator: Translator, exported: Exported) -> bytes:
    """A .docx file in the plan's own language. Takes up to several seconds, so call it in a thread."""
    file = exported.file
    t = translator[language_of(file)]
    document = docx.Document()
    set_page(document, t)
    _head(document, t, file)
    tables: list[Iterator[str]] = []
    parts = _parts(t, file)
    if file.priorities:
        _part(document, next(parts))
        for one in file.priorities:
            add_line(document, "Cell text", f"{one.number}. {one.text}")
    if file.agenda:
        _part(document, next(parts))
        leave_place(document)
        tables.append(table((_NUMBER, WIDTH - _NUMBER - _TERM, _TERM), _agenda(t, file)))
    if file.priorities or file.agenda:
        _part(document, next(parts))
    leave_place(document)
    extras = tuple(dict.fromkeys(chain.from_iterable(one.extra for one in file.activities)))
    has_partners = any(one.partners for one in file.activities)
    columns = _Columns(t, exported, extras, has_partners=has_partners)
    tables.append(table(columns.widths, columns.rows()))
    _moved(document, t, exported)
    return saved(document, tables)


def plan_file(translator: Translator, exported: Exported) -> bytes:
    """The plan file (JSON); the words of a deadline that was moved are those of the deadline in force."""
    file = exported.file
    t = translator[language_of(file)]

    def worded(one: Activity) -> Activity:
        if one.number not in exported.restated:
            return one
        text = plain(rules_words(t, one.deadline.rules))
        return one.model_copy(update={"deadline": one.deadline.model_copy(update={"text": text})})

    sections = tuple(one.model_copy(update={"activities": tuple(map(worded, one.activities))}) for one in file.sections)
    data = file.model_copy(update={"sections": sections}).model_dump(mode="json")
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


# What stands before the rows


def _head(document: Any, t: Texts, file: PlanFile) -> None:
    if file.document_day is not None:
        day = t("Date of the document (decision, order or minutes): {day}", day=t.long_day(file.document_day))
        add_line(document, "Note", plain(day))
        add_line(document, "Note", "")
    title = next((lines for lines in _as_minutes(file) if _reads_back(file, lines)), [file.title])
    if title == [file.title] and not _reads_back(file, title):
        add_line(document, "Note", file.organisation)
        add_line(document, "Note", "")
    for line in title:
        add_line(document, "Heading line", line)
    if period_in(file.title) != file.period:
        add_line(document, "Note", "")
        add_line(document, "Note", _period(t, file))
    add_line(document, "Note", "")


def _as_minutes(file: PlanFile) -> Iterator[list[str]]:
    """How the title of minutes and decisions may stand: whose, what, and below it the day and the number."""
    found = _MINUTES.fullmatch(file.title)
    if found is None:
        return
    below = f"{found[2]} {found[3] or ''}".strip()
    for whose in (file.organisation, to_latin(file.organisation)):
        what = found[1].removeprefix(whose).strip()
        if what and what != found[1]:
            yield [whose.upper(), what.upper(), "", below]
    yield [found[1], "", below]


def _reads_back(file: PlanFile, lines: Sequence[str]) -> bool:
    found = front([Line(line, centred=True, bold=True) for line in lines], file.organisation)
    return found.title == file.title and found.organisation == file.organisation


def _period(t: Texts, file: PlanFile) -> str:
    start, end = file.period.start, file.period.end
    first, last = file.period.first_month, file.period.last_month
    if (start, end) == (first.first_day, last.last_day):
        return plain(Html(f"{t.month(start)} – {t.month(end)}"))
    return plain(days_between(t, start, end))


def _parts(t: Texts, file: PlanFile) -> Iterator[str]:
    titles = [
        *([t("Priority tasks")] if file.priorities else []),
        *([t("Questions to be considered at meetings")] if file.agenda else []),
        t("Action plan"),
    ]
    yield from (f"{number}. {plain(title)}" for number, title in zip(("I", "II", "III"), titles, strict=False))


def _part(document: Any, title: str) -> None:
    add_line(document, "Note", "")
    add_line(document, "Section head", title)
    add_line(document, "Note", "")


def _agenda(t: Texts, file: PlanFile) -> Iterator[Row]:
    yield _header((t("No."), t("Question"), t("Term")))
    for one in file.agenda:
        term = _term(t, one.deadline.text, one.deadline.rules, file, "")
        yield Row([_cell(f"{one.number}.", "Cellcentred"), _cell(one.text), _cell(term, "Cellcentred")])


# The rows


class _Columns:
    """The plan's table: its columns, of which the partners' and further ones stand only if there are any."""

    def __init__(self, t: Texts, exported: Exported, extras: Sequence[str], *, has_partners: bool) -> None:
        self._t = t
        self._file = exported.file
        self._restated = exported.restated
        self._extras = extras
        self._has_partners = has_partners
        self._names = {one.key: _name(one) for one in self._file.executors}

    @property
    def widths(self) -> tuple[float, ...]:
        others = [_TERM, _PEOPLE, *[_FURTHER] * (self._has_partners + len(self._extras))]
        text = max(WIDTH - _NUMBER - sum(others), _LEAST_TEXT)
        share = (WIDTH - _NUMBER) / (text + sum(others))
        return (_NUMBER, *(round(width * share, 2) for width in (text, *others)))

    def rows(self) -> Iterator[Row]:
        t = self._t
        partners = (t("Partners"),) if self._has_partners else ()
        yield _header((t("No."), t("Activities"), t("Term"), t("Responsible officers"), *partners), self._extras)
        for section in self._file.sections:
            head = Run(f"{section.number}. {section.title}")
            yield Row([Cell([Paragraph("Sectionhead", [head])], span=len(self.widths), fill=SHADE)], whole=True)
            yield from (self._row(section, one) for one in section.activities)

    def _row(self, section: Section, one: Activity) -> Row:
        rules = one.deadline.rules
        text = "" if one.number in self._restated else one.deadline.text
        term = _term(self._t, text, rules, self._file, section.title)
        cells = [
            _cell(f"{one.number}.", "Cellcentred"),
            _cell(one.text),
            _cell(term, "Cellcentred"),
            _cell(_listed([self._person(one, key, section.title) for key in one.executors])),
        ]
        if self._has_partners:
            cells.append(_cell(_listed(one.partners)))
        return Row([*cells, *(_cell(one.extra.get(name, "")) for name in self._extras)])

    def _person(self, one: Activity, key: str, above: str) -> str:
        """A name, with the own term of the part beside it if there is one."""
        name, due = self._names[key], one.part_terms.get(key)
        if due is None:
            return name
        rule = (WindowRule(None, due, precision_of(due)),)
        return f"{name} ({_term(self._t, '', rule, self._file, above)})"


def _name(executor: Executor) -> str:
    """An executor as a plan names it; a unit's head stands in brackets."""
    return f"{executor.name} ({executor.head})" if executor.head else executor.name


def _term(t: Texts, text: str, rules: Rules, file: PlanFile, above: str) -> str:
    """The term's own words, if they are read again as its rules; else words that say the rules."""
    said = plain(rules_words(t, rules))
    return next((words for words in (text, said) if words and is_read_as(words, rules, file, above)), text or said)


def _listed(names: Sequence[str]) -> str:
    return ";\n".join(names)


def _header(heads: Sequence[Html], further: Sequence[str] = ()) -> Row:
    words = [*map(plain, heads), *further]
    return Row([Cell([Paragraph("Columnhead", [Run(word)])], fill=SHADE, centred=True) for word in words], heading=True)


def _cell(text: str, style: str = "Celltext") -> Cell:
    return Cell([Paragraph(style, [Run(line)]) for line in text.split("\n")])


def _moved(document: Any, t: Texts, exported: Exported) -> None:
    """Below the table, which deadlines were moved: the reader takes a note for none of the plan's rows."""
    if not exported.moved:
        return
    add_line(document, "Note", "")
    add_line(document, "Note", plain(t("Note. Deadlines moved since the plan was approved:")))
    for one in exported.moved:
        label = "" if one.label is None else f" ({plain(label_words(t, one.label))})"
        name = f"{one.number}{label}"
        if one.planned is None:
            said = t("Activity {name}: {day}", name=name, day=t.long_day(one.due))
        else:
            said = t(
                "Activity {name}: {day}, earlier {before}",
                name=name,
                day=t.long_day(one.due),
                before=t.long_day(one.planned),
            )
        add_line(document, "Note", plain(said))
