"""The plan and, beside it, the paper of thirty orders, played beyond the half-year's end by the plan's own people.

What happens is PLAY and PLAYED_ON, a line for what one person says or presses on a day. The figures expected were
counted by hand from those lines and stand here as literals, with how they were counted; nothing of them is worked out
by the bot.
"""

import io
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, time

import docx
import openpyxl
import pytest

from handlers import throttle
from services.calendar.deadlines import Period
from services.control.lines import Into
from services.people.deputies import SubstitutionFacts
from services.plan.file import load_plan
from tests.bot.scenes import again
from tests.bot.test_documents import content_of, document_after
from tests.bot.test_handed_in_with_a_document import require
from tests.bot.test_personal_control import watches
from tests.bot.test_units_and_heads import joined, led
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
        number = re.search(r"(ИР|Т 2|Т)-(\d+)", words)
        assert number is not None
        mark = {"ИР": "IR", "Т": "T", "Т 2": "T 2"}[number[1]]
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


def refuses_time(number: str) -> Deed:
    """The admin refuses it, with a reason."""

    async def deed(stage: Stage) -> None:
        asked = await told_of(stage.admin, number, "❌")
        assert "asked late" in asked.text.casefold(), asked.text
        await stage.admin.presses("❌", asked)
        await stage.admin.says("вақт етарли")

    return deed


def contests(officer: str, reason: str) -> Deed:
    """The officer says by the letter's button that it is not theirs."""

    async def deed(stage: Stage) -> None:
        person = stage.officer(officer)
        await person.presses("↪️ It is not mine", await person.with_button("↪️ It is not mine"))
        assert "The control department was told" in (await person.says(reason)).text

    return deed


def hands_over(officer: str, reason: str) -> Deed:
    """The admin gives what was contested to somebody else."""

    async def deed(stage: Stage) -> None:
        asked = await stage.admin.with_button("↪️ Give it")
        assert "after the time for it" not in asked.text
        await stage.admin.presses("↪️ Give it", asked)
        await stage.admin.presses(officer, await again(stage.admin, asked))
        await stage.admin.says(reason)

    return deed


def leaves_it(reason: str) -> Deed:
    """What was contested too late stays, with a word."""

    async def deed(stage: Stage) -> None:
        asked = await stage.admin.with_button("📌 Leave it")
        assert "after the time for it" in asked.text
        await stage.admin.presses("📌 Leave it", asked)
        await stage.admin.says(reason)

    return deed


def leads(unit: str, head: str, member: str) -> Deed:
    """The admin names the unit's head and a member of it."""

    async def deed(stage: Stage) -> None:
        await led(stage, unit, head)
        await joined(stage, member, unit)

    return deed


def is_watched(number: str) -> Deed:
    """The admin takes it under the leadership's personal control."""

    async def deed(stage: Stage) -> None:
        await watches(stage.admin, number)

    return deed


def needs_document(number: str) -> Deed:
    """The admin requires a document."""

    async def deed(stage: Stage) -> None:
        await require(stage, number)

    return deed


def hands_in_with_document(officer: str, number: str, words: str) -> Deed:
    """Without the document it is asked for; with it, it is handed in."""

    async def deed(stage: Stage) -> None:
        person = stage.officer(officer)
        assert "is handed in with a document" in (await person.says(f"{number} бажарилди")).text
        shown = await person.sends_files(("dalolatnoma.pdf", b"%PDF"), text=words)
        assert "under review" in shown.text, shown.text

    return deed


def sets_term(number: str, officer: str, day: str) -> Deed:
    """The admin sets the term of a co-executor's part."""

    async def deed(stage: Stage) -> None:
        menu = await stage.admin.presses("⚙️", await stage.admin.says(f"/report {number}"))
        await stage.admin.presses(f"📅 {officer}", await stage.admin.presses("👥 Co-executors’ terms", menu))
        shown = await stage.admin.presses("✅ Yes", await stage.admin.says(day))
        assert "own term" in shown.text, shown.text

    return deed


