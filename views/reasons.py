"""Whether the words that were written are the answer to what was asked."""

from dataclasses import replace

from services.messages.purposes import ConfirmsWords, OfActivity, ShowsWordsTaken
from views.kit import callbacks
from views.kit.screen import Row, Screen, button
from views.kit.texts import Html, Texts, bold, join, quote
from views.kit.words import opening

WORDS = 1500


def is_it_the_reason(t: Texts, words: str) -> Screen:
    """The words speak of other work, of progress, or ask something: are they the answer?"""
    lines = [bold(t("Is this the reason that was asked for?")), quote(opening(t, words, WORDS))]
    return Screen(join(lines), (yes_no(t("✅ Yes, it is the reason"), t("✖️ No")),))


def yes_no(yes: Html, no: Html) -> Row:
    """The two answers."""
    return (button(yes, callbacks.TakeWords(yes=True)), button(no, callbacks.TakeWords(yes=False)))


def to_be_confirmed(screen: Screen, question: OfActivity, words: str, message_id: int) -> Screen:
    """The screen with what was asked and what was written, for whichever button is pressed."""
    about = ConfirmsWords(
        activities=question.activities,
        asked=question.purpose,
        refs=question.as_json(),
        words=words,
        message=message_id,
    )
    return replace(screen, about=about)


def taken(t: Texts, words: str) -> Screen:
    """The words were the answer; what they did is said beside."""
    return Screen(join([t("✔️ Taken as the reason:"), quote(opening(t, words, WORDS))]))


def not_taken(t: Texts) -> Screen:
    """The words were not the answer: nothing was changed."""
    return Screen(t("It was not taken as the reason. Nothing was changed."))


def may_be_cancelled(t: Texts, screen: Screen) -> Screen:
    """A question that waits for words says so, with the button that ends it."""
    if screen.asks is None or screen.rows:
        return screen
    text = join([screen.text, t("I am waiting for your next message.")])
    return replace(screen, text=text, rows=((button(t("✖️ Cancel"), callbacks.CancelQuestion()),),))


def was_cancelled(t: Texts) -> Screen:
    """The question, once its button has ended it."""
    return Screen(cancelled(t), about=ShowsWordsTaken())


def cancelled(t: Texts) -> Html:
    """A question that waited for words ended with a command or another button."""
    return t("✖️ The question that waited for your words was cancelled. Nothing was changed.")
