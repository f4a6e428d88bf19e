"""The office's own document on its way to be the plan: what was understood, what is asked, and what loading does."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeGuard

from aiogram.types import InlineKeyboardButton

from services.calendar.deadlines import Period, Precision
from services.calendar.occurrences import items
from services.calendar.rules import Rule, Rules, UnsetRule, WindowRule
from services.calendar.units import Unit
from services.calendar.workdays import Workdays
from services.control.lines import Into
from services.control.loader import Loaded
from services.documents.refusals import Refusal, RefusedError
from services.documents.understood import ActivityRead
from services.imports.amending import Amending
from services.imports.draft import Draft, Stage
from services.imports.importing import Earlier, Effect, Import, Over
from services.imports.places import KnownLine
from services.imports.questions import Ask, Question
from services.messages.purposes import AsksImport, ShowsImport
from services.plan.figures import ActivityFacts
from services.plan.file import Problem
from services.plan.status import Status
from views import amending
from views.amending import Stakes
from views.kit import callbacks
from views.kit.callbacks import ImportWhat
from views.kit.figures import count_of, days_between
from views.kit.labels import unit_number
from views.kit.paging import fitting
from views.kit.screen import TEXT_LIMIT, Document, Row, Screen, button, in_rows, shorten
from views.kit.texts import Html, Texts, bold, escape, join, quote
from views.problems import problem
from views.terms import first_dues, rules_said_back, rules_words

NOTHING_SAID = Html("")
NEW, OUTSIDE, NEITHER = -1, -2, -3  # answers that are not among those offered
OTHER_TERMS = -4  # shows the terms of the period
NO_TERM: Rules = (UnsetRule(),)
TERMS = 100  # and more: a term of the period, by its place
CARRIED = 10  # activities
NAMES = 8  # of new executors, in one message
UNITS = 5  # of which nobody can be told
NUMBERS = 12  # of activities, in one line
WORDS = 600
TEXT = 200
TITLE_ON_BUTTON = 40


# -- before there is an import ---------------------------------------------------------------------------------------


def how_to(t: Texts) -> Screen:
    """How a plan's document is sent."""
    text = t(
        "Send me the plan's document as a file: Word, Excel or PDF with text. I will show what I understood and ask "
        "about the rest. Nothing changes until you confirm."
    )
    return Screen(text, about=ShowsImport(waits=True))


def reading(t: Texts) -> Screen:
    """Say that a long document is being read; what was understood replaces this message."""
    return Screen(t("⏳ I am reading the document…"))


def loading(t: Texts, percent: int = 0) -> Screen:
    """Say that a long plan is being loaded, and how much of it is; the outcome replaces this message."""
    text = (
        t("⏳ The plan is being loaded: {percent}%", percent=percent) if percent else t("⏳ The plan is being loaded…")
    )
    return Screen(text, about=ShowsImport())


def refused(t: Texts, error: RefusedError) -> Screen:
    """Why a file is not taken, in a sentence; orders come as documents as well."""
    parts = [t("This file was not taken."), reason(t, error)]
    if error.kind is Refusal.NOT_A_PLAN and not error.is_picture:
        parts.append(t("Orders, also the decisions of a meeting, are given in words: /order"))
    return Screen(join(parts, " "))


def reason(t: Texts, error: RefusedError) -> Html:
    """What is wrong with a document, and what helps."""
    if error.is_picture:
        return picture(t)
    reasons = {
        Refusal.NOT_A_PLAN: t(
            "I found no activities with their terms and responsible officers in it: it is not a plan."
        ),
        Refusal.ENCRYPTED: t("It is locked with a password. Save it without one and send it again."),
        Refusal.CORRUPT: t(
            "It is damaged, or of another kind than its name says. Open it in its program, save it again and send it."
        ),
        Refusal.TOO_BIG: t("It is too large for a plan."),
        Refusal.MACROS: t("It contains macros. Save it without them, as .docx or .xlsx, and send it again."),
        Refusal.UNSAFE_XML: t("It contains instructions that no office program writes and that may do harm."),
        Refusal.TOO_HARD: t(
            "Reading it takes more time or memory than any plan needs. Save it again as .docx and send that."
        ),
        Refusal.NO_LIBREOFFICE: t(
            "Files of this kind cannot be read on this server. Save it as .docx and send it again."
        ),
    }
    return reasons[error.kind]


def picture(t: Texts) -> Html:
    """Why a picture is not taken."""
    return t("It is a picture, and I cannot read its words. Send the document itself.")


def refused_picture(t: Texts) -> Screen:
    """Why a picture is not taken, in a sentence."""
    return Screen(join([t("This file was not taken."), picture(t)], " "))


