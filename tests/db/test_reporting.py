"""Reports: whatever an officer sends finds its activity, is kept whole, and can be taken back exactly."""

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models import Acceptance, Activity, ActivityState, Attachment, Audit, Decision, Report, ReportState, Revision
from services.messages.purposes import About, AsksWhich, ShowsCard, ShowsReport
from services.people.accounts import Person
from services.plan.status import Status
from services.reports.message import Appealed, Choice, Incoming, LeadHears, Recorded, Unchanged
from services.reports.reading import FileFacts
from tests.db.stores import Store, world_from
from tests.db.world import World, at, edition, sections

NOW = at("2024-02-06")
LATER = at("2024-02-07")


def photo(name: str) -> FileFacts:
    return FileFacts(f"file-{name}", f"unique-{name}", "photo", size=1_000)


async def edits(world: World, person: Person, message_id: int, text: str, now: datetime = LATER) -> object:
    incoming = Incoming(person.telegram_id, message_id, text)
    answer = await world.services.reporting.edit(person, incoming, now)
    if isinstance(answer, Unchanged):
        return answer
    [one] = answer
    return one


# -- which activity is meant ---------------------------------------------------------------------------------------
async def test_words_that_name_an_activity_are_recorded_on_it(world: World) -> None:
    lead = await world.link("mamatov")
    recorded = await world.says(lead, "5-тадбир 70% лойиҳа тайёр", NOW)
    assert isinstance(recorded, Recorded)
    assert (recorded.activity.number, recorded.report.percent, recorded.activity.percent) == (5, 70, 70)
    assert recorded.report.text == "5-тадбир 70% лойиҳа тайёр"
    assert recorded.activity.status is Status.IN_PROGRESS
    assert recorded.part.reported_on == NOW.date()


async def test_a_reply_to_a_card_is_a_report_on_its_activity(world: World) -> None:
    lead = await world.link("mamatov")
    recorded = await world.says(lead, "лойиҳа устида ишланмоқда", NOW, about=[6], replied=True)
    assert recorded.activity.number == 6
    assert (recorded.report.percent, recorded.report.done) == (None, None)


async def test_words_after_a_card_are_a_report_on_its_activity_unless_they_name_another(world: World) -> None:
    lead = await world.link("mamatov")
    assert (await world.says(lead, "60%", NOW, about=[6])).activity.number == 6
    assert (await world.says(lead, "5-тадбир 60%", NOW, about=[6])).activity.number == 5


async def test_a_number_wins_over_the_card_replied_to(world: World) -> None:
    lead = await world.link("mamatov")
    recorded = await world.says(lead, "5-тадбир 60%", NOW, about=[6], replied=True)
    assert isinstance(recorded, Recorded)
    assert (recorded.activity.number, recorded.report.percent) == (5, 60)
    assert await world.standing(6) == (ActivityState.NOT_STARTED, 0, None, *[(0, False, None, None)] * 3)


async def test_a_reply_to_a_reminder_of_several_activities_is_asked_about(world: World) -> None:
    lead = await world.link("mamatov")
    choice = await world.says(lead, "ишланмоқда", NOW, about=[5, 6], replied=True)
    assert {facts.number for facts in choice.choices[:2]} == {5, 6}


async def test_whoever_has_one_open_activity_need_not_name_it(world: World) -> None:
    officer = await world.link("ochilov")
    assert (await world.says(officer, "таҳлил бошланди", NOW)).activity.number == 15


async def test_words_that_name_nothing_are_kept_whole_and_asked_about_the_likeliest_first(world: World) -> None:
    lead = await world.link("mamatov")
    text = "Ҳисобот:\n  ишчи гуруҳ йиғилди — <b>қарор</b> қабул қилинди 🙂 " + "матн " * 700
    choice = await world.says(lead, text, NOW)
    assert isinstance(choice, Choice)
    assert choice.text == text.strip()
    assert [facts.number for facts in choice.choices][:3] == [6, 9, 3], "what shares words, then what is urgent"
    [draft] = await world.rows(Report)
    assert (draft.state, draft.text, draft.assignment_id) == (ReportState.DRAFT, text.strip(), None)


