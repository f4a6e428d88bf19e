"""The human side over HTTP: the page, and JSON under /sandbox/ for it and for tests."""

from __future__ import annotations

from aiohttp import web

from sandbox.faults import Faults
from sandbox.human.acting import Acting
from sandbox.human.desk import Desk
from sandbox.human.looking import Looking, Unlinked
from sandbox.human.testing import Testing
from sandbox.human.timing import Timing
from sandbox.state import World
from sandbox.travel import Travel
from sandbox.waiting import Idle


def human_routes(world: World, travel: Travel, faults: Faults, idle: Idle, unlinked: Unlinked) -> list[web.RouteDef]:
    """Every route of the human side; `idle` returns when the bot has nothing in hand, `unlinked` who is not linked."""
    desk = Desk(world, idle)
    parts = (Looking(desk, travel, unlinked), Acting(desk), Timing(desk, travel, faults), Testing(desk, faults))
    return [route for part in parts for route in part.routes()]
