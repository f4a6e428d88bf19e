"""What services answer: plain, frozen values. Views turn them into words, nothing here does."""

import enum
from dataclasses import dataclass, field
from datetime import date, datetime, time

from services.deadlines import Period, days_left


class Status(enum.StrEnum):
    """What is shown of an activity; every activity is in exactly one of these on any day."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    REVIEW = "review"
    RETURNED = "returned"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"
    CONTINUOUS = "continuous"
    REGULAR = "regular"
    CLOSED = "closed"


@dataclass(frozen=True)
class ExecutorRef:
    """An executor as the plan names it."""

    id: int
    key: str
    name: str
    is_unit: bool


@dataclass(frozen=True)
class Person:
    """Whoever wrote to the bot: a Telegram account, what it may do and for whom it answers."""

    account_id: int
    telegram_id: int
    name: str
    username: str | None
    locale: str
    executors: tuple[ExecutorRef, ...]
    is_admin: bool

    @property
    def is_nobody(self) -> bool:
        """A voice that no known person stands behind: a group's anonymous admin, a channel."""
        return not self.account_id

    @property
    def is_officer(self) -> bool:
        """Answers for at least one executor."""
        return bool(self.executors)

    @property
    def is_outsider(self) -> bool:
        """Neither an officer nor an admin: learns nothing of the plan."""
        return not self.executors and not self.is_admin


@dataclass(frozen=True)
class PlanFacts:
    """The plan's heading; dates are local days, both inclusive. `edition` tells editions of its file apart."""

    id: int
    title: str
    organisation: str
    starts_on: date
    ends_on: date
    activities: int
    executors: int
    is_closed: bool
    edition: str = ""
    loaded_at: datetime | None = None


@dataclass(frozen=True)
class Part:
    """An executor's part in an activity; the lead has position 0."""

    assignment_id: int
    executor: ExecutorRef
    position: int
    percent: int
    done: bool
    reported_on: date | None
    is_linked: bool = True

    @property
    def leads(self) -> bool:
        """Whether this is the responsible executor (масъул ижрочи)."""
        return self.position == 0


@dataclass(frozen=True)
class ActivityFacts:
    """An activity as it stands on `today`; dates are local days, `due_on` is the deadline in force."""

    id: int
    number: int
    text: str
    section: str
    section_title: str
    deadline_text: str
    status: Status
    percent: int
    starts_on: date
    planned_due_on: date | None
    due_on: date | None
    done_on: date | None
    today: date
    parts: tuple[Part, ...]

    @property
    def is_endless(self) -> bool:
        """Continuous and regular activities have no deadline and are never done."""
        return self.due_on is None

    @property
    def is_extended(self) -> bool:
        """An approved extension moved the deadline."""
        return self.due_on != self.planned_due_on

    @property
    def is_open(self) -> bool:
        """Somebody still owes something on it."""
        return self.status not in FINISHED

    @property
    def days_left(self) -> int | None:
        """Calendar days to the deadline; 0 on the day, negative when past, None where there is none."""
        return days_left(self.due_on, self.today)

    @property
    def lead(self) -> Part:
        """The responsible executor's part."""
        return self.parts[0]

    def parts_of(self, executor_ids: frozenset[int]) -> tuple[Part, ...]:
        """All the parts that these executors have in it."""
        return tuple(part for part in self.parts if part.executor.id in executor_ids)

    def part_of(self, executor_ids: frozenset[int]) -> Part | None:
        """The first part that one of these executors has in it."""
        return next((part for part in self.parts if part.executor.id in executor_ids), None)


FINISHED = frozenset({Status.DONE, Status.DONE_LATE, Status.CLOSED})


@dataclass(frozen=True)
class FileFacts:
    """A file sent with a report; `kind` is photo, document, voice, video, audio or video_note; `size` in bytes."""

    file_id: str
    unique_id: str
    kind: str
    name: str | None = None
    mime: str | None = None
    size: int | None = None


