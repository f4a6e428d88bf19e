"""Acceptance and extensions, as the officers and the admins see them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from aiogram.types import InlineKeyboardButton

from services.messages.purposes import AsksRefuse, AsksReopen, AsksReturn, ShowsCard, ShowsDecision
from services.people.linking import RequestFacts
from services.plan.figures import ActivityFacts, Part
from services.reports import Decision
from services.reports.appeals import AppealFacts
from services.reports.decisions import ExtensionFacts, SubmissionFacts, WaitingFacts
from services.reports.handing_in import is_wholly_delivered
from services.reports.passages import Wording
from services.reports.reading import ReportFacts
from views.cards import co_executors, corrected, report_line, whole_rows, wording_rows
from views.handing_in import despite_lines
from views.kit import callbacks
from views.kit.callbacks import ExtensionVerdict, Verdict
from views.kit.screen import Row, Screen, button, in_rows, shorten
from views.kit.texts import Html, Texts, bold, escape, join, quote
from views.kit.words import (
    activity_name,
    activity_number,
    choice_label,
    day_of,
    deadline_line,
    document_line,
    executor_name,
    files_line,
    number_sign,
    opening,
    over_when_given,
)

WORDS = 1500  # of a report or a reason: the whole of it stands in the history
APPEAL = 50  # characters of what was written to the control department, in the list of what waits
LATER, LATER_WORDS = 3, 500  # reports since the work was handed in, and characters of each
LISTED = 12  # of each kind in the list of what waits

Facts = TypeVar("Facts", SubmissionFacts, ExtensionFacts, RequestFacts, AppealFacts)


# -- what the officer is told at once -----------------------------------------------------------------------------


def reason_needed(t: Texts) -> Html:
    """Say that a reason needs words."""
    return t("Please write the reason in a few words.")


def acted_on_already(t: Texts) -> Html:
    """Say that an edited answer has already had its effect."""
    return t("Your answer was taken as you first sent it, and has not been changed.")


def extension_asked(t: Texts, asked: ExtensionFacts | None) -> Screen:
    """Say that the request for more time has gone to the admins, or why it cannot be made; `day` was named for it."""
    if asked is None:
        return Screen(t("More time cannot be requested: it is finished, or not yours."))
    text = t(
        "⏳ Requested: {activity} until {day}. You will be told of the decision.",
        activity=bold(activity_name(t, asked.activity)),
        day=bold(t.long_day(asked.to_due)),
    )
    card = button(activity_number(t, asked.activity), callbacks.OpenActivity(activity=asked.activity.id))
    whole = wording_rows(t, Wording.ASKED, asked.id, asked.reason, WORDS)
    lines = [text, *_replaced(t, asked), quote(opening(t, asked.reason, WORDS))]
    if asked.is_late:
        lines.append(t("⚠️ It is marked as asked late: too few working days were left before the deadline."))
    return Screen(join(lines), (*whole, (card,)))


def _replaced(t: Texts, asked: ExtensionFacts) -> list[Html]:
    """That the request takes the place of an earlier one."""
    if asked.replaced_due is None:
        return []
    return [t("It replaces the earlier request (until {day}).", day=t.long_day(asked.replaced_due))]


# -- a submission, before an admin ---------------------------------------------------------------------------------


def submission(t: Texts, submission: SubmissionFacts, *, with_files: bool = False, by_admin: bool = True) -> Screen:
    """Work that waits for acceptance, with its files if wanted; or the decision on it.

    `by_admin`: the reader is an admin, who may take an acceptance back and has other things waiting.
    """
    lines = [
        t("🟡 For acceptance: {activity}", activity=bold(activity_name(t, submission.activity))),
        deadline_line(t, submission.activity),
        _submitted(t, submission),
        *_handed_in(t, submission),
        *co_executors(t, submission.activity),
        *despite_lines(t, submission.open_parts, submission.despite),
        _reporter(t, submission.report),
        *_words(t, submission.report),
        *_later(t, submission),
        *([t("The plan has ended; the report still awaits a decision.")] if _is_left(submission) else []),
    ]
    about = ShowsDecision(key=f"submission:{submission.id}", activities=(submission.activity.id,))
    if submission.decision is not None:
        rows = _settled_rows(t, submission) if by_admin else ((_card_button(t, submission.activity),),)
        shown = join([*lines, Html(""), *_submission_decision(t, submission)])
        whole = (*whole_rows(t, [submission.report], WORDS), *_whole_reason(t, submission))
        return Screen(shown, (*whole, *rows), about=about)
    number, seen = submission.id, submission.version
    accept = button(t("✅ Accept"), callbacks.Decide(acceptance=number, verdict=Verdict.ACCEPT, seen=seen))
    give_back = button(t("↩️ Return"), callbacks.Decide(acceptance=number, verdict=Verdict.RETURN, seen=seen))
    files = submission.report.files if with_files else ()
    whole = (
        *whole_rows(t, [submission.report], WORDS),
        *whole_rows(t, submission.later[:LATER], LATER_WORDS),
    )
    rows = ((accept, give_back), *whole, (_card_button(t, submission.activity),))
    return Screen(join(lines), rows, files=files, about=about)


def ask_return(t: Texts, submission: SubmissionFacts, screen: int | None) -> Screen:
    """Ask for the reason of a return; `screen` is the message with the buttons, settled afterwards."""
    name = bold(activity_name(t, submission.activity))
    about = AsksReturn(activities=(submission.activity.id,), acceptance=submission.id, screen=screen)
    text = t("Write why {activity} is returned: its officers will read it.", activity=name)
    return Screen(text, about=about, asks=t("The reason"))


def ask_reopen(t: Texts, submission: SubmissionFacts, screen: int | None) -> Screen:
    """Ask why an acceptance is taken back; `screen` is the message with the button, settled afterwards."""
    name = bold(activity_name(t, submission.activity))
    about = AsksReopen(activities=(submission.activity.id,), acceptance=submission.id, screen=screen)
    text = t("Write why the acceptance of {activity} is taken back: its officers will read it.", activity=name)
    return Screen(text, about=about, asks=t("The reason"))


def reopened(t: Texts, submission: SubmissionFacts) -> Html:
    """The acceptance is taken back."""
    return t(
        "🔓 {activity} has been reopened; its officers will be told why.",
        activity=bold(activity_name(t, submission.activity)),
    )


def only_admins_decide(t: Texts) -> Html:
    """To a member of the leadership chat who pressed an admin's button."""
    return t("Only the administrators can decide this.")


