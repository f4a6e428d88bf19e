"""What is not done in a plan and is to go on in the next one: chosen, given terms, and carried over."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton

from services.calendar.deadlines import Month, Period
from services.calendar.rules import Rules
from services.control.carrying import CarryOver, CarryWords, Left
from services.messages.purposes import AsksCarryTerm, ShowsWordsTaken
from services.plan.figures import ActivityFacts, PlanFacts
from views.kit import callbacks
from views.kit.figures import amount, days_between, size
from views.kit.paging import paged
from views.kit.screen import BUTTON_LIMIT, Screen, button, in_rows, shorten
from views.kit.texts import Html, Texts, bold, join, plain
from views.kit.words import executors_line, number_sign, numbered_name, short_name, signed_status
from views.terms import rules_words

PAGE = 8
CHOSEN, NOT_CHOSEN, CARRIED = "☑️", "⬜", "✅"


def choose(t: Texts, found: CarryOver, page: int = 0) -> Screen:
    """What is not done, with check marks."""
    if not found.left:
        return Screen(t("Nothing is left undone."), ((_to_plan(t),),))
    shown = paged(found.left, page, PAGE)
    lines = [
        bold(t("What is not done in the plan of {days}", days=_days(t, found.former))),
        t("Mark what is to go on in the next plan. It becomes an activity there, with its text and its officers."),
        t(
            "Chosen: {count} of {total}",
            count=amount(t, [one.activity for one in found.chosen]),
            total=size(t, [one.activity for one in found.left]),
        ),
        Html(""),
        *(_line(t, one) for one in shown.shown),
    ]
    plan = found.following.id
    rows = [(_mark(t, plan, one, shown.number),) for one in shown.shown if one.number is None]
    every = (
        button(t("☑️ All"), callbacks.CarryAll(plan=plan, chosen=True)),
        button(t("⬜ None"), callbacks.CarryAll(plan=plan, chosen=False)),
    )
    turn = shown.turn(lambda to: callbacks.CarryList(page=to))
    on = (button(t("🗓 Set the terms"), callbacks.CarryTerms(plan=plan)),) if found.chosen else ()
    return Screen(join(lines), about=ShowsWordsTaken()).with_rows(*rows, turn, every, on, (_to_plan(t),))


def ask_term(t: Texts, found: CarryOver, one: Left, said: Sequence[Html] = ()) -> Screen:
    """By when in the next plan? `said`: what was wrong with the words of before."""
    lines = [
        *said,
        bold(t("By when is it to be done?")),
        numbered_name(t, one.activity),
        t.plan(shorten(one.activity.text, 600)),
        executors_line(t, one.activity.parts),
        t("Terms still to be set: {count}", count=len(found.without_term)),
        t("Press a month, or write the day: {day}", day=f"{_a_day(found.period):%d.%m.%Y}"),
    ]
    plan, activity = found.following.id, one.activity.id
    months = [
        button(t.month(day), callbacks.CarryTerm(plan=plan, activity=activity, month=place))
        for place, day in enumerate(found.months, start=1)
    ]
    none = button(t("No term"), callbacks.CarryTerm(plan=plan, activity=activity))
    about = AsksCarryTerm(plan=plan, carried=activity)
    return Screen(join(lines), in_rows(months, 2), about=about).with_rows((none,), (_to_list(t),))


def not_certain(t: Texts, words: str) -> Html:
    """The words name no term, or several."""
    return t("I am not certain what «{words}» means.", words=shorten(words, 200))


def outside(t: Texts, found: CarryOver, day: date) -> Html:
    """The term lies outside the next plan."""
    return t("{day} is not in the next plan’s period, {days}.", day=t.long_day(day), days=_days(t, found.following))


def _a_day(period: Period) -> date:
    """A day of the next plan, as an example of how one is written."""
    return max(period.start, (period.start + (period.end - period.start) / 2).replace(day=15))


def sure(t: Texts, found: CarryOver) -> Screen:
    """What will stand in the next plan, asked once more."""
    lines = [
        bold(t("Carry this over into the next plan?")),
        t.plan(found.following.title),
        Html(""),
        *(_chosen_line(t, one) for one in found.chosen[:30]),
    ]
    more = len(found.chosen) - 30
    if more > 0:
        lines.append(t.many("… and {n} more", "… and {n} more", more))
    yes = button(t("✅ Carry over"), callbacks.CarryOut(plan=found.following.id))
    return Screen(join(lines), ((yes,), (_to_list(t),)), about=ShowsWordsTaken())


def done(t: Texts, found: CarryOver) -> Screen:
    """It stands in the next plan."""
    lines = [
        bold(t.many("✅ Carried over: {n} activity.", "✅ Carried over: {n} activities.", len(found.chosen))),
        t.plan(found.following.title),
    ]
    return Screen(join(lines), ((_to_list(t), _to_plan(t)),), about=ShowsWordsTaken())


def wanted(t: Texts, found: CarryOver) -> Screen:
    """To the admins: what was marked is not carried over yet, and the next plan begins soon."""
    lines = [
        bold(t("📋 The next plan comes into force on {day}.", day=t.long_day(found.following.starts_on))),
        t("What was marked to go on in it does not stand in it yet: the terms are to be set and confirmed."),
        *(Html(f"• {numbered_name(t, one.activity)}") for one in found.chosen[:PAGE]),
    ]
    if (more := len(found.chosen) - PAGE) > 0:
        lines.append(t.many("… and {n} more", "… and {n} more", more))
    if missing := len(found.without_term):
        lines.append(t("Terms still to be set: {count}", count=missing))
    on = button(t("🗓 Set the terms"), callbacks.CarryTerms(plan=found.following.id))
    return Screen(join(lines), ((on,), (_to_list(t),)))


def too_late(t: Texts) -> Html:
    """There is nothing to be carried over, or not any more."""
    return t("Nothing can be carried over now: see /plan.")


def words_for_plan(t: Texts) -> CarryWords:
    """The words that go into the plan; `t` is in the plan's language."""

    def origin_of(former: PlanFacts, activity: ActivityFacts) -> str:
        number = plain(number_sign(t, activity))
        return plain(t("plan of {days}, {number}", days=_days(t, former), number=number))

    def term(rules: Rules) -> str:
        return plain(rules_words(t, rules))

    return CarryWords(
        origin=plain(t("Carried over from the former plan")),
        section=plain(t("Activities carried over from the former period")),
        document=plain(t("activities of the former plan")),
        origin_of=origin_of,
        term=term,
    )


