"""What the tests of services and models stand on: a database of each test's own, of every kind the project knows."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.db import postgres
from tests.db.stores import BACKENDS, Store, opened, world_from
from tests.db.world import World

# Each example opens a database of its own and waits for the disk: that is what is tested.
settings.register_profile(
    "on_disk",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
settings.load_profile("on_disk")


@pytest.fixture(scope="session", params=BACKENDS)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Makes databases, of each kind in turn."""
    if request.param == "postgresql" and (why := postgres.missing()):
        pytest.skip(why)
    with opened(request.param) as one:
        yield one


@pytest.fixture
async def world(store: Store) -> AsyncIterator[World]:
    """The services on 1 January 2024 with the plan loaded and nobody linked."""
    async with world_from(store) as one:
        yield one


@pytest.fixture(scope="session")
def sqlite_store() -> Iterator[Store]:
    """Makes SQLite files, for what only SQLite has."""
    with opened("sqlite") as one:
        yield one


@pytest.fixture
async def file(sqlite_store: Store) -> Path:
    """A SQLite file with the plan loaded and nobody linked."""
    return Path((await sqlite_store.ready()).partition("///")[2])
