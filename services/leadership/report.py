"""What is answered of the plan: what the words of a question mean in it, which activities they select, what is asked
back."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy import select as select_rows
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, Attachment, Report, ReportState
from models.database import Database
from models.terms import MONTHS_IN_YEAR
from services.audit.former import Former
from services.calendar.deadlines import Period
from services.language.aims import Aim
from services.language.names import Named, find
from services.language.question_words import Place
from services.language.questions import Question, Span, parse_question
from services.language.reading.matters import Matter, asks_why, matter_in
from services.language.reading.short_answers import asks_plainly
from services.language.reading.topics import Activity
from services.language.subjects import spoken_of
from services.language.tokens import TokenKind, tokenize
from services.leadership.finals import past_plans
from services.leadership.renumbered import as_it_was, formers_of
from services.leadership.summary import SectionFacts, Summaries, SummaryFacts, counts
from services.people.reader import Reader
from services.plan.activities import by_urgency
from services.plan.ahead import is_ahead
from services.plan.calling import calling, papers_in
from services.plan.discipline import days_late
from services.plan.figures import ActivityFacts, ExecutorRef
from services.plan.marks import Marks, line_of, own_section
from services.plan.paper_numbers import in_plan_numbers, marks_of
from services.plan.status import Status
from services.reports.cards import Card, card_of
from services.reports.notices import NoticeFacts, Notices
from services.reports.reading import ReportFacts, report_facts, report_rows

# What each status word of a question takes in. Who asks for what is done means also what was done late.
STATUS_WORDS: dict[str, Callable[[ActivityFacts], bool]] = {
    "done": lambda one: one.status in (Status.DONE, Status.DONE_LATE),
    "late": lambda one: one.status is Status.DONE_LATE,
    "extended": lambda one: one.is_extended,
    "moved": lambda one: one.is_chronic,
    "overdue": lambda one: one.status is Status.OVERDUE,
    "review": lambda one: one.status is Status.REVIEW,
    "returned": lambda one: one.status is Status.RETURNED,
    "in_progress": lambda one: one.status is Status.IN_PROGRESS,
    "not_started": lambda one: one.status is Status.NOT_STARTED,
    "continuous": lambda one: one.status is Status.CONTINUOUS,
    "regular": lambda one: one.status is Status.REGULAR,
    "closed": lambda one: one.status is Status.CLOSED,
    "watched": lambda one: one.is_watched,
    "document": lambda one: one.needs_document and one.is_open,
    "ahead": is_ahead,
}

_OF_THE_WHOLE_PLAN = (Place.WORDS, Place.DISCIPLINE)
_WRITTEN = ("docx", "xlsx", "pdf")
_FEW = 2  # words that were not understood: more of them are no question


def executors(summary: SummaryFacts) -> tuple[ExecutorRef, ...]:
    """Every executor that the plan names, once each, in the order of the plan."""
    parts = (part for activity in summary.activities for part in activity.parts)
    return tuple({part.executor.id: part.executor for part in parts}.values())


def named(summary: SummaryFacts) -> tuple[Named, ...]:
    """The same for the name finder; the key is the executor's id in digits, short enough for a button."""
    return tuple(Named(str(executor.id), executor.name) for executor in executors(summary))


def read_question(words: str, summary: SummaryFacts, shown: Mapping[str, str], past: Sequence[Period] = ()) -> Question:
    """The words after /report, read against this plan; `shown` gives the status for each word that screens use.

    `past` are the periods of plans that were closed, which a time named without its year may mean.
    """
    called = calling(words, summary.activities)
    numbered = [called.called(one) for one in summary.activities]
    read, _ = in_plan_numbers(called.text, marks_of((one.paper_number, one.number) for one in numbered))
    sections = {section.number: own_section(section.number) for section in summary.sections}
    found = parse_question(
        read,
        numbers=[*(activity.number for activity in numbered), *called.shared],
        sections=list(dict.fromkeys(sections.values())),
        names=named(summary),
        span=Span(summary.plan.starts_on, summary.plan.ends_on, summary.today, tuple(past)),
        shown=shown,
    )
    if not called.aliases:
        return found
    # A number, or a section, that several plans have means each of them: they are shown with their marks.
    numbers = [each for one in found.numbers for each in called.shared.get(one, (called.meant(one),))]
    return replace(
        found,
        numbers=frozenset(numbers),
        sections=frozenset(one for one, own in sections.items() if own in found.sections),
    )


