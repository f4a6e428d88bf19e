"""Instructions: what a leader writes under a card or a summary goes to the activity's executors.

Anybody in the leadership chat may instruct, and an admin in private. In groups the bot receives only replies to its
messages, messages that name it, and commands.
"""

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.answers import files_of
from handlers.filters import no_command
from handlers.leadership import is_anonymous
from handlers.talk import Talk, words_of
from services.messages.anchors import Said
from services.messages.purposes import About
from services.reports.instructions import Written
from views import instructions as views
from views.kit.callbacks import Instruct


def setup() -> Router:
    """The router of this feature; it comes after the commands and the answers to the bot's questions."""
    router = Router(name="instruct")
    router.message.register(addressed, no_command, instructs, names_the_bot)
    router.message.register(under_activities, no_command, instructs, replies_to_activities)
    router.callback_query.register(decide, Instruct.filter(), instructs)
    return router


async def instructs(_event: TelegramObject, talk: Talk) -> bool:
    """From somebody who may instruct; an officer's words in private are always a report."""
    if talk.is_private:
        return talk.person.is_admin and not talk.person.is_officer
    return await talk.is_in_leadership_chat()


async def names_the_bot(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether the message begins with the bot's name; the handler gets the rest as `words`."""
    name, _, words = words_of(message).partition(" ")
    own = f"@{(await talk.bot.me()).username}".lower()
    return {"words": words.strip()} if name.rstrip(",:").lower() == own else False


async def replies_to_activities(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether the words reply to a message about activities; the handler gets it as `anchor`."""
    anchor = await talk.subject()
    has_words = bool(message.text or message.caption)
    is_meant = (
        talk.is_reply and has_words and anchor is not None and bool(anchor.activity_ids) and not anchor.is_question
    )
    return {"anchor": anchor} if is_meant else False


async def addressed(message: Message, talk: Talk, words: str) -> None:
    """«@bot …»: an instruction at once if it replies to one activity, or else the question which is meant."""
    anchor = await talk.subject()
    about = anchor.activity_ids if anchor is not None else ()
    await take(message, talk, words, about, at_once=talk.is_reply)


async def under_activities(message: Message, talk: Talk, anchor: Said[About]) -> None:
    """A reply that does not name the bot may be talk among the leaders: the instruction is offered, not taken."""
    await take(message, talk, words_of(message), anchor.activity_ids, at_once=False)


async def take(message: Message, talk: Talk, words: str, about: Sequence[int], *, at_once: bool) -> None:
    """Keep the words, then send them or ask."""
    if is_anonymous(talk):
        await talk.say(views.by_yourself(talk.t), reply_to=message.message_id)
        return
    written = Written(talk.chat_id, message.message_id, words, tuple(files_of(message)))
    kept = await talk.services.instructions.keep(talk.person, written, about, talk.now) if words else None
    if kept is None:
        await talk.say(views.how_to_instruct(talk.t), reply_to=message.message_id)
        return
    if at_once and len(kept.choices) == 1:
        given = await talk.services.instructions.give(kept.instruction.id, kept.choices[0].id, talk.person, talk.now)
        if given is not None:
            await talk.say(views.given(talk.t, given), reply_to=message.message_id)
            return
    await talk.say(views.offer(talk.t, kept), reply_to=message.message_id)


async def decide(_callback: CallbackQuery, callback_data: Instruct, talk: Talk) -> None:
    """The author presses «instruction», an activity, or «no instruction»."""
    if not await talk.services.instructions.is_of(callback_data.instruction, talk.person):
        await talk.toast(views.only_its_author(talk.t), alert=True)
    elif callback_data.activity is None:
        await talk.show(views.not_given(talk.t))
    else:
        given = await talk.services.instructions.give(
            callback_data.instruction, callback_data.activity, talk.person, talk.now
        )
        await talk.show(views.how_to_instruct(talk.t) if given is None else views.given(talk.t, given))
