"""Numbers that a change of the plan has given to other activities: whether the earlier activity may be meant."""

from datetime import datetime

from services.audit.numbering import Former
from services.language.reading.reader import Understanding, understand
from services.language.reading.topics import Activity
from services.plan.figures import ActivityFacts
from services.reports.sent import Sent

_FORMER = 999_999  # a number that nobody writes


async def is_former_meant(sent: Sent, understanding: Understanding, shown_at: datetime | None) -> bool:
    """Whether a number of the message may mean what it meant before a change of the plan, another activity of theirs.

    Not if the message replied to shows the number, or the bot has shown since the change the activity that has it now;
    nor if the words fit that activity alone.
    """
    here = {activity.number for activity in sent.here}
    for former in await sent.recording.formers(understanding.named, sent.mine):
        now = sent.numbered(former.number)
        is_since = sent.replied or (shown_at is not None and shown_at >= former.changed_at)
        is_shown = former.number in here and is_since
        if now is not None and not is_shown and not _fits_only(sent, now, former):
            return True
    return False


def _fits_only(sent: Sent, now: ActivityFacts, former: Former) -> bool:
    """Whether the words name the activity that has the number now beyond a doubt, or nothing of the former."""
    both = [Activity(now.number, now.text, now.short_name), Activity(_FORMER, former.text, former.name)]
    found = understand(sent.incoming.text, both, today=sent.recording.today)
    return now.number in (found.likely, *found.ranked) and (found.likely == now.number or _FORMER not in found.ranked)