def broken_plan_file(t: Texts, problems: Sequence[Problem]) -> Screen:
    """What is wrong in a plan file, with the places."""
    head = t("This plan file was not taken. Correct it and send it again:")
    return Screen(fitting(head, _problems(t, problems), TEXT_LIMIT - 100, _more(t)))


def other_open(t: Texts, one: Import) -> Screen:
    """Another document is open: it is finished or cancelled first."""
    text = t(
        "Another document is being imported: «{name}», sent by {person}, {moment}. Finish or cancel it first, then "
        "send this one again.",
        name=shorten(one.name, 80),
        person=one.by_name,
        moment=t.moment(one.begun_at),
    )
    return Screen(text, ((_step(t("📥 Show it"), one, ImportWhat.SHOW), _cancel(t, one)),), about=ShowsImport())


def same(t: Texts, name: str, *, waits: bool) -> Screen:
    """The file is the plan in force, or the one that `waits`: nothing is asked, and nothing changes."""
    name = shorten(name, 80)
    if waits:
        text = t("«{name}» is the plan that waits for its first day: there is nothing to change.", name=name)
    else:
        text = t("«{name}» is the plan in force: there is nothing to change.", name=name)
    return Screen(text, about=ShowsImport())


def admins_load(t: Texts) -> Screen:
    """To a leader whose file is called a plan."""
    return Screen(
        t("📄 If this is the organisation's plan: plans are loaded by the administrators. Please send it to them.")
    )


def gone(t: Texts) -> Screen:
    """An old button: the import was finished or cancelled."""
    return Screen(t("This document is no longer open: it was loaded or cancelled."), is_outdated=True)


def answered_already(t: Texts) -> Html:
    """Somebody else was first."""
    return t("This was already answered.")


def nothing_to_take_back(t: Texts) -> Html:
    """There is no answer before the first."""
    return t("There is no answer to take back.")


# -- what was understood ---------------------------------------------------------------------------------------------


def over_numbers(draft: Draft, today: date) -> frozenset[str]:
    """The activities (numbers) whose whole term is over on the day on which it is given."""
    return frozenset(number for question in draft.over(today) for number in question.numbers)


def overview(
    t: Texts,
    one: Import,
    draft: Draft,
    stakes: Stakes,
    *,
    today: date,
    earlier: Earlier | None = None,
    unheard: Sequence[str] = (),
    said: Html = NOTHING_SAID,
) -> Screen:
    """What the document is, what of it is certain and what is asked; `said` is what was answered last.

    `earlier` is the edition that is sent again, though another has replaced it; `unheard` are units (names) of which
    nobody can be told.
    """
    lines = [
        *([said, Html("")] if said else []),
        bold(t("📥 The document was read: {name}", name=shorten(one.name, 80))),
        Html(""),
        bold(t.plan(draft.title)) if draft.title else t("Title: not found"),
        t.plan(draft.organisation) if draft.organisation else t("Organisation: not found"),
        t("Period: {days}", days=days_between(t, draft.period.start, draft.period.end))
        if draft.period
        else t("Period: not found"),
        _counted(t, draft),
        _certainty(t, draft),
        Html(""),
        *([_is_earlier(t, earlier)] if earlier is not None else []),
        *_amends(t, draft, stakes, today),
        *_also(t, draft),
        *_unheard(t, unheard),
        *_over_already(t, draft, today),
    ]
    if draft.is_same:
        waits = draft.amending is not None and draft.amending.waits
        lines.append(
            bold(
                t("It is the plan that waits for its first day: there is nothing to change.")
                if waits
                else t("It is the plan in force: there is nothing to change.")
            )
        )
    elif draft.open:
        lines.append(t("Nothing changes until the questions are answered and you confirm."))
    elif draft.file is None:
        lines += [bold(t("It cannot be loaded as it is. Correct the document and send it again:"))]
        found = _problems(t, draft.made.problems if draft.made is not None else ())
        rows = tuple(_overview_rows(t, one, draft, today))
        return Screen(fitting(join(lines), found, TEXT_LIMIT - 100, _more(t)), rows, about=ShowsImport())
    else:
        lines.append(t("Look it through in the Word file. Nothing changes until you confirm."))
    return Screen(join(lines), tuple(_overview_rows(t, one, draft, today)), about=ShowsImport())


def _counted(t: Texts, draft: Draft) -> Html:
    """How much the plan has; the deadlines of repeated work once all terms are understood."""
    activities, items = len(draft.lines), draft.items
    if items is None or items == activities:
        return t(
            "Sections: {sections}, activities: {activities}, responsible officers: {executors}",
            sections=len(draft.chapters),
            activities=activities,
            executors=len(draft.executors),
        )
    return t(
        "Sections: {sections}, activities: {activities}, deadlines: {deadlines}, responsible officers: {executors}",
        sections=len(draft.chapters),
        activities=activities,
        deadlines=items,
        executors=len(draft.executors),
    )


