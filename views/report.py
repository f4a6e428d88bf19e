"""/report: the whole plan, its sections, its officers, a selection of activities; and a menu of buttons."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from services.calendar.deadlines import Month, Period
from services.language.question_words import Place
from services.language.questions import Question
from services.language.reading.matters import Matter
from services.leadership.report import (
    STATUS_WORDS,
    Overview,
    Said,
    executors,
    is_due_in,
    select,
    times_of,
    unheard,
)
from services.leadership.summary import SectionFacts, SummaryFacts, counts
from services.messages.anchors import NAMED
from services.messages.purposes import ShowsOverview
from services.plan.activities import by_urgency
from services.plan.discipline import NOTHING_DUE, discipline
from services.plan.figures import ActivityFacts, ExecutorRef
from services.plan.marks import Marks, shown_number
from services.plan.silence import Silent
from services.plan.status import Status
from services.reports.cards import Card
from services.reports.commitments import counted
from views import cards as card_views
from views import notices as notice_views
from views.commitments import obstacles, of_executor, promised, tally_line
from views.kit import callbacks
from views.kit.figures import (
    count_line,
    count_lines,
    count_of,
    discipline_line,
    discipline_share,
    distinct,
    heading,
    headline,
    released,
    section_name,
    share,
    size,
    unset_lines,
)
from views.kit.formers import former_meaning
from views.kit.languages import LANGUAGES
from views.kit.office import libreoffice
from views.kit.paging import TRIANGLES, Page, paged
from views.kit.questions import pack, unpack
from views.kit.screen import Picture, Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, Translator, bold, escape, join, plain
from views.kit.words import (
    SIGNS,
    executor_name,
    executors_line,
    last_word,
    number_sign,
    numbered_name,
    status_line,
    status_word,
)
from views.oversight import watch_row

Entry = Callable[[ActivityFacts], Html]

ACTIVITIES, SECTIONS, OFFICERS, SILENT = 6, 12, 12, 20  # entries on a page
SECTIONS_AT_A_GLANCE = 12
CHOICES = 8  # as many of a kind as a line or a keyboard names
CROWD = 10
FORMERS = 4  # numbers whose earlier meaning is told
WORKS = 2  # of a person's activities that a line names
WORDS = 300  # characters of a report, where several are shown
SUBJECT = 300  # characters: a caption holds little
NOTHING = ShowsOverview(activities=())  # a reply to the screen is about no activity in particular


def answer(
    t: Texts,
    overview: Overview,
    page: int = 0,
    *,
    decides: bool,
    manages: bool,
    opened_from: callbacks.Report | None = None,
) -> Screen:
    """The screen that answers a question; `decides`, `manages` and `opened_from` are as for card()."""
    summary, question = overview.summary, overview.question
    if question.help:
        return help_screen(t, summary)
    if question.ambiguous:
        return which_officer(t, question)
    if not question.asks and question.unknown:
        return closest(t, summary, [one.word for one in question.unknown], overview.suggestions)
    return with_unknown(
        t, overview, _understood(t, overview, page, decides=decides, manages=manages, opened_from=opened_from)
    )


def _understood(
    t: Texts,
    overview: Overview,
    page: int,
    *,
    decides: bool,
    manages: bool,
    opened_from: callbacks.Report | None,
) -> Screen:
    """What was understood of the question is answered, whatever was not."""
    summary, question = overview.summary, overview.question
    if question.place is not None:
        return _place(t, overview, question.place, page)
    if overview.card is not None and question.aim is not None:
        return card_views.brief(t, overview.card).with_rows(_to_menu(t))
    if overview.card is not None:
        return card(t, overview.card, decides=decides, manages=manages, opened_from=opened_from)
    if plain_question(question) == Question():
        return whole(t, summary, page)
    return found(t, summary, plain_question(question), overview.activities, page)


def plain_question(question: Question) -> Question:
    """What the question names of the plan, without what it wants to know of that."""
    return replace(question, format=None, unknown=(), aim=None, is_mine=False, place=None)


def _place(t: Texts, overview: Overview, asked_for: Place, page: int) -> Screen:
    if asked_for is Place.NOTICES:
        question = pack(replace(overview.question, format=None))
        return notice_views.proof(t, overview.notices, is_whole=overview.is_whole, words=question, page=page)
    of_question = {Place.REPORTED: reported, Place.WORDS: words, Place.DISCIPLINE: kept, Place.SILENT: _silence}
    if asked_for in of_question:
        return of_question[asked_for](t, overview)
    return _PLACES[asked_for](t, overview.summary, page)


def _silence(t: Texts, overview: Overview) -> Screen:
    lasting, is_timed = overview.question.lasting, bool(times_of(overview.question))
    if overview.summary.silent and not is_timed:
        return silent(t, overview.summary, lasting=lasting)
    return unheard_of(t, overview) if is_timed or lasting is None else _nobody_silent(t, lasting)


def _nobody_silent(t: Texts, days: int) -> Screen:
    said = t.many(
        "Nobody with work under way has been silent for {n} day or more.",
        "Nobody with work under way has been silent for {n} days or more.",
        days,
    )
    return Screen(said, (_back(t, "menu"),), about=NOTHING)


def with_unknown(t: Texts, overview: Overview, screen: Screen) -> Screen:
    """An answer, under the words that were not understood; below it the closest that would be."""
    unknown = overview.question.unknown
    if not unknown:
        return screen
    said = not_understood(t, [one.word for one in unknown])
    return replace(screen, text=join([said, screen.text], "\n\n")).with_rows(
        *_closest_rows(t, overview.summary, overview.suggestions)
    )


def _marks(summary: SummaryFacts) -> Marks:
    """The marks of the plans in force, if there are several."""
    return next((one.marks for one in summary.activities), ())


def gone(t: Texts, overview: Overview) -> Screen:
    """What was asked about by its former number is not in the plan any more."""
    marks = _marks(overview.summary)
    return Screen(join([former_meaning(t, one, marks) for one in overview.formers]), (_back(t, "menu"),), about=NOTHING)


def with_formers(t: Texts, overview: Overview, screen: Screen) -> Screen:
    """An answer, under what its numbers meant before a change of the plan."""
    if not overview.formers:
        return screen
    marks = _marks(overview.summary)
    said = join([former_meaning(t, one, marks) for one in overview.formers[:FORMERS]])
    goes_on = {one.now or one.part_of or 0 for one in overview.formers[:FORMERS]} - overview.question.numbers - {0}
    others = [
        button(f"№{t.script(shown_number(number, marks))}", callbacks.Report(words=f"n{number}"))
        for number in sorted(goes_on)
    ]
    rows = in_rows(others, 4) if overview.is_whole else ()
    return replace(screen, text=join([said, screen.text], "\n\n")).with_rows(*rows)


def not_understood(t: Texts, words: Sequence[str]) -> Html:
    """The words that mean nothing to the bot."""
    return t("I did not understand «{words}».", words=" ".join(words[:CHOICES]))


def _closest_rows(t: Texts, summary: SummaryFacts, choices: Sequence[tuple[str, Question]]) -> tuple[Row, ...]:
    """What the closest words would ask, in the reader's language, whichever language the words are of."""
    signs = "".join(SIGNS.values())
    labels = {plain(asked(t, summary, question)).lstrip(f"{signs} "): question for _, question in choices}
    buttons = [
        button(label, callbacks.Report(words=pack(question))) for label, question in list(labels.items())[:CHOICES]
    ]
    return in_rows(buttons, 2)


