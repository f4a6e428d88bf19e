"""What a lead's words say where it is asked why an activity is handed in though parts are open. Pure."""

from collections.abc import Sequence
from datetime import date

from services.language.reading.open_parts import Says, reason_in, said_of_parts, says_how_far
from services.language.reading.parts import Asks
from services.plan.figures import ActivityFacts
from services.reports.message import is_report_first, understood

_OPEN = (Asks.DONE, Asks.PERCENT)


def answer_in(text: str, mine: Sequence[ActivityFacts], about: Sequence[int], today: date) -> Says:
    """What words say where it is asked why the activities `about` (ids) of the person's are handed in."""
    here = [one for one in mine if one.id in about]
    found, numbers = understood(text, mine, here, today), {one.number for one in here}
    names = [part.executor.name for one in here for part in one.parts]
    has_reason = reason_in(text, names) is not None
    if is_report_first(text, mine, about, today) or (says_how_far(text) and not has_reason):
        return Says.REPORT
    others = {*found.named, *found.choices} - numbers
    if others and _says_how_it_stands(text, mine, today):
        return Says.REPORT
    says = said_of_parts(text)
    if says_how_far(text) or (others & set(found.named)):
        return Says.UNCLEAR
    if says is Says.REASON and not has_reason and any(one.done for one in found.told):
        return Says.UNCLEAR  # «20 бажарилди» once more
    return says


def _says_how_it_stands(text: str, mine: Sequence[ActivityFacts], today: date) -> bool:
    """Whether the words say of whatever activity they name that it is done, or how far it is."""
    told = understood(text, mine, (), today).told
    return any(one.percent is not None or one.done is not None or one.asks in _OPEN for one in told)
