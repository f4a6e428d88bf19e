"""The purpose of a message in a chat, and the subject of a reply to it.

Anchors store a message's purpose, and its references as JSON. Class names say what a message does: it `Shows`, `Asks`
or `Confirms` something, or the person `Gave` something in it.
"""

import enum
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from models.terms import Month
from services.messages.references import References


class Purpose(enum.StrEnum):
    """The purpose of a message, as anchors store it."""

    APPEAL = "appeal"
    CARD = "card"
    CORRECTION = "correction"
    DECISION = "decision"
    DIGEST = "digest"
    LIST = "list"
    NOTICE = "notice"
    ORDERS = "orders"
    OVERVIEW = "overview"
    REMINDER = "reminder"
    REQUEST = "request"
    SUMMARY = "summary"
    SURE_WORDS = "sure_words"
    WORDS_TAKEN = "words_taken"
    MEETING = "meeting"
    REPORT = "report"
    REPORTS = "reports"
    EDITION = "edition"
    FINAL = "final"
    IMPORT = "import"
    INVENTORY = "inventory"
    INSTRUCTION = "instruction"
    INSTRUCTION_GIVEN = "instruction_given"
    INSTRUCTION_REPLY = "instruction_reply"
    INSTRUCTION_TO_MANY = "instruction_to_many"
    CHANGE_MARK = "change_mark"
    MEND_TEXT = "mend_text"
    ASK_ADMIN = "ask_admin"
    ASK_ANSWER = "ask_answer"
    ASK_CARRY_TERM = "ask_carry_term"
    ASK_CLOSE = "ask_close"
    ASK_CLOSE_ALL = "ask_close_all"
    ASK_TIE = "ask_tie"
    ASK_CONTEST = "ask_contest"
    ASK_DEADLINE = "ask_deadline"
    ASK_EXTENSION = "ask_extension"
    ASK_HAND_IN = "ask_hand_in"
    ASK_HAND_OVER = "ask_hand_over"
    ASK_IMPORT = "ask_import"
    DEADLINE_DAYS = "deadline_days"
    ASK_MARK = "ask_mark"
    PART_DAYS = "part_days"
    ASK_MINUTES = "ask_minutes"
    ASK_SUB_ORDER = "ask_sub_order"
    ASK_OBSTACLE = "ask_obstacle"
    ASK_OBSTACLE_DETAILS = "ask_obstacle_details"
    ASK_ORDER = "ask_order"
    ASK_ORDER_TEXT = "ask_order_text"
    ASK_REFUSE = "ask_refuse"
    ASK_REOPEN = "ask_reopen"
    ASK_REPORT = "ask_report"
    ASK_RETURN = "ask_return"
    ASK_TEXT = "ask_text"
    ASK_UNIT_NAME = "ask_unit_name"
    ASK_WHICH = "ask_which"
    GAVE_ADMIN = "gave_admin"
    GAVE_ANSWER = "gave_answer"
    GAVE_CLOSE = "gave_close"
    GAVE_CONTEST = "gave_contest"
    GAVE_DEADLINE = "gave_deadline"
    GAVE_EXTENSION = "gave_extension"
    GAVE_HAND_OVER = "gave_hand_over"
    GAVE_MARK = "gave_mark"
    GAVE_REFUSE = "gave_refuse"
    GAVE_REOPEN = "gave_reopen"
    GAVE_RETURN = "gave_return"
    GAVE_TEXT = "gave_text"
    GAVE_UNIT_NAME = "gave_unit_name"

    @property
    def is_question(self) -> bool:
        """Whether the bot waits for an answer: the person's next message is taken as one, even if it is not a reply."""
        return self in _QUESTIONS

    @property
    def takes_any_words(self) -> bool:
        """Whether any text is an answer, even a greeting.

        An activity is chosen only by a number or a button, and a document's question waits beside other work.
        """
        return self.is_question and self not in _BESIDE

    @property
    def waits_long(self) -> bool:
        """Whether the person's next message answers it hours later too: a press of theirs asked for these words."""
        return self in _PATIENT

    @property
    def is_on_record(self) -> bool:
        """Whether the message stays unchanged: what its buttons open stands below it."""
        return self in _ON_RECORD