def place(t: Texts, summary: SummaryFacts, pressed: callbacks.Report) -> Screen | None:
    """The screen that a button asks for by name; None if it asks a question."""
    shown = _PLACES.get(pressed.words)
    return None if shown is None else shown(t, summary, pressed.page)


def whole(t: Texts, summary: SummaryFacts, page: int = 0) -> Screen:
    """The whole plan: counts and sections on the first page, activities by urgency on every page."""
    activities = by_urgency(summary.activities)
    documents = document_rows(t, Question())
    if page > 0:
        return _listing(t, _title(t, summary), activities, _entry(t), words="", page=page, documents=documents)
    lines = [_title(t, summary), headline(t, summary), Html(""), *count_lines(t, summary.counts)]
    lines += [*unset_lines(t, summary.activities)]
    lines += [discipline_line(t, discipline(summary.activities).whole), Html("")]
    lines += [section_line(t, summary, section, 40) for section in summary.sections[:SECTIONS_AT_A_GLANCE]]
    if (rest := len(summary.sections) - SECTIONS_AT_A_GLANCE) > 0:
        lines.append(t.many("… and {n} more", "… and {n} more", rest))
    return _listing(t, join(lines), activities, _entry(t), words="", page=0, documents=documents)


def found(
    t: Texts, summary: SummaryFacts, question: Question, activities: Sequence[ActivityFacts], page: int
) -> Screen:
    """A page of the activities that a question selects."""
    if not activities:
        lines = [bold(_headed(t, summary, question)), _none(t, summary, question)]
        return Screen(join(lines), menu_rows(t, summary), about=NOTHING)
    person = _only_executor(summary, question)
    shown = activities
    if person is not None:  # their own figures: what they have delivered is done for them
        shown = by_urgency(one.counted_for((person.id,)) for one in activities)
    lines = [bold(_headed(t, summary, question)), size(t, activities)]
    if len(question.statuses) != 1:
        lines.append(count_line(t, counts(shown)))
    if not question.statuses:  # a status settles it beforehand
        facts = discipline(activities, times_of(question))
        own = facts.whole if person is None else facts.executors.get(person.id, NOTHING_DUE)
        lines.append(discipline_line(t, own))
    if times_of(question) and not question.statuses:
        lines.append(_in_time(t, question, activities))
    if person is not None:
        lines += [_last_report(t, summary, person), *of_executor(t, summary, person.id)]
    entry = _entry(t) if person is None else _part_entry(t, person)
    documents = document_rows(t, question)
    return _listing(t, join(lines), shown, entry, words=pack(question), page=page, documents=documents)


