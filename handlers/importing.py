"""A plan's document that an admin sends, or /plan import: read, asked about, confirmed, and then the plan in force."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from aiogram import Router
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramForbiddenError
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Document, Message

from handlers.answers import asks_for_work, take
from handlers.arguments import IMPORTS
from handlers.background import FEW, Background, in_thread
from handlers.filters import Answering, admin, no_command, on_command, private
from handlers.readings import Readings
from handlers.talk import Talk
from services.calendar.rules import Rules, UnsetRule
from services.control.exporting import says_the_same
from services.control.lines import Into
from services.control.loader import Progress, unwatched
from services.documents.days import period_in
from services.documents.refusals import Refusal, RefusedError
from services.imports import answers as given
from services.imports.answers import Answer
from services.imports.draft import Draft, Drafts
from services.imports.importing import Answered, Effect, Import, InForce, Shown, digest, effect, over
from services.imports.places import PLACE, into_of, of_line, of_mark
from services.imports.questions import Ask, Question
from services.imports.stakes import Stake
from services.language.script import bare
from services.messages.anchors import Said
from services.messages.purposes import About, AsksCarryTerm, AsksImport, ShowsImport
from services.plan.file import PlanFileError
from views import amending, captions
from views import importing as views
from views.captions import Beside
from views.documents.languages import language_of_words
from views.kit.callbacks import AnswerImport, ImportChanges, ImportStep, ImportWhat
from views.kit.figures import days_between
from views.kit.screen import Screen
from views.kit.sending import rewrite
from views.kit.texts import Html, Texts, plain
from views.making import made_of_draft
from views.terms import rules_words

LARGEST = 20_000_000  # bytes: Telegram gives bots no larger file
LONG = 200  # activities: loading more takes seconds, which is announced
SOON = 0.7  # seconds: what takes longer is announced
NOW_AND_THEN = 3.0  # seconds between two edits of one message, which Telegram bears
ENDINGS = frozenset(
    {".docx", ".docm", ".doc", ".rtf", ".odt", ".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".pdf", ".txt", ".md", ".json"}
)
PLAN_WORDS = ("plan", "reja", "dastur", "programma", "import")
AMENDMENTS = ("qoshimcha", "ozgartirish", "amendment", "tahrir", "izmeneni", "dopolneni", "popravk")
NAMELESS = "document"
NOTHING_SAID = Html("")


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="importing")
    router.message.register(command, on_command("plan"), private, admin, asks_to_import)
    router.message.register(document, private, admin, may_be_a_plan)
    router.message.register(anothers_document, private, is_a_plan_of_no_admin)
    router.message.register(picture, private, admin, is_picture_alone)
    router.message.register(typed, private, admin, no_command, Answering(AsksImport), is_answer)
    router.callback_query.register(step, ImportStep.filter(), private, admin)
    router.callback_query.register(changes, ImportChanges.filter(), private, admin)
    router.callback_query.register(answer, AnswerImport.filter(), private, admin)
    return router


# -- what comes in ---------------------------------------------------------------------------------------------------


async def asks_to_import(_message: Message, command: CommandObject) -> bool:
    """«/plan import»."""
    return bare((command.args or "").strip()) in IMPORTS


async def may_be_a_plan(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether a file may be the office's plan: it answers nothing, and is no officer's proof of their work.

    The handler gets whether it `is_meant` as a plan, so that why it is none is said.
    """
    sent = message.document
    if sent is None or message.media_group_id is not None or message.animation is not None:
        return False
    subject = await talk.subject()
    if subject is not None and isinstance(subject.about, ShowsImport) and subject.about.waits:
        return {"is_meant": True}
    if await _is_asked(talk) or (talk.is_reply and talk.person.is_officer and not _is_of_import(subject)):
        return False
    if not talk.person.is_officer:
        return {"is_meant": True}
    ending, caption = PurePath(sent.file_name or "").suffix.lower(), message.caption or ""
    if ending not in ENDINGS or not _speaks_of_a_plan(caption):
        return False
    return {"is_meant": ending == ".json" or bool(caption.strip())}


