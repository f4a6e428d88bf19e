"""Words that are no report: a screen answers them, or the control department does."""

from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.asking import answer_to
from handlers.filters import Answering, admin, no_command, officer, private
from handlers.reasons import needed_words
from handlers.settling import settle_everywhere, settle_request
from handlers.talk import Talk, words_of
from services.calendar.deadlines import Month, due_day
from services.messages.anchors import Said
from services.messages.kinds import LetterKind
from services.messages.purposes import AsksAnswer, GaveAnswer, ShowsAppeal
from services.reports import AppealKind
from services.reports.message import Appealed, month_in
from views import appeals as views
from views import reasons as reason_views
from views import review as review_views
from views.kit.callbacks import (
    AnswerAppeal,
    AppealAbout,
    CloseAppeal,
    LookAtAppeal,
    MoreTime,
    MoreTimeUntil,
    SendAppeal,
)
from views.kit.screen import Screen


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="appeals")
    router.message.register(answer_words, private, admin, no_command, Answering(AsksAnswer))
    router.message.register(replied, private, admin, no_command, replies_to_appeal)
    router.callback_query.register(about, AppealAbout.filter(), officer)
    router.callback_query.register(send, SendAppeal.filter(), officer)
    router.callback_query.register(more_time, MoreTime.filter(), officer)
    router.callback_query.register(more_time_until, MoreTimeUntil.filter(), officer)
    router.callback_query.register(ask_answer, AnswerAppeal.filter(), private, admin)
    router.callback_query.register(look, LookAtAppeal.filter(), private, admin)
    router.callback_query.register(close, CloseAppeal.filter(), private, admin)
    return router


async def screen(talk: Talk, answer: Appealed) -> Screen:
    """The screen that answers words that are no report."""
    if answer.is_sent:
        return views.sent(talk.t, answer.id, answer.kind, answer.text, answer.activity)
    if answer.kind is AppealKind.QUESTION:
        return await _answered_by_a_screen(talk, answer) or views.asked(talk.t, answer)
    if answer.activity is None:
        return views.which(talk.t, answer)
    if answer.kind is AppealKind.WORDS:
        return views.finished(talk.t, answer.id, answer.text, answer.activity)
    return views.more_time(talk.t, answer.id, answer.text, answer.activity, answer.month)


async def _answered_by_a_screen(talk: Talk, answer: Appealed) -> Screen | None:
    """What the bot knows of the question's answer; below it, the way to ask further."""
    anchor = await talk.subject()
    about = (answer.activity.id,) if answer.activity is not None else ()
    screen = await answer_to(talk, answer.text, anchor, about)
    return screen.with_rows(*views.further_rows(talk.t, answer.id)) if screen is not None else None


async def about(_callback: CallbackQuery, callback_data: AppealAbout, talk: Talk) -> None:
    """Take the activity that the request or refusal is about."""
    placed = await talk.services.appeals.place(callback_data.appeal, callback_data.activity, talk.person, talk.now)
    if placed is None or placed.activity is None:
        await talk.show(views.gone(talk.t))
    elif placed.is_sent:
        await talk.show(views.sent(talk.t, placed.id, placed.kind, placed.text, placed.activity))
    else:
        month = month_in(placed.text, talk.today)
        await talk.show(views.more_time(talk.t, placed.id, placed.text, placed.activity, month))


async def send(_callback: CallbackQuery, callback_data: SendAppeal, talk: Talk) -> None:
    """Send the question to the control department; the screen that partly answered it stays."""
    sent = await talk.services.appeals.send(callback_data.appeal, talk.person, talk.now)
    if sent is None:
        await talk.show(views.gone(talk.t))
    else:
        await talk.show(views.sent(talk.t, sent.id, sent.kind, sent.text, sent.activity))


async def more_time(_callback: CallbackQuery, callback_data: MoreTime, talk: Talk) -> None:
    """Offer the months, or take the one that was chosen."""
    if callback_data.month is not None:
        await _ask_until(talk, callback_data.appeal, due_day(Month.parse(callback_data.month)))
        return
    appeal = await talk.services.appeals.own(callback_data.appeal, talk.person, talk.now)
    if appeal is None or appeal.activity is None:
        await talk.show(views.gone(talk.t))
    else:
        await talk.show(views.months(talk.t, appeal.id, appeal.activity))


async def more_time_until(_callback: CallbackQuery, callback_data: MoreTimeUntil, talk: Talk) -> None:
    """Take the day that was read in the words."""
    await _ask_until(talk, callback_data.appeal, callback_data.day)


