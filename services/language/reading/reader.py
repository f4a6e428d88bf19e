"""Understand a message: its intent, what would be recorded with no further tap, and what must be asked.

The message is cut into words whose meanings are looked up (`lexicon`); each number gets a role (`numbers`); verbs are
put together with what completes or denies them (`predicates`); clauses are cut (`clauses`) and each is judged alone
(`facts`). What is certain is computed from coverage: a clause says for certain only what is left when every word of it
is accounted for.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from functools import lru_cache

from services.language.courtesies import courtesy
from services.language.reading.clauses import Clause, clauses
from services.language.reading.facts import ABOUT_WORK, PERCENT_DOUBTS, Doubt, Facts, Intent, Reader
from services.language.reading.lexicon import Lexeme, read_words
from services.language.reading.meanings import Concept as C
from services.language.reading.meanings import Mood
from services.language.reading.numbers import Numbers, Role
from services.language.reading.predicates import predicates
from services.language.question_words import Topic, meaning_of
from services.language.reading.skeleton import skeleton
from services.language.reading.topics import Activity, Topics
from services.language.reading.vocabulary import LABELS
from services.language.tokens import Kind


class Asks(StrEnum):
    """What must be asked before anything more is recorded."""

    NONE = auto()
    ACTIVITY = auto()
    DONE = auto()
    PERCENT = auto()
    INTENT = auto()


@dataclass(frozen=True)
class Record:
    """What is recorded of one activity: the percent said (0–100) and whether it is done; both None: the words only."""

    activity: int
    percent: int | None
    done: bool | None


@dataclass(frozen=True)
class Understanding:
    """What the bot makes of a message.

    `records` is what is recorded with no further tap. `choices` are activities in the order of the buttons, where the
    activity is asked. `kept` are the words kept with the report or the request; `not_understood` the words and numbers
    that have no meaning to the reader.
    """

    intent: Intent
    also: tuple[Intent, ...] = ()
    records: tuple[Record, ...] = ()
    asks: Asks = Asks.NONE
    choices: tuple[int, ...] = ()
    kept: str = ""
    not_understood: tuple[str, ...] = ()


def understand(
    text: str,
    own: Sequence[Activity],
    *,
    about: Sequence[int] = (),
    today: date | None = None,
    plan: Collection[int] = (),
) -> Understanding:
    """What `text` means from somebody whose activities are `own`.

    `about` are the activities of the message replied to, or of what the bot spoke of last. `plan` are the numbers that
    the sender may ask about beside their own (all of the plan's for admins and leaders). Of a text longer than several
    messages nothing is certain. Linear in `text`.
    """
    if not any(letter.isalnum() for letter in text) and not _has_sign(text):
        polite = courtesy(text) is not None
        return Understanding(Intent.COURTESY) if polite else Understanding(Intent.UNCLEAR, asks=Asks.INTENT)
    return _Message(text, own, about).verdict()


_LONGEST_READ = 4096 * 2
_MOST_CHOICES = 5
_LONGEST_TAG = 2  # words
_SURELY_NO_ACTIVITY = 30
_MAIN = (
    Intent.CORRECTION, Intent.REFUSAL, Intent.MORE_TIME, Intent.AWAY, Intent.REPORT, Intent.NOT_DONE, Intent.OBSTACLE,
    Intent.PROMISE, Intent.QUESTION,
)  # fmt: skip
_NO_REPORT = frozenset({Intent.MORE_TIME, Intent.REFUSAL, Intent.AWAY, Intent.CORRECTION})
_ASK_ORDER = (Asks.INTENT, Asks.ACTIVITY, Asks.DONE, Asks.PERCENT)
_NEEDS_ACTIVITY = frozenset({Intent.MORE_TIME, Intent.REFUSAL})
_OF_THE_PLAN = frozenset({C.LABEL, C.MONTH, C.DEADLINE, C.UNIT, C.WORK, C.RECORD, C.STAGE})
_TOPICAL = frozenset({None, C.STAGE, C.PAPER, C.RECORD})  # what a word may be that tells one activity from another
_BOTH = frozenset({"ikalasi", "ikovi", "oba", "obe", "both"})
_BOTH_OF = ("one", "other")
_SENTENCE_ENDS = frozenset(".!;\n…")


def _has_sign(text: str) -> bool:
    return any(sign in text for sign in "✅✔☑❌✖")


@dataclass(frozen=True)
class _Part:
    """Clauses about the same activities; no numbers where none are named."""

    numbers: tuple[int, ...]
    clauses: tuple[Clause, ...]
    sure: bool = True


@dataclass(frozen=True)
class _Judged:
    """What a part says."""

    part: _Part
    facts: tuple[Facts, ...]
    percent: int | None
    done: bool | None
    asks: Asks
    tells: bool


@lru_cache(maxsize=256)
def _topics(own: tuple[Activity, ...]) -> Topics:
    """The topics of one person's activities; people write more often than plans change."""
    return Topics(own)


@lru_cache(maxsize=1)
def _labels() -> frozenset[str]:
    return frozenset(" ".join(map(skeleton, label.split())) for label in LABELS.split(";"))


class _Message:
    def __init__(self, text: str, own: Sequence[Activity], about: Sequence[int]) -> None:
        self._text = text
        self._own = [one.number for one in own]
        self._about = [number for number in about if number in self._own]
        self._topics = _topics(tuple(own))
        self._lexemes = read_words(text[:_LONGEST_READ])
        self._numbers = Numbers(self._lexemes, self._own, self._topics.belongs)
        self._clauses = clauses(self._lexemes, self._numbers, predicates(self._lexemes))
        self._reader = Reader(self._lexemes, self._numbers, self._own, self._is_titled)
        self._words = list(self._topical_words())

    def _topical_words(self) -> Iterator[str]:
        """The words that may tell one activity from another; what is attached does not."""
        for clause in self._clauses:
            if any(one.concept is C.SEND for one in clause.predicates):
                continue
            for one in self._lexemes[clause.start : clause.end]:
                if one.token.kind is Kind.WORD and one.concept in _TOPICAL:
                    yield one.word

    def _is_titled(self, word: str, numbers: Sequence[int]) -> bool:
        return any(self._topics.belongs(word, number) for number in numbers)

    # Verdict

    def verdict(self) -> Understanding:
        if self._is_courtesy():
            return Understanding(Intent.COURTESY)
        if " ".join(one.word for one in self._lexemes if one.token.kind is Kind.WORD) in _labels():
            return Understanding(Intent.QUESTION)
        judged = [self._judge(part) for part in self._parts()]
        facts = [one for part in judged for one in part.facts]
        intents = self._intents(facts)
        strange = tuple(self._word(place) for one in facts for place in one.strange)
        if not self._own and self._is_about_the_plan(intents):
            return Understanding(Intent.QUESTION, not_understood=strange)
        if not intents:
            if not any(one.tells for one in judged):
                return self._unclear(strange)
            intents = [Intent.REPORT]
        main, also = intents[0], tuple(intents[1:])
        records, asks, choices = self._records(judged, main)
        kept = self._kept(facts)
        return Understanding(main, also, records, asks, choices, kept, strange)

    def _is_courtesy(self) -> bool:
        if courtesy(self._text) is not None:
            return True
        polite = {C.POLITE, C.THANKS, C.LINK, C.ALL, C.ME, C.THEM, C.AUX, C.WORK}
        words = [one for one in self._lexemes if one.token.kind in (Kind.WORD, Kind.NUMBER)]
        if not any(one.concept in (C.THANKS, C.POLITE) for one in words):
            return False
        if any(one.concept is C.AUX for one in words) and not any(one.concept is C.THANKS for one in words):
            return False
        return all(one.concept in polite for one in words) and "?" not in self._text

    def _is_about_the_plan(self, intents: Sequence[Intent]) -> bool:
        """Who carries no activity reports none: words of the plan from them ask about it."""
        if Intent.QUESTION in intents or set(intents) & {
            Intent.CORRECTION,
            Intent.MORE_TIME,
            Intent.REFUSAL,
            Intent.AWAY,
        }:
            return False
        return bool(intents) or any(
            one.token.kind is Kind.NUMBER or one.concept in _OF_THE_PLAN or meaning_of(one.token.text) is not None
            for one in self._lexemes
        )

    def _state_told(self, part: _Part, facts: Sequence[Facts]) -> bool:
        """«Видеороликлар монтажда», «Техзадание на экспертизе»: where a thing of the activity is, told without a verb."""
        if any(one.intents for one in facts) or not (part.numbers or self._topics.scores(self._words)):
            return False
        places = [place for one in facts for place in one.strange]
        if not part.numbers and len(places) < 2:
            return False
        return any(
            self._lexemes[place].word.endswith("da")
            or (place > 0 and self._lexemes[place - 1].word in {"na", "v", "o"})
            for place in places
        )

    def _unclear(self, strange: tuple[str, ...]) -> Understanding:
        if self._is_a_wish_to_see():
            return Understanding(Intent.QUESTION, not_understood=strange)
        if self._is_a_lone_percent():
            return self._percent_alone(self._lone_number() or 0)
        return Understanding(
            Intent.UNCLEAR, asks=Asks.INTENT, choices=(), kept=self._text.strip(), not_understood=strange
        )

    def _is_a_wish_to_see(self) -> bool:
        """Words of /report, typed: «март», docx."""
        words = [one for one in self._lexemes if one.token.kind is Kind.WORD]
        if not words or any(meaning_of(one.token.text) is None for one in words):
            return False
        meanings = [meaning_of(one.token.text) for one in words]
        topics = {meaning.topic for meaning in meanings if meaning is not None}
        return bool(topics & {Topic.STATUS, Topic.MONTH, Topic.FORMAT, Topic.HELP})

    def _percent_alone(self, value: int) -> Understanding:
        """«80» under a reminder is a percent where no activity has such a number; 100 says more, and is asked."""
        kept = self._text.strip()
        if value == 100 or value <= max(self._own) or value < _SURELY_NO_ACTIVITY:
            return Understanding(Intent.REPORT, asks=Asks.DONE if value == 100 else Asks.PERCENT, kept=kept)
        return Understanding(Intent.REPORT, (), (Record(self._about[0], value, None),), kept=kept)

    def _is_a_lone_percent(self) -> bool:
        """«70» in answer to a reminder: hardly anything else, and yet not said."""
        value = self._lone_number()
        return value is not None and 10 <= value <= 100 and value not in self._own and len(self._about) == 1

    def _lone_number(self) -> int | None:
        numbers = [one.token.value for one in self._lexemes if one.token.kind is Kind.NUMBER]
        words = any(one.token.kind is Kind.WORD for one in self._lexemes)
        return numbers[0] if len(numbers) == 1 and not words else None

    def _intents(self, facts: Sequence[Facts]) -> list[Intent]:
        found = dict.fromkeys(intent for one in facts for intent in one.intents)
        certain = any((one.percent is not None or one.done) and one.is_about_work for one in facts)
        order = list(_MAIN)
        if certain:
            order.remove(Intent.REPORT)
            order.insert(1, Intent.REPORT)
        told = any(one.tells and Intent.REPORT in one.intents for one in facts)
        if Intent.REPORT in found and not certain and not told:
            order.remove(Intent.REPORT)
            order.insert(order.index(Intent.PROMISE) + 1, Intent.REPORT)
        return [intent for intent in order if intent in found]

    # Parts

    def _parts(self) -> list[_Part]:
        """The clauses by the activities they are about."""
        parts: list[_Part] = []
        waiting: list[Clause] = []  # they name activities and say nothing yet, or come before any is named
        for clause in self._clauses:
            if clause.mentions:
                if clause.says or not parts or not self._is_tail(parts[-1], clause):
                    if clause.says:
                        parts.append(self._part([*waiting, clause]))
                        waiting = []
                    else:
                        waiting.append(clause)
                else:
                    parts[-1] = self._part([*parts[-1].clauses, clause])
            elif waiting and (clause.says or any(one.mentions for one in waiting)):
                waiting.append(clause)
                if clause.says:
                    if any(one.mentions for one in waiting):
                        parts.append(self._part(waiting))
                        waiting = []
            elif parts and parts[-1].numbers:
                parts[-1] = self._part([*parts[-1].clauses, clause])
            else:
                waiting.append(clause)
        if waiting:
            named = any(one.mentions for one in waiting)
            if parts and not named:
                parts[-1] = self._part([*parts[-1].clauses, *waiting])
            else:
                parts.append(self._part(waiting))
        return self._merged(parts)

    def _is_tail(self, part: _Part, clause: Clause) -> bool:
        """«Бажарилди: 5», «тайёр 5»: what was said before the number belongs to it."""
        return not part.numbers and any(one.says for one in part.clauses)

    def _part(self, found: Sequence[Clause]) -> _Part:
        mentions = [mention for clause in found for mention in clause.mentions]
        numbers = tuple(dict.fromkeys(number for mention in mentions for number in mention.numbers))
        return _Part(numbers, tuple(found), all(mention.sure for mention in mentions))

    def _merged(self, parts: Sequence[_Part]) -> list[_Part]:
        merged: list[_Part] = []
        for part in parts:
            if merged and merged[-1].numbers == part.numbers:
                merged[-1] = self._part([*merged[-1].clauses, *part.clauses])
            else:
                merged.append(part)
        return merged

    # One part

    def _judge(self, part: _Part) -> _Judged:
        spoken_of = part.numbers or tuple(self._about[:1]) or tuple(self._own if len(self._own) == 1 else ())
        facts = tuple(
            self._reader.facts(clause, asked=self._is_asked(clause), spoken_of=spoken_of) for clause in part.clauses
        )
        work = [one for one in facts if one.is_about_work]
        percent, percent_sure = self._percent(work)
        done, asks = self._done(facts, work, percent)
        if asks is Asks.NONE and percent is not None and not percent_sure:
            asks = Asks.PERCENT
        if percent is None and any(one.clause.percents and one.percent is None for one in work) and asks is Asks.NONE:
            asks = Asks.PERCENT if done is None else asks
        return _Judged(part, facts, percent, done, asks, bool(work) or self._state_told(part, facts))

    def _is_asked(self, clause: Clause) -> bool:
        """Whether a question mark ends the clause, or ends its sentence with a mere «тўғрими?»."""
        last = self._lexemes[clause.end - 1].token.text if clause.end > clause.start else ""
        if last == "?":
            return True
        place = clause.end
        while place < len(self._lexemes) and self._lexemes[place].token.text not in _SENTENCE_ENDS | {"?"}:
            place += 1
        if place < len(self._lexemes) and self._lexemes[place].token.text == "?":
            tail = [one for one in self._lexemes[clause.end : place] if one.token.kind is Kind.WORD]
            return len(tail) <= 2 and not any(
                one.concept is C.QUESTION and one.mood is None for one in tail if len(tail) > 1
            )
        return False

    def _percent(self, work: Sequence[Facts]) -> tuple[int | None, bool]:
        told = [one for one in work if one.percent is not None]
        if not told:
            return None, True
        plain = [one for one in told if self._is_plain_percent(one)]
        if not plain:
            surely_else = all(one.percents == 1 and one.doubts & _NOT_THE_WHOLE for one in told)
            return (None, True) if surely_else else (told[0].percent, False)
        values = {one.percent for one in plain}
        others = [
            one
            for one in told
            if one not in plain and Doubt.FUTURE not in one.doubts and Doubt.REMAINDER not in one.doubts
        ]
        return plain[-1].percent, len(values) == 1 and not others

    def _is_plain_percent(self, one: Facts) -> bool:
        if one.percents != 1 or one.percent is None or one.percent > 100:
            return False
        if one.beside:
            return not one.doubts & PERCENT_DOUBTS - {Doubt.PART}
        return not one.doubts & PERCENT_DOUBTS and Doubt.UNKNOWN not in one.doubts

    def _done(self, facts: Sequence[Facts], work: Sequence[Facts], percent: int | None) -> tuple[bool | None, Asks]:
        claims = [one for one in work if one.done]
        denied = [one for one in work if one.done is False]
        smells = [one for one in facts if one.smells and one.is_about_work]
        if percent is not None and percent < 100:
            return None, Asks.NONE
        if percent == 100 and not claims and not denied:
            plain = [one for one in work if one.percent == 100 and self._is_plain_percent(one)]
            sound = plain and not plain[0].doubts & {Doubt.UNKNOWN, Doubt.GOING} and not smells
            if sound and not self._is_undermined(facts, plain):
                return True, Asks.NONE
            return None, Asks.DONE
        if claims and denied:
            return None, Asks.DONE
        if denied:
            return False, Asks.NONE
        if claims:
            bare = all(self._is_bare_claim(one) for one in claims) and not any(one.clause.mentions for one in facts)
            undermined = bare or smells or self._is_undermined(facts, claims)
            return (None, Asks.DONE) if undermined else (True, Asks.NONE)
        return (None, Asks.DONE) if smells else (None, Asks.NONE)

    def _is_bare_claim(self, one: Facts) -> bool:
        """«Тайёр», ✅ with nothing beside it that says what is ready."""
        return all(said.concept in (C.READY, C.TICK) for said in one.clause.predicates) and one.clause.percents == ()

    def _is_undermined(self, facts: Sequence[Facts], claims: Sequence[Facts]) -> bool:
        """Whether another clause casts doubt on the claim, or says something that is not understood at all."""
        for one in facts:
            if self._is_tag(one):
                return True
            if one in claims or self._is_apart(one):
                continue
            if one.doubts & _UNDERMINING or Intent.OBSTACLE in one.intents:
                return True
            if not one.tells and self._names_a_stage(one):
                return True
            if Doubt.OTHERS in one.doubts and one.smells:
                return True
            unfinished = [
                p for p in one.clause.predicates if p.concept is not C.SEND and p.mood in (Mood.NOW, Mood.FUTURE)
            ]
            if any(not (p.concept is C.AUX and self._informs(one)) for p in unfinished):
                return True
            if one.strange and not one.tells and not self._is_preface(one):
                return True
        return False

    def _is_tag(self, one: Facts) -> bool:
        """«…, шу тўғрими»: a question with no word of its own that asks what was told."""
        if Intent.QUESTION not in one.intents or one.clause.opens:
            return False
        words = [self._lexemes[place] for place in range(one.clause.start, one.clause.end)]
        asking = [word for word in words if word.concept is C.QUESTION and not word.word.endswith("mi")]
        return not asking and sum(word.token.kind is Kind.WORD for word in words) <= _LONGEST_TAG

    def _is_apart(self, one: Facts) -> bool:
        """A question or a request of its own, which says nothing of what was told beside it."""
        if set(one.intents) & {Intent.QUESTION, Intent.MORE_TIME, Intent.AWAY}:
            return True
        return any(self._lexemes[place].concept is C.CLOSE for place in range(one.clause.start, one.clause.end))

    def _names_a_stage(self, one: Facts) -> bool:
        """«Бажарилди, 1-қисм»."""
        return any(self._lexemes[place].concept is C.STAGE for place in range(one.clause.start, one.clause.end))

    def _informs(self, one: Facts) -> bool:
        return any(self._lexemes[place].concept is C.INFORM for place in range(one.clause.start, one.clause.end))

    def _is_preface(self, one: Facts) -> bool:
        """A greeting with a name before anything is said; or a whole sentence of its own."""
        set_off = self._lexemes[one.clause.end - 1].token.text != ","
        if (one.clause.start == 0 and set_off) or (one.clause.opens and len(one.strange) > 1):
            return True
        return any(self._lexemes[p].concept is C.POLITE for p in range(one.clause.start, one.clause.end))

    # Records

    def _records(self, judged: Sequence[_Judged], main: Intent) -> tuple[tuple[Record, ...], Asks, tuple[int, ...]]:
        working = [one for one in judged if one.tells]
        if main in _NO_REPORT and not any(one.done or one.percent is not None for one in working):
            working = []
        if main is Intent.CORRECTION:
            return (), Asks.NONE, ()
        if not working:
            if main in _NEEDS_ACTIVITY and self._activity_of(judged) is None:
                return (), Asks.ACTIVITY, self._choices(judged)
            return (), Asks.NONE, ()
        asks = [one.asks for one in working]
        records: list[Record] = []
        for one in working:
            numbers = self._numbers_of(one.part)
            if numbers is None:
                asks.append(Asks.ACTIVITY)
                continue
            percent = one.percent if one.asks is Asks.NONE else None
            done = one.done if one.asks is Asks.NONE else None
            records.extend(Record(number, percent, done or None) for number in numbers)
        if self._left_out(judged) or len({record.activity for record in records}) != len(records):
            asks.append(Asks.ACTIVITY)
        if len(self._text) > _LONGEST_READ:
            asks.append(Asks.INTENT)
        ask = next((one for one in _ASK_ORDER if one in asks), Asks.NONE)
        if ask is not Asks.NONE:
            records = []
        return tuple(records), ask, self._choices(judged) if ask is Asks.ACTIVITY else ()

    def _numbers_of(self, part: _Part) -> tuple[int, ...] | None:
        """The sender's own activities that a part is about; None where that is not certain."""
        if part.numbers:
            mine = all(number in self._own for number in part.numbers)
            return part.numbers if mine and part.sure else None
        clear = self._topics.clear(self._words)
        if len(self._about) == 1:
            return (self._about[0],) if clear in (None, self._about[0]) else None
        if len(self._own) == 1:
            return (self._own[0],)
        both = any(one.word in _BOTH for one in self._lexemes)
        return tuple(self._about) if both and len(self._about) == len(_BOTH_OF) else None

    def _activity_of(self, judged: Sequence[_Judged]) -> int | None:
        for one in judged:
            if one.part.numbers:
                return one.part.numbers[0] if one.part.numbers[0] in self._own else None
        if len(self._about) == 1:
            return self._about[0]
        return self._own[0] if len(self._own) == 1 else None

    def _left_out(self, judged: Sequence[_Judged]) -> bool:
        """A number of the sender's own activities that no part has, or a part that names one and says nothing."""
        told = {number for one in judged if one.tells for number in one.part.numbers}
        silent = any(
            not set(one.part.numbers) <= told and not one.tells and not any(f.intents for f in one.facts)
            for one in judged
        )
        hours = any(
            role is Role.DATE and ":" in self._lexemes[place].token.text and not self._words_around(place)
            for place, role in self._numbers.roles.items()
        )
        if hours:
            return True  # «5:80 6:55»: pairs that look like hours
        loose = any(role is Role.UNKNOWN for role in self._numbers.roles.values())
        return silent or loose

    def _words_around(self, place: int) -> bool:
        return any(one.token.kind is Kind.WORD for one in self._lexemes[max(0, place - 2) : place + 2])

    def _choices(self, judged: Sequence[_Judged]) -> tuple[int, ...]:
        named = [number for one in judged for number in one.part.numbers if number in self._own]
        ranked = self._topics.ranked(self._words, first=[*named, *self._about])
        ordered = list(dict.fromkeys([*named, *ranked]))
        return tuple(ordered[:_MOST_CHOICES])

    # Words

    def _kept(self, facts: Sequence[Facts]) -> str:
        """The words without the sentences that ask."""
        pieces: list[str] = []
        for one in facts:
            if Intent.QUESTION in one.intents:
                continue
            pieces.append(self._source(one.clause))
        return " ".join(piece for piece in pieces if piece) if len(pieces) < len(facts) else self._text.strip()

    def _source(self, clause: Clause) -> str:
        start = self._lexemes[clause.start].token.start
        end = self._lexemes[clause.end - 1].token.end
        return self._text[start:end].strip()

    def _word(self, place: int) -> str:
        token = self._lexemes[place].token
        return self._text[token.start : token.end]


__all__ = ["ABOUT_WORK", "Activity", "Asks", "Intent", "Lexeme", "Record", "Understanding", "understand"]
_ = Iterator
# What a percent is said of, where it is understood and is not the whole of the work now: it is kept as words.
_NOT_THE_WHOLE = frozenset({Doubt.FUTURE, Doubt.REMAINDER, Doubt.LIMIT, Doubt.PART, Doubt.DENIAL, Doubt.OTHERS})
_UNDERMINING = frozenset(
    {
        Doubt.CONDITION,
        Doubt.DENIAL,
        Doubt.REMAINDER,
        Doubt.LIMIT,
        Doubt.PARTLY,
        Doubt.CONTRAST,
        Doubt.HEARSAY,
        Doubt.NEED,
    }
)
