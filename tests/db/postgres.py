"""A PostgreSQL server of the tests' own: in a temporary folder, on a unix socket there, gone when the tests end."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROGRAMS = ("initdb", "pg_ctl", "postgres")
USER = "tests"
# Nothing here outlives the tests: what would make it durable is left out.
OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


def missing() -> str | None:
    """Why no server can be started here; None where it can."""
    if _programs() is None:
        return f"PostgreSQL is not tested: {', '.join(PROGRAMS)} are not on this machine"
    try:
        import asyncpg  # noqa: F401, PLC0415 -- an extra: asked for only here
    except ImportError:
        return "PostgreSQL is not tested: the package asyncpg is not installed"
    return None


class Server:
    """A server's programs and folder."""

    def __init__(self, folder: Path, options: str) -> None:
        programs = _programs()
        assert programs is not None
        self.folder = folder
        self._data = folder / "data"
        self._options = f"{options} -k {folder}"
        self._programs = programs

    def make(self) -> None:
        """Make its files."""
        auth = ("-U", USER, "-A", "trust")
        _run(self._programs / "initdb", "-D", self._data, *auth, "-E", "UTF8", "--locale=C", "--no-sync")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._control("-o", self._options, "-l", self.folder / "log", "start")

    def crash(self) -> None:
        """End it as a crash would."""
        self._control("-m", "immediate", "stop")

    def _control(self, *arguments: object) -> None:
        _run(self._programs / "pg_ctl", "-D", self._data, "-w", *arguments)


@contextlib.contextmanager
def server(options: str = OPTIONS) -> Iterator[Path]:
    """A running server; the folder of its socket."""
    with running(options) as one:
        yield one.folder


@contextlib.contextmanager
def running(options: str = OPTIONS) -> Iterator[Server]:
    """A server, which runs when the block begins and must run when it ends."""
    # Not in pytest's folder, which nobody else may enter, and whose name may be too long for a socket's.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _stand_in())
        one = Server(folder, options)
        one.make()
        one.start()
        try:
            yield one
        finally:
            one.crash()
    finally:
        shutil.rmtree(folder)


def url_of(folder: Path, database: str) -> str:
    """The address of a database of that server."""
    return f"postgresql+asyncpg://{USER}@/{database}?host={folder}"


def _programs() -> Path | None:
    """Where the server's programs are: on PATH, or where Debian keeps them off it."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if all((place / program).exists() for program in PROGRAMS)), None)


def _stand_in() -> str:
    """The user the server runs as in the superuser's place: it refuses to run as that one."""
    known = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _run(program: Path, *arguments: object) -> None:
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:
        entry = pwd.getpwnam(_stand_in())
        as_user = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    done = subprocess.run(  # noqa: S603 -- the machine's own programs
        [program, *map(str, arguments)],
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if program.name == "initdb" else subprocess.DEVNULL,
        # The server keeps what it was given open: a pipe would never end.
        stderr=subprocess.STDOUT if program.name == "initdb" else subprocess.DEVNULL,
        text=True,
        check=False,
        **as_user,
    )
    if done.returncode:
        raise RuntimeError(f"{program.name} failed ({done.returncode}): {done.stdout or ''}")
