"""The contents of a control card: all that the control department keeps of an activity, as plain text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.audit.log import AuditFacts
from services.plan.figures import ActivityFacts, Part
from services.plan.marks import line_of
from services.plan.paper_numbers import PAPER_NUMBER
from services.reports.commitments import ObstacleFacts
from services.reports.control_cards import Proceedings
from services.reports.instructions import InstructionFacts
from services.reports.notices import NoticeFacts
from services.reports.reading import ReportFacts
from views import audit
from views.documents import execution as wording
from views.documents.execution import Execution
from views.kit.texts import Html, Texts, plain, without_marks
from views.notices import file_outcome
from views.orders import tree_line
from views.parts import term_of


@dataclass(frozen=True)
class Event:
    """What happened: its day, who did it, and the lines that tell it."""

    day: str
    who: str
    lines: Sequence[str]


def title(t: Texts) -> str:
    """What the document is."""
    return plain(t("CONTROL CARD"))


def as_of(t: Texts, day: date) -> str:
    """The day of which it tells."""
    return plain(t("as of {day}", day=t.long_day(day)))


def fields(
    t: Texts,
    execution: Execution,
    activity: ActivityFacts,
    told: Proceedings = Proceedings(),  # noqa: B008 -- frozen
) -> Iterator[tuple[str, list[str]]]:
    """What the activity is, a name with its lines each; without those that are empty."""
    plans = {share.plan.line: share.plan for share in execution.summary.shares}
    plan = plans.get(line_of(activity.number), execution.summary.plan)
    lead, *others = activity.parts
    for name, lines in (
        (t("No."), [_number(t, activity)]),
        (t("Document"), [t.script(wording.in_a_sentence(plan.title)), t.script(plan.organisation)]),
        (t("Section"), [f"{activity.written_section}. {t.script(activity.section_title)}"]),
        (t("Activity"), t.script(activity.text).split("\n")),
        (t("Responsible officer"), [_name(t, lead)]),
        (t("Co-executors"), [_name(t, part, *term_of(t, activity, part)) for part in others]),
        (t("Orders under it"), [without_marks(tree_line(t, one)) for one in told.under]),
        (t("Other organisations"), [t.script(one) for one in activity.partners]),
        *((t.script(head), t.script(text).split("\n")) for head, text in activity.extra if head != PAPER_NUMBER),
        (t("Deadline"), wording.deadline(t, activity)),
        (t("Marks"), marks(t, activity, told)),
        (t("Status"), [f"{wording.sign(activity)[0]} {wording.state_of_work(t, activity)}"]),
    ):
        if any(lines):
            yield plain(name), [line for line in lines if line]


def chronicle(
    t: Texts, execution: Execution, activity: ActivityFacts, told: Proceedings
) -> Iterator[tuple[str, list[Event]]]:
    """What was done with it, a title with its events each, oldest first."""
    reports = execution.reports_on(activity)[::-1]
    yield plain(t("Reports")), [_reported(t, activity, one) for one in reports]
    if told.told:
        yield plain(t("Acknowledgement")), [_told(t, one) for one in told.told]
    if told.obstacles:
        yield plain(t("Obstacles and proposals")), [_hindered(t, one) for one in told.obstacles]
    yield plain(t("Instructions of the leadership")), [_instructed(t, one) for one in told.instructions]
    yield plain(t("Decisions and changes")), [_decided(t, one) for one in told.entries]


def event_heads(t: Texts) -> tuple[str, str, str]:
    """The heads of the columns of events."""
    return plain(t("Date")), plain(t("Who")), plain(t("What"))


def none_yet(t: Texts) -> str:
    """What stands in place of events if there are none."""
    return plain(t("none yet"))


def _number(t: Texts, activity: ActivityFacts) -> str:
    written = activity.paper_number
    in_document = plain(t("Number in the document: {number}", number=t.script(written))) if written else ""
    number = t.script(activity.written_number)
    return f"№{number} ({in_document})" if in_document else f"№{number}"


def _name(t: Texts, part: Part, *term: Html) -> str:
    head = f" ({t.script(part.executor.head)})" if part.executor.head else ""
    said = plain(t("done")) if part.done else f"{part.percent}%" if part.percent else ""
    name = f"{t.script(part.executor.name)}{head}"
    told = ", ".join([*([said] if said else []), *(plain(one) for one in term)])
    return f"{name} – {told}" if told and not part.leads else name


def _reported(t: Texts, activity: ActivityFacts, report: ReportFacts) -> Event:
    said = wording.report_state(t, report), wording.report_words(activity, report), wording.report_files(t, report)
    return Event(plain(t.long_day(report.submitted_on)), t.script(report.executor), [one for one in said if one])


def _told(t: Texts, one: NoticeFacts) -> Event:
    """What an executor was told, when, and whether they have confirmed it or say that it is not theirs."""
    day = one.accepted_at or one.queued_at
    read = one.acknowledged_at
    lines = [plain(t("read, {day}", day=t.long_day(t.local_day(read))) if read else t("not confirmed as read"))]
    if one.contest is not None:
        lines = [*(lines if read else []), *file_outcome(t, one)]
    return Event(plain(t.long_day(t.local_day(day))), t.script(one.executor.name), lines)


def _hindered(t: Texts, one: ObstacleFacts) -> Event:
    lines = [one.text] if one.text else []
    lines += [plain(t("Who could help: {name}", name=one.helper))] if one.helper else []
    lines += [plain(t("Proposed: {words}", words=one.proposal))] if one.proposal else []
    return Event(plain(t.long_day(one.since)), t.script(one.executor), lines)


def marks(t: Texts, activity: ActivityFacts, told: Proceedings) -> list[str]:
    """What is special with it: personal control, a document, the same work in another plan."""
    said = [t("under personal control")] if activity.is_watched else []
    said += [t("document required")] if activity.needs_document else []
    lines = [plain(", ".join(said))] if said else []
    same = "; ".join(f"№{t.script(one.written_number)}" for one in told.tied)
    return [*lines, *([plain(t("The same work: {names}", names=same))] if same else [])]


def _instructed(t: Texts, instruction: InstructionFacts) -> Event:
    day = plain(t.long_day(t.local_day(instruction.given_at))) if instruction.given_at is not None else ""
    return Event(day, instruction.author, [instruction.text])


def _decided(t: Texts, entry: AuditFacts) -> Event:
    """The entry's sentence and, whole, the reason that was given."""
    reason = entry.after.get("reason") or entry.after.get("comment")
    bare = {key: value for key, value in entry.after.items() if key not in ("reason", "comment")}
    sentence = without_marks(audit.what(t, replace(entry, after=bare)))
    lines = [sentence, *([str(reason)] if reason else [])]
    return Event(plain(t.long_day(t.local_day(entry.at))), without_marks(audit.who(t, entry)), lines)