def stands_in(executor: str, deputy: str, first: date, last: date) -> Deed:
    """The admin names a deputy for these days."""

    async def deed(stage: Stage) -> None:
        ids = {one.key: one.id for one in await stage.services.linking.executors()}
        admin = await stage.services.people.identify(stage.admin.id, "admin", None, stage.now)
        named = await stage.services.deputies.name(ids[executor], ids[deputy], Period(first, last), admin, stage.now)
        assert isinstance(named, SubstitutionFacts)

    return deed


def orders(words: str, number: str) -> Deed:
    """A leader gives an order in words, in the leadership chat."""

    async def deed(stage: Stage) -> None:
        await Someone(stage, stage.leader.id, "leader").says("/help")
        given = await stage.leader.presses("✅ Give the order", await stage.leader.says(f"@ijrochi_bot {words}"))
        assert number in given.text, given.text

    return deed


def giver_accepts(number: str) -> Deed:
    """Who gave the order accepts it, in private."""

    async def deed(stage: Stage) -> None:
        alone = Someone(stage, stage.leader.id, "leader")
        await alone.presses("✅ Accept", await told_of(alone, number, "✅ Accept"))

    return deed


def hears_in_the_evening(officer: str, told: list[str]) -> Deed:
    """What a lead reads at half past five of co-executors' day; nothing if `told` is empty."""

    async def deed(stage: Stage) -> None:
        person = stage.officer(officer)
        await comes(stage, stage.now.date(), time(17, 35))
        today = f"{stage.now:%-d %B}"
        heard = [
            one.text for one in await person.heard() if "Reports of co-executors" in one.text and today in one.text
        ]
        assert len(heard) == bool(told)
        assert all(part in heard[0] for part in told)

    return deed


async def told_of(person: Someone, number: str, label: str) -> Shown:
    """The newest message about this activity that has such a button."""
    for shown in reversed(await person.heard()):
        is_of = re.search(rf"\b{number}\b", shown.text.partition("\n")[0])
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

