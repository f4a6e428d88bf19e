"""What a message's meaning may depend on, and hardly ever does: looked for in one statement before each is read."""

import functools
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Select, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, Attachment, Audit, Obstacle, Plan, Report, Revision
from models.base import UTCDateTime
from models.statements import ask
from services.audit import activity as subject_of
from services.audit.numbering import has_history
from services.people.accounts import Person
from services.plan.silence import closed_papers
from services.reports.message import Incoming


@dataclass(frozen=True)
class Rarities:
    """Which of them there may be; what was not looked for is True.

    `is_changed`: numbers of activities spoken of were, since. `is_made`: the message came before. `has_history`:
    numbers may have meant something else. `has_papers`: papers with marks are closed. `is_hindered`: something hinders
    the person's parts. `is_overtaken`: there are reports on their parts from later than now.
    """

    is_changed: bool = True
    is_made: bool = True
    has_history: bool = True
    has_papers: bool = True
    is_hindered: bool = True
    is_overtaken: bool = True


async def look_for(
    session: AsyncSession,
    person: Person,
    incoming: Incoming,
    now: datetime,
    *,
    about: Collection[int],
    shown_at: datetime | None,
) -> Rarities:
    """What there is of them for a message about these activities (ids), as they were shown at that moment."""
    values = {
        "subjects": [subject_of(one) for one in about] if shown_at is not None else [],
        "shown_at": shown_at or now,
        "chat": incoming.chat_id,
        "message": incoming.message_id,
        "executors": list(person.executor_ids),
        "now": now,
    }
    [found] = await ask(session, _looking(), values)
    return Rarities(*found)


@functools.cache
def _looking() -> Select[bool, bool, bool, bool, bool, bool]:
    shown_at, now = (bindparam(name, type_=UTCDateTime) for name in ("shown_at", "now"))
    chat, message = (bindparam(name, type_=BigInteger) for name in ("chat", "message"))
    of_them = Audit.subject.in_(bindparam("subjects", expanding=True)), Audit.at > shown_at
    changed = select(Audit.id).where(*of_them, Audit.before["number"].as_string().is_not(None))
    added = select(Revision.report_id).where(Revision.message_id == message)
    brought = select(Attachment.report_id).where(Attachment.message_id == message)
    same = or_(Report.message_id == message, Report.id.in_(added), Report.id.in_(brought))
    made = select(Report.id).where(Report.chat_id == chat, same)
    papers = select(Plan.id).where(Plan.id.in_(closed_papers()), Plan.mark != "")
    own = select(Assignment.id).where(Assignment.executor_id.in_(bindparam("executors", expanding=True)))
    hindering = select(Obstacle.id).where(
        Obstacle.assignment_id.in_(own), Obstacle.gone_at.is_(None), Obstacle.withdrawn_at.is_(None)
    )
    later = select(Report.id).where(Report.assignment_id.in_(own), Report.submitted_at > now)
    return select(changed.exists(), made.exists(), has_history(), papers.exists(), hindering.exists(), later.exists())
