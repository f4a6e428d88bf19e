"""Who answers for whom: the greeting, invitations, the readiness board, strangers' requests."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import Enum

from aiogram.types import InlineKeyboardButton

from services.messages.purposes import ShowsDecision
from services.people.accounts import Person, Unreachable
from services.people.linking import (
    ExecutorFacts,
    InviteFacts,
    InviteProblem,
    LinkProposal,
    Member,
    OfficerFacts,
    RequestFacts,
)
from services.plan.figures import ExecutorRef, PlanFacts
from services.reports.desk import Desk
from services.reports.message import Recorded
from services.reports.mistaken import Mistaken
from services.reports.notices import NoticeFacts
from views import deputies
from views.cards import report_line
from views.kit import callbacks
from views.kit.keys import REMOVED, keyboard
from views.kit.languages import LANGUAGES
from views.kit.paging import TRIANGLES, fitting, paged
from views.kit.screen import Row, Screen, button, copy_button, in_rows, share_button, shorten
from views.kit.texts import Html, Texts, bold, escape, join, without_marks
from views.kit.words import QUERY, executor_name, linked_count, numbered_name
from views.notices import rows as notice_rows

PAGE = 20
CHOICES = 30
SUGGESTED = 3
MEMBERS = 15
HOLDERS = 5
NAMED = 6  # of the people in one state; the buttons name them all
LOST = 20
TAKEN, REPORTED = 1700, 200  # characters of what was taken back, and of one report of it


# -- /start ------------------------------------------------------------------------------------------------------


def hello_officer(t: Texts, person: Person) -> Screen:
    """/start of somebody who answers for an executor: it brings the keys, or else a button."""
    lines = [
        t("Hello! I remind you of your work in time and take your reports right here."),
        t("You answer for: {names}", names=bold(_names(t, person.executors))),
        t("Your activities: /my. Everything I can do: /help"),
    ]
    if person.has_keys:
        return Screen(join(lines), keys=keyboard(t))
    return Screen(join(lines), ((button(t("📋 My activities"), callbacks.OpenMine()),),))


def hello_leader(t: Texts) -> Screen:
    """/start of a member of the leadership chat who answers for nobody."""
    lines = [
        t("Hello! You are one of the leadership: the plan is open to you here as it is in the group."),
        t("The whole plan: /report. The questions of the meetings: /agenda. All that I can do: /help"),
    ]
    report = (button(t("📊 Report"), callbacks.Report(words="menu")),)
    return Screen(join(lines), (report, (button(t("🙋 Ask to be linked"), callbacks.AskLink()),)))


def hello_admin(t: Texts, person: Person, desk: Desk) -> Screen:
    """/start for an admin: who cannot be reached yet, and what waits for a decision."""
    lines = [t("Hello! You look after the plan here."), linked_count(t, desk.unlinked, desk.executors)]
    rows: list[Row] = [(button(t("👥 Officers"), callbacks.OpenOfficer()),)]
    if desk.unlinked:
        rows.append((button(t("✉️ Invite all who are not linked"), callbacks.InviteOne()),))
    if desk.decisions:
        lines.append(t.many("{n} decision waits for you.", "{n} decisions wait for you.", desk.decisions))
        rows.append((button(t("🟡 What waits for me"), callbacks.Waiting()),))
    if person.is_officer:
        lines.append(t("You answer for: {names}", names=bold(_names(t, person.executors))))
        rows.append((button(t("📋 My activities"), callbacks.OpenMine()),))
    lines.append(t("Everything I can do: /help"))
    return Screen(join(lines), tuple(rows))


def outsider(t: Texts) -> Screen:
    """Everything that a person without a link is told, whatever they send or press."""
    return Screen(outsider_word(t), ((button(t("🙋 Ask to be linked"), callbacks.AskLink()),),))


def hello_outsider(t: Texts) -> Screen:
    """/start of a person without a link: what the bot is for, and how one is linked."""
    lines = [
        outsider_word(t),
        t("If you were sent an invitation, open its link. If not, ask to be linked by the button below."),
    ]
    return replace(outsider(t), text=join(lines))


def outsider_with_keys(t: Texts) -> Screen:
    """The same to somebody who pressed one of the keys that officers have: it takes them away."""
    return Screen(outsider_word(t), keys=REMOVED)


def outsider_in_group(t: Texts) -> Screen:
    """The same in a group, without the offer to be linked."""
    return Screen(outsider_word(t))


def outsider_word(t: Texts) -> Html:
    """The sentence alone, as a passing word."""
    return t("I help officers with their work, and you are not linked to me yet; the administrators can link you.")


def asked_to_be_linked(t: Texts, is_new: bool) -> Screen:
    """Say that the stranger's request has gone to the admins, or is already with them."""
    if is_new:
        return Screen(t("Your request has gone to the administrators. I will write to you when they decide."))
    return Screen(
        t("You have already asked; the administrators have not decided yet. I will write to you when they do.")
    )