@dataclass(frozen=True)
class ReportFacts:
    """A report as recorded."""

    id: int
    account_id: int
    author: str
    executor: str
    text: str
    percent: int | None
    done: bool | None
    submitted_at: datetime
    submitted_on: date
    files: tuple[FileFacts, ...] = ()
    is_edited: bool = False
    source: str | None = None


@dataclass(frozen=True)
class InstructionFacts:
    """A leader's words to an activity's executors, written in the message `message_id` of a chat.

    `given_at` is None while they are only kept: the author has not said yet that they are an instruction.
    """

    id: int
    chat_id: int
    message_id: int
    account_id: int
    author: str
    text: str
    files: tuple[FileFacts, ...] = ()
    given_at: datetime | None = None


@dataclass(frozen=True)
class Card:
    """An activity with what was said on it (newest first), as one person sees it.

    `mine` is the person's own part; None for an admin who only looks. `asked_due` is the new deadline that an open
    request for more time asks for. `accepted` is the submission that holds the activity done, `returned` the one
    that came back, for `returned_reason`. `instruction` is the leadership's latest.
    """

    activity: ActivityFacts
    reports: tuple[ReportFacts, ...]
    mine: Part | None
    asked_due: date | None
    waits_acceptance: int | None
    returned_reason: str | None = None
    returned: int | None = None
    accepted: int | None = None
    closed_reason: str | None = None
    instruction: InstructionFacts | None = None


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


class Unchanged(enum.StrEnum):
    """Why an edited message changed no report."""

    NO_REPORT = "no_report"
    SAME_WORDS = "same_words"
    DECIDED = "decided"


@dataclass(frozen=True)
class InviteFacts:
    """A fresh invite; `token` is told once and kept only as a hash."""

    executor: ExecutorRef
    token: str
    expires_at: datetime


