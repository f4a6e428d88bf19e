"""The whole grammar: what a term may say from its first token to its last."""

from dataclasses import replace

from models.terms import Rhythm
from services.calendar.units import Unit
from services.terms.combining import Tape, either, maybe, noun, row, skip, some, texts, token, word
from services.terms.meanings import (
    Between,
    Bounds,
    Doubtful,
    Endless,
    From,
    Meaning,
    Repeated,
    SaidUnit,
    Several,
    Whole,
)
from services.terms.others import doubtful, endless, following, unset
from services.terms.parts import PLAIN, dash, day, four_digits, maybe_comma, unit, with_case
from services.terms.repeats import repeated, repeated_adjective
from services.terms.tokens import TermKind
from services.terms.windows import (
    at_end,
    between,
    between_units,
    day_given,
    month_year,
    on_days,
    part_of_month,
    several,
    start_day,
    unit_until,
    until,
    whole,
)
from services.terms.words import Cat

# How long something repeats or goes on

_from = either(
    start_day,
    row(skip(maybe(word(Cat.STARTING))), word(Cat.S), with_case(either(day, unit), *PLAIN)).to(lambda first: first),
).to(From)
_until_in = row(
    until,
    word(Cat.BEING),
    skip(noun(Cat.TIME, "da")),
).to(lambda meaning: meaning)
_until_ru = row(word(Cat.V), skip(maybe(word(Cat.THE))), skip(noun(Cat.TIME, "ru")), until).to(lambda meaning: meaning)
_bounds = either(whole, between, _from, _until_in, _until_ru)


def _within(bounds: Bounds, meaning: Meaning) -> Meaning | None:
    """What repeats or goes on, from when and how long."""
    match meaning:
        case Repeated(bounds=None):
            return replace(meaning, bounds=bounds)
        case Endless(rhythm, None):
            return Endless(rhythm, bounds)
        case Several(parts):
            made = [_within(bounds, part) for part in parts]
            return Several(tuple(one for one in made if one is not None)) if all(made) else None
        case Doubtful((Repeated(Unit.YEAR, due, every, None), *_)) if every > 1 and isinstance(bounds, From | Between):
            return Repeated(Unit.YEAR, due, every, bounds)  # of several years, the first is known
        case Doubtful(readings):
            made = [_within(bounds, one) for one in readings]
            return Doubtful(tuple(one for one in made if one is not None))
    return None


_goes_on = either(repeated, endless)
_bounded = either(
    row(_bounds, maybe_comma, _goes_on).to(_within),
    row(_goes_on, maybe_comma, _bounds).to(lambda meaning, bounds: _within(bounds, meaning)),
)
_only_from = _from.to(lambda bounds: Doubtful((Endless(Rhythm.CONTINUOUS, bounds),)))
_bare_year = with_case(four_digits, "").to(
    lambda value: Doubtful((Whole(SaidUnit(Unit.YEAR, None, value), SaidUnit(Unit.YEAR, None, value)),))
)
_meaning = either(
    until,
    whole,
    between,
    month_year,
    part_of_month,
    on_days,
    several,
    repeated,
    repeated_adjective,
    endless,
    _bounded,
    following,
    unset,
    doubtful,
    at_end,
    day_given,
    unit_until,
    between_units,
    _only_from,
    _bare_year,
)
_head = skip(maybe(row(skip(noun(Cat.TERM, "", "ru")), skip(maybe(either(texts(":"), dash))))))
_enumerated = some(  # «1) …; 2) …»
    row(skip(token(TermKind.NUMBER)), texts(")"), _meaning).to(lambda meaning: meaning),
    skip(maybe(texts(",", ";"))),
).to(
    lambda parts: Several(parts) if not any(isinstance(one, Doubtful) for one in parts) else Doubtful((Several(parts),))
)
term = row(_head, either(_meaning, _enumerated)).to(lambda meaning: meaning)


def meanings(tape: Tape, start: int = 0, end: int | None = None) -> tuple[Meaning, ...]:
    """Every meaning of the tokens from `start` to `end` that leaves none of them out."""
    last = len(tape.tokens) if end is None else end
    found = dict.fromkeys(meaning for meaning, after in term.at(tape, start) if after == last)
    return tuple(meaning for meaning in found if isinstance(meaning, Meaning))
