"""Who may: admins named in chat, commands used without the right, anonymous admins of a group."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.demo import ADMIN_IDS, LEADERSHIP_GROUP_ID
from tests.bot.scenes import audited
from tests.stage import Someone, Stage, staged

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
NAMED = "М. Алимбаев"


@pytest.fixture
def officer(english: Stage) -> Someone:
    return english.officer(NAMED)


async def named(stage: Stage, name: str = NAMED) -> None:
    """The first admin names an officer."""
    await stage.admin.says(f"/admin add {name}")
    await stage.admin.presses("✅ Yes, name")


async def ids(stage: Stage) -> set[int]:
    return set(await stage.services.admins.ids())


async def arrives(stage: Stage, chat: dict[str, Any], sender: dict[str, Any], text: str, **more: Any) -> None:
    """A message of a kind that the sandbox's page does not write, as Telegram sends it."""
    length = len(text.split(maxsplit=1)[0])
    entities = [{"type": "bot_command", "offset": 0, "length": length}] if text.startswith("/") else []
    message = {"message_id": 9_000, "date": 1, "chat": chat, "from": sender, "text": text, "entities": entities}
    application = stage.application
    update = {"update_id": 1, "message": message | more}
    await application.dispatcher.feed_raw_update(application.bot, update)
    await stage.settles()


def group() -> dict[str, Any]:
    return {"id": LEADERSHIP_GROUP_ID, "type": "supergroup", "title": "Раҳбарият"}


async def test_an_admin_named_by_name_is_one_at_once_and_everybody_is_told(english: Stage, officer: Someone) -> None:
    asked = await english.admin.says(f"/admin add {NAMED}")
    assert f"Make {NAMED} an administrator?" in asked.text
    assert officer.id not in await ids(english)
    assert "is now an administrator" in (await english.admin.presses("✅ Yes, name")).text
    assert "has made you an administrator" in (await officer.last()).text
    assert f"has made {NAMED} an administrator" in (await english.second_admin.last()).text
    assert "Nothing is waiting" in (await officer.says("/waiting")).text
    assert f"🔑 {NAMED} — named 1 January by Назорат бўлими, 1-админ" in (await english.admin.says("/admin")).text
    person = await english.services.people.identify(officer.id, officer.name, None, english.now)
    assert await audited(english, f"account:{person.account_id}") == ["admin.named"]


async def test_going_back_names_nobody_and_shows_who_the_admins_are(english: Stage, officer: Someone) -> None:
    asked = await english.admin.says(f"/admin add {NAMED}")
    await english.admin.press("⬅️", asked)
    listed = next(shown for shown in reversed(await english.admin.heard()) if "Administrators" in shown.text)
    assert "settings file" in listed.text
    assert officer.id not in await ids(english)


async def test_what_waits_comes_also_to_an_admin_named_in_chat(english: Stage, officer: Someone) -> None:
    await named(english)
    await english.officer("Б. Юнусов").says("2 bajarildi")
    assert "For acceptance: Activity 2" in (await officer.last()).text
    await officer.presses("✅ Accept")
    told = await english.admin.last()
    assert "Accepted by М. Алимбаев" in told.text
    assert not any("Accept" in label and "mistake" not in label for label in told.labels), "it is decided"


async def test_an_admin_is_named_by_a_forwarded_message(english: Stage, officer: Someone) -> None:
    assert "Forward me a message" in (await english.admin.says("/admin add")).text
    origin = {"type": "user", "date": 1, "sender_user": {"id": officer.id, "is_bot": False, "first_name": officer.name}}
    await arrives(english, _private(english.admin), _user(english.admin), "hello", forward_origin=origin)
    await english.admin.presses("✅ Yes, name")
    assert officer.id in await ids(english)


async def test_a_forwarded_message_of_somebody_hidden_names_nobody(english: Stage) -> None:
    await english.admin.says("/admin")
    await english.admin.presses("➕")
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "somebody"}
    await arrives(english, _private(english.admin), _user(english.admin), "hello", forward_origin=origin)
    assert "I do not know who wrote this" in (await english.admin.last()).text


async def test_an_admin_is_named_by_a_reply_in_the_leadership_group(english: Stage) -> None:
    await english.leader.says("hello")
    await arrives(
        english,
        group(),
        _user(english.admin),
        "/admin add",
        reply_to_message={"message_id": 1, "date": 1, "chat": group(), "from": _user(english.leader), "text": "hello"},
    )
    sure = await english.admin.in_group().last()
    await english.leader.presses("✅ Yes, name", sure)  # not theirs to press
    assert english.leader.id not in await ids(english)
    await english.admin.in_group().presses("✅ Yes, name", sure)
    assert english.leader.id in await ids(english)


async def test_a_name_that_fits_several_people_is_asked_about(english: Stage) -> None:
    shown = await english.admin.says("/admin add Ўқув-маркази")
    assert "Who is meant by" in shown.text
    assert "an administrator?" in (await english.admin.presses(shown.labels[0], shown)).text


async def test_a_name_that_nobody_has_names_nobody(english: Stage) -> None:
    assert "I know nobody by the name «Zzzz»" in (await english.admin.says("/admin add Zzzz")).text
    assert await ids(english) == set(ADMIN_IDS)


