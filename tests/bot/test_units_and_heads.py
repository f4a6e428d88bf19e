"""Units: their heads, who see their people's work and hear of what halts, and classes, whose members have own parts."""

from datetime import datetime

from sqlalchemy import select

from models import Escalation, Executor, Membership
from services.language.translit import to_latin
from tests.bot.scenes import activity, again, audited, count
from tests.stage import TASHKENT, Shown, Someone, Stage

UNIT, HEAD, MEMBER = "Ўқув-маркази", "М. Хусанова", "Б. Юнусов"


def at(day: str, clock: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=TASHKENT)


async def executor(stage: Stage, name: str) -> Executor:
    async with stage.database.read() as session:
        row = await session.scalar(select(Executor).where(Executor.name == name))
    assert row is not None
    return row


async def unit_page(stage: Stage, name: str = UNIT, admin: Someone | None = None) -> Shown:
    """The unit's screen, by the buttons of /officers."""
    admin = admin or stage.admin
    await admin.says("/officers")
    units = await admin.presses("🏢 Units")
    label = next(one for one in units.labels if one == _latin(name))
    return await admin.presses(label, units)


def _latin(name: str) -> str:
    return to_latin(name)


async def led(stage: Stage, unit: str = UNIT, head: str = HEAD) -> None:
    """The admin makes somebody the head of a unit."""
    page = await unit_page(stage, unit)
    await stage.admin.presses("👤 Head", page)
    await stage.admin.presses(_latin(head))
    await stage.admin.presses("✅ Yes")


async def joined(stage: Stage, member: str = MEMBER, unit: str = UNIT) -> None:
    """The admin makes somebody a member of a unit."""
    page = await unit_page(stage, unit)
    await stage.admin.presses("➕ Add a member", page)
    await stage.admin.presses(_latin(member))
    await stage.admin.presses("✅ Yes")


async def test_admins_say_who_leads_and_belongs_to_a_unit_and_undo_it_by_the_same_buttons(english: Stage) -> None:
    admin = english.admin
    page = await unit_page(english)
    assert "No head is set" in page.text
    await led(english)
    await joined(english)
    page = await unit_page(english)
    assert "👤 Head: M. Xusanova" in page.text
    assert "▫️ B. Yunusov" in page.text
    unit = await executor(english, UNIT)
    assert (await audited(english, f"executor:{unit.key}"))[-2:] == ["executor.led", "executor.joined_unit"]
    told = (await admin.says("/audit")).text
    assert "Made M. Xusanova the head of O‘quv-markazi." in told
    assert "Added B. Yunusov to O‘quv-markazi." in told
    await english.jumps_to(at("2024-01-09"))  # who presses so much in one moment is told to slow down
    for label in ("➖", "B. Yunusov", "✅ Yes", "👤 Head", "🚫 No head", "✅ Yes"):
        await admin.presses(label, page)
        page = await again(admin, page)
    assert "No head is set" in page.text
    assert "Nobody is said to belong" in page.text
    assert await count(english, Membership) == 0


async def test_a_head_of_another_name_is_added_and_can_be_invited(english: Stage) -> None:
    admin = english.admin
    page = await unit_page(english)
    await admin.presses("👤 Head", page)
    asked = await admin.presses("✍️")
    assert "Write the name" in asked.text
    page = await admin.says("А. Раҳимов")
    assert "A. Rahimov" in page.text
    assert "not linked" in page.text
    shown = await admin.says("/officers Раҳимов")
    assert shown.text.startswith("A. Rahimov")
    invitation = await admin.presses("✉️", shown)
    assert "t.me" in invitation.text


async def test_a_head_sees_the_work_of_their_people_and_reports_only_on_their_own(english: Stage) -> None:
    await english.jumps_to(at("2024-01-09"))
    await led(english)
    await joined(english)
    head = english.officer(HEAD)
    mine = await head.says("/my")
    people = await head.presses("👥 My people", mine)
    assert "B. Yunusov" in people.text
    work = await head.presses("B. Yunusov", people)
    number = next(label for label in work.labels if label.startswith("№"))
    card = await head.presses(number, work)
    assert not [label for label in card.labels if "✅" in label or "Done" in label]
    answer = await head.says("Юнусов нима қилди?")
    assert "Yunusov" in answer.text or "№" in answer.text
    before = await count(english, Escalation)
    await head.says(f"{number} бажарилди")
    assert (await activity(english, int(number[1:]))).percent == 0
    assert before == 0
    other = english.officer("Ш. Умаров")
    assert not [label for label in (await other.says("/my")).labels if "people" in label]


async def test_a_head_hears_once_of_what_is_overdue_and_can_ask(english: Stage) -> None:
    await led(english)
    await joined(english)
    await english.everybody_starts()
    head = english.officer(HEAD)
    await english.jumps_to(at("2024-02-01", "09:35"))
    before = await head.count()
    await english.settles()
    assert not [one for one in await head.heard(before) if one.text.startswith("👥")]
