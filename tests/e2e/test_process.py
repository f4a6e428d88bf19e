"""`python -m bot` as a process: what it refuses and how, what it prints, how it stops, restarts and stands by."""

import asyncio
import json
import re
import shutil
import signal
import socket
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.__main__ import main
from bot.config import Settings, read_settings
from bot.demo import ADMIN_IDS
from tests.e2e.processes import (
    PATIENCE,
    PLAN,
    SANDBOX_TOKEN,
    Web,
    finished,
    free_port,
    sandbox_process,
    started,
    web,
)
from tests.rights import open_folder, without_privileges

SECRET = "AAsecretsecretsecretsecretsecretsecr"
ADMIN, OFFICER, OUTSIDER = 104, 101, 105  # of the cast of `python -m sandbox`
STOPS_WITHIN = 10
RUNS = "event=running"
SENDS = "event=sending"
STANDS_BY = "stands by"


class Printing(Protocol):
    """What a process, or a start in this one, has printed."""

    @property
    def out(self) -> str: ...

    @property
    def err(self) -> str: ...


def one_sentence(process: Printing) -> str:
    """What a refused start says: nothing but one line without a traceback, a token or a library's address in it."""
    [line] = process.err.strip().splitlines()
    assert re.fullmatch(r"\S.{10,400}[.)»]|\S.*; \w.*", line), line
    assert_discreet(process)
    return line


def assert_discreet(process: Printing) -> None:
    said = process.out + process.err
    assert "Traceback" not in said
    assert SECRET not in said
    assert "errors.pydantic.dev" not in said


def database(folder: Path) -> Path:
    return folder / "ijrochi.sqlite3"


def bytes_of(file: Path) -> bytes | None:
    return file.read_bytes() if file.exists() else None


