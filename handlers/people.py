"""The admins' side of linking: invites, the readiness board, unlinking, strangers' requests."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.filters import admin, private
from handlers.talk import Talk
from services.people.linking import InviteFacts
from views import people as views
from views.kit.callbacks import ChooseExecutor, DecideRequest, InviteOne, OpenBoard, OpenOfficer, RequestStep, Unlink
from views.kit.screen import Screen

AT_ONCE = 20  # invitations in one turn: more messages than that to one chat Telegram holds back


def setup() -> Router:
    """The router of this feature; in private chats only, because links and names are not for a group."""
    router = Router(name="people")
    router.message.register(invite, Command("invite"), private, admin)
    router.message.register(officers, Command("officers"), private, admin)
    router.callback_query.register(invite_one, InviteOne.filter(), private, admin)
    router.callback_query.register(officers, OpenBoard.filter(), private, admin)
    router.callback_query.register(open_officer, OpenOfficer.filter(), private, admin)
    router.callback_query.register(unlink, Unlink.filter(), private, admin)
    router.callback_query.register(choose_executor, ChooseExecutor.filter(), private, admin)
    router.callback_query.register(decide_request, DecideRequest.filter(), private, admin)
    return router


async def invite(_message: Message, command: CommandObject, talk: Talk) -> None:
    """/invite makes an invitation for everybody who is not linked; /invite Юнусов, for one person."""
    if not command.args:
        await invite_all(talk)
        return
    named = await talk.services.linking.named(command.args)
    if len(named) == 1:
        await send_invitations(talk, await talk.services.linking.invite([named[0].id], talk.person, talk.now))
    else:
        everybody = await talk.services.linking.executors()
        await talk.say(views.which_to_invite(talk.t, command.args, named, everybody))


async def invite_one(_callback: CallbackQuery, callback_data: InviteOne, talk: Talk) -> None:
    """An invite by button."""
    if callback_data.executor is None:
        await invite_all(talk)
    elif await talk.services.linking.planned(callback_data.executor) is None:
        await talk.show(views.no_such_executor(talk.t))
    else:
        made = await talk.services.linking.invite([callback_data.executor], talk.person, talk.now)
        await send_invitations(talk, made)


async def invite_all(talk: Talk) -> None:
    """Say how many are not linked, then send a message to forward for each of them."""
    invites, left = await talk.services.linking.invite_unlinked(AT_ONCE, talk.person, talk.now)
    await talk.say(views.invites_follow(talk.t, len(invites), left))
    await send_invitations(talk, invites)


async def send_invitations(talk: Talk, invites: Sequence[InviteFacts]) -> None:
    """Send each invitation as a message of its own."""
    username = (await talk.bot.me()).username or ""
    for made in invites:
        await talk.say(views.invitation(talk.t, made, username))


async def officers(_event: Message | CallbackQuery, talk: Talk, callback_data: OpenBoard | None = None) -> None:
    """/officers, also by a button: a page of the readiness board."""
    page = callback_data.page if callback_data is not None else 0
    await talk.show(views.board(talk.t, await talk.services.linking.board(talk.now), page))


async def open_officer(_callback: CallbackQuery, callback_data: OpenOfficer, talk: Talk) -> None:
    """One executor of the board, or the board itself."""
    if callback_data.executor is None:
        await talk.show(views.board(talk.t, await talk.services.linking.board(talk.now)))
    else:
        await talk.show(await page_of(talk, callback_data.executor))


async def page_of(talk: Talk, executor_id: int) -> Screen:
    """One executor's page."""
    officer = await talk.services.linking.officer(executor_id, talk.now)
    return views.no_such_executor(talk.t) if officer is None else views.officer(talk.t, officer)


async def unlink(_callback: CallbackQuery, callback_data: Unlink, talk: Talk) -> None:
    """Unlink an account, after asking once more."""
    linking = talk.services.linking
    executor = await linking.executor(callback_data.executor)
    if executor is None:
        await talk.show(views.no_such_executor(talk.t))
        return
    pair = await linking.member(executor.id, callback_data.account)
    member = pair[1] if pair is not None else None
    if member is not None and not callback_data.sure:
        await talk.show(views.sure_to_unlink(talk.t, executor, member))
        return
    gone = await linking.unlink(executor.id, callback_data.account, talk.person, talk.now)
    await talk.show(views.unlinked(talk.t, executor, member if gone is not None else None))


async def choose_executor(_callback: CallbackQuery, callback_data: ChooseExecutor, talk: Talk) -> None:
    """A page of the executors to whom a stranger may be linked."""
    await show_request(talk, callback_data.request, page=callback_data.page)


async def decide_request(_callback: CallbackQuery, callback_data: DecideRequest, talk: Talk) -> None:
    """Take an admin's decision on a stranger's request; a later admin sees what was decided."""
    linking, request_id, executor_id = talk.services.linking, callback_data.request, callback_data.executor
    if callback_data.step is RequestStep.REFUSE:
        await linking.decide(request_id, None, talk.person, talk.now)
    elif callback_data.step is RequestStep.LINK:
        if executor_id is None or await linking.planned(executor_id) is None:
            await talk.show(views.no_such_executor(talk.t))
            return
        await linking.decide(request_id, executor_id, talk.person, talk.now)
    await show_request(talk, request_id)


async def show_request(talk: Talk, request_id: int, page: int | None = None) -> None:
    """The request as it stands; with a page, the executors to choose from while nobody has decided."""
    linking = talk.services.linking
    request = await linking.request(request_id)
    if request is None:
        await talk.show(views.no_such_request(talk.t))
    elif page is not None and request.decided_at is None:
        await talk.show(views.choose_executor(talk.t, request, await linking.executors(), page))
    else:
        await talk.show(views.link_request(talk.t, request, await linking.named(request.name)))
