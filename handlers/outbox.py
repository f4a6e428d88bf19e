"""/outbox: what waits to be sent, what failed and why, and trying it again."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.filters import admin, on_command, private
from handlers.talk import Talk
from views import outbox as views
from views.kit.callbacks import Retry
from views.kit.screen import Screen


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="outbox")
    router.message.register(show, on_command("outbox"), admin, private)
    router.callback_query.register(retry, Retry.filter(), admin, private)
    return router


async def show(_message: Message, talk: Talk) -> None:
    """/outbox: the state of the outbox."""
    await talk.say(await _screen(talk))


async def retry(_callback: CallbackQuery, callback_data: Retry, talk: Talk) -> None:
    """Try a failed message again (or only look again)."""
    number = callback_data.outbox
    if number is not None and not await talk.services.outbox.retry(number, talk.person.telegram_id, talk.now):
        await talk.toast(views.not_failed(talk.t))
    await talk.show(await _screen(talk))


async def _screen(talk: Talk) -> Screen:
    return views.troubles(talk.t, await talk.services.outbox.troubles(talk.now, views.SHOWN))
