"""The numbers that activities had when a message showed them: an edition since may have given them others."""

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, Text, bindparam, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, load_only

from models import Activity, Audit, Executor, Plan, PlanEdition, PlanState
from services.audit import activity as subject_of
from services.audit.earlier_plan import earlier_meanings
from services.audit.former import Former
from services.plan.activities import ids_in_force
from services.plan.figures import ActivityFacts
from services.plan.marks import number_in_force

DOUBTED_FOR = timedelta(days=14)  # how long a number that was another activity's may still be meant as it was

_ELSEWHERE = 1_000_000_000  # what has a shown number only since is called by one that nobody writes


@dataclass(frozen=True)
class Numbering:
    """How activities are called in words about a message: `then` has each number that became another, now to then.

    `shown` are all numbers that do not mean now what they meant in the message.
    """

    then: Mapping[int, int] = field(default_factory=dict)
    shown: frozenset[int] = frozenset()

    def then_of(self, activity: ActivityFacts) -> ActivityFacts:
        """The activity under the number that the message showed; under none that people write if that was another's."""
        if activity.number in self.then:
            return replace(activity, number=self.then[activity.number])
        return replace(activity, number=activity.number + _ELSEWHERE) if activity.number in self.shown else activity

    def now_of(self, activity: ActivityFacts) -> ActivityFacts:
        """The activity under its present number again."""
        if activity.number > _ELSEWHERE:
            return replace(activity, number=activity.number - _ELSEWHERE)
        now = next((now for now, then in self.then.items() if then == activity.number), activity.number)
        return replace(activity, number=now)


async def numbering_at(session: AsyncSession, activity_ids: Collection[int], moment: datetime) -> Numbering:
    """How a message of that moment called its activities, as far as an edition has changed that since."""
    subjects = {subject_of(key): key for key in activity_ids}
    since = (await session.execute(_since(), {"subjects": list(subjects), "moment": moment})).all() if subjects else ()
    renumbered = [(subjects[subject], before["number"]) for subject, before in since if _has_number(before)]
    if not renumbered:
        return Numbering()
    query = select(Activity.id, Activity.number, Activity.is_removed, Plan.line)
    query = query.join(Plan, Plan.id == Activity.plan_id).where(Activity.id.in_(activity_ids))
    found = (await session.execute(query)).all()
    lines = {key: line for key, _, _, line in found}
    rows = {key: (number_in_force(line, number), is_removed) for key, number, is_removed, line in found}
    shown: dict[int, int] = {}
    for key, number in renumbered:
        if key in rows:
            shown.setdefault(key, number_in_force(lines[key], number))
    changed = {key: then for key, then in shown.items() if rows[key] != (then, False)}
    then = {rows[key][0]: number for key, number in changed.items() if not rows[key][1]}
    return Numbering(then, frozenset(changed.values()))


def _has_number(before: Mapping[str, object] | None) -> bool:
    return bool(before) and isinstance((before or {}).get("number"), int)


@functools.cache  # asked with nearly every message
def _since() -> Executable:
    own = Audit.subject.in_(bindparam("subjects", expanding=True))
    return select(Audit.subject, Audit.before).where(own, Audit.at > bindparam("moment")).order_by(Audit.id)


@dataclass(frozen=True)
class _Standing:
    """An activity of an edition; `executors` are keys."""

    number: int
    text: str
    name: str
    executors: frozenset[str]


@dataclass(frozen=True)
class _Move:
    """What a change made of one activity, as the edition's row has it."""

    old: _Standing | None
    new: _Standing | None
    joined: int | None

    def other_way(self) -> "_Move":
        return _Move(self.new, self.old, self.joined)


_Event = tuple[datetime, list[_Move]]
"""A change of the plan: when it was made, and what it made of each activity."""


async def former_meanings(session: AsyncSession, executor_ids: Collection[int]) -> Mapping[int, Former]:
    """What numbers of these executors' activities meant before the changes of the plans in force, by number.

    With those of the closed plans before them, where no change has been since.
    """
    if not await session.scalar(_history()):
        return {}  # as in most offices most of the time
    keys = set(await session.scalars(select(Executor.key).where(Executor.id.in_(executor_ids))))
    changed = _lasting(await _changes(session), lambda one: not one.executors.isdisjoint(keys))
    return {**await earlier_meanings(session, executor_ids), **changed}


@functools.cache
def _history() -> Select[bool]:
    return select(has_history())


def has_history() -> ColumnElement[bool]:
    """Whether an edition has changed a plan in force, or one of these has followed a closed plan."""
    plan, earlier = aliased(Plan), aliased(Plan)
    changed = select(PlanEdition.id).where(
        PlanEdition.plan_id.in_(ids_in_force()), cast(PlanEdition.changes, Text) != "[]"
    )
    followed = (
        select(plan.id)
        .join(earlier, (earlier.line == plan.line) & (earlier.starts_on < plan.starts_on))
        .where(plan.id.in_(ids_in_force()), earlier.state == PlanState.CLOSED)
    )
    return or_(changed.exists(), followed.exists())