def _none(t: Texts, summary: SummaryFacts, question: Question) -> Html:
    """Nothing is so; of a status, of how many activities."""
    every = select(summary, replace(question, statuses=frozenset(), lasting=None)) if question.statuses else ()
    if every:
        return t("Nothing in the plan matches this: none of {total}.", total=size(t, every))
    return t("Nothing in the plan matches this.")


def due_soon(t: Texts, summary: SummaryFacts, page: int = 0) -> Screen:
    """What is due within two weeks."""
    if not summary.due_soon:
        return Screen(t("Nothing is due within two weeks."), (_back(t, "menu"),), about=NOTHING)
    head = bold(t("⏳ Due within two weeks: {count}", count=len(summary.due_soon)))
    return _listing(t, head, summary.due_soon, _entry(t), words="soon", page=page)


def sections(t: Texts, summary: SummaryFacts, page: int = 0) -> Screen:
    """The plan by section, each with a button that opens it."""
    chosen = paged(summary.sections, page, SECTIONS)
    kept = discipline(summary.activities).sections
    lines = [
        Html(f"{section_line(t, summary, one, 110)}, {discipline_share(t, kept.get(one.number, NOTHING_DUE))}")
        for one in chosen.shown
    ]
    buttons = [
        button(t.script(section.written_number), callbacks.Report(words=section.number)) for section in chosen.shown
    ]
    rows = (*in_rows(buttons, 4), *_turning("sections", chosen), _back(t, "menu"))
    return Screen(join([bold(t("📂 The plan by section")), *lines], "\n\n"), rows, about=NOTHING)


def officers(t: Texts, summary: SummaryFacts, page: int = 0) -> Screen:
    """The plan by officer, each with a button that opens their activities."""
    chosen = paged(executors(summary), page, OFFICERS)
    kept = discipline(summary.activities).executors
    lines = [
        Html(f"{_officer_line(t, summary, one)}, {discipline_share(t, kept.get(one.id, NOTHING_DUE))}")
        for one in chosen.shown
    ]
    buttons = [button(executor_name(t, one), callbacks.Report(words=f"e{one.id}")) for one in chosen.shown]
    rows = (*in_rows(buttons, 2), *_turning("officers", chosen), _back(t, "menu"))
    return Screen(join([bold(t("👤 The plan by officer")), Html(""), *lines]), rows, about=NOTHING)


def silent(t: Texts, summary: SummaryFacts, page: int = 0, *, lasting: int | None = None) -> Screen:
    """The executors with open work who have not reported for two weeks (or so many days), the longest silent first."""
    if not summary.silent:
        said = t("No officer with work under way has gone two weeks without a report.")
        return Screen(said, (_back(t, "menu"),), about=NOTHING)
    chosen = paged(summary.silent, page, SILENT)
    lines = [_silent_line(t, one, summary) for one in chosen.shown]
    if lasting is None:
        head = bold(t("🔕 Silent for two weeks or more: {count}", count=len(summary.silent)))
    else:
        count = t.many("{n} executor", "{n} executors", len(summary.silent))
        said = t.many("🔕 Silent for {n} day or more", "🔕 Silent for {n} days or more", lasting)
        return Screen(join([bold(Html(f"{said}: {count}")), *lines]), (_back(t, "menu"),), about=NOTHING)
    rows = (*_turning("silent", chosen), _back(t, "menu"))
    return Screen(join([head, *lines]), rows, about=NOTHING)


def reported(t: Texts, overview: Overview) -> Screen:
    """Who has reported in the time asked about, and on what."""
    when = _when(t, overview.question)
    back = (_back(t, "menu"),)
    if not overview.reporters:
        said = t("Nobody has reported ({when}).", when=when) if when else t("Nobody has reported yet.")
        return Screen(said, back, about=NOTHING)
    count = len(overview.reporters)
    head = t("✍️ Reported ({when}): {count}", when=when, count=count) if when else t("✍️ Reported: {count}", count=count)
    lines = [
        Html(f"{executor_name(t, one.executor)}: {_works(t, overview.summary, one.activities)} · {t.day(one.last_on)}")
        for one in overview.reporters[:SILENT]
    ]
    return Screen(join([bold(head), *lines, *_cut(t, count)]), back, about=NOTHING)


