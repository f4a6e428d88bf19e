"""Understand a message: its intent, what would be recorded with no further tap, and what must be asked.

The message is cut into words whose meanings are looked up (`lexicon`). Verbs are joined with the words that complete or
deny them (`predicates`), each number gets a role (`numbers`), and the message is cut into clauses (`clauses`). Each
clause is judged alone (`doubts`, `intents`, `statements`), and those about the same activities together (`parts`).
Certainty is a matter of coverage: a clause says something for certain only if every word of it is accounted for.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from services.language.courtesies import Courtesy, courtesy
from services.language.document_words import without_documents
from services.language.question_words import Topic, is_of_time, is_time, meaning_of
from services.language.reading.clauses import Clause, are_of_all, clauses, of_the_others
from services.language.reading.dates import month_named
from services.language.reading.figures import Role
from services.language.reading.intents import ABOUT_WORK, Intent
from services.language.reading.lexicon import Lexeme, lexicon, read_words, with_pluses
from services.language.reading.long_numbers import with_thousands
from services.language.reading.meanings import Concept, Mood, concepts
from services.language.reading.numbers import Mention, Numbers
from services.language.reading.pairs import percents_in_order
from services.language.reading.parts import Asks, Judge, Judged, Part, parts
from services.language.reading.predicates import predicates
from services.language.reading.proper_names import ProperNames
from services.language.reading.sayings import needs_help
from services.language.reading.skeleton import skeleton
from services.language.reading.statements import Statement, StatementReader
from services.language.reading.topics import Activity, Topics
from services.language.reading.vocabulary import LABELS, SIGNS
from services.language.reading.wording import Wording
from services.language.tokens import LONGEST_KEPT, TokenKind


@dataclass(frozen=True)
class Record:
    """What is recorded for one activity: the percent (0–100) and whether it is done; if both are None, words only."""

    activity: int
    percent: int | None
    done: bool | None


@dataclass(frozen=True)
class Told:
    """What one part of a message tells of the work, in its own `words`.

    `numbers` are the activities it is about; empty if that must be asked. `percent` and `done` are certain only if
    `asks` is NONE; `done` is False if the words say that the work is not done. `counts`: it is a plain statement about
    the work, which moves a status; a mere «not begun yet» or promise is recorded as words only. `percents` are those
    that the words name, if they contradict each other. `may_be` are activities that they seem to name.
    """

    numbers: tuple[int, ...]
    percent: int | None
    done: bool | None
    asks: Asks
    words: str
    counts: bool = True
    percents: tuple[int, ...] = ()
    may_be: tuple[int, ...] = ()


@dataclass(frozen=True)
class Understanding:
    """What the bot makes of a message.

    `records` is what is recorded with no further tap. `choices` are activities in the order of the buttons, if the
    activity is asked. `kept` are the words kept with the report or the request; `not_understood` the words and numbers
    that have no meaning to the reader.

    Further, for the chat: `told` is what the message tells of the work, part by part, recorded or asked about.
    `work` are all its words that may stand in a report; `ranked` are the activities that share words with it, the best
    first; `likely` is the one that the words name beyond the others.
    `named` are the activities' numbers that were written; `subject` those that a request or a question is about;
    `apart` the words of each intent that is no report; `month` is the first day of a month that was named. `mends` is
    the percent of one activity that a correction puts in the place of an earlier one, if that is certain. `apiece` is
    what each part tells, where the message as a whole is asked about.
    """

    intent: Intent
    also: tuple[Intent, ...] = ()
    records: tuple[Record, ...] = ()
    asks: Asks = Asks.NONE
    choices: tuple[int, ...] = ()
    kept: str = ""
    not_understood: tuple[str, ...] = ()
    told: tuple[Told, ...] = field(default=(), compare=False)
    work: str = field(default="", compare=False)
    ranked: tuple[int, ...] = field(default=(), compare=False)
    likely: int | None = field(default=None, compare=False)
    named: tuple[int, ...] = field(default=(), compare=False)
    subject: tuple[int, ...] = field(default=(), compare=False)
    apart: Mapping[Intent, str] = field(default_factory=dict, compare=False)
    month: date | None = field(default=None, compare=False)
    mends: Told | None = field(default=None, compare=False)
    apiece: tuple[Told, ...] = field(default=(), compare=False)

    @property
    def intents(self) -> tuple[Intent, ...]:
        """All intents, the main one first."""
        return (self.intent, *self.also)


def understand(
    text: str,
    own: Sequence[Activity],
    *,
    today: date,
    about: Sequence[int] = (),
    plan: Collection[int] = (),
    meant: int | None = None,
) -> Understanding:
    """What `text`, written on the local day `today`, means from somebody whose activities are `own`.

    `about` are the numbers of the activities of the message replied to, or of what the bot spoke of last. `plan` are
    the numbers that somebody without activities (a leader, an admin) may ask about. `meant` is the activity that the
    person chose by a button: the words are about it, whatever they name. Of a text longer than two messages the rest is
    kept, not read, and nothing is certain. Linear in `text`.
    """
    asked = _Asked(text, tuple(own), today, tuple(about), bool(plan), meant)
    return _understood_kept(asked) if len(text) <= LONGEST_KEPT else _understood_long(asked)


def names_an_activity(text: str, own: Sequence[Activity], *, today: date) -> bool:
    """Whether `text` names any activity, by a number or by a name; it is not read any further."""
    asked = _Asked(text, tuple(own), today, (), of_the_plan=False, meant=None)
    return _names_any_kept(asked) if len(text) <= LONGEST_KEPT else bool(_Numbered(asked).numbers.mentions)


class _Asked(NamedTuple):
    """What `understand` is asked."""

    text: str
    own: tuple[Activity, ...]
    today: date
    about: tuple[int, ...]
    of_the_plan: bool
    meant: int | None


@lru_cache(maxsize=32)
def _understood_kept(asked: _Asked) -> Understanding:
    """As `_understood`: it is asked several times while a message is taken."""
    return _understood(asked)


@lru_cache(maxsize=4)
def _understood_long(asked: _Asked) -> Understanding:
    """The same of a long text, of which only the present one is worth the room."""
    return _understood(asked)


@lru_cache(maxsize=32)
def _names_any_kept(asked: "_Asked") -> bool:
    return bool(_Numbered(asked).numbers.mentions)


def _understood(asked: _Asked) -> Understanding:
    text = asked.text
    if any(letter.isalnum() or letter in SIGNS for letter in text):
        return _Message(asked).verdict()
    if courtesy(text) is not None:
        return Understanding(Intent.COURTESY)
    told = Told((), None, None, Asks.INTENT, text.strip())
    return Understanding(Intent.UNCLEAR, asks=Asks.INTENT, kept=text.strip(), told=(told,), work=text.strip())


_LONGEST_READ = 2 * 4096
_ITEM = re.compile(r"^[ \t]*(\d{1,2})(?:\)[ \t]*|\.[ \t]+)(?=([№#])?[ \t]*(\d{1,9})(?!\d))", re.MULTILINE)
_SHORTEST_LIST = 2  # lines
# «№12 –37%»: a long dash beside the percent is a dash all the same, and no minus.
_DASH_AT_A_PERCENT = re.compile(r"(?<=\w) ([–—])(?=\d{1,3}\s*(?:%|фоиз|foiz|процент|protsent|percent))", re.IGNORECASE)
_LINK = re.compile(r"\(?https?://[^\s)]+\)?")  # an address says nothing of the work
_MOST_CHOICES = 5
_SEVERAL = 2
_ORDINAL = re.compile(  # skeletons
    r"(?:birinchi|ikinchi|ochinchi|tortinchi|beshinchi)(?:si)?"
    r"|(?:perv|vtor|chetvyort|chetvert|pyat)(?:oe|aya|iy|oy)|tret(?:e|ya|iy)"
)
_WHOLE = 100
_SURELY_NO_ACTIVITY = 30  # a bare number from here on that no activity of the person's has is a percent
_SURELY_A_PERCENT = 10
_ORDER = (Intent.CORRECTION, Intent.REFUSAL, Intent.MORE_TIME, Intent.AWAY)
_OF_WORK = (Intent.NOT_DONE, Intent.OBSTACLE, Intent.PROMISE)
_NO_REPORT = frozenset(_ORDER)
_APART = frozenset({*_ORDER, Intent.QUESTION})
_NEEDS_ACTIVITY = frozenset({Intent.MORE_TIME, Intent.REFUSAL})
_ASK_ORDER = (Asks.INTENT, Asks.ACTIVITY, Asks.DONE, Asks.PERCENT)
_CLAIMING = concepts("FINISH READY TICK CROSS")
_COUNTED_OR_NAMED = concepts("STAGE RECORD PAPER")
_OF_THE_PLAN = concepts("LABEL MONTH DEADLINE UNIT WORK RECORD STAGE")
_TOPICAL = frozenset({None, Concept.STAGE, Concept.PAPER, Concept.RECORD})  # what may tell one activity from another
_POLITE = concepts("POLITE THANKS LINK ALL ME THEM AUX WORK")
_BESIDE = concepts("MINE ME LINK SHOW TELL PLEASE LABEL")
_PROMISED = concepts("FINISH GOING AUX BEGIN")
_HOPED = concepts("WILL TIMELY TRY NOW WAIT")
_BESIDE_APOLOGY = concepts("POLITE LINK ME THANKS")
_APOLOGY = re.compile(  # skeletons
    r"ozr|kechirasiz(?:lar)?|kechiring(?:lar)?|izvinite|izvini|izvinyaos|izvinyaemsya|izvineniya|prostite|prosheniya"
    r"|sori|sory|apologies|apologi[sz]e|afv"
)
_APOLOGIZED = re.compile(
    _APOLOGY.pattern + r"|kechik\w*|zaderj\w*|opozda\w*|delay|late|uchun|chto|soray(?:miz|man)|prosho|prosim"
    r"|prinosh?[oi]m?|bezpokoystvo|bespokoystvo|javob\w*|otvet\w*|hisobot\w*|biroz|ozgina|nemnogo"
)
_CONSIDERED = re.compile(
    r"\b(?:korib (?:chika(?:miz|man)|koramiz)|tanishib chika(?:miz|man)|(?:etiborga|inobatga|hisobga) ola(?:miz|man)"
    r"|rasmotrim|posmotrim|izochim|oznakomimsya|prim(?:em|yom) k svedenio)\b"
)
_SOON = concepts("LATER DAY ME")
_IN_TOUCH = re.compile(  # skeletons
    r"(?:boglan|gaplash|ochrash)(?:a(?:man|miz)|amiz|ay)|kongirok|telefon$|(?:pere|so)?zvon(?:yo|im)s?|pozvon(?:yo|im)|svyaj(?:os|ems)"
)
_AHEAD = frozenset({Mood.FUTURE, Mood.CONVERB, Mood.DEED})
_STARTS = frozenset("\n,;.")
_APART_BY = frozenset({",", ";", ".", "\n", "va", "i", "ham", "hamda", "and", "takje", "toje"})
_BOTH = frozenset({"ikalasi", "ikovi", "oba", "obe", "both"})


def _blank(link: re.Match[str]) -> str:
    """Blanks of the same length, so that places in the text stay the same."""
    return " " * len(link[0])


def _intents_of(judged: Judged) -> frozenset[Intent]:
    return frozenset(intent for statement in judged.statements for intent in statement.intents)


def _counts(judged: Judged) -> bool:
    """Whether a part is a plain statement about the work; «not done», promises and words on its time are not."""
    if judged.percent is judged.done is None and all(one.of_time for one in judged.statements):
        return False
    intents = _intents_of(judged)
    reports = any(statement.tells and Intent.REPORT in statement.intents for statement in judged.statements)
    if judged.percent is not None or judged.done or reports:
        return True
    if Intent.NOT_DONE in intents:
        return False
    return bool(intents & {Intent.REPORT, Intent.OBSTACLE}) or not intents & ABOUT_WORK


@lru_cache(maxsize=256)
def _topics(own: tuple[Activity, ...]) -> Topics:
    """The topics of one person's activities, kept because people write more often than plans change."""
    return Topics(own)


