"""The leads' evening digest and the admins' digest: one message in place of many, and nothing twice."""

import re
from collections.abc import AsyncIterator
from datetime import date, datetime, time
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import SendMessage, TelegramMethod

from services.reports.message import tells_of_obstacle
from tests.bot.scenes import again, opens, said_since
from tests.stage import TASHKENT, Shown, Someone, Stage
from views.kit.languages import LANGUAGES
from views.kit.texts import Translator, plain
from views.reminder import awaits_others

LEAD, CO, OTHER_CO = "Б. Кучкаров", "Х. Маматов", "М. Хусанова"  # of activity 3
EVENING, DIGEST = "🌆 Reports of co-executors", "📋 For the control department"


def at(day: str, clock: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), TASHKENT)


async def heard(person: Someone, head: str) -> list[Shown]:
    return [shown for shown in await person.heard() if shown.text.startswith(head)]


@pytest.fixture
async def sent(english: Stage) -> AsyncIterator[list[SendMessage]]:
    """Every message that the bot sends."""
    seen: list[SendMessage] = []

    async def watch(call: Any, bot: Bot, method: TelegramMethod[Any]) -> Any:
        if isinstance(method, SendMessage):
            seen.append(method)
        return await call(bot, method)

    english.application.bot.session.middleware(watch)
    yield seen


# -- the leads' evening -------------------------------------------------------------------------------------------


@pytest.mark.begins("2024-01-04T10:00")
@pytest.mark.on_both
async def test_percents_of_co_executors_come_in_one_silent_message_in_the_evening(
    english: Stage, sent: list[SendMessage]
) -> None:
    lead, co, other = english.officer(LEAD), english.officer(CO), english.officer(OTHER_CO)
    before = await lead.count()
    shown = await co.says("3-тадбир 30%, рўйхат тузилмоқда")
    assert "The responsible officer will see it in the evening digest." in shown.text
    await co.says("3-тадбир 40%")
    await other.says("3-тадбир 10%")
    assert not await lead.heard(before), "nothing at once"
    await english.goes_to(at("2024-01-04", "17:29"))
    assert not await lead.heard(before)
    await english.goes_to(at("2024-01-04", "17:30"))
    [told] = await lead.heard(before)
    assert told.text == (
        "🌆 Reports of co-executors, 4 January\n\n№3 normativ hujjatlar xatlovi\n"
        "▫️ X. Mamatov: 30% · Рўйхат тузилмоқда.\n▫️ X. Mamatov: 40%\n▫️ M. Xusanova: 10%"
    )
    assert told.labels == ["№3"]
    assert sent[-1].disable_notification is True
    await english.settles()
    await english.goes_to(at("2024-01-05", "18:00"))
    assert len(await heard(lead, EVENING)) == 1, "said once, and of an evening without news nothing is said"
    assert (await lead.presses("№3", told)).text.startswith("Activity 3")
    assert (await again(lead, told)).text == told.text


@pytest.mark.begins("2024-01-04T10:00")
@pytest.mark.parametrize(
    ("words", "at_once"),
    [
        ("3-тадбир 70%", False),
        ("3-тадбир бўйича ишлар давом этмоқда", False),
        ("3-тадбир бўйича ҳали бошламадик", False),
        ("3-тадбир бажарилди", True),
        ("3-тадбир бўйича вазирликдан жавоб кутяпмиз", True),
        ("по 3 ждём ответа из министерства", True),
    ],
)
async def test_done_and_what_hinders_are_told_at_once(english: Stage, words: str, at_once: bool) -> None:
    lead = english.officer(LEAD)
    before = await lead.count()
    await english.officer(CO).says(words)
    assert bool(await lead.heard(before)) is at_once
    await english.goes_to(at("2024-01-04", "17:30"))
    assert len(await lead.heard(before)) == 1
    assert bool(await heard(lead, EVENING)) is not at_once


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_words_of_the_button_for_others_are_an_obstacle(locale: str) -> None:
    words = plain(awaits_others(Translator(TASHKENT, "en")[locale]))
    assert tells_of_obstacle(words, date(2024, 1, 4)), words


@pytest.mark.begins("2024-01-03T10:00")
async def test_what_many_finish_on_one_day_is_three_messages_at_most(english: Stage) -> None:
    lead = english.officer(LEAD)
    before = await lead.count()
    for name in (CO, OTHER_CO, "И. Хаджиев"):
        await english.officer(name).says("3-тадбир бажарилди")
    assert len(await lead.heard(before)) == 1, "the reminder came already"
    await english.goes_to(at("2024-01-03", "17:30"))
    [_first, evening] = await lead.heard(before)
    assert "▫️ M. Xusanova: done" in evening.text
    assert "Mamatov" not in evening.text


