"""What buttons send back. Short (64 bytes in all), typed, and versioned by prefix: a button of an old release that no
longer parses falls to the catch-all, which offers a fresh screen."""

from datetime import date
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import AfterValidator, Field

from services.reports.passages import Wording


def _a_day(text: str) -> str:
    """An ISO date or nothing."""
    return date.fromisoformat(text).isoformat() if text else ""


# A forged value that no button of ours has does not parse, and so is answered as an old button is.
Number = Annotated[int, Field(ge=-(2**31), lt=2**31)]
Percent = Annotated[int, Field(ge=-1, le=100)]
Flag = Annotated[int, Field(ge=0, le=1)]
MonthOrNone = Annotated[str, Field(pattern=r"^(20\d\d-(0[1-9]|1[0-2]))?$")]
DayOrNone = Annotated[str, AfterValidator(_a_day)]


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
    """Report by button: done, or so many percent (`percent` 0–100); `done` 1 says finished."""

    activity: Number
    percent: Percent = -1
    done: Flag = 0


class Progress(CallbackData, prefix="w1"):
    """Offer the percents to choose from."""

    activity: Number


class AskReport(CallbackData, prefix="a1"):
    """Ask for words (what=text) or a file (what=file) on an activity."""

    activity: Number
    what: str


class AskExtension(CallbackData, prefix="x1"):
    """Ask for more time: offer months, or (month given, «2024-05») ask the reason."""

    activity: Number
    month: MonthOrNone = ""


class Undo(CallbackData, prefix="u1"):
    """Take a report back."""

    report: Number


class Amend(CallbackData, prefix="e1"):
    """Correct what was read in a report: percent, or done."""

    report: Number
    percent: Percent = -1
    done: Flag = 0


class Pick(CallbackData, prefix="p2"):
    """The kept words are about this activity; `part` (an assignment's id) says for whom, 0 where it is clear."""

    draft: Number
    activity: Number
    part: Number = 0


class Decide(CallbackData, prefix="k1"):
    """An admin's word on a submission: accept, return, or look (show its files)."""

    acceptance: Number
    verdict: str


class Reopen(CallbackData, prefix="k2"):
    """What was accepted by mistake is opened again, after a reason."""

    acceptance: Number


class DecideExtension(CallbackData, prefix="y1"):
    """An admin's word on a request for more time: approve or refuse."""

    extension: Number
    verdict: str


class AnswerInvite(CallbackData, prefix="i1"):
    """«Are you so-and-so?» — yes or no."""

    yes: Flag
    token: str


class AskLink(CallbackData, prefix="l1"):
    """A stranger asks the admins to be linked."""


class DecideRequest(CallbackData, prefix="r1"):
    """An admin's word on a stranger's request: the executor's id, 0 to refuse, -1 to show the list, -2 to go back."""

    request: Number
    executor: Number


class OpenOfficer(CallbackData, prefix="f1"):
    """Show an executor of the readiness board; 0 is the board itself."""

    executor: Number


class InviteOne(CallbackData, prefix="v1"):
    """Make a fresh invite for an executor; 0 for everybody who is not linked."""

    executor: Number


class Unlink(CallbackData, prefix="n1"):
    """Unlink an account from an executor; `sure` 0 asks first."""

    executor: Number
    account: Number
    sure: Flag = 0


class Speak(CallbackData, prefix="g1"):
    """Choose a language."""

    locale: str


class KeepHours(CallbackData, prefix="t1"):
    """Choose the hours in which reminders may come; -1 for any time."""

    start: Number
    end: Number


class Report(CallbackData, prefix="q1"):
    """A /report by button: the words that would be typed, and the page."""

    words: str
    page: Number = 0


class Bind(CallbackData, prefix="b1"):
    """Make this group the leadership chat."""


class Waiting(CallbackData, prefix="j1"):
    """Show what waits for the admins' word."""


class OpenBoard(CallbackData, prefix="c1"):
    """Show the readiness board from this page on."""

    page: Number = 0


class ChooseExecutor(CallbackData, prefix="s1"):
    """Show a page of the executors to whom a stranger may be linked."""

    request: Number
    page: Number = 0


class Retry(CallbackData, prefix="z1"):
    """Queue a failed message once more; 0 only looks at the outbox again."""

    outbox: Number


class Enough(CallbackData, prefix="ok1"):
    """Nothing is to be added to the report that said «done»."""

    report: Number


class OpenCalendar(CallbackData, prefix="ics1"):
    """Send the deadlines as a file for a phone's calendar."""


class Instruct(CallbackData, prefix="ins1"):
    """A leader's kept words are an instruction on this activity; 0: they are none."""

    instruction: Number
    activity: Number = 0


class OpenAgenda(CallbackData, prefix="ag1"):
    """Show the meetings' agenda, or the sheet of the meeting on a day («2024-04-15»)."""

    day: DayOrNone = ""


class Manage(CallbackData, prefix="ct1"):
    """⚙️: the menu of an activity's changes, or the first step of one (deadline, lead, text, close, restore)."""

    activity: Number
    what: str = "menu"