@lru_cache(maxsize=256)
def _names(own: tuple[Activity, ...]) -> ProperNames:
    """The names in them, kept as the topics are."""
    return ProperNames(own)


@lru_cache(maxsize=1)
def _labels() -> frozenset[str]:
    return frozenset(" ".join(map(skeleton, label.split())) for label in LABELS.split(";"))


def _read(text: str, own: tuple[Activity, ...]) -> tuple[Wording, Numbers]:
    """The words and the numbers of a message, whatever it is about."""
    numbers = [one.number for one in own]
    text = _without_enumeration(_DASH_AT_A_PERCENT.sub(r"\1 ", text[:_LONGEST_READ]), numbers)
    lexemes = read_words(_LINK.sub(_blank, without_documents(text, numbers)))
    wording = Wording(with_pluses(with_thousands(lexemes, numbers), numbers))
    return wording, Numbers(wording, numbers, _topics(own).belongs)


def _without_enumeration(text: str, numbers: Collection[int]) -> str:
    """The same with blanks in the place of the numbers that only count its lines: «1) №12 - 15%», «2) №13 - 25%».

    That is certain if each line goes on with a number of the person's own, and has a sign before it or none of the
    counting numbers is an own one as well.
    """
    items = [_ITEM.match(line) for line in text.split("\n") if line.strip()]
    found = [item for item in items if item is not None]
    counted = list(range(1, len(items) + 1))
    if len(items) < _SHORTEST_LIST or len(found) < len(items) or [int(one[1]) for one in found] != counted:
        return text
    is_own = all(int(one[3]) in numbers for one in found)
    is_certain = all(one[2] for one in found) or not set(counted) & set(numbers)
    return _ITEM.sub(lambda one: " " * len(one[0]), text) if is_own and is_certain else text


