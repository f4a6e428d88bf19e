"""What executors are told to be theirs: the message with the buttons, the contest, who is chased, and the proof."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Audit, Notice, Outbox
from tests.bot.scenes import activity, after, again, count, opens, said_since
from tests.bot.test_amending import as_file, confirmed, numbered, seed
from tests.bot.test_documents import asked_for, content_of, document_after
from tests.bot.test_linking import invited, unlinked_name
from tests.bot.test_second_plan import next_plan
from tests.stage import TASHKENT, Shown, Someone, Stage

LEAD, CO, OTHER = "Б. Кучкаров", "Х. Маматов", "М. Хусанова"  # of activity 3
STRANGER_TO_IT = "Б. Юнусов"
READ, NOT_MINE, DONE = "✅ I have read it", "↪️ It is not mine", "✔️ Read"


def at(day: str, clock: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=TASHKENT)


async def a_co_executor_is_made_responsible(stage: Stage) -> None:
    """On a working day the admin makes a co-executor of activity 3 responsible for it."""
    await stage.jumps_to(at("2024-01-09"))
    await stage.settles()
    card = await stage.admin.says("/report 3")
    await stage.admin.presses("⚙️", card)
    await stage.admin.presses("👤")
    await stage.admin.presses("X. Mamatov")
    await stage.admin.presses("✅ Yes")


async def letter(person: Someone) -> Shown:
    return await person.with_button(NOT_MINE)


async def contest(person: Someone, reason: str) -> Shown:
    asked = await person.presses(NOT_MINE, await letter(person))
    assert "Why is it not yours" in asked.text
    assert "✖️ Cancel" in asked.labels
    return await person.says(reason)


async def rows(stage: Stage) -> list[tuple[Notice, Outbox]]:
    async with stage.database.read() as session:
        query = select(Notice, Outbox).join(Outbox, Outbox.id == Notice.letter_id).order_by(Notice.id)
        return [(row[0], row[1]) for row in await session.execute(query)]


async def test_an_invited_person_acknowledges_all_of_it_once(english: Stage) -> None:
    person = english.outsider
    asked = await person.starts(await invited(english, await unlinked_name(english)))
    before = await person.count()
    welcome = await person.presses("✅", asked)
    assert welcome.text.startswith("You are linked as")
    assert len(await person.heard(before)) == 1, "no message is added"
    buttons = await again(person, asked)
    assert buttons.labels == [READ, NOT_MINE]
    answer = await person.press(READ, buttons)
    told = await rows(english)
    assert answer is not None
    assert f"you have read of {len(told)} items" in answer["text"]
    assert (await again(person, asked)).labels == [DONE, NOT_MINE]
    moments = {notice.acknowledged_at for notice, _ in told}
    answer = await person.press(DONE, buttons := await again(person, asked))
    assert answer is not None
    assert "recorded before" in answer["text"]
    assert {notice.acknowledged_at for notice, _ in await rows(english)} == moments
    assert await count(english, Audit, Audit.action == "notice.acknowledged") == 1
    assert len(await person.heard(before)) == 1
    which = await person.presses(NOT_MINE, buttons)
    assert which.text.startswith("Which of them is not yours?")
    assert len(which.labels) == len(told) + 1


async def test_a_stranger_whom_an_admin_links_gets_the_keys_with_the_acknowledgement(english: Stage) -> None:
    person = english.outsider
    await person.says("/start")
    await person.presses("🙋")
    name = await unlinked_name(english)
    async with english.database.read() as session:
        request = await session.scalar(select(Outbox).where(Outbox.kind == "link_request"))
    assert request is not None
    executor = next(one for one in await english.services.linking.executors() if one.name == name)
    admin = await english.services.people.identify(english.admin.id, "x", None, english.now)
    before = await person.count()
    await english.services.linking.decide(int(request.refs["request"]), executor.id, admin, english.now)
    await english.settles()
    [welcome] = await person.heard(before)
    assert welcome.labels[:2] == [READ, NOT_MINE]
    opened = await person.presses("№", welcome)
    assert opened.id != welcome.id, "the letter stays as it was said"
    shown = await person.presses(READ, welcome)
    assert "The keys below" in shown.text


@after(a_co_executor_is_made_responsible)
async def test_who_becomes_responsible_is_told_with_buttons_and_nobody_hears_more(english: Stage) -> None:
    """The bot was started again between telling and pressing."""
    for name in (LEAD, CO, OTHER):
        said = "you are the responsible officer" if name == CO else "the responsible officer is now"
        heard = [one for one in await english.officer(name).heard() if said in one.text]
        assert len(heard) == 1
        assert (NOT_MINE in heard[0].labels) == (name == CO)
    officer = english.officer(CO)
    shown = await letter(officer)
    card = await english.admin.says("/report 3")
    assert "👁 Not confirmed as read: X. Mamatov" in card.text
    data = next(data for label, data, _ in shown.buttons if label == READ)
    assert data is not None
    for other in (english.outsider, english.officer(LEAD)):
        await other.taps(await other.says("/language"), data, forged=True)
    assert [notice.acknowledged_at for notice, _ in await rows(english)] == [None]
    await officer.press(READ, shown)
    [(notice, outbox)] = await rows(english)
    assert outbox.sent_at is not None
    assert notice.acknowledged_at is not None
    assert outbox.queued_at <= outbox.sent_at <= notice.acknowledged_at
    assert "👁 Have read of it: X. Mamatov" in (await english.admin.says("/report 3")).text
    assert "👁" not in (await opens(officer, 3)).text


@after(a_co_executor_is_made_responsible)
async def test_what_is_contested_is_given_to_another_whom_it_is_told(english: Stage) -> None:
    old, new = english.officer(CO), english.officer(STRANGER_TO_IT)
    before = await old.count(), await new.count()
    told = await contest(old, "Бу иш Юнусовга юклатилган")
    assert "The control department was told" in told.text
    for admin in (english.admin, english.second_admin):
        assert "They were told of it on 9 January." in (await admin.last()).text
    asked = await english.admin.last()
    replied = await english.admin.says("майли, кўрамиз", reply_to=asked)
    assert "These words were not sent" in replied.text, "words alone do not say whose it is to be"
    assert replied.labels[:2] == ["↪️ Give it to another officer", "📌 Leave it with them"]
    chosen = await english.admin.presses("↪️ Give it", replied)
    assert "👥 B. Kuchqarov" in chosen.labels or "👥 B. Kuchkarov" in chosen.labels
    sure = await english.admin.presses("B. Yunusov", chosen)
    assert "in the place of X. Mamatov" in sure.text
    await english.admin.says("Юнусовнинг йўналиши")
    assert "Given to B. Yunusov by" in await said_since(english.admin, asked.id)
    assert "Given to B. Yunusov by" in (await english.second_admin.last()).text
    assert [part.executor.name for part in (await activity(english, 3)).parts][:3] == [STRANGER_TO_IT, LEAD, OTHER]
    answer = await said_since(old, before[0])
    assert "is not yours any more: it was given to B. Yunusov" in answer
    assert "Юнусовнинг йўналиши" in answer
    [heard] = await new.heard(before[1])
    assert "is yours now: you are the responsible officer" in heard.text
    assert "It was X. Mamatov." in heard.text
    await new.press(READ, heard)
    proof = (await english.admin.says("/report танишув")).text
    assert "told: 2; confirmed: 1; contested: 1" in proof
    assert "given to B. Yunusov" in proof
    assert "Activity 3 was given to B. Yunusov instead of X. Mamatov." in (await english.admin.says("/audit 3")).text
    stale = await old.press(READ, await letter(old))
    assert stale is not None
    assert "out of date" in stale["text"]


@after(a_co_executor_is_made_responsible)
@pytest.mark.parametrize(("day", "is_late"), [("2024-01-10", False), ("2024-01-11", True)])
async def test_what_is_left_is_told_with_a_word_and_a_late_contest_is_marked(
    english: Stage, day: str, is_late: bool
) -> None:
    await english.jumps_to(at(day))
    officer = english.officer(CO)
    if is_late:  # in their own words, after the question that there is
        await officer.says("3-тадбир менга тегишли эмас")
    else:
        await contest(officer, "Менинг йўналишим эмас")
    asked = await english.admin.with_button("📌 Leave it")
    assert ("Said after the time for it" in asked.text) == is_late
    before = await officer.count()
    await english.admin.presses("📌 Leave it", asked)
    await english.admin.says("Буйруқда сиз кўрсатилгансиз")
    told = await said_since(officer, before)
    assert "stays with you" in told
    assert "Буйруқда сиз" in told
    assert "left with them" in (await english.admin.says("/report танишув")).text
    assert (await activity(english, 3)).lead.executor.name == CO


@after(a_co_executor_is_made_responsible)
async def test_a_contest_may_be_cancelled_and_a_report_is_no_reason(english: Stage) -> None:
    officer, admins = english.officer(CO), await english.admin.count()
    await officer.presses(NOT_MINE, await letter(officer))
    await officer.presses("✖️ Cancel")
    await officer.presses(NOT_MINE, await letter(officer))
    asked = await officer.says("3-тадбир 40%")
    assert "Is this the requested reason?" in asked.text
    shown = await officer.presses("✖️ No", asked)
    assert "nothing was sent" in await said_since(officer, asked.id - 1)
    assert "Recorded: Activity 3" in shown.text
    assert "not mine" not in await said_since(english.admin, admins)
    proof = (await english.admin.says("/report танишув")).text
    assert "✔️ by a report" in proof


@after(a_co_executor_is_made_responsible)
async def test_the_word_for_it_acknowledges_as_the_button_does(english: Stage) -> None:
    officer = english.officer(CO)
    assert "Recorded: you have read of 1 item." in (await officer.says("Танишдим, раҳмат")).text
    before = await officer.count()
    await officer.says("танишдим")
    assert await officer.heard(before) == []
    assert "confirmed: 1" in (await english.leader.says("/report ознакомление")).text


@after(a_co_executor_is_made_responsible)
async def test_who_does_not_confirm_stands_in_the_digest_and_is_asked_once_more_in_a_reminder(english: Stage) -> None:
    officer, admins = english.officer(CO), await english.admin.count()
    await english.goes_to(at("2024-01-10", "23:00"))
    assert "Not confirmed" not in await said_since(english.admin, admins)
    await english.goes_to(at("2024-01-11", "10:00"))
    assert "👁 Not confirmed as read: X. Mamatov (№3)" in await said_since(english.admin, admins)
    await english.goes_to(at("2024-02-02", "10:00"))
    asking = [one for one in await officer.heard() if "Please confirm that you have read of №3" in one.text]
    assert len(asking) == 1
    assert asking[0].text.startswith("Hello! Today is")
    before = await english.admin.count()
    await officer.press(READ, asking[0])
    assert "Please confirm" not in (await again(officer, asking[0])).text
    await english.goes_to(at("2024-02-06", "10:00"))
    assert "Not confirmed" not in await said_since(english.admin, before)


@after(a_co_executor_is_made_responsible)
async def test_the_proof_is_shown_to_each_as_far_as_they_may_see(english: Stage) -> None:
    await english.officer(CO).press(READ, await letter(english.officer(CO)))
    assert "told: 1; confirmed: 1" in (await english.leader.says("/report танишув")).text
    assert "told: 1" in (await english.officer(CO).says("/report tanishuv")).text
    assert "told: 1" in (await english.officer(CO).says("танишув рўйхатини кўрсатинг")).text
    for other in (LEAD, STRANGER_TO_IT):
        assert "No executor was told" in (await english.officer(other).says("/report танишув")).text
    assert "told: 1" not in (await english.outsider.says("/report танишув")).text
    shown = await english.admin.says("/report танишув Маматов")
    before = await english.admin.count()
    await english.admin.presses("📊 Excel", shown)
    name, content = await content_of(english, await document_after(english.admin, before))
    assert name.startswith("tanishuv-")
    assert content
    _, name, _ = await asked_for(english, english.admin, "/report танишув docx")
    assert name.endswith(".docx")


async def test_an_amendment_asks_only_those_who_are_new_in_an_activity(english: Stage) -> None:
    data = json.loads(json.dumps(seed()))
    one = numbered(data, 3)
    one["executors"] = [key for key in one["executors"] if key != one["executors"][0]]
    new = numbered(data, 2)["executors"][0]
    one["executors"].append(new)
    await confirmed(english.admin, as_file(data))
    await english.settles()
    told = {
        name: [shown for shown in await english.officer(name).heard() if "The plan was amended" in shown.text]
        for name in (LEAD, CO, OTHER, STRANGER_TO_IT)
    }
    assert {name: len(each) for name, each in told.items()} == {LEAD: 1, CO: 1, OTHER: 1, STRANGER_TO_IT: 1}
    asked = {name: NOT_MINE in each[0].labels for name, each in told.items()}
    assert asked == {LEAD: False, CO: True, OTHER: False, STRANGER_TO_IT: True}, "the new lead and the new co-executor"
    await english.officer(STRANGER_TO_IT).press(READ, told[STRANGER_TO_IT][0])
    await english.admin.presses("↩️ Take back the last change", await english.admin.says("/plan"))
    await english.admin.presses("↩️ Yes, take it back")
    gone = await english.officer(STRANGER_TO_IT).press(NOT_MINE, told[STRANGER_TO_IT][0])
    assert gone is not None
    assert "out of date" in gone["text"]


async def test_a_new_plan_asks_everybody_in_the_message_that_there_was(english: Stage, tmp_path: Path) -> None:
    await english.jumps_to(at("2024-07-01"))
    await english.settles()
    officer = english.officer(CO)
    before = await officer.count()
    await english.services.plans.load(next_plan(tmp_path, "nobody"), english.now)
    await english.settles()
    [heard] = [one for one in await officer.heard(before) if "A new plan is in force" in one.text]
    assert heard.labels[:2] == [READ, NOT_MINE]
    opened = await officer.presses("№", heard)
    assert opened.id != heard.id, "the letter stays"
    await officer.press(READ, heard)
    assert "confirmed:" in (await officer.says("/report танишув")).text
