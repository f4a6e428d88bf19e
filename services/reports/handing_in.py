"""What handing an activity in still lacks: the one place for all that is asked for before it goes to acceptance."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Acceptance, Decision, Report, ReportState
from services.plan.figures import ActivityFacts, Part
from services.reports.reading import DocumentFacts, FileFacts

# What a draft keeps in `before`: that it would hand its activity in, that its author waits for the parts, that it is
# handed in on the day on which nothing is lacking any more (the document, or the parts if the office wants them all),
# why it is handed in although parts are open, and the recorded report (id) whose edit would hand it in.
ASKED, WAITED, LACKED, DESPITE, EDITED = "hand_in", "waits", "lacked", "despite", "edited"


@dataclass(frozen=True)
class HandIn:
    """What a hand-in lacks, asked one at a time: first the parts, then the document.

    `parts` are the co-executors' that are open, `orders` were given as parts of it and are open; `despite` is why it is
    handed in all the same, which does not help if it `is_refused`. `document` is what is given of the one that is
    required; None if none is. `files` are those that came with the words so far.
    """

    parts: tuple[Part, ...] = ()
    is_refused: bool = False
    despite: str | None = None
    document: DocumentFacts | None = None
    files: tuple[FileFacts, ...] = ()
    orders: tuple[ActivityFacts, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Who has not delivered: the executors of the open parts, the numbers of the open orders."""
        return open_names(self.parts, self.orders)

    @property
    def is_whole(self) -> bool:
        """Whether nobody has anything left to deliver."""
        return not (self.parts or self.orders)

    @property
    def asks_parts(self) -> bool:
        """Whether its lead is asked to wait for the open parts, or why not."""
        return not self.is_whole and (self.is_refused or not self.despite)

    @property
    def lacks_document(self) -> bool:
        """Whether a document is required and not whole."""
        return self.document is not None and self.document.lack is not None

    @property
    def is_lacking(self) -> bool:
        """Whether anything is asked before it goes to acceptance."""
        return self.asks_parts or self.lacks_document

    def kept_in(self, draft: Report) -> dict[str, object]:
        """What the draft keeps in `before` while it waits for what is lacking."""
        kept = (draft.before or {}) if is_hand_in(draft) else {}
        waits = {WAITED: True} if kept.get(WAITED) and self.asks_parts else {}
        is_late = is_kept_back(draft) or self.lacks_document or (self.is_refused and not self.is_whole)
        lacked = {LACKED: True} if is_late else {}
        edited = {EDITED: kept[EDITED]} if EDITED in kept else {}
        return {ASKED: True, **waits, **lacked, **edited, **({DESPITE: self.despite} if self.despite else {})}


@dataclass(frozen=True)
class HandingIn:
    """What happens when an activity is handed in while parts are open: its lead gives a word of reason, or waits.

    `needs_all_parts`: the office lets nothing be handed in then.
    """

    needs_all_parts: bool = False

    def hand_in(
        self,
        parts: tuple[Part, ...],
        orders: tuple[ActivityFacts, ...],
        despite: str | None,
        document: DocumentFacts | None,
    ) -> HandIn:
        """What is lacking if an activity of which these parts and orders are open is handed in."""
        is_refused = self.needs_all_parts and bool(parts or orders)
        return HandIn(parts, is_refused, despite, document, orders=orders)


LENIENT = HandingIn()


def open_parts(activity: ActivityFacts, own: Collection[int] = ()) -> tuple[Part, ...]:
    """The parts of others that are not delivered; nobody waits for who cannot be reached, and tells the bot nothing."""
    return tuple(
        part for part in activity.parts[1:] if part.is_reached and not part.is_delivered and part.executor.id not in own
    )


def open_names(parts: Collection[Part], orders: Collection[ActivityFacts]) -> tuple[str, ...]:
    """«М. Мирамиров», «Т-1»: what is kept of what was open."""
    return (*(part.executor.name for part in parts), *(one.written_number for one in orders))


def is_wholly_delivered(activity: ActivityFacts) -> bool:
    """Whether all co-executors have delivered, and the lead has not handed the activity in yet."""
    is_worked_on = activity.is_worked_on and not activity.is_endless
    return is_worked_on and bool(activity.parts[1:]) and not open_parts(activity)


def is_hand_in(draft: Report) -> bool:
    """Whether the kept words would hand their activity in, and were asked about because something is lacking."""
    return bool((draft.before or {}).get(ASKED))


def is_kept_back(draft: Report) -> bool:
    """Whether it is handed in when it is whole, not on the day of its words.

    Whoever waits for parts has reported the work on the day of the words all the same.
    """
    return is_hand_in(draft) and bool((draft.before or {}).get(LACKED))


def kept_reason(draft: Report) -> str | None:
    """Why the draft hands its activity in although parts are open, if its author has said so."""
    return (draft.before or {}).get(DESPITE) if is_hand_in(draft) else None


async def former_reason(session: AsyncSession, report: Report, names: Collection[str]) -> str | None:
    """Why this very report handed in before, though just these parts were open: its words were corrected since.

    A reason belongs to one hand-in: one that was returned, or taken back, gives none to the next.
    """
    if report.id is None or report.state is ReportState.UNDONE:
        return None
    query = select(Acceptance).where(Acceptance.report_id == report.id, Acceptance.despite.is_not(None))
    for row in (await session.scalars(query.order_by(Acceptance.id.desc()))).all():
        if set(names).issubset(row.open_parts) and row.decision is not Decision.RETURNED:
            return row.despite
    return None
