"""The bot's page in Telegram: its description, short description and photo, from the plan."""

from pathlib import Path

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNotFound
from aiogram.types import BufferedInputFile, InputProfilePhotoStatic

from handlers.publishing import patiently, publish
from services.container import Services
from views import profile as views
from views.kit.texts import Translator

log = structlog.get_logger(__name__)

PHOTO = Path(views.__file__).parent / "pictures" / "emblem.jpg"


async def set_profile(bot: Bot, services: Services, translator: Translator) -> None:
    """Set what has changed since it was set last; nothing while there is no plan. What is refused is logged."""
    plan = await services.plans.current()
    if plan is None:
        return
    for code, texts in views.languages(translator):
        await _set_texts(
            bot,
            services,
            code,
            views.description(texts, plan.organisation),
            views.short_description(texts, plan.organisation),
        )
    await patiently(lambda: _set_photo(bot, services))


async def _set_texts(bot: Bot, services: Services, code: str, long: str, short: str) -> None:
    known, language = services.published, code or None

    async def describe() -> bool:
        return await bot.set_my_description(long, language_code=language)

    async def describe_shortly() -> bool:
        return await bot.set_my_short_description(short, language_code=language)

    async def both() -> None:
        try:
            await publish(known, f"{bot.id}:description:{code}", long, describe)
            await publish(known, f"{bot.id}:short:{code}", short, describe_shortly)
        except (TelegramBadRequest, TelegramNotFound) as error:  # asking again would not help
            log.warning("the bot's description is not set", reason=error.message)

    await patiently(both)


async def _set_photo(bot: Bot, services: Services) -> None:
    """A photo that somebody has chosen for the bot stays: ours is only for a bot that has none."""
    content = PHOTO.read_bytes()

    async def put() -> bool:
        if (await bot.get_user_profile_photos(bot.id, limit=1)).total_count:
            return True
        return await bot.set_my_profile_photo(InputProfilePhotoStatic(photo=BufferedInputFile(content, PHOTO.name)))

    try:
        await publish(services.published, f"{bot.id}:photo", content, put)
    except (TelegramBadRequest, TelegramNotFound) as error:
        log.warning("the bot's photo is not set", reason=error.message)
