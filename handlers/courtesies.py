"""Mere greetings and thanks: they are answered politely, and are no report."""

from aiogram import Router
from aiogram.types import Message

from handlers.filters import knows_the_plan, private
from handlers.talk import THANKS, Talk
from services.language.courtesies import Courtesy, courtesy
from views import courtesies as views


def setup() -> Router:
    """The router of this feature; it comes before the one that takes all words as reports."""
    router = Router(name="courtesies")
    router.message.register(polite, private, knows_the_plan, mere_courtesy)
    return router


async def mere_courtesy(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether the message is a mere greeting or thanks; never if the bot has asked for words."""
    kind = courtesy(message.text or "")
    if kind is None or await asks_for_words(talk):
        return False
    return {"kind": kind}


async def asks_for_words(talk: Talk) -> bool:
    """Whether the person answers a question that takes words, not buttons; hours later thanks are but thanks."""
    anchor = await talk.subject()
    is_near = anchor is not None and (talk.is_reply or anchor.is_fresh(talk.now))
    return anchor is not None and is_near and anchor.about.purpose.takes_any_words


async def polite(_message: Message, talk: Talk, kind: Courtesy) -> None:
    """Answer a greeting with what waits for the person, and thanks with a reaction."""
    if kind is Courtesy.THANKS:
        await talk.nod(THANKS)
        return
    await talk.say(views.greeted(talk.t, talk.person, await talk.services.desks.of(talk.person, talk.now)))