async def test_the_activity_of_somebody_else_is_not_reported_on(world: World) -> None:
    lead = await world.link("mamatov")
    choice = await world.says(lead, "14-тадбир 70%", NOW)
    assert isinstance(choice, Choice)
    assert choice.named == 14
    assert 14 not in {facts.number for facts in choice.choices}
    assert (
        await world.services.reporting.mark(lead, (await world.activity(14)).id, 1, NOW, percent=9, done=None) is None
    )
    assert (await world.activity(14)).percent == 0


async def test_one_message_on_several_activities_is_a_report_on_each(world: World) -> None:
    lead = await world.link("mamatov")
    answers = await world.says(lead, "5-тадбир 70%\n6-тадбир 20%", NOW, files=(photo("a"),))
    assert [(one.activity.number, one.report.percent) for one in answers] == [(5, 70), (6, 20)]
    assert [len(one.report.files) for one in answers] == [1, 0]


async def test_whoever_answers_for_two_executors_of_one_activity_is_asked_for_whom_they_hand_it_in(
    world: World,
) -> None:
    await world.link("rakhimova")
    both = await world.link("nurmukhamedov", to="rakhimova")
    choice = await world.says(both, "24-тадбир бажарилди", NOW)
    assert isinstance(choice, Choice)
    assert [part.executor.key for part in choice.roles] == ["rakhimova", "nurmukhamedov"]
    [draft_id], [activity] = choice.draft_ids, choice.choices
    co = choice.roles[1].assignment_id
    [recorded] = await world.services.drafts.choose(draft_id, activity.id, both, NOW, assignment_id=co)
    assert isinstance(recorded, Recorded)
    assert (recorded.part.executor.key, recorded.submitted) == ("nurmukhamedov", False)


# -- drafts --------------------------------------------------------------------------------------------------------
async def test_a_kept_text_is_recorded_on_the_activity_that_is_chosen_from_when_it_was_sent(world: World) -> None:
    lead = await world.link("mamatov")
    choice = await world.says(lead, "ишларнинг 40 фоизи бажарилди", NOW)
    five = await world.activity(5)
    [recorded] = await world.services.drafts.choose(choice.draft_ids[0], five.id, lead, LATER)
    assert isinstance(recorded, Recorded)
    assert (recorded.activity.number, recorded.report.percent) == (5, 40)
    assert recorded.report.submitted_at == NOW
    [again] = await world.services.drafts.choose(choice.draft_ids[0], five.id, lead, LATER)
    assert isinstance(again, Recorded)
    assert again.report.id == recorded.report.id
    assert await world.count(Report) == 1


async def test_a_draft_and_an_activity_are_chosen_by_their_owner_only(world: World) -> None:
    lead, other = await world.link("mamatov"), await world.link("umarov")
    draft = (await world.says(lead, "тайёр эмас", NOW)).draft_ids[0]
    choose = world.services.drafts.choose
    assert await choose(draft, (await world.activity(14)).id, other, NOW) == ()
    assert await choose(draft, (await world.activity(14)).id, lead, NOW) == ()
    assert await choose(draft, 999_999, lead, NOW) == ()
    assert await choose(999_999, (await world.activity(5)).id, lead, NOW) == ()


# -- delivered twice, albums ---------------------------------------------------------------------------------------
async def test_a_message_that_is_delivered_twice_is_recorded_once(world: World) -> None:
    lead = await world.link("mamatov")
    first = await world.says(lead, "5-тадбир 70%", NOW, message_id=7, files=(photo("a"),))
    again = await world.says(lead, "5-тадбир 70%", LATER, message_id=7, files=(photo("a"),))
    assert (again.report.id, again.report.submitted_at) == (first.report.id, NOW)
    assert await world.count(Report) == await world.count(Attachment) == 1


