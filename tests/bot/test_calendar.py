"""The deadlines as text and as a file, which the calendar library reads as a phone's calendar would."""

from datetime import UTC, date, datetime, timedelta

import aiohttp
import pytest
from icalendar import Calendar, Event

from tests.bot.scenes import activity
from tests.stage import Shown, Someone, Stage
from views.i18n import LOCALES, Translator

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
    found = await stage.services.activities.mine(known, stage.now.date())
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


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_file_speaks_the_readers_language(english: Stage, locale: str) -> None:
    officer = english.officer(LEAD)
    known = await english.services.people.identify(officer.id, officer.name, None, english.now)
    await english.services.people.speak(known, locale)
    t = Translator(english.application.settings.timezone, "en")[locale]
    facts = await activity(english, 1)
    event = events(await file_of(english, await officer.says("/calendar")))[f"activity-{facts.id}@ijrochi"]
    assert t.script(facts.text) in str(event["description"])
    assert str(event["summary"]).startswith(str(t("Activity {number}", number=1)))


async def test_a_later_file_replaces_the_events_and_silences_what_is_done(english: Stage) -> None:
    officer, admin = english.officer(LEAD), english.admin
    before = events(await file_of(english, await officer.says("/calendar")))
    await english.goes_to(date(2024, 1, 10))
    await officer.says("№1 done, the paper is signed")
    await admin.presses("✅ Accept")
    later = events(await file_of(english, await officer.says("/calendar")))
    done = f"activity-{(await activity(english, 1)).id}@ijrochi"
    assert set(later) == set(before)
    assert str(later[done]["summary"]).startswith("✓")
    assert alarms(later[done]) == set()
    assert all(later[uid]["sequence"] > before[uid]["sequence"] for uid in before)


@pytest.mark.parametrize("data", ["ics1"])
async def test_nobody_else_gets_a_file(english: Stage, data: str) -> None:
    for person in (english.outsider, english.admin):
        message = await person.last()
        before = await person.count()
        await person.says("/calendar")
        assert await person.taps(message, data, forged=True) is not None
        assert not any(shown.raw["document"] for shown in await person.screen(before))
