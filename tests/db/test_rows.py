"""Rows read and written by kept statements are rows of the session all the same."""

import functools
from typing import Any

import pytest
from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Activity, Report, ReportState
from models.rows import hold, write_out
from models.statements import apart, ask, row_of
from tests.db.world import NEW_YEAR, World


@functools.cache
def numbered() -> Select[*tuple[Any, ...]]:
    return select(*Activity.__table__.columns).where(Activity.number == bindparam("number"))


async def held(session: AsyncSession, number: int = 5) -> Activity:
    [row] = await ask(session, numbered(), {"number": number})
    return hold(session, Activity, apart(row, row_of(Activity))[0])


async def percents(world: World) -> tuple[int, str]:
    async with world.database.read() as session:
        row = (await session.scalars(select(Activity).where(Activity.number == 5))).one()
        return row.percent, row.text


async def reporter(session: AsyncSession) -> int:
    account = Account(telegram_id=1, name="A", seen_at=NEW_YEAR)
    session.add(account)
    await session.flush()
    return account.id


def report_of(account: int) -> Report:
    return Report(
        account_id=account,
        text="тайёр",
        state=ReportState.DRAFT,
        submitted_at=NEW_YEAR,
        submitted_on=NEW_YEAR.date(),
        chat_id=5,
        before={"percent": 1},
    )


async def test_a_held_row_is_the_sessions_own(world: World) -> None:
    async with world.database.write() as session:
        own = (await session.scalars(select(Activity).where(Activity.number == 5))).one()
        own.percent = 30
        assert await held(session) is own
        assert own.percent == 30
        other = await held(session, 6)
        assert (await session.scalars(select(Activity).where(Activity.number == 6))).one() is other
    assert (await percents(world))[0] == 30


async def test_what_was_changed_is_written_once(world: World) -> None:
    async with world.database.write() as session:
        row = await held(session)
        text = row.text
        row.percent, row.text = 40, text
        await write_out(session, row)
        assert not session.dirty
        assert (await session.scalar(select(Activity.percent).where(Activity.number == 5))) == 40
        row.percent = 41  # and what is changed afterwards by the session
    assert await percents(world) == (41, text)


async def test_a_new_row_gets_its_id_and_the_defaults(world: World) -> None:
    async with world.database.write() as session:
        report = report_of(await reporter(session))
        session.add(report)
        await write_out(session, report)
        first = report.id
        assert first and (report.part, report.counts) == (0, True)
        report.text = "бажарилди"
    async with world.database.read() as session:
        stored = await session.get_one(Report, first)
        assert (stored.text, stored.before, stored.part, stored.counts) == ("бажарилди", {"percent": 1}, 0, True)


async def test_nothing_else_is_written(world: World) -> None:
    async with world.database.write() as session:
        account = await reporter(session)
        first, second = report_of(account), report_of(account)
        session.add_all([first, second])
        await write_out(session, second)
        assert inspect(first).pending and second.id
    assert first.id > second.id


async def test_a_failed_transaction_leaves_nothing(world: World) -> None:
    before = await percents(world)
    with pytest.raises(RuntimeError):
        async with world.database.write() as session:
            row = await held(session)
            row.percent = 77
            await write_out(session, row)
            raise RuntimeError
    assert await percents(world) == before
