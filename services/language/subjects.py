"""Which activities words speak of without a number: «плакатлар тайёрми?», «что с картой?». Pure."""

import re
from collections.abc import Mapping, Sequence

from services.language.aims import Aims
from services.language.question_words import HALF_YEAR, MONTH, QUARTER, SECTION, WEEK, YEAR, Topic, meaning_of
from services.language.reading.lexicon import read_words
from services.language.reading.skeleton import loosened
from services.language.reading.topics import Activity, Topics
from services.language.reading.wording import Wording
from services.language.tokens import TokenKind, tokenize

_LONGEST_READ = 500
_SHORTEST = 4  # letters of a word that may name an activity alone
_SHORTEST_NAME = 6  # letters by which a name is known, whatever its case
_ENOUGH = 1.9  # the weight of a word that stands in few activities, or of a short name
_LEADS, _CLEAR = 1.2, 1.6  # the weight of the one that is meant, and times that of the next
_NEAR = 0.75  # of the best: as likely to be meant
_HALF = re.compile(r"yarim\w*")
_NAMES_OF_PARTS = (SECTION, WEEK, MONTH, QUARTER, HALF_YEAR, _HALF, YEAR)  # of the plan and of time: no work's
MOST = 6  # activities that words may speak of; of more they speak of none


def content_words(text: str) -> list[str]:
    """The words that may name work: neither words of questions nor of politeness, nor numbers."""
    aims = Aims(Wording(read_words(text[:_LONGEST_READ])))
    return [
        loosened(token.text)
        for token in tokenize(text[:_LONGEST_READ])
        if token.kind is TokenKind.WORD
        and len(token.text) >= _SHORTEST
        and not any(name.fullmatch(token.text) for name in _NAMES_OF_PARTS)
        and not _is_of_questions(token.text)
        and not aims.is_company(token.start)
    ]


def _is_of_questions(word: str) -> bool:
    meaning = meaning_of(word)
    return meaning is not None and meaning.topic not in (Topic.HELP, Topic.FORMAT)


def spoken_of(text: str, activities: Sequence[Activity]) -> tuple[int, ...]:
    """The numbers of the activities that the words most likely speak of, the likeliest first; none if not clear."""
    scores = _scores(text, activities)
    best = max(scores.values(), default=0.0)
    if best < _ENOUGH:
        return ()
    likely = sorted((number for number, score in scores.items() if score >= _NEAR * best), key=lambda n: -scores[n])
    return tuple(likely) if len(likely) <= MOST else ()


def likeliest(text: str, activities: Sequence[Activity]) -> int | None:
    """The number of the one activity that the words speak of more than of any other."""
    ranked = sorted(_scores(text, activities).items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < _LEADS:
        return None
    is_alone = len(ranked) == 1 or ranked[0][1] >= _CLEAR * ranked[1][1]
    return ranked[0][0] if is_alone else None


def _scores(text: str, activities: Sequence[Activity]) -> Mapping[int, float]:
    said = content_words(text)
    if not said:  # reading the texts of a large plan takes a second
        return {}
    topics = Topics(activities)
    return topics.scores([word for word in said if any(topics.belongs(word, one.number) for one in activities)])


def without_words_of(text: str, name: str) -> str:
    """The text without the words by which somebody is called, who is told of the work and is none of it."""
    called = tuple(token.text[:_SHORTEST_NAME] for token in tokenize(name) if len(token.text) >= _SHORTEST)
    kept = [one for one in tokenize(text[:_LONGEST_READ]) if not (called and one.text.startswith(called))]
    return " ".join(text[one.start : one.end] for one in kept)
