"""Updates of every kind the Bot API has, made from aiogram's own types with a seed: whole, odd, forged, unknown."""

import enum
import string
import types
import typing
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Annotated, Any, Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import Message, TelegramObject, Update
from pydantic.fields import FieldInfo

from bot.sparing import build_common
from views.kit import callbacks

Json = dict[str, Any]

WORDS = (
    "", " ", "\n", "5", "№5 бажарилди", "5-тадбир 70% лойиҳа тайёр", "готово", "done 5, 6 and 7", "салом", "👍",
    "/start", "/start x", "/start " + "a" * 64, "/report", "/report 5", "/report@another_bot", "/my", "/calendar",
    "/officers", "/invite Юнусов", "/bind", "/", "//", "/" + "x" * 64, "/waiting", "/settings", "/language", "/audit",
    "/outbox", "\x00", "\u202eтескари", "\u200b", "\ufeff\u2067", "שלום", "a" + "\u0301" * 300, "👨‍👩‍👧‍👦" * 50,
    "🇺🇿" * 99, "<b>", "</b></i>&amp;&", "{day}", "%s %(x)d", "'; DROP TABLE report; --", "http://t.me/x?start=1",
    "@ijrochi_bot 5", "9" * 400, "-1", "5%%%%", "№" * 200, "сўз " * 1000, "x" * 4096, "5\n6\n7\n" * 200,
)  # fmt: skip
NUMBERS = (0, 1, 2, 5, 17, 26, 27, -1, 255, 2**31 - 1, 2**31, -(2**31), 2**52)
MOMENTS = (0, 1, 1_704_103_200, 1_711_929_600, 2**31 - 1)
# What Telegram itself tells of: nobody waits for an answer. (Moves to a supergroup are followed.)
SERVICE = frozenset(
    """
    new_chat_members left_chat_member chat_owner_left chat_owner_changed new_chat_title new_chat_photo
    delete_chat_photo group_chat_created supergroup_chat_created channel_chat_created
    message_auto_delete_timer_changed pinned_message successful_payment refunded_payment users_shared chat_shared
    gift unique_gift gift_upgrade_sent connected_website write_access_allowed passport_data
    proximity_alert_triggered boost_added chat_background_set checklist_tasks_done checklist_tasks_added
    direct_message_price_changed forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened
    general_forum_topic_hidden general_forum_topic_unhidden giveaway_created giveaway_completed managed_bot_created
    paid_message_price_changed poll_option_added poll_option_deleted suggested_post_approved
    suggested_post_approval_failed suggested_post_declined suggested_post_paid suggested_post_refunded
    video_chat_scheduled video_chat_started video_chat_ended video_chat_participants_invited web_app_data
    community_chat_added community_chat_removed community_chat_joined user_shared
    """.split()  # noqa: SIM905 -- one a line would fill a page
)
DEEP = 3  # from there on only what a type must have
MAX_DATA = 64  # bytes


class Maker:
    """Makes one value after another, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        build_common()  # what their fields are is known from then on
        self.random = Random(seed)  # noqa: S311 -- a test's dice
        self._message_id = 1_000_000

    def message(self, sender: Json | None, chat: Json, **content: Any) -> Json:
        """A message with this content; its number is its own."""
        self._message_id += 1
        made: Json = {"message_id": self._message_id, "date": 1_704_103_200, "chat": chat, **content}
        return made | ({"from": sender} if sender is not None else {})

    def any_message(self, sender: Json | None, chat: Json, field: str) -> Json:
        """A message that has one field of Telegram's message filled, whatever that is."""
        info = Message.model_fields[field]
        content = {info.alias or field: self._of(info.annotation, 1)}
        if self.random.random() < 0.2:
            content["reply_to_message"] = self.message(sender, chat, text=self.words())
        if self.random.random() < 0.2:
            content["caption"] = self.words()
        return self.message(sender, chat, **content)

    def words(self) -> str:
        """A text, long or short, harmless or not."""
        return self.random.choice(WORDS)

    def data(self) -> str:
        """What a button may send back: forged, cut, of somebody else's, of no class at all."""
        kind = self.random.choice(kinds())
        parts = [kind.__prefix__, *(self._part() for _ in kind.model_fields)]
        text = ":".join(parts[: self.random.choice([len(parts), len(parts), len(parts), 1, len(parts) - 1])])
        odd = self.random.random()
        if odd < 0.1:
            text = "".join(self.random.choice(string.printable + "\x00\x01ҳўғқ") for _ in range(40))
        elif odd < 0.2:
            text = text[: self.random.randrange(len(text) + 1)]
        return text.encode()[:MAX_DATA].decode("utf-8", "ignore")

    def _part(self) -> str:
        words = ("", "x", "accept", "look", "return", "approve", "refuse", "text", "2024-05", "en", "menu", "e777 m0")
        return self.random.choice([*(str(number) for number in range(1, 30)), *map(str, NUMBERS), *words])

    def update(self, kind: str) -> Json:
        """An update of this kind."""
        return {kind: self._of(Update.model_fields[kind].annotation, 0)}

    def _of(self, kind: Any, depth: int) -> Any:
        origin, inner = typing.get_origin(kind), typing.get_args(kind)
        if origin is Annotated:
            return self._of(inner[0], depth)
        if origin in (typing.Union, types.UnionType):
            return self._of(self.random.choice([one for one in inner if one is not type(None)]), depth)
        if origin is Literal:
            return inner[0]
        if origin is list:
            return [self._of(inner[0], depth + 1) for _ in range(self.random.randrange(1, 3))]
        return self._of_class(kind, depth) if isinstance(kind, type) else None

    def _of_class(self, kind: type, depth: int) -> Any:
        if issubclass(kind, TelegramObject):
            return self._object(kind, depth)
        if issubclass(kind, enum.Enum):
            return self.random.choice(list(kind)).value
        if issubclass(kind, bool):
            return self.random.random() < 0.5
        if issubclass(kind, datetime):
            return self.random.choice(MOMENTS)
        if issubclass(kind, timedelta | int):
            return self.random.choice(NUMBERS)
        return self.random.choice([0.5, -180.0, 41.3]) if issubclass(kind, float) else self.words()

    def _object(self, kind: type[TelegramObject], depth: int) -> Json:
        kind.model_rebuild()
        filled = {info.alias or name: info for name, info in kind.model_fields.items() if self._fills(info, depth)}
        made = {name: self._of(info.annotation, depth + 1) for name, info in filled.items()}
        return {name: value for name, value in made.items() if value is not None}

    def _fills(self, info: FieldInfo, depth: int) -> bool:
        names_its_kind = typing.get_origin(info.annotation) is Literal or isinstance(info.default, enum.Enum | str)
        return info.is_required() or names_its_kind or (depth < DEEP and self.random.random() < 0.15)


def _is_kind(one: object) -> bool:
    return isinstance(one, type) and issubclass(one, CallbackData) and one is not CallbackData


def kinds() -> list[type[CallbackData]]:
    """Every kind of button."""
    return [one for one in vars(callbacks).values() if _is_kind(one)]


def contents() -> Iterator[str]:
    """Every field of a message but those that say who wrote it, where and when."""
    yield from sorted(
        set(Message.model_fields) - {"message_id", "date", "chat", "from_user", "sender_chat", "is_automatic_forward"}
    )
