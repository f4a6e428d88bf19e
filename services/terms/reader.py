"""Read the words of a term: certain only where every word is understood and nothing is left open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from models.terms import Period
from services.calendar.rules import DOCUMENT, AfterRule, Rules, UnsetRule
from services.terms.combining import Tape
from services.terms.grammar import meanings
from services.terms.notes import without_notes
from services.terms.resolving import MOST_READINGS, Outcome, Place, outcome
from services.terms.tokens import LONGEST, TermKind, Token, tokenize
from services.terms.words import Cat

MOST_TOKENS = 150  # a longer cell is no term
_NO_TERM: Rules = (UnsetRule(),)
_COUNTS_FROM = frozenset({Cat.AFTER, Cat.BEFORE, Cat.DO, Cat.STARTING})


@dataclass(frozen=True)
class Heading:
    """What a heading or a month separator above a term says of its time."""

    year: int | None = None
    month: int | None = None


@dataclass(frozen=True)
class Reading:
    """What a term means: its rules where that is certain, else the best readings to choose from, possibly none.

    `note` is the text beside the term («ҳайъат мажлисида»), as written.
    """

    rules: Rules | None
    readings: tuple[Rules, ...]
    note: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether nobody need be asked."""
        return self.rules is not None


def read_heading(text: str) -> Heading:
    """The year and the month that a heading names; of several, neither."""
    tokens = tokenize(text[:LONGEST])
    years = {
        one.parts[-1]
        for one in tokens
        if one.kind in {TermKind.NUMBER, TermKind.MONTH_YEAR} and 1990 <= one.parts[-1] <= 2100
    }
    months = {int(s.value) for one in tokens for s in one.senses if s.cat is Cat.MONTH_NAME}
    return Heading(years.pop() if len(years) == 1 else None, months.pop() if len(months) == 1 else None)


def read_term(text: str, *, period: Period, heading: Heading = Heading(), document_day: date | None = None) -> Reading:
    """Read a term as it stands in a plan of `period`, below `heading`."""
    return _read(text, Place(period, heading.year, heading.month, document_day))


@lru_cache(maxsize=4096)  # a plan's terms come again and again
def _read(text: str, place: Place) -> Reading:
    tokens = tokenize(text) if len(text) <= LONGEST else ()
    if not 0 < len(tokens) <= MOST_TOKENS:
        return Reading(None, (_NO_TERM,))
    for kept, note in without_notes(text, tokens):
        found = [outcome(meaning, place) for meaning in meanings(Tape(text, kept))]
        if found:
            return _decided(found, note)
    return Reading(None, _best_guesses(text, tokens, place))


def _decided(found: Sequence[Outcome], note: str) -> Reading:
    """One certain reading and no other: certain. Else all are offered."""
    certain = {one.certain for one in found}
    if len(certain) == 1 and (rules := certain.pop()) is not None:
        return Reading(rules, (rules,), note)
    readings = dict.fromkeys(
        rules for one in sorted(found, key=lambda one: one.certain is None) for rules in one.readings
    )
    return Reading(None, tuple(readings)[:MOST_READINGS] or (_NO_TERM,), note)


def _best_guesses(text: str, tokens: tuple[Token, ...], place: Place) -> tuple[Rules, ...]:
    """The readings of the longest pieces that can be read, then that there is no term."""
    tape = Tape(text, tokens)
    covered: list[tuple[int, int]] = []
    readings: dict[Rules, None] = {}
    for length in range(len(tokens), 0, -1):
        for start in range(len(tokens) - length + 1):
            end = start + length
            if any(start < taken_end and taken_start < end for taken_start, taken_end in covered):
                continue
            if found := meanings(tape, start, end):
                covered.append((start, end))
                offered = (rules for one in found for rules in outcome(one, place).readings)
                beside = (*tokens[max(start - 1, 0) : start], *tokens[end : end + 1])
                readings.update(dict.fromkeys(rules for rules in offered if not _is_counted_anew(rules, beside)))
    return tuple(dict.fromkeys((*tuple(readings)[: MOST_READINGS - 1], _NO_TERM)))


def _is_counted_anew(rules: Rules, beside: Sequence[Token]) -> bool:
    """Whether days that are counted from something not understood would be counted from the document."""
    of_the_document = any(isinstance(rule, AfterRule) and rule.anchor == DOCUMENT for rule in rules)
    return of_the_document and any(sense.cat in _COUNTS_FROM for token in beside for sense in token.senses)
