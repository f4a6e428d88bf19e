"""What the bot says in a unit's own group, and asks of whoever binds one."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton

from services.messages.purposes import ShowsReminder
from services.people.structure import UnitFacts
from services.people.unit_groups import UnitGroupFacts
from services.plan.figures import ActivityFacts, ExecutorRef, PlanFacts
from views.kit import callbacks
from views.kit.paging import fitting
from views.kit.screen import Row, Screen, button, in_rows, shorten
from views.kit.texts import Html, Texts, bold, italic, join
from views.kit.words import numbered_name, status_line

ROOM = 3400
MARK = 18  # characters of a plan's mark on a button


@dataclass(frozen=True)
class Whose:
    """Whose a group is now: the leadership's (`plan`: of this plan alone), a unit's, or nobody's."""

    is_leadership: bool
    unit: UnitGroupFacts | None
    plan: PlanFacts | None


def whose(t: Texts, units: Sequence[UnitFacts], plans: Sequence[PlanFacts], own: Whose) -> Screen:
    """Ask an admin whose group this is: the organisation's leadership's, that of one of several plans, or a unit's."""
    lines = [t("Whose group is this?"), *_now(t, own)]
    lines.append(t("The leadership sees the whole plan here; a unit gets only its own reminders."))
    if plans:
        lines.append(t("The own leadership of a plan sees that plan here, and nothing of the others."))
    lead = (button(t("👔 The leadership’s"), callbacks.Bind()),)
    own_chats = in_rows((plan_button(t, one, callbacks.BindPlan(plan=one.id)) for one in plans), 2)
    rows = in_rows((button(t.script(one.unit.name), callbacks.BindUnit(unit=one.unit.id)) for one in units), 2)
    return Screen(join(lines), (lead, *own_chats, *rows, *_nobodys(t, own)))


def _now(t: Texts, own: Whose) -> list[Html]:
    if own.unit is not None:
        return [t("Now it is the own group of {unit}.", unit=bold(t.plan(own.unit.unit.name)))]
    if own.plan is not None:
        return [t("Now it is the own leadership chat of {plan}.", plan=bold(t.plan(own.plan.mark or own.plan.title)))]
    return [t("Now it is the leadership chat of the organisation.")] if own.is_leadership else []


def _nobodys(t: Texts, own: Whose) -> tuple[Row, ...]:
    if own.unit is not None:
        return ((button(t("🚫 Nobody’s any more"), callbacks.BindUnit(empty=True)),),)
    return ((button(t("🚫 Nobody’s any more"), callbacks.BindPlan()),),) if own.plan is not None else ()


def plan_button(t: Texts, plan: PlanFacts, press: callbacks.BindPlan) -> InlineKeyboardButton:
    """The button that makes a group the own leadership chat of a plan."""
    return button(t("📄 Of {mark}", mark=shorten(t.script(plan.mark or plan.title), MARK)), press)


def bound_to_plan(t: Texts, called: str, *, is_only: bool) -> Screen:
    """Say that this group is the own leadership chat of a plan now; `is_only`: the organisation has none."""
    lines = [
        bold(t("✅ This is the own leadership chat of {plan} now.", plan=t.plan(called))),
        t("Its weekly summary comes here. Everybody in the group can ask for this plan, and for no other: /report."),
    ]
    if is_only:
        lines.append(t("⚠️ The organisation’s leadership has no chat now. Write /bind in its group."))
    return Screen(join(lines), ((button(t("📋 The whole plan"), callbacks.Report(words="")),),))


def confirmed_for_plan(t: Texts, title: str, called: str) -> Screen:
    """In private: say that the group is."""
    text = t("✅ The group «{title}» is the own leadership chat of {plan} now.", title=title, plan=bold(t.plan(called)))
    return Screen(text)


def no_plans(t: Texts) -> Screen:
    """Say that nothing of a plan comes to its former own chat any more."""
    return Screen(t("This is no plan’s leadership chat any more: what concerns the plan goes to the organisation’s."))


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