def unheard_of(t: Texts, overview: Overview) -> Screen:
    """Who has work under way in the time asked about and has not reported in it; without a time, who never has."""
    when, back = _when(t, overview.question), (_back(t, "menu"),)
    lines = [] if when else [t("No officer with work under way has gone two weeks without a report.")]
    silent_ones = unheard(overview)
    if not silent_ones:
        everybody = t("All have reported at least once.")
        said = t("All who had work have reported ({when}).", when=when) if when else everybody
        return Screen(join([*lines, said]), back, about=NOTHING)
    count = len(silent_ones)
    head = (
        t("🔕 Not reported ({when}): {count}", when=when, count=count)
        if when
        else t("🔕 Have not reported yet: {count}", count=count)
    )
    lines.append(bold(head))
    lines += [
        Html(f"{executor_name(t, one)} ({_works(t, overview.summary, numbers)})")
        for one, numbers in silent_ones[:SILENT]
    ]
    return Screen(join([*lines, *_cut(t, count)]), back, about=NOTHING)


def words(t: Texts, overview: Overview) -> Screen:
    """What was written by whom and on what is asked, newest first: activity, day and hour, progress, words."""
    found, question = overview.words, overview.question
    narrowed = plain_question(question)
    named, is_of_all = asked(t, overview.summary, narrowed), narrowed == Question()
    head = [bold(t("✍️ The newest reports") if is_of_all else t("✍️ Reports: {what}", what=named))]
    if question.matter is Matter.PAPERS:
        head = [bold(t("📎 Files: {what}", what=named))]
    back = (_back(t, "menu"),)
    if not found.said:
        nothing = t("No files were sent.") if question.matter is Matter.PAPERS else t("Nothing was written.")
        return Screen(join([*head, nothing]), back, about=NOTHING)
    if not found.is_in_time:
        head.append(t("Nothing was written in this time. Before it:"))
    others = found.count - len(found.said)
    rest = t.many("… and {n} more", "… and {n} more", others) if others > 0 else Html("")
    entries = [_written(t, one) for one in found.said]
    entries += [rest] if rest else []
    activities = list({one.activity.id: one.activity for one in found.said}.values())
    cards = (button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in activities)
    whole = card_views.whole_rows(t, [one.report for one in found.said], WORDS)
    about = ShowsOverview(activities=tuple(one.id for one in activities)[:NAMED])
    return Screen(join([join(head), *entries], "\n\n"), (*in_rows(cards, 4), *whole, *back), about=about)


def _written(t: Texts, said: Said) -> Html:
    report = said.report
    when = Html(f"{t.moment(report.submitted_at)}, {t.plan(report.executor)}")
    head = Html(f"✍️ {when}{card_views.progress_in(t, report)}")
    return join([numbered_name(t, said.activity), head, *card_views.words_of(t, report, WORDS)])


def kept(t: Texts, overview: Overview) -> Screen:
    """Discipline, of the time and of the executors asked about: the whole, then each executor, the best first."""
    summary, question = overview.summary, overview.question
    facts = discipline(overview.activities, times_of(question))
    own = [one for one in executors(summary) if not question.executors or str(one.id) in question.executors]
    each = [(one, facts.executors[one.id]) for one in own if one.id in facts.executors and facts.executors[one.id].due]
    each.sort(key=lambda pair: (-(pair[1].share or 0.0), pair[1].due - pair[1].on_time))
    lines = [bold(Html(f"📏 {asked(t, summary, plain_question(question))}"))]
    made = [one for one in summary.promises if one.executor_id in {each.id for each in own}]
    lines += [] if question.executors else [discipline_line(t, facts.whole)]
    lines += [tally_line(t, counted(made))] if counted(made).count else []
    lines += [] if question.executors else [Html("")]
    lines += [
        Html(f"{executor_name(t, one)}: {share(theirs)} ({theirs.on_time}/{theirs.due})")
        for one, theirs in each[:SILENT]
    ]
    lines += [t("Nothing of theirs was due.")] if question.executors and not each else []
    lines += [
        *_cut(t, len(each)),
        Html(""),
        t("On time / all that was due. Work that awaits acceptance does not count."),
    ]
    others = (_ask(t("📂 By section"), "sections"), _ask(t("👤 By officer"), "officers"))
    return Screen(join(lines), (others, _back(t, "menu")), about=NOTHING)


def _when(t: Texts, question: Question) -> Html:
    return Html(
        ", ".join([*_months(t, question.months), *([_days(t, question.days)] if question.days is not None else [])])
    )


