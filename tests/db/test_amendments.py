"""A new edition of the plan in force: what goes on as what, who is told, and how the whole is taken back."""

import asyncio
import copy
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from models import Activity, Audit, Decision, Extension, Outbox, PlanEdition, Report
from services.control.loader import Loaded
from services.documents.comparing import Kind
from services.imports.answers import of_pair
from services.imports.draft import Draft, Drafts, Source
from services.people.accounts import Person
from services.plan.file import parse_plan
from tests.db.stores import Store, world_from
from tests.db.world import GROUP, PLAN, World, at

MARCH, LATER, TOO_LATE = at("2024-03-01"), at("2024-03-01", "18:00"), at("2024-03-02")
NAME = "reja.docx"
Data = dict[str, Any]


def seed() -> Data:
    data: Data = json.loads(PLAN.read_text(encoding="utf-8"))
    return data


def every(data: Data) -> list[Data]:
    return [one for section in data["sections"] for one in section["activities"]]


def numbered(data: Data, number: int) -> Data:
    return next(one for one in every(data) if one["number"] == number)


def without(data: Data, number: int) -> Data:
    for section in data["sections"]:
        section["activities"] = [one for one in section["activities"] if one["number"] != number]
    return data


def counted_anew(data: Data) -> Data:
    for number, one in enumerate(every(data), start=1):
        one["number"] = number
    return data


def months(first: str, last: str) -> Data:
    return {"text": f"{first} – {last}", "kind": "months", "first": first, "last": last}


async def draft_of(world: World, data: Data, same: bool = True) -> Draft:
    """The draft of an edition, with whatever is doubtful answered."""
    file = parse_plan(json.dumps(data, ensure_ascii=False).encode(), Path(NAME))
    force = await world.services.imports.in_force()
    drafts = Drafts(Source(file=file), force.known, force.organisation, force.names, force.edition())
    answers: dict[str, Mapping[str, object]] = {}
    while (draft := drafts.after(answers)).open:
        answers[draft.open[0].key] = of_pair(0 if same else None)
    return draft


async def amend(world: World, data: Data, now: Any = MARCH, *, by: Person | None = None, same: bool = True) -> Loaded:
    draft = await draft_of(world, data, same)
    assert draft.file is not None
    amendment = draft.amending.amendment if draft.amending is not None else None
    begun = await world.services.imports.begin(NAME, b"one", by or await world.admin(), now)
    done = await world.services.imports.confirm(
        begun.id, 0, draft.file, by or await world.admin(), now, amendment=amendment
    )
    assert done is not None
    return done[1]


async def take_back(world: World, now: Any = LATER) -> bool:
    change = await world.services.plans.last_change(now)
    if change is None:
        return False
    return await world.services.plans.take_back(change.edition, await world.admin(), now) is not None


async def standing(world: World) -> list[tuple[Any, ...]]:
    """All that an edition may change of the plan, row by row."""
    activities = await world.services.activities.all(MARCH.date())
    rows = {row.id: row for row in await world.rows(Activity)}
    return [
        (
            one.id,
            one.number,
            str(one.label),
            one.text,
            one.short_name,
            one.deadline_text,
            one.starts_on,
            one.due_on,
            one.planned_due_on,
            one.section,
            rows[one.id].after,
            max(rows[one.id].next_reminder_on or MARCH.date(), MARCH.date()),
            tuple(part.executor.key for part in one.parts),
            tuple(part.assignment_id for part in one.parts),
        )
        for one in activities
    ]


async def reported(world: World) -> list[tuple[int | None, str]]:
    return [(row.assignment_id, row.text) for row in await world.rows(Report)]


async def test_exchanged_numbers_keep_their_reports(world: World) -> None:
    lead = await world.link("mamatov")
    await world.marks(lead, 5, MARCH, percent=40)
    five, six = await world.activity(5), await world.activity(6)
    assert five.percent == 40
    data = seed()
    numbered(data, 5)["number"], numbered(data, 6)["number"] = 600, 5
    numbered(data, 600)["number"] = 6
    assert (await amend(world, data)).changed == 2
    assert (await world.activity(6)).id == five.id
    assert (await world.activity(5)).id == six.id
    assert (await world.activity(6)).percent == 40
    [note] = await world.rows(Audit, Audit.action == "activity.changed", Audit.subject == f"activity:{five.id}")
    assert (note.before["number"], note.after["number"]) == (5, 6)


