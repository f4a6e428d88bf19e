"""Instructions, as the leaders who give them and the officers who answer them see them."""

from collections.abc import Sequence

from services.messages.purposes import ShowsInstruction, ShowsInstructionGiven, ShowsInstructionReply
from services.plan.figures import ActivityFacts
from services.reports.instructions import Given, InstructionFacts, InstructionReply, Kept
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
    executors_line,
    opening,
    short_name,
    signed_status,
)

CHOICES = 12
WORDS = 1500  # of an instruction or of its answer, in one message


def offer(t: Texts, kept: Kept) -> Screen:
    """Ask a leader who wrote under activities whether it is an instruction, and on which of them."""
    no = (button(t("✖️ No instruction"), callbacks.Instruct(instruction=kept.instruction.id)),)
    if len(kept.choices) > 1:
        return Screen(_which(t, kept.choices), (*_choices(t, kept), no))
    [activity] = kept.choices
    text = t(
        "Send these words as an instruction on {activity} to its executors: {names}?",
        activity=bold(activity_name(t, activity)),
        names=executors_line(t, activity.parts),
    )
    yes = button(t("📌 Instruction"), callbacks.Instruct(instruction=kept.instruction.id, activity=activity.id))
    return Screen(text, ((yes, *no),))


def given(t: Texts, given: Given) -> Screen:
    """Say that the instruction is on its way, and which executors cannot be told."""
    activity = given.activity
    told = tuple(part for part in activity.parts if part.is_linked)
    others = tuple(part for part in activity.parts if not part.is_linked)
    lines = [_head(t, activity)]
    if told:
        lines.append(t("Sent to: {names}. Their answers will come here.", names=executors_line(t, told)))
    if others:
        lines.append(t("Not linked yet, so not told: {names}", names=executors_line(t, others)))
    about = ShowsInstructionGiven(activities=(activity.id,), instruction=given.instruction.id)
    return Screen(join(lines), (_card(t, activity),), about=about)


def letter(t: Texts, instruction: InstructionFacts, activity: ActivityFacts) -> Screen:
    """The instruction, as an executor of its activity sees it."""
    lines = [
        _head(t, activity),
        deadline_line(t, activity),
        Html(""),
        _signed(t, instruction),
        quote(opening(t, instruction.text, WORDS)),
        t(
            "Reply to this message: it is a report on the activity, and {author} will read it.",
            author=instruction.author,
        ),
    ]
    about = ShowsInstruction(activities=(activity.id,), instruction=instruction.id)
    whole = wording_rows(t, Wording.INSTRUCTION, instruction.id, instruction.text, WORDS)
    return Screen(join(lines), (*whole, _card(t, activity)), about=about, files=instruction.files)


def reply(t: Texts, reply: InstructionReply) -> Screen:
    """An executor's answer, under the instruction."""
    report = reply.report
    head = t(
        "↩️ {name} on the instruction, activity {number} ({title})",
        name=t.plan(report.executor),
        number=reply.activity.number,
        title=short_name(t, reply.activity),
    )
    lines = [bold(head), *words_of(t, report, WORDS), signed_status(t, reply.activity)]
    about = ShowsInstructionReply(activities=(reply.activity.id,), instruction=reply.instruction.id)
    return Screen(
        join(lines),
        (*whole_rows(t, [report], WORDS), _card(t, reply.activity)),
        about=about,
        files=report.files,
        reply_to=reply.instruction.message_id,
    )


def not_given(t: Texts) -> Screen:
    """Say that nothing was sent."""
    return Screen(t("Nothing was sent."))


def only_its_author(t: Texts) -> Html:
    """Say that only the author may press the button."""
    return t("Only the author of these words can send them as an instruction.")


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
    if choices[CHOICES:]:
        lines.append(t("For another activity, reply to its card."))
    return join(lines)


def _choices(t: Texts, kept: Kept) -> tuple[Row, ...]:
    buttons = [
        button(choice_label(t, one), callbacks.Instruct(instruction=kept.instruction.id, activity=one.id))
        for one in kept.choices[:CHOICES]
    ]
    return in_rows(buttons, 1)


def _head(t: Texts, activity: ActivityFacts) -> Html:
    name = short_name(t, activity)
    return bold(t("📌 Instruction on activity {number} ({name})", number=activity.number, name=name))


def _signed(t: Texts, instruction: InstructionFacts) -> Html:
    when = t.moment(instruction.given_at) if instruction.given_at is not None else Html("")
    return Html(f"{bold(instruction.author)}, {when}")


def _card(t: Texts, activity: ActivityFacts) -> Row:
    return (button(activity_number(t, activity), callbacks.OpenActivity(activity=activity.id)),)
