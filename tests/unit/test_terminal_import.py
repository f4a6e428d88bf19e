"""A document becomes the plan in the terminal: questions, exit codes, JSON, and what a check names."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import main

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples" / "plans"
TITLE = "Марказий сайлов комиссиясининг 2024 йил иккинчи ярим йиллигига мўлжалланган ИШ РЕЖАСИ\n\n"
HEAD = "| № | Тадбирлар | Ижро муддати | Масъул ижрочилар |\n|---|---|---|---|\n"
ASKED = "| 1 | Йўриқнома тайёрлаш | сентябрга қадар | Умаров |\n"


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/plan.sqlite3")
    monkeypatch.setenv("PLAN_FILE", str(ROOT / "data" / "seed_plan.json"))


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "reja.md"
    file.write_text(TITLE + HEAD + ASKED, encoding="utf-8")
    return file


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """These lines are typed, then no more."""
    waiting: Iterator[str] = iter(lines)

    def line(prompt: str = "") -> str:
        print(prompt, end="")
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", line)


def test_questions_are_answered_and_the_plan_is_loaded(
    paper: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "октябргача", "2024 йил 20 августгача", "1")
    assert main(["plan", "import", str(paper)]) == 0
    said = capsys.readouterr().out
    assert "Which term is meant? «сентябрга қадар» (activities 1)" in said
    assert "«октябргача» is not certain." in said
    assert "Loaded: 1 activities, 1 added, 0 changed." in said
    typed(monkeypatch, "2024 йил 20 августгача", "1", "yes")
    assert main(["plan", "import", str(paper)]) == 0
    assert "nothing was changed" in capsys.readouterr().out


def test_what_is_not_answered_or_not_confirmed_is_not_loaded(
    paper: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "1")
    assert main(["plan", "import", str(paper)]) == 3
    assert "Questions are open: 1. Nothing was loaded." in capsys.readouterr().err
    assert main(["plan", "import", "--json", str(ROOT / "data" / "seed_plan.json")]) == 0
    capsys.readouterr()
    typed(monkeypatch, "1", "1", "no")
    assert main(["plan", "import", str(paper)]) == 3
    assert "ends. Load it? [yes/no]" in capsys.readouterr().out


def test_another_organisations_plan_for_the_same_days_is_asked_about_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = ROOT / "data" / "seed_plan.json"
    assert main(["plan", "import", "--json", str(seed)]) == 0
    data = json.loads(seed.read_text(encoding="utf-8")) | {"organisation": "Бошқа ташкилот", "title": "Бошқа режа"}
    other = tmp_path / "other.json"
    other.write_text(json.dumps(data), encoding="utf-8")
    for answers in (("no",), ("yes", "no")):
        capsys.readouterr()
        typed(monkeypatch, "yes", "1", *answers)  # «yes» is no answer to which plan's place it takes
        assert main(["plan", "import", str(other)]) == 3
        said = capsys.readouterr().out
        assert f"In force: {json.loads(seed.read_text(encoding='utf-8'))['organisation']}" in said
        assert "In the document: Бошқа ташкилот" in said
        assert "although its period is not over. Go on? [yes/no]" in said
        assert said.count("[yes/no]") == len(answers)
        assert "Terms that are over already: 1, " in said


def test_as_json_the_draft_has_its_questions(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "import", "--json", str(paper)]) == 3
    draft = json.loads(capsys.readouterr().out)
    assert [(one["asks"], one["words"], one["activities"]) for one in draft["questions"]] == [
        ("term", "сентябрга қадар", ["1"]),
        ("executor", "Умаров", ["1"]),
    ]
    assert draft["questions"][1]["candidates"] == ["Ш. Умаров"]
    assert draft["plan"] is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [("d7_xat.docx", "not_a_plan"), ("d9_makros.docm", "macros"), ("d9_bomba.docx", "too_big")],
)
def test_a_refused_document_has_its_exit_code(name: str, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    for task in ("import", "check"):
        assert main(["plan", task, "--json", str(SAMPLES / name)]) == 2
        assert json.loads(capsys.readouterr().out) == {"refused": kind}
        assert main(["plan", task, str(SAMPLES / name)]) == 2
        assert capsys.readouterr().err.startswith("The document is refused. ")


def test_a_check_names_every_problem_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "check", str(ROOT / "data" / "seed_plan.json")]) == 0
    assert capsys.readouterr().out == "No problems.\n"
    data = json.loads((ROOT / "data" / "seed_plan.json").read_text(encoding="utf-8"))
    data["sections"][0]["activities"][0]["executors"] = ["nobody"]
    data["sections"][1]["activities"][0]["executors"] = ["nobody_else"]
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(data), encoding="utf-8")
    assert main(["plan", "check", str(broken)]) == 2
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("sections.I.activities.1.executors: «nobody»")
    assert second.startswith("sections.II.activities.")
    assert main(["plan", "import", str(broken)]) == 2


def test_a_check_of_a_document_lists_what_would_be_asked(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "check", str(paper)]) == 3
    assert "to be asked: term «сентябрга қадар», activities 1" in capsys.readouterr().out


def edition(folder: Path, *rows: str) -> str:
    file = folder / "tahrir.md"
    file.write_text(TITLE + HEAD + "".join(f"| {row} |\n" for row in rows), encoding="utf-8")
    return str(file)


def test_a_new_edition_is_compared_asked_about_and_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (
        "1 | Ўқув дастурини қайта кўриб чиқиш | октябрь | Х. Маматов",
        "2 | Харид режасини эълон қилиш | ноябрь | Ш. Умаров",
    )
    assert main(["plan", "import", edition(tmp_path, *rows)]) == 0
    assert main(["plan", "import", edition(tmp_path, *rows)]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    newer = edition(
        tmp_path,
        "1 | Харид режасини эълон қилиш | декабрь | Ш. Умаров",
        "2 | Ўқув дастурини янгидан ишлаб чиқиш ва тасдиқлаш | октябрь | Х. Маматов",
    )
    assert main(["plan", "import", newer, "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert (told["same"], [one["class"] for one in told["changes"]]) == (False, ["deadline", "text"])
    assert [(one["asks"], one["pairs"]) for one in told["questions"]] == [("same", [["1", "2"]])]
    typed(monkeypatch, "1", "yes")
    assert main(["plan", "import", newer]) == 0
    said = capsys.readouterr().out
    assert "the same activity: 1 «Ўқув дастурини қайта кўриб чиқиш» is 2" in said
    assert "Deadline: November 2024 → December 2024" in said
    assert "0 added, 2 changed" in said
