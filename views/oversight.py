"""Marks of an activity, set with a question first: a document is required, or it is under personal control."""

from aiogram.types import InlineKeyboardButton

from services.messages.purposes import ShowsCard
from services.plan.figures import ActivityFacts
from views.kit import callbacks
from views.kit.callbacks import Oversee, Oversight
from views.kit.screen import Row, Screen, button
from views.kit.texts import Html, Texts, bold
from views.kit.words import activity_name, activity_number


def sure(t: Texts, activity: ActivityFacts, pressed: Oversee) -> Screen:
    """Say what the mark means before it is set or taken away."""
    name = bold(activity_name(t, activity))
    meanings = {
        (Oversight.DOCUMENT, True): t(
            "Require a document for {activity}? It is handed in with its number, its date and a file; "
            "its officers will be told.",
            activity=name,
        ),
        (Oversight.DOCUMENT, False): t("Take {activity} without a document? Its officers will be told.", activity=name),
        (Oversight.WATCHED, True): t(
            "Take {activity} under personal control? The leadership hears at once, in one message a day, when it is "
            "due soon, overdue, hindered or done.",
            activity=name,
        ),
        (Oversight.WATCHED, False): t("Take {activity} out of personal control?", activity=name),
    }
    yes = button(t("✅ Yes"), pressed.model_copy(update={"sure": True}))
    return Screen(meanings[pressed.what, pressed.on], ((yes, _card(t, activity)),), about=_about(activity))


def watched(t: Texts, activity: ActivityFacts) -> Screen:
    """Say that personal control was set or ended, with a button that takes it back."""
    name = bold(activity_name(t, activity))
    said = (
        t("🔺 {activity} is under personal control.", activity=name)
        if activity.is_watched
        else t("{activity} is no longer under personal control.", activity=name)
    )
    return Screen(said, ((_undo(t, activity, Oversight.WATCHED, on=not activity.is_watched), _card(t, activity)),))


def document_undo(t: Texts, activity: ActivityFacts) -> Row:
    """The button that takes the requirement of a document back, or sets it again."""
    return (_undo(t, activity, Oversight.DOCUMENT, on=not activity.needs_document),)


def watch_row(t: Texts, activity: ActivityFacts) -> tuple[Row, ...]:
    """For a leader or an admin, on a card: take it under personal control, or out of it."""
    if not (activity.is_open or activity.is_watched):
        return ()
    label = t("🔺 End personal control") if activity.is_watched else t("🔺 Personal control")
    pressed = Oversee(activity=activity.id, what=Oversight.WATCHED, on=not activity.is_watched)
    return ((button(label, pressed),),)


def mark_lines(t: Texts, activity: ActivityFacts) -> list[Html]:
    """What a card says of the marks."""
    lines = [t("🔺 Under the leadership’s personal control")] if activity.is_watched else []
    needs = activity.needs_document and activity.is_open
    return [*lines, *([t("📎 Handed in with a document: its number, its date and a file")] if needs else [])]


def _undo(t: Texts, activity: ActivityFacts, what: Oversight, *, on: bool) -> InlineKeyboardButton:
    return button(t("↩️ Undo"), Oversee(activity=activity.id, what=what, on=on, sure=True))


def _card(t: Texts, activity: ActivityFacts) -> InlineKeyboardButton:
    return button(activity_number(t, activity), callbacks.OpenActivity(activity=activity.id))


def _about(activity: ActivityFacts) -> ShowsCard:
    return ShowsCard(activities=(activity.id,))
