"""Asking officers out of turn, deputies of those who are away, and the warning before the first reminders."""

import re
from datetime import date, timedelta

import pytest

from models import Link, Outbox
from tests.bot.scenes import activity, count, reports, said_since
from tests.stage import Shown, Someone, Stage

AWAY, DEPUTY = "Б. Юнусов", "М. Алимбаев"
AWAY_LATIN, DEPUTY_LATIN = "B. Yunusov", "M. Alimbayev"


@pytest.fixture
def away(english: Stage) -> Someone:
    return english.officer(AWAY)


@pytest.fixture
def deputy(english: Stage) -> Someone:
    return english.officer(DEPUTY)


async def page_of(stage: Stage, latin: str) -> Shown:
    """The officer's page, from the board."""
    return await stage.admin.presses(latin, await stage.admin.says("/officers"))


async def named(stage: Stage, since: str = "1 January", until: str = "7 January", deputy: str = DEPUTY_LATIN) -> Shown:
    """The admin names a deputy, step by step."""
    whom = await stage.admin.presses("🤝 Name a deputy", await page_of(stage, AWAY_LATIN))
    start = await stage.admin.presses(deputy, whom)
    end = await stage.admin.presses(since, start)
    sure = await stage.admin.presses(until, end)
    return await stage.admin.presses("✅ Yes", sure)


# -- nudges --------------------------------------------------------------------------------------------------------
async def test_nobody_is_silent_on_the_first_day(english: Stage) -> None:
    shown = await english.admin.says("/remind")
    assert "nobody to ask" in shown.text
    assert not shown.labels


async def test_all_who_are_silent_are_asked_once_a_day_after_a_preview_with_their_number(
    english: Stage, away: Someone
) -> None:
    await english.jumps_to(date(2024, 2, 20))
    await english.settles()
    await english.officer(DEPUTY).says("16 10% begun")
    before, theirs = await away.count(), await english.officer(DEPUTY).count()
    shown = await english.admin.says("/remind")
    number = int(shown.text.split()[1])
    assert shown.text.startswith(f"🔔 {number} officers are silent and can be asked:")
    assert AWAY_LATIN in shown.text
    assert DEPUTY_LATIN not in shown.text
    assert await away.heard(before) == []
    done = await english.admin.presses(f"🔔 Ask {number} officers", shown)
    assert f"{number} officers are asked" in done.text
    told = (await away.heard(before))[-1].text
    assert "asks B. Yunusov how the work is going" in told
    assert "№2 " in told
    assert await english.officer(DEPUTY).heard(theirs) == []
    again = await english.admin.says("/remind")
    assert "nobody to ask" in again.text
    assert "Already asked today" in again.text
    await english.second_admin.taps(await english.second_admin.says("/remind"), "nu2:1", forged=True)
    assert (await said_since(away, before)).count("how the work is going") == 1
    await english.goes_to(date(2024, 2, 21))
    assert "can be asked" in (await english.admin.says("/remind")).text


async def test_a_nudge_is_answered_by_a_reply(english: Stage, away: Someone) -> None:
    await english.jumps_to(date(2024, 2, 20))
    await english.settles()
    await english.admin.press("🔔 Ask for a report", await page_of(english, AWAY_LATIN))
    letter = await away.last()
    assert "how the work is going" in letter.text
    assert "Recorded: Activity 2" in (await away.says("2 30% drafting", reply_to=letter)).text


async def test_one_officer_is_asked_from_their_page_and_once_a_day(english: Stage, away: Someone) -> None:
    await english.jumps_to(date(2024, 2, 20))
    await english.settles()
    page = await page_of(english, AWAY_LATIN)
    first = await english.admin.press("🔔 Ask for a report", page)
    second = await english.admin.press("🔔 Ask for a report", page)
    assert first is not None and "Asked." in first["text"]
    assert second is not None and "Already asked today" in second["text"]


