"""Answers on the bot's own affairs: what became of a request, how a file is sent, why reminders come, who is linked."""

from collections.abc import Sequence

from services.leadership.summary import SummaryFacts
from services.messages.purposes import ShowsOverview
from services.plan.figures import ActivityFacts
from services.plan.status import Status
from services.reports.decisions import ExtensionFacts, SubmissionFacts
from views.kit import callbacks
from views.kit.screen import Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import executor_name, number_sign, numbered_name, status_line
from views.review import decision_lines

FATES = 6
LATE = 8  # overdue activities that a line names
NEAREST = 3  # activities that are due next, if they are due on one day
NUMBER = "5"  # of an activity in an example, to somebody who has none


def fates(
    t: Texts,
    decisions: Sequence[SubmissionFacts | ExtensionFacts],
    activities: Sequence[ActivityFacts],
    *,
    waiting: bool = False,
) -> Screen:
    """What became of what was handed in and asked for: its state, who decided, when and why; newest first.

    `waiting`: only what nobody has decided was asked for.
    """
    if waiting and not decisions:
        return Screen(t("Nothing waits for a decision."), about=_about(()))
    rows = _cards(t, activities) if len(activities) == 1 else ()
    if not decisions:
        if len(activities) == 1:
            said = t(
                "Nothing was handed in for acceptance, and no more time was asked for: {activity}.",
                activity=bold(numbered_name(t, activities[0])),
            )
        else:
            said = t("Nothing was handed in for acceptance, and no more time was asked for.")
        return Screen(said, rows, about=_about(activities))
    shown = decisions[:FATES]
    blocks = [join([_what(t, one), *decision_lines(t, one)]) for one in shown]
    others = len(decisions) - FATES
    if others > 0:
        blocks.append(t.many("… and {n} more", "… and {n} more", others))
    named = tuple({one.activity.id: one.activity for one in shown}.values())
    return Screen(join(blocks, "\n\n"), _cards(t, named), about=_about(named))


def _what(t: Texts, decision: SubmissionFacts | ExtensionFacts) -> Html:
    name = bold(numbered_name(t, decision.activity))
    if isinstance(decision, SubmissionFacts):
        handed_in = t("handed in for acceptance, {day}", day=t.long_day(decision.submitted_on))
        return Html(f"{name}\n{handed_in}")
    asked = t(
        "more time asked for, until {day} ({moment})",
        day=t.long_day(decision.to_due),
        moment=t.moment(decision.requested_at),
    )
    return Html(f"{name}\n{asked}")


def nearest(t: Texts, activities: Sequence[ActivityFacts]) -> Screen:
    """The deadline that comes next, with what is due then; and what is overdue already."""
    open_ones = [one for one in activities if one.is_open and one.due_on is not None]
    late = [one for one in open_ones if one.status is Status.OVERDUE]
    ahead = sorted(
        (one for one in open_ones if one not in late and one.status is not Status.REVIEW and _is_ahead(one)),
        key=lambda one: (one.due_on, one.number),
    )
    due = [one for one in ahead if one.due_on == ahead[0].due_on]
    blocks = []
    if late:
        count = t("🔴 Overdue already: {count}", count=len(late))
        numbers = ", ".join(number_sign(t, one) for one in late[:LATE])
        blocks.append(Html(f"{bold(count)} ({numbers})"))
    if due and due[0].due_on is not None:
        blocks.append(bold(t("The nearest deadline: {day}", day=t.long_day(due[0].due_on))))
        blocks += [join([numbered_name(t, one), status_line(t, one)]) for one in due[:NEAREST]]
        if due[NEAREST:]:
            blocks.append(t.many("… and {n} more", "… and {n} more", len(due) - NEAREST))
    else:
        blocks.append(t("No deadline lies ahead."))
    shown = [*due[:NEAREST], *late[:LATE]]
    return Screen(join(blocks, "\n\n"), _cards(t, shown), about=_about(shown))


