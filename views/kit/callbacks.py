"""What buttons send back. Short (64 bytes in all), typed, and versioned by prefix: a button of an old release that no
longer parses falls to the catch-all, which offers a fresh screen."""

import enum
import re
from datetime import date, datetime
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import BeforeValidator, Field, PlainSerializer

from services.language.taking_back import Taken
from services.plan.inventory import Listed
from services.reports.passages import Wording

_COMPACT_DAY = re.compile(r"20\d{6}", re.ASCII)


def _none_was(number: int) -> BeforeValidator:
    """The number that meant «none» in buttons of earlier releases, which are still in people's chats."""
    return BeforeValidator(lambda value: None if value in (number, str(number)) else value)


def _iso_day(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _compact_day(value: object) -> object:
    """A day written «20240301»; an impossible one is None, and is asked for again."""
    if not isinstance(value, str):
        return value
    if _COMPACT_DAY.fullmatch(value) is None:
        raise ValueError("not a day of this century")
    try:
        return datetime.strptime(value, "%Y%m%d").date()
    except ValueError:
        return None


# A forged value that no button of ours has does not parse, and so is answered as an old button is.
Number = Annotated[int, Field(ge=-(2**31), lt=2**31)]
NumberOrNone = Annotated[Number | None, _none_was(0)]
ChatOrNone = Annotated[int | None, _none_was(0)]  # a supergroup's id does not fit into 32 bits
PercentOrNone = Annotated[Annotated[int, Field(ge=0, le=100)] | None, _none_was(-1)]
HourOrNone = Annotated[Annotated[int, Field(ge=0, le=23)] | None, _none_was(-1)]
DaysOrNone = Annotated[Annotated[int, Field(ge=1, le=366)] | None, _none_was(0)]
Flag = Annotated[bool, BeforeValidator(int)]  # 0 or 1, and no «yes» or «on»
Month = Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
Day = Annotated[
    date,
    Field(ge=date(2000, 1, 1), le=date(2099, 12, 31)),
    BeforeValidator(_iso_day),
    PlainSerializer(date.isoformat),
]
CompactDayOrNone = Annotated[
    Annotated[date, PlainSerializer(lambda day: f"{day:%Y%m%d}")] | None, BeforeValidator(_compact_day)
]


class Wanted(enum.StrEnum):
    """The form in which a report is wanted."""

    TEXT = "text"
    FILE = "file"


class Verdict(enum.StrEnum):
    """What an admin does with a submission; LOOK shows its files."""

    ACCEPT = "accept"
    RETURN = "return"
    LOOK = "look"


class ExtensionVerdict(enum.StrEnum):
    """What an admin does with a request for more time."""

    APPROVE = "approve"
    APPROVE_PAST = "past"
    REFUSE = "refuse"
    LOOK = "look"


class RequestStep(enum.StrEnum):
    """What an admin does with a stranger's request: linking and refusing are proposed, then confirmed.

    SHOW goes back to it from the list of executors.
    """

    PROPOSE = "ask"
    LINK = "link"
    PROPOSE_REFUSAL = "no"
    REFUSE = "refuse"
    SHOW = "show"


class ManageStep(enum.StrEnum):
    """The menu of an activity's changes, or the first step of one."""

    MENU = "menu"
    DEADLINE = "deadline"
    LEAD = "lead"
    TEXT = "text"
    CLOSE = "close"
    RESTORE = "restore"


class Oversight(enum.StrEnum):
    """A mark of an activity: it is handed in with a document; it is under the leadership's personal control."""

    DOCUMENT = "doc"
    WATCHED = "watch"


class CloseStep(enum.IntEnum):
    """A plan's period is closed after two questions."""

    ASK = 0
    ASK_AGAIN = 1
    CLOSE = 2


class ImportWhat(enum.StrEnum):
    """What is done with the plan's document that is open. What others lose is asked about once more."""

    SHOW = "show"
    ASK = "ask"
    OVER = "over"
    BACK = "back"
    LOOK = "look"
    CONFIRM = "ok"
    OTHER = "other"
    LOAD = "load"
    CANCEL = "no"
    DROP = "drop"


class AuditChoice(enum.StrEnum):
    """The filters of the audit."""

    ACTIVITY = "activity"
    PERSON = "person"
    DAY = "day"


class OpenActivity(CallbackData, prefix="o1"):
    """Show an activity's card."""

    activity: Number


class OpenMine(CallbackData, prefix="m1"):
    """Show the officer's own activities, from this page on."""

    page: Number = 0


class OpenHistory(CallbackData, prefix="h1"):
    """Show all reports on an activity, with their files."""

    activity: Number


class Mark(CallbackData, prefix="d1"):
    """Report by button: done, or a percent (0–100)."""

    activity: Number
    percent: PercentOrNone = None
    done: Flag = False


class PartReady(CallbackData, prefix="pt1"):
    """A co-executor's part (an assignment), for which the lead waits, is done."""

    part: Number


class Progress(CallbackData, prefix="w1"):
    """Offer the percents to choose from."""

    activity: Number


class AskReport(CallbackData, prefix="a1"):
    """Ask for words or a file on an activity."""

    activity: Number
    what: Wanted


class AskExtension(CallbackData, prefix="x1"):
    """Ask for more time: offer months, or (month given, «2024-05») ask the reason."""

    activity: Number
    month: Month | None = None


class Undo(CallbackData, prefix="u1"):
    """Take a report back."""

    report: Number


class Amend(CallbackData, prefix="e1"):
    """Correct what was read in a report: percent, or done."""

    report: Number
    percent: PercentOrNone = None
    done: Flag = False


class Pick(CallbackData, prefix="p2"):
    """Place the draft on this activity; `part` (an assignment's id) says for whom, None if that is clear."""

    draft: Number
    activity: Number
    part: NumberOrNone = None


class Decide(CallbackData, prefix="k3"):
    """An admin's decision on a submission; `seen` is the version of it that stood above the button."""

    acceptance: Number
    verdict: Verdict
    seen: Number | None = None


class Reopen(CallbackData, prefix="k2"):
    """Take back an acceptance, after a reason."""

    acceptance: Number


class DecideExtension(CallbackData, prefix="y2"):
    """An admin's decision on a request for more time; `until` is the day that stood on the card."""

    extension: Number
    verdict: ExtensionVerdict
    until: CompactDayOrNone = None


class AnswerInvite(CallbackData, prefix="i1"):
    """«Are you so-and-so?» — yes or no."""

    yes: Flag
    token: str


class ReadInvite(CallbackData, prefix="i2"):
    """An invite's question in another language."""

    locale: str
    token: str


class AskLink(CallbackData, prefix="l1"):
    """A stranger asks the admins to be linked."""


class DecideRequest(CallbackData, prefix="r3"):
    """An admin's word on a stranger's request; `executor` is whom they are linked to.

    `seen` is the newest link that stood behind the proposal which is confirmed.
    """

    request: Number
    step: RequestStep
    executor: Number | None = None
    seen: Number | None = None


class OpenOfficer(CallbackData, prefix="f1"):
    """Show an executor of the readiness board; None is the board itself."""

    executor: NumberOrNone = None


class InviteOne(CallbackData, prefix="v1"):
    """Make a fresh invite for an executor; None for everybody who is not linked."""

    executor: NumberOrNone = None


class Unlink(CallbackData, prefix="n1"):
    """Unlink an account from an executor; it asks first unless `sure`."""

    executor: Number
    account: Number
    sure: Flag = False


class TakeBackReports(CallbackData, prefix="nt1"):
    """Take back what an unlinked account reported for an executor; it shows them first unless `sure`."""

    executor: Number
    account: Number
    sure: Flag = False


class Speak(CallbackData, prefix="g1"):
    """Choose a language."""

    locale: str


class KeepHours(CallbackData, prefix="t1"):
    """Choose the hours in which reminders may come; None for any time."""

    start: HourOrNone = None
    end: HourOrNone = None


class KeepKeys(CallbackData, prefix="ky1"):
    """Whether the keys below the writing line are wanted."""

    wanted: Flag


class Report(CallbackData, prefix="q1"):
    """A /report by button: the words that would be typed, and the page."""

    words: str
    page: Number = 0


class PastReport(CallbackData, prefix="q3"):
    """A report on a closed plan (its id) as it stood then: the words that would be typed, and the page."""

    plan: Number
    words: str
    page: Number = 0


class ListPast(CallbackData, prefix="pl5"):
    """Show the closed plans."""


class OpenListed(CallbackData, prefix="q2"):
    """Show the activity of this number, which stands on a page of the list that the words ask for."""

    number: Number
    words: str
    page: Number = 0


class Bind(CallbackData, prefix="b1"):
    """Make this group the leadership chat."""


class Waiting(CallbackData, prefix="j1"):
    """Show what waits for a decision."""


class OpenBoard(CallbackData, prefix="c1"):
    """Show the readiness board from this page on."""

    page: Number = 0


class ChooseExecutor(CallbackData, prefix="s1"):
    """Show a page of the executors to whom a stranger may be linked."""

    request: Number
    page: Number = 0


class Retry(CallbackData, prefix="z1"):
    """Queue a failed message again; None only refreshes the outbox."""

    outbox: NumberOrNone = None


class Hinders(CallbackData, prefix="ob1"):
    """Something hinders the work: the words of this `report`, or else words that are asked for."""

    activity: Number
    report: NumberOrNone = None


class NothingHinders(CallbackData, prefix="ob2"):
    """What was read in a report hinders nothing."""

    report: Number


class DescribeObstacle(CallbackData, prefix="ob3"):
    """Ask who could help with what a report says hinders, and what is proposed."""

    report: Number


class ObstacleGone(CallbackData, prefix="ob4"):
    """Nothing hinders this part of an activity any more."""

    part: Number


class NoPromise(CallbackData, prefix="pr1"):
    """What was read in a report is no promise."""

    report: Number


class MakePromise(CallbackData, prefix="pr2"):
    """A day is promised under a report; without it the days to choose from are shown."""

    report: Number
    day: CompactDayOrNone = None


class Enough(CallbackData, prefix="ok1"):
    """Leave the report that said «done» without an addition."""

    report: Number


class OpenCalendar(CallbackData, prefix="ics1"):
    """Send the deadlines as a file for a phone's calendar."""


class Instruct(CallbackData, prefix="ins1"):
    """Send a leader's kept words as an instruction on this activity; None: they are no instruction."""

    instruction: Number
    activity: NumberOrNone = None


class InstructMany(CallbackData, prefix="ins2"):
    """A leader's kept words go to the executors of all activities that they name, or (`all`) of the whole plan.

    It shows first to whom unless `sure`.
    """

    instruction: Number
    all: Flag = False
    sure: Flag = False


class OpenAgenda(CallbackData, prefix="ag1"):
    """Show the meetings' agenda, or the sheet of the meeting on a day."""

    day: Day | None = None


class MeetingPack(CallbackData, prefix="mp1"):
    """The control cards of what a meeting must deal with, as one file."""

    day: Day


class Manage(CallbackData, prefix="ct1"):
    """⚙️: the menu of an activity's changes, or the first step of one."""

    activity: Number
    what: ManageStep = ManageStep.MENU


class Oversee(CallbackData, prefix="ov1"):
    """Set a mark of an activity, or take it away (`on`); it asks first unless `sure`."""

    activity: Number
    what: Oversight
    on: Flag
    sure: Flag = False


class MoveDeadline(CallbackData, prefix="ct2"):
    """Move the deadline to the end of this month («2024-05»)."""

    activity: Number
    month: Month


class MakeLead(CallbackData, prefix="ct3"):
    """Make this part's executor (an assignment's id) the responsible officer; it asks first unless `sure`."""

    activity: Number
    part: Number
    sure: Flag = False


class GiveLead(CallbackData, prefix="ct5"):
    """A page of the executors who may become responsible, or one who takes no part yet; it asks first unless `sure`."""

    activity: Number
    page: Number = 0
    executor: NumberOrNone = None
    sure: Flag = False


class OpenParts(CallbackData, prefix="cp1"):
    """The co-executors' parts of an activity, and their terms."""

    activity: Number


class PartDays(CallbackData, prefix="cp2"):
    """The days from which the term of a part (an assignment's id) is chosen."""

    activity: Number
    part: Number


class SetPartTerm(CallbackData, prefix="cp3"):
    """Give a part this term, or none of its own; it asks first unless `sure`."""

    activity: Number
    part: Number
    day: CompactDayOrNone = None
    sure: Flag = False


class MendText(CallbackData, prefix="ct4"):
    """Confirm the new text, which the message holds."""

    activity: Number


class OpenAudit(CallbackData, prefix="au1"):
    """A page of the audit; `words` are its filters («a7 e12 d20240305»)."""

    words: str = ""
    page: Number = 0


class ChooseAudit(CallbackData, prefix="au2"):
    """Offer the values of a filter of the audit."""

    kind: AuditChoice
    words: str = ""
    page: Number = 0


class AuditFile(CallbackData, prefix="au3"):
    """Send the audit, filtered by these words, as an Excel file."""

    words: str = ""


class OpenAdmins(CallbackData, prefix="ad1"):
    """Show who the admins are."""


class AskAdmin(CallbackData, prefix="ad2"):
    """Ask whom to name."""


class NameAdmin(CallbackData, prefix="ad3"):
    """Make this account an admin's; it asks first unless `sure`."""

    account: Number
    sure: Flag = False


class DropAdmin(CallbackData, prefix="ad4"):
    """Take an admin's right back; it asks first unless `sure`."""

    account: Number
    sure: Flag = False


class ConfirmBind(CallbackData, prefix="b2"):
    """An anonymous admin of a group confirms in private that it is the leadership chat."""

    chat: int
    thread: NumberOrNone = None


class BindPlan(CallbackData, prefix="b3"):
    """In a group: it is to be the own leadership chat of this plan, or no plan's any more (None).

    In private an anonymous admin of the group `chat` confirms it.
    """

    plan: NumberOrNone = None
    chat: ChatOrNone = None
    thread: NumberOrNone = None


class OpenPlan(CallbackData, prefix="pl1"):
    """Show the state of the plan."""


class OpenOnePlan(CallbackData, prefix="pl8"):
    """Show the state of one of several plans."""

    plan: Number


class ExportOnePlan(CallbackData, prefix="pl9"):
    """Give one of several plans out as files."""

    plan: Number


class AskMark(CallbackData, prefix="pl10"):
    """Ask what one of several plans is to be called."""

    plan: Number


class ChangeMark(CallbackData, prefix="pl11"):
    """Call the plan as the message with the button says."""

    plan: Number


class ClosePlan(CallbackData, prefix="pl2"):
    """Close the period, after asking twice."""

    plan: Number
    step: CloseStep = CloseStep.ASK


class TakeBackEdition(CallbackData, prefix="pl4"):
    """Take back an edition of the plan, the last one; it asks first unless `sure`."""

    edition: Number
    sure: Flag = False


class ReopenPlan(CallbackData, prefix="pl3"):
    """Open a period that was closed by mistake; it asks first unless `sure`."""

    plan: Number
    sure: Flag = False


class ExportPlan(CallbackData, prefix="pl6"):
    """Give the plan in force out as files."""


class DropPlan(CallbackData, prefix="pl7"):
    """Take off the plan that waits for its first day; it asks first unless `sure`."""

    plan: Number
    sure: Flag = False


class CarryList(CallbackData, prefix="co1"):
    """What is not done, to be chosen for the next plan."""

    page: Number = 0


class CarryMark(CallbackData, prefix="co2"):
    """Choose an activity for the next plan (its id), or leave it out again."""

    plan: Number
    activity: Number
    chosen: Flag
    page: Number = 0


class CarryAll(CallbackData, prefix="co3"):
    """Choose all that is not done for the next plan, or nothing of it."""

    plan: Number
    chosen: Flag


class CarryTerms(CallbackData, prefix="co4"):
    """Ask for the next term that is missing; once there is none, whether to carry it over."""

    plan: Number


class CarryTerm(CallbackData, prefix="co5"):
    """The term of an activity in the next plan, a month there, counted from its first; None: no term."""

    plan: Number
    activity: Number
    month: Number | None = None


class CarryOut(CallbackData, prefix="co6"):
    """Put what was chosen into the next plan."""

    plan: Number


class OpenInventory(CallbackData, prefix="iv1"):
    """Show a list of the inventory, or its lists."""

    what: Listed | None = None
    page: Number = 0


class MarkListed(CallbackData, prefix="iv2"):
    """Mark an activity (its id) of a list of the inventory, or take its mark away."""

    what: Listed
    activity: Number
    page: Number = 0


class CloseListed(CallbackData, prefix="iv3"):
    """Remove from control what is marked in the list: asks for the reason."""


class TwinStep(enum.StrEnum):
    """What becomes of the twins that are marked: one work, two works, or asked about again."""

    TIE = "tie"
    APART = "apart"
    FORGET = "forget"


class JudgeTwins(CallbackData, prefix="iv4"):
    """Decide on the pairs of twins among what is marked in the list."""

    what: TwinStep


class NudgeOne(CallbackData, prefix="nu1"):
    """Ask an executor for a report outside the schedule."""

    executor: Number


class NudgeSilent(CallbackData, prefix="nu2"):
    """Ask all silent executors; first shows who they are, unless `sure`."""

    sure: Flag = False


class Substitute(CallbackData, prefix="sb1"):
    """Name a deputy step by step: who, from which day, for how many days; `sure` does it."""

    executor: Number
    deputy: NumberOrNone = None
    start: CompactDayOrNone = None
    days: DaysOrNone = None
    sure: Flag = False
    page: Number = 0


class OpenWords(CallbackData, prefix="rw1"):
    """Show a report's words in full."""

    report: Number


class OpenWording(CallbackData, prefix="rw2"):
    """Show a reason, comment or instruction in full; `row` is the id of its row."""

    what: Wording
    row: Number


class EndSubstitution(CallbackData, prefix="sb2"):
    """End the substitution: the executor is back."""

    substitution: Number


# What the reader leaves to be asked, and what is no report.


class Settle(CallbackData, prefix="st1"):
    """The draft's work is done, or at `percent` (0–100); with neither, only the words count."""

    draft: Number
    percent: PercentOrNone = None
    done: Flag = False


class Despite(enum.StrEnum):
    """Why an activity is handed in although parts are open; or that its lead waits for them."""

    OWN = "o"
    NEEDLESS = "n"
    WAIT = "w"


class HandIn(CallbackData, prefix="hi1"):
    """Hand in by this draft although parts are open, or wait."""

    draft: Number
    why: Despite


class PickFrom(CallbackData, prefix="pf1"):
    """Show all of the person's activities, from this page on, to place the draft."""

    draft: Number
    page: Number = 0


class PickAll(CallbackData, prefix="pa1"):
    """Place the draft on all activities in question; first shows which those are, unless `sure`."""

    draft: Number
    sure: Flag = False


class NoReport(CallbackData, prefix="nr1"):
    """The draft is no report."""

    draft: Number


class ToControl(CallbackData, prefix="tc1"):
    """Send the draft to the control department; it is no report."""

    draft: Number


class OpenUnplaced(CallbackData, prefix="up1"):
    """Ask again about all drafts whose question nobody has answered."""


class MoveReport(CallbackData, prefix="mv1"):
    """The report was meant for this activity."""

    report: Number
    activity: Number


class AppealAbout(CallbackData, prefix="ap1"):
    """The request or the refusal is about this activity."""

    appeal: Number
    activity: Number


class SendAppeal(CallbackData, prefix="ap2"):
    """Send the question to the control department."""

    appeal: Number


class AppealIsReport(CallbackData, prefix="ap3"):
    """What was taken for a question or a request is a report."""

    appeal: Number


class MoreTime(CallbackData, prefix="ap4"):
    """Ask for more time until the end of this month («2024-05»); None offers the months."""

    appeal: Number
    month: Month | None = None


class MoreTimeUntil(CallbackData, prefix="ap9"):
    """Ask for more time until this day."""

    appeal: Number
    day: Day


class AnswerAppeal(CallbackData, prefix="ap5"):
    """Answer words that were sent to the control department."""

    appeal: Number


class TakeKept(CallbackData, prefix="ap6"):
    """What was reported before the person was linked is taken as a report now."""

    appeal: Number


class CloseAppeal(CallbackData, prefix="ap8"):
    """An admin has seen to what was written to the control department, with no words for an answer."""

    appeal: Number


class Withdraw(CallbackData, prefix="wd1"):
    """Take back a request, a contest, a promise or an obstacle; `row` is its own, of an obstacle the part's."""

    what: Taken
    row: Number


class LookAtAppeal(CallbackData, prefix="ap7"):
    """What was written to the control department, opened from the list of what waits."""

    appeal: Number


class OrderStep(enum.StrEnum):
    """What is done with an order that is being written."""

    SHOW = "show"
    GIVE = "give"
    DROP = "drop"
    TEXT = "text"
    NAMES = "names"
    PICK = "pick"
    CHOOSE = "choose"
    TERM = "term"
    DAY = "day"
    MONTH = "month"
    NO_TERM = "none"
    WATCH = "watch"
    DOCUMENT = "doc"
    FINISH = "finish"
    INSTRUCT = "instruct"


class GiveUnder(CallbackData, prefix="od4"):
    """Give orders as parts of an activity that one leads."""

    activity: Number


class WriteOrder(CallbackData, prefix="od1"):
    """A step with a sheet of orders, or with one `line` of it.

    `value` is an executor (PICK, CHOOSE: None leaves the name out), a day’s ordinal (DAY, MONTH), a page (NAMES), or
    whether the mark is set (WATCH, DOCUMENT: 1 or 0).
    `seen` is the version of the sheet that was shown (GIVE), or the page (PICK).
    """

    sheet: Number
    step: OrderStep
    line: NumberOrNone = None
    value: NumberOrNone = None
    seen: NumberOrNone = None


class OpenMinutes(CallbackData, prefix="od3"):
    """What a meeting decided is written as orders to its minutes."""


class AsOrder(CallbackData, prefix="od2"):
    """The words of an instruction that is not given are an order, on the ground of an activity if one was shown."""

    instruction: Number
    activity: NumberOrNone = None


class CancelQuestion(CallbackData, prefix="cq1"):
    """The question that waits for words is cancelled."""


class TakeWords(CallbackData, prefix="tw1"):
    """Whether the words are the answer to the question (`yes`)."""

    yes: Flag


# The answers that stand on a reminder.


class Answer(CallbackData, prefix="rm1"):
    """Report from a reminder: done, or so many percent; `due` is the deadline that it named, `page` where it stands."""

    activity: Number
    due: CompactDayOrNone = None
    percent: PercentOrNone = None
    done: Flag = False
    page: Number = 0


class AwaitOthers(CallbackData, prefix="rm2"):
    """What hinders the work is that somebody else's answer is awaited: recorded as the report's words."""

    activity: Number
    page: Number = 0


class TakeBack(CallbackData, prefix="rm3"):
    """Take back a report that was made from a reminder: its buttons return."""

    report: Number
    page: Number = 0


class TurnReminder(CallbackData, prefix="rm4"):
    """A page of a reminder; the answers on one of its activities."""

    page: Number = 0
    activity: NumberOrNone = None


class Disown(CallbackData, prefix="rm5"):
    """The activity is said to be somebody else's; it asks first unless `sure`."""

    activity: Number
    sure: Flag = False


class Acknowledge(CallbackData, prefix="no1"):
    """What a letter (a row of the outbox) told of was read; without a letter, all that the person was told of."""

    letter: NumberOrNone = None


class Contest(CallbackData, prefix="no2"):
    """An activity that a letter told of is somebody else's; without an activity, it is to be chosen."""

    letter: Number
    activity: NumberOrNone = None


class HandOver(CallbackData, prefix="no3"):
    """Give an activity that an appeal says is somebody else's to another executor; it asks first unless `sure`."""

    appeal: Number
    page: Number = 0
    executor: NumberOrNone = None
    sure: Flag = False


class OpenUnits(CallbackData, prefix="un1"):
    """A page of the units; those of the executor `member`, to choose where it belongs, if there is one."""

    page: Number = 0
    member: NumberOrNone = None


class OpenUnit(CallbackData, prefix="un2"):
    """A unit: who leads it and who belongs to it."""

    unit: Number


class LeadUnit(CallbackData, prefix="un3"):
    """Who leads the unit: to be chosen, or nobody (`empty`); it asks first unless `sure`."""

    unit: Number
    head: NumberOrNone = None
    empty: Flag = False
    page: Number = 0
    sure: Flag = False


class BelongToUnit(CallbackData, prefix="un4"):
    """Who belongs to the unit: to be chosen; or is to leave it (`leaves`). It asks first unless `sure`."""

    unit: Number
    member: NumberOrNone = None
    leaves: Flag = False
    page: Number = 0
    sure: Flag = False


class MakeClass(CallbackData, prefix="un5"):
    """Each member of the unit is to have a part of their own, or the unit one for all; it asks first unless `sure`."""

    unit: Number
    each: Flag = False
    sure: Flag = False


class NameNew(CallbackData, prefix="un6"):
    """Ask for the name of a new unit, or of somebody who is to lead the unit."""

    unit: NumberOrNone = None


class BindUnit(CallbackData, prefix="un7"):
    """In a group: it is to be a unit's own, which is to be chosen; or nobody's any more (`empty`)."""

    unit: NumberOrNone = None
    empty: Flag = False


class OpenPeople(CallbackData, prefix="pe1"):
    """A head's people, or a page of what one of them has to do."""

    person: NumberOrNone = None
    page: Number = 0


class ImportStep(CallbackData, prefix="im4"):
    """A step of the import that is open.

    LOAD loads the plan as it was shown: after so many answers (`version`), beside the edition in force with `base`.
    """

    plan_import: Number
    what: ImportWhat
    version: NumberOrNone = None
    base: str | None = Field(default=None, pattern=r"^[0-9a-f]{8}$")


class ImportChanges(CallbackData, prefix="im3"):
    """A page of what the document that is open changes in the plan in force."""

    plan_import: Number
    page: Number = 0


class AnswerImport(CallbackData, prefix="im2"):
    """An answer to a question about the document: one of those offered, by its place, or one of NEW and OUTSIDE."""

    plan_import: Number
    key: str = Field(pattern=r"^[0-9a-f]{10}$")
    choice: Number
