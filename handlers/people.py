"""The admins' side of linking: invites, the readiness board, unlinking, strangers' requests."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.answers import renew, settle_withdrawn
from handlers.filters import admin, on_command, private
from handlers.menu import renew_menu
from handlers.settling import settle_everywhere
from handlers.talk import Talk
from services.messages.kinds import LetterKind
from services.people.linking import InviteFacts
from views import people as views
from views import review as review_views
from views.kit.callbacks import (
    ChooseExecutor,
    DecideRequest,
    InviteOne,
    OpenBoard,
    OpenOfficer,
    RequestStep,
    TakeBackReports,
    Unlink,
)
from views.kit.screen import Screen
from views.kit.texts import Translator

AT_ONCE = 20  # invitations in one turn: more messages than that to one chat Telegram holds back


def setup() -> Router:
    """The router of this feature; in private chats only, because links and names are not for a group."""
    router = Router(name="people")
    router.message.register(invite, on_command("invite"), private, admin)
    router.message.register(officers, on_command("officers"), private, admin)
    router.callback_query.register(invite_one, InviteOne.filter(), private, admin)
    router.callback_query.register(officers, OpenBoard.filter(), private, admin)
    router.callback_query.register(open_officer, OpenOfficer.filter(), private, admin)
    router.callback_query.register(unlink, Unlink.filter(), private, admin)
    router.callback_query.register(take_back_reports, TakeBackReports.filter(), private, admin)
    router.callback_query.register(choose_executor, ChooseExecutor.filter(), private, admin)
    router.callback_query.register(decide_request, DecideRequest.filter(), private, admin)
    return router


async def invite(_message: Message, command: CommandObject, talk: Talk, translator: Translator) -> None:
    """/invite: everybody who is not linked; /invite Юнусов: one by name."""
    if not command.args:
        await invite_all(talk, translator)
        return
    named = await talk.services.linking.named(command.args)
    if len(named) == 1:
        await invite_executor(talk, named[0].id, translator)
    else:
        everybody = await talk.services.linking.executors()
        await talk.say(views.which_to_invite(talk.t, command.args, named, everybody))


async def invite_one(_callback: CallbackQuery, callback_data: InviteOne, talk: Talk, translator: Translator) -> None:
    """An invite by button."""
    if callback_data.executor is None:
        await invite_all(talk, translator)
    else:
        await invite_executor(talk, callback_data.executor, translator)


async def invite_all(talk: Talk, translator: Translator) -> None:
    """A message to be forwarded for each executor who is not linked, after a sentence how many."""
    invites, left = await talk.services.linking.invite_unlinked(AT_ONCE, talk.person, talk.now)
    await talk.say(views.invites_follow(talk.t, len(invites), left))
    await send_invitations(talk, invites, translator)


async def invite_executor(talk: Talk, executor_id: int, translator: Translator) -> None:
    """A message to be forwarded; before it, who represents the executor already."""
    found = await talk.services.linking.officer(executor_id, talk.now)
    if found is None:
        await talk.show(views.no_such_executor(talk.t))
        return
    made = await talk.services.linking.invite([executor_id], talk.person, talk.now)
    if found.executor.members:
        await talk.say(views.held_already(talk.t, found.executor.executor, found.executor.members))
    await send_invitations(talk, made, translator)


async def send_invitations(talk: Talk, invites: Sequence[InviteFacts], translator: Translator) -> None:
    """Say each invite in a message of its own."""
    username = (await talk.bot.me()).username or ""
    organisation = await organisation_of(talk)
    for made in invites:
        await talk.say(views.invitation(talk.t, translator.of_strangers, made, organisation, username))


async def organisation_of(talk: Talk) -> str:
    """Whose plan it is."""
    plan = await talk.services.plans.current()
    return plan.organisation if plan is not None else ""


async def officers(
    _event: Message | CallbackQuery,
    talk: Talk,
    callback_data: OpenBoard | None = None,
    command: CommandObject | None = None,
) -> None:
    """/officers, also by a button: a page of the readiness board; with a name, that person's page."""
    if command is not None and command.args:
        await show_named(talk, command.args)
        return
    page = callback_data.page if callback_data is not None else 0
    await talk.show(views.board(talk.t, await talk.services.linking.board(talk.now), page))


async def show_named(talk: Talk, words: str) -> None:
    """The page of the officer whom the words mean; several, or none, are to be chosen from."""
    linking = talk.services.linking
    executors = await linking.named(words)
    if len(executors) != 1:
        await talk.say(views.which_officer(talk.t, words, executors, await linking.executors()))
        return
    await talk.say(await page_of(talk, executors[0].id))


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


