"""What an officer is told of a report: what was recorded, or the question which activity is meant."""

from aiogram.types import InlineKeyboardButton

from services.messages.purposes import AsksWhich, ShowsCard, ShowsReport
from services.plan.figures import ActivityFacts, Part
from services.reports.message import Choice, Recorded
from views.cards import PERCENTS, REPORT_LIMIT, co_executors, whole_rows, words_of
from views.kit import callbacks
from views.kit.screen import Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join, quote
from views.kit.words import activity_name, activity_number, choice_label, executor_name, opening, signed_status

CHOICES = 12


def recorded(t: Texts, facts: Recorded, *, ask_result: bool = True) -> Screen:
    """What was recorded of the report: activity, reading, words, files, time; and buttons to correct it.

    Of work said to be done without a word or a file a result is asked, unless it was declined (`ask_result` False).
    """
    report, activity = facts.report, facts.activity
    lines: list[Html] = [
        t("✔️ Recorded: {activity}", activity=bold(activity_name(t, activity))),
        _reading(t, facts),
    ]
    lines += words_of(t, report)
    lines.append(Html(f"{t.moment(report.submitted_at)} · {signed_status(t, activity)}"))
    lines += _consequence(t, facts)
    rows = (*_correcting(t, facts), *whole_rows(t, [report]))
    asks = bool(ask_result and report.done and not report.text and not report.files)
    if asks:
        lines.append(bold(t("Write a word on the result, or send a file, if there is one.")))
        rows = ((button(t("Nothing to add"), callbacks.Enough(report=report.id)),), *rows)
    about = ShowsReport(activities=(activity.id,), report=report.id, asks_result=asks)
    return Screen(join(lines), rows, about=about)


def undone(t: Texts, facts: Recorded) -> Screen:
    """The report was taken back."""
    text = t("↩️ The report on {activity} was taken back.", activity=bold(activity_name(t, facts.activity)))
    lines = [text, Html(f"{t('Now')}: {signed_status(t, facts.activity)}")]
    if facts.report.text:
        lines.append(quote(opening(t, facts.report.text, REPORT_LIMIT)))
    open_card = button(activity_number(t, facts.activity), callbacks.OpenActivity(activity=facts.activity.id))
    return Screen(join(lines), ((open_card,),), about=ShowsCard(activities=(facts.activity.id,)))


def too_late_to_undo(t: Texts) -> Html:
    """Why a report cannot be taken back or corrected any more."""
    return t(
        "It cannot be changed any more: it was decided on, or there is a later report. Write a new report instead."
    )


def which(t: Texts, facts: Choice) -> Screen:
    """The words are kept; which activity they are about is asked by buttons, most urgent first."""
    if facts.roles:
        return which_role(t, facts)
    lines = []
    if facts.named is not None and all(choice.number != facts.named for choice in facts.choices):
        lines.append(t("Activity {number} is not among yours.", number=facts.named))
    lines.append(bold(t("Which activity is this about?")))
    if facts.text:
        lines.append(quote(opening(t, facts.text, REPORT_LIMIT)))
    lines.append(t("Your words are kept; press the number."))
    shown = facts.choices[:CHOICES]
    draft = facts.draft_ids[0]
    buttons = (button(choice_label(t, one), callbacks.Pick(draft=draft, activity=one.id)) for one in shown)
    return Screen(join(lines), in_rows(buttons, 1), about=AsksWhich(draft=draft))


def which_role(t: Texts, facts: Choice) -> Screen:
    """The person answers for several executors of the activity: for which do they speak?"""
    [activity] = facts.choices
    lines = [bold(activity_name(t, activity)), t("For whom do you report?")]
    if facts.text:
        lines.append(quote(opening(t, facts.text, REPORT_LIMIT)))
    rows = tuple((_role_button(t, facts.draft_ids[0], activity, part),) for part in facts.roles)
    return Screen(join(lines), rows, about=AsksWhich(draft=facts.draft_ids[0]))


def _role_button(t: Texts, draft: int, activity: ActivityFacts, part: Part) -> InlineKeyboardButton:
    name = executor_name(t, part.executor)
    label = t("{name}, responsible", name=name) if part.leads else t("{name}, co-executor", name=name)
    return button(label, callbacks.Pick(draft=draft, activity=activity.id, part=part.assignment_id))


def edited_too_late(t: Texts) -> Html:
    """The message was edited after its report was decided on."""
    return t("The report was already decided on, so it stays as it was. Write a new message to add to it.")


def _reading(t: Texts, facts: Recorded) -> Html:
    if facts.report.done:
        return t("Read as: done") if facts.part.leads else t("Read as: your part is done")
    if facts.report.percent is not None:
        return t("Read as: {percent}% done", percent=facts.report.percent)
    return t("Read as: a note on the work")


def _consequence(t: Texts, facts: Recorded) -> list[Html]:
    if facts.submitted:
        sent = t("🟡 Sent for acceptance. You will be told of the decision.")
        return [*co_executors(t, facts.activity), sent]
    if facts.told_lead:
        return [t("The responsible officer has been told.")]
    return []


def _correcting(t: Texts, facts: Recorded) -> tuple[Row, ...]:
    report = facts.report
    rows: list[Row] = []
    if facts.activity.is_open and not facts.activity.is_endless and not report.done:
        done = button(t("✅ Done"), callbacks.Amend(report=report.id, done=True))
        percents = [button(f"{value}%", callbacks.Amend(report=report.id, percent=value)) for value in PERCENTS]
        rows += [(*percents,), (done,)]
    rows.append((button(t("↩️ Undo"), callbacks.Undo(report=report.id)),))
    return tuple(rows)