def _is_earlier(t: Texts, earlier: Earlier) -> Html:
    """Say that what is sent was replaced by what it would replace."""
    day = t.long_day(t.local_day(earlier.loaded_at))
    if not earlier.by:
        return bold(t("⚠️ This is an earlier edition, loaded on {day}. The plan was changed after it.", day=day))
    return bold(
        t(
            "⚠️ This is an earlier edition, loaded on {day} by {name}. The plan was changed after it.",
            day=day,
            name=t.script(earlier.by),
        )
    )


def _amends(t: Texts, draft: Draft, stakes: Stakes, today: date) -> Iterator[Html]:
    """What it changes in the plan in force."""
    if draft.amending is not None and not draft.is_same:
        yield bold(
            t("📄 A new edition of the plan that waits for its first day:")
            if draft.amending.waits
            else t("📄 A new edition of the plan in force:")
        )
        yield from amending.counted(t, draft.amending)
        yield from _front(t, draft.amending)
        yield from amending.all_moved(t, draft.moves(stakes, today))
        if numbers := [one.number for one in draft.amending.left_out if one.number in stakes]:
            yield t("⚠️ Left out, although something is recorded on them: {numbers}", numbers=_signs(numbers))
        yield Html("")


def _front(t: Texts, amends: Amending) -> Iterator[Html]:
    """What changes in the priorities and in the agenda, and which columns stay: none of it is an activity's change."""
    if amends.columns:
        names = ", ".join(t.script(name) for name in amends.columns)
        yield t("Columns that the document lacks, and that stay: {names}", names=shorten(names, 200))
    for front, added, left_out in (
        (amends.priorities, t("🆕 New priority tasks"), t("🗑 Priority tasks left out")),
        (amends.agenda, t("🆕 New questions of the agenda"), t("🗑 Questions of the agenda left out")),
    ):
        for label, texts in ((added, front.added), (left_out, front.left_out)):
            if texts:
                yield Html(f"{label}: {bold(str(len(texts)))}")
                yield from _listed(t, texts)
    if amends.restaffed:
        yield Html(f"{t('🏢 Units with another head or other members')}: {bold(str(len(amends.restaffed)))}")
        yield from _listed(t, amends.restaffed)


def _certainty(t: Texts, draft: Draft) -> Html:
    if not draft.open:
        return t("✔️ Everything is understood; nothing is asked any more.")
    certain = len(draft.lines) - draft.asked_lines
    return t(
        "✔️ Activities understood with certainty: {certain} · ❓ Questions: {asked}",
        certain=certain,
        asked=len(draft.open),
    )


def _also(t: Texts, draft: Draft) -> Iterator[Html]:
    """What nobody sees at a glance."""
    if draft.new:
        names = ", ".join(t.script(name) for name in draft.new[:NAMES])
        more = len(draft.new) - NAMES
        said = t("👤 New, not linked yet: {names}", names=names)
        yield said if more <= 0 else join([said, t.many("and {n} more", "and {n} more", more)], " ")
    if draft.partners:
        yield t("🤝 Other organisations, who are sent nothing: {count}", count=len(draft.partners))
    if draft.is_renumbered:
        yield t(
            "🔢 The activities will be numbered from 1 to {last}; the Word file shows both numbers.",
            last=len(draft.lines),
        )
    read = draft.read
    if read is None:
        return
    if read.oddities.tracked_changes:
        yield t("✏️ Tracked changes taken as accepted: {count}", count=read.oddities.tracked_changes)
    if read.gone:
        yield t("Rows struck out, not taken: {numbers}", numbers=_signs([one.number for one in read.gone]))
    if read.hidden:
        yield t("Hidden rows, not taken: {numbers}", numbers=_signs([one.number for one in read.hidden]))
    if read.oddities.hidden_sheets:
        names = ", ".join(read.oddities.hidden_sheets)
        yield t("Hidden sheets, not taken: {names}", names=shorten(t.script(names), 100))


def _unheard(t: Texts, units: Sequence[str]) -> Iterator[Html]:
    """Units whose work nobody would hear of, and where their people are listed."""
    if not units:
        return
    names = ", ".join(t.script(name) for name in units[:UNITS])
    more = len(units) - UNITS
    said = t("🏢 Nobody will be told of the work of: {names}", names=names)
    yield said if more <= 0 else join([said, t.many("and {n} more", "and {n} more", more)], " ")
    yield t("Who leads them and who belongs to them is set under /officers → «{button}».", button=t("🏢 Units"))


def _over_already(t: Texts, draft: Draft, today: date) -> Iterator[Html]:
    """Terms that nobody can keep, since they are over on the day on which they are given."""
    if numbers := [f"№{one.numbers[0]}" for one in draft.over(today)]:
        yield t("⚠️ Terms that are over already: {numbers}", numbers=_numbers(numbers))