# -- an invite is opened -----------------------------------------------------------------------------------------


def are_you(t: Texts, person: Person, executor: ExecutorRef, organisation: str, token: str) -> Screen:
    """«Are you so-and-so?», who asks and what for — nothing of the plan but the name stands here."""
    name = bold(executor_name(t, executor))
    question = t("Do you answer for {name}?", name=name) if executor.is_unit else t("Are you {name}?", name=name)
    lines = [
        question,
        Html(""),
        t("You are invited by: {organisation}, the control department.", organisation=bold(t.plan(organisation))),
        t("I remind officers of the deadlines of the work plan and take their reports here, in Telegram."),
    ]
    if person.is_officer:
        lines.append(t("You answer for: {names}", names=bold(_names(t, person.executors))))
    yes = button(t("✅ Yes, it is me"), callbacks.AnswerInvite(yes=True, token=token))
    no = button(t("No"), callbacks.AnswerInvite(yes=False, token=token))
    others = (one for one in LANGUAGES.values() if one != t.language)
    spoken = in_rows((button(one.name, callbacks.ReadInvite(locale=one.code, token=token)) for one in others), 2)
    return Screen(join(lines), ((yes, no), *spoken))


def confirmed(t: Texts, executor: ExecutorRef, told: Sequence[NoticeFacts]) -> Screen:
    """In the place of the question: it is answered.

    The welcome that follows brings the keys, and so has no buttons: what it tells is acknowledged here.
    """
    lines = [t("✅ Confirmed: {name}", name=bold(executor_name(t, executor)))]
    if not told:
        return Screen(join(lines))
    lines.append(t("Your activities are below. Please press the button when you have read of them."))
    return Screen(join(lines), notice_rows(t, told[0].letter, told))


def not_me(t: Texts) -> Screen:
    """The person said no: the invitation still works for its addressee."""
    return Screen(t("Thank you for saying so. The link was for somebody else; it still works for them."))


def invite_problem(t: Texts, problem: InviteProblem, person: Person) -> Screen:
    """Why the invitation does not open, and what to do."""
    reasons = {
        InviteProblem.UNKNOWN: t("I do not know this link: please open it again from the message you were sent."),
        InviteProblem.USED: t(
            "This link has already been used: a link works once. Ask the administrators for a new one."
        ),
        InviteProblem.EXPIRED: t(
            "This link is too old: a link works for 7 days. Ask the administrators for a new one."
        ),
        InviteProblem.REPLACED: t(
            "This link no longer works: a newer one was made. Open the link of the latest invitation, or ask the "
            "administrators for it."
        ),
        InviteProblem.REFUSED: t(
            "The administrators have refused to link this account, so they are asked first. I will write to you when "
            "they decide."
        ),
        InviteProblem.ALREADY: t("You are linked already, nothing more is needed. Your activities: /my"),
    }
    if problem is InviteProblem.ALREADY:
        return Screen(reasons[problem], ((button(t("📋 My activities"), callbacks.OpenMine()),),))
    may_ask = person.is_outsider and problem is not InviteProblem.REFUSED  # then it is asked already
    return Screen(reasons[problem], ((button(t("🙋 Ask to be linked"), callbacks.AskLink()),),) if may_ask else ())


# -- invites -----------------------------------------------------------------------------------------------------


