"""What officers write, and what becomes of it: recorded where it is certain, asked where it is not, else kept apart."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from models import Acceptance, Appeal, AppealKind, Extension, LinkRequest, Report, ReportState
from tests.bot.scenes import activity, again, count, opens, reports, said_since, state_of
from tests.stage import Shown, Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


@pytest.fixture
def yunusov(english: Stage) -> Someone:
    """Leads 1, 2, 19, 20, 22 and 23, assists in 21."""
    return english.officer("Б. Юнусов")


async def appeals(stage: Stage) -> Sequence[Appeal]:
    async with stage.database.read() as session:
        return (await session.scalars(select(Appeal).order_by(Appeal.id))).all()


async def mine(person: Someone) -> Shown:
    """The person's own newest message."""
    return next(shown for shown in reversed(await person.screen()) if shown.is_mine)


# -- done, and what only smells of it ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["хат тайёр", "лойиҳаси тайёр", "вазирлик розилик берса тайёр", "бажаришга тайёрмиз", "Умаров бажарди"]
)
async def test_what_smells_of_done_is_asked_and_no_is_words_alone(english: Stage, mamatov: Someone, words: str) -> None:
    await opens(mamatov, 5)
    asked = await mamatov.says(words)
    assert "Is it completely done?" in asked.text
    assert asked.labels == ["✅ Yes, it is completely done", "⏳ No, it is still in progress"]
    assert await reports(english) == []
    shown = await mamatov.presses("⏳", asked)
    assert shown.text.startswith("✔️ Recorded: Activity 5")
    assert [(one.text, one.done, one.percent) for one in await reports(english)] == [(words, None, None)]
    assert await state_of(english, 5) == ("in_progress", 0)


async def test_a_yes_to_it_hands_the_work_in_with_the_first_words(english: Stage, mamatov: Someone) -> None:
    await opens(mamatov, 5)
    await mamatov.presses("✅ Yes", await mamatov.says("хат тайёр"))
    assert await state_of(english, 5) == ("review", 100)
    assert [(one.text, one.done) for one in await reports(english)] == [("хат тайёр", True)]
    assert "хат тайёр" in (await english.admin.last()).text


@pytest.mark.parametrize(("answer", "state"), [("ҳа", "review"), ("йўқ", "in_progress"), ("бажарилди", "review")])
async def test_the_question_is_answered_in_words_as_well(
    english: Stage, mamatov: Someone, answer: str, state: str
) -> None:
    await opens(mamatov, 5)
    await mamatov.says("хат тайёр")
    await mamatov.says(answer)
    assert (await state_of(english, 5))[0] == state
    assert len(await reports(english)) == 1


async def test_a_message_is_recorded_whole_or_asked_about_whole(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.says("5 бўйича хат тайёр\n6-тадбир 40%")
    assert "Is it completely done?" in asked.text
    assert await reports(english) == []
    before = await mamatov.count()
    await mamatov.presses("⏳", asked)
    assert await mamatov.heard(before) == [], "one receipt for all of a message"
    assert "Recorded: Activity 6" in (await again(mamatov, asked)).text
    assert await state_of(english, 6) == ("in_progress", 40)
    assert await reports(english, ReportState.DRAFT) == []


async def test_an_uncertain_percent_is_asked_and_may_stay_words(english: Stage, mamatov: Someone) -> None:
    await opens(mamatov, 5)
    asked = await mamatov.says("аввал 50% эди, ҳозир 70%")
    assert "What percentage is done?" in asked.text
    assert (await state_of(english, 5))[1] == 0
    await mamatov.presses("70%" if "70%" in asked.labels else "75%", asked)
    assert (await state_of(english, 5))[1] in (70, 75)


async def test_a_remainder_is_no_percent(english: Stage, mamatov: Someone) -> None:
    await opens(mamatov, 5)
    await mamatov.says("10% иш қолди")
    assert (await state_of(english, 5))[1] == 0
    assert all(one.percent is None for one in await reports(english))


# -- not done, promises ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("5-тадбир ҳали бошланмади", "not begun yet"),
        ("по 5 ещё не начали", "not begun yet"),
        ("5 ҳали бажарилмади", "not done yet"),
        ("5-тадбирни жумага топшираман", "a promise"),
    ],
)
async def test_words_that_are_no_statement_on_the_work_move_nothing(
    english: Stage, mamatov: Someone, words: str, said: str
) -> None:
    shown = await mamatov.says(words)
    assert "Recorded: Activity 5" in shown.text
    assert f"Read as: {said}" in shown.text
    assert await state_of(english, 5) == ("not_started", 0)
    assert (await activity(english, 5)).lead.reported_on is None, "nobody has reported by that"
    [report] = await reports(english)
    assert (report.text, report.counts) == (words, False)
    undone = await mamatov.presses("↩️", shown)
    assert "was taken back" in undone.text
    assert await reports(english) == []


