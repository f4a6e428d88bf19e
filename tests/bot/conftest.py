"""The stage in English (tests of what is said read the message ids themselves), watched: no handler may fail."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

import pytest

import bot.factory
from tests.bot.reach import Reach
from tests.bot.scenes import marked
from tests.db.stores import BACKENDS, PostgresqlServer
from tests.stage import DATABASE, Journeys, Scenes, Stage, made_once, opened_stage, staged

LAST = "test_every_handler.py"
HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def opened_in_english(shared: Path, enrolled: Path) -> Path:
    """A folder with a stage on which every private chat is open, in English; copied, never written."""
    with made_once(shared / "opened_in_english") as making:
        if making is not None:
            asyncio.run(opened_stage(making, enrolled, default_locale="en"))
    return shared / "opened_in_english"


@pytest.fixture(scope="session")
def journeys(shared: Path, opened_in_english: Path) -> Journeys:
    """Stages in English at later moments."""
    return Journeys(shared / "journeys", opened_in_english, default_locale="en")


@pytest.fixture(scope="session")
def scenes(shared: Path) -> Scenes:
    """Stages after scenes with which many tests begin."""
    return Scenes(shared / "scenes")


@pytest.fixture
def begins(request: pytest.FixtureRequest) -> datetime | None:
    """The moment at which the stage begins; None: on 1 January. A module may have its own."""
    return marked(request)


@pytest.fixture
async def beginning(
    request: pytest.FixtureRequest,
    opened_in_english: Path,
    journeys: Journeys,
    scenes: Scenes,
    begins: datetime | None,
) -> Path:
    """The folder of the stage with which the test begins."""
    if played := request.node.get_closest_marker("after"):
        return await scenes.after(*played.args, opened=opened_in_english, default_locale="en")
    return opened_in_english if begins is None else await journeys.to(begins)


@pytest.fixture
def backend() -> str:
    """The kind of database of the stage. Tests marked `on_both` run on each; STAGE_ON=postgresql puts all on that."""
    return os.environ.get("STAGE_ON", "sqlite")


@pytest.fixture
async def kept_in(request: pytest.FixtureRequest, beginning: Path, backend: str) -> AsyncIterator[dict[str, str]]:
    """Where the stage keeps what it knows: its file, or a PostgreSQL database into which that was copied."""
    if backend == "sqlite":
        yield {}
        return
    server: PostgresqlServer = request.getfixturevalue("server")
    url = await server.with_all_of(beginning / DATABASE)
    yield {"database_url": url}
    server.give_back(url)


@pytest.fixture
async def english(tmp_path: Path, beginning: Path, kept_in: dict[str, str]) -> AsyncIterator[Stage]:
    """The bot on its sandbox, every private chat open, in English, everybody linked but two.

    It is 1 January 2024, or the moment when the test `begins`, until which the clock has gone through every day and
    nobody has answered; or the scenes that the test comes `after` were played.
    """
    async with staged(tmp_path, opened=beginning, goes_on=True, default_locale="en", **kept_in) as one:
        yield one


@pytest.fixture(scope="session", autouse=True)
def reach(shared: Path) -> Iterator[Reach]:
    """Every dispatcher that is built is watched."""
    watching = Reach(shared / "reached.txt")
    build = bot.factory.build_dispatcher
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.factory, "build_dispatcher", lambda *parts: watching.watch(build(*parts)))
        yield watching


@pytest.fixture(autouse=True)
def failures(reach: Reach) -> Iterator[list[Exception]]:
    """What handlers failed with in this test: nothing, unless the test itself takes it out."""
    reach.failures.clear()
    yield reach.failures
    assert not reach.failures, "a handler failed"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The bot's main paths are tested on both kinds of database."""
    if "english" in metafunc.fixturenames and metafunc.definition.get_closest_marker("on_both"):
        metafunc.parametrize("backend", BACKENDS)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whether every handler was reached is asked last, and only when the whole directory runs."""
    here = [item for item in items if HERE in item.path.parents]
    last = [item for item in here if item.path.name == LAST]
    is_whole = {item.path for item in here} == set(HERE.glob("test_*.py")) and not config.option.keyword
    is_whole = is_whole and not any("::" in argument for argument in config.args)
    for item in last:
        items.remove(item)
        items.append(item)
        if not is_whole:
            item.add_marker(pytest.mark.skip("only a part of tests/bot runs"))
