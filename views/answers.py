"""What an officer is told about a report: what was recorded, or the question which activity is meant."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram.types import InlineKeyboardButton

from services.language.reading.nearly import says_nearly
from services.language.reading.parts import Asks
from services.messages.purposes import AsksWhich, ShowsCard, ShowsCorrection, ShowsOverview, ShowsReport, ShowsReports
from services.plan.figures import ActivityFacts, Part
from services.plan.status import Status
from services.reports.gone import Gone
from services.reports.message import Choice, Corrected, LeadHears, Recorded
from services.reports.reading import ReportFacts
from views.cards import PERCENTS, REPORT_LIMIT, co_executors, whole_rows, words_of
from views.commitments import said_lines, said_rows, small_buttons
from views.handing_in import lacking, reason_lines
from views.kit import callbacks
from views.kit.formers import former_meaning, gone_in_short, of_closed_plan, of_gone
from views.kit.paging import paged
from views.kit.screen import Row, Screen, button, in_rows, is_shortened
from views.kit.texts import Html, Texts, bold, join, quote
from views.kit.words import (
    activity_name,
    activity_number,
    choice_label,
    executor_name,
    has_orders,
    number_sign,
    numbered_name,
    opening,
    short_name,
    signed_status,
)

CHOICES = 5
PAGE = 8
WHOLE = 100


def recorded(t: Texts, recorded: Recorded, *, ask_result: bool = True, quoted: str = "") -> Screen:
    """What was recorded: activity, reading, words, files and time, with buttons to correct it.

    If work is reported as done without words or a file, a result is asked for, unless that was declined (`ask_result`
    False). `quoted` is the message that the screen replies to: Telegram shows it above, so it is not said again.
    """
    report, activity = recorded.report, recorded.activity
    lines: list[Html] = [
        t("✔️ Recorded: {activity}", activity=bold(activity_name(t, activity))),
        _reading(t, recorded),
    ]
    is_quoted = report.text == quoted and not is_shortened(quoted, REPORT_LIMIT)
    lines += words_of(t, replace(report, text="") if is_quoted else report)
    lines.append(Html(f"{t.moment(report.submitted_at)} · {signed_status(t, activity)}"))
    lines += [*_consequence(t, recorded), *said_lines(t, recorded)]
    rows = (*_correcting(t, recorded), *said_rows(t, recorded), *whole_rows(t, [report]))
    asks = bool(ask_result and report.done and not report.text and not report.files)
    if asks:
        lines.append(bold(t("Write a few words on the result, or send a file if there is one.")))
        rows = ((button(t("Nothing to add"), callbacks.Enough(report=report.id)),), *rows)
    about = ShowsReport(activities=(activity.id,), report=report.id, asks_result=asks)
    return Screen(join(lines), rows, about=about)


def recorded_together(t: Texts, reports: Sequence[Recorded], undone: Recorded | None = None) -> Screen:
    """What was recorded of one message on several activities, each with its own undo; `undone` was just taken back."""
    blocks = []
    for one in reports:
        name = bold(activity_name(t, one.activity))
        lines = [
            t("✔️ Recorded: {activity}", activity=name),
            _reading(t, one),
            *_consequence(t, one),
            *said_lines(t, one),
        ]
        blocks.append(join(lines))
    if undone is not None:
        name = bold(activity_name(t, undone.activity))
        blocks.append(t("↩️ The report on {activity} was taken back.", activity=name))
    blocks.append(t.moment(reports[0].report.submitted_at))
    buttons = [button(f"↩️ {number_sign(t, one.activity)}", callbacks.Undo(report=one.report.id)) for one in reports]
    buttons += [taken for one in reports for taken in small_buttons(t, one)]
    about = ShowsReports(
        activities=tuple(one.activity.id for one in reports), reports=tuple(one.report.id for one in reports)
    )
    return Screen(join(blocks, "\n\n"), in_rows(buttons, 4), about=about)


def recorded_in_short(t: Texts, reports: Sequence[Recorded]) -> Screen:
    """What was recorded of a report that was written in a group, before all who are in it."""
    lines: list[Html] = []
    for one in reports:
        name = bold(activity_name(t, one.activity))
        lines.append(join([t("✔️ Recorded: {activity}", activity=name), _reading(t, one), *said_lines(t, one)]))
    return Screen(join(lines), about=ShowsOverview(activities=tuple(one.activity.id for one in reports)))


def asked_in_private(t: Texts) -> Screen:
    """A report in a group leaves something open."""
    return Screen(t("I have asked you in our private chat what is meant. Nothing is recorded until you answer."))


def undone(t: Texts, recorded: Recorded) -> Screen:
    """The report was taken back."""
    text = t("↩️ The report on {activity} was taken back.", activity=bold(activity_name(t, recorded.activity)))
    lines = [text, Html(f"{t('Now')}: {signed_status(t, recorded.activity)}")]
    if recorded.report.text:
        lines.append(quote(opening(t, recorded.report.text, REPORT_LIMIT)))
    open_card = button(activity_number(t, recorded.activity), callbacks.OpenActivity(activity=recorded.activity.id))
    return Screen(join(lines), ((open_card,),), about=ShowsCard(activities=(recorded.activity.id,)))


def too_late_to_undo(t: Texts, gone: Gone | None = None) -> Html:
    """Say why a report can no longer be taken back or corrected; `gone` if its activity is theirs no more."""
    if gone is not None:
        return join([gone_in_short(t, gone), t("This report can no longer be changed.")])
    return t("It can no longer be changed: it was decided on, or there is a later report. Write a new report instead.")


def which(t: Texts, choice: Choice) -> Screen:
    """The question that the draft leaves open, with its buttons."""
    if choice.lacking is not None:
        return lacking(t, choice, choice.lacking)
    if choice.roles:
        return which_role(t, choice)
    if choice.asks is Asks.DONE:
        return whether_done(t, choice)
    if choice.asks is Asks.PERCENT:
        return how_far(t, choice)
    return which_activity(t, choice)


def which_activity(t: Texts, choice: Choice) -> Screen:
    """Ask which activity the words are about, the likeliest first, or whether they are no report."""
    draft = choice.draft_ids[0]
    lines = of_closed_plan(t, choice.closed) if choice.closed is not None else []
    numbers = {one.number for one in choice.formers}
    if choice.gone is not None and choice.gone.number not in numbers:
        lines += of_gone(t, choice.gone)
        numbers.add(choice.gone.number)
    lines += [former_meaning(t, one, choice.marks) for one in choice.formers]
    if choice.named is not None and choice.named not in numbers:
        strange = t("№{number} is not among yours.", number=t.script(choice.written_name))
        missing = t("The plan has no №{number}.", number=t.script(choice.written_name))
        lines.append(strange if choice.is_in_plan else missing)
    if choice.asks is Asks.INTENT and choice.likely is not None:
        lines.append(bold(t("Is this a report on №{number}?", number=t.script(choice.likely.written_number))))
        lines.append(short_name(t, choice.likely))
    elif choice.asks is Asks.INTENT:
        mixed, alone = t("Is this a report? On which of them?"), t("Is this a report? On which activity?")
        lines.append(bold(mixed if has_orders(choice.choices) else alone))
    elif choice.likely is not None:
        lines.append(bold(t("Is this about №{number}?", number=t.script(choice.likely.written_number))))
        lines.append(short_name(t, choice.likely))
    else:
        lines.append(bold(_about_which(t, choice.choices)))
    if choice.text:
        lines.append(quote(opening(t, choice.text, REPORT_LIMIT)))
    words, files = (
        t("Your words are kept, but not yet recorded as a report."),
        t("What you sent is kept, but not yet recorded as a report."),
    )
    lines.append(words if choice.text else files)
    shown = choice.keys
    rows: list[Row] = [(_pick(t, draft, one, is_likely=one is choice.likely),) for one in shown]
    others = (button(t("Another"), callbacks.PickFrom(draft=draft)),)
    every = (button(t("All of them"), callbacks.PickAll(draft=draft)),) if len(choice.choices) > 1 else ()
    rows += [(*others, *every), *_no_report_rows(t, draft)]
    only = shown[0].id if len(shown) == 1 and choice.named is None else None
    return Screen(join(lines), tuple(rows), about=AsksWhich(draft=draft, likely=only))


def _about_which(t: Texts, choices: Sequence[ActivityFacts]) -> Html:
    return t("Which of them is this about?") if has_orders(choices) else t("Which activity is this about?")


def _pick(t: Texts, draft: int, activity: ActivityFacts, *, is_likely: bool = False) -> InlineKeyboardButton:
    label = choice_label(t, activity)
    text = t("✅ Yes, {activity}", activity=label) if is_likely else label
    return button(text, callbacks.Pick(draft=draft, activity=activity.id))


def _no_report_rows(t: Texts, draft: int) -> list[Row]:
    return [
        (button(t("✖️ This is no report"), callbacks.NoReport(draft=draft)),),
        (button(t("✉️ To the control department"), callbacks.ToControl(draft=draft)),),
    ]


def which_of_all(t: Texts, draft: int, activities: Sequence[ActivityFacts], page: int = 0) -> Screen:
    """All of the person's activities, by the page, to choose the draft's from."""
    every = paged(activities, page, PAGE)
    rows = tuple((_pick(t, draft, one),) for one in every.shown)
    turn = every.turn(lambda to: callbacks.PickFrom(draft=draft, page=to))
    screen = Screen(bold(_about_which(t, activities)), rows, about=AsksWhich(draft=draft))
    return screen.with_rows(turn, *_no_report_rows(t, draft))


def sure_of_all(t: Texts, choice: Choice) -> Screen:
    """Show which activities the words are about before anything is recorded."""
    draft = choice.draft_ids[0]
    lines = [bold(t("These words will be recorded for each of these:"))]
    lines += [numbered_name(t, one) for one in choice.choices]
    if choice.text:
        lines.append(quote(opening(t, choice.text, REPORT_LIMIT)))
    yes = button(t("✅ Yes"), callbacks.PickAll(draft=draft, sure=True))
    no = button(t("⬅️ Back"), callbacks.PickFrom(draft=draft))
    return Screen(join(lines), ((yes, no),), about=AsksWhich(draft=draft))


def whether_done(t: Texts, choice: Choice) -> Screen:
    """Ask whether the work is done: the words hint at it, or say other things as well."""
    [activity], draft = choice.choices, choice.draft_ids[0]
    lines = [
        bold(activity_name(t, activity)),
        quote(opening(t, choice.text, REPORT_LIMIT)),
        bold(t("Is your part completely done?") if choice.of_part else t("Is it completely done?")),
    ]
    yes = t("✅ Yes, my part is done") if choice.of_part else t("✅ Yes, it is completely done")
    rows = (
        (button(yes, callbacks.Settle(draft=draft, done=True)),),
        *in_rows(_percents(draft, choice.percents), 5),
        (button(t("⏳ No, it is still in progress"), callbacks.Settle(draft=draft)),),
    )
    return Screen(join(lines), rows, about=AsksWhich(draft=draft))


def how_far(t: Texts, choice: Choice) -> Screen:
    """Ask how far the work is: it is not plain that a percent is meant, or which of several."""
    [activity], draft = choice.choices, choice.draft_ids[0]
    lines = [
        bold(activity_name(t, activity)),
        quote(opening(t, choice.text, REPORT_LIMIT)),
        bold(t("What percentage of your part is done?") if choice.of_part else t("What percentage is done?")),
    ]
    claimed = choice.percent if choice.percent is not None and choice.percent < WHOLE else None
    values = choice.percents or sorted({*PERCENTS, *([claimed] if claimed is not None else [])})
    choices = _percents(draft, values)
    words = (button(t("✍️ Only the words"), callbacks.Settle(draft=draft)),)
    done = () if says_nearly(choice.text) else ((button(t("✅ Done"), callbacks.Settle(draft=draft, done=True)),),)
    return Screen(join(lines), (*in_rows(choices, 5), *done, words), about=AsksWhich(draft=draft))


def _percents(draft: int, values: Sequence[int]) -> list[InlineKeyboardButton]:
    return [button(f"{value}%", callbacks.Settle(draft=draft, percent=value)) for value in values]


def no_report(t: Texts, text: str) -> Screen:
    """The words are no report: nothing was recorded."""
    lines = [t("This was not recorded as a report.")]
    if text:
        lines.append(quote(opening(t, text, REPORT_LIMIT)))
    return Screen(join(lines))


def corrected(t: Texts, corrected: Corrected) -> Screen:
    """Offer to move the last report, to correct it, or to take it back."""
    report, activity = corrected.last.report, corrected.last.activity
    if corrected.is_decided or corrected.later is not None:
        return _decided(t, corrected)
    lines = [
        bold(t("Your last report: {activity}", activity=activity_name(t, activity))),
        _reading(t, corrected.last),
        *words_of(t, report),
        t("What should be done with it?"),
    ]
    shown = corrected.choices[:CHOICES]
    moves = [button(t("➡️ To {activity}", activity=number_sign(t, one)), _move(report.id, one)) for one in shown]
    right = button(f"➡️ {corrected.percent}%", callbacks.Amend(report=report.id, percent=corrected.percent))
    undone = button(t("⏳ No, it is still in progress"), callbacks.Amend(report=report.id))
    rows = (
        *(((undone,),) if report.done else ()),
        *(((right,),) if corrected.percent is not None else ()),
        *in_rows(moves, 3),
        *_correcting(t, corrected.last),
        (button(t("✖️ Leave it as it is"), callbacks.Enough(report=report.id)),),
    )
    return Screen(join(lines), rows, about=ShowsCorrection(activities=(activity.id,)))


def _decided(t: Texts, corrected: Corrected) -> Screen:
    """Say that the report cannot be corrected any more: an admin has decided on it, or a later one stands."""
    report, activity = corrected.last.report, corrected.last.activity
    lines = [
        bold(activity_name(t, activity))
        if corrected.later is not None
        else bold(t("Your last report: {activity}", activity=activity_name(t, activity))),
        _reading(t, corrected.last),
        *words_of(t, report),
        _later(t, corrected.later) if corrected.later is not None else edited_too_late(t),
    ]
    return Screen(join(lines), about=ShowsCard(activities=(activity.id,)))


def _move(report_id: int, activity: ActivityFacts) -> callbacks.MoveReport:
    return callbacks.MoveReport(report=report_id, activity=activity.id)


def nothing_unplaced(t: Texts) -> Html:
    """Say that no drafts wait any more."""
    return t("Nothing is waiting for your answer any more.")


def unplaced_row(t: Texts, count: int) -> Row:
    """The button that asks again about drafts."""
    label = t.many("✍️ {n} message waits for your answer", "✍️ {n} messages wait for your answer", count)
    return (button(label, callbacks.OpenUnplaced()),)


def which_role(t: Texts, choice: Choice) -> Screen:
    """Ask for which of their executors the person speaks."""
    [activity] = choice.choices
    lines = [bold(activity_name(t, activity)), t("For whom do you report?")]
    if choice.text:
        lines.append(quote(opening(t, choice.text, REPORT_LIMIT)))
    rows = tuple((_role_button(t, choice.draft_ids[0], activity, part),) for part in choice.roles)
    return Screen(join(lines), rows, about=AsksWhich(draft=choice.draft_ids[0]))


def _role_button(t: Texts, draft: int, activity: ActivityFacts, part: Part) -> InlineKeyboardButton:
    name = executor_name(t, part.executor)
    label = t("{name}, responsible", name=name) if part.leads else t("{name}, co-executor", name=name)
    return button(label, callbacks.Pick(draft=draft, activity=activity.id, part=part.assignment_id))


def edited_too_late(t: Texts) -> Html:
    """Say that the report of the edited message was already decided on."""
    return t("The report was already decided on, so it stays as it was. Write a new message to add to it.")


def _reading(t: Texts, recorded: Recorded) -> Html:  # noqa: PLR0911 -- a sentence per reading
    if recorded.report.done:
        return t("Read as: done") if recorded.part.leads else t("Read as: your part is done")
    if recorded.report.percent is not None and recorded.corrects is not None:
        return t(
            "Read as: a correction, {percent}% instead of {wrong}%",
            percent=recorded.report.percent,
            wrong=recorded.corrects,
        )
    if recorded.report.percent is not None:
        return t("Read as: {percent}% done", percent=recorded.report.percent)
    if not recorded.report.counts:
        if recorded.report.done is None:
            promised = recorded.said.promise is not None and not recorded.is_on_its_time
            as_promise = t("Read as: a promise. The status stays as it is.")
            return as_promise if promised else t("Read as: a note. The status stays as it is.")
        if recorded.denied is not None:
            return t("Read as: not done yet")
        if recorded.is_not_begun:
            return t("Read as: not begun yet. The status stays as it is.")
        return t("Read as: not done yet. The status stays as it is.")
    return t("Read as: a note on the work")


def _consequence(t: Texts, recorded: Recorded) -> list[Html]:  # noqa: PLR0911 -- a sentence per consequence
    if recorded.later is not None:
        return [_later(t, recorded.later)]
    if recorded.doubts:
        return [t("It stays handed in; your words were added to it."), bold(t("Is it completely done?"))]
    if recorded.submitted:
        sent = t("🟡 Sent for acceptance. You will be told of the decision.")
        return [*co_executors(t, recorded.activity), *reason_lines(t, recorded.despite), sent]
    if recorded.denied is not None and recorded.part.leads:
        return [t("↩️ It is no longer handed in for acceptance. The earlier report stays as it was.")]
    if recorded.activity.status is Status.REVIEW and not recorded.report.done:
        return [t("It was handed in and is under review: this does not change its status.")]
    if recorded.lead_hears is LeadHears.IN_THE_EVENING:
        return [t("The responsible officer will see it in the evening digest.")]
    if recorded.lead_hears is LeadHears.AT_ONCE:
        return [t("The responsible officer has been told.")]
    return []


def _later(t: Texts, later: ReportFacts) -> Html:
    """Which newer words stand, although these were recorded after them."""
    if later.done:
        said = t("done")
    elif later.percent is not None:
        said = t("{percent}% done", percent=later.percent)
    else:
        said = t("not done yet")
    day = t.day(later.submitted_on)
    return t("The later report stands ({day}: {said}). This one is kept as history.", day=day, said=said)


def _correcting(t: Texts, recorded: Recorded) -> tuple[Row, ...]:
    report = recorded.report
    rows: list[Row] = []
    if recorded.activity.is_open and not recorded.activity.is_endless and not report.done:
        done = button(t("✅ Done"), callbacks.Amend(report=report.id, done=True))
        percents = [button(f"{value}%", callbacks.Amend(report=report.id, percent=value)) for value in PERCENTS]
        rows += [(*percents,), (done,)]
    if recorded.doubts:
        rows.append((button(t("⏳ No, it is still in progress"), callbacks.Amend(report=report.id)),))
    rows.append((button(t("↩️ Undo"), callbacks.Undo(report=report.id)),))
    return tuple(rows)
