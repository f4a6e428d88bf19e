"""Conversion between moments and local days, in one place."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class LocalDays:
    """The days of one time zone. Moments are aware datetimes in any zone; ValueError for a naive one."""

    timezone: ZoneInfo

    def of(self, moment: datetime) -> date:
        """The local day on which a moment falls."""
        return self.local(moment).date()

    def local(self, moment: datetime) -> datetime:
        """The moment in local time."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a time zone falls on no day")
        return moment.astimezone(self.timezone)

    def at(self, day: date, clock: time) -> datetime:
        """The moment of this local time on this local day."""
        return datetime.combine(day, clock, self.timezone)