async def test_with_a_name_remind_opens_that_officers_page_alone(english: Stage, away: Someone) -> None:
    await english.jumps_to(date(2024, 2, 20))
    await english.settles()
    before, others = await away.count(), await english.officer(DEPUTY).count()
    shown = await english.admin.says("/remind Yunusof")  # a typing error is forgiven
    assert shown.text.startswith(AWAY_LATIN)
    await english.admin.press("🔔 Ask for a report", shown)
    assert "how the work is going" in await said_since(away, before)
    assert await english.officer(DEPUTY).heard(others) == []
    asked = await english.admin.says("/remind Zzzz")
    assert "I know nobody by the name «Zzzz»" in asked.text
    assert (await english.admin.presses(AWAY_LATIN, asked)).text.startswith(AWAY_LATIN)


async def test_an_officer_without_work_under_way_is_not_asked(english: Stage) -> None:
    await english.jumps_to(date(2023, 12, 1))
    answer = await english.admin.press("🔔 Ask for a report", await page_of(english, AWAY_LATIN))
    assert answer is not None
    assert "nothing to ask" in answer["text"]
    assert await count(english, Outbox, Outbox.kind == "nudge") == 0


async def test_the_board_says_since_when_an_officer_is_silent(english: Stage) -> None:
    await english.jumps_to(date(2024, 2, 20))
    await english.settles()
    board = await english.admin.says("/officers")
    [silent] = re.findall(r"No report \(since when\): (\d+)\n(.*)", board.text)
    assert int(silent[0]) > 10
    assert silent[1].count("(1 January)") == 6, "a few are named, and how many others there are"
    assert silent[1].endswith(f"and {int(silent[0]) - 6} others")
    assert len(board.text.splitlines()) < 15, "read in half a minute"
    assert "🔔 Ask all who are silent" in board.labels
    assert "can be asked" in (await english.admin.presses("🔔 Ask all who are silent", board)).text
    assert "🔕 No report since" in (await page_of(english, AWAY_LATIN)).text


# -- deputies ------------------------------------------------------------------------------------------------------
async def test_a_deputy_gets_the_reminders_as_well_and_may_report(
    english: Stage, away: Someone, deputy: Someone
) -> None:
    assert "Both have been told" in (await named(english, until="30 January")).text
    assert "stands in for B. Yunusov" in (await away.last()).text
    assert "You receive the reminders for B. Yunusov as well" in (await deputy.last()).text
    before, theirs = await deputy.count(), await away.count()
    await english.goes_to(date(2024, 1, 3))
    assert "№19 " in await said_since(deputy, before)
    assert "№19 " in await said_since(away, theirs)
    assert "Recorded: Activity 19" in (await deputy.says("19 20% begun by the deputy")).text
    page = await page_of(english, AWAY_LATIN)
    assert "🤝 Deputy: M. Alimbayev" in page.text
    assert "🤝 stands in" in page.text


async def test_a_deputy_who_has_a_part_of_their_own_is_asked_whose_percent_it_is(english: Stage) -> None:
    sataev, colleague = english.officer("М. Сатаев"), "M. Satayev"  # a co-executor of 20 and 21, which Yunusov leads
    await named(english, until="30 January", deputy=colleague)
    for words in ("21 40%", "21-тадбир 40 foiz", "21 на 40%"):
        asked = await sataev.says(words)
        assert "For whom do you report?" in asked.text, words
        assert [label.split(",")[0] for label in asked.labels] == [colleague, AWAY_LATIN], "one's own comes first"
        await english.goes_to(english.now + timedelta(minutes=20))
    assert not await reports(english), "nothing is recorded of another unasked"
    told = await sataev.presses(colleague, asked)
    assert "40% done" in told.text
    of_lead = await sataev.presses(AWAY_LATIN, await sataev.says("20 30%"))
    assert "30% done" in of_lead.text
    await sataev.says("21: ишлар бошланди")  # words alone are of one's own part
    parts = {(await activity(english, number)).lead.assignment_id: number for number in (20, 21)}
    assert [parts.get(one.assignment_id) for one in await reports(english)] == [None, 20, None]


