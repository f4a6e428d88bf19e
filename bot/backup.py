"""`python -m bot backup FILE` and `restore FILE`: verified copies of the database."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from models.database import Database, DatabaseError

KEPT = "{name}.before-restore-{moment:%Y%m%d-%H%M%S}"


def back_up(database: Database, target: Path) -> int:
    """Copy the database to `target`, even while the bot runs, and verify the copy; returns its size in bytes.

    Raises DatabaseError with a sentence; `target` then does not exist. An existing file is never overwritten.
    """
    source = _file_of(database)
    try:
        if not source.exists():
            raise DatabaseError(f"There is no database {source} to back up: check DATABASE_URL.")
        if target.exists():
            raise DatabaseError(f"{target} exists already: name another file, so that no backup is lost.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with _copied(source, target) as part:
            part.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseError(f"The backup {target} cannot be written ({error}).") from error
    return target.stat().st_size


async def restore(database: Database, source: Path, now: datetime) -> Path | None:
    """Put the backup in the database's place; returns where the earlier database was moved, None if there was none.

    Raises DatabaseError with a sentence, and leaves the database as it was, if the backup is damaged or a bot runs.
    """
    target = _file_of(database)
    try:
        if not source.is_file():  # noqa: ASYNC240 -- a command-line tool waits for nobody
            raise DatabaseError(f"There is no backup {source}.")
        verify(source)
    except OSError as error:
        raise DatabaseError(f"The backup {source} cannot be read ({error.strerror}).") from error
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not await database.own():
            raise DatabaseError(f"A bot runs on {target}: stop it before restoring.")
        with _copied(source, target) as part:
            kept = _set_aside(target, now)
            part.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseError(f"The database {target} cannot be written ({error}).") from error
    return kept


@contextmanager
def _copied(source: Path, target: Path) -> Iterator[Path]:
    """A verified copy of the database `source` beside `target`; the block renames it, or it is deleted."""
    # A name of its own: what somebody else keeps there is not written over, and it is as short as a name may be long.
    handle, name = tempfile.mkstemp(suffix=".part", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        # SQLite's online backup: a copy of one moment, whatever is being written meanwhile.
        # Absolute, for «file:…» would be a URI if SQLite is built so.
        with closing(sqlite3.connect(source.absolute())) as here, closing(sqlite3.connect(part)) as there:
            here.backup(there)
            there.execute("PRAGMA journal_mode = DELETE")  # the copy is one file, without a write-ahead log beside it
        verify(part)
        yield part
    finally:
        part.unlink(missing_ok=True)


def verify(file: Path) -> None:
    """Raise DatabaseError if the file is not a complete database of this bot."""
    try:
        # As a URI, in which what has a meaning there is quoted: «#», «?», «%».
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            [found] = connection.execute("PRAGMA integrity_check").fetchone()
            connection.execute("SELECT count(*) FROM report, alembic_version").fetchone()
    except sqlite3.Error as error:
        raise DatabaseError(f"{file} is not a database of this bot ({error}).") from error
    if found != "ok":
        raise DatabaseError(f"{file} is damaged ({found}): take another backup.")


def _set_aside(target: Path, now: datetime) -> Path | None:
    if not target.exists():
        return None
    kept = target.with_name(KEPT.format(name=target.name, moment=now))
    # What its log holds goes into it; a damaged database has its log kept beside it instead.
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(target.absolute())) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    target.rename(kept)
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            target.with_name(target.name + suffix).rename(kept.with_name(kept.name + suffix))
    return kept


def _file_of(database: Database) -> Path:
    if not database.is_sqlite or not database.url.database:
        raise DatabaseError(
            "Only a SQLite file is backed up here; for PostgreSQL: pg_dump --format=custom --file=FILE "
            f"'{database.where}', and with the bot stopped: pg_restore --clean --if-exists --no-owner "
            f"--dbname='{database.where}' FILE."
        )
    return Path(database.url.database)
