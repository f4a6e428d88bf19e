"""Co-executors' parts: who has delivered, and terms of their own, which are set, reminded of and fall away."""

from datetime import date

import pytest
from sqlalchemy import select, update

from models import Activity, Assignment, Extension
from services.plan.file import PlanFile
from services.plan.status import Status
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


async def sets(person: Someone, day: str) -> str:
    """The term of Paluaniyazov's part in 5, by its buttons, in words; what the bot says."""
    if person.stage.admin.id == person.id:
        card = await person.presses("⚙️ Manage", await person.presses("№5", await person.says("/report 5")))
    else:
        card = await opens(person, 5)
    shown = await person.presses("👥 Co-executors’ terms", card)
    await person.presses("📅 X. Paluaniyazov", shown)
    asked = await person.says(day)
    return (await person.presses("✅ Yes", asked)).text if "Set this term?" in asked.text else asked.text


async def test_the_lead_sets_a_term_which_is_told_reminded_and_shown(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    before = await paluaniyazov.count()
    assert "later than its activity (31 March 2024)" in await sets(mamatov, "2 апрель")
    assert "This day is past" in await sets(mamatov, "11 март")
    assert "⚪ X. Paluaniyazov — no report yet · own term 20 March" in await sets(mamatov, "20 март")
    [told] = await paluaniyazov.heard(before)
    assert "is due by 20 March 2024" in told.text and "Set by: Х. Маматов" in told.text
    assert "📅 The term of your part: 20 March 2024" in (await opens(paluaniyazov, 5)).text
    assert (
        "by 20 March · 8 days left · the term of your part; the whole: 31 March"
        in (await paluaniyazov.says("/my")).text
    )
    for day, said in (
        ("2024-03-13", "5 working days are left after today · deadline 20 March"),
        ("2024-03-19", "tomorrow is the deadline · deadline 20 March"),
        ("2024-03-20", "today is the last day · deadline 20 March"),
        ("2024-03-26", "overdue by 5 days · deadline 20 March"),
    ):
        before = await paluaniyazov.count()
        await english.goes_to(day)
        assert said in await said_since(paluaniyazov, before)
    assert "🔴 X. Paluaniyazov — no report yet · overdue since 20 March" in (await opens(mamatov, 5)).text
    facts = await activity(english, 5)
    assert facts.status is Status.NOT_STARTED, "the activity's own status stays by its deadline"
    assert "part.term" in await audited(english, f"activity:{facts.id}")
    assert "Set the term of X. Paluaniyazov in activity 5" in (await english.admin.says("/audit 5")).text
    await paluaniyazov.presses("✅ Done", await opens(paluaniyazov, 5))
    assert "✅ X. Paluaniyazov — delivered, 26 March" in (await opens(mamatov, 5)).text


async def test_only_the_lead_and_admins_set_terms_and_take_them_away(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    shown = await mamatov.presses("👥 Co-executors’ terms", await opens(mamatov, 5))
    days = await mamatov.presses("📅 X. Paluaniyazov", shown)
    for person in (paluaniyazov, english.outsider, english.leader):
        for _, data, _ in (*shown.buttons, *days.buttons):
            if data and data.startswith("cp"):
                await person.taps(days, data, forged=True)
    async with english.database.read() as session:
        assert not list(await session.scalars(select(Assignment.id).where(Assignment.due_on.is_not(None))))
    await sets(mamatov, "20 март")
    before = await paluaniyazov.count()
    asked = await mamatov.presses("✖️ No term of its own", await mamatov.presses("📅 X. Paluaniyazov"))
    await mamatov.presses("✅ Yes", asked)
    assert "no term of its own any more" in await said_since(paluaniyazov, before)
    assert "own term" not in (await opens(mamatov, 5)).text


async def test_a_term_later_than_the_moved_deadline_falls_away(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    await sets(mamatov, "25 март")
    async with english.database.write() as session:
        await session.execute(update(Activity).where(Activity.number == 5).values(due_on=date(2024, 3, 22)))
    assert "own part has fallen away" in (await opens(paluaniyazov, 5)).text
    assert "own term" not in (await opens(mamatov, 5)).text


async def test_more_time_for_a_part_is_given_by_its_lead(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    await sets(mamatov, "20 март")
    before = await mamatov.count()
    await paluaniyazov.presses("⏳ Extend the deadline", await opens(paluaniyazov, 5))
    await paluaniyazov.says("27 март")
    assert "until 27 March 2024" in (await paluaniyazov.says("вазирликдан жавоб кутилмоқда")).text
    [told] = await mamatov.heard(before)
    assert "asks for more time for their part" in told.text and "From 20 March 2024 to 27 March 2024" in told.text
    before = await paluaniyazov.count()
    await mamatov.presses("✅ Yes", await mamatov.presses("✅ Give this term", told))
    assert "is due by 27 March 2024" in await said_since(paluaniyazov, before)
    async with english.database.read() as session:
        [asked] = list(await session.scalars(select(Extension)))
    assert asked.is_of_part and asked.decision == "approved"
    facts = await activity(english, 5)
    assert (facts.due_on, facts.moves) == (date(2024, 3, 31), 0), "the activity's deadline stays"


async def test_an_admin_decides_on_more_time_for_a_part(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    await sets(mamatov, "20 март")
    await paluaniyazov.presses("⏳ Extend the deadline", await opens(paluaniyazov, 5))
    await paluaniyazov.says("27 март")
    await paluaniyazov.says("вазирликдан жавоб кутилмоқда")
    letter = await english.admin.with_button("✅ Approve")
    assert "For the part of X. Paluaniyazov alone" in letter.text
    await english.admin.presses("✅ Approve", letter)
    assert "📅 The term of your part: 27 March 2024" in (await opens(paluaniyazov, 5)).text


async def test_a_term_set_by_hand_outlives_an_edition_without_one(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    await english.services.plans.load(edition(english, "2024-03-18"), english.now)
    assert "own term 18 March" in (await opens(mamatov, 5)).text
    await sets(mamatov, "20 март")
    await english.services.plans.load(edition(english, None), english.now)
    assert "own term 20 March" in (await opens(mamatov, 5)).text, "the file says nothing of it any more"
    await english.services.plans.load(edition(english, "2024-03-19"), english.now)
    assert "own term 19 March" in (await opens(mamatov, 5)).text, "the file names another"
    await english.services.plans.load(edition(english, None), english.now)
    assert "own term" not in (await opens(mamatov, 5)).text, "a term of the file's goes with it"


def edition(stage: Stage, day: str | None) -> PlanFile:
    """The plan, with this term of Paluaniyazov's part in 5."""
    data = stage.plan.model_dump(mode="json")
    five = next(one for each in data["sections"] for one in each["activities"] if one["number"] == 5)
    five["part_terms"] = {five["executors"][1]: day} if day is not None else {}
    return PlanFile.model_validate(data)