@pytest.mark.begins("2024-01-04T10:00")
async def test_what_was_taken_back_or_done_since_is_not_in_the_digest(english: Stage) -> None:
    lead, co, other = english.officer(LEAD), english.officer(CO), english.officer(OTHER_CO)
    await co.presses("↩️ Undo", await co.says("3-тадбир 30%"))
    await other.says("3-тадбир 50%")
    await other.says("3-тадбир бажарилди")
    await english.goes_to(at("2024-01-04", "18:00"))
    assert not await heard(lead, EVENING)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("2024-01-04", "17:45"), ("2024-01-05", "17:30")),
        (("2024-01-12", "18:00"), ("2024-01-15", "17:30")),  # Friday evening: on Monday
        (("2024-01-13", "11:00"), ("2024-01-15", "17:30")),  # a Saturday
    ],
)
async def test_what_comes_after_the_evening_waits_for_the_next_of_a_working_day(
    english: Stage, said: tuple[str, str], told: tuple[str, str]
) -> None:
    await english.goes_to(at(*said))
    lead = english.officer(LEAD)
    await english.officer(CO).says("3-тадбир 30%")
    await english.goes_to(at(told[0], "17:29"))
    assert not await heard(lead, EVENING)
    await english.goes_to(at(*told))
    assert len(await heard(lead, EVENING)) == 1


@pytest.mark.begins("2024-01-04T10:00")
async def test_the_leads_own_hours_hold_it_back(english: Stage) -> None:
    lead = english.officer(LEAD)
    person = await english.services.people.identify(lead.id, lead.name, None, english.now)
    await english.services.people.keep_hours(person, time(8), time(16))
    await english.officer(CO).says("3-тадбир 30%")
    await english.goes_to(at("2024-01-04", "20:00"))
    assert not await heard(lead, EVENING)
    await english.goes_to(at("2024-01-05", "08:00"))
    assert len(await heard(lead, EVENING)) == 1


@pytest.mark.begins("2024-01-04T10:00")
async def test_words_after_the_silent_digest_are_about_the_reminder_not_about_it(english: Stage) -> None:
    lead = english.officer(LEAD)
    await english.officer(CO).says("3-тадбир 30%")
    await english.goes_to(at("2024-01-04", "17:30"))
    shown = await lead.says("70%")
    assert "Which activity is this about?" in shown.text


# -- the admins' digest -------------------------------------------------------------------------------------------


@pytest.mark.begins("2024-03-01T10:00")
@pytest.mark.on_both
async def test_an_admin_hears_on_each_monday_on_which_something_is_overdue(english: Stage) -> None:
    admin = english.admin
    assert not await heard(admin, DIGEST) or "Overdue" not in (await heard(admin, DIGEST))[-1].text
    await english.goes_to(at("2024-03-04", "10:00"))  # a Monday; 29 February is past since two working days
    [*_, monday] = await heard(admin, DIGEST)
    assert "🔴 Overdue for less than 3 working days: 1\n№3 normativ hujjatlar xatlovi" in monday.text
    await english.goes_to(at("2024-03-05", "10:00"))
    [*_, third] = await heard(admin, DIGEST)
    assert "🔴 Overdue for 3 working days or more: 1\n№3 normativ hujjatlar xatlovi · B. Kuchkarov" in third.text
    assert "№3" in third.labels
    assert "🔔 Ask all who are silent" in third.labels
    count = len(await heard(admin, DIGEST))
    await english.goes_to(at("2024-03-06", "10:00"))
    assert len(await heard(admin, DIGEST)) == count, "on another day only what is new is told"
    await english.goes_to(at("2024-03-07", "10:00"))  # a Thursday
    [*_, thursday] = await heard(admin, DIGEST)
    assert len(await heard(admin, DIGEST)) == count + 1
    assert "🔴 Overdue for 3 working days or more: 1, without change" in thursday.text, "it was said on Tuesday"
    assert "№3" in (await admin.presses("🔴 All that is overdue", thursday)).text
    await english.settles()
    assert len(await heard(admin, DIGEST)) == count + 1
    await english.officer(LEAD).says("3-тадбир муддатини 15 мартгача узайтириб беринг")
    await english.officer(LEAD).presses("✅")
    await english.officer(LEAD).says("рақамлар кутилмоқда")
    await english.goes_to(at("2024-03-11", "10:00"))
    [*_, told] = await heard(admin, DIGEST)
    assert "more time asked on 7 March, until 15 March: not decided" in told.text, "what has changed is said whole"


