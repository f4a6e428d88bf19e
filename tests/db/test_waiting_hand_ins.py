"""Hand-ins that wait are found with as many statements for many activities as for one."""

from sqlalchemy import event

from services.reports.message import Incoming
from services.reports.waiting_hand_ins import waiting_hand_ins
from tests.db.world import World, at

NOW = at("2024-02-06")
MANY = 3


async def test_many_waiting_hand_ins_are_found_as_one_is(world: World) -> None:
    people = (await world.link_all()).values()
    shared = [one for one in await world.services.activities.all(NOW.date()) if one.is_open and len(one.parts) > 1]
    led = [(one, person) for one in shared for person in people if one.lead.executor.id in person.executor_ids][:MANY]
    for place, (activity, lead) in enumerate(led, 1):
        message = Incoming(lead.telegram_id, 1000 + place, f"№{activity.number} бажарилди")
        await world.services.reporting.take(lead, message, [], NOW, replied=False)
    said: list[str] = []

    def note(*given: object) -> None:
        said.append(str(given[2]))

    event.listen(world.database.engine.sync_engine, "before_cursor_execute", note)
    counts = []
    async with world.database.read() as session:
        for some in (led[:1], led):
            said.clear()
            found = await waiting_hand_ins(session, [activity for activity, _ in some])
            counts.append(len(said))
            assert {(id, one.account_id) for id, one in found.items()} == {
                (activity.id, lead.account_id) for activity, lead in some
            }
            assert all(one.asks_parts for one in found.values())
    assert len(led) == MANY and counts[1] == counts[0]
