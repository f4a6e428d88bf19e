"""The contents of a document on the plan's execution, the same for Word and Excel.

Documents are no HTML: everything here is plain text.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.language.addressing import as_sentence, is_only_done
from services.language.questions import Question
from services.leadership.finals import FinalFacts
from services.leadership.report import executors, times_of
from services.leadership.summary import SectionFacts, SummaryFacts, counts
from services.plan.calling import with_own_number
from services.plan.discipline import NOTHING_DUE, Discipline, DisciplineFacts, discipline
from services.plan.figures import ActivityFacts, ExecutorRef, Part, PlanFacts
from services.plan.marks import line_of, own_number
from services.plan.status import FINISHED, Status
from services.reports.reading import ReportFacts
from views.documents.xml_text import xml_text
from views.kit.figures import NOTHING, ORDER, distinct, share, size
from views.kit.labels import label_words
from views.kit.texts import Texts, plain, without_marks
from views.kit.words import SIGNS, document_line, file_name, has_orders, moved, no_deadline, status_word, time_left
from views.parts import term_of
from views.report import asked

_LONGEST_ABBREVIATION = 5  # letters: «МСК» stays in capitals in a sentence, «ИШ РЕЖАСИ» does not


@dataclass(frozen=True)
class Execution:
    """What a document is about: activities chosen by a question, and what was reported on them.

    `reports` holds, by an activity's id, its reports, newest first; an activity without any may be left out.
    """

    summary: SummaryFacts
    question: Question
    activities: tuple[ActivityFacts, ...]
    reports: Mapping[int, Sequence[ReportFacts]]

    @property
    def today(self) -> date:
        """The day for which the plan's state is shown."""
        return self.summary.today

    @property
    def discipline(self) -> DisciplineFacts | None:
        """Discipline in the chosen activities; None if they were chosen by status, which would decide it beforehand."""
        return None if self.question.statuses else discipline(self.activities, times_of(self.question))

    @property
    def plans(self) -> tuple[PlanFacts, ...]:
        """The plans that the chosen activities are of; if none are chosen, all that were asked of."""
        lines = {line_of(one.number) for one in self.activities}
        every = tuple(one.plan for one in self.summary.shares) or (self.summary.plan,)
        return tuple(one for one in every if one.line in lines) or every

    @property
    def sections(self) -> tuple[SectionFacts, ...]:
        """The sections that the chosen activities are in, with the counts of these alone."""
        sections = (
            SectionFacts(one.number, one.title, counts(self.of_section(one.number)), one.mark)
            for one in self.summary.sections
        )
        return tuple(section for section in sections if section.total)

    @property
    def officers(self) -> tuple[ExecutorRef, ...]:
        """The officers whose discipline is shown: those asked for, or else all with a part in the chosen activities."""
        there = {part.executor.id for one in self.activities for part in one.parts}
        wanted = {int(key) for key in self.question.executors} or there
        return tuple(one for one in executors(self.summary) if one.id in wanted & there)

    @property
    def shares(self) -> tuple[Counter[int], Counter[int]]:
        """How many of the chosen activities each executor (id) has a part in, and how many each leads."""
        parts = {(one.number, part.executor.id) for one in self.activities for part in one.parts}
        leads = {(one.number, one.lead.executor.id) for one in self.activities if one.parts}
        return Counter(executor for _, executor in parts), Counter(executor for _, executor in leads)

    @property
    def has_several(self) -> bool:
        """Whether any of the chosen activities has several deadlines."""
        return distinct(self.activities) != len(self.activities)

    def of_section(self, numeral: str) -> tuple[ActivityFacts, ...]:
        """The chosen activities of a section, in the plan's order."""
        own = (one for one in self.activities if one.section == numeral)
        return tuple(sorted(own, key=lambda one: one.number))

    def reports_on(self, activity: ActivityFacts) -> Sequence[ReportFacts]:
        """The reports on an activity, newest first."""
        return self.reports.get(activity.id, ())


# -- headings --------------------------------------------------------------------------------------------------------


def final_execution(kept: FinalFacts) -> Execution:
    """All of a plan as it stood when it was closed."""
    return Execution(kept.summary, Question(), kept.summary.activities, kept.reports)


