"""What officers write becomes reports: by number, by reply, by the card last opened, or after one question."""

from datetime import date, timedelta

import pytest

from models import Acceptance, Report, ReportState
from tests.bot.scenes import activity, again, audited, count, opens, reports, said_since, state_of
from tests.stage import Shown, Someone, Stage

FIRST_DAY = date(2024, 1, 3)  # the first working day: the first reminders


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


@pytest.fixture
def yunusov(english: Stage) -> Someone:
    """Leads 1, 2, 19, 20, 22 and 23, assists in 21."""
    return english.officer("Б. Юнусов")


async def reminded(stage: Stage, person: Someone, day: date = FIRST_DAY) -> Shown:
    """The reminder a person gets on a day."""
    await stage.goes_to(day)
    return (await person.heard())[-1]


@pytest.mark.parametrize(
    "words",
    [
        "5-тадбир 70% лойиҳа тайёрланди",
        "5-tadbir 70% loyiha tayyorlandi",
        "№5 70%",
        "5 70",
        "мероприятие 5 готово на 70%",
        "activity 5 is 70% ready",
    ],
)
async def test_a_number_and_a_percent_are_read_in_every_language(english: Stage, mamatov: Someone, words: str) -> None:
    shown = await mamatov.says(words)
    assert shown.text.startswith("✔️ Recorded: Activity 5")
    assert "Read as: 70% done" in shown.text
    assert words not in shown.text
    assert shown.raw["reply_to"]["text"] == words, "they stand above it"
    [report] = await reports(english)
    assert (report.text, report.percent, report.done) == (words, 70, None)
    assert await state_of(english, 5) == ("in_progress", 70)
    assert await audited(english, "activity:5") == ["report.recorded"]


