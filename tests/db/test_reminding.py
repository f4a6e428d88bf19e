"""The reminder sweep, day by day: exactly the calendar, worded for the day on which it is said."""

from collections.abc import Iterable
from datetime import date, time, timedelta

import pytest
from sqlalchemy import text

from models import Activity, OutboxState
from scheduler.tick import Tick
from services.calendar.policy import ReminderKind
from services.calendar.workdays import Workdays
from services.messages import kinds
from services.messages.kinds import letter_of
from services.plan.preview import Reminder, calendar
from services.reminders import reminding
from services.reminders.composing import ReminderFacts
from tests.db.world import Said, World, at

FIRST, LAST = date(2024, 1, 1), date(2024, 7, 31)


def reminders(said: Iterable[Said]) -> list[ReminderFacts]:
    return [one.reminder for one in said if one.reminder is not None]


def lines(said: Iterable[Said], number: int | None = None) -> list[tuple[str, ReminderKind]]:
    """(day, kind) of every line said, or of those of one activity."""
    return [
        (one.day.isoformat(), ReminderKind(line.kind))
        for one in reminders(said)
        for line in one.lines
        if number in (None, line.activity.number)
    ]


def of_the_calendar(world: World, key: str, first: date, last: date, number: int) -> list[tuple[str, ReminderKind]]:
    name = world.plan.executor(key).name
    return [
        (one.date.isoformat(), one.kind)
        for one in calendar(world.plan, first, last, Workdays())
        if (one.executor, one.activity) == (name, number)
    ]


# -- the calendar --------------------------------------------------------------------------------------------------
async def test_when_nobody_answers_everything_sent_matches_the_calendar_line_by_line(world: World) -> None:
    await world.link_all()
    # On PostgreSQL only the statements differ: by the Monday after the first deadline each of them has been made.
    is_sqlite = world.database.is_sqlite
    last = LAST if is_sqlite else date(2024, 3, 4)
    said = await world.live(FIRST, last)
    told = [
        Reminder(facts.day, line.part.executor.name, line.activity.number, ReminderKind(line.kind))
        for facts in reminders(said)
        for line in facts.lines
    ]
    assert len(told) == 1413 or not is_sqlite
    assert sorted(told) == calendar(world.plan, FIRST, last, Workdays())
    assert {one.kind for one in told} == set(ReminderKind) - {ReminderKind.TEN_LEFT, ReminderKind.PROMISE}, (
        "each that this plan gives rise to"
    )
    per_day = [(one.chat_id, one.at.date()) for one in said if one.reminder]
    assert len(per_day) == len(set(per_day)), "one message a day at most"


async def test_an_activity_from_january_to_april_is_reminded_by_the_rules(world: World) -> None:
    await world.link("yunusov")
    assert lines(await world.passes("2024-01-01", "2024-05-13"), 1) == [
        ("2024-01-03", ReminderKind.START),
        ("2024-02-01", ReminderKind.CHECK_IN),
        ("2024-03-01", ReminderKind.CHECK_IN),
        ("2024-03-20", ReminderKind.NEXT_MONTH),
        ("2024-04-01", ReminderKind.THIS_MONTH),
        ("2024-04-15", ReminderKind.MID_MONTH),
        ("2024-04-23", ReminderKind.WEEK_LEFT),
        ("2024-04-29", ReminderKind.DUE_TOMORROW),
        ("2024-04-30", ReminderKind.DUE_TODAY),
        ("2024-05-01", ReminderKind.OVERDUE),
        ("2024-05-06", ReminderKind.OVERDUE),
        ("2024-05-13", ReminderKind.OVERDUE),
    ]


async def test_the_most_urgent_stands_first(world: World) -> None:
    await world.link("mamatov")
    await world.passes("2024-01-01", "2024-03-28")
    [last] = reminders(await world.live("2024-03-29", "2024-03-29"))
    assert [line.kind for line in last.lines] == sorted(
        (line.kind for line in last.lines), key=lambda kind: -list(ReminderKind).index(ReminderKind(kind))
    )
    assert last.lines[0].activity.number == 5


