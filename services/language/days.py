"""A day written as people write it: «9 мая», «15-май», «завтра», «кеча», «15.04», «juma kuni». Pure."""

import re
from datetime import date, timedelta

from services.language.due_words import read_due
from services.language.question_words import DAYS_AHEAD
from services.language.questions import Span
from services.language.tokens import TokenKind, tokenize

_WRITTEN = re.compile(r"(\d{1,2})[.\-/](\d{1,2})(?:[.\-/](20\d\d))?|(20\d\d)-(\d\d)-(\d\d)", re.ASCII)
_SOON = 14  # days within which a day is told from today: «juma», «эртага»
_BESIDE = re.compile(
    r"kun\w*|sana\w*|yil\w*|god\w*|g|na|v|on|for|the|uchun|za|day|ni|da|ga|chislo|th|st|nd|rd|of|oe|e|go"
)


def day_and_rest(words: str, span: Span) -> tuple[date | None, str]:
    """The one day that the words name, and the words that do not belong to it; without a year, of the plan's `span`."""
    rest = []
    found: list[date] = []
    for word in words.split():
        match = _WRITTEN.fullmatch(word.strip(".,"))
        day = _of_digits(match, span) if match is not None else _near(word, span.today)
        if day is None:
            rest.append(word)
        else:
            found.append(day)
    said = " ".join(rest)
    due = read_due(said, span.today)
    if due.day is not None:
        found.append(_in_plan(due.day, span, said))
        for start, end in due.spans:
            said = said[:start] + " " * (end - start) + said[end:]
    if len(found) != 1:
        return None, words
    return found[0], " ".join(word for word in said.split() if not _says_nothing(word))


def _says_nothing(word: str) -> bool:
    tokens = tokenize(word)
    return all(token.kind is TokenKind.SIGN or _BESIDE.fullmatch(token.text) for token in tokens)


def _near(word: str, today: date) -> date | None:
    tokens = tokenize(word)
    if len(tokens) != 1:
        return None
    ahead = next((days for days, pattern in DAYS_AHEAD.items() if pattern.fullmatch(tokens[0].text)), None)
    return None if ahead is None else today + timedelta(days=ahead)


def _in_plan(day: date, span: Span, said: str) -> date:
    """The day in the plan's year, if no year was written and it is a day of a month."""
    if re.search(r"20\d\d", said) or abs((day - span.today).days) <= _SOON:
        return day
    try:
        return day.replace(year=span.year_of(day.month))
    except ValueError:
        return day


def _of_digits(match: re.Match[str], span: Span) -> date | None:
    day, month, year, iso_year, iso_month, iso_day = (int(one) if one else 0 for one in match.groups())
    month = iso_month or month
    if not 1 <= month <= 12:
        return None
    try:
        return date(iso_year or year or span.year_of(month), month, iso_day or day)
    except ValueError:
        return None
