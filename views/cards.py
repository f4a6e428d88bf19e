"""An activity's card, its history, and words shown in full."""

from collections.abc import Sequence
from operator import itemgetter

from aiogram.types import InlineKeyboardButton

from services.control.suborders import may_have_orders
from services.language.questions import Question
from services.messages.purposes import AsksExtension, AsksReport, ShowsCard, ShowsRequest
from services.plan.figures import ActivityFacts, Part
from services.plan.paper_numbers import PAPER_NUMBER
from services.plan.status import Status
from services.reports.cards import Card, History
from services.reports.commitments import may_be_hindered
from services.reports.instructions import InstructionFacts
from services.reports.passages import Passage, Wording
from services.reports.reading import ReportFacts
from views.commitments import card_lines, gone_button, hinders_button
from views.handing_in import hand_in_keys
from views.kit import callbacks
from views.kit.clean import clean
from views.kit.paging import fitting
from views.kit.questions import pack
from views.kit.screen import Document, Row, Screen, button, in_rows, is_shortened, pieces, shorten
from views.kit.texts import Html, Texts, bold, italic, join, quote
from views.kit.words import (
    activity_name,
    activity_number,
    deadline_line,
    document_line,
    files_line,
    headed_name,
    last_word,
    later_months,
    numbered_name,
    opening,
    or_a_day,
    short_name,
    signed_delay,
    signed_status,
    time_left,
    too_early,
    waiting_line,
)
from views.notices import account_name
from views.orders import card_lines as card_lines_of_orders
from views.orders import give_row, tree_lines
from views.oversight import mark_lines, watch_row
from views.parts import own_line, part_lines, parts_row, term_of
from views.reasons import yes_no
from views.withdrawing import take_back_row

REPORT_LIMIT = 300
HISTORY_LIMIT = 700
WHOLE = 4  # buttons for words that were cut
PIECE, PIECES = 3800, 5  # of the words shown whole: characters in a message, and messages
PERCENTS = (25, 50, 75, 90)


def card(t: Texts, card: Card, *, manages: bool = False) -> Screen:
    """An activity with its buttons; for an admin who only looks, without those of an executor.

    `manages`: the reader is an admin who may change it.
    """
    activity = card.activity
    lines: list[Html] = [
        _head(t, card),
        t.plan(activity.text),
        Html(""),
        _status_line(t, activity),
        deadline_line(t, activity),
        t("Responsible officer: {name}", name=bold(headed_name(t, activity.lead.executor))),
    ]
    answers_for_all = manages or (card.mine is not None and card.mine.leads)
    lines += part_lines(t, activity) if answers_for_all else co_executors(t, activity)
    lines += _of_the_document(t, activity)
    lines += card_lines_of_orders(t, card.order, card.orders)
    lines += tree_lines(t, card.under) if answers_for_all or card.mine is None else []
    lines += mark_lines(t, activity)
    lines += _notes(t, card)
    lines += _read_by(t, card) if manages else []
    if card.reports:
        lines += [Html(""), bold(t("Latest reports")), *(report_line(t, report) for report in card.reports)]
    terms = parts_row(t, activity) if answers_for_all else ()
    orders = give_row(t, activity) if answers_for_all and may_have_orders(activity) else ()
    manage = (button(t("⚙️ Manage"), callbacks.Manage(activity=activity.id)), _control_card(t, activity))
    managing = (*_gone_rows(t, card, manages=manages), manage, *watch_row(t, activity)) if manages else ()
    back = (button(t("⬅️ Back"), callbacks.OpenMine()),) if card.mine is not None else ()
    rows = (terms, orders, *managing, back)
    return Screen(join(lines), _card_rows(t, card), about=ShowsCard(activities=(activity.id,))).with_rows(*rows)


def _head(t: Texts, card: Card) -> Html:
    """What it is called: an order is no activity of a section."""
    activity = card.activity
    if activity.is_order:
        return bold(activity_number(t, activity))
    section = t("section {number}", number=activity.written_section)
    return Html(f"{bold(activity_number(t, activity))} · {section}")


def _control_card(t: Texts, activity: ActivityFacts) -> InlineKeyboardButton:
    question = Question(numbers=frozenset({activity.number}), format="card")
    return button(t("🗂 Control card"), callbacks.Report(words=pack(question)))


