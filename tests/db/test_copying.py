"""`python -m bot copy FROM TO`: every row of every table arrives as it left, or nothing is there."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Column, Enum, String, Table, insert, text
from sqlalchemy import types as kinds

from bot.__main__ import main
from bot.copying import copy
from models import Account
from models.base import Base, UTCDateTime
from models.database import Database, DatabaseError
from tests.db.stores import Store
from tests.db.world import url_of

WORDS = "Ҳисобот «тайёр» — ғ, қ, ў; 'апостроф', \\ ва 😀\n"
ROWS = 3
TAMPERING = (
    "CREATE FUNCTION tamper() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF NEW.id = 14 THEN NEW.name = NEW.name || '!'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER tampers BEFORE INSERT ON account FOR EACH ROW EXECUTE FUNCTION tamper()",
)


@pytest.fixture
async def full(tmp_path: Path) -> Path:
    """A SQLite file with rows in every table, in which each column has values of all its kinds."""
    file = tmp_path / "full.sqlite3"
    database = Database(url_of(file))
    await database.upgrade()
    async with database.engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            for number in range(1, ROWS + 1):
                await connection.execute(insert(table).values(row_of(table, number)))
    await database.close()
    return file


def row_of(table: Table, number: int) -> dict[str, Any]:
    """A row that fulfils the table's rules; the first has every value, the last whatever may be missing missing."""
    values = {column.name: value_of(column, number) for column in table.c}
    return {name: value for name, value in values.items() if number < ROWS or not table.c[name].nullable}


def value_of(column: Column[Any], number: int) -> Any:
    if column.primary_key and not column.foreign_keys:
        return number * 7  # gaps, as after deletions
    if column.foreign_keys:
        return number * 7 if number > 1 or not column.nullable else None
    moment = datetime(2024, 1, 29, 4, 30, 15, 123456, tzinfo=UTC) + timedelta(days=number)
    kind = column.type
    if isinstance(kind, Enum):
        members = list(kind.enum_class or kind.enums)
        return members[number % len(members)]
    json = [{"a": WORDS, "б": [None, number, 1.5, True]}, {}, None][number % 3 if column.nullable else 0]
    samples: dict[type, Any] = {
        JSON: json,
        String: f"{number} {WORDS}"[: getattr(kind, "length", None) or 200],
        UTCDateTime: moment,
        kinds.Date: moment.date(),
        kinds.Time: time(9, number),
        kinds.Boolean: number % 2 == 0,
        kinds.Float: number + 0.1,
        kinds.BigInteger: -(2**52) + number,
        kinds.LargeBinary: bytes(range(256)) * number,
        kinds.Integer: number,
    }
    return next(sample for of, sample in samples.items() if isinstance(kind, of))


def rows_of(file: Path) -> dict[str, list[Any]]:
    """Everything in a SQLite file as SQLite stores it."""
    with closing(sqlite3.connect(file)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in sorted(tables)}  # noqa: S608


async def copied(source: str, target: str) -> int:
    here, there = Database(source), Database(target)
    try:
        return await copy(here, there, lambda _table, _rows: None)
    finally:
        await here.close()
        await there.close()


async def test_every_row_of_every_table_goes_to_postgresql_and_back_as_it_was(
    full: Path, tmp_path: Path, server: Store
) -> None:
    middle, back = await server.empty(), tmp_path / "back.sqlite3"

    there = await copied(url_of(full), middle)
    and_back = await copied(middle, url_of(back))

    assert there == and_back == ROWS * len(Base.metadata.sorted_tables)
    assert rows_of(back) == rows_of(full)


async def test_what_comes_after_a_move_has_numbers_of_its_own(full: Path, server: Store) -> None:
    middle = await server.empty()
    await copied(url_of(full), middle)

    database = Database(middle)
    async with database.write() as session:
        account = Account(telegram_id=1, name="x", seen_at=datetime.now(UTC))
        session.add(account)
        await session.flush()
        assert account.id == ROWS * 7 + 1
    await database.close()


async def test_a_row_that_arrives_otherwise_than_it_left_stops_the_copy(full: Path, server: Store) -> None:
    database = Database(await server.empty())
    await database.upgrade()
    async with database.engine.begin() as connection:
        for statement in TAMPERING:
            await connection.execute(text(statement))
    await database.close()

    with pytest.raises(DatabaseError, match="The row 14 of the table account arrived otherwise than it left"):
        await copied(url_of(full), database.url.render_as_string(hide_password=False))


async def test_nothing_is_copied_over_what_is_there(full: Path, tmp_path: Path, server: Store) -> None:
    for target in (await server.ready(), str(_office(tmp_path))):
        with pytest.raises(DatabaseError, match="is not empty"):
            await copied(url_of(full), target)


def _office(folder: Path) -> str:
    file = folder / "other.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE wages (sum INTEGER)")
        connection.execute("INSERT INTO wages VALUES (1)")
        connection.commit()
    return url_of(file)


async def test_a_database_in_use_is_not_copied(full: Path, tmp_path: Path) -> None:
    running = Database(url_of(full))
    assert await running.own()
    with pytest.raises(DatabaseError, match="A bot runs on"):
        await copied(url_of(full), url_of(tmp_path / "new.sqlite3"))
    await running.close()


async def test_a_server_is_not_copied_while_a_process_works_on_it(server: Store, tmp_path: Path) -> None:
    url = await server.ready()
    working = Database(url)
    assert await working.worker.join()
    with pytest.raises(DatabaseError, match="A bot runs on"):
        await copied(url, url_of(tmp_path / "new.sqlite3"))
    await working.close()


async def test_a_row_that_the_other_database_cannot_hold_stops_the_copy_and_leaves_nothing(
    full: Path, server: Store, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(full)) as connection:
        connection.execute("UPDATE executor SET name = 'a' || char(0) || 'b' WHERE id = 14")
        connection.commit()
    middle = await server.empty()

    with pytest.raises(DatabaseError, match="The table executor cannot be copied"):
        await copied(url_of(full), middle)

    database = Database(middle)
    async with database.engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM account")) == 0
    await database.close()


async def test_a_database_of_another_release_is_not_copied(full: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(full)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()
    target = tmp_path / "new.sqlite3"
    with pytest.raises(DatabaseError, match="of another release"):
        await copied(url_of(full), url_of(target))
    assert not target.exists()


def test_the_command_names_each_table_and_says_what_was_copied(
    full: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["copy", f"sqlite:///{full}", "sqlite:///new.sqlite3"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert f"{ROWS:>12,}  report" in said
    assert said[-1].endswith(
        f"was copied to new.sqlite3: {ROWS * len(Base.metadata.sorted_tables)} rows, each compared."
    )

    assert main(["copy", f"sqlite:///{full}", "sqlite:///new.sqlite3"]) == 1
    assert "is not empty" in capsys.readouterr().err
    assert main(["copy", "sqlite:///nowhere.sqlite3", "sqlite:///other.sqlite3"]) == 1
    assert "There is no database nowhere.sqlite3" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["copy", "mysql://x/y", "sqlite:///other.sqlite3"])
    assert ended.value.code == 2
