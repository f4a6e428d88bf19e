"""Units: who leads them, who belongs to them, and classes, whose members have a part of their own each."""

from collections.abc import Sequence

from services.control.units import UnitPage
from services.messages.purposes import AsksUnitName
from services.people.structure import UnitFacts
from services.plan.figures import ActivityFacts, ExecutorRef
from views.kit import callbacks
from views.kit.paging import TRIANGLES, fitting, paged
from views.kit.screen import Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import executor_name, number_sign, numbered_name, signed_status, time_left

PAGE = 20
LISTED = 40
ROOM = 3400
BUTTONS = 12


def units(t: Texts, every: Sequence[UnitFacts], page: int = 0) -> Screen:
    """The units, each with its head and the number of its members."""
    chosen = paged(every, page, PAGE)
    lines = [_line(t, one) for one in chosen.shown] or [t("The plan names no unit yet.")]
    rows = in_rows((button(t.script(one.unit.name), callbacks.OpenUnit(unit=one.unit.id)) for one in chosen.shown), 2)
    turn = chosen.turn(lambda to: callbacks.OpenUnits(page=to))
    add = (button(t("➕ New unit"), callbacks.NameNew()),)
    return Screen(join([bold(t("🏢 Units")), *lines]), rows).with_rows(turn, add, _officers(t))


def choose(t: Texts, member: ExecutorRef, own: Sequence[ExecutorRef], every: Sequence[UnitFacts], page: int) -> Screen:
    """To which unit an executor belongs: pressed again, it leaves."""
    chosen = paged([one for one in every if one.unit.id != member.id], page, PAGE)
    ids = {one.id for one in own}
    buttons = (
        button(
            ("✔️ " if one.unit.id in ids else "") + t.script(one.unit.name),
            callbacks.BelongToUnit(unit=one.unit.id, member=member.id, leaves=one.unit.id in ids),
        )
        for one in chosen.shown
    )
    turn = chosen.turn(lambda to: callbacks.OpenUnits(member=member.id, page=to), TRIANGLES)
    add = (button(t("➕ New unit"), callbacks.NameNew()),)
    back = (button(t("⬅️ Back"), callbacks.OpenOfficer(executor=member.id)),)
    text = t("To which unit does {name} belong? A unit with ✔️ is left by its button.", name=_bold(t, member))
    return Screen(text, in_rows(buttons, 1)).with_rows(turn, add, back)


def unit(t: Texts, facts: UnitFacts) -> Screen:
    """One unit, and the buttons that change it."""
    own = facts.unit
    lines = [bold(t.plan(own.name)), _head(t, facts)]
    if facts.is_class:
        lines.append(t("Each member has a part of their own where the plan names this unit."))
    if facts.members:
        lines.append(t.many("{n} member:", "{n} members:", len(facts.members)))
        lines += [Html(f"▫️ {executor_name(t, one)}") for one in facts.members[:LISTED]]
    elif facts.is_class:
        lines.append(t("⚠️ No members listed yet: until then the unit has one part for all."))
    else:
        lines.append(t("Nobody is said to belong to it."))
    each = t("👤 One part for all") if facts.is_class else t("👥 A part for each member")
    rows: list[Row] = [
        (button(t("👤 Head"), callbacks.LeadUnit(unit=own.id)),),
        (button(t("➕ Add a member"), callbacks.BelongToUnit(unit=own.id)),),
    ]
    if facts.members:
        rows.append((button(t("➖ Take out a member"), callbacks.BelongToUnit(unit=own.id, leaves=True)),))
    rows.append((button(each, callbacks.MakeClass(unit=own.id, each=not facts.is_class)),))
    return Screen(join(lines), (*rows, (button(t("⬅️ Units"), callbacks.OpenUnits()),)))


def choose_head(t: Texts, page: UnitPage, number: int) -> Screen:
    """Who leads the unit."""
    own, head = page.facts.unit, page.facts.head
    chosen = paged([one for one in page.people if one != head], number, PAGE)
    rows = in_rows(
        (button(t.script(one.name), callbacks.LeadUnit(unit=own.id, head=one.id)) for one in chosen.shown), 2
    )
    turn = chosen.turn(lambda to: callbacks.LeadUnit(unit=own.id, page=to), TRIANGLES)
    other = (button(t("✍️ Write another name"), callbacks.NameNew(unit=own.id)),)
    none = (button(t("🚫 No head"), callbacks.LeadUnit(unit=own.id, empty=True)),) if head is not None else ()
    text = t("Who leads {unit}?", unit=_bold(t, own))
    return Screen(text, rows).with_rows(turn, other, none, _back(t, own))


def choose_member(t: Texts, page: UnitPage, number: int, *, leaves: bool) -> Screen:
    """Who is to belong to the unit, or to leave it."""
    own, members = page.facts.unit, page.facts.members
    chosen = paged(members if leaves else [one for one in page.people if one not in members], number, PAGE)
    rows = in_rows(
        (
            button(t.script(one.name), callbacks.BelongToUnit(unit=own.id, member=one.id, leaves=leaves))
            for one in chosen.shown
        ),
        2,
    )
    turn = chosen.turn(lambda to: callbacks.BelongToUnit(unit=own.id, leaves=leaves, page=to), TRIANGLES)
    text = (
        t("Who is to be taken out of {unit}?", unit=_bold(t, own))
        if leaves
        else t("Who belongs to {unit}?", unit=_bold(t, own))
    )
    return Screen(text, rows).with_rows(turn, _back(t, own))