async def test_a_message_delivered_twice_at_once_is_recorded_once(world: World) -> None:
    lead = await world.link("mamatov")
    answers = await asyncio.gather(*(world.says(lead, "5-тадбир 70%", NOW, message_id=7) for _ in range(5)))
    assert {one.report.id for one in answers} == {1}
    assert await world.count(Report) == await world.count(Audit, Audit.action == "report.recorded") == 1


async def test_a_question_that_is_delivered_twice_is_the_same_question(world: World) -> None:
    lead = await world.link("mamatov")
    first, again = [await world.says(lead, "бошланди", NOW, message_id=7) for _ in range(2)]
    assert first.draft_ids == again.draft_ids
    assert again.choices


async def test_a_message_that_was_taken_back_does_not_come_again(world: World) -> None:
    lead = await world.link("mamatov")
    first = await world.says(lead, "5-тадбир 70%", NOW, message_id=7)
    await world.services.reporting.undo(first.report.id, lead, NOW)
    again = await world.says(lead, "5-тадбир 70%", LATER, message_id=7)
    assert again.report.id == first.report.id
    assert [row.state for row in await world.rows(Report)] == ["undone"]
    assert (await world.activity(5)).percent == 0


async def test_an_album_is_one_report_with_all_its_files(world: World) -> None:
    lead = await world.link("mamatov")
    answers = [
        await world.says(lead, text, NOW, files=(photo(str(number)),), album="album")
        for number, text in enumerate(("5-тадбир 70%", "", ""))
    ]
    assert {one.report.id for one in answers} == {1}
    assert [file.unique_id for file in answers[-1].report.files] == ["unique-0", "unique-1", "unique-2"]


async def test_two_albums_are_two_reports(world: World) -> None:
    lead = await world.link("mamatov")
    for album in ("one", "two"):
        await world.says(lead, "5-тадбир 70%", NOW, files=(photo("a"),), album=album)
    assert await world.count(Report) == 2


async def test_a_caption_that_comes_with_a_later_file_of_the_album_is_read(world: World) -> None:
    lead = await world.link("mamatov")
    await world.says(lead, "", NOW, about=[5], replied=True, files=(photo("a"),), album="album")
    await world.says(lead, "80% тайёр", NOW, files=(photo("b"),), album="album")
    [report] = await world.services.reports.on((await world.activity(5)).id)
    assert (report.text, report.percent, len(report.files)) == ("80% тайёр", 80, 2)
    assert (await world.activity(5)).percent == 80


# -- lead and co-executors -----------------------------------------------------------------------------------------
async def test_the_lead_saying_done_hands_the_activity_in_and_the_admins_get_it(world: World) -> None:
    lead = await world.link("mamatov")
    recorded = await world.says(lead, "5-тадбир бажарилди", NOW)
    assert recorded.submitted
    assert recorded.activity.status is Status.REVIEW
    assert recorded.activity.percent == 100
    assert {row.chat_id for row in await world.owed("submission")} == {900_001, 900_002}


async def test_saying_done_again_hands_nothing_in_twice(world: World) -> None:
    lead = await world.link("mamatov")
    await world.says(lead, "5-тадбир бажарилди", NOW)
    again = await world.says(lead, "5-тадбир бажарилди", LATER)
    assert not again.submitted
    assert await world.count(Acceptance) == 1


async def test_a_co_executor_saying_done_informs_the_lead_and_hands_nothing_in(world: World) -> None:
    lead, co = await world.link("mamatov"), await world.link("paluaniyazov")
    recorded = await world.says(co, "5-тадбир бажарилди", NOW)
    assert (recorded.submitted, recorded.lead_hears, recorded.part.done) == (False, LeadHears.AT_ONCE, True)
    assert (recorded.activity.status, recorded.activity.percent) == (Status.IN_PROGRESS, 0)
    assert [row.chat_id for row in await world.owed("co_report")] == [lead.telegram_id]
    assert await world.owed("submission") == []


async def test_where_the_lead_is_nobody_the_co_executor_is_told_so(world: World) -> None:
    co = await world.link("paluaniyazov")
    assert (await world.says(co, "5-тадбир 50%", NOW)).lead_hears is None


