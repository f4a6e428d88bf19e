"""What officers write: each message is recorded on its activity, or kept as a draft and asked about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    CallbackQuery,
    Message,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUnion,
    MessageOriginUser,
)

from handlers import appeals
from handlers.cards import card_screen
from handlers.filters import officer
from handlers.settling import renew_submissions, settle_submission
from handlers.talk import NOD, SEEN, THANKS, Talk
from services.language.courtesies import courtesy, is_no
from services.language.reading.parts import Asks
from services.messages.anchors import FRESH, Said
from services.messages.purposes import (
    About,
    AsksObstacle,
    AsksReport,
    AsksWhich,
    OfInstruction,
    ShowsInstructionToMany,
    ShowsReport,
    ShowsReports,
    ShowsRequest,
)
from services.plan.figures import ActivityFacts
from services.reports import AppealKind
from services.reports.assent import says_no, says_yes
from services.reports.message import (
    Answer,
    Appealed,
    Choice,
    Corrected,
    Courteous,
    Incoming,
    Recorded,
    TakenBack,
    Unchanged,
    Withdrawable,
    asks_of_hand_in,
    bare_figure,
    may_name_alone,
    named_alone,
)
from services.reports.naming import may_be_percent, name_written
from services.reports.quoting import activity_of_part
from services.reports.reading import FileFacts
from views import answers as views
from views import asking as asking_views
from views import cards as card_views
from views import fallback as fallback_views
from views import withdrawing as withdrawing_views
from views.kit.callbacks import (
    Amend,
    AppealIsReport,
    Enough,
    MoveReport,
    NoReport,
    OpenUnplaced,
    Pick,
    PickAll,
    PickFrom,
    Settle,
    TakeKept,
    ToControl,
    Undo,
)
from views.kit.screen import Screen
from views.kit.texts import Html


def setup() -> Router:
    """The router of this feature; it takes everything officers write, so it comes after every command."""
    router = Router(name="answers")
    router.message.register(no_result, officer, declines_result)
    router.message.register(yes_or_no, officer, answers_likely)
    router.message.register(show_card, officer, names_one)
    router.message.register(take, officer, has_report)
    router.edited_message.register(edited, officer, has_report)
    router.callback_query.register(pick, Pick.filter(), officer)
    router.callback_query.register(enough, Enough.filter(), officer)
    router.callback_query.register(undo, Undo.filter(), officer)
    router.callback_query.register(amend, Amend.filter(), officer)
    router.callback_query.register(pick_from, PickFrom.filter(), officer)
    router.callback_query.register(pick_all, PickAll.filter(), officer)
    router.callback_query.register(settle, Settle.filter(), officer)
    router.callback_query.register(no_report, NoReport.filter(), officer)
    router.callback_query.register(to_control, ToControl.filter(), officer)
    router.callback_query.register(move, MoveReport.filter(), officer)
    router.callback_query.register(unplaced, OpenUnplaced.filter(), officer)
    router.callback_query.register(is_report, AppealIsReport.filter(), officer)
    router.callback_query.register(take_kept, TakeKept.filter(), officer)
    return router


async def has_report(message: Message) -> bool:
    """Words that are no command, or a file."""
    return bool(files_of(message)) or (message.text is not None and not message.text.startswith("/"))


async def declines_result(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether the message is a bare «no» to the question for a result; the handler gets the question as `anchor`."""
    anchor = await talk.subject()
    if anchor is None or not isinstance(anchor.about, ShowsReport) or not anchor.is_fresh(talk.now):
        return False
    return {"anchor": anchor} if anchor.about.asks_result and is_no(message.text or "") else False


async def no_result(message: Message, talk: Talk, anchor: Said[ShowsReport]) -> None:
    """Accept that there is nothing to add."""
    screen = await as_it_stands(talk, anchor.about.report)
    if await talk.rewrite(anchor.message_id, screen):
        await talk.nod()
    else:
        await talk.say(screen, reply_to=message.message_id)