async def former_numbers(session: AsyncSession, shown_at: datetime | None = None) -> Mapping[int, Former]:
    """What numbers of the plans in force meant before its changes, whosever they were, by number.

    With `shown_at`, what they meant to who read them then.
    """
    changes = await _changes(session)
    if shown_at is None:
        return _lasting(changes, lambda _: True)
    return _first([(at, moves) for at, moves in changes if at > shown_at])


async def _changes(session: AsyncSession) -> list[_Event]:
    """The changes of the plans in force, and those that took one back, in order."""
    query = select(PlanEdition, Plan.line).join(Plan, Plan.id == PlanEdition.plan_id)
    query = query.where(PlanEdition.plan_id.in_(ids_in_force())).order_by(PlanEdition.id)
    without_file = load_only(PlanEdition.changes, PlanEdition.loaded_at, PlanEdition.taken_back_at)
    events: list[_Event] = []
    for edition, line in await session.execute(query.options(without_file)):
        moves = _moves_of(edition, line)
        events.append((edition.loaded_at, moves))
        if edition.taken_back_at is not None:
            events.append((edition.taken_back_at, [move.other_way() for move in moves]))
    return sorted(events, key=lambda event: event[0])


def _lasting(changes: Sequence[_Event], is_theirs: Callable[[_Standing], bool]) -> Mapping[int, Former]:
    """What each number meant before the last change that gave it away."""
    meanings: dict[int, Former] = {}
    for at, moves in changes:
        changed = [(move.old, move) for move in moves if move.old is not None]
        by_old = {old.number: move for old, move in changed}
        meanings = {number: _gone_on(one, by_old, is_theirs) for number, one in meanings.items()}
        for old, move in changed:
            if is_theirs(old):
                meanings[old.number] = _moved(_before(old, at), move, is_theirs)
        meanings |= _come_back(meanings, moves, is_theirs)
    return _of_others(meanings)


def _first(changes: Sequence[_Event]) -> Mapping[int, Former]:
    """What each number meant before the first of the changes."""
    meanings: dict[int, Former] = {}
    given: set[int] = set()
    for at, moves in changes:
        changed = [(move.old, move) for move in moves if move.old is not None]
        by_old = {old.number: move for old, move in changed}
        meanings = {number: _gone_on(one, by_old, lambda _: True) for number, one in meanings.items()}
        for old, move in changed:
            if old.number not in meanings and old.number not in given:
                meanings[old.number] = _moved(_before(old, at), move, lambda _: True)
        meanings |= _come_back(meanings, moves, lambda _: True)
        given |= {move.new.number for move in moves if move.new is not None}
    return _of_others(meanings)


def _before(old: _Standing, at: datetime) -> Former:
    return Former(old.number, old.text, old.name, at, old.number, None, True)


def _of_others(meanings: Mapping[int, Former]) -> Mapping[int, Former]:
    """Without the numbers that mean what they meant."""
    return {number: one for number, one in meanings.items() if not (one.now == number and one.is_own)}


def _come_back(
    meanings: Mapping[int, Former], moves: Sequence[_Move], is_theirs: Callable[[_Standing], bool]
) -> Mapping[int, Former]:
    """Those of the numbers whose activity had been left out, and is in the plan again as it was."""
    again = [move.new for move in moves if move.old is None and move.new is not None]
    left_out = {one.number: one for one in meanings.values() if one.now is None and one.part_of is None}
    return {
        one.number: replace(left_out[one.number], now=one.number, is_own=is_theirs(one))
        for one in again
        if one.number in left_out and left_out[one.number].text == one.text
    }


def _moves_of(edition: PlanEdition, line: int) -> list[_Move]:
    def standing(row: Any) -> _Standing | None:
        if not row:
            return None
        executors = frozenset(row.get("executors", ()))
        return _Standing(number_in_force(line, row["number"]), row["text"], row["name"], executors)

    def joined(number: int | None) -> int | None:
        return None if number is None else number_in_force(line, number)

    return [
        _Move(standing(row.get("old")), standing(row.get("new")), joined(row.get("joined"))) for row in edition.changes
    ]


def _gone_on(former: Former, by_old: Mapping[int, _Move], is_theirs: Callable[[_Standing], bool]) -> Former:
    move = by_old.get(former.now if former.now is not None else former.part_of or 0)
    return _moved(former, move, is_theirs) if move is not None else former


def _moved(former: Former, move: _Move, is_theirs: Callable[[_Standing], bool]) -> Former:
    if move.new is None:
        return replace(former, now=None, part_of=move.joined, is_own=move.joined is not None and former.is_own)
    is_own = is_theirs(move.new)
    if former.now is None:
        return replace(former, part_of=move.new.number, is_own=is_own)
    return replace(former, now=move.new.number, is_own=is_own)
