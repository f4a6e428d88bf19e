"""Acceptance and extensions, as the officers and the admins see them."""

from services.facts import ExtensionFacts
from views import callbacks
from views.i18n import Html, Texts, bold, quote
from views.screen import Screen, button
from views.words import activity_name


def reason_needed(t: Texts) -> Html:
    """A reason must have words."""
    return t("Please write the reason in a few words.")


def extension_asked(t: Texts, asked: ExtensionFacts | None) -> Screen:
    """The request for more time has gone to the admins, or can not be made."""
    if asked is None:
        return Screen(t("More time can not be asked for this activity: it is finished, or not yours."))
    text = t(
        "⏳ Asked: {activity} until {day}. You will be told of the decision.",
        activity=bold(activity_name(t, asked.activity)),
        day=bold(t.long_day(asked.to_due)),
    )
    card = button(activity_name(t, asked.activity), callbacks.OpenActivity(activity=asked.activity.id))
    return Screen(Html(f"{text}\n{quote(asked.reason)}"), ((card,),))