def returned(t: Texts, submission: SubmissionFacts) -> Html:
    """The return is recorded."""
    return t(
        "↩️ {activity} was returned; its officers will be told why.",
        activity=bold(activity_name(t, submission.activity)),
    )


# -- a request for more time, before an admin ----------------------------------------------------------------------


def extension(t: Texts, extension: ExtensionFacts) -> Screen:
    """A request for more time, or the decision on it."""
    activity = extension.activity
    lines = [
        t("⏳ More time is requested: {activity}", activity=bold(activity_name(t, activity))),
        t(
            "From {old} to {new}",
            old=bold(t.long_day(extension.from_due)),
            new=bold(t.long_day(extension.to_due)),
        ),
        *([t("For the part of {name} alone", name=bold(t.plan(extension.executor)))] if extension.part else []),
        t("Asked by {name}, {moment}", name=t.plan(extension.executor), moment=t.moment(extension.requested_at)),
        *_replaced(t, extension),
        *([t("⚠️ Asked late")] if extension.is_late else []),
        *_moved_before(t, activity),
        quote(opening(t, extension.reason, WORDS)),
    ]
    about = ShowsDecision(key=f"extension:{extension.id}", activities=(activity.id,))
    whole = wording_rows(t, Wording.ASKED, extension.id, extension.reason, WORDS)
    if extension.decision is not None:
        rows = (
            *whole,
            *wording_rows(t, Wording.REFUSED, extension.id, extension.comment, WORDS),
            *_decided_rows(t, activity),
        )
        return Screen(join([*lines, *_extension_decision(t, extension)]), rows, about=about)
    if not activity.is_open:
        lines.append(t("It has been finished in the meantime."))
    is_past = extension.to_due < activity.today
    if is_past:
        lines.append(t("⚠️ The day asked for has passed: approved, it would still be overdue."))
    label = t("✅ Approve all the same") if is_past else t("✅ Approve")
    verdict = ExtensionVerdict.APPROVE_PAST if is_past else ExtensionVerdict.APPROVE
    approve, refuse = (
        button(text, callbacks.DecideExtension(extension=extension.id, verdict=one, until=extension.to_due))
        for text, one in ((label, verdict), (t("❌ Refuse"), ExtensionVerdict.REFUSE))
    )
    return Screen(join(lines), ((approve, refuse), *whole, (_card_button(t, activity),)), about=about)