def _overview_rows(t: Texts, one: Import, draft: Draft, today: date) -> Iterator[Row]:
    if draft.open:
        yield (_step(t("❓ Answer the questions ({count})", count=len(draft.open)), one, ImportWhat.ASK),)
    elif draft.file is not None and not draft.is_same:
        yield (_step(t("✅ Confirm"), one, ImportWhat.CONFIRM, base_of(draft)),)
        if over := draft.over(today):
            yield (_step(t("🗓 Set other terms ({count})", count=len(over)), one, ImportWhat.OVER),)
    if draft.amending is not None and draft.amending.to_show:
        count = len(draft.amending.to_show)
        yield (button(t("🔎 The changes ({count})", count=count), callbacks.ImportChanges(plan_import=one.id)),)
    look = _step(t("📄 Look through (Word)"), one, ImportWhat.LOOK)
    yield (look, _back(t, one)) if one.answers else (look,)
    yield (_cancel(t, one),)


def to_look_through(t: Texts, draft: Draft, content: bytes) -> Screen:
    """The whole as understood, as a Word file."""
    caption = t("The document as I understood it: {count} activities.", count=len(draft.lines))
    return Screen(caption, document=Document("reja-loyihasi.docx", content))


# -- one question ----------------------------------------------------------------------------------------------------


def question(
    t: Texts,
    one: Import,
    draft: Draft,
    asked: Question,
    names: Sequence[str],
    *,
    stakes: Stakes,
    today: date,
    typed: str = "",
    said: Html = NOTHING_SAID,
    is_any_term: bool = False,
) -> Screen:
    """One question, with the words as they stand in the document and the best answers as buttons.

    `names` are those of the candidates; instead of a term that is over by `today` only later ones are offered. `typed`
    are words that were not certain: `asked` has their readings. `said` is what was answered before. `is_any_term`: all
    terms of the period are offered, as they are if the words have none.
    """
    lines = [said, Html("")] if said else []
    if asked.asks is not Ask.OVER:
        lines += [bold(_place(t, draft, asked))]
    if typed:
        lines.append(t("I am not certain what «{words}» means.", words=shorten(typed, TEXT)))
    waits = draft.amending is not None and draft.amending.waits
    lines += [*_asked(t, asked, stakes, waits=waits), *_where(t, asked)]
    is_any_term = is_any_term or all(rules == NO_TERM for rules in asked.readings)
    choices = list(_choices(t, one, asked, names))
    terms = tuple(_terms(t, one, draft, asked, today=today, is_any=is_any_term))
    lines += [
        Html(""),
        *_dues(t, draft, asked),
        *(_becomes(t, asked, stakes) if asked.asks is Ask.SAME else ()),
        _how(t, draft, asked, is_choice=bool(choices or terms)),
    ]
    about = AsksImport(plan_import=one.id, key=asked.key, typed=typed)
    back = (_back(t, one),) if one.answers else ()
    rows = (*in_rows(choices, 1), *terms, (*back, _step(t("📥 Overview"), one, ImportWhat.SHOW)))
    return Screen(join(lines), rows, about=about)


def _place(t: Texts, draft: Draft, asked: Question) -> Html:
    """«❓ Question 2 of 5»."""
    every = draft.counted_with(asked)
    if not every:
        return t("❓ Question that your answer has raised")
    number = sum(one not in draft.open for one in every) + 1
    place = {"number": min(number, len(every)), "count": len(every)}
    match draft.stage(asked):
        case Stage.HEADINGS:
            return t("❓ Question {number} of {count} on the plan as a whole", **place)
        case Stage.CHANGES:
            return t("❓ Question {number} of {count} on what changes", **place)
    return t("❓ Question {number} of {count}", **place)


def _becomes(t: Texts, asked: Question, stakes: Stakes) -> Iterator[Html]:
    """What becomes of what is recorded, whichever button is pressed."""
    old, new = _sides(asked)
    if not any(int(one.number) in stakes for one in old):
        return
    if len(old) == 1 and len(new) > 1:
        yield t("What is recorded goes on with the part that you choose; the other parts begin anew.")
    elif len(old) > 1:
        yield t("What is recorded on the one that you choose goes on; what is recorded on the others leaves the plan.")
    yield t("If it is another activity, what is recorded leaves the plan: it is kept, and read in /audit.")


def _how(t: Texts, draft: Draft, asked: Question, *, is_choice: bool) -> Html:
    if asked.asks is Ask.PLAN:
        return t("Press a button, or write another short mark for a plan of its own.")
    if asked.asks is Ask.SAME:
        return t("Reports go with the activity. Press a button.")
    if asked.asks in (Ask.TERM, Ask.OVER) and draft.period is not None:
        return t("Press a button, or write the day or the term: {day}", day=f"{_a_day(draft.period):%d.%m.%Y}")
    return t("Press a button, or write it in words.") if is_choice else t("Write it in words.")


