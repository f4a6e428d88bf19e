"""What a second process brings on PostgreSQL: `python -m benchmarks.processes`.

Officers' reports wait in the inbox; one process handles them, then two on a fresh copy: each identifies, reads, records
and answers as `python -m bot work` does. The reference is one process. The server and the Bot API stand on the same
machine: where all its processors are busy, a second process can bring no more than the first left idle. So the time of
processors that an update takes of each side is told beside the rate, and what they allow; and it is measured again in
two other ways. First, each process brings a processor: one process, the server and the Bot API share one, and two share
two. Then with a server to which everything takes a while, as to another machine: waiting is what limits, and not the
processors.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import mean
from typing import Any

from sqlalchemy import Row, func, select, text

from benchmarks.common import ADMINS, ROOT, Clock, folder, run, table
from benchmarks.office import FIRST, office
from benchmarks.server import FIRST_CHAT, TOKEN, serving
from bot.config import read_settings
from bot.factory import build_application, close, running
from models import Report
from models.database import Database, Line
from models.worker import WORKERS_LOCK
from services.messages.inbox import InboxQueue
from services.plan.file import load_plan
from tests.db import postgres

OFFICERS = 40
EACH = 10  # reports
ROUNDS = 3
DURABLE = "-c listen_addresses='' -c max_connections=200"
READY = "ready"
_LOCKS = "FROM pg_locks JOIN pg_database ON oid = database WHERE locktype = 'advisory' AND datname = current_database()"
WORKING = f"SELECT count(*) {_LOCKS} AND objsubid = 2 AND classid = {WORKERS_LOCK}"
UNHANDLED = "SELECT count(*) FROM inbox WHERE handled_at IS NULL"
_STANDING = f"SELECT count(*) {_LOCKS} AND objsubid = 1 AND objid = {int(Line.DECISIONS)}"
LOOK = f"SELECT ({UNHANDLED}), ({_STANDING} AND granted), ({_STANDING} AND NOT granted)"
MENUS = "SELECT count(*) FROM published"
WAITING = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending') AND next_try_at <= queued_at"
SOCKET = ".s.PGSQL.5432"
WAY = 0.005  # seconds from a process to a server that is far, and back again
TICKS = os.sysconf("SC_CLK_TCK")
RUNS = count()


async def work(url: str, address: str) -> None:
    """Be a process that works, until told to stop."""
    settings = read_settings(database_url=url.replace("+asyncpg", ""), admin_ids=ADMINS)
    application = build_application(settings, load_plan(ROOT / "data" / "seed_plan.json"), TOKEN, address, Clock())
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with running(application, stop):
        await stop.wait()
    await close(application)


@dataclass(frozen=True)
class Run:
    """Updates a second, and milliseconds of a processor for each: of the bots', and of the server and the Bot API.

    `standing` and `waiting` are how many of them, on average, stood in the line of those who decide and waited for it.
    """

    per_second: float
    own: float
    others: float
    standing: float
    waiting: float
    processors: int

    @property
    def allowed(self) -> float:
        """How many a second the processors allow, if nothing else took of them and nobody waited for anybody."""
        return 1e3 * self.processors / (self.own + self.others)


async def rate(  # noqa: PLR0917 -- where, with how many, what
    server: Path, name: str, address: str, processes: int, updates: Sequence[dict[str, Any]], socket: Path
) -> Run:
    """What so many processes bring, on a database of the server that they reach by this socket's folder."""
    database = Database(postgres.url_of(server, name))
    command = [sys.executable, "-m", "benchmarks.processes", "--work", postgres.url_of(socket, name), address]
    bots = [await asyncio.create_subprocess_exec(*command) for _ in range(processes)]
    while not await _are_ready(database, processes):  # noqa: ASYNC110 -- other processes do not ring
        await asyncio.sleep(0.2)
    own, others = _spent(server, bots)
    inbox, began = InboxQueue(database), datetime.now(UTC)
    await inbox.keep(updates)
    seen: list[Row[Any]] = []
    while not seen or seen[-1][0]:
        await asyncio.sleep(0.05)
        seen.append(await _look(database))
    seconds = (datetime.now(UTC) - began).total_seconds()
    own, others = (now - before for now, before in zip(_spent(server, bots), (own, others), strict=True))
    for bot in bots:
        bot.terminate()
        await bot.wait()
    async with database.read() as session:
        recorded = await session.scalar(select(func.count(Report.percent))) or 0
    if recorded != len(updates):
        raise AssertionError(f"{recorded} of {len(updates)} reports were recorded")
    await database.close()
    standing, waiting = (mean(look[place] for look in seen) for place in (1, 2))
    milliseconds = 1e3 / len(updates)
    processors = len(os.sched_getaffinity(0))
    return Run(len(updates) / seconds, own * milliseconds, others * milliseconds, standing, waiting, processors)


