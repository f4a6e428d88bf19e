"""The number and the day of a document as officers write them: «15.03.2024 йилдаги 12-сонли хат». Pure.

Certain only where a number says that it is a document's: an activity has a number too, and a term has a day.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.language.script import APOSTROPHES, DASHES, bare

LONGEST = 60  # characters of a number
NONE_GIVEN = "б/н"  # of a document without a number

_MONTHS = "yanv|fevr|mart|apr|ma[yi]|i[yu]+n|i[yu]+l|avg|sent|okt|noya|deka"
_ORDER = ("yanv", "fevr", "mart", "apr", "ma", "iyun|iun|ijun", "iyul|iul|ijul", "avg", "sent", "okt", "noya", "deka")
_MONTH_ENDING = r"[a-z']*"
_DAY = re.compile(
    rf"""
    (?P<iso>\b(?:19|20)\d\d-\d\d?-\d\d?\b)
    | \b(?P<d>\d\d?)(?P<s>[./-])(?P<m>\d\d?)(?P=s)(?P<y>\d{{4}}|\d\d)(?![\d/])
    | \b(?P<y0>(?:19|20)\d\d)\s*-?\s*(?:yil\w*|y\.)\s*(?P<d0>\d\d?)(?:\s*-?\s*(?:chi)?)?
      \s*(?P<w0>(?:{_MONTHS}){_MONTH_ENDING})
    | \b(?P<d1>\d\d?)(?:\s*-?\s*(?:chi|go)?)?\s*(?P<w1>(?:{_MONTHS}){_MONTH_ENDING})(?:,?\s*(?P<y1>(?:19|20)\d\d))?
    """,
    re.VERBOSE,
)
_SHORT_DAY = re.compile(r"(?P<d>\d\d?)[./-](?P<m>\d\d?)")
_NEAR = {"bugun": 0, "segodnya": 0, "today": 0, "kecha": 1, "vchera": 1, "yesterday": 1}

_SERIAL = r"(?:[a-z]{1,4}[-/]?)?\d[\da-z]*(?:[-/.][\da-z]+)*"
_LED = re.compile(rf"(?P<sign>№|#|\bno\.|\bn:|\bnomeri?|\braqami?|\bsoni|\bish\.|\bvh\.)[\s:.№]*(?P<number>{_SERIAL})")
_ENDED = re.compile(
    r"(?<![\w/.-])(?P<number>\d[\da-z]*(?:[-/.]\d[\da-z]*)*|[a-z]{1,4}-\d+)"
    r"(?:\s*-?\s*(?:son(?:li)?|raqamli)\b|-hat\w*)"
)
_BARE = re.compile(rf"(?<![\w/.])(?P<number>{_SERIAL})(?![\w/]|\s*(?:%|foiz|protsent))")
_SUFFIX = re.compile(r"-(?:son(?:li)?|raqamli|s|hat\w*)$")
_NO_NUMBER = re.compile(r"(?<!\w)(?:raqamsiz|nomersiz|b/n|bez nomera|without (?:a )?number)(?!\w)")
_NOUN = re.compile(
    r"hat\w*|maktub\w*|bayonnoma\w*|dalolatnoma\w*|buyrug?\w*|buyruq\w*|qaror\w*|ma'?lumotnoma\w*|hisobot\w*|farmoyish\w*"
    r"|shartnoma\w*|qonun\w*|bildirishnoma\w*|hulosa\w*|hujjat\w*|pis'?m\w*|prikaz\w*|protokol\w*|akt\w*|spravk\w*|otch[eyo]+t\w*"
    r"|postanovleni\w*|rasporyajeni\w*|dogovor\w*|dokument\w*|letter\w*|order\w*|minutes|report\w*|document\w*"
)
_FILLER = re.compile(
    r"yil\w*|y|g|goda?u?|god|sana\w*|kun\w*|dagi|ot|of|dated|the|va|bilan|son|soni|sonli|raqam\w*|nomer\w*|ish|chiq\w*"
    r"|ilova\w*|prilag\w*|fayl\w*|mana|za|chislo|data|from|number|no|s|li|i"
)
_OF_THE_PLAN = re.compile(r"\s*-?\s*(?:band\w*|tadbir\w*|topshiriq\w*|punkt\w*|p\.|ish\b)")
# «12-сон 09.01.2024», «9 январдаги 12-сон» as they are written: no activity is called by a number with its day.
_SON = r"(?<![\w/.-])(?P<number>\d\w*(?:[-/.]\d\w*)*)\s?-?\s?(?:сон|son)(?:ли|li)?\b"
_MONTH_WRITTEN = "январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр" + (
    "|yanvar|fevral|aprel|may|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr"
)
_DAY_WRITTEN = rf"\b(?:\d\d?[./-]\d\d?[./-]\d{{2,4}}|\d\d?(?:\s?-\s?\w+)?\s(?:{_MONTH_WRITTEN})\w*)"
_YEAR_WRITTEN = r"(?:\s?-?\s?(?:йил(?:даги)?|yil(?:dagi)?|й\.|y\.|г\.))?"
_NUMBERED = re.compile(rf"{_SON}(?=,?\s+{_DAY_WRITTEN})", re.IGNORECASE)
_DATED = re.compile(
    rf"{_DAY_WRITTEN}{_YEAR_WRITTEN}\s+{_SON}(?!\s*-?\s*(?:тадбир|топшириқ|банд|tadbir|topshiriq|band))", re.IGNORECASE
)
# «далолатнома 17.01.2024 № 4», «4-сон далолатнома»: of no activity, whatever numbers are one's own.
_PAPER = (
    r"(?:далолатнома|баённома|буйру[қг]|фармойиш|маълумотнома|шартнома|билдиришнома|хулоса|мактуб|письм|протокол|приказ|справк"
    r"|dalolatnoma|bayonnoma|buyru[qg]|farmoyish|ma['’ʼ‘]?lumotnoma|shartnoma|bildirishnoma|xulosa|maktub)\w*|\b(?:хат|xat|акт|akt)\w{0,4}"
)
_SIGNED = r"(?:№|#)\s*(?P<number>\d[\w/.-]*)"
_OF_A_PAPER = (
    re.compile(rf"\b(?:{_PAPER})[,:]?\s+(?:{_DAY_WRITTEN}{_YEAR_WRITTEN},?\s+)?{_SIGNED}", re.IGNORECASE),
    re.compile(rf"{_SON}(?=\s+(?:{_PAPER}))", re.IGNORECASE),
)
# «ИР-20 бажарилди, 45-сон», «Т-11 бажарилди № 45»: last in what is said of an activity named before.
_AT_THE_END = (
    re.compile(rf"{_SON}(?=\s*(?:[.,;!)\n]|$))", re.IGNORECASE),
    re.compile(
        rf"(?<=[^\W\d]),?\s+(?<!\bва )(?<!\bva )(?<!\bи )(?<!\band ){_SIGNED}(?=\s*(?:[.,;!)\n]|$))", re.IGNORECASE
    ),
)
_ENDS_IN_PERCENT = re.compile(r"\d(?:фоиз|foiz|процент|protsent|percent)\w*$", re.IGNORECASE)
_FAR_AHEAD = timedelta(days=92)
_BETWEEN = 6  # words between a number and its day


@dataclass(frozen=True)
class DocumentWords:
    """What words say of a document; `is_all`: they say nothing besides. `is_ahead`: its day is still to come."""

    number: str | None = None
    day: date | None = None
    is_all: bool = False
    is_ahead: bool = False


def without_documents(text: str, own: Collection[int]) -> str:
    """The words with blanks, as many as there were signs, in the place of «12-сон» beside its day.

    The number of an activity among one's `own` stays where it may be meant: at a line's beginning, or behind a day.
    Without a day, the number of none of them is a document's behind what is said of an own one.
    """

    def blank(found: re.Match[str]) -> str:
        is_first = not text[: found.start()].rpartition("\n")[2].strip(" •*-–—")
        is_own = found["number"].isdigit() and int(found["number"]) in own
        stays = is_own and (is_first or found.re is _DATED)
        return found[0] if stays else " " * len(found[0])

    for pattern in _OF_A_PAPER:
        text = pattern.sub(_without_number, text)
    text = _NUMBERED.sub(blank, _DATED.sub(blank, text))
    for pattern in _AT_THE_END:
        text = pattern.sub(lambda found: _unless_named_first(found, own), text)
    return text


def _unless_named_first(found: re.Match[str], own: Collection[int]) -> str:
    """The match, blank if it numbers no activity of one's own, tells no percent, and its line has named one."""
    if _ENDS_IN_PERCENT.search(found["number"]) is not None:
        return found[0]  # «№12-20 фоиз, №13-30фоиз»
    before = found.string[: found.start()].rpartition("\n")[2]
    is_own = found["number"].isdigit() and int(found["number"]) in own
    has_named = any(int(one) in own for one in re.findall(r"(?<![\d.,/])\d{1,9}(?![\d/%])", before))
    return " " * len(found[0]) if has_named and not is_own else found[0]


