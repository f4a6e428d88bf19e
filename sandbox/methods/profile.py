"""What the bot says of itself: commands, name, descriptions, the menu button."""

from __future__ import annotations

import re

from sandbox.errors import Json, bad_request
from sandbox.methods.call import Call, Method

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
# parameter, longest text
_TEXTS = {
    "Name": ("name", 64),
    "Description": ("description", 512),
    "ShortDescription": ("short_description", 120),
}


async def get_me(call: Call) -> Json:
    """The bot's own User."""
    return call.world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def set_commands(call: Call) -> bool:
    """The list for one scope and language."""
    commands: list[Json] = call.params["commands"]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_checked(command) for command in commands]
    lists = call.world.profile["commands"]
    if checked:
        lists[_scope(call)] = checked
    else:
        lists.pop(_scope(call), None)
    call.world.keep_profile()
    return True


async def get_commands(call: Call) -> list[Json]:
    """The list set for exactly this scope and language."""
    commands: list[Json] = call.world.profile["commands"].get(_scope(call), [])
    return commands


async def delete_commands(call: Call) -> bool:
    """Back to the wider scope's list."""
    call.world.profile["commands"].pop(_scope(call), None)
    call.world.keep_profile()
    return True


def _checked(command: Json) -> Json:
    name = command["command"].removeprefix("/").lower()
    description = command["description"].strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _scope(call: Call) -> str:
    scope = call.params.get("scope") or {"type": "default"}
    fields = _SCOPES.get(scope.get("type", ""))
    if fields is None:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if not all(scope.get(name) for name in fields):
        raise bad_request("can't parse BotCommandScope: chat_id is empty")
    ids: list[int | str] = [scope[name] for name in fields]
    if ids:
        call.world.known(ids[0])
    return scope_key(scope["type"], *ids, language=call.params.get("language_code", ""))


def scope_key(scope: str, *ids: int | str, language: str = "") -> str:
    """Where a scope's list is kept in the profile."""
    return ":".join([scope, *map(str, ids), language])


def set_text(method: str) -> Method:
    """setMyName and its like: a text in one language."""
    name, longest = _TEXTS[method]

    async def setter(call: Call) -> bool:
        text = call.params.get(name, "")
        if len(text) > longest:
            raise bad_request(f"{name.replace('_', ' ')} is too long")
        texts = call.world.profile.setdefault(name, {})
        texts[call.params.get("language_code", "")] = text
        if name == "name" and text and not call.params.get("language_code"):
            call.world.bot["first_name"] = text
        call.world.keep_profile()
        return True

    return setter


def get_text(method: str) -> Method:
    """getMyName and its like; a language that has none falls back on the default."""
    name, _ = _TEXTS[method]

    async def getter(call: Call) -> Json:
        texts = call.world.profile.get(name, {})
        default = call.world.bot["first_name"] if name == "name" else ""
        return {name: texts.get(call.params.get("language_code", "")) or texts.get("") or default}

    return getter


async def set_photo(call: Call) -> bool:
    """The bot's profile photo: a new upload, as every one must be."""
    photo = call.params["photo"]
    if photo.get("type") != "static":
        raise bad_request("can't parse InputProfilePhoto: the sandbox has static ones only")
    upload = call.files.get(str(photo.get("photo", "")).removeprefix("attach://"))
    if upload is None:
        raise bad_request("profile photo must be uploaded as a new file")
    if not upload.content.startswith(b"\xff\xd8"):
        raise bad_request("PHOTO_EXT_INVALID")
    media = call.world.files.add("photo", upload)
    call.world.profile["photo"] = [file.unique_id for file in media.files]
    call.world.keep_profile()
    return True


async def remove_photo(call: Call) -> bool:
    """No photo any more."""
    call.world.profile.pop("photo", None)
    call.world.keep_profile()
    return True


async def get_photos(call: Call) -> Json:
    """The bot's own photo in its sizes; nobody else has one."""
    if call.params["user_id"] not in (call.world.bot["id"], *call.world.people):
        raise bad_request("user not found")
    own = call.world.profile.get("photo", []) if call.params["user_id"] == call.world.bot["id"] else []
    sizes = [file.described() for file in map(call.world.files.unique, own) if file is not None]
    return {"total_count": int(bool(sizes)), "photos": [sizes] if sizes else []}


async def set_menu_button(call: Call) -> bool:
    """What stands beside the writing line."""
    button = call.params.get("menu_button") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: invalid type specified")
    call.world.profile.setdefault("menu_button", {})[str(call.params.get("chat_id", ""))] = button
    call.world.keep_profile()
    return True


async def get_menu_button(call: Call) -> Json:
    """The chat's own, or the default."""
    buttons: Json = call.world.profile.get("menu_button", {})
    button: Json = buttons.get(str(call.params.get("chat_id", ""))) or buttons.get("") or {"type": "commands"}
    return button


async def agree(call: Call) -> bool:
    """logOut and close: there is no other server to move to."""
    return True


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "logOut": agree,
    "close": agree,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setMyProfilePhoto": set_photo,
    "removeMyProfilePhoto": remove_photo,
    "getUserProfilePhotos": get_photos,
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
    **{f"setMy{name}": set_text(name) for name in _TEXTS},
    **{f"getMy{name}": get_text(name) for name in _TEXTS},
}
