"""«typing…» while an answer takes its time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from aiogram.exceptions import TelegramAPIError

from handlers.talk import Talk

SLOW = 0.5  # seconds: what is faster needs no sign
SHOWN = 4.5  # seconds: Telegram takes the sign away after five


@contextlib.asynccontextmanager
async def typing(talk: Talk, action: str = "typing") -> AsyncIterator[None]:
    """Show that the bot is at work while the block runs, unless it is quick. `action` is Telegram's word.

    aiogram's ChatActionSender would hold the answer back until its own request has ended, and would fail if Telegram
    refused the sign.
    """
    showing: list[asyncio.Task[None]] = []  # a timer until then: nearly every answer is there before
    timer = asyncio.get_running_loop().call_later(
        SLOW, lambda: showing.append(asyncio.create_task(_show(talk, action)))
    )
    try:
        yield
    finally:
        timer.cancel()
        for task in showing:
            task.cancel()


async def _show(talk: Talk, action: str) -> None:
    if talk.is_muted:
        return
    with contextlib.suppress(TelegramAPIError):
        while talk.turn is None or not talk.turn.passed_on.is_set():  # it only waits for the group's pace
            await talk.bot.send_chat_action(talk.chat_id, action, message_thread_id=talk.thread_id)
            await asyncio.sleep(SHOWN)