def suggestions(
    question: Question, summary: SummaryFacts, shown: Mapping[str, str]
) -> tuple[tuple[str, Question], ...]:
    """The closest known words, each with the question it would make together with what was understood."""
    understood = replace(question, unknown=())
    suggested = []
    for word in dict.fromkeys(word for unknown in question.unknown for word in unknown.suggestions):
        meant = read_question(word, summary, shown)
        is_clear = not (meant.unknown or meant.ambiguous or meant.help or meant.format)
        if is_clear and meant != Question():
            suggested.append((word, _both(understood, meant)))
    return tuple(suggested)


def _both(question: Question, other: Question) -> Question:
    return replace(
        question,
        numbers=question.numbers | other.numbers,
        sections=question.sections | other.sections,
        executors=question.executors | other.executors,
        statuses=question.statuses | other.statuses,
        months=question.months | other.months,
    )


def select(summary: SummaryFacts, question: Question) -> tuple[ActivityFacts, ...]:
    """The activities that the question names.

    Words of different kinds narrow the choice; words of one kind widen it: «III overdue» is what is overdue in section
    III, «7 9» is both activities. Without words the whole plan is chosen.

    - An executor: leads or assists (`question.executors` holds ids in digits, as `named` gives them).
    - A status: as shown today (STATUS_WORDS), of executors who are named as it counts for them; «extended» is every
      activity whose deadline was moved.
    - A length: of what is overdue, what has been so for so many days.
    - A day until which: due by it, and neither done nor handed in. A day on which: due on it.
    - A month, or some days: due in it, or under way in it. Work is under way from its first month until it is done;
      while it is not, until its deadline or, past that, until today. Work without a deadline goes on to the plan's end.

    The most urgent first; where a time was asked, what is due in it stands before what is only under way.
    """
    times, of = times_of(question), {int(key) for key in question.executors}
    chosen = by_urgency(
        activity
        for activity, seen in ((one, one.counted_for(of) if of else one) for one in summary.activities)
        if (not question.lines or line_of(activity.number) in question.lines)
        and (not question.numbers or activity.number in question.numbers)
        and (not question.sections or activity.section in question.sections)
        and (not question.executors or _is_of(activity, question.executors))
        and (not question.statuses or _has_any(seen, question.statuses))
        and (question.lasting is None or (days_late(seen) or 0) >= question.lasting)
        and (question.until is None or _is_to_do_by(seen, question.until))
        and (question.on is None or bool(times) or activity.due_on == question.on)
        and (not times or is_due_in(activity, times) or _is_under_way(activity, summary.plan.ends_on, times))
    )
    return tuple(sorted(chosen, key=lambda activity: not is_due_in(activity, times))) if times else chosen


def times_of(question: Question) -> tuple[Period, ...]:
    """The months and days that a question names, in order."""
    months = [Period(month.first_day, month.last_day) for month in sorted(question.months)]
    return (*months, question.days) if question.days is not None else tuple(months)


def is_timed(question: Question) -> bool:
    """Whether the question names a time."""
    return bool(times_of(question)) or question.until is not None or question.on is not None


def _is_to_do_by(activity: ActivityFacts, day: date) -> bool:
    is_to_do = activity.is_worked_on and not activity.is_delivered
    return is_to_do and activity.due_on is not None and activity.due_on <= day


def _on_its_day(question: Question, summary: SummaryFacts) -> Question:
    """A question of what is due on a day; of the month alone, if nothing is due on that day."""
    if question.on is None:
        return question
    of_the_day = replace(question, months=frozenset())
    return of_the_day if select(summary, of_the_day) else question


