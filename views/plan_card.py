"""The live card of the plan, pinned in the leadership chat: how it stands at this moment, at a glance."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from services.leadership.summary import SummaryFacts
from services.messages.anchors import NAMED
from services.messages.purposes import ShowsSummary
from services.plan.figures import ActivityFacts, PlanFacts
from services.plan.status import Status
from views.kit.figures import count_line, headline
from views.kit.screen import Screen
from views.kit.texts import Html, Texts, bold, join
from views.summary import rows

NUMBERS = 15  # of a list; the rest is a button away
DEADLINES = 3


def live(t: Texts, facts: SummaryFacts, now: datetime) -> Screen:
    """The card as it is kept."""
    soon = _coming(facts)
    lines = [
        bold(t("📌 The plan now")),
        headline(t, facts),
        count_line(t, facts.counts),
        _numbered(t, t("🔴 Overdue"), facts.overdue),
        _numbered(t, t("🟡 Awaiting acceptance"), facts.review),
        *_deadlines(t, soon),
        t("As of {moment}", moment=t.moment(now)),
    ]
    listed = dict.fromkeys(one.id for one in (*facts.overdue, *soon, *facts.review))
    about = ShowsSummary(activities=tuple(listed)[:NAMED])
    return Screen(join([line for line in lines if line]), rows(t, facts, is_cut=False), about=about)


def final(t: Texts, facts: SummaryFacts, now: datetime) -> Screen:
    """The card for the last time: the plan is over."""
    lines = [
        bold(t("🏁 The plan at its end")),
        headline(t, facts),
        count_line(t, facts.counts),
        _numbered(t, t("🔴 Overdue"), facts.overdue),
        t("As of {moment}", moment=t.moment(now)),
        t("The plan is no longer carried, and this card no longer changes."),
    ]
    return Screen(join([line for line in lines if line]))


def moved(t: Texts) -> Screen:
    """The card where it is no longer kept: nothing of the plan stays there."""
    return Screen(t("📌 The card of the plan was here. Another chat or topic is the leadership's now."))


def succeeded(t: Texts, plan: PlanFacts) -> Screen:
    """The card of a plan in whose place another is in force."""
    return Screen(t("📌 The card of an earlier plan was here. In force now: {title}", title=t.plan(plan.title)))


def _numbered(t: Texts, head: Html, activities: Sequence[ActivityFacts]) -> Html:
    """«🔴 Overdue: №3, №7»; nothing where there are none."""
    return Html(f"{bold(head)}: {_numbers(t, activities)}") if activities else Html("")


def _numbers(t: Texts, activities: Sequence[ActivityFacts]) -> Html:
    shown = Html(", ".join(f"№{one.number}" for one in activities[:NUMBERS]))
    rest = len(activities) - NUMBERS
    return join([shown, t.many("… and {n} more", "… and {n} more", rest)], " ") if rest > 0 else shown


def _coming(facts: SummaryFacts) -> list[ActivityFacts]:
    """What is still to be done in time, the nearest deadline first."""
    waits = (Status.OVERDUE, Status.REVIEW)
    dated = [one for one in facts.activities if one.is_open and one.status not in waits and one.due_on is not None]
    return sorted(dated, key=lambda one: (one.due_on, one.number))


def _deadlines(t: Texts, coming: Sequence[ActivityFacts]) -> list[Html]:
    days = [(day, list(together)) for day, together in groupby(coming, key=lambda one: one.due_on)][:DEADLINES]
    if not days:
        return []
    lines = [Html(f"▫️ {t.day(day)}: {_numbers(t, together)}") for day, together in days if day is not None]
    return [bold(t("⏳ Next deadlines")), *lines]
