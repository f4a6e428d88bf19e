"""Words after a command that takes none: they are named as not understood, and the command runs all the same."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from handlers.filters import command_name, is_for_this_bot, knows_the_plan
from handlers.talk import Talk
from services.language.script import bare
from views.arguments import not_needed
from views.kit.commands import COMMANDS

TAKING = frozenset({"report", "order", "agenda", "audit", "officers", "invite", "remind", "admin", "start", "bind"})
IMPORTS, EXPORTS = frozenset({bare("import")}), frozenset(map(bare, ("export", "экспорт")))  # after /plan


def setup() -> Router:
    """The router of this feature; it comes before the commands."""
    router = Router(name="arguments")
    router.message.register(name_them, has_needless_words, is_for_this_bot, knows_the_plan)
    return router


async def has_needless_words(message: Message) -> bool:
    """Words after a command that reads none."""
    name, words = command_name(message), words_after(message)
    is_read = name in TAKING or (name == "plan" and bare(words) in IMPORTS | EXPORTS)
    return bool(words) and not is_read and any(name in commands for commands in COMMANDS.values())


def words_after(message: Message) -> str:
    """What stands after the command."""
    _, _, words = (message.text or "").partition(" ")
    return words.strip()


async def name_them(message: Message, talk: Talk) -> None:
    """Say which words were not understood; then the command is answered."""
    await talk.tell(not_needed(talk.t, command_name(message), words_after(message)))
    raise SkipHandler