def _asked(t: Texts, asked: Question, stakes: Stakes, *, waits: bool) -> Iterator[Html]:
    words = shorten(asked.words, WORDS)  # as they stand: who answers looks them up in the document
    match asked.asks:
        case Ask.PLAN:
            yield t("Does it go into the place of a plan in force, or is it a plan of its own beside it?")
            yield quote(words)
        case Ask.PERIOD:
            yield t("For which period is the plan? For example: «2024-yil ikkinchi yarim yillik».")
        case Ask.TITLE:
            yield t("What is the title of the plan?")
        case Ask.ORGANISATION:
            yield t("Which organisation's plan is it?")
        case Ask.TERM if words:
            yield t("What term is meant?")
            yield quote(words)
        case Ask.OVER:
            yield t("Its term is over already. By when is it due instead?")
            yield quote(words)
        case Ask.TERM:
            yield t("The document gives no term. By when is it due?")
        case Ask.EXECUTOR:
            yield t("Who is meant?")
            yield quote(words)
        case Ask.WHO:
            yield t("The document names nobody of your organisation. Who is responsible?")
            if words:
                yield quote(words)
        case Ask.SAME:
            yield from _which(t, asked, stakes, waits=waits)


def _which(t: Texts, asked: Question, stakes: Stakes, *, waits: bool) -> Iterator[Html]:
    """The activities that may be the same, the plan in force above the new edition."""
    if len(asked.pairs) == 1:
        yield t("Is it the same activity?")
        yield from amending.pair(t, *asked.pairs[0], stakes, waits=waits)
        return
    old, new = _sides(asked)
    yield (
        t("It seems to be split. Which part goes on with its reports?")
        if len(old) == 1
        else t("They seem to be one activity now. Which of them goes on with its reports?")
    )
    yield from amending.sides(t, old, new, stakes, waits=waits)


def _sides(asked: Question) -> tuple[Sequence[ActivityRead], Sequence[ActivityRead]]:
    """Those in force, and those of the new edition, each once."""
    old = {one.number: one for one, _ in asked.pairs}
    new = {one.number: one for _, one in asked.pairs}
    return list(old.values()), list(new.values())


def _where(t: Texts, asked: Question) -> Iterator[Html]:
    if asked.asks is Ask.SAME:
        return
    if asked.numbers:
        first, *others = asked.numbers
        yield t("Activity {number}: {text}", number=first, text=shorten(t.script(asked.text), TEXT))
        if others:
            yield t("The same in activities: {numbers}", numbers=_numbers(others))
    elif asked.text:
        yield quote(shorten(t.script(asked.text), TEXT))


def _a_day(period: Period) -> date:
    """A day in the period, as an example of how one is written."""
    middle = period.start + (period.end - period.start) / 2
    return max(period.start, middle.replace(day=15))


def _answer(label: Html | str, one: Import, asked: Question, choice: int) -> InlineKeyboardButton:
    return button(label, callbacks.AnswerImport(plan_import=one.id, key=asked.key, choice=choice))


def _terms(t: Texts, one: Import, draft: Draft, asked: Question, *, today: date, is_any: bool) -> Iterator[Row]:
    """The terms of the period: its months, its quarters, its end, and none; or only none, and a way to the others."""
    if draft.period is None or not asked.terms:
        return
    *dated, without = range(TERMS, TERMS + len(asked.terms))
    if is_any:
        in_one_year = draft.period.start.year == draft.period.end.year
        columns: Mapping[Precision, int] = {Precision.MONTH: 3 if in_one_year else 2, Precision.QUARTER: 2}
        windows = [
            (place, rule)
            for place in dated
            for rule in asked.terms[place - TERMS]
            if _is_window(rule) and (asked.asks is not Ask.OVER or rule.last >= today)
        ]
        for precision, columned in columns.items():
            found = [
                _answer(_unit(t, rule, in_one_year=in_one_year), one, asked, place)
                for place, rule in windows
                if rule.precision is precision
            ]
            yield from in_rows(found, columned)
        for place, rule in windows:
            if rule.precision not in columns:
                said = t("By the end of the period, {day}", day=t.long_day(rule.last))
                yield (_answer(said, one, asked, place),)
    yield (_answer(t("No term"), one, asked, without),)
    if not is_any:
        yield (_answer(t("🗓 Another term"), one, asked, OTHER_TERMS),)


def _is_window(rule: Rule) -> TypeGuard[WindowRule]:
    return isinstance(rule, WindowRule)


def _unit(t: Texts, rule: WindowRule, *, in_one_year: bool) -> Html:
    if rule.precision is Precision.QUARTER:
        number = unit_number(Unit.QUARTER, rule.last)
        if in_one_year:
            return t("quarter {number}", number=number)
        return t("quarter {number} of {year}", number=number, year=rule.last.year)
    return t.month_name(rule.last) if in_one_year else t.month(rule.last)


