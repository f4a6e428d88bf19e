"""Plans of former periods: which one is asked for, and what is answered of it as it stood when it was closed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.terms import Month, Period
from services.documents.days import period_in
from services.language.questions import Question
from services.language.roman import roman
from services.leadership.finals import FinalFacts, Finals, Past
from services.leadership.report import read_question, select, times_of
from services.leadership.summary import Summaries, SummaryFacts
from services.plan.figures import ActivityFacts

# «2024-1»: the first half of a year, or its first quarter, or month, as long as a plan's period is.
_CODE = re.compile(r"(?<![\w.])(20\d\d)\s?[-–/]\s?([1-9]|1[0-2]|I{1,3}|IV)(?![\w.%–/-])", re.IGNORECASE)
_IN_ENGLISH = re.compile(r"\b(?:the\s+)?(first|second)\s+half(?:\s+year)?(?:\s+of)?\s+(20\d\d)\b", re.IGNORECASE)
_ROMAN = {roman(number): number for number in range(1, 5)}
_LENGTHS = (6, 3, 1)  # months


@dataclass(frozen=True)
class PastOverview:
    """What is answered of a closed plan; `activities` are those that the question names, the most urgent first."""

    plan: int
    kept: FinalFacts
    question: Question
    activities: tuple[ActivityFacts, ...]

    @property
    def names_some(self) -> bool:
        """Whether only some of the activities were asked for."""
        return replace(self.question, format=None, unknown=(), place=None, aim=None) != Question()


@dataclass(frozen=True)
class NoSuchPlan:
    """A period was named by its code, and no plan for it is kept; `plans` are those that are."""

    plans: tuple[Past, ...]


class PastReports:
    """Answers questions on closed plans. The caller decides who may read them."""

    def __init__(self, finals: Finals, summaries: Summaries) -> None:
        self._finals = finals
        self._summaries = summaries

    async def asked(self, words: str, shown: Mapping[str, str], now: datetime) -> PastOverview | NoSuchPlan | None:
        """What the words ask of a closed plan; None if they mean the plan in force."""
        plans, coded = await self._finals.past(), _in_code(words)
        if not words.strip() or not (plans or coded):
            return None  # before anything is read that takes long
        summary = await self._summaries.facts(now)
        if summary is None:
            return None
        for period, rest in (*coded, *_spoken(words, summary, shown)):
            past = next((one for one in plans if one.period == period), None)
            kept = await self._finals.of(past.plan) if past is not None else None
            if past is not None and kept is not None:
                return _overview(past.plan, kept, _question(rest, period, kept.summary, shown))
        plans_now = [share.plan for share in summary.shares] or [summary.plan]
        in_force = {Period(plan.starts_on, plan.ends_on) for plan in plans_now}
        if coded and in_force.isdisjoint(period for period, _ in coded):
            return NoSuchPlan(plans)
        return None

    async def of(self, plan_id: int, words: str, shown: Mapping[str, str]) -> PastOverview | None:
        """What the words of a reply ask of a closed plan; None if no final report of it is kept."""
        kept = await self._finals.of(plan_id)
        if kept is None:
            return None
        period = Period(kept.summary.plan.starts_on, kept.summary.plan.ends_on)
        return _overview(plan_id, kept, _question(words, period, kept.summary, shown))

    async def chosen(self, plan_id: int, question: Question) -> PastOverview | None:
        """What a button asks of a closed plan; None if no final report of it is kept."""
        kept = await self._finals.of(plan_id)
        return None if kept is None else _overview(plan_id, kept, question)

    def without_code(self, words: str) -> str:
        """The words without the code of a period: what is asked of the plan in force is asked of all of it."""
        return _CODE.sub(" ", words)


def _overview(plan_id: int, kept: FinalFacts, question: Question) -> PastOverview:
    return PastOverview(plan_id, kept, question, select(kept.summary, question))


def _in_code(words: str) -> Sequence[tuple[Period, str]]:
    """The periods that a code may mean, each with the words around it."""
    if found := _IN_ENGLISH.search(words):
        half = 1 if found[1].lower() == "first" else 2
        return [(_months(int(found[2]), half, 6), _around(found))]
    found = _CODE.search(words)
    if found is None:
        return []
    number = _ROMAN.get(found[2].upper()) or int(found[2])
    rest = _around(found)
    return [(_months(int(found[1]), number, length), rest) for length in _LENGTHS if number * length <= 12]


def _around(found: re.Match[str]) -> str:
    """The words around what was found."""
    return f"{found.string[: found.start()]} {found.string[found.end() :]}"


def _months(year: int, number: int, length: int) -> Period:
    first = Month(year, length * (number - 1) + 1)
    return Period(first.first_day, (first + (length - 1)).last_day)


def _spoken(words: str, summary: SummaryFacts, shown: Mapping[str, str]) -> Iterator[tuple[Period, str]]:
    """The periods that the words name as people do: «2024 йил 1-ярим йиллик», «за первое полугодие 2024»."""
    times = times_of(read_question(words, summary, shown))
    if times:
        yield Period(times[0].start, times[-1].end), words
    if (period := period_in(words)) is not None:
        yield period, words


def _question(words: str, period: Period, summary: SummaryFacts, shown: Mapping[str, str]) -> Question:
    """The question, read against the closed plan; its whole period narrows nothing."""
    question = read_question(words, summary, shown)
    months = set(Month.range(period.first_month, period.last_month))
    return replace(question, months=frozenset()) if question.months >= months else question
