"""/order: a leader or an admin writes orders, sees how they were understood, changes them and gives them.

In private, and in the leadership group. While a paper is open, what its author writes in that chat joins it.
"""

import re
from collections.abc import Sequence
from datetime import date

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.filters import Answering, is_for_this_bot, no_command, officer, on_command, private
from handlers.leadership import is_anonymous
from handlers.talk import SEEN, Talk, words_of
from services.calendar.deadlines import Precision
from services.control.order_papers import PaperWords
from services.control.orders import Clash, Ground, Lack, SheetFacts
from services.language.courtesies import courtesy
from services.language.ordering import Term, is_finished, lines_of, wants_done
from services.language.reading.short_answers import asks_plainly
from services.messages.anchors import Said
from services.messages.outbox import Told
from services.messages.purposes import (
    About,
    AsksMinutes,
    AsksOrder,
    AsksOrderText,
    AsksSubOrder,
    OrderPart,
    ShowsDecision,
    ShowsInstructionReply,
    ShowsOrders,
    ShowsReport,
)
from services.plan.figures import ActivityFacts
from services.plan.papers import kind_of, minutes_number, number_of
from views import instructions as instruction_views
from views import orders as views
from views.documents.languages import language_of_words
from views.kit.callbacks import AsOrder, GiveUnder, OpenMinutes, OrderStep, WriteOrder
from views.kit.screen import Screen

MINUTES = "Баённома"
LONGEST_PAPER = 5  # words


def setup() -> Router:
    """The router of this feature; it comes before all that takes words."""
    router = Router(name="orders")
    router.message.register(order, on_command("order"), gives)
    router.message.register(order_under, on_command("order"), officer, private, replies_to_own)
    router.message.register(by_yourself, on_command("order"), anonymous)
    router.message.register(refuse, on_command("order"), is_no_stranger)
    router.message.register(new_text, no_command, gives, Answering(AsksOrderText))
    router.message.register(number_of_minutes, no_command, gives, Answering(AsksMinutes))
    router.message.register(answer, no_command, gives, Answering(AsksOrder))
    router.message.register(answer_whom, no_command, gives, names_whom)
    router.message.register(answer_whom, no_command, officer, private, names_whom)
    router.message.register(join_paper, no_command, gives, joins_paper)
    router.message.register(new_text, no_command, officer, private, Answering(AsksOrderText), asked_of_lead)
    router.message.register(answer, no_command, officer, private, Answering(AsksOrder), asked_of_lead)
    router.message.register(under_words, no_command, has_work, private, Answering(AsksSubOrder))
    router.message.register(order_under, no_command, officer, private, replies_to_own, orders_in_words)
    router.edited_message.register(reword, gives, wrote_orders)
    router.edited_message.register(reword, officer, private, wrote_orders, written_by_lead)
    router.callback_query.register(press, WriteOrder.filter(), gives)
    router.callback_query.register(press, WriteOrder.filter(), officer, private, pressed_by_lead)
    router.callback_query.register(ask_under, GiveUnder.filter(), has_work, private)
    router.callback_query.register(minutes, OpenMinutes.filter(), gives)
    router.callback_query.register(as_order, AsOrder.filter(), gives)
    return router


async def gives(_event: TelegramObject, talk: Talk) -> bool:
    """From somebody who may give orders: an admin, a member of the leadership chat there or in private."""
    if talk.person.is_nobody:
        return False
    if talk.person.is_admin:
        return True
    return await talk.is_leader() if talk.is_private else await talk.is_in_leadership_chat()


async def has_work(_event: TelegramObject, talk: Talk) -> bool:
    """From an officer or an admin; whether they may give orders under an activity the service asks."""
    return talk.person.works_with_the_plan


async def pressed_by_lead(_callback: CallbackQuery, callback_data: WriteOrder, talk: Talk) -> bool:
    """A button of a lead's own orders under an activity."""
    return await _is_of_lead(talk, callback_data.sheet)


async def asked_of_lead(_message: Message, talk: Talk, anchor: Said[AsksOrder] | Said[AsksOrderText]) -> bool:
    """An answer on a lead's own orders under an activity."""
    return await _is_of_lead(talk, anchor.about.sheet)