def _is_of_import(subject: Said[About] | None) -> bool:
    return subject is not None and isinstance(subject.about, ShowsImport | AsksImport)


async def _is_asked(talk: Talk) -> bool:
    """Whether the bot has asked for something that a file may answer; none is a term."""
    subject = await talk.subject()
    if subject is None or _is_of_import(subject) or isinstance(subject.about, AsksCarryTerm):
        return False
    return subject.is_question or asks_for_work(subject)


def _speaks_of_a_plan(words: str) -> bool:
    """Whether the words beside an officer's file leave it free to be a plan: none do, and the name of one does."""
    folded = bare(words)
    return not folded.strip() or (
        any(word in folded for word in PLAN_WORDS) and not any(sign.isdigit() or sign in "%№" for sign in folded)
    )


async def is_picture_alone(message: Message, talk: Talk) -> bool:
    """A photo from an admin who answers for nothing, and whom nothing was asked."""
    return bool(message.photo) and not talk.person.is_officer and not await _is_asked(talk)


async def is_a_plan_of_no_admin(message: Message, talk: Talk) -> bool:
    """A file that is called a plan, alone and answering nothing, from a leader: admins load plans.

    An officer's is a report, whatever it is called: plans are what many of them work on.
    """
    sent, person = message.document, talk.person
    if sent is None or person.is_admin or person.is_outsider or person.is_officer or talk.is_reply:
        return False
    name = PurePath(sent.file_name or "")
    is_called_so = any(word in bare(name.stem) for word in PLAN_WORDS)
    return is_called_so and name.suffix.lower() in ENDINGS and not message.caption and not await _is_asked(talk)


async def anothers_document(_message: Message, talk: Talk) -> None:
    """Say who loads plans."""
    await talk.say(views.admins_load(talk.t))


async def command(_message: Message, talk: Talk, readings: Readings) -> None:
    """/plan import: the document that is open, or how to send one."""
    one = await talk.services.imports.open()
    if one is None:
        await talk.say(views.how_to(talk.t))
        return
    async with _announced(talk) as place:
        screen = await _overview(talk, one, readings)
    await _said(talk, one, await _put(talk, place, screen))


async def picture(message: Message, talk: Talk) -> None:
    """A picture is no plan."""
    await talk.say(views.refused_picture(talk.t), reply_to=message.message_id)


async def document(message: Message, talk: Talk, readings: Readings, *, is_meant: bool) -> None:
    """Read the file. A plan is shown and asked about; what an officer sent and is none is a report, as ever."""
    sent = message.document
    if sent is None:
        return
    force = await talk.services.imports.in_force()
    name = sent.file_name or NAMELESS
    async with _announced(talk) as place:
        try:
            content = await _content(talk, sent)
            drafts = await readings.read(content, name, force)
            draft = await in_thread(drafts.after, {})
            answers: dict[str, Answer] = {}
            if (line := drafts.certain_line(draft)) not in (None, force.line):
                answers = {PLACE: of_line(line or 0, is_found=True)}
                force = await talk.services.imports.in_force(Into(line))
                drafts = await readings.read(content, name, force)
                draft = await in_thread(drafts.after, answers)
            is_known = force.has(digest(content)) or draft.is_same or await _was_given_out(talk, draft, force)
        except RefusedError as error:
            refusal: Screen | None = views.refused(talk.t, error)
        except PlanFileError as error:
            refusal = views.broken_plan_file(talk.t, error.problems)
        else:
            if is_known:
                waits = _is_waiting(force, draft, content)
                await _put(talk, place, views.same(talk.t, name, waits=waits), message.message_id)
                return
            if (why := over(draft.organisation, draft.period, force)) is not None:
                await _put(talk, place, views.period_is_over(talk.t, why, draft), message.message_id)
                return
            refusal = None
            one = await talk.services.imports.begin(name, content, talk.person, talk.now, answers)
            is_same = one.sha256 == digest(content)
            said = await _beside(talk, one, message.caption or "", readings) if is_same else NOTHING_SAID
            screen = await _overview(talk, one, readings, said) if is_same else views.other_open(talk.t, one)
    if refusal is None:
        message_id = await _put(talk, place, screen, message.message_id)
        if is_same:
            await _said(talk, one, message_id)
    elif not is_meant:
        if place.message_id is not None:
            with contextlib.suppress(TelegramBadRequest):
                await talk.bot.delete_message(talk.chat_id, place.message_id)
        await take(message, talk)
    else:
        await _put(talk, place, refusal, message.message_id)


