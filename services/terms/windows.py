"""The grammar of windows and events: until a day, from one to another, throughout a unit, on some days."""

from itertools import pairwise

from services.calendar.units import Unit
from services.terms.combining import Parser, Row, either, maybe, nothing, noun, row, skip, some, texts, token, word
from services.terms.meanings import (
    Between,
    Doubtful,
    Meaning,
    OnDays,
    PartOfMonth,
    Said,
    SaidDay,
    SaidUnit,
    Several,
    Until,
    Whole,
)
from services.terms.parts import (
    ANY_OF,
    INSIDE,
    PLAIN,
    bare_quarter,
    dash,
    day,
    day_number,
    day_of_heading,
    four_digits,
    hyphen,
    joint,
    maybe_comma,
    maybe_v,
    month,
    named_day,
    named_day_of_month,
    named_year,
    nameless,
    nameless_year,
    number_joint,
    of,
    ordinal,
    quarter,
    the,
    unit,
    up_to,
    v,
    with_case,
    written_day,
    year,
    year_before,
)
from services.terms.tokens import TermKind
from services.terms.words import Cat

# Until

_hour = either(
    row(skip(maybe(word(Cat.HOUR))), token(TermKind.TIME), skip(maybe(word(Cat.HOUR)))).to(lambda time: time.case),
    row(word(Cat.HOUR), token(TermKind.NUMBER), skip(maybe(dash))).to(lambda time: time.case),
)
_hour_at = _hour.to(lambda case: case if case in ("", "da") else None)
_hour_until = either(
    _hour.to(lambda case: case if case == "gacha" else None),
    row(_hour, word(Cat.UNTIL)).to(lambda case: case if case == "ga" else None),
    row(word(Cat.DO), _hour).to(lambda case: case),
    row(word(Cat.K), _hour).to(lambda case: case),
)
of_time = skip(maybe(row(maybe(word(Cat.BEING)), either(noun(Cat.TERM), noun(Cat.TIME)))))
_not_later = either(
    row(word(Cat.NE), word(Cat.POZDNEE), skip(maybe(word(Cat.POZDNEE)))),
    row(v, skip(noun(Cat.TERM)), word(Cat.NE), word(Cat.POZDNEE)),
)
before_day = either(
    row(word(Cat.DO)),
    row(v, skip(noun(Cat.TERM)), word(Cat.DO)),
    row(word(Cat.K)),
    row(texts("due"), word(Cat.K)),
    _not_later,
).means(None)
_inclusive = skip(maybe(word(Cat.INCLUSIVE)))
until_here = either(word(Cat.UNTIL), row(dash, word(Cat.UNTIL))).means(None)


def until_said(said: Parser) -> Parser:
    """«…гача», «…га қадар», «…дан кечиктирмай», «до …», «не позднее …», by …: what is said."""
    return either(
        row(with_case(said, "gacha"), of_time).to(lambda last: last),
        row(with_case(said, "ga"), until_here, of_time).to(lambda last: last),
        row(with_case(said, "dan"), word(Cat.NOT_LATER)).to(lambda last: last),
        row(before_day, the, with_case(said, *PLAIN), _inclusive).to(lambda last: last),
    )


_hours_before = either(
    row(with_case(day, "", "ru", "da", "ning"), maybe_comma, skip(_hour_until)).to(lambda last: last),
    row(word(Cat.DO), skip(_hour), with_case(day, *PLAIN)).to(lambda last: last),
)
day_until = either(until_said(day), _hours_before)
_end = noun(Cat.END)
_any_unit = either(unit, nameless)


def end_of(said: Parser) -> Parser:
    """«… якуни», «конец …»: a pair of the unit and the case of its end."""
    return either(
        row(with_case(said, "", "ning"), hyphen, _end).to(
            lambda unit, end: Row((unit, end.case)) if end.case != "ru" else None
        ),
        row(noun(Cat.END, "ru"), of, with_case(said, *PLAIN)).to(lambda end, unit: Row((unit, "ru"))),
    )


