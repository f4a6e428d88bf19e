"""Looking at chats and their members."""

from __future__ import annotations

from sandbox.errors import Json, bad_request
from sandbox.members import administrators, bot_in, member, member_change, person_in
from sandbox.methods.call import Call, Method
from sandbox.records import Chat

_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_invite_users",
)


async def get_chat(call: Call) -> Json:
    """ChatFullInfo."""
    chat = _met(call)
    shape = chat.described() | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if chat.kind != "private":
        shape["permissions"] = dict.fromkeys(_PERMISSIONS, True) | {"can_pin_messages": chat.members_pin}
    pinned = next((m for m in reversed(chat.messages.values()) if m.pinned), None)
    return shape | {"pinned_message": call.world.present(pinned)} if pinned else shape


async def get_member(call: Call) -> Json:
    """One ChatMember."""
    chat, user_id = _met(call), call.params["user_id"]
    if user_id == call.world.bot["id"]:
        return bot_in(call.world, chat)
    if user_id not in call.world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return person_in(call.world, chat, user_id)


async def get_administrators(call: Call) -> list[Json]:
    """A group's owner and administrators."""
    chat = _met(call)
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    return administrators(call.world, chat)


async def get_count(call: Call) -> int:
    """How many there are, the bot included."""
    chat = _met(call)
    return len(call.world.people_in(chat)) + (chat.bot in ("member", "administrator"))


async def leave(call: Call) -> bool:
    """The bot goes out of a group."""
    chat = call.chat()
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    before = bot_in(call.world, chat)
    call.world.post(chat, call.world.bot, {"left_chat_member": call.world.bot})
    chat.bot = "left"
    call.world.keep_chat(chat)
    change = member_change(call.world, chat, call.world.bot, before, member(call.world.bot, "left"))
    call.world.updates.queue("my_chat_member", change)
    call.world.events.publish("world")
    return True


def _met(call: Call) -> Chat:
    """A chat the bot may look at: unlike writing, a person's block does not hinder it."""
    chat = call.world.known(call.params["chat_id"])
    if chat.kind != "private":
        return call.world.reach(chat.id)
    if not call.world.people[chat.id].started:
        raise bad_request("chat not found")
    return chat


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "getChatMember": get_member,
    "getChatAdministrators": get_administrators,
    "getChatMemberCount": get_count,
    "leaveChat": leave,
}
