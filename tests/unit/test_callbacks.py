"""What buttons send back is read as it was meant, in this release and from the chats of earlier ones."""

from datetime import date

import pytest
from aiogram.filters.callback_data import CallbackData

from views.kit import callbacks, unchecked
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


def test_no_field_has_a_value_that_means_none() -> None:
    """None is None; what is empty or zero by default says so itself."""
    plain = {"page": 0, "words": ""}
    for kind in vars(callbacks).values():
        if isinstance(kind, type) and issubclass(kind, CallbackData) and kind is not CallbackData:
            for name, field in kind.model_fields.items():
                assert name in plain or field.default not in (0, -1, "") or isinstance(field.default, bool | CloseStep)
