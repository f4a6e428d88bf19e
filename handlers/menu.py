"""The menu of commands beside the compose box, by role and in each person's language."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.types import BotCommandScopeAllPrivateChats, BotCommandScopeChat

from services.container import Services
from services.people.accounts import Person
from views.kit.commands import Role, commands_for
from views.kit.texts import Texts, Translator

log = structlog.get_logger(__name__)

PAUSES = (1, 5, 30, 60)  # seconds after each time that a menu could not be set

# A chat that the bot does not know yet gets its menu once it does; one that has moved or thrown it out, never here.
NOT_HERE = (TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat)


async def set_menus(bot: Bot, services: Services, translator: Translator, now: datetime) -> None:
    """Set all menus: everybody's, each admin's, the leadership chat's.

    One after the other, at Telegram's pace, as there may be many admins. A menu that cannot be set is logged.
    """
    await _patiently(lambda: _set_everybodys(bot, translator))
    for admin in await services.admins.ids():
        await _patiently(lambda admin=admin: _set_admins(bot, services, translator, admin, now))  # type: ignore[misc]
    await _patiently(lambda: set_group_menu(bot, services, translator))


async def _patiently(request: Callable[[], Awaitable[None]]) -> None:
    for pause in PAUSES:
        try:
            return await request()
        except (TelegramAPIError, ClientDecodeError) as error:
            reason = type(error).__name__
            await asyncio.sleep(error.retry_after if isinstance(error, TelegramRetryAfter) else pause)
    log.warning("a menu is not set: the next start tries again", reason=reason)
    return None


async def _set_everybodys(bot: Bot, translator: Translator) -> None:
    await bot.set_my_commands(commands_for(translator[None], "officer"), scope=BotCommandScopeAllPrivateChats())


async def _set_admins(bot: Bot, services: Services, translator: Translator, admin: int, now: datetime) -> None:
    account = await services.admins.account_of(admin)
    person = await services.people.of_account(account.id, now) if account is not None else None
    t = translator[await services.people.locale_of(admin)]
    await _set(bot, admin, t, "admin", also_officer=person is not None and person.is_officer)


async def set_group_menu(bot: Bot, services: Services, translator: Translator) -> None:
    """Set the leadership chat's menu, wherever it is now."""
    group = await services.groups.leadership()
    if group is not None:
        await _set(bot, group.chat_id, translator[None], "leadership")


async def drop_group_menu(bot: Bot, chat_id: int) -> None:
    """Remove the menu from a group that is no longer the leadership chat."""
    with contextlib.suppress(*NOT_HERE):
        await bot.delete_my_commands(scope=BotCommandScopeChat(chat_id=chat_id))


async def set_own_menu(bot: Bot, person: Person, t: Texts) -> None:
    """Set one person's menu in the language they chose."""
    role: Role = "admin" if person.is_admin else "officer"
    await _set(bot, person.telegram_id, t, role, also_officer=person.is_officer)


async def _set(bot: Bot, chat_id: int, t: Texts, role: Role, *, also_officer: bool = False) -> None:
    with contextlib.suppress(*NOT_HERE):
        commands = commands_for(t, role, also_officer=also_officer)
        await bot.set_my_commands(commands, scope=BotCommandScopeChat(chat_id=chat_id))