async def test_reminders_found_together_say_what_each_says_alone(world: World) -> None:
    people = await world.link_all()
    await world.passes("2024-04-22", "2024-05-02")
    moment = at("2024-05-02", "15:00")
    for number, words in enumerate(("жумага тугатамиз", "менга тегишли эмас", "маблағ йўқ", "бажарилди, 40%", "аа бб")):
        for person in list(people.values())[number::5]:
            await world.says(person, words, moment)
    await world.sweep(at("2024-05-06"))
    claimed = await world.services.outbox.claim(at("2024-05-06"), 100)
    owed = [(one.account_id or 0, letter_of(one.kind, one.refs)) for one in claimed if one.kind == "reminder"]
    asked = [(account, letter) for account, letter in owed if isinstance(letter, kinds.Reminder)]
    compose, compose_each = world.services.reminders.compose, world.services.reminders.compose_each
    alone = tuple([await compose(*one, at("2024-05-06", "09:05")) for one in asked])
    assert await compose_each(asked, at("2024-05-06", "09:05")) == alone
    said = [one for one in alone if one is not None]
    assert len(said) > 10
    assert sum(one.overdue for one in said)
    assert sum(one.unplaced for one in said)
    assert await compose_each([], at("2024-05-06")) == ()


async def test_nothing_goes_out_before_the_time_of_reminders(world: World) -> None:
    await world.link("yunusov")
    assert await world.services.reminding.nominated(at("2024-01-03", "08:59")) == []
    assert await world.services.reminding.advance(at("2024-01-03", "08:59")) == 0
    assert len(await world.services.reminding.nominated(at("2024-01-03", "09:00"))) == 1
    assert len(await world.services.reminding.nominated(at("2024-01-03", "23:59"))) == 1


async def test_a_day_swept_any_number_of_times_is_reminded_once(world: World) -> None:
    await world.link("yunusov")
    said = [one for minute in range(0, 30, 10) for one in await world.reminded(at("2024-01-03", time(9, minute)))]
    assert len(said) == 1
    assert await world.services.reminding.nominated(at("2024-01-03", "18:00")) == []


async def test_the_next_day_with_a_reminder_is_known(world: World) -> None:
    days = [date(2024, 1, 1)]
    while (found := await world.services.reminding.next_day(days[-1])) is not None:
        days.append(found)
    assert days[1:] == sorted({one.date for one in calendar(world.plan, FIRST, date(2024, 12, 31), Workdays())})


# -- who is left alone ---------------------------------------------------------------------------------------------
async def test_nobody_is_reminded_of_what_is_accepted_or_awaits_acceptance(world: World) -> None:
    lead, co = await world.link("yunusov"), await world.link("miramirov")
    await world.passes("2024-01-01", "2024-01-31")
    acceptance = await world.submits(lead, 1, at("2024-02-05"))
    waiting = await world.passes("2024-02-06", "2024-04-10")
    assert lines(waiting, 1) == []
    await world.services.decisions.accept(acceptance, await world.admin(), at("2024-04-10"))
    assert lines(await world.passes("2024-04-11", "2024-06-30"), 1) == []
    assert lines(waiting), "of the rest they are"
    assert {one.chat_id for one in waiting if one.reminder} == {lead.telegram_id, co.telegram_id}


async def test_work_finished_before_the_message_was_sent_is_not_mentioned(world: World) -> None:
    lead = await world.link("ochilov", now=at("2024-01-01"))
    admin = await world.admin()
    await world.link("kuchkarov")
    await world.sweep(at("2024-02-01"))
    acceptance = await world.submits(await world.officer("kuchkarov"), 15, at("2024-02-01", "09:01"))
    await world.services.decisions.accept(acceptance, admin, at("2024-02-01", "09:02"))
    said = await world.delivered(at("2024-02-01", "09:03"))
    assert lines(said, 15) == []
    [row] = [row for row in await world.owed("reminder") if row.chat_id == lead.telegram_id]
    assert (row.state, row.reason) == (OutboxState.CANCELLED, "nothing left to say")