end_of_unit = end_of(_any_unit)
end_until = either(
    until_said(end_of_unit),
    row(word(Cat.PO), with_case(unit, *PLAIN), word(Cat.INCLUSIVE)).to(lambda last: last),
)
_open_begin = row(dash, with_case(named_day, *PLAIN)).to(lambda day: day)  # «– 14.03.2025»: a column of ends alone
until = either(day_until, end_until, _open_begin).to(Until)
_days_until = either(  # «1 апрель, 1 июль ва 1 октябрга қадар»
    row(some(with_case(named_day, *PLAIN), joint, least=1), joint, until_said(named_day)).to(
        lambda days, last: (*days, last)
    ),
    row(before_day, some(with_case(named_day, *PLAIN), joint)).to(lambda days: days),
).to(lambda days: Several(tuple(Until(day) for day in _same_years(days))))
at_end = either(
    with_case(end_of_unit, "", "da"),
    row(maybe_v, with_case(end_of_unit, "ru")).to(lambda unit: unit),
).to(lambda unit: Doubtful((Until(unit), Whole(unit, unit))))
day_given = with_case(named_day, "ga").to(lambda day: Doubtful((Until(day), OnDays((day,)))))  # «25 декабрга»
unit_until = until_said(unit).to(lambda unit: Doubtful((Until(unit), _eve_of(unit))))


def _eve_of(unit: SaidUnit) -> Meaning:
    """Until the end of the unit before: what «сентябрга қадар» may mean too."""
    if unit.number is not None and unit.number > 1:
        return Until(SaidUnit(unit.unit, unit.number - 1, unit.year))
    return Until(unit)


# Windows

during = either(word(Cat.DURING), word(Cat.WITHIN), row(noun(Cat.TIME, "da")).means(None)).means(None)
in_the_course = either(row(maybe_v, word(Cat.DURING)), row(word(Cat.NA), word(Cat.DURING))).means(None)


def throughout(said: Parser, *cases: str) -> Parser:
    """A unit, or units, as the time in which to do something; in one of `cases` it says so by itself."""
    return either(
        with_case(said, *cases),
        row(v, the, with_case(said, *cases, "of")).to(lambda unit: unit),
        row(with_case(said, "", "ning"), during).to(lambda unit: unit),
        row(in_the_course, the, with_case(said, *PLAIN)).to(lambda unit: unit),
    )


def _same(unit: SaidUnit) -> Whole:
    return Whole(unit, unit)


def _range(first: Row, last: Row) -> Row | None:
    return Row((Whole(first[0], last[0]), last[1])) if first[1] in PLAIN and first[0].unit is last[0].unit else None


def _may_have_lost_a_dash(first_month: Row, last_month: Row) -> bool:
    """Whether two months side by side, with no dash between them, can only be a range."""
    (first, case), last = first_month, last_month[0]
    if case != "":
        return False
    follows = (first.number or 0) + 1 == (last.number or 0)
    return follows and (first.year is None or last.year is None)


_numeral_range = either(
    row(up_to(4, ordinal), dash, quarter).to(
        lambda number, last: Row((Whole(SaidUnit(Unit.QUARTER, number, last[0].year), last[0]), last[1]))
    ),
    row(year_before, up_to(4, ordinal), dash, bare_quarter).to(
        lambda year, number, last: Row(
            (Whole(SaidUnit(Unit.QUARTER, number, year), SaidUnit(Unit.QUARTER, last[0].number, year)), last[1])
        )
    ),
)
_years = row(four_digits, dash, named_year).to(
    lambda first, last: Row((Whole(SaidUnit(Unit.YEAR, None, first[0]), SaidUnit(Unit.YEAR, None, last[0])), last[1]))
)
_unit_range = either(
    row(unit, dash, unit).to(_range),
    row(month, month).to(lambda first, last: _range(first, last) if _may_have_lost_a_dash(first, last) else None),
    _numeral_range,
    _years,
)
_from_to = row(word(Cat.S), with_case(unit, *PLAIN), word(Cat.PO), with_case(unit, *PLAIN), _inclusive).to(
    lambda first, last: Whole(first, last) if first.unit is last.unit else None
)
whole = either(
    throughout(unit, *INSIDE).to(_same),
    throughout(nameless).to(_same),
    # «ярим йил давомида» may mean six months as well; «ярим йил ичида» means only that.
    row(noun(Cat.HALF, ""), noun(Cat.YEAR, ""), word(Cat.DURING)).to(
        lambda half, year: _same(SaidUnit(Unit.HALF, None))
    ),
    throughout(_unit_range, *INSIDE),
    _from_to,
    row(word(Cat.WHOLE), with_case(nameless_year, *INSIDE), skip(maybe(during))).to(_same),
    row(word(Cat.WHOLE), with_case(year, *INSIDE), skip(maybe(during))).to(_same),
)
_month_in_figures = token(TermKind.MONTH_YEAR).to(
    lambda one: SaidUnit(Unit.MONTH, one.parts[0], one.parts[1]) if 1 <= one.parts[0] <= 12 and not one.case else None
)
month_year = either(
    _month_in_figures.to(_same),
    row(_month_in_figures, dash, _month_in_figures).to(Whole),
)

