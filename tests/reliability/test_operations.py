"""Operations: /healthz and /metrics as a monitor reads them, backup and restore as an administrator runs them."""

import asyncio
import os
import re
import resource
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import datetime, timedelta
from math import isnan
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.__main__ import main
from bot.demo import SANDBOX_TOKEN
from bot.http import serve
from tests.reliability.bots import Bot, LoopClock, at, bot_on, virtually
from tests.reliability.ground import DATABASE, Ground, ground_in, until
from tests.reliability.people import Writer
from tests.rights import open_folder, without_privileges
from tests.stage import ROOT

THURSDAY = "2024-02-01"
GOOD, BAD = 0, 1


@asynccontextmanager
async def monitored(folder: Path, enrolled: Path) -> AsyncIterator[tuple[Ground, Bot, LoopClock, ClientSession]]:
    """A bot whose HTTP is served."""
    async with ground_in(folder, enrolled) as ground:
        clock = LoopClock(at(THURSDAY, "08:30"))
        async with bot_on(ground, clock) as bot:
            runner = await serve(bot.application.health.routes(), "127.0.0.1", 0)
            host, port = runner.addresses[0][:2]
            async with ClientSession(f"http://{host}:{port}") as monitor:
                yield ground, bot, clock, monitor
            await runner.cleanup()


async def health(monitor: ClientSession) -> tuple[int, dict[str, Any]]:
    async with monitor.get("/healthz") as response:
        return response.status, await response.json()


async def figures(monitor: ClientSession) -> dict[str, float]:
    """The samples of /metrics, by name with labels."""
    async with monitor.get("/metrics") as response:
        assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        text = await response.text()
    return {name: float(value) for name, value in re.findall(r"^([a-z_]+(?:\{[^}]*\})?) (\S+)$", text, re.MULTILINE)}


# -- health ----------------------------------------------------------------------------------------------------------


@virtually
async def test_health_reports_the_database_the_last_tick_the_last_answer_and_the_queue(
    tmp_path: Path, enrolled: Path
) -> None:
    async with monitored(tmp_path, enrolled) as (ground, bot, clock, monitor):
        await bot.says_all()
        await until(lambda: "setMyCommands" in ground.requests)
        status, told = await health(monitor)
        assert status == 200
        assert told["alive"] and told["ready"] and told["database"]
        assert told["last_tick"].startswith(f"{THURSDAY}T03:30")
        assert told["last_answer"].startswith(f"{THURSDAY}T03:30")
        assert (told["queued"], told["oldest_queued_seconds"]) == (0, 0)

        ground.trouble(outage=True)
        clock.set(at(THURSDAY, "09:00"))
        await bot.sweeps()
        await asyncio.sleep(90)
        status, told = await health(monitor)
        assert status == 200, "an outage of Telegram is not cured by a restart"
        assert told["queued"] >= 19
        assert 60 <= told["oldest_queued_seconds"] <= 120
        passed = clock() - datetime.fromisoformat(told["last_answer"])
        assert 90 <= passed.total_seconds() <= 120, "the clock was moved by half an hour; that is no age"


@pytest.mark.parametrize("clock_step", [timedelta(0), timedelta(hours=-5), timedelta(days=-40), timedelta(hours=5)])
@virtually
async def test_a_bot_whose_tick_has_stopped_is_not_ready_whatever_the_clock_shows(
    clock_step: timedelta, tmp_path: Path, enrolled: Path
) -> None:
    async with monitored(tmp_path, enrolled) as (_, bot, clock, monitor):
        await bot.says_all()
        clock.set(clock() + clock_step)
        status, told = await health(monitor)
        assert (status, told["ready"]) == (200, True), "a step of the clock is no fault"
        assert datetime.fromisoformat(told["last_tick"]) <= clock(), "and no tick was in the future"
        bot.application.tick.run = asyncio.Event().wait  # type: ignore[method-assign, assignment]
        await asyncio.sleep(200)  # one that was under way may have ended meanwhile
        status, told = await health(monitor)
        assert (status, told["alive"], told["ready"], told["database"]) == (503, True, False, True)


