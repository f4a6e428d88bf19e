"""An officer's own activities: the list by urgency."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from aiogram.types import InlineKeyboardButton

from services.messages.purposes import ShowsList
from services.plan.figures import ActivityFacts, Part
from services.reports.waiting_hand_ins import WaitingHandIn
from views.kit import callbacks
from views.kit.figures import yours
from views.kit.keys import keyboard
from views.kit.paging import paged
from views.kit.screen import Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import choice_label, number_sign, numbered_name, status_line, waiting_line

PAGE = 6
REPORTED = 8


def my_activities(
    t: Texts,
    activities: Sequence[ActivityFacts],
    page: int = 0,
    *,
    hand_ins: Mapping[int, WaitingHandIn] | None = None,
    executor_ids: frozenset[int] = frozenset(),
) -> Screen:
    """The person's activities, most urgent first, by the page; each has a button that opens its card.

    `hand_ins` are those that wait, by the activity (id); `executor_ids` are the executors that the person answers for.
    """
    if not activities:
        return Screen(t("You have no activities in the plan."))
    own = paged(activities, page, PAGE)
    head = bold(yours(t, activities))
    rows = in_rows((_open_button(t, activity) for activity in own.shown), 3)
    turn = own.turn(lambda to: callbacks.OpenMine(page=to))
    calendar = button(t("🗓 Deadlines for the calendar"), callbacks.OpenCalendar())
    text = join([head, *(_list_entry(t, one, one.part_of(executor_ids), hand_ins or {}) for one in own.shown)], "\n\n")
    about = ShowsList(activities=tuple(activity.id for activity in own.shown))
    return Screen(text, rows, about=about).with_rows(turn, (calendar,))


def welcome(t: Texts, activities: Sequence[ActivityFacts], executor: str, *, with_keys: bool) -> Screen:
    """What a person sees once linked: their work and how to answer; the keys come with it, or else its buttons."""
    head = t("You are linked as {name}.", name=bold(t.plan(executor)))
    how = t("I write to you when a deadline approaches. Answer with a button or simply reply with a few words.")
    screen = my_activities(t, activities)
    if not with_keys:
        return replace(screen, text=join([join([head, how]), screen.text], "\n\n"))
    below = t("The keys below open your activities, take a report and explain the rest. /settings removes them.")
    text = join([join([head, how]), screen.text, below], "\n\n")
    return replace(screen, text=text, rows=(), keys=keyboard(t))


def report_on(t: Texts, activities: Sequence[ActivityFacts]) -> Screen:
    """On which of these activities, the most urgent first, will the report be?"""
    if not activities:
        return Screen(t("You have no activities that are still to be done."))
    example = t("{number} 70%, the draft is being agreed", number=t.script(activities[0].written_number))
    lines = [
        bold(t("On which activity do you report?")),
        t("Choose it, or write it all in one message: {example}", example=Html(f"<code>{example}</code>")),
    ]
    shown = activities[:REPORTED]
    rows = tuple(
        (button(choice_label(t, one), callbacks.AskReport(activity=one.id, what=callbacks.Wanted.TEXT)),)
        for one in shown
    )
    more = (button(t("📋 My activities"), callbacks.OpenMine()),) if activities[REPORTED:] else ()
    about = ShowsList(activities=tuple(one.id for one in shown))
    return Screen(join(lines), rows, about=about).with_rows(more)


def _list_entry(t: Texts, activity: ActivityFacts, mine: Part | None, hand_ins: Mapping[int, WaitingHandIn]) -> Html:
    waiting = waiting_line(t, activity, mine, hand_ins)
    return join([numbered_name(t, activity), status_line(t, activity), *waiting])


def _open_button(t: Texts, activity: ActivityFacts) -> InlineKeyboardButton:
    return button(number_sign(t, activity), callbacks.OpenActivity(activity=activity.id))
