"""The editions of a plan as they were loaded, who is told of a change, and what is needed to take one back."""

import functools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Assignment, Executor, Outbox, OutboxState, Plan, PlanEdition, Report, ReportState
from services.control.amended import Amended
from services.messages import notices, outbox
from services.messages.kinds import (
    PlanAmended,
    PlanAmendedCounts,
    PlanRenumbered,
    PlanTakenBack,
    PlanTakenBackCounts,
)
from services.people.accounts import Person, accounts_of
from services.people.admins import Admins
from services.people.groups import leadership_of
from services.plan.file import PlanFile

LONGEST_NAME = 255  # characters of a document's name
TAKEN_BACK_WITHIN = timedelta(hours=24)

Kept = Mapping[int, Mapping[str, object]]
"""By the id of an activity, what stands in it instead of the file's: text, due day, executors (keys), parts' terms."""


@dataclass(frozen=True)
class LastChange:
    """An edition that can be taken back.

    `vanishing` are those of its new activities (numbers) on which something was reported since: the reports are kept.
    `told` is how many people read of it.
    """

    edition: int
    document: str
    by: str | None
    loaded_at: datetime
    changes: tuple[Amended, ...]
    vanishing: tuple[int, ...]
    told: int


@dataclass(frozen=True)
class EditionFacts:
    """An edition as it is told of; `mark` is its plan's where several are in force."""

    document: str
    changes: tuple[Amended, ...]
    is_taken_back: bool
    mark: str = ""


@dataclass(frozen=True)
class Before:
    """What an edition replaces: the one before, the rows (ids) of its activities by number and label, and `kept`."""

    edition: int | None
    rows: Mapping[str, Mapping[str, int]]
    kept: Kept


def stands_of(plan_id: int) -> tuple[ColumnElement[bool], ...]:
    """Of an edition: the plan's, and not taken back."""
    return PlanEdition.plan_id == plan_id, PlanEdition.taken_back_at.is_(None)


async def in_force(session: AsyncSession, plan_id: int) -> PlanEdition | None:
    """The plan's edition in force; None of a plan that was loaded before editions were kept."""
    query = select(PlanEdition).where(*stands_of(plan_id))
    return await session.scalar(query.order_by(PlanEdition.id.desc()).limit(1))


async def file_in_force(session: AsyncSession, plan_id: int) -> PlanFile | None:
    """The plan file as it was loaded last; None of a plan that was loaded before editions were kept."""
    edition = await in_force(session, plan_id)
    return _read(edition.file) if edition is not None else None


@functools.lru_cache(maxsize=2)  # of a large plan it takes most of a second, and the same edition is read at each step
def _read(file: str) -> PlanFile:
    return PlanFile.model_validate_json(file)


async def keep(session: AsyncSession, plan: Plan, file: PlanFile) -> None:
    """Keep the file of a plan that was loaded before editions were kept."""
    if await in_force(session, plan.id) is None:
        session.add(_edition(plan, file))


async def standing(session: AsyncSession, plan_id: int) -> Before:
    """How the plan stands now."""
    edition = await in_force(session, plan_id)
    query = select(Activity.number, Activity.label, Activity.id).where(
        Activity.plan_id == plan_id, Activity.is_removed.is_(False)
    )
    rows: dict[str, dict[str, int]] = {}
    for number, label, key in await session.execute(query):
        rows.setdefault(str(number), {})[label] = key
    return Before(edition.id if edition is not None else None, rows, await kept_of(session, plan_id))


async def begin(
    session: AsyncSession, plan: Plan, file: PlanFile, before: Before | None, changes: Sequence[Amended]
) -> PlanEdition:
    """Keep the edition that was loaded."""
    edition = _edition(plan, file)
    edition.changes = [one.as_json() for one in changes]
    if before is not None:
        edition.previous_id, edition.rows = before.edition, {number: dict(row) for number, row in before.rows.items()}
        edition.kept = as_json(before.kept)
        await session.flush()
        edition.left = as_json(await kept_of(session, plan.id))
    session.add(edition)
    await session.flush()
    return edition


def _edition(plan: Plan, file: PlanFile) -> PlanEdition:
    return PlanEdition(
        plan_id=plan.id, file=file.model_dump_json(), fingerprint=plan.fingerprint, loaded_at=plan.loaded_at
    )


