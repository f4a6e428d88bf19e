"""Language, the hours of reminders, and help."""

from dataclasses import replace
from datetime import time

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.filters import in_leadership, knows_the_plan, officer, on_command, private, works_with_the_plan
from handlers.menu import renew_menu
from handlers.talk import Talk
from views import fallback as fallback_views
from views import settings as views
from views.kit.callbacks import KeepHours, KeepKeys, Speak
from views.kit.commands import Role
from views.kit.languages import LANGUAGES
from views.kit.screen import Screen
from views.kit.texts import Translator


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="settings")
    router.message.register(language, on_command("language"), private)
    router.message.register(settings, on_command("settings"), private, works_with_the_plan)
    router.message.register(leaders_settings, on_command("settings"), private, knows_the_plan)
    router.message.register(help_private, on_command("help"), private, knows_the_plan)
    router.message.register(help_in_group, on_command("help"), in_leadership)
    router.callback_query.register(speak, Speak.filter(), private)
    router.callback_query.register(keep_keys, KeepKeys.filter(), officer)
    router.callback_query.register(keep_hours, KeepHours.filter(), private, works_with_the_plan)
    return router


async def language(_message: Message, talk: Talk) -> None:
    """/language: the languages by button."""
    await talk.say(views.languages(talk.t))


async def speak(_callback: CallbackQuery, callback_data: Speak, talk: Talk, translator: Translator) -> None:
    """Set the chosen language; the settings and the menu of commands change to it."""
    if callback_data.locale not in LANGUAGES:
        await talk.show(views.languages(talk.t))
        return
    await talk.services.people.speak(talk.person, callback_data.locale)
    talk.t = translator[callback_data.locale]
    if talk.person.works_with_the_plan:
        await talk.show(await settings_of(talk))
    else:
        await talk.show(views.spoken(talk.t))
    if talk.person.has_keys:
        await talk.say(views.keys_in(talk.t))
    if not talk.person.is_outsider:
        account_id, leads = talk.person.account_id, await talk.is_leader()
        await renew_menu(talk.bot, talk.services, translator, account_id, talk.now, is_leader=leads)


async def settings(_message: Message, talk: Talk) -> None:
    """/settings: what can be set, by button."""
    await talk.say(await settings_of(talk))


async def leaders_settings(_message: Message, talk: Talk) -> None:
    """/settings of a leader, who gets no reminders: the way to the language."""
    await talk.say(fallback_views.what_can_be_set(talk.t))


async def keep_hours(_callback: CallbackQuery, callback_data: KeepHours, talk: Talk) -> None:
    """Set the chosen hours; hours that are not offered come from a forged button and change nothing."""
    start, end = callback_data.start, callback_data.end
    if start is None or end is None:
        if start is end:
            await talk.services.people.keep_hours(talk.person, None, None)
    elif views.is_offered(start, end, talk.services.reminding.remind_at):
        await talk.services.people.keep_hours(talk.person, time(start), time(end))
    await talk.show(await settings_of(talk))


async def keep_keys(_callback: CallbackQuery, callback_data: KeepKeys, talk: Talk) -> None:
    """The keys below the writing line are put there, or removed."""
    await talk.services.people.keep_keys(talk.person, wanted=callback_data.wanted)
    talk.person = replace(talk.person, wants_keys=callback_data.wanted)
    await talk.show(await settings_of(talk))
    await talk.say(views.keys(talk.t, wanted=callback_data.wanted))


async def settings_of(talk: Talk) -> Screen:
    """The settings as they stand."""
    hours = await talk.services.people.hours(talk.person.account_id)
    return views.settings(talk.t, talk.person, hours, talk.services.reminding.remind_at)


async def help_private(_message: Message, talk: Talk) -> None:
    """/help in a private chat."""
    await talk.say(await help_of(talk))


async def help_of(talk: Talk) -> Screen:
    """What the bot can do for the person, with an activity of their own in the examples."""
    role, also_officer = role_of(talk), talk.person.is_admin and talk.person.is_officer
    is_head = talk.person.is_head
    if role != "officer":
        return views.help_for(talk.t, role, also_officer=also_officer, is_head=is_head)
    mine = await talk.services.activities.of(talk.person.executor_ids, talk.today)
    numbers = [talk.t.script(activity.written_number) for activity in [*(one for one in mine if one.is_open), *mine]]
    return views.help_for(talk.t, role, is_head=is_head, number=next(iter(numbers), "5"))


async def help_in_group(_message: Message, talk: Talk) -> None:
    """/help in the leadership chat."""
    await talk.say(views.help_for(talk.t, "leadership"))


def role_of(talk: Talk) -> Role:
    """What a person is in their private chat; an admin who is also an officer is an admin."""
    if talk.person.is_leader:
        return "leader"
    return "admin" if talk.person.is_admin else "officer"
