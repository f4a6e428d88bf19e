"""Words after a command that takes none."""

from views.kit.screen import shorten
from views.kit.texts import Html, Texts

WORDS = 60  # characters


def not_needed(t: Texts, command: str, words: str) -> Html:
    """Say that the words were not understood, and that the command is answered without them."""
    return t(
        "I did not understand «{words}»: /{command} is written alone.", words=shorten(words, WORDS), command=command
    )