async def test_in_the_middle_of_the_month_only_the_silent_are_reminded(world: World) -> None:
    lead, _silent = await world.link("khusanova"), await world.link("khadjiev")
    await world.passes("2024-01-01", "2024-02-10")
    await world.says(lead, "4-тадбир бўйича ишланмоқда", at("2024-02-12"))
    said = await world.passes("2024-02-13", "2024-02-29")
    middle = [one.chat_id for one in said if one.reminder and ("2024-02-15", ReminderKind.MID_MONTH) in lines([one], 4)]
    assert middle == [(await world.officer("khadjiev")).telegram_id]


async def test_a_report_of_the_month_before_does_not_count_for_this_month(world: World) -> None:
    lead = await world.link("khusanova")
    await world.passes("2024-01-01", "2024-01-30")
    await world.says(lead, "4-тадбир бўйича ишланмоқда", at("2024-01-31"))
    assert ("2024-02-15", ReminderKind.MID_MONTH) in lines(await world.live("2024-01-31", "2024-02-15"), 4)


async def test_an_officer_who_reports_after_the_message_was_queued_is_not_asked_about_silence(world: World) -> None:
    lead = await world.link("khusanova")
    await world.passes("2024-01-01", "2024-02-14")
    await world.sweep(at("2024-02-15"))
    await world.says(lead, "4-тадбир бўйича ишланмоқда", at("2024-02-15", "09:00:30"))
    assert (("2024-02-15", ReminderKind.MID_MONTH)) not in lines(await world.delivered(at("2024-02-15", "09:01")), 4)


async def test_a_person_linked_later_gets_nothing_from_before(world: World) -> None:
    await world.passes("2024-01-01", "2024-02-09")
    await world.link("yunusov", now=at("2024-02-10", "12:00"))
    assert lines(await world.passes("2024-02-10", "2024-03-05"), 1) == [("2024-03-01", ReminderKind.CHECK_IN)]


async def test_a_person_linked_on_a_reminder_day_gets_only_the_welcome_that_day(world: World) -> None:
    await world.link("yunusov", now=at("2024-03-01", "08:00"))
    assert await world.reminded(at("2024-03-01")) == []


async def test_a_person_who_blocked_the_bot_is_left_alone_and_gets_nothing_old_afterwards(world: World) -> None:
    person, _other = await world.link("yunusov"), await world.link("miramirov")
    await world.passes("2024-01-01", "2024-01-20")
    await world.services.reachability.lost(person.telegram_id, "bot was blocked by the user", at("2024-01-20"))
    blocked = await world.passes("2024-01-21", "2024-03-10")
    assert person.telegram_id not in {one.chat_id for one in blocked}
    assert lines(blocked, 1) == [("2024-02-01", ReminderKind.CHECK_IN), ("2024-03-01", ReminderKind.CHECK_IN)], (
        "the other goes on"
    )
    await world.services.people.identify(person.telegram_id, person.name, None, at("2024-03-11"))
    back = [one for one in await world.passes("2024-03-11", "2024-03-20") if one.chat_id == person.telegram_id]
    assert [facts.day.isoformat() for facts in reminders(back)] == ["2024-03-15", "2024-03-20"]


async def test_a_reminder_waits_for_the_hours_of_its_reader(world: World) -> None:
    person = await world.link("yunusov")
    await world.services.people.keep_hours(person, time(14), time(18))
    assert await world.reminded(at("2024-01-03")) == []
    assert await world.reminded(at("2024-01-03", "13:59")) == []
    [said] = await world.reminded(at("2024-01-03", "14:00"))
    assert said.chat_id == person.telegram_id


@pytest.mark.parametrize(
    ("start", "end", "sent"),
    [
        (time(8), time(18), at("2024-01-03", "09:00")),
        (time(6), time(8), at("2024-01-04", "06:00")),
        (time(20), time(10), at("2024-01-03", "09:00")),
        (time(22), time(6), at("2024-01-03", "22:00")),
    ],
)
async def test_hours_may_pass_midnight(world: World, start: time, end: time, sent: object) -> None:
    person = await world.link("yunusov")
    await world.services.people.keep_hours(person, start, end)
    await world.sweep(at("2024-01-03"))
    [row] = await world.owed("reminder")
    assert row.next_try_at == sent
    hours = await world.services.people.hours(person.account_id)
    assert (hours.start, hours.end) == (start, end)


