"""What is written to the bot where others are instructed: an instruction, a question, an officer's own report.

An instruction is what a leader writes under a card or a summary: it goes to the executors of its activity.

Anybody in the leadership chat may instruct, and admins and leaders in private. Of a group's messages the bot gets only
replies to its own, those that name it, and commands.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers import amendments, past, report
from handlers import orders as order_handlers
from handlers.answers import files_of, take_in_group
from handlers.asking import overview_of
from handlers.background import Background
from handlers.courtesies import asks_for_words
from handlers.filters import no_command, private
from handlers.leadership import is_anonymous
from handlers.nudging import nudge_silent
from handlers.talk import SEEN, THANKS, Talk, words_of
from services.control.orders import Ground
from services.language.courtesies import Courtesy, courtesy
from services.language.instructing import is_remark, only_asks, only_reminds, praises, tells_others, tells_to_do
from services.language.ordering import lines_of, sets_a_term
from services.language.reading.short_answers import asks_plainly, orders
from services.messages.anchors import Said
from services.messages.purposes import About, OfActivities, ShowsInstructionReply
from services.reports.instructions import Kept, Written
from services.reports.message import Incoming
from views import asking as asking_views
from views import instructions as views
from views import nudging as nudging_views
from views.kit.callbacks import Instruct, InstructMany, NudgeSilent
from views.kit.screen import Row, Screen

_ORDER = re.compile(r"/order(?:@\w+)?(?:\s+|$)", re.IGNORECASE)


def setup() -> Router:
    """The router of this feature; it comes after the commands and the answers to the bot's questions."""
    router = Router(name="instruct")
    router.message.register(addressed, no_command, instructs, names_the_bot)
    router.message.register(under_activities, no_command, instructs, replies_to_activities)
    router.message.register(ordered, private, no_command, instructs, orders_somebody)
    router.message.register(praised, private, no_command, instructs, is_praise)
    router.callback_query.register(decide, Instruct.filter(), instructs)
    router.callback_query.register(to_many, InstructMany.filter(), instructs)
    router.callback_query.register(nudge_silent, NudgeSilent.filter(), instructs)
    return router


async def instructs(_event: TelegramObject, talk: Talk) -> bool:
    """From somebody who may instruct; an officer's words in private are always a report."""
    if talk.is_private:
        return not talk.person.is_officer and (talk.person.is_admin or talk.person.is_leader)
    return await talk.is_in_leadership_chat()


