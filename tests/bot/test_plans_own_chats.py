"""A plan's own leadership chat: what comes there, what is seen there, who leads there, and how it ends."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.demo import LEADER_ID, LEADERSHIP_GROUP_ID
from models import Acceptance
from sandbox.methods.profile import scope_key
from sandbox.records import Chat
from services.control.lines import Into
from services.plan.file import PlanFile
from services.plan.status import Status
from tests.bot.scenes import activity, after, again, audited, minutes, reports, said_since, with_minutes
from tests.bot.test_access import arrives
from tests.bot.test_groups import ANONYMOUS
from tests.bot.test_several_plans import LEAD, SHOWN
from tests.stage import Shown, Someone, Stage, staged

OWN = -1_001_005_000_077
SMALL = -5_000_077

ASKED = (
    "/report",
    "/report ИР-5",
    "/report 25",
    "/report Сатаев",
    "/report муддати ўтган",
    "/report сентябрь",
    "/report тўсиқ",
    "/report танишув",
    "/report excel",
    "/agenda",
    "/help",
)


@pytest.fixture
async def with_leaders(tmp_path: Path, opened_in_english: Path) -> AsyncIterator[Stage]:
    """The leadership's chats accept here."""
    async with staged(tmp_path, opened=opened_in_english, default_locale="en", leaders_accept=True) as one:
        yield one


def group(stage: Stage, chat_id: int = OWN, *members: int) -> Someone:
    """A group of the admin and these people; the admin in it."""
    everybody = [stage.admin.id, *members]
    kind = "supergroup" if chat_id < -(10**12) else "group"
    stage.sandbox.world.chats[chat_id] = Chat(
        id=chat_id, kind=kind, title="Йиғилиш", members=everybody, admins=[stage.admin.id], members_pin=True
    )
    return stage.admin.in_group(chat_id)


async def told(person: Someone, words: str) -> Shown:
    """What the bot answers first: its live card may come, and be pinned, meanwhile."""
    before = await person.count()
    await person.says(words)
    return next(one for one in await person.heard(before) if one.text)


async def bound(stage: Stage, *members: int, chat_id: int = OWN) -> Someone:
    """The group is the own chat of the minutes; the admin in it."""
    admin = group(stage, chat_id, *members)
    asked = await admin.says("/bind")
    assert asked.text.startswith("Whose group is this?")
    await admin.presses(f"📄 Of {SHOWN}", asked)
    assert f"own leadership chat of {SHOWN} now" in (await again(admin, asked)).text
    return admin


@after(with_minutes)
async def test_a_plans_own_chat_gets_that_plan_and_the_organisations_gets_all(english: Stage) -> None:
    admin = await bound(english)
    own, all_of_them = await admin.count(), await english.leader.count()
    await english.jumps_to(datetime.fromisoformat("2024-03-25T12:00:00+05:00"))
    await english.settles()
    here, there = await said_since(admin, own), await said_since(english.leader, all_of_them)
    assert f"№{SHOWN}-" in here, here
    assert "IR-" not in here, "not a word of the other plan"
    assert "IR" in there
    assert SHOWN in there
    cards = [one for one in await admin.heard(own) if "📌" in one.text or "Live" in one.text]
    assert all("IR-" not in one.text for one in cards)
    state = await english.admin.says("/plan")
    assert "Its own leadership chat: «Yig‘ilish»" in state.text
    await english.admin.presses(SHOWN, state)
    assert "Its own leadership chat: «Yig‘ilish»" in (await again(english.admin, state)).text
    assert "own leadership chat of" in (await english.admin.says("/audit")).text


@after(with_minutes)
async def test_nothing_of_another_plan_is_told_there(english: Stage) -> None:
    leader = english.leader.in_group(OWN)
    await bound(english, LEADER_ID)
    texts = [one.text[:20] for one in english.plan.activities]
    for words in ASKED:
        before = await leader.count()
        await leader.says(words)
        await english.settles()
        told = await leader.heard(before)
        assert told, "every message is answered"
        for one in told:
            assert not any(text in one.text for text in texts), words
            assert not any("№IR-" in label for label in one.labels), words


