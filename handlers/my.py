"""An officer's own activities: the list, and the buttons on a card for reporting and for asking more time."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.answers import show_answer
from handlers.cards import list_of
from handlers.filters import Answering, Gave, no_command, officer, on_command
from handlers.reasons import Words, ask_first, take_words
from handlers.settling import settle_request
from handlers.talk import Talk, words_of
from services.language.until import Until
from services.messages.anchors import Said
from services.messages.purposes import AsksExtension, GaveExtension, ShowsRequest
from services.plan.figures import ActivityFacts
from services.reports.appeals import AppealFacts
from services.reports.decisions import ExtensionFacts
from services.reports.message import may_be_a_reason, month_in, names_another
from services.reports.until import wanted_until
from services.reports.written import denies_first, gives_reason, names_other_number
from views import appeals as appeal_views
from views import cards as views
from views import review as review_views
from views.kit.callbacks import (
    AskExtension,
    AskReport,
    Mark,
    OpenMine,
    PartReady,
    Progress,
)
from views.kit.screen import Screen
from views.kit.texts import Texts


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="my")
    router.message.register(my, on_command("my"), officer)
    router.message.register(day_put_right, officer, no_command, puts_day_right)
    router.message.register(extension_month, officer, no_command, names_month)
    router.message.register(extension_reason, officer, no_command, Answering(AsksExtension))
    router.message.register(further_reason, officer, no_command, further_words_of_reason)
    router.edited_message.register(extension_reworded, officer, no_command, Gave(GaveExtension))
    router.callback_query.register(my, OpenMine.filter(), officer)
    router.callback_query.register(mark, Mark.filter(), officer)
    router.callback_query.register(part_ready, PartReady.filter(), officer)
    router.callback_query.register(progress, Progress.filter(), officer)
    router.callback_query.register(ask_report, AskReport.filter(), officer)
    router.callback_query.register(ask_extension, AskExtension.filter(), officer)
    return router


async def my(_event: Message | CallbackQuery, talk: Talk, callback_data: OpenMine | None = None) -> None:
    """/my, also by a button: a page of own activities by urgency."""
    await talk.show(await list_of(talk, callback_data.page if callback_data is not None else 0))


async def mark(_callback: CallbackQuery, callback_data: Mark, talk: Talk) -> None:
    """Record a report by button: done, or a percent."""
    answer = await talk.services.reporting.mark(
        talk.person,
        callback_data.activity,
        talk.chat_id,
        talk.now,
        percent=callback_data.percent,
        done=callback_data.done or None,
    )
    if answer is not None:
        await talk.services.reporting.answer_open_instructions(talk.person, [answer], talk.now)
    await show_answer(talk, answer)


async def part_ready(_callback: CallbackQuery, callback_data: PartReady, talk: Talk) -> None:
    """The part that the lead waits for is done."""
    answer = await talk.services.reporting.deliver(talk.person, callback_data.part, talk.chat_id, talk.now)
    if answer is not None:
        await talk.services.reporting.answer_open_instructions(talk.person, [answer], talk.now)
    await show_answer(talk, answer)


async def progress(_callback: CallbackQuery, callback_data: Progress, talk: Talk) -> None:
    """«In progress»: ask how much is done."""
    activity = await own_activity(talk, callback_data.activity)
    await talk.show(views.not_yours(talk.t) if activity is None else views.percents(talk.t, activity))


async def ask_report(_callback: CallbackQuery, callback_data: AskReport, talk: Talk) -> None:
    """Ask for words, or a file."""
    activity = await own_activity(talk, callback_data.activity)
    if activity is None:
        await talk.show(views.not_yours(talk.t))
    else:
        await talk.say(views.ask_report(talk.t, activity, callback_data.what))


async def ask_extension(_callback: CallbackQuery, callback_data: AskExtension, talk: Talk) -> None:
    """Ask until which month, then why."""
    activity = await own_activity(talk, callback_data.activity)
    if activity is None:
        await talk.show(views.not_yours(talk.t))
    elif callback_data.month is None:
        await talk.show(views.extension_months(talk.t, activity))
    else:
        about = AsksExtension(activities=(activity.id,), month=callback_data.month)
        await talk.say(views.ask_extension_reason(talk.t, activity, about))


async def names_month(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether the words name the month that more time is requested until; the handler gets it as `until`."""
    anchor = await talk.subject()
    if anchor is None or not isinstance(anchor.about, ShowsRequest):
        return False  # before the words are read: reading a term takes longer than all else that a message costs
    until = wanted_until(words_of(message), talk.today)
    if until is None or (not until.alone and await _names_another(talk, anchor.about.activity, words_of(message))):
        return False
    is_request = until.alone or anchor.about.appeal is None or await _may_be_wish(talk, anchor.about, words_of(message))
    return {"anchor": anchor, "until": until} if is_request else False


