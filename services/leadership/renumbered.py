"""The numbers of a question, where a change of the plan has given them to other activities."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.audit.former import Former
from services.audit.numbering import DOUBTED_FOR, former_meanings, former_numbers
from services.language.questions import Question, is_short_number
from services.people.reader import Reader
from services.plan.figures import ActivityFacts


def numbers_in(question: Question) -> frozenset[int]:
    """The numbers that a question names, of the plan or not."""
    return question.numbers | question.strange_numbers


async def formers_of(
    session: AsyncSession,
    question: Question,
    activities: Sequence[ActivityFacts],
    reader: Reader,
    *,
    now: datetime,
    shown_at: datetime | None,
    about: Collection[int],
    replied: bool,
) -> tuple[Former, ...]:
    """What numbers of the question meant before a change, as far as that may be what is asked about.

    In a reply that is what they meant when the message was said. Else it is told for some days, unless the bot has
    shown since what has the number now (`about`); of a number that no activity has now, at any time.
    """
    named = numbers_in(question)
    if not named:
        return ()
    if replied and shown_at is not None:
        known = await former_numbers(session, shown_at)
    elif reader.whole_plan:
        known = await former_numbers(session)
    else:
        known = await former_meanings(session, reader.person.executor_ids)
    present = {one.number: one.id for one in activities}
    found = [known[number] for number in sorted(named) if number in known]
    if replied:
        return tuple(found)

    def is_open(former: Former) -> bool:
        is_since = shown_at is not None and shown_at >= former.changed_at
        return former.changed_at > now - DOUBTED_FOR and not (is_since and present[former.number] in about)

    return tuple(one for one in found if one.number not in present or is_open(one))


def as_it_was(
    question: Question, formers: Sequence[Former], activities: Sequence[ActivityFacts], *, replied: bool
) -> Question:
    """The question with the numbers that those activities have now.

    Without a reply, a number that another activity has now means that one.
    """
    present = {one.number for one in activities}
    moved: Mapping[int, Former] = {one.number: one for one in formers if replied or one.number not in present}
    if not moved:
        return question
    goes_on = {one.now if one.now is not None else one.part_of for one in moved.values()}
    return replace(
        question,
        numbers=(question.numbers - moved.keys()) | {number for number in goes_on if number in present},
        unknown=tuple(one for one in question.unknown if not (is_short_number(one.word) and int(one.word) in moved)),
    )
