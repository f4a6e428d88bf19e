"""What an amendment brings is not overdue for the days before it."""

from datetime import date

import pytest

from services.plan.discipline import Discipline, days_late, discipline
from services.plan.status import Status
from tests.bot.scenes import said_since
from tests.bot.test_amending import as_file, confirmed, numbered, seed, taken_back
from tests.stage import Stage

NEW = 27
RULES = {
    "each month": ({"kind": "each", "unit": "month", "due": {"day": 10}}, date(2024, 2, 10)),
    "each week": ({"kind": "each", "unit": "week", "due": {"weekday": 3}}, date(2024, 2, 7)),
    "on that very day": ({"kind": "each", "unit": "month", "due": {"day": 5}}, date(2024, 2, 5)),
    "on days": ({"kind": "on", "days": ["2024-01-20", "2024-03-20"]}, date(2024, 3, 20)),
}


pytestmark = pytest.mark.begins("2024-02-05T10:00")


async def dues(stage: Stage, number: int) -> list[tuple[date | None, Status]]:
    facts = await stage.services.activities.all(stage.now.date())
    return [(one.due_on, one.status) for one in facts if one.number == number]


@pytest.mark.parametrize("rule", list(RULES))
async def test_a_new_activity_that_repeats_begins_with_the_amendment(rule: str, english: Stage) -> None:
    term, first = RULES[rule]
    data = seed()
    own = data["sections"][0]["activities"]
    own.append(own[0] | {"number": NEW, "text": "Мутлақо янги тадбир ўтказиб бориш"})
    own[-1]["deadline"] = {"text": "янги муддат", "rule": term}
    await confirmed(english.admin, as_file(data))
    found = await dues(english, NEW)
    assert found[0][0] == first
    assert all(status is not Status.OVERDUE for _, status in found)


async def test_what_had_no_term_goes_on_with_the_next_occurrence(english: Stage) -> None:
    data = seed()
    number = next(
        one["number"]
        for section in data["sections"]
        for one in section["activities"]
        if one["deadline"]["kind"] != "months"
    )
    before = await english.services.activities.all(date(2024, 2, 5))
    [was] = [one.id for one in before if one.number == number]
    rule = {"kind": "each", "unit": "month", "due": {"day": 28}}
    numbered(data, number)["deadline"] = {"text": "ҳар ойнинг 28-санасига қадар", "rule": rule}
    await confirmed(english.admin, as_file(data))
    facts = [one for one in await english.services.activities.all(date(2024, 2, 5)) if one.number == number]
    assert (facts[0].id, facts[0].due_on) == (was, date(2024, 2, 28))


# -- what was over, or had begun, on the day on which it is given ---------------------------------------------------

NAME, TODAY = "Ш. Умаров", date(2024, 2, 5)
OVER = (
    {"kind": "window", "first": None, "last": "2024-01-10", "precision": "day"},
    {"kind": "window", "first": "2024-01-01", "last": "2024-01-31", "precision": "month"},
    {"kind": "on", "days": ["2024-01-20"]},
)
MOVED = {6: ("2024-01-20", True), 13: ("2024-02-20", False), 20: ("2024-05-31", False)}  # April, March, March


async def figures(stage: Stage) -> tuple[Discipline, Discipline]:
    """The discipline of all, and that of the officer."""
    facts = await stage.services.activities.all(stage.now.date())
    [own] = {part.executor.id for one in facts for part in one.parts if part.executor.name == NAME}
    found = discipline(facts)
    return found.whole, found.executors[own]


async def test_a_term_that_was_over_when_it_was_given_is_said_and_held_against_nobody(english: Stage) -> None:
    before, officer = await figures(english), english.officer(NAME)
    data = seed()
    own = data["sections"][0]["activities"]
    for place, term in enumerate(OVER):
        own.append(
            {"number": NEW + place, "text": f"Мутлақо янги {place}-тадбир ўтказиб бориш", "executors": ["umarov"]}
        )
        own[-1]["deadline"] = {"text": "янги муддат", "rule": term}
    heard = await officer.count()
    await confirmed(english.admin, as_file(data))
    await english.settles()
    letter = await said_since(officer, heard)
    assert letter.count("This term was over already when it was given") == len(OVER)
    assert "overdue" not in letter
    assert await figures(english) == before
    heard = await officer.count()
    await english.goes_to("2024-02-13T10:00:00+05:00")
    said = await said_since(officer, heard)
    assert said.count("the deadline had passed before it was given (5 February)") == len(OVER)
    assert "weekly summar" not in said
    assert "no answer" not in said
    assert "No word" not in said
    assert await figures(english) == before
    facts = await english.services.activities.all(english.now.date())
    found = [(one.status, days_late(one), one.parts[0].given_on) for one in facts if one.number >= NEW]
    assert found == [(Status.OVERDUE, 8, TODAY)] * len(OVER)


async def test_a_deadline_that_is_moved_into_the_past_was_not_given_in_time(english: Stage) -> None:
    """So it is until the edition is taken back; who is added has had it since the edition."""
    before = await english.services.activities.all(TODAY)
    data = seed()
    for number, (day, _) in MOVED.items():
        rule = {"kind": "window", "first": None, "last": day, "precision": "day"}
        numbered(data, number)["deadline"] = {"text": "янги муддат", "rule": rule}
    numbered(data, 3)["executors"].append("umarov")
    await confirmed(english.admin, as_file(data))
    facts = {one.number: one for one in await english.services.activities.all(TODAY)}
    assert {number: facts[number].was_over_when_given for number in MOVED} == {
        number: is_over for number, (_, is_over) in MOVED.items()
    }
    given = {part.executor.name: part.given_on for part in facts[3].parts}
    assert {name for name, day in given.items() if day == TODAY} == {NAME}
    await taken_back(english.admin)
    assert await english.services.activities.all(TODAY) == before


async def test_a_term_that_is_over_is_said_before_and_another_may_be_set(english: Stage) -> None:
    data = seed()
    numbered(data, 6)["deadline"] = {"text": "10 январгача", "rule": OVER[0]}
    numbered(data, 13)["deadline"] = {"text": "15 январгача", "rule": OVER[0] | {"last": "2024-01-15"}}
    admin = english.admin
    shown = await admin.sends_files(as_file(data))
    assert "Terms that are over already: №6, №13" in shown.text
    listed = await admin.presses("🔎 The changes", shown)
    assert listed.text.count("Terms that are over already") == 2
    asked = await admin.presses("🗓 Set other terms (2)", await admin.presses("⬅️ Back", listed))
    assert "Its term is over already. By when is it due instead?" in asked.text
    assert "January" not in asked.labels
    asked = await admin.presses("March", asked)
    assert "Activity 13" in asked.text
    shown = await admin.says("20 февралгача", reply_to=asked)
    assert "Terms that are over already" not in shown.text
    await admin.presses("✅ Confirm", shown)
    await admin.presses("✅ Yes, load it")
    facts = {one.number: one for one in await english.services.activities.all(TODAY)}
    assert (facts[6].due_on, facts[13].due_on) == (date(2024, 3, 31), date(2024, 2, 20))
    assert not facts[6].was_over_when_given