async def written_by_lead(_message: Message, before: SheetFacts) -> bool:
    """An edit of a lead's orders under an activity."""
    return before.is_of_lead


async def _is_of_lead(talk: Talk, sheet: int) -> bool:
    found = await talk.services.orders.sheet(sheet, talk.person, talk.now)
    return found is not None and found.is_of_lead


async def replies_to_own(message: Message, talk: Talk) -> bool | dict[str, object]:
    """A reply to a message on one activity that the person leads; the handler gets the activity, and the words."""
    said = await talk.subject() if talk.is_reply else None
    if said is None or len(said.activity_ids) != 1:
        return False
    activity = await talk.services.orders.under(said.activity_ids[0], talk.person, talk.now)
    if activity is None or activity.lead.executor.id not in talk.person.executor_ids:
        return False
    words = words_of(message)
    return {"under": activity, "words": words.partition(" ")[2] if words.startswith("/") else words}


async def orders_in_words(_message: Message, talk: Talk, words: str) -> bool:
    """Whether each line calls somebody to do something; a report that names its helpers is none."""
    if not lines_of(words) or await talk.services.reporting.reports_on(talk.person, words, (), talk.now):
        return False
    return await _are_orders(talk, words)


async def anonymous(_event: TelegramObject, talk: Talk) -> bool:
    """From a group admin of the leadership chat who hides who they are."""
    return is_anonymous(talk) and await talk.is_in_leadership_chat()


async def is_no_stranger(_event: TelegramObject, talk: Talk) -> bool:
    """From anybody who may know of orders; outsiders get their usual answer."""
    return not talk.person.is_outsider


async def by_yourself(message: Message, talk: Talk) -> None:
    """An order carries its author's name."""
    await talk.say(instruction_views.by_yourself(talk.t), reply_to=message.message_id)


async def refuse(_message: Message, talk: Talk) -> None:
    """Refuse /order to an officer."""
    await talk.tell(views.refused(talk.t))


# -- under an activity --------------------------------------------------------------------------------------------


async def ask_under(_callback: CallbackQuery, callback_data: GiveUnder, talk: Talk) -> None:
    """The button on the lead's card: whom, what, by when."""
    activity = await talk.services.orders.under(callback_data.activity, talk.person, talk.now)
    if activity is None:
        await talk.toast(views.none_under(talk.t), alert=True)
        return
    await talk.say(views.ask_under(talk.t, activity, await talk.services.orders.executors(activity)))


async def under_words(message: Message, talk: Talk, anchor: Said[AsksSubOrder]) -> None:
    """The answer: orders under the activity, a line for each."""
    activity = await talk.services.orders.under(anchor.about.activity, talk.person, talk.now)
    await talk.settle(anchor)
    if activity is None:
        await talk.tell(views.none_under(talk.t))
    else:
        await order_under(message, talk, activity, words_of(message))


async def order_under(message: Message, talk: Talk, under: ActivityFacts, words: str) -> None:
    """Keep the lines as orders under the activity and say them back."""
    if not lines_of(words):
        await talk.say(views.ask_under(talk.t, under, await talk.services.orders.executors(under)))
        return
    found = await talk.services.orders.write(
        talk.person, talk.chat_id, message.message_id, lines_of(words), talk.now, under=under.id
    )
    await talk.say(views.sheet(talk.t, found), reply_to=message.message_id)


async def _are_orders(talk: Talk, words: str) -> bool:
    read = await talk.services.orders.read(lines_of(words), talk.now)
    own = {str(one) for one in talk.person.executor_ids}
    return all(
        one.is_called
        and bool(one.text)
        and bool(set(one.executors) - own or one.doubts)
        and (one.due_on is not None or one.has_no_term or wants_done(one.text))
        for one in read
    )


# -- writing ---------------------------------------------------------------------------------------------------------


async def order(message: Message, command: CommandObject, talk: Talk) -> None:
    """/order and its words; a paper of minutes; in reply, what is replied to; alone, what is not given yet."""
    await begin(message, talk, command.args or "")


