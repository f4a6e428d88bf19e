"""The inventory: what was left lying is listed, marked, and taken off control at once, with one reason."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.control.lines import Into
from services.plan.inventory import Listed, inventory
from services.plan.status import Status
from tests.bot.scenes import MINUTES, activity, audited, minutes
from tests.stage import Shown, Someone, Stage

REASON = "вазифа бошқа дастурга ўтказилди"


@pytest.fixture
async def admin(english: Stage) -> Someone:
    """It is 11 June 2024, and nobody has reported."""
    await english.jumps_to(date(2024, 6, 11))
    await english.settles()
    return english.admin


async def overdue_list(admin: Someone) -> Shown:
    await admin.says("/plan")
    lists = await admin.presses("🧹 Inventory")
    return await admin.presses("🔴", lists)


async def test_what_is_long_overdue_is_taken_off_control_with_one_reason(english: Stage, admin: Someone) -> None:
    lead = english.officer("Х. Маматов")
    before, listed = await lead.count(), await overdue_list(admin)
    assert "Chosen: 0 of" in listed.text and "🚫 Remove what is marked" not in listed.labels
    await admin.presses("⬜ №5", listed)
    marked = await admin.presses("⬜ №11")
    assert "Chosen: 2 of" in marked.text
    await admin.presses("🚫 Remove what is marked", marked)
    sure = await admin.says(REASON)
    assert "Remove this from control?" in sure.text and REASON in sure.text
    assert (await activity(english, 5)).is_open, "nothing happens before the button"
    await admin.presses("✅ Yes, remove them", sure)
    for number in (5, 11):
        assert (await activity(english, number)).status is Status.CLOSED
        assert "activity.closed" in await audited(english, f"activity:{number}")
    told = [one for one in await lead.heard(before) if "Removed from control" in one.text]
    assert [("№5" in one.text, "№11" in one.text, REASON in one.text) for one in told] == [(True, False, True)]


async def test_a_mark_is_taken_away_again_and_pages_keep_the_marks(english: Stage, admin: Someone) -> None:
    listed = await overdue_list(admin)
    await admin.presses("⬜ №5", listed)
    shown = await admin.presses("☑️ №5")
    assert "Chosen: 0 of" in shown.text


async def test_what_was_accepted_meanwhile_stays_as_it_is(english: Stage, admin: Someone) -> None:
    await admin.presses("⬜ №5", await overdue_list(admin))
    await admin.presses("🚫 Remove what is marked")
    sure = await admin.says(REASON)
    await english.officer("Х. Маматов").says("№5 бажарилди, концепция тасдиқланди")
    said = await admin.presses("✅ Yes, remove them", sure)
    assert (await activity(english, 5)).status is Status.REVIEW
    assert any("stays" in one.text for one in [said, *await admin.heard(0)])


async def test_texts_that_are_nearly_the_same_are_twins_and_items_of_one_activity_are_not(english: Stage) -> None:
    activities = await english.services.activities.all(date(2024, 1, 1))
    assert inventory(activities).twins == ()
    seventh = next(one for one in activities if one.number == 7)
    words = seventh.text.split()
    twin = replace(seventh, id=9999, number=99, text=" ".join([*words[1:], words[0]]))
    item = replace(seventh, id=9998)
    assert [(one.number, other.number) for one, other in inventory([*activities, item, twin]).twins] == [(7, 99)]


@pytest.mark.parametrize(("late", "is_listed"), [(60, False), (61, True)])
async def test_what_is_overdue_by_more_than_sixty_days_is_listed(english: Stage, late: int, is_listed: bool) -> None:
    activities = await english.services.activities.all(date(2024, 5, 31) + timedelta(days=late - 1))
    overdue = next(one for one in activities if one.number == 5)
    due = overdue.today - timedelta(days=late)
    found = inventory([replace(overdue, due_on=due, status=Status.OVERDUE)])
    assert bool(found.of(Listed.OVERDUE)) is is_listed


async def with_a_twin(stage: Stage) -> tuple[int, int]:
    """The minutes have the seventh activity of the plan as well; their ids."""
    plan = minutes(stage)
    section = plan.sections[0]
    own = next(one for one in stage.plan.activities if one.number == 7)
    first = section.activities[0].model_copy(update={"text": own.text})
    sections = (section.model_copy(update={"activities": (first, *section.activities[1:])}),)
    await stage.services.plans.load(plan.model_copy(update={"sections": sections}), stage.now, Into(mark=MINUTES))
    facts = await stage.services.activities.all(stage.now.date())
    one, other = (each.id for each in facts if each.text == own.text)
    return one, other


async def marked_twins(admin: Someone) -> Shown:
    await admin.says("/plan")
    listed = await admin.presses("♊", await admin.presses("🧹 Inventory"))
    for label in [one for one in listed.labels if one.startswith("⬜")]:
        listed = await admin.presses(label, listed)
    return listed


@pytest.mark.begins("2024-03-12T10:00")
async def test_twins_of_two_plans_are_tied_or_are_none_and_are_not_asked_about_again(english: Stage) -> None:
    one, other = await with_a_twin(english)
    admin = english.admin
    await admin.presses("🔗 One and the same: tie", await marked_twins(admin))
    tied = await admin.says("йиғилиш қарори бўйича айнан шу иш")
    assert "Tied as one and the same work" in tied.text
    card = await admin.says("/report ИР-7")
    assert "🔗 The same work: №Bayonnoma 12-1" in card.text
    await admin.says("/plan")
    assert "♊ Alike: perhaps the same twice (1)" not in (await admin.presses("🧹 Inventory")).labels
    await admin.presses("↩️ Undo", tied)
    assert "The same work" not in (await admin.says("/report ИР-7")).text
    apart = await admin.presses("↔️ Not the same work", await marked_twins(admin))
    assert "It will not be asked again" in apart.text
    for each in (one, other):
        noted = await audited(english, f"activity:{each}")
        assert noted[-3:] == ["activity.tied", "activity.untied", "activity.no_twins"]
    assert "no twin" in (await admin.says("/audit")).text