# -- being late, being down ----------------------------------------------------------------------------------------
async def test_after_days_of_being_down_there_is_one_message_worded_for_today(world: World) -> None:
    person = await world.link("yunusov")
    await world.passes("2024-01-01", "2024-04-22")
    # Down on the 23rd (a week left) up to the 26th.
    [said] = await world.reminded(at("2024-04-27"))
    assert said.chat_id == person.telegram_id
    assert said.reminder is not None
    [line] = [line for line in said.reminder.lines if line.activity.number == 1]
    assert (line.kind, line.day, line.activity.days_left) == (ReminderKind.WEEK_LEFT, date(2024, 4, 23), 3)
    assert lines(await world.live("2024-04-28", "2024-04-30"), 1) == [
        ("2024-04-29", ReminderKind.DUE_TOMORROW),
        ("2024-04-30", ReminderKind.DUE_TODAY),
    ]


async def test_after_months_of_being_down_everybody_gets_one_message_with_the_latest_of_each(world: World) -> None:
    people = await world.link_all()
    said = await world.live("2024-05-18", "2024-05-18")
    assert len(reminders(said)) == len(said) == len(people)
    for facts in reminders(said):
        numbers = [line.activity.number for line in facts.lines]
        assert len(numbers) == len(set(numbers))
    latest: dict[tuple[str, int], ReminderKind] = {}
    for one in calendar(world.plan, FIRST, date(2024, 5, 18), Workdays()):
        latest[one.executor, one.activity] = one.kind
    told = {(line.part.executor.name, line.activity.number): line.kind for one in reminders(said) for line in one.lines}
    assert told == latest
    assert await world.live("2024-05-19", "2024-05-19") == [], "and nothing of it once more"


async def test_a_restart_on_any_day_repeats_nothing(world: World) -> None:
    await world.link("yunusov")
    said = []
    for day in range(1, 32):
        restarted = World(world.database)
        said += await restarted.live(date(2024, 5, day), date(2024, 5, day))
    said_of = [(facts.day, line.activity.number) for facts in reminders(said) for line in facts.lines]
    assert len(said_of) == len(set(said_of))
    assert said_of


async def test_a_clock_that_goes_back_repeats_nothing(world: World) -> None:
    await world.link("yunusov")
    await world.passes("2024-01-01", "2024-04-30")
    assert await world.owed("reminder")
    assert await world.passes("2024-01-01", "2024-04-30") == []
    assert lines(await world.live("2024-05-01", "2024-05-01"), 1) == [("2024-05-01", ReminderKind.OVERDUE)]


async def test_a_reminder_that_could_not_be_sent_is_included_in_the_next(world: World) -> None:
    person = await world.link("mamatov")
    await world.passes("2024-01-01", "2024-02-26")
    await world.sweep(at("2024-02-27"))  # nothing is said of activity 3's eve yet
    await world.sweep(at("2024-02-28"))  # due tomorrow: queued, and Telegram is out
    await world.sweep(at("2024-02-29"))
    await world.sweep(at("2024-03-01"))
    said = await world.delivered(at("2024-03-01", "12:00"))
    [facts] = reminders(said)
    assert facts.day == date(2024, 3, 1)
    numbers = [line.activity.number for line in facts.lines]
    assert len(numbers) == len(set(numbers))
    assert {3, 5} <= set(numbers)
    queued = [row for row in await world.owed("reminder") if row.state is OutboxState.CANCELLED]
    assert {row.reason for row in queued} == {"replaced by a later reminder"}
    assert {row.chat_id for row in queued} == {person.telegram_id}


async def test_activities_the_next_reminder_omits_are_carried_over(world: World) -> None:
    await world.link("yunusov")
    await world.passes("2024-01-01", "2024-03-19")
    await world.sweep(at("2024-03-20"))  # next_month of 1, not sent
    await world.sweep(at("2024-03-22"))
    await world.sweep(at("2024-03-28"))  # due tomorrow of 19 and 20
    [facts] = reminders(await world.delivered(at("2024-03-28", "09:30")))
    told = {line.activity.number: (line.kind, line.day) for line in facts.lines}
    assert told[1] == (ReminderKind.NEXT_MONTH, date(2024, 3, 20))
    assert told[19] == (ReminderKind.DUE_TOMORROW, date(2024, 3, 28))


