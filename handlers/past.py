"""Final reports of closed plans: /report 2024-1, and the buttons below them."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers import documents
from handlers.background import Background
from handlers.filters import admin, private, reads_plan
from handlers.report import is_no_stranger, refuse_press
from handlers.talk import Talk
from services.leadership.past import NoSuchPlan, PastOverview
from views import past as views
from views.documents.execution import Execution
from views.kit.callbacks import ListPast, PastReport
from views.kit.questions import unpack


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="past")
    router.message.register(report, Command("report"), reads_plan, asks_of_the_past)
    router.callback_query.register(turn, PastReport.filter(), reads_plan)
    router.callback_query.register(refuse_press, PastReport.filter(), is_no_stranger)
    router.callback_query.register(plans, ListPast.filter(), private, admin)
    return router


async def asks_of_the_past(_message: Message, command: CommandObject, talk: Talk) -> bool | dict[str, object]:
    """Whether the words of /report name a closed plan; the handler gets what is `asked` of it."""
    asked = await talk.services.past.asked(command.args or "", talk.labels, talk.now)
    return {"asked": asked} if asked is not None else False


async def report(_message: Message, talk: Talk, background: Background, asked: PastOverview | NoSuchPlan) -> None:
    """/report of a closed plan."""
    if isinstance(asked, NoSuchPlan):
        await talk.say(views.no_such_plan(talk.t, asked))
    elif asked.question.format in documents.KINDS and asked.activities:
        await _promise(talk, asked, background)
    else:
        await talk.say(views.answer(talk.t, asked))


async def turn(_callback: CallbackQuery, callback_data: PastReport, talk: Talk, background: Background) -> None:
    """A button of a final report."""
    asked = await talk.services.past.chosen(callback_data.plan, unpack(callback_data.words))
    if asked is None:
        await talk.toast(views.gone(talk.t), alert=True)
    elif asked.question.format in documents.KINDS:
        await _promise(talk, asked, background)
    else:
        place = views.place(talk.t, asked, callback_data.words, callback_data.page)
        await talk.show(place or views.answer(talk.t, asked, callback_data.page))


async def plans(_callback: CallbackQuery, talk: Talk) -> None:
    """The closed plans."""
    await talk.show(views.plans(talk.t, await talk.services.finals.past()))


async def _promise(talk: Talk, asked: PastOverview, background: Background) -> None:
    question = replace(asked.question, format=None, unknown=())
    execution = Execution(asked.kept.summary, question, asked.activities, asked.kept.reports)
    await documents.promise_of(talk, execution, asked.question.format or "docx", background)
