"""All services of one process, built on one database."""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.database import Database
from services.audit.log import AuditLog
from services.calendar.local_days import LocalDays
from services.calendar.workdays import Workdays
from services.control.carrying import Carrying
from services.control.changes import Control
from services.control.handover import Handover
from services.control.loading import Plans
from services.control.marking import Marking
from services.control.orders import Orders
from services.control.parts import Parts
from services.control.twins import Twins
from services.control.units import Units
from services.imports.importing import Imports
from services.leadership.agenda import Agendas
from services.leadership.amendments import Amendments
from services.leadership.finals import Finals
from services.leadership.owing import OwingDesk
from services.leadership.past import PastReports
from services.leadership.plan_card import PlanCards
from services.leadership.report import Overviews
from services.leadership.summary import Summaries
from services.messages.anchors import Anchors
from services.messages.inbox import InboxQueue
from services.messages.outbox import OutboxQueue
from services.messages.published import Publications
from services.metrics import Metrics
from services.people.accounts import People
from services.people.acquaintance import Acquaintance
from services.people.admin_accounts import AdminAccounts
from services.people.admins import Admins
from services.people.deputies import Deputies
from services.people.groups import Groups
from services.people.leaders import Leaders
from services.people.linking import Linking
from services.people.reachability import Reachability
from services.people.unit_groups import UnitGroups
from services.plan.activities import Activities
from services.reminders.composing import Reminders
from services.reminders.escalating import Escalating
from services.reminders.nudging import Nudging
from services.reminders.phone_calendar import PhoneCalendar
from services.reminders.readiness import Readiness
from services.reminders.reminding import Reminding
from services.reports.appeals import Appeals
from services.reports.cards import Cards
from services.reports.commitment_desk import CommitmentDesk
from services.reports.control_cards import ControlCards
from services.reports.decisions import NOTICE, Decisions
from services.reports.desk import Desks
from services.reports.digest import OVERDUE_SINCE, Digests
from services.reports.drafts import Drafts
from services.reports.evening import Evenings
from services.reports.handing_in import HandingIn
from services.reports.instructions import Instructions
from services.reports.mistaken import MistakenReports
from services.reports.notices import Notices
from services.reports.passages import Wordings
from services.reports.reading import Reports
from services.reports.reporting import Reporting
from services.reports.watching import Watching
from services.reports.withdrawing import Withdrawals


@dataclass(frozen=True)
class Services:
    """The use cases, by what they are about; `look` lets those called in its block share their reading."""

    look: Callable[[], AbstractAsyncContextManager[None]]
    acquaintance: Acquaintance
    activities: Activities
    anchors: Anchors
    appeals: Appeals
    cards: Cards
    control_cards: ControlCards
    carrying: Carrying
    commitments: CommitmentDesk
    control: Control
    decisions: Decisions
    deputies: Deputies
    desks: Desks
    digests: Digests
    escalating: Escalating
    evenings: Evenings
    finals: Finals
    drafts: Drafts
    groups: Groups
    handover: Handover
    imports: Imports
    inbox: InboxQueue
    instructions: Instructions
    leaders: Leaders
    linking: Linking
    agendas: Agendas
    metrics: Metrics
    admins: AdminAccounts
    notices: Notices
    nudging: Nudging
    orders: Orders
    marking: Marking
    outbox: OutboxQueue
    owing: OwingDesk
    overviews: Overviews
    amendments: Amendments
    past: PastReports
    parts: Parts
    people: People
    phone_calendar: PhoneCalendar
    plan_cards: PlanCards
    plans: Plans
    published: Publications
    reachability: Reachability
    readiness: Readiness
    reminders: Reminders
    reminding: Reminding
    reporting: Reporting
    mistaken: MistakenReports
    reports: Reports
    summaries: Summaries
    unit_groups: UnitGroups
    units: Units
    watching: Watching
    withdrawals: Withdrawals
    twins: Twins
    audit: AuditLog
    wordings: Wordings


