"""The pace of several processes together: turns are reserved in the database, a fraction of a second ahead."""

import math
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from models.database import Database
from models.pace import EVERYBODY
from models.server import Driver
from services.messages.rates import PER_SECOND, Bucket, Window, bucket_of, bucket_of_all

LATE_SECONDS = 0.015  # a turn that is used later than this is no turn any more
# How far ahead turns are given: answers to people go in before what others have reserved for bulk messages.
BULK_AHEAD_SECONDS = 0.25
ANSWERS_AHEAD_SECONDS = 0.75
LONGEST_AHEAD_SECONDS = 300.0  # what is further ahead was reserved before the database's clock was put back
LONGEST_CLOSED_SECONDS = 86_400.0
PRUNE_SECONDS = 5.0
PACE_LOCK = 0x17_0C_84  # arbitrary; no other program may use it as an advisory lock in this database

# Asked of the driver itself: SQLAlchemy takes several times as long as the server, with the lock held meanwhile.
_LOCK = "SELECT pg_advisory_xact_lock($1::bigint)"
_READ = (
    "SELECT extract(epoch FROM clock_timestamp())::float8, chat, theoretical, closed_until, passed "
    "FROM (VALUES (1)) AS one LEFT JOIN pace ON chat = ANY($1::bigint[])"
)
_IS_ANOTHER_CLOSED = (
    "SELECT EXISTS (SELECT FROM pace WHERE closed_until > $1::float8 AND chat <> 0 AND NOT chat = ANY($2::bigint[]))"
)
_WRITE = (
    "INSERT INTO pace (chat, theoretical, closed_until, passed) "
    "SELECT * FROM unnest($1::bigint[], $2::float8[], $3::float8[], $4::bytea[]) "
    "ON CONFLICT (chat) DO UPDATE SET theoretical = excluded.theoretical, closed_until = excluded.closed_until, "
    "passed = excluded.passed"
)
_PRUNE = "DELETE FROM pace WHERE chat <> 0 AND theoretical < $1::float8 AND closed_until < $1::float8"


@dataclass(frozen=True)
class Wanted:
    """`amount` messages to `chat` (None: no chat in particular)."""

    chat: int | None
    bulk: bool = False
    amount: int = 1


@dataclass(frozen=True)
class Turn:
    """When something wanted may pass: `at` seconds after the database's clock was read, when it shows `moment`.

    If it cannot be told yet, `at` is None, and `again` says when to ask again; `is_own` says that its own chat is the
    reason, not what others say.
    """

    at: float | None
    moment: float = 0.0
    again: float = 0.0
    is_own: bool = False


@dataclass(frozen=True)
class Unused:
    """A turn that was not used: it was given for `at`, in seconds of the database's clock."""

    wanted: Wanted
    at: float


@dataclass(frozen=True)
class Closing:
    """Telegram answered 429: nothing to the chat (None: to anybody) for so many seconds."""

    chat: int | None
    seconds: float


@dataclass(frozen=True)
class Said:
    """What passed so many seconds ago without a turn, while the database could not be asked."""

    wanted: Wanted
    seconds_ago: float


@dataclass(frozen=True)
class Changes:
    """What the book does not know yet."""

    unused: Sequence[Unused] = ()
    closings: Sequence[Closing] = ()
    said: Sequence[Said] = ()

    @property
    def chats(self) -> set[int]:
        """Which chats they are about."""
        said = [one.wanted for one in self.unused] + [one.wanted for one in self.said]
        return {chat or EVERYBODY for chat in (*(one.chat for one in self.closings), *(one.chat for one in said))}


@dataclass
class Row:
    """A chat's pace as it is kept."""

    theoretical: float = 0.0
    closed_until: float = 0.0
    passed: bytes | None = None


@dataclass(frozen=True)
class Reserved:
    """The turns, in the order of what was wanted; `now` is the database's clock, in seconds.

    By the caller's clock that was between the moments `read`.
    """

    now: float
    read: tuple[float, float]
    turns: tuple[Turn, ...]


