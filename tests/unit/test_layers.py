"""The house's one-way rule: who may import whom."""

import ast
from collections.abc import Iterator, Mapping, Set
from graphlib import CycleError, TopologicalSorter
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
# The order inside services/, the lowest first: a wing imports lower ones, and its neighbours without a circle.
LEVELS = (
    {"calendar", "language"},
    {"terms"},
    {"audit", "documents", "messages", "people", "plan"},
    {"control", "imports", "reminders", "reports"},
    {"leadership"},
    {"container"},
)
BESIDE = {"apart", "metrics"}  # do or count what they are given, and know none of it
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
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


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


def wings(room: str) -> dict[str, set[str]]:
    """The drawing of a room: of each wing, and each module that stands in none, which others it imports."""
    names = {path.stem for path in (ROOT / room).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    names -= {"__init__"}
    drawn: dict[str, set[str]] = {}
    for path in modules(room):
        own = path.relative_to(ROOT / room).with_suffix("").parts[0]
        split = [name.split(".") for name in imported(path)]
        drawn.setdefault(own, set()).update(parts[1] for parts in split if parts[0] == room and len(parts) > 1)
    return {wing: (drawn[wing] & names) - {wing} for wing in names}


def circle(drawing: Mapping[str, Set[str]]) -> list[str]:
    """Wings that import each other in a circle; none where the drawing has none."""
    try:
        TopologicalSorter(drawing).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_wings_of_services_import_lower_ones_and_neighbours() -> None:
    drawing = wings("services")
    assert set(drawing) == set().union(*LEVELS) | BESIDE, "a wing without a place in the order"
    allowed: set[str] = set(BESIDE)
    for level in LEVELS:
        allowed |= level
        for wing in level:
            assert drawing[wing] <= allowed, f"services/{wing} imports {sorted(drawing[wing] - allowed)}"


@pytest.mark.parametrize("room", ["services", "views"])
def test_no_wings_import_each_other_in_a_circle(room: str) -> None:
    assert not circle(wings(room))


def test_a_circle_is_seen() -> None:
    assert set(circle({"plan": {"audit"}, "audit": {"people"}, "people": {"plan"}})) == {"plan", "audit", "people"}


def test_services_and_models_know_nothing_of_aiogram() -> None:
    for room in ("services", "models"):
        for path in modules(room):
            assert not any(name.split(".")[0] == "aiogram" for name in imported(path)), path


def test_reading_what_people_write_needs_nothing_but_their_words_and_months() -> None:
    for path in modules("services/language"):
        own = {name for name in imported(path) if name.split(".")[0] in ROOMS}
        assert all(name.startswith(("services.language.", "models.terms")) for name in own), path


def test_nothing_below_the_process_reads_the_clock() -> None:
    for room in ("models", "services", "views", "handlers", "scheduler"):
        for path in modules(room):
            text = path.read_text(encoding="utf-8")
            assert "datetime.now(" not in text, path
            assert "date.today(" not in text, path
