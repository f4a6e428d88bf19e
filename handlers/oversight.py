"""Marks on a card: a document is required (admins, in private), personal control (leaders and admins)."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.control import result
from handlers.filters import admin, private, reads_plan
from handlers.talk import Talk
from services.control.changes import Change, Refused, may_need_document
from services.plan.figures import ActivityFacts
from views import control as control_views
from views import oversight as views
from views.kit.callbacks import Oversee, Oversight


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="oversight")
    router.callback_query.register(document, Oversee.filter(F.what == Oversight.DOCUMENT), private, admin)
    router.callback_query.register(watch, Oversee.filter(F.what == Oversight.WATCHED), oversees)
    return router


async def oversees(callback: CallbackQuery, talk: Talk) -> bool | dict[str, object]:
    """From a leader or an admin: from whoever the whole plan is shown to, and somebody in particular."""
    return False if talk.person.is_nobody else await reads_plan(callback, talk)


async def document(_callback: CallbackQuery, callback_data: Oversee, talk: Talk) -> None:
    """Require a document, or take the work without one; asked first."""
    activity = await talk.services.activities.one(callback_data.activity, talk.today)
    if not callback_data.sure:
        await _ask(talk, activity, callback_data, may=activity is not None and may_need_document(activity))
        return
    change = await talk.services.control.need_document(
        callback_data.activity, talk.person, talk.now, needs=callback_data.on
    )
    screen = await result(talk, "document", change)
    undo = (views.document_undo(talk.t, change.activity),) if isinstance(change, Change) else ()
    await talk.show(screen.with_rows(*undo))


async def watch(_callback: CallbackQuery, callback_data: Oversee, talk: Talk) -> None:
    """Take the work under personal control, or out of it; asked first."""
    activity = await talk.services.activities.one(callback_data.activity, talk.today)
    if not callback_data.sure:
        await _ask(talk, activity, callback_data, may=activity is not None)
        return
    change = await talk.services.control.watch(
        callback_data.activity, talk.person, talk.now, is_watched=callback_data.on
    )
    if isinstance(change, Refused):
        await talk.show(control_views.cannot(talk.t, change.activity))
    else:
        await talk.show(views.watched(talk.t, change.activity))


async def _ask(talk: Talk, activity: ActivityFacts | None, pressed: Oversee, *, may: bool) -> None:
    is_news = activity is not None and _is_set(activity, pressed.what) != pressed.on
    if activity is not None and may and is_news:
        await talk.show(views.sure(talk.t, activity, pressed))
    else:
        await talk.show(control_views.cannot(talk.t, activity))


def _is_set(activity: ActivityFacts, what: Oversight) -> bool:
    return activity.needs_document if what is Oversight.DOCUMENT else activity.is_watched
