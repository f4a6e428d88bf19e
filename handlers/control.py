"""⚙️ on an activity's card: an admin changes its deadline, its lead or its text, or takes it off control.

Only in the private chat, because the steps ask for words, and a group need not read them.
"""

from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.cards import card_screen
from handlers.filters import Answering, NamingADay, admin, no_command, private
from handlers.reasons import Words, ask_first, needed_words, take_words
from handlers.review import is_own_order
from handlers.settling import renew_submissions
from handlers.talk import Talk
from services.calendar.deadlines import Month, due_day
from services.control.changes import Change, Refused, may_be_closed, may_be_due
from services.messages.anchors import Said
from services.messages.purposes import (
    AsksClose,
    AsksDeadline,
    AsksText,
    ConfirmsText,
    ConfirmsWords,
    GaveClose,
    GaveDeadline,
    GaveText,
    ShowsDeadlineDays,
)
from services.plan.figures import ActivityFacts
from views import control as views
from views.kit.callbacks import GiveLead, MakeLead, Manage, ManageStep, MendText, MoveDeadline
from views.kit.screen import Screen


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="control")
    router.callback_query.register(manage, Manage.filter(), private, admin)
    router.callback_query.register(manage_own, Manage.filter(), private, gave_it)
    router.callback_query.register(move_deadline, MoveDeadline.filter(), private, admin)
    router.callback_query.register(move_deadline, MoveDeadline.filter(), private, gave_it)
    router.callback_query.register(make_lead, MakeLead.filter(), private, admin)
    router.callback_query.register(give_lead, GiveLead.filter(), private, admin)
    router.callback_query.register(mend_text, MendText.filter(), private, admin)
    router.message.register(deadline_day, private, may_change, no_command, NamingADay(ShowsDeadlineDays))
    router.message.register(deadline_reason, private, may_change, no_command, Answering(AsksDeadline))
    router.message.register(close_reason, private, may_change, no_command, Answering(AsksClose))
    router.message.register(new_text, private, admin, no_command, Answering(AsksText))
    return router


async def gave_it(_callback: CallbackQuery, callback_data: Manage | MoveDeadline, talk: Talk) -> bool:
    """From whoever gave the activity as an order."""
    return not talk.person.is_nobody and await is_own_order(talk, callback_data.activity)


async def may_change(event: TelegramObject, talk: Talk) -> bool:
    """From an admin, or from whoever gave the order whose term or removal is asked about."""
    if await admin(event, talk):
        return True
    anchor = await talk.pressed_about() if isinstance(event, CallbackQuery) else await talk.subject()
    about = anchor.about if anchor is not None else None
    about = about.question if isinstance(about, ConfirmsWords) else about
    if not talk.is_private or not isinstance(about, ShowsDeadlineDays | AsksDeadline | AsksClose):
        return False
    return not talk.person.is_nobody and await is_own_order(talk, about.activity)


async def manage_own(callback: CallbackQuery, callback_data: Manage, talk: Talk) -> None:
    """What whoever gave the order may change; of anything else, its card."""
    if callback_data.what in (ManageStep.CLOSE, ManageStep.DEADLINE, ManageStep.RESTORE):
        await manage(callback, callback_data, talk)
        return
    card = await talk.services.cards.card(callback_data.activity, await talk.reader(), talk.today)
    await talk.show(views.no_such_activity(talk.t) if card is None else await card_screen(talk, card))


async def manage(_callback: CallbackQuery, callback_data: Manage, talk: Talk) -> None:
    """The menu of changes, or the first step of one."""
    if callback_data.what is ManageStep.RESTORE:
        change = await talk.services.control.restore(callback_data.activity, talk.person, talk.now)
        await talk.show(await result(talk, "restored", change))
        return
    card = await talk.services.cards.card(callback_data.activity, await talk.reader(), talk.today)
    if card is None:
        await talk.show(views.no_such_activity(talk.t))
        return
    activity, what = card.activity, callback_data.what
    if what in (ManageStep.CLOSE, ManageStep.TEXT):
        await ask(talk, activity, what)
    elif what is ManageStep.DEADLINE:
        await talk.show(views.deadlines(talk.t, activity))
    elif what is ManageStep.LEAD:
        await leads(talk, activity.id)
    else:
        await talk.show(views.menu(talk.t, card))


async def ask(talk: Talk, activity: ActivityFacts, what: ManageStep) -> None:
    """Ask for the words of a change."""
    if what is ManageStep.TEXT:
        await talk.say(views.ask_text(talk.t, activity))
    elif may_be_closed(activity):
        await talk.say(views.ask_close_reason(talk.t, activity))
    else:
        await talk.show(views.cannot(talk.t, activity))


async def move_deadline(_callback: CallbackQuery, callback_data: MoveDeadline, talk: Talk) -> None:
    """Take the month and ask for the reason."""
    activity = await talk.services.activities.one(callback_data.activity, talk.today)
    day = due_day(Month.parse(callback_data.month))
    if activity is None or not may_be_due(activity, day):
        await talk.show(views.cannot(talk.t, activity))
    else:
        await talk.say(views.ask_deadline_reason(talk.t, activity, day))