def _spent(server: Path, bots: Sequence[asyncio.subprocess.Process]) -> tuple[float, float]:
    """Seconds of a processor that the bots' processes have taken, and those of the server and the Bot API."""
    own, others = 0.0, 0.0
    postmaster = _postmaster(server)
    pids = {bot.pid for bot in bots}
    for pid, fields in _family(postmaster):
        taken = (int(fields[11]) + int(fields[12])) / TICKS
        if pid in pids:
            own += taken
        else:
            others += taken
        if pid == postmaster:  # and its processes that have ended
            others += (int(fields[13]) + int(fields[14])) / TICKS
    return own, others


def _postmaster(server: Path) -> int:
    return int((server / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])


def _family(postmaster: int) -> Iterator[tuple[int, list[str]]]:
    """The server's processes and those that this one has started: what the system tells of them after their names."""
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended
            fields = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            pid = int(file.parent.name)
            if pid == postmaster or int(fields[1]) in (postmaster, os.getpid()):
                yield pid, fields


@contextlib.contextmanager
def sharing(server: Path, processors: int | None) -> Iterator[None]:
    """Let all that takes part share so many of the machine's processors meanwhile; what is started takes after it."""
    everything = os.sched_getaffinity(0)
    _keep_to(server, sorted(everything)[:processors])
    yield
    _keep_to(server, everything)


def _keep_to(server: Path, processors: Collection[int]) -> None:
    for pid in [os.getpid(), *(pid for pid, _ in _family(_postmaster(server)))]:
        with contextlib.suppress(ProcessLookupError):
            os.sched_setaffinity(pid, processors)


async def _are_ready(database: Database, processes: int) -> bool:
    """Whether so many work, and have done what is done once: everybody has a menu and the day's reminder."""
    there, menus, waiting = [await _count(database, query) for query in (WORKING, MENUS, WAITING)]
    return there == processes and menus >= OFFICERS and not waiting


async def _count(database: Database, query: str) -> int:
    async with database.read() as session:
        return await session.scalar(text(query)) or 0


async def _look(database: Database) -> Row[Any]:
    """How many updates wait, how many transactions stand in the line, how many wait for it."""
    async with database.read() as session:
        return (await session.execute(text(LOOK))).one()


async def ready(server: Path) -> list[dict[str, Any]]:
    """Make a template with an office in which everybody leads an activity; what they will write, each about their own.

    Were two to write about one, they would wait for each other, whatever the number of processes.
    """
    await tell(server, f"CREATE DATABASE {READY} TEMPLATE template0")
    database = await office(postgres.url_of(server, READY), OFFICERS)
    await database.close()
    return [written(turn, place) for turn in range(EACH) for place in range(OFFICERS)]


def written(turn: int, place: int) -> dict[str, Any]:
    """An officer's report, a percent more each time."""
    chat = FIRST_CHAT + place
    person = {"id": chat, "first_name": f"Officer {chat}"}
    message = {
        "message_id": turn + 1,
        "date": 1_704_250_800,
        "chat": {**person, "type": "private"},
        "from": {**person, "is_bot": False},
        "text": f"№{FIRST + place}, {turn + 1}%",
    }
    return {"update_id": 1 + turn * OFFICERS + place, "message": message}