def as_json(kept: Kept) -> dict[str, object]:
    """As the edition's row has it."""
    return {str(key): dict(values) for key, values in kept.items()}


def from_json(kept: Mapping[str, Mapping[str, object]]) -> dict[int, Mapping[str, object]]:
    """What `as_json` wrote."""
    return {int(key): values for key, values in kept.items()}


async def kept_of(session: AsyncSession, plan_id: int) -> Kept:
    """What stands in the plan's activities beside the file's words: what was mended, the time given, and when."""
    own = Activity.plan_id == plan_id, Activity.is_removed.is_(False)
    orders = await orders_of(session, plan_id)
    columns = (
        Activity.id,
        Activity.text,
        Activity.planned_text,
        Activity.due_on,
        Activity.planned_due_on,
        Activity.planned_executors,
        Activity.given_on,
    )
    kept: dict[int, dict[str, object]] = {}
    for key, text, planned_text, due_on, planned_due_on, executors, given_on in await session.execute(
        select(*columns).where(*own)
    ):
        values: dict[str, object] = {}
        if text != planned_text:
            values["text"] = text
        if due_on != planned_due_on:
            values["due_on"] = due_on.isoformat() if due_on is not None else None
        if given_on is not None:
            values["given_on"] = given_on.isoformat()
        if orders.get(key, []) != executors:
            values["executors"] = orders.get(key, [])
        if values:
            kept[key] = values
    for key, terms in (await _terms_by_hand(session, plan_id)).items():
        kept.setdefault(key, {})["part_terms"] = terms
    return kept


