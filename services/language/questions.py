"""What was asked of the plan: words in any order, four languages, two scripts.

One reading serves /report, what is typed in private by admins, leaders and officers, and what names the bot in a group.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rapidfuzz import fuzz, process

from models.terms import MONTHS_IN_YEAR, Month, Period
from services.language.aims import Aim, Aims
from services.language.lengths import Length, read_length
from services.language.names import Named, find, is_name
from services.language.number_words import LABEL, ORDINAL_ENDING, number_of
from services.language.question_words import (
    COUNTED,
    DAYS_AHEAD,
    HALF_YEAR,
    HALF_YEAR_PAIRS,
    LAST,
    LATELY,
    LONGEST_PHRASE,
    MONTH,
    NEXT,
    OPEN,
    QUARTER,
    SECTION,
    THIS,
    TIMES,
    VOCABULARY,
    WEEK,
    YEAR,
    Meaning,
    Place,
    Topic,
    meaning_of,
)
from services.language.reading.intents import Intent
from services.language.reading.lexicon import read_words
from services.language.reading.matters import Matter, matter_in
from services.language.reading.parts import Asks
from services.language.reading.reader import Understanding
from services.language.reading.short_answers import says_anything
from services.language.reading.wording import Wording
from services.language.roman import roman
from services.language.script import bare
from services.language.thousands import with_thousands
from services.language.tokens import Token, TokenKind, tokenize
from services.language.translit import to_latin


@dataclass(frozen=True)
class Unknown:
    """A word that was not understood, as typed, and the closest known words."""

    word: str
    suggestions: tuple[str, ...]


_MOST_DIGITS = 5  # of an activity's number; longer ones are no numbers that a database can compare


def is_short_number(word: str) -> bool:
    """Whether a word may be the number of an activity."""
    return word.isdecimal() and len(word) <= _MOST_DIGITS


@dataclass(frozen=True)
class Question:
    """What is asked: each set narrows it, an empty one does not; empty sets everywhere ask for the whole.

    `aim` is what is to be told of the activities; None if they are asked for themselves. `is_mine`: the asker's own
    work is meant. `place` is a screen that is asked for as a whole. `days` are days in which work is due or under way.
    `until`: what is due by that day and not done. `on`: what is due on that day; beside `months`, nothing is, and they
    are meant instead. `lasting`: at least so many days overdue, or silent. `matter`: the bot's own affairs are asked
    about, not the work.
    `lines`: of several plans in force only these are meant, by their lines.
    `executors` holds keys of `Named`; `ambiguous` pairs the words typed with the executors they may mean; `statuses`
    are overdue, done, late, in_progress, not_started, review, returned, extended, moved, continuous, regular, closed;
    `format` is docx, xlsx, pdf, timeline (a picture) or None for a message.
    """

    numbers: frozenset[int] = frozenset()
    sections: frozenset[str] = frozenset()
    executors: frozenset[str] = frozenset()
    ambiguous: tuple[tuple[str, tuple[Named, ...]], ...] = ()
    statuses: frozenset[str] = frozenset()
    months: frozenset[Month] = frozenset()
    format: str | None = None
    help: bool = False
    unknown: tuple[Unknown, ...] = ()
    aim: Aim | None = None
    is_mine: bool = False
    place: Place | None = None
    days: Period | None = None
    lasting: int | None = None
    until: date | None = None
    on: date | None = None
    matter: Matter | None = None
    lines: frozenset[int] = frozenset()

    @property
    def is_of_work(self) -> bool:
        """Whether the work is asked about, or what was written on it."""
        return self.matter in (None, Matter.PAPERS)

    @property
    def is_mere_plea(self) -> bool:
        """Whether help is asked for and nothing is named that it could be for."""
        return self.help and not (self.numbers or self.sections or self.executors or self.ambiguous or self.unknown)

    @property
    def strange_numbers(self) -> frozenset[int]:
        """The words that were not understood and may be numbers of activities: those of few digits."""
        return frozenset(int(one.word) for one in self.unknown if is_short_number(one.word))

    @property
    def asks(self) -> bool:
        """Whether anything was understood: a file alone is not, beside a word that may say of what."""
        return replace(self, unknown=(), format=None if self.unknown else self.format) != Question()


@dataclass(frozen=True)
class Span:
    """The days of a plan, and today; the meaning of «январь» or «ўтган ой» depends on them.

    `past` are the periods of plans that were closed.
    """

    starts_on: date
    ends_on: date
    today: date
    past: tuple[Period, ...] = ()

    @property
    def is_of_one_year(self) -> bool:
        """Whether a year alone does not tell which month is meant."""
        return self.starts_on.year == self.ends_on.year

    def first_of(self, month: int, length: int = 1) -> Month:
        """The first month of the period of `length` months that begins each `month`.

        Of all years, the period with most of the plan in it; of two equal ones, the one closest to today. If none has
        any of the plan: the newest that lies in a plan that was closed; without one, of months the first after the
        plan's start, of longer periods the one closest to today.
        """
        first, last, today = Month.of(self.starts_on), Month.of(self.ends_on), Month.of(self.today)
        begins = [Month(year, month) for year in range(first.year - 1, last.year + 2)]
        inside = {one: len(list(Month.range(max(first, one), min(last, one + (length - 1))))) for one in begins}
        most = max(inside.values())
        if most == 0 and (known := self._in_the_past(month, length)):
            return known
        if most == 0 and length > 1:
            now = today.toordinal()
            return min(begins, key=lambda one: max(one.toordinal() - now, now - (one + (length - 1)).toordinal()))
        if most == 0:
            return next(one for one in begins if one >= first)
        return min(
            (one for one in begins if inside[one] == most), key=lambda one: abs(one.toordinal() - today.toordinal())
        )

    def _in_the_past(self, month: int, length: int) -> Month | None:
        """The newest such period that lies in a plan that was closed."""
        years = sorted({year for one in self.past for year in (one.start.year, one.end.year)}, reverse=True)
        begins = [Month(year, month) for year in years]
        whole = [Period(one.first_day, (one + (length - 1)).last_day) for one in begins]
        return next(
            (
                begin
                for begin, time in zip(begins, whole, strict=True)
                if any(one.start <= time.start and time.end <= one.end for one in self.past)
            ),
            None,
        )

    def year_of(self, month: int) -> int:
        """The year of a month named without one."""
        return self.first_of(month).year


def parse_question(
    text: str,
    *,
    numbers: Collection[int],
    sections: Sequence[str],
    names: Sequence[Named],
    span: Span,
    shown: Mapping[str, str],
) -> Question:
    """Read a question; what is not understood is in `unknown` with suggestions, never an error.

    `numbers` and `sections` (Roman numerals, in order) are those of the plan. Periods named without a year are those
    of the plan's `span`; a half-year without a number is the first. `shown` gives the status or the place for each
    word that screens and buttons have for it: whatever the language, it is understood. Only the first 500
    characters are read.
    """
    text = text[:_LONGEST_QUESTION]
    reader = _Reader(text, numbers=numbers, sections=sections, names=names, span=span, shown=shown)
    question = reader.read()
    length = read_length(tokenize(text)) if reader.is_of_silence or "overdue" in question.statuses else None
    if length is None:
        return question
    return _Reader(text, numbers=numbers, sections=sections, names=names, span=span, shown=shown, length=length).read()


def in_few_words(
    text: str,
    found: Understanding,
    *,
    numbers: Collection[int],
    sections: Sequence[str],
    names: Sequence[Named],
    span: Span,
) -> Understanding:
    """What was `found` of an officer's words; a question if they are one in few words: «келаси ҳафта», «3 дан 9 гача».

    Only words that tell nothing for certain, and have no verb, may be one, and each must be a word of a question: a
    bare number and a bare status may be meant for a report as well. `numbers` and `names` are the officer's own.
    """
    is_open = found.asks in (Asks.ACTIVITY, Asks.INTENT) and not found.records
    if not is_open or not _MAY_ASK.issuperset(found.intents) or says_anything(text):
        return found
    asked = parse_question(text, numbers=numbers, sections=sections, names=names, span=span, shown={})
    is_marked = _MARKED_DONE.search(text) is not None  # «5+ 6+ 7-», «5ok 6ok»
    is_range = (
        len(asked.numbers) > 1 and not is_marked and _LINKED.search(text) is not None
    )  # bare numbers may be those of a report
    named = asked.executors or asked.sections or asked.place or asked.format or is_range
    if asked.unknown or not (named or asked.months or asked.days or asked.aim):
        return found
    return Understanding(Intent.QUESTION, named=found.named, subject=found.subject)


def _of_a_matter(named: Question, matter: Matter) -> Question:
    """A question on the bot's own affairs; of what it names only activities and people narrow it.

    A number of no activity stays unknown: of what somebody may not see nothing is told.
    """
    numbers = tuple(one for one in named.unknown if one.word.isdecimal())
    asked = Question(
        numbers=named.numbers, executors=named.executors, ambiguous=named.ambiguous, unknown=numbers, matter=matter
    )
    return replace(asked, place=Place.WORDS, aim=Aim.STANDING) if matter is Matter.PAPERS else asked


_MARKED_DONE = re.compile(r"\d\s?(?:\+|ok\b|ок\b)", re.IGNORECASE)
_LINKED = re.compile(r"[^\W\d_]|[-–—…]")
_MAY_ASK = frozenset({Intent.UNCLEAR, Intent.PROMISE, Intent.OBSTACLE, Intent.REFUSAL})
_LONGEST_QUESTION = 500  # characters; nobody asks more at once, and each unknown word is compared with all known ones
_LONGEST_NAME = 3  # words: «Котибият бўлимлари», «Б. Юнусов», a first and a second name
_SUGGESTIONS = 3
_PLACES = frozenset(Place)
_LONGEST_INITIAL = 2  # letters of the fold: Ш is sh
_NEAR_ENOUGH = 55  # of 100, rapidfuzz's ratio: below it a suggestion looks random
_JOINTS_OF_RANGE = frozenset({"-", "po", "do", "to", "till", "until", "through", "…"})
_FROM, _UNTIL = frozenset({"dan", "tan"}), frozenset({"gacha", "kacha", "qadar"})  # «3 дан 9 гача»
_BY_ENDING, _BY = ("gacha", "kacha"), frozenset({"do", "k", "ko", "by", "until", "till"})
_AND, _BETWEEN = frozenset({"va", "i", "bilan"}), re.compile(r"oralig\w*|orasi\w*")
_ENDS_OF_RANGE = frozenset({"-", *_UNTIL})
_BEFORE_I = frozenset({"do", "did", "am", "should", "can", "must", "have"})
_AFTER_I = frozenset({"have", "do", "report", "send", "am", "need", "must"})
_OWN_REPORT = re.compile(r"hisobot(?:i|lari|ini|larini|ida|larida)|otchyoti|malumot(?:i|lari)")
_REPORT = re.compile(r"otch[ey]+t(?:i|a|ov|am|ah)?|reports?|soobsheni\w+|slova")
_OF = frozenset({"of", "by", "from", "ot"})
_GENITIVE = re.compile(r"\w{3,}(?:ova|eva|yova|ovoy|evoy|yovoy|ina|inoy|skogo|skoy|oviy)")
_LONGEST_MONTH = 31  # days
_SIGNS = frozenset({"№", "#"})
_NAMED_YEAR = re.compile(r"yil\w*|god\w*|ear\w*|g")  # between a year and its month: «2026 йил январь»


class _Reader:
    """Reads one question from left to right; each `_read_…` returns the place after what it read, or None."""

    def __init__(
        self,
        text: str,
        *,
        numbers: Collection[int],
        sections: Sequence[str],
        names: Sequence[Named],
        span: Span,
        shown: Mapping[str, str],
        length: Length | None = None,
    ) -> None:
        self._source = text
        self._length = length
        self._tokens = with_thousands(tokenize(text), numbers)
        self._aims = Aims(Wording(read_words(text)))
        self._unfinished = {start: (end, begun) for start, end, begun in self._aims.unfinished()}
        self._unfinished |= {start: (end, "open") for start, end in self._aims.remaining()}
        self._plan_numbers = frozenset(numbers)
        self._plan_sections = tuple(sections)
        self._sections_folded = {bare(section): section for section in sections}
        self._names = tuple(names)
        self._span = span
        self._shown = {bare(words): status for words, status in shown.items()}
        self._longest_phrase = max(LONGEST_PHRASE, *(len(words.split()) for words in shown), 0)
        self._years = frozenset(
            token.value for place, token in enumerate(self._tokens) if _is_year(token) and not self._is_called(place)
        )
        self._told_years = frozenset(self._years_told())
        self._numbers: set[int] = set()
        self._sections: set[str] = set()
        self._executors: set[str] = set()
        self._ambiguous: dict[str, tuple[Named, ...]] = {}
        self._statuses: set[str] = set()
        self._months: set[Month] = set()
        self._format: str | None = None
        self._help = False
        self._place: Place | None = None
        self._days: Period | None = None
        self._day: date | None = None
        self._is_by_then = False
        self._unknown: dict[str, Unknown] = {}

    @property
    def is_of_silence(self) -> bool:
        """Whether the words ask who is silent."""
        return self._place is Place.SILENT or self._aims.place() is Place.SILENT

    def read(self) -> Question:
        place = 0
        while place < len(self._tokens):
            place = self._read_at(place)
        if not self._months:
            for year in self._told_years:
                self._add_period(Month(year, 1), MONTHS_IN_YEAR)
            for year in self._years:
                # A year beside a plan that lies in it tells nothing; a later one may stand in the name of a document.
                if not self._span.is_of_one_year or year < self._span.starts_on.year:
                    self._add_period(Month(year, 1), MONTHS_IN_YEAR)
        return self._asked(
            Question(
                numbers=frozenset(self._numbers),
                sections=frozenset(self._sections),
                executors=frozenset(self._executors),
                ambiguous=tuple(self._ambiguous.items()),
                statuses=frozenset(self._statuses),
                months=frozenset(self._months),
                format=self._format,
                help=self._help,
                unknown=tuple(self._unknown.values()),
                place=self._place,
                days=self._days,
                lasting=self._length.days if self._length is not None else None,
            )
        )

    def _asked(self, named: Question) -> Question:
        """The question with what it wants to know of that which it names."""
        matter = matter_in(self._source)
        if matter is not None and (matter is not Matter.PAPERS or named.numbers or named.executors):
            return replace(_of_a_matter(named, matter), is_mine=self._aims.is_mine())
        return self._of_the_work(named)

    def _of_the_work(self, named: Question) -> Question:
        """The question with what it wants to know of the work."""
        aims = self._aims
        is_of_some = bool(named.numbers or named.executors or named.ambiguous or named.sections)
        if (words := self._of_words(named)) is not None:
            return words
        if self._day is not None and named.place in (Place.REPORTED, Place.SILENT, Place.DISCIPLINE):
            named = replace(named, months=frozenset(), days=Period(self._day, self._day))
        if aims.is_of_reporting() and aims.asks() and not (is_of_some or named.statuses):
            return replace(named, help=True, months=frozenset(), days=None)
        if not is_of_some and not named.statuses and named.place is None:
            named = replace(named, place=aims.place())
        if not is_of_some and named.place is None and aims.asks_of_reports():
            return self._on_the_day(replace(named, place=Place.REPORTED))
        is_bare = not (is_of_some or named.months or named.days or named.place or named.format)
        if is_bare and named.statuses <= {"done"} and aims.asks_of_the_whole() and aims.asks():
            return replace(named, place=Place.WHOLE, statuses=frozenset(), is_mine=aims.is_mine())
        if named.statuses == {"done"} and aims.has_duty():
            named = replace(named, statuses=frozenset())
        if len(named.numbers) == 1 and named.statuses and aims.asks():  # «7 бажарилдими?»: whether, not which
            return replace(named, statuses=frozenset(), aim=Aim.STANDING)
        if named.statuses == {"late"} and aims.asks():  # «what is late?»
            named = replace(named, statuses=frozenset({"late", "overdue"}))
        is_of_people = bool(
            named.executors or named.ambiguous or named.statuses or named.place or named.months or named.days
        )
        aim = aims.aim(is_named=bool(named.numbers), is_of_people=is_of_people)
        return self._of_the_day(replace(named, aim=aim, is_mine=aims.is_mine()))

    def _of_the_day(self, named: Question) -> Question:
        """«5 апрелгача нима бор» asks of all that is due by then; «17 январь» of that day, or else of its month."""
        is_of_one = self._day is not None and named.months == {Month.of(self._day)} and named.days is None
        if not is_of_one or named.numbers or named.place not in (None, Place.WHOLE):
            return named
        if not self._is_by_then:
            return replace(named, on=self._day)
        return replace(named, until=self._day, months=frozenset(), place=None)

    def _of_words(self, named: Question) -> Question | None:
        """What somebody wrote («Юнусов кеча нима ёзди?»), if that is asked; a day named is meant as that day."""
        is_of_people = bool(named.executors or named.ambiguous)
        is_timed = bool(named.months or named.days)
        times = [named.days.start] if named.days is not None else [one.first_day for one in named.months]
        is_of_days = named.days is not None
        if times and not named.numbers and self._aims.asks_what_was_done(is_of_days=is_of_days):
            is_past = min(times) <= self._span.today
            if is_past and named.place in (None, Place.WHOLE) and named.format is None and named.statuses <= {"done"}:
                return replace(named, place=Place.WORDS, statuses=frozenset(), help=False)
        if named.place not in (None, Place.REPORTED) or named.format is not None or named.statuses:
            return None
        is_lately = any(LATELY.fullmatch(token.text) for token in self._tokens)
        is_of_some = is_of_people or is_timed or is_lately
        is_asked = self._aims.asks_what_was_said(is_of_people=is_of_people, is_of_some=is_of_some)
        is_asked = is_asked or (not named.numbers and self._aims.asks_for_news(is_timed=is_timed))
        is_asked = is_asked or (is_of_people and self._owns_reports())
        if not is_asked or (named.sections and not is_timed and not is_of_people):
            return None
        return self._on_the_day(replace(named, place=Place.WORDS, help=False))

    def _on_the_day(self, named: Question) -> Question:
        if self._day is None:
            return named
        return replace(named, months=frozenset(), days=Period(self._day, self._day))

    def _owns_reports(self) -> bool:
        """«Кучкаров ҳисоботи», «отчёты Рахимовой», «Yunusov's report»: as against «отчёт по Рахимовой»."""
        for place in range(len(self._tokens)):
            owner = place - 2 if LATELY.fullmatch(self._text(place - 1)) else place - 1
            if _OWN_REPORT.fullmatch(self._text(place)) and self._names_somebody(owner):
                return True
            if not _REPORT.fullmatch(self._text(place)):
                continue
            after = place + 2 if self._text(place + 1) in _OF else place + 1
            is_genitive = _GENITIVE.fullmatch(self._text(after)) is not None or after == place + 2
            if is_genitive and self._names_somebody(after):
                return True
            if self._text(place - 1).endswith("s") and self._names_somebody(place - 1) and place - 1 >= 0:
                return True
        return False

    def _names_somebody(self, place: int) -> bool:
        if not self._is(TokenKind.WORD, place) or meaning_of(self._text(place)) is not None:
            return False
        typed = self._typed(place, place + 1)
        return bool(find(re.sub(r"['’‘ʻʼ`]s$", "", typed), self._names))

    def _read_at(self, place: int) -> int:
        if self._length is not None and place == self._length.first:
            return self._length.after
        readers = (
            self._read_lately,
            self._read_times,
            self._read_unfinished,
            self._read_initialled_name,
            self._read_day,
            self._read_relative,
            self._read_quarter,
            self._read_half_year,
            self._read_section,
            self._read_numbers,
            self._read_phrase,
            self._read_company,
            self._read_name,
        )
        for reader in readers:
            after = reader(place)
            if after is not None:
                return after
        return self._read_unknown(place)

    # The neighbours

    def _text(self, place: int) -> str:
        return self._tokens[place].text if 0 <= place < len(self._tokens) else ""

    def _is(self, kind: TokenKind, place: int) -> bool:
        return 0 <= place < len(self._tokens) and self._tokens[place].kind is kind

    def _after_dash(self, place: int) -> int:
        return place + 1 if self._text(place) == "-" else place

    def _typed(self, place: int, after: int) -> str:
        return self._source[self._tokens[place].start : self._tokens[after - 1].end]

    def _ordinal(self, place: int) -> int | None:
        """The number at `place` in digits, in Roman numerals or as a word."""
        if self._is(TokenKind.NUMBER, place):
            return self._tokens[place].value
        if not self._is(TokenKind.WORD, place):
            return None
        return (self._may_be_roman(place) and _ROMANS.get(self._text(place))) or number_of(self._tokens[place])

    # Months

    def _add_period(self, first: Month, length: int) -> None:
        self._months.update(first + ahead for ahead in range(length))

    def _first(self, month: int, length: int, place: int, after: int) -> Month:
        """The first month of the period of a year named by the words from `place` up to `after`."""
        years = self._years or self._told_years
        year = self._year_beside(place, after) or (next(iter(years)) if len(years) == 1 else None)
        return self._span.first_of(month, length) if year is None else Month(year, month)

    def _year_beside(self, place: int, after: int) -> int | None:
        """The year written right after a period, or else right before it: «январь 2026», «2026 йил январь»."""
        before = place - 1
        if _NAMED_YEAR.fullmatch(self._text(before)) or self._text(before) == "-":
            before -= 1
        beside = [self._tokens[one] for one in (after, before) if 0 <= one < len(self._tokens)]
        return next((token.value for token in beside if _is_year(token)), None)

    def _step(self, place: int) -> int | None:
        steps = ((LAST, -1), (THIS, 0), (NEXT, 1))
        return next((step for pattern, step in steps if pattern.fullmatch(self._text(place))), None)

    def _years_told(self) -> Iterator[int]:
        """The years told from today's: «ўтган йил октябрда» asks of one month of the last year, not of all of it."""
        for place in range(len(self._tokens)):
            if (step := self._step(place)) is not None and YEAR.fullmatch(self._text(place + 1)):
                yield self._span.today.year + step

    def _read_relative(self, place: int) -> int | None:
        """«Ўтган ой», «в этом квартале», next year: the period before today's, today's own, the one after it."""
        step = self._step(place)
        if step is None:
            return None
        if WEEK.fullmatch(self._text(place + 1)):
            return self._add_week(step, place + 2)
        if YEAR.fullmatch(self._text(place + 1)):
            return place + 2  # told from the first: it may be that of a month
        periods = ((MONTH, 1), (QUARTER, 3), (HALF_YEAR, 6))
        length = next((length for pattern, length in periods if pattern.fullmatch(self._text(place + 1))), None)
        after = place + 2
        if length is None and (half := self._half_year_words(place + 1)) is not None:
            length, after = 6, half
        if length is None:
            return None
        today = Month.of(self._span.today)
        self._add_period(today - (today.month - 1) % length + step * length, length)
        return after

    def _read_lately(self, place: int) -> int | None:
        """«Сўнгги ҳафтада», «за последние 3 дня», «охирги марта»: the days up to today; or the newest, with no time."""
        if not LATELY.fullmatch(self._text(place)):
            return None
        if TIMES.fullmatch(self._text(place + 1)):
            return place + 2
        unit = next((days for days, pattern in ((7, WEEK), (30, MONTH)) if pattern.fullmatch(self._text(place + 1))), 0)
        if unit and self._text(place) in {"last", "past"}:  # «last week» is the one before this
            return None
        found = read_length(self._tokens[place + 1 : place + 5])
        if found is not None and found.first == 0:
            self._days = Period(self._span.today - timedelta(days=found.days - 1), self._span.today)
            return place + 1 + found.after
        if not unit:
            return place + 1
        self._days = Period(self._span.today - timedelta(days=unit - 1), self._span.today)
        return place + 2

    def _read_times(self, place: int) -> int | None:
        """«Уч марта», «неча марта»: how many times, and not the month, whose day is a figure."""
        if not self._is(TokenKind.WORD, place) or not COUNTED.fullmatch(self._text(place)):
            return None
        return place + 2 if TIMES.fullmatch(self._text(place + 1)) else None

    def _add_week(self, step: int, after: int) -> int:
        monday = self._span.today - timedelta(days=self._span.today.weekday()) + timedelta(weeks=step)
        self._days = Period(monday, monday + timedelta(days=6))
        return after

    def _read_day(self, place: int) -> int | None:
        """«Бугун», завтра; a week without more is this one."""
        if WEEK.fullmatch(self._text(place)) and not self._is(TokenKind.NUMBER, place - 1):
            return self._add_week(0, place + 1)
        ahead = next((days for days, pattern in DAYS_AHEAD.items() if pattern.fullmatch(self._text(place))), None)
        if ahead is None:
            return None
        day = self._span.today + timedelta(days=ahead)
        self._days = Period(day, day)
        return place + 1

    def _read_quarter(self, place: int) -> int | None:
        after, number = self._numbered(place, QUARTER)
        if number is None or not 1 <= number <= 4:
            return None
        self._add_period(self._first(3 * number - 2, 3, place, after), 3)
        return after

    def _read_half_year(self, place: int) -> int | None:
        bare_half = self._half_year_words(place)
        if bare_half is not None and self._text(place) != "h":
            self._add_period(self._first(1, 6, place, bare_half), 6)
            return bare_half
        after, number = self._numbered(place, HALF_YEAR)
        if number is None and (number := self._ordinal(place)) is not None:
            after = self._half_year_words(self._after_dash(place + 1)) or 0
        if not after or number is None or number > 2:
            return None
        self._add_period(self._first(6 * number - 5, 6, place, after), 6)
        return after

    def _half_year_words(self, place: int) -> int | None:
        """The place after «ярим йиллик» or «полугодие» at `place`."""
        if HALF_YEAR.fullmatch(self._text(place)):
            return place + 1
        first, second = HALF_YEAR_PAIRS
        after = self._after_dash(place + 1)
        return after + 1 if first.fullmatch(self._text(place)) and second.fullmatch(self._text(after)) else None

    def _numbered(self, place: int, pattern: re.Pattern[str]) -> tuple[int, int | None]:
        """The number of a period before its word («1-чорак», «I чорак») or after it (q1), and the place after."""
        if pattern.fullmatch(self._text(place)):
            after = self._after_dash(place + 1)
            return (after + 1, self._ordinal(after)) if self._ordinal(after) else (0, None)
        after = self._after_dash(place + 1)
        if self._is(TokenKind.NUMBER, place) and ORDINAL_ENDING.fullmatch(self._text(after)):  # «1-й квартал»
            after += 1
        return (after + 1, self._ordinal(place)) if pattern.fullmatch(self._text(after)) else (0, None)

    def _add_months(self, place: int, month: int) -> int:
        """Take `month`, named before `place`, and those up to the month that a dash or «по» leads to."""
        own = self._year_beside(place - 1, place)
        joint = place
        while self._is(TokenKind.NUMBER, joint) and _is_year(self._tokens[joint]):
            joint += 1
        if self._text(place - 1).endswith("dan") and self._is_until(joint):  # «апрелдан июнгача»
            joint -= 1
        elif self._text(joint) not in _JOINTS_OF_RANGE:
            joint = len(self._tokens)
        last = meaning_of(self._text(joint + 1))
        if last is None or last.topic is not Topic.MONTH:
            self._months.add(self._first(month, 1, place - 1, place))
            return place
        end, length = joint + 2, (int(last.values[0]) - month) % MONTHS_IN_YEAR + 1  # over New Year too
        closing = self._year_beside(joint + 1, end)
        if own is None and closing is not None:  # the year said is that of the end
            first = Month(closing, int(last.values[0])) - (length - 1)
        else:
            first = self._first(month, length, place - 1, place)
        self._add_period(first, length)
        return end

    def _is_until(self, place: int) -> bool:
        return self._text(place).endswith("gacha") or self._text(self._after_dash(place + 1)) in _UNTIL

    # Sections and numbers

    def _read_section(self, place: int) -> int | None:
        if section := self._section_at(place):
            return self._add_sections(place, section)
        named = SECTION.fullmatch(self._text(place))
        number_place = place + 1 if named else place
        number = self._ordinal(number_place)
        after = self._after_ending(number_place + 1)
        if number is None or not (named or SECTION.fullmatch(self._text(after))):
            return None
        section = roman(number)
        if section in self._plan_sections:
            self._sections.add(section)
        else:
            self._note_unknown(self._typed(number_place, number_place + 1), self._plan_sections[:_SUGGESTIONS])
        return number_place + 1 if named else after + 1

    def _after_ending(self, place: int) -> int:
        after = self._after_dash(place)
        return after + 1 if ORDINAL_ENDING.fullmatch(self._text(after)) else after

    def _section_at(self, place: int) -> str | None:
        return self._sections_folded.get(self._text(place)) if self._may_be_roman(place) else None

    def _may_be_roman(self, place: int) -> bool:
        """Whether a word is neither «и» nor «в», which fold to the same letters as I and V."""
        if not self._is(TokenKind.WORD, place):
            return False
        typed = self._typed(place, place + 1)
        if typed in "иИвВ" or (typed in "iI" and self._is_english_i(place)):
            return False
        return not (typed == "v" and self._is_preposition(place))

    def _is_english_i(self, place: int) -> bool:
        """The I of «what do I have», as against that of «section I»."""
        return self._text(place - 1) in _BEFORE_I or self._text(place + 1) in _AFTER_I

    def _is_preposition(self, place: int) -> bool:
        """The v of «v marte» and «v rabote»."""
        following = meaning_of(self._text(place + 1))
        month = following is not None and following.topic is Topic.MONTH
        return month or meaning_of(f"v {self._text(place + 1)}") is not None

    def _add_sections(self, place: int, section: str) -> int:
        last = self._section_at(place + 2) if self._text(place + 1) == "-" else None
        first = self._plan_sections.index(section)
        end = self._plan_sections.index(last) if last else first
        self._sections.update(self._plan_sections[min(first, end) : max(first, end) + 1])
        after = self._after_dash(place + 3 if last else place + 1)
        return after + 1 if SECTION.fullmatch(self._text(after)) else after

    def _read_numbers(self, place: int) -> int | None:
        if not self._is(TokenKind.NUMBER, place):
            return None
        if (month := self._month_of_day(place)) is not None:
            return month
        first = self._tokens[place].value
        if _is_year(self._tokens[place]) and not self._is_called(place):
            return place + 1
        after = self._after_range(place) or place + 1
        low, high = sorted((first, self._last_number(place, after)))
        numbers = {number for number in self._plan_numbers if low <= number <= high}
        self._numbers |= numbers
        if not numbers:
            near = sorted(self._plan_numbers, key=lambda number: (abs(number - first), number))
            self._note_unknown(self._typed(place, after), [str(number) for number in near[:_SUGGESTIONS]])
        return after if not ORDINAL_ENDING.fullmatch(self._text(self._after_dash(after))) else self._after_ending(after)

    def _is_called(self, place: int) -> bool:
        """«№2024», «2024-тадбир»: an activity of the plan, unlike the year of «2024 тадбирлари»."""
        label = self._text(place + 2) if self._text(place + 1) == "-" else ""
        is_labelled = LABEL.fullmatch(label) is not None and "lar" not in label
        return self._tokens[place].value in self._plan_numbers and (self._text(place - 1) in _SIGNS or is_labelled)

    def _after_range(self, place: int) -> int | None:
        """The place after «3-9», «с 3 по 9», «3 дан 9 гача», which begins at `place`."""
        joint = self._after_dash(place + 1)
        if self._text(joint) in _FROM and self._is(TokenKind.NUMBER, joint + 1):
            after = joint + 2
            while self._text(after) in _ENDS_OF_RANGE:
                after += 1
            return after
        joint = place + 1
        if (
            self._text(joint) in _AND
            and self._is(TokenKind.NUMBER, joint + 1)
            and _BETWEEN.fullmatch(self._text(joint + 2))
        ):
            return joint + 3  # «3 ва 9 оралиғи»
        joint = self._after_ending(place + 1)
        joint = joint if self._text(joint) in _JOINTS_OF_RANGE else place + 1
        if self._text(joint) in _JOINTS_OF_RANGE and self._is(TokenKind.NUMBER, joint + 1):
            return joint + 2
        return None

    def _last_number(self, place: int, after: int) -> int:
        return next(
            self._tokens[one].value for one in range(after - 1, place - 1, -1) if self._is(TokenKind.NUMBER, one)
        )

    def _month_of_day(self, place: int) -> int | None:
        """The place of the month whose day stands at `place`: «до 15 марта» asks for March, and names no activity."""
        if not 1 <= self._tokens[place].value <= _LONGEST_MONTH:
            return None
        after = self._after_dash(place + 1)
        if self._text(place + 1) in _JOINTS_OF_RANGE and self._is(TokenKind.NUMBER, place + 2):  # «5-9 апрель»
            after = place + 3
        month = meaning_of(self._text(after))
        if month is None or month.topic is not Topic.MONTH:
            return None
        if after <= place + 2:
            self._note_day(self._tokens[place].value, int(month.values[0]))
            self._is_by_then = self._is_bound_by(place - 1, after)
        return after

    def _is_bound_by(self, before: int, month: int) -> bool:
        """«5 апрелгача», «до 5 апреля», by April: until the day whose `month` stands there."""
        return self._text(month).endswith(_BY_ENDING) or self._is_until_after(month) or self._text(before) in _BY

    def _is_until_after(self, place: int) -> bool:
        return self._text(self._after_dash(place + 1)) in _UNTIL

    def _note_day(self, day: int, month: int) -> None:
        """Keep the day itself: what is due is told by months, but what was reported by days."""
        with suppress(ValueError):
            self._day = date(self._span.year_of(month), month, day)

    # Words

    def _read_phrase(self, place: int) -> int | None:
        for length in range(self._longest_phrase, 0, -1):
            words = [self._text(one) for one in range(place, place + length)]
            if not all(self._is(TokenKind.WORD, one) for one in range(place, place + length)):
                continue
            if meaning := meaning_of(" ".join(words)):
                if meaning.topic is Topic.STATUS and self._is_denied(place, place + length):
                    self._note_unknown(self._typed(place, place + length), self._suggestions(place))
                    return place + length
                return self._take(meaning, place + length)
            if shown := self._shown.get(" ".join(words)):
                if shown in _PLACES:
                    self._place = Place(shown)
                else:
                    self._statuses.add(shown)
                return place + length
        return None

    def _take(self, meaning: Meaning, after: int) -> int:
        if meaning.topic is Topic.STATUS:
            self._statuses.update(meaning.values)
        elif meaning.topic is Topic.PLACE:
            self._place = Place(meaning.values[0])
        elif meaning.topic is Topic.FORMAT:
            self._format = meaning.values[0]
        elif meaning.topic is Topic.HELP:
            self._help = True
        elif meaning.topic is Topic.MONTH:
            return self._add_months(after, int(meaning.values[0]))
        return after

    def _is_denied(self, place: int, after: int) -> bool:
        """«Не просрочено»: the opposite of the status, which nobody may be told instead."""
        return self._aims.is_denied(self._tokens[place].start, self._tokens[after - 1].end)

    def _read_unfinished(self, place: int) -> int | None:
        """«Бажарилмаган», «ещё не сделано», «нима қолди»: work that is open, or not begun."""
        found = self._unfinished.get(self._tokens[place].start)
        if found is None:
            return None
        end, begun = found
        self._statuses.update(OPEN if begun == "open" else {begun})
        return next(
            (one for one in range(place, len(self._tokens)) if self._tokens[one].start >= end), len(self._tokens)
        )

    def _read_company(self, place: int) -> int | None:
        """A word that only asks, or is polite."""
        if not self._is(TokenKind.WORD, place) or not self._aims.is_company(self._tokens[place].start):
            return None
        return None if is_name(self._typed(place, place + 1), self._names) else place + 1

    # Names

    def _read_initialled_name(self, place: int) -> int | None:
        """«И. Хаджиев», before its «И» is taken for a word or a section."""
        if len(self._text(place)) > _LONGEST_INITIAL or not self._is(TokenKind.WORD, place):
            return None
        after = place + 3 if self._text(place + 1) == "." else place + 2
        if not self._is(TokenKind.WORD, after - 1) or len(self._text(after - 1)) <= _LONGEST_INITIAL:
            return None
        return None if meaning_of(self._text(after - 1)) else self._take_names(place, after)

    def _read_name(self, place: int) -> int | None:
        if not self._is(TokenKind.WORD, place):
            return None
        for after in reversed(list(self._name_ends(place))):
            if taken := self._take_names(place, after):
                return taken
        return None

    def _name_ends(self, place: int) -> Iterator[int]:
        """The places where a name that begins at `place` may end: before a word that means something else."""
        yield place + 1
        words, end = 1, place + 1
        while words < _LONGEST_NAME and end < len(self._tokens):
            if self._text(end) in {"-", "."}:
                end += 1
                continue
            initial = len(self._text(end)) <= _LONGEST_INITIAL
            if not self._is(TokenKind.WORD, end) or (self._means_something(end) and not initial):
                return
            words, end = words + 1, end + 1
            yield end

    def _means_something(self, place: int) -> bool:
        """Whether a word is one of questions or of time, and so no part of a name before it."""
        word = self._text(place)
        is_of_time = any(pattern.fullmatch(word) for pattern in DAYS_AHEAD.values()) or (
            self._length is not None and self._length.first <= place < self._length.after
        )
        return is_of_time or meaning_of(word) is not None

    def _take_names(self, place: int, after: int) -> int | None:
        typed = self._typed(place, after)
        matches = find(typed, self._names)
        if len(matches) == 1:
            self._executors.add(matches[0].key)
        elif matches:
            self._ambiguous[typed] = tuple(matches)
        return after if matches else None

    # What is not understood

    def _read_unknown(self, place: int) -> int:
        if not self._is(TokenKind.SIGN, place) or self._text(place) == "?":
            if self._text(place) == "?":
                self._help = self._help or len(self._tokens) == 1
            else:
                self._note_unknown(self._typed(place, place + 1), self._suggestions(place))
        return place + 1

    def _note_unknown(self, word: str, suggestions: Sequence[str]) -> None:
        self._unknown.setdefault(word, Unknown(word, tuple(suggestions)))

    def _suggestions(self, place: int) -> list[str]:
        """The closest words and names, in the script of the word that was typed."""
        known = {words: meaning.spelled for words, meaning in VOCABULARY.items() if meaning.topic is not Topic.FILLER}
        known |= {bare(name.name).split()[-1]: name.name for name in self._names} | self._sections_folded
        near = process.extract(self._text(place), list(known), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH, limit=None)
        latin = self._typed(place, place + 1).isascii()
        by_meaning: dict[tuple[str, ...], str] = {}
        for words, _, _ in near:
            by_meaning.setdefault(_sense(words), to_latin(known[words]) if latin else known[words])
        return list(by_meaning.values())[:_SUGGESTIONS]


def _sense(words: str) -> tuple[str, ...]:
    """What makes two suggestions the same: their meaning, or else their words."""
    meaning = VOCABULARY.get(words)
    return (meaning.topic.name, *meaning.values) if meaning else (words,)


_ROMANS = {bare(roman(number)): number for number in range(1, 40)}


def _is_year(token: Token) -> bool:
    return token.kind is TokenKind.NUMBER and 2000 <= token.value < 2100
