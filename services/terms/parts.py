"""Numbers, years, units and days in the words of terms: the parts of which the grammar is made.

A parser of a unit or a day gives a pair: what is said, and the case of its last word.
"""

from services.calendar.units import Unit
from services.terms.combining import Parser, Row, Tape, either, maybe, noun, row, skip, texts, token, word
from services.terms.meanings import NEXT_YEAR, THIS_YEAR, SaidDay, SaidUnit
from services.terms.tokens import TermKind, Token
from services.terms.words import Cat, Sense

PLAIN = ("", "ru", "of")
INSIDE = ("", "ru", "da")
ANY_OF = (*PLAIN, "ning")
"""«of» is the case of a Russian month's name that needs a preposition or a day before it: «сентября», «сентябре»."""

comma = texts(",", ";")
dash = texts("-")
hyphen = skip(maybe(dash))
maybe_comma = skip(maybe(either(comma, dash, texts("("))))
"""Between two things said of one term; a bracket that is closed at the end of the text stands for it too."""
joint = either(comma, word(Cat.AND), row(comma, word(Cat.AND)).means(None))
number_joint = either(texts(","), word(Cat.AND), row(texts(","), word(Cat.AND)).means(None))
"""Between bare numbers: a semicolon, or a note between them, parts them."""
the = skip(maybe(word(Cat.THE)))
of = skip(maybe(row(word(Cat.OF), the)))
v = word(Cat.V)
maybe_v = skip(maybe(v))


def with_case(parser: Parser, *cases: str) -> Parser:
    """What `parser` reads as a pair of what is said and its case, where the case is one of `cases`."""
    return parser.to(lambda said, case: said if case in cases else None)


def _case(*cases: str) -> str:
    """The case of words of which the last decides."""
    return next((case for case in reversed(cases) if case), "")


# Numbers


def _number(one: Token) -> int | None:
    return one.parts[0] if not one.case else None


def _tens(more: int, less: int) -> int | None:
    """«Йигирма беш» is 25."""
    return more + less if more in range(10, 101, 10) and 0 < less < 10 else None


_cardinal_words = noun(Cat.NUMBER).to(lambda sense: sense.value)
_ordinal_words = noun(Cat.NUMBER, is_adjective=True).to(lambda sense: sense.value)
_digits = token(TermKind.NUMBER).to(_number)
_cardinal = either(_cardinal_words, row(_cardinal_words, hyphen, _cardinal_words).to(_tens))
_nth_in_words = either(_ordinal_words, row(_cardinal_words, hyphen, _ordinal_words).to(_tens))
_said_twice = row(_digits, texts("("), _cardinal, texts(")")).to(  # 10 (ўн)
    lambda written, said: written if written == said else None
)
count = either(_digits, _cardinal, _said_twice)
"""How many: «10», «ўн», «10 (ўн)»."""
_said_number = either(_cardinal, _nth_in_words)
number = either(count, _nth_in_words)
cased_number = token(TermKind.NUMBER).to(lambda one: Row((one.parts[0], one.case)) if one.case else None)
ordinal = either(_digits, _nth_in_words, token(TermKind.ROMAN).to(lambda one: one.parts[0]))


def up_to(most: int, parser: Parser = number) -> Parser:
    return parser.to(lambda value: value if 1 <= value <= most else None)


def _not_times(tape: Tape, place: int) -> list[tuple[None, int]]:
    """Not before «марта» if that means «times»: «бир марта» is once, «5 марта» and «пятого марта» are days."""
    following = tape.tokens[place].senses if place < len(tape.tokens) else ()
    said = tape.tokens[place - 1].text
    is_russian = said.endswith(_RUSSIAN_ORDINALS)
    return [] if any(sense.cat is Cat.TIMES for sense in following) and not is_russian else [(None, place)]


_RUSSIAN_ORDINALS = ("oe", "ogo", "omu", "ego", "emu", "ete")
written_day = up_to(31, _digits)
_quoted = row(texts("«", '"', "“", "„"), _digits, texts("»", '"', "”", "“")).to(lambda day: day)  # «15» марта
day_number = up_to(
    31, either(_digits, _said_twice, _quoted, row(_said_number, Parser(_not_times)).to(lambda said: said))
)

# Years

_year_word = either(*(noun(Cat.YEAR, case) for case in ("", "ru", "ning", "da", "gacha", "ga", "dan"))).to(
    lambda sense: sense.case
)
four_digits = token(TermKind.NUMBER).to(
    lambda one: Row((one.parts[0], one.case)) if 1990 <= one.parts[0] <= 2100 and len(one.text) == 4 else None
)
named_year = either(
    row(four_digits, hyphen, _year_word).to(lambda year, case: Row((year[0], case)) if not year[1] else None),
    row(word(Cat.THIS), _year_word).to(lambda case: Row((THIS_YEAR, case))),
    row(word(Cat.NEXT), _year_word).to(lambda case: Row((NEXT_YEAR, case))),
)
_year = either(named_year, four_digits)
year_before = row(with_case(_year, "", "ning", "da"), maybe_comma).to(lambda year: year)
"""«2024 йил», before what it is the year of."""
year_after = row(maybe_comma, of, maybe_v, _year).to(lambda year: year)
"""«2024 года», after it, with its case."""

