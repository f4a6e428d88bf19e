"""Numbers of a thousand and more: sooner a count, a sum, a year or a letter's number than an activity's.

What such a number is follows from what exists: only where an activity of the person's has it, or where it is plainly
called an activity's, does it name one. Where the words leave room for an amount it is named, but not for certain.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from services.language.number_words import LABEL_BEFORE
from services.language.reading.figures import BEFORE, Figures, Role
from services.language.reading.lexicon import Lexeme
from services.language.reading.meanings import Concept, concepts
from services.language.reading.wording import Wording
from services.language.thousands import joined_thousands, thousands
from services.language.tokens import TokenKind

_LONG = 1000
_YEARS = range(1990, 2101)
_JOINTS = frozenset({",", "va", "i", "and", "&", "ham", "hamda", "+"})
_SET_OFF = frozenset({":", ".", ")", "—", "=", ";", "!", "?", "\n"})
_OF_A_YEAR = ("yil", "god", "year", "chorak", "kvartal")
_FILLERS = frozenset({"is", "are", "was", "esa", "ham"})
_BETWEEN = _FILLERS | {"-", ":", ",", "—", "="}  # a number and how far it is
_CASES = ("ni", "ga", "da", "si")
_BY_NUMBER = frozenset({"son", "sonli", "raqamli"})
_AMOUNTS_TO = "tashkil"  # «1200 ни ташкил этди»
_BEFORE_A_NAME = concepts("POLITE PERCENT EXTEND")
_AFTER_A_NAME = concepts("UNTIL ME MINE BELONG QUESTION")  # «1005 менга тегишли эмас», «продлить 1005 до июля»
_SIGNS = frozenset({"№", "#"})
_SUBJECT = frozenset({"boyicha", "yozasidan", "bo", "hakida", "togrisida"})


class LongNumbers:
    """What the long numbers of one message are; `said` tells whether words at a place tell of the work."""

    def __init__(self, wording: Wording, own: Collection[int], figures: Figures, said: Callable[[int], bool]) -> None:
        self._wording = wording
        self._own = own
        self._figures = figures
        self._said = said

    def role(self, place: int, role: Role) -> Role:
        """The role of the number, for which its neighbours alone would make it `role`."""
        if not self._is_long(place):
            return role
        if role is Role.DATE and self._is_called_like_a_year(place):
            return Role.ACTIVITY
        if role is Role.ACTIVITY and self._is_amount(place):
            return Role.COUNT
        if role is Role.UNKNOWN and self._wording.value(place) not in self._own and not self._is_told_a_percent(place):
            return Role.COUNT
        return role

    def may_name(self, place: int) -> bool:
        """«2024 40%», «2024 бажарилди»: a bare year at a head, where an activity of the person's has that number."""
        if self._wording.value(place) not in self._own or not self._is_year(place) or not self._figures.starts(place):
            return False
        return self._is_told_of(place + 1)

    def surely_names(self, place: int) -> bool:
        """Whether a number that names an activity does so beyond a doubt: nothing counted, no sum, no year."""
        if self._is_of_thousands(place):
            return False
        if not self._is_long(place) or self._is_signed(place):
            return True
        if self._has_label_grown(place):
            return True
        if self._is_joined(place):
            return self._percents_follow(place + 1)
        return not self._is_year(place) and (self._has_label_before(place) or self._is_told_of_alone(place))

    def _is_long(self, place: int) -> bool:
        return self._wording.is_number(place) and self._wording.value(place) >= _LONG

    def _is_year(self, place: int) -> bool:
        return self._wording.value(place) in _YEARS

    def _is_joined(self, place: int) -> bool:
        """«1 001»: written with a space."""
        token = self._wording.lexemes[place].token
        return token.end - token.start > len(token.text)

    def _is_signed(self, place: int) -> bool:
        return self._wording.text(place - 1) in _SIGNS

    def _is_amount(self, place: int) -> bool:
        """«Тадбирда 1200 нафар», «пункт 1500 сўм»: a unit follows, whatever stands before it."""
        return not self._is_signed(place) and self._wording.concept(place + 1) is Concept.UNIT

    def _is_called_like_a_year(self, place: int) -> bool:
        """«№2024», «2024-тадбир»: called as an activity is, unlike «2024 тадбирлари», «№2024 йил», «хат №2024»."""
        if not self._is_year(place) or self._figures.is_of_a_paper(place):
            return False
        if self._wording.word(place + 1).startswith(_OF_A_YEAR) or self._wording.concept(place + 1) is Concept.MONTH:
            return False
        return self._is_signed(place) or (self._has_label_grown(place) and not self._is_of_several(place))

    def _is_told_a_percent(self, place: int) -> bool:
        """«1234 40%» at a head: an activity, if not the person's own."""
        return self._figures.starts(place) and self._percents_follow(place + 1)

    def _percents_follow(self, after: int) -> bool:
        while self._wording.text(after) in _BETWEEN:
            after += 1
        return self._wording.is_number(after) and self._wording.concept(after + 1) is Concept.PERCENT

    def _has_label_grown(self, place: int) -> bool:
        """«1005-тадбир», «1005-чи тадбир», «1005-сонли тадбир»: unlike «1500 тадбир ўтказилди», no count."""
        after = self._figures.after_ending(place + 1)
        after += self._wording.text(after) in _BY_NUMBER
        label = self._figures.after_dash(after)
        return label > place + 1 and self._figures.is_label(label)

    def _is_of_several(self, place: int) -> bool:
        """«2024-тадбирлар»."""
        return any(
            "lar" in self._wording.text(one) for one in range(place + 1, place + 5) if self._figures.is_label(one)
        )

    def _has_label_before(self, place: int) -> bool:
        before = place - 1
        while self._wording.text(before) in {".", ":", "-"} and before > place - 3:
            before -= 1
        named = self._figures.is_label(before) or LABEL_BEFORE.fullmatch(self._wording.text(before)) is not None
        return named and before not in self._figures.labels

    def _is_told_of_alone(self, place: int) -> bool:
        """At a head, after «по», or in a list, with something said of it that nobody says of an amount."""
        if not self._leads(place):
            return False
        after = self._figures.after_ending(place + 1)
        ending = self._wording.text(after - 1) if after > place + 1 else ""
        if self._figures.is_label(after):
            return self._is_measured(after + 1)
        if ending == "ni":
            return not self._wording.word(after).startswith(_AMOUNTS_TO)
        if ending in _BY_NUMBER:
            return False  # «1200-сон бажарилди»: a paper's number, perhaps
        if ending.startswith(_CASES):
            return self._percents_follow(after)  # unlike «1200 га ер», «1500 дан 1200 таси»
        return bool(ending) or self._is_told_of(after)

    def _leads(self, place: int) -> bool:
        """Whether it stands at the head of what is said, or behind something said or measured of another."""
        before = self._wording.text(place - 1)
        if self._figures.starts(place) or before in BEFORE or before in _JOINTS or self._said(place - 1):
            return True
        return self._wording.concept(place - 1) in _BEFORE_A_NAME

    def _is_told_of(self, after: int) -> bool:
        if self._wording.text(after) in _SUBJECT or self._is_measured(after):
            return True
        while self._wording.text(after) in _FILLERS:
            after += 1
        if self._wording.text(after) == "-":
            return not self._wording.touches(after) or not self._wording.is_word(after + 1)
        if self._wording.concept(after) in _AFTER_A_NAME:
            return True
        return self._wording.text(after) in _SET_OFF | _JOINTS | _SIGNS or self._said(after)

    def _is_measured(self, after: int) -> bool:
        """Whether another number follows, of a percent or of something else."""
        while self._wording.text(after) in _BETWEEN:
            after += 1
        return self._wording.kind(after) in (TokenKind.NUMBER, TokenKind.DATE, TokenKind.FRACTION)

    def _is_of_thousands(self, place: int) -> bool:
        """«№1 001», «1 200-тадбир»: figures in a group apart, which may be one number with those beside them."""
        return self._makes_one(place, place + 1) or self._makes_one(place - 1, place)

    def _makes_one(self, first: int, group: int) -> bool:
        if not (self._wording.is_number(first) and self._wording.is_number(group)):
            return False
        if self._wording.concept(group + 1) is Concept.PERCENT:
            return False  # «5 100%»
        whole = thousands(self._wording.lexemes[first].token, self._wording.lexemes[group].token)
        return whole is not None and (whole in self._own or self._wording.text(group).startswith("0"))


def with_thousands(lexemes: Sequence[Lexeme], own: Collection[int]) -> list[Lexeme]:
    """«1 001» as one number, if an activity of the person's has it, and none has either of its groups."""
    return joined_thousands(
        lexemes, own, lambda one: one.token, lambda one, token: replace(one, token=token, word=token.text)
    )