async def deadline_day(_message: Message, talk: Talk, anchor: Said[ShowsDeadlineDays], day: date) -> None:
    """Take a day that was written in place of a month, and ask for the reason."""
    activity = await talk.services.activities.one(anchor.about.activity, talk.today)
    if activity is None or not may_be_due(activity, day):
        await talk.say(views.cannot(talk.t, activity))
    else:
        await talk.say(views.ask_deadline_reason(talk.t, activity, day))


async def deadline_reason(message: Message, talk: Talk, anchor: Said[AsksDeadline]) -> None:
    """Take the reason for which the deadline is moved."""
    await take_words(message, talk, anchor, moves_deadline)


async def moves_deadline(talk: Talk, anchor: Said[AsksDeadline], reason: Words) -> None:
    """Move the deadline for this reason."""
    question = anchor.about
    change = await talk.services.control.move_deadline(
        question.activity, question.due, reason.text, talk.person, talk.now
    )
    await talk.answered(anchor, GaveDeadline(), reason.message_id)
    await talk.say(await result(talk, "deadline", change))


async def close_reason(message: Message, talk: Talk, anchor: Said[AsksClose]) -> None:
    """Take the reason for the removal from control; show the result and let a button confirm it."""
    reason = await needed_words(message, talk)
    if not reason:
        return
    activity = await talk.services.activities.one(anchor.about.activity, talk.today)
    if activity is not None:
        await ask_first(message, talk, anchor, reason, views.sure_to_close(talk.t, activity, reason))
    else:
        await talk.answered(anchor, GaveClose())
        await talk.say(views.cannot(talk.t, None))


async def closes(talk: Talk, anchor: Said[AsksClose], reason: Words) -> None:
    """Remove the activity from control for this reason."""
    change = await talk.services.control.close(anchor.about.activity, reason.text, talk.person, talk.now)
    await talk.answered(anchor, GaveClose(), reason.message_id)
    await talk.say(await result(talk, "closed", change))


async def make_lead(_callback: CallbackQuery, callback_data: MakeLead, talk: Talk) -> None:
    """Make another officer responsible, after asking once more."""
    activity_id, part_id = callback_data.activity, callback_data.part
    if callback_data.sure:
        change = await talk.services.control.make_lead(activity_id, part_id, talk.person, talk.now)
        await talk.show(await result(talk, "lead", change))
        return
    activity = await talk.services.activities.one(activity_id, talk.today)
    parts = activity.parts[1:] if activity is not None else ()
    part = next((part for part in parts if part.assignment_id == part_id), None)
    if activity is None or part is None:
        await talk.show(views.cannot(talk.t, activity))
    else:
        await talk.show(views.sure_of_lead(talk.t, activity, part))


async def leads(talk: Talk, activity_id: int, page: int = 0) -> None:
    """Who may become responsible."""
    found = await talk.services.handover.movable(activity_id, talk.today)
    if found is None or not found.others:
        await talk.show(views.cannot(talk.t, found.activity if found is not None else None))
    else:
        await talk.show(views.leads(talk.t, found, page))


async def give_lead(_callback: CallbackQuery, callback_data: GiveLead, talk: Talk) -> None:
    """Turn the page, or make somebody responsible who took no part, after asking once more."""
    activity_id, executor_id = callback_data.activity, callback_data.executor
    if executor_id is None:
        await leads(talk, activity_id, callback_data.page)
    elif callback_data.sure:
        change = await talk.services.handover.give_lead(activity_id, executor_id, talk.person, talk.now)
        await talk.show(await result(talk, "executor", change))
    else:
        found = await talk.services.handover.movable(activity_id, talk.today)
        new = next((one for one in found.others if one.id == executor_id), None) if found is not None else None
        if found is None or new is None:
            await talk.show(views.cannot(talk.t, found.activity if found is not None else None))
        else:
            await talk.show(views.sure_of_new_lead(talk.t, found.activity, new, callback_data.page))


async def new_text(message: Message, talk: Talk, anchor: Said[AsksText]) -> None:
    """Take the new text, and show it beside the present one to be confirmed."""
    text = " ".join((message.text or "").split())
    activity = await talk.services.activities.one(anchor.about.activity, talk.today)
    if not text:
        await talk.tell(views.text_needed(talk.t))
        return
    await talk.answered(anchor, GaveText())
    await talk.say(views.cannot(talk.t, None) if activity is None else views.sure_of_text(talk.t, activity, text))


async def mend_text(_callback: CallbackQuery, callback_data: MendText, talk: Talk) -> None:
    """Set the confirmed text; the message with the button holds it."""
    anchor = await talk.pressed_about()
    text = anchor.about.text if anchor is not None and isinstance(anchor.about, ConfirmsText) else ""
    change = await talk.services.control.mend_text(callback_data.activity, text, talk.person, talk.now)
    await talk.show(await result(talk, "text", change))


async def result(talk: Talk, what: str, change: Change | Refused) -> Screen:
    """The screen that says what was changed, or that it could not be; what waits for acceptance shows it too."""
    if isinstance(change, Refused):
        return views.cannot(talk.t, change.activity)
    await renew_submissions(talk, [change.activity.id])
    return views.changed(talk.t, change.activity, what, change.before, change.after)