def _moved_before(t: Texts, activity: ActivityFacts) -> list[Html]:
    """That the deadline was moved before, and from which day."""
    if not activity.is_extended or activity.planned_due_on is None:
        return []
    return [
        t("The plan’s own day: {day}; moved: {count}", day=t.long_day(activity.planned_due_on), count=activity.moves)
    ]


def request_changed(t: Texts) -> Html:
    """Say that the day asked for is another now, so that the press decided nothing."""
    return t("The request has been changed: another day is asked for now. Nothing was decided; please look again.")


def deadline_changed(t: Texts) -> Html:
    """Say that the plan has another deadline now, so that the press decided nothing."""
    return t("The plan was amended and has another deadline now. Nothing was decided; please look again.")


def plan_is_closed(t: Texts) -> Html:
    """Say that the request was closed with its plan, so that the press decided nothing."""
    return t("The plan period is closed, and this request was closed with it. Nothing was decided.")


def submission_changed(t: Texts) -> Html:
    """Say that something was reported since the words above the button, so that the press decided nothing."""
    return t("Something has changed since this was shown. Nothing was decided; please read it again.")


def ask_refuse(t: Texts, extension: ExtensionFacts, screen: int | None) -> Screen:
    """Ask for the comment on a refusal; `screen` is the message with the buttons, settled afterwards."""
    about = AsksRefuse(activities=(extension.activity.id,), extension=extension.id, screen=screen)
    text = t(
        "Write why {activity} gets no more time: its officers will read it.",
        activity=bold(activity_name(t, extension.activity)),
    )
    return Screen(text, about=about, asks=t("The reason"))


def refused(t: Texts, extension: ExtensionFacts) -> Html:
    """The refusal is recorded."""
    return t(
        "❌ No more time for {activity}; its officers will be told.",
        activity=bold(activity_name(t, extension.activity)),
    )


# -- what waits ----------------------------------------------------------------------------------------------------


def waiting(t: Texts, waiting: WaitingFacts) -> Screen:
    """Everything that waits for a decision, oldest first, with a button for each."""
    if not waiting.count:
        return Screen(t("Nothing is waiting for your decision."))
    return Screen(join(waiting_blocks(t, waiting), "\n\n"), waiting_rows(t, waiting))


def waiting_blocks(t: Texts, waiting: WaitingFacts) -> list[Html]:
    """What waits for a decision, in words; nothing if nothing does."""
    if not waiting.count:
        return []
    head = t.many("🟡 {n} decision waits for you", "🟡 {n} decisions wait for you", waiting.count)
    blocks = [
        bold(head),
        _listed(t, t("For acceptance"), waiting.submissions, _waiting_submission),
        _listed(t, t("More time"), waiting.extensions, _waiting_extension),
        _listed(t, t("To be linked"), waiting.requests, _waiting_request),
        _listed(t, t("Questions and requests"), waiting.appeals, _waiting_appeal),
    ]
    return [block for block in blocks if block]


def waiting_rows(t: Texts, waiting: WaitingFacts) -> tuple[Row, ...]:
    """A button for each decision that waits."""
    return (
        *in_rows((_look(t, one) for one in waiting.submissions[:LISTED]), 4),
        *in_rows((_look_at_extension(t, one) for one in waiting.extensions[:LISTED]), 4),
        *in_rows((_look_at_request(one) for one in waiting.requests[:LISTED]), 1),
        *in_rows((_look_at_appeal(one) for one in waiting.appeals[:LISTED]), 1),
    )


def day_is_past(t: Texts) -> Html:
    """The day asked for has passed since: nothing was approved yet."""
    return t("Not approved yet: the day asked for has passed.")


def decided_already(t: Texts) -> Html:
    """Say that another admin was first, or the officer took it back."""
    return t("It has already been decided: see below by whom and how.")


def gone(t: Texts) -> Screen:
    """Say that an old button's subject is unknown."""
    text = t("This message is out of date: what it was about is no longer there.")
    return Screen(text, ((_waiting_button(t),),), is_outdated=True)


# -- letters to the executors --------------------------------------------------------------------------------------


def accepted_letter(t: Texts, submission: SubmissionFacts, part: Part) -> Screen:
    """To an executor: the work was accepted, on time or late."""
    name = bold(activity_name(t, submission.activity))
    if part.leads:
        head = t("🟢 {activity} is accepted. Thank you!", activity=name)
    else:
        head = t("🟢 {activity}, in which you are a co-executor, is accepted. Thank you!", activity=name)
    how = t("Done late: {late}", late=_days_late(t, submission)) if submission.is_late else t("Done on time")
    if submission.activity.was_over_when_given:
        how = t("Done; {how}", how=over_when_given(t, submission.activity))
    return _letter(t, submission.activity, [head, how])


