"""What is said of the work, and how: verbs and «тайёр» with the words that complete, deny or put them off."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from services.language.reading.lexicon import Lexeme, lexicon
from services.language.reading.meanings import Concept as C
from services.language.reading.meanings import Mood
from services.language.tokens import Kind


@dataclass(frozen=True)
class Predicate:
    """Something said, by the lexemes from `first` to `last`.

    `denied` counts the denials an odd number of times; `twice` tells that there were several, whose sum is not relied on.
    `attributive`: an adjective before a noun («бажарилган ишлар»), which says nothing itself.
    """

    concept: C
    mood: Mood | None
    first: int
    last: int
    denied: bool = False
    asked: bool = False
    twice: bool = False
    finite: bool = False
    attributive: bool = False

    @property
    def claims(self) -> bool:
        """Whether it says plainly that something is so now or was."""
        return self.mood in (Mood.PAST, Mood.PERFECT, Mood.NOW, None) and not self.asked and not self.attributive


_PREDICATIVE = frozenset(
    {
        C.FINISH,
        C.READY,
        C.BEGIN,
        C.GOING,
        C.ACT,
        C.SEND,
        C.WAIT,
        C.MANAGE,
        C.REMAIN,
        C.EXTEND,
        C.AUX,
        C.GIVE,
        C.TICK,
        C.CROSS,
        C.BELONG,
    }
)
_TRANSPARENT = frozenset({C.LINK, C.YET, C.ALL, C.NOW, C.TIMELY, C.HEDGE, C.ME, C.WORK, C.UNTIL})
_REACH = 4  # lexemes between a «не» and what it denies
_NOT_NOUNS = frozenset(
    {C.AUX, C.NO, C.SAID, C.QUESTION, C.BUT, C.YES, C.INFORM, C.PERCENT, C.TICK, C.POLITE, C.THANKS, C.NOW, C.YET}
)


def predicates(lexemes: Sequence[Lexeme]) -> list[Predicate]:
    """The predicates of a message in order."""
    return list(_Reader(lexemes).read())


class _Reader:
    def __init__(self, lexemes: Sequence[Lexeme]) -> None:
        self._lexemes = lexemes

    def _concept(self, place: int) -> C | None:
        return self._lexemes[place].concept if 0 <= place < len(self._lexemes) else None

    def _is_word(self, place: int) -> bool:
        return 0 <= place < len(self._lexemes) and self._lexemes[place].token.kind is Kind.WORD

    def read(self) -> Iterator[Predicate]:
        place = 0
        while place < len(self._lexemes):
            found = self._at(place)
            if found is None:
                place += 1
                continue
            found = self._with_denial_after(found)
            found = self._with_words_before(found)
            yield replace(found, attributive=self._is_attributive(found))
            place = found.last + 1

    def _at(self, place: int) -> Predicate | None:
        lexeme = self._lexemes[place]
        if compound := self._compound(place):
            return compound
        if answer := self._bare_denial(place):
            return answer
        meaning = lexeme.meaning
        if meaning is None or meaning.concept not in _PREDICATIVE:
            return None
        if meaning.mood is Mood.CONVERB and (whole := self._completed(place)):
            return whole
        found = Predicate(
            meaning.concept, meaning.mood, place, place, meaning.denied, meaning.asked, finite=meaning.finite
        )
        if (meaning.concept in (C.READY, C.BEGIN) or meaning.mood is Mood.DEED) and (whole := self._completed(place)):
            return whole
        return found

    def _bare_denial(self, place: int) -> Predicate | None:
        """«Ҳали йўқ», «ещё нет», not yet: what is denied need not be said."""
        pair = {self._concept(place), self._concept(place + 1)}
        if C.YET in pair and pair & {C.NO, C.NOT} and not self._is_word(place + 2):
            return Predicate(C.FINISH, Mood.PAST, place, place + 1, denied=True)
        number = self._concept(place) is C.NO and not self._is_word(place + 1) and self._lexemes[place].word[0] != "e"
        if number and self._follows_number(place - 1):
            return Predicate(C.FINISH, Mood.PAST, place, place, denied=True)
        return None

    def _follows_number(self, place: int) -> bool:
        """«7 — нет», «6 is not»."""
        while place >= 0 and (
            self._lexemes[place].token.text in {"-", ":", ".", ")", "esa", "is"} or self._concept(place) is C.LABEL
        ):
            place -= 1
        return place >= 0 and self._lexemes[place].token.kind is Kind.NUMBER

    def _compound(self, place: int) -> Predicate | None:
        """«Амалга оширилди», «таъминлаб келинмоқда»: the first word tells of what, the second how."""
        concept = lexicon().verbs.compounds.get(self._lexemes[place].word)
        return self._completed(place, concept) if concept is not None else None

    def _completed(self, place: int, concept: C | None = None) -> Predicate | None:
        after = place + 1
        if self._concept(after) in (C.LINK, C.ALL) and self._is_word(after):
            after += 1
        if after >= len(self._lexemes):
            return None
        helper = self._lexemes[after].meaning
        if helper is not None and helper.concept is C.REMAIN and self._lexemes[place].mood is Mood.CONVERB:
            meant = concept or self._lexemes[place].concept or C.AUX
            return Predicate(
                meant, helper.mood, place, after, helper.denied, twice=True
            )  # «тайёр бўлиб қолди»: nearly, or now?
        if helper is None or not helper.helps:
            return None
        if self._lexemes[place].mood is Mood.DEED and helper.concept is not C.AUX:
            return None  # «исправлять қиляпмиз» is one deed, «юбориш келди» is not
        meant = concept or self._lexemes[place].concept
        if (
            meant is C.AUX
            and helper.concept is C.AUX
            and helper.mood is Mood.PAST
            and self._lexemes[after].word.startswith("bol")
        ):
            meant = C.FINISH  # «қилиб бўлдик»
        assert meant is not None  # noqa: S101 - a compound's concept or a known converb's
        denied = helper.denied != bool(self._lexemes[place].meaning and self._lexemes[place].meaning.denied)
        whole = Predicate(meant, helper.mood, place, after, denied, helper.asked, finite=helper.finite)
        if helper.mood is Mood.CONVERB and (more := self._completed(after, meant)):  # «ишлаб чиқиб бўлинди»
            return replace(more, first=place)
        return whole

    def _with_denial_after(self, found: Predicate) -> Predicate:
        after = found.last + 1
        while self._concept(after) in (C.LINK, C.YET) and self._is_word(after) and after - found.last < 3:
            after += 1
        if self._concept(after) is not C.NO or found.concept in (C.TICK, C.CROSS):
            return found
        if self._lexemes[after].word == "bez":
            return found
        return replace(found, last=after, denied=not found.denied, twice=found.twice or found.denied)

    def _with_words_before(self, found: Predicate) -> Predicate:
        """«Не» and «будет» within reach before it."""
        place = found.first - 1
        while (
            place >= 0
            and found.first - place <= _REACH
            and self._concept(place) in _TRANSPARENT | {C.NOT, C.WILL, C.MANAGE}
        ):
            if self._concept(place) is C.NOT:
                found = replace(found, denied=not found.denied, twice=found.twice or found.denied)
            elif self._concept(place) is C.WILL:
                found = replace(found, mood=Mood.FUTURE)
            place -= 1
        if self._concept(found.last + 1) is C.WILL:
            found = replace(found, mood=Mood.FUTURE)
        return found

    def _is_attributive(self, found: Predicate) -> bool:
        if found.mood is not Mood.PERFECT:
            return False
        after = found.last + 1
        return self._is_word(after) and self._concept(after) not in _NOT_NOUNS
