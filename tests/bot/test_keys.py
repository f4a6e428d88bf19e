"""The three keys below an officer's writing line: where they come from, what they do, and when they go."""

from typing import Any

import pytest

from models import Report
from tests.bot.scenes import count, opens, said_since, told_of_the_plan
from tests.bot.test_linking import invited, unlinked_name
from tests.stage import Someone, Stage
from views.kit.keys import Key, labels
from views.kit.languages import LANGUAGES

OFFICER = "Х. Маматов"
KEYS = ["📋 My activities", "✍️ Send a report", "❓ Help"]


async def keys_of(person: Someone) -> list[str]:
    """What stands below the person's writing line now."""
    chats: Any = await person.stage.get("chats", {"as": person.id})
    chat = next(one for one in chats if one["chat"] == person.chat)
    return [label["text"] for row in chat["keyboard"] or [] for label in row]


@pytest.fixture
def officer(english: Stage) -> Someone:
    return english.officer(OFFICER)


async def test_the_greeting_brings_the_keys_and_no_second_pair(officer: Someone) -> None:
    shown = await officer.says("/start")
    assert await keys_of(officer) == KEYS
    assert shown.labels == []


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_a_key_is_understood_in_whichever_language_it_was_put_there(
    english: Stage, officer: Someone, locale: str
) -> None:
    said = labels(english.application.translator[locale])
    assert (await officer.says(said[Key.MINE])).text.startswith("Your activities")
    assert (await officer.says(said[Key.REPORT])).text.startswith("On which activity")
    assert (await officer.says(said[Key.HELP])).text.startswith("I remind you")
    assert (await officer.says(said[Key.HELP].split(" ", 1)[1].upper())).text.startswith("I remind you"), "typed"
    assert await count(english, Report) == 0


async def test_a_report_begun_with_the_key_is_recorded(english: Stage, officer: Someone) -> None:
    asked = await officer.says("✍️ Send a report")
    question = await officer.presses("№6", asked)
    assert question.text.startswith("Write what was done on Activity 6")
    assert await keys_of(officer) == KEYS, "a question leaves the keys"
    assert "Recorded: Activity 6" in (await officer.says("маълумот тўпланди")).text
    assert await keys_of(officer) == KEYS


async def test_a_key_ends_a_question_that_waits_for_words(english: Stage, officer: Someone) -> None:
    months = await officer.presses("⏳", await opens(officer, 5))
    await officer.presses("May 2024", months)
    before = await officer.count()
    await officer.says("📋 Тадбирларим")
    told = await said_since(officer, before)
    assert "was cancelled" in told
    assert "Your activities" in told


async def test_they_are_removed_and_put_back_in_the_settings(officer: Someone) -> None:
    await officer.says("/start")
    await officer.presses("⌨️ Remove", await officer.says("/settings"))
    assert await keys_of(officer) == []
    assert (await officer.says("/start")).labels == ["📋 My activities"]
    assert await keys_of(officer) == []
    await officer.presses("Русский", await officer.says("/settings"))
    assert await keys_of(officer) == [], "another language does not bring them back"
    await officer.presses("⌨️", await officer.says("/settings"))
    assert await keys_of(officer) == ["📋 Мои мероприятия", "✍️ Сдать отчёт", "❓ Помощь"]


async def test_another_language_changes_what_stands_on_them(officer: Someone) -> None:
    await officer.presses("Ўзбекча", await officer.says("/settings"))
    assert await keys_of(officer) == ["📋 Тадбирларим", "✍️ Ҳисобот бериш", "❓ Ёрдам"]


async def test_they_come_with_the_link_and_go_with_it(english: Stage) -> None:
    person = english.outsider
    assert await keys_of(person) == []
    await person.starts(await invited(english, await unlinked_name(english)))
    await person.presses("✅")
    assert await keys_of(person) == KEYS
    account = await english.services.admins.account_of(person.id)
    assert account is not None
    linked = await english.services.people.of_account(account.id, english.now)
    admin = await english.services.people.identify(english.admin.id, "x", None, english.now)
    assert linked is not None
    await english.services.linking.unlink(linked.executors[0].id, account.id, admin, english.now)
    await english.settles()
    assert await keys_of(person) == []


@pytest.mark.parametrize("label", ["📋 My activities", "✍️ Ҳисобот бериш", "❓ Помощь", "ёрдам"])
async def test_an_outsider_presses_a_key_that_was_left_and_learns_nothing(english: Stage, label: str) -> None:
    before = await english.outsider.count()
    admins = await english.admin.count()
    await english.outsider.says(label)
    told = await said_since(english.outsider, before)
    assert "not linked to me yet" in told
    assert not told_of_the_plan(english, told)
    assert await english.admin.heard(admins) == []


async def test_no_group_ever_sees_them(english: Stage, officer: Someone) -> None:
    here = english.leader
    before = await here.count()
    await here.says("📋 My activities")
    assert await here.heard(before) == [], "a label in a group is nobody's command"
    assert await keys_of(here) == []
    await here.says("/help@ijrochi_bot")
    assert await keys_of(here) == []


async def test_an_admin_who_is_no_officer_has_none(english: Stage) -> None:
    await english.admin.says("/start")
    assert await keys_of(english.admin) == []
    assert not [label for label in (await english.admin.says("/settings")).labels if label.startswith("⌨️")]
    await english.admin.taps(await english.admin.last(), "ky1:1", forged=True)
    assert await keys_of(english.admin) == []
