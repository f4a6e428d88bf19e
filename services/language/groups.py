"""Groups of activities that an instruction is for: «муддати шу ойда тугайдиганларга», «тем, у кого срок завтра». Pure.

Only the clause that tells the group is read, so that the day by which something is wanted is not taken for a deadline.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.language.names import Named
from services.language.question_words import Place
from services.language.questions import Question, Span, parse_question
from services.language.tokens import Token, TokenKind, tokenize

_LONGEST_READ = 4096
_CLOSED = frozenset(".,;:!?\n")
_WHO = re.compile(r"kto|kogo|komu|chey|chi|chya|chyo|who|whose|which")
_WITH = frozenset({"u", "those", "that", "te", "teh", "tem", "vsem", "temi", "everyone", "everybody", "all", "to"})
_PARTICIPLES = re.compile(  # «тугайдиганларга», «бошламаганларга», «яқинларга», «қайтарилганларга»
    r"\w{2,}(?:gan|kan|qan|digan|yotgan|yaqin|sizlar)(?:lar)(?:ga|ni|dan|i|iga|ning)?"
    r"|yaqinlar(?:ga|ni|i|iga)?"
)
_PARTICIPLE = re.compile(r"\w{2,}(?:gan|kan|qan|yaqin)")
_WORKERS = re.compile(r"(?:ijrochi|masul|hodim)lar(?:ga|ni|dan)?")
_RUSSIAN = re.compile(r"\w{3,}(?:vshim|vshimsya|yushim|vshie|vshih|shimsya|shimi)(?:sya)?")
_BESIDE = re.compile(
    r"istek\w*|nastup\w*|tuga\w*|keladi\w*|bolgan\w*|bol[sa]*\w*|zakanch\w*|podhod\w*|kel\w*|end\w*|fall\w*|expir\w*"
)


@dataclass(frozen=True)
class Group:
    """What a clause tells of a group; `question` is None where the clause is one and was not understood."""

    question: Question | None


def group_of(text: str, *, names: Sequence[Named], sections: Sequence[str], span: Span) -> Group | None:
    """The group that the words address, if they have a clause that tells one."""
    tokens = tokenize(text[:_LONGEST_READ])
    place = _clause(tokens)
    if place is None:
        return None
    first, after = place
    words = text[tokens[first].start : tokens[after - 1].end]
    question = parse_question(words, numbers=(), sections=sections, names=names, span=span, shown={})
    strange = [one.word for one in question.unknown if not _BESIDE.fullmatch(tokenize(one.word)[0].text)]
    narrows = question.statuses or question.months or question.days or question.place is Place.SOON
    return Group(question if narrows and not strange else None)


def _clause(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """The first token of such a clause and the one after its last."""
    for place, token in enumerate(tokens):
        if token.kind is not TokenKind.WORD:
            continue
        before = {one.text for one in tokens[max(0, place - 3) : place]}
        if _WHO.fullmatch(token.text) and before & _WITH:
            return place, _end(tokens, place + 1)
        following = tokens[place + 1].text if place + 1 < len(tokens) else ""
        is_of_workers = _WORKERS.fullmatch(following) is not None and _PARTICIPLE.fullmatch(token.text) is not None
        if is_of_workers or _PARTICIPLES.fullmatch(token.text) or _RUSSIAN.fullmatch(token.text):
            return _start(tokens, place), place + 1
    return None


def _end(tokens: Sequence[Token], place: int) -> int:
    return next((one for one in range(place, len(tokens)) if tokens[one].text in _CLOSED), len(tokens))


def _start(tokens: Sequence[Token], place: int) -> int:
    return next((one + 1 for one in range(place - 1, -1, -1) if tokens[one].text in _CLOSED), 0)
