"""The card of an activity, its history, and words that a screen shows in part: for its executors, for admins, and for
the leadership chat."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.filters import decides, reads_activities
from handlers.talk import Talk
from services.messages.purposes import About, ShowsInstruction, ShowsInstructionToMany
from services.reports.cards import Card
from views import cards as views
from views import control as control_views
from views import my as my_views
from views import report as report_views
from views.answers import unplaced_row
from views.heads import people_row
from views.kit.callbacks import OpenActivity, OpenHistory, OpenWording, OpenWords
from views.kit.screen import Screen


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="cards")
    router.callback_query.register(open_card, OpenActivity.filter(), reads_activities)
    router.callback_query.register(open_history, OpenHistory.filter(), reads_activities)
    router.callback_query.register(open_words, OpenWords.filter(), reads_activities)
    router.callback_query.register(open_wording, OpenWording.filter(), reads_activities)
    return router


async def open_card(_callback: CallbackQuery, callback_data: OpenActivity, talk: Talk) -> None:
    """The card of an activity."""
    card = await talk.services.cards.card(callback_data.activity, await talk.reader(), talk.today)
    if card is None:
        await talk.show(views.not_yours(talk.t))
        return
    screen, pressed = await card_screen(talk, card), await talk.pressed_about()
    if talk.is_private and card.mine is not None and pressed is not None:
        screen = replace(screen, about=_still_answers(pressed.about, screen.about, card.activity.id))
    await talk.show(screen)


def _still_answers(opened_from: About, about: About | None, activity_id: int) -> About | None:
    """What a card is about: if it was opened from an instruction, words written under it answer that as well."""
    if isinstance(opened_from, ShowsInstruction | ShowsInstructionToMany):
        return ShowsInstruction(activities=(activity_id,), instruction=opened_from.instruction)
    return about


async def open_history(_callback: CallbackQuery, callback_data: OpenHistory, talk: Talk) -> None:
    """All reports on an activity, all instructions, and their files."""
    history = await talk.services.cards.history(callback_data.activity, await talk.reader(), talk.today)
    await talk.show(views.not_yours(talk.t) if history is None else views.history(talk.t, history))


async def open_words(_callback: CallbackQuery, callback_data: OpenWords, talk: Talk) -> None:
    """Show a report's words in full, below the screen that shows their beginning."""
    report = await talk.services.cards.report(callback_data.report, await talk.reader(), talk.today)
    await _say_all(talk, views.whole_words(talk.t, report))


async def open_wording(_callback: CallbackQuery, callback_data: OpenWording, talk: Talk) -> None:
    """Show a reason or an instruction in full, below the screen that shows its beginning."""
    passage = await talk.services.wordings.of(callback_data.what, callback_data.row, await talk.reader(), talk.today)
    await _say_all(talk, views.whole_wording(talk.t, passage))


async def card_screen(talk: Talk, card: Card) -> Screen:
    """The card with the buttons that this person may press in this chat."""
    if (talk.is_private and not talk.person.is_leader) or talk.person.is_admin:
        return views.card(talk.t, card, manages=talk.person.is_admin and talk.is_private)
    return await with_own(talk, card, report_views.card(talk.t, card, decides=await decides(None, talk)))


async def with_own(talk: Talk, card: Card, screen: Screen) -> Screen:
    """In private, the card of an order with the buttons of whoever gave it; an admin has them anyway."""
    gave = card.order is not None and card.order.account_id == talk.person.account_id
    if not gave or not talk.is_private or talk.person.is_admin:
        return screen
    return screen.with_rows(*control_views.giver_rows(talk.t, card.activity))


async def list_of(talk: Talk, page: int = 0) -> Screen:
    """The officer's own activities, and the number of drafts that wait for an answer."""
    activities = await talk.services.activities.of(talk.person.executor_ids, talk.today)
    hand_ins = await talk.services.cards.hand_ins(activities)
    own = talk.person.executor_ids
    screen = my_views.my_activities(talk.t, activities, page, hand_ins=hand_ins, executor_ids=own)
    if talk.person.is_head:
        screen = screen.with_rows(people_row(talk.t, talk.person.people))
    count = await talk.services.drafts.count_unplaced(talk.person)
    return screen.with_rows(unplaced_row(talk.t, count)) if count else screen


async def _say_all(talk: Talk, screens: Sequence[Screen]) -> None:
    for screen in screens:
        await talk.say(screen)
