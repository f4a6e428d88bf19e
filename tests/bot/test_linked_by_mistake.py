"""Somebody who was linked by mistake has reported: it is taken back when they are unlinked."""

from datetime import timedelta

from sqlalchemy import select

from models import Audit
from tests.bot.scenes import again, reports, state_of
from tests.stage import Shown, Stage

NAME = "Б. Юнусов"


async def unlinked(stage: Stage) -> Shown:
    await stage.admin.says(f"/officers {NAME}")
    await stage.admin.presses("✂️ Unlink")
    return await stage.admin.presses("✂️" if (await stage.admin.last()).labels[0].startswith("✂️") else "✅")


async def test_what_a_wrongly_linked_account_reported_is_taken_back_after_one_confirmation(english: Stage) -> None:
    officer, admin = english.officer(NAME), english.admin
    await officer.says("19-тадбир 70%, техник топшириқ келишилмоқда")
    await english.jumps_to(english.now + timedelta(hours=1))
    await officer.says("20-тадбир 30%, режа тузилмоқда")
    await english.jumps_to(english.now + timedelta(hours=1))
    await officer.says("2 bajarildi")
    letter = await admin.with_button("✅ Accept")
    shown = await unlinked(english)
    assert "↩️ Take back 3 reports" in shown.labels
    asked = await admin.presses("↩️ Take back")
    assert "№19" in asked.text
    assert "режа тузилмоқда" in asked.text
    assert len(await reports(english)) == 3
    done = await admin.presses("✅ Yes, take all of it back")
    assert "3 reports were taken back" in done.text
    assert await reports(english) == []
    assert await state_of(english, 19) == ("not_started", 0)
    assert (await state_of(english, 2))[0] == "not_started"
    assert "✅ Accept" not in (await again(admin, letter)).labels
    async with english.database.read() as session:
        actors = set(await session.scalars(select(Audit.actor).where(Audit.action == "report.reverted")))
    assert actors == {str(admin.id)}


async def test_what_was_accepted_stays_and_is_named(english: Stage) -> None:
    officer, admin = english.officer(NAME), english.admin
    await officer.says("2 bajarildi")
    await admin.presses("✅ Accept")
    await english.jumps_to(english.now + timedelta(hours=1))
    await officer.says("20-тадбир 30%, режа тузилмоқда")
    await unlinked(english)
    await admin.presses("↩️ Take back")
    done = await admin.presses("✅ Yes, take all of it back")
    assert "1 report was taken back" in done.text
    assert "Left as it is" in done.text
    assert (await state_of(english, 2))[0] == "done"
