"""More time: the month, the reason, the admins' word, and the reminders that follow the new deadline."""

from collections.abc import Sequence
from datetime import date, timedelta
from unittest.mock import Mock

import pytest
from sqlalchemy import select

import handlers.filters
import handlers.my
from models import Extension, ReportState
from services.reports.until import wanted_until
from tests.bot.scenes import activity, again, audited, count, opens, reports
from tests.stage import Shown, Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 (February to March) and three more, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def extensions(stage: Stage) -> Sequence[Extension]:
    async with stage.database.read() as session:
        return (await session.scalars(select(Extension).order_by(Extension.id))).all()


async def asks(person: Someone, number: int, month: str, reason: str) -> Shown:
    """Ask for more time by the card's buttons."""
    months = await person.presses("⏳", await opens(person, number))
    await person.presses(month, months)
    return await person.says(reason)


async def test_the_months_after_the_deadline_are_offered_and_the_reason_is_asked(
    english: Stage, mamatov: Someone
) -> None:
    months = await mamatov.presses("⏳", await opens(mamatov, 5))
    assert "31 March 2024" in months.text
    assert months.labels[:4] == ["April 2024", "May 2024", "June 2024", "July 2024"]
    question = await mamatov.presses("May 2024", months)
    asked = "Write why Activity 5 (malaka oshirish konsepsiyasi) needs more time, until 31 May 2024."
    assert question.text.startswith(asked)
    assert question.labels == ["✖️ Cancel"]
    shown = await mamatov.says("ҳудудлардан маълумот кеч келди")
    assert shown.text.startswith("⏳ Requested: Activity 5 (malaka oshirish konsepsiyasi) until 31 May 2024")
    [asked] = await extensions(english)
    assert (asked.from_due, asked.to_due, asked.reason) == (
        date(2024, 3, 31),
        date(2024, 5, 31),
        "ҳудудлардан маълумот кеч келди",
    )
    assert await reports(english) == [], "a reason is no report"
    assert "More time was requested, until 31 May 2024" in (await opens(mamatov, 5)).text
    assert (await activity(english, 5)).due_on == date(2024, 3, 31), "nothing has changed yet"


async def test_overdue_work_is_offered_the_months_that_are_still_to_come(english: Stage, mamatov: Someone) -> None:
    await english.jumps_to(date(2024, 5, 6))
    await english.settles()
    months = await mamatov.presses("⏳", await opens(mamatov, 3))
    assert months.labels[0] == "May 2024", "its end is still ahead"
    await english.jumps_to(date(2024, 5, 31))
    await english.settles()
    months = await mamatov.presses("⏳", await opens(mamatov, 3))
    assert months.labels[0] == "June 2024"


@pytest.mark.begins("2024-03-12T09:00")
@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("майгача", date(2024, 5, 31)),
        ("до 20 мая", date(2024, 5, 20)),
        ("keyingi oy", date(2024, 4, 30)),
        ("iyul", date(2024, 7, 31)),
    ],
)
async def test_a_month_or_a_day_is_written_in_place_of_a_button(
    english: Stage, mamatov: Someone, words: str, until: date
) -> None:
    await mamatov.presses("⏳", await opens(mamatov, 5))
    question = await mamatov.says(words)
    assert question.text.startswith("Write why Activity 5") and f"{until:%-d %B}" in question.text
    await mamatov.says("ҳудудлардан маълумот кеч келди")
    [asked] = await extensions(english)
    assert (asked.to_due, asked.reason) == (until, "ҳудудлардан маълумот кеч келди")
    assert await reports(english, *ReportState) == []


