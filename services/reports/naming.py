"""A bare number or name («20», «ИР-9», «19-тадбир») beside kept words: what it names, and whether it places them."""

from collections.abc import Sequence

from models import Report
from services.language.document_words import document_answer
from services.plan.calling import marked_numbers
from services.plan.figures import ActivityFacts
from services.plan.marks import shown_number
from services.reports.message import Choice, bare_figure, understood, value_named
from services.reports.recording import Recording
from services.reports.written import numbers_in

_ROUND, _LEAST_PERCENT = 5, 10  # percents that people write


def name_written(text: str, theirs: Sequence[ActivityFacts]) -> str:
    """How the number of a bare name is shown, with the mark if it has one."""
    marks = next((one.marks for one in theirs if one.marks), ())
    marked, _ = marked_numbers(text, marks)
    return shown_number(marked[0], marks) if marked else str(value_named(text))


def may_be_percent(text: str) -> bool:
    """Whether the words are a bare figure that may as well be a percent: «70», and not «№70» or «18»."""
    value = bare_figure(text)
    return value is not None and (not value or (value >= _LEAST_PERCENT and not value % _ROUND))


async def answering(
    recording: Recording, report: Report, named: Sequence[ActivityFacts]
) -> tuple[tuple[ActivityFacts, ...], Choice | None]:
    """Which of the activities named answer the question that a draft leaves open, and that question.

    Only those among its keys, and if the draft's own words name it or name none: «1 тайёр» is never said of 20.
    A name beside a draft whose activity is known answers nothing.
    """
    if not named or await recording.own_activity(report) is not None:
        return (), None
    question = await recording.asked_again(report)
    mine = await recording.activities()
    if not isinstance(question, Choice):
        return (), None
    written = {*numbers_in(report.text, mine), *understood(report.text, mine, (), report.submitted_on).named}
    named = [one for one in named if not written or one.number in written]
    return tuple(one for one in named if one.id in {key.id for key in question.keys}), question


async def wants_number(recording: Recording, report: Report, text: str) -> bool:
    """Whether a draft waits for the number of a document, and the words may be that."""
    document = await recording.document_of(report)
    return document is not None and document.number is None and await is_of_document(recording, report, text)


async def is_of_document(recording: Recording, report: Report, text: str) -> bool:
    """Whether the words are the number or the day of the document with which a draft is handed in, and nothing else."""
    document = await recording.document_of(report)
    return document is not None and document_answer(text, recording.today, wants_number=True).is_all