def heading(t: Texts, execution: Execution) -> list[str]:
    """The document's heading, a line each, from the plan's own title; of several plans with the mark of each."""
    plans = execution.plans
    if len(plans) > 1:
        told = "\n".join(f"{t.script(one.mark)} – {t.script(in_a_sentence(one.title))}" for one in plans)
        owner = t.script(plans[0].organisation)
        text = t("INFORMATION\non the execution of the plans\n{organisation}\n{plans}", organisation=owner, plans=told)
        return plain(text).split("\n")
    title = t.script(in_a_sentence(plans[0].title))
    return plain(t("INFORMATION\non the execution of the plan:\n{plan}", plan=title)).split("\n")


def subject(t: Texts, execution: Execution) -> str:
    """Which activities the document is about, and how they stand: «Section III. 5 activities: done – 1; …»."""
    counted = counts(execution.activities)
    total = plain(size(t, execution.activities))
    states = "; ".join(f"{plain(status_word(t, one))} – {counted[one]}" for one in ORDER if counted.get(one))
    about = plain(asked(t, execution.summary, execution.question))
    return f"{about}. {total}: {states}."


def in_a_sentence(title: str) -> str:
    """The title with the words in capitals at its end in small letters: «…мўлжалланган иш режаси»."""
    words = title.split()
    tail = len(words)
    while tail and words[tail - 1].isupper():
        tail -= 1
    if max(map(len, words[tail:]), default=0) <= _LONGEST_ABBREVIATION:
        return title
    return " ".join([*words[:tail], *(word.lower() for word in words[tail:])])


def columns(t: Texts, execution: Execution) -> tuple[str, str, str, str, str]:
    """The heads of the plan's own form."""
    return (
        "№",
        plain(t("Activities")),
        plain(t("Work done as of {day}", day=t.long_day(execution.today))),
        plain(t("Deadline")),
        plain(t("Responsible officers")),
    )


# -- activities ------------------------------------------------------------------------------------------------------


# Signs as a serif font has them, in ink (RRGGBB); the word stands beside each, for a printer knows no colour.
_PRINTED = {
    "🟢": ("●", "1E8449"),
    "🔵": ("●", "1F5FA8"),
    "🟡": ("●", "9A7D0A"),
    "🔴": ("●", "C0392B"),
    "⚪": ("○", "555555"),
    "♾": ("∞", "555555"),
}


def sign(activity: ActivityFacts) -> tuple[str, str]:
    """The status's sign as it is printed, and its colour (RRGGBB)."""
    return _PRINTED[SIGNS[activity.status]]


def state_of_work(t: Texts, activity: ActivityFacts) -> str:
    """The status in words with its detail: the day it was done, the days it is late, or the percent."""
    words = plain(status_word(t, activity.status))
    if activity.status in (Status.DONE, Status.DONE_LATE) and activity.done_on is not None:
        return f"{words}, {plain(t.long_day(activity.done_on))}"
    if activity.status is Status.OVERDUE:
        words = f"{words}, {plain(time_left(t, activity))}"
    if activity.status not in FINISHED and activity.status is not Status.REVIEW and activity.percent:
        words = f"{words}, {activity.percent}%"
    return words


def status(t: Texts, activity: ActivityFacts) -> str:
    """Only the sign and the status, by which activities can be filtered."""
    return f"{sign(activity)[0]} {plain(status_word(t, activity.status))}"


def written_deadline(t: Texts, activity: ActivityFacts) -> str:
    """The deadline as the plan writes it; of one of several items with what tells it from the others."""
    written = t.script(activity.deadline_text)
    return written if activity.label is None else f"{written} ({plain(label_words(t, activity.label))})"


def deadline(t: Texts, activity: ActivityFacts) -> list[str]:
    """The deadline as the plan writes it, and the day that was given instead, if any."""
    written = [written_deadline(t, activity)]
    if (none := no_deadline(t, activity)) is not None:
        written.append(plain(none))
    elif activity.due_on is not None and activity.planned_due_on is None:
        written.append(plain(t("by {day}", day=t.long_day(activity.due_on))))
    elif activity.is_extended and activity.due_on is not None:
        written.append(plain(t("extended until {day}", day=t.long_day(activity.due_on))))
        written += [plain(one) for one in moved(t, activity)]
    return written


