"""What an officer is told of a report: what was recorded, or the question which activity is meant."""

from services.anchors import About
from services.facts import Choice, Recorded
from views import callbacks
from views.activity import PERCENTS, REPORT_LIMIT
from views.i18n import Html, Texts, bold, join, quote
from views.screen import Row, Screen, button, in_rows, shorten
from views.words import activity_name, files_line, short_title, signed_status

CHOICES = 12


def recorded(t: Texts, facts: Recorded) -> Screen:
    """What was recorded of the report: activity, reading, words, files, time; and buttons to correct it."""
    report, activity = facts.report, facts.activity
    lines: list[Html] = [
        t("✔️ Recorded: {activity}", activity=bold(activity_name(t, activity))),
        short_title(t, activity),
        _reading(t, facts),
    ]
    if report.text:
        lines.append(quote(shorten(report.text, REPORT_LIMIT)))
    if report.files:
        lines.append(files_line(t, report.files))
    lines.append(Html(f"{t.moment(report.submitted_at)} · {signed_status(t, activity)}"))
    lines += _consequence(t, facts)
    about = About("report", {"activities": [activity.id], "report": report.id})
    return Screen(join(lines), _correcting(t, facts), about=about)


def undone(t: Texts, facts: Recorded) -> Screen:
    """The report was taken back."""
    text = t("↩️ The report on {activity} was taken back.", activity=bold(activity_name(t, facts.activity)))
    lines = [text, Html(f"{t('Now')}: {signed_status(t, facts.activity)}")]
    if facts.report.text:
        lines.append(quote(shorten(facts.report.text, REPORT_LIMIT)))
    open_card = button(activity_name(t, facts.activity), callbacks.OpenActivity(activity=facts.activity.id))
    return Screen(join(lines), ((open_card,),), about=About("card", {"activities": [facts.activity.id]}))


def too_late_to_undo(t: Texts) -> Html:
    """Why a report can not be taken back or corrected any more."""
    return t(
        "It can not be changed any more: it was decided on, or there is a later report. Write a new report instead."
    )


def which(t: Texts, facts: Choice) -> Screen:
    """The words are kept; which activity they are about is asked by buttons, most urgent first."""
    lines = []
    if facts.named is not None and all(choice.number != facts.named for choice in facts.choices):
        lines.append(t("Activity {number} is not among yours.", number=facts.named))
    lines.append(bold(t("Which activity is this about?")))
    if facts.text:
        lines.append(quote(shorten(facts.text, REPORT_LIMIT)))
    lines.append(t("Your words are kept; press the number."))
    shown = facts.choices[:CHOICES]
    lines += [Html(f"<b>№{one.number}</b> {short_title(t, one, 60)}") for one in shown]
    buttons = [button(f"№{one.number}", callbacks.Pick(draft=facts.draft_ids[0], activity=one.id)) for one in shown]
    return Screen(join(lines), in_rows(buttons, 4), about=About("ask_which", {"draft": facts.draft_ids[0]}))


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
        return [t("🟡 Sent for acceptance. You will be told of the decision.")]
    if facts.told_lead:
        return [t("The responsible officer has been told.")]
    return []


def _correcting(t: Texts, facts: Recorded) -> tuple[Row, ...]:
    report = facts.report
    rows: list[Row] = []
    if facts.activity.is_open and not facts.activity.is_endless and not report.done:
        done = button(t("✅ Done"), callbacks.Amend(report=report.id, done=1))
        percents = [button(f"{value}%", callbacks.Amend(report=report.id, percent=value)) for value in PERCENTS]
        rows += [(*percents,), (done,)]
    rows.append((button(t("↩️ Undo"), callbacks.Undo(report=report.id)),))
    return tuple(rows)
