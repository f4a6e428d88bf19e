"""Every button fits into the 64 bytes that Telegram carries, with the largest ids and numbers that there may be."""

import enum
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Annotated, Any

import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from models.terms import Month
from services.audit.log import AuditFilter
from services.language.question_words import Place
from services.language.questions import Question
from views import audit
from views.kit import callbacks, questions

LARGEST = 2**31 - 1
LEAP = date(2024, 2, 29)

# What fits a field at its longest: ids, chats, pages and numbers, hours, days, names of steps, languages, tokens.
LONGEST: tuple[object, ...] = (
    *(LARGEST, -1_009_999_999_999, 366, 100, 23, True),
    *(LEAP, "2024-02-29", "20240229", "2024-12", "f" * 10, "f" * 8),
)
OF_A_NAME = {"token": "A" * 22, "locale": "uz_Cyrl"}


def every_class() -> Iterator[type[CallbackData]]:
    for kind in vars(callbacks).values():
        if isinstance(kind, type) and issubclass(kind, CallbackData) and kind is not CallbackData:
            yield kind


def longest(kind: type[CallbackData], name: str) -> Any:
    """The value of the field that takes most room, of those that it accepts."""
    if name in OF_A_NAME:
        return OF_A_NAME[name]
    if name == "words":
        return longest_words(kind)
    field = kind.model_fields[name]
    accepts: TypeAdapter[Any] = TypeAdapter(Annotated[(field.annotation, *field.metadata, "")])
    found = []
    steps = [one for part in (field.annotation, *getattr(field.annotation, "__args__", ())) for one in members(part)]
    for value in (*steps, *LONGEST):
        try:
            found.append(accepts.validate_python(value))
        except (ValidationError, TypeError, ValueError):
            continue
    return max(found, key=lambda value: len(str(value)))


def members(part: Any) -> list[object]:
    return list(part) if isinstance(part, enum.EnumMeta) else []


def longest_words(kind: type[CallbackData]) -> str:
    """Those of a filter of the audit with every word, of a report's question; a listed one has a way back or none."""
    if kind in (callbacks.OpenAudit, callbacks.ChooseAudit, callbacks.AuditFile):
        return audit.pack(AuditFilter(activity=9_999_999, executor=LARGEST, line=99, day=LEAP))
    if kind is callbacks.PastReport:
        return "x" * questions.LIMIT_OF_PAST
    return "" if kind is callbacks.OpenListed else "x" * questions.LIMIT


@pytest.mark.parametrize("kind", list(every_class()), ids=lambda kind: kind.__name__)
def test_every_button_fits_with_the_largest_ids_and_numbers(kind: type[CallbackData]) -> None:
    values = {name: longest(kind, name) for name in kind.model_fields}
    if "page" in values:
        values["page"] = 9999
    packed = kind(**values).pack()
    assert len(packed.encode()) <= 64
    assert kind.unpack(packed) == kind(**values)


@given(
    numbers=st.frozensets(st.integers(1, 9_999_999), max_size=30),
    executors=st.frozensets(st.integers(1, LARGEST).map(str), max_size=10),
    months=st.frozensets(st.builds(Month, st.integers(2024, 2030), st.integers(1, 12)), max_size=12),
    statuses=st.frozensets(st.sampled_from(["overdue", "review", "done"])),
    place=st.sampled_from([None, Place.NOTICES]),
    form=st.sampled_from([None, *questions.FORMATS]),
    limit=st.sampled_from([questions.LIMIT, questions.LIMIT_OF_PAST]),
)
def test_a_question_in_a_button_fits_and_asks_for_nothing_else(
    numbers: frozenset[int],
    executors: frozenset[str],
    months: frozenset[Month],
    statuses: frozenset[str],
    place: Place | None,
    form: str | None,
    limit: int,
) -> None:
    asked = Question(numbers=numbers, executors=executors, months=months, statuses=statuses, place=place, format=form)
    words = questions.pack(asked, limit)
    assert len(words) <= limit and words.isascii()
    back = questions.unpack(words)
    assert back.numbers <= numbers and back.executors <= executors and back.months <= months
    assert (back.place, back.format) == (place, form)


def test_a_filter_of_the_audit_keeps_the_largest_ids() -> None:
    for activity, executor in product((1, 9_999_999), (1, 10**9, LARGEST)):
        asked = AuditFilter(activity=activity, executor=executor, line=3, day=LEAP)
        assert audit.unpack(audit.pack(asked)) == asked
    assert audit.unpack(f"e{LARGEST + 1}") == AuditFilter()