def _without_number(found: re.Match[str]) -> str:
    """The match, blank from its number's sign on."""
    start = found[0].rfind("№" if "№" in found[0] else "#") if "№" in found[0] or "#" in found[0] else 0
    return found[0][:start] + " " * (len(found[0]) - start)


def document_in(text: str, today: date) -> DocumentWords:
    """The document that is named among other words: its number, and the day that stands beside it."""
    said = _folded(text)
    days = [match for match in _DAY.finditer(said) if _day_of(match, today) is not None]
    numbers = _numbers(said, days, lone=False)
    if len({said[start:end] for start, end in numbers}) != 1:
        return DocumentWords(is_all=not said.strip())
    [(start, end), *_] = numbers
    beside = [match for match in days if _stand_together(said, (start, end), match.span())]
    day = _day_of(beside[0], today) if len({_day_of(one, today) for one in beside}) == 1 else None
    number = _as_written(text, said, start, end)
    is_ahead = day is not None and day > today
    return DocumentWords(number, None if is_ahead else day, is_all=False, is_ahead=is_ahead)


def document_answer(text: str, today: date, *, wants_number: bool) -> DocumentWords:
    """The same of words that answer the question for a document: a number or a day alone is one.

    `is_all` only if no word is left that says something else.
    """
    said = _folded(text)
    days = [match for match in _DAY.finditer(said) if _day_of(match, today) is not None]
    numbers = _numbers(said, days, lone=wants_number or bool(days))
    if not days and not wants_number and not numbers:
        short = _SHORT_DAY.fullmatch(said.strip(" .,"))
        day = _date(0, int(short["m"]), int(short["d"]), today) if short is not None else _near_day(said, today)
        return DocumentWords(day=_past(day, today), is_all=day is not None, is_ahead=day is not None and day > today)
    has_none = _NO_NUMBER.search(said)
    found = {said[start:end] for start, end in numbers}
    day = _day_of(days[0], today) if len({_day_of(one, today) for one in days}) == 1 else None
    spans = [*numbers, *(match.span() for match in days), *([has_none.span()] if has_none else [])]
    number = _as_written(text, said, *numbers[0]) if len(found) == 1 else NONE_GIVEN if has_none else None
    is_all = (number is not None or day is not None) and len(found) <= 1 and _says_nothing_else(said, spans)
    return DocumentWords(number, _past(day, today), is_all, day is not None and day > today)