_QUESTIONS = frozenset(
    {
        Purpose.ASK_ADMIN,
        Purpose.ASK_ANSWER,
        Purpose.ASK_CARRY_TERM,
        Purpose.ASK_CLOSE,
        Purpose.ASK_CLOSE_ALL,
        Purpose.ASK_TIE,
        Purpose.ASK_CONTEST,
        Purpose.ASK_DEADLINE,
        Purpose.ASK_EXTENSION,
        Purpose.ASK_HAND_IN,
        Purpose.ASK_HAND_OVER,
        Purpose.ASK_IMPORT,
        Purpose.ASK_MARK,
        Purpose.ASK_MINUTES,
        Purpose.ASK_SUB_ORDER,
        Purpose.ASK_OBSTACLE,
        Purpose.ASK_OBSTACLE_DETAILS,
        Purpose.ASK_ORDER,
        Purpose.ASK_ORDER_TEXT,
        Purpose.ASK_REFUSE,
        Purpose.ASK_REOPEN,
        Purpose.ASK_REPORT,
        Purpose.ASK_RETURN,
        Purpose.ASK_TEXT,
        Purpose.ASK_UNIT_NAME,
        Purpose.ASK_WHICH,
    }
)
_BESIDE = frozenset(  # questions that wait beside work
    {
        Purpose.ASK_WHICH,
        Purpose.ASK_IMPORT,
        Purpose.ASK_CARRY_TERM,
        Purpose.ASK_HAND_IN,
        Purpose.ASK_MINUTES,
        Purpose.ASK_ORDER,
    }
)
_PATIENT = frozenset({Purpose.ASK_OBSTACLE, Purpose.ASK_OBSTACLE_DETAILS, Purpose.REQUEST})
_ON_RECORD = frozenset(
    {
        Purpose.DIGEST,
        Purpose.EDITION,
        Purpose.INSTRUCTION,
        Purpose.INSTRUCTION_GIVEN,
        Purpose.INSTRUCTION_REPLY,
        Purpose.INSTRUCTION_TO_MANY,
        Purpose.NOTICE,
        Purpose.REMINDER,
        Purpose.SUMMARY,
    }
)


@dataclass(frozen=True, kw_only=True)
class About(References):
    """The subject of a message: its purpose and the rows it names."""

    purpose: ClassVar[Purpose]

    @property
    def report_id(self) -> int | None:
        """The report that the message is about, or the kept draft that it asks about."""
        return None

    @property
    def is_of_one(self) -> bool:
        """Whether it is about one thing, so that nothing is left of it once that is gone."""
        return True


@dataclass(frozen=True, kw_only=True)
class OfActivities(About):
    """About activities: a reply is a report on one of them, or an instruction."""

    activities: tuple[int, ...]

    @property
    def is_of_one(self) -> bool:
        """Whether it is about one thing: a list is not, even while it names one activity only."""
        return False


@dataclass(frozen=True, kw_only=True)
class OfActivity(OfActivities):
    """About one activity."""

    activities: tuple[int]

    @property
    def activity(self) -> int:
        """The one activity."""
        return self.activities[0]

    @property
    def is_of_one(self) -> bool:
        """A card or a letter about one activity."""
        return True


# -- what the bot shows ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ShowsCard(OfActivity):
    """An activity's card, its history, or news about it."""

    purpose = Purpose.CARD


@dataclass(frozen=True, kw_only=True)
class ShowsDeadlineDays(OfActivity):
    """The months to whose end an admin may move the deadline; a day may be written as well."""

    purpose = Purpose.DEADLINE_DAYS


@dataclass(frozen=True, kw_only=True)
class ShowsPartDays(OfActivity):
    """The days that may be the term of a co-executor's `part` (an assignment); another may be written."""

    purpose = Purpose.PART_DAYS
    part: int


@dataclass(frozen=True, kw_only=True)
class ShowsInventory(OfActivities):
    """A list of the inventory; `activities` are those marked in it."""

    purpose = Purpose.INVENTORY


