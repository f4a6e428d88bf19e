"""Who did what, when: nothing in the plan changes without a row."""

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest

from models import Audit
from services.reports.message import Incoming
from tests.db.world import ADMINS, GROUP, World, at, edition, sections

NOW = at("2024-03-20")
Deed = Callable[[World, Path], Awaitable[object]]


async def new_rows(world: World, deed: Awaitable[object]) -> list[Audit]:
    known = len(await world.rows(Audit))
    await deed
    return list(await world.rows(Audit))[known:]


async def accept(world: World, _folder: Path) -> None:
    acceptance = await world.submits(await world.link("mamatov"), 5, NOW)
    await world.services.decisions.accept(acceptance, await world.admin(), NOW)


async def give_back(world: World, _folder: Path) -> None:
    acceptance = await world.submits(await world.link("mamatov"), 5, NOW)
    await world.services.decisions.give_back(acceptance, "сабаб", await world.admin(), NOW)


async def extend(world: World, _folder: Path, *, approve: bool = True) -> None:
    lead, five = await world.link("mamatov"), await world.activity(5)
    asked = await world.services.decisions.ask_extension(lead, five.id, date(2024, 4, 30), "вақт", NOW)
    assert asked is not None
    await world.services.decisions.decide_extension(asked.id, None, await world.admin(), NOW, approve=approve)


async def refuse(world: World, folder: Path) -> None:
    await extend(world, folder, approve=False)


async def report(world: World, _folder: Path) -> None:
    await world.says(await world.link("mamatov"), "5-тадбир 70%", NOW)


async def undo(world: World, _folder: Path) -> None:
    lead = await world.link("mamatov")
    recorded = await world.says(lead, "5-тадбир 70%", NOW)
    await world.services.reporting.undo(recorded.report.id, lead, NOW)


async def edit(world: World, _folder: Path) -> None:
    lead = await world.link("mamatov")
    await world.says(lead, "5-тадбир 70%", NOW, message_id=7)
    await world.services.reporting.edit(lead, Incoming(lead.telegram_id, 7, "5-тадбир 80%"), NOW)


async def choose(world: World, _folder: Path) -> None:
    lead = await world.link("mamatov")
    choice = await world.says(lead, "бошланди", NOW)
    await world.services.drafts.choose(choice.draft_ids[0], (await world.activity(5)).id, lead, NOW)


async def invite(world: World, _folder: Path) -> None:
    [invited] = await world.services.linking.invite([await world.executor_id("umarov")], await world.admin(), NOW)
    await world.services.linking.accept(invited.token, await world.officer("umarov"), NOW)


async def unlink(world: World, _folder: Path) -> None:
    person = await world.link("umarov")
    await world.services.linking.unlink(await world.executor_id("umarov"), person.account_id, await world.admin(), NOW)


async def load(world: World, folder: Path) -> None:
    changed = sections(a5=None, a6={"text": "Янги таҳрирдаги матн."})
    await world.services.plans.load(edition(folder, sections=changed), NOW)


async def remind(world: World, _folder: Path) -> None:
    await world.link("umarov")
    await world.sweep(NOW)


async def summarise(world: World, _folder: Path) -> None:
    await world.bind(NOW)
    await world.services.summaries.queue(NOW)


@pytest.mark.parametrize(
    ("deed", "actions"),
    [
        (report, ["executor.linked", "report.recorded"]),
        (choose, ["executor.linked", "report.recorded"]),
        (undo, ["executor.linked", "report.recorded", "report.reverted"]),
        (edit, ["executor.linked", "report.recorded", "report.reverted", "report.recorded"]),
        (accept, ["executor.linked", "report.recorded", "activity.accepted"]),
        (give_back, ["executor.linked", "report.recorded", "activity.returned"]),
        (extend, ["executor.linked", "extension.asked", "extension.approved"]),
        (refuse, ["executor.linked", "extension.asked", "extension.refused"]),
        (invite, ["executor.invited", "executor.linked"]),
        (unlink, ["executor.linked", "executor.unlinked"]),
        (load, ["activity.removed", "activity.changed", "plan.loaded"]),
        (remind, ["executor.linked", "reminder.queued"]),
        (summarise, ["group.bound", "summary.queued"]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
async def test_every_change_leaves_a_row(world: World, tmp_path: Path, deed: Deed, actions: list[str]) -> None:
    await world.admin()
    rows = await new_rows(world, deed(world, tmp_path))
    assert [row.action for row in rows] == actions
    assert all(row.at == NOW for row in rows if row.action != "executor.linked")


async def test_a_row_tells_who_did_what_and_what_it_was_before(world: World, tmp_path: Path) -> None:
    await accept(world, tmp_path)
    [report_row] = await world.rows(Audit, Audit.action == "report.recorded")
    lead = await world.officer("mamatov")
    assert (report_row.actor, report_row.subject) == (str(lead.telegram_id), "activity:5")
    assert (report_row.before["state"], report_row.after["state"]) == ("not_started", "review")
    [decision] = await world.rows(Audit, Audit.action == "activity.accepted")
    assert (decision.actor, decision.subject) == (str(ADMINS[0]), "activity:5")
    assert (decision.before["state"], decision.after["state"]) == ("review", "done")


async def test_a_row_of_an_extension_has_both_days(world: World, tmp_path: Path) -> None:
    await extend(world, tmp_path)
    [row] = await world.rows(Audit, Audit.action == "extension.approved")
    assert (row.before["due_on"], row.after["due_on"]) == ("2024-03-31", "2024-04-30")


async def test_a_change_that_changes_nothing_leaves_no_row(world: World) -> None:
    lead, admin = await world.link("mamatov"), await world.admin()
    await world.says(lead, "5-тадбир 70%", NOW, message_id=7)
    await world.bind(NOW)
    known = await world.actions()
    await world.says(lead, "5-тадбир 70%", NOW, message_id=7)
    await world.bind(NOW)
    await world.services.plans.load(world.plan, NOW)
    await world.link("mamatov")
    await world.services.linking.unlink(await world.executor_id("umarov"), lead.account_id, admin, NOW)
    await world.services.decisions.accept(77, admin, NOW)
    assert await world.actions() == known
    group = await world.services.groups.leadership()
    assert group is not None
    assert group.chat_id == GROUP


async def test_the_audit_holds_no_words_of_people_except_reasons_of_decisions(world: World) -> None:
    lead = await world.link("mamatov")
    await world.says(lead, "5-тадбир 70% махфий гап", NOW)
    assert all("махфий" not in str(vars(row)) for row in await world.rows(Audit))
