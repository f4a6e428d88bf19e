"""The sandbox's own SQLite file: everything it must remember over a restart, the files' bytes included."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from sandbox.errors import Json

Table = Literal["people", "chats", "files", "updates", "settings"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS people   (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chats    (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS updates  (key INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files    (key TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS contents (key TEXT PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS messages (
    chat INTEGER, id INTEGER, body TEXT NOT NULL, PRIMARY KEY (chat, id)
) WITHOUT ROWID;
"""


class Store:
    """Writes through: what is put is in the file when `commit` returns, though not yet on the disk's platter."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, creating it and its folder; None keeps everything in memory."""
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path or ":memory:", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.executescript(_SCHEMA)
        self._writing = False

    def put(self, table: Table, key: int | str, body: Json) -> None:
        """Insert or replace."""
        self._begin()
        self._database.execute(f"REPLACE INTO {table} VALUES (?, ?)", (key, _dump(body)))  # noqa: S608

    def drop(self, table: Table, key: int | str) -> None:
        """Delete, if it is there."""
        self._begin()
        self._database.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608

    def drop_updates(self, below: int) -> None:
        """Delete the updates with a lesser id."""
        self._begin()
        self._database.execute("DELETE FROM updates WHERE key < ?", (below,))

    def put_message(self, chat: int, message_id: int, body: Json) -> None:
        """Insert or replace."""
        self._begin()
        self._database.execute("REPLACE INTO messages VALUES (?, ?, ?)", (chat, message_id, _dump(body)))

    def drop_message(self, chat: int, message_id: int) -> None:
        """Delete, if it is there."""
        self._begin()
        self._database.execute("DELETE FROM messages WHERE chat = ? AND id = ?", (chat, message_id))

    def put_content(self, key: str, content: bytes) -> None:
        """Keep a file's bytes."""
        self._begin()
        self._database.execute("REPLACE INTO contents VALUES (?, ?)", (key, content))

    def content(self, key: str) -> bytes | None:
        """A file's bytes."""
        row = self._database.execute("SELECT bytes FROM contents WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def all(self, table: Table) -> Iterator[Json]:
        """Every body, by key."""
        rows = self._database.execute(f"SELECT body FROM {table} ORDER BY key")  # noqa: S608
        return (json.loads(body) for (body,) in rows)

    def messages(self) -> Iterator[Json]:
        """Every message's body, by chat and id."""
        rows = self._database.execute("SELECT body FROM messages ORDER BY chat, id")
        return (json.loads(body) for (body,) in rows)

    def setting(self, key: str) -> Json | None:
        """One of the settings."""
        row = self._database.execute("SELECT body FROM settings WHERE key = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else None

    def wipe(self) -> None:
        """Forget the world; settings (the bot's own profile, the counters) stay."""
        self._begin()
        for table in ("people", "chats", "updates", "files", "contents", "messages"):
            self._database.execute(f"DELETE FROM {table}")  # noqa: S608

    def commit(self) -> None:
        """End what was begun by the first write since the last commit."""
        if self._writing:
            self._database.execute("COMMIT")
            self._writing = False

    def close(self) -> None:
        """Commit and close."""
        self.commit()
        self._database.close()

    def _begin(self) -> None:
        if not self._writing:
            self._database.execute("BEGIN")
            self._writing = True


def _dump(body: Json) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