@pytest.mark.begins("2024-03-12T09:00")
async def test_a_month_that_is_too_early_is_said_to_be(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("⏳", await opens(mamatov, 5))
    for words in ("март", "шу ой охиригача", "февраль"):
        shown = await mamatov.says(words)
        assert shown.text.startswith("The new deadline must be later than the present one"), words
        assert shown.labels[0] == "April 2024"
    assert await extensions(english) == []


@pytest.mark.begins("2024-03-12T09:00")
async def test_a_month_written_with_its_reason_is_confirmed(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("⏳", await opens(mamatov, 5))
    sure = await mamatov.says("15 апрелгача, вазирликдан жавоб кутяпмиз")
    assert "be moved to 15 April 2024?" in sure.text
    assert await extensions(english) == []
    await mamatov.presses("✅", sure)
    [asked] = await extensions(english)
    assert (asked.to_due, asked.reason) == (date(2024, 4, 15), "15 апрелгача, вазирликдан жавоб кутяпмиз")


@pytest.mark.begins("2024-03-12T09:00")
async def test_other_words_under_the_months_are_read_as_ever(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("⏳", await opens(mamatov, 5))
    await mamatov.says("40%, мартда семинар ўтказилди")
    assert (await activity(english, 5)).percent == 40
    assert await extensions(english) == []


@pytest.mark.begins("2024-03-12T09:00")
async def test_words_are_read_as_a_term_only_where_one_is_asked_for(
    english: Stage, mamatov: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Mock(side_effect=wanted_until)
    for module in (handlers.my, handlers.filters):
        monkeypatch.setattr(module, "wanted_until", read)
    await mamatov.says("5 — 30 foiz bajarildi")
    assert len(await reports(english)) == 1
    await english.admin.says("Kim kechikmoqda?")
    read.assert_not_called()  # it takes longer than all else that a message costs
    await mamatov.presses("⏳", await opens(mamatov, 5))
    assert "31 May 2024" in (await mamatov.says("may")).text
    read.assert_called()


@pytest.mark.begins("2024-03-12T09:00")
async def test_a_month_is_written_where_the_request_was_read_in_words(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("5-тадбир муддатини 20 майгача узайтириб беринг")
    assert "be moved to 20 May 2024?" in shown.text
    shown = await mamatov.says("iyungacha")
    assert "be moved to 30 June 2024?" in shown.text
    await mamatov.presses("🗓", shown)
    shown = await mamatov.says("10 июля")
    assert "be moved to 10 July 2024?" in shown.text
    await mamatov.presses("✅", shown)
    [asked] = await extensions(english)
    assert asked.to_due == date(2024, 7, 10)


async def test_approved_time_moves_the_deadline_and_the_reminders_at_once(english: Stage, mamatov: Someone) -> None:
    await english.jumps_to(date(2024, 3, 4))
    await english.settles()
    await asks(mamatov, 5, "May 2024", "қонун кутилмоқда")
    await english.admin.presses("✅")
    assert "the deadline is now 31 May 2024" in (await mamatov.last()).text
    assert "🟢" not in (await mamatov.last()).text
    facts = await activity(english, 5)
    assert (facts.planned_due_on, facts.due_on) == (date(2024, 3, 31), date(2024, 5, 31))
    assert await audited(english, "activity:5") == ["extension.asked", "extension.approved"]
    card = await opens(mamatov, 5)
    assert "31 May 2024 (extended; the plan said 31 March 2024)" in card.text
    for day, is_reminded in (
        (date(2024, 3, 28), False),  # the last working days of a month that is no longer the last
        (date(2024, 4, 1), True),
        (date(2024, 5, 31), True),
    ):
        await english.jumps_to(day)
        before = await mamatov.count()
        await english.settles()
        assert any("№5 " in shown.text for shown in await mamatov.heard(before)) is is_reminded, day


async def test_refused_time_is_told_with_the_comment_and_changes_nothing(english: Stage, mamatov: Someone) -> None:
    await asks(mamatov, 5, "May 2024", "вақт етмади")
    asked = await english.admin.last()
    await english.admin.presses("❌", asked)
    await english.admin.says("<вақт> етарли & бор")
    told = (await mamatov.last()).text
    assert "<вақт> етарли & бор" in told
    assert "31 March 2024" in told
    [one] = await extensions(english)
    assert (one.decision, one.comment) == ("refused", "<вақт> етарли & бор")
    assert (await activity(english, 5)).due_on == date(2024, 3, 31)
    assert "Refused by" in (await again(english.admin, asked)).text


async def test_a_second_request_joins_the_open_one(english: Stage, mamatov: Someone) -> None:
    await asks(mamatov, 5, "April 2024", "биринчи сабаб")
    await english.jumps_to(english.now + timedelta(hours=1))
    await asks(english.officer("Х. Палуаниязов"), 5, "June 2024", "иккинчи сабаб")
    [one] = await extensions(english)
    assert one.to_due == date(2024, 6, 30)
    assert one.reason == "биринчи сабаб\nиккинчи сабаб"
    shown = await english.admin.last()
    assert "биринчи сабаб" in shown.text
    assert "иккинчи сабаб" in shown.text


async def test_an_edited_reason_is_the_requests_reason_until_it_is_decided(english: Stage, mamatov: Someone) -> None:
    await asks(english.officer("Х. Палуаниязов"), 5, "April 2024", "вақт етмади бизга")
    told = await asks(mamatov, 5, "May 2024", "вақт етмади")
    sent = next(shown for shown in reversed(await mamatov.screen()) if shown.is_mine)
    before, count_before = await english.admin.count(), await mamatov.count()
    await mamatov.edits(sent, "қонун кутилмоқда")
    [one] = await extensions(english)
    assert one.reason == "вақт етмади бизга\nқонун кутилмоқда"
    assert "қонун кутилмоқда" in (await english.admin.heard(before))[-1].text
    assert "қонун кутилмоқда" in (await again(mamatov, told)).text
    assert await mamatov.heard(count_before) == []
    await english.admin.presses("✅")
    await mamatov.edits(sent, "бошқа сабаб")
    assert (await mamatov.last()).text == "Your answer was taken as you first sent it, and has not been changed."
    assert [one.reason for one in await extensions(english)] == ["вақт етмади бизга\nқонун кутилмоқда"]
    assert await reports(english) == [], "a reason is no report"


async def test_two_admins_at_once_decide_once(english: Stage, mamatov: Someone) -> None:
    await asks(mamatov, 5, "May 2024", "вақт етмади")
    await english.admin.presses("❌")
    answer_of_second = await english.second_admin.press("✅")
    assert answer_of_second is not None
    assert "Approved by Назорат бўлими, 2-админ" in (await english.admin.says("йўқ")).text
    assert [one.decision for one in await extensions(english)] == ["approved"]
    assert await audited(english, "activity:5") == ["extension.asked", "extension.approved"]


async def test_html_in_a_reason_is_shown_as_it_was_written(english: Stage, mamatov: Someone) -> None:
    reason = "<b>1 & 2</b> </blockquote>"
    assert reason in (await asks(mamatov, 5, "May 2024", reason)).text
    assert reason in (await english.admin.last()).text


async def test_the_longest_reason_is_kept_whole(english: Stage, mamatov: Someone) -> None:
    reason = ("<&>😀 " * 900)[:4000].strip()
    assert (await asks(mamatov, 5, "May 2024", reason[:3000])).text.startswith("⏳ Requested")
    assert [one.reason for one in await extensions(english)] == [reason[:3000].strip()]
    assert "More time is requested: Activity 5" in (await english.admin.last()).text


async def test_a_sticker_in_place_of_a_reason_asks_for_words_again(english: Stage, mamatov: Someone) -> None:
    months = await mamatov.presses("⏳", await opens(mamatov, 5))
    await mamatov.presses("May 2024", months)
    assert (await mamatov.sends("sticker")).text == "Please write the reason in a few words."
    assert (await mamatov.says("вақт етмади")).text.startswith("⏳ Requested")


@pytest.mark.parametrize("command", ["/report", "/waiting", "/nonsense", "/my", "/help"])
async def test_a_command_in_place_of_a_reason_is_the_command(english: Stage, mamatov: Someone, command: str) -> None:
    months = await mamatov.presses("⏳", await opens(mamatov, 5))
    await mamatov.presses("May 2024", months)
    await mamatov.says(command)
    assert await count(english, Extension) == 0


async def test_work_without_an_end_has_no_button_for_more_time(english: Stage) -> None:
    officer = english.officer("М. Хусанова")
    card = await opens(officer, 4)
    assert not any(label.startswith("⏳") for label in card.labels)
    facts = await activity(english, 4)
    await officer.taps(card, f"x1:{facts.id}:", forged=True)
    assert "no deadline" in (await officer.last()).text


@pytest.mark.parametrize("month", ["2024-02", "2024-03", "2024-13", "9999-12", "0000-00", "soon", "2024-5"])
async def test_a_forged_month_is_answered_and_moves_nothing(english: Stage, mamatov: Someone, month: str) -> None:
    facts = await activity(english, 5)
    card = await opens(mamatov, 5)
    assert await mamatov.taps(card, f"x1:{facts.id}:{month}", forged=True) is not None
    await mamatov.says("сабаб")
    assert all(one.to_due > date(2024, 3, 31) for one in await extensions(english))
    assert (await activity(english, 5)).due_on == date(2024, 3, 31)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "5-мероприятие: прошу перенести на 15 марта",
            "15 March 2024 is not later than the deadline in force, 31 March",
        ),
        ("5 мероприятие: прошу перенести на 31.03", "31 March 2024 is not later than the deadline in force, 31 March"),
        ("5-тадбир муддатини 25 мартга узайтиринг", "25 March 2024 is not later than the deadline in force, 31 March"),
        ("5-тадбир муддатини март охиригача узайтиринг", "31 March 2024 is not later than the deadline in force"),
        ("5-тадбир муддатини февралгача узайтиришингизни сўрайман", "29 February 2024 is not later"),
    ],
)
async def test_a_day_that_is_not_later_than_the_deadline_is_never_made_another(
    mamatov: Someone, words: str, said: str
) -> None:
    shown = await mamatov.says(words)
    assert shown.text.startswith(said)
    assert "By the end of which month" in shown.text
    assert shown.labels[0] == "April 2024"
    assert "be moved to" not in shown.text


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("5-тадбир муддатини яна бир ҳафтага чўзинг", "7 April 2024"),
        ("5 мероприятие: прошу продлить на 10 дней", "10 April 2024"),
        ("5-тадбир муддатини яна икки ойга узайтиринг", "31 May 2024"),
        ("5 мероприятие: прошу перенести на 15 мая", "15 May 2024"),
    ],
)
async def test_a_length_of_time_is_said_as_the_day_that_it_becomes(mamatov: Someone, words: str, until: str) -> None:
    assert f"be moved to {until}?" in (await mamatov.says(words)).text