async def _was_given_out(talk: Talk, draft: Draft, force: InForce) -> bool:
    """Whether the document says what is in force, with all that was changed since: /plan export gave it out."""
    if draft.file is None or draft.whole is None:
        return False
    kept = await talk.services.plans.exported(force.plan) if force.plan is not None else None
    return kept is not None and await in_thread(says_the_same, draft.whole, kept)


def _is_waiting(force: InForce, draft: Draft, content: bytes) -> bool:
    """Whether a document that changes nothing is the plan that waits, not the one in force."""
    return draft.amending.waits if draft.amending is not None else force.waits(digest(content))


async def _content(talk: Talk, sent: Document) -> bytes:
    if (sent.file_size or 0) > LARGEST:
        raise RefusedError(Refusal.TOO_BIG)
    if (sent.mime_type or "").startswith("image/"):
        raise RefusedError(Refusal.NOT_A_PLAN, is_picture=True)
    try:
        got = await talk.bot.download(sent.file_id)
    except TelegramBadRequest as error:
        if "too big" in error.message:
            raise RefusedError(Refusal.TOO_BIG) from error
        raise
    return got.read() if got is not None else b""


# -- questions and answers -------------------------------------------------------------------------------------------


async def is_answer(
    message: Message, talk: Talk, anchor: Said[AsksImport], readings: Readings
) -> bool | dict[str, object]:
    """Whether the words answer the question; an officer's that do not are read as ever. The handler gets `asked`."""
    if not message.text:
        return False
    asked = await _asked(talk, anchor.about.plan_import, anchor.about.key, readings)
    if asked is None:
        return not talk.person.is_officer and {"asked": None}
    if not talk.person.is_officer or talk.is_reply:
        return {"asked": asked}
    # Names and titles are mere words: an officer's may be a report, unless they reply to the question.
    is_plain = asked.question.asks in (Ask.TERM, Ask.OVER, Ask.PERIOD, Ask.EXECUTOR)
    found = asked.drafts.typed(asked.question, message.text, asked.draft) if is_plain else None
    return {"asked": asked} if found is not None else False


@dataclass(frozen=True)
class Asked:
    """A question of the open import."""

    one: Import
    force: InForce
    drafts: Drafts
    draft: Draft
    question: Question


async def _asked(talk: Talk, import_id: int, key: str, readings: Readings) -> Asked | None:
    one = await talk.services.imports.open()
    if one is None or one.id != import_id:
        return None
    force = await talk.services.imports.in_force()
    drafts, draft = await readings.of(one, force)
    question = draft.question(key)
    return Asked(one, force, drafts, draft, question) if question is not None else None


async def typed(
    message: Message, talk: Talk, anchor: Said[AsksImport], asked: Asked | None, readings: Readings
) -> None:
    """An answer in words; words that are not certain are asked about, with what they may mean."""
    words = (message.text or "")[: given.LONGEST]
    await talk.settle(anchor)
    if asked is None:
        await talk.say(views.gone(talk.t))
        return
    found = asked.drafts.typed(asked.question, words, asked.draft)
    if found is None:
        offered = asked.drafts.readings(asked.question, words, asked.draft) or asked.question.readings
        again = replace(asked.question, readings=offered)
        names = _names(asked.drafts, again)
        screen = views.question(
            talk.t,
            asked.one,
            asked.draft,
            again,
            names,
            stakes=_stakes(asked.force, asked.draft),
            today=talk.today,
            typed=words,
        )
        await _said(talk, asked.one, await talk.say(screen))
        return
    await _keep(talk, asked, found, readings, is_pressed=False)


