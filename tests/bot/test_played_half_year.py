"""The half-year played by the plan's own people, and every figure shown of it against figures counted by hand.

The play is written down in PLAY, a line for what one person says or presses on a day. What is expected stands here as
literals, with how it was counted from those lines; nothing of it is worked out by the bot's own code.
"""

import io
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import docx
import openpyxl
import pytest
from sqlalchemy import select

from bot.demo import ADMIN_IDS
from handlers import throttle
from models import Account, Link, Outbox, OutboxState
from scheduler import letters
from services.calendar.policy import ReminderKind
from services.calendar.workdays import Workdays
from services.messages.kinds import LetterKind
from services.plan.status import Status
from services.reports.message import Choice
from tests.bot.scenes import activity, opens
from tests.bot.test_documents import content_of, document_after
from tests.stage import TASHKENT, Shown, Stage, staged
from views.kit.screen import Screen

Deed = Callable[[Stage], Awaitable[None]]
TC, MEMBERS = "Ўқув-маркази", "МСК аъзолари"


def says(officer: str, words: str, member: int = 1) -> Deed:
    """The officer, or a member of the unit, reports in these words."""

    async def deed(stage: Stage) -> None:
        person = stage.officer(officer, member)
        shown = await person.says(words)
        if "completely done?" in shown.text:
            shown = await person.presses("✅ Yes", shown)
        assert "Recorded" in shown.text or "handed in" in shown.text or "acceptance" in shown.text, shown.text

    return deed


def accepts(number: int) -> Deed:
    """The admin accepts what was handed in of this activity."""

    async def deed(stage: Stage) -> None:
        await stage.admin.presses("✅ Accept", await submission(stage, number, "✅ Accept"))

    return deed


def returns(number: int, reason: str) -> Deed:
    """The admin returns it, with the reason."""

    async def deed(stage: Stage) -> None:
        await stage.admin.presses("↩️ Return", await submission(stage, number, "↩️ Return"))
        await stage.admin.says(reason)

    return deed


def reopens(number: int, reason: str) -> Deed:
    """It was accepted by mistake."""

    async def deed(stage: Stage) -> None:
        await stage.admin.presses("🔓", await submission(stage, number, "🔓"))
        await stage.admin.says(reason)

    return deed


def asks_for_time(officer: str, number: int, month: str) -> Deed:
    """The officer asks for time until the end of this month."""

    async def deed(stage: Stage) -> None:
        person = stage.officer(officer)
        await person.presses(month, await person.presses("⏳", await opens(person, number)))
        await person.says("ҳудудлардан маълумот кутилмоқда")

    return deed


def gives_time(number: int) -> Deed:
    """The admin approves more time."""

    async def deed(stage: Stage) -> None:
        await stage.admin.presses("✅", await submission(stage, number, "✅"))

    return deed


def refuses_time(number: int) -> Deed:
    """The admin refuses it."""

    async def deed(stage: Stage) -> None:
        await stage.admin.presses("❌", await submission(stage, number, "❌"))
        await stage.admin.says("вақт етарли")

    return deed


def closes(number: int) -> Deed:
    """The admin takes it off control."""

    async def deed(stage: Stage) -> None:
        card = await stage.admin.says(f"/report {number}")
        await stage.admin.presses("🚫", await stage.admin.presses("⚙️", card))
        await stage.admin.presses("✅ Yes", await stage.admin.says("ташриф бекор қилинди"))

    return deed


async def submission(stage: Stage, number: int, label: str) -> Shown:
    """The newest message to the admin about this activity that has such a button."""
    for shown in reversed(await stage.admin.heard()):
        if f"Activity {number}" in shown.text.splitlines()[0] and any(one.startswith(label) for one in shown.labels):
            return shown
    raise AssertionError(f"the admin has no «{label}» for activity {number}")