async def test_a_request_that_became_another_is_never_granted_by_the_earlier_card(
    english: Stage, mamatov: Someone
) -> None:
    """The first card names the new day at once, and a press made before it did decides nothing."""
    await asks(mamatov, 5, "April 2024", "биринчи сабаб")
    first = await english.admin.last()
    await english.jumps_to(english.now + timedelta(minutes=5))
    await asks(mamatov, 5, "May 2024", "иккинчи сабаб")
    now = await again(english.admin, first)
    assert "From 31 March 2024 to 31 May 2024" in now.text
    assert "It replaces the earlier request (until 30 April 2024)." in now.text
    [(_, approve, _)] = [one for one in first.buttons if one[0].startswith("✅")]
    assert approve is not None
    answer = await english.admin.taps(now, approve, forged=True)
    assert answer is not None and "another day is asked for now" in answer["text"]
    assert (await activity(english, 5)).due_on == date(2024, 3, 31)
    assert [one.decision for one in await extensions(english)] == [None]
    await english.admin.presses("✅", now)
    assert (await activity(english, 5)).due_on == date(2024, 5, 31)


@pytest.mark.parametrize("words", ["сабаби: ҳудудлар кеч юборди", "sababi vazirlik javob bermadi", "причина в болезни"])
async def test_a_reason_given_after_the_request_joins_it(english: Stage, mamatov: Someone, words: str) -> None:
    await asks(mamatov, 5, "May 2024", "вақт етмади")
    card = await english.admin.last()
    shown = await mamatov.says(words)
    assert shown.text.startswith("⏳ Requested: Activity 5") and words in shown.text
    assert words in (await again(english.admin, card)).text
    assert [one.reason for one in await extensions(english)] == [f"вақт етмади\n{words}"]
    assert await reports(english, *ReportState) == []


