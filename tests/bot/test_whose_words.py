"""What words are about: a number leads or is said to be unknown, a reply says it all, and what hurts is confirmed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import Appeal, Extension, ReportState
from tests.bot.scenes import again, count, opens, reports, state_of
from tests.stage import Shown, Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def sent(stage: Stage) -> list[int | None]:
    """The activities (ids) of what went to the control department."""
    async with stage.database.read() as session:
        return list(await session.scalars(select(Appeal.activity_id).where(Appeal.sent_at.is_not(None))))


# -- numbers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["27-тадбир бажарилди", "№40 70%", "по 31 пункту работаем", "27-tadbir bajarildi"])
async def test_a_number_that_is_not_in_the_plan_is_said_so(english: Stage, mamatov: Someone, words: str) -> None:
    assert "The plan has no №" in (await mamatov.says(words)).text


@pytest.mark.parametrize("words", ["12-тадбир бажарилди", "№1 70%", "по 19 пункту работаем"])
async def test_a_number_of_somebody_elses_is_said_so(english: Stage, mamatov: Someone, words: str) -> None:
    assert "is not among yours" in (await mamatov.says(words)).text


@pytest.mark.parametrize("words", ["8 ҳақида", "плакат 8", "насчёт 8", "8 plakat haqida"])
async def test_a_number_of_theirs_leads_the_buttons(english: Stage, mamatov: Someone, words: str) -> None:
    await opens(mamatov, 5)
    assert "№8" in (await mamatov.says(words)).labels[0]


# -- replies -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["ок лойиҳа бўйича", "видео", "тушунарсиз гап", "по видео и плакатам"])
async def test_a_reply_to_one_activity_is_not_asked_which(english: Stage, mamatov: Someone, words: str) -> None:
    card = await opens(mamatov, 5)
    asked = await mamatov.says(words, reply_to=card)
    if asked.text.startswith("✔️"):
        assert "Activity 5" in asked.text
    else:
        assert "№5" in asked.labels[0]
        assert not any(f"№{number}" in label for number in (6, 7, 8) for label in asked.labels)


# -- what goes to the control department -------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["концепция не моя", "концепция менинг ишим эмас", "konsepsiya menga tegishli emas"])
async def test_a_refusal_without_a_number_is_confirmed(english: Stage, mamatov: Someone, words: str) -> None:
    await opens(mamatov, 8)
    asked = await mamatov.says(words)
    assert asked.labels[0].startswith("№5")
    assert await sent(english) == []
    await mamatov.presses("✖️ Cancel", asked)
    assert await sent(english) == []


async def test_a_refusal_in_reply_is_confirmed_by_one_button(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.says("бу меники эмас", reply_to=await opens(mamatov, 8))
    assert "Is №8 not yours?" in asked.text
    assert await sent(english) == []
    await mamatov.presses("№8", asked)
    assert len(await sent(english)) == 1


@pytest.mark.parametrize(
    "words", ["5 Сатаев қиляпти", "5 ни Алимбаев қилади мен факат техник томонини", "7 бажарилди, 5 ни Сатаев қилади"]
)
async def test_who_does_the_work_is_no_refusal_unasked(english: Stage, mamatov: Someone, words: str) -> None:
    said = await mamatov.says(words)
    assert await sent(english) == []
    if "Is №5 not yours?" in said.text:
        await mamatov.presses("№5", said)
        assert len(await sent(english)) == 1


@pytest.mark.parametrize("words", ["концепция муддатини узайтиринг", "продлите срок концепции"])
async def test_more_time_is_asked_for_the_activity_that_the_words_point_at(
    english: Stage, mamatov: Someone, words: str
) -> None:
    await opens(mamatov, 8)
    asked = await mamatov.says(words)
    assert asked.labels[0].startswith("№5")
    assert await count(english, Extension) == 0


@pytest.mark.parametrize("words", ["15 бет", "қўшимча 2 варақ бўлсин", "до какого числа сможете?"])
async def test_an_admins_reply_to_a_question_is_its_answer(english: Stage, mamatov: Someone, words: str) -> None:
    asked = await mamatov.says("ҳисобот неча бет бўлиши керак?")
    await mamatov.presses("✉️", asked)
    letter = await english.admin.last()
    await english.admin.says(words, reply_to=letter)
    assert words in (await mamatov.last()).text
    assert "✍️ Answer" not in (await again(english.admin, letter)).labels


# -- a reason that may be none -----------------------------------------------------------------------------------------


async def doubted(mamatov: Someone, words: str = "6-тадбир 70%") -> Shown:
    """The question whether the words are the reason for more time for activity 5."""
    months = await mamatov.presses("⏳", await opens(mamatov, 5))
    await mamatov.presses(months.labels[0], months)
    return await mamatov.says(words)


async def test_words_left_unconfirmed_wait_and_are_found(english: Stage, mamatov: Someone) -> None:
    asked = await doubted(mamatov)
    assert "Is this the requested reason?" in asked.text
    placed = await mamatov.presses("✍️ 1 message", await mamatov.says("/my"))
    await mamatov.presses("№6", placed)
    assert await state_of(english, 6) == ("in_progress", 70)
    await mamatov.press("✅ Yes, it is the reason", asked)
    assert "already placed elsewhere" in (await again(mamatov, asked)).text
    assert await count(english, Extension) == 0


async def test_words_left_unconfirmed_are_asked_about_the_next_morning(english: Stage, mamatov: Someone) -> None:
    await doubted(mamatov)
    await english.goes_to("2024-01-03 10:00")
    assert any("6-тадбир 70%" in one.text for one in (await mamatov.screen())[-3:])


async def test_a_yes_makes_them_the_reason_and_they_wait_no_more(english: Stage, mamatov: Someone) -> None:
    asked = await doubted(mamatov)
    await mamatov.says("/my")
    await mamatov.presses("✅ Yes, it is the reason", asked)
    assert await count(english, Extension) == 1
    assert await reports(english, ReportState.DRAFT, ReportState.RECORDED) == []
    assert not any("waits for your answer" in label for label in (await mamatov.says("/my")).labels)


async def test_a_no_says_that_nothing_was_requested_and_reads_them(english: Stage, mamatov: Someone) -> None:
    asked = await doubted(mamatov)
    await mamatov.press("✖️ No", asked)
    assert "more time was not requested" in (await again(mamatov, asked)).text
    assert [(one.text, one.percent) for one in await reports(english)] == [("6-тадбир 70%", 70)]
    assert await count(english, Extension) == 0


# -- what is under review ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["5-тадбир бўйича хат юборилди", "по 5 пункту письмо отправлено"])
async def test_a_report_on_what_is_under_review_is_said_to_be_so(english: Stage, mamatov: Someone, words: str) -> None:
    await mamatov.says("№5 бажарилди")
    await english.jumps_to(english.now + timedelta(minutes=20))
    assert "is under review" in (await mamatov.says(words)).text
    assert await state_of(english, 5) == ("review", 100)
