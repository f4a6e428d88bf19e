"""What one person may read about an activity: its card, its history, the words of a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Acceptance, Activity, Assignment, Decision, Extension, Report, Twin
from models.database import Database
from services.control.orders import Granted, granted, orders_on
from services.control.suborders import parts_under
from services.people.reader import Reader
from services.plan.activities import activities_where, read_activity
from services.plan.figures import ActivityFacts, Part
from services.plan.status import Status
from services.reports.commitments import ObstacleFacts, PromiseFacts, open_obstacles, promises
from services.reports.instructions import InstructionFacts, instructions_of
from services.reports.notices import NoticeFacts, told_of
from services.reports.reading import ReportFacts, recorded_report, reports_of
from services.reports.waiting_hand_ins import WaitingHandIn, waiting_hand_ins


@dataclass(frozen=True)
class Card:
    """An activity as one person sees it, with its latest reports, newest first.

    `mine` is the person's own part; None for an admin who only looks. `asked_due` is the deadline that an open request
    for more time asks for. `accepted` is the submission by which the activity is done; `returned` is the one that was
    returned, for `returned_reason`. `instruction` is the leadership's latest. `told` is what its executors were
    told of it, newest first. `order` is the order that it is, if it is one; `orders` were given on the ground of it.
    `under` were given as parts of it. `tied` are activities in force that an admin has tied to it as the same work.
    `own_request` is the reader's open request for more time. `hand_in` waits to be handed in, whoever said so;
    `is_own_hand_in`: it was the reader.
    """

    activity: ActivityFacts
    reports: tuple[ReportFacts, ...]
    mine: Part | None
    asked_due: date | None
    waits_acceptance: int | None
    returned_reason: str | None = None
    returned: int | None = None
    accepted: int | None = None
    closed_reason: str | None = None
    instruction: InstructionFacts | None = None
    obstacles: tuple[ObstacleFacts, ...] = ()
    promises: tuple[PromiseFacts, ...] = ()
    told: tuple[NoticeFacts, ...] = ()
    order: Granted | None = None
    orders: tuple[ActivityFacts, ...] = ()
    tied: tuple[ActivityFacts, ...] = ()
    own_request: int | None = None
    under: tuple[ActivityFacts, ...] = ()
    hand_in: WaitingHandIn | None = None
    is_own_hand_in: bool = False


@dataclass(frozen=True)
class History:
    """All reports and instructions on an activity, newest first."""

    activity: ActivityFacts
    reports: tuple[ReportFacts, ...]
    instructions: tuple[InstructionFacts, ...]


REPORTS_ON_CARD = 5


class Cards:
    """Reads activities for one reader; what the reader may not see is None."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def card(self, activity_id: int, reader: Reader, today: date) -> Card | None:
        """An activity's card as it stands on `today` (local day)."""
        async with self._database.read() as session:
            activity = await _readable(session, activity_id, reader, today)
            if activity is None:
                return None
            return await card_of(session, activity, reader.part_in(activity), reader.person.account_id)

    async def hand_ins(self, activities: Sequence[ActivityFacts]) -> dict[int, WaitingHandIn]:
        """What waits to be handed in of these activities (ids), whoever said so."""
        async with self._database.read() as session:
            return await waiting_hand_ins(session, [one for one in activities if one.is_worked_on])

    async def history(self, activity_id: int, reader: Reader, today: date) -> History | None:
        """Everything that was said on an activity."""
        async with self._database.read() as session:
            activity = await _readable(session, activity_id, reader, today)
            if activity is None:
                return None
            reports = await reports_of(session, activity_id, None)
            return History(activity, reports, await instructions_of(session, activity_id, None))

    async def report(self, report_id: int, reader: Reader, today: date) -> ReportFacts | None:
        """A recorded report on an activity that the reader may see."""
        async with self._database.read() as session:
            query = select(Assignment.activity_id).join(Report, Report.assignment_id == Assignment.id)
            activity_id = await session.scalar(query.where(Report.id == report_id))
            if activity_id is None or await _readable(session, activity_id, reader, today) is None:
                return None
            return await recorded_report(session, report_id)