@dataclass(frozen=True, kw_only=True)
class ShowsAppeal(About):
    """What somebody wrote to the control department, shown to an admin: a reply to it is the answer."""

    purpose = Purpose.APPEAL
    appeal: int


@dataclass(frozen=True, kw_only=True)
class ShowsDecision(OfActivities):
    """What waits for a decision, or was decided: each message that shows it is settled when it is.

    `key` names it as the outbox does («submission:5»). Only a reply is about its activity: what the person's next words
    are about is not changed by it.
    """

    purpose = Purpose.DECISION
    key: str
    activities: tuple[int, ...] = ()

    @property
    def is_of_one(self) -> bool:
        """A decision is one thing."""
        return True


@dataclass(frozen=True, kw_only=True)
class ShowsRequest(OfActivity):
    """A request for more time, or the months for one; a button or the name of a month goes on with it.

    `appeal` holds the officer's words in which the request was read; None if it was begun by a button.
    """

    purpose = Purpose.REQUEST
    appeal: int | None = None


@dataclass(frozen=True, kw_only=True)
class ShowsCorrection(OfActivity):
    """The last report, which is wrong: buttons put it right."""

    purpose = Purpose.CORRECTION


@dataclass(frozen=True, kw_only=True)
class ShowsList(OfActivities):
    """A page of the officer's own activities."""

    purpose = Purpose.LIST


@dataclass(frozen=True, kw_only=True)
class ShowsNotice(OfActivities):
    """A letter that tells an executor what is theirs."""

    purpose = Purpose.NOTICE


@dataclass(frozen=True, kw_only=True)
class ShowsOrders(About):
    """Orders as their author wrote them, on a `sheet`: before they are given, and after."""

    purpose = Purpose.ORDERS
    sheet: int


@dataclass(frozen=True, kw_only=True)
class ShowsOverview(OfActivities):
    """An answer to /report."""

    purpose = Purpose.OVERVIEW


@dataclass(frozen=True, kw_only=True)
class ShowsReminder(OfActivities):
    """A reminder, scheduled or sent at an admin's request.

    `report` is what a button under it recorded last, on the activity `answered`; `opened` is the activity of which all
    answers are offered.
    """

    purpose = Purpose.REMINDER
    report: int | None = None
    answered: int | None = None
    opened: int | None = None

    @property
    def pressed(self) -> "OfActivity | None":
        """What a button under it recorded or opened last, as a subject of its own: the next words belong to it."""
        if self.report is None or self.answered is None:
            return ShowsCard(activities=(self.opened,)) if self.opened is not None else None
        return ShowsReport(activities=(self.answered,), report=self.report)


@dataclass(frozen=True, kw_only=True)
class ShowsDigest(OfActivities):
    """A digest to the admins, or to a lead."""

    purpose = Purpose.DIGEST


@dataclass(frozen=True, kw_only=True)
class ShowsSummary(OfActivities):
    """The weekly summary, or the live card. The first release stored only a summary's week."""

    purpose = Purpose.SUMMARY
    activities: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShowsMeeting(OfActivities):
    """The sheet of a meeting."""

    purpose = Purpose.MEETING


@dataclass(frozen=True, kw_only=True)
class ShowsReport(OfActivity):
    """What was recorded from a report; `asks_result`: it also asks for the result of work that is done."""

    purpose = Purpose.REPORT
    report: int
    asks_result: bool = False

    @property
    def report_id(self) -> int:
        return self.report


@dataclass(frozen=True, kw_only=True)
class ShowsReports(OfActivities):
    """What was recorded of one message on several activities."""

    purpose = Purpose.REPORTS
    reports: tuple[int, ...]

    @property
    def report_id(self) -> int:
        return self.reports[0]


@dataclass(frozen=True, kw_only=True)
class ShowsEdition(About):
    """Admins' changes that a new edition of the plan replaced. A reply to it has no particular subject."""

    purpose = Purpose.EDITION


@dataclass(frozen=True, kw_only=True)
class ShowsFinal(About):
    """The final report of a closed `plan`, or a part of it. A reply to it asks of that plan."""

    purpose = Purpose.FINAL
    plan: int


