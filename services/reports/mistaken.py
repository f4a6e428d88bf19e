"""What an account that was linked by mistake has reported for an executor, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, Report, ReportState
from models.database import Database
from services.people.accounts import Person
from services.people.admins import Admins
from services.reports.evening import Evenings
from services.reports.message import Recorded
from services.reports.progress import is_last_word
from services.reports.recording import Recording


@dataclass(frozen=True)
class Mistaken:
    """Reports of the account for the executor, newest first; those taken back by this call, and those that stay.

    What an admin has decided on, or what others have reported upon since, stays.
    """

    reports: tuple[Recorded, ...]
    taken: tuple[Recorded, ...] = ()


class MistakenReports:
    """Reads and takes back what an account reported; the caller decides who may."""

    def __init__(self, database: Database, admins: Admins, evenings: Evenings) -> None:
        self._database = database
        self._admins = admins
        self._evenings = evenings

    async def of(self, executor_id: int, account_id: int, by: Person, now: datetime) -> Mistaken:
        """What the account has reported for the executor and what stands."""
        async with self._database.read() as session:
            recording = self._recording(session, by, now)
            rows = await _reports(session, executor_id, account_id)
            return Mistaken(tuple([await recording.again(row) for row in rows]))

    async def take_back(self, executor_id: int, account_id: int, by: Person, now: datetime) -> Mistaken:
        """Take all of it back, the newest first, as far as it can be; the audit names the admin."""
        async with self._database.write() as session:
            recording = self._recording(session, by, now)
            taken: list[Recorded] = []
            left: list[Recorded] = []
            for row in await _reports(session, executor_id, account_id):
                assignment = await session.get_one(Assignment, row.assignment_id)
                back = await recording.take_back(row) if await is_last_word(session, row, assignment) else None
                (left if back is None else taken).append(back or await recording.again(row))
            return Mistaken(tuple(left), tuple(taken))

    def _recording(self, session: AsyncSession, by: Person, now: datetime) -> Recording:
        return Recording(session, self._admins, self._evenings, by, now)


async def _reports(session: AsyncSession, executor_id: int, account_id: int) -> Sequence[Report]:
    query = (
        select(Report)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .where(
            Assignment.executor_id == executor_id,
            Report.account_id == account_id,
            Report.state == ReportState.RECORDED,
        )
        .order_by(Report.submitted_at.desc(), Report.id.desc())
    )
    return (await session.scalars(query)).all()
