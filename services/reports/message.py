"""What an incoming message says, which activity it is about, and what became of it. Pure."""

import enum
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar, TypeVar

from models import AppealKind, Report
from services.audit.former import Former
from services.audit.numbering import Numbering
from services.language.names import Named
from services.language.number_words import LABEL_BEFORE, ORDINAL_ENDING, with_numbers
from services.language.questions import Span, in_few_words
from services.language.reading.intents import ABOUT_WORK, Intent
from services.language.reading.parts import Asks
from services.language.reading.reader import Told, Understanding, understand
from services.language.reading.short_answers import asks_plainly, orders, says_not_begun
from services.language.reading.topics import Activity
from services.language.taking_back import Taken
from services.language.tokens import TokenKind, tokenize
from services.plan.activities import begun_of, by_urgency, meant_of
from services.plan.calling import Calling, calling, marked_numbers, numbers_of
from services.plan.figures import ActivityFacts, Part
from services.plan.marks import Marks, line_of, own_number, shown_number
from services.plan.paper_numbers import Swaps, as_on_paper, in_plan_numbers, marks_of
from services.plan.papers import folded_mark
from services.plan.status import FINISHED, Status
from services.reports.closed import ClosedPlan
from services.reports.commitments import NOTHING_SAID, Commitments
from services.reports.gone import Gone
from services.reports.handing_in import HandIn
from services.reports.items import names_item
from services.reports.mending import WHOLE, ordered
from services.reports.reading import FileFacts, ReportFacts
from services.reports.written import LONG, heads_in, numbers_written

MOST_KEYS = 5  # activities among which a question lets choose at once
MOST_AT_ONCE = 12  # activities in one message: more is a list of something else, and is asked about
ALBUM_TAKES = timedelta(seconds=3)

_NUMBER = re.compile(r"(?<![\d.,])\d{1,9}(?![\d%.,]|\s*(?:%|фоиз|foiz|процент))")
_BARE_FIGURE = re.compile(r"(\d{1,9})[ .!]*")
_BARE_PERCENT = re.compile(r"\d{1,3}\s*-?\s*(?:%|фоиз\w*|foiz\w*|процент\w*)[.!]?", re.IGNORECASE)
_AFTER_PERCENT = re.compile(
    r"(?:%|фоиз|foiz|процент\w*)[\s,;.]+(\d{1,9})\s+(?=[^\W\d_])"
    r"(?!(?:та|ta|нафар|дона|киши|кун|ой|соат|йил|ҳафта|минг|млн|шт|чел|дн|день|янв|фев|март|апр|май|мая|июн)\b)",
    re.IGNORECASE,
)
_CLAIMS = (Asks.DONE, Asks.PERCENT)
_HEAD = re.compile(r"\W*(\d{1,9})(?![\d.,:/]|\s*(?:%|фоиз|foiz|процент))")  # a number before all words
# «24 25 26 бажарилди», «5+ 6+ 7-»
_HEADS = re.compile(
    r"\W*(\d{1,9}(?:(?:\s?(?:[+-]|ok|ок))?[\s,;]+\d{1,9})+)(?![\d.,:/]|\s*(?:%|фоиз|foiz|процент))", re.IGNORECASE
)
LONGEST_NAME = 100  # characters of a mark, a number and words like «тадбир»
_AROUND_NUMBERS = frozenset("№#.,-–—()!")


@dataclass(frozen=True)
class Incoming:
    """What a person sent: the words (a caption counts), the files, and where it stands in Telegram.

    `message_id` is None for a press of a button. `source` is the author of a forwarded message. `edited` is Telegram's
    stamp of an edit. `quoted` is the number, as it is written, of the activity that the quoted line of the bot's
    message is about.
    """

    chat_id: int
    message_id: int | None
    text: str = ""
    files: tuple[FileFacts, ...] = ()
    media_group_id: str | None = None
    source: str | None = None
    edited: int | None = None
    quoted: str | None = None

    @property
    def key(self) -> str:
        """Identifies what was sent together: an album, or a single message; an edit stands for itself."""
        sent = self.media_group_id or str(self.message_id)
        return sent if self.edited is None else f"{sent}:{self.edited}"


class LeadHears(enum.Enum):
    """When a lead hears of a co-executor's report."""

    AT_ONCE = enum.auto()
    IN_THE_EVENING = enum.auto()


