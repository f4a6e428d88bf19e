"""What the bot's messages are about: so that a reply, or the next words after a question, find their subject."""

import functools
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Anchor
from models.database import Database, Line
from models.upsert import put_alone
from services.messages.outbox import ANCHOR_KEY, Told
from services.messages.purposes import About, OfActivities, Purpose, about_of

FRESH = timedelta(minutes=10)
A_DAY = timedelta(hours=24)
_COPIES = 5  # of one question, before the talk has gone on
NAMED = 24  # activities that one message is about at most: a reply to it is asked which


_is_talk = Anchor.purpose != Purpose.DECISION.value

Subject_co = TypeVar("Subject_co", bound=About, covariant=True)


@dataclass(frozen=True)
class Said(Generic[Subject_co]):
    """A subject, with the message that carries it and when it was said (or last edited)."""

    about: Subject_co
    chat_id: int
    message_id: int
    said_at: datetime

    @property
    def is_question(self) -> bool:
        """Whether the bot waits for words: the person's next message is the answer, reply or not."""
        return self.about.purpose.is_question

    @property
    def activity_ids(self) -> tuple[int, ...]:
        """The activities it is about."""
        return self.about.activities if isinstance(self.about, OfActivities) else ()

    def is_fresh(self, now: datetime) -> bool:
        """Whether words written at `now` still go on with it; a reply finds its subject however old that is."""
        return self.said_at > now - FRESH


class Anchors:
    """Remembers what each message of the bot's is about."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def say(self, chat_id: int, message_id: int, account_id: int | None, about: About, now: datetime) -> None:
        """Remember it; a message whose screen was replaced by an edit is about the new one.

        The report it told of is still told of there, unless the new screen tells of another.
        """
        row = row_of(chat_id, message_id, account_id, about, now)
        await put_alone(self._database, Anchor, ANCHOR_KEY, row)

    async def of_message(self, chat_id: int, message_id: int) -> Said[About] | None:
        """What that message of the bot's is about."""
        return await self._one(_of_message(), chat_id=chat_id, message_id=message_id)

    async def open(self, chat_id: int, account_id: int, now: datetime) -> Said[About] | None:
        """What the person's next words are about when they reply to nothing.

        The last thing the bot asked or showed this person here, within ten minutes, not yet answered; what they pressed
        a button to be asked waits a day.
        """
        last = await self._one(_open(), chat_id=chat_id, account_id=account_id, since=now - A_DAY)
        return last if last is not None and (last.is_fresh(now) or last.about.purpose.waits_long) else None

    async def reminded(self, chat_id: int, account_id: int, now: datetime) -> Said[About] | None:
        """The person's reminder of today, until the next one comes; None once anything else is spoken of.

        What was asked or shown within ten minutes, answered or not, is nearer than a reminder.
        """
        last = await self._one(_newest(), chat_id=chat_id, account_id=account_id)
        if last is None or (last.about.purpose is not Purpose.REMINDER and last.said_at > now - FRESH):
            return None
        # The latest message of them: a button under an older one makes that no reminder of today.
        return await self._one(_reminders(), chat_id=chat_id, account_id=account_id, since=now - A_DAY)

    async def showing(self, about: About) -> tuple[Told, ...]:
        """The messages that show exactly this, with the languages of who reads them, oldest first."""
        refs = [
            Anchor.refs[name].as_integer() == value
            if isinstance(value, int)
            else Anchor.refs[name].as_string() == value
            for name, value in about.as_json().items()
            if isinstance(value, int | str)
        ]
        query = (
            select(Anchor.chat_id, Anchor.message_id, Account.locale)
            .outerjoin(Account, Account.telegram_id == Anchor.chat_id)
            .where(Anchor.purpose == about.purpose.value, *refs)
            .order_by(Anchor.id)
        )
        async with self._database.read() as session:
            rows = await session.execute(query)
            return tuple(Told(chat, message, locale) for chat, message, locale in rows)

    async def asking_to_hand_in(self, chat_id: int, draft: int) -> tuple[int, ...]:
        """The latest messages of the chat that ask why a draft is handed in although parts are open."""
        query = select(Anchor.message_id).where(
            Anchor.chat_id == chat_id, Anchor.purpose == Purpose.ASK_HAND_IN.value, Anchor.report_id == draft
        )
        async with self._database.read() as session:
            return tuple(await session.scalars(query.order_by(Anchor.message_id.desc()).limit(_COPIES)))

    async def forget_decision(self, chat_id: int, message_id: int) -> None:
        """The message shows no decision any more, but something that no reply is about."""
        shown = (Anchor.chat_id == chat_id, Anchor.message_id == message_id)
        async with self._database.write(Line.NONE) as session:
            await session.execute(delete(Anchor).where(*shown, Anchor.purpose == Purpose.DECISION.value))

    async def below(self, chat_id: int, message_id: int) -> int | None:
        """The message beneath that one which shows what its buttons opened."""
        query = select(Anchor.below_id).where(Anchor.chat_id == chat_id, Anchor.message_id == message_id)
        async with self._database.read() as session:
            below: int | None = await session.scalar(query)
            return below

    async def stands_below(self, chat_id: int, message_id: int, below_id: int) -> None:
        """Remember which message shows what the buttons of that one opened; a message about nothing forgets it."""
        async with self._database.write(Line.NONE) as session:
            await session.execute(
                update(Anchor)
                .where(Anchor.chat_id == chat_id, Anchor.message_id == message_id)
                .values(below_id=below_id)
            )

    async def answered(self, anchor: Said[About], now: datetime) -> None:
        """The question got its answer: later words are not taken for it."""
        async with self._database.write(Line.NONE) as session:
            await session.execute(
                update(Anchor)
                .where(Anchor.chat_id == anchor.chat_id, Anchor.message_id == anchor.message_id)
                .values(answered_at=now)
            )

    async def close(self, chat_id: int, account_id: int, now: datetime) -> None:
        """Nothing is open any more in this chat for this person (a command was given, another screen shown)."""
        async with self._database.write(Line.NONE) as session:
            await session.execute(
                update(Anchor)
                .where(
                    Anchor.chat_id == chat_id,
                    Anchor.account_id == account_id,
                    Anchor.answered_at.is_(None),
                    Anchor.said_at > now - A_DAY,
                )
                .values(answered_at=now)
            )

    async def _one(self, query: Select[*tuple[Any, ...]], **values: object) -> Said[About] | None:
        rows = await self._database.ask(lambda ask: ask(query, values))
        row = rows[0] if rows else None
        about = about_of(row.purpose, row.refs) if row is not None else None
        return None if row is None or about is None else Said(about, row.chat_id, row.message_id, row.said_at)