async def test_not_done_after_a_percent_leaves_the_percent(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир 40%")
    await mamatov.says("5-тадбир ҳали бажарилмади")
    assert await state_of(english, 5) == ("in_progress", 40)
    await english.jumps_to(english.now)
    undo = await mamatov.press("↩️", await mamatov.last())
    assert undo is not None
    assert await state_of(english, 5) == ("in_progress", 40)


# -- which activity ----------------------------------------------------------------------------------------------------


async def test_at_most_five_activities_are_offered_with_their_names_and_ways_out(
    english: Stage, yunusov: Someone
) -> None:
    asked = await yunusov.says("лойиҳа устида ишлаяпмиз")
    numbers = [label for label in asked.labels if label.startswith("№")]
    assert 2 <= len(numbers) <= 5
    assert all(label.partition(" ")[2] for label in numbers)
    assert asked.labels[len(numbers) :] == [
        "Another",
        "All of them",
        "✖️ This is no report",
        "✉️ To the control department",
    ]
    every = await yunusov.presses("Another", asked)
    assert any(label.startswith("№23") for label in every.labels)
    shown = await yunusov.presses("№23", every)
    assert "Recorded: Activity 23" in shown.text


async def test_words_that_name_an_activity_clearly_are_asked_about_by_a_yes(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.says("инфографик плакатлар дизайни устида ишлаяпмиз")
    assert "Is this about №8?" in asked.text
    assert asked.labels[0].startswith("✅ Yes, №8")
    assert "Recorded: Activity 8" in (await mamatov.presses("✅ Yes", asked)).text


async def test_all_of_them_is_shown_before_it_is_recorded(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.says("ҳаммаси бўйича иш кетяпти")
    sure = await mamatov.presses("All of them", asked)
    assert "will be recorded for each" in sure.text
    assert await reports(english) == []
    await mamatov.presses("✅ Yes", sure)
    assert len(await reports(english)) == 6
    assert (await state_of(english, 5))[0] == "in_progress"


async def test_no_report_is_kept_and_counts_for_nothing(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.says("тест учун")
    assert "Is this a report?" in asked.text
    shown = await mamatov.presses("✖️", asked)
    assert "not recorded as a report" in shown.text
    assert await reports(english) == []
    assert [one.text for one in await reports(english, ReportState.UNDONE)] == ["тест учун"]


async def test_a_draft_is_handed_to_the_control_department(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.says("тест учун")
    await mamatov.presses("✉️", asked)
    assert "тест учун" in (await english.admin.last()).text
    assert await reports(english) == []


async def test_a_number_wins_over_what_was_shown_and_words_do_not_stray(english: Stage, yunusov: Someone) -> None:
    await opens(yunusov, 19)
    await yunusov.says("по 20 ещё не начали")
    [report] = await reports(english)
    shown = await yunusov.last()
    assert "Recorded: Activity 20" in shown.text
    assert report.counts is False


async def test_todays_reminder_of_one_activity_is_the_context_until_the_next(english: Stage, mamatov: Someone) -> None:
    await english.goes_to("2024-01-03T09:00:00+05:00")
    reminder = (await mamatov.heard())[-1]
    assert reminder.labels[-1] == "📄 №3"
    await english.jumps_to(english.now.replace(hour=17))
    assert "Recorded: Activity 3" in (await mamatov.says("ишчи гуруҳ тузилди")).text


# -- what is no report -------------------------------------------------------------------------------------------------


async def test_a_question_after_a_report_joins_nothing_and_shows_the_card(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир 40%")
    shown = await mamatov.says("муддати қачон?")
    assert shown.text.startswith("Activity 5")
    assert any("Ask the control department" in label for label in shown.labels)
    assert [one.text for one in await reports(english)] == ["5-тадбир 40%"]
    assert [(one.kind, one.sent_at) for one in await appeals(english)] == [(AppealKind.QUESTION, None)]


@pytest.mark.parametrize(
    ("words", "shown"), [("менда бу ой нима бор?", "Your activities"), ("қандай ҳисобот юбораман?", "/my")]
)
async def test_simple_questions_are_answered_by_the_screens_there_are(
    english: Stage, mamatov: Someone, words: str, shown: str
) -> None:
    assert shown in (await mamatov.says(words)).text
    assert await count(english, Report) == 0


async def test_another_question_goes_to_the_control_department_and_its_answer_comes_back(
    english: Stage, mamatov: Someone
) -> None:
    asked = await mamatov.says("Кимга қўнғироқ қилсам бўлади?")
    assert "Should it go to the control department?" in asked.text
    sent = await mamatov.presses("✉️", asked)
    assert "Passed to the control department" in sent.text
    letter = await english.admin.with_button("✍️ Answer")
    assert "Кимга қўнғироқ" in letter.text
    await english.admin.presses("✍️ Answer", letter)
    await english.admin.says("Котибиятга мурожаат қилинг")
    answer = await mamatov.last()
    assert "Котибиятга мурожаат қилинг" in answer.text
    assert await count(english, Report) == 0
    [appeal] = await appeals(english)
    assert appeal.answer == "Котибиятга мурожаат қилинг"
    assert not any("✍️ Answer" in one.labels for one in await english.second_admin.screen()), "it is answered"
    assert "Answered by" in "".join(one.text for one in await english.second_admin.screen())


async def test_more_time_in_words_is_offered_with_its_month_and_the_words_are_the_reason(
    english: Stage, mamatov: Someone
) -> None:
    words = "6-тадбир муддатини майга суриб беринг"
    offered = await mamatov.says(words)
    assert "31 May" in offered.text
    assert await state_of(english, 6) == ("not_started", 0)
    await mamatov.presses("✅ Yes, ask", offered)
    async with english.database.read() as session:
        [asked] = (await session.scalars(select(Extension))).all()
    assert (asked.reason, asked.to_due.isoformat()) == (words, "2024-05-31")
    assert await count(english, Report) == 0


async def test_more_time_for_another_month_or_as_a_report_after_all(english: Stage, mamatov: Someone) -> None:
    offered = await mamatov.says("муддатни узайтириб беринг")
    assert "For which of them is more time requested?" in offered.text
    offered = await mamatov.presses("№5", offered)
    months = await mamatov.presses("🗓", offered)
    assert any("May" in label or "June" in label for label in months.labels)
    shown = await mamatov.presses("✍️ This is a report", months)
    assert "Recorded: Activity 5" in shown.text
    assert [one.text for one in await reports(english)] == ["муддатни узайтириб беринг"]
    assert await count(english, Extension) == 0


async def test_a_refusal_goes_to_the_admins_with_the_way_to_change_the_executor(
    english: Stage, mamatov: Someone
) -> None:
    before = await english.admin.count()
    await mamatov.says("6-тадбир бизга тегишли эмас")
    letter = (await english.admin.heard(before))[-1]
    assert "бизга тегишли эмас" in letter.text
    assert "📌 Leave it with them" in letter.labels
    assert "To whom should the part of X. Mamatov be given?" in (await english.admin.presses("↪️", letter)).text
    assert await count(english, Report) == 0
    assert await state_of(english, 6) == ("not_started", 0)


async def test_an_absence_goes_to_the_admins_with_the_way_to_name_a_deputy(english: Stage, mamatov: Someone) -> None:
    before = await english.admin.count()
    shown = await mamatov.says("касалман, бир ҳафта таътилдаман")
    assert "you are away" in shown.text
    letter = (await english.admin.heard(before))[-1]
    assert any(label.startswith("🤝") for label in letter.labels)
    assert "Who should also get the reminders" in (await english.admin.presses("🤝", letter)).text
    assert await count(english, Report) == 0


async def test_a_report_beside_a_request_is_recorded_without_its_words(english: Stage, mamatov: Someone) -> None:
    before = await mamatov.count()
    await mamatov.says("5-тадбир 70%. 6-тадбир муддатини майга суриб беринг")
    said = await said_since(mamatov, before)
    assert "Recorded: Activity 5" in said
    assert "31 May" in said
    assert [one.text for one in await reports(english)] == ["5-тадбир 70%."]


@pytest.mark.parametrize("words", ["хўп бўлади", "раҳмат", "хўп, раҳмат"])
async def test_courtesy_is_a_sign_and_no_report(english: Stage, mamatov: Someone, words: str) -> None:
    await mamatov.says("5-тадбир 40%")
    await mamatov.says(words)
    assert (await mine(mamatov)).raw["reactions"] == ["👍"]
    assert [one.text for one in await reports(english)] == ["5-тадбир 40%"]


# -- corrections -------------------------------------------------------------------------------------------------------


async def test_the_last_report_is_moved(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир 40%")
    offered = await mamatov.says("5 эмас, 6")
    assert "Your last report: Activity 5" in offered.text
    assert [label for label in offered.labels if label.startswith("➡️")] == ["➡️ To №6"]
    assert "Recorded: Activity 6" in (await mamatov.presses("➡️", offered)).text
    assert await state_of(english, 5) == ("not_started", 0)
    assert await state_of(english, 6) == ("in_progress", 40)
    assert len(await reports(english)) == 1


async def test_the_last_report_is_taken_back(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 бажарилди")
    await mamatov.presses("↩️", await mamatov.says("хато ёздим"))
    assert await reports(english) == []
    assert await count(english, Acceptance, Acceptance.decision.is_(None)) == 0


async def test_an_edit_into_a_question_takes_the_report_back_and_answers(english: Stage, mamatov: Someone) -> None:
    told = await mamatov.says("5-тадбир 40%")
    await mamatov.edits(await mine(mamatov), "5-тадбир муддати қачон?")
    assert "was taken back" in (await again(mamatov, told)).text
    assert await reports(english) == []
    assert await state_of(english, 5) == ("not_started", 0)
    assert [one.kind for one in await appeals(english)] == [AppealKind.QUESTION]


# -- questions that wait for words -------------------------------------------------------------------------------------


async def asks_for_more_time(mamatov: Someone, number: int = 5) -> None:
    await opens(mamatov, number)
    await mamatov.presses("May", await mamatov.presses("⏳"))


async def test_a_report_is_not_taken_for_a_reason(english: Stage, mamatov: Someone) -> None:
    await asks_for_more_time(mamatov)
    asked = await mamatov.says("6-тадбир 70% лойиҳа тайёр")
    assert "Is this the requested reason" in asked.text
    assert await count(english, Extension) == 0
    await mamatov.presses("✖️ No", asked)
    assert await state_of(english, 6) == ("in_progress", 70)
    assert await count(english, Extension) == 0


async def test_a_yes_makes_it_the_reason_once(english: Stage, mamatov: Someone) -> None:
    await asks_for_more_time(mamatov)
    asked = await mamatov.says("6-тадбир кечикди, 70% холос")
    await mamatov.presses("✅ Yes", asked)
    data = next(data for label, data, _ in asked.buttons if label.startswith("✅"))
    assert data is not None
    await mamatov.taps(asked, data, forged=True)
    async with english.database.read() as session:
        assert [one.reason for one in await session.scalars(select(Extension))] == ["6-тадбир кечикди, 70% холос"]


async def test_a_command_ends_the_question(english: Stage, mamatov: Someone) -> None:
    await asks_for_more_time(mamatov)
    before = await mamatov.count()
    await mamatov.says("/my")
    assert "was cancelled" in await said_since(mamatov, before)
    await mamatov.says("вазирликдан жавоб кутяпмиз")
    assert await count(english, Extension) == 0


async def test_closing_is_shown_and_confirmed(english: Stage) -> None:
    await english.admin.says("/report 9")
    await english.admin.presses("⚙️")
    await english.admin.presses("🚫")
    sure = await english.admin.says("тест учун")
    assert "Remove Activity 9 (kaskad usulida o‘qitish) from control?" in sure.text
    assert (await state_of(english, 9))[0] == "not_started"
    await english.admin.presses("✖️ No", sure)
    assert (await state_of(english, 9))[0] == "not_started"


# -- never lost --------------------------------------------------------------------------------------------------------


async def test_words_that_nobody_placed_stand_in_the_list(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("тест учун")
    shown = await mamatov.says("/my")
    assert any("1 message waits" in label for label in shown.labels)
    before = await mamatov.count()
    await mamatov.presses("✍️ 1 message", shown)
    assert "тест учун" in await said_since(mamatov, before)


async def test_they_are_asked_about_once_more_the_next_working_morning(english: Stage, mamatov: Someone) -> None:
    await english.goes_to("2024-01-11")
    await mamatov.says("тест учун")
    before = await mamatov.count()
    await english.goes_to("2024-01-12")
    [reminder] = [one for one in await mamatov.heard(before) if "not recorded yet" in one.text]
    asked = await mamatov.presses("✍️ 1 message", reminder)
    assert "тест учун" in asked.text
    before = await mamatov.count()
    await english.goes_to("2024-01-15")
    assert "not recorded yet" not in await said_since(mamatov, before), "once"


async def test_a_strangers_report_is_said_not_to_be_recorded_and_goes_to_the_admins(english: Stage) -> None:
    before = await english.admin.count()
    shown = await english.outsider.says("5-тадбир 70%, лойиҳа тайёр")
    assert "was not recorded" in shown.text
    letter = (await english.admin.heard(before))[-1]
    assert "5-тадбир 70%" in letter.text
    assert any(label.startswith("🙋") for label in letter.labels)
    assert await count(english, LinkRequest, LinkRequest.decided_at.is_(None)) == 1
    second = await english.outsider.says("6-тадбир бажарилди")
    assert second.text.startswith("It was not recorded. It was added to your words of today")
    [letter] = await english.admin.heard(before)  # once a day
    assert "5-тадбир 70%" in letter.text
    assert "6-тадбир бажарилди" in letter.text
    assert await count(english, Report) == 0


async def test_a_refusal_that_names_nothing_is_asked_about_and_not_sent(english: Stage) -> None:
    yunusov = english.officer("Б. Юнусов")
    await yunusov.says("19-тадбир 40%")
    before = await english.admin.count()
    asked = await yunusov.says("бу бизнинг ишимиз эмас, бизга тегишли эмас")
    assert "Which of them is not yours?" in asked.text
    assert await english.admin.heard(before) == []


# -- lists, and words that move nothing --------------------------------------------------------------------------------


async def test_each_activity_of_a_list_gets_its_own_value(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("6..7 50%, 8 тадбир 30%")
    assert [await state_of(english, number) for number in (6, 7, 8)] == [
        ("in_progress", 50),
        ("in_progress", 50),
        ("in_progress", 30),
    ]


@pytest.mark.parametrize("words", ["5 ўзгаришсиз", "5 без изменений", "5 bo'yicha yangilik yo'q"])
async def test_that_nothing_changed_is_kept_and_moves_no_status(english: Stage, mamatov: Someone, words: str) -> None:
    answer = await mamatov.says(words)
    assert "The status stays as it is" in answer.text
    assert await state_of(english, 5) == ("not_started", 0)
    [report] = await reports(english, ReportState.RECORDED)
    assert not report.counts


async def test_taking_off_control_is_a_request_and_no_report(english: Stage, mamatov: Someone) -> None:
    answer = await mamatov.says("5-пунктни назоратдан ечинг")
    print(answer.text, answer.labels)
    assert "completely done?" not in answer.text
    assert not await reports(english, ReportState.RECORDED, ReportState.DRAFT)