def deadline_in_a_row(t: Texts, activity: ActivityFacts) -> str:
    """The deadline as the plan writes it, with the plan's own day if another is in force."""
    return " ".join([written_deadline(t, activity), *(plain(one) for one in moved(t, activity))])


def names(t: Texts, parts: Iterable[Part]) -> list[str]:
    """The executors' names."""
    return [t.script(part.executor.name) for part in parts]


def named_executors(t: Texts, activity: ActivityFacts) -> list[str]:
    """The executors' names, the lead's first; beside a co-executor’s name its own term until it is met."""
    named = zip(names(t, activity.parts), activity.parts, strict=True)
    return [" ".join([name, *(f"({plain(one)})" for one in term_of(t, activity, part))]) for name, part in named]


def latest_reports(execution: Execution, activity: ActivityFacts) -> list[ReportFacts]:
    """The latest report of each executor, the lead's first; one in words or with files rather than a bare percent.

    A report whose words only repeat the activity and its percent is as bare as one without any.
    """
    reports = execution.reports_on(activity)
    latest = []
    for part in activity.parts:
        own = [report for report in reports if report.executor == part.executor.name]
        telling = next(
            (report for report in own if report.files or report.document or report_words(activity, report)), None
        )
        latest += [telling or own[0]] if own else []
    return latest


def report_head(t: Texts, report: ReportFacts, today: date) -> str:
    """«12 март, Б. Юнусов – 60%», with the year if it is not today's."""
    day = t.day if report.submitted_on.year == today.year else t.long_day
    head = f"{plain(day(report.submitted_on))}, {t.script(report.executor)}"
    state = report_state(t, report)
    return f"{head} – {state}" if state else head


def report_words(activity: ActivityFacts, report: ReportFacts) -> str:
    """The officer's words as sentences, without what only repeats the activity, its percent, or that it is done."""
    said = with_own_number(xml_text(report.text), activity)
    words = as_sentence(said, own_number(activity.number), report.percent)
    return "" if report.done and is_only_done(words) else words


def report_state(t: Texts, report: ReportFacts) -> str:
    """What was read in the report: done, or the percent."""
    if report.done:
        return plain(t("done"))
    return f"{report.percent}%" if report.percent is not None else ""


def files(t: Texts, report: ReportFacts) -> str:
    """«Document No. 12 of 15 March 2024; баённома.pdf, photo»; empty if there are none."""
    document = without_marks(document_line(t, report.document)) if report.document is not None else ""
    names = ", ".join(plain(file_name(t, file)) for file in report.files)
    return "; ".join(one for one in (document.removeprefix("📑 "), names) if one)


def report_files(t: Texts, report: ReportFacts) -> str:
    """The same as a sentence: «Files: баённома.pdf, photo»."""
    return plain(t("Files: {names}", names=files(t, report))) if report.files or report.document else ""


def no_report(t: Texts) -> str:
    """The text in place of reports if there are none."""
    return plain(t("No report yet."))


# -- discipline ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """A line of the discipline tables."""

    name: str
    figures: Discipline


def discipline_title(t: Texts) -> str:
    """The table's title."""
    return plain(t("Discipline of execution"))


def discipline_heads(t: Texts) -> tuple[str, ...]:
    """The heads of the figures, as `discipline_figures` gives them."""
    return (
        plain(t("fell due")),
        plain(t("done on time")),
        plain(t("done late")),
        plain(t("overdue")),
        plain(t("days late, on average")),
        plain(t("discipline")),
    )


def discipline_figures(discipline: Discipline) -> tuple[str, ...]:
    """The figures in words: «7», «4», «1», «2», «21», «57%»; «—» if there is nothing to tell."""
    average = discipline.average_days_late
    return (
        str(discipline.due),
        str(discipline.on_time),
        str(discipline.late),
        str(discipline.overdue),
        NOTHING if average is None else str(int(average + 0.5)),
        share(discipline),
    )


