"""The words of one message by place, with their neighbours."""

import unicodedata
from collections.abc import Iterable, Sequence

from services.language.reading.lexicon import Lexeme
from services.language.reading.meanings import Concept, Meaning
from services.language.tokens import Kind

_OUTSIDE = "\n"  # what stands before the first word and after the last


class Wording:
    """The lexemes of a message; any place may be asked about, also one outside of it."""

    def __init__(self, lexemes: Sequence[Lexeme]) -> None:
        self.lexemes = lexemes

    def __len__(self) -> int:
        return len(self.lexemes)

    def _at(self, place: int) -> Lexeme | None:
        return self.lexemes[place] if 0 <= place < len(self.lexemes) else None

    def text(self, place: int) -> str:
        """The fold of what was typed."""
        one = self._at(place)
        return one.token.text if one else _OUTSIDE

    def word(self, place: int) -> str:
        """The skeleton."""
        one = self._at(place)
        return one.word if one else _OUTSIDE

    def meaning(self, place: int) -> Meaning | None:
        """What the word means, if it is understood."""
        one = self._at(place)
        return one.meaning if one else None

    def concept(self, place: int) -> Concept | None:
        """What the word is about, if it is understood."""
        one = self._at(place)
        return one.concept if one else None

    def concepts(self, places: Iterable[int]) -> frozenset[Concept]:
        """What the words at `places` are about."""
        return frozenset(concept for place in places if (concept := self.concept(place)) is not None)

    def value(self, place: int) -> int:
        """The number at `place`; 0 outside."""
        one = self._at(place)
        return one.token.value if one else 0

    def kind(self, place: int) -> Kind | None:
        """The kind of token."""
        one = self._at(place)
        return one.token.kind if one else None

    def is_word(self, place: int) -> bool:
        """Whether a word stands there, not a number or a sign."""
        return self.kind(place) is Kind.WORD

    def is_number(self, place: int) -> bool:
        """Whether a plain number stands there."""
        return self.kind(place) is Kind.NUMBER

    def is_strange(self, place: int) -> bool:
        """Whether a word, or a picture, stands there that is not understood."""
        return (self.is_word(place) or self._is_picture(place)) and self.meaning(place) is None

    def _is_picture(self, place: int) -> bool:
        text = self.text(place)
        return len(text) == 1 and unicodedata.category(text) == "So" and not text.isalnum()

    def touches(self, place: int) -> bool:
        """Whether nothing stands between this lexeme and the one before it."""
        return 0 < place < len(self) and self.lexemes[place - 1].token.end == self.lexemes[place].token.start
