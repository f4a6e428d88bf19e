"""What the words of a draft say of the activity chosen for it: one standing, or several that contradict. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.language.reading.parts import Asks
from services.language.reading.reader import Told
from services.plan.figures import ActivityFacts
from services.plan.marks import own_number
from services.reports.mending import WHOLE, put_right, without_mending
from services.reports.message import understood, words_alone

# A figure at the end of words, after a word that is no number's: «лойиҳаси 60», unlike «хат 05-12/77», «№ 45».
_LAST_FIGURE = re.compile(r"[^\W\d_]{3,}\s+(\d{2})\s*[.!]?$")
_LEAST = 10  # percent


@dataclass(frozen=True)
class _Standing:
    """How far a line says the work is; without a percent, whether it says that it is done."""

    percent: int | None
    done: bool


def chosen(text: str, activity: ActivityFacts, mine: Sequence[ActivityFacts], today: date) -> Told:
    """What a text says of the activity chosen by a button; lines that contradict each other leave it to be asked."""
    told = _told(text, activity, mine, today)
    one = _one_of(told)
    counts = all(piece.counts for piece in told)
    whole = replace(one, words=text) if one is not None else words_alone(text, activity.number, counts=counts)
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return _with_last_figure(whole, activity)
    standings, is_mended = _standings(lines, activity, mine, today)
    percents = tuple(sorted({one.percent for one in standings if one.percent is not None}))
    is_done = any(one.done for one in standings)
    is_denied = any(not one.done and one.percent is None for one in standings)
    if is_done and (percents or is_denied):
        return replace(whole, percent=None, done=None, asks=Asks.DONE, percents=percents)
    if len(percents) > 1:
        return replace(whole, percent=None, done=None, asks=Asks.PERCENT, percents=percents)
    if percents and (is_mended or whole.percent is None):
        return replace(whole, percent=percents[0], done=None, asks=Asks.NONE, counts=True)
    return whole


def _with_last_figure(told: Told, activity: ActivityFacts) -> Told:
    """«Т-23 йўриқнома лойиҳаси 60»: words that say no more end in what may be the percent, which is asked then."""
    figure = _LAST_FIGURE.search(told.words)
    value = int(figure[1]) if figure is not None else 0
    is_open = told.asks is Asks.NONE and told.percent is None and told.done is None and told.counts
    if not is_open or not _LEAST <= value < WHOLE or value == own_number(activity.number) or activity.is_endless:
        return told
    return replace(told, asks=Asks.PERCENT, percent=value)


def _told(text: str, activity: ActivityFacts, mine: Sequence[ActivityFacts], today: date) -> tuple[Told, ...]:
    return understood(text, mine, (activity,), today, meant=activity.number).told if text.strip() else ()


def _one_of(told: Sequence[Told]) -> Told | None:
    """The one statement about the activity; None if the words are no such."""
    return told[0] if len(told) == 1 and told[0].asks not in (Asks.ACTIVITY, Asks.INTENT) else None


def _standings(
    lines: Sequence[str], activity: ActivityFacts, mine: Sequence[ActivityFacts], today: date
) -> tuple[list[_Standing], bool]:
    """What the lines say, each alone, and whether one plainly corrects those before it («йўқ, 30»)."""
    found: list[_Standing] = []
    is_mended = False
    for line in lines:
        right = put_right(line)
        if right is not None:
            found, is_mended = [_of_percent(right)], True
        elif line.strip(" .!").isdecimal():
            value = int(line.strip(" .!"))
            if value <= WHOLE and value != activity.number:
                found.append(_of_percent(value))
        else:
            mends = without_mending(line)
            standing = _standing_of(_one_of(_told(mends or line, activity, mine, today)))
            if standing is not None:
                found, is_mended = ([standing], True) if mends else ([*found, standing], is_mended)
    return found, is_mended


def _of_percent(percent: int) -> _Standing:
    return _Standing(None, done=True) if percent == WHOLE else _Standing(percent, done=False)


def _standing_of(told: Told | None) -> _Standing | None:
    """What a line says for certain; «бажарилмади» beside a percent contradicts nothing, and is None then."""
    if told is None or told.asks is not Asks.NONE:
        return None
    if told.done:
        return _Standing(None, done=True)
    if told.percent is not None:
        return _of_percent(told.percent)
    return _Standing(None, done=False) if told.done is False else None
