"""What Word and Excel keep in other ways than they show it: numbers, tracked changes, text boxes, merged cells."""

import io
from collections.abc import Sequence

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.unit.paper_truths import Data, read
from tests.unit.papers import workbook

NAMES = nsdecls("w")
LEVELS = (("decimal", "%1."), ("decimal", "%1.%2."), ("russianLower", "%3)"))
ROMAN = (("upperRoman", "%1."),)


def p(words: str = "", number: tuple[int, int] | None = None, *, title: bool = False) -> str:
    """A paragraph; `number` is its list and level, `words` may be runs as XML."""
    listed = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    centred, bold = ('<w:jc w:val="center"/>', "<w:rPr><w:b/></w:rPr>") if title else ("", "")
    run = words if words.startswith("<") or not words else f'<w:r>{bold}<w:t xml:space="preserve">{words}</w:t></w:r>'
    return f"<w:p><w:pPr>{listed}{centred}</w:pPr>{run}</w:p>"


def tc(*blocks: str, span: int = 1, merge: str = "") -> str:
    inside = "".join(one if one.startswith("<w:") else p(one) for one in blocks) or p()
    merged = f"<w:vMerge{merge}/>" if merge else ""
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{inside}</w:tc>'


BEGINS, GOES_ON = ' w:val="restart"', " "


