"""The grammar of work without an end, of what is due after something, and of words that give no term."""

from models.terms import Rhythm
from services.calendar.rules import DOCUMENT, MOST_DAYS, MOST_MONTHS, AfterRule
from services.calendar.units import Unit
from services.language.script import bare
from services.terms.combining import (
    Parser,
    Row,
    Tape,
    either,
    maybe,
    nothing,
    noun,
    row,
    skip,
    some,
    texts,
    token,
    word,
)
from services.terms.meanings import (
    Doubtful,
    Endless,
    Following,
    Meaning,
    Repeated,
    SchoolYear,
    Unset,
    WholePeriod,
)
from services.terms.parts import (
    PLAIN,
    count,
    dash,
    hyphen,
    joint,
    maybe_comma,
    maybe_v,
    the,
    v,
)
from services.terms.tokens import TermKind
from services.terms.windows import before_day, during
from services.terms.words import Cat

# Without an end

_manner = skip(maybe(either(noun(Cat.MANNER), row(skip(maybe(word(Cat.WORKING))), noun(Cat.MANNER)))))
_continuous = either(
    row(word(Cat.CONTINUOUS), _manner),
    row(either(word(Cat.NA), word(Cat.V)), word(Cat.CONTINUOUS), word(Cat.MANNER)),
).means(Rhythm.CONTINUOUS)
_need = either(
    row(skip(noun(Cat.NEED)), skip(some(word(Cat.ARISING), nothing, least=1))),
    row(skip(noun(Cat.NEED)), word(Cat.BY)),
    row(word(Cat.PO), texts("мере"), skip(noun(Cat.NEED))),
    row(texts("при"), skip(noun(Cat.NEED))),
    row(v, texts("случае"), skip(noun(Cat.NEED))),
    row(texts("as"), texts("needed")),
)
_regular = either(
    row(word(Cat.REGULAR), _manner),
    row(word(Cat.NA), word(Cat.REGULAR), word(Cat.MANNER)),
    _need,
).means(Rhythm.REGULAR)
endless = either(
    either(_continuous, _regular).to(Endless),
    some(either(_continuous, _regular), either(joint, nothing)).to(
        lambda rhythms: (
            Endless(rhythms[0])
            if len(set(rhythms)) == 1
            else Doubtful(tuple(Endless(one) for one in dict.fromkeys(rhythms)))
        )
    ),
)

# After something


def _length(count: int, unit: str) -> Row | None:
    """So many days, months or working days: the field of the rule and its number."""
    lengths = {"day": ("days", 1), "week": ("days", 7), "month": ("months", 1), "year": ("months", 12)}
    field, times = lengths[unit]
    most = MOST_MONTHS if field == "months" else MOST_DAYS
    return Row((field, count * times)) if 1 <= count * times <= most else None


def _counted(case: tuple[str, ...], is_adjective: bool = False) -> Parser:
    """«10 кун», «икки ой», «3 иш куни»: the field and its number."""
    plain = ((Cat.DAY, "day"), (Cat.WEEK, "week"), (Cat.MONTH, "month"), (Cat.YEAR, "year"))
    return either(
        *(
            row(count, hyphen, skip(maybe(word(Cat.CALENDAR))), skip(noun(cat, *case, is_adjective=is_adjective))).to(
                lambda count, unit=unit: _length(count, unit)
            )
            for cat, unit in plain
        ),
        *(
            [
                row(count, word(Cat.WORKING), skip(noun(Cat.DAY, *case))).to(
                    lambda count: Row(("working_days", count)) if 1 <= count <= MOST_DAYS else None
                ),
                row(skip(noun(Cat.HALF, "")), skip(noun(Cat.YEAR, *case))).to(lambda: Row(("months", 6))),
            ]
            if not is_adjective
            else []
        ),
    )


_until_then = row(word(Cat.BEING), skip(noun(Cat.TERM, "da")))
_adjective_term = either(  # «в месячный срок», «в 10-дневный срок»
    noun(Cat.LONG).to(lambda sense: _length(*_split(str(sense.value)))),
    row(count, hyphen, noun(Cat.LONG)).to(lambda count, sense: _length(count, _split(str(sense.value))[1])),
)


def _split(value: str) -> tuple[int, str]:
    count, unit = value.split()
    return int(count), unit


