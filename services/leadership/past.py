"""Plans of former periods: which one is asked for, and what is answered of it as it stood when it was closed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from models.terms import Month, Period
from services.documents.days import goes_from_day_to_day, period_in
from services.language.amendments import asked_of_the_plan
from services.language.question_words import Place
from services.language.questions import Question
from services.language.roman import roman
from services.leadership.finals import FinalFacts, Finals, Past
from services.leadership.report import Overview, Reporter, executors, read_question, select, times_of
from services.leadership.summary import Summaries, SummaryFacts
from services.plan.calling import numbers_of, papers_in
from services.plan.figures import ActivityFacts
from services.plan.marks import Mark, line_of

# «2024-1»: the first half of a year, or its first quarter, or month, as long as a plan's period is.
_CODE = re.compile(r"(?<![\w.])(20\d\d)\s?[-–/]\s?([1-9]|1[0-2]|I{1,3}|IV)(?![\w.%–/-])", re.IGNORECASE)
_IN_ENGLISH = re.compile(r"\b(?:the\s+)?(first|second)\s+half(?:\s+year)?(?:\s+of)?\s+(20\d\d)\b", re.IGNORECASE)
_FORMER = re.compile(  # «ўтган режада», «аввалги давр», unlike what was carried over from it
    r"\b(?:ўтган|утган|аввалги|олдинги|o\W?tgan|avvalgi|oldingi|прошл\w+|предыдущ\w+|last|previous|former)\s+"
    r"(?:режа\w*|давр\w*|reja\w*|davr\w*|план\w*|период\w*|plan|period)\b",
    re.IGNORECASE,
)
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
    def of_reporters(self) -> Overview | None:
        """The answer where it is asked who has reported and who has not."""
        if self.question.place not in (Place.REPORTED, Place.SILENT):
            return None
        period = Period(self.kept.summary.plan.starts_on, self.kept.summary.plan.ends_on)
        months = self.question.months or frozenset(Month.range(period.first_month, period.last_month))
        question = replace(self.question, months=months, lasting=None)
        summary = replace(self.kept.summary, silent=())
        return Overview(summary, question, self.activities, reporters=_reporters(self.kept, times_of(question)))

    @property
    def names_some(self) -> bool:
        """Whether only some of the activities were asked for."""
        return replace(self.question, format=None, unknown=(), place=None, aim=None) != Question()


@dataclass(frozen=True)
class NoSuchPlan:
    """A period was named by its code, and no plan for it is kept; `plans` are those that are."""

    plans: tuple[Past, ...]


@dataclass(frozen=True)
class PastYear:
    """Several plans lie in the time that is asked about: `closed` ones, the earliest first, and maybe the one in force.

    `in_force` is that as it stands; `question` and `activities` are what is asked of it.
    """

    time: Period
    closed: tuple[PastOverview, ...]
    in_force: SummaryFacts | None = None
    question: Question = field(default_factory=Question)
    activities: tuple[ActivityFacts, ...] = ()


class PastReports:
    """Answers questions on closed plans. The caller decides who may read them."""

    def __init__(self, finals: Finals, summaries: Summaries) -> None:
        self._finals = finals
        self._summaries = summaries

    async def asked(
        self, words: str, shown: Mapping[str, str], now: datetime
    ) -> PastOverview | PastYear | NoSuchPlan | None:
        """What the words ask of closed plans; None if they mean the plan in force."""
        plans, coded = await self._finals.past(), _in_code(words)
        if not words.strip() or not (plans or coded or former_plan_in(words)):
            return None  # before anything is read that takes long
        summary = await self._summaries.facts(now)
        if summary is None:
            return None
        named = _named_paper(words, plans, summary)
        if (found := await self._of_named([named] if named else [], coded, plans, shown)) is not None:
            return found
        if (former := former_plan_in(words)) is not None:
            past = next((one for one in plans if one.period.end < summary.plan.starts_on), None)
            return await self._of(past, _around(former), shown) if past is not None else NoSuchPlan(plans)
        if coded:
            is_now = not _periods(summary).isdisjoint(period for period, _ in coded)
            return None if is_now else NoSuchPlan(plans)
        time = _spoken(words, summary, shown, [one.period for one in plans])
        return await self._in(time, words, shown, summary, plans) if time is not None else None

    async def _of_named(
        self,
        named: Sequence[tuple[Past, str]],
        coded: Sequence[tuple[Period, str]],
        plans: Sequence[Past],
        shown: Mapping[str, str],
    ) -> PastOverview | None:
        """What is asked of the closed paper that is named, or of the first closed plan that a code may mean."""
        by_code = ((one, rest) for period, rest in coded for one in plans if one.period == period)
        for past, rest in (*named, *by_code):
            if (found := await self._of(past, rest, shown)) is not None:
                return found
        return None

    async def _in(
        self, time: Period, words: str, shown: Mapping[str, str], summary: SummaryFacts, plans: tuple[Past, ...]
    ) -> PastOverview | PastYear | NoSuchPlan | None:
        """What is asked of a time: of the plan that lies in it, or of each if several do."""
        in_force = Period(summary.plan.starts_on, summary.plan.ends_on)
        is_now = _meet(time, in_force)
        touched = [one for one in plans if _meet(time, one.period) and one.plan != summary.plan.id]
        if is_now and not (touched and _is_year(time)):
            return None
        if not touched:
            return NoSuchPlan(plans) if time.end < in_force.start else None
        answers = [await self._of(one, words, shown, time) for one in reversed(touched)]
        found = tuple(one for one in answers if one is not None)
        if len(found) == 1 and not is_now:
            return found[0]
        if not found:
            return None
        if not is_now:
            return PastYear(time, found)
        question = _without(read_question(words, summary, shown), in_force)
        return PastYear(time, found, summary, question, select(summary, question))

    async def _of(
        self, past: Past, words: str, shown: Mapping[str, str], time: Period | None = None
    ) -> PastOverview | None:
        kept = await self._finals.of(past.plan)
        if kept is None:
            return None
        return _overview(past.plan, kept, _question(words, past.period, kept.summary, shown, time))

    async def of(self, plan_id: int, words: str, shown: Mapping[str, str]) -> PastOverview | None:
        """What the words of a reply ask of a closed plan; None if no final report of it is kept."""
        kept = await self._finals.of(plan_id)
        if kept is None:
            return None
        period = Period(kept.summary.plan.starts_on, kept.summary.plan.ends_on)
        return _overview(plan_id, kept, _question(words, period, kept.summary, shown, None))

    async def chosen(self, plan_id: int, question: Question) -> PastOverview | None:
        """What a button asks of a closed plan; None if no final report of it is kept."""
        kept = await self._finals.of(plan_id)
        return None if kept is None else _overview(plan_id, kept, question)

    def without_code(self, words: str) -> str:
        """The words without the code of a period: what is asked of the plan in force is asked of all of it."""
        return _CODE.sub(" ", words)


def _periods(summary: SummaryFacts) -> frozenset[Period]:
    """The periods of the plans in force."""
    plans = [share.plan for share in summary.shares] or [summary.plan]
    return frozenset(Period(plan.starts_on, plan.ends_on) for plan in plans)


def _named_paper(words: str, plans: Sequence[Past], summary: SummaryFacts) -> tuple[Past, str] | None:
    """A closed paper that the words name by its mark, or by its first and last day, with the other words.

    Not one of whose line a plan is in force: its mark means that one.
    """
    in_force = {plan.line: plan for plan in ([one.plan for one in summary.shares] or [summary.plan])}
    newest = {one.line: one for one in reversed(plans) if one.line not in in_force}
    marks = [Mark(line, one.mark) for line, one in newest.items() if one.mark]
    marks += [Mark(line, plan.mark) for line, plan in in_force.items() if plan.mark]
    lines, rest = papers_in(words, tuple(marks))
    if not lines:  # «буйруқ 45-3»: as its activities were called when it was closed
        lines, rest = frozenset(line_of(one) for one in numbers_of(words, tuple(marks))), words
    if len(lines) == 1 and (past := newest.get(next(iter(lines)))) is not None:
        return past, rest.strip(" -–—№")
    period = period_in(words) if not lines and goes_from_day_to_day(words) else None
    past = next((one for one in newest.values() if one.period == period), None)
    return (past, "") if past is not None and period not in _periods(summary) else None


def _overview(plan_id: int, kept: FinalFacts, question: Question) -> PastOverview:
    return PastOverview(plan_id, kept, question, select(kept.summary, question))


def _reporters(kept: FinalFacts, times: Sequence[Period]) -> tuple[Reporter, ...]:
    """Who has reported in these times, as the reports that were kept tell."""
    found: dict[str, dict[int, date]] = {}
    for activity in kept.summary.activities:
        for report in kept.reports.get(activity.id, ()):
            if report.counts and any(time.start <= report.submitted_on <= time.end for time in times):
                own = found.setdefault(report.executor, {})
                own[activity.number] = max(report.submitted_on, own.get(activity.number, report.submitted_on))
    return tuple(
        Reporter(one, tuple(sorted(found[one.name])), max(found[one.name].values()))
        for one in executors(kept.summary)
        if one.name in found
    )


def former_plan_in(words: str) -> re.Match[str] | None:
    """Where the words name the plan before the one in force; None if they ask what the one in force has of it."""
    return _FORMER.search(words) if asked_of_the_plan(words) is None else None


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


def _spoken(words: str, summary: SummaryFacts, shown: Mapping[str, str], past: Sequence[Period]) -> Period | None:
    """The time that the words name as people do: «2024 йил 1-ярим йиллик», «ўтган йил», «за март 2024»."""
    times = times_of(read_question(words, summary, shown, past))
    return Period(times[0].start, times[-1].end) if times else period_in(words)


def _meet(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end


def _is_year(time: Period) -> bool:
    return time.start.month == time.start.day == 1 and (time.end.month, time.end.day) == (12, 31)


def _question(
    words: str, period: Period, summary: SummaryFacts, shown: Mapping[str, str], time: Period | None
) -> Question:
    """The question, read against the closed plan; a time with all of it in it narrows nothing.

    `time` is what the words were found to mean, though a month may be another year's to a plan that has none such.
    """
    question = read_question(words, summary, shown)
    if time is not None and question.months:
        question = replace(question, months=frozenset(Month.range(Month.of(time.start), Month.of(time.end))))
    return _without(question, period)


def _without(question: Question, period: Period) -> Question:
    months = set(Month.range(period.first_month, period.last_month))
    return replace(question, months=frozenset()) if question.months >= months else question
