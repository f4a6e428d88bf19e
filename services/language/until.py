"""Until when more time is wanted: the month or the day that is written in answer to that question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.terms import Month
from services.language.days_and_numbers import may_lead_its_day, names_work
from services.language.number_words import number_of
from services.language.script import one_of
from services.language.tokens import Token, TokenKind, tokenize

# A month's beginning, and what may follow it: an ending of Uzbek or Russian, the rest of an English name.
_MONTHS = tuple(
    one_of(names)
    for names in (
        "yanv[a-z]* janu?[a-z]*",
        "fevr[a-z]* feb[a-z]*",
        "mart[a-z]* mar(ch)?",
        "apr[a-z]*",
        "may(a|e|i|ga|gacha|da|dan|ning|iga|igacha|ining)? mae",
        "iyun[a-z]* june? jun",
        "iyul[a-z]* july? jul",
        "avg[a-z]* aug[a-z]*",
        "sent[a-z]* sept?[a-z]*",
        "okt[a-z]* oct[a-z]*",
        "noya[a-z]* nov[a-z]*",
        "dek[a-z]* dec[a-z]*",
    )
)
_THIS = one_of("shu bu ushbu joriy etot etogo etom tekush[a-z]* this current")
_NEXT = one_of("keyingi kelgusi kelasi kelayotgan sleduyush[a-z]* neht coming following")  # folded, «next» is «neht»
_A_MONTH = one_of("oy(ning|ga|gacha|i|iga|igacha|ining|da|ida)? mesyas[a-z]* months?")
_END = one_of("ohir[a-z]* tugagu[a-z]* yakuni[a-z]* kones konsa konse konsu end")
_UNTIL = one_of("[a-z]*gacha qadar do by until till")
_DAY_ALONE = one_of("gacha (si)?gacha siga sana[a-z]* kun[a-z]* chisl[a-z]* go th st nd rd")
_FILLERS = one_of(
    "yoq net no not emas aslida togrisi (si)?gacha siga "
    "oy[a-z]* mesyas[a-z]* months? ohir[a-z]* tugagu[a-z]* yakuni[a-z]* kones konsa konse konsu end of the on "
    "in to before at gacha qadar do k ko v na po by until till yil[a-z]* god[a-z]* g year sana[a-z]* kun[a-z]* "
    "chisl[a-z]* go th st nd rd iltimos please pojaluysta deadline muddat[a-z]* srok"
)
_JOINTS = one_of("chi n?chi inchi th st nd rd of go e oe")
_YEARS = range(2000, 2100)
_AHEAD = 8  # months: a month's name seldom means one farther off


@dataclass(frozen=True)
class Until:
    """The first day of the month until whose end more time is wanted, or the day in it, if one was named.

    `alone`: the words name it and nothing else.
    """

    month: date
    day: date | None = None
    alone: bool = True

    @property
    def last_day(self) -> date:
        """The day until which more time is wanted."""
        return self.day or Month.of(self.month).last_day


def until_in(text: str, today: date) -> Until | None:
    """What the words name; None if they name no month, or several.

    A month without a year is one to come, unless it has just passed: nobody means the next year's then. A month among
    other words counts only with «until» or «the end of», since it may as well say when something was done.
    """
    tokens = _tokens(text)
    named = _written_in_digits(tokens, today) or _named(tokens, today) or _relative(tokens, today)
    if named is None:
        return None
    month, day, used = named
    rest = [token for place, token in enumerate(tokens) if place not in used]
    alone = all(_is_filler(token) for token in rest)
    words = [token.text for token in tokens if token.kind is TokenKind.WORD]
    if not alone and not any(_UNTIL.fullmatch(word) or _END.fullmatch(word) for word in words):
        return None
    return Until(month, day, alone)


def until_asked(text: str, today: date) -> Until | None:
    """What a request for more time names, whatever else stands in it; None if that is no month, or several."""
    tokens = _tokens(text)
    named = _written_in_digits(tokens, today) or _named(tokens, today)
    return Until(named[0], named[1], alone=False) if named is not None else None


def beside_the_request(text: str) -> str:
    """The piece of a message that asks for more time, where one piece alone does; else the whole of it.

    «Вазирлик 10 апрелгача жавоб беради. 11ни 12 апрелгача узайтириб беринг»: the other day is the ministry's.
    """
    pieces = [piece for piece in _PIECE.split(text) if piece.strip()]
    asking = [piece for piece in pieces if _ASKS_TIME.search(" ".join(one.text for one in tokenize(piece)))]
    dated = [piece for piece in asking if any(_names_time(one) for one in tokenize(piece))]
    return dated[0] if len(dated) == 1 else text


def names_several_days(text: str) -> bool:
    """Whether the words name more than one day: which of them is wanted is not guessed."""
    tokens = _tokens(text)
    days = {(place, _month(tokens[place + 1])) for place in range(len(tokens) - 1) if _is_day(tokens, place)}
    named = {(tokens[place].value, month) for place, month in days if month}
    return len(named) + len({token.text for token in tokens if token.kind is TokenKind.DATE}) > 1


_PIECE = re.compile(r"[\n!?;]|[.,](?!\d)")
_ASKS_TIME = re.compile(
    r"\b(?:uzay\w*|choz\w*|sur(?!at|ish\w*di)\w*|kochir\w*|prodl\w*|peren[eo]s\w*|otsroch\w*|otloj\w*|extend\w*|postpone\w*)\b"
    r"|\b(?:bering\w*|bersangiz\w*|dayte|daite|prosh\w*|prosim|kerak|nujno|please|iltimos)\b"
)


def _names_time(token: Token) -> bool:
    return token.kind in (TokenKind.NUMBER, TokenKind.DATE) or _month(token) is not None


def extended(text: str, start: date) -> date | None:
    """The day that is as long after `start` as a request asks for: «яна бир ҳафтага», «на 10 дней», «two more months».

    None if it names no length of time.
    """
    tokens = _tokens(text)
    for place, token in enumerate(tokens):
        unit = next((unit for unit, names in _UNITS.items() if names.fullmatch(token.text)), None)
        count = _count_before(tokens, place) if unit is not None else None
        if unit is None or count is None or (place + 1 < len(tokens) and _PAST.fullmatch(tokens[place + 1].text)):
            continue
        if unit:
            return start + timedelta(days=unit * count)
        month = _months_on(start, count)
        last = Month.of(month).last_day.day
        is_end = (start + timedelta(days=1)).day == 1  # a deadline at a month's end is moved to a month's end
        return month.replace(day=last if is_end else min(start.day, last))
    return None


def _tokens(text: str) -> list[Token]:
    """The words and the numbers; an activity's number is but a word here."""
    tokens = tokenize(text)
    return [
        token._replace(kind=TokenKind.WORD) if names_work(tokens, place) else token
        for place, token in enumerate(tokens)
        if token.kind is not TokenKind.SIGN
    ]


