"""The buttons under «is this the reason?» and «sure?»: what was asked is done with the words, or left."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery, TelegramObject

from handlers import control, my, review
from handlers.answers import receive
from handlers.filters import admin, officer
from handlers.reasons import Conclude
from handlers.talk import Talk
from services.messages.anchors import About, Said
from services.reports.message import Incoming
from views import reasons as views
from views.kit.callbacks import TakeWords

Allowed = Callable[[TelegramObject, Talk], Awaitable[bool]]

CONCLUSIONS: dict[str, tuple[Conclude, Allowed]] = {
    "ask_close": (control.closes, admin),
    "ask_deadline": (control.moves_deadline, admin),
    "ask_extension": (my.asks_extension, officer),
    "ask_refuse": (review.refuses, admin),
    "ask_reopen": (review.reopens, admin),
    "ask_return": (review.returns, review.may_return),
}


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="confirming")
    router.callback_query.register(decide, TakeWords.filter(), is_asked)
    return router


async def is_asked(callback: CallbackQuery, talk: Talk) -> bool | dict[str, object]:
    """A question that still stands, from somebody who may answer it; the handler gets it as `said`."""
    message_id = talk.message.message_id if talk.message is not None else 0
    said = await talk.services.anchors.of_message(talk.chat_id, message_id)
    asked = said.refs.get("asked") if said is not None and said.purpose == "sure_words" else None
    if said is None or asked not in CONCLUSIONS or not await CONCLUSIONS[asked][1](callback, talk):
        return False
    return {"said": replace(said, purpose=asked)}


async def decide(_callback: CallbackQuery, callback_data: TakeWords, talk: Talk, said: Said) -> None:
    """Yes: what was asked is done. No: an officer's words are read as any others; an admin's change nothing."""
    words = said.refs["words"]
    await talk.services.anchors.say(talk.chat_id, said.message_id, None, About("words_taken", {}), talk.now)
    if callback_data.yes:
        conclude, _ = CONCLUSIONS[said.purpose]
        await conclude(talk, said, words)
        await talk.show(views.taken(talk.t, words))
    else:
        await talk.show(views.not_taken(talk.t))
        if said.purpose == "ask_extension":
            await receive(talk, Incoming(talk.chat_id, said.refs["message"], words), None)
