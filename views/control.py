"""Admins' changes to an activity, step by step, and what its executors are told of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from aiogram.types import InlineKeyboardButton

from services.control.changes import may_be_closed, may_need_document, months_to_choose
from services.control.handover import Movable, may_be_given
from services.messages.kinds import Controlled
from services.messages.purposes import AsksClose, AsksDeadline, AsksText, ConfirmsText, ShowsCard, ShowsDeadlineDays
from services.plan.figures import ActivityFacts, ExecutorRef, Part
from services.plan.status import Status
from services.reports.cards import Card
from views.kit import callbacks
from views.kit.callbacks import ManageStep
from views.kit.paging import TRIANGLES, paged
from views.kit.screen import Row, Screen, button, in_rows, shorten
from views.kit.texts import Html, Texts, bold, join, quote
from views.kit.words import (
    activity_name,
    activity_number,
    deadline_line,
    executor_name,
    opening,
    or_a_day,
    over_when_given,
    signed_status,
    time_left,
)
from views.parts import parts_row
from views.reasons import yes_no
from views.review import reopen_rows

MONTHS = 8
LEADS = 12
WORDS = 900  # of a text, before and after on one screen


def menu(t: Texts, card: Card) -> Screen:
    """Everything an admin can change in an activity."""
    activity = card.activity
    lines = [
        bold(t("⚙️ Manage: {activity}", activity=activity_name(t, activity))),
        Html(""),
        signed_status(t, activity),
        deadline_line(t, activity),
        t("Responsible officer: {name}", name=bold(executor_name(t, activity.lead.executor))),
    ]
    return Screen(join(lines), (*_choices(t, card), *_back(t, activity)), about=ShowsCard(activities=(activity.id,)))


def _choices(t: Texts, card: Card) -> tuple[Row, ...]:
    activity = card.activity
    choices: list[InlineKeyboardButton] = []
    if months_to_choose(activity, 1):
        choices.append(_step(t("🗓 Change the deadline"), activity, ManageStep.DEADLINE))
    if activity.parts[1:] or may_be_given(activity):
        choices.append(_step(t("👤 Change the responsible officer"), activity, ManageStep.LEAD))
    choices += parts_row(t, activity)
    choices.append(_step(t("✏️ Correct the text"), activity, ManageStep.TEXT))
    if may_need_document(activity):
        choices.append(_document_mark(t, activity))
    if may_be_closed(activity):
        choices.append(_step(t("🚫 Remove from control"), activity, ManageStep.CLOSE))
    if activity.status is Status.CLOSED:
        choices.append(_step(t("♻️ Put back on control"), activity, ManageStep.RESTORE))
    history = button(t("📜 What was changed"), callbacks.OpenAudit(words=f"a{activity.number}"))
    return (*in_rows(choices, 1), *reopen_rows(t, card.accepted), (history,))


def giver_rows(t: Texts, activity: ActivityFacts) -> tuple[Row, ...]:
    """For whoever gave the order, on its card: what they can change of it."""
    rows: list[Row] = []
    if months_to_choose(activity, 1):
        rows.append((_step(t("🗓 Change the deadline"), activity, ManageStep.DEADLINE),))
    if may_be_closed(activity):
        rows.append((_step(t("🚫 Remove from control"), activity, ManageStep.CLOSE),))
    if activity.status is Status.CLOSED:
        rows.append((_step(t("♻️ Put back on control"), activity, ManageStep.RESTORE),))
    return tuple(rows)


def _document_mark(t: Texts, activity: ActivityFacts) -> InlineKeyboardButton:
    label = t("📎 No document needed") if activity.needs_document else t("📎 Require a document")
    pressed = callbacks.Oversee(activity=activity.id, what=callbacks.Oversight.DOCUMENT, on=not activity.needs_document)
    return button(label, pressed)


def no_such_activity(t: Texts) -> Screen:
    """Say that an old button's activity is no longer in the plan."""
    return Screen(t("It is not there any more."), is_outdated=True)


