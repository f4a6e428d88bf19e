"""The admins' decisions: accepting done work, giving more time, and the list of everything that waits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic

from aiogram import Router
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.filters import Answering, Gave, admin, decides, in_leadership, no_command, on_command, private
from handlers.hiding import ask_presser
from handlers.reasons import Words, take_words
from handlers.settling import settle_request, settle_submission
from handlers.talk import Talk
from services.messages.anchors import Said
from services.messages.purposes import (
    AsksOfDecision,
    AsksRefuse,
    AsksReopen,
    AsksReturn,
    GaveRefuse,
    GaveReopen,
    GaveReturn,
)
from services.reports import Decision
from services.reports.decisions import ExtensionFacts, Outcome, Subject, SubmissionFacts
from views import reasons as reason_views
from views import review as views
from views.kit.callbacks import Decide, DecideExtension, ExtensionVerdict, Reopen, Verdict, Waiting
from views.kit.screen import Screen
from views.kit.texts import Html, Texts


@dataclass(frozen=True)
class Shown(Generic[Subject]):
    """How a decision is shown in the place of its buttons, and what is said of it to the admin who decided."""

    screen: Callable[[Subject], Screen]
    done: Callable[[Texts, Subject], Html]


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="review")
    router.message.register(waiting, on_command("waiting"), private, admin)
    router.message.register(return_reason, may_return, no_command, Answering(AsksReturn))
    router.message.register(reopen_reason, admin, no_command, Answering(AsksReopen))
    router.message.register(refusal_comment, may_refuse, no_command, Answering(AsksRefuse))
    router.edited_message.register(acted_on_already, Gave())
    router.callback_query.register(waiting, Waiting.filter(), admin)
    router.callback_query.register(decide, Decide.filter(), decides)
    router.callback_query.register(decide, Decide.filter(), gave_what_is_handed_in)
    router.callback_query.register(decide_refused, Decide.filter(), in_leadership)
    router.callback_query.register(reopen, Reopen.filter(), admin)
    router.callback_query.register(decide_refused, Reopen.filter(), in_leadership)
    router.callback_query.register(decide_extension, DecideExtension.filter(), admin)
    router.callback_query.register(decide_extension, DecideExtension.filter(), gave_what_needs_time)
    return router


async def may_return(event: TelegramObject, talk: Talk) -> bool:
    """From somebody who may return work; in private also from a leader asked there a short while ago."""
    if await decides(event, talk):
        return True
    anchor = await talk.subject()
    if anchor is None or not talk.is_private:
        return False
    if isinstance(anchor.about, AsksReturn) and await is_own_order(talk, anchor.about.activity):
        return True
    if not anchor.is_fresh(talk.now):
        return False
    if not talk.services.decisions.leaders_accept:
        return False
    asked_in = anchor.about.asked_in if isinstance(anchor.about, AsksOfDecision) else None
    return asked_in is not None and await talk.services.groups.of_chat(asked_in) is not None


async def may_refuse(event: TelegramObject, talk: Talk) -> bool:
    """From an admin, or from whoever gave the order for which more time is asked."""
    if await admin(event, talk):
        return True
    anchor = await talk.subject()
    if anchor is None or not talk.is_private or not isinstance(anchor.about, AsksRefuse):
        return False
    return await is_own_order(talk, anchor.about.activity)


async def gave_what_is_handed_in(_callback: CallbackQuery, callback_data: Decide, talk: Talk) -> bool:
    """From whoever gave the order that is handed in, in private."""
    if not talk.is_private or talk.person.is_nobody:
        return False
    submission = await talk.services.decisions.submission(callback_data.acceptance, talk.now)
    return submission is not None and await is_own_order(talk, submission.activity.id)


async def gave_what_needs_time(_callback: CallbackQuery, callback_data: DecideExtension, talk: Talk) -> bool:
    """From whoever gave the order for which more time is asked, in private."""
    if not talk.is_private or talk.person.is_nobody:
        return False
    extension = await talk.services.decisions.extension(callback_data.extension, talk.now)
    return extension is not None and await is_own_order(talk, extension.activity.id)


async def is_own_order(talk: Talk, activity_id: int) -> bool:
    """Whether the person gave the activity as an order, and still may give any."""
    return await talk.services.orders.may_decide(activity_id, talk.person, is_leader=await talk.is_leader())


async def waiting(_event: Message | CallbackQuery, talk: Talk) -> None:
    """/waiting, also by a button: everything that waits for a decision."""
    await talk.show(views.waiting(talk.t, await talk.services.decisions.waiting(talk.now)))


async def decide(_callback: CallbackQuery, callback_data: Decide, talk: Talk) -> None:
    """Decide on a submission: accept at once, return after a reason, or look at it with its files."""
    if callback_data.verdict is Verdict.ACCEPT and callback_data.seen is not None:
        outcome = await talk.services.decisions.accept(
            callback_data.acceptance, talk.person, talk.now, seen=callback_data.seen
        )
        await show_decided(talk, outcome, lambda submission: submission_screen(talk, submission))
        await settle_decided(talk, outcome)
        return
    submission = await talk.services.decisions.submission(callback_data.acceptance, talk.now)
    returns = submission is not None and submission.decision is None and callback_data.verdict is Verdict.RETURN
    if submission is not None and returns and submission.version != callback_data.seen:
        await talk.toast(views.submission_changed(talk.t), alert=True)
        await talk.show(submission_screen(talk, submission))
    elif submission is not None and returns:
        await ask_presser(talk, views.ask_return(talk.t, submission, pressed(talk)))
    else:
        await talk.show(
            views.gone(talk.t) if submission is None else submission_screen(talk, submission, with_files=True)
        )


async def decide_refused(_callback: CallbackQuery, talk: Talk) -> None:
    """Refuse an admin's button under a card in the leadership chat to anybody else."""
    await talk.toast(views.only_admins_decide(talk.t), alert=True)


