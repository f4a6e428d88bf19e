"""The hours in which a person wants to be reminded."""

from datetime import datetime, timedelta

from models import Account
from services.calendar.local_days import LocalDays


def opening(account: Account, now: datetime, days: LocalDays) -> datetime | None:
    """When the account's hours let a message through (they may run over midnight); None for at once."""
    start, end = account.hours_from, account.hours_until
    if start is None or end is None:
        return None
    local = days.local(now)
    is_inside = start <= local.time() < end if start < end else not end <= local.time() < start
    if is_inside:
        return None
    day = local.date() if local.time() < start else local.date() + timedelta(days=1)
    return days.at(day, start)
