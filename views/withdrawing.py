"""What a person takes back: asked by a button, and said to be so."""

from services.language.taking_back import Taken
from services.reports.message import OpenThing, Withdrawable
from services.reports.withdrawing import Withdrawn
from views.appeals import WORDS, further_rows
from views.kit import callbacks
from views.kit.screen import Row, Screen, button
from views.kit.texts import Html, Texts, bold, join, quote
from views.kit.words import activity_name, activity_number, number_sign, opening


def ask(t: Texts, offered: Withdrawable) -> Screen:
    """Ask by a button whether this is to be taken back; what the words were is kept."""
    words = quote(opening(t, offered.text, WORDS))
    if not offered.things:
        return Screen(join([_nothing(t, offered.what), words]), further_rows(t, offered.appeal))
    lines = [bold(_question(t, offered.what)), *(_line(t, offered.what, one) for one in offered.things), words]
    rows = tuple(_row(t, offered, one) for one in offered.things)
    return Screen(join(lines), (*rows, *further_rows(t, offered.appeal)))


def done(t: Texts, withdrawn: Withdrawn) -> Screen:
    """It is taken back."""
    name = bold(activity_name(t, withdrawn.activity))
    said = {
        Taken.TIME: t(
            "▫️ Taken back: your request for more time, {activity}. The administrators are told.", activity=name
        ),
        Taken.CONTEST: t("▫️ Taken back: {activity} is yours, as it was. The administrators are told.", activity=name),
        Taken.PROMISE: t("▫️ Taken back: your promise, {activity}.", activity=name),
        Taken.OBSTACLE: t("✅ Nothing hinders any more: {activity}", activity=name),
        Taken.NO_OBSTACLE: t("▫️ Taken back: the obstacle, {activity}. There was none.", activity=name),
    }
    card = (button(activity_number(t, withdrawn.activity), callbacks.OpenActivity(activity=withdrawn.activity.id)),)
    return Screen(said[withdrawn.what], (card,))


def too_late(t: Texts) -> Html:
    """It is not open any more."""
    return t("This is not open any more: it was decided or taken back.")


def take_back_row(t: Texts, request: int) -> Row:
    """The button that takes a request for more time back, on a card."""
    return (button(t("↩️ Take the request back"), callbacks.Withdraw(what=Taken.TIME, row=request)),)


def _question(t: Texts, what: Taken) -> Html:
    if what is Taken.TIME:
        return t("Should your request for more time be taken back?")
    if what is Taken.CONTEST:
        return t("Should it be taken back that it is not yours?")
    if what is Taken.PROMISE:
        return t("Should your promise be taken back?")
    return t("Should the obstacle be taken away?")


def _nothing(t: Texts, what: Taken) -> Html:
    if what is Taken.TIME:
        return t("You have no open request for more time.")
    return t("You have no open promise.") if what is Taken.PROMISE else t("No obstacle of yours is open.")


def _line(t: Texts, what: Taken, thing: OpenThing) -> Html:
    name = activity_name(t, thing.activity)
    if thing.day is None:
        return name
    return t("{activity} — {day}", activity=name, day=t.long_day(thing.day))


def _row(t: Texts, offered: Withdrawable, thing: OpenThing) -> Row:
    label = t("↩️ Take back") if len(offered.things) == 1 else Html(f"↩️ {number_sign(t, thing.activity)}")
    return (button(label, callbacks.Withdraw(what=offered.what, row=thing.row)),)
