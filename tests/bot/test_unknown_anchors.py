"""What another release remembered of a message, and this one does not know, is as if nothing were remembered."""

import pytest
from sqlalchemy import update

from models import Anchor
from tests.bot.scenes import opens, reports
from tests.stage import Stage


async def is_remembered_as(stage: Stage, purpose: str, refs: dict[str, object]) -> None:
    async with stage.database.write() as session:
        await session.execute(update(Anchor).values(purpose=purpose, refs=refs))


@pytest.mark.parametrize(
    ("purpose", "refs"),
    [
        ("of_the_future", {"activities": [1], "more": {}}),
        ("ask_of_the_future", {}),
        ("report", {"activities": [1]}),
        ("ask_which", {"report": 1}),
        ("ask_extension", {"activities": [1]}),
        ("instruction", {"activities": [1], "instruction": None}),
        ("gave_extension", {}),
    ],
)
async def test_words_after_an_unknown_message_are_words(english: Stage, purpose: str, refs: dict[str, object]) -> None:
    mamatov = english.officer("Х. Маматов")
    card = await opens(mamatov, 5)
    await is_remembered_as(english, purpose, refs)
    await mamatov.says("3-тадбир 20%", reply_to=card)
    await is_remembered_as(english, purpose, refs)
    await mamatov.says("5-тадбир 40%")
    assert [one.percent for one in await reports(english)] == [20, 40]
    await is_remembered_as(english, purpose, refs)
    await mamatov.presses("🔄", card)  # a button of the message works as ever


@pytest.mark.parametrize(
    ("purpose", "refs"), [("ask_return", {}), ("ask_close", {"activities": []}), ("mend_text", {})]
)
async def test_an_unknown_question_takes_no_answer(english: Stage, purpose: str, refs: dict[str, object]) -> None:
    shown = await english.admin.says("/plan")
    await is_remembered_as(english, purpose, refs)
    before = await english.admin.count()
    await english.admin.says("сабаб", reply_to=shown)
    assert len(await english.admin.heard(before)) == 1
