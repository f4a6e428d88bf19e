"""The plan and, beside it, the paper of thirty orders, played to 11 March by the plan's own people.

What happens is PLAY, a line for what one person says or presses on a day. The figures expected were counted by hand
from those lines and stand here as literals, with how they were counted; nothing of them is worked out by the bot.
"""

import io
import re
from collections.abc import Awaitable, Callable
from datetime import date, datetime, time

import docx
import openpyxl
import pytest

from handlers import throttle
from services.control.lines import Into
from services.plan.file import load_plan
from tests.bot.test_documents import content_of, document_after
from tests.stage import PLAN, TASHKENT, Shown, Someone, Stage

Deed = Callable[[Stage], Awaitable[None]]
ORDERS = load_plan(PLAN.with_name("seed_orders.json"))


def reports(officer: str, words: str, *, member: int = 1, noted: str = "") -> Deed:
    """The officer reports in these words; `noted` stands in the answer as well."""

    async def deed(stage: Stage) -> None:
        person = stage.officer(officer, member)
        shown = await person.says(words)
        if "completely done?" in shown.text:
            shown = await person.presses("✅ Yes", shown)
        number = re.search(r"(ИР|Т)-(\d+)", words)
        assert number is not None
        mark = {"ИР": "IR", "Т": "T"}[number[1]]
        assert re.search(rf"\b{mark}-{number[2]}\b", shown.text), shown.text
        assert noted in shown.text, shown.text

    return deed


def accepts(number: str) -> Deed:
    """The admin accepts what was handed in."""

    async def deed(stage: Stage) -> None:
        await stage.admin.presses("✅ Accept", await told_of(stage.admin, number, "✅ Accept"))

    return deed


def returns(number: str, reason: str) -> Deed:
    """The admin returns it, with the reason."""

    async def deed(stage: Stage) -> None:
        await stage.admin.presses("↩️ Return", await told_of(stage.admin, number, "↩️ Return"))
        await stage.admin.says(reason)

    return deed


def asks_for_time(officer: str, words: str) -> Deed:
    """The officer asks for more time in words, and confirms it."""

    async def deed(stage: Stage) -> None:
        person = stage.officer(officer)
        await person.presses("✅ Yes", await person.says(words))

    return deed


def gives_time(number: str) -> Deed:
    """The admin gives it."""

    async def deed(stage: Stage) -> None:
        await stage.admin.presses("✅", await told_of(stage.admin, number, "✅"))

    return deed


def closes(number: str) -> Deed:
    """The admin takes it off control."""

    async def deed(stage: Stage) -> None:
        card = await stage.admin.says(f"/report {number}")
        await stage.admin.presses("🚫", await stage.admin.presses("⚙️", card))
        await stage.admin.presses("✅ Yes", await stage.admin.says("тадбир бекор қилинди"))

    return deed


def makes_lead(number: str, officer: str) -> Deed:
    """The admin makes another executor responsible: that one is told, and asked whether it was read."""

    async def deed(stage: Stage) -> None:
        card = await stage.admin.says(f"/report {number}")
        leads = await stage.admin.presses("👤", await stage.admin.presses("⚙️", card))
        await stage.admin.presses("✅ Yes", await stage.admin.presses(officer, leads))

    return deed


def acknowledges(officer: str) -> Deed:
    """The officer confirms having read what they were told last."""

    async def deed(stage: Stage) -> None:
        await stage.officer(officer).presses("✅ I have read it")

    return deed


async def told_of(person: Someone, number: str, label: str) -> Shown:
    """The newest message about this activity that has such a button."""
    for shown in reversed(await person.heard()):
        is_of = re.search(rf"\b{number}\b", shown.text.splitlines()[0])
        if is_of and any(one.startswith(label) for one in shown.labels):
            return shown
    raise AssertionError(f"no «{label}» for {number}")


# Each at 10:00 of its day, in this order.
PLAY: tuple[tuple[str, Deed], ...] = (
    ("01-16", makes_lead("ИР-20", "M. Satayev")),
    ("01-16", acknowledges("М. Сатаев")),
    ("01-16", makes_lead("Т-7", "Kotibiyat bo‘limlari")),
    ("01-22", reports("М. Сатаев", "Т-1 60% маълумот йиғилмоқда")),
    ("01-25", reports("М. Сатаев", "Т-1 бажарилди, маълумот тайёр")),  # due 26 January
    ("01-26", accepts("T-1")),
    ("01-29", reports("И. Хаджиев", "Т-3 бажарилди, рўйхат тайёр")),  # due 31 January
    ("01-30", accepts("T-3")),
    ("02-06", reports("Ш. Умаров", "Т-6 бажарилди, жадвал тайёр")),  # due 5 February: late
    ("02-07", accepts("T-6")),
    ("02-08", asks_for_time("М. Алимбаев", "Т-4 муддатини 29 февралгача суриб беринг, таржима кутилмоқда")),
    ("02-08", gives_time("T-4")),
    ("02-12", reports("Х. Маматов", "ИР-5 30% концепция ёзилмоқда")),
    ("02-13", reports("Г. Рахимова", "Т-8 бажарилди, рўйхат тайёр")),  # due 14 February
    ("02-14", accepts("T-8")),
    ("02-15", reports("А. Фарманов", "Т-5 30%, вазирлик хати келмаяпти", noted="obstacle")),
    ("02-19", reports("М. Сатаев", "Т-11 20%, жумага топшираман", noted="Promised")),  # Friday 23 February
    ("02-22", reports("М. Сатаев", "Т-11 бажарилди, далолатнома тузилди")),  # kept; due 28 February
    ("02-23", returns("T-11", "имзо йўқ")),
    ("02-26", reports("М. Сатаев", "Т-11 бажарилди, имзоланди")),
    ("02-27", accepts("T-11")),
    ("02-27", closes("Т-12")),
    ("02-28", reports("Б. Кучкаров", "ИР-3 бажарилди, ҳужжатлар киритилди")),  # due 29 February
    ("02-29", reports("М. Алимбаев", "Т-4 бажарилди, саҳифалар янгиланди")),  # by the extended day
    ("02-29", accepts("IR-3")),
    ("03-01", accepts("T-4")),
)
LAST = date(2024, 3, 11)  # a Monday: the summary of it is looked at