class InviteProblem(enum.StrEnum):
    """Why an invite does not open."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    ALREADY = "already"


@dataclass(frozen=True)
class Member:
    """An account that answers for an executor."""

    account_id: int
    telegram_id: int
    name: str
    username: str | None
    linked_at: datetime
    seen_at: datetime
    is_blocked: bool
    is_deputy: bool = False


@dataclass(frozen=True)
class Unreachable:
    """An account that can not be written to, why (Telegram's own words), and for whom it answers."""

    name: str
    username: str | None
    reason: str
    executors: tuple[ExecutorRef, ...]


@dataclass(frozen=True)
class ExecutorFacts:
    """An executor on the readiness board.

    `silent_since` is the local day from which nothing was reported of work under way, where that is long ago.
    """

    executor: ExecutorRef
    members: tuple[Member, ...]
    invited_until: datetime | None
    activities: int
    reported_on: date | None
    silent_since: date | None = None


@dataclass(frozen=True)
class SubstitutionFacts:
    """Those who answer for `deputy` answer for `executor` as well; local days, both inclusive."""

    id: int
    executor: ExecutorRef
    deputy: ExecutorRef
    from_on: date
    until_on: date
    is_over: bool


@dataclass(frozen=True)
class RequestFacts:
    """A stranger's request to be linked, and who decided on it; `executor` is None where it was refused."""

    id: int
    account_id: int
    telegram_id: int
    name: str
    username: str | None
    asked_at: datetime
    decided_at: datetime | None = None
    decider: str | None = None
    executor: ExecutorRef | None = None


@dataclass(frozen=True)
class SubmissionFacts:
    """An activity that waits for acceptance, or what was decided on it."""

    id: int
    activity: ActivityFacts
    report: ReportFacts
    submitted_on: date
    is_late: bool
    decision: str | None
    decider: str | None
    decided_at: datetime | None
    reason: str | None


@dataclass(frozen=True)
class ExtensionFacts:
    """A request for more time and what was decided on it."""

    id: int
    activity: ActivityFacts
    executor: str
    account_id: int
    from_due: date
    to_due: date
    reason: str
    requested_at: datetime
    decision: str | None
    decider: str | None
    comment: str | None
    decided_at: datetime | None = None


@dataclass(frozen=True)
class ReminderLine:
    """One activity in a reminder: why it is named (`kind` of the reminder policy) and the day that was meant for it.

    `day` is earlier than the reminder's own day where the message was held back.
    """

    kind: str
    activity: ActivityFacts
    part: Part
    day: date


@dataclass(frozen=True)
class ReminderFacts:
    """One day's reminder to one person, most urgent first."""

    day: date
    lines: tuple[ReminderLine, ...]


@dataclass(frozen=True)
class WaitingFacts:
    """What waits for the admins' word."""

    submissions: tuple[SubmissionFacts, ...]
    extensions: tuple[ExtensionFacts, ...]
    requests: tuple[RequestFacts, ...]

    @property
    def count(self) -> int:
        """How many decisions are owed."""
        return len(self.submissions) + len(self.extensions) + len(self.requests)


@dataclass(frozen=True)
class Silent:
    """An executor with work under way who has not reported; `since` is the last report's or the work's first day."""

    executor: ExecutorRef
    since: date
    has_reported: bool
    activities: tuple[int, ...]


@dataclass(frozen=True)
class Changes:
    """What happened since the last summary (activity numbers); `since` is None in the first."""

    since: datetime | None
    reports: int
    done: tuple[int, ...]
    submitted: tuple[int, ...]
    returned: tuple[int, ...]
    extended: tuple[int, ...]
    became_overdue: tuple[int, ...]


@dataclass(frozen=True)
class AgendaFacts:
    """A question for the organisation's meetings; months as first days."""

    number: int
    text: str
    deadline_text: str
    first_month: date
    last_month: date


@dataclass(frozen=True)
class Quarter:
    """A quarter of the plan (1 to 4) that has ended; its months as first days."""

    plan_id: int
    number: int
    months: tuple[date, ...]


@dataclass(frozen=True)
class MeetingFacts:
    """What a meeting on `day` has before it, as the plan stands `today`.

    `due` falls due by the meeting; `quarter` is the one whose report is on its table.
    """

    day: date
    today: date
    items: tuple[AgendaFacts, ...]
    overdue: tuple[ActivityFacts, ...]
    due: tuple[ActivityFacts, ...]
    quarter: Quarter | None


@dataclass(frozen=True)
class SectionFacts:
    """A section's share of the plan: how many of its activities have each status."""

    number: str
    title: str
    counts: dict[Status, int]

    @property
    def total(self) -> int:
        """Activities in the section."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Quality:
    """How far the figures can be trusted: who can not be reached or asked at all."""

    executors: int
    unlinked: tuple[ExecutorRef, ...]
    blocked: tuple[ExecutorRef, ...]


@dataclass(frozen=True)
class SummaryFacts:
    """The plan as it stands on a local day: what the weekly summary and /report tell."""

    plan: PlanFacts
    today: date
    week: str
    counts: dict[Status, int]
    activities: tuple[ActivityFacts, ...]
    sections: tuple[SectionFacts, ...]
    overdue: tuple[ActivityFacts, ...]
    due_soon: tuple[ActivityFacts, ...]
    review: tuple[ActivityFacts, ...]
    silent: tuple[Silent, ...]
    changes: Changes
    quality: Quality
    agenda: tuple[AgendaFacts, ...] = ()

    @property
    def total(self) -> int:
        """Activities in the plan."""
        return len(self.activities)

    @property
    def done(self) -> int:
        """Activities done, on time or late."""
        return self.counts.get(Status.DONE, 0) + self.counts.get(Status.DONE_LATE, 0)


@dataclass(frozen=True)
class Hours:
    """Local times between which a person wants reminders; None is any time."""

    start: time | None = None
    end: time | None = None


@dataclass(frozen=True)
class AuditFacts:
    """One row of the audit, ids as names.

    `who` did it (None: the bot itself) to an `activity` (number) or to `whom` (an executor or a person); `person` is
    who was linked or unlinked. `period` is that of the activity's plan, where another plan is in force now.
    """

    at: datetime
    who: str | None
    action: str
    activity: int | None
    whom: str | None
    person: str | None
    before: dict[str, object] = field(default_factory=dict)
    after: dict[str, object] = field(default_factory=dict)
    period: Period | None = None
