"""Identifies who wrote, in which language and when, before any handler; then answers a press left unanswered."""

import contextlib
import dataclasses
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject

from handlers import orders
from handlers.filters import is_for_this_bot
from handlers.leaders import NOTHING, lines_led, note_members
from handlers.moves import Moves
from handlers.speaking import Voice, chat_of, is_service, tells_of_a_move, voice_of
from handlers.talk import Talk
from handlers.throttle import Pace
from handlers.typing import typing
from services.container import Services
from services.messages.purposes import AsksOrder
from services.plan.sight import seeing
from views import fallback as views
from views import reasons as reason_views
from views.kit.callbacks import CancelQuestion, HandOver
from views.kit.keys import key_of
from views.kit.texts import Translator
from views.report import typed_words

ABSENT = (ChatMemberStatus.LEFT, ChatMemberStatus.KICKED)
NAME_LIMIT = 256  # Telegram's own is 129 (both names and a space): longer is no name

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class TalkMiddleware(BaseMiddleware):
    """Gives handlers their `talk`. `clock` returns the present moment (aware); the data's `pace` says how to answer."""

    def __init__(self, services: Services, translator: Translator, clock: Callable[[], datetime]) -> None:
        self._services = services
        self._translator = translator
        self._clock = clock
        self._labels = typed_words(translator)

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Build the talk, pass it on, and release the pressed button."""
        self._services.metrics.updates.labels(type(event).__name__).inc()
        await note_members(event, data["bot"], self._services, self._translator, self._clock())
        talk = await self._talk(event, data["bot"], data["moves"])
        if talk is None:
            await _release(event)
            return None
        talk.turn = data.get("turn")
        pace = data.get("pace", Pace.CALM)
        if pace is Pace.TO_BE_TOLD:
            await talk.tell(views.too_fast(talk.t, talk.person, in_private=talk.is_private))
        talk.is_muted = pace is not Pace.CALM
        await end_question(event, talk, self._translator)
        # What is read for it is limited here, whatever screen is asked for and whoever asks.
        lines = talk.led if talk.person.is_leader else talk.group.lines if talk.group is not None else None
        with seeing(lines):
            async with typing(talk):
                result = await handler(event, data | {"talk": talk})
        await talk.release()
        return result

    async def _talk(self, event: TelegramObject, bot: Bot, moves: Moves) -> Talk | None:
        callback = event if isinstance(event, CallbackQuery) else None
        message = event if isinstance(event, Message) else None
        if callback is not None and isinstance(callback.message, Message):
            message = callback.message
        voice = voice_of(event)
        if not is_heard(event, voice):
            return None
        now, chat = self._clock(), chat_of(event)
        if chat is not None:
            await moves.follow(bot, chat, now)
        person = self._services.people.nobody()
        user = event.from_user if isinstance(event, Message | CallbackQuery | ChatMemberUpdated) else None
        if voice is Voice.PERSON and user is not None:
            person = await self._services.people.identify(
                user.id, user.full_name[:NAME_LIMIT], user.username, now, reaches=_reaches(event)
            )
        is_private = chat is None or chat.type == ChatType.PRIVATE
        led: frozenset[int] | None = NOTHING
        if is_private and not person.works_with_the_plan and isinstance(event, Message | CallbackQuery):
            led = NOTHING if person.is_nobody else await lines_led(bot, self._services, person.telegram_id, now)
            person = dataclasses.replace(person, is_leader=led != NOTHING)
        return Talk(
            bot=bot,
            services=self._services,
            person=person,
            t=self._translator[person.locale if is_private else self._services.people.nobody().locale],
            now=now,
            chat_id=chat.id if chat is not None else person.telegram_id,
            is_private=is_private,
            message=message,
            callback=callback,
            voice=voice,
            labels=self._labels,
            translator=self._translator,
            group=await self._services.groups.of_chat(chat.id) if chat is not None and not is_private else None,
            led=led,
        )


class SightMiddleware(BaseMiddleware):
    """Limits what a handler reads to the `sight` that its filters found (see `reads_plan`)."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Call the handler."""
        if "sight" not in data:
            return await handler(event, data)
        with seeing(data["sight"]):
            return await handler(event, data)


async def end_question(event: TelegramObject, talk: Talk, translator: Translator) -> None:
    """A question that waits for words ends with any command or other button: later words are not taken for them."""
    is_command = isinstance(event, Message) and (
        await is_for_this_bot(event, talk)
        or (talk.is_private and talk.person.is_officer and key_of(translator, event.text) is not None)
    )
    if talk.person.is_nobody or not (is_command or isinstance(event, CallbackQuery)):
        return
    if isinstance(event, CallbackQuery) and event.data == CancelQuestion().pack():
        return  # it says so itself
    if isinstance(event, Message):
        await orders.end_paper(event, talk)
    anchor = await talk.services.anchors.open(talk.chat_id, talk.person.account_id, talk.now)
    if is_command and anchor is not None and isinstance(anchor.about, AsksOrder):
        await talk.settle(anchor)
    if anchor is not None and anchor.about.purpose.takes_any_words:
        await talk.settle(anchor)
        if not _answers(event):
            await talk.tell_aside(reason_views.cancelled(talk.t))


def _answers(event: TelegramObject) -> bool:
    """Whether the button answers the question that waited for words: it is done without them."""
    data = event.data or "" if isinstance(event, CallbackQuery) else ""
    return data.startswith(f"{HandOver.__prefix__}:") and HandOver.unpack(data).sure


def is_heard(event: TelegramObject, voice: Voice) -> bool:
    """Whether the update is handled.

    A group's move and the bot's own membership are, whoever caused them. Other service messages are not, nor are
    messages that no person signs, except new ones of a hidden admin or a channel.
    """
    if tells_of_a_move(event) or isinstance(event, ChatMemberUpdated):
        return True
    if isinstance(event, Message):
        if is_service(event) or voice is Voice.NOBODY:
            return False
        return voice is Voice.PERSON or event.edit_date is None
    return voice is Voice.PERSON


def _reaches(event: TelegramObject) -> bool:
    """Whether the update shows that the bot may write to the person: words or a press in private, or being let in."""
    chat = chat_of(event)
    if chat is None or chat.type != ChatType.PRIVATE:
        return False
    return not isinstance(event, ChatMemberUpdated) or event.new_chat_member.status not in ABSENT


async def _release(event: TelegramObject) -> None:
    """Release the pressed button of somebody who gets no answer; their client waits for one nevertheless."""
    if isinstance(event, CallbackQuery):
        with contextlib.suppress(TelegramBadRequest):
            await event.answer()
