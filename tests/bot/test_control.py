"""The plan under control: acceptance taken back, leaders who decide, and what admins change of an activity."""

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from services.control.changes import Refused
from tests.bot.scenes import activity, again, audited, said_since, state_of
from tests.stage import Shown, Someone, Stage, staged

LEAD, CO_EXECUTOR = "Б. Юнусов", "А. Ибодуллаев"
NUMBER = 2  # led by the one, assisted by the other, February to June


@pytest.fixture
def lead(english: Stage) -> Someone:
    return english.officer(LEAD)


@pytest.fixture
def assistant(english: Stage) -> Someone:
    return english.officer(CO_EXECUTOR)


@pytest.fixture
async def with_leaders(tmp_path: Path, opened_in_english: Path) -> AsyncIterator[Stage]:
    """The bot with LEADERS_ACCEPT=true."""
    async with staged(tmp_path, opened=opened_in_english, default_locale="en", leaders_accept=True) as one:
        yield one


async def manages(stage: Stage, step: str = "", number: int = NUMBER) -> Shown:
    """The admin opens an activity's card, then ⚙️, then a step."""
    await stage.admin.says(f"/report {number}")
    shown = await stage.admin.presses("⚙️")
    return await stage.admin.presses(step, shown) if step else shown


# -- acceptance ----------------------------------------------------------------------------------------------------
async def test_what_was_returned_is_as_far_as_it_was_before_it_was_handed_in(english: Stage, lead: Someone) -> None:
    await lead.says(f"{NUMBER} 40% the draft is written")
    await lead.says(f"{NUMBER} bajarildi")
    assert await state_of(english, NUMBER) == ("review", 100)
    await english.admin.presses("↩️ Return")
    await english.admin.says("the list is missing")
    assert await state_of(english, NUMBER) == ("returned", 40)
    assert (await activity(english, NUMBER)).lead.done is False


async def test_what_was_accepted_by_mistake_is_opened_again_with_a_reason(
    english: Stage, lead: Someone, assistant: Someone
) -> None:
    await lead.says(f"{NUMBER} 40% the draft is written")
    await lead.says(f"{NUMBER} bajarildi")
    decided = await english.admin.presses("✅ Accept")
    asked = await english.admin.presses("🔓 Accepted by mistake", decided)
    assert "Write why the acceptance of Activity 2 (uslubiy hujjatlar namunalari) is taken back" in asked.text
    await english.admin.says("the <annex> is missing")
    assert "Reopened by" in (await again(english.admin, decided)).text
    assert await state_of(english, NUMBER) == ("returned", 40)
    for one in (lead, assistant):
        told = (await one.last()).text
        assert "was accepted by mistake and has been reopened" in told
        assert "the <annex> is missing" in told
    assert (await audited(english, f"activity:{NUMBER}"))[-1] == "activity.reopened"


async def test_reminders_come_again_once_an_acceptance_is_taken_back(english: Stage, lead: Someone) -> None:
    await lead.says(f"{NUMBER} bajarildi")
    await english.admin.presses("✅ Accept")
    before = await lead.count()
    await english.jumps_to(date(2024, 2, 29))
    await english.goes_to(date(2024, 3, 2))
    assert "№2 " not in await said_since(lead, before)
    await english.admin.says(f"/report {NUMBER}")
    await english.admin.presses("🔓 Accepted by mistake")
    await english.admin.says("by mistake")
    before = await lead.count()
    await english.jumps_to(date(2024, 3, 31))
    await english.goes_to(date(2024, 4, 2))
    assert "№2 " in await said_since(lead, before)


async def test_an_acceptance_is_taken_back_once(english: Stage, lead: Someone) -> None:
    await lead.says(f"{NUMBER} bajarildi")
    decided = await english.admin.presses("✅ Accept")
    theirs = await english.second_admin.with_button("🔓 Accepted by mistake")
    await english.admin.presses("🔓 Accepted by mistake", decided)
    await english.second_admin.presses("🔓 Accepted by mistake", theirs)
    await english.admin.says("mine")
    before = await lead.count()
    assert "Reopened by" in (await english.second_admin.says("theirs")).text
    assert await lead.heard(before) == []
    assert (await audited(english, f"activity:{NUMBER}")).count("activity.reopened") == 1


async def test_the_reason_of_opening_again_must_have_words(english: Stage, lead: Someone) -> None:
    await lead.says(f"{NUMBER} bajarildi")
    await english.admin.presses("🔓 Accepted by mistake", await english.admin.presses("✅ Accept"))
    assert "reason" in (await english.admin.sends_files(("list.pdf", b"%PDF"))).text
    assert (await state_of(english, NUMBER))[0] == "done"


