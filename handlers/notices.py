"""What executors were told to be theirs: they acknowledge or contest it, and an admin decides on the contest."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.filters import Answering, admin, no_command, officer, private
from handlers.reasons import Words, needed_words, take_words
from handlers.reminder import redraw, standing
from handlers.settling import renew_submissions, settle_everywhere
from handlers.talk import THANKS, Talk
from services.control.changes import Refused
from services.language.courtesies import is_acknowledgement
from services.messages.anchors import Said
from services.messages.kinds import LetterKind
from services.messages.purposes import AsksContest, AsksHandOver, GaveContest, GaveHandOver, ShowsReminder
from services.reports.message import Incoming
from views import appeals as appeal_views
from views import cards as card_views
from views import notices as views
from views.kit.callbacks import Acknowledge, Contest, HandOver


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="notices")
    router.message.register(acknowledge_in_words, officer, no_command, says_read)
    router.message.register(contest_reason, officer, no_command, Answering(AsksContest))
    router.message.register(hand_over_words, private, admin, no_command, Answering(AsksHandOver))
    router.callback_query.register(acknowledge, Acknowledge.filter(), officer)
    router.callback_query.register(contest, Contest.filter(), officer)
    router.callback_query.register(hand_over, HandOver.filter(), private, admin)
    return router


async def acknowledge(_callback: CallbackQuery, callback_data: Acknowledge, talk: Talk) -> None:
    """All that the message tells of was read; a second press changes nothing."""
    done = await talk.services.notices.acknowledge(callback_data.letter, talk.person, talk.now)
    if done is None:
        await talk.toast(views.not_told(talk.t), alert=True)
        return
    await talk.toast(views.said(talk.t, done))
    said = await talk.pressed_about()
    if said is not None and isinstance(said.about, ShowsReminder):
        await redraw(talk, await standing(talk), 0)
    else:
        await talk.relabel(views.acknowledged(talk.t))
    if done.first and talk.person.has_keys:
        await talk.say(views.keys_now(talk.t))


async def says_read(message: Message, talk: Talk) -> bool:
    """«Танишдим» and nothing besides, where that answers no question."""
    if not is_acknowledgement(message.text or ""):
        return False
    said = await talk.subject()
    return said is None or not said.about.purpose.takes_any_words


async def acknowledge_in_words(_message: Message, talk: Talk) -> None:
    """In reply to a letter what it tells was read; without one, all that the person was told of."""
    said = await talk.subject() if talk.is_reply else None
    letter = await talk.services.notices.letter_of(talk.chat_id, said.message_id) if said is not None else None
    done = await talk.services.notices.acknowledge(letter, talk.person, talk.now)
    if done is None or not done.new:
        await talk.nod(THANKS)
    else:
        await talk.tell(views.said(talk.t, done))


async def contest(_callback: CallbackQuery, callback_data: Contest, talk: Talk) -> None:
    """Ask which of the activities is somebody else's, or why it is."""
    told = [
        one.activity
        for one in await talk.services.notices.letter(callback_data.letter, talk.now)
        if one.executor.id in talk.person.executor_ids
    ]
    activities = tuple({one.number: one for one in told}.values())  # of several items of one, all are meant
    chosen = next((one for one in told if one.id == callback_data.activity), None)
    if not activities or (chosen is None and callback_data.activity is not None):
        await talk.toast(views.not_told(talk.t), alert=True)
    elif chosen is None:
        await talk.say(views.which(talk.t, callback_data.letter, activities))
    else:
        await talk.say(views.ask_reason(talk.t, chosen))


async def contest_reason(message: Message, talk: Talk, anchor: Said[AsksContest]) -> None:
    """Take the reason; it goes to the control department."""
    await take_words(message, talk, anchor, contests)


async def contests(talk: Talk, anchor: Said[AsksContest], reason: Words) -> None:
    """Tell the control department, for this reason, that the activity is somebody else's."""
    said = Incoming(talk.chat_id, reason.message_id, reason.text)
    sent = await talk.services.appeals.refuse(anchor.about.activity, said, talk.person, talk.now)
    await talk.answered(anchor, GaveContest(), reason.message_id)
    await talk.say(card_views.not_yours(talk.t) if sent is None else appeal_views.refused(talk.t, sent))


async def hand_over(_callback: CallbackQuery, callback_data: HandOver, talk: Talk) -> None:
    """Choose to whom the activity is given, and give it."""
    if callback_data.executor is not None and callback_data.sure:
        await _give(talk, callback_data.appeal, callback_data.executor, "")
        return
    appeal = await talk.services.appeals.one(callback_data.appeal, talk.now)
    found = await talk.services.handover.contested(callback_data.appeal, talk.now)
    if appeal is None:
        await talk.show(appeal_views.gone(talk.t))
        return
    executor = next((one for one in found.others if one.id == callback_data.executor), None) if found else None
    if found is None or (executor is None and callback_data.executor is not None):
        await talk.toast(views.cannot_give(talk.t, appeal), alert=True)
        await talk.show(appeal_views.letter(talk.t, appeal))
    elif executor is None:
        await talk.show(views.to_whom(talk.t, appeal, found, callback_data.page))
    else:
        await talk.show(views.sure_to_give(talk.t, appeal, found, executor))


async def hand_over_words(message: Message, talk: Talk, anchor: Said[AsksHandOver]) -> None:
    """The word that goes with it."""
    words = await needed_words(message, talk)
    if not words:
        return
    await talk.answered(anchor, GaveHandOver())
    await _give(talk, anchor.about.appeal, anchor.about.executor, words)


async def _give(talk: Talk, appeal_id: int, executor_id: int, words: str) -> None:
    given = await talk.services.handover.give(appeal_id, executor_id, words, talk.person, talk.now)
    appeal = await talk.services.appeals.one(appeal_id, talk.now)
    if appeal is None:
        await talk.show(appeal_views.gone(talk.t))
        return
    if isinstance(given, Refused):
        await talk.toast(views.cannot_give(talk.t, appeal), alert=True)
    await talk.show(appeal_views.letter(talk.t, appeal))
    if not isinstance(given, Refused):
        await settle_everywhere(
            talk, f"appeal:{appeal.id}", LetterKind.APPEAL, lambda t: appeal_views.letter(t, appeal)
        )
        await renew_submissions(talk, [given.activity.id])
