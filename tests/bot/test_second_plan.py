"""The next half-year's plan: an officer and an activity fewer, the numbers moved up; nothing is taken for the old."""

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import select

from models import Acceptance, Decision, Invite
from services.language.translit import to_latin
from services.leadership.summary import SummaryFacts
from services.people.linking import InviteProblem
from services.plan.file import PlanFile
from services.plan.status import Status
from tests.bot.scenes import after, opens, reports, said_since
from tests.db.world import PLAN, edition
from tests.stage import Shown, Stage
from views.kit.callbacks import InviteOne

LEAD = "Х. Маматов"  # of activities 5 to 8, which are 4 to 7 in the next plan
LEFT_OUT = 4
NEXT = date(2024, 7, 1)
# Somebody who was never linked, an officer who was, and a unit.
LEAVERS = ("ochilov", "khusanova", "secretariat_departments")


def later(month: str | None) -> str | None:
    """The month half a year later."""
    return month and f"{month[:5]}{int(month[5:]) + 6:02}"


def next_plan(folder: Path, leaver: str, *, is_still_listed: bool = False) -> PlanFile:
    """The same work half a year later, without the leaver and one activity; the numbers close the gap."""
    data: dict[str, Any] = json.loads(PLAN.read_text(encoding="utf-8"))
    number = 0
    for section in data["sections"]:
        section["activities"] = [one for one in section["activities"] if one["number"] != LEFT_OUT]
        for activity in section["activities"]:
            number += 1
            deadline = activity["deadline"]
            activity["number"] = number
            activity["deadline"] = deadline | {"first": later(deadline["first"]), "last": later(deadline["last"])}
            activity["executors"] = [key for key in activity["executors"] if key != leaver]
    executors = [one for one in data["executors"] if is_still_listed or one["key"] != leaver]
    period = {"start": "2024-07-01", "end": "2024-12-31"}
    return edition(folder, period=period, sections=data["sections"], executors=executors, agenda=[])


async def moves_on(stage: Stage, folder: Path, leaver: str = "ochilov", **how: bool) -> None:
    """The next plan is loaded on its first day, and its first reminders are sent."""
    await stage.jumps_to(NEXT)
    await stage.services.plans.load(next_plan(folder, leaver, **how), stage.now)
    await stage.settles()


async def khusanova_is_left_out(stage: Stage) -> None:
    with TemporaryDirectory() as folder:
        await moves_on(stage, Path(folder), "khusanova")


async def a_card_was_opened_before(stage: Stage) -> None:
    """The lead's card of activity 5 is a message of the plan before."""
    await opens(stage.officer(LEAD), 5)
    with TemporaryDirectory() as folder:
        await moves_on(stage, Path(folder))


async def a_report_was_made_before(stage: Stage) -> None:
    """The lead's report on activity 5 is one on the plan before."""
    await stage.officer(LEAD).says("5 40% the draft")
    with TemporaryDirectory() as folder:
        await moves_on(stage, Path(folder))


async def figures(stage: Stage) -> SummaryFacts:
    facts = await stage.services.summaries.facts(stage.now)
    assert facts is not None
    return facts


async def every_page(stage: Stage, shown: Shown) -> str:
    """The text and the buttons of a list, page by page."""
    said = shown.text + str(shown.labels)
    while "▶️" in shown.labels:
        shown = await stage.admin.presses("▶️", shown)
        said += shown.text + str(shown.labels)
    return said


@pytest.mark.parametrize("is_still_listed", [False, True])
@pytest.mark.parametrize("leaver", LEAVERS)
async def test_an_executor_in_no_activity_is_no_longer_counted_listed_invited_or_greeted(
    leaver: str, is_still_listed: bool, english: Stage, tmp_path: Path
) -> None:
    name = next(one.name for one in english.plan.executors if one.key == leaver)
    surname = to_latin(name.split()[-1])
    admin = english.admin
    await moves_on(english, tmp_path, leaver, is_still_listed=is_still_listed)
    facts = await figures(english)
    unlinked = len(facts.quality.unlinked)
    assert (facts.plan.executors, facts.quality.executors) == (18, 18)
    for command in ("/start", "/officers"):
        shown = await admin.says(command)
        assert f"{unlinked} of 18 executors" in shown.text, shown.text
        assert surname not in await every_page(english, shown)
    mark = await admin.count()
    await admin.says("/invite")
    assert surname not in await said_since(admin, mark)
    for command in (f"/invite {name}", f"/remind {name}"):
        shown = await admin.says(command)
        assert surname not in str(shown.labels), "asked whom else, if anybody"
    assert surname not in (await admin.says("/plan")).text
    assert not [one for one in facts.silent if one.executor.key == leaver]


