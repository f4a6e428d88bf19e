"""What handing an activity in lacks: whether it is handed in all the same is asked of its lead."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from services.messages.purposes import AsksHandIn, ShowsCard
from services.plan.figures import Part
from services.reports.drafts import Waits
from services.reports.message import Choice
from views.kit import callbacks
from views.kit.callbacks import Despite
from views.kit.screen import Row, Screen, button
from views.kit.texts import Html, Texts, bold, italic, join, quote
from views.kit.words import activity_name, activity_number, executor_name, opening

SHOWN = 300  # characters of the kept words
NAMES = 8


def lacking(t: Texts, choice: Choice) -> Screen:
    """Whose parts are open; a reason is a press or a word, and what was written is kept meanwhile."""
    [activity], draft = choice.choices, choice.report_id
    parts = choice.lacking.parts if choice.lacking is not None else ()
    is_refused = choice.lacking is not None and choice.lacking.is_refused
    lines = [bold(activity_name(t, activity)), t("Not delivered yet: {names}", names=names(t, parts))]
    if choice.text:
        lines.append(quote(opening(t, choice.text, SHOWN)))
    if is_refused:
        lines.append(
            t("It can be handed in once all parts are delivered. You will be told of it; your words are kept.")
        )
    else:
        lines.append(bold(t("Hand it in all the same? Choose the reason, or write it.")))
    wait: Row = (_answer(t("⏳ I will wait"), draft, Despite.WAIT),)
    reasons = (
        _answer(reason(t, Despite.OWN), draft, Despite.OWN),
        _answer(reason(t, Despite.NEEDLESS), draft, Despite.NEEDLESS),
    )
    about = AsksHandIn(activities=(activity.id,), draft=draft)
    return Screen(join(lines), (wait,) if is_refused else (*((one,) for one in reasons), wait), about=about)


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
    told = t("⚠️ Handed in while parts were open: {names}", names=shown)
    return [told, t("The reason: {reason}", reason=italic(opening(t, despite, SHOWN)))] if despite else [told]


def waits(t: Texts, kept: Waits) -> Screen:
    """The lead waits: nothing is handed in, and nothing is lost."""
    lines = [
        bold(activity_name(t, kept.activity)),
        t("⏳ Not handed in. You will be told when these parts are delivered: {names}", names=names(t, kept.parts)),
    ]
    if kept.text:
        lines += [t("Your words are kept:"), quote(opening(t, kept.text, SHOWN))]
    card = button(activity_number(t, kept.activity), callbacks.OpenActivity(activity=kept.activity.id))
    return Screen(join(lines), ((card,),), about=ShowsCard(activities=(kept.activity.id,)))


def write_the_reason(t: Texts) -> Html:
    """To a mere yes."""
    return t("Please choose the reason by a button, or write it in a few words.")
