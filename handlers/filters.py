"""Filters that tell who may do what (asynchronous, because aiogram runs synchronous ones in threads, at a cost)."""

from aiogram.filters import Command, Filter
from aiogram.types import Message, TelegramObject

from handlers.talk import Talk
from services.messages import purposes
from services.messages.purposes import About
from services.reports.until import wanted_until


async def private(_event: TelegramObject, talk: Talk) -> bool:
    """In a private chat."""
    return talk.is_private


async def admin(_event: TelegramObject, talk: Talk) -> bool:
    """From an admin, anywhere."""
    return talk.person.is_admin


async def officer(_event: TelegramObject, talk: Talk) -> bool:
    """From somebody who answers for an executor, in their private chat."""
    return talk.person.is_officer and talk.is_private


async def in_leadership(_event: TelegramObject, talk: Talk) -> bool:
    """In the leadership chat."""
    return await talk.is_in_leadership_chat()


async def works_with_the_plan(_event: TelegramObject, talk: Talk) -> bool:
    """From an officer or an admin: reminders or decisions come to them."""
    return talk.person.works_with_the_plan


async def knows_the_plan(_event: TelegramObject, talk: Talk) -> bool:
    """From an officer, an admin, or a leader."""
    return not talk.person.is_outsider


async def reads_plan(_event: TelegramObject, talk: Talk) -> bool | dict[str, object]:
    """From somebody to whom a whole plan is shown: an admin, anybody in a leadership's chat, a leader in private.

    What the handler reads is limited to what they may see, their `sight`.
    """
    reader = await talk.reader()
    return {"sight": reader.lines} if reader.whole_plan else False


async def reads_activities(event: TelegramObject, talk: Talk) -> bool | dict[str, object]:
    """From somebody who may read some activities: their own, or the whole plan."""
    return await officer(event, talk) or await reads_plan(event, talk)


async def decides(_event: TelegramObject | None, talk: Talk) -> bool:
    """From somebody who may accept or return: an admin, and if so configured anybody in the leadership chat."""
    if talk.person.is_admin:
        return True
    is_known = not talk.person.is_nobody
    return is_known and talk.services.decisions.leaders_accept and await talk.is_in_leadership_chat()


def on_command(name: str) -> Command:
    """The command of this name, in whatever case it is written: a telephone begins a line with a capital."""
    return Command(name, ignore_case=True)


def command_name(message: Message) -> str:
    """The message's command («audit» of «/audit@ijrochi_bot 7»); empty if it has none."""
    words = (message.text or "").split(maxsplit=1)
    return words[0][1:].partition("@")[0].lower() if words and words[0].startswith("/") else ""


async def is_for_this_bot(message: Message, talk: Talk) -> bool:
    """A command that names no bot, or this one."""
    words = (message.text or "").split(maxsplit=1)
    if not words or not words[0].startswith("/"):
        return False
    _, at, name = words[0].partition("@")
    return not at or name.lower() == ((await talk.bot.me()).username or "").lower()


async def no_command(message: Message) -> bool:
    """An answer rather than a command."""
    return not (message.text or "").startswith("/")


class Answering(Filter):
    """Whether the words answer a question of this kind; the handler gets the question as `anchor`."""

    def __init__(self, question: type[About]) -> None:
        self.question = question

    async def __call__(self, _event: TelegramObject, talk: Talk) -> bool | dict[str, object]:
        """Whether they do."""
        anchor = await talk.subject()
        return {"anchor": anchor} if anchor is not None and isinstance(anchor.about, self.question) else False


class NamingADay(Filter):
    """Whether the words, below a screen of this kind, are a day or a month and nothing besides.

    The handler gets the screen as `anchor`, and the day (of a month the last) as `day`.
    """

    def __init__(self, screen: type[About]) -> None:
        self.screen = screen

    async def __call__(self, message: Message, talk: Talk) -> bool | dict[str, object]:
        """Whether they are."""
        anchor = await talk.subject()
        if anchor is None or not isinstance(anchor.about, self.screen):
            return False  # before the words are read, which takes long
        until = wanted_until(message.text or "", talk.today)
        return {"anchor": anchor, "day": until.last_day} if until is not None and until.alone else False


class Gave(Filter):
    """Whether the edited message answered a question of this kind (or of any); the handler gets it as `anchor`."""

    def __init__(self, answer: type[purposes.Gave] = purposes.Gave) -> None:
        self.answer = answer

    async def __call__(self, message: Message, talk: Talk) -> bool | dict[str, object]:
        """Whether it was."""
        anchor = await talk.services.anchors.of_message(talk.chat_id, message.message_id)
        return {"anchor": anchor} if anchor is not None and isinstance(anchor.about, self.answer) else False
