"""/remind: asking all who are silent, or one officer from their page, out of turn."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.filters import admin, private
from handlers.talk import Talk
from views import nudge as views
from views.callbacks import NudgeOne, NudgeSilent


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="nudging")
    router.message.register(remind, Command("remind"), private, admin)
    router.callback_query.register(nudge_silent, NudgeSilent.filter(), private, admin)
    router.callback_query.register(nudge_one, NudgeOne.filter(), private, admin)
    return router


async def remind(_message: Message, talk: Talk) -> None:
    """/remind: whom it would reach."""
    await talk.say(views.preview(talk.t, await talk.services.nudging.preview(talk.now), talk.today))


async def nudge_silent(_callback: CallbackQuery, callback_data: NudgeSilent, talk: Talk) -> None:
    """Ask them all; or the same preview by a button."""
    if callback_data.sure:
        await talk.show(views.asked(talk.t, await talk.services.nudging.nudge_silent(talk.person, talk.now)))
    else:
        await talk.show(views.preview(talk.t, await talk.services.nudging.preview(talk.now), talk.today))


async def nudge_one(_callback: CallbackQuery, callback_data: NudgeOne, talk: Talk) -> None:
    """Ask one officer."""
    is_new = await talk.services.nudging.nudge(callback_data.executor, talk.person, talk.now)
    await talk.toast(views.asked_one(talk.t, is_new), alert=True)