def _works(t: Texts, summary: SummaryFacts, numbers: Sequence[int]) -> Html:
    """The first of the activities by number and name; the others are counted."""
    by_number = {one.number: one for one in summary.activities}
    named = [numbered_name(t, by_number[one]) for one in numbers[:WORKS] if one in by_number]
    others = len(numbers) - len(named)
    rest = [t.many("and {n} more", "and {n} more", others)] if others > 0 else []
    return Html(", ".join([*named, *rest]))


def _cut(t: Texts, count: int) -> list[Html]:
    others = count - SILENT
    return [t.many("… and {n} more", "… and {n} more", others)] if others > 0 else []


def card(
    t: Texts, card: Card, *, decides: bool, manages: bool = False, opened_from: callbacks.Report | None = None
) -> Screen:
    """One activity whole, as it is shown to those who read the plan.

    `decides`: with the button to accept; `manages`: with the button to change it. `opened_from` is the list that it
    was opened from, the menu if none.
    """
    seen = replace(card, mine=None, waits_acceptance=card.waits_acceptance if decides else None)
    watch = () if manages else watch_row(t, card.activity)  # which stands among an admin's buttons
    back = (button(t("⬅️ Back"), opened_from or callbacks.Report(words="menu")),)
    return card_views.card(t, seen, manages=manages).with_rows(*watch, back)


def menu(t: Texts, summary: SummaryFacts) -> Screen:
    """The topics of a report, by button."""
    lines = [_title(t, summary), headline(t, summary), Html(""), t("What should the report be about?")]
    return Screen(join(lines), menu_rows(t, summary), about=NOTHING)


def help_screen(t: Texts, summary: SummaryFacts) -> Screen:
    """The words that /report knows, by example and by button."""
    name = t.script(executors(summary)[0].name.split()[-1]) if summary.activities else "7"
    month, overdue = t.month_name(summary.today), t("overdue")
    examples = [
        ("/report", t("the whole plan")),
        ("/report 7", t("activity 7 with all its reports")),
        ("/report 3-9", t("activities 3 to 9")),
        ("/report III", t("section III")),
        (f"/report {name}", t("an officer’s activities; initials are not needed")),
        (f"/report {overdue}", t("by status: overdue, done, under review and others")),
        (f"/report {month}", t("what is due or under way in a month")),
        ("/report q1", t("a quarter")),
        (f"/report {t('acknowledgement')}", t("who was told what, and who has confirmed having read it")),
        (f"/report III {overdue}", t("words combine, in any order")),
        ("/report docx", t("the same as a document: docx, xlsx or pdf, with other words too")),
        (f"/report {t('timeline')}", t("the same along the months, as a picture")),
        (f"/report {t('control card')} 7", t("all that is kept of activity 7, as a document")),
        (f"/report {t('obstacle')}", t("what hinders the work")),
        (f"/report {t('promise')}", t("what was promised, kept and broken")),
        (f"/report {t('moved')}", t("deadlines moved twice or more")),
        (f"/report {t('next month')}", t("what falls due by the end of next month")),
        (f"/report {t('personal control')}", t("what the leadership watches itself")),
        ("/report 2024-1", t("the final report of a closed plan")),
    ]
    lines = [bold(t("What /report can show")), *(_example(words, meaning) for words, meaning in examples)]
    return Screen(join([*lines, Html(""), t("Or press a button:")]), menu_rows(t, summary), about=NOTHING)


def which_officer(t: Texts, question: Question) -> Screen:
    """Ask which officer is meant by a name that several have."""
    (word, choices), *others = question.ambiguous
    rest = replace(question, ambiguous=tuple(others), unknown=())
    buttons = [
        button(
            t.script(choice.name),
            callbacks.Report(words=pack(replace(rest, executors=rest.executors | {choice.key}))),
        )
        for choice in choices[:CHOICES]
    ]
    return Screen(t("Who is meant by «{word}»?", word=word), in_rows(buttons, 2))


def closest(t: Texts, summary: SummaryFacts, words: Sequence[str], choices: Sequence[tuple[str, Question]]) -> Screen:
    """Words that were not understood, and the closest that would be (`choices`: the words and what they would ask)."""
    head = not_understood(t, words)
    if not choices:
        lines = [head, t("Choose below, or see /report help.")]
        return Screen(join(lines), menu_rows(t, summary))
    return Screen(
        join([head, t("Did you mean this?")]), (*_closest_rows(t, summary, choices), _to_menu(t)), about=NOTHING
    )


def refused(t: Texts) -> Html:
    """Why this person does not get the report."""
    return t("The report on the whole plan is for the admins and the leadership group.")


def no_plan(t: Texts) -> Html:
    """Say that no plan has been loaded yet."""
    return t("No plan has been loaded yet.")


