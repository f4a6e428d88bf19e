"""Words that are no report, as the officers who write them and the control department see them."""

from dataclasses import replace
from datetime import date

from services.calendar.deadlines import Month, due_day
from services.language.days_and_numbers import numbers_that_may_be_days
from services.language.until import beside_the_request, extended, names_several_days
from services.messages.purposes import AsksAnswer, ShowsAppeal, ShowsDecision, ShowsRequest
from services.plan.figures import ActivityFacts
from services.reports import AppealKind
from services.reports.appeals import AppealFacts
from services.reports.message import Appealed, Incoming
from services.reports.until import requested_until
from views.kit import callbacks
from views.kit.formers import former_meaning, of_closed_plan
from views.kit.screen import Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join, quote
from views.kit.words import (
    activity_name,
    activity_number,
    choice_label,
    deadline_line,
    executor_name,
    later_months,
    opening,
    signed_status,
    too_early,
)
from views.notices import decision

WORDS = 1500
CHOICES = 5
FILES = 5
FURTHER = 8  # messages of a stranger in one letter
MONTHS = 4


# -- before the officer ----------------------------------------------------------------------------------------------


def asked(t: Texts, appealed: Appealed) -> Screen:
    """A question that no screen answers; it can be sent to the control department."""
    lines = [
        t("I cannot answer this question myself. Should it go to the control department?"),
        quote(opening(t, appealed.text, WORDS)),
        t("It is not recorded as a report."),
    ]
    return Screen(join(lines), (send_row(t, appealed.id), _report_row(t, appealed.id)))


def further_rows(t: Texts, appeal_id: int) -> tuple[Row, ...]:
    """What may still be done with a question that was answered."""
    return (send_row(t, appeal_id), _report_row(t, appeal_id))


def send_row(t: Texts, appeal_id: int) -> Row:
    """The button that sends a question to the control department."""
    return (button(t("✉️ Ask the control department"), callbacks.SendAppeal(appeal=appeal_id)),)


def sent(t: Texts, appeal_id: int, kind: AppealKind, text: str, activity: ActivityFacts | None) -> Screen:
    """Say that the words were sent to the control department and are no report."""
    if kind is AppealKind.REFUSAL and activity is not None:
        head = t(
            "✉️ The control department was told that {activity} is not yours.",
            activity=bold(activity_name(t, activity)),
        )
    elif kind is AppealKind.AWAY:
        head = t("✉️ The control department was told that you are away. It may name somebody to act for you.")
    else:
        head = t("✉️ Passed to the control department. The answer will come here.")
    lines = [head, quote(opening(t, text, WORDS)), t("It is not recorded as a report.")]
    return Screen(join(lines), (_report_row(t, appeal_id),))


def finished(t: Texts, appeal_id: int, text: str, activity: ActivityFacts) -> Screen:
    """Say that the activity is decided on, so that only the control department can return it to work."""
    lines = [
        bold(activity_name(t, activity)),
        signed_status(t, activity),
        t("It is already decided on. Only the control department can return it to work."),
        quote(opening(t, text, WORDS)),
        t("Your words are kept. Should they be passed on?"),
    ]
    send = (button(t("✉️ To the control department"), callbacks.SendAppeal(appeal=appeal_id)),)
    return Screen(join(lines), (send, _report_row(t, appeal_id)))


def refused(t: Texts, appeal: AppealFacts) -> Screen:
    """That an activity is not the person's was said by a button, and has gone to the control department."""
    return replace(sent(t, appeal.id, appeal.kind, appeal.text, appeal.activity), rows=())


def which(t: Texts, appealed: Appealed) -> Screen:
    """Ask which activity a request or a refusal is about."""
    if appealed.kind is AppealKind.MORE_TIME:
        head = t("For which of them is more time requested?")
    elif len(appealed.choices) == 1:
        head = t("Is №{number} not yours?", number=t.script(appealed.choices[0].written_number))
    else:
        head = t("Which of them is not yours?")
    rows = tuple(
        (
            button(
                choice_label(t, one),
                callbacks.AppealAbout(appeal=appealed.id, activity=one.id),
            ),
        )
        for one in appealed.choices[:CHOICES]
    )
    cancel = (button(t("✖️ Cancel"), callbacks.CancelQuestion()),)
    more = (send_row(t, appealed.id), _report_row(t, appealed.id), cancel)
    formers = of_closed_plan(t, appealed.closed) if appealed.closed is not None else []
    formers += [former_meaning(t, one, next((each.marks for each in appealed.choices), ())) for one in appealed.formers]
    return Screen(join([*formers, bold(head), quote(opening(t, appealed.text, WORDS))]), (*rows, *more))


