"""🔺 personal control: set and ended on a card, told to the leadership at once, each step once for each due day."""

import pytest
from sqlalchemy import update

from models import Activity, Watched
from tests.bot.scenes import activity, audited, count, opens, said_since
from tests.stage import Shown, Someone, Stage

pytestmark = pytest.mark.begins("2024-03-12T10:00")

HEAD = "🔺 Personal control, "


async def watches(person: Someone, number: int) -> Shown:
    """The card's button, with its question."""
    asked = await person.presses("🔺 Personal control", await person.says(f"/report {number}"))
    assert "Take Activity" in asked.text
    return await person.presses("✅ Yes", asked)


async def told(stage: Stage, before: int) -> list[Shown]:
    """The messages to the leadership chat."""
    return [one for one in await stage.leader.in_group().heard(before) if one.text.startswith(HEAD)]


async def test_an_admin_or_a_leader_sets_it_and_takes_it_off(english: Stage) -> None:
    said = await watches(english.admin, 5)
    assert "is under personal control" in said.text and (await activity(english, 5)).is_watched
    assert "🔺 Under the leadership" in (await opens(english.officer("Х. Маматов"), 5)).text
    listed = await english.admin.says("/report шахсий назорат")
    assert "🔺№5" in listed.text and "1 activity" in listed.text
    for words in ("/report личный контроль", "/report personal control", "/report shaxsiy nazorat"):
        assert "🔺№5" in (await english.admin.says(words)).text
    await english.admin.presses("↩️ Undo", said)
    assert not (await activity(english, 5)).is_watched
    group = english.leader.in_group()
    await watches(group, 5)
    shown = await group.presses("🔺 End personal control", await group.says("/report 5"))
    await group.presses("✅ Yes", shown)
    noted = await audited(english, f"activity:{(await activity(english, 5)).id}")
    assert noted == ["activity.watched", "activity.unwatched"] * 2
    assert "personal control" in (await english.admin.says("/audit 5")).text
    assert "🔺 Personal control" not in (await opens(english.officer("Х. Маматов"), 5)).labels


async def test_the_leadership_hears_each_step_once_in_one_message_a_day(english: Stage) -> None:
    group, mamatov = english.leader.in_group(), english.officer("Х. Маматов")
    before = await group.count()
    await watches(english.admin, 5)
    await watches(english.admin, 6)
    await english.goes_to("2024-03-13T12:00")
    assert await told(english, before) == []
    await mamatov.says("5-тадбир: вазирлик хати келмаяпти")
    await mamatov.says("6-тадбир: маблағ йўқ")
    await english.goes_to("2024-03-13T12:05")
    [first] = await told(english, before)
    assert "⛔ An obstacle" in first.text and "№5" in first.text
    await english.goes_to("2024-03-15T12:00")
    said = await told(english, before)
    assert len(said) <= 2 and sum(one.text.count("№6") for one in said) == 1
    await english.goes_to("2024-03-28T12:00")
    near = [one for one in await told(english, before) if "⏳ Due within" in one.text]
    assert len(near) == 1 and "№5" in near[0].text
    await english.goes_to("2024-04-02T12:00")
    overdue = [one for one in await told(english, before) if "🔴 Overdue" in one.text]
    assert len(overdue) == 1 and "№5" in overdue[0].text
    days = [one.text.split("\n")[0] for one in await told(english, before)]
    assert len(days) == len(set(days))
    assert "🔺 Under personal control: 2" in await said_since(group, before)  # in the weekly summary


async def test_a_moved_deadline_starts_anew_and_what_is_done_is_told(english: Stage) -> None:
    group = english.leader.in_group()
    await watches(english.admin, 5)
    await english.goes_to("2024-03-28T12:00")
    before = await group.count()
    due = (await activity(english, 5)).due_on
    assert due is not None
    async with english.database.write() as session:
        moved = due.replace(month=4, day=2)
        await session.execute(update(Activity).where(Activity.number == 5).values(due_on=moved))
    await english.goes_to("2024-03-29T12:00")
    [again] = await told(english, before)
    assert "⏳ Due within" in again.text
    await english.officer("Х. Маматов").says("5-тадбир бажарилди, натижа юборилди")
    letter = await english.admin.with_button("✅ Accept")
    await english.admin.presses("✅ Accept", letter)
    await english.goes_to("2024-04-01T12:00")
    done = [one for one in await told(english, before) if "✅ Done" in one.text]
    assert len(done) == 1 and await count(english, Watched) == 3


async def test_without_a_leadership_chat_nothing_is_lost(english: Stage) -> None:
    """Officers and outsiders set nothing; the message waits for a chat."""
    shown = await english.officer("Х. Маматов").says("/report шахсий назорат")
    assert "🔺" not in shown.text
    assert "🔺" not in (await english.outsider.says("/report 5")).text
    assert await count(english, Watched) == 0