def tr(*cells: str, properties: str = "") -> str:
    made = "".join(one if one.startswith("<w:tc") else tc(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def document(*blocks: str) -> bytes:
    """A .docx with list 90 of three levels and list 91 of Roman numbers."""
    made = docx.Document()
    numbering = made.part.numbering_part.element
    first = numbering.find(qn("w:num"))
    for key, levels in ((90, LEVELS), (91, ROMAN)):
        rules = "".join(
            f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for place, (form, text) in enumerate(levels)
        )
        first.addprevious(parse_xml(f'<w:abstractNum {NAMES} w:abstractNumId="{key}">{rules}</w:abstractNum>'))
        numbering.append(parse_xml(f'<w:num {NAMES} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'))
    end = made.element.body.find(qn("w:sectPr"))
    for block in blocks:
        tag = block[: block.index(">")]
        end.addprevious(parse_xml(f"{tag} {NAMES}{block[len(tag) :]}"))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


TITLE = p("Марказий сайлов комиссиясининг 2025 йилга мўлжалланган ИШ РЕЖАСИ", title=True)
HEADER = tr("№", "Тадбирлар", "Муддати", "Масъуллар")


def rows(found: Data, *fields: str) -> list[tuple[str, ...]]:
    return [tuple(one[field] for field in fields) for one in found["activities"]]


def test_automatic_numbers_are_counted_as_word_shows_them() -> None:
    found = read(
        document(
            TITLE,
            tbl(
                HEADER,
                tr(tc(p("Ташкилий ишлар", (90, 0), title=True), span=4)),
                tr(tc(p("", (90, 1))), "Иш бир.", "май", "Б. Юнусов"),
                tr(tc(p("", (90, 1))), "Иш икки:", "", ""),
                tr(tc(p("", (90, 2))), "биринчи қисм;", "июнь", "М. Сатаев"),
                tr(tc(p("", (90, 2))), "иккинчи қисм.", "июль", "М. Алимбаев"),
                tr(tc(p("Назорат", (90, 0), title=True), span=4)),
                tr(tc(p("", (90, 1))), "Иш уч.", "август", "Ш. Умаров"),
            ),
        )
    )
    assert rows(found, "number", "section", "text") == [
        ("1.1", "1", "Иш бир."),
        ("1.2а", "1", "Иш икки: биринчи қисм;"),
        ("1.2б", "1", "Иш икки: иккинчи қисм."),
        ("2.1", "2", "Иш уч."),
    ]


def test_headings_between_tables_are_sections_with_their_automatic_numbers() -> None:
    first, second = tbl(HEADER, tr("1", "Иш бир.", "май", "Б. Юнусов")), tbl(tr("2", "Иш икки.", "июнь", "Б. Юнусов"))
    found = read(
        document(TITLE, p("Ташкилий ишлар", (91, 0), title=True), first, p("Назорат", (91, 0), title=True), second)
    )
    assert rows(found, "number", "section") == [("1", "I"), ("2", "II")]
    assert [one["title"] for one in found["sections"]] == ["Ташкилий ишлар", "Назорат"]


MOVED = (
    '<w:moveFrom w:id="1" w:author="a"><w:r><w:t>эски жой </w:t></w:r></w:moveFrom>'
    '<w:r><w:t xml:space="preserve">Матн </w:t></w:r>'
    '<w:moveTo w:id="2" w:author="a"><w:r><w:t>янги жойда.</w:t></w:r></w:moveTo>'
)
HALF = (
    '<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="a"/></w:rPr></w:pPr>'
    '<w:r><w:t xml:space="preserve">Биринчи ярми </w:t></w:r></w:p>'
)
HIDDEN_WORD = "<w:r><w:t>Матн</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> яширин</w:t></w:r><w:r><w:t>.</w:t></w:r>"


def test_tracked_changes_are_read_as_accepted_and_hidden_words_are_not_read() -> None:
    control = f"<w:sdt><w:sdtContent>{tr('3.', 'Иш.', '15 июль', 'Ш. Умаров')}</w:sdtContent></w:sdt>"
    found = read(
        document(
            TITLE,
            tbl(
                HEADER,
                tr("1.", tc(p(MOVED)), "май", "Б. Юнусов"),
                tr("2.", tc(HALF, p("ва иккинчи ярми.")), "июнь", "М. Сатаев"),
                control,
                tr("4.", "Яширин сатр.", "июль", "Ш. Умаров", properties="<w:hidden/>"),
                tr("5.", tc(p(HIDDEN_WORD)), "август", "А. Фарманов"),
                tr("6.", "Ўчирилган сатр.", "август", "А. Фарманов", properties='<w:del w:id="9" w:author="a"/>'),
            ),
        )
    )
    assert rows(found, "number", "text") == [
        ("1", "Матн янги жойда."),
        ("2", "Биринчи ярми ва иккинчи ярми."),
        ("3", "Иш."),
        ("5", "Матн."),
    ]
    assert found["hidden"] == [{"number": "4", "text": "Яширин сатр."}]
    assert found["gone"] == [{"number": "6", "text": "Ўчирилган сатр."}]


def test_a_plan_in_a_frame_is_read() -> None:
    plan = tbl(HEADER, tr("1.", "Иш бир.", "май", "Б. Юнусов"), tr("2.", "Иш икки.", "июнь", "М. Сатаев"))
    found = read(document(tbl(tr(tc(TITLE, plan, p())))))
    assert found["period"] == {"start": "2025-01-01", "end": "2025-12-31"}
    assert rows(found, "number") == [("1",), ("2",)]


def test_a_column_of_sections_gives_each_row_its_section() -> None:
    found = read(
        document(
            TITLE,
            tbl(
                tr("Йўналиш", "№", "Чора-тадбирлар", "Ижро муддати", "Ижрочилар"),
                tr(tc("Ташкилий", merge=BEGINS), "1", "Иш бир.", "май", "Б. Юнусов"),
                tr(tc(merge=GOES_ON), "2", "Иш икки.", "июнь", "М. Сатаев"),
                tr("Назорат", "3", "Иш уч.", "июль", "Ш. Умаров"),
            ),
        )
    )
    assert [one["title"] for one in found["sections"]] == ["Ташкилий", "Назорат"]
    assert rows(found, "section") == [("I",), ("I",), ("II",)]


def test_an_activity_merged_over_rows_gathers_what_each_row_adds() -> None:
    found = read(
        document(
            TITLE,
            tbl(
                HEADER,
                tr(tc("1.", merge=BEGINS), tc("Иш бир.", merge=BEGINS), "март", "Б. Юнусов"),
                tr(tc(merge=GOES_ON), tc(merge=GOES_ON), "сентябрь", "М. Сатаев"),
                tr("2.", "Иш икки.", tc("май", merge=BEGINS), "М. Сатаев"),
                tr("3.", "Иш уч.", tc(merge=GOES_ON), "Ш. Умаров"),
            ),
        )
    )
    assert rows(found, "number", "deadline_text") == [("1", "март, сентябрь"), ("2", "май"), ("3", "май")]
    assert [one["name"] for one in found["activities"][0]["executors"]] == ["Б. Юнусов", "М. Сатаев"]


def test_the_decision_in_an_old_text_box_gives_the_documents_day() -> None:
    lines = "УТВЕРЖДЕНА", "решением Центральной избирательной комиссии", "от 12 августа 2024 года № 1187"
    box = (
        '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox>'
        f"<w:txbxContent>{''.join(map(p, lines))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    found = read(
        document(
            p(box),
            p("ПРОГРАММА", title=True),
            p("обучения избирателей на август 2024 года – июнь 2025 года", title=True),
            tbl(
                tr("№ п/п", "Содержание мероприятия", "Ответственные", "Срок"),
                tr("1.", "Утвердить состав группы.", "Кучкаров Б.", "в 10-дневный срок"),
            ),
        )
    )
    assert found["document_day"] == "2024-08-12"
    assert found["title"] == "ПРОГРАММА обучения избирателей на август 2024 года – июнь 2025 года"
    assert found["period"] == {"start": "2024-08-01", "end": "2025-06-30"}


@pytest.mark.parametrize(
    "header",
    [
        [tr("Банд", "Топшириқ мазмуни", "Ижро этиш муддати", "Ижро учун масъуллар")],
        [HEADER, tr("1", "2", "3", "4")],
        [],
    ],
    ids=["other words", "columns counted", "no header"],
)
def test_headers_are_told_from_rows(header: Sequence[str]) -> None:
    body = [
        tr("1-банд", "Ҳисоботни тайёрлаш ва топшириш.", "май", "Б. Юнусов"),
        tr("2-банд", "Йиғилишни ташкил этиш.", "ҳар чоракда", "М. Сатаев"),
        tr("3-банд", "Баённомани расмийлаштириш.", "1 июнгача", "Ш. Умаров"),
    ]
    found = read(document(TITLE, tbl(*header, *body)))
    assert rows(found, "number", "deadline_text") == [("1", "май"), ("2", "ҳар чоракда"), ("3", "1 июнгача")]


def test_sheets_of_a_workbook_may_be_months() -> None:
    book = openpyxl.Workbook()
    for name, lines in (
        ("Январь", [["2025 йилга мўлжалланган иш режаси"], ["Т/р", "Тадбирлар", "Муддати", "Масъуллар"]]),
        ("Март", []),
    ):
        sheet = book.create_sheet(name)
        for line in (*lines, [1 if lines else 2, "Йиғилиш ўтказиш.", "15", "Б. Юнусов"]):
            sheet.append(line)
    del book["Sheet"]
    file = io.BytesIO()
    book.save(file)
    found = read(file.getvalue())
    assert rows(found, "number", "separator", "dues") == [
        ("1", "Январь", ["2025-01-15"]),
        ("2", "Март", ["2025-03-15"]),
    ]


def test_what_is_struck_out_in_a_cell_is_gone_and_a_row_without_words_is_told() -> None:
    header = ["№", "Тадбирлар", "Муддати", "Масъуллар", "Изоҳ"]
    book = openpyxl.load_workbook(io.BytesIO(workbook([["2025 йилга мўлжалланган иш режаси"], header])))
    sheet = book.active
    struck = TextBlock(InlineFont(strike=True), "эски ")
    sheet.append([1, CellRichText("Иш ", struck, "янги."), "май", "Б. Юнусов", "муҳим"])
    sheet.append([2, "Ўчирилган", "июнь", "М. Сатаев"])
    for cell in sheet[4]:
        cell.font = Font(strike=True)
    sheet.append([3, "=B3", "июль", "М. Сатаев"])  # never calculated: the file has no words for it
    sheet.append(["Комиссия раиси", None, None, "________"])
    sheet.column_dimensions["E"].hidden = True
    file = io.BytesIO()
    book.save(file)
    found = read(file.getvalue())
    assert rows(found, "number", "text", "extra") == [("1", "Иш янги.", {"Изоҳ": "муҳим"})]
    assert [one["number"] for one in found["gone"]] == ["2"]
    assert "hidden column: «Изоҳ»" in found["notes"]
    assert any("июль" in note for note in found["notes"])


def test_a_row_that_was_moved_is_not_gone_and_one_that_was_deleted_takes_no_number() -> None:
    def tracked(name: str, *words: str) -> list[str]:
        text = "w:delText" if name == "w:del" else "w:t"
        return [tc(p(f"<{name}><w:r><{text}>{one}</{text}></w:r></{name}>")) for one in words]

    number = tc(p(number=(90, 0)))
    found = read(
        document(
            TITLE,
            tbl(
                HEADER,
                tr(number, "Биринчи иш.", "май", "Б. Юнусов"),
                tr(number, *tracked("w:del", "Кераксиз иш.", "июнь", "А. Фарманов"), properties="<w:del/>"),
                tr(number, *tracked("w:moveFrom", "Учинчи иш.", "июль", "М. Сатаев"), properties="<w:del/>"),
                tr(number, "Иккинчи иш.", "июнь", "Х. Маматов"),
                tr(number, *tracked("w:moveTo", "Учинчи иш.", "июль", "М. Сатаев"), properties="<w:ins/>"),
            ),
        )
    )
    assert rows(found, "number", "text") == [("1", "Биринчи иш."), ("2", "Иккинчи иш."), ("3", "Учинчи иш.")]
    assert found["gone"] == [{"number": "2", "text": "Кераксиз иш."}]


def test_a_title_may_stand_in_a_text_box_where_no_other_line_holds_one() -> None:
    lines = "".join(map(p, ("Марказий сайлов комиссиясининг", "2026 йилга мўлжалланган", "ИШ РЕЖАСИ")))
    box = f'<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>{lines}'
    box += "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    found = read(document(box, p(), tbl(HEADER, tr("1", "Йиғилиш.", "май", "Б. Юнусов"))))
    assert found["title"] == "Марказий сайлов комиссиясининг 2026 йилга мўлжалланган ИШ РЕЖАСИ"