def returned_letter(t: Texts, submission: SubmissionFacts, part: Part) -> Screen:
    """To an executor: the work was returned, with the reason."""
    name = bold(activity_name(t, submission.activity))
    lines = _come_back(t, submission, part, t("↩️ {activity} was returned.", activity=name))
    if not part.leads:
        lead = executor_name(t, submission.activity.lead.executor)
        lines.append(t("{lead} is the responsible officer; please help to correct it.", lead=bold(lead)))
    return _letter(t, submission.activity, lines).with_rows(*_whole_reason(t, submission))


def reopened_letter(t: Texts, submission: SubmissionFacts, part: Part) -> Screen:
    """To an executor: the work had been accepted by mistake."""
    head = t(
        "🔓 {activity} was accepted by mistake and has been reopened.",
        activity=bold(activity_name(t, submission.activity)),
    )
    return _letter(t, submission.activity, _come_back(t, submission, part, head)).with_rows(
        *_whole_reason(t, submission)
    )


def _come_back(t: Texts, submission: SubmissionFacts, part: Part, head: Html) -> list[Html]:
    """What a letter says of work to be taken up again: why, until when, and how."""
    lines = [
        head,
        t("Reason, by {admin}:", admin=submission.decider or t("an administrator")),
        quote(opening(t, submission.reason or "", WORDS)),
        deadline_line(t, submission.activity),
    ]
    if submission.has_ended:
        lines.append(t("Its plan has ended: nothing more is reported on it here. Please ask the control department."))
    elif part.leads:
        lines.append(t("Once it is corrected, report again: reply here or open the card."))
    return lines


def extension_letter(t: Texts, extension: ExtensionFacts) -> Screen:
    """To an executor: more time was given, or not."""
    name = bold(activity_name(t, extension.activity))
    if extension.decision is Decision.APPROVED:
        head = t("⏳ {activity}: the deadline is now {day}.", activity=name, day=bold(t.long_day(extension.to_due)))
        before = t("It was {day}.", day=t.long_day(extension.from_due))
    elif extension.decision is Decision.WITHDRAWN:
        head = t("▫️ Your request for more time is closed: {activity}.", activity=name)
        before = (
            t("The plan period is closed, so its deadlines are moved no more.")
            if extension.has_ended
            else t("The plan was amended and has another deadline now.")
        )
    else:
        head = t("❌ {activity} gets no more time.", activity=name)
        before = t("The deadline stays {day}.", day=bold(t.long_day(extension.from_due)))
    lines = [head, before]
    if extension.comment:
        lines.append(quote(opening(t, extension.comment, WORDS)))
    whole = wording_rows(t, Wording.REFUSED, extension.id, extension.comment, WORDS)
    return _letter(t, extension.activity, lines).with_rows(*whole)


def co_report_letter(t: Texts, activity: ActivityFacts, report: ReportFacts) -> Screen:
    """To the lead: a co-executor reported."""
    lines = [
        t(
            "✍️ {name} reported on {activity}",
            name=bold(t.plan(report.executor)),
            activity=bold(activity_name(t, activity)),
        ),
    ]
    if report.done:
        lines.append(t("Their part is done"))
    elif report.percent is not None:
        lines.append(t("Their part: {percent}%", percent=report.percent))
    may_be_handed_in = bool(report.done) and is_wholly_delivered(activity)
    ready = [t("All parts are delivered: it can be handed in.")] if may_be_handed_in else []
    screen = _letter(t, activity, [*lines, *_words(t, report), *ready])
    if may_be_handed_in:
        screen = screen.with_rows((button(t("✅ Done"), callbacks.Mark(activity=activity.id, done=True)),))
    every = button(t("🗂 All reports and files"), callbacks.OpenHistory(activity=activity.id))
    return screen.with_rows(*whole_rows(t, [report], WORDS), (every,))


# -- parts ---------------------------------------------------------------------------------------------------------


def _submitted(t: Texts, submission: SubmissionFacts) -> Html:
    day = t.long_day(submission.submitted_on)
    if submission.is_late:
        return t("Submitted {day}: late, {late}", day=day, late=bold(_days_late(t, submission)))
    if submission.activity.was_over_when_given:
        return t("Submitted {day}; {how}", day=day, how=over_when_given(t, submission.activity))
    return t("Submitted {day}: on time", day=day)