async def test_leaders_only_read_unless_they_are_said_to_accept(english: Stage, lead: Someone) -> None:
    await lead.says(f"{NUMBER} bajarildi")
    await english.leader.says(f"/report {NUMBER}")
    assert not any("Decide" in label for label in (await english.leader.last()).labels)
    card = await english.admin.in_group().says(f"/report {NUMBER}")
    answer = await english.leader.press("🟡 Decide", card)
    assert answer is not None
    assert "Only the administrators can decide" in answer["text"]
    assert (await state_of(english, NUMBER))[0] == "review"


async def test_leaders_accept_in_their_chat_where_so_configured(with_leaders: Stage) -> None:
    await with_leaders.officer(LEAD).says(f"{NUMBER} bajarildi")
    await with_leaders.leader.says(f"/report {NUMBER}")
    asked = await with_leaders.leader.presses("🟡 Decide")
    assert "For acceptance: Activity 2" in asked.text
    decided = await with_leaders.leader.presses("✅ Accept", asked)
    assert "Accepted by Раҳбарият аъзоси" in decided.text
    assert decided.labels == ["Activity 2"]
    assert (await with_leaders.officer(LEAD).last()).text.startswith(
        "🟢 Activity 2 (uslubiy hujjatlar namunalari) is accepted"
    )


async def test_leaders_return_with_a_reason_where_so_configured(with_leaders: Stage) -> None:
    await with_leaders.officer(LEAD).says(f"{NUMBER} bajarildi")
    await with_leaders.leader.says(f"/report {NUMBER}")
    await with_leaders.leader.presses("🟡 Decide")
    question = await with_leaders.leader.presses("↩️ Return")
    await with_leaders.leader.says("the list is missing", reply_to=question)
    assert "the list is missing" in (await with_leaders.officer(LEAD).last()).text
    assert (await state_of(with_leaders, NUMBER))[0] == "returned"


async def test_a_leader_cannot_take_an_acceptance_back(with_leaders: Stage) -> None:
    await with_leaders.officer(LEAD).says(f"{NUMBER} bajarildi")
    decided = await with_leaders.admin.presses("✅ Accept")
    assert decided is not None
    card = await with_leaders.leader.says(f"/report {NUMBER}")
    answer = await with_leaders.leader.taps(card, "k2:1", forged=True)
    assert answer is not None
    assert "Only the administrators can decide" in answer["text"]
    assert (await state_of(with_leaders, NUMBER))[0] == "done"


# -- what admins change --------------------------------------------------------------------------------------------
async def test_the_card_of_an_admin_alone_has_the_button_to_manage(english: Stage, lead: Someone) -> None:
    assert "⚙️ Manage" in (await english.admin.says(f"/report {NUMBER}")).labels
    assert "⚙️ Manage" not in (await english.admin.in_group().says(f"/report {NUMBER}")).labels
    await lead.says("/my")
    assert "⚙️ Manage" not in (await lead.presses(f"№{NUMBER}")).labels


async def test_another_deadline_is_chosen_by_month_and_told_with_the_reason(
    english: Stage, lead: Someone, assistant: Someone
) -> None:
    months = await manages(english, "🗓")
    assert "June 2024" not in months.labels
    assert months.labels[0] == "February 2024"  # when the work begins
    await english.admin.presses("May 2024", months)
    done = await english.admin.says("the <law> changes")
    assert "the deadline is now 31 May 2024" in done.text
    assert "It was 30 June 2024" in done.text
    for one in (lead, assistant):
        told = (await one.last()).text
        assert "the deadline is now 31 May 2024" in told
        assert "the <law> changes" in told
        assert "By Назорат бўлими, 1-админ" in told
    facts = await activity(english, NUMBER)
    assert (facts.due_on, facts.planned_due_on) == (date(2024, 5, 31), date(2024, 6, 30))
    assert (await audited(english, f"activity:{NUMBER}"))[-1] == "activity.deadline"


async def test_reminders_follow_the_deadline_that_an_admin_set(english: Stage, lead: Someone) -> None:
    await english.admin.presses("March 2024", await manages(english, "🗓"))
    await english.admin.says("sooner")
    await english.jumps_to(date(2024, 3, 27))
    await english.goes_to(date(2024, 3, 28))
    before = await lead.count()
    await english.goes_to(date(2024, 3, 30))
    assert "№2 " in await said_since(lead, before)


async def test_a_deadline_needs_its_reason_and_a_command_is_none(english: Stage, lead: Someone) -> None:
    await english.admin.presses("May 2024", await manages(english, "🗓"))
    assert "reason" in (await english.admin.sends_files(("a.pdf", b"%PDF"))).text
    await english.admin.says("/waiting")
    assert (await activity(english, NUMBER)).due_on == date(2024, 6, 30)


