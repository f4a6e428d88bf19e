"""What falls due to the end of next month, in few words: it ends a digest that goes out anyway."""

from collections.abc import Collection

from services.language.questions import Question
from services.plan.ahead import Ahead
from services.plan.figures import ActivityFacts
from views.kit import callbacks
from views.kit.questions import pack
from views.kit.screen import Row, button
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import executors_line, numbered_name

NEAREST = 3


def ahead_block(t: Texts, found: Ahead | None, theirs: Collection[int] = ()) -> list[Html]:
    """How much is ahead, and the nearest few; nothing if there is nothing.

    To a head those are named whom they lead (`theirs`: ids), and not the lead of another unit.
    """
    if found is None or not found.activities:
        return []
    head = t("🗓 Due by {day}: {count}. The nearest:", day=t.day(found.until), count=len(found.activities))
    lines = [
        Html(f"{t.day(one.due_on)} · {numbered_name(t, one)} · {_names(t, one, theirs)}")
        for one in found.activities[:NEAREST]
        if one.due_on is not None
    ]
    return [join([bold(head), *lines])]


def _names(t: Texts, activity: ActivityFacts, theirs: Collection[int]) -> Html:
    own = tuple(part for part in activity.owed_by if part.executor.id in theirs)
    return executors_line(t, own or activity.parts[:1])


def ahead_row(t: Texts, found: Ahead | None) -> tuple[Row, ...]:
    """For those who read the whole plan: the list, if the block above leaves some out."""
    if found is None or len(found.activities) <= NEAREST:
        return ()
    words = pack(Question(statuses=frozenset({"ahead"})))
    return ((button(t("🗓 Due by the end of next month"), callbacks.Report(words=words)),),)