async def tell(server: Path, statement: str) -> None:
    """Have the server carry out a statement."""
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 -- an extra

    connection = await asyncpg.connect(host=str(server), user=postgres.USER, database="postgres")
    await connection.execute(statement)
    await connection.close()


@contextlib.asynccontextmanager
async def far(server: Path, place: Path) -> AsyncIterator[Path]:
    """A folder with a socket by which everything takes as long to and from the server as over a network."""
    folder = Path(tempfile.mkdtemp(prefix="far-", dir=place))
    command = [sys.executable, "-m", "benchmarks.processes", "--relay", str(server / SOCKET), str(folder / SOCKET)]
    relay = await asyncio.create_subprocess_exec(*command)
    while not (folder / SOCKET).exists():  # noqa: ASYNC110 -- another process does not ring
        await asyncio.sleep(0.1)
    yield folder
    relay.terminate()
    await relay.wait()


async def relay(to: str, at: str) -> None:
    """Pass on what comes at a socket to another, some time later, and back."""
    loop = asyncio.get_running_loop()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1 << 16):
            loop.call_later(WAY, writer.write, data)
        loop.call_later(WAY, writer.close)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(to)
        await asyncio.gather(pass_on(reader, back), pass_on(there, writer))

    async with await asyncio.start_unix_server(serve, at) as listening:
        await listening.serve_forever()


async def measured(
    server: Path,
    address: str,
    updates: Sequence[dict[str, Any]],
    rounds: int,
    socket: Path,
    *,
    a_processor_each: bool = False,
) -> dict[int, Run]:
    """The best of some runs with one process and with two; all processors are there for both unless each brings one."""
    runs: dict[int, list[Run]] = {1: [], 2: []}
    for _ in range(rounds):  # in turn, so that what else the machine does meets both
        for processes, found in runs.items():
            name = f"run_{next(RUNS)}"
            await tell(server, f"CREATE DATABASE {name} TEMPLATE {READY}")
            with sharing(server, processes if a_processor_each else None):
                found.append(await rate(server, name, address, processes, updates, socket))
    return {processes: max(found, key=lambda one: one.per_second) for processes, found in runs.items()}


def tell_of(title: str, runs: Mapping[int, Run]) -> None:
    """The table of these runs."""
    heads = ("processes", "a second", "against one", "processors allow", "bot's time", "others'", "in line", "waiting")
    rows = [
        (
            processes,
            f"{one.per_second:.0f}",
            f"{one.per_second / runs[1].per_second:.2f}",
            f"{one.allowed:.0f}",
            f"{one.own:.1f} ms",
            f"{one.others:.1f} ms",
            f"{one.standing:.2f}",
            f"{one.waiting:.2f}",
        )
        for processes, one in runs.items()
    ]
    table(title, heads, rows)


async def main(rounds: int) -> None:
    """The tables."""
    if why := postgres.missing():
        print(f"\nSeveral processes are not measured. {why}.")
        return
    with folder() as place, serving("plain") as address, postgres.server(DURABLE) as server:
        updates = await ready(server)
        title = f"{len(updates)} reports of {OFFICERS} officers on PostgreSQL, {os.cpu_count()} processors for all"
        tell_of(title, await measured(server, address, updates, rounds, server))
        runs = await measured(server, address, updates, rounds, server, a_processor_each=True)
        tell_of("The same, each process bringing one processor for all", runs)
        async with far(server, place) as socket:
            runs = await measured(server, address, updates, rounds, socket)
            tell_of(f"The same with a server that is {2e3 * WAY:.0f} ms away, there and back", runs)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", nargs=2, metavar=("URL", "API"), help=argparse.SUPPRESS)
    parser.add_argument("--relay", nargs=2, metavar=("TO", "AT"), help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of which the best is told")
    options = parser.parse_args()
    if options.relay:
        run(relay(*options.relay))
    else:
        run(work(*options.work) if options.work else main(options.rounds))
