"""What the tests of services and models stand on: a database of each test's own, of every kind the project knows."""

from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.db.stores import BACKENDS, Store, sqlite_files, world_from
from tests.db.world import World

# Each example opens a database of its own and waits for the disk: that is what is tested.
settings.register_profile(
    "on_disk",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
settings.load_profile("on_disk")

FEWER = 5  # on PostgreSQL: each example takes three times as long there, and what it decides was tried on SQLite


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, bool | None, bool | None]:
    """Of what is decided alike on both, PostgreSQL has the first examples: there the statements differ."""
    test, callspec = pyfuncitem.obj, getattr(pyfuncitem, "callspec", None)
    own = getattr(test, "_hypothesis_internal_use_settings", None)
    if own is None or callspec is None or callspec.params.get("store") != "postgresql":
        return (yield)
    test._hypothesis_internal_use_settings = settings(own, max_examples=min(FEWER, own.max_examples))
    try:
        return (yield)
    finally:
        test._hypothesis_internal_use_settings = own


@pytest.fixture(scope="session", params=BACKENDS)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Makes databases, of each kind in turn."""
    if request.param == "postgresql":
        yield request.getfixturevalue("server")
        return
    with sqlite_files() as one:
        yield one


@pytest.fixture
async def world(store: Store) -> AsyncIterator[World]:
    """The services on 1 January 2024 with the plan loaded and nobody linked."""
    async with world_from(store) as one:
        yield one


@pytest.fixture(scope="session")
def sqlite_store() -> Iterator[Store]:
    """Makes SQLite files, for what only SQLite has."""
    with sqlite_files() as one:
        yield one


@pytest.fixture
async def file(sqlite_store: Store) -> Path:
    """A SQLite file with the plan loaded and nobody linked."""
    return Path((await sqlite_store.ready()).partition("///")[2])
