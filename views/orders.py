"""Orders: the card on which they are said back and changed, what was given, and the letter to the executors."""

from collections.abc import Sequence
from datetime import date, timedelta

from aiogram.types import InlineKeyboardButton

from services.calendar.deadlines import Month, Precision
from services.calendar.rules import UnsetRule, WindowRule
from services.control.order_papers import PaperWords
from services.control.orders import Choice, Clash, Granted, Lack, LineFacts, SheetFacts
from services.messages.anchors import NAMED
from services.messages.purposes import (
    About,
    AsksMinutes,
    AsksOrder,
    AsksOrderText,
    AsksSubOrder,
    OrderPart,
    ShowsCard,
    ShowsNotice,
    ShowsOrders,
    ShowsOverview,
)
from services.plan.figures import ActivityFacts, ExecutorRef
from views.kit import callbacks
from views.kit.callbacks import OrderStep
from views.kit.paging import paged
from views.kit.screen import Row, Screen, button, in_rows, shorten
from views.kit.texts import Html, Texts, bold, join, plain
from views.kit.words import deadline_line, executor_name, number_sign, opening, signed_status
from views.terms import rules_words

WORDS = 900  # of an order on a card of its own
LISTED_WORDS = 220  # of one among several
LISTED = 12  # orders with a button of their own
EXECUTORS = 12
MONTHS = 4
NEAR_DAYS = (1, 3, 7, 14)


# -- the card --------------------------------------------------------------------------------------------------------


def sheet(t: Texts, found: SheetFacts) -> Screen:
    """The orders as they were understood, with the buttons that give them, change them or give them up."""
    if len(found.lines) == 1 and not found.is_taking:
        return one(t, found, found.lines[0])
    lines = [bold(_head(t, found))]
    for number, line in enumerate(found.lines, start=1):
        lines += [Html(""), *_listed(t, number, line)]
    lines += [Html(""), *_what_now(t, found)]
    return Screen(join(_fitting(lines)), _sheet_rows(t, found), about=ShowsOrders(sheet=found.id))


def one(t: Texts, found: SheetFacts, line: LineFacts, *, among: bool = False) -> Screen:
    """One order; `among` others, to which a button leads back."""
    lines = [bold(_head(t, found)), Html(""), *_whole(t, line)]
    if line.is_open:
        now = t("It can be given once this is clear.") if line.lacks else t("Nothing has been given yet.")
        lines += [Html(""), *_warnings(t, line), now]
    rows = _line_rows(t, found, line) if line.is_open else _given_rows(t, [line])
    back = ((_step(t("⬅️ All orders"), found, OrderStep.SHOW),),) if among else ()
    return Screen(join(lines), (*rows, *back), about=ShowsOrders(sheet=found.id))


def _head(t: Texts, found: SheetFacts) -> Html:
    if found.paper:
        name = t.plan(found.paper)
        return t("📋 {paper}: {count}", paper=name, count=_count(t, len(found.lines)))
    return t("📋 Order") if len(found.lines) == 1 else t("📋 Orders: {count}", count=len(found.lines))


def _count(t: Texts, count: int) -> Html:
    return t.many("{n} order", "{n} orders", count)


def _whole(t: Texts, line: LineFacts) -> list[Html]:
    """Everything that an order says."""
    if line.activity is not None:
        return [_given_line(t, line.activity), *_facts(t, line, WORDS)]
    return [*([t("✖️ Given up: nobody was told of it.")] if line.is_dropped else []), *_facts(t, line, WORDS)]


def _listed(t: Texts, number: int, line: LineFacts) -> list[Html]:
    head = _given_line(t, line.activity) if line.activity is not None else bold(Html(f"{number}."))
    first, *others = _facts(t, line, LISTED_WORDS)
    return [Html(f"{head} {first}"), *others, *(_warnings(t, line) if line.is_open else [])]