@pytest.mark.parametrize("number", [4, 10, 18])
async def test_endless_work_is_never_handed_in_and_its_part_is_never_over(world: World, number: int) -> None:
    key = next(one.executors[0] for one in world.plan.activities if one.number == number)
    lead = await world.link(key)
    recorded = await world.says(lead, f"{number}-тадбир бажарилди", NOW)
    assert not recorded.submitted
    assert recorded.report.done
    assert not recorded.part.done
    assert recorded.activity.status in (Status.CONTINUOUS, Status.REGULAR)
    assert await world.count(Acceptance) == 0


async def test_a_report_after_the_work_is_accepted_reopens_nothing(world: World) -> None:
    lead, co = await world.link("mamatov"), await world.link("paluaniyazov")
    acceptance = await world.submits(lead, 5, NOW)
    await world.services.decisions.accept(acceptance, await world.admin(), NOW)
    recorded = await world.says(lead, "5-тадбир бажарилди", LATER)
    assert not recorded.submitted
    assert (recorded.activity.status, recorded.activity.percent) == (Status.DONE, 100)
    await world.services.reporting.undo(recorded.report.id, lead, LATER)
    for person, text in ((lead, "5-тадбир 20%"), (co, "5-тадбир 40%")):
        asked = await world.says(person, text, LATER)
        assert isinstance(asked, Appealed), "less than what was accepted is for the control department"
        activity = await world.activity(5)
        assert (activity.status, activity.percent, activity.done_on) == (Status.DONE, 100, NOW.date())


# -- buttons -------------------------------------------------------------------------------------------------------
async def test_every_press_of_a_button_is_a_report_of_its_own(world: World) -> None:
    lead = await world.link("mamatov")
    for percent in (25, 50):
        assert (await world.marks(lead, 5, NOW, percent=percent)).activity.percent == percent
    assert await world.count(Report) == 2


async def test_what_was_read_wrongly_is_corrected_by_a_button_and_the_words_stay(world: World) -> None:
    lead = await world.link("mamatov")
    read = await world.says(lead, "5-тадбир 70%", NOW)
    amended = await world.services.reporting.amend(read.report.id, lead, LATER, percent=None, done=True)
    assert amended is not None
    assert (amended.report.id, amended.report.text, amended.report.done) == (read.report.id, "5-тадбир 70%", True)
    assert amended.submitted
    back = await world.services.reporting.amend(read.report.id, lead, LATER, percent=60, done=None)
    assert back is not None
    assert (back.activity.status, back.activity.percent) == (Status.IN_PROGRESS, 60)
    [acceptance] = await world.rows(Acceptance)
    assert acceptance.decision is Decision.WITHDRAWN
    undone = await world.services.reporting.undo(read.report.id, lead, LATER)
    assert undone is not None
    assert (undone.activity.status, undone.activity.percent) == (Status.NOT_STARTED, 0)


async def test_the_message_that_tells_of_a_report_is_remembered(world: World) -> None:
    lead = await world.link("mamatov")
    recorded = await world.says(lead, "5-тадбир 70%", NOW, message_id=7)

    async def says_again(message_id: int, about: About, now: datetime) -> int | None:
        await world.services.anchors.say(lead.telegram_id, message_id, lead.account_id, about, now)
        return (await world.says(lead, "5-тадбир 70%", NOW, message_id=7)).answer_id

    told = ShowsReport(activities=(recorded.activity.id,), report=recorded.report.id)
    assert recorded.answer_id is None
    assert await says_again(55, told, NOW) == 55
    assert await says_again(55, ShowsCard(activities=(recorded.activity.id,)), NOW) == 55, "a card in its place"
    assert await says_again(60, told, LATER) == 60, "the later of two that tell of it"
    other = await world.says(lead, "5-тадбир 80%", NOW, message_id=8)
    another = ShowsReport(activities=(other.activity.id,), report=other.report.id)
    assert await says_again(60, another, LATER) == 55, "60 tells of another now"


