"""The keys below an officer's writing line. They send their label as a message, which is no report."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.filters import officer
from handlers.my import my
from handlers.settings import help_private
from handlers.talk import Talk
from services.plan.activities import by_urgency
from views import my as views
from views.kit.keys import Key, key_of
from views.kit.texts import Translator


def setup() -> Router:
    """The router of this feature; it stands before all that takes words."""
    router = Router(name="keys")
    router.message.register(my, officer, Pressed(Key.MINE))
    router.message.register(report, officer, Pressed(Key.REPORT))
    router.message.register(help_private, officer, Pressed(Key.HELP))
    return router


class Pressed(Filter):
    """The message is this key's label, in any language."""

    def __init__(self, key: Key) -> None:
        self._key = key

    async def __call__(self, message: Message, translator: Translator) -> bool:
        """Whether it is."""
        return key_of(translator, message.text) is self._key


async def report(_message: Message, talk: Talk) -> None:
    """Which of the officer's activities the report is on."""
    mine = await talk.services.activities.of(talk.person.executor_ids, talk.today)
    await talk.say(views.report_on(talk.t, by_urgency(one for one in mine if one.is_open)))
