"""Which local day a moment falls on: the one place where moments become days, and days moments."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class LocalDays:
    """The days of one time zone. Moments are aware, in any zone; ValueError for a naive one."""

    timezone: ZoneInfo

    def of(self, moment: datetime) -> date:
        """The local day on which a moment falls."""
        return self.local(moment).date()

    def local(self, moment: datetime) -> datetime:
        """The moment as a local clock shows it."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a time zone falls on no day")
        return moment.astimezone(self.timezone)

    def at(self, day: date, clock: time) -> datetime:
        """The moment at which a local clock shows this time on this day."""
        return datetime.combine(day, clock, self.timezone)
