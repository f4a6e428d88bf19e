"""Linking a person is shown as it will be and confirmed; who holds the executor is named and told; nothing is lost."""

import re
from datetime import timedelta

import pytest

from models import Attachment, Link, LinkRequest, Report
from tests.bot.scenes import again, count, reports, said_since
from tests.stage import Shown, Someone, Stage

HELD = "Б. Юнусов"
HELD_LATIN = "Yunusov"


async def request_screen(stage: Stage) -> Shown:
    """The stranger asks; the admin opens the list of executors."""
    await stage.outsider.says("салом")
    await stage.outsider.presses("🙋")
    return await stage.admin.presses("👥 Choose")


async def invited(stage: Stage, name: str) -> str:
    shown = await stage.admin.says(f"/invite {name}")
    found = re.search(r"start=([\w-]+)", shown.text)
    assert found is not None, shown.text
    return found[1]


async def free_name(stage: Stage) -> str:
    board = await stage.services.linking.board(stage.now)
    return next(one.executor.name for one in board if not one.members)


async def links(stage: Stage, person: Someone) -> int:
    account = await stage.services.admins.account_of(person.id)
    return 0 if account is None else await count(stage, Link, Link.account_id == account.id)


async def test_one_tap_links_nobody_and_shows_what_will_be(english: Stage) -> None:
    listed = await request_screen(english)
    shown = await english.admin.presses(HELD_LATIN, listed)
    assert await links(english, english.outsider) == 0
    assert shown.text.startswith("Shall Бегона киши be linked as B. Yunusov?")
    assert "Already linked as B. Yunusov:\n▫️ Б. Юнусов" in shown.text
    before = await english.officer(HELD).count()
    await english.admin.presses("✅ Yes, link", shown)
    assert await links(english, english.outsider) == 1
    told = await said_since(english.officer(HELD), before)
    assert "now answers for" in told
    assert told.count(HELD_LATIN) >= 1


async def test_going_back_links_nobody_and_the_request_stays(english: Stage) -> None:
    listed = await request_screen(english)
    shown = await english.admin.presses(HELD_LATIN, listed)
    back = await english.admin.presses("⬅️", shown)
    assert "asks to be linked" in back.text
    assert await count(english, LinkRequest, LinkRequest.decided_at.is_(None)) == 1
    assert await links(english, english.outsider) == 0


async def test_a_free_executor_is_confirmed_as_well(english: Stage) -> None:
    name = await free_name(english)
    listed = await request_screen(english)
    facts = next(one for one in await english.services.linking.executors() if one.name == name)
    await english.admin.taps(listed, f"r3:{_request(listed)}:ask:{facts.id}:0", forged=True)
    assert "Nobody is linked" in (await again(english.admin, listed)).text
    assert await links(english, english.outsider) == 0


def _request(shown: Shown) -> str:
    data = next(data for _, data, _ in shown.buttons if data and data.startswith("r3:"))
    return data.split(":")[1]


async def test_a_button_of_an_earlier_release_links_nobody(english: Stage) -> None:
    listed = await request_screen(english)
    executor = (await english.services.linking.executors())[0]
    await english.admin.taps(listed, f"r2:{_request(listed)}:link:{executor.id}", forged=True)
    assert await links(english, english.outsider) == 0


@pytest.mark.parametrize("who", ["outsider", "officer"])
async def test_nobody_but_an_admin_links(english: Stage, who: str) -> None:
    listed = await request_screen(english)
    person = english.outsider if who == "outsider" else english.officer(HELD)
    executor = (await english.services.linking.executors())[0]
    for step in ("ask", "link"):
        await person.taps(await person.last(), f"r3:{_request(listed)}:{step}:{executor.id}:0", forged=True)
    assert await links(english, english.outsider) == 0


async def test_what_has_changed_since_it_was_shown_is_shown_anew(english: Stage) -> None:
    name = await free_name(english)
    executor = next(one for one in await english.services.linking.executors() if one.name == name)
    listed = await request_screen(english)
    await english.admin.taps(listed, f"r3:{_request(listed)}:ask:{executor.id}:0", forged=True)
    shown = await again(english.admin, listed)
    token = await invited(english, name)
    await english.officer(HELD).starts(token)  # somebody else takes it meanwhile
    await english.officer(HELD).presses("✅")
    await english.admin.presses("✅ Yes, link", shown)
    assert await links(english, english.outsider) == 0
    anew = await again(english.admin, listed)
    assert "▫️ Б. Юнусов" in anew.text
    await english.admin.presses("✅ Yes, link", anew)
    assert await links(english, english.outsider) == 1