async def test_shifted_numbers_follow_and_what_is_left_out_frees_its_own(world: World) -> None:
    before = {one.number: one.id for one in await world.services.activities.all(MARCH.date())}
    data = counted_anew(without(seed(), 3))
    loaded = await amend(world, data)
    assert (loaded.added, loaded.changed) == (0, 24)
    after = {one.number: one.id for one in await world.services.activities.all(MARCH.date())}
    assert after == {number - (number > 3): key for number, key in before.items() if number != 3}
    [gone] = await world.rows(Activity, Activity.id == before[3])
    assert (gone.is_removed, gone.number) == (True, 3)
    back = counted_anew(seed())
    assert (await amend(world, back, LATER)).added == 0
    assert {one.number: one.id for one in await world.services.activities.all(MARCH.date())} == before


async def test_only_those_concerned_are_told_and_once(world: World) -> None:
    people = await world.link_all()
    await world.bind()
    data = seed()
    numbered(data, 5)["deadline"] = months("2024-02", "2024-06")
    own = set(numbered(data, 5)["executors"])
    await amend(world, data)
    told = {row.chat_id for row in await world.owed("plan_amended")}
    assert told == {people[key].telegram_id for key in own}
    assert len(await world.owed("plan_amended")) == len(told)
    assert [row.chat_id for row in await world.owed("plan_amended_counts")] == [GROUP]
    assert await world.owed("plan_renumbered") == []
    assert [row.chat_id for row in await world.owed("plan_imported")] == [(await world.admin(2)).telegram_id]


async def test_other_numbers_alone_are_told_without_a_sound(world: World) -> None:
    people = await world.link_all()
    data = seed()
    five, six = numbered(data, 5), numbered(data, 6)
    five["number"], six["number"] = 6, 5
    await amend(world, data)
    assert await world.owed("plan_amended") == []
    assert await world.owed("plan_amended_counts") == []
    quiet = {row.chat_id for row in await world.owed("plan_renumbered")}
    assert quiet == {people[key].telegram_id for key in {*five["executors"], *six["executors"]}}


async def test_the_same_edition_again_changes_nothing(world: World) -> None:
    await world.link_all()
    data = seed()
    numbered(data, 5)["text"] += " ва уларни тасдиқлаш"
    await amend(world, data)
    told, audited = await world.count(Outbox), await world.count(Audit)
    loaded = await amend(world, data, LATER)
    assert (loaded.is_same, loaded.changed) == (True, 0)
    assert (await world.count(Outbox), await world.count(Audit)) == (told, audited)


async def test_more_time_stays_unless_the_edition_gives_a_later_day_and_is_named(world: World) -> None:
    lead, admin = await world.link("mamatov"), await world.admin()
    asked = await world.services.decisions.ask_extension(
        lead, (await world.activity(5)).id, date(2024, 5, 31), "кўпроқ вақт", at("2024-02-01")
    )
    assert asked is not None
    await world.services.decisions.decide_extension(asked.id, None, admin, at("2024-02-02"), approve=True)
    data = seed()
    numbered(data, 5)["text"] += " ва уларни тасдиқлаш"
    await amend(world, data)
    assert (await world.activity(5)).due_on == date(2024, 5, 31)
    numbered(data, 5)["deadline"] = months("2024-02", "2024-04")
    await amend(world, data, LATER)
    [edition] = (await world.rows(PlanEdition))[-1:]
    assert [(one["given"], one["stands"]) for one in edition.changes] == [("2024-05-31", True)]
    numbered(data, 5)["deadline"] = months("2024-02", "2024-06")
    await amend(world, data, LATER)
    assert (await world.activity(5)).due_on == date(2024, 6, 30)
    await take_back(world, LATER + timedelta(hours=1))
    assert (await world.activity(5)).due_on == date(2024, 5, 31)