def _choices(t: Texts, one: Import, asked: Question, names: Sequence[str]) -> Iterator[InlineKeyboardButton]:
    def answer(label: Html | str, choice: int) -> InlineKeyboardButton:
        return _answer(label, one, asked, choice)

    for place, rules in enumerate(asked.readings):
        if rules != NO_TERM:  # which is offered below the terms of the period
            yield answer(rules_said_back(t, rules), place)
    for place, name in enumerate(names):
        yield answer(escape(t.script(name)), place)
    if asked.asks is Ask.SAME:
        if len(asked.pairs) == 1:
            yield answer(t("✔️ The same activity"), 0)
            yield answer(t("🆕 Another one"), NEITHER)
        else:
            old, _ = _sides(asked)
            for place, (was, now) in enumerate(asked.pairs):
                yield answer(amending.choice(t, now if len(old) == 1 else was), place)
            yield answer(t("🆕 None of them"), NEITHER)
    if asked.asks is Ask.PLAN:
        for place, line in enumerate(asked.lines):
            yield answer(t("🔁 In the place of «{title}»", title=_line_name(t, line)), place)
        yield answer(t("➕ A plan of its own, its mark: {mark}", mark=t.script(asked.mark)), NEW)
    if asked.asks is Ask.EXECUTOR:
        yield answer(t("👤 New: {name}", name=shorten(asked.words, 40)), NEW)
        yield answer(t("🤝 Another organisation"), OUTSIDE)


def _dues(t: Texts, draft: Draft, asked: Question) -> Iterator[Html]:
    """The first due days of what repeats, so that the right reading is seen."""
    if draft.period is None:
        return
    day = draft.read.document_day if draft.read is not None else None
    for rules in asked.readings:
        if dues := first_dues(t, items(rules, draft.period, Workdays(), document_day=day)):
            yield Html(f"• {rules_words(t, rules)}: {dues}")


def answered(t: Texts, asked: Question, said: Html) -> Html:
    """What was answered, said back."""
    words = asked.words or asked.text
    if asked.asks in (Ask.PERIOD, Ask.TITLE, Ask.ORGANISATION) or not words:
        return Html(f"✔️ {said}")
    return Html(f"✔️ «{escape(shorten(words, 80))}» — {said}")


def _line_name(t: Texts, line: KnownLine) -> str:
    return t.script(line.mark or shorten(line.title, TITLE_ON_BUTTON))


def place_said(t: Texts, asked: Question, into: Into | None) -> Html:
    """Where the document goes."""
    line = next((one for one in asked.lines if into is not None and one.line == into.line), None)
    if line is not None:
        return t("in the place of «{title}»", title=_line_name(t, line))
    return t("a plan of its own, its mark: {mark}", mark=t.script(into.mark if into is not None else asked.mark))


def same_said(t: Texts, asked: Question, place: int | None) -> Html:
    """Which activity goes on as which."""
    if place is None or not 0 <= place < len(asked.pairs):
        return t("another activity")
    old, new = asked.pairs[place]
    return amending.goes_on(t, old.number, new.number)


def rules_said(t: Texts, rules: Rules) -> Html:
    """A term that was answered."""
    return rules_said_back(t, rules)


def new_said(t: Texts) -> Html:
    """Somebody new."""
    return t("new responsible officer")


def outside_said(t: Texts) -> Html:
    """A partner."""
    return t("another organisation, who is sent nothing")


# -- the end ---------------------------------------------------------------------------------------------------------


def anothers(
    t: Texts, one: Import, draft: Draft, effect: Effect, activities: Sequence[ActivityFacts], *, requests: int
) -> Screen:
    """Another organisation's plan would end the one in force before its time: both are named, and what is left open."""
    lines = [
        bold(t("⚠️ This is the plan of another organisation.")),
        t("In force: {organisation}", organisation=t.plan(effect.instead_of)),
        t("In the document: {organisation}", organisation=t.plan(draft.organisation or "")),
        Html(""),
        t("If it is loaded, «{title}» ends although its period is not over.", title=t.plan(effect.ends))
        if effect.begins is None
        else t(
            "If it is loaded, «{title}» ends on {day} although its period is not over.",
            title=t.plan(effect.ends),
            day=t.long_day(effect.begins),
        ),
    ]
    opened = [each for each in activities if each.is_open and not each.is_endless]
    counts = (
        (t("Not finished"), len(opened)),
        (t("Overdue"), sum(each.status is Status.OVERDUE for each in opened)),
        (t("Under review"), sum(each.status is Status.REVIEW for each in opened)),
        (t("Requests for more time"), requests),
    )
    lines += [Html(f"• {label}: {bold(str(count))}") for label, count in counts if count]
    lines += [
        Html(""),
        t("If it is the same organisation, written otherwise, correct its name in the document and send it again."),
    ]
    yes = _step(t("⚠️ End that plan and load this one"), one, ImportWhat.OTHER, base_of(draft))
    return Screen(join(lines), ((yes,), (_to_overview(t, one),)), about=ShowsImport())