def invites_follow(t: Texts, count: int, left: int) -> Screen:
    """Announces the invitations to forward; `left` executors did not fit into this turn."""
    if not count:
        return Screen(t("Everybody is linked: there is nobody to invite."), (_board_row(t),))
    lines = [
        t.many(
            "{n} executor is not linked. Forward the message below: it is for one person.",
            "{n} executors are not linked. Forward the messages below: each is for one person.",
            count + left,
        ),
        t("A link works once, for 7 days; earlier links of the same people no longer work."),
    ]
    if not left:
        return Screen(join(lines))
    lines.append(t("Here are the first {count}; the button shows the rest.", count=count))
    more = button(t("✉️ Invite the rest"), callbacks.InviteOne())
    return Screen(join(lines), ((more,),))


def held_already(t: Texts, executor: ExecutorRef, members: Sequence[Member]) -> Screen:
    """Before an invite for an executor whom somebody represents: who does, and that this stays so."""
    lines = [t("⚠️ Already linked as {name}:", name=bold(executor_name(t, executor))), *_holders(t, members)]
    lines.append(t("The invitation below is for one more account. The others keep their link until you unlink them."))
    return Screen(join(lines), ((_executor_button(t, executor, _open(executor)),),))


def invitation(t: Texts, readings: Sequence[Texts], invite: InviteFacts, organisation: str, username: str) -> Screen:
    """A text to forward to the invited, in each of the `readings`: it tells nothing of the plan but the name.

    The buttons are the admin's, in their language.
    """
    address = f"https://t.me/{username}?start={invite.token}"
    lines = [_invited(one, invite, organisation) for one in readings]
    text = join([*lines, join([Html(escape(address)), *(_until(one, invite) for one in readings)])], "\n\n")
    copy = copy_button(t("📋 Copy the link"), address)
    share = share_button(t("↗️ Share"), address, without_marks(lines[0]))
    return Screen(text, ((copy, share),))


def _invited(t: Texts, invite: InviteFacts, organisation: str) -> Html:
    name = bold(executor_name(t, invite.executor))
    head = (
        t("{name}: an invitation for one member of the unit.", name=name)
        if invite.executor.is_unit
        else t("{name}, this is your personal invitation.", name=name)
    )
    by = t("You are invited by: {organisation}, the control department.", organisation=t.plan(organisation))
    how = t("Open the link and press «Start»: from then on you will receive your work and its deadlines in Telegram.")
    return join([head, by, how])


def _until(t: Texts, invite: InviteFacts) -> Html:
    day = t.long_day(t.local_day(invite.expires_at))
    return t("The link works once, until {day}. Please do not pass it on.", day=day)


def which_to_invite(t: Texts, query: str, matches: Sequence[ExecutorRef], everybody: Sequence[ExecutorRef]) -> Screen:
    """Choose whom to invite: the name has several matches, or none."""
    return _which(t, query, matches, everybody, lambda one: callbacks.InviteOne(executor=one.id))


def which_officer(t: Texts, query: str, matches: Sequence[ExecutorRef], everybody: Sequence[ExecutorRef]) -> Screen:
    """Choose whose page to open."""
    return _which(t, query, matches, everybody, lambda one: callbacks.OpenOfficer(executor=one.id))


def _which(
    t: Texts,
    query: str,
    matches: Sequence[ExecutorRef],
    everybody: Sequence[ExecutorRef],
    data: Callable[[ExecutorRef], callbacks.OpenOfficer | callbacks.InviteOne],
) -> Screen:
    words = shorten(query, QUERY)
    if matches:
        text = t("Who is meant by «{words}»?", words=words)
    else:
        text = t("I know nobody by the name «{words}». Choose from the list, or write another part of it.", words=words)
    shown = (matches or everybody)[:CHOICES]
    return Screen(text, in_rows([_executor_button(t, one, data(one)) for one in shown], 2))


# -- the readiness board -----------------------------------------------------------------------------------------


