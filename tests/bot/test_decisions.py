"""Acceptance, returns and more time through the real buttons, with two admins and the officers."""

import asyncio
from datetime import date

import pytest

from tests.bot.scenes import again, state_of
from tests.stage import Shown, Someone, Stage

LEAD, CO_EXECUTOR = "Б. Юнусов", "А. Ибодуллаев"
NUMBER = 2  # led by the one, assisted by the other, February to June


@pytest.fixture
def lead(english: Stage) -> Someone:
    return english.officer(LEAD)


async def submitted(stage: Stage) -> Shown:
    """The lead says that the activity is done; what the first admin is shown of it."""
    await stage.officer(LEAD).says(f"{NUMBER} bajarildi: <i>all</i> is ready")
    return await stage.admin.last()


async def asked_for_time(stage: Stage, reason: str = "the law is late") -> Shown:
    """The lead asks for a month more; what the first admin is shown of it."""
    officer = stage.officer(LEAD)
    facts = await stage.services.activities.numbered(NUMBER, stage.now.date())
    assert facts is not None
    await officer.taps(await officer.says("/my"), f"o1:{facts.id}", forged=True)
    months = await officer.presses("⏳")
    await officer.presses(months.labels[0], months)
    await officer.says(reason)
    return await stage.admin.last()


async def said_since(someone: Someone, before: int) -> str:
    return "\n".join(one.text for one in await someone.heard(before))


@pytest.mark.on_both
async def test_done_by_the_lead_comes_to_every_admin_with_its_words(english: Stage) -> None:
    shown = await submitted(english)
    assert "For acceptance: Activity 2" in shown.text
    assert "<i>all</i> is ready" in shown.text
    assert "on time" in shown.text
    assert (await english.second_admin.last()).text == shown.text


async def test_the_files_of_the_report_follow_it(english: Stage, lead: Someone) -> None:
    before = await english.admin.count()
    await lead.sends_files(("plan.pdf", b"%PDF"), text=f"{NUMBER} bajarildi")
    head, file = await english.admin.heard(before)
    assert "📎 plan.pdf" in head.text
    assert "plan.pdf" in str(file.raw)


@pytest.mark.on_both
async def test_acceptance_is_told_to_lead_and_co_executor_each_by_their_part(english: Stage, lead: Someone) -> None:
    await submitted(english)
    decided = await english.admin.presses("✅ Accept")
    assert "Accepted by" in decided.text
    assert "done on time" in decided.text
    assert not any(label.startswith("✅") for label in decided.labels)
    assert (await lead.last()).text.startswith("🟢 Activity 2 (uslubiy hujjatlar namunalari) is accepted")
    assert "in which you are a co-executor" in (await english.officer(CO_EXECUTOR).last()).text


async def test_work_handed_in_after_the_deadline_is_accepted_as_late(english: Stage, lead: Someone) -> None:
    await english.jumps_to(date(2024, 7, 3))
    await english.settles()
    assert "late, 3 days past the deadline" in (await submitted(english)).text
    assert "done late" in (await english.admin.presses("✅ Accept")).text
    assert "Done late: 3 days past the deadline" in (await lead.last()).text


@pytest.mark.on_both
async def test_a_return_asks_for_its_reason_and_takes_the_buttons_away(english: Stage, lead: Someone) -> None:
    shown = await submitted(english)
    assert (
        "Write why Activity 2 (uslubiy hujjatlar namunalari) is returned"
        in (await english.admin.presses("↩️ Return")).text
    )
    assert "was returned" in (await english.admin.says("the list is missing <!>")).text
    settled = next(one for one in await english.admin.screen() if one.id == shown.id)
    assert "Returned by" in settled.text
    assert not any("Accept" in label for label in settled.labels)
    told = await lead.last()
    assert "the list is missing <!>" in told.text
    assert "report again" in told.text
    assert "is the responsible officer" in (await english.officer(CO_EXECUTOR).last()).text


async def test_a_file_alone_is_no_reason(english: Stage, lead: Someone) -> None:
    await submitted(english)
    await english.admin.presses("↩️ Return")
    assert "reason" in (await english.admin.sends_files(("list.pdf", b"%PDF"))).text
    await english.admin.says("see the list")
    assert "see the list" in (await lead.last()).text


async def test_a_command_in_place_of_a_reason_runs_as_a_command(english: Stage, lead: Someone) -> None:
    await submitted(english)
    await english.admin.presses("↩️ Return")
    assert "decision waits for you" in (await english.admin.says("/waiting")).text
    assert "under review" in (await lead.last()).text


