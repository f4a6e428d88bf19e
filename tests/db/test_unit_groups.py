"""A unit's own group that becomes a supergroup, is lost and found again; and one that is bound anew meanwhile."""

from models import UnitGroup
from tests.db.stores import Store, world_from
from tests.db.world import World, at

UNIT, OTHER_UNIT = "training_center", "commission_members"
OLD, NEW = -77, -1_000_000_000_077


async def bound(world: World, unit: str, chat_id: int, thread_id: int | None = None) -> None:
    admin, id = await world.admin(), await world.executor_id(unit)
    assert await world.services.unit_groups.bind(id, chat_id, thread_id, "Марказ", by=admin, now=at("2024-01-02"))


async def reminded(world: World, day: str) -> list[int]:
    """The group chats that get the day's reminder."""
    now = at(day)
    await world.services.reminding.remind_groups(now)
    await world.services.reminding.advance(now)
    return [said.chat_id for said in await world.delivered(now) if said.kind == "unit_reminder"]


async def test_a_units_group_is_followed_lost_and_found_again(sqlite_store: Store) -> None:
    async with world_from(sqlite_store) as world:
        groups = world.services.groups
        await bound(world, UNIT, OLD)
        await world.services.reminding.remind_groups(at("2024-01-03"))  # what is queued moves along
        await groups.migrated(OLD, NEW, at("2024-01-03"))
        assert await reminded(world, "2024-01-03") == [NEW]
        assert await reminded(world, "2024-01-03") == [], "once a day"
        await groups.migrated(OLD, NEW, at("2024-01-03"))  # told twice, by either side
        [group] = await world.rows(UnitGroup)
        assert (group.chat_id, group.lost_at) == (NEW, None)
        async with world.database.write() as session:
            (await session.get_one(UnitGroup, group.id)).lost_at = at("2024-01-05")
        for day in ("2024-02-01", "2024-02-15", "2024-02-28"):
            assert await reminded(world, day) == []
        assert await groups.found(NEW, at("2024-02-29", "08:00"))
        assert await reminded(world, "2024-02-29") == [NEW], "once, what stands, and nothing that was missed"


async def test_a_supergroup_that_was_bound_to_another_unit_stays_so(sqlite_store: Store) -> None:
    async with world_from(sqlite_store) as world:
        await bound(world, UNIT, OLD)
        await bound(world, OTHER_UNIT, NEW)
        await world.services.groups.migrated(OLD, NEW, at("2024-01-03"))
        [group] = await world.rows(UnitGroup)
        assert (group.unit_id, group.chat_id) == (await world.executor_id(OTHER_UNIT), NEW)


async def test_what_comes_to_a_units_topic_comes_into_it(sqlite_store: Store) -> None:
    async with world_from(sqlite_store) as world:
        await bound(world, UNIT, NEW, 7)
        await world.services.reminding.remind_groups(at("2024-01-03"))
        owed = await world.services.outbox.claim(at("2024-01-03"), 100)
        assert [one.thread_id for one in owed if one.chat_id == NEW] == [7]
