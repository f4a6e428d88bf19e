"""Units' own groups: bound by admins, and reported in by the unit's members."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.answers import take_in_group
from handlers.filters import admin, no_command
from handlers.menu import drop_menu
from handlers.talk import Talk, words_of
from services.messages.anchors import Said
from services.messages.purposes import About, OfActivities
from services.plan.figures import PlanFacts
from services.plan.sight import seeing
from views import leadership as leadership_views
from views import unit_groups as views
from views.kit.callbacks import BindUnit


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="unit_groups")
    router.message.register(report_in_group, no_command, replies_as_member)
    router.callback_query.register(bind_unit, BindUnit.filter(), admin)
    router.callback_query.register(bind_unit_refused, BindUnit.filter())
    return router


async def is_asked_whose(talk: Talk) -> bool:
    """Whether /bind asks whose the group is: it is a unit's or a plan's own already, units have heads or members, or
    several plans are in force.
    """
    if (talk.group is not None and talk.group.line is not None) or await may_be_a_plans(talk):
        return True
    if await talk.services.unit_groups.of_chat(talk.chat_id) is not None:
        return True
    units = await talk.services.unit_groups.choices()
    return any(one.head is not None or one.members for one in units)


async def may_be_a_plans(talk: Talk) -> Sequence[PlanFacts]:
    """The plans whose own chat a group may become: those that are carried out, if there are several."""
    with seeing(None):  # an admin chooses among them all, in whichever chat
        found = [one for one in await talk.services.plans.in_force() if not one.is_closed]
    return found if len(found) > 1 else ()


async def ask_whose(talk: Talk) -> None:
    """Ask whose the group is."""
    groups, own = talk.services.unit_groups, await talk.services.groups.of_chat(talk.chat_id)
    plan = await talk.services.plans.of_line(own.line) if own is not None and own.line is not None else None
    whose = views.Whose(own is not None, await groups.of_chat(talk.chat_id), plan)
    await talk.show(views.whose(talk.t, await groups.choices(), await may_be_a_plans(talk), whose))


async def bind_unit(_callback: CallbackQuery, callback_data: BindUnit, talk: Talk) -> None:
    """Choose the unit, or bind the group to the one that was chosen, or to none."""
    groups, unit_id = talk.services.unit_groups, callback_data.unit
    if talk.is_private or (unit_id is None and not callback_data.empty):
        await ask_whose(talk)
        return
    was_leadership = await talk.is_in_leadership_chat()
    if unit_id is None:
        await groups.unbind(talk.chat_id, talk.person, talk.now)
        await talk.show(views.unbound(talk.t))
        return
    title = talk.message.chat.title if talk.message is not None else None
    unit = await groups.bind(unit_id, talk.chat_id, talk.thread_id, title or "", by=talk.person, now=talk.now)
    if unit is None:
        await ask_whose(talk)
        return
    if was_leadership:
        await drop_menu(talk.bot, talk.chat_id)
    await talk.show(views.bound(talk.t, unit))


async def bind_unit_refused(_callback: CallbackQuery, talk: Talk) -> None:
    """The button, pressed by somebody else."""
    await talk.toast(leadership_views.bind_is_for_admins(talk.t), alert=True)


async def replies_as_member(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Words in reply to a reminder in a unit's own group by one of its members; the handler gets it as `anchor`."""
    if talk.is_private or not talk.is_reply or not talk.person.is_officer or not words_of(message):
        return False
    group = await talk.services.unit_groups.of_chat(talk.chat_id)
    anchor = await talk.subject()
    is_meant = anchor is not None and isinstance(anchor.about, OfActivities)
    is_member = group is not None and group.unit.id in talk.person.executor_ids
    return {"anchor": anchor} if is_member and is_meant else False


async def report_in_group(message: Message, talk: Talk, anchor: Said[About]) -> None:
    """Take a member's report; what it leaves open is asked in private."""
    await take_in_group(message, talk, words_of(message), anchor)
