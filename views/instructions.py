"""Instructions, as the leaders who give them and the officers who answer them see them."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram.types import InlineKeyboardButton

from services.messages.anchors import NAMED
from services.messages.purposes import (
    About,
    ShowsInstruction,
    ShowsInstructionGiven,
    ShowsInstructionReply,
    ShowsInstructionToMany,
)
from services.plan.figures import ActivityFacts, ExecutorRef
from services.reports.instructions import (
    Addressed,
    Given,
    InstructionFacts,
    InstructionReply,
    Kept,
    Nobody,
    Received,
    Target,
)
from services.reports.passages import Wording
from views.cards import whole_rows, wording_rows, words_of
from views.kit import callbacks
from views.kit.screen import Row, Screen, button, in_rows
from views.kit.texts import Html, Texts, bold, join, quote
from views.kit.words import (
    activity_name,
    activity_number,
    choice_label,
    deadline_line,
    executor_name,
    executors_line,
    number_sign,
    numbered_name,
    opening,
    short_name,
    signed_status,
)

CHOICES = 6
WORDS = 1500  # of an instruction or of its answer, in one message


def offer(t: Texts, kept: Kept) -> Screen:
    """Ask a leader who wrote under activities whether it is an instruction, and on which of them."""
    no = (_no(t, kept.instruction),)
    if len(kept.choices) > 1 or not kept.is_certain:
        everybody = callbacks.InstructMany(instruction=kept.instruction.id, all=True)
        rows = (*_choices(t, kept.instruction, kept.choices), (button(t("👥 All executors of the plan"), everybody),))
        return Screen(join([_which(t, kept.choices), *_until_seen(t, kept.instruction)]), (*rows, no))
    [activity] = kept.choices
    text = t(
        "Send these words as an instruction on {activity} to its executors: {names}?",
        activity=bold(activity_name(t, activity)),
        names=executors_line(t, activity.parts),
    )
    yes = button(t("📌 Instruction"), callbacks.Instruct(instruction=kept.instruction.id, activity=activity.id))
    return Screen(join([text, *_until_seen(t, kept.instruction)]), ((yes, *no),))


def or_order(
    t: Texts,
    screen: Screen,
    instruction: InstructionFacts,
    activity: ActivityFacts | None = None,
    *,
    first: bool = False,
) -> Screen:
    """The question with one more answer, if the words have a term of their own: they are an order.

    `activity` is the one on whose ground it would be given; `first`: the words name executors too.
    """
    rows = _or_order(t, instruction, activity)
    return replace(screen, rows=(*rows, *screen.rows)) if first else screen.with_rows(*rows)


def _or_order(t: Texts, instruction: InstructionFacts, activity: ActivityFacts | None) -> tuple[Row, ...]:
    if instruction.due_on is None:
        return ()
    data = callbacks.AsOrder(instruction=instruction.id, activity=activity.id if activity is not None else None)
    return ((button(t("📋 It is an order"), data),),)


def ask_executors(t: Texts, kept: Kept, activity: ActivityFacts) -> Screen:
    """A question that the bot cannot answer, about one activity: shall its executors be asked?"""
    lines = [
        t("I cannot answer this. Shall the executors of {activity} be asked?", activity=activity_name(t, activity)),
        executors_line(t, activity.parts),
    ]
    return Screen(join(lines), (hand_on(t, kept, activity), (_no(t, kept.instruction),)))


def hand_on(t: Texts, kept: Kept, activity: ActivityFacts) -> Row:
    """The button that hands a leader's question on to the executors of the activity that it is about."""
    data = callbacks.Instruct(instruction=kept.instruction.id, activity=activity.id)
    return (button(t("📌 Ask its executors"), data),)


def _no(t: Texts, instruction: InstructionFacts) -> InlineKeyboardButton:
    return button(t("✖️ No instruction"), callbacks.Instruct(instruction=instruction.id))


def given(t: Texts, given: Given) -> Screen:
    """Say that the instruction is on its way, and which executors cannot be told."""
    activity = given.activity
    told = tuple(part for part in activity.parts if part.is_linked)
    others = tuple(part for part in activity.parts if not part.is_linked)
    lines = [_head(t, activity), _signed(t, given.instruction)]
    if told:
        lines.append(t("Sent to: {names}. Their answers will come here.", names=executors_line(t, told)))
    if others:
        lines.append(t("Not linked yet, so not told: {names}", names=executors_line(t, others)))
    lines += _until_seen(t, given.instruction)
    about = ShowsInstructionGiven(activities=(activity.id,), instruction=given.instruction.id)
    rows = (*_or_order(t, given.instruction, activity), _card(t, activity))
    return Screen(join(lines), rows, about=about)


