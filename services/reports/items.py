"""The items of an activity that words tell apart: «4 (август)», «14 I чорак», «7 (20 июль)». Pure."""

from collections.abc import Sequence

from services.calendar.occurrences import Label, LabelKind
from services.language.number_words import LABEL, number_of
from services.language.question_words import HALF_YEAR, HALF_YEAR_PAIRS, QUARTER, Topic, meaning_of
from services.language.tokens import Token, TokenKind, tokenize
from services.plan.figures import ActivityFacts

_BEFORE_LABELS = frozenset({"-", "(", "chi", "nchi", "ning"})
_LONGEST_LABEL = 3  # tokens: «10 март», «2 - чорак»
_TIMES = ("gacha", "da", "dan", "ga")  # «октябргача», «в октябре»: by when or when, no item
_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def names_item(text: str, activity: ActivityFacts) -> bool:
    """Whether the words name the item by what tells it from the others of its activity."""
    label = activity.label
    if label is None:
        return False
    tokens = tokenize(text)
    return any(_is_label(label, tokens, place) for place in range(len(tokens)))


def item_called(text: str, number: int, items: Sequence[ActivityFacts]) -> ActivityFacts | None:
    """The one of these items of an activity that the words call right behind its `number`: «8 (октябрь) 10%».

    `number` is as people write it. «8-тадбир октябргача» says when, and calls none.
    """
    tokens = tokenize(text)
    after = [place + 1 for place, one in enumerate(tokens) if one.kind is TokenKind.NUMBER and one.value == number]
    called = [item for item in items if any(_calls(item, tokens, place) for place in after)]
    return called[0] if len(called) == 1 else None


def _calls(item: ActivityFacts, tokens: list[Token], place: int) -> bool:
    while place < len(tokens) and (tokens[place].text in _BEFORE_LABELS or LABEL.fullmatch(tokens[place].text)):
        place += 1
    near = range(place, min(place + _LONGEST_LABEL, len(tokens)))
    found = item.label is not None and any(
        _is_label(item.label, tokens, one) and not tokens[one].text.endswith(_TIMES) for one in near
    )
    return found and all(tokens[one].text not in {"%", ",", "."} for one in near[:1])


def _is_label(label: Label, tokens: list[Token], place: int) -> bool:
    first = label.first
    match label.kind:
        case LabelKind.MONTH:
            return _month(tokens[place]) in range(first.month, label.last.month + 1)
        case LabelKind.DAY:
            day = _number_before(tokens, place)
            return _month(tokens[place]) == first.month and day == first.day
        case LabelKind.QUARTER:
            quarter = (first.month + 2) // 3
            return QUARTER.fullmatch(tokens[place].text) is not None and _number_before(tokens, place) == quarter
        case LabelKind.HALF:
            half = (first.month + 5) // 6
            return _is_half_year(tokens, place) and _number_before(tokens, place) == half
    return False


def _month(token: Token) -> int | None:
    meaning = meaning_of(token.text) if token.kind is TokenKind.WORD else None
    return int(meaning.values[0]) if meaning is not None and meaning.topic is Topic.MONTH else None


def _number_before(tokens: list[Token], place: int) -> int | None:
    """The number of «1-чорак», «I чорак», «биринчи чорак»."""
    before = place - 2 if place > 1 and tokens[place - 1].text == "-" else place - 1
    if before < 0:
        return None
    token = tokens[before]
    if token.kind is TokenKind.NUMBER:
        return token.value
    return _ROMANS.get(token.text) or (number_of(token) if token.kind is TokenKind.WORD else None)


def _is_half_year(tokens: list[Token], place: int) -> bool:
    if HALF_YEAR.fullmatch(tokens[place].text):
        return True
    first, second = HALF_YEAR_PAIRS
    return place + 1 < len(tokens) and bool(
        first.fullmatch(tokens[place].text) and second.fullmatch(tokens[place + 1].text)
    )