def is_due_in(activity: ActivityFacts, times: Iterable[Period]) -> bool:
    """Whether the deadline in force is in one of these times."""
    due = activity.due_on
    return due is not None and any(time.start <= due <= time.end for time in times)


def _is_under_way(activity: ActivityFacts, plan_end: date, times: Iterable[Period]) -> bool:
    end = activity.due_on or plan_end
    if activity.done_on is not None:
        end = activity.done_on
    elif activity.is_open:
        end = max(end, activity.today) if activity.due_on is not None else end
    return any(activity.starts_on <= time.end and time.start <= end for time in times)


def _is_of(activity: ActivityFacts, keys: Iterable[str]) -> bool:
    return any(str(part.executor.id) in keys for part in activity.parts)


def _has_any(activity: ActivityFacts, words: Iterable[str]) -> bool:
    return any(STATUS_WORDS[word](activity) for word in words if word in STATUS_WORDS)


@dataclass(frozen=True)
class Reporter:
    """An executor with the activities (by number) that they reported on in some time, and when they did last."""

    executor: ExecutorRef
    activities: tuple[int, ...]
    last_on: date


@dataclass(frozen=True)
class Said:
    """A report, with the activity that it is on."""

    report: ReportFacts
    activity: ActivityFacts


@dataclass(frozen=True)
class Words:
    """What was written, newest first: at most MOST_WORDS of `count`.

    `is_in_time`: in the time that the question names; else nothing was, and these are the newest of before.
    """

    said: tuple[Said, ...] = ()
    count: int = 0
    is_in_time: bool = True


MOST_WORDS = 8
_MOST_BEFORE = 2  # of an earlier time, where nothing was written in the one asked about


@dataclass(frozen=True)
class Overview:
    """The answer to a question, from one state of the plan.

    `activities` are those that the question names, the most urgent first; none if it is not clear. `card` is the one
    that was asked about by its number alone. `suggestions` are the closest words to those that were not understood,
    each with what would be asked. `is_whole`: the reader may see the whole plan; else all of it is their own.
    `reporters` are those who have reported in the time asked about, if it was asked who did or did not;
    `words` is what was written, if that was asked; `notices` is what executors were told to be theirs. `formers` are
    what numbers of the question meant before a change of the plan; `is_gone`: nothing but numbers was named, and what
    they meant is not in the plan any more.
    """

    summary: SummaryFacts
    question: Question
    activities: tuple[ActivityFacts, ...] = ()
    card: Card | None = None
    suggestions: tuple[tuple[str, Question], ...] = ()
    is_whole: bool = True
    reporters: tuple[Reporter, ...] = ()
    words: Words = Words()
    notices: tuple[NoticeFacts, ...] = ()
    formers: tuple[Former, ...] = ()
    is_gone: bool = False

    @property
    def is_understood(self) -> bool:
        """Whether there is anything to answer."""
        return self.is_gone or self.question.asks or bool(self.question.ambiguous)

    @property
    def is_file(self) -> bool:
        """Whether the answer is a file: one was asked for, and there are activities to put in it."""
        if self.question.place is Place.NOTICES:
            return self.question.format in _WRITTEN and bool(self.notices)
        return self.question.format is not None and bool(self.activities)

    @property
    def is_before_the_plan(self) -> bool:
        """Whether all the time that is asked about lies before the plan."""
        times = times_of(self.question)
        return bool(times) and times[-1].end < self.summary.plan.starts_on

    @property
    def is_of_a_year(self) -> bool:
        """Whether a whole year is asked about, in which other plans may lie as well."""
        return len(self.question.months) >= MONTHS_IN_YEAR