async def _ask_until(talk: Talk, appeal_id: int, until: date) -> None:
    """The request goes to the admins, with the officer's words as its reason."""
    appeal = await talk.services.appeals.own(appeal_id, talk.person, talk.now)
    if appeal is None or appeal.activity is None:
        await talk.show(views.gone(talk.t))
        return
    asked = await talk.services.decisions.ask_extension(talk.person, appeal.activity.id, until, appeal.text, talk.now)
    await talk.show(review_views.extension_asked(talk.t, asked))
    if asked is not None:
        await settle_request(talk, asked)


async def ask_answer(_callback: CallbackQuery, callback_data: AnswerAppeal, talk: Talk) -> None:
    """Ask an admin for the words of the answer."""
    appeal = await talk.services.appeals.one(callback_data.appeal, talk.now)
    if appeal is None:
        await talk.show(views.gone(talk.t))
    elif appeal.is_settled:
        await talk.toast(views.answered_already(talk.t))
        await talk.show(views.letter(talk.t, appeal))
    else:
        message_id = talk.message.message_id if talk.message is not None else None
        await talk.say(views.ask_answer(talk.t, appeal, message_id))


async def look(_callback: CallbackQuery, callback_data: LookAtAppeal, talk: Talk) -> None:
    """What was written, from the list of what waits."""
    appeal = await talk.services.appeals.one(callback_data.appeal, talk.now)
    await talk.show(views.gone(talk.t) if appeal is None else views.letter(talk.t, appeal))


async def close(_callback: CallbackQuery, callback_data: CloseAppeal, talk: Talk) -> None:
    """An admin has seen to it without words."""
    before = await talk.services.appeals.one(callback_data.appeal, talk.now)
    appeal = await talk.services.appeals.close(callback_data.appeal, talk.person, talk.now)
    if appeal is None:
        await talk.show(views.gone(talk.t))
        return
    if before is not None and before.is_settled:
        await talk.toast(views.answered_already(talk.t))
    await talk.show(views.letter(talk.t, appeal))
    await settle_everywhere(talk, f"appeal:{appeal.id}", LetterKind.APPEAL, lambda t: views.letter(t, appeal))


async def is_on_record(talk: Talk, message_id: int) -> bool:
    """Whether the message stays as it was said: a digest lists more than the one question that was answered."""
    said = await talk.services.anchors.of_message(talk.chat_id, message_id)
    return said is not None and said.about.purpose.is_on_record


async def replies_to_appeal(_message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether the words reply to what somebody wrote to the control department; the handler gets it as `anchor`."""
    anchor = await talk.subject() if talk.is_reply else None
    return {"anchor": anchor} if anchor is not None and isinstance(anchor.about, ShowsAppeal) else False


async def replied(message: Message, talk: Talk, anchor: Said[ShowsAppeal]) -> None:
    """An admin's reply to an officer's words is the answer to them."""
    asked = AsksAnswer(appeal=anchor.about.appeal, screen=anchor.message_id)
    appeal = await talk.services.appeals.one(anchor.about.appeal, talk.now)
    if appeal is not None and appeal.is_settled:
        await talk.say(reason_views.not_sent(talk.t, words_of(message), views.letter(talk.t, appeal)))
    elif appeal is not None and views.is_contest(appeal):  # words alone do not say whose it is to be
        await talk.say(views.choose_first(talk.t, words_of(message), appeal))
    else:
        await answer_words(message, talk, Said(asked, anchor.chat_id, anchor.message_id, anchor.said_at))


async def answer_words(message: Message, talk: Talk, anchor: Said[AsksAnswer]) -> None:
    """Send the answer to its addressee, under their own words."""
    words = await needed_words(message, talk)
    if not words:
        return
    before = await talk.services.appeals.one(anchor.about.appeal, talk.now)
    appeal = await talk.services.appeals.answer(anchor.about.appeal, words, talk.person, talk.now)
    await talk.answered(anchor, GaveAnswer())
    if appeal is not None and before is not None and before.is_settled:
        await talk.say(reason_views.not_sent(talk.t, words, views.letter(talk.t, appeal)))
        return
    if appeal is None:
        await talk.say(views.gone(talk.t))
        return
    settled, asked_on = views.letter(talk.t, appeal), anchor.about.screen
    if asked_on is None or await is_on_record(talk, asked_on) or not await talk.rewrite(asked_on, settled):
        await talk.say(settled)
    else:
        await talk.nod()
    await settle_everywhere(talk, f"appeal:{appeal.id}", LetterKind.APPEAL, lambda t: views.letter(t, appeal))