async def unlink(_callback: CallbackQuery, callback_data: Unlink, talk: Talk, translator: Translator) -> None:
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
    found = await talk.services.mistaken.of(executor.id, callback_data.account, talk.person, talk.now)
    reports = len(found.reports) if gone is not None else 0
    account = callback_data.account
    await talk.show(views.unlinked(talk.t, executor, member if gone is not None else None, account, reports))
    if gone is not None:
        await renew_menu(talk.bot, talk.services, translator, callback_data.account, talk.now)


async def take_back_reports(_callback: CallbackQuery, callback_data: TakeBackReports, talk: Talk) -> None:
    """What somebody who was linked by mistake has reported: shown, then taken back."""
    linking, mistaken = talk.services.linking, talk.services.mistaken
    executor, account = await linking.executor(callback_data.executor), callback_data.account
    if executor is None:
        await talk.show(views.no_such_executor(talk.t))
        return
    if not callback_data.sure or await linking.member(executor.id, account) is not None:
        found = await mistaken.of(executor.id, account, talk.person, talk.now)
        await talk.show(views.sure_to_take_back(talk.t, executor, account, found))
        return
    done = await mistaken.take_back(executor.id, account, talk.person, talk.now)
    await talk.show(views.taken_back(talk.t, executor, done))
    for one in done.taken:
        await settle_withdrawn(talk, one.report_id)
    await renew(talk, done.taken)


async def choose_executor(_callback: CallbackQuery, callback_data: ChooseExecutor, talk: Talk) -> None:
    """A page of the executors to whom a stranger may be linked."""
    await show_request(talk, callback_data.request, page=callback_data.page)


async def decide_request(
    _callback: CallbackQuery, callback_data: DecideRequest, talk: Talk, translator: Translator
) -> None:
    """An admin's word on a stranger's request: proposed, then confirmed; who comes second sees what was decided."""
    linking, request_id, executor_id = talk.services.linking, callback_data.request, callback_data.executor
    asked = await linking.request(request_id)
    if asked is not None and asked.decided_at is not None:
        await talk.toast(review_views.decided_already(talk.t))
    if callback_data.step in (RequestStep.PROPOSE, RequestStep.LINK) and executor_id is not None:
        if callback_data.step is RequestStep.LINK:
            seen = callback_data.seen or 0
            decided = await linking.decide(request_id, executor_id, talk.person, talk.now, seen=seen)
            if decided is not None:
                await renew_menu(talk.bot, talk.services, translator, decided.account_id, talk.now)
            await settle_request(talk, request_id)
        await propose(talk, request_id, executor_id)
        return
    if callback_data.step is RequestStep.REFUSE:
        await linking.decide(request_id, None, talk.person, talk.now)
    await show_request(talk, request_id, refusing=callback_data.step is RequestStep.PROPOSE_REFUSAL)
    if callback_data.step is RequestStep.REFUSE:
        await settle_request(talk, request_id)


async def propose(talk: Talk, request_id: int, executor_id: int) -> None:
    """What linking would mean, to be confirmed; once somebody has decided, what was decided.

    A link that was not made because another came first is proposed anew, as it would be now.
    """
    proposal = await talk.services.linking.proposal(request_id, executor_id, talk.now)
    if proposal is not None and proposal.request.decided_at is None:
        await talk.show(views.propose_link(talk.t, proposal))
    elif proposal is None and await talk.services.linking.planned(executor_id) is None:
        await talk.show(views.no_such_executor(talk.t))
    else:
        await show_request(talk, request_id)


async def settle_request(talk: Talk, request_id: int) -> None:
    """What was decided stands in the place of the question in every admin's chat."""
    request = await talk.services.linking.request(request_id)
    if request is not None and request.decided_at is not None:
        await settle_everywhere(
            talk, f"request:{request_id}", LetterKind.LINK_REQUEST, lambda t: views.link_request(t, request)
        )


async def show_request(talk: Talk, request_id: int, page: int | None = None, *, refusing: bool = False) -> None:
    """The request as it stands; while nobody has decided, a page of the list to choose from, or whether to refuse."""
    linking = talk.services.linking
    request = await linking.request(request_id)
    if request is None:
        await talk.show(views.no_such_request(talk.t))
    elif page is not None and request.decided_at is None:
        await talk.show(views.choose_executor(talk.t, request, await linking.executors(), page))
    elif refusing and request.decided_at is None:
        await talk.show(views.sure_to_refuse(talk.t, request))
    else:
        await talk.show(views.link_request(talk.t, request, await linking.named(request.name)))