_PLACES: dict[str, Callable[[Texts, SummaryFacts, int], Screen]] = {
    "menu": lambda t, summary, _page: menu(t, summary),
    "help": lambda t, summary, _page: help_screen(t, summary),
    "sections": sections,
    "officers": officers,
    "silent": silent,
    "soon": due_soon,
    "whole": whole,
    "obstacles": obstacles,
    "promises": promised,
}


def menu_rows(t: Texts, summary: SummaryFacts) -> tuple[Row, ...]:
    """The menu's buttons."""
    month = pack(Question(months=frozenset({Month.of(summary.today)})))
    return in_rows(
        (
            _ask(t("🔴 Overdue"), "overdue"),
            _ask(t("📅 This month"), month),
            _ask(t("⏳ Due soon"), "soon"),
            _ask(t("🟡 Under review"), "review"),
            _ask(t("📂 By section"), "sections"),
            _ask(t("👤 By officer"), "officers"),
            _ask(t("🔕 Silent"), "silent"),
            _ask(t("⛔ Obstacles"), "obstacles"),
            _ask(t("📅 Promises"), "promises"),
            _ask(t("👁 Acknowledgement"), Place.NOTICES.value),
            _ask(t("📋 The whole plan"), ""),
            _ask(t("🗓 Timeline"), pack(Question(format="timeline"))),
        ),
        2,
    )


def document_rows(t: Texts, question: Question) -> tuple[Row, ...]:
    """The buttons for a document or timeline of what the question selects; a PDF if one can be made."""
    pdf = (_ask(t("📕 PDF"), pack(replace(question, format="pdf"))),) if libreoffice() else ()
    return (
        (
            _ask(t("📄 Word"), pack(replace(question, format="docx"))),
            _ask(t("📊 Excel"), pack(replace(question, format="xlsx"))),
            *pdf,
        ),
        (_ask(t("🗓 Timeline"), pack(replace(question, format="timeline"))),),
    )


def time_line(
    t: Texts, summary: SummaryFacts, question: Question, activities: Sequence[ActivityFacts], content: bytes
) -> Screen:
    """The picture of these activities by month, with a short text."""
    title = bold(t("The timeline of the plan on {day}", day=t.long_day(summary.today)))
    about = ShowsOverview(activities=tuple(one.id for one in by_urgency(activities)[:NAMED]))
    text = join([title, time_line_of(t, summary, question, activities)])
    return Screen(text, (_to_menu(t),), Picture(content, "timeline.png"), about=about)


def time_line_of(t: Texts, summary: SummaryFacts, question: Question, activities: Sequence[ActivityFacts]) -> Html:
    """What a timeline shows: the whole plan's state, or the words asked."""
    return headline(t, summary) if question == Question() else subject(t, summary, question, activities)


def subject(t: Texts, summary: SummaryFacts, question: Question, activities: Sequence[ActivityFacts]) -> Html:
    """The question in a few words; if it is too long for a caption, the activities are counted instead."""
    words = asked(t, summary, question)
    # Cut only where it must be: a cut cannot know where an entity of HTML ends.
    return words if len(words) <= SUBJECT else size(t, activities)


def asked(t: Texts, summary: SummaryFacts, question: Question) -> Html:
    """The question in the reader's words: «Section III · overdue · март 2024»."""
    parts = [
        *[section_name(t, one, 110) for one in summary.sections if one.number in question.sections][:CHOICES],
        *[executor_name(t, one) for one in executors(summary) if str(one.id) in question.executors][:CHOICES],
        *[_status_asked(t, word) for word in sorted(question.statuses)],
        *_day_asked(t, question),
        *_months(t, question.months),
    ]
    if question.days is not None:
        parts.append(_days(t, question.days))
    if question.lasting is not None:
        parts.append(t.many("{n} day or more", "{n} days or more", question.lasting))
    if question.lines:
        marks = _marks(summary)
        parts = [t.plan(one.text) for one in marks if one.line in question.lines] + parts
    if question.numbers:
        marks = _marks(summary)
        numbers = [t.script(shown_number(one, marks)) for one in sorted(question.numbers)[:CHOICES]]
        parts.append(Html(", ".join(f"№{escape(number)}" for number in numbers)))
    if parts:
        return Html(" · ".join(parts))
    return t("All plans in force") if len(summary.shares) > 1 else t("The whole plan")


def _day_asked(t: Texts, question: Question) -> list[Html]:
    """The day by which, or on which, something is due; that nothing is, if its month was taken instead."""
    if question.until is not None:
        return [t("due by {day}, not done", day=t.day(question.until))]
    if question.on is None:
        return []
    day = t.day(question.on)
    return [t("nothing is due on {day}", day=day) if question.months else t("due on {day}", day=day)]


