"""The bot's own page and menus: set from the plan in four languages, and again only when something has changed."""

from collections import Counter
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods.base import TelegramMethod
from aiogram.types import BotCommandScopeAllPrivateChats, BotCommandScopeChat

from handlers.menu import set_menus
from handlers.profile import set_profile
from models import Plan
from services.language.translit import to_latin
from tests.bot.scenes import told_of_the_plan
from tests.bot.test_linking import invited, unlinked_name
from tests.stage import TASHKENT, Someone, Stage
from views import profile as views
from views.kit.texts import Translator

ORGANISATION = "Ўзбекистон Республикаси Марказий сайлов комиссияси"


async def begins(stage: Stage) -> Counter[str]:
    """What a start of the bot sets."""
    application, asked = stage.application, Counter[str]()

    async def count(make: Any, bot: Bot, method: TelegramMethod[Any]) -> Any:
        asked.update([type(method).__name__] if type(method).__name__.startswith("Set") else [])
        return await make(bot, method)

    application.bot.session.middleware(count)
    await set_menus(application.bot, stage.services, application.translator, stage.now)
    await set_profile(application.bot, stage.services, application.translator)
    application.bot.session.middleware.unregister(count)
    return asked


async def test_the_page_says_whose_bot_it_is_in_four_languages(stage: Stage) -> None:
    bot = stage.application.bot
    said = {code: (await bot.get_my_description(language_code=code)).description for code in (None, "uz", "ru", "en")}
    assert said[None] == said["uz"]
    assert ORGANISATION in said["uz"]
    assert "назорат бўлимига" in said["uz"]
    assert "nazorat bo‘limiga" in said["uz"]
    assert "отдел контроля" in said["ru"]
    assert "control department" in said["en"]
    assert (await bot.get_my_description(language_code="de")).description == said[None]
    short = (await bot.get_my_short_description(language_code="ru")).short_description
    assert short == f"{ORGANISATION}: сроки и отчёты по плану работы"


async def test_strangers_read_nothing_of_the_plan_on_it(stage: Stage) -> None:
    bot = stage.application.bot
    for code in (None, "uz", "ru", "en"):
        text = (await bot.get_my_description(language_code=code)).description
        assert not told_of_the_plan(stage, text, but=f"{ORGANISATION} {to_latin(ORGANISATION)}")


async def test_a_restart_sets_nothing_that_has_not_changed(stage: Stage) -> None:
    assert await begins(stage) == Counter({"SetMyCommands": 1}), "the leadership chat's alone"


async def test_another_organisation_sets_the_texts_alone(stage: Stage) -> None:
    async with stage.database.write() as session:
        plan = await session.get_one(Plan, 1)
        plan.organisation = "Бошқа ташкилот"
    assert await begins(stage) == Counter({"SetMyCommands": 1, "SetMyDescription": 4, "SetMyShortDescription": 4})


async def test_a_photo_that_somebody_chose_stays(stage: Stage) -> None:
    bot = stage.application.bot
    photos = await bot.get_user_profile_photos(bot.id)
    assert photos.total_count == 1
    chosen = photos.photos[0][-1].file_unique_id
    await stage.services.published.forget(f"{bot.id}:photo")
    await begins(stage)
    assert (await bot.get_user_profile_photos(bot.id)).photos[0][-1].file_unique_id == chosen


@pytest.mark.parametrize("length", [20, 150, 400, 2000])
def test_however_long_the_name_is_the_texts_have_room(translator_of_four: Translator, length: int) -> None:
    name = "Ж" * length
    for _, texts in views.languages(translator_of_four):
        assert len(views.description(texts, name)) <= views.DESCRIPTION
        assert len(views.short_description(texts, name)) <= views.SHORT


@pytest.fixture(scope="module")
def translator_of_four() -> Translator:
    return Translator(TASHKENT, "uz_Cyrl")


async def menu(person: Someone) -> list[str]:
    """The commands that the person's client offers."""
    chats = await person.stage.get("chats", {"as": person.id})
    return [one["command"] for one in next(one for one in chats if one["chat"] == person.chat)["commands"]]


async def test_each_role_is_offered_its_own_commands(english: Stage) -> None:
    assert await menu(english.outsider) == ["start", "language"]
    assert await menu(english.officer("Б. Юнусов")) == ["my", "calendar", "help", "language", "settings"]
    assert "outbox" in await menu(english.admin)
    assert await menu(english.leader) == ["report", "order", "agenda", "help"]
    assert await menu(english.leader.in_group(english.leader.id)) == [
        "report",
        "order",
        "agenda",
        "help",
        "language",
    ], "in private"


async def test_the_commands_come_with_the_link_and_go_with_it(english: Stage) -> None:
    person = english.outsider
    await person.starts(await invited(english, await unlinked_name(english)))
    await person.presses("✅")
    assert "my" in await menu(person)
    await english.admin.says("/officers")
    account = await english.services.admins.account_of(person.id)
    assert account is not None
    linked = await english.services.people.of_account(account.id, english.now)
    assert linked is not None
    await english.admin.taps(await english.admin.last(), f"n1:{linked.executors[0].id}:{account.id}:1", forged=True)
    assert await menu(person) == ["start", "language"]


async def test_strangers_are_offered_theirs_in_the_language_of_their_telegram(stage: Stage) -> None:
    bot, scope = stage.application.bot, BotCommandScopeAllPrivateChats()
    said = {code: (await bot.get_my_commands(scope, code))[1].description for code in (None, "uz", "ru", "en")}
    assert said == {None: "тил", "uz": "тил", "ru": "язык", "en": "language"}
    own = await bot.get_my_commands(BotCommandScopeChat(chat_id=stage.outsider.id))
    assert own == []
