"""Hand-ins that wait, for the open parts or for the document: their author has spoken, and is not silent."""

import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, Link, Report, ReportState
from services.control.suborders import all_open_under
from services.messages import outbox
from services.messages.kinds import PartAwaited
from services.people.accounts import accounts_of
from services.plan.figures import ActivityFacts, Part
from services.reports.handing_in import WAITED, is_hand_in, kept_reason, open_parts
from services.reports.waiting import is_overtaken


@dataclass(frozen=True)
class WaitingHandIn:
    """Kept words (the `draft`, an account's) that would hand the activity in: said on a local day, not handed in yet.

    `waits`: the author has chosen to wait for the open `parts` and `orders`; else the question is not answered. Without
    either it is the document that is awaited, or nothing any more. `has_reason`: the parts were answered for already.
    """

    draft: int
    account_id: int
    said_on: date
    waits: bool
    has_reason: bool = False
    parts: tuple[Part, ...] = ()
    orders: tuple[ActivityFacts, ...] = ()

    @property
    def asks_parts(self) -> bool:
        """Whether it waits for somebody's part."""
        return bool(self.parts or self.orders) and not self.has_reason


async def waiting_hand_ins(
    session: AsyncSession, activities: Sequence[ActivityFacts], kept: Sequence[tuple[Report, int]] | None = None
) -> dict[int, WaitingHandIn]:
    """The latest hand-in that waits of each of the activities (ids) that are worked on, with what is open of it.

    `kept` are the words to look among, where those of more activities were read already.
    """
    facts = {one.id: one for one in activities}
    every = await kept_hand_ins(session, facts) if kept is None else kept
    latest = {activity_id: report for report, activity_id in every if activity_id in facts}
    if not latest:
        return {}
    own = await _executors_of(session, {report.account_id for report in latest.values()})
    orders = await all_open_under(session, [facts[activity_id] for activity_id in latest])
    return {
        activity_id: WaitingHandIn(
            report.id,
            report.account_id,
            report.submitted_on,
            bool((report.before or {}).get(WAITED)),
            kept_reason(report) is not None,
            open_parts(facts[activity_id], own.get(report.account_id, set())),
            orders[activity_id],
        )
        for activity_id, report in latest.items()
    }


async def _executors_of(session: AsyncSession, account_ids: Collection[int]) -> dict[int, set[int]]:
    """The executors (ids) for whom each of these accounts answers."""
    found: dict[int, set[int]] = {}
    query = select(Link.account_id, Link.executor_id).where(Link.account_id.in_(account_ids))
    for account_id, executor_id in await session.execute(query):
        found.setdefault(account_id, set()).add(executor_id)
    return found


async def kept_hand_ins(session: AsyncSession, activity_ids: Collection[int]) -> Sequence[tuple[Report, int]]:
    """The leads' kept words that would hand these activities in, oldest first, each with its activity's id."""
    if not activity_ids:
        return ()
    rows = await session.execute(_kept(), {"activity_ids": list(activity_ids)})
    return [(report, activity_id) for report, activity_id in rows if is_hand_in(report)]


@functools.cache  # building it takes longer than asking it
def _kept() -> Select[Report, int]:
    return (
        select(Report, Assignment.activity_id)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .where(
            Report.state == ReportState.DRAFT,
            Report.done.is_(True),
            Assignment.activity_id.in_(bindparam("activity_ids", expanding=True)),
            Assignment.position == 0,
            Assignment.is_removed.is_(False),
            ~is_overtaken(Report),
        )
        .order_by(Report.id)
    )


async def tell_awaited(
    session: AsyncSession, draft: Report, activity: ActivityFacts, parts: Sequence[Part], now: datetime
) -> None:
    """Owe who answers for these parts the word that the lead waits for them: once for each hand-in and due day."""
    for part in parts:
        accounts = await accounts_of(session, [part.executor.id])
        await outbox.owe_accounts(
            session,
            [account for account in accounts if account[0] != draft.account_id],
            PartAwaited(activity.id, part.assignment_id, draft.id),
            key=f"part_awaited:{draft.id}:{part.assignment_id}:{activity.due_on}",
            now=now,
        )
