"""Every copy of what waits for a decision loses its buttons when it is decided, wherever it was opened."""

import pytest

from tests.bot.scenes import again
from tests.stage import Shown, Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def opened(admin: Someone, label: str) -> Shown:
    """A copy of what waits, opened from the list."""
    return await admin.presses(label, await admin.says("/waiting"))


async def labels(person: Someone, copies: list[Shown]) -> list[str]:
    """The buttons that are left on these messages."""
    return [label for one in copies for label in (await again(person, one)).labels]


async def test_a_request_decided_on_its_letter_is_settled_in_the_copies_from_the_list(
    english: Stage, mamatov: Someone
) -> None:
    await mamatov.presses("✅ Yes, ask", await mamatov.says("5-тадбир муддатини апрелга суриб беринг"))
    letter = await english.admin.with_button("✅ Approve")
    copies = [await opened(english.admin, "№5"), await opened(english.admin, "№5")]
    other = await opened(english.second_admin, "№5")
    await english.admin.presses("✅ Approve", letter)
    assert not any("Approve" in one or "Refuse" in one for one in await labels(english.admin, copies))
    settled = await again(english.second_admin, other)
    assert "Approved" in settled.text
    assert not any("Approve" in one or "Refuse" in one for one in settled.labels)


async def test_a_request_refused_in_a_copy_is_settled_in_the_others(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("✅ Yes, ask", await mamatov.says("5-тадбир муддатини апрелга суриб беринг"))
    letter = await english.admin.with_button("❌ Refuse")
    first, second = await opened(english.admin, "№5"), await opened(english.admin, "№5")
    await english.admin.presses("❌ Refuse", second)
    await english.admin.says("муддат етарли")
    for one in (letter, first, second):
        settled = await again(english.admin, one)
        assert "муддат етарли" in settled.text
        assert not any("Refuse" in label for label in settled.labels)


async def test_work_handed_in_is_settled_in_every_copy(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир бажарилди")
    copies = [await opened(english.second_admin, "№5"), await opened(english.second_admin, "№5")]
    await english.admin.presses("↩️ Return")
    await english.admin.says("имзо йўқ")
    for one in copies:
        settled = await again(english.second_admin, one)
        assert "имзо йўқ" in settled.text
        assert not any("Accept" in label for label in settled.labels)


async def test_work_taken_back_asks_in_no_copy(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир бажарилди")
    copy = await opened(english.admin, "№5")
    await mamatov.presses("↩️ Undo")
    assert not any("Accept" in label for label in (await again(english.admin, copy)).labels)


async def test_a_question_answered_elsewhere_asks_in_no_copy(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("мен таътилдаман")
    copy = await opened(english.second_admin, "✉️")
    await english.admin.presses("✔️ Seen to")
    assert (await again(english.second_admin, copy)).labels == []


async def test_a_stranger_decided_on_asks_in_no_copy(english: Stage) -> None:
    await english.outsider.presses("🙋", await english.outsider.says("/start"))
    copy = await opened(english.second_admin, "🙋")
    refusing = await english.admin.presses("❌ Refuse", await english.admin.with_button("❌ Refuse"))
    await english.admin.presses("❌ Yes", refusing)
    assert not any("Refuse" in label for label in (await again(english.second_admin, copy)).labels)


async def test_a_message_that_shows_something_else_by_now_is_left_alone(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("✅ Yes, ask", await mamatov.says("5-тадбир муддатини апрелга суриб беринг"))
    letter = await english.admin.with_button("✅ Approve")
    card = await english.admin.presses("Activity 5", await opened(english.admin, "№5"))
    await english.admin.presses("✅ Approve", letter)
    assert (await again(english.admin, card)).text.startswith("Activity 5")


async def test_a_reason_asked_for_is_not_lost_when_more_is_handed_in(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир бажарилди")
    await english.admin.presses("↩️ Return")
    await mamatov.says("6-тадбир бажарилди")
    await english.admin.says("имзо йўқ")
    assert "имзо йўқ" in (await mamatov.last()).text
