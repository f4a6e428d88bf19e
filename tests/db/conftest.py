"""What the tests of services and models stand on: a database file of each test's own."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.db.world import World, make_ready, world_from

# Each example opens a database of its own and waits for the disk: that is what is tested.
settings.register_profile("on_disk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("on_disk")


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with the seeded plan, nobody linked; copied, never written."""
    return asyncio.run(make_ready(tmp_path_factory.mktemp("ready")))


@pytest.fixture
async def world(ready: Path, tmp_path: Path) -> AsyncIterator[World]:
    """The services on 1 January 2024 with the plan loaded and nobody linked."""
    async with world_from(ready, tmp_path) as one:
        yield one