def build_services(
    database: Database,
    *,
    admins: Iterable[int],
    timezone: ZoneInfo,
    default_locale: str,
    remind_at: time,
    digest_at: tuple[int, time],
    leads_digest_at: time = time(17, 30),
    admins_digest_at: time = time(9, 30),
    leaders_accept: bool = False,
    extension_notice: int = NOTICE,
    contest_days: int = 1,
    escalate_after: tuple[int, int] = (1, OVERDUE_SINCE),
    close_needs_all_parts: bool = False,
) -> Services:
    """Build them. Times are local in `timezone`; `digest_at` is a weekday (Monday is 0) and a time."""
    workdays, days, always = Workdays(), LocalDays(timezone), Admins(admins)
    summaries = Summaries(database, workdays, days=days, digest_at=digest_at)
    decisions = Decisions(database, always, workdays, days, leaders_accept=leaders_accept, notice=extension_notice)
    appeals = Appeals(database, always, workdays, days, contest_days)
    finals = Finals(database, summaries, days)
    plans = Plans(database, always, workdays, days, keep_final=finals.keep, tell_at=remind_at)
    notices = Notices(database, workdays, days, contest_days)
    evenings = Evenings(database, workdays, days, leads_digest_at)
    rules = HandingIn(needs_all_parts=close_needs_all_parts)
    return Services(
        look=database.look,
        activities=Activities(database),
        anchors=Anchors(database),
        appeals=appeals,
        cards=Cards(database),
        control_cards=ControlCards(database, notices),
        carrying=Carrying(database, plans, always, days, tell_at=remind_at),
        commitments=CommitmentDesk(database, always, workdays, days),
        control=Control(database, workdays, days),
        decisions=decisions,
        deputies=Deputies(database, days),
        desks=Desks(database, decisions, days),
        drafts=Drafts(database, always, evenings, rules),
        digests=Digests(
            database, always, workdays, decisions, days=days, at=admins_digest_at, overdue_since=escalate_after[1]
        ),
        escalating=Escalating(database, workdays, days, at=admins_digest_at, after=escalate_after[0]),
        evenings=evenings,
        finals=finals,
        past=PastReports(finals, summaries),
        acquaintance=Acquaintance(database, always),
        groups=Groups(database, always),
        handover=Handover(database, workdays, days),
        imports=Imports(database, plans),
        inbox=InboxQueue(database),
        instructions=Instructions(database, days),
        leaders=Leaders(database),
        linking=Linking(database, always, days),
        agendas=Agendas(database, always, workdays, decisions, days=days, tell_at=remind_at),
        metrics=Metrics(),
        admins=AdminAccounts(database, always),
        notices=notices,
        nudging=Nudging(database, days),
        orders=Orders(database, always, workdays, days, keep_final=finals.keep, tell_at=remind_at),
        marking=Marking(database, always),
        outbox=OutboxQueue(database),
        owing=OwingDesk(database, days),
        overviews=Overviews(database, summaries, notices),
        amendments=Amendments(database, summaries, days),
        parts=Parts(database, workdays, days),
        people=People(database, always, default_locale, days),
        phone_calendar=PhoneCalendar(database, days),
        plan_cards=PlanCards(database, days),
        plans=plans,
        published=Publications(database),
        reachability=Reachability(database, always, days=days, tell_at=_later(remind_at)),
        readiness=Readiness(database, always, workdays, days=days, tell_at=remind_at),
        reminders=Reminders(database, workdays, days, rules),
        reminding=Reminding(database, always, workdays, days=days, remind_at=remind_at),
        reporting=Reporting(database, always, evenings, rules),
        mistaken=MistakenReports(database, always, evenings),
        reports=Reports(database),
        summaries=summaries,
        unit_groups=UnitGroups(database, days),
        units=Units(database, workdays, days),
        twins=Twins(database),
        watching=Watching(database, workdays, days=days, at=admins_digest_at),
        withdrawals=Withdrawals(database, always, workdays, days),
        audit=AuditLog(database, days),
        wordings=Wordings(database),
    )


def _later(remind_at: time) -> time:
    """Half an hour after the reminders, when they have shown who cannot be reached (never past midnight)."""
    moment = datetime.combine(date.min, remind_at) + timedelta(minutes=30)
    return moment.time() if moment.date() == date.min else remind_at