def _folded(text: str) -> str:
    """Each word folded to small Latin letters; digits and signs stay."""
    pieces = re.split(r"([^\W\d_]+(?:[" + re.escape(APOSTROPHES) + r"][^\W\d_]+)*)", text.lower())
    return "".join(bare(one) if place % 2 else _signs(one) for place, one in enumerate(pieces))


def _signs(text: str) -> str:
    return "".join("-" if sign in DASHES else sign for sign in text)


def _numbers(said: str, days: Sequence[re.Match[str]], *, lone: bool) -> list[tuple[int, int]]:
    """The places of the numbers that are a document's; a `lone` one is, where a document was asked for."""
    taken = [match.span() for match in days]
    found = [match.span("number") for match in _ENDED.finditer(said) if not _OF_THE_PLAN.match(said, match.end())]
    for match in _LED.finditer(said):
        span = _without_suffix(said, match.span("number"))
        if not _overlaps(span, [*taken, *found]) and (lone or _is_a_documents(said, match, span, taken)):
            found.append(span)
    if lone and not found:
        spans = [_without_suffix(said, match.span("number")) for match in _BARE.finditer(said)]
        found = [span for span in spans if not _overlaps(span, taken)]
    return sorted(span for span in found if span[1] - span[0] <= LONGEST)


