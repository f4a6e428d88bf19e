"""/agenda: the meetings' questions and the sheet of one meeting, for those who read the whole plan."""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers import documents
from handlers.background import Background
from handlers.filters import on_command, reads_plan
from handlers.report import is_no_stranger, refuse
from handlers.talk import Talk
from services.language.questions import Question
from services.leadership.report import Overview
from views import agenda as views
from views import report as overview
from views.kit.callbacks import MeetingPack, OpenAgenda


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="agenda")
    router.message.register(agenda, on_command("agenda"), reads_plan)
    router.message.register(refuse, on_command("agenda"), is_no_stranger)
    router.callback_query.register(pack, MeetingPack.filter(), reads_plan)
    router.callback_query.register(open_agenda, OpenAgenda.filter(), reads_plan)
    return router


async def agenda(_message: Message, command: CommandObject, talk: Talk) -> None:
    """/agenda, alone or with a day."""
    asked = await talk.services.agendas.asked((command.args or "").strip(), talk.now)
    if asked is None:
        await talk.tell(overview.no_plan(talk.t))
    else:
        await talk.say(views.answer(talk.t, asked))


async def open_agenda(_callback: CallbackQuery, callback_data: OpenAgenda, talk: Talk) -> None:
    """The same by a button."""
    agendas, day = talk.services.agendas, callback_data.day
    asked = await agendas.agenda(talk.now) if day is None else await agendas.sheet(day, talk.now)
    await talk.show(views.answer(talk.t, asked))


async def pack(_callback: CallbackQuery, callback_data: MeetingPack, talk: Talk, background: Background) -> None:
    """The control cards of all that is overdue, contested or asks for more time, a page each."""
    meeting = await talk.services.agendas.sheet(callback_data.day, talk.now)
    summary = await talk.services.summaries.facts(talk.now)
    if summary is None or not meeting.pack:
        await talk.show(views.answer(talk.t, meeting))
        return
    numbers = frozenset(one.number for one in meeting.pack)
    overview = Overview(summary, Question(numbers=numbers, format="card"), activities=meeting.pack)
    await documents.promise(talk, overview, background)
