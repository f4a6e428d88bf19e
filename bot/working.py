"""This process among those that work on one database: it is seen, it takes over from the dead, it becomes the owner.

Updates are handled and messages sent by every process that works. What one alone may do (the sweeps, the live card, the
menus, asking Telegram for updates) is done by the owner.
"""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StartError
from bot.handling import Handling
from models.database import is_lasting
from models.worker import Worker
from services.messages.inbox import NEWS, InboxQueue
from services.messages.outbox import OutboxQueue

log = structlog.get_logger(__name__)

BEAT_SECONDS = 1.0
# A process whose connection was cut comes back under a new number, and keeps what it had in hand; so does every process
# when the database was restarted. Only who stays away is dead.
DEAD_SECONDS = 2.0


class Working:
    """Keeps this process present. `has_begun` is set once it works. `clock` returns the present moment (aware)."""

    def __init__(
        self,
        worker: Worker,
        inbox: InboxQueue,
        outbox: OutboxQueue,
        handling: Handling,
        clock: Callable[[], datetime],
        *,
        where: str,
    ) -> None:
        self._worker = worker
        self._inbox = inbox
        self._outbox = outbox
        self._handling = handling
        self._clock = clock
        self._where = where
        self._missing: dict[int, float] = {}  # who holds something and is not here, and since when
        self._has_said = False
        self._former: int | None = None  # the number under which things in hand are still held
        self._owning = asyncio.Event()
        self._over = asyncio.Event()  # set when this process is no longer the owner
        self.has_begun = asyncio.Event()
        worker.hear(NEWS, handling.look_again)

    @property
    def is_here(self) -> bool:
        """Whether this process may take anything in hand, or begin what it has in hand."""
        return self._worker.is_here and self._former is None

    @property
    def trouble(self) -> str | None:
        """Why this process does not work at present; None if all is well."""
        if self.has_begun.is_set() and self.is_here:
            return None
        if self._worker.is_shared:
            return "this process is not seen by the others that work on the database"
        return "another process works on this database: this one stands by"

    async def run(self, stop: asyncio.Event) -> None:
        """Be present until `stop` is set.

        Raises StartError if a SQLite file cannot be locked, and SQLAlchemyError if waiting would not help.
        """
        try:
            while not stop.is_set():
                try:
                    await self._beat()
                except (SQLAlchemyError, OSError) as error:
                    self._failed(error)
                if self.has_begun.is_set() and not self._worker.is_shared:
                    await stop.wait()  # nobody else works on the file: nothing changes any more
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), BEAT_SECONDS)
        finally:
            self._over.set()

    async def tenure(self, stop: asyncio.Event) -> asyncio.Event | None:
        """Wait to become the owner; the event that is set when this ends, None if stopped before it began."""
        return self._over if await before(stop, self._owning) else None

    def _failed(self, error: Exception) -> None:
        if not self._worker.is_shared and isinstance(error, OSError):
            raise StartError(
                f"The database {self._where} cannot be locked: {error.strerror} ({error.filename})."
            ) from error
        if isinstance(error, SQLAlchemyError) and is_lasting(error):
            raise error
        log.warning("the database does not answer", error=type(error).__name__)

    async def _beat(self) -> None:
        if not await self._worker.prove() and not await self._join():
            return
        await self._adopt()
        await self._take_over()
        if not self.has_begun.is_set():
            self.has_begun.set()
            log.info("working", worker=self._worker.number)
        if not self._owning.is_set() and await self._worker.own():
            self._over = asyncio.Event()
            self._owning.set()
            log.info("this process sweeps")
        self._handling.look_again()

    async def _join(self) -> bool:
        """Be seen, under a new number; False if another process works on the file."""
        if self.has_begun.is_set() and self._former is None:
            self._former = self._worker.number
            log.warning("no longer seen by the others: nothing new is begun")
        self._owning.clear()
        self._over.set()
        if await self._worker.join():
            return True
        self._stand_by()
        return False

    async def _adopt(self) -> None:
        """Keep what was in hand when the connection was lost, as far as nobody has taken it over."""
        if self._former is None:
            return
        await self._outbox.adopt(self._former)
        self._handling.keeps(await self._inbox.adopt(self._former))
        self._former = None
        log.warning("seen again by the others", worker=self._worker.number)

    def _stand_by(self) -> None:
        if not self._has_said:
            log.warning(
                "another process sends from this database: this one stands by and sends nothing until that ends"
            )
            self._has_said = True

    async def _take_over(self) -> None:
        """Put back what the dead had in hand."""
        if not self._worker.is_shared:
            if not self.has_begun.is_set():  # nobody else is here: all that is held is a dead process's
                log.info("sending", recovered=await self._outbox.recover(self._clock()))
            return
        if dead := await self._dead():
            recovered = await self._outbox.recover(self._clock(), dead)
            await self._inbox.recover(dead)
            log.warning("taken over from a process that ended", workers=len(dead), recovered=recovered)

    async def _dead(self) -> set[int]:
        """Who holds something and has not been here for a while."""
        # In this order: who holds something was here before, so who is not here afterwards has gone.
        holders = await self._outbox.holders() | await self._inbox.holders()
        missing = holders - await self._worker.living() if holders else holders
        now = asyncio.get_running_loop().time()
        self._missing = {one: self._missing.get(one, now) for one in missing}
        return {one for one, since in self._missing.items() if now - since >= DEAD_SECONDS}


async def before(stop: asyncio.Event, event: asyncio.Event) -> bool:
    """Wait for `event`; False if `stop` is set first."""
    waiting = [asyncio.create_task(one.wait()) for one in (stop, event)]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        return not stop.is_set()
    finally:
        for one in waiting:
            one.cancel()
