"""AdminAccounts admins in chat, and taking the right back."""

import enum
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Admin
from models.database import Database
from models.upsert import insert_once
from services import audit
from services.language.names import Named, find
from services.messages import outbox
from services.messages.impersonal import IMPERSONAL, stands_for_nobody
from services.messages.kinds import AdminNamed, AdminRemoved, Letter
from services.people.accounts import Person
from services.people.admins import Admins

AROUND = "\u200b\u200e\u200f«»\"'“”()[]<>.,;:"
PERSONS_LINK = re.compile(
    r"(?:@|(?:https?://)?(?:www\.)?(?:t|telegram)\.me/@?|tg://resolve\?domain=)(?P<name>[a-z]\w{3,31})/?(?:\?.*)?",
    re.ASCII | re.IGNORECASE,
)
PERSONS_NUMBER = re.compile(r"(?:tg://user\?id=|(?:id\s*:?\s*)?)(?P<id>\d{1,15})", re.ASCII | re.IGNORECASE)
SOME_LINK = re.compile(r"(?:www\.|t\.me/|telegram\.me/)", re.IGNORECASE)


@dataclass(frozen=True)
class AccountRef:
    """A Telegram account that the bot knows."""

    id: int
    telegram_id: int
    name: str
    username: str | None


@dataclass(frozen=True)
class AdminFacts:
    """An admin; `account` is None where they have not opened the bot yet. `is_fixed`: of ADMIN_IDS, so they stay."""

    telegram_id: int
    account: AccountRef | None
    is_fixed: bool
    named_at: datetime | None = None
    named_by: str | None = None


class Removal(enum.StrEnum):
    """What became of the wish to take an admin's right back."""

    DONE = "done"
    FIXED = "fixed"
    LAST = "last"
    NOT_ADMIN = "not_admin"


@dataclass(frozen=True)
class Sought:
    """What somebody is named by: an id, a @username (also in a link), or a name. All empty where it is nothing."""

    telegram_id: int = 0
    username: str = ""
    name: str = ""


def seek(words: str) -> Sought:
    """What the words name somebody by. A phone number, a group's id or its link name nobody."""
    words = words.strip().strip(AROUND).strip()
    if (link := PERSONS_LINK.fullmatch(words)) is not None:
        return Sought(username=link["name"].casefold())
    if (number := PERSONS_NUMBER.fullmatch(words)) is not None:
        return Sought(telegram_id=int(number["id"]))
    if "://" in words or SOME_LINK.match(words) or not any(letter.isalpha() for letter in words):
        return Sought()
    return Sought(name=words.lstrip("@").strip().casefold())


