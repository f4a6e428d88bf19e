"""The day by which an instruction is to be done, as its words name it: «до пятницы», «3 кун ичида», «by May 10». Pure.

What names a time is told apart from what names work: the «3» of «через 3 дня» and the «10» of «May 10» are no
activities. A relative day counts from the day of writing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from models.terms import Month
from services.language.days_and_numbers import may_lead_its_day, names_work
from services.language.tokens import Token, TokenKind, tokenize

_LONGEST_READ = 4096
_HALF_A_YEAR = timedelta(days=183)
_DAYS_OF_WORK = 5  # of a week, from Monday
_FRIDAY = 4

_CASE = "(?:ga|gacha|da|dan|ni|ning|i|igacha|iga|ida|idan|dagi)?"
_MONTHS = tuple(
    re.compile(one)
    for one in (
        r"yanv\w*|jan|january",
        r"fevr\w*|feb|february",
        r"mart\w*|march|mar",
        r"apr\w*",
        rf"may(?:a|ya|e|yu)?{_CASE}",
        r"iyun\w*|june?",
        r"iyul\w*|july?",
        r"avg\w*|aug|august",
        r"sent\w*|sep|september",
        r"okt\w*|oct|october",
        r"noya\w*|nov|november",
        r"deka\w*|dec|december",
    )
)
_WEEKDAYS = tuple(
    re.compile(one)
    for one in (
        rf"dushanba{_CASE}|ponedelnik\w*|monday",
        rf"seshanba{_CASE}|vtornik\w*|tuesday",
        rf"chorshanba{_CASE}|sred[auie]|sredoy|wednesday",
        rf"payshanba{_CASE}|chetverg\w*|thursday",
        rf"juma{_CASE}|pyatni[st]\w*|friday",
        rf"shanba{_CASE}|subbot\w*|saturday",
        rf"yakshanba{_CASE}|voskresen\w*|sunday",
    )
)
_NEAR_DAYS = (
    re.compile(r"bugun(?:ga|gacha|oq|yoq|dan)?|bogon|segodnya|today"),
    re.compile(r"ertaga(?:cha|yoq|oq)?|zavtra|tomorrow"),
    re.compile(r"indin(?:ga|gacha)?|poslezavtra"),
)
_DAY = re.compile(r"kun(?:i|da|ga|lik|gacha|dan|igacha|ida|iga|ning)?|de?n(?:y|ya|ey|yam|yu)?|days?|sutk\w*|sutok")
_WEEK = re.compile(r"hafta(?:da|ga|gacha|lik|dan|si|sida|ning|sigacha)?|nedel\w*|weeks?")
_MONTH = re.compile(r"oy(?:da|ga|gacha|lik|dan|i|ning|igacha)?|mesya\w*|months?")
_OF_MONTH = re.compile(r"oyi?(?:ning)?")  # «май ойининг охиригача»
_YEAR = re.compile(r"yil\w*|god|goda|godu|year|g")
_QUARTER = re.compile(r"chorak\w*|kvartal\w*|quarter")
_HOUR = re.compile(r"soat\w*|chas|chasa|chasov|chasam|hours?")
_WORKING = re.compile(r"ish|raboch\w*|working|business|kalendar\w*|calendar|bank\w*")
_END = re.compile(r"o[hx]ir\w*|kon[st]s?a|konsu|konse|kones|end|tugagu\w*|yakuni\w*")
_NEXT = re.compile(r"kelasi|kelgusi|keyingi|sleduyush\w*|neht")  # «next», folded
_EVERY = re.compile(r"har|kajd\w*|ejednev\w*|every|each")
_UNTIL_BEFORE = re.compile(r"do|k|ko|by|until|till|before|po|sroki?|na|v|vo|on|muddati?|due|deadline|through")
_UNTIL_SUFFIX = re.compile(r"\w*(?:gacha|kacha|qacha)|qadar|kadar")
_NO_DUE_BEFORE = re.compile(r"ot|s|so|from|since|dated")
_NO_DUE_SUFFIX = re.compile(
    r"\w+(?:dagi|dan)|bolgan\w*|otgan\w*|berilgan|nazad|ago|oldin|beri|otdi|kechik\w*|proshlo|uje"
)
_WITHIN_BEFORE = re.compile(r"cherez|techenie|za|within|in|v|srok\w*|muddat\w*|do|by")
_WITHIN_AFTER = re.compile(r"ichi\w*|mobayn\w*|davom\w*|keyin|song|muddat\w*|srok\w*|bilan")
_DURING = re.compile(r"ichi\w*|mobayn\w*|davom\w*")
_JOINTS = frozenset({"-", "chi", "nchi", "inchi", "th", "st", "nd", "rd", "of", "go", "e", "oe", "the", "yil", "g"})
_DAY_OF_MONTH = re.compile(r"chisl\w*|sana(?:ga|gacha|sigacha|da|si)?")
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "bir odin odnu odnogo odnoy one a an",
            "ikki dva dve dvuh two",
            "uch tri tryoh treh three",
            "tort chetire chetiryoh chetireh four",
            "besh pyat pyati five",
            "olti shest shesti six",
            "yetti sem semi seven",
            "sakkiz vosem eight",
            "toqqiz devyat devyati nine",
            "on desyat desyati ten",
        ),
        start=1,
    )
    for word in words.split()
}
_ADJECTIVES = (
    (re.compile(r"nedeln\w+|haftalik"), 7),
    (re.compile(r"dvuhnedeln\w+"), 14),
    (re.compile(r"(?:odno|sutochn)\w*dnevn\w+"), 1),
    (re.compile(r"dvuhdnevn\w+"), 2),
    (re.compile(r"tr[ye]+o?hdnevn\w+"), 3),
    (re.compile(r"pyatidnevn\w+"), 5),
    (re.compile(r"desyatidnevn\w+"), 10),
)
# A time that is no day: «до совещания», «мажлисгача», «тушгача», «на следующей неделе».
_SOME_TIME = re.compile(r"\w{3,}(?:gacha|kacha|qacha)|obeda?|tush(?:gacha|da)|vecher\w*|kech(?:gacha|qurun)|utro\w*")
_LATER_THAN, _SOONER_THAN = re.compile(r"keyin|kegin|so?u?ng"), re.compile(r"oldin|avval")
_FROM_IT, _NOW_ON = re.compile(r"\w{2,}[dt]an"), re.compile(r"(?:shu|bu|hozir|xozir|bugun)(?:dan|ndan)|bundan|shundan")
_AFTER_IT = re.compile(r"posle|after|so")
_WRITTEN = re.compile(r"(\d\d?)[./-](\d\d?)(?:[./-](\d{4}|\d\d))?|(\d{4})-(\d\d?)-(\d\d?)")


class _Bond(Enum):
    """How a time belongs to what is to be done: by then, perhaps by then, or not (it only tells of something)."""

    UNTIL = auto()
    PLAIN = auto()
    NONE = auto()


@dataclass(frozen=True)
class Due:
    """The day that the words name, None if they name none or more than one.

    `spans` are the characters that speak of time. `is_unclear`: a time is spoken of, and no single day was understood.
    """

    day: date | None
    spans: tuple[tuple[int, int], ...]
    is_unclear: bool


@dataclass(frozen=True)
class _Time:
    first: int  # token
    after: int
    day: date | None
    bond: _Bond


def read_due(text: str, today: date) -> Due:
    """The day by which something is to be done, read on the local day `today`."""
    tokens = tokenize(text[:_LONGEST_READ])
    times = list(_times(text, tokens, today))
    spans = tuple((tokens[one.first].start, tokens[one.after - 1].end) for one in times)
    for bond in (_Bond.UNTIL, _Bond.PLAIN):
        own = [one for one in times if one.bond is bond]
        days = {one.day for one in own if one.day is not None}
        if days:
            return Due(days.pop(), spans, False) if len(days) == 1 else Due(None, spans, True)
    is_spoken_of = any(one.bond is not _Bond.NONE for one in times)
    return Due(None, spans, is_spoken_of)


def without_times(text: str, today: date) -> str:
    """The words with spaces in place of what speaks of time."""
    for start, end in read_due(text, today).spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _times(text: str, tokens: Sequence[Token], today: date) -> Iterator[_Time]:
    place = 0
    reader = _Reader(text, tokens, today)
    while place < len(tokens):
        found = reader.at(place)
        if found is None:
            place += 1
        else:
            yield found
            place = found.after


class _Reader:
    """Reads a time that begins at a token."""

    def __init__(self, text: str, tokens: Sequence[Token], today: date) -> None:
        self._text, self._tokens, self._today = text, tokens, today

    def at(self, place: int) -> _Time | None:
        """The time that begins at `place`, the longest first; an activity's number begins none."""
        if names_work(self._tokens, place):
            return None
        ways = (self._date, self._number_and_month, self._month_and_number, self._clock, self._span, self._end_of)
        for way in (*ways, self._weekday, self._near, self._day_of_month, self._adjective, self._some_time):
            if (found := way(place)) is not None:
                return found
        return None

    # Tokens

    def _word(self, place: int) -> str:
        return self._tokens[place].text if 0 <= place < len(self._tokens) else ""

    def _is_number(self, place: int) -> bool:
        return 0 <= place < len(self._tokens) and self._tokens[place].kind is TokenKind.NUMBER

    def _is(self, place: int, pattern: re.Pattern[str]) -> bool:
        return pattern.fullmatch(self._word(place)) is not None

    def _which(self, place: int, patterns: Sequence[re.Pattern[str]]) -> int | None:
        return next((number for number, one in enumerate(patterns) if self._is(place, one)), None)

    def _bond(self, first: int, after: int) -> _Bond:
        """How the time belongs to the order: by the word before it, its own ending, and the word after it."""
        before = first - 1
        if self._is(before, _EVERY):
            return _Bond.PLAIN
        if self._is(before, _NO_DUE_BEFORE) or self._is(after - 1, re.compile(r"\w+dagi")):
            return _Bond.NONE
        own = range(first, min(after + 1, len(self._tokens)))
        if self._is(before, _UNTIL_BEFORE) or any(self._is(one, _UNTIL_SUFFIX) for one in own):
            return _Bond.UNTIL
        return _Bond.NONE if self._is(after, _NO_DUE_SUFFIX) else _Bond.PLAIN

    # Dates

    def _date(self, place: int) -> _Time | None:
        token = self._tokens[place]
        if token.kind is not TokenKind.DATE:
            return None
        if (written := _WRITTEN.fullmatch(token.text)) is None:
            return _Time(place, place + 1, None, _Bond.NONE)
        day, month, year, iso_year, iso_month, iso_day = (int(one) if one else 0 for one in written.groups())
        named = self._to_come(iso_year or year, iso_month or month, iso_day or day)
        return _Time(place, place + 1, named, self._bond(place, place + 1))

    def _number_and_month(self, place: int) -> _Time | None:
        """«10 мая», «10-майгача», «10th of May», «2024 йил 10 майгача», «10-12 мая»."""
        if not self._is_number(place):
            return None
        at = place
        if self._tokens[at].value > 1900 and self._is(at + 1, _YEAR):
            at += 3 if self._word(at + 2) == "-" else 2
        if self._word(at + 1) == "-" and self._is_number(at + 2) and self._month_after(at + 2) is not None:
            at += 2
        if not self._is_number(at) or (month_at := self._month_after(at)) is None:
            return None
        after = month_at + 1
        year = self._tokens[place].value if at != place and self._tokens[place].value > 1900 else 0
        if self._is_number(after) and 1900 < self._tokens[after].value < 2200:
            year = self._tokens[after].value
            after += 2 if self._is(after + 1, _YEAR) else 1
        if self._is(after, re.compile("kun(?:i|iga|igacha|da)")):
            after += 1
        month = (self._which(month_at, _MONTHS) or 0) + 1
        named = self._to_come(year, month, self._tokens[at].value)
        return _Time(place, after, named, self._bond(place, after))

    def _month_after(self, place: int) -> int | None:
        for near in range(place + 1, place + 4):
            if self._which(near, _MONTHS) is not None:
                return near
            if self._word(near) not in _JOINTS:
                return None
        return None

    def _month_and_number(self, place: int) -> _Time | None:
        """«May 10», «by May 10th»; a month without a day is no day."""
        month = self._which(place, _MONTHS)
        if month is None:
            return None
        after = place + 1
        leads = self._is_number(after) and may_lead_its_day(self._word(place)) and not names_work(self._tokens, after)
        if leads and self._tokens[after].value <= 31 and self._word(after + 1) != "-":
            end = after + 2 if self._word(after + 1) in {"th", "st", "nd", "rd"} else after + 1
            named = self._to_come(0, month + 1, self._tokens[after].value)
            if named is not None and self._month_after(after) is None:
                return _Time(place, end, named, self._bond(place, end))
        after += self._is(after, _OF_MONTH) and self._is(after + 1, _END)
        is_within = self._is(after, _OF_MONTH) and self._is(after + 1, _DURING)
        after += is_within
        if self._is(after, _END) or is_within:
            last = self._to_come(0, month + 1, 1)
            day = Month.of(last).last_day if last is not None else None
            return _Time(place, after + 1, day, self._bond(place, after + 1))
        if self._is(place - 1, _END):  # «до конца мая»
            last = self._to_come(0, month + 1, 1)
            return _Time(place, after, Month.of(last).last_day if last is not None else None, _Bond.UNTIL)
        is_until = self._is(place - 1, _UNTIL_BEFORE) or self._is(place, _UNTIL_SUFFIX)
        return _Time(place, after, None, _Bond.PLAIN) if is_until else None

    def _to_come(self, year: int, month: int, day: int) -> date | None:
        """The day; without a year, of this year, or of the next if it is long past."""
        try:
            named = date(year + 2000 if 0 < year < 100 else year or self._today.year, month, day)
            is_long_past = not year and self._today - named > _HALF_A_YEAR
            return named.replace(year=named.year + 1) if is_long_past else named
        except ValueError:
            return None

    def _day_of_month(self, place: int) -> _Time | None:
        """«до 10 числа», «10-санагача»."""
        if not self._is_number(place):
            return None
        word = next((one for one in (place + 1, place + 2) if self._is(one, _DAY_OF_MONTH)), None)
        if word is None or (word == place + 2 and self._word(place + 1) not in _JOINTS):
            return None
        number = self._tokens[place].value
        month = Month.of(self._today) if number >= self._today.day else Month.of(self._today).next()
        named = self._to_come(month.year, month.month, number)
        return _Time(place, word + 1, named, self._bond(place, word + 1))

    # Relative times

    def _clock(self, place: int) -> _Time | None:
        """«соат 10 да», «в 10 часов»: a time of a day is no day."""
        if self._is(place, re.compile("soat")) and self._is_number(place + 1):
            return _Time(place, place + 2, None, _Bond.NONE)
        return None

    def _span(self, place: int) -> _Time | None:
        """«3 кун ичида», «через 3 дня», «бир ҳафтада», «в течение месяца»."""
        number, at = 1, place
        is_counted = self._is_number(place) or self._word(place) in _NUMBERS
        if is_counted:
            number = self._tokens[place].value if self._is_number(place) else _NUMBERS[self._word(place)]
            at += 2 if self._word(place + 1) == "-" or self._word(place + 1) in {"ta", "x", "h"} else 1
            if self._word(place) == "on" and self._word(at) in _NUMBERS:
                number, at = 10 + _NUMBERS[self._word(at)], at + 1
        is_working = self._is(at, _WORKING)
        unit = at + 1 if is_working else at
        units = ((_DAY, 1), (_WEEK, 7), (_MONTH, 30), (_HOUR, 0))
        days = next((each for pattern, each in units if self._is(unit, pattern)), None)
        if days is None:
            return None
        within = self._is(place - 1, _WITHIN_BEFORE) or self._is(unit + 1, _WITHIN_AFTER)
        within = within or (is_counted and self._is(unit, re.compile(r"\w+da|\w+gacha|\w+lik")))
        after = unit + 2 if self._is(unit + 1, _WITHIN_AFTER) else unit + 1
        if self._is(place - 1, _END) or (not is_counted and (not within or self._is(unit + 1, _END))):
            return None
        if self._is(after, _NO_DUE_SUFFIX) or self._is(unit + 1, _NO_DUE_SUFFIX):
            return _Time(place, after, None, _Bond.NONE)
        if not within or self._is(place - 1, _EVERY) or self._counts_from_something(place, unit):
            return _Time(place, after, None, _Bond.PLAIN)
        return _Time(place, after, self._after(number, self._word(unit), days, is_working), _Bond.UNTIL)

    def _counts_from_something(self, place: int, unit: int) -> bool:
        """«Сайлов кунидан кейин 10 кун ичида», «за 15 дней до выборов»: not from today."""
        after_it = (
            self._is(place - 1, _LATER_THAN) and self._is(place - 2, _FROM_IT) and not self._is(place - 2, _NOW_ON)
        )
        before_it = self._is(place - 1, _FROM_IT) and self._is(unit + 1, _SOONER_THAN)
        in_russian = self._is(unit + 1, _AFTER_IT) or (self._word(place - 1) == "za" and self._word(unit + 1) == "do")
        return after_it or before_it or in_russian

    def _after(self, number: int, unit: str, days: int, is_working: bool) -> date | None:
        if number > 366 or (days == 0 and number % 24):
            return None
        if days == 0:
            return self._today + timedelta(days=number // 24)
        if days == 30:
            month = Month.of(self._today) + number
            return month.first_day.replace(day=min(self._today.day, month.last_day.day))
        if not is_working:
            return self._today + timedelta(days=number * days)
        day = self._today
        while number:
            day += timedelta(days=1)
            number -= day.weekday() < _DAYS_OF_WORK
        return day

    def _adjective(self, place: int) -> _Time | None:
        """«В недельный срок», «в трёхдневный срок»."""
        days = next((each for pattern, each in _ADJECTIVES if self._is(place, pattern)), None)
        if days is None or not self._is(place + 1, re.compile(r"srok\w*|muddat\w*")):
            return None
        return _Time(place, place + 2, self._today + timedelta(days=days), _Bond.UNTIL)

    def _end_of(self, place: int) -> _Time | None:
        """«Ой охиригача», «до конца недели», «by the end of the month»."""
        at = place
        is_next = self._is(at, _NEXT)
        at += is_next
        if self._is(at + 1, _END) and (day := self._last_of(at, is_next=is_next)) is not None:
            return _Time(place, at + 2, day, _Bond.UNTIL)
        if not self._is(place, _END):
            return None
        for near in range(place + 1, place + 4):
            is_next = is_next or self._is(near, _NEXT)
            if (day := self._last_of(near, is_next=is_next)) is not None:
                return _Time(place, near + 1, day, _Bond.UNTIL)
        return None

    def _last_of(self, unit: int, *, is_next: bool) -> date | None:
        if self._is(unit, _MONTH):
            month = Month.of(self._today)
            return (month.next() if is_next else month).last_day
        if self._is(unit, _WEEK):
            ahead = (_FRIDAY - self._today.weekday()) if self._today.weekday() <= _FRIDAY else 6 - self._today.weekday()
            return self._today + timedelta(days=ahead + (7 if is_next else 0))
        if is_next:
            return None
        if self._is(unit, _DAY):
            return self._today
        if self._is(unit, _QUARTER):
            return Month(self._today.year, (self._today.month + 2) // 3 * 3).last_day
        return date(self._today.year, 12, 31) if self._is(unit, _YEAR) and self._word(unit) != "g" else None

    def _weekday(self, place: int) -> _Time | None:
        weekday = self._which(place, _WEEKDAYS)
        token = self._tokens[place]
        if weekday is None or self._text[token.start : token.end].lower() == "среди":
            return None
        after = place + 1
        after += self._is(after, re.compile("kun(?:i|iga|igacha|da|gacha)"))
        if self._is(place - 1, _EVERY):
            return _Time(place, after, None, _Bond.PLAIN)
        monday = self._today - timedelta(days=self._today.weekday())
        day = monday + timedelta(days=weekday + (0 if weekday > self._today.weekday() else 7))
        if self._is(place - 1, _NEXT):
            day = monday + timedelta(days=weekday + 7)
        return _Time(place, after, day, self._bond(place, after))

    def _near(self, place: int) -> _Time | None:
        ahead = self._which(place, _NEAR_DAYS)
        if ahead is None:
            return None
        if self._word(place) == "tomorrow" and self._word(place - 1) == "after":
            ahead += 1
        return _Time(place, place + 1, self._today + timedelta(days=ahead), self._bond(place, place + 1))

    def _some_time(self, place: int) -> _Time | None:
        """A time that is no day; the words are left as they are, for they may name work."""
        token = self._tokens[place]
        if token.kind is not TokenKind.WORD:
            return None
        is_some = self._is(place, _SOME_TIME) or self._is(place, _WEEK) or self._is(place, _QUARTER)
        russian = re.fullmatch(r"до|к моменту", self._text[token.start : token.end].lower()) is not None
        is_some = is_some or (russian and self._kind_is_word(place + 1))
        return _Time(place, place + 1, None, _Bond.PLAIN) if is_some else None

    def _kind_is_word(self, place: int) -> bool:
        return (
            0 <= place < len(self._tokens)
            and self._tokens[place].kind is TokenKind.WORD
            and not (self._is(place, re.compile(r"vseh|ispolnit\w*|svedeniya|konsa")) or self.at(place) is not None)
        )
