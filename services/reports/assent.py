"""A bare yes or no to a question about one thing. Pure."""

import re

from services.language.courtesies import is_no
from services.language.reading.short_answers import is_yes

_POINTING = re.compile(
    r"\b(?:шу|шуни|шунда|худди|айнан|shu|shuni|aynan|xuddi|это|эта|этот|она|он|именно|верно|that|this|it|one|is)\b",
    re.IGNORECASE,
)


def says_yes(text: str) -> bool:
    """Whether the words are a yes, with nothing but a pointing word beside it: «ҳа», «ҳа, шу», «да, это»."""
    return is_yes(text) or is_yes(_POINTING.sub(" ", text))


def says_no(text: str) -> bool:
    """Whether the words are a no, with nothing but a pointing word beside it."""
    return is_no(text) or is_no(_POINTING.sub(" ", text))
