"""What is said of the work, and how: verbs and «тайёр» with the words that complete, deny or postpone them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from services.language.reading.lexicon import lexicon
from services.language.reading.meanings import Concept, Mood, concepts
from services.language.reading.wording import Wording


@dataclass(frozen=True)
class Predicate:
    """A predicate: the lexemes from `first` to `last`.

    `denied`: it has an odd number of denials; `twice`: it has several, whose sum is not relied on. `attributive`: an
    adjective before a noun («бажарилган ишлар»), which says nothing by itself.
    """

    concept: Concept
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
        """Whether it says plainly that something is, or was, the case."""
        return self.mood in (Mood.PAST, Mood.PERFECT, Mood.NOW, None) and not self.asked and not self.attributive


_PREDICATIVE = concepts(
    """
    FINISH READY BEGIN GOING ACT SEND WAIT MANAGE REMAIN EXTEND AUX GIVE TICK CROSS BELONG SAME CHANGE
    """
)
_TRANSPARENT = concepts("LINK YET ALL NOW TIMELY HEDGE ME WORK UNTIL")
_LONG_FORMS = ("iy", "aya", "oe", "ie", "ih", "im", "imi", "ogo", "omo")
_RECEIVED = ("oldi", "oldik", "olindi", "olingan", "olyap")
_REACH = 4  # lexemes between a «не» and what it denies
_NONE = concepts("NO NOTHING")
_NOT_NOUNS = concepts("AUX NO SAID QUESTION BUT YES INFORM PERCENT TICK POLITE THANKS NOW YET")


def predicates(wording: Wording) -> list[Predicate]:
    """The predicates of a message in order."""
    return list(_Reader(wording).read())


class _Reader:
    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def read(self) -> Iterator[Predicate]:
        place = 0
        while place < len(self._wording):
            predicate = self._at(place)
            if predicate is None:
                place += 1
                continue
            predicate = self._with_denial_after(predicate)
            predicate = self._as_told(self._with_words_before(predicate))
            yield replace(predicate, attributive=self._is_attributive(predicate))
            place = predicate.last + 1

    def _at(self, place: int) -> Predicate | None:
        if compound := self._compound(place):
            return compound
        if answer := self._bare_denial(place):
            return answer
        meaning = self._wording.meaning(place)
        if meaning is None or meaning.concept not in _PREDICATIVE:
            return None
        if meaning.mood is Mood.CONVERB and (whole := self._completed(place)):
            return whole
        predicate = Predicate(
            meaning.concept, meaning.mood, place, place, meaning.denied, meaning.asked, finite=meaning.finite
        )
        if meaning.concept is Concept.CHANGE:
            predicate = self._change(predicate)
        elif (meaning.concept in (Concept.READY, Concept.BEGIN) or meaning.mood is Mood.DEED) and (
            whole := self._completed(place)
        ):
            return whole
        return predicate

    def _change(self, change: Predicate) -> Predicate:
        """«Ўзгаришсиз», «без изменений», «ўзгариш бўлмади», «изменений не было»: with the denials beside it."""
        place, after = change.first, self._wording.meaning(change.last + 1)
        denies = after is not None and (after.concept in _NONE or (after.helps and after.denied))
        before = self._wording.concept(place - 1) in _NONE or (
            self._wording.concept(place - 2) is Concept.NOTHING and self._wording.concept(place - 1) is not Concept.NOT
        )
        denied = change.denied or denies or before or self._wording.word(place).endswith("siz")
        return replace(change, last=place + denies, denied=denied)

    def _bare_denial(self, place: int) -> Predicate | None:
        """«Ҳали йўқ», «ещё нет», «пока ничего», not yet: the thing denied need not be named."""
        if (nothing := self._nothing_yet(place)) is not None:
            return Predicate(Concept.FINISH, Mood.PAST, place, nothing, denied=True)
        if self._is_only_yet(place):
            return Predicate(Concept.FINISH, Mood.PAST, place, place, denied=True)
        pair = {self._wording.concept(place), self._wording.concept(place + 1)}
        if Concept.YET in pair and pair & {Concept.NO, Concept.NOT} and not self._wording.is_word(place + 2):
            return Predicate(Concept.FINISH, Mood.PAST, place, place + 1, denied=True)
        number = (
            self._wording.concept(place) is Concept.NO
            and not self._wording.is_word(place + 1)
            and self._wording.word(place)[0] != "e"
        )
        if number and self._follows_number(place - 1):
            return Predicate(Concept.FINISH, Mood.PAST, place, place, denied=True)
        return None

    def _is_only_yet(self, place: int) -> bool:
        """«11 тайёр, 12 ҳали, …»: of the number before it, nothing else is said."""
        more = self._wording.is_word(place + 1) or self._wording.is_number(place + 1)
        return self._wording.concept(place) is Concept.YET and not more and self._follows_number(place - 1)

    def _nothing_yet(self, place: int) -> int | None:
        """«Пока ничего», «ҳали ҳеч нарса йўқ», with no more words: the place of the last."""
        if self._wording.concept(place) is not Concept.YET:
            return None
        last = place
        while self._wording.concept(last + 1) is Concept.NOTHING:
            last += 1
        denies = last > place
        last += denies and self._wording.concept(last + 1) is Concept.NO
        return last if denies and not self._wording.is_word(last + 1) else None

    def _follows_number(self, place: int) -> bool:
        """«7 — нет», «6 is not»."""
        while place >= 0 and (
            self._wording.text(place) in {"-", ":", ".", ")", "esa", "is"}
            or self._wording.concept(place) is Concept.LABEL
        ):
            place -= 1
        return place >= 0 and self._wording.is_number(place)

    def _compound(self, place: int) -> Predicate | None:
        """«Амалга оширилди», «таъминлаб келинмоқда»: the first word tells what, the second how."""
        concept = lexicon().verbs.compounds.get(self._wording.word(place))
        if concept is Concept.INFORM and self._wording.word(place + 1).startswith(_RECEIVED):
            concept = Concept.ACT  # «маълумот олинди»: what is received is not what is told
        return self._completed(place, concept) if concept is not None else None

    def _completed(self, place: int, concept: Concept | None = None) -> Predicate | None:
        """The word at `place` with the helper verb that tells how it is said, if one follows."""
        after = place + 1
        if self._wording.concept(after) in (Concept.LINK, Concept.ALL) and self._wording.is_word(after):
            after += 1
        first, helper = self._wording.meaning(place), self._wording.meaning(after)
        meant = concept or (first.concept if first else None)
        if meant is None or helper is None:
            return None
        mood = first.mood if first else None
        if helper.concept is Concept.REMAIN and mood is Mood.CONVERB:  # «тайёр бўлиб қолди»: nearly, or now?
            return Predicate(meant, helper.mood, place, after, helper.denied, twice=True)
        if not helper.helps or (mood is Mood.DEED and helper.concept is not Concept.AUX):
            return None
        is_aux = meant is helper.concept is Concept.AUX and mood is not Mood.DEED  # unlike «чиқиш бўлди»
        if is_aux and helper.mood is Mood.PAST and self._is_become(after):
            meant = Concept.FINISH  # «қилиб бўлдик»
        denied = helper.denied != bool(first and first.denied)
        if helper.mood is Mood.CONVERB and (more := self._completed(after, meant)):  # «ишлаб чиқиб бўлинди»
            return replace(more, first=place)
        return Predicate(meant, helper.mood, place, after, denied, helper.asked, finite=helper.finite)

    def _is_become(self, place: int) -> bool:
        return self._wording.word(place).startswith("bol")

    def _with_denial_after(self, predicate: Predicate) -> Predicate:
        after = predicate.last + 1
        while (
            self._wording.concept(after) in (Concept.LINK, Concept.YET)
            and self._wording.is_word(after)
            and after - predicate.last < 3
        ):
            after += 1
        unable = (self._wording.concept(predicate.last + 1), self._wording.concept(predicate.last + 2))
        if unable == (Concept.NOT, Concept.CAN):  # «завершить не можем»
            return replace(predicate, last=predicate.last + 2, denied=True)
        if self._wording.concept(after) is not Concept.NO or predicate.concept in (Concept.TICK, Concept.CROSS):
            return predicate
        if self._wording.word(after) == "bez":
            return predicate
        return replace(predicate, last=after, denied=not predicate.denied, twice=predicate.twice or predicate.denied)

    def _with_words_before(self, predicate: Predicate) -> Predicate:
        """«Не» and «будет» within reach before it."""
        place = predicate.first - 1
        passed = _TRANSPARENT | {Concept.NOT, Concept.WILL, Concept.MANAGE}
        if predicate.concept is Concept.BEGIN:
            passed |= {Concept.CAN}  # «не можем начать»
        while place >= 0 and predicate.first - place <= _REACH and self._wording.concept(place) in passed:
            if self._wording.concept(place) is Concept.NOT:
                predicate = replace(predicate, denied=not predicate.denied, twice=predicate.twice or predicate.denied)
            elif self._wording.concept(place) is Concept.WILL:
                predicate = replace(predicate, mood=Mood.FUTURE)
            place -= 1
        if self._wording.concept(predicate.last + 1) is Concept.WILL:
            predicate = replace(predicate, mood=Mood.FUTURE)
        return predicate

    def _as_told(self, predicate: Predicate) -> Predicate:
        """«Бажарилганлигини маълум қиламан» says that it is done."""
        informs = self._wording.concept(predicate.last + 1) is Concept.INFORM
        return replace(predicate, mood=Mood.PAST) if informs and predicate.mood is Mood.FACT else predicate

    def _is_attributive(self, predicate: Predicate) -> bool:
        if predicate.mood is not Mood.PERFECT:
            return False
        if self._wording.word(predicate.last).endswith(_LONG_FORMS):
            return True  # «выполненный»
        after = predicate.last + 1
        return self._wording.is_word(after) and self._wording.concept(after) not in _NOT_NOUNS