# Each at 10:00 of its day, in this order. Deadlines of the plan that matter: 3 in February; 11, 13, 15, 19, 20 and, as
# it was first, 5 in March; 1, 6, 21 in April; 12, 22 in May; all others with a deadline in June.
PLAY: tuple[tuple[str, Deed], ...] = (
    ("01-15", says("Б. Кучкаров", "№3 40% лойиҳалар тайёрланмоқда")),
    ("01-15", says("Ш. Умаров", "№14 10% харажатлар сметаси тузилди")),
    ("01-22", says("Г. Рахимова", "№24 20% хатлар юборилди")),
    ("01-24", says("М. Хусанова", "№4 қонунчилик мониторинги ўтказилди")),
    ("01-26", says(TC, "№3 бажарилди, ўқув материаллари тайёр", member=2)),  # a unit's member, and a co-executor's part
    ("02-12", says("Х. Маматов", "№5 30% концепция ёзилмоқда")),
    ("02-26", says("Б. Кучкаров", "№3 бажарилди, ҳужжатлар киритилди")),
    ("02-27", returns(3, "илова йўқ")),
    ("03-04", says("Б. Кучкаров", "№3 бажарилди, илова қўшилди")),  # 4 days after 29 February
    ("03-05", accepts(3)),
    ("03-11", says("А. Ибодуллаев", "№13 бажарилди, маблағ ажратилди")),
    ("03-12", accepts(13)),
    ("03-18", asks_for_time("Х. Маматов", 5, "May 2024")),
    ("03-18", asks_for_time("Б. Кучкаров", 15, "April 2024")),
    ("03-19", gives_time(5)),
    ("03-19", refuses_time(15)),
    ("03-20", says("Б. Юнусов", "№19 бажарилди, тизим янгиланди")),
    ("03-21", accepts(19)),
    ("03-25", says("Б. Юнусов", "№20 бажарилди, синов ўтди")),
    ("03-26", accepts(20)),
    ("03-27", says("А. Ибодуллаев", "№11 бажарилди, рўйхат тайёр")),
    ("03-28", reopens(20, "баённома йўқ")),
    ("03-29", says("Б. Юнусов", "№20 бажарилди, баённома илова қилинди")),
    ("04-02", accepts(20)),  # after the deadline, but handed in before it
    ("04-03", says("Ш. Умаров", "№14 50% биринчи чорак ижро этилди")),
    ("04-04", closes(26)),
    ("04-05", says("Г. Рахимова", "№25 60% келишувлар имзоланди")),
    ("04-09", accepts(11)),
    ("04-09", says("Б. Кучкаров", "№21 70% тажриба бошланди")),
    ("04-11", says(MEMBERS, "№16 25%, материаллар эълон қилинди")),  # co-executors: the percent is their part's
    ("04-11", says(MEMBERS, "№18 мурожаатлар кўриб чиқилди", member=2)),
    ("04-12", says("Б. Юнусов", "№1 бажарилди, тавсиялар берилди")),
    ("04-17", accepts(1)),
    ("04-26", says("Б. Кучкаров", "№21 бажарилди, тажриба якунланди")),
    ("04-29", accepts(21)),
    ("04-29", says("Х. Маматов", "№6 80% қўлланма босилмоқда")),
    ("05-06", says("Х. Маматов", "№6 бажарилди, қўлланма тарқатилди")),  # 6 days after 30 April
    ("05-07", accepts(6)),
    ("05-13", says("Б. Кучкаров", "№15 бажарилди, чиқишлар ташкил этилди")),  # 43 days after 31 March
    ("05-14", accepts(15)),
    ("05-20", says("А. Ибодуллаев", "№12 бажарилди, ҳисоб-китоб топширилди")),
    ("05-21", accepts(12)),
    ("05-27", says("Б. Юнусов", "№22 бажарилди, саҳифа очилди")),
    ("05-28", accepts(22)),
    ("05-31", says("Х. Маматов", "№5 90% концепция келишилмоқда")),
    ("06-03", reopens(22, "саҳифа ишламаяпти")),
    ("06-05", says("Б. Юнусов", "№2 50% ҳудудларда ўрганилди")),
    ("06-06", says("Б. Кучкаров", "№9 40% ўқувлар бошланди")),
    ("06-10", says("Б. Юнусов", "№22 бажарилди, саҳифа тузатилди")),  # 10 days after 31 May
    ("06-11", accepts(22)),
    ("06-12", says("Г. Рахимова", "№24 бажарилди, кузатувчилар хабардор")),
    ("06-13", accepts(24)),
    ("06-14", says("Х. Маматов", "№7 бажарилди, ўқувлар ўтказилди")),
    ("06-18", asks_for_time("Б. Кучкаров", 16, "July 2024")),
    ("06-19", says("Б. Кучкаров", "№17 бажарилди, сайтда ёритилди")),
    ("06-20", accepts(7)),
    ("06-20", gives_time(16)),
    ("06-20", returns(17, "ҳаволалар йўқ")),
    ("06-20", says("Б. Юнусов", "№23 бажарилди, модуль ишга туширилди")),
    ("06-21", says("Ш. Умаров", "№14 80% иккинчи чорак ижро этилмоқда")),
)
# The summary comes on Monday at 9:00; 1 January and 17 June 2024 were days off.
SUMMARY_DAYS = {date(2024, 1, 1): date(2024, 1, 3), date(2024, 6, 17): date(2024, 6, 19)}