def _facts(t: Texts, line: LineFacts, limit: int) -> list[Html]:
    text = opening(t, t.script(line.text), limit) if line.text else t("❓ What is to be done?")
    lines = [text if line.text else bold(text)]
    if line.executors:
        first, *others = (executor_name(t, one) for one in line.executors)
        lines.append(t("👤 {lead} (responsible)", lead=bold(first)))
        if others:
            lines.append(t("👥 Co-executors: {names}", names=Html(", ".join(others))))
    if line.due_on is not None:
        lines.append(t("🗓 To be done by {day}", day=bold(_term(t, line.due_on, line.precision))))
    elif line.has_no_term:
        lines.append(t("🗓 No term"))
    if line.about is not None:
        lines.append(_ground(t, line.about))
    if line.under is not None:
        lines.append(t("📎 A part of {number}", number=number_sign(t, line.under)))
    lines += [t("🔺 Under the leadership’s personal control")] if line.is_watched else []
    lines += [t("📎 Handed in with a document: its number, its date and a file")] if line.needs_document else []
    return lines


def _ground(t: Texts, activity: ActivityFacts) -> Html:
    return t("📎 On the ground of {number}", number=number_sign(t, activity))


def _term(t: Texts, due_on: date, precision: Precision) -> Html:
    day = Html(f"{t.long_day(due_on)}, {t.weekday(due_on)}")
    return Html(f"{t.month(due_on)} ({day})") if precision is Precision.MONTH else day


def _warnings(t: Texts, line: LineFacts) -> list[Html]:
    """What is not clear, in words."""
    said: list[Html] = []
    for lack in line.lacks:
        match lack:
            case Lack.NAMES:
                said += [
                    t("❓ «{name}»: who is meant?", name=one.word)
                    if one.choices
                    else t("❓ «{name}»: there is no such executor", name=one.word)
                    for one in line.doubts
                ]
            case Lack.EXECUTORS:
                said.append(t("❓ Who is to do it?"))
            case Lack.DUE:
                said.append(t("❓ By which day?"))
            case Lack.UNCLEAR_DUE:
                said.append(t("❓ The term is not clear: by which day?"))
            case Lack.PAST_DUE:
                said.append(t("❓ This day has passed: by which day?"))
            case Lack.STRANGERS:
                said.append(t("❓ Neither a co-executor nor of your unit: {names}", names=_names(t, line.strangers)))
            case Lack.UNDER:
                said.append(none_under(t))
            case Lack.TEXT:
                pass  # asked in its place
    if line.is_day_off and Lack.PAST_DUE not in line.lacks:
        said.append(t("⚠️ This is a day off"))
    if line.unlinked:
        said.append(t("⚠️ Not linked to the bot yet: {names}", names=_names(t, line.unlinked)))
    return said


def _names(t: Texts, executors: Sequence[ExecutorRef]) -> Html:
    return Html(", ".join(executor_name(t, one) for one in executors))


def _what_now(t: Texts, found: SheetFacts) -> list[Html]:
    if found.is_taking:
        return [
            t("Write the next orders, a line for each; nothing has been given yet."),
            t("When all are written, write «done» or press the button. Any command ends it as well."),
        ]
    unclear = len(found.open) - len(found.ready)
    lines = [t("Nothing has been given yet.")] if found.open and not found.given else []
    if unclear:
        lines.append(t.many("{n} order is not clear yet.", "{n} orders are not clear yet.", unclear))
    return lines


def added(t: Texts, found: SheetFacts, before: int) -> Screen:
    """What has joined a paper that takes lines, after the orders (as many as `before`) that stood on it."""
    lines = [bold(_head(t, found))]
    for number, line in enumerate(found.lines, start=1):
        if number > before:
            lines += [Html(""), *_listed(t, number, line)]
    lines += [Html(""), *_what_now(t, found)]
    return Screen(join(_fitting(lines)), _sheet_rows(t, found), about=ShowsOrders(sheet=found.id))


def _fitting(lines: Sequence[Html]) -> list[Html]:
    """As many lines as a message holds."""
    kept: list[Html] = []
    length = 0
    for line in lines:
        length += len(line) + 1
        if length > 3800:
            return [*kept, Html("…")]
        kept.append(line)
    return kept


