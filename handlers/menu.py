"""The menu of commands beside the compose box, by role and in each person's language."""

import contextlib
import json
from datetime import datetime

from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
)
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, BotCommandScopeUnion

from handlers.publishing import patiently, publish
from services.container import Services
from services.messages.published import Publications
from services.people.accounts import Person
from views.kit.commands import Role, commands_for, commands_for_strangers
from views.kit.texts import Texts, Translator
from views.profile import languages

# A chat that the bot does not know yet gets its menu once it does; one that has moved or thrown it out, never here.
NOT_HERE = (TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat)


async def set_menus(bot: Bot, services: Services, translator: Translator, now: datetime) -> None:
    """Set the menus that have changed: strangers' in each language, the leadership chat's, each admin's and officer's.

    One after the other, as Telegram lets them: there may be many people. One that cannot be set is logged.
    """
    for code, texts in languages(translator):
        await patiently(lambda code=code, t=texts[0]: _set_strangers(bot, services, code, t))  # type: ignore[misc]
    await patiently(lambda: set_group_menu(bot, services, translator))
    for admin in await services.admins.ids():
        await patiently(lambda admin=admin: _set_admins(bot, services, translator, admin, now))  # type: ignore[misc]
    for account in await services.people.officers():
        await patiently(lambda account=account: _set_officers(bot, services, translator, account, now))  # type: ignore[misc]


async def _set_strangers(bot: Bot, services: Services, code: str, t: Texts) -> None:
    """What everybody is offered whose own menu is not set: one by the language of their Telegram."""
    await _set(bot, services.published, BotCommandScopeAllPrivateChats(), commands_for_strangers(t), code)


async def _set_admins(bot: Bot, services: Services, translator: Translator, admin: int, now: datetime) -> None:
    account = await services.admins.account_of(admin)
    person = await services.people.of_account(account.id, now) if account is not None else None
    t = translator[await services.people.locale_of(admin)]
    await _set_own(bot, services, admin, t, "admin", also_officer=person is not None and person.is_officer)


async def set_group_menu(bot: Bot, services: Services, translator: Translator) -> None:
    """Set the menu of the leadership's chats, wherever they are now."""
    for group in await services.groups.all():
        with contextlib.suppress(*NOT_HERE):
            scope = BotCommandScopeChat(chat_id=group.chat_id)
            await bot.set_my_commands(commands_for(translator[None], "leadership"), scope=scope)


async def drop_menu(bot: Bot, chat_id: int) -> None:
    """Take its own menu away from a group that is the leadership's no more, or from a person who is a stranger now."""
    with contextlib.suppress(*NOT_HERE):
        await bot.delete_my_commands(scope=BotCommandScopeChat(chat_id=chat_id))


async def renew_menu(
    bot: Bot,
    services: Services,
    translator: Translator,
    account_id: int,
    now: datetime,
    *,
    is_leader: bool = False,
) -> None:
    """Set the menu of an account whose rights or language have changed; refused with a 429, it is tried again.

    `is_leader`: the person is known to be one now, whether or not they are an officer as well.
    """
    await _set_officers(bot, services, translator, account_id, now, is_leader=is_leader)


async def mend_own_menu(
    bot: Bot, services: Services, translator: Translator, telegram_id: int, now: datetime, *, is_leader: bool
) -> None:
    """Somebody has left a leadership's chat: the menu is what they are without that, or still by another chat."""
    account = await services.admins.account_of(telegram_id)
    if account is None:
        await _drop_own(bot, services, telegram_id)
    else:
        await renew_menu(bot, services, translator, account.id, now, is_leader=is_leader)


async def _set_officers(
    bot: Bot, services: Services, translator: Translator, account_id: int, now: datetime, *, is_leader: bool = False
) -> None:
    person = await services.people.of_account(account_id, now)
    if person is not None:
        await _set_persons(bot, services, person, translator[person.locale], is_leader=is_leader)


async def _set_persons(bot: Bot, services: Services, person: Person, t: Texts, *, is_leader: bool) -> None:
    """Set one person's menu in the language they chose; who is a stranger has that of all strangers."""
    if person.is_outsider and not is_leader:
        await _drop_own(bot, services, person.telegram_id)
        return
    role: Role = "admin" if person.is_admin else "officer" if person.is_officer else "leader"
    await _set_own(bot, services, person.telegram_id, t, role, also_officer=person.is_officer, also_leader=is_leader)


async def _drop_own(bot: Bot, services: Services, telegram_id: int) -> None:
    await services.published.forget(_name(bot, BotCommandScopeChat(chat_id=telegram_id)))
    await drop_menu(bot, telegram_id)


async def _set_own(
    bot: Bot,
    services: Services,
    chat_id: int,
    t: Texts,
    role: Role,
    *,
    also_officer: bool = False,
    also_leader: bool = False,
) -> None:
    commands = commands_for(t, role, also_officer=also_officer, also_leader=also_leader)
    await _set(bot, services.published, BotCommandScopeChat(chat_id=chat_id), commands)


async def _set(
    bot: Bot, known: Publications, scope: BotCommandScopeUnion, commands: list[BotCommand], code: str = ""
) -> None:
    async def ask() -> bool:
        return await bot.set_my_commands(commands, scope=scope, language_code=code or None)

    with contextlib.suppress(*NOT_HERE):
        await publish(known, _name(bot, scope, code), json.dumps([one.model_dump() for one in commands]), ask)


def _name(bot: Bot, scope: BotCommandScopeUnion, code: str = "") -> str:
    return f"{bot.id}:menu:{scope.type}:{getattr(scope, 'chat_id', '')}:{code}"