async def test_naming_an_admin_twice_changes_nothing(english: Stage) -> None:
    await named(english)
    await english.admin.says(f"/admin add {NAMED}")
    assert "already an administrator" in (await english.admin.presses("✅ Yes, name")).text


async def test_the_right_is_taken_back_and_everybody_is_told(english: Stage, officer: Someone) -> None:
    await named(english)
    await english.admin.says("/admin")
    sure = await english.admin.presses(f"✂️ Remove {NAMED}")
    assert "as an administrator?" in sure.text
    assert "no longer an administrator" in (await english.admin.presses("✂️ Yes, remove", sure)).text
    assert "You are no longer an administrator" in (await officer.last()).text
    assert f"has removed {NAMED}" in (await english.second_admin.last()).text
    assert "for the administrators" in (await officer.says("/waiting")).text
    await english.admin.taps(sure, sure.buttons[0][1] or "", forged=True)
    assert "is not an administrator" in (await english.admin.last()).text


async def test_an_admin_gives_up_their_own_right(english: Stage, officer: Someone) -> None:
    await named(english)
    await officer.says("/admin")
    await officer.presses("✂️ Give up my own right")
    assert "You are no longer" in (await officer.presses("✂️ Yes, remove")).text
    assert officer.id not in await ids(english)


async def test_those_of_the_settings_file_stay(english: Stage) -> None:
    shown = await english.admin.says("/admin")
    assert shown.text.count("settings file") == 3
    account = await english.services.admins.account_of(ADMIN_IDS[1])
    assert account is not None
    assert not any("Remove" in label for label in shown.labels)
    await english.admin.taps(shown, f"ad4:{account.id}:1", forged=True)
    assert "remains an administrator" in (await english.admin.last()).text
    assert ADMIN_IDS[1] in await ids(english)


@pytest.fixture
async def without_settings(tmp_path: Path, enrolled: Path) -> AsyncIterator[Stage]:
    """ADMIN_IDS is empty, and one officer was named: the last admin there is."""
    async with staged(tmp_path, enrolled=enrolled, admin_ids=(), default_locale="en") as one:
        await one.everybody_starts()
        officer = one.officer(NAMED)
        person = await one.services.people.identify(officer.id, officer.name, None, one.now)
        await one.services.admins.name(person.account_id, person, one.now)
        yield one


async def test_the_last_admin_cannot_be_removed(without_settings: Stage) -> None:
    officer = without_settings.officer(NAMED)
    await officer.says("/admin")
    await officer.presses("✂️ Give up my own right")
    assert "The last administrator cannot be removed" in (await officer.presses("✂️ Yes, remove")).text
    assert await ids(without_settings) == {officer.id}


@pytest.mark.parametrize(
    "command", ["/waiting", "/officers", "/invite", "/audit", "/plan", "/remind", "/admin", "/outbox"]
)
async def test_an_admins_command_from_an_officer_is_refused_in_one_sentence(
    english: Stage, officer: Someone, command: str
) -> None:
    before = await officer.count()
    assert "for the administrators" in (await officer.says(command)).text
    assert len(await officer.heard(before)) == 1
    assert "not available to you" in (await officer.says("/")).text


async def test_an_anonymous_admin_of_the_group_is_asked_to_write_in_private(english: Stage) -> None:
    before = await english.leader.count()
    await arrives(english, group(), ANONYMOUS, "/audit")
    [answer] = await english.leader.heard(before)
    assert "I cannot see who you are" in answer.text
    assert answer.buttons[0][2] == "https://t.me/ijrochi_bot"


async def test_an_anonymous_admin_confirms_in_private_which_group_is_the_leaderships(english: Stage) -> None:
    english.sandbox.world.chats[LEADERSHIP_GROUP_ID].topics["7"] = "Назорат"
    chat = group() | {"is_forum": True}
    before = await english.leader.count()
    await arrives(english, chat, ANONYMOUS, "/bind", is_topic_message=True, message_thread_id=7)
    [answer] = await english.leader.heard(before)
    payload = (answer.buttons[0][2] or "").rpartition("start=")[2]
    assert payload == f"bind_{LEADERSHIP_GROUP_ID}_7"
    assert "do not know this link" in (await english.officer(NAMED).starts(payload)).text
    assert "Make the group «Раҳбарият» the leadership chat?" in (await english.admin.starts(payload)).text
    facts = await english.services.groups.leadership()
    assert facts is not None
    assert facts.thread_id is None
    assert "is the leadership chat now" in (await english.admin.presses("✅ Make it the leadership chat")).text
    facts = await english.services.groups.leadership()
    assert facts is not None
    assert (facts.chat_id, facts.thread_id) == (LEADERSHIP_GROUP_ID, 7)


async def test_a_group_that_the_bot_is_not_in_cannot_be_confirmed(english: Stage) -> None:
    shown = await english.admin.starts("bind_-100777_0")
    assert "I am not in that group" in shown.text
    await english.admin.taps(shown, "b2:-100777:0", forged=True)
    assert "I am not in that group" in (await english.admin.last()).text


def _user(someone: Someone) -> dict[str, Any]:
    return {"id": someone.id, "is_bot": False, "first_name": someone.name}


def _private(someone: Someone) -> dict[str, Any]:
    return {"id": someone.id, "type": "private", "first_name": someone.name}
