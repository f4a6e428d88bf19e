"""Co-executors' parts: who has delivered, and the terms of their own."""

from datetime import date

from aiogram.types import InlineKeyboardButton

from services.control.parts import PartTerm, TermProblem, may_have_terms
from services.messages.kinds import PartTermSet
from services.messages.purposes import ShowsCard, ShowsPartDays
from services.plan.figures import ActivityFacts, Part
from services.reports.decisions import ExtensionFacts
from views.kit import callbacks
from views.kit.screen import Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, italic, join, quote
from views.kit.words import activity_name, activity_number, day_of, deadline_line, executor_name, headed_name, opening

REASON = 600  # characters
LISTED = 20  # parts that have a line or a button each


def part_lines(t: Texts, activity: ActivityFacts) -> list[Html]:
    """For who answers for the whole: a line for each co-executor, with sign, word and day."""
    if not activity.parts[1:]:
        return []
    lines = [t("Co-executors:"), *(_line(t, activity, part) for part in activity.parts[1 : LISTED + 1])]
    return [*lines, Html("…")] if len(activity.parts) > LISTED + 1 else lines


def _line(t: Texts, activity: ActivityFacts, part: Part) -> Html:
    """«✅ М. Мирамиров — delivered, 12 March», «🔵 Н. Умаров — 40% · by 15 March»."""
    name, reported = headed_name(t, part.executor), part.delivered_on or part.last_word_on
    on = Html(f", {day_of(t, reported, activity.today)}") if reported is not None else Html("")
    if part.is_delivered:
        return Html(f"✅ {name} — {t('delivered')}{on}")
    if part.percent:
        said = Html(f"{part.percent}%{on}")
    elif reported is not None:
        said = Html(f"{t('has reported')}{on}")
    else:
        said = t("no report yet") if part.is_linked else t("not linked yet")
    sign = "🔵" if reported is not None else "⚪"
    sign = "🔴" if activity.is_part_late(part) else sign
    return Html(" · ".join([f"{sign} {name} — {said}", *term_of(t, activity, part)]))


def term_of(t: Texts, activity: ActivityFacts, part: Part) -> list[Html]:
    """The part's own term, where it has one that is still of use."""
    own = activity.own_due(part)
    if own is None or part.is_delivered:
        return []
    if activity.is_part_late(part):
        return [t("overdue since {day}", day=day_of(t, own, activity.today))]
    return [t("own term {day}", day=day_of(t, own, activity.today))]


def own_line(t: Texts, activity: ActivityFacts, part: Part) -> list[Html]:
    """To the co-executor: the term of their own part, and what is left; or that an earlier one has fallen away."""
    own = activity.own_due(part)
    if own is None:
        return (
            [t("The term of your own part has fallen away: the deadline of the whole counts.")] if part.due_on else []
        )
    day, left = bold(t.long_day(own)), (own - activity.today).days
    if part.is_delivered or left > 0:
        return [t("📅 The term of your part: {day}", day=day)]
    if left == 0:
        return [t("📅 The term of your part: {day}, today", day=day)]
    return [t("🔴 The term of your part is over: {day}", day=day)]


def parts_row(t: Texts, activity: ActivityFacts) -> Row:
    """The button that opens the parts' terms, where there may be any; for who may set them."""
    if not may_have_terms(activity):
        return ()
    return (button(t("👥 Co-executors’ terms"), callbacks.OpenParts(activity=activity.id)),)


def parts(t: Texts, activity: ActivityFacts) -> Screen:
    """The parts, with a button for the term of each that is not delivered."""
    lines = [bold(activity_name(t, activity)), deadline_line(t, activity), *part_lines(t, activity)]
    lines.append(italic(t("A co-executor may have an earlier term: they are reminded by it.")))
    rows: tuple[Row, ...] = tuple(
        (_open_part(t, activity, part),) for part in activity.parts[1 : LISTED + 1] if not part.is_delivered
    )
    return Screen(join(lines), (*rows, _back(t, activity)), about=ShowsCard(activities=(activity.id,)))


def _open_part(t: Texts, activity: ActivityFacts, part: Part) -> InlineKeyboardButton:
    return button(f"📅 {executor_name(t, part.executor)}", _days_of(activity, part))


def _days_of(activity: ActivityFacts, part: Part) -> callbacks.PartDays:
    return callbacks.PartDays(activity=activity.id, part=part.assignment_id)


def _back(t: Texts, activity: ActivityFacts) -> Row:
    return (button(t("⬅️ Back"), callbacks.OpenActivity(activity=activity.id)),)


def days(t: Texts, found: PartTerm, problem: TermProblem | None = None) -> Screen:
    """The days to choose from; another may be written. `problem` is with the day that was written."""
    activity, part = found.activity, found.part
    lines = [
        *([why_not(t, activity, problem)] if problem is not None else []),
        bold(activity_name(t, activity)),
        deadline_line(t, activity),
        t("By when is the part of {name} to be delivered?", name=bold(headed_name(t, part.executor))),
    ]
    if found.before is not None:
        lines.append(t("Now: {day}", day=t.long_day(found.before)))
    lines.append(italic(t("You may also write the day or the month.")))
    offers = [
        button(day_of(t, day, activity.today), _set(activity, part, day)) for day in found.offers if day != found.before
    ]
    none = ((button(t("✖️ No term of its own"), _set(activity, part, None)),),) if found.before is not None else ()
    back = (button(t("⬅️ Back"), callbacks.OpenParts(activity=activity.id)),)
    about = ShowsPartDays(activities=(activity.id,), part=part.assignment_id)
    return Screen(join(lines), (*in_rows(offers, 2), *none, back), about=about)


