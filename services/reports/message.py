"""What a message that came says, which activity it is about, and what became of it. Pure."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar

from models import AppealKind, Report
from services.language.number_words import LABEL_BEFORE, ORDINAL_ENDING, with_numbers
from services.language.reading.asking import Topic
from services.language.reading.intents import ABOUT_WORK, Intent
from services.language.reading.parts import Asks
from services.language.reading.reader import Told, Understanding, understand
from services.language.reading.short_answers import asks_plainly, says_not_begun
from services.language.reading.topics import Activity
from services.language.tokens import Kind, tokenize
from services.plan.activities import by_urgency
from services.plan.figures import ActivityFacts, Part
from services.plan.status import FINISHED
from services.reports.reading import FileFacts, ReportFacts

MOST_AT_ONCE = 12  # activities in one message: more is a list of something else, and is asked about
ALBUM_TAKES = timedelta(seconds=3)

_CLAIMS = (Asks.DONE, Asks.PERCENT)
_AROUND_NUMBERS = frozenset("№#.,-–—()!")


@dataclass(frozen=True)
class Incoming:
    """What a person sent: the words (a caption counts), the files, and where it stands in Telegram.

    `message_id` is None for a press of a button. `source` is the author of a forwarded message. `edited` is Telegram's
    stamp of an edit. `quoted` is the number of the activity that the quoted line of the bot's message is about.
    """

    chat_id: int
    message_id: int | None
    text: str = ""
    files: tuple[FileFacts, ...] = ()
    media_group_id: str | None = None
    source: str | None = None
    edited: int | None = None
    quoted: int | None = None

    @property
    def key(self) -> str:
        """What was sent together: the album, else the message alone; an edit by itself."""
        sent = self.media_group_id or str(self.message_id)
        return sent if self.edited is None else f"{sent}:{self.edited}"


class LeadHears(enum.Enum):
    """When a lead hears of a co-executor's report."""

    AT_ONCE = enum.auto()
    IN_THE_EVENING = enum.auto()


@dataclass(frozen=True)
class Recorded:
    """A report was recorded: what the bot read in it, and what that changed.

    `submitted` — it went to the admins for acceptance. `lead_hears` — when the lead executor hears of it, if it is a
    co-executor's. `lost_files` — it
    is told of anew only because files that had joined it went with a caption of their own.
    """

    report: ReportFacts
    activity: ActivityFacts
    part: Part
    submitted: bool = False
    lead_hears: LeadHears | None = None
    answer_id: int | None = None
    lost_files: bool = False

    @property
    def report_id(self) -> int:
        """The report that is told of."""
        return self.report.id

    @property
    def is_new(self) -> bool:
        """Whether it is of what was sent now."""
        return not self.lost_files

    @property
    def is_not_begun(self) -> bool:
        """Whether the words say that the work has not begun, beyond that it is not done."""
        return self.report.done is False and says_not_begun(self.report.text)


@dataclass(frozen=True)
class Choice:
    """The words are kept, and what they leave open is asked. Choices are the likeliest first.

    `asks` is what is asked: which activity, what the words are at all, whether the work is done, or how far it is; of
    the last two `choices` is the one activity, and `percent` what may have been meant. `likely` is the activity that
    the words name beyond the others. `roles` is not empty where only the part is not known: the person answers for
    several of its executors, and it matters for which they speak.
    """

    draft_ids: tuple[int, ...]
    text: str
    choices: tuple[ActivityFacts, ...]
    named: int | None = None
    answer_id: int | None = None
    roles: tuple[Part, ...] = ()
    asks: Asks = Asks.ACTIVITY
    percent: int | None = None
    likely: ActivityFacts | None = None
    is_new: ClassVar[bool] = True

    @property
    def report_id(self) -> int:
        """The kept draft that is asked about."""
        return self.draft_ids[0]


