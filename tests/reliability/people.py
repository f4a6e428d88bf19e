"""People who write and press while a bot runs in the same loop."""

from typing import Any

from aiohttp import ClientSession

from services.plan.file import PlanFile
from tests.reliability.ground import Ground, until


class Writer:
    """One of the cast, in their private chat."""

    def __init__(self, ground: Ground, client: ClientSession, person: int) -> None:
        self._ground = ground
        self._client = client
        self.id = person

    async def writes(self, text: str) -> None:
        """Write; nobody waits for the bot."""
        body: dict[str, Any] = {"as": self.id, "chat": self.id, "text": text}
        async with self._client.post("/sandbox/send", json=body) as response:
            assert response.status == 200, await response.text()

    @property
    def answers(self) -> list[str]:
        """What the bot said to this person, oldest first."""
        return self._ground.texts(self.id)

    async def is_answered(self, times: int = 1, seconds: float = 600) -> None:
        """Wait for so many answers in all."""
        await until(lambda: len(self.answers) >= times, seconds=seconds, every=0.1)


def work_of(plan: PlanFile, name: str) -> list[int]:
    """The numbers of the activities that an executor leads or assists, by its name."""
    key = next(one.key for one in plan.executors if one.name == name)
    return [activity.number for activity in plan.activities if key in activity.executors]
