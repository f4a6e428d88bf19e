"""What many tests stand on."""
# ruff: noqa: E402 -- aiogram is imported as the bot imports it, before anything else does

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.sparing import import_aiogram

import_aiogram()

import models.database
import services.apart.parent
import views.summary
from tests.db import postgres
from tests.db.stores import PostgresqlServer
from tests.engines import sharing_engine, without_flushing
from tests.kept import kept_child
from tests.pictures import drawn_once
from tests.stage import Stage, enrolled_database, opened_stage, staged


def pytest_configure() -> None:
    """What is the same for all tests is worked out once, and no database waits for the disk."""
    services.apart.parent.new_child = kept_child
    models.database.create_async_engine = sharing_engine
    models.database._prepare_sqlite = without_flushing
    views.summary._draw = drawn_once(views.summary._draw)


def pytest_collection_finish() -> None:
    """What was imported stays, and is not looked through again and again: that took a sixth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresqlServer]:
    """A PostgreSQL server, which makes databases."""
    if why := postgres.missing():
        pytest.skip(why)
    with postgres.server() as folder:
        yield PostgresqlServer(folder)


@pytest.fixture(scope="session")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with everybody linked but two; copied, never written."""
    return asyncio.run(enrolled_database(tmp_path_factory.mktemp("enrolled")))


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory, enrolled: Path) -> Path:
    """A folder with a stage on which every private chat is open; copied, never written."""
    return asyncio.run(opened_stage(tmp_path_factory.mktemp("opened"), enrolled))


@pytest.fixture
async def stage(tmp_path: Path, opened: Path) -> AsyncIterator[Stage]:
    """The bot on its sandbox on 1 January 2024, everybody linked but two, every private chat open."""
    async with staged(tmp_path, opened=opened) as one:
        yield one
