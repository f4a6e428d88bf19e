"""How many messages are in hand at once: by Telegram's answers alone, and one until they are known to be slow."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import pytest
from aiogram import Bot
from aiogram.methods import SendDocument, SendMessage, TelegramMethod

from bot.demo import SANDBOX_TOKEN
from scheduler.answers import Answers
from scheduler.delivery import Delivery
from tests.reliability.bots import virtually

WORDS = SendMessage(chat_id=1, text="x")


async def measured(seconds: Sequence[float], method: TelegramMethod[Any] = WORDS) -> Delivery:
    """A delivery after so many answers, each of which took so long."""
    bot = Bot(SANDBOX_TOKEN)
    nothing = cast("Any", None)
    delivery = Delivery(bot, nothing, nothing, nothing)

    async def answers_after(took: float) -> None:
        async def answered(_bot: Bot, _method: TelegramMethod[Any]) -> Any:
            await asyncio.sleep(took)

        await delivery._answers(answered, bot, method)

    for took in seconds:
        await answers_after(took)
    assert isinstance(delivery._answers, Answers)
    await bot.session.close()
    return delivery


@pytest.mark.parametrize(
    ("seconds", "width"),
    [
        ([], 1),
        ([3.0], 1),  # the first connection, a machine that starts
        ([3.0, 0.05, 0.05], 1),
        ([0.15, 0.15], 1),  # not known yet
        ([0.15, 0.15, 0.15], 6),
        ([0.05] * 20, 1),
        ([0.075] * 20, 1),
        ([0.1] * 20, 4),
        ([0.05] * 6 + [0.9] * 14, 1),  # a busy machine makes answers look slower, never faster
        ([0.5] * 5 + [0.05] * 20, 1),  # what was is forgotten
        ([9.0] * 20, 64),
    ],
)
def test_the_width_follows_the_quicker_answers_and_begins_at_one(seconds: list[float], width: int) -> None:
    @virtually
    async def scene() -> None:
        assert (await measured(seconds)).width == width

    scene()


@virtually
async def test_uploads_are_as_slow_as_they_are_large_and_widen_nothing() -> None:
    assert (await measured([2.0] * 20, SendDocument(chat_id=1, document="x"))).width == 1


@virtually
async def test_while_nobody_can_be_reached_one_message_tries() -> None:
    delivery = await measured([0.5] * 20)
    assert delivery.width > 1
    delivery._outage_pause = 1.0
    assert delivery.width == 1
