"""What numbers meant before a change of the plan, or in a plan that is closed."""

from services.audit.former import Former
from services.calendar.deadlines import Period
from services.plan.marks import Marks, own_number, shown_number
from services.reports.closed import ClosedPlan
from services.reports.gone import Gone
from views.kit.figures import days_between
from views.kit.screen import shorten
from views.kit.texts import Html, Texts, bold, join

NAME = 80  # characters of what an activity was called


def former_meaning(t: Texts, former: Former, marks: Marks = ()) -> Html:
    """What became of the activity that a number meant before a change of the plan."""
    if former.closed is not None:
        return _of_earlier_plan(t, former, former.closed, marks)
    day, name = t.day(t.local_day(former.changed_at)), t.plan(shorten(former.name, NAME))
    known = {"number": _number(t, former.number, marks), "day": day, "name": name}
    if former.now is not None and not former.is_own:
        return t("№{number} “{name}” is not among your activities since the change of {day}.", **known)
    if former.now is not None:
        return t(
            "Before the change of {day}, №{number} was “{name}”; that is №{now} now.",
            now=_number(t, former.now, marks),
            **known,
        )
    if former.part_of is not None:
        joined = t(
            "Before the change of {day}, №{number} was “{name}”; that is part of №{now} now.",
            now=_number(t, former.part_of, marks),
            **known,
        )
        return joined
    return t("Before the change of {day}, №{number} was “{name}”; that was left out of the plan.", **known)


def of_gone(t: Texts, gone: Gone) -> list[Html]:
    """What became of an activity that a draft or a report is about."""
    if gone.closed is not None:
        days = days_between(t, gone.closed.starts_on, gone.closed.ends_on)
        name = t.plan(shorten(gone.name, NAME))
        line = t(
            "№{number} “{name}” belongs to the plan of {days}, which is closed.",
            number=gone.number,
            name=name,
            days=days,
        )
        return [line, *_goes_on(t, gone.closed)]
    if gone.is_left_out:
        name = t.plan(shorten(gone.name, NAME))
        return [t("№{number} “{name}” was left out of the plan.", number=gone.number, name=name)]
    return [t("№{number} is not among yours.", number=gone.number)]


def gone_in_short(t: Texts, gone: Gone) -> Html:
    """The same in so few words that they fit a notification."""
    if gone.closed is not None:
        days = days_between(t, gone.closed.starts_on, gone.closed.ends_on)
        now = next((one.now for one in gone.closed.activities if one.now is not None), None)
        if now is not None:
            return t(
                "№{number} of the plan of {days}, which is closed, is №{now} now.",
                number=gone.number,
                days=days,
                now=now,
            )
        return t("№{number} is of the plan of {days}, which is closed.", number=gone.number, days=days)
    if gone.is_left_out:
        return t("№{number} was left out of the plan.", number=gone.number)
    return t("№{number} is not among yours.", number=gone.number)


def _of_earlier_plan(t: Texts, former: Former, days: Period, marks: Marks) -> Html:
    """What a number is now, and what it was in the plan that is closed."""
    name = t.plan(shorten(former.name, NAME))
    known = {"number": _number(t, former.number, marks), "name": name, "days": days_between(t, days.start, days.end)}
    lines = []
    if former.present:
        now = t.plan(shorten(former.present, NAME))
        lines.append(t("№{number} is “{name}” now.", number=known["number"], name=now))
    if former.now is not None and former.is_own:
        lines.append(
            t(
                "In the plan of {days}, №{number} was “{name}”; that is №{now} now.",
                now=_number(t, former.now, marks),
                **known,
            )
        )
    elif former.now is not None:
        lines.append(
            t("In the plan of {days}, №{number} was “{name}”; that is not among your activities now.", **known)
        )
    else:
        lines.append(t("In the plan of {days}, №{number} was “{name}”; that was not carried over.", **known))
    return join(lines, " ")


def _number(t: Texts, number: int, marks: Marks) -> str:
    return t.script(shown_number(number, marks))


def of_closed_plan(t: Texts, closed: ClosedPlan) -> list[Html]:
    """That the message replied to is about a closed plan, and what became of its activities."""
    if closed.mark:
        return [t("{mark} is closed: reports on it are taken no more.", mark=bold(t.plan(closed.mark)))]
    days = days_between(t, closed.starts_on, closed.ends_on)
    return [t("This message is about the plan of {days}, which is closed.", days=days), *_goes_on(t, closed)]


def _goes_on(t: Texts, closed: ClosedPlan) -> list[Html]:
    """As what the activities of a closed plan go on."""
    lines = []
    for one in closed.activities:
        known = {"number": own_number(one.number), "name": t.plan(shorten(one.name, NAME))}
        if one.now is not None:
            lines.append(
                t("№{number} “{name}” goes on in the plan in force as №{now}.", now=own_number(one.now), **known)
            )
        else:
            lines.append(t("№{number} “{name}” was not carried over into the plan in force.", **known))
    return lines