@dataclass(frozen=True)
class Recorded:
    """A recorded report: what the bot read in it, and what that changed.

    `submitted`: it went to the admins for acceptance. `lead_hears`: when the lead executor hears of it, if it is a
    co-executor's. `denied`: the earlier report (its id) whose claim it denies. `lost_files`: it is shown again only
    because files that had joined it moved to a report with their caption. `corrects`: the percent of an earlier report
    that it says was wrong. `later`: newer words of the part, which stand; it is kept as history. `said` is
    what it promises, and what hinders. `despite` is why it handed its activity in while parts were open.
    `doubts`: words that were added to it may take it back.
    """

    report: ReportFacts
    activity: ActivityFacts
    part: Part
    submitted: bool = False
    lead_hears: LeadHears | None = None
    answer_id: int | None = None
    lost_files: bool = False
    denied: int | None = None
    corrects: int | None = None
    later: ReportFacts | None = None
    said: Commitments = NOTHING_SAID
    despite: str | None = None
    doubts: bool = False

    @property
    def report_id(self) -> int:
        """The report that this tells of."""
        return self.report.id

    @property
    def is_new(self) -> bool:
        """Whether the report comes from the present message."""
        return not self.lost_files

    @property
    def is_not_begun(self) -> bool:
        """Whether the words say that the work has not begun, not only that it is unfinished."""
        return self.report.done is False and says_not_begun(self.report.text)

    @property
    def is_on_its_time(self) -> bool:
        """Whether the words tell of what hinders the work, without moving its status: «продлить не разрешили»."""
        aside = not self.report.counts and self.report.done is None
        return aside and tells_of_obstacle(self.report.text, self.report.submitted_on)


@dataclass(frozen=True)
class Choice:
    """Kept words, and the question they leave open; the likeliest choices first.

    `asks` says what is asked: which activity, what the words are at all, whether the work is done, or how far it is; in
    the last two cases `choices` is the one activity and `percent` what may have been meant, or `percents` if the words
    name several. `likely` is the activity that the words point to more than to others. `roles` is not empty if only the
    part is unknown, because the person answers for several of the activity's executors and it matters for which they
    speak. `named` is a number that was written and is none of theirs; `is_in_plan` tells whether it is another's.
    `formers` are what numbers that were written meant before a change of the plan; `closed` is the closed plan that the
    message replied to was about. `gone` is the activity that the draft was about and that is none of theirs any more.
    `lacking` is set if handing in the one activity lacks something: nothing else is asked then. `of_part`: the person
    only takes part in the activity, so how far their part is is asked.
    """

    draft_ids: tuple[int, ...]
    text: str
    choices: tuple[ActivityFacts, ...]
    named: int | None = None
    is_in_plan: bool = True
    answer_id: int | None = None
    roles: tuple[Part, ...] = ()
    asks: Asks = Asks.ACTIVITY
    percent: int | None = None
    percents: tuple[int, ...] = ()
    likely: ActivityFacts | None = None
    formers: tuple[Former, ...] = ()
    closed: ClosedPlan | None = None
    gone: Gone | None = None
    lacking: HandIn | None = None
    of_part: bool = False
    is_new: ClassVar[bool] = True

    @property
    def marks(self) -> Marks:
        """Those of the plans in force, if there are several."""
        return next((one.marks for one in self.choices), ())

    @property
    def keys(self) -> tuple[ActivityFacts, ...]:
        """The activities that the question offers by its keys."""
        return (self.likely,) if self.likely is not None else self.choices[:MOST_KEYS]

    @property
    def written_name(self) -> str:
        """The number that is none of theirs, as it was written: with a mark, or alone."""
        number = self.named or 0
        is_marked = any(one.line == line_of(number) for one in self.marks) and line_of(number)
        return shown_number(number, self.marks) if is_marked else str(number)

    @property
    def report_id(self) -> int:
        """The draft that is asked about."""
        return self.draft_ids[0]


@dataclass(frozen=True)
class Appealed:
    """Words that are no report and were kept: a question, a request, a refusal, an absence.

    `activity` is what they are about; if that is not known, it is None and `choices` are the likeliest. `month` is the
    first day of the month that a request for more time names. `is_sent`: they have gone to the control department.
    `formers` are what numbers that they name meant before a change of the plan; `closed` is the closed plan that the
    message replied to was about.
    """

    id: int
    kind: AppealKind
    text: str
    activity: ActivityFacts | None = None
    choices: tuple[ActivityFacts, ...] = ()
    month: date | None = None
    is_sent: bool = False
    formers: tuple[Former, ...] = ()
    closed: ClosedPlan | None = None


