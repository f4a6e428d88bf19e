"""What /report answers with: the activities that words or a button ask for, or what has to be asked back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models.database import Database
from services.language.questions import Question
from services.leadership.selection import read_question, select, suggestions
from services.leadership.summary import Summaries, SummaryFacts
from services.plan.figures import ActivityFacts
from services.reports.cards import Card, card_of


@dataclass(frozen=True)
class Overview:
    """The answer to a question for a report, from one state of the plan.

    `activities` are those that the question names, the most urgent first; none if it is not clear. `card` is the one
    that was asked for by its number alone. `suggestions` are the closest words to those that were not understood, each
    with what would be asked.
    """

    facts: SummaryFacts
    question: Question
    activities: tuple[ActivityFacts, ...] = ()
    card: Card | None = None
    suggestions: tuple[tuple[str, Question], ...] = ()

    @property
    def is_file(self) -> bool:
        """Whether the answer is a file: one was asked for, and there is anything to put in it."""
        return self.question.format is not None and bool(self.activities)


class Overviews:
    """Answers questions for a report. Who may ask is the caller's to know: the whole plan is shown."""

    def __init__(self, database: Database, summaries: Summaries) -> None:
        self._database = database
        self._summaries = summaries

    async def asked(self, words: str, shown: Mapping[str, str], now: datetime) -> Overview | None:
        """What the words after /report ask for, as the plan stands at `now`; None before a plan was loaded.

        `shown` gives the status for each word that the reader's screens use.
        """
        async with self._database.read() as session:
            facts = await self._summaries.standing(session, now)
            return None if facts is None else await _overview(session, facts, read_question(words, facts, shown), shown)

    async def chosen(self, question: Question, now: datetime) -> Overview | None:
        """What a button asks for; None before a plan was loaded."""
        async with self._database.read() as session:
            facts = await self._summaries.standing(session, now)
            return None if facts is None else await _overview(session, facts, question, {})


async def _overview(
    session: AsyncSession, facts: SummaryFacts, question: Question, shown: Mapping[str, str]
) -> Overview:
    if question.help or question.ambiguous or question.unknown:
        return Overview(facts, question, suggestions=suggestions(question, facts, shown))
    activities = select(facts, question)
    overview = Overview(facts, question, activities)
    is_one = len(activities) == 1 and replace(question, format=None) == Question(numbers=question.numbers)
    if not is_one or overview.is_file:
        return overview
    return replace(overview, card=await card_of(session, activities[0], None))
