"""An officer's own activities: the list, and the buttons on a card with which its executors report or ask for time."""

from datetime import date

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.answers import show_answer
from handlers.cards import list_of
from handlers.filters import Answering, Gave, no_command, officer
from handlers.reasons import take_words
from handlers.talk import Talk, words_of
from services.calendar.deadlines import Month, due_day
from services.messages.anchors import Said
from services.plan.figures import ActivityFacts
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
    router.message.register(extension_reason, officer, no_command, Answering("ask_extension"))
    router.edited_message.register(extension_reworded, officer, no_command, Gave("extension"))
    router.callback_query.register(open_mine, OpenMine.filter(), officer)
    router.callback_query.register(mark, Mark.filter(), officer)
    router.callback_query.register(progress, Progress.filter(), officer)
    router.callback_query.register(ask_report, AskReport.filter(), officer)
    router.callback_query.register(ask_extension, AskExtension.filter(), officer)
    return router


async def my(_message: Message, talk: Talk) -> None:
    """/my: own activities by urgency."""
    await talk.say(await list_of(talk))


async def open_mine(_callback: CallbackQuery, callback_data: OpenMine, talk: Talk) -> None:
    """A page of own activities."""
    await talk.show(await list_of(talk, callback_data.page))


async def mark(_callback: CallbackQuery, callback_data: Mark, talk: Talk) -> None:
    """A report by button: done, or so many percent."""
    answer = await talk.services.reporting.mark(
        talk.person,
        callback_data.activity,
        talk.chat_id,
        talk.now,
        percent=callback_data.percent if callback_data.percent >= 0 else None,
        done=True if callback_data.done else None,
    )
    await show_answer(talk, answer)


async def progress(_callback: CallbackQuery, callback_data: Progress, talk: Talk) -> None:
    """«In progress»: how much is done?"""
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
    """Ask to which month, then why."""
    activity = await own_activity(talk, callback_data.activity)
    if activity is None:
        await talk.show(views.not_yours(talk.t))
    elif not callback_data.month:
        await talk.show(views.extension_months(talk.t, activity))
    else:
        await talk.say(views.ask_extension_reason(talk.t, activity, callback_data.month))


async def extension_reason(message: Message, talk: Talk, said: Said) -> None:
    """The reason of more time: the request goes to the admins."""
    await take_words(message, talk, said, asks_extension)


async def asks_extension(talk: Talk, said: Said, reason: str) -> None:
    """More time is asked for this reason."""
    [activity_id] = said.activity_ids
    asked = await talk.services.decisions.ask_extension(
        talk.person, activity_id, last_day_of(said.refs["month"]), reason, talk.now
    )
    screen = await talk.say(review_views.extension_asked(talk.t, asked))
    await talk.answered(said, extension=asked.id if asked is not None else None, words=reason, screen=screen)


async def extension_reworded(message: Message, talk: Talk, said: Said) -> None:
    """The reason was edited: the admins, who have not decided yet, read the new one."""
    words = words_of(message)
    if not words or words == said.refs["words"] or said.refs["extension"] is None:
        return
    changed = await talk.services.decisions.reword_extension(
        said.refs["extension"], talk.person, said.refs["words"], words, talk.now
    )
    if changed is None:
        await talk.tell(review_views.acted_on_already(talk.t))
        return
    await talk.answered(said, words=words)
    screen = review_views.extension_asked(talk.t, changed)
    if said.refs["screen"] is None or not await talk.rewrite(said.refs["screen"], screen):
        await talk.say(screen)


async def own_activity(talk: Talk, activity_id: int) -> ActivityFacts | None:
    """The activity, where the person has a part in it; else None."""
    card = await talk.services.cards.card(activity_id, await talk.reader(), talk.today)
    return None if card is None or card.mine is None else card.activity


def last_day_of(month: str) -> date:
    """The due day of a month written «2024-05»."""
    return due_day(Month.parse(month))
