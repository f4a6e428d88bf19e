"""Reading the audit: who did what and when, by person, activity and day."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Activity, Audit, Executor, Link, Plan, PlanState
from models.database import Database
from services import audit
from services.audit import SYSTEM
from services.calendar.deadlines import Period
from services.calendar.local_days import LocalDays
from services.language.days import day_and_rest
from services.language.questions import Span
from services.plan.activities import has_number, ids_in_force, marks_in_force, marks_of_ended
from services.plan.calling import marked_numbers, papers_in
from services.plan.marks import Mark, Marks, line_of, number_in_force, own_number, shown_number
from services.plan.short_names import called


@dataclass(frozen=True)
class AuditFacts:
    """One row of the audit, with names instead of ids.

    `who` did it (None: the bot itself) to an `activity` (number) or to `whom` (an executor or a person); `person` is
    the one linked or unlinked; `name` is what the activity is called. `number_then` is the number that it had, if an
    edition has given it another since; `is_left_out`: the plan has it no more, and its number may be another's. `paper`
    is the mark of the plan that it was done to, where the office has several. `period` is that of the activity's plan,
    if another plan is in force now. Numbers are those among all plans in force, whose `marks` are given where there are
    several.
    """

    at: datetime
    who: str | None
    action: str
    activity: int | None
    whom: str | None
    person: str | None
    before: dict[str, object] = field(default_factory=dict)
    after: dict[str, object] = field(default_factory=dict)
    period: Period | None = None
    name: str | None = None
    number_then: int | None = None
    is_left_out: bool = False
    marks: Marks = ()
    paper: str = ""

    @property
    def written_number(self) -> str:
        """The activity's number as people read it; empty of what is about none."""
        return shown_number(self.activity, self.marks) if self.activity is not None else ""


# Scheduled messages are shown only if a person is selected: otherwise they would bury what people did.
BY_CALENDAR = ("reminder.queued", "summary.queued")


@dataclass(frozen=True)
class AuditFilter:
    """Which rows of the audit to show; None means no restriction.

    `activity` is a number in the plans in force or, together with a local `day`, in any plan, also one that it had on
    that day. `executor` and `account` are ids. `line`: what was done to a plan of this line, and to its activities.
    """

    activity: int | None = None
    executor: int | None = None
    account: int | None = None
    day: date | None = None
    line: int | None = None


@dataclass(frozen=True)
class AuditPage:
    """A page of entries, newest first, its number (from 0), and the total number of entries.

    `person` is the name of the selected executor or account, if any. `is_mixed`: several activities have, or had, the
    number that was asked for.
    """

    entries: tuple[AuditFacts, ...]
    page: int
    total: int
    person: str | None
    is_mixed: bool = False
    marks: Marks = ()