def cannot(t: Texts, activity: ActivityFacts | None) -> Screen:
    """Say that the change cannot be made (any more), with the activity as it stands and what can be done."""
    if activity is None:
        return no_such_activity(t)
    lines = [
        t(
            "This cannot be changed now: {activity} has changed in the meantime.",
            activity=bold(activity_name(t, activity)),
        ),
        signed_status(t, activity),
        deadline_line(t, activity),
    ]
    return Screen(join(lines), _back(t, activity))


# -- the deadline --------------------------------------------------------------------------------------------------


def deadlines(t: Texts, activity: ActivityFacts) -> Screen:
    """The months to whose end the deadline can be moved."""
    choices = [
        button(t.month(day), callbacks.MoveDeadline(activity=activity.id, month=f"{day:%Y-%m}"))
        for day in months_to_choose(activity, MONTHS)
    ]
    text = t("By the end of which month must {activity} be done?", activity=bold(activity_name(t, activity)))
    lines = [text, deadline_line(t, activity), or_a_day(t, activity)]
    about = ShowsDeadlineDays(activities=(activity.id,))
    return Screen(join(lines), (*in_rows(choices, 2), *_back_to_menu(t, activity)), about=about)


def ask_deadline_reason(t: Texts, activity: ActivityFacts, day: date) -> Screen:
    """Ask why the deadline is moved."""
    about = AsksDeadline(activities=(activity.id,), due=day)
    text = t(
        "The deadline of {activity} will be {day}. Write the reason: its officers will read it.",
        activity=bold(activity_name(t, activity)),
        day=bold(t.long_day(day)),
    )
    return Screen(text, about=about, asks=t("The reason"))


# -- off control and on again --------------------------------------------------------------------------------------


def ask_close_reason(t: Texts, activity: ActivityFacts) -> Screen:
    """Ask why the activity is removed from control."""
    about = AsksClose(activities=(activity.id,))
    text = t(
        "{activity} will be removed from control: no reminders, no reports. "
        "Write the reason: its officers will read it.",
        activity=bold(activity_name(t, activity)),
    )
    return Screen(text, about=about, asks=t("The reason"))


def sure_to_close(t: Texts, activity: ActivityFacts, reason: str) -> Screen:
    """Show what removal means before it happens."""
    lines = [
        bold(t("Remove {activity} from control?", activity=activity_name(t, activity))),
        signed_status(t, activity),
        t("The reason, which its officers will read:"),
        quote(opening(t, reason, WORDS)),
    ]
    return Screen(join(lines), (yes_no(t("✅ Yes, remove it"), t("✖️ No")),))


# -- the lead ------------------------------------------------------------------------------------------------------


def leads(t: Texts, found: Movable, page: int = 0) -> Screen:
    """Choose who becomes responsible: the co-executors first, then everybody else."""
    activity = found.activity
    shown = paged(found.others, page, LEADS)
    lines = [
        t(
            "{name} is responsible for {activity}. Who should be responsible instead?",
            name=bold(executor_name(t, activity.lead.executor)),
            activity=bold(activity_name(t, activity)),
        )
    ]
    if activity.parts[1:]:
        lines.append(t("👥 takes part already"))
    if shown.count > 1:
        lines.append(t("Page {page} of {pages}", page=shown.number + 1, pages=shown.count))
    turn = shown.turn(lambda to: callbacks.GiveLead(activity=activity.id, page=to), TRIANGLES)
    choices = in_rows([_lead_choice(t, activity, one, shown.number) for one in shown.shown], 2)
    return Screen(join(lines), (*choices, *((turn,) if turn else ()), *_back_to_menu(t, activity)))


