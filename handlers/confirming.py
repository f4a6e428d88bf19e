"""The buttons under «is this the reason?» and «sure?»: the words complete what was asked, or are left alone."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery, TelegramObject

from handlers import control, my, review
from handlers.answers import receive
from handlers.filters import admin, officer
from handlers.reasons import Conclude, Subject, Words
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


def _concluded(
    question: type[Subject], conclude: Conclude[Subject], may: Allowed
) -> tuple[type[About], tuple[Conclude[About], Allowed]]:
    """A kind of question, with what its answer does and who may give it."""

    async def run(talk: Talk, anchor: Said[About], words: Words) -> None:
        if isinstance(anchor.about, question):
            await conclude(talk, Said(anchor.about, anchor.chat_id, anchor.message_id, anchor.said_at), words)

    return question, (run, may)


CONCLUSIONS = dict(
    [
        _concluded(AsksClose, control.closes, admin),
        _concluded(AsksDeadline, control.moves_deadline, admin),
        _concluded(AsksExtension, my.asks_extension, officer),
        _concluded(AsksRefuse, review.refuses, admin),
        _concluded(AsksReopen, review.reopens, admin),
        _concluded(AsksReturn, review.returns, review.may_return),
    ]
)


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
    """Whether the person may answer the question, and it is still open; the handler gets `anchor` and `question`."""
    anchor = await talk.pressed_about()
    question = anchor.about.question if anchor is not None and isinstance(anchor.about, ConfirmsWords) else None
    if question is None or type(question) not in CONCLUSIONS:
        return False
    _, may = CONCLUSIONS[type(question)]
    return {"anchor": anchor, "question": question} if await may(callback, talk) else False


async def decide(
    _callback: CallbackQuery, callback_data: TakeWords, talk: Talk, anchor: Said[ConfirmsWords], question: About
) -> None:
    """On yes, do what was asked. On no, read an officer's words like any others; an admin's change nothing."""
    words = Words(anchor.about.words, anchor.about.message)
    is_officers = isinstance(question, AsksExtension)
    sent = Incoming(talk.chat_id, words.message_id, words.text)
    again = not callback_data.yes
    if is_officers and not await talk.services.drafts.release(talk.person, sent, read_again=again):
        await talk.show(views.taken_otherwise(talk.t, words.text))
        return
    await talk.services.anchors.say(talk.chat_id, anchor.message_id, None, ShowsWordsTaken(), talk.now)
    if callback_data.yes:
        conclude, _ = CONCLUSIONS[type(question)]
        await conclude(talk, Said(question, anchor.chat_id, anchor.message_id, anchor.said_at), words)
        await talk.show(views.taken(talk.t, words.text))
    elif is_officers:
        await talk.show(views.not_the_reason(talk.t))
        await receive(talk, sent, None)
    else:
        await talk.show(views.not_taken(talk.t))
