"""Questions in plain words: answered from what the asker may know.

Whoever may read the whole plan (an admin, and whoever is in the leadership chat) is answered as by /report; an officer
from their own activities.
"""

from collections.abc import Sequence
from dataclasses import replace

from aiogram import Router
from aiogram.types import Message

from handlers import amendments, past, report
from handlers.background import Background
from handlers.cards import card_screen, list_of
from handlers.filters import no_command, private, reads_plan
from handlers.matters import answer_on, of_former
from handlers.settings import help_of
from handlers.talk import Talk, words_of
from services.language.question_words import Place
from services.language.questions import Question
from services.language.script import bare
from services.leadership.past import former_plan_in
from services.leadership.report import Overview
from services.messages.anchors import Said
from services.messages.purposes import About
from services.plan.sight import seeing
from services.plan.status import Status
from views import asking as views
from views import cards as card_views
from views import notices as notice_views
from views import report as report_views
from views.kit.screen import Screen

OF_ACCEPTANCE = ("qabul", "tasdiq", "prinyal", "prinyat", "prinima", "accept")
HANDED_IN = frozenset({Status.REVIEW, Status.RETURNED, Status.DONE, Status.DONE_LATE})


def setup() -> Router:
    """The router of this feature; it stands before all that officers write."""
    router = Router(name="asking")
    router.message.register(ask, private, no_command, reads_plan, asks_only)
    return router


async def asks_only(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Words that ask something of the plan and report nothing; the handler gets the answer as `overview`."""
    said = await talk.subject()
    if not words_of(message) or (said is not None and said.is_question):
        return False
    if talk.person.is_officer and not await talk.services.reporting.only_asks(talk.person, words_of(message), talk.now):
        return False
    with seeing(await talk.sight()):
        return await _asked(message, talk, said)


async def _asked(message: Message, talk: Talk, said: Said[About] | None) -> bool | dict[str, object]:
    if (screen := await amendments.screen_of(talk, words_of(message))) is not None:
        return {"overview": None, "screen": screen}
    overview = await overview_of(talk, words_of(message), said)
    if overview is not None and overview.is_whole and (left := await _of_former(talk, overview, words_of(message))):
        return {"overview": overview, "screen": left}
    is_asked = overview is not None and (overview.is_understood or former_plan_in(words_of(message)) is not None)
    return {"overview": overview} if is_asked else False


async def ask(
    message: Message, talk: Talk, overview: Overview | None, background: Background, screen: Screen | None = None
) -> None:
    """A question from somebody who may read the whole plan; the `screen` that answers it, if it is known."""
    if screen is None and overview is not None:
        screen = await past.screen_of(talk, words_of(message), overview)
    if screen is not None:
        await talk.say(screen)
        return
    await report.answer(talk, overview, background, talk.say)


async def overview_of(talk: Talk, words: str, said: Said[About] | None, about: Sequence[int] = ()) -> Overview | None:
    """What the words ask, as far as this person may see the plan; None before a plan was loaded.

    They follow or answer what was `said`; `about` are activities (ids) that are meant instead of those that this shows.
    """
    return await talk.services.overviews.asked(
        words,
        talk.labels,
        talk.now,
        await talk.reader(),
        about or (said.activity_ids if said is not None else ()),
        replied=talk.is_reply,
        shown_at=said.said_at if said is not None else None,
    )


async def answer_to(talk: Talk, words: str, said: Said[About] | None, about: Sequence[int]) -> Screen | None:
    """The screen that answers a question of the person's; None where the bot cannot answer it."""
    if (screen := await amendments.screen_of(talk, words)) is not None:
        return screen
    overview = await overview_of(talk, words, said, about)
    if overview is None:
        return None
    if overview.is_gone:
        return report_views.gone(talk.t, overview)
    if (former := await _of_former(talk, overview, words)) is not None:
        return former
    if overview.is_whole:
        return await report.screen(talk, overview) if overview.question.asks else None
    screen = await _own(talk, overview)
    return report_views.with_formers(talk.t, overview, screen) if screen is not None else None


async def _of_former(talk: Talk, overview: Overview, words: str) -> Screen | None:
    """What is asked of work that was handed in before its plan ended; None if nothing of it is.

    A number means the plan in force, unless it has no such activity or acceptance is asked of what nobody handed in.
    """
    question = overview.question
    is_of_acceptance = any(part in bare(words) for part in OF_ACCEPTANCE)
    handed_in = {one.number for one in overview.activities if one.status in HANDED_IN}
    numbers = question.strange_numbers | ({*question.numbers} - handed_in if is_of_acceptance else set())
    return None if talk.is_reply else await of_former(talk, overview, numbers)


async def _own(talk: Talk, overview: Overview) -> Screen | None:
    question = overview.question
    stranger = next((one.word for one in question.unknown if one.word.isdecimal()), None)
    if question.help:  # help wanted for an activity, or of somebody, is no question about the bot
        return await help_of(talk) if question.is_mere_plea else None
    if stranger is not None and not question.numbers:
        return views.not_yours(talk.t, stranger)
    return await (_of_their_work(talk, overview) if question.is_of_work else answer_on(talk, overview))


async def _of_their_work(talk: Talk, overview: Overview) -> Screen | None:
    question = overview.question
    if question.place is Place.NOTICES:
        return notice_views.proof(talk.t, overview.notices, is_whole=False)
    if not question.asks or question.ambiguous or question.place not in (None, Place.SOON, Place.WHOLE):
        return None
    if question.place is Place.SOON:
        soon = replace(overview, activities=overview.summary.due_soon, question=Question())
        return views.own(talk.t, soon)
    if overview.card is not None:
        is_of_it = question.aim is not None
        return card_views.brief(talk.t, overview.card) if is_of_it else await card_screen(talk, overview.card)
    is_all = len(overview.activities) == overview.summary.total and not question.unknown
    return await list_of(talk) if is_all or question.place is Place.WHOLE else views.own(talk.t, overview)
