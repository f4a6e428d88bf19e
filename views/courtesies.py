"""The answer to a greeting: polite, with what waits for the person."""

from services.people.accounts import Person
from services.plan.figures import ActivityFacts
from services.reports.desk import Desk
from views.kit import callbacks
from views.kit.figures import distinct, size
from views.kit.screen import Row, Screen, button
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import activity_name, due_day, time_left


def greeted(t: Texts, person: Person, desk: Desk) -> Screen:
    """The person's open work, and what waits for an admin's decision."""
    owed = [activity for activity in desk.activities if activity.is_worked_on]
    lines, rows = [t("Good day!")], list[Row]()
    if owed:
        if distinct(owed) == len(owed):
            lines.append(t.many("You have {n} activity to do.", "You have {n} activities to do.", len(owed)))
        else:
            lines.append(t("To be done: {count}.", count=size(t, owed)))
        lines += _nearest(t, owed[0])
    if desk.decisions:
        lines.append(t.many("{n} decision waits for you.", "{n} decisions wait for you.", desk.decisions))
        rows.append((button(t("🟡 What waits for me"), callbacks.Waiting()),))
    if person.is_officer:
        rows.append((button(t("📋 My activities"), callbacks.OpenMine()),))
    if len(lines) == 1:
        lines.append(t("Nothing is waiting for you now. Everything I can do: /help"))
    return Screen(join(lines), tuple(rows))


def _nearest(t: Texts, activity: ActivityFacts) -> list[Html]:
    if activity.due_on is None:
        return []
    name = bold(activity_name(t, activity))
    head = t(
        "The nearest deadline: {activity}, {day} ({left})",
        activity=name,
        day=due_day(t, activity),
        left=time_left(t, activity),
    )
    return [head]
