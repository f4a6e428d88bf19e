"""The numbers that activities had when a message showed them: an edition since may have given them others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Audit
from services.audit import activity as subject_of
from services.plan.figures import ActivityFacts

_ELSEWHERE = 100_000  # what has a shown number only since is called by one that nobody writes


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
    if not activity_ids:
        return Numbering()
    query = select(Activity.id, Activity.number, Activity.is_removed).where(Activity.id.in_(activity_ids))
    rows = {key: (number, is_removed) for key, number, is_removed in await session.execute(query)}
    subjects = {subject_of(key): key for key in rows}
    since = select(Audit.subject, Audit.before).where(Audit.subject.in_(subjects), Audit.at > moment)
    shown: dict[int, int] = {}
    for subject, before in await session.execute(since.order_by(Audit.id)):
        if before and isinstance(before.get("number"), int):
            shown.setdefault(subjects[subject], before["number"])
    changed = {key: then for key, then in shown.items() if rows[key] != (then, False)}
    then = {rows[key][0]: number for key, number in changed.items() if not rows[key][1]}
    return Numbering(then, frozenset(changed.values()))