def _set(activity: ActivityFacts, part: Part, day: date | None, *, sure: bool = False) -> callbacks.SetPartTerm:
    return callbacks.SetPartTerm(activity=activity.id, part=part.assignment_id, day=day, sure=sure)


def why_not(t: Texts, activity: ActivityFacts, problem: TermProblem) -> Html:
    """Why the part cannot have this term."""
    if problem is TermProblem.PAST:
        return t("This day is past: please choose another.")
    if problem is TermProblem.TOO_LATE and activity.due_on is not None:
        return t("A part cannot be due later than the whole ({day}).", day=t.long_day(activity.due_on))
    if problem is TermProblem.NO_DEADLINE:
        return t("It has no deadline, is under review, or is finished: no term can be set.")
    return t("Only the responsible officer or an administrator sets the terms of parts.")


def sure(t: Texts, found: PartTerm, day: date | None) -> Screen:
    """The term as it will be, before it is set."""
    activity, name = found.activity, bold(headed_name(t, found.part.executor))
    asked = (
        t("Take away the own term of {name}? The deadline of the whole will count.", name=name)
        if day is None
        else t("{name}: by {day}. Set this term?", name=name, day=bold(t.long_day(day)))
    )
    yes = button(t("✅ Yes"), _set(activity, found.part, day, sure=True))
    no = button(t("⬅️ Back"), _days_of(activity, found.part))
    return Screen(
        join([bold(activity_name(t, activity)), asked]), ((yes, no),), about=ShowsCard(activities=(activity.id,))
    )


def refused(t: Texts) -> Screen:
    """To somebody who does not decide of the parts (any more)."""
    return Screen(t("Only the responsible officer or an administrator sets the terms of parts."), is_outdated=True)


def letter(t: Texts, activity: ActivityFacts, part: Part, about: PartTermSet) -> Screen:
    """To the co-executor: the term of their part is another."""
    name = bold(activity_name(t, activity))
    if about.day is None:
        lines = [
            t("📅 Your part of {activity} has no term of its own any more.", activity=name),
            deadline_line(t, activity),
        ]
    else:
        day = bold(t.long_day(about.day))
        lines = [t("📅 Your part of {activity} is due by {day}.", activity=name, day=day), deadline_line(t, activity)]
    lines.append(t("Set by: {name}", name=about.by))
    card = button(activity_number(t, activity), callbacks.OpenActivity(activity=activity.id))
    return Screen(join(lines), ((card,),), about=ShowsCard(activities=(activity.id,)))


def awaited(t: Texts, activity: ActivityFacts, part: Part, since: date) -> Screen:
    """To the co-executor: the lead has reported the whole, and waits for their part."""
    lead = bold(executor_name(t, activity.lead.executor))
    lines = [
        t("⏳ {name} waits for your part, to hand the whole in.", name=lead),
        bold(activity_name(t, activity)),
        deadline_line(t, activity),
        t("Reported as done as a whole: {day}", day=day_of(t, since, activity.today)),
        *([t("Your part: {percent}%", percent=part.percent)] if part.percent else []),
        italic(t("Is your part ready? Press the button or write «done».")),
    ]
    card = button(activity_number(t, activity), callbacks.OpenActivity(activity=activity.id))
    ready = button(t("✅ My part is ready"), callbacks.PartReady(part=part.assignment_id))
    return Screen(join(lines), ((ready,), (card,)), about=ShowsCard(activities=(activity.id,)))


def taken_back(t: Texts, activity: ActivityFacts, part: Part) -> Screen:
    """To the lead, who was told that the part is done: it is not."""
    name = bold(executor_name(t, part.executor))
    lines = [
        t("↩️ {name} took it back: their part is not done yet.", name=name),
        bold(activity_name(t, activity)),
    ]
    card = button(activity_number(t, activity), callbacks.OpenActivity(activity=activity.id))
    return Screen(join(lines), ((card,),), about=ShowsCard(activities=(activity.id,)))


def time_asked(t: Texts, asked: ExtensionFacts) -> Screen:
    """To the lead: a co-executor asks for a later term, which a press gives; an admin may decide as well."""
    activity = asked.activity
    lines = [
        t("⏳ {name} asks for more time for their part.", name=bold(t.plan(asked.executor))),
        bold(activity_name(t, activity)),
        t("From {old} to {new}", old=bold(t.long_day(asked.from_due)), new=bold(t.long_day(asked.to_due))),
        quote(opening(t, asked.reason, REASON)),
    ]
    give = callbacks.SetPartTerm(activity=activity.id, part=asked.part or 0, day=asked.to_due)
    another = callbacks.PartDays(activity=activity.id, part=asked.part or 0)
    rows = ((button(t("✅ Give this term"), give),), (button(t("📅 Another day"), another),))
    return Screen(join(lines), rows, about=ShowsCard(activities=(activity.id,)))