def _sheet_rows(t: Texts, found: SheetFacts) -> tuple[Row, ...]:
    if found.is_taking:
        finish = _step(t("✅ That is all"), found, OrderStep.FINISH)
        return ((finish, _step(t("✖️ Give up all"), found, OrderStep.DROP)),)
    rows: list[Row] = []
    if found.ready:
        every = len(found.ready) == len(found.open)
        label = t("✅ Give all ({count})", count=len(found.ready))
        label = label if every else t("✅ Give what is clear ({count})", count=len(found.ready))
        rows.append((_step(label, found, OrderStep.GIVE, seen=found.version),))
    opened = [
        _step(f"{'❓' if line.lacks else '✏️'} {number}", found, OrderStep.SHOW, line)
        for number, line in enumerate(found.lines, start=1)
        if line.is_open
    ]
    rows += in_rows(opened[: LISTED * 2], 6)
    if found.open:
        rows.append((_step(t("✖️ Give up all"), found, OrderStep.DROP),))
        rows += _instruct(t, found)
    return (*rows, *_given_rows(t, found.given))


def _line_rows(t: Texts, found: SheetFacts, line: LineFacts) -> tuple[Row, ...]:
    rows: list[Row] = []
    if line.doubts:
        doubt = line.doubts[0]
        choices = [_step(executor_name(t, one), found, OrderStep.CHOOSE, line, one.id) for one in doubt.choices]
        rows += in_rows(choices, 2)
        rows.append((_step(t("➖ Without «{name}»", name=shorten(doubt.word, 20)), found, OrderStep.CHOOSE, line),))
    if not line.lacks:
        rows.append((_step(t("✅ Give the order"), found, OrderStep.GIVE, line, seen=found.version),))
    rows += [
        (
            _step(t("✏️ Text"), found, OrderStep.TEXT, line),
            _step(t("👥 Executors"), found, OrderStep.NAMES, line),
            _step(t("🗓 Term"), found, OrderStep.TERM, line),
        ),
        *in_rows(_marks(t, found, line), 2),
        (_step(t("✖️ Give it up"), found, OrderStep.DROP, line),),
    ]
    return (*rows, *(_instruct(t, found) if len(found.open) == 1 else ()))


def _marks(t: Texts, found: SheetFacts, line: LineFacts) -> list[InlineKeyboardButton]:
    """What the words have set, to be taken off, or to be set."""
    watch = t("🔺 No personal control") if line.is_watched else t("🔺 Personal control")
    document = t("📎 No document needed") if line.needs_document else t("📎 Require a document")
    return [
        _step(watch, found, OrderStep.WATCH, line, int(not line.is_watched)),
        _step(document, found, OrderStep.DOCUMENT, line, int(not line.needs_document)),
    ]


def _instruct(t: Texts, found: SheetFacts) -> tuple[Row, ...]:
    """The same words as an instruction, if they may be one."""
    if found.instruction is None or found.given:
        return ()
    return ((_step(t("📌 It is an instruction"), found, OrderStep.INSTRUCT),),)


def _given_rows(t: Texts, lines: Sequence[LineFacts]) -> tuple[Row, ...]:
    given = [line.activity for line in lines if line.activity is not None]
    cards = [button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in given[:LISTED]]
    return in_rows(cards, 4)


def _step(
    label: str,
    found: SheetFacts,
    step: OrderStep,
    line: LineFacts | None = None,
    value: int | None = None,
    *,
    seen: int | None = None,
) -> InlineKeyboardButton:
    data = callbacks.WriteOrder(
        sheet=found.id, step=step, line=line.id if line is not None else None, value=value, seen=seen
    )
    return button(label, data)


# -- changing --------------------------------------------------------------------------------------------------------


def ask_text(t: Texts, found: SheetFacts, line: LineFacts) -> Screen:
    """Ask for another text."""
    lines = [bold(t("What is to be done?")), *([opening(t, line.text, WORDS)] if line.text else [])]
    return Screen(join(lines), about=AsksOrderText(sheet=found.id, line=line.id), asks=t("The text of the order"))


def executors(t: Texts, found: SheetFacts, line: LineFacts, every: Sequence[Choice], page: int) -> Screen:
    """Ask for the executors: by buttons, or in words."""
    chosen = [one.id for one in line.executors]
    shown = paged(every, page, EXECUTORS)
    buttons = [
        _step(_marked(t, one, chosen), found, OrderStep.PICK, line, one.executor.id, seen=shown.number)
        for one in shown.shown
    ]
    lines = [
        bold(t("Who is to do it?")),
        t("The first one chosen is responsible. Names may be written as well, separated by commas."),
        *([Html(""), *_chosen(t, line)] if line.executors else []),
    ]
    turn = shown.turn(lambda to: callbacks.WriteOrder(sheet=found.id, step=OrderStep.NAMES, line=line.id, value=to))
    done = (_step(t("✔️ Ready"), found, OrderStep.SHOW, line),)
    rows = (*in_rows(buttons, 2), *([turn] if turn else []), done)
    return Screen(join(lines), rows, about=_asks(found, line, OrderPart.NAMES))


