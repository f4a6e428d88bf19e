"""The stage for tests of behaviour: the whole bot on its sandbox, and the plan's people as they write and press.

What is done runs over HTTP on the loopback: a person's words go to the sandbox as from the chat page, the bot takes
them by polling. What it has said is read back from the sandbox itself, as the page shows it to that person.
"""

import asyncio
import functools
import json
import re
import shutil
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import aiogram.client.session.aiohttp as aiogram_session
import aiohttp
from aiogram import Router
from filelock import FileLock

import handlers
from bot.config import Settings, database_address
from bot.demo import (
    ADMIN_IDS,
    LEADER_ID,
    LEADERSHIP_GROUP_ID,
    OUTSIDER_ID,
    SANDBOX_TOKEN,
    SandboxDriver,
    build_sandbox,
    cast_of,
    enrol,
)
from bot.factory import Application, build_application, close, greet, prepare, take_updates
from bot.http import serve
from handlers.menu import set_menus
from handlers.profile import set_profile
from sandbox import view
from sandbox.clock import VirtualClock
from sandbox.server import Sandbox
from services.plan.file import PlanFile, parse_plan
from views.kit.callbacks import HandIn

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT / "data" / "seed_plan.json"
TASHKENT = ZoneInfo("Asia/Tashkent")
START = datetime(2024, 1, 1, tzinfo=TASHKENT)
TAG = re.compile(r"<[^>]+>")
DATABASE, WORLD = "ijrochi.sqlite3", "world.sqlite3"
HANDS_IN = f"{HandIn.__prefix__}:"  # what the buttons with a reason to hand in begin with
LOOKED_BACK = 40  # messages


@dataclass(frozen=True)
class Shown:
    """A message as a person sees it."""

    id: int
    text: str
    html: str
    is_mine: bool
    buttons: tuple[tuple[str, str | None, str | None], ...]
    raw: dict[str, Any] = field(repr=False)

    @property
    def labels(self) -> list[str]:
        return [label for label, _, _ in self.buttons]