def moments() -> Iterator[tuple[datetime, list[Deed]]]:
    """Every summary's moment and every moment of the play, in order."""
    deeds: dict[datetime, list[Deed]] = {}
    for monday in (date(2024, 1, 1) + timedelta(weeks=week) for week in range(26)):
        deeds[datetime.combine(SUMMARY_DAYS.get(monday, monday), time(9), TASHKENT)] = []
    for day, deed in PLAY:
        deeds.setdefault(datetime.combine(date.fromisoformat(f"2024-{day}"), time(10), TASHKENT), []).append(deed)
    yield from sorted(deeds.items(), key=lambda one: one[0])


async def play(stage: Stage, looks: Mapping[date, Deed], until: date = date(2024, 7, 1)) -> None:
    """Play it all, or up to this day's summary; on the days of `looks`, look when the summary has come."""
    for moment, deeds in moments():
        if moment.date() > until:
            break
        await stage.jumps_to(moment)
        await stage.settles()
        if moment.hour == 9 and (look := looks.get(moment.date())):
            async with stage.settling_once():  # reading leaves nothing owed
                await look(stage)
        for deed in deeds:
            async with stage.settling_once():  # all that a deed says and presses, and then what is owed for it
                await deed(stage)


async def weekly(stage: Stage) -> str:
    """The newest weekly summary."""
    return next(shown.text for shown in reversed(await stage.leader.heard()) if "Weekly summary" in shown.text)


async def numbers(stage: Stage, words: str) -> set[int]:
    """The activities that /report shows for these words, over all its pages."""
    shown = await stage.admin.says(f"/report {words}".strip())
    seen = set(shown.labels)
    while "▶️" in shown.labels:
        shown = await stage.admin.presses("▶️", shown)
        seen |= set(shown.labels)
    return {int(label.removeprefix("№")) for label in seen if re.fullmatch(r"№\d+", label)}


async def file_of(stage: Stage, words: str) -> io.BytesIO:
    """The document that /report makes for these words."""
    before = await stage.admin.count()
    await stage.admin.says(f"/report {words}")
    return io.BytesIO((await content_of(stage, await document_after(stage.admin, before)))[1])


async def workbook(stage: Stage) -> dict[str, list[tuple[object, ...]]]:
    """The sheets of the Excel file: their rows under the head."""
    book = openpyxl.load_workbook(await file_of(stage, "xlsx"))
    return {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}


async def word_rows(stage: Stage) -> tuple[dict[int, list[str]], list[str], list[str]]:
    """Of the Word file: the activities' rows by number, the section rows, the last row of discipline."""
    document = docx.Document(await file_of(stage, "docx"))
    rows, sections = {}, []
    for row in document.tables[0].rows[1:]:
        cells = [cell.text for cell in row.cells]
        if re.fullmatch(r"\d+\.", cells[0]):
            rows[int(cells[0].rstrip("."))] = cells
        else:
            sections.append(cells[0])
    return rows, sections, [cell.text for cell in document.tables[1].rows[-1].cells]


def counted(text: str) -> dict[str, int]:
    """«🟢 done: 4» as {"done": 4}, of the lines that say nothing else."""
    return {
        word: int(number) for word, number in re.findall(r"^[⚪🔵🟡🟢🔴♾]\ufe0f? ([a-z ]+): (\d+)$", text, re.MULTILINE)
    }