class MoveDeadline(CallbackData, prefix="ct2"):
    """The deadline shall be the end of this month («2024-05»)."""

    activity: Number
    month: Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]


class MakeLead(CallbackData, prefix="ct3"):
    """Make this part's executor (an assignment's id) the responsible officer; `sure` 0 asks first."""

    activity: Number
    part: Number
    sure: Flag = 0


class MendText(CallbackData, prefix="ct4"):
    """The new text, which stands with the message, is confirmed."""

    activity: Number


class OpenAudit(CallbackData, prefix="au1"):
    """A page of the audit; `words` are its filters («a7 e12 d20240305»)."""

    words: str = ""
    page: Number = 0


class ChooseAudit(CallbackData, prefix="au2"):
    """Offer what the audit may be narrowed to: `kind` is activity, person or day."""

    kind: str
    words: str = ""
    page: Number = 0


class AuditFile(CallbackData, prefix="au3"):
    """Send the audit, as far as these words let it, as an Excel file."""

    words: str = ""


class OpenAdmins(CallbackData, prefix="ad1"):
    """Show who the admins are."""


class AskAdmin(CallbackData, prefix="ad2"):
    """Ask whom to name."""


class NameAdmin(CallbackData, prefix="ad3"):
    """Make this account an admin's; `sure` 0 asks first."""

    account: Number
    sure: Flag = 0


class DropAdmin(CallbackData, prefix="ad4"):
    """Take an admin's right back; `sure` 0 asks first."""

    account: Number
    sure: Flag = 0


class ConfirmBind(CallbackData, prefix="b2"):
    """An anonymous admin of a group confirms in private that it is the leadership chat; `thread` 0 is none."""

    chat: int
    thread: int = 0


class OpenPlan(CallbackData, prefix="pl1"):
    """Show the state of the plan."""


class ClosePlan(CallbackData, prefix="pl2"):
    """Close the period: step 0 and 1 ask, 2 does it."""

    plan: Number
    step: Annotated[int, Field(ge=0, le=2)] = 0


class ReopenPlan(CallbackData, prefix="pl3"):
    """Open a period that was closed by mistake; `sure` 0 asks first."""

    plan: Number
    sure: Flag = 0


class NudgeOne(CallbackData, prefix="nu1"):
    """Ask an executor for a word, out of turn."""

    executor: Number


class NudgeSilent(CallbackData, prefix="nu2"):
    """Ask all who are silent; `sure` 0 shows who that is."""

    sure: Flag = 0


class Substitute(CallbackData, prefix="sb1"):
    """Name a deputy step by step: who, from which day («20240301»), for how many days; `sure` 1 does it."""

    executor: Number
    deputy: Number = 0
    start: Annotated[str, Field(pattern=r"^(20\d{6})?$")] = ""
    days: Annotated[int, Field(ge=0, le=366)] = 0
    sure: Flag = 0
    page: Number = 0


class OpenWords(CallbackData, prefix="rw1"):
    """Show the words of a report whole."""

    report: Number


class OpenWording(CallbackData, prefix="rw2"):
    """Show a reason, a comment or an instruction whole; `row` is the id of the row that has it."""

    what: Wording
    row: Number


class EndSubstitution(CallbackData, prefix="sb2"):
    """The executor is back: the deputy's links end now."""

    substitution: Number


# What the reader leaves to be asked, and what is no report.


class Settle(CallbackData, prefix="st1"):
    """The work that the kept words are about is done, or so far (`percent` 0–100); neither: the words alone count."""

    draft: Number
    percent: Percent = -1
    done: Flag = 0


class PickFrom(CallbackData, prefix="pf1"):
    """Show all of the person's activities, from this page on, to choose that of the kept words."""

    draft: Number
    page: Number = 0


class PickAll(CallbackData, prefix="pa1"):
    """The kept words are about all the activities in question; `sure` 0 shows which those are."""

    draft: Number
    sure: Flag = 0


class NoReport(CallbackData, prefix="nr1"):
    """The kept words are no report."""

    draft: Number


class ToControl(CallbackData, prefix="tc1"):
    """The kept words go to the control department, and are no report."""

    draft: Number


class OpenUnplaced(CallbackData, prefix="up1"):
    """Ask once more about all kept words whose question nobody answered."""


class MoveReport(CallbackData, prefix="mv1"):
    """The report was meant for this activity."""

    report: Number
    activity: Number


class AppealAbout(CallbackData, prefix="ap1"):
    """The request or the refusal is about this activity."""

    appeal: Number
    activity: Number


class SendAppeal(CallbackData, prefix="ap2"):
    """The question goes to the control department."""

    appeal: Number


class AppealIsReport(CallbackData, prefix="ap3"):
    """What was taken for a question or a request is a report."""

    appeal: Number


class MoreTime(CallbackData, prefix="ap4"):
    """More time is asked, until the end of this month («2024-05»); none: the months are offered."""

    appeal: Number
    month: MonthOrNone = ""


class AnswerAppeal(CallbackData, prefix="ap5"):
    """An admin answers what was written to the control department."""

    appeal: Number


class TakeWords(CallbackData, prefix="tw1"):
    """The words are the answer to what was asked (`yes` 1), or are not."""

    yes: Flag
