"""The database: its schema, how it is read and written, and what is said where it cannot be used."""

import asyncio
import contextlib
import shutil
import signal
import sqlite3
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, func, select, text
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_connection, AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

import models.database
from models import Account, Assignment, Audit, Base
from models.database import Database, DatabaseError, is_passing
from scheduler.failures import Reaction, react_to
from tests import rights
from tests.db import postgres
from tests.db.stores import PostgresqlServer, Store
from tests.db.world import NEW_YEAR, TASHKENT, World, url_of
from tests.engines import as_in_use

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may reach."""
    with rights.open_folder() as folder:
        folder.chmod(0o755)
        yield folder


def read_only_copy(ready: Path, folder: Path, folder_rights: int) -> Path:
    file = folder / "ijrochi.sqlite3"
    shutil.copyfile(ready, file)
    folder.chmod(folder_rights)
    file.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
    return file


async def until_left(threads: int, pooled: Callable[[], int] = lambda: 0) -> None:
    """Wait for the threads of connections that were given up: where this loop ends first, they fail."""
    async with asyncio.timeout(20):
        while threading.active_count() > threads + pooled():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def refusal(url: str) -> str:
    """The one sentence with which the database is refused."""
    threads = threading.active_count()
    database = Database(url)
    try:
        with pytest.raises(DatabaseError) as caught:
            await database.upgrade()
    finally:
        await database.close()
        await until_left(threads)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def account(telegram_id: int) -> Account:
    return Account(telegram_id=telegram_id, name="officer", seen_at=NEW_YEAR)


async def test_migrations_bring_exactly_what_the_models_say(store: Store) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    database = Database(await store.empty())
    await database.upgrade()
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


async def test_upgrading_a_current_database_changes_nothing(world: World) -> None:
    def schema(connection: Connection) -> list[object]:
        known = MetaData()
        known.reflect(connection)
        return [
            (table.name, [(column.name, repr(column.type)) for column in table.columns])
            for table in known.sorted_tables
        ]

    async with world.database.engine.connect() as connection:
        before = await connection.run_sync(schema)
    await world.database.upgrade()
    async with world.database.engine.connect() as connection:
        assert await connection.run_sync(schema) == before
    assert await world.services.plans.current() is not None


async def test_the_folder_of_the_database_is_made(tmp_path: Path) -> None:
    database = Database(url_of(tmp_path / "a" / "b" / "new.sqlite3"))
    assert not database.exists()
    await database.upgrade()
    assert database.exists()
    await database.close()


UPGRADE = """
import asyncio, sys
from models.database import Database

