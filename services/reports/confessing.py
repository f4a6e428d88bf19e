"""Words that take back work whose execution is decided: nothing is recorded, the control department may be told."""

from models import AppealKind
from services.language.reading.intents import Intent
from services.language.reading.reader import Understanding
from services.plan.figures import ActivityFacts
from services.reports.appeals import keep
from services.reports.mending import WHOLE, mended
from services.reports.message import Appealed
from services.reports.sent import Sent
from services.reports.written import numbers_in

_TAKING_BACK = frozenset({Intent.CORRECTION, Intent.NOT_DONE, Intent.UNCLEAR})


async def confessed(sent: Sent, understanding: Understanding) -> Appealed | None:
    """The words kept for the control department, if they say of a finished activity that it is not; else None."""
    activity = _meant(sent, understanding)
    if activity is None or activity.is_open or sent.incoming.files or not _takes_back(understanding):
        return None
    person, text = sent.recording.person, sent.incoming.text
    row = await keep(
        sent.recording.session,
        person,
        sent.incoming,
        AppealKind.WORDS,
        text,
        now=sent.recording.now,
        activity_id=activity.id,
    )
    return Appealed(row.id, row.kind, text, activity, is_sent=row.sent_at is not None)


def _meant(sent: Sent, understanding: Understanding) -> ActivityFacts | None:
    """The one activity of the person's that is named, or else spoken of."""
    if mended(sent.incoming.text) is not None:
        return None  # «5 эмас, 6»: two numbers of a report
    numbers = dict.fromkeys([*understanding.named, *numbers_in(sent.incoming.text, sent.mine, sent.here)])
    named = [activity for activity in map(sent.numbered, numbers) if activity is not None]
    if not numbers:
        is_said = understanding.intent is not Intent.UNCLEAR  # «хм» under a letter takes nothing back
        return sent.here[0] if len(sent.here) == 1 and is_said else None
    return named[0] if len(named) == 1 and len(numbers) == 1 else None


def _takes_back(understanding: Understanding) -> bool:
    if _TAKING_BACK.intersection(understanding.intents):
        return True
    return any(told.done is False or told.percent not in (None, WHOLE) for told in understanding.told)