@dataclass(frozen=True)
class Appealed:
    """Words that are no report were kept apart: a question, a request, a refusal, an absence.

    `activity` is what they are about; None where that is not known, and then `choices` are the likeliest. `month` is
    the first day of the month that a request for more time names. `is_sent`: they have gone to the control department.
    """

    id: int
    kind: AppealKind
    text: str
    activity: ActivityFacts | None = None
    choices: tuple[ActivityFacts, ...] = ()
    month: date | None = None
    topic: Topic = Topic.OTHER
    is_sent: bool = False


@dataclass(frozen=True)
class Corrected:
    """The person says that their last report is wrong: it may be moved to one of the `choices`, or taken back."""

    last: Recorded
    choices: tuple[ActivityFacts, ...]


@dataclass(frozen=True)
class TakenBack:
    """The words of a report were edited into what is none."""

    recorded: Recorded


class Courteous(enum.Enum):
    """Nothing but politeness."""

    NOD = enum.auto()


Answer = Recorded | Choice | Appealed | Corrected | TakenBack | Courteous


class Unchanged(enum.StrEnum):
    """Why an edited message changed no report."""

    NO_REPORT = "no_report"
    SAME_WORDS = "same_words"
    DECIDED = "decided"


def when_whole(album: str | None, now: datetime) -> datetime:
    """When all of what was sent together has come: the files of an album are messages one after another."""
    return now + ALBUM_TAKES if album is not None else now


def understood(
    text: str, mine: Sequence[ActivityFacts], about: Sequence[ActivityFacts], today: date, *, meant: int | None = None
) -> Understanding:
    """What the person's words mean, `about` being what the bot spoke of; `meant` is the number they chose by a button.

    Of activities that share as much with the words, the most urgent come first.
    """
    own = sorted(by_urgency(mine), key=lambda facts: facts.status in FINISHED)
    activities = [Activity(facts.number, facts.text, facts.short_name) for facts in own]
    return understand(text, activities, today=today, about=[facts.number for facts in about], meant=meant)


def month_in(text: str, today: date) -> date | None:
    """The first day of the month that a request for more time names."""
    return understand(text, (), today=today).month


def tells_of_work(text: str, today: date) -> bool:
    """Whether the words of somebody who carries no activity are a report."""
    found = understand(text, (), today=today)
    return bool(ABOUT_WORK.intersection(found.intents)) or (found.intent is Intent.UNCLEAR and bool(found.named))


def tells_of_obstacle(text: str, today: date) -> bool:
    """Whether the words say that something hinders the work."""
    return Intent.OBSTACLE in understand(text, (), today=today).intents


def may_be_a_reason(text: str, plan: Sequence[ActivityFacts], about: Sequence[int], today: date) -> bool:
    """Whether words can be the reason that was asked for, of the activities `about`.

    Words that name another activity of the plan, by number or beyond doubt by their words, that tell of a percent or
    that something is done, and questions are no reason unless it is said that they are.
    """
    here = [facts for facts in plan if facts.id in about]
    numbers = {facts.number for facts in here}
    found = understood(text, plan, here, today)
    asks = found.intent is Intent.QUESTION and asks_plainly(text)
    if asks or not numbers.issuperset(found.named) or found.likely not in {None, *numbers}:
        return False
    claims = any(one.percent is not None or one.done or one.asks in _CLAIMS for one in found.told)
    return not claims and found.asks not in _CLAIMS


def nothing_said(about: Sequence[ActivityFacts]) -> Understanding:
    """Files without a word."""
    numbers = tuple(facts.number for facts in about) if len(about) == 1 else ()
    asks = Asks.NONE if numbers else Asks.ACTIVITY
    return Understanding(Intent.REPORT, asks=asks, told=(Told(numbers, None, None, asks, ""),))


def pieces(found: Understanding) -> tuple[Told, ...]:
    """What is told, a piece for each activity; one piece without an activity where the whole is asked about."""
    if not found.told:
        return ()
    each = [replace(told, numbers=(number,)) for told in found.told for number in told.numbers]
    if found.asks in (Asks.ACTIVITY, Asks.INTENT) or not 0 < len(each) <= MOST_AT_ONCE:
        return (whole(found),)
    return tuple(each)