def month_of(found: CarryOver, place: int | None) -> Month | None:
    """The month that a button names by its place."""
    return None if place is None or not 0 < place <= len(found.months) else Month.of(found.months[place - 1])


def _days(t: Texts, plan: PlanFacts) -> Html:
    return days_between(t, plan.starts_on, plan.ends_on)


def _line(t: Texts, one: Left) -> Html:
    sign = CARRIED if one.number is not None else CHOSEN if one.is_chosen else NOT_CHOSEN
    line = Html(f"{sign} {numbered_name(t, one.activity)} — {signed_status(t, one.activity)}")
    if one.number is not None:
        return Html(f"{line} → №{one.number}")
    return line if not one.has_term else Html(f"{line} → {_term(t, one)}")


def _chosen_line(t: Texts, one: Left) -> Html:
    return Html(f"{numbered_name(t, one.activity)} — {_term(t, one)}, {executors_line(t, one.activity.parts)}")


def _term(t: Texts, one: Left) -> Html:
    if one.due_on is None:
        return t("no term")
    return t.month(one.due_on) if one.due_on == Month.of(one.due_on).last_day else t.long_day(one.due_on)


def _mark(t: Texts, plan: int, one: Left, page: int) -> InlineKeyboardButton:
    sign = CHOSEN if one.is_chosen else NOT_CHOSEN
    label = f"{sign} {plain(number_sign(t, one.activity))} {plain(short_name(t, one.activity))}"
    data = callbacks.CarryMark(plan=plan, activity=one.activity.id, chosen=not one.is_chosen, page=page)
    return button(Html(shorten(label, BUTTON_LIMIT)), data)


def _to_list(t: Texts) -> InlineKeyboardButton:
    return button(t("⬅️ Back"), callbacks.CarryList())


def _to_plan(t: Texts) -> InlineKeyboardButton:
    return button(t("🏁 The state of the plan"), callbacks.OpenPlan())