asyncio.run(Database(sys.argv[1]).upgrade())
"""


async def test_processes_that_start_at_once_upgrade_one_after_the_other(store: Store) -> None:
    url = await store.empty()
    started = [await asyncio.create_subprocess_exec(sys.executable, "-c", UPGRADE, url, cwd=ROOT) for _ in range(2)]
    assert [await process.wait() for process in started] == [0, 0]
    database = Database(url)
    async with database.read() as session:
        assert len((await session.execute(text("SELECT * FROM alembic_version"))).all()) == 1
    await database.close()


@pytest.mark.parametrize(
    ("pragma", "value"), [("foreign_keys", 1), ("journal_mode", "wal"), ("busy_timeout", 5000), ("synchronous", 2)]
)
async def test_every_connection_to_a_file_is_prepared(
    file: Path, pragma: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.database, "_prepare_sqlite", as_in_use)
    database = Database(url_of(file))
    for session_of in (database.read, database.write):
        async with session_of() as session:
            assert await session.scalar(text(f"PRAGMA {pragma}")) == value
    await database.close()


async def test_a_row_that_points_nowhere_is_refused(world: World) -> None:
    with pytest.raises(IntegrityError):
        async with world.database.write() as session:
            session.add(Assignment(activity_id=999_999, executor_id=1, position=0))


async def test_a_percent_beyond_a_hundred_is_refused(world: World) -> None:
    with pytest.raises(IntegrityError):
        async with world.database.write() as session:
            await session.execute(text("UPDATE assignment SET percent = 101 WHERE id = 1"))


async def test_a_moment_without_a_time_zone_is_refused(world: World) -> None:
    naive = NEW_YEAR.replace(tzinfo=None)
    with pytest.raises(StatementError, match="without a time zone"):
        async with world.database.write() as session:
            session.add(Account(telegram_id=5, name="officer", seen_at=naive))
    async with world.database.read() as session:
        with pytest.raises(StatementError, match="without a time zone"):
            await session.scalar(select(Account).where(Account.seen_at > naive))


async def test_a_moment_of_any_zone_comes_back_as_the_same_moment_in_utc(world: World) -> None:
    async with world.database.write() as session:
        session.add(Account(telegram_id=5, name="officer", seen_at=datetime(2024, 1, 1, 3, tzinfo=TASHKENT)))
    async with world.database.read() as session:
        seen = await session.scalar(select(Account.seen_at).where(Account.telegram_id == 5))
    assert seen == datetime(2023, 12, 31, 22, tzinfo=UTC)
    assert seen.tzinfo is UTC


async def test_what_fails_in_the_middle_of_a_write_leaves_nothing(world: World) -> None:
    with pytest.raises(ZeroDivisionError):
        async with world.database.write() as session:
            session.add(account(5))
            await session.flush()
            raise ZeroDivisionError
    assert await world.count(Account, Account.telegram_id == 5) == 0


async def test_after_a_failed_write_the_next_one_is_let_in(world: World) -> None:
    with pytest.raises(IntegrityError):
        async with world.database.write() as session:
            session.add_all([account(5), account(5)])
    async with world.database.write() as session:
        session.add(account(5))
    assert await world.count(Account, Account.telegram_id == 5) == 1


async def test_a_reader_sees_one_state_while_others_write(world: World) -> None:
    async with world.database.read() as reading:
        assert await reading.scalar(select(Account.id)) is None
        async with world.database.write() as writing:
            writing.add(account(5))
        assert await reading.scalar(select(Account.id)) is None
    assert await world.count(Account) == 1


async def test_a_writer_sees_what_was_committed_before_its_turn_came(world: World) -> None:
    other = world.beside()

    async def one_more(database: Database, number: int) -> None:
        async with database.write() as session:
            known = await session.scalar(select(func.count(Account.id))) or 0
            await asyncio.sleep(0)
            session.add(account(1000 * (known + 1) + number))

    await asyncio.gather(
        *(one_more(one, number) for number, one in enumerate((world.database, other.database) * 10, start=1))
    )
    found = sorted(row.telegram_id // 1000 for row in await world.rows(Account))
    assert found == list(range(1, 21)), "none counted from a state that was past"
    await other.database.close()


async def test_what_is_done_while_reading_is_not_kept(world: World) -> None:
    with contextlib.suppress(DBAPIError):  # PostgreSQL refuses it at once
        async with world.database.read() as session:
            session.add(account(5))
            await session.flush()
    assert await world.count(Account) == 0


async def test_many_writers_at_once_all_get_their_turn(world: World) -> None:
    async def write(number: int) -> None:
        async with world.database.write() as session:
            session.add(account(number))

    await asyncio.gather(*(write(number) for number in range(1, 31)))
    assert await world.count(Account) == 30


async def test_a_row_is_shown_by_its_key_alone(world: World) -> None:
    async with world.database.write() as session:
        session.add(row := Audit(at=NEW_YEAR, actor="system", action="words", subject="secret"))
    assert repr(row) == f"<Audit {row.id}>"


# -- what cannot be used ------------------------------------------------------------------------------------------
async def test_a_writer_whose_turn_did_not_come_in_time_keeps_nothing_outside_its_transaction(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.database, "BUSY_TIMEOUT_MS", 20)
    database = Database(url_of(file))
    renamed = text("UPDATE plan SET title = 'another'")
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ZeroDivisionError):
            async with database.write() as session:
                with pytest.raises(OperationalError, match="locked"):
                    await session.execute(renamed)
                other.execute("ROLLBACK")
                await session.execute(renamed)
                raise ZeroDivisionError
        assert other.execute("SELECT count(*) FROM plan WHERE title = 'another'").fetchone() == (0,)
        async with database.write() as session:
            await session.execute(renamed)
        assert other.execute("SELECT count(*) FROM plan WHERE title = 'another'").fetchone() == (1,)
    await database.close()


async def test_a_write_that_is_cancelled_on_its_way_holds_nobody_up(file: Path) -> None:
    threads = threading.active_count()
    database = Database(url_of(file))

    async def rename() -> None:
        async with database.write() as session:
            await session.execute(text("UPDATE plan SET title = 'another'"))
            await asyncio.sleep(60)

    for trips in range(12):  # cancelled at each of its first steps
        task = asyncio.create_task(rename())
        for _ in range(trips):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await until_left(threads, database.engine.pool.checkedin)
    with contextlib.closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT count(*) FROM plan WHERE title = 'another'").fetchone() == (0,)
    await database.close()


@pytest.mark.parametrize("folder_rights", [0o755, 0o777])
async def test_a_read_only_file_is_reported_as_such(file: Path, open_folder: Path, folder_rights: int) -> None:
    copy = read_only_copy(file, open_folder, folder_rights)
    with rights.without_privileges():
        assert "is read-only" in await refusal(url_of(copy))


async def test_a_folder_without_write_permission_is_reported_as_such(open_folder: Path) -> None:
    with rights.without_privileges():
        assert "cannot be opened" in await refusal(url_of(open_folder / "new.sqlite3"))


async def test_a_folder_that_cannot_be_created_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    sentence = await refusal(url_of(tmp_path / "file" / "new.sqlite3"))
    assert f"The folder {tmp_path / 'file'} cannot be created" in sentence


async def test_a_folder_in_place_of_the_file_is_reported_as_such(tmp_path: Path) -> None:
    assert "cannot be opened" in await refusal(url_of(tmp_path))


async def test_a_file_that_is_not_a_database_is_reported_as_such(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("This is a letter and no database at all. " * 100)
    before = file.read_bytes()
    assert "is not a database of this bot" in await refusal(url_of(file))
    assert file.read_bytes() == before


async def test_a_database_of_a_newer_version_is_reported_as_such(world: World) -> None:
    async with world.database.write() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    url = world.database.url.render_as_string(hide_password=False)
    assert "created by a newer version" in await refusal(url)


async def test_a_database_locked_by_another_program_is_reported_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.database, "BUSY_TIMEOUT_MS", 50)
    file = tmp_path / "locked.sqlite3"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("CREATE TABLE theirs (id INTEGER)")
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert "is locked by another process" in await refusal(url_of(file))
    finally:
        other.close()


# -- a server that cannot be used ---------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def socket_folder() -> Iterator[Path]:
    """Where a server listens that has nothing of ours."""
    if why := postgres.missing():
        pytest.skip(why)
    with postgres.server() as folder:
        yield folder


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("/postgres?", "/nowhere?", 'database "nowhere" does not exist'),
        (postgres.USER, "stranger:secret", "check the user and password"),
        ("host=", "password=secret&host=/nowhere", "cannot be reached"),
        ("?host=", "?port=1&password=secret&host=", "cannot be reached"),
        ("/postgres?host=", "127.0.0.1:1/postgres?password=secret#", "cannot be reached"),
        ("host=", "password=secret&application_name=bot&host=", "does not accept"),
        ("host=", "password=secret&ssl=perhaps&host=", "does not accept"),
    ],
)
async def test_a_server_that_cannot_be_used_is_reported_as_such(
    before: str, after: str, told: str, socket_folder: Path
) -> None:
    sentence = await refusal(postgres.url_of(socket_folder, "postgres").replace(before, after, 1))
    assert told in sentence
    assert "secret" not in sentence


async def test_a_server_that_went_away_is_an_error_of_the_database(tmp_path: Path) -> None:
    pytest.importorskip("asyncpg")
    database = Database(postgres.url_of(tmp_path, "postgres"))
    for session_of in (database.read, database.write):
        with pytest.raises(OperationalError):
            async with session_of() as session:
                await session.execute(text("SELECT 1"))
    await database.close()


@pytest.mark.parametrize(
    ("name", "is_temporary"),
    [
        ("ConnectionDoesNotExistError", True),  # the server crashed
        ("AdminShutdownError", True),
        ("InternalClientError", True),  # the connection broke in the middle of an answer
        ("UniqueViolationError", False),
        ("UndefinedTableError", False),
        ("NumericValueOutOfRangeError", False),
    ],
)
def test_a_connection_that_breaks_is_tried_again_and_a_defect_is_not(name: str, is_temporary: bool) -> None:
    asyncpg = pytest.importorskip("asyncpg")
    driver = AsyncAdapt_asyncpg_dbapi(asyncpg)
    met = getattr(asyncpg, name)("махфий")
    with pytest.raises(driver.Error) as raised:
        AsyncAdapt_asyncpg_connection._handle_exception_no_connection(driver, met)
    error = DBAPIError.instance("SELECT 1", {}, raised.value, driver.Error)
    assert is_passing(error) == is_temporary
    assert (react_to(error) is Reaction.AGAIN) == is_temporary


async def test_a_database_that_lets_nobody_in_for_now_is_waited_for(server: PostgresqlServer) -> None:
    url = await server.ready()
    database = Database(url)
    name = str(database.url.database)
    other = Database(url.replace(f"/{name}?", "/postgres?"))
    allowed = f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {{}}'
    async with other.at_once() as connection:
        await connection.execute(text(allowed.format("false")))
        with pytest.raises(OperationalError) as raised:
            async with database.read() as session:
                await session.execute(text("SELECT 1"))
        assert is_passing(raised.value)
        await connection.execute(text(allowed.format("true")))
    async with database.read() as session:
        await session.execute(text("SELECT 1"))
    for one in (database, other):
        await one.close()
    server.give_back(url)


async def test_the_server_ends_a_transaction_in_which_nothing_more_is_asked(server: PostgresqlServer) -> None:
    url = await server.ready()
    database = Database(url)
    async with database.write() as session:
        assert await session.scalar(text("SHOW idle_in_transaction_session_timeout")) == "30s"
    await database.close()
    server.give_back(url)


# -- one owner -----------------------------------------------------------------------------------------------------
async def test_the_second_process_owns_the_database_only_when_the_first_has_closed_it(store: Store) -> None:
    url = await store.empty()
    first, second = Database(url), Database(url)
    assert await first.own()
    assert await first.own(), "asking again takes nothing away"
    assert not await second.own()
    await first.close()
    assert await second.own()
    await second.close()


OWNER = """
import asyncio, sys
from models.database import Database

async def main():
    database = Database(sys.argv[1])
    print(await database.own(), flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_a_killed_process_stops_owning_the_database_at_once(store: Store) -> None:
    url = await store.empty()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", OWNER, url, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert (await process.stdout.readline()).strip() == b"True"
    database = Database(url)
    assert not await database.own()
    process.send_signal(signal.SIGKILL)
    await process.wait()
    async with asyncio.timeout(5):
        while not await database.own():  # noqa: ASYNC110 -- a server has to notice first
            await asyncio.sleep(0.01)
    await database.close()
