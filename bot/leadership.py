"""Compares LEADERSHIP_CHAT_ID with the bound chat and with Telegram, at each start."""

from datetime import datetime

import structlog
from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat, TelegramNotFound
from aiogram.types import ChatFullInfo

from services.people.groups import Groups, Setting

log = structlog.get_logger(__name__)

SAID = {
    Setting.NO_MINUS: "LEADERSHIP_CHAT_ID is no group's id, which begins with a minus: nothing goes there",
    Setting.CHANNEL: "LEADERSHIP_CHAT_ID is a channel's: nothing goes there",
    Setting.UNKNOWN: "LEADERSHIP_CHAT_ID names a chat that the bot is not in",
    Setting.CHANGED: "LEADERSHIP_CHAT_ID was changed: that group is the leadership chat now",
    Setting.OTHER: "LEADERSHIP_CHAT_ID differs from the group where /bind was written, which stays the leadership chat",
}


async def settle_leadership(bot: Bot, groups: Groups, configured: int | None, now: datetime) -> None:
    """Bind the chat that the setting names, unless /bind was written elsewhere; problems are logged and told."""
    await _refuse_what_is_no_group(bot, groups, now)
    if configured is None:
        return
    chat_id, chat = configured, None
    if configured < 0:
        chat_id, chat = await _look(bot, await groups.heir(configured))
    if chat is not None and chat.type == ChatType.CHANNEL:
        await groups.refuse_setting(configured, now)
        what: Setting | None = Setting.CHANNEL
    else:
        title = None if chat is None else chat.title or ""
        what = await groups.settle(chat_id, title, configured, now)
    if what is not None:
        log.warning(SAID[what], chat=configured)


async def _refuse_what_is_no_group(bot: Bot, groups: Groups, now: datetime) -> None:
    """Unbind what an earlier release bound by mistake: a person's chat (an id without its minus) or a channel."""
    bound = await groups.leadership()
    if bound is None:
        return
    what = Setting.NO_MINUS if bound.chat_id > 0 else None
    if what is None:
        _, chat = await _look(bot, bound.chat_id)
        what = Setting.CHANNEL if chat is not None and chat.type == ChatType.CHANNEL else None
    if what is not None and await groups.refuse(bound.chat_id, what, now):
        log.warning("the leadership chat is no group and is not written to any more", chat=bound.chat_id)


async def _look(bot: Bot, chat_id: int) -> tuple[int, ChatFullInfo | None]:
    """The chat, under its present id; None if the bot is not in it."""
    try:
        return chat_id, await bot.get_chat(chat_id)
    except TelegramMigrateToChat as error:
        return await _look(bot, error.migrate_to_chat_id)
    except (TelegramBadRequest, TelegramForbiddenError, TelegramNotFound):
        return chat_id, None