async def test_the_reply_to_a_return_is_a_report_on_that_activity(english: Stage, lead: Someone) -> None:
    await submitted(english)
    await english.admin.presses("↩️ Return")
    await english.admin.says("the list is missing")
    assert "Recorded: Activity 2" in (await lead.says("илова қўшилди", reply_to=await lead.last())).text


async def test_the_second_admin_sees_who_accepted(english: Stage) -> None:
    await submitted(english)
    letter = await english.second_admin.with_button("✅ Accept")
    await english.admin.presses("✅ Accept")
    assert "✅ Accept" not in (await again(english.second_admin, letter)).labels
    [data] = [data for label, data, _ in letter.buttons if label == "✅ Accept"]
    answer = await english.second_admin.taps(letter, data, forged=True)
    assert answer is not None
    assert "already been decided" in answer["text"]
    assert "Accepted by Назорат бўлими, 1-админ" in (await english.second_admin.last()).text


async def test_an_edited_reason_of_a_return_is_told_to_stay(english: Stage, lead: Someone) -> None:
    await submitted(english)
    await english.admin.presses("↩️ Return")
    await english.admin.says("the list is missing")
    sent = next(shown for shown in reversed(await english.admin.screen()) if shown.is_mine)
    before = await lead.count()
    await english.admin.edits(sent, "the annex is missing")
    assert (await english.admin.last()).text == "Your answer was taken as you first sent it, and has not been changed."
    assert await lead.heard(before) == []


@pytest.mark.on_both
async def test_of_two_admins_who_press_at_once_one_decides_and_the_other_sees_who(
    english: Stage, lead: Someone
) -> None:
    await submitted(english)
    admins, before = (english.admin, english.second_admin), await lead.count()
    answers = await asyncio.gather(*(admin.press("✅ Accept") for admin in admins))
    assert ["already been decided" in str(answer and answer["text"]) for answer in answers].count(True) == 1
    one, other = [(await admin.last()).text.partition("Accepted by ")[2] for admin in admins]
    assert one == other
    assert one.startswith("Назорат бўлими")
    assert (await said_since(lead, before)).count("is accepted") == 1


async def test_a_reason_that_comes_too_late_changes_nothing_and_is_told_so(english: Stage, lead: Someone) -> None:
    await submitted(english)
    await english.admin.presses("↩️ Return")
    await english.second_admin.presses("✅ Accept")
    before = await lead.count()
    shown = await english.admin.says("the annex is missing")
    assert shown.text.startswith("It has already been decided; your words were not sent:\nthe annex is missing")
    assert "Accepted by Назорат бўлими, 2-админ" in shown.text
    assert await lead.heard(before) == []


async def test_a_confirmed_reason_that_comes_too_late_is_not_said_to_be_taken(english: Stage, lead: Someone) -> None:
    await submitted(english)
    await english.admin.presses("↩️ Return")
    asked = await english.admin.says("7-тадбирда камчилик бор")
    assert "Is this the requested reason?" in asked.text
    await english.second_admin.presses("✅ Accept")
    before, said = await lead.count(), await english.admin.count()
    await english.admin.presses("✅ Yes, it is", asked)
    assert "your words were not sent:\n7-тадбирда" in await said_since(english.admin, said)
    assert "not taken" in (await again(english.admin, asked)).text
    assert await lead.heard(before) == []


@pytest.mark.parametrize("first", ["7-тадбирда камчилик бор", "Нега илова йўқ?"])
async def test_after_a_question_whether_it_is_the_reason_the_next_words_are_it(
    english: Stage, lead: Someone, first: str
) -> None:
    await submitted(english)
    await english.admin.presses("↩️ Return")
    asked = await english.admin.says(first)
    assert "Is this the requested reason?" in asked.text
    thanks = await english.admin.says("рахмат")
    assert "Is this the requested reason?" in thanks.text
    before = await lead.count()
    await english.admin.says("Илова йўқ, қўшиб юборинг")
    assert "Илова йўқ" in await said_since(lead, before)
    assert (await again(english.admin, asked)).labels == (await again(english.admin, thanks)).labels == []


