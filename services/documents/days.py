"""Days and periods in titles and heads of documents; terms of activities are read elsewhere."""

import re
from calendar import monthrange
from datetime import date

from models.terms import Period
from services.documents.headings import MONTH, MONTHS
from services.language.script import bare

_YEAR = r"(20\d\d)"
_ISO = re.compile(rf"{_YEAR}-(\d\d)-(\d\d)")
_NUMERIC = re.compile(rf"\b(\d{{1,2}})[./](\d{{1,2}})[./]{_YEAR}")
_YEAR_FIRST = re.compile(rf"{_YEAR}\W*(?:yil|y)?\w*\W*\b(\d{{1,2}})\W{{0,3}}({MONTH})")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})\W{{0,4}}({MONTH})\w*\W+{_YEAR}")
_YEARS = re.compile(rf"\b{_YEAR}\b")
_MONTHS = re.compile(rf"(?<!\d)(?<!\d[ -])\b({MONTH})\w*")
_ORDINALS = {
    "1": 1, "i": 1, "birinchi": 1, "perv": 1,
    "2": 2, "ii": 2, "ikkinchi": 2, "vtor": 2,
    "3": 3, "iii": 3, "uchinchi": 3, "tret": 3,
    "4": 4, "iv": 4, "tortinchi": 4, "chetvert": 4,
}  # fmt: skip
_ORDINAL = (
    r"\b(birinchi|ikkinchi|uchinchi|tortinchi|perv(?=\w)|vtor(?=\w)|tret(?=\w)|chetvert(?=\w)"
    r"|(?:iii|ii|iv|i|[1-4])\b)\w*"
)
_HALF = re.compile(rf"{_ORDINAL}\W*(?:yarim\W*yil|polugodi)")
_QUARTER = re.compile(rf"{_ORDINAL}\W*(?:chora[kg]|kvartal)")
_QUARTERS = re.compile(rf"{_ORDINAL}\W*(?:va|i|-)\W*{_ORDINAL}\W*(?:chora[kg]|kvartal)")


def days_in(text: str) -> list[date]:
    """The whole dates (with a year) in a text, in their order."""
    folded = _folded(text)
    found: list[tuple[int, date]] = []
    for pattern, order in ((_ISO, "ymd"), (_NUMERIC, "dmy"), (_YEAR_FIRST, "ydm"), (_DAY_FIRST, "dmy")):
        for match in pattern.finditer(folded):
            parts = dict(zip(order, match.groups(), strict=True))
            if day := _day(parts["y"], parts["m"], parts["d"]):
                found.append((match.start(), day))
    return [day for _, day in sorted(found)]


def period_in(text: str) -> Period | None:
    """The period that a title or sentence names; None where it names none."""
    folded = _folded(text)
    years = [int(year) for year in _YEARS.findall(folded)]
    if not years:
        return None
    first, last = years[0], years[-1]
    months = [_month(name) for name in _MONTHS.findall(folded)]
    if months:
        begin, end = months[0], months[-1]
        if len(months) > 1 and end < begin and first == last:
            last = first + 1
        return Period(date(first, begin, 1), _end(last if len(months) > 1 else first, end))
    if halves := [_ORDINALS[one] for one in _HALF.findall(folded) if _ORDINALS[one] <= 2]:
        return Period(date(first, 6 * halves[0] - 5, 1), _end(last, 6 * halves[-1]))
    if found := _QUARTERS.search(folded):
        return Period(date(first, 3 * _ORDINALS[found[1]] - 2, 1), _end(last, 3 * _ORDINALS[found[2]]))
    if quarters := [_ORDINALS[one] for one in _QUARTER.findall(folded)]:
        return Period(date(first, 3 * quarters[0] - 2, 1), _end(last, 3 * quarters[-1]))
    return Period(date(min(years), 1, 1), date(max(years), 12, 31))


def _folded(text: str) -> str:
    return " ".join(bare(text).split())


def _month(name: str) -> int:
    name = {"sentabr": "sentyabr", "oktabr": "oktyabr"}.get(name, name)
    return MONTHS.index(name) + 1


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month) if month.isdecimal() else _month(month), int(day))
    except ValueError:
        return None
