"""`make migrate MESSAGE="…"`: write the migration that brings the schema to what models/ says.

Compares with a fresh database at the newest revision, so nothing of anybody's is touched.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from models.database import Database, alembic_config


def _revise(connection: Connection, message: str) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.revision(config, message, autogenerate=True, rev_id=_next_id())


def _next_id() -> str:
    versions = Path(__file__).parent / "versions"
    return f"{max(int(file.name[:4]) for file in versions.glob('[0-9]*.py')) + 1:04d}"


async def _main(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/compare.sqlite3")
        await database.upgrade()
        async with database.engine.connect() as connection:
            await connection.run_sync(_revise, message)
        await database.close()


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].strip():
        sys.exit('Say what the migration does: make migrate MESSAGE="add the deputy of an executor"')
    asyncio.run(_main(sys.argv[1]))
