"""Group admins who hide who they are: their presses are their own, but what they write comes in the group's name."""

from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramNotFound
from aiogram.types import ChatMemberAdministrator, ChatMemberOwner

from handlers.talk import Talk
from views import leadership as views
from views.kit.screen import Screen


async def ask_presser(talk: Talk, screen: Screen) -> None:
    """Ask the person who pressed a button for words, here or, if their words here would be anonymous, in private."""
    if talk.is_private or not await is_hidden(talk):
        await talk.say(screen)
    elif await talk.ask_in_private(screen):
        await talk.toast(views.asked_in_private(talk.t), alert=True)
    else:
        await talk.toast(views.open_private_chat(talk.t), alert=True)


async def is_hidden(talk: Talk) -> bool:
    """Whether the person is an anonymous admin of this group; assumed not if Telegram does not say."""
    try:
        member = await talk.bot.get_chat_member(talk.chat_id, talk.person.telegram_id)
    except (TelegramBadRequest, TelegramForbiddenError, TelegramNotFound):
        return False
    return isinstance(member, ChatMemberOwner | ChatMemberAdministrator) and member.is_anonymous