def _is_a_documents(said: str, match: re.Match[str], span: tuple[int, int], days: Sequence[tuple[int, int]]) -> bool:
    """Whether «№ 5» is a document's number rather than an activity's."""
    number = said[slice(*span)]
    if "/" in number or match["sign"] in ("ish.", "vh."):
        return True
    before, after = _words(said[: match.start()])[-1:], _words(said[span[1] :])[:1]
    has_noun = any(_NOUN.fullmatch(word) for word in (*before, *after))
    return has_noun or any(_stand_together(said, span, day) for day in days)


def _stand_together(said: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether nothing but what belongs to a document stands between its number and its day."""
    first, second = sorted((one, other))
    between = said[first[1] : second[0]]
    words = _words(between)
    is_close = len(words) <= _BETWEEN and "\n\n" not in between and not re.search(r"[;!?]", between)
    return is_close and all(_NOUN.fullmatch(word) or _FILLER.fullmatch(word) for word in words)


def _says_nothing_else(said: str, spans: Sequence[tuple[int, int]]) -> bool:
    for start, end in sorted(spans, reverse=True):
        said = f"{said[:start]} {said[end:]}"
    rest = re.findall(r"[a-z']+|\d+", said)
    return all(_NOUN.fullmatch(word) or _FILLER.fullmatch(word) for word in rest)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z']{1,}", text)


def _without_suffix(said: str, span: tuple[int, int]) -> tuple[int, int]:
    suffix = _SUFFIX.search(said[slice(*span)])
    return (span[0], span[0] + suffix.start()) if suffix else span


def _overlaps(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _as_written(text: str, said: str, start: int, end: int) -> str:
    """The number as its author wrote it: «ПҚ-312»; folded where letters have changed their count."""
    return (text[start:end] if len(text) == len(said) else said[start:end]).strip(" .,-")[:LONGEST]


def _day_of(match: re.Match[str], today: date) -> date | None:
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        return _date(year, month, day, today)
    if match["m"]:
        return _date(int(match["y"]), int(match["m"]), int(match["d"]), today)
    word, year = match["w0"] or match["w1"], int(match["y0"] or match["y1"] or 0)
    return _date(year, _month(word), int(match["d0"] or match["d1"]), today)


def _month(word: str) -> int:
    return next((place for place, names in enumerate(_ORDER, 1) if re.match(names, word)), 0)


def _near_day(said: str, today: date) -> date | None:
    words = [word for word in _words(said) if not _FILLER.fullmatch(word)]
    return today - timedelta(days=_NEAR[words[0]]) if len(words) == 1 and words[0] in _NEAR else None


def _date(year: int, month: int, day: int, today: date) -> date | None:
    """The day; without a year, in this one, or in the last if it would be far ahead."""
    try:
        found = date(year + 2000 if 0 < year < 100 else year or today.year, month, day)
        return found.replace(year=found.year - 1) if not year and found - today > _FAR_AHEAD else found
    except ValueError:
        return None


def _past(day: date | None, today: date) -> date | None:
    return day if day is not None and day <= today else None
