"""Cuts a message into clauses, each of which says one thing."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from services.language.reading.figures import Role
from services.language.reading.meanings import Concept, concepts
from services.language.reading.numbers import Mention, Numbers
from services.language.reading.predicates import Predicate
from services.language.reading.wording import Wording
from services.language.tokens import TokenKind


@dataclass(frozen=True)
class Clause:
    """Lexemes `start` to `end` (exclusive), with the predicates and the activities named among them.

    `opens` is True for the first clause of a sentence. Without a predicate, a clause that names activities may still
    say the same of them as the clause before it (`likewise`: «6 ҳам»), or something of its own in a noun
    (`words_its_own`: «24 – проект»).
    """

    start: int
    end: int
    opens: bool
    predicates: tuple[Predicate, ...] = ()
    mentions: tuple[Mention, ...] = ()
    percents: tuple[int, ...] = field(default=())  # places
    likewise: bool = False
    words_its_own: bool = False

    @property
    def places(self) -> range:
        """The places of its lexemes."""
        return range(self.start, self.end)

    @property
    def says(self) -> bool:
        return bool(self.predicates or self.percents)


_SENTENCE_ENDS = frozenset(".!?;\n…")
_MARKS = frozenset("!?")
_BRACKETS = frozenset("()[]")
_LISTING = frozenset({",", "va", "i", "and", "&", "ham", "hamda", "+"})
_GOES_ON = concepts("NO SAID AUX QUESTION WRONG INFORM NEED YES YET WAS")
_LIKEWISE = frozenset({"ham", "toje", "takje", "too", "also", "same", "analogichno", "shonaka", "shonday"})
_NOUNS = frozenset({None, Concept.STAGE, Concept.PAPER, Concept.RECORD})
_ALL_OF_THEM = frozenset(
    {
        "barchasi",
        "barcha",
        "hamasi",
        "hama",
        "ikalasi",
        "ikovi",
        "vse",
        "vsyo",
        "oba",
        "obe",
        "both",
        "all",
    }  # skeletons
)
_OF_PEOPLE = frozenset({"barcha", "hama", "vse", "oba", "obe", "both", "all", "ostalnie", "others"})
_SAID_OF_ALL = concepts("GOING LINK LABEL WORK YET NOW BEGIN NOT FINISH READY TICK SAME CHANGE")
_THE_OTHERS = frozenset({"kolganlari", "kolganlarida", "boshkalari", "ostalnie", "ostalnim", "others"})
_LONGEST_OPENING = 8  # lexemes before the colon
_SHORT = 2  # letters of an initial or an abbreviation before its full stop


class _Cutter:
    def __init__(self, wording: Wording, numbers: Numbers, predicates: Sequence[Predicate]) -> None:
        self._wording = wording
        self._numbers = numbers
        self._ends_of_predicates = {one.last: one for one in predicates}
        self._inside = {place for one in predicates for place in range(one.first, one.last)}
        self._lasts = {mention.last for mention in numbers.mentions}
        self._firsts = {mention.first for mention in numbers.mentions}
        self._inside_mentions = {place for one in numbers.mentions for place in range(one.first, one.last)}

    def bounds(self) -> Iterator[tuple[int, int, bool]]:
        """Start, end and whether a sentence begins there, for each clause."""
        start, opens, named, says = 0, True, False, False
        for place in range(len(self._wording)):
            if place > start and self._begins(place, named=named, says=says):
                yield start, place, opens
                start, opens, named, says = place, False, False, False
            named = named or place in self._firsts
            says = says or place in self._ends_of_predicates or self._numbers.roles.get(place) in _SAYING_ROLES
            if self._ends(place, says=says):
                yield start, place + 1, opens
                start, opens, named, says = place + 1, self._wording.text(place) in _SENTENCE_ENDS, False, False
        if start < len(self._wording):
            yield start, len(self._wording), opens

    def _begins(self, place: int, *, named: bool, says: bool) -> bool:
        if place in self._inside or place in self._inside_mentions - self._firsts:
            return False
        if self._wording.concept(place) is Concept.BUT:
            return True
        joined = place in self._firsts or (self._wording.text(place) in _LISTING and place + 1 in self._firsts)
        return says and named and joined and not self._lists(place)

    def _lists(self, place: int) -> bool:
        """«…: 5, 6, 7»: another number of the same list."""
        before = place - 1
        while self._wording.text(before) in _LISTING:
            before -= 1
        return before in self._lasts

    def _ends(self, place: int, *, says: bool) -> bool:
        text = self._wording.text(place)
        if text in _SENTENCE_ENDS:
            more = place in self._inside_mentions or self._heads_item(place)  # «6..8», «6. бажарилди»
            more = more or (text != "\n" and self._wording.text(place + 1) in _MARKS)  # «!?» is one end
            return not more and not self._abbreviates(place)
        if text == "," and not self._lists_numbers(place):
            return True
        if (text in _BRACKETS and place - 1 not in self._lasts) or self._ends_with_percent(place):
            return True
        if text == ":" and not says and self._opens_with_a_name(place):
            return True
        if text == "-" and says and self._stands_alone(place):
            return True
        return self._ends_with_verb(place)

    def _ends_with_percent(self, place: int) -> bool:
        """«5-тадбир 70% | лойиҳа тайёр»: a percent right after the activity's number ends the clause."""
        if (
            self._wording.concept(place) is not Concept.PERCENT
            or self._numbers.roles.get(place - 1) is not Role.PERCENT
        ):
            return False
        before = place - 2
        while (
            self._wording.concept(before) is Concept.LABEL
            or self._wording.text(before) in {"-", ":"}
            or before in self._numbers.covered
        ):
            before -= 1
        if before not in self._lasts or not self._wording.is_word(place + 1) or place + 1 in self._numbers.covered:
            return False
        return self._wording.concept(place + 1) is Concept.STAGE or self._numbers.is_own_word(place + 1)

    def _opens_with_a_name(self, place: int) -> bool:
        """«Ўқув маркази: …»: the writer's name, before anything is said."""
        return place <= _LONGEST_OPENING and not any(self._wording.is_number(one) for one in range(place))

    def _heads_item(self, place: int) -> bool:
        """«6. бажарилди 7. 40%»: the stop of a list's bare number, before what is said of it on the same line."""
        before = self._wording.lexemes[place - 1].token if place else None
        bare = before is not None and before.kind is TokenKind.NUMBER and place - 1 in self._lasts & self._firsts
        if not bare or self._wording.text(place) != "." or place + 1 >= len(self._wording):
            return False
        if place - 3 in self._lasts and self._wording.text(place - 2) in _LISTING:
            return False  # «тайёр: 5, 6. …»
        return self._wording.is_word(place + 1) or self._wording.is_number(place + 1)

    def _abbreviates(self, place: int) -> bool:
        """«п.5», «Б. Юнусов», «т.е.»."""
        if self._wording.text(place) != "." or place == 0:
            return False
        before = self._wording.lexemes[place - 1].token
        short = before.kind is TokenKind.WORD and before.end - before.start <= _SHORT
        return short and self._wording.text(place + 1) != "\n"

    def _lists_numbers(self, place: int) -> bool:
        return place - 1 in self._lasts and place + 1 in self._firsts

    def _stands_alone(self, place: int) -> bool:
        return place > 0 and not self._wording.touches(place)

    def _is_ready_by_percent(self, predicate: Predicate) -> bool:
        """«Олтмиш фоиз тайёр | қолганини …»."""
        return predicate.concept is Concept.READY and self._wording.concept(predicate.first - 1) is Concept.PERCENT

    def _ends_with_verb(self, place: int) -> bool:
        predicate = self._ends_of_predicates.get(place)
        if predicate is None or predicate.attributive or not (predicate.finite or self._is_ready_by_percent(predicate)):
            return False
        return self._wording.concept(place + 1) not in _GOES_ON and self._wording.text(place + 1) not in {
            ",",
            "?",
            ".",
            "!",
            ";",
            "\n",
            ")",
        }