class Overviews:
    """Answers questions on the plan. Of it nothing is read for the answer but what the reader may see."""

    def __init__(self, database: Database, summaries: Summaries, notices: Notices) -> None:
        self._database = database
        self._summaries = summaries
        self._notices = notices

    async def asked(
        self,
        words: str,
        shown: Mapping[str, str],
        now: datetime,
        reader: Reader,
        about: Sequence[int] = (),
        *,
        replied: bool = False,
        shown_at: datetime | None = None,
    ) -> Overview | None:
        """What the words ask for, as the plan stands at `now`; None before a plan was loaded.

        `shown` gives the status or the place for each word that screens use; `about` are the activities (ids) spoken
        of, which are meant where the words ask something of none that they name; if the words do not reply to what
        showed them (`replied`), only where all of the words were understood. `shown_at` is when that was said: in a
        reply a number means what it meant then.
        """
        async with self._database.read() as session:
            summary = await self._summaries.as_of(session, now)
            if summary is None:
                return None
            seen = seen_by(summary, reader)
            past = await past_plans(session) if reader.whole_plan else ()
            lines, words = papers_in(words, _marks(seen))
            seen = of_lines(seen, lines)
            question = replace(read_question(words, seen, shown, [one.period for one in past]), lines=lines)
            formers = await formers_of(
                session, question, seen.activities, reader, now=now, shown_at=shown_at, about=about, replied=replied
            )
            question = as_it_was(question, formers, seen.activities, replied=replied)
            if formers and not question.numbers:
                return Overview(seen, Question(), is_whole=reader.whole_plan, formers=formers, is_gone=True)
            seen = _own_unless_named(seen, question, reader)
            if replied:
                question = _of_what_is_shown(question, words, seen, about)
            question = _named_by_words(question, words, seen, reader)
            question = _meant(question, seen, reader, about, replied=replied)
            if question.lasting is not None and reader.whole_plan:
                seen = replace(seen, silent=await self._summaries.silent_for(session, seen, question.lasting))
            overview = replace(await _overview(session, seen, question, shown, reader), formers=formers)
            return await self._told(session, overview, reader, now)

    async def chosen(
        self, question: Question, now: datetime, reader: Reader, shown_at: datetime | None = None
    ) -> Overview | None:
        """What a button of somebody to whom the whole plan is shown asks for; None before a plan was loaded.

        Its numbers mean what they meant when the button was `shown_at`.
        """
        async with self._database.read() as session:
            summary = await self._summaries.as_of(session, now)
            if summary is None:
                return None
            summary = of_lines(summary, question.lines)
            activities = summary.activities
            formers = (
                await formers_of(
                    session, question, activities, reader, now=now, shown_at=shown_at, about=(), replied=True
                )
                if shown_at is not None
                else ()
            )
            question = as_it_was(question, formers, activities, replied=True)
            if formers and not question.numbers:
                return Overview(summary, Question(), formers=formers, is_gone=True)
            overview = replace(await _overview(session, summary, question, {}, None), formers=formers)
            return await self._told(session, overview, None, now)

    async def _told(self, session: AsyncSession, overview: Overview, reader: Reader | None, now: datetime) -> Overview:
        """The answer with what executors were told, if that is asked: of the activities and executors named."""
        question = overview.question
        if question.place is not Place.NOTICES:
            return overview
        ids = {one.id for one in overview.activities}
        told = await self._notices.proof(session, reader, now)
        return replace(
            overview,
            notices=tuple(
                one
                for one in told
                if one.activity.id in ids and (not question.executors or str(one.executor.id) in question.executors)
            ),
        )


def seen_by(summary: SummaryFacts, reader: Reader) -> SummaryFacts:
    """The plan as far as the reader may see it: what is none of theirs might as well not be in it."""
    if reader.whole_plan:
        return summary
    own = tuple(_as_theirs(one, reader) for one in summary.activities if reader.may_read(one))
    ids, late = {one.id for one in own}, {one.id for one in own if one.status is Status.OVERDUE}
    return replace(
        summary,
        counts=counts(own),
        activities=own,
        sections=tuple(
            _section_of(section, own)
            for section in summary.sections
            if any(one.section == section.number for one in own)
        ),
        overdue=tuple(one for one in summary.overdue if one.id in ids & late),
        due_soon=tuple(one for one in summary.due_soon if one.id in ids),
        review=tuple(one for one in summary.review if one.id in ids),
        silent=(),
        agenda=(),
        obstacles=tuple(one for one in summary.obstacles if one.activity_id in ids),
        promises=tuple(one for one in summary.promises if one.activity_id in ids),
    )