def sure(
    t: Texts, one: Import, draft: Draft, effect: Effect, stakes: Stakes, *, today: date, may_be_taken_back: bool
) -> Screen:
    """What loading does to the plan in force, asked once more."""
    lines = [bold(t("Load this plan?")), t.plan(draft.title or ""), *_over_already(t, draft, today)]
    going = amending.at_stake(t, draft.amending, stakes) if draft.amending is not None else []
    if effect.is_new:
        if effect.begins is not None:
            lines.append(t("It waits for its first day, and comes into force on {day}.", day=t.long_day(effect.begins)))
            lines += _instead(t, effect, draft)
            if effect.ends:
                lines.append(
                    t(
                        "Until then «{title}» goes on with its reminders; then it ends with its final report.",
                        title=t.plan(effect.ends),
                    )
                )
        elif effect.ends:
            lines.append(
                t(
                    "«{title}» ends: there will be no more reminders of it. Its reports are kept.",
                    title=t.plan(effect.ends),
                )
            )
        lines.append(t("Responsible officers will be reminded of the new plan's activities from their first days on."))
    else:
        lines.append(t("It replaces the edition in force of the same plan. Reports, links and deadlines given stay."))
        if draft.amending is not None:
            lines += [Html(""), *amending.counted(t, draft.amending), *_front(t, draft.amending)]
            lines += amending.all_moved(t, draft.moves(stakes, today))
            lines += [*_kept(t, effect), Html(""), *_lost(t, going)]
        lines.append(t("Officers are told what changes in their own activities, and nobody else is."))
        if may_be_taken_back:
            lines.append(t("For a day it can be taken back: /plan."))
        else:
            lines.append(t("⚠️ It cannot be taken back: an earlier release loaded the plan and did not keep its file."))
    said = t("✅ Yes, load it and leave them out") if going else t("✅ Yes, load it")
    yes = _step(said, one, ImportWhat.LOAD, base_of(draft))
    return Screen(join(lines), ((yes,), (_to_overview(t, one),)), about=ShowsImport())


def _lost(t: Texts, going: Sequence[Html]) -> Iterator[Html]:
    """What is recorded on activities that the edition leaves out."""
    if going:
        yield bold(t("⚠️ These activities leave the plan, although something is recorded on them:"))
        yield from going
        yield t("It is kept and read in /audit, but counts no more. It is back if an edition names them again.")
        yield Html("")


def _instead(t: Texts, effect: Effect, draft: Draft) -> Iterator[Html]:
    """What becomes of the next plan that waits already, and of what was carried over into it."""
    for title in effect.instead:
        yield bold(t("It waits instead of «{title}», which is taken off.", title=t.plan(title)))
    if effect.is_next_edition:
        yield t("This plan waits already: it is replaced by this edition.")
        if draft.amending is not None:
            yield from amending.counted(t, draft.amending)
            yield from _front(t, draft.amending)
        yield from _kept(t, effect)
    elif effect.carried:
        yield t("⚠️ What was carried over goes with it, and can be carried over again:")
        yield from _listed(t, effect.carried)


def _kept(t: Texts, effect: Effect) -> Iterator[Html]:
    """What was carried over into the plan that the document is an edition of."""
    if effect.carried:
        yield t("What was carried over from the earlier plan is not in the document, and stays in the plan:")
        yield from _listed(t, effect.carried)
        if effect.is_next_edition:
            yield t("To leave one of them out: /plan → «{button}».", button=t("📋 Carry over what is not done"))
        else:
            yield t(
                "To leave one of them out, load the document, then open its card: «{menu}» → «{button}».",
                menu=t("⚙️ Manage"),
                button=t("🚫 Remove from control"),
            )


def _listed(t: Texts, texts: Sequence[str]) -> Iterator[Html]:
    yield from (Html(f"• {t.plan(shorten(text, 100))}") for text in texts[:CARRIED])
    if (more := len(texts) - CARRIED) > 0:
        yield t.many("… and {n} more", "… and {n} more", more)


def period_is_over(t: Texts, why: Over, draft: Draft) -> Screen:
    """The document is a plan, and nothing is loaded for its period: said at once, and nothing is kept."""
    return Screen(join([t("This file was not taken."), *_over(t, why, draft)]), _reopens(t, why), about=ShowsImport())