_SAYING_ROLES = (Role.PERCENT, Role.FRACTION)


def clauses(wording: Wording, numbers: Numbers, predicates: Sequence[Predicate]) -> list[Clause]:
    """The clauses of a message in order; together they cover all of it."""
    bounds = list(_Cutter(wording, numbers, predicates).bounds())
    starts = [start for start, _, _ in bounds]
    inside: list[list[Predicate]] = [[] for _ in bounds]
    named: list[list[Mention]] = [[] for _ in bounds]
    for predicate in predicates:
        inside[bisect_right(starts, predicate.first) - 1].append(predicate)
    for mention in numbers.mentions:
        named[bisect_right(starts, mention.first) - 1].append(mention)
    whole = [
        Clause(start, end, opens, tuple(inside[place]), tuple(named[place]), _percents(numbers, start, end))
        for place, (start, end, opens) in enumerate(bounds)
    ]
    return [_without_predicate(one, wording, numbers) if one.mentions and not one.says else one for one in whole]


def _without_predicate(clause: Clause, wording: Wording, numbers: Numbers) -> Clause:
    words = [place for place in clause.places if wording.is_word(place) and place not in numbers.covered]
    if any(wording.word(place) in _LIKEWISE for place in words):
        return replace(clause, likewise=True)
    behind = (place for place in words if place > clause.mentions[-1].last)
    return replace(clause, words_its_own=any(wording.concept(place) in _NOUNS for place in behind))


