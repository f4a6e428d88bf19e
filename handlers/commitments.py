"""Buttons and words by which officers say what hinders them and what they promise, or take it away."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.answers import as_it_stands
from handlers.filters import Answering, no_command, officer
from handlers.my import own_activity
from handlers.talk import Talk, words_of
from services.language.courtesies import courtesy
from services.messages.anchors import Said
from services.messages.purposes import AsksObstacleDetails, ShowsReport
from services.reports.message import may_be_help
from views import cards as card_views
from views import commitments as views
from views.kit.callbacks import DescribeObstacle, Hinders, MakePromise, NoPromise, NothingHinders, ObstacleGone


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="commitments")
    router.callback_query.register(hinders, Hinders.filter(), officer)
    router.callback_query.register(nothing_hinders, NothingHinders.filter(), officer)
    router.callback_query.register(describe_obstacle, DescribeObstacle.filter(), officer)
    router.callback_query.register(obstacle_gone, ObstacleGone.filter(), sees_to_obstacles)
    router.callback_query.register(no_promise, NoPromise.filter(), officer)
    router.callback_query.register(make_promise, MakePromise.filter(), officer)
    router.message.register(details, officer, no_command, Answering(AsksObstacleDetails), tells_of_help)
    return router


async def sees_to_obstacles(event: TelegramObject, talk: Talk) -> bool:
    """From an officer or an admin, in private."""
    return talk.is_private and (talk.person.is_admin or await officer(event, talk))


async def tells_of_help(message: Message, talk: Talk, anchor: Said[AsksObstacleDetails]) -> bool:
    """Whether the words can be who could help: what tells of progress or other work, or asks, is read as ever."""
    words, plan = words_of(message), await talk.services.activities.of(talk.person.executor_ids, talk.today)
    return bool(words) and courtesy(words) is None and may_be_help(words, plan, anchor.activity_ids, talk.today)


async def hinders(_callback: CallbackQuery, callback_data: Hinders, talk: Talk) -> None:
    """Something hinders the work: the words of a report say what, or it is asked."""
    activity = await own_activity(talk, callback_data.activity)
    if activity is None:
        await talk.show(card_views.not_yours(talk.t))
    elif callback_data.report is None:
        await talk.say(views.ask_what_hinders(talk.t, activity))
    else:
        is_kept = await talk.services.commitments.raise_in_words(callback_data.report, talk.person, talk.now)
        await _show(talk, callback_data.report, is_done=is_kept)


async def nothing_hinders(_callback: CallbackQuery, callback_data: NothingHinders, talk: Talk) -> None:
    """What was read in a report is no obstacle."""
    is_taken = await talk.services.commitments.withdraw_obstacle(callback_data.report, talk.person, talk.now)
    await _show(talk, callback_data.report, is_done=is_taken)


async def no_promise(_callback: CallbackQuery, callback_data: NoPromise, talk: Talk) -> None:
    """What was read in a report is no promise."""
    is_taken = await talk.services.commitments.withdraw_promise(callback_data.report, talk.person, talk.now)
    await _show(talk, callback_data.report, is_done=is_taken)


async def make_promise(_callback: CallbackQuery, callback_data: MakePromise, talk: Talk) -> None:
    """The day on the button is promised; first the days are offered."""
    day = callback_data.day
    if day is None:
        recorded = await talk.services.reporting.recorded(callback_data.report, talk.person, talk.now)
        screen = views.promise_days(talk.t, recorded) if recorded is not None else card_views.not_yours(talk.t)
        await talk.show(screen)
        return
    is_made = await talk.services.commitments.promise(callback_data.report, day, talk.person, talk.now)
    await _show(talk, callback_data.report, is_done=is_made)


async def describe_obstacle(_callback: CallbackQuery, callback_data: DescribeObstacle, talk: Talk) -> None:
    """Ask who could help, and what is proposed."""
    recorded = await talk.services.reporting.recorded(callback_data.report, talk.person, talk.now)
    if recorded is None or recorded.said.obstacle is None:
        await talk.toast(views.too_late(talk.t), alert=True)
    else:
        await talk.say(views.ask_for_details(talk.t, recorded.activity, callback_data.report))


async def details(message: Message, talk: Talk, anchor: Said[AsksObstacleDetails]) -> None:
    """Keep who could help and what is proposed."""
    report = anchor.about.report
    is_kept = await talk.services.commitments.add_details(report, words_of(message), talk.person, talk.now)
    await talk.settle(anchor)
    if is_kept:
        await talk.say(await as_it_stands(talk, report), reply_to=message.message_id)
    else:
        await talk.tell(views.too_late(talk.t))


async def obstacle_gone(_callback: CallbackQuery, callback_data: ObstacleGone, talk: Talk) -> None:
    """Nothing hinders the part any more."""
    is_admin = talk.person.is_admin
    activity_id = await talk.services.commitments.end(callback_data.part, talk.person, talk.now, is_admin=is_admin)
    activity = await talk.services.activities.one(activity_id, talk.today) if activity_id is not None else None
    said = await talk.pressed_about()
    if activity is None:
        await talk.show(card_views.not_yours(talk.t))
    elif said is not None and isinstance(said.about, ShowsReport):  # what was recorded stays with its other buttons
        await talk.toast(views.ended(talk.t, activity).text)
        await talk.show(await as_it_stands(talk, said.about.report))
    else:
        await talk.show(views.ended(talk.t, activity))


async def _show(talk: Talk, report_id: int, *, is_done: bool) -> None:
    """The report as it stands now, in the place of the pressed screen."""
    if is_done:
        await talk.show(await as_it_stands(talk, report_id))
    else:
        await talk.toast(views.too_late(talk.t), alert=True)
