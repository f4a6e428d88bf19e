"""Loading the plan: what a file brings, what a new edition changes, and what it must never touch."""

import asyncio
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from models import Activity, AgendaItem, Assignment, Audit, Extension, Link, Outbox, Plan, PlanState, Report, Section
from services.calendar.policy import ReminderKind
from services.calendar.workdays import Workdays
from services.control import loader
from services.plan import file as planfile
from services.plan.file import PlanFile, load_plan
from services.plan.preview import calendar
from tests.db.stores import Store
from tests.db.world import NEW_YEAR, PLAN, World, at, edition, sections, world_on

FIRST, LAST = date(2024, 1, 1), date(2024, 7, 31)


def months(text: str, first: str, last: str) -> dict[str, str]:
    return {"text": text, "kind": "months", "first": first, "last": last}


REGULAR = {"text": "мунтазам", "kind": "regular", "first": None, "last": None}
NEXT_PERIOD = {"start": "2024-07-01", "end": "2024-12-31"}


def next_half_year(folder: Path) -> object:
    """A plan of the half-year after the seeded one, with one activity."""
    section = {
        "number": "I",
        "title": sections()[0]["title"],
        "activities": [sections()[0]["activities"][0] | {"deadline": months("июль-август", "2024-07", "2024-08")}],
    }
    return edition(folder, period=NEXT_PERIOD, agenda=[], sections=[section])


async def test_before_a_plan_is_loaded_there_is_none(store: Store) -> None:
    async with world_on(await store.empty()) as world:
        await world.database.upgrade()
        assert await world.services.plans.current() is None
        assert await world.services.plans.calendar(FIRST, LAST) is None
        assert await world.services.activities.all(FIRST) == ()
        assert await world.services.summaries.facts(NEW_YEAR) is None
        assert await world.services.reminding.nominated(at("2024-01-03")) == []


def due_of(wanted: planfile.Activity) -> date | None:
    assert isinstance(wanted.deadline, planfile.Deadline)
    return wanted.deadline.last.last_day if wanted.deadline.last else None


async def test_the_first_loading_brings_the_whole_file(world: World) -> None:
    plan = await world.services.plans.current()
    assert plan is not None
    assert (plan.activities, plan.executors, plan.is_closed) == (26, 19, False)
    assert (plan.starts_on, plan.ends_on) == (date(2024, 1, 1), date(2024, 6, 30))
    for wanted in world.plan.activities:
        activity = await world.activity(wanted.number)
        assert (activity.text, activity.deadline_text) == (wanted.text, wanted.deadline.text)
        assert [part.executor.key for part in activity.parts] == list(wanted.executors)
        assert activity.due_on == activity.planned_due_on == due_of(wanted)
        assert activity.lead.executor.key == wanted.executors[0]


def long_plan(folder: Path, activities: int) -> PlanFile:
    """The next half-year's plan, as long as the longest that offices write."""
    [chapter, *_] = sections()
    wanted = chapter["activities"][0] | {"deadline": {"text": "ҳар ойда", "rule": {"kind": "each", "unit": "month"}}}
    section = chapter | {"activities": [wanted | {"number": number} for number in range(1, activities + 1)]}
    return edition(folder, period=NEXT_PERIOD, agenda=[], sections=[section])


async def test_a_long_plan_is_loaded_in_few_statements_while_others_read(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "AT_ONCE", 10)
    file, statements = long_plan(tmp_path, 200), 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    event.listen(world.database.engine.sync_engine, "before_cursor_execute", count)
    task = asyncio.create_task(world.services.plans.load(file, at("2024-07-01")))
    seen: list[int] = []
    while not task.done():
        plan = await world.services.plans.current()
        assert plan is not None
        seen.append(plan.activities)
    assert seen.count(26) > 3, "others were answered meanwhile"
    assert set(seen) <= {26, 200}, "nothing of it is seen before all of it is there"
    assert (await task).added == 200
    assert statements - 5 * len(seen) < 200, "many rows to a statement"
    activities = await world.services.activities.all(date(2024, 7, 1))
    assert {(one.number, str(one.due_on)) for one in activities} == {
        (number, due)
        for number in range(1, 201)
        for due in ("2024-07-31", "2024-08-31", "2024-09-30", "2024-10-31", "2024-11-30", "2024-12-31")
    }
    assert [part.executor.key for part in activities[-1].parts] == list(file.activities[-1].executors)


