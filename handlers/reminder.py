"""The answers that stand on a reminder: each press is recorded, and the reminder shows what was."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery, TelegramObject

from handlers.answers import renew, settle_withdrawn, why_too_late
from handlers.filters import officer
from handlers.talk import Talk
from services.messages.purposes import AsksHandIn, ShowsReminder
from services.reminders.composing import ReminderFacts, ReminderLine
from services.reports.message import Choice, Incoming, Recorded
from views import answers as answer_views
from views import appeals as appeal_views
from views import cards as card_views
from views import reminder as views
from views.kit.callbacks import Answer, AwaitOthers, Disown, TakeBack, TurnReminder
from views.kit.texts import plain


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="reminder")
    router.callback_query.register(answer, Answer.filter(), reminded)
    router.callback_query.register(await_others, AwaitOthers.filter(), reminded)
    router.callback_query.register(take_back, TakeBack.filter(), reminded)
    router.callback_query.register(turn, TurnReminder.filter(), reminded)
    router.callback_query.register(disown, Disown.filter(), officer)
    return router


async def reminded(event: TelegramObject, talk: Talk) -> bool:
    """From an officer in private, or under a reminder that was theirs before they were unlinked."""
    if await officer(event, talk):
        return True
    said = await talk.pressed_about() if talk.is_private else None
    return said is not None and isinstance(said.about, ShowsReminder)


async def answer(_callback: CallbackQuery, callback_data: Answer, talk: Talk) -> None:
    """Done, or so many percent."""
    facts = await standing(talk)
    line = asked(facts, callback_data.activity)
    if facts is None or line is None:
        await say_outdated(talk, facts, callback_data.activity, callback_data.page)
    elif line.activity.due_on != callback_data.due:
        await talk.toast(views.deadline_moved(talk.t, line.activity), alert=True)
        await redraw(talk, facts, callback_data.page)
    elif is_repeated(line, callback_data):
        await redraw(talk, facts, callback_data.page)
    else:
        recorded = await talk.services.reporting.mark(
            talk.person,
            line.activity.id,
            talk.chat_id,
            talk.now,
            percent=callback_data.percent,
            done=callback_data.done or None,
        )
        await show(talk, recorded, callback_data.page)


async def await_others(_callback: CallbackQuery, callback_data: AwaitOthers, talk: Talk) -> None:
    """What hinders is that others have not answered: it is recorded in these words."""
    facts = await standing(talk)
    line = asked(facts, callback_data.activity)
    if line is None:
        await say_outdated(talk, facts, callback_data.activity, callback_data.page)
        return
    words = plain(views.awaits_others(talk.t))
    reporting = talk.services.reporting
    recorded = await reporting.mark(
        talk.person, line.activity.id, talk.chat_id, talk.now, percent=None, done=None, words=words
    )
    await show(talk, recorded, callback_data.page)


async def take_back(_callback: CallbackQuery, callback_data: TakeBack, talk: Talk) -> None:
    """Take back what was recorded from the reminder: it asks again."""
    undone = await talk.services.reporting.undo(callback_data.report, talk.person, talk.now)
    if undone is None:
        await talk.toast(await why_too_late(talk, callback_data.report), alert=True)
    await redraw(talk, await standing(talk), callback_data.page)
    if undone is not None:
        await settle_withdrawn(talk, undone.report_id)
        await renew(talk, [undone])


async def turn(_callback: CallbackQuery, callback_data: TurnReminder, talk: Talk) -> None:
    """Another page, or all the answers on one activity."""
    await redraw(talk, await standing(talk), callback_data.page, opened=callback_data.activity)


async def disown(_callback: CallbackQuery, callback_data: Disown, talk: Talk) -> None:
    """«It is not mine»: shown as it will be told, then told to the control department."""
    activity = await talk.services.activities.one(callback_data.activity, talk.today)
    if activity is None or not activity.parts_of(talk.person.executor_ids):
        await talk.show(card_views.not_yours(talk.t))
        return
    if not callback_data.sure or talk.message is None:
        await talk.say(views.sure_not_mine(talk.t, activity))
        return
    said = Incoming(talk.chat_id, talk.message.message_id, plain(views.not_mine(talk.t)))
    sent = await talk.services.appeals.refuse(activity.id, said, talk.person, talk.now)
    if sent is None:
        await talk.show(card_views.not_yours(talk.t))
    else:
        await talk.show(appeal_views.refused(talk.t, sent))


async def standing(talk: Talk) -> ReminderFacts | None:
    """What the reminder under which a button was pressed says now."""
    if talk.message is None:
        return None
    return await talk.services.reminders.sent(talk.person, talk.chat_id, talk.message.message_id, talk.now)


def asked(facts: ReminderFacts | None, activity_id: int) -> ReminderLine | None:
    """The line of an activity that may be answered on."""
    lines = facts.lines if facts is not None else ()
    found = next((line for line in lines if line.activity.id == activity_id), None)
    return found if found is not None and found.is_asked else None


def is_repeated(line: ReminderLine, pressed: Answer) -> bool:
    """Whether just that was the person's last word: a button pressed twice reports once."""
    report = line.answer
    if report is None or report.text or report.files:
        return False
    return bool(report.done) if pressed.done else report.percent == pressed.percent and not report.done


async def show(talk: Talk, recorded: Recorded | Choice | None, page: int) -> None:
    """The reminder with what was recorded; what the press leaves open is asked below it."""
    if isinstance(recorded, Choice):
        screen = answer_views.which(talk.t, recorded)
        if isinstance(screen.about, AsksHandIn) and talk.message is not None:
            screen = replace(screen, about=replace(screen.about, reminder=talk.message.message_id))
        await talk.say(screen)
        return
    await redraw(talk, await standing(talk), page, recorded=recorded)
    if recorded is not None:
        await renew(talk, [recorded])


async def say_outdated(talk: Talk, facts: ReminderFacts | None, activity_id: int, page: int) -> None:
    """Why nothing is recorded; the buttons that led here go."""
    if facts is None:
        await talk.toast(views.outdated(talk.t), alert=True)
        return
    activity = await talk.services.activities.one(activity_id, talk.today)
    is_own = activity is not None and bool(activity.parts_of(talk.person.executor_ids))
    await talk.toast(views.asked_no_more(talk.t, activity if is_own else None), alert=True)
    await redraw(talk, facts, page)


async def redraw(
    talk: Talk,
    facts: ReminderFacts | None,
    page: int,
    *,
    opened: int | None = None,
    recorded: Recorded | None = None,
) -> None:
    """The reminder as it stands now, in its place."""
    if facts is None or talk.message is None:
        await talk.toast(views.outdated(talk.t), alert=True)
        return
    screen = views.reminder(talk.t, facts, page, opened=opened, recorded=recorded)
    await talk.rewrite(talk.message.message_id, screen)
    await talk.release()
