"""Numbers that a change of the plan has given to other activities: whether the earlier activity may be meant."""

from collections.abc import Sequence

from services.audit.former import Former
from services.language.reading.reader import Understanding, understand
from services.language.reading.topics import Activity
from services.plan.figures import ActivityFacts
from services.reports.sent import Sent

_FORMER = 999_999  # a number that nobody writes


async def is_former_meant(sent: Sent, understanding: Understanding) -> bool:
    """Whether a number of the message may mean another activity of theirs, as it did before a change of the plan.

    Not if the words fit the activity alone that has the number now.
    """
    found = await formers_meant(sent, understanding.named)
    present = [(sent.numbered(former.number), former) for former in found]
    return any(now is not None and not _fits_only(sent, now, former) for now, former in present)


async def formers_meant(sent: Sent, named: Sequence[int]) -> tuple[Former, ...]:
    """What the numbers may mean as they stood before a change of the plan.

    Not those that the message replied to shows, nor those of an activity that the bot has shown under this number since
    the change.
    """
    here = {activity.number for activity in sent.here}

    def is_shown(former: Former) -> bool:
        is_since = sent.replied or (sent.shown_at is not None and sent.shown_at >= former.changed_at)
        return former.number in here and is_since

    return tuple(one for one in await sent.recording.formers(named, sent.mine) if not is_shown(one))


def _fits_only(sent: Sent, now: ActivityFacts, former: Former) -> bool:
    """Whether the words name the activity that has the number now beyond a doubt, or nothing of the former."""
    both = [Activity(now.number, now.text, now.short_name), Activity(_FORMER, former.text, former.name)]
    found = understand(sent.incoming.text, both, today=sent.recording.today)
    return now.number in (found.likely, *found.ranked) and (found.likely == now.number or _FORMER not in found.ranked)
