"""The colours of buttons: decided here alone, by what a press means. Most have none, so that these are seen."""

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData

from views.kit import callbacks
from views.kit.callbacks import CloseStep, ExtensionVerdict, ImportWhat, ManageStep, OrderStep, RequestStep, Verdict


def style_of(data: CallbackData) -> ButtonStyle | None:
    """Red for what takes something from others, green for yes, blue for the main way on where that is no yes."""
    if _takes_from_others(data):
        return ButtonStyle.DANGER
    if _is_yes(data):
        return ButtonStyle.SUCCESS
    return ButtonStyle.PRIMARY if _is_the_way_on(data) else None


def _takes_from_others(data: CallbackData) -> bool:
    match data:
        case callbacks.Unlink(sure=True) | callbacks.DropAdmin(sure=True):
            return True
        case callbacks.Decide(verdict=Verdict.RETURN) | callbacks.DecideExtension(verdict=ExtensionVerdict.REFUSE):
            return True
        case callbacks.DecideRequest(step=RequestStep.REFUSE) | callbacks.ClosePlan(step=CloseStep.CLOSE):
            return True
        case callbacks.Manage(what=ManageStep.CLOSE) | callbacks.ImportStep(what=ImportWhat.DROP):
            return True
    return False


def _is_yes(data: CallbackData) -> bool:
    match data:
        case callbacks.Mark(done=True) | callbacks.Amend(done=True) | callbacks.Settle(done=True):
            return True
        case callbacks.Decide(verdict=Verdict.ACCEPT) | callbacks.DecideExtension(verdict=ExtensionVerdict.APPROVE):
            return True
        case callbacks.DecideRequest(step=RequestStep.LINK) | callbacks.AnswerInvite(yes=True):
            return True
        case callbacks.Acknowledge() | callbacks.WriteOrder(step=OrderStep.GIVE):
            return True
        case callbacks.ImportStep(what=ImportWhat.CONFIRM | ImportWhat.LOAD):
            return True
    return False


def _is_the_way_on(data: CallbackData) -> bool:
    match data:
        case callbacks.AskLink() | callbacks.TakeKept() | callbacks.ConfirmBind():
            return True
        case callbacks.MakeLead(sure=True) | callbacks.NameAdmin(sure=True) | callbacks.ReopenPlan(sure=True):
            return True
        case callbacks.HandOver(sure=True) | callbacks.GiveLead(sure=True):
            return True
        case callbacks.NudgeSilent(sure=True) | callbacks.PickAll(sure=True) | callbacks.Substitute(sure=True):
            return True
    return False