# From LAST to beyond the half-year's end. Days off: 21, 22 March, 10 to 12 April, 9 May, 17, 18 June.
SECRETARIAT, MEMBERS, TRAINING = "Котибият бўлимлари", "МСК аъзолари", "Ўқув-маркази"
PLAYED_ON: tuple[tuple[str, Deed], ...] = (
    ("03-11", leads(SECRETARIAT, "М. Хусанова", "Б. Кучкаров")),
    ("03-11", is_watched("Т-14")),
    ("03-12", reports("Ж. Фахрутдинов", "Т-14 бажарилди, кўрикдан ўтди")),  # due 7 March: 5 days late
    ("03-12", reports("А. Ибодуллаев", "ИР-13 бажарилди, маблағ ажратилди")),  # due 31 March
    ("03-13", accepts("T-14")),
    ("03-13", accepts("IR-13")),
    ("03-13", asks_for_time("М. Хусанова", "Т-13 муддатини 5 апрелгача суриб беринг, таклифлар кутилмоқда")),
    ("03-14", refuses_time("T-13")),  # asked 2 working days before 15 March
    ("03-14", closes("Т-10")),  # overdue since 15 February, and not executed
    ("03-18", reports("М. Хусанова", "Т-13 бажарилди, лойиҳа тайёр")),  # 3 days late
    ("03-18", makes_lead("Т-18", "B. Yunusov")),
    ("03-18", contests("Б. Юнусов", "Кадрлар масаласи менинг йўналишим эмас")),
    ("03-19", hands_over("M. Satayev", "Сатаевнинг йўналиши")),
    ("03-19", acknowledges("М. Сатаев")),
    ("03-19", accepts("T-13")),
    ("03-20", reports(SECRETARIAT, "Т-2 бажарилди, архивга топширилди")),  # due 16 February: 33 days late
    ("03-20", asks_for_time("Б. Кучкаров", "Т-15 муддатини 12 апрелгача суриб беринг, бўлимлар жавоби кутилмоқда")),
    ("03-20", gives_time("T-15")),
    ("03-20", needs_document("Т-19")),
    ("03-20", reports("Б. Юнусов", "ИР-19 бажарилди, тизим янгиланди")),  # due 31 March
    ("03-25", accepts("T-2")),
    ("03-25", accepts("IR-19")),
    ("03-25", reports("М. Сатаев", "ИР-20 бажарилди, синов ўтди")),  # due 31 March
    ("03-25", makes_lead("Т-20", "G. Raximova")),
    ("03-25", reports("А. Фарманов", "Т-17 30%, чоршанбага топшираман", noted="Promised")),  # Wednesday 27 March
    ("03-26", accepts("IR-20")),
    ("03-26", reports(TRAINING, "Т-16 бажарилди, рўйхат янгиланди")),  # due 27 March
    ("03-27", accepts("T-16")),
    ("03-27", reports("А. Ибодуллаев", "ИР-11 бажарилди, режа-жадвал тайёр")),  # due 31 March
    ("03-28", reports("А. Фарманов", "Т-17 бажарилди, машғулот ўтказилди")),  # due 28 March: in time, promise broken
    ("03-28", contests("Г. Рахимова", "Бу Нурмухамедовники эди")),  # 3 working days after: late
    ("03-29", leaves_it("Топшириқда сиз кўрсатилгансиз")),
    ("03-29", accepts("T-17")),
    # -- 1 April --
    ("04-01", orders("Юнусов: захира нусхалар бўйича маълумот тайёрлансин, 9 апрелгача", "T 2-1")),
    ("04-03", hands_in_with_document("Ш. Умаров", "Т-19", "12-сонли далолатнома, 02.04.2024")),  # due 4 April
    ("04-04", accepts("T-19")),
    ("04-04", reports("М. Сатаев", "Т-18 бажарилди, рўйхат тақдим этилди")),  # due 5 April
    ("04-04", closes("ИР-26")),
    ("04-05", accepts("T-18")),
    ("04-05", asks_for_time("Б. Кучкаров", "Т-15 муддатини 26 апрелгача суриб беринг, икки бўлим жавоб бермади")),
    ("04-05", gives_time("T-15")),  # moved twice: chronic
    ("04-08", sets_term("Т-22", "Sh. Umarov", "9 апрель")),
    ("04-08", reports("Б. Юнусов", "Т 2-1 бажарилди, маълумот тайёр")),  # due 9 April
    ("04-08", giver_accepts("T 2-1")),
    ("04-09", accepts("IR-11")),
    ("04-09", reports("Г. Рахимова", "Т-20 бажарилди, эслатма тузилди")),  # due 12 April
    ("04-09", reports("Б. Кучкаров", "ИР-15 бажарилди, чиқишлар ташкил этилди")),  # due 31 March: 9 days late
    # -- 15 April --
    ("04-15", accepts("T-20")),
    ("04-15", accepts("IR-15")),
    ("04-15", reports("Б. Юнусов", "ИР-1 бажарилди, тавсиялар берилди")),  # due 30 April
    ("04-15", reports(MEMBERS, "Т-21 50% матнлар ёзилмоқда")),  # due 16 April
    ("04-15", stands_in("yunusov", "sataev", date(2024, 4, 15), date(2024, 4, 30))),
    ("04-16", accepts("IR-1")),
    ("04-16", reports("Ш. Умаров", "Т-22 бажарилди, реестр тузилди")),  # a co-executor's part, due 9 April: late
    ("04-16", hears_in_the_evening("М. Хусанова", [])),  # that the part is done was said at once
    ("04-18", reports("М. Хусанова", "Т-22 бажарилди, реестр тайёр")),  # due 19 April
    ("04-19", accepts("T-22")),
    ("04-24", reports("М. Сатаев", "Т-23 бажарилди, танишув ўтказилди")),  # for Yunusov; due 26 April
    ("04-25", accepts("T-23")),
    ("04-25", reports("Б. Кучкаров", "Т-15 бажарилди, маълумотнома тайёр")),  # by the day it was moved to, 26 April
    ("04-26", accepts("T-15")),
    ("04-26", reports("Б. Кучкаров", "ИР-21 бажарилди, тажриба якунланди")),  # due 30 April
    ("04-29", accepts("IR-21")),
    ("04-29", reports(MEMBERS, "Т-21 бажарилди, матнлар берилди")),
    ("04-30", returns("T-21", "тўрттаси йўқ")),
    ("05-02", closes("Т-25")),  # overdue since 24 April, and not executed
    # -- 6 May --
    ("05-06", reports("А. Фарманов", "Т-5 бажарилди, далолатнома тузилди")),  # due 23 February: 73 days late
    ("05-06", reports("Х. Маматов", "ИР-6 бажарилди, қўлланма тарқатилди")),  # due 30 April: 6 days late
    ("05-06", reports("М. Алимбаев", "Т-26 50% суратлар саралаб олинмоқда")),  # due 17 May
    ("05-07", accepts("T-5")),
    ("05-07", accepts("IR-6")),
    ("05-13", reports("Х. Маматов", "Т-24 бажарилди, сўровнома якунланди")),  # due 3 May: 10 days late
    ("05-14", accepts("T-24")),
    ("05-20", reports("А. Ибодуллаев", "Т-27 20%, вазирлик хати келмаяпти", noted="obstacle")),
    ("05-20", reports("А. Ибодуллаев", "ИР-12 бажарилди, ҳисоб-китоб топширилди")),  # due 31 May
    ("05-21", accepts("IR-12")),
    ("05-21", asks_for_time("А. Ибодуллаев", "Т-27 муддатини 14 июнгача суриб беринг, хулоса кутилмоқда")),
    ("05-21", gives_time("T-27")),
    # -- 3 June --
    ("06-05", reports("Б. Юнусов", "ИР-2 50% ҳудудларда ўрганилди")),
    ("06-05", reports("М. Сатаев", "Т-29 40% ҳужжатлар йиғилмоқда")),  # a co-executor
    ("06-05", hears_in_the_evening("Х. Палуаниязов", ["T-29", "M. Satayev: 40%"])),
    ("06-05", hears_in_the_evening("М. Мирамиров", [])),  # a co-executor of IR-2, on which the lead reported
    ("06-06", reports("Х. Палуаниязов", "Т-29 бажарилди, текширилди")),  # due 7 June
    ("06-07", accepts("T-29")),
    ("06-13", reports("А. Ибодуллаев", "Т-27 бажарилди, таклифлар берилди")),  # by the day it was moved to, 14 June
    ("06-14", accepts("T-27")),
    ("06-14", reports("Х. Маматов", "ИР-7 бажарилди, ўқувлар ўтказилди")),
    ("06-19", reports("Б. Кучкаров", "ИР-17 бажарилди, сайтда ёритилди")),  # nobody decides
    ("06-20", accepts("IR-7")),
    ("06-25", reports("Б. Кучкаров", "Т-30 бажарилди, маълумот киритилди")),  # due 26 June
    ("06-26", reports("Г. Рахимова", "ИР-24 бажарилди, кузатувчилар хабардор")),
    ("06-27", accepts("IR-24")),
    # -- 1 July --
    ("07-02", accepts("T-30")),
)


