"""The buttons under «is this the reason?» and «sure?»: the words complete what was asked, or are left alone."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers import control, handing_in, inventory, my, notices, review
from handlers.answers import receive
from handlers.filters import admin, no_command, officer
from handlers.reasons import Conclude, Subject, Words, ask_first, take_words
from handlers.talk import Talk, words_of
from services.language.courtesies import courtesy
from services.messages.anchors import Said
from services.messages.purposes import (
    About,
    AsksClose,
    AsksCloseAll,
    AsksContest,
    AsksDeadline,
    AsksExtension,
    AsksHandIn,
    AsksRefuse,
    AsksReopen,
    AsksReturn,
    ConfirmsWords,
    OfActivities,
    ShowsWordsTaken,
)
from services.reports.message import Incoming
from views import notices as notice_views
from views import reasons as views
from views.kit.callbacks import CancelQuestion, TakeWords
from views.kit.screen import Screen

Allowed = Callable[[TelegramObject, Talk], Awaitable[bool]]


def _concluded(
    question: type[Subject], conclude: Conclude[Subject], may: Allowed
) -> tuple[type[About], tuple[Conclude[About], Allowed]]:
    """A kind of question, with what its answer does and who may give it."""

    async def run(talk: Talk, anchor: Said[About], words: Words) -> bool | None:
        if not isinstance(anchor.about, question):
            return False
        return await conclude(talk, Said(anchor.about, anchor.chat_id, anchor.message_id, anchor.said_at), words)

    return question, (run, may)


CONCLUSIONS = dict(
    [
        _concluded(AsksClose, control.closes, control.may_change),
        _concluded(AsksCloseAll, inventory.closes, admin),
        _concluded(AsksContest, notices.contests, officer),
        _concluded(AsksDeadline, control.moves_deadline, control.may_change),
        _concluded(AsksExtension, my.asks_extension, officer),
        _concluded(AsksHandIn, handing_in.hands_in, officer),
        _concluded(AsksRefuse, review.refuses, review.may_refuse),
        _concluded(AsksReopen, review.reopens, admin),
        _concluded(AsksReturn, review.returns, review.may_return),
    ]
)
# An officer's next words are a report like any others, and nothing is removed from control without a press.
LEFT_TO_THE_BUTTON = (AsksExtension, AsksContest, AsksHandIn, AsksClose, AsksCloseAll)


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="confirming")
    router.message.register(further_words, no_command, is_still_asked)
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


async def is_still_asked(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether an admin writes on while the bot still asks if the words before were the reason."""
    said = await talk.subject()
    about = said.about if said is not None else None
    question = about.question if isinstance(about, ConfirmsWords) else None
    if said is None or not isinstance(question, OfActivities) or type(question) in LEFT_TO_THE_BUTTON:
        return False
    if not said.is_fresh(talk.now) or not words_of(message) or type(question) not in CONCLUSIONS:
        return False
    _, may = CONCLUSIONS[type(question)]
    anchor = Said(question, said.chat_id, said.message_id, said.said_at)
    return {"anchor": anchor} if await may(message, talk) else False


async def further_words(message: Message, talk: Talk, anchor: Said[OfActivities]) -> None:
    """What is written in place of the words asked about is the reason, or is asked about in their place."""
    await talk.rewrite(anchor.message_id, views.not_taken(talk.t))
    await talk.services.anchors.say(talk.chat_id, anchor.message_id, None, ShowsWordsTaken(), talk.now)
    words = words_of(message)
    if courtesy(words) is not None:
        plan = await talk.services.activities.all(talk.today)
        here = [one for one in plan if one.id in anchor.activity_ids]
        await ask_first(message, talk, anchor, words, views.is_it_the_reason(talk.t, words, here))
        return
    conclude, _ = CONCLUSIONS[type(anchor.about)]
    await take_words(message, talk, anchor, conclude)


async def decide(
    _callback: CallbackQuery, callback_data: TakeWords, talk: Talk, anchor: Said[ConfirmsWords], question: About
) -> None:
    """On yes, do what was asked. On no, read an officer's words like any others; an admin's change nothing."""
    words = Words(anchor.about.words, anchor.about.message)
    is_officers = isinstance(question, AsksExtension | AsksContest | AsksHandIn)
    sent = Incoming(talk.chat_id, words.message_id, words.text)
    again = not callback_data.yes
    if is_officers and not await talk.services.drafts.release(talk.person, sent, read_again=again):
        await talk.show(views.taken_otherwise(talk.t, words.text))
        return
    await talk.services.anchors.say(talk.chat_id, anchor.message_id, None, ShowsWordsTaken(), talk.now)
    if callback_data.yes:
        conclude, _ = CONCLUSIONS[type(question)]
        done = await conclude(talk, Said(question, anchor.chat_id, anchor.message_id, anchor.said_at), words)
        await talk.show(views.not_taken(talk.t) if done is False else views.taken(talk.t, words.text))
    elif is_officers:
        await talk.show(_read_below(talk, question))
        await receive(talk, sent, None)
    else:
        await talk.show(views.not_taken(talk.t))


def _read_below(talk: Talk, question: About) -> Screen:
    """The words were no reason; what they are is said below."""
    if isinstance(question, AsksContest):
        return notice_views.not_contested(talk.t)
    return views.not_the_reason(talk.t, asked_for_time=isinstance(question, AsksExtension))