def by_section(t: Texts, execution: Execution, discipline: DisciplineFacts) -> list[Tally]:
    """A line for each section."""
    return [
        Tally(
            f"{t.script(section.written_number)}. {t.script(section.title)}",
            discipline.sections.get(section.number, NOTHING_DUE),
        )
        for section in execution.sections
    ]


def by_officer(t: Texts, execution: Execution, discipline: DisciplineFacts) -> list[Tally]:
    """A line for each executor."""
    return [
        Tally(t.script(executor.name), discipline.executors.get(executor.id, NOTHING_DUE))
        for executor in execution.officers
    ]


def in_all(t: Texts) -> str:
    """The name of the total line."""
    return plain(t("Total"))


def group_titles(t: Texts) -> tuple[str, str]:
    """What stands over the lines by section and over those by executor."""
    return plain(t("By section")), plain(t("By responsible officer"))


def rule(t: Texts) -> list[str]:
    """How discipline is calculated, one sentence per line."""
    return [
        plain(t("Discipline = done on time ÷ (done + open and overdue); «—» if nothing was due.")),
        plain(
            t(
                "An activity is counted for each of its officers, responsible or assisting, so the lines may add up to "
                "more."
            )
        ),
        plain(t("Work without a deadline, awaiting acceptance, closed, or with time left is not counted.")),
        plain(t("The average days late are those of work done late and of overdue work.")),
    ]


# -- the rest of the forms -------------------------------------------------------------------------------------------


def signature(t: Texts) -> tuple[str, tuple[str, ...]]:
    """The line for a signature, and what is written under its blanks."""
    blanks = (t("position"), t("signature"), t("initials and surname"), t("date"))
    return plain(t("The execution was checked by:")), tuple(plain(blank) for blank in blanks)


def page_of(t: Texts) -> str:
    """The page number, with {page} and {pages} for the program that shows it to fill in."""
    return plain(t("{page} of {pages}", page="{page}", pages="{pages}"))


def sheet_titles(t: Texts, execution: Execution) -> tuple[str, str, str, str]:
    """The sheets of a workbook: activities, sections, officers, reports."""
    of_what = plain(t("Activities"))
    if has_orders(execution.activities):
        of_what = plain(t("Orders") if _are_orders(execution) else t("Activities and orders"))
    return of_what, plain(t("By section")), plain(t("By officer")), plain(t("Reports"))


def _are_orders(execution: Execution) -> bool:
    return all(one.is_order for one in execution.activities)


def activity_heads(t: Texts, execution: Execution) -> tuple[str, ...]:
    """The heads of the sheet of activities."""
    what = t("Activity")
    if has_orders(execution.activities):
        what = t("Order") if _are_orders(execution) else t("Activity or order")
    return (
        "№",
        plain(t("Section")),
        plain(what),
        plain(t("Deadline as written")),
        plain(t("Begins")),
        plain(t("Deadline")),
        plain(t("Responsible officer")),
        plain(t("Co-executors")),
        plain(t("Status")),
        plain(t("Done, %")),
        plain(t("Done on")),
        plain(t("Days late")),
        plain(t("Last report on")),
        plain(t("Last report")),
    )


def section_heads(t: Texts, execution: Execution) -> tuple[str, ...]:
    """The heads before the statuses and figures of the sheet by section; what has several deadlines counts them too."""
    heads = "№", plain(t("Section")), plain(t("Activities"))
    return (*heads, plain(t("Deadlines"))) if execution.has_several else heads


def sizes(execution: Execution, activities: Collection[ActivityFacts]) -> tuple[int, ...]:
    """How many activities, and deadlines if the document counts them."""
    return (distinct(activities), len(activities)) if execution.has_several else (distinct(activities),)


def officer_heads(t: Texts) -> tuple[str, ...]:
    """The heads before the figures of the sheet by officer."""
    return plain(t("Officer")), plain(t("Activities")), plain(t("Responsible for"))


def report_heads(t: Texts) -> tuple[str, ...]:
    """The heads of the sheet of reports."""
    return "№", plain(t("Date")), plain(t("Officer")), plain(t("Said")), plain(t("Report")), plain(t("Files"))


def statuses(t: Texts) -> list[tuple[Status, str]]:
    """Every status with its word, as they are counted."""
    return [(one, plain(status_word(t, one))) for one in ORDER]