def _handed_in(t: Texts, submission: SubmissionFacts) -> list[Html]:
    """That the report of the day above waited for something, and when it came to be decided on."""
    day = t.local_day(submission.handed_in_at) if submission.handed_in_at is not None else submission.submitted_on
    if day <= submission.submitted_on:
        return []
    return [t("It was reported on that day and confirmed on {day}.", day=t.day(day))]


def _days_late(t: Texts, submission: SubmissionFacts) -> Html:
    due = submission.activity.due_on or submission.submitted_on
    return t.many("{n} day past the deadline", "{n} days past the deadline", (submission.submitted_on - due).days)


def _reporter(t: Texts, report: ReportFacts) -> Html:
    executor = t.plan(report.executor)
    if report.author == report.executor:
        return t("Reported by {name}", name=bold(executor))
    return t("Reported by {name} ({account})", name=bold(executor), account=report.author)


def _words(t: Texts, report: ReportFacts) -> list[Html]:
    lines = [quote(opening(t, report.text, WORDS))] if report.text else []
    lines += [document_line(t, report.document)] if report.document is not None else []
    lines += [files_line(t, report.files)] if report.files else []
    return [*lines, *corrected(t, report)]


def _whole_reason(t: Texts, submission: SubmissionFacts) -> tuple[Row, ...]:
    return wording_rows(t, Wording.RETURN, submission.id, submission.reason, WORDS)


def _later(t: Texts, submission: SubmissionFacts) -> list[Html]:
    """What was reported since the work was handed in."""
    if not submission.later:
        return []
    lines = [report_line(t, one, LATER_WORDS) for one in submission.later[:LATER]]
    others = len(submission.later) - LATER
    cut = [t.many("… and {n} more", "… and {n} more", others)] if others > 0 else []
    return [Html(""), bold(t("⚠️ Reported since it was handed in:")), *lines, *cut]


def decision_lines(t: Texts, decided: SubmissionFacts | ExtensionFacts) -> list[Html]:
    """Who decided on it, when and why; or that nobody has yet."""
    if decided.decision is None:
        return [t("🟡 Not decided yet.")]
    if isinstance(decided, SubmissionFacts):
        return _submission_decision(t, decided)
    return _extension_decision(t, decided)


def _submission_decision(t: Texts, submission: SubmissionFacts) -> list[Html]:
    when = _moment(t, submission.decided_at)
    admin = bold(submission.decider or t("an administrator"))
    if submission.decision is Decision.ACCEPTED:
        how = t("done late") if submission.is_late else t("done on time")
        if submission.activity.was_over_when_given:
            how = over_when_given(t, submission.activity)
        return [t("🟢 Accepted by {admin}, {moment}: {how}", admin=admin, moment=when, how=how)]
    if submission.decision is Decision.RETURNED:
        reason = [quote(opening(t, submission.reason, WORDS))] if submission.reason else []
        return [t("↩️ Returned by {admin}, {moment}", admin=admin, moment=when), *reason]
    if submission.decision is Decision.REOPENED:
        reason = [quote(opening(t, submission.reason, WORDS))] if submission.reason else []
        return [t("🔓 Reopened by {admin}, {moment}", admin=admin, moment=when), *reason]
    if submission.decider is not None:  # closed with the activity of which it was a part
        reason = [quote(opening(t, submission.reason, WORDS))] if submission.reason else []
        return [t("🚫 Closed by {admin}, {moment}: there is nothing to decide.", admin=admin, moment=when), *reason]
    return [t("The officer has taken this report back ({moment}): there is nothing to decide.", moment=when)]


def _extension_decision(t: Texts, extension: ExtensionFacts) -> list[Html]:
    when = _moment(t, extension.decided_at)
    admin = bold(extension.decider or t("an administrator"))
    comment = [quote(opening(t, extension.comment, WORDS))] if extension.comment else []
    if extension.decision is Decision.APPROVED:
        return [t("✅ Approved by {admin}, {moment}", admin=admin, moment=when), *comment]
    if extension.decision is Decision.WITHDRAWN and extension.has_ended:
        return [t("▫️ Closed, {moment}, with the plan period: nobody had decided.", moment=when)]
    if extension.decision is Decision.WITHDRAWN and extension.decider is not None:
        return [t("▫️ The officer has taken this request back ({moment}): there is nothing to decide.", moment=when)]
    if extension.decision is Decision.WITHDRAWN:
        return [t("▫️ Closed, {moment}: the plan was amended and has another deadline now.", moment=when)]
    return [t("❌ Refused by {admin}, {moment}", admin=admin, moment=when), *comment]