async def test_a_reason_given_before_the_request_is_confirmed_joins_it(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир муддатини майгача узайтириб беринг")
    sure = await mamatov.says("сабаби: ҳудудлар кеч юборди")
    assert "31 May 2024" in sure.text and "ҳудудлар кеч юборди" in sure.text
    await mamatov.presses("✅", sure)
    [one] = await extensions(english)
    assert one.reason.endswith("сабаби: ҳудудлар кеч юборди")
    assert await reports(english, *ReportState) == []


async def test_a_number_that_may_be_the_day_is_asked_about_with_the_months_end(
    english: Stage, mamatov: Someone
) -> None:
    shown = await mamatov.says("5 майгача муддатини узайтиринг", reply_to=await opens(mamatov, 5))
    assert "5 May 2024?" in shown.text
    assert shown.labels[:2] == ["✅ Yes, ask", "31 May 2024"]
    shown = await mamatov.says("5 муддатини май охиригача узайтиринг, зал йўқ")
    assert "31 May 2024?" in shown.text


@pytest.mark.begins("2024-03-12T09:00")
async def test_words_under_several_activities_ask_of_which_and_another_is_asked_for_as_well(
    english: Stage, mamatov: Someone
) -> None:
    listed = await mamatov.says("/my")
    shown = await mamatov.says("20 апрелгача узайтиринг", reply_to=listed)
    assert shown.text.startswith("For which of them is more time requested?")
    sure = await mamatov.presses("№5", shown)
    assert "Activity 5" in sure.text and "be moved to 20 April 2024?" in sure.text
    await mamatov.presses("✅", sure)
    sure = await mamatov.says("3ни ҳам")
    assert "Activity 3" in sure.text and "be moved to 20 April 2024?" in sure.text
    assert "20 апрелгача узайтиринг\n3ни ҳам" in sure.text, "the earlier words are the reason, as they were written"
    assert len(await extensions(english)) == 1, "nothing is asked for without a button"


@pytest.mark.begins("2024-03-12T09:00")
async def test_the_day_beside_the_verb_is_asked_for_and_a_question_of_it_asks_for_none(
    english: Stage, mamatov: Someone
) -> None:
    sure = await mamatov.says("Сабаби: вазирлик 10 апрелгача жавоб беради. 5ни 12 апрелгача узайтириб беринг")
    assert "be moved to 12 April 2024?" in sure.text
    await mamatov.presses("✅", sure)
    shown = await mamatov.says("5 муддатини чўзиш сўраган эдим, нима бўлди")
    assert "be moved" not in shown.text and "12 April 2024" in shown.text
    assert [one.to_due for one in await extensions(english)] == [date(2024, 4, 12)]
