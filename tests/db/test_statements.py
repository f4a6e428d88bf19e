"""Statements that are compiled once: the rows are those of SQLAlchemy, of one state, whatever database it is."""

import enum
import functools
from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import JSON, Boolean, Date, Select, bindparam, func, literal, select, true
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlalchemy.types import TypeEngine

from models import Account, Anchor, Executor, Outbox, Plan
from models.base import UTCDateTime, choice
from models.lists import among
from models.sight import seeing
from models.statements import Ask, ask, converter
from services.messages.purposes import ShowsList
from services.plan import activities
from tests.db.world import NEW_YEAR, World

NAMES = ("Ибрагимова «А»", "O'ktam", "", "x" * 200)


@functools.cache
def of_names() -> Select[*tuple[Any, ...]]:
    names = bindparam("names", expanding=True)
    return select(*Account.__table__.columns, literal("шу").label("also")).where(Account.name.in_(names))


@functools.cache
def anchored() -> Select[*tuple[Any, ...]]:
    return select(*Anchor.__table__.columns).where(Anchor.said_at == bindparam("said_at"))


@functools.cache
def counted() -> Select[int]:
    return select(func.count(Account.id))


@functools.cache
def titles() -> Select[str]:
    return select(Plan.title)


async def stored(world: World) -> None:
    async with world.database.write() as session:
        session.add_all(
            Account(telegram_id=one, name=name, seen_at=NEW_YEAR + timedelta(hours=one))
            for one, name in enumerate(NAMES, 1)
        )


@pytest.mark.parametrize("names", [[], NAMES[:1], NAMES[1:], NAMES])
async def test_rows_are_those_of_the_session(world: World, names: Sequence[str]) -> None:
    await stored(world)
    values = {"names": list(names)}
    found = await world.database.ask(lambda ask: ask(of_names(), values))
    async with world.database.read() as session:
        expected = list((await session.execute(of_names(), values)).all())
        within = await ask(session, of_names(), values)
    assert sorted(map(tuple, found)) == sorted(map(tuple, expected)) == sorted(map(tuple, within))
    assert all(row.seen_at.tzinfo is not None and row.also == "шу" for row in found)


@functools.cache
def of_numbers() -> Select[int, str]:
    numbers, named = among(Account.telegram_id, "numbers"), among(Account.name, "names")
    return select(Account.telegram_id, Account.name).where(numbers, named).order_by(Account.telegram_id)


LARGE = 2**40  # a chat's number is one of eight bytes


@pytest.mark.parametrize("numbers", [[], [LARGE], [1, LARGE, 7], [*range(1, 6), LARGE], list(range(300))])
@pytest.mark.parametrize("names", [[], ["", "A"], ["O'ktam", "Ибрагимова «А»", "A"]])
async def test_what_is_among_a_list_of_any_length_is_found(world: World, numbers: list[int], names: list[str]) -> None:
    await stored(world)
    async with world.database.write() as session:
        session.add(Account(telegram_id=LARGE, name="A", seen_at=NEW_YEAR))
    everybody = [*enumerate(NAMES, 1), (LARGE, "A")]
    expected = [(number, name) for number, name in everybody if number in numbers and name in names]
    values = {"numbers": numbers, "names": names}
    assert list(map(tuple, await world.database.ask(lambda ask: ask(of_numbers(), values)))) == expected
    async with world.database.read() as session:
        assert list(map(tuple, await ask(session, of_numbers(), values))) == expected
        assert list(map(tuple, (await session.execute(of_numbers(), values)).all())) == expected


async def test_documents_and_moments_are_read_as_they_were_written(world: World) -> None:
    await world.services.anchors.say(5, 7, None, ShowsList(activities=(1,)), NEW_YEAR)
    [row] = await world.database.ask(lambda ask: ask(anchored(), {"said_at": NEW_YEAR}))
    assert (row.chat_id, row.said_at, row.answered_at) == (5, NEW_YEAR, None)
    assert row.refs == {"activities": [1]}


async def test_a_reading_sees_one_state_and_the_next_one_what_was_committed_since(world: World) -> None:
    assert await world.database.ask(lambda ask: ask(counted())[0][0]) == 0
    async with world.database.write() as session:
        session.add(Account(telegram_id=1, name="A", seen_at=NEW_YEAR))
        await session.flush()
        assert (await ask(session, counted()))[0][0] == 1
        if world.database.is_sqlite:
            assert await world.database.ask(lambda ask: ask(counted())[0][0]) == 0
    assert await world.database.ask(lambda ask: ask(counted())[0][0]) == 1


async def test_a_block_that_looks_sees_its_own_state(world: World) -> None:
    async with world.database.look():
        async with world.database.read() as session:
            await session.execute(counted())
        assert await world.database.ask(lambda ask: ask(counted())[0][0]) == 0