async def test_work_without_a_deadline_has_none_to_change(english: Stage) -> None:
    endless = next(one.number for one in await english.services.activities.all(english.now.date()) if one.is_endless)
    assert not any("deadline" in label for label in (await manages(english, number=endless)).labels)


async def test_an_activity_is_removed_from_control_and_put_on_it_again(
    english: Stage, lead: Someone, assistant: Someone
) -> None:
    await lead.says(f"{NUMBER} 40%")
    await manages(english, "🚫")
    sure = await english.admin.says("the law was withdrawn")
    assert sure.text.startswith("Remove Activity 2 (uslubiy hujjatlar namunalari) from control?")
    assert (await state_of(english, NUMBER))[0] == "in_progress", "nothing is changed before the yes"
    before = await english.admin.count()
    await english.admin.presses("✅ Yes", sure)
    assert "was removed from control" in await said_since(english.admin, before)
    for one in (lead, assistant):
        assert "the law was withdrawn" in (await one.last()).text
    assert await state_of(english, NUMBER) == ("closed", 40)
    assert "Removed from control: the law was withdrawn" in (await english.admin.says(f"/report {NUMBER}")).text
    before = await lead.count()
    await english.jumps_to(date(2024, 2, 29))
    await english.goes_to(date(2024, 3, 2))
    assert "№2 " not in await said_since(lead, before)
    assert "is back on control" in (await manages(english, "♻️")).text
    assert await state_of(english, NUMBER) == ("in_progress", 40)
    assert "is back on control" in (await lead.last()).text
    before = await lead.count()
    await english.jumps_to(date(2024, 3, 27))
    await english.goes_to(date(2024, 4, 2))
    assert "№2 " in await said_since(lead, before)
    assert (await audited(english, f"activity:{NUMBER}"))[-2:] == ["activity.closed", "activity.restored"]


async def test_what_waits_for_acceptance_is_decided_before_it_can_be_closed(english: Stage, lead: Someone) -> None:
    await lead.says(f"{NUMBER} bajarildi")
    shown = await manages(english)
    assert not any(label.startswith("🚫") for label in shown.labels)
    facts = await activity(english, NUMBER)
    await english.admin.taps(shown, f"ct1:{facts.id}:close", forged=True)
    assert "cannot be changed now" in (await english.admin.last()).text


async def test_another_executor_is_made_responsible_after_asking_once_more(
    english: Stage, lead: Someone, assistant: Someone
) -> None:
    sure = await english.admin.presses("A. Ibodullayev", await manages(english, "👤"))
    assert "will be responsible for Activity 2" in sure.text
    assert (await activity(english, NUMBER)).lead.executor.name == LEAD
    assert "the responsible officer is now" in (await english.admin.presses("✅ Yes", sure)).text
    assert [part.executor.name for part in (await activity(english, NUMBER)).parts][:2] == [CO_EXECUTOR, LEAD]
    assert "the responsible officer is now" in (await lead.last()).text
    assert "you are the responsible officer" in (await assistant.last()).text
    await assistant.says(f"{NUMBER} bajarildi")
    assert (await state_of(english, NUMBER))[0] == "review"


async def test_anybody_of_the_office_can_be_made_responsible_co_executors_first(english: Stage, lead: Someone) -> None:
    await lead.says("Бу 2-тадбир менга тегишли эмас, бошқа бўлимники")
    chosen = await manages(english, "👤")
    there = [part.executor.name for part in (await activity(english, NUMBER)).parts[1:]]
    assert [label.startswith("👥 ") for label in chosen.labels[: len(there) + 1]] == [True] * len(there) + [False]
    following = await english.admin.presses("▶️", chosen)
    back = await english.admin.presses("◀️", following)
    assert back.labels == chosen.labels
    while "X. Mamatov" not in back.labels:
        back = await english.admin.presses("▶️", back)
    sure = await english.admin.presses("X. Mamatov", back)
    assert "in the place of B. Yunusov" in sure.text
    assert (await activity(english, NUMBER)).lead.executor.name == LEAD
    new = english.officer("Х. Маматов")
    before = {one: await one.count() for one in (new, lead)}
    assert "its executor is now" in (await english.admin.presses("✅ Yes", sure)).text
    assert [part.executor.name for part in (await activity(english, NUMBER)).parts] == ["Х. Маматов", *there]
    [told] = await new.heard(before[new])
    assert "you are the responsible officer" in told.text and "✅ I have read it" in told.labels
    [left] = await lead.heard(before[lead])
    assert "is not yours any more" in left.text, "what they said against it is settled by it"
    data = next(data for label, data, _ in sure.buttons if data and label.startswith("✅"))
    await english.admin.taps(sure, data, forged=True)
    assert "changed in the meantime" in (await again(english.admin, sure)).text, "an old button"


