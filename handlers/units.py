"""Units: admins say who leads them and who belongs to them, step by step from /officers."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.filters import Answering, admin, no_command, private
from handlers.talk import Talk, words_of
from services.control.units import UnitPage
from services.messages.anchors import Said
from services.messages.purposes import AsksUnitName, GaveUnitName
from views import people as people_views
from views import units as views
from views.kit.callbacks import BelongToUnit, LeadUnit, MakeClass, NameNew, OpenUnit, OpenUnits


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="units")
    router.message.register(unit_name, private, admin, no_command, Answering(AsksUnitName))
    router.callback_query.register(open_units, OpenUnits.filter(), private, admin)
    router.callback_query.register(open_unit, OpenUnit.filter(), private, admin)
    router.callback_query.register(lead_unit, LeadUnit.filter(), private, admin)
    router.callback_query.register(belong_to_unit, BelongToUnit.filter(), private, admin)
    router.callback_query.register(make_class, MakeClass.filter(), private, admin)
    router.callback_query.register(name_new, NameNew.filter(), private, admin)
    return router


async def open_units(_callback: CallbackQuery, callback_data: OpenUnits, talk: Talk) -> None:
    """The units; with a member, those to which it may belong."""
    every, page = await talk.services.units.all(), callback_data.page
    if callback_data.member is None:
        await talk.show(views.units(talk.t, every, page))
        return
    member = await talk.services.linking.officer(callback_data.member, talk.now)
    if member is None:
        await talk.show(people_views.no_such_executor(talk.t))
    else:
        await talk.show(views.choose(talk.t, member.executor.executor, member.units, every, page))


async def open_unit(_callback: CallbackQuery, callback_data: OpenUnit, talk: Talk) -> None:
    """One unit."""
    await show_unit(talk, callback_data.unit)


async def show_unit(talk: Talk, unit_id: int) -> None:
    """The unit as it stands now."""
    page = await talk.services.units.page(unit_id)
    await talk.show(views.no_such_unit(talk.t) if page is None else views.unit(talk.t, page.facts))


async def lead_unit(_callback: CallbackQuery, callback_data: LeadUnit, talk: Talk) -> None:
    """Choose who leads the unit, confirm, done."""
    page, head_id = await talk.services.units.page(callback_data.unit), callback_data.head
    if page is None:
        await talk.show(views.no_such_unit(talk.t))
    elif head_id is None and not callback_data.empty:
        await talk.show(views.choose_head(talk.t, page, callback_data.page))
    elif callback_data.sure:
        await talk.services.units.lead(callback_data.unit, head_id, talk.person, talk.now)
        await show_unit(talk, callback_data.unit)
    else:
        await _ask_about_head(talk, page, head_id)


async def _ask_about_head(talk: Talk, page: UnitPage, head_id: int | None) -> None:
    head = await talk.services.linking.executor(head_id) if head_id is not None else None
    if head is None and head_id is not None:
        await talk.show(people_views.no_such_executor(talk.t))
    else:
        await talk.show(views.sure_of_head(talk.t, page.facts, head))


async def belong_to_unit(_callback: CallbackQuery, callback_data: BelongToUnit, talk: Talk) -> None:
    """Choose who belongs to the unit, or leaves it, confirm, done."""
    units, leaves = talk.services.units, callback_data.leaves
    page = await units.page(callback_data.unit)
    member = await talk.services.linking.executor(callback_data.member) if callback_data.member is not None else None
    if page is None:
        await talk.show(views.no_such_unit(talk.t))
    elif callback_data.member is None:
        await talk.show(views.choose_member(talk.t, page, callback_data.page, leaves=leaves))
    elif member is None:
        await talk.show(people_views.no_such_executor(talk.t))
    elif callback_data.sure:
        await units.belong(callback_data.unit, member.id, talk.person, talk.now, leaves=leaves)
        await show_unit(talk, callback_data.unit)
    else:
        await talk.show(views.sure_of_member(talk.t, page.facts, member, leaves=leaves))


async def make_class(_callback: CallbackQuery, callback_data: MakeClass, talk: Talk) -> None:
    """A part for each member, or one for all: asked once more, then done."""
    page, each = await talk.services.units.page(callback_data.unit), callback_data.each
    if page is None:
        await talk.show(views.no_such_unit(talk.t))
    elif callback_data.sure:
        await talk.services.units.make_class(callback_data.unit, talk.person, talk.now, is_class=each)
        await show_unit(talk, callback_data.unit)
    else:
        await talk.show(views.sure_of_class(talk.t, page.facts, each=each))


async def name_new(_callback: CallbackQuery, callback_data: NameNew, talk: Talk) -> None:
    """Ask for a name that is not in the list."""
    page = await talk.services.units.page(callback_data.unit) if callback_data.unit is not None else None
    if page is None and callback_data.unit is not None:
        await talk.show(views.no_such_unit(talk.t))
    else:
        await talk.say(views.ask_name(talk.t, page.facts if page is not None else None))


async def unit_name(message: Message, talk: Talk, anchor: Said[AsksUnitName]) -> None:
    """Take the name; of a head who may be somebody known, by a button."""
    words, unit_id, units = words_of(message), anchor.about.unit, talk.services.units
    page = await units.page(unit_id) if unit_id is not None else None
    found = await units.called(words) if page is not None else ()
    if page is not None and found:
        await talk.answered(anchor, GaveUnitName())
        await talk.say(views.is_one_of_these(talk.t, page.facts, found))
        return
    made = await units.add(words, talk.person, talk.now, heads=unit_id)
    if made is None:
        await talk.say(views.no_name(talk.t))
        return
    await talk.answered(anchor, GaveUnitName())
    await show_unit(talk, made.id if unit_id is None else unit_id)