async def answer(_callback: CallbackQuery, callback_data: AnswerImport, talk: Talk, readings: Readings) -> None:
    """An answer by button."""
    asked = await _asked(talk, callback_data.plan_import, callback_data.key, readings)
    if asked is None:
        await talk.show(
            views.gone(talk.t) if await _is_gone(talk, callback_data.plan_import) else await _next(talk, readings)
        )
        return
    if callback_data.choice == views.OTHER_TERMS:
        names = _names(asked.drafts, asked.question)
        stakes = _stakes(asked.force, asked.draft)
        screen = views.question(
            talk.t, asked.one, asked.draft, asked.question, names, stakes=stakes, today=talk.today, is_any_term=True
        )
        await _said(talk, asked.one, await talk.show(screen))
        return
    is_place = asked.question.asks is Ask.PLAN
    choice = callback_data.choice
    found = _place_chosen(asked.question, choice) if is_place else await _chosen(talk, asked, choice)
    if found is None:
        await talk.show(await _next(talk, readings))
    else:
        await _keep(talk, asked, found, readings, is_pressed=True)


def _place_chosen(question: Question, choice: int) -> Answer:
    """In the place of which plan the document goes, or that it is a plan of its own."""
    return of_line(question.lines[choice].line) if 0 <= choice < len(question.lines) else of_mark(question.mark)


async def _chosen(talk: Talk, asked: Asked, choice: int) -> Answer | None:
    """What the button offered; the readings of typed words are found again from the message that offered them."""
    question = asked.question
    if question.asks is Ask.SAME:
        return given.of_pair(choice if 0 <= choice < len(question.pairs) else None)
    if question.asks is Ask.EXECUTOR and choice in (views.NEW, views.OUTSIDE):
        return given.NEW if choice == views.NEW else given.OUTSIDE
    if question.asks in (Ask.TERM, Ask.OVER) and 0 <= choice - views.TERMS < len(question.terms):
        return _of_period(talk, asked, question.terms[choice - views.TERMS])
    said = await talk.pressed_about()
    words = said.about.typed if said is not None and isinstance(said.about, AsksImport) else ""
    readings = asked.drafts.readings(question, words, asked.draft) or question.readings
    if question.asks in (Ask.TERM, Ask.OVER) and 0 <= choice < len(readings):
        is_new = question.asks is Ask.OVER or not question.words
        return given.of_rules(readings[choice], words if is_new else "")
    if 0 <= choice < len(question.candidates):
        is_name = question.asks is Ask.ORGANISATION
        return (given.of_text if is_name else given.of_executor)(question.candidates[choice])
    return None


def _of_period(talk: Talk, asked: Asked, rules: Rules) -> Answer:
    """A term of the period; where the document has no words for it, it gets words in the plan's language."""
    is_none = isinstance(rules[0], UnsetRule)
    has_words = bool(asked.question.words) and asked.question.asks is not Ask.OVER
    if has_words or is_none or talk.translator is None:
        return given.of_rules(rules)
    language = language_of_words([asked.draft.title or "", *(one.text for one in asked.draft.lines)])
    return given.of_rules(rules, plain(rules_words(talk.translator[language], rules)))


async def _keep(talk: Talk, asked: Asked, found: Answer, readings: Readings, *, is_pressed: bool) -> None:
    """Keep the answer, say it back, and go on with what is still asked."""
    kept = await talk.services.imports.answer(asked.one.id, asked.question.key, found)
    is_place = asked.question.asks is Ask.PLAN
    said = views.place_said(talk.t, asked.question, into_of(found)) if is_place else _said_back(talk.t, asked, found)
    if kept is Answered.GONE:
        screen = views.gone(talk.t)
    elif kept is Answered.KEPT:
        told = views.answered(talk.t, asked.question, said)
        screen = await _next(talk, readings, told, is_over_too=asked.question.asks is Ask.OVER)
    else:
        screen = await _next(talk, readings)
        if is_pressed:
            await talk.toast(views.answered_already(talk.t))
    message_id = await (talk.show(screen) if is_pressed else talk.say(screen))
    await _said(talk, asked.one, message_id)