def brief(t: Texts, facts: Card) -> Screen:
    """An activity in few words: what is asked of it most, and a button that opens its card."""
    activity = facts.activity
    lines: list[Html] = [
        bold(activity_name(t, activity)),
        _status_line(t, activity),
        deadline_line(t, activity),
        t("Responsible officer: {name}", name=bold(headed_name(t, activity.lead.executor))),
        *co_executors(t, activity),
        report_line(t, facts.reports[0]) if facts.reports else t("Nobody has reported yet."),
    ]
    card = (button(activity_number(t, activity), callbacks.OpenActivity(activity=activity.id)),)
    return Screen(join(lines), (card,), about=ShowsCard(activities=(activity.id,)))


def history(t: Texts, history: History) -> Screen:
    """All reports on an activity and all instructions, newest first; the reports' files follow as they were sent."""
    head = bold(
        t(
            "Reports on №{number} ({name})",
            number=t.script(history.activity.written_number),
            name=short_name(t, history.activity),
        )
    )
    entries = [(report.submitted_at, report_line(t, report, HISTORY_LIMIT)) for report in history.reports]
    entries += [
        (instruction.given_at, instruction_line(t, instruction, HISTORY_LIMIT))
        for instruction in history.instructions
        if instruction.given_at is not None
    ]
    lines = [line for _, line in sorted(entries, key=itemgetter(0), reverse=True)]
    if not history.reports:
        lines.append(t("Nobody has reported yet."))
    files = tuple(file for report in history.reports for file in report.files)
    back = (button(t("⬅️ Back"), callbacks.OpenActivity(activity=history.activity.id)),)
    instructions = _whole_instructions(t, history.instructions, HISTORY_LIMIT)
    rows = (*whole_rows(t, history.reports, HISTORY_LIMIT), *instructions, back)
    text = fitting(head, lines, PIECE, lambda _: Html("…"))
    return Screen(text, rows, about=ShowsCard(activities=(history.activity.id,)), files=files)


def co_executors(t: Texts, activity: ActivityFacts) -> list[Html]:
    """A line with the co-executors and the progress of each, if there are any."""
    names = [_part_with_progress(t, activity, part) for part in activity.parts[1:]]
    return [t("Co-executors: {names}", names=Html(", ".join(names)))] if names else []


def _read_by(t: Texts, card: Card) -> list[Html]:
    """For admins: who has confirmed that they have read of it, and who was told and has not."""
    latest = {(one.executor.id, one.account): one for one in reversed(card.told) if one.is_theirs}
    read = [
        Html(f"{account_name(t, one)}, {t.day(t.local_day(one.acknowledged_at))}")
        for one in latest.values()
        if one.acknowledged_at is not None
    ]
    others = [account_name(t, one) for one in latest.values() if one.acknowledged_at is None]
    lines = [t("👁 Have read of it: {names}", names=Html("; ".join(read)))] if read else []
    return [*lines, *([t("👁 Not confirmed as read: {names}", names=Html(", ".join(others)))] if others else [])]


def _of_the_document(t: Texts, activity: ActivityFacts) -> list[Html]:
    """What else the plan's document says: other organisations, and its further columns."""
    partners = ", ".join(activity.partners)
    lines = [t("Together with: {names}", names=t.plan(shorten(partners, REPORT_LIMIT)))] if partners else []
    if activity.paper_number:
        lines.append(t("Number in the document: {number}", number=t.plan(activity.paper_number)))
    others = [(head, text) for head, text in activity.extra if head != PAPER_NUMBER]
    return [*lines, *(Html(f"{t.plan(head)}: {t.plan(shorten(text, REPORT_LIMIT))}") for head, text in others)]


def report_line(t: Texts, report: ReportFacts, limit: int = REPORT_LIMIT) -> Html:
    """One report in a list: day, executor, what was read, words, files."""
    head = Html(f"{t.day(report.submitted_on)}, {t.plan(report.executor)}")
    return join([Html(f"▫️ {head}{progress_in(t, report)}"), *words_of(t, report, limit)])