@dataclass(frozen=True)
class Stand:
    """How everything stands on a day at 10:00, before that day's lines: the numbers in each status, by paper.

    `discipline` is what the summary says of all, and /report of the orders alone; `escalated` are those of the digest
    that are overdue since three working days.
    """

    plan: dict[str, str]
    orders: dict[str, str]
    apart: dict[str, str]  # the paper of the order that a leader gave in words
    discipline: str
    of_orders: str
    escalated: str


ENDLESS = {"continuous": "10 18", "regular": "4"}
STANDS = {
    # In time 11 (3, 13, 19, 20 and seven orders), late four, overdue five. IR-15 and IR-5 were due on Sunday 31 March.
    "04-01": Stand(
        plan={
            "done": "3 13 19 20",
            "under review": "11",
            "overdue": "5 15",
            "not started": "1 2 6 7 8 9 12 14 16 17 21 22 23 24 25 26",
        },
        orders={
            "done": "1 3 4 8 11 16 17",
            "done late": "2 6 13 14",
            "overdue": "5 7 9",
            "not started": "15 18 19 20 21 22 23 24 25 26 27 28 29 30",
            "closed": "10 12",
        },
        apart={},
        discipline="55% (on time: 11 of 20)",
        of_orders="50% (on time: 7 of 14)",
        escalated="T-5 T-7 T-9",
    ),
    "04-15": Stand(
        plan={
            "done": "3 11 13 19 20",
            "under review": "15",
            "overdue": "5",
            "not started": "1 2 6 7 8 9 12 14 16 17 21 22 23 24 25",
            "closed": "26",
        },
        orders={
            "done": "1 3 4 8 11 16 17 18 19",
            "done late": "2 6 13 14",
            "under review": "20",
            "overdue": "5 7 9",
            "not started": "15 21 22 23 24 25 26 27 28 29 30",
            "closed": "10 12",
        },
        apart={"done": "1"},
        discipline="65% (on time: 15 of 23)",  # of the plan 5 of 6, of the orders 9 of 16, and the one apart
        of_orders="56% (on time: 9 of 16)",
        escalated="IR-5 T-5 T-7 T-9",
    ),
    "05-06": Stand(
        plan={
            "done": "1 3 11 13 19 20 21",
            "done late": "15",
            "overdue": "5 6",
            "not started": "2 7 8 9 12 14 16 17 22 23 24 25",
            "closed": "26",
        },
        orders={
            "done": "1 3 4 8 11 15 16 17 18 19 20 22 23",
            "done late": "2 6 13 14",
            "overdue": "5 7 9 21 24",
            "not started": "26 27 28 29 30",
            "closed": "10 12 25",
        },
        apart={"done": "1"},
        discipline="64% (on time: 21 of 33)",  # 7 of 10, 13 of 22, 1 of 1
        of_orders="59% (on time: 13 of 22)",
        escalated="IR-5 IR-6 T-5 T-7 T-9 T-21",  # 30 April is 3 working days past; T-24, due on Friday 3 May, one
    ),
    "06-03": Stand(
        plan={
            "done": "1 3 11 12 13 19 20 21",
            "done late": "6 15",
            "overdue": "5 22",
            "not started": "2 7 8 9 14 16 17 23 24 25",
            "closed": "26",
        },
        orders={
            "done": "1 3 4 8 11 15 16 17 18 19 20 22 23",
            "done late": "2 5 6 13 14 24",
            "in progress": "27",
            "overdue": "7 9 21 26 28",
            "not started": "29 30",
            "closed": "10 12 25",
        },
        apart={"done": "1"},
        discipline="59% (on time: 22 of 37)",  # 8 of 12, 13 of 24, 1 of 1
        of_orders="54% (on time: 13 of 24)",
        escalated="IR-5 T-7 T-9 T-21 T-26 T-28",  # 28 May is 4 working days past; IR-22, due on Friday 31 May, one
    ),
    "07-01": Stand(
        plan={
            "done": "1 3 7 11 12 13 19 20 21 24",
            "done late": "6 15",
            "under review": "17",
            "overdue": "2 5 8 9 14 16 22 23 25",
            "closed": "26",
        },
        orders={
            "done": "1 3 4 8 11 15 16 17 18 19 20 22 23 27 29",
            "done late": "2 5 6 13 14 24",
            "under review": "30",
            "overdue": "7 9 21 26 28",
            "closed": "10 12 25",
        },
        apart={"done": "1"},
        discipline="54% (on time: 26 of 48)",  # 10 of 21, 15 of 26, 1 of 1
        of_orders="58% (on time: 15 of 26)",
        escalated="IR-5 IR-22 T-7 T-9 T-21 T-26 T-28",
    ),
}
# What М. Хусанова, who heads the secretariat and Б. Кучкаров since 11 March, hears of as overdue, by the day: T-2, T-7,
# T-10 stood so when she was named; IR-15 was due on Sunday 31 March; IR-9, IR-16 on Sunday 30 June. T-15 was extended
# before its days, T-30 and IR-17 are under review, IR-21 was done in time.
HEARD_OVERDUE = {"12 March": "T-2 T-7 T-10", "1 April": "IR-15", "1 July": "IR-9 IR-16"}


