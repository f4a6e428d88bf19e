"""Cut a message into clauses: the pieces of which each says one thing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from services.language.reading.lexicon import Lexeme
from services.language.reading.meanings import Concept as C
from services.language.reading.meanings import Mood
from services.language.reading.numbers import Mention, Numbers, Role
from services.language.reading.predicates import Predicate
from services.language.tokens import Kind


@dataclass(frozen=True)
class Clause:
    """Lexemes `start` to `end` (exclusive), with what is said and which activities are named there.

    `opens` is True for the first clause of a sentence.
    """

    start: int
    end: int
    opens: bool
    predicates: tuple[Predicate, ...] = ()
    mentions: tuple[Mention, ...] = ()
    percents: tuple[int, ...] = field(default=())  # places

    @property
    def says(self) -> bool:
        return bool(self.predicates or self.percents)


_SENTENCE_ENDS = frozenset(".!?;\n…")
_BRACKETS = frozenset("()[]")
_LISTING = frozenset({",", "va", "i", "and", "&", "ham", "hamda", "+"})
_GOES_ON = frozenset({C.NO, C.SAID, C.AUX, C.QUESTION, C.WRONG, C.INFORM, C.NEED, C.YES, C.YET, C.WAS})
_SHORT = 2  # letters of an initial or an abbreviation before its full stop


class _Cutter:
    def __init__(self, lexemes: Sequence[Lexeme], numbers: Numbers, said: Sequence[Predicate]) -> None:
        self._lexemes = lexemes
        self._numbers = numbers
        self._ends_of_predicates = {one.last: one for one in said}
        self._inside = {place for one in said for place in range(one.first, one.last)}
        self._firsts = {mention.first for mention in numbers.mentions}
        self._inside_mentions = {place for one in numbers.mentions for place in range(one.first, one.last)}

    def _text(self, place: int) -> str:
        return self._lexemes[place].token.text if 0 <= place < len(self._lexemes) else "\n"

    def _concept(self, place: int) -> C | None:
        return self._lexemes[place].concept if 0 <= place < len(self._lexemes) else None

    def bounds(self) -> Iterator[tuple[int, int, bool]]:
        """Start, end and whether a sentence begins there, for each clause."""
        start, opens, named, says = 0, True, False, False
        for place in range(len(self._lexemes)):
            if place > start and self._begins(place, named=named, says=says):
                yield start, place, opens
                start, opens, named, says = place, False, False, False
            named = named or place in self._firsts
            says = says or place in self._ends_of_predicates or self._numbers.roles.get(place) in _SAYING_ROLES
            if self._ends(place, says=says):
                yield start, place + 1, opens
                start, opens, named, says = place + 1, self._text(place) in _SENTENCE_ENDS, False, False
        if start < len(self._lexemes):
            yield start, len(self._lexemes), opens

    def _begins(self, place: int, *, named: bool, says: bool) -> bool:
        if place in self._inside or place in self._inside_mentions:
            return False
        if self._concept(place) is C.BUT:
            return True
        joined = place in self._firsts or (self._text(place) in _LISTING and place + 1 in self._firsts)
        return says and named and joined and not self._lists(place)

    def _lists(self, place: int) -> bool:
        """«…: 5, 6, 7»: another number of the same list."""
        before = place - 1
        while self._text(before) in _LISTING:
            before -= 1
        return any(mention.last == before for mention in self._numbers.mentions)

    def _ends(self, place: int, *, says: bool) -> bool:
        text = self._text(place)
        if text in _SENTENCE_ENDS:
            return not self._abbreviates(place)
        if text == "," and not self._lists_numbers(place):
            return True
        if text in _BRACKETS or self._ends_with_percent(place):
            return True
        if text == ":" and not says and self._opens_with_a_name(place):
            return True
        if text == "-" and says and self._stands_alone(place):
            return True
        return self._ends_with_verb(place)

    def _ends_with_percent(self, place: int) -> bool:
        """«5-тадбир 70% | лойиҳа тайёр»: a percent right after the activity's number has said all."""
        if self._concept(place) is not C.PERCENT or self._numbers.roles.get(place - 1) is not Role.PERCENT:
            return False
        before = place - 2
        while self._concept(before) is C.LABEL or self._text(before) in {"-", ":"} or before in self._numbers.covered:
            before -= 1
        beside = any(mention.last == before for mention in self._numbers.mentions)
        after = self._lexemes[place + 1] if place + 1 < len(self._lexemes) else None
        if not beside or after is None or after.token.kind is not Kind.WORD or place + 1 in self._numbers.covered:
            return False
        return after.meaning is None or after.concept in (C.STAGE, C.PAPER, C.RECORD)

    def _opens_with_a_name(self, place: int) -> bool:
        """«Ўқув маркази: …»: who writes, before anything is said."""
        return not any(first <= place for first in self._firsts) and not any(
            one.token.kind is Kind.NUMBER for one in self._lexemes[:place]
        )

    def _abbreviates(self, place: int) -> bool:
        """«п.5», «Б. Юнусов», «т.е.»."""
        if self._text(place) != "." or place == 0:
            return False
        before = self._lexemes[place - 1].token
        short = before.kind is Kind.WORD and before.end - before.start <= _SHORT
        after = self._lexemes[place + 1].token if place + 1 < len(self._lexemes) else None
        return short and after is not None and after.text != "\n"

    def _lists_numbers(self, place: int) -> bool:
        return place - 1 in {one.last for one in self._numbers.mentions} and place + 1 in self._firsts

    def _stands_alone(self, place: int) -> bool:
        before, dash = self._lexemes[place - 1].token, self._lexemes[place].token
        return place > 0 and before.end < dash.start

    def _is_ready_by_percent(self, said: Predicate) -> bool:
        """«Олтмиш фоиз тайёр | қолганини …»."""
        return said.concept is C.READY and self._concept(said.first - 1) is C.PERCENT

    def _ends_with_verb(self, place: int) -> bool:
        said = self._ends_of_predicates.get(place)
        if said is None or said.attributive or not (said.finite or self._is_ready_by_percent(said)):
            return False
        return self._concept(place + 1) not in _GOES_ON and self._text(place + 1) not in {
            ",",
            "?",
            ".",
            "!",
            ";",
            "\n",
            ")",
        }


_SAYING_ROLES = (Role.PERCENT, Role.FRACTION)


def clauses(lexemes: Sequence[Lexeme], numbers: Numbers, said: Sequence[Predicate]) -> list[Clause]:
    """The clauses of a message in order; together they are all of it."""
    found = []
    for start, end, opens in _Cutter(lexemes, numbers, said).bounds():
        found.append(
            Clause(
                start,
                end,
                opens,
                tuple(one for one in said if start <= one.first < end),
                tuple(one for one in numbers.mentions if start <= one.first < end),
                tuple(place for place in range(start, end) if numbers.roles.get(place) in _SAYING_ROLES),
            )
        )
    return found


__all__ = ["Clause", "Mood", "clauses"]