@functools.cache  # of everything that a person writes it is asked what it is about
def _of_person() -> Select[*tuple[Any, ...]]:
    return _what().where(Anchor.chat_id == bindparam("chat_id"), Anchor.account_id == bindparam("account_id"), _is_talk)


def row_of(chat_id: int, message_id: int, account_id: int | None, about: About, now: datetime) -> dict[str, object]:
    """The anchor of a message, as a row of the table."""
    row: dict[str, object] = {
        "chat_id": chat_id,
        "message_id": message_id,
        "account_id": account_id,
        "purpose": about.purpose.value,
        "refs": about.as_json(),
        "said_at": now,
        "answered_at": None,
    }
    return row if about.report_id is None else row | {"report_id": about.report_id}


def _what() -> Select[*tuple[Any, ...]]:
    return select(Anchor.chat_id, Anchor.message_id, Anchor.purpose, Anchor.refs, Anchor.said_at)


@functools.cache
def _of_message() -> Select[*tuple[Any, ...]]:
    return _what().where(Anchor.chat_id == bindparam("chat_id"), Anchor.message_id == bindparam("message_id"))


@functools.cache
def _reminders() -> Select[*tuple[Any, ...]]:
    own = _of_person().where(Anchor.purpose == Purpose.REMINDER.value, Anchor.said_at > bindparam("since"))
    return own.order_by(Anchor.message_id.desc()).limit(1)


@functools.cache
def _newest() -> Select[*tuple[Any, ...]]:
    return _of_person().order_by(Anchor.said_at.desc(), Anchor.id.desc()).limit(1)


@functools.cache
def _open() -> Select[*tuple[Any, ...]]:
    return _newest().where(Anchor.said_at > bindparam("since"), Anchor.answered_at.is_(None))


async def message_telling_of(session: AsyncSession, report_id: int) -> int | None:
    """The bot's message that tells of a report (or asks about a kept draft), to be edited rather than repeated."""
    query = select(Anchor.message_id).where(Anchor.report_id == report_id)
    message_id: int | None = await session.scalar(query.order_by(Anchor.said_at.desc(), Anchor.id.desc()).limit(1))
    return message_id
