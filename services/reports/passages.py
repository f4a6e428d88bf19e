"""The whole of words that a screen shows only in part: reasons, comments, instructions."""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Acceptance, Activity, Extension, Instruction
from models.database import Database
from services.people.reader import Reader
from services.plan.activities import activities_where, read_activity


class Wording(enum.StrEnum):
    """Whose words they are; each is found by the id of the row that holds them."""

    RETURN = "return"
    """Why a submission came back (an acceptance's id)."""

    ASKED = "asked"
    """Why more time is asked (an extension's id)."""

    REFUSED = "refused"
    """What the admin said to that (an extension's id)."""

    CLOSED = "closed"
    """Why an activity was removed from control (its id)."""

    INSTRUCTION = "instruction"
    """What the leadership instructed (an instruction's id)."""


@dataclass(frozen=True)
class Passage:
    """The words as they were written, and the activity (id) they are about."""

    activity_id: int
    text: str


class Wordings:
    """Reads such words for those who may see them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, what: Wording, row: int, reader: Reader, today: date) -> Passage | None:
        """The words, if the reader may see the activity they are about; None otherwise."""
        async with self._database.read() as session:
            kept = (await session.execute(_QUERIES[what](row))).one_or_none()
            activity_id, words = kept if kept is not None else (None, None)
            if words and activity_id is None and what is Wording.INSTRUCTION:
                return await _to_many(session, row, words, reader, today)
            activity = await read_activity(session, activity_id, today) if activity_id is not None and words else None
            if words is None or activity is None:
                return None
            return Passage(activity.id, words) if reader.may_read(activity) else None


async def _to_many(session: AsyncSession, row: int, words: str, reader: Reader, today: date) -> Passage | None:
    """An instruction on several activities, or on all: whoever may read one of them may read its words."""
    ids = await session.scalar(select(Instruction.choices).where(Instruction.id == row))
    found = await activities_where(session, today, *([Activity.id.in_(ids)] if ids else []))
    return next((Passage(facts.id, words) for facts in found if reader.may_read(facts)), None)


_QUERIES: Mapping[Wording, Callable[[int], Select[int | None, str | None]]] = {
    Wording.RETURN: lambda row: select(Acceptance.activity_id, Acceptance.reason).where(Acceptance.id == row),
    Wording.ASKED: lambda row: select(Extension.activity_id, Extension.reason).where(Extension.id == row),
    Wording.REFUSED: lambda row: select(Extension.activity_id, Extension.comment).where(Extension.id == row),
    Wording.CLOSED: lambda row: select(Activity.id, Activity.closed_reason).where(Activity.id == row),
    Wording.INSTRUCTION: lambda row: select(Instruction.activity_id, Instruction.text).where(
        Instruction.id == row, Instruction.given_at.is_not(None)
    ),
}
