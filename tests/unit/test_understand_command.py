"""`python -m bot understand`, on the seed plan."""

import json
from pathlib import Path

import pytest

from bot.__main__ import main

KEYS = ["intent", "also", "records", "asks", "choices", "kept", "not_understood"]


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main(["understand", "--json", *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_message_is_one_object_with_the_keys_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    [found] = lines(capsys, "--officer", "mamatov", "5-тадбир 70%, лойиҳа келишилмоқда")
    assert list(found) == KEYS
    assert found["intent"] == "report"
    assert found["records"] == [{"activity": 5, "percent": 70, "done": None}]
    assert found["kept"] == "5-тадбир 70%, лойиҳа келишилмоқда"


def test_several_messages_are_answered_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    found = lines(capsys, "--officer", "Маматов", "--about", "9", "бажарилди", "муддати қачон?")
    assert [one["intent"] for one in found] == ["report", "question"]
    assert found[0]["records"] == [{"activity": 9, "percent": None, "done": True}]


def test_the_day_of_writing_decides_whether_a_day_is_in_the_future(capsys: pytest.CaptureFixture[str]) -> None:
    text = "5-тадбир 15 апрелда бажарилди"
    [before] = lines(capsys, "--officer", "mamatov", "--today", "2024-04-01", text)
    [after] = lines(capsys, "--officer", "mamatov", "--today", "2024-04-20", text)
    assert (before["asks"], after["asks"]) == ("done", "none")


def test_a_file_has_one_message_per_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "messages.tsv"
    file.write_text(
        "# officer\tabout\ttext\nmamatov\t9\tбажарилди\\nраҳмат\n\n-\t-\t7-тадбир аҳволи қандай?\n", "utf-8"
    )
    found = lines(capsys, "--file", str(file))
    assert [one["intent"] for one in found] == ["report", "question"]
    assert found[0]["kept"] == "бажарилди\nраҳмат"


def test_without_json_it_is_written_for_reading(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["understand", "--officer", "mamatov", "инфографик плакатлар 60% qwerty"]) == 0
    printed = capsys.readouterr().out
    assert "intent: report" in printed
    assert "asked: activity (8" in printed
    assert "qwerty" in printed


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--officer", "qwertyuiop", "салом"), "is not one executor"),
        (("--about", "99", "салом"), "no activity 99"),
        ((), "Write a message"),
        (("--file", "/nowhere.tsv"), "cannot be read"),
    ],
)
def test_wrong_input_is_reported_in_one_sentence(
    arguments: tuple[str, ...], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["understand", *arguments]) == 2
    assert reason in capsys.readouterr().err


@pytest.mark.parametrize("line", ["mamatov\tбажарилди", "mamatov\tx\tбажарилди", "nobody at all\t-\tбажарилди"])
def test_a_wrong_line_is_named(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "messages.tsv"
    file.write_text(f"-\t-\tсалом\n{line}\n", "utf-8")
    assert main(["understand", "--file", str(file)]) == 2
    assert "line 2" in capsys.readouterr().err
