"""The kinds of letter that the bot owes people, and what each of them is about.

The outbox keeps a letter's kind and its references as JSON; the words are found when it is sent.
"""

import enum
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

from models import Decision
from services.calendar.policy import ReminderKind
from services.messages.references import References


class LetterKind(enum.StrEnum):
    """A kind of letter, as the outbox keeps it."""

    ADMIN_NAMED = "admin_named"
    ADMIN_REMOVED = "admin_removed"
    ALSO_LINKED = "also_linked"
    APPEAL = "appeal"
    APPEAL_ANSWERED = "appeal_answered"
    CARRY_WANTED = "carry_wanted"
    CLOSED_TOGETHER = "closed_together"
    CO_REPORT = "co_report"
    CO_REPORTS = "co_reports"
    CONTROLLED = "controlled"
    DECIDED = "decided"
    DEPUTY_ENDED = "deputy_ended"
    DEPUTY_NAMED = "deputy_named"
    EXTENSION = "extension"
    EXTENSION_DECIDED = "extension_decided"
    FINAL = "final"
    FINAL_REPORT = "final_report"
    GROUP_LOST = "group_lost"
    HOW_TO_WRITE = "how_to_write"
    INSTRUCTION = "instruction"
    IMPORT_CANCELLED = "import_cancelled"
    INSTRUCTION_REPLY = "instruction_reply"
    KEPT_WORDS = "kept_words"
    LEADERSHIP_SETTING = "leadership_setting"
    LINK_REFUSED = "link_refused"
    LINK_REQUEST = "link_request"
    LINKED = "linked"
    LISTED = "listed"
    PEOPLE_LATE = "people_late"
    NEXT_WANTED = "next_wanted"
    NUDGE = "nudge"
    OBSTACLE = "obstacle"
    ORDERS = "orders"
    OVERRULED = "overruled"
    PART_AWAITED = "part_awaited"
    PART_TERM = "part_term"
    PART_TIME = "part_time"
    PERSONAL_CONTROL = "personal_control"
    PLAN_AMENDED = "plan_amended"
    PLAN_AMENDED_COUNTS = "plan_amended_counts"
    PLAN_BEGUN = "plan_begun"
    PLAN_CARD = "plan_card"
    PLAN_CLOSED = "plan_closed"
    PLAN_DROPPED = "plan_dropped"
    PAPER_TAKEN_OFF = "paper_taken_off"
    PLAN_MARKED = "plan_marked"
    PLAN_IMPORTED = "plan_imported"
    PLAN_OVER = "plan_over"
    PLAN_RENUMBERED = "plan_renumbered"
    PLAN_REOPENED = "plan_reopened"
    PLAN_TAKEN_BACK = "plan_taken_back"
    PLAN_TAKEN_BACK_COUNTS = "plan_taken_back_counts"
    QUARTER = "quarter"
    READINESS = "readiness"
    REMINDER = "reminder"
    SOMEBODY_LINKED = "somebody_linked"
    SUBMISSION = "submission"
    SUMMARY = "summary"
    UNLINKED = "unlinked"
    UNIT_REMINDER = "unit_reminder"
    UNREACHABLE = "unreachable"
    WAITING = "waiting"


@dataclass(frozen=True)
class Letter(References):
    """What a letter is about: the ids of rows, unless a field says otherwise.

    A letter that `is_silent` is news that asks nothing of its reader: the phone makes no sound.
    """

    kind: ClassVar[LetterKind]
    is_silent: ClassVar[bool] = False


@dataclass(frozen=True)
class AdminNamed(Letter):
    """An account was made an admin's; `by` is the account of the admin who did it."""

    kind = LetterKind.ADMIN_NAMED
    account: int
    by: int


@dataclass(frozen=True)
class AdminRemoved(Letter):
    """An admin's right was taken back; `by` is the account of the admin who did it."""

    kind = LetterKind.ADMIN_REMOVED
    account: int
    by: int


@dataclass(frozen=True)
class AppealSent(Letter):
    """To the admins: words that are no report (a question, a refusal, an absence, a stranger's report)."""

    kind = LetterKind.APPEAL
    appeal: int


@dataclass(frozen=True)
class AppealAnswered(Letter):
    """To whoever wrote it: what the control department answers."""

    kind = LetterKind.APPEAL_ANSWERED
    appeal: int


@dataclass(frozen=True)
class CoReport(Letter):
    """To the lead, at once: a co-executor's part is done, or something hinders it.

    `taken_back` is the part (an assignment) that was said to be done, and is not.
    """

    kind = LetterKind.CO_REPORT
    report: int
    activity: int
    taken_back: int | None = None