async def with_orders(stage: Stage) -> None:
    """The paper of orders is carried out beside the plan."""
    await stage.services.plans.load(ORDERS, stage.now, Into(mark="Т"))


async def played(stage: Stage) -> None:
    """All of PLAY, and the summary of LAST."""
    for day, deed in PLAY:
        moment = datetime.combine(date.fromisoformat(f"2024-{day}"), time(10), TASHKENT)
        if stage.now < moment:
            await stage.jumps_to(moment)
            await stage.settles()
        await deed(stage)
    await stage.jumps_to(datetime.combine(LAST, time(9), TASHKENT))
    await stage.settles()


def counted(text: str) -> dict[str, int]:
    """«🟢 done: 4» as {"done": 4}, of the lines that say nothing else."""
    return {
        word: int(number) for word, number in re.findall(r"^[⚪🔵🟡🟢🔴♾]\ufe0f? ([a-z ]+): (\d+)$", text, re.MULTILINE)
    }


async def file_of(stage: Stage, words: str) -> io.BytesIO:
    before = await stage.admin.count()
    await stage.admin.says(f"/report {words}")
    return io.BytesIO((await content_of(stage, await document_after(stage.admin, before)))[1])


async def numbers(stage: Stage, words: str) -> set[str]:
    """The activities that /report shows for these words, over all its pages."""
    shown = await stage.admin.says(f"/report {words}")
    seen = set(shown.labels)
    while "▶️" in shown.labels:
        shown = await stage.admin.presses("▶️", shown)
        seen |= set(shown.labels)
    return {one.removeprefix("№") for one in seen if re.fullmatch(r"№(?:IR|T)-\d+", one)}


async def test_the_plan_and_thirty_orders_played_together_show_the_figures_counted_by_hand(
    english: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "UPDATES", 10_000)
    await with_orders(english)
    await played(english)
    summary = next(one.text for one in reversed(await english.leader.heard()) if "Weekly summary" in one.text)
    # Orders. Done: 1, 3, 4 (by the day it was moved to), 8, 11. Late: 6. Closed: 12. Overdue: 2, 5, 7, 9, 10, 14. Not
    # begun: 13 and 15 to 30. The plan. Done: 3. Begun: 5. Endless: 4, 10, 18. The other 21 are not begun.
    figures = {
        "done": 6,
        "done late": 1,
        "in progress": 1,
        "overdue": 6,
        "continuous": 2,
        "regular": 1,
        "not started": 38,
        "closed": 1,
    }
    assert sum(figures.values()) == 26 + 30
    assert counted(summary) == figures
    assert "7 of 56 activities done, 6 overdue." in summary
    # Fell due: of the orders 1 to 11 and 14, of the plan 3; in time 1, 3, 4, 8, 11 and 3: 46.2%.
    assert "Discipline: 46% (on time: 6 of 13)" in summary
    assert "▫️ IR: 1 of 26 activities done, none overdue." in summary
    assert "▫️ T: 6 of 30 activities done, 6 overdue." in summary
    assert await numbers(english, "overdue") == {f"T-{number}" for number in (2, 5, 7, 9, 10, 14)}
    assert await numbers(english, "done") >= {"IR-3", *(f"T-{number}" for number in (1, 3, 4, 8, 11))}
    own = await english.admin.says("/report т")
    assert "30 activities" in own.text
    assert "Discipline: 42% (on time: 5 of 12)" in own.text
    assert "Open obstacles: 1" in (await english.admin.says("/report тўсиқ")).text
    assert "kept 1, broken 0, open 0" in (await english.admin.says("/report ваъда")).text
    book = openpyxl.load_workbook(await file_of(english, "xlsx"))
    cells = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell is not None]
    assert {f"T-{number}" for number in range(1, 31)} | {f"IR-{number}" for number in range(1, 27)} <= set(cells)
    told = docx.Document(await file_of(english, "т docx"))
    rows = {row.cells[0].text for table in told.tables for row in table.rows}
    assert not any("IR-" in one for one in rows)
    proof = (await english.admin.says("/report танишув")).text
    assert "IR-20" in proof
    assert "T-7" in proof