_month_alone = row(skip(noun(Cat.MONTH, "ru"))).to(lambda: Row(("months", 1)))
_week_alone = row(skip(noun(Cat.WEEK, "ru"))).to(lambda: Row(("days", 7)))
_lasting = either(
    row(_counted(("",)), during).to(lambda length: length),
    row(_counted(("",)), skip(noun(Cat.TERM, "da"))).to(lambda length: length),
    row(_counted(("",)), skip(noun(Cat.TERM, "")), during).to(lambda length: length),
    row(_counted(("", "da"), is_adjective=True), skip(noun(Cat.TERM, "da"))).to(lambda length: length),
    row(_counted(("",), is_adjective=True), skip(noun(Cat.TERM, "")), during).to(lambda length: length),
    row(_counted(("gacha",)), _until_then).to(lambda length: length),
    row(either(row(v, word(Cat.DURING)).means(None), word(Cat.WITHIN), word(Cat.DURING)), _counted(PLAIN)).to(
        lambda length: length
    ),
    row(v, word(Cat.DURING), either(_month_alone, _week_alone)).to(lambda length: length),
    row(v, _adjective_term, skip(noun(Cat.TERM, "ru"))).to(lambda length: length),
)
_days_in = _counted(("da",)).to(lambda field, count: Row((field, count)) if field != "months" else None)
_months_in = _counted(("da",)).to(lambda field, count: Row((field, count)) if field == "months" else None)
_not_later_than = row(before_day, _counted(("ru",))).to(lambda length: length)


def _after(anchor: str, length: Row) -> Following:
    return Following(AfterRule(anchor, **{length[0]: length[1]}))


_LONGEST_EVENT = 4  # words of an event that no marks set apart

_document = skip(noun(Cat.DOCUMENT))
_adopted = skip(some(word(Cat.ADOPTED), nothing, least=1))
_fulfilled = skip(some(word(Cat.FULFILLED), nothing, least=1))
_after_word = skip(maybe(either(word(Cat.AFTER), word(Cat.STARTING))))
_this = skip(maybe(word(Cat.THIS)))
_since_document_uz = either(
    row(
        _this, skip(maybe(_document)), _adopted, skip(either(noun(Cat.DAY, "dan"), noun(Cat.DATE, "dan"))), _after_word
    ),
    row(_this, skip(maybe(_document)), _adopted, word(Cat.AFTER)),
    row(_this, _document, skip(noun(Cat.DATE, "dan")), _after_word),
).means(None)
_since_document_ru = either(
    row(
        word(Cat.S),
        skip(either(noun(Cat.DAY, "ru"), noun(Cat.DATE, "ru"), texts("момента"))),
        _adopted,
        _this,
        skip(maybe(_document)),
    ),
    row(word(Cat.S), skip(noun(Cat.DATE, "ru")), _this, _document),
    row(word(Cat.AFTER), _adopted, _this, skip(maybe(_document))),
    row(texts("of"), the, skip(noun(Cat.DATE, "ru")), texts("of"), the, _document),
).means(None)


def _clause_number(one: object) -> str:
    return getattr(one, "text", "").rstrip(".")


_clause = either(
    row(token(TermKind.NUMBER, TermKind.DOTTED, TermKind.DATE), hyphen, skip(noun(Cat.CLAUSE, "", "ning", "ni"))).to(
        _clause_number
    ),
)
_after_clause_uz = row(_clause, _fulfilled, _after_word).to(lambda anchor: anchor)
_after_clause_ru = either(
    row(word(Cat.AFTER), _fulfilled, skip(noun(Cat.CLAUSE)), token(TermKind.NUMBER, TermKind.DOTTED)).to(
        _clause_number
    ),
    row(word(Cat.AFTER), skip(noun(Cat.CLAUSE)), token(TermKind.NUMBER, TermKind.DOTTED), texts("is"), _fulfilled).to(
        _clause_number
    ),
)


def _quoted(tape: Tape, place: int) -> list[tuple[str, int]]:
    """An event between quotation marks, as written."""
    if place >= len(tape.tokens) or tape.tokens[place].text != "«":
        return []
    depth = 0
    for end in range(place, len(tape.tokens)):
        depth += {"«": 1, "»": -1}.get(tape.tokens[end].text, 0)
        if depth == 0:
            words = tape.source[tape.tokens[place].end : tape.tokens[end].start].strip()
            return [(words, end + 1)] if words else []
    return []


_event = Parser(_quoted)


def _from_event(anchor: str, length: Row, sign: int = 1) -> Meaning | None:
    field, count = length
    if sign < 0 and field != "days":
        return None
    return Following(AfterRule(anchor, **{field: sign * count}))