def board(t: Texts, executors: Sequence[ExecutorFacts], page: int = 0) -> Screen:
    """Who can be reached and who cannot yet, in a line for each state; a button for each executor, by the page."""
    unlinked = sum(not one.members for one in executors)
    chosen = paged(executors, page, PAGE)
    head = [bold(t("Officers")), linked_count(t, unlinked, len(executors)), Html("")]
    rows = in_rows((_executor_button(t, one.executor, _open(one.executor)) for one in chosen.shown), 2)
    turn = chosen.turn(lambda to: callbacks.OpenBoard(page=to))
    invite = (button(t("✉️ Invite all who are not linked"), callbacks.InviteOne()),) if unlinked else ()
    silent = any(one.silent_since is not None for one in executors)
    ask = (button(t("🔔 Ask all who are silent"), callbacks.NudgeSilent()),) if silent else ()
    text = join([*head, join(_groups(t, executors), "\n\n")])
    units = (button(t("🏢 Units"), callbacks.OpenUnits()),)
    return Screen(text, rows).with_rows(turn, invite, ask, units)


def officer(t: Texts, officer: OfficerFacts) -> Screen:
    """One executor: who answers for it, who deputises, and the buttons to ask, invite, substitute and unlink."""
    readiness, substitutions = officer.executor, officer.substitutions
    executor = readiness.executor
    lines = [bold(executor_name(t, executor)), _state(t, readiness)]
    lines.append(t.many("In {n} activity", "In {n} activities", readiness.activities))
    if readiness.reported_on is not None:
        lines.append(t("Last report: {day}", day=t.long_day(readiness.reported_on)))
    if readiness.silent_since is not None:
        day = t.long_day(readiness.silent_since)
        has_reported = readiness.reported_on is not None
        lines.append(t("🔕 Silent since {day}", day=day) if has_reported else t("🔕 No report since {day}", day=day))
    lines += [t("🏢 Unit: {name}", name=executor_name(t, one)) for one in officer.units]
    lines += [deputies.line(t, one) for one in substitutions]
    shown = readiness.members[:MEMBERS]
    if shown:
        lines += [Html(""), *(_member_line(t, member) for member in shown)]
    if len(readiness.members) > len(shown):
        lines.append(t("and {count} more", count=len(readiness.members) - len(shown)))
    unlink = [
        (
            button(
                t("✂️ Unlink {name}", name=member.name),
                callbacks.Unlink(executor=executor.id, account=member.account_id),
            ),
        )
        for member in shown
        if not member.is_deputy
    ]
    ask = ((button(t("🔔 Ask for a report"), callbacks.NudgeOne(executor=executor.id)),),) if readiness.members else ()
    deputy = deputies.rows(t, executor, substitutions)
    label = t("✉️ Invite another account") if readiness.members else t("✉️ Invite")
    invite = (button(label, callbacks.InviteOne(executor=executor.id)),)
    unit = (
        button(t("🏢 Head and members"), callbacks.OpenUnit(unit=executor.id))
        if executor.is_unit
        else button(t("🏢 Unit"), callbacks.OpenUnits(member=executor.id))
    )
    return Screen(join(lines), (*ask, invite, *deputy, (unit,), *unlink, _board_row(t)))


def no_such_executor(t: Texts) -> Screen:
    """Say that an old button's executor is no longer in the plan."""
    return Screen(t("There is no such executor any more."), (_board_row(t),))


def sure_to_unlink(t: Texts, executor: ExecutorRef, member: Member) -> Screen:
    """Ask once more before unlinking."""
    text = t(
        "Unlink {person} from {name}? They will get no more reminders; their reports stay.",
        person=bold(member.name),
        name=bold(executor_name(t, executor)),
    )
    yes = callbacks.Unlink(executor=executor.id, account=member.account_id, sure=True)
    return Screen(text, ((button(t("✂️ Unlink"), yes), button(t("⬅️ Back"), _open(executor))),))