def _lead_choice(t: Texts, activity: ActivityFacts, one: ExecutorRef, page: int) -> InlineKeyboardButton:
    part = activity.part_of(frozenset({one.id}))
    if part is not None:
        label = f"👥 {executor_name(t, one)}"
        return button(label, callbacks.MakeLead(activity=activity.id, part=part.assignment_id))
    return button(str(executor_name(t, one)), callbacks.GiveLead(activity=activity.id, page=page, executor=one.id))


def sure_of_new_lead(t: Texts, activity: ActivityFacts, new: ExecutorRef, page: int) -> Screen:
    """Ask once more, because the work leaves the former officer's list."""
    old = bold(executor_name(t, activity.lead.executor))
    text = t(
        "{new} will be responsible for {activity}, in the place of {old}.",
        new=bold(executor_name(t, new)),
        activity=bold(activity_name(t, activity)),
        old=old,
    )
    left = t("{old} will have no part in it any more. All of its officers will be told.", old=old)
    yes = button(t("✅ Yes"), callbacks.GiveLead(activity=activity.id, executor=new.id, sure=True))
    back = button(t("⬅️ Back"), callbacks.GiveLead(activity=activity.id, page=page))
    return Screen(join([text, left]), ((yes,), (back,)))


def sure_of_lead(t: Texts, activity: ActivityFacts, part: Part) -> Screen:
    """Ask once more, because only the lead's report hands the work in."""
    text = t(
        "{new} will be responsible for {activity}, and {old} a co-executor.",
        new=bold(executor_name(t, part.executor)),
        activity=bold(activity_name(t, activity)),
        old=bold(executor_name(t, activity.lead.executor)),
    )
    yes = button(t("✅ Yes"), callbacks.MakeLead(activity=activity.id, part=part.assignment_id, sure=True))
    return Screen(text, ((yes,), *_back_to_menu(t, activity)))


# -- the text ------------------------------------------------------------------------------------------------------


def ask_text(t: Texts, activity: ActivityFacts) -> Screen:
    """Ask for the new text; the present one is ready to be copied."""
    lines = [
        t("Write the full text of {activity} as it should be:", activity=bold(activity_name(t, activity))),
        Html(f"<pre>{t.plan(shorten(activity.text, 3500))}</pre>"),
    ]
    return Screen(join(lines), about=AsksText(activities=(activity.id,)), asks=t("The full text"))


def text_needed(t: Texts) -> Html:
    """Say that a text is needed, not a file."""
    return t("Please write the text itself.")


def sure_of_text(t: Texts, activity: ActivityFacts, text: str) -> Screen:
    """The text before and after, to be confirmed; this message holds the new one."""
    about = ConfirmsText(activities=(activity.id,), text=text)
    lines = [
        bold(t("The text of {activity}", activity=activity_name(t, activity))),
        t("Before:"),
        quote(opening(t, activity.text, WORDS)),
        t("After:"),
        quote(opening(t, text, WORDS)),
    ]
    yes = button(t("✅ Yes, change it"), callbacks.MendText(activity=activity.id))
    return Screen(join(lines), ((yes,), *_back_to_menu(t, activity)), about=about)


# -- what was changed, to the admin and to the executors -----------------------------------------------------------