def _chosen(t: Texts, line: LineFacts) -> list[Html]:
    first, *others = (executor_name(t, one) for one in line.executors)
    lines = [t("👤 {lead} (responsible)", lead=bold(first))]
    return [*lines, *([t("👥 Co-executors: {names}", names=Html(", ".join(others)))] if others else [])]


def _marked(t: Texts, one: Choice, chosen: Sequence[int]) -> str:
    name = plain(executor_name(t, one.executor))
    if not set(one.members) <= set(chosen):
        return name
    return f"👤 {name}" if (chosen[0],) == one.members else f"☑️ {name}"


def term(t: Texts, found: SheetFacts, line: LineFacts, today: date, *, not_understood: bool = False) -> Screen:
    """Ask for the term: by buttons, or in words."""
    days = [today + timedelta(days=ahead) for ahead in NEAR_DAYS]
    months = [(Month.of(today) + ahead).last_day for ahead in range(MONTHS)]
    head = t("No day was understood. By which day is it to be done?") if not_understood else t("By which day?")
    lines = [bold(head), t("Choose, or write a day («15 March», «Friday») or a month.")]
    near = [_step(t.day(day), found, OrderStep.DAY, line, day.toordinal()) for day in days]
    ends = [_step(t.month_name(day), found, OrderStep.MONTH, line, day.toordinal()) for day in months]
    none = (_step(t("🗓 Without a term"), found, OrderStep.NO_TERM, line),)
    back = (_step(t("⬅️ Back"), found, OrderStep.SHOW, line),)
    rows = (*in_rows(near, 2), *in_rows(ends, 2), none, back)
    return Screen(join(lines), rows, about=_asks(found, line, OrderPart.TERM))


def _asks(found: SheetFacts, line: LineFacts, part: OrderPart) -> AsksOrder:
    return AsksOrder(sheet=found.id, line=line.id, part=part)


# -- what is said ----------------------------------------------------------------------------------------------------


def given(t: Texts, found: SheetFacts, new: Sequence[LineFacts]) -> Screen:
    """The orders are given: their numbers, who is told, and who cannot be."""
    untold = tuple(dict.fromkeys(one for line in new for one in line.unlinked))
    head = t.many("✅ {n} order is given.", "✅ {n} orders are given.", len(new))
    lines: list[Html] = [bold(head)]
    for line in new:
        if line.activity is not None:
            lines += [Html(""), _given_line(t, line.activity), *_facts(t, line, LISTED_WORDS)]
    told = tuple(dict.fromkeys(one for line in new for one in line.executors if one not in line.unlinked))
    lines.append(Html(""))
    if told:
        lines.append(t("Told: {names}. What they hand in comes to you in private.", names=_names(t, told)))
    if untold:
        lines.append(t("⚠️ Not linked to the bot yet, so not told: {names}", names=_names(t, untold)))
    if found.open:
        lines.append(t.many("{n} order is not given yet.", "{n} orders are not given yet.", len(found.open)))
    rest = ((_step(t("📋 What is left"), found, OrderStep.SHOW),),) if found.open else ()
    return Screen(join(_fitting(lines)), (*rest, *_given_rows(t, new)), about=_about(found, new))


def _about(found: SheetFacts, new: Sequence[LineFacts]) -> About:
    """The sheet as long as something of it is open; then what was given, on which a reply is an instruction."""
    ids = [line.activity.id for line in new if line.activity is not None]
    if found.open or not ids:
        return ShowsOrders(sheet=found.id)
    return ShowsCard(activities=(ids[0],)) if len(ids) == 1 else ShowsOverview(activities=tuple(ids[:NAMED]))


def _given_line(t: Texts, activity: ActivityFacts) -> Html:
    return Html(f"✅ {bold(number_sign(t, activity))}")


