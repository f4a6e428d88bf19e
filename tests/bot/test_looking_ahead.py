"""Looking ahead: what falls due to the end of next month, asked for any time, and at the end of the digest."""

import pytest

from tests.bot.scenes import MINUTES, with_minutes
from tests.stage import Stage

HEAD = "ue by the end of next month"


@pytest.mark.begins("2024-03-12T10:00")
async def test_the_list_is_asked_for_in_any_language_by_due_day_and_plan(english: Stage) -> None:
    first = await english.admin.says("/report кейинги ой")
    assert HEAD in first.text and "by 31 March" in first.text
    days = [line.split("· by ")[1].split(" ·")[0] for line in first.text.splitlines() if "· by " in line]
    assert days == sorted(days, key=lambda day: (day.split()[1] != "March", day))
    assert {"📄 Word", "📊 Excel"} <= set(first.labels)
    for words in ("keyingi oy", "келаси ой", "следующий месяц", "next month", "до конца следующего месяца"):
        assert (await english.admin.says(f"/report {words}")).text == first.text
    april = await english.admin.says("/report апрел")
    assert HEAD not in april.text and "April 2024" in april.text
    assert HEAD in (await english.leader.in_group().says("/report кейинги ой")).text
    assert HEAD not in (await english.outsider.says("/report кейинги ой")).text
    await with_minutes(english)
    ours = await english.admin.says(f"/report {MINUTES} кейинги ой")
    assert HEAD in ours.text and "ИР" not in ours.text


@pytest.mark.begins("2024-03-12T10:00")
async def test_it_ends_the_digest_of_mondays_and_thursdays_and_makes_none(english: Stage) -> None:
    await english.officer("Х. Маматов").says("5-тадбир: маблағ йўқ")
    before = await english.admin.count()
    await english.goes_to("2024-03-18T10:00")
    digests = [one for one in await english.admin.heard(before) if one.text.startswith("📋 For the control")]
    with_it = [one.text.splitlines()[0] for one in digests if "🗓 Due by 30 April" in one.text]
    assert with_it and all("14 March" in one or "18 March" in one for one in with_it)
    pressed = await english.admin.presses("🗓 Due by the end of next month", digests[-1])
    assert HEAD in pressed.text
