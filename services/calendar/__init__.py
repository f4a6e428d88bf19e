"""Deadlines, working days, and the schedule of reminders. Pure rules."""
