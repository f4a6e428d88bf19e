"""The deadlines as text and as a file, which the calendar library reads as a phone's calendar would."""

from datetime import UTC, date, datetime, timedelta

import aiohttp
import pytest
from icalendar import Calendar, Event

from tests.bot.scenes import activity
from tests.stage import Shown, Someone, Stage
from views.kit.languages import LANGUAGES
from views.kit.texts import Translator

LEAD = "Б. Юнусов"
AT_NINE = {timedelta(days=-7, hours=9), timedelta(days=-1, hours=9)}


async def file_of(stage: Stage, shown: Shown) -> Calendar:
    """The file under a message, read."""
    document = shown.raw["document"]
    assert document is not None
    assert document["name"].endswith(".ics")
    async with aiohttp.ClientSession() as client, client.get(stage.base + document["url"]) as response:
        return Calendar.from_ical(await response.read())


def events(calendar: Calendar) -> dict[str, Event]:
    """The events by their identifiers."""
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def alarms(event: Event) -> set[timedelta]:
    return {alarm["trigger"].dt for alarm in event.walk("VALARM")}


async def own(stage: Stage, person: Someone) -> dict[str, date]:
    """The deadlines that the person has, by the identifiers of their events."""
    known = await stage.services.people.identify(person.id, person.name, None, stage.now)
    found = await stage.services.activities.of(known.executor_ids, stage.now.date())
    return {f"activity-{one.id}@ijrochi": one.due_on for one in found if one.due_on is not None}


async def test_the_deadlines_are_told_by_date_with_a_file_of_them_all(english: Stage) -> None:
    officer = english.officer(LEAD)
    shown = await officer.says("/calendar")
    deadlines = await own(english, officer)
    assert shown.text.startswith("🗓 Your deadlines")
    said = [line for line in shown.text.splitlines() if "left" in line]
    days = [datetime.strptime(line.split(" · ")[0], "%d %B %Y").replace(tzinfo=UTC).date() for line in said]
    assert days == sorted(deadlines.values())
    found = events(await file_of(english, shown))
    assert {uid: event["dtstart"].dt for uid, event in found.items()} == deadlines
    assert all(event["dtend"].dt - event["dtstart"].dt == timedelta(days=1) for event in found.values())
    assert all(alarms(event) == AT_NINE for event in found.values())


@pytest.mark.parametrize("way", ["/my", "/help"])
async def test_the_file_comes_by_a_button_too_and_the_screen_stays(english: Stage, way: str) -> None:
    officer = english.officer(LEAD)
    screen = await officer.says(way)
    shown = await officer.presses("🗓", screen)
    assert shown.id > screen.id
    assert events(await file_of(english, shown))
    assert any(one.id == screen.id and one.text == screen.text for one in await officer.screen())


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_the_file_speaks_the_readers_language(english: Stage, locale: str) -> None:
    officer = english.officer(LEAD)
    known = await english.services.people.identify(officer.id, officer.name, None, english.now)
    await english.services.people.speak(known, locale)
    t = Translator(english.application.settings.timezone, "en")[locale]
    facts = await activity(english, 1)
    event = events(await file_of(english, await officer.says("/calendar")))[f"activity-{facts.id}@ijrochi"]
    assert t.script(facts.text) in str(event["description"])
    assert str(event["summary"]) == f"{t('Activity {number}', number=1)}: {t.script(facts.name)}"


async def calendar_of(stage: Stage, person: Someone) -> dict[str, Event]:
    """The events of the file that /calendar gives now."""
    await stage.settles()
    return events(await file_of(stage, await person.says("/calendar")))


async def unlinks(stage: Stage, officer: Someone) -> None:
    """The admin unlinks whoever answers for the executor."""
    admin = await stage.services.people.identify(stage.admin.id, "admin", None, stage.now)
    known = await stage.services.people.identify(officer.id, officer.name, None, stage.now)
    [executor] = known.executors
    assert await stage.services.linking.unlink(executor.id, known.account_id, admin, stage.now)
    await stage.settles()


def cancelled(found: dict[str, Event]) -> set[str]:
    return {uid for uid, event in found.items() if event.get("status") == "CANCELLED"}


async def identifier(stage: Stage, number: int) -> str:
    return f"activity-{(await activity(stage, number)).id}@ijrochi"


