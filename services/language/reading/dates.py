"""Days named in a message: what «is done» on a future day does not count as done."""

import re
from collections.abc import Collection
from datetime import date, timedelta

from services.language.reading.meanings import Concept
from services.language.reading.wording import Wording

_MONTHS = ("yanv", "fevr", "mart", "apr", "ma", "iyon", "iyol", "avg", "sent", "okt", "noya", "deka")
# Skeletons: a «u» is an «o» in them («iyonga» for «июнга»).
_ENGLISH = {"jan": 1, "feb": 2, "march": 3, "jone": 6, "joly": 7, "aog": 8, "oct": 10, "dec": 12}
_WRITTEN = re.compile(r"(\d\d?)[./-](\d\d?)(?:[./-](\d{4}|\d\d))?|(\d{4})-(\d\d?)-(\d\d?)")
_HALF_A_YEAR = timedelta(days=183)


def day_at(wording: Wording, place: int, today: date) -> date | None:
    """The day that the number at `place` names; without a year, in the year closest to `today`."""
    if written := _WRITTEN.fullmatch(wording.text(place)):
        day, month, year, iso_year, iso_month, iso_day = (int(one) if one else 0 for one in written.groups())
        return _date(iso_year or year, iso_month or month, iso_day or day, today)
    words = (wording.word(near) for near in (place + 1, place + 2, place - 1) if wording.is_word(near))
    named = next((month for month in map(_month, words) if month), None)
    return _date(0, named, wording.value(place), today) if named else None


def month_named(wording: Wording, dates: Collection[int], today: date) -> date | None:
    """The first day of the future month named last, by its name or by a date at one of the places `dates`."""
    for place in reversed(range(len(wording))):
        day = day_at(wording, place, today) if place in dates else None
        if day is not None:
            return _to_come(day.month, today)
        month = _month(wording.word(place)) if wording.concept(place) is Concept.MONTH else None
        if month is not None:
            return _to_come(month, today)
    return None


def _to_come(month: int, today: date) -> date:
    return date(today.year if month >= today.month else today.year + 1, month, 1)


def _month(word: str) -> int | None:
    for beginning, month in _ENGLISH.items():
        if word.startswith(beginning):
            return month
    # «май» is the shortest: it is looked for last, so that «март» is not taken for it
    months = [month for month, beginning in enumerate(_MONTHS, start=1) if word.startswith(beginning)]
    return months[0] if months else None


def _date(year: int, month: int, day: int, today: date) -> date | None:
    try:
        nearest = date(year + 2000 if 0 < year < 100 else year or today.year, month, day)
    except ValueError:
        return None
    if not year and nearest - today > _HALF_A_YEAR:
        return nearest.replace(year=nearest.year - 1, day=min(day, 28))
    return nearest