def _is_ahead(activity: ActivityFacts) -> bool:
    return activity.due_on is not None and activity.due_on >= activity.today


def unlinked(t: Texts, summary: SummaryFacts) -> Screen:
    """Who is not linked to the bot yet, and who has blocked it."""
    quality = summary.quality
    if quality.unlinked:
        head = t.many(
            "{n} of {total} executors is not linked yet: {names}",
            "{n} of {total} executors are not linked yet: {names}",
            len(quality.unlinked),
            total=quality.executors,
            names=Html(", ".join(bold(executor_name(t, one)) for one in quality.unlinked)),
        )
    else:
        head = t("All {total} executors are linked.", total=quality.executors)
    lines = [head]
    if quality.blocked:
        lines.append(
            t.many(
                "{n} executor has blocked the bot: {names}",
                "{n} executors have blocked the bot: {names}",
                len(quality.blocked),
                names=Html(", ".join(bold(executor_name(t, one)) for one in quality.blocked)),
            )
        )
    return Screen(join(lines), about=ShowsOverview(activities=()))


def how_to_get_time(t: Texts, number: str, one: ActivityFacts | None) -> Screen:
    """How more time is asked for; of `one` activity, with the button that asks for it."""
    lines = [
        bold(t("How to ask for more time")),
        t("Open the activity and press «⏳ Extend the deadline». Or write to me, with the reason:"),
        _example(t("please extend the deadline of №{number}: the ministry has not answered", number=number)),
        t("The control department decides, and I tell you at once."),
    ]
    if one is not None and _has_deadline(one):
        ask = button(t("⏳ Extend the deadline"), callbacks.AskExtension(activity=one.id))
        return Screen(join(lines), ((ask,), *_cards(t, [one])), about=_about([one]))
    return Screen(join(lines), _mine(t))


def _has_deadline(activity: ActivityFacts) -> bool:
    """Whether a card has the button that asks for more time."""
    return activity.is_worked_on and not activity.is_endless


def how_to_send_files(t: Texts, number: str, one: ActivityFacts | None) -> Screen:
    """How a file is sent."""
    lines = [
        bold(t("How to send a file or a photo")),
        t("Press 📎 below the chat, choose the file, and write in its caption which activity it belongs to:"),
        _example(t("№{number}, the draft", number=number)),
        t("You may also send it right after your report, or in reply to my answer: then it belongs to that report."),
    ]
    if one is None:
        return Screen(join(lines), _mine(t))
    send = button(t("📎 File"), callbacks.AskReport(activity=one.id, what=callbacks.Wanted.FILE))
    return Screen(join(lines), ((send,), *_cards(t, [one])), about=_about([one]))


def how_to_mend(t: Texts, number: str) -> Screen:
    """How a report is corrected or taken back."""
    lines = [
        bold(t("How to correct a report")),
        t("Edit your own message: the report is corrected. Or take it back by «↩️ Undo» under my answer. Or write:"),
        _example(t("№{number}: not 60% but 40%", number=number)),
    ]
    return Screen(join(lines), _mine(t))


def why_reminders(t: Texts) -> Html:
    """When reminders come."""
    return join(
        [
            bold(t("When I remind")),
            t(
                "Each activity is reminded of when it begins, at the beginning of each month, several times in the "
                "month in which it is due, and once a week while it is overdue. All that falls on one day comes in "
                "one message."
            ),
            t("The control department may also ask for a report out of turn."),
        ]
    )


def _example(words: Html) -> Html:
    return Html(f"<code>{words}</code>")


def _cards(t: Texts, activities: Sequence[ActivityFacts]) -> tuple[Row, ...]:
    return in_rows((button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in activities), 4)


def _mine(t: Texts) -> tuple[Row, ...]:
    return ((button(t("📋 My activities"), callbacks.OpenMine()),),)


def _about(activities: Sequence[ActivityFacts]) -> ShowsOverview:
    return ShowsOverview(activities=tuple(one.id for one in activities))
