"""Linking through the real buttons: invites, strangers' requests, the readiness board, unlinking."""

import re
from datetime import datetime, timedelta

import pytest

from tests.stage import TASHKENT, Shown, Someone, Stage

LINKED = "Б. Юнусов"


async def unlinked_name(stage: Stage) -> str:
    """An executor whom nobody answers for at first."""
    board = await stage.services.linking.board(stage.now)
    return next(one.executor.name for one in board if not one.members)


async def invited(stage: Stage, name: str) -> str:
    """The admin invites one by name; the token in the text to forward."""
    return token_in(await stage.admin.says(f"/invite {name}"))


def token_in(shown: Shown) -> str:
    found = re.search(r"https://t\.me/ijrochi_bot\?start=(\S+)", shown.text)
    assert found is not None, shown.text
    return found[1]


def tells_of_the_plan(stage: Stage, text: str) -> bool:
    """Whether a text holds anything of the plan: the beginning of an activity, a number, a title."""
    activities = stage.plan.activities
    words = [
        *(one.text[:20] for one in activities),
        *(one.short_name or one.text for one in activities),
        stage.plan.title.removeprefix(stage.plan.organisation),  # who invites is told
        "№",
    ]
    return any(word.casefold() in text.casefold() for word in words)


async def test_an_admin_is_greeted_with_how_many_are_not_linked(english: Stage) -> None:
    shown = await english.admin.says("/start")
    assert "2 of 19 executors are not linked yet" in shown.text
    assert "👥 Officers" in shown.labels


async def test_an_officer_is_greeted_by_name_with_the_way_to_the_work(english: Stage) -> None:
    shown = await english.officer(LINKED).says("/start")
    assert "Yunusov" in shown.text
    assert "/my" in shown.text
    assert (await english.officer(LINKED).says("📋 My activities")).text.startswith("Your activities")


async def test_inviting_everybody_sends_one_message_for_each_who_is_not_linked(english: Stage) -> None:
    before = await english.admin.count()
    await english.admin.says("/invite")
    head, *messages = await english.admin.heard(before)
    assert head.text.startswith("2 executors are not linked")
    assert len({token_in(one) for one in messages}) == len(messages) == 2
    assert not any(tells_of_the_plan(english, one.text) for one in messages)


@pytest.mark.on_both
async def test_an_invited_person_says_yes_and_sees_their_work(english: Stage) -> None:
    name = await unlinked_name(english)
    asked = await english.outsider.starts(await invited(english, name))
    assert asked.text.startswith("Are you ")
    assert not tells_of_the_plan(english, asked.text)
    shown = await english.outsider.presses("✅")
    assert shown.text.startswith("You are linked as")
    assert "№" in shown.text
    assert "is now linked as" in (await english.admin.last()).text
    assert "is now linked as" in (await english.second_admin.last()).text


async def test_no_uses_nothing_up(english: Stage) -> None:
    token = await invited(english, await unlinked_name(english))
    await english.outsider.starts(token)
    await english.outsider.presses("No")
    await english.outsider.starts(token)
    assert (await english.outsider.presses("✅")).text.startswith("You are linked as")


@pytest.mark.on_both
async def test_yes_pressed_twice_is_yes_once(english: Stage) -> None:
    asked = await english.outsider.starts(await invited(english, await unlinked_name(english)))
    data = next(data for label, data, _ in asked.buttons if label.startswith("✅"))
    before = await english.admin.count()
    assert data is not None
    await english.outsider.taps(asked, data)
    await english.outsider.taps(asked, data, forged=True)
    assert (await english.outsider.last()).text.startswith("You are linked as")
    assert len(await english.admin.heard(before)) == 1


async def test_a_used_link_opens_for_nobody_else(english: Stage) -> None:
    token = await invited(english, await unlinked_name(english))
    await english.outsider.starts(token)
    await english.outsider.presses("✅")
    assert "has already been used" in (await english.officer(LINKED).starts(token)).text
    assert "linked already" in (await english.outsider.starts(token)).text


async def test_an_old_link_says_that_it_is_too_old_and_offers_to_ask(english: Stage) -> None:
    token = await invited(english, await unlinked_name(english))
    await english.jumps_to(english.now + timedelta(days=7))
    shown = await english.outsider.starts(token)
    assert "7 days" in shown.text
    assert shown.labels == ["🙋 Ask to be linked"]


@pytest.mark.parametrize("payload", ["nonsense", "a" * 64, "-_-"])
async def test_a_link_that_was_never_made_is_refused(english: Stage, payload: str) -> None:
    assert "do not know this link" in (await english.outsider.starts(payload)).text


@pytest.mark.on_both
async def test_a_new_invite_of_the_same_executor_replaces_the_earlier(english: Stage) -> None:
    name = await unlinked_name(english)
    first, second = await invited(english, name), await invited(english, name)
    assert "a newer one was made" in (await english.outsider.starts(first)).text
    assert (await english.outsider.starts(second)).text.startswith("Are you ")


@pytest.mark.parametrize("words", ["Юнусов", "Yunusov", "юнусоф", "B. Yunusov"])
async def test_one_is_invited_by_name_in_either_script_with_a_typing_error(english: Stage, words: str) -> None:
    assert "Yunusov" in (await english.admin.says(f"/invite {words}")).text