async def _readable(session: AsyncSession, activity_id: int, reader: Reader, today: date) -> ActivityFacts | None:
    activity = await read_activity(session, activity_id, today)
    return activity if activity is not None and reader.may_read(activity) else None


async def card_of(session: AsyncSession, activity: ActivityFacts, mine: Part | None, account_id: int) -> Card:
    """The activity's card for a reader (an account) whose own part is `mine`."""
    waiting = await waiting_hand_ins(session, [activity]) if activity.is_worked_on else {}
    hand_in = waiting.get(activity.id)
    returned, returned_reason = await _returned(session, activity)
    return Card(
        activity=activity,
        reports=await reports_of(session, activity.id, REPORTS_ON_CARD),
        mine=mine,
        asked_due=await _asked_due(session, activity.id),
        own_request=await _own_request(session, mine) if mine is not None else None,
        waits_acceptance=await _waiting_acceptance(session, activity.id),
        returned=returned,
        returned_reason=returned_reason,
        accepted=await _accepted(session, activity),
        closed_reason=await session.scalar(select(Activity.closed_reason).where(Activity.id == activity.id)),
        instruction=next(iter(await instructions_of(session, activity.id, 1)), None),
        obstacles=await open_obstacles(session, Activity.id == activity.id),
        promises=await promises(session, activity.today, Activity.id == activity.id),
        order=await granted(session, activity.id, activity.today),
        orders=await orders_on(session, activity.id, activity.today),
        tied=await tied_to(session, activity),
        under=await parts_under(session, activity.id, activity.today),
        hand_in=hand_in,
        is_own_hand_in=hand_in is not None and hand_in.account_id == account_id,
        told=tuple(reversed(await told_of(session, activity.id, activity.today))),
    )


async def tied_to(session: AsyncSession, activity: ActivityFacts) -> tuple[ActivityFacts, ...]:
    """The activities in force that are the same work, as an admin has decided."""
    pairs = select(Twin.one_id, Twin.other_id).where(
        Twin.is_same, or_(Twin.one_id == activity.id, Twin.other_id == activity.id)
    )
    ids = {each for pair in await session.execute(pairs) for each in pair} - {activity.id}
    return await activities_where(session, activity.today, Activity.id.in_(ids)) if ids else ()


async def _asked_due(session: AsyncSession, activity_id: int) -> date | None:
    query = select(Extension.to_due).where(Extension.activity_id == activity_id, Extension.decision.is_(None))
    query = query.where(Extension.is_of_part.is_(False))
    return await session.scalar(query.order_by(Extension.id.desc()).limit(1))


async def _own_request(session: AsyncSession, mine: Part) -> int | None:
    query = select(Extension.id).where(Extension.assignment_id == mine.assignment_id, Extension.decision.is_(None))
    return await session.scalar(query.order_by(Extension.id.desc()).limit(1))


async def _waiting_acceptance(session: AsyncSession, activity_id: int) -> int | None:
    query = select(Acceptance.id).where(Acceptance.activity_id == activity_id, Acceptance.decision.is_(None))
    return await session.scalar(query.order_by(Acceptance.id.desc()).limit(1))


async def _returned(session: AsyncSession, activity: ActivityFacts) -> tuple[int | None, str | None]:
    """The submission that was returned last, and the reason."""
    if activity.status not in (Status.RETURNED, Status.OVERDUE):
        return None, None
    query = select(Acceptance.id, Acceptance.decision, Acceptance.reason).where(Acceptance.activity_id == activity.id)
    row = (await session.execute(query.order_by(Acceptance.id.desc()).limit(1))).one_or_none()
    came_back = row is not None and row.decision in (Decision.RETURNED, Decision.REOPENED)
    return (row.id, row.reason) if row is not None and came_back else (None, None)


async def _accepted(session: AsyncSession, activity: ActivityFacts) -> int | None:
    """The submission by which the activity is done."""
    if activity.status not in (Status.DONE, Status.DONE_LATE):
        return None
    query = select(Acceptance.id).where(Acceptance.activity_id == activity.id, Acceptance.decision == Decision.ACCEPTED)
    return await session.scalar(query.order_by(Acceptance.id.desc()).limit(1))