# -- people and units ----------------------------------------------------------------------------------------------
async def test_every_member_of_a_unit_is_reminded(world: World) -> None:
    members = [await world.link("training_center", member=member) for member in (1, 2)]
    said = await world.reminded(at("2024-01-03"))
    assert {one.chat_id for one in said} == {member.telegram_id for member in members}


async def test_one_person_for_two_executors_gets_one_message_that_names_each_activity_once(world: World) -> None:
    await world.link("rakhimova")
    person = await world.link("nurmukhamedov", to="rakhimova")
    [said] = await world.reminded(at("2024-01-03"))
    assert said.chat_id == person.telegram_id
    assert said.reminder is not None
    assert [(line.activity.number, line.part.executor.key) for line in said.reminder.lines] == [
        (24, "rakhimova"),
        (25, "rakhimova"),
        (26, "rakhimova"),
    ]


async def test_one_broken_account_stops_nobody_elses_reminders(world: World) -> None:
    broken, other = await world.link("yunusov"), await world.link("miramirov")
    async with world.database.write() as session:
        await session.execute(
            text(
                "INSERT INTO outbox (key, kind, refs, chat_id, account_id, priority, state, attempts, queued_at,"
                " next_try_at) VALUES ('remind:x', 'reminder', '{\"items\": [[1, \"no such kind\", \"2024\"]]}',"
                " :chat, :account, 1, 'queued', 0, '2024-01-01', '2999-01-01')"
            ).bindparams(account=broken.account_id, chat=broken.telegram_id)
        )
    reminding, now = world.services.reminding, at("2024-01-03")
    assert await reminding.nominated(now) == [broken.account_id, other.account_id]
    with pytest.raises(ValueError, match="no such kind"):
        await reminding.remind([broken.account_id, other.account_id], now)
    assert len(await world.owed("reminder")) == 1, "those in one transaction are queued all or none"
    await Tick(world.services, lambda: now).run()
    assert len(reminders(await world.delivered(now))) == 1
    assert await reminding.nominated(now) == [broken.account_id], "it is tried again until it is mended"
    async with world.database.write() as session:
        await session.execute(text("DELETE FROM outbox WHERE key = 'remind:x'"))
    assert lines(await world.reminded(at("2024-01-04")), 1) == [("2024-01-04", ReminderKind.START)]


# -- whoever lets the bot in again -----------------------------------------------------------------------------------
NOON = at("2024-01-03", "12:00")


@pytest.mark.parametrize("lost_at", ["08:00", "09:00:30", "11:00"], ids=["before nine", "just after", "later"])
@pytest.mark.parametrize("others", [True, False], ids=["beside others", "alone"])
async def test_a_person_lost_at_the_reminders_hour_who_returns_gets_the_days_reminder_once(
    world: World, lost_at: str, others: bool
) -> None:
    person = await world.link("yunusov")
    if others:
        await world.link("miramirov")
    lost = at("2024-01-03", lost_at)
    sweeps = [at("2024-01-03"), at("2024-01-03", "10:00")]
    if lost < sweeps[0]:
        await world.services.reachability.lost(person.telegram_id, "blocked", lost)
    for moment in sweeps:
        await world.sweep(moment)
        for owed in await world.services.outbox.claim(moment, 9):
            await world.services.outbox.failed(owed, "blocked", moment)
    await world.services.reachability.lost(person.telegram_id, "blocked", max(lost, sweeps[0]))
    assert await world.reminded(at("2024-01-03", "11:30")) == []

    await world.services.people.identify(person.telegram_id, person.name, None, NOON)
    said = [one for one in await world.reminded(NOON) if one.chat_id == person.telegram_id]
    assert [one.kind for one in said] == ["reminder"]
    assert said[0].reminder is not None
    assert said[0].reminder.lines
    await world.services.people.identify(person.telegram_id, person.name, None, NOON)
    assert await world.reminded(at("2024-01-03", "12:01")) == []


