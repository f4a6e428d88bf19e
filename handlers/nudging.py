"""/remind: asks all silent executors, or one officer from their page, for a report outside the schedule."""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.filters import admin, on_command, private
from handlers.people import show_named
from handlers.talk import Talk
from views import nudging as views
from views.kit.callbacks import NudgeOne, NudgeSilent


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="nudging")
    router.message.register(remind, on_command("remind"), private, admin)
    router.callback_query.register(nudge_silent, NudgeSilent.filter(), private, admin)
    router.callback_query.register(nudge_one, NudgeOne.filter(), private, admin)
    return router


async def remind(_message: Message, command: CommandObject, talk: Talk) -> None:
    """/remind shows whom it would reach; with a name, the page of that officer, who can be asked alone."""
    if command.args:
        await show_named(talk, command.args)
        return
    await talk.say(views.preview(talk.t, await talk.services.nudging.preview(talk.now), talk.today))


async def nudge_silent(_callback: CallbackQuery, callback_data: NudgeSilent, talk: Talk) -> None:
    """Ask all silent executors; or show the preview again by a button."""
    if callback_data.sure:
        await talk.show(views.asked(talk.t, await talk.services.nudging.nudge_silent(talk.person, talk.now)))
    else:
        await talk.show(views.preview(talk.t, await talk.services.nudging.preview(talk.now), talk.today))


async def nudge_one(_callback: CallbackQuery, callback_data: NudgeOne, talk: Talk) -> None:
    """Ask one officer."""
    nudged = await talk.services.nudging.nudge(callback_data.executor, talk.person, talk.now)
    await talk.toast(views.asked_one(talk.t, nudged), alert=True)
