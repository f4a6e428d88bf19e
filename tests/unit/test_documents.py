"""Documents opened as an office opens them: the plan's form, real days, totals counted by hand, harmless words."""

import io
import re
import shutil
import time
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from hypothesis import given, settings
from hypothesis import strategies as st

from locales.update import said_in
from services.calendar.deadlines import Month
from services.language.questions import Question
from services.leadership.report import select
from services.plan.figures import ActivityFacts
from services.plan.status import Status
from services.reports.reading import FileFacts, ReportFacts
from tests.unit.facts_by_hand import ROOT, activities, everybody, summary, texts
from views import document as chat
from views.documents import pdf as pdf_module
from views.documents.excel import excel
from views.documents.execution import Execution, in_a_sentence, latest_reports
from views.documents.pdf import NoLibreOfficeError, NoPdfError, pdf
from views.documents.word import word
from views.documents.xml_text import xml_text
from views.kit.languages import LANGUAGES
from views.kit.screen import CAPTION_LIMIT, length

FORMULAS = ('=HYPERLINK("http://evil","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "  =1+1")
HOSTILE = "</w:t><w:p> ]]> & <script> \x00\x01\x0b\x1f \ud800 \ufffe &#0; {page} %s \u202e"
CELL = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def report(
    number: int, key: str, text: str = "", *, day: date = date(2024, 4, 3), files: Sequence[str] = (), **said: Any
) -> ReportFacts:
    """A report of an executor."""
    return ReportFacts(
        id=number,
        account_id=1,
        author="account",
        executor=everybody()[key].name,
        text=text,
        percent=said.get("percent"),
        done=said.get("done"),
        submitted_at=datetime(day.year, day.month, day.day, 5, tzinfo=UTC),
        submitted_on=day,
        files=tuple(FileFacts(f"f{name}", f"u{name}", "document", name) for name in files),
    )


def execution(
    question: Question = Question(),  # noqa: B008 -- frozen
    *,
    plan: tuple[ActivityFacts, ...] | None = None,
    reports: dict[int, tuple[ReportFacts, ...]] | None = None,
) -> Execution:
    """The plan on 15 April; `reports` by the activity's number."""
    facts = summary(plan)
    told = {100 + number: found for number, found in (reports or {}).items()}
    return Execution(facts, question, select(facts, question), told)


def opened_word(about: Execution, locale: str = "en") -> Any:
    return docx.Document(io.BytesIO(word(texts(locale), about)))


def opened_excel(about: Execution, locale: str = "en") -> Any:
    return openpyxl.load_workbook(io.BytesIO(excel(texts(locale), about)))


def row_of(document: Any, number: int) -> list[str]:
    """The cells of an activity's row."""
    return next(
        [cell.text for cell in row.cells] for row in document.tables[0].rows if row.cells[0].text == f"{number}."
    )


def rows_of(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


# -- Word --------------------------------------------------------------------------------------------------------------


def test_the_heading_is_made_of_the_plans_own_title() -> None:
    lines = [paragraph.text for paragraph in opened_word(execution(), "uz_Cyrl").paragraphs]
    plan = next(line for line in lines if line.startswith("Ўзбекистон Республикаси"))
    assert plan.startswith(
        "Ўзбекистон Республикаси Марказий сайлов комиссиясининг 2024 йил биринчи ярим йиллигига мўлжалланган иш режаси"
    )


def test_capitals_at_a_titles_end_are_lowered_and_abbreviations_are_not() -> None:
    assert in_a_sentence("Комиссиянинг ИШ РЕЖАСИ") == "Комиссиянинг иш режаси"
    assert in_a_sentence("План работы МСК") == "План работы МСК"
    assert in_a_sentence("План работы на 2024 год") == "План работы на 2024 год"
    assert in_a_sentence("") == ""


def test_the_page_is_a4_lying_and_the_letters_are_times() -> None:
    document = opened_word(execution())
    page = document.sections[0]
    assert page.orientation == WD_ORIENT.LANDSCAPE
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (29.7, 21.0)
    normal = document.styles["Normal"].font
    assert (normal.name, normal.size.pt) == ("Times New Roman", 12)


def test_the_table_fits_between_the_margins() -> None:
    document = opened_word(execution())
    page = document.sections[0]
    room = page.page_width.cm - page.left_margin.cm - page.right_margin.cm
    for table in document.tables:
        assert sum(column.width.cm for column in table.columns) == pytest.approx(room, abs=0.1)


def test_the_heads_are_the_plans_and_are_repeated_on_each_page() -> None:
    for table in opened_word(execution()).tables[:2]:
        assert [bool(row._tr.findall("w:trPr/w:tblHeader", CELL)) for row in table.rows][:2] == [True, False]
    first = opened_word(execution()).tables[0].rows[0]
    assert [cell.text for cell in first.cells] == [
        "№",
        "Activities",
        "Work done as of 15 April 2024",
        "Deadline",
        "Responsible officers",
    ]


def test_sections_go_across_with_their_activities_beneath_in_the_plans_order() -> None:
    table = opened_word(execution(), "uz_Cyrl").tables[0]
    firsts = [row.cells[0].text.split(".")[0] for row in table.rows[1:]]
    assert firsts == [
        *("I", "1", "2", "II", "3", "4", "III", "5", "6", "7", "8", "9", "IV", "10", "11", "12", "13", "14"),
        *("V", "15", "16", "17", "18", "VI", "19", "20", "21", "22", "23", "VII", "24", "25", "26"),
    ]
    sections = [row for row in table.rows if len(row._tr.tc_lst) == 1]
    assert len(sections) == 7
    assert all(len({id(cell._tc) for cell in row.cells}) == 1 and len(row.cells) == 5 for row in sections)


def test_activities_may_break_over_pages_and_heads_may_not() -> None:
    document = opened_word(execution())
    whole = [row.cells[0].text for row in document.tables[0].rows if row._tr.findall("w:trPr/w:cantSplit", CELL)]
    assert [text.split(".")[0] for text in whole] == ["№", "I", "II", "III", "IV", "V", "VI", "VII"]
    for style in ("Heading line", "Subject", "Column head", "Section head", "Table title"):
        manner = document.styles[style].paragraph_format
        assert (manner.keep_with_next, manner.keep_together) == (True, True), style
    assert document.styles["Cell text"].paragraph_format.widow_control


def test_what_officers_wrote_stands_as_sentences() -> None:
    told = (report(1, "kuchkarov", "3-тадбир 60%, лойиҳа келишилмоқда", percent=60),)
    about = execution(reports={3: told})
    assert row_of(opened_word(about), 3)[2].endswith("3 April, B. Kuchkarov – 60%: Лойиҳа келишилмоқда.")
    kept = rows_of(opened_excel(about)["Reports"])
    assert any("3-тадбир 60%, лойиҳа келишилмоқда" in row for row in kept), "the record keeps the words"


@pytest.mark.parametrize("words", ["3-тадбир бажарилди", "тўлиқ бажарилди", "готово", "№3 bajarildi."])
def test_that_the_work_is_done_is_said_once(words: str) -> None:
    told = (report(1, "kuchkarov", words, percent=100, done=True),)
    assert row_of(opened_word(execution(reports={3: told})), 3)[2].endswith("B. Kuchkarov – done.")


def test_a_row_tells_status_and_the_latest_reports_the_lead_first() -> None:
    told = (
        report(4, "mamatov", "тақдимот юборилди", day=date(2024, 4, 9)),
        report(3, "kuchkarov", percent=60, day=date(2024, 4, 8)),
        report(2, "kuchkarov", "лойиҳа тайёр", day=date(2024, 4, 2), percent=50, files=["далолатнома.pdf", "x.xlsx"]),
        report(1, "kuchkarov", "бошланди", day=date(2024, 1, 9)),
    )
    done = row_of(opened_word(execution(reports={3: told})), 3)[2]
    assert done.split("\n") == [
        "● overdue, 46 days past the deadline",
        "2 April, B. Kuchkarov – 50%: Лойиҳа тайёр.",
        "Files: далолатнома.pdf, x.xlsx",
        "9 April, X. Mamatov: Тақдимот юборилди.",
    ]


@pytest.mark.parametrize("bare", ["60%", "3-тадбир 60%", "№3 — 60%", "3: 60 фоиз"])
def test_a_percent_alone_does_not_push_out_the_words_said_before(bare: str) -> None:
    told = (
        report(2, "kuchkarov", bare, day=date(2024, 4, 8), percent=60),
        report(1, "kuchkarov", "лойиҳа тайёр", day=date(2024, 4, 2), percent=50),
    )
    assert "2 April, B. Kuchkarov – 50%: Лойиҳа тайёр." in row_of(opened_word(execution(reports={3: told})), 3)[2]


def test_the_latest_report_counts_where_none_has_words() -> None:
    told = (report(2, "kuchkarov", percent=60), report(1, "kuchkarov", percent=30))
    about = execution(reports={3: told})
    activity = next(one for one in about.activities if one.number == 3)
    assert [one.id for one in latest_reports(about, activity)] == [2]


def test_a_report_of_another_year_names_it() -> None:
    told = (report(1, "kuchkarov", "тайёр", day=date(2023, 12, 29)),)
    assert "29 December 2023, B. Kuchkarov: Тайёр." in row_of(opened_word(execution(reports={3: told})), 3)[2]


def test_a_row_without_reports_says_so_unless_the_work_has_not_begun() -> None:
    document = opened_word(execution())
    assert "No report yet." in row_of(document, 5)[2]
    assert row_of(document, 12)[2] == "○ not started"


def test_an_extended_deadline_stands_beside_the_plans() -> None:
    moved = tuple(replace(one, due_on=date(2024, 7, 31)) if one.number == 2 else one for one in activities())
    said = row_of(opened_word(execution(plan=moved)), 2)[3]
    assert said == "fevral-iyun\nextended until 31 July 2024\n(first: 30 June)"


def test_the_lead_stands_first_and_bold() -> None:
    table = opened_word(execution(), "uz_Cyrl").tables[0]
    [row] = [row for row in table.rows if row.cells[0].text == "3."]
    paragraphs = row.cells[4].paragraphs
    assert [paragraph.text for paragraph in paragraphs][:2] == ["Б. Кучкаров", "Х. Маматов"]
    assert [bool(paragraph.runs[0].bold) for paragraph in paragraphs][:2] == [True, False]


def test_discipline_in_word_is_as_counted_by_hand() -> None:
    table = opened_word(execution()).tables[1]
    found = {row.cells[0].text: [cell.text for cell in row.cells][1:] for row in table.rows}
    assert found["Total"] == ["7", "4", "1", "2", "21", "57%"]
    assert found["B. Yunusov"] == ["2", "2", "0", "0", "—", "100%"]
    assert found["B. Kuchkarov"] == ["2", "0", "1", "1", "24", "0%"]
    assert found["G. Raximova"] == ["0", "0", "0", "0", "—", "—"]
    sections = table.rows[2:9]
    assert [row.cells[-1].text for row in sections] == ["—", "0%", "0%", "100%", "0%", "100%", "—"]
    assert len(found) == 1 + 2 + 7 + 19 + 1


def test_the_rule_and_a_place_for_a_signature_stand_under_it() -> None:
    document = opened_word(execution())
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Discipline = done on time ÷ (done + open and overdue)" in text
    assert "The execution was checked by:" in text
    blanks = [cell.text for cell in document.tables[2].rows[0].cells]
    assert [blank for blank in blanks if blank] == ["position", "signature", "initials and surname", "date"]


def test_pages_are_numbered() -> None:
    footer = opened_word(execution()).sections[0].footer._element.xml
    assert 'w:instr="PAGE"' in footer
    assert 'w:instr="NUMPAGES"' in footer


def test_of_an_officer_only_their_own_line_of_discipline_is_told() -> None:
    about = execution(Question(executors=frozenset({str(everybody()["kuchkarov"].id)})))
    table = opened_word(about).tables[1]
    names = [row.cells[0].text for row in table.rows if not re.match(r"[IV]+\. |By |$", row.cells[0].text)]
    assert names == ["B. Kuchkarov", "Total"]


def test_what_was_chosen_by_status_has_no_discipline() -> None:
    document = opened_word(execution(Question(statuses=frozenset({"overdue"}))))
    assert len(document.tables) == 2  # the plan's and the signature's
    assert "Discipline" not in "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_both_forms_open_in_every_language_and_name_it(locale: str) -> None:
    about = execution(reports={3: (report(1, "kuchkarov", "тайёр"),)})
    document = opened_word(about, locale)
    language = document.styles["Normal"].element.rPr.find("w:lang", CELL)
    assert language.get(f"{{{CELL['w']}}}val").replace("-", "_").startswith(locale)
    assert len(opened_excel(about, locale).sheetnames) == 4


# -- Excel -------------------------------------------------------------------------------------------------------------


def test_there_are_four_sheets_each_with_filters_a_head_that_stays_and_a_print_set_up() -> None:
    workbook = opened_excel(execution(reports={3: (report(1, "kuchkarov", "тайёр"),)}))
    assert workbook.sheetnames == ["Activities", "By section", "By officer", "Reports"]
    heights = {"Activities": 27, "By section": 8, "By officer": 20, "Reports": 2}
    for sheet in workbook:
        assert sheet.freeze_panes == "A2"
        first, last = sheet.auto_filter.ref.split(":")
        assert first == "A1"
        assert int(re.sub(r"\D", "", last)) == heights[sheet.title]
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.print_title_rows == "$1:$1"
        assert all(cell.alignment.wrap_text for cell in sheet[1])
        assert all(sheet.column_dimensions[cell.column_letter].width >= 5 for cell in sheet[1])


def test_days_are_days_and_numbers_are_numbers() -> None:
    sheet = opened_excel(execution(reports={11: (report(1, "ibodullaev", "тайёр", day=date(2024, 3, 20)),)}))[
        "Activities"
    ]
    [row] = [row for row in sheet.iter_rows(min_row=2) if row[0].value == 11]
    days = [row[index] for index in (4, 5, 10, 12)]
    assert [cell.value.date() for cell in days] == [
        date(2024, 1, 1),
        date(2024, 3, 31),
        date(2024, 3, 20),
        date(2024, 3, 20),
    ]
    assert all(cell.is_date and cell.number_format == "dd.mm.yyyy" for cell in days)
    assert (row[0].data_type, row[9].value) == ("n", 100)


def test_the_sheet_of_activities_tells_each_once() -> None:
    rows = {row[0]: row for row in rows_of(opened_excel(execution())["Activities"])[1:]}
    assert list(rows) == list(range(1, 27))
    assert rows[3][6:12] == (
        "B. Kuchkarov",
        "X. Mamatov, M. Xusanova, X. Paluaniyazov, I. Xadjiyev, O‘quv-markazi",
        "● overdue",
        0,
        None,
        46,
    )
    assert (rows[15][8], rows[15][11]) == ("● done late", 2)
    assert rows[10][5] is rows[10][9] is None  # continuous: no deadline, no percent


def test_the_totals_by_section_are_as_counted_by_hand() -> None:
    head, *rows = rows_of(opened_excel(execution())["By section"])
    lines = {row[0]: dict(zip(head, row, strict=True)) for row in rows if row[0] in ("I", "II", "IV", "VI")}
    total = next(dict(zip(head, row, strict=True)) for row in rows if row[1] == "Total")
    assert (lines["II"]["Activities"], lines["IV"]["Activities"]) == (2, 5)
    assert (lines["I"]["returned"], lines["I"]["in progress"], lines["IV"]["continuous"]) == (1, 1, 1)
    assert lines["IV"]["discipline"] == 1
    assert lines["I"]["discipline"] == "—"
    assert (total["Activities"], total["fell due"], total["done on time"]) == (26, 7, 4)
    assert total["days late, on average"] == 21
    assert total["discipline"] == pytest.approx(4 / 7)
    states = ("done", "under review", "in progress", "returned", "continuous", "regular", "not started", "closed")
    assert [total[state] for state in states] == [4, 1, 5, 1, 2, 1, 9, 0]


def test_the_totals_by_officer_are_as_counted_by_hand_with_the_rule_beneath() -> None:
    sheet = opened_excel(execution())["By officer"]
    rows = {row[0]: row for row in rows_of(sheet)}
    assert rows["B. Kuchkarov"] == ("B. Kuchkarov", 6, 6, 2, 0, 1, 1, 24, 0)
    assert rows["B. Yunusov"] == ("B. Yunusov", 7, 6, 2, 2, 0, 0, "—", 1)
    assert rows["Total"][:7] == ("Total", 26, 26, 7, 4, 1, 2)
    assert any(str(row[0]).startswith("Discipline = done on time ÷") for row in rows.values())
    shares = [cell for cell in sheet["I"][1:] if cell.data_type == "n" and cell.value is not None]
    assert {cell.number_format for cell in shares} == {"0%"}


def test_every_report_is_on_the_sheet_of_reports() -> None:
    told = (
        report(2, "kuchkarov", "иккинчи", day=date(2024, 4, 9), done=True),
        report(1, "mamatov", day=date(2024, 2, 1), files=["a.pdf"], percent=30),
    )
    rows = rows_of(opened_excel(execution(reports={3: told}))["Reports"])
    assert rows[1:] == [
        (3, datetime(2024, 4, 9), "B. Kuchkarov", "done", "иккинчи", None),
        (3, datetime(2024, 2, 1), "X. Mamatov", "30%", None, "a.pdf"),
    ]


def test_what_was_chosen_by_status_has_no_discipline_in_excel() -> None:
    workbook = opened_excel(execution(Question(statuses=frozenset({"overdue"}))))
    assert [cell.value for cell in workbook["By officer"][1]] == ["Officer", "Activities", "Responsible for"]
    assert [row[0] for row in rows_of(workbook["Activities"])[1:]] == [3, 5]


# -- words that could do harm ----------------------------------------------------------------------------------------


def decoded_by_excel(content: bytes) -> list[str]:
    """The words of the reports' sheet as Excel and LibreOffice read them: each run of text is decoded by itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet4.xml"))  # noqa: S314 -- written by ourselves
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    runs = ([run.text or "" for run in cell.iter(f"{space}t")] for cell in root.iter(f"{space}is"))
    escape = re.compile("_x([0-9A-Fa-f]{4})_")
    return ["".join(escape.sub(lambda found: chr(int(found[1], 16)), run) for run in cell) for cell in runs]


@pytest.mark.parametrize(
    "words",
    [
        "сатр_x000D_охири",
        "_x000D_",
        "_x005F_x000D_",
        "_x0041__x0042_",
        "_x000a_x000a_ ва _xABCD_",
        "=_x0041_1+1",
        "файл_x0000_номи.pdf",
        "_x00_ _xGGGG_ x000D_",
        "  _x0020_ \n_x000D_\n",
    ],
)
def test_what_looks_like_an_escape_in_excel_stays_itself(words: str) -> None:
    about = execution(reports={3: (report(1, "kuchkarov", words, files=[words]),)})
    content = excel(texts("en"), about)
    assert openpyxl.load_workbook(io.BytesIO(content))["Reports"]["E2"].value == words
    assert words in decoded_by_excel(content)


@pytest.mark.parametrize("words", FORMULAS)
def test_no_words_become_a_formula(words: str) -> None:
    told = replace(report(1, "kuchkarov", words, files=[words]), executor=everybody()["kuchkarov"].name)
    plan = tuple(replace(one, text=words, deadline_text=words) if one.number == 3 else one for one in activities())
    content = excel(texts(), execution(plan=plan, reports={3: (told,)}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    seen = 0
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value == xml_text(words)):
            assert cell.data_type == "s"
            assert cell.quotePrefix
            seen += 1
    assert seen == 5


def test_what_a_format_forbids_is_dropped_and_the_rest_is_kept() -> None:
    told = {3: (report(1, "kuchkarov", HOSTILE, files=[HOSTILE]),)}
    plan = tuple(replace(one, text=HOSTILE) if one.number == 3 else one for one in activities())
    about = execution(plan=plan, reports=told)
    row = row_of(opened_word(about), 3)
    assert row[1] == xml_text(HOSTILE)
    assert xml_text(HOSTILE) in row[2]
    assert "</w:t><w:p> ]]> & <script>" in row[2]
    assert opened_excel(about)["Reports"]["E2"].value == xml_text(HOSTILE)


def test_line_breaks_stay_line_breaks() -> None:
    about = execution(reports={3: (report(1, "kuchkarov", "бир\r\nикки\rуч"),)})
    assert "Бир\nикки\nуч." in row_of(opened_word(about), 3)[2]
    assert opened_excel(about)["Reports"]["E2"].value == "бир\nикки\nуч"


def test_a_cell_holds_no_more_than_excel_can_read() -> None:
    about = execution(reports={3: (report(1, "kuchkarov", "ў" * 40_000),)})
    sheet = opened_excel(about)["Reports"]
    assert len(sheet["E2"].value) == 32_767
    assert sheet.row_dimensions[2].height <= 409


@settings(max_examples=25)
@given(st.text(max_size=200), st.text(max_size=60))
def test_any_words_at_all_make_documents_that_open(text: str, name: str) -> None:
    plan = tuple(replace(one, text=text or "…") if one.number == 3 else one for one in activities())
    about = execution(
        Question(numbers=frozenset({3})), plan=plan, reports={3: (report(1, "kuchkarov", text, files=[name]),)}
    )
    assert row_of(opened_word(about), 3)[0] == "3."
    value = opened_excel(about, "uz_Cyrl").worksheets[0]["C2"].value or ""  # a Cyrillic reader's: letters stay
    assert re.sub(r"\s", "", value) == re.sub(r"\s", "", xml_text(text or "…"))


# -- PDF, the chat and the house -------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_makes_a_pdf_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert pdf(word(texts(), execution())).startswith(b"%PDF")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_libreoffice_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoLibreOfficeError):
        pdf(b"")


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Something else that goes by LibreOffice's name."""
    file = folder / "soffice"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_a_hanging_libreoffice_is_ended_with_everything_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child"
    program(tmp_path, monkeypatch, f"sleep 600 & echo $! > {child}; wait")
    began = time.monotonic()
    with pytest.raises(NoPdfError, match="longer"):
        pdf(b"", timeout=0.5)
    assert time.monotonic() - began < 10
    state = Path(f"/proc/{child.read_text().strip()}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


@pytest.mark.parametrize(("script", "why"), [("exit 3", "ended with 3"), ("exit 0", "no file")])
def test_a_failing_libreoffice_makes_no_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, why: str
) -> None:
    program(tmp_path, monkeypatch, script)
    with pytest.raises(NoPdfError, match=why):
        pdf(b"")
    assert pdf_module.TIMEOUT < 600


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_caption_fits_and_tells_the_same_figures(locale: str) -> None:
    everyone = Question(
        executors=frozenset(str(one.id) for one in everybody().values()), sections=frozenset({"I", "V"})
    )
    for question in (Question(), everyone, Question(months=frozenset(Month(2024, month) for month in range(1, 13)))):
        screen = chat.ready(texts(locale), execution(question), b"x", "docx")
        assert length(screen.text) <= CAPTION_LIMIT
    whole = chat.ready(texts(), execution(), b"x", "docx")
    assert "Discipline: <b>57%</b> (on time: 4 of 7)" in whole.text
    assert whole.document is not None
    assert whole.document.name == "ijro-2024-04-15.docx"


def test_the_forms_have_no_words_of_their_own() -> None:
    """Their words are in execution.py and proceedings.py; the plan as understood, and given out, say their own."""
    for path in (ROOT / "views" / "documents").glob("*.py"):
        if path.name in {"execution.py", "proceedings.py", "understood.py", "plan.py"}:
            continue
        assert list(said_in(path.read_text(encoding="utf-8"), path.name)) == []


def test_every_status_has_a_sign_that_prints() -> None:
    plan = tuple(
        replace(activities()[0], number=number, status=status) for number, status in enumerate(Status, start=1)
    )
    table = opened_word(execution(plan=plan)).tables[0]
    signs = {row.cells[2].text[0] for row in table.rows if row.cells[0].text.rstrip(".").isdigit()}
    assert signs <= {"●", "○", "∞"}