async def test_who_stands_in_without_a_part_of_their_own_is_asked_nothing(english: Stage, deputy: Someone) -> None:
    await named(english, until="30 January")
    assert "40% done" in (await deputy.says("21 40%")).text
    assert "20% done" in (await english.officer("М. Сатаев").says("21 20%")).text


async def test_a_substitution_ends_by_itself_after_the_last_day(english: Stage, away: Someone, deputy: Someone) -> None:
    await named(english, until="7 January")
    await english.goes_to(date(2024, 1, 7))
    assert await count(english, Link, Link.substitution_id.is_not(None)) == 1
    await english.goes_to(date(2024, 1, 8))
    assert await count(english, Link, Link.substitution_id.is_not(None)) == 0
    assert "no longer stands in" in await said_since(deputy, 0)
    assert "no longer stands in" in await said_since(away, 0)
    before = await deputy.count()
    await english.goes_to(date(2024, 2, 2))
    assert "№2 " not in await said_since(deputy, before)
    assert "Deputy" not in (await page_of(english, AWAY_LATIN)).text


async def test_a_future_substitution_begins_on_its_day(english: Stage) -> None:
    await named(english, since="3 January", until="9 January")
    assert await count(english, Link, Link.substitution_id.is_not(None)) == 0
    await english.goes_to(date(2024, 1, 3))
    assert await count(english, Link, Link.substitution_id.is_not(None)) == 1


async def test_an_early_return_is_announced_by_a_button(english: Stage, deputy: Someone) -> None:
    await named(english)
    page = await page_of(english, AWAY_LATIN)
    ended = await english.admin.presses("🤝 End: M. Alimbayev", page)
    assert "no longer stands in" in ended.text
    assert "no longer stands in" in (await deputy.last()).text
    assert await count(english, Link, Link.substitution_id.is_not(None)) == 0
    await english.admin.taps(ended, "sb2:1", forged=True)
    assert "no longer stands in" in (await english.admin.last()).text
    assert (await said_since(deputy, 0)).count("no longer stands in") == 1


async def test_two_deputies_at_once_are_one_too_many(english: Stage) -> None:
    await named(english)
    assert "Some of these days already have a deputy" in (await named(english)).text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("sb1:{away}:{away}:20240101:7:1:0", "be their own deputy"),
        ("sb1:{away}:{nobody}:20240201:7:1:0", "Nobody is linked"),
        ("sb1:{away}:{other}:20230101:7:1:0", "have passed"),
        ("sb1:{away}:999::0:0:0", "no such executor"),
        ("sb1:999:{other}::0:0:0", "no such executor"),
        ("sb1:{away}:{other}:20249999:7:1:0", "From which day?"),
        ("sb2:99", "no such executor"),
    ],
)
async def test_a_forged_step_of_naming_a_deputy_is_answered(english: Stage, data: str, said: str) -> None:
    shown = await english.admin.says("/officers")
    board = {one.executor.name: one for one in await english.services.linking.board(english.now)}
    nobody = next(one.executor.id for one in board.values() if not one.members)
    ids = {"away": board[AWAY].executor.id, "other": board[DEPUTY].executor.id, "nobody": nobody}
    await english.admin.taps(shown, data.format(**ids), forged=True)
    assert said in (await english.admin.last()).text


# -- readiness -----------------------------------------------------------------------------------------------------
async def test_the_admins_are_told_once_before_the_first_reminders_whom_they_would_not_reach(english: Stage) -> None:
    before = await english.admin.count()
    await english.goes_to(date(2024, 1, 5))
    said = await said_since(english.admin, before)
    assert said.count("The first reminders go out on 3 January 2024.") == 1
    assert "They do not reach 2 executors yet:" in said
    shown = next(one for one in await english.admin.heard(before) if "first reminders" in one.text)
    assert "✉️ Invite all who are not linked" in shown.labels