async def test_a_loading_that_breaks_off_leaves_nothing(world: World, tmp_path: Path) -> None:
    before = [await world.rows(table) for table in (Plan, Section, Activity, Assignment, Audit)]
    loaded = 0

    def break_off(more: int) -> None:
        nonlocal loaded
        loaded += more
        if loaded > loader.AT_ONCE:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        async with world.database.write() as session:
            file = long_plan(tmp_path, 3 * loader.AT_ONCE)
            await world.services.plans.load_within(session, file, at("2024-07-01"), progress=break_off)
    assert loaded == 2 * loader.AT_ONCE
    after = [await world.rows(table) for table in (Plan, Section, Activity, Assignment, Audit)]
    assert [[row.id for row in rows] for rows in after] == [[row.id for row in rows] for rows in before]
    plan = await world.services.plans.current()
    assert plan is not None
    assert (plan.activities, plan.is_closed) == (26, False)


async def test_the_same_file_again_changes_nothing(world: World) -> None:
    before = [await world.rows(table) for table in (Activity, Plan, Audit)]
    loaded = await world.services.plans.load(load_plan(PLAN), at("2024-03-01"))
    assert loaded.is_same
    assert (loaded.activities, loaded.added, loaded.changed) == (26, 0, 0)
    after = [await world.rows(table) for table in (Activity, Plan, Audit)]
    assert [[vars(row) | {"_sa_instance_state": 0} for row in rows] for rows in before] == [
        [vars(row) | {"_sa_instance_state": 0} for row in rows] for rows in after
    ]


async def test_the_calendar_of_the_database_is_the_calendar_of_the_file(world: World) -> None:
    loaded = await world.services.plans.calendar(FIRST, LAST)
    assert loaded == calendar(world.plan, FIRST, LAST, Workdays())


async def test_the_calendar_reminds_of_a_part_by_its_own_term(world: World) -> None:
    data = world.plan.model_dump(mode="json")
    five = next(one for each in data["sections"] for one in each["activities"] if one["number"] == 5)
    lead, other = five["executors"][:2]
    file = PlanFile.model_validate(data)
    five["part_terms"] = {other: "2024-03-20"}
    changed = PlanFile.model_validate(data)
    await world.services.plans.load(changed, NEW_YEAR)
    loaded, former = await world.services.plans.calendar(FIRST, LAST) or [], calendar(file, FIRST, LAST, Workdays())
    assert loaded == calendar(changed, FIRST, LAST, Workdays())
    names = [changed.executor(key).name for key in (lead, other)]
    before, after = (
        [[one for one in every if one.activity == 5 and one.executor == name] for name in names]
        for every in (former, loaded)
    )
    assert before[0] == after[0], "the lead is reminded as ever"
    assert (date(2024, 3, 20), ReminderKind.DUE_TODAY) in {(one.date, one.kind) for one in after[1]}
    assert (date(2024, 3, 20), ReminderKind.DUE_TODAY) not in {(one.date, one.kind) for one in before[1]}
    assert len(loaded) == 1413


async def test_a_new_edition_changes_the_text_and_the_deadline_and_says_so_in_the_audit(
    world: World, tmp_path: Path
) -> None:
    text = (await world.activity(6)).text.replace("тайёрлаш", "ишлаб чиқиш")
    changed = sections(a5={"deadline": months("февраль-апрель", "2024-02", "2024-04")}, a6={"text": text})
    loaded = await world.services.plans.load(edition(tmp_path, sections=changed), at("2024-02-10"))
    assert (loaded.is_new, loaded.added, loaded.changed) == (False, 0, 2)
    assert (await world.activity(5)).due_on == date(2024, 4, 30)
    assert (await world.activity(6)).text == text
    [row] = await world.rows(Audit, Audit.action == "activity.changed", Audit.subject == "activity:5")
    assert (row.before["due_on"], row.after["due_on"]) == ("2024-03-31", "2024-04-30")


async def test_a_new_edition_keeps_reports_links_statuses_and_percents(world: World, tmp_path: Path) -> None:
    lead, co = await world.link("mamatov"), await world.link("paluaniyazov")
    await world.says(lead, "5-тадбир 70% лойиҳа тайёр", at("2024-02-06"))
    await world.says(co, "6-тадбир 30%", at("2024-02-06"))
    acceptance = await world.submits(await world.link("umarov"), 14, at("2024-02-07"))
    await world.services.decisions.accept(acceptance, await world.admin(), at("2024-02-08"))
    before = [await world.standing(number) for number in (5, 6, 14)]
    changed = sections(
        a5={"deadline": months("февраль-апрель", "2024-02", "2024-04"), "executors": ["mamatov", "training_center"]},
        a6={"executors": ["mamatov", "training_center", "paluaniyazov"]},
        a14={"text": "Янги таҳрирдаги матн."},
    )
    await world.services.plans.load(edition(tmp_path, sections=changed), at("2024-02-10"))
    assert await world.standing(6) == before[1]
    assert await world.standing(14) == before[2]
    five = await world.activity(5)
    assert (five.percent, [part.executor.key for part in five.parts]) == (70, ["mamatov", "training_center"])
    assert await world.count(Report) == 3
    assert await world.count(Link) == 3
    assert [report.text for report in await world.services.reports.on(five.id)] == ["5-тадбир 70% лойиҳа тайёр"]