def _headed(t: Texts, summary: SummaryFacts, question: Question) -> Html:
    """The question as a heading: with a capital letter."""
    words = asked(t, summary, question)
    return Html(words[:1].upper() + words[1:])


def _months(t: Texts, asked: Collection[Month]) -> list[Html]:
    """The months by name; of a whole quarter, half-year or year, its own name: «2024 йил 1-чорак»."""
    months = sorted(asked)
    for length in (12, 6, 3):
        first = months[0] if len(months) == length else None
        if first is None or (first.month - 1) % length or first + (length - 1) != months[-1]:
            continue
        number = (first.month - 1) // length + 1
        if length == 12:
            return [t("the year {year}", year=first.year)]
        half = t("{year}, half-year {number}", number=number, year=first.year)
        return [half if length == 6 else t("{year}, quarter {number}", number=number, year=first.year)]
    return [t.month(month.first_day) for month in months][:CHOICES]


def _days(t: Texts, days: Period) -> Html:
    return t.day(days.start) if days.start == days.end else Html(f"{t.day(days.start)} – {t.day(days.end)}")


def section_line(t: Texts, summary: SummaryFacts, section: SectionFacts, limit: int) -> Html:
    """«III. Сайлов комиссиялари… — 1 of 5 done, 🔴 overdue: 2»; of deadlines, if some activities have several."""
    done = section.counts.get(Status.DONE, 0) + section.counts.get(Status.DONE_LATE, 0)
    numbers = distinct(one for one in summary.activities if one.section == section.number)
    if numbers == section.total:
        state = t("{done} of {total} done", done=done, total=section.total)
    else:
        activities = count_of(t, numbers)
        state = t(
            "{activities}; {done} of {total} deadlines done", activities=activities, done=done, total=section.total
        )
    late = _late(t, section.counts)
    return Html(f"{section_name(t, section, limit)} — {state}{late}{released(t, section.counts)}")


def _listing(
    t: Texts,
    head: Html,
    activities: Sequence[ActivityFacts],
    entry: Entry,
    *,
    words: str,
    page: int,
    documents: Sequence[Row] = (),
) -> Screen:
    chosen = paged(activities, page, ACTIVITIES)
    if chosen.count > 1:
        head = join([head, t("Page {page} of {pages}", page=chosen.number + 1, pages=chosen.count)])
    cards = [button(number_sign(t, one), _card_of(one, words, chosen.number)) for one in chosen.shown]
    rows = (*in_rows(cards, 3), *_turning(words, chosen), *documents, _back(t, _parent(words)))
    about = ShowsOverview(activities=tuple(one.id for one in chosen.shown))
    return Screen(join([head, *(entry(one) for one in chosen.shown)], "\n\n"), rows, about=about)


def _entry(t: Texts) -> Entry:
    return lambda activity: join([_what(t, activity), status_line(t, activity), Html(f"👤 {_names(t, activity)}")])


def _part_entry(t: Texts, executor: ExecutorRef) -> Entry:
    """An entry with one executor's part in place of all names."""

    def entry(activity: ActivityFacts) -> Html:
        part = activity.part_of(frozenset({executor.id}))
        lines = [_what(t, activity), status_line(t, activity, is_own=False)]
        if part is not None:
            role = t("responsible officer") if part.leads else t("co-executor")
            reported = last_word(t, part)
            lines.append(Html(f"👤 {role} · {reported}"))
        return join(lines)

    return entry


def _what(t: Texts, activity: ActivityFacts) -> Html:
    return numbered_name(t, activity)


def _title(t: Texts, summary: SummaryFacts) -> Html:
    return bold(heading(t, summary))


def _in_time(t: Texts, question: Question, activities: Sequence[ActivityFacts]) -> Html:
    due = sum(is_due_in(one, times_of(question)) for one in activities)
    return t(
        "Due in this period: {due}. Under way in it but due at another time: {others}.",
        due=due,
        others=len(activities) - due,
    )


def _only_executor(summary: SummaryFacts, question: Question) -> ExecutorRef | None:
    if len(question.executors) != 1:
        return None
    return next((one for one in executors(summary) if str(one.id) in question.executors), None)


def _last_report(t: Texts, summary: SummaryFacts, executor: ExecutorRef) -> Html:
    parts = (part for one in summary.activities for part in one.parts if part.executor.id == executor.id)
    days = [part.last_word_on for part in parts if part.last_word_on]
    days += [summary.heard[executor.id]] if executor.id in summary.heard else []
    day = max(days, default=None)
    return t("Last report: {day}", day=t.long_day(day)) if day else t("No report yet.")


