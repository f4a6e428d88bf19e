"""What handing an activity in lacks is asked of its lead: open parts (wait, or why not), then the document."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from services.messages.purposes import AsksHandIn, AsksWhich, ShowsCard
from services.plan.figures import ActivityFacts, Part
from services.reports.drafts import Waits
from services.reports.handing_in import HandIn
from services.reports.message import Choice
from services.reports.reading import DocumentFacts, Lack
from views.kit import callbacks
from views.kit.callbacks import Despite
from views.kit.screen import Row, Screen, button
from views.kit.texts import Html, Texts, bold, italic, join, quote
from views.kit.words import activity_name, activity_number, executor_name, files_line, number_sign, opening
from views.orders import tree_line

SHOWN = 300  # characters of the kept words
NAMES = 8


def lacking(t: Texts, choice: Choice, hand_in: HandIn) -> Screen:
    """What is asked before the activity is handed in, one thing at a time."""
    if not hand_in.asks_parts and hand_in.document is not None:
        return _document(t, choice, hand_in.document)
    return _open_parts(t, choice, hand_in)


def _open_parts(t: Texts, choice: Choice, hand_in: HandIn) -> Screen:
    """Whose parts are open; a reason is a press or a word, and what was written or sent is kept meanwhile."""
    [activity], draft = choice.choices, choice.report_id
    lines = [bold(activity_name(t, activity)), *_not_delivered(t, hand_in)]
    if choice.text:
        lines.append(quote(opening(t, choice.text, SHOWN)))
    lines += [files_line(t, hand_in.files)] if hand_in.files else []
    lines += given_lines(t, hand_in.document) if hand_in.document is not None else []
    if hand_in.is_refused:
        lines.append(
            t("It can be handed in once all parts are delivered. You will be told of it; your words are kept.")
        )
    else:
        lines.append(bold(t("Hand it in all the same? Choose the reason, or write it.")))
    about = AsksHandIn(activities=(activity.id,), draft=draft)
    keys = hand_in_keys(t, draft)
    return Screen(join(lines), tuple((one,) for one in (keys[-1:] if hand_in.is_refused else keys)), about=about)


def hand_in_keys(t: Texts, draft: int) -> tuple[InlineKeyboardButton, ...]:
    """The two reasons that a press gives; to wait is the last."""
    return (
        _answer(t("✅ Yes, I have their parts"), draft, Despite.OWN),
        _answer(t("✅ Yes, parts not needed"), draft, Despite.NEEDLESS),
        _answer(t("⏳ I will wait"), draft, Despite.WAIT),
    )


def _not_delivered(t: Texts, hand_in: HandIn) -> list[Html]:
    lines = [t("Not delivered yet: {names}", names=names(t, hand_in.parts))] if hand_in.parts else []
    if hand_in.orders:
        lines += [t("Orders under it that are not done:"), *(tree_line(t, one) for one in hand_in.orders[:NAMES])]
    return lines


def _document(t: Texts, choice: Choice, given: DocumentFacts) -> Screen:
    """Say what is understood of the document by which the work is handed in, and ask for the next thing missing."""
    [activity], draft = choice.choices, choice.report_id
    asks = {
        Lack.NUMBER: t("What is the number of the document?"),
        Lack.DAY: t("What is the date of the document?"),
        Lack.FILE: t("Send the document itself: a file or a photo."),
    }
    examples = {
        Lack.NUMBER: t("For example: 12, or «01-15/234 of 15 March». A document without a number: «no number»."),
        Lack.DAY: t("For example: {day}", day=f"{activity.today:%d.%m.%Y}"),
    }
    lack = given.lack or Lack.FILE
    lines = [
        t("📎 {activity} is handed in with a document.", activity=bold(activity_name(t, activity))),
        *given_lines(t, given),
        *([t("That day is still to come: check the date.")] if given.is_ahead and lack is Lack.DAY else []),
        bold(asks[lack]),
        *([examples[lack]] if lack in examples else []),
        t("Your report is kept. It will be handed in as soon as the document is complete."),
    ]
    return Screen(join(lines), (_not_yet(t, choice),), about=AsksWhich(draft=draft))


def given_lines(t: Texts, given: DocumentFacts) -> list[Html]:
    """What is given of a document so far."""
    said = [t("number {number}", number=bold(given.number))] if given.number else []
    said += [t("date {day}", day=bold(t.long_day(given.day)))] if given.day is not None else []
    said += [t("file received")] if given.has_file else []
    return [t("Understood: {what}", what=Html(", ".join(said)))] if said else []


def _not_yet(t: Texts, choice: Choice) -> Row:
    """The document is not there yet: the words stay as a report on the way; a mere press leaves nothing."""
    draft = choice.report_id
    if choice.text:
        return (button(t("⏳ Not ready yet"), callbacks.Settle(draft=draft)),)
    return (button(t("⏳ Not ready yet"), callbacks.NoReport(draft=draft)),)


def _answer(label: Html, draft: int, why: Despite) -> InlineKeyboardButton:
    return button(label, callbacks.HandIn(draft=draft, why=why))


def reason(t: Texts, why: Despite) -> Html:
    """The reason that a button gives."""
    return t("Their parts are with me") if why is Despite.OWN else t("Their parts are not needed")


def names(t: Texts, parts: tuple[Part, ...]) -> Html:
    """«М. Мирамиров (40%), Н. Умаров»."""
    shown = [_name(t, part) for part in parts[:NAMES]]
    return Html(", ".join([*shown, *(["…"] if len(parts) > NAMES else [])]))


def _name(t: Texts, part: Part) -> Html:
    name = executor_name(t, part.executor)
    return Html(f"{name} ({part.percent}%)") if part.percent else name


def despite_lines(t: Texts, open_parts: Sequence[str], despite: str | None) -> list[Html]:
    """To whoever accepts: whose parts were open when it was handed in, and why it was all the same."""
    if not open_parts:
        return []
    shown = Html(", ".join(t.plan(name) for name in open_parts))
    return [t("⚠️ Handed in while parts were open: {names}", names=shown), *reason_lines(t, despite)]


def reason_lines(t: Texts, despite: str | None) -> list[Html]:
    """Why it was handed in while parts were open."""
    return [t("The reason: {reason}", reason=italic(opening(t, despite, SHOWN)))] if despite else []


def waited_for(t: Texts, parts: tuple[Part, ...], orders: Sequence[ActivityFacts]) -> Html:
    """Whose parts are open, and the numbers of the open orders."""
    numbers = [number_sign(t, one) for one in orders[:NAMES]]
    return Html(", ".join([*([names(t, parts)] if parts else []), *numbers]))


def waits(t: Texts, kept: Waits) -> Screen:
    """The lead waits: nothing is handed in, and nothing is lost."""
    lines = [
        bold(activity_name(t, kept.activity)),
        t(
            "⏳ Not handed in. You will be told when these parts are delivered: {names}",
            names=waited_for(t, kept.parts, kept.orders),
        ),
    ]
    if kept.text:
        lines += [t("Your words are kept:"), quote(opening(t, kept.text, SHOWN))]
    card = button(activity_number(t, kept.activity), callbacks.OpenActivity(activity=kept.activity.id))
    return Screen(join(lines), ((card,),), about=ShowsCard(activities=(kept.activity.id,)))


def write_the_reason(t: Texts) -> Html:
    """To a mere yes."""
    return t("Please choose the reason by a button, or write it in a few words.")