async def with_orders(stage: Stage) -> None:
    """The paper of orders is carried out beside the plan."""
    await stage.services.plans.load(ORDERS, stage.now, Into(mark="Т"))


async def comes(stage: Stage, day: date, clock: time = time(10)) -> None:
    """It is this moment, and what is owed then is said."""
    moment = datetime.combine(day, clock, TASHKENT)
    if stage.now < moment:
        await stage.jumps_to(moment)
        await stage.settles()


async def done(stage: Stage, deed: Deed) -> None:
    """All that a deed says and presses, and then once what is owed for it."""
    async with stage.settling_once():
        await deed(stage)


async def played(stage: Stage) -> None:
    """All of PLAY, and the summary of LAST."""
    for day, deed in PLAY:
        await comes(stage, date.fromisoformat(f"2024-{day}"))
        await done(stage, deed)
    await comes(stage, LAST, time(9))


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
    return {one.removeprefix("№") for one in seen if re.fullmatch(r"№(?:IR|T|T 2)-\d+", one)}


def numbered(mark: str, numbers: str) -> set[str]:
    return {f"{mark}-{one}" for one in numbers.split()}


def standing(stand: Stand) -> dict[str, set[str]]:
    """The numbers in each status, over all papers."""
    found: dict[str, set[str]] = {}
    for mark, statuses in (("IR", stand.plan | ENDLESS), ("T", stand.orders), ("T 2", stand.apart)):
        for status, given in statuses.items():
            found[status] = found.get(status, set()) | numbered(mark, given)
    return found