def of_the_others(
    clauses: Sequence[Clause], wording: Wording, about: Collection[int], claiming: frozenset[Concept]
) -> list[Clause]:
    """«Барчаси жараёнда, 15-тадбир 55 фоиз» under a message about several: the first clause is about the others.

    It is not sure of a clause that claims how far they are. If an activity is named that is none of them, all of those
    spoken of are the others.
    """
    named = {number for one in clauses for mention in one.mentions for number in mention.numbers}
    sure = all(mention.sure for one in clauses for mention in one.mentions)
    others = tuple(number for number in about if number not in named)
    if not (sure and named and others and (named < set(about) or (len(others) > 1 and named.isdisjoint(about)))):
        return list(clauses)
    first = next(place for place, one in enumerate(clauses) if one.mentions)
    return [
        replace(one, mentions=(Mention(others, one.start, one.start, not _claims_progress(one, claiming)),))
        if _speaks_of(_ALL_OF_THEM if place < first else _THE_OTHERS, one, wording)
        else one
        for place, one in enumerate(clauses)
    ]


def are_of_all(clauses: Sequence[Clause], wording: Wording, claiming: frozenset[Concept]) -> bool:
    """Whether the clauses say, of all that was spoken of, something that claims nothing: «ҳаммаси жараёнда»."""
    claims = any(_claims_progress(one, claiming) for one in clauses)
    return not claims and bool(clauses) and _speaks_of(_ALL_OF_THEM, clauses[0], wording)


def _speaks_of(them: frozenset[str], clause: Clause, wording: Wording) -> bool:
    says = clause.says and not clause.mentions
    return says and any(
        _pronoun(place, wording) in them and _is_of_activities(place, wording) for place in clause.places
    )


def _pronoun(place: int, wording: Wording) -> str:
    """«Ҳаммаси» of «ҳаммаси ҳам» and «ҳаммасиям»."""
    return wording.word(place).partition(" ")[0].removesuffix("yam")


def _is_of_activities(place: int, wording: Wording) -> bool:
    """«Барчаси жараёнда», «все в работе»; unlike «барча ҳудудлар …», «все работают», «остальные исполнители …»."""
    after = place + 1
    while wording.word(after) == "ham":
        after += 1
    told = wording.meaning(after)
    acts = told is not None and told.mood is not None and _pronoun(place, wording) in _OF_PEOPLE
    return told is not None and told.concept in _SAID_OF_ALL and not acts


def _claims_progress(clause: Clause, claiming: frozenset[Concept]) -> bool:
    return bool(clause.percents) or any(one.concept in claiming for one in clause.predicates)


def _percents(numbers: Numbers, start: int, end: int) -> tuple[int, ...]:
    return tuple(place for place in range(start, end) if numbers.roles.get(place) in _SAYING_ROLES)