@after(with_minutes)
async def test_buttons_and_replies_of_older_messages_show_nothing_of_another_plan(english: Stage) -> None:
    leader = english.leader.in_group(OWN)
    admin = group(english, OWN, LEADER_ID)
    asked = await admin.says("/bind")
    await admin.presses("👔", asked)  # the organisation's first
    listed = await leader.says("/report ИР-5")
    assert "IR-5" in listed.text
    whole = await leader.says("/report IV")
    await admin.presses(f"📄 Of {SHOWN}", await admin.says("/bind"))
    five = (await activity(english, 5)).text[:20]
    before = await leader.count()
    for shown in (listed, whole):
        for label in shown.labels:
            standing = await again(leader, shown)
            if label in standing.labels:
                await leader.press(label, standing)
                await english.settles()
                assert five not in await said_since(leader, before), label
    before = await leader.count()
    await leader.says("@ijrochi_bot бу нима бўлди?", reply_to=listed)
    await english.settles()
    assert "IR-5 " not in await said_since(leader, before)
    assert not (await activity(english, 5)).is_watched


@after(with_minutes)
async def test_a_member_of_the_own_chat_leads_that_plan_in_private(english: Stage) -> None:
    member = Someone(english, english.outsider.id, "outsider")
    await bound(english, member.id)
    shown = await member.says("/report")
    assert f"{SHOWN}-" in shown.text
    assert "IR-" not in shown.text
    other = await member.says("/report ИР-5")
    assert "№IR-5 " not in other.text
    organisations = Someone(english, LEADER_ID, "leader")
    assert "IR" in (await organisations.says("/report")).text, "the organisation's leadership sees all"


@after(with_minutes)
async def test_an_officer_who_leads_another_plan_keeps_their_own_work(english: Stage) -> None:
    officer = english.officer(LEAD)
    await bound(english, officer.id)
    mine = await officer.says("/my")
    assert "№IR-5" in mine.labels, "their own work of every plan"
    shown = await officer.says("/report")
    assert SHOWN in shown.text
    assert "№IR-1 " not in shown.text
    question = await officer.says("/report ИР-1")
    assert (await activity(english, 1)).text[:20] not in question.text


@after(with_minutes)
async def test_who_is_in_no_leadership_learns_nothing_and_binds_nothing(english: Stage) -> None:
    await bound(english)
    stranger = english.outsider.in_group(OWN)
    english.sandbox.world.chats[OWN].members.append(english.outsider.id)
    asked = await english.admin.in_group(OWN).says("/bind")
    refused = await stranger.press("👔", asked)
    assert refused is not None
    assert "Only an administrator" in refused["text"]
    assert await stranger.press("🚫", asked) is not None
    assert await english.services.groups.of_chat(OWN) is not None
    assert "IR-" not in (await english.outsider.says("/report 5")).text


@after(with_minutes)
async def test_it_follows_its_group_and_is_given_up(english: Stage) -> None:
    admin = await bound(english, chat_id=SMALL)
    await english.services.groups.migrated(SMALL, OWN, english.now)
    group(english)
    facts = await english.services.groups.of_chat(OWN)
    assert facts is not None
    assert facts.line == 1
    await english.services.reachability.lost(OWN, "bot was removed", english.now)
    before = await english.admin.count()
    await english.settles()
    assert f"The own leadership chat of {SHOWN} cannot be reached" in await said_since(english.admin, before)
    admin = english.admin.in_group(OWN)
    shown = await told(admin, "/bind")
    assert f"own leadership chat of {SHOWN}" in shown.text
    await admin.presses("🚫", shown)
    assert "no plan’s leadership chat" in (await again(admin, shown)).text
    assert await english.services.groups.of_chat(OWN) is None
    assert await english.services.groups.leadership() is not None, "the organisation's stays"
    assert await audited(english, f"group:{OWN}") == ["group.lost", "group.found", "group.no_plan"]
    before = await admin.count()
    await english.jumps_to(datetime.fromisoformat("2024-03-25T12:00:00+05:00"))
    await english.settles()
    assert not await admin.heard(before)