def unlinked(t: Texts, executor: ExecutorRef, member: Member | None, account: int, reports: int = 0) -> Screen:
    """The account no longer answers for the executor (or did not any more); its `reports` may be taken back."""
    name = bold(executor_name(t, executor))
    if member is None:
        text = t("This account is no longer linked to {name}.", name=name)
    else:
        text = t("{person} is no longer linked to {name}.", person=bold(member.name), name=name)
    again = button(t("✉️ Invite another account"), callbacks.InviteOne(executor=executor.id))
    rows: list[Row] = [(again,), (button(t("⬅️ Back"), _open(executor)),)]
    if reports:
        label = t.many("↩️ Take back {n} report", "↩️ Take back {n} reports", reports)
        rows.insert(0, (button(label, callbacks.TakeBackReports(executor=executor.id, account=account)),))
    return Screen(text, tuple(rows))


def sure_to_take_back(t: Texts, executor: ExecutorRef, account: int, mistaken: Mistaken) -> Screen:
    """Show what an unlinked account reported, before it is taken back."""
    if not mistaken.reports:
        return Screen(t("There is nothing to take back."), ((button(t("⬅️ Back"), _open(executor)),),))
    head = bold(t("Reported for {name} by an account that is unlinked now:", name=executor_name(t, executor)))
    ask = t("Shall all of it be taken back? The activities return to where they were.")
    yes = callbacks.TakeBackReports(executor=executor.id, account=account, sure=True)
    rows = ((button(t("✅ Yes, take all of it back"), yes),), (button(t("⬅️ Back"), _open(executor)),))
    return Screen(join([fitting(head, _reported(t, mistaken.reports), TAKEN, _others(t)), ask], "\n\n"), rows)


def taken_back(t: Texts, executor: ExecutorRef, mistaken: Mistaken) -> Screen:
    """What was taken back, and what stays."""
    taken = len(mistaken.taken)
    head = bold(t.many("↩️ {n} report was taken back.", "↩️ {n} reports were taken back.", taken))
    text = fitting(head, _reported(t, mistaken.taken), TAKEN, _others(t))
    if mistaken.reports:
        left = t("Left as it is, since it was decided on or others have reported since:")
        text = join([text, fitting(left, _reported(t, mistaken.reports), TAKEN, _others(t))], "\n\n")
    return Screen(text, ((button(t("⬅️ Back"), _open(executor)),),))


def _reported(t: Texts, reports: Sequence[Recorded]) -> list[Html]:
    return [join([numbered_name(t, one.activity), report_line(t, one.report, REPORTED)]) for one in reports]


def _others(t: Texts) -> Callable[[int], Html]:
    return lambda count: t.many("… and {n} more", "… and {n} more", count)


# -- strangers' requests -----------------------------------------------------------------------------------------


def link_request(t: Texts, request: RequestFacts, suggested: Sequence[ExecutorRef] = ()) -> Screen:
    """A stranger's request to be linked, with `suggested` executors of similar names; or the decision on it."""
    lines = [t("🙋 {person} asks to be linked.", person=_person(request.name, request.username)), _asked(t, request)]
    about = ShowsDecision(key=f"request:{request.id}")
    if request.decided_at is not None:
        return Screen(join([*lines, _request_decision(t, request)]), _request_rows_decided(t, request), about=about)
    lines.append(t("Choose for whom this person answers, or refuse. Link only somebody you know."))
    rows = in_rows((_decide_button(t, request, one) for one in suggested[:SUGGESTED]), 1)
    choose = button(t("👥 Choose from the list"), callbacks.ChooseExecutor(request=request.id))
    refuse = button(
        t("❌ Refuse"), callbacks.DecideRequest(request=request.id, step=callbacks.RequestStep.PROPOSE_REFUSAL)
    )
    return Screen(join(lines), (*rows, (choose,), (refuse,)), about=about)


def choose_executor(t: Texts, request: RequestFacts, executors: Sequence[ExecutorRef], page: int = 0) -> Screen:
    """Choose whom the stranger answers for, from a page of executors."""
    chosen = paged(executors, page, PAGE)
    turn = chosen.turn(lambda to: callbacks.ChooseExecutor(request=request.id, page=to), TRIANGLES)
    back = _back_to(t, request)
    text = t("For whom does {person} answer?", person=_person(request.name, request.username))
    rows = in_rows((_decide_button(t, request, one) for one in chosen.shown), 2)
    return Screen(text, rows).with_rows(turn, back)


