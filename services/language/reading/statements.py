"""What one clause says of the work: percent, done or not, and how plainly."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.language.reading.clauses import Clause
from services.language.reading.doubts import Coverage, Doubt
from services.language.reading.figures import Role
from services.language.reading.intents import ABOUT_WORK, Intent, Intents
from services.language.reading.meanings import Concept, Mood, concepts
from services.language.reading.numbers import Numbers
from services.language.reading.predicates import Predicate
from services.language.reading.wording import Wording
from services.language.tokens import TokenKind


@dataclass(frozen=True)
class Statement:
    """What a clause says. `percent` is 0–100, of a range the lower end; `percents` how many there are.

    `done`: True if it is claimed, False if it is denied; `smells` if finishing is spoken of in any other way.
    `strange` are the places of what was not understood, which is a doubt as well. `beside`: the percent stands beside
    the activity's number («5-тадбир 70%»). `tells`: a deed or a state is told. `reports_nothing`: it says that there is
    no report; `of_time`: that no more time was given.
    """

    clause: Clause
    intents: tuple[Intent, ...]
    percent: int | None
    percents: int
    done: bool | None
    smells: bool
    doubts: frozenset[Doubt]
    strange: tuple[int, ...]
    beside: bool
    tells: bool
    reports_nothing: bool = False
    of_time: bool = False

    @property
    def is_about_work(self) -> bool:
        """Whether its words belong to a report."""
        return bool(set(self.intents) & ABOUT_WORK)


_WORK = concepts("FINISH READY BEGIN MANAGE")
_FINISHED = concepts("FINISH READY TICK")
_BETWEEN = concepts("LABEL LINK WORK ME MINE NOW YET ABOUT FINISH GOING DAY")
_OF_OTHERS = concepts("ANSWER RECORD PAPER WAIT")
_NOT_OF_THE_WORK = frozenset({Doubt.REMAINDER, Doubt.ASKED, Doubt.LIMIT, Doubt.SHARE, Doubt.CONDITION, Doubt.DENIAL})
_BEHIND = frozenset({Mood.PAST, Mood.PERFECT, Mood.FACT})


class StatementReader:
    """Reads the clauses of a message."""

    def __init__(self, wording: Wording, numbers: Numbers, today: date) -> None:
        self._wording = wording
        self._numbers = numbers
        self._coverage = Coverage(wording, numbers, today)
        self._intents = Intents(wording, numbers)

    def read(self, clause: Clause, *, asked: bool) -> Statement:
        """What `clause` says; `asked` if its sentence is a question."""
        doubts = frozenset(self._coverage.doubts(clause, asked=asked))
        strange = tuple(self._coverage.strange(clause))
        done, smells = self._done(clause, doubts, strange)
        if done is None and not smells and not strange and self._is_zero(clause, doubts):
            clause, done = replace(clause, percents=()), False
        percent, percents = self._percent(clause)
        return Statement(
            clause,
            tuple(self._intents.of(clause, asked=asked, done=done, smells=smells)),
            percent,
            percents,
            done,
            smells,
            doubts | ({Doubt.UNKNOWN} if strange else frozenset()),
            strange,
            self._is_beside(clause),
            self._intents.tells(clause),
            not asked and self._intents.says_no_report(clause),
            not asked and self._intents.tells_of_time_denied(clause),
        )

    # Percent

    def _is_zero(self, clause: Clause, doubts: frozenset[Doubt]) -> bool:
        """«12-тадбир 0 фоиз»: nothing is done yet; unlike «осталось 0%»."""
        zeros = [not self._wording.text(place).strip("0") for place in clause.percents]  # unlike «0,5%»
        return bool(zeros) and all(zeros) and not doubts & _NOT_OF_THE_WORK

    def _percent(self, clause: Clause) -> tuple[int | None, int]:
        places = [place for place in clause.percents if self._numbers.roles[place] is Role.PERCENT]
        values = [self._wording.value(place) for place in places]
        if not values:
            return None, 0
        return values[-1], len(set(values))

    def _is_beside(self, clause: Clause) -> bool:
        if not clause.percents or not clause.mentions:
            return False
        between = range(clause.mentions[-1].last + 1, clause.percents[0])
        return all(
            self._wording.concept(place) in _BETWEEN or self._wording.kind(place) is TokenKind.SIGN for place in between
        )

    # Done

    def _done(self, clause: Clause, doubts: frozenset[Doubt], strange: Sequence[int]) -> tuple[bool | None, bool]:
        """Whether the clause claims or denies that the work is done, and whether it speaks of finishing otherwise."""
        if self._intents.is_unchanged(clause):
            return False, False
        told = [one for one in clause.predicates if one.concept in _WORK | {Concept.TICK, Concept.CROSS}]
        told = [one for one in told if not self._intents.is_of_the_deadline(one)]
        claims = [one for one in told if self._claims(one)]
        if told and len(told) == len(clause.predicates) and all(one.attributive and not one.denied for one in told):
            return None, not clause.percents  # «бажарилган ҳисоб»
        if self._is_nothing_undone(clause, told):
            return None, True
        fact = any(one.concept in _FINISHED and one.mood is Mood.FACT and not one.denied for one in told)
        if any(self._denies(one) for one in told) and (claims or fact):
            return None, True
        if self._is_nothing_done(clause) or self._is_not_yet(clause) or any(self._denies(one) for one in told):
            return False, False
        closes = Concept.CLOSE in self._wording.concepts(clause.places)  # «13-пунктни ёпсак бўлади»
        return self._judge_claim(clause, doubts, strange) if claims else (None, fact or closes)

    def _judge_claim(
        self, clause: Clause, doubts: frozenset[Doubt], strange: Sequence[int]
    ) -> tuple[bool | None, bool]:
        if not strange and not doubts and self._coverage.keeps_company(clause):
            return True, False
        # Nobody who says «partly», what is left, or how many percent, says that all is done: there is nothing to ask.
        return None, not doubts & {Doubt.PARTLY, Doubt.REMAINDER} and not clause.percents

    def _claims(self, predicate: Predicate) -> bool:
        return (
            predicate.concept in _FINISHED
            and predicate.claims
            and not predicate.denied
            and predicate.mood is not Mood.NOW
        )

    def _denies(self, predicate: Predicate) -> bool:
        if predicate.attributive:
            return predicate.denied  # «ҳали бажарилмаган жойи кўп»
        told = predicate.denied and predicate.mood is not Mood.IF and not predicate.asked
        return predicate.concept is Concept.CROSS or (predicate.concept in _WORK and told)

    def _is_nothing_done(self, clause: Clause) -> bool:
        """«Ҳеч нарса қилинмади», nothing done."""
        nothing = Concept.NOTHING in self._wording.concepts(clause.places)
        return nothing and any(one.denied or one.concept is Concept.FINISH for one in clause.predicates)

    def _is_nothing_undone(self, clause: Clause, told: Sequence[Predicate]) -> bool:
        """«Бажарилмаган иш қолмади», «невыполненных пунктов нет»: a double denial, never relied on."""
        inside = {place for one in told for place in range(one.first, one.last + 1)}
        outside = self._wording.concepts(place for place in clause.places[1:] if place not in inside)
        undone = any(one.concept is Concept.FINISH and one.denied for one in told)
        none_left = any(one.concept is Concept.REMAIN and one.denied for one in clause.predicates)
        return none_left or any(one.twice for one in told) or (undone and Concept.NO in outside)

    def _is_not_yet(self, clause: Clause) -> bool:
        """«Ҳали қилинмади», «кўрилмади ҳали», «қилганимиз йўқ»: any work of one's own that is not done yet."""
        concepts = self._wording.concepts(clause.places)
        if concepts & _OF_OTHERS or self._has_strange_subject(clause):
            return False
        denied = [one for one in clause.predicates if one.denied and one.mood in _BEHIND]
        if any(one.concept is Concept.AUX and one.mood is Mood.FACT for one in denied):
            return True
        return Concept.YET in concepts and any(one.concept in (Concept.AUX, Concept.ACT) for one in denied)

    def _has_strange_subject(self, clause: Clause) -> bool:
        """«Таклифнома ҳали келмади»: something unknown has not come, which is not the sender's work."""
        before = clause.predicates[0].first if clause.predicates else clause.end
        return any(place < before for place in self._coverage.strange(clause))
