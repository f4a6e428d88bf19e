"""A bare aiogram bot that polls a server and does nothing else: `python -m benchmarks.polling ADDRESS TOKEN`."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def main(address: str, token: str) -> None:
    """Take updates until terminated."""
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(address)))
    await dispatcher.start_polling(bot)


async def echo(message: Message) -> None:
    """Say it back."""
    await message.answer(message.text or "")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
