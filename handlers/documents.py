"""Documents, made in the background; they replace the message that announced them."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog
from aiogram.exceptions import TelegramAPIError

from handlers.background import FEW, Background
from handlers.talk import Talk
from handlers.typing import typing
from services.language.question_words import Place
from services.leadership.report import Overview
from views import document as views
from views.documents.execution import Execution
from views.kit.office import libreoffice
from views.kit.screen import Screen
from views.making import made, made_cards, made_of_notices

log = structlog.get_logger(__name__)


KINDS = ("docx", "xlsx", "pdf")


async def promise(talk: Talk, overview: Overview, background: Background) -> None:
    """Announce the document, and make it while the bot goes on answering."""
    await _promise(talk, lambda: document(talk, overview, background), overview.question.format or "docx", background)


async def promise_of(talk: Talk, execution: Execution, kind: str, background: Background) -> None:
    """The same of what is known already."""
    await _promise(talk, lambda: _made(talk, execution, kind, background), kind, background)


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


async def document(talk: Talk, overview: Overview, background: Background) -> Screen:
    """Make the document that a question with a format asks for."""
    question, chosen = overview.question, overview.activities
    if question.place is Place.NOTICES:
        notices = overview.notices
        given = (talk.t, overview.summary, notices, question.format or "docx")
        return await background.made(len(notices) > FEW, made_of_notices, *given)
    reports = await talk.services.reports.on_each([activity.id for activity in chosen])
    execution = Execution(overview.summary, replace(question, format=None), chosen, reports)
    if question.format == "card":
        proceedings = await talk.services.control_cards.proceedings(chosen)
        return await background.made(len(chosen) > FEW, made_cards, talk.t, execution, proceedings)
    return await _made(talk, execution, question.format or "docx", background)


async def _made(talk: Talk, execution: Execution, kind: str, background: Background) -> Screen:
    # By LibreOffice in any case: it ends with the process that started it, however that ends.
    is_long = len(execution.activities) > FEW or (kind == "pdf" and libreoffice() is not None)
    return await background.made(is_long, made, talk.t, execution, kind)