@dataclass(frozen=True)
class CoReports(Letter):
    """To the lead: the digest of what co-executors reported until the evening of a local day."""

    kind = LetterKind.CO_REPORTS
    is_silent = True
    day: date
    reports: tuple[int, ...]


@dataclass(frozen=True)
class Controlled(Letter):
    """An admin changed an activity; `before` and `after` are as the audit keeps them, `by` is the admin's name."""

    kind = LetterKind.CONTROLLED
    activity: int
    what: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    by: str


@dataclass(frozen=True)
class PartAwaited(Letter):
    """To a co-executor: the lead would hand in (a kept `draft`), and waits for their part (an assignment)."""

    kind = LetterKind.PART_AWAITED
    activity: int
    part: int
    draft: int


@dataclass(frozen=True)
class PartTermSet(Letter):
    """To a co-executor: their part (an assignment) has this term of its own, or none; `by` is who set it."""

    kind = LetterKind.PART_TERM
    activity: int
    part: int
    day: date | None
    by: str


@dataclass(frozen=True)
class PartTimeAsked(Letter):
    """To a lead: a co-executor asks for a later term of their part (an extension)."""

    kind = LetterKind.PART_TIME
    extension: int


@dataclass(frozen=True)
class ClosedTogether(Letter):
    """An admin (`by`) removed several activities from control at once, for one reason."""

    kind = LetterKind.CLOSED_TOGETHER
    activities: Sequence[int]
    reason: str
    by: str


@dataclass(frozen=True)
class Decided(Letter):
    """A submission was decided on; `decision` is None in letters queued before it was kept."""

    kind = LetterKind.DECIDED
    acceptance: int
    decision: Decision | None = None


@dataclass(frozen=True)
class DeputyNamed(Letter):
    """A deputy was named."""

    kind = LetterKind.DEPUTY_NAMED
    substitution: int


@dataclass(frozen=True)
class DeputyEnded(Letter):
    """A substitution is over."""

    kind = LetterKind.DEPUTY_ENDED
    substitution: int


@dataclass(frozen=True)
class ExtensionAsked(Letter):
    """To the admins: a request for more time."""

    kind = LetterKind.EXTENSION
    extension: int


def key_of_taking_back(letter: AppealSent | ExtensionAsked) -> str:
    """The outbox's key of the word that what lay before the admins was taken back by its author."""
    row = letter.appeal if isinstance(letter, AppealSent) else letter.extension
    return f"{letter.kind}:{row}:{_TAKEN_BACK}"


def tells_of_taking_back(key: str) -> bool:
    """Whether a letter's key is one of these, to whichever reader."""
    return _TAKEN_BACK in key.split(":")


_TAKEN_BACK = "withdrawn"


@dataclass(frozen=True)
class ExtensionDecided(Letter):
    """A request for more time was decided on."""

    kind = LetterKind.EXTENSION_DECIDED
    extension: int


@dataclass(frozen=True)
class Final(Letter):
    """The final report of a closed plan."""

    kind = LetterKind.FINAL
    plan: int


@dataclass(frozen=True)
class FinalReport(Letter):
    """The same as a Word file, to the leadership chat and the admins."""

    kind = LetterKind.FINAL_REPORT
    plan: int


@dataclass(frozen=True)
class GroupLost(Letter):
    """To the admins: the leadership chat, a plan's own (of that `line`) or a unit's cannot be written in any more."""

    kind = LetterKind.GROUP_LOST
    unit: int | None = None
    line: int | None = None


@dataclass(frozen=True)
class HowToWrite(Letter):
    """To those who write in a chat's name; `bot` is the bot's username."""

    kind = LetterKind.HOW_TO_WRITE
    bot: str


@dataclass(frozen=True)
class InstructionGiven(Letter):
    """To an activity's executors: a leader's instruction."""

    kind = LetterKind.INSTRUCTION
    instruction: int


@dataclass(frozen=True)
class InstructionReplied(Letter):
    """To the chat an instruction was given in: a report that answers it."""

    kind = LetterKind.INSTRUCTION_REPLY
    instruction: int
    report: int


@dataclass(frozen=True)
class LeadershipSetting(Letter):
    """To the admins: what is wrong with LEADERSHIP_CHAT_ID (`what` is a `groups.Setting`, `chat` a chat's id)."""

    kind = LetterKind.LEADERSHIP_SETTING
    what: str
    chat: int


@dataclass(frozen=True)
class AlsoLinked(Letter):
    """To those who answer for an executor: another account answers for it as well from now on."""

    kind = LetterKind.ALSO_LINKED
    executor: int
    account: int


