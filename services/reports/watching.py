"""Personal control of the leadership: each step of a watched activity is told once for each due day.

One message a day over all such activities, at once when something is new; what comes after it stands in the next day's.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Plan, Watched, WatchStep
from models.database import Database
from services import audit
from services.calendar.local_days import LocalDays
from services.calendar.workdays import Workdays
from services.messages import outbox
from services.messages.kinds import PersonalControl
from services.people.groups import leadership_chats
from services.plan.activities import activities_where, in_force
from services.plan.figures import ActivityFacts
from services.plan.status import Status
from services.reports.commitments import ObstacleFacts, open_obstacles

NEAR = 3  # working days before the due day
Step = tuple[int, WatchStep, str]  # an activity (id), what happened, and for which due day


@dataclass(frozen=True)
class WatchedFacts:
    """What the leadership is told on a day: by step, the activities as they stand; obstacles are the open ones."""

    day: date
    near: tuple[ActivityFacts, ...]
    overdue: tuple[ActivityFacts, ...]
    hindered: tuple[ActivityFacts, ...]
    done: tuple[ActivityFacts, ...]
    obstacles: tuple[ObstacleFacts, ...]

    @property
    def activities(self) -> tuple[ActivityFacts, ...]:
        """All of them, once each."""
        every = (*self.overdue, *self.hindered, *self.near, *self.done)
        return tuple({one.id: one for one in every}.values())


def steps_of(activity: ActivityFacts, hindered: Collection[int], workdays: Workdays) -> frozenset[Step]:
    """What is to be told of a watched activity as it stands; `hindered` are the ids of those with an open obstacle."""
    due = activity.due_on.isoformat() if activity.due_on is not None else ""
    found = {
        WatchStep.DONE: activity.status in (Status.DONE, Status.DONE_LATE),
        WatchStep.OVERDUE: activity.status is Status.OVERDUE,
        WatchStep.NEAR: _is_near(activity, workdays),
        WatchStep.OBSTACLE: activity.id in hindered,
    }
    return frozenset((activity.id, step, due) for step, is_so in found.items() if is_so)


def _is_near(activity: ActivityFacts, workdays: Workdays) -> bool:
    is_to_do = activity.is_open and activity.status not in (Status.REVIEW, Status.OVERDUE)
    if not is_to_do or activity.due_on is None or activity.due_on < activity.today:
        return False
    return activity.due_on <= workdays.add(activity.today, NEAR)


class Watching:
    """Queues and reads the message. `at` is the local time on working days from which it goes out."""

    def __init__(self, database: Database, workdays: Workdays, *, days: LocalDays, at: time) -> None:
        self._database = database
        self._workdays = workdays
        self._days = days
        self._at = at
        self._told_on: date | None = None  # the day's message is queued: nothing is left to ask

    async def queue(self, now: datetime) -> bool:
        """Queue the day's message if a step is new and none went out today; whether it was."""
        local = self._days.local(now)
        today = local.date()
        if self._told_on == today or local.time() < self._at or not self._workdays.is_working(today):
            return False
        async with self._database.read() as session:
            if not await leadership_chats(session) or not await _new_steps(session, today, self._workdays):
                return False
        async with self._database.write() as session:
            steps = await _new_steps(session, today, self._workdays)
            lines = await _lines(session, {one for one, _, _ in steps})
            queued = await _owe(session, today, set(lines.values()), now)
            told = [one for one in steps if queued & {None, lines[one[0]]}]
            session.add_all(Watched(activity_id=one, step=step, due=due, told_on=today) for one, step, due in told)
            if queued:
                audit.note(session, "watched.told", f"watched:{today}", actor=audit.SYSTEM, now=now)
        self._told_on = today
        return bool(queued)

    async def facts(self, day: date, now: datetime) -> WatchedFacts | None:
        """What the message of a local day says at this moment; None if nothing of it is left."""
        async with self._database.read() as session:
            rows = (await session.scalars(select(Watched).where(Watched.told_on == day))).all()
            ids = {one.activity_id for one in rows}
            told = {(one.activity_id, one.step) for one in rows}
            activities = await activities_where(session, self._days.of(now), Activity.id.in_(ids)) if ids else ()
            obstacles = await open_obstacles(session, Activity.id.in_(ids)) if ids else ()

        def of(step: WatchStep) -> tuple[ActivityFacts, ...]:
            return tuple(one for one in activities if (one.id, step) in told and _still(one, step, obstacles))

        found = WatchedFacts(
            day, of(WatchStep.NEAR), of(WatchStep.OVERDUE), of(WatchStep.OBSTACLE), of(WatchStep.DONE), obstacles
        )
        return found if found.activities else None


async def _owe(session: AsyncSession, today: date, lines: Collection[int], now: datetime) -> set[int | None]:
    """Owe the day's message to each leadership's chat that sees one of these lines; the lines of those chats.

    The organisation's chat hears of every plan: the word may have been given there.
    """
    queued: set[int | None] = set()
    for group in await leadership_chats(session):
        if not any(group.sees(line) for line in lines):
            continue
        key = f"watched:{today}" if group.line is None else f"watched:{today}:{group.line}"
        if await outbox.owe(session, PersonalControl(today), key=key, chat_id=group.chat_id, now=now) is not None:
            queued.add(group.line)
    return queued


async def _lines(session: AsyncSession, activity_ids: Collection[int]) -> dict[int, int]:
    """The line of plans of each activity (by id)."""
    query = select(Activity.id, Plan.line).join(Plan, Plan.id == Activity.plan_id).where(Activity.id.in_(activity_ids))
    return dict((await session.execute(query)).all())


def _still(activity: ActivityFacts, step: WatchStep, obstacles: Sequence[ObstacleFacts]) -> bool:
    """Whether it is still so when the message is put into words; a finished activity is only done."""
    match step:
        case WatchStep.DONE:
            return activity.status in (Status.DONE, Status.DONE_LATE)
        case WatchStep.OVERDUE:
            return activity.status is Status.OVERDUE
        case WatchStep.OBSTACLE:
            return any(one.activity_id == activity.id for one in obstacles)
        case WatchStep.NEAR:
            return activity.is_open and activity.status not in (Status.REVIEW, Status.OVERDUE)


async def _new_steps(session: AsyncSession, today: date, workdays: Workdays) -> Sequence[Step]:
    """The steps that nobody was told of; nothing is read beside the watched ones, of which there are few."""
    watched = (await session.scalars(select(Activity.id).where(Activity.is_watched, *in_force()))).all()
    if not watched:
        return ()
    activities = await activities_where(session, today, Activity.id.in_(watched))
    hindered = {one.activity_id for one in await open_obstacles(session, Activity.id.in_(watched))}
    query = select(Watched.activity_id, Watched.step, Watched.due).where(Watched.activity_id.in_(watched))
    told = {(one, step, due) for one, step, due in await session.execute(query)}
    found = {step for one in activities for step in steps_of(one, hindered, workdays)}
    return sorted(found - told)