async def test_the_message_that_asks_about_a_kept_draft_is_remembered(world: World) -> None:
    lead = await world.link("mamatov")
    asked = await world.says(lead, "бошладик", NOW, message_id=7)
    about = AsksWhich(draft=asked.draft_ids[0])
    await world.services.anchors.say(lead.telegram_id, 55, lead.account_id, about, NOW)
    assert (await world.says(lead, "бошладик", NOW, message_id=7)).answer_id == 55
    [chosen] = await world.services.drafts.choose(asked.draft_ids[0], asked.choices[0].id, lead, LATER)
    assert chosen is not None
    assert chosen.answer_id == 55


# -- taking back ---------------------------------------------------------------------------------------------------
async def test_nobody_takes_back_the_report_of_another_or_their_own_that_was_built_on(world: World) -> None:
    lead, co = await world.link("mamatov"), await world.link("paluaniyazov")
    first = await world.says(lead, "5-тадбир 30%", NOW)
    second = await world.says(lead, "5-тадбир 60%", NOW)
    undo = world.services.reporting.undo
    assert await undo(first.report.id, lead, NOW) is None
    assert await undo(second.report.id, co, NOW) is None
    assert await undo(second.report.id, lead, NOW) is not None
    assert await undo(second.report.id, lead, NOW) is None
    assert await undo(first.report.id, lead, NOW) is not None
    assert (await world.activity(5)).percent == 0


async def test_a_report_that_was_accepted_or_returned_cannot_be_taken_back(world: World) -> None:
    lead, admin = await world.link("mamatov"), await world.admin()
    for number, decide in ((5, world.services.decisions.accept), (6, None)):
        acceptance = await world.submits(lead, number, NOW)
        if decide is None:
            await world.services.decisions.give_back(acceptance, "сабаб", admin, NOW)
        else:
            await decide(acceptance, admin, NOW)
    for report in await world.rows(Report):
        assert await world.services.reporting.undo(report.id, lead, NOW) is None
        assert await edits(world, lead, report.message_id or 0, "бошқа") is Unchanged.NO_REPORT


async def test_taking_back_what_was_said_during_review_leaves_the_decision_as_it_is(world: World) -> None:
    lead, co, admin = await world.link("mamatov"), await world.link("paluaniyazov"), await world.admin()
    acceptance = await world.submits(lead, 5, NOW)
    said = await world.says(co, "5-тадбир 40%", NOW)
    await world.services.decisions.give_back(acceptance, "сабаб", admin, LATER)
    undone = await world.services.reporting.undo(said.report.id, co, LATER)
    assert undone is not None
    assert undone.activity.status is Status.RETURNED


async def test_what_a_co_executor_said_during_review_does_not_bring_back_a_submission_that_was_withdrawn(
    world: World,
) -> None:
    lead, co = await world.link("mamatov"), await world.link("paluaniyazov")
    done = await world.marks(lead, 5, NOW, done=True)
    said = await world.says(co, "5-тадбир 40%", NOW)
    undone = await world.services.reporting.undo(done.report.id, lead, LATER)
    assert undone is not None
    assert (undone.activity.status, undone.activity.percent) == (Status.IN_PROGRESS, 0), "the co-executor reported"
    undone = await world.services.reporting.undo(said.report.id, co, LATER)
    assert undone is not None
    assert undone.activity.status is Status.NOT_STARTED


async def test_taking_back_the_percent_of_the_lead_leaves_the_word_of_the_co_executor(world: World) -> None:
    lead, co = await world.link("mamatov"), await world.link("paluaniyazov")
    said = await world.says(lead, "5-тадбир 70%", NOW)
    await world.says(co, "5-тадбир 40%", LATER)
    undone = await world.services.reporting.undo(said.report.id, lead, LATER)
    assert undone is not None
    assert (undone.activity.status, undone.activity.percent) == (Status.IN_PROGRESS, 0)
    assert [part.percent for part in undone.activity.parts] == [0, 40, 0]


