"""The parts of a message: clauses about the same activities, and what each part says of them, how surely."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from itertools import chain, groupby

from services.language.reading.clauses import Clause
from services.language.reading.doubts import Doubt
from services.language.reading.facts import FactReader, Facts
from services.language.reading.intents import Intent
from services.language.reading.meanings import Concept, Mood, concepts
from services.language.reading.wording import Wording


class Asks(StrEnum):
    """What must be asked before anything more is recorded."""

    NONE = auto()
    ACTIVITY = auto()
    DONE = auto()
    PERCENT = auto()
    INTENT = auto()


@dataclass(frozen=True)
class Part:
    """Clauses about the same activities; no numbers where none are named. `sure`: the numbers are activities."""

    numbers: tuple[int, ...]
    clauses: tuple[Clause, ...]
    sure: bool


@dataclass(frozen=True)
class Judged:
    """What a part says: `percent` and `done` where they are certain, else `asks` tells what must be asked.

    `tells`: it says something of the work at all.
    """

    part: Part
    facts: tuple[Facts, ...]
    percent: int | None
    done: bool | None
    asks: Asks
    tells: bool


def parts(clauses: Sequence[Clause]) -> list[Part]:
    """The clauses by the activities they are about.

    What names activities and says nothing waits for what is said of them («5-тадбир: …», «5, 6 ва 7 …»), and so does
    what comes before any is named; what names none goes on with the part before it.
    """
    found: list[list[Clause]] = []
    waiting: list[Clause] = []
    waiting_names = False
    for clause in clauses:
        named = clause.mentions or waiting_names
        if clause.says and named and any(_claims(one) for one in waiting if not one.mentions):
            found.append(waiting)  # «Бажарилди. 6-тадбирни бошладик»: what is done is not the sixth
            waiting = []
        if clause.says and named:
            found.append([*waiting, clause])
            waiting, waiting_names = [], False
        elif found and not waiting and not clause.mentions:
            found[-1].append(clause)
        else:
            waiting.append(clause)
            waiting_names = waiting_names or bool(clause.mentions)
    if waiting and found and not any(one.mentions for one in waiting):
        found[-1] += waiting
    elif waiting:
        found.append(waiting)
    return [_part(list(chain.from_iterable(group))) for _, group in groupby(found, key=_numbers)]


def _claims(clause: Clause) -> bool:
    """Whether the clause speaks of how far something is."""
    return bool(clause.percents) or any(one.concept in _FINISHED for one in clause.predicates)


def _numbers(clauses: Sequence[Clause]) -> tuple[int, ...]:
    mentions = [mention for clause in clauses for mention in clause.mentions]
    return tuple(dict.fromkeys(number for mention in mentions for number in mention.numbers))


def _part(clauses: Sequence[Clause]) -> Part:
    sure = all(mention.sure for clause in clauses for mention in clause.mentions)
    return Part(_numbers(clauses), tuple(clauses), sure)


_FINISHED = concepts("FINISH READY TICK")
_SENTENCE_ENDS = frozenset(".!?;\n…")
_LONGEST_TAG = 2  # words of a «…, тўғрими?»
_FARTHEST_MARK = 40  # lexemes: figures and signs before the mark are no tag
_WHOLE = 100
# Doubts that take a percent its certainty: what is only going on does not.
_OF_PERCENT = frozenset(Doubt) - {Doubt.GOING, Doubt.UNKNOWN}
# What a percent is said of, where that is understood and is not the whole of the work now: it is kept as words.
_NOT_THE_WHOLE = frozenset({Doubt.FUTURE, Doubt.REMAINDER, Doubt.LIMIT, Doubt.PART, Doubt.DENIAL, Doubt.OTHERS})
# Doubts of another clause that undermine a claim of being done.
_UNDERMINING = frozenset(
    {
        *(Doubt.CONDITION, Doubt.DENIAL, Doubt.REMAINDER, Doubt.LIMIT, Doubt.PARTLY),
        *(Doubt.CONTRAST, Doubt.HEARSAY, Doubt.NEED),
    }
)
_APART = frozenset({Intent.QUESTION, Intent.MORE_TIME, Intent.AWAY})


class Judge:
    """Judges the parts of one message. `topical` tells whether its words are of the sender's activities at all."""

    def __init__(self, wording: Wording, reader: FactReader, *, topical: bool) -> None:
        self._wording = wording
        self._reader = reader
        self._topical = topical

    def judge(self, part: Part) -> Judged:
        """What the part says."""
        facts = tuple(self._reader.read(clause, asked=self._is_asked(clause)) for clause in part.clauses)
        work = [one for one in facts if one.is_about_work]
        percent, sure = self._percent(work)
        done, asks = self._done(facts, work, percent)
        unread = any(one.clause.percents and one.percent is None for one in work) and percent is done is None
        if asks is Asks.NONE and (unread or (percent is not None and not sure)):
            asks = Asks.PERCENT
        return Judged(part, facts, percent, done, asks, bool(work) or self._tells_state(part, facts))

    def _is_asked(self, clause: Clause) -> bool:
        """Whether a question mark ends the clause, or its sentence after a mere «тўғрими?»."""
        end = clause.end - 1
        tail: list[int] = []
        last = end + _FARTHEST_MARK
        while len(tail) <= _LONGEST_TAG and end < last and self._wording.text(end) not in _SENTENCE_ENDS:
            end += 1
            if self._wording.is_word(end):
                tail.append(end)
        asked = "?" in {self._wording.text(end), self._wording.text(end - 1)}
        return asked and (len(tail) < _LONGEST_TAG or not self._has_pronoun(tail))

    def _has_pronoun(self, places: Sequence[int]) -> bool:
        """«Қачон», «что»: a word that asks of something else, as «тўғрими» does not."""
        return any(
            self._wording.concept(place) is Concept.QUESTION and not self._wording.word(place).endswith("mi")
            for place in places
        )

    def _tells_state(self, part: Part, facts: Sequence[Facts]) -> bool:
        """«Видеороликлар монтажда», «Техзадание на экспертизе»: where a thing of the activity is, told with no verb."""
        strange = [place for one in facts for place in one.strange]
        named = bool(part.numbers) or (self._topical and len(strange) > 1)
        if not named or any(one.intents for one in facts):
            return False
        return any(
            self._wording.word(place).endswith("da") or self._wording.word(place - 1) in {"na", "v", "o"}
            for place in strange
        )

    # Percent

    def _percent(self, work: Sequence[Facts]) -> tuple[int | None, bool]:
        """The percent, and whether it is certain; None where it is kept as words."""
        told = [one for one in work if one.percent is not None]
        plain = [one for one in told if self._is_plain(one)]
        if not plain:
            kept = all(one.percents == 1 and one.doubts & _NOT_THE_WHOLE for one in told)
            return (None, True) if kept else (told[0].percent, False)
        others = [one for one in told if not self._is_plain(one) and not one.doubts & {Doubt.FUTURE, Doubt.REMAINDER}]
        return plain[-1].percent, len({one.percent for one in plain}) == 1 and not others

    def _is_plain(self, one: Facts) -> bool:
        if one.percents != 1 or one.percent is None or one.percent > _WHOLE:
            return False
        if one.beside:
            return not one.doubts & _OF_PERCENT - {Doubt.PART}
        return not one.doubts & (_OF_PERCENT | {Doubt.UNKNOWN})

    # Done

    def _done(self, facts: Sequence[Facts], work: Sequence[Facts], percent: int | None) -> tuple[bool | None, Asks]:
        claims = [one for one in work if one.done]
        denied = any(one.done is False for one in work)
        smells = any(one.smells and not (claims and self._is_apart(one)) for one in work)
        if percent is not None and percent < _WHOLE:
            return None, Asks.NONE
        if percent == _WHOLE and not claims and not denied:
            claims = [one for one in work if one.percent == _WHOLE and self._is_plain(one)]
            sound = bool(claims) and not claims[0].doubts & {Doubt.UNKNOWN, Doubt.GOING}
        else:
            sound = not denied and not self._is_bare(facts, claims)
        if denied and not claims:
            return False, Asks.NONE
        if claims:
            sound = sound and not smells and not self._is_undermined(facts, claims)
            return (True, Asks.NONE) if sound else (None, Asks.DONE)
        return None, Asks.DONE if smells or percent == _WHOLE else Asks.NONE

    def _is_bare(self, facts: Sequence[Facts], claims: Sequence[Facts]) -> bool:
        """«Тайёр», ✅ with nothing beside it that says what is ready."""
        if any(one.clause.mentions for one in facts):
            return False
        said = [one for claim in claims for one in claim.clause.predicates]
        return all(one.concept in (Concept.READY, Concept.TICK) for one in said) and not any(
            claim.clause.percents for claim in claims
        )

    def _is_undermined(self, facts: Sequence[Facts], claims: Sequence[Facts]) -> bool:
        """Whether another clause casts doubt on the claim, or says something that is not understood at all."""
        claiming = {one.clause for one in claims}
        others = [one for one in facts if one.clause not in claiming]
        return any(self._is_tag(one) or (not self._is_apart(one) and self._undermines(one)) for one in others)

    def _undermines(self, one: Facts) -> bool:
        if one.doubts & _UNDERMINING or Intent.OBSTACLE in one.intents:
            return True
        if Doubt.OTHERS in one.doubts and one.smells:
            return True
        concepts = self._wording.concepts(one.clause.places)
        sends = any(said.concept is Concept.SEND and said.mood is Mood.FUTURE for said in one.clause.predicates)
        unread = bool(one.strange) and not sends and not self._is_preface(one, concepts)
        if Intent.PROMISE in one.intents and not one.clause.predicates:
            return True  # «имзоси эртага»
        if not one.tells and (Concept.STAGE in concepts or unread):
            return True
        return any(
            said.mood in (Mood.NOW, Mood.FUTURE) and said.concept is not Concept.SEND
            for said in one.clause.predicates
            if not (said.concept is Concept.AUX and Concept.INFORM in concepts)
        )

    def _is_tag(self, one: Facts) -> bool:
        """«…, шу тўғрими»: a question with no word of its own that asks what was told."""
        if Intent.QUESTION not in one.intents or one.clause.opens:
            return False
        words = [place for place in one.clause.places if self._wording.is_word(place)]
        return len(words) <= _LONGEST_TAG and not self._has_pronoun(words)

    def _is_apart(self, one: Facts) -> bool:
        """A question or a request of its own, which says nothing of what was told beside it."""
        return bool(set(one.intents) & _APART) or Concept.CLOSE in self._wording.concepts(one.clause.places)

    def _is_preface(self, one: Facts, concepts: frozenset[Concept]) -> bool:
        """A greeting or a name before anything is said; or a whole sentence of its own."""
        set_off = self._wording.text(one.clause.end - 1) != ","
        first = one.clause.start == 0 and set_off
        return first or Concept.POLITE in concepts or (one.clause.opens and len(one.strange) > 1)