async def looked_at(stage: Stage, stand: Stand) -> None:
    """The newest summary and digest, /report and the Excel file are as they should be."""
    every = standing(stand)
    count = {status: len(one) for status, one in every.items()}
    assert sum(count.values()) == 26 + 30 + len(stand.apart)
    summary = next(one.text for one in reversed(await stage.leader.heard()) if "Weekly summary" in one.text)
    assert counted(summary) == count
    done = len(every["done"] | every.get("done late", set()))
    noun = " " if stand.apart else " activities "  # with an order given in words among them
    assert f"{done} of {sum(count.values())}{noun}done, {count['overdue']} overdue." in summary
    assert f"Discipline: {stand.discipline}" in summary
    digest = next(one.text for one in reversed(await stage.admin.heard()) if "For the control department" in one.text)
    block = digest[digest.index("3 working days or more") :].partition("\n\n")[0]
    assert set(re.findall(r"^№(\S+)", block, re.MULTILINE)) == set(stand.escalated.split())
    own = (await stage.admin.says("/report т")).text
    assert "30 activities" in own
    assert f"Discipline: {stand.of_orders}" in own
    for words, status in (("муддати ўтган", "overdue"), ("назоратдан ечилди", "closed")):
        assert await numbers(stage, words) == every[status], words
    assert await numbers(stage, "бажарилган") == every["done"] | every.get("done late", set())
    book = openpyxl.load_workbook(await file_of(stage, "xlsx"))
    sheet = book["Activities and orders" if stand.apart else "Activities"]
    cells = {row[0]: row[8] for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]}
    shown: dict[str, set[str]] = {}
    for number, status in cells.items():
        if re.fullmatch(r"(IR|T|T 2)-\d+", str(number)):
            shown.setdefault(str(status).partition(" ")[2], set()).add(str(number))
    assert shown == every


