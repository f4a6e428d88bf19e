"""Updates in nobody's name: what channels write, and whatever comes from a channel."""

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, TelegramObject

from handlers.filters import is_for_this_bot, no_command
from handlers.speaking import Voice, chat_of, tells_of_a_move
from handlers.talk import Talk
from services.people.groups import Setting
from views import leadership as views


def setup() -> Router:
    """The router of this feature; it comes first, so that no other router takes what is nobody's."""
    router = Router(name="impersonal")
    router.message.register(in_a_channels_name, channels_words)
    router.message.register(hidden_answer, answers_hidden)
    router.callback_query.register(pressed_in_channel, channel)
    router.my_chat_member.register(in_channel, channel)
    return router


async def channels_words(message: Message, talk: Talk) -> bool:
    """Whether the message is written in a channel's name; notices of a group's move are not."""
    return talk.voice is Voice.CHANNEL and not tells_of_a_move(message)


async def answers_hidden(message: Message, talk: Talk) -> bool:
    """Whether an anonymous group admin answers a question of the bot's, so that nobody knows whose answer it is."""
    if talk.voice is not Voice.HIDDEN_ADMIN or not talk.is_reply or not await no_command(message):
        return False
    anchor = await talk.subject()
    return anchor is not None and anchor.is_question


async def hidden_answer(message: Message, talk: Talk) -> None:
    """Say that such an answer is not taken."""
    username = (await talk.bot.me()).username or ""
    await talk.say(views.how_to_write(talk.t, username), reply_to=message.message_id)


async def channel(event: TelegramObject) -> bool:
    """Whether the update comes from a channel, whose readers nobody knows."""
    chat = chat_of(event)
    return chat is not None and chat.type == ChatType.CHANNEL


async def in_a_channels_name(message: Message, talk: Talk) -> None:
    """Say once per day how to write; in an unknown group only if the bot is addressed."""
    if talk.is_reply or await is_for_this_bot(message, talk) or await talk.is_in_leadership_chat():
        await tell_how_to_write(message, talk)


async def tell_how_to_write(message: Message, talk: Talk) -> None:
    """Queue it rather than say it, so that a chat is told once per day even over restarts."""
    voice = message.sender_chat.id if message.sender_chat is not None else 0
    username = (await talk.bot.me()).username or ""
    await talk.services.groups.tell_how_to_write(talk.chat_id, voice, username, talk.now, talk.today)


async def pressed_in_channel(_callback: CallbackQuery, talk: Talk) -> None:
    """A button in a channel does nothing."""
    await talk.toast(views.no_channels(talk.t), alert=True)


async def in_channel(_event: ChatMemberUpdated, talk: Talk) -> None:
    """Ignore that the bot was added to a channel or removed: a channel is never a leadership chat."""
    await talk.services.groups.refuse(talk.chat_id, Setting.CHANNEL, talk.now)
