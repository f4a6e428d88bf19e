"""The inventory: what has long been left lying in the plan or stands in it twice, and taking it off control at once."""

from collections.abc import Collection, Sequence

from aiogram.types import InlineKeyboardButton

from services.messages.kinds import ClosedTogether
from services.messages.purposes import AsksCloseAll, AsksTie, ShowsInventory, ShowsList
from services.plan.figures import ActivityFacts
from services.plan.inventory import LONG_OVERDUE, Inventory, Listed, pairs_among
from views.kit import callbacks
from views.kit.paging import TRIANGLES, fitting, paged
from views.kit.screen import BUTTON_LIMIT, TEXT_LIMIT, Row, Screen, button, in_rows, shorten
from views.kit.texts import Html, Texts, bold, join, plain, quote
from views.kit.words import executors_line, number_sign, numbered_name, opening, short_name, signed_status, time_left
from views.reasons import yes_no

PAGE = 8
NAMED = 12  # executors who are not linked
WORDS = 900  # of a reason
CHOSEN, NOT_CHOSEN = "☑️", "⬜"


def lists(t: Texts, found: Inventory) -> Screen:
    """What there is to be looked through, with a button for each list."""
    lines = [bold(t("🧹 Inventory")), Html("")]
    rows: list[Row] = []
    for what, label in _labels(t).items():
        count = len(found.twins) if what is Listed.TWINS else len(found.of(what))
        lines.append(Html(f"{label}: {bold(str(count))}"))
        if count:
            rows.append((button(Html(f"{label} ({count})"), callbacks.OpenInventory(what=what)),))
    names = ", ".join(t.script(one.name) for one in found.unlinked[:NAMED]) + " …" * (len(found.unlinked) > NAMED)
    linked = t("👤 Not linked: {names}", names=names) if names else t("👤 All officers are linked.")
    officers = [(button(t("👥 Officers"), callbacks.OpenOfficer()),)] if names else []
    return Screen(join([*lines, linked]), (*rows, *officers, (_to_plan(t),)))


def listed(t: Texts, found: Inventory, what: Listed, marked: Collection[int], page: int) -> Screen:
    """A list with check marks; the message knows what is marked."""
    every = found.of(what)
    if not every:
        return lists(t, found)
    chosen = tuple(one.id for one in every if one.id in marked)
    shown = paged(every, page, PAGE)
    lines = [
        bold(_labels(t)[what]),
        _what_marks_do(t, what),
        t("Chosen: {count} of {total}", count=len(chosen), total=len(every)),
        Html(""),
        *(_line(t, found, one, is_marked=one.id in marked) for one in shown.shown),
    ]
    marks = in_rows((_mark(t, what, one, shown.number, is_marked=one.id in marked) for one in shown.shown), 1)
    turn = shown.turn(lambda to: callbacks.OpenInventory(what=what, page=to), TRIANGLES)
    close = (button(t("🚫 Remove what is marked"), callbacks.CloseListed()),) if chosen else ()
    judge = _judge_rows(t) if what is Listed.TWINS and pairs_among(found, chosen) else ()
    back = (button(t("⬅️ Back"), callbacks.OpenInventory()),)
    return Screen(join(lines), marks, about=ShowsInventory(activities=chosen)).with_rows(turn, *judge, close, back)


def _what_marks_do(t: Texts, what: Listed) -> Html:
    if what is Listed.TWINS:
        return t("Mark both of a pair to tie them as one work or to keep them apart; or mark what to remove.")
    return t("Mark what is to be removed from control.")


def _judge_rows(t: Texts) -> tuple[Row, ...]:
    tie = button(t("🔗 One and the same: tie"), callbacks.JudgeTwins(what=callbacks.TwinStep.TIE))
    return ((tie,), (button(t("↔️ Not the same work"), callbacks.JudgeTwins(what=callbacks.TwinStep.APART)),))


def ask_tie(t: Texts, activities: Sequence[ActivityFacts]) -> Screen:
    """Ask why these activities are one work."""
    names = bold(shorten(", ".join(number_sign(t, one) for one in activities), WORDS))
    text = t("Will be tied as one and the same work: {names}. Write the reason.", names=names)
    return Screen(text, about=AsksTie(activities=tuple(one.id for one in activities)), asks=t("The reason"))


