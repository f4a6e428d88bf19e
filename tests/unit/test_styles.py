"""Buttons have the colour of what a press means, and most have none."""

import pytest
from aiogram.filters.callback_data import CallbackData

from views.kit import callbacks
from views.kit.callbacks import CloseStep, ExtensionVerdict, ManageStep, RequestStep, Verdict
from views.kit.screen import button


@pytest.mark.parametrize(
    ("data", "style"),
    [
        (callbacks.Unlink(executor=1, account=2), None),
        (callbacks.Unlink(executor=1, account=2, sure=True), "danger"),
        (callbacks.DropAdmin(account=2, sure=True), "danger"),
        (callbacks.DropAdmin(account=2), None),
        (callbacks.ClosePlan(plan=1, step=CloseStep.ASK_AGAIN), None),
        (callbacks.ClosePlan(plan=1, step=CloseStep.CLOSE), "danger"),
        (callbacks.Manage(activity=1, what=ManageStep.CLOSE), "danger"),
        (callbacks.Manage(activity=1, what=ManageStep.DEADLINE), None),
        (callbacks.Decide(acceptance=1, verdict=Verdict.RETURN), "danger"),
        (callbacks.Decide(acceptance=1, verdict=Verdict.ACCEPT), "success"),
        (callbacks.Decide(acceptance=1, verdict=Verdict.LOOK), None),
        (callbacks.DecideExtension(extension=1, verdict=ExtensionVerdict.REFUSE), "danger"),
        (callbacks.DecideExtension(extension=1, verdict=ExtensionVerdict.APPROVE), "success"),
        (callbacks.DecideRequest(request=1, step=RequestStep.PROPOSE, executor=2), None),
        (callbacks.DecideRequest(request=1, step=RequestStep.LINK, executor=2, seen=0), "success"),
        (callbacks.DecideRequest(request=1, step=RequestStep.PROPOSE_REFUSAL), None),
        (callbacks.DecideRequest(request=1, step=RequestStep.REFUSE), "danger"),
        (callbacks.Mark(activity=1, done=True), "success"),
        (callbacks.Mark(activity=1, percent=50), None),
        (callbacks.AnswerInvite(yes=True, token="t"), "success"),
        (callbacks.AnswerInvite(yes=False, token="t"), None),
        (callbacks.NudgeSilent(sure=True), "primary"),
        (callbacks.NudgeSilent(), None),
        (callbacks.AskLink(), "primary"),
        (callbacks.OpenActivity(activity=1), None),
    ],
)
def test_a_button_has_the_colour_of_what_it_means(data: CallbackData, style: str | None) -> None:
    assert button("x", data).style == style
