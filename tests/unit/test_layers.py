"""The house's one-way rule: who may import whom."""

import ast
import io
import tokenize
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


def test_reading_what_people_write_needs_nothing_but_their_words() -> None:
    for path in modules("services/language"):
        own = {name for name in imported(path) if name.split(".")[0] in ROOMS}
        assert all(name.startswith("services.language.") for name in own), path


def test_nothing_below_the_process_reads_the_clock() -> None:
    for room in ("models", "services", "views", "handlers", "scheduler"):
        for path in modules(room):
            text = path.read_text(encoding="utf-8")
            assert "datetime.now(" not in text, path
            assert "date.today(" not in text, path


def test_tests_are_larger_than_the_code_they_test() -> None:
    # The sandbox is what most tests stand on, so it is no code under test here; its own tests are tests.
    code = sum(said_lines(path) for room in ROOMS if room != "sandbox" for path in modules(room))
    kept = list((ROOT / "tests").rglob("*.*"))
    tests = sum(said_lines(path) for path in kept if path.suffix == ".py")
    tables = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in kept if path.suffix in (".tsv", ".txt"))
    assert tests + tables > code


def said_lines(path: Path) -> int:
    """Lines that do something: without docstrings, comments and empty ones."""
    text = path.read_text(encoding="utf-8")
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = (token for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type not in silent)
    lines = {line for token in tokens for line in range(token.start[0], token.end[0] + 1)}
    return len(lines - docstring_lines(ast.parse(text)))


def docstring_lines(tree: ast.Module) -> set[int]:
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and first.end_lineno:
                found |= set(range(first.lineno, first.end_lineno + 1))
    return found