def progress_in(t: Texts, report: ReportFacts) -> Html:
    """What was read in a report, after a dash; nothing where its words alone were."""
    if report.done:
        return Html(f" — {t('done')}")
    if report.percent is not None:
        return Html(f" — {report.percent}%")
    return Html(f" — {t('not done yet')}") if report.done is False and not report.counts else Html("")


def instruction_line(t: Texts, instruction: InstructionFacts, limit: int = REPORT_LIMIT) -> Html:
    """The leadership's instruction, its author and day."""
    day = t.day(t.local_day(instruction.given_at)) if instruction.given_at is not None else Html("")
    head = t("📌 Instruction of {author}, {day}", author=instruction.author, day=day)
    return join([head, quote(opening(t, instruction.text, limit))])


def words_of(t: Texts, report: ReportFacts, limit: int = REPORT_LIMIT) -> list[Html]:
    """The person's own words, their author if they were forwarded, and the files."""
    lines = []
    if report.source:
        lines.append(t("↪️ Forwarded from {name}", name=report.source))
    if report.text:
        lines.append(quote(opening(t, report.text, limit)))
    if report.document is not None:
        lines.append(document_line(t, report.document))
    if report.files:
        lines.append(files_line(t, report.files))
    return [*lines, *corrected(t, report)]


def corrected(t: Texts, report: ReportFacts) -> list[Html]:
    """Say that words or a file were edited, and that this is the version handed in."""
    return [t("✏️ Corrected by its author: this is what counts now.")] if report.is_edited else []


def whole_rows(t: Texts, reports: Sequence[ReportFacts], limit: int = REPORT_LIMIT) -> tuple[Row, ...]:
    """A button for each report whose words were cut, to show them in full."""
    cut = [report for report in reports if is_shortened(report.text, limit)][:WHOLE]
    if len(cut) == 1:
        return ((button(t("📖 The full text"), callbacks.OpenWords(report=cut[0].id)),),)
    labelled = (
        button(t("📖 {day}, {name}", day=t.day(one.submitted_on), name=t.plan(one.executor)), _whole(one))
        for one in cut
    )
    return in_rows(labelled, 1)


def wording_rows(t: Texts, what: Wording, row: int, text: str | None, limit: int = REPORT_LIMIT) -> tuple[Row, ...]:
    """A button to show the words in full, if they were cut."""
    if not is_shortened(text or "", limit):
        return ()
    return ((button(t("📖 The full text"), callbacks.OpenWording(what=what, row=row)),),)


def whole_wording(t: Texts, passage: Passage | None) -> list[Screen]:
    """Such words in full, in as many messages as they need; very long ones as a file."""
    if passage is None:
        return [not_yours(t)]
    text = passage.text
    return _in_messages(text, quote(shorten(text, REPORT_LIMIT)), "matn.txt")


def whole_words(t: Texts, report: ReportFacts | None) -> list[Screen]:
    """A report's words in full, in as many messages as they need; very long ones as a file."""
    if report is None:
        return [not_yours(t)]
    name = f"{t.script(report.executor)} {report.submitted_on:%Y-%m-%d}.txt"
    return _in_messages(report.text, report_line(t, report, REPORT_LIMIT), name)


def _in_messages(text: str, head: Html, name: str) -> list[Screen]:
    """The words in messages; if they are too many, in a file of this name, under this head."""
    parts = pieces(clean(text), PIECE)
    if len(parts) > PIECES:
        return [Screen(head, document=Document(name, text.encode("utf-8", "replace")))]
    return [Screen(quote(part)) for part in parts]


def _whole(report: ReportFacts) -> callbacks.OpenWords:
    return callbacks.OpenWords(report=report.id)


def percents(t: Texts, activity: ActivityFacts) -> Screen:
    """The percents to choose from by button."""
    choices = [button(f"{percent}%", callbacks.Mark(activity=activity.id, percent=percent)) for percent in PERCENTS]
    back = (button(t("⬅️ Back"), callbacks.OpenActivity(activity=activity.id)),)
    text = t("How much of {activity} is done?", activity=bold(activity_name(t, activity)))
    return Screen(text, (*in_rows(choices, 4), back), about=ShowsCard(activities=(activity.id,)))