async def test_the_short_names_of_the_file_are_kept_and_without_them_names_are_made_of_the_texts(
    world: World, tmp_path: Path
) -> None:
    for wanted in world.plan.activities:
        activity = await world.activity(wanted.number)
        assert activity.short_name == activity.name == wanted.short_name
    unnamed = sections(a8={"short_name": None})
    await world.services.plans.load(edition(tmp_path, sections=unnamed), at("2024-02-10"))
    eight = await world.activity(8)
    assert (eight.short_name, eight.name) == (None, "Сайлов комиссиялари томонидан сайловга…")
    await world.services.control.mend_text(eight.id, "Плакатлар", await world.admin(), at("2024-02-11"))
    assert (await world.activity(8)).name == "Плакатлар"


async def test_another_short_name_in_a_new_edition_changes_nothing_else(world: World, tmp_path: Path) -> None:
    lead, admin = await world.link("mamatov"), await world.admin()
    await world.says(lead, "8-тадбир 70% плакатлар лойиҳаси тайёрланди", at("2024-05-06"))
    eight = await world.activity(8)
    await world.services.control.mend_text(eight.id, "Маъмур тузатган матн", admin, at("2024-05-07"))
    before, others = await world.activity(8, "2024-05-10"), await world.standing(7)
    told = await world.count(Outbox)
    renamed = sections(a8={"short_name": "плакатлар"})
    loaded = await world.services.plans.load(edition(tmp_path, sections=renamed), at("2024-05-10"))
    assert (loaded.is_new, loaded.added, loaded.changed) == (False, 0, 1)
    assert await world.activity(8, "2024-05-10") == replace(before, short_name="плакатлар")
    assert await world.standing(7) == others
    assert await world.count(Outbox) == told
    [row] = await world.rows(Audit, Audit.action == "activity.changed", Audit.subject == f"activity:{eight.id}")
    assert {what: now for what, now in row.after.items() if row.before[what] != now} == {"short_name": "плакатлар"}
    assert row.before["short_name"] == "инфографик плакатлар"


async def test_an_approved_extension_outlives_a_new_edition_unless_that_gives_more_time(
    world: World, tmp_path: Path
) -> None:
    officer, admin = await world.link("mamatov"), await world.admin()
    five = await world.activity(5)
    asked = await world.services.decisions.ask_extension(
        officer, five.id, date(2024, 5, 31), "кўпроқ вақт", at("2024-03-01")
    )
    assert asked is not None
    await world.services.decisions.decide_extension(asked.id, None, admin, at("2024-03-02"), approve=True)

    later = sections(a5={"deadline": months("февраль-апрель", "2024-02", "2024-04")})
    await world.services.plans.load(edition(tmp_path, sections=later), at("2024-03-05"))
    activity = await world.activity(5)
    assert (activity.planned_due_on, activity.due_on) == (date(2024, 4, 30), date(2024, 5, 31))

    latest = sections(a5={"deadline": months("февраль-июнь", "2024-02", "2024-06")})
    await world.services.plans.load(edition(tmp_path, sections=latest), at("2024-03-06"))
    assert (await world.activity(5)).due_on == date(2024, 6, 30)


async def test_work_that_a_new_edition_makes_endless_has_no_deadline_any_more(world: World, tmp_path: Path) -> None:
    await world.services.plans.load(edition(tmp_path, sections=sections(a5={"deadline": REGULAR})), at("2024-02-10"))
    activity = await world.activity(5)
    assert (activity.is_endless, activity.due_on, activity.planned_due_on) == (True, None, None)


async def test_more_time_asked_before_the_work_became_endless_gives_it_no_deadline(
    world: World, tmp_path: Path
) -> None:
    officer, admin = await world.link("mamatov"), await world.admin()
    five = await world.activity(5)
    asked = await world.services.decisions.ask_extension(officer, five.id, date(2024, 5, 31), "вақт", at("2024-02-01"))
    assert asked is not None
    await world.services.plans.load(edition(tmp_path, sections=sections(a5={"deadline": REGULAR})), at("2024-02-10"))
    await world.services.decisions.decide_extension(asked.id, None, admin, at("2024-02-11"), approve=True)
    assert (await world.activity(5)).due_on is None
    assert await world.services.plans.calendar(FIRST, LAST)