def ask_many(t: Texts, addressed: Addressed, choices: Sequence[ActivityFacts] = ()) -> Screen:
    """An instruction to more than one activity's executors, as it will be: to whom shall it go?

    `choices` are activities that it may go to alone.
    """
    instruction = addressed.instruction
    to_all = not (addressed.activities or addressed.people)
    sure = callbacks.InstructMany(instruction=instruction.id, all=to_all, sure=True)
    send = button(t("📌 Send ({count})", count=len(addressed.told)), sure)
    no = _no(t, instruction)
    lines = [
        bold(t("Shall this instruction be sent?")),
        _to_whom(t, addressed),
        quote(opening(t, instruction.text, WORDS)),
        *_until_seen(t, instruction),
        *_reached(t, addressed, t("It will reach: {names}", names=_names(t, addressed.told))),
        *_left_out(t, addressed),
    ]
    alone = _choices(t, instruction, choices) if 1 < len(choices) <= CHOICES else ()
    if addressed.instead:
        lines.append(t("Others who are responsible may be told instead, by activity:"))
        alone = _choices(t, instruction, addressed.instead)
    first = (send,) if addressed.told else ()
    return Screen(join(lines), (first, *alone, (no,)) if first else (*alone, (no,)))


def given_to_many(t: Texts, addressed: Addressed) -> Screen:
    """The instruction is on its way to many, or had gone before."""
    names = _names(t, addressed.told)
    lines = [
        _to_whom(t, addressed),
        _signed(t, addressed.instruction),
        *_reached(t, addressed, t("Sent to: {names}. Their answers will come here.", names=names)),
    ]
    ids = tuple(one.id for one in addressed.activities)
    about = ShowsInstructionToMany(activities=ids[:NAMED], instruction=addressed.instruction.id)
    return Screen(join(lines), _cards(t, addressed.activities), about=about)


def _to_whom(t: Texts, addressed: Addressed) -> Html:
    if addressed.people and not addressed.activities:
        return bold(t("📌 Instruction to {names}", names=_names(t, addressed.people)))
    if not addressed.activities:
        return bold(t("📌 Instruction to all executors of the plan"))
    if len(addressed.activities) == 1:
        return _head(t, addressed.activities[0])
    head = bold(t("📌 Instruction on several activities"))
    return join([head, *(numbered_name(t, one) for one in addressed.activities)])


def _until(t: Texts, instruction: InstructionFacts) -> list[Html]:
    """The day by which it is to be done, where the words name one."""
    return [] if instruction.due_on is None else [t("🗓 To be done by {day}", day=t.long_day(instruction.due_on))]


def _until_seen(t: Texts, instruction: InstructionFacts) -> list[Html]:
    """The day as it was understood, before the instruction is sent; that none was, where the words speak of a time."""
    if instruction.is_due_unclear:
        return [t("🗓 No single day was understood. The words will be sent as they are written.")]
    return _until(t, instruction)


def _left_out(t: Texts, addressed: Addressed) -> list[Html]:
    """What the words name and the instruction leaves out."""
    lines = []
    if addressed.outside:
        names = _names(t, addressed.outside)
        lines.append(t("⚠️ Not executors of what is named, so not told: {names}", names=names))
    if addressed.unread:
        numbers = ", ".join(str(one) for one in addressed.unread)
        lines.append(t("⚠️ Numbers not taken for activities: {numbers}", numbers=numbers))
    return lines


def _reached(t: Texts, addressed: Addressed, told: Html) -> list[Html]:
    lines = [told] if addressed.told else []
    if addressed.untold:
        lines.append(t("Not linked yet, so not told: {names}", names=_names(t, addressed.untold)))
    return lines


def _names(t: Texts, executors: Sequence[ExecutorRef]) -> Html:
    return Html(", ".join(executor_name(t, one) for one in executors))


def letter(t: Texts, received: Received) -> Screen:
    """The instruction, before an executor of its activity or activities."""
    instruction, activities = received.instruction, received.activities
    one = activities[0] if len(activities) == 1 and not received.to_all else None
    author = instruction.author
    if one is not None:
        lines = [_head(t, one), deadline_line(t, one), Html("")]
        hint = t("Reply to this message: it is a report, and {author} will read it.", author=author)
    elif received.to_all or received.to_some:
        head = t("📌 Instruction to all executors") if received.to_all else t("📌 Instruction to you")
        lines = [bold(head), Html("")]
        hint = t(
            "Reply to this message with the number: it is a report, and {author} will read it.",
            author=author,
        )
    else:
        lines = [
            bold(t("📌 Instruction on several activities")),
            *(numbered_name(t, each) for each in activities),
            Html(""),
        ]
        hint = t(
            "Reply to this message with the number: it is a report, and {author} will read it.",
            author=author,
        )
    lines += [_signed(t, instruction), quote(opening(t, instruction.text, WORDS)), *_until(t, instruction), hint]
    whole = wording_rows(t, Wording.INSTRUCTION, instruction.id, instruction.text, WORDS)
    return Screen(join(lines), (*whole, *_cards(t, activities)), about=_about(received, one), files=instruction.files)


