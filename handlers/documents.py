"""Documents, made in the background; they replace the message that announced them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

import structlog
from aiogram.exceptions import TelegramAPIError

from handlers.background import Background, in_thread
from handlers.talk import Talk
from handlers.typing import typing
from services.language.question_words import Place
from services.leadership.report import Overview
from services.leadership.summary import SummaryFacts
from services.reports.control_cards import Proceedings
from services.reports.notices import NoticeFacts
from views import document as views
from views import notices as notice_views
from views.documents.execution import Execution
from views.kit.screen import Screen
from views.kit.texts import Texts

log = structlog.get_logger(__name__)


KINDS = ("docx", "xlsx", "pdf")


async def promise(talk: Talk, overview: Overview, background: Background) -> None:
    """Announce the document, and make it while the bot goes on answering."""
    await _promise(talk, lambda: document(talk, overview), overview.question.format or "docx", background)


async def promise_of(talk: Talk, execution: Execution, kind: str, background: Background) -> None:
    """The same of what is known already."""
    await _promise(talk, lambda: in_thread(made, talk.t, execution, kind), kind, background)


async def _promise(talk: Talk, make: Callable[[], Awaitable[Screen]], kind: str, background: Background) -> None:
    message_id = await talk.say(views.preparing(talk.t))
    if message_id is not None:  # who is muted gets none
        background.start(_keep(talk, make, kind, message_id), f"document {kind}")


async def _keep(talk: Talk, make: Callable[[], Awaitable[Screen]], kind: str, message_id: int) -> None:
    try:
        async with typing(talk, "upload_document"):
            screen = await make()
            is_there = await talk.rewrite(message_id, screen)
    except TelegramAPIError:
        raise  # there is no one to be told: Telegram does not take what is said
    except Exception:
        log.exception("document failed", format=kind)
        screen = views.failed(talk.t)
        is_there = await talk.rewrite(message_id, screen)
    if not is_there:
        await talk.say(screen)


async def document(talk: Talk, overview: Overview) -> Screen:
    """Make the document that a question with a format asks for."""
    question, chosen = overview.question, overview.activities
    if question.place is Place.NOTICES:
        return await in_thread(made_of_notices, talk.t, overview.summary, overview.notices, question.format or "docx")
    reports = await talk.services.reports.on_each([activity.id for activity in chosen])
    execution = Execution(overview.summary, replace(question, format=None), chosen, reports)
    if question.format == "card":
        proceedings = await talk.services.control_cards.proceedings(chosen)
        return await in_thread(_control_cards, talk.t, execution, proceedings)
    return await in_thread(made, talk.t, execution, question.format or "docx")


def made(t: Texts, execution: Execution, kind: str) -> Screen:
    """The document as a screen. Takes up to a minute for a large plan, so call it in a thread."""
    # The libraries are imported when the first document is made: a start does not wait for them.
    if kind == "xlsx":
        from views.documents.excel import excel  # noqa: PLC0415 -- as said above

        return views.ready(t, execution, excel(t, execution), kind)
    from views.documents.word import word  # noqa: PLC0415 -- as said above

    content = word(t, execution)
    return _as_pdf(t, execution, content) if kind == "pdf" else views.ready(t, execution, content, kind)


def _control_cards(t: Texts, execution: Execution, proceedings: Mapping[int, Proceedings]) -> Screen:
    from views.documents.control_card import control_cards  # noqa: PLC0415 -- as said above

    return views.control_cards_ready(t, execution, control_cards(t, execution, proceedings))


def made_of_notices(t: Texts, summary: SummaryFacts, notices: Sequence[NoticeFacts], kind: str) -> Screen:
    """The proof that executors were told what is theirs: a workbook, or else a Word file."""
    from views.documents.notices import notices_excel, notices_word  # noqa: PLC0415 -- as said above

    content = notices_excel(t, summary, notices) if kind == "xlsx" else notices_word(t, summary, notices)
    name = f"tanishuv-{summary.today}.{'xlsx' if kind == 'xlsx' else 'docx'}"
    return notice_views.file_ready(t, name, content, notices)


def _as_pdf(t: Texts, execution: Execution, word: bytes) -> Screen:
    from views.documents.pdf import NoLibreOfficeError, pdf  # noqa: PLC0415 -- as said above

    try:
        return views.ready(t, execution, pdf(word), "pdf")
    except NoLibreOfficeError:
        return views.instead_of_pdf(t, execution, word)
