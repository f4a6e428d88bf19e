"""The house's one-way rule: who may import whom."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("bot", "handlers", "models", "sandbox", "scheduler", "services", "views")
ALLOWED = {
    "models": set(),
    "services": {"models"},
    "views": {"services"},
    "handlers": {"services", "views"},
    "scheduler": {"services", "views"},
    "sandbox": set(),
    "bot": {"handlers", "models", "scheduler", "services", "views"},
}
# The sandbox enters the process in one place only, where its people are named and it is started.
MAY_KNOW_THE_SANDBOX = {"bot/demo.py"}


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def rooms_of(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)} & set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_one_way(room: str) -> None:
    found = modules(room)
    assert found, f"{room}/ has no modules: the test looks in the wrong place"
    for path in found:
        allowed = ALLOWED[room] | {room}
        name = path.relative_to(ROOT).as_posix()
        if name in MAY_KNOW_THE_SANDBOX:
            allowed = allowed | {"sandbox"}
        assert rooms_of(path) <= allowed, f"{name} imports {sorted(rooms_of(path) - allowed)}"


def test_services_and_models_know_nothing_of_aiogram() -> None:
    for room in ("services", "models"):
        for path in modules(room):
            assert not any(name.split(".")[0] == "aiogram" for name in imported(path)), path


def test_nothing_below_the_process_reads_the_clock() -> None:
    for room in ("models", "services", "views", "handlers", "scheduler"):
        for path in modules(room):
            text = path.read_text(encoding="utf-8")
            assert "datetime.now(" not in text, path
            assert "date.today(" not in text, path


def test_tests_are_larger_than_the_code_they_test() -> None:
    def lines(paths: Iterator[Path] | list[Path]) -> int:
        return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)

    code = sum(lines(modules(room)) for room in ROOMS)
    tests = lines([*(ROOT / "tests").rglob("*.py"), *(ROOT / "tests").rglob("*.tsv")])
    assert tests > code
