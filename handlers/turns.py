"""Whose turn it is: so many updates are handled at once, and none of them keeps a place while it only waits.

An answer to a group waits where nobody else does: in the line of that group, which may be written 20 times a minute.
Whoever caused it is answered elsewhere meanwhile. The update itself is not handled before its answer is said.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from views.kit.screen import Screen

in_hand: ContextVar["Turn | None"] = ContextVar("in_hand", default=None)


class Room:
    """Places for a fixed number of tasks. Those who resume go before those who have not begun."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._back: deque[asyncio.Future[None]] = deque()
        self._new: deque[asyncio.Future[None]] = deque()

    @property
    def waiting(self) -> int:
        """How many have not begun, and wait for a place."""
        return sum(not place.done() for place in self._new)

    async def enter(self, *, back: bool = False) -> None:
        """Wait for a place and take it."""
        if self._free:
            self._free -= 1
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        (self._back if back else self._new).append(place)
        try:
            await place
        except asyncio.CancelledError:
            if not place.cancelled():  # it was given in the same moment
                self.leave()
            raise

    def leave(self) -> None:
        """Give the place to the one who has waited longest."""
        for line in (self._back, self._new):
            while line:
                place = line.popleft()
                if not place.done():
                    place.set_result(None)
                    return
        self._free += 1


@dataclass(eq=False)
class _Place:
    """A place in a chat's line. `edits` is the message to be edited; the place opens with False if that is done by
    a later edit of the same message."""

    edits: int | None
    opened: asyncio.Future[bool]
    task: asyncio.Task[None] | None


class ChatLines:
    """The queues of what is to be said in each chat. `wait_of` says how many seconds a chat must still rest."""

    def __init__(self, wait_of: Callable[[int], float] | None = None) -> None:
        self._wait_of = wait_of or (lambda _chat: 0.0)
        self._lines: dict[int, list[_Place]] = {}

    @asynccontextmanager
    async def place(self, chat: int, edits: int | None) -> AsyncIterator[bool]:
        """Wait for the place and hold it; yields False if a later edit makes this one needless."""
        line = self._lines.setdefault(chat, [])
        place = _Place(edits, asyncio.get_running_loop().create_future(), asyncio.current_task())
        self._stand(line, place)
        try:
            if line[0] is place:
                place.opened.set_result(True)
            is_mine = await place.opened
            while is_mine and (wait := self._wait_of(chat)) > 0:
                await asyncio.sleep(wait)
                is_mine = place in line  # a later edit may have come while the chat rested
            if is_mine:
                place.task = None  # begun: it is finished when the bot stops
            yield is_mine
        finally:
            self._leave(chat, line, place)

    def waiting(self) -> set[asyncio.Task[None]]:
        """The tasks that wait and have not begun to say anything."""
        return {place.task for line in self._lines.values() for place in line if place.task is not None}

    @staticmethod
    def _stand(line: list[_Place], place: _Place) -> None:
        """Queue at the end, or in place of an earlier edit of the same message, which is now outdated."""
        for number, earlier in enumerate(line):
            if place.edits is not None and earlier.edits == place.edits and earlier.task is not None:
                line[number] = place
                if not earlier.opened.done():
                    earlier.opened.set_result(False)
                return
        line.append(place)

    def _leave(self, chat: int, line: list[_Place], place: _Place) -> None:
        if place not in line:
            return
        line.remove(place)
        if not line:
            del self._lines[chat]
        elif not line[0].opened.done():
            line[0].opened.set_result(True)


@dataclass(eq=False)
class Turn:
    """One update in hand.

    `said` holds what was said for it; if the update must be handled again, that is not repeated.
    """

    room: Room
    lines: ChatLines
    said: list[tuple[Screen, int]] = field(default_factory=list)
    passed_on: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[object] | None = field(default=None, init=False)
    _again: list[tuple[Screen, int]] = field(default_factory=list, init=False)

    @asynccontextmanager
    async def begun(self) -> AsyncIterator[None]:
        """Hold a place in the room."""
        await self.room.enter()
        self._task = asyncio.current_task()
        self._again = list(self.said)
        token = in_hand.set(self)
        try:
            yield
        finally:
            in_hand.reset(token)
            if self._task is not None:
                self._task = None
                self.room.leave()

    @asynccontextmanager
    async def aside(self) -> AsyncIterator[None]:
        """Wait for something else inside the block while others use the place. Only the turn's own task holds it."""
        task = asyncio.current_task()
        if self._task is not task:
            yield
            return
        self._task = None
        self.room.leave()
        try:
            yield
        except asyncio.CancelledError:
            raise  # it ends here, and needs no place any more
        except BaseException:
            await self._back(task)
            raise
        await self._back(task)

    async def _back(self, task: asyncio.Task[object] | None) -> None:
        await self.room.enter(back=True)
        self._task = task

    @asynccontextmanager
    async def in_chat(self, chat: int, edits: int | None = None) -> AsyncIterator[bool]:
        """Wait for the turn to write in a chat, while the person's next words are handled; see ChatLines.place."""
        self.passed_on.set()
        async with AsyncExitStack() as stack:
            async with self.aside():
                is_mine = await stack.enter_async_context(self.lines.place(chat, edits))
            yield is_mine

    def said_already(self, screen: Screen) -> int | None:
        """The message that already says the same for this update, from an earlier attempt to handle it."""
        for one in self._again:
            if one[0] == screen:
                self._again.remove(one)
                return one[1]
        return None