@dataclass(frozen=True)
class Corrected:
    """The person says that their last report is wrong: it may be moved to one of the `choices`, or taken back.

    `percent` is what the words say it should be. If an admin has decided on it, it stays as it is (`is_decided`);
    so it does if a `later` report has been built on it.
    """

    last: Recorded
    choices: tuple[ActivityFacts, ...]
    percent: int | None = None
    is_decided: bool = False
    later: ReportFacts | None = None


@dataclass(frozen=True)
class TakenBack:
    """The message was edited, and is no longer a report."""

    recorded: Recorded


@dataclass(frozen=True)
class OpenThing:
    """What may be taken back: the `row` of its kind, the activity, and the day that was asked for or promised."""

    row: int
    activity: ActivityFacts
    day: date | None = None


@dataclass(frozen=True)
class Withdrawable:
    """Words that take back something: the `things` of that kind that are open, for which a button asks.

    The words are kept as those of the `appeal` (id).
    """

    appeal: int
    text: str
    what: Taken
    things: tuple[OpenThing, ...]


class Courteous(enum.Enum):
    """A message of mere politeness."""

    NOD = enum.auto()


def asks_of_hand_in(answer: object) -> bool:
    """Whether it asks for what a hand-in lacks: of several one at a time, the others are kept back."""
    return isinstance(answer, Choice) and answer.lacking is not None


Answer = Recorded | Choice | Appealed | Corrected | TakenBack | Withdrawable | Courteous
_Answer = TypeVar("_Answer", bound=Answer)


def as_now(answer: _Answer, numbering: Numbering) -> _Answer:
    """The answer with its activities under their present numbers: the words may have called them by earlier ones."""
    return _as_now(answer, numbering) if numbering.then or numbering.shown else answer


def _as_now(answer: _Answer, numbering: Numbering) -> _Answer:
    now = numbering.now_of
    match answer:
        case Recorded():
            return replace(answer, activity=now(answer.activity))
        case Choice():
            likely = now(answer.likely) if answer.likely is not None else None
            return replace(answer, choices=tuple(map(now, answer.choices)), likely=likely)
        case Appealed():
            activity = now(answer.activity) if answer.activity is not None else None
            return replace(answer, activity=activity, choices=tuple(map(now, answer.choices)))
        case Corrected():
            return replace(answer, last=as_now(answer.last, numbering), choices=tuple(map(now, answer.choices)))
        case TakenBack():
            return replace(answer, recorded=as_now(answer.recorded, numbering))
    return answer


class Unchanged(enum.StrEnum):
    """Why an edited message changed no report."""

    NO_REPORT = "no_report"
    SAME_WORDS = "same_words"
    DECIDED = "decided"


def when_whole(album: str | None, now: datetime) -> datetime:
    """When everything sent together has arrived: the files of an album come as separate messages."""
    return now + ALBUM_TAKES if album is not None else now


def understood(
    text: str, mine: Sequence[ActivityFacts], about: Sequence[ActivityFacts], today: date, *, meant: int | None = None
) -> Understanding:
    """What the person's words mean. `about` is what the bot spoke of; `meant` is the number chosen by a button.

    Among activities that share equally many words with the message, the most urgent come first.
    """
    spoken = {activity.number for activity in about} | ({meant} if meant is not None else set())
    called = calling(text, mine, spoken | only_open(mine, spoken))
    if called.aliases:
        return _understood_by_marks(called, mine, about, today, meant)
    own = sorted(by_urgency(mine), key=lambda activity: activity.status in FINISHED)
    each = {activity.number: activity for activity in reversed(own)}  # of several items of one activity, one
    ordered = dict.fromkeys(activity.number for activity in own)
    activities = [Activity(number, each[number].text, each[number].short_name) for number in ordered]
    read, swaps = in_plan_numbers(text, marks_of((one.paper_number, one.number) for one in own))
    found = understand(read, activities, today=today, about=[activity.number for activity in about], meant=meant)
    found = _with_the_figure_ordered(text, found)
    if meant is None:
        found = _with_the_swallowed(found, {one.number for one in own if one.status not in FINISHED})
        found = _with_heads_left_out(text, found, ordered)
    return found if not swaps else _as_written(found, swaps)


