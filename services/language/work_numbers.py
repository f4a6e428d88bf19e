"""The activities that an instruction names by bare numbers: «с 22 и 23», «13 закрыть», «24, 25 бўйича». Pure.

A number that speaks of time is none («через 3 дня»); one beside a thing («3 нусхада») is left to be asked about.
"""

import re
from collections.abc import Collection, Sequence

from services.language.number_words import LABEL, LABEL_BEFORE
from services.language.reading.short_answers import orders
from services.language.tokens import Token, TokenKind, tokenize

_LONGEST_READ = 4096
_WIDEST = 10  # of a range of activities
_AND = frozenset({",", ";", "/", "&", "+", "va", "i", "and", "ham", "hamda", "yoki", "ili", "or"})
_AFTER = re.compile(  # what stands after an activity's number and before what is said of it
    r"ni|ning|ga|dan|chi|nchi|inchi|boyicha|buyicha|yuzasidan|esa|ne|not|to|by|please|tezda|srochno|zudlik|uje|toje"
    r"|do|k|na|for|until|till|before|poka|now|today|asap|pust"
)
_INFINITIVE = re.compile(r"[а-яё]{3,}(?:ть|чь|ти)(?:ся)?", re.IGNORECASE)
_THIRD_PERSON = re.compile(r"\w{3,}(?:sin|sinlar|ing|inglar|maslik|ish|ilsin)")
_BEFORE = re.compile(  # what leads to an activity's number
    r"po|s|so|finish|complete|close|do|speed|about|with|on|submit|zakrit|zakonchit|zavershit|uskorit|vipolnit|tadbir|and"
)
_IS_NO_ACTIVITY = re.compile(
    r"soat\w*|stat\w*|modda\w*|bet\w*|str|kab\w*|hona\w*|tel\w*|shakl\w*|forma\w*|page|room|ilova\w*"
)


def work_numbers(text: str, plan: Collection[int]) -> tuple[int, ...]:
    """The numbers of activities of the plan that the words name without a doubt; `text` is without its times."""
    tokens = tokenize(text[:_LONGEST_READ])
    found: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind is not TokenKind.NUMBER or token.value not in plan or not _is_work(text, tokens, place):
            continue
        start = tokens[place - 2] if place >= 2 and tokens[place - 1].text == "-" else None
        if start is not None and start.kind is TokenKind.NUMBER and 0 < token.value - start.value <= _WIDEST:
            found += [one for one in range(start.value, token.value) if one in plan]
        found.append(token.value)
    return tuple(dict.fromkeys(found))


def _is_work(text: str, tokens: Sequence[Token], place: int) -> bool:
    before = tokens[place - 1].text if place else ""
    if _IS_NO_ACTIVITY.fullmatch(before) or (before == "-" and place >= 2 and tokens[place - 2].kind is TokenKind.WORD):
        return False
    after = place + 1
    if after < len(tokens) and tokens[after].text == "-":
        after += 1
        if after < len(tokens) and tokens[after].kind is TokenKind.NUMBER:
            return _is_work(text, tokens, after)
    if after >= len(tokens):
        return place == 0 or _leads(before)
    following = tokens[after]
    if following.text in _AND:
        return _goes_on(text, tokens, after + 1) or (following.text == "," and _leads(before))
    if following.kind is not TokenKind.WORD:
        is_ended = following.text in {".", "!", ":", ")", "-", "\n"}
        return is_ended and (_leads(before) or (following.text in {":", "-"} and place == 0))
    return _is_told_of(text, following)


def _is_told_of(text: str, following: Token) -> bool:
    """Whether the word after a number says what to do with the activity, rather than what is counted."""
    if LABEL.fullmatch(following.text) or _AFTER.fullmatch(following.text):
        return True
    written = text[following.start : following.end]
    is_told = _INFINITIVE.fullmatch(written) or _THIRD_PERSON.fullmatch(following.text)
    return bool(is_told) or orders(written, to_tell=True)


def _leads(before: str) -> bool:
    return bool(_BEFORE.fullmatch(before) or LABEL_BEFORE.fullmatch(before)) or before in _AND


def _goes_on(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Whether the next of a list is an activity's number too."""
    if place < len(tokens) and tokens[place].text in {"№", "#"}:
        place += 1
    return place < len(tokens) and tokens[place].kind is TokenKind.NUMBER and _is_work(text, tokens, place)
