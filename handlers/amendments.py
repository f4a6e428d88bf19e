"""Questions on the plan itself: what was changed in it, how many activities it has, which have no deadline."""

from handlers.talk import Talk
from views import amendments as views
from views.kit.screen import Screen


async def screen_of(talk: Talk, words: str) -> Screen | None:
    """The answer to a question on the plan itself, as far as this person may see it; None if the words ask no such."""
    answered = await talk.services.amendments.asked(words, talk.labels, talk.now, await talk.reader())
    return views.answer(talk.t, answered) if answered is not None else None