async def test_an_invite_for_an_executor_no_longer_in_any_activity_has_expired(english: Stage, tmp_path: Path) -> None:
    [ochilov] = [one for one in await english.services.linking.executors() if one.key == "ochilov"]
    admin = await english.services.people.identify(english.admin.id, "admin", None, english.now)
    late = date(2024, 6, 30)
    await english.jumps_to(late)
    [invite] = await english.services.linking.invite([ochilov.id], admin, english.now)
    await moves_on(english, tmp_path)
    outsider = english.outsider
    shown = await outsider.starts(f"invite_{invite.token}")
    assert "✅" not in str(shown.labels)
    person = await english.services.people.identify(outsider.id, "outsider", None, english.now)
    assert isinstance(await english.services.linking.accept(invite.token, person, english.now), InviteProblem)
    assert not (await english.services.people.identify(outsider.id, "outsider", None, english.now)).executors


async def test_an_old_screens_invite_button_invites_only_executors_of_the_plan(english: Stage, tmp_path: Path) -> None:
    admin = english.admin
    [ochilov] = [one for one in await english.services.linking.executors() if one.key == "ochilov"]
    before = await admin.says("/officers")
    await moves_on(english, tmp_path)
    await admin.taps(before, InviteOne(executor=ochilov.id).pack(), forged=True)
    assert "start=" not in (await admin.last()).text
    async with english.database.read() as session:
        assert await session.scalar(select(Invite.id).where(Invite.executor_id == ochilov.id)) is None


@after(khusanova_is_left_out)
async def test_a_person_the_plan_does_not_name_hears_nothing_of_its_end(english: Stage) -> None:
    gone, stays = english.officer("М. Хусанова"), english.officer(LEAD)
    plan = await english.services.plans.current()
    admin = await english.services.people.identify(english.admin.id, "admin", None, english.now)
    assert plan is not None
    before = await gone.count(), await stays.count()
    assert await english.services.plans.close(plan.id, admin, english.now)
    await english.settles()
    assert not await gone.heard(before[0])
    assert await stays.heard(before[1])


@after(khusanova_is_left_out)
async def test_the_admins_are_not_told_that_such_a_person_cannot_be_reached(english: Stage) -> None:
    for name in ("М. Хусанова", LEAD):
        await english.services.reachability.lost(english.officer(name).id, "bot was blocked by the user", english.now)
    before = await english.admin.count()
    await english.jumps_to(date(2024, 6, 30))
    await english.goes_to("2024-07-01T10:00:00+05:00")
    told = await said_since(english.admin, before)
    assert "Mamatov" in told
    assert "Xusanova" not in told


@after(a_report_was_made_before)
async def test_the_audit_of_a_number_is_that_of_the_plan_in_force(english: Stage) -> None:
    lead, admin = english.officer(LEAD), english.admin
    assert "Nothing was found" in (await admin.says("/audit 5")).text
    await opens(lead, 5)  # its number was another activity's in the plan before
    await lead.says("5 60%")
    own = (await admin.says("/audit 5")).text
    assert "60%" in own
    assert "40%" not in own
    assert "the plan of" not in own
    on_the_day = (await admin.says("/audit 5 01.01.2024")).text
    assert "Reported on activity 5: 40%." in on_the_day
    assert "(the plan of 1 January 2024 – 30 June 2024)" in on_the_day
    by_name = (await admin.says(f"/audit {LEAD}")).text
    assert by_name.count("the plan of 1 January 2024") == 1
    whole = (await admin.says("/audit 01.07.2024")).text
    assert "Reported on activity 5: 60%." in whole
    assert "the plan of" not in whole


@after(a_report_was_made_before)
async def test_the_card_and_the_reports_of_a_number_are_the_plans_in_force(english: Stage) -> None:
    lead = english.officer(LEAD)
    card = await opens(lead, 5)
    assert "the draft" not in card.text
    assert "40%" not in card.text
    shown = await english.admin.says("/report 5")
    assert "40%" not in shown.text


@after(a_card_was_opened_before)
@pytest.mark.parametrize("words", ["5 60%", "5-тадбир бажарилди", "60%", "бажарилди", "№5 тайёр"])
async def test_an_answer_to_an_old_plans_message_is_no_report_on_the_new_plans_number(
    words: str, english: Stage
) -> None:
    lead = english.officer(LEAD)
    [card] = [shown for shown in await lead.heard() if shown.text.startswith("Activity 5")]
    shown = await lead.says(words, reply_to=card)
    assert not await reports(english)
    assert "Which activity" in shown.text, shown.text


async def test_what_waits_in_an_old_plan_is_decided_other_buttons_do_nothing(english: Stage, tmp_path: Path) -> None:
    lead, admin = english.officer(LEAD), english.admin
    old = await opens(lead, 5)
    await lead.says("5 бажарилди")
    submission = await admin.with_button("✅ Accept")
    await moves_on(english, tmp_path)
    heard = await lead.count()
    await admin.press("✅ Accept", submission)
    async with english.database.read() as session:
        assert await session.scalar(select(Acceptance.decision)) is Decision.ACCEPTED
    assert "accepted" in await said_since(lead, heard)
    for label in [label for label in old.labels if "✅" in label or "%" in label]:
        await lead.press(label, old)
    assert len(await reports(english)) == 1
    assert (await figures(english)).counts.get(Status.REVIEW) is None
