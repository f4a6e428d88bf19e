"""The inventory, for admins in private: lists of what was left lying, marked and taken off control at once."""

from itertools import combinations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.background import in_thread
from handlers.filters import Answering, admin, no_command, private
from handlers.reasons import Words, ask_first, needed_words
from handlers.settling import renew_submissions
from handlers.talk import Talk
from services.messages.anchors import Said
from services.messages.purposes import AsksCloseAll, AsksTie, GaveClose, ShowsInventory
from services.plan.figures import ActivityFacts
from services.plan.inventory import Inventory, inventory, pairs_among
from views import inventory as views
from views.control import no_such_activity
from views.kit.callbacks import CloseListed, JudgeTwins, MarkListed, OpenInventory, TwinStep


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="inventory")
    router.callback_query.register(listed, OpenInventory.filter(), private, admin)
    router.callback_query.register(mark, MarkListed.filter(), private, admin)
    router.callback_query.register(ask, CloseListed.filter(), private, admin)
    router.callback_query.register(judge, JudgeTwins.filter(), private, admin)
    router.message.register(tie_reason, private, admin, no_command, Answering(AsksTie))
    router.message.register(reason, private, admin, no_command, Answering(AsksCloseAll))
    return router


async def listed(_callback: CallbackQuery, callback_data: OpenInventory, talk: Talk) -> None:
    """The lists, or one of them; turning its pages keeps the marks."""
    found = await _inventory(talk)
    if callback_data.what is None:
        await talk.show(views.lists(talk.t, found))
    else:
        await talk.show(views.listed(talk.t, found, callback_data.what, await _marked(talk), callback_data.page))


async def mark(_callback: CallbackQuery, callback_data: MarkListed, talk: Talk) -> None:
    """Mark an activity, or take its mark away."""
    marked = await _marked(talk) ^ {callback_data.activity}
    found = await _inventory(talk)
    await talk.show(views.listed(talk.t, found, callback_data.what, marked, callback_data.page))


async def ask(_callback: CallbackQuery, talk: Talk) -> None:
    """Ask for one reason for all that is marked."""
    activities = await _of(talk, tuple(await _marked(talk)))
    await talk.say(views.ask_reason(talk.t, activities) if activities else no_such_activity(talk.t))


async def reason(message: Message, talk: Talk, anchor: Said[AsksCloseAll]) -> None:
    """Take the reason, show what will happen, and let a button confirm it."""
    words = await needed_words(message, talk)
    if words:
        activities = await _of(talk, anchor.about.activities)
        await ask_first(message, talk, anchor, words, views.sure_to_close(talk.t, activities, words))


async def closes(talk: Talk, anchor: Said[AsksCloseAll], words: Words) -> None:
    """Take what was marked off control for this reason."""
    asked = anchor.about.activities
    closed = await talk.services.control.close_all(asked, words.text, talk.person, talk.now)
    await talk.answered(anchor, GaveClose(), words.message_id)
    await talk.say(views.closed(talk.t, closed, len(asked)))
    await renew_submissions(talk, [one.id for one in closed])


async def judge(_callback: CallbackQuery, callback_data: JudgeTwins, talk: Talk) -> None:
    """Decide on the pairs that are marked: tied with a reason, no twins, or asked about again."""
    marked = await _marked(talk)
    activities = await _of(talk, tuple(marked))
    if callback_data.what is TwinStep.FORGET:
        await talk.services.twins.forget(list(combinations(sorted(marked), 2)), talk.person, talk.now)
        await talk.show(views.judged(talk.t, activities, callback_data.what))
        return
    pairs = pairs_among(await _inventory(talk), marked)
    meant = [one for one in activities if any(one.id in pair for pair in pairs)]
    if not pairs:
        await talk.show(views.lists(talk.t, await _inventory(talk)))
    elif callback_data.what is TwinStep.TIE:
        await talk.say(views.ask_tie(talk.t, meant))
    else:
        await talk.services.twins.decide(pairs, talk.person, talk.now, is_same=False)
        await talk.show(views.judged(talk.t, meant, callback_data.what))


async def tie_reason(message: Message, talk: Talk, anchor: Said[AsksTie]) -> None:
    """Take the reason for which what was marked is one work, and tie it."""
    words = await needed_words(message, talk)
    if not words:
        return
    ids = anchor.about.activities
    pairs = pairs_among(await _inventory(talk), ids)
    await talk.services.twins.decide(pairs, talk.person, talk.now, is_same=True, reason=words)
    await talk.answered(anchor, GaveClose(), message.message_id)
    await talk.say(views.judged(talk.t, await _of(talk, ids), TwinStep.TIE))


async def _inventory(talk: Talk) -> Inventory:
    decided = await talk.services.twins.decided()
    return await in_thread(inventory, await talk.services.activities.all(talk.today), decided)


async def _marked(talk: Talk) -> frozenset[int]:
    """The activities (ids) that are marked in the list whose button was pressed."""
    pressed = await talk.pressed_about()
    about = pressed.about if pressed is not None else None
    return frozenset(about.activities) if isinstance(about, ShowsInventory) else frozenset()


async def _of(talk: Talk, ids: tuple[int, ...]) -> tuple[ActivityFacts, ...]:
    """These activities in the plan's order, without those that are gone."""
    return tuple(one for one in await talk.services.activities.all(talk.today) if one.id in ids)
