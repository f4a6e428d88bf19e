"""What buttons send back is read as it was meant, in this release and from the chats of earlier ones."""

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
from views.kit import callbacks, questions, unchecked
from views.kit.callbacks import (
    Amend,
    AskExtension,
    AskReport,
    ClosePlan,
    CloseStep,
    ConfirmBind,
    Decide,
    DecideRequest,
    Instruct,
    InviteOne,
    KeepHours,
    Manage,
    ManageStep,
    Mark,
    MoreTime,
    NameAdmin,
    NudgeSilent,
    OpenAgenda,
    OpenOfficer,
    Pick,
    PickAll,
    RequestStep,
    Retry,
    Settle,
    Substitute,
    TakeWords,
    Verdict,
    Wanted,
)

LARGEST = 2**31 - 1
LEAP = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("made", "packed"),
    [
        (Mark(activity=5, percent=40), "d1:5:40:0"),
        (Mark(activity=5, percent=0), "d1:5:0:0"),
        (Mark(activity=5, done=True), "d1:5::1"),
        (Amend(report=3, done=True), "e1:3::1"),
        (AskExtension(activity=5), "x1:5:"),
        (AskReport(activity=5, what=Wanted.FILE), "a1:5:file"),
        (Pick(draft=1, activity=2), "p2:1:2:"),
        (Pick(draft=1, activity=2, part=3), "p2:1:2:3"),
        (Decide(acceptance=5, verdict=Verdict.LOOK), "k3:5:look:"),
        (DecideRequest(request=1, step=RequestStep.LINK, executor=5, seen=9), "r3:1:link:5:9"),
        (DecideRequest(request=1, step=RequestStep.REFUSE), "r3:1:refuse::"),
        (OpenOfficer(), "f1:"),
        (InviteOne(), "v1:"),
        (KeepHours(), "t1::"),
        (KeepHours(start=9, end=20), "t1:9:20"),
        (Retry(), "z1:"),
        (Instruct(instruction=3), "ins1:3:"),
        (OpenAgenda(), "ag1:"),
        (OpenAgenda(day=LEAP), "ag1:2024-02-29"),
        (Manage(activity=5), "ct1:5:menu"),
        (ClosePlan(plan=1, step=CloseStep.CLOSE), "pl2:1:2"),
        (ConfirmBind(chat=-100), "b2:-100:"),
        (NudgeSilent(sure=True), "nu2:1"),
        (Settle(draft=3), "st1:3::0"),
        (Settle(draft=3, percent=0), "st1:3:0:0"),
        (PickAll(draft=3, sure=True), "pa1:3:1"),
        (MoreTime(appeal=3), "ap4:3:"),
        (TakeWords(yes=False), "tw1:0"),
        (Substitute(executor=5), "sb1:5::::0:0"),
        (Substitute(executor=5, deputy=7, start=LEAP, days=14, sure=True), "sb1:5:7:20240229:14:1:0"),
    ],
)
def test_a_button_says_what_it_was_made_with(made: CallbackData, packed: str) -> None:
    assert made.pack() == unchecked.packed(made) == packed
    assert type(made).unpack(packed) == made


@pytest.mark.parametrize(
    ("packed", "meant"),
    [
        ("d1:5:-1:1", Mark(activity=5, done=True)),
        ("e1:3:-1:1", Amend(report=3, done=True)),
        ("p2:1:2:0", Pick(draft=1, activity=2)),
        ("f1:0", OpenOfficer()),
        ("v1:0", InviteOne()),
        ("t1:-1:-1", KeepHours()),
        ("z1:0", Retry()),
        ("ins1:3:0", Instruct(instruction=3)),
        ("b2:-100:0", ConfirmBind(chat=-100)),
        ("pl2:1:1", ClosePlan(plan=1, step=CloseStep.ASK_AGAIN)),
        ("ct1:5:restore", Manage(activity=5, what=ManageStep.RESTORE)),
        ("sb1:5:0::0:0:2", Substitute(executor=5, page=2)),
    ],
)
def test_a_button_of_an_earlier_release_is_understood(packed: str, meant: CallbackData) -> None:
    assert type(meant).unpack(packed) == meant


@pytest.mark.parametrize(
    ("kind", "packed"),
    [
        (Mark, "d1:5:101:0"),
        (Mark, "d1:5:-2:0"),
        (Mark, "d1:5:40:2"),
        (Mark, "d1::40:0"),
        (NameAdmin, "ad3:5:yes"),
        (NameAdmin, "ad3:5:true"),
        (AskExtension, "x1:5:2024-13"),
        (AskExtension, "x1:5:0"),
        (AskReport, "a1:5:"),
        (AskReport, "a1:5:voice"),
        (Decide, "k3:5:ACCEPT:"),
        (Decide, "k3:5:reopen:"),
        (DecideRequest, "r1:1:5"),
        (DecideRequest, "r2:1:-1:"),
        (DecideRequest, "r2:1:link:x"),
        (DecideRequest, f"r2:1:link:{LARGEST + 1}"),
        (KeepHours, "t1:24:20"),
        (Manage, "ct1:5:delete"),
        (ClosePlan, "pl2:1:3"),
        (ClosePlan, "pl2:1:close"),
        (OpenAgenda, "ag1:2024-02-30"),
        (OpenAgenda, "ag1:1709164800"),
        (OpenAgenda, "ag1:9999-12-31"),
        (Substitute, "sb1:5:7:19990301:14:1:0"),
        (Substitute, "sb1:5:7:2024-03-01:14:1:0"),
        (Substitute, "sb1:5:7:20240301:367:1:0"),
    ],
)
def test_a_forged_button_is_not_understood(kind: type[CallbackData], packed: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        kind.unpack(packed)


def test_the_longest_button_fits() -> None:
    made = Substitute(executor=LARGEST, deputy=LARGEST, start=LEAP, days=366, sure=True, page=LARGEST)
    assert len(made.pack()) <= 64


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


def test_no_field_has_a_value_that_means_none() -> None:
    """None is None; what is empty or zero by default says so itself."""
    plain = {"page": 0, "words": ""}
    for kind in vars(callbacks).values():
        if isinstance(kind, type) and issubclass(kind, CallbackData) and kind is not CallbackData:
            for name, field in kind.model_fields.items():
                assert name in plain or field.default not in (0, -1, "") or isinstance(field.default, bool | CloseStep)