@dataclass(frozen=True)
class KeptWords(Letter):
    """To somebody who is linked now: what they reported before may be taken as a report."""

    kind = LetterKind.KEPT_WORDS
    appeal: int


@dataclass(frozen=True)
class LinkRefused(Letter):
    """To a stranger: the admins did not link them."""

    kind = LetterKind.LINK_REFUSED


@dataclass(frozen=True)
class LinkRequested(Letter):
    """To the admins: a stranger asks to be linked."""

    kind = LetterKind.LINK_REQUEST
    request: int


@dataclass(frozen=True)
class CarryWanted(Letter):
    """To the admins: what was chosen for the next `plan` is not carried over yet, and it begins soon."""

    kind = LetterKind.CARRY_WANTED
    plan: int


@dataclass(frozen=True)
class Linked(Letter):
    """To a stranger: they answer for an executor now, `by_invite` or by an admin's decision."""

    kind = LetterKind.LINKED
    executor: int
    by_invite: bool = False


@dataclass(frozen=True)
class NextWanted(Letter):
    """To the admins: the plan's period ends soon, and the next plan is to be loaded."""

    kind = LetterKind.NEXT_WANTED
    plan: int


@dataclass(frozen=True)
class Nudge(Letter):
    """To an officer: the admin named `by` asks for a word."""

    kind = LetterKind.NUDGE
    executor: int
    by: str


@dataclass(frozen=True)
class ObstacleRaised(Letter):
    """To the admins: something hinders the work."""

    kind = LetterKind.OBSTACLE
    is_silent = True
    obstacle: int


@dataclass(frozen=True)
class OrdersGiven(Letter):
    """To an executor: orders (`lines` of a `sheet`) were given that are theirs."""

    kind = LetterKind.ORDERS
    sheet: int
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Overruled(Letter):
    """To the admins: if a new edition takes the place of their changes.

    Each of the activities has its `id` and `number`, and `before` and `after` of what differs.
    """

    kind = LetterKind.OVERRULED
    activities: Sequence[Mapping[str, object]]


@dataclass(frozen=True)
class PlanAmended(Letter):
    """To an officer: what a new edition of the plan changes in their activities."""

    kind = LetterKind.PLAN_AMENDED
    edition: int


@dataclass(frozen=True)
class PlanAmendedCounts(Letter):
    """To the leadership: how many activities a new edition changes."""

    kind = LetterKind.PLAN_AMENDED_COUNTS
    is_silent = True
    edition: int


@dataclass(frozen=True)
class PlanRenumbered(Letter):
    """To an officer: a new edition gives their activities other numbers, and changes nothing else of theirs."""

    kind = LetterKind.PLAN_RENUMBERED
    is_silent = True
    edition: int


@dataclass(frozen=True)
class PlanTakenBack(Letter):
    """To an officer who had read of a new edition: it was taken back."""

    kind = LetterKind.PLAN_TAKEN_BACK
    edition: int


@dataclass(frozen=True)
class PlanTakenBackCounts(Letter):
    """To the other admins and the leadership: the admin named `by` has taken a new edition back."""

    kind = LetterKind.PLAN_TAKEN_BACK_COUNTS
    is_silent = True
    edition: int
    by: str


@dataclass(frozen=True)
class PlanBegun(Letter):
    """A plan has come into force: to the admins, and to everybody who answers for its executors.

    `is_beside`: it is carried out beside others, and has taken the place of none.
    """

    kind = LetterKind.PLAN_BEGUN
    plan: int
    is_beside: bool = False


@dataclass(frozen=True)
class PlanCardShown(Letter):
    """The live card in the leadership chat."""

    kind = LetterKind.PLAN_CARD
    is_silent = True


@dataclass(frozen=True)
class PlanClosed(Letter):
    """A plan's period was closed by the admin named `by`."""

    kind = LetterKind.PLAN_CLOSED
    plan: int
    by: str


@dataclass(frozen=True)
class PlanReopened(Letter):
    """A closed plan was opened again by the admin named `by`."""

    kind = LetterKind.PLAN_REOPENED
    plan: int
    by: str


@dataclass(frozen=True)
class PlanImported(Letter):
    """To the other admins: a `document` became the plan; `by` is empty if that was done in the server's terminal.

    `edition` is the one that it amended the plan to. `carried` activities of the former plan came into it instead of a
    document's.
    """

    kind = LetterKind.PLAN_IMPORTED
    is_silent = True
    plan: int
    document: str
    by: str
    added: int
    changed: int
    edition: int | None = None
    carried: int | None = None


