"""🏷 on /plan: an admin changes the mark that people call one of several plans by."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.filters import Answering, admin, no_command, private
from handlers.reasons import needed_words
from handlers.talk import Talk
from services.control.marking import MarkProblem
from services.messages.anchors import Said
from services.messages.purposes import AsksMark, ConfirmsMark, GaveMark
from views import marks as views
from views.kit.callbacks import AskMark, ChangeMark


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="marks")
    router.callback_query.register(ask, AskMark.filter(), private, admin)
    router.callback_query.register(change, ChangeMark.filter(), private, admin)
    router.message.register(written, private, admin, no_command, Answering(AsksMark))
    return router


async def ask(_callback: CallbackQuery, callback_data: AskMark, talk: Talk) -> None:
    """Ask for the new mark."""
    plan = await talk.services.plans.one(callback_data.plan)
    if plan is None or not plan.mark:
        await talk.show(views.refused(talk.t, MarkProblem.NO_PLAN))
    else:
        await talk.say(views.ask(talk.t, plan))


async def written(message: Message, talk: Talk, anchor: Said[AsksMark]) -> None:
    """Take the mark, and show it to be confirmed; one that cannot be is asked for again."""
    words = await needed_words(message, talk)
    if not words:
        return
    wanted = await talk.services.marking.wanted(anchor.about.plan, words)
    if isinstance(wanted, MarkProblem):
        await talk.say(views.refused(talk.t, wanted, words[:100]))
        if wanted not in (MarkProblem.SAME, MarkProblem.NO_PLAN):
            return
    await talk.answered(anchor, GaveMark())
    if not isinstance(wanted, MarkProblem):
        await talk.say(views.sure(talk.t, wanted))


async def change(_callback: CallbackQuery, callback_data: ChangeMark, talk: Talk) -> None:
    """Call the plan so; the message with the button holds the mark."""
    anchor = await talk.pressed_about()
    mark = anchor.about.mark if anchor is not None and isinstance(anchor.about, ConfirmsMark) else ""
    done = await talk.services.marking.change(callback_data.plan, mark, talk.person, talk.now)
    if done is MarkProblem.SAME:  # pressed twice
        await talk.toast(views.refused(talk.t, done).text)
    elif isinstance(done, MarkProblem):
        await talk.show(views.refused(talk.t, done, mark))
    else:
        await talk.show(views.changed(talk.t, done))
