"""What became of the words that an admin wrote beside a plan's file."""

from enum import Enum, auto

from views.kit.screen import shorten
from views.kit.texts import Html, Texts, join, quote

LONGEST = 300  # characters of the words that are said back


class Beside(Enum):
    """How the words agree with what the document says."""

    GAVE_THE_PERIOD = auto()
    ANOTHER_PERIOD = auto()
    AMENDS = auto()
    AMENDS_NOTHING = auto()
    NOTHING = auto()


def beside(t: Texts, words: str, what: Beside) -> Html:
    """The words, and what was done with them."""
    outcomes = {
        Beside.GAVE_THE_PERIOD: t("The period is taken from your words: the document does not say it."),
        Beside.ANOTHER_PERIOD: t("⚠️ Your words name another period than the document. The document's is taken."),
        Beside.AMENDS: t("It is taken as a new edition of the plan in force, as you wrote."),
        Beside.AMENDS_NOTHING: t(
            "⚠️ You write of an amendment, but this is a plan of its own: it is not of the period of the plan in force."
        ),
        Beside.NOTHING: t("Your words do not become part of the plan: only the document does."),
    }
    return join([quote(t.script(shorten(words, LONGEST))), outcomes[what]])
