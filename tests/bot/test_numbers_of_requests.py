"""A request or a question is of the number that it names, whatever was spoken of before."""

import pytest
from sqlalchemy import select

from models import Activity, Appeal, AppealKind, Report
from tests.bot.scenes import activity, opens, said_since
from tests.stage import Stage


async def kept(stage: Stage) -> tuple[AppealKind, int | None]:
    """The last appeal and the number of its activity."""
    async with stage.database.read() as session:
        query = select(Appeal.kind, Activity.number).outerjoin(Activity, Activity.id == Appeal.activity_id)
        row = (await session.execute(query.order_by(Appeal.id.desc()).limit(1))).one()
        return row[0], row[1]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("прошу продлить 9", 9),
        ("продлите 9", 9),
        ("9 ни 31.07.2024 гача узайтиришингизни сўрайман", 9),
        ("9 ni uzaytirib bering", 9),
        ("9 муддатини июнгача узайтириб беринг", 9),
    ],
)
async def test_more_time_is_requested_for_the_number_named(english: Stage, words: str, number: int) -> None:
    officer = english.officer("Х. Маматов")
    await opens(officer, 5)
    shown = await officer.says(words)
    facts = await activity(english, number)
    assert facts.number == number
    is_first = bool(shown.labels) and f"№{number}" in shown.labels[0]
    assert is_first or f"Activity {number} " in shown.text, (shown.text, shown.labels)
    assert "Activity 5 " not in shown.text


@pytest.mark.parametrize(("words", "number"), [("кто отвечает за 23?", 23), ("нега 99 ҳақида хабар йўқ?", None)])
async def test_a_question_keeps_the_number_it_names(english: Stage, words: str, number: int | None) -> None:
    officer = english.officer("Х. Маматов")
    await opens(officer, 5)
    await officer.says(words)
    assert await kept(english) == (AppealKind.QUESTION, number)


async def test_what_was_just_handed_in_stays_among_the_buttons(english: Stage) -> None:
    officer = english.officer("Х. Маматов")
    before = await officer.count()
    await officer.says("3 бажарилди, 9 бажарилди")  # as a co-executor: a lead is asked for a reason in between
    told = await said_since(officer, before)
    assert "Activity 3 " in told and "Activity 9 " in told, told
    asked = await officer.says("вазирликка яна бир хат юборилди")
    assert any("№3" in label for label in asked.labels) and any("№9" in label for label in asked.labels), asked


async def test_words_with_another_number_never_settle_a_draft(english: Stage) -> None:
    officer = english.officer("Х. Маматов")
    asked = await officer.says("5 деярли бажарилди")
    assert "Activity 5 " in asked.text
    await officer.says("Юнусов написал: 9 готово")
    async with english.database.read() as session:
        texts = list(await session.scalars(select(Report.text)))
    assert not any("деярли" in text and "Юнусов" in text for text in texts), texts
