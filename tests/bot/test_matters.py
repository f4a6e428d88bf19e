"""Questions on requests, files, reminders and links: each answered by the screen for it, and recorded as nothing."""

import pytest

from models import Appeal, Extension
from tests.bot.scenes import count, reports, said_since
from tests.stage import Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def with_decisions(stage: Stage, officer: Someone) -> None:
    """5 was returned, more time for 6 was refused, and more time for 7 is asked for."""
    await officer.says("5-тадбир бажарилди")
    await stage.admin.presses("↩️ Return")
    await stage.admin.says("имзо йўқ")
    await officer.presses("✅ Yes, ask", await officer.says("6-тадбир муддатини майга суриб беринг"))
    await stage.admin.presses("❌ Refuse")
    await stage.admin.says("муддат етарли")
    await officer.presses("✅ Yes, ask", await officer.says("7-тадбир муддатини июлга суриб беринг"))


async def test_an_officer_is_told_what_became_of_everything(english: Stage, mamatov: Someone) -> None:
    await with_decisions(english, mamatov)
    kept = len(await reports(english))
    shown = await mamatov.says("Менинг сўровим нима бўлди?")
    waits, *decided = shown.text.split("\n\n")
    assert "№7" in waits
    assert "Not decided yet" in waits
    assert any("№6" in one and "Refused by" in one and "муддат етарли" in one for one in decided)
    assert any("№5" in one and "Returned by" in one and "имзо йўқ" in one for one in decided)
    assert await count(english, Extension) == 2
    assert len(await reports(english)) == kept


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("6 бўйича муддат узайтирилдими", "муддат етарли"),
        ("почему вернули 5", "имзо йўқ"),
        ("5 ni kim qaytardi", "Returned by"),
        ("8-тадбир қабул қилиндими?", "Nothing was handed in"),
    ],
)
async def test_of_one_activity_its_own_decisions_are_told(
    english: Stage, mamatov: Someone, words: str, told: str
) -> None:
    await with_decisions(english, mamatov)
    shown = await mamatov.says(words)
    assert told in shown.text
    assert "№7" not in shown.text


async def test_leaders_are_told_why_work_came_back(english: Stage, mamatov: Someone) -> None:
    await with_decisions(english, mamatov)
    for asking in (english.leader, Someone(english, english.leader.id, "leader")):
        mention = "" if asking.chat == asking.id else "@ijrochi_bot "
        shown = await asking.says(f"{mention}Нега 5-тадбир қайтарилди?")
        assert "имзо йўқ" in shown.text
        assert "Returned by" in shown.text


async def test_others_learn_nothing_of_it(english: Stage, mamatov: Someone) -> None:
    await with_decisions(english, mamatov)
    for other in (english.officer("Г. Рахимова"), english.outsider):
        before = await other.count()
        await other.says("нега 5-тадбир қайтарилди?")
        said = await said_since(other, before)
        assert not any(word in said for word in ("имзо", "Returned", "malaka"))


@pytest.mark.parametrize(
    ("words", "told", "button"),
    [
        ("Қандай муддат сўрайман?", "How to ask for more time", "📋 My activities"),
        ("как попросить продление по 7", "deadline of №7", "⏳ Extend the deadline"),
        ("Файлни қандай юбораман?", "How to send a file", "📋 My activities"),
        ("как отправить файл по 7", "№7, the draft", "📎 File"),
        ("как отменить отчет", "How to correct a report", "📋 My activities"),
        ("Нега менга уч марта эслатма келди?", "When I remind", "🔔 09:00"),
        ("тилни қандай ўзгартираман", "Language: English", "Русский"),
        ("Нечта тадбирим бор?", "Your activities: 6", "№5"),
    ],
)
async def test_an_officer_is_told_how_it_is_done(
    english: Stage, mamatov: Someone, words: str, told: str, button: str
) -> None:
    shown = await mamatov.says(words)
    assert told in shown.text
    assert any(label.endswith(button) for label in shown.labels), shown.labels
    assert "✉️ Ask the control department" in shown.labels
    assert await reports(english) == []


@pytest.mark.begins("2024-04-10T10:00")
async def test_the_nearest_deadline_is_told_beside_what_is_overdue(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("Энг яқин муддатим қайси?")
    assert "Overdue already: 2 (№3, №5)" in shown.text
    assert "The nearest deadline: 30 April 2024" in shown.text
    assert "№6" in shown.text
    assert "№7" not in shown.text


async def test_who_is_not_linked_is_told_to_those_who_read_the_plan(english: Stage, mamatov: Someone) -> None:
    for asking in (english.admin, Someone(english, english.leader.id, "leader")):
        shown = await asking.says("Сколько у нас людей не подключено?")
        assert "2 of 19 executors are not linked yet" in shown.text
    shown = await mamatov.says("кто не подключен?")
    assert "I cannot answer this question myself" in shown.text


async def test_an_admin_is_shown_what_waits(english: Stage, mamatov: Someone) -> None:
    await with_decisions(english, mamatov)
    for words in ("кто просил продление", "қайси сўровлар кўриб чиқилмаган", "менда нима бор"):
        shown = await english.admin.says(words)
        assert "1 decision waits for you" in shown.text
        assert shown.labels == ["⏳ №7"]


async def test_files_are_shown_and_no_instruction_is_made_of_the_question(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир 20%")
    await mamatov.sends_files(("loyiha.pdf", b"%PDF"), text="5-тадбир 30%")
    shown = await english.admin.says("5 нинг файлларини кўрсат")
    assert "loyiha.pdf" in shown.text
    assert "20%" not in shown.text
    assert "No files were sent" in (await english.admin.says("7 бўйича ҳужжат борми")).text
    leader = Someone(english, english.leader.id, "leader")
    card = await leader.says("/report 5")
    assert "loyiha.pdf" in (await leader.says("ҳужжати борми", reply_to=card)).text


async def test_what_was_done_in_a_week_is_told_in_the_words_of_reports(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир 20%, лойиҳа тайёрланмоқда")
    leader = Someone(english, english.leader.id, "leader")
    for words in ("Шу ҳафта нима иш қилинди?", "что сделано за неделю", "bu hafta nima bajarildi"):
        assert "лойиҳа тайёрланмоқда" in (await leader.says(words)).text


@pytest.mark.parametrize(
    "words",
    [
        "7-тадбир менга бириктирилганини билмаган эканман",
        "я не знал что 7 за мной",
        "7 menga tegishli ekan, bilmay yuribman",
        "7 га яна ким бириктирилган",
        "7 менга тегишли эмасми?",
    ],
)
async def test_who_did_not_know_or_asks_refuses_nothing(english: Stage, mamatov: Someone, words: str) -> None:
    before = await english.admin.count()
    shown = await mamatov.says(words)
    assert "Activity 7" in shown.text
    assert "✉️ Ask the control department" in shown.labels
    assert await english.admin.heard(before) == []
    assert await count(english, Appeal, Appeal.sent_at.is_not(None)) == 0
