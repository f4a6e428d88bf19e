"""/plan: how the plan stands, the end of its period, and carrying on one that was closed by mistake."""

from datetime import date, datetime

from tests.bot.scenes import again, said_since, state_of
from tests.stage import TASHKENT, Someone, Stage

LEAD = "Б. Юнусов"


async def closed(stage: Stage) -> None:
    """The admin closes the period, asked twice."""
    sure = await stage.admin.presses("🏁 Close the period", await stage.admin.says("/plan"))
    quite = await stage.admin.presses("🏁 Close the period", sure)
    await stage.admin.presses("🏁 Yes, close it now", quite)


async def test_the_state_of_the_plan_is_told_with_counts_edition_and_readiness(english: Stage) -> None:
    shown = await english.admin.says("/plan")
    assert "Period: 1 January – 30 June 2024" in shown.text
    assert "The plan is being carried out." in shown.text
    assert "0 of 26 activities done" in shown.text
    assert "2 of 19 executors are not linked yet." in shown.text
    plan = await english.services.plans.current()
    assert plan is not None
    assert f"Edition of the plan file: {plan.edition}, loaded 1 January" in shown.text


async def test_the_period_is_closed_after_two_questions_and_the_leadership_gets_the_final_report(
    english: Stage,
) -> None:
    lead = english.officer(LEAD)
    await lead.says("2 bajarildi")
    await english.admin.presses("✅ Accept")
    sure = await english.admin.presses("🏁 Close the period", await english.admin.says("/plan"))
    assert "Close the plan period?" in sure.text
    assert "activities are not finished" in sure.text
    quite = await english.admin.presses("🏁 Close the period", sure)
    assert "Are you quite sure?" in quite.text
    assert not (await english.services.summaries.facts(english.now)).plan.is_closed  # type: ignore[union-attr]
    await english.admin.press("🏁 Yes, close it now", quite)
    assert "The period is closed" in (await again(english.admin, quite)).text
    assert "/report 2024-1" in (await english.admin.last()).text
    final = "\n".join(shown.text for shown in await english.leader.heard())
    assert {"📄 Word", "📊 Excel"} <= set((await english.leader.with_button("👤 By officer")).labels)
    assert "🏁 Final report: 1 January – 30 June 2024" in final
    assert "1 of 26 activities done" in final
    assert "Not finished: " in final
    assert "The plan period is closed" in (await lead.last()).text
    told = await english.second_admin.last()
    assert told.text.startswith("🏁 Назорат бўлими, 1-админ has closed the plan period.")
    assert "The period is closed" in (await english.second_admin.presses("🏁 The state of the plan", told)).text


async def test_nothing_is_reminded_of_a_closed_plan_nor_summed_up(english: Stage) -> None:
    await english.officer("М. Алимбаев").says("16 bajarildi")
    await closed(english)
    lead, admin, leader = english.officer(LEAD), english.admin, english.leader
    before = [await one.count() for one in (lead, admin, leader)]
    await english.goes_to(date(2024, 3, 5))
    for one, since in zip((lead, admin, leader), before, strict=True):
        assert await one.heard(since) == []


async def test_what_was_queued_before_the_end_is_not_said_after_it(english: Stage) -> None:
    lead = english.officer(LEAD)
    await lead.says("/settings")
    await lead.presses("🔔 10:00")
    await english.jumps_to(datetime(2024, 1, 25, 9, 5, tzinfo=TASHKENT))
    await english.settles()
    before = await lead.count()
    await closed(english)
    await english.goes_to("2024-01-25T12:00:00+05:00")
    assert "№2 " not in await said_since(lead, before)


async def test_nobody_is_asked_out_of_turn_once_the_period_is_closed(english: Stage) -> None:
    await english.jumps_to(date(2024, 2, 20))
    await english.settles()
    asking = await english.admin.says("/remind")
    page = await english.admin.says("/remind Юнусов")
    await closed(english)
    lead = english.officer(LEAD)
    before = await lead.count()
    await english.admin.presses("🔔 Ask", asking)
    answer = await english.admin.press("🔔 Ask for a report", page)
    assert answer is not None
    assert answer["text"].startswith("There is nothing to ask")
    assert await lead.heard(before) == []
    assert (await english.admin.says("/remind")).text == "The plan period is closed: nobody is asked."


async def test_what_waits_can_still_be_accepted_after_the_end(english: Stage) -> None:
    await english.officer(LEAD).says("2 bajarildi")
    await closed(english)
    await english.admin.presses("✅ Accept")
    assert (await state_of(english, 2))[0] == "done"


async def test_a_plan_closed_by_mistake_is_carried_on(english: Stage) -> None:
    lead: Someone = english.officer(LEAD)
    await closed(english)
    sure = await english.admin.presses("▶️ Reopen the plan", await english.admin.says("/plan"))
    assert "Reopen the plan?" in sure.text
    assert "The plan is being carried out." in (await english.admin.presses("▶️ Yes, reopen it", sure)).text
    assert "The plan has been reopened" in (await lead.last()).text
    assert "1-админ has reopened the plan." in (await english.second_admin.last()).text
    before = await lead.count()
    await english.jumps_to(date(2024, 1, 31))
    await english.goes_to(date(2024, 2, 2))
    assert "№2 " in await said_since(lead, before)


async def test_the_plan_loaded_again_stays_closed(english: Stage) -> None:
    await closed(english)
    await english.services.plans.load(english.plan, english.now)
    plan = await english.services.plans.current()
    assert plan is not None
    assert plan.is_closed


async def test_old_buttons_of_the_plan_are_answered_with_how_it_stands(english: Stage) -> None:
    shown = await english.admin.says("/plan")
    for data in ("pl2:99:2", "pl3:1:1", "pl3:99:0"):
        answer = await english.admin.taps(shown, data, forged=True)
        assert answer is not None
        assert "has changed in the meantime" in answer["text"]
    assert "The plan is being carried out." in (await english.admin.last()).text
    await english.admin.taps(shown, "pl1", forged=True)
    assert "The plan is being carried out." in (await english.admin.last()).text