async def names_the_bot(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether the message begins with the bot's name; the handler gets the rest as `words`."""
    name, *rest = words_of(message).split(maxsplit=1) or [""]  # «@bot» may stand on a line of its own
    words = rest[0] if rest else ""
    own = f"@{(await talk.bot.me()).username}".lower()
    return {"words": words.strip()} if name.rstrip(",:").lower() == own else False


async def replies_to_activities(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Words in reply to a message of the bot's that shows something of the plan; the handler gets it as `anchor`."""
    anchor = await talk.subject()
    has_words = bool(message.text or message.caption)
    is_meant = anchor is not None and isinstance(anchor.about, OfActivities) and not anchor.is_question
    return {"anchor": anchor} if talk.is_reply and has_words and is_meant else False


async def orders_somebody(message: Message, talk: Talk) -> bool:
    """Words that tell others to do something, and name whom, or the activity: «ҳамма 20 майгача маълумот берсин»."""
    words = words_of(message)
    if await talk.services.instructions.of_another_officer(words, talk.now) is not None:
        return not asks_plainly(words)
    if await order_handlers.is_order_without_a_verb(talk, words):
        return True
    if only_asks(words) or not tells_others(words):
        return False
    return await talk.services.instructions.addresses(words, talk.now)


async def is_praise(message: Message, talk: Talk) -> bool:
    """Praise or thanks, whomever they name; words that the bot has asked for are no such."""
    return not await asks_for_words(talk) and praises(words_of(message))


async def praised(_message: Message, talk: Talk) -> None:
    """Praise is taken as a courtesy: it instructs nobody."""
    await talk.nod(THANKS)


async def addressed(message: Message, talk: Talk, words: str, background: Background) -> None:
    """«@bot …»: a report of one's own, a question, or an instruction.

    An instruction goes at once where it replies to one activity; else it is asked which is meant.
    """
    anchor = await talk.subject()
    if await reports(message, talk, words, anchor):
        return
    about = anchor.activity_ids if anchor is not None else ()
    if praises(words):
        await talk.nod(THANKS)
        return
    if (command := _ORDER.match(words)) is not None and await order_handlers.gives(message, talk):
        await order_handlers.begin(message, talk, words[command.end() :])
        return
    if not talk.is_reply and await order_handlers.is_order_without_a_verb(talk, words):
        await take(message, talk, words, about, at_once=False)
        return
    if only_asks(words):
        await answer_or_ask(message, talk, words, anchor, background)
        return
    tells = tells_others(words) or (tells_to_do(words) if talk.is_reply else orders(words, to_tell=True))
    tells = tells or await talk.services.instructions.of_another_officer(words, talk.now) is not None
    if tells or courtesy(words) is not None or not words:
        await take(message, talk, words, about, at_once=talk.is_reply)
    elif not await answers(message, talk, words, anchor, background):
        if talk.is_reply and is_remark(words):
            await talk.nod(SEEN)
        else:
            await take(message, talk, words, about, at_once=talk.is_reply)


async def under_activities(message: Message, talk: Talk, anchor: Said[About], background: Background) -> None:
    """A reply that does not name the bot may be talk among the leaders: an instruction is offered, not taken."""
    words = words_of(message)
    if await reports(message, talk, words, anchor):
        return
    if only_asks(words):
        await answer_or_ask(message, talk, words, anchor, background)
    elif praises(words):
        await talk.nod(THANKS)
    elif is_talk(message, words) and not await talk.services.instructions.addresses(words, talk.now):
        await talk.nod(SEEN)
    else:
        await take(message, talk, words, anchor.activity_ids, at_once=False)


def is_talk(message: Message, words: str) -> bool:
    """Praise, blame and the like, which tell nobody to do anything; a file says more."""
    return courtesy(words) is None and is_remark(words) and not files_of(message)


async def ordered(message: Message, talk: Talk) -> None:
    """An order to others, in private: it is offered, not taken."""
    await take(message, talk, words_of(message), (), at_once=False)


async def answer_or_ask(
    message: Message, talk: Talk, words: str, anchor: Said[About] | None, background: Background
) -> None:
    """Answer a question; one that is not understood is no instruction, but may be asked of one activity's executors."""
    if await answers(message, talk, words, anchor, background):
        return
    about = anchor.activity_ids if anchor is not None else ()
    if len(about) == 1 and not talk.person.is_nobody:
        written = Written(talk.chat_id, message.message_id, words, tuple(files_of(message)))
        kept = await talk.services.instructions.keep(talk.person, written, about, talk.now)
        if kept is not None and len(kept.choices) == 1:
            await talk.say(views.ask_executors(talk.t, kept, kept.choices[0]), reply_to=message.message_id)
            return
    await talk.say(asking_views.what_may_be_asked(talk.t), reply_to=message.message_id)


async def reports(message: Message, talk: Talk, words: str, anchor: Said[About] | None) -> bool:
    """Take an officer's report on their own work; whether it was one."""
    about = anchor.activity_ids if anchor is not None else ()
    if talk.is_private or not talk.person.is_officer:
        return False
    if not await talk.services.reporting.reports_on(talk.person, words, about, talk.now):
        return False
    await take_in_group(message, talk, words, anchor)
    return True


async def answers(message: Message, talk: Talk, words: str, anchor: Said[About] | None, background: Background) -> bool:
    """Answer a question; whether it was understood. What asks of one activity may be handed on to its executors."""
    if (screen := await amendments.screen_of(talk, words)) is not None:
        await talk.say(screen, reply_to=message.message_id)
        return True
    overview = await overview_of(talk, words, anchor)
    if overview is None or not overview.is_understood:
        return False
    if (screen := await past.screen_of(talk, words, overview)) is not None:
        await talk.say(screen, reply_to=message.message_id)
        return True
    handing_on: Row = ()
    if asks_plainly(words) and overview.card is not None and not talk.person.is_nobody:
        written = Written(talk.chat_id, message.message_id, words, tuple(files_of(message)))
        named = (overview.card.activity.id,)
        kept = await talk.services.instructions.keep(talk.person, written, named, talk.now)
        handing_on = views.hand_on(talk.t, kept, overview.card.activity) if kept is not None else ()

    async def show(screen: Screen) -> object:
        return await talk.say(screen.with_rows(handing_on), reply_to=message.message_id)

    await report.answer(talk, overview, background, show)
    return True


async def take(message: Message, talk: Talk, words: str, about: Sequence[int], *, at_once: bool) -> None:
    """Keep the words, then send them or ask."""
    if is_anonymous(talk):
        await talk.say(views.by_yourself(talk.t), reply_to=message.message_id)
        return
    if courtesy(words) is Courtesy.THANKS or (courtesy(words) is not None and talk.is_reply) or praises(words):
        await talk.nod(THANKS)
        return
    is_courtesy = courtesy(words) is not None
    written = Written(talk.chat_id, message.message_id, words, tuple(files_of(message)))
    is_order = not is_courtesy and not talk.is_reply and await is_order_in_words(talk, words)
    if not is_courtesy and not is_order and await is_seen_to(message, talk, words, about):
        return
    kept = (
        await talk.services.instructions.keep(
            talk.person, written, about, talk.now, to=await whose_answer(talk), shown_at=await shown_at(talk)
        )
        if words and not is_courtesy
        else None
    )
    if is_order:
        instruction = kept.instruction.id if kept is not None else None
        ground = _named_ground(kept, await order_handlers.without_terms(talk, words))
        await order_handlers.write(message, talk, lines_of(words), ground, instruction=instruction)
        return
    if kept is None:
        await talk.say(views.how_to_instruct(talk.t), reply_to=message.message_id)
        return
    await give_or_ask(message, talk, kept, about, at_once=at_once)


def _named_ground(kept: Kept | None, words: str) -> Ground | None:
    """The one activity whose number the `words` of an order name; one that only shares words with it is none."""
    if kept is None or not kept.is_certain or len(kept.named) != 1:
        return None
    [activity] = kept.named
    written = re.search(r"\d+$", activity.written_number)
    is_numbered = written is not None and re.search(rf"(?<!\d){written[0]}(?!\d)", words) is not None
    return Ground(activity.id) if is_numbered else None


async def is_order_in_words(talk: Talk, words: str) -> bool:
    """Whether each line says whom, what, and by when."""
    return await order_handlers.is_order(talk, words) or await order_handlers.is_order_without_a_verb(talk, words)


async def give_or_ask(message: Message, talk: Talk, kept: Kept, about: Sequence[int], *, at_once: bool) -> None:
    """Send kept words at once, where it is clear that they are an instruction and on what; else ask their author."""
    is_first = await order_handlers.names_whom_and_when(talk, kept.instruction.text)
    if kept.to_all or kept.to_many:
        addressed = await talk.services.instructions.addressed(
            kept.instruction.id, talk.person, talk.now, to_all=kept.to_all
        )
        if addressed is not None:
            alone = kept.named if not addressed.people else ()
            screen = views.ask_many(talk.t, addressed, alone)
            if addressed.people or is_first:
                screen = views.or_order(talk.t, screen, addressed.instruction, first=is_first)
            await talk.say(screen, reply_to=message.message_id)
            return
    is_shown = len(kept.choices) == 1 and kept.choices[0].id in about  # another one's number is confirmed first
    has_term = sets_a_term(kept.instruction.text, talk.today)  # it may be meant as an order, which is controlled
    if at_once and is_shown and kept.is_certain and not has_term:
        given = await talk.services.instructions.give(kept.instruction.id, kept.choices[0].id, talk.person, talk.now)
        if given is not None:
            await talk.say(views.given(talk.t, given), reply_to=message.message_id)
            return
    screen = views.offer(talk.t, kept)
    if is_shown or not talk.is_reply:  # under a list an order would be on no ground
        ground = kept.choices[0] if is_shown else None
        screen = views.or_order(talk.t, screen, kept.instruction, ground, first=is_first)
    await talk.say(screen, reply_to=message.message_id)


async def shown_at(talk: Talk) -> datetime | None:
    """When the message was said to which the words reply: their numbers are those that it showed."""
    anchor = await talk.subject() if talk.is_reply else None
    return anchor.said_at if anchor is not None else None


async def is_seen_to(message: Message, talk: Talk, words: str, about: Sequence[int]) -> bool:
    """Whether the words are no instruction to be handed on, and were seen to otherwise.

    To remind the silent is a work of the bot's own, and the responsible officer is changed by the admins. If somebody
    who is addressed is not there, that is said.
    """
    if only_reminds(words):
        found = await talk.services.nudging.preview(talk.now)
        await talk.say(nudging_views.preview(talk.t, found, talk.today), reply_to=message.message_id)
        return True
    moved = await talk.services.instructions.of_another_officer(words, talk.now, about)
    if moved is None:
        missing = await talk.services.instructions.missing(words, talk.now)
        if missing is not None:
            await talk.say(views.missing(talk.t, missing), reply_to=message.message_id)
        return missing is not None
    activity = moved[0] if len(moved) == 1 else None
    if talk.is_private and talk.person.is_admin:
        await talk.say(views.change_officer(talk.t, activity), reply_to=message.message_id)
        return True
    incoming = Incoming(talk.chat_id, message.message_id, words, tuple(files_of(message)))
    await talk.services.appeals.pass_on(incoming, talk.person, talk.now, activity_id=activity)
    await talk.say(views.another_officer(talk.t), reply_to=message.message_id)
    return True


async def whose_answer(talk: Talk) -> tuple[int, ...]:
    """The executor (id) whose answer to an instruction the words reply to."""
    anchor = await talk.subject() if talk.is_reply else None
    if anchor is None or not isinstance(anchor.about, ShowsInstructionReply) or not anchor.about.report:
        return ()
    executor = await talk.services.instructions.reporter(anchor.about.report)
    return () if executor is None else (executor,)


async def decide(_callback: CallbackQuery, callback_data: Instruct, talk: Talk) -> None:
    """The author presses «instruction», an activity, or «no instruction»."""
    if not await talk.services.instructions.is_of(callback_data.instruction, talk.person):
        await talk.toast(views.only_its_author(talk.t), alert=True)
    elif callback_data.activity is None:
        await talk.show(views.not_given(talk.t))
    else:
        given = await talk.services.instructions.give(
            callback_data.instruction, callback_data.activity, talk.person, talk.now
        )
        await talk.show(views.how_to_instruct(talk.t) if given is None else views.given(talk.t, given))


async def to_many(_callback: CallbackQuery, callback_data: InstructMany, talk: Talk) -> None:
    """The author presses «to all»: shown first as it will be, and to whom."""
    instructions, number = talk.services.instructions, callback_data.instruction
    if not await instructions.is_of(number, talk.person):
        await talk.toast(views.only_its_author(talk.t), alert=True)
        return
    step = instructions.give_to_many if callback_data.sure else instructions.addressed
    found = await step(number, talk.person, talk.now, to_all=callback_data.all)
    if found is None:
        await talk.show(views.how_to_instruct(talk.t))
    elif found.instruction.given_at is None:
        await talk.show(views.ask_many(talk.t, found))
    else:
        await talk.show(views.given_to_many(talk.t, found))