def ask_report(t: Texts, activity: ActivityFacts, what: callbacks.Wanted) -> Screen:
    """A question for words or a file on an activity."""
    name = bold(activity_name(t, activity))
    if what is callbacks.Wanted.FILE:
        text = t("Send the file for {activity}: a document, a photo or a voice message.", activity=name)
        return Screen(text, about=AsksReport(activities=(activity.id,)), asks=t("The file"))
    text = t("Write what was done on {activity}. You may add files.", activity=name)
    return Screen(text, about=AsksReport(activities=(activity.id,)), asks=t("What was done"))


def extension_months(t: Texts, activity: ActivityFacts, *, is_too_early: bool = False) -> Screen:
    """The months until which more time can be requested; `is_too_early`: the one named is not among them."""
    if activity.due_on is None:
        return Screen(t("There is no deadline, so there is nothing to extend."))
    choices = [
        button(t.month(month), callbacks.AskExtension(activity=activity.id, month=f"{month:%Y-%m}"))
        for month in later_months(activity, 4)
    ]
    back = (button(t("⬅️ Back"), callbacks.OpenActivity(activity=activity.id)),)
    text = t(
        "The deadline of {activity} is {day}. By the end of which month can it be done?",
        activity=bold(activity_name(t, activity)),
        day=bold(t.long_day(activity.due_on)),
    )
    lines = [*([too_early(t)] if is_too_early else []), text, or_a_day(t, activity)]
    return Screen(join(lines), (*in_rows(choices, 2), back), about=ShowsRequest(activities=(activity.id,)))


def ask_extension_reason(t: Texts, activity: ActivityFacts, about: AsksExtension) -> Screen:
    """Ask why more time is needed."""
    until = about.until
    text = t(
        "Write why {activity} needs more time, until {until}.",
        activity=bold(activity_name(t, activity)),
        until=bold(t.long_day(until)),
    )
    return Screen(text, about=about, asks=t("The reason"))


def is_more_time_meant(t: Texts, activity: ActivityFacts, about: AsksExtension, words: str) -> Screen:
    """Ask whether words that name a month and say more are a request for more time, with its reason."""
    until = about.until
    lines = [
        bold(
            t(
                "Request that the deadline of {activity} be moved to {day}?",
                activity=activity_name(t, activity),
                day=t.long_day(until),
            )
        ),
        t("The reason:"),
        quote(opening(t, words, REPORT_LIMIT)),
    ]
    return Screen(join(lines), (yes_no(t("✅ Yes, ask"), t("✖️ No")),))


def not_yours(t: Texts) -> Screen:
    """Say that the activity is not theirs; an unknown activity gets the same answer."""
    return Screen(t("It is not among yours. Your activities: /my"), is_outdated=True)


def _status_line(t: Texts, activity: ActivityFacts) -> Html:
    if (late := signed_delay(t, activity)) is not None:
        return bold(late)
    left = time_left(t, activity) if activity.is_worked_on else ""
    status = bold(signed_status(t, activity))
    return Html(f"{status} — {left}") if left else status


def _notes(t: Texts, card: Card) -> list[Html]:
    notes = []
    if card.mine is not None and not card.mine.leads:
        notes += [_part_line(t, card.mine), *own_line(t, card.activity, card.mine)]
    if card.hand_in is not None:
        notes += waiting_line(t, card.activity, card.mine, {card.activity.id: card.hand_in})
    if card.returned_reason:
        notes.append(t("↩️ Returned: {reason}", reason=italic(opening(t, card.returned_reason, REPORT_LIMIT))))
    if card.tied:
        same = Html("; ".join(f"{numbered_name(t, one)} — {signed_status(t, one)}" for one in card.tied))
        notes.append(t("🔗 The same work: {names}", names=same))
    if card.closed_reason:
        notes.append(
            t("🚫 Removed from control: {reason}", reason=italic(opening(t, card.closed_reason, REPORT_LIMIT)))
        )
    if card.asked_due is not None:
        notes.append(t("⏳ More time was requested, until {day}.", day=t.long_day(card.asked_due)))
    notes += card_lines(t, card.activity, card.obstacles, card.promises)
    if card.instruction is not None:
        notes.append(instruction_line(t, card.instruction))
    return notes


