"""/report: the plan at a glance, for admins anywhere and for everybody in the leadership chat."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers import amendments, documents, pictures
from handlers.background import Background
from handlers.cards import with_own
from handlers.filters import decides, officer, on_command, reads_plan
from handlers.matters import answer_on
from handlers.talk import Talk
from services.calendar.deadlines import Month
from services.language.question_words import Place, says_next_month
from services.leadership.report import Overview
from views import notices as notice_views
from views import past as past_views
from views import report as views
from views.kit.callbacks import OpenListed, Report
from views.kit.questions import unpack
from views.kit.screen import Screen
from views.summary import PICTURE


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="report")
    router.message.register(report, on_command("report"), reads_plan)
    router.message.register(own_notices, on_command("report"), officer, of_notices)
    router.message.register(refuse, on_command("report"), is_no_stranger)
    router.callback_query.register(turn, Report.filter(), reads_plan)
    router.callback_query.register(open_listed, OpenListed.filter(), reads_plan)
    router.callback_query.register(refuse_press, Report.filter(), is_no_stranger)
    router.callback_query.register(refuse_press, OpenListed.filter(), is_no_stranger)
    return router


async def is_no_stranger(_event: TelegramObject, talk: Talk) -> bool:
    """From anybody who may know that reports exist; outsiders get their usual answer."""
    return not talk.person.is_outsider


async def report(_message: Message, command: CommandObject, talk: Talk, background: Background) -> None:
    """/report and its words."""
    if command.args and (answered := await amendments.screen_of(talk, command.args)) is not None:
        await talk.say(answered)
        return
    words = talk.services.past.without_code(command.args or "")  # «2024-1» of the plan in force: all of it
    overview = await talk.services.overviews.asked(words, talk.labels, talk.now, await talk.reader())
    await answer(talk, await _looking_ahead(talk, words, overview), background, talk.say)


async def _looking_ahead(talk: Talk, words: str, overview: Overview | None) -> Overview | None:
    """«/report кейинги ой» is what falls due to the end of next month, this month's remainder with it."""
    question = overview.question if overview is not None else None
    is_whole = question is not None and question.months == {Month.of(talk.today) + 1} and not question.days
    if question is None or not is_whole or question.statuses or question.unknown or not says_next_month(words):
        return overview
    ahead = replace(question, months=frozenset(), statuses=frozenset({"ahead"}))
    return await talk.services.overviews.chosen(ahead, talk.now, await talk.reader())


async def of_notices(_message: Message, command: CommandObject, talk: Talk) -> bool | dict[str, object]:
    """/report of what executors were told; the handler gets the answer as `overview`."""
    reader = await talk.reader()
    overview = await talk.services.overviews.asked(command.args or "", talk.labels, talk.now, reader)
    return {"overview": overview} if overview is not None and overview.question.place is Place.NOTICES else False


async def own_notices(_message: Message, talk: Talk, overview: Overview) -> None:
    """What an officer was told themselves."""
    await talk.say(notice_views.proof(talk.t, overview.notices, is_whole=False))


async def turn(_callback: CallbackQuery, callback_data: Report, talk: Talk, background: Background) -> None:
    """A report by a button of a summary, of the menu or of a page."""
    overview = await _chosen(talk, callback_data.words)
    if overview is not None and callback_data.words == PICTURE:
        await pictures.show_plan(talk, overview)
        return
    place = views.place(talk.t, overview.summary, callback_data) if overview is not None else None
    if place is not None:
        await talk.show(place)
    else:
        await answer(talk, overview, background, talk.show, page=callback_data.page)


async def open_listed(_callback: CallbackQuery, callback_data: OpenListed, talk: Talk, background: Background) -> None:
    """An activity of a list: its card, with the way back to the list."""
    overview = await _chosen(talk, f"n{callback_data.number}")
    back = Report(words=callback_data.words, page=callback_data.page)
    await answer(talk, overview, background, talk.show, opened_from=back)


async def _chosen(talk: Talk, words: str) -> Overview | None:
    """What a button asks for; its numbers mean what the message showed when it was said."""
    said = await talk.pressed_about()
    shown_at = said.said_at if said is not None else None
    return await talk.services.overviews.chosen(unpack(words), talk.now, await talk.reader(), shown_at)


async def refuse(_message: Message, talk: Talk) -> None:
    """Refuse /report to somebody who may not read the whole plan."""
    await talk.tell(views.refused(talk.t))


async def refuse_press(_callback: CallbackQuery, talk: Talk) -> None:
    """Refuse such a person's press of a report button (a forwarded summary, a lost right)."""
    await talk.toast(views.refused(talk.t), alert=True)


async def answer(
    talk: Talk,
    overview: Overview | None,
    background: Background,
    show: Callable[[Screen], Awaitable[object]],
    *,
    page: int = 0,
    opened_from: Report | None = None,
) -> None:
    """Show the screen, document or picture that was asked for."""
    if overview is None:
        await talk.tell(views.no_plan(talk.t))
    elif not overview.is_file:
        await show(await screen(talk, overview, page, opened_from))
    else:
        if overview.question.unknown:
            await talk.tell(views.not_understood(talk.t, [one.word for one in overview.question.unknown]))
        await _answer_by_a_file(talk, overview, background)


async def screen(talk: Talk, overview: Overview, page: int = 0, opened_from: Report | None = None) -> Screen:
    """The screen that answers, whatever file was asked for."""
    if overview.is_gone:
        return views.gone(talk.t, overview)
    return views.with_formers(talk.t, overview, await _screen(talk, overview, page, opened_from))


async def _screen(talk: Talk, overview: Overview, page: int, opened_from: Report | None) -> Screen:
    if overview.is_whole and overview.is_before_the_plan:
        return past_views.before(talk.t, overview, await talk.services.finals.past())
    if not overview.question.is_of_work:
        return await answer_on(talk, overview) or views.answer(talk.t, overview, page, decides=False, manages=False)
    manages = talk.person.is_admin and talk.is_private
    may_decide = await decides(None, talk)
    screen = views.answer(talk.t, overview, page, decides=may_decide, manages=manages, opened_from=opened_from)
    return await with_own(talk, overview.card, screen) if overview.card is not None else screen


async def _answer_by_a_file(talk: Talk, overview: Overview, background: Background) -> None:
    if overview.question.format == "timeline":
        await pictures.show_time_line(talk, overview)
    else:
        await documents.promise(talk, overview, background)