def assert_risen(before: dict[str, Event], later: dict[str, Event], changed: set[str]) -> None:
    """Of two files the later has every event, a higher sequence where it changed, and the same one elsewhere."""
    assert set(before) <= set(later)
    risen = {uid for uid in before if later[uid]["sequence"] > before[uid]["sequence"]}
    assert risen == changed
    assert all(later[uid]["sequence"] == before[uid]["sequence"] for uid in before if uid not in changed)


async def test_what_is_accepted_is_cancelled_in_the_phone_and_comes_back_when_it_is_reopened(english: Stage) -> None:
    officer, admin = english.officer(LEAD), english.admin
    before = await calendar_of(english, officer)
    assert cancelled(before) == set()
    assert_risen(before, await calendar_of(english, officer), set())
    await officer.says("№1 done, the paper is signed")
    decided = await admin.presses("✅ Accept")
    done = await identifier(english, 1)
    later = await calendar_of(english, officer)
    assert cancelled(later) == {done}
    assert alarms(later[done]) == set()
    assert_risen(before, later, {done})
    await admin.presses("🔓 Accepted by mistake", decided)
    await admin.says("the annex is missing")
    reopened = await calendar_of(english, officer)
    assert cancelled(reopened) == set()
    assert alarms(reopened[done]) == AT_NINE
    assert_risen(later, reopened, {done})


async def test_a_moved_deadline_raises_its_event_alone_and_so_does_moving_it_back(english: Stage) -> None:
    officer = english.officer(LEAD)
    before = await calendar_of(english, officer)
    facts, admin = (
        await activity(english, 1),
        await english.services.people.identify(english.admin.id, "admin", None, english.now),
    )
    assert facts.due_on is not None
    moved = await identifier(english, 1)
    for due_on in (date(2024, 5, 31), facts.due_on):
        await english.services.control.move_deadline(facts.id, due_on, "the law is late", admin, english.now)
        later = await calendar_of(english, officer)
        assert later[moved]["dtstart"].dt == due_on
        assert_risen(before, later, {moved})
        before = later


async def test_whoever_is_unlinked_gets_the_file_that_takes_the_deadlines_out_of_the_phone(english: Stage) -> None:
    officer = english.officer(LEAD)
    before = await calendar_of(english, officer)
    await unlinks(english, officer)
    letter = await officer.last()
    assert letter.text.startswith("You are no longer linked")
    assert "take these deadlines out" in letter.text
    found = events(await file_of(english, letter))
    assert cancelled(found) == set(found) == set(before)
    assert_risen(before, found, set(before))


async def test_whoever_took_no_file_gets_none_when_unlinked(english: Stage) -> None:
    officer = english.officer(LEAD)
    await unlinks(english, officer)
    letter = await officer.last()
    assert letter.text.startswith("You are no longer linked")
    assert letter.raw["document"] is None


async def test_a_closed_plans_deadlines_are_cancelled_and_a_reopened_ones_come_back(english: Stage) -> None:
    officer = english.officer(LEAD)
    before = await calendar_of(english, officer)
    admin = await english.services.people.identify(english.admin.id, "admin", None, english.now)
    plan = await english.services.plans.current()
    assert plan is not None
    assert await english.services.plans.close(plan.id, admin, english.now)
    closed = await calendar_of(english, officer)
    assert cancelled(closed) == set(before)
    assert_risen(before, closed, set(before))
    assert await english.services.plans.reopen(plan.id, admin, english.now)
    assert cancelled(await calendar_of(english, officer)) == set()


async def test_what_an_admin_takes_off_control_is_cancelled(english: Stage) -> None:
    officer = english.officer(LEAD)
    before = await calendar_of(english, officer)
    admin = await english.services.people.identify(english.admin.id, "admin", None, english.now)
    facts = await activity(english, 2)
    await english.services.control.close(facts.id, "the programme was withdrawn", admin, english.now)
    later = await calendar_of(english, officer)
    assert cancelled(later) == {await identifier(english, 2)}
    assert_risen(before, later, cancelled(later))


@pytest.mark.parametrize("data", ["ics1"])
async def test_nobody_else_gets_a_file(english: Stage, data: str) -> None:
    for person in (english.outsider, english.admin):
        message = await person.last()
        before = await person.count()
        await person.says("/calendar")
        assert await person.taps(message, data, forged=True) is not None
        assert not any(shown.raw["document"] for shown in await person.screen(before))
