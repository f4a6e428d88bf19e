"""The deadlines as text and as a file, which the calendar library reads as a phone's calendar would."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from icalendar import Calendar, Event

from services.calendar.deadlines import Period
from services.people.accounts import Person
from services.people.deputies import SubstitutionFacts
from tests.bot.scenes import activity
from tests.db.world import edition, sections
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
    person_now = await stage.services.people.identify(person.id, person.name, None, stage.now)
    found = await stage.services.activities.of(person_now.executor_ids, stage.now.date())
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


async def unlinks(stage: Stage, officer: Someone, name: str = LEAD) -> None:
    """The admin unlinks whoever answers for the executor."""
    admin = await stage.services.people.identify(stage.admin.id, "admin", None, stage.now)
    person = await stage.services.people.identify(officer.id, officer.name, None, stage.now)
    [executor] = [one for one in person.executors if one.name == name]
    assert await stage.services.linking.unlink(executor.id, person.account_id, admin, stage.now)
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


async def test_an_unlinked_person_gets_the_file_that_removes_the_deadlines_from_the_phone(english: Stage) -> None:
    officer = english.officer(LEAD)
    before = await calendar_of(english, officer)
    await unlinks(english, officer)
    letter = await officer.last()
    assert letter.text.startswith("You are no longer linked")
    assert "remove these deadlines" in letter.text
    found = events(await file_of(english, letter))
    assert cancelled(found) == set(found) == set(before)
    assert_risen(before, found, set(before))


async def test_a_person_who_took_no_file_gets_none_when_unlinked(english: Stage) -> None:
    officer = english.officer(LEAD)
    await unlinks(english, officer)
    letter = await officer.last()
    assert letter.text.startswith("You are no longer linked")
    assert letter.raw["document"] is None


async def test_a_closed_plans_deadlines_are_cancelled_and_those_of_a_reopened_one_return(english: Stage) -> None:
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


AWAY = "Х. Маматов"
LAST = date(2024, 1, 10)


async def known(stage: Stage, someone: Someone) -> Person:
    return await stage.services.people.identify(someone.id, someone.name, None, stage.now)


async def stands_in(stage: Stage, deputy: Someone) -> SubstitutionFacts:
    """The admin names the deputy of an officer who is away, until a day; they are told and take the file."""
    [away] = (await known(stage, stage.officer(AWAY))).executors
    [own_executor] = (await known(stage, deputy)).executors
    period, admin = Period(stage.now.date(), LAST), await known(stage, stage.admin)
    named = await stage.services.deputies.name(away.id, own_executor.id, period, admin, stage.now)
    assert isinstance(named, SubstitutionFacts)
    await stage.settles()
    return named


@pytest.mark.parametrize("way", ["by itself", "by the admin"])
async def test_the_end_of_a_substitution_removes_the_officers_deadlines_from_the_deputys_phone(
    english: Stage, way: str
) -> None:
    deputy = english.officer(LEAD)
    own_deadlines = set(await own(english, deputy))
    substitution = await stands_in(english, deputy)
    before = await calendar_of(english, deputy)
    theirs = set(before) - own_deadlines
    assert theirs, "the deadlines of whom they stand in for are in the file"
    if way == "by itself":
        await english.jumps_to(LAST + timedelta(days=1))
        await english.settles()
    else:
        assert await english.services.deputies.end(substitution.id, await known(english, english.admin), english.now)
        await english.settles()
    [letter] = [shown for shown in await deputy.heard() if "no longer stands in" in shown.text]
    assert "remove these deadlines" in letter.text
    found = events(await file_of(english, letter))
    assert cancelled(found) == theirs
    assert_risen(before, found, theirs)


async def test_a_deputy_who_lost_their_own_link_is_told_of_the_end_and_gets_the_file(english: Stage) -> None:
    deputy = english.officer(LEAD)
    await stands_in(english, deputy)
    before = await calendar_of(english, deputy)
    await unlinks(english, deputy)
    after = await deputy.count()
    await english.jumps_to(LAST + timedelta(days=1))
    await english.settles()
    [letter] = [shown for shown in await deputy.heard(after) if "no longer stands in" in shown.text]
    found = events(await file_of(english, letter))
    assert cancelled(found) == set(found) == set(before)
    assert not (await known(english, deputy)).executors


@pytest.mark.parametrize("change", ["another executor", "left out", "another text"])
async def test_a_new_edition_cancels_what_is_no_longer_theirs_and_raises_what_it_says_otherwise(
    change: str, english: Stage, tmp_path: Path
) -> None:
    officer = english.officer(LEAD)
    facts = await activity(english, 1)
    uid = f"activity-{facts.id}@ijrochi"
    before = await calendar_of(english, officer)
    assert uid in before
    [mine] = (await known(english, officer)).executors
    others = [part.executor.key for part in facts.parts if part.executor.id != mine.id] or ["mamatov"]
    changed: dict[str, dict[str, object] | None] = {
        "another executor": {"executors": others},
        "left out": None,
        "another text": {"text": "Файлнинг янги матни"},
    }
    await english.services.plans.load(edition(tmp_path, sections=sections(a1=changed[change])), english.now)
    later = await calendar_of(english, officer)
    assert cancelled(later) == (set() if change == "another text" else {uid})
    assert_risen(before, later, {uid})
    await english.services.plans.load(english.plan, english.now)
    back = await calendar_of(english, officer)
    assert cancelled(back) == set(), "an edition that gives it back brings it back"
    assert_risen(later, back, {uid})


@pytest.mark.parametrize("data", ["ics1"])
async def test_nobody_else_gets_a_file(english: Stage, data: str) -> None:
    for person in (english.outsider, english.admin):
        message = await person.last()
        before = await person.count()
        await person.says("/calendar")
        assert await person.taps(message, data, forged=True) is not None
        assert not any(shown.raw["document"] for shown in await person.screen(before))
