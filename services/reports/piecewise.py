"""The pieces of a message about several activities, each with the activities that its own number may mean. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.language.reading.parts import Asks
from services.language.reading.reader import Told
from services.plan.calling import Calling, calling
from services.plan.figures import ActivityFacts
from services.plan.status import Status
from services.reports.message import understood

_SEVERAL = 2


@dataclass(frozen=True)
class Piece:
    """What a message tells of one activity; `numbers` in force are those that it may be: none, one, or several."""

    told: Told
    numbers: tuple[int, ...]

    @property
    def number(self) -> int | None:
        """The activity's number, if it is clear which is meant."""
        return self.numbers[0] if len(self.numbers) == 1 else None


def each_piece(
    text: str, mine: Sequence[ActivityFacts], today: date, chosen: ActivityFacts | None = None
) -> tuple[Piece, ...]:
    """What the words tell, number by number, in their order; () unless they tell of several.

    A number that several plans have, or that is none of the person's, parts the words as any other does. Such a number
    means the `chosen` activity if it is one of those.
    """
    called = calling(text, mine, {chosen.number} if chosen is not None else set())
    shown = [replace(called.called(one), marks=()) for one in mine]
    known = [*shown, *_blank(shown, called.shared)]
    found = understood(called.text, known, (), today)
    strange = [one for one in found.named if one not in {each.number for each in known}]
    if strange:
        found = understood(called.text, [*known, *_blank(shown, strange)], (), today)
    pieces = tuple(
        Piece(
            replace(told, numbers=(), words=called.as_written(told.words)),
            () if number in strange else _meant(called, number),
        )
        for told in found.told
        for number in told.numbers
    )
    is_whole = found.asks is not Asks.INTENT and all(told.numbers for told in found.told)
    return pieces if is_whole and len(pieces) >= _SEVERAL else ()


def _blank(shown: Sequence[ActivityFacts], numbers: Iterable[int]) -> list[ActivityFacts]:
    """Activities that only a number names."""
    like = replace(shown[0], text="", short_name=None, extra=(), status=Status.DONE) if shown else None
    return [replace(like, id=-number, number=number) for number in numbers] if like is not None else []


def _meant(called: Calling, number: int) -> tuple[int, ...]:
    return tuple(called.shared.get(number, ())) or (called.meant(number),)
