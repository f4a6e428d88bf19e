"""The leadership chat over time: lost and found again, named in the settings, become a supergroup."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.demo import ADMIN_IDS, LEADER_ID, LEADERSHIP_GROUP_ID
from bot.leadership import settle_leadership
from sandbox.records import Chat
from services import audit
from tests.bot.test_impersonal import GROUP, Json, arrives, asked, change, message, person, user
from tests.stage import Scenes, Stage, staged

SMALL = -5_000_003
HEIR = {"id": -1_001_005_000_003, "type": "supergroup", "title": "Раҳбарият"}
OLD = {"id": SMALL, "type": "group", "title": "Раҳбарият"}


async def leadership(stage: Stage) -> tuple[int, bool]:
    facts = await stage.services.groups.leadership()
    assert facts is not None
    return facts.chat_id, facts.is_lost


async def lose(stage: Stage) -> None:
    await stage.services.reachability.lost(LEADERSHIP_GROUP_ID, "not enough rights", stage.now)
    assert (await leadership(stage))[1]


def restricted(*, may_write: bool) -> Json:
    bot = {"id": 1, "is_bot": True, "first_name": "bot"}
    rights = [
        "can_send_messages",
        "can_send_audios",
        "can_send_documents",
        "can_send_photos",
        "can_send_videos",
        "can_send_video_notes",
        "can_send_voice_notes",
        "can_send_polls",
        "can_send_other_messages",
        "can_add_web_page_previews",
        "can_change_info",
        "can_invite_users",
        "can_pin_messages",
        "can_manage_topics",
        "can_edit_tag",
        "can_react_to_messages",
    ]
    return {"status": "restricted", "user": bot, "is_member": True, "until_date": 0, **dict.fromkeys(rights, may_write)}


# -- lost and found ------------------------------------------------------------------------------------------------


async def test_a_group_that_takes_an_answer_gets_its_summaries_again(english: Stage) -> None:
    await lose(english)
    assert "7" in (await english.leader.says("/report 7")).text
    assert await leadership(english) == (LEADERSHIP_GROUP_ID, False)


async def test_a_group_that_refused_a_summary_is_tried_again_the_next_week(english: Stage) -> None:
    chat = english.sandbox.world.chats[LEADERSHIP_GROUP_ID]
    chat.bot = "left"
    await english.goes_to("2024-01-08T10:00:00+05:00")
    assert (await leadership(english))[1]
    chat.bot = "member"
    before = await english.leader.count()
    await english.goes_to("2024-01-15T10:00:00+05:00")
    assert await leadership(english) == (LEADERSHIP_GROUP_ID, False)
    assert any("15 January" in shown.text or "Weekly" in shown.text for shown in await english.leader.heard(before))


async def test_the_weeks_summary_that_was_refused_comes_when_rights_are_back(english: Stage) -> None:
    chat = english.sandbox.world.chats[LEADERSHIP_GROUP_ID]
    chat.bot = "left"
    await english.goes_to("2024-01-08T10:00:00+05:00")
    chat.bot = "member"
    before = await english.leader.count()
    update = change(GROUP, person(english.admin), "left", "member")
    update["my_chat_member"]["old_chat_member"] = restricted(may_write=False)
    await arrives(english, update)
    assert await leadership(english) == (LEADERSHIP_GROUP_ID, False)
    assert len([shown for shown in await english.leader.heard(before) if "Weekly" in shown.text]) == 1


async def test_rights_that_are_still_missing_are_no_sign(english: Stage) -> None:
    await lose(english)
    update = change(GROUP, person(english.admin), "left", "member")
    update["my_chat_member"]["old_chat_member"] = restricted(may_write=True)
    update["my_chat_member"]["new_chat_member"] = restricted(may_write=False)
    await arrives(english, update)
    assert (await leadership(english))[1]
    await arrives(english, message(person(english.admin), GROUP, new_chat_title="?"))
    assert (await leadership(english))[1], "that something arrives from there says nothing of writing"


async def test_a_kick_by_an_anonymous_admin_is_noticed(english: Stage) -> None:
    english.sandbox.world.chats[LEADERSHIP_GROUP_ID].bot = "left"
    await arrives(english, change(GROUP, user(1087968824), "member", "left"))
    assert (await leadership(english))[1]


# -- LEADERSHIP_CHAT_ID --------------------------------------------------------------------------------------------


async def nobody_linked(stage: Stage) -> None:
    await stage.everybody_starts()


@pytest.fixture
async def unbound(tmp_path: Path, scenes: Scenes) -> AsyncIterator[Stage]:
    """Nothing is bound yet."""
    opened = await scenes.after(nobody_linked, default_locale="en")
    async with staged(tmp_path, opened=opened, default_locale="en") as one:
        one.sandbox.world.chats[SMALL] = Chat(
            id=SMALL, kind="group", title="Раҳбарият", members=[LEADER_ID, *ADMIN_IDS], admins=[ADMIN_IDS[0]]
        )
        yield one


async def starts_with(stage: Stage, configured: int) -> list[str]:
    """A start with this LEADERSHIP_CHAT_ID; what the admin is told."""
    before = await stage.admin.count()
    application = stage.application
    await settle_leadership(application.bot, application.services.groups, configured, stage.now)
    await stage.settles()
    return [shown.text for shown in await stage.admin.heard(before)]


@pytest.mark.parametrize("wrong", [1_000_000_000_001, 5_000_003, LEADER_ID, -1_009_999_999_999, 777000], ids=str)
async def test_a_wrong_id_is_told_once_and_the_mended_one_works(unbound: Stage, wrong: int) -> None:
    told = await starts_with(unbound, wrong)
    assert len(told) == 1
    assert f"LEADERSHIP_CHAT_ID is {wrong}" in told[0]
    assert await starts_with(unbound, wrong) == []
    facts = await unbound.services.groups.leadership()
    assert facts is None or facts.chat_id < 0, "no summary ever goes to a person's chat"
    await starts_with(unbound, SMALL)
    assert await leadership(unbound) == (SMALL, False)
    assert await starts_with(unbound, SMALL) == []


@pytest.mark.parametrize("wrong", [LEADER_ID, 5_000_003])
async def test_a_group_bound_without_its_minus_by_an_earlier_release_is_released(unbound: Stage, wrong: int) -> None:
    await unbound.services.groups.bind(wrong, None, "LEADERSHIP_CHAT_ID", audit.SYSTEM, unbound.now)
    [told] = await starts_with(unbound, wrong)
    assert "minus" in told
    assert await unbound.services.groups.leadership() is None
    await starts_with(unbound, SMALL)
    assert await leadership(unbound) == (SMALL, False)


async def test_a_changed_setting_is_followed_if_bind_was_never_used(unbound: Stage) -> None:
    assert await starts_with(unbound, SMALL) == []
    [told] = await starts_with(unbound, LEADERSHIP_GROUP_ID)
    assert "LEADERSHIP_CHAT_ID was changed" in told
    assert await leadership(unbound) == (LEADERSHIP_GROUP_ID, False)


@pytest.mark.parametrize("bound_first", [LEADERSHIP_GROUP_ID, SMALL])
async def test_if_bind_was_used_its_group_stays_and_the_difference_is_reported_once(
    unbound: Stage, bound_first: int
) -> None:
    await starts_with(unbound, bound_first)
    await unbound.admin.in_group(SMALL).says("/bind")
    assert await starts_with(unbound, SMALL) == []
    [told] = await starts_with(unbound, LEADERSHIP_GROUP_ID)
    assert "remains the leadership chat" in told
    assert await starts_with(unbound, LEADERSHIP_GROUP_ID) == []
    assert await leadership(unbound) == (SMALL, False)


async def test_a_setting_that_names_a_group_from_before_its_move_is_no_difference(unbound: Stage) -> None:
    await starts_with(unbound, SMALL)
    successor = (await unbound.post("migrate", {"chat": SMALL}))["chat"]
    await unbound.handled()
    assert await starts_with(unbound, SMALL) == []
    assert await leadership(unbound) == (successor, False)


async def test_a_setting_that_names_a_channel_is_reported_and_not_bound(
    unbound: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Chat, "described", lambda chat: {"id": chat.id, "type": "channel", "title": chat.title}, raising=True
    )
    [told] = await starts_with(unbound, LEADERSHIP_GROUP_ID)
    assert "is a channel" in told
    assert await unbound.services.groups.leadership() is None


# -- a group becomes a supergroup ----------------------------------------------------------------------------------

EVENTS = ("to", "from", "in", "out", "report")
ORDERS = (
    ("to", "from", "in", "out", "report"),
    ("in", "to", "from", "report", "out"),
    ("out", "in", "report", "from", "to"),
    ("report", "out", "from", "in", "to"),
    ("report", "to", "from", "in", "out"),
    ("in", "out", "report", "to", "from"),
    ("from", "report", "to", "out", "in"),
    ("out", "to", "in", "from", "report"),
)


def move(stage: Stage) -> dict[str, Json]:
    """The group has moved; what Telegram tells of it, and what a leader writes in the new one."""
    chats = stage.sandbox.world.chats
    old = chats[SMALL]
    chats[HEIR["id"]] = Chat(id=HEIR["id"], kind="supergroup", title=old.title, members=old.members, admins=old.admins)
    old.migrated_to = HEIR["id"]
    by = person(stage.admin)
    return {
        "to": message(by, OLD, migrate_to_chat_id=HEIR["id"]),
        "from": message(user(1087968824), HEIR, migrate_from_chat_id=SMALL, sender_chat=HEIR),
        "in": change(HEIR, by, "left", "member"),
        "out": change(OLD, by, "member", "left"),
        "report": message(person(stage.leader), HEIR, text="/report 7"),
    }


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
async def test_the_leadership_group_is_followed_whatever_is_told_first(unbound: Stage, order: tuple[str, ...]) -> None:
    await unbound.admin.in_group(SMALL).says("/bind")
    before = await unbound.admin.count()
    updates = move(unbound)
    for name in order:
        said = await asked(unbound, updates[name])
        texts = [one["text"] for one in said if "text" in one and "📌" not in one["text"]]  # the live card moves too
        if name == "report":
            assert len(texts) == 1
            assert texts[0].startswith("<b>Activity 7") or "7" in texts[0].splitlines()[0]
            assert "not linked" not in texts[0]
        else:
            assert texts == []
    assert await leadership(unbound) == (HEIR["id"], False)
    assert await unbound.admin.heard(before) == [], "nothing was lost"


@pytest.mark.parametrize(
    "order", [("to", "in", "from", "out"), ("from", "to", "in", "out"), ("in", "to", "from", "out")]
)
async def test_a_group_that_is_not_the_leaderships_is_not_greeted_anew(unbound: Stage, order: tuple[str, ...]) -> None:
    updates, is_known = move(unbound), False
    for name in order:
        said = await asked(unbound, updates[name])
        is_known = is_known or name in ("to", "from")
        assert not is_known or not [one for one in said if "text" in one]
    assert await unbound.leader.in_group(HEIR["id"]).heard() == []


async def test_a_strange_supergroup_is_no_heir(unbound: Stage) -> None:
    await unbound.admin.in_group(SMALL).says("/bind")
    chats = unbound.sandbox.world.chats
    chats[HEIR["id"]] = Chat(id=HEIR["id"], kind="supergroup", title="?", members=[unbound.outsider.id])
    said = await asked(unbound, message(person(unbound.outsider), HEIR, text="/report 7"))
    assert not [one for one in said if "Activity" in one.get("text", "")]
    assert await leadership(unbound) == (SMALL, False)
    assert (await asked(unbound, change(HEIR, person(unbound.admin), "left", "member")))[0]["text"].startswith("Hello!")


async def test_the_summary_names_who_became_responsible_and_keeps_the_sign_of_personal_control(english: Stage) -> None:
    admin = english.admin
    await english.jumps_to(datetime.fromisoformat("2024-03-05T10:00:00+05:00"))
    await english.settles()
    await admin.presses("⚙️", await admin.says("/report 3"))
    for label in ("👤", "X. Mamatov", "✅ Yes"):
        await admin.presses(label)
    await english.leader.presses("🔺", await english.leader.says("/report 3"))
    await english.leader.presses("✅ Yes")
    before = await english.leader.count()
    await english.jumps_to(datetime.fromisoformat("2024-03-11T12:00:00+05:00"))
    await english.settles()
    [summary] = [one.text for one in await english.leader.heard(before) if "Weekly" in one.text]
    assert "▫️ another responsible officer: №3 — X. Mamatov" in summary
    assert "🔺№3 normativ" in summary, "in the list of what is overdue"
    before = await english.leader.count()
    await english.jumps_to(datetime.fromisoformat("2024-03-18T12:00:00+05:00"))
    await english.settles()
    [summary] = [one.text for one in await english.leader.heard(before) if "Weekly" in one.text]
    assert "another responsible officer" not in summary, "told once"