async def _may_be_wish(talk: Talk, about: ShowsRequest, words: str) -> bool:
    """Whether the words («20 майгача бўлсин») tell nothing of the work, so that their day is the one asked for."""
    mine = await talk.services.activities.of(talk.person.executor_ids, talk.today)
    return may_be_a_reason(words, mine, about.activities, talk.today)


async def _names_another(talk: Talk, activity_id: int, words: str) -> bool:
    """Whether the words are about other work than the activity for which more time was offered."""
    mine = await talk.services.activities.of(talk.person.executor_ids, talk.today)
    activity = next((one for one in mine if one.id == activity_id), None)
    return activity is not None and names_another(words, mine, activity, talk.today)


async def extension_month(message: Message, talk: Talk, anchor: Said[ShowsRequest], until: Until) -> None:
    """Take the month that was written in place of a button; what else was written may be the reason."""
    activity, appeal_id = await own_activity(talk, anchor.about.activity), anchor.about.appeal
    appeal = await talk.services.appeals.own(appeal_id, talk.person, talk.now) if appeal_id is not None else None
    if activity is None:
        await talk.say(views.not_yours(talk.t))
    elif appeal is not None:
        await talk.say(appeal_month(talk.t, appeal, activity, until))
    elif not can_be_requested(activity, until):
        await talk.say(views.extension_months(talk.t, activity, is_too_early=True))
    else:
        about = AsksExtension(activities=(activity.id,), month=f"{until.month:%Y-%m}", day=until.day)
        if until.alone:
            await talk.say(views.ask_extension_reason(talk.t, activity, about))
            return
        words = words_of(message)
        asked = Said(about, anchor.chat_id, anchor.message_id, anchor.said_at)
        await ask_first(message, talk, asked, words, views.is_more_time_meant(talk.t, activity, about, words))


def appeal_month(t: Texts, appeal: AppealFacts, activity: ActivityFacts, until: Until) -> Screen:
    """The request that was read in an officer's words, until the month now named."""
    named = until.last_day
    return appeal_views.more_time(t, appeal.id, appeal.text, activity, until.month, day=named)


def can_be_requested(activity: ActivityFacts, until: Until) -> bool:
    """Whether the day is later than the deadline, and still ahead; or nothing can be extended at all."""
    return activity.due_on is None or until.last_day > max(activity.due_on, activity.today)


async def extension_reason(message: Message, talk: Talk, anchor: Said[AsksExtension]) -> None:
    """Take the reason for more time; the request goes to the admins."""
    await take_words(message, talk, anchor, asks_extension)


async def asks_extension(talk: Talk, anchor: Said[AsksExtension], reason: Words) -> None:
    """Ask the admins for more time for this reason."""
    asked = await talk.services.decisions.ask_extension(
        talk.person, anchor.about.activity, anchor.about.until, reason.text, talk.now
    )
    screen = await talk.say(review_views.extension_asked(talk.t, asked))
    if asked is not None:  # an earlier request became this one: no card of the admins names the day asked for before
        await settle_request(talk, asked)
    extension = asked.id if asked is not None else None
    gave = GaveExtension(extension=extension, words=reason.text, screen=screen)
    await talk.answered(anchor, gave, reason.message_id)