start_day = either(
    row(with_case(day, "dan"), skip(maybe(word(Cat.STARTING)))).to(lambda first: first),
    row(with_case(unit, "dan"), skip(maybe(word(Cat.STARTING)))).to(lambda first: first),
)


def _between(first: Said, last: Said) -> Between | None:
    if isinstance(first, SaidDay) and isinstance(last, SaidDay) and first.month is None:
        first = SaidDay(first.day, last.month, first.year or last.year)
    elif isinstance(first, SaidDay) and isinstance(last, SaidDay) and last.month is None:
        last = SaidDay(last.day, first.month, last.year or first.year)
    return Between(first, last)


def _day_range(number: int, last: SaidDay) -> Between:
    return Between(SaidDay(number, last.month, last.year), last)


_plain_day = with_case(day, *INSIDE)
between = either(
    row(day_number, dash, with_case(either(named_day, day_of_heading), *INSIDE)).to(_day_range),
    row(year_before, day_number, dash, with_case(named_day, *INSIDE)).to(
        lambda year, number, last: _day_range(number, SaidDay(last.day, last.month, year)) if not last.year else None
    ),
    row(with_case(month, "", "ning"), day_number, dash, day_number, hyphen, noun(Cat.DATE)).to(
        lambda said, first, last, sense: (
            Between(SaidDay(first, said.number, said.year), SaidDay(last, said.number, said.year))
            if sense.case in INSIDE
            else None
        )
    ),
    row(with_case(named_day, *PLAIN), dash, with_case(named_day, *INSIDE)).to(_between),
    row(with_case(named_day, *PLAIN), dash, until_said(named_day)).to(_between),
    row(day_number, dash, until_said(named_day_of_month)).to(_day_range),
    row(word(Cat.S), day_number, either(word(Cat.PO), word(Cat.DO)), with_case(day, *PLAIN), _inclusive).to(_day_range),
    row(word(Cat.S), with_case(day, *PLAIN), either(word(Cat.PO), word(Cat.DO)), with_case(day, *PLAIN), _inclusive).to(
        _between
    ),
    row(start_day, until_said(day)).to(_between),
    row(start_day, until_said(end_of_unit)).to(_between),
    row(word(Cat.S), with_case(either(day, unit), *PLAIN), until_said(end_of_unit)).to(_between),
    row(word(Cat.S), with_case(either(day, unit), *PLAIN), word(Cat.PO), the, with_case(end_of_unit, "ru")).to(
        _between
    ),
    row(word(Cat.S), with_case(day, *PLAIN), word(Cat.PO), with_case(unit, *PLAIN), _inclusive).to(_between),
    row(word(Cat.S), with_case(unit, *PLAIN), word(Cat.PO), with_case(day, *PLAIN)).to(_between),
)
between_units = either(  # «сентябрдан декабргача»: with December or without it?
    row(start_day, until_said(unit)),
    row(word(Cat.S), with_case(unit, *PLAIN), word(Cat.DO), with_case(unit, *PLAIN)),
).to(lambda first, last: Doubtful((Between(first, last),)))
_halves_inside = noun(Cat.HALF, *INSIDE).means(2)
_thirds_inside = either(
    noun(Cat.THIRD, *INSIDE),
    row(noun(Cat.NUMBER, value=10), hyphen, noun(Cat.DAY, *INSIDE, is_adjective=True)),  # ўн кунлик
).means(3)
_part = row(up_to(3, ordinal), hyphen, either(_halves_inside, _thirds_inside)).to(
    lambda number, parts: Row((number, parts)) if number <= parts else None
)
part_of_month = either(
    row(with_case(month, "", "ning"), _part).to(lambda said, part: PartOfMonth(said, *part)),
    row(with_case(month, "", "ru", "of"), texts("("), _part, texts(")")).to(
        lambda said, part: PartOfMonth(said, *part)
    ),
    row(maybe_v, _part, of, with_case(month, *PLAIN)).to(lambda part, said: PartOfMonth(said, *part)),
)

# Events

