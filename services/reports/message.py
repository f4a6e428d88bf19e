"""What a message that came says, which activity it is about, and what became of it. Pure."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from models import Report
from services.language.number_words import LABEL_BEFORE, ORDINAL_ENDING, with_numbers
from services.language.tokens import Kind, tokenize
from services.language.understanding import Reading, read_report
from services.plan.activities import by_urgency
from services.plan.figures import ActivityFacts, Part
from services.plan.status import FINISHED
from services.reports.reading import FileFacts, ReportFacts

MOST_AT_ONCE = 12  # activities in one message: more is a list of something else, and is asked about
ALBUM_TAKES = timedelta(seconds=3)

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


@dataclass(frozen=True)
class Recorded:
    """A report was recorded: what the bot read in it, and what that changed.

    `submitted` — it went to the admins for acceptance. `told_lead` — the lead executor hears of it. `lost_files` — it
    is told of anew only because files that had joined it went with a caption of their own.
    """

    report: ReportFacts
    activity: ActivityFacts
    part: Part
    submitted: bool = False
    told_lead: bool = False
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


@dataclass(frozen=True)
class Choice:
    """The words are kept; which activity they are about is asked. Choices are the most urgent first.

    `roles` is not empty where the activity is known and only the part is not: the person answers for several of its
    executors, and it matters for which they speak.
    """

    draft_ids: tuple[int, ...]
    text: str
    choices: tuple[ActivityFacts, ...]
    named: int | None = None
    answer_id: int | None = None
    roles: tuple[Part, ...] = ()
    is_new: ClassVar[bool] = True

    @property
    def report_id(self) -> int:
        """The kept draft that is asked about."""
        return self.draft_ids[0]


class Unchanged(enum.StrEnum):
    """Why an edited message changed no report."""

    NO_REPORT = "no_report"
    SAME_WORDS = "same_words"
    DECIDED = "decided"


def when_whole(album: str | None, now: datetime) -> datetime:
    """When all of what was sent together has come: the files of an album are messages one after another."""
    return now + ALBUM_TAKES if album is not None else now


def readings_of(text: str, mine: Sequence[ActivityFacts], *, one: bool = False) -> tuple[Reading, ...]:
    """What the words say, a reading for each activity named; with `one`, or where they list too many, one in doubt."""
    if not text.strip():
        return (Reading(None, None, None, "", certain=True),)
    readings = read_report(text, known=[facts.number for facts in mine])
    if len(readings) > (1 if one else MOST_AT_ONCE):
        return (Reading(None, None, None, text, certain=False),)
    return tuple(readings)


def reread(text: str, mine: Sequence[ActivityFacts], reports: int) -> tuple[Reading, ...]:
    """The readings of an edited message for its reports, in order: part by part, or as one where the parts changed."""
    readings = readings_of(text, mine)
    return readings if len(readings) == reports else readings_of(text, mine, one=True)


def only_names(reading: Reading) -> bool:
    """Whether the words are an activity's number and nothing else («5», «№5»)."""
    if reading.activity is None or reading.percent is not None or reading.done is not None:
        return False
    tokens = with_numbers(tokenize(reading.comment))
    words = [token.text for token in tokens if token.kind is Kind.WORD]
    signs = {token.text for token in tokens if token.kind is Kind.SIGN}
    return signs <= _AROUND_NUMBERS and all(
        LABEL_BEFORE.fullmatch(word) or ORDINAL_ENDING.fullmatch(word) for word in words
    )


def joined(*words: str) -> str:
    """Words that were written one after another, as one text."""
    return "\n".join(one for one in words if one)


def without(text: str, *added: str) -> str:
    """A report's own words, without what was added to them."""
    more = joined(*added)
    return text.removesuffix(more).removesuffix("\n") if more else text


def kept_reading(report: Report) -> Reading:
    """What a draft says: of a button, what was pressed; of a message, what its words (all of them by now) say."""
    if report.message_id is None:
        return Reading(None, report.percent, report.done, report.text, certain=True)
    [reading] = readings_of(report.text, (), one=True)
    return reading


def named_in(reading: Reading, mine: Sequence[ActivityFacts]) -> ActivityFacts | None:
    """The activity whose number the words have."""
    return next((facts for facts in mine if facts.number == reading.activity), None)


def activity_meant(
    reading: Reading, mine: Sequence[ActivityFacts], about: Sequence[int], *, replied: bool
) -> ActivityFacts | None:
    """The one activity the words are about, where that is beyond doubt."""
    named = named_in(reading, mine)
    here = [facts for facts in mine if facts.id in about]
    if reading.activity is not None:
        # Of a message about an earlier plan's activities none is here, and its numbers are not this plan's.
        return None if replied and about and named not in here else named
    if len(here) == 1:
        return here[0]
    unfinished = [facts for facts in mine if facts.is_open]
    return unfinished[0] if len(unfinished) == 1 and not here and not (replied and about) else None


def spoken_of(incoming: Incoming, mine: Sequence[ActivityFacts], about: Sequence[int]) -> Sequence[int]:
    """The activities of the message replied to; of a quoted line, the one that it is about."""
    quoted = [facts.id for facts in mine if facts.number == incoming.quoted]
    return quoted if quoted and (not about or quoted[0] in about) else about


def choice_for(report: Report, reading: Reading, mine: Sequence[ActivityFacts], about: Sequence[int]) -> Choice:
    """The question which activity the words are about: those spoken of, the one named, the rest by urgency."""
    here = [facts for facts in mine if facts.id in about]
    others = [facts for facts in mine if facts.status not in FINISHED and facts not in here]
    named = [facts for facts in mine if facts.number == reading.activity and facts not in here]
    ordered = [*by_urgency(here), *named, *(facts for facts in by_urgency(others) if facts not in named)]
    return Choice((report.id,), report.text, tuple(ordered or by_urgency(mine)), named=reading.activity)


def progress_of(reading: Reading, facts: ActivityFacts) -> tuple[int | None, bool | None]:
    """Percent and done as recorded: what is uncertain is not recorded, only the words are."""
    if not reading.certain:
        return None, None
    if reading.done and not facts.is_endless:
        return 100, True
    return reading.percent, reading.done
