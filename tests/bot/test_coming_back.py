"""Who blocked the bot over the reminder's hour and lets it in again gets that day's reminder, once."""

from datetime import date, datetime, timedelta

import pytest

from tests.bot.scenes import after
from tests.bot.test_impersonal import GROUP, Json, arrives, message, person, press
from tests.stage import TASHKENT, Shown, Someone, Stage

DAY = date(2024, 1, 3)  # the first on which anything is owed
TODAY = "Today is 3 January"


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, 5, tzinfo=TASHKENT)


def private(someone: Someone) -> Json:
    return {"id": someone.id, "type": "private", "first_name": someone.name}


async def an_officer_blocked_the_bot(stage: Stage) -> None:
    """At 08:50; it is ten past nine, and the others are reminded."""
    officer = stage.officer("Б. Юнусов")
    await stage.jumps_to(at(8, 50))
    await officer.blocks()
    await stage.jumps_to(at(9, 10))
    await stage.settles()
    assert await reminders(officer) == []


pytestmark = after(an_officer_blocked_the_bot)


@pytest.fixture
def away(english: Stage) -> Someone:
    """The officer who blocked the bot."""
    return english.officer("Б. Юнусов")


async def reminders(officer: Someone) -> list[Shown]:
    return [one for one in await officer.heard() if TODAY in one.text]


def lets_in_silently(stage: Stage, officer: Someone) -> None:
    """The update that tells of it is lost: what the person does next must say it."""
    stage.sandbox.world.person(officer.id).blocked = False


@pytest.mark.parametrize("how", ["unblocks", "words", "press", "start"])
@pytest.mark.parametrize("hour", [9, 12, 17])
async def test_a_person_who_unblocks_the_bot_the_same_day_gets_that_days_reminder_once(
    english: Stage, away: Someone, how: str, hour: int
) -> None:
    await english.jumps_to(at(hour, 20))
    if how == "unblocks":
        await away.blocks(False)
    else:
        lets_in_silently(english, away)
    if how == "words":
        await away.says("/help")
    elif how == "press":
        await arrives(english, press(away, private(away), "g1:en"))
    elif how == "start":
        await away.starts()
    assert len(await reminders(away)) == 1
    for later in (at(hour, 40), at(17, 50)):
        await english.jumps_to(later)
        await away.says("/my")
        await english.settles()
    assert len(await reminders(away)) == 1


@pytest.mark.parametrize("what", ["words", "press"])
async def test_activity_in_a_group_does_not_show_that_the_private_chat_works_again(
    english: Stage, away: Someone, what: str
) -> None:
    await english.jumps_to(at(12))
    done = message(person(away), GROUP, text="/help") if what == "words" else press(away, GROUP, "g1:en")
    tried = english.sandbox.world.ledger.told()["requests"].get("sendMessage", {}).get("403", 0)
    await arrives(english, done)
    board = await english.services.linking.board(english.now)
    assert [member.is_blocked for one in board for member in one.members if member.name == away.name] == [True]
    assert english.sandbox.world.ledger.told()["requests"].get("sendMessage", {}).get("403", 0) == tried
    assert await reminders(away) == []

    await away.blocks(False)
    assert len(await reminders(away)) == 1


async def test_a_person_who_blocks_the_bot_again_and_again_is_reminded_once(english: Stage, away: Someone) -> None:
    for hour in (10, 11, 12):
        await english.jumps_to(at(hour))
        await away.blocks(False)
        await away.blocks()
    await away.blocks(False)
    assert len(await reminders(away)) == 1


async def test_a_person_who_returns_the_next_day_is_reminded_in_the_words_of_that_day(
    english: Stage, away: Someone
) -> None:
    await english.jumps_to(at(10, day=DAY + timedelta(days=1)))
    await away.blocks(False)
    assert await reminders(away) == []
