"""Co-executors' parts: who has delivered, and terms of their own, which are set, reminded of and fall away."""

import pytest

from tests.bot.scenes import activity, audited, opens, said_since
from tests.stage import Someone, Stage

pytestmark = pytest.mark.begins("2024-03-12T10:00")


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 (February to March) and three more."""
    return english.officer("Х. Маматов")


@pytest.fixture
def paluaniyazov(english: Stage) -> Someone:
    """Assists in 5."""
    return english.officer("Х. Палуаниязов")


async def sets(person: Someone, day: str, number: int = 5) -> str:
    """The term of Paluaniyazov's part, by its buttons, in words; what the bot says."""
    shown = await person.presses("👥 Co-executors’ terms", await opens(person, number))
    await person.presses("📅 X. Paluaniyazov", shown)
    asked = await person.says(day)
    return (await person.presses("✅ Yes", asked)).text if "Set this term?" in asked.text else asked.text


async def test_the_lead_sets_a_term_which_is_told_reminded_and_shown(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    before = await paluaniyazov.count()
    shown = await sets(mamatov, "20 март")
    print(shown)
    assert "⚪ X. Paluaniyazov — no report yet · own term 20 March" in shown
    [told] = await paluaniyazov.heard(before)
    print(told.text)
    assert "is due by 20 March 2024" in told.text and "Set by: Х. Маматов" in told.text
    print((await opens(mamatov, 5)).text)
    card = (await opens(paluaniyazov, 5)).text
    print(card)
    assert "📅 The term of your part: 20 March 2024" in card
    print((await paluaniyazov.says("/my")).text)
    assert "20 March" in (await paluaniyazov.says("/my")).text
    for day in ("2024-03-13", "2024-03-19", "2024-03-20", "2024-03-26"):
        before = await paluaniyazov.count()
        mine = await mamatov.count()
        await english.goes_to(day)
        print(day, "-----", await said_since(paluaniyazov, before))
        print(day, "----- lead", await said_since(mamatov, mine))
    print((await opens(mamatov, 5)).text)
    assert (await activity(english, 5)).status == "not_started"
    assert "part.term" in await audited(english, f"activity:{(await activity(english, 5)).id}")
    print((await english.admin.says("/audit 5")).text)