@lru_cache(maxsize=32)
def _read_kept(text: str, own: tuple[Activity, ...]) -> tuple[Wording, Numbers]:
    """The same: it is asked of one message under several subjects, and changed by none of them."""
    return _read(text, own)


class _Numbered:
    """One message of one person, with its numbers read."""

    def __init__(self, asked: _Asked) -> None:
        text, own = asked.text, asked.own
        about = asked.about if asked.meant is None else (asked.meant,)
        self._own = [one.number for one in own]
        self._about = [number for number in about if number in self._own]
        self._topics = _topics(own)
        read = _read_kept if len(text) <= LONGEST_KEPT else _read
        self._wording, self.numbers = read(text, own)
        if not self.numbers.mentions and (named := self._named_by_a_word(own)) is not None:
            self.numbers = Numbers(self._wording, self._own, self._topics.belongs, named)

    def _named_by_a_word(self, own: tuple[Activity, ...]) -> Mention | None:
        """«E-Saylov 40%»: not sure beside words of another activity's name, or under a message about another."""
        named = _names(own).spoken_of(self._wording)
        if named is None:
            return None
        inside = range(named.first, named.last + 1)
        words = [self._wording.word(place) for place in range(len(self._wording)) if place not in inside]
        sure = self._about in ([], [named.number]) and not self._topics.points_elsewhere(words, named.number)
        return Mention((named.number,), named.first, named.last, sure, by_name=True)