async def puts_day_right(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether «йўқ, 9 сигача» puts right the day of the request just made; the handler gets both."""
    anchor, words = await talk.subject(), message.text or ""
    if not denies_first(words) or (anchor is not None and anchor.is_question):
        return False
    until = wanted_until(words, talk.today)
    asked = await talk.services.decisions.asked_lately(talk.person, talk.now) if until is not None else None
    if until is None or asked is None or not until.alone or until.day in (None, asked.to_due):
        return False
    if anchor is not None and isinstance(anchor.about, ShowsRequest) and anchor.about.activity != asked.activity.id:
        return False  # of what is offered for another
    return {"asked": asked, "until": until} if can_be_requested(asked.activity, until) else False


async def day_put_right(message: Message, talk: Talk, asked: ExtensionFacts, until: Until) -> None:
    """Ask for the other day in place of the one that was asked for."""
    again = await talk.services.decisions.ask_extension(
        talk.person, asked.activity.id, until.last_day, message.text or "", talk.now
    )
    await talk.say(review_views.extension_asked(talk.t, again))
    if again is not None:
        await settle_request(talk, again)


async def further_words_of_reason(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether the words give the reason of the request just made or still open; the handler gets its new `screen`."""
    words, anchor = message.text or "", await talk.subject()
    if not gives_reason(words):
        return False
    if anchor is not None and isinstance(anchor.about, ShowsRequest) and anchor.about.appeal is not None:
        screen = await _reason_of_open(talk, anchor.about.appeal, words)
        return {"screen": screen} if screen is not None else False
    reply = message.reply_to_message
    if anchor is not None and (anchor.is_question or (reply is not None and reply.message_id == anchor.message_id)):
        return False  # they answer something else
    asked = await talk.services.decisions.add_reason(talk.person, words, talk.now)
    if asked is None:
        return False
    await settle_request(talk, asked)
    return {"screen": review_views.extension_asked(talk.t, asked)}


async def _reason_of_open(talk: Talk, appeal_id: int, words: str) -> Screen | None:
    """The request read in an officer's words, not confirmed yet, with the reason that they added."""
    appeal = await talk.services.appeals.own(appeal_id, talk.person, talk.now)
    if appeal is None or appeal.activity is None:
        return None
    if names_other_number(words, appeal.activity):
        return None
    month = month_in(appeal.text, talk.today)
    changed = await talk.services.appeals.add_reason(appeal_id, talk.person, words, talk.now)
    if changed is None or changed.activity is None:
        return None
    return appeal_views.more_time(talk.t, changed.id, changed.text, changed.activity, month)


async def further_reason(_message: Message, talk: Talk, screen: Screen) -> None:
    """Show the request with the reason that was added."""
    await talk.say(screen)


async def extension_reworded(message: Message, talk: Talk, anchor: Said[GaveExtension]) -> None:
    """Send the edited reason to the admins, if they have not decided yet."""
    words, gave = words_of(message), anchor.about
    if not words or words == gave.words or gave.extension is None:
        return
    changed = await talk.services.decisions.reword_extension(gave.extension, talk.person, gave.words, words, talk.now)
    if changed is None:
        await talk.tell(review_views.acted_on_already(talk.t))
        return
    await talk.answered(anchor, replace(gave, words=words))
    await settle_request(talk, changed)
    screen = review_views.extension_asked(talk.t, changed)
    if gave.screen is None or not await talk.rewrite(gave.screen, screen):
        await talk.say(screen)


async def own_activity(talk: Talk, activity_id: int) -> ActivityFacts | None:
    """The activity as the person sees it, by their part's own term, if they have a part in it; else None."""
    card = await talk.services.cards.card(activity_id, await talk.reader(), talk.today)
    if card is None or card.mine is None:
        return None
    return card.activity.seen_by(talk.person.executor_ids)
