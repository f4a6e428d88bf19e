"""Words for the part of an activity that the writer answers for, and for its being ready. Pure."""

import re
from collections.abc import Iterator

from services.language.reading.skeleton import skeleton
from services.language.tokens import TokenKind, tokenize

# Skeletons, each of one to three words: the part that the writer answers for, or from whom the words come.
_OWN_PART = re.compile(
    r"(?:mening|bizning|meniki|bizniki|menga|bizga|ozimga|ozimizga|oz|ozimning|ozimizning)?"
    r"(?: ?(?:tegishli|yoklangan|birik\w+|karashli))? ?(?:kism|olosh|bolag)(?:im|imiz)(?:ni|ning|dagi|ga)?"
    r"|(?:mening|bizning|menga|bizga|oz|ozimning|ozimga|ozimizning)(?: (?:tegishli|yoklangan))? (?:kism|olosh)i?(?:ni)?"
    r"|(?:menga|bizga|ozimga|ozimizga) tegishlisi(?:ni)?|(?:mening|bizning|men|biz|oz) tomon(?:dan|im|imdan|imizdan)"
    r"|(?:oz )?tomonim(?:iz)?dan|mendan|bizdan"
    r"|(?:moy|nash|svo)\w* (?:chast\w*|doly\w*|dolya|doli)|s (?:moey|nashey) storoni|so (?:svoey|svoej) storoni"
    r"|ot (?:menya|nas)|(?:my|our) part"
)
_LONGEST = 3  # words
_BOUNDS = re.compile(r"[,;:.!?\n–—]+|\s-\s|\b(?:лекин|аммо|бироқ|lekin|ammo|biroq|но|however|but)\b", re.IGNORECASE)
# Skeletons of all words that may stand in «тайёр», «менинг қисмим тайёр», «моя часть готова».
_READY = re.compile(
    r"tayor|tayorman|gotov[aoi]?|(?:bajar|bajaril|togat|togatil|toga|tayorla|tayorlan|topshir|topshiril|bit|bitir|kil|bol)"
    r"(?:di|dim|dik|ildi)|tamom|(?:s|vi)?(?:delan[ao]?|delal[ai]?|polnen[ao]?|polnil[ai]?)|zaversh\w*n[ao]?|sdal[aio]?|done|ready"
)
_PART = re.compile(r"(?:kism|olosh)(?:im|imiz|i)?(?:ni)?|chast|dolya|part")
_BESIDE = re.compile(
    r"mening|bizning|meniki|bizniki|moya|nasha|my|our|ha|da|yes|is|ham|hozir|endi|boldi|toe|ojo|oje|men|ya"
)


def tells_of_own_part(text: str) -> bool:
    """Whether the words speak of the writer's own part."""
    return any(True for _ in of_own_part(text))


def of_own_part(text: str) -> Iterator[str]:
    """The clauses about the writer's own part, without the words for it; one that says no more has the next with it."""
    clauses = [text[start:end] for start, end in _clauses(text)]
    for place, clause in enumerate(clauses):
        rest = without_part(clause)
        if rest is None:
            continue
        has_words = any(one.kind is TokenKind.WORD for one in tokenize(rest))
        yield rest if has_words or place + 1 == len(clauses) else f"{rest} {clauses[place + 1]}"


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for bound in _BOUNDS.finditer(text):
        end = bound.end() if bound[0].strip() == "?" else bound.start()
        yield start, end
        start = bound.end()
    yield start, len(text)


def without_part(clause: str) -> str | None:
    """The clause without the words for one's own part; None if it has none."""
    words = [one for one in tokenize(clause) if one.kind is TokenKind.WORD]
    for length in range(_LONGEST, 0, -1):
        for first, last in zip(words, words[length - 1 :], strict=False):
            said = " ".join(skeleton(word) for word in clause[first.start : last.end].split())
            if _OWN_PART.fullmatch(said):
                return f"{clause[: first.start]} {clause[last.end :]}".strip()
    return None


def says_ready(text: str) -> bool:
    """Whether the words say that something is done, or that one's part is, and nothing else."""
    tokens = [one for one in tokenize(text[:200]) if one.kind in (TokenKind.WORD, TokenKind.NUMBER)]
    words = [skeleton(one.text) for one in tokens]
    is_all = all(any(known.fullmatch(one) for known in (_READY, _PART, _BESIDE)) for one in words)
    return is_all and "?" not in text and any(_READY.fullmatch(one) for one in words)