def _whole_notes(t: Texts, card: Card) -> tuple[Row, ...]:
    """Buttons for the reasons and the instruction that the notes show in part."""
    back = wording_rows(t, Wording.RETURN, card.returned or 0, card.returned_reason)
    closed = wording_rows(t, Wording.CLOSED, card.activity.id, card.closed_reason)
    return (*back, *closed, *_whole_instructions(t, [card.instruction] if card.instruction else []))


def _whole_instructions(
    t: Texts, instructions: Sequence[InstructionFacts], limit: int = REPORT_LIMIT
) -> tuple[Row, ...]:
    cut = [
        instruction
        for instruction in instructions
        if instruction.given_at is not None and is_shortened(instruction.text, limit)
    ][:WHOLE]
    return tuple(
        (
            button(
                t("📖 Full instruction of {author}", author=instruction.author),
                callbacks.OpenWording(what=Wording.INSTRUCTION, row=instruction.id),
            ),
        )
        for instruction in cut
    )


def _part_with_progress(t: Texts, activity: ActivityFacts, part: Part) -> Html:
    """A co-executor with the progress and the own term of their part."""
    name = headed_name(t, part.executor)
    if part.done:
        return Html(f"{name} ✅")
    told = [*([Html(f"{part.percent}%")] if part.percent else []), *term_of(t, activity, part)]
    return Html(f"{name} ({', '.join(told)})") if told else name


def _part_line(t: Texts, part: Part) -> Html:
    if part.done:
        return t("Your part: done")
    if part.percent:
        return t("Your part: {percent}%", percent=part.percent)
    if part.last_word_on is not None:
        return t("Your part: {said}", said=last_word(t, part))
    return t("Your part: no report yet")


def _card_rows(t: Texts, card: Card) -> tuple[Row, ...]:
    activity = card.activity
    rows: list[Row] = []
    if card.waits_acceptance is not None and card.mine is None:
        rows.append(
            (
                button(
                    t("🟡 Decide"), callbacks.Decide(acceptance=card.waits_acceptance, verdict=callbacks.Verdict.LOOK)
                ),
            )
        )
    if card.hand_in is not None and card.is_own_hand_in and card.hand_in.asks_parts:
        rows += [(key,) for key in hand_in_keys(t, card.hand_in.draft)]
    if card.mine is not None and activity.is_open:
        rows += [*_working_rows(t, activity, card.mine), *_obstacle_rows(t, card)]
        rows += [take_back_row(t, card.own_request)] if card.own_request is not None else []
    rows += [*_whole_notes(t, card), *whole_rows(t, card.reports)]
    if card.reports:
        rows.append((button(t("🗂 All reports and files"), callbacks.OpenHistory(activity=activity.id)),))
    return tuple(rows)


def _obstacle_rows(t: Texts, card: Card) -> tuple[Row, ...]:
    """What an officer says of obstacles: that there is one, or that it is gone."""
    if not may_be_hindered(card.activity):
        return ()
    mine = [one for one in card.obstacles if card.mine is not None and one.assignment_id == card.mine.assignment_id]
    return ((gone_button(t, mine[0].assignment_id) if mine else hinders_button(t, card.activity),),)


def _gone_rows(t: Texts, card: Card, *, manages: bool) -> tuple[Row, ...]:
    """For an admin: what hinders is gone."""
    mine = card.mine.assignment_id if card.mine is not None else None
    others = [one for one in card.obstacles if manages and one.assignment_id != mine]
    return tuple((gone_button(t, one.assignment_id),) for one in others[:1])


def _working_rows(t: Texts, activity: ActivityFacts, mine: Part) -> list[Row]:
    done = button(t("✅ Done"), callbacks.Mark(activity=activity.id, done=True))
    progress = button(t("🔄 In progress"), callbacks.Progress(activity=activity.id))
    report = button(t("✍️ Report"), callbacks.AskReport(activity=activity.id, what=callbacks.Wanted.TEXT))
    file = button(t("📎 File"), callbacks.AskReport(activity=activity.id, what=callbacks.Wanted.FILE))
    if activity.is_endless:
        return [(report, file)]
    if activity.status is Status.REVIEW:
        return [(report, file)]
    if mine.is_delivered and not mine.leads:  # what is left, and the term, is the lead's
        return [(progress, report, file)]
    extend = button(t("⏳ Extend the deadline"), callbacks.AskExtension(activity=activity.id))
    return [(done, progress), (report, file), (extend,)]