def dump(file: Path) -> list[str]:
    """All that a database holds, as SQL."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        return list(connection.iterdump())


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.name.startswith("process-")}


@pytest.fixture
def kept(tmp_path: Path, enrolled: Path) -> Path:
    """A database with people in it, that a refused start must leave as it is."""
    shutil.copy(enrolled, database(tmp_path))
    return database(tmp_path)


@pytest.fixture
def refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Printing]:
    """A command with these settings and no others that is refused for what it was given: what it prints.

    It is made in this process: nothing runs yet, and a process of its own takes a second. That `python -m bot` prints
    the same, and ends with the same code, is tested once for each kind.
    """

    def start(*arguments: str, **settings: Any) -> Printing:
        monkeypatch.chdir(tmp_path)
        for name in Settings.model_fields:
            monkeypatch.delenv(name.upper(), raising=False)
        for name, value in ({"PLAN_FILE": PLAN} | settings).items():
            monkeypatch.setenv(name, str(value))
        try:
            code = main(arguments)
        except SystemExit as ended:  # argparse's own way
            code = ended.code
        assert code == 2
        return capsys.readouterr()

    return start


# -- settings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "value", "hint"),
    [
        ("BOT_TOKEN", f"{SECRET} {SECRET}", "BotFather"),
        ("BOT_API_URL", "127.0.0.1:8081", "http://"),
        ("DATABASE_URL", "var/ijrochi.sqlite3", "sqlite:///"),
        ("DATABASE_URL", f"mysql://u:{SECRET}@host/name", "sqlite:///"),
        ("ADMIN_IDS", "1001, Юнусов", "numbers"),
        ("ADMIN_IDS", "--5", "numbers"),
        ("LEADERSHIP_CHAT_ID", "Раҳбарият", "integer"),
        ("TIMEZONE", "Asia/Toshkent", "Asia/Tashkent"),
        ("DEFAULT_LOCALE", "uz", "uz_Cyrl"),
        ("REMIND_AT", "25:00", "09:00"),
        ("DIGEST_AT", "Dushanba 9", "Mon 09:00"),
        ("HTTP_PORT", "80800", "65535"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_write_and_nothing_is_changed(
    setting: str, value: str, hint: str, tmp_path: Path, kept: Path, refused: Callable[..., Printing]
) -> None:
    before = bytes_of(kept)
    said = one_sentence(refused(**({"DATABASE_URL": f"sqlite:///{kept}"} | {setting: value})))
    assert said.startswith(f"{setting} is wrong: ")
    assert hint in said
    assert bytes_of(kept) == before
    assert files(tmp_path) == {kept.name}


async def test_a_bot_without_a_token_where_it_may_write_nothing_asks_for_the_token(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    code, process = await finished(tmp_path, "bot")
    assert code == 2, "so that nothing starts it again"
    assert one_sentence(process).startswith(
        "BOT_TOKEN is empty, and the sandbox's folder var/sandbox cannot be created"
    )


async def test_the_settings_of_a_dotenv_file_follow_the_same_rules(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("REMIND_AT=9\n", encoding="utf-8")
    code, process = await finished(tmp_path, "bot", afresh=True)
    assert code == 2
    assert one_sentence(process).startswith("REMIND_AT is wrong: ")


ONE_LINE = "# Созлама\nREMIND_AT=08:30\n"
NOT_UTF_8 = {
    "UTF-16 as Windows saves it": ONE_LINE.encode("utf-16"),
    "UTF-16 without its mark": "REMIND_AT=08:30\n".encode("utf-16-le"),
    "UTF-16 the other way round": "REMIND_AT=08:30\n".encode("utf-16-be"),
    "UTF-32": ONE_LINE.encode("utf-32"),
    "CP1251": ONE_LINE.encode("cp1251"),
    "KOI8-R": ONE_LINE.encode("koi8-r"),
    "a NUL at the end": ONE_LINE.encode() + b"\0",
    "no text at all": bytes(range(256)),
}


@pytest.mark.parametrize("what", NOT_UTF_8)
def test_a_dotenv_file_that_is_not_utf_8_is_refused(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_bytes(NOT_UTF_8[what])
    monkeypatch.chdir(tmp_path)
    assert main(["schedule"]) == 2
    assert capsys.readouterr().err.strip() == (
        "The file .env is not UTF-8 text: save it in the encoding UTF-8 (see .env.example)."
    )


@pytest.mark.parametrize("what", NOT_UTF_8)
@pytest.mark.parametrize("command", ["schedule", "run"])
def test_a_plan_file_that_is_not_utf_8_is_refused(
    what: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(NOT_UTF_8[what])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLAN_FILE", str(file))
    assert main([command]) == 2
    [said] = capsys.readouterr().err.strip().splitlines()
    assert said.startswith(f"{file}: the file is not UTF-8 text")
    assert "save it as UTF-8" in said


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_dotenv_file_of_utf_8_is_read_with_its_mark_or_without(
    mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(f"{mark}REMIND_AT=08:30\n{ONE_LINE}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert str(read_settings().remind_at) == "08:30:00"


@pytest.mark.parametrize("setting", [".env", "PLAN_FILE"])
@pytest.mark.parametrize("kind", ["a folder", "closed", "a loop"])
def test_a_file_that_cannot_be_read_is_named(
    setting: str, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_folder() as place:
        file = place / (".env" if setting == ".env" else "plan.json")
        if kind == "a folder":
            file.mkdir()
        elif kind == "closed":
            file.write_text(ONE_LINE, encoding="utf-8")
            file.chmod(0)
        else:
            file.symlink_to(file)
        monkeypatch.chdir(place)
        monkeypatch.setenv("PLAN_FILE", "plan.json")
        with without_privileges():
            assert main(["schedule"]) == 2
        [said] = capsys.readouterr().err.strip().splitlines()
        assert file.name in said
        assert "cannot be read" in said


# -- the plan file ---------------------------------------------------------------------------------------------------


def with_unknown_executor(plan: Any) -> None:
    plan["sections"][1]["activities"][0]["executors"].append("stranger")


def with_reversed_months(plan: Any) -> None:
    deadline = next(
        activity["deadline"]
        for section in plan["sections"]
        for activity in section["activities"]
        if activity["deadline"]["kind"] == "months" and activity["deadline"]["first"] < activity["deadline"]["last"]
    )
    deadline["first"], deadline["last"] = deadline["last"], deadline["first"]


def with_latin_letter(plan: Any) -> None:
    plan["executors"][0]["name"] = "Б. Юнусoв"


async def test_a_process_that_is_refused_its_settings_or_its_plan_says_the_same(
    tmp_path: Path, kept: Path, refused: Callable[..., Printing]
) -> None:
    file = tmp_path / "plan.json"
    file.write_text('{"title": ', encoding="utf-8")
    before = bytes_of(kept)
    for wrong in ({"BOT_TOKEN": f"{SECRET} {SECRET}"}, {"PLAN_FILE": file}):
        settings = {"DATABASE_URL": f"sqlite:///{kept}"} | wrong
        code, process = await finished(tmp_path, "bot", **settings)
        assert code == 2
        assert one_sentence(process) == one_sentence(refused(**settings))
        assert bytes_of(kept) == before
        assert files(tmp_path) == {kept.name, file.name}


@pytest.mark.parametrize(
    ("spoil", "place", "reason"),
    [
        (with_unknown_executor, "sections.II.activities.", "«stranger» is not among the executors"),
        (with_reversed_months, "deadline", "the months are reversed"),
        (with_latin_letter, "executors.", "mixes two scripts"),
    ],
)
def test_a_wrong_plan_is_refused_with_its_place_and_the_database_stays(
    spoil: Any, place: str, reason: str, tmp_path: Path, kept: Path, refused: Callable[..., Printing]
) -> None:
    plan = json.loads(PLAN.read_text(encoding="utf-8"))
    spoil(plan)
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    before = bytes_of(kept)
    said = one_sentence(refused(PLAN_FILE=file, DATABASE_URL=f"sqlite:///{kept}"))
    assert said.startswith(f"{file}: ")
    assert place in said
    assert reason in said
    assert bytes_of(kept) == before


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"title": ', "line 1, column"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[]", "object"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(
    content: bytes | None, reason: str, tmp_path: Path, kept: Path, refused: Callable[..., Printing]
) -> None:
    file = tmp_path / "plan.json"
    if content is not None:
        file.write_bytes(content)
    before = bytes_of(kept)
    assert reason in one_sentence(refused(PLAN_FILE=file, DATABASE_URL=f"sqlite:///{kept}"))
    assert bytes_of(kept) == before


# -- the database ----------------------------------------------------------------------------------------------------


async def test_a_file_that_is_not_a_database_is_reported_as_such_and_kept(tmp_path: Path) -> None:
    file = database(tmp_path)
    file.write_text("The minutes of the meeting.\n" * 100, encoding="utf-8")
    before = bytes_of(file)
    code, process = await finished(tmp_path, "bot", DATABASE_URL=f"sqlite:///{file}", HTTP_PORT=free_port())
    assert code == 1
    assert f"{file} is not a database of this bot" in one_sentence(process)
    assert bytes_of(file) == before


async def test_a_folder_in_place_of_the_database_is_reported_as_such(tmp_path: Path) -> None:
    database(tmp_path).mkdir()
    code, process = await finished(tmp_path, "bot", DATABASE_URL=f"sqlite:///{database(tmp_path)}")
    assert code == 1
    assert "cannot be opened: check DATABASE_URL" in one_sentence(process)


async def test_a_database_below_a_file_is_reported_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    code, process = await finished(tmp_path, "bot", DATABASE_URL=f"sqlite:///{tmp_path}/file/ijrochi.sqlite3")
    assert code == 1
    assert "cannot be created" in one_sentence(process)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


async def test_a_database_held_by_another_program_is_reported_as_locked_and_nothing_is_lost(
    tmp_path: Path, kept: Path
) -> None:
    before = dump(kept)
    with closing(sqlite3.connect(kept, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        async with started(tmp_path, "bot", DATABASE_URL=f"sqlite:///{kept}") as process:
            assert await process.ends() == 1
        other.execute("ROLLBACK")
    assert "is locked by another process: stop that process" in one_sentence(process)
    assert dump(kept) == before


async def test_a_database_that_cannot_be_marked_as_in_use_ends_the_start(tmp_path: Path, kept: Path) -> None:
    kept.with_name(f"{kept.name}.lock").mkdir()
    before = dump(kept)
    settings = {"BOT_TOKEN": f"1000000:{SECRET}", "BOT_API_URL": f"http://127.0.0.1:{free_port()}"}
    code, process = await finished(tmp_path, "bot", DATABASE_URL=f"sqlite:///{kept}", HTTP_PORT=free_port(), **settings)
    assert code == 1
    assert "cannot be locked: Is a directory" in process.err.strip().splitlines()[-1]
    assert_discreet(process)
    assert dump(kept) == before


async def test_a_part_that_fails_ends_the_whole_process_as_failed(tmp_path: Path, kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as connection:
        connection.execute("DROP TABLE outbox")
    before = dump(kept)
    settings = {"BOT_TOKEN": f"1000000:{SECRET}", "BOT_API_URL": f"http://127.0.0.1:{free_port()}"}
    given = {"DATABASE_URL": f"sqlite:///{kept}", "HTTP_PORT": free_port()} | settings
    code, process = await finished(tmp_path, "bot", afresh=True, **given)
    assert code == 1
    *_, log, said = process.err.strip().splitlines()
    assert "part=working" in log
    assert said.startswith("The bot stopped because a part of it failed")
    assert SECRET not in process.err
    assert dump(kept) == before


WITHOUT_DRIVER = """
import importlib.util, runpy

find = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "asyncpg" else find(name, package)
runpy.run_module("bot", run_name="__main__")
"""


async def test_a_database_server_without_its_driver_is_reported_as_such(tmp_path: Path) -> None:
    (tmp_path / "without.py").write_text(WITHOUT_DRIVER, encoding="utf-8")
    code, process = await finished(
        tmp_path, "without", afresh=True, DATABASE_URL=f"postgresql://u:{SECRET}@127.0.0.1:1/name"
    )
    assert code == 2
    assert "postgresql needs the package asyncpg" in one_sentence(process)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg2"])
async def test_an_unreachable_database_server_is_reported_as_such(scheme: str, tmp_path: Path) -> None:
    pytest.importorskip("asyncpg")
    url = f"{scheme}://u:{SECRET}@127.0.0.1:{free_port()}/name?sslmode=require"
    code, process = await finished(tmp_path, "bot", DATABASE_URL=url)
    assert code == 1
    assert "cannot be reached" in one_sentence(process)


# -- the network -----------------------------------------------------------------------------------------------------


async def test_a_port_in_use_is_reported_with_the_setting_to_change(tmp_path: Path, kept: Path) -> None:
    before = dump(kept)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, process = await finished(tmp_path, "bot", DATABASE_URL=f"sqlite:///{kept}", HTTP_PORT=port)
    assert code == 1
    said = process.err.strip().splitlines()[-1]
    assert f"127.0.0.1:{port}" in said
    assert "address already in use" in said
    assert "HTTP_PORT" in said
    assert_discreet(process)
    assert dump(kept) == before


async def test_a_token_that_the_bot_api_does_not_know_ends_the_start(tmp_path: Path) -> None:
    async with sandbox_process(tmp_path) as api:
        settings = {"BOT_TOKEN": f"1000000:{SECRET}", "BOT_API_URL": api.base, "HTTP_PORT": free_port()}
        code, process = await finished(tmp_path, "bot", **settings)
        assert code == 1
        assert process.err.strip().splitlines()[-1].startswith(f"BOT_TOKEN is not known to {api.base}: ")
        assert_discreet(process)
        assert (await api.get("/sandbox/ledger"))["total"] == 0


async def test_an_unreachable_bot_api_is_reported_waited_for_and_found_again(tmp_path: Path) -> None:
    port, api_port = free_port(), free_port()
    settings = {"BOT_TOKEN": SANDBOX_TOKEN, "BOT_API_URL": f"http://127.0.0.1:{api_port}", "HTTP_PORT": port}
    async with started(tmp_path, "bot", **settings) as process, web(port) as health:
        await process.says(f"http://127.0.0.1:{api_port} cannot be reached: check the network and BOT_API_URL")
        await health.answers("/healthz")
        assert (await health.get("/healthz"))["last_answer"] is None
        async with started(tmp_path / "api", "sandbox", "--port", str(api_port), afresh=True):
            await process.says(RUNS)
            told = await health.get("/healthz")
            assert told["last_answer"] is not None
            assert (told["alive"], told["ready"], told["database"], told["queued"]) == (True, True, True, 0)
            assert told["last_tick"].endswith("+00:00")
            async with health.client.get(f"{health.base}/metrics") as response:
                assert "# TYPE" in await response.text()
            process.send(signal.SIGTERM)
            assert await process.ends(STOPS_WITHIN) == 0
        assert_discreet(process)
        assert SANDBOX_TOKEN not in process.out + process.err


# -- the calendar ----------------------------------------------------------------------------------------------------

HALF_YEAR = ("bot", "schedule", "--from", "2024-01-01", "--to", "2024-07-31")


async def printed(folder: Path, *more: str, **settings: Any) -> list[dict[str, Any]]:
    code, process = await finished(folder, *HALF_YEAR, "--json", *more, **settings)
    assert (code, process.err) == (0, "")
    return [json.loads(line) for line in process.out.splitlines()]


async def test_the_calendar_of_the_half_year_has_1413_sorted_lines_and_nothing_is_written(tmp_path: Path) -> None:
    lines = await printed(tmp_path, afresh=True)
    assert len(lines) == 1413
    assert all(list(line) == ["date", "executor", "activity", "kind"] for line in lines)
    assert lines == sorted(lines, key=lambda line: (line["date"], line["executor"], line["activity"], line["kind"]))
    assert files(tmp_path) == set()


async def test_the_table_says_what_json_says_and_how_many(tmp_path: Path) -> None:
    choice = ("--executor", "Х. Палуаниязов")
    lines = await printed(tmp_path, *choice)
    code, process = await finished(tmp_path, *HALF_YEAR, *choice)
    assert code == 0
    head, *rows, count = process.out.splitlines()
    assert head.split() == ["date", "executor", "№", "kind"]
    assert [re.split(r"\s{2,}", row) for row in rows] == [
        [line["date"], line["executor"], str(line["activity"]), line["kind"]] for line in lines
    ]
    assert count == f"{len(lines)} reminders"


async def test_an_executor_is_chosen_in_either_script_and_an_activity_by_number(tmp_path: Path) -> None:
    cyrillic, latin, both = await asyncio.gather(
        printed(tmp_path, "--executor", "Юнусов"),
        printed(tmp_path, "--executor", "B. Yunusov"),
        printed(tmp_path, "--executor", "yunusov", "--activity", "1"),
    )
    assert cyrillic == latin
    assert {line["executor"] for line in cyrillic} == {"Б. Юнусов"}
    assert both == [line for line in cyrillic if line["activity"] == 1] != []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--from", "2024-02-30"], "«2024-02-30» is no day; write it like 2024-01-31"),
        (["--to", "31.07.2024"], "«31.07.2024» is no day; write it like 2024-01-31"),
        (["--from", "2024-03-01", "--to", "2024-02-01"], "--to 2024-02-01 is before --from 2024-03-01"),
        (["--executor", "Navoiy"], "«Navoiy» is not one executor of the plan; write one of: Б. Юнусов"),
        (["--activity", "27"], "The plan has no activity 27; it has 1 to 26"),
    ],
)
def test_a_wrong_question_to_the_calendar_is_answered_with_a_sentence(
    arguments: list[str], words: str, refused: Callable[..., Printing]
) -> None:
    said = refused("schedule", *arguments)
    assert said.out == ""
    assert words in said.err.strip().splitlines()[-1]
    assert_discreet(said)


async def test_the_calendar_of_a_loaded_plan_is_read_from_the_database_which_stays_as_it_is(
    tmp_path: Path, kept: Path
) -> None:
    with closing(sqlite3.connect(kept)) as connection:
        connection.execute("UPDATE activity SET is_removed = 1 WHERE number = 1")
        connection.commit()
    before, there = bytes_of(kept), files(tmp_path)
    lines = await printed(tmp_path, DATABASE_URL=f"sqlite:///{kept}")
    assert 1 not in {line["activity"] for line in lines}
    assert {line["activity"] for line in lines} == set(range(2, 27))
    assert bytes_of(kept) == before
    assert files(tmp_path) == there


async def test_the_calendar_leaves_an_empty_file_empty(tmp_path: Path) -> None:
    database(tmp_path).touch()
    assert len(await printed(tmp_path, DATABASE_URL=f"sqlite:///{database(tmp_path)}")) == 1413
    assert bytes_of(database(tmp_path)) == b""


# -- stopping and going on -------------------------------------------------------------------------------------------


async def written(page: Web, person: int) -> list[dict[str, Any]]:
    """All of a private chat, oldest first."""
    return (await page.get("/sandbox/messages", **{"as": person, "chat": person}))["messages"]


async def test_the_sandbox_stops_when_told_even_with_an_open_page_and_continues_where_it_was(tmp_path: Path) -> None:
    admin = ADMIN_IDS[0]
    port = free_port()
    async with started(tmp_path, "bot", afresh=True, HTTP_PORT=port) as first, web(port) as page:
        await page.answers("/healthz")
        await first.says(RUNS)
        await page.post("/sandbox/clock", to="2024-01-04")
        await page.post("/sandbox/send", **{"as": admin, "chat": admin, "text": "/officers", "wait": True})
        before, clock = await written(page, admin), (await page.get("/sandbox/clock"))["now"]
        async with page.client.get(f"{page.base}/sandbox/events") as open_page:
            first.send(signal.SIGTERM)
            assert await first.ends(STOPS_WITHIN) == 0
            open_page.close()
        assert f"http://127.0.0.1:{port}" in first.out
        assert_discreet(first)
    async with started(tmp_path, "bot", HTTP_PORT=port) as again, web(port) as page:
        await page.answers("/healthz")
        await again.says(RUNS)
        assert await written(page, admin) == before
        assert (await page.get("/sandbox/clock"))["now"][:10] == clock[:10] == "2024-01-04"
        await page.post("/sandbox/send", **{"as": admin, "chat": admin, "text": "/help", "wait": True})
        assert len(await written(page, admin)) == len(before) + 2
        async with page.client.get(f"{page.base}/sandbox/events") as open_page:
            again.send(signal.SIGINT)
            assert await again.ends(STOPS_WITHIN) == 0
            open_page.close()


# -- two processes on one database -----------------------------------------------------------------------------------


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[Web]:
    """A Bot API server beside the bot."""
    async with sandbox_process(tmp_path) as one:
        yield one


def settings(api: Web) -> dict[str, Any]:
    return {"BOT_TOKEN": SANDBOX_TOKEN, "BOT_API_URL": api.base, "ADMIN_IDS": ADMIN, "HTTP_PORT": free_port()}


async def accepted(api: Web) -> Counter[tuple[int, str]]:
    """What the Bot API took, each with how many times."""
    return Counter((one["chat"], one["text"]) for one in (await api.get("/sandbox/ledger"))["messages"])


async def heard(api: Web, person: int, count: int) -> None:
    """Wait until the Bot API took so many messages to a person."""
    async with asyncio.timeout(PATIENCE):
        while True:
            told = await accepted(api)
            if sum(times for (chat, _), times in told.items() if chat == person) >= count:
                return
            await asyncio.sleep(0.05)


async def recorded(file: Path) -> None:
    """Wait until all that was received is handled, and all that is owed is recorded as sent or refused.

    What a bot had not recorded before it was killed, the next one says. Among it is that the plan is over, which a tick
    tells the admins: refused if they had not pressed start by then.
    """
    open_ends = (
        "SELECT (SELECT count(*) FROM inbox WHERE handled_at IS NULL)"
        " + (SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending'))"
        " + (SELECT count(*) = 0 FROM outbox WHERE kind = 'plan_over')"
    )
    async with asyncio.timeout(PATIENCE):
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=PATIENCE)) as connection:
            while connection.execute(open_ends).fetchone() != (0,):  # noqa: ASYNC110 -- another process
                await asyncio.sleep(0.05)


async def test_a_second_process_says_so_sends_nothing_and_takes_over_when_the_first_is_killed(
    api: Web, tmp_path: Path
) -> None:
    async with started(tmp_path, "bot", **settings(api)) as first:
        await first.says(RUNS)
        await first.says(SENDS)
        port = free_port()
        async with started(tmp_path, "bot", **settings(api) | {"HTTP_PORT": port}) as second, web(port) as health:
            await second.says(STANDS_BY)
            await health.answers("/healthz", 503)
            assert (await health.get("/healthz"))["alive"] is True
            await api.post("/sandbox/start", **{"as": ADMIN})
            await api.post("/sandbox/start", **{"as": OUTSIDER})
            await heard(api, OUTSIDER, 1)
            [offer] = [one for one in await written(api, OUTSIDER) if not one["out"]]
            [[ask]] = offer["buttons"]
            await api.post(
                "/sandbox/press",
                **{"as": OUTSIDER, "chat": OUTSIDER, "message_id": offer["id"], "data": ask["data"], "wait": True},
            )
            for number in range(3):
                text = f"/invite {number}"
                await api.post("/sandbox/send", **{"as": ADMIN, "chat": ADMIN, "text": text, "wait": True})
            await api.post("/sandbox/settle")
            await recorded(tmp_path / "var" / "ijrochi.sqlite3")
            told = await accepted(api)
            assert max(told.values()) == 1, "the same was said twice"
            assert SENDS not in second.err
            assert RUNS not in second.err
            assert (await api.get("/sandbox/ledger"))["requests"]["getUpdates"].keys() == {"200"}

            first.send(signal.SIGKILL)
            await first.ends()
            await second.says(SENDS)
            await second.says(RUNS)
            await health.answers("/healthz")
            await api.post("/sandbox/send", **{"as": ADMIN, "chat": ADMIN, "text": "/help", "wait": True})
            await api.post("/sandbox/settle")
            since = await accepted(api) - told
            assert [chat for chat, _ in since] == [ADMIN]
            assert sum(since.values()) == 1
            second.send(signal.SIGTERM)
            assert await second.ends(STOPS_WITHIN) == 0


async def test_processes_that_stand_by_or_cannot_reach_telegram_stop_when_told(tmp_path: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    given = {"BOT_TOKEN": SANDBOX_TOKEN, "BOT_API_URL": nobody, "DATABASE_URL": f"sqlite:///{database(tmp_path)}"}
    async with started(tmp_path, "bot", **given, HTTP_PORT=free_port()) as first:
        await first.says("cannot be reached")
        await first.says(SENDS)
        async with started(tmp_path, "bot", **given, HTTP_PORT=free_port()) as second:
            await second.says(STANDS_BY)
            second.send(signal.SIGTERM)
            assert await second.ends(STOPS_WITHIN) == 0
            assert SENDS not in second.err
        first.send(signal.SIGINT)
        assert await first.ends(STOPS_WITHIN) == 0
    assert_discreet(first)
    assert_discreet(second)


async def test_what_was_written_while_the_bot_was_down_is_answered_when_it_is_back(api: Web, tmp_path: Path) -> None:
    async with started(tmp_path, "bot", **settings(api)) as first:
        await first.says(RUNS)
        await api.post("/sandbox/start", **{"as": OFFICER})
        await heard(api, OFFICER, 1)
        first.send(signal.SIGTERM)
        assert await first.ends(STOPS_WITHIN) == 0
    before = await accepted(api)
    await api.post("/sandbox/send", **{"as": OFFICER, "chat": OFFICER, "text": "/language"})
    async with started(tmp_path, "bot", **settings(api)) as again:
        await again.says(RUNS)
        await heard(api, OFFICER, 2)
        await api.post("/sandbox/settle")
        assert sum((await accepted(api) - before).values()) == 1
