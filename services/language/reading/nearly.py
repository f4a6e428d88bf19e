"""«Деярли тайёр», «почти готово», almost done: nearly is not done, whatever is said to be so."""

from collections.abc import Iterable

from services.language.reading.lexicon import read_words
from services.language.reading.skeleton import skeleton

_WORDS = ("деярли", "деярлик", "деярлиҳаммаси", "қарийб", "почти", "практически", "almost", "nearly")
_NEARLY = frozenset(map(skeleton, _WORDS))
_LONGEST_READ = 4096


def is_nearly(words: Iterable[str]) -> bool:
    """Whether one of these skeletons says «nearly»."""
    return not _NEARLY.isdisjoint(words)


def says_nearly(text: str) -> bool:
    """Whether the text says that something is nearly so."""
    return is_nearly(one.word for one in read_words(text[:_LONGEST_READ]))
