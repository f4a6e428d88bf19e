"""Each class of failure by Telegram's own words, over HTTP: one reaction each, and the admins told once."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiohttp import ClientSession, web
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.demo import LEADERSHIP_GROUP_ID
from bot.http import serve
from models import Plan
from models.database import BUSY_TIMEOUT_MS
from sandbox.records import BotStatus, Person
from services.messages import outbox
from services.messages.kinds import Linked, PlanOver
from tests.reliability.bots import ADMIN, SECOND_ADMIN, Bot, LoopClock, at, bot_on, virtually
from tests.reliability.ground import Ground, ground_in, hold, until

OFFICER = "Х. Палуаниязов"
THURSDAY, FRIDAY, MONDAY = "2024-02-01", "2024-02-02", "2024-02-05"
SUMMARY_ALONE: dict[str, Any] = {"digest_at": (0, at(MONDAY, "08:00").time())}
SUMMARY_TIME = at(MONDAY, "08:00:05")


@asynccontextmanager
async def one_bot(
    folder: Path, enrolled: Path, moment: Any = None, **settings: Any
) -> AsyncIterator[tuple[Ground, Bot, LoopClock]]:
    """A bot a minute before anything is owed; what it owes from then on meets what the test does next."""
    clock = LoopClock(at(THURSDAY, "08:59"))
    async with ground_in(folder, enrolled) as ground:
        ground.write(
            "INSERT INTO summary (plan_id, week, taken_at) VALUES (1, '2024-W05', '2024-01-29 04:00:00.000000')"
        )
        if moment is not None:
            ground.write("UPDATE link SET reminded_through = ?", MONDAY)
            ground.write("UPDATE activity SET next_reminder_on = '2024-03-01'")
            clock.set(moment)
        async with bot_on(ground, clock, **settings) as bot:
            await posts_the_card(ground, bot)
            yield ground, bot, clock


async def posts_the_card(ground: Ground, bot: Bot) -> None:
    """The live card stands in the leadership chat before anything else is said."""
    await bot.says_all()
    ground.sandbox.world.ledger.clear()


def counts(ground: Ground) -> list[tuple[str, int]]:
    """How many messages, but the live card, stand how."""
    return ground.rows("SELECT state, count(*) FROM outbox WHERE kind <> 'plan_card' GROUP BY state")


def officer(ground: Ground) -> int:
    return ground.accounts_of(OFFICER)[0]


def state_of(ground: Ground, chat: int, kind: str) -> list[tuple[str, str | None]]:
    return ground.rows("SELECT state, reason FROM outbox WHERE chat_id = ? AND kind = ? ORDER BY id", chat, kind)


def told(ground: Ground, kind: str) -> list[int]:
    """The chats that have been told such a thing, in order."""
    return [
        chat
        for (chat,) in ground.rows("SELECT chat_id FROM outbox WHERE kind = ? AND state = 'sent' ORDER BY id", kind)
    ]


# -- people who cannot be written to --------------------------------------------------------------------------------


def blocks(person: Person) -> None:
    person.blocked = True


def is_deactivated(person: Person) -> None:
    person.deactivated = True


def never_started(person: Person) -> None:
    person.started = False


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (blocks, "bot was blocked by the user"),
        (is_deactivated, "user is deactivated"),
        (never_started, "bot can't initiate conversation with a user"),
    ],
)
@virtually
async def test_a_person_who_cannot_be_reached_is_marked_and_the_admins_are_told_once(
    happens: Callable[[Person], None], reason: str, tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        lost = officer(ground)
        happens(ground.sandbox.world.person(lost))
        clock.set(at(THURSDAY))
        await bot.says_all()
        assert state_of(ground, lost, "reminder") == [("failed", reason)]
        assert ground.rows("SELECT block_reason FROM account WHERE telegram_id = ?", lost) == [(reason,)]
        assert told(ground, "unreachable") == []
        for moment in (at(THURSDAY, "09:30:05"), at(THURSDAY, "15:00"), at(FRIDAY), at(FRIDAY, "09:30:05")):
            clock.set(moment)
            await bot.says_all()
        assert told(ground, "unreachable") == [ADMIN, SECOND_ADMIN]
        [words] = [text for text in ground.texts(ADMIN) if OFFICER in text and "📋" not in text]  # but the digest
        assert "«Start»" in words
        clock.set(at("2024-03-01"))
        await bot.says_all()
        assert len(state_of(ground, lost, "reminder")) == 1, "who cannot be reached is left alone"


@virtually
async def test_all_people_lost_on_one_day_are_reported_in_one_message(tmp_path: Path, enrolled: Path) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        lost = [chat for (chat,) in ground.rows("SELECT telegram_id FROM account WHERE telegram_id < 102000")][:5]
        for chat in lost:
            blocks(ground.sandbox.world.person(chat))
        clock.set(at(THURSDAY))
        await bot.says_all()
        clock.set(at(THURSDAY, "09:30:05"))
        await bot.says_all()
        assert told(ground, "unreachable") == [ADMIN, SECOND_ADMIN]


@pytest.mark.parametrize(
    ("code", "words"),
    [(400, "Bad Request: chat not found"), (400, "Bad Request: PEER_ID_INVALID"), (400, "Bad Request: user not found")],
)
@virtually
async def test_a_chat_that_telegram_does_not_know_marks_its_person_as_lost(
    code: int, words: str, tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        refuse(ground, code, words)
        clock.set(at(THURSDAY))
        await bot.says_all()
        reason = words.removeprefix("Bad Request: ")
        assert ground.rows("SELECT count(*) FROM outbox WHERE state = 'failed' AND reason = ?", reason) == [(1,)]
        assert ground.rows("SELECT count(*) FROM account WHERE block_reason = ?", reason) == [(1,)]
        assert ("sent", 19) in counts(ground)


def refuse(
    ground: Ground, code: int, words: str, *, method: str = "sendMessage", times: int = 1, **parameters: int
) -> None:
    refusal = {"method": method, "error_code": code, "description": words, "times": times, "parameters": parameters}
    ground.trouble(refusal=refusal)


# -- the group -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (403, "Forbidden: bot was kicked from the group chat"),
        (403, "Forbidden: bot is not a member of the supergroup chat"),
        (403, "Forbidden: the group chat was deleted"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: have no rights to send a message"),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
        (400, "Bad Request: CHAT_RESTRICTED"),
        (400, "Bad Request: TOPIC_CLOSED"),
        (400, "Bad Request: message thread not found"),
    ],
)
@virtually
async def test_a_group_that_cannot_be_reached_is_reported_at_once_and_its_summary_waits_for_a_new_group(
    code: int, words: str, tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled, at(MONDAY, "07:59"), **SUMMARY_ALONE) as (ground, bot, clock):
        refuse(ground, code, words, method="sendPhoto")
        clock.set(SUMMARY_TIME)
        await bot.says_all()
        [(state, reason)] = state_of(ground, LEADERSHIP_GROUP_ID, "summary")
        assert state == "failed"
        assert reason in words
        assert told(ground, "group_lost") == [ADMIN, SECOND_ADMIN]
        assert "/bind" in ground.texts(ADMIN)[-1]
        await bot.says_all()
        assert told(ground, "group_lost") == [ADMIN, SECOND_ADMIN], "once"
        await bot.services.groups.bind(LEADERSHIP_GROUP_ID, None, "Раҳбарият", ADMIN, clock())
        await bot.says_all()
        assert [state for state, _ in state_of(ground, LEADERSHIP_GROUP_ID, "summary")] == ["sent"]


@virtually
async def test_a_group_that_became_a_supergroup_is_followed_when_the_refusal_says_so(
    tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled, at(MONDAY, "07:59"), **SUMMARY_ALONE) as (ground, bot, clock):
        old = -77  # a group that the sandbox does not have is refused as Telegram refuses one that has moved
        await bot.services.groups.bind(old, None, "Раҳбарият", ADMIN, clock())
        words = "Bad Request: group chat was upgraded to a supergroup chat"
        refuse(ground, 400, words, method="sendPhoto", migrate_to_chat_id=LEADERSHIP_GROUP_ID)
        clock.set(SUMMARY_TIME)
        await bot.says_all()
        [(state, reason)] = state_of(ground, LEADERSHIP_GROUP_ID, "summary")
        assert state == "sent"
        assert reason is not None
        assert words in reason
        group = await bot.services.groups.leadership()
        assert group is not None
        assert (group.chat_id, group.is_lost) == (LEADERSHIP_GROUP_ID, False)
        assert told(ground, "group_lost") == []


@virtually
async def test_a_group_that_became_a_supergroup_is_followed_by_its_service_message(
    tmp_path: Path, enrolled: Path
) -> None:
    async with (
        one_bot(tmp_path, enrolled, at(MONDAY, "07:59"), **SUMMARY_ALONE) as (ground, bot, clock),
        ClientSession(ground.api) as people,
    ):
        ground.sandbox.world.chats[LEADERSHIP_GROUP_ID].kind = "group"
        async with people.post("/sandbox/migrate", json={"chat": LEADERSHIP_GROUP_ID}) as response:
            assert response.status == 200, await response.text()
            moved = (await response.json())["chat"]
        async with people.post("/sandbox/settle", json={}) as response:
            assert response.status == 200, await response.text()
        group = await bot.services.groups.leadership()
        assert group is not None
        assert group.chat_id == moved
        clock.set(SUMMARY_TIME)
        await bot.says_all()
        assert [state for state, _ in state_of(ground, moved, "summary")] == ["sent"]


@pytest.mark.parametrize("status", ["kicked", "left", "none"])
@virtually
async def test_a_group_that_was_lost_while_the_bot_was_down_does_not_keep_it_from_starting(
    status: BotStatus, tmp_path: Path, enrolled: Path
) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        ground.sandbox.world.chats[LEADERSHIP_GROUP_ID].bot = status
        async with bot_on(ground, LoopClock(at(THURSDAY, "08:59"))):
            await until(lambda: "getUpdates" in ground.requests, seconds=60)


# -- messages that Telegram does not take ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 5',
        "Bad Request: message is too long",
        "Bad Request: BUTTON_DATA_INVALID",
    ],
)
@virtually
async def test_text_that_telegram_cannot_parse_is_sent_plain_and_the_defect_is_logged(
    words: str, tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        refuse(ground, 400, words)
        clock.set(at(THURSDAY))
        with capture_logs() as logs:
            await bot.says_all()
        assert counts(ground) == [("sent", 20)]
        assert len(ground.accepted) == 20
        assert not any("<b>" in one["text"] for one in ground.accepted)
        [defect] = [line for line in logs if line["event"] == "screen refused, sent plain"]
        assert defect["log_level"] == "error"
        assert defect["reason"] in words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (413, "Request Entity Too Large"),
        (400, "Bad Request: file is too big"),
        (400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (400, "Bad Request: not enough rights to send photos to the chat"),
    ],
)
@virtually
async def test_a_picture_that_is_too_big_or_refused_neither_holds_back_nor_repeats_the_text(
    code: int, words: str, tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled, at(MONDAY, "07:59"), **SUMMARY_ALONE) as (ground, bot, clock):
        refuse(ground, code, words, method="sendPhoto")
        clock.set(SUMMARY_TIME)
        with capture_logs() as logs:
            await bot.says_all()
        assert [state for state, _ in state_of(ground, LEADERSHIP_GROUP_ID, "summary")] == ["sent"]
        assert [one["method"] for one in ground.accepted] == ["sendMessage"]
        assert [line["log_level"] for line in logs if line["event"].startswith("picture")] == ["error"]


@virtually
async def test_a_message_refused_for_itself_is_kept_with_its_reason_and_can_be_sent_again(
    tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        refuse(ground, 400, "Bad Request: message text is empty")
        clock.set(at(THURSDAY))
        with capture_logs() as logs:
            await bot.says_all()
        [(row, reason)] = ground.rows("SELECT id, reason FROM outbox WHERE state = 'failed'")
        assert reason == "message text is empty"
        assert [line["outbox"] for line in logs if line["event"] == "message failed"] == [row]
        assert ground.rows("SELECT count(*) FROM account WHERE blocked_at IS NOT NULL") == [(0,)]
        troubles = await bot.services.outbox.troubles(clock(), 5)
        assert [(one.id, one.reason) for one in troubles.newest] == [(row, reason)]
        assert await bot.services.outbox.retry(row, ADMIN, clock())
        await bot.says_all()
        assert ground.rows("SELECT state FROM outbox WHERE id = ?", row) == [("sent",)]


# -- Telegram in trouble ---------------------------------------------------------------------------------------------


async def said_once(ground: Ground, bot: Bot, clock: LoopClock) -> None:
    """Everybody's reminder of the day was accepted once."""
    clock.set(at(THURSDAY))
    await bot.says_all()
    assert counts(ground) == [("sent", 20)]
    chats = [one["chat"] for one in ground.accepted]
    assert len(chats) == len(set(chats)) == 20


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (500, "Internal Server Error"),
        (502, "Bad Gateway"),
        (504, "Gateway Timeout"),
        (500, "Internal Server Error: restart"),
    ],
)
@virtually
async def test_a_server_error_is_retried_with_growing_pauses(
    code: int, words: str, tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        refuse(ground, code, words, times=40)
        await said_once(ground, bot, clock)
        assert ground.requests["sendMessage"] == {"200": 20, str(code): 40}
        assert (clock() - at(THURSDAY)).total_seconds() >= 2 + 4


@virtually
async def test_a_retried_message_is_not_overtaken_by_later_ones_of_its_chat(tmp_path: Path, enrolled: Path) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        reader = officer(ground)
        [(account,)] = ground.rows("SELECT id FROM account WHERE telegram_id = ?", reader)
        [(executor,)] = ground.rows("SELECT executor_id FROM link WHERE account_id = ?", account)
        refuse(ground, 502, "Bad Gateway", times=3)
        async with bot.application.database.write() as session:
            for number in range(5):
                letter, key = Linked(executor), f"linked:{number}"
                await outbox.owe(session, letter, key=key, chat_id=reader, account_id=account, now=clock())
        await bot.says_all()
        messages = [
            message for (message,) in ground.rows("SELECT message_id FROM outbox WHERE kind = 'linked' ORDER BY id")
        ]
        assert messages == sorted(messages)
        assert len(ground.texts(reader)) == 5


@virtually
async def test_a_flood_to_one_chat_does_not_delay_the_others(tmp_path: Path, enrolled: Path) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        async with bot.application.database.write() as session:
            for number in range(30):
                key = f"plan_over:{number}"
                await outbox.owe(session, PlanOver(1), key=key, chat_id=ADMIN, now=clock())
            await session.execute(update(Plan).values(ends_on=date(2024, 1, 31)))
        clock.set(at(THURSDAY))
        await bot.says_all()
        others = ground.rows("SELECT max(sent_at) FROM outbox WHERE kind = 'reminder'")
        assert others < [(f"{THURSDAY} 04:00:15",)]
        assert ground.rows("SELECT max(sent_at) FROM outbox WHERE chat_id = ?", ADMIN) > [(f"{THURSDAY} 04:00:30",)]
        assert all(counts.keys() == {"200"} for counts in ground.requests.values())


@virtually
async def test_after_a_429_the_message_waits_as_told_and_the_others_go_on(tmp_path: Path, enrolled: Path) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        refuse(ground, 429, "Too Many Requests: retry after 40", retry_after=40)
        await said_once(ground, bot, clock)
        assert ground.requests["sendMessage"] == {"200": 20, "429": 1}
        moments = sorted(ground.rows("SELECT sent_at FROM outbox"))
        assert moments[-1] > (f"{THURSDAY} 04:00:45",)  # UTC
        assert moments[-2] < (f"{THURSDAY} 04:00:30",)


@virtually
async def test_a_connection_cut_before_the_acceptance_loses_nothing_and_repeats_nothing(
    tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        ground.trouble(reset_before={"every": 3}, per_method=["sendMessage"])
        await said_once(ground, bot, clock)
        assert ground.requests["sendMessage"]["0"] >= 6


@virtually
async def test_a_connection_cut_after_the_acceptance_repeats_only_that_message(tmp_path: Path, enrolled: Path) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        ground.trouble(reset_after={"every": 7}, per_method=["sendMessage"])
        clock.set(at(THURSDAY))
        await bot.says_all()
        assert counts(ground) == [("sent", 20)]
        assert len(ground.accepted) == 20 + ground.requests["sendMessage"]["0"]
        assert len({(one["chat"], one["text"]) for one in ground.accepted}) == 20


@virtually
async def test_a_request_that_is_never_answered_is_abandoned_and_the_message_retried(
    tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        ground.trouble(latency_ms=90_000, per_method=["sendMessage"])
        clock.set(at(THURSDAY))
        await bot.sweeps()
        await until(lambda: ground.rows("SELECT 1 FROM outbox WHERE reason = 'NetworkError'"), seconds=120, every=1)
        assert clock() - at(THURSDAY) >= timedelta(seconds=55)
        ground.trouble()
        await bot.says_all()
        assert counts(ground) == [("sent", 20)]


@virtually
async def test_during_an_outage_everything_pauses_together_and_then_goes_on(tmp_path: Path, enrolled: Path) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        ground.trouble(outage=True)
        clock.set(at(THURSDAY))
        await bot.sweeps()
        await asyncio.sleep(900)
        assert ground.accepted == []
        assert ground.requests["sendMessage"]["0"] <= 40, "a quarter of an hour's outage is not as much hammering"
        ground.trouble()
        back = clock()
        await said_once_more(ground, bot)
        assert clock() - back <= timedelta(seconds=60)


@virtually
async def test_a_momentary_outage_delays_only_for_moments_however_many_messages_it_hit(
    tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        ground.trouble(latency_ms=500, per_method=["sendMessage"])
        clock.set(at(THURSDAY))
        await bot.sweeps()
        await until(lambda: ground.accepted)
        ground.trouble(outage=True)
        await asyncio.sleep(1)
        ground.trouble()
        back = clock()
        await said_once_more(ground, bot)
        assert clock() - back <= timedelta(seconds=5)
        assert ground.rows("SELECT max(attempts) FROM outbox") <= [(3,)]


@virtually
async def test_a_message_the_gate_lets_through_during_an_outage_is_put_back_as_well(
    tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        ground.trouble(latency_ms=400, per_method=["sendMessage"])
        clock.set(at(THURSDAY))
        await bot.sweeps()
        await until(lambda: bot.application.delivery.in_hand > 8, every=0.001)
        async with bot.application.database.write():  # whoever writes now stands in line behind this
            ground.trouble(outage=True)
            await asyncio.sleep(0.6)
        ground.trouble()
        await bot.says_all()
        assert counts(ground) == [("sent", 20)]


@virtually
async def test_a_chat_that_must_wait_after_its_message_was_claimed_delays_nobody_else(
    tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        wait = {"method": "editMessageText", "error_code": 429, "description": "Too Many Requests: retry after 60"}
        refusal = wait | {"times": 1, "parameters": {"retry_after": 60}}
        ground.trouble(latency_ms=20, per_method=["sendMessage"], refusal=refusal)
        clock.set(at(THURSDAY))
        await bot.sweeps()
        claimed = "SELECT chat_id FROM outbox WHERE state = 'sending' ORDER BY id DESC"
        await until(lambda: len(ground.rows(claimed)) > 1, every=0.001)
        chat = ground.rows(claimed)[0][0]
        answer = asyncio.create_task(bot.application.bot.edit_message_text("…", chat_id=chat, message_id=999_999))
        await asyncio.sleep(10)
        assert ("sent", 19) in counts(ground)
        await asyncio.wait([answer])
        assert isinstance(answer.exception(), TelegramBadRequest), "there is no such message"
        await said_once_more(ground, bot)


async def said_once_more(ground: Ground, bot: Bot) -> None:
    await bot.says_all()
    assert counts(ground) == [("sent", 20)]
    assert len(ground.accepted) == 20


@virtually
async def test_a_token_refused_for_a_while_loses_no_message(tmp_path: Path, enrolled: Path) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        refuse(ground, 401, "Unauthorized", times=5)
        await said_once(ground, bot, clock)


@virtually
async def test_a_proxys_page_in_place_of_an_answer_is_retried_and_not_blamed_on_the_message(
    tmp_path: Path, enrolled: Path
) -> None:
    pages_left = 25

    async def proxy(request: web.Request) -> web.Response:
        nonlocal pages_left
        if pages_left:
            pages_left -= 1
            return web.Response(text="<html><h1>502 Bad Gateway</h1></html>", status=502, content_type="text/html")
        async with (
            ClientSession() as telegram,
            telegram.post(ground.api + request.path, data=await request.read(), headers=request.headers) as answer,
        ):
            return web.json_response(await answer.json(), status=answer.status)

    async with ground_in(tmp_path, enrolled) as ground:
        direct, runner = ground.api, await serve([web.post("/{path:.*}", proxy)], "127.0.0.1", 0)
        ground.write(
            "INSERT INTO summary (plan_id, week, taken_at) VALUES (1, '2024-W05', '2024-01-29 04:00:00.000000')"
        )
        async with bot_on(ground, LoopClock(at(THURSDAY, "08:59"))) as bot:
            await posts_the_card(ground, bot)
        clock = LoopClock(at(THURSDAY))
        proxied = Ground(ground.sandbox, ground.plan, f"http://127.0.0.1:{runner.addresses[0][1]}", tmp_path)
        async with bot_on(proxied, clock) as bot:
            await said_once_more(ground, bot)
        assert pages_left == 0
        assert direct == ground.api
        await runner.cleanup()


# -- the database in trouble -----------------------------------------------------------------------------------------


async def test_an_accepted_message_is_recorded_once_the_database_recovers_and_never_sent_again(
    tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        ground.trouble(latency_ms=200, per_method=["sendMessage"])
        clock.set(at(THURSDAY))
        await bot.sweeps()
        with closing(sqlite3.connect(ground.database, isolation_level=None, timeout=5)) as other:
            await until(lambda: ground.rows("SELECT 1 FROM outbox WHERE state = 'sending' AND begun_at NOT NULL"))
            await hold(other)
            await asyncio.sleep(BUSY_TIMEOUT_MS / 1000 + 1.5)
            assert len(ground.accepted) > 0
            other.execute("ROLLBACK")
        ground.trouble()
        await bot.says_all()
        assert counts(ground) == [("sent", 20)]
        assert len(ground.accepted) == 20


@virtually
async def test_an_acceptance_that_can_never_be_recorded_is_given_up_and_holds_nobody_back(
    tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        chat = officer(ground)
        ground.write(
            "CREATE TRIGGER refuses BEFORE UPDATE ON outbox "
            f"WHEN new.state = 'sent' AND new.chat_id = {chat} AND new.kind = 'reminder' "
            "BEGIN SELECT raise(ABORT, 'never'); END"
        )
        clock.set(at(THURSDAY))
        began = clock()
        with capture_logs() as logs:
            await bot.says_all()
        assert counts(ground) == [("failed", 1), ("sent", 19)]
        assert len(ground.accepted) == 20, "it is not said again"
        assert clock() - began < timedelta(minutes=1)
        [given_up] = [line for line in logs if line["log_level"] == "error"]
        assert given_up["event"] == "accepted, and cannot be recorded: given up"
        [(state, reason)] = state_of(ground, chat, "reminder")
        assert (state, reason) == ("failed", "accepted by Telegram, but not recorded: IntegrityError")
        assert [one.reason for one in (await bot.services.outbox.troubles(clock(), 5)).newest] == [reason]
        async with bot.application.database.write() as session:
            await outbox.owe(session, PlanOver(1), key="later", chat_id=chat, now=clock())
        await bot.says_all()
        assert ground.rows("SELECT state FROM outbox WHERE key = 'later'") != [("queued",)], "its chat is not silent"


@pytest.mark.parametrize(
    ("refuses", "left"),
    [
        ("INSERT ON audit WHEN new.action = 'outbox.failed'", "failed"),
        ("UPDATE ON outbox WHEN new.kind = 'reminder' AND new.state = 'failed'", "sending"),
    ],
)
@virtually
async def test_a_failure_that_cannot_be_recorded_either_is_given_up_with_one_line(
    tmp_path: Path, enrolled: Path, refuses: str, left: str
) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        chat = officer(ground)
        given_up = ["failure not recorded: given up"] if left == "sending" else []
        expected = ["accepted, and cannot be recorded: given up", *given_up]
        never = f"new.chat_id = {chat} AND new.kind = 'reminder' BEGIN SELECT raise(ABORT, 'never'); END"
        ground.write(f"CREATE TRIGGER refuses BEFORE UPDATE ON outbox WHEN new.state = 'sent' AND {never}")
        ground.write(f"CREATE TRIGGER refuses_that BEFORE {refuses} BEGIN SELECT raise(ABORT, 'never'); END")
        clock.set(at(THURSDAY))
        with capture_logs() as logs:
            await bot.sweeps()
            await until(lambda: counts(ground) == sorted([(left, 1), ("sent", 19)]), seconds=600, every=0.2)
            await asyncio.sleep(60)
        assert len(ground.accepted) == 20, "it is not said again"
        assert [line["event"] for line in logs if line["log_level"] == "error"] == expected


@virtually
async def test_what_a_message_is_about_may_be_lost_and_the_message_is_recorded_all_the_same(
    tmp_path: Path, enrolled: Path
) -> None:
    async with one_bot(tmp_path, enrolled) as (ground, bot, clock):
        refused = f"new.chat_id = {officer(ground)} BEGIN SELECT raise(ABORT, 'never'); END"
        ground.write(f"CREATE TRIGGER refuses BEFORE INSERT ON anchor WHEN {refused}")
        clock.set(at(THURSDAY))
        await bot.says_all()
        assert counts(ground) == [("sent", 20)]
        assert ground.rows("SELECT count(*) FROM anchor WHERE purpose = 'reminder'") == [(19,)]
