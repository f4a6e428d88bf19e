"""Whether words fit what they follow: the activity that was spoken of, and what was recorded of it. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from models import Report
from services.language.reading.nearly import says_nearly
from services.language.reading.own_part import tells_of_own_part
from services.language.reading.parts import Asks
from services.language.reading.reader import Told, Understanding, names_an_activity, understand
from services.language.reading.short_answers import says_not_begun
from services.language.reading.topics import Activity
from services.language.tokens import is_mere_figures
from services.plan.figures import ActivityFacts
from services.reports.message import numbered, understood
from services.reports.own_parts import says_own_part_is_done


def pointed_at(
    text: str, mine: Sequence[ActivityFacts], today: date, here: ActivityFacts | None = None
) -> ActivityFacts | None:
    """The activity whose short name shares more words with the text than any other, and than all of `here`.

    A short name is what people call an activity by, so a single word of it counts; of the plan's long texts it would
    not, because they share too many. None if no other activity is pointed at, or the text names a number.
    """
    if is_mere_figures(text):
        return None
    named = [Activity(one.number, "", one.short_name) for one in mine if one != here]
    spoken = [] if here is None else [Activity(here.number, here.text, here.short_name)]
    own = [*spoken, *named]
    if names_an_activity(text, own, today=today):
        return None
    found = understand(text, own, today=today)
    if found.named or not found.ranked or _names_with_mark(text, mine, today):
        return None
    return numbered([one for one in mine if one != here], found.ranked[0])


def _names_with_mark(text: str, mine: Sequence[ActivityFacts], today: date) -> bool:
    """Whether the text names an activity with the mark of its plan («Т-2»), where several are in force."""
    return any(one.marks for one in mine) and bool(understood(text, mine, (), today).named)


def reread(
    text: str, report: Report, activity: ActivityFacts, mine: Sequence[ActivityFacts], today: date
) -> Told | None:
    """What further words on an activity make of the done or the percent of its report; None if they leave it alone.

    They are read together with it, as one text: «done, only the signature is missing» asks whether it is done.
    """
    if report.done:
        return _reread_done(text, activity, mine, today)
    if report.percent and says_not_begun(text):
        return Told((activity.number,), report.percent, None, Asks.PERCENT, text)
    return None


def _reread_done(text: str, activity: ActivityFacts, mine: Sequence[ActivityFacts], today: date) -> Told | None:
    alone = understood(text, mine, (activity,), today)
    is_named = activity.number in alone.named  # a number is named once, or it would be of two reports
    whole = f"{text.rstrip(' .')}, бажарилди" if is_named else f"№{activity.written_number} бажарилди, {text}"
    together = understood(whole, mine, (activity,), today)
    is_doubtful = says_nearly(text) or _doubts_own_part(text, alone, activity, mine, today)
    if not is_doubtful and together.asks is Asks.NONE and [told.done for told in together.told] == [True]:
        return None
    if _denies_all(alone):
        return replace(alone.told[0], numbers=(activity.number,), done=False, words=text)
    claimed = [told.percent for told in alone.told if told.percent is not None]
    if len(claimed) == 1:
        return Told((activity.number,), claimed[0], None, Asks.PERCENT, text)
    return Told((activity.number,), None, None, Asks.DONE, text)


def _doubts_own_part(
    text: str, alone: Understanding, activity: ActivityFacts, mine: Sequence[ActivityFacts], today: date
) -> bool:
    """«Менинг қисмим деярли тайёр»: said of the writer's own part, of which it is not certain that it is done."""
    is_open = alone.asks in (Asks.DONE, Asks.PERCENT) and tells_of_own_part(text)
    return is_open and not says_own_part_is_done(text, activity, mine, today)


def _denies_all(alone: Understanding) -> bool:
    """«Ҳали битмаган экан»: nothing but that the work is not done, every word of it understood."""
    return [told.done for told in alone.told] == [False] and alone.asks is Asks.NONE and not alone.not_understood
