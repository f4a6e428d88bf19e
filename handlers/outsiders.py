"""People who are not linked: whatever they send or press gets the same polite answer, and nothing of the plan.

The answer comes once per day; further messages get a reaction, and each press a passing word.
"""

from aiogram import Router
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, Message, MessageOriginUser, TelegramObject

from handlers.answers import incoming
from handlers.fallback import is_command
from handlers.filters import is_for_this_bot, private
from handlers.impersonal import tell_how_to_write
from handlers.settling import settle_everywhere
from handlers.talk import SEEN, Talk
from services.language.courtesies import courtesy
from services.language.pleas import pleads
from services.messages.kinds import LetterKind
from services.reports.message import tells_of_work
from views import appeals as appeal_views
from views import people as views
from views.kit.keys import key_of
from views.kit.screen import Screen
from views.kit.texts import Translator


def setup() -> Router:
    """The router of this feature; it comes after everything that outsiders may do."""
    router = Router(name="outsiders")
    router.message.register(start, CommandStart(ignore_case=True), outsider, private)
    router.message.register(anything, outsider, private)
    router.message.register(command_in_group, is_command, outsider, elsewhere, is_for_this_bot)
    router.callback_query.register(any_button, outsider, private)
    router.callback_query.register(any_button, outsider, elsewhere)
    return router


async def outsider(_event: TelegramObject, talk: Talk) -> bool:
    """From somebody who is neither an officer nor an admin nor a leader."""
    return talk.person.is_outsider


async def elsewhere(_event: TelegramObject, talk: Talk) -> bool:
    """Outside the leadership's chats, whose members need no link and are answered like everybody there."""
    return talk.group is None


async def start(_message: Message, talk: Talk) -> None:
    """/start is always answered: what the bot is for, and how one is linked."""
    await talk.services.people.refuse_once_a_day(talk.person, talk.now, talk.today)
    await talk.say(views.hello_outsider(talk.t))


async def anything(message: Message, talk: Talk, translator: Translator) -> None:
    """Words, a file, a command, anything in the private chat; a report is told in words not to be recorded."""
    if is_of_the_bot(message, talk):
        await refuse(talk, views.outsider(talk.t))
    elif key_of(translator, message.text) is not None:
        await talk.say(views.outsider_with_keys(talk.t))
    elif pleads_for_something(message) and not talk.person.is_nobody:
        await pass_on(message, talk, appeal_views.passed_on(talk.t))
    elif await reports_work(message, talk) and not talk.person.is_nobody:
        await unlinked_report(message, talk)
    elif await asks_back(message, talk):
        await pass_on(message, talk, appeal_views.passed_on(talk.t))
    else:
        await refuse(talk, views.outsider(talk.t))


def is_of_the_bot(message: Message, talk: Talk) -> bool:
    """Whether the bot's own words are forwarded to it: they are nobody's report."""
    origin = message.forward_origin
    return isinstance(origin, MessageOriginUser) and origin.sender_user.id == talk.bot.id


def pleads_for_something(message: Message) -> bool:
    """Words that name a need: they are answered in words, and the administrators read them."""
    words = message.text or ""
    return bool(words) and not words.startswith("/") and courtesy(words) is None and pleads(words)


async def reports_work(message: Message, talk: Talk) -> bool:
    """A file, or words about work that is done: what an officer sends as a report."""
    sent = incoming(message)
    return bool(sent.files) or (not sent.text.startswith("/") and tells_of_work(sent.text, talk.today))


async def asks_back(message: Message, talk: Talk) -> bool:
    """Words of somebody who was unlinked, and was told to write here if that was a mistake."""
    words = message.text or ""
    if not words or words.startswith("/") or courtesy(words) is not None or talk.person.is_nobody:
        return False
    return await talk.services.linking.was_unlinked(talk.person)


async def unlinked_report(message: Message, talk: Talk) -> None:
    """A report of somebody who is not linked: not recorded, and that is said; the admins get its words."""
    await pass_on(message, talk, appeal_views.not_recorded(talk.t))


async def pass_on(message: Message, talk: Talk, screen: Screen) -> None:
    """The words go to the admins: in a letter of their own, or in the one that they have of this person's day."""
    passed = await talk.services.appeals.strangers_report(talk.person, incoming(message), talk.now)
    if passed.is_new:
        await talk.say(screen, reply_to=message.message_id)
        return
    letter = passed.letter
    await settle_everywhere(talk, f"appeal:{letter.id}", LetterKind.APPEAL, lambda t: appeal_views.letter(t, letter))
    if passed.joined:
        await talk.nod(SEEN)
    else:
        await talk.say(appeal_views.added(talk.t), reply_to=message.message_id)


async def command_in_group(message: Message, talk: Talk) -> None:
    """Answer a command in a group; other words there are not for the bot."""
    if talk.person.is_nobody:
        await tell_how_to_write(message, talk)
        return
    await refuse(talk, views.outsider_in_group(talk.t), reply_to=message.message_id)


async def any_button(_callback: CallbackQuery, talk: Talk) -> None:
    """Answer a button from before they were unlinked, a forwarded or a forged one."""
    await talk.toast(views.outsider_word(talk.t), alert=True)


async def refuse(talk: Talk, screen: Screen, *, reply_to: int | None = None) -> None:
    """Say it once per day; a reaction shows that other messages were seen."""
    if await talk.services.people.refuse_once_a_day(talk.person, talk.now, talk.today):
        await talk.say(screen, reply_to=reply_to)
    else:
        await talk.nod(SEEN)
