"""Asking officers for a report outside the schedule: the preview, the result, and the letter."""

from collections.abc import Sequence
from datetime import date

from services.messages.purposes import ShowsReminder
from services.plan.figures import ActivityFacts, ExecutorRef
from services.plan.silence import Silent
from services.reminders.nudging import Nudged, NudgePreview
from views.kit import callbacks
from views.kit.screen import Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, italic, join
from views.kit.words import executor_name, number_sign, numbered_name, signed_status, time_left

SHOWN = 40
ACTIVITIES = 12


def preview(t: Texts, preview: NudgePreview, today: date) -> Screen:
    """Who would be asked, and why the others would not; nothing is sent yet."""
    if not preview.is_carried:
        return Screen(t("The plan period is closed: nobody is asked."))
    lines: list[Html] = []
    if preview.to_ask:
        head = t.many(
            "🔔 {n} officer is silent and can be asked:",
            "🔔 {n} officers are silent and can be asked:",
            len(preview.to_ask),
        )
        lines += [bold(head), *(_line(t, one, today) for one in preview.to_ask[:SHOWN])]
        if preview.to_ask[SHOWN:]:
            lines.append(t("and {count} more", count=len(preview.to_ask) - SHOWN))
    else:
        lines.append(t("There is nobody to ask: nobody is silent, or all have been asked today."))
    if preview.asked_today:
        lines.append(t("Already asked today: {names}", names=_names(t, preview.asked_today)))
    if preview.unreachable:
        lines.append(t("Cannot be reached: {names}", names=_names(t, preview.unreachable)))
    if not preview.to_ask:
        return Screen(join(lines))
    count = len(preview.to_ask)
    yes = button(t.many("🔔 Ask {n} officer", "🔔 Ask {n} officers", count), callbacks.NudgeSilent(sure=True))
    return Screen(join(lines), ((yes,),))


def asked(t: Texts, executors: Sequence[ExecutorRef]) -> Screen:
    """Say who was asked."""
    if not executors:
        return Screen(t("There is nobody to ask: nobody is silent, or all have been asked today."))
    head = t.many("🔔 {n} officer is asked.", "🔔 {n} officers are asked.", len(executors))
    names = Html(", ".join(executor_name(t, one) for one in executors[:SHOWN]))
    return Screen(join([bold(head), names]))


def asked_one(t: Texts, nudged: Nudged) -> Html:
    """A passing word over the officer's page: asked, or why not."""
    match nudged:
        case Nudged.ASKED:
            return t("🔔 Asked.")
        case Nudged.ASKED_TODAY:
            return t("Already asked today: once a day is enough.")
        case Nudged.NOTHING_TO_ASK:
            return t("There is nothing to ask: no work is under way, or nobody can be reached.")


def letter(t: Texts, executor: ExecutorRef, work: Sequence[ActivityFacts], by: str) -> Screen:
    """To an officer: the control department asks how the work goes."""
    head = t("🔔 {admin} asks {name} how the work is going:", admin=by, name=bold(executor_name(t, executor)))
    blocks = [head, *(_activity(t, one) for one in work[:ACTIVITIES])]
    if work[ACTIVITIES:]:
        left = len(work) - ACTIVITIES
        blocks.append(t.many("… and {n} more", "… and {n} more", left))
    example = f"{t.script(work[0].written_number)} 70%"
    blocks.append(
        italic(t("Reply with the number and a few words («{example}»), or open one by its button.", example=example))
    )
    buttons = (button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in work[:ACTIVITIES])
    about = ShowsReminder(activities=tuple(one.id for one in work))
    return Screen(join(blocks, "\n\n"), in_rows(buttons, 4), about=about)


def _activity(t: Texts, activity: ActivityFacts) -> Html:
    state = Html(" · ".join(part for part in (signed_status(t, activity), time_left(t, activity)) if part))
    return join([numbered_name(t, activity), state])


def _line(t: Texts, silence: Silent, today: date) -> Html:
    days = t.many("{n} day", "{n} days", (today - silence.since).days)
    return Html(f"▫️ {executor_name(t, silence.executor)}: {days}")


def _names(t: Texts, silent: Sequence[Silent]) -> Html:
    return Html(", ".join(executor_name(t, one.executor) for one in silent[:SHOWN]))
