"""What is refused before it is read, and why; nothing in a document is run, fetched or unpacked without a bound."""

import io
import json
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from bot.__main__ import main
from services.documents import packages
from services.documents.opening import opened
from services.documents.refusals import Refusal, RefusedError
from tests.unit.paper_truths import SAMPLES, read
from tests.unit.papers import BOLD, open_document, word, workbook

PLAN = word(
    BOLD + "2025 йилга мўлжалланган ИШ РЕЖАСИ",
    [["№", "Тадбирлар", "Муддати", "Масъуллар"], ["1", "Йиғилиш ўтказиш.", "май", "Б. Юнусов"]],
)
EXPANDING = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><a>&d;</a>"""
FETCHING = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>"""
PDF_HEAD = b"%PDF-1.4\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n"


def changed(data: bytes, name: str, content: bytes) -> bytes:
    """A package with a part put in another's place, or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in package.namelist():
            if part != name:
                new.writestr(part, package.read(part))
        new.writestr(name, content)
    return made.getvalue()


def locked(data: bytes) -> bytes:
    """A package whose directory says that its parts are encrypted."""
    raw = bytearray(data)
    place = raw.find(b"PK\x01\x02")
    while place >= 0:
        raw[place + 8] |= 1
        place = raw.find(b"PK\x01\x02", place + 1)
    return bytes(raw)


def locked_open_document() -> bytes:
    """An .odt with a password: the package is open, its parts are not, and only the manifest says so."""
    plain = open_document(["ИШ РЕЖАСИ"], [["№", "Тадбирлар", "Муддати", "Масъуллар"]])
    entry = b'<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    with zipfile.ZipFile(io.BytesIO(plain)) as package:
        manifest = package.read("META-INF/manifest.xml").replace(
            b"</manifest:manifest>", entry + b"</manifest:manifest>"
        )
    return changed(changed(plain, "META-INF/manifest.xml", manifest), "content.xml", bytes(range(7, 200)))


def refusal(data: bytes) -> Refusal:
    with pytest.raises(RefusedError) as refused:
        read(data)
    return refused.value.kind


def test_the_plan_that_the_others_are_made_of_is_read() -> None:
    assert [one["number"] for one in read(PLAN)["activities"]] == ["1"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (changed(PLAN, "word/document.xml", EXPANDING), Refusal.UNSAFE_XML),
        (changed(PLAN, "docProps/app.xml", FETCHING), Refusal.UNSAFE_XML),
        (changed(PLAN, "word/styles.xml", EXPANDING.decode().encode("utf-16")), Refusal.UNSAFE_XML),
        (changed(PLAN, "customXml/item9.dat", FETCHING), Refusal.UNSAFE_XML),
        (changed(PLAN, "word/vbaProject.bin", b"\0"), Refusal.MACROS),
        (changed(workbook([["№"]]), "xl/macrosheets/sheet1.xml", b"<a/>"), Refusal.MACROS),
        (changed(PLAN, "word/other.xml", b"<a>" + b" " * packages.LARGEST_XML + b"</a>"), Refusal.TOO_BIG),
        (changed(PLAN, "word/other.dat", b" " * packages.LARGEST_XML), Refusal.TOO_BIG),
        (PLAN + b" " * packages.LARGEST_FILE, Refusal.TOO_BIG),
        (locked(PLAN), Refusal.ENCRYPTED),
        (locked_open_document(), Refusal.ENCRYPTED),
        (PLAN[: len(PLAN) // 2], Refusal.CORRUPT),
        (changed(PLAN, "word/document.xml", b"<w:document"), Refusal.CORRUPT),
        (packages.OLE + b"\0" * 600, Refusal.CORRUPT),
        (b"%PDF-1.7\nnothing", Refusal.CORRUPT),
        (PDF_HEAD + zlib.compress(b" " * 2**27, 9) + b"\nendstream\nendobj\n", Refusal.TOO_BIG),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, Refusal.CORRUPT),
        (b"", Refusal.NOT_A_PLAN),
        ("Ҳурматли ҳамкасблар! Йиғилиш 5 май куни бўлади.".encode(), Refusal.NOT_A_PLAN),
        (b"PK\x03\x04" + b"\0" * 100, Refusal.CORRUPT),
    ],
    ids=range(20),
)
def test_a_file_is_refused_for_its_reason(data: bytes, kind: Refusal) -> None:
    assert refusal(data) is kind


def test_a_letter_with_a_list_and_a_table_of_telephones_is_no_plan() -> None:
    letter = word(
        "Молия вазирлигига",
        "2025 йил 1 мартгача қуйидагиларни тақдим этишингизни сўраймиз:",
        "1. Харажатлар ҳисоботи.",
        "2. Сметалар лойиҳаси.",
        [["Ф.И.О.", "Бўлим", "Телефон"], ["Ш. Умаров", "Молия бўлими", "71 200-00-01"]],
        "Ижрочи: А. Фарманов",
    )
    assert refusal(letter) is Refusal.NOT_A_PLAN


@pytest.mark.parametrize(
    "table",
    [
        [["№", "Мавзу", "Вақти"], ["1", "Очилиш", "10:00–10:30"], ["2", "Муҳокама", "11:00"]],
        [["№", "Тадбир", "Ижрочи", "Ижро ҳолати"], ["1", "Йиғилиш ўтказилди.", "Б. Юнусов", "бажарилди"]],
        [["№", "Ҳужжат", "Сана"], ["1", "Баённома", "12.03.2025"]],
        [["№", "Ф.И.О.", "Должность", "Дата приёма"], *(["1", "Б. Юнусов", "специалист", "12.03.2025"],) * 3],
        [["Т/р", "Модда", "Сумма", "Муддати"], *(["1", "Ёқилғи", "1 500", "март"],) * 3],
    ],
    ids=["hours", "what was done", "documents", "people", "sums"],
)
def test_a_table_that_says_nothing_of_who_has_what_to_do_by_when_is_no_plan(table: list[list[str]]) -> None:
    assert refusal(word("Ҳурматли ҳамкасблар!", "2025 йил март", table)) is Refusal.NOT_A_PLAN


def test_older_documents_are_read_by_libreoffice_only() -> None:
    rich_text = b"{\\rtf1 plan}"
    assert refusal(rich_text) is Refusal.NO_LIBREOFFICE
    asked: list[str] = []

    def convert(_: bytes, suffix: str) -> bytes:
        asked.append(suffix)
        return PLAN

    assert opened(rich_text, convert).tables
    assert asked == [".rtf"]


def test_the_command_says_a_refusal_as_json_and_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    bomb = str(SAMPLES / "d9_bomba.docx")
    assert main(["plan", "read", bomb, "--json"]) == 2
    assert json.loads(capsys.readouterr().out) == {"refused": "too_big"}
    assert main(["plan", "read", bomb]) == 2
    assert "too large" in capsys.readouterr().err


def test_the_command_prints_a_plan_and_the_changes_of_another_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.docx", tmp_path / "new.docx"
    old.write_bytes(PLAN)
    new.write_bytes(
        word(
            BOLD + "2025 йилга мўлжалланган ИШ РЕЖАСИ",
            [["№", "Тадбирлар", "Муддати", "Масъуллар"], ["1", "Йиғилиш ўтказиш.", "июнь", "Б. Юнусов"]],
        )
    )
    assert main(["plan", "read", str(old)]) == 0
    assert "Б. Юнусов (lead)" in capsys.readouterr().out
    assert main(["plan", "compare", str(old), str(new), "--json"]) == 0
    [change] = json.loads(capsys.readouterr().out)["changes"]
    assert (change["class"], change["moved"]) == ("deadline", ["май", "июнь"])
    assert main(["plan", "compare", str(old), str(new)]) == 0
    assert "1 → 1: deadline" in capsys.readouterr().out
    assert main(["plan", "read", str(tmp_path / "none.docx")]) == 2


def test_what_unpacks_in_a_library_is_bounded_too() -> None:
    merged = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    book = workbook([["№", "Тадбирлар"]])
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").replace(b"</worksheet>", merged)
    assert refusal(changed(book, "xl/worksheets/sheet1.xml", sheet)) is Refusal.TOO_BIG


def test_a_cell_with_thousands_of_names_takes_no_minutes() -> None:
    header = "2025 йилга мўлжалланган иш режаси\n№\tТадбирлар\tМуддати\tМасъуллар\n"
    begun = time.process_time()
    read((header + "1\tИш.\tмай\t" + "Иванов; " * 20_000).encode())
    assert time.process_time() - begun < 5