async def begin(message: Message, talk: Talk, words: str) -> None:
    """What is written after /order, wherever the bot is named."""
    lines = lines_of(words)
    paper = await paper_named(talk, lines[0]) if lines else ""
    if paper:
        await open_paper(message, talk, paper, lines[1:])
        return
    ground = await ground_of(message, talk)
    if not lines and ground is None:
        unfinished = await talk.services.orders.unfinished(talk.person, talk.now)
        await talk.say(views.how(talk.t) if unfinished is None else views.sheet(talk.t, unfinished))
        return
    await write(message, talk, lines, ground)


async def write(
    message: Message,
    talk: Talk,
    lines: Sequence[str],
    ground: Ground | None,
    *,
    into: int | None = None,
    instruction: int | None = None,
) -> None:
    """Keep the lines and say them back."""
    joined = await talk.services.orders.sheet(into, talk.person, talk.now) if into is not None else None
    found = await talk.services.orders.write(
        talk.person,
        talk.chat_id,
        message.message_id,
        lines,
        talk.now,
        ground=ground,
        into=into,
        instruction=instruction,
    )
    before = len(joined.lines) if joined is not None else 0
    is_longer = found.is_taking and before < len(found.lines)
    screen = views.added(talk.t, found, before) if is_longer else views.sheet(talk.t, found)
    await talk.say(screen, reply_to=message.message_id)


async def paper_named(talk: Talk, line: str) -> str:
    """The mark of the minutes that a line names, and nothing besides; empty if it is an order."""
    if kind_of(line) != MINUTES or len(line.split()) > LONGEST_PAPER:
        return ""
    [read] = await talk.services.orders.read([line], talk.now)
    number = number_of(line)
    return f"{MINUTES} {number}" if number and not read.executors and not read.is_called else ""


async def open_paper(message: Message, talk: Talk, mark: str, lines: Sequence[str]) -> None:
    """Open the minutes; lines that stand below the command join them at once."""
    found = await talk.services.orders.open_paper(talk.person, talk.chat_id, mark, talk.now)
    if isinstance(found, Clash):
        await talk.say(views.clash(talk.t, found), reply_to=message.message_id)
    elif lines:
        await write(message, talk, lines, None, into=found.id)
    else:
        await talk.say(views.opened(talk.t, found, in_group=not talk.is_private), reply_to=message.message_id)


async def minutes(_callback: CallbackQuery, talk: Talk) -> None:
    """The button on a meeting's sheet: the paper that the person has open here, or the question for its number."""
    taking = await talk.services.orders.taking(talk.person, talk.chat_id)
    found = await talk.services.orders.sheet(taking, talk.person, talk.now) if taking is not None else None
    if found is None:
        await talk.say(views.ask_minutes(talk.t))
    elif found.lines:
        await talk.say(views.sheet(talk.t, found))
    else:
        await talk.say(views.opened(talk.t, found, in_group=not talk.is_private))


async def number_of_minutes(message: Message, talk: Talk, anchor: Said[AsksMinutes]) -> None:
    """Open the minutes of this number; lines below it are their first orders."""
    first, _, rest = (await own_words(message, talk)).partition("\n")
    number = minutes_number(first) if len(first.split()) <= LONGEST_PAPER else ""
    if not number:
        await talk.say(views.ask_minutes(talk.t, again=True), reply_to=message.message_id)
        return
    await talk.settle(Said(anchor.about, anchor.chat_id, anchor.message_id, anchor.said_at))
    await open_paper(message, talk, f"{MINUTES} {number}", lines_of(rest))


