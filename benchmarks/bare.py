"""Bare aiogram, the reference for an update: one handler with the same transaction in raw SQL."""

import asyncio
import json
from datetime import UTC, date, datetime
from pathlib import Path

import aiosqlite
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters

from benchmarks.server import TOKEN

PRAGMAS = ("busy_timeout = 5000", "foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL")
DAY = date(2024, 1, 3)


def bot_for(address: str) -> Bot:
    """A bot on that server."""
    return Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(address)))


async def connect(file: Path) -> aiosqlite.Connection:
    """A connection as durable as the bot's own."""
    connection = await aiosqlite.connect(file, isolation_level=None)
    for pragma in PRAGMAS:
        await connection.execute(f"PRAGMA {pragma}")
    return connection


class Bare:
    """Takes «№N, P%» as the bot does: identify, read, record with an audit row, answer, remember the answer."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._line = asyncio.Lock()

    def dispatcher(self) -> Dispatcher:
        """One handler and nothing before it."""
        dispatcher = Dispatcher()
        dispatcher.message.register(self.take)
        return dispatcher

    async def take(self, message: Message) -> None:
        """One report."""
        now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
        number, percent = (int(word.strip("№%,")) for word in (message.text or "").split())
        account = await self._one(
            "SELECT id, name, username, locale, seen_at, blocked_at FROM account WHERE telegram_id = ?",
            message.chat.id,
        )
        executors = await self._all(
            "SELECT e.id, e.name FROM executor e JOIN link l ON l.executor_id = e.id WHERE l.account_id = ?", account[0]
        )
        async with self._line:
            report = await self._record(
                message, account[0], [row[0] for row in executors], number=number, percent=percent, now=now
            )
        answer = await message.answer(
            "<b>Ёзиб олинди</b> " + 5 * "топшириқ ва унинг муддати ",
            parse_mode="HTML",
            reply_parameters=ReplyParameters(message_id=message.message_id, allow_sending_without_reply=True),
            reply_markup=InlineKeyboardMarkup(
                inline_keyboard=[[InlineKeyboardButton(text="↩", callback_data=f"undo:{report}")]]
            ),
        )
        async with self._line:
            await self._answered(message.chat.id, answer.message_id, account[0], report, now)

    async def _record(
        self, message: Message, account: int, executors: list[int], *, number: int, percent: int, now: str
    ) -> int:
        await self._connection.execute("BEGIN IMMEDIATE")
        await self._all(
            "SELECT id FROM report WHERE chat_id = ? AND message_id = ?", message.chat.id, message.message_id
        )
        activity = await self._one(
            "SELECT id, text, state, percent, due_on, section_id FROM activity WHERE number = ? AND is_removed = 0",
            number,
        )
        parts = await self._all(
            "SELECT a.id, a.executor_id, a.percent, a.done, e.name FROM assignment a"
            " JOIN executor e ON e.id = a.executor_id WHERE a.activity_id = ? ORDER BY a.position",
            activity[0],
        )
        part = next(row for row in parts if row[1] in executors)
        [report] = await self._one(
            "INSERT INTO report (account_id, assignment_id, text, percent, state, submitted_at, submitted_on, chat_id,"
            " message_id, part, before) VALUES (?, ?, ?, ?, 'recorded', ?, ?, ?, ?, 0, ?) RETURNING id",
            account,
            part[0],
            message.text,
            percent,
            now,
            DAY.isoformat(),
            message.chat.id,
            message.message_id,
            json.dumps({"percent": part[2]}),
        )
        await self._connection.execute(
            "UPDATE assignment SET percent = ?, reported_at = ?, reported_on = ? WHERE id = ?",
            (percent, now, DAY.isoformat(), part[0]),
        )
        await self._connection.execute(
            "UPDATE activity SET state = 'in_progress', percent = ? WHERE id = ?",
            (percent, activity[0]),
        )
        await self._connection.execute(
            "INSERT INTO audit (at, actor, action, subject, before, after) VALUES (?, ?, 'report.recorded', ?, ?, ?)",
            (now, str(message.chat.id), f"activity:{number}", json.dumps({"percent": part[2]}), json.dumps({})),
        )
        await self._connection.execute("COMMIT")
        return int(report)

    async def _answered(self, chat: int, message_id: int, account: int, report: int, now: str) -> None:
        await self._connection.execute("BEGIN IMMEDIATE")
        await self._connection.execute(
            "INSERT INTO anchor (chat_id, message_id, account_id, purpose, refs, report_id, said_at)"
            " VALUES (?, ?, ?, 'report', ?, ?, ?)",
            (chat, message_id, account, json.dumps({"report": report}), report, now),
        )
        await self._connection.execute("COMMIT")

    async def _one(self, statement: str, *values: object) -> aiosqlite.Row:
        return (await self._all(statement, *values))[0]

    async def _all(self, statement: str, *values: object) -> list[aiosqlite.Row]:
        return list(await self._connection.execute_fetchall(statement, values))
