"""Language, hours and help."""

from datetime import datetime, time
from textwrap import wrap

import pytest
from aiogram.types import BotCommandScopeChat

from handlers.menu import set_menus
from services.people.accounts import Hours
from tests.bot.scenes import again
from tests.stage import TAG, TASHKENT, Someone, Stage
from views.kit.commands import COMMANDS
from views.kit.languages import LANGUAGES
from views.kit.texts import Translator
from views.settings import help_for, languages


@pytest.fixture
async def officer(stage: Stage) -> Someone:
    one = stage.officer("Б. Юнусов")
    await one.says("/language")
    await one.presses("English")
    return one


async def hours_of(stage: Stage, person: Someone) -> Hours:
    known = await stage.services.people.identify(person.id, person.name, None, stage.now)
    return await stage.services.people.hours(known.account_id)


@pytest.mark.parametrize("who", ["officer", "admin", "outsider"])
async def test_each_language_answers_in_itself(stage: Stage, who: str) -> None:
    person = stage.officer("Б. Юнусов") if who == "officer" else getattr(stage, who)
    asked = await person.says("/language")
    names = [language.name for language in LANGUAGES.values()]
    assert [label.removeprefix("✓ ") for label in asked.labels] == names
    for name in reversed(names):
        told = await person.presses(name, asked)
        asked = await again(person, asked)
        assert name in asked.text
        assert name in told.text, "an officer gets the keys in it as well"
        assert f"✓ {name}" in asked.labels


async def test_the_chosen_language_stays(officer: Someone) -> None:
    assert (await officer.says("/help")).text.startswith("I remind you of your work in time")


async def test_the_menu_of_commands_follows_the_language(stage: Stage, officer: Someone) -> None:
    own = BotCommandScopeChat(chat_id=officer.id)
    menu = {one.command: one.description for one in await stage.application.bot.get_my_commands(scope=own)}
    assert menu["my"] == "my activities"
    assert "report" not in menu


async def test_a_forged_language_changes_nothing(officer: Someone) -> None:
    message = await officer.says("/language")
    await officer.taps(message, "g1:tlh", forged=True)
    assert (await officer.last()).text == "Choose the language:"


async def test_hours_are_chosen_by_button(stage: Stage, officer: Someone) -> None:
    shown = await officer.says("/settings")
    assert "Reminders come: at any time of the day" in shown.text
    assert "✓ At any time" in shown.labels
    assert "🔔 08:00" not in shown.labels, "no reminder comes before nine"
    shown = await officer.presses("🔔 11:00")
    assert "Reminders come: from 11:00 to 18:00" in shown.text
    assert "✓ 🔔 11:00" in shown.labels
    shown = await officer.presses("🔕 20:00")
    assert "Reminders come: from 11:00 to 20:00" in shown.text
    assert await hours_of(stage, officer) == Hours(time(11), time(20))
    shown = await officer.presses("At any time")
    assert "Reminders come: at any time of the day" in shown.text
    assert await hours_of(stage, officer) == Hours(None, None)


@pytest.mark.parametrize("command", ["/settings", "/language"])
async def test_language_and_hours_stand_on_one_screen_with_what_holds_marked(officer: Someone, command: str) -> None:
    await officer.says("/settings")
    await officer.presses("🔔 11:00")
    before = await officer.count()
    asked = await officer.says(command)
    await officer.presses("Русский", asked)
    shown = await again(officer, asked)
    assert shown.id == before + 2, "the same message says it"
    assert [label for label in shown.labels if label.startswith("✓")] == ["✓ Русский", "✓ 🔔 11:00", "✓ 🔕 18:00"]
    assert "11:00" in shown.text


