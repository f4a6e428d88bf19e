"""What a co-executor says of their own part: «менинг қисмим тайёр» is certain, whatever is said of the whole. Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from services.language.reading.intents import Intent
from services.language.reading.own_part import of_own_part, without_part
from services.language.reading.parts import Asks
from services.language.reading.reader import Told, Understanding
from services.plan.figures import ActivityFacts
from services.reports.mending import WHOLE
from services.reports.message import named_alone, understood

_OPEN = (Asks.DONE, Asks.PERCENT)
_PART_OF_NUMBER = re.compile(r"\s*([^\W\d_]{0,10}\s?-?\s?№?\d{1,9})[\s:,-]+(?=[^\W\d_])(.+)", re.DOTALL)
_FIGURE = re.compile(r"[ :–—-]*(\d{1,3})[ .!]*")


def with_own_part(told: Told, activity: ActivityFacts, mine: Sequence[ActivityFacts], today: date) -> Told:
    """What is told of an activity in which the writer only takes part: a part of theirs said to be done is done."""
    if is_settled(told) or not says_own_part_is_done(told.words, activity, mine, today):
        return told
    return replace(told, percent=None, done=True, asks=Asks.NONE, counts=True, percents=())


def is_settled(told: Told) -> bool:
    """Whether it is told how far the work is: what the words say of the writer's own part does not change that."""
    return told.asks not in _OPEN and bool(told.done or told.percent is not None)


def read_of_own_part(
    text: str, mine: Sequence[ActivityFacts], executor_ids: Collection[int], today: date
) -> Understanding | None:
    """How far the writer's own part is, of a number before the words for it: «25 қисмим тайёр», «Т-3 қисмим 70 фоиз».

    Only of an activity in which they take part and do not lead it. A bare figure is asked about. None of other words.
    """
    found = _PART_OF_NUMBER.match(text)
    named = named_alone(found[1], mine) if found is not None else None
    rest = without_part(found[2]) if found is not None and "\n" not in text else None
    if rest is None or named is None or len(named) != 1:
        return None
    [activity] = named
    parts = activity.parts_of(frozenset(executor_ids))
    if activity.is_endless or not parts or any(part.leads for part in parts):
        return None
    figure = _FIGURE.fullmatch(rest)
    if figure is not None and int(figure[1]) < WHOLE:
        told = Told((activity.number,), int(figure[1]), None, Asks.PERCENT, text)
        return Understanding(Intent.REPORT, asks=Asks.PERCENT, told=(told,), named=(activity.number,))
    read = understood(f"№{activity.written_number} {rest}", mine, (activity,), today)
    if read.asks is not Asks.NONE or [one.numbers for one in read.told] != [(activity.number,)]:
        return None
    [told] = read.told
    return replace(read, told=(replace(told, words=text),)) if told.done or told.percent is not None else None


def says_own_part_is_done(text: str, activity: ActivityFacts, mine: Sequence[ActivityFacts], today: date) -> bool:
    """Whether a clause says for certain that the writer's own part is done: «20 менинг қисмим бажарилди».

    The clause is read without the words for the part, as if it told of the whole: so what is only begun, hoped for,
    denied or asked is not certain here either.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1:  # joined one after another: the last that says how far it is
        return _last_says_done(lines, activity, mine, today)
    return any(_is_done(words, activity, mine, today) for words in of_own_part(text))


def _last_says_done(lines: Sequence[str], activity: ActivityFacts, mine: Sequence[ActivityFacts], today: date) -> bool:
    for line in reversed(lines):
        if says_own_part_is_done(line, activity, mine, today):
            return True
        told = understood(line, mine, (activity,), today, meant=activity.number).told
        if any(one.asks in _OPEN or one.percent is not None or one.done is False for one in told):
            return False
    return False


def _is_done(words: str, activity: ActivityFacts, mine: Sequence[ActivityFacts], today: date) -> bool:
    if not words:
        return False
    number = activity.number
    names_it = bool(understood(words, mine, (), today).named)
    whole = words if names_it else f"{activity.written_number}-тадбир {words}"
    told = understood(whole, mine, (activity,), today, meant=number).told
    return len(told) == 1 and told[0].asks is Asks.NONE and bool(told[0].done)