def _said_back(t: Texts, asked: Asked, found: Answer) -> Html:
    if asked.question.asks is Ask.SAME:
        return views.same_said(t, asked.question, given.pair_of(found))
    if (rules := given.rules_of(found)) is not None:
        return views.rules_said(t, rules)
    if (period := given.period_of(found)) is not None:
        return days_between(t, period.start, period.end)
    if found in (given.NEW, given.OUTSIDE):
        return views.new_said(t) if found == given.NEW else views.outside_said(t)
    if key := found.get("executor"):
        return t.plan(asked.drafts.name_of(str(key)))
    return t.plan(str(found.get("text") or found.get("who") or ""))


async def _next(talk: Talk, readings: Readings, said: Html = NOTHING_SAID, *, is_over_too: bool = False) -> Screen:
    """The next question, or the overview when there is none; `is_over_too`: terms that are over may be set anew."""
    one = await talk.services.imports.open()
    if one is None:
        return views.gone(talk.t)
    force = await talk.services.imports.in_force()
    drafts, draft = await readings.of(one, force)
    if (why := over(draft.organisation, draft.period, force)) is not None:
        return views.cannot_load(talk.t, one, why, draft, said=said)
    asked = draft.open or (draft.over(talk.today) if is_over_too else ())
    if not asked:
        return _opening(talk, one, draft, force, said)
    question = asked[0]
    return views.question(
        talk.t,
        one,
        draft,
        question,
        _names(drafts, question),
        stakes=_stakes(force, draft),
        today=talk.today,
        said=said,
    )


def _opening(talk: Talk, one: Import, draft: Draft, force: InForce, said: Html = views.NOTHING_SAID) -> Screen:
    """What the document is, and whether it is an edition that was replaced since."""
    amends = draft.amending is not None and not draft.amending.waits and not draft.is_same
    return views.overview(
        talk.t,
        one,
        draft,
        _stakes(force, draft),
        today=talk.today,
        earlier=force.earlier_as(one, draft.whole) if amends else None,
        unheard=force.unheard_units(draft.file) if draft.file is not None and not draft.is_same else (),
        said=said,
    )


def _stakes(force: InForce, draft: Draft) -> Mapping[int, Stake]:
    return force.of(draft.amending)[1]


def _names(drafts: Drafts, question: Question) -> Sequence[str]:
    return [drafts.name_of(key) for key in question.candidates]


# -- steps by buttons ------------------------------------------------------------------------------------------------


async def step(
    _callback: CallbackQuery, callback_data: ImportStep, talk: Talk, readings: Readings, background: Background
) -> None:
    """The overview, the next question, the Word file, and the end one way or the other."""
    one = await talk.services.imports.open()
    if one is None or one.id != callback_data.plan_import:
        await talk.show(views.gone(talk.t))
        return
    match callback_data.what:
        case ImportWhat.SHOW:
            screen = await _overview(talk, one, readings)
        case ImportWhat.ASK:
            screen = await _next(talk, readings)
        case ImportWhat.OVER:
            screen = await _next(talk, readings, is_over_too=True)
        case ImportWhat.BACK:
            screen = await _taken_back(talk, one, readings)
        case ImportWhat.LOOK:
            await _look(talk, one, readings, background)
            return
        case ImportWhat.CONFIRM | ImportWhat.OTHER | ImportWhat.LOAD:
            screen = await _confirmed(talk, one, readings, callback_data)
        case ImportWhat.CANCEL:
            screen = views.sure_to_cancel(talk.t, one)
        case ImportWhat.DROP:
            screen = await _dropped(talk, one, readings)
    await _said(talk, one, await talk.show(screen))


