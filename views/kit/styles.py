"""The colours of buttons: decided here alone, by what a press means. Most have none, so that these are seen.

Red is what takes something from others, green is yes, blue the main way on where that is no yes.
"""

from collections.abc import Mapping

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData

from views.kit import callbacks
from views.kit.callbacks import CloseStep, ExtensionVerdict, ImportWhat, ManageStep, OrderStep, RequestStep, Verdict

_RED, _GREEN, _BLUE = ButtonStyle.DANGER, ButtonStyle.SUCCESS, ButtonStyle.PRIMARY

_ALWAYS: Mapping[type[CallbackData], ButtonStyle] = {
    callbacks.Acknowledge: _GREEN,
    callbacks.AskLink: _BLUE,
    callbacks.TakeKept: _BLUE,
    callbacks.ConfirmBind: _BLUE,
}
# The value that decides, and the colour that each of its values means.
_BY_VALUE: Mapping[type[CallbackData], tuple[str, Mapping[object, ButtonStyle]]] = {
    callbacks.Unlink: ("sure", {True: _RED}),
    callbacks.DropAdmin: ("sure", {True: _RED}),
    callbacks.Decide: ("verdict", {Verdict.RETURN: _RED, Verdict.ACCEPT: _GREEN}),
    callbacks.DecideExtension: ("verdict", {ExtensionVerdict.REFUSE: _RED, ExtensionVerdict.APPROVE: _GREEN}),
    callbacks.DecideRequest: ("step", {RequestStep.REFUSE: _RED, RequestStep.LINK: _GREEN}),
    callbacks.ClosePlan: ("step", {CloseStep.CLOSE: _RED}),
    callbacks.Manage: ("what", {ManageStep.CLOSE: _RED}),
    callbacks.ImportStep: ("what", {ImportWhat.DROP: _RED, ImportWhat.CONFIRM: _GREEN, ImportWhat.LOAD: _GREEN}),
    callbacks.Mark: ("done", {True: _GREEN}),
    callbacks.Amend: ("done", {True: _GREEN}),
    callbacks.Settle: ("done", {True: _GREEN}),
    callbacks.AnswerInvite: ("yes", {True: _GREEN}),
    callbacks.WriteOrder: ("step", {OrderStep.GIVE: _GREEN}),
    callbacks.MakeLead: ("sure", {True: _BLUE}),
    callbacks.NameAdmin: ("sure", {True: _BLUE}),
    callbacks.ReopenPlan: ("sure", {True: _BLUE}),
    callbacks.HandOver: ("sure", {True: _BLUE}),
    callbacks.GiveLead: ("sure", {True: _BLUE}),
    callbacks.NudgeSilent: ("sure", {True: _BLUE}),
    callbacks.PickAll: ("sure", {True: _BLUE}),
    callbacks.Substitute: ("sure", {True: _BLUE}),
}


def style_of(data: CallbackData) -> ButtonStyle | None:
    """The colour of a button that sends `data` back; None for most."""
    kind = type(data)
    if kind in _BY_VALUE:
        name, colours = _BY_VALUE[kind]
        return colours.get(getattr(data, name))
    return _ALWAYS.get(kind)