def _moment(t: Texts, moment: datetime | None) -> Html:
    return t.moment(moment) if moment is not None else Html("—")


def _settled_rows(t: Texts, submission: SubmissionFacts) -> tuple[Row, ...]:
    card, *others = _decided_rows(t, submission.activity)
    may_reopen = submission.decision is Decision.ACCEPTED and not submission.has_ended
    return (card, *reopen_rows(t, submission.id if may_reopen else None), *others)


def reopen_rows(t: Texts, accepted: int | None) -> tuple[Row, ...]:
    """The button that takes an acceptance back, if there is one."""
    if accepted is None:
        return ()
    return ((button(t("🔓 Accepted by mistake"), callbacks.Reopen(acceptance=accepted)),),)


def _decided_rows(t: Texts, activity: ActivityFacts) -> tuple[Row, ...]:
    return ((_card_button(t, activity),), (_waiting_button(t),))


def _is_left(submission: SubmissionFacts) -> bool:
    return submission.has_ended and submission.decision is None


def _letter(t: Texts, activity: ActivityFacts, lines: list[Html]) -> Screen:
    return Screen(join(lines), ((_card_button(t, activity),),), about=ShowsCard(activities=(activity.id,)))


def _card_button(t: Texts, activity: ActivityFacts) -> InlineKeyboardButton:
    return button(activity_number(t, activity), callbacks.OpenActivity(activity=activity.id))


def _waiting_button(t: Texts) -> InlineKeyboardButton:
    return button(t("🟡 What waits for me"), callbacks.Waiting())


def _listed(t: Texts, head: Html, waiting: Sequence[Facts], line: Callable[[Texts, Facts], Html]) -> Html:
    if not waiting:
        return Html("")
    lines = [bold(head), *(line(t, one) for one in waiting[:LISTED])]
    if len(waiting) > LISTED:
        lines.append(t("and {count} more", count=len(waiting) - LISTED))
    return join(lines)


def _waiting_submission(t: Texts, submission: SubmissionFacts) -> Html:
    since = t("since {day}", day=t.day(submission.submitted_on))
    line = Html(f"{choice_label(t, submission.activity)} · {since}")
    return Html(f"{line} · {t('late')}") if submission.is_late else line


def _waiting_extension(t: Texts, extension: ExtensionFacts) -> Html:
    until = t("until {day}", day=day_of(t, extension.to_due, extension.activity.today))
    late = f" · {t('asked late')}" if extension.is_late else ""
    return Html(f"{choice_label(t, extension.activity)} · {t.plan(extension.executor)} · {until}{late}")


def _waiting_appeal(t: Texts, appeal: AppealFacts) -> Html:
    number = Html(f"{number_sign(t, appeal.activity)} · ") if appeal.activity is not None else ""
    words = shorten(appeal.text, APPEAL)
    return Html(f"{number}{_appealing(t, appeal)} · {t.moment(appeal.written_at)} · {escape(words)}")


def _appealing(t: Texts, appeal: AppealFacts) -> Html:
    return executor_name(t, appeal.executors[0]) if appeal.executors else escape(appeal.name)


def _waiting_request(t: Texts, request: RequestFacts) -> Html:
    return Html(f"{bold(request.name)} · {t.moment(request.asked_at)}")


def _look(t: Texts, submission: SubmissionFacts) -> InlineKeyboardButton:
    return button(
        f"🟡 {number_sign(t, submission.activity)}", callbacks.Decide(acceptance=submission.id, verdict=Verdict.LOOK)
    )


def _look_at_extension(t: Texts, extension: ExtensionFacts) -> InlineKeyboardButton:
    return button(
        f"⏳ {number_sign(t, extension.activity)}",
        callbacks.DecideExtension(extension=extension.id, verdict=ExtensionVerdict.LOOK),
    )


def _look_at_appeal(appeal: AppealFacts) -> InlineKeyboardButton:
    return button(f"✉️ {shorten(appeal.text, APPEAL)}", callbacks.LookAtAppeal(appeal=appeal.id))


def _look_at_request(request: RequestFacts) -> InlineKeyboardButton:
    return button(f"🙋 {request.name}", callbacks.DecideRequest(request=request.id, step=callbacks.RequestStep.SHOW))