async def changes(_callback: CallbackQuery, callback_data: ImportChanges, talk: Talk, readings: Readings) -> None:
    """A page of what the document changes in the plan in force."""
    one = await talk.services.imports.open()
    if one is None or one.id != callback_data.plan_import:
        await talk.show(views.gone(talk.t))
        return
    force = await talk.services.imports.in_force()
    _, draft = await readings.of(one, force)
    if draft.amending is None:
        screen = _opening(talk, one, draft, force)
    else:
        days, stakes = force.of(draft.amending)
        screen = amending.changes(
            talk.t,
            one,
            draft.amending,
            days,
            callback_data.page,
            stakes=stakes,
            moves=draft.moves(stakes, talk.today),
            over=views.over_numbers(draft, talk.today),
        )
    await _said(talk, one, await talk.show(screen))


async def _taken_back(talk: Talk, one: Import, readings: Readings) -> Screen:
    if not await talk.services.imports.take_back(one.id):
        await talk.toast(views.nothing_to_take_back(talk.t))
    return await _next(talk, readings)


async def _look(talk: Talk, one: Import, readings: Readings, background: Background) -> None:
    _, draft = await readings.of(one, await talk.services.imports.in_force())
    content = await background.made(len(draft.lines) > FEW, made_of_draft, talk.t, draft)
    await talk.say(views.to_look_through(talk.t, draft, content))


async def _confirmed(talk: Talk, one: Import, readings: Readings, pressed: ImportStep) -> Screen:
    """Load what was shown: if it has changed since, it is shown anew; what replaces a plan is asked once more.

    What replaces another organisation's plan is asked twice, as closing a plan is.
    """
    force = await talk.services.imports.in_force()
    _, draft = await readings.of(one, force)
    file = draft.file
    is_as_shown = (pressed.version or 0, pressed.base) == (one.version, views.base_of(draft))
    if file is None or draft.is_same or not is_as_shown:
        return _opening(talk, one, draft, force)
    if (why := over(file.organisation, file.period, force)) is not None:
        return views.cannot_load(talk.t, one, why, draft)
    does = await in_thread(effect, file, force, talk.today)
    if does.instead_of and pressed.what is ImportWhat.CONFIRM:
        return await _anothers(talk, one, draft, does)
    if pressed.what is not ImportWhat.LOAD and (does.ends or does.begins or not does.is_new):
        return views.sure(
            talk.t,
            one,
            draft,
            does,
            _stakes(force, draft),
            today=talk.today,
            may_be_taken_back=bool(force.file) or force.may_be_restored,
        )
    amendment = draft.amending.amendment if draft.amending is not None else None
    async with _counted(talk, len(draft.lines)) as progress:
        done = await talk.services.imports.confirm(
            one.id, one.version, file, talk.person, talk.now, amendment=amendment, progress=progress
        )
    if done is None:
        return await _next(talk, readings)
    readings.forget()
    settled, result = done
    await _settle_others(talk, settled, lambda t: views.loaded(t, settled, result, draft, talk.person.name))
    return views.loaded(talk.t, settled, result, draft, talk.person.name)


async def _anothers(talk: Talk, one: Import, draft: Draft, does: Effect) -> Screen:
    summary = await talk.services.summaries.facts(talk.now)
    waiting = await talk.services.decisions.waiting(talk.now)
    activities = summary.activities if summary is not None else ()
    return views.anothers(talk.t, one, draft, does, activities, requests=len(waiting.extensions))


async def _dropped(talk: Talk, one: Import, readings: Readings) -> Screen:
    dropped = await talk.services.imports.cancel(one.id, talk.person, talk.now)
    if dropped is None:
        return views.gone(talk.t)
    readings.forget()
    await _settle_others(talk, dropped, lambda t: views.cancelled(t, dropped.name, talk.person.name))
    return views.cancelled(talk.t, dropped.name, talk.person.name)


# -- pieces ----------------------------------------------------------------------------------------------------------


async def _overview(talk: Talk, one: Import, readings: Readings, said: Html = NOTHING_SAID) -> Screen:
    one = await talk.services.imports.open() or one
    force = await talk.services.imports.in_force()
    _, draft = await readings.of(one, force)
    if not draft.is_same and (why := over(draft.organisation, draft.period, force)) is not None:
        return views.cannot_load(talk.t, one, why, draft)
    return _opening(talk, one, draft, force, said)


