"""Every kind of letter that is queued is known by its references, and has words."""

from datetime import date
from typing import get_type_hints

import pytest

from models import Decision
from scheduler.letters import LETTERS
from services.calendar.policy import ReminderKind
from services.messages.kinds import (
    AdminNamed,
    Controlled,
    Decided,
    DecisionsWait,
    ExtensionDecided,
    Letter,
    LetterKind,
    LinkRefused,
    NotReady,
    Overruled,
    PlanClosed,
    Reminder,
    ReminderItem,
    Unreachable,
    letter_of,
)

MAY_DAY = date(2024, 5, 1)


def test_every_kind_has_one_letter_and_its_words() -> None:
    letters = {letter.kind: letter for letter in Letter.__subclasses__()}
    assert len(letters) == len(Letter.__subclasses__())
    assert set(letters) == set(LETTERS) == set(LetterKind)
    for kind, words in LETTERS.items():
        assert letters[kind] in get_type_hints(words).values()


@pytest.mark.parametrize(
    ("letter", "refs"),
    [
        (AdminNamed(account=3, by=4), {"account": 3, "by": 4}),
        (Decided(7, Decision.RETURNED), {"acceptance": 7, "decision": "returned"}),
        (DecisionsWait(), {}),
        (NotReady(MAY_DAY), {"day": "2024-05-01"}),
        (PlanClosed(1, "Б. Юнусов"), {"plan": 1, "by": "Б. Юнусов"}),
        (Unreachable((5, 6)), {"accounts": [5, 6]}),
        (
            Reminder(MAY_DAY, (ReminderItem(9, ReminderKind.DUE_TODAY, MAY_DAY),)),
            {"day": "2024-05-01", "items": [[9, "due_today", "2024-05-01"]]},
        ),
        (
            Controlled(2, "deadline", {"due_on": "2024-04-30"}, {"due_on": "2024-05-31", "reason": "…"}, "Х. Маматов"),
            {
                "activity": 2,
                "what": "deadline",
                "before": {"due_on": "2024-04-30"},
                "after": {"due_on": "2024-05-31", "reason": "…"},
                "by": "Х. Маматов",
            },
        ),
        (
            Overruled([{"id": 5, "number": 5, "before": {"executors": ["a", "b"]}, "after": {"executors": ["b"]}}]),
            {
                "activities": [
                    {"id": 5, "number": 5, "before": {"executors": ["a", "b"]}, "after": {"executors": ["b"]}}
                ]
            },
        ),
    ],
)
def test_references_are_kept_as_json_and_read_again(letter: Letter, refs: dict[str, object]) -> None:
    assert letter.as_json() == refs
    assert letter_of(letter.kind, refs) == letter


@pytest.mark.parametrize(
    ("kind", "refs", "letter"),
    [
        ("decided", {"acceptance": 7}, Decided(7)),
        ("decided", {"acceptance": 7, "decision": "accepted", "activity": 2}, Decided(7, Decision.ACCEPTED)),
        ("extension_decided", {"extension": 8, "activity": 2}, ExtensionDecided(8)),
        ("link_refused", {"executor": None}, LinkRefused()),
    ],
)
def test_letters_queued_by_earlier_releases_are_read(kind: str, refs: dict[str, object], letter: Letter) -> None:
    assert letter_of(kind, refs) == letter


@pytest.mark.parametrize(("kind", "refs"), [("of_the_future", {}), ("submission", {}), ("", {"acceptance": 1})])
def test_an_unknown_letter_is_an_error(kind: str, refs: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        letter_of(kind, refs)