def _with_the_swallowed(found: Understanding, numbers: Collection[int]) -> Understanding:
    """The same, asked about where an activity's number may stand after the percent of another: «21 55% 4 хат келди»."""
    if found.intent is not Intent.REPORT or found.asks is not Asks.NONE:
        return found
    told = tuple(piece for one in found.told for piece in _parted(one, set(numbers) - set(found.named)))
    if len(told) == len(found.told):
        return found
    may_be = tuple(number for one in told for number in one.may_be)
    return replace(found, asks=Asks.ACTIVITY, told=told, apiece=told, choices=(*found.named, *may_be))


def _parted(told: Told, numbers: Collection[int]) -> tuple[Told, ...]:
    """What is told, and what follows its percent after one of these numbers, of which it is not sure what it is."""
    number = _AFTER_PERCENT.search(told.words) if told.percent is not None else None
    if number is None or int(number[1]) not in numbers:
        return (told,)
    words = told.words[number.start(1) :].strip()
    asked = Told((), None, None, Asks.ACTIVITY, words, may_be=(int(number[1]),))
    return replace(told, words=told.words[: number.start(1)].strip(" ,;")), asked


def _with_the_figure_ordered(text: str, found: Understanding) -> Understanding:
    """«1 20% эди, 35 қилинг»: a correction, of which the percent denied is never recorded."""
    percent = ordered(text)
    if percent is None or found.intent not in (Intent.REPORT, Intent.CORRECTION) or len(found.named) > 1:
        return found
    mends = Told(found.named, percent, None, Asks.NONE, text.strip()) if found.named and percent < WHOLE else None
    return replace(found, intent=Intent.CORRECTION, also=(), records=(), asks=Asks.NONE, told=(), mends=mends)


def _with_heads_left_out(text: str, found: Understanding, own: Collection[int]) -> Understanding:
    """«20 25% 21 сервер келди»: a number of the person's with which words begin, and of which nothing is told."""
    heads = {number for _, number in heads_in(text) if number in own}
    is_certain = found.intent is Intent.REPORT and found.asks is Asks.NONE and len(found.told) == 1
    if not is_certain or len(heads) <= 1 or heads <= set(found.named) or heads.isdisjoint(found.told[0].numbers):
        return found
    return replace(found, asks=Asks.ACTIVITY, records=(), choices=(*found.named, *sorted(heads - set(found.named))))


def _understood_by_marks(
    called: Calling, mine: Sequence[ActivityFacts], about: Sequence[ActivityFacts], today: date, meant: int | None
) -> Understanding:
    """What the words mean where several plans are in force. A number that several of the plans have is asked about."""
    shown = [replace(called.called(one), marks=()) for one in mine]
    # A number alone that is in doubt is read as an activity's all the same: «5 70%» says that 5 is 70% done.
    in_doubt = replace(shown[0], text="", short_name=None, status=Status.DONE)
    shown += [replace(in_doubt, id=-number, number=number) for number in called.shared]
    spoken = [replace(called.called(one), marks=()) for one in about]
    found = understood(called.text, shown, spoken, today, meant=called.alias(meant) if meant is not None else None)
    told_of = (n for one in found.told for n in one.numbers)
    doubtful = called.doubtful(dict.fromkeys([*found.named, *found.subject, *told_of]))
    mends = found.mends if found.mends is None or not called.doubtful(found.mends.numbers) else None
    found = replace(
        found,
        records=tuple(replace(one, activity=called.meant(one.activity)) for one in found.records),
        told=tuple(_told_as_written(called, one) for one in found.told),
        subject=tuple(called.meant(one) for one in found.subject if one not in called.shared),
        apart={intent: called.as_written(words) for intent, words in found.apart.items()},
        mends=None if mends is None else _told_as_written(called, mends),
        named=tuple(called.meant(one) for one in found.named if one not in called.shared),
        choices=(*doubtful, *(called.meant(one) for one in found.choices if one not in called.shared)),
        ranked=tuple(called.meant(one) for one in found.ranked if one not in called.shared),
        likely=called.meant(found.likely) if found.likely is not None and found.likely not in called.shared else None,
        kept=called.as_written(found.kept),
        work=called.as_written(found.work),
    )
    if not doubtful:
        return found
    asks = Asks.ACTIVITY if found.told and found.asks is not Asks.INTENT else found.asks
    return replace(found, asks=asks, told=tuple(replace(one, numbers=()) for one in found.told))


def _told_as_written(called: Calling, told: Told) -> Told:
    return replace(told, numbers=tuple(map(called.meant, told.numbers)), words=called.as_written(told.words))


