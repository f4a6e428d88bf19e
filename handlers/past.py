"""Final reports of closed plans: /report 2024-1, and the buttons below them."""

import re
from dataclasses import replace

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers import documents
from handlers.background import Background
from handlers.filters import admin, no_command, on_command, private, reads_plan
from handlers.report import is_no_stranger, refuse_press
from handlers.talk import Talk
from services.language.reading.short_answers import asks_plainly
from services.language.script import bare
from services.leadership.past import NoSuchPlan, PastOverview, PastYear, former_plan_in
from services.leadership.report import Overview
from services.messages.purposes import ShowsCard, ShowsDigest, ShowsFinal, ShowsList, ShowsOverview, ShowsSummary
from services.plan.sight import seeing
from views import past as views
from views.documents.execution import Execution
from views.kit.callbacks import ListPast, PastReport
from views.kit.questions import unpack
from views.kit.screen import Screen

# Folded, as they begin: «ҳисоботи», «hisobotini», «отчёт», «отчет», «йил якуни», «итоги года».
REPORT = ("hisobot", "otchyot", "otchet", "report", "yakun", "itog")
BESIDE = frozenset(
    [
        "yakuniy",
        "yakuni",
        "itogi",
        "itogoviy",
        "final",
        "the",
        "za",
        "po",
        "for",
        "of",
        "bering",
        "korsating",
        "pokajite",
    ]
)
# What a period is named with, as it begins: anything else beside it may be a report, or a question of another kind.
PERIOD = (
    "yil",
    "yarim",
    "birinchi",
    "ikkinchi",
    "otgan",
    "god",
    "pervo",
    "vtoro",
    "proshl",
    "polugod",
    "first",
    "second",
    "last",
    "half",
    "year",
)
LISTS = ShowsSummary | ShowsOverview | ShowsList | ShowsDigest | ShowsCard
MOST = 12  # words
YEAR = re.compile(r"(?<![\w./-])20\d\d(?![\d./])")
_MARKS = ".,!?:;«»\"'()"


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="past")
    router.message.register(report, on_command("report"), reads_plan, asks_of_the_past)
    router.message.register(report, private, no_command, reads_plan, asks_in_words)
    router.message.register(followed, follows_a_final, no_command, reads_plan)
    router.callback_query.register(turn, PastReport.filter(), reads_plan)
    router.callback_query.register(refuse_press, PastReport.filter(), is_no_stranger)
    router.callback_query.register(plans, ListPast.filter(), private, admin)
    return router


async def asks_of_the_past(_message: Message, command: CommandObject, talk: Talk) -> bool | dict[str, object]:
    """Whether the words of /report name a closed plan; the handler gets what is `asked` of it."""
    with seeing(await talk.sight()):
        asked = await talk.services.past.asked(command.args or "", talk.labels, talk.now)
    return {"asked": asked} if asked is not None else False


async def asks_in_words(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether words without a command ask for the report of a closed plan and say nothing else: «отчёт за …»."""
    words = (message.text or "").split()
    rest = [word for word in words if not bare(word).strip(_MARKS).startswith(REPORT)]
    if len(words) > MOST or len(rest) == len(words) or talk.is_reply:
        return False
    subject = await talk.subject()
    if subject is not None and subject.is_question:
        return False
    period = [word for word in rest if bare(word).strip(_MARKS) not in BESIDE]
    if not all(word[0].isdigit() or bare(word).strip(_MARKS).startswith(PERIOD) for word in period):
        return False
    with seeing(await talk.sight()):
        asked = await talk.services.past.asked(" ".join(period), talk.labels, talk.now)
    if isinstance(asked, PastOverview) and (asked.question.unknown or asked.names_some):
        return False
    return {"asked": asked} if isinstance(asked, PastOverview | PastYear) else False


async def follows_a_final(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether it replies to a final report, or asks under a summary or a list of a plan that was closed since.

    The handler gets what is `asked` of that plan.
    """
    subject = await talk.subject() if talk.is_reply else None
    words = message.text or message.caption or ""
    plan: int | None = None
    if subject is None:
        return False
    if isinstance(subject.about, ShowsFinal):
        plan = subject.about.plan
    elif isinstance(subject.about, LISTS) and asks_plainly(words):
        plan = await talk.services.finals.plan_of(subject.activity_ids)
    if plan is None:
        return False
    with seeing(await talk.sight()):
        asked = await talk.services.past.of(plan, words, talk.labels)
    return {"asked": asked} if asked is not None else False


async def followed(_message: Message, talk: Talk, asked: PastOverview) -> None:
    """A reply to a final report."""
    await talk.say(views.followed(talk.t, asked))


async def report(
    _message: Message, talk: Talk, background: Background, asked: PastOverview | PastYear | NoSuchPlan
) -> None:
    """/report of a closed plan."""
    if isinstance(asked, NoSuchPlan):
        await talk.say(views.no_such_plan(talk.t, asked))
    elif isinstance(asked, PastYear):
        await talk.say(views.year(talk.t, asked))
    elif asked.question.format in documents.KINDS and asked.activities:
        await _promise(talk, asked, background)
    else:
        await talk.say(views.answer(talk.t, asked))


async def turn(_callback: CallbackQuery, callback_data: PastReport, talk: Talk, background: Background) -> None:
    """A button of a final report."""
    asked = await talk.services.past.chosen(callback_data.plan, unpack(callback_data.words))
    if asked is None:
        await talk.toast(views.gone(talk.t), alert=True)
    elif asked.question.format in documents.KINDS:
        await _promise(talk, asked, background)
    else:
        place = views.place(talk.t, asked, callback_data.words, callback_data.page)
        await talk.show(place or views.answer(talk.t, asked, callback_data.page))


async def plans(_callback: CallbackQuery, talk: Talk) -> None:
    """The closed plans."""
    await talk.show(views.plans(talk.t, await talk.services.finals.past()))


async def screen_of(talk: Talk, words: str, overview: Overview) -> Screen | None:
    """The answer from closed plans to words that ask of their time; None if the plan in force answers them."""
    is_former = former_plan_in(words) is not None
    is_of_time = overview.is_before_the_plan or overview.is_of_a_year or YEAR.search(words)
    if not overview.is_whole or not (is_of_time or is_former):
        return None
    asked = await talk.services.past.asked(words, talk.labels, talk.now)
    if isinstance(asked, PastYear):
        is_of_years = asked.time.start.year != asked.time.end.year  # to be compared, whatever word asks for it
        is_answered = asked.in_force is None or not asked.question.unknown or is_of_years
        return views.year(talk.t, asked) if is_answered else None
    if isinstance(asked, NoSuchPlan) and is_former:
        return views.no_such_plan(talk.t, asked)
    is_asked = isinstance(asked, PastOverview) and (is_former or asked.names_some or asks_plainly(words))
    return views.answer(talk.t, asked) if is_asked and isinstance(asked, PastOverview) else None


async def _promise(talk: Talk, asked: PastOverview, background: Background) -> None:
    question = replace(asked.question, format=None, unknown=())
    execution = Execution(asked.kept.summary, question, asked.activities, asked.kept.reports)
    await documents.promise_of(talk, execution, asked.question.format or "docx", background)
