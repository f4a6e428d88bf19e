"""Reminders: who is reminded of what, and who is asked for a report outside the schedule."""