def _as_written(found: Understanding, swaps: Swaps) -> Understanding:
    """The same, with the words that are kept as the person wrote them."""
    told, apiece = (
        tuple(replace(one, words=as_on_paper(one.words, swaps)) for one in those)
        for those in (found.told, found.apiece)
    )
    return replace(found, told=told, apiece=apiece, kept=as_on_paper(found.kept, swaps))


def month_in(text: str, today: date) -> date | None:
    """The first day of the month that a request for more time names."""
    return understand(text, (), today=today).month


def tells_of_work(text: str, today: date) -> bool:
    """Whether the words of somebody who has no activity are a report."""
    understanding = understand(text, (), today=today)
    return bool(ABOUT_WORK.intersection(understanding.intents)) or (
        understanding.intent is Intent.UNCLEAR and bool(understanding.named)
    )


def only_asks(text: str, mine: Sequence[ActivityFacts], today: date) -> bool:
    """Whether the words of somebody whose activities are `mine` ask, and tell nothing of the work."""
    return understood(text, mine, (), today).intents == (Intent.QUESTION,)


def or_a_question(text: str, found: Understanding, mine: Sequence[ActivityFacts], today: date) -> Understanding:
    """The same; a question, if words that tell nothing for certain are one put in few words."""
    if not mine:
        return found
    days = [one.starts_on for one in mine] + [one.due_on for one in mine if one.due_on is not None]
    return in_few_words(
        text,
        found,
        numbers=[one.number for one in mine],
        sections=sorted({one.section for one in mine}),
        names=[Named(str(part.executor.id), part.executor.name) for one in mine for part in one.parts],
        span=Span(min(days), max(days), today),
    )


def reports_on(text: str, mine: Sequence[ActivityFacts], about: Sequence[int], today: date) -> bool:
    """Whether words beyond a doubt tell of the work on activities that are the person's own, or ask for time for it.

    `about` are the activities (ids) spoken of; what is told in the form of an order is told to others.
    """
    here = [facts for facts in mine if facts.id in about]
    found = understood(text, mine, here, today)
    numbers = {facts.number for facts in mine}
    told = [number for one in found.told for number in one.numbers]
    if Intent.MORE_TIME in found.intents:
        return bool(found.named or here) and numbers.issuperset(found.named)
    is_of_work = bool(ABOUT_WORK.intersection(found.intents)) and not orders(text)
    return is_of_work and bool(told or here) and numbers.issuperset(found.named)


def tells_of_obstacle(text: str, today: date) -> bool:
    """Whether the words say that something hinders the work."""
    return Intent.OBSTACLE in understand(text, (), today=today).intents


def may_be_a_reason(
    text: str, plan: Sequence[ActivityFacts], about: Sequence[int], today: date, *, decides: bool = False
) -> bool:
    """Whether the words can be the requested reason, for the activities `about`.

    Words that name another activity (by number, or beyond doubt by its words), that tell of a percent or of finished
    work, and questions are not taken as a reason unless the author says so. Who `decides` on the work tells what is
    wrong with it: of theirs only another activity's number and questions are in doubt.
    """
    here = [activity for activity in plan if activity.id in about]
    numbers = {activity.number for activity in here}
    understanding = understood(text, plan, here, today)
    asks = understanding.intent is Intent.QUESTION and asks_plainly(text)
    if decides:
        return not asks and numbers.issuperset(understanding.named)
    if asks or not numbers.issuperset(understanding.named) or understanding.likely not in {None, *numbers}:
        return False
    claims = any(told.percent is not None or told.done or told.asks in _CLAIMS for told in understanding.told)
    return not claims and understanding.asks not in _CLAIMS


def bare_figure(text: str) -> int | None:
    """The figure, if the words are one and nothing else, so that it may be a number, a day or a percent: «20»."""
    figure = _BARE_FIGURE.fullmatch(text.strip())
    return int(figure[1]) if figure is not None else None


def is_bare_percent(text: str) -> bool:
    """«90%», «90 фоиз», and nothing else."""
    return _BARE_PERCENT.fullmatch(text.strip()) is not None


