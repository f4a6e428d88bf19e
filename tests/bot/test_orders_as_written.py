"""Orders as leaders write them without a form: their names, marks, classes, edits, and what else the words may be."""

import pytest
from sqlalchemy import select

from bot.demo import LEADER_ID
from models import Activity, Assignment, Audit, Executor, ExecutorKind, Instruction, Membership, OrderLine
from tests.bot.scenes import again, count, said_since
from tests.stage import Someone, Stage

pytestmark = pytest.mark.begins("2024-03-01T10:00")
WORDS = "Юнусов, Сатаев: сервер хонаси бўйича маълумот тайёрлансин, 15 мартгача"


@pytest.fixture
def alone(english: Stage) -> Someone:
    """The leader, in private."""
    return Someone(english, LEADER_ID, "leader")


async def a_class(stage: Stage, *members: str) -> None:
    """A class that no plan names, as made on /officers."""
    async with stage.database.write() as session:
        row = Executor(
            key="heads", name="Бўлим бошлиқлари", kind=ExecutorKind.UNIT, aliases=[], is_class=True, position=99
        )
        session.add(row)
        await session.flush()
        ids = (await session.scalars(select(Executor.id).where(Executor.name.in_(members)))).all()
        session.add_all(Membership(unit_id=row.id, member_id=one) for one in ids)


async def test_a_class_is_given_an_order_and_each_member_has_a_part(english: Stage, alone: Someone) -> None:
    await a_class(english, "Б. Юнусов", "М. Сатаев", "Х. Маматов")
    card = await english.leader.says("@ijrochi_bot бўлим бошлиқлари: меҳнат таътили жадвали 16 мартгача топширилсин")
    assert "Mehnat ta’tili jadvali" in card.text
    for name in ("B. Yunusov", "M. Satayev", "X. Mamatov"):
        assert name in card.text
    by_name = await alone.says("/order архив, 20 март")
    asked = await alone.presses("👥 Executors", by_name)
    while "Bo‘lim boshliqlari" not in asked.labels:
        asked = await alone.presses("➡️", asked)
    picked = await alone.presses("Bo‘lim boshliqlari", asked)
    assert "☑️ Bo‘lim boshliqlari" in picked.labels
    assert "X. Mamatov" in picked.text
    shown = await alone.says("@ijrochi_bot бўлим бошлиқлари")
    assert "no such executor" not in shown.text
    await english.leader.presses("✅ Give the order", card)
    assert (
        await count(
            english,
            Assignment,
            Assignment.activity_id
            == select(OrderLine.activity_id).where(OrderLine.activity_id.is_not(None)).scalar_subquery(),
        )
        == 3
    )
    assert "№T-1" in (await english.officer("Х. Маматов").says("/my")).text


async def test_an_order_without_a_verb_is_an_order(english: Stage, alone: Someone) -> None:
    for person, before in ((english.leader, "@ijrochi_bot "), (alone, "")):
        for words in (
            "Умаров: командировка харажатлари буйича маълумотнома, 25 мартга",
            "Алимбаев - журналистлар учун аккредитация рўйхати, муддати 24.03.2024",
            "Qodirov: hisobot 20-martgacha",
        ):
            card = await person.says(f"{before}{words}")
            assert card.text.startswith("📋 Order"), (words, card.text)
            assert "To be done by 2" in card.text
    asked = await alone.says("Умаров: 25 мартгача нима қилади?")
    assert not asked.text.startswith("📋 Order")


async def test_order_with_words_is_answered_once_and_in_a_group_after_the_bots_name(
    english: Stage, alone: Someone
) -> None:
    before = await alone.count()
    await alone.says(f"/order {WORDS}")
    assert len(await alone.heard(before)) == 1
    before = await alone.count()
    await alone.says("/order баённома 3")
    assert len(await alone.heard(before)) == 1
    await alone.says("/order")
    opened = await english.leader.says("@ijrochi_bot /order баённома 4")
    assert "Bayonnoma 4 is open" in opened.text
    await english.leader.says("@ijrochi_bot топшириқлар:\nЮнусов: архив, 20 март")
    added = await english.leader.says("@ijrochi_bot Сатаев: боғ, 21 март")
    assert "2. Bog‘" in added.text
    assert "Arxiv" not in added.text, "what was written before is not said again"
    whole = await english.leader.says("@ijrochi_bot тайёр")
    assert "1. Arxiv" in whole.text


