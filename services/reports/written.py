"""The numbers that words write out and that can be activities': no percents, dates, sums, or counts. Pure."""

import re

from services.plan.calling import marked_apart
from services.plan.marks import Marks

_MONTHS = (
    "январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр|"
    "yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr|"
    "january|february|march|april|june|july|august|september|october|november|december"
)
_UNITS = (
    "%|фоиз|foiz|процент|кун|kun|дн[яе]|день|ой|oy|мес|ҳафта|хафта|hafta|недел|соат|soat|час|йил|yil|год|"
    "та(?!дб)|ta(?!db)|нафар|nafar|дона|dona|киши|kishi|чел|шт|percent|day|week|month|млн|mln|млрд|mlrd|минг|ming|тыс"
)
_NUMBER = re.compile(rf"(?<![\d.,:/\w])(\d{{1,3}})(?!\d|[.,:/]\d|[-\s]*(?:{_UNITS}|{_MONTHS}))", re.IGNORECASE)

_REASON = re.compile(r"\W*(?:сабаб|sabab|причин|reason|because|потому\s+что|чунки|chunki)\w*", re.IGNORECASE)

_TELEPHONE = re.compile(
    r"(?<![\w.,])\+?\d{1,3}[\s(-]*(?:\d{2,3}[)\s-]+)\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)|(?<!\d)\d{3}-\d{2}-\d{2}(?!\d)"
)


def gives_telephone(text: str) -> bool:
    """Whether the words give a telephone number: «8 (71) 239-22-23», «+998 71 239-22-23»."""
    return _TELEPHONE.search(text) is not None


def gives_reason(text: str) -> bool:
    """Whether the words begin as a reason does: «сабаби …», «причина: …»."""
    return _REASON.match(text) is not None


def written_numbers(text: str, marks: Marks = ()) -> tuple[int, ...]:
    """Each such number once; those that are called by the marks of several plans first, as numbers in force."""
    marked, rest = marked_apart(text, marks)
    return tuple(dict.fromkeys([*marked, *(int(number) for number in _NUMBER.findall(rest))]))
