"""What people and forgers send that a database may refuse: it is answered, and nothing fails, on each of them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.demo import enrol
from handlers import throttle
from models import Account, Attachment, Report
from tests.bot.hostile import Json, Maker, kinds
from tests.bot.test_hostile import Watch, private, send_all
from tests.db.stores import Store
from tests.db.world import World
from tests.stage import Someone, Stage, staged

SEED = 20240101
BEYOND = (2**31, -(2**31) - 1, 2**32 + 1, 2**63, 10**30)  # what no number of a row is, in one database or in any
OFFICER = "Х. Маматов"


@pytest.fixture
async def stage(store: Store, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path, database_url=await store.ready(), default_locale="en") as one:
        await enrol(one.application)
        for person in people(one):
            await person.starts()
        yield one


@pytest.fixture(autouse=True)
def answered_however_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program writes faster than a flood is answered: here each message must have its answer."""
    monkeypatch.setattr(throttle, "UPDATES", 10_000)


def people(stage: Stage) -> list[Someone]:
    return [stage.officer(OFFICER), stage.admin, stage.outsider]


async def answered(stage: Stage, updates: list[Json]) -> None:
    """Send them; each is answered, and nothing fails."""
    watch = Watch()
    stage.application.dispatcher.update.outer_middleware(watch)
    stage.application.bot.session.middleware(watch)
    with capture_logs() as logs:
        sent = await send_all(stage, updates)
        await stage.application.handling.idle()
    assert not [line for line in logs if line["log_level"] in ("error", "critical")]
    assert not [line for line in logs if "update" in line["event"]], "none comes again, none is given up"
    assert [update for number, update in sent.items() if not watch.said.get(number)] == []


def press(make: Maker, person: Someone, number: int, data: str) -> Json:
    user, chat = private(person)
    shown = make.message({"id": 1, "is_bot": True, "first_name": "bot"}, chat, text="?")
    return {"callback_query": {"id": str(number), "from": user, "chat_instance": "1", "data": data, "message": shown}}


async def test_a_forged_button_with_a_number_that_no_row_has_is_answered(stage: Stage) -> None:
    make = Maker(SEED)
    # What a number of a row cannot be: beyond 32 bits on PostgreSQL, on either side; beyond 64 in a SQLite file.
    refused = BEYOND[3:4] if stage.database.is_sqlite else BEYOND[:2]
    forged = {
        ":".join([kind.__prefix__, *(str(number) if place == odd else "1" for place in range(fields))])
        for kind in kinds()
        for fields in [len(kind.model_fields)]
        for odd in range(fields)
        for number in refused
    }
    assert len(forged) > 75 * len(refused)
    # Each place of each button is pressed by both; where there are two numbers, each of them by one.
    shares = [sorted(forged)[turn :: len(refused)] for turn in range(len(refused))]
    for person, share in zip(people(stage)[:2], shares * 2, strict=False):
        await answered(stage, [press(make, person, number, data[:64]) for number, data in enumerate(share)])


async def test_a_number_in_words_that_no_activity_has_is_answered(stage: Stage) -> None:
    make = Maker(SEED)
    words = (
        "№{n} 50%",
        "{n} done",
        "5 {n}%",
        "/report {n}",
        "/audit {n}",
        "/my {n}",
        "/admin add {n}",
        "/start bind_{n}_{n}",
    )
    texts = [text.format(n=number) for number in BEYOND for text in words]
    await answered(
        stage,
        [{"message": make.message(*private(person), text=text)} for person in people(stage)[:2] for text in texts],
    )


async def test_characters_no_database_stores_become_spaces_everywhere(stage: Stage) -> None:
    make, officer, admin = Maker(SEED), people(stage)[0], people(stage)[1]
    user, chat = private(officer)
    named = user | {"first_name": "Х.\0", "last_name": "Маматов\0", "username": "ma\0matov"}
    document = {"file_id": "x\0", "file_unique_id": "y", "file_name": "акт\0.pdf"}
    link = {"type": "text_link", "offset": 8, "length": 7, "url": "https://example.org/\0a"}
    contents: list[Json] = [
        {"text": "№5 40%\0 лойиҳа\0 тайёр", "entities": [link]},
        {"text": "\0"},
        {"text": "/report 5\0"},
        {"caption": "№6 30% \0", "document": document},
    ]
    await answered(stage, [{"message": make.message(named, chat, **content)} for content in contents])
    await answered(
        stage, [press(make, officer, 1, "o1:5\0"), press(make, officer, 2, "\0"), press(make, admin, 3, "a\0")]
    )
    await answered(
        stage, [{"message": make.message(*private(admin), text=text)} for text in ("/admin add Х\0", "/audit \0")]
    )
    async with stage.database.read() as session:
        reports = list(await session.scalars(select(Report.text).order_by(Report.id)))
        [account] = await session.scalars(select(Account).where(Account.telegram_id == officer.id))
        [file] = await session.scalars(select(Attachment))
    assert reports == ["№5 40%  лойиҳа (https://example.org/ a)  тайёр", "№6 30%"], "the link stays where it was"
    assert file.name == "акт .pdf"
    assert account.name == officer.name, "the presses came later"


async def test_half_of_a_character_becomes_a_space(world: World) -> None:
    [kept] = await world.services.inbox.keep(
        [{"update_id": 1, "message": {"text": "\ud83d 5", "entities": [{"offset": 2, "url": "\udc00"}]}}]
    )
    assert kept.payload == {"update_id": 1, "message": {"text": "  5", "entities": [{"offset": 2, "url": " "}]}}
    [waiting] = await world.services.inbox.waiting(1)
    assert waiting.payload == kept.payload