async def test_work_without_co_executors_is_given_to_another_unless_it_waits_for_acceptance(english: Stage) -> None:
    alone = next(one for one in await english.services.activities.all(english.now.date()) if not one.parts[1:])
    officer = english.officer(alone.lead.executor.name)
    menu = await manages(english, number=alone.number)
    assert any("👤" in label for label in menu.labels)
    await officer.says(f"{alone.number} bajarildi")
    menu = await manages(english, number=alone.number)
    assert not any("👤" in label for label in menu.labels)


async def test_the_text_is_mended_after_before_and_after_were_seen(english: Stage, lead: Someone) -> None:
    facts = await activity(english, NUMBER)
    question = await manages(english, "✏️")
    assert "Write the full text" in question.text
    shown = await english.admin.says("Янги <матн> &\nтузатилди")
    assert "Before:" in shown.text
    assert "Янги <матн> & тузатилди" in shown.text
    assert (await activity(english, NUMBER)).text == facts.text
    assert "was corrected" in (await english.admin.presses("✅ Yes, change it", shown)).text
    assert (await activity(english, NUMBER)).text == "Янги <матн> & тузатилди"
    assert "Yangi <matn> & tuzatildi" in (await lead.last()).text
    assert (await audited(english, f"activity:{NUMBER}"))[-1] == "activity.text"


async def test_a_text_pressed_twice_is_changed_once(english: Stage) -> None:
    await manages(english, "✏️")
    shown = await english.admin.says("Янги матн")
    await english.admin.presses("✅ Yes, change it", shown)
    await english.admin.taps(shown, f"ct4:{(await activity(english, NUMBER)).id}", forged=True)
    assert "cannot be changed now" in (await english.admin.last()).text
    assert (await audited(english, f"activity:{NUMBER}")).count("activity.text") == 1


async def test_a_file_is_no_text(english: Stage) -> None:
    await manages(english, "✏️")
    assert "write the text itself" in (await english.admin.sends_files(("a.pdf", b"%PDF"))).text


async def test_buttons_of_an_activity_that_never_was_are_answered(english: Stage) -> None:
    shown = await english.admin.says("/waiting")
    for data in ("ct1:999:menu", "ct1:999:close", "ct2:999:2024-05", "ct3:999:1:1", "ct4:999"):
        answer = await english.admin.taps(shown, data, forged=True)
        assert answer is not None and "not there any more" in answer["text"]
    answer = await english.admin.taps(shown, "k2:99", forged=True)
    assert answer is not None and "no longer there" in answer["text"]
    assert (await english.admin.last()).text == shown.text


async def test_an_officer_manages_nothing(english: Stage, lead: Someone) -> None:
    facts = await activity(english, NUMBER)
    shown = await lead.says("/my")
    for data in (f"ct1:{facts.id}:restore", f"ct2:{facts.id}:2024-05", f"ct3:{facts.id}:2:1", "k2:1"):
        await lead.taps(shown, data, forged=True)
    assert await activity(english, NUMBER) == facts


async def test_what_was_taken_off_control_is_counted_apart_from_what_is_done(english: Stage, lead: Someone) -> None:
    await lead.says("2 bajarildi")
    await english.admin.presses("✅ Accept")
    admin = await english.services.people.identify(english.admin.id, "admin", None, english.now)
    for number in (1, 3):  # the one in section I with №2, the other in II with №4
        closed = await english.services.control.close(
            (await activity(english, number)).id, "lost its force", admin, english.now
        )
        assert not isinstance(closed, Refused)
    await english.jumps_to(date(2024, 3, 4))
    await english.settles()
    whole = (await english.admin.says("/report")).text
    assert "1 of 26 activities done, none overdue." in whole, "№3 fell due on 29 February"
    assert "🟢 done: 1\n" in whole and "⚪ closed: 2\n" in whole
    assert "Discipline: 100% (on time: 1 of 1)" in whole
    lines = [line.split(" — ")[1] for line in whole.split("\n") if re.match("I{1,3}\\. ", line)]
    assert lines == ["1 of 2 done, ⚪ closed: 1", "0 of 2 done, ⚪ closed: 1", "0 of 5 done"]
    done = (await english.admin.says("/report done")).labels
    assert "№2" in done and not {"№1", "№3"} & set(done)
    assert {"№1", "№3"} <= set((await english.admin.says("/report removed from control")).labels)
    officers = (await english.admin.presses("👤 By officer", await english.admin.says("/report discipline"))).text
    assert re.search("B. Yunusov: [0-9]+ activities, 1 done, ⚪ closed: 1", officers)
    summary = (await english.leader.in_group().heard())[-1].text
    assert "🟢 done: 1" in summary and "⚪ closed: 2" in summary
