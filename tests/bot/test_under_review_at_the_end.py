"""What awaits acceptance when its plan ends waits until it is decided."""

from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from models import Activity, ActivityState
from tests.bot.scenes import after, opens, said_since
from tests.bot.test_next_period import loaded_early
from tests.bot.test_second_plan import LEAD, NEXT, moves_on
from tests.stage import TASHKENT, Stage

NUMBER = 5


async def handed_in_and_over(stage: Stage) -> None:
    """An officer has handed in an activity in June, and the next plan has come into force."""
    await stage.officer(LEAD).says(f"{NUMBER} done")
    await stage.jumps_to(date(2024, 7, 1))
    await stage.settles()


async def row_of(stage: Stage) -> Activity:
    async with stage.database.read() as session:
        rows = await session.scalars(select(Activity).where(Activity.number == NUMBER).order_by(Activity.id))
        return next(iter(rows))


@after(loaded_early, handed_in_and_over)
async def test_it_is_accepted_as_of_the_day_on_which_it_was_submitted(english: Stage) -> None:
    said = await said_since(english.officer(LEAD), 0)
    assert "Of the former plan your reports are still under review" in said
    shown = await english.admin.says("/waiting")
    assert "№5" in str(shown.labels)
    heard = await english.officer(LEAD).count()
    await english.officer(LEAD).says("5-тадбирни қабул қилдингларми?")
    assert "still under review" in await said_since(english.officer(LEAD), heard)
    await english.admin.presses("🟡 №5", shown)
    await english.admin.presses("✅ Accept")
    await english.settles()
    assert "is accepted. Thank you!" in await said_since(english.officer(LEAD), heard)
    row = await row_of(english)
    assert (row.state, row.done_on) == (ActivityState.DONE, date(2024, 6, 3))
    assert "accepted 1, returned 0" in (await english.admin.says("/report 2024-1")).text
    await english.admin.says("/waiting")
    assert "Accepted by mistake" not in str((await english.admin.last()).labels)


async def decided(stage: Stage, label: str) -> None:
    await stage.admin.says("/waiting")
    await stage.admin.presses("🟡 №5")
    await stage.admin.presses(label)
    if "Return" in label:
        await stage.admin.says("the list is missing")
    await stage.settles()


@after(loaded_early, handed_in_and_over)
async def test_an_acceptance_after_the_end_is_told_in_every_answer(english: Stage) -> None:
    admin, officer = english.admin, english.officer(LEAD)
    before = (await admin.says("/report 2024-1")).text
    await decided(english, "✅ Accept")
    whole = await admin.says("/report 2024-1")
    assert "1 of 25 done" not in before and whole.text != before
    for words in ("/report 2024-1 5", "/report 2024-1 done"):
        shown = await admin.says(words)
        assert "done late, accepted on 1 July" in shown.text and "under review" not in shown.text, shown.text
    replied = await admin.says("5-тадбир қабул қилиндими?", reply_to=whole)
    assert "done late, accepted on 1 July" in replied.text
    for person, to in ((admin, ""), (english.leader, "@ijrochi_bot "), (officer, "")):
        shown = await person.says(f"{to}5-тадбир қабул қилиндими?")
        assert "accepted on 1 July" in shown.text, (person.name, shown.text)
    assert "under review" not in (await admin.says("/report 2024")).text


@after(loaded_early, handed_in_and_over)
async def test_a_return_after_the_end_is_told_too(english: Stage) -> None:
    await decided(english, "↩️ Return")
    shown = await english.admin.says("/report 2024-1 5")
    assert "returned on 1 July" in shown.text and "under review" not in shown.text, shown.text
    asked = await english.officer(LEAD).says("5-тадбир қабул қилиндими?")
    assert "returned on 1 July" in asked.text and "the list is missing" in asked.text


async def asked_in_june(stage: Stage) -> None:
    """An officer asks for more time in the last days of the plan."""
    await stage.jumps_to(datetime(2024, 6, 20, 10, tzinfo=TASHKENT))
    await stage.settles()
    months = await stage.officer(LEAD).presses("⏳", await opens(stage.officer(LEAD), NUMBER))
    await stage.officer(LEAD).presses("August 2024", months)
    await stage.officer(LEAD).says("ҳудудлардан маълумот кеч келди")
    await stage.settles()


@after(loaded_early, asked_in_june)
async def test_a_request_that_waits_at_the_end_is_closed_with_its_plan(english: Stage) -> None:
    admin, officer = english.admin, english.officer(LEAD)
    asked = next(one for one in reversed(await admin.screen()) if "✅ Approve" in one.labels)
    since = await officer.count(), await admin.count()
    await english.goes_to("2024-07-01T09:30:00+05:00")
    told = await said_since(officer, since[0])
    assert told.count("Your request for more time is closed") == 1 and "The plan period is closed" in told
    assert "closed with the plan, undecided: №5" in await said_since(admin, since[1])
    assert "More time" not in (await admin.says("/waiting")).text
    answer = await admin.press("✅ Approve", asked)
    assert answer is not None and "was closed with it" in str(answer), answer
    assert "with the plan period: nobody had decided" in str([one.text for one in await admin.screen()])
    shown = await officer.says("5-тадбир муддати бўйича сўровим нима бўлди?")
    assert "was closed with the plan" in shown.text, shown.text


@after(asked_in_june)
async def test_it_waits_again_if_the_plan_is_reopened(english: Stage) -> None:
    plan = await english.services.plans.current()
    assert plan is not None
    by = await english.services.people.of_account(1, english.now)
    assert by is not None
    assert await english.services.plans.close(plan.id, by, english.now)
    assert not (await english.services.decisions.waiting(english.now)).extensions
    assert await english.services.plans.reopen(plan.id, by, english.now)
    since = await english.officer(LEAD).count()
    await english.settles()
    assert "request for more time is closed" not in await said_since(english.officer(LEAD), since)
    assert len((await english.services.decisions.waiting(english.now)).extensions) == 1


LEAVER = "М. Алимбаев"


async def test_who_has_nothing_in_the_next_plan_is_told_that_this_one_is_over(english: Stage, tmp_path: Path) -> None:
    leaver, stays = english.officer(LEAVER), english.officer(LEAD)
    await english.jumps_to(NEXT)
    since = await leaver.count(), await stays.count()
    await moves_on(english, tmp_path, "alimbaev")
    await english.goes_to("2024-07-01T09:30:00+05:00")
    heard = await said_since(leaver, since[0])
    assert heard.count("The plan period is closed") == 1, heard
    told = await said_since(stays, since[1])
    assert "A new plan is in force" in told and "The plan period is closed" not in told
