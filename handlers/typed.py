"""Labels of the bot's own buttons that come as messages: they do what the button does, and are no words of a report."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from handlers import appeals
from handlers.answers import dropped, settle_withdrawn, show_answer, show_answers, why_too_late
from handlers.cards import card_screen, list_of
from handlers.filters import officer
from handlers.my import own_activity
from handlers.talk import Talk
from services.language.reading.parts import Asks
from services.messages.anchors import Said
from services.messages.purposes import About, AsksReport, AsksWhich, ShowsReport
from services.plan.activities import by_urgency
from services.plan.figures import ActivityFacts
from services.reports.message import Choice, Recorded
from views import answers as views
from views import cards as card_views
from views import my as my_views
from views import reasons as reason_views
from views.kit.callbacks import Wanted
from views.kit.screen import Screen
from views.kit.texts import Translator
from views.kit.typed import Label, label_of


def setup() -> Router:
    """The router of this feature; it stands before all that takes words."""
    router = Router(name="typed")
    router.message.register(press, officer, is_label)
    return router


async def is_label(message: Message, talk: Talk, translator: Translator) -> bool | dict[str, object]:
    """Whether the message is a button's label and nothing else; the handler gets it as `label`."""
    label = label_of(translator, message.text) if talk.is_private else None
    return False if label is None else {"label": label}


async def press(_message: Message, talk: Talk, label: Label) -> None:
    """Do what the button does on what the bot last asked or showed, or on the message replied to."""
    said = await talk.subject()
    is_cancelled = await _cancelled(talk, said, label)
    draft = said.about.draft if said is not None and isinstance(said.about, AsksWhich) else None
    question = await talk.services.drafts.question(draft, talk.person, talk.now) if draft is not None else None
    if isinstance(question, Choice) and await _answers(talk, question, label):
        return
    activity = await _activity(talk, said, question)
    if label is Label.CANCEL and is_cancelled:
        return
    if label in (Label.UNDO, Label.CANCEL) and said is not None and isinstance(said.about, ShowsReport):
        await _undo(talk, said.about.report)
    elif isinstance(question, Choice) and activity is None:
        await talk.say(views.which(talk.t, question))
    elif label is Label.DONE and activity is not None:
        marked = talk.services.reporting.mark(talk.person, activity.id, talk.chat_id, talk.now, percent=None, done=True)
        await show_answer(talk, await marked)
    elif label in (Label.DONE, Label.PROGRESS) and activity is None:
        raise SkipHandler  # words of a report whose activity is asked
    else:
        await talk.say(await _opened(talk, label, activity))


async def _cancelled(talk: Talk, said: Said[About] | None, label: Label) -> bool:
    """End a question that waits for words, as any button does; one for words on the work needs no word of it."""
    if said is None or not said.about.purpose.takes_any_words:
        return False
    await talk.settle(said)
    if label is Label.CANCEL or not isinstance(said.about, AsksReport):
        await talk.tell(reason_views.cancelled(talk.t))
    return True


async def _answers(talk: Talk, question: Choice, label: Label) -> bool:
    """Whether the label is that of a button of the draft's question, which is done then."""
    drafts, draft = talk.services.drafts, question.report_id
    is_placed = question.asks in (Asks.DONE, Asks.PERCENT)
    if is_placed and label in (Label.DONE, Label.STILL_GOING, Label.PROGRESS):
        done = True if label is Label.DONE else None
        await show_answers(talk, await drafts.settle(draft, talk.person, talk.now, percent=None, done=done))
    elif not is_placed and label is Label.NO_REPORT:
        await talk.say(await dropped(talk, draft))
    elif not is_placed and label is Label.TO_CONTROL:
        sent = await drafts.to_control(draft, talk.person, talk.now)
        await talk.say(card_views.not_yours(talk.t) if sent is None else await appeals.screen(talk, sent))
    elif not is_placed and label is Label.ANOTHER:
        mine = await drafts.every_choice(draft, talk.person, talk.now)
        await talk.say(views.which_of_all(talk.t, draft, mine or ()))
    elif not is_placed and label is Label.ALL:
        [every, *_] = await drafts.choose_all(draft, talk.person, talk.now, sure=False) or (question,)
        await talk.say(views.sure_of_all(talk.t, every if isinstance(every, Choice) else question))
    else:
        return False
    return True


async def _activity(talk: Talk, said: Said[About] | None, question: Recorded | Choice | None) -> ActivityFacts | None:
    """The one activity that is spoken of, if it is the officer's."""
    if isinstance(question, Choice):
        return question.choices[0] if question.asks in (Asks.DONE, Asks.PERCENT) else None
    ids = said.activity_ids if said is not None else ()
    return await own_activity(talk, ids[0]) if len(ids) == 1 else None


async def _opened(talk: Talk, label: Label, activity: ActivityFacts | None) -> Screen:
    """The screen that the button opens; without an activity, the list to choose it from."""
    if activity is None or label is Label.BACK:
        return await _list(talk, label)
    if label is Label.PROGRESS:
        return card_views.percents(talk.t, activity)
    if label is Label.MORE_TIME:
        return card_views.extension_months(talk.t, activity)
    if label in (Label.REPORT, Label.FILE):
        return card_views.ask_report(talk.t, activity, Wanted.FILE if label is Label.FILE else Wanted.TEXT)
    reader = await talk.reader()
    if label is Label.HISTORY and (history := await talk.services.cards.history(activity.id, reader, talk.today)):
        return card_views.history(talk.t, history)
    card = await talk.services.cards.card(activity.id, reader, talk.today)
    return card_views.not_yours(talk.t) if card is None else await card_screen(talk, card)


async def _list(talk: Talk, label: Label) -> Screen:
    if label not in (Label.REPORT, Label.FILE):
        return await list_of(talk)
    mine = await talk.services.activities.of(talk.person.executor_ids, talk.today)
    return my_views.report_on(talk.t, by_urgency(one for one in mine if one.is_open))


async def _undo(talk: Talk, report_id: int) -> None:
    undone = await talk.services.reporting.undo(report_id, talk.person, talk.now)
    if undone is None:
        await talk.tell(await why_too_late(talk, report_id))
        return
    await talk.say(views.undone(talk.t, undone))
    await settle_withdrawn(talk, undone.report_id)