class Someone:
    """One of the cast, in their private chat or in a group."""

    def __init__(self, stage: "Stage", id: int, name: str, chat: int | None = None) -> None:
        self.stage = stage
        self.id = id
        self.name = name
        self.chat = chat if chat is not None else id

    def in_group(self, chat: int = LEADERSHIP_GROUP_ID) -> "Someone":
        """The same person, writing in a group."""
        return Someone(self.stage, self.id, self.name, chat)

    async def says(self, text: str, *, reply_to: Shown | None = None, forward: str | None = None) -> Shown:
        """Write, wait until the bot has handled it; the last message of the chat."""
        body = {"as": self.id, "chat": self.chat, "text": text, "wait": True}
        if reply_to is not None:
            body["reply_to"] = reply_to.id
        if forward is not None:
            body["forward"] = forward
        await self.stage.post("send", body)
        await self.gives_reasons()
        return await self.last()

    async def starts(self, payload: str = "") -> Shown:
        """Open the bot's link."""
        await self.stage.post("start", {"as": self.id, "payload": payload})
        await self.stage.handled()
        return await self.last()

    async def edits(self, message: Shown, text: str) -> None:
        """Edit one's own message."""
        await self.stage.post("edit", {"as": self.id, "chat": self.chat, "message_id": message.id, "text": text})
        await self.stage.handled()
        await self.gives_reasons()

    async def sends_files(
        self, *files: tuple[str, bytes], text: str = "", kind: str | None = None, reply_to: Shown | None = None
    ) -> Shown:
        """Send a file, or several as an album."""
        form = aiohttp.FormData(quote_fields=False)  # names of files go as they are, as from a browser
        form.add_field("as", str(self.id))
        form.add_field("chat", str(self.chat))
        form.add_field("text", text)
        form.add_field("wait", "true")
        if kind is not None:
            form.add_field("kind", kind)
        if reply_to is not None:
            form.add_field("reply_to", str(reply_to.id))
        for name, content in files:
            form.add_field("file", content, filename=name)
        await self.stage.post("send", form)
        await self.stage.handled()
        await self.gives_reasons()
        return await self.last()

    async def sends(self, kind: str) -> Shown:
        """Send a sticker, a poll, a location …"""
        await self.stage.post("special", {"as": self.id, "chat": self.chat, "kind": kind})
        await self.stage.handled()
        return await self.last()

    async def presses(self, label: str, message: Shown | None = None) -> Shown:
        """Press the button whose words begin with (else contain) `label`, on a message or the newest that has it."""
        answer = await self.press(label, message)
        del answer
        await self.gives_reasons()
        return await self.last()

    async def gives_reasons(self) -> None:
        """Give a reason wherever the bot asks for one because parts are open, if `Stage.gives_reasons`."""
        while self.stage.gives_reasons and (asked := self._asked_for_a_reason()) is not None:
            message_id, data = asked
            body = {"as": self.id, "chat": self.chat, "message_id": message_id, "data": data}
            await self.stage.post("press", body)
            await self.stage.handled()

    def _asked_for_a_reason(self) -> tuple[int, str] | None:
        """The newest message that offers reasons to hand in although parts are open, and the first of them."""
        chat = self.stage.sandbox.world.chats.get(self.chat)
        for message in reversed(list(chat.messages.values())[-LOOKED_BACK:] if chat is not None else ()):
            rows = (message.body.get("reply_markup") or {}).get("inline_keyboard", ())
            every = [button.get("callback_data") or "" for row in rows for button in row]
            reasons = [data for data in every if data.startswith(HANDS_IN)]
            if len(reasons) > 1:  # one alone is to wait
                return message.id, reasons[0]
        return None

    async def press(self, label: str, message: Shown | None = None) -> dict[str, Any] | None:
        """As `presses`; what the press was answered with (text, show_alert)."""
        shown = message or await self.with_button(label)
        data = next((data for text, data, _ in shown.buttons if data and text.startswith(label)), None) or next(
            (data for text, data, _ in shown.buttons if data and label in text), None
        )
        assert data is not None, f"no button «{label}» among {shown.labels}"
        return await self.taps(shown, data)

    async def taps(self, message: Shown, data: str, *, forged: bool = False) -> dict[str, Any] | None:
        """Send a button's data back, forged or real; the answer."""
        body = {"as": self.id, "chat": self.chat, "message_id": message.id, "data": data, "wait": True}
        got = await self.stage.post("press", body | ({"forged": True} if forged else {}))
        return got["answer"]

    async def with_button(self, label: str) -> Shown:
        """The newest message that has such a button."""
        for shown in reversed(await self.screen()):
            if any(label in text for text in shown.labels):
                return shown
        raise AssertionError(f"{self.name} sees no button «{label}»")

    async def screen(self, after: int = 0) -> list[Shown]:
        """All that the person sees in the chat, oldest first."""
        world = self.stage.sandbox.world
        person = world.person(self.id)
        shown = view.messages(world, world.seen_by(person, self.chat), person, after=after, topic=None)
        return [_shown(one) for one in json.loads(json.dumps(shown))]  # they stay as they are, whatever comes

    async def heard(self, after: int = 0) -> list[Shown]:
        """What the bot said in the chat, oldest first."""
        return [shown for shown in await self.screen(after) if not shown.is_mine and shown.raw["from"]["is_bot"]]

    async def last(self) -> Shown:
        """The newest message of the chat."""
        return (await self.screen(self._newest() - 1))[-1]

    async def count(self) -> int:
        """The id of the newest message, for `screen(after=…)`."""
        return self._newest()

    def _newest(self) -> int:
        """As `count`, without the chat: a long one takes long to be shown."""
        chat = self.stage.sandbox.world.chats.get(self.chat)
        return next(reversed(chat.messages), 0) if chat is not None else 0

    async def blocks(self, blocked: bool = True) -> None:
        """Block the bot, or let it in again."""
        await self.stage.post("block", {"as": self.id, "blocked": blocked})
        await self.stage.handled()


