"""/start: the greeting by role, the invitation behind a link, and a stranger's request to be linked."""

from aiogram import F, Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from handlers.filters import admin, private, works_with_the_plan
from handlers.leadership import BIND_LINK, ask_to_confirm
from handlers.talk import Talk
from services.people.linking import InviteProblem
from views import my as my_views
from views import people as views
from views.kit.callbacks import AnswerInvite, AskLink
from views.kit.screen import Screen


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="start")
    router.message.register(
        ask_to_confirm, CommandStart(deep_link=True, magic=F.args.regexp(BIND_LINK)), private, admin
    )
    router.message.register(invited, CommandStart(deep_link=True), private)
    router.message.register(start, CommandStart(), private, works_with_the_plan)
    router.callback_query.register(answer_invite, AnswerInvite.filter(), private)
    router.callback_query.register(ask_link, AskLink.filter(), private)
    return router


async def start(_message: Message, talk: Talk) -> None:
    """/start: the greeting; outsiders get their usual answer."""
    await talk.say(await greeting(talk))


async def invited(_message: Message, command: CommandObject, talk: Talk) -> None:
    """/start with an invitation's token: «are you so-and-so?»"""
    token = command.args or ""
    offered = await talk.services.linking.offered(token, talk.person, talk.now)
    if isinstance(offered, InviteProblem):
        await talk.say(views.invite_problem(talk.t, offered, talk.person))
    else:
        await talk.say(views.are_you(talk.t, offered, token))


async def answer_invite(_callback: CallbackQuery, callback_data: AnswerInvite, talk: Talk) -> None:
    """«Yes» links the person and shows their work; «no» leaves the invitation unused."""
    if not callback_data.yes:
        await talk.show(views.not_me(talk.t))
        return
    linked = await talk.services.linking.accept(callback_data.token, talk.person, talk.now)
    person = await talk.services.people.of_account(talk.person.account_id, talk.now)
    if isinstance(linked, InviteProblem) or person is None:
        problem = linked if isinstance(linked, InviteProblem) else InviteProblem.UNKNOWN
        await talk.show(views.invite_problem(talk.t, problem, talk.person))
        return
    activities = await talk.services.activities.of(person.executor_ids, talk.today)
    await talk.show(my_views.welcome(talk.t, activities, linked.name))


async def ask_link(_callback: CallbackQuery, talk: Talk) -> None:
    """Send a stranger's request to the admins; greet somebody who is already linked."""
    if talk.person.is_outsider:
        is_new = await talk.services.linking.ask(talk.person, talk.now)
        await talk.show(views.asked_to_be_linked(talk.t, is_new))
    else:
        await talk.show(await greeting(talk))


async def greeting(talk: Talk) -> Screen:
    """What /start shows an admin or officer."""
    if talk.person.is_admin:
        return views.hello_admin(talk.t, talk.person, await talk.services.desks.of(talk.person, talk.now))
    return views.hello_officer(talk.t, talk.person)