@pytest.mark.begins("2024-03-01T10:00")
async def test_who_is_silent_is_named_once_a_few_by_name_in_a_line_by_days(english: Stage) -> None:
    await english.goes_to(at("2024-03-04", "10:00"))
    found = [one.text for one in await heard(english.admin, DIGEST) if "No report for two weeks" in one.text]
    first = found[0]
    block = first.split("🔕")[1].split("\n\n")[0].splitlines()
    count = int(block[0].rpartition(" ")[2])
    assert count > 6
    assert block[1].startswith("14 days: ") and block[1].count(", ") == 5
    assert block[2:] == [f"and {count - 6} others"]
    assert any(re.search(r"🔕.*, without change$", one, re.MULTILINE) for one in found)
    assert re.search(r"🔕.*: \d+\n\d+ days: ", found[-1]), "on Mondays all is told whole"


@pytest.mark.begins("2024-01-04T10:00")
async def test_the_digest_has_its_lists_behind_buttons_and_stays(english: Stage) -> None:
    officer = english.officer(LEAD)
    await officer.says("3-тадбир бажарилди")
    await english.outsider.presses("🙋", await english.outsider.says("/start"))
    shown = await officer.says("Мажлис қачон бўлади?")
    await officer.presses("✉️", shown)
    await english.goes_to(at("2024-01-05", "09:30"))
    [told] = await heard(english.admin, DIGEST)
    assert "🟡 3 decisions wait for you" in told.text
    assert "Questions and requests" in told.text
    assert "Мажлис қачон бўлади?" in told.text
    assert "3 decisions wait" in (await english.admin.presses("🟡", told)).text
    assert (await again(english.admin, told)).text == told.text
    await english.admin.presses("✍️ Answer", told)
    await english.admin.says("Жумада")
    assert "Жумада" in (await officer.last()).text
    await english.goes_to(at("2024-01-08", "09:30"))
    [*_, later] = await heard(english.admin, DIGEST)
    assert "Questions and requests" not in later.text
    assert (await heard(english.second_admin, DIGEST))[-1].text == later.text
    assert not await heard(english.outsider, DIGEST)
    assert not await heard(officer, DIGEST)


@pytest.mark.begins("2024-01-04T10:00")
async def test_words_that_nobody_placed_are_in_the_digest_once_they_were_asked_about_again(english: Stage) -> None:
    officer = english.officer(LEAD)
    await officer.says("70%")
    english.gives_reasons = False
    assert "Hand it in" in (await officer.says("3-тадбир тўлиқ бажарилди")).text, "its activity is known"
    await english.goes_to(at("2024-01-05", "10:00"))
    assert not await heard(english.admin, DIGEST)
    await english.goes_to(at("2024-01-06", "10:00"))  # a Saturday worked in exchange
    assert not await heard(english.admin, DIGEST), "kept words alone are no news"
    await english.goes_to(at("2024-01-08", "10:00"))
    [told] = await heard(english.admin, DIGEST)
    assert "✍️ Officers' messages not recorded" in told.text
    assert "▫️ B. Kuchkarov: 1" in told.text


@pytest.mark.begins("2024-01-04T10:00")
async def test_requests_to_decide_come_at_once_and_sound_and_the_digest_is_silent(
    english: Stage, sent: list[SendMessage]
) -> None:
    before = await english.admin.count()
    await english.officer(LEAD).says("3-тадбир бажарилди")
    assert "✅ Accept" in (await english.admin.heard(before))[-1].labels
    asked = [one for one in sent if one.chat_id == english.admin.id][-1]
    assert not asked.disable_notification
    await english.goes_to(at("2024-01-05", "09:30"))
    told = [one for one in sent if one.chat_id == english.admin.id][-1]
    assert told.text.startswith(f"<b>{DIGEST}")
    assert told.disable_notification is True
    reminders = [one for one in sent if "Hello! Today is" in one.text]
    assert reminders == [] or not any(one.disable_notification for one in reminders)


@pytest.mark.begins("2024-03-05T10:00")
async def test_a_closed_plan_has_no_digest(english: Stage) -> None:
    count = len(await heard(english.admin, DIGEST))
    plan = await english.services.plans.current()
    assert plan is not None
    admin = await english.services.people.identify(english.admin.id, "admin", None, english.now)
    await english.services.plans.close(plan.id, admin, english.now)
    await english.goes_to(at("2024-03-14", "10:00"))
    assert len(await heard(english.admin, DIGEST)) == count
    assert "For the control" not in await said_since(english.officer(LEAD), 0)


