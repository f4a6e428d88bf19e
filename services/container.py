"""All services of one process, built on one database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.database import Database
from services.activities import Activities
from services.admins import Admins
from services.anchors import Anchors
from services.control import Control
from services.decisions import Decisions
from services.deputies import Deputies
from services.groups import Groups
from services.inbox import InboxQueue
from services.instructions import Instructions
from services.linking import Linking
from services.meetings import Meetings
from services.metrics import Metrics
from services.naming import Naming
from services.nudging import Nudging
from services.outbox import OutboxQueue
from services.people import People
from services.phone_calendar import PhoneCalendar
from services.plan_card import PlanCards
from services.plans import Plans
from services.reachability import Reachability
from services.readiness import Readiness
from services.reminding import Reminding
from services.reporting import Reporting
from services.summary import Summaries
from services.trail import Trail
from services.wording import Wordings
from services.workdays import Workdays


@dataclass(frozen=True)
class Services:
    """The use cases, by what they are about."""

    activities: Activities
    anchors: Anchors
    cards: PlanCards
    control: Control
    decisions: Decisions
    deputies: Deputies
    groups: Groups
    inbox: InboxQueue
    instructions: Instructions
    linking: Linking
    meetings: Meetings
    metrics: Metrics
    naming: Naming
    nudging: Nudging
    outbox: OutboxQueue
    people: People
    phone_calendar: PhoneCalendar
    plans: Plans
    reachability: Reachability
    readiness: Readiness
    reminding: Reminding
    reporting: Reporting
    summaries: Summaries
    trail: Trail
    wordings: Wordings


def build_services(
    database: Database,
    *,
    admins: Iterable[int],
    timezone: ZoneInfo,
    default_locale: str,
    remind_at: time,
    digest_at: tuple[int, time],
    leaders_accept: bool = False,
) -> Services:
    """Build them. Times are local in `timezone`; `digest_at` is a weekday (Monday is 0) and a time."""
    workdays, always = Workdays(), Admins(admins)
    return Services(
        activities=Activities(database),
        anchors=Anchors(database),
        cards=PlanCards(database, timezone),
        control=Control(database, workdays, timezone),
        decisions=Decisions(database, always, workdays, timezone, leaders_accept=leaders_accept),
        deputies=Deputies(database, timezone),
        groups=Groups(database, always),
        inbox=InboxQueue(database),
        instructions=Instructions(database, timezone),
        linking=Linking(database, always, timezone),
        meetings=Meetings(database, always, workdays, timezone=timezone, tell_at=remind_at),
        metrics=Metrics(),
        naming=Naming(database, always),
        nudging=Nudging(database, timezone),
        outbox=OutboxQueue(database),
        people=People(database, always, default_locale, timezone),
        phone_calendar=PhoneCalendar(database, timezone),
        plans=Plans(database, always, workdays, timezone),
        reachability=Reachability(database, always, timezone=timezone, tell_at=_later(remind_at)),
        readiness=Readiness(database, always, workdays, timezone=timezone, tell_at=remind_at),
        reminding=Reminding(database, always, workdays, timezone=timezone, remind_at=remind_at),
        reporting=Reporting(database, always, timezone),
        summaries=Summaries(database, workdays, timezone=timezone, digest_at=digest_at),
        trail=Trail(database, timezone),
        wordings=Wordings(database),
    )


def _later(remind_at: time) -> time:
    """Half an hour after the reminders, when they have shown who can not be reached (never past midnight)."""
    moment = datetime.combine(date.min, remind_at) + timedelta(minutes=30)
    return moment.time() if moment.date() == date.min else remind_at