async def reopen(_callback: CallbackQuery, callback_data: Reopen, talk: Talk) -> None:
    """«Accepted by mistake»: ask for the reason."""
    submission = await talk.services.decisions.submission(callback_data.acceptance, talk.now)
    if submission is not None and submission.decision is Decision.ACCEPTED:
        await ask_presser(talk, views.ask_reopen(talk.t, submission, pressed(talk)))
    else:
        await talk.show(views.gone(talk.t) if submission is None else submission_screen(talk, submission))


async def reopen_reason(message: Message, talk: Talk, anchor: Said[AsksReopen]) -> None:
    """Take the reason for which an acceptance is taken back."""
    await take_words(message, talk, anchor, reopens)


async def reopens(talk: Talk, anchor: Said[AsksReopen], reason: Words) -> bool:
    """Take the acceptance back for this reason."""
    outcome = await talk.services.decisions.reopen(anchor.about.acceptance, reason.text, talk.person, talk.now)
    await talk.answered(anchor, GaveReopen(), reason.message_id)
    shown = Shown(lambda submission: submission_screen(talk, submission), views.reopened)
    is_new = await conclude(talk, anchor.about, outcome, reason.text, shown)
    await settle_decided(talk, outcome)
    return is_new


async def return_reason(message: Message, talk: Talk, anchor: Said[AsksReturn]) -> None:
    """Take the reason of a return."""
    await take_words(message, talk, anchor, returns)


async def returns(talk: Talk, anchor: Said[AsksReturn], reason: Words) -> bool:
    """Return the work for this reason."""
    outcome = await talk.services.decisions.give_back(anchor.about.acceptance, reason.text, talk.person, talk.now)
    await talk.answered(anchor, GaveReturn(), reason.message_id)
    shown = Shown(lambda submission: submission_screen(talk, submission), views.returned)
    is_new = await conclude(talk, anchor.about, outcome, reason.text, shown)
    await settle_decided(talk, outcome)
    return is_new


async def decide_extension(_callback: CallbackQuery, callback_data: DecideExtension, talk: Talk) -> None:
    """Decide on a request for more time: approve at once, refuse after a comment, or look at it.

    A day that has passed since it was asked for is approved only by a second press, which says so.
    """
    decisions, extension_id = talk.services.decisions, callback_data.extension
    verdict, until = callback_data.verdict, callback_data.until
    if verdict is not ExtensionVerdict.LOOK and await is_changed(talk, extension_id, until):
        verdict = ExtensionVerdict.LOOK
        await talk.toast(views.request_changed(talk.t), alert=True)
    if verdict is ExtensionVerdict.APPROVE and await is_past(talk, extension_id):
        verdict = ExtensionVerdict.LOOK
        await talk.toast(views.day_is_past(talk.t), alert=True)
    if verdict in (ExtensionVerdict.APPROVE, ExtensionVerdict.APPROVE_PAST):
        outcome = await decisions.decide_extension(extension_id, None, talk.person, talk.now, approve=True, until=until)
        await show_decided(talk, outcome, lambda extension: views.extension(talk.t, extension))
        await settle_extension(talk, outcome)
        return
    extension = await decisions.extension(extension_id, talk.now)
    if extension is not None and extension.decision is None and verdict is ExtensionVerdict.REFUSE:
        await ask_presser(talk, views.ask_refuse(talk.t, extension, pressed(talk)))
    else:
        await talk.show(views.gone(talk.t) if extension is None else views.extension(talk.t, extension))


