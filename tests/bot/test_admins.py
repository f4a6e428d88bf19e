"""The admins' own screens, by the buttons that lead from one to the next; and a stranger's button in a group."""

import pytest
from sqlalchemy import select, update

from bot.demo import ADMIN_IDS
from models import Account, Outbox, OutboxState
from sandbox.records import Chat
from tests.bot.scenes import again
from tests.stage import Someone, Stage

ANOTHER_GROUP = -5_000_002


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def failed(stage: Stage) -> int:
    """How many messages have failed for good."""
    async with stage.database.read() as session:
        return len((await session.scalars(select(Outbox.id).where(Outbox.state == OutboxState.FAILED))).all())


async def test_a_submission_leads_to_the_card_the_decision_and_what_waits_next(
    english: Stage, mamatov: Someone
) -> None:
    await mamatov.says("№5 бажарилди")
    await mamatov.says("№6 бажарилди")
    first = next(shown for shown in await english.admin.heard() if "Activity 5" in shown.labels)
    await english.admin.presses("Activity 5", first)
    card = await again(english.admin, first)
    assert card.text.startswith("Activity 5 · section III")
    assert not any(label[0] in "✅🔄⏳📎" for label in card.labels), "an admin only looks"
    await english.admin.presses("🗂", card)
    history = next(shown for shown in await english.admin.heard() if shown.text.startswith("Reports on №5"))
    await english.admin.presses("⬅️", history)
    card = next(shown for shown in reversed(await english.admin.heard()) if any(one[0] == "🟡" for one in shown.labels))
    await english.admin.presses("🟡", card)
    await english.admin.presses("✅", await again(english.admin, card))
    decided = await again(english.admin, card)
    assert "Accepted by" in decided.text
    await english.admin.presses("🟡", decided)
    waiting = await again(english.admin, card)
    assert "1 decision waits for you" in waiting.text
    assert waiting.labels == ["🟡 №6"]


async def test_a_message_that_failed_is_shown_with_its_reason_and_sent_again_by_button(
    english: Stage, mamatov: Someone
) -> None:
    assert "Nothing has failed." in (await english.admin.says("/outbox")).text
    await mamatov.says("№5 бажарилди")
    await mamatov.blocks()
    await english.admin.presses("✅")
    assert await failed(english) == 1
    shown = await english.admin.says("/outbox")
    assert "1 message has failed" in shown.text
    assert "decision to X. Mamatov: the person has blocked the bot" in shown.text
    await mamatov.blocks(False)
    await english.admin.presses("🔁", shown)
    assert (await mamatov.last()).text.startswith("🟢 Activity 5 (malaka oshirish konsepsiyasi) is accepted")
    assert await failed(english) == 0
    await english.admin.presses("🔄", await again(english.admin, shown))
    assert "Nothing has failed." in (await again(english.admin, shown)).text


async def test_a_retry_pressed_twice_sends_once(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 бажарилди")
    await mamatov.blocks()
    await english.admin.presses("✅")
    await mamatov.blocks(False)
    shown = await english.admin.says("/outbox")
    data = next(data for label, data, _ in shown.buttons if label.startswith("🔁"))
    assert data is not None
    before = await mamatov.count()
    await english.admin.taps(shown, data)
    answer = await english.second_admin.taps(await english.second_admin.says("/outbox"), data, forged=True)
    assert answer is not None
    assert answer["text"] == "This message has already been sent again."
    assert len(await mamatov.heard(before)) == 1


async def test_a_page_of_the_board_beyond_the_last_is_the_last(english: Stage) -> None:
    board = await english.admin.says("/officers")
    for page in (-3, 0, 99):
        await english.admin.taps(board, f"c1:{page}", forged=True)
        assert (await again(english.admin, board)).text == board.text


async def test_a_strangers_button_in_another_group_says_one_sentence_to_them_alone(english: Stage) -> None:
    stranger = english.outsider.in_group(ANOTHER_GROUP)
    english.sandbox.world.chats[ANOTHER_GROUP] = Chat(
        id=ANOTHER_GROUP,
        kind="group",
        title="Бошқа гуруҳ",
        members=[ADMIN_IDS[0], english.outsider.id],
        admins=[ADMIN_IDS[0]],
        bot="left",
    )
    await english.post("membership", {"chat": ANOTHER_GROUP, "by": ADMIN_IDS[0], "bot": "added"})
    await english.handled()
    greeting = (await stranger.heard())[-1]
    before = await stranger.count()
    for data in ("o1:5", "q1::0", "h1:5", "k3:1:accept:1"):
        answer = await stranger.taps(greeting, data, forged=True)
        assert answer is not None
        assert answer["show_alert"]
        assert "not linked to me yet" in answer["text"]
    assert await stranger.heard(before) == []


@pytest.mark.parametrize(
    "argument",
    ["@", "@ ", " @  ", "«»", "...", "+998 90 123-45-67", "-1001234567890", "https://t.me/+AbCdEf", "t.me/joinchat/A"],
)
async def test_an_argument_that_names_nobody_offers_nobody(english: Stage, argument: str) -> None:
    shown = await english.admin.says(f"/admin add {argument}")
    assert not any(label.startswith("✅") or "Юнусов" in label for label in shown.labels)
    assert shown.text.startswith(("Who should become an administrator?", "I know nobody by the name"))


@pytest.mark.parametrize(
    "argument", ["@nobody_here", "t.me/nobody_here", "123456789", "tg://user?id=123456789", "136817688"]
)
async def test_a_stranger_to_the_bot_is_not_known(english: Stage, argument: str) -> None:
    assert (await english.admin.says(f"/admin add {argument}")).text.startswith("I know nobody by the name")


async def test_an_admin_is_named_by_id_link_username_or_politely(english: Stage, mamatov: Someone) -> None:
    async with english.database.write() as session:
        await session.execute(update(Account).where(Account.telegram_id == mamatov.id).values(username="Mamatov_x"))
    for argument in (
        "@mamatov_x", "https://t.me/Mamatov_X", str(mamatov.id), f"tg://user?id={mamatov.id}", "Маматов ака", "Маматов",
    ):  # fmt: skip
        shown = await english.admin.says(f"/admin add {argument}")
        assert shown.text.startswith("Make Х. Маматов"), argument
        assert any(label.startswith("✅") for label in shown.labels)
