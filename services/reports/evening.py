"""The leads' evening digest: what their co-executors reported on the day, in one message, only if there is something.

Its row in the outbox is queued by the day's first such report, to be sent in the evening, and names the reports; the
words are found when it is sent. So there is nothing to sweep, and a restart neither loses nor repeats it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Activity, Assignment, Outbox, OutboxState, Report, ReportState
from models.database import Database
from services.calendar.local_days import LocalDays
from services.calendar.workdays import Workdays
from services.messages import outbox
from services.messages.kinds import CoReports, LetterKind
from services.people.accounts import Person
from services.people.hours import waits_until
from services.plan.activities import activities_where
from services.plan.figures import ActivityFacts, Part
from services.reports.reading import ReportFacts, report_facts, report_rows

AT_ONCE = 2  # messages of a day, the reminder among them, after which a lead hears the rest in the evening


@dataclass(frozen=True)
class PartReport:
    """The last word of a co-executor: their part as it stands now, and the report."""

    part: Part
    report: ReportFacts


@dataclass(frozen=True)
class EveningEntry:
    """An activity, and what its co-executors reported."""

    activity: ActivityFacts
    reports: tuple[PartReport, ...]


@dataclass(frozen=True)
class EveningFacts:
    """The digest of a local day, the activities by number."""

    day: date
    entries: tuple[EveningEntry, ...]


class Evenings:
    """Queues and reads the digests. `at` is the local time on working days at which they go out."""

    def __init__(self, database: Database, workdays: Workdays, days: LocalDays, at: time) -> None:
        self._database = database
        self.workdays = workdays
        self._days = days
        self.at = at

    def moment(self, after: datetime) -> datetime:
        """The first evening later than `after` (aware, local)."""
        today = self._days.of(after)
        is_to_come = self._days.at(today, self.at) > after
        return self._days.at(self.workdays.next_working(today if is_to_come else today + timedelta(days=1)), self.at)

    async def add(
        self, session: AsyncSession, accounts: Sequence[tuple[int, int]], report_id: int, now: datetime
    ) -> None:
        """A report stands in the next digest of each of the accounts (account id and Telegram id)."""
        for account_id, _ in accounts:
            account, moment = await session.get_one(Account, account_id), self.moment(now)
            while not await self._stands_in(session, account, report_id, moment, now):
                moment = self.moment(moment)  # that evening's is said already, as the clock was put back

    def day(self, now: datetime) -> date:
        """The local day of a moment."""
        return self._days.of(now)

    async def has_room(self, session: AsyncSession, telegram_id: int, now: datetime) -> bool:
        """Whether a lead may be told at once: with the evening's digest, three messages on a day are enough."""
        midnight = self._days.at(self._days.of(now), time())
        told = select(func.count()).where(
            Outbox.chat_id == telegram_id,
            Outbox.kind.in_((LetterKind.REMINDER, LetterKind.CO_REPORT)),
            Outbox.queued_at >= midnight,
            Outbox.state != OutboxState.CANCELLED,
        )
        return (await session.scalar(told) or 0) < AT_ONCE

    async def facts(self, owed: CoReports, person: Person, now: datetime) -> EveningFacts | None:
        """What a digest says to the person at this moment; None when nothing is left to say.

        Left out is what was taken back, what came before a word of the same part that it is done, and activities that
        the person no longer leads.
        """
        async with self._database.read() as session:
            ids = list(owed.reports)
            recorded = report_rows().where(Report.id.in_(ids), Report.state == ReportState.RECORDED)
            reports = await report_facts(session, recorded.order_by(Report.submitted_at, Report.id))
            owners = select(Report.id, Assignment.id, Assignment.activity_id).join(
                Assignment, Assignment.id == Report.assignment_id
            )
            rows = (await session.execute(owners.where(Report.id.in_(ids)))).all()
            activities = await activities_where(session, self._days.of(now), Activity.id.in_({row[2] for row in rows}))
        part_of = {report: assignment for report, assignment, _ in rows}
        by_part: dict[int, list[ReportFacts]] = {}
        for report in reports:
            by_part.setdefault(part_of[report.id], []).append(report)
        entries = (_entry(activity, by_part) for activity in activities if activity.lead.executor in person.executors)
        found = tuple(entry for entry in entries if entry.reports)
        return EveningFacts(owed.day, found) if found else None

    async def _stands_in(
        self, session: AsyncSession, account: Account, report_id: int, moment: datetime, now: datetime
    ) -> bool:
        """Whether the digest of that moment has the report now; False if it is no longer to be added to."""
        day = self._days.of(moment)
        key = f"evening:{day}:{account.telegram_id}"
        row = await session.scalar(select(Outbox).where(Outbox.key == key))
        if row is not None:
            owed = CoReports.from_json(row.refs)
            more = CoReports(owed.day, tuple(dict.fromkeys((*owed.reports, report_id)))).as_json()
            waits = update(Outbox).where(Outbox.id == row.id, Outbox.state == OutboxState.QUEUED)
            adding = waits.values(refs=more).returning(Outbox.id).execution_options(of_chat=row.chat_id)
            added = await session.scalar(adding)
            return added is not None or report_id in owed.reports
        await outbox.owe(
            session,
            CoReports(day, (report_id,)),
            key=key,
            chat_id=account.telegram_id,
            account_id=account.id,
            now=now,
            priority=outbox.BULK,
            not_before=waits_until(account, moment, self._days) or moment,
        )
        return True


def _entry(activity: ActivityFacts, by_part: dict[int, list[ReportFacts]]) -> EveningEntry:
    told = [PartReport(part, report) for part in activity.parts[1:] for report in by_part.get(part.assignment_id, ())]
    # A part that is done was told of at once, unless its very report stands here.
    return EveningEntry(activity, tuple(one for one in told if one.report.done or not one.part.done))