async def test_a_person_who_got_the_reminder_before_blocking_does_not_get_it_again(world: World) -> None:
    person = await world.link("yunusov")
    assert len(await world.reminded(at("2024-01-03"))) == 1
    await world.services.reachability.lost(person.telegram_id, "blocked", at("2024-01-03", "10:00"))
    await world.services.people.identify(person.telegram_id, person.name, None, NOON)
    assert await world.reminded(NOON) == []


async def test_on_a_day_without_reminders_a_returning_person_hears_nothing(world: World) -> None:
    person = await world.link("yunusov")
    await world.reminded(at("2024-01-03"))
    await world.services.reachability.lost(person.telegram_id, "blocked", at("2024-01-03", "10:00"))
    await world.services.people.identify(person.telegram_id, person.name, None, at("2024-01-04"))
    assert await world.reminded(at("2024-01-04", "12:00")) == []


async def test_a_person_who_returns_before_the_hour_is_reminded_with_the_others(world: World) -> None:
    person = await world.link("yunusov")
    await world.services.reachability.lost(person.telegram_id, "blocked", at("2024-01-02"))
    await world.services.people.identify(person.telegram_id, person.name, None, at("2024-01-03", "08:00"))
    assert await world.reminded(at("2024-01-03", "08:30")) == []
    assert len(await world.reminded(at("2024-01-03"))) == 1
    assert await world.reminded(NOON) == []


async def test_words_in_a_group_do_not_count_as_coming_back(world: World) -> None:
    person = await world.link("yunusov")
    await world.services.reachability.lost(person.telegram_id, "blocked", at("2024-01-03", "08:00"))
    await world.services.people.identify(person.telegram_id, "another name", None, NOON, reaches=False)
    assert (await world.account(person)).blocked_at is not None
    assert (await world.account(person)).name == "another name"
    assert await world.reminded(NOON) == []


async def test_words_that_wait_are_asked_about_once_and_counted_as_the_list_does(world: World) -> None:
    person = await world.link("yunusov")
    await world.says(person, "ҳужжатлар тайёрланди", at("2024-01-09"))
    await world.says(person, "рўйхат ҳам тайёрланди", at("2024-01-09", "15:00"))
    assert [said.reminder.unplaced for said in await world.reminded(at("2024-01-10")) if said.reminder] == [2]
    await world.says(person, "жадвал тайёрланди", at("2024-01-11"))
    told = [said.reminder.unplaced for said in await world.reminded(at("2024-01-12")) if said.reminder]
    assert told == [3], "one number in the reminder and in the officer's list"
    assert await world.services.drafts.count_unplaced(person) == 3
    assert not any(said.reminder.unplaced for said in await world.reminded(at("2024-01-15")) if said.reminder)


async def test_a_request_for_more_time_is_named_until_the_day_that_it_asks_for(world: World) -> None:
    person = await world.link("yunusov")
    ids = await world.services.activities.of(person.executor_ids, at("2024-03-01").date())
    late = next(one for one in ids if one.due_on is not None)
    assert late.due_on is not None
    until = late.due_on + timedelta(days=20)
    asked_at = at(f"{late.due_on - timedelta(days=2)}")
    await world.services.decisions.ask_extension(person, late.id, until, "вазирлик жавоби кутилмоқда", asked_at)
    named: dict[date, date | None] = {}
    for after in range(1, 50):
        day = late.due_on + timedelta(days=after)
        for said in await world.reminded(at(f"{day}")):
            lines = said.reminder.lines if said.reminder is not None else ()
            named |= {said.at.date(): line.asked_until for line in lines if line.activity.id == late.id}
    assert {asked for day, asked in named.items() if day <= until} == {until}
    assert {asked for day, asked in named.items() if day > until} == {None}


async def test_activities_are_moved_on_in_portions_to_the_last(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminding, "PORTION", 4)
    morning = at("2024-01-03")
    due = await world.rows(Activity, Activity.next_reminder_on <= morning.date())
    assert len(due) > 4
    assert await world.services.reminding.advance(morning) == len(due)
    assert not await world.rows(Activity, Activity.next_reminder_on <= morning.date())
    assert await world.services.reminding.advance(morning) == 0
