"""The plan as data is the plan's document, word for word, but for the mendings that are listed beside it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from services.plan.file import Activity, Deadline, PlanFile, load_plan

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "seed_document.txt").read_text(encoding="utf-8")
MENDINGS = (ROOT / "docs" / "seed_mendings.md").read_text(encoding="utf-8")
PLAN = load_plan(ROOT / "data" / "seed_plan.json")


class Mending(NamedTuple):
    where: str
    scanned: str
    mended: str
    reason: str


def _mendings() -> Iterator[Mending]:
    rows = (line for line in MENDINGS.splitlines() if line.startswith("| "))
    next(rows)  # the heading
    return (Mending(*(cell.strip() for cell in row.strip("|").split("|"))) for row in rows)


ALL_MENDINGS = list(_mendings())


def _plain(text: str) -> str:
    """The text without markup, list signs and line breaks."""
    bare = re.sub(r"<[^>]+>", " ", re.sub(r"</?i>|\*\*", "", text))
    unlisted = re.sub(r"(^|\s)[-–] (?=“Участка)", " ", bare)
    return " ".join(unlisted.split())


def _tight(text: str) -> str:
    return re.sub(r"\s", "", text)


def _as_scanned(where: str, text: str) -> str:
    for mending in ALL_MENDINGS:
        if mending.where == where:
            text = text.replace(mending.mended, mending.scanned)
    return text


def _texts(plan: PlanFile) -> Iterator[tuple[str, str]]:
    """Every text of the plan with the name of its place in the table of mendings."""
    yield "title", plan.title
    yield "title", plan.organisation
    for priority in plan.priorities:
        yield f"priority {priority.number}", priority.text
    for item in plan.agenda:
        yield f"agenda {item.number}", item.text
    for section in plan.sections:
        yield f"section {section.number}", section.title
    for activity in plan.activities:
        yield f"activity {activity.number}", activity.text


TEXTS = list(_texts(PLAN))
PLAIN_DOCUMENT = _plain(DOCUMENT)


def _cells(number: int) -> list[str]:
    """Text, deadline and executors of an activity's row in the document's table."""
    match = re.search(rf"^{number}\.\t(.+?)\t([^\t\n]+)\t([^\t\n]+)$", DOCUMENT, re.MULTILINE)
    assert match
    return [cell.strip() for cell in match.groups()]


def test_the_plan_has_seven_sections_and_26_activities_numbered_through() -> None:
    assert [section.number for section in PLAN.sections] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    assert [len(section.activities) for section in PLAN.sections] == [2, 2, 5, 5, 4, 5, 3]
    assert [activity.number for activity in PLAN.activities] == list(range(1, 27))


def test_the_plan_has_seven_priorities_and_five_agenda_items() -> None:
    assert [priority.number for priority in PLAN.priorities] == list(range(1, 8))
    assert [item.number for item in PLAN.agenda] == list(range(1, 6))


def test_the_executors_are_sixteen_officers_and_three_units() -> None:
    assert [executor.name for executor in PLAN.executors if executor.kind == "person"] == [
        "Б. Юнусов",
        "М. Мирамиров",
        "А. Ибодуллаев",
        "Х. Палуаниязов",
        "Б. Кучкаров",
        "Х. Маматов",
        "М. Хусанова",
        "И. Хаджиев",
        "М. Сатаев",
        "М. Алимбаев",
        "А. Фарманов",
        "Ж. Фахрутдинов",
        "Ш. Умаров",
        "Қ. Очилов",
        "Г. Рахимова",
        "А. Нурмухамедов",
    ]
    assert [executor.name for executor in PLAN.executors if executor.kind == "unit"] == [
        "Ўқув-маркази",
        "МСК аъзолари",
        "Котибият бўлимлари",
    ]


@pytest.mark.parametrize(("where", "text"), TEXTS, ids=[where for where, _ in TEXTS])
def test_a_text_with_its_corrections_undone_is_in_the_document_word_for_word(where: str, text: str) -> None:
    assert _plain(_as_scanned(where, text)) in PLAIN_DOCUMENT


@pytest.mark.parametrize("activity", PLAN.activities, ids=lambda activity: activity.number)
def test_a_row_of_the_table_is_wholly_in_its_activity(activity: Activity) -> None:
    where = f"activity {activity.number}"
    text, deadline, executors = _cells(activity.number)
    assert _plain(text) == _plain(_as_scanned(where, activity.text))
    assert deadline == _as_scanned(where, activity.deadline.text)
    names = _tight(",".join(PLAN.executor(key).name for key in activity.executors))
    tight_mendings = [m for m in ALL_MENDINGS if m.where == where and _tight(m.mended) in names]
    for mending in tight_mendings:
        names = names.replace(_tight(mending.mended), _tight(mending.scanned))
    assert names == _tight(executors)


def test_every_word_of_the_document_is_in_the_plan_or_in_a_heading() -> None:
    said = {word for where, text in TEXTS for word in re.findall(r"\w+", _as_scanned(where, text))}
    said |= {word for m in ALL_MENDINGS for word in re.findall(r"\w+", m.scanned)}
    said |= {word for executor in PLAN.executors for word in re.findall(r"\w+", executor.name)}
    said |= {word for activity in PLAN.activities for word in re.findall(r"\w+", activity.deadline.text)}
    said |= {word for item in PLAN.agenda for word in re.findall(r"\w+", item.deadline.text)}
    left = {word for word in re.findall(r"[^\W\d]{2,}", PLAIN_DOCUMENT) if word not in said}
    headings = "2024 йилдаги устувор вазифалари мажлисларида кўриб чиқиладиган масалалар ТАДБИРЛАР РЕЖАСИ"
    columns = "Тадбирлар Ижро этиш муддати Масъул ижрочилар"
    numerals = "II III IV VI VII"
    assert left <= set(f"{headings} {columns} {numerals}".split())


def test_every_correction_replaces_something_scanned_and_is_in_the_plan() -> None:
    texts = "\n".join(text for _, text in TEXTS)
    deadlines = [activity.deadline.text for activity in PLAN.activities]
    names = _tight(",".join(PLAN.executor(key).name for activity in PLAN.activities for key in activity.executors))
    for mending in ALL_MENDINGS:
        assert mending.scanned in PLAIN_DOCUMENT, mending
        assert mending.mended in texts or mending.mended in deadlines or _tight(mending.mended) in names, mending
        assert mending.scanned != mending.mended, mending
        assert mending.reason, mending


def test_every_word_is_in_the_document_or_among_the_corrections() -> None:
    known = set(re.findall(r"\w+", DOCUMENT)) | {w for m in ALL_MENDINGS for w in re.findall(r"\w+", m.mended)}
    data = json.loads((ROOT / "data" / "seed_plan.json").read_text(encoding="utf-8"))
    words = set(re.findall(r"[^\W\d_]+", " ".join(text for _, text in TEXTS)))
    words |= {
        word for e in data["executors"] for text in (e["name"], *e["aliases"]) for word in re.findall(r"\w+", text)
    }
    assert words <= known


def test_an_alias_is_a_spelling_of_the_document_or_of_its_corrections() -> None:
    spellings = PLAIN_DOCUMENT + " ".join(mending.mended for mending in ALL_MENDINGS)
    aliases = {alias: executor.name for executor in PLAN.executors for alias in executor.aliases}
    assert all(alias in spellings for alias in aliases)
    assert all(_tight(alias) == _tight(name) for alias, name in aliases.items())
    tight_in_document = set(re.findall(r"\b[А-ЯҚЎҒҲ]\.[А-ЯҚЎҒҲ][а-яқўғҳё]+(?!\w)", spellings))
    assert set(aliases) == tight_in_document


MONTHS = {"январь": 1, "февраль": 2, "март": 3, "апрель": 4, "май": 5, "июнь": 6}


def test_deadlines_as_data_say_what_is_written() -> None:
    for deadline in [item.deadline for item in PLAN.agenda] + [activity.deadline for activity in PLAN.activities]:
        assert isinstance(deadline, Deadline)
        if deadline.text in {"мунтазам", "доимий", "январдан бошлаб доимий"}:
            assert deadline.kind == ("regular" if deadline.text == "мунтазам" else "continuous")
            assert (str(deadline.first), deadline.last) == ("2024-01", None)
        else:
            months = [MONTHS[name] for name in deadline.text.split("-")]
            assert deadline.kind == "months"
            assert (str(deadline.first), str(deadline.last)) == (f"2024-{months[0]:02}", f"2024-{months[-1]:02}")


def test_a_list_of_the_document_keeps_its_lines() -> None:
    seventh = PLAN.activities[6].text.splitlines()
    assert len(seventh) == 5
    assert all(line.startswith("– “Участка сайлов комиссияси") for line in seventh[1:])
    assert len(PLAN.activities[8].text.splitlines()) == 3
    assert len(PLAN.activities[9].text.splitlines()) == 2


def test_no_markup_is_left() -> None:
    assert not any(sign in text for _, text in TEXTS for sign in ("<", ">", "*", "  "))
