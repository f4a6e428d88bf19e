"""A lead hands in although parts are open, with a reason, or waits for them."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.answers import files_of, incoming, names_one, receive, renew, show_answers, show_card, tell_answers
from handlers.filters import no_command, officer, private
from handlers.reasons import Words, ask_first, take_words
from handlers.talk import Talk, words_of
from services.language.courtesies import courtesy
from services.language.document_words import document_answer
from services.language.reading.open_parts import Says
from services.messages.anchors import Said
from services.messages.purposes import About, AsksHandIn, AsksWhich, ShowsReminder
from services.reports.assent import says_no, says_yes
from services.reports.message import Choice, Recorded, is_bare_percent
from views import answers as answer_views
from views import cards as card_views
from views import handing_in as views
from views import reasons as reason_views
from views import reminder as reminder_views
from views.kit.callbacks import Despite, HandIn
from views.kit.screen import Screen
from views.kit.texts import plain


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="handing_in")
    router.callback_query.register(answer, HandIn.filter(), officer)
    router.message.register(show_card, officer, no_command, private, names_other_work)
    router.message.register(reason, officer, no_command, gives_reason)
    router.message.register(document, officer, no_command, private, gives_document)
    return router


async def answer(_callback: CallbackQuery, callback_data: HandIn, talk: Talk) -> None:
    """A reason, or that the lead waits."""
    if callback_data.why is Despite.WAIT:
        await _wait(talk, callback_data.draft)
        return
    asked, despite = await talk.pressed_about(), plain(views.reason(talk.t, callback_data.why))
    await show_answers(talk, await talk.services.drafts.hand_in(callback_data.draft, despite, talk.person, talk.now))
    await talk.one_question(callback_data.draft, None)
    if asked is not None:
        await _renew_reminder(talk, asked.about)


async def names_other_work(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether the message only names an activity, whose card is shown: the question stays."""
    said = await talk.subject()
    return await names_one(message, talk) if said is not None and isinstance(said.about, AsksHandIn) else False


async def gives_reason(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether words answer the question; the handler gets it as `anchor`. Files, a number and a day are no reason."""
    anchor, words = await talk.subject(), words_of(message)
    if anchor is None or not isinstance(anchor.about, AsksHandIn) or not words or files_of(message):
        return False  # before the words are read, which takes long
    return False if document_answer(words, talk.today, wants_number=False).is_all else {"anchor": anchor}


async def reason(message: Message, talk: Talk, anchor: Said[AsksHandIn]) -> None:
    """Take the reason in words; what is a report by itself is one, and the question stays.

    Who waits hands nothing in; what is neither that nor clearly a reason is asked about.
    """
    words = words_of(message)
    says = await talk.services.reporting.said_of_hand_in(talk.person, words, anchor.activity_ids, talk.now)
    if says is Says.REPORT:
        await receive(talk, incoming(message), anchor if is_bare_percent(words) else None, message)
    elif says is Says.WAITS or says_no(words):
        await _wait(talk, anchor.about.draft)
    elif says_yes(words) or courtesy(words) is not None:
        await talk.tell(views.write_the_reason(talk.t))
    elif says is Says.REASON:
        await take_words(message, talk, anchor, hands_in)
    else:
        await ask_first(message, talk, anchor, words, await _is_it_the_reason(talk, anchor, words))


async def _is_it_the_reason(talk: Talk, anchor: Said[AsksHandIn], words: str) -> Screen:
    plan = await talk.services.activities.all(talk.today)
    return reason_views.is_it_the_reason(talk.t, words, [one for one in plan if one.id in anchor.activity_ids])


async def gives_document(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether it completes a hand-in that was asked about before something else was shown; the handler gets it.

    A file under the card of one activity may be meant for that one: that is asked.
    """
    said, words, has_file = await talk.subject(), words_of(message), bool(files_of(message))
    if talk.is_reply or (said is not None and (said.is_question or isinstance(said.about, AsksWhich))):
        return False
    if has_file and said is not None and len(said.activity_ids) == 1:
        return False
    is_mere = has_file if not words else document_answer(words, talk.today, wants_number=True).is_all
    draft = (
        await talk.services.drafts.wants_document(talk.person, words, talk.now, has_file=has_file) if is_mere else None
    )
    return False if draft is None else {"draft": draft}


async def document(message: Message, talk: Talk, draft: int) -> None:
    """Take what the document still lacked: the hand-in stays open whatever was pressed meanwhile."""
    sent = incoming(message)
    answers = await talk.services.reporting.take(talk.person, sent, (), talk.now, replied=False, onto=draft)
    await tell_answers(talk, answers)
    await renew(talk, answers)


async def hands_in(talk: Talk, anchor: Said[AsksHandIn], words: Words) -> bool:
    """Hand in for this reason, or ask below the words what else is lacking; False if nothing is to be handed in."""
    answers = await talk.services.drafts.hand_in(anchor.about.draft, words.text, talk.person, talk.now)
    if answers:
        await talk.settle(anchor)
        await tell_answers(talk, [replace(one, answer_id=None) if isinstance(one, Choice) else one for one in answers])
        await _renew_reminder(talk, anchor.about)
        if talk.callback is None and isinstance(answers[0], Recorded):
            await talk.nod()  # what was recorded stands above their words, in the question's place
    return bool(answers)


async def _wait(talk: Talk, draft: int) -> None:
    kept = await talk.services.drafts.wait(draft, talk.person, talk.now)
    if kept is None:
        recorded = await talk.services.reporting.recorded(draft, talk.person, talk.now)
        screen = answer_views.recorded(talk.t, recorded) if recorded is not None else card_views.not_yours(talk.t)
        await talk.show(screen)  # it was handed in from another copy of the question
        return
    shown = await talk.show(views.waits(talk.t, kept))
    if talk.callback is not None:  # what is read in words can be read wrong: the question keeps its keys
        await talk.one_question(draft, shown)
    await tell_answers(talk, kept.rest)


async def _renew_reminder(talk: Talk, about: About) -> None:
    """The reminder from which the activity was handed in, or under which that was pressed, shows what was recorded."""
    message = about.reminder if isinstance(about, AsksHandIn) else None
    if isinstance(about, ShowsReminder) and talk.message is not None:
        message = talk.message.message_id
    facts = await talk.services.reminders.sent(talk.person, talk.chat_id, message, talk.now) if message else None
    if message is not None and facts is not None:
        await talk.rewrite(message, reminder_views.reminder(talk.t, facts, 0))