async def _terms_by_hand(session: AsyncSession, plan_id: int) -> dict[int, dict[str, list[object]]]:
    """The own terms of parts that are not the file's: by activity (id) and executor (key), the day and who set it."""
    query = (
        select(Assignment.activity_id, Executor.key, Assignment.due_on, Assignment.set_by)
        .join(Executor, Executor.id == Assignment.executor_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .where(Activity.plan_id == plan_id, Activity.is_removed.is_(False), Assignment.is_removed.is_(False))
        .where(Assignment.due_on.is_distinct_from(Assignment.planned_due_on))
    )
    terms: dict[int, dict[str, list[object]]] = {}
    for activity_id, key, due_on, set_by in await session.execute(query):
        terms.setdefault(activity_id, {})[key] = [due_on.isoformat() if due_on is not None else None, set_by]
    return terms


async def orders_of(session: AsyncSession, plan_id: int) -> dict[int, list[str]]:
    """The executors' keys of each of the plan's activities (by id), the lead first."""
    query = (
        select(Assignment.activity_id, Executor.key)
        .join(Executor, Executor.id == Assignment.executor_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .where(Activity.plan_id == plan_id, Assignment.is_removed.is_(False))
        .order_by(Assignment.activity_id, Assignment.position)
    )
    orders: dict[int, list[str]] = {}
    for activity_id, key in await session.execute(query):
        orders.setdefault(activity_id, []).append(key)
    return orders


def day_of(value: object) -> date | None:
    """A due day as `kept_of` gives it."""
    return date.fromisoformat(str(value)) if value is not None else None


# -- who is told -----------------------------------------------------------------------------------------------------


async def tell(session: AsyncSession, edition: PlanEdition, changes: Sequence[Amended], now: datetime) -> None:
    """Queue one message for each whom the edition concerns, and one with the counts for the leadership.

    Whose activities have other numbers now, and nothing else, reads that without a sound: what is typed as a number
    means the new one.
    """
    loud = [one for one in changes if one.kinds]
    concerned = await _accounts(session, loud)
    quiet = [
        one for one in await _accounts(session, [one for one in changes if one.is_renumbered]) if one not in concerned
    ]
    key = told_key(edition.id)
    letters = await outbox.owe_accounts(session, concerned, PlanAmended(edition.id), key=key, now=now)
    await _note(session, edition.plan_id, letters, loud)
    await outbox.owe_accounts(session, quiet, PlanRenumbered(edition.id), key=key, now=now, priority=outbox.BULK)
    line = await session.scalar(select(Plan.line).where(Plan.id == edition.plan_id))
    group = await leadership_of(session, line or 0)
    if loud and group is not None and not group.is_lost:
        await outbox.owe(
            session, PlanAmendedCounts(edition.id), key=f"{key}:leadership", chat_id=group.chat_id, now=now
        )


async def _note(session: AsyncSession, plan_id: int, letters: Mapping[int, int], changes: Sequence[Amended]) -> None:
    """Note whose the activities are from now on: an executor's who is new in them, or newly responsible."""
    theirs: dict[str, set[int]] = defaultdict(set)
    for one in changes:
        if one.new is None:
            continue
        was, now = (one.old.executors if one.old is not None else ()), one.new.executors
        for key in now:
            if key not in was or (key == now[0] and key != was[0]):
                theirs[key].add(one.number)
    executors = dict((await session.execute(select(Executor.key, Executor.id).where(Executor.key.in_(theirs)))).all())
    parts = [
        and_(Assignment.executor_id == executors[key], Activity.number.in_(numbers))
        for key, numbers in theirs.items()
        if key in executors
    ]
    if parts:
        await notices.note(session, letters, Activity.plan_id == plan_id, or_(*parts))


async def last_change(session: AsyncSession, edition: PlanEdition) -> LastChange:
    """What taking the edition back would undo."""
    own = {key for labels in edition.rows.values() for key in labels.values()}
    query = (
        select(Activity.id, Activity.number)
        .join(Assignment, Assignment.activity_id == Activity.id)
        .join(Report, Report.assignment_id == Assignment.id)
        .where(
            Activity.plan_id == edition.plan_id,
            Activity.is_removed.is_(False),
            Report.state == ReportState.RECORDED,
        )
        .distinct()
        .order_by(Activity.number)
    )
    reported = [number for key, number in await session.execute(query) if key not in own]
    told = [one for one in await _told(session, edition.id) if one.account_id is not None]
    return LastChange(
        edition.id,
        edition.document or "",
        edition.by_name,
        edition.loaded_at,
        changes_of(edition),
        tuple(dict.fromkeys(reported)),
        len(told),
    )


def changes_of(edition: PlanEdition, keys: Collection[str] | None = None, mark: str = "") -> tuple[Amended, ...]:
    """What the edition changed; of a long plan reading only what concerns the executors with these `keys` is quick.

    `mark` is the plan's where several are in force.
    """
    concerned = (Amended.from_json(one) for one in edition.changes if keys is None or _concerns(one, keys))
    return tuple(replace(one, mark=mark) for one in concerned if keys is None or not one.executors.isdisjoint(keys))


def _concerns(change: Mapping[str, object], keys: Collection[str]) -> bool:
    sides = [side for side in (change.get("old"), change.get("new")) if isinstance(side, dict)]
    return any(key in keys for side in sides for key in side.get("executors", ()))


async def _told(session: AsyncSession, edition_id: int) -> list[Outbox]:
    """What was said, or is still to be said, of an edition."""
    query = select(Outbox).where(Outbox.key.startswith(f"{told_key(edition_id)}:", autoescape=True))
    return list(await session.scalars(query.order_by(Outbox.id)))


async def tell_taken_back(
    session: AsyncSession, edition: PlanEdition, by: Person, now: datetime, admins: Admins
) -> None:
    """Tell those who were told of an edition that it was taken back; what was not sent yet is not sent any more."""
    heard = [OutboxState.SENT, OutboxState.SENDING]
    key, counts = f"taken_back:{edition.id}", PlanTakenBackCounts(edition.id, by.name)
    for row in await _told(session, edition.id):
        if row.state == OutboxState.QUEUED:
            row.state, row.reason = OutboxState.CANCELLED, "taken back"
        elif row.state in heard and row.account_id is not None:
            account = (row.account_id, row.chat_id)
            await outbox.owe_accounts(session, [account], PlanTakenBack(edition.id), key=key, now=now)
        elif row.state in heard:
            await outbox.owe(session, counts, key=f"{key}:leadership", chat_id=row.chat_id, now=now)
    await admins.tell(session, counts, key=f"{key}:admin", now=now, but=by.telegram_id)


def told_key(edition_id: int) -> str:
    """The outbox key of what is said of an edition, before the recipient."""
    return f"amended:{edition_id}"


async def _accounts(session: AsyncSession, changes: Sequence[Amended]) -> list[tuple[int, int]]:
    """Those who answer for any of the executors whom the changes concern."""
    keys = {key for one in changes for key in one.executors}
    executors = await session.scalars(select(Executor.id).where(Executor.key.in_(keys)))
    return list(await accounts_of(session, list(executors)))
