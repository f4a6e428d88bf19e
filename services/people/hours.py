"""The hours in which a person wants to be reminded."""

from datetime import datetime, timedelta

from models import Account
from services.calendar.local_days import LocalDays


def waits_until(account: Account, now: datetime, days: LocalDays) -> datetime | None:
    """The start of the account's next reminder hours (they may span midnight); None if a message may go now."""
    start, end = account.hours_from, account.hours_until
    if start is None or end is None:
        return None
    local = days.local(now)
    is_inside = start <= local.time() < end if start < end else not end <= local.time() < start
    if is_inside:
        return None
    day = local.date() if local.time() < start else local.date() + timedelta(days=1)
    return days.at(day, start)
