"""What is asked of the plan itself: its changes, how many activities it has, which have no deadline. Pure."""

import re
from enum import StrEnum, auto

from services.language.reading.short_answers import asks_plainly, orders
from services.language.script import bare


class Asked(StrEnum):
    """What is asked of the plan."""

    CHANGES = auto()
    NEW = auto()
    LEFT_OUT = auto()
    DEADLINES = auto()
    OFFICERS = auto()
    COUNT = auto()
    UNSET = auto()
    CARRIED = auto()
    END = auto()


_PLAN = r"\b(?:reja\w*|plan\w*)"
_ACTIVITIES = r"(?:tadbir\w*|band\w*|topshiriq\w*|meropriyati\w*|punkt\w*|activit\w+)"
_CHANGED = r"\b(?:ozgar\w*|izmen\w*|popravk\w*|tahrir\w*|amend\w*|chang\w+)"
_TERM = r"\b(?:muddat\w*|srok\w*|deadline\w*)"
_MOVED = r"\b(?:ozgar\w*|suril\w*|kochiril\w*|izmen\w*|perenes\w*|sdvin\w*|chang\w+|moved)"
_ADDED = r"\b(?:qoshil\w*|kiritil\w*|dobav\w*|vnes\w*|vklyuch\w*|poyavil\w*|added)"
_OUT = r"\b(?:chiqaril\w*|chiqib\w*|olib\s+tashlan\w*|isklyuch\w*|ubra\w*|udal\w*|snya\w*|removed|left\s+out)"
_NEW = r"\b(?:yangi\w*|nov(?:iy|ie|oe|aya|ih|iye)|new)"
_OFFICER = r"\b(?:masul\w*|ijrochi\w*|ispolnitel\w*|otvetstvenn\w*|officer\w*|executor\w*)"
_REPLACED = r"\b(?:ozgar\w*|almash\w*|smeni\w*|izmen\w*|zamen\w*|chang\w+)"
_HOW_MANY = r"\b(?:nech\w*|qancha\w*|skolko|how\s+many)"
_UNSET = (
    rf"{_TERM}\s+(?:hali\s+)?(?:belgilan|qoyil|korsatil|aniqlan|yoz)\w*ma(?:gan|di)\w*|\bmuddatsiz\b|{_TERM}\s+yoq"
    rf"|{_TERM}\s+(?:eshyo\s+|eshe\s+)?ne\s+(?:ustanov|ukaz|opredel|naznach)\w*|\bbez\s+(?:ukazaniya\s+)?srok\w*"
    rf"|\bne\s+ustanov\w*\s+srok\w*|\bwithout\s+(?:a\s+)?deadline|\bno\s+deadline"
)
_WHOSE = r"\b(?:kim(?:ning|lar\w*|ga)?|qaysi\w*|kak(?:ie|oy|ih)|u\s+kogo|chey|chi|whose|which)\b"
_FORMER = r"\b(?:otgan|avvalgi|oldingi|eski|proshl\w+|prejn\w+|predidush\w+|former|previous|last)\s+"
_FORMER += r"(?:reja|davr|plan|period)\w*"
_CARRIED = r"\b(?:otkazil\w*|kochiril\w*|olib\s+otil\w*|perenes\w*|pereshl\w*|carried)"
_WHEN = r"\b(?:qachon\w*|kogda|when|qaysi\s+(?:kun|sana)\w*)"
_ENDS = r"\b(?:tuga\w*|yakunlan\w*|zakanchiv\w*|zakonch\w*|zaversh\w*|konch\w*|istek\w*|ends?)\b"
_QUESTION = r"\b(?:nima\w*|qaysi\w*|qanday\w*|qanaqa|kak\w+|chto|what|which|nech\w*|skolko|bor\s*mi|estli|est\s+li)"


def asked_of_the_plan(text: str) -> Asked | None:
    """What the words ask of the plan itself; None if they ask something else, or want it changed."""
    words = re.sub(r"['’‘ʻʼ`]", "", bare(text))
    is_short = len(words.split()) <= _FEW
    is_question = asks_plainly(text) or re.search(_QUESTION, words) is not None
    is_order = orders(text, to_tell=True) or re.search(_ORDER, words) is not None
    if not is_question and (is_order or not is_short):
        return None
    return next((asked for asked, patterns in _ASKED if all(re.search(one, words) for one in patterns)), None)


_ORDER = r"\w(?:ing|inglar|sin)\W*$"  # «киритинг», «киритилсин»
_FEW = 5  # words: a label, «режадаги охирги ўзгаришлар»
_OF_THE_PLAN = rf"{_ACTIVITIES}|{_PLAN}"
# In order: the first whose patterns are all found is meant.
_ASKED: tuple[tuple[Asked, tuple[str, ...]], ...] = (
    (Asked.CARRIED, (_FORMER, _CARRIED)),
    (Asked.END, (rf"^\W*(?:\w+\s+)?{_PLAN}|{_PLAN}\W*$", _WHEN, _ENDS)),
    (Asked.UNSET, (_UNSET, rf"{_OF_THE_PLAN}|^\W*(?:{_UNSET})\w*\W*$|{_QUESTION}")),
    (Asked.DEADLINES, (_TERM, _MOVED, _OF_THE_PLAN)),
    (Asked.DEADLINES, (_TERM, _MOVED, _WHOSE, r"^\D*$")),
    (Asked.OFFICERS, (_OFFICER, _REPLACED, _OF_THE_PLAN)),
    (Asked.LEFT_OUT, (_PLAN, _OUT)),
    (Asked.NEW, (rf"{_NEW}\s+{_ACTIVITIES}",)),
    (Asked.CHANGES, (_CHANGED, _PLAN)),
    (Asked.CHANGES, (rf"{_CHANGED}.*\b{_ACTIVITIES}|\b{_ACTIVITIES}.*{_CHANGED}",)),
    (Asked.NEW, (_PLAN, _ADDED)),
    (Asked.COUNT, (rf"{_HOW_MANY}\s+(?:ta\s+)?{_ACTIVITIES}", _PLAN)),
    (Asked.COUNT, (rf"^\W*{_HOW_MANY}\s+(?:ta\s+)?(?!\w+im(?:iz)?\b){_ACTIVITIES}\s+bor",)),  # «тадбирим»: one's own
)