def _as_theirs(activity: ActivityFacts, reader: Reader) -> ActivityFacts:
    """The activity as the reader answers for it: a delivered part is not late, unless one of their people has one."""
    led = reader.person.people_ids - reader.person.executor_ids
    is_of_people = any(part.executor.id in led for part in activity.parts)
    return activity if is_of_people else activity.less_delivered(reader.person.executor_ids)


def _own_unless_named(summary: SummaryFacts, question: Question, reader: Reader) -> SummaryFacts:
    """What a head asks is of their own work, unless it names one of their people, or an activity by its number."""
    led = {str(one) for one in reader.person.people_ids}
    is_of_people = bool(question.numbers or led & {*question.executors}) and not question.is_mine
    if reader.whole_plan or not led or is_of_people:
        return summary
    return seen_by(summary, replace(reader, person=replace(reader.person, people=())))


def of_lines(summary: SummaryFacts, lines: Collection[int]) -> SummaryFacts:
    """The summary of these of the plans in force; all of it if none are named."""
    if not lines:
        return summary
    own = tuple(one for one in summary.activities if line_of(one.number) in lines)
    ids, numbers = {one.id for one in own}, {one.number for one in own}
    shares = tuple(one for one in summary.shares if one.plan.line in lines)
    sections = {one.section for one in own}
    return replace(
        summary,
        plan=shares[0].plan if len(shares) == 1 else summary.plan,
        counts=counts(own),
        activities=own,
        sections=tuple(one for one in summary.sections if one.number in sections),
        overdue=tuple(one for one in summary.overdue if one.id in ids),
        due_soon=tuple(one for one in summary.due_soon if one.id in ids),
        review=tuple(one for one in summary.review if one.id in ids),
        silent=tuple(one for one in summary.silent if not numbers.isdisjoint(one.activities)),
        agenda=(),
        obstacles=tuple(one for one in summary.obstacles if one.activity_id in ids),
        promises=tuple(one for one in summary.promises if one.activity_id in ids),
        shares=shares if len(shares) > 1 else (),
    )


def _marks(summary: SummaryFacts) -> Marks:
    return next((one.marks for one in summary.activities), ())


def _section_of(section: SectionFacts, activities: Iterable[ActivityFacts]) -> SectionFacts:
    return replace(section, counts=counts(one for one in activities if one.section == section.number))


def _meant(
    question: Question, summary: SummaryFacts, reader: Reader, about: Sequence[int], *, replied: bool
) -> Question:
    """The question with what only the asker and the talk tell: whose «mine» it is, and what was spoken of."""
    if question.place in _OF_THE_WHOLE_PLAN and not reader.whole_plan:
        question = replace(question, place=None)
    if question.is_mine and reader.whole_plan:
        own = frozenset(str(one.id) for one in executors(summary) if one.id in reader.person.executor_ids)
        is_of_others = bool(question.executors or question.numbers)
        question = replace(question, is_mine=bool(own), executors=question.executors if is_of_others else own)
        if question == Question() and reader.person.is_admin:  # an admin's own are the decisions
            return Question(matter=Matter.WAITING)
    is_of_what_is_shown = replied and (question.place is Place.WHOLE or question.matter is not None)
    if not is_of_what_is_shown and (question.aim is None or question.matter is not None):
        return question
    names_none = not (question.numbers or question.sections or question.executors or question.statuses)
    if not names_none or is_timed(question):
        return question
    spoken_of = frozenset(one.number for one in summary.activities if one.id in about)
    if question.place is Place.WHOLE:  # «неча фоиз бажарилди?» in reply to a card
        return replace(question, place=None, numbers=spoken_of, aim=Aim.STANDING) if len(spoken_of) == 1 else question
    if question.unknown and not replied:
        return replace(question, aim=None)  # it asks something of what nobody knows
    return replace(question, numbers=spoken_of)