@dataclass
class Ledger:
    """The rule itself, on the rows of the chats that are asked for. Moments are seconds of one clock.

    In any second no more than the limit and one pass, if none uses its turn later than LATE_SECONDS.
    """

    per_second: float
    rows: dict[int, Row]
    now: float
    _buckets: dict[int, Bucket] = field(init=False)
    _window: Window = field(init=False)

    def __post_init__(self) -> None:
        """Take the rows as they are, but for what a clock that was put back left in the future."""
        latest = self.now + LONGEST_AHEAD_SECONDS
        for row in self.rows.values():
            row.theoretical = min(row.theoretical, latest)
            row.closed_until = min(row.closed_until, self.now + LONGEST_CLOSED_SECONDS)
        everybody = self.rows.setdefault(EVERYBODY, Row())
        moments = array("d", everybody.passed or b"")
        if moments and max(moments) > self.now + ANSWERS_AHEAD_SECONDS + 1:
            moments, everybody.theoretical = array("d"), self.now + 1
        self._window = Window(math.floor(self.per_second) + 1, 1.0 + LATE_SECONDS, moments)
        self._buckets = {
            chat: bucket_of(chat, row.theoretical) if chat else bucket_of_all(self.per_second, row.theoretical)
            for chat, row in self.rows.items()
        }

    def learn(self, changes: Changes, *, is_another_closed: bool) -> None:
        """Take in what changed; if another chat rests because of a 429 as well, it is all that is said."""
        for closing in changes.closings:
            self._close({closing.chat or EVERYBODY} | ({EVERYBODY} if is_another_closed else set()), closing.seconds)
        for unused in changes.unused:
            self._give_back(unused.wanted, unused.at)
        for said in changes.said:
            self._take(said.wanted, self.now - said.seconds_ago)

    def assign(self, wanted: Iterable[Wanted], lead: float) -> tuple[Turn, ...]:
        """A turn for each, the first ones first, none sooner than in `lead` seconds."""
        refused: set[int] = set()
        return tuple(self._turn(one, lead, refused) for one in wanted)

    def settled(self) -> Mapping[int, Row]:
        """The rows to be written."""
        for chat, bucket in self._buckets.items():
            self.rows[chat].theoretical = bucket.theoretical
        moments = (moment for moment in self._window.moments if moment > -math.inf)
        self.rows[EVERYBODY].passed = array("d", moments).tobytes()
        return self.rows

    def _turn(self, wanted: Wanted, lead: float, refused: set[int]) -> Turn:
        earliest = self.now + lead
        everybody = max(
            self._buckets[EVERYBODY].ready_at(wanted.amount),
            self._window.ready_at(wanted.amount),
            self.rows[EVERYBODY].closed_until,
            earliest,
        )
        own = self._ready_at(wanted)
        # What must wait for its chat's pace reserves nothing: all that is said to others would wait with it.
        if wanted.chat in refused or own > everybody:
            refused.add(wanted.chat or EVERYBODY)
            return Turn(None, again=max(own - earliest, 0.0), is_own=True)
        ahead = BULK_AHEAD_SECONDS if wanted.bulk else ANSWERS_AHEAD_SECONDS
        if everybody > earliest + ahead:
            refused.add(wanted.chat or EVERYBODY)
            return Turn(None, again=everybody - earliest - ahead / 2)
        self._take(wanted, everybody)
        return Turn(everybody - self.now, everybody)

    def _ready_at(self, wanted: Wanted) -> float:
        if wanted.chat is None:
            return 0.0
        row = self._row(wanted.chat)
        return max(self._buckets[wanted.chat].ready_at(wanted.amount), row.closed_until)

    def _close(self, chats: Iterable[int], seconds: float) -> None:
        for row in map(self._row, chats):
            row.closed_until = max(row.closed_until, self.now + seconds)

    def _give_back(self, wanted: Wanted, at: float) -> None:
        """Take back a turn that was not used, as far as it still counts."""
        self._window.give_back(at, wanted.amount)
        for chat in (EVERYBODY, wanted.chat):
            if chat is not None:
                self._row(chat)
                if self._buckets[chat].is_bound_by(at, wanted.amount, self.now):
                    self._buckets[chat].give_back(wanted.amount)

    def _take(self, wanted: Wanted, at: float) -> None:
        self._buckets[EVERYBODY].take(at, wanted.amount)
        self._window.take(at, wanted.amount)
        if wanted.chat is not None:
            self._row(wanted.chat)
            self._buckets[wanted.chat].take(at, wanted.amount)

    def _row(self, chat: int) -> Row:
        if chat not in self.rows:
            self.rows[chat] = Row()
            self._buckets[chat] = bucket_of(chat)
        return self.rows[chat]


class PaceBook:
    """Reserves turns on PostgreSQL, by the database's clock: the processes may stand on different machines.

    `clock` is the caller's own (seconds, monotonic), for telling when the database's was read.
    """

    def __init__(self, database: Database, clock: Callable[[], float], per_second: float = PER_SECOND) -> None:
        self._database = database
        self._clock = clock
        self.per_second = per_second
        self._pruned_at = 0.0

    async def reserve(self, wanted: Sequence[Wanted], lead: float, changes: Changes) -> Reserved:
        """Reserve turns in one short transaction, after taking in what changed.

        `lead` is how soon a turn can be used, in seconds. Raises SQLAlchemy's errors or the
        driver's if the database cannot be asked.
        """
        chats = {EVERYBODY, *(one.chat or EVERYBODY for one in wanted)} | changes.chats
        # Not the writers' line: a turn must not wait for a plan that is being loaded.
        async with self._database.engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None  # noqa: S101 -- tells the type checker that a pool's connection has one
            async with driver.transaction():
                return await self._reserve(driver, wanted, lead, changes, chats)

    async def _reserve(
        self, driver: Driver, wanted: Sequence[Wanted], lead: float, changes: Changes, chats: Collection[int]
    ) -> Reserved:
        await driver.fetchval(_LOCK, PACE_LOCK)
        asked = self._clock()
        found = await driver.fetch(_READ, list(chats))
        read = asked, self._clock()
        now = float(found[0][0])
        ledger = Ledger(self.per_second, {row[1]: Row(*row[2:]) for row in found if row[1] is not None}, now)
        closed = [one.chat or EVERYBODY for one in changes.closings]
        is_another_closed = bool(closed) and await driver.fetchval(_IS_ANOTHER_CLOSED, now, closed)
        ledger.learn(changes, is_another_closed=is_another_closed)
        turns = ledger.assign(wanted, lead)
        await driver.execute(_WRITE, *_columns(ledger.settled()))
        if abs(now - self._pruned_at) > PRUNE_SECONDS:
            self._pruned_at = now
            await driver.execute(_PRUNE, now)
        return Reserved(now, read, turns)


def _columns(rows: Mapping[int, Row]) -> tuple[list[int], list[float], list[float], list[bytes | None]]:
    # In one order, though under one lock: whoever writes them otherwise meets no deadlock.
    ordered = sorted(rows.items())
    return (
        [chat for chat, _ in ordered],
        [row.theoretical for _, row in ordered],
        [row.closed_until for _, row in ordered],
        [row.passed for _, row in ordered],
    )
