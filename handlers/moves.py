"""Groups that become supergroups: they are recognised whichever news of it comes first, and not greeted twice."""

import contextlib
from datetime import datetime

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import Chat

from services.people.groups import GroupFacts, Groups

SUPERGROUPS = -(10**12)  # their ids, and channels', are lower


class Moves:
    """What one process knows of moves, besides the bound groups', which the database holds."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self._strange: set[tuple[int, int]] = set()
        self._heirs: set[int] = set()
        self._greetings: dict[int, int] = {}

    async def follow(self, bot: Bot, chat: Chat, now: datetime) -> None:
        """Ask Telegram, once, whether this unknown supergroup is what a leadership's chat has become.

        An update from the supergroup (a command, the bot's own membership) may arrive before the news of the move.
        """
        if chat.type != ChatType.SUPERGROUP:
            return
        groups = await self._groups.all()
        if any(one.chat_id == chat.id for one in groups):
            return
        for bound in groups:
            await self._follow(bot, bound, chat, now)

    async def _follow(self, bot: Bot, bound: GroupFacts, chat: Chat, now: datetime) -> None:
        if (bound.chat_id, chat.id) in self._strange:
            return
        heir = await heir_of(bot, bound.chat_id)
        if heir is not None:
            await self._groups.migrated(bound.chat_id, heir, now)
        if heir != chat.id:
            self._strange.add((bound.chat_id, chat.id))

    async def moved(self, bot: Bot, old: int, new: int, now: datetime) -> None:
        """The group `old` is now the supergroup `new`; an earlier greeting there is deleted."""
        await self._groups.migrated(old, new, now)
        self._heirs.add(new)
        if (greeting := self._greetings.pop(new, None)) is not None:
            with contextlib.suppress(TelegramAPIError):
                await bot.delete_message(new, greeting)

    def is_heir(self, chat_id: int) -> bool:
        """Whether the bot was in this supergroup before it became one."""
        return chat_id in self._heirs

    def greeted(self, chat_id: int, message_id: int | None) -> None:
        """Remember that the bot has greeted this chat."""
        if message_id is not None:
            self._greetings[chat_id] = message_id


async def heir_of(bot: Bot, chat_id: int) -> int | None:
    """The supergroup that a group has become, or None. Telegram tells it only to a request that writes."""
    if not SUPERGROUPS < chat_id < 0:
        return None
    try:
        await bot.send_chat_action(chat_id, "typing")
    except TelegramMigrateToChat as error:
        return error.migrate_to_chat_id
    except (TelegramBadRequest, TelegramForbiddenError):
        return None
    return None
