"""Tables saved as text: fields divided by semicolons, commas or tabs, in the encodings that office programs write."""

import pytest

from tests.unit.paper_truths import Data, read

TITLE = "План работы Центральной избирательной комиссии на первое полугодие 2026 года"
HEADER = ("№", "Мероприятие", "Срок исполнения", "Ответственные", "Примечание")
ROWS = (
    ("1", "Провести инвентаризацию", "до 1 марта", "М. Сатаев, А. Фарманов", ""),
    ("2", "Подготовить отчёт; направить в архив", "ежемесячно до 5 числа", "Ж. Фахрутдинов", "форма 1"),
    ("3.1", "Опубликовать «Вестник»\nи разместить на сайте", "март-апрель", "М. Алимбаев", ""),
    ("4", "Принимать граждан", "постоянно", "И. Хаджиев", ""),
)

LONG = (998, 999, 1000, 1001, 9999, 10_000, 12_345)


def separated(sign: str, title: str = TITLE) -> str:
    lines = [[title, "", "", "", ""], HEADER, *ROWS]
    return "\r\n".join(
        sign.join(f'"{cell}"' if any(x in cell for x in ";,\n") else cell for cell in line) for line in lines
    )


def texts(found: Data) -> list[tuple[str, str, str]]:
    return [(one["number"], one["text"], one["deadline_text"]) for one in found["activities"]]


@pytest.mark.parametrize("sign", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "cp866", "utf-16", "utf-16-le"])
def test_a_table_saved_as_text_is_read(sign: str, encoding: str) -> None:
    found = read(separated(sign).translate(str.maketrans("«»", "''")).encode(encoding))
    assert found["title"] == TITLE
    assert [text.replace("\n", " ") for _, text, _ in texts(found)] == [
        "Провести инвентаризацию",
        "Подготовить отчёт; направить в архив",
        "Опубликовать 'Вестник' и разместить на сайте",
        "Принимать граждан",
    ]
    assert [(number, term) for number, _, term in texts(found)] == [(row[0], row[2]) for row in ROWS]
    assert found["activities"][1]["extra"] == {"Примечание": "форма 1"}
    assert [one["name"] for one in found["activities"][0]["executors"]] == ["М. Сатаев", "А. Фарманов"]
    assert all(one["match"] == "certain" for row in found["activities"] for one in row["executors"])


def test_numbers_of_a_table_are_read_however_long_they_are() -> None:
    rows = [(str(number), f"Провести проверку школы {number}", "до 1 марта", "М. Сатаев", "") for number in LONG]
    lines = [[TITLE, "", "", "", ""], HEADER, *rows]
    found = read("\r\n".join(";".join(line) for line in lines).encode())
    assert [number for number, _, _ in texts(found)] == [str(number) for number in LONG]


def test_sections_and_marks_of_a_table_saved_as_text() -> None:
    lines = (
        "Марказий сайлов комиссиясининг 2026 йилга мўлжалланган ИШ РЕЖАСИ;;;;",
        ";;;;",
        "Т/р;Тадбирлар;1-чорак;2-чорак;Масъул шахс",
        "I. Ҳуқуқий ишлар;;;;",
        "1.1;Қонун лойиҳасини кўриб чиқиш;+;;А. Ибодуллаев",
        "II. Молия;;;;",
        "2.1;Харажатлар сметасини тузиш;;+;Ж. Фахрутдинов",
    )
    found = read("\n".join(lines).encode())
    assert [one["title"] for one in found["sections"]] == ["Ҳуқуқий ишлар", "Молия"]
    assert [(one["number"], one["section"], one["deadline_text"]) for one in found["activities"]] == [
        ("1.1", "I", "I чорак"),
        ("2.1", "II", "II чорак"),
    ]


def test_lines_with_semicolons_are_no_table() -> None:
    lines = (
        "Марказий сайлов комиссиясининг 2026 йилга мўлжалланган ИШ РЕЖАСИ",
        "1. Низом тайёрлаш, келишиш, тасдиқлаш; муддат: апрель; масъул: М. Сатаев",
        "2. Семинар ўтказиш, якунлаш, эълон қилиш; муддат: 5 майгача; масъул: А. Фарманов",
    )
    assert [one["text"] for one in read("\n".join(lines).encode())["activities"]] == [
        "Низом тайёрлаш, келишиш, тасдиқлаш",
        "Семинар ўтказиш, якунлаш, эълон қилиш",
    ]