async def _beside(talk: Talk, one: Import, words: str, readings: Readings) -> Html:
    """What becomes of the words beside the file: they may name the period that the document does not say."""
    words = " ".join(words.split())
    if not words:
        return NOTHING_SAID
    _, draft = await readings.of(one, await talk.services.imports.in_force())
    named = period_in(words)
    asked = next((question for question in draft.open if question.asks is Ask.PERIOD), None)
    if named is not None and asked is not None:
        await talk.services.imports.answer(one.id, asked.key, given.of_period(named))
        return captions.beside(talk.t, words, Beside.GAVE_THE_PERIOD)
    period = draft.period
    if named is not None and period is not None and not (named.start <= period.end and period.start <= named.end):
        return captions.beside(talk.t, words, Beside.ANOTHER_PERIOD)
    if any(word in bare(words) for word in AMENDMENTS):
        amends = draft.amending is not None or draft.is_same
        undecided = asked is not None or any(question.asks is Ask.ORGANISATION for question in draft.open)
        if not undecided:
            return captions.beside(talk.t, words, Beside.AMENDS if amends else Beside.AMENDS_NOTHING)
    return captions.beside(talk.t, words, Beside.NOTHING)


async def _is_gone(talk: Talk, import_id: int) -> bool:
    one = await talk.services.imports.open()
    return one is None or one.id != import_id


async def _said(talk: Talk, one: Import, message_id: int | None) -> None:
    """Remember where the import is shown: its end is told there."""
    if message_id is not None:
        await talk.services.imports.shows(one.id, talk.chat_id, Shown(message_id, talk.person.locale))


async def _settle_others(talk: Talk, one: Import, screen: Callable[[Texts], Screen]) -> None:
    """What is over loses its buttons in the other admins' chats."""
    for chat_id, shown in one.shown.items():
        if chat_id != talk.chat_id and talk.translator is not None:
            with contextlib.suppress(TelegramBadRequest, TelegramForbiddenError):
                await talk.rewrite(shown.message_id, screen(talk.translator[shown.locale]), chat_id=chat_id)


@dataclass
class _Place:
    """The message that says that a document is being read, if that took long enough to be said."""

    message_id: int | None = None


@contextlib.asynccontextmanager
async def _announced(talk: Talk) -> AsyncIterator[_Place]:
    """Say that the document is being read, unless that is done at once."""
    place, begun = _Place(), asyncio.Event()

    async def announce() -> None:
        await asyncio.sleep(SOON)
        begun.set()
        place.message_id = await talk.say(views.reading(talk.t))

    announcing = asyncio.create_task(announce())
    try:
        yield place
    finally:
        if not begun.is_set():
            announcing.cancel()
        await asyncio.gather(announcing, return_exceptions=True)


@contextlib.asynccontextmanager
async def _counted(talk: Talk, activities: int) -> AsyncIterator[Progress]:
    """Say that a long plan is being loaded, and now and then how much of it is."""
    if activities <= LONG:
        yield unwatched
        return
    place, loaded, is_over = await talk.show(views.loading(talk.t)), 0, asyncio.Event()

    def count(more: int) -> None:
        nonlocal loaded
        loaded += more

    async def tell() -> None:
        said = 0
        while not await _comes(is_over, NOW_AND_THEN):
            percent = loaded * 100 // activities
            if place is not None and percent != said:
                said = percent
                # Not by the talk: what it remembers would wait for the end of the loading.
                with contextlib.suppress(TelegramAPIError):
                    await rewrite(talk.bot, talk.chat_id, place, views.loading(talk.t, percent))

    telling = asyncio.create_task(tell())
    try:
        yield count
    finally:
        is_over.set()  # an edit that is under way ends first: the outcome comes after it
        await asyncio.gather(telling, return_exceptions=True)


async def _comes(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event comes within so many seconds."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()


async def _put(talk: Talk, place: _Place, screen: Screen, reply_to: int | None = None) -> int | None:
    """The screen in the place of the announcement, or as a message of its own."""
    if place.message_id is not None and await talk.rewrite(place.message_id, screen):
        return place.message_id
    return await talk.say(screen, reply_to=reply_to)
