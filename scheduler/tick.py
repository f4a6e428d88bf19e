"""The tick: looks at the clock and the database, and queues what is owed. Harmless to run at any time, any number of
times: the database's rows are the schedule."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from services.container import Services
from services.leadership.owing import Owing

log = structlog.get_logger(__name__)

TOGETHER = 50  # accounts reminded in one transaction: a disk flush costs more than all else; answers wait as long


@dataclass(frozen=True)
class Sweep:
    """Finds what is owed and queues it; what it returns is true if it did something.

    `is_owing` says of what there may be to do (see `Owing`) whether this sweep may have any of it.
    """

    name: str
    run: Callable[[datetime], Awaitable[Any]]
    is_owing: Callable[[Owing], bool]


class Tick:
    """Runs the sweeps. `clock` returns the present moment (aware)."""

    def __init__(self, services: Services, clock: Callable[[], datetime]) -> None:
        self._services = services
        self._clock = clock
        self.sweeps = self._all_sweeps()
        self._done_at: float | None = None

    @property
    def age(self) -> float | None:
        """The seconds since the last run ended, unaffected by changes of the clock; None before the first."""
        return None if self._done_at is None else asyncio.get_running_loop().time() - self._done_at

    async def run(self) -> None:
        """Run every sweep that may have something to do; one that fails is logged and does not stop the others."""
        with self._services.metrics.sweep.time():
            await self._sweep(self._clock())

    async def _sweep(self, now: datetime) -> None:
        async with self._services.look():  # most ticks find nothing to do: then what is asked is one transaction
            owing = await self._owing(now)
            for sweep in self.sweeps:
                if sweep.is_owing(owing) and await self._ran(sweep, now):
                    owing = Owing()  # what it did may be something to do for the next ones
        self._done_at = asyncio.get_running_loop().time()

    async def _owing(self, now: datetime) -> Owing:
        try:
            return await self._services.owing.at(now)
        except Exception:  # each sweep sees for itself then
            log.exception("not known what is owed")
            return Owing()

    @staticmethod
    async def _ran(sweep: Sweep, now: datetime) -> bool:
        """Whether it did something, or failed."""
        try:
            return bool(await sweep.run(now))
        except Exception:  # the next sweep and the next tick must run whatever this one met
            log.exception("sweep failed", sweep=sweep.name)
            return True

    def _all_sweeps(self) -> tuple[Sweep, ...]:
        services = self._services
        reminding, plans = services.reminding, services.plans
        return (
            # first: the day's reminders are of the plan in force
            Sweep("next_plan", plans.begin_next, lambda owing: owing.next_plan),
            Sweep("orders", services.orders.turn_year, lambda owing: owing.orders),
            Sweep("deputies", services.deputies.turn, lambda owing: owing.deputies),
            Sweep("reminders", self._reminders, lambda owing: owing.reminders),
            Sweep("admins", services.digests.queue, _always),
            Sweep("heads", services.escalating.queue, _always),
            Sweep("unreachable", services.reachability.tell_admins, lambda owing: owing.unreachable),
            Sweep("next_wanted", plans.ask_for_next, lambda owing: owing.plan_end),
            Sweep("carry_wanted", services.carrying.remind, lambda owing: owing.waiting_plan),
            Sweep("plan_over", reminding.tell_plan_is_over, lambda owing: owing.plan_end),
            Sweep("readiness", services.readiness.tell_admins, _always),
            Sweep("quarter", services.agendas.offer_quarter, _always),
            Sweep("personal_control", services.watching.queue, lambda owing: owing.watched),
            Sweep("summary", services.summaries.queue, lambda owing: owing.summary),
            Sweep("plan_card", services.plan_cards.owe, lambda owing: owing.plan_card),
        )

    async def _reminders(self, now: datetime) -> int:
        reminding = self._services.reminding
        queued = 0
        nominated = await reminding.nominated(now)
        for start in range(0, len(nominated), TOGETHER):
            queued += await self._remind(nominated[start : start + TOGETHER], now)
        grouped = await reminding.remind_groups(now)
        moved = await reminding.advance(now)
        if queued or moved:
            log.info("reminders swept", queued=queued, activities=moved)
        return queued + grouped + moved

    async def _remind(self, account_ids: Sequence[int], now: datetime) -> int:
        """Remind some accounts, together if possible; one account's failure must not delay the others' reminders."""
        remind = self._services.reminding.remind
        try:
            return await remind(account_ids, now)
        except Exception:
            if len(account_ids) == 1:
                log.exception("reminder failed", account=account_ids[0])
                return 0
        return sum([await self._remind([account_id], now) for account_id in account_ids])


def _always(_owing: Owing) -> bool:
    """Of a sweep that alone knows when it has something to do: the hours and days say so of most moments."""
    return True
