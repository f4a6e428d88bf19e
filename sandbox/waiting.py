"""Waiting for the bot to be done with what it was sent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from sandbox.errors import HumanError
from sandbox.state import World

Idle = Callable[[], Awaitable[None]]


async def handled(world: World, idle: Idle, limit: float) -> None:
    """Wait for the bot to take and finish its updates; `idle` returns when it has nothing in hand.

    HumanError after `limit` seconds.
    """
    try:
        async with asyncio.timeout(limit):
            await world.updates.until_confirmed(world.updates.last_id)
            await idle()
    except TimeoutError:
        raise HumanError("the bot has not taken its updates in {n} seconds", 504, n=f"{limit:.0f}") from None
