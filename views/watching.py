"""To the leadership: what is new with the activities under its personal control."""

from collections.abc import Sequence

from services.language.questions import Question
from services.messages.purposes import ShowsOverview
from services.plan.figures import ActivityFacts
from services.reports.commitments import ObstacleFacts
from services.reports.watching import WatchedFacts
from views.commitments import digest_lines
from views.kit import callbacks
from views.kit.paging import fitting
from views.kit.questions import pack
from views.kit.screen import TEXT_LIMIT, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import executor_name, number_sign, numbered_name, time_left

LISTED = 10
BUTTONS = 8


def watched(t: Texts, facts: WatchedFacts) -> Screen:
    """The day's message: overdue, hindered, due soon, done."""
    head = bold(t("🔺 Personal control, {day}", day=t.day(facts.day)))
    blocks = [
        *_block(t, t("🔴 Overdue"), [_line(t, one) for one in facts.overdue]),
        *_block(t, t("⛔ An obstacle"), digest_lines(t, facts.hindered, _of(facts))),
        *_block(t, t("⏳ Due within 3 working days"), [_line(t, one) for one in facts.near]),
        *_block(t, t("✅ Done"), [_name(t, one) for one in facts.done]),
    ]
    text = fitting(head, blocks, TEXT_LIMIT - 100, lambda _: Html("…"))
    shown = facts.activities[:BUTTONS]
    rows = in_rows((button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in shown), 4)
    words = pack(Question(statuses=frozenset({"watched"})))
    every = (button(t("🔺 All under personal control"), callbacks.Report(words=words)),)
    return Screen(text, (*rows, every), about=ShowsOverview(activities=tuple(one.id for one in shown)))


def _of(facts: WatchedFacts) -> list[ObstacleFacts]:
    hindered = {one.id for one in facts.hindered}
    return [one for one in facts.obstacles if one.activity_id in hindered]


def _block(t: Texts, head: Html, lines: Sequence[Html]) -> list[Html]:
    more = [t("and {count} more", count=len(lines) - LISTED)] if len(lines) > LISTED else []
    return [join([bold(head), *lines[:LISTED], *more])] if lines else []


def _line(t: Texts, one: ActivityFacts) -> Html:
    return Html(f"{_name(t, one)} · {time_left(t, one)}")


def _name(t: Texts, one: ActivityFacts) -> Html:
    return Html(f"{numbered_name(t, one)} · {executor_name(t, one.lead.executor)}")
