"""The timeline, drawn in a thread and sent as a photo."""

from dataclasses import replace

from handlers.background import in_thread
from handlers.talk import Talk
from handlers.typing import typing
from services.leadership.report import Overview
from views import report as views
from views.kit.screen import Screen
from views.kit.texts import Texts


async def show_time_line(talk: Talk, overview: Overview) -> None:
    """The activities that a question names, along the months."""
    await talk.release()
    if talk.is_muted:  # nobody would see it
        return
    async with typing(talk, "upload_photo"):
        await talk.say(await in_thread(_drawn, talk.t, overview))


def _drawn(t: Texts, overview: Overview) -> Screen:
    from views.pictures.timeline import time_line  # noqa: PLC0415 -- matplotlib takes a second: not before it is needed

    summary, activities = overview.summary, overview.activities
    asked = replace(overview.question, format=None)
    content = time_line(t, summary, activities, views.time_line_of(t, summary, asked, activities))
    return views.time_line(t, summary, asked, activities, content)
