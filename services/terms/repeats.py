"""The grammar of what repeats: every unit, once in so many, and the day on which each occurrence is due."""

from collections.abc import Callable

from models.terms import Rhythm
from services.calendar.rules import AfterEnd, Due, OnDate, OnDay, OnDayOfMonth, OnWeekday, OnWorkingDay, longest_month
from services.calendar.units import Unit
from services.terms.combining import Parser, Row, either, maybe, noun, row, skip, some, texts, token, word
from services.terms.meanings import Doubtful, Endless, Meaning, Repeated, SaidDay, SaidUnit, Several, Unset
from services.terms.parts import (
    INSIDE,
    PLAIN,
    cased_number,
    comma,
    count,
    day,
    half_words,
    hyphen,
    joint,
    maybe_comma,
    maybe_v,
    month,
    nameless_year,
    number,
    number_joint,
    of,
    ordinal,
    the,
    v,
    with_case,
)
from services.terms.tokens import TermKind
from services.terms.windows import before_day, during, throughout, until_here, until_said
from services.terms.words import Cat

Dues = tuple[Due | None, ...]
"""Due days: of several, each makes an item of its own."""

# How often


def _unit_noun(*cases: str, is_adjective: bool = False) -> Parser:
    """A unit that is counted: a pair of the unit and the case of its word."""
    cats = {Unit.WEEK: Cat.WEEK, Unit.MONTH: Cat.MONTH, Unit.QUARTER: Cat.QUARTER, Unit.YEAR: Cat.YEAR}

    def pair(unit: Unit, cat: Cat) -> Parser:
        return noun(cat, *cases, is_adjective=is_adjective).to(lambda sense: Row((unit, sense.case)))

    halves = half_words.to(lambda sense: Row((Unit.HALF, sense.case)) if not cases or sense.case in cases else None)
    return either(*(pair(unit, cat) for unit, cat in cats.items()), *([] if is_adjective else [halves]))


def _only_unit(parser: Parser) -> Parser:
    return parser.to(lambda unit, case: unit)


_every = either(
    row(word(Cat.EVERY), skip(maybe(noun(Cat.NUMBER, value=1)))),
    row(word(Cat.EVERY), skip(token(TermKind.NUMBER).to(lambda one: one if one.parts[0] == 1 else None))),
).means(None)
_at_least = skip(
    maybe(
        either(
            word(Cat.AT_LEAST),
            row(word(Cat.NE), word(Cat.AT_LEAST)).means(None),
            row(texts("at"), word(Cat.AT_LEAST)).means(None),
        )
    )
)
_once = either(
    row(count, word(Cat.TIMES)).to(lambda times: times if times == 1 else None),
    texts("раз").means(1),
)
_PER = {
    (Unit.YEAR, 2): Unit.HALF,
    (Unit.YEAR, 4): Unit.QUARTER,
    (Unit.YEAR, 12): Unit.MONTH,
    (Unit.HALF, 2): Unit.QUARTER,
    (Unit.HALF, 6): Unit.MONTH,
    (Unit.QUARTER, 3): Unit.MONTH,
}