# On 6 May. Г. Рахимова: done T-8 and, hers since 25 March, T-20; IR-24 and IR-25 are not begun, IR-26 is closed.
PERSON = ("5 activities", "🟢 done: 2 · ⚪ not started: 2 · ⚪ closed: 1", "Discipline: 100% (on time: 2 of 2)")
# What is open and falls due from 6 May to 30 June; what is overdue does not.
AHEAD = numbered("IR", "2 7 8 9 12 14 16 17 22 23 24 25") | numbered("T", "26 27 28 29 30")
# Of the Excel file's discipline, by officer: activities, led, fell due, in time, late, overdue, days late on average.
# Х. Маматов: IR-3 in time; IR-5, IR-6, T-9, T-24 overdue by 36, 6, 77 and 3 days: 122 ÷ 4. М. Хусанова: IR-3, T-22 in
# time, IR-15 and T-13 late by 9 and 3. In all late by 9, 33, 1, 3 and 5 (IR-15, T-2, T-6, T-13, T-14), overdue by
# 36, 6, 73, 84, 77, 20 and 3 (IR-5, IR-6, T-5, T-7, T-9, T-21, T-24): 350 ÷ 12 = 29.2.
BY_OFFICER = {
    "X. Mamatov": (8, 5, 5, 1, 0, 4, 30.5, 0.2),
    "M. Xusanova": (5, 3, 4, 2, 2, 0, 6, 0.5),
    "G. Raximova": (5, 5, 2, 2, 0, 0, "—", 1),
    "Total": (57, 57, 33, 21, 5, 7, 350 / 12, 21 / 33),
}


async def counted_further(stage: Stage) -> None:
    """One person's work, what falls due to the end of next month, and the discipline of the Excel file."""
    told = (await stage.admin.says("/report Рахимова")).text
    assert all(line in told.splitlines() for line in PERSON), told
    assert await numbers(stage, "кейинги ой") == AHEAD
    sheet = openpyxl.load_workbook(await file_of(stage, "xlsx"))["By officer"]
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True) if row[0] in BY_OFFICER}
    for name, expected in BY_OFFICER.items():
        assert rows[name] == pytest.approx(expected) if "—" not in expected else rows[name] == expected, name


async def heard_overdue(person: Someone) -> dict[str, set[str]]:
    """Of what a head's messages call overdue, the numbers by the day."""
    found = {}
    for one in await person.heard():
        if one.text.startswith("👥 Your people"):
            late = set(re.findall(r"^№(\S+) .*past the deadline$", one.text, re.MULTILINE))
            found |= {one.text.splitlines()[0].rpartition(", ")[2]: late} if late else {}
    return found


async def told_by_step(stage: Stage) -> list[tuple[str, str]]:
    """What the leadership heard of what it watches: the step and the number, in order."""
    found = []
    for one in await stage.leader.heard():
        if one.text.startswith("🔺 Personal control"):
            for block in one.text.split("\n\n")[1:]:
                found += [(block.split()[1], number) for number in re.findall(r"№(\S+)", block)]
    return found


async def test_the_plan_and_thirty_orders_played_together_show_the_figures_counted_by_hand(
    english: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "UPDATES", 10_000)
    await with_orders(english)
    await played(english)
    async with english.settling_once():  # reading leaves nothing owed
        await looked_at_in_march(english)
    await played_on(english)
    await after_the_end(english)


async def looked_at_in_march(stage: Stage) -> None:
    summary = next(one.text for one in reversed(await stage.leader.heard()) if "Weekly summary" in one.text)
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
    assert await numbers(stage, "overdue") == {f"T-{number}" for number in (2, 5, 7, 9, 10, 14)}
    assert await numbers(stage, "done") >= {"IR-3", *(f"T-{number}" for number in (1, 3, 4, 8, 11))}
    own = await stage.admin.says("/report т")
    assert "30 activities" in own.text
    assert "Discipline: 42% (on time: 5 of 12)" in own.text
    assert "Open obstacles: 1" in (await stage.admin.says("/report тўсиқ")).text
    assert "kept 1, broken 0, open 0" in (await stage.admin.says("/report ваъда")).text
    book = openpyxl.load_workbook(await file_of(stage, "xlsx"))
    cells = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell is not None]
    assert {f"T-{number}" for number in range(1, 31)} | {f"IR-{number}" for number in range(1, 27)} <= set(cells)
    told = docx.Document(await file_of(stage, "т docx"))
    rows = {row.cells[0].text for table in told.tables for row in table.rows}
    assert not any("IR-" in one for one in rows)
    proof = (await stage.admin.says("/report танишув")).text
    assert "IR-20" in proof
    assert "T-7" in proof


