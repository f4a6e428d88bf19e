"""What many tests stand on."""
# ruff: noqa: E402 -- aiogram is imported as the bot imports it, before anything else does

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Iterator
from functools import cache
from itertools import chain
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
from tests.stage import DATABASE, Stage, enrolled_database, made_once, opened_stage, staged

HERE = Path(__file__).parent


def pytest_configure() -> None:
    """What is the same for all tests is worked out once, and no database waits for the disk."""
    services.apart.parent.new_child = kept_child
    models.database.create_async_engine = sharing_engine
    models.database._prepare_sqlite = without_flushing
    views.summary._draw = drawn_once(views.summary._draw)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that mostly wait, for processes and pauses, stand evenly among those of tests/bot, which keep a core busy.

    Side by side, several that wait would leave the cores idle; and none is left to wait for alone at the end.
    """
    waiting = [item for item in items if _is_in(item, "e2e", "reliability")]
    busy = [item for item in items if _is_in(item, "bot")]
    if not waiting or len(busy) < len(waiting):
        return
    others = [item for item in items if not _is_in(item, "bot", "e2e", "reliability")]
    each = len(busy) // len(waiting)
    shares = [[item, *busy[number * each : (number + 1) * each]] for number, item in enumerate(waiting)]
    items[:] = [*chain.from_iterable(shares), *busy[len(waiting) * each :], *others]


def _is_in(item: pytest.Item, *folders: str) -> bool:
    return _folder(item.path) in folders


@cache
def _folder(file: Path) -> str:
    return file.relative_to(HERE).parts[0]


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
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def enrolled(shared: Path) -> Path:
    """A database file with everybody linked but two; copied, never written."""
    with made_once(shared / "enrolled") as making:
        if making is not None:
            asyncio.run(enrolled_database(making))
    return shared / "enrolled" / DATABASE


@pytest.fixture(scope="session")
def opened(shared: Path, enrolled: Path) -> Path:
    """A folder with a stage on which every private chat is open; copied, never written."""
    with made_once(shared / "opened") as making:
        if making is not None:
            asyncio.run(opened_stage(making, enrolled))
    return shared / "opened"


@pytest.fixture
async def stage(tmp_path: Path, opened: Path) -> AsyncIterator[Stage]:
    """The bot on its sandbox on 1 January 2024, everybody linked but two, every private chat open."""
    async with staged(tmp_path, opened=opened, goes_on=True) as one:
        yield one
