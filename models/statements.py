"""Statements that are asked of every update: compiled once, and answered with plain rows.

SQLAlchemy's session takes four times as long for a short reading as SQLite itself: it looks the statement up, opens a
context, a cursor and a result, and builds objects that a reader throws away. That is worth its while nearly everywhere.
What is asked for each message is asked here: a statement that a function keeps (`functools.cache`) is compiled once for
each length of its lists, and its rows are named tuples of its columns, converted as its types say. Core alone: the
columns of an entity come one by one.
"""

import functools
import json
import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import JSON, Boolean, Connection, Date, Delete, Dialect, Enum, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from models import driver
from models.base import Base, UTCDateTime
from models.sight import LimitedSession, in_sight, is_limited

Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete
Values = Mapping[str, Any]
Found = TypeVar("Found")

FORMS = 1_000
"""So many statements are kept, each length of a list apart."""
STEPS = 25_000
"""A reading on the event loop takes at most twice as many of SQLite's steps: a millisecond or two."""
_DRIVER = "driver's connection"
_named_tuple: Any = namedtuple  # whose names are known when a statement is compiled


class Ask(Protocol):
    """Asks a kept statement with these values; the answer is a list of named tuples."""

    def __call__(self, statement: Statement, values: Values = {}, /) -> list[Any]:  # noqa: B006 -- never changed
        """The rows."""


class Form:
    """A statement as a database takes it, with lists of these lengths: its text, and how its values and rows are.

    A list may be shorter: then its last value is given again.
    """

    def __init__(self, statement: Statement, dialect: Dialect, lengths: Mapping[str, int]) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        if getattr(compiled, "insert_prefetch", ()) or getattr(compiled, "update_prefetch", ()):
            raise ValueError("a column that Python has a default for must be given a value")
        lists = {name: [None] * length for name, length in lengths.items()}
        expanded = compiled.construct_expanded_state({**compiled.params, **lists})
        self.text: str = expanded.statement
        places = {
            one: (name, at) for name, names in expanded.parameter_expansion.items() for at, one in enumerate(names)
        }
        self._fixed: list[Any] = []
        self._given: list[tuple[int, str, int | None, Any]] = []
        for position, one in enumerate(expanded.positiontup or ()):
            name, at = places.get(one, (one, None))
            parameter = compiled.binds[name]
            process = parameter.type.dialect_impl(dialect).bind_processor(dialect)
            if parameter.required:
                self._given.append((position, parameter.key, at, process))
            value = parameter.value if at is None or parameter.required else parameter.value[at]
            self._fixed.append(value if parameter.required or process is None else process(value))
        columns = list(statement.exported_columns)
        self._row = _named_tuple("Row", [str(column.key) for column in columns], rename=True)
        converters = [converter(column.type, dialect) for column in columns]
        self._is_limited = is_limited(statement)
        self._converted = [(place, one) for place, one in enumerate(converters) if one is not None]

    def check_sight(self) -> None:
        """RuntimeError where what a talk may see is limited, and nothing here would limit the statement."""
        if self._is_limited and in_sight() is not None:
            raise RuntimeError("asked past the limits of sight")

    def values(self, values: Values) -> list[Any]:
        """The values in the order of their places in the text."""
        placed = self._fixed.copy()
        for position, name, at, process in self._given:
            value = values[name] if at is None else values[name][min(at, len(values[name]) - 1)]
            placed[position] = value if process is None else process(value)
        return placed

    def rows(self, found: Sequence[Sequence[Any]]) -> list[Any]:
        """The rows as the database gave them, with values of Python's own."""
        if not self._converted:
            return list(map(self._row._make, found))
        made = []
        for one in found:
            row = list(one)
            for place, convert in self._converted:
                if row[place] is not None:  # NULL is None, whatever the type
                    row[place] = convert(row[place])
            made.append(self._row._make(row))
        return made

    def named(self, found: Sequence[Sequence[Any]]) -> list[Any]:
        """The rows as SQLAlchemy gave them, which has converted them."""
        return list(map(self._row._make, found))