async def test_one_who_is_linked_already_is_said_to_be(english: Stage) -> None:
    """A request made before an invite was used: it is decided by the invite."""
    listed = await request_screen(english)
    token = await invited(english, await free_name(english))
    await english.outsider.starts(token)
    await english.outsider.presses("✅")
    assert await count(english, LinkRequest, LinkRequest.decided_at.is_(None)) == 0
    await english.admin.presses(HELD_LATIN, listed)
    assert "by an invitation" in (await again(english.admin, listed)).text
    assert await links(english, english.outsider) == 1


async def test_refusing_is_confirmed(english: Stage) -> None:
    await request_screen(english)
    second = await english.second_admin.presses("❌ Refuse")
    assert await count(english, LinkRequest, LinkRequest.decided_at.is_(None)) == 1
    await english.second_admin.presses("❌ Yes, refuse", second)
    assert await count(english, LinkRequest, LinkRequest.decided_at.is_(None)) == 0
    assert "did not link you" in (await english.outsider.last()).text


@pytest.mark.parametrize("verdict", ["link", "refuse"])
async def test_a_late_press_is_told_so_and_leaves_the_answer_to_the_stranger_alone(
    english: Stage, verdict: str
) -> None:
    listed = await request_screen(english)
    late = await english.second_admin.presses("❌ Refuse")
    late_data = next(data for label, data, _ in late.buttons if "Yes, refuse" in label)
    if verdict == "link":
        await english.admin.presses("✅ Yes, link", await english.admin.presses(HELD_LATIN, listed))
    else:
        refusing = await english.admin.presses("❌ Refuse", await english.admin.presses("⬅️", listed))
        await english.admin.presses("❌ Yes, refuse", refusing)
    await english.settles()
    told = await english.outsider.screen()
    answer = await english.second_admin.taps(late, late_data, forged=True)
    assert answer is not None
    assert "already been decided" in answer["text"]
    assert [one.text for one in await english.outsider.screen()] == [one.text for one in told]
    settled = await again(english.second_admin, late)
    assert ("✅ Linked as" if verdict == "link" else "❌ Refused by") in settled.text


async def test_the_holder_hears_of_an_account_linked_by_an_invite(english: Stage) -> None:
    before = await english.officer(HELD).count()
    await english.outsider.starts(await invited(english, HELD))
    await english.outsider.presses("✅")
    told = await said_since(english.officer(HELD), before)
    assert "now answers for" in told
    assert "control department" in told


async def test_who_is_invited_to_a_held_executor_is_named_to_the_admin_first(english: Stage) -> None:
    before = await english.admin.count()
    await english.admin.says(f"/invite {HELD}")
    first, *_ = await english.admin.heard(before)
    assert "Already linked as B. Yunusov" in first.text
    assert "start=" not in first.text


@pytest.mark.parametrize("how", ["request", "invite"])
async def test_a_strangers_words_and_files_are_taken_once_they_are_linked(english: Stage, how: str) -> None:
    facts = await english.services.activities.numbered(9, english.now.date())
    assert facts is not None
    name = facts.lead.executor.name
    stranger = english.outsider
    await stranger.sends_files(("қарор.pdf", b"%PDF-1.4 x"), text="9-тадбир 40%, лойиҳа келишилмоқда")
    assert await count(english, Report) == 0
    if how == "request":
        letter = await english.admin.presses("🙋 Link")
        listed = await english.admin.presses("👥 Choose", letter)
        executor = facts.lead.executor.id
        await english.admin.taps(listed, f"r3:{_request(listed)}:ask:{executor}:0", forged=True)
        await english.admin.presses("✅ Yes, link", await again(english.admin, listed))
    else:
        await stranger.starts(await invited(english, name))
        await stranger.presses("✅")
        await english.handled()
    offered = await stranger.with_button("✍️ Take it as a report")
    assert "лойиҳа келишилмоқда" in offered.text
    assert await count(english, Report) == 0, "nothing is recorded by itself"
    taken = await stranger.presses("✍️ Take it as a report", offered)
    assert "40" in taken.text
    [report] = await reports(english)
    assert report.percent == 40
    assert await count(english, Attachment) == 1
    await stranger.taps(offered, next(data for _, data, _ in offered.buttons if data), forged=True)
    assert await count(english, Report) == 1, "twice is once"


