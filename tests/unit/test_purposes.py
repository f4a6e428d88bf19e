"""Every purpose of a message is known by its references, and somebody takes up what is said in answer to it."""

from collections.abc import Iterator
from datetime import date

import pytest
from aiogram.filters import Filter

from handlers import routers
from handlers.filters import Answering
from handlers.filters import Gave as GaveFilter
from services.messages.purposes import (
    About,
    AsksAdmin,
    AsksAnswer,
    AsksDeadline,
    AsksExtension,
    AsksHandIn,
    AsksObstacle,
    AsksRefuse,
    AsksReport,
    AsksReturn,
    AsksWhich,
    ConfirmsMark,
    ConfirmsText,
    ConfirmsWords,
    Gave,
    GaveExtension,
    GaveReturn,
    OfActivities,
    Purpose,
    ShowsAppeal,
    ShowsCard,
    ShowsEdition,
    ShowsFinal,
    ShowsImport,
    ShowsInstructionReply,
    ShowsOrders,
    ShowsReport,
    ShowsSummary,
    ShowsWordsTaken,
    about_of,
    subjects,
)

# What an officer writes is a report, or goes on with a draft, whatever it replies to: handlers/answers takes it, after
# handlers/handing_in has taken what is a reason.
TAKEN_AS_A_REPORT = {AsksHandIn, AsksObstacle, AsksReport, AsksWhich}
# A reply to it is read as any other words; to an appeal, as its answer (handlers/appeals); to an import, by it; to a
# final report, as a question on its plan (handlers/past).
SHOWS_ONLY = {ConfirmsMark, ShowsOrders, ShowsAppeal, ShowsEdition, ShowsFinal, ShowsImport, ShowsWordsTaken}


def filters() -> Iterator[Filter]:
    for router in routers():
        for observer in router.observers.values():
            for handler in observer.handlers:
                yield from (one.callback for one in handler.filters or () if isinstance(one.callback, Filter))


def test_every_purpose_has_one_subject() -> None:
    every = list(subjects())
    assert len({subject.purpose for subject in every}) == len(every) == len(Purpose)


def test_every_question_has_a_handler_that_takes_the_answer() -> None:
    answered = {one.question for one in filters() if isinstance(one, Answering)}
    questions = {subject for subject in subjects() if subject.purpose.is_question}
    assert questions - answered == TAKEN_AS_A_REPORT
    assert answered <= questions


def test_what_was_given_is_known_when_it_is_edited() -> None:
    edited = tuple(one.answer for one in filters() if isinstance(one, GaveFilter))
    assert {GaveExtension, Gave} <= set(edited)
    for subject in subjects(Gave):
        assert issubclass(subject, edited)


def test_whatever_else_is_shown_names_activities_or_shows_only() -> None:
    shown = {one for one in subjects() if not one.purpose.is_question and not issubclass(one, Gave)}
    assert {one for one in shown if not issubclass(one, OfActivities)} == SHOWS_ONLY


def test_only_what_the_bot_shows_stays_on_record() -> None:
    assert not [purpose for purpose in Purpose if purpose.is_on_record and purpose.is_question]


@pytest.mark.parametrize(
    ("about", "refs"),
    [
        (ShowsCard(activities=(7,)), {"activities": [7]}),
        (ShowsSummary(activities=(7, 9)), {"activities": [7, 9]}),
        (ShowsEdition(), {}),
        (ShowsReport(activities=(7,), report=3), {"activities": [7], "report": 3}),
        (
            ShowsReport(activities=(7,), report=3, asks_result=True),
            {"activities": [7], "report": 3, "asks_result": True},
        ),
        (ShowsInstructionReply(activities=(7,), instruction=2), {"activities": [7], "instruction": 2}),
        (AsksAdmin(), {}),
        (AsksAnswer(appeal=4, screen=None), {"appeal": 4, "screen": None}),
        (
            ConfirmsWords(activities=(7,), asked=Purpose.ASK_CLOSE, refs={"activities": [7]}, words="вақт", message=9),
            {"activities": [7], "asked": "ask_close", "refs": {"activities": [7]}, "words": "вақт", "message": 9},
        ),
        (AsksDeadline(activities=(7,), due=date(2024, 5, 31)), {"activities": [7], "due": "2024-05-31"}),
        (AsksRefuse(activities=(7,), extension=4, screen=None), {"activities": [7], "extension": 4, "screen": None}),
        (
            AsksReturn(activities=(7,), acceptance=4, screen=11, asked_in=-100),
            {"activities": [7], "acceptance": 4, "screen": 11, "asked_in": -100},
        ),
        (GaveExtension(extension=None, words="вақт", screen=12), {"extension": None, "words": "вақт", "screen": 12}),
    ],
)
def test_a_subject_is_kept_as_json_and_read_again(about: About, refs: dict[str, object]) -> None:
    assert about.as_json() == refs
    assert about_of(about.purpose, refs) == about


@pytest.mark.parametrize(
    ("purpose", "refs", "about"),
    [
        ("summary", {"week": "2024-W16"}, ShowsSummary()),
        ("summary", {"week": "2024-W16", "activities": [5]}, ShowsSummary(activities=(5,))),
        ("ask_which", {"draft": 6}, AsksWhich(draft=6)),
        ("ask_extension", {"activities": [5], "month": "2024-05"}, AsksExtension(activities=(5,), month="2024-05")),
        ("mend_text", {"activities": [5], "text": "янги"}, ConfirmsText(activities=(5,), text="янги")),
        (
            "ask_return",
            {"acceptance": 4, "activities": [5], "screen": 8},
            AsksReturn(acceptance=4, activities=(5,), screen=8),
        ),
        ("gave_return", {"acceptance": 4, "activities": [5], "screen": 8}, GaveReturn()),
        (
            "gave_extension",
            {"activities": [5], "month": "2024-05", "extension": 2, "words": "вақт", "screen": 9},
            GaveExtension(extension=2, words="вақт", screen=9),
        ),
    ],
)
def test_what_earlier_releases_kept_is_read(purpose: str, refs: dict[str, object], about: About) -> None:
    assert about_of(purpose, refs) == about


@pytest.mark.parametrize(
    ("purpose", "refs"),
    [
        ("of_the_future", {"activities": [5]}),
        ("", {}),
        ("CARD", {"activities": [5]}),
        ("card", {}),
        ("card", {"activities": []}),
        ("card", {"activities": "5"}),
        ("report", {"activities": [5]}),
        ("report", {"activities": [5], "report": None}),
        ("ask_which", {}),
        ("ask_return", {"activities": [5], "acceptance": 4}),
        ("ask_deadline", {"activities": [5], "due": "the end of May"}),
        ("overview", {"activities": ["five"]}),
        ("edition", None),
    ],
)
def test_an_unknown_reference_is_no_subject(purpose: str, refs: dict[str, object]) -> None:
    assert about_of(purpose, refs) is None
