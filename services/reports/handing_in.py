"""What handing an activity in still lacks: the one place for all that is asked for before it goes to acceptance."""

from collections.abc import Collection
from dataclasses import dataclass

from models import Report
from services.plan.figures import ActivityFacts, Part
from services.plan.status import Status

# What a draft keeps in `before`: that it would hand its activity in, and that its author waits for the parts.
ASKED, WAITED = "hand_in", "waits"


@dataclass(frozen=True)
class Lacking:
    """What is lacking: the co-executors' `parts` that are open. `is_refused`: a word of reason does not help."""

    parts: tuple[Part, ...] = ()
    is_refused: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The executors of the open parts."""
        return tuple(part.executor.name for part in self.parts)


@dataclass(frozen=True)
class HandingIn:
    """The office's rules: `needs_all_parts` lets nothing be handed in while a co-executor's part is open."""

    needs_all_parts: bool = False

    def lacking(self, activity: ActivityFacts, own: Collection[int]) -> Lacking | None:
        """What is lacking if the lead, who answers for the executors `own`, hands the activity in; None if nothing."""
        parts = open_parts(activity, own)
        return Lacking(parts, self.needs_all_parts) if parts else None


LENIENT = HandingIn()


def open_parts(activity: ActivityFacts, own: Collection[int] = ()) -> tuple[Part, ...]:
    """The parts of others that are not delivered; nobody waits for who is not linked, and can tell the bot nothing."""
    return tuple(
        part for part in activity.parts[1:] if part.is_linked and not part.is_delivered and part.executor.id not in own
    )


def is_wholly_delivered(activity: ActivityFacts) -> bool:
    """Whether all co-executors have delivered, and the lead has not handed the activity in yet."""
    is_worked_on = activity.is_open and not activity.is_endless and activity.status is not Status.REVIEW
    return is_worked_on and bool(activity.parts[1:]) and not open_parts(activity)


def is_hand_in(draft: Report) -> bool:
    """Whether the kept words would hand their activity in, and were asked about because something is lacking."""
    return bool((draft.before or {}).get(ASKED))