def more_time(
    t: Texts, appeal_id: int, text: str, activity: ActivityFacts, month: date | None, *, day: date | None = None
) -> Screen:
    """Ask until when more time is needed, and whether that is meant; the words are the reason.

    `day` is one that was named in answer to the question for the month; otherwise it may stand among the words.
    """
    if activity.due_on is None or not activity.is_open:
        head = t("More time cannot be requested: it is finished, or has no deadline.")
        return Screen(
            join([head, bold(activity_name(t, activity))]),
            (send_row(t, appeal_id), _report_row(t, appeal_id)),
        )
    asking = beside_the_request(text)
    if day is None and names_several_days(asking):
        return months(t, appeal_id, activity)
    named = requested_until(asking, activity.today) if day is None else None
    if asking != text and day is None:
        month = named.month if named is not None else None  # one that stands elsewhere is not asked for
    may_be_number = named is not None and activity.number in numbers_that_may_be_days(asking)
    if named is not None and month in (None, named.month):
        month, day = named.month, named.day
    if month is not None and (early := _too_early(t, activity, day or due_day(Month.of(month)))):
        return months(t, appeal_id, activity, too_early=early)
    counted = extended(asking, max(activity.due_on, activity.today)) if month is None else None
    until = day or counted or until_of(activity, month)
    lines = [
        bold(
            t(
                "Request that the deadline of {activity} be moved to {day}?",
                activity=activity_name(t, activity),
                day=t.long_day(until),
            )
        ),
        deadline_line(t, activity),
        t("The reason:"),
        quote(opening(t, text, WORDS)),
    ]
    yes = (button(t("✅ Yes, ask"), callbacks.MoreTimeUntil(appeal=appeal_id, day=until)),)
    last = Month.of(until).last_day
    month_end = ((button(t.long_day(last), callbacks.MoreTimeUntil(appeal=appeal_id, day=last)),),) * may_be_number
    other = (button(t("🗓 Another month"), callbacks.MoreTime(appeal=appeal_id)),)
    about = ShowsRequest(activities=(activity.id,), appeal=appeal_id)
    return Screen(join(lines), (yes, *month_end, other, _report_row(t, appeal_id)), about=about)


def _too_early(t: Texts, activity: ActivityFacts, day: date) -> Html | None:
    """Why a day cannot be requested: it is not later than the deadline in force, or has passed."""
    if activity.due_on is not None and day <= activity.due_on:
        return t(
            "{day} is not later than the deadline in force, {deadline}.",
            day=t.long_day(day),
            deadline=t.long_day(activity.due_on),
        )
    return too_early(t) if day <= activity.today else None


def months(t: Texts, appeal_id: int, activity: ActivityFacts, *, too_early: Html | None = None) -> Screen:
    """The months until whose end more time can be requested; `too_early` says why the one named is not among them."""
    choices = [
        button(t.month(month), callbacks.MoreTime(appeal=appeal_id, month=f"{month:%Y-%m}"))
        for month in later_months(activity, MONTHS)
    ]
    text = t("By the end of which month can {activity} be done?", activity=bold(activity_name(t, activity)))
    lines = [*([too_early] if too_early is not None else []), text, deadline_line(t, activity)]
    about = ShowsRequest(activities=(activity.id,), appeal=appeal_id)
    return Screen(join(lines), (*in_rows(choices, 2), _report_row(t, appeal_id)), about=about)


def until_of(activity: ActivityFacts, month: date | None) -> date:
    """The last day of the month named; if none was named, of the first that can be requested."""
    [following] = later_months(activity, 1)
    return due_day(Month.of(following if month is None else max(month, following)))


def gone(t: Texts) -> Screen:
    """Say that an old button's subject is unknown, or not the person's."""
    return Screen(t("This message is out of date: what it was about is no longer there."), is_outdated=True)


