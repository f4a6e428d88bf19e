"""People's words made safe to show: nothing in them may reverse, hide or distort the text around them.

The database keeps the words as they came; they are cleaned when they enter a screen.
"""

import re
import unicodedata

# Control characters; direction marks, overrides and isolates; what is invisible and joins nothing. The joiners U+200C
# and U+200D stay: letters and emoji are made with them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_STACKED = re.compile(f"([{_MARKS}]{{3}})[{_MARKS}]+")  # more accents on a letter than any language has
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85]")
# What any of the three may find: hardly a text has it, and nearly every one is asked.
_ODD = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb{_MARKS}]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_ISOLATE, _POP = "\u2068", "\u2069"
_JOINER = "\u200d"


def clean(text: str) -> str:
    """The text without control and direction characters and without piles of accents; line ends become `\\n`."""
    if _ODD.search(text) is None:
        return text
    return _STACKED.sub(r"\1", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)))


def isolated(text: str) -> str:
    """The text, isolated so that right-to-left words do not reverse the text around them."""
    if not _RIGHT_TO_LEFT.search(text):
        return text
    return "\n".join(f"{_ISOLATE}{line}{_POP}" if _RIGHT_TO_LEFT.search(line) else line for line in text.split("\n"))


def whole_characters(text: str, end: int) -> int:
    """The place at or before `end` where the text can be cut without tearing an accent, a family or a flag apart."""
    while 0 < end < len(text) and (_continues(text[end]) or text[end - 1] == _JOINER):
        end -= 1
    flags = 0
    while flags < end < len(text) and _is_flag(text[end]) and _is_flag(text[end - 1 - flags]):
        flags += 1
    return end - flags % 2


def _continues(character: str) -> bool:
    """Whether it belongs to the character before it: an accent, a joiner, a variation, a skin tone."""
    return character == _JOINER or unicodedata.category(character) in {"Mn", "Me", "Mc"} or "🏻" <= character <= "🏿"


def _is_flag(character: str) -> bool:
    return "🇦" <= character <= "🇿"
