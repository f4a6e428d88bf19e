"""Asks whether the words written are the answer to the bot's question."""

from collections.abc import Sequence
from dataclasses import replace

from services.messages.purposes import ConfirmsWords, OfActivities, ShowsWordsTaken
from services.plan.figures import ActivityFacts
from views.kit import callbacks
from views.kit.screen import Row, Screen, button
from views.kit.texts import Html, Texts, bold, join, quote
from views.kit.words import activity_name, opening

WORDS = 1500


def is_it_the_reason(t: Texts, words: str, about: Sequence[ActivityFacts]) -> Screen:
    """Ask whether words about other work, about progress, or with a question are the answer for this activity."""
    named = [activity_name(t, one) for one in about] if len(about) == 1 else []
    lines = [*named, bold(t("Is this the requested reason?")), quote(opening(t, words, WORDS))]
    return Screen(join(lines), (yes_no(t("✅ Yes, it is the reason"), t("✖️ No")),))


def yes_no(yes: Html, no: Html) -> Row:
    """The buttons of the two answers."""
    return (button(yes, callbacks.TakeWords(yes=True)), button(no, callbacks.TakeWords(yes=False)))


def to_be_confirmed(screen: Screen, question: OfActivities, words: str, message_id: int) -> Screen:
    """The screen, holding the question and the words for whichever button is pressed."""
    about = ConfirmsWords(
        activities=question.activities,
        asked=question.purpose,
        refs=question.as_json(),
        words=words,
        message=message_id,
    )
    return replace(screen, about=about)


def taken(t: Texts, words: str) -> Screen:
    """Say that the words were the answer; what they did is said separately."""
    return Screen(join([t("✔️ Taken as the reason:"), quote(opening(t, words, WORDS))]))


def not_taken(t: Texts) -> Screen:
    """Say that the words were not the answer and nothing was changed."""
    return Screen(t("It was not taken as the reason. Nothing was changed."))


def not_sent(t: Texts, words: str, decided: Screen) -> Screen:
    """To an admin whose words came after another had decided: the words, kept in sight, and what was decided."""
    said = t("It has already been decided; your words were not sent:")
    return replace(decided, text=join([join([said, quote(opening(t, words, WORDS))]), decided.text], "\n\n"))


def not_the_reason(t: Texts, *, asked_for_time: bool = True) -> Screen:
    """Say that the words were not the reason, so that nothing was requested; what they are is said separately."""
    if not asked_for_time:
        return Screen(t("It was not taken as the reason. Your words are read below."))
    return Screen(t("It was not taken as the reason, and more time was not requested. Your words are read below."))


def taken_otherwise(t: Texts, words: str) -> Screen:
    """Say that the words were placed elsewhere before this button was pressed."""
    said = t("These words were already placed elsewhere, so they were not taken as the reason. Nothing was changed.")
    return Screen(join([said, quote(opening(t, words, WORDS))]))


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
    """Say that a command or another button has ended a question that waited for words."""
    return t("✖️ The question that waited for your words was cancelled. Nothing was changed.")