# Months, quarters, half-years

_month_name = noun(Cat.MONTH_NAME)


def _month(name: Sense, word_case: str | None, year: int | None) -> Row | None:
    if word_case is not None and name.case not in ANY_OF:
        return None
    case = word_case if word_case is not None else "of" if name.case == "ru" else name.case
    return Row((SaidUnit(Unit.MONTH, int(name.value), year), case))


def _dated(parser: Parser) -> Parser:
    """A unit with its year before or after it, or without one: a pair of the unit and its case."""

    def with_year(unit: Row, year: Row) -> Row | None:
        said, case = unit
        if case not in PLAIN:
            return None
        return Row((SaidUnit(said.unit, said.number, year[0]), year[1] if year[1] not in PLAIN else case))

    return either(
        parser,
        row(year_before, parser).to(lambda year, unit: Row((SaidUnit(unit[0].unit, unit[0].number, year), unit[1]))),
        row(skip(noun(Cat.YEAR, "ning")), parser).to(lambda unit: unit),  # «йилнинг 4-чораги»
        row(parser, year_after).to(with_year),
    )


_bare_month = either(
    _month_name.to(lambda name: _month(name, None, None)),
    row(_month_name, hyphen, noun(Cat.MONTH)).to(lambda name, month: _month(name, month.case, None)),
)
month = _dated(_bare_month)


def _unit(unit: Unit, most: int) -> Parser:
    return up_to(most, ordinal).to(lambda value: SaidUnit(unit, value))


bare_quarter = row(_unit(Unit.QUARTER, 4), hyphen, noun(Cat.QUARTER)).to(lambda said, sense: Row((said, sense.case)))
half_words = either(
    noun(Cat.HALF_YEAR),
    row(noun(Cat.HALF, ""), hyphen, noun(Cat.YEAR, is_adjective=True)).to(lambda half, year: year),
    row(noun(Cat.HALF, ""), hyphen, noun(Cat.YEAR)).to(lambda half, year: year),
    row(texts("half"), dash, texts("year", "years")).to(lambda: Sense(Cat.HALF_YEAR)),
    row(texts("p", "п"), texts("/"), texts("g", "г")).to(lambda: Sense(Cat.HALF_YEAR)),
)
_numbered = either(  # «quarter I of 2025», as the bot says it
    row(skip(noun(Cat.QUARTER, "ru")), _unit(Unit.QUARTER, 4)),
    row(texts("half"), dash, texts("year"), _unit(Unit.HALF, 2)),
).to(lambda said: Row((said, "")))
_bare_half = row(_unit(Unit.HALF, 2), hyphen, half_words).to(lambda said, sense: Row((said, sense.case)))
_half_of_year = either(  # «2025 йилнинг биринчи ярми», «первая половина 2025 года»
    row(with_case(_year, "ning"), _unit(Unit.HALF, 2), hyphen, noun(Cat.HALF)).to(
        lambda year, said, sense: Row((SaidUnit(said.unit, said.number, year), sense.case))
    ),
    row(skip(noun(Cat.YEAR, "ning")), _unit(Unit.HALF, 2), hyphen, noun(Cat.HALF)).to(
        lambda said, sense: Row((said, sense.case))
    ),
    row(_unit(Unit.HALF, 2), noun(Cat.HALF, "ru"), year_after).to(
        lambda said, sense, year: Row((SaidUnit(said.unit, said.number, year[0]), "ru"))
    ),
    row(_unit(Unit.HALF, 2), skip(noun(Cat.HALF, "ru")), skip(noun(Cat.YEAR, "ru"))).to(lambda said: Row((said, "ru"))),
)
quarter = either(_dated(bare_quarter), _dated(_numbered))
half = either(_dated(_bare_half), _half_of_year)
year = either(
    row(texts("year"), with_case(four_digits, "")).to(lambda value: Row((SaidUnit(Unit.YEAR, None, value), ""))),
    named_year.to(lambda value, case: Row((SaidUnit(Unit.YEAR, None, value), case))),
)
nameless_year = noun(Cat.YEAR).to(lambda sense: Row((SaidUnit(Unit.YEAR, None), sense.case)))
_half_year_words = either(
    noun(Cat.HALF_YEAR),
    row(noun(Cat.HALF, ""), hyphen, noun(Cat.YEAR, is_adjective=True)).to(lambda half, year: year),
)
nameless = either(
    nameless_year,
    noun(Cat.MONTH).to(lambda sense: Row((SaidUnit(Unit.MONTH, None), sense.case))),
    noun(Cat.QUARTER).to(lambda sense: Row((SaidUnit(Unit.QUARTER, None), sense.case))),
    _half_year_words.to(lambda sense: Row((SaidUnit(Unit.HALF, None), sense.case))),
    row(
        word(Cat.THIS),
        either(
            noun(Cat.MONTH).to(lambda sense: Row((SaidUnit(Unit.MONTH, None), sense.case))),
            noun(Cat.QUARTER).to(lambda sense: Row((SaidUnit(Unit.QUARTER, None), sense.case))),
        ),
    ).to(lambda unit: unit),
)
unit = either(month, quarter, half, year)