async def test_it_is_taken_back_whole_and_what_was_reported_since_stays(world: World) -> None:
    people = await world.link_all()
    was = await standing(world)
    [first] = await world.rows(PlanEdition)
    data = counted_anew(without(seed(), 3))
    numbered(data, 4)["text"] = "Тамоман бошқа иш: янги бино қурилишини назорат қилиш."
    numbered(data, 6)["deadline"] = months("2024-05", "2024-06")
    await amend(world, data, same=False)
    sixth = await world.activity(6, MARCH.date())
    new = next(one for one in await world.services.activities.all(MARCH.date()) if one.text.startswith("Тамоман"))
    await world.delivered(MARCH)
    await world.services.reporting.mark(
        people[new.lead.executor.key], new.id, people[new.lead.executor.key].telegram_id, MARCH, percent=30, done=None
    )
    await world.services.reporting.mark(
        people[sixth.lead.executor.key],
        sixth.id,
        people[sixth.lead.executor.key].telegram_id,
        MARCH,
        percent=20,
        done=None,
    )
    reports = await reported(world)
    change = await world.services.plans.last_change(LATER)
    assert change is not None
    assert change.vanishing == (4,)
    assert change.told == len(
        {row.account_id for row in await world.owed("plan_amended")}
        | {row.account_id for row in await world.owed("plan_renumbered")}
    )
    assert await take_back(world)
    assert await standing(world) == was
    assert await reported(world) == reports
    assert (await world.activity(7)).percent == 20
    heard = {row.chat_id for row in await world.rows(Outbox, Outbox.kind.in_(["plan_amended", "plan_renumbered"]))}
    assert {row.chat_id for row in await world.owed("plan_taken_back")} == heard
    assert await world.services.plans.last_change(LATER) is None, "nothing else is there to take back"
    current = await world.services.plans.current()
    assert current is not None
    assert first.fingerprint.startswith(current.edition)


async def test_after_a_day_it_is_taken_back_no_more(world: World) -> None:
    data = seed()
    numbered(data, 5)["text"] += " ва уларни тасдиқлаш"
    await amend(world, data)
    assert not await take_back(world, MARCH + timedelta(hours=24))
    assert (await world.activity(5)).text.endswith("тасдиқлаш")
    assert await take_back(world, MARCH + timedelta(hours=23, minutes=59))


async def test_the_next_start_changes_nothing_of_what_was_taken_back(world: World) -> None:
    data = seed()
    numbered(data, 5)["text"] = "Биринчи ўзгариш: ҳисоботларни қабул қилиш ва умумлаштириш."
    await amend(world, data, same=True)
    numbered(data, 5)["text"] = "Биринчи ўзгариш: ҳисоботларни қабул қилиш ва умумлаштириш, чоп этиш."
    await amend(world, data, LATER)
    assert await take_back(world, LATER)
    assert (await world.services.plans.load(world.plan, TOO_LATE)).is_same
    assert (await world.activity(5)).text.startswith("Биринчи")


async def test_what_was_not_said_yet_is_not_said_any_more(world: World) -> None:
    await world.link_all()
    data = seed()
    numbered(data, 5)["deadline"] = months("2024-02", "2024-06")
    await amend(world, data)
    assert await take_back(world)
    assert {row.state for row in await world.owed("plan_amended")} == {"cancelled"}
    assert await world.owed("plan_taken_back") == []


