"""Reading instructions: what was instructed on an activity."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Instruction
from services.facts import FileFacts, InstructionFacts


async def instructions_of(
    session: AsyncSession, activity_id: int, limit: int | None = None
) -> tuple[InstructionFacts, ...]:
    """What was instructed on an activity, newest first."""
    query = (
        select(Instruction)
        .where(Instruction.activity_id == activity_id)
        .order_by(Instruction.given_at.desc(), Instruction.id.desc())
        .limit(limit)
    )
    return tuple(instruction_facts(row) for row in await session.scalars(query))


def instruction_facts(row: Instruction) -> InstructionFacts:
    """An instruction as kept."""
    return InstructionFacts(
        id=row.id,
        chat_id=row.chat_id,
        message_id=row.message_id,
        account_id=row.account_id,
        author=row.author,
        text=row.text,
        files=tuple(FileFacts(**file) for file in row.files),
        given_at=row.given_at,
    )