@dataclass(frozen=True, kw_only=True)
class ShowsImport(About):
    """A plan's document as understood so far; or, if it `waits` for one, how to send it."""

    purpose = Purpose.IMPORT
    waits: bool = False


@dataclass(frozen=True, kw_only=True)
class OfInstruction(OfActivity):
    """About an instruction: its author is told about a report in reply."""

    instruction: int


@dataclass(frozen=True, kw_only=True)
class ShowsInstruction(OfInstruction):
    """An instruction, shown to an executor of its activity."""

    purpose = Purpose.INSTRUCTION


@dataclass(frozen=True, kw_only=True)
class ShowsInstructionGiven(OfInstruction):
    """Confirmation to the author that an instruction was sent."""

    purpose = Purpose.INSTRUCTION_GIVEN


@dataclass(frozen=True, kw_only=True)
class ShowsInstructionReply(OfInstruction):
    """A report that answers an instruction, shown in the chat where it was given. 0: which report is not kept."""

    purpose = Purpose.INSTRUCTION_REPLY
    report: int = 0


@dataclass(frozen=True, kw_only=True)
class ShowsInstructionToMany(OfActivities):
    """An instruction on several activities or on all, shown to an executor of theirs or, as sent, to its author."""

    purpose = Purpose.INSTRUCTION_TO_MANY
    instruction: int


@dataclass(frozen=True, kw_only=True)
class ConfirmsText(OfActivity):
    """The new `text` of an activity, which a button under the message confirms."""

    purpose = Purpose.MEND_TEXT
    text: str


@dataclass(frozen=True, kw_only=True)
class ConfirmsMark(About):
    """The new `mark` of a plan, which a button under the message confirms."""

    purpose = Purpose.CHANGE_MARK
    plan: int
    mark: str


@dataclass(frozen=True, kw_only=True)
class ConfirmsWords(OfActivities):
    """The `words` of the person's `message`, of which a button says whether they answer the question.

    `asked` is the question's purpose, and `refs` are its references.
    """

    purpose = Purpose.SURE_WORDS
    asked: Purpose
    refs: Mapping[str, object]
    words: str
    message: int

    @property
    def is_of_one(self) -> bool:
        """It is about one question, whatever that one is about."""
        return True

    @property
    def question(self) -> About | None:
        """The question, which stands until the button is pressed."""
        return about_of(self.asked, self.refs)


@dataclass(frozen=True, kw_only=True)
class ShowsWordsTaken(About):
    """Whether the words were taken as the answer, once a button has said so."""

    purpose = Purpose.WORDS_TAKEN


# -- what the person gave in answer to a question, so that an edit of it is recognised -------------------------------


@dataclass(frozen=True, kw_only=True)
class Gave(About):
    """The person's own message, which answered a question."""


@dataclass(frozen=True, kw_only=True)
class GaveAdmin(Gave):
    """Whom to make an administrator."""

    purpose = Purpose.GAVE_ADMIN


@dataclass(frozen=True, kw_only=True)
class GaveUnitName(Gave):
    """What a unit, or who leads it, is called."""

    purpose = Purpose.GAVE_UNIT_NAME


@dataclass(frozen=True, kw_only=True)
class GaveAnswer(Gave):
    """What the control department answers."""

    purpose = Purpose.GAVE_ANSWER


@dataclass(frozen=True, kw_only=True)
class GaveClose(Gave):
    """Why an activity is removed from control."""

    purpose = Purpose.GAVE_CLOSE


@dataclass(frozen=True, kw_only=True)
class GaveContest(Gave):
    """Why an activity is somebody else's."""

    purpose = Purpose.GAVE_CONTEST


@dataclass(frozen=True, kw_only=True)
class GaveDeadline(Gave):
    """Why a deadline is moved."""

    purpose = Purpose.GAVE_DEADLINE


@dataclass(frozen=True, kw_only=True)
class GaveExtension(Gave):
    """The reason (`words`) of a request for more time; `screen` is the message that confirmed the request.

    `extension` is None if no request was made.
    """

    purpose = Purpose.GAVE_EXTENSION
    extension: int | None
    words: str
    screen: int | None


