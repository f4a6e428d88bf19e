"""The hours in which a person wants to be reminded."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models import Account


def opening(account: Account, now: datetime, timezone: ZoneInfo) -> datetime | None:
    """When the account's hours let a message through (they may run over midnight); None for at once."""
    start, end = account.hours_from, account.hours_until
    if start is None or end is None:
        return None
    local = now.astimezone(timezone)
    is_inside = start <= local.time() < end if start < end else not end <= local.time() < start
    if is_inside:
        return None
    day = local.date() if local.time() < start else local.date() + timedelta(days=1)
    return datetime.combine(day, start, timezone)