async def asks_each(stage: Stage, expected: Mapping[str, set[int]]) -> None:
    """Every one of these words is answered by just these activities."""
    wrong = {words: found for words, want in expected.items() if (found := await numbers(stage, words)) != want}
    assert not wrong


async def end_of_january(stage: Stage) -> None:
    """Monday 29 January: 3, 14 and 24 were begun, 4 was reported on; nothing has fallen due."""
    text = await weekly(stage)
    assert "0 of 26 activities done, none overdue." in text
    # 26 without 10 and 18 (continuous), 4 (regular), 3, 14, 24 (begun): 20
    assert counted(text) == {"in progress": 3, "continuous": 2, "regular": 1, "not started": 20}
    assert "Discipline: — (nothing was due yet)" in text
    # Since 22 January, 9:00: Rakhimova the same day, Khusanova on the 24th, the training centre on the 26th.
    assert "Since the last summary: 3 reports" in text
    assert "Overdue" not in text
    assert "Due within two weeks" not in text  # the first deadline is 29 February
    # With work since 1 January, of those linked (Miramirov and Ochilov are not): Yunusov (1, 19), Mamatov, Paluaniyazov
    # (3), Khadjiev (3, 4, 18), Sataev (4, 19), Ibodullaev, Farmanov, Fakhrutdinov (10, 11), Alimbaev (15), the
    # members, the secretariat (18), Nurmukhamedov (24-26): 12, silent since 1 January, 28 days. Kuchkarov and Umarov
    # reported on the 15th, 14 days ago. The training centre's part of 3 is done.
    silence = silences(text)
    assert silence.keys() == {28, 14}
    assert silence[14] == {"B. Kuchkarov", "Sh. Umarov"}
    assert len(silence[28]) == 12
    assert {"B. Yunusov", "X. Mamatov", "A. Nurmuxamedov"} <= silence[28]
    assert "2 of 19 executors are not linked yet" in text
    report = await stage.admin.says("/report")
    assert counted(report.text) == counted(text)
    await asks_each(
        stage, {"overdue": set(), "in progress": {3, 14, 24}, "done": set(), "Февраль": UNDER_WAY_IN_FEBRUARY}
    )


# Begun by February: in January 1, 3, 4, 10, 11, 14, 15, 18, 19, 24, 25, 26; in February 2, 5, 21. None was over.
UNDER_WAY_IN_FEBRUARY = {1, 2, 3, 4, 5, 10, 11, 14, 15, 18, 19, 21, 24, 25, 26}


async def mid_april(stage: Stage) -> None:
    """Monday 15 April."""
    text = await weekly(stage)
    # Done: 11, 13, 19, 20. Late: 3. Under review: 1. Begun: 5, 14, 21, 24, 25, and 16 (a co-executor's word begins it).
    # Overdue: 15. Closed: 26. Not begun: 2, 6, 7, 8, 9, 12, 17, 22, 23.
    april = {
        "done": 4,
        "done late": 1,
        "under review": 1,
        "in progress": 6,
        "overdue": 1,
        "continuous": 2,
        "regular": 1,
        "not started": 9,
        "closed": 1,
    }
    assert sum(april.values()) == 26
    assert counted(text) == april
    assert "5 of 26 activities done, 1 overdue." in text
    # Fell due: 3, 11, 13, 15, 19, 20; in time 4 of them: 66.7%.
    assert "Discipline: 67% (on time: 4 of 6)" in text
    # Since 8 April: 21 on the 9th, 16 and 18 on the 11th, 1 on the 12th; 11 was accepted on the 9th.
    assert "Since the last summary: 4 reports" in text
    assert changes(text) == {"done: №11 tovar yetkazib berish reja-jadvali", "sent for acceptance: №1"}
    assert "🔴 Overdue: 1" in text
    assert re.search(r"№15 .*B\. Kuchkarov, M\. Xusanova, M\. Alimbayev, Q\. Ochilov · 15 days past the deadline", text)
    assert "Due within two weeks" not in text  # 6 and 21 have 15 days
    report = await stage.admin.says("/report")
    assert counted(report.text) == april
    assert "Discipline: 67% (on time: 4 of 6)" in report.text
    await asks_each(stage, APRIL)
    assert (await stage.admin.says("/report 7")).text.startswith("Activity 7")
    # In March: 11, 13, 15, 19, 20 fell due; under way were 1-5, 10, 14, 16, 18, 21, 24-26.
    assert (
        "Due in this period: 5. Under way in it but due at another time: 13."
        in (await stage.admin.says("/report март")).text
    )
    # In the quarter 3 fell due as well; in the half-year all that have a deadline (4, 10 and 18 have none).
    assert (
        "Due in this period: 6. Under way in it but due at another time: 12."
        in (await stage.admin.says("/report q1")).text
    )
    assert (
        "Due in this period: 23. Under way in it but due at another time: 3."
        in (await stage.admin.says("/report ярим йиллик")).text
    )
    await april_documents(stage)


