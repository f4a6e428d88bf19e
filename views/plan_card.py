"""The plan's live card, pinned in the leadership chat: the state of the work at a glance."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby

from services.leadership.summary import SummaryFacts
from services.messages.anchors import NAMED
from services.messages.purposes import ShowsSummary
from services.plan.figures import ActivityFacts, PlanFacts
from services.plan.status import Status
from views.kit.figures import count_line, headline
from views.kit.screen import Screen, length
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import due_day, number_sign, numbered_name
from views.summary import rows

NUMBERS = 15  # of a list; the rest is a button away
GLANCE = 1600  # UTF-16 units: a card that would be longer names activities by their numbers alone
DEADLINES = 3
FEW = 5  # of a day; more are told by number

Say = Callable[[Texts, Sequence[ActivityFacts]], Html]


def live(t: Texts, summary: SummaryFacts, now: datetime) -> Screen:
    """The card while it is kept."""
    soon = _coming(summary)

    def text(say: Say) -> Html:
        lines = [
            bold(t("📌 The plan now")),
            headline(t, summary),
            count_line(t, summary.counts),
            _list(t, bold(t("🔴 Overdue")), summary.overdue, say),
            _list(t, bold(t("🟡 Awaiting acceptance")), summary.review, say),
            *_deadlines(t, soon, say),
            t("As of {moment}", moment=t.moment(now)),
        ]
        return join([line for line in lines if line])

    listed = dict.fromkeys(one.id for one in (*summary.overdue, *soon, *summary.review))
    about = ShowsSummary(activities=tuple(listed)[:NAMED])
    return Screen(_at_a_glance(text), rows(t, summary, is_cut=False), about=about)


def final(t: Texts, summary: SummaryFacts, now: datetime) -> Screen:
    """The last state of the card: the plan is over."""

    def text(say: Say) -> Html:
        lines = [
            bold(t("🏁 The plan at its end")),
            headline(t, summary),
            count_line(t, summary.counts),
            _list(t, bold(t("🔴 Overdue")), summary.overdue, say),
            t("As of {moment}", moment=t.moment(now)),
            t("The plan is over, and this card no longer changes."),
        ]
        return join([line for line in lines if line])

    return Screen(_at_a_glance(text))


def moved(t: Texts) -> Screen:
    """The card of a chat that no longer has it: nothing of the plan stays."""
    return Screen(t("📌 The card of the plan was here. The leadership now has another chat or topic."))


def succeeded(t: Texts, plan: PlanFacts) -> Screen:
    """The card of a plan that another plan has replaced."""
    return Screen(t("📌 The card of an earlier plan was here. In force now: {title}", title=t.plan(plan.title)))


def _at_a_glance(text: Callable[[Say], Html]) -> Html:
    named = text(_names)
    return named if length(named) <= GLANCE else text(_numbers)


def _list(t: Texts, head: Html, activities: Sequence[ActivityFacts], say: Say) -> Html:
    """The activities under or beside their head; nothing if there are none."""
    return Html(f"{head}:{say(t, activities)}") if activities else Html("")


def _names(t: Texts, activities: Sequence[ActivityFacts]) -> Html:
    """A line for each: «№3 норматив ҳужжатлар хатлови»."""
    lines = [numbered_name(t, one) for one in activities[:NUMBERS]]
    return join(["", *lines, *_rest(t, activities)])


def _numbers(t: Texts, activities: Sequence[ActivityFacts]) -> Html:
    """All on one line: «№3, №7»."""
    shown = Html(", ".join(number_sign(t, one) for one in activities[:NUMBERS]))
    return join(["", shown, *_rest(t, activities)], " ")


def _rest(t: Texts, activities: Sequence[ActivityFacts]) -> list[Html]:
    rest = len(activities) - NUMBERS
    return [t.many("… and {n} more", "… and {n} more", rest)] if rest > 0 else []


def _coming(summary: SummaryFacts) -> list[ActivityFacts]:
    """What is still to be done in time, the nearest deadline first."""
    waits = (Status.OVERDUE, Status.REVIEW)
    dated = [one for one in summary.activities if one.is_open and one.status not in waits and one.due_on is not None]
    return sorted(dated, key=lambda one: (one.due_on, one.number))


def _deadlines(t: Texts, coming: Sequence[ActivityFacts], say: Say) -> list[Html]:
    days = [(day, list(together)) for day, together in groupby(coming, key=lambda one: one.due_on)][:DEADLINES]
    if not days:
        return []
    lines = [
        _list(t, Html(f"▫️ {due_day(t, together[0])}"), together, say if len(together) <= FEW else _numbers)
        for day, together in days
        if day is not None
    ]
    return [bold(t("⏳ Next deadlines")), *lines]