def given_before(t: Texts) -> Html:
    """Nothing is left to be given of what the button was for."""
    return t("It was given or given up before: nothing was given now.")


def changed(t: Texts) -> Html:
    """The card showed something else than what stands now."""
    return t("The orders were changed since: please look again before giving them.")


def dropped(t: Texts) -> Screen:
    """Nothing of it was given."""
    return Screen(t("✖️ Given up. Nobody was told anything."))


def opened(t: Texts, found: SheetFacts, *, in_group: bool) -> Screen:
    """A paper waits for its orders."""
    lines = [
        bold(t("📋 {paper} is open.", paper=t.plan(found.paper))),
        t("Write its orders, a line for each: «Names: what is to be done, by when»."),
    ]
    if in_group:
        lines.append(t("Here begin each message with my name, or reply to this one."))
    lines.append(t("When all are written, write «done» or press the button. Any command ends it as well."))
    return Screen(join(lines), _sheet_rows(t, found), about=ShowsOrders(sheet=found.id))


def ask_minutes(t: Texts, *, again: bool = False) -> Screen:
    """Ask for the number of the minutes, before their orders are written."""
    head = t("No number was understood.") if again else t("📋 The decisions of the meeting")
    lines = [bold(head), t("What number do the minutes have? For example: 12")]
    return Screen(join(lines), about=AsksMinutes(), asks=t("The number of the minutes"))


def closed_by_command(t: Texts, found: SheetFacts) -> Html:
    """A command has ended the writing; what was written is kept."""
    lines = [t("📋 {paper}: no more orders are taken.", paper=t.plan(found.paper))]
    if found.open:
        lines.append(
            t.many("{n} order is not given yet: /order", "{n} orders are not given yet: /order", len(found.open))
        )
    return join(lines)


def nothing_written(t: Texts, found: SheetFacts) -> Screen:
    """A paper was closed before anything was written."""
    return Screen(t("📋 {paper}: no orders were written, so nothing was given.", paper=t.plan(found.paper)))


def clash(t: Texts, found: Clash) -> Screen:
    """The paper of this mark was read from a document."""
    lines = [
        t("«{mark}» is a plan that was read from a document, so orders cannot join it.", mark=t.plan(found.mark)),
        t("Please give the minutes another number, or give the orders without them: /order"),
    ]
    return Screen(join(lines))


def how(t: Texts) -> Screen:
    """How an order is written."""
    lines = [
        bold(t("📋 How to give an order")),
        t("«/order Names: what is to be done, by when». Several lines are several orders."),
        t("The decisions of a meeting: «/order minutes 12», then a line for each."),
        t("In reply to a card or a report, /order takes the text and the executors from there."),
    ]
    return Screen(join(lines))


def refused(t: Texts) -> Html:
    """To whom may not give orders."""
    lines = [
        t("Orders are given by the leadership and the administrators."),
        t("To your own co-executors: open the card of the activity you lead (/my) and press «📋 Give an order»."),
    ]
    return join(lines)


def ask_under(t: Texts, activity: ActivityFacts, every: Sequence[Choice]) -> Screen:
    """Ask whom a part of the activity is given, what is to be done, and by when."""
    lines = [
        bold(t("📋 An order under {number}", number=number_sign(t, activity))),
        t("Write: whom, what, by when. A line for each order. For example:"),
    ]
    executors = [one.executor for one in every]
    if executors:
        lines.append(t("«{name}: prepare the information, by 15 March»", name=executor_name(t, executors[0])))
        lines.append(t("You may give it to: {names}", names=_names(t, executors[:LISTED])))
    else:
        lines = [bold(t("There are no co-executors, and your unit has no other people: there is nobody to order."))]
    about = AsksSubOrder(activities=(activity.id,)) if executors else ShowsCard(activities=(activity.id,))
    return Screen(join(lines), about=about, asks=t("Whom: what, by when") if executors else None)


def none_under(t: Texts) -> Html:
    """Nothing can be given under the activity (any more)."""
    return t("Orders are given by the responsible officer, while the work goes on.")


def give_row(t: Texts, activity: ActivityFacts) -> Row:
    """The button by which the lead gives orders under the activity."""
    return (button(t("📋 Give an order"), callbacks.GiveUnder(activity=activity.id)),)


