"""/audit: who did what and when, filtered by words or buttons, also as an Excel file."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.background import FEW, Background
from handlers.filters import admin, on_command, private
from handlers.talk import Talk
from services.audit.log import AuditFilter, read_words
from services.plan.marks import line_of, own_number, shown_number
from views import audit as views
from views.kit.callbacks import AuditChoice, AuditFile, ChooseAudit, OpenAudit
from views.kit.screen import Document, Screen
from views.making import made_of_audit

DAYS = 12
LONGEST = 20_000  # entries in a file


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="audit")
    router.message.register(audit, on_command("audit"), private, admin)
    router.callback_query.register(turn, OpenAudit.filter(), private, admin)
    router.callback_query.register(choose, ChooseAudit.filter(), private, admin)
    router.callback_query.register(as_file, AuditFile.filter(), private, admin)
    return router


async def audit(_message: Message, command: CommandObject, talk: Talk) -> None:
    """/audit with a number, a day, a name, or several of them."""
    asked, name = read_words(command.args or "", talk.today, await talk.services.audit.marks())
    several = await _of_several(talk, asked)
    if several:
        await talk.say(views.choose_activity(talk.t, replace(asked, activity=None), several, 0))
        return
    if not name:
        await talk.say(await _missing(talk, asked.activity) or await _page(talk, asked, 0))
        return
    executors = await talk.services.linking.named(name, ever=True)
    if len(executors) == 1:
        await talk.say(await _page(talk, replace(asked, executor=executors[0].id), 0))
        return
    accounts = () if executors else await talk.services.admins.called(name)
    if len(accounts) == 1:
        await talk.say(await _page(talk, replace(asked, account=accounts[0].id), 0))
    else:
        await talk.say(views.which(talk.t, name, asked, executors, accounts))


async def _of_several(talk: Talk, asked: AuditFilter) -> dict[int, str]:
    """The activities that a number without a mark may mean, if several plans have it: how each is written."""
    if asked.activity is None or asked.line is not None or line_of(asked.activity):
        return {}
    plan = [one for one in await talk.services.activities.all(talk.today) if one.marks]
    meant = {one.number: talk.t.script(one.written_number) for one in plan if own_number(one.number) == asked.activity}
    return meant if len(meant) > 1 else {}


async def _missing(talk: Talk, number: int | None) -> Screen | None:
    """What is said of a number that no activity has, and no other had."""
    if number is None or await talk.services.activities.numbered(number, talk.today) is not None:
        return None
    kept = await talk.services.audit.page(AuditFilter(activity=number), 0, views.PAGE)
    marks = await talk.services.audit.marks()
    return None if kept.total else views.no_such_activity(talk.t, talk.t.script(shown_number(number, marks)))


async def turn(_callback: CallbackQuery, callback_data: OpenAudit, talk: Talk) -> None:
    """Show another page."""
    await talk.show(await _page(talk, views.unpack(callback_data.words), callback_data.page))


async def choose(_callback: CallbackQuery, callback_data: ChooseAudit, talk: Talk) -> None:
    """Offer the values of a filter."""
    asked, page = views.unpack(callback_data.words), callback_data.page
    if callback_data.kind is AuditChoice.ACTIVITY:
        plan = await talk.services.activities.all(talk.today)
        numbers = {activity.number: talk.t.script(activity.written_number) for activity in plan}
        await talk.show(views.choose_activity(talk.t, asked, numbers, page))
    elif callback_data.kind is AuditChoice.PERSON:
        executors, admins = await talk.services.linking.executors(ever=True), await talk.services.admins.all()
        await talk.show(views.choose_person(talk.t, asked, executors, admins, page))
    else:
        await talk.show(views.choose_day(talk.t, asked, await talk.services.audit.days(DAYS)))


async def as_file(_callback: CallbackQuery, callback_data: AuditFile, talk: Talk, background: Background) -> None:
    """Send everything that the filters select as an Excel file."""
    asked = views.unpack(callback_data.words)
    page = await talk.services.audit.page(asked, 0, LONGEST)
    is_long = len(page.entries) > FEW
    content = await background.made(is_long, made_of_audit, talk.t, page.entries, talk.today)
    caption = views.file_caption(talk.t, asked, page)
    await talk.say(Screen(caption, document=Document(views.file_name(talk.today), content)))


async def _page(talk: Talk, asked: AuditFilter, page: int) -> Screen:
    return views.page(talk.t, asked, await talk.services.audit.page(asked, page, views.PAGE))
