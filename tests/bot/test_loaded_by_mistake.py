"""A paper loaded beside the plan by mistake is taken off: who was told reads so, and nothing of it stays."""

from datetime import timedelta

import pytest

from bot.demo import LEADER_ID
from tests.bot.scenes import MINUTES, after, again, audited, minutes, said_since
from tests.bot.test_plans_own_chats import OWN, bound, told
from tests.bot.test_several_plans import LEAD, SHOWN, loads_beside, marks, sends
from tests.stage import Shown, Stage

BUTTON = "↩️ Loaded by mistake"


async def the_minutes_came_by_mistake(stage: Stage) -> None:
    """The minutes were loaded beside the plan, and their officers have read of it."""
    await loads_beside(stage)
    await stage.goes_to("2024-01-01T10:00")
    await stage.settles()


async def page(stage: Stage) -> Shown:
    return await stage.admin.presses(SHOWN, await stage.admin.says("/plan"))


async def paper_id(stage: Stage) -> int:
    return (await stage.services.plans.in_force())[1].id


@after(the_minutes_came_by_mistake)
async def test_it_is_taken_off_its_officers_read_one_line_and_its_mark_is_free(english: Stage) -> None:
    admin, officer, outsider = english.admin, english.officer(LEAD), english.outsider
    other = english.officer("А. Нурмухамедов")
    plan = await paper_id(english)
    since = {one.id: await one.count() for one in (officer, other, outsider, english.second_admin, english.leader)}
    sure = await admin.presses(BUTTON, await page(english))
    assert "people were told of it" in sure.text
    assert "no final report" in sure.text
    done = await admin.presses("↩️ Yes, take it off", sure)
    assert f"{SHOWN} was taken off" in done.text
    await english.settles()
    assert await marks(english) == ["ИР"]
    [heard] = await officer.heard(since[officer.id])
    assert f"{SHOWN} was sent to you by mistake" in heard.text
    assert not await other.heard(since[other.id])
    assert not await outsider.heard(since[outsider.id])
    assert "loaded by mistake" in await said_since(english.second_admin, since[english.second_admin.id])
    assert "Final" not in await said_since(english.leader, since[english.leader.id])
    assert (await audited(english, f"plan:{plan}"))[-1] == "plan.taken_off"
    assert f"Took off {SHOWN}" in (await admin.says("/audit")).text
    shown = await officer.says("/my")
    assert "№5" in shown.labels
    assert not any("Bayonnoma" in label for label in shown.labels)
    await english.goes_to("2024-01-01T11:00")
    # Corrected, it comes again under the same mark, and is told again.
    before = await officer.count()
    await loads_beside(english)
    assert await marks(english) == ["ИР", MINUTES]
    await english.settles()
    assert "A further plan is in force" in await said_since(officer, before)


@after(the_minutes_came_by_mistake)
async def test_of_two_admins_one_takes_it_off_and_old_buttons_do_nothing_more(english: Stage) -> None:
    sure = await english.admin.presses(BUTTON, await page(english))
    second = english.second_admin
    theirs = await second.presses(SHOWN, await second.says("/plan"))
    theirs = await second.presses(BUTTON, theirs)
    await english.admin.presses("↩️ Yes, take it off", sure)
    before = await english.officer(LEAD).count()
    await second.press("↩️ Yes, take it off", theirs)
    await english.settles()
    assert "was taken off" not in (await again(second, theirs)).text
    assert len(await english.officer(LEAD).heard(before)) <= 1
    assert await marks(english) == ["ИР"]


@after(the_minutes_came_by_mistake)
@pytest.mark.parametrize("what", ["reported", "asked", "watched", "later"])
async def test_it_stays_once_something_is_done_on_it_or_a_day_has_passed(what: str, english: Stage) -> None:
    officer = english.officer(LEAD)
    sure = await english.admin.presses(BUTTON, await page(english))
    if what == "reported":
        await officer.says(f"{MINUTES}-3 40%")
    elif what == "asked":
        card = await officer.presses(f"№{SHOWN}-3", await officer.says("/my"))
        asked = await officer.says("муддатни 15 апрелгача суриб беринг, ҳужжатлар кечикяпти", reply_to=card)
        await officer.presses("✅ Yes, ask", asked)
    elif what == "watched":
        card = await english.admin.says(f"/report {MINUTES}-3")
        await english.admin.presses("🔺", card)
        await english.admin.presses("✅ Yes")
    else:
        await english.jumps_to(english.now + timedelta(hours=25))
    assert BUTTON not in (await page(english)).labels, what
    await english.admin.press("↩️ Yes, take it off", sure)
    assert await marks(english) == ["ИР", MINUTES]


@after(the_minutes_came_by_mistake)
async def test_its_own_chat_is_nobodys_then_and_gets_nothing(english: Stage) -> None:
    admin = await bound(english, LEADER_ID)
    sure = await english.admin.presses(BUTTON, await page(english))
    assert "becomes an ordinary group" in sure.text
    before = await admin.count()
    await english.admin.presses("↩️ Yes, take it off", sure)
    assert await english.services.groups.of_chat(OWN) is None
    await english.jumps_to(english.now + timedelta(days=8))
    await english.settles()
    assert not await admin.heard(before)
    assert f"{SHOWN}-3" not in (await told(english.leader, "/report 3")).text


async def test_neither_the_only_plan_nor_an_edition_has_the_button(english: Stage) -> None:
    assert BUTTON not in (await english.admin.says("/plan")).labels
    await loads_beside(english)
    data = minutes(english).model_dump(mode="json")
    data["sections"][0]["activities"][0]["text"] += " (янги таҳрир)"
    await sends(english, type(english.plan).model_validate(data))
    await english.admin.presses("✅ Confirm")
    await english.admin.presses("✅ Yes, load it")
    shown = await page(english)
    assert BUTTON not in shown.labels
    assert "↩️ Take back the last change" in shown.labels