@dataclass(frozen=True, kw_only=True)
class GaveHandOver(Gave):
    """The word with which an activity is given to another executor."""

    purpose = Purpose.GAVE_HAND_OVER


@dataclass(frozen=True, kw_only=True)
class GaveMark(Gave):
    """What a plan is to be called."""

    purpose = Purpose.GAVE_MARK


@dataclass(frozen=True, kw_only=True)
class GaveRefuse(Gave):
    """The comment on a refusal of a request for more time."""

    purpose = Purpose.GAVE_REFUSE


@dataclass(frozen=True, kw_only=True)
class GaveReopen(Gave):
    """Why an acceptance is taken back."""

    purpose = Purpose.GAVE_REOPEN


@dataclass(frozen=True, kw_only=True)
class GaveReturn(Gave):
    """Why done work is returned."""

    purpose = Purpose.GAVE_RETURN


@dataclass(frozen=True, kw_only=True)
class GaveText(Gave):
    """The new text of an activity."""

    purpose = Purpose.GAVE_TEXT


# -- what the bot asks -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AsksAdmin(About):
    """Whom to make an administrator."""

    purpose = Purpose.ASK_ADMIN


@dataclass(frozen=True, kw_only=True)
class AsksUnitName(About):
    """What a new unit is called, or who leads the `unit` (an id)."""

    purpose = Purpose.ASK_UNIT_NAME
    unit: int | None = None


@dataclass(frozen=True, kw_only=True)
class AsksAnswer(About):
    """What the control department answers to an appeal; `screen` is the message with the button, if it is shown."""

    purpose = Purpose.ASK_ANSWER
    appeal: int
    screen: int | None


@dataclass(frozen=True, kw_only=True)
class AsksCarryTerm(About):
    """By when an activity (its id) that is carried over into the next `plan` is to be done there."""

    purpose = Purpose.ASK_CARRY_TERM
    plan: int
    carried: int


@dataclass(frozen=True, kw_only=True)
class AsksClose(OfActivity):
    """Why an activity is removed from control."""

    purpose = Purpose.ASK_CLOSE


@dataclass(frozen=True, kw_only=True)
class AsksCloseAll(OfActivities):
    """Why several activities are removed from control at once."""

    purpose = Purpose.ASK_CLOSE_ALL


@dataclass(frozen=True, kw_only=True)
class AsksTie(OfActivities):
    """Why activities that are alike are one work."""

    purpose = Purpose.ASK_TIE


@dataclass(frozen=True, kw_only=True)
class AsksContest(OfActivity):
    """Why an activity is somebody else's."""

    purpose = Purpose.ASK_CONTEST


@dataclass(frozen=True, kw_only=True)
class AsksDeadline(OfActivity):
    """Why the deadline is moved to the day `due`."""

    purpose = Purpose.ASK_DEADLINE
    due: date


@dataclass(frozen=True, kw_only=True)
class AsksExtension(OfActivity):
    """Why an activity needs more time, until the end of `month` («2024-05») or, if one was named, until a `day`."""

    purpose = Purpose.ASK_EXTENSION
    month: str
    day: date | None = None

    @property
    def until(self) -> date:
        """The day until which more time is wanted."""
        return self.day or Month.parse(self.month).last_day


@dataclass(frozen=True, kw_only=True)
class AsksHandOver(OfActivity):
    """A word with which an activity that an appeal says is somebody else's is given to another executor (ids)."""

    purpose = Purpose.ASK_HAND_OVER
    appeal: int
    executor: int


@dataclass(frozen=True, kw_only=True)
class AsksImport(About):
    """What a plan's document leaves open: the question's `key`.

    `typed` are an admin's words that were not certain; their readings are offered as well.
    """

    purpose = Purpose.ASK_IMPORT
    plan_import: int
    key: str
    typed: str = ""


@dataclass(frozen=True, kw_only=True)
class AsksMark(About):
    """What a plan is to be called."""

    purpose = Purpose.ASK_MARK
    plan: int


@dataclass(frozen=True, kw_only=True)
class AsksObstacle(OfActivity):
    """What hinders the work on an activity."""

    purpose = Purpose.ASK_OBSTACLE


