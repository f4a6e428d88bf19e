"""The menu of commands beside the compose box: by role, in each person's language."""

import contextlib

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import BotCommandScopeAllPrivateChats, BotCommandScopeChat

from services.container import Services
from services.facts import Person
from views.commands import Role, commands_for
from views.i18n import Texts, Translator


async def set_menus(bot: Bot, services: Services, translator: Translator) -> None:
    """Set the menus of all: everybody's own, each admin's, the leadership chat's."""
    await bot.set_my_commands(commands_for(translator[None], "officer"), scope=BotCommandScopeAllPrivateChats())
    for admin in await services.naming.ids():
        t = translator[await services.people.locale_of(admin)]
        await _set(bot, admin, t, "admin")
    group = await services.groups.leadership()
    if group is not None:
        await _set(bot, group.chat_id, translator[None], "leadership")


async def set_own_menu(bot: Bot, person: Person, t: Texts) -> None:
    """Set one person's menu in the language they chose."""
    await _set(bot, person.telegram_id, t, "admin" if person.is_admin else "officer")


async def _set(bot: Bot, chat_id: int, t: Texts, role: Role) -> None:
    # A chat that the bot does not know yet gets its menu once it does; one that has moved or thrown it out, never here.
    with contextlib.suppress(TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat):
        await bot.set_my_commands(commands_for(t, role), scope=BotCommandScopeChat(chat_id=chat_id))
