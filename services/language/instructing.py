"""Whether words tell others to do something, whom they address, and by which day. Pure.

An instruction is shown before it goes to more than one activity's executors, so what is read here is never final; but
praise, blame and talk among leaders are not taken for one.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from services.language.due_words import read_due, without_times
from services.language.everybody import addresses_everybody
from services.language.names import Named, find, is_name
from services.language.question_words import SECTION
from services.language.reading.short_answers import asks_plainly, orders
from services.language.roman import roman
from services.language.script import bare
from services.language.tokens import Token, TokenKind, tokenize

LONGEST_REMARK = 7  # words: what is longer and tells nobody anything may still be an instruction
_LONGEST_READ = 4096
_LONGEST_NAME = 3  # words
_BEGINNING = 4  # letters of a word that tell it, whatever its ending

_INFINITIVE = re.compile(  # Uzbek words end in «ти» too: «муддати»
    r"[а-яё]{3,}(?:ть|чь)(?:ся)?|[а-яё]+(?:вести|нести|йти)(?:сь)?", re.IGNORECASE
)
_NO_INFINITIVE = re.compile(  # nouns and numerals that end alike
    r"\w*(?:[оае]сть|ласть)|опять|[дп]е[вс]ять|пять|шесть|девять|десять|\w+дцать|\w+десят\w*|есть|часть|сеть|почти|пути"
    r"|вести|новости|власти|части|области|мать|ночь|речь|помощь|очень"
    r"|(?:по|у|за|про)?(?:казать|смотреть|видеть|знать|читать)|узнавать|посмотреть|получить|быть|понять",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"kerak\w*|lozim|zarur\w*|shart|majburiy|nujno|nado|neobhodimo|sleduet|trebuetsya|dolj\w+|obyazan\w*|trebuyu"
    r"|must|shall|should"
)
_OVERDUE = re.compile(
    r"prosroch\w*|overdue|doljnik\w*|kechikkan\w*|kechiktir\w*|otstayush\w*|opozdavsh\w*|qarzdor\w*|qarzdor\w*"
)
_TERM, _OVER = re.compile(r"muddat\w*|mudat\w*"), re.compile(r"[uo]tgan\w*|[uo]tib|[uo]tkaz\w*|buzgan\w*")
_BESIDE_A_NAME = frozenset({"bilan", "s", "so", "with", "vmeste", "orqali", "orkali", "cherez"})
_THIRD_PERSON = ("sin", "sinlar")
_WORD = re.compile(r"[^\W\d][\w'’‘ʻʼ`]*")
_OWNERS = ("ning", "niki")


@dataclass(frozen=True)
class Addressees:
    """Whom the words address: executors by key, sections of the plan, everybody whose work is overdue, all."""

    executors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    overdue: bool = False
    everybody: bool = False

    @property
    def any(self) -> bool:
        """Whether anybody is addressed."""
        return bool(self.executors or self.sections or self.overdue or self.everybody)


def tells_to_do(text: str) -> bool:
    """Whether the words tell somebody to do something: «тезлаштирилсин», «представить справку», «жадвал керак»."""
    if orders(text, to_tell=True):
        return True
    if any(_DUTY.fullmatch(token.text) for token in _words(text)):
        return True
    return _has_infinitive(text)


def only_asks(text: str) -> bool:
    """Whether the words ask and tell nobody to do anything: «кто просрочил?», against «нега? тушунтириш беринг»."""
    return asks_plainly(text) and not orders(text, to_tell=True) and ("?" in text or not _has_infinitive(text))


def _words(text: str) -> list[Token]:
    return [token for token in tokenize(text[:_LONGEST_READ]) if token.kind is TokenKind.WORD]


def _has_infinitive(text: str) -> bool:
    """«Представить справку», as against «показать план», which the bot is told."""
    written = (text[token.start : token.end] for token in _words(text))
    return any(_INFINITIVE.fullmatch(one) and not _NO_INFINITIVE.fullmatch(one) for one in written)


def tells_others(text: str) -> bool:
    """Whether it is others who are told, and not the bot: «берсин», «представить», against «ҳисобот беринг»."""
    if orders(text) or _has_infinitive(text):
        return True
    if any(token.text.endswith(_THIRD_PERSON) for token in _words(text)) and orders(text, to_tell=True):
        return True
    return tells_to_do(text) and (_names_a_day(text) or _calls(text))


def _names_a_day(text: str) -> bool:
    return due_day(text, date(2024, 1, 1)) is not None  # whichever day it is


def _calls(text: str) -> bool:
    """«Юнусов, …», «всем: …»: somebody is called, and then told."""
    return re.match(r"\W*[^\W\d]+(?:[\s.]+[^\W\d]+){0,3}\s*[,:—–-]\s", text) is not None


def is_remark(text: str) -> bool:
    """Whether the words are a short word of praise, blame or talk, which tells nobody to do anything."""
    numbers = any(token.kind is TokenKind.NUMBER for token in tokenize(text[:_LONGEST_READ]))
    return not numbers and len(_words(text)) <= LONGEST_REMARK and not tells_to_do(text)


def addressees(text: str, names: Sequence[Named], sections: Collection[str]) -> Addressees:
    """Whom the words address, of the plan's executors and sections."""
    tokens = tokenize(text[:_LONGEST_READ])
    return Addressees(
        executors=tuple(_executors(text, tokens, names)),
        sections=tuple(_sections(text, tokens, sections)),
        overdue=_of_overdue(tokens),
        everybody=addresses_everybody(text),
    )


