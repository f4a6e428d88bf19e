"""What many tests stand on."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stage import Stage, enrolled_database, staged


@pytest.fixture(scope="session")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with everybody linked but two; copied, never written."""
    return asyncio.run(enrolled_database(tmp_path_factory.mktemp("enrolled")))


@pytest.fixture
async def stage(tmp_path: Path, enrolled: Path) -> AsyncIterator[Stage]:
    """The bot on its sandbox on 1 January 2024, everybody linked but two, every private chat open."""
    async with staged(tmp_path, enrolled=enrolled) as one:
        await one.everybody_starts()
        yield one
