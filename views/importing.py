"""The office's own document on its way to be the plan: what was understood, what is asked, and what loading does."""

from collections.abc import Iterator, Sequence

from aiogram.types import InlineKeyboardButton

from services.calendar.occurrences import items
from services.calendar.rules import Rules
from services.calendar.workdays import Workdays
from services.control.loader import Loaded
from services.documents.refusals import Refusal, RefusedError
from services.documents.understood import ActivityRead
from services.imports.draft import Draft
from services.imports.importing import Effect, Import
from services.imports.questions import Ask, Question
from services.messages.purposes import AsksImport, ShowsImport
from services.plan.file import Problem
from views import amending
from views.kit import callbacks
from views.kit.callbacks import ImportWhat
from views.kit.figures import days_between
from views.kit.screen import Document, Row, Screen, button, in_rows, shorten
from views.kit.texts import Html, Texts, bold, escape, join, quote
from views.terms import first_dues, rules_words

NOTHING_SAID = Html("")
NEW, OUTSIDE, NEITHER = -1, -2, -3  # answers that are not among those offered
CARRIED = 10  # activities
NAMES = 8  # of new executors, in one message
NUMBERS = 12  # of activities, in one line
PROBLEMS = 5
WORDS = 600
TEXT = 200


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
    """Why a file is not taken, in a sentence."""
    return Screen(join([t("This file was not taken."), reason(t, error)], " "))


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
    return Screen(join([t("This plan file was not taken. Correct it and send it again:"), *_problems(t, problems)]))


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


def same(t: Texts, name: str) -> Screen:
    """The file is the plan in force: nothing is asked, and nothing changes."""
    text = t("«{name}» is the plan in force: there is nothing to change.", name=shorten(name, 80))
    return Screen(text, about=ShowsImport())


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


def overview(t: Texts, one: Import, draft: Draft, *, said: Html = NOTHING_SAID) -> Screen:
    """What the document is, what of it is certain and what is asked; `said` is what was answered last."""
    lines = [
        *([said, Html("")] if said else []),
        bold(t("📥 The document was read: {name}", name=shorten(one.name, 80))),
        Html(""),
        bold(t.plan(draft.title)) if draft.title else t("Title: not found"),
        t.plan(draft.organisation) if draft.organisation else t("Organisation: not found"),
        t("Period: {days}", days=days_between(t, draft.period.start, draft.period.end))
        if draft.period
        else t("Period: not found"),
        t(
            "Sections: {sections}, activities: {activities}, responsible officers: {executors}",
            sections=len(draft.chapters),
            activities=len(draft.lines),
            executors=len(draft.executors),
        ),
        _certainty(t, draft),
        Html(""),
        *_amends(t, draft),
        *_also(t, draft),
    ]
    if draft.is_same:
        lines.append(bold(t("It is the plan in force: there is nothing to change.")))
    elif draft.open:
        lines.append(t("Nothing changes until the questions are answered and you confirm."))
    elif draft.file is None:
        lines += [bold(t("It cannot be loaded as it is. Correct the document and send it again:"))]
        lines += _problems(t, draft.made.problems if draft.made is not None else ())
    else:
        lines.append(t("Look it through in the Word file. Nothing changes until you confirm."))
    return Screen(join(lines), tuple(_overview_rows(t, one, draft)), about=ShowsImport())


def _amends(t: Texts, draft: Draft) -> Iterator[Html]:
    """What it changes in the plan in force."""
    if draft.amending is not None and not draft.is_same:
        yield bold(t("📄 A new edition of the plan in force:"))
        yield from amending.counted(t, draft.amending)
        yield Html("")


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
        yield t("Rows struck out, not taken: {numbers}", numbers=_numbers([one.number for one in read.gone]))
    if read.hidden:
        yield t("Hidden rows, not taken: {numbers}", numbers=_numbers([one.number for one in read.hidden]))
    if read.oddities.hidden_sheets:
        names = ", ".join(read.oddities.hidden_sheets)
        yield t("Hidden sheets, not taken: {names}", names=shorten(t.script(names), 100))


