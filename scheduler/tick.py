"""The tick: looks at the clock and the database, and queues what is owed. Harmless to run at any time, any number of
times: the database's rows are the schedule."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import structlog

from services.container import Services

log = structlog.get_logger(__name__)

TOGETHER = 25  # accounts reminded in one transaction: a disk flush costs more than all else; answers wait as long

Sweep = Callable[[datetime], Awaitable[Any]]


class Tick:
    """Runs the sweeps. `clock` returns the present moment (aware)."""

    def __init__(self, services: Services, clock: Callable[[], datetime]) -> None:
        self._services = services
        self._clock = clock
        self._done_at: float | None = None

    @property
    def age(self) -> float | None:
        """The seconds since the last run ended, unaffected by changes of the clock; None before the first."""
        return None if self._done_at is None else asyncio.get_running_loop().time() - self._done_at

    async def run(self) -> None:
        """Run every sweep once; one that fails is logged and does not stop the others."""
        with self._services.metrics.sweep.time():
            # Most ticks find nothing to do: then what the sweeps ask is one transaction.
            async with self._services.look():
                await self._sweep(self._clock())

    async def _sweep(self, now: datetime) -> None:
        reminding = self._services.reminding
        sweeps: tuple[tuple[str, Sweep], ...] = (
            ("next_plan", self._services.plans.begin_next),  # first: the day's reminders are of the plan in force
            ("orders", self._services.orders.turn_year),
            ("deputies", self._services.deputies.turn),
            ("reminders", self._reminders),
            ("admins", self._services.digests.queue),
            ("heads", self._services.escalating.queue),
            ("unreachable", self._services.reachability.tell_admins),
            ("next_wanted", self._services.plans.ask_for_next),
            ("carry_wanted", self._services.carrying.remind),
            ("plan_over", reminding.tell_plan_is_over),
            ("readiness", self._services.readiness.tell_admins),
            ("quarter", self._services.agendas.offer_quarter),
            ("personal_control", self._services.watching.queue),
            ("summary", self._services.summaries.queue),
            ("plan_card", self._services.plan_cards.owe),
        )
        for name, sweep in sweeps:
            try:
                await sweep(now)
            except Exception:  # the next sweep and the next tick must run whatever this one met
                log.exception("sweep failed", sweep=name)
        self._done_at = asyncio.get_running_loop().time()

    async def _reminders(self, now: datetime) -> None:
        reminding = self._services.reminding
        queued = 0
        nominated = await reminding.nominated(now)
        for start in range(0, len(nominated), TOGETHER):
            queued += await self._remind(nominated[start : start + TOGETHER], now)
        await reminding.remind_groups(now)
        moved = await reminding.advance(now)
        if queued or moved:
            log.info("reminders swept", queued=queued, activities=moved)

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
