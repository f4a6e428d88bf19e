"""Secrets stay where they belong: nothing that the process writes or serves holds one, whatever goes wrong."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.config import ConfigError, read_settings
from bot.http import serve
from tests.e2e.processes import Process, finished, free_port, started
from tests.e2e.processes import web as client_of

TOKEN = "424242:AAEtokentokentokentokentokentokento"
SECRET = "webhooksecretwebhooksecret"
PASSWORD = "passwordpassword"
SECRETS = (TOKEN, TOKEN.partition(":")[2], SECRET, PASSWORD)


def assert_silent(*told: str) -> None:
    for words in told:
        for secret in SECRETS:
            assert secret not in words


def written(process: Process) -> str:
    return process.out + process.err


@pytest.fixture
async def spiteful() -> AsyncIterator[str]:
    """A Bot API server that fails in every way, and quotes the request's address and body where it can."""
    turn = itertools.count()

    async def fail(request: web.Request) -> web.StreamResponse:
        if request.path.lower().endswith("getme"):
            return web.json_response({"ok": True, "result": {"id": 424242, "is_bot": True, "first_name": "B"}})
        quoted = f"{request.url} {(await request.read()).decode(errors='replace')}"
        match next(turn) % 6:
            case 0:
                return web.json_response({"ok": False, "error_code": 400, "description": quoted}, status=400)
            case 1:
                return web.Response(status=502, text=f"<html>{quoted}</html>", content_type="text/html")
            case 2:
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            case 3:
                return web.Response(text=quoted)
            case 4:
                return web.json_response({"ok": True, "result": {"unknown": quoted}})
        raise web.HTTPFound(str(request.url))

    runner = await serve([web.route("*", "/{path:.*}", fail)], "127.0.0.1", 0)
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_no_fault_of_the_network_brings_a_secret_to_light(spiteful: str, tmp_path: Path) -> None:
    port = free_port()
    settings = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": spiteful,
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/updates",
        "WEBHOOK_SECRET": SECRET,
        "HTTP_PORT": port,
        "DATABASE_URL": f"sqlite:///{tmp_path}/bot.sqlite3",
    }
    async with started(tmp_path, "bot", **settings) as process, client_of(port) as http:
        await process.says("Telegram refuses WEBHOOK_URL")
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        told = []
        for path in ("/metrics", "/healthz", "/updates", "/"):
            for body in (b"{", b"[]", b'{"update_id": 1}'):
                async with http.client.post(http.base + path, data=body, headers=headers) as answer:
                    told.append(str(answer.headers) + await answer.text())
            async with http.client.get(http.base + path) as answer:
                told.append(str(answer.headers) + await answer.text())
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"POST /updates HTTP/9.9\r\n{SECRET}\0\r\n\r\n".encode())
        told.append((await reader.read()).decode(errors="replace"))
        writer.close()
        process.send(15)  # type: ignore[arg-type]
        await process.ends()
        assert_silent(written(process), *told)


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://user:{PASSWORD}@127.0.0.1:1/office",
        f"postgresql://user:{PASSWORD}@no.such.host.invalid/office",
        f"postgresql://user@127.0.0.1:1/office?password={PASSWORD}",
        f"postgresql://user:{PASSWORD}@127.0.0.1:1/office?sslmode={PASSWORD}",
        f"mysql://user:{PASSWORD}@127.0.0.1/office",
        f"postgresql://user:{PASSWORD}@127.0.0.1:port/office",
    ],
)
async def test_a_database_that_cannot_be_reached_is_named_without_its_password(address: str, tmp_path: Path) -> None:
    pytest.importorskip("asyncpg")
    code, process = await finished(tmp_path, "bot", BOT_TOKEN=TOKEN, DATABASE_URL=address, HTTP_PORT=free_port())
    assert code in (1, 2)
    assert written(process).strip()
    assert_silent(written(process))


@pytest.mark.parametrize(
    "wrong",
    [
        {"bot_token": f"bot{TOKEN}"},
        {"bot_token": f"{TOKEN} {TOKEN}"},
        {"webhook_secret": f"{SECRET}!"},
        {"webhook_url": f"https://user:{PASSWORD}@bot.example.org/"},
        {"webhook_url": f"https://bot.example.org/?secret={SECRET}"},
        {"database_url": f"postgresql:/{PASSWORD}"},
    ],
)
def test_a_wrong_setting_is_refused_without_being_quoted(wrong: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as refused:
        read_settings(_env_file=None, **wrong)
    assert_silent(str(refused.value), repr(refused.value))


def test_settings_that_are_printed_show_no_secret() -> None:
    settings = read_settings(_env_file=None, bot_token=TOKEN, webhook_secret=SECRET)
    assert_silent(repr(settings), str(settings), str(settings.model_dump()))