# Days

day_word = either(noun(Cat.DAY), noun(Cat.DATE))


def _day_of(number: int, month: Row, *after: str) -> Row | None:
    said, case = month
    if after and case not in ANY_OF:
        return None
    return Row((SaidDay(number, said.number, said.year), _case(case, *after)))


def _dated_day(number: int, month: Row) -> Row:
    return Row((SaidDay(number, month[0].number, month[0].year), month[1]))


def _written(one: Token) -> Row | None:
    first, second, third = one.parts
    year, month, day = (first, second, third) if first > 1000 else (third, second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Row((SaidDay(day, month, year + 2000 if year < 100 else year), one.case))


def _written_short(one: Token) -> Row | None:
    if len(one.parts) != 2 or not (1 <= one.parts[0] <= 31 and 1 <= one.parts[1] <= 12):
        return None
    return Row((SaidDay(one.parts[0], one.parts[1]), one.case)) if len(one.text.split(".")[1]) == 2 else None


def _later_case(day: Row, *cases: str) -> Row | None:
    """The day, with the case of the words that come after it; only one of them may have an ending."""
    said, case = day
    endings = [one for one in (case, *cases) if one not in PLAIN]
    return Row((said, endings[0] if endings else _case(case, *cases))) if len(endings) <= 1 else None


_numeric_day = either(token(TermKind.DATE).to(_written), token(TermKind.DOTTED).to(_written_short))
_numeric_date = either(
    _numeric_day,
    row(_numeric_day, hyphen, _year_word).to(_later_case),
    row(_numeric_day, hyphen, day_word).to(lambda day, sense: _later_case(day, sense.case)),
    row(_numeric_day, hyphen, _year_word, hyphen, day_word).to(
        lambda day, case, sense: _later_case(day, case, sense.case)
    ),
)
_short_with_year = row(token(TermKind.DOTTED).to(_written_short), year_after).to(
    lambda day, year: Row((SaidDay(day[0].day, day[0].month, year[0]), year[1])) if not day[1] else None
)
_month_for_day = either(
    _month_name.to(lambda name: Row((SaidUnit(Unit.MONTH, int(name.value)), name.case))),
    row(_month_name, year_after).to(
        lambda name, year: (
            Row((SaidUnit(Unit.MONTH, int(name.value), year[0]), _case(name.case, year[1])))
            if name.case in PLAIN
            else None
        )
    ),
)
named_day_of_month = either(
    row(day_number, hyphen, _month_for_day).to(_dated_day),
    row(day_number, hyphen, _month_for_day, hyphen, day_word).to(
        lambda day, month, sense: _day_of(day, month, sense.case)
    ),
    row(year_before, day_number, hyphen, _month_for_day).to(
        lambda year, day, month: Row((SaidDay(day, month[0].number, year), month[1])) if not month[0].year else None
    ),
    row(year_before, day_number, hyphen, _month_for_day, hyphen, day_word).to(
        lambda year, day, month, sense: (
            _day_of(day, Row((SaidUnit(Unit.MONTH, month[0].number, year), month[1])), sense.case)
            if not month[0].year
            else None
        )
    ),
    row(_month_name, day_number, year_after).to(  # March 1, 2025
        lambda name, day, year: (
            Row((SaidDay(day, int(name.value), year[0]), _case(name.case, year[1]))) if name.case in PLAIN else None
        )
    ),
)
_day_within_month = either(
    row(with_case(month, *ANY_OF), day_number, hyphen, day_word).to(
        lambda said, day, sense: Row((SaidDay(day, said.number, said.year), sense.case))
    ),
    row(with_case(month, "ning"), cased_number).to(
        lambda said, day: Row((SaidDay(day[0], said.number, said.year), day[1]))
    ),
)
day_of_heading = either(
    row(day_number, hyphen, day_word).to(lambda day, sense: Row((SaidDay(day, None), sense.case))),
    cased_number.to(lambda day, case: Row((SaidDay(day, None), case)) if 1 <= day <= 31 else None),
)
named_day = either(_numeric_date, _short_with_year, named_day_of_month, _day_within_month)
day = either(named_day, day_of_heading)
