"""What an amendment brings is not overdue for the days before it."""

from datetime import date

import pytest

from services.plan.status import Status
from tests.bot.test_amending import as_file, confirmed, numbered, seed
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
