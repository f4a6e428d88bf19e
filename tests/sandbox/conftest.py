"""A running sandbox for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.sandbox_side import Side, running


@pytest.fixture
async def side() -> AsyncIterator[Side]:
    async with running() as opened:
        yield opened