async def test_a_draft_placed_after_a_newer_report_is_history(world: World) -> None:
    lead = await world.link("mamatov")
    draft = (await world.says(lead, "40% тайёр", NOW)).draft_ids[0]
    newer = await world.says(lead, "5-тадбир 60%", NOW + timedelta(minutes=5))
    before = await world.standing(5)
    reporting, drafts = world.services.reporting, world.services.drafts
    [placed] = await drafts.choose(draft, newer.activity.id, lead, NOW + timedelta(minutes=6))
    assert isinstance(placed, Recorded)
    assert placed.later is not None
    assert placed.later.id == newer.report.id
    assert await world.standing(5) == before
    undone = await reporting.undo(newer.report.id, lead, LATER)
    assert undone is not None
    assert undone.activity.percent == 40, "the older one counts now"
    assert await reporting.undo(draft, lead, LATER) is not None


async def test_a_denial_of_what_was_said_twice_takes_the_hand_in_back_as_well(world: World) -> None:
    person = await world.link("mamatov")
    await world.marks(person, 5, NOW, percent=40)
    for minute in (1, 2):
        await world.marks(person, 5, NOW + timedelta(minutes=minute), done=True)
    denial = await world.marks(person, 5, LATER, done=False)
    assert (await world.standing(5))[:2] == (ActivityState.IN_PROGRESS, 40)
    assert not (await world.services.decisions.waiting(LATER)).submissions
    assert await world.services.reporting.undo(denial.report.id, person, LATER) is not None
    assert (await world.standing(5))[0] is ActivityState.REVIEW
    assert len((await world.services.decisions.waiting(LATER)).submissions) == 1


Step = tuple[str, int | None, bool | None]
said_by = st.tuples(
    st.sampled_from(["mamatov", "paluaniyazov", "training_center"]),
    st.one_of(st.none(), st.integers(0, 100)),
    st.sampled_from([None, True, False]),
)


@settings(max_examples=15)
@example(steps=[("mamatov", None, True), ("mamatov", None, True), ("mamatov", None, False), ("mamatov", None, None)])
@given(steps=st.lists(st.one_of(said_by, st.just("return")), min_size=1, max_size=7))
async def test_taking_reports_back_one_after_the_other_restores_each_standing(
    store: Store, steps: list[Step | str]
) -> None:
    async with world_from(store) as world:
        people = {key: await world.link(key) for key in ("mamatov", "paluaniyazov", "training_center")}
        admin, now = await world.admin(), NOW
        told: list[tuple[Person, int, tuple[object, ...]]] = []
        for step in steps:
            now += timedelta(minutes=1)
            if isinstance(step, str):
                for waiting in (await world.services.decisions.waiting(now)).submissions:
                    await world.services.decisions.give_back(waiting.id, "сабаб", admin, now)
                    told.clear()  # what stood before a decision is history
                continue
            key, percent, done = step
            before = await world.standing(5)
            recorded = await world.marks(people[key], 5, now, percent=percent, done=done)
            told.append((people[key], recorded.report.id, before))
        for person, report_id, before in reversed(told):
            assert await world.services.reporting.undo(report_id, person, now) is not None
            assert await world.standing(5) == before


@settings(max_examples=15)
@given(steps=st.lists(said_by, min_size=2, max_size=6), order=st.randoms(use_true_random=False))
async def test_in_whatever_order_reports_are_taken_back_nothing_is_left_of_them(
    store: Store, steps: list[Step], order: object
) -> None:
    async with world_from(store) as world:
        keys = ("mamatov", "paluaniyazov", "training_center")
        people = {key: await world.link(key) for key in keys}
        untouched = await world.standing(5)
        left: dict[str, list[int]] = {key: [] for key in keys}
        for minute, (key, percent, done) in enumerate(steps):
            now = NOW + timedelta(minutes=minute)
            left[key].append((await world.marks(people[key], 5, now, percent=percent, done=done)).report.id)
        while key := order.choice([key for key in keys if left[key]] or [""]):  # type: ignore[attr-defined]
            assert await world.services.reporting.undo(left[key].pop(), people[key], LATER) is not None
            in_review = (await world.standing(5))[0] is ActivityState.REVIEW
            assert in_review == bool((await world.services.decisions.waiting(LATER)).submissions)
        assert await world.standing(5) == untouched