def _overview_rows(t: Texts, one: Import, draft: Draft) -> Iterator[Row]:
    if draft.open:
        yield (_step(t("❓ Answer the questions ({count})", count=len(draft.open)), one, ImportWhat.ASK),)
    elif draft.file is not None and not draft.is_same:
        yield (_step(t("✅ Confirm"), one, ImportWhat.CONFIRM, base_of(draft)),)
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
    typed: str = "",
    said: Html = NOTHING_SAID,
) -> Screen:
    """One question, with the words as they stand in the document and the best answers as buttons.

    `names` are those of the candidates. `typed` are words that were not certain: `asked` has their readings. `said` is
    what was answered before.
    """
    place = len(draft.questions) - len(draft.open) + 1
    lines = [said, Html("")] if said else []
    lines += [bold(t("❓ Question {number} of {count}", number=place, count=max(place, len(draft.questions))))]
    if typed:
        lines.append(t("I am not certain what «{words}» means.", words=shorten(typed, TEXT)))
    lines += [*_asked(t, asked), *_where(t, asked)]
    choices = list(_choices(t, one, draft, asked, names))
    lines += [
        Html(""),
        *_dues(t, draft, asked),
        _how(t, asked, is_choice=bool(choices)),
    ]
    about = AsksImport(plan_import=one.id, key=asked.key, typed=typed)
    back = (_back(t, one),) if one.answers else ()
    rows = (*in_rows(choices, 1), (*back, _step(t("📥 Overview"), one, ImportWhat.SHOW)))
    return Screen(join(lines), rows, about=about)


def _how(t: Texts, asked: Question, *, is_choice: bool) -> Html:
    if asked.asks is Ask.SAME:
        return t("Reports go with the activity. Press a button.")
    return t("Press a button, or write it in words.") if is_choice else t("Write it in words.")


def _asked(t: Texts, asked: Question) -> Iterator[Html]:
    words = shorten(asked.words, WORDS)  # as they stand: who answers looks them up in the document
    match asked.asks:
        case Ask.PERIOD:
            yield t("For which period is the plan? For example: «2024-yil ikkinchi yarim yillik».")
        case Ask.TITLE:
            yield t("What is the title of the plan?")
        case Ask.ORGANISATION:
            yield t("Which organisation's plan is it?")
        case Ask.TERM if words:
            yield t("What term is meant?")
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
            yield from _which(t, asked)


def _which(t: Texts, asked: Question) -> Iterator[Html]:
    """The activities that may be the same, the plan in force above the new edition."""
    if len(asked.pairs) == 1:
        yield t("Is it the same activity?")
        yield from amending.pair(t, *asked.pairs[0])
        return
    old, new = _sides(asked)
    yield (
        t("It seems to be split. Which part goes on with its reports?")
        if len(old) == 1
        else t("They seem to be one activity now. Which of them goes on with its reports?")
    )
    yield from amending.sides(t, old, new)


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


def _choices(
    t: Texts, one: Import, draft: Draft, asked: Question, names: Sequence[str]
) -> Iterator[InlineKeyboardButton]:
    def answer(label: Html | str, choice: int) -> InlineKeyboardButton:
        return button(label, callbacks.AnswerImport(plan_import=one.id, key=asked.key, choice=choice))

    del draft
    for place, rules in enumerate(asked.readings):
        yield answer(rules_words(t, rules), place)
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


def same_said(t: Texts, asked: Question, place: int | None) -> Html:
    """Which activity goes on as which."""
    if place is None or not 0 <= place < len(asked.pairs):
        return t("another activity")
    old, new = asked.pairs[place]
    return t("№{old} goes on as №{new}", old=old.number, new=new.number)


def rules_said(t: Texts, rules: Rules) -> Html:
    """A term that was answered."""
    return rules_words(t, rules)


def new_said(t: Texts) -> Html:
    """Somebody new."""
    return t("new responsible officer")


def outside_said(t: Texts) -> Html:
    """A partner."""
    return t("another organisation, who is sent nothing")


# -- the end ---------------------------------------------------------------------------------------------------------


