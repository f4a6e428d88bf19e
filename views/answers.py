"""What an officer is told of a report: what was recorded, or the question which activity is meant."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from services.language.reading.parts import Asks
from services.messages.purposes import AsksWhich, ShowsCard, ShowsCorrection, ShowsReport
from services.plan.figures import ActivityFacts, Part
from services.reports.message import Choice, Corrected, LeadHears, Recorded
from views.cards import PERCENTS, REPORT_LIMIT, co_executors, whole_rows, words_of
from views.kit import callbacks
from views.kit.paging import paged
from views.kit.screen import Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join, quote
from views.kit.words import (
    activity_name,
    activity_number,
    choice_label,
    executor_name,
    numbered_name,
    opening,
    short_name,
    signed_status,
)

CHOICES = 5
PAGE = 8
WHOLE = 100


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
    """What the kept words leave open, as one question with its buttons."""
    if facts.roles:
        return which_role(t, facts)
    if facts.asks is Asks.DONE:
        return whether_done(t, facts)
    if facts.asks is Asks.PERCENT:
        return how_far(t, facts)
    return which_activity(t, facts)


def which_activity(t: Texts, facts: Choice) -> Screen:
    """Which activity the words are about, the likeliest first; or that they are no report at all."""
    draft = facts.draft_ids[0]
    lines = []
    if facts.named is not None:
        lines.append(t("Activity {number} is not among yours.", number=facts.named))
    if facts.asks is Asks.INTENT:
        lines.append(bold(t("Is this a report? On which activity?")))
    elif facts.likely is not None:
        lines.append(bold(t("Is this about activity {number}?", number=facts.likely.number)))
        lines.append(short_name(t, facts.likely))
    else:
        lines.append(bold(t("Which activity is this about?")))
    if facts.text:
        lines.append(quote(opening(t, facts.text, REPORT_LIMIT)))
    lines.append(t("Your words are kept, and not recorded as a report yet."))
    shown = [facts.likely] if facts.likely is not None else facts.choices[:CHOICES]
    rows: list[Row] = [(_pick(t, draft, one, is_likely=one is facts.likely),) for one in shown]
    others = (button(t("Another"), callbacks.PickFrom(draft=draft)),)
    every = (button(t("All of them"), callbacks.PickAll(draft=draft)),) if len(facts.choices) > 1 else ()
    rows += [(*others, *every), *_no_report_rows(t, draft)]
    return Screen(join(lines), tuple(rows), about=AsksWhich(draft=draft))


def _pick(t: Texts, draft: int, activity: ActivityFacts, *, is_likely: bool = False) -> InlineKeyboardButton:
    label = choice_label(t, activity)
    said = t("✅ Yes, {activity}", activity=label) if is_likely else label
    return button(said, callbacks.Pick(draft=draft, activity=activity.id))


def _no_report_rows(t: Texts, draft: int) -> list[Row]:
    return [
        (button(t("✖️ This is no report"), callbacks.NoReport(draft=draft)),),
        (button(t("✉️ To the control department"), callbacks.ToControl(draft=draft)),),
    ]


def which_of_all(t: Texts, draft: int, activities: Sequence[ActivityFacts], page: int = 0) -> Screen:
    """All of the person's activities, a page of them, to choose that of the kept words."""
    every = paged(activities, page, PAGE)
    rows = tuple((_pick(t, draft, one),) for one in every.shown)
    turn = every.turn(lambda to: callbacks.PickFrom(draft=draft, page=to))
    screen = Screen(bold(t("Which activity is this about?")), rows, about=AsksWhich(draft=draft))
    return screen.with_rows(turn, *_no_report_rows(t, draft))


def sure_of_all(t: Texts, facts: Choice) -> Screen:
    """The words are about several activities: which those are, before anything is recorded."""
    draft = facts.draft_ids[0]
    lines = [bold(t("These words will be recorded of each of these activities:"))]
    lines += [numbered_name(t, one) for one in facts.choices]
    if facts.text:
        lines.append(quote(opening(t, facts.text, REPORT_LIMIT)))
    yes = button(t("✅ Yes"), callbacks.PickAll(draft=draft, sure=True))
    no = button(t("⬅️ Back"), callbacks.PickFrom(draft=draft))
    return Screen(join(lines), ((yes, no),), about=AsksWhich(draft=draft))


