"""The pieces of a message about several activities, each with the activities that its own number may mean. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.language.reading.parts import Asks
from services.language.reading.reader import Told
from services.plan.calling import Calling, calling
from services.plan.figures import ActivityFacts
from services.plan.status import Status
from services.reports.message import numbers_alike, only_open, understood
from services.reports.written import heads_in

_SEVERAL = 2


@dataclass(frozen=True)
class Piece:
    """What a message tells of one activity; `numbers` in force are those that it may be: none, one, or several.

    `is_sure`: the words name an activity there beyond a doubt, though perhaps not of which plan.
    """

    told: Told
    numbers: tuple[int, ...]
    is_sure: bool = True

    @property
    def number(self) -> int | None:
        """The activity's number, if it is clear which is meant."""
        return self.numbers[0] if len(self.numbers) == 1 and self.is_sure else None


def piece_of(pieces: Sequence[Piece], number: int) -> Piece | None:
    """The piece that an activity chosen for the message means: what names it, or else the only unclear one."""
    named = next((one for one in pieces if one.number == number), None)
    unclear = [one for one in pieces if not one.is_sure]
    seeming = next((one for one in unclear if number in one.numbers), None)
    return named or seeming or (unclear[0] if len(unclear) == 1 else None)


def each_piece(
    text: str, mine: Sequence[ActivityFacts], today: date, chosen: ActivityFacts | None = None
) -> tuple[Piece, ...]:
    """What the words tell, number by number, in their order; () unless they tell of several.

    A number that several plans have, or that is none of the person's, parts the words as any other does. Such a number
    means the `chosen` activity if it is one of those. Words of which it is unclear what they are about stand apart.
    """
    spoken = {chosen.number} if chosen is not None else set()
    called = calling(text, mine, spoken | only_open(mine, spoken))
    shown = [replace(called.called(one), marks=()) for one in mine]
    known = [*shown, *_blank(shown, called.shared)]
    found = understood(called.text, known, (), today)
    strange = [one for one in found.named if one not in {each.number for each in known}]
    if strange:
        found = understood(called.text, [*known, *_blank(shown, strange)], (), today)
    told_of = found.told if all(told.numbers for told in found.told) else found.apiece
    pieces = [piece for told in told_of for piece in _pieces_of(told, called, strange)]
    is_told = found.asks is not Asks.INTENT and any(one.is_sure for one in pieces)
    return tuple(pieces) if is_told and len(pieces) >= _SEVERAL else _cut_at_heads(text, mine, today)


def _cut_at_heads(text: str, mine: Sequence[ActivityFacts], today: date) -> tuple[Piece, ...]:
    """«20 25%, 21 сервер келди»: the words as each number of the person's begins them; () unless several do.

    What follows a number and is not understood is a piece of its own, about which is asked.
    """
    own = [(place, those) for place, number in heads_in(text) if (those := tuple(numbers_alike(number, mine)))]
    if len({those for _, those in own}) < _SEVERAL or text[: own[0][0]].strip(" №"):
        return ()
    ends = [place for place, _ in own[1:]] + [len(text)]
    pieces = [
        _piece_at_head(text[place:end].strip(" ,;\n"), those, mine, today)
        for (place, those), end in zip(own, ends, strict=True)
    ]
    return tuple(pieces) if any(one.is_sure for one in pieces) else ()


def _piece_at_head(words: str, numbers: tuple[int, ...], mine: Sequence[ActivityFacts], today: date) -> Piece:
    found = understood(words, mine, (), today)
    told = found.told[0] if len(found.told) == 1 and found.asks is not Asks.INTENT else None
    is_of_it = told is not None and set(told.numbers) <= set(numbers) and (bool(told.numbers) or len(numbers) > 1)
    if told is None or not is_of_it:
        return Piece(Told((), None, None, Asks.ACTIVITY, words), numbers, is_sure=False)
    return Piece(replace(told, numbers=(), words=words), numbers)


def _pieces_of(told: Told, called: Calling, strange: Sequence[int]) -> Iterator[Piece]:
    """A part of the message for each of its activities; one that names none for sure is a piece by itself."""
    own = replace(told, numbers=(), may_be=(), words=called.as_written(told.words))
    for number in told.numbers:
        yield Piece(own, () if number in strange else _meant(called, number))
    if not told.numbers:
        yield Piece(own, tuple(one for number in told.may_be for one in _meant(called, number)), is_sure=False)


def _blank(shown: Sequence[ActivityFacts], numbers: Iterable[int]) -> list[ActivityFacts]:
    """Activities that only a number names."""
    like = replace(shown[0], text="", short_name=None, extra=(), status=Status.DONE) if shown else None
    return [replace(like, id=-number, number=number) for number in numbers] if like is not None else []


def _meant(called: Calling, number: int) -> tuple[int, ...]:
    return tuple(called.shared.get(number, ())) or (called.meant(number),)
