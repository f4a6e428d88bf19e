"""The clock's controls."""

from __future__ import annotations

from aiohttp import web

from sandbox.errors import Json
from sandbox.faults import Faults, Trouble
from sandbox.human.desk import Desk, read_body, text
from sandbox.travel import PACE, Travel


class Timing:
    """Time moves, plays, stops, begins anew."""

    def __init__(self, desk: Desk, travel: Travel, faults: Faults) -> None:
        self._desk = desk
        self._travel = travel
        self._faults = faults

    def routes(self) -> list[web.RouteDef]:
        """One for each control."""
        return self._desk.routes(
            get_clock=self.clock,
            post_clock=self.set_clock,
            post_play=self.play,
            post_stop=self.stop,
            post_settle=self.settle,
            post_start_over=self.start_over,
        )

    async def settle(self, request: web.Request) -> Json:
        """Wait for the bot, then let the driver do what is due."""
        await self._travel.settle()
        return {"ok": True}

    async def clock(self, request: web.Request) -> Json:
        """What it shows."""
        return await self._travel.told()

    async def set_clock(self, request: web.Request) -> Json:
        """Move it."""
        asked = await read_body(request)
        await self._travel.go(text(asked, "to"), force=bool(asked.get("force")))
        return await self._travel.told()

    async def play(self, request: web.Request) -> Json:
        """Move it in the background; `pace` is the seconds each moment is shown for."""
        asked = await read_body(request)
        await self._travel.play(text(asked, "until"), pace=float(asked.get("pace", PACE)))
        return await self._travel.told()

    async def stop(self, request: web.Request) -> Json:
        """End the play."""
        await self._travel.stop()
        return await self._travel.told()

    async def start_over(self, request: web.Request) -> Json:
        """All anew, on a network with no faults: the bot must be heard to begin."""
        self._faults.set(Trouble())
        await self._travel.start_over()
        return {"ok": True}
