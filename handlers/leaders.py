"""Is this person a leader? Telegram is asked who is in a leadership's chat, at most once a day for each person."""

from datetime import datetime

import structlog
from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.types import (
    ChatMemberAdministrator,
    ChatMemberOwner,
    ChatMemberUnion,
    ChatMemberUpdated,
    Message,
    TelegramObject,
)

from handlers.menu import mend_own_menu
from services.container import Services
from services.people.leaders import Known
from views.kit.texts import Translator

log = structlog.get_logger(__name__)

PATIENCE = 10  # seconds: whoever asks is answered as an outsider then
LEADING = (
    ChatMemberStatus.CREATOR,
    ChatMemberStatus.ADMINISTRATOR,
    ChatMemberStatus.MEMBER,
    ChatMemberStatus.RESTRICTED,
)


NOTHING: frozenset[int] = frozenset()


async def lines_led(bot: Bot, services: Services, telegram_id: int, now: datetime) -> frozenset[int] | None:
    """The lines of plans of which the account is a leader: a member of their own chat. None: of every one.

    In a chat of which nobody can say now who is in it, it is no member.
    """
    groups = await services.groups.all()
    if not groups:
        return NOTHING
    known = await services.leaders.known(telegram_id, now)
    led: set[int] = set()
    for group in groups:  # the organisation's first: its members see every plan
        said = known.get(group.chat_id, Known.NOTHING)
        is_member = said is Known.LEADER if said is not Known.NOTHING else None
        if is_member is None:
            is_member = await _is_member(bot, services, group.chat_id, telegram_id, now)
        if not is_member:
            continue
        if group.lines is None:
            return None
        led |= group.lines
    return frozenset(led)


async def _is_member(bot: Bot, services: Services, chat_id: int, telegram_id: int, now: datetime) -> bool:
    """Whether Telegram says that the account is a member of the chat."""
    try:
        member = await bot.get_chat_member(chat_id, telegram_id, request_timeout=PATIENCE)
    except (TelegramAPIError, ClientDecodeError) as error:
        log.info("not known whether somebody is a leader", reason=type(error).__name__)
        return False
    leads = is_leading(member)
    await services.leaders.learned(chat_id, telegram_id, now, is_leader=leads)
    return leads


def is_leading(member: ChatMemberUnion) -> bool:
    """Whether a member of this kind is a leader: a person in the chat who does not hide there behind its name."""
    if isinstance(member, ChatMemberOwner | ChatMemberAdministrator) and member.is_anonymous:
        return False
    return member.status in LEADING and getattr(member, "is_member", True) and not member.user.is_bot


async def note_members(
    event: TelegramObject, bot: Bot, services: Services, translator: Translator, now: datetime
) -> None:
    """A leadership's chat tells who came, who left, and who is an admin there now."""
    left, others = _changed(event)
    if not (left or others):
        return
    # A message or a change has a chat.
    group = await services.groups.of_chat(event.chat.id)  # type: ignore[attr-defined]
    if group is None:
        return
    for telegram_id in others:
        await services.leaders.forget(group.chat_id, telegram_id)
    for telegram_id in left:
        if await services.leaders.learned(group.chat_id, telegram_id, now, is_leader=False):
            leads = await lines_led(bot, services, telegram_id, now) != NOTHING  # in another chat
            await mend_own_menu(bot, services, translator, telegram_id, now, is_leader=leads)


def _changed(event: TelegramObject) -> tuple[list[int], list[int]]:
    """Who is a leader no more, and of whom it must be asked anew."""
    if isinstance(event, ChatMemberUpdated):
        member = event.new_chat_member
        return ([], [member.user.id]) if is_leading(member) else ([member.user.id], [])
    if isinstance(event, Message):
        left = [event.left_chat_member.id] if event.left_chat_member is not None else []
        return left, [user.id for user in event.new_chat_members or ()]
    return [], []