@after(with_minutes)
async def test_the_end_of_the_plan_is_told_there_and_to_the_organisation(english: Stage) -> None:
    admin = await bound(english, LEADER_ID)
    own, all_of_them = await admin.count(), await english.leader.count()
    person = await english.services.people.identify(english.admin.id, "admin", None, english.now)
    [_, paper] = await english.services.plans.in_force()
    assert await english.services.plans.close(paper.id, person, english.now)
    await english.settles()
    here = await said_since(admin, own)
    assert "Final report" in here
    assert "goes to the organisation’s leadership chat" in here
    there = await said_since(english.leader, all_of_them)
    assert "Final report" in there
    assert "goes to the organisation’s" not in there
    leader = english.leader.in_group(OWN)
    assert "№5" not in (await told(leader, "/report 5")).text, "the plan left in force is still another's"
    assert await english.services.plans.reopen(paper.id, person, english.now)
    assert f"{SHOWN}-5" in (await told(leader, "/report 5")).text


@after(with_minutes)
async def test_an_instruction_there_is_on_that_plan(english: Stage) -> None:
    leader = english.leader.in_group(OWN)
    await bound(english, LEADER_ID)
    shown = await leader.says("@ijrochi_bot 5: тезлаштиринг")
    assert f"{SHOWN}-5" in shown.text
    other = await leader.says("@ijrochi_bot ИР-5: тезлаштиринг")
    assert (await activity(english, 5)).text[:20] not in other.text


@after(with_minutes)
async def test_personal_control_is_told_in_both_chats(english: Stage) -> None:
    admin = await bound(english, LEADER_ID)
    leader = english.leader.in_group(OWN)
    for person, number in ((leader, "2"), (english.leader, "ИР-5")):
        card = await told(person, f"/report {number}")
        await person.presses("🔺", card)
        await person.presses("✅ Yes")
    own, all_of_them = await admin.count(), await english.leader.count()
    await english.jumps_to(datetime.fromisoformat("2024-04-03T12:00:00+05:00"))
    await english.settles()
    here = [one.text for one in await admin.heard(own) if "ersonal control" in one.text]
    there = [one.text for one in await english.leader.heard(all_of_them) if "ersonal control" in one.text]
    assert here
    assert all("IR-" not in one for one in here)
    assert any(f"{SHOWN}-2" in one for one in here)
    assert any(f"{SHOWN}-2" in one for one in there)


ORDERED = "/order Маматов: меҳмонлар рўйхати тузилсин, 15 мартгача"

OTHER = "/order Юнусов: деразалар ювилсин, 20 мартгача"


@after(with_minutes)
async def test_orders_given_there_have_a_paper_of_their_own_which_that_chat_sees(english: Stage) -> None:
    await bound(english, LEADER_ID)
    leader, officer = english.leader.in_group(OWN), english.officer(LEAD)
    await english.jumps_to(datetime.fromisoformat("2024-03-01T10:00:00+05:00"))
    await english.settles()
    before = await officer.count()
    given = await leader.presses("✅ Give the order", await told(leader, ORDERED))
    assert "№TB-1" in given.text
    await english.settles()
    assert "№TB-1" in await said_since(officer, before)
    assert "Mehmonlar" in (await leader.presses("№TB-1", given)).text, "its card is opened there"
    assert "Mehmonlar" in (await told(leader, "/report ТБ-1")).text
    of_all = await english.leader.presses("✅ Give the order", await told(english.leader, OTHER))
    assert "№T-1" in of_all.text, "the organisation's are apart"
    assert "№T-1" not in (await told(leader, "/report Т-1")).text
    assert "Order TB-1" in (await told(english.leader, "/report ТБ-1")).text
    again_there = await leader.presses("✅ Give the order", await told(leader, OTHER.replace("деразалар", "гиламлар")))
    assert "№TB-2" in again_there.text
    assert "TB-1" not in (await english.outsider.says("/report ТБ-1")).text
    await officer.says("ТБ-1 бажарилди, жадвал илова қилинди")
    await english.settles()
    assert "Accepted" in (await english.admin.presses("✅ Accept", await english.admin.with_button("✅ Accept"))).text
    own = await leader.count()
    await english.jumps_to(datetime.fromisoformat("2024-03-25T12:00:00+05:00"))
    await english.settles()
    said = await said_since(leader, own)
    assert "TB" in said, "its summary tells of its orders"
    assert "№T-" not in said


@after(with_minutes)
async def test_orders_of_a_leader_of_that_plan_alone_go_to_its_paper_in_private_too(english: Stage) -> None:
    member = Someone(english, english.outsider.id, "outsider")
    await bound(english, member.id)
    await english.jumps_to(datetime.fromisoformat("2024-03-01T10:00:00+05:00"))
    await english.settles()
    card = await member.says(ORDERED)
    assert "№TB-1" in (await member.presses("✅ Give the order", card)).text
    assert "Mehmonlar" in (await member.says("/report ТБ-1")).text