async def played_on(stage: Stage) -> None:
    """The rest of the half-year; on the days of STANDS, what is shown is compared with them."""
    left = dict(STANDS)
    for day, deed in PLAYED_ON:
        for one in [one for one in left if one <= day]:
            await comes(stage, date.fromisoformat(f"2024-{one}"))
            async with stage.settling_once():  # reading leaves nothing owed
                await looked_at(stage, left.pop(one))
                if one == "05-06":
                    await counted_further(stage)
        await comes(stage, date.fromisoformat(f"2024-{day}"))
        await done(stage, deed)
    assert not left


async def after_the_end(stage: Stage) -> None:
    """The lists and proofs of the whole half-year; then the plan is closed and the orders go on."""
    heard = await heard_overdue(stage.officer("М. Хусанова"))
    assert heard == {day: set(given.split()) for day, given in HEARD_OVERDUE.items()}
    assert await told_by_step(stage) == [("Overdue", "T-14"), ("Done", "T-14")]
    async with stage.settling_once():  # reading leaves nothing owed
        await lists_and_proofs(stage)
    await after_the_close(stage)


async def lists_and_proofs(stage: Stage) -> None:
    # Moved to a later day: T-4, T-27 once, T-15 twice: chronic.
    assert await numbers(stage, "сурилган") == {"T-15"}
    # Promised: T-11 for 23 February, kept on the 22nd; T-17 for 27 March, handed in on the 28th.
    assert "kept 1, broken 1, open 0" in (await stage.admin.says("/report ваъда")).text
    # Told: IR-20, T-7 (two of the secretariat, who never answered), T-18 twice, T-20, T 2-1 (read by report).
    proof = (await stage.admin.says("/report танишув")).text
    assert "told: 7; confirmed: 3; not confirmed: 2; contested: 2" in proof
    assert "↪️ contested, 18 March, 10:00, given to M. Satayev" in proof
    assert "↪️ contested, 28 March, 10:00, late, left with them" in proof
    assert "✔️ by a report, 8 April, 10:00" in proof
    word = docx.Document(await file_of(stage, "т docx"))
    rows = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    # T-30 is accepted. Days late: T-2 33, T-5 73, T-6 1, T-13 3, T-14 5, T-24 10; overdue on 2 July: T-7 141, T-9 134,
    # T-21 77, T-26 46, T-28 35: 558 ÷ 11 = 50.7. The closed T-10, T-12 and T-25 count nowhere.
    assert ["Total", "27", "16", "6", "5", "51", "59%"] in rows
    card = docx.Document(await file_of(stage, "карточка Т-10"))
    assert "тадбир бекор қилинди" in "".join(
        cell.text for table in card.tables for row in table.rows for cell in row.cells
    )


async def after_the_close(stage: Stage) -> None:
    paper = await stage.admin.presses("IR", await stage.admin.says("/plan"))
    sure = await stage.admin.presses("🏁 Close", paper)
    await stage.admin.presses("🏁 Yes", await stage.admin.presses("🏁 Close", sure))
    # On 2 July: in time ten of the plan, late 6 and 15, overdue nine; 17 waits, 26 is closed, three have no end.
    final = (await stage.admin.says("/report 2024-1")).text
    standing = {"done": 10, "done late": 2, "under review": 1, "overdue": 9, "continuous": 2, "regular": 1, "closed": 1}
    assert counted(final) == standing
    assert "12 of 26 activities done, 9 overdue." in final
    assert "Discipline: 48% (on time: 10 of 21)" in final
    assert "Not finished: 10" in final
    assert any("Final report: 1 January" in one.text for one in (await stage.leader.heard())[-6:])
    await comes(stage, date(2024, 7, 8))
    summary = next(one.text for one in reversed(await stage.leader.heard()) if "Weekly summary" in one.text)
    # The orders alone: 16 and the one apart in time, six late, five overdue, three closed.
    assert counted(summary) == {"done": 17, "done late": 6, "overdue": 5, "closed": 3}
    assert "23 of 31 done, 5 overdue." in summary
    assert "Discipline: 61% (on time: 17 of 28)" in summary
    assert await numbers(stage, "муддати ўтган") == numbered("T", "7 9 21 26 28")