async def test_an_unknown_name_gets_the_list_to_choose_from(english: Stage) -> None:
    shown = await english.admin.says("/invite Фаланчиев <b>")
    assert "Фаланчиев <b>" in shown.text
    assert len(shown.labels) == len(english.plan.executors)
    assert token_in(await english.admin.presses(shown.labels[0], shown))


async def test_an_officer_cannot_press_an_admins_button(english: Stage) -> None:
    officer = english.officer(LINKED)
    shown = await officer.last()
    for data in ("v1:0", "f1:0", "n1:1:1:1", "r3:1:link:1:9", "c1:0", "s1:1:0"):
        await officer.taps(shown, data, forged=True)
    said = " ".join(one.text for one in await officer.heard(shown.id))
    assert "t.me" not in said
    assert "Officers" not in said


@pytest.mark.on_both
async def test_a_stranger_asks_once_and_is_linked_by_the_admins(english: Stage) -> None:
    assert "has gone to the administrators" in (await english.outsider.presses("🙋")).text
    await english.jumps_to(english.now + timedelta(days=1))
    await english.outsider.says("hello")
    assert "already asked" in (await english.outsider.presses("🙋")).text
    listed = await english.admin.presses("👥 Choose")
    assert len(listed.labels) == len(english.plan.executors) + 1
    proposed = await english.admin.presses(listed.labels[0], listed)
    await english.admin.presses("✅ Yes, link", proposed)
    assert any("Linked as" in one.text for one in await english.admin.heard())
    welcome = [one.text for one in await english.outsider.heard() if one.text.startswith("You are linked as")]
    assert len(welcome) == 1


@pytest.mark.on_both
async def test_the_second_admin_sees_who_decided_and_how(english: Stage) -> None:
    await english.outsider.presses("🙋")
    await english.admin.presses("❌ Yes, refuse", await english.admin.presses("❌ Refuse"))
    shown = await english.second_admin.last()
    assert not shown.labels, "nothing is left to decide"
    assert "Refused by" in shown.text
    assert "1-админ" in shown.text
    assert (await english.outsider.last()).text.startswith("The administrators did not link you")


async def test_a_stranger_named_as_an_executor_is_suggested_first(english: Stage) -> None:
    name = await unlinked_name(english)
    person = await english.services.people.identify(424242, name, "somebody", english.now)
    await english.services.linking.ask(person, english.now)
    await english.settles()
    shown = await english.admin.last()
    assert "@somebody" in shown.text
    assert len(shown.labels) == 3


async def test_the_board_tells_the_linked_the_invited_and_the_others(english: Stage) -> None:
    await invited(english, await unlinked_name(english))
    board = (await english.admin.says("/officers")).text
    assert "✅ Linked (last report): 17" in board
    assert re.search(r"✉️ Invited \(until when\): 1\n[^\n]+\(8 January\)", board)
    assert "⚪ Not linked: 1" in board


@pytest.mark.on_both
async def test_a_person_who_blocks_the_bot_is_reported_once_and_shown_on_the_board(english: Stage) -> None:
    before = await english.admin.count()
    await english.officer(LINKED).blocks()
    for day in (5, 8):
        await english.goes_to(datetime(2024, 1, day, 10, tzinfo=TASHKENT))
    said = [one for one in await english.admin.heard(before) if "has blocked the bot" in one.text]
    assert len(said) == 1
    assert "⛔ Blocked the bot: 1" in (await english.admin.says("/officers")).text


@pytest.mark.on_both
async def test_unlinking_is_asked_about_and_the_person_is_told(english: Stage) -> None:
    await open_officer(english, "Yunusov")
    asked = await english.admin.presses("✂️")
    assert asked.text.startswith("Unlink ")
    assert "no longer linked" in (await english.admin.presses("✂️", asked)).text
    told = await english.officer(LINKED).last()
    assert told.text.startswith("You are no longer linked as")
    assert not tells_of_the_plan(english, (await english.officer(LINKED).says("/my")).text)


async def test_going_back_unlinks_nobody(english: Stage) -> None:
    await open_officer(english, "Yunusov")
    await english.admin.presses("✂️")
    assert "✅ linked" in (await english.admin.presses("⬅️")).text


async def test_an_executor_may_be_linked_to_another_account_too(english: Stage) -> None:
    await open_officer(english, "Yunusov")
    token = token_in(await english.admin.presses("✉️"))
    await english.outsider.starts(token)
    await english.outsider.presses("✅")
    await open_officer(english, "Yunusov")
    assert "2 people linked" in (await english.admin.last()).text


async def test_a_command_in_a_strange_group_says_one_sentence_and_other_words_nothing(english: Stage) -> None:
    # The only group of the stage becomes any other group.
    await english.services.groups.bind(-5, None, "another group", "test", english.now)
    await english.jumps_to(english.now + timedelta(days=1))  # the day's answer was given at the start
    stranger = english.leader
    before = await stranger.count()
    await stranger.says("hello there")
    assert await stranger.heard(before) == []
    await stranger.says("/my@ijrochi_bot")
    await stranger.says("/my@ijrochi_bot")
    [said] = await stranger.heard(before)
    assert "not linked to me" in said.text
    assert said.labels == []


async def open_officer(stage: Stage, name: str) -> Shown:
    """The page of one executor."""
    admin: Someone = stage.admin
    shown = await admin.says("/officers")
    label = next(label for label in shown.labels if name in label)
    return await admin.presses(label, shown)