async def test_done_by_the_lead_waits_for_acceptance(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("№5 бажарилди")
    assert "Read as: done" in shown.text
    assert "🟡 under review" in shown.text
    assert "Sent for acceptance" in shown.text
    assert await state_of(english, 5) == ("review", 100)
    assert await count(english, Acceptance, Acceptance.decision.is_(None)) == 1


async def test_not_done_is_not_done(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 ҳали бажарилмади")
    assert await state_of(english, 5) == ("not_started", 0), "it is no report that moves a status"
    assert await count(english, Acceptance) == 0


async def test_work_without_an_end_is_never_handed_in(english: Stage) -> None:
    shown = await english.officer("М. Хусанова").says("4-тадбир бажарилди")
    assert "Recorded: Activity 4" in shown.text
    assert "Sent for acceptance" not in shown.text
    assert await count(english, Acceptance) == 0


@pytest.mark.on_both
async def test_words_that_name_nothing_are_kept_and_asked_about_most_urgent_first(
    english: Stage, mamatov: Someone
) -> None:
    words = "ишлаяпмиз"
    shown = await mamatov.says(words)
    assert "Which activity is this about?" in shown.text
    assert words in shown.text
    assert [label for label in shown.labels if label.startswith("№")] == [
        "№3 normativ hujjatlar xatlovi",
        "№5 malaka oshirish konsepsiyasi",
        "№6 o‘quv dasturi, ma’ruza va testlar",
        "№7 video o‘quv qo‘llanmalar",
        "№8 infografik plakatlar",
    ], "five at most; the others are a tap away"
    assert await reports(english) == []
    assert [one.text for one in await reports(english, ReportState.DRAFT)] == [words]

    chosen = await mamatov.presses("№6", shown)
    assert chosen.id == shown.id
    assert chosen.text.startswith("✔️ Recorded: Activity 6")
    [report] = await reports(english)
    assert report.text == words
    assert await count(english, Report) == 1


@pytest.mark.on_both
async def test_the_choice_pressed_twice_is_one_report(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("ишлаяпмиз")
    data = next(data for label, data, _ in shown.buttons if label.startswith("№6 "))
    assert data is not None
    await mamatov.taps(shown, data)
    await mamatov.taps(shown, data, forged=True)
    assert len(await reports(english)) == 1
    assert "Recorded: Activity 6" in (await mamatov.last()).text


async def test_a_percent_in_kept_words_is_read_once_the_activity_is_known(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("40% бўлди")
    assert "Read as: 40% done" in (await mamatov.presses("№7")).text
    assert await state_of(english, 7) == ("in_progress", 40)


async def test_anothers_number_is_not_recorded_but_asked_about(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("№24 70% тайёр")
    assert "№24 is not among yours." in shown.text
    assert not any(label.startswith("№24") for label in shown.labels)
    assert await reports(english) == []
    assert await state_of(english, 24) == ("not_started", 0)


@pytest.mark.on_both
async def test_several_activities_in_a_message_are_each_recorded(english: Stage, mamatov: Someone) -> None:
    before = await mamatov.count()
    await mamatov.says("5-тадбир 70%\n6-тадбир бажарилди\n7-тадбир 10%")
    receipt, handed_in = await mamatov.heard(before)
    assert all(f"Recorded: Activity {number}" in receipt.text for number in (5, 7))
    assert receipt.labels == ["↩️ №5", "↩️ №7"]
    assert "Recorded: Activity 6" in handed_in.text, "its open parts were asked about"
    assert await state_of(english, 5) == ("in_progress", 70)
    assert await state_of(english, 6) == ("review", 100)
    assert await state_of(english, 7) == ("in_progress", 10)
    assert [one.text for one in await reports(english)] == ["5-тадбир 70%", "6-тадбир бажарилди", "7-тадбир 10%"]


async def test_one_of_several_is_taken_back_and_the_others_stay_in_the_receipt(
    english: Stage, mamatov: Someone
) -> None:
    receipt = await mamatov.says("5-тадбир 70%\n6-тадбир 10%\n7-тадбир 15%")
    await mamatov.presses("↩️ №6", receipt)
    left = next(shown for shown in await mamatov.screen() if shown.id == receipt.id)
    assert left.labels == ["↩️ №5", "↩️ №7"]
    assert "The report on Activity 6" in left.text
    assert await state_of(english, 6) == ("not_started", 0)
    assert [one.percent for one in await reports(english)] == [70, 15]


async def test_a_list_longer_than_anybodys_work_is_one_question(english: Stage, mamatov: Someone) -> None:
    before = await mamatov.count()
    await mamatov.says("5\n6\n7\n" * 100)
    [asked] = await mamatov.heard(before)
    assert "On which activity?" in asked.text
    assert await count(english, Report) == 1


async def test_a_reply_to_a_reminder_of_one_activity_is_a_report_on_it(english: Stage, mamatov: Someone) -> None:
    reminder = await reminded(english, mamatov)
    assert reminder.labels[-1] == "📄 №3"
    shown = await mamatov.says("ишчи гуруҳ тузилди", reply_to=reminder)
    assert "Recorded: Activity 3" in shown.text
    assert "Read as: a note on the work" in shown.text


async def test_a_reply_to_a_reminder_of_several_asks_which_of_them(english: Stage, yunusov: Someone) -> None:
    reminder = await reminded(english, yunusov)
    assert reminder.labels == ["№19 · 0%", "✅", "📄", "№1 · 0%", "✅", "📄"]
    shown = await yunusov.says("лойиҳа устида ишлаяпмиз", reply_to=reminder)
    assert shown.labels[:2] == [
        "№19 SJBAT texnik topshirig‘i",
        "№1 nomzodlar tarkibi tahlili",
    ]  # due in March before April
    assert "Recorded: Activity 19" in (await yunusov.presses("№19", shown)).text


async def test_a_reply_with_a_number_of_the_reminder_is_recorded_at_once(english: Stage, yunusov: Someone) -> None:
    shown = await yunusov.says("19 45%", reply_to=await reminded(english, yunusov))
    assert "Recorded: Activity 19" in shown.text
    assert await state_of(english, 19) == ("in_progress", 45)


async def test_a_number_wins_over_the_message_replied_to(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("№6 45%", reply_to=await reminded(english, mamatov))
    assert "Recorded: Activity 6" in shown.text
    assert await state_of(english, 6) == ("in_progress", 45)
    assert await state_of(english, 3) == ("not_started", 0)


async def test_a_reply_to_a_card_is_a_report_on_it_however_old(english: Stage, mamatov: Someone) -> None:
    card = await opens(mamatov, 7)
    await english.jumps_to(english.now + timedelta(days=5))
    shown = await mamatov.says("видеороликлар суратга олинди", reply_to=card)
    assert "Recorded: Activity 7" in shown.text


async def test_words_after_an_opened_card_are_about_it_for_ten_minutes(english: Stage, mamatov: Someone) -> None:
    await opens(mamatov, 7)
    await english.jumps_to(english.now + timedelta(minutes=9))
    assert "Recorded: Activity 7" in (await mamatov.says("видеороликлар суратга олинди")).text


async def test_words_long_after_an_opened_card_are_asked_about(english: Stage, mamatov: Someone) -> None:
    await opens(mamatov, 7)
    await english.jumps_to(english.now + timedelta(minutes=11))
    assert "Which activity is this about?" in (await mamatov.says("видеороликлар суратга олинди")).text


@pytest.mark.on_both
async def test_a_co_executors_report_is_theirs_and_told_to_the_lead(english: Stage, mamatov: Someone) -> None:
    lead = english.officer("Б. Кучкаров")
    before = await lead.count()
    shown = await mamatov.says("№3 бажарилди")
    assert "Read as: your part is done" in shown.text
    assert "The responsible officer has been told." in shown.text
    assert "№3 бажарилди" in await said_since(lead, before)
    facts = await activity(english, 3)
    parts = {part.executor.name: (part.done, part.percent) for part in facts.parts}
    assert parts["Х. Маматов"] == (True, 100)
    assert parts["Б. Кучкаров"] == (False, 0)
    assert await state_of(english, 3) == ("in_progress", 0)
    assert await count(english, Acceptance) == 0


async def test_the_lead_and_the_admins_see_whose_parts_are_still_open(english: Stage, mamatov: Someone) -> None:
    await english.officer("Х. Палуаниязов").says("№5 бажарилди")
    shown = await mamatov.says("№5 бажарилди")
    line = "Co-executors: X. Paluaniyazov ✅, O‘quv-markazi"
    assert line in shown.text
    assert line in (await english.admin.last()).text


async def test_html_in_a_report_is_shown_as_it_was_written_everywhere(english: Stage, mamatov: Someone) -> None:
    words = "№5 бажарилди: <b>&amp; «a<b>» </blockquote> & <script>"
    asked = await mamatov.says(words)
    assert words in asked.text
    await mamatov.presses("✅", asked)
    assert words in (await english.admin.last()).text
    assert words in (await opens(mamatov, 5)).text
    assert words in (await mamatov.presses("🗂")).text
    assert (await reports(english))[0].text == words


@pytest.mark.on_both
async def test_the_longest_message_is_kept_whole_and_every_screen_holds(english: Stage, mamatov: Someone) -> None:
    words = ("№5 бажарилди " + "😀&< " * 1000)[: 4096 - 1600].strip()  # an emoji counts for two
    before = await mamatov.count()
    await mamatov.says(words)
    assert [one.text for one in await reports(english)] == [words]
    assert "Recorded: Activity 5" in await said_since(mamatov, before)
    assert "For acceptance: Activity 5" in (await english.admin.last()).text
    assert (await opens(mamatov, 5)).text.startswith("Activity 5")
    assert (await mamatov.presses("🗂")).text.startswith("Reports on №5")


async def test_five_long_reports_leave_the_card_one_message(english: Stage, mamatov: Someone) -> None:
    for number in range(5):
        await mamatov.says(f"№5 {number}0% " + "😀" * 1500)
    before = await mamatov.count()
    await opens(mamatov, 5)
    [card] = await mamatov.heard(before)
    assert card.text.startswith("Activity 5")
    assert any("📎" in label for label in card.labels)


async def test_a_forwarded_message_is_a_report_if_the_forwarder_says_so(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("№5 30% ҳудудлардан маълумот олинди", forward="Котибият")
    assert "Is this a report on №5?" in shown.text
    assert await state_of(english, 5) == ("not_started", 0)
    await mamatov.says("ҳа")
    assert "Recorded: Activity 5" in (await again(mamatov, shown)).text
    assert await state_of(english, 5) == ("in_progress", 30)


@pytest.mark.on_both
async def test_a_message_that_telegram_delivers_twice_is_one_report(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 30%")
    [report] = await reports(english)
    message = {
        "message_id": report.message_id,
        "date": int(english.now.timestamp()),
        "chat": {"id": mamatov.id, "type": "private", "first_name": "x"},
        "from": {"id": mamatov.id, "is_bot": False, "first_name": mamatov.name},
        "text": "№5 30%",
    }
    bot = english.application.bot
    await english.application.dispatcher.feed_raw_update(bot, {"update_id": 1, "message": message})
    assert len(await reports(english)) == 1


async def test_a_later_report_stands_beside_the_earlier_one(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 30%")
    await mamatov.says("№5 60%")
    assert await audited(english, "activity:5") == ["report.recorded"] * 2
    assert [one.percent for one in await reports(english)] == [30, 60]
    assert await state_of(english, 5) == ("in_progress", 60)
