"""Updates posted to the bot's address instead of being asked for."""

from __future__ import annotations

import asyncio
import logging

from aiohttp import ClientError, ClientSession, ClientTimeout

from sandbox.state import World

PATIENCE = ClientTimeout(total=30)
LONGEST_PAUSE = 10.0  # seconds between tries at an address that does not answer

log = logging.getLogger(__name__)


class Webhook:
    """Posts updates one by one, in order, and each until it is taken; answers given as a method call are not read."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._task: asyncio.Task[None] | None = None

    def follow(self) -> None:
        """Begin or end to post, as the profile says."""
        if self._world.profile.get("webhook") and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._post_all())

    async def close(self) -> None:
        """End at once."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _post_all(self) -> None:
        pause = 0.1
        async with ClientSession(timeout=PATIENCE) as http:
            while webhook := self._world.profile.get("webhook"):
                update = await self._world.updates.first()
                if update is None:
                    continue
                if refusal := await self._post(http, webhook, update):
                    webhook["error"] = {"date": self._world.timestamp(), "message": refusal}
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, LONGEST_PAUSE)
                    continue
                pause = 0.1
                self._world.updates.confirm(update["update_id"] + 1)
                self._world.commit()

    async def _post(self, http: ClientSession, webhook: dict[str, str], update: dict[str, object]) -> str:
        """What went wrong, or nothing."""
        secret = webhook["secret"]
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with http.post(webhook["url"], json=update, headers=headers) as answer:
                if answer.ok:
                    return ""
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (ClientError, TimeoutError) as trouble:
            log.info("the webhook does not answer: %s", type(trouble).__name__)
            return "Connection failed"