def _officer_line(t: Texts, summary: SummaryFacts, executor: ExecutorRef) -> Html:
    parts = [one for one in summary.activities if one.part_of(frozenset({executor.id}))]
    own, total = counts(one.counted_for((executor.id,)) for one in parts), size(t, parts)
    done = own.get(Status.DONE, 0) + own.get(Status.DONE_LATE, 0)
    finished = t("{done} done", done=done)
    return Html(f"{bold(executor_name(t, executor))}: {total}, {finished}{_late(t, own)}{released(t, own)}")


def _silent_line(t: Texts, silence: Silent, summary: SummaryFacts) -> Html:
    """«М. Алимбаев: 41 days (№16 сайловни ёритиш семинарлари and 2 more)»."""
    days = t.many("{n} day", "{n} days", (summary.today - silence.since).days)
    return Html(f"{executor_name(t, silence.executor)}: {days} ({_works(t, summary, silence.activities)})")


def _names(t: Texts, activity: ActivityFacts) -> Html:
    """All executors, the lead first; if there are too many, they are counted."""
    names, others = executors_line(t, activity.parts[:CROWD]), len(activity.parts) - CROWD
    more = t.many("… and {n} more", "… and {n} more", others)
    return Html(f"{names} {more}") if others > 0 else names


def _late(t: Texts, counted: dict[Status, int]) -> Html:
    late = counted.get(Status.OVERDUE, 0)
    return Html(f", {SIGNS[Status.OVERDUE]} {status_word(t, Status.OVERDUE)}: {late}") if late else Html("")


def shown_statuses(t: Texts) -> dict[str, str]:
    """The statuses one can ask for, by their names in the reader's language."""
    return {plain(_status_named(t, word)): word for word in STATUS_WORDS}


def typed_words(translator: Translator) -> dict[str, str]:
    """Statuses and screens by what they are called, on buttons too, in every language: whoever types it means them."""
    words: dict[str, str] = {}
    for code in LANGUAGES:
        t = translator[code]
        labels = {
            t("⏳ Due soon"): Place.SOON,
            t("📂 By section"): Place.SECTIONS,
            t("👤 By officer"): Place.OFFICERS,
            t("🔕 Silent"): Place.SILENT,
            t("⛔ Obstacles"): Place.OBSTACLES,
            t("📅 Promises"): Place.PROMISES,
            t("👁 Acknowledgement"): Place.NOTICES,
        }
        words |= {plain(label).partition(" ")[2]: place.value for label, place in labels.items()} | shown_statuses(t)
    return words


def _status_asked(t: Texts, word: str) -> Html:
    named = _status_named(t, word)
    return named if word in _NO_STATUS else Html(f"{SIGNS[_status_of(word)]} {named}")


def _status_named(t: Texts, word: str) -> Html:
    if word not in _NO_STATUS:
        return status_word(t, _status_of(word))
    return {
        "extended": t("extended"),
        "moved": t("moved twice or more"),
        "watched": t("under personal control"),
        "document": t("document required"),
        "ahead": t("due by the end of next month"),
    }[word]


_NO_STATUS = frozenset({"extended", "moved", "watched", "document", "ahead"})  # said of the term, or a mark


def _status_of(word: str) -> Status:
    return Status.DONE_LATE if word == "late" else Status(word)


def _example(words: str, meaning: Html) -> Html:
    return Html(f"<code>{escape(words)}</code> — {meaning}")


def _ask(label: str, words: str) -> InlineKeyboardButton:
    return button(label, callbacks.Report(words=words))


def _to_menu(t: Texts) -> Row:
    return (_ask(t("☰ Menu"), "menu"),)


def _back(t: Texts, words: str, page: int = 0) -> Row:
    return (button(t("⬅️ Back"), callbacks.Report(words=words, page=page)),)


def _parent(words: str) -> str:
    """Where a list was opened from: those of a section or an officer from their lists, others from the menu."""
    question = unpack(words)
    if question == Question(sections=question.sections) and len(question.sections) == 1:
        return "sections"
    if question == Question(executors=question.executors) and len(question.executors) == 1:
        return "officers"
    return "menu"


def _card_of(activity: ActivityFacts, words: str, page: int) -> CallbackData:
    """A button's data that open the card with the way back to its list; without it where the list's words are long."""
    listed = callbacks.OpenListed(number=activity.number, words=words, page=page)
    try:
        listed.pack()
    except ValueError:  # more than a button can carry
        return callbacks.Report(words=f"n{activity.number}")
    return listed


def _turning(words: str, page: Page[Any]) -> tuple[Row, ...]:
    """A row of the buttons to the pages beside this one, if there are any."""
    turns = page.turn(lambda to: callbacks.Report(words=words, page=to), TRIANGLES)
    return (turns,) if turns else ()
