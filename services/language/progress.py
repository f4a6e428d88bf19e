"""What the words of one statement say of the work: how many percent, done or not, and how surely."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, product, takewhile

from services.language.mentions import ENDS, RANGE_JOINTS, Role
from services.language.number_words import LABEL, PERCENT, UNIT, number_of
from services.language.progress_words import (
    COMPOUND,
    CROSSES,
    DRAFT,
    HINDRANCE,
    STAGE,
    STATEMENTS,
    TICKS,
    Sense,
    helper_sense,
    sense_of,
)
from services.language.script import one_of
from services.language.tokens import Kind, Token


@dataclass(frozen=True)
class Progress:
    """Percent 0–100 or None; done True, False or None (nothing said, or a part only); whether that is beyond doubt."""

    percent: int | None
    done: bool | None
    certain: bool
    said: bool  # whether anything of this kind was said at all


@dataclass(frozen=True)
class _Said:
    sense: Sense
    place: int
    sentence: int


_REACH = 4  # words that a «не» may stand before the word it denies
_REACH_STOPS = ENDS | {",", ":"}
_DENIABLE = frozenset({Sense.DONE, Sense.DONE_PARTICIPLE, Sense.BEGUN, Sense.GOING})
_DOUBTS = frozenset({Sense.YET, Sense.GOING, Sense.BEGUN, Sense.REMAINS, Sense.CONTRAST, Sense.OTHER_DENIED})
_ASKABLE = STATEMENTS | {Sense.PROMISED}
_NOT_HALF = frozenset({"yillik", "ear", "yil", "a"})  # a half-year, half a day
_FOR = frozenset({"k", "dlya", "to", "for"})
_LESS = one_of(r"kam\w* ozroq menshe less")
_LESS_THAN = one_of(r"kam(?!ida)\w* ozroq menshe menee less under below gacha do to up most")
_MORE_THAN = one_of(r"bol(?:she|ee) more")  # denied, they say less
_AIM = one_of(r"reja(?:da|miz|lashtirilgan)? plan(?:e|u|iruem\w+)? maqsad\w* sel target goal norma\w*")
_BELOW = frozenset("<≤≦")


def read_progress(tokens: Sequence[Token], roles: Mapping[int, Role], *, start: int, end: int, text: str) -> Progress:
    """What tokens `start` to `end` (exclusive) of the message `text` say, given the `roles` of its numbers."""
    statement = _Statement(tokens, roles, start, end, text)
    percents = statement.percents()
    done, sure = _judge_done(statement, percents[-1] if percents else None)
    percent = percents[-1] if percents else None
    if len(set(percents)) > 1 or statement.has_loose_number() or statement.asks_percent():
        sure = False
    if percent is not None and percent > 100:
        percent, sure = None, False
    return Progress(percent, done, sure and statement.percent_is_sure, statement.said())


class _Statement:
    """The words and numbers of one statement."""

    def __init__(self, tokens: Sequence[Token], roles: Mapping[int, Role], start: int, end: int, text: str) -> None:
        self._tokens = tokens
        self._roles = roles
        self._places = range(start, end)
        self._source = text
        self._words = [place for place in self._places if self._is_telling(place)]
        self.percent_is_sure = True
        self._first_item: int | None = None
        self._clauses: list[int] | None = None
        self._counting: set[int] = set()
        self._resolvers: dict[Sense | None, Callable[[Sense, int], tuple[Sense | None, int]]] = {
            Sense.CONVERB: self._helped,
            Sense.DENIAL_BEFORE: self._denied_before,
            Sense.PROMISED: self._promised,
            Sense.NOTHING: self._loose_nothing,
            Sense.DENIAL_AFTER: self._loose_denial,
            Sense.YET: self._yet,
            **dict.fromkeys((Sense.DONE, Sense.DONE_PARTICIPLE, Sense.OWN_DENIAL, Sense.BEGUN), self._denied_after),
        }
        self.senses = list(self._resolve())
        self.kinds = frozenset(one.sense for one in self.senses)
        self._asked = self._questions()

    def _is_telling(self, place: int) -> bool:
        return self._tokens[place].kind is Kind.WORD and not LABEL.fullmatch(self._tokens[place].text)

    def _text(self, place: int) -> str:
        return self._tokens[place].text if place in self._places else "\n"

    def _sense(self, place: int) -> Sense | None:
        if place not in self._places or self._tokens[place].kind is not Kind.WORD:
            return None
        if self._text(place) == "no" and self._source[self._tokens[place].start] not in "Nn":
            return Sense.CONTRAST  # Russian «но»
        return sense_of(self._text(place))

    # What the words say together

    def _resolve(self) -> Iterator[_Said]:
        place, sentence = self._places.start, 0
        while place < self._places.stop:
            if self._text(place) in ENDS:
                sentence += 1
            sense, after = self._sense_at(place)
            if sense is not None:
                yield _Said(sense, place, sentence)
            place = after

    def _sense_at(self, place: int) -> tuple[Sense | None, int]:
        """What the word at `place` says together with its helpers, and the place after them."""
        text, sense = self._text(place), self._sense(place)
        if text in TICKS:
            return Sense.DONE, place + 1
        if text in CROSSES:
            return Sense.UNDONE, place + 1
        if self._is_share(place):
            return Sense.HEDGE, place + 1
        helper = helper_sense(self._text(place + 1))
        if helper is not None and COMPOUND.fullmatch(text):
            return self._denied_after(helper, place + 1)
        resolve = self._resolvers.get(sense)
        return resolve(sense, place) if sense is not None and resolve else (sense, place + 1)

    def _is_share(self, place: int) -> bool:
        """«7 из 12», «12 тадан 7 таси», «учтаси», two of four: how many of how many."""
        text = self._text(place)
        if text.endswith(("tasi", "tasini")) and _number(text[: text.rindex("tasi")]) is not None:
            return True
        if text not in {"iz", "of", "tadan"} or not self._is_count(place + 1):
            return False
        return any(self._is_count(before) for before in range(place - 1, place - 1 - _REACH, -1))

    def _is_count(self, place: int) -> bool:
        if place not in self._places:
            return False
        return (
            self._roles.get(place) in {Role.OTHER, Role.COUNT, Role.BARE} or number_of(self._tokens[place]) is not None
        )

    def _helped(self, _: Sense, place: int) -> tuple[Sense | None, int]:
        """«Бажариб бўлдик», «бажара олмадик»: the second verb decides."""
        if self._sense(place + 1) is Sense.DENIAL_AFTER:
            return Sense.UNDONE, place + 2
        helper = helper_sense(self._text(place + 1))
        return self._denied_after(helper, place + 1) if helper else (None, place + 1)

    def _yet(self, _: Sense, place: int) -> tuple[Sense | None, int]:
        """«Ҳали йўқ», «ещё нет»."""
        denied = self._sense(place + 1) in {Sense.DENIAL_AFTER, Sense.NOTHING}
        return (Sense.UNDONE, place + 2) if denied else (Sense.YET, place + 1)

    def _denied_after(self, sense: Sense, place: int) -> tuple[Sense | None, int]:
        """A statement at `place` with the «эмас» or «йўқ» that may follow it."""
        for after in (place + 1, place + 2):
            if self._sense(after) is Sense.DENIAL_AFTER and self._tokens[after - 1].kind is Kind.WORD:
                return (Sense.UNDONE if sense is not Sense.UNDONE else Sense.UNCLEAR), after + 1
        following = self._sense(place + 1)
        if sense is Sense.OWN_DENIAL:
            return None, place + 1
        if sense is Sense.DONE_PARTICIPLE:
            noun = place + 1 in self._places and self._tokens[place + 1].kind is Kind.WORD and following is None
            return (None if noun else Sense.DONE), place + 1
        promised = sense is Sense.DONE and following is Sense.PROMISED
        return (Sense.PROMISED, place + 2) if promised else (sense, place + 1)

    def _denied_before(self, _: Sense, place: int) -> tuple[Sense | None, int]:
        """«Не» with what it denies within reach: «не всё ещё готово»."""
        if self._text(place + 1) in {"tolko", "only", "bez"}:
            return None, place + 2
        reach = list(self._reach(place))
        denied = next((after for after in reach if self._sense(after) in _DENIABLE), None)
        if denied is not None:
            return Sense.UNDONE, denied + 1
        yet = any(self._sense(after) is Sense.YET for after in reach)
        elliptic = not reach and self._text(place - 1) in {"is", "are", "was", "has"}
        return (Sense.UNDONE if yet or elliptic else Sense.OTHER_DENIED), place + 1

    def _promised(self, _: Sense, place: int) -> tuple[Sense | None, int]:
        """«Будет» with what it promises within reach: «будет скоро готово»."""
        for after in self._reach(place):
            if self._sense(after) is Sense.DENIAL_BEFORE:
                break
            if self._sense(after) in _DENIABLE:
                return Sense.PROMISED, after + 1
        return Sense.PROMISED, place + 1

    def _reach(self, place: int) -> Iterator[int]:
        """The places after `place` that a word there may govern."""
        for after in range(place + 1, min(place + 1 + _REACH, self._places.stop)):
            if self._text(after) in _REACH_STOPS:
                return
            yield after

    def _loose_nothing(self, _: Sense, place: int) -> tuple[Sense | None, int]:
        """«Ещё нет» is not done; «замечаний нет» takes nothing from what is done; «без подписи» does."""
        if Sense.YET in {self._sense(place - 1), self._sense(place + 1)} or self._is_one_word():
            return Sense.UNDONE, place + 1
        label = Role.ACTIVITY in {self._roles.get(place + 1), self._roles.get(place + 2)}  # «no. 5»
        harmless = any(HINDRANCE.fullmatch(self._text(near)) for near in (place - 1, place + 1))
        return (None if label or harmless else Sense.OTHER_DENIED), place + 1

    def _loose_denial(self, _: Sense, place: int) -> tuple[Sense | None, int]:
        """«Йўқ» alone says not done; «эътироз йўқ» nothing of the work; anything else denied casts doubt on it."""
        if self._is_one_word():
            return Sense.UNDONE, place + 1
        return (None if HINDRANCE.fullmatch(self._text(place - 1)) else Sense.OTHER_DENIED), place + 1

    # Percents

    def percents(self) -> list[int]:
        """Whole percents said, ranges by their lower end, remainders («30% қолди») as what is done."""
        found: list[int] = []
        remainders: list[int] = []
        for place in self._places:
            if self._roles.get(place) is Role.PERCENT and not self._starts_range(place):
                self._weigh_fraction(place)
                if self._is_bounded(place) or self._is_of_an_item(place):
                    self.percent_is_sure = False
                value = self._lower_end(place)
                (remainders if self._is_remainder(place) else found).append(value)
        found.extend(self._fractions())
        if remainders and not found:
            self.percent_is_sure = False
            return [max(0, 100 - value) for value in remainders]
        return found

    def _lower_end(self, place: int) -> int:
        value = self._tokens[place].value
        start = place - 2
        starts = self._starts_range(start) or self._roles.get(start) is Role.BARE
        return min(value, self._tokens[start].value) if starts and self._text(place - 1) in RANGE_JOINTS else value

    def _starts_range(self, place: int) -> bool:
        percents = self._roles.get(place) is self._roles.get(place + 2) is Role.PERCENT
        return percents and place + 2 in self._places and self._text(place + 1) in RANGE_JOINTS

    def _is_bounded(self, place: int) -> bool:
        """«<100%», «меньше 100%», «100% дан кам», «режа 100%», «100 фоизга етказамиз»: the work is not so far.

        The least that it is («камида 70%», «не менее 70%») is surely said.
        """
        ranged = self._text(place - 1) in RANGE_JOINTS and self._is_count(place - 2)
        start = place - 2 if ranged else place
        for before in (start - 1, start - 2):
            text, denied = self._text(before), self._text(before - 1) in {"ne", "not"}
            less = _MORE_THAN if denied else _LESS_THAN
            if text in _BELOW or less.fullmatch(text) or _AIM.fullmatch(text):
                return True
        after = place + 1
        while self._text(after) in {"%", "-"} or PERCENT.fullmatch(self._text(after)):
            after += 1
        said = self._text(after - 1)
        aimed = said.endswith("gacha") or (said.endswith("ga") and Sense.DONE not in self.kinds)
        following = self._text(after + 1 if self._text(after) in {"dan", "ga"} else after)
        return aimed or self._text(after) == "gacha" or bool(_LESS_THAN.fullmatch(following) and following not in _FOR)

    def _is_of_an_item(self, place: int) -> bool:
        """Whether an item of a list, or a point of the activity, stands before what is said."""
        if self._first_item is None:
            roles = [(one, self._roles[one]) for one in self._places if one in self._roles]
            named = next((one for one, role in roles if role is Role.ACTIVITY), self._places.start)
            items = (one for one, role in roles if role is Role.POINT or (role is Role.ITEM and one >= named))
            self._first_item = next(items, self._places.stop)
        return self._first_item < place

    def _weigh_fraction(self, place: int) -> None:
        """«3/4 тайёр» is a fraction; «3/4» alone may be a date, and «5/26» a count."""
        token = self._tokens[place]
        if token.kind is Kind.FRACTION and (Sense.DONE not in self.kinds or len(token.text.partition("/")[2]) > 1):
            self.percent_is_sure = False

    def _is_remainder(self, place: int) -> bool:
        after = place + 1
        while self._text(after) in {"%", "i", "ga"} or self._text(after).startswith(("foiz", "prosent", "percent")):
            after += 1
        return self._sense(after) is Sense.REMAINS or self._sense(place - 1) is Sense.REMAINS

    def _fractions(self) -> Iterator[int]:
        for place in self._places:
            value = _fraction(self._text(place - 1), self._text(place), self._text(place + 1))
            if value is None:
                continue
            less = _LESS.fullmatch(self._text(place + 1)) or _LESS.fullmatch(self._text(place - 1))
            if less or Sense.DONE not in self.kinds:
                self.percent_is_sure = False
            yield value

    def has_loose_number(self) -> bool:
        """A number right after another that was given no meaning: «5 70 80»."""
        return any(
            self._roles.get(place) is Role.BARE and self._roles.get(place - 1) in {Role.PERCENT, Role.ACTIVITY}
            for place in self._places
        )

    # Doubts

    def _questions(self) -> frozenset[int]:
        """The sentences that end with a question mark."""
        asked, sentence = set(), 0
        for place in self._places:
            if self._text(place) == "?":
                asked.add(sentence)
            sentence += self._text(place) in ENDS
        return frozenset(asked)

    def asks_done(self) -> bool:
        """Whether being done is asked rather than told."""
        return any(one.sentence in self._asked for one in self.senses if one.sense in _ASKABLE)

    def asks_percent(self) -> bool:
        sentence, asked = 0, False
        for place in self._places:
            asked = asked or (self._roles.get(place) is Role.PERCENT and sentence in self._asked)
            sentence += self._text(place) in ENDS
        return asked

    def is_of_a_part(self) -> bool:
        """Whether what is done may be a part of the work: «лойиҳа тайёр», «готово к подписанию»."""
        said = [one.place for one in self.senses if one.sense is Sense.DONE]
        prepared = any(self._text(place + 1) in _FOR for place in said)
        if prepared or all(self._is_of_an_item(place) or self._counts_in_clause(place) for place in said):
            return True
        return self._names(STAGE) or (self._names(DRAFT) and not self._is_done_first())

    def _counts_in_clause(self, place: int) -> bool:
        """Whether things are counted where the work is said to be done: «3 та плакат тайёрланди»."""
        if self._clauses is None:
            self._clauses = list(accumulate(self._ends_clause(one) for one in self._places))
            counted = (one for one in self._places if self._roles.get(one) is Role.COUNT)
            self._counting = {self._clauses[one - self._places.start] for one in counted}
        return self._clauses[place - self._places.start] in self._counting

    def _names(self, words: re.Pattern[str]) -> bool:
        return any(words.fullmatch(self._text(place)) for place in self._places)

    def _is_done_first(self) -> bool:
        """«№5 бажарилди, лойиҳалар киритилди»: it is said to be done, and only then what was."""
        clause = list(takewhile(lambda place: not self._ends_clause(place), self._places))
        words = [place for place in self._words if place in clause]
        return len(words) == 1 and self._sense_at(words[0])[0] is Sense.DONE

    def _ends_clause(self, place: int) -> bool:
        """A comma or its like, or a dash that stands alone: «бажарилди – …», not «5-тадбир»."""
        is_alone = place > 0 and self._tokens[place].start > self._tokens[place - 1].end
        return self._text(place) in _REACH_STOPS or (self._text(place) == "-" and is_alone)

    def _is_one_word(self) -> bool:
        return len(self._words) == 1

    def is_mere_answer(self) -> bool:
        """«Ҳа» and «ok», «йўқ» and «нет» of no named activity: an answer, but to what?"""
        if not self._words or any(role is Role.ACTIVITY for role in map(self._roles.get, self._places)):
            return False
        answers = {Sense.ASSENT, Sense.NOTHING, Sense.DENIAL_AFTER, Sense.DENIAL_BEFORE}
        return all(self._sense(place) in answers for place in self._words)

    def said(self) -> bool:
        """Whether any statement or percent is there."""
        return bool(self.kinds & STATEMENTS) or any(self._roles.get(place) is Role.PERCENT for place in self._places)


def _judge_done(statement: _Statement, percent: int | None) -> tuple[bool | None, bool]:
    """Done or not by the words, and whether they are beyond doubt, given the percent said beside them."""
    kinds = statement.kinds
    if kinds & {Sense.UNCLEAR, Sense.ASKED} or statement.asks_done() or (percent is not None and percent > 100):
        return None, False
    if statement.is_mere_answer():
        return (False if Sense.UNDONE in kinds else None), False
    if Sense.UNDONE in kinds:
        return _judge_undone(kinds, percent)
    if Sense.DONE in kinds:
        return _judge_claimed(statement, percent)
    return _judge_percent(kinds, percent) if statement.percent_is_sure else (None, False)


def _judge_undone(kinds: frozenset[Sense], percent: int | None) -> tuple[bool | None, bool]:
    if Sense.DONE not in kinds:
        return False, percent != 100
    # «70% тайёр, қолгани тайёр эмас» agrees with itself; without a percent the two contradict each other.
    return (False, True) if percent is not None and percent < 100 else (None, False)


def _judge_claimed(statement: _Statement, percent: int | None) -> tuple[bool | None, bool]:
    if percent is not None and percent < 100:
        return None, True
    if statement.kinds & {Sense.HEDGE, Sense.LATER, Sense.PROMISED}:
        return None, False
    return True, statement.percent_is_sure and not (
        statement.kinds & _DOUBTS or (percent is None and statement.is_of_a_part())
    )


def _judge_percent(kinds: frozenset[Sense], percent: int | None) -> tuple[bool | None, bool]:
    if percent != 100:
        return None, True
    doubtful = kinds & (_DOUBTS | {Sense.HEDGE, Sense.PROMISED, Sense.LATER})
    return (None, False) if doubtful else (True, True)


_HALF_OF = one_of("yarmi(?:si)?(?:ni)? yarmidan napolovinu polovin[auioy]+")  # of what was spoken of
_HALF = one_of("yarim yarimta half")  # of what follows, which may be a year or an hour


def _fraction(before: str, word: str, after: str) -> int | None:
    """Percents of a fraction said in words around `word`, rounded down; None when it is not one."""
    if _HALF_OF.fullmatch(word):
        return 50
    if _HALF.fullmatch(word):
        return None if after in _NOT_HALF or (UNIT.fullmatch(after) and after != "of") else 50
    if word.endswith("dan") and (whole := _number(word.removesuffix("dan"))) and (part := _number(after)):
        return 100 * part // whole if part < whole else None  # «тўртдан уч»
    return _FRACTIONS.get((before, word))


_FRACTIONS = {
    **dict.fromkeys(product(("odna", "odnu", "na", "\n"), ("tret",)), 33),
    **dict.fromkeys(product(("one", "a"), ("third",)), 33),
    **{("dve", "treti"): 66, ("two", "thirds"): 66, ("tri", "chetverti"): 75, ("three", "quarters"): 75},
}


def _number(word: str) -> int | None:
    return number_of(Token(Kind.WORD, 0, 0, word))