@dataclass(frozen=True, kw_only=True)
class AsksObstacleDetails(OfActivity):
    """Who could help with what a report says hinders, and what is proposed."""

    purpose = Purpose.ASK_OBSTACLE_DETAILS
    report: int


class OrderPart(enum.StrEnum):
    """A part of an order that its author changes by a button or in words."""

    NAMES = "names"
    TERM = "term"


@dataclass(frozen=True, kw_only=True)
class AsksOrder(About):
    """Another `part` of an order that is not given yet (`line`, of a `sheet`)."""

    purpose = Purpose.ASK_ORDER
    sheet: int
    line: int
    part: OrderPart


@dataclass(frozen=True, kw_only=True)
class AsksOrderText(About):
    """Another text of an order that is not given yet (`line`, of a `sheet`)."""

    purpose = Purpose.ASK_ORDER_TEXT
    sheet: int
    line: int


@dataclass(frozen=True, kw_only=True)
class AsksMinutes(About):
    """The number of the minutes to which a meeting's decisions are given as orders."""

    purpose = Purpose.ASK_MINUTES


@dataclass(frozen=True, kw_only=True)
class AsksSubOrder(OfActivity):
    """What of an activity its lead gives whom as an order, and by when."""

    purpose = Purpose.ASK_SUB_ORDER


@dataclass(frozen=True, kw_only=True)
class AsksReport(OfActivity):
    """What was done on an activity, in words or by a file."""

    purpose = Purpose.ASK_REPORT


@dataclass(frozen=True, kw_only=True)
class AsksText(OfActivity):
    """The corrected text of an activity."""

    purpose = Purpose.ASK_TEXT


@dataclass(frozen=True, kw_only=True)
class AsksWhich(About):
    """Which activity a kept draft is about (a report's id), or for whom.

    `likely`: the only activity (an id) that is asked about. `in_turn`: the next waiting draft is asked after this.
    """

    purpose = Purpose.ASK_WHICH
    draft: int
    likely: int | None = None
    in_turn: bool = False

    @property
    def report_id(self) -> int:
        return self.draft


@dataclass(frozen=True, kw_only=True)
class AsksHandIn(AsksWhich, OfActivity):
    """Whether an activity is handed in although parts are open, and why: its lead's kept draft waits for it.

    `reminder` is the message of the reminder from which it was to be handed in; it shows what becomes of it.
    """

    purpose = Purpose.ASK_HAND_IN
    reminder: int | None = None

    @property
    def is_of_one(self) -> bool:
        """One activity's."""
        return True


@dataclass(frozen=True, kw_only=True)
class AsksOfDecision(OfActivity):
    """The reason for a decision that a button started.

    `screen` is the message with the button, updated after the decision; `asked_in` is that message's group, if the
    reason is asked in private.
    """

    screen: int | None
    asked_in: int | None = None


@dataclass(frozen=True, kw_only=True)
class AsksRefuse(AsksOfDecision):
    """Why a request for more time is refused."""

    purpose = Purpose.ASK_REFUSE
    extension: int


@dataclass(frozen=True, kw_only=True)
class AsksReopen(AsksOfDecision):
    """Why an acceptance is taken back."""

    purpose = Purpose.ASK_REOPEN
    acceptance: int


@dataclass(frozen=True, kw_only=True)
class AsksReturn(AsksOfDecision):
    """Why done work is returned."""

    purpose = Purpose.ASK_RETURN
    acceptance: int


def about_of(purpose: str, refs: Mapping[str, object]) -> About | None:
    """The subject stored in an anchor; None if this release does not know its purpose or references."""
    try:
        return _classes()[Purpose(purpose)].from_json(refs)
    except ValueError:
        return None


@functools.cache
def _classes() -> Mapping[Purpose, type[About]]:
    return {subject.purpose: subject for subject in subjects()}


def subjects(of: type[About] = About) -> Iterator[type[About]]:
    """Every subclass that has a purpose of its own, once."""
    yield from dict.fromkeys(one for one in _below(of) if "purpose" in vars(one))


def _below(of: type[About]) -> Iterator[type[About]]:
    for subject in of.__subclasses__():
        yield subject
        yield from _below(subject)  # what has two parents more than once
