"""The button by which an officer takes back a request, a contest, a promise or an obstacle."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.filters import officer
from handlers.settling import settle_everywhere, settle_request
from handlers.talk import Talk
from services.language.taking_back import Taken
from services.messages.kinds import LetterKind
from views import appeals as appeal_views
from views import withdrawing as views
from views.kit.callbacks import Withdraw


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="withdrawing")
    router.callback_query.register(take_back, Withdraw.filter(), officer)
    return router


async def take_back(_callback: CallbackQuery, callback_data: Withdraw, talk: Talk) -> None:
    """Take it back; what lay before the admins loses its buttons."""
    done = await talk.services.withdrawals.take_back(callback_data.what, callback_data.row, talk.person, talk.now)
    if done is None:
        await talk.toast(views.too_late(talk.t), alert=True)
        return
    await talk.show(views.done(talk.t, done))
    if done.what is Taken.TIME:
        extension = await talk.services.decisions.extension(done.row, talk.now)
        if extension is not None:
            await settle_request(talk, extension)
    elif done.what is Taken.CONTEST:
        appeal = await talk.services.appeals.one(done.row, talk.now)
        if appeal is not None:
            key, kind = f"appeal:{appeal.id}", LetterKind.APPEAL
            await settle_everywhere(talk, key, kind, lambda t: appeal_views.letter(t, appeal))
