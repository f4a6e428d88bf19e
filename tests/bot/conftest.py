"""The stage in English: tests of what is said read the message ids themselves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stage import Stage, staged


@pytest.fixture
async def english(tmp_path: Path, enrolled: Path) -> AsyncIterator[Stage]:
    """The bot on its sandbox on 1 January 2024, everybody linked but two, every private chat open, in English."""
    async with staged(tmp_path, enrolled=enrolled, default_locale="en") as one:
        await one.everybody_starts()
        yield one