async def test_occurrences_follow_the_rule_and_those_done_stay(world: World) -> None:
    lead = await world.link("mamatov")
    data = seed()
    monthly = {
        "text": "ҳар ойда",
        "rule": {"kind": "each", "unit": "month", "every": 1, "due": {"day": 10}, "first": None, "last": None},
    }
    numbered(data, 5)["deadline"] = monthly
    await amend(world, data, MARCH.replace(month=1, day=9))  # before the first of them is due
    series = [one for one in await world.services.activities.all(MARCH.date()) if one.number == 5]
    assert len(series) == 6
    await world.services.reporting.mark(lead, series[0].id, lead.telegram_id, MARCH, percent=100, done=None)
    was = await standing(world)
    numbered(data, 5)["deadline"] = copy.deepcopy(monthly)
    numbered(data, 5)["deadline"]["rule"] |= {"due": {"day": 15}, "last": "2024-04-30"}
    await amend(world, data, LATER)
    now = [one for one in await world.services.activities.all(MARCH.date()) if one.number == 5]
    assert [one.id for one in now] == [one.id for one in series[:4]]
    assert [one.due_on for one in now] == [date(2024, month, 15) for month in range(1, 5)]
    assert now[0].percent == series[0].percent or now[0].percent == 100
    assert await take_back(world, LATER)
    assert await standing(world) == was


async def test_whoever_is_made_responsible_leads_all_open_occurrences(world: World) -> None:
    lead, admin = await world.link("mamatov"), await world.admin()
    data = seed()
    rule = {"kind": "each", "unit": "month", "every": 1, "due": {"day": 10}, "first": None, "last": None}
    numbered(data, 5)["deadline"] = {"text": "ҳар ойда", "rule": rule}
    await amend(world, data, MARCH.replace(month=1, day=9))
    series = [one for one in await world.services.activities.all(MARCH.date()) if one.number == 5]
    await world.services.reporting.mark(lead, series[0].id, lead.telegram_id, MARCH, percent=None, done=True)
    [submitted] = (await world.services.decisions.waiting(MARCH)).submissions
    await world.services.decisions.accept(submitted.id, admin, MARCH)
    former, chosen = series[2].parts[:2]
    await world.services.control.make_lead(series[2].id, chosen.assignment_id, admin, MARCH)
    now = [one for one in await world.services.activities.all(MARCH.date()) if one.number == 5]
    names = [one.lead.executor.name for one in now]
    assert names == [former.executor.name, *[chosen.executor.name] * (len(series) - 1)], "what is done stays as it was"
    assert len({len(one.parts) for one in now}) == 1


async def test_occurrences_that_were_done_stay_when_the_rule_drops_them(world: World) -> None:
    lead, admin = await world.link("mamatov"), await world.admin()
    data = seed()
    rule = {"kind": "each", "unit": "month", "every": 1, "due": {"day": 10}, "first": None, "last": None}
    numbered(data, 5)["deadline"] = {"text": "ҳар ойда", "rule": rule}
    await amend(world, data, MARCH.replace(month=1, day=9))  # before the first of them is due
    series = [one for one in await world.services.activities.all(MARCH.date()) if one.number == 5]
    await world.services.reporting.mark(lead, series[0].id, lead.telegram_id, MARCH, percent=None, done=True)
    [submitted] = (await world.services.decisions.waiting(MARCH)).submissions
    await world.services.decisions.accept(submitted.id, admin, MARCH)
    was = await standing(world)
    numbered(data, 5)["deadline"] = {"text": "мартдан ҳар ойда", "rule": rule | {"first": "2024-03-01"}}
    numbered(data, 5)["number"] = 50
    await amend(world, data, LATER)
    now = [one for one in await world.services.activities.all(MARCH.date()) if one.number == 50]
    assert [one.id for one in now] == [series[0].id, *(one.id for one in series[2:])]
    assert now[0].status.name == "DONE_LATE"
    assert await take_back(world, LATER)
    assert await standing(world) == was


async def forget_editions(world: World) -> None:
    """As after an upgrade from a release that kept none."""
    async with world.database.write() as session:
        await session.execute(delete(PlanEdition))


