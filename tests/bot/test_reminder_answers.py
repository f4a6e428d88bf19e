"""The answers that stand on a reminder: pressed, they are recorded, shown in its place, and can be taken back."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from sqlalchemy import select

from models import Acceptance, Activity, Appeal, Assignment, Decision, Executor, Link, Outbox, Report, ReportState
from services.messages.kinds import LetterKind
from tests.bot.scenes import activity, again, count, reports, state_of
from tests.stage import Shown, Someone, Stage

pytestmark = [pytest.mark.begins("2024-01-03T09:00"), pytest.mark.on_both]

ONE, SEVERAL = "Х. Маматов", "Б. Кучкаров"  # on 3 January a co-executor of 3 alone, and the lead of 3 and 15


async def reminder(person: Someone) -> Shown:
    """The newest reminder."""
    return next(shown for shown in reversed(await person.heard()) if "Hello! Today is" in shown.text)


async def reminded(stage: Stage, name: str, day: str = "2024-01-03") -> tuple[Someone, Shown]:
    await stage.goes_to(day)
    person = stage.officer(name)
    return person, await reminder(person)


async def presses_late(person: Someone, label: str, shown: Shown) -> None:
    """Press a button that the message had when it was looked at, and may not have any more."""
    data = next(data for text, data, _ in shown.buttons if text == label)
    assert data is not None
    await person.taps(shown, data, forged=True)


async def test_a_reminder_of_one_activity_is_answered_by_one_press(english: Stage) -> None:
    person, asked = await reminded(english, ONE)
    assert asked.labels == ["✅ Done", "25%", "50%", "75%", "⏳ More time", "📄 №3"]
    before = await person.count()
    await person.press("50%", asked)
    shown = await again(person, asked)
    assert "✔️ Recorded: 50%" in shown.text
    assert shown.labels == ["↩️ Undo", "📄 №3"]
    assert await person.count() == before, "nothing is said beside it"
    [report] = await reports(english)
    assert (report.percent, report.done) == (50, None)


async def test_undo_takes_it_back_and_the_answers_stand_again(english: Stage) -> None:
    person, asked = await reminded(english, ONE)
    await person.press("50%", asked)
    await person.press("↩️ Undo", await again(person, asked))
    shown = await again(person, asked)
    assert shown.labels == asked.labels
    assert shown.text == asked.text
    assert not await reports(english)
    assert (await activity(english, 3)).parts[1].percent == 0


async def test_a_co_executors_done_is_the_part_alone_and_a_leads_is_handed_in(english: Stage) -> None:
    person, asked = await reminded(english, ONE)
    await person.press("✅ Done", asked)
    assert "✔️ Recorded: your part is done" in (await again(person, asked)).text
    assert not await count(english, Acceptance)
    lead = english.officer(SEVERAL)
    own = await reminder(lead)
    await lead.presses("✅", own)
    shown = await again(lead, own)
    assert "№3 normativ hujjatlar xatlovi\n✔️ Recorded: done · 🟡 under review" in shown.text
    assert "1 item awaits your report" in shown.text
    assert shown.labels == ["№3 ✔️", "↩️ Undo", "№15 · 0%", "✅", "📄"]
    assert await count(english, Acceptance) == 1
    assert (await state_of(english, 3))[0] == "review"
    await lead.press("↩️ Undo", shown)
    assert (await again(lead, own)).labels == own.labels
    assert await count(english, Acceptance, Acceptance.decision == Decision.WITHDRAWN) == 1


async def test_of_several_one_is_opened_answered_and_closed_in_its_place(english: Stage) -> None:
    lead, asked = await reminded(english, SEVERAL)
    assert asked.labels == ["№3 · 0%", "✅", "📄", "№15 · 0%", "✅", "📄"]
    await lead.press("№15", asked)
    opened = await again(lead, asked)
    assert opened.labels == ["№3 · 0%", "✅", "📄", "№15 · 0%", "✅ Done", "25%", "50%", "75%", "⏳ More time"]
    await lead.press("№15", opened)
    assert (await again(lead, asked)).labels == asked.labels
    await presses_late(lead, "75%", opened)
    shown = await again(lead, asked)
    assert shown.labels == ["№3 · 0%", "✅", "📄", "№15 ✔️", "↩️ Undo"]
    assert await state_of(english, 15) == ("in_progress", 75)
    assert await state_of(english, 3) == ("not_started", 0)


async def test_a_button_pressed_twice_reports_once(english: Stage) -> None:
    person, asked = await reminded(english, ONE)
    await person.press("50%", asked)
    await presses_late(person, "50%", asked)
    assert len(await reports(english)) == 1
    await presses_late(person, "75%", asked)
    assert [one.percent for one in await reports(english)] == [50, 75]


async def test_words_and_a_file_after_a_press_belong_to_what_it_recorded(english: Stage) -> None:
    lead, asked = await reminded(english, SEVERAL)
    await lead.presses("✅", asked)
    await lead.says("лойиҳалар вазирликка топширилди")
    await lead.sends_files(("dalolatnoma.pdf", b"%PDF-1.4"))
    [report] = await reports(english)
    assert report.text == "лойиҳалар вазирликка топширилди"
    assert report.done
    assert "№3" in (await again(lead, asked)).text, "the reminder stays"


@pytest.mark.parametrize("words", ["ишлар давом этмоқда", "70%", "вазирликдан жавоб кутяпмиз"])
async def test_a_message_without_a_number_is_about_the_reminders_single_activity_until_the_next(
    english: Stage, words: str
) -> None:
    person, asked = await reminded(english, ONE)
    await person.press("25%", asked)
    await english.goes_to("2024-01-03T16:00:00+05:00")
    await person.says(words)
    said = await reports(english)
    assert [one.percent for one in said] == [25, 70 if words == "70%" else None]
    assert said[0].assignment_id == said[1].assignment_id
    assert said[1].text == words


async def test_of_several_a_message_without_a_number_is_asked_about(english: Stage) -> None:
    lead, asked = await reminded(english, SEVERAL)
    await lead.press("№15", asked)
    await lead.press("25%", await again(lead, asked))
    await english.goes_to("2024-01-03T16:00:00+05:00")
    shown = await lead.says("70%", reply_to=asked)
    assert "Which activity is this about?" in shown.text
    assert len(await reports(english)) == 1


async def test_the_card_and_more_time_are_opened_below_the_reminder(english: Stage) -> None:
    person, asked = await reminded(english, ONE)
    assert (await person.presses("📄", asked)).text.startswith("Activity 3")
    assert "By the end of which month" in (await person.presses("⏳", asked)).text
    assert (await again(person, asked)).labels == asked.labels


async def finished(stage: Stage) -> None:
    lead = stage.officer(SEVERAL)
    await lead.says("3-тадбир бажарилди")
    await stage.admin.presses("✅ Accept")


async def closed(stage: Stage) -> None:
    card = await stage.admin.says("/report 3")
    await stage.admin.presses("🚫", await stage.admin.presses("⚙️", card))
    await stage.admin.presses("✅ Yes", await stage.admin.says("бекор қилинди"))


async def moved(stage: Stage) -> None:
    card = await stage.admin.says("/report 3")
    await stage.admin.presses("April", await stage.admin.presses("🗓", await stage.admin.presses("⚙️", card)))
    await stage.admin.says("раҳбарият қарори")


async def taken_away(stage: Stage) -> None:
    async with stage.database.write() as session:
        key = select(Executor.id).where(Executor.name == ONE)
        part = await session.scalar(
            select(Assignment).join(Activity).where(Activity.number == 3, Assignment.executor_id.in_(key))
        )
        assert part is not None
        part.is_removed = True


async def unlinked(stage: Stage) -> None:
    async with stage.database.write() as session:
        key = select(Executor.id).where(Executor.name == ONE)
        link = await session.scalar(select(Link).where(Link.executor_id.in_(key)))
        await session.delete(link)


@pytest.mark.parametrize(
    ("change", "label"),
    [(finished, "50%"), (closed, "✅ Done"), (taken_away, "25%"), (unlinked, "✅ Done")],
    ids=["finished", "closed", "another's", "unlinked"],
)
async def test_the_buttons_of_an_outdated_reminder_say_so_and_go(
    english: Stage, change: Callable[[Stage], Awaitable[None]], label: str
) -> None:
    person, asked = await reminded(english, ONE)
    await change(english)
    known = len(await reports(english))
    answer = await person.press(label, asked)
    assert answer is not None
    assert answer["show_alert"]
    assert "№3" in answer["text"] or "not among yours any more" in answer["text"]
    shown = await again(person, asked)
    assert shown.labels == ["📋 My activities"]
    assert "Nothing in this reminder waits for your word any more." in shown.text
    assert len(await reports(english)) == known


async def test_a_button_that_named_another_deadline_records_nothing(english: Stage) -> None:
    person, asked = await reminded(english, ONE)
    await moved(english)
    assert (await activity(english, 3)).due_on == date(2024, 4, 30)
    answer = await person.press("✅ Done", asked)
    assert answer is not None
    assert "30 April" in answer["text"]
    assert not await reports(english)
    shown = await again(person, asked)
    assert "deadline 30 April" in shown.text
    await person.press("✅ Done", shown)
    assert len(await reports(english)) == 1


async def test_nobody_else_answers_on_a_reminder(english: Stage) -> None:
    _person, asked = await reminded(english, ONE)
    data = next(data for label, data, _ in asked.buttons if label == "50%")
    assert data is not None
    for stranger in (english.outsider, english.officer("Г. Рахимова"), english.admin, english.leader):
        await stranger.says("/start") if stranger is english.outsider else None
        shown = (await stranger.screen())[-1]
        await stranger.taps(shown, data, forged=True)
    assert not await reports(english, *ReportState)


@pytest.mark.begins("2024-01-02T09:00")
async def test_a_deputy_answers_on_their_own_reminder(english: Stage) -> None:
    """Whoever acts for an officer has the same buttons, and the same right."""
    async with english.database.write() as session:
        away = await session.scalar(select(Executor).where(Executor.name == ONE))
        deputy = await session.scalar(select(Link).join(Executor).where(Executor.name == "Г. Рахимова"))
        assert away is not None
        assert deputy is not None
        session.add(
            Link(
                account_id=deputy.account_id,
                executor_id=away.id,
                linked_at=english.now,
                reminded_through=date(2024, 1, 1),
            )
        )
    person, asked = await reminded(english, "Г. Рахимова")
    row = asked.labels.index("№3 · 0%")
    await person.press("№3", asked)
    await person.press("50%", await again(person, asked))
    [report] = await reports(english)
    async with english.database.read() as session:
        part = await session.get_one(Assignment, report.assignment_id)
        assert part.executor_id == away.id
    assert row >= 0


async def test_a_message_that_is_no_reminder_takes_no_answer(english: Stage) -> None:
    person, asked = await reminded(english, ONE)
    data = next(data for label, data, _ in asked.buttons if label == "50%")
    assert data is not None
    card = await person.says("/my")
    answer = await person.taps(card, data, forged=True)
    assert answer is not None
    assert not await reports(english)
    assert await count(english, Outbox, Outbox.kind == LetterKind.REMINDER) > 0
    assert not await count(english, Appeal)
    assert not await count(english, Report)
