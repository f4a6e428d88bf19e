"""Promises: said back as a day, repeated on that day, asked about the day after, counted."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from models import Promise
from tests.bot.scenes import activity, after, opens, reports, with_minutes
from tests.stage import TASHKENT, Shown, Someone, Stage

pytestmark = pytest.mark.begins("2024-03-12T10:00")


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 (February to March) and three more, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def promises(stage: Stage) -> Sequence[Promise]:
    async with stage.database.read() as session:
        return (await session.scalars(select(Promise).order_by(Promise.id))).all()


async def reminders(person: Someone, day: str) -> list[Shown]:
    """The reminders of a day, in the order in which they came."""
    return [one for one in await person.screen() if one.text.startswith(f"Hello! Today is {day}")]


async def test_a_promise_is_said_back_as_a_day_with_a_button_to_take_it_away(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("5-тадбирни жумага топшираман")
    assert "📅 Promised: by 15 March (Friday)" in shown.text
    assert (await activity(english, 5)).due_on == date(2024, 3, 31), "a deadline is not moved"
    assert "promised it by 15 March" in (await opens(mamatov, 5)).text
    taken = await mamatov.presses("✖️ It is no promise", shown)
    assert "Promised: by" not in taken.text
    assert "promised it" not in (await opens(mamatov, 5)).text


async def test_the_day_says_what_was_promised_in_one_message_and_the_next_one_asks(
    english: Stage, mamatov: Someone
) -> None:
    await mamatov.says("5-тадбирни пайшанбагача тугатамиз")
    await english.goes_to("2024-03-14T18:00")
    [told] = await reminders(mamatov, "14 March")
    assert "№5" in told.text and "📅 You promised it by 14 March" in told.text
    await english.goes_to("2024-03-15T18:00")
    [asked] = await reminders(mamatov, "15 March")
    assert "📅 You promised it by 14 March: is it done? If not, by when?" in asked.text
    await english.goes_to("2024-03-19T18:00")
    assert "promised" not in "".join(one.text for one in await reminders(mamatov, "18 March")), "it is asked once"
    assert "for 14 March was not kept" in (await opens(mamatov, 5)).text


async def test_a_promise_that_is_kept_is_not_asked_about(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбирни пайшанбагача тугатамиз")
    await mamatov.says("5-тадбир бажарилди")
    await english.goes_to("2024-03-15T18:00")
    assert await reminders(mamatov, "14 March") == [] and await reminders(mamatov, "15 March") == []
    assert "kept 1, broken 0, open 0" in (await english.admin.says("/report ваъда")).text
    assert "kept 1, broken 0, open 0" in (await english.admin.says("/report Маматов")).text


async def test_a_newer_promise_takes_the_place_of_the_older(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбирни пайшанбагача тугатамиз")
    await mamatov.says("5-тадбирни 20 мартгача тугатамиз")
    await english.goes_to("2024-03-15T18:00")
    assert await reminders(mamatov, "14 March") == []
    assert "kept 0, broken 0, open 1" in (await english.admin.says("/report promises")).text
    await english.goes_to("2024-03-21T18:00")
    assert "kept 0, broken 1, open 0" in (await english.admin.says("/report обещания")).text
    await mamatov.says("5-тадбирни 25 мартгача тугатамиз")
    assert "kept 0, broken 1, open 1" in (await english.admin.says("/report vada")).text


async def test_a_promise_after_the_deadline_leaves_the_deadline_and_shows_how_time_is_asked(
    english: Stage, mamatov: Someone
) -> None:
    shown = await mamatov.says("5-тадбирни 10 апрелгача тугатамиз")
    assert "Promised: by 10 April" in shown.text and "The deadline stays 31 March" in shown.text
    assert "⏳ More time" in shown.labels
    assert (await activity(english, 5)).due_on == date(2024, 3, 31)


async def test_a_doubtful_promise_is_offered_by_a_button(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("5-тадбир: лойиҳани жумага топширамиз")
    assert await promises(english) == []
    made = await mamatov.presses("📅 I promise it by 15 March", shown)
    assert "📅 Promised: by 15 March" in made.text
    [row] = await promises(english)
    assert row.promised_on == date(2024, 3, 15)


async def test_a_day_is_promised_by_a_button_and_stays_when_the_report_is_corrected(
    english: Stage, mamatov: Someone
) -> None:
    days = await mamatov.presses("📅 Promise", await mamatov.says("5-тадбир 40%"))
    made = await mamatov.presses("15 March (Friday)", days)
    assert "📅 Promised: by 15 March (Friday)" in made.text
    again = await mamatov.presses("50%", made)
    assert "📅 Promised: by 15 March (Friday)" in again.text
    taken = await mamatov.presses("✖️ It is no promise", again)
    assert "Promised: by" not in taken.text


async def test_a_request_for_more_time_and_somebody_elses_promise_are_none(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир муддатини 15 майгача суриб беринг, шунда топширамиз")
    await mamatov.says("5-тадбир: Юнусов эртага беради")
    await mamatov.says("5-тадбир: жумага топширсам бўладими?")
    assert await promises(english) == []


async def test_a_promise_that_was_edited_or_taken_back_is_not_told(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбирни пайшанбагача тугатамиз")
    [said] = [one for one in await mamatov.screen() if one.text == "5-тадбирни пайшанбагача тугатамиз"]
    await mamatov.edits(said, "5-тадбирни 20 мартгача тугатамиз")
    assert "promised it by 20 March" in (await opens(mamatov, 5)).text
    await mamatov.presses("↩️ Undo")
    await english.goes_to("2024-03-21T18:00")
    assert "promised it" not in " ".join(one.text for one in await reminders(mamatov, "20 March"))
    assert "Nobody has promised" in (await english.admin.says("/report ваъда")).text


async def test_a_number_beside_a_months_end_is_the_activitys(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("5 март охиригача тугатамиз")
    assert "31 March" in shown.text
    assert [one.promised_on for one in await promises(english)] == [date(2024, 3, 31)]


async def test_a_number_that_may_be_a_day_or_an_activity_is_only_offered(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("5 апрелгача тугатамиз", reply_to=await opens(mamatov, 5))
    assert await promises(english) == []
    assert any("5 April" in label for label in shown.labels)


# What was written a minute before, and a promise that names the activity.
NAMED = (
    ("5 бўйича тўсиқ бор: насос келмади", "5 ни жумага топшираман"),
    ("5 bo'yicha to'siq bor: nasos kelmadi", "5 ni juma kuni topshiraman"),
    ("5-тадбир 30%", "5 сдам в пятницу"),
    ("5-тадбир бўйича лойиҳа ёзиляпти", "5 ни 15 мартда берамиз"),
)


async def test_a_promise_that_names_its_activity_is_told_of_whatever_was_written_before(
    english: Stage, mamatov: Someone
) -> None:
    for count, (before, promise) in enumerate(NAMED, start=1):
        await mamatov.says(before)
        since = await mamatov.count()
        await mamatov.says(promise)
        [told] = await mamatov.heard(since)
        assert "📅 Promised: by 15 March (Friday)" in told.text, promise
        texts = [one.text for one in await reports(english)]
        assert texts[-2:] == [before, promise], "neither joins the other"
        assert [one.promised_on for one in await promises(english)] == [date(2024, 3, 15)] * count
        await english.goes_to(english.now + timedelta(minutes=20))
    await mamatov.says("5-тадбир 35%")
    since = await mamatov.count()
    await mamatov.says("жумага топшираман")  # names none: it goes on with what was said
    assert [one.text for one in await reports(english)][-1] == "5-тадбир 35%\nжумага топшираман"
    assert not await mamatov.heard(since)


@after(with_minutes)
async def test_the_mark_of_the_plan_does_not_make_a_promise_doubtful(english: Stage) -> None:
    await english.jumps_to(datetime(2024, 3, 12, 10, tzinfo=TASHKENT))
    await english.settles()
    mamatov = english.officer("Х. Маматов")
    for words in ("Баённома 12-4 ни жумага топшираман", "ir-5 ni juma kuni topshiraman", "ИР-6 сдам в пятницу"):
        shown = await mamatov.says(words)
        assert "📅 Promised: by 15 March (Friday)" in shown.text, words
    before = len(await promises(english))
    for words in ("ИР-6 ни жумага топширамизми?", "ИР-6 бўйича вазирлик жавобни жумага беради"):
        await mamatov.says(words)  # asked, and another's
    assert len(await promises(english)) == before