def sure_of_head(t: Texts, facts: UnitFacts, head: ExecutorRef | None) -> Screen:
    """Ask once more, and say what it means."""
    own = facts.unit
    if head is None:
        lines = [t("Shall {unit} have no head?", unit=_bold(t, own))]
    else:
        lines = [
            t("Shall {name} lead {unit}?", name=_bold(t, head), unit=_bold(t, own)),
            t("The head sees the work of the unit and of its members, and hears once a day of what is overdue."),
        ]
    yes = callbacks.LeadUnit(unit=own.id, head=head.id if head is not None else None, empty=head is None, sure=True)
    return Screen(join(lines), ((button(t("✅ Yes"), yes),), _back(t, own)))


def sure_of_member(t: Texts, facts: UnitFacts, member: ExecutorRef, *, leaves: bool) -> Screen:
    """Ask once more, and say what it means."""
    own, name = facts.unit, _bold(t, member)
    if leaves:
        lines = [t("Take {name} out of {unit}?", name=name, unit=_bold(t, own))]
    else:
        lines = [t("Does {name} belong to {unit}?", name=name, unit=_bold(t, own))]
    if facts.is_class and leaves:
        lines.append(t("Their parts in its work end; what they reported stays."))
    elif facts.is_class:
        lines.append(t("They get a part of their own in its work, and are told."))
    yes = callbacks.BelongToUnit(unit=own.id, member=member.id, leaves=leaves, sure=True)
    return Screen(join(lines), ((button(t("✅ Yes"), yes),), _back(t, own)))


def sure_of_class(t: Texts, facts: UnitFacts, *, each: bool) -> Screen:
    """Ask once more, and say what it means."""
    own = facts.unit
    if not each:
        lines = [t("Shall {unit} have one part for all its members?", unit=_bold(t, own))]
        lines.append(t("Their parts in its work end; what they reported stays."))
    else:
        lines = [t("Shall each member of {unit} have a part of their own?", unit=_bold(t, own))]
        lines.append(t("Each is reminded and reports for themselves, and is told now."))
        if not facts.members:
            lines.append(t("⚠️ No members listed yet: until then the unit has one part for all."))
    yes = callbacks.MakeClass(unit=own.id, each=each, sure=True)
    return Screen(join(lines), ((button(t("✅ Yes"), yes),), _back(t, own)))


def ask_name(t: Texts, facts: UnitFacts | None) -> Screen:
    """Ask for the name of a new unit, or of somebody who leads one."""
    if facts is None:
        return Screen(t("What is the new unit called? Write its name."), about=AsksUnitName())
    text = t("Who leads {unit}? Write the name with the initials.", unit=_bold(t, facts.unit))
    return Screen(text, about=AsksUnitName(unit=facts.unit.id))


def is_one_of_these(t: Texts, facts: UnitFacts, found: Sequence[ExecutorRef]) -> Screen:
    """The name that was written may be that of somebody known."""
    own = facts.unit
    rows = in_rows((button(t.script(one.name), callbacks.LeadUnit(unit=own.id, head=one.id)) for one in found), 2)
    return Screen(t("Who leads {unit}?", unit=_bold(t, own)), (*rows, _back(t, own)))


def no_name(t: Texts) -> Screen:
    """What was written is no name."""
    return Screen(t("This is no name. Write it in a few words."))


def no_such_unit(t: Texts) -> Screen:
    """An old button's unit is none any more."""
    return Screen(t("There is no such unit any more."), (_officers(t),))


def listed(t: Texts, unit: ExecutorRef, activities: Sequence[ActivityFacts]) -> Screen:
    """To somebody who is listed in a class now: what is theirs since."""
    head = t("👥 You are on the list «{unit}»: you have a part of your own in this work.", unit=bold(t.plan(unit.name)))
    lines = [join([numbered_name(t, one), _standing(t, one)]) for one in activities]
    buttons = (button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in activities[:BUTTONS])
    text = fitting(head, lines, ROOM, lambda count: t.many("… and {n} more", "… and {n} more", count))
    return Screen(text, in_rows(buttons, 4))


def _standing(t: Texts, one: ActivityFacts) -> Html:
    return Html(" · ".join(part for part in (signed_status(t, one), time_left(t, one)) if part))


def _line(t: Texts, facts: UnitFacts) -> Html:
    head = executor_name(t, facts.head) if facts.head is not None else t("no head")
    if facts.is_class and not facts.members:
        members = t("⚠️ no members listed yet")
    else:
        members = t.many("{n} member", "{n} members", len(facts.members))
    return Html(f"{bold(t.plan(facts.unit.name))}: {head}, {members}")


def _head(t: Texts, facts: UnitFacts) -> Html:
    if facts.head is None and facts.unit.head:
        return t("👤 Head, as the document says: {name}", name=t.plan(facts.unit.head))
    if facts.head is None:
        return t("👤 No head is set.")
    name = bold(executor_name(t, facts.head))
    if facts.is_head_linked:
        return t("👤 Head: {name}", name=name)
    return t("👤 Head: {name} (⚪ not linked, so hears nothing)", name=name)


def _bold(t: Texts, executor: ExecutorRef) -> Html:
    return bold(t.plan(executor.name))


def _back(t: Texts, own: ExecutorRef) -> Row:
    return (button(t("⬅️ Back"), callbacks.OpenUnit(unit=own.id)),)


def _officers(t: Texts) -> Row:
    return (button(t("👥 Officers"), callbacks.OpenOfficer()),)