_UNITS = {  # days in it; a month has none of its own
    1: one_of("kun(ga|lik)? den dnya dney day days"),
    7: one_of("hafta(ga|lik)? nedel[a-z]* weeks?"),
    0: one_of("oy(ga|lik)? mesyac[a-z]* mesyas[a-z]* months?"),
}
_MOST_UNITS = 366
_ALONE = one_of("na a one another yana eshyo eshe esho esche escho")  # «на неделю»
_BETWEEN = one_of("ta more")
_PAST = one_of("qol[a-z]* kol[a-z]* osta[a-z]* left remain[a-z]* oldin avval nazad ago kech[a-z]* otdi otgan")


def _count_before(tokens: Sequence[Token], place: int) -> int | None:
    before = place - 2 if place and _BETWEEN.fullmatch(tokens[place - 1].text) else place - 1
    if before < 0:
        return None
    count = tokens[before].value if _is_number(tokens[before]) else number_of(tokens[before])
    if count is None and _ALONE.fullmatch(tokens[before].text):
        count = 1
    return count if count is not None and 0 < count <= _MOST_UNITS else None


_Found = tuple[date, date | None, set[int]]  # the month, the day, and the places of the tokens that name them


def _written_in_digits(tokens: Sequence[Token], today: date) -> _Found | None:
    """«15.06.2024», «15.06», «2024-06-15», «06.2024»."""
    dates = [place for place, token in enumerate(tokens) if token.kind is TokenKind.DATE]
    if len(dates) != 1:
        return None
    [place] = dates
    numbers = [int(part) for part in re.findall(r"\d+", tokens[place].text)]
    match numbers:
        case [year, month, day] if year in _YEARS:
            pass
        case [day, month, year]:
            year = year if year in _YEARS else year + 2000
        case [month, year] if year in _YEARS:
            return _found(year, month, None, today, {place})
        case [day, month]:
            year = 0
        case _:
            return None
    return _found(year, month, day, today, {place})