def converter(of: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes a value of this type, which is not null, of what the database gave; None if it is one.

    Of SQLite's plain types as SQLAlchemy does (a property test compares them), in one call in place of three.
    """
    own = of.dialect_impl(dialect)
    if dialect.name == "sqlite":
        if isinstance(of, Enum) and of.enum_class is not None and (stored := own.bind_processor(dialect)) is not None:
            return {stored(one): one for one in of.enum_class}.__getitem__
        for kind, convert in _CONVERTERS.items():
            if isinstance(of, kind):
                return convert
    return own.result_processor(dialect, None)


def _of_json(text: str) -> Any:
    return [] if text == "[]" else {} if text == "{}" else json.loads(text)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


_CONVERTERS: dict[type[Any], Callable[[Any], Any]] = {
    Boolean: bool,
    Date: date.fromisoformat,
    JSON: _of_json,
    UTCDateTime: _moment,
}

_forms: dict[tuple[Statement, str, tuple[tuple[str, int], ...]], Form] = {}


def form_of(statement: Statement, dialect: Dialect, values: Values) -> Form:
    """The statement's form for these values."""
    lengths = tuple([(name, _evened(len(one))) for name, one in values.items() if type(one) is list])
    key = statement, dialect.name, lengths
    if key not in _forms:
        if len(_forms) >= FORMS:
            _forms.clear()
        _forms[key] = Form(statement, dialect, dict(lengths))
    return _forms[key]


def _evened(length: int) -> int:
    """The next power of two: a few lengths serve all."""
    return 1 << (length - 1).bit_length() if length else 0


async def ask(session: AsyncSession, statement: Statement, values: Values = {}) -> list[Any]:  # noqa: B006
    """Run a kept statement in the session's transaction; its rows, as `Ask` gives them.

    What the session holds and has not written yet is written before, as SQLAlchemy does; objects that it holds already
    are not read anew. Values are those of bound parameters, lists for those of `IN`.
    """
    held = session.sync_session
    if held.autoflush and has_unwritten(held):
        await session.flush()
    dialect = held.get_bind().dialect
    form = form_of(statement, dialect, values)
    if not may_ask(session):
        form.check_sight()
    if dialect.name != "sqlite":
        result = await (await session.connection()).execute(statement, dict(values))
        return form.named(result.all()) if result.returns_rows else []
    connection = session.info.get(_DRIVER)
    if connection is None:
        connection = session.info[_DRIVER] = await session.run_sync(_driver_of)
    cursor: driver.Cursor = connection.cursor()
    try:
        await cursor.execute(form.text, form.values(values))
    except sqlite3.Error as error:
        raise _wrapped(error, form) from error
    return form.rows(await cursor.fetchall())


async def ask_in_sight(session: AsyncSession, statement: Statement, values: Values = {}) -> list[Any]:  # noqa: B006
    """The same of plans, wherever it is asked: where a talk sees some of them alone, the session limits the reading."""
    if may_ask(session):
        return await ask(session, statement, values)
    return list((await session.execute(statement, dict(values))).all())


def ask_at(session: AsyncSession, connection: driver.Connection) -> None:
    """Have kept statements of the session's run over this connection, in whose transaction it is."""
    session.info[_DRIVER] = connection


def has_unwritten(session: Session) -> bool:
    """Whether the session holds anything that it may have to write."""
    return bool(session.new or session.deleted or session.identity_map.check_modified())


def may_ask(session: AsyncSession) -> bool:
    """Whether plans may be asked for here: the session limits no reading to what is in sight now."""
    return in_sight() is None or not isinstance(session.sync_session, LimitedSession)


@functools.cache
def row_of(table: type[Base], names: tuple[str, ...] = ()) -> Any:
    """A named tuple of the table's columns, or of some of them: as far as these go, it can be read as an entity is."""
    return _named_tuple(table.__name__, names or [column.key for column in table.__table__.columns], rename=True)


def apart(row: Sequence[Any], *rows: Any) -> list[Any]:
    """Of a row of the columns of these rows (`row_of`), and of others, each of these; then the others."""
    found, at = [], 0
    for own in rows:
        found.append(own._make(row[at : at + len(own._fields)]))
        at += len(own._fields)
    return [*found, *row[at:]]


def _driver_of(session: Session) -> Any:
    return session.connection().connection.driver_connection


def _wrapped(error: sqlite3.Error, form: Form) -> Exception:
    """The error as SQLAlchemy raises it, without the values: they may be people's words."""
    return DBAPIError.instance(form.text, None, error, sqlite3.Error, hide_parameters=True)


def ask_by(connection: Connection) -> Ask:
    """Asks over SQLAlchemy's connection."""

    def asked(statement: Statement, values: Values = {}, /) -> list[Any]:  # noqa: B006
        form = form_of(statement, connection.dialect, values)
        form.check_sight()
        result = connection.execute(statement, dict(values))
        return form.named(result.all()) if result.returns_rows else []

    return asked


class NotAtOnceError(Exception):
    """The reading took too long for the event loop, had to wait, or asked more than one thing."""


def once(asking: Ask) -> Ask:
    """Asks for one thing; NotAtOnceError for a second one."""
    left = [asking]

    def asked(statement: Statement, values: Values = {}, /) -> list[Any]:  # noqa: B006
        if not left:
            raise NotAtOnceError
        return left.pop()(statement, values)

    return asked


class LoopReader:
    """Short readings of a SQLite file on the event loop, over a connection of its own, which only reads."""

    def __init__(self, file: str, dialect: Dialect) -> None:
        self._file = file
        self._dialect = dialect
        self._connection: sqlite3.Connection | None = None
        self._callbacks = 0

    def read(self, reading: Callable[[Ask], Found]) -> Found:
        """What the reading finds in one state of the database; NotAtOnceError if it does not at once."""
        try:
            connection = self._opened()
            self._callbacks = 0
            connection.execute("BEGIN")
            try:
                return reading(self._ask)
            finally:
                connection.rollback()
        except sqlite3.Error as error:
            raise NotAtOnceError from error

    def close(self) -> None:
        """Close the connection; the next reading opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            opened = sqlite3.connect(self._file, timeout=0, isolation_level=None, check_same_thread=False)
            opened.execute("PRAGMA query_only = ON")
            opened.set_progress_handler(self._is_too_long, STEPS)
            self._connection = opened
        return self._connection

    def _ask(self, statement: Statement, values: Values = {}, /) -> list[Any]:  # noqa: B006
        form = form_of(statement, self._dialect, values)
        form.check_sight()
        return form.rows(self._opened().execute(form.text, form.values(values)).fetchall())

    def _is_too_long(self) -> bool:
        self._callbacks += 1  # the first call may come at once: SQLite counts the steps of all runs together
        return self._callbacks > 1
