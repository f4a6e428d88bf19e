"""The parts of a message: clauses about the same activities, what each part says of them, and how surely."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from itertools import chain, groupby, pairwise

from services.language.reading.clauses import Clause
from services.language.reading.doubts import Doubt
from services.language.reading.intents import Intent
from services.language.reading.meanings import Concept, Mood, concepts
from services.language.reading.nearly import is_nearly
from services.language.reading.statements import Statement, StatementReader
from services.language.reading.wording import Wording


class Asks(StrEnum):
    """What must be asked before more is recorded."""

    NONE = auto()
    ACTIVITY = auto()
    DONE = auto()
    PERCENT = auto()
    INTENT = auto()


@dataclass(frozen=True)
class Part:
    """Clauses about the same activities; `numbers` is empty if none are named. `sure`: the numbers are activities."""

    numbers: tuple[int, ...]
    clauses: tuple[Clause, ...]
    sure: bool


@dataclass(frozen=True)
class Judged:
    """What a part says: `percent` and `done` if they are certain, or else `asks`, what must be asked.

    `tells`: it says something of the work at all. `percents` are those that contradict each other, or a done.
    """

    part: Part
    statements: tuple[Statement, ...]
    percent: int | None
    done: bool | None
    asks: Asks
    tells: bool
    percents: tuple[int, ...] = ()


def parts(clauses: Sequence[Clause]) -> list[Part]:
    """The clauses grouped by the activities they are about.

    A clause that only names activities waits for a statement about them («5-тадбир: …», «5, 6 ва 7 …»), and so does
    what comes before the first name; a clause that names none belongs to the part before it.
    """
    groups: list[list[Clause]] = []
    waiting: list[Clause] = []
    waiting_names = False
    for each in clauses:
        # «Бажарилди, 6 ҳам»: of two activities, one of which is not named.
        clause = _unsure(each) if each.likewise and any(map(_claims, waiting)) else each
        named = clause.mentions or waiting_names
        if clause.likewise and groups and not waiting:
            groups[-1].append(clause)  # «5 битди, 6 ҳам»
            continue
        says = clause.says or clause.words_its_own
        if says and named and any(_claims(one) for one in waiting if not one.mentions):
            groups.append(waiting)  # «Бажарилди. 6-тадбирни бошладик»: what is done is not the sixth
            waiting = []
        if says and named:
            groups.append([*waiting, clause])
            waiting, waiting_names = [], False
        elif groups and not waiting and not clause.mentions:
            groups[-1].append(clause)
        else:
            waiting.append(clause)
            waiting_names = waiting_names or bool(clause.mentions)
    if waiting and groups and not any(one.mentions for one in waiting):
        groups[-1] += waiting
    elif waiting:
        groups.append(waiting)
    return [_part(list(chain.from_iterable(group))) for _, group in groupby(groups, key=_numbers)]


def _unsure(clause: Clause) -> Clause:
    """The clause, with what it names left to be asked."""
    return replace(clause, mentions=tuple(replace(mention, sure=False) for mention in clause.mentions))


def _claims(clause: Clause) -> bool:
    """Whether the clause tells how far something is."""
    return bool(clause.percents) or any(one.concept in _FINISHED for one in clause.predicates)


def _numbers(clauses: Sequence[Clause]) -> tuple[int, ...]:
    mentions = [mention for clause in clauses for mention in clause.mentions]
    return tuple(dict.fromkeys(number for mention in mentions for number in mention.numbers))


def _part(clauses: Sequence[Clause]) -> Part:
    sure = all(mention.sure for clause in clauses for mention in clause.mentions)
    return Part(_numbers(clauses), tuple(clauses), sure)


_FINISHED = concepts("FINISH READY TICK")
_REST = ("kolgan", "ostaln")
_HANDED = ("beril", "topshiril", "yoboril", "sdan", "peredan")  # skeletons
_ON_ITS_WAY = re.compile(  # skeletons
    r"\b(?:imzo|imzolash|tasdik|tasdiklash|kelishov|kelishish|ekspertiza|korib chikish|tekshirov|molohaza)ga \w*"
    r"(?:ber|yobor|kirit|topshir|kon|chikar|otkaz)"
    r"|\bna (?:podpis|soglasovani|otverjdeni|ekspertiz|rasmotreni|proverk)\w*"
)
_MINE = concepts("ME MINE")
_OF_MANY = ("lar", "lari", "ov", "ev", "iy", "ey", "ih")
_OF_A_NAME = concepts("LABEL ABOUT")  # «5-тадбир бўйича»
_SENTENCE_ENDS = frozenset(".!?;\n…")
_LONGEST_TAG = 2  # words of a «…, тўғрими?»
_FARTHEST_MARK = 40  # lexemes: figures and signs before the mark are no tag
_WHOLE, _HALF = 100, 50
_HALVES = ("polovin", "yarmi", "yarim", "half")  # skeletons
# Doubts that take a percent its certainty: what is only going on does not.
_OF_PERCENT = frozenset(Doubt) - {Doubt.GOING, Doubt.UNKNOWN}
# What a percent is said of, if that is understood and is not the whole of the work now: it is kept as words.
_NOT_THE_WHOLE = frozenset({Doubt.FUTURE, Doubt.REMAINDER, Doubt.LIMIT, Doubt.PART, Doubt.DENIAL, Doubt.OTHERS})
# Doubts of another clause that undermine a claim of being done.
_UNDERMINING = frozenset(
    {
        *(Doubt.CONDITION, Doubt.DENIAL, Doubt.REMAINDER, Doubt.LIMIT, Doubt.PARTLY),
        *(Doubt.CONTRAST, Doubt.HEARSAY, Doubt.NEED),
    }
)
_NOT_YET_TRUE = frozenset({Doubt.FUTURE, Doubt.CONDITION, Doubt.NEED})
_APART = frozenset({Intent.QUESTION, Intent.MORE_TIME, Intent.AWAY})


class Judge:
    """Judges the parts of one message. `topical` tells whether its words are of the sender's activities at all."""

    def __init__(self, wording: Wording, reader: StatementReader, *, topical: bool) -> None:
        self._wording = wording
        self._reader = reader
        self._topical = topical

    def judge(self, part: Part) -> Judged:
        """What the part says."""
        read = [self._reader.read(clause, asked=self._is_asked(clause)) for clause in part.clauses]
        statements = (*(self._with_what_follows(*pair) for pair in pairwise(read)), *read[-1:])
        work = [one for one in statements if one.is_about_work]
        percent, sure = self._percent(statements, work)
        done, asks = self._done(statements, work, percent)
        unread = any(one.clause.percents and one.percent is None for one in work) and percent is done is None
        if asks is Asks.NONE and (unread or (percent is not None and not sure)):
            asks = Asks.PERCENT
        if asks is Asks.DONE and any(map(self._is_nearly, statements)):
            asks = Asks.PERCENT  # «деярли тайёр»: not done, but how far?
        if percent is done is None and any(one.reports_nothing for one in statements):
            asks = Asks.INTENT  # «10 доимий, ҳисобот йўқ»
        tells = bool(work) or self._tells_state(part, statements)
        percents = self._contradicting(work) if asks is not Asks.NONE else ()
        return Judged(part, statements, percent, done, asks, tells, percents)

    def _with_what_follows(self, one: Statement, following: Statement) -> Statement:
        """«5 - 30% | лойиҳа тайёр бўлади»: with nothing set between, the percent may be of what is only to come."""
        goes_on = self._wording.is_word(one.clause.end - 1) or self._wording.text(one.clause.end - 1) == "%"
        ahead = goes_on and one.clause.end == following.clause.start and bool(following.doubts & _NOT_YET_TRUE)
        is_offered = ahead and bool(one.clause.percents) and not one.clause.predicates
        return replace(one, doubts=one.doubts | {Doubt.NEAR}) if is_offered else one

    def _is_nearly(self, statement: Statement) -> bool:
        return is_nearly(self._wording.word(place) for place in statement.clause.places)

    def _contradicting(self, work: Sequence[Statement]) -> tuple[int, ...]:
        """«25%, 40%», «бажарилди, 30%»: the percents of the whole that cannot all be true with what else is said."""
        percents = {one.percent for one in work if one.percent is not None and self._is_plain(one)} - {None, _WHOLE}
        is_several = len(percents) > 1 or self._claims_besides(work)
        return tuple(sorted(one for one in percents if one is not None)) if is_several else ()

    def _claims_besides(self, work: Sequence[Statement]) -> bool:
        """Whether another sentence than that of the percent says that the work is done; «бажарилди, 70%» is one."""
        percents = [one for one in work if one.percent is not None and one.percent < _WHOLE and self._is_plain(one)]
        claims = [one for one in work if one.done and not one.clause.percents]
        return any(self._is_sentence_between(claim, percent) for claim in claims for percent in percents)

    @staticmethod
    def _is_sentence_between(one: Statement, other: Statement) -> bool:
        """Whether the later of the two opens a sentence."""
        return max(one, other, key=lambda statement: statement.clause.start).clause.opens

    def _is_asked(self, clause: Clause) -> bool:
        """Whether a question mark ends the clause, or its sentence after a mere «тўғрими?»."""
        end = clause.end - 1
        tail: list[int] = []
        last = end + _FARTHEST_MARK
        while len(tail) <= _LONGEST_TAG and end < last and self._wording.text(end) not in _SENTENCE_ENDS:
            end += 1
            if self._wording.is_word(end):
                tail.append(end)
        if Concept.IF in self._wording.concepts(clause.places) and self._ends_with_a_question(end, last):
            return True  # «агар бажарилди десак, қабул қиладими?»
        asked = "?" in {self._wording.text(end), self._wording.text(end - 1)}
        return asked and (len(tail) < _LONGEST_TAG or not self._has_pronoun(tail))

    def _ends_with_a_question(self, start: int, last: int) -> bool:
        ends = (self._wording.text(place) for place in range(start, last))
        return next((text for text in ends if text in _SENTENCE_ENDS), "") == "?"

    def _has_pronoun(self, places: Sequence[int]) -> bool:
        """«Қачон», «что»: a word that asks for something else, unlike «тўғрими»."""
        return any(
            self._wording.concept(place) is Concept.QUESTION and not self._wording.word(place).endswith("mi")
            for place in places
        )

    def _tells_state(self, part: Part, statements: Sequence[Statement]) -> bool:
        """«Видеороликлар монтажда», «Техзадание на экспертизе»: the place of a part of the work, without a verb."""
        strange = [place for one in statements for place in one.strange]
        named = bool(part.numbers) or (self._topical and len(strange) > 1)
        if not named or any(one.intents for one in statements):
            return False
        if part.numbers and any(Doubt.PARTLY in one.doubts for one in statements):
            return True  # «3-тадбир бўйича 100 дан 45 та ҳужжат»
        return any(
            self._wording.word(place).endswith("da") or self._wording.word(place - 1) in {"na", "v", "o"}
            for place in strange
        )

    # Percent

    def _percent(self, statements: Sequence[Statement], work: Sequence[Statement]) -> tuple[int | None, bool]:
        """The percent, and whether it is certain; None if it is kept only as words."""
        told = [one for one in work if one.percent is not None]
        plain = [one for one in told if self._is_plain(one)]
        if not plain:
            heard = any(Doubt.HEARSAY in one.doubts for one in told)
            beside = [one.doubts for one in statements if told]
            heard = heard or any(Doubt.NEAR in one or {Doubt.HEARSAY, Doubt.DENIAL} <= one for one in beside)
            kept = not heard and all(one.percents == 1 and one.doubts & _NOT_THE_WHOLE for one in told)
            if not kept:
                return told[0].percent, False
            if not told:
                half = self._half(work)
                return half, half is None
            of_the_whole = len(told) == 1 and self._may_be_of_the_whole(told[0])
            return (told[0].percent, False) if of_the_whole else (None, True)
        others = [one for one in told if not self._is_plain(one) and not one.doubts & {Doubt.FUTURE, Doubt.REMAINDER}]
        mine = any(self._wording.concepts(one.clause.places) & _MINE for one in plain)  # «Юнусов тугатди, менда 40%»
        heard = any(
            self._is_of_others(one) or (mine and (one.smells or (one.tells and one.strange)))
            for one in statements
            if one not in plain
        )
        return plain[-1].percent, len({one.percent for one in plain}) == 1 and not others and not heard

    def _half(self, work: Sequence[Statement]) -> int | None:
        """«22 половина», with no more words: fifty, perhaps."""
        [one, *others] = work or (None,)
        if one is None or others or not one.clause.mentions:
            return None
        words = [place for place in one.clause.places if self._wording.is_word(place)]
        return _HALF if len(words) == 1 and self._wording.word(words[0]).startswith(_HALVES) else None

    def _may_be_of_the_whole(self, statement: Statement) -> bool:
        """«2-тадбир 30% шартнома лойиҳаси тайёр», «… тайёр, 30%»: of the activity named, or of the draft?

        It stands beside the activity's number, or after all that is said; one before its thing or verb is of that.
        """
        if statement.doubts & _NOT_THE_WHOLE != {Doubt.PART}:
            return False
        [place, *_] = statement.clause.percents
        words = [at for at in statement.clause.places if self._wording.is_word(at) and at != place]
        after = [at for at in words if at > place and self._wording.concept(at) is not Concept.PERCENT]
        before = [at for at in words if at < place]
        if after and self._wording.word(after[0]).endswith(_OF_MANY):
            return False  # «60% ҳужжатлар», «30% замечаний»: a share of many things
        between = [at for at in before if self._wording.concept(at) not in _OF_A_NAME]
        beside = any(not any(at > one.last for at in between) for one in statement.clause.mentions if one.last < place)
        last = bool(statement.clause.predicates) and not after and Doubt.SHARE not in statement.doubts
        return (beside and bool(after)) or last

    def _is_plain(self, statement: Statement) -> bool:
        if statement.percents != 1 or statement.percent is None or statement.percent > _WHOLE:
            return False
        if statement.beside:
            return not statement.doubts & _OF_PERCENT - {Doubt.PART}
        return not statement.doubts & (_OF_PERCENT | {Doubt.UNKNOWN})

    # Done

    def _done(
        self, statements: Sequence[Statement], work: Sequence[Statement], percent: int | None
    ) -> tuple[bool | None, Asks]:
        claims = [one for one in work if one.done]
        denied = any(one.done is False for one in work)
        smells = any(one.smells and not (claims and self._is_apart(one)) for one in work)
        if percent is not None and percent < _WHOLE:
            return None, Asks.DONE if self._claims_besides(work) else Asks.NONE
        if percent == _WHOLE and not claims and not denied:
            claims = [one for one in work if one.percent == _WHOLE and self._is_plain(one)]
            sound = bool(claims) and not claims[0].doubts & {Doubt.UNKNOWN, Doubt.GOING}
            sound = sound and not self._is_handed(work, claims[0])
        else:
            sound = not denied and not self._is_bare(statements, claims)
        if denied and not claims:
            return False, Asks.NONE
        if claims:
            sound = sound and not smells and not self._is_undermined(statements, claims)
            sound = sound and not self._ticks_a_thing(work, claims)
            return (True, Asks.NONE) if sound else (None, Asks.DONE)
        smells = smells and not self._tells_of_the_rest(statements)
        return None, Asks.DONE if smells or percent == _WHOLE else Asks.NONE

    def _tells_of_the_rest(self, statements: Sequence[Statement]) -> bool:
        """«Тошкент бўйича тугади, қолганлари жараёнда», «…, остальные в работе»: a part alone is finished."""
        return any(
            Concept.GOING in self._wording.concepts(one.clause.places)
            and any(self._wording.word(place).startswith(_REST) for place in one.clause.places)
            for one in statements
            if not one.smells
        )

    def _is_handed(self, work: Sequence[Statement], claim: Statement) -> bool:
        """«17 га материаллар берилди 100%»: all of what was given, perhaps, and not of the work."""
        before = [one for one in work if one.clause.end == claim.clause.start and not claim.clause.mentions]
        places = (place for one in (*before, claim) for place in one.clause.places)
        return any(self._wording.word(place).startswith(_HANDED) for place in places)

    def _is_bare(self, statements: Sequence[Statement], claims: Sequence[Statement]) -> bool:
        """«Тайёр» or ✅ with nothing beside it that says what is ready."""
        if any(not mention.by_name for one in statements for mention in one.clause.mentions):
            return False
        predicates = [one for claim in claims for one in claim.clause.predicates]
        return all(one.concept in (Concept.READY, Concept.TICK) for one in predicates) and not any(
            claim.clause.percents for claim in claims
        )

    @staticmethod
    def _ticks_a_thing(work: Sequence[Statement], claims: Sequence[Statement]) -> bool:
        """«25: рўйхат тасдиқланди ✅»: the sign may be of what the sentence before or behind it tells."""
        told = (predicate.concept for one in claims for predicate in one.clause.predicates)
        ticked = not any(one.clause.percents for one in claims) and all(one is Concept.TICK for one in told)
        return ticked and any(not one.done for one in work)

    def _is_undermined(self, statements: Sequence[Statement], claims: Sequence[Statement]) -> bool:
        """Whether another clause casts doubt on the claim, or is not understood at all."""
        claiming = {statement.clause for statement in claims}
        others = [statement for statement in statements if statement.clause not in claiming]
        return any(
            self._is_tag(statement) or (not self._is_apart(statement) and self._undermines(statement))
            for statement in others
        )

    def _undermines(self, statement: Statement) -> bool:
        if statement.doubts & _UNDERMINING or Intent.OBSTACLE in statement.intents:
            return True
        if self._is_of_others(statement) or self._is_on_its_way(statement):
            return True
        concepts = self._wording.concepts(statement.clause.places)
        sends = any(
            predicate.concept is Concept.SEND and predicate.mood is Mood.FUTURE
            for predicate in statement.clause.predicates
        )
        unread = bool(statement.strange) and not sends and not self._is_preface(statement, concepts)
        if Intent.PROMISE in statement.intents and not statement.clause.predicates:
            return True  # «имзоси эртага»
        if not statement.tells and (Concept.STAGE in concepts or unread):
            return True
        return any(
            predicate.mood in (Mood.NOW, Mood.FUTURE) and predicate.concept is not Concept.SEND
            for predicate in statement.clause.predicates
            if not (predicate.concept is Concept.AUX and Concept.INFORM in concepts)
        )

    def _is_on_its_way(self, statement: Statement) -> bool:
        """«Имзога бердик | тугади», «отдали на подпись»: it waits for what others do."""
        said = " ".join(self._wording.word(place) for place in statement.clause.places)
        return _ON_ITS_WAY.search(said) is not None

    @staticmethod
    def _is_of_others(statement: Statement) -> bool:
        """«Палуаниязов бажарди, мен 30%», «остальные на 40%», «айтишди, …»: not what the writer did, or knows."""
        told = statement.smells or bool(statement.clause.percents)
        return Doubt.HEARSAY in statement.doubts or (Doubt.OTHERS in statement.doubts and told)

    def _is_tag(self, statement: Statement) -> bool:
        """«…, шу тўғрими»: a question without words of its own that asks about what was told."""
        closes = Concept.CLOSE in self._wording.concepts(statement.clause.places)
        if Intent.QUESTION not in statement.intents or statement.clause.opens or closes:
            return False
        words = [place for place in statement.clause.places if self._wording.is_word(place)]
        return len(words) <= _LONGEST_TAG and not self._has_pronoun(words)

    def _is_apart(self, statement: Statement) -> bool:
        """A question or request of its own, which says nothing about what was told beside it."""
        return bool(set(statement.intents) & _APART) or Concept.CLOSE in self._wording.concepts(statement.clause.places)

    def _is_preface(self, statement: Statement, concepts: frozenset[Concept]) -> bool:
        """A greeting or a name before anything is said, or a whole sentence of its own."""
        set_off = self._wording.text(statement.clause.end - 1) != ","
        first = statement.clause.start == 0 and set_off
        return first or Concept.POLITE in concepts or (statement.clause.opens and len(statement.strange) > 1)