async def is_changed(talk: Talk, extension_id: int, until: date | None) -> bool:
    """Whether another day is asked for now than stood on the card, and nobody has decided yet."""
    extension = await talk.services.decisions.extension(extension_id, talk.now)
    return extension is not None and extension.decision is None and extension.to_due != until


async def is_past(talk: Talk, extension_id: int) -> bool:
    """Whether the day asked for has passed, and nobody has decided yet."""
    extension = await talk.services.decisions.extension(extension_id, talk.now)
    return extension is not None and extension.decision is None and extension.to_due < talk.today


async def refusal_comment(message: Message, talk: Talk, anchor: Said[AsksRefuse]) -> None:
    """Take the comment on a refusal."""
    await take_words(message, talk, anchor, refuses)


async def refuses(talk: Talk, anchor: Said[AsksRefuse], comment: Words) -> bool:
    """Refuse more time with this comment."""
    outcome = await talk.services.decisions.decide_extension(
        anchor.about.extension, comment.text, talk.person, talk.now, approve=False
    )
    await talk.answered(anchor, GaveRefuse(), comment.message_id)
    shown = Shown(lambda extension: views.extension(talk.t, extension), views.refused)
    is_new = await conclude(talk, anchor.about, outcome, comment.text, shown)
    await settle_extension(talk, outcome)
    return is_new


async def acted_on_already(_message: Message, talk: Talk) -> None:
    """Say that an edit comes too late: others were already told the answer."""
    await talk.tell(views.acted_on_already(talk.t))


async def conclude(
    talk: Talk,
    question: AsksOfDecision,
    outcome: Outcome[Subject] | None,
    words: str,
    shown: Shown[Subject],
) -> bool:
    """Settle the message that was asked about, and say what this admin's words did; False if they came too late."""
    if outcome is None:
        await talk.say(reason_views.not_sent(talk.t, words, views.gone(talk.t)))
        return False
    screen = shown.screen(outcome.subject)
    is_settled = question.screen is not None and await talk.rewrite(question.screen, screen, chat_id=question.asked_in)
    if not outcome.is_new:
        await talk.say(reason_views.not_sent(talk.t, words, screen))
        return False
    if not is_settled:
        await talk.say(screen)
    await talk.tell(shown.done(talk.t, outcome.subject))
    return True


def submission_screen(talk: Talk, submission: SubmissionFacts, *, with_files: bool = False) -> Screen:
    """The submission as this person may see it."""
    return views.submission(talk.t, submission, with_files=with_files, by_admin=talk.person.is_admin)


async def show_decided(talk: Talk, outcome: Outcome[Subject] | None, screen: Callable[[Subject], Screen]) -> None:
    """Show the decision in place of the buttons; tell an admin who came second."""
    if outcome is not None and not outcome.is_new:
        is_open = outcome.subject.decision is None  # what is to be decided on was changed meanwhile
        is_closed = isinstance(outcome.subject, ExtensionFacts) and outcome.subject.decision is Decision.WITHDRAWN
        said = _changed(talk.t, outcome.subject) if is_open else views.decided_already(talk.t)
        if is_closed:
            said = views.plan_is_closed(talk.t) if outcome.subject.has_ended else views.deadline_changed(talk.t)
        await talk.toast(said, alert=is_open or is_closed)
    await talk.show(views.gone(talk.t) if outcome is None else screen(outcome.subject))


def _changed(t: Texts, subject: SubmissionFacts | ExtensionFacts) -> Html:
    return views.submission_changed(t) if isinstance(subject, SubmissionFacts) else views.request_changed(t)


async def settle_decided(talk: Talk, outcome: Outcome[SubmissionFacts] | None) -> None:
    """Every admin's message shows what was decided, with no buttons to decide it again."""
    if outcome is not None and outcome.is_new:
        await settle_submission(talk, outcome.subject)


async def settle_extension(talk: Talk, outcome: Outcome[ExtensionFacts] | None) -> None:
    """The same of a request for more time."""
    if outcome is not None and outcome.is_new:
        await settle_request(talk, outcome.subject)


def pressed(talk: Talk) -> int | None:
    """The message whose button was pressed, if Telegram still shows it."""
    return talk.message.message_id if talk.message is not None else None
