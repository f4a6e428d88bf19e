"""/report: the plan at a glance, for admins anywhere and for anybody in the leadership chat."""

from collections.abc import Callable
from dataclasses import replace

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers import documents, pictures
from handlers.background import Background
from handlers.filters import decides, reads_plan
from handlers.talk import Talk
from services.language.questions import Question, Span, parse_question
from services.leadership.selection import named, select
from services.leadership.summary import SummaryFacts
from views import cards as card_views
from views import report as views
from views.kit.callbacks import Report
from views.kit.screen import Screen
from views.kit.texts import Texts
from views.query import unpack

# Screens that a button asks for by a name of their own.
PLACES: dict[str, Callable[[Texts, SummaryFacts, int], Screen]] = {
    "menu": lambda t, facts, _page: views.menu(t, facts),
    "help": lambda t, facts, _page: views.help_screen(t, facts),
    "sections": views.sections,
    "officers": views.officers,
    "silent": views.silent,
    "soon": views.due_soon,
}


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="report")
    router.message.register(report, Command("report"), reads_plan)
    router.message.register(refuse, Command("report"), is_no_stranger)
    router.callback_query.register(turn, Report.filter(), reads_plan)
    router.callback_query.register(refuse_press, Report.filter(), is_no_stranger)
    return router


async def is_no_stranger(_event: TelegramObject, talk: Talk) -> bool:
    """Whoever may know that there is a report; an outsider is answered as to anything else."""
    return not talk.person.is_outsider


async def report(_message: Message, command: CommandObject, talk: Talk, background: Background) -> None:
    """/report and its words."""
    facts = await talk.services.summaries.facts(talk.now)
    if facts is None:
        await talk.tell(views.no_plan(talk.t))
        return
    question = read(talk.t, command.args or "", facts)
    if asks_for_file(talk.t, facts, question):
        await make(talk, facts, question, background)
    else:
        await talk.say(await answer(talk, facts, question))


async def turn(_callback: CallbackQuery, callback_data: Report, talk: Talk, background: Background) -> None:
    """A report by button: of a summary, of the menu, of a page."""
    facts = await talk.services.summaries.facts(talk.now)
    if facts is None:
        await talk.tell(views.no_plan(talk.t))
        return
    place, question = PLACES.get(callback_data.words), unpack(callback_data.words)
    if place is not None:
        await talk.show(place(talk.t, facts, callback_data.page))
    elif asks_for_file(talk.t, facts, question):
        await make(talk, facts, question, background)
    else:
        await talk.show(await answer(talk, facts, question, callback_data.page))


async def refuse(_message: Message, talk: Talk) -> None:
    """/report from somebody to whom the whole plan is not shown."""
    await talk.tell(views.refused(talk.t))


async def refuse_press(_callback: CallbackQuery, talk: Talk) -> None:
    """A report's button, pressed by them (a forwarded summary, a right that was lost)."""
    await talk.toast(views.refused(talk.t), alert=True)


async def answer(talk: Talk, facts: SummaryFacts, question: Question, page: int = 0) -> Screen:
    """The screen that answers a question."""
    asked_back = ask_back(talk.t, facts, question)
    if asked_back is not None:
        return asked_back
    return await _answer(talk, facts, replace(question, format=None), page)


async def make(talk: Talk, facts: SummaryFacts, question: Question, background: Background) -> None:
    """The document or the picture that was asked for."""
    if question.format == "timeline":
        await pictures.show_time_line(talk, facts, question)
    else:
        await documents.promise(talk, facts, question, background)


def asks_for_file(t: Texts, facts: SummaryFacts, question: Question) -> bool:
    """Whether the answer is a file: one was asked for, it is clear of what, and there is anything to put in it."""
    return question.format is not None and ask_back(t, facts, question) is None and bool(select(facts, question))


def ask_back(t: Texts, facts: SummaryFacts, question: Question) -> Screen | None:
    """What to say to a question that is not clear, or that asks for help; None for a clear one."""
    if question.help:
        return views.help_screen(t, facts)
    if question.ambiguous:
        return views.which_officer(t, question)
    if question.unknown:
        return views.closest(t, facts, [one.word for one in question.unknown], suggestions(t, question, facts))
    return None


async def _answer(talk: Talk, facts: SummaryFacts, question: Question, page: int) -> Screen:
    if question == Question():
        return views.whole(talk.t, facts, page)
    activities = select(facts, question)
    if question == Question(numbers=question.numbers) and len(activities) == 1:
        return await card(talk, activities[0].id)
    return views.found(talk.t, facts, question, activities, page)


async def card(talk: Talk, activity_id: int) -> Screen:
    """An activity whole."""
    found = await talk.services.cards.card(activity_id, await talk.reader(), talk.today)
    if found is None:
        return card_views.not_yours(talk.t)
    manages = talk.person.is_admin and talk.is_private
    return views.card(talk.t, found, decides=await decides(None, talk), manages=manages)


def read(t: Texts, text: str, facts: SummaryFacts) -> Question:
    """The words after /report, read against this plan."""
    return parse_question(
        text,
        numbers=[activity.number for activity in facts.activities],
        sections=[section.number for section in facts.sections],
        names=named(facts),
        span=Span(facts.plan.starts_on, facts.plan.ends_on, facts.today),
        shown=views.shown_statuses(t),
    )


def suggestions(t: Texts, question: Question, facts: SummaryFacts) -> list[tuple[str, Question]]:
    """The closest words, each with what would be asked: it together with what was understood of the rest."""
    understood = replace(question, unknown=())
    found = []
    for word in dict.fromkeys(word for unknown in question.unknown for word in unknown.suggestions):
        meant = read(t, word, facts)
        is_clear = not (meant.unknown or meant.ambiguous or meant.help or meant.format)
        if is_clear and meant != Question():
            found.append((word, both(understood, meant)))
    return found


def both(one: Question, other: Question) -> Question:
    """One question of the words of two."""
    return replace(
        one,
        numbers=one.numbers | other.numbers,
        sections=one.sections | other.sections,
        executors=one.executors | other.executors,
        statuses=one.statuses | other.statuses,
        months=one.months | other.months,
    )