_days_of_one_month = row(some(day_number, number_joint, least=1), number_joint, with_case(named_day, *INSIDE)).to(
    lambda numbers, last: (*(SaidDay(one, last.month, last.year) for one in numbers), last)
)
_some_days = some(either(with_case(named_day, *INSIDE).to(lambda one: (one,)), _days_of_one_month), joint)
_day_word_inside = skip(either(noun(Cat.DAY, *INSIDE), noun(Cat.DATE, *INSIDE)))
_months_of = row(some(with_case(month, *PLAIN), joint, least=1), joint, with_case(month, "ning")).to(
    lambda months, last: (*months, last)
)
_day_list = either(
    _days_of_one_month.to(OnDays),
    _some_days.to(lambda groups: OnDays(_same_years(tuple(one for group in groups for one in group)))),
    row(year_before, some(day_number, number_joint, least=1), number_joint, with_case(named_day, *INSIDE)).to(
        lambda year, numbers, last: (
            OnDays((*(SaidDay(one, last.month, year) for one in numbers), SaidDay(last.day, last.month, year)))
            if not last.year
            else None
        )
    ),
    row(some(day_number, number_joint, least=1), number_joint, with_case(day_of_heading, *INSIDE)).to(
        lambda numbers, last: OnDays((*(SaidDay(one, None) for one in numbers), last))
    ),
    row(with_case(month, *ANY_OF), some(day_number, number_joint), hyphen, _day_word_inside).to(
        lambda said, numbers: OnDays(tuple(SaidDay(one, said.number, said.year) for one in numbers))
    ),
    row(_months_of, day_number, hyphen, _day_word_inside).to(
        lambda months, number: OnDays(tuple(SaidDay(number, said.number, said.year) for said in months))
    ),
)
on_days = either(
    row(maybe_v, _plain_day).to(lambda one: OnDays((one,))),
    row(maybe_v, _plain_day, maybe_comma, maybe_v, skip(_hour_at)).to(lambda one: OnDays((one,))),
    _day_list,
    written_day.to(lambda one: OnDays((SaidDay(one, None),))),
    some(written_day, number_joint).to(lambda numbers: OnDays(tuple(SaidDay(one, None) for one in numbers))),
)


def _same_years(days: tuple[SaidDay, ...]) -> tuple[SaidDay, ...]:
    """A year said with the first or the last of several days is that of all."""
    said = {one.year for one in days if one.year}
    if len(said) != 1:
        return days
    return tuple(SaidDay(one.day, one.month, *said) for one in days)


# Several windows


def _listed(*cases: str) -> Parser:
    return some(either(with_case(unit, *cases).to(_same), with_case(_unit_range, *cases)), joint)


_list_of_quarters = either(
    row(some(up_to(4, ordinal), number_joint, least=1), number_joint, with_case(quarter, *INSIDE)).to(
        lambda numbers, last: (*(_same(SaidUnit(Unit.QUARTER, one, last.year)) for one in numbers), _same(last))
    ),
    row(year_before, some(up_to(4, ordinal), number_joint, least=1), number_joint, with_case(bare_quarter, *INSIDE)).to(
        lambda year, numbers, last: tuple(_same(SaidUnit(Unit.QUARTER, one, year)) for one in (*numbers, last.number))
    ),
)


def _several_units(listed: tuple[Whole, ...]) -> Meaning | None:
    """Units that follow each other may be one time as well as several; others are several."""
    said = {one.first.year for one in listed} | {one.last.year for one in listed}
    if len(said - {None}) == 1 and None in said:
        known = next(iter(said - {None}))
        listed = tuple(
            Whole(SaidUnit(one.first.unit, one.first.number, known), SaidUnit(one.last.unit, one.last.number, known))
            for one in listed
        )
    if len({one.first.unit for one in listed}) > 1 or any(one.first.number is None for one in listed):
        return None
    steps = [(one.last.number or 0, other.first.number or 0) for one, other in pairwise(listed)]
    if any(later <= earlier for earlier, later in steps):
        return None
    if any(later == earlier + 1 for earlier, later in steps):
        return Doubtful((Several(listed), Whole(listed[0].first, listed[-1].last)))
    return Several(listed)


several = either(
    row(either(_listed(*INSIDE), _list_of_quarters), skip(maybe(during))).to(_several_units),
    row(v, either(_listed(*INSIDE, "of"), _list_of_quarters)).to(_several_units),
    some(until, either(joint, nothing)).to(Several),
    _days_until,
    some(between, joint).to(Several),
)