class Stage:
    """The bot, its sandbox and the clock.

    `gives_reasons`: who hands in while others' parts are open gives the first reason that is offered, so that what a
    test is about goes on. A test of just that question sets it to False.
    """

    def __init__(self, application: Application, sandbox: Sandbox, base: str, client: aiohttp.ClientSession) -> None:
        self.application = application
        self.sandbox = sandbox
        self.services = application.services
        self.database = application.database
        self.plan: PlanFile = application.plan
        self.base = base
        self._client = client
        self._settles_at_once = True
        self.gives_reasons = True

    # -- people ----------------------------------------------------------------------------------------------------

    def officer(self, name: str, member: int = 1) -> Someone:
        """The officer of this name («Б. Юнусов»), or a member of a unit («Ўқув-маркази»)."""
        actors = [
            actor
            for actor in cast_of(self.plan).actors
            if actor.role in ("officer", "unit") and name in (actor.note, actor.name)
        ]
        actor = actors[member - 1]
        return Someone(self, actor.id, actor.name)

    @property
    def admin(self) -> Someone:
        return Someone(self, ADMIN_IDS[0], "admin")

    @property
    def second_admin(self) -> Someone:
        return Someone(self, ADMIN_IDS[1], "second admin")

    @property
    def leader(self) -> Someone:
        """A member of the leadership, in the leadership group."""
        return Someone(self, LEADER_ID, "leader", LEADERSHIP_GROUP_ID)

    @property
    def outsider(self) -> Someone:
        return Someone(self, OUTSIDER_ID, "outsider")

    async def everybody_starts(self) -> None:
        """Every private chat is opened, as it must be before the bot may write there."""
        for actor in cast_of(self.plan).actors:
            await self.post("start", {"as": actor.id})
        await self.handled()

    # -- time ------------------------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return self.application.clock().astimezone(TASHKENT)

    async def goes_to(self, moment: str | date | datetime) -> None:
        """Move the clock through every day on the way; a date means 09:00."""
        await self.post("clock", {"to": moment if isinstance(moment, str) else moment.isoformat()})

    async def jumps_to(self, moment: datetime | date) -> None:
        """Set the clock with the bot down meanwhile: nothing happens on the way."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time(9), TASHKENT)
        self.sandbox.world.clock.set(moment)

    async def settles(self) -> None:
        """The tick runs and everything owed is delivered."""
        await self.sandbox.settle()

    @asynccontextmanager
    async def settling_once(self) -> AsyncIterator[None]:
        """What is sent and pressed in the block is handled at once, but what is owed for it is delivered at the end."""
        self._settles_at_once = False
        try:
            yield
        finally:
            self._settles_at_once = True
        await self.settles()

    async def handled(self) -> None:
        """Everything sent so far has been handled, and what was owed for it delivered."""
        await self.settles()

    # -- HTTP ------------------------------------------------------------------------------------------------------

    async def post(self, path: str, body: Any) -> Any:
        kind = {"data": body} if isinstance(body, aiohttp.FormData) else {"json": body}
        async with self._client.post(f"{self.base}/sandbox/{path}", **kind) as response:
            got = await response.json()
        assert response.status == 200, got
        if self._settles_at_once and path in ("send", "press") and not isinstance(body, aiohttp.FormData):
            await self.settles()
        return got

    async def get(self, path: str, query: dict[str, Any]) -> Any:
        async with self._client.get(f"{self.base}/sandbox/{path}", params=query) as response:
            got = await response.json()
        assert response.status == 200, got
        return got


def _shown(raw: dict[str, Any]) -> Shown:
    buttons = tuple(
        (button["text"], button.get("data"), button.get("url")) for row in raw["buttons"] or [] for button in row
    )
    return Shown(raw["id"], raw["text"] or "", raw["html"] or "", raw["out"], buttons, raw)


def settings_for(folder: Path, **changes: Any) -> Settings:
    """Settings of a test: its own database file, the demo's admins."""
    given = {"database_url": f"sqlite:///{folder}/{DATABASE}", "admin_ids": ADMIN_IDS, "plan_file": PLAN}
    given |= {name: tuple(value) if isinstance(value, list) else value for name, value in changes.items()}
    address = database_address(given.pop("database_url"))
    return _checked(**given).model_copy(update={"database_url": address})


# What no stage changes is made once per process, for there are more than a thousand stages.
@functools.cache
def _checked(**given: Any) -> Settings:
    return Settings(_env_file=None, **given)


_parse_plan = functools.cache(parse_plan)
_trust = functools.cache(ssl.create_default_context)
_routers = functools.cache(handlers.routers)


def load_plan(file: Path) -> PlanFile:
    """As the process reads it; a file's content is validated once."""
    return _parse_plan(file.read_bytes(), file)


def _free_routers() -> list[Router]:
    """The routers for the next dispatcher: they keep nothing but which dispatcher they belong to."""
    routers = _routers()
    for router in routers:
        router._parent_router = None
    return routers


@contextmanager
def shared_parts() -> Iterator[None]:
    """Applications that are built in the block share routers and the list of trusted authorities."""
    with (
        mock.patch.object(handlers, "routers", _free_routers),
        mock.patch.object(aiogram_session.ssl, "create_default_context", _trust),
    ):
        yield