def sure(t: Texts, one: Import, draft: Draft, effect: Effect, *, may_be_taken_back: bool) -> Screen:
    """What loading does to the plan in force, asked once more."""
    lines = [bold(t("Load this plan?")), t.plan(draft.title or "")]
    if effect.is_new:
        if effect.begins is not None:
            lines.append(t("It waits for its first day, and comes into force on {day}.", day=t.long_day(effect.begins)))
            lines += _instead(t, effect)
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
            lines += [Html(""), *amending.counted(t, draft.amending), Html("")]
        lines.append(t("Officers are told what changes in their own activities, and nobody else is."))
        if may_be_taken_back:
            lines.append(t("For a day it can be taken back: /plan."))
    yes = _step(t("✅ Yes, load it"), one, ImportWhat.LOAD, base_of(draft))
    return Screen(join(lines), ((yes,), (_to_overview(t, one),)), about=ShowsImport())


def _instead(t: Texts, effect: Effect) -> Iterator[Html]:
    """What becomes of the next plan that waits already, and of what was carried over into it."""
    for title in effect.instead:
        yield bold(t("It waits instead of «{title}», which is taken off.", title=t.plan(title)))
    if effect.is_next_edition:
        yield t("This plan waits already: it is replaced by this edition.")
    if not effect.carried:
        return
    if effect.is_next_edition:
        yield t("What was carried over from the plan in force is not in the document, and stays in the plan:")
    else:
        yield t("⚠️ What was carried over goes with it, and can be carried over again:")
    yield from (Html(f"• {t.plan(shorten(text, 100))}") for text in effect.carried[:CARRIED])
    if (more := len(effect.carried) - CARRIED) > 0:
        yield t.many("… and {n} more", "… and {n} more", more)


def cannot_load(t: Texts, one: Import) -> Screen:
    """The plan cannot be loaded, though it was understood."""
    text = t(
        "A plan of this organisation for this period was in force before and is closed. It cannot be loaded again."
    )
    return Screen(text, ((_to_overview(t, one),), (_cancel(t, one),)), about=ShowsImport())


def sure_to_cancel(t: Texts, one: Import) -> Screen:
    """Ask once more before the document and the answers are dropped."""
    lines = [bold(t("Cancel the import of «{name}»?", name=shorten(one.name, 80)))]
    lines.append(t("The file and the answers will be deleted. The plan in force stays as it is."))
    yes = _step(t("✖️ Yes, cancel it"), one, ImportWhat.DROP)
    return Screen(join(lines), ((yes,), (_to_overview(t, one),)), about=ShowsImport())


def cancelled(t: Texts, one: Import, by: str) -> Screen:
    """The import was cancelled; to whoever saw it."""
    text = t(
        "✖️ The import of «{name}» was cancelled by {person}. Nothing was changed.",
        name=shorten(one.name, 80),
        person=by,
    )
    return Screen(text, about=ShowsImport())


def loaded(t: Texts, one: Import, result: Loaded, draft: Draft, by: str) -> Screen:
    """The plan was loaded; to whoever saw the import."""
    if result.is_same:
        head = t("The plan in force is the same: nothing was changed.")
    elif result.waits_until is not None:
        head = t.many(
            "✅ The next plan is loaded: {n} activity. It comes into force on {day}.",
            "✅ The next plan is loaded: {n} activities. It comes into force on {day}.",
            result.activities,
            day=t.long_day(result.waits_until),
        )
    elif result.is_new:
        head = t.many(
            "✅ The new plan is in force: {n} activity.",
            "✅ The new plan is in force: {n} activities.",
            result.activities,
        )
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
    lines = [Html(f"<code>{escape(shorten(str(one), 300))}</code>") for one in problems[:PROBLEMS]]
    more = len(problems) - PROBLEMS
    return [*lines, t.many("… and {n} more", "… and {n} more", more)] if more > 0 else lines


def _numbers(numbers: Sequence[int] | Sequence[str]) -> str:
    shown = ", ".join(str(number) for number in numbers[:NUMBERS])
    return f"{shown} …" if len(numbers) > NUMBERS else shown


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
