"""What the bot says in a unit's own group, and asks of whoever binds one."""

from collections.abc import Sequence

from services.messages.purposes import ShowsReminder
from services.people.structure import UnitFacts
from services.people.unit_groups import UnitGroupFacts
from services.plan.figures import ActivityFacts, ExecutorRef
from views.kit import callbacks
from views.kit.paging import fitting
from views.kit.screen import Screen, button, in_rows
from views.kit.texts import Texts, bold, italic, join
from views.kit.words import numbered_name, status_line

ROOM = 3400


def whose(t: Texts, units: Sequence[UnitFacts], own: UnitGroupFacts | None) -> Screen:
    """Ask an admin whose group this is: the leadership's, or a unit's own."""
    lines = [t("Whose group is this?")]
    if own is not None:
        lines.append(t("Now it is the own group of {unit}.", unit=bold(t.plan(own.unit.name))))
    lines.append(t("The leadership sees the whole plan here; a unit gets only its own reminders."))
    lead = (button(t("👔 The leadership’s"), callbacks.Bind()),)
    rows = in_rows((button(t.script(one.unit.name), callbacks.BindUnit(unit=one.unit.id)) for one in units), 2)
    none = ((button(t("🚫 Nobody’s any more"), callbacks.BindUnit(empty=True)),),) if own is not None else ()
    return Screen(join(lines), (lead, *rows, *none))


def bound(t: Texts, unit: ExecutorRef) -> Screen:
    """Say that this group is a unit's own now."""
    lines = [
        bold(t("✅ This is the own group of {unit} now.", unit=t.plan(unit.name))),
        t("Its reminders come here too. Members report by replying to them."),
    ]
    return Screen(join(lines))


def unbound(t: Texts) -> Screen:
    """Say that no reminders come here any more."""
    return Screen(t("This is no unit’s group any more: no reminders come here."))


def reminder(t: Texts, unit: ExecutorRef, activities: Sequence[ActivityFacts]) -> Screen:
    """The reminder of a day for the whole unit; it has no buttons, for these are one person's."""
    head = bold(t("🏢 {unit}: what awaits a report", unit=t.plan(unit.name)))
    blocks = [join([numbered_name(t, one), status_line(t, one)]) for one in activities]
    text = fitting(head, blocks, ROOM, lambda count: t.many("… and {n} more", "… and {n} more", count))
    hint = italic(t("Members of the unit report by replying to this message with the number and a few words."))
    return Screen(join([text, hint], "\n\n"), about=ShowsReminder(activities=tuple(one.id for one in activities)))


def lost(t: Texts, unit: ExecutorRef) -> Screen:
    """To the admins: a unit's group can no longer be messaged."""
    text = t(
        "⛔ The own group of {unit} cannot be reached: the bot was removed from it or may not write there.",
        unit=bold(t.plan(unit.name)),
    )
    return Screen(text)