def changed(
    t: Texts, activity: ActivityFacts, what: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Screen:
    """Say that the change was made and the executors are told."""
    lines = [*_said(t, activity, what, before, after), t("Its officers have been told.")]
    return Screen(join(lines), (*_back_to_menu(t, activity), *_back(t, activity)))


def letter(t: Texts, activity: ActivityFacts, about: Controlled, mine: Part | None = None, *, items: int = 1) -> Screen:
    """To an executor: what an admin changed in their activity, and why.

    Whom it was given to reads all of it: `mine` is the part that is new to them, in so many `items` of what repeats.
    """
    said = _given(t, activity, mine, about.before, items) if mine is not None else ()
    lines = [*(said or _said(t, activity, about.what, about.before, about.after)), t("By {admin}", admin=about.by)]
    if reason := about.after.get("reason"):
        lines.append(quote(opening(t, str(reason), WORDS)))
    return Screen(join(lines), _back(t, activity), about=ShowsCard(activities=(activity.id,)))


def _given(t: Texts, activity: ActivityFacts, mine: Part, before: Mapping[str, Any], items: int) -> Sequence[Html]:
    """To the new executor: what is theirs now, by when, and as whom."""
    name = bold(activity_name(t, activity))
    if mine.leads:
        head = t("👤 {activity} is yours now: you are the responsible officer.", activity=name)
    else:
        head = t("👤 {activity} is yours now: you are a co-executor.", activity=name)
    lines = [head, quote(shorten(t.plan(activity.text), WORDS)), deadline_line(t, activity)]
    if activity.was_over_for(mine):
        late = t.many("{n} day past the deadline", "{n} days past the deadline", -(activity.days_left or 0))
        lines.append(Html(f"🔴 {late}; {over_when_given(t, activity, mine)}"))
    elif activity.is_open and time_left(t, activity):
        lines.append(time_left(t, activity))
    if items > 1:
        lines.append(t.many("It repeats: {n} term is yours.", "It repeats: {n} terms are yours.", items))
    if helps := before.get("lead"):
        return [*lines, t("It was {name}, now a co-executor.", name=t.plan(str(helps)))]
    return [*lines, t("It was {name}.", name=t.plan(str(before["executor"])))]


def _said(
    t: Texts, activity: ActivityFacts, what: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Sequence[Html]:
    name = bold(activity_name(t, activity))
    if what == "deadline":
        head = t("🗓 {activity}: the deadline is now {day}.", activity=name, day=bold(_day(t, after["due_on"])))
        return [head, t("It was {day}.", day=_day(t, before["due_on"]))] if before["due_on"] else [head]
    if what == "lead":
        new, old = bold(t.plan(after["lead"])), t.plan(before["lead"])
        head = t("👤 {activity}: the responsible officer is now {name}.", activity=name, name=new)
        return [head, t("It was {name}, now a co-executor.", name=old)]
    if what == "executor":
        new, old = bold(t.plan(after["executor"])), t.plan(before["executor"])
        return [t("👤 {activity}: its executor is now {name}.", activity=name, name=new), t("It was {name}.", name=old)]
    if what == "text":
        head = t("✏️ The text of {activity} was corrected:", activity=name)
        return [head, quote(shorten(t.script(after["text"]), WORDS))]
    if what == "document":
        return [_document_said(t, name, needs=after["document"])]
    return _control_said(t, activity, name, is_closed=what == "closed")


def _control_said(t: Texts, activity: ActivityFacts, name: Html, *, is_closed: bool) -> Sequence[Html]:
    if is_closed:
        return [t("🚫 {activity} was removed from control: no more reports on it are needed.", activity=name)]
    return [t("♻️ {activity} is back on control.", activity=name), deadline_line(t, activity)]


def _document_said(t: Texts, name: Html, *, needs: bool) -> Html:
    if needs:
        return t("📎 {activity} is now handed in with a document: its number, its date and a file.", activity=name)
    return t("📎 {activity} no longer needs a document when it is handed in.", activity=name)


def _day(t: Texts, day: str) -> Html:
    return t.long_day(date.fromisoformat(day))


def _step(label: str, activity: ActivityFacts, what: ManageStep) -> InlineKeyboardButton:
    return button(label, callbacks.Manage(activity=activity.id, what=what))


def _back(t: Texts, activity: ActivityFacts) -> tuple[Row, ...]:
    return ((button(activity_number(t, activity), callbacks.OpenActivity(activity=activity.id)),),)


def _back_to_menu(t: Texts, activity: ActivityFacts) -> tuple[Row, ...]:
    return ((_step(t("⬅️ Back"), activity, ManageStep.MENU),),)
