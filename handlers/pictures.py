"""The time line and the plan by section: drawn in a thread, sent as photos."""

from collections.abc import Callable
from dataclasses import replace

from handlers.background import in_thread
from handlers.talk import Talk
from handlers.typing import typing
from services.leadership.report import Overview
from views import report as views
from views import summary as summary_views
from views.kit.screen import Screen
from views.kit.texts import Texts


async def show_time_line(talk: Talk, overview: Overview) -> None:
    """The activities that a question names, along the months."""
    await _show(talk, _time_line, overview)


async def show_plan(talk: Talk, overview: Overview) -> None:
    """The plan by section, as the summary has it."""
    await _show(talk, _plan, overview)


async def _show(talk: Talk, draw: Callable[[Texts, Overview], Screen], overview: Overview) -> None:
    await talk.release()
    if talk.is_muted:  # nobody would see it
        return
    async with typing(talk, "upload_photo"):
        await talk.show(await in_thread(draw, talk.t, overview))


def _plan(t: Texts, overview: Overview) -> Screen:
    return summary_views.picture(t, overview.summary)


def _time_line(t: Texts, overview: Overview) -> Screen:
    from views.pictures.timeline import time_line  # noqa: PLC0415 -- matplotlib takes a second: not before it is needed

    summary, activities = overview.summary, overview.activities
    asked = replace(overview.question, format=None)
    content = time_line(t, summary, activities, views.time_line_of(t, summary, asked, activities))
    return views.time_line(t, summary, asked, activities, content)