async def test_nobody_takes_anothers_words(english: Stage) -> None:
    await english.outsider.says("9-тадбир 40%")
    await english.officer(HELD).taps(await english.officer(HELD).last(), "ap6:1", forged=True)
    await english.outsider.taps(await english.outsider.last(), "ap6:1", forged=True)
    assert await count(english, Report) == 0


async def test_an_invitation_is_in_two_scripts_with_copy_and_share(stage: Stage) -> None:
    shown = await stage.admin.says(f"/invite {await free_name(stage)}")
    assert stage.plan.organisation in shown.text
    assert "назорат бўлими" in shown.text
    assert "nazorat bo‘limi" in shown.text
    [[copy, share]] = shown.raw["buttons"]
    link = re.search(r"https://t\.me/\S+start=\S+", shown.text)
    assert link is not None
    assert copy["copy"] == link[0]
    assert share["url"].startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2F")


async def test_an_invited_person_first_sees_who_asks_and_chooses_the_language(english: Stage) -> None:
    stranger = english.outsider
    asked = await stranger.starts(await invited(english, await free_name(english)))
    assert "komissiyasi" in asked.text
    asked = await stranger.presses("Русский", asked)
    assert "отдел контроля" in asked.text
    assert await links(english, stranger) == 0
    await stranger.presses("✅", asked)
    assert await links(english, stranger) == 1
    assert "Ваши мероприятия" in (await stranger.last()).text


async def test_kept_words_of_two_activities_are_offered_apart(english: Stage) -> None:
    stranger, before = english.outsider, await english.outsider.count()
    await stranger.says("9-тадбир 40%, лойиҳа келишилмоқда")
    await stranger.says("ўқув қўлланма тайёр бўлди")
    await stranger.starts(await invited(english, await free_name(english)))
    await stranger.presses("✅")
    await english.handled()
    offers = [one for one in await stranger.heard(before) if "✍️ Take it as a report" in one.labels]
    assert ["40%" in one.text for one in offers] == [True, False]
    assert ["қўлланма" in one.text for one in offers] == [False, True]


async def test_whoever_was_just_refused_is_linked_by_an_admins_word_alone(english: Stage) -> None:
    stranger, name = english.outsider, await free_name(english)
    await stranger.says("/start")
    await stranger.presses("🙋")
    await english.admin.presses("❌ Yes, refuse", await english.admin.presses("❌ Refuse"))
    token, before = await invited(english, name), await english.admin.count()
    await stranger.starts(token)
    shown = await stranger.presses("✅")
    assert shown.text.startswith("The administrators have refused to link this account, so they are asked first.")
    assert await links(english, stranger) == 0
    letter = (await english.admin.heard(before))[-1]
    assert "asks to be linked" in letter.text
    assert await count(english, LinkRequest, LinkRequest.decided_at.is_(None)) == 1
    await stranger.starts(token)
    await stranger.presses("✅")
    assert len(await english.admin.heard(before)) == 1, "asked once"
    listed = await english.admin.presses("👥 Choose", letter)
    facts = next(one for one in await english.services.linking.executors() if one.name == name)
    await english.admin.taps(listed, f"r3:{_request(listed)}:ask:{facts.id}:0", forged=True)
    await english.admin.presses("✅ Yes, link", await again(english.admin, listed))
    assert await links(english, stranger) == 1


async def test_the_link_that_a_refused_account_opened_still_works_for_its_addressee(english: Stage) -> None:
    stranger, name = english.outsider, await free_name(english)
    await stranger.says("/start")
    await stranger.presses("🙋")
    await english.admin.presses("❌ Yes, refuse", await english.admin.presses("❌ Refuse"))
    token = await invited(english, name)
    await stranger.starts(token)
    await stranger.presses("✅")
    addressee = english.officer(HELD)
    await addressee.starts(token)
    await addressee.presses("✅")
    assert await links(english, addressee) == 2


async def test_an_old_refusal_binds_nobody(english: Stage) -> None:
    stranger, name = english.outsider, await free_name(english)
    await stranger.says("/start")
    await stranger.presses("🙋")
    await english.admin.presses("❌ Yes, refuse", await english.admin.presses("❌ Refuse"))
    await english.jumps_to(english.now + timedelta(days=8))
    await stranger.starts(await invited(english, name))
    await stranger.presses("✅")
    assert await links(english, stranger) == 1