def judged(t: Texts, activities: Sequence[ActivityFacts], what: callbacks.TwinStep) -> Screen:
    """Say what was decided on twins, with a button that takes it back."""
    names = Html(", ".join(number_sign(t, one) for one in activities))
    said = {
        callbacks.TwinStep.TIE: t("🔗 Tied as one and the same work: {names}. Each card names the other.", names=names),
        callbacks.TwinStep.APART: t("↔️ Not the same work: {names}. It will not be asked again.", names=names),
        callbacks.TwinStep.FORGET: t("↩️ Taken back: {names} are asked about again.", names=names),
    }[what]
    undo = (button(t("↩️ Undo"), callbacks.JudgeTwins(what=callbacks.TwinStep.FORGET)),)
    rows = () if what is callbacks.TwinStep.FORGET else (undo,)
    about = ShowsInventory(activities=tuple(one.id for one in activities))
    return Screen(said, (*rows, (button(t("🧹 Inventory"), callbacks.OpenInventory()),)), about=about)


def ask_reason(t: Texts, activities: Sequence[ActivityFacts]) -> Screen:
    """Ask why these activities are removed from control."""
    names = ", ".join(number_sign(t, one) for one in activities)
    text = t(
        "Will be removed from control: {names}. Write one reason for all of them: their officers will read it.",
        names=bold(shorten(names, WORDS)),
    )
    return Screen(text, about=AsksCloseAll(activities=tuple(one.id for one in activities)), asks=t("The reason"))


def sure_to_close(t: Texts, activities: Sequence[ActivityFacts], reason: str) -> Screen:
    """Show what will be removed, and why, before it happens."""
    head = bold(t("Remove this from control?"))
    said = join([t("The reason, which their officers will read:"), quote(opening(t, reason, WORDS))])
    entries = [Html(f"{numbered_name(t, one)} — {signed_status(t, one)}") for one in activities]
    text = join([_cut(t, head, entries), said], "\n\n")
    return Screen(text, (yes_no(t("✅ Yes, remove them"), t("✖️ No")),))


def closed(t: Texts, activities: Sequence[ActivityFacts], asked: int) -> Screen:
    """Say what was removed from control, and what could not be."""
    head = bold(
        t.many("🚫 Removed from control: {n} deadline.", "🚫 Removed from control: {n} deadlines.", len(activities))
    )
    lines = [_cut(t, head, [numbered_name(t, one) for one in activities])]
    if (left := asked - len(activities)) > 0:
        lines.append(
            t.many("{n} has changed in the meantime and stays.", "{n} have changed in the meantime and stay.", left)
        )
    lines.append(t("Their officers have been told."))
    return Screen(join(lines, "\n\n"), ((button(t("🧹 Inventory"), callbacks.OpenInventory()),), (_to_plan(t),)))


def letter(t: Texts, activities: Sequence[ActivityFacts], about: ClosedTogether) -> Screen:
    """To an executor: which of their activities are off control, and why."""
    head = bold(t("🚫 Removed from control: no more reports on this are needed."))
    entries = [numbered_name(t, one) for one in activities]
    said = join([t("By {admin}", admin=about.by), quote(opening(t, about.reason, WORDS))])
    shown = ShowsList(activities=tuple(one.id for one in activities))
    return Screen(join([_cut(t, head, entries), said], "\n\n"), about=shown)


def _labels(t: Texts) -> dict[Listed, Html]:
    return {
        Listed.OVERDUE: t("🔴 Overdue by more than {days} days", days=LONG_OVERDUE),
        Listed.TWINS: t("♊ Alike: perhaps the same twice"),
        Listed.UNSET: t("📅 Without a deadline"),
    }


def _line(t: Texts, found: Inventory, one: ActivityFacts, *, is_marked: bool) -> Html:
    left = time_left(t, one)
    state = Html(f"{signed_status(t, one)}, {left}") if left else signed_status(t, one)
    twins = [other for pair in found.twins if one in pair for other in pair if other is not one]
    alike = [t("like {names}", names=Html(", ".join(number_sign(t, other) for other in twins)))] if twins else []
    said = join([state, *alike, executors_line(t, one.parts)], ", ")
    return Html(f"{CHOSEN if is_marked else NOT_CHOSEN} {numbered_name(t, one)} — {said}")


def _mark(t: Texts, what: Listed, one: ActivityFacts, page: int, *, is_marked: bool) -> InlineKeyboardButton:
    label = f"{CHOSEN if is_marked else NOT_CHOSEN} {plain(number_sign(t, one))} {plain(short_name(t, one))}"
    return button(shorten(label, BUTTON_LIMIT), callbacks.MarkListed(what=what, activity=one.id, page=page))


def _cut(t: Texts, head: Html, entries: Sequence[Html]) -> Html:
    """The head and the entries, as many as leave room for what stands below."""
    return fitting(head, entries, TEXT_LIMIT - 2 * WORDS, lambda left: t.many("… and {n} more", "… and {n} more", left))


def _to_plan(t: Texts) -> InlineKeyboardButton:
    return button(t("🏁 The state of the plan"), callbacks.OpenPlan())
