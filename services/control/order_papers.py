"""Plans that are made of orders: opened at the first of them, and going on over the year's end with what is open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Paper, Plan, PlanState, Section
from models.terms import Period
from services import audit
from services.calendar.reminder_days import SETTLED
from services.control import lines
from services.control.periods import KeepFinal, forget_final, settle_end
from services.control.requests import reopen_requests
from services.people.admins import Admins
from services.plan.activities import carried_plans
from services.plan.papers import folded_mark

MARK = "Т"  # of the single orders of a year
SECTION = "I"


@dataclass(frozen=True)
class PaperWords:
    """The words that go into a plan of orders, in the language of the plan beside it.

    `title` makes the heading of the paper with this mark (empty: of the single orders) in a year; `term` writes a due
    day as a document would, with `month` as a whole month.
    """

    section: str
    title: Callable[[str, int], str]
    term: Callable[[date, bool], str]
    no_term: str


def year_of(day: date) -> Period:
    """The calendar year in which a day lies: what a paper of orders covers."""
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


async def clashing(session: AsyncSession, mark: str) -> Plan | None:
    """The plan that is called by this mark and was read from a document, so that no orders join it."""
    for plan in (await session.scalars(_known().where(Plan.paper.is_(None)))).all():
        if plan.mark and folded_mark(plan.mark) == folded_mark(mark):
            return plan
    return None


async def paper_for(
    session: AsyncSession,
    mark: str,
    words: PaperWords,
    today: date,
    *,
    by: int,
    now: datetime,
    of_line: int | None = None,
) -> tuple[Plan, Section]:
    """The plan that an order given today joins, carried out from now on, and its section.

    `mark` is that of the minutes; empty: the single orders of the year. `by` (a Telegram id) gives the order; `of_line`
    is the line of plans for whose own leadership: it has papers of its own.
    """
    plan = await _minutes(session, mark, of_line) if mark else await _orders_of(session, today, of_line)
    if plan is None:
        former = await _newest_orders(session, of_line) if not mark else None
        line = former.line if former is not None else None
        plan = await _open(session, mark, words, today, now, line=line, of_line=of_line)
        after = {"mark": plan.mark, "title": plan.title}
        audit.note(session, "order.opened", f"plan:{plan.id}", actor=by, now=now, after=after)
    elif plan.state is not PlanState.ACTIVE:  # it was closed, and goes on with what was open
        plan.state = PlanState.ACTIVE
        await forget_final(session, plan.id)
        await reopen_requests(session, plan.id)
        audit.note(session, "plan.reopened", f"plan:{plan.id}", actor=by, now=now)
    if mark and plan.ends_on < today:
        plan.ends_on = year_of(today).end
    section = await _section_of(session, plan) or await _new_section(session, plan, words.section)
    await session.flush()
    return plan, section


async def next_number(session: AsyncSession, plan: Plan) -> int:
    """The number of the next order of a paper: they are numbered as they were given.

    What came over from the year before has kept its number, which is passed over.
    """
    rows = await session.execute(select(Activity.number, Activity.starts_on).where(Activity.plan_id == plan.id))
    known = {row[0]: row[1] for row in rows}
    number = max((one for one, day in known.items() if day >= plan.starts_on), default=0) + 1
    while number in known:
        number += 1
    return number


async def turn(
    session: AsyncSession,
    plan: Plan,
    keep_final: KeepFinal,
    admins: Admins,
    *,
    today: date,
    now: datetime,
    not_before: datetime,
) -> None:
    """End a paper of orders whose year is over, unless it goes on with what is open.

    Single orders that are open go on in the next year's paper, under their numbers. Minutes stay in force until all
    that they decided is done.
    """
    is_left = select(Activity.id).where(*_open_in(plan)).limit(1)
    if plan.paper is Paper.MINUTES and await session.scalar(is_left) is not None:
        plan.ends_on = year_of(today).end
        return
    await keep_final(session, plan.id, now)
    if plan.paper is Paper.ORDERS and await session.scalar(is_left) is not None:
        await _carry(session, plan, today, now)
    await settle_end(session, plan.id, admins, now=now, not_before=not_before)


async def over(session: AsyncSession, today: date) -> list[Plan]:
    """The papers of orders that are carried out although their days are over."""
    carried = await session.scalars(carried_plans())
    return [one for one in carried if one.paper is not None and one.ends_on < today]


def _open_in(plan: Plan) -> tuple[ColumnElement[bool], ...]:
    return Activity.plan_id == plan.id, Activity.is_removed.is_(False), Activity.state.not_in(SETTLED)


async def _carry(session: AsyncSession, plan: Plan, today: date, now: datetime) -> None:
    """Move what is open into the next paper of the line, as it stands: reports, requests and numbers go with it."""
    old = await _section_of(session, plan)
    title = plan.title.replace(str(plan.starts_on.year), str(today.year))
    following = await _added(
        session, today, now, title=title, organisation=plan.organisation, paper=plan.paper, line=plan.line
    )
    following.mark, following.of_line = plan.mark, plan.of_line
    section = await _new_section(session, following, old.title if old is not None else "")
    moved = update(Activity).where(*_open_in(plan))
    await session.execute(moved.values(plan_id=following.id, section_id=section.id))
    audit.note(session, "plan.begun", f"plan:{following.id}", actor=audit.SYSTEM, now=now)


def _known() -> Select[Plan]:
    return select(Plan).where(Plan.state != PlanState.DROPPED).order_by(Plan.id.desc())


async def _minutes(session: AsyncSession, mark: str, of_line: int | None) -> Plan | None:
    own = Plan.paper == Paper.MINUTES, Plan.of_line.is_not_distinct_from(of_line)
    plans = (await session.scalars(_known().where(*own))).all()
    return next((one for one in plans if folded_mark(one.mark) == folded_mark(mark)), None)


async def _orders_of(session: AsyncSession, today: date, of_line: int | None) -> Plan | None:
    own = Plan.starts_on <= today, Plan.ends_on >= today
    return await session.scalar(_single_orders(of_line).where(*own).limit(1))


async def _newest_orders(session: AsyncSession, of_line: int | None) -> Plan | None:
    return await session.scalar(_single_orders(of_line).limit(1))


def _single_orders(of_line: int | None) -> Select[Plan]:
    return _known().where(Plan.paper == Paper.ORDERS, Plan.of_line.is_not_distinct_from(of_line))


async def _open(
    session: AsyncSession,
    mark: str,
    words: PaperWords,
    today: date,
    now: datetime,
    *,
    line: int | None,
    of_line: int | None,
) -> Plan:
    first = await session.scalar(_known().where(Plan.paper.is_(None)).limit(1))
    organisation = first.organisation if first is not None else ""
    line = line if line is not None else await lines.new_line(session)
    paper = Paper.MINUTES if mark else Paper.ORDERS
    of = await session.scalar(_known().where(Plan.line == of_line).limit(1)) if of_line is not None else None
    title = words.title(mark, today.year) + (f" ({of.mark})" if of is not None and of.mark else "")
    plan = await _added(session, today, now, title=title, organisation=organisation, paper=paper, line=line)
    plan.of_line = of_line
    # «ТД» of a plan «Дастур»: a number behind «Т» would be taken for that of an order.
    single = f"{MARK}{of.mark[:1].upper()}" if of is not None else MARK
    await lines.give_marks(session, plan, await lines.free_mark(session, mark or single, plan.line))
    return plan


async def _added(
    session: AsyncSession,
    today: date,
    now: datetime,
    *,
    title: str,
    organisation: str,
    paper: Paper | None,
    line: int,
) -> Plan:
    """A paper of the year of `today`, carried out from now on."""
    period = year_of(today)
    plan = Plan(
        title=title,
        organisation=organisation,
        starts_on=period.start,
        ends_on=period.end,
        fingerprint="",
        loaded_at=now,
        line=line,
        paper=paper,
        state=PlanState.ACTIVE,
    )
    session.add(plan)
    await session.flush()
    return plan


async def _section_of(session: AsyncSession, plan: Plan) -> Section | None:
    own = Section.plan_id == plan.id, Section.number == SECTION
    section: Section | None = await session.scalar(select(Section).where(*own))
    return section


async def _new_section(session: AsyncSession, plan: Plan, title: str) -> Section:
    section = Section(plan_id=plan.id, number=SECTION, position=0, title=title)
    session.add(section)
    await session.flush()
    return section