def _times(unit: Unit, times: int) -> Meaning:
    """«Йилига икки марта»: the unit of which there are as many, if there is one."""
    if times == 1:
        return Repeated(unit)
    if found := _PER.get((unit, times)):
        return Repeated(found)
    if unit is Unit.MONTH and times == 2:
        return Doubtful((Several((Repeated(unit, due=OnDay(15)), Repeated(unit))), Repeated(unit)))
    if unit is Unit.YEAR and 0 < times < 12 and 12 % times == 0:
        return Doubtful((Repeated(Unit.MONTH, every=12 // times), Repeated(unit)))
    return Doubtful((Repeated(unit),))


def _every_nth(count: int, unit: Unit) -> Meaning | None:
    """Of several years, the first is not known."""
    if not 1 <= count <= 60:
        return None
    repeated = Repeated(unit, every=count)
    return Doubtful((repeated, Unset())) if unit is Unit.YEAR and count > 1 else repeated


_each_alone = either(
    row(maybe_v, _every, the, _only_unit(_unit_noun("", "da", "ru"))).to(lambda unit: unit),
    row(_every, _only_unit(_unit_noun("", "da", is_adjective=True))).to(lambda unit: unit),
    row(_only_unit(_unit_noun("")), word(Cat.SAYIN)).to(lambda unit: unit),
    noun(Cat.EACH).to(lambda sense: Unit(sense.value)),
)
each_unit = either(_each_alone, row(_every, _only_unit(_unit_noun("ning"))).to(lambda unit: unit))
"""«Ҳар ойда», «ежемесячно», «каждый квартал»: the unit; more may be said of when it is due."""
_every_few = either(
    row(_every, count, _only_unit(_unit_noun("", "da", "ru")), skip(maybe(_once))).to(_every_nth),
    row(count, _only_unit(_unit_noun("da")), _at_least, skip(_once)).to(_every_nth),
    row(_at_least, skip(_once), v, count, _only_unit(_unit_noun("", "ru"))).to(_every_nth),
)
_plan_start = either(  # «режа бошидан ҳисоблаб»: so the first of several years is known
    row(skip(noun(Cat.SCHEDULE, "")), skip(noun(Cat.START, "dan")), word(Cat.COUNTED)),
    row(
        word(Cat.COUNTED),
        word(Cat.S),
        the,
        texts("начала", "start"),
        of,
        skip(either(noun(Cat.SCHEDULE), texts("plan"))),
    ),
)
_years_from_plan_start = row(_every_few, maybe_comma, skip(_plan_start)).to(
    lambda meaning: meaning.readings[0] if isinstance(meaning, Doubtful) else None
)
_so_often = either(
    _years_from_plan_start,
    _each_alone.to(Repeated),
    _every_few,
    row(_every, _only_unit(_unit_noun("", "da")), _at_least, skip(_once)).to(Repeated),
    row(noun(Cat.EACH), maybe_comma, _at_least, skip(_once)).to(lambda sense: Repeated(Unit(sense.value))),
    row(
        skip(maybe(noun(Cat.NUMBER, value=1))), _only_unit(_unit_noun("da", "ga")), _at_least, count, word(Cat.TIMES)
    ).to(_times),
    row(_at_least, _only_unit(_unit_noun("da", "ga")), count, word(Cat.TIMES)).to(_times),
    row(skip(throughout(nameless_year)), maybe_comma, _at_least, count, word(Cat.TIMES)).to(
        lambda times: _times(Unit.YEAR, times)  # «йил давомида икки марта»
    ),
    row(_at_least, skip(_once), v, texts("полгода")).means(Repeated(Unit.HALF)),
    row(_at_least, maybe(count, 1), word(Cat.TIMES), v, _only_unit(_unit_noun("", "ru"))).to(
        lambda times, unit: _times(unit, times)
    ),
)
_daily = either(
    noun(Cat.DAILY),
    row(_every, skip(maybe(word(Cat.WORKING))), skip(noun(Cat.DAY))),
).means(Doubtful((Endless(Rhythm.CONTINUOUS), Repeated(Unit.WEEK))))

# When each is due


def _due_uz(parser: Parser) -> Parser:
    """Words with a case, by which or on which something is due: «…гача», «…га қадар», «…да», «…»."""
    return either(
        with_case(parser, "gacha", "da", ""),
        row(with_case(parser, "ga"), until_here).to(lambda said: said),
        row(with_case(parser, "dan"), word(Cat.NOT_LATER)).to(lambda said: said),
    )


def _due_ru(parser: Parser) -> Parser:
    """«До …», «не позднее …», «в …» or the words alone."""
    return row(skip(maybe(either(before_day, v))), the, parser).to(lambda said: said)


def _together(unit: Unit, dues: Dues) -> Meaning:
    repeated = tuple(Repeated(unit, due=due) for due in dues)
    return repeated[0] if len(repeated) == 1 else Several(repeated)


_uz_day_word = either(noun(Cat.DATE, "", "gacha", "ga", "da", "dan"), noun(Cat.DAY, "", "gacha", "ga", "da", "dan"))
_numbers = either(number.to(lambda one: (one,)), some(number, number_joint))
_nth = token(TermKind.NUMBER).to(lambda one: one.parts[0] if one.is_ordinal and not one.case else None)
_days_of_month = either(
    _due_uz(row(_numbers, hyphen, _uz_day_word).to(lambda days, sense: Row((days, sense.case)))),
    row(cased_number).to(lambda pair: (pair[0],) if pair[1] == "gacha" else None),
    row(with_case(cased_number, "ga"), until_here).to(lambda one: (one,)),
    _due_ru(row(_numbers, skip(noun(Cat.DATE, "ru"))).to(lambda days: days)),
    row(before_day, skip(noun(Cat.DAY, "ru")), number).to(lambda one: (one,)),  # «by day 5»
    _due_ru(some(_nth, number_joint, least=1)),
    _due_ru(row(some(_nth, number_joint, least=1), skip(noun(Cat.DAY, "ru"))).to(lambda days: days)),
)


def _on_days(unit: Unit, days: tuple[int, ...]) -> Meaning | None:
    """The n-th day is one of a month; of a longer unit it is not said of which month."""
    if not all(1 <= one <= 31 for one in days) or list(days) != sorted(set(days)):
        return None
    if unit is Unit.MONTH:
        return _together(unit, tuple(OnDay(one) for one in days))
    if unit in (Unit.WEEK, Unit.YEAR) or len(days) > 1:
        return None
    months = (1, unit.months)
    return Doubtful(
        (Repeated(unit, due=AfterEnd(days[0])), *(Repeated(unit, due=OnDayOfMonth(one, days[0])) for one in months))
    )


_from_start = either(  # «бошидан ҳисоблаб 45-кунигача»: a day of the unit, whatever the unit
    row(
        skip(noun(Cat.START, "dan")),
        word(Cat.COUNTED),
        _due_uz(row(number, hyphen, noun(Cat.DAY)).to(lambda one, sense: Row((one, sense.case)))),
    ),
    row(before_day, _nth, skip(noun(Cat.DAY, "ru")), comma, word(Cat.COUNTED), word(Cat.S), texts("начала")),
    row(before_day, skip(noun(Cat.DAY, "ru")), number, texts("from"), texts("its"), texts("start")),
).to(lambda one: one if isinstance(one, int) else None)


def _on_day_of_unit(unit: Unit, nth: int) -> Meaning | None:
    return Repeated(unit, due=OnDay(nth)) if 1 <= nth <= unit.longest else None


_last_day = either(
    _due_uz(row(word(Cat.LAST), _uz_day_word).to(lambda sense: Row(("last", sense.case)))),
    _due_uz(noun(Cat.END, "", "gacha", "ga", "da", "dan").to(lambda sense: Row(("last", sense.case)))),
    _due_ru(row(word(Cat.LAST), either(noun(Cat.DATE, "ru"), noun(Cat.DAY, "ru"))).means("last")),
    _due_ru(row(noun(Cat.END, "ru"), of).means("last")),
)
_working_day_from_end = either(  # -1 is the last
    row(
        skip(noun(Cat.END, "dan")),
        word(Cat.COUNTED),
        _due_uz(row(ordinal, hyphen, word(Cat.WORKING), noun(Cat.DAY)).to(lambda one, sense: Row((one, sense.case)))),
    ),
    row(
        before_day,
        _nth,
        word(Cat.WORKING),
        skip(noun(Cat.DAY, "ru")),
        comma,
        word(Cat.COUNTED),
        word(Cat.S),
        texts("конца"),
    ),
    row(before_day, word(Cat.WORKING), skip(noun(Cat.DAY, "ru")), number, texts("from"), the, texts("end")),
).to(lambda nth: nth if isinstance(nth, int) else None)
_working_day = either(
    row(before_day, word(Cat.WORKING), skip(noun(Cat.DAY, "ru")), number).to(lambda nth: nth),
    _due_uz(
        row(ordinal, hyphen, word(Cat.WORKING), noun(Cat.DAY, "", "gacha", "ga", "da", "dan")).to(
            lambda nth, sense: Row((nth, sense.case))
        )
    ),
    _due_ru(row(ordinal, word(Cat.WORKING), skip(noun(Cat.DAY, "ru"))).to(lambda nth: nth)),
    _due_uz(
        row(word(Cat.LAST), word(Cat.WORKING), noun(Cat.DAY, "", "gacha", "ga", "da", "dan")).to(
            lambda sense: Row((-1, sense.case))
        )
    ),
    _due_ru(row(word(Cat.LAST), word(Cat.WORKING), noun(Cat.DAY, "ru")).means(-1)),
)


def _on_working_day(unit: Unit, nth: int) -> Meaning | None:
    """The last working day may also have been meant as the unit's end; the admins say."""
    if nth == -1:
        return Doubtful((Repeated(unit, due=OnWorkingDay(-1)), Repeated(unit)))
    return Repeated(unit, due=OnWorkingDay(nth)) if 1 <= nth <= 31 else None


_weekday = noun(Cat.WEEKDAY)
_weekdays = either(_weekday.to(lambda sense: (sense,)), some(_weekday, joint)).to(
    lambda senses: tuple(sense.value for sense in senses)
)
_due_weekdays = either(
    row(skip(maybe(either(before_day, v, word(Cat.PO), texts("on")))), _weekdays).to(lambda days: days),
    row(_weekdays, skip(noun(Cat.DAY, "", "gacha", "da"))).to(lambda days: days),
    row(_weekdays, skip(noun(Cat.DAY, "ga")), until_here).to(lambda days: days),
)


def _on_weekdays(unit: Unit, days: tuple[int, ...]) -> Meaning | None:
    if unit is not Unit.WEEK or list(days) != sorted(set(days)):
        return None
    return _together(unit, tuple(OnWeekday(one) for one in days))


_due_date = either(until_said(day), with_case(day, *INSIDE), row(v, with_case(day, *PLAIN)).to(lambda said: said))
_due_dates = either(_due_date.to(lambda said: (said,)), some(_due_date, joint))


def _on_dates(unit: Unit, days: tuple[SaidDay, ...]) -> Meaning | None:
    if unit is not Unit.YEAR or any(one.year is not None or one.month is None for one in days):
        return None
    return _together(unit, tuple(OnDate(one.month or 0, one.day) for one in days))


def _in_month(unit: Unit, said: SaidUnit) -> Meaning | None:
    """«Ҳар йили март ойида» begins with March, which no due day says."""
    if unit is not Unit.YEAR or said.year is not None or said.number is None:
        return None
    return Doubtful((Repeated(unit, due=OnDate(said.number, longest_month(said.number))),))


_month_of_unit = either(
    row(
        either(ordinal, word(Cat.LAST).means("last")),
        hyphen,
        skip(noun(Cat.MONTH, "", "ning", "da")),
        _due_uz(row(number, hyphen, _uz_day_word).to(lambda day, sense: Row((day, sense.case)))),
    ).to(lambda nth, day: Row((nth, day))),
    row(
        _due_ru(
            either(
                row(number, skip(noun(Cat.DATE, "ru"))).to(lambda one: one),
                row(_nth, skip(maybe(noun(Cat.DAY, "ru")))).to(lambda one: one),
            )
        ),
        of,
        either(ordinal, word(Cat.LAST).means("last")),
        skip(noun(Cat.MONTH, "ru")),
        skip(maybe(noun(Cat.QUARTER, "ru"))),
    ).to(lambda day, nth: Row((nth, day))),
    row(before_day, skip(noun(Cat.DAY, "ru")), number, of, skip(noun(Cat.MONTH, "ru")), number).to(
        lambda day, nth: Row((nth, day))
    ),
)


def _on_day_of_month(unit: Unit, nth: int | str, day_number: int) -> Meaning | None:
    """A day of the unit's n-th month; of its last month, the law has it asked."""
    if not unit.months or not 1 <= day_number <= 31:
        return None
    if nth == "last":
        dues = (OnDayOfMonth(unit.months, day_number),)
        months = range(unit.months, 13, unit.months)
        yearly = Several(tuple(Repeated(Unit.YEAR, due=OnDate(month, day_number)) for month in months))
        return Doubtful((_together(unit, dues), yearly))
    if not isinstance(nth, int) or not 1 <= nth <= unit.months:
        return None
    return Repeated(unit, due=OnDayOfMonth(nth, day_number))


# After the unit has ended

_reported = skip(maybe(word(Cat.REPORTED)))
_unit_ended = either(
    # «Ҳар ой якуни бўйича», «чорак якунидан сўнг», «ҳар чорак тугагандан кейин», «ҳисобот чорагидан»
    row(_only_unit(_unit_noun("", "ning")), skip(noun(Cat.END, "")), word(Cat.BY)).to(lambda unit: unit),
    row(_only_unit(_unit_noun("", "ning")), skip(noun(Cat.END, "dan")), skip(maybe(word(Cat.AFTER)))).to(
        lambda unit: unit
    ),
    row(
        _only_unit(_unit_noun("", "ning")), word(Cat.ENDED), skip(maybe(either(word(Cat.AFTER), word(Cat.STARTING))))
    ).to(lambda unit: unit),
    row(_only_unit(_unit_noun("dan")), skip(maybe(word(Cat.AFTER)))).to(lambda unit: unit),
)
_each_ended = either(
    row(_every, _reported, _unit_ended).to(lambda unit: unit),
    row(_reported, _unit_ended).to(lambda unit: unit),
)
_each_or_ended = either(_each_ended, row(_every, _only_unit(_unit_noun("", "da"))).to(lambda unit: unit))
_next_month_day = row(
    word(Cat.NEXT),
    skip(noun(Cat.MONTH, "", "ning")),
    _due_uz(row(number, hyphen, _uz_day_word).to(lambda day, sense: Row((day, sense.case)))),
).to(lambda day: day if 1 <= day <= 31 else None)
_days_after = either(
    row(count, skip(noun(Cat.DAY, "da"))).to(lambda days: days),
    row(count, skip(maybe(word(Cat.CALENDAR))), skip(noun(Cat.DAY, "")), during).to(lambda days: days),
    row(count, hyphen, skip(noun(Cat.DAY, "", is_adjective=True)), skip(noun(Cat.TERM, "da"))).to(lambda days: days),
    row(count, skip(noun(Cat.DAY, "")), skip(noun(Cat.TERM, "da"))).to(lambda days: days),
)
_working_days_after = either(
    row(count, word(Cat.WORKING), skip(noun(Cat.DAY, "da"))).to(lambda days: days),
    row(count, word(Cat.WORKING), skip(noun(Cat.DAY, "")), during).to(lambda days: days),
)
_after_uz = either(
    row(_each_or_ended, maybe_comma, _next_month_day).to(lambda unit, day: Repeated(unit, due=AfterEnd(day))),
    row(_each_ended, _days_after).to(lambda unit, days: Repeated(unit, due=AfterEnd(days)) if days else None),
    row(_each_ended, _working_days_after).to(
        lambda unit, days: Doubtful((Repeated(unit, due=AfterEnd(days)),)) if days else None
    ),
)
_next_month_alone = _next_month_day.to(
    lambda day: Doubtful((Repeated(Unit.MONTH, due=AfterEnd(day)), Repeated(Unit.QUARTER, due=AfterEnd(day))))
)
_number_of_day_ru = _due_ru(
    either(
        row(number, skip(noun(Cat.DATE, "ru"))).to(lambda one: one),
        _nth,
        row(_nth, skip(noun(Cat.DAY, "ru"))).to(lambda one: one),
    )
)
_after_reported = either(
    row(
        skip(noun(Cat.MONTH, "ru")),
        skip(maybe(comma)),
        word(Cat.NEXT),
        word(Cat.ZA),
        word(Cat.REPORTED),
        maybe(either(_only_unit(_unit_noun("ru")), skip(noun(Cat.TIME)).means("period")), "period"),
    ).to(lambda unit: unit),
    row(
        word(Cat.NEXT),
        word(Cat.ZA),
        word(Cat.REPORTED),
        maybe(either(_only_unit(_unit_noun("ru", "")), skip(noun(Cat.TIME)).means("period")), "period"),
        skip(noun(Cat.MONTH, "ru")),
    ).to(lambda unit: unit),
    row(word(Cat.NEXT), skip(noun(Cat.MONTH, "ru"))).means("period"),
    row(texts("of"), the, word(Cat.NEXT), skip(noun(Cat.MONTH, "ru"))).means("period"),
)


_day_after_reported = row(_number_of_day_ru, _after_reported).to(
    lambda day, unit: Row((day, unit)) if 1 <= day <= 31 else None
)


def _after_ru(unit: Unit, day: int, reported: Unit | str) -> Meaning | None:
    if isinstance(reported, Unit) and reported is not unit:
        return None
    return Repeated(unit, due=AfterEnd(day))


def _after_some_unit(day: int, reported: Unit | str) -> Meaning:
    """Without «ежемесячно» or «ежеквартально»: certain only if the reported unit is named."""
    if isinstance(reported, Unit):
        return Repeated(reported, due=AfterEnd(day))
    return Doubtful(tuple(Repeated(unit, due=AfterEnd(day)) for unit in (Unit.MONTH, Unit.QUARTER)))


_after_end_ru = row(
    either(
        row(
            skip(maybe(v)),
            either(word(Cat.DURING), word(Cat.WITHIN)),
            count,
            skip(maybe(word(Cat.CALENDAR))),
            skip(noun(Cat.DAY, "ru")),
        ),
        row(before_day, count, skip(maybe(word(Cat.CALENDAR))), skip(noun(Cat.DAY, "ru"))),
    ).to(lambda days: days),
    word(Cat.AFTER),
    the,
    skip(either(noun(Cat.END, "ru"), noun(Cat.ENDED))),
    of,
).to(lambda days: days if days else None)
_after_end = either(
    row(_after_end_ru, either(_every, word(Cat.REPORTED)), _only_unit(_unit_noun("ru"))).to(
        lambda days, unit: Repeated(unit, due=AfterEnd(days))
    ),
    row(each_unit, maybe_comma, _after_end_ru, skip(maybe(word(Cat.REPORTED))), maybe(_only_unit(_unit_noun("ru")))).to(
        lambda unit, days, *named: Repeated(unit, due=AfterEnd(days)) if named in ((), (unit,)) else None
    ),
)


_after_its_end = either(  # «давр якунидан сўнг 10 кун ичида»
    row(skip(noun(Cat.TIME, "")), skip(noun(Cat.END, "dan")), word(Cat.AFTER), _days_after).to(lambda days: days),
    row(_after_end_ru, skip(noun(Cat.TIME))).to(lambda days: days),
).to(lambda days: days if days else None)


def _every_as(meaning: Meaning | None, frequency: Meaning) -> Meaning | None:
    """The same for every few units."""
    if isinstance(frequency, Doubtful):
        made = _every_as(meaning, frequency.readings[0])
        return None if made is None else Doubtful((made, Unset()))
    if not isinstance(frequency, Repeated):
        return None
    match meaning:
        case Repeated():
            return Repeated(meaning.unit, meaning.due, frequency.every)
        case Several(parts):
            return Several(tuple(one for part in parts if (one := _every_as(part, frequency)) is not None))
        case Doubtful(readings):
            return Doubtful(tuple(one for part in readings if (one := _every_as(part, frequency)) is not None))
    return None


def _with_due(due: Parser, make: Callable[..., Meaning | None]) -> Parser:
    """How often, and when each is due, in either order."""

    def joined(unit: Unit, said: object) -> Meaning | None:
        return make(unit, *said) if isinstance(said, Row) else make(unit, said)

    def joined_few(frequency: Meaning, said: object) -> Meaning | None:
        first = frequency.readings[0] if isinstance(frequency, Doubtful) else frequency
        return _every_as(joined(first.unit, said), frequency) if isinstance(first, Repeated) else None

    return either(
        row(each_unit, maybe_comma, due).to(joined),
        row(due, maybe_comma, of, each_unit).to(lambda said, unit: joined(unit, said)),
        row(either(_every_few, _years_from_plan_start), comma, due).to(joined_few),
    )


_due_each = either(
    _with_due(_days_of_month, _on_days),
    _with_due(_last_day, lambda unit, said: Repeated(unit)),
    _with_due(_working_day, _on_working_day),
    _with_due(_from_start, _on_day_of_unit),
    _with_due(
        _working_day_from_end, lambda unit, nth: Repeated(unit, due=OnWorkingDay(-nth)) if 1 <= nth <= 31 else None
    ),
    _with_due(_after_its_end, lambda unit, days: Repeated(unit, due=AfterEnd(days))),
    _with_due(_due_weekdays, _on_weekdays),
    _with_due(_due_dates, _on_dates),
    _with_due(row(maybe_v, with_case(month, *INSIDE)).to(lambda said: said), _in_month),
    _with_due(_month_of_unit, _on_day_of_month),
    _with_due(_day_after_reported, _after_ru),
    _after_uz,
    _after_end,
    _next_month_alone,
    _day_after_reported.to(_after_some_unit),
)
_each_weekday = either(
    row(_every, _weekdays, skip(maybe(noun(Cat.DAY, "", "da", "gacha")))).to(lambda days: days),
    row(skip(noun(Cat.WEEK, "ning")), skip(maybe(_every)), _due_weekdays).to(lambda days: days),
    row(word(Cat.PO), _weekdays).to(lambda days: days),
).to(lambda days: _on_weekdays(Unit.WEEK, days))
repeated_adjective = _only_unit(_unit_noun("", "da", is_adjective=True)).to(Repeated)
"""«Ойлик», «чораклик»: alone it says how often; beside other words it may say what kind of work it is."""
repeated = either(_so_often, _due_each, _each_weekday, _daily)
