"""Whom the bot knows, to be kept in memory: everybody else is a stranger."""

from dataclasses import dataclass

from sqlalchemy import select, union

from models import Account, Admin, Group, LeaderMembership, Link, LinkRequest, UnitGroup
from models.database import Database
from services.people.admins import Admins


@dataclass(frozen=True)
class Known:
    """The Telegram ids of people the bot works with, and of the chats it works in."""

    people: frozenset[int]
    chats: frozenset[int]


class Acquaintance:
    """Knows who is somebody to the bot: linked, waiting to be linked, an admin, or a leader; and its groups."""

    def __init__(self, database: Database, always: Admins) -> None:
        self._database = database
        self._always = always

    async def known(self) -> Known:
        """Everybody, in two statements."""
        accounts = select(Account.telegram_id).where(
            Account.id.in_(select(Link.account_id))
            | Account.id.in_(select(LinkRequest.account_id).where(LinkRequest.decided_at.is_(None)))
        )
        leaders = select(LeaderMembership.telegram_id).where(LeaderMembership.is_leader)
        async with self._database.read() as session:
            people = await session.scalars(union(accounts, leaders, select(Admin.telegram_id)))
            found = frozenset(people) | self._always.always
            chats = frozenset(await session.scalars(union(select(Group.chat_id), select(UnitGroup.chat_id))))
        return Known(found, chats)
