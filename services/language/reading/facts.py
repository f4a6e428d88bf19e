"""What one clause says: intents, percent, done or not, and whether all of it was understood."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from services.language.number_words import SEVERAL, number_of
from services.language.reading.clauses import Clause
from services.language.reading.lexicon import Lexeme
from services.language.reading.meanings import Concept as C
from services.language.reading.meanings import Mood
from services.language.reading.numbers import Numbers, Role
from services.language.reading.predicates import Predicate
from services.language.tokens import Kind


class Intent(StrEnum):
    """What a person means by a message."""

    REPORT = auto()
    NOT_DONE = auto()
    QUESTION = auto()
    MORE_TIME = auto()
    REFUSAL = auto()
    OBSTACLE = auto()
    PROMISE = auto()
    AWAY = auto()
    COURTESY = auto()
    CORRECTION = auto()
    UNCLEAR = auto()


class Doubt(Enum):
    """Why what a clause says is not a plain present fact about the whole."""

    FUTURE = auto()
    CONDITION = auto()
    DENIAL = auto()
    PART = auto()
    REMAINDER = auto()
    OTHERS = auto()
    ASKED = auto()
    LIMIT = auto()  # less than, more than, almost
    PARTLY = auto()
    CONTRAST = auto()
    HEARSAY = auto()  # said, called, mistaken
    NEED = auto()
    GOING = auto()
    UNKNOWN = auto()  # a word that is not understood


@dataclass(frozen=True)
class Facts:
    """What a clause says. `percent` is 0–100, of a range the lower end.

    `done`: True where it is claimed, False where it is denied; `smells` where finishing is spoken of in any other way.
    `doubts` are those of the clause; `strange` the places of what was not understood.
    """

    clause: Clause
    intents: tuple[Intent, ...]
    percent: int | None
    percents: int
    done: bool | None
    smells: bool
    doubts: frozenset[Doubt]
    strange: tuple[int, ...]
    beside: bool  # the percent stands beside the activity's number: «5-тадбир 70%»
    tells: bool  # a deed or a state is told

    @property
    def is_about_work(self) -> bool:
        return bool(set(self.intents) & ABOUT_WORK)


ABOUT_WORK = frozenset({Intent.REPORT, Intent.NOT_DONE, Intent.OBSTACLE, Intent.PROMISE})
# What may stand in the clause of a done that is certain.
_COMPANY = frozenset(
    {
        C.FINISH, C.READY, C.ALL, C.TIMELY, C.NOW, C.WORK, C.LINK, C.ME, C.MINE, C.POLITE, C.THANKS, C.INFORM, C.LABEL,
        C.PERCENT, C.MONTH, C.DAY, C.TICK, C.SEND, C.AUX, C.YES,
    }
)  # fmt: skip
_DOUBTS: dict[C, Doubt] = {
    C.WILL: Doubt.FUTURE, C.TRY: Doubt.FUTURE, C.LATER: Doubt.FUTURE, C.UNTIL: Doubt.FUTURE,
    C.IF: Doubt.CONDITION, C.NO: Doubt.DENIAL, C.NOT: Doubt.DENIAL, C.CROSS: Doubt.DENIAL,
    C.STAGE: Doubt.PART, C.PAPER: Doubt.PART, C.RECORD: Doubt.PART, C.UNIT: Doubt.PART,
    C.REMAIN: Doubt.REMAINDER, C.THEM: Doubt.OTHERS, C.NAME: Doubt.OTHERS,
    C.QUESTION: Doubt.ASKED, C.TELL: Doubt.ASKED, C.SHOW: Doubt.ASKED,
    C.LESS: Doubt.LIMIT, C.HEDGE: Doubt.LIMIT, C.PARTLY: Doubt.PARTLY, C.BUT: Doubt.CONTRAST,
    C.WAS: Doubt.HEARSAY, C.SAID: Doubt.HEARSAY, C.WRONG: Doubt.HEARSAY, C.FIX: Doubt.HEARSAY,
    C.NEED: Doubt.NEED, C.CAN: Doubt.NEED, C.ASK: Doubt.NEED, C.PLEASE: Doubt.NEED,
    C.DEADLINE: Doubt.NEED, C.TIME: Doubt.NEED, C.EXTEND: Doubt.NEED, C.GIVE: Doubt.NEED,
    C.GOING: Doubt.GOING, C.YET: Doubt.GOING, C.ABOUT: Doubt.GOING, C.WAIT: Doubt.GOING, C.BEGIN: Doubt.GOING,
    C.ACT: Doubt.GOING, C.TROUBLE: Doubt.GOING,
}  # fmt: skip
_MOODS: dict[Mood, Doubt] = {
    Mood.FUTURE: Doubt.FUTURE,
    Mood.IF: Doubt.CONDITION,
    Mood.ORDER: Doubt.NEED,
}
# Doubts that take a percent its certainty; what is only going on does not.
PERCENT_DOUBTS = frozenset(Doubt) - {Doubt.GOING, Doubt.UNKNOWN}
_WORK_WORDS = frozenset({C.FINISH, C.READY, C.BEGIN, C.MANAGE})
_TOLD = frozenset(
    {C.FINISH, C.READY, C.BEGIN, C.GOING, C.ACT, C.SEND, C.AUX, C.TICK, C.WAIT, C.MANAGE, C.CROSS, C.REMAIN}
)
_CONJUNCTIONS = frozenset({"chto", "kak", "kogda", "when", "how", "li"})
_HALF = {"yarmi": 50, "yarmisi": 50, "yarim": 50}


class Reader:
    """Reads the clauses of one message. `is_titled` says whether a word is one of the spoken-of activity's own."""

    def __init__(
        self,
        lexemes: Sequence[Lexeme],
        numbers: Numbers,
        own: Collection[int],
        is_titled: Callable[[str, Sequence[int]], bool],
    ) -> None:
        self._lexemes = lexemes
        self._numbers = numbers
        self._own = own
        self._is_titled = is_titled

    def facts(self, clause: Clause, *, asked: bool, spoken_of: Sequence[int]) -> Facts:
        """What `clause` says; `asked` where its sentence is a question; `spoken_of` are the activities it is about."""
        doubts = frozenset(self._doubts(clause, asked=asked))
        strange = tuple(self._strange(clause, spoken_of))
        done, smells = self._done(clause, doubts, strange)
        percent, count = self._percent(clause)
        concepts = self._concepts(clause)
        intents = tuple(self._intents(clause, concepts, asked=asked, done=done, percent=percent, smells=smells))
        return Facts(
            clause,
            intents,
            percent,
            count,
            done,
            smells,
            doubts | ({Doubt.UNKNOWN} if strange else frozenset()),
            strange,
            self._is_beside(clause),
            self._tells(clause),
        )

    # Coverage

    def _places(self, clause: Clause) -> range:
        return range(clause.start, clause.end)

    def _concepts(self, clause: Clause) -> frozenset[C]:
        return frozenset(c for place in self._places(clause) if (c := self._lexemes[place].concept) is not None)

    def _strange(self, clause: Clause, spoken_of: Sequence[int]) -> Iterator[int]:
        accounted = self._accounted(clause)
        for place in self._places(clause):
            one = self._lexemes[place]
            if one.token.kind is Kind.WORD and one.meaning is None and place not in accounted:
                if not (self._is_address(place) or number_of(one.token) is not None):
                    yield place
            elif one.token.kind is Kind.NUMBER and self._numbers.roles.get(place) is Role.UNKNOWN:
                yield place

    def _accounted(self, clause: Clause) -> frozenset[int]:
        """What belongs to a number or to a predicate."""
        inside = {place for one in clause.predicates for place in range(one.first, one.last + 1)}
        return frozenset(inside | self._numbers.covered)

    def _is_address(self, place: int) -> bool:
        """A name beside «ака», or a patronymic."""
        word = self._lexemes[place].word
        after = self._lexemes[place + 1].word if place + 1 < len(self._lexemes) else ""
        return after in _ADDRESSES or word.endswith(("ovich", "evich", "ovna", "evna"))

    def _doubts(self, clause: Clause, *, asked: bool) -> Iterator[Doubt]:
        covered: set[int] = set()
        for said in clause.predicates:
            covered.update(range(said.first, said.last + 1))
            yield from self._doubts_of(said)
        for place in self._places(clause):
            concept = self._lexemes[place].concept
            if place in self._numbers.covered or (place in covered and concept is not C.REMAIN):
                continue
            if concept is None:
                if number_of(self._lexemes[place].token) is not None:
                    yield Doubt.PART
                continue
            if concept is C.LABEL and self._is_of_several(clause, place):
                yield Doubt.PART
            if concept is C.UNTIL and self._joins_percents(place):
                continue
            if concept is C.THEM and self._is_addressed(place):
                continue
            if concept is C.NOT and self._denies_a_predicate(clause, place):
                continue
            if concept in (C.NO, C.NOT) and self._is_of_hindrance(place):
                continue
            if concept in _DOUBTS and not (concept in _MEASURED and self._is_measure(place)):
                yield _DOUBTS[concept]
            if self._lexemes[place].meaning is not None and self._lexemes[place].meaning.asked:  # type: ignore[union-attr]
                yield Doubt.ASKED
        for place in self._places(clause):
            role = self._numbers.roles.get(place)
            if role is Role.FRACTION or (role is Role.COUNT and not self._is_measure(place)):
                yield Doubt.PART
        if asked:
            yield Doubt.ASKED
        if self._is_of_a_thing(clause):
            yield Doubt.PART

    def _is_of_a_thing(self, clause: Clause) -> bool:
        """«Харажатларнинг 70 фоизи»: a share of something that is not the work."""
        for place in clause.percents:
            before = self._lexemes[place - 1] if place > clause.start else None
            if before is not None and before.word.endswith("ning") and before.concept not in (C.WORK, C.LABEL):
                return True
        return False

    def _doubts_of(self, said: Predicate) -> Iterator[Doubt]:
        if said.mood in _MOODS:
            yield _MOODS[said.mood]
        if said.asked:
            yield Doubt.ASKED
        if said.denied or said.twice:
            yield Doubt.DENIAL
        if said.concept in _DOUBTS:
            yield _DOUBTS[said.concept]
        if said.concept in _WORK_WORDS and said.mood in (Mood.DEED, Mood.CONVERB, Mood.FACT):
            yield Doubt.GOING
        if said.mood is Mood.NOW:
            yield Doubt.GOING

    def _is_of_several(self, clause: Clause, place: int) -> bool:
        """«Ҳамма тадбирлар», «3 мероприятия» with none of them named."""
        return not clause.mentions and bool(SEVERAL.fullmatch(self._lexemes[place].token.text))

    def _is_addressed(self, place: int) -> bool:
        """«Коллеги, …»: who is set off by a comma is spoken to, not of."""
        after = self._lexemes[place + 1].token.text if place + 1 < len(self._lexemes) else ""
        return after in {",", "!"}

    def _joins_percents(self, place: int) -> bool:
        roles = self._numbers.roles
        return roles.get(place - 1) is Role.PERCENT and roles.get(place + 1) is Role.PERCENT

    def _denies_a_predicate(self, clause: Clause, place: int) -> bool:
        return any(0 < one.first - place <= 4 and one.denied for one in clause.predicates)

    def _is_of_hindrance(self, place: int) -> bool:
        near = [self._lexemes[one].concept for one in (place - 1, place + 1) if 0 <= one < len(self._lexemes)]
        return bool({C.HINDRANCE, C.TROUBLE} & set(near))

    def _is_measure(self, place: int) -> bool:
        """A unit of time that a date has, a letter that has a number: they count nothing of the work."""
        near = range(max(0, place - 3), min(len(self._lexemes), place + 4))
        concept = self._lexemes[place].concept
        if concept is C.UNIT:
            return any(self._numbers.roles.get(one) is Role.DATE for one in near)
        if self._numbers.roles.get(place) is Role.COUNT:
            return any(self._lexemes[one].concept is C.PAPER for one in near)
        return any(self._numbers.roles.get(one) in (Role.COUNT, Role.DATE) for one in near)

    # Percent

    def _percent(self, clause: Clause) -> tuple[int | None, int]:
        values = [
            self._lexemes[place].token.value for place in clause.percents if self._numbers.roles[place] is Role.PERCENT
        ]
        if not values:
            return None, 0
        ranged = len(values) == 2 and clause.percents[1] - clause.percents[0] in (2, 3)
        value = min(values) if ranged else values[-1]
        return value, 1 if ranged else len(set(values))

    def _is_beside(self, clause: Clause) -> bool:
        if not clause.percents or not clause.mentions:
            return False
        between = range(clause.mentions[-1].last + 1, clause.percents[0])
        return all(
            self._lexemes[place].concept in _BETWEEN or self._lexemes[place].token.kind is Kind.SIGN
            for place in between
        )

    # Done

    def _done(self, clause: Clause, doubts: frozenset[Doubt], strange: Sequence[int]) -> tuple[bool | None, bool]:
        """Whether the clause claims or denies being done; and whether it smells of it otherwise."""
        told = [one for one in clause.predicates if one.concept in _WORK_WORDS | {C.TICK, C.CROSS}]
        told = [one for one in told if not self._is_of_the_deadline(one)]
        denied = [one for one in told if self._denies(one)]
        claims = [one for one in told if one.concept in (C.FINISH, C.READY, C.TICK) and one.claims and not one.denied]
        claims = [one for one in claims if one.mood is not Mood.NOW]
        if told and len(told) == len(clause.predicates) and all(one.attributive and not one.denied for one in told):
            return None, not clause.percents  # «бажарилган ҳисоб»
        smells = [
            one for one in told if one.concept in (C.FINISH, C.READY) and one not in denied and one.mood is Mood.FACT
        ]
        nothing = any(self._lexemes[place].concept is C.NOTHING for place in self._places(clause))
        if nothing and any(one.denied or one.concept is C.FINISH for one in clause.predicates):
            return False, False
        inside = {place for one in told for place in range(one.first, one.last + 1)}
        none_undone = any(one.concept is C.FINISH and one.denied for one in told) and any(
            self._lexemes[place].concept is C.NO and place not in inside for place in self._places(clause)
        )
        if (
            none_undone
            or any(one.twice for one in told)
            or any(one.concept is C.REMAIN and one.denied for one in clause.predicates)
        ):
            return None, True
        if any(one.attributive and one.denied for one in told):
            return False, False  # «ҳали бажарилмаган жойи кўп»
        if denied:
            return (None, True) if claims or smells else (False, False)
        if self._is_not_yet(clause):
            return False, False
        if claims:
            plain = not strange and not doubts and self._keeps_company(clause)
            if plain:
                return True, False
            return None, not self._is_surely_a_part(doubts)
        return None, bool(smells)

    def _is_of_the_deadline(self, said: Predicate) -> bool:
        """«Муддати тугаган»: the time is over, not the work."""
        before = self._lexemes[said.first - 1].concept if said.first else None
        return said.concept is C.FINISH and before is C.DEADLINE

    def _is_surely_a_part(self, doubts: frozenset[Doubt]) -> bool:
        """Nobody who says «partly», or what is left, says that all is done: there is nothing to ask."""
        return bool(doubts & {Doubt.PARTLY, Doubt.REMAINDER})

    def _is_not_yet(self, clause: Clause) -> bool:
        """«Ҳали қилинмади», «кўрилмади ҳали»: any deed of one's own that is not done yet."""
        concepts = self._concepts(clause)
        if concepts & {C.ANSWER, C.RECORD, C.PAPER, C.WAIT} or self._names_others(clause):
            return False
        if any(one.concept is C.AUX and one.denied and one.mood is Mood.FACT for one in clause.predicates):
            return True  # «қилганимиз йўқ»
        return C.YET in concepts and any(
            one.concept in (C.AUX, C.ACT) and one.denied and one.mood in (Mood.PAST, Mood.PERFECT, Mood.FACT)
            for one in clause.predicates
        )

    def _names_others(self, clause: Clause) -> bool:
        """«Таклифнома ҳали келмади»: something unknown has not come, which is not the sender's doing."""
        return any(
            self._lexemes[place].token.kind is Kind.WORD and self._lexemes[place].meaning is None
            for place in range(clause.start, clause.predicates[0].first if clause.predicates else clause.end)
            if place not in self._accounted(clause)
        )

    def _denies(self, said: Predicate) -> bool:
        if said.concept is C.CROSS:
            return True
        told = said.denied and said.mood is not Mood.IF and not said.asked and not said.attributive
        return said.concept in _WORK_WORDS and told

    def _keeps_company(self, clause: Clause) -> bool:
        accounted = self._accounted(clause)
        for place in self._places(clause):
            one = self._lexemes[place]
            if place in accounted:
                continue
            if one.token.kind is Kind.WORD and one.concept is None and not self._is_address(place):
                return False
            if one.token.kind is Kind.WORD and one.concept is not None and one.concept not in _COMPANY:
                if not (one.concept in _MEASURED and self._is_measure(place)) and one.concept is not C.HINDRANCE:
                    return False
        return True

    # Intents

    def _intents(
        self,
        clause: Clause,
        concepts: frozenset[C],
        *,
        asked: bool,
        done: bool | None,
        percent: int | None,
        smells: bool,
    ) -> Iterator[Intent]:
        said = clause.predicates
        if self._is_correction(clause, concepts) and not (C.QUESTION in concepts and clause.opens):
            yield Intent.CORRECTION
            return
        if self._is_refusal(clause, concepts):
            yield Intent.REFUSAL
            return
        if self._asks_for_time(clause, concepts):
            yield Intent.MORE_TIME
            return
        if asked or self._asks(clause, concepts):
            yield Intent.QUESTION
            return
        if C.AWAY in concepts and done is None and percent is None:
            yield Intent.AWAY
            return
        hindered, promised = self._is_hindered(clause, concepts), self._promises(said, concepts)
        if done is False or (smells and self._is_disowned(clause, concepts)):
            yield Intent.NOT_DONE
            smells = False
        elif hindered:
            yield Intent.OBSTACLE
        if promised:
            yield Intent.PROMISE
        if (
            done
            or smells
            or (clause.percents and not promised)
            or (self._tells(clause) and not hindered and done is None)
        ):
            yield Intent.REPORT

    def _is_disowned(self, clause: Clause, concepts: frozenset[C]) -> bool:
        """«Бажарилди деб бўлмайди», «готово дейишга рано»: what is called done is not."""
        said = C.SAID in concepts
        return said and bool(concepts & {C.NOT, C.WRONG} or any(one.denied for one in clause.predicates))

    def _tells(self, clause: Clause) -> bool:
        """Whether a deed or a state is told: not promised, not denied."""
        told = [one for one in clause.predicates if one.concept in _TOLD and one.claims and not one.denied]
        words = sum(self._lexemes[place].token.kind is Kind.WORD for place in self._places(clause))
        return any(one.concept is not C.AUX or words > 1 for one in told)

    def _is_correction(self, clause: Clause, concepts: frozenset[C]) -> bool:
        if C.FIX in concepts and concepts & {C.WRONG, C.NO, C.NOT, C.PLEASE, C.ASK, C.RECORD, C.LABEL, C.AUX, C.FIX}:
            return True
        if C.WRONG in concepts and (C.SAID not in concepts or self._is_told_of_oneself(clause)):
            return True
        return any(self._is_replaced(place) for place in self._places(clause))

    def _is_told_of_oneself(self, clause: Clause) -> bool:
        """«… деб янглиш юборибман», as against «… деган маълумот нотўғри»."""
        return any(self._lexemes[one.last].word.endswith(_FIRST_PERSON) for one in clause.predicates)

    def _is_replaced(self, place: int) -> bool:
        """«5 эмас, 6», «не 5, а 6»: a number denied, and another in its place."""
        if self._numbers.roles.get(place) not in _REPLACEABLE:
            return False
        denied = place and self._lexemes[place - 1].concept is C.NOT
        after = self._after_label(place)
        if not denied and after < len(self._lexemes) and self._lexemes[after].concept is C.NO:
            denied, after = True, after + 1
        while after < len(self._lexemes) and self._lexemes[after].token.text in {",", "a", "-", "but", "balki"}:
            after += 1
        before = range(max(0, place - 4), place)
        instead = self._numbers.roles.get(after) in _REPLACEABLE or (
            denied
            and self._lexemes[place - 1].concept is C.NOT
            and any(self._numbers.roles.get(one) in _REPLACEABLE for one in before)
        )  # «это 19, не 20»
        return bool(denied) and instead

    def _after_label(self, place: int) -> int:
        place += 1
        while place < len(self._lexemes) and (
            self._lexemes[place].concept in (C.LABEL, C.PERCENT)
            or self._lexemes[place].token.text in {"-", "niki"}
            or place in self._numbers.covered
        ):
            place += 1
        return place

    def _is_refusal(self, clause: Clause, concepts: frozenset[C]) -> bool:
        denies = concepts & {C.NO, C.NOT} or any(self._lexemes[p].word.endswith("mas") for p in self._places(clause))
        if C.REFUSE in concepts:
            return True
        denied = any(one.denied for one in clause.predicates)
        if (C.BELONG in concepts or any(one.concept is C.BELONG for one in clause.predicates)) and (denies or denied):
            return not any(self._is_replaced(place) for place in self._places(clause))
        if C.BELONG in concepts and C.ME not in concepts and self._names_a_person(clause):
            return True  # «Умаровга тегишли»
        if any(self._is_unwilling(one) for one in clause.predicates):
            return True
        if C.MINE in concepts and denies and not any(one.concept in _TOLD for one in clause.predicates):
            places = self._places(clause)
            mine = [p for p in places if self._lexemes[p].concept is C.MINE]
            no = [p for p in places if self._lexemes[p].concept in (C.NO, C.NOT)]
            return any(abs(a - b) <= 3 for a in mine for b in no) or not no
        return False

    def _names_a_person(self, clause: Clause) -> bool:
        """Somebody unknown, and nothing else told."""
        strange = any(
            self._lexemes[place].token.kind is Kind.WORD and self._lexemes[place].meaning is None
            for place in self._places(clause)
        )
        return strange and all(one.concept is C.BELONG for one in clause.predicates)

    def _is_unwilling(self, said: Predicate) -> bool:
        """«Биз бажармаймиз»: will not, rather than cannot."""
        word = self._lexemes[said.last].word
        own = word.endswith(("maymiz", "mayman")) and not word.endswith(("olmaymiz", "olmayman"))
        return said.concept in (C.FINISH, C.GOING) and said.denied and said.mood is Mood.FUTURE and own

    def _asks_for_time(self, clause: Clause, concepts: frozenset[C]) -> bool:
        asking = bool(concepts & {C.NEED, C.ASK, C.PLEASE, C.CAN, C.GIVE}) or any(
            one.mood in (Mood.ORDER, Mood.IF) and not one.denied for one in clause.predicates
        )
        if any(one.concept is C.WAIT and one.mood is Mood.ORDER for one in clause.predicates):
            return True  # «жумагача кутиб туринг»
        if concepts & {C.NO, C.NOT} and C.NEED in concepts:
            return False  # «узайтириш шарт эмас»
        extends = [one for one in clause.predicates if one.concept is C.EXTEND]
        if extends:
            plain = all(one.mood in (Mood.PAST, Mood.PERFECT, Mood.NOW) for one in extends)
            return not plain or asking
        if any(place for place in self._places(clause) if self._lexemes[place].concept is C.EXTEND):
            return True
        if C.QUESTION in concepts or C.TELL in concepts:
            return False
        spans = C.UNIT in concepts and (C.MORE in concepts or C.YET in concepts or C.GIVE in concepts)
        if spans and any(self._lexemes[place].word == "bi" for place in self._places(clause)):
            return True  # «ещё недельку бы»
        return asking and (C.TIME in concepts or C.DEADLINE in concepts or spans)

    def _asks(self, clause: Clause, concepts: frozenset[C]) -> bool:
        if concepts & {C.TELL, C.SHOW} and not clause.percents:
            return True
        if any(one.asked for one in clause.predicates):
            return True
        for place in self._places(clause):
            one = self._lexemes[place]
            if one.concept is C.QUESTION and not (one.word in _CONJUNCTIONS and self._joins(clause, place)):
                return True
            if one.meaning is not None and one.meaning.asked:
                return True
        return False

    def _joins(self, clause: Clause, place: int) -> bool:
        """«…, что выполнено»: a conjunction, which stands first only where no sentence begins."""
        before = {self._lexemes[one].concept for one in range(clause.start, place)}
        return not clause.opens or not before <= {C.LINK, C.POLITE, C.ME, C.BUT}

    def _is_hindered(self, clause: Clause, concepts: frozenset[C]) -> bool:
        if any(one.concept is C.WAIT and not one.denied and not one.asked for one in clause.predicates):
            return True
        if C.WAIT in concepts and not any(one.concept is C.WAIT for one in clause.predicates):
            return True
        none = C.NO in concepts or C.NOT in concepts
        if any(self._is_of_the_deadline(one) for one in clause.predicates):
            return True
        if C.TROUBLE in concepts and not (none and C.HINDRANCE not in concepts and self._is_none(clause, C.TROUBLE)):
            return True
        if self._lacks(clause, concepts):
            return True
        if C.ANSWER in concepts and (none or any(one.denied for one in clause.predicates)):
            return True
        return any(
            one.concept in (C.ACT, C.SEND, C.GOING, C.AUX, C.INFORM) and one.denied and one.mood in _HINDERING
            for one in clause.predicates
        )

    def _lacks(self, clause: Clause, concepts: frozenset[C]) -> bool:
        """«Маблағ йўқ», «нет согласования»: something is not there, and nothing else is told."""
        told = any(one.mood is not Mood.DEED for one in clause.predicates)
        if told or clause.mentions or clause.percents or concepts & {C.HINDRANCE, C.QUESTION, C.YES}:
            return False
        return any(
            self._lexemes[near].token.kind is Kind.WORD
            and self._lexemes[near].concept in (None, C.RECORD, C.PAPER, C.ACT, C.TIME)
            for place in self._places(clause)
            if self._lexemes[place].concept is C.NO and self._lexemes[place].word in _THERE_IS_NOT
            for near in (place - 1, place + 1)
            if clause.start <= near < clause.end
        )

    def _is_none(self, clause: Clause, concept: C) -> bool:
        places = [place for place in self._places(clause) if self._lexemes[place].concept is concept]
        return any(
            self._lexemes[near].concept in (C.NO, C.NOT)
            for place in places
            for near in (place - 1, place + 1)
            if 0 <= near < len(self._lexemes)
        )

    def _promises(self, said: Sequence[Predicate], concepts: frozenset[C]) -> bool:
        later = Mood.NOW if concepts & {C.LATER} else Mood.FUTURE  # «на следующей неделе сдаём»
        future = [one for one in said if one.mood in (Mood.FUTURE, later) and not one.denied and not one.asked]
        own = [one for one in future if one.concept in _WORK_WORDS | {C.SEND, C.ACT, C.GOING, C.AUX}]
        own = [
            one for one in own if not (one.concept is C.AUX and concepts & {C.INFORM, C.SAID, C.CAN, C.IF, C.QUESTION})
        ]
        own = [one for one in own if not (one.concept is C.AUX and any(other.mood is Mood.IF for other in said))]
        if any(one.concept is C.INFORM for one in future) and (
            concepts & _WHEN or any(one.mood is Mood.IF for one in said)
        ):
            return True  # «жума куни ҳисобот бераман», as against «маълум қиламан»
        bare = (
            not said and bool(concepts & {C.LATER, C.TRY, C.WILL}) and not concepts & {C.QUESTION, C.DEADLINE, C.AWAY}
        )
        return bool(own) or bare or (C.TRY in concepts and bool(said))


_REPLACEABLE = frozenset({Role.ACTIVITY, Role.PERCENT, Role.UNKNOWN})
_FIRST_PERSON = ("man", "miz", "dim", "dik")
_WHEN = frozenset({C.DAY, C.LATER, C.UNTIL, C.MONTH, C.IF})
_THERE_IS_NOT = frozenset({"yok", "net", "neto", "no", "without", "bez"})
_HINDERING = frozenset({Mood.PAST, Mood.PERFECT, Mood.NOW, Mood.FUTURE})
_MEASURED = frozenset({C.UNIT, C.PAPER})
_BETWEEN = frozenset({C.LABEL, C.LINK, C.WORK, C.ME, C.MINE, C.NOW, C.YET, C.ABOUT, C.FINISH, C.GOING, C.DAY})
_ADDRESSES = frozenset({"aka", "opa", "oka", "domla", "akajon", "opajon", "janoblari"})
