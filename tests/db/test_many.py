"""What is asked again and again is found by an index, however many people there are and however much waits."""

from sqlalchemy import Select, insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from models import Inbox, Outbox
from models.database import Line
from services.messages import inbox, outbox
from services.people import structure
from tests.db.world import NEW_YEAR, World

WAITING = 3_000
SORTING = ("Sort", "B-TREE")


async def plan_of(session: AsyncSession, query: Select[*tuple[object, ...]], **values: object) -> str:
    """How the database would find it, if it can by indexes: of few rows PostgreSQL reads them all."""
    bind = session.get_bind()
    words = str(query.params(**values).compile(dialect=bind.dialect, compile_kwargs={"literal_binds": True}))
    if bind.dialect.name == "postgresql":
        await session.execute(text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN" if bind.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    rows = await session.execute(text(f"{explain} {words}".replace(":", r"\:")))
    return "\n".join(str(row[-1]) for row in rows)


async def as_new(session: AsyncSession, table: str) -> None:
    """Let PostgreSQL forget how many rows it has counted in the table: databases of the tests are used again."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text(f"TRUNCATE {table} CASCADE"))


async def test_whom_somebody_leads_is_found_without_reading_everybody(world: World) -> None:
    async with world.database.read() as session:
        plan = await plan_of(session, structure._led(), heads=[7, 8])
    assert not any(scan in plan for scan in ("Seq Scan on executor", "SCAN executor")), plan


async def test_the_next_updates_are_found_without_sorting_all_that_wait(world: World) -> None:
    """The counts that PostgreSQL keeps of a table are always those before the wave."""
    async with world.database.write() as session:
        await as_new(session, "inbox")
        rows = [{"update_id": number, "source": number % 97, "payload": {}} for number in range(WAITING)]
        await session.execute(insert(Inbox), rows)
    async with world.database.write(Line.INBOX) as session:
        plan = await plan_of(session, inbox._in_view(), busy=[5, 6], worker=9)
    assert "ix_inbox_turn" in plan or "ix_inbox_handled_at" in plan, plan
    assert not any(sorting in plan for sorting in SORTING), plan


async def test_the_next_messages_are_found_without_sorting_all_that_wait(world: World) -> None:
    due = {"kind": "linked", "refs": {}, "state": "queued", "queued_at": NEW_YEAR, "next_try_at": NEW_YEAR}
    async with world.database.write() as session:
        await as_new(session, "outbox")
        rows = [{"key": f"n{number}", "chat_id": number, **due} for number in range(1, WAITING)]
        await session.execute(insert(Outbox), rows)
    async with world.database.write(Line.OUTBOX) as session:
        plan = await plan_of(session, outbox._claimable(), now=NEW_YEAR, limit=25, resting=[5, 6])
    assert "ix_outbox_turn" in plan, plan
    assert not any(sorting in plan for sorting in SORTING), plan
