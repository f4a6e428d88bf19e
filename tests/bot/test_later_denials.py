"""What is denied long after it was reported: the denial is a report of its own, and the earlier one stays history."""

from datetime import timedelta

import pytest

from models import Acceptance, Decision, ReportState
from tests.bot.scenes import again, count, reports, said_since, state_of
from tests.stage import Someone, Stage


@pytest.fixture
def yunusov(english: Stage) -> Someone:
    """Leads 1, 2, 19, 20, 22 and 23, assists in 21."""
    return english.officer("Б. Юнусов")


@pytest.mark.parametrize("waits", [timedelta(minutes=11), timedelta(days=13), timedelta(days=60)])
async def test_it_is_recorded_at_once_and_withdraws_what_awaits_acceptance(
    english: Stage, yunusov: Someone, waits: timedelta
) -> None:
    await yunusov.says("19 60%")
    await english.jumps_to(english.now + timedelta(hours=1))
    claimed = await yunusov.says("19-тадбир бажарилди")
    assert await state_of(english, 19) == ("review", 100)
    await english.jumps_to(english.now + waits)
    words = "19-тадбир ҳали тугамаган, баённомада иккита эътироз бор"
    told = await yunusov.says(words)
    assert "Recorded" in told.text
    assert "no longer handed in" in told.text
    assert [(one.text, one.done) for one in await reports(english)] == [
        ("19 60%", None),
        ("19-тадбир бажарилди", True),
        (words, False),
    ]
    assert await reports(english, ReportState.DRAFT) == []
    assert await state_of(english, 19) == ("in_progress", 60), "what was known before the claim stays"
    assert (await again(yunusov, claimed)).text.startswith("✔️"), "nothing is rewritten"
    assert await count(english, Acceptance, Acceptance.decision == Decision.WITHDRAWN) == 1
    assert all("✅ Accept" not in one.labels for one in await english.admin.heard()), "nobody can accept it any more"


@pytest.mark.parametrize("words", ["19 ҳали битмаган экан", "19-tadbir hali tugamagan", "19 ещё не готово", "19 70%"])
async def test_taken_back_it_leaves_the_claim_before_the_administrators(
    english: Stage, yunusov: Someone, words: str
) -> None:
    await yunusov.says("19-тадбир бажарилди")
    await english.jumps_to(english.now + timedelta(days=5))
    told = await yunusov.says(words)
    assert (await state_of(english, 19))[0] == "in_progress"
    await yunusov.presses("↩️", told)
    assert await state_of(english, 19) == ("review", 100)
    assert [one.text for one in await reports(english)] == ["19-тадбир бажарилди"]
    await english.admin.presses("✅ Accept")
    assert await state_of(english, 19) == ("done", 100)


async def test_a_part_of_a_co_executor_is_no_longer_done(english: Stage, yunusov: Someone) -> None:
    await yunusov.says("21-тадбир бўйича менинг қисмим бажарилди")
    await english.jumps_to(english.now + timedelta(days=30))
    before = await yunusov.count()
    await yunusov.says("21-тадбир ҳали тугамаган")
    assert "completely done?" not in await said_since(yunusov, before)
    assert [one.done for one in await reports(english)] == [True, False]
    facts = await english.services.activities.numbered(21, english.now.date())
    assert facts is not None
    assert not any(part.done for part in facts.parts)


async def test_words_of_the_same_minutes_correct_the_report(english: Stage, yunusov: Someone) -> None:
    await yunusov.says("19-тадбир бажарилди")
    await english.jumps_to(english.now + timedelta(minutes=5))
    await yunusov.says("19 ҳали битмаган экан")
    assert [one.text for one in await reports(english)] == ["19-тадбир бажарилди\n19 ҳали битмаган экан"]
    assert await state_of(english, 19) == ("not_started", 0)
