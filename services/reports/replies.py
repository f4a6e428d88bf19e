"""Answers to instructions: they are sent back under the instruction, in the transaction that records them."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, Instruction, InstructionAnswer, Report, ReportState
from models.upsert import insert_once
from services.messages import outbox
from services.messages.kinds import InstructionReplied
from services.reports.message import Incoming, when_whole

LATELY = timedelta(days=31)  # after which a report is no answer to an instruction that it does not reply to


async def answer_with(
    session: AsyncSession, instruction_id: int, report_id: int, now: datetime, *, is_reply: bool = True
) -> None:
    """Make the report or draft an answer to the instruction, and send it back under it: only a report needs to be on
    its activity, and words of which that is not known yet are the author's to read all the same, if they reply to it.

    Words that merely came after it (not `is_reply`), and of which it is still asked what they are, wait for that.
    """
    values = {"instruction_id": instruction_id, "report_id": report_id}
    await insert_once(session, InstructionAnswer, values, "report_id")
    report = await session.get_one(Report, report_id)
    if report.assignment_id is not None:
        await relay(session, report_id, now)
        return
    if not is_reply:
        return
    instruction = await session.get_one(Instruction, instruction_id)
    await outbox.owe(
        session,
        InstructionReplied(instruction_id, report_id),
        key=f"instruction_reply:{report_id}",
        chat_id=instruction.chat_id,
        now=now,
        not_before=when_whole(report.media_group_id, now),
    )


async def relay(session: AsyncSession, report_id: int, now: datetime, *, more: Incoming | None = None) -> None:
    """Send a report that answers an instruction back under it: once, and once for `more` that joined it."""
    answers = (
        select(Instruction, Report.media_group_id, Assignment.activity_id)
        .join(InstructionAnswer, InstructionAnswer.instruction_id == Instruction.id)
        .join(Report, Report.id == InstructionAnswer.report_id)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .where(Report.id == report_id, Report.state == ReportState.RECORDED)
    )
    instructions = (await session.execute(answers)).first()
    if instructions is None:
        return
    instruction, album, activity_id = instructions
    about = [instruction.activity_id] if instruction.activity_id is not None else instruction.choices
    if about and activity_id not in about:  # words that turned out to be about another activity answer nothing
        return
    await outbox.owe(
        session,
        InstructionReplied(instruction.id, report_id),
        key=f"instruction_reply:{report_id}{f':{more.key}' if more else ''}",
        chat_id=instruction.chat_id,
        now=now,
        not_before=when_whole(more.media_group_id if more else album, now),
    )


async def open_instruction(
    session: AsyncSession, activity_id: int, executor_ids: frozenset[int], now: datetime
) -> int | None:
    """The newest instruction (id) on an activity that these executors got lately and have not answered."""
    given = select(Instruction).where(Instruction.given_at.between(now - LATELY, now))
    answered = (
        select(InstructionAnswer.instruction_id)
        .join(Report, Report.id == InstructionAnswer.report_id)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .where(Assignment.executor_id.in_(executor_ids), Report.state == ReportState.RECORDED)
    )
    query = given.where(Instruction.id.not_in(answered)).order_by(Instruction.given_at.desc(), Instruction.id.desc())
    for row in await session.scalars(query):
        about = [row.activity_id] if row.activity_id is not None else row.choices
        if activity_id in about and (not row.executors or executor_ids & set(row.executors)):
            return row.id
    return None
