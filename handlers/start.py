"""/start: the greeting by role, the invitation behind a link, and a stranger's request to be linked."""

from aiogram import F, Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from handlers.filters import admin, knows_the_plan, private
from handlers.leadership import BIND_LINK, ask_to_confirm
from handlers.menu import renew_menu
from handlers.people import organisation_of
from handlers.talk import Talk
from services.people.linking import InviteProblem
from views import people as views
from views.kit.callbacks import AnswerInvite, AskLink, ReadInvite
from views.kit.languages import LANGUAGES
from views.kit.screen import Screen
from views.kit.texts import Translator


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="start")
    router.message.register(
        ask_to_confirm, CommandStart(deep_link=True, ignore_case=True, magic=F.args.regexp(BIND_LINK)), private, admin
    )
    router.message.register(invited, CommandStart(deep_link=True, ignore_case=True), private)
    router.message.register(start, CommandStart(ignore_case=True), private, knows_the_plan)
    router.callback_query.register(answer_invite, AnswerInvite.filter(), private)
    router.callback_query.register(read_invite, ReadInvite.filter(), private)
    router.callback_query.register(ask_link, AskLink.filter(), private)
    return router


async def start(_message: Message, talk: Talk, translator: Translator) -> None:
    """/start: the greeting; an outsider's is answered as anything else of theirs."""
    await talk.say(await greeting(talk))
    if not talk.person.is_admin and await talk.is_leader():
        await renew_menu(talk.bot, talk.services, translator, talk.person.account_id, talk.now, is_leader=True)


async def invited(_message: Message, command: CommandObject, talk: Talk) -> None:
    """/start with an invitation's token: «are you so-and-so?»"""
    token = command.args or ""
    offered = await talk.services.linking.offered(token, talk.person, talk.now)
    if isinstance(offered, InviteProblem):
        await talk.say(views.invite_problem(talk.t, offered, talk.person))
    else:
        await talk.say(views.are_you(talk.t, talk.person, offered, await organisation_of(talk), token))


async def read_invite(_callback: CallbackQuery, callback_data: ReadInvite, talk: Talk, translator: Translator) -> None:
    """The invite's question in the language chosen, in which the bot goes on."""
    if callback_data.locale in LANGUAGES:
        await talk.services.people.speak(talk.person, callback_data.locale)
        talk.t = translator[callback_data.locale]
    offered = await talk.services.linking.offered(callback_data.token, talk.person, talk.now)
    if isinstance(offered, InviteProblem):
        await talk.show(views.invite_problem(talk.t, offered, talk.person))
    else:
        organisation = await organisation_of(talk)
        await talk.show(views.are_you(talk.t, talk.person, offered, organisation, callback_data.token))


async def answer_invite(
    _callback: CallbackQuery, callback_data: AnswerInvite, talk: Talk, translator: Translator
) -> None:
    """«Yes» links and shows the work; «no» uses nothing up."""
    if not callback_data.yes:
        await talk.show(views.not_me(talk.t))
        return
    linked = await talk.services.linking.accept(callback_data.token, talk.person, talk.now)
    person = await talk.services.people.of_account(talk.person.account_id, talk.now)
    if isinstance(linked, InviteProblem) or person is None:
        problem = linked if isinstance(linked, InviteProblem) else InviteProblem.UNKNOWN
        await talk.show(views.invite_problem(talk.t, problem, talk.person))
        return
    told = await talk.services.notices.newest(person, talk.now) if person.has_keys else ()
    await talk.show(views.confirmed(talk.t, linked, told))
    await renew_menu(talk.bot, talk.services, translator, person.account_id, talk.now)


async def ask_link(_callback: CallbackQuery, talk: Talk) -> None:
    """A stranger asks the admins; who is no stranger any more is greeted."""
    if not talk.person.works_with_the_plan:
        is_new = await talk.services.linking.ask(talk.person, talk.now)
        await talk.show(views.asked_to_be_linked(talk.t, is_new))
    else:
        await talk.show(await greeting(talk))


async def greeting(talk: Talk) -> Screen:
    """What /start shows an admin, an officer or a leader."""
    if talk.person.is_admin:
        return views.hello_admin(talk.t, talk.person, await talk.services.desks.of(talk.person, talk.now))
    if talk.person.is_leader:
        return views.hello_leader(talk.t)
    return views.hello_officer(talk.t, talk.person)