async def test_a_plan_of_an_earlier_release_is_compared_by_its_words_and_kept_at_the_next_start(world: World) -> None:
    await forget_editions(world)
    assert (await draft_of(world, seed())).is_same
    data = seed()
    numbered(data, 5)["number"], numbered(data, 6)["number"] = 600, 5
    numbered(data, 600)["number"] = 6
    ids = [(await world.activity(number)).id for number in (5, 6)]
    draft = await draft_of(world, data)
    assert draft.amending is not None
    assert set(draft.amending.counts) == {Kind.UNCHANGED}
    assert (await world.services.plans.load(world.plan, MARCH)).is_same
    [kept] = await world.rows(PlanEdition)
    assert (kept.previous_id, kept.document) == (None, None)
    await forget_editions(world)
    was = await standing(world)
    await amend(world, data)
    assert [(await world.activity(number)).id for number in (6, 5)] == ids
    assert await take_back(world, LATER), "to what its rows said"
    assert await standing(world) == was


async def test_what_rows_of_an_earlier_release_do_not_say_whole_cannot_be_taken_back_to(world: World) -> None:
    data = seed()
    rule = {"kind": "each", "unit": "month", "due": {"day": 10}, "first": "2024-03-01"}
    numbered(data, 5)["deadline"] = {"text": "белгиланган кунларда", "rule": rule}
    await amend(world, data)
    await forget_editions(world)
    numbered(data, 6)["text"] = "Бутунлай бошқа мазмундаги тадбирни ташкил этиш"
    await amend(world, data)
    assert await world.services.plans.last_change(LATER) is None


async def test_of_two_who_take_it_back_at_once_one_does(world: World) -> None:
    data = seed()
    numbered(data, 5)["text"] += " ва уларни тасдиқлаш"
    await amend(world, data)
    change = await world.services.plans.last_change(LATER)
    assert change is not None
    take = world.services.plans.take_back
    done = await asyncio.gather(
        take(change.edition, await world.admin(), LATER), take(change.edition, await world.admin(2), LATER)
    )
    assert sum(one is not None for one in done) == 1


async def test_what_admins_changed_stays_through_an_edition_and_its_taking_back(world: World) -> None:
    admin, control = await world.admin(), world.services.control
    await control.mend_text((await world.activity(5)).id, "Тузатилган матн", admin, at("2024-02-01"))
    was = await standing(world)
    data = counted_anew(without(seed(), 3))
    numbered(data, 4)["text"] += " ва уларни тасдиқлаш"
    await amend(world, data)
    assert (await world.activity(4)).text.endswith("тасдиқлаш"), "the edition says something new"
    assert await world.count(Outbox, Outbox.kind == "overruled")
    await control.move_deadline((await world.activity(4)).id, date(2024, 5, 17), "сабаб", admin, MARCH)
    assert await take_back(world)
    five = await world.activity(5)
    assert (five.text, five.due_on) == ("Тузатилган матн", date(2024, 5, 17)), "what was given since stays"
    assert [one for one in await standing(world) if one[1] != 5] == [one for one in was if one[1] != 5]


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["remove", "move", "swap", "text", "words", "term", "lead", "add"]),
        st.integers(0, 25),
        st.integers(0, 25),
    ),
    min_size=1,
    max_size=8,
)


def edited(edits: Sequence[tuple[str, int, int]]) -> Data:
    data = seed()
    for count, (what, one, other) in enumerate(edits):
        own = every(data)
        activity = own[one % len(own)]
        section = next(each for each in data["sections"] if activity in each["activities"])
        if what == "remove" and len(section["activities"]) > 1:
            section["activities"].remove(activity)
        elif what == "move":
            to = data["sections"][other % len(data["sections"])]["activities"]
            if len(section["activities"]) > 1:
                section["activities"].remove(activity)
                to.insert(other % (len(to) + 1), activity)
        elif what == "swap":
            with_ = own[other % len(own)]
            activity["number"], with_["number"] = with_["number"], activity["number"]
        elif what == "text":
            activity["text"] += f" ва натижаларини {count}-сонли баённома билан расмийлаштириш"
        elif what == "words":
            activity["text"] = f"Мутлақо янги вазифа {count}: ҳудудий архивларни рақамлаштириш."
        elif what == "term":
            activity["deadline"] = months("2024-02", f"2024-0{3 + other % 4}")
        elif what == "lead":
            activity["executors"] = activity["executors"][::-1][:1] + activity["executors"][1:][::-1]
            activity["executors"] = list(dict.fromkeys(activity["executors"]))
        elif what == "add":
            section["activities"].append(
                activity | {"number": 900 + count, "text": f"Қўшимча топшириқ {count}: янги тизимни синовдан ўтказиш."}
            )
    return counted_anew(data) if edits[0][1] % 2 else data