def tree_lines(t: Texts, under: Sequence[ActivityFacts]) -> list[Html]:
    """What was given as parts of the activity: «↳ №Т-1 · М. Сатаев · 10 March · 🔵 in progress»."""
    if not under:
        return []
    lines = [t("📋 Orders under it:"), *(tree_line(t, one) for one in under[:LISTED])]
    return [*lines, Html("…")] if len(under) > LISTED else lines


def tree_line(t: Texts, one_order: ActivityFacts) -> Html:
    """One of them: its number, who does it, by when, and how it stands."""
    due = [t.day(one_order.due_on)] if one_order.due_on is not None else []
    told = [number_sign(t, one_order), executor_name(t, one_order.lead.executor), *due, signed_status(t, one_order)]
    return Html("↳ " + " · ".join(told))


def only_its_author(t: Texts) -> Html:
    """Somebody else presses the author's button."""
    return t("Only the author of these orders can change or give them.")


def too_late(t: Texts) -> Html:
    """The message was edited after its orders were given."""
    return t(
        "These orders are given already: the edit changes nothing. On its card an order can be changed or taken back."
    )


def followed(t: Texts) -> Html:
    """The message was edited before its orders were given."""
    return t("✏️ The order was read anew from your edited message; nothing has been given yet.")


# -- the executors ---------------------------------------------------------------------------------------------------


def letter(t: Texts, orders: Sequence[Granted]) -> Screen:
    """To an executor: what is theirs now. The buttons to confirm it are added."""
    head = t.many(
        "📋 You have {n} order from {author}",
        "📋 You have {n} orders from {author}",
        len(orders),
        author=orders[0].author,
    )
    lines: list[Html] = [bold(head)]
    limit = WORDS if len(orders) == 1 else LISTED_WORDS
    for one_order in orders:
        activity = one_order.activity
        first, *others = (executor_name(t, part.executor) for part in activity.parts)
        lines += [
            Html(""),
            Html(f"{bold(number_sign(t, activity))} {opening(t, t.script(activity.text), limit)}"),
            deadline_line(t, activity),
            t("👤 {lead} (responsible)", lead=bold(first)),
        ]
        if others:
            lines.append(t("👥 Co-executors: {names}", names=Html(", ".join(others))))
        if one_order.about is not None:
            lines.append(_ground(t, one_order.about))
        if one_order.under is not None:
            lines.append(t("📎 A part of {number}", number=number_sign(t, one_order.under)))
    ids = tuple(one_order.activity.id for one_order in orders)
    cards = [
        button(number_sign(t, one_order.activity), callbacks.OpenActivity(activity=one_order.activity.id))
        for one_order in orders[:LISTED]
    ]
    return Screen(join(_fitting(lines)), in_rows(cards, 2), about=ShowsNotice(activities=ids[:NAMED]))


# -- on an activity's card -------------------------------------------------------------------------------------------


def card_lines(t: Texts, order: Granted | None, orders: Sequence[ActivityFacts]) -> list[Html]:
    """Who gave the activity as an order and on what ground; which orders were given on the ground of it."""
    lines: list[Html] = []
    if order is not None:
        day = t.day(t.local_day(order.given_at)) if order.given_at is not None else Html("")
        lines.append(t("📋 Order of {author}, {day}", author=order.author, day=day))
        if order.about is not None:
            lines.append(_ground(t, order.about))
        if order.under is not None:
            lines.append(t("📎 A part of {number}", number=number_sign(t, order.under)))
    if orders:
        numbers = Html(", ".join(number_sign(t, one_order) for one_order in orders))
        lines.append(t("📋 Orders on its ground: {numbers}", numbers=numbers))
    return lines


# -- the paper -------------------------------------------------------------------------------------------------------


def words_for_paper(t: Texts) -> PaperWords:
    """The words that go into a plan of orders; `t` is in the language of the plan beside it."""

    def title(mark: str, year: int) -> str:
        return plain(t("{paper}: orders", paper=mark)) if mark else plain(t("Orders of the year {year}", year=year))

    def written(due_on: date, is_month: bool) -> str:
        return plain(rules_words(t, (WindowRule(None, due_on, Precision.MONTH if is_month else Precision.DAY),)))

    return PaperWords(plain(t("Orders")), title, written, plain(rules_words(t, (UnsetRule(),))))