async def test_the_days_reminder_comes_at_the_hour_of_ones_own(stage: Stage, officer: Someone) -> None:
    await officer.says("/settings")
    await officer.presses("🔔 11:00")
    before = await officer.count()
    await stage.jumps_to(datetime(2024, 1, 3, 9, 30, tzinfo=TASHKENT))
    await stage.settles()
    assert await officer.heard(before) == []
    await stage.jumps_to(datetime(2024, 1, 3, 11, 0, 30, tzinfo=TASHKENT))
    await stage.settles()
    assert len(await officer.heard(before)) == 1


async def test_hours_no_longer_offered_give_way_to_offered_ones(stage: Stage, officer: Someone) -> None:
    person = await stage.services.people.identify(officer.id, officer.name, None, stage.now)
    await stage.services.people.keep_hours(person, time(8), time(21))  # when reminders began an hour earlier
    await officer.says("/settings")
    await officer.presses("🔕 20:00")
    assert await hours_of(stage, officer) == Hours(time(9), time(20))


async def test_forged_hours_change_nothing(stage: Stage, officer: Someone) -> None:
    message = await officer.says("/settings")
    for data in ("t1:99:100", "t1:3:4", "t1:16:10", "t1:8:18", "t1:9:19"):
        await officer.taps(message, data, forged=True)
    assert await hours_of(stage, officer) == Hours(None, None)


async def test_an_outsider_has_no_hours(stage: Stage) -> None:
    shown = await stage.outsider.says("/settings")
    assert not any("🔔" in label for label in shown.labels)


async def test_help_is_for_the_role(stage: Stage, officer: Someone) -> None:
    help_of_officer = await officer.says("/help")
    assert "№19 70%, the draft" in help_of_officer.text
    assert "/officers" not in help_of_officer.text
    await stage.admin.says("/language")
    await stage.admin.presses("English")
    help_of_admin = await stage.admin.says("/help")
    for command in set(COMMANDS["admin"]) - {"help"}:
        assert f"/{command} — " in help_of_admin.text
    assert "/my" not in help_of_admin.text
    help_of_leaders = await stage.leader.says("/help")
    assert "/report III" in help_of_leaders.text
    assert "/agenda — " in help_of_leaders.text
    assert "/officers" not in help_of_leaders.text


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_language_is_offered_by_its_own_name_and_the_readers_is_marked(locale: str) -> None:
    t = Translator(TASHKENT, "en")[locale]
    offered = [button.text for row in languages(t).rows for button in row]
    assert offered == [("✓ " if code == locale else "") + language.name for code, language in LANGUAGES.items()]


@pytest.mark.parametrize("locale", LANGUAGES)
def test_help_fits_on_a_screen_of_a_phone(locale: str) -> None:
    t = Translator(TASHKENT, "en")[locale]
    for role in COMMANDS:
        lines = TAG.sub("", help_for(t, role, also_officer=role == "admin").text).splitlines()
        assert sum(max(1, len(wrap(line, 42))) for line in lines) <= 30, role


async def test_an_admin_who_answers_for_an_executor_is_offered_their_own_work_too(
    stage: Stage, officer: Someone
) -> None:
    person = await stage.services.people.identify(officer.id, officer.name, None, stage.now)
    await stage.services.admins.name(person.account_id, person, stage.now)
    await set_menus(stage.application.bot, stage.services, stage.application.translator, stage.now)
    menu = await stage.application.bot.get_my_commands(scope=BotCommandScopeChat(chat_id=officer.id))
    assert [one.command for one in menu] == ["my", "calendar", *COMMANDS["admin"]]
    assert "/my — " in (await officer.says("/help")).text


async def test_on_the_sandbox_an_own_hour_is_kept_on_the_very_day(stage: Stage, officer: Someone) -> None:
    await officer.says("/settings")
    await officer.presses("🔔 11:00")
    before = await officer.count()
    await stage.goes_to("2024-01-04T08:00")
    [reminder] = await officer.heard(before)
    assert "Today is 3 January" in reminder.text
    assert datetime.fromtimestamp(reminder.raw["date"], TASHKENT).time() == time(11)
