"""⚙️ on an activity's card: an admin changes its deadline, its lead or its text, or takes it off control.

In the private chat alone: the steps ask for words, and a group need not read along.
"""

from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.filters import Answering, admin, no_command, private
from handlers.reasons import ask_first, needed_words, take_words
from handlers.talk import Talk
from services.calendar.deadlines import Month, due_day
from services.control.changes import Change, may_be_closed, may_be_due
from services.messages.anchors import Said
from services.plan.figures import ActivityFacts
from views import control as views
from views.kit.callbacks import MakeLead, Manage, MendText, MoveDeadline
from views.kit.screen import Screen


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="control")
    router.callback_query.register(manage, Manage.filter(), private, admin)
    router.callback_query.register(move_deadline, MoveDeadline.filter(), private, admin)
    router.callback_query.register(make_lead, MakeLead.filter(), private, admin)
    router.callback_query.register(mend_text, MendText.filter(), private, admin)
    router.message.register(deadline_reason, private, admin, no_command, Answering("ask_deadline"))
    router.message.register(close_reason, private, admin, no_command, Answering("ask_close"))
    router.message.register(new_text, private, admin, no_command, Answering("ask_text"))
    return router


async def manage(_callback: CallbackQuery, callback_data: Manage, talk: Talk) -> None:
    """The menu of changes, or the first step of one."""
    card = await talk.services.cards.card(callback_data.activity, await talk.reader(), talk.today)
    if card is None:
        await talk.show(views.no_such_activity(talk.t))
        return
    activity, what = card.activity, callback_data.what
    if what == "restore":
        change = await talk.services.control.restore(activity.id, talk.person, talk.now)
        await show_change(talk, activity.id, "restored", change)
    elif what in ("close", "text"):
        await ask(talk, activity, what)
    elif what in ("deadline", "lead"):
        await talk.show(views.deadlines(talk.t, activity) if what == "deadline" else views.leads(talk.t, activity))
    else:
        await talk.show(views.menu(talk.t, card))


async def ask(talk: Talk, activity: ActivityFacts, what: str) -> None:
    """Ask for the words of a change."""
    if what == "text":
        await talk.say(views.ask_text(talk.t, activity))
    elif may_be_closed(activity):
        await talk.say(views.ask_close_reason(talk.t, activity))
    else:
        await talk.show(views.can_not(talk.t, activity))


async def move_deadline(_callback: CallbackQuery, callback_data: MoveDeadline, talk: Talk) -> None:
    """A month was chosen: the reason is asked."""
    activity = await talk.services.activities.one(callback_data.activity, talk.today)
    day = due_day(Month.parse(callback_data.month))
    if activity is None or not may_be_due(activity, day):
        await talk.show(views.can_not(talk.t, activity))
    else:
        await talk.say(views.ask_deadline_reason(talk.t, activity, day))


async def deadline_reason(message: Message, talk: Talk, said: Said) -> None:
    """Why the deadline is moved: it is."""
    await take_words(message, talk, said, moves_deadline)


async def moves_deadline(talk: Talk, said: Said, reason: str) -> None:
    """The deadline is moved for this reason."""
    [activity_id] = said.activity_ids
    due = date.fromisoformat(said.refs["due"])
    change = await talk.services.control.move_deadline(activity_id, due, reason, talk.person, talk.now)
    await answer(talk, said, "deadline", change)


async def close_reason(message: Message, talk: Talk, said: Said) -> None:
    """Why the activity is removed from control: shown as it will be, and confirmed by a button."""
    reason = await needed_words(message, talk)
    activity = await talk.services.activities.one(said.activity_ids[0], talk.today)
    if reason and activity is not None:
        await ask_first(message, talk, said, reason, views.sure_to_close(talk.t, activity, reason))
    elif reason:
        await answer(talk, said, "closed", None)


async def closes(talk: Talk, said: Said, reason: str) -> None:
    """The activity is removed from control for this reason."""
    [activity_id] = said.activity_ids
    await answer(talk, said, "closed", await talk.services.control.close(activity_id, reason, talk.person, talk.now))


async def make_lead(_callback: CallbackQuery, callback_data: MakeLead, talk: Talk) -> None:
    """Another responsible officer, after asking once more."""
    activity = await talk.services.activities.one(callback_data.activity, talk.today)
    parts = activity.parts[1:] if activity is not None else ()
    part = next((one for one in parts if one.assignment_id == callback_data.part), None)
    if activity is None or part is None:
        await talk.show(views.can_not(talk.t, activity))
    elif not callback_data.sure:
        await talk.show(views.sure_of_lead(talk.t, activity, part))
    else:
        change = await talk.services.control.make_lead(activity.id, part.assignment_id, talk.person, talk.now)
        await show_change(talk, activity.id, "lead", change)


async def new_text(message: Message, talk: Talk, said: Said) -> None:
    """The text as it should be: shown beside the present one, to be confirmed."""
    text = " ".join((message.text or "").split())
    activity = await talk.services.activities.one(said.activity_ids[0], talk.today)
    if not text:
        await talk.tell(views.text_needed(talk.t))
        return
    await talk.answered(said)
    await talk.say(views.can_not(talk.t, None) if activity is None else views.sure_of_text(talk.t, activity, text))


async def mend_text(_callback: CallbackQuery, callback_data: MendText, talk: Talk) -> None:
    """The new text is confirmed; it stands with the message that has the button."""
    message_id = talk.message.message_id if talk.message is not None else 0
    said = await talk.services.anchors.of_message(talk.chat_id, message_id)
    change = None
    if said is not None and said.purpose == "mend_text":
        text = said.refs["text"]
        change = await talk.services.control.mend_text(callback_data.activity, text, talk.person, talk.now)
    await show_change(talk, callback_data.activity, "text", change)


async def answer(talk: Talk, said: Said, what: str, change: Change | None) -> None:
    """The change that the words completed."""
    await talk.answered(said)
    await talk.say(await result(talk, said.activity_ids[0], what, change))


async def show_change(talk: Talk, activity_id: int, what: str, change: Change | None) -> None:
    """The change that a button completed."""
    await talk.show(await result(talk, activity_id, what, change))


async def result(talk: Talk, activity_id: int, what: str, change: Change | None) -> Screen:
    """What was changed, or that it could not be."""
    if change is None:
        return views.can_not(talk.t, await talk.services.activities.one(activity_id, talk.today))
    return views.changed(talk.t, change.activity, what, change.before, change.after)
