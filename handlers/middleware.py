"""Before any handler: who wrote, in which language, at what time; after it: no press is left without an answer."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message, TelegramObject

from handlers.talk import Talk
from handlers.throttle import Pace
from handlers.typing import typing
from services.container import Services
from views import fallback as views
from views.i18n import Translator

ANONYMOUS_ADMIN = 1087968824  # @GroupAnonymousBot, in whose name Telegram shows them
ABSENT = (ChatMemberStatus.LEFT, ChatMemberStatus.KICKED)
NAME_LIMIT = 256  # Telegram's own is 129 (both names and a space): longer is no name

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class TalkMiddleware(BaseMiddleware):
    """Gives handlers `talk`. `clock` returns the moment now (aware); the data's `pace` says how to answer."""

    def __init__(self, services: Services, translator: Translator, clock: Callable[[], datetime]) -> None:
        self._services = services
        self._translator = translator
        self._clock = clock

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Build the talk, hand it on, and release the button that was pressed."""
        self._services.metrics.updates.labels(type(event).__name__).inc()
        talk = await self._talk(event, data["bot"])
        if talk is None:
            return None
        pace = data.get("pace", Pace.CALM)
        if pace is Pace.TO_BE_TOLD:
            await talk.tell(views.too_fast(talk.t, talk.person))
        talk.is_muted = pace is not Pace.CALM
        async with typing(talk):
            result = await handler(event, data | {"talk": talk})
        await talk.release()
        return result

    async def _talk(self, event: TelegramObject, bot: Bot) -> Talk | None:
        callback = event if isinstance(event, CallbackQuery) else None
        message = event if isinstance(event, Message) else None
        if callback is not None and isinstance(callback.message, Message):
            message = callback.message
        user = event.from_user if isinstance(event, Message | CallbackQuery | ChatMemberUpdated) else None
        # Bots are not talked to; but behind this one stand a group's anonymous admins, who deserve an answer.
        if user is None or (user.is_bot and user.id != ANONYMOUS_ADMIN):
            return None
        now = self._clock()
        person = await self._services.people.identify(
            user.id, user.full_name[:NAME_LIMIT], user.username, now, reaches=_reaches(event)
        )
        chat = chat_of(event)
        return Talk(
            bot=bot,
            services=self._services,
            person=person,
            t=self._translator[person.locale],
            now=now,
            chat_id=chat.id if chat is not None else user.id,
            is_private=chat is None or chat.type == ChatType.PRIVATE,
            message=message,
            callback=callback,
        )


def _reaches(event: TelegramObject) -> bool:
    """Whether it shows that the bot may write to the person in private: words or a press there, or being let in."""
    chat = chat_of(event)
    if chat is None or chat.type != ChatType.PRIVATE:
        return False
    return not isinstance(event, ChatMemberUpdated) or event.new_chat_member.status not in ABSENT


def chat_of(event: TelegramObject) -> Chat | None:
    """Where the update belongs; a message that Telegram no longer shows still has its chat."""
    if isinstance(event, CallbackQuery):
        return event.message.chat if event.message is not None else None
    return event.chat if isinstance(event, Message | ChatMemberUpdated) else None