def _about(received: Received, one: ActivityFacts | None) -> About:
    if one is not None:
        return ShowsInstruction(activities=(one.id,), instruction=received.instruction.id)
    ids = tuple(each.id for each in received.activities)
    return ShowsInstructionToMany(activities=ids[:NAMED], instruction=received.instruction.id)


def reply(t: Texts, reply: InstructionReply) -> Screen:
    """An executor's answer, under the instruction."""
    report, activity = reply.report, reply.activity
    if activity is None:
        nowhere = ShowsInstructionToMany(activities=(), instruction=reply.instruction.id)
        lines = [bold(t("↩️ {name} on the instruction", name=t.plan(report.executor))), *words_of(t, report, WORDS)]
        return Screen(join(lines), about=nowhere, files=report.files, reply_to=reply.instruction.message_id)
    head = t(
        "↩️ {name} on the instruction, №{number} ({title})",
        name=t.plan(report.executor),
        number=t.script(activity.written_number),
        title=short_name(t, activity),
    )
    lines = [bold(head), *words_of(t, report, WORDS), signed_status(t, activity)]
    about = ShowsInstructionReply(activities=(activity.id,), instruction=reply.instruction.id, report=report.id)
    return Screen(
        join(lines),
        (*whole_rows(t, [report], WORDS), _card(t, activity)),
        about=about,
        files=report.files,
        reply_to=reply.instruction.message_id,
    )


def not_given(t: Texts) -> Screen:
    """Say that nothing was sent."""
    return Screen(t("Nothing was sent."))


def missing(t: Texts, target: Target) -> Screen:
    """Say that nobody is there whom the words address."""
    if target.unknown:
        names = ", ".join(f"«{one}»" for one in target.unknown)
        lines = [
            t("The plan has no such officer: {names}. Nothing was sent.", names=names),
            t("Please check the name and write the instruction again."),
        ]
        return Screen(join(lines))
    if target.nobody is Nobody.SILENT:
        return Screen(t("Nobody is silent now, so nothing was sent."))
    if target.nobody is Nobody.SUCH:
        return Screen(t("No open activity is such now, so nothing was sent."))
    return Screen(t("No activity is overdue now, so nothing was sent."))


def only_its_author(t: Texts) -> Html:
    """Say that only the author may press the button."""
    return t("Only the author of these words can send them as an instruction.")


def another_officer(t: Texts) -> Screen:
    """Say that a change of the responsible officer is no instruction, and has reached the control department."""
    lines = [
        t("The responsible officer is changed by the control department. Your words were passed to it."),
        t("Nothing was sent to the executors."),
    ]
    return Screen(join(lines))


def change_officer(t: Texts, activity: int | None) -> Screen:
    """To an admin: the responsible officer is changed by a button, and not by words to the executors."""
    lines = [
        t("The responsible officer is changed on the card."),
        t("Nothing was sent to the executors."),
    ]
    if activity is None:
        return Screen(join(lines))
    change = callbacks.Manage(activity=activity, what=callbacks.ManageStep.LEAD)
    return Screen(join(lines), ((button(t("👤 Change the responsible officer"), change),),))


def how_to_instruct(t: Texts) -> Screen:
    """Say how to instruct: the bot was named, but no activity."""
    return Screen(
        t("To give an instruction, reply to an activity’s card, or write its number: «activity 7», then the words.")
    )


def by_yourself(t: Texts) -> Screen:
    """To an anonymous group admin who wants to instruct."""
    return Screen(t("An instruction carries its author’s name. Please write it from your own account."))


def _which(t: Texts, choices: Sequence[ActivityFacts]) -> Html:
    lines = [bold(t("📌 Which activity is this instruction about?"))]
    lines.append(t("For another one, write its number («activity 7: …»), or reply to its card."))
    return join(lines)


def _choices(t: Texts, instruction: InstructionFacts, choices: Sequence[ActivityFacts]) -> tuple[Row, ...]:
    buttons = [
        button(choice_label(t, one), callbacks.Instruct(instruction=instruction.id, activity=one.id))
        for one in choices[:CHOICES]
    ]
    return in_rows(buttons, 1)


def _head(t: Texts, activity: ActivityFacts) -> Html:
    name = short_name(t, activity)
    return bold(t("📌 Instruction on №{number} ({name})", number=t.script(activity.written_number), name=name))


def _signed(t: Texts, instruction: InstructionFacts) -> Html:
    when = t.moment(instruction.given_at) if instruction.given_at is not None else Html("")
    return Html(f"{bold(instruction.author)}, {when}")


def _cards(t: Texts, activities: Sequence[ActivityFacts]) -> tuple[Row, ...]:
    if len(activities) == 1:
        return (_card(t, activities[0]),)
    buttons = [button(number_sign(t, one), callbacks.OpenActivity(activity=one.id)) for one in activities[:CHOICES]]
    return in_rows(buttons, 4)


def _card(t: Texts, activity: ActivityFacts) -> Row:
    return (button(activity_number(t, activity), callbacks.OpenActivity(activity=activity.id)),)
