"""Words that are no report, as the officers who write them and the control department see them."""

from dataclasses import replace
from datetime import date

from services.calendar.deadlines import Month, due_day
from services.messages.purposes import AsksAnswer, ShowsRequest
from services.plan.figures import ActivityFacts
from services.reports import AppealKind
from services.reports.appeals import AppealFacts
from services.reports.message import Appealed
from views.kit import callbacks
from views.kit.screen import Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join, quote
from views.kit.words import (
    activity_name,
    activity_number,
    choice_label,
    deadline_line,
    executor_name,
    months_after,
    opening,
)

WORDS = 1500
CHOICES = 5
MONTHS = 4


# -- before the officer ----------------------------------------------------------------------------------------------


def asked(t: Texts, facts: Appealed) -> Screen:
    """A question that no screen answers: it may go to the control department."""
    lines = [
        t("I cannot answer this question myself. Shall it go to the control department?"),
        quote(opening(t, facts.text, WORDS)),
        t("It is not recorded as a report."),
    ]
    return Screen(join(lines), (send_row(t, facts.id), _report_row(t, facts.id)))


def send_row(t: Texts, appeal_id: int) -> Row:
    """The button that hands a question on."""
    return (button(t("✉️ Ask the control department"), callbacks.SendAppeal(appeal=appeal_id)),)


def sent(t: Texts, appeal_id: int, kind: AppealKind, text: str, activity: ActivityFacts | None) -> Screen:
    """It has gone to the control department, and is no report."""
    if kind is AppealKind.REFUSAL and activity is not None:
        head = t(
            "✉️ That {activity} is not yours was passed to the control department.",
            activity=bold(activity_name(t, activity)),
        )
    elif kind is AppealKind.AWAY:
        head = t("✉️ The control department was told that you are away. It may name somebody to act for you.")
    else:
        head = t("✉️ Passed to the control department. The answer will come here.")
    lines = [head, quote(opening(t, text, WORDS)), t("It is not recorded as a report.")]
    return Screen(join(lines), (_report_row(t, appeal_id),))


def refused(t: Texts, facts: AppealFacts) -> Screen:
    """That an activity is not the person's was said by a button, and has gone to the control department."""
    return replace(sent(t, facts.id, facts.kind, facts.text, facts.activity), rows=())


def which(t: Texts, facts: Appealed) -> Screen:
    """The activity of a request or a refusal is asked."""
    if facts.kind is AppealKind.MORE_TIME:
        head = t("For which activity is more time asked?")
    else:
        head = t("Which activity is not yours?")
    rows = tuple(
        (
            button(
                choice_label(t, one),
                callbacks.AppealAbout(appeal=facts.id, activity=one.id),
            ),
        )
        for one in facts.choices[:CHOICES]
    )
    more = (send_row(t, facts.id), _report_row(t, facts.id))
    return Screen(join([bold(head), quote(opening(t, facts.text, WORDS))]), (*rows, *more))


def more_time(t: Texts, appeal_id: int, text: str, activity: ActivityFacts, month: date | None) -> Screen:
    """More time is asked for in words: until when, and is that meant? The words are the reason."""
    if activity.due_on is None or not activity.is_open:
        head = t("More time cannot be asked for this activity: it is finished, or has no deadline.")
        return Screen(
            join([head, bold(activity_name(t, activity))]),
            (send_row(t, appeal_id), _report_row(t, appeal_id)),
        )
    until = until_of(activity, month)
    lines = [
        bold(
            t(
                "Shall the deadline of {activity} be asked to be moved to {day}?",
                activity=activity_name(t, activity),
                day=t.long_day(until),
            )
        ),
        deadline_line(t, activity),
        t("The reason:"),
        quote(opening(t, text, WORDS)),
    ]
    yes = (button(t("✅ Yes, ask"), callbacks.MoreTime(appeal=appeal_id, month=f"{until:%Y-%m}")),)
    other = (button(t("🗓 Another month"), callbacks.MoreTime(appeal=appeal_id)),)
    return Screen(join(lines), (yes, other, _report_row(t, appeal_id)), about=ShowsRequest(activities=(activity.id,)))


def months(t: Texts, appeal_id: int, activity: ActivityFacts) -> Screen:
    """The months to whose end more time may be asked."""
    first = max(activity.due_on or activity.today, activity.today.replace(day=1))
    choices = [
        button(t.month(month), callbacks.MoreTime(appeal=appeal_id, month=f"{month:%Y-%m}"))
        for month in months_after(first, MONTHS)
    ]
    text = t("By the end of which month can {activity} be done?", activity=bold(activity_name(t, activity)))
    return Screen(join([text, deadline_line(t, activity)]), (*in_rows(choices, 2), _report_row(t, appeal_id)))


