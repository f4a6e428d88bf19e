"""Deadlines: whether one has passed, and how many days are left. Their types are in models/terms."""

from datetime import date, timedelta

from models.terms import DeadlineKind, Month, Period, Precision, Rhythm, due_day

__all__ = ["DeadlineKind", "Month", "Period", "Precision", "Rhythm", "days_left", "due_day", "is_overdue"]


def is_overdue(due: date | None, today: date) -> bool:
    """Whether the deadline has passed: from the day after it; never if there is none."""
    return due is not None and today > due


def days_left(due: date | None, today: date) -> int | None:
    """Calendar days to the deadline: 0 on the day, negative if past, None if there is none."""
    return None if due is None else (due - today) // timedelta(days=1)
