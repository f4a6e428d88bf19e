"""The words of a message by place, with their neighbours."""

import unicodedata
from collections.abc import Iterable, Sequence

from services.language.reading.lexicon import SENTENCE_ENDS, Lexeme
from services.language.reading.meanings import Concept, Meaning
from services.language.tokens import TokenKind

_OUTSIDE = "\n"  # what stands before the first word and after the last


class Wording:
    """The lexemes of a message; a place outside it may be asked about too.

    Each place is asked about a hundred times, so what its lexeme says is laid out beforehand.
    """

    def __init__(self, lexemes: Sequence[Lexeme]) -> None:
        self.lexemes = lexemes
        self._inside = range(len(lexemes))
        self._texts = [one.token.text for one in lexemes]
        self._kinds = [one.token.kind for one in lexemes]
        self._words = [one.word for one in lexemes]
        self._meanings = [one.meaning for one in lexemes]
        self._concepts = [None if one is None else one.concept for one in self._meanings]

    def __len__(self) -> int:
        return len(self.lexemes)

    def text(self, place: int) -> str:
        """The fold of what was typed."""
        return self._texts[place] if place in self._inside else _OUTSIDE

    def word(self, place: int) -> str:
        """The skeleton."""
        return self._words[place] if place in self._inside else _OUTSIDE

    def meaning(self, place: int) -> Meaning | None:
        """What the word means, if it is understood."""
        return self._meanings[place] if place in self._inside else None

    def concept(self, place: int) -> Concept | None:
        """What the word is about, if it is understood."""
        return self._concepts[place] if place in self._inside else None

    def concepts(self, places: Iterable[int]) -> frozenset[Concept]:
        """What the words at `places` are about."""
        return frozenset(concept for place in places if (concept := self.concept(place)) is not None)

    def value(self, place: int) -> int:
        """The number at `place`; 0 outside."""
        return self.lexemes[place].token.value if place in self._inside else 0

    def kind(self, place: int) -> TokenKind | None:
        """The kind of token."""
        return self._kinds[place] if place in self._inside else None

    def is_word(self, place: int) -> bool:
        """Whether a word stands there, not a number or a sign."""
        return place in self._inside and self._kinds[place] is TokenKind.WORD

    def is_number(self, place: int) -> bool:
        """Whether a plain number stands there."""
        return place in self._inside and self._kinds[place] is TokenKind.NUMBER

    def sentence_start(self, place: int, reach: int) -> int:
        """Where the sentence around `place` begins, at most `reach` lexemes before it."""
        start = place
        while start > place - reach and self.text(start - 1) not in SENTENCE_ENDS:
            start -= 1
        return start

    def is_strange(self, place: int) -> bool:
        """Whether the place holds a word or picture that is not understood."""
        return (self.is_word(place) or self._is_picture(place)) and self.meaning(place) is None

    def _is_picture(self, place: int) -> bool:
        text = self.text(place)
        return len(text) == 1 and unicodedata.category(text) == "So" and not text.isalnum()

    def touches(self, place: int) -> bool:
        """Whether nothing stands between this lexeme and the one before it."""
        return 0 < place < len(self) and self.lexemes[place - 1].token.end == self.lexemes[place].token.start
