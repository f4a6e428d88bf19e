"""What numbers meant before a change of the plan, or in a plan that is closed."""

from services.audit.numbering import Former
from services.plan.marks import Marks, own_number, shown_number
from services.reports.closed import ClosedPlan
from views.kit.figures import days_between
from views.kit.screen import shorten
from views.kit.texts import Html, Texts

NAME = 80  # characters of what an activity was called


def former_meaning(t: Texts, former: Former, marks: Marks = ()) -> Html:
    """What became of the activity that a number meant before a change of the plan."""
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


def _number(t: Texts, number: int, marks: Marks) -> str:
    return t.script(shown_number(number, marks))


def of_closed_plan(t: Texts, closed: ClosedPlan) -> list[Html]:
    """That the message replied to is about a closed plan, and what became of its activities."""
    days = days_between(t, closed.starts_on, closed.ends_on)
    lines = [t("This message is about the plan of {days}, which is closed.", days=days)]
    for one in closed.activities:
        known = {"number": own_number(one.number), "name": t.plan(shorten(one.name, NAME))}
        if one.now is not None:
            lines.append(
                t("№{number} “{name}” goes on in the plan in force as №{now}.", now=own_number(one.now), **known)
            )
        else:
            lines.append(t("№{number} “{name}” was not carried over into the plan in force.", **known))
    return lines