def propose_link(t: Texts, proposal: LinkProposal) -> Screen:
    """A stranger's link as it would be: who, for whom, and who answers there already. Nothing is done yet."""
    request, name = proposal.request, bold(executor_name(t, proposal.executor))
    lines = [t("Shall {person} be linked as {name}?", person=_person(request.name, request.username), name=name)]
    if proposal.own:
        lines.append(t("⚠️ This person answers already for: {names}", names=bold(_names(t, proposal.own))))
    if proposal.holders:
        lines += [t("⚠️ Already linked as {name}:", name=name), *_holders(t, proposal.holders)]
        lines.append(t("They keep their link, and are told of the new one."))
    else:
        lines.append(t("Nobody is linked as {name} yet.", name=name))
    lines.append(t("The person will see these activities and report on them. Link only somebody you know."))
    link = callbacks.DecideRequest(
        request=request.id, step=callbacks.RequestStep.LINK, executor=proposal.executor.id, seen=proposal.seen
    )
    return Screen(join(lines), ((button(t("✅ Yes, link"), link),), _back_to(t, request)))


def sure_to_refuse(t: Texts, request: RequestFacts) -> Screen:
    """Refusing a stranger is asked about once more."""
    text = t(
        "Refuse {person}? They will be told that they were not linked.",
        person=_person(request.name, request.username),
    )
    refuse = callbacks.DecideRequest(request=request.id, step=callbacks.RequestStep.REFUSE)
    return Screen(text, ((button(t("❌ Yes, refuse"), refuse),), _back_to(t, request)))


def _back_to(t: Texts, request: RequestFacts) -> Row:
    show = callbacks.DecideRequest(request=request.id, step=callbacks.RequestStep.SHOW)
    return (button(t("⬅️ Back"), show),)


def _holders(t: Texts, members: Sequence[Member]) -> list[Html]:
    """Who represents an executor: a line each, as far as they have room."""
    lines = [Html(f"▫️ {_person(one.name, one.username)}") for one in members[:HOLDERS]]
    if members[HOLDERS:]:
        lines.append(t("and {count} more", count=len(members) - HOLDERS))
    return lines


def no_such_request(t: Texts) -> Screen:
    """Say that an old button's request is unknown."""
    return Screen(t("There is no such request any more."))


# -- letters -----------------------------------------------------------------------------------------------------


def somebody_linked(t: Texts, executor: ExecutorRef, member: Member) -> Screen:
    """To the admins: an account now answers for an executor."""
    text = t(
        "🔗 {person} is now linked as {name}.",
        person=_person(member.name, member.username),
        name=bold(executor_name(t, executor)),
    )
    return Screen(text, ((_executor_button(t, executor, _open(executor)),),))


def also_linked(t: Texts, executor: ExecutorRef, member: Member) -> Screen:
    """To those who answer for an executor: another account does so as well."""
    text = t(
        "🔗 {person} now answers for {name} as well, beside you. If you do not know them, tell the control department.",
        person=_person(member.name, member.username),
        name=bold(executor_name(t, executor)),
    )
    return Screen(text)


def link_refused(t: Texts) -> Screen:
    """To the stranger: the admins refused the request."""
    return Screen(t("The administrators did not link you. If this is a mistake, please talk to them in person."))


def you_are_unlinked(t: Texts, executor: ExecutorRef, person: Person) -> Screen:
    """To a person who no longer answers for an executor."""
    name = bold(executor_name(t, executor))
    text = t("You are no longer linked as {name}: reminders for it will not come to you.", name=name)
    if not person.is_outsider:
        return Screen(text)
    if person.wants_keys:  # they would stay below the writing line, where only a message without buttons removes them
        return Screen(
            join([text, t("If this is a mistake, write to me, and I will ask the administrators.")]), keys=REMOVED
        )
    return Screen(text, ((button(t("🙋 Ask to be linked"), callbacks.AskLink()),),))


