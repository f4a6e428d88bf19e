"""Words that were asked for: taken as the answer only where they can be nothing else, and confirmed where they hurt."""

from collections.abc import Awaitable, Callable

from aiogram.types import Message

from handlers.talk import Talk, words_of
from services.messages.anchors import Said
from services.reports.message import may_be_a_reason
from views import reasons as views
from views import review as review_views
from views.kit.screen import Screen

Conclude = Callable[[Talk, Said, str], Awaitable[None]]


async def needed_words(message: Message, talk: Talk) -> str:
    """What was written; where nothing was, it is asked for once more."""
    words = words_of(message)
    if not words:
        await talk.tell(review_views.reason_needed(talk.t))
    return words


async def take_words(message: Message, talk: Talk, said: Said, conclude: Conclude) -> None:
    """Do what the reason completes; words that name other work, progress, or ask, are asked about first."""
    words = await needed_words(message, talk)
    if not words:
        return
    plan = await talk.services.activities.all(talk.today)
    if may_be_a_reason(words, plan, said.activity_ids, talk.today):
        await conclude(talk, said, words)
    else:
        await ask_first(message, talk, said, words, views.is_it_the_reason(talk.t, words))


async def ask_first(message: Message, talk: Talk, said: Said, words: str, screen: Screen) -> None:
    """Ask whether the words are the answer; what was asked and what was written stands with the question."""
    await talk.services.anchors.answered(said, talk.now)
    refs = {**said.refs, "asked": said.purpose, "words": words, "message": message.message_id}
    await talk.say(views.to_be_confirmed(screen, refs), reply_to=message.message_id)
