"""Greetings and thanks alone: answered politely, and no report."""

from aiogram import Router
from aiogram.types import Message

from handlers.filters import private, works_with_the_plan
from handlers.talk import THANKS, Talk
from services.language.courtesies import Courtesy, courtesy
from views import courtesies as views


def setup() -> Router:
    """The router of this feature; it stands before that which takes all words for a report."""
    router = Router(name="courtesies")
    router.message.register(polite, private, works_with_the_plan, mere_courtesy)
    return router


async def mere_courtesy(message: Message, talk: Talk) -> bool | dict[str, object]:
    """A greeting or thanks and nothing else; not if the bot has asked for words, whatever they are then."""
    kind = courtesy(message.text or "")
    if kind is None or await asks_for_words(talk):
        return False
    return {"kind": kind}


async def asks_for_words(talk: Talk) -> bool:
    """Whether the person answers a question of the bot's that is not answered by buttons."""
    anchor = await talk.subject()
    return anchor is not None and anchor.about.purpose.takes_any_words


async def polite(_message: Message, talk: Talk, kind: Courtesy) -> None:
    """A greeting is answered with what waits for the person; thanks, with a sign."""
    if kind is Courtesy.THANKS:
        await talk.nod(THANKS)
        return
    await talk.say(views.greeted(talk.t, talk.person, await talk.services.desks.of(talk.person, talk.now)))
