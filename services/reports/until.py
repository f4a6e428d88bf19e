"""Until when more time is wanted, in a person's words: as a plan writes its terms, or as people say it."""

from datetime import date, timedelta

from models.terms import Month, Period, Precision
from services.calendar.rules import OnRule, Rules, WindowRule
from services.language.until import Until, beside_the_request, names_several_days, until_asked, until_in
from services.terms.reader import read_term

# A day without its year lies ahead, unless it has just gone by: then it is told to be too early.
BEHIND, AHEAD = timedelta(days=60), timedelta(days=300)


def wanted_until(text: str, today: date) -> Until | None:
    """The day or the month that the words name; None of none, or of several."""
    reading = read_term(text, period=Period(today - BEHIND, today + AHEAD))
    day = _day(reading.rules) if reading.rules is not None and not reading.note else None
    return until_in(text, today) if day is None else Until(Month.of(day).first_day, day)


def requested_until(text: str, today: date) -> Until | None:
    """The day or the month that a request for more time names, beside its verb; None of none, or of several."""
    words = beside_the_request(text)
    return None if names_several_days(words) else wanted_until(words, today) or until_asked(words, today)


def _day(rules: Rules) -> date | None:
    match rules:
        case (WindowRule(None, last, Precision.DAY),):
            return last
        case (OnRule((day,)),):
            return day
    return None
