"""Several numbers in a message that is asked about: after the tap, each number keeps its own part."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from models import Activity, Assignment, ReportState
from services.language.translit import to_latin
from tests.bot.scenes import MINUTES, after, reports, with_minutes
from tests.stage import Stage

SHOWN = to_latin(MINUTES)
OFFICER = "Б. Юнусов"  # of 1 both in the plan and in the minutes; of 2, 20, 22 and 23 in the plan alone


async def said(stage: Stage, since: int) -> list[tuple[str, int | None]]:
    return [(one.text, one.percent) for one in (await reports(stage))[since:]]


@after(with_minutes)
@pytest.mark.parametrize(
    ("words", "tapped", "expected"),
    [
        ("2 40 фоиз, 1 75 фоиз", "№IR-1", [("1 75 фоиз", 75), ("2 40 фоиз", 40)]),
        (
            "22: 30 фоиз ва 23: 10 фоиз, 1: 80 фоиз, 2: 45",
            f"№{SHOWN}-1",
            [("1: 80 фоиз", 80), ("22: 30 фоиз", 30), ("ва 23: 10 фоиз", 10), ("2: 45", 45)],
        ),
    ],
)
async def test_a_tap_for_the_doubtful_number_records_each_number_with_its_own_percent(
    english: Stage, words: str, tapped: str, expected: list[tuple[str, int]]
) -> None:
    officer = english.officer(OFFICER)
    asked = await officer.says(words)
    assert not await reports(english)
    assert [one.split()[0] for one in asked.labels[:3]] == ["№IR-1", "№Bayonnoma", "Another"]  # only its two
    told = await officer.presses(tapped, asked)
    assert sorted(await said(english, 0)) == sorted(expected)
    assert all(f"{percent}%" in told.text for _, percent in expected)
    await officer.presses("↩️", told)
    assert len(await reports(english)) == len(expected) - 1


@after(with_minutes)
async def test_a_number_of_nobodys_beside_others_keeps_its_words_for_a_question_of_their_own(english: Stage) -> None:
    officer = english.officer(OFFICER)
    before = await officer.count()
    await officer.presses("№IR-22", await officer.says("22: 30 фоиз, 99: 80 фоиз, 2: 45"))
    [recorded, asked] = (await officer.heard(before))[-2:]
    assert "30%" in recorded.text and "45%" in recorded.text
    assert "99: 80 фоиз" in asked.text and "no №99" in asked.text
    assert await said(english, 0) == [("22: 30 фоиз", 30), ("2: 45", 45)]


@after(with_minutes)
async def test_the_answer_may_be_typed_and_all_of_them_are_those_that_were_named(english: Stage) -> None:
    officer = english.officer(OFFICER)
    await officer.says("20 12 фоиз, 1 75 фоиз")
    await officer.says("ИР-1")
    assert sorted(await said(english, 0)) == [("1 75 фоиз", 75), ("20 12 фоиз", 12)]
    await english.goes_to("2024-02-10T10:00")
    sure = await officer.presses("All of them", await officer.says("1 бўйича 72%"))
    assert sure.text.count("№") == 2
    assert len(await reports(english)) == 2
    await officer.presses("✅ Yes", sure)
    assert await said(english, 2) == [("1 бўйича 72%", 72)] * 2


# Messages of which one part is unclear, what is pressed, and the percents recorded after the press.
UNCLEAR = (
    ("20 25%, 19 60, 21 да e-saylov серверга ўрнатилди", "№20", {19: 60, 20: 25}),
    ("20 25%, 19 60, 21 да e-saylov серверга ўрнатилди", "№21", {19: 60, 20: 25, 21: None}),
    ("19 - 35%, 20 да e-saylov синовга қўйилди, 22 15 foiz", "№19", {19: 35, 22: 15}),
    ("20 25%, 21 da e-saylov serverga o'rnatildi", "№21", {20: 25, 21: None}),
    ("20 25%, 21 да e-saylov установлен на сервер", "№21", {20: 25, 21: None}),
)
# Words that the bot does not know after the second number, and no comma before it.
UNREAD = (
    ("20 25%, 21 e-saylov installed on the server", "№20", {20: 25}),
    ("20 25% 21 e-saylov сервери келди", "№20", {20: 25, 21: None}),
    ("20 25% 21 e-saylov serveri keldi", "№20", {20: 25, 21: None}),
    ("20 25% 21 сервер e-saylov купили", "№20", {20: 25, 21: None}),
)


@pytest.mark.parametrize("messages", [UNCLEAR, UNREAD])
@pytest.mark.begins("2024-03-12T10:00")
async def test_the_clear_parts_of_an_asked_message_keep_their_own_percents(
    english: Stage, messages: Sequence[tuple[str, str, dict[int, int | None]]]
) -> None:
    sataev = english.officer("М. Сатаев")
    for words, pressed, percents in messages:
        before = {one.id for one in await reports(english)}
        asked = await sataev.says(words)
        if any(pressed in label for label in asked.labels):
            await sataev.presses(pressed, asked)
        new = [one for one in await reports(english) if one.id not in before]
        activities = {one.id: (await own_number_of(english, one.assignment_id), one) for one in new}
        assert {number: one.percent for number, one in activities.values()} == percents, words
        assert all(one.text != words for one in new), "each has its own words"
        left = [one.text for one in await reports(english, ReportState.DRAFT)]
        assert "e-saylov" in " ".join([*left, *(one.text for one in new)]), "nothing is lost"
        await sataev.says("/my")  # what is still asked waits


WITH_NOTES = "20 25%, 21 - e-saylov установлен на сервер"
# What is open when they are written, the last: a question which activity, a draft, a question of a hand-in, a report.
BEFORE = ("20 да e-saylov синовга қўйилди", "e-saylov", "21 e-saylov синовга тайёр", "20 тайёр", "21 да синов кетяпти")


@pytest.mark.begins("2024-03-12T10:00")
async def test_whatever_is_open_each_number_is_recorded_in_its_own_words(english: Stage) -> None:
    sataev = english.officer("М. Сатаев")
    for before in BEFORE:
        await sataev.says(before)
        since = len(await reports(english))
        await sataev.says(WITH_NOTES)
        assert await said(english, since) == [("20 25%", 25), ("21 - e-saylov установлен на сервер", None)], before


@pytest.mark.begins("2024-03-12T10:00")
async def test_beside_the_question_of_a_hand_in_each_number_is_recorded_too(english: Stage) -> None:
    english.gives_reasons = False
    yunusov = english.officer(OFFICER)  # leads both 19 and 20
    asked = await yunusov.says("19 тайёр")
    assert "Not delivered" in asked.text
    await yunusov.says("20 25%, 22 - харита сайтга қўйилди")
    assert await said(english, 0) == [("20 25%", 25), ("22 - харита сайтга қўйилди", None)]
    assert [one.text for one in await reports(english, ReportState.DRAFT)] == ["19 тайёр"]


@pytest.mark.begins("2024-03-12T10:00")
async def test_a_count_or_a_day_is_no_number_that_words_begin_with(english: Stage) -> None:
    sataev = english.officer("М. Сатаев")
    for words in ("20 25%, 21 та e-saylov сервери келди", "20 25%, 21 ta server keldi", "20 25%, 21 шт. куплено"):
        since = len(await reports(english))
        await sataev.says(words)
        assert await said(english, since) == [(words, 25)], words


async def own_number_of(stage: Stage, assignment_id: int | None) -> int:
    query = select(Activity.number).join(Assignment, Assignment.activity_id == Activity.id)
    async with stage.database.read() as session:
        number = await session.scalar(query.where(Assignment.id == assignment_id))
    assert number is not None
    return number