_by_event = either(
    row(_event, skip(noun(Cat.DAY, "dan")), _counted(("",)), word(Cat.BEFORE)).to(
        lambda event, length: _from_event(event, length, -1)
    ),
    row(_event, skip(noun(Cat.DAY, "dan")), word(Cat.AFTER), _lasting).to(_from_event),
    row(_event, skip(noun(Cat.DAY, "da"))).to(lambda event: Following(AfterRule(event, days=0))),
    row(word(Cat.ZA), _counted(PLAIN), word(Cat.DO), skip(noun(Cat.DAY, "ru")), _event).to(
        lambda length, event: _from_event(event, length, -1)
    ),
    row(_lasting, word(Cat.AFTER), skip(noun(Cat.DAY, "ru")), _event).to(
        lambda length, event: _from_event(event, length)
    ),
    row(either(v, texts("on")), the, skip(noun(Cat.DAY, "ru")), skip(maybe(texts("of"))), _event).to(
        lambda event: Following(AfterRule(event, days=0))
    ),
    row(_counted(("ru",)), word(Cat.BEFORE), the, skip(noun(Cat.DAY, "ru")), texts("of"), _event).to(
        lambda length, event: _from_event(event, length, -1)
    ),
    row(_lasting, word(Cat.AFTER), the, skip(noun(Cat.DAY, "ru")), texts("of"), _event).to(
        lambda length, event: _from_event(event, length)
    ),
)


def _unquoted(tape: Tape, place: int) -> list[tuple[str, int]]:
    """An event that no marks set apart («сайлов», «навбатдаги мажлис»): a few words, none of which speaks of time."""
    found = []
    for end in range(place, min(place + _LONGEST_EVENT, len(tape.tokens))):
        if tape.tokens[end].is_known:
            break
        words = tape.source[tape.tokens[place].start : tape.tokens[end].end]
        found.append((" ".join(words.split()), end + 1))
    return found


_named = Parser(_unquoted)
_declined = _named.to(lambda words: words[:-3] if bare(words).endswith("dan") and len(words) > len("дан") else None)
_named_from = either(_declined, row(_named, skip(noun(Cat.DAY, "dan"))).to(lambda event: event))
# Which event is meant, and on which day it is, is not for the reader to say: it is asked.
_by_unquoted_event = either(
    row(_named_from, _counted(("",)), word(Cat.BEFORE)).to(lambda event, length: _from_event(event, length, -1)),
    row(_named_from, word(Cat.AFTER), _lasting).to(_from_event),
    row(_named, skip(noun(Cat.DAY, "da"))).to(lambda event: Following(AfterRule(event, days=0))),
    row(_named, skip(noun(Cat.DAY, "ga")), word(Cat.UNTIL)).to(lambda event: Following(AfterRule(event, days=0))),
    row(word(Cat.ZA), _counted(PLAIN), word(Cat.DO), skip(maybe(noun(Cat.DAY, "ru"))), _named).to(
        lambda length, event: _from_event(event, length, -1)
    ),
    row(_lasting, word(Cat.AFTER), skip(maybe(noun(Cat.DAY, "ru"))), _named).to(
        lambda length, event: _from_event(event, length)
    ),
).to(lambda meaning: Doubtful((meaning,)))
following = either(
    either(_lasting, _days_in).to(lambda field, count: _after(DOCUMENT, Row((field, count)))),
    row(_since_document_uz, either(_lasting, _days_in)).to(lambda length: _after(DOCUMENT, length)),
    row(_lasting, maybe_comma, _since_document_ru).to(lambda length: _after(DOCUMENT, length)),
    row(_since_document_ru, _lasting).to(lambda length: _after(DOCUMENT, length)),
    row(_not_later_than, _since_document_ru).to(lambda length: _after(DOCUMENT, length)),
    row(_after_clause_uz, maybe_comma, either(_lasting, _days_in)).to(_after),
    row(_lasting, _after_clause_ru).to(lambda length, anchor: _after(anchor, length)),
    row(_after_clause_ru, _lasting).to(_after),
    _by_event,
    _by_unquoted_event,
    _months_in.to(
        lambda field, count: Doubtful(
            (_after(DOCUMENT, Row((field, count))), Repeated(Unit.MONTH, every=min(count, 60)))
        )
    ),
    _counted(PLAIN).to(lambda field, count: Doubtful((_after(DOCUMENT, Row((field, count))),))),
)

# Without a term

