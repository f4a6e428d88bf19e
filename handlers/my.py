"""An officer's own activities: the list, and the buttons on a card for reporting and for asking more time."""

from dataclasses import replace
from datetime import date

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.answers import show_answer
from handlers.cards import list_of
from handlers.filters import Answering, Gave, NamingADay, no_command, officer
from handlers.reasons import Words, take_words
from handlers.talk import Talk, words_of
from services.calendar.deadlines import Month, due_day
from services.messages.anchors import Said
from services.messages.purposes import AsksExtension, GaveExtension, ShowsExtensionDays
from services.plan.figures import ActivityFacts
from services.reports.decisions import may_be_asked
from views import cards as views
from views import review as review_views
from views.kit.callbacks import (
    AskExtension,
    AskReport,
    Mark,
    OpenMine,
    Progress,
)


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="my")
    router.message.register(my, Command("my"), officer)
    router.message.register(extension_reason, officer, no_command, Answering(AsksExtension))
    router.message.register(extension_day, officer, no_command, NamingADay(ShowsExtensionDays))
    router.edited_message.register(extension_reworded, officer, no_command, Gave(GaveExtension))
    router.callback_query.register(my, OpenMine.filter(), officer)
    router.callback_query.register(mark, Mark.filter(), officer)
    router.callback_query.register(progress, Progress.filter(), officer)
    router.callback_query.register(ask_report, AskReport.filter(), officer)
    router.callback_query.register(ask_extension, AskExtension.filter(), officer)
    return router


async def my(_event: Message | CallbackQuery, talk: Talk, callback_data: OpenMine | None = None) -> None:
    """/my, also by a button: a page of own activities by urgency."""
    await talk.show(await list_of(talk, callback_data.page if callback_data is not None else 0))


async def mark(_callback: CallbackQuery, callback_data: Mark, talk: Talk) -> None:
    """Record a report by button: done, or a percent."""
    answer = await talk.services.reporting.mark(
        talk.person,
        callback_data.activity,
        talk.chat_id,
        talk.now,
        percent=callback_data.percent,
        done=callback_data.done or None,
    )
    await show_answer(talk, answer)


async def progress(_callback: CallbackQuery, callback_data: Progress, talk: Talk) -> None:
    """«In progress»: ask how much is done."""
    activity = await own_activity(talk, callback_data.activity)
    await talk.show(views.not_yours(talk.t) if activity is None else views.percents(talk.t, activity))


async def ask_report(_callback: CallbackQuery, callback_data: AskReport, talk: Talk) -> None:
    """Ask for words, or a file."""
    activity = await own_activity(talk, callback_data.activity)
    if activity is None:
        await talk.show(views.not_yours(talk.t))
    else:
        await talk.say(views.ask_report(talk.t, activity, callback_data.what))


async def ask_extension(_callback: CallbackQuery, callback_data: AskExtension, talk: Talk) -> None:
    """Ask until which month, then why."""
    activity = await own_activity(talk, callback_data.activity)
    if activity is None:
        await talk.show(views.not_yours(talk.t))
    elif callback_data.month is None:
        await talk.show(views.extension_months(talk.t, activity))
    else:
        await talk.say(views.ask_extension_reason(talk.t, activity, callback_data.month))


async def extension_day(_message: Message, talk: Talk, anchor: Said[ShowsExtensionDays], day: date) -> None:
    """Take a day that was written in place of a month, and ask why."""
    activity = await own_activity(talk, anchor.about.activity)
    if activity is None:
        await talk.say(views.not_yours(talk.t))
    elif not may_be_asked(activity, day):
        await talk.say(views.not_later(talk.t, activity, day))
    else:
        await talk.say(views.ask_extension_reason(talk.t, activity, day.isoformat(), day))


async def extension_reason(message: Message, talk: Talk, anchor: Said[AsksExtension]) -> None:
    """Take the reason for more time; the request goes to the admins."""
    await take_words(message, talk, anchor, asks_extension)


async def asks_extension(talk: Talk, anchor: Said[AsksExtension], reason: Words) -> None:
    """Ask the admins for more time for this reason."""
    asked = await talk.services.decisions.ask_extension(
        talk.person, anchor.about.activity, last_day_of(anchor.about.month), reason.text, talk.now
    )
    screen = await talk.say(review_views.extension_asked(talk.t, asked))
    extension = asked.id if asked is not None else None
    gave = GaveExtension(extension=extension, words=reason.text, screen=screen)
    await talk.answered(anchor, gave, reason.message_id)


async def extension_reworded(message: Message, talk: Talk, anchor: Said[GaveExtension]) -> None:
    """Send the edited reason to the admins, if they have not decided yet."""
    words, gave = words_of(message), anchor.about
    if not words or words == gave.words or gave.extension is None:
        return
    changed = await talk.services.decisions.reword_extension(gave.extension, talk.person, gave.words, words, talk.now)
    if changed is None:
        await talk.tell(review_views.acted_on_already(talk.t))
        return
    await talk.answered(anchor, replace(gave, words=words))
    screen = review_views.extension_asked(talk.t, changed)
    if gave.screen is None or not await talk.rewrite(gave.screen, screen):
        await talk.say(screen)


async def own_activity(talk: Talk, activity_id: int) -> ActivityFacts | None:
    """The activity, if the person has a part in it; else None."""
    card = await talk.services.cards.card(activity_id, await talk.reader(), talk.today)
    return None if card is None or card.mine is None else card.activity


def last_day_of(month: str) -> date:
    """The due day of a month written «2024-05»; a day written «2024-05-20» is itself."""
    return due_day(Month.parse(month)) if month.count("-") == 1 else date.fromisoformat(month)
