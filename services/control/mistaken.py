"""A paper that was loaded beside the plans by mistake: for a day, while nothing is done on it, it can be taken off."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Activity,
    Assignment,
    Extension,
    Instruction,
    Notice,
    Obstacle,
    OrderLine,
    Outbox,
    OutboxState,
    Plan,
    PlanState,
    Promise,
    Report,
    ReportState,
)
from services.control import editions, periods
from services.messages import outbox
from services.messages.kinds import LetterKind, PaperTakenOff, PlanDropped
from services.people.accounts import Person
from services.people.admins import Admins
from services.people.groups import forget_chat_of, leadership_chats
from services.plan.activities import facts_of_plan, plans_in_force
from services.plan.figures import PlanFacts

HEARD = (OutboxState.SENT, OutboxState.SENDING)


@dataclass(frozen=True)
class FreshPaper:
    """A paper that can be taken off: from which document it came and when; so many people were told that it is theirs.

    `chat` is its own leadership chat (an id), if it has one already.
    """

    plan: PlanFacts
    document: str
    loaded_at: datetime
    told: int
    chat: int | None = None


async def fresh_paper(session: AsyncSession, plan_id: int, now: datetime) -> FreshPaper | None:
    """The paper, if it can be taken off: read from a document a day ago at most, the first of its line beside others.

    None as well once anybody has reported or asked for something on it, or something of it was changed or ordered.
    """
    plan = await session.get(Plan, plan_id)
    edition = await editions.in_force(session, plan_id)
    if plan is None or edition is None or edition.document is None or edition.previous_id is not None:
        return None
    if plan.state is not PlanState.ACTIVE or now - edition.loaded_at >= editions.TAKEN_BACK_WITHIN:
        return None
    if not await _stands_alone(session, plan) or not await _is_untouched(session, plan_id):
        return None
    own = next((one.chat_id for one in await leadership_chats(session) if one.line == plan.line), None)
    told = {letter.account_id for letter in await _letters(session, plan_id) if letter.state in HEARD}
    facts = await facts_of_plan(session, plan)
    return FreshPaper(facts, edition.document, edition.loaded_at, len(told), own)


async def take_off(session: AsyncSession, plan_id: int, admins: Admins, by: Person, now: datetime) -> FreshPaper | None:
    """Take a paper off as if it had never come; None if that cannot be done any more.

    Its mark and its own leadership chat are free again. Who was told that it is theirs is told that it is not; what was
    not said yet is not said any more.
    """
    paper = await fresh_paper(session, plan_id, now)
    if paper is None or not await periods.drop(session, plan_id, by.telegram_id, now, was=PlanState.ACTIVE):
        return None
    await forget_chat_of(session, paper.plan.line)
    key, mark = f"taken_off:{plan_id}:{now.isoformat()}", paper.plan.mark
    # One key a person: an admin who answers for an executor as well is told once, as an admin.
    await admins.tell(session, PlanDropped(plan_id, by.name, mark), key=key, now=now, but=by.telegram_id)
    told: dict[int, int] = {}
    for letter in await _letters(session, plan_id):
        if letter.state in HEARD and letter.account_id is not None and letter.chat_id != by.telegram_id:
            told[letter.account_id] = letter.chat_id
        elif letter.state == OutboxState.QUEUED and letter.kind == LetterKind.PLAN_BEGUN:
            letter.state, letter.reason = OutboxState.CANCELLED, "taken back"
    await outbox.owe_accounts(session, list(told.items()), PaperTakenOff(plan_id, mark), key=key, now=now)
    return paper


async def _stands_alone(session: AsyncSession, plan: Plan) -> bool:
    """Whether no other plan is of its line, and others are carried out beside it."""
    others = select(Plan.id).where(Plan.line == plan.line, Plan.id != plan.id, Plan.state != PlanState.DROPPED)
    beside = plans_in_force().where(Plan.line != plan.line, Plan.state == PlanState.ACTIVE)
    return await session.scalar(others.limit(1)) is None and await session.scalar(beside.limit(1)) is not None


async def _is_untouched(session: AsyncSession, plan_id: int) -> bool:
    for done in _done_on(plan_id):
        if await session.scalar(done.limit(1)) is not None:
            return False
    return not await editions.kept_of(session, plan_id)


def _done_on(plan_id: int) -> tuple[Select[int], ...]:
    own = select(Activity.id).where(Activity.plan_id == plan_id)
    parts = select(Assignment.id).where(Assignment.activity_id.in_(own))
    orders = or_(OrderLine.about_id.in_(own), OrderLine.under_id.in_(own))
    return (
        select(Report.id).where(Report.assignment_id.in_(parts), Report.state == ReportState.RECORDED),
        select(Extension.id).where(Extension.activity_id.in_(own)),
        select(Obstacle.id).where(Obstacle.assignment_id.in_(parts), Obstacle.withdrawn_at.is_(None)),
        select(Promise.id).where(Promise.assignment_id.in_(parts), Promise.withdrawn_at.is_(None)),
        select(Instruction.id).where(Instruction.activity_id.in_(own), Instruction.given_at.is_not(None)),
        select(OrderLine.id).where(orders, OrderLine.given_at.is_not(None)),
        select(Activity.id).where(Activity.id.in_(own), Activity.is_watched),
    )


async def _letters(session: AsyncSession, plan_id: int) -> list[Outbox]:
    """What told, or is still to tell, people that work of this plan is theirs."""
    of_plan = (
        select(Notice.letter_id)
        .join(Assignment, Assignment.id == Notice.assignment_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .where(Activity.plan_id == plan_id)
    )
    return list(await session.scalars(select(Outbox).where(Outbox.id.in_(of_plan)).order_by(Outbox.id)))
