"""Questions on the bot's own affairs: answered from what the asker may know of them."""

from collections.abc import Set
from dataclasses import replace

from handlers.settings import help_of, settings_of
from handlers.talk import Talk
from services.language.reading.matters import HOW_TO, Matter
from services.leadership.report import Overview
from views import asking
from views import matters as views
from views import review as review_views
from views.kit.screen import Screen
from views.kit.texts import join


async def answer_on(talk: Talk, overview: Overview) -> Screen | None:
    """The screen that answers; None if the bot cannot answer this person."""
    matter = overview.question.matter
    activities = overview.activities
    if matter in HOW_TO:
        return await _how_to(talk, overview)
    if matter is Matter.NEAREST:
        return views.nearest(talk.t, activities)
    if matter is Matter.UNLINKED:
        return views.unlinked(talk.t, overview.summary) if overview.is_whole else None
    is_waiting = matter is Matter.WAITING
    if is_waiting and talk.person.is_admin and talk.is_private:
        return review_views.waiting(talk.t, await talk.services.decisions.waiting(talk.now))
    ids = [one.id for one in activities]
    found = await talk.services.decisions.latest(ids, talk.now, waiting=is_waiting)
    if not found and (former := await of_former(talk, overview, {*overview.question.numbers})) is not None:
        return former
    return views.fates(talk.t, found, activities, waiting=is_waiting)


async def of_former(talk: Talk, overview: Overview, numbers: Set[int]) -> Screen | None:
    """What became of what waited for a decision under these numbers when its plan ended; None if nothing did."""
    reader = None if overview.is_whole else talk.person.executor_ids
    found = await talk.services.decisions.of_former(numbers, reader, talk.now) if numbers else ()
    return asking.of_former(talk.t, found) if found else None


async def _how_to(talk: Talk, overview: Overview) -> Screen:
    matter, t = overview.question.matter, talk.t
    if not talk.person.is_officer and matter not in (Matter.SETTINGS, Matter.REMINDERS):
        return await help_of(talk)
    own = [one for one in overview.activities if one.part_of(talk.person.executor_ids) is not None]
    named = own[0] if len(own) == 1 and overview.question.numbers else None
    number = t.script(own[0].written_number) if own else views.NUMBER
    if matter is Matter.MORE_TIME:
        return views.how_to_get_time(t, number, named)
    if matter is Matter.FILE:
        return views.how_to_send_files(t, number, named)
    if matter is Matter.MENDING:
        return views.how_to_mend(t, number)
    settings = await settings_of(talk) if talk.is_private else Screen(views.why_reminders(t))
    if matter is Matter.SETTINGS or not talk.is_private:
        return settings
    return replace(settings, text=join([views.why_reminders(t), settings.text], "\n\n"))