def _of_what_is_shown(question: Question, words: str, summary: SummaryFacts, about: Sequence[int]) -> Question:
    """In reply to an activity: «нега кечикяпти?», «ҳужжати борми?» ask about it, and not about all of the plan."""
    shown = frozenset(one.number for one in summary.activities if one.id in about)
    if len(shown) != 1 or question.numbers - shown or question.executors or question.sections or is_timed(question):
        return question
    if matter_in(words) is Matter.PAPERS:
        return Question(numbers=shown, place=Place.WORDS, matter=Matter.PAPERS, aim=Aim.STANDING)
    if question.statuses and question.place is None and asks_why(words):
        return Question(numbers=shown, aim=Aim.STANDING)
    return question


def _named_by_words(question: Question, words: str, summary: SummaryFacts, reader: Reader) -> Question:
    """The question with the activities that its words name, if they name any: «плакатлар тайёрми?»."""
    if (
        question.matter is not None
        or not reader.whole_plan
        or question.numbers
        or question.place not in (None, Place.WHOLE)
        or question.ambiguous
    ):
        return question
    is_whole = question.format is not None and not question.unknown  # «график»: no word says what it is about
    if is_whole or not (asks_plainly(words) or question.aim is not None or len(question.unknown) <= _FEW):
        return question
    own = [Activity(one.number, one.text, one.short_name) for one in summary.activities]
    found = spoken_of(_without_people(words, question, summary), own)
    if not found:
        return question
    named = replace(question, numbers=frozenset(found), help=False, place=None, unknown=())
    if question.unknown and len(question.months) >= MONTHS_IN_YEAR:  # «2023 йилги ҳисоботлар»: the work's own name
        named = replace(named, months=frozenset())
    if question.executors or question.sections or is_timed(question):
        return named if select(summary, named) else question
    if question.statuses and not (asks_plainly(words) and question.statuses <= {"done"}):
        return named if select(summary, named) else question
    aim = question.aim or (Aim.STANDING if asks_plainly(words) else None)
    return replace(named, statuses=frozenset(), aim=aim)


def _without_people(words: str, question: Question, summary: SummaryFacts) -> str:
    """The words without those that call the executors meant, who also stand in the texts of orders: «Умаров»."""
    people = [one for one in named(summary) if one.key in question.executors]
    if not people:
        return words
    called = [(one.start, one.end) for one in tokenize(words) if one.kind is TokenKind.WORD]
    for start, end in reversed([each for each in called if find(words[slice(*each)], people)]):
        words = f"{words[:start]} {words[end:]}"
    return words


async def _overview(
    session: AsyncSession, summary: SummaryFacts, question: Question, shown: Mapping[str, str], reader: Reader | None
) -> Overview:
    is_whole = reader is None or reader.whole_plan
    closest = suggestions(question, summary, shown)
    if question.help or question.ambiguous or not (question.asks or not question.unknown):
        return Overview(summary, question, suggestions=closest, is_whole=is_whole)
    question = _on_its_day(question, summary)
    activities = select(summary, question)
    reporters = await _reporters(session, summary, question) if question.place in _OF_REPORTS else ()
    words = await _words(session, summary, question) if question.place is Place.WORDS else Words()
    overview = Overview(
        summary, question, activities, suggestions=closest, is_whole=is_whole, reporters=reporters, words=words
    )
    if question.place in (*_OF_THE_WHOLE_PLAN, Place.NOTICES):
        return overview
    named = replace(question, format=None, unknown=(), aim=None, is_mine=False)
    if len(activities) != 1 or named != Question(numbers=question.numbers) or (is_whole and overview.is_file):
        return overview
    account_id = reader.person.account_id if reader is not None else 0
    mine = reader.part_in(activities[0]) if reader is not None and not reader.whole_plan else None
    return replace(overview, card=await card_of(session, activities[0], mine, account_id))