async def test_an_extension_approved_after_a_new_edition_gave_more_takes_no_time_away(
    world: World, tmp_path: Path
) -> None:
    officer, admin = await world.link("mamatov"), await world.admin()
    five = await world.activity(5)
    asked = await world.services.decisions.ask_extension(officer, five.id, date(2024, 4, 30), "вақт", at("2024-02-01"))
    assert asked is not None
    later = sections(a5={"deadline": months("февраль-июнь", "2024-02", "2024-06")})
    await world.services.plans.load(edition(tmp_path, sections=later), at("2024-02-10"))
    await world.services.decisions.decide_extension(asked.id, None, admin, at("2024-02-11"), approve=True)
    assert (await world.activity(5)).due_on == date(2024, 6, 30)


async def test_an_activity_left_out_is_shown_nowhere_and_comes_back_whole(world: World, tmp_path: Path) -> None:
    officer = await world.link("mamatov")
    await world.says(officer, "5-тадбир 70%", at("2024-02-06"))
    before = await world.standing(5)

    loaded = await world.services.plans.load(edition(tmp_path, sections=sections(a5=None)), at("2024-02-10"))
    assert loaded.changed == 1
    today = date(2024, 2, 10)
    assert await world.services.activities.numbered(5, today) is None
    assert 5 not in {facts.number for facts in await world.services.activities.of(officer.executor_ids, today)}
    facts = await world.services.summaries.facts(at(today))
    assert facts is not None
    assert (facts.total, facts.plan.activities) == (25, 25)
    board = await world.services.linking.board(at(today))
    assert [one.activities for one in board if one.executor.key == "mamatov"] == [5]
    assert all(said.activity != 5 for said in await world.services.plans.calendar(FIRST, LAST) or ())
    assert "activity.removed" in await world.actions()

    await world.services.plans.load(load_plan(PLAN), at("2024-02-12"))
    assert await world.standing(5) == before
    facts = await world.services.summaries.facts(at(today))
    assert facts is not None
    assert facts.plan.activities == 26


async def test_nobody_is_reminded_of_an_activity_that_was_left_out(world: World, tmp_path: Path) -> None:
    await world.link("mamatov")
    await world.services.plans.load(edition(tmp_path, sections=sections(a5=None)), at("2024-01-20"))
    said = await world.passes("2024-01-21", "2024-03-31")
    lines = [line for one in said if one.reminder for line in one.reminder.lines]
    assert lines
    assert all(line.activity.number != 5 for line in lines)


async def test_an_activity_left_out_no_longer_waits_for_the_admins(world: World, tmp_path: Path) -> None:
    await world.submits(await world.link("mamatov"), 5, at("2024-02-06"))
    await world.services.plans.load(edition(tmp_path, sections=sections(a5=None)), at("2024-02-08"))
    assert (await world.services.decisions.waiting(at("2024-02-09"))).count == 0
    assert not await world.services.digests.queue(at("2024-02-09", "09:30"))


async def test_a_co_executor_that_is_left_out_is_not_reminded_and_their_report_stays(
    world: World, tmp_path: Path
) -> None:
    officer = await world.link("paluaniyazov")
    await world.says(officer, "5-тадбир 40%", at("2024-02-06"))
    fewer = sections(a5={"executors": ["mamatov", "training_center"]})
    await world.services.plans.load(edition(tmp_path, sections=fewer), at("2024-02-10"))
    five = await world.activity(5)
    assert five.part_of(frozenset({await world.executor_id("paluaniyazov")})) is None
    said = await world.passes("2024-02-11", "2024-03-31")
    assert all(line.activity.number != 5 for one in said if one.reminder for line in one.reminder.lines)

    await world.services.plans.load(load_plan(PLAN), at("2024-04-01"))
    part = (await world.activity(5)).part_of(frozenset({await world.executor_id("paluaniyazov")}))
    assert part is not None
    assert part.percent == 40


async def test_an_officer_who_asked_for_more_time_can_be_left_out_by_a_new_edition(
    world: World, tmp_path: Path
) -> None:
    officer = await world.link("paluaniyazov")
    five = await world.activity(5)
    asked = await world.services.decisions.ask_extension(officer, five.id, date(2024, 4, 30), "вақт", at("2024-02-01"))
    assert asked is not None
    fewer = sections(a5={"executors": ["mamatov", "training_center"]})
    await world.services.plans.load(edition(tmp_path, sections=fewer), at("2024-02-10"))
    assert [part.executor.key for part in (await world.activity(5)).parts] == ["mamatov", "training_center"]
    assert await world.count(Extension) == 1
    assert (await world.services.decisions.extension(asked.id, at("2024-02-11"))) is not None


