"""What kind of paper a plan is by its title, and the mark that people would call it by. Pure."""

import re
from collections.abc import Collection

from models.plan import LONGEST_MARK
from services.language.script import bare

# Folded beginnings of words (services.language.script), in the order in which a title tells its kind, with the mark.
_KINDS: tuple[tuple[str, str], ...] = (
    (r"bayonnoma|protokol|minutes", "Баённома"),
    (r"topshiri[qk]|porucheni|orders?\b", "Т"),
    (r"yo'?l haritasi|dorojn|road ?map", "Йўл харитаси"),
    (r"chora[- ]tadbir|mer(?:opriyati)?\w*\b|measures", "Чора-тадбирлар"),
    (r"dastur|programm", "Дастур"),
    (r"ish reja|plan\w* rabot|work plan", "ИР"),
    (r"reja|plan", "Режа"),
)
LONGEST = LONGEST_MARK  # characters of a mark
_NUMBERED = ("Баённома",)  # each number is another paper
_NUMBER = re.compile(r"(?:№|#|\bn\b)?\s*-?\s*(\d{1,4})(?![\d.])\s*(?:-?\s*son)?")
_NUMBER_ALONE = re.compile(r"(?:(?:№|#|no?|nomer\w*|raqam\w*)\W*)?(\d{1,4})(?:\W*son(?:li)?)?\W*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_NO_MARK = re.compile(r"[^\w -]+")

_WORD = re.compile(r"[^\W_]+")
_OF_DAYS = re.compile(  # what tells the plan of one period from that of another
    r"\d+|[ivx]+"
    r"|(?:yil|yarim|chora[kg]|birinchi|ikkinchi|uchinchi|tortinchi|oy|davr)[^\W\d_]*"
    r"|gg?|(?:god|polugodi|kvartal|mesyas|period)[^\W\d_]*|(?:perv|vtor|chetvert)(?:oe|ogo|om|iy|oy)|treti\w*"
    r"|(?:year|half|quarter|first|second|third|fourth)[^\W\d_]*"
    r"|(?:yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentyabr|oktyabr|noyabr|dekabr)(?:dan|gacha|ga|ning|[ya])?"
)


def series_of(title: str) -> tuple[str, ...]:
    """A title without the words that say for which days the plan is: the same of every period's plan."""
    return tuple(word for word in _WORD.findall(bare(title)) if _OF_DAYS.fullmatch(word) is None)


def kind_of(title: str) -> str:
    """The kind of paper that a title names, by its mark; empty if it names none."""
    folded = bare(title)
    # The last word of a title tells the kind: «… қарорига илова қилинган чора-тадбирлар дастури».
    found = [(match.start(), mark) for words, mark in _KINDS for match in re.finditer(rf"\b(?:{words})", folded)]
    by_rank = sorted(found, key=lambda one: [mark for _, mark in _KINDS].index(one[1]))
    return by_rank[0][1] if by_rank else ""


def number_of(title: str) -> str:
    """The number of a numbered paper («12-сонли баённома»); empty if its title gives none."""
    if kind_of(title) not in _NUMBERED:
        return ""
    found = _NUMBER.search(_YEAR.sub(" ", bare(title)))
    return found[1] if found else ""


def minutes_number(words: str) -> str:
    """The number of the minutes, by itself («12», «№ 12», «12-сон») or with their name; empty if it is not certain."""
    alone = _NUMBER_ALONE.fullmatch(bare(words))
    return alone[1] if alone else number_of(words)


def is_same_paper(one: str, other: str) -> bool:
    """Whether two titles may be those of one paper, or of one that follows the other: none says that they are not."""
    kinds, numbers = (kind_of(one), kind_of(other)), (number_of(one), number_of(other))
    if all(kinds) and kinds[0] != kinds[1] and set(kinds) != {"ИР", "Режа"}:
        return False
    return not (all(numbers) and numbers[0] != numbers[1])


def suggested_mark(title: str, taken: Collection[str]) -> str:
    """A mark for a paper of this title that none of those taken is."""
    kind = kind_of(title) or "Режа"
    number = number_of(title)
    mark = f"{kind} {number}" if number else kind
    known = {folded_mark(one) for one in taken}
    further = (f"{mark} {count}" for count in range(2, len(known) + 3))
    return next(one for one in (mark, *further) if folded_mark(one) not in known)


def folded_mark(mark: str) -> str:
    """A mark as it is compared: either script, any case, with or without blanks and dashes."""
    return re.sub(r"[\W_]+", "", bare(mark))


def as_mark(words: str) -> str | None:
    """What a person wrote, as a mark: up to LONGEST_MARK letters, digits, blanks and dashes; None if it is none."""
    mark = " ".join(_NO_MARK.sub(" ", words).split()).strip("- ")
    return mark if 0 < len(mark) <= LONGEST and any(sign.isalpha() for sign in mark) else None