TOPIC = 7
IN_TOPIC = {"is_topic_message": True, "message_thread_id": TOPIC}


async def bound_in_a_topic_by_a_hidden_admin(stage: Stage, *members: int) -> Someone:
    """The topic is the own chat of the minutes, as an admin who hides in the group has confirmed in private."""
    admin = group(stage, OWN, *members)
    stage.sandbox.world.chats[OWN].topics[str(TOPIC)] = "Назорат"
    chat = {"id": OWN, "type": "supergroup", "title": "Йиғилиш", "is_forum": True}
    before = await admin.count()
    await arrives(stage, chat, ANONYMOUS, "/bind", sender_chat=chat, **IN_TOPIC)
    [answer] = await admin.heard(before)
    payload = (answer.buttons[0][2] or "").rpartition("start=")[2]
    assert payload == f"bind_{OWN}_{TOPIC}"
    asked = await stage.admin.starts(payload)
    await stage.admin.presses(f"📄 Of {SHOWN}", asked)
    assert "is the own leadership chat of Bayonnoma 12 now" in (await again(stage.admin, asked)).text
    return admin


def in_the_topic(shown: Shown) -> bool:
    return shown.raw["topic"] == TOPIC


@after(with_minutes)
async def test_a_topic_confirmed_by_a_hidden_admin_is_the_plans_own_chat(english: Stage) -> None:
    """All that comes there comes into the topic: the confirmation, the summary, the live card, answers."""
    admin = await bound_in_a_topic_by_a_hidden_admin(english, LEADER_ID)
    facts = await english.services.groups.of_chat(OWN)
    assert facts is not None and (facts.thread_id, facts.line) == (TOPIC, 1)
    own = await admin.heard(1)
    assert own and all(map(in_the_topic, own)), [(one.text, one.raw["topic"]) for one in own]
    before = await admin.count()
    await english.jumps_to(datetime.fromisoformat("2024-03-25T12:00:00+05:00"))
    await english.settles()
    heard = await admin.heard(before)
    assert any("Weekly" in one.text for one in heard), [one.text[:60] for one in heard]
    assert all(map(in_the_topic, heard)), [(one.text[:40], one.raw["topic"]) for one in heard]
    before = await admin.count()
    chat = {"id": OWN, "type": "supergroup", "title": "Йиғилиш", "is_forum": True}
    for words in ("/report", "/report ИР-5", "/agenda", "/agenda 15.04"):
        await arrives(english, chat, ANONYMOUS, words, sender_chat=chat, **IN_TOPIC)
    heard = await admin.heard(before)
    five = (await activity(english, 5)).text[:20]
    assert len(heard) >= 4 and all(map(in_the_topic, heard))
    assert not any(five in one.text or "IR-" in one.text for one in heard), [one.text for one in heard]


async def test_reports_are_accepted_and_returned_in_the_plans_own_chat_and_of_no_other(with_leaders: Stage) -> None:
    english = with_leaders
    await with_minutes(english)
    leader = Someone(english, english.outsider.id, "outsider", OWN)  # of this chat alone
    await bound(english, leader.id)
    officer = english.officer(LEAD)
    for words in ("Баённома 12 3-банд бажарилди", "ИР-5 бажарилди"):
        await officer.says(words)
    theirs, others = await reports(english)
    card = await told(leader, "/report 3")
    shown = await leader.presses("🟡 Decide", card)
    accept = next(data for label, data, _ in shown.buttons if data and label.startswith("✅ Accept"))
    async with english.database.read() as session:
        [other] = list(await session.scalars(select(Acceptance.id).order_by(Acceptance.id.desc()).limit(1)))
    assert theirs.assignment_id != others.assignment_id
    forged = accept.split(":")
    forged[1] = str(other)
    before = await leader.count()
    await leader.taps(shown, ":".join(forged), forged=True)
    await english.settles()
    assert (await activity(english, 5)).status is Status.REVIEW, "the other plan's report is not decided here"
    assert (await activity(english, 5)).text[:20] not in await said_since(leader, before)
    await leader.presses("↩️ Return", await again(leader, shown))
    heard = await officer.count()
    await leader.says("@ijrochi_bot жадвал тўлиқ эмас")
    await english.settles()
    assert "жадвал тўлиқ эмас" in await said_since(officer, heard), (await leader.last()).text


