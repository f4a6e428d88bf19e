"""Whether somebody whom the bot does not know names a need: «ёрдам беринг», «как подключиться?». Pure."""

import re

from services.language.tokens import TokenKind, tokenize

_LONGEST_READ = 500
_NEED = re.compile(
    # Uzbek
    r"yordam\w*|iltimos\w*|kerak\w*|zarur\w*|lozim|muammo\w*|shikoyat\w*|ula(?:n|ng|b)\w*|bogla\w*|qosh(?:ing|ib)\w*"
    r"|murojaat\w*|savol\w*|\w*olmayap\w*|ololma\w*|ariza\w*|yangi|hodim\w*|qanday|qayer\w*|qachon|aloqa\w*|taklif\w*"
    r"|hizmat\w*|sorov\w*|shoshilinch|tushuntir\w*|bilmoqchi\w*|ruhsat\w*|havola\w*"
    # Russian
    r"|nega|javob\w*|pochemu|otvech\w*|pomog\w*|pomosh\w*|nuj[nd]\w*|nado|jalob\w*|podklyuch\w*|svyaz\w*|dobav\w*|problem\w*|mogu|mojno|poluch\w*"
    r"|vopros\w*|proshu|prosba|podskaj\w*|obra[st]\w*|kak|gde|kogda|zayav\w*|srochno|hochu|sotrudnik\w*|predlojeni\w*"
    r"|obyasni\w*|razresh\w*|ssilk\w*|pojaluysta|dostup\w*"
    # English
    r"|help\w*|need\w*|please|add|link\w*|connect\w*|complain\w*|cannot|cant|question\w*|contact\w*|want|urgent\w*"
    r"|why|how|where|when|access|invit\w*|reach|issue|trouble|unable"
)


def pleads(text: str) -> bool:
    """Whether the words name a need; a number makes them something else (a report)."""
    tokens = tokenize(text[:_LONGEST_READ])
    if any(token.kind in (TokenKind.NUMBER, TokenKind.DATE, TokenKind.FRACTION) for token in tokens):
        return False
    words = [token.text for token in tokens if token.kind is TokenKind.WORD]
    return any(_NEED.fullmatch(word) for word in words)
