"""What tests and benchmarks need beside people: hostile updates, faults, counts."""

from __future__ import annotations

from aiohttp import web

from sandbox.errors import Json
from sandbox.faults import Faults, read_trouble
from sandbox.human.desk import Desk, number, read_body


class Testing:
    """Trouble, and what came of it."""

    def __init__(self, desk: Desk, faults: Faults) -> None:
        self._desk = desk
        self._faults = faults

    def routes(self) -> list[web.RouteDef]:
        """One for each."""
        return self._desk.routes(
            post_update=self.update,
            get_faults=self.faults,
            post_faults=self.set_faults,
            get_ledger=self.ledger,
            post_ledger=self.clear_ledger,
        )

    async def update(self, request: web.Request) -> Json:
        """Any update, as it is."""
        return {"update_id": self._desk.world.updates.queue_raw(await read_body(request))}

    async def faults(self, request: web.Request) -> Json:
        """What is set to go wrong."""
        return self._faults.told()

    async def set_faults(self, request: web.Request) -> Json:
        """Set all of it anew."""
        self._faults.set(read_trouble(await read_body(request)))
        return self._faults.told()

    async def ledger(self, request: web.Request) -> Json:
        """What the server has accepted and answered; `since` skips that many messages."""
        return self._desk.world.ledger.told(number(request.query, "since") or 0)

    async def clear_ledger(self, request: web.Request) -> Json:
        """Begin to count anew."""
        self._desk.world.ledger.clear()
        return {"ok": True}
