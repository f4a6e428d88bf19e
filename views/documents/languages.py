"""The language in which a plan is written: its own words and those put around them must agree."""

import re
from collections.abc import Iterable

_UZBEK = re.compile("[ўқғҳ]", re.IGNORECASE)
_CYRILLIC, _LATIN = re.compile(r"[\u0400-\u052f]"), re.compile("[a-z]", re.IGNORECASE)
_UZBEK_SHARE = 0.004  # of the Cyrillic letters; a Russian plan has such letters in a few names only


def language_of_words(words: Iterable[str]) -> str:
    """The code of the language of a plan's words."""
    text = " ".join(words)
    cyrillic = len(_CYRILLIC.findall(text))
    if len(_LATIN.findall(text)) > cyrillic:
        return "uz_Latn"
    return "uz_Cyrl" if len(_UZBEK.findall(text)) >= _UZBEK_SHARE * cyrillic else "ru"