def _report_row(t: Texts, appeal_id: int) -> Row:
    return (button(t("✍️ This is a report"), callbacks.AppealIsReport(appeal=appeal_id)),)


# -- before the control department -----------------------------------------------------------------------------------


def letter(t: Texts, appeal: AppealFacts) -> Screen:
    """The words somebody wrote, with the buttons to act on them."""
    lines = [bold(subject(t, appeal.kind)), _author(t, appeal)]
    if appeal.activity is not None:
        lines.append(bold(activity_name(t, appeal.activity)))
    lines += _words(t, appeal)
    lines += _contested(t, appeal)
    is_stranger = appeal.kind is AppealKind.STRANGER  # whom an answer would not reach
    about = ShowsDecision(key=f"appeal:{appeal.id}") if is_stranger else ShowsAppeal(appeal=appeal.id)
    if appeal.moved_to is not None:
        lines.append(t("↪️ Given to {name} by {admin}.", name=t.plan(appeal.moved_to), admin=appeal.answerer or ""))
        words = [quote(opening(t, appeal.answer, WORDS))] if appeal.answer else []
        return Screen(join([*lines, *words]), about=about)
    if appeal.is_settled and appeal.answer is None and appeal.answerer == appeal.name:
        return Screen(join([*lines, t("▫️ They have taken it back: there is nothing to decide.")]), about=about)
    if appeal.is_settled and appeal.answer is None:
        return Screen(join([*lines, t("✔️ Seen to by {name}.", name=appeal.answerer or "")]), about=about)
    if appeal.answer is not None:
        lines += [t("Answered by {name}:", name=appeal.answerer or ""), quote(opening(t, appeal.answer, WORDS))]
        return Screen(join(lines), about=about)
    return Screen(join(lines), _control_rows(t, appeal), about=about)


def _contested(t: Texts, appeal: AppealFacts) -> list[Html]:
    """When an officer was told of what they say is not theirs, and what part they have in it."""
    if appeal.kind is not AppealKind.REFUSAL or appeal.activity is None:
        return []
    lines = []
    if any(part.executor in appeal.executors for part in appeal.activity.parts[1:]) and appeal.moved_to is None:
        lead = bold(executor_name(t, appeal.activity.lead.executor))
        lines.append(t("They are a co-executor; {name} is responsible.", name=lead))
    if appeal.told_on is not None:
        lines.append(t("They were told of it on {day}.", day=t.day(appeal.told_on)))
    if appeal.is_late:
        lines.append(bold(t("⏰ Said after the time for it.")))
    return lines


def subject(t: Texts, kind: AppealKind) -> Html:
    """What is written to the control department, in a word."""
    heads = {
        AppealKind.QUESTION: t("❓ A question"),
        AppealKind.MORE_TIME: t("⏳ More time is requested"),
        AppealKind.REFUSAL: t("↪️ An officer says that it is somebody else's"),
        AppealKind.AWAY: t("🏖 An officer is away"),
        AppealKind.WORDS: t("✉️ Words for the control department"),
        AppealKind.STRANGER: t("🙋 Words of somebody who is not linked"),
    }
    return heads[kind]


def _control_rows(t: Texts, appeal: AppealFacts) -> tuple[Row, ...]:
    rows: list[Row] = []
    if appeal.activity is not None:
        if is_contest(appeal):
            rows.append((button(t("↪️ Give it to another officer"), callbacks.HandOver(appeal=appeal.id)),))
            rows.append((button(t("📌 Leave it with them"), callbacks.AnswerAppeal(appeal=appeal.id)),))
        card = callbacks.OpenActivity(activity=appeal.activity.id)
        rows.append((button(activity_number(t, appeal.activity), card),))
    if appeal.kind is AppealKind.AWAY:
        rows += [
            (button(t("🤝 Name a deputy: {name}", name=executor_name(t, one)), callbacks.Substitute(executor=one.id)),)
            for one in appeal.executors
        ]
    if appeal.kind is AppealKind.STRANGER and appeal.request is not None:
        rows.append(
            (button(t("🙋 Link"), callbacks.DecideRequest(request=appeal.request, step=callbacks.RequestStep.SHOW)),)
        )
    if appeal.kind is not AppealKind.STRANGER and not is_contest(appeal):  # which is decided, not seen to
        rows.append(
            (
                button(t("✍️ Answer"), callbacks.AnswerAppeal(appeal=appeal.id)),
                button(t("✔️ Seen to"), callbacks.CloseAppeal(appeal=appeal.id)),
            )
        )
    return tuple(rows)