@dataclass(frozen=True)
class PlanDropped(Letter):
    """To the other admins: the plan that waited for its first day was taken off by the admin named `by`.

    With a `mark`, which was its own: it was in force, and had been loaded by mistake.
    """

    kind = LetterKind.PLAN_DROPPED
    is_silent = True
    plan: int
    by: str
    mark: str = ""


@dataclass(frozen=True)
class PaperTakenOff(Letter):
    """To an officer who was told of a further plan: it was loaded by mistake, and is theirs no more."""

    kind = LetterKind.PAPER_TAKEN_OFF
    plan: int
    mark: str


@dataclass(frozen=True)
class PlanMarked(Letter):
    """To the other admins: the admin named `by` has changed the plan's mark from `before` to `after`."""

    kind = LetterKind.PLAN_MARKED
    is_silent = True
    plan: int
    before: str
    after: str
    by: str


@dataclass(frozen=True)
class ImportCancelled(Letter):
    """To the other admins who have seen it: the import of a `document` was cancelled by the admin named `by`."""

    kind = LetterKind.IMPORT_CANCELLED
    is_silent = True
    document: str
    by: str


@dataclass(frozen=True)
class PlanOver(Letter):
    """To the admins: the plan's period has ended."""

    kind = LetterKind.PLAN_OVER
    plan: int


@dataclass(frozen=True)
class QuarterOffered(Letter):
    """To the admins: the report on the last quarter is offered."""

    kind = LetterKind.QUARTER
    is_silent = True


@dataclass(frozen=True)
class NotReady(Letter):
    """To the admins: who is not linked on the eve of the first reminders, which come on the local `day`."""

    kind = LetterKind.READINESS
    day: date


class ReminderItem(NamedTuple):
    """One activity owed to one person: the kind and local day of the latest thing the calendar said of it."""

    assignment_id: int
    kind: ReminderKind
    day: date


@dataclass(frozen=True)
class Reminder(Letter):
    """An officer's reminder of a local day; `notices` are to be acknowledged still, and are named in it once more."""

    kind = LetterKind.REMINDER
    day: date
    items: tuple[ReminderItem, ...]
    notices: tuple[int, ...] = ()


@dataclass(frozen=True)
class SomebodyLinked(Letter):
    """To the admins: an account answers for an executor now."""

    kind = LetterKind.SOMEBODY_LINKED
    is_silent = True
    executor: int
    account: int


@dataclass(frozen=True)
class Submitted(Letter):
    """To the admins: a report to be accepted or returned."""

    kind = LetterKind.SUBMISSION
    acceptance: int


@dataclass(frozen=True)
class WeeklySummary(Letter):
    """To the leadership chat: the summary of an ISO week («2024-W16»)."""

    kind = LetterKind.SUMMARY
    week: str


@dataclass(frozen=True)
class PersonalControl(Letter):
    """To the leadership chat: what is new, on a local day, with the activities under its personal control."""

    kind = LetterKind.PERSONAL_CONTROL
    day: date


@dataclass(frozen=True)
class Unlinked(Letter):
    """To an account: it no longer answers for an executor."""

    kind = LetterKind.UNLINKED
    executor: int


@dataclass(frozen=True)
class Unreachable(Letter):
    """To the admins: the accounts that cannot be written to any more."""

    kind = LetterKind.UNREACHABLE
    accounts: tuple[int, ...]


@dataclass(frozen=True)
class Listed(Letter):
    """To an executor's accounts: it is listed in a class now, and has a part of its own in what is given to that."""

    kind = LetterKind.LISTED
    unit: int
    member: int


@dataclass(frozen=True)
class PeopleLate(Letter):
    """To a head: what has come to a halt among their people, as of the local `day`."""

    kind = LetterKind.PEOPLE_LATE
    is_silent = True
    day: date


@dataclass(frozen=True)
class UnitReminder(Letter):
    """To a unit's own group: the reminder of a local day, without what is a person's alone."""

    kind = LetterKind.UNIT_REMINDER
    unit: int
    day: date
    items: tuple[ReminderItem, ...]


@dataclass(frozen=True)
class DecisionsWait(Letter):
    """To the admins: the digest of what waits for their word, and of what has come to a halt."""

    kind = LetterKind.WAITING
    is_silent = True


def letter_of(kind: str, refs: Mapping[str, object]) -> Letter:
    """The letter that the outbox keeps. ValueError if the kind is not known or a reference is missing."""
    return _classes()[LetterKind(kind)].from_json(refs)


@functools.cache
def _classes() -> Mapping[LetterKind, type[Letter]]:
    return {letter.kind: letter for letter in Letter.__subclasses__()}
