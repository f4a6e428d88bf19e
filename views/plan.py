"""/plan: the state of the plan, the end of its period, and the final report."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.calendar.deadlines import Month
from services.calendar.policy import ECHO
from services.control.editions import EditionFacts, LastChange
from services.control.exporting import Exported
from services.control.mistaken import FreshPaper
from services.language.questions import Question
from services.leadership.summary import SummaryFacts
from services.messages.kinds import PlanImported
from services.messages.purposes import ShowsFinal
from services.people.groups import GroupFacts
from services.plan.discipline import discipline
from services.plan.figures import ActivityFacts, PlanFacts
from services.plan.status import Status
from services.reports.decisions import ExtensionFacts
from views import amending
from views.document import file_name as document_name
from views.documents.execution import Execution
from views.kit import callbacks
from views.kit.figures import (
    amount,
    count_lines,
    count_of,
    days_between,
    discipline_line,
    distinct,
    headline,
    released,
    section_name,
    size,
    unset_lines,
)
from views.kit.office import libreoffice
from views.kit.questions import pack
from views.kit.screen import TEXT_LIMIT, Document, Row, Screen, button, in_rows, length, shorten
from views.kit.texts import Html, Texts, bold, join, plain
from views.kit.words import activity_name, executors_line, linked_count, number_sign, numbered_name, signed_status
from views.my import my_activities

LEFT = frozenset({"overdue", "review", "returned", "in_progress", "not_started"})  # words of /report
SECTIONS = 12
CLOSED = 6  # plans that are closed beside those in force
TITLE = 120  # characters of a plan's title in a list of plans
NAMED_REQUESTS = 20  # below a document: few words


def state(
    t: Texts,
    summary: SummaryFacts,
    waiting: PlanFacts | None = None,
    last: LastChange | None = None,
    *,
    fresh: FreshPaper | None = None,
    chat: GroupFacts | None = None,
    has_past: bool = False,
    may_carry: bool = False,
) -> Screen:
    """The plan's heading, period, counts, file edition and readiness, with the button that ends or reopens it.

    `waiting` is the next plan, if it is loaded already; `last` is the last change, if it can be taken back; `fresh` is
    the paper itself, if it can be taken off; `chat` is the plan's leadership chat, where plans may have different ones;
    `has_past`: final reports of closed plans are kept; `may_carry`: what is not done may be carried over now.
    """
    plan = summary.plan
    lines = [
        bold(t.plan(plan.title)),
        t.plan(plan.organisation),
        t("Period: {days}", days=days_between(t, plan.starts_on, plan.ends_on)),
        bold(t("🏁 The period is closed: there are no more reminders."))
        if plan.is_closed
        else t("The plan is being carried out."),
        Html(""),
        headline(t, summary),
        *count_lines(t, summary.counts),
        *unset_lines(t, summary.activities),
        discipline_line(t, discipline(summary.activities).whole),
        Html(""),
        linked_count(t, len(summary.quality.unlinked), summary.quality.executors),
        *([] if chat is None else [_chat(t, chat)]),
        *([] if plan.of_orders else [_edition(t, plan)]),
        *([] if waiting is None else [Html(""), *_next(t, waiting)]),
    ]
    undo = button(t("↩️ Take back the last change"), callbacks.TakeBackEdition(edition=last.edition)) if last else None
    rows = _rows(t, plan, has_past=has_past, may_carry=may_carry)
    drop = button(t("✖️ Take off the next plan"), callbacks.DropPlan(plan=waiting.id)) if waiting is not None else None
    off = button(t("↩️ Loaded by mistake"), callbacks.DropPlan(plan=fresh.plan.id)) if fresh is not None else None
    return Screen(join(lines), (*rows, *((one,) for one in (drop, undo, off) if one is not None)))


def several(
    t: Texts,
    summaries: Sequence[SummaryFacts],
    waiting: Sequence[PlanFacts],
    closed: Sequence[PlanFacts],
    chats: Sequence[GroupFacts] = (),
) -> Screen:
    """Several plans in force, each in a few lines, with a button for each; then those that wait, and those closed.

    `chats` are the leadership's: plans' own are told.
    """
    own = {one.line: one for one in chats if one.line is not None}
    blocks = [bold(t("🗂 Plans in force: {count}", count=len(summaries)))]
    blocks += [
        join(
            [
                _marked(t, one.plan),
                t("Period: {days}", days=_days(t, one.plan)),
                headline(t, one),
                *([_chat(t, own[one.plan.line])] if one.plan.line in own else []),
            ]
        )
        for one in summaries
    ]
    if waiting:
        begin = [Html(f"{_marked(t, one)} — {t('from {day} on', day=t.long_day(one.starts_on))}") for one in waiting]
        blocks.append(join([t("📅 Waiting for their first day:"), *begin]))
    if closed:
        blocks.append(join([t("🏁 Closed:"), *(_marked(t, one) for one in closed[:CLOSED])]))
    shown = [*(one.plan for one in summaries), *closed[:CLOSED]]
    buttons = [button(_short(t, one), callbacks.OpenOnePlan(plan=one.id)) for one in shown]
    beside = [one for one in waiting if one.line not in {each.plan.line for each in summaries}]
    buttons += [button(t("✖️ Take off {mark}", mark=_short(t, one)), callbacks.DropPlan(plan=one.id)) for one in beside]
    report = button(t("📊 Report"), callbacks.Report(words="menu"))
    officers = button(t("👥 Officers"), callbacks.OpenOfficer())
    looked_through = button(t("🧹 Inventory"), callbacks.OpenInventory())
    return Screen(join(blocks, "\n\n"), (*in_rows(buttons, 3), (report, officers), (looked_through,)))


def _chat(t: Texts, chat: GroupFacts) -> Html:
    title = t.plan(chat.title or "—")
    if chat.line is None:
        return t("Leadership chat: «{title}»", title=title)
    return t("Its own leadership chat: «{title}»", title=title)


def _short(t: Texts, plan: PlanFacts) -> str:
    return t.script(plan.mark or shorten(plan.title, 20))


def _marked(t: Texts, plan: PlanFacts) -> Html:
    """«ИР — Марказий сайлов комиссиясининг иш режаси»."""
    return Html(f"{bold(t.plan(plan.mark))} — {t.plan(shorten(plan.title, TITLE))}")


def _days(t: Texts, plan: PlanFacts) -> Html:
    return days_between(t, plan.starts_on, plan.ends_on)


def _next(t: Texts, waiting: PlanFacts) -> list[Html]:
    lines = [bold(t("📅 The next plan comes into force on {day}:", day=t.long_day(waiting.starts_on)))]
    return [*lines, Html(f"{t.plan(waiting.title)} ({count_of(t, waiting.activities, waiting.items)})")]


def sure_to_drop(t: Texts, waiting: PlanFacts) -> Screen:
    """Ask once more before the plan that waits is taken off."""
    lines = [
        bold(t("Take off the next plan?")),
        *_next(t, waiting),
        t("It will not come into force, and what was carried over into it goes with it. Officers were told nothing."),
        t("The plan in force stays as it is. The document can be sent again."),
    ]
    yes = button(t("✖️ Yes, take it off"), callbacks.DropPlan(plan=waiting.id, sure=True))
    return Screen(join(lines), ((yes,), _back(t)))


def dropped(t: Texts, waiting: PlanFacts) -> Screen:
    """The plan that waited is taken off."""
    lines = [bold(t("✖️ The next plan was taken off.")), t.plan(waiting.title)]
    return Screen(join(lines), ((button(t("🏁 The state of the plan"), callbacks.OpenPlan()),),))


def sure_to_take_off(t: Texts, paper: FreshPaper) -> Screen:
    """What taking off a paper that was loaded by mistake does, before it is done."""
    lines = [
        bold(t("Take off {mark}, loaded by mistake?", mark=t.plan(paper.plan.mark))),
        t.plan(paper.plan.title),
        t(
            "It came from «{document}», loaded {moment}.",
            document=shorten(paper.document, 80),
            moment=t.moment(paper.loaded_at),
        ),
        t("Nothing of it stays: no reminders, no final report. Its mark is free again."),
        *([t("Its own leadership chat becomes an ordinary group.")] if paper.chat is not None else []),
    ]
    if paper.told:
        lines.append(
            t.many(
                "{n} person was told of it, and reads that it does not concern them.",
                "{n} people were told of it, and read that it does not concern them.",
                paper.told,
            )
        )
    yes = button(t("↩️ Yes, take it off"), callbacks.DropPlan(plan=paper.plan.id, sure=True))
    return Screen(join(lines), ((yes,), _back(t)))


def was_taken_off(t: Texts, paper: FreshPaper) -> Screen:
    """The paper is off."""
    lines = [bold(t("↩️ {mark} was taken off.", mark=t.plan(paper.plan.mark))), t.plan(paper.plan.title)]
    return Screen(join(lines), ((button(t("🏁 The state of the plan"), callbacks.OpenPlan()),),))


def taken_off(t: Texts, plan: PlanFacts, mark: str) -> Screen:
    """To an officer who was told of the paper."""
    line = t("↩️ {mark} was sent to you by mistake. You have nothing to do on it.", mark=bold(t.plan(mark)))
    return Screen(join([line, t.plan(shorten(plan.title, TITLE))]))


def dropped_by(t: Texts, plan: PlanFacts, by: str, mark: str = "") -> Screen:
    """To the other admins: the plan that waited was taken off; with a `mark`, a paper loaded by mistake."""
    if mark:
        text = t("↩️ {name} has taken off {mark}, which was loaded by mistake.", name=by, mark=t.plan(mark))
        return _to_admins(t, plan, text)
    head = t("✖️ {name} has taken off the next plan. It will not come into force.", name=by)
    return _to_admins(t, plan, head)


def sure_to_close(t: Texts, summary: SummaryFacts, others: Sequence[PlanFacts] = ()) -> Screen:
    """The first question before the period is closed, with what that means; `others` in force go on."""
    opened = [one for one in summary.activities if one.is_open and not one.is_endless]
    several = distinct(opened) != len(opened)
    lines = [
        bold(t("Close the period of {mark}?", mark=t.plan(_one_of(summary.plan, others))))
        if others
        else bold(t("Close the plan period?")),
        t(
            "Its reminders will end, its final report will go to the leadership chat, and its officers will be told. "
            "Still carried out: {others}.",
            others=_marks_of(t, others),
        )
        if others
        else t(
            "Reminders and weekly summaries will end, the final report will go to the leadership chat, and all "
            "officers will be told."
        ),
        t("Not finished: {count}", count=size(t, opened))
        if several
        else t.many("{n} activity is not finished.", "{n} activities are not finished.", len(opened)),
        t("Work that awaits acceptance can still be accepted."),
    ]
    yes = button(
        t("🏁 Close the period"), callbacks.ClosePlan(plan=summary.plan.id, step=callbacks.CloseStep.ASK_AGAIN)
    )
    return Screen(join(lines), ((yes,), _back(t)))


def _one_of(plan: PlanFacts, others: Sequence[PlanFacts]) -> str:
    """What one of several plans is called by; nothing where it is the only one."""
    return (plan.mark or shorten(plan.title, TITLE)) if others else ""


def _marks_of(t: Texts, plans: Sequence[PlanFacts]) -> Html:
    return Html(", ".join(bold(t.plan(one.mark or shorten(one.title, 20))) for one in plans))


def quite_sure_to_close(t: Texts, summary: SummaryFacts) -> Screen:
    """The second question."""
    text = t("Are you quite sure? Everybody will be told that «{title}» is over.", title=t.plan(summary.plan.title))
    yes = button(t("🏁 Yes, close it now"), callbacks.ClosePlan(plan=summary.plan.id, step=callbacks.CloseStep.CLOSE))
    return Screen(text, ((yes,), _back(t)))


def sure_to_reopen(t: Texts, plan: PlanFacts) -> Screen:
    """Ask once more before the plan is reopened."""
    text = t("Reopen the plan? Reminders and weekly summaries will resume, and all officers will be told.")
    yes = button(t("▶️ Yes, reopen it"), callbacks.ReopenPlan(plan=plan.id, sure=True))
    return Screen(text, ((yes,), _back(t)))


def exported_word(t: Texts, exported: Exported, content: bytes) -> Screen:
    """The plan in force as a Word file."""
    lines = [bold(t("📄 The plan in force")), t.plan(exported.file.title)]
    if exported.moved:
        lines.append(t("Deadlines moved since: {count}", count=len(exported.moved)))
    lines.append(t("Sent to me again, it changes nothing. To change the plan, edit it and send it here."))
    return Screen(join(lines), document=Document(file_name(exported, "docx"), content))


def exported_file(t: Texts, exported: Exported, content: bytes) -> Screen:
    """The same as a plan file."""
    return Screen(t("The same as a plan file (JSON)."), document=Document(file_name(exported, "json"), content))


def cannot_export(t: Texts) -> Screen:
    """Why there is nothing to give out."""
    return Screen(
        t(
            "The file of this plan was not kept: an earlier release loaded it. Send me the plan's document or file "
            "once more: it changes nothing, and then the plan can be exported."
        )
    )


def file_name(exported: Exported, kind: str) -> str:
    """«reja-2024-01-01-2024-06-30.docx»: in ASCII, which every program and system keeps."""
    period = exported.file.period
    return f"reja-{period.start.isoformat()}-{period.end.isoformat()}.{kind}"


def cannot(t: Texts) -> Html:
    """Say that somebody else was first, or another plan is in force."""
    return t("It has changed in the meantime: see below.")


# -- letters -------------------------------------------------------------------------------------------------------


def final(t: Texts, summary: SummaryFacts, *, is_left: bool = False) -> Screen:
    """The final report to the leadership: the figures, the sections, unfinished work and its officers.

    `is_left`: it is said in the plan's own chat, to which nothing comes any more.
    """
    plan = summary.plan
    head = [_final_head(t, plan), t.plan(plan.title), headline(t, summary)]
    blocks = [
        join(head),
        join(
            [
                *count_lines(t, summary.counts),
                *unset_lines(t, summary.activities),
                discipline_line(t, discipline(summary.activities).whole),
            ]
        ),
        join(_sections(t, summary)),
    ]
    left = [activity for activity in summary.activities if activity.is_open and not activity.is_endless]
    if is_left:
        blocks.append(
            t("This group was the plan’s own. What comes after it goes to the organisation’s leadership chat.")
        )
    text = _with_left(t, join(blocks, "\n\n"), left)
    return Screen(text, _final_rows(t, plan.id), about=ShowsFinal(plan=plan.id))


def _final_head(t: Texts, plan: PlanFacts) -> Html:
    """Of which days; of a paper beside the plan, its mark as well."""
    days = days_between(t, plan.starts_on, plan.ends_on)
    if plan.line and plan.mark:
        return bold(t("🏁 Final report: {mark}, {days}", mark=t.plan(plan.mark), days=days))
    return bold(t("🏁 Final report: {days}", days=days))


def final_document(t: Texts, execution: Execution, content: bytes, requests: Sequence[ExtensionFacts] = ()) -> Screen:
    """The final report as a Word file, to the leadership and the admins; `requests` were closed with the plan."""
    plan = execution.summary.plan
    lines = [
        _final_head(t, plan),
        t.plan(shorten(plan.title, 300)),
        t("It can be asked for at any time: {command}", command=Html(f"<code>/report {_period_code(t, plan)}</code>")),
    ]
    if requests:
        shown = ", ".join(number_sign(t, one.activity) for one in requests[:NAMED_REQUESTS])
        more = f" (+{len(requests) - NAMED_REQUESTS})" if len(requests) > NAMED_REQUESTS else ""
        lines.append(t("Requests for more time closed with the plan, undecided: {numbers}", numbers=Html(shown + more)))
    paper = Document(document_name(execution, "docx"), content)
    return Screen(join(lines), document=paper, about=ShowsFinal(plan=plan.id))


def _period_code(t: Texts, plan: PlanFacts) -> str:
    """«2024» of a year, «2024-1» of a half-year; of a paper beside the plan its mark; else the period in words."""
    if plan.line and plan.mark:
        return t.script(plan.mark)
    first = Month.of(plan.starts_on)
    if (plan.starts_on, plan.ends_on) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return str(first.year)
    for months in (6, 3, 1):
        number, rest = divmod(first.month - 1, months)
        if not rest and (plan.starts_on, plan.ends_on) == (first.first_day, (first + (months - 1)).last_day):
            return f"{plan.starts_on.year}-{number + 1}"
    return plain(days_between(t, plan.starts_on, plan.ends_on))


def next_wanted(t: Texts, plan: PlanFacts) -> Screen:
    """To the admins: the plan ends soon, and the next one is wanted."""
    lines = [
        bold(t("📅 The plan period ends on {day}.", day=t.long_day(plan.ends_on))),
        t.plan(plan.title),
        t("Send me the document of the next plan here (Word, Excel, PDF) once it is approved."),
        t("It waits for its first day: until then the present plan goes on and its reminders are sent."),
    ]
    state = button(t("🏁 The state of the plan"), callbacks.OpenPlan())
    return Screen(join(lines), ((state,),))


def begun(
    t: Texts,
    plan: PlanFacts,
    mine: Sequence[ActivityFacts],
    waiting: Sequence[ActivityFacts] = (),
    *,
    is_beside: bool = False,
) -> Screen:
    """To an officer: a new plan is in force, and what of it is theirs; `waiting` is under review in the former one."""
    screen = my_activities(t, mine)
    head = [bold(_begun(t, plan, is_beside=is_beside)), t.plan(plan.title)]
    head.append(t("Period: {days}", days=days_between(t, plan.starts_on, plan.ends_on)))
    if waiting and not is_beside:
        head.append(t("Of the former plan your reports are still under review; you will be told of the decision:"))
        head += _under_review(t, waiting)
    return replace(screen, text=join([join(head), screen.text], "\n\n"))


def _under_review(t: Texts, waiting: Sequence[ActivityFacts]) -> list[Html]:
    return [Html(f"🟡 {activity_name(t, one)}") for one in waiting]


def _begun(t: Texts, plan: PlanFacts, *, is_beside: bool) -> Html:
    if is_beside and plan.mark:
        return t("📋 A further plan is in force: {mark}.", mark=t.plan(plan.mark))
    return t("📋 A new plan is in force.")


def begun_to_admins(t: Texts, plan: PlanFacts, *, is_beside: bool = False) -> Screen:
    """To the admins: the plan that waited is in force now."""
    screen = _to_admins(t, plan, _begun(t, plan, is_beside=is_beside))
    if is_beside:
        return Screen(join([screen.text, t("The officers are told what is theirs.")]), screen.rows)
    closed_one = t("The former plan is closed, and its final report is kept. The officers are told what is theirs.")
    return Screen(join([screen.text, closed_one]), screen.rows)


def over(t: Texts, plan: PlanFacts, *, is_paper: bool = False, opened: int = 0) -> Screen:
    """To the admins: the plan's period has ended; of minutes and orders (`is_paper`) there is no next one.

    So many of its activities are still `opened`.
    """
    if is_paper:
        return _paper_over(t, plan, opened)
    lines: list[Html] = [
        bold(t("🏁 The plan period ended on {day}.", day=t.long_day(plan.ends_on))),
        t.plan(plan.title),
        t("Reminders of unfinished work go on once a week until {day}.", day=t.long_day(plan.ends_on + ECHO)),
        t("To load the next plan, send me its document (Word, Excel, PDF) here."),
    ]
    return Screen(join(lines))


def _paper_over(t: Texts, plan: PlanFacts, opened: int) -> Screen:
    lines: list[Html] = [
        bold(t("🏁 {mark}: its period ended on {day}.", mark=t.plan(plan.mark), day=t.long_day(plan.ends_on))),
        t.plan(plan.title),
        t("Reminders of unfinished work go on once a week until {day}.", day=t.long_day(plan.ends_on + ECHO)),
        t.many("{n} activity is not finished.", "{n} activities are not finished.", opened)
        if opened
        else t("Nothing is left undone."),
        t("When nothing more is awaited of it, close it: its final report is made then."),
    ]
    how = [t("What needs more time is given a later deadline on its card.")] if opened else []
    state = button(t("🏁 The state of the plan"), callbacks.OpenOnePlan(plan=plan.id))
    close = button(t("🏁 Close the period"), callbacks.ClosePlan(plan=plan.id))
    unfinished = Question(lines=frozenset({plan.line}), statuses=LEFT)
    left = (button(t("📋 What is left"), callbacks.Report(words=pack(unfinished))),) if opened else ()
    return Screen(join([*lines, *how]), (*((left,) if left else ()), (state,), (close,)))


def closed(
    t: Texts,
    plan: PlanFacts,
    by: str | None,
    waiting: Sequence[ActivityFacts] = (),
    others: Sequence[PlanFacts] = (),
) -> Screen:
    """To everybody: the period is closed. Admins also read `by` whom; of an officer `waiting` is under review.

    `others` are the plans in force that go on.
    """
    mark = bold(t.plan(_one_of(plan, others)))
    if by is not None:
        head = t("🏁 {name} has closed {mark}.", name=by, mark=mark)
        return _to_admins(t, plan, head if others else t("🏁 {name} has closed the plan period.", name=by))
    lines = [
        t("🏁 {mark} is closed. Thank you for your work!", mark=mark)
        if others
        else bold(t("🏁 The plan period is closed. Thank you for your work!")),
        t.plan(plan.title),
        t("There will be no more reminders of it. Still carried out: {others}.", others=_marks_of(t, others))
        if others
        else t("There will be no more reminders."),
    ]
    if waiting:
        lines.append(t("Your reports are still under review; you will be told of the decision:"))
        lines += _under_review(t, waiting)
    return Screen(join(lines))


def imported(t: Texts, plan: PlanFacts, about: PlanImported, edition: EditionFacts | None) -> Screen:
    """To the other admins: a document became the plan, or something was carried over into it."""
    if about.carried is not None:
        carried = t.many(
            "📋 {name} has carried over {n} activity of the former plan into the next one.",
            "📋 {name} has carried over {n} activities of the former plan into the next one.",
            about.carried,
            name=about.by,
        )
        return _to_admins(t, plan, carried)
    if about.by:
        head = t(
            "📥 {name} has loaded the plan from «{document}».", name=about.by, document=shorten(about.document, 80)
        )
    else:
        head = t("📥 The plan was loaded on the server from «{document}».", document=shorten(about.document, 80))
    screen = _to_admins(t, plan, head)
    if edition is not None:
        return Screen(join([screen.text, *amending.tally(t, edition.changes)]), screen.rows)
    counts = t("Activities added: {added}, changed: {changed}", added=about.added, changed=about.changed)
    return Screen(join([screen.text, counts]), screen.rows)


def reopened(t: Texts, plan: PlanFacts, by: str | None) -> Screen:
    """To everybody: it was closed by mistake. Admins also read `by` whom it was reopened."""
    if by is not None:
        return _to_admins(t, plan, t("▶️ {name} has reopened the plan.", name=by))
    lines = [bold(t("▶️ The plan has been reopened.")), t.plan(plan.title), t("Reminders will resume.")]
    return Screen(join(lines), ((button(t("📋 My activities"), callbacks.OpenMine()),),))


def _sections(t: Texts, summary: SummaryFacts) -> list[Html]:
    """A line for each section, as many as have room; how many more there are."""
    lines = [_section(t, summary, number) for number in range(min(len(summary.sections), SECTIONS))]
    rest = len(summary.sections) - SECTIONS
    return [*lines, t.many("… and {n} more", "… and {n} more", rest)] if rest > 0 else lines


def _section(t: Texts, summary: SummaryFacts, index: int) -> Html:
    section = summary.sections[index]
    done = section.counts.get(Status.DONE, 0) + section.counts.get(Status.DONE_LATE, 0)
    state = t("{done} of {total} done", done=done, total=section.total)
    return Html(f"{section_name(t, section, 40)} — {state}{released(t, section.counts)}")


def _to_admins(t: Texts, plan: PlanFacts, head: Html) -> Screen:
    state = button(t("🏁 The state of the plan"), callbacks.OpenPlan())
    return Screen(join([bold(head), t.plan(plan.title)]), ((state,),))


def _with_left(t: Texts, text: Html, left: Sequence[ActivityFacts]) -> Html:
    """The text and below it the unfinished work, as much of it as one message holds."""
    if not left:
        return join([text, t("Nothing is left undone.")], "\n\n")
    text = join([text, bold(t("Not finished: {count}", count=amount(t, left)))], "\n\n")
    for place, activity in enumerate(left):
        entry = f"{numbered_name(t, activity)} — {signed_status(t, activity)}, {executors_line(t, activity.parts)}"
        longer = Html(f"{text}\n{entry}")
        if length(longer) > TEXT_LIMIT - 100:
            return Html(f"{text}\n{t.many('… and {n} more', '… and {n} more', len(left) - place)}")
        text = longer
    return text


def _edition(t: Texts, plan: PlanFacts) -> Html:
    loaded = t.moment(plan.loaded_at) if plan.loaded_at is not None else Html("—")
    return t("Edition of the plan file: {edition}, loaded {moment}", edition=plan.edition, moment=loaded)


def _rows(t: Texts, plan: PlanFacts, *, has_past: bool, may_carry: bool) -> tuple[Row, ...]:
    report = button(t("📊 Report"), callbacks.Report(words="menu"))
    officers = button(t("👥 Officers"), callbacks.OpenOfficer())
    if plan.is_closed:
        change = button(t("▶️ Reopen the plan"), callbacks.ReopenPlan(plan=plan.id))
    else:
        change = button(t("🏁 Close the period"), callbacks.ClosePlan(plan=plan.id))
    file = callbacks.ExportOnePlan(plan=plan.id) if plan.mark else callbacks.ExportPlan()
    export = button(t("📄 The plan as a file"), file)
    past = (button(t("🗄 Closed plans"), callbacks.ListPast()),) if has_past else ()
    carry = (button(t("📋 Carry over what is not done"), callbacks.CarryList()),)
    mark = (button(t("🏷 Change the mark"), callbacks.AskMark(plan=plan.id)),)
    looked_through = (button(t("🧹 Inventory"), callbacks.OpenInventory()), *(mark if plan.mark else ()))
    files = past if plan.of_orders else (export, *past)
    return ((report, officers), *([files] if files else []), *([carry] if may_carry else []), looked_through, (change,))


def _final_rows(t: Texts, plan: int) -> tuple[Row, ...]:
    sections = button(t("📂 By section"), callbacks.PastReport(plan=plan, words="sections"))
    officers = button(t("👤 By officer"), callbacks.PastReport(plan=plan, words="officers"))
    return ((sections, officers), final_documents(t, plan, Question()))


def final_documents(t: Texts, plan: int, question: Question) -> Row:
    """The buttons for a document of a closed plan (its id), or of what the question selects of it."""
    kinds = [("docx", t("📄 Word")), ("xlsx", t("📊 Excel")), *([("pdf", t("📕 PDF"))] if libreoffice() else [])]
    return tuple(
        button(said, callbacks.PastReport(plan=plan, words=pack(replace(question, format=kind))))
        for kind, said in kinds
    )


def _back(t: Texts) -> Row:
    return (button(t("⬅️ Back"), callbacks.OpenPlan()),)