def is_report_first(text: str, mine: Sequence[ActivityFacts], about: Sequence[int], today: date) -> bool:
    """Whether words under the question why an activity (of `about`) is handed in are a report, and no reason.

    A percent or a bare number is one, and what says of another of the person's activities that it is done, or how far.
    """
    if is_bare_percent(text) or bare_figure(text) is not None:
        return True
    here = [activity for activity in mine if activity.id in about]
    understanding = understood(text, mine, here, today)
    if understanding.intent is not Intent.REPORT or understanding.asks is Asks.ACTIVITY:
        return False
    numbers, own = {activity.number for activity in here}, {activity.number for activity in mine}
    told = [one for one in understanding.told if own.issuperset(one.numbers) and not numbers.issuperset(one.numbers)]
    return any(one.percent is not None or one.done is not None or one.asks in _CLAIMS for one in told)


def may_be_help(text: str, plan: Sequence[ActivityFacts], about: Sequence[int], today: date) -> bool:
    """Whether the words can be who could help with the activities `about`, and what is proposed.

    A proposal often tells what was done for it («хат тайёрладим»); only a percent, work that is plainly finished,
    another activity's number and a question are something else.
    """
    here = [activity for activity in plan if activity.id in about]
    told = understood(text, plan, here, today).told
    reports = any(one.asks is Asks.NONE and (one.percent is not None or one.done) for one in told)
    return not reports and may_be_a_reason(text, plan, about, today, decides=True)


def names_another(text: str, mine: Sequence[ActivityFacts], about: ActivityFacts, today: date) -> bool:
    """Whether the words name an activity other than the one that they would be taken for."""
    return not {about.number}.issuperset(understood(text, mine, (about,), today).named)


def nothing_said(about: Sequence[ActivityFacts]) -> Understanding:
    """Files without words."""
    numbers = tuple(activity.number for activity in about) if len(about) == 1 else ()
    asks = Asks.NONE if numbers else Asks.ACTIVITY
    return Understanding(Intent.REPORT, asks=asks, told=(Told(numbers, None, None, asks, ""),))


def pieces(understanding: Understanding) -> tuple[Told, ...]:
    """What is told, one piece per activity; a single piece without an activity if the whole must be asked about."""
    if not understanding.told:
        return ()
    each = [replace(told, numbers=(number,)) for told in understanding.told for number in told.numbers]
    if understanding.asks in (Asks.ACTIVITY, Asks.INTENT) or not 0 < len(each) <= MOST_AT_ONCE:
        return (whole(understanding),)
    return tuple(each)


def whole(understanding: Understanding) -> Told:
    """Everything told as one piece, in which only the words are certain."""
    asks = understanding.asks if understanding.asks is Asks.INTENT else Asks.ACTIVITY
    return Told((), None, None, asks, understanding.work, any(told.counts for told in understanding.told))


def words_alone(text: str, number: int, *, counts: bool = True) -> Told:
    """Words on an activity that do not say how far it is."""
    return Told((number,), None, None, Asks.NONE, text, counts)


def only_names(text: str) -> bool:
    """Whether the words are an activity's number and nothing else («5», «№5»)."""
    tokens = with_numbers(tokenize(text))
    words = [token.text for token in tokens if token.kind is TokenKind.WORD]
    signs = {token.text for token in tokens if token.kind is TokenKind.SIGN}
    numbers = [token for token in tokens if token.kind is TokenKind.NUMBER]
    return (
        len(numbers) == 1
        and signs <= _AROUND_NUMBERS
        and all(LABEL_BEFORE.fullmatch(word) or ORDINAL_ENDING.fullmatch(word) for word in words)
    )


def joined(*words: str) -> str:
    """Words that were written one after another, as one text."""
    return "\n".join(text for text in words if text)


def without(text: str, *added: str) -> str:
    """A report's own words, without what was added to them."""
    more = joined(*added)
    return text.removesuffix(more).removesuffix("\n") if more else text


def settled(report: Report, number: int) -> Told | None:
    """What the person settled by a button of the draft; None if nothing is settled yet."""
    if report.message_id is not None and report.percent is None and report.done is None:
        return None
    return Told((number,), report.percent, report.done, Asks.NONE, report.text)


def named_in(text: str, understanding: Understanding, mine: Sequence[ActivityFacts]) -> ActivityFacts | None:
    """The activity, if the words are its number and nothing else."""
    marks = next((one.marks for one in mine if one.marks), ())
    marked, rest = marked_numbers(text, marks)
    is_only_it = only_names(text) or (len(marked) == 1 and not any(map(str.isalnum, rest)))  # «ИР-1»
    number = understanding.named[0] if len(understanding.named) == 1 and is_only_it else None
    return numbered(mine, number) if number is not None else None


