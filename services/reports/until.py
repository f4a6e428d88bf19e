"""The day until which more time is wanted, in a person's words."""

from datetime import date, timedelta

from models.terms import Period, Precision
from services.calendar.rules import OnRule, Rule, Rules, WindowRule
from services.terms.reader import Reading, read_term

HALF_A_YEAR = timedelta(days=182)  # a day without its year is the nearest


def day_in(text: str, today: date) -> date | None:
    """The one day that the words name («20 майгача», «до 20 мая», «20.05»); None of none, or of several."""
    reading = _read(text, today)
    days = {day for rules in reading.readings for day in _days(rules)}
    return days.pop() if len(days) == 1 else None


def is_day_alone(text: str, today: date) -> bool:
    """Whether the words are a day and nothing besides."""
    reading = _read(text, today)
    return reading.rules is not None and not reading.note and len(_days(reading.rules)) == 1


def _read(text: str, today: date) -> Reading:
    return read_term(text, period=Period(today - HALF_A_YEAR, today + HALF_A_YEAR))


def _days(rules: Rules) -> tuple[date, ...]:
    return tuple(day for rule in rules if (day := _day(rule)) is not None)


def _day(rule: Rule) -> date | None:
    match rule:
        case WindowRule(None, last, Precision.DAY):
            return last
        case OnRule((day,)):
            return day
    return None