# -- editing -------------------------------------------------------------------------------------------------------
async def test_editing_the_message_edits_the_report_and_keeps_the_earlier_words(world: World) -> None:
    lead = await world.link("mamatov")
    await world.says(lead, "5-тадбир 70%", NOW, message_id=7)
    edited = await edits(world, lead, 7, "5-тадбир 75% лойиҳа юборилди")
    assert isinstance(edited, Recorded)
    assert (edited.activity.percent, edited.report.text) == (75, "5-тадбир 75% лойиҳа юборилди")
    assert edited.report.is_edited
    assert edited.report.submitted_at == NOW
    [revision] = await world.rows(Revision)
    assert (revision.text, revision.replaced_at) == ("5-тадбир 70%", LATER)


async def test_editing_done_into_the_message_hands_it_in_and_editing_it_out_withdraws_it(world: World) -> None:
    lead = await world.link("mamatov")
    await world.says(lead, "5-тадбир 70%", NOW, message_id=7)
    edited = await edits(world, lead, 7, "5-тадбир бажарилди")
    assert isinstance(edited, Recorded)
    assert edited.submitted
    edited = await edits(world, lead, 7, "5-тадбир 90%")
    assert isinstance(edited, Recorded)
    assert (edited.activity.status, edited.activity.percent) == (Status.IN_PROGRESS, 90)
    assert (await world.services.decisions.waiting(LATER)).count == 0


async def test_an_edit_that_changes_no_word_changes_nothing(world: World) -> None:
    lead = await world.link("mamatov")
    await world.says(lead, "5-тадбир 70%", NOW, message_id=7)
    assert await edits(world, lead, 7, "5-тадбир 70%") is Unchanged.SAME_WORDS
    assert await edits(world, lead, 8, "5-тадбир 70%") is Unchanged.NO_REPORT
    assert await world.count(Revision) == 0


async def test_after_the_decision_the_words_stay(world: World) -> None:
    lead = await world.link("mamatov")
    await world.says(lead, "5-тадбир бажарилди", NOW, message_id=7)
    [waiting] = (await world.services.decisions.waiting(NOW)).submissions
    await world.services.decisions.accept(waiting.id, await world.admin(), NOW)
    assert await edits(world, lead, 7, "5-тадбир 10%") is Unchanged.DECIDED
    [report] = await world.rows(Report)
    assert report.text == "5-тадбир бажарилди"


async def test_editing_an_earlier_report_changes_its_words_only(world: World) -> None:
    lead = await world.link("mamatov")
    await world.says(lead, "5-тадбир 30%", NOW, message_id=7)
    await world.says(lead, "5-тадбир 60%", NOW + timedelta(minutes=1), message_id=8)
    edited = await edits(world, lead, 7, "5-тадбир 90%")
    assert isinstance(edited, Recorded)
    assert (edited.report.text, edited.activity.percent) == ("5-тадбир 90%", 60)


async def test_editing_a_kept_text_asks_again(world: World) -> None:
    lead = await world.link("mamatov")
    await world.says(lead, "бошланди", NOW, message_id=7)
    choice = await edits(world, lead, 7, "лойиҳа бошланди")
    assert isinstance(choice, Choice)
    assert choice.text == "лойиҳа бошланди"
    assert choice.choices