async def answers_likely(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether the message is a yes or a no to the question about one activity; the handler gets which, and of what."""
    said = await talk.subject() if message.text is not None else None
    if said is None or not isinstance(said.about, AsksWhich) or said.about.likely is None:
        return False
    words = message.text or ""
    is_yes = says_yes(words)
    return {"about": said.about, "is_yes": is_yes} if is_yes or says_no(words) else False


async def yes_or_no(message: Message, talk: Talk, about: AsksWhich, is_yes: bool) -> None:
    """Do what the buttons of the question do: place the draft on the activity, drop it, or choose another."""
    drafts = talk.services.drafts
    answer = await drafts.question(about.draft, talk.person, talk.now)
    rest: Sequence[Recorded | Choice] = ()
    if is_yes and about.likely is not None:
        answer, *rest = await drafts.choose(about.draft, about.likely, talk.person, talk.now) or (None,)
    elif isinstance(answer, Choice) and answer.asks is Asks.INTENT:
        await talk.say(await dropped(talk, about.draft))
    elif isinstance(answer, Choice):
        mine = await drafts.every_choice(about.draft, talk.person, talk.now)
        await talk.say(_in_turn(views.which_of_all(talk.t, about.draft, mine or ()), is_so=about.in_turn))
        return
    if answer is None:
        await talk.say(card_views.not_yours(talk.t))
    elif not isinstance(answer, Choice):
        await _tell(talk, answer, message)
        await renew(talk, [answer])
    elif is_yes:
        await _tell(talk, answer, message)  # how far it is, or whether it is done, is asked next
        return
    for further in rest:
        await _tell_further(talk, further, in_turn=about.in_turn)
    await renew(talk, rest)
    if about.in_turn and not any(isinstance(one, Choice) for one in rest):
        await _asks_next(talk)


async def names_one(message: Message, talk: Talk) -> bool | dict[str, object]:
    """Whether the message only names an activity, and answers no question by that; the handler gets those named.

    A figure that may be a percent, of no activity of theirs, is left to what was asked or shown.
    """
    if message.text is None or message.forward_origin is not None:
        return False
    said = await talk.subject()
    if _takes_bare_words(said, message.text) or not may_name_alone(message.text):
        return False
    seen = talk.person.executor_ids | {one.id for one in talk.person.people}
    theirs = await talk.services.activities.of(seen, talk.today)
    named = named_alone(message.text, theirs)
    if named is None or (not named and may_be_percent(message.text)):
        return False
    if said is not None and isinstance(said.about, AsksWhich):
        draft, reporting = said.about.draft, talk.services.reporting
        if await reporting.answers_by_name(talk.person, draft, message.text, named, talk.now):
            return False
    return {"named": named, "word": name_written(message.text, theirs)}


def _takes_bare_words(said: Said[About] | None, text: str) -> bool:
    """Whether what was said waits for words of which a bare number may be all."""
    if said is None:
        return False
    if isinstance(said.about, ShowsRequest):
        return bare_figure(text) is not None  # a day, perhaps
    is_of_work = isinstance(said.about, AsksWhich | AsksReport)
    return said.is_question and not is_of_work


async def show_card(_message: Message, talk: Talk, named: Sequence[ActivityFacts], word: str) -> None:
    """Show the card of the activity that was named, as to anybody who asks for it; of several, which there are."""
    if len(named) != 1:
        await talk.say(asking_views.named(talk.t, named) if named else asking_views.not_yours(talk.t, word))
        return
    card = await talk.services.cards.card(named[0].id, await talk.reader(), talk.today)
    await talk.say(card_views.not_yours(talk.t) if card is None else await card_screen(talk, card))


async def take(message: Message, talk: Talk) -> None:
    """Take what the officer sent: say what was recorded, ask what is open, answer what is no report."""
    anchor = await talk.subject()
    if (
        anchor is not None
        and isinstance(anchor.about, ShowsRequest)
        and not (talk.is_reply or anchor.is_fresh(talk.now))
    ):
        anchor = None  # hours later only a day answers it
    await receive(talk, incoming(message), anchor, message)


async def take_in_group(message: Message, talk: Talk, words: str, anchor: Said[About] | None) -> None:
    """A report by somebody who named the bot in a group: what it leaves open is asked in private."""
    sent = replace(incoming(message), text=words)
    try:
        answers = await receive(talk.in_private(), sent, anchor)
    except (TelegramBadRequest, TelegramForbiddenError):
        await talk.say(fallback_views.write_privately(talk.t, (await talk.bot.me()).username or ""))
        return
    recorded = [answer for answer in answers if isinstance(answer, Recorded)]
    if recorded:
        await talk.say(views.recorded_in_short(talk.t, recorded), reply_to=message.message_id)
    elif answers:
        await talk.say(views.asked_in_private(talk.t), reply_to=message.message_id)


async def receive(
    talk: Talk, sent: Incoming, anchor: Said[About] | None, message: Message | None = None
) -> tuple[Answer, ...]:
    """Take what was sent about the message of `anchor`; `message` is None where a button takes up earlier words."""
    answers = await talk.services.reporting.take(
        talk.person,
        sent,
        anchor.activity_ids if anchor is not None else (),
        talk.now,
        replied=talk.is_reply,
        onto=report_of(anchor, talk.now),
        expected=anchor is not None and asks_for_work(anchor),
        hinders=anchor is not None and isinstance(anchor.about, AsksObstacle),
        shown_at=anchor.said_at if anchor is not None else None,
        told_of=anchor.about.report if anchor is not None and isinstance(anchor.about, ShowsReport) else None,
    )
    if anchor is not None and anchor.is_question:
        await talk.settle(anchor)
    reports = [answer for answer in answers if isinstance(answer, Recorded | Choice)]
    if anchor is not None and isinstance(anchor.about, OfInstruction | ShowsInstructionToMany):
        # The instruction's author hears of the report, and of a reply whatever becomes of its words.
        await talk.services.reporting.answer_instruction(
            anchor.about.instruction, reports, talk.now, is_reply=talk.is_reply
        )
    elif anchor is not None and isinstance(anchor.about, AsksReport | AsksObstacle):
        await talk.services.reporting.answer_open_instructions(talk.person, reports, talk.now)
    await _tell_all(talk, answers, message)
    await renew(talk, answers)
    is_answered = not any(isinstance(one, Choice) for one in answers)
    if anchor is not None and isinstance(anchor.about, AsksWhich) and anchor.about.in_turn and is_answered:
        await _asks_next(talk)
    is_asked = bool(reports) and asks_of_hand_in(reports[-1])  # its answer is a file or words
    if sum(report.is_new for report in reports) > 1 and not is_asked:  # which of them is gone on with is not guessed
        await talk.leave_nothing_open()
    return answers


def asks_for_work(anchor: Said[About]) -> bool:
    """Whether the bot has asked for words on an activity, so that any words are taken as such."""
    about = anchor.about
    return isinstance(about, AsksReport | AsksObstacle) or (isinstance(about, ShowsReport) and about.asks_result)


async def edited(message: Message, talk: Talk) -> None:
    """An edited message changes its report; words that were no report are taken as new ones."""
    subject = await talk.subject() if talk.is_reply else None
    answers = await talk.services.reporting.edit(
        talk.person,
        incoming(message),
        talk.now,
        about=subject.activity_ids if subject is not None else (),
        shown_at=subject.said_at if subject is not None else None,
    )
    if answers is Unchanged.NO_REPORT:
        if courtesy(message.text or "") is None:  # mere courtesy was no report, and is none when it is mended
            await receive(talk, incoming(message), await _subject_of_edit(message, talk), message)
    elif answers is Unchanged.DECIDED:
        await talk.tell(views.edited_too_late(talk.t))
    elif not isinstance(answers, Unchanged):
        await _tell_all(talk, answers, message)
        for answer in answers:
            if isinstance(answer, Recorded | Choice):
                await settle_withdrawn(talk, answer.report_id)
        await renew(talk, answers)


async def _subject_of_edit(message: Message, talk: Talk) -> Said[About] | None:
    """What an edited message is about: an old one, unless it is a reply, is not about what has been shown since."""
    is_old = message.date < talk.now - FRESH
    return None if is_old and not talk.is_reply else await talk.subject()


async def pick(_callback: CallbackQuery, callback_data: Pick, talk: Talk) -> None:
    """Place the draft on the chosen activity."""
    answers = await talk.services.drafts.choose(
        callback_data.draft, callback_data.activity, talk.person, talk.now, callback_data.part
    )
    await show_answers(talk, answers)


async def pick_from(_callback: CallbackQuery, callback_data: PickFrom, talk: Talk) -> None:
    """All of the officer's activities, to choose that of the kept words."""
    mine = await talk.services.drafts.every_choice(callback_data.draft, talk.person, talk.now)
    if mine is None:
        await show_answer(talk, None)
    else:
        screen = views.which_of_all(talk.t, callback_data.draft, mine, callback_data.page)
        await talk.show(_in_turn(screen, is_so=await _is_in_turn(talk)))


async def pick_all(_callback: CallbackQuery, callback_data: PickAll, talk: Talk) -> None:
    """Place the draft on several activities: show them first, then record."""
    answers = await talk.services.drafts.choose_all(callback_data.draft, talk.person, talk.now, sure=callback_data.sure)
    if not callback_data.sure and answers and isinstance(answers[0], Choice):
        await talk.show(_in_turn(views.sure_of_all(talk.t, answers[0]), is_so=await _is_in_turn(talk)))
    else:
        await show_answers(talk, answers)


async def settle(_callback: CallbackQuery, callback_data: Settle, talk: Talk) -> None:
    """Take the answer whether the work is done, or how far it is."""
    answers = await talk.services.drafts.settle(
        callback_data.draft,
        talk.person,
        talk.now,
        percent=callback_data.percent,
        done=callback_data.done or None,
    )
    await show_answers(talk, answers)


async def dropped(talk: Talk, draft: int) -> Screen:
    """The draft is no report: what is said of that."""
    text = await talk.services.drafts.no_report(draft, talk.person)
    return card_views.not_yours(talk.t) if text is None else views.no_report(talk.t, text)


async def no_report(_callback: CallbackQuery, callback_data: NoReport, talk: Talk) -> None:
    """Mark the draft as no report."""
    in_turn = await _is_in_turn(talk)
    await talk.show(await dropped(talk, callback_data.draft))
    if in_turn:
        await _asks_next(talk)


async def to_control(_callback: CallbackQuery, callback_data: ToControl, talk: Talk) -> None:
    """Send the draft to the control department."""
    in_turn = await _is_in_turn(talk)
    answer = await talk.services.drafts.to_control(callback_data.draft, talk.person, talk.now)
    await talk.show(card_views.not_yours(talk.t) if answer is None else await appeals.screen(talk, answer))
    if in_turn:
        await _asks_next(talk)


async def move(_callback: CallbackQuery, callback_data: MoveReport, talk: Talk) -> None:
    """Move the last report to the activity it was meant for."""
    before = await talk.services.reporting.recorded(callback_data.report, talk.person, talk.now)
    answer = await talk.services.reporting.move(callback_data.report, callback_data.activity, talk.person, talk.now)
    if answer is None:
        await talk.toast(await why_too_late(talk, callback_data.report), alert=True)
        return
    await show_answer(talk, answer)
    if before is not None:
        await settle_withdrawn(talk, before.report_id)
        await renew(talk, [before])


async def is_report(_callback: CallbackQuery, callback_data: AppealIsReport, talk: Talk) -> None:
    """Record as a report what was taken for a question or a request."""
    answer = await talk.services.drafts.report_after_all(callback_data.appeal, talk.person, talk.now)
    await show_answer(talk, answer)


async def take_kept(_callback: CallbackQuery, callback_data: TakeKept, talk: Talk) -> None:
    """What was reported before the person was linked is read as if it came now."""
    kept = await talk.services.appeals.own(callback_data.appeal, talk.person, talk.now)
    if kept is None or kept.kind is not AppealKind.STRANGER:
        await talk.show(card_views.not_yours(talk.t))
    else:
        await receive(talk, kept.as_written, None)


async def unplaced(_callback: CallbackQuery, talk: Talk) -> None:
    """Ask again about the oldest draft whose question nobody has answered; the next is asked after its answer."""
    if not await _asks_next(talk):
        await talk.toast(views.nothing_unplaced(talk.t))


async def _asks_next(talk: Talk) -> bool:
    """Whether another draft waits, which is asked about then."""
    choice = await talk.services.drafts.next_unplaced(talk.person, talk.now)
    if choice is not None:
        await talk.say(_in_turn(views.which(talk.t, choice)))
    return choice is not None


def _in_turn(screen: Screen, *, is_so: bool = True) -> Screen:
    """The question, after whose answer the next waiting draft is asked about."""
    about = screen.about
    return replace(screen, about=replace(about, in_turn=True)) if is_so and isinstance(about, AsksWhich) else screen


async def _is_in_turn(talk: Talk) -> bool:
    """Whether the pressed screen asks about one of the drafts that are gone through in turn."""
    said = await talk.pressed_about() if talk.callback is not None else await talk.subject()
    return said is not None and isinstance(said.about, AsksWhich) and said.about.in_turn


async def show_answers(talk: Talk, answers: Sequence[Answer]) -> None:
    """Show the first answer in the place of the pressed screen, the others below it."""
    reports = [one for one in answers if isinstance(one, Recorded | Choice)]
    together, _ = apart(reports)
    others = [one for one in reports if one not in together] if together else reports[1:]
    in_turn = await _is_in_turn(talk)
    is_last = not any(isinstance(one, Choice) for one in others)
    if together:
        await talk.show(views.recorded_together(talk.t, together))
        if in_turn and is_last:
            await _asks_next(talk)
    else:
        await show_answer(talk, reports[0] if reports else None, is_last=is_last)
    for answer in others:
        await _tell_further(talk, answer, in_turn=in_turn)
    await renew(talk, reports)


async def _tell_further(talk: Talk, answer: Recorded | Choice, *, in_turn: bool) -> None:
    """Say what became of another piece of the message whose question was answered, or ask about it."""
    if isinstance(answer, Recorded):
        await _tell(talk, answer, None)
        return
    screen = _in_turn(views.which(talk.t, answer), is_so=in_turn)
    if answer.answer_id is None or not await talk.rewrite(answer.answer_id, screen):
        await talk.say(screen)


async def renew(talk: Talk, answers: Sequence[Answer]) -> None:
    """The admins' letters on the work handed in show what became of its activities' reports."""
    recorded = [one.recorded if isinstance(one, TakenBack) else one for one in answers]
    for one in recorded:
        if isinstance(one, Recorded) and one.denied is not None:
            await settle_withdrawn(talk, one.denied)
    ids = {one.activity.id for one in recorded if isinstance(one, Recorded)}
    ids |= {activity.id for one in recorded if isinstance(one, Choice) for activity in one.choices}
    await renew_submissions(talk, ids)


async def enough(_callback: CallbackQuery, callback_data: Enough, talk: Talk) -> None:
    """Leave the report without an addition."""
    await talk.show(await as_it_stands(talk, callback_data.report))


async def as_it_stands(talk: Talk, report_id: int) -> Screen:
    """The screen of what was recorded, with no further question."""
    recorded = await talk.services.reporting.recorded(report_id, talk.person, talk.now)
    if recorded is None:
        return card_views.not_yours(talk.t)
    return views.recorded(talk.t, recorded, ask_result=False)


async def show_answer(talk: Talk, answer: Recorded | Choice | None, *, is_last: bool = True) -> None:
    """Show what a button recorded, or what it leaves to be asked, in place of the pressed screen.

    `is_last`: no question about the same message follows, so that the next draft in turn may be asked about.
    """
    in_turn = await _is_in_turn(talk)
    if answer is None:
        await talk.show(card_views.not_yours(talk.t))
    elif isinstance(answer, Choice):
        await talk.show(_in_turn(views.which(talk.t, answer), is_so=in_turn))
        return
    else:
        await talk.show(views.recorded(talk.t, answer, quoted=_replied_to(talk)))
        await renew(talk, [answer])
    if in_turn and is_last:
        await _asks_next(talk)


def _replied_to(talk: Talk) -> str:
    """The words of the message to which the pressed screen replies."""
    reply = talk.message.reply_to_message if talk.message is not None and talk.callback is not None else None
    return words_with_links(reply) if reply is not None else ""


async def undo(_callback: CallbackQuery, callback_data: Undo, talk: Talk) -> None:
    """Take a report back."""
    undone = await talk.services.reporting.undo(callback_data.report, talk.person, talk.now)
    if undone is None:
        await talk.toast(await why_too_late(talk, callback_data.report), alert=True)
    else:
        left = await _left_of_several(talk)
        await talk.show(views.recorded_together(talk.t, left, undone) if left else views.undone(talk.t, undone))
        await settle_withdrawn(talk, undone.report_id)
        await renew(talk, [undone])


async def why_too_late(talk: Talk, report_id: int) -> Html:
    """Why a report can no longer be changed."""
    return views.too_late_to_undo(talk.t, await talk.services.reporting.gone_of(report_id, talk.person, talk.now))


async def _left_of_several(talk: Talk) -> list[Recorded]:
    """What else the message, of which one report was taken back, told of."""
    said = await talk.pressed_about()
    if said is None or not isinstance(said.about, ShowsReports):
        return []
    recorded = [
        await talk.services.reporting.recorded(report_id, talk.person, talk.now)
        for report_id in said.about.reports
        if await talk.services.reports.one(report_id) is not None
    ]
    return [one for one in recorded if one is not None]


async def settle_withdrawn(talk: Talk, report_id: int) -> None:
    """What was handed in and is taken back is for no admin to decide any more."""
    submission = await talk.services.decisions.withdrawn(report_id, talk.now)
    if submission is not None:
        await settle_submission(talk, submission)


async def amend(_callback: CallbackQuery, callback_data: Amend, talk: Talk) -> None:
    """Correct by button what was read in a report."""
    recorded = await talk.services.reporting.amend(
        callback_data.report,
        talk.person,
        talk.now,
        percent=callback_data.percent,
        done=callback_data.done or None,
    )
    if recorded is None:
        await talk.toast(await why_too_late(talk, callback_data.report), alert=True)
    elif isinstance(recorded, Choice):
        await show_answer(talk, recorded)
    else:
        await talk.show(views.recorded(talk.t, recorded, quoted=_replied_to(talk)))
        await settle_withdrawn(talk, recorded.report_id)
        await renew(talk, [recorded])


async def _tell_all(talk: Talk, answers: Sequence[Answer], message: Message | None) -> None:
    """Say what became of each; of several reports in one message."""
    together, others = apart(answers)
    if together:
        screen = views.recorded_together(talk.t, together)
        told = together[0].answer_id
        if told is None or not await talk.rewrite(told, screen):
            await talk.say(screen, reply_to=message.message_id if message is not None else None)
    for answer in others:
        await _tell(talk, answer, message)


async def tell_answers(talk: Talk, answers: Sequence[Answer]) -> None:
    """Say what became of kept words, below all that stands."""
    await _tell_all(talk, answers, None)
    await renew(talk, answers)


def apart(answers: Sequence[Answer]) -> tuple[list[Recorded], list[Answer]]:
    """Several reports of one message, which are told of together; and the rest."""
    together = [one for one in answers if isinstance(one, Recorded) and one.is_new]
    if len(together) <= 1:  # one is told of alone
        return [], list(answers)
    return together, [one for one in answers if one not in together]


async def _tell(talk: Talk, answer: Answer | None, message: Message | None) -> None:
    """Say what became of the message; news of a report replaces what was said of it before."""
    reply_to = message.message_id if message is not None else None
    if isinstance(answer, Recorded | Choice):
        await _tell_of_report(talk, answer, message)
    elif isinstance(answer, Appealed):
        await talk.say(await appeals.screen(talk, answer), reply_to=reply_to)
    elif isinstance(answer, Corrected):
        await talk.say(views.corrected(talk.t, answer), reply_to=reply_to)
    elif isinstance(answer, TakenBack):
        screen, told = views.undone(talk.t, answer.recorded), answer.recorded.answer_id
        if told is None or not await talk.rewrite(told, screen):
            await talk.say(screen, reply_to=reply_to)
        await settle_withdrawn(talk, answer.recorded.report_id)
    elif isinstance(answer, Withdrawable):
        await talk.say(withdrawing_views.ask(talk.t, answer), reply_to=reply_to)
    elif answer is Courteous.NOD:
        await talk.nod(THANKS)


async def _tell_of_report(talk: Talk, answer: Recorded | Choice, message: Message | None) -> None:
    if answer.answer_id is not None and await talk.rewrite(answer.answer_id, _screen_of(talk, answer)):
        if message is not None and message.edit_date is None and message.media_group_id is None:
            # The answer stands above their words; 👌 would say that they are recorded.
            await talk.nod(NOD if isinstance(answer, Recorded) else SEEN)
        return
    screen = _screen_of(talk, answer, quoted=words_with_links(message) if message is not None else "")
    await talk.say(screen, reply_to=message.message_id if message is not None else None)


def _screen_of(talk: Talk, answer: Recorded | Choice, *, quoted: str = "") -> Screen:
    if isinstance(answer, Recorded):
        return views.recorded(talk.t, answer, quoted=quoted)
    return views.which(talk.t, answer)


def report_of(anchor: Said[About] | None, now: datetime) -> int | None:
    """The draft that was asked about, or the report just shown, which further words may join.

    Words written long after a report was shown are a report of their own, even if they reply to it.
    """
    if anchor is None:
        return None
    if isinstance(anchor.about, AsksWhich):
        return anchor.about.draft
    return anchor.about.report if isinstance(anchor.about, ShowsReport) and anchor.is_fresh(now) else None


def incoming(message: Message) -> Incoming:
    """The message in the form that services take."""
    return Incoming(
        chat_id=message.chat.id,
        message_id=message.message_id,
        text=words_with_links(message),
        files=tuple(files_of(message)),
        media_group_id=message.media_group_id,
        source=None if is_own_again(message) else source_of(message.forward_origin),
        edited=message.edit_date,
        quoted=quoted_number(message) if message.quote is not None else None,
    )


def words_with_links(message: Message) -> str:
    """The words, with the addresses behind them written out: «қарор (https://lex.uz/…)»."""
    text = message.text or message.caption or ""
    units = text.encode("utf-16-le")  # Telegram counts in UTF-16
    entities = message.entities or message.caption_entities or []
    for entity in sorted(entities, key=lambda entity: -entity.offset - entity.length):
        end = 2 * (entity.offset + entity.length)
        words = units[2 * entity.offset : end].decode("utf-16-le", "replace").strip()
        if entity.type == "text_link" and entity.url and entity.url.rstrip("/") != words.rstrip("/"):
            while end > 2 and units[end - 2 : end].decode("utf-16-le", "replace").isspace():
                end -= 2
            units = units[:end] + f" ({entity.url})".encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le", "replace").strip()


def quoted_number(message: Message) -> str | None:
    """The activity that the quoted part of the bot's message is about; None unless it is exactly one."""
    reply, quote = message.reply_to_message, message.quote
    if reply is None or quote is None:
        return None
    return activity_of_part(reply.text or reply.caption or "", quote.text, quote.position)


def is_own_again(message: Message) -> bool:
    """Whether people forward their own message."""
    origin, sender = message.forward_origin, message.from_user
    return isinstance(origin, MessageOriginUser) and sender is not None and origin.sender_user.id == sender.id


def source_of(origin: MessageOriginUnion | None) -> str | None:
    """The author of a forwarded message."""
    if isinstance(origin, MessageOriginUser):
        return origin.sender_user.full_name
    if isinstance(origin, MessageOriginHiddenUser):
        return origin.sender_user_name
    if isinstance(origin, MessageOriginChat):
        return origin.sender_chat.full_name
    return origin.chat.full_name if origin is not None else None


def files_of(message: Message) -> Sequence[FileFacts]:
    """The message's files (a photo in its largest size), in a form that can be sent again."""
    if message.photo:
        largest = message.photo[-1]
        return [FileFacts(largest.file_id, largest.file_unique_id, "photo", size=largest.file_size)]
    for kind in ("animation", "document", "voice", "video", "audio", "video_note"):
        file = getattr(message, kind)
        if file is not None:
            name, mime = getattr(file, "file_name", None), getattr(file, "mime_type", None)
            return [FileFacts(file.file_id, file.file_unique_id, kind, name, mime, file.file_size)]
    return []