@after(with_minutes)
async def test_the_chat_goes_on_with_the_next_plan_of_its_line(english: Stage) -> None:
    leader = english.leader.in_group(OWN)
    await bound(english, LEADER_ID)
    following = minutes(english).model_dump(mode="json")
    following["period"] = {"start": "2024-05-01", "end": "2024-08-31"}
    for one in following["sections"][0]["activities"]:
        one["text"] = "Кейинги давр: " + one["text"]
        one["deadline"] = {"text": "июль", "kind": "months", "first": "2024-07", "last": "2024-07"}
    await english.services.plans.load(PlanFile.model_validate(following), english.now, Into(line=1))
    await english.jumps_to(datetime.fromisoformat("2024-05-06T12:00:00+05:00"))
    await english.settles()
    facts = await english.services.groups.of_chat(OWN)
    assert facts is not None and facts.line == 1
    before = await leader.count()
    await english.jumps_to(datetime.fromisoformat("2024-05-13T12:00:00+05:00"))
    await english.settles()
    said = await said_since(leader, before)
    assert "Weekly" in said and "IR-" not in said, said
    assert "Keyingi davr" in (await told(leader, "/report 5")).text
    assert (await activity(english, 5)).text[:20] not in (await told(leader, "/report ИР-5")).text


@after(with_minutes)
async def test_whoever_leaves_the_plans_own_chat_leads_it_no_more(english: Stage) -> None:
    member = Someone(english, english.outsider.id, "outsider")
    await bound(english, member.id)
    assert f"{SHOWN}-" in (await member.says("/report")).text
    listed = await member.says("/report 5")
    await member.starts()
    own_menu = scope_key("chat", member.id, language="")
    menus = english.sandbox.world.profile["commands"]
    assert own_menu in menus
    await leaves(english, member)
    assert own_menu not in menus
    for words in ("/report", "/report 5", "/agenda", ORDERED):
        assert SHOWN not in (await member.says(words)).text, words
    for label, data, _ in listed.buttons:
        if data:
            before = await member.count()
            await member.taps(listed, data)
            assert SHOWN not in await said_since(member, before), label


async def leaves(stage: Stage, member: Someone, chat_id: int = OWN) -> None:
    """Somebody leaves a leadership's chat."""
    stage.sandbox.world.chats[chat_id].members.remove(member.id)
    chat = {"id": chat_id, "type": "supergroup", "title": "Йиғилиш"}
    gone = {"id": member.id, "is_bot": False, "first_name": member.name}
    await arrives(stage, chat, gone, "—", left_chat_member=gone)


@after(with_minutes)
async def test_whoever_leaves_the_organisations_chat_leads_the_plan_whose_own_chat_they_are_in(english: Stage) -> None:
    alone = Someone(english, LEADER_ID, "leader")
    await bound(english, alone.id)
    await alone.starts()
    assert "IR-" in (await alone.says("/report")).text
    await leaves(english, alone, LEADERSHIP_GROUP_ID)
    assert scope_key("chat", alone.id, language="") in english.sandbox.world.profile["commands"]
    shown = await alone.says("/report")
    assert f"{SHOWN}-" in shown.text and "IR-" not in shown.text


@after(with_minutes)
async def test_minutes_opened_there_are_seen_there(english: Stage) -> None:
    await bound(english, LEADER_ID)
    leader = english.leader.in_group(OWN)
    await english.jumps_to(datetime.fromisoformat("2024-03-01T10:00:00+05:00"))
    await english.settles()
    asked = await leader.presses("📋 Decisions", await told(leader, "/agenda 15.04"))
    assert "What number do the minutes have?" in asked.text
    await leader.says("@ijrochi_bot 4")
    assert "Jadval" in (await leader.says("@ijrochi_bot Маматов: жадвал тузилсин, 21 мартгача")).text
    before = await leader.count()
    await leader.says("@ijrochi_bot тайёр")
    await leader.presses("✅ Give the order")
    assert "4-1" in await said_since(leader, before)
    for chat in (leader, english.leader):
        assert "Jadval tuzilsin" in (await told(chat, "/report Баённома 4")).text
    assert "Jadval" not in (await english.outsider.says("/report Баённома 4")).text