async def test_an_order_is_offered_before_the_instruction_and_sent_by_no_guess(english: Stage, alone: Someone) -> None:
    card = await english.leader.says("@ijrochi_bot Юнусов, Сатаев: плакатлар тайёрлансин, 15 мартгача")
    assert card.text.startswith("📋 Order")
    assert "📌 It is an instruction" in card.labels
    card = await english.leader.says("@ijrochi_bot Сатаев: 12-тадбир бўйича маълумот берсин, 15 мартгача")
    assert "On the ground of №12" in card.text
    asked = await english.leader.says("@ijrochi_bot Юнусов 15 мартгача жадвал тақдим этсин")
    assert asked.labels[0] == "📋 It is an order"
    shown = await english.leader.says("/report 7")
    asked = await english.leader.says("@ijrochi_bot тезлаштиринг, 17 мартгача тугатилсин", reply_to=shown)
    assert "📋 It is an order" in asked.labels
    assert await count(english, Instruction, Instruction.given_at.is_not(None)) == 0
    draft = await english.leader.presses("📋 It is an order", asked)
    assert "On the ground of №7" in draft.text
    await english.leader.presses("✅ Give the order", draft)
    assert "On the ground of №" in (await english.officer("Х. Маматов").with_button("№T-1")).text


async def test_marks_in_words_are_set_and_taken_off_by_a_tap(english: Stage, alone: Someone) -> None:
    card = await alone.says("/order Юнусов: маълумот берилсин, 23 мартгача, шахсий назоратимда, хат билан")
    assert "nazorat" not in card.text
    assert "Under the leadership’s personal control" in card.text
    assert "Handed in with a document" in card.text
    assert "This is a day off" in card.text, "23 March is a Saturday"
    card = await alone.presses("📎 No document needed", card)
    assert "Handed in with a document" not in card.text
    given = await alone.presses("✅ Give the order", card)
    assert "Under the leadership’s personal control" in given.text
    assert await count(english, Activity, Activity.is_watched, ~Activity.needs_document) == 1
    assert (await alone.says("/report Т-1")).text.startswith("Order T-1")


async def test_an_edit_of_the_words_is_followed_and_says_so(english: Stage, alone: Someone) -> None:
    for person, before in ((english.leader, "@ijrochi_bot "), (alone, "")):
        card = await person.says(f"{before}Кучкаров: рўйхат тайёрлансин, 18 мартгача")
        own = next(one for one in reversed(await person.screen()) if one.is_mine)
        heard = await person.count()
        await person.edits(own, f"{before}Кучкаров, Алимбаев: рўйхат тайёрлансин, 19 мартгача")
        assert "read anew" in await said_since(person, heard)
        now = await again(person, card)
        assert "M. Alimbayev" in now.text
        assert "19 March" in now.text
        await person.presses("✅ Give the order", now)
        heard = await person.count()
        await person.edits(own, f"{before}Алимбаев: рўйхат тайёрлансин, 20 мартгача")
        assert "given already" in await said_since(person, heard)


async def test_whoever_gave_an_order_moves_its_term_and_takes_it_back(english: Stage, alone: Someone) -> None:
    officer = english.officer("Б. Юнусов")
    await alone.presses("✅ Give the order", await alone.says(f"/order {WORDS}"))
    card = await alone.says("/report Т-1")
    assert "🚫 Remove from control" in card.labels
    before = await officer.count()
    await alone.presses("🗓 Change the deadline", card)
    await alone.says("22 март")
    await alone.says("жадвал кутилмоқда")
    assert "22 March" in (await alone.says("/report Т-1")).text
    assert "жадвал кутилмоқда" in await said_since(officer, before)
    months = await alone.presses("🗓 Change the deadline", await alone.says("/report Т-1"))
    await alone.presses("April 2024", months)
    await alone.says("маълумот кутилмоқда")
    assert "April 2024" in (await alone.says("/report Т-1")).text
    before = await officer.count()
    await alone.presses("🚫 Remove from control", await alone.last())
    await alone.presses("✅ Yes", await alone.says("бошқа бўлимга берилди"))
    assert "бошқа бўлимга берилди" in await said_since(officer, before)
    assert await count(english, Audit, Audit.action == "activity.closed") == 1
    shown = await alone.says("/report 3")
    assert "🚫 Remove from control" not in shown.labels, "it is no order of theirs"