@settings(max_examples=5)
@given(EDITS, st.booleans())
async def test_any_edition_taken_back_leaves_the_plan_as_it_was(
    store: Store, edits: list[tuple[str, int, int]], same: bool
) -> None:
    async with world_from(store) as world:
        lead = await world.link("mamatov")
        await world.marks(lead, 5, at("2024-02-20"), percent=40)
        admin = await world.admin()
        await world.services.control.mend_text((await world.activity(7)).id, "Тузатилган матн", admin, at("2024-02-21"))
        was, reports = await standing(world), await reported(world)
        await amend(world, edited(edits), same=same)
        five = next(one for one in was if one[1] == 5)
        [row] = await world.rows(Activity, Activity.id == five[0])
        assert row.percent == 40
        assert len({(one[1], one[2]) for one in await standing(world)}) == len(await standing(world))
        if await world.services.plans.last_change(LATER) is not None:
            assert await take_back(world)
        assert await standing(world) == was
        assert await reported(world) == reports


async def test_an_open_request_follows_the_deadline_that_an_edition_moves(world: World) -> None:
    lead, admin = await world.link("mamatov"), await world.admin()
    five = (await world.activity(5)).id
    asked = await world.services.decisions.ask_extension(lead, five, date(2024, 5, 31), "сабаб", at("2024-02-01"))
    assert asked is not None
    data = seed()
    numbered(data, 5)["deadline"] = months("2024-02", "2024-04")
    await amend(world, data)
    old, anew = await world.rows(Extension)
    assert (old.decision, anew.decision) == (Decision.WITHDRAWN, None)
    assert (anew.from_due, anew.to_due, anew.reason) == (date(2024, 4, 30), date(2024, 5, 31), "сабаб")
    outcome = await world.services.decisions.decide_extension(old.id, None, admin, LATER, approve=True)
    assert outcome is not None and not outcome.is_new
    assert (await world.activity(5)).due_on == date(2024, 4, 30)
    await world.services.decisions.decide_extension(anew.id, None, admin, LATER, approve=True)
    await take_back(world, LATER + timedelta(hours=1))
    assert (await world.activity(5)).due_on == date(2024, 5, 31), "what was granted stays"


async def test_a_request_that_an_edition_fulfils_is_closed_and_asked_again_when_it_is_taken_back(world: World) -> None:
    lead = await world.link("mamatov")
    five = (await world.activity(5)).id
    await world.services.decisions.ask_extension(lead, five, date(2024, 4, 15), "сабаб", at("2024-02-01"))
    data = seed()
    numbered(data, 5)["deadline"] = months("2024-02", "2024-04")
    await amend(world, data)
    assert [one.decision for one in await world.rows(Extension)] == [Decision.WITHDRAWN]
    assert [one.account_id for one in await world.rows(Outbox) if one.kind == "extension_decided"] == [lead.account_id]
    await take_back(world, LATER)
    asked = (await world.rows(Extension))[-1]
    assert (asked.decision, asked.from_due, asked.to_due) == (None, date(2024, 3, 31), date(2024, 4, 15))


async def test_a_request_whose_deadline_stays_stays_open(world: World) -> None:
    lead = await world.link("mamatov")
    five = (await world.activity(5)).id
    await world.services.decisions.ask_extension(lead, five, date(2024, 5, 31), "сабаб", at("2024-02-01"))
    data = seed()
    numbered(data, 5)["text"] += " ва уларни тасдиқлаш"
    await amend(world, data)
    await take_back(world, LATER)
    assert [one.decision for one in await world.rows(Extension)] == [None]