_OF_REPORTS = (Place.REPORTED, Place.SILENT)


async def _reporters(session: AsyncSession, summary: SummaryFacts, question: Question) -> tuple[Reporter, ...]:
    """Who has reported in the time that the question names (else ever), in the order of the plan; each with on what."""
    numbers = {one.id: one.number for one in summary.activities}
    query = (
        select_rows(Assignment.executor_id, Assignment.activity_id, Report.submitted_on)
        .join(Report, Report.assignment_id == Assignment.id)
        .where(Report.state == ReportState.RECORDED, Report.counts.is_(True))
    )
    times = times_of(question)
    found: dict[int, dict[int, date]] = {}
    for executor_id, activity_id, day in await session.execute(query):
        if activity_id in numbers and (not times or any(time.start <= day <= time.end for time in times)):
            own = found.setdefault(executor_id, {})
            own[numbers[activity_id]] = max(day, own.get(numbers[activity_id], day))
    return tuple(
        Reporter(one, tuple(sorted(found[one.id])), max(found[one.id].values()))
        for one in executors(summary)
        if one.id in found
    )


async def _words(session: AsyncSession, summary: SummaryFacts, question: Question) -> Words:
    """What was written on the activities and by the executors that the question names, in the time that it names."""
    chosen = select(summary, replace(question, months=frozenset(), days=None, place=None))
    by_id = {one.id: one for one in chosen}
    written = [Assignment.activity_id.in_(list(by_id)), Report.state == ReportState.RECORDED]
    if question.executors:
        written.append(Assignment.executor_id.in_([int(key) for key in question.executors]))
    if question.matter is Matter.PAPERS:
        written.append(Report.id.in_(select_rows(Attachment.report_id).where(Attachment.replaced_at.is_(None))))
    times = [Report.submitted_on.between(time.start, time.end) for time in times_of(question)]
    in_time = [*written, or_(*times)] if times else written
    count = await session.scalar(_counted.where(*in_time)) or 0
    said = await _said(session, by_id, in_time, MOST_WORDS)
    if said or not times:
        return Words(said, count)
    return Words(await _said(session, by_id, written, _MOST_BEFORE), is_in_time=False)


_counted = select_rows(func.count(Report.id)).join(Assignment, Assignment.id == Report.assignment_id)


async def _said(
    session: AsyncSession,
    activities: Mapping[int, ActivityFacts],
    conditions: Sequence[ColumnElement[bool]],
    limit: int,
) -> tuple[Said, ...]:
    newest_first = (Report.submitted_at.desc(), Report.id.desc())
    reports = await report_facts(session, report_rows().where(*conditions).order_by(*newest_first).limit(limit))
    owners = select_rows(Report.id, Assignment.activity_id).join(Assignment, Assignment.id == Report.assignment_id)
    owner = dict((await session.execute(owners.where(Report.id.in_([one.id for one in reports])))).all())
    return tuple(Said(one, activities[owner[one.id]]) for one in reports)


def unheard(overview: Overview) -> tuple[tuple[ExecutorRef, tuple[int, ...]], ...]:
    """The executors with work under way in the time asked about who did not report in it, each with that work."""
    summary, times = overview.summary, times_of(overview.question)
    heard = {one.executor.id for one in overview.reporters}
    work: dict[ExecutorRef, list[int]] = {}
    for activity in summary.activities:
        if activity.status in (Status.DONE, Status.DONE_LATE, Status.CLOSED, Status.REVIEW) and not times:
            continue
        if activity.starts_on > summary.today or not _is_under_way(
            activity, summary.plan.ends_on, times or (Period(summary.plan.starts_on, summary.today),)
        ):
            continue
        for part in activity.parts:
            if part.executor.id not in heard and not (part.done and not times):
                work.setdefault(part.executor, []).append(activity.number)
    return tuple((one, tuple(work[one])) for one in executors(summary) if one in work)