async def test_words_that_are_still_asked_about_are_no_answer_yet(english: Stage, alone: Someone) -> None:
    leader, officer = english.leader, english.officer("Б. Кучкаров")
    await leader.says("@ijrochi_bot ҳисоботни эртага тақдим этинг", reply_to=await leader.says("/report 3"))
    before = await leader.count()
    asked = await officer.says("№25 30% тайёр")
    assert "Which activity is this about?" in asked.text
    assert await leader.heard(before) == []
    await officer.presses("№3 ", asked)
    assert "№25 30% тайёр" in await said_since(leader, before)


async def test_an_old_draft_shows_what_became_of_its_orders(english: Stage, alone: Someone) -> None:
    card = await alone.says("/order Юнусов: архив")
    asked = await alone.presses("🗓 Term", card)
    now = await alone.says("20 март")
    given = await alone.presses("✅ Give the order", now)
    assert "№T-1" in given.text
    assert "№T-1" in (await again(alone, asked)).text
    assert "✅ Give the order" not in (await again(alone, asked)).labels


# What begins as an order does: the name in a case, the word for an order, a day; and its text.
HEADED = (
    ("Маматовга топшириқ: плакатлар дизайни бўйича маълумотнома, 20 мартгача", "Plakatlar dizayni bo‘yicha"),
    ("Mamatovga topshiriq: saylovchilar ro'yxati bo'yicha ma'lumot, 20 martgacha", "Saylovchilar ro'yxati bo'yicha"),
    ("Маматову поручение: сведения по списку избирателей, до 20 марта", "Svedeniya po spisku"),
    ("Топшириқ Маматовга: рўйхат бўйича маълумот, 20 мартгача", "Ro‘yxat bo‘yicha"),
    ("Маматовга топшириқ 20 мартгача рўйхат бўйича маълумот берсин", "Ro‘yxat bo‘yicha"),
)


async def test_words_that_begin_as_an_order_are_the_draft_of_one_tied_to_nothing(
    english: Stage, alone: Someone
) -> None:
    for words, text in HEADED:
        for shown in (await english.leader.says(f"@ijrochi_bot {words}"), await alone.says(words)):
            assert shown.labels[0] == "✅ Give the order", words
            assert text in shown.text and "X. Mamatov" in shown.text and "20 March 2024" in shown.text, words
            assert "On the ground of" not in shown.text, "nobody named an activity"
    day = await alone.says("Маматовга топшириқ: плакатлар бўйича маълумот, 8 апрелгача")
    assert "On the ground of" not in day.text, "the 8th is a day"
    named = await alone.says("Маматовга топшириқ: 8-тадбир бўйича маълумот, 20 мартгача")
    assert "On the ground of №8" in named.text


async def test_a_question_about_orders_gives_none(english: Stage, alone: Someone) -> None:
    for words in (
        "Маматовга топшириқ берилдими?",
        "Маматовга қандай топшириқ бор?",
        "Маматовга топшириқ: қачон тугайди?",
    ):
        for shown in (await english.leader.says(f"@ijrochi_bot {words}"), await alone.says(words)):
            assert "✅ Give the order" not in shown.labels, words


@pytest.mark.parametrize("name", ["Палуаниязовга", "Paluaniyazovga", "Палуаниязову"])
async def test_a_name_below_a_leaders_card_that_asks_who_is_to_do_it_answers_it(
    english: Stage, alone: Someone, name: str
) -> None:
    card = await alone.says("/order концепция учун маълумот тайёрлансин, 20 мартгача")
    assert "❓ Who is to do it?" in card.text
    assert "Paluaniyazov" not in (await english.outsider.says(name)).text
    told = await alone.says(name)
    assert "❓ Who is to do it?" not in told.text and "X. Paluaniyazov" in told.text
    assert "✅ Give the order" in told.labels