class AdminAccounts:
    """The admins, as admins change them."""

    def __init__(self, database: Database, admins: Admins) -> None:
        self._database = database
        self._admins = admins

    async def ids(self) -> tuple[int, ...]:
        """The Telegram ids of all admins."""
        async with self._database.read() as session:
            return await self._admins.of(session)

    async def all(self) -> tuple[AdminFacts, ...]:
        """Every admin: those of ADMIN_IDS first."""
        async with self._database.read() as session:
            rows = await session.scalars(select(Admin))
            named = {row.telegram_id: row for row in rows if not stands_for_nobody(row.telegram_id)}
            accounts = await _accounts(
                session, {*await self._admins.of(session), *(r.named_by for r in named.values())}
            )
        every = sorted(self._admins.always) + sorted(named.keys() - self._admins.always)
        return tuple(self._facts(one, named.get(one), accounts) for one in every)

    async def account(self, account_id: int) -> AccountRef | None:
        """A known account."""
        async with self._database.read() as session:
            row = await session.get(Account, account_id)
        return None if row is None or stands_for_nobody(row.telegram_id) else _ref(row)

    async def account_of(self, telegram_id: int) -> AccountRef | None:
        """The account of somebody whose message was forwarded or replied to; None where they never wrote to the bot."""
        async with self._database.read() as session:
            return (await _accounts(session, {telegram_id})).get(telegram_id)

    async def called(self, words: str) -> tuple[AccountRef, ...]:
        """The known accounts whose name, @username, id or link the words may be, best first."""
        async with self._database.read() as session:
            known = select(Account).where(Account.telegram_id > 0, Account.telegram_id.not_in(IMPERSONAL))
            rows = (await session.scalars(known.order_by(Account.id))).all()
        sought = seek(words)
        if sought.telegram_id or sought.username:
            return tuple(_ref(row) for row in rows if sought.telegram_id == row.telegram_id or _is_called(row, sought))
        exact = [row for row in rows if sought.name and sought.name in (_folded(row.username), _folded(row.name))]
        if exact or not sought.name:
            return tuple(_ref(row) for row in exact)
        refs = {str(row.id): _ref(row) for row in rows}
        return tuple(refs[one.key] for one in find(words, [Named(str(row.id), row.name) for row in rows]))

    async def name(self, account_id: int, by: Person, now: datetime) -> AccountRef | None:
        """Make the account an admin's, tell it and the other admins; None where it was one, or is not known."""
        async with self._database.write() as session:
            account = await session.get(Account, account_id)
            if account is None or stands_for_nobody(account.telegram_id):
                return None
            if await self._admins.has(session, account.telegram_id):
                return None
            row = {"telegram_id": account.telegram_id, "named_by": by.telegram_id, "named_at": now}
            await insert_once(session, Admin, row, "telegram_id")
            self._note(session, "admin.named", account, by, now)
            await self._tell(session, AdminNamed(account.id, by.account_id), account, by, now)
            return _ref(account)

    async def remove(self, account_id: int, by: Person, now: datetime) -> Removal:
        """Take the right back from somebody named in chat, and tell them and the other admins.

        Those of ADMIN_IDS stay, and so does the last admin there is.
        """
        async with self._database.write() as session:
            account = await session.get(Account, account_id)
            if account is None or not await self._admins.has(session, account.telegram_id):
                return Removal.NOT_ADMIN
            if account.telegram_id in self._admins.always:
                return Removal.FIXED
            if not self._admins.always and await session.scalar(select(func.count(Admin.id))) == 1:
                return Removal.LAST
            await session.execute(delete(Admin).where(Admin.telegram_id == account.telegram_id))
            self._note(session, "admin.removed", account, by, now)
            await self._tell(session, AdminRemoved(account.id, by.account_id), account, by, now)
            return Removal.DONE

    def _facts(self, telegram_id: int, row: Admin | None, accounts: dict[int, AccountRef]) -> AdminFacts:
        account, is_fixed = accounts.get(telegram_id), telegram_id in self._admins.always
        if row is None:
            return AdminFacts(telegram_id, account, is_fixed)
        namer = accounts.get(row.named_by)
        return AdminFacts(telegram_id, account, is_fixed, row.named_at, namer.name if namer else None)

    @staticmethod
    def _note(session: AsyncSession, action: str, account: Account, by: Person, now: datetime) -> None:
        audit.note(session, action, f"account:{account.id}", actor=by.telegram_id, now=now)

    async def _tell(self, session: AsyncSession, letter: Letter, account: Account, by: Person, now: datetime) -> None:
        """Tell the person, and all admins but the one who did it."""
        for chat in sorted({*await self._admins.of(session), account.telegram_id} - {by.telegram_id}):
            key = f"{letter.kind}:{account.id}:{now.isoformat()}:{chat}"
            await outbox.owe(session, letter, key=key, chat_id=chat, now=now)


def _is_called(row: Account, sought: Sought) -> bool:
    return bool(sought.username) and _folded(row.username) == sought.username


def _folded(name: str | None) -> str:
    return (name or "").casefold()


async def _accounts(session: AsyncSession, telegram_ids: set[int]) -> dict[int, AccountRef]:
    people = [one for one in telegram_ids if not stands_for_nobody(one)]
    rows = await session.scalars(select(Account).where(Account.telegram_id.in_(people)))
    return {row.telegram_id: _ref(row) for row in rows}


def _ref(row: Account) -> AccountRef:
    return AccountRef(row.id, row.telegram_id, row.name, row.username)