MARCH = {1, 2, 3, 4, 5, 10, 11, 13, 14, 15, 16, 18, 19, 20, 21, 24, 25, 26}
APRIL: dict[str, set[int]] = {
    "": set(range(1, 27)),
    "3-9": {3, 4, 5, 6, 7, 8, 9},
    "7 9": {7, 9},
    "III": {5, 6, 7, 8, 9},
    "Юнусов": {1, 2, 19, 20, 21, 22, 23},
    "Рахимова": {24, 25, 26},
    "overdue": {15},
    "муддати ўтган": {15},
    "done": {3, 11, 13, 19, 20},
    "late": {3},
    "review": {1},
    "in progress": {5, 14, 16, 21, 24, 25},
    "not started": {2, 6, 7, 8, 9, 12, 17, 22, 23},
    "returned": set(),
    "extended": {5},
    "continuous": {10, 18},
    "regular": {4},
    "closed": {26},
    "март": MARCH,
    "q1": MARCH,  # 3 was done in March, and what was begun before was under way in it
    "1-чорак": MARCH,
    "полугодие": set(range(1, 27)),
    "III март": {5},
    "Юнусов done": {19, 20},
}


async def april_documents(stage: Stage) -> None:
    rows, sections, total = await word_rows(stage)
    assert list(rows) == list(range(1, 27))
    assert [title.split(".")[0] for title in sections] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    # Days late: 3 by 4, 15 by 15; 19 ÷ 2 = 9.5, told in whole days.
    assert total == ["Total", "6", "4", "1", "1", "10", "67%"]
    # The lead's latest words stand first, then the co-executor's, who spoke before.
    said = rows[3][2]
    assert said.index("4 March, B. Kuchkarov – done") < said.index("26 January, O‘quv-markazi – done")
    assert "илова қўшилди" in said
    assert "ҳужжатлар киритилди" not in said, "only the latest of each"
    assert rows[7][2] == "○ not started"
    sheets = await workbook(stage)
    assert len([row for row in sheets["Activities"] if isinstance(row[0], int)]) == 26
    by_number = {row[0]: row for row in sheets["Activities"]}
    assert by_number[3][8:12] == ("● done late", 100, datetime(2024, 3, 4), 4)
    assert by_number[15][8:12] == ("● overdue", 0, None, 15)
    assert by_number[5][5] == datetime(2024, 5, 31)
    # Reports up to 12 April: eight by 4 March (one of them 3 again), and 13, 19, 20, 11, 20, 14, 25, 21, 16, 18, 1.
    assert len([row for row in sheets["Reports"] if row[0]]) == 19
    by_section = {row[0]: row for row in sheets["By section"] if row[0]}
    # IV is 10-14: done 11, 13; begun 14; continuous 10; not begun 12. Fell due two, both in time.
    assert by_section["IV"][2:13] == (5, 2, 0, 0, 1, 0, 0, 1, 0, 1, 0)
    assert by_section["IV"][13:] == (2, 2, 0, 0, "—", 1)
    whole = next(row for row in sheets["By section"] if row[1] == "Total")
    assert whole[2:13] == (26, 4, 1, 1, 6, 0, 1, 2, 1, 9, 1)
    assert whole[13:] == (6, 4, 1, 1, 9.5, pytest.approx(4 / 6))


