"""The buttons under «is this the reason?» and «sure?»: what was asked is done with the words, or left."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery, TelegramObject

from handlers import control, my, review
from handlers.answers import receive
from handlers.filters import admin, officer
from handlers.reasons import Conclude, Words
from handlers.talk import Talk
from services.messages.anchors import Said
from services.messages.purposes import (
    About,
    AsksClose,
    AsksDeadline,
    AsksExtension,
    AsksRefuse,
    AsksReopen,
    AsksReturn,
    ConfirmsWords,
    ShowsWordsTaken,
)
from services.reports.message import Incoming
from views import reasons as views
from views.kit.callbacks import CancelQuestion, TakeWords

Allowed = Callable[[TelegramObject, Talk], Awaitable[bool]]

CONCLUSIONS: dict[type[About], tuple[Conclude, Allowed]] = {
    AsksClose: (control.closes, admin),
    AsksDeadline: (control.moves_deadline, admin),
    AsksExtension: (my.asks_extension, officer),
    AsksRefuse: (review.refuses, admin),
    AsksReopen: (review.reopens, admin),
    AsksReturn: (review.returns, review.may_return),
}


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="confirming")
    router.callback_query.register(decide, TakeWords.filter(), is_asked)
    router.callback_query.register(cancel, CancelQuestion.filter(), is_no_outsider)
    return router


async def is_no_outsider(_callback: CallbackQuery, talk: Talk) -> bool:
    """From somebody to whom the bot may have put a question."""
    return not talk.person.is_outsider or await talk.pressed_about() is not None


async def cancel(_callback: CallbackQuery, talk: Talk) -> None:
    """The question is not answered: nothing is changed, and later words are not taken for it."""
    said = await talk.pressed_about()
    if said is not None:
        await talk.settle(said)
    await talk.show(views.was_cancelled(talk.t))


async def is_asked(callback: CallbackQuery, talk: Talk) -> bool | dict[str, object]:
    """A question that still stands, from somebody who may answer it; the handler gets its anchor as `anchor`."""
    anchor = await talk.pressed_about()
    question = anchor.about.question if anchor is not None and isinstance(anchor.about, ConfirmsWords) else None
    if question is None or type(question) not in CONCLUSIONS:
        return False
    _, may = CONCLUSIONS[type(question)]
    return {"anchor": anchor, "question": question} if await may(callback, talk) else False


async def decide(
    _callback: CallbackQuery, callback_data: TakeWords, talk: Talk, anchor: Said[ConfirmsWords], question: About
) -> None:
    """Yes: what was asked is done. No: an officer's words are read as any others; an admin's change nothing."""
    words = Words(anchor.about.words, anchor.about.message)
    await talk.services.anchors.say(talk.chat_id, anchor.message_id, None, ShowsWordsTaken(), talk.now)
    if callback_data.yes:
        conclude, _ = CONCLUSIONS[type(question)]
        await conclude(talk, Said(question, anchor.chat_id, anchor.message_id, anchor.said_at), words)
        await talk.show(views.taken(talk.t, words.text))
    else:
        await talk.show(views.not_taken(talk.t))
        if isinstance(question, AsksExtension):
            await receive(talk, Incoming(talk.chat_id, words.message_id, words.text), None)