@virtually
async def test_a_bot_whose_database_is_gone_is_not_ready_and_still_answers(tmp_path: Path, enrolled: Path) -> None:
    async with monitored(tmp_path, enrolled) as (ground, bot, _, monitor):
        await bot.says_all()
        await bot.application.database.engine.dispose()
        put_away(ground.database)
        status, told = await health(monitor)
        assert (status, told["alive"], told["ready"], told["database"]) == (503, True, False, False)
        known = await figures(monitor)
        assert known["ijrochi_ready"] == 0
        assert isnan(known["ijrochi_queued"]) and isnan(known["ijrochi_oldest_queued_seconds"]), "nobody knows it"


@pytest.mark.parametrize(
    ("code", "words", "told_as"),
    [
        (409, "Conflict: terminated by setWebhook request", "webhook"),
        (409, "Conflict: terminated by other getUpdates request", "another process"),
        (401, "Unauthorized", "token"),
    ],
)
@virtually
async def test_a_bot_that_receives_nothing_is_not_ready_and_says_why(
    code: int, words: str, told_as: str, tmp_path: Path, enrolled: Path
) -> None:
    async with monitored(tmp_path, enrolled) as (ground, bot, _, monitor):
        await bot.says_all()
        ground.trouble(refusal={"method": "getUpdates", "error_code": code, "description": words, "times": 3})
        await until(lambda: bot.application.receiver.trouble is not None, seconds=60)
        status, told = await health(monitor)
        assert (status, told["alive"], told["ready"]) == (503, True, False)
        assert told_as in told["not_receiving"]
        await until(lambda: bot.application.receiver.trouble is None, seconds=60)
        status, told = await health(monitor)
        assert (status, told["ready"], told["not_receiving"]) == (200, True, None)


def put_away(database: Path) -> None:
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    database.mkdir()


@virtually
async def test_metrics_count_messages_sent_failed_by_class_retried_and_waiting(tmp_path: Path, enrolled: Path) -> None:
    async with monitored(tmp_path, enrolled) as (ground, bot, clock, monitor):
        await bot.says_all()
        before = await figures(monitor)
        assert before["ijrochi_ready"] == 1
        assert before['ijrochi_failed_total{reaction="unreachable"}'] == 0, "else the first one is no rise"
        ground.sandbox.world.person(ground.accounts_of("Х. Палуаниязов")[0]).blocked = True
        ground.trouble(refusal={"method": "sendMessage", "error_code": 502, "description": "Bad Gateway", "times": 4})
        clock.set(at(THURSDAY))
        await bot.says_all()
        after = await figures(monitor)
        assert after["ijrochi_sent_total"] - before["ijrochi_sent_total"] == 19
        assert after['ijrochi_failed_total{reaction="unreachable"}'] == 1
        assert after["ijrochi_retries_total"] - before["ijrochi_retries_total"] == 4
        assert after["ijrochi_queued"] == after["ijrochi_oldest_queued_seconds"] == 0
        assert after["ijrochi_sweep_seconds_count"] > before["ijrochi_sweep_seconds_count"]

        async with ClientSession(ground.api) as people:
            officer = Writer(ground, people, ground.accounts_of("Б. Юнусов")[0])
            said = len(officer.answers)
            await officer.writes("/my")
            await officer.is_answered(said + 1)
        assert (await figures(monitor))['ijrochi_updates_total{kind="Message"}'] >= 1


@virtually
async def test_neither_health_nor_metrics_reveal_anybodys_words_or_the_token(tmp_path: Path, enrolled: Path) -> None:
    async with monitored(tmp_path, enrolled) as (_, bot, clock, monitor):
        clock.set(at(THURSDAY))
        await bot.says_all()
        for path in ("/healthz", "/metrics"):
            async with monitor.get(path) as response:
                text = await response.text()
            assert SANDBOX_TOKEN not in text
            assert not re.search("[А-Яа-яЎўҚқҒғҲҳ]", text)


# -- backup ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path, enrolled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a database in it, in which the commands are run."""
    (tmp_path / DATABASE).write_bytes(enrolled.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / DATABASE}")
    return tmp_path


def dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return list(connection.iterdump())


def test_a_backup_holds_everything_in_one_file_and_is_restored_completely(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = dump(place / DATABASE)
    assert main(["backup", "kept/monday.sqlite3"]) == GOOD
    assert "verified" in capsys.readouterr().out
    assert [file.name for file in (place / "kept").iterdir()] == ["monday.sqlite3"]
    assert dump(place / "kept" / "monday.sqlite3") == before
    with closing(sqlite3.connect(place / DATABASE)) as connection, connection:
        connection.execute("DELETE FROM link")
    spoilt = dump(place / DATABASE)
    assert main(["restore", "kept/monday.sqlite3"]) == GOOD
    assert dump(place / DATABASE) == before
    [aside] = [file for file in place.iterdir() if ".before-restore-" in file.name]
    assert dump(aside) == spoilt, "what stood there is kept"
    assert str(aside) in capsys.readouterr().out


def test_a_backup_shows_one_moment_while_another_process_writes(place: Path) -> None:
    with closing(sqlite3.connect(place / DATABASE, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM link")
        assert main(["backup", "during.sqlite3"]) == GOOD
        writer.execute("COMMIT")
    with closing(sqlite3.connect(place / "during.sqlite3")) as copy:
        assert copy.execute("SELECT count(*) > 0 FROM link").fetchone() == (1,)


def test_a_backup_never_overwrites_another(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "monday.sqlite3"]) == GOOD
    first = (place / "monday.sqlite3").read_bytes()
    assert main(["backup", "monday.sqlite3"]) == BAD
    assert "exists already" in capsys.readouterr().err
    assert (place / "monday.sqlite3").read_bytes() == first


def test_without_a_database_there_is_nothing_to_back_up(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / DATABASE).unlink()
    assert main(["backup", "monday.sqlite3"]) == BAD
    assert "check DATABASE_URL" in capsys.readouterr().err
    assert not (place / "monday.sqlite3").exists()


@pytest.mark.parametrize("content", [b"", b"The minutes of the meeting.\n" * 100, None])
def test_a_file_that_is_not_a_backup_of_this_bot_is_not_restored(
    content: bytes | None, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = dump(place / DATABASE)
    if content is not None:
        (place / "wrong.sqlite3").write_bytes(content)
    assert main(["restore", "wrong.sqlite3"]) == BAD
    assert "wrong.sqlite3" in capsys.readouterr().err
    assert dump(place / DATABASE) == before


def test_a_damaged_backup_is_not_restored(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "monday.sqlite3"]) == GOOD
    content = bytearray((place / "monday.sqlite3").read_bytes())
    content[len(content) // 2 : len(content) // 2 + 8192] = b"\xff" * 8192
    (place / "monday.sqlite3").write_bytes(content)
    before = dump(place / DATABASE)
    assert main(["restore", "monday.sqlite3"]) == BAD
    assert re.search("damaged|not a database", capsys.readouterr().err)
    assert dump(place / DATABASE) == before


def test_a_database_that_was_damaged_is_replaced_by_its_backup_and_kept_as_it_is(place: Path) -> None:
    before = dump(place / DATABASE)
    assert main(["backup", "monday.sqlite3"]) == GOOD
    (place / DATABASE).write_bytes(b"\xff" * 50_000)
    assert main(["restore", "monday.sqlite3"]) == GOOD
    assert dump(place / DATABASE) == before
    [aside] = place.glob("*.before-restore-*")
    assert aside.read_bytes() == b"\xff" * 50_000


NAMES = (
    "kept#1.sqlite3",
    "my%20base.sqlite3",
    "what?.sqlite3",
    "a name with spaces",
    "душанба ёзуви.sqlite3",
    'it\'s "quoted".sqlite3',
    "file:x?mode=memory&cache=shared#y",
    "100% & more;.sqlite3",
    "./under/../monday.sqlite3",
    "-monday",
    "ё" * 120,
)


@pytest.mark.parametrize("name", NAMES)
def test_a_backup_may_have_any_name(name: str, place: Path) -> None:
    before = dump(place / DATABASE)
    (place / "under").mkdir()
    assert main(["backup", "--", name]) == GOOD
    assert dump(place / name) == before
    assert main(["backup", "--", name]) == BAD, "and is not written over"
    (place / DATABASE).unlink()
    assert main(["restore", "--", name]) == GOOD
    assert dump(place / DATABASE) == before
    kept = {place / one for one in (DATABASE, f"{DATABASE}.lock", "under")} | {(place / name).resolve()}
    assert set(place.iterdir()) == kept, "nothing is left beside"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("my%20base#1.sqlite3", "my base#1.sqlite3"),
        ("my base.sqlite3", "my base.sqlite3"),
        ("what%3F.sqlite3", "what?.sqlite3"),
        ("100%25.sqlite3", "100%.sqlite3"),
        ("база 'а'.sqlite3", "база 'а'.sqlite3"),
        ("a%2520b.sqlite3", "a%20b.sqlite3"),
    ],
)
def test_a_database_may_have_any_name(written: str, name: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / DATABASE).rename(place / name)
    before = dump(place / name)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{written}")
    assert main(["backup", "copy"]) == GOOD
    assert dump(place / "copy") == before
    assert main(["restore", "copy"]) == GOOD
    assert dump(place / name) == before
    assert any(one.name.startswith(f"{name}.before-restore-") for one in place.iterdir())


def test_a_question_mark_that_would_truncate_the_name_is_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///what?.sqlite3")
    assert main(["backup", "copy"]) == 2
    assert "DATABASE_URL is wrong: write a question mark in a file's name as %3F" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["backup", "restore"])