def whole(found: Understanding) -> Told:
    """All that is told as one piece, of which nothing is certain but the words."""
    asks = found.asks if found.asks is Asks.INTENT else Asks.ACTIVITY
    return Told((), None, None, asks, found.work, any(told.counts for told in found.told))


def words_alone(text: str, number: int, *, counts: bool = True) -> Told:
    """Words on an activity that say nothing of how far it is."""
    return Told((number,), None, None, Asks.NONE, text, counts)


def chosen(text: str, facts: ActivityFacts, mine: Sequence[ActivityFacts], today: date) -> Told:
    """What a text says of the activity that the person chose for it by a button."""
    told = understood(text, mine, (facts,), today, meant=facts.number).told if text.strip() else ()
    if len(told) != 1 or told[0].asks in (Asks.ACTIVITY, Asks.INTENT):
        return words_alone(text, facts.number, counts=all(one.counts for one in told))
    return replace(told[0], words=text)


def only_names(text: str) -> bool:
    """Whether the words are an activity's number and nothing else («5», «№5»)."""
    tokens = with_numbers(tokenize(text))
    words = [token.text for token in tokens if token.kind is Kind.WORD]
    signs = {token.text for token in tokens if token.kind is Kind.SIGN}
    numbers = [token for token in tokens if token.kind is Kind.NUMBER]
    return (
        len(numbers) == 1
        and signs <= _AROUND_NUMBERS
        and all(LABEL_BEFORE.fullmatch(word) or ORDINAL_ENDING.fullmatch(word) for word in words)
    )


def joined(*words: str) -> str:
    """Words that were written one after another, as one text."""
    return "\n".join(one for one in words if one)


def without(text: str, *added: str) -> str:
    """A report's own words, without what was added to them."""
    more = joined(*added)
    return text.removesuffix(more).removesuffix("\n") if more else text


def settled(report: Report, number: int) -> Told | None:
    """What the person settled by a button of a draft; None where nothing is settled yet."""
    if report.message_id is not None and report.percent is None and report.done is None:
        return None
    return Told((number,), report.percent, report.done, Asks.NONE, report.text)


def named_in(text: str, found: Understanding, mine: Sequence[ActivityFacts]) -> ActivityFacts | None:
    """The activity whose number the words are."""
    number = found.named[0] if len(found.named) == 1 and only_names(text) else None
    return next((facts for facts in mine if facts.number == number), None)


def numbered(mine: Sequence[ActivityFacts], number: int) -> ActivityFacts | None:
    """The activity of this number."""
    return next((facts for facts in mine if facts.number == number), None)


def spoken_of(incoming: Incoming, mine: Sequence[ActivityFacts], about: Sequence[int]) -> Sequence[int]:
    """The activities of the message replied to; of a quoted line, the one that it is about."""
    quoted = [facts.id for facts in mine if facts.number == incoming.quoted]
    return quoted if quoted and (not about or quoted[0] in about) else about


def choice_for(
    report: Report, found: Understanding, mine: Sequence[ActivityFacts], about: Sequence[ActivityFacts]
) -> Choice:
    """The question which activity the words are about: those named, those that share words, the rest by urgency."""
    by_number = {facts.number: facts for facts in mine}
    likeliest = [by_number[number] for number in (*found.named, *found.choices) if number in by_number]
    others = by_urgency(facts for facts in mine if facts.status not in FINISHED)
    ordered = tuple(dict.fromkeys([*likeliest, *by_urgency(about), *others])) or by_urgency(mine)
    strange = next((number for number in found.named if number not in by_number), None)
    likely = by_number.get(found.likely) if found.likely is not None and not found.named else None
    asks = Asks.INTENT if found.asks is Asks.INTENT else Asks.ACTIVITY
    return Choice((report.id,), report.text, ordered, named=strange, asks=asks, likely=likely)


def progress_of(told: Told, facts: ActivityFacts) -> tuple[int | None, bool | None]:
    """Percent and done as recorded: what is uncertain is not recorded, only the words are."""
    if told.asks is not Asks.NONE:
        return None, None
    if told.done and not facts.is_endless:
        return 100, True
    return told.percent, told.done
