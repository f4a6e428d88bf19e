"""What awaits acceptance when its plan ends waits until it is decided."""

from datetime import date

from sqlalchemy import select

from models import Activity, ActivityState
from tests.bot.scenes import after, said_since
from tests.bot.test_next_period import loaded_early
from tests.bot.test_second_plan import LEAD
from tests.stage import Stage

NUMBER = 5


async def handed_in_and_over(stage: Stage) -> None:
    """An officer has handed in an activity in June, and the next plan has come into force."""
    await stage.officer(LEAD).says(f"{NUMBER} done")
    await stage.jumps_to(date(2024, 7, 1))
    await stage.settles()


async def row_of(stage: Stage) -> Activity:
    async with stage.database.read() as session:
        rows = await session.scalars(select(Activity).where(Activity.number == NUMBER).order_by(Activity.id))
        return next(iter(rows))


@after(loaded_early, handed_in_and_over)
async def test_it_is_accepted_as_of_the_day_on_which_it_was_submitted(english: Stage) -> None:
    said = await said_since(english.officer(LEAD), 0)
    assert "Of the former plan your reports are still under review" in said
    shown = await english.admin.says("/waiting")
    assert "№5" in str(shown.labels)
    heard = await english.officer(LEAD).count()
    await english.officer(LEAD).says("5-тадбирни қабул қилдингларми?")
    assert "still under review" in await said_since(english.officer(LEAD), heard)
    await english.admin.presses("🟡 №5", shown)
    await english.admin.presses("✅ Accept")
    await english.settles()
    assert "is accepted. Thank you!" in await said_since(english.officer(LEAD), heard)
    row = await row_of(english)
    assert (row.state, row.done_on) == (ActivityState.DONE, date(2024, 6, 3))
    assert "accepted 1, returned 0" in (await english.admin.says("/report 2024-1")).text
    await english.admin.says("/waiting")
    assert "Accepted by mistake" not in str((await english.admin.last()).labels)
