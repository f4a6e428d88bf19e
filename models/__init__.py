"""What is kept: a file a table (or a few that live together), the engine, and the schema's upgrade."""

from models.activity import Activity, ActivityState, Assignment
from models.admin import Admin
from models.appeal import Appeal, AppealKind
from models.audit import Audit
from models.base import Base, UTCDateTime
from models.calendar_event import CalendarEvent
from models.card import PlanCard
from models.commitment import Obstacle, Promise
from models.escalation import Escalation
from models.executor import Account, Executor, ExecutorKind, Invite, Link, LinkRequest, Membership, Substitution
from models.group import Group
from models.inbox import Inbox
from models.instruction import Instruction, InstructionAnswer
from models.leader import LeaderMembership
from models.notice import Notice
from models.order import OrderLine, OrderSheet
from models.outbox import Anchor, Outbox, OutboxState
from models.oversight import Twin, Watched, WatchStep
from models.pace import Pace
from models.plan import AgendaItem, Paper, Plan, PlanState, Priority, Section
from models.plan_edition import PlanEdition
from models.plan_final import CarriedOver, PlanFinal
from models.plan_import import PlanImport
from models.published import Published
from models.report import Acceptance, Attachment, Decision, Document, Extension, Report, ReportState, Revision
from models.summary import Summary
from models.unit_group import UnitGroup

__all__ = [
    "Acceptance",
    "Account",
    "Activity",
    "ActivityState",
    "Admin",
    "AgendaItem",
    "Anchor",
    "Appeal",
    "AppealKind",
    "Assignment",
    "Attachment",
    "Audit",
    "Base",
    "CalendarEvent",
    "CarriedOver",
    "Decision",
    "Document",
    "Escalation",
    "Executor",
    "ExecutorKind",
    "Extension",
    "Group",
    "Inbox",
    "Instruction",
    "InstructionAnswer",
    "Invite",
    "LeaderMembership",
    "Link",
    "LinkRequest",
    "Membership",
    "Notice",
    "Obstacle",
    "OrderLine",
    "OrderSheet",
    "Outbox",
    "OutboxState",
    "Pace",
    "Paper",
    "Plan",
    "PlanCard",
    "PlanEdition",
    "PlanFinal",
    "PlanImport",
    "PlanState",
    "Priority",
    "Promise",
    "Published",
    "Report",
    "ReportState",
    "Revision",
    "Section",
    "Substitution",
    "Summary",
    "Twin",
    "UTCDateTime",
    "UnitGroup",
    "WatchStep",
    "Watched",
]