async def test_the_reports_of_an_officer_left_out_can_be_read_but_not_taken_back(world: World, tmp_path: Path) -> None:
    officer = await world.link("paluaniyazov")
    recorded = await world.says(officer, "5-тадбир 40%", at("2024-02-06"), message_id=77)
    fewer = sections(a5={"executors": ["mamatov", "training_center"]})
    await world.services.plans.load(edition(tmp_path, sections=fewer), at("2024-02-10"))
    now = at("2024-02-11")
    reporting = world.services.reporting
    assert await reporting.undo(recorded.report.id, officer, now) is None
    assert await reporting.amend(recorded.report.id, officer, now, percent=50, done=None) is None
    again = await world.says(officer, "5-тадбир 40%", now, message_id=77)
    assert again.report.id == recorded.report.id
    assert [one.percent for one in await world.services.reports.on(recorded.activity.id)] == [40]


async def test_a_new_edition_loads_its_agenda_and_sections_as_they_are(world: World, tmp_path: Path) -> None:
    data = json.loads(PLAN.read_text(encoding="utf-8"))
    fewer = edition(
        tmp_path, agenda=data["agenda"][:3], priorities=data["priorities"][:5], sections=data["sections"][:6]
    )
    await world.services.plans.load(fewer, at("2024-01-10"))
    facts = await world.services.summaries.facts(at("2024-05-06"))
    assert facts is not None
    assert [item.number for item in facts.agenda] == [3]
    assert [section.number for section in facts.sections] == ["I", "II", "III", "IV", "V", "VI"]
    assert await world.count(AgendaItem) == 3


async def test_what_was_missed_before_a_new_edition_came_is_still_said_once(world: World, tmp_path: Path) -> None:
    await world.link("mamatov")
    await world.passes("2024-01-01", "2024-01-31")
    # Down from 1 February on; on the 10th the bot is started with another edition.
    changed = edition(tmp_path, sections=sections(a26={"text": "Янги таҳрирдаги матн."}))
    await world.services.plans.load(changed, at("2024-02-10", "08:00"))
    [said] = await world.reminded(at("2024-02-10"))
    assert said.reminder is not None
    assert {line.activity.number for line in said.reminder.lines} == {3, 5}


async def test_the_next_plan_closes_the_last_which_is_reminded_and_shown_no_more(world: World, tmp_path: Path) -> None:
    officers = await world.link_all()
    await world.submits(officers["mamatov"], 5, at("2024-06-20"))
    loaded = await world.services.plans.load(next_half_year(tmp_path), at("2024-07-01", "08:00"))  # type: ignore[arg-type]
    assert loaded.is_new
    old, new = await world.rows(Plan)
    assert (old.state, new.state) == (PlanState.CLOSED, PlanState.ACTIVE)
    plan = await world.services.plans.current()
    assert plan is not None
    assert (plan.id, plan.activities, plan.is_closed) == (new.id, 1, False)
    [activity] = await world.services.activities.all(date(2024, 7, 1))
    said = await world.live("2024-07-01", "2024-07-31")
    lines = [line for one in said if one.reminder for line in one.reminder.lines]
    assert {line.activity.id for line in lines} == {activity.id}
    assert all(said.kind != "waiting" for said in said), "the old plan's submissions wait for nobody"


async def test_an_old_plan_loaded_once_more_does_not_come_back_in_force(world: World, tmp_path: Path) -> None:
    await world.services.plans.load(next_half_year(tmp_path), at("2024-07-01"))  # type: ignore[arg-type]
    assert (await world.services.plans.load(load_plan(PLAN), at("2024-07-02"))).is_same
    plan = await world.services.plans.current()
    assert plan is not None
    assert plan.starts_on == date(2024, 7, 1)


async def test_a_file_that_cannot_be_loaded_leaves_the_database_as_it_was(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await world.rows(Activity)
    broken = edition(tmp_path, sections=sections(a1={"text": "Янги матн."}))
    monkeypatch.setattr(Workdays, "of", None)  # whatever goes wrong on the way
    with pytest.raises(TypeError):
        await world.services.plans.load(broken, at("2024-02-01"))
    assert [row.text for row in await world.rows(Activity)] == [row.text for row in before]
    assert await world.count(Section) == 7