# -- long silence --------------------------------------------------------------------------------------------------


@pytest.mark.begins("2024-03-01T09:00")
async def test_long_silence_is_asked_about_and_each_answer_does_what_it_says(english: Stage) -> None:
    """Activity 3 was due on 29 February: 1, 4, 11 and 18 March bring its overdue reminders."""
    lead = english.officer(LEAD)
    seen = []
    for day in ("2024-03-01", "2024-03-04", "2024-03-11", "2024-03-18"):
        await english.goes_to(at(day, "09:00"))
        seen.append(next(one for one in reversed(await lead.heard()) if "Hello! Today is" in one.text))
    assert ["What hinders" in one.text for one in seen] == [False, False, False, True]
    blocks = [next(part for part in one.text.split("\n\n") if part.startswith("№3 ")) for one in seen]
    assert len(set(blocks)) == 4
    assert "3 earlier reminders have no answer. The control department and the leadership see it" in blocks[-1]
    last = seen[-1]
    if "№3 · ❓" in last.labels:
        await lead.press("№3 · ❓", last)
        last = await again(lead, last)
    assert "By the end of which month" in (await lead.presses("⏳ Too little time", last)).text
    confirm = await lead.presses("↪️ It is not mine", last)
    assert "Shall the control department be told" in confirm.text
    before = await english.admin.count()
    told = await lead.presses("✅ Yes, tell them", confirm)
    assert "The control department was told" in told.text
    letter = (await english.admin.heard(before))[-1]
    assert "It is not mine." in letter.text
    assert "↪️ Give it to another officer" in letter.labels
    await lead.press("🏛", last)
    shown = await again(lead, last)
    assert "We are waiting for an answer from another organisation." in shown.text
    assert "✔️ Recorded: a note on the work" in shown.text
    card = await opens(lead, 3)
    assert "We are waiting for an answer from another organisation." in card.text
    await english.goes_to(at("2024-03-26", "09:00"))
    newest = next(one for one in reversed(await lead.heard()) if "Hello! Today is" in one.text)
    assert "What hinders" not in newest.text, "who has spoken is asked how it goes"


@pytest.mark.begins("2024-05-01T09:00")
async def test_the_overdue_are_counted_whole(english: Stage) -> None:
    """On 1 May only 21 is asked about; 3 and 15 are overdue as well."""
    lead = english.officer(LEAD)
    last = next(one for one in reversed(await lead.heard()) if "Hello! Today is" in one.text)
    assert re.findall(r"^№(\d+)", last.text, re.MULTILINE)[0] == "21"
    assert not {"3", "15"} & set(re.findall(r"^№(\d+)", last.text, re.MULTILINE))
    assert "🔴 In all, 3 of yours are past the deadline." in last.text
    assert "📋 My activities" in last.labels


@pytest.mark.begins("2024-03-01T10:00")
async def test_what_comes_back_is_named_in_the_next_digest_and_returned_work_is_no_silence(english: Stage) -> None:
    lead, admin = english.officer(LEAD), english.admin
    await lead.says("3-тадбирни 4 мартгача тугатамиз")
    await english.goes_to(at("2024-03-05", "08:00"))
    await lead.says("3-тадбир бажарилди")  # the promise is broken, and the work is with the admins
    await english.goes_to(at("2024-03-12", "15:00"))
    await admin.presses("🟡 №3", await admin.says("/waiting"))
    await admin.presses("↩️ Return")
    await admin.says("рўйхат йўқ")
    await english.goes_to(at("2024-03-15", "10:00"))
    told = next(
        one.text for one in await heard(admin, DIGEST) if one.text.splitlines()[0].endswith(("13 March", "14 March"))
    )
    assert re.search(r"📅 Promises not kept: 1\n.*№3 ", told), told
    assert re.search(r"🔴 Overdue for 3 working days or more: 1\n№3 ", told), told
    await english.goes_to(at("2024-04-02", "15:00"))
    last = [one.text for one in await lead.heard() if "№3 " in one.text and one.text.startswith("Hello!")][-1]
    assert "↩️ It was returned on 12 March: рўйхат йўқ" in last, last
    assert "since 29 February" not in last and "since 5 March" not in last, "the silence begins with the return"
    assert len((await heard(admin, DIGEST))[-1].labels) <= 8