async def test_a_submission_the_officer_took_back_cannot_be_accepted(english: Stage, lead: Someone) -> None:
    await submitted(english)
    letter = await english.admin.with_button("✅ Accept")
    await lead.presses("↩️ Undo")
    assert "taken this report back" in (await again(english.admin, letter)).text
    [data] = [data for label, data, _ in letter.buttons if label == "✅ Accept"]
    await english.admin.taps(letter, data, forged=True)
    assert (await state_of(english, NUMBER))[0] != "done"
    assert "Nothing is waiting" in (await english.admin.says("/waiting")).text


async def test_a_submission_is_not_told_when_it_was_taken_back_before_it_was_sent(
    english: Stage, lead: Someone
) -> None:
    person = await english.services.people.identify(lead.id, lead.name, None, english.now)
    [one] = [
        facts
        for facts in await english.services.activities.of(person.executor_ids, english.now.date())
        if facts.number == 2
    ]
    before = await english.admin.count()
    asked = await english.services.reporting.mark(person, one.id, lead.id, english.now, percent=None, done=True)
    assert asked is not None
    [done] = await english.services.drafts.hand_in(asked.report_id, "улар сафарда", person, english.now)
    await english.services.reporting.undo(done.report_id, person, english.now)
    await english.settles()
    assert await english.admin.heard(before) == []


@pytest.mark.on_both
async def test_more_time_approved_moves_the_deadline_and_is_told(english: Stage, lead: Someone) -> None:
    shown = await asked_for_time(english)
    assert "From 30 June 2024 to 31 July 2024" in shown.text
    assert "the law is late" in shown.text
    assert "Approved by" in (await english.admin.presses("✅ Approve")).text
    assert "the deadline is now 31 July 2024" in (await lead.last()).text
    assert "31 July 2024" in (await english.officer(CO_EXECUTOR).last()).text


async def test_more_time_refused_asks_for_a_comment(english: Stage, lead: Someone) -> None:
    await asked_for_time(english)
    letter = await english.second_admin.with_button("✅ Approve")
    await english.admin.presses("❌ Refuse")
    assert "No more time for Activity 2" in (await english.admin.says("start & finish")).text
    told = (await lead.last()).text
    assert "The deadline stays 30 June 2024" in told
    assert "start & finish" in told
    assert "Refused by" in (await again(english.second_admin, letter)).text


async def test_a_co_executors_report_is_told_to_the_lead_with_its_words(english: Stage, lead: Someone) -> None:
    await english.officer(CO_EXECUTOR).says(f"{NUMBER} бажарилди")
    told = await lead.last()
    assert "reported on Activity 2" in told.text
    assert "Their part is done" in told.text
    assert "🗂 All reports and files" in told.labels


async def test_all_that_waits_is_listed_with_a_button_each(english: Stage) -> None:
    await submitted(english)
    await english.outsider.presses("🙋")
    shown = await english.admin.says("/waiting")
    assert "2 decisions wait for you" in shown.text
    assert "For acceptance: Activity 2" in (await english.admin.presses("🟡 №2", shown)).text
    await english.admin.says("/waiting")
    assert "asks to be linked" in (await english.admin.presses("🙋")).text


async def test_the_admins_are_told_of_waiting_work_when_it_is_new_and_on_mondays_and_thursdays(english: Stage) -> None:
    await submitted(english)
    before = await english.admin.count()
    await english.goes_to("2024-01-05T09:30:00+05:00")
    assert (await said_since(english.admin, before)).count("1 decision waits for you") == 2


async def test_an_officer_cannot_accept_their_own_work(english: Stage, lead: Someone) -> None:
    await submitted(english)
    before = await lead.last()
    await lead.taps(before, "k3:1:accept:1", forged=True)
    await lead.taps(before, "y2:1:approve:", forged=True)
    assert "Nothing is waiting" not in (await english.admin.says("/waiting")).text


async def test_a_button_of_a_submission_that_never_was_is_answered(english: Stage) -> None:
    for data in ("k3:99:accept:1", "k3:99:return:1", "k3:99:look:", "y2:99:approve:", "y2:99:refuse:"):
        shown = await english.admin.says("/waiting")
        answer = await english.admin.taps(shown, data, forged=True)
        assert answer is not None and "no longer there" in answer["text"]
        assert (await english.admin.last()).text == shown.text


async def test_the_admins_are_told_once_that_the_period_is_over(english: Stage) -> None:
    await english.jumps_to(date(2024, 7, 1))
    before = await english.admin.count()
    await english.settles()
    await english.goes_to(date(2024, 7, 3))
    said = await said_since(english.admin, before)
    assert said.count("To load the next plan, send me its document") == 1
    assert "30 June 2024" in said