def until_of(activity: ActivityFacts, month: date | None) -> date:
    """The last day of the month named; of the month after the deadline where none, or an earlier one, is."""
    due = activity.due_on or activity.today
    if month is not None and due_day(Month.of(month)) > due:
        return due_day(Month.of(month))
    [following] = months_after(max(due, activity.today.replace(day=1)), 1)
    return due_day(Month.of(following))


def gone(t: Texts) -> Screen:
    """The subject of an old button is not known, or not the person's."""
    return Screen(t("It is not there any more."))


def _report_row(t: Texts, appeal_id: int) -> Row:
    return (button(t("✍️ This is a report"), callbacks.AppealIsReport(appeal=appeal_id)),)


# -- before the control department -----------------------------------------------------------------------------------


def letter(t: Texts, facts: AppealFacts) -> Screen:
    """What somebody wrote, with what may be done about it."""
    lines = [bold(subject(t, facts.kind)), _author(t, facts)]
    if facts.activity is not None:
        lines.append(bold(activity_name(t, facts.activity)))
    lines.append(quote(opening(t, facts.text, WORDS)))
    if facts.answer is not None:
        lines += [t("Answered by {name}:", name=facts.answerer or ""), quote(opening(t, facts.answer, WORDS))]
        return Screen(join(lines))
    return Screen(join(lines), _control_rows(t, facts))


def subject(t: Texts, kind: AppealKind) -> Html:
    """What is written to the control department, in a word."""
    heads = {
        AppealKind.QUESTION: t("❓ A question"),
        AppealKind.MORE_TIME: t("⏳ More time is asked for"),
        AppealKind.REFUSAL: t("↪️ An activity is said to be somebody else's"),
        AppealKind.AWAY: t("🏖 An officer is away"),
        AppealKind.WORDS: t("✉️ Words for the control department"),
        AppealKind.STRANGER: t("🙋 A report from somebody who is not linked"),
    }
    return heads[kind]


def _control_rows(t: Texts, facts: AppealFacts) -> tuple[Row, ...]:
    rows: list[Row] = []
    if facts.activity is not None:
        if facts.kind is AppealKind.REFUSAL:
            change = callbacks.Manage(activity=facts.activity.id, what=callbacks.ManageStep.LEAD)
            rows.append((button(t("👤 Change the responsible officer"), change),))
        card = callbacks.OpenActivity(activity=facts.activity.id)
        rows.append((button(activity_number(t, facts.activity), card),))
    if facts.kind is AppealKind.AWAY:
        rows += [
            (button(t("🤝 Name a deputy: {name}", name=executor_name(t, one)), callbacks.Substitute(executor=one.id)),)
            for one in facts.executors
        ]
    if facts.kind is AppealKind.STRANGER and facts.request is not None:
        rows.append(
            (button(t("🙋 Link"), callbacks.DecideRequest(request=facts.request, step=callbacks.RequestStep.SHOW)),)
        )
    if facts.kind is not AppealKind.STRANGER:
        rows.append((button(t("✍️ Answer"), callbacks.AnswerAppeal(appeal=facts.id)),))
    return tuple(rows)


def ask_answer(t: Texts, facts: AppealFacts, screen: int | None) -> Screen:
    """The words of the answer are asked for."""
    text = t("Write the answer: {name} will read it.", name=bold(facts.name))
    return Screen(text, about=AsksAnswer(appeal=facts.id, screen=screen), asks=t("The answer"))


def answered_already(t: Texts) -> Html:
    """Another admin was first."""
    return t("It is answered already.")


def answer_letter(t: Texts, facts: AppealFacts) -> Screen:
    """To whoever wrote it: what the control department answers, under their own words."""
    lines = [bold(t("✉️ The control department answers:")), quote(opening(t, facts.answer or "", WORDS))]
    return Screen(join(lines), reply_to=facts.message_id)


def _author(t: Texts, facts: AppealFacts) -> Html:
    executors = ", ".join(executor_name(t, one) for one in facts.executors)
    account = f"{facts.name} (@{facts.username})" if facts.username else facts.name
    if not executors or executors == t.plan(facts.name):
        return t("From {account}", account=account)
    return t("From {name} ({account})", name=bold(Html(executors)), account=account)


# -- before a stranger -----------------------------------------------------------------------------------------------


def not_recorded(t: Texts) -> Screen:
    """Somebody with no link has reported: nothing was recorded, and to whom to turn."""
    lines = [
        bold(t("Your report was not recorded: you are not linked to me yet.")),
        t("Your words and a request to link you were passed to the administrators. I will write when they decide."),
        t("If it is urgent, please turn to the control department."),
    ]
    return Screen(join(lines))