async def end_of_june(stage: Stage) -> None:
    """Monday 24 June."""
    text = await weekly(stage)
    # Done: 1, 7, 11, 12, 13, 19, 20, 21, 24. Late: 3, 6, 15, 22. Under review: 23. Returned: 17. Overdue: 5.
    # Begun: 2, 9, 14, 16, 25. Not begun: 8. Closed: 26.
    june = {
        "done": 9,
        "done late": 4,
        "under review": 1,
        "in progress": 5,
        "returned": 1,
        "overdue": 1,
        "continuous": 2,
        "regular": 1,
        "not started": 1,
        "closed": 1,
    }
    assert sum(june.values()) == 26
    assert counted(text) == june
    assert "13 of 26 activities done, 1 overdue." in text
    # Fell due: nine done in time, four late, 5 overdue; 9 of 14 is 64.3%.
    assert "Discipline: 64% (on time: 9 of 14)" in text
    # Since 19 June, 9:00: 17 the same day, 23 on the 20th, 14 on the 21st.
    assert "Since the last summary: 3 reports" in text
    assert changes(text) == {
        "done: №7 video o‘quv qo‘llanmalar",
        "sent for acceptance: №23",
        "returned: №17 veb-sayt va ijtimoiy tarmoqlar",
        "deadline extended: №16 saylovni yoritish seminarlari",
    }
    assert "🔴 Overdue: 1" in text
    assert re.search(r"№5 .*24 days past the deadline", text)
    # By 8 July: 2, 8, 9, 14, 17, 25 on 30 June; 16 has time until 31 July, 23 waits for the admins.
    assert "⏳ Due within two weeks: 6" in text
    due_soon = text[text.index("⏳ Due within") : text.index("🟡 Awaiting")]
    assert set(map(int, re.findall(r"№(\d+)", due_soon))) == {2, 8, 9, 14, 17, 25}
    assert "30 June, 6 days left" in due_soon
    assert "🟡 Awaiting acceptance: 1" in text
    # Open and not with the admins: 2, 4, 5, 8, 9, 10, 14, 16, 17, 18, 25. Days from the last report, or without any
    # from when the first of one's own open work began: 1 January 175, 1 February 144, 1 March 115.
    assert silences(text) == {
        175: {"I. Xadjiyev", "M. Satayev", "A. Farmanov", "J. Faxrutdinov", "Kotibiyat bo‘limlari", "A. Nurmuxamedov"},
        152: {"M. Xusanova"},  # 24 January
        150: {"O‘quv-markazi"},  # 26 January
        144: {"X. Paluaniyazov"},
        115: {"M. Alimbayev"},
        74: {"MSK a’zolari"},  # 11 April
        35: {"A. Ibodullayev"},  # 20 May
    }
    await asks_each(stage, JUNE)
    # Due by 30 June are all that have a deadline but 16; in the third quarter 16 alone.
    assert (
        "Due in this period: 22. Under way in it but due at another time: 4."
        in (await stage.admin.says("/report h1")).text
    )
    assert (
        "Due in this period: 1. Under way in it but due at another time: 0."
        in (await stage.admin.says("/report q3")).text
    )
    await june_documents(stage)
    await by_buttons(stage)


JUNE: dict[str, set[int]] = {
    "overdue": {5},
    "done": {1, 3, 6, 7, 11, 12, 13, 15, 19, 20, 21, 22, 24},
    "кеч бажарилган": {3, 6, 15, 22},
    "на рассмотрении": {23},
    "ижрода": {2, 9, 14, 16, 25},
    "не начато": {8},
    "қайтарилди": {17},
    "узайтирилди": {5, 16},
    "назоратдан ечилди": {26},
    "снято с контроля": {26},
    "не исполнено": {2, 5, 8, 9, 14, 16, 17, 25},
    "март": MARCH,
    "Qo‘chqorov extended": {16},
    "Mamatov late": {3, 6},
}