def people_unreachable(t: Texts, lost: Sequence[Unreachable]) -> Screen:
    """To the admins: who can no longer be messaged since the last such notice, and what can be done."""
    lines: list[Html] = [bold(t("⛔ Reminders do not reach:")), *(_unreachable_line(t, one) for one in lost[:LOST])]
    if lost[LOST:]:
        lines.append(t("… and {n} more: /officers", n=len(lost) - LOST))
    lines.append(t("Ask them to open the bot and press «Start», or invite another account."))
    executors = {one.id: one for person in lost for one in person.executors}
    return Screen(join(lines), in_rows((_executor_button(t, one, _open(one)) for one in executors.values()), 2))


def _unreachable_line(t: Texts, lost: Unreachable) -> Html:
    name = _person(lost.name, lost.username)
    if "blocked" in lost.reason:
        what = t("{person} has blocked the bot", person=name)
    elif "deactivated" in lost.reason:
        what = t("{person}: the Telegram account was deleted", person=name)
    else:
        what = t("{person} has not opened the bot", person=name)
    return t("▫️ {what}; answers for: {names}", what=what, names=bold(_names(t, lost.executors)))


def group_unreachable(t: Texts, plan: PlanFacts | None = None) -> Screen:
    """To the admins: the leadership chat, or the own chat of a plan, can no longer be messaged."""
    if plan is not None:
        text = t(
            "⛔ The own leadership chat of {plan} cannot be reached: the bot was removed from it or may not write "
            "there. Add the bot again, or send /bind in another group.",
            plan=bold(t.plan(plan.mark or plan.title)),
        )
        return Screen(text)
    return Screen(
        t(
            "⛔ The leadership chat cannot be reached: the bot was removed from it or may not write there. Add the "
            "bot again, or send /bind in another group."
        )
    )


def unreached(board: Sequence[ExecutorFacts]) -> list[ExecutorFacts]:
    """The executors whom no reminder can reach: nobody is linked, or everybody linked has blocked the bot."""
    return [one for one in board if all(member.is_blocked for member in one.members)]


def readiness(t: Texts, board: Sequence[ExecutorFacts], day: date) -> Screen:
    """To the admins, before the first reminders: whom these would not reach."""
    missing = unreached(board)
    lines = [
        bold(t("📣 The first reminders go out on {day}.", day=t.long_day(day))),
        t.many("They do not reach {n} executor yet:", "They do not reach {n} executors yet:", len(missing)),
        *(_board_line(t, one) for one in missing[:LOST]),
    ]
    if missing[LOST:]:
        lines.append(t("… and {n} more: /officers", n=len(missing) - LOST))
    rows = in_rows((_executor_button(t, one.executor, _open(one.executor)) for one in missing[:LOST]), 2)
    invite = (button(t("✉️ Invite all who are not linked"), callbacks.InviteOne()),)
    return Screen(join(lines), rows).with_rows(invite, _board_row(t))


# -- parts -------------------------------------------------------------------------------------------------------


def _names(t: Texts, executors: Iterable[ExecutorRef]) -> Html:
    return Html(", ".join(executor_name(t, executor) for executor in executors))


def _groups(t: Texts, executors: Sequence[ExecutorFacts]) -> list[Html]:
    """A line for each state that somebody is in: who needs something done about them first."""
    groups: dict[_Group, list[ExecutorFacts]] = {group: [] for group in _Group}
    for one in executors:
        groups[_group(one)].append(one)
    groups[_Group.SILENT].sort(key=lambda one: one.silent_since or date.max)
    return [_group_line(t, group, found) for group, found in groups.items() if found]


class _Group(Enum):
    UNLINKED = 1
    BLOCKED = 2
    INVITED = 3
    SILENT = 4
    LINKED = 5


def _group(executor: ExecutorFacts) -> _Group:
    if not executor.members:
        return _Group.UNLINKED if executor.invited_until is None else _Group.INVITED
    if all(member.is_blocked for member in executor.members):
        return _Group.BLOCKED
    return _Group.LINKED if executor.silent_since is None else _Group.SILENT


