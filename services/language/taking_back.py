"""Words that take back what a person asked for, contested, promised or said to hinder. Pure.

They name what is taken back (a request for more time, an obstacle, a promise, that work is not theirs) and say that it
is. What is open then is looked up by others: without it the words mean something else.
"""

import re
from enum import StrEnum

from services.language.reading.skeleton import skeleton
from services.language.tokens import TokenKind, tokenize


class Taken(StrEnum):
    """What is taken back. Of an obstacle: it is gone, or there was none."""

    TIME = "t"
    OBSTACLE = "o"
    NO_OBSTACLE = "n"
    PROMISE = "p"
    CONTEST = "c"


# All below match skeletons.
_TAKES_BACK = re.compile(
    r"\bbekor (?:kil(?:ing|aman|amiz|dim|dik|sangiz|ib|insin|moqchi|mokchi)|bolsin|etaman|etamiz|eting)\w*"
    r"|\bkaytarib ol(?:aman|amiz|ing|dim|dik|moqchi|mokchi|ay|sam|sak)\w*"
    r"|\bolib tashla(?:ng|yman|ymiz|sangiz|yl)\w*|\bochir(?:ing|ib|aman|sangiz)\w*|\b(?:ech|yech)(?:ing|ib koying)\w*"
    r"|\bker[ae]k ?(?:emas|mas)\b|\bshart ?(?:emas|mas)\b"
    r"|\b(?:otmen|otziv|otozv|odali|snim|snya)\w*|\b(?:ober|zabir|zaber|zabr)(?:ite|i|ayo|o|yom|em|at)\w*"
    r"|\bne (?:nado|nojn\w*|trebo\w*|aktoaln\w*)|\b(?:cancel|withdraw|remove|drop|delete)\b|\bnot needed\b"
)
_TIME = re.compile(
    r"\b(?:ozay|choz(?:ish|dir|ma)|sorov|modat|prodl|otsroch|zapros|zayavk|prosb|extension|reqest|request|more time)\w*"
)
_OBSTACLE = re.compile(r"\b(?:tosi[kg]|toskinlik|prepyat?stv|obstacle|hindrance)\w*")
_THERE_WAS_NONE = re.compile(r"\b(?:hato|oshib|notogri|yanglish|adash|bolmagan|ne bilo|nebilo|mistake|wrong|never)\w*")
_IS_NOT = re.compile(r"\b(?:yok|emas|net|no|not|ne bilo|nebilo|bolmagan)\w*")
_PROMISE = re.compile(r"\b(?:vada|obeshan|promise)\w*")
_PROMISED_NOT = re.compile(
    r"\bvada\w* (?:\w+ )?(?:ber(?:ma|gan ?emas|gani? ?yok)\w*|kilma\w*)|\b(?:ya |mi )?ne obesh\w*|\bdid not promise\b"
)
_MINE = re.compile(
    r"\b(?:meniki|bizniki|ozimniki|menga tegishli|bizga tegishli|menda|bizda) ?(?:ekan|edi|okan)\w*"
    r"|\bokazal\w* (?:moy|moyo|moya|moe|nash|nashe|nasha)\b|\b(?:moy|moyo|moya|moe|nash|nashe|nasha) okazal\w*"
    r"|\bit is (?:mine|ours)(?: after all)?\b"
)
_ASKS = re.compile(
    r"\b(?:kanday|kanaka|nega|nimaga|kachon|mi|kak|pochemo|zachem|mojno|how|why|can i)\b|\w+(?:mi|mikan)$"
)


def taken_back(text: str) -> Taken | None:
    """What the words take back; None of questions, and of words that take nothing back or do not say what."""
    words = " ".join(skeleton(text[one.start : one.end]) for one in tokenize(text) if one.kind is TokenKind.WORD)
    if "?" in text or _ASKS.search(words) is not None:
        return None
    takes = _TAKES_BACK.search(words) is not None
    if _OBSTACLE.search(words) is not None:
        none = _THERE_WAS_NONE.search(words) is not None and (takes or _IS_NOT.search(words) is not None)
        return Taken.NO_OBSTACLE if none else Taken.OBSTACLE if takes else None
    if _PROMISED_NOT.search(words) is not None or (takes and _PROMISE.search(words) is not None):
        return Taken.PROMISE
    if _MINE.search(words) is not None:
        return Taken.CONTEST
    return Taken.TIME if takes and _TIME.search(words) is not None else None