def cannot_load(t: Texts, one: Import, why: Over, draft: Draft, *, said: Html = NOTHING_SAID) -> Screen:
    """As an answer has shown, nothing is loaded for the period of the document that is open."""
    lines = [*([said, Html("")] if said else []), *_over(t, why, draft)]
    back = ((_back(t, one),),) if one.answers else ()
    return Screen(join(lines), (*back, *_reopens(t, why), (_cancel(t, one),)), about=ShowsImport())


def _over(t: Texts, why: Over, draft: Draft) -> Iterator[Html]:
    if draft.period is not None:
        yield t("Period: {days}", days=days_between(t, draft.period.start, draft.period.end))
    match why:
        case Over.REPLACED:
            yield t(
                "A plan of this organisation for this period was in force before and is closed. It cannot be loaded "
                "again."
            )
        case Over.EARLIER:
            yield t("This period was over before the plan in force began. No plan is loaded for it any more.")
        case Over.CLOSED:
            yield t("The period of this plan is closed. To change the plan, reopen it first.")


def _reopens(t: Texts, why: Over) -> tuple[Row, ...]:
    return ((button(t("🏁 The state of the plan"), callbacks.OpenPlan()),),) if why is Over.CLOSED else ()


def sure_to_cancel(t: Texts, one: Import) -> Screen:
    """Ask once more before the document and the answers are dropped."""
    lines = [bold(t("Cancel the import of «{name}»?", name=shorten(one.name, 80)))]
    lines.append(t("The file and the answers will be deleted. The plan in force stays as it is."))
    yes = _step(t("✖️ Yes, cancel it"), one, ImportWhat.DROP)
    return Screen(join(lines), ((yes,), (_to_overview(t, one),)), about=ShowsImport())


def cancelled(t: Texts, document: str, by: str) -> Screen:
    """The import was cancelled; to whoever saw it."""
    text = t(
        "✖️ The import of «{name}» was cancelled by {person}. Nothing was changed.",
        name=shorten(document, 80),
        person=by,
    )
    return Screen(text, about=ShowsImport())


def loaded(t: Texts, one: Import, result: Loaded, draft: Draft, by: str) -> Screen:
    """The plan was loaded; to whoever saw the import."""
    if result.is_same:
        head = t("The plan in force is the same: nothing was changed.")
    elif result.waits_until is not None:
        head = t(
            "✅ The next plan is loaded: {count}. It comes into force on {day}.",
            count=count_of(t, result.activities, result.items),
            day=t.long_day(result.waits_until),
        )
    elif result.is_new:
        head = t("✅ The new plan is in force: {count}.", count=count_of(t, result.activities, result.items))
    else:
        head = t("✅ The plan was amended.")
    lines = [bold(head), t("From «{name}», confirmed by {person}.", name=shorten(one.name, 80), person=by)]
    if result.is_new:
        lines.append(t("Whoever is not linked yet is invited with /invite."))
    elif not result.is_same and draft.amending is not None:
        lines += amending.counted(t, draft.amending)
    if result.may_be_taken_back:
        lines.append(t("For a day it can be taken back: /plan."))
    state = button(t("🏁 The state of the plan"), callbacks.OpenPlan())
    carry = (button(t("📋 Carry over what is not done"), callbacks.CarryList()),) if result.is_new else ()
    return Screen(join(lines), about=ShowsImport()).with_rows(carry, (state,))


# -- pieces ----------------------------------------------------------------------------------------------------------


def _problems(t: Texts, problems: Sequence[Problem]) -> list[Html]:
    return [Html(f"• {problem(t, one)}") for one in problems]


def _more(t: Texts) -> Callable[[int], Html]:
    return lambda left: t.many("… and {n} more", "… and {n} more", left)


def _numbers(numbers: Sequence[int] | Sequence[str]) -> str:
    shown = ", ".join(str(number) for number in numbers[:NUMBERS])
    return f"{shown} …" if len(numbers) > NUMBERS else shown


def _signs(numbers: Sequence[int] | Sequence[str]) -> str:
    """«№9, №11»: a number alone after a colon reads as a count."""
    return _numbers([f"№{one}" for one in numbers])


def base_of(draft: Draft) -> str | None:
    """The edition in force that the draft was compared with, as buttons name it."""
    return draft.amending.amendment.base[:8] if draft.amending is not None else None


def _step(label: Html, one: Import, what: ImportWhat, base: str | None = None) -> InlineKeyboardButton:
    return button(label, callbacks.ImportStep(plan_import=one.id, what=what, version=one.version, base=base))


def _cancel(t: Texts, one: Import) -> InlineKeyboardButton:
    return _step(t("✖️ Cancel the import"), one, ImportWhat.CANCEL)


def _back(t: Texts, one: Import) -> InlineKeyboardButton:
    return _step(t("↩️ Take the last answer back"), one, ImportWhat.BACK)


def _to_overview(t: Texts, one: Import) -> InlineKeyboardButton:
    return _step(t("⬅️ Back"), one, ImportWhat.SHOW)
