"""Who is what in a chat, as Telegram's ChatMember objects."""

from __future__ import annotations

from sandbox.errors import Json
from sandbox.records import Chat
from sandbox.state import World

_RIGHTS = {
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": True,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_pin_messages": True,
    "can_manage_topics": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_send_welcome_messages": False,
}


def member(user: Json, status: str) -> Json:
    """A ChatMember: creator, administrator, member, left or kicked."""
    shape: Json = {"status": status, "user": user}
    match status:
        case "creator":
            return shape | {"is_anonymous": False}
        case "administrator":
            return shape | _RIGHTS
        case "kicked":
            return shape | {"until_date": 0}
    return shape


def person_in(world: World, chat: Chat, person_id: int) -> Json:
    """A person's ChatMember in a chat."""
    shown = member(world.people[person_id].user(), _status(world, chat, person_id))
    return shown | {"is_anonymous": person_id in chat.hidden} if "is_anonymous" in shown else shown


def bot_in(world: World, chat: Chat) -> Json:
    """The bot's own ChatMember in a chat."""
    return member(world.bot, "left" if chat.bot == "none" else chat.bot)


def administrators(world: World, chat: Chat) -> list[Json]:
    """The people and, perhaps, the bot who run a group; other bots do not exist here."""
    people = [person_in(world, chat, person_id) for person_id in chat.admins]
    return people + ([bot_in(world, chat)] if chat.bot == "administrator" else [])


def _status(world: World, chat: Chat, person_id: int) -> str:
    if person_id not in world.people_in(chat):
        return "left"
    if person_id in chat.admins:
        return "creator" if chat.admins[0] == person_id else "administrator"
    return "member"


def member_change(world: World, chat: Chat, by: Json, before: Json, after: Json) -> Json:
    """A ChatMemberUpdated: `by` (a User) made `before` into `after`."""
    return {
        "chat": chat.described(),
        "from": by,
        "date": world.timestamp(),
        "old_chat_member": before,
        "new_chat_member": after,
    }
