"""The weekly summary: once a week whatever happens, and figures that always add up."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models import Summary
from services.leadership.summary import SummaryFacts, iso_week
from services.plan.file import PlanFile
from services.plan.status import Status
from services.reports.message import Recorded
from tests.db.stores import Store, world_from
from tests.db.world import GROUP, NEW_YEAR, World, at, edition, sections

SUMMER = date(2024, 8, 29)  # 60 days past the plan's period


async def facts(world: World, day: str | date, clock: str = "09:00") -> SummaryFacts:
    found = await world.services.summaries.facts(at(day, clock))
    assert found is not None
    return found


async def queued(world: World, days: Iterable[date], clock: str = "09:00") -> list[date]:
    """The days on which a summary was queued, asking on each of `days`."""
    return [day for day in days if await world.services.summaries.queue(at(day, clock))]


def days(first: str | date, count: int) -> list[date]:
    first = date.fromisoformat(first) if isinstance(first, str) else first
    return [first + timedelta(days=number) for number in range(count)]


# -- when ----------------------------------------------------------------------------------------------------------
async def test_every_week_of_the_plan_has_one_summary_on_monday_or_the_next_working_day(world: World) -> None:
    await world.bind()
    told = await queued(world, days("2023-12-18", 290))
    assert len({iso_week(day) for day in told}) == len(told)
    assert told[0] == date(2024, 1, 3), "the 1st and the 2nd of January are days off"
    assert told[1] == date(2024, 1, 8)
    assert told[-1] <= SUMMER
    assert [iso_week(day) for day in told] == [f"2024-W{week:02}" for week in range(1, len(told) + 1)]
    others = [day for day in told if day.weekday() != 0]
    assert others == [day for day in others if not _works(world, day - timedelta(days=day.weekday()))]
    rows = await world.owed("summary")
    assert [row.chat_id for row in rows] == [GROUP] * len(told)
    assert [row.key for row in rows] == [f"summary:1:{iso_week(day)}" for day in told]


def _works(world: World, day: date) -> bool:
    return world.services.summaries.moment(day).date() == day


async def test_a_summary_is_queued_once_whatever_the_number_of_ticks_and_restarts(world: World) -> None:
    await world.bind()
    assert not await world.services.summaries.queue(at("2024-02-05", "08:59"))
    assert await world.services.summaries.queue(at("2024-02-05", "09:00"))
    for clock in ("09:00", "09:01", "23:59"):
        assert not await World(world.database).services.summaries.queue(at("2024-02-05", clock))
    assert await queued(world, days("2024-02-06", 6)) == []
    assert await world.count(Summary) == 1


async def test_a_week_that_was_missed_gets_its_summary_while_it_is_still_that_week(world: World) -> None:
    await world.bind()
    assert await queued(world, days("2024-02-11", 1)) == [date(2024, 2, 11)], "Sunday evening is still that week"
    assert await queued(world, days("2024-02-19", 1)) == [date(2024, 2, 19)]
    assert [row.week for row in await world.rows(Summary)] == ["2024-W06", "2024-W08"], "the week between is not told"


async def test_a_clock_that_goes_back_repeats_no_summary(world: World) -> None:
    await world.bind()
    assert await queued(world, days("2024-02-05", 14))
    assert await queued(world, days("2024-02-05", 14)) == []


async def test_without_a_leadership_chat_there_is_no_summary_and_a_lost_one_is_tried_each_week(world: World) -> None:
    assert await queued(world, days("2024-02-05", 1)) == []
    await world.bind()
    await world.services.reachability.lost(GROUP, "bot was kicked", at("2024-02-05"))
    assert await queued(world, days("2024-02-05", 8)) == [date(2024, 2, 5), date(2024, 2, 12)]


async def test_the_next_moment_of_a_summary_is_known(world: World) -> None:
    following = world.services.summaries.next_moment
    assert await following(at("2023-11-01")) == at("2024-01-03")
    assert await following(at("2024-01-03")) == at("2024-01-08")
    assert await following(at("2024-03-20")) == at("2024-03-25")
    moment, count = at("2023-11-01"), 0
    while (found := await following(moment)) is not None:
        assert found > moment
        moment, count = found, count + 1
    assert moment.date() <= SUMMER
    await world.bind()
    assert count == len(await queued(world, days("2024-01-01", 260)))


# -- what ----------------------------------------------------------------------------------------------------------
async def test_on_the_first_day_everything_is_not_started_or_endless(world: World) -> None:
    first = await facts(world, "2024-01-03")
    assert first.counts == {Status.NOT_STARTED: 23, Status.CONTINUOUS: 2, Status.REGULAR: 1}
    assert (first.total, first.done, first.week) == (26, 0, "2024-W01")
    assert [section.number for section in first.sections] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    assert sum(section.total for section in first.sections) == 26
    assert (first.overdue, first.review, first.silent, first.agenda) == ((), (), (), ())


async def test_what_is_overdue_and_what_is_due_soon(world: World) -> None:
    april = await facts(world, "2024-04-17")
    assert [one.number for one in april.overdue] == [3, 5, 11, 13, 15, 19, 20]
    assert {one.number for one in april.due_soon} == {1, 6, 21}
    assert [one.number for one in (await facts(world, "2024-04-15")).due_soon] == [], "15 days are no two weeks"


async def test_what_changed_is_counted_from_the_last_summary(world: World) -> None:
    await world.bind()
    officers = await world.link_all()
    admin = await world.admin()
    decisions = world.services.decisions
    await world.services.summaries.queue(at("2024-03-18"))

    for number, key in ((5, "mamatov"), (11, "ibodullaev"), (15, "kuchkarov")):
        await world.submits(officers[key], number, at("2024-03-19"))
    five, eleven, _fifteen = (await decisions.waiting(at("2024-03-19"))).submissions
    await decisions.accept(five.id, admin, at("2024-03-20"))
    await decisions.give_back(eleven.id, "сабаб", admin, at("2024-03-20"))
    nineteen = await world.activity(19)
    asked = await decisions.ask_extension(officers["yunusov"], nineteen.id, date(2024, 4, 30), "вақт", at("2024-03-20"))
    assert asked is not None
    await decisions.decide_extension(asked.id, None, admin, at("2024-03-20"), approve=True)
    undone = await world.says(officers["umarov"], "14-тадбир 10%", at("2024-03-20"))
    await world.services.reporting.undo(undone.report.id, officers["umarov"], at("2024-03-20"))

    changes = (await facts(world, "2024-03-25")).changes
    assert changes.since == at("2024-03-18")
    assert (changes.reports, changes.done, changes.submitted, changes.returned, changes.extended) == (
        3,
        (5,),
        (15,),
        (11,),
        (19,),
    )
    assert changes.became_overdue == ()
    await world.services.summaries.queue(at("2024-03-25"))
    april = (await facts(world, "2024-04-01")).changes
    assert (april.reports, april.done) == (0, ())
    assert april.became_overdue == (11, 13, 20)
    await world.services.summaries.queue(at("2024-04-01"))
    assert (await facts(world, "2024-04-08")).changes.became_overdue == ()


async def test_what_was_returned_and_then_done_is_told_as_done_alone(world: World) -> None:
    await world.bind()
    lead, admin = await world.link("mamatov"), await world.admin()
    await world.services.summaries.queue(at("2024-03-18"))
    for clock in ("10:00", "12:00"):
        await world.submits(lead, 5, at("2024-03-19", clock))
        [waiting] = (await world.services.decisions.waiting(at("2024-03-19", clock))).submissions
        if clock == "10:00":
            await world.services.decisions.give_back(waiting.id, "сабаб", admin, at("2024-03-19", "11:00"))
            assert (await facts(world, "2024-03-19", "11:30")).changes.returned == (5,)
    assert (await facts(world, "2024-03-19", "12:30")).changes.returned == ()
    await world.services.decisions.accept(waiting.id, admin, at("2024-03-19", "13:00"))
    changes = (await facts(world, "2024-03-25")).changes
    assert (changes.done, changes.returned) == ((5,), ())


async def test_every_report_is_in_one_summary_whatever_the_second(world: World) -> None:
    await world.bind()
    officer = await world.link("umarov")
    told = []
    for week in range(3):
        monday = date(2024, 2, 5) + timedelta(weeks=week)
        await world.services.summaries.queue(at(monday))
        for words, clock in zip("абвг", ("08:59:59", "09:00:00", "09:00:01", "09:00:02"), strict=True):
            await world.says(officer, f"14-тадбир бўйича иш кетяпти: {words * (week + 1)}", at(monday, clock))
        summary = await world.services.summaries.weekly(iso_week(monday), at(monday, "09:00:05"))
        assert summary is not None
        told.append(summary.changes.reports)
    assert told == [1, 4, 4], "those from nine o'clock on are the next summary's"


async def test_those_silent_equally_long_stand_in_the_order_of_the_plan(world: World) -> None:
    await world.link_all()
    silent = [one.executor.name for one in (await facts(world, "2024-01-15")).silent]
    assert silent[:2] == ["Б. Юнусов", "М. Мирамиров"]
    assert silent.index("Б. Кучкаров") < silent.index("Ўқув-маркази") < silent.index("Ш. Умаров")


async def test_before_the_first_summary_everything_is_a_change(world: World) -> None:
    lead = await world.link("mamatov")
    await world.says(lead, "5-тадбир 10%", at("2024-01-02"))
    changes = (await facts(world, "2024-03-10")).changes
    assert (changes.since, changes.reports, changes.became_overdue) == (None, 1, (3,))


async def test_the_same_week_asked_later_counts_from_the_same_summary(world: World) -> None:
    await world.bind()
    await queued(world, days("2024-02-05", 8))
    for day in days("2024-02-12", 7):
        assert (await facts(world, day)).changes.since == at("2024-02-05")


async def test_an_officer_with_work_under_way_and_no_word_for_two_weeks_is_silent(world: World) -> None:
    officer = await world.link("umarov")
    unlinked = await facts(world, "2024-02-01")
    assert [one.executor.key for one in unlinked.silent] == ["umarov"]
    assert (await facts(world, "2024-01-14")).silent == ()
    [silent] = (await facts(world, "2024-01-15")).silent
    assert (silent.since, silent.has_reported, silent.activities) == (date(2024, 1, 1), False, (10, 11, 14))
    await world.says(officer, "14-тадбир 10%", at("2024-01-16"))
    assert (await facts(world, "2024-01-29")).silent == ()
    [silent] = (await facts(world, "2024-01-30")).silent
    assert (silent.since, silent.has_reported) == (date(2024, 1, 16), True)


async def test_a_newly_linked_officer_is_not_called_silent_yet(world: World) -> None:
    await world.link("umarov", now=at("2024-03-01"))
    assert (await facts(world, "2024-03-14")).silent == ()
    [silent] = (await facts(world, "2024-03-15")).silent
    assert silent.since == date(2024, 3, 1)


async def test_work_that_waits_for_acceptance_makes_nobody_silent(world: World) -> None:
    lead = await world.link("ochilov")
    assert [one.executor.key for one in (await facts(world, "2024-02-15")).silent] == ["ochilov"]
    await world.submits(await world.link("kuchkarov"), 15, at("2024-02-15"))
    assert lead.executors[0] not in {one.executor for one in (await facts(world, "2024-02-16")).silent}


async def test_the_month_done_in_endless_work_keeps_nobody_from_being_silent_later(world: World) -> None:
    lead = await world.link("khusanova")
    await world.says(lead, "4-тадбир бажарилди", at("2024-04-10"))
    silent = {one.executor.key: one for one in (await facts(world, "2024-05-10")).silent}
    assert 4 in silent["khusanova"].activities


async def test_the_quality_line_tells_who_is_not_linked_and_who_cannot_be_reached(world: World) -> None:
    assert len((await facts(world, "2024-02-01")).quality.unlinked) == 19
    people = await world.link_all()
    assert (await facts(world, "2024-02-01")).quality.unlinked == ()
    await world.services.reachability.lost(people["umarov"].telegram_id, "blocked", at("2024-02-01"))
    member = await world.link("training_center", member=2)
    await world.services.reachability.lost(member.telegram_id, "blocked", at("2024-02-01"))
    quality = (await facts(world, "2024-02-01")).quality
    assert quality.executors == 19
    assert [one.key for one in quality.blocked] == ["umarov"], "a unit is reached by its other member"


async def test_the_agenda_is_in_the_first_summary_of_the_month_only(world: World) -> None:
    await world.bind()
    told: dict[int, list[int]] = {}
    for day in days("2024-01-01", 182):
        if await world.services.summaries.queue(at(day)) and (agenda := (await facts(world, day)).agenda):
            assert day.month not in told
            told[day.month] = [item.number for item in agenda]
            assert day.day <= 8
    assert told == {2: [1, 2, 3], 3: [3], 4: [3, 4], 5: [3, 5], 6: [3, 5]}


@pytest.fixture(scope="module")
def fewer(tmp_path_factory: pytest.TempPathFactory) -> PlanFile:
    """An edition without activity 5, with another deadline of 6."""
    longer = {"text": "апрель-май", "kind": "months", "first": "2024-04", "last": "2024-05"}
    return edition(tmp_path_factory.mktemp("edition"), sections=sections(a5=None, a6={"deadline": longer}))


deeds = st.one_of(
    st.tuples(
        st.just("mark"),
        st.sampled_from([(5, "mamatov"), (5, "paluaniyazov"), (6, "mamatov"), (4, "khusanova"), (14, "umarov")]),
        st.sampled_from([(None, None), (40, None), (None, True), (None, False)]),
    ),
    st.tuples(st.sampled_from(["accept", "return", "undo", "approve", "refuse", "edition", "plan"])),
    st.tuples(st.just("ask"), st.sampled_from([(5, "mamatov"), (6, "mamatov"), (14, "umarov")])),
    st.tuples(st.just("wait"), st.integers(1, 40)),
)


class Deeds:
    """Does to the plan whatever may be done to it."""

    def __init__(self, world: World, fewer: PlanFile) -> None:
        self._world = world
        self._editions = {"edition": fewer, "plan": world.plan}
        self._last: Recorded | None = None
        self.now = at("2024-01-02")

    async def do(self, name: str, *details: object) -> None:
        if name == "wait":
            self.now += timedelta(days=int(str(details[0])))
        elif name in self._editions:
            await self._world.services.plans.load(self._editions[name], self.now)
        elif name in ("mark", "ask"):
            await self._of_officer(name, *details)
        elif name == "undo":
            await self._undo()
        else:
            await self._decide(name)

    async def _of_officer(self, name: str, work: object, said: object = (None, None)) -> None:
        number, key = work  # type: ignore[misc]
        percent, done = said  # type: ignore[misc]
        person = await self._world.link(key)
        activity = await self._world.services.activities.numbered(number, self.now.date())
        if activity is None:
            return
        if name == "mark":
            recorded = await self._world.services.reporting.mark(
                person, activity.id, 1, self.now, percent=percent, done=done
            )
            recorded = await self._world.with_reason(person, recorded, self.now)
            assert isinstance(recorded, Recorded)
            self._last = recorded
        else:
            await self._world.services.decisions.ask_extension(person, activity.id, date(2024, 6, 30), "вақт", self.now)

    async def _undo(self) -> None:
        if self._last is not None:
            person = await self._world.services.people.of_account(self._last.report.account_id, NEW_YEAR)
            assert person is not None
            await self._world.services.reporting.undo(self._last.report.id, person, self.now)

    async def _decide(self, name: str) -> None:
        admin, decisions = await self._world.admin(), self._world.services.decisions
        waiting = await decisions.waiting(self.now)
        for submission in waiting.submissions[:1] if name in ("accept", "return") else ():
            if name == "accept":
                await decisions.accept(submission.id, admin, self.now)
            else:
                await decisions.give_back(submission.id, "сабаб", admin, self.now)
        for extension in waiting.extensions[:1] if name in ("approve", "refuse") else ():
            await decisions.decide_extension(extension.id, None, admin, self.now, approve=name == "approve")


@settings(max_examples=15)
@given(done=st.lists(deeds, min_size=1, max_size=10))
@example(done=[("mark", (5, "paluaniyazov"), (None, None)), ("mark", (5, "mamatov"), (None, True))])
async def test_the_counts_always_add_up_to_the_whole_plan(
    store: Store, fewer: PlanFile, done: list[tuple[object, ...]]
) -> None:
    async with world_from(store) as world:
        deeds_done = Deeds(world, fewer)
        for name, *details in done:
            await deeds_done.do(str(name), *details)
            found = await world.services.summaries.facts(deeds_done.now)
            assert found is not None
            assert sum(found.counts.values()) == found.total == found.plan.activities
            assert found.total in (25, 26)
            assert sum(section.total for section in found.sections) == found.total
            assert len(found.overdue) == found.counts.get(Status.OVERDUE, 0)
            waiting = await world.services.decisions.waiting(deeds_done.now)
            assert {one.activity.number for one in waiting.submissions} == {one.number for one in found.review}
            assert not {one.number for one in found.due_soon} & {one.number for one in found.overdue}
