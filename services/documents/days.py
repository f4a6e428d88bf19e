"""Days and periods in titles and heads of documents; terms of activities are read elsewhere."""

import re
from calendar import monthrange
from datetime import date

from models.terms import Period
from services.documents.headings import MONTH, MONTHS, names_a_decision
from services.language.script import bare

_YEAR = r"(20\d\d)"
_ISO = re.compile(rf"{_YEAR}-(\d\d)-(\d\d)")
_NUMERIC = re.compile(rf"\b(\d{{1,2}})[./](\d{{1,2}})[./]{_YEAR}")
_YEAR_FIRST = re.compile(rf"{_YEAR}\W*(?:yil|y)?\w*\W*\b(\d{{1,2}})\W{{0,3}}({MONTH})")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})\W{{0,4}}({MONTH})\w*\W+{_YEAR}")
_DAY_AND_MONTH = re.compile(rf"\b(\d{{1,2}})\W{{0,3}}({MONTH})")
_YEAR_WORD = r"\W*(?:yil|y|god|goda|g)?\.?"
_ONE_DAY = re.compile(
    rf"{_YEAR}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}{_YEAR_WORD}"
    rf"|(?:{_YEAR}{_YEAR_WORD}\W*)?\d{{1,2}}\W{{1,3}}{MONTH}a?|\d{{1,2}}\W{{1,3}}{MONTH}a?\W+{_YEAR}{_YEAR_WORD}"
)
_YEARS = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
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
_HALF = re.compile(rf"{_ORDINAL}\W*(?:yarim\W*yil|yarmi|polugodi)")
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
    return _period(_beside_a_decisions_day(folded)) or _period(folded)


def period_beside_a_decision(text: str) -> Period | None:
    """The period that a title names beside the day of the decision that is carried out; None where it names none."""
    return _period(_beside_a_decisions_day(_folded(text)))


def _period(folded: str) -> Period | None:
    years = [int(year) for year in _YEARS.findall(folded)]
    if not years:
        return None
    first, last = min(years[0], years[-1]), max(years[0], years[-1])
    if days := _days_named(folded, first, last):
        return days
    if months := [_month(name) for name in _MONTHS.findall(folded)]:
        return _months(first, months[0], last if len(months) > 1 else first, months[-1])
    for number, length in (
        (_numbers(_HALF, folded), 6),
        (_numbers(_QUARTERS, folded), 3),
        (_numbers(_QUARTER, folded), 3),
    ):
        if number and max(number) * length <= 12:
            return _months(first, length * (number[0] - 1) + 1, last, length * number[-1])
    return Period(date(min(years), 1, 1), date(max(years), 12, 31))


def _beside_a_decisions_day(folded: str) -> str:
    """«2024 йил 21 июндаги 12-сон қарори ижроси бўйича 2024 йил II ярим йиллик …»: the one day is the decision's."""
    dated = [match for one in (_ISO, _NUMERIC, _YEAR_FIRST, _DAY_FIRST) for match in one.finditer(folded)]
    if len(dated) != 1 or not names_a_decision(folded):
        return folded
    return f"{folded[: dated[0].start()]} {folded[dated[0].end() :]}"


def goes_from_day_to_day(text: str) -> bool:
    """Whether a text names two days, with or without their years: «2024 йил 5 январь – 29 июнь»."""
    return len(_DAY_AND_MONTH.findall(_folded(text))) == 2


def is_a_day(text: str) -> bool:
    """Whether a text is a day and nothing else: «14.03.2025», «2025 йил 14 март», «14 март»."""
    return _ONE_DAY.fullmatch(_folded(text)) is not None


def _days_named(folded: str, first: int, last: int) -> Period | None:
    """«с 1 июля по 31 декабря 2024 года»: two days."""
    ends = [found for day, name in _DAY_AND_MONTH.findall(folded) if (found := _day(str(last), name, day))]
    if len(ends) != 2:
        return None
    year = first if first != last or ends[0] <= ends[1] else last - 1
    begin = ends[0].replace(year=year, day=min(ends[0].day, monthrange(year, ends[0].month)[1]))
    return Period(begin, ends[1])


def _numbers(pattern: re.Pattern[str], folded: str) -> list[int]:
    return [_ORDINALS[one] for match in pattern.finditer(folded) for one in match.groups()]


def _months(first_year: int, first: int, last_year: int, last: int) -> Period:
    """From a month to a month; a second one that is earlier in the year is the next year's."""
    if first_year == last_year and last < first:
        last_year += 1
    return Period(date(first_year, first, 1), date(last_year, last, monthrange(last_year, last)[1]))


def _folded(text: str) -> str:
    return " ".join(bare(text).split())


def _month(name: str) -> int:
    name = {"sentabr": "sentyabr", "oktabr": "oktyabr"}.get(name, name)
    return MONTHS.index(name) + 1


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month) if month.isdecimal() else _month(month), int(day))
    except ValueError:
        return None