def named_alone(text: str, theirs: Sequence[ActivityFacts]) -> tuple[ActivityFacts, ...] | None:
    """The activities whose name the words are and nothing else: «ИР-19», «19-тадбир», «19».

    Of a number alone that several plans have, each of them. Empty if it is none of `theirs`; None of other words.
    """
    marks = next((one.marks for one in theirs if one.marks), ())
    marked, rest = marked_numbers(text, marks)
    if marked:
        is_name = len(marked) == 1 and all(LABEL_BEFORE.fullmatch(one) for one in _words_of(rest))
        numbers: Sequence[int] = marked if is_name else ()
    else:
        is_name = only_names(text)
        numbers = numbers_alike(value_named(text), theirs) if is_name else ()
    found = (numbered(theirs, number) for number in numbers)
    return tuple(one for one in found if one is not None) if is_name else None


def may_name_alone(text: str) -> bool:
    """Whether the words can be a name and nothing else, whatever the plans' marks are: `named_alone` must be asked.

    A name is short, and a percent of some number is none.
    """
    if len(text) > LONGEST_NAME:
        return False
    numbers = [token for token in tokenize(text) if token.kind is TokenKind.NUMBER]
    return len(numbers) == 1 or "%" not in text


def value_named(text: str) -> int:
    """The only number of words that only name."""
    [value] = [token.value for token in with_numbers(tokenize(text)) if token.kind is TokenKind.NUMBER]
    return value


def _words_of(text: str) -> list[str]:
    """Its words and figures, folded, without the signs."""
    return [token.text for token in tokenize(text) if token.kind is not TokenKind.SIGN]


def numbered(mine: Sequence[ActivityFacts], number: int, here: Sequence[ActivityFacts] = ()) -> ActivityFacts | None:
    """The activity of this number; of several items the only one that is spoken of here, else the one that is meant."""
    spoken = [activity for activity in here if activity.number == number]
    return spoken[0] if len(spoken) == 1 else meant_of([one for one in mine if one.number == number])


def is_one_of_several(activity: ActivityFacts, mine: Sequence[ActivityFacts], here: Sequence[ActivityFacts]) -> bool:
    """Whether the number alone leaves open which of several items is meant: more than one is to be done now."""
    spoken = [one for one in here if one.number == activity.number]
    return spoken != [activity] and len(begun_of([one for one in mine if one.number == activity.number])) > 1


def items_of(number: int, mine: Sequence[ActivityFacts]) -> tuple[ActivityFacts, ...]:
    """The items that a number may mean; those that were handed in come last."""
    of_number = [activity for activity in mine if activity.number == number]
    meant = meant_of(of_number)
    begun = sorted(begun_of(of_number), key=lambda one: one.status is Status.REVIEW)
    return tuple(begun) or ((meant,) if meant is not None else ())


def items_named(text: str, numbers: Collection[int], mine: Sequence[ActivityFacts]) -> tuple[ActivityFacts, ...]:
    """The items of these numbers that the words tell from the others («14 I чорак»), in whatever state they are."""
    return tuple(one for one in mine if one.number in numbers and names_item(text, one))


def only_open(mine: Sequence[ActivityFacts], spoken: Collection[int] = ()) -> set[int]:
    """Of the numbers that several plans have, those whose activity alone is still to be done.

    Not of a number one of whose activities is `spoken` of: that one is meant.
    """
    taken = {own_number(one) for one in spoken}
    still = {one.number for one in mine if one.status not in FINISHED}
    alone = Counter(map(own_number, still))
    return {one for one in still if alone[own_number(one)] == 1 and own_number(one) not in taken}


def numbers_alike(number: int, mine: Sequence[ActivityFacts]) -> Sequence[int]:
    """The numbers in force that a number alone may mean."""
    alike = list(dict.fromkeys(one.number for one in mine if number == own_number(one.number)))
    return [one for one in alike if one in only_open(mine)] or alike


def doubted(understanding: Understanding, text: str) -> tuple[int, ...]:
    """The activities of several plans that the first doubtful number of the words may mean."""
    for first in understanding.choices:
        alike = tuple(one for one in understanding.choices if own_number(one) == own_number(first))
        is_written = own_number(first) in map(int, _NUMBER.findall(text))
        if len(alike) > 1 and is_written and not set(alike) & set(understanding.named):
            return alike
    return ()


