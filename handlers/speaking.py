"""In whose name an update comes: a person's, a hidden admin's, a channel's, or nobody's whom the bot should answer.

For a message in a chat's name Telegram gives that chat as `sender_chat`, and a made-up account in place of the person.
A press of a button is always the person's own.
"""

import enum

from aiogram.enums import ChatType, ContentType
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message, TelegramObject, User

from services.messages.impersonal import ANONYMOUS_ADMIN, CHANNEL_BOT, stands_for_nobody


class Voice(enum.Enum):
    """In whose name an update comes."""

    PERSON = enum.auto()
    HIDDEN_ADMIN = enum.auto()
    """An anonymous admin of the group, in the group's own name."""

    CHANNEL = enum.auto()
    """Somebody in the name of a channel or of another group."""

    NOBODY = enum.auto()
    """A bot, Telegram itself, a post that came by itself from the linked channel."""


GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
CONTENT = frozenset(
    {
        ContentType.TEXT,
        ContentType.ANIMATION,
        ContentType.AUDIO,
        ContentType.DOCUMENT,
        ContentType.LIVE_PHOTO,
        ContentType.PAID_MEDIA,
        ContentType.PHOTO,
        ContentType.STICKER,
        ContentType.STORY,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.VOICE,
        ContentType.CHECKLIST,
        ContentType.CONTACT,
        ContentType.DICE,
        ContentType.GAME,
        ContentType.POLL,
        ContentType.VENUE,
        ContentType.LOCATION,
        ContentType.INVOICE,
        ContentType.GIVEAWAY,
        ContentType.GIVEAWAY_WINNERS,
        ContentType.RICH_MESSAGE,
        ContentType.UNKNOWN,  # what a later Telegram lets people send is not met with silence
    }
)


def voice_of(event: TelegramObject) -> Voice:
    """In whose name this is."""
    if isinstance(event, Message):
        return _voice_of_message(event)
    user = event.from_user if isinstance(event, CallbackQuery | ChatMemberUpdated) else None
    return Voice.PERSON if user is not None and is_person(user) else Voice.NOBODY


def person_of(message: Message) -> User | None:
    """The person who wrote a message; None if no known person did."""
    return message.from_user if voice_of(message) is Voice.PERSON else None


def is_person(user: User) -> bool:
    """Whether an account is a person's."""
    return not user.is_bot and not stands_for_nobody(user.id)


def is_service(message: Message) -> bool:
    """Whether the message is Telegram's own (a pin, a new title, a new member), so that nobody waits for an answer."""
    return message.content_type not in CONTENT


def tells_of_a_move(event: TelegramObject) -> bool:
    """Whether the message says that a group becomes a supergroup."""
    if not isinstance(event, Message) or event.chat.type not in GROUPS:
        return False
    return event.migrate_to_chat_id is not None or event.migrate_from_chat_id is not None


def chat_of(event: TelegramObject) -> Chat | None:
    """The chat of the update, even of a message that Telegram no longer shows."""
    if isinstance(event, CallbackQuery):
        return event.message.chat if event.message is not None else None
    return event.chat if isinstance(event, Message | ChatMemberUpdated) else None


def _voice_of_message(message: Message) -> Voice:
    user, chat = message.from_user, message.chat
    if message.sender_chat is None and user is not None and is_person(user) and not message.is_automatic_forward:
        return Voice.PERSON
    if message.is_automatic_forward or chat.type not in GROUPS:
        return Voice.NOBODY
    if message.sender_chat is not None:
        return Voice.HIDDEN_ADMIN if message.sender_chat.id == chat.id else Voice.CHANNEL
    named = {ANONYMOUS_ADMIN: Voice.HIDDEN_ADMIN, CHANNEL_BOT: Voice.CHANNEL}
    return named.get(user.id, Voice.NOBODY) if user is not None else Voice.NOBODY