@pytest.mark.parametrize("left", ["an earlier plan", "a removed activity", "another's part"])
@pytest.mark.parametrize("kept", ["taken back", "a question which part"])
async def test_words_on_what_the_plan_left_behind_are_no_report_on_it_when_they_are_edited(
    left: str, kept: str, world: World, tmp_path: Path
) -> None:
    lead = await world.link("mamatov")
    if kept == "taken back":
        said = await world.says(lead, "5-тадбир 70%", NOW, message_id=7)
        assert await world.services.reporting.undo(said.report.id, lead, NOW)
    else:
        facts = await world.activity(5)
        other = next(part.executor.key for part in facts.parts if not part.leads)
        lead = await world.link(other, to="mamatov")
        assert isinstance(await world.says(lead, "5-тадбир бажарилди", NOW, message_id=7), Choice)
    before, reported = await world.standing(5), (await world.actions()).count("report.recorded")
    old = await world.activity(5)
    changes: dict[str, Any] = {
        "an earlier plan": {"period": {"start": "2024-07-01", "end": "2024-12-31"}, "sections": moved(), "agenda": []},
        "a removed activity": {"sections": sections(a5=None)},
        "another's part": {"sections": sections(a5={"executors": ["umarov"]})},
    }
    then = at("2024-07-01") if left == "an earlier plan" else LATER  # a plan that comes early would wait
    await world.services.plans.load(edition(tmp_path, **changes[left]), then)
    asked = await edits(world, lead, 7, "5-тадбир бажарилди, имзоланди", then)
    assert isinstance(asked, Choice)
    assert old.id not in {one.id for one in asked.choices}
    [row] = await world.rows(Report)
    assert row.state is ReportState.DRAFT
    assert (await world.actions()).count("report.recorded") == reported
    [activity] = await world.rows(Activity, Activity.id == old.id)
    assert (activity.state, activity.percent, activity.done_on) == before[:3]


def moved() -> list[dict[str, Any]]:
    """The seeded sections half a year later."""
    found = sections()
    for section in found:
        for one in section["activities"]:
            for end in ("first", "last"):
                month = one["deadline"].get(end)
                one["deadline"][end] = month and f"{month[:5]}{int(month[5:]) + 6:02}"
    return found


async def test_nobody_edits_the_report_of_another(world: World) -> None:
    lead, other = await world.link("mamatov"), await world.link("umarov")
    await world.says(lead, "5-тадбир 70%", NOW, message_id=7)
    incoming = Incoming(lead.telegram_id, 7, "5-тадбир 10%")
    assert await world.services.reporting.edit(other, incoming, LATER) is Unchanged.NO_REPORT


async def test_editing_a_message_on_several_activities_edits_the_report_on_each(world: World) -> None:
    lead = await world.link("mamatov")
    await world.says(lead, "5-тадбир 70%\n6-тадбир 20%", NOW, message_id=7)
    edited = Incoming(lead.telegram_id, 7, "5-тадбир 70%\n6-тадбир 40%")
    told = await world.services.reporting.edit(lead, edited, LATER)
    assert [one.report.percent for one in told if isinstance(one, Recorded)] == [70, 40], "one message tells of both"
    assert [(await world.activity(number)).percent for number in (5, 6)] == [70, 40]
    assert await edits(world, lead, 7, "5-тадбир 70%\n6-тадбир 40%") is Unchanged.SAME_WORDS


async def test_a_report_counts_on_the_local_day_on_which_it_was_sent(world: World) -> None:
    lead = await world.link("mamatov")
    late_evening = datetime.fromisoformat("2024-02-05T19:30:00+00:00")
    recorded = await world.says(lead, "5-тадбир 70%", late_evening)
    assert recorded.report.submitted_on == date(2024, 2, 6)


async def test_what_somebody_else_denies_later_moves_no_part_s_day(world: World) -> None:
    people = await world.link_all()
    every = [one for one in await world.services.activities.all(NOW.date()) if len(one.parts) > 1]
    helper = every[0].parts[1]
    other = next(one for one in every if one.lead.executor.id not in {part.executor.id for part in every[0].parts})
    await world.marks(people[helper.executor.key], every[0].number, NOW, done=True)
    await world.marks(people[other.lead.executor.key], other.number, LATER, done=False)
    [delivered] = [part for part in (await world.activity(every[0].number)).parts if part.executor == helper.executor]
    assert (delivered.done, delivered.done_on) == (True, NOW.date())