def spoken_of(incoming: Incoming, mine: Sequence[ActivityFacts], about: Sequence[int]) -> Sequence[int]:
    """The activities of the message replied to; if a line was quoted, the one it is about."""
    if incoming.quoted is None:
        return about
    said = folded_mark(incoming.quoted)
    those = [activity for activity in mine if folded_mark(activity.written_number) == said]
    quoted = [activity.id for activity in those]
    if not about:
        meant = meant_of(those)
        return [meant.id] if meant is not None else about
    return [one for one in quoted if one in about] or about


def choice_for(
    report: Report,
    understanding: Understanding,
    mine: Sequence[ActivityFacts],
    about: Sequence[ActivityFacts],
    lately: Sequence[ActivityFacts] = (),
) -> Choice:
    """Ask which activity is meant: those named come first, then those that share words, then the most urgent."""
    known = {activity.number for activity in mine}
    written = [int(number) for number in _NUMBER.findall(report.text)]  # named or not, a number is likelier than a word
    alike = [each for one in written for each in numbers_alike(one, mine)]
    best = [*understanding.choices, *understanding.ranked]
    likeliest = [
        *(one for number in (*understanding.named, *alike, *best[:2]) for one in items_of(number, mine)),
        *lately,  # what is gone on with stays among the first
        *(one for number in best for one in items_of(number, mine)),
    ]
    others = by_urgency(activity for activity in mine if activity.status not in FINISHED)
    every = [*items_named(report.text, (*understanding.named, *written), mine), *likeliest, *by_urgency(about), *others]
    ordered = tuple(dict.fromkeys(every)) or by_urgency(mine)
    doubtful = doubted(understanding, report.text)
    ordered = tuple(one for one in ordered if one.number in doubtful) or ordered  # of which plan the number is
    strange = next((number for number in understanding.named if number not in known), None)
    called = () if strange is not None else doubtful or _called(report.text, understanding, mine)
    ordered = tuple(one for one in ordered if one.number in called) or ordered
    is_likely = understanding.likely is not None and not understanding.named
    likely = numbered(mine, understanding.likely, about) if is_likely and understanding.likely is not None else None
    if called and len(ordered) == 1:
        likely = ordered[0]
    asks = Asks.INTENT if understanding.asks is Asks.INTENT else Asks.ACTIVITY
    return Choice((report.id,), report.text, ordered, named=strange, asks=asks, likely=likely)


def _called(text: str, understanding: Understanding, mine: Sequence[ActivityFacts]) -> tuple[int, ...]:
    """The numbers of the person's own that the words call: by their marks, as activities, or at their head.

    Of a number at the head, each that it may mean: of one plan, or of several.
    """
    own = {activity.number for activity in mine}
    marks = next((one.marks for one in mine if one.marks), ())
    named = [one for one in (*numbers_of(text, marks), *understanding.named) if one in own]
    run = numbers_at_the_head(text, mine)
    named = list(run) if set(named) <= set(run) else named
    if len(set(named)) > 1:  # all of them are offered together, and none is left out
        named += written_choices(text, understanding, own)
    return tuple(dict.fromkeys(named or _alike_at_the_head(text, mine)))


def written_choices(text: str, understanding: Understanding, own: Collection[int]) -> list[int]:
    """Of the activities asked about, those whose own number is written: «24=20% 25=15%, 26 шу»."""
    written = set(map(int, _NUMBER.findall(text)))
    return [one for one in understanding.choices if one in own and own_number(one) in written]


def numbers_at_the_head(text: str, mine: Sequence[ActivityFacts]) -> tuple[int, ...]:
    """Numbers that stand before all words, side by side, if each is the person's own: «24 25 26 бажарилди»."""
    heads = _HEADS.match(text)
    each = [numbers_alike(int(one), mine) for one in re.findall(r"\d+", heads[1])] if heads is not None else []
    return tuple(dict.fromkeys(number for those in each for number in those)) if all(each) else ()


def _alike_at_the_head(text: str, mine: Sequence[ActivityFacts]) -> Sequence[int]:
    """What a number before all words may mean; a long one only if it counts nothing: «1200 нафар …»."""
    head = _HEAD.match(text)
    if head is None:
        return ()
    number = int(head[1])
    counts = number >= LONG and number not in numbers_written(text, {own_number(one.number) for one in mine})
    return () if counts else numbers_alike(number, mine)


def progress_of(told: Told, activity: ActivityFacts) -> tuple[int | None, bool | None]:
    """Percent and done as recorded: what is uncertain is not recorded, only the words are."""
    if told.asks is not Asks.NONE:
        return None, None
    if told.done and not activity.is_endless:
        return 100, True
    return told.percent, told.done
