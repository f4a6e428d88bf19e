"""Long lists in pages, and the buttons that turn them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from aiogram.filters.callback_data import CallbackData

from views.kit.screen import Row, button
from views.kit.texts import Html

Item = TypeVar("Item")

ARROWS = ("⬅️", "➡️")
TRIANGLES = ("◀️", "▶️")  # beside a button «⬅️ Back»


@dataclass(frozen=True)
class Page(Generic[Item]):
    """What one page shows; `number` counts from 0 and is one of `count`."""

    shown: Sequence[Item]
    number: int
    count: int

    def turn(self, data: Callable[[int], CallbackData], signs: tuple[str, str] = ARROWS) -> Row:
        """The buttons to the neighbouring pages, if there are any; `data` is given a page's number."""
        beside = zip(signs, (self.number - 1, self.number + 1), strict=True)
        return tuple(button(sign, data(to)) for sign, to in beside if 0 <= to < self.count)


def paged(items: Sequence[Item], number: int, size: int) -> Page[Item]:
    """The given page of the items; a number out of range gives the first or the last page."""
    count = pages_of(len(items), size)
    number = min(max(number, 0), count - 1)
    return Page(items[number * size : (number + 1) * size], number, count)


def fitting(head: Html, entries: Sequence[Html], limit: int, rest: Callable[[int], Html]) -> Html:
    """The head and as many entries as fit into `limit` characters, then `rest`, which is given the number left out."""
    text = head
    for place, entry in enumerate(entries):
        longer = Html(f"{text}\n\n{entry}")
        if len(longer) > limit:
            return Html(f"{text}\n\n{rest(len(entries) - place)}")
        text = longer
    return text


def pages_of(total: int, size: int) -> int:
    """How many pages there are; an empty list has one."""
    return max(-(-total // size), 1)