async def june_documents(stage: Stage) -> None:
    rows, _, total = await word_rows(stage)
    # Days late: 3 by 4, 6 by 6, 15 by 43, 22 by 10, and 5 is 24 past; 87 ÷ 5 = 17.4.
    assert total == ["Total", "14", "9", "4", "1", "17", "64%"]
    assert rows[20][2].startswith("● done, 29 March 2024\n29 March, B. Yunusov – done")
    sheets = await workbook(stage)
    # 19 by mid-April; then 21, 6, 6, 15, 12, 22, 5, 2, 9, 22, 24, 7, 17, 23, 14.
    assert len([row for row in sheets["Reports"] if row[0]]) == 34
    whole = next(row for row in sheets["By officer"] if row[0] == "Total")
    assert whole == ("Total", 26, 26, 14, 9, 4, 1, 17.4, pytest.approx(9 / 14))
    officers = {row[0]: row for row in sheets["By officer"]}
    # Kuchkarov: 3, 9, 15, 16, 17, 21, leads all; 21 in time, 3 and 15 late by 4 and 43.
    assert officers["B. Kuchkarov"] == ("B. Kuchkarov", 6, 6, 3, 1, 2, 0, 23.5, pytest.approx(1 / 3))
    # Mamatov: 3, 5, 6, 7, 8, 9, leads 5-8; 7 in time, 3 and 6 late by 4 and 6, 5 overdue by 24.
    assert officers["X. Mamatov"] == ("X. Mamatov", 6, 4, 4, 1, 2, 1, pytest.approx(34 / 3), 0.25)
    # Nurmukhamedov: 24, 25, 26, leads none; 24 in time.
    assert officers["A. Nurmuxamedov"] == ("A. Nurmuxamedov", 3, 0, 1, 1, 0, 0, "—", 1)
    by_section = {row[0]: row for row in sheets["By section"] if row[0]}
    # VI is 19-23: in time 19, 20, 21, late 22 by 10, 23 under review.
    assert by_section["VI"][2:13] == (5, 3, 1, 1, 0, 0, 0, 0, 0, 0, 0)
    assert by_section["VI"][13:] == (4, 3, 1, 0, 10, 0.75)


async def by_buttons(stage: Stage) -> None:
    """The same by section and by officer, by the menu's buttons."""
    menu = await stage.admin.presses("⬅️ Back", await stage.admin.says("/report"))
    sections = (await stage.admin.presses("📂 By section", menu)).text
    assert re.search(r"III\. .* — 2 of 5 done, 🔴 overdue: 1, discipline: 33%", sections)  # 7 of 5, 6, 7
    assert re.search(r"VI\. .* — 4 of 5 done, discipline: 75%", sections)
    menu = await stage.admin.presses("⬅️ Back", await stage.admin.says("/report"))
    officers = (await stage.admin.presses("👤 By officer", menu)).text
    assert "B. Kuchkarov: 6 activities, 3 done, discipline: 33%" in officers
    assert "B. Yunusov: 7 activities, 5 done, discipline: 80%" in officers  # 1, 19, 20, 21 in time, 22 late


LOOKS = {date(2024, 1, 29): end_of_january, date(2024, 4, 15): mid_april, date(2024, 6, 24): end_of_june}


def silences(text: str) -> dict[int, set[str]]:
    """Who is said to be silent, by days."""
    block = text[text.index("🔕 Silent") :].split("\n\n", maxsplit=1)[0]
    return {int(days): set(names.split(", ")) for days, names in re.findall(r"^(\d+) days: (.+)$", block, re.MULTILINE)}


def changes(text: str) -> set[str]:
    """What is said to have changed."""
    return set(re.findall(r"^▫️ (.+)$", text, re.MULTILINE))


async def test_the_half_year_played_with_all_that_happens_shows_the_figures_counted_by_hand(
    tmp_path: Path, opened_in_english: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "UPDATES", 10_000)  # half a year of one person's words comes in seconds
    async with staged(tmp_path, opened=opened_in_english, default_locale="en") as stage:
        await play(stage, LOOKS)
        # Nothing of the play was lost: what was accepted in the end is done, by the day on which it was handed in.
        assert (await activity(stage, 20)).done_on == date(2024, 3, 29)
        assert (await activity(stage, 22)).done_on == date(2024, 6, 10)


# -- who hears how much --------------------------------------------------------------------------------------------

SILENT = ("Х. Маматов", "Ш. Умаров")  # they never answer: what they lead stays overdue
ANSWERED = {
    ReminderKind.START: 10,
    ReminderKind.CHECK_IN: 30,
    ReminderKind.NEXT_MONTH: 50,
    ReminderKind.THIS_MONTH: 60,
    ReminderKind.MID_MONTH: 70,
}
RECEIPTS = (LetterKind.DECIDED, LetterKind.EXTENSION_DECIDED)  # what became of the person's own report or request
FIRST, LAST = date(2024, 1, 1), date(2024, 7, 31)