def whether_done(t: Texts, facts: Choice) -> Screen:
    """The words smell of being done, and do not say so plainly."""
    [activity], draft = facts.choices, facts.draft_ids[0]
    lines = [
        bold(activity_name(t, activity)),
        quote(opening(t, facts.text, REPORT_LIMIT)),
        bold(t("Is the activity wholly done?")),
    ]
    rows = (
        (button(t("✅ Yes, the activity is wholly done"), callbacks.Settle(draft=draft, done=True)),),
        (button(t("⏳ No, the work goes on"), callbacks.Settle(draft=draft)),),
    )
    return Screen(join(lines), rows, about=AsksWhich(draft=draft))


def how_far(t: Texts, facts: Choice) -> Screen:
    """A percent was named, and whether the work is so far is not plain."""
    [activity], draft = facts.choices, facts.draft_ids[0]
    lines = [
        bold(activity_name(t, activity)),
        quote(opening(t, facts.text, REPORT_LIMIT)),
        bold(t("How many percent of the activity are done?")),
    ]
    said = facts.percent if facts.percent is not None and facts.percent < WHOLE else None
    values = sorted({*PERCENTS, *([said] if said is not None else [])})
    choices = [button(f"{value}%", callbacks.Settle(draft=draft, percent=value)) for value in values]
    words = (button(t("✍️ Only the words"), callbacks.Settle(draft=draft)),)
    done = (button(t("✅ Done"), callbacks.Settle(draft=draft, done=True)),)
    return Screen(join(lines), (*in_rows(choices, 5), done, words), about=AsksWhich(draft=draft))


def no_report(t: Texts, text: str) -> Screen:
    """The words are no report: nothing was recorded."""
    lines = [t("This was not recorded as a report.")]
    if text:
        lines.append(quote(opening(t, text, REPORT_LIMIT)))
    return Screen(join(lines))


def corrected(t: Texts, facts: Corrected) -> Screen:
    """The last report is wrong: it may be moved, put right, or taken back."""
    report, activity = facts.last.report, facts.last.activity
    lines = [
        bold(t("Your last report: {activity}", activity=activity_name(t, activity))),
        _reading(t, facts.last),
        *words_of(t, report),
        t("What shall become of it?"),
    ]
    shown = facts.choices[:CHOICES]
    moves = [button(t("➡️ To №{number}", number=one.number), _move(report.id, one)) for one in shown]
    rows = (
        *in_rows(moves, 3),
        *_correcting(t, facts.last),
        (button(t("✖️ Leave it as it is"), callbacks.Enough(report=report.id)),),
    )
    return Screen(join(lines), rows, about=ShowsCorrection(activities=(activity.id,)))


def _move(report_id: int, activity: ActivityFacts) -> callbacks.MoveReport:
    return callbacks.MoveReport(report=report_id, activity=activity.id)


def nothing_unplaced(t: Texts) -> Html:
    """No kept words wait any more."""
    return t("Nothing waits for your answer any more.")


def unplaced_row(t: Texts, count: int) -> Row:
    """The button that asks once more about kept words."""
    label = t.many("✍️ {n} message waits for your answer", "✍️ {n} messages wait for your answer", count)
    return (button(label, callbacks.OpenUnplaced()),)


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
    if not facts.report.counts:
        if facts.report.done is None:
            return t("Read as: a promise. The status stays as it is.")
        if facts.is_not_begun:
            return t("Read as: not begun yet. The status stays as it is.")
        return t("Read as: not done yet. The status stays as it is.")
    return t("Read as: a note on the work")


def _consequence(t: Texts, facts: Recorded) -> list[Html]:
    if facts.submitted:
        sent = t("🟡 Sent for acceptance. You will be told of the decision.")
        return [*co_executors(t, facts.activity), sent]
    if facts.lead_hears is LeadHears.IN_THE_EVENING:
        return [t("The responsible officer will see it in the evening digest.")]
    if facts.lead_hears is LeadHears.AT_ONCE:
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