def _named(tokens: Sequence[Token], today: date) -> _Found | None:
    """«май», «20 майгача», «до 20 мая 2024 года», «May 20»."""
    months = [(place, _month(token)) for place, token in enumerate(tokens) if _month(token)]
    if len({month for _, month in months}) != 1:
        return None
    place, month = months[0]
    years = {at for at, token in enumerate(tokens) if _is_number(token) and token.value in _YEARS}
    near = [place - 1]
    near += [place + 1] if may_lead_its_day(tokens[place].text) else []
    near += [place - 2] if place > 1 and _is_joint(tokens[place - 1]) else []
    days = [at for at in near if _is_day(tokens, at) and at not in years]
    year = tokens[min(years)].value if years else 0
    day = tokens[days[0]].value if days else None
    return _found(year, month or 0, day, today, {place, *years, *days[:1]})


def _relative(tokens: Sequence[Token], today: date) -> _Found | None:
    """«кейинги ой», «шу ой охиригача», «ой охиригача», «20-санагача»."""
    words = [token.text for token in tokens]
    for place, word in enumerate(words):
        if not _A_MONTH.fullmatch(word):
            continue
        before = words[place - 1] if place else ""
        if _NEXT.fullmatch(before):
            return _months_on(today, 1), None, {place - 1, place}
        if _THIS.fullmatch(before):
            return _months_on(today, 0), None, {place - 1, place}
        if any(_END.fullmatch(one) for one in words):
            return _months_on(today, 0), None, {place}
    for place, token in enumerate(tokens):
        if _is_day(tokens, place) and place + 1 < len(tokens) and _DAY_ALONE.fullmatch(words[place + 1]):
            month = _months_on(today, 0 if token.value > today.day else 1)
            return _found(month.year, month.month, token.value, today, {place})
    return None


def _found(year: int, month: int, day: int | None, today: date, used: set[int]) -> _Found | None:
    if not 1 <= month <= len(_MONTHS):
        return None
    first = date(year, month, 1) if year else _nearest(month, today)
    try:
        return first, first.replace(day=day) if day is not None else None, used
    except ValueError:
        return None


def _nearest(month: int, today: date) -> date:
    ahead = (month - today.month) % len(_MONTHS)
    return _months_on(today, ahead if ahead <= _AHEAD else ahead - len(_MONTHS))


def _months_on(today: date, count: int) -> date:
    return (Month.of(today) + count).first_day


def _month(token: Token) -> int | None:
    if token.kind is not TokenKind.WORD:
        return None
    return next((number for number, names in enumerate(_MONTHS, start=1) if names.fullmatch(token.text)), None)


def _is_number(token: Token) -> bool:
    return token.kind is TokenKind.NUMBER and token.text.isdecimal()


def _is_day(tokens: Sequence[Token], place: int) -> bool:
    return 0 <= place < len(tokens) and _is_number(tokens[place]) and 1 <= tokens[place].value <= 31


def _is_joint(token: Token) -> bool:
    """What may stand between a day and its month: «5-inchi iyun», «20 (йигирма) май», «the 5th of May»."""
    return _JOINTS.fullmatch(token.text) is not None or (token.kind is TokenKind.WORD and number_of(token) is not None)


def _is_filler(token: Token) -> bool:
    return token.kind is TokenKind.WORD and _FILLERS.fullmatch(token.text) is not None