async def answer_reminders(stage: Stage) -> int:
    """Everybody but the silent answers today's reminder, as by its buttons; how many reminders there were."""
    services, now = stage.services, stage.now
    async with stage.database.read() as session:
        today = (Outbox.kind == LetterKind.REMINDER, Outbox.key.endswith(f":{now.date()}"), Outbox.message_id > 0)
        rows = (await session.scalars(select(Outbox).where(*today))).all()
    for row in rows:
        person = await services.people.of_account(row.account_id or 0, now)
        if person is None or {one.name for one in person.executors} & set(SILENT):
            continue
        facts = await services.reminders.sent(person, row.chat_id, row.message_id or 0, now)
        for line in facts.lines if facts is not None else ():
            percent = ANSWERED.get(ReminderKind(line.kind))
            done = percent is None and not line.activity.is_endless
            said = await services.reporting.mark(
                person, line.activity.id, row.chat_id, now, percent=percent, done=done or None
            )
            if isinstance(said, Choice):  # parts are open: the question stands in the receipt's place
                await services.drafts.hand_in(said.report_id, "улар билан келишилган", person, now)
    return len(rows)


async def accept_what_waits(stage: Stage) -> None:
    """The admin accepts what was handed in before today."""
    admin = await stage.services.people.identify(stage.admin.id, "admin", None, stage.now)
    for one in (await stage.services.decisions.waiting(stage.now)).submissions:
        if one.submitted_on < stage.now.date():
            await stage.services.decisions.accept(one.id, admin, stage.now)


async def at_moment(stage: Stage, day: date, clock: time) -> None:
    """What is owed at this moment is sent; the live card, which nobody hears, is left alone."""
    await stage.jumps_to(datetime.combine(day, clock, TASHKENT))
    await stage.application.tick.run()
    await stage.application.delivery.drain()


async def play_with_answers(stage: Stage) -> list[date]:
    """Every working day: reminders and digests come, are answered, accepted. The Mondays on which work is overdue."""
    workdays, overdue = Workdays(), []
    for day in (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)):
        if day.weekday() == 0:
            activities = await stage.services.activities.all(day)
            overdue += [day] if any(one.status is Status.OVERDUE for one in activities) else []
        if not workdays.is_working(day):
            continue
        await at_moment(stage, day, time(9, 30))  # the reminders have come by then
        await accept_what_waits(stage)
        if await answer_reminders(stage):
            await at_moment(stage, day, time(17, 30))
    return overdue


async def without_picture(screen: Screen, *_: object) -> Screen:
    """The summary as it is; drawing half a year of pictures would take most of the time."""
    return screen


async def test_in_a_half_year_with_answers_nobody_hears_too_much_and_the_admins_enough(
    tmp_path: Path, opened_in_english: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "with_picture", without_picture)
    async with staged(tmp_path, opened=opened_in_english, default_locale="en") as stage:
        overdue = await play_with_answers(stage)
        async with stage.database.read() as session:
            sent = (await session.scalars(select(Outbox).where(Outbox.state == OutboxState.SENT))).all()
            officers = dict((await session.execute(select(Account.telegram_id, Account.name).join(Link))).all())
        every = Counter(officers[one.chat_id] for one in sent if one.chat_id in officers)
        admins = {chat: sum(one.chat_id == chat for one in sent) for chat in ADMIN_IDS}
        for name, number in every.most_common():
            kinds = Counter(one.kind for one in sent if officers.get(one.chat_id) == name)
            print(f"{name:30} {number:4}  {dict(kinds.most_common())}")
        print("admins", admins)
        assert max(every.values()) <= 75
        days = Counter(
            (one.chat_id, one.sent_at.astimezone(TASHKENT).date())
            for one in sent
            if one.sent_at is not None and one.chat_id in officers and one.kind not in RECEIPTS
        )
        assert max(days.values()) <= 3
        told = {one.key for one in sent if one.kind == LetterKind.WAITING}
        workdays = Workdays()
        missing = [day for day in overdue if f"waiting:{workdays.next_working(day)}:{ADMIN_IDS[0]}" not in told]
        assert len(overdue) > 15
        assert not missing