_is_set = skip(some(word(Cat.SET), nothing, least=1))
_OF_LAW = [
    "қонунчиликда",
    "қонунчилик",
    "қонун",
    "қонунда",
    "ҳужжатларида",
    "ҳужжатлари",
    "билан",
    "тартибда",
    "режада",
    "дастурда",
    "жадвалда",
    "амалдаги",
    "норматив",
    "ҳуқуқий",
    "законодательством",
    "законом",
    "в",
    "действующим",
    "действующего",
    "порядке",
]
_lawful = skip(maybe(some(either(texts(*_OF_LAW), skip(noun(Cat.SCHEDULE))), nothing, least=1)))
_in_set_term = either(
    row(_lawful, _is_set, skip(noun(Cat.TERM, "da", ""))),
    row(_lawful, _is_set, texts(*["вақтда", "вақтларда", "кунларда", "кунлари"])),
    row(v, _is_set, _lawful, skip(noun(Cat.TERM, "ru"))),
    row(v, skip(noun(Cat.TERM, "ru")), skip(maybe(texts(","))), _is_set, _lawful),
    row(_is_set, skip(noun(Cat.TERM, "ru"))),
)
_OF_SCHEDULE = ["алоҳида", "ойлик", "ҳафталик", "чораклик", "йиллик", "махсус", "иш", "ушбу", "тегишли", "ва"]
_schedule_word = either(
    noun(Cat.SCHEDULE).to(lambda sense: "schedule"), word(Cat.SET).means("word"), texts(*_OF_SCHEDULE).means("word")
)
_schedule = some(_schedule_word, either(nothing, dash), least=1).to(
    lambda words: "schedule" if "schedule" in words else None
)
_by_schedule = either(
    row(skip(_schedule), word(Cat.ACCORDING)),
    row(_schedule, word(Cat.BY)),
    row(word(Cat.ACCORDING_TO), _schedule),
    row(word(Cat.PO), _schedule),
    row(v, texts("соответствии"), word(Cat.S), _schedule),
)
_said_unset = either(
    row(skip(noun(Cat.TERM, "ru")), word(Cat.NE), texts("установлен", "определён")),
    row(texts("no"), skip(noun(Cat.TERM, "ru")), texts("is"), texts("set")),
    row(word(Cat.NE), skip(noun(Cat.TERM, "ru")), texts("is"), texts("set")),
    row(skip(noun(Cat.TERM, "")), texts("белгиланмаган")),
)


def _in_brackets(tape: Tape, place: int) -> list[tuple[str, int]]:
    """A note between brackets, as written."""
    depth = 0
    for end in range(place, len(tape.tokens)):
        depth += {"(": 1, ")": -1}.get(tape.tokens[end].text, 0)
        if depth == 0:
            words = tape.source[tape.tokens[place].end : tape.tokens[end].start].strip()
            return [(words, end + 1)] if end > place else []
    return []


unset = either(
    either(_in_set_term, _by_schedule).means(Unset()),
    row(_said_unset, maybe(Parser(_in_brackets), "")).to(Unset),
)

# What is understood and must be asked

_urgent = either(
    row(word(Cat.URGENT), skip(maybe(texts("билан", "равишда")))),
    row(v, word(Cat.URGENT), skip(noun(Cat.TERM, "ru"))),
    row(v, texts("оперативном"), texts("порядке")),
    word(Cat.NOT_LATER),
).means(Doubtful((Following(AfterRule(DOCUMENT, days=1)), Unset(), Endless(Rhythm.CONTINUOUS))))
_period = either(
    row(word(Cat.WHOLE), skip(noun(Cat.TIME)), skip(maybe(during))),
    row(maybe_v, skip(maybe(word(Cat.DURING))), word(Cat.WHOLE), skip(noun(Cat.TIME))),
    row(skip(noun(Cat.SCHEDULE)), skip(noun(Cat.TIME)), skip(maybe(during))),
).means(Doubtful((Endless(Rhythm.CONTINUOUS), WholePeriod(), Unset())))
_school_year_named = either(
    row(token(TermKind.NUMBER), dash, token(TermKind.NUMBER)).to(lambda first, last: first.parts[0]),
    row(maybe_v, token(TermKind.NUMBER), dash, token(TermKind.NUMBER)).to(lambda first, last: first.parts[0]),
)
_school_year = row(
    maybe(_school_year_named),
    maybe_v,
    skip(maybe(word(Cat.DURING))),
    skip(maybe(word(Cat.WHOLE))),
    word(Cat.SCHOOL),
    skip(noun(Cat.YEAR)),
    skip(maybe(during)),
).to(lambda *first: Doubtful((SchoolYear(first[0] if first else None), Endless(Rhythm.CONTINUOUS), Unset())))
doubtful = either(_urgent, _period, _school_year)