@asynccontextmanager
async def staged(
    folder: Path,
    *,
    enrolled: Path | None = None,
    opened: Path | None = None,
    start: datetime | None = None,
    goes_on: bool = False,
    **changes: Any,
) -> AsyncIterator[Stage]:
    """A running stage in `folder`.

    `enrolled` is a ready database to begin with (see `enrolled_database`); `opened`, the folder of a stage on which
    everybody has opened their chat as well (see `opened_stage`). One that `goes_on` does not do again what a bot does
    first when it is started: the stage that was copied has done it, with the same plan.
    """
    settings = settings_for(folder, **changes)
    plan = load_plan(settings.plan_file)
    clock = VirtualClock(start or START, running=False)
    if enrolled is not None:
        shutil.copy(enrolled, folder / DATABASE)
    if opened is not None:
        for name in (DATABASE, WORLD):
            shutil.copy(opened / name, folder / name)
    sandbox = build_sandbox(settings, plan, clock, folder / WORLD)
    if start is not None:  # whatever moment the world remembers
        clock.set(start)
    runner = await serve(sandbox.routes(), "127.0.0.1", 0)
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    with shared_parts():
        application = build_application(settings, plan, SANDBOX_TOKEN, base, clock)
    sandbox.driver, sandbox.idle = SandboxDriver(application), application.handling.idle
    if not goes_on:
        await prepare(application)
    stop = asyncio.Event()
    await greet(application, stop, settles=not goes_on)
    if opened is None:  # else menus and the bot's page are as the copied stage left them
        await set_menus(application.bot, application.services, application.translator, clock())
        await set_profile(application.bot, application.services, application.translator)
    receiving = asyncio.create_task(take_updates(application, stop))
    async with aiohttp.ClientSession() as client:
        try:
            yield Stage(application, sandbox, base, client)
        finally:
            stop.set()
            await sandbox.stop()
            await asyncio.wait({receiving}, timeout=5)
            receiving.cancel()
            # aiogram waits a quarter of a second for TLS to end; there is none here, and there are many stages.
            await (await application.bot.session.create_session()).close()
            await close(application)
            await runner.cleanup()
            await sandbox.close()


async def enrolled_database(folder: Path) -> Path:
    """A database with the plan loaded and everybody linked but two, to be copied for each test."""
    settings = settings_for(folder)
    clock = VirtualClock(START, running=False)
    application = build_application(settings, load_plan(PLAN), SANDBOX_TOKEN, "http://127.0.0.1:9", clock)
    await prepare(application)
    await enrol(application)
    await close(application)
    return folder / DATABASE


async def opened_stage(folder: Path, enrolled: Path, **changes: Any) -> Path:
    """A folder with all that a stage leaves when everybody has opened their chat: to be copied, never written."""
    async with staged(folder, enrolled=enrolled, **changes) as stage:
        await stage.everybody_starts()
    return folder


@contextmanager
def made_once(folder: Path) -> Iterator[Path | None]:
    """The folder to fill in the block, which becomes `folder` when it ends; None if some process has filled it."""
    folder.parent.mkdir(exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if folder.exists():
            yield None
            return
        making = Path(f"{folder}.making")
        shutil.rmtree(making, ignore_errors=True)  # of one that failed
        making.mkdir()
        yield making
        making.rename(folder)


Scene = Callable[[Stage], Awaitable[Any]]


class Scenes:
    """Folders with all that stages leave after a scene, played once for all processes of the tests.

    They are copied, never written. A stage that begins there is one whose bot was started again after the scene.
    """

    def __init__(self, shared: Path) -> None:
        self._shared = shared

    async def after(self, *scenes: Scene, **beginning: Any) -> Path:
        """The folder of a stage that began thus (see `staged`) and on which these were played, one after the other."""
        *before, last = scenes
        if before:
            beginning["opened"] = await self.after(*before, **beginning)
        folder = self._shared / "+".join(f"{scene.__module__}.{scene.__qualname__}" for scene in scenes)
        with made_once(folder) as making:
            if making is not None:
                async with staged(making, **beginning) as stage:
                    await last(stage)
                    stage.sandbox.world.keep_clock()
        return folder


class Journeys:
    """Folders with all that stages leave at a moment, made once for all processes of the tests: copied, never written.

    A stage that begins there is one whose bot was started again at that moment. On the way the clock has stood at every
    moment it would have stood at in the test; each month's journey begins where that of the month before it ended.
    """

    def __init__(self, shared: Path, beginning: Path, **changes: Any) -> None:
        self._shared = shared
        self._beginning = beginning
        self._changes = changes

    async def to(self, moment: datetime) -> Path:
        """The folder of the stage at that moment, at which nobody has said anything yet."""
        folder = self._shared / f"{moment:%Y-%m-%dT%H-%M}"
        with made_once(folder) as making:
            if making is not None:
                await self._go(making, await self._before(moment), moment)
        return folder

    async def _go(self, folder: Path, beginning: Path, moment: datetime) -> None:
        async with staged(folder, opened=beginning, **self._changes) as stage:
            await stage.goes_to(moment)

    async def _before(self, moment: datetime) -> Path:
        """Where the journey to that moment begins: at a month's first reminders, a moment all journeys stand at."""
        first = datetime.combine(moment.date().replace(day=1), time(9), TASHKENT)
        if first >= moment:
            first = (first - timedelta(days=1)).replace(day=1)
        return await self.to(first) if first > START + timedelta(days=1) else self._beginning