async def joins_paper(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Words of somebody whose paper is open in this chat; the handler gets the sheet and the words.

    What replies to anything else than the paper is about that.
    """
    if talk.is_reply:
        said = await talk.subject()
        if said is not None and not isinstance(said.about, ShowsOrders):
            return False
    sheet = await talk.services.orders.taking(talk.person, talk.chat_id)
    if sheet is None:
        return False
    words = await own_words(message, talk)
    if words.startswith("/"):
        return False  # «@bot /order …»
    if talk.person.is_officer and await talk.services.reporting.reports_on(talk.person, words, (), talk.now):
        return False  # a leader who has work of their own reports on it
    return {"sheet": sheet, "words": words}


async def own_words(message: Message, talk: Talk) -> str:
    """The words without the bot's own name: in a group what is meant for the bot is addressed to it."""
    own = re.escape((await talk.bot.me()).username or "")
    return re.sub(rf"(?<!\w)@{own}\b[\s,:]*", "", words_of(message), flags=re.IGNORECASE).strip()


async def join_paper(message: Message, talk: Talk, sheet: int, words: str) -> None:
    """Further orders of the paper, or the word that all are written."""
    if is_finished(words):
        await finish(talk)
    elif not lines_of(words) or courtesy(words) is not None:
        await talk.nod(SEEN)
    else:
        await write(message, talk, lines_of(words), None, into=sheet)


async def finish(talk: Talk) -> None:
    """All is written: the whole is shown, to be given."""
    found = await talk.services.orders.finish(talk.person, talk.chat_id, talk.now)
    if found is None:
        return
    await talk.show(views.sheet(talk.t, found) if found.lines else views.nothing_written(talk.t, found))


async def end_paper(message: Message, talk: Talk) -> None:
    """A command ends the paper that its author has open in this chat, and says so."""
    may_have = talk.person.is_admin or talk.person.is_leader or not talk.is_private or talk.person.is_officer
    is_new = message.edit_date is None
    if talk.person.is_nobody or not is_new or not may_have or not await is_for_this_bot(message, talk):
        return
    if await talk.services.orders.taking(talk.person, talk.chat_id) is None:
        return
    found = await talk.services.orders.finish(talk.person, talk.chat_id, talk.now)
    if found is not None:
        await talk.tell_aside(views.closed_by_command(talk.t, found))


async def ground_of(message: Message, talk: Talk) -> Ground | None:
    """What the message replies to, if that is one activity, a report, or somebody's words."""
    if not talk.is_reply:
        other = message.reply_to_message
        text = (other.text or other.caption or "") if other is not None else ""
        return Ground(None, text) if text else None
    said = await talk.subject()
    if said is None or len(said.activity_ids) != 1:
        return None
    activity = await talk.services.activities.one(said.activity_ids[0], talk.today)
    if activity is None:
        return None
    return await _ground_on(talk, said, activity)


async def _ground_on(talk: Talk, said: Said[About], activity: ActivityFacts) -> Ground:
    """The activity; of a report, its words and its author."""
    report_id = await _report_of(talk, said.about)
    report = await talk.services.reports.one(report_id) if report_id else None
    author = await talk.services.instructions.reporter(report_id) if report_id else None
    executors = (author,) if author is not None else tuple(part.executor.id for part in activity.parts)
    return Ground(activity.id, report.text if report is not None and report.text else activity.text, executors)


async def _report_of(talk: Talk, about: About) -> int:
    """The report that a message shows; 0 if it shows none."""
    if isinstance(about, ShowsReport | ShowsInstructionReply):
        return about.report
    kind, _, number = about.key.partition(":") if isinstance(about, ShowsDecision) else ("", "", "")
    if kind != "submission" or not number.isdigit():
        return 0
    submission = await talk.services.decisions.submission(int(number), talk.now)
    return submission.report.id if submission is not None else 0


async def wrote_orders(message: Message, talk: Talk) -> bool | dict[str, object]:
    """An edit of a message that made orders; the handler gets the sheet as it was."""
    found = await talk.services.orders.of_message(talk.person, talk.chat_id, message.message_id, talk.now)
    return False if found is None else {"before": found}


async def reword(message: Message, talk: Talk, before: SheetFacts) -> None:
    """Read the edited words anew, on every card that shows them; what is given stays."""
    words = await own_words(message, talk)
    first = words.split(maxsplit=1)
    if first and first[0].startswith("/"):
        words = first[1] if len(first) > 1 else ""
    lines = lines_of(words)
    if before.paper and lines and await paper_named(talk, lines[0]):
        lines = lines[1:]
    found = await talk.services.orders.reword(talk.person, talk.chat_id, message.message_id, lines, talk.now)
    if found is None:
        return
    if not found.open and found.given:
        await talk.tell(views.too_late(talk.t))
        return
    await renew(talk, found)
    if found.version != before.version:
        await talk.tell(views.followed(talk.t))


async def renew(talk: Talk, found: SheetFacts) -> None:
    """Every card of the sheet shows it as it stands, and so does what asks of it once nothing of it is open."""
    own = talk.message.message_id if talk.callback is not None and talk.message is not None else None
    shown: list[Told] = [*await talk.services.anchors.showing(ShowsOrders(sheet=found.id))]
    if not found.open:
        for line in found.lines:
            for part in OrderPart:
                shown += await talk.services.anchors.showing(AsksOrder(sheet=found.id, line=line.id, part=part))
    for told in shown:
        if told.chat_id == talk.chat_id and told.message_id != own:
            await talk.rewrite(told.message_id, views.sheet(talk.t, found))


# -- buttons and answers ---------------------------------------------------------------------------------------------


async def press(_callback: CallbackQuery, callback_data: WriteOrder, talk: Talk) -> None:
    """A button of the card: only the author's."""
    found = await talk.services.orders.sheet(callback_data.sheet, talk.person, talk.now)
    if found is None:
        await talk.toast(views.only_its_author(talk.t), alert=True)
        return
    if callback_data.step is OrderStep.GIVE:
        await give(talk, callback_data)
    elif callback_data.step is OrderStep.FINISH:
        await talk.services.orders.finish(talk.person, found.chat_id, talk.now)
        await _show(talk, callback_data)
    elif callback_data.step is OrderStep.INSTRUCT:
        await instruct(talk, found)
    elif callback_data.step is OrderStep.DROP:
        await drop(talk, callback_data)
    else:
        await change(talk, callback_data, found)


async def give(talk: Talk, pressed: WriteOrder) -> None:
    """Give what is ready; what was changed since it was shown is shown again first."""
    words = await paper_words(talk)
    done = await talk.services.orders.give(
        pressed.sheet,
        pressed.line,
        talk.person,
        words,
        talk.now,
        seen=pressed.seen or 0,
        of_line=await talk.own_line(),
    )
    if done is None:
        await talk.toast(views.only_its_author(talk.t), alert=True)
    elif done.new:
        await talk.show(views.given(talk.t, done.sheet, done.new))
        await renew(talk, done.sheet)
    else:
        await talk.toast(views.changed(talk.t) if done.is_changed else views.given_before(talk.t), alert=True)
        await talk.show(views.sheet(talk.t, done.sheet))


async def paper_words(talk: Talk) -> PaperWords:
    """The words of a paper, in the language of the plans beside it."""
    plans = await talk.services.plans.in_force()
    t = talk.t if talk.translator is None else talk.translator[language_of_words([one.title for one in plans])]
    return views.words_for_paper(t)


async def drop(talk: Talk, pressed: WriteOrder) -> None:
    """Give up an order, or all that are not given."""
    found = await talk.services.orders.drop(pressed.sheet, pressed.line, talk.person, talk.now)
    if found is None or not (found.open or found.given):
        await talk.show(views.dropped(talk.t))
    else:
        await talk.show(views.sheet(talk.t, found))
    if found is not None:
        await renew(talk, found)


async def instruct(talk: Talk, found: SheetFacts) -> None:
    """The words are an instruction after all: no order is given, and it is asked to whom it goes."""
    number = found.instruction
    dropped = await talk.services.orders.drop(found.id, None, talk.person, talk.now) if number is not None else None
    kept = await talk.services.instructions.kept(number, talk.person, talk.now) if number is not None else None
    if kept is None or dropped is None or dropped.given:
        await talk.show(views.sheet(talk.t, dropped or found))
        return
    addressed = None
    if kept.to_all or kept.to_many:
        addressed = await talk.services.instructions.addressed(
            kept.instruction.id, talk.person, talk.now, to_all=kept.to_all
        )
    await talk.show(
        instruction_views.offer(talk.t, kept)
        if addressed is None
        else instruction_views.ask_many(talk.t, addressed, kept.named if not addressed.people else ())
    )


async def change(talk: Talk, pressed: WriteOrder, found: SheetFacts) -> None:
    """A button that changes an order, or opens what is to be changed."""
    orders, person, now = talk.services.orders, talk.person, talk.now
    sheet, line = pressed.sheet, pressed.line or 0
    match pressed.step:
        case OrderStep.TEXT | OrderStep.NAMES | OrderStep.TERM:
            await _ask(talk, pressed, found)
        case OrderStep.PICK:
            changed = await orders.toggle(sheet, line, person, pressed.value or 0, now)
            await _ask_executors(talk, pressed, changed or found, pressed.seen or 0)
        case OrderStep.CHOOSE:
            await orders.choose(sheet, line, person, pressed.value, now)
            await _show(talk, pressed)
        case OrderStep.DAY | OrderStep.MONTH:
            precision = Precision.MONTH if pressed.step is OrderStep.MONTH else Precision.DAY
            await orders.set_term(sheet, line, person, Term(day_of(pressed.value or 0), precision), now)
            await _show(talk, pressed)
        case OrderStep.WATCH:
            await orders.set_mark(sheet, line, person, now, is_watched=bool(pressed.value))
            await _show(talk, pressed)
        case OrderStep.DOCUMENT:
            await orders.set_mark(sheet, line, person, now, needs_document=bool(pressed.value))
            await _show(talk, pressed)
        case OrderStep.NO_TERM:
            await orders.set_term(sheet, line, person, Term(has_no_term=True), now)
            await _show(talk, pressed)
        case _:
            await _show(talk, pressed)


async def _show(talk: Talk, pressed: WriteOrder) -> None:
    """The order that the button was for, or the whole sheet, as it stands now."""
    found = await talk.services.orders.sheet(pressed.sheet, talk.person, talk.now)
    if found is None:
        await talk.toast(views.only_its_author(talk.t), alert=True)
        return
    await talk.show(_screen(talk, found, pressed.line))


def _screen(talk: Talk, found: SheetFacts, line_id: int | None) -> Screen:
    line = found.line(line_id) if line_id is not None else None
    if line is None:
        return views.sheet(talk.t, found)
    return views.one(talk.t, found, line, among=len(found.lines) > 1 or found.is_taking)


async def _ask(talk: Talk, pressed: WriteOrder, found: SheetFacts) -> None:
    line = found.line(pressed.line or 0)
    if line is None or not line.is_open:
        await talk.show(views.sheet(talk.t, found))
    elif pressed.step is OrderStep.TEXT:
        await talk.say(views.ask_text(talk.t, found, line))
    elif pressed.step is OrderStep.TERM:
        await talk.show(views.term(talk.t, found, line, talk.today))
    else:
        await _ask_executors(talk, pressed, found, pressed.value or 0)


async def _ask_executors(talk: Talk, pressed: WriteOrder, found: SheetFacts, page: int) -> None:
    line = found.line(pressed.line or 0)
    if line is None or not line.is_open:
        await talk.show(views.sheet(talk.t, found))
        return
    every = await talk.services.orders.executors(line.under)
    await talk.show(views.executors(talk.t, found, line, every, page))


async def new_text(message: Message, talk: Talk, anchor: Said[AsksOrderText]) -> None:
    """Take another text of an order."""
    about = anchor.about
    words = await own_words(message, talk)
    found = await talk.services.orders.set_text(about.sheet, about.line, talk.person, words, talk.now)
    await _answered(message, talk, anchor, about.line, found)


async def answer(message: Message, talk: Talk, anchor: Said[AsksOrder]) -> None:
    """Take the executors or the term that are written; what is not understood is asked again."""
    about, words = anchor.about, await own_words(message, talk)
    orders = talk.services.orders
    if about.part is OrderPart.NAMES:
        found = await orders.set_names(about.sheet, about.line, talk.person, words, talk.now)
    else:
        term = orders.term_of(words, talk.now)
        found = await orders.set_term(about.sheet, about.line, talk.person, term, talk.now)
        if found is None and (asked := await _term_again(talk, about)) is not None:
            await talk.say(asked, reply_to=message.message_id)
            return
    await _answered(message, talk, anchor, about.line, found)


async def names_whom(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Names alone below a card of the person's own that asks who is to do it; the handler gets the sheet and line."""
    said = await talk.subject()
    if said is None or not isinstance(said.about, ShowsOrders) or "?" in words_of(message):
        return False
    found = await talk.services.orders.sheet(said.about.sheet, talk.person, talk.now)
    lacking = [one for one in found.open if Lack.EXECUTORS in one.lacks] if found is not None else []
    if len(lacking) != 1 or not await talk.services.orders.names_only(await own_words(message, talk)):
        return False
    return {"sheet": said.about.sheet, "line": lacking[0].id}


async def answer_whom(message: Message, talk: Talk, sheet: int, line: int) -> None:
    """«Сатаевга»: who is to do the order whose card asks that."""
    words = await own_words(message, talk)
    found = await talk.services.orders.set_names(sheet, line, talk.person, words, talk.now)
    if found is None:
        await talk.tell(views.only_its_author(talk.t))
    else:
        await talk.say(_screen(talk, found, line), reply_to=message.message_id)


async def _term_again(talk: Talk, about: AsksOrder) -> Screen | None:
    """The question for the term once more, if it is still open."""
    found = await talk.services.orders.sheet(about.sheet, talk.person, talk.now)
    line = found.line(about.line) if found is not None else None
    if found is None or line is None or not line.is_open:
        return None
    return views.term(talk.t, found, line, talk.today, not_understood=True)


async def _answered(
    message: Message, talk: Talk, anchor: Said[AsksOrder] | Said[AsksOrderText], line: int, found: SheetFacts | None
) -> None:
    """The order as it stands after an answer, below the words; older cards show it too."""
    about = anchor.about
    await talk.settle(Said(about, anchor.chat_id, anchor.message_id, anchor.said_at))
    found = found or await talk.services.orders.sheet(about.sheet, talk.person, talk.now)
    if found is None:
        await talk.tell(views.only_its_author(talk.t))
        return
    await talk.say(_screen(talk, found, line), reply_to=message.message_id)


async def as_order(_callback: CallbackQuery, callback_data: AsOrder, talk: Talk) -> None:
    """Words that were taken for an instruction are an order."""
    words = await talk.services.instructions.words(callback_data.instruction, talk.person)
    if words is None:
        await talk.toast(instruction_views.only_its_author(talk.t), alert=True)
        return
    activity = callback_data.activity
    facts = await talk.services.activities.one(activity, talk.today) if activity is not None else None
    executors = tuple(part.executor.id for part in facts.parts) if facts is not None else ()
    ground = Ground(facts.id, facts.text, executors) if facts is not None else None
    found = await talk.services.orders.write(
        talk.person,
        words.chat_id,
        words.message_id,
        lines_of(words.text),
        talk.now,
        ground=ground,
        instruction=callback_data.instruction,
    )
    await talk.show(views.sheet(talk.t, found))


async def is_order(talk: Talk, words: str) -> bool:
    """Whether words that name nothing of the plan are orders: each line says whom, what, and by when."""
    read = await talk.services.orders.read(lines_of(words), talk.now)
    return bool(read) and all(
        one.is_called and bool(one.executors) and bool(one.text) and (one.due_on is not None or one.has_no_term)
        for one in read
    )


async def is_order_without_a_verb(talk: Talk, words: str) -> bool:
    """«Умаров: харажатлар бўйича маълумотнома, 25 январга»: a name with a sign, a text and a day, and no question."""
    if "?" in words or asks_plainly(words):
        return False
    read = await talk.services.orders.read(lines_of(words), talk.now)
    return bool(read) and all(
        one.is_headed and bool(one.executors or one.doubts) and bool(one.text) and one.due_on is not None
        for one in read
    )


async def without_terms(talk: Talk, words: str) -> str:
    """What orders tell to do, without whom and by when: the number of a day is no activity's."""
    return "\n".join(one.text for one in await talk.services.orders.read(lines_of(words), talk.now))


async def names_whom_and_when(talk: Talk, words: str) -> bool:
    """Whether words that may be an order say whom it is for, and by when."""
    read = await talk.services.orders.read(lines_of(words), talk.now)
    return bool(read) and all(one.executors and one.text and one.due_on is not None for one in read)


def day_of(value: int) -> date | None:
    """The day that a button carries; None if it is forged."""
    try:
        return date.fromordinal(value)
    except (ValueError, OverflowError):
        return None