_WORD = r"(?:тадбир|tadbir|банд|band|мероприятие|пункт)"
_NUMBER = re.compile(rf"(?:№|#)?(\d{{1,5}})(?:-?{_WORD})?", re.ASCII | re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<![\w.])((?:№|#)?\d{1,3})[ \u00a0](\d{3})(?!\d)", re.ASCII)  # one activity is asked of
_BESIDE = re.compile(rf"-?{_WORD}", re.IGNORECASE)  # a number that was found already


def read_words(words: str, today: date, marks: Marks = ()) -> tuple[AuditFilter, str]:
    """The filter that the words describe, and the remaining words, which are a name. A day is one of this year.

    With `marks` also «ИР-5», and a plan by its mark alone.
    """
    lines, _ = papers_in(words, marks)
    marked, words = marked_numbers(words, marks)
    words = papers_in(words, marks)[1]
    day, words = day_and_rest(words, Span(date(today.year, 1, 1), date(today.year, 12, 31), today))
    asked, rest = AuditFilter(day=day), []
    if marked:
        asked = replace(asked, activity=marked[0], line=line_of(marked[0]))
    elif len(lines) == 1:
        asked = replace(asked, line=min(lines))
    for word in _THOUSANDS.sub(r"\1\2", words).split():
        if _BESIDE.fullmatch(word):
            continue
        number = _NUMBER.fullmatch(word)
        if number is not None:
            own = number_in_force(asked.line, int(number[1])) if asked.line is not None else int(number[1])
            asked = replace(asked, activity=own)
        else:
            rest.append(word)
    return asked, " ".join(rest)


class AuditLog:
    """Reads the audit."""

    def __init__(self, database: Database, days: LocalDays) -> None:
        self._database = database
        self._days = days

    async def page(self, asked: AuditFilter, page: int, size: int) -> AuditPage:
        """One page; a number past the end gives the last page."""
        async with self._database.read() as session:
            ids = await self._ids(session, asked)
            conditions = await self._conditions(session, asked, ids)
            total = await session.scalar(select(func.count(Audit.id)).where(*conditions)) or 0
            page = min(max(page, 0), max(-(-total // size) - 1, 0))
            query = select(Audit).where(*conditions).order_by(Audit.id.desc()).limit(size).offset(page * size)
            rows = (await session.scalars(query)).all()
            facts = await _facts(session, rows)
            are_several = await _are_several(session, ids)
            marks = await _marks(session) if asked.activity is not None or asked.line is not None else ()
            return AuditPage(facts, page, total, await _person(session, asked), are_several, marks)

    async def marks(self) -> Marks:
        """The marks of the plans in force and of the papers that were closed beside them; none while there is one."""
        async with self._database.read() as session:
            return await _marks(session)

    async def days(self, limit: int) -> list[date]:
        """The last local days with any entry, newest first, at most `limit`."""
        days: list[date] = []
        async with self._database.read() as session:
            query = select(func.max(Audit.at)).where(Audit.action.not_in(BY_CALENDAR))
            latest = await session.scalar(query)
            while latest is not None and len(days) < limit:
                days.append(self._days.of(latest))
                latest = await session.scalar(query.where(Audit.at < self._midnight(days[-1])))
        return days

    async def _ids(self, session: AsyncSession, asked: AuditFilter) -> Sequence[int]:
        """The activities (ids) that have the number asked for, or had it on the day asked for."""
        if asked.activity is None:
            return ()
        own = select(Activity.id).where(has_number(asked.activity))
        if asked.day is None:
            return await self._numbered_now(session, asked.activity)
        moved = select(Audit.subject).where(Audit.action == "activity.changed", Audit.at >= self._midnight(asked.day))
        number = own_number(asked.activity)
        had = await session.scalars(moved.where(Audit.before["number"].as_integer() == number))
        before = {int(subject.partition(":")[2]) for subject in had}
        of_line = select(Activity.id).join(Plan, Plan.id == Activity.plan_id)
        before_then = of_line.where(Activity.id.in_(before), Plan.line == line_of(asked.activity))
        return sorted({*(await session.scalars(own)), *(await session.scalars(before_then))})

    async def _numbered_now(self, session: AsyncSession, number: int) -> Sequence[int]:
        """The activities with this number of the plans in force; of a paper that is over, those of its last plan."""
        own = select(Activity.id).where(has_number(number))
        found = (await session.scalars(own.where(Activity.plan_id.in_(ids_in_force())))).all()
        if found or not line_of(number):
            return found
        last = select(func.max(Plan.id)).where(Plan.line == line_of(number), Plan.state == PlanState.CLOSED)
        return (await session.scalars(own.where(Activity.plan_id == last.scalar_subquery()))).all()

    async def _conditions(
        self, session: AsyncSession, asked: AuditFilter, ids: Sequence[int]
    ) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = []
        if asked.activity is not None:
            appeals = Audit.action.startswith("appeal.") & Audit.after["activity"].as_integer().in_(ids)
            conditions.append(or_(Audit.subject.in_([audit.activity(one) for one in ids]), appeals))
        elif asked.line is not None:
            conditions.append(await _of_line(session, asked.line))
        if asked.executor is not None:
            conditions.append(await _of_executor(session, asked.executor))
        if asked.account is not None:
            conditions.append(await _of_account(session, asked.account))
        if asked.executor is None and asked.account is None:
            conditions.append(Audit.action.not_in(BY_CALENDAR))
        if asked.day is not None:
            start, end = self._midnight(asked.day), self._midnight(asked.day + timedelta(days=1))
            conditions += [Audit.at >= start, Audit.at < end]
        return conditions

    def _midnight(self, day: date) -> datetime:
        return self._days.at(day, time())


async def entries_on(
    session: AsyncSession, activity_ids: Sequence[int], without: Sequence[str] = ()
) -> dict[int, tuple[AuditFacts, ...]]:
    """All that was done with each of these activities, oldest first, but `without` these actions."""
    subjects = {audit.activity(one): one for one in activity_ids}
    query = select(Audit).where(Audit.subject.in_(subjects), Audit.action.not_in([*BY_CALENDAR, *without]))
    rows = (await session.scalars(query.order_by(Audit.id))).all()
    entries: dict[int, list[AuditFacts]] = {}
    for row, facts in zip(rows, await _facts(session, rows), strict=True):
        entries.setdefault(subjects[row.subject], []).append(facts)
    return {one: tuple(own) for one, own in entries.items()}


async def _marks(session: AsyncSession) -> Marks:
    """The mark of every line: of the plan in force, or else of the one closed last."""
    carried_out = [PlanState.ACTIVE, PlanState.CLOSED]
    query = select(Plan).where(Plan.state.in_(carried_out), Plan.mark != "").order_by(Plan.line, Plan.id)
    newest = {one.line: one for one in (await session.scalars(query)).all()}
    found = tuple(Mark(line, one.mark, tuple(one.former_marks)) for line, one in newest.items())
    return found if len(found) > 1 else ()


async def _are_several(session: AsyncSession, ids: Sequence[int]) -> bool:
    """Whether these rows (ids) are of more than one activity: the items of one have its text."""
    texts = select(func.count(func.distinct(Activity.text))).where(Activity.id.in_(ids))
    return len(ids) > 1 and (await session.scalar(texts) or 0) > 1


async def _of_line(session: AsyncSession, line: int) -> ColumnElement[bool]:
    """Entries about the plans of this line, and about their activities."""
    plans = (await session.scalars(select(Plan.id).where(Plan.line == line))).all()
    activities = (await session.scalars(select(Activity.id).where(Activity.plan_id.in_(plans)))).all()
    about = Audit.action.startswith("appeal.") & Audit.after["activity"].as_integer().in_(activities)
    subjects = [f"plan:{plan}" for plan in plans] + [audit.activity(one) for one in activities]
    return or_(Audit.subject.in_(subjects), about)


async def _of_executor(session: AsyncSession, executor_id: int) -> ColumnElement[bool]:
    """Entries about the executor, and by or about its own accounts."""
    key = await session.scalar(select(Executor.key).where(Executor.id == executor_id))
    query = select(Account).join(Link, Link.account_id == Account.id)
    accounts = (
        await session.scalars(query.where(Link.executor_id == executor_id, Link.substitution_id.is_(None)))
    ).all()
    subjects = [f"executor:{key}", *(f"account:{account.id}" for account in accounts)]
    return or_(Audit.subject.in_(subjects), Audit.actor.in_([str(account.telegram_id) for account in accounts]))


async def _of_account(session: AsyncSession, account_id: int) -> ColumnElement[bool]:
    telegram_id = await session.scalar(select(Account.telegram_id).where(Account.id == account_id))
    return or_(Audit.actor == str(telegram_id), Audit.subject == f"account:{account_id}")


async def _person(session: AsyncSession, asked: AuditFilter) -> str | None:
    """The name of the executor or account in the filter."""
    if asked.executor is not None:
        return await session.scalar(select(Executor.name).where(Executor.id == asked.executor))
    if asked.account is not None:
        return await session.scalar(select(Account.name).where(Account.id == asked.account))
    return None


async def _facts(session: AsyncSession, rows: Sequence[Audit]) -> tuple[AuditFacts, ...]:
    """The rows with names and numbers instead of ids, at four statements for any number of rows."""
    subjects = [row.subject.partition(":")[::2] for row in rows]
    keys = {value for kind, value in subjects if kind == "executor"}
    ids = {int(value) for kind, value in subjects if kind == "account"}
    people = {int(row.actor) for row in rows if row.actor != SYSTEM} | {_account(row) for row in rows} - {None}
    named = await session.execute(select(Executor.key, Executor.name).where(Executor.key.in_(keys)))
    executors = {row.key: row.name for row in named}
    accounts = (
        await session.execute(
            select(Account.id, Account.telegram_id, Account.name).where(
                or_(Account.id.in_(ids), Account.telegram_id.in_(people))
            )
        )
    ).all()
    by_id, by_telegram = {row[0]: row[2] for row in accounts}, {row[1]: row[2] for row in accounts}
    activities = await _activities(session, {one for row in rows if (one := _activity_of(row)) is not None})
    then = await _numbers_then(session, rows, activities)
    papers = await _papers(session, {int(value) for kind, value in subjects if kind == "plan"})
    facts = (_fact(row, executors, by_id, by_telegram, activities) for row in rows)
    return tuple(
        replace(one, number_then=then.get(row.id), paper=papers.get(row.subject, ""))
        for row, one in zip(rows, facts, strict=True)
    )


async def _papers(session: AsyncSession, ids: set[int]) -> dict[str, str]:
    """By the subject, the mark of each of these plans (ids), if the office has had several lines of them."""
    if not ids or not await session.scalar(select(func.max(Plan.line))):
        return {}
    rows = await session.execute(select(Plan.id, Plan.mark, Plan.title).where(Plan.id.in_(ids)))
    return {f"plan:{key}": mark or title for key, mark, title in rows}


async def _numbers_then(
    session: AsyncSession, rows: Sequence[Audit], activities: Mapping[int, "_About"]
) -> dict[int, int]:
    """For each entry (id) the number that its activity had then, if it has another now."""
    subjects = {audit.activity(one): one for one in activities}
    query = select(Audit.id, Audit.subject, Audit.before).where(
        Audit.subject.in_(subjects), Audit.action == "activity.changed"
    )
    changed: dict[int, list[tuple[int, int]]] = {}
    for key, subject, before in await session.execute(query.order_by(Audit.id)):
        if before and isinstance(before.get("number"), int):
            changed.setdefault(subjects[subject], []).append((key, before["number"]))
    then: dict[int, int] = {}
    for row in rows:
        about = _activity_of(row)
        number = next((number for key, number in changed.get(about or 0, ()) if key > row.id), None)
        if about is not None and number is not None:
            now = activities[about].number
            if number != own_number(now):
                then[row.id] = number_in_force(line_of(now), number)
    return then


def _activity_of(row: Audit) -> int | None:
    """The activity (id) that an entry is about, or that the words passed on were about."""
    kind, _, value = row.subject.partition(":")
    if kind == "activity":
        return int(value)
    about = (row.after or {}).get("activity") if row.action.startswith("appeal.") else None
    return about if isinstance(about, int) else None


@dataclass(frozen=True)
class _About:
    number: int
    name: str
    period: Period | None
    is_left_out: bool
    marks: Marks


async def _activities(session: AsyncSession, ids: set[int]) -> dict[int, _About]:
    """For each activity (id) its number and name, and the period of its plan if that is no longer in force."""
    query = select(Activity, Plan, Plan.id.in_(ids_in_force())).join(Plan, Plan.id == Activity.plan_id)
    rows = await session.execute(query.where(Activity.id.in_(ids)))
    marks = await marks_in_force(session) if ids else ()
    found = rows.all()
    ended = {plan.id: await marks_of_ended(session, plan) for _, plan, in_force in found if not in_force}
    return {
        row.id: _About(
            number_in_force(plan.line, row.number),
            called(row.short_name, row.text),
            None if in_force or ended[plan.id] else plan.period,
            row.is_removed,
            ended.get(plan.id, ()) or marks,
        )
        for row, plan, in_force in found
    }


def _fact(
    row: Audit,
    executors: Mapping[str, str],
    by_id: Mapping[int, str],
    by_telegram: Mapping[int, str],
    activities: Mapping[int, _About],
) -> AuditFacts:
    kind, _, value = row.subject.partition(":")
    about = activities.get(_activity_of(row) or 0)
    whom = executors.get(value) if kind == "executor" else by_id.get(int(value)) if kind == "account" else None
    person = _account(row)
    return AuditFacts(
        at=row.at,
        who=None if row.actor == SYSTEM else by_telegram.get(int(row.actor), row.actor),
        action=row.action,
        activity=about.number if about is not None else None,
        name=about.name if about is not None else None,
        period=about.period if about is not None else None,
        is_left_out=about is not None and about.is_left_out,
        whom=whom,
        person=None if person is None else by_telegram.get(person, str(person)),
        before=row.before or {},
        after=row.after or {},
        marks=about.marks if about is not None else (),
    )


def _account(row: Audit) -> int | None:
    """The Telegram id of the account that was linked or unlinked."""
    values: dict[str, object] = {**(row.before or {}), **(row.after or {})}
    account = values.get("account")
    return account if isinstance(account, int) else None
