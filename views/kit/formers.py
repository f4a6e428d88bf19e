"""What numbers meant before a change of the plan."""

from services.audit.numbering import Former
from views.kit.screen import shorten
from views.kit.texts import Html, Texts

NAME = 80  # characters of what an activity was called


def former_meaning(t: Texts, former: Former) -> Html:
    """What became of the activity that a number meant before a change of the plan."""
    day, name = t.day(t.local_day(former.changed_at)), t.plan(shorten(former.name, NAME))
    known = {"number": former.number, "day": day, "name": name}
    if former.now is not None and not former.is_own:
        return t("№{number} “{name}” is not among your activities since the change of {day}.", **known)
    if former.now is not None:
        return t("Before the change of {day}, №{number} was “{name}”; that is №{now} now.", now=former.now, **known)
    if former.part_of is not None:
        joined = t(
            "Before the change of {day}, №{number} was “{name}”; that is part of №{now} now.",
            now=former.part_of,
            **known,
        )
        return joined
    return t("Before the change of {day}, №{number} was “{name}”; that was left out of the plan.", **known)
