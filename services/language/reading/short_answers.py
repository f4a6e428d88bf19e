"""Short answers: whether a text as a whole says yes, asks, or says «not begun»."""

from services.language.reading.lexicon import read_words
from services.language.reading.meanings import Concept
from services.language.reading.predicates import predicates
from services.language.reading.wording import Wording
from services.language.tokens import TokenKind

_LONGEST_YES, _LONGEST_READ = 100, 4096


def is_yes(text: str) -> bool:
    """Whether the text is a «yes» and nothing else («ҳа», «да, всё»)."""
    concepts = [one.concept for one in read_words(text[:_LONGEST_YES]) if one.token.kind is not TokenKind.SIGN]
    return Concept.YES in concepts and set(concepts) <= {Concept.YES, Concept.ALL, Concept.POLITE} and "?" not in text


def asks_plainly(text: str) -> bool:
    """Whether the text has a question mark or a word that asks."""
    concepts = {one.concept for one in read_words(text[:_LONGEST_READ])}
    return "?" in text or Concept.QUESTION in concepts


def says_not_begun(text: str) -> bool:
    """Whether the text says that something has not begun."""
    said = predicates(Wording(read_words(text[:_LONGEST_READ])))
    return any(one.concept is Concept.BEGIN and one.denied for one in said)