def due_day(text: str, today: date) -> date | None:
    """The day by which something is to be done, if the words name one: «20 майгача», «до пятницы», «эртага»."""
    return read_due(text, today).day


def _of_overdue(tokens: Sequence[Token]) -> bool:
    """«Муддати ўтганлар», «просрочившие», «overdue»."""
    words = [token.text for token in tokens]
    if any(_OVERDUE.fullmatch(word) for word in words):
        return True
    return any(
        _TERM.fullmatch(word) and any(_OVER.fullmatch(one) for one in words[place + 1 : place + 3])
        for place, word in enumerate(words)
    )


def _executors(text: str, tokens: Sequence[Token], names: Sequence[Named]) -> Sequence[str]:
    found: dict[str, None] = {}
    place = 0
    while place < len(tokens):
        after, key = _name_at(text, tokens, place, names)
        if key is not None:
            found[key] = None
        place = after
    return list(found)


def _name_at(text: str, tokens: Sequence[Token], place: int, names: Sequence[Named]) -> tuple[int, str | None]:
    """The executor whose name begins at `place`, without a doubt, and the place after it."""
    if tokens[place].kind is not TokenKind.WORD:
        return place + 1, None
    ends = [place + 1]
    for after in range(place + 1, len(tokens)):
        if tokens[after].text in _BESIDE_A_NAME:
            break
        if tokens[after].kind is TokenKind.WORD:
            ends.append(after + 1)
        elif tokens[after].text not in {".", "-"}:
            break
        if len(ends) == _LONGEST_NAME:
            break
    for end in reversed(ends):
        typed = text[tokens[place].start : tokens[end - 1].end]
        matches = find(typed, names) if is_name(typed, names) else []
        if not matches or (len(matches) == 1 and _is_a_part(typed, matches[0])):
            continue
        beside = {tokens[one].text for one in (place - 1, end) if 0 <= one < len(tokens)}
        is_beside = bool(beside & _BESIDE_A_NAME) or tokens[end - 1].text.endswith(_OWNERS)
        return end, matches[0].key if len(matches) == 1 and not is_beside else None
    return place + 1, None


def _is_a_part(typed: str, named: Named) -> bool:
    """«Бўлим» is not «Котибият бўлимлари»: of a unit every word of the name is asked for."""
    is_person = "." in named.name
    words = [bare(word) for word in _WORD.findall(typed)]
    whole = [bare(word)[:_BEGINNING] for word in _WORD.findall(named.name)]
    return not is_person and not all(any(word.startswith(one) for word in words) for one in whole)


def _sections(text: str, tokens: Sequence[Token], sections: Collection[str]) -> Sequence[str]:
    folded = {bare(section): section for section in sections}
    found: dict[str, None] = {}
    for place, token in enumerate(tokens):
        if not SECTION.fullmatch(token.text):
            continue
        for near in (place - 1, place - 2, place - 3, place + 1):
            section = _section(text, tokens, near, folded)
            if section is not None:
                found[section] = None
                break
    return list(found)


def _section(text: str, tokens: Sequence[Token], place: int, folded: dict[str, str]) -> str | None:
    if not 0 <= place < len(tokens):
        return None
    token = tokens[place]
    if token.kind is TokenKind.NUMBER:
        return folded.get(bare(roman(token.value))) if 0 < token.value < 40 else None
    typed = text[token.start : token.end]
    return folded.get(token.text) if typed not in {"и", "И", "в", "В"} else None
