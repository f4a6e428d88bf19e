"""Words the bot asked for: taken as the answer if they can be nothing else, and confirmed if much hangs on them."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeVar

from aiogram.types import Message

from handlers.talk import Talk, words_of
from services.messages.anchors import Said
from services.messages.purposes import About, AsksContest, AsksExtension, AsksHandIn, AsksOfDecision, OfActivities
from services.reports.message import Incoming, may_be_a_reason
from views import reasons as views
from views import review as review_views
from views.kit.screen import Screen


class Words(NamedTuple):
    """The words of the person's message."""

    text: str
    message_id: int


Subject = TypeVar("Subject", bound=About)
OnActivities = TypeVar("OnActivities", bound=OfActivities)
# What the words complete; False if they came too late, which it has said itself.
Conclude = Callable[[Talk, Said[Subject], Words], Awaitable[bool | None]]


async def needed_words(message: Message, talk: Talk) -> str:
    """The words of the message; if it has none, they are asked for again."""
    words = words_of(message)
    if not words:
        await talk.tell(review_views.reason_needed(talk.t))
    return words


async def take_words(
    message: Message, talk: Talk, anchor: Said[OnActivities], conclude: Conclude[OnActivities]
) -> None:
    """Do what the reason completes; ask first if the words name other work, tell of progress or are a question."""
    words = await needed_words(message, talk)
    if not words:
        return
    plan = await talk.services.activities.all(talk.today)
    decides = isinstance(anchor.about, AsksOfDecision)
    if may_be_a_reason(words, plan, anchor.activity_ids, talk.today, decides=decides):
        await conclude(talk, anchor, Words(words, message.message_id))
    else:
        here = [one for one in plan if one.id in anchor.activity_ids]
        await ask_first(message, talk, anchor, words, views.is_it_the_reason(talk.t, words, here))


async def ask_first(message: Message, talk: Talk, anchor: Said[OfActivities], words: str, screen: Screen) -> None:
    """Ask whether the words are the answer; this question keeps the first one and the words."""
    await talk.settle(anchor)
    if isinstance(
        anchor.about, AsksExtension | AsksContest | AsksHandIn
    ):  # an officer's words are not lost if the question is left unanswered
        await talk.services.drafts.keep(talk.person, Incoming(talk.chat_id, message.message_id, words), talk.now)
    screen = views.to_be_confirmed(screen, anchor.about, words, message.message_id)
    await talk.say(screen, reply_to=message.message_id)