def is_contest(appeal: AppealFacts) -> bool:
    """Whether it is to be decided whose an activity is."""
    return appeal.kind is AppealKind.REFUSAL and appeal.activity is not None


def choose_first(t: Texts, words: str, appeal: AppealFacts) -> Screen:
    """To an admin who replies to a contest: which of the two decisions do the words go with?"""
    said = t("These words were not sent. First press below whether it is given to another or left:")
    screen = letter(t, appeal)
    return replace(screen, text=join([join([said, quote(opening(t, words, WORDS))]), screen.text], "\n\n"))


def ask_answer(t: Texts, appeal: AppealFacts, screen: int | None) -> Screen:
    """Ask for the words of the answer."""
    text = t("Write the answer: {name} will read it.", name=bold(appeal.name))
    return Screen(text, about=AsksAnswer(appeal=appeal.id, screen=screen), asks=t("The answer"))


def answered_already(t: Texts) -> Html:
    """Say that another admin has answered already."""
    return t("It has already been answered.")


def answer_letter(t: Texts, appeal: AppealFacts) -> Screen:
    """To the author: the control department's answer, under their own words."""
    if appeal.kind is AppealKind.REFUSAL and appeal.activity is not None:
        return decision(t, appeal)
    lines = [bold(t("✉️ The control department answers:")), quote(opening(t, appeal.answer or "", WORDS))]
    return Screen(join(lines), reply_to=appeal.message_id)


def _author(t: Texts, appeal: AppealFacts) -> Html:
    executors = ", ".join(executor_name(t, one) for one in appeal.executors)
    account = f"{appeal.name} (@{appeal.username})" if appeal.username else appeal.name
    if not executors or executors == t.plan(appeal.name):
        return t("From {account}", account=account)
    return t("From {name} ({account})", name=bold(Html(executors)), account=account)


def _words(t: Texts, appeal: AppealFacts) -> list[Html]:
    """The words and files, and what a stranger wrote later on the same day, as far as it has room."""
    written = (appeal.as_written, *appeal.further)
    shown = written[:FURTHER]
    words = [line for one in shown for line in _message(t, one, WORDS // len(shown))]
    if written[FURTHER:]:
        words.append(t("and {count} more", count=len(written) - FURTHER))
    return words


def _message(t: Texts, message: Incoming, longest: int) -> list[Html]:
    words = [quote(opening(t, message.text, longest))] if message.text else []
    if message.files:
        words.append(t("📎 {files}", files=", ".join(file.name or t("a file") for file in message.files[:FILES])))
    return words


# -- before a stranger -----------------------------------------------------------------------------------------------


def not_recorded(t: Texts) -> Screen:
    """To somebody without a link: the report was not recorded, and whom to turn to."""
    lines = [
        bold(t("Your report was not recorded: you are not linked to me yet.")),
        t("Your words and a request to link you were passed to the administrators. I will write when they decide."),
        t("If it is urgent, please contact the control department."),
    ]
    return Screen(join(lines))


def added(t: Texts) -> Screen:
    """To somebody without a link who has written already today: the administrators have these words as well."""
    return Screen(
        t(
            "It was not recorded. It was added to your words of today, which the administrators have already; I will "
            "write when they decide."
        )
    )


def passed_on(t: Texts) -> Screen:
    """To somebody who was linked before: their words have reached the administrators, as they were told they would."""
    return Screen(
        t("Your words and a request to link you were passed to the administrators. I will write when they decide.")
    )


def kept_words(t: Texts, appeal: AppealFacts) -> Screen:
    """Now that they are linked: what they reported before is offered to be taken as a report."""
    lines = [
        bold(t("You wrote this before you were linked, and it was not recorded:")),
        *_message(t, appeal.as_written, WORDS),
        t("Written: {moment}", moment=t.moment(appeal.written_at)),
    ]
    take = button(t("✍️ Take it as a report"), callbacks.TakeKept(appeal=appeal.id))
    return Screen(join(lines), ((take,),))
