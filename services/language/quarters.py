"""The end of a quarter or of a half-year as a term: «1-чорак якунигача», «до конца II полугодия». Pure."""

import re
from dataclasses import dataclass
from datetime import date

from models.terms import Month

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ORDINALS = (
    r"birinchi|биринчи|перв\w+|first|1st",
    r"ikkinchi|иккинчи|втор\w+|second|2nd",
    r"uchinchi|учинчи|трет\w+|third|3rd",
    r"to.?rtinchi|тўртинчи|туртинчи|четв[её]рт\w+|fourth|4th",
)
_WHICH = (
    rf"(?P<which>[1-4]|IV|I{{1,3}}|{'|'.join(_ORDINALS)})(?:\s*-?\s*(?:чи|инчи|chi|inchi|го|ого|й|ый|th|st|nd|rd)\b)?"
)
_PERIOD = (
    r"(?:(?P<half>ярим\s*-?\s*йил\w*|yarim\s*-?\s*yil\w*|полугоди\w*|half(?:\s*-?\s*year|\s+of\s+the\s+year)?)"
    r"|(?P<quarter>чора[кг]\w*|chora[kg]\w*|квартал\w*|quarter))"
)
_YEAR = r"(?:(?:(?P<year>20\d\d)\s*-?\s*(?:йил|yil)\w*|(?:шу|жорий|ушбу|shu|joriy|ushbu)\s+(?:йил|yil)\w*)\s+)?"
_YEAR_AFTER = r"(?:\s+(?:(?P<year_after>20\d\d)\s*(?:-?\s*(?:года|г\.))?|(?:этого|текущего|сего)\s+года))?"
_BEFORE = (
    r"(?P<before>\b(?:не\s+позднее|до|к|by|until|till)\s+)?"
    r"(?P<end_before>(?:the\s+)?(?:конц[ауе]|end\s+of)\s+)?(?:the\s+)?"
)
_AFTER = (
    r"(?:\s+(?P<end>(?:якун|охир|тугагун|yakun|oxir|ohir|tugagun)\w*)|\s+(?P<within>ичида|давомида|мобайнида|ichida|davomida"
    r"|mobaynida))?(?:га)?(?P<until>\s*(?:га)?\s*(?:қадар|кадар|qadar)\b)?"
)
_SAID = re.compile(rf"{_BEFORE}{_YEAR}\b(?:{_WHICH}[\s-]*)?{_PERIOD}{_YEAR_AFTER}{_AFTER}(?!\w)", re.IGNORECASE)
_CASE = re.compile(r"\w*(?:гача|gacha)|\w+[иi](?:га|да|ga|da)", re.IGNORECASE)


@dataclass(frozen=True)
class Quarter:
    """The last day of the period that the words name as a term, and where they stand.

    `rest` is the text with blanks in place of what speaks of a period; `is_unclear`: one is named alone, and not as a
    term.
    """

    day: date | None
    span: tuple[int, int] | None
    rest: str
    is_unclear: bool = False


def read_quarter(text: str, today: date) -> Quarter:
    """The quarter or half-year whose end the words name as a term, written on the local day `today`."""
    rest, terms = text, []
    for one in _SAID.finditer(text):
        rest = rest[: one.start()] + " " * (one.end() - one.start()) + rest[one.end() :]
        if _is_term(one, text):
            terms.append(one)
    if len(terms) != 1:
        return Quarter(None, None, rest, is_unclear=bool(terms))
    [term] = terms
    day = _last_day(term, today)
    return Quarter(day, term.span(), rest, is_unclear=day is None)


def _is_term(said: re.Match[str], text: str) -> bool:
    """Whether it is until then, and not something that is of that time («1-чорак якуни бўйича ҳисобот»)."""
    last = said["end"] or said["half"] or said["quarter"]
    is_until = bool(said["before"] or said["within"] or said["until"]) or _CASE.fullmatch(last) is not None
    stands_alone = re.search(r"[,;:(.—–-]\s*$", text[: said.start()]) and re.fullmatch(r"[\s.;)]*", text[said.end() :])
    return is_until or (bool(said["end"] or said["end_before"]) and bool(stands_alone))


def _last_day(said: re.Match[str], today: date) -> date | None:
    months = 6 if said["half"] else 3
    which = _which(said["which"])
    if which is None:
        which = (today.month - 1) // months + 1
    year = int(said["year"] or said["year_after"] or today.year)
    return Month(year, which * months).last_day if which * months <= 12 else None


def _which(said: str | None) -> int | None:
    if said is None:
        return None
    if said.isdecimal():
        return int(said)
    if said.lower() in _ROMAN:
        return _ROMAN[said.lower()]
    return next(number for number, one in enumerate(_ORDINALS, start=1) if re.fullmatch(one, said, re.IGNORECASE))