async def test_a_long_reading_is_answered_all_the_same(world: World) -> None:
    await stored(world)
    first, *others = (aliased(Account) for _ in range(10))
    all_pairs = select(func.count()).select_from(first)
    for other in others:
        all_pairs = all_pairs.join(other, true())
    answers = await world.database.ask(lambda ask: [ask(counted())[0][0], ask(all_pairs)[0][0]])
    assert answers == [len(NAMES), len(NAMES) ** 10]


async def test_what_fails_is_told_without_the_values(world: World) -> None:
    @functools.cache
    def added() -> Any:
        return Anchor.__table__.insert().values(
            chat_id=bindparam("number"), message_id=1, purpose=bindparam("called"), refs={}, said_at=NEW_YEAR
        )

    values = {"number": 5, "called": "Собиров"}
    with pytest.raises(IntegrityError) as failed:
        async with world.database.write() as session:
            await ask(session, added(), values)
            await ask(session, added(), values)
    assert "Собиров" not in str(failed.value)
    assert await world.services.anchors.of_message(5, 1) is None


async def test_a_column_with_a_default_of_pythons_is_not_forgotten(world: World) -> None:
    account: Any = Account.__table__
    incomplete = account.insert().values(telegram_id=1, name="A", seen_at=NEW_YEAR)
    with pytest.raises(ValueError, match="default"):
        async with world.database.write() as session:
            await ask(session, incomplete)


async def test_plans_are_not_read_past_the_limits_of_sight(world: World) -> None:
    def plans(ask: Ask) -> int:
        return len(ask(titles()))

    assert await world.database.ask(plans) == 1
    with seeing(frozenset({1})), pytest.raises(RuntimeError, match="sight"):
        await world.database.ask(plans)
    with seeing(frozenset({1})):
        assert await world.database.ask(lambda ask: ask(select(Outbox.id))) is not None


class Colour(enum.StrEnum):
    RED = "red"
    DARK_RED = "dark red"


VALUES: dict[TypeEngine[Any], st.SearchStrategy[Any]] = {
    choice(Colour): st.sampled_from(Colour),
    Boolean(): st.booleans(),
    Date(): st.dates(),
    UTCDateTime(): st.datetimes(timezones=st.just(UTC)),
    JSON(): st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=5,
    ),
}


@pytest.mark.parametrize("kind", VALUES, ids=repr)
def test_a_value_of_sqlites_is_made_as_sqlalchemy_makes_it(kind: TypeEngine[Any]) -> None:
    dialect = sqlite.dialect()  # type: ignore[no-untyped-call]
    own = kind.dialect_impl(dialect)
    stored, made = own.bind_processor(dialect), own.result_processor(dialect, None)
    assert made is not None

    @given(VALUES[kind])
    def alike(value: Any) -> None:
        kept = stored(value) if stored is not None else value
        as_made = converter(kind, dialect)
        assert as_made is not None
        assert as_made(kept) == made(kept) == value
        assert type(as_made(kept)) is type(made(kept))

    alike()


async def test_a_reading_of_several_statements_sees_one_state_whatever_was_asked_first(world: World) -> None:
    await stored(world)
    begun = 0

    def twice(ask: Ask) -> tuple[int, int, str]:
        nonlocal begun
        begun += 1
        first = ask(counted())[0][0]
        [(level,)] = ask(isolation()) if not world.database.is_sqlite else [("one state",)]
        return first, ask(counted())[0][0], level

    assert await world.database.ask(twice) == (len(NAMES), len(NAMES), "one state" if begun == 1 else "repeatable read")
    assert begun == (1 if world.database.is_sqlite else 2)


@functools.cache
def isolation() -> Select[str]:
    return select(func.current_setting("transaction_isolation"))


async def test_a_statement_apart_is_committed_by_itself_and_tells_its_rows(world: World) -> None:
    account: Any = Account.__table__
    own = {"telegram_id": bindparam("number"), "name": "A", "seen_at": NEW_YEAR, "is_back": False, "block_told": False}
    added = account.insert().values(**own, has_keys=True).returning(account.c.telegram_id)
    assert await world.database.change(added, {"number": 7}) == [(7,)]
    with pytest.raises(IntegrityError):
        await world.database.change(added, {"number": 7})
    assert await world.database.change(account.update().values(name="B"), {}) == []
    async with world.database.read() as session:
        assert (await session.execute(select(Account.telegram_id, Account.name))).all() == [(7, "B")]


async def test_activities_of_many_executors_are_read_in_portions_to_the_last(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = (
        activities._rows,
        activities._every,
        activities._of_ids,
        activities._of_executors,
        activities._columns,
        activities._further_columns,
    )
    monkeypatch.setattr(activities, "PORTION", 5)
    for one in kept:
        one.cache_clear()
    try:
        async with world.database.read() as session:
            executors = list(await session.scalars(select(Executor.id)))
            read = [facts async for _, facts in activities.own_rows(session, executors, NEW_YEAR.date())]
    finally:
        monkeypatch.undo()
        for one in kept:
            one.cache_clear()
    every = await world.services.activities.all(NEW_YEAR.date())
    assert len(read) > 10
    assert tuple(read) == every
