"""Orders: written in words or by /order, said back, changed, given; then activities like any other."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.demo import LEADER_ID
from models import Activity, Instruction, OrderLine, Plan, PlanState
from tests.bot.scenes import again, count, said_since
from tests.bot.test_groups import ANONYMOUS, arrives
from tests.stage import TASHKENT, Shown, Someone, Stage, staged

pytestmark = pytest.mark.begins("2024-03-01T10:00")
WORDS = "Юнусов, Сатаев: сервер хонаси бўйича маълумот тайёрлансин, 15 мартгача"


@pytest.fixture
def alone(english: Stage) -> Someone:
    """The leader, in private."""
    return Someone(english, LEADER_ID, "leader")


async def presses_old(person: Someone, label: str, shown: Shown) -> None:
    """Press a button that stood on the message as it was shown then."""
    [data] = [data for text, data, _ in shown.buttons if data and text.startswith(label)]
    await person.taps(shown, data, forged=True)


@pytest.mark.on_both
async def test_an_order_in_words_is_said_back_and_given_by_a_press(english: Stage, alone: Someone) -> None:
    officer, other = english.officer("Б. Юнусов"), english.officer("Х. Маматов")
    before, of_other = await officer.count(), await other.count()
    card = await english.leader.says(f"@ijrochi_bot {WORDS}")
    for said in ("Server xonasi", "B. Yunusov (responsible)", "Co-executors: M. Satayev", "15 March 2024, Friday"):
        assert said in card.text
    assert "Nothing has been given yet." in card.text
    assert await count(english, Activity, Activity.text.startswith("Сервер")) == 0
    given = await english.leader.presses("✅ Give the order", card)
    assert "№T-1" in given.text
    assert given.labels == ["№T-1"]
    letter = await said_since(officer, before)
    assert letter.count("📋 You have 1 order from") == 1
    assert await other.heard(of_other) == []
    await officer.presses("✅ I have read it")
    assert "№T-1" in (await officer.says("/my")).text
    assert "№IR-" in (await officer.says("/my")).text, "both plans have marks now"
    await presses_old(english.leader, "✅ Give the order", card)
    assert await count(english, OrderLine, OrderLine.given_at.is_not(None)) == 1, "a second press gives nothing"
    assert (await said_since(officer, before)).count("📋 You have") == 1
    assert "Gave the order T-1." in (await english.admin.says("/audit")).text
    assert "1 order" in (await english.leader.says("/report т")).text


@pytest.mark.on_both
async def test_what_is_handed_in_comes_to_its_author_and_the_admins_and_the_first_decides(
    english: Stage, alone: Someone
) -> None:
    await alone.says("/help")
    await english.leader.presses("✅ Give the order", await english.leader.says(f"@ijrochi_bot {WORDS}"))
    officer, in_group = english.officer("Б. Юнусов"), await english.leader.count()
    await officer.says("Т-1 бажарилди")
    assert await english.leader.heard(in_group) == [], "the others of the leadership do not get it"
    mine, admins = await alone.last(), await english.admin.last()
    assert "For acceptance" in mine.text
    assert "For acceptance" in admins.text
    await alone.presses("↩️ Return", mine)
    await alone.says("Жадвал илова қилинсин")
    assert "Returned by" in (await again(alone, mine)).text
    assert "✅ Accept" not in (await again(english.admin, admins)).labels
    assert "Жадвал илова қилинсин" in (await officer.last()).text
    await officer.says("Т-1 бажарилди, жадвал илова қилинди")
    await officer.presses("✅", await officer.last()) if "✅" in "".join((await officer.last()).labels) else None
    await english.admin.presses("✅ Accept")
    assert "✅ Accept" not in (await alone.last()).labels
    assert "Accepted by" in (await alone.last()).text


async def test_more_time_for_an_order_is_decided_by_its_author(english: Stage, alone: Someone) -> None:
    await alone.says("/help")
    await english.leader.presses("✅ Give the order", await english.leader.says(f"@ijrochi_bot {WORDS}"))
    officer = english.officer("Б. Юнусов")
    await officer.says("Т-1 муддатини 25 мартгача узайтириб беринг, жадвал кутилмоқда")
    await officer.presses("✅ Yes")
    asked = await alone.last()
    assert "More time is requested" in asked.text
    await alone.presses("✅ Approve", asked)
    assert "25 March 2024" in (await english.leader.says("/report Т-1")).text
    assert "✅ Approve" not in (await english.admin.last()).labels


async def test_other_peoples_orders_are_not_a_leaders_to_decide(english: Stage, alone: Someone) -> None:
    await english.admin.presses("✅ Give the order", await english.admin.says(f"/order {WORDS}"))
    await english.officer("Б. Юнусов").says("Т-1 бажарилди")
    shown = await english.admin.last()
    [data] = [data for label, data, _ in shown.buttons if data and label.startswith("✅ Accept")]
    await alone.says("/report")
    await alone.taps(await alone.last(), data, forged=True)
    assert "✅ Accept" in (await again(english.admin, shown)).labels


async def test_several_lines_are_several_orders_and_what_is_unclear_is_asked(english: Stage, alone: Someone) -> None:
    card = await alone.says("/order\n1. Юнусов: архив хатловдан ўтказилсин, 20 март\n2. Каримов, Мамат: рўйхат")
    assert "📋 Orders: 2" in card.text
    assert "✅ Give what is clear (1)" in card.labels
    for said in ("«Каримов»: there is no such executor", "«Мамат»: who is meant?", "By which day?"):
        assert said in card.text
    await alone.presses("❓ 2", card)
    await alone.presses("➖ Without")
    await alone.presses("X. Mamatov")
    await alone.presses("🗓 Term")
    assert "No day was understood" in (await alone.says("қачондир")).text
    assert "25 March 2024, Monday" in (await alone.says("25 март")).text
    await alone.presses("👥 Executors")
    await alone.presses("B. Yunusov")
    await alone.presses("✔️ Ready")
    await alone.presses("✏️ Text")
    shown = await alone.says("Кутубхона рўйхати тайёрлансин")
    assert "Kutubxona ro‘yxati tayyorlansin" in shown.text
    assert "Co-executors: B. Yunusov" in shown.text
    await alone.presses("⬅️ All orders", shown)
    given = await alone.presses("✅ Give all (2)")
    assert "№T-1" in given.text
    assert "№T-2" in given.text


@pytest.mark.parametrize("day", ["25.02.2024", "15 январгача"])
async def test_a_day_that_has_passed_is_asked(english: Stage, alone: Someone, day: str) -> None:
    card = await alone.says(f"/order Юнусов: ҳисобот тайёрлансин, {day}")
    assert "This day has passed" in card.text
    assert "✅ Give the order" not in card.labels
    await alone.presses("🗓 Term", card)
    await alone.presses("🗓 Without a term")
    given = await alone.presses("✅ Give the order")
    assert "No term" in given.text


async def test_minutes_take_lines_until_all_are_written(english: Stage, alone: Someone) -> None:
    opened = await alone.says("/order баённома 12")
    assert "Bayonnoma 12 is open" in opened.text
    await alone.says("Юнусов: архив, 20 март")
    await alone.says("Сатаев: кутубхона, 25 март")
    card = await alone.says("tayyor")
    assert "Bayonnoma 12: 2 orders" in card.text
    given = await alone.presses("✅ Give all (2)", card)
    assert "№Bayonnoma 12-2" in given.text
    await alone.says("/order bayonnoma 12\nМаматов: боғ, 28 март")
    await alone.presses("✅ That is all")
    assert "№Bayonnoma 12-3" in (await alone.presses("✅ Give the order")).text
    assert await count(english, Plan, Plan.state == PlanState.ACTIVE) == 2


async def test_any_command_ends_the_minutes_and_what_was_written_is_kept(english: Stage, alone: Someone) -> None:
    await english.leader.says("/order баённома 12")
    await english.leader.says("@ijrochi_bot Юнусов: архив, 20 март")
    before = await english.leader.count()
    await english.leader.says("/report 3")
    assert "no more orders are taken" in await said_since(english.leader, before)
    await english.leader.says("@ijrochi_bot Сатаев: кутубхона, 25 март")
    card = await english.leader.says("/order")
    assert "✅ Give the order" in card.labels
    assert await count(english, OrderLine, OrderLine.text == "Архив") == 1


async def test_an_edit_before_the_giving_is_read_anew(english: Stage, alone: Someone) -> None:
    card = await alone.says("/order Юнусов: архив, 20 март")
    own = next(one for one in reversed(await alone.screen()) if one.is_mine)
    await alone.edits(own, "/order Сатаев: архив, 22 март")
    now = await again(alone, card)
    assert "M. Satayev" in now.text
    assert "22 March" in now.text
    await presses_old(alone, "✅ Give the order", card)  # as it was shown before the edit
    assert await count(english, OrderLine, OrderLine.given_at.is_not(None)) == 0
    await alone.presses("✅ Give the order", now)
    await alone.edits(own, "/order Маматов: архив, 23 март")
    assert "given already" in (await alone.last()).text


async def test_an_order_in_reply_takes_the_activity_and_its_executors(english: Stage, alone: Someone) -> None:
    card = await alone.says("/order 25 мартгача маълумот берилсин", reply_to=await alone.says("/report 7"))
    assert "📎 On the ground of №7" in card.text
    assert "X. Mamatov (responsible)" in card.text
    await alone.presses("✅ Give the order", card)
    assert "Orders on its ground: №T-1" in (await alone.says("/report ИР-7")).text
    assert "On the ground of №IR-7" in (await alone.says("/report Т-1")).text


async def test_words_that_may_be_either_are_asked(english: Stage, alone: Someone) -> None:
    asked = await english.leader.says("@ijrochi_bot Юнусов 15 мартгача жадвал тақдим этсин")
    assert "📋 It is an order" in asked.labels
    card = await english.leader.presses("📋 It is an order", asked)
    assert "✅ Give the order" in card.labels
    assert await count(english, OrderLine) == 1
    back = await english.leader.presses("📌 It is an instruction", card)
    assert "📌 Send (1)" in back.labels
    card = await english.leader.says(f"@ijrochi_bot {WORDS}")
    await english.leader.presses("✖️ Give it up", card)
    await presses_old(english.leader, "✅ Give the order", card)
    assert await count(english, OrderLine, OrderLine.given_at.is_not(None)) == 0
    assert await count(english, Instruction, Instruction.given_at.is_not(None)) == 0


async def test_who_may_not_give_orders_is_told_or_learns_nothing(english: Stage, alone: Someone) -> None:
    officer, outsider = english.officer("Б. Юнусов"), english.outsider
    assert "Orders are given by the leadership" in (await officer.says(f"/order {WORDS}")).text
    before = await outsider.count()
    await outsider.says(f"/order {WORDS}")
    assert "order" not in (await said_since(outsider, before)).lower().replace("in order", "")
    card = await english.leader.says(f"@ijrochi_bot {WORDS}")
    answer = await english.admin.in_group().press("✅ Give the order", card)
    assert answer is not None
    assert "Only the author" in answer["text"]
    assert await count(english, OrderLine, OrderLine.given_at.is_not(None)) == 0


async def test_a_hidden_admin_is_asked_to_write_by_themselves(english: Stage) -> None:
    before = await english.leader.count()
    await arrives(english, f"/order {WORDS}", ANONYMOUS)
    assert "carries its author’s name" in await said_since(english.leader, before)
    assert await count(english, OrderLine) == 0


async def test_of_minutes_politeness_is_no_order_and_nothing_may_be_written(english: Stage, alone: Someone) -> None:
    await alone.says("/order протокол 7")
    await alone.says("раҳмат")
    assert await count(english, OrderLine) == 0
    assert "no orders were written" in (await alone.says("готово")).text
    assert "How to give an order" in (await alone.says("/order")).text


async def test_an_order_from_a_report_takes_its_author(english: Stage, alone: Someone) -> None:
    await alone.says("/help")
    await english.leader.presses("✅ Give the order", await english.leader.says(f"@ijrochi_bot {WORDS}"))
    await english.officer("Б. Юнусов").says("Т-1 бажарилди")
    card = await alone.says("/order", reply_to=await alone.last())
    assert "On the ground of №T-1" in card.text
    assert "B. Yunusov (responsible)" in card.text
    assert "By which day?" in card.text


async def test_an_executor_who_is_not_linked_is_named_to_the_author(english: Stage, alone: Someone) -> None:
    card = await alone.says("/order Очилов: рўйхат берилсин, 20 март")
    assert "Not linked to the bot yet: Q. Ochilov" in card.text
    given = await alone.presses("✅ Give the order", card)
    assert "so not told: Q. Ochilov" in given.text


async def test_at_the_years_end_what_is_open_goes_on_under_its_number(english: Stage, alone: Someone) -> None:
    await alone.presses("✅ Give", await alone.says("/order Юнусов: архив, 20 март\nСатаев: боғ, 20 декабрь"))
    await english.officer("Б. Юнусов").says("Т-1 бажарилди")
    await english.admin.presses("✅ Accept")
    await english.jumps_to(datetime(2025, 1, 3, 10, tzinfo=TASHKENT))
    await english.settles()
    assert "Т-2" in (await alone.says("/report т")).text.replace("T", "Т")
    given = await alone.presses("✅ Give", await alone.says("/order Юнусов: янги архив, 20 март"))
    assert "№T-1" in given.text
    given = await alone.presses("✅ Give", await alone.says("/order Юнусов: яна архив, 20 март"))
    assert "№T-3" in given.text, "the number of what came over is passed over"
    async with english.database.read() as session:
        plans = (await session.scalars(select(Plan).where(Plan.paper.is_not(None)).order_by(Plan.id))).all()
    assert [one.state for one in plans] == [PlanState.CLOSED, PlanState.ACTIVE]


@pytest.mark.begins("2024-12-02T10:00")
async def test_what_goes_on_into_the_next_period_stood_in_the_summaries_before(english: Stage, alone: Someone) -> None:
    await alone.presses("✅ Give", await alone.says("/order Фарманов: рўйхат берилсин, 10 декабрь"))
    officer = english.officer("А. Фарманов")
    for day, stood in (("2025-01-06", 4), ("2025-01-20", 6)):  # each Monday since 16 December
        await english.goes_to(f"{day}T10:00+05:00")
        assert f"stood in {stood} weekly summaries" in (await officer.last()).text


async def test_the_paper_of_orders_is_closed_reopened_and_printed_as_any_plan(english: Stage, alone: Someone) -> None:
    await alone.presses("✅ Give", await alone.says("/order Юнусов: архив, 20 март\nСатаев: боғ, апрель"))
    files = [one.raw for one in await alone.heard() if one.raw.get("document")]
    await alone.says("/report т docx")
    await alone.says("/report т xlsx")
    await english.settles()
    assert len([one.raw for one in await alone.heard() if one.raw.get("document")]) >= len(files)
    admin = english.admin
    await admin.says("/plan")
    shown = await admin.presses("T")
    assert "Edition of the plan file" not in shown.text
    assert "📄 The plan as a file" not in shown.labels
    await admin.presses("🏁 Close the period")
    await admin.presses("🏁 Close the period")
    await admin.presses("🏁 Yes")
    assert await count(english, Plan, Plan.paper.is_not(None), Plan.state == PlanState.CLOSED) == 1
    given = await alone.presses("✅ Give", await alone.says("/order Юнусов: кутубхона, 25 март"))
    assert "№T-3" in given.text
    assert await count(english, Plan, Plan.paper.is_not(None), Plan.state == PlanState.ACTIVE) == 1
    assert "№T-1" in (await alone.says("/report т")).text, "what was open is in force again"


@pytest.mark.begins("2024-03-01T10:00")
@pytest.mark.on_both
async def test_an_order_is_reminded_by_its_day(english: Stage, alone: Someone) -> None:
    await alone.presses("✅ Give", await alone.says("/order Фарманов: рўйхат берилсин, 14 март"))
    officer = english.officer("А. Фарманов")
    before = await officer.count()
    await english.goes_to("2024-03-14T10:00+05:00")
    said = await said_since(officer, before)
    assert said.count("№T-1") >= 3, "a week before, the day before, and on the day"
    assert "last" in said.lower() or "today" in said.lower()
    before = await officer.count()
    await english.goes_to("2024-03-18T10:00+05:00")
    assert "№T-1" in await said_since(officer, before), "overdue"


async def test_a_name_in_a_question_means_the_person_though_orders_keep_names_in_their_texts(
    english: Stage, alone: Someone
) -> None:
    async def counted(words: str) -> int:
        said = re.search(r"(\d+) (?:activit|item)", (await english.leader.says(f"@ijrochi_bot {words}")).text)
        return int(said[1]) if said else 0

    asked = ("/report Умаров", "/report Umarov", "Умаров нима қилди?")
    before = [await counted(words) for words in asked]
    card = await english.leader.says(
        "@ijrochi_bot Умаров: сервер хонаси бўйича Умаров имзоси билан маълумот тайёрлансин, 15 мартгача"
    )
    if "📋 It is an order" in card.labels:
        card = await english.leader.presses("📋 It is an order", card)
    await english.leader.presses("✅ Give the order", card)
    assert [await counted(words) for words in asked] == [one + 1 for one in before]


@pytest.mark.begins("2024-03-05T10:00")
async def test_who_was_just_told_of_a_return_is_not_reminded_of_it_the_same_day(english: Stage, alone: Someone) -> None:
    officer, other = english.officer("Б. Юнусов"), english.officer("М. Сатаев")
    await english.leader.presses("✅ Give the order", await english.leader.says(f"@ijrochi_bot {WORDS}"))
    await officer.says("Т-1 бажарилди")
    await english.admin.presses("↩️ Return", await english.admin.last())
    before = [await one.count() for one in (officer, other)]
    await english.admin.says("Жадвал илова қилинсин")
    await english.goes_to("2024-03-05T18:30:00+05:00")
    heard = [await one.heard(count) for one, count in zip((officer, other), before, strict=True)]
    assert [len(one) for one in heard] == [1, 1], [[one.text for one in each] for each in heard]


@pytest.mark.parametrize(
    ("locale", "noun", "own", "yes"),
    [
        ("en", "activit", "Order T-1", "✅ Give"),
        ("uz_Cyrl", "тадбир", "Т-1-топшириқ", "✅ Топшириқ"),
        ("ru", "меропр", "Поручение Т-1", "✅ Дать"),
    ],
)
async def test_an_order_is_called_an_order_and_no_activity(
    tmp_path: Path, enrolled: Path, locale: str, noun: str, own: str, yes: str
) -> None:
    start = datetime(2024, 3, 1, 10, tzinfo=TASHKENT)
    async with staged(tmp_path, enrolled=enrolled, default_locale=locale, start=start) as stage:
        await stage.everybody_starts()
        leader, officer, admin = stage.leader, stage.officer("Б. Юнусов"), stage.admin
        await leader.press(yes, await leader.says(f"@ijrochi_bot {WORDS}"))
        told = [await officer.last(), await officer.says("/my")]
        named = [await officer.says("т-1 40%"), await officer.says("т-1 лойиҳаси тайёр")]
        named += [await officer.says("т-1 муддатини 20 мартгача суриб беринг"), await admin.says("/report т-1")]
        told += [await officer.says("тайёрланяпти, 40 фоиз бўлди"), await admin.says("/report т")]
        gone = await officer.says("т-99 бажарилди")
        assert f"№{'T' if locale == 'en' else 'Т'}-99" in gone.text, "in the reader's letters"
        await stage.jumps_to(datetime(2024, 3, 13, 10, tzinfo=TASHKENT))
        await stage.settles()
        told.append(await officer.last())
        for shown in (*told, *named):
            assert noun not in " ".join([shown.text, *shown.labels]).casefold().replace("/my", "")
        assert all(own.casefold() in shown.text.casefold() for shown in named)