def _group_line(t: Texts, group: _Group, found: Sequence[ExecutorFacts]) -> Html:
    heads = {
        _Group.UNLINKED: t("⚪ Not linked: {n}", n=len(found)),
        _Group.BLOCKED: t("⛔ Blocked the bot: {n}", n=len(found)),
        _Group.INVITED: t("✉️ Invited (until when): {n}", n=len(found)),
        _Group.SILENT: t("🔕 No report (since when): {n}", n=len(found)),
        _Group.LINKED: t("✅ Linked (last report): {n}", n=len(found)),
    }
    names = [_with_day(t, executor_name(t, one.executor), _day_of_group(t, one, group)) for one in found[:NAMED]]
    rest = len(found) - NAMED
    more = [t.many("and {n} other", "and {n} others", rest)] if rest > 0 else []
    return join([bold(heads[group]), Html(" ".join([", ".join(names), *more]))])


def _day_of_group(t: Texts, executor: ExecutorFacts, group: _Group) -> date | None:
    days = {
        _Group.INVITED: t.local_day(executor.invited_until) if executor.invited_until is not None else None,
        _Group.SILENT: executor.silent_since,
        _Group.LINKED: executor.reported_on,
    }
    return days.get(group)


def _with_day(t: Texts, name: Html, day: date | None) -> Html:
    return Html(f"{name} ({t.day(day)})") if day is not None else name


def _board_line(t: Texts, executor: ExecutorFacts) -> Html:
    name = executor_name(t, executor.executor)
    parts = [_state(t, executor)]
    if executor.members:
        parts.append(t("seen {day}", day=_day(t, max(member.seen_at for member in executor.members))))
    return Html(f"<b>{name}</b>: {', '.join(parts)}")


def _state(t: Texts, executor: ExecutorFacts) -> Html:
    members = executor.members
    if members and all(member.is_blocked for member in members):
        return t("⛔ blocked the bot")
    if len(members) > 1:
        return t.many("✅ {n} person linked", "✅ {n} people linked", len(members))
    if members:
        return t("✅ linked")
    if executor.invited_until is not None:
        return t("✉️ invited until {day}", day=_day(t, executor.invited_until))
    return t("⚪ not linked")


def _member_line(t: Texts, member: Member) -> Html:
    lines = [
        _person(member.name, member.username),
        t("linked {day}, seen {moment}", day=_day(t, member.linked_at), moment=t.moment(member.seen_at)),
    ]
    if member.is_deputy:
        lines.append(t("🤝 stands in"))
    if member.is_blocked:
        lines.append(t("⛔ blocked the bot"))
    return join(lines)


def _person(name: str, username: str | None) -> Html:
    return Html(f"{bold(name)} (@{escape(username)})" if username else bold(name))


def _day(t: Texts, moment: datetime) -> Html:
    return t.day(t.local_day(moment))


def _asked(t: Texts, request: RequestFacts) -> Html:
    return t("Asked: {moment}", moment=t.moment(request.asked_at))


def _request_decision(t: Texts, request: RequestFacts) -> Html:
    if request.by_invite and request.executor is not None:
        return t("✅ Linked as {name} by an invitation.", name=bold(executor_name(t, request.executor)))
    who = request.decider or t("an administrator")
    if request.executor is None:
        return t("❌ Refused by {admin}.", admin=bold(who))
    return t("✅ Linked as {name} by {admin}.", name=bold(executor_name(t, request.executor)), admin=bold(who))


def _request_rows_decided(t: Texts, request: RequestFacts) -> tuple[Row, ...]:
    if request.executor is None:
        return ()
    return ((_executor_button(t, request.executor, _open(request.executor)),),)


def _decide_button(t: Texts, request: RequestFacts, executor: ExecutorRef) -> InlineKeyboardButton:
    link = callbacks.DecideRequest(request=request.id, step=callbacks.RequestStep.PROPOSE, executor=executor.id)
    return _executor_button(t, executor, link)


def _executor_button(
    t: Texts, executor: ExecutorRef, data: callbacks.OpenOfficer | callbacks.InviteOne | callbacks.DecideRequest
) -> InlineKeyboardButton:
    return button(t.script(executor.name), data)


def _open(executor: ExecutorRef) -> callbacks.OpenOfficer:
    return callbacks.OpenOfficer(executor=executor.id)


def _board_row(t: Texts) -> Row:
    return (button(t("👥 Officers"), callbacks.OpenOfficer()),)