class _Message(_Numbered):
    """One message of one person."""

    def __init__(self, asked: _Asked) -> None:
        super().__init__(asked)
        meant = asked.meant
        self._text = asked.text
        self._meant = meant
        self._today = asked.today
        self._asks_of_the_plan = asked.of_the_plan and not self._own
        self._numbers = self.numbers
        found = clauses(self._wording, self._numbers, predicates(self._wording))
        self._clauses = of_the_others(found, self._wording, self._about, _CLAIMING) if meant is None else found
        self._places = list(self._topical_places())
        self._words = [self._wording.word(place).partition(".")[0] for place in self._places]
        self._side_by_side = self._called_side_by_side()
        self._judge: Judge | None = None

    def _topical_places(self) -> Iterator[int]:
        """The places of words that may tell one activity from another, without those about attachments."""
        for clause in self._clauses:
            if any(self._attaches(place) for place in clause.places):
                continue
            for place in clause.places:
                if self._wording.is_word(place) and self._is_topical(place):
                    yield place

    def _called_side_by_side(self) -> frozenset[int]:
        """«Концепция тасдиқланди, видео ҳам тайёр», «харита ва медиа-режа»: activities that are spoken of apart."""
        called = [(place, self._topics.called(word)) for place, word in zip(self._places, self._words, strict=True)]
        told = [(place, number) for place, number in called if number is not None]
        pairs = [
            {number, other}
            for (place, number), (later, other) in pairwise(told)
            if number != other and any(self._wording.text(one) in _APART_BY for one in range(place, later))
        ]
        return frozenset(number for pair in pairs for number in pair)

    def _is_topical(self, place: int) -> bool:
        word, concept = self._wording.word(place), self._wording.concept(place)
        if concept in _TOPICAL or "." in word:
            return True  # «lex.uz»
        if concept is Concept.ACT and lexicon().verbs.meaning(word) is None:
            return True  # «плакаты», «харитани»: taken for a verb by its ending alone
        if concept is Concept.UNIT:
            return self._topics.is_named(word) and not self._wording.is_number(place - 1)  # «йиллик смета»
        return concept is Concept.LINK and self._topics.is_translated(word)  # «сми»

    def _attaches(self, place: int) -> bool:
        """«Илова», «файл»: a word for an attachment, unlike the verb «to send»."""
        meaning = self._wording.meaning(place)
        return meaning is not None and meaning.concept is Concept.SEND and meaning.mood is None

    def _said_words(self) -> list[Lexeme]:
        return [one for one in self._wording.lexemes if one.token.kind is TokenKind.WORD]

    # Verdict

    def verdict(self) -> Understanding:
        """The reading of the message."""
        if self._is_courtesy():
            return Understanding(Intent.COURTESY)
        if " ".join(one.word for one in self._said_words()) in _labels():
            return self._with_context(Understanding(Intent.QUESTION), (), ())
        if (paired := percents_in_order(self._text, self._own)) is not None and self._meant is None:
            return self._in_order(paired)
        reader = StatementReader(self._wording, self._numbers, self._today)
        self._judge = judge = Judge(self._wording, reader, topical=bool(self._topics.scores(self._words)))
        judged = self._with_help_for_work(self._with_unread([judge.judge(part) for part in parts(self._clauses)]))
        statements = [one for part in judged for one in part.statements]
        strange = tuple(self._typed(place) for one in statements for place in one.strange)
        intents = self._intents(judged, statements)
        if self._asks_of_the_plan and self._is_about_the_plan(intents):
            return self._with_context(Understanding(Intent.QUESTION, not_understood=strange), judged, statements)
        if not intents:
            return self._with_context(self._unclear(strange), judged, statements)
        records, asks = self._records(judged, intents[0])
        choices = self._choices(judged) if asks is Asks.ACTIVITY else ()
        understanding = Understanding(
            intents[0], tuple(intents[1:]), records, asks, choices, self._kept(statements), strange
        )
        return self._with_context(understanding, judged, statements)

    def _with_help_for_work(self, judged: list[Judged]) -> list[Judged]:
        """«Насос келмади, молия бўлими ёрдам керак»: beside work that is told of, help is wanted for that."""
        if not any(one.is_about_work for each in judged for one in each.statements):
            return judged
        return [replace(one, statements=tuple(map(self._with_help_said, one.statements))) for one in judged]

    def _with_help_said(self, statement: Statement) -> Statement:
        is_mere = statement.intents == (Intent.QUESTION,) and self._wording.text(statement.clause.end - 1) != "?"
        is_plea = is_mere and needs_help(" ".join(self._wording.word(place) for place in statement.clause.places))
        return replace(statement, intents=()) if is_plea else statement

    def _with_unread(self, judged: list[Judged]) -> list[Judged]:
        """The parts; one that names activities in words not understood is asked about apart, beside others that tell.

        «14: ҳисобот топширилди. 11: ҳали аниқ эмас»: the words on the eleventh are not the fourteenth's.
        """
        if len(judged) < _SEVERAL or not any(one.tells and one.part.numbers for one in judged):
            return judged
        return [replace(one, asks=Asks.PERCENT, tells=True) if self._is_unread(one) else one for one in judged]

    def _is_unread(self, judged: Judged) -> bool:
        part = judged.part
        if judged.tells or not part.numbers or not part.sure or not set(part.numbers) <= set(self._own):
            return False
        if any(one.intents or one.reports_nothing for one in judged.statements):
            return False
        last = part.clauses[-1].mentions[-1].last if part.clauses[-1].mentions else part.clauses[-1].start
        return any(
            self._wording.is_word(place) and place not in self._numbers.covered
            for place in range(last + 1, part.clauses[-1].end)
        )

    def _in_order(self, percents: Mapping[int, int]) -> Understanding:
        """What two lists say, each in its own words."""
        records = tuple(Record(number, value or None, value == _WHOLE or None) for number, value in percents.items())
        text = self._text.strip()
        told = tuple(
            Told((one.activity,), one.percent, one.done, Asks.NONE, text)
            if one.percent
            else Told((one.activity,), None, False, Asks.NONE, text, counts=False)  # 0 % claims nothing
            for one in records
        )
        return Understanding(Intent.REPORT, (), records, kept=text, told=told, work=text, named=tuple(percents))

    def _with_context(
        self, understanding: Understanding, judged: Sequence[Judged], statements: Sequence[Statement]
    ) -> Understanding:
        """The reading, completed with what the chat needs to go on with it."""
        working = self._working(judged, understanding.intent)
        told = self._told(working, judged) if working else ()
        if not told and understanding.intent in (Intent.REPORT, Intent.UNCLEAR):
            told = self._told_by_a_number(understanding)
        return replace(
            understanding,
            told=told,
            work=self._words_of_work(statements, self._text.strip()),
            ranked=self._ranked(),
            likely=None if self._side_by_side else self._topics.clear(self._words),
            named=tuple(dict.fromkeys(number for one in self._numbers.mentions for number in one.numbers)),
            subject=(self._numbers_named(judged, _APART) if judged else None) or tuple(self._about[:1]),
            apart={intent: self._apart_words(understanding, statements, intent) for intent in _APART},
            month=month_named(self._wording, self._numbers.dates, self._today),
            mends=self._mends(judged) if understanding.intent is Intent.CORRECTION else None,
            apiece=self._each_told(working, judged) if self._meant is None and len(working) > 1 else (),
        )

    def _mends(self, judged: Sequence[Judged]) -> Told | None:
        """«Ошибся, 19 - 45»: the right figure, if the words name one activity, one percent, and leave nothing open."""
        plain = [one.clause for part in judged for one in part.statements if Intent.CORRECTION not in one.intents]
        wrong = [one.clause for part in judged for one in part.statements if Intent.CORRECTION in one.intents]
        leads = (
            bool(plain and wrong) and wrong[0].start < plain[0].start
        )  # «19 45% – ошибка»: that figure is the wrong one
        if self._judge is None or not leads or self._leaves_out(judged):
            return None
        numbers = tuple(dict.fromkeys(number for one in self._numbers.mentions for number in one.numbers))
        sure = all(mention.sure for mention in self._numbers.mentions)
        told = self._judge.judge(Part(numbers, tuple(plain), sure))
        placed = self._numbers_of(told.part)
        is_figure = told.asks is Asks.NONE and told.percent not in (None, _WHOLE)
        if placed is None or len(placed) != 1 or not is_figure:
            return None
        words = " ".join(self._source(one) for one in plain).strip(" ,;")
        return Told(placed, told.percent, None, Asks.NONE, words)

    def _ranked(self) -> tuple[int, ...]:
        scores = self._topics.scores(self._words)
        ranked = [number for number in self._topics.ranked(self._words) if number in scores]
        return tuple(sorted(ranked, key=lambda number: number not in self._side_by_side))

    def _told_by_a_number(self, understanding: Understanding) -> tuple[Told, ...]:
        """«80» under a reminder, or words that say nothing and must be asked about."""
        value = self._lone_number() if understanding.intent is Intent.REPORT else None
        numbers = tuple(self._about) if len(self._about) == 1 else ()
        return (Told(numbers, value, None, understanding.asks, understanding.kept),)

    def _told(self, working: Sequence[Judged], judged: Sequence[Judged]) -> tuple[Told, ...]:
        several = len(working) > 1 or len(working[0].part.numbers) > 1
        unplaced = any(self._numbers_of(one.part) is None for one in working)
        if (len(working) > 1 and unplaced) or (self._meant is not None and (several or self._leaves_out(judged))):
            # What is said of several, or with a number that nothing explains, is not told of one.
            statements = [statement for one in judged for statement in one.statements]
            words = self._words_of_work(statements, self._text.strip())
            counts = any(_counts(one) for one in working)
            numbers = () if self._meant is None else (self._meant,)
            return (Told(numbers, None, None, Asks.NONE if numbers else Asks.ACTIVITY, words, counts),)
        return self._each_told(working, judged)

    def _each_told(self, working: Sequence[Judged], judged: Sequence[Judged]) -> tuple[Told, ...]:
        """What each part tells, in its own words."""
        first = [one.part.clauses[0].start for one in judged]
        bounds = dict(zip((id(one) for one in judged), pairwise([0, *first[1:], len(self._wording)]), strict=True))
        return tuple(self._told_of(one, *bounds[id(one)]) for one in working)

    def _told_of(self, judged: Judged, start: int, end: int) -> Told:
        numbers = self._numbers_of(judged.part) or ()
        words = self._words_of_work(judged.statements, self._between(start, end))
        counts = _counts(judged)
        done = judged.done if judged.done or counts or Intent.NOT_DONE not in _intents_of(judged) else False
        asks = judged.asks if numbers else Asks.ACTIVITY
        may_be = () if numbers else tuple(one for one in judged.part.numbers if one in self._own)
        return Told(numbers, judged.percent, done, asks, words, counts, judged.percents, may_be)

    def _between(self, start: int, end: int) -> str:
        """The text from one place to another, as typed."""
        first = self._wording.lexemes[start].token.start if start else 0
        last = self._wording.lexemes[end].token.start if end < len(self._wording) else len(self._text)
        typed = self._text[first:last].strip()
        return typed.rstrip(" ,;") if end < len(self._wording) else typed

    def _words_of_work(self, statements: Sequence[Statement], whole: str) -> str:
        """The words without questions and requests, which belong to no report."""
        told = [one for one in statements if not set(one.intents) & _APART]
        if len(told) == len(statements):
            return whole
        return " ".join(self._source(one.clause) for one in told).strip(" ,;")

    def _apart_words(self, understanding: Understanding, statements: Sequence[Statement], intent: Intent) -> str:
        """The words of an intent as they stand in the text, with all between them and what only goes with them."""
        places = [place for place, one in enumerate(statements) if intent in one.intents]
        if not places:
            return ""
        if understanding.intents == (intent,):
            return self._text.strip()
        first, last = places[0], places[-1]
        while first and self._says_nothing(statements[first - 1]):
            first -= 1
        while last + 1 < len(statements) and self._says_nothing(statements[last + 1]):
            last += 1
        end = statements[last].clause.end
        return self._between(statements[first].clause.start, end).strip(" ,;")

    @staticmethod
    def _says_nothing(statement: Statement) -> bool:
        """«…, энди, …»: words that claim nothing and name nothing by themselves."""
        return not (statement.intents or statement.tells or statement.clause.mentions or statement.clause.percents)

    def _is_courtesy(self) -> bool:
        if courtesy(self._text) is not None or self._only_apologizes() or self._only_considers():
            return True
        said = [one for one in self._wording.lexemes if one.token.kind is not TokenKind.SIGN]
        more = [one for one in said if one.concept not in _POLITE and courtesy(one.token.text) is None]
        if any(one.concept is Concept.THANKS or courtesy(one.token.text) is Courtesy.THANKS for one in said):
            more = [
                one for one in more if not self._promises_no_more(one, said) and not self._keeps_in_touch(one, said)
            ]
        elif Concept.AUX in (concepts := {one.concept for one in said}) or Concept.POLITE not in concepts:
            return False
        return not more and "?" not in self._text

    def _only_apologizes(self) -> bool:
        """«Узр, кечикдик», «извините за задержку»: of the work, nothing is told."""
        words = self._said_words()
        said = [one for one in words if one.concept not in _BESIDE_APOLOGY]
        apologizes = any(_APOLOGY.fullmatch(one.word) for one in words)
        return apologizes and self._has_words_alone() and all(_APOLOGIZED.fullmatch(one.word) for one in said)

    def _only_considers(self) -> bool:
        """«Хўп, кўриб чиқамиз», «рассмотрим»: a nod, and no promise to do anything."""
        words = self._said_words()
        rest, found = _CONSIDERED.subn("", " ".join(one.word for one in words))
        polite = {one.word for one in words if one.concept in _POLITE or courtesy(one.token.text) is not None}
        return bool(found) and self._has_words_alone() and polite.union({"yahshi"}).issuperset(rest.split())

    def _has_words_alone(self) -> bool:
        numbers = any(one.token.kind not in (TokenKind.WORD, TokenKind.SIGN) for one in self._wording.lexemes)
        signs = any(one.concept in _CLAIMING for one in self._wording.lexemes)
        return not numbers and not signs and "?" not in self._text

    @staticmethod
    def _promises_no_more(one: Lexeme, said: Sequence[Lexeme]) -> bool:
        """«(Хўп,) бажарамиз», «(понял,) сделаем»: a word that promises no more than the nod it is `said` with."""
        meaning = one.meaning
        if meaning is None or meaning.denied or meaning.asked:
            return False
        ahead = meaning.mood in _AHEAD or any(word.concept is Concept.WILL for word in said)
        return meaning.concept in _HOPED or (ahead and (meaning.concept in _PROMISED or meaning.helps))

    @staticmethod
    def _keeps_in_touch(one: Lexeme, said: Sequence[Lexeme]) -> bool:
        """«(Хўп,) эртага боғланаман», «(понял,) позвоню»: a nod that promises nothing of the work."""
        calls = any(_IN_TOUCH.match(word.word) for word in said)
        return calls and (one.concept in _SOON or _IN_TOUCH.match(one.word) is not None)

    def _intents(self, judged: Sequence[Judged], statements: Sequence[Statement]) -> list[Intent]:
        """All intents, the main one first: certain work, requests, other work, questions."""
        intents = {intent for one in statements for intent in one.intents}
        if not intents:
            return [Intent.REPORT] if any(one.tells for one in judged) else []
        asked = Intent.NOT_DONE not in intents and any(one.asks is not Asks.NONE for one in judged)
        certain = asked or any(one.percent is not None or one.done for one in judged)
        told = any(one.tells and Intent.REPORT in one.intents for one in statements)
        certain = certain or self._refuses_another(judged)
        report = (Intent.REPORT,)
        if certain and all(self._closes(one) for one in statements if Intent.QUESTION in one.intents):
            intents.discard(Intent.QUESTION)  # «бажарилди, назоратдан ечинг» is one and the same thing
        if certain:
            order = (Intent.CORRECTION, *report, *_ORDER[1:], *_OF_WORK, Intent.QUESTION)
        elif told:
            order = (*_ORDER, *report, *_OF_WORK, Intent.QUESTION)
        else:
            order = (*_ORDER, *_OF_WORK, *report, Intent.QUESTION)
        return [intent for intent in order if intent in intents]

    @staticmethod
    def _refuses_another(judged: Sequence[Judged]) -> bool:
        """«2 бўйича 4 та намуна ёзилди, 19 бўйича Сатаев қиляпти»: one activity is refused, another told of."""
        refused = [one for one in judged if Intent.REFUSAL in _intents_of(one)]
        told = [one for one in judged if one.tells and one not in refused and Intent.REPORT in _intents_of(one)]
        apart = all(one.part.numbers and one.part.sure for one in (*refused, *told))
        return bool(refused and told) and apart

    def _closes(self, statement: Statement) -> bool:
        return Concept.CLOSE in self._wording.concepts(statement.clause.places)

    def _is_about_the_plan(self, intents: Sequence[Intent]) -> bool:
        """Whether somebody without activities writes about the plan: they cannot report, so it is a question."""
        if intents:
            return not _NO_REPORT.intersection(intents)
        return any(
            one.token.kind is TokenKind.NUMBER or one.concept in _OF_THE_PLAN or meaning_of(one.token.text) is not None
            for one in self._wording.lexemes
        )

    # What says nothing

    def _unclear(self, strange: tuple[str, ...]) -> Understanding:
        kept = self._text.strip()
        if self._asks_in_words_of_report():
            return Understanding(Intent.QUESTION, not_understood=strange)
        if (value := self._lone_number()) is not None and self._may_be_percent(value):
            surely = value < _WHOLE and value > max(self._own) and value >= _SURELY_NO_ACTIVITY
            if surely:
                return Understanding(Intent.REPORT, (), (Record(self._about[0], value, None),), kept=kept)
            return Understanding(Intent.REPORT, asks=Asks.DONE if value == _WHOLE else Asks.PERCENT, kept=kept)
        named = [number for one in self._numbers.mentions for number in one.numbers if number in self._own]
        choices = tuple(dict.fromkeys([*named, *self._ranked()]))[:_MOST_CHOICES]
        return Understanding(Intent.UNCLEAR, asks=Asks.INTENT, choices=choices, kept=kept, not_understood=strange)

    def _asks_in_words_of_report(self) -> bool:
        """Words of /report, typed: «март», docx, «келаси ҳафта», «мои просроченные»."""
        said = self._said_words()
        if self._numbers.mentions and said and said[0].concept is Concept.UNTIL:
            return False  # «22 до 15 мая»: more time, a promise or a question?
        meanings = [meaning_of(one.token.text) for one in said]
        topics = {meaning.topic for meaning in meanings if meaning is not None}
        known = all(meaning or one.concept in _BESIDE for meaning, one in zip(meanings, said, strict=True))
        words = [one.token.text for one in said]
        times = any(is_time(*pair) for pair in pairwise(words))
        return (known and bool(topics - {Topic.FILLER})) or (times and all(map(is_of_time, words)))

    def _lone_number(self) -> int | None:
        """The number, if it is the whole message: «80» under a reminder."""
        numbers = [one.token.value for one in self._wording.lexemes if one.token.kind is TokenKind.NUMBER]
        return numbers[0] if len(numbers) == 1 and not self._said_words() else None

    def _may_be_percent(self, value: int) -> bool:
        return len(self._about) == 1 and _SURELY_A_PERCENT <= value <= _WHOLE and value not in self._own

    # Records

    def _records(self, judged: Sequence[Judged], main: Intent) -> tuple[tuple[Record, ...], Asks]:
        """What is recorded or asked: a message is recorded as a whole or asked about as a whole."""
        working = self._working(judged, main)
        if not working:
            unplaced = main in _NEEDS_ACTIVITY and self._numbers_named(judged) is None
            return (), Asks.ACTIVITY if unplaced else Asks.NONE
        asks = {one.asks for one in working}
        records: list[Record] = []
        for one in working:
            numbers = self._numbers_of(one.part)
            records.extend(Record(number, one.percent, one.done or None) for number in numbers or ())
            if numbers is None:
                asks.add(Asks.ACTIVITY)
        repeated = len({record.activity for record in records}) != len(records)
        if repeated or self._leaves_out(judged):
            asks.add(Asks.ACTIVITY)
        if len(self._text) > _LONGEST_READ:
            asks.add(Asks.INTENT)
        ask = next((one for one in _ASK_ORDER if one in asks), Asks.NONE)
        return (tuple(records), ask) if ask is Asks.NONE else ((), ask)

    def _working(self, judged: Sequence[Judged], main: Intent) -> list[Judged]:
        """The parts that tell of the work; none if the message is a request or correction and claims nothing."""
        working = [one for one in judged if one.tells]
        claims = any(one.done or one.percent is not None or one.asks is not Asks.NONE for one in working)
        return [] if main is Intent.CORRECTION or (main in _NO_REPORT and not claims) else working

    def _numbers_of(self, part: Part) -> tuple[int, ...] | None:
        """The sender's own activities that a part is about; None if that is not certain."""
        if self._meant is not None:
            return (self._meant,)
        if part.numbers:
            return part.numbers if part.sure and set(part.numbers) <= set(self._own) else None
        if len(self._about) == 1:
            return tuple(self._about) if self._topics.clear(self._words) in (None, *self._about) else None
        if len(self._own) == 1:
            return tuple(self._own)
        both = len(self._about) == 2 and any(one.word.removesuffix("yam") in _BOTH for one in self._wording.lexemes)
        all_of_them = len(self._about) > 1 and are_of_all(part.clauses, self._wording, _CLAIMING)
        return tuple(self._about) if both or all_of_them else None

    def _numbers_named(
        self, judged: Sequence[Judged], intents: frozenset[Intent] = frozenset()
    ) -> tuple[int, ...] | None:
        """The activities that a request is about, first those named beside one of `intents`."""
        named = [one for one in judged if one.part.numbers]
        first = next((one.part for one in named if _intents_of(one) & intents), named[0].part if named else None)
        return self._numbers_of(first or judged[0].part)

    def _leaves_out(self, judged: Sequence[Judged]) -> bool:
        """Whether a number plays no part in the reading, or a part names activities and says nothing of them."""
        told = {number for one in judged if one.tells for number in one.part.numbers}
        silent = (one for one in judged if not one.tells and not any(statement.intents for statement in one.statements))
        loose = any(
            role is Role.UNKNOWN or (role is Role.DATE and self._may_be_pair(place)) or self._is_cut_short(place)
            for place, role in self._numbers.roles.items()
        )
        loose = loose or any(self._is_another_in_words(place) for place in range(len(self._wording)))
        return loose or any(not told.issuperset(one.part.numbers) for one in silent)

    def _may_be_pair(self, place: int) -> bool:
        """«5:80 6:55»: pairs that look like hours."""
        words = any(self._wording.is_word(near) for near in range(place - 2, place + 2))
        return ":" in self._wording.text(place) and not words

    def _is_cut_short(self, place: int) -> bool:
        """«7 0 %»: a figure that may belong to the one before it; «24 проект, …»: a number that may be an activity."""
        figure = self._wording.text(place + 1) == "%" and len(self._wording.text(place)) == 1
        figure = figure and self._wording.is_number(place - 1) and not self._ends_a_pair(place)
        return (self._numbers.roles[place] is Role.PERCENT and figure) or self._may_be_listed(place)

    def _ends_a_pair(self, place: int) -> bool:
        """«5 40%, 8 0%»: the figure of a pair like the one before it."""
        before = self._wording.text(place - 3) == "%" or self._wording.text(place - 4) == "%"
        pair = before and self._wording.text(place - 2) in _STARTS and self._wording.touches(place + 1)
        return pair and self._numbers.roles.get(place - 1) is Role.ACTIVITY

    def _may_be_listed(self, place: int) -> bool:
        """«11 тайёр, 14 ҳисобот топширилди», «5 тайёр, 6 апрелда …»: it may be the next activity of a list."""
        heads = self._wording.text(place - 1) in _STARTS and self._wording.value(place) in self._own
        if not heads or not self._numbers.mentions:
            return False
        if self._numbers.roles[place] is Role.COUNT:
            return self._wording.concept(place + 1) in _COUNTED_OR_NAMED
        dated = self._numbers.roles[place] is Role.DATE and self._wording.is_number(place)
        if dated and self._wording.text(place + 1) in _APART_BY and self._numbers.mentions[0].last < place:
            return self._goes_on_from_last(place)  # «6 ни бошладик, 7 ва 8 апрелда»
        dated = dated and self._wording.concept(place + 1) is Concept.MONTH
        return dated and self._numbers.is_in_figures_alone(self._numbers.mentions[0])

    def _goes_on_from_last(self, place: int) -> bool:
        """Whether the number is the next after the last activity named before it."""
        before = [one for one in self._numbers.mentions if one.last < place]
        return before[-1].numbers[-1] + 1 == self._wording.value(place)

    def _is_another_in_words(self, place: int) -> bool:
        """«Первое закончено, второе нет»: another ordinal in a word, which no label tells to be an activity's."""
        if (
            not self._wording.is_word(place)
            or place in self._numbers.covered
            or not _ORDINAL.fullmatch(self._wording.word(place))
        ):
            return False
        in_words = any(
            self._wording.lexemes[one.last].token.end - self._wording.lexemes[one.last].token.start
            > len(self._wording.text(one.last))
            for one in self._numbers.mentions
        )
        return in_words and self._wording.text(place - 1) in _STARTS

    def _choices(self, judged: Sequence[Judged]) -> tuple[int, ...]:
        """The likeliest activities: those named, then by shared words; among equals those spoken of come first."""
        named = [number for one in judged for number in one.part.numbers if number in self._own]
        named += self._days_that_head()
        ranked = self._topics.ranked(self._words, first=self._about)
        apart = [number for number in ranked if number in self._side_by_side]
        return tuple(dict.fromkeys([*named, *apart, *ranked]))[:_MOST_CHOICES]

    def _days_that_head(self) -> list[int]:
        """«9 апрелда бошланади»: the day at the beginning may be an activity of the person's."""
        dated = self._wording.is_number(0) and self._numbers.roles.get(0) is Role.DATE
        return [self._wording.value(0)] if dated and self._wording.value(0) in self._own else []

    # Words

    def _kept(self, statements: Sequence[Statement]) -> str:
        """The words without the questions."""
        told = [one for one in statements if Intent.QUESTION not in one.intents]
        if len(told) == len(statements):
            return self._text.strip()
        return " ".join(self._source(one.clause) for one in told).strip(" ,;")

    def _source(self, clause: Clause) -> str:
        first, last = self._wording.lexemes[clause.start].token, self._wording.lexemes[clause.end - 1].token
        return self._text[first.start : last.end].strip()

    def _typed(self, place: int) -> str:
        token = self._wording.lexemes[place].token
        return self._text[token.start : token.end]