@pytest.mark.parametrize("target", ["folder", "closed/copy", "file/copy", "x" * 300, f"{'x' * 300}/copy", "/proc/copy"])
def test_an_impossible_path_is_reported_in_one_sentence(
    command: str, target: str, enrolled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_folder() as place:
        (place / DATABASE).write_bytes(enrolled.read_bytes())
        (place / "folder").mkdir()
        (place / "file").write_text("x")
        (place / "closed").mkdir(mode=0)
        monkeypatch.chdir(place)
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{place / DATABASE}")
        before = {one.name for one in place.iterdir()}
        with without_privileges():
            assert main([command, target]) == BAD
        said = capsys.readouterr().err.strip()
        assert len(said.splitlines()) == 1, said
        assert target.rpartition("/")[2] in said
        assert {one.name for one in place.iterdir()} == before


@pytest.mark.parametrize(("command", "file"), [("backup", "tuesday.sqlite3"), ("restore", "monday.sqlite3")])
def test_a_full_disk_leaves_the_database_as_it_was_and_no_partial_copy(command: str, file: str, place: Path) -> None:
    assert main(["backup", "monday.sqlite3"]) == GOOD
    before, there = dump(place / DATABASE), {one.name for one in place.iterdir()}
    done = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-m", "bot", command, file],
        cwd=place,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == BAD
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert dump(place / DATABASE) == before
    assert {one.name for one in place.iterdir()} - {f"{DATABASE}.lock"} == there


@virtually
async def test_nothing_is_restored_while_the_bot_runs_but_a_backup_is_complete(tmp_path: Path, enrolled: Path) -> None:
    async with monitored(tmp_path, enrolled) as (ground, bot, clock, _):
        clock.set(at(THURSDAY))
        await bot.says_all()
        database = f"sqlite:///{ground.database}"
        backup = await run("backup", str(tmp_path / "running.sqlite3"), database)
        assert backup == GOOD
        assert await run("restore", str(tmp_path / "running.sqlite3"), database) == BAD
        with closing(sqlite3.connect(tmp_path / "running.sqlite3")) as copy:
            assert copy.execute("SELECT count(*) FROM outbox WHERE state = 'sent'").fetchone() == (22,)


async def run(command: str, file: str, database: str) -> int:
    """Run a command of the bot's as another process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", command, file, cwd=ROOT, env=os.environ | {"DATABASE_URL": database}
    )
    return await process.wait()
