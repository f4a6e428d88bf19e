"""Units: their heads, who see their people's work and hear of what halts, and classes, whose members have own parts."""

from datetime import datetime

import pytest
from sqlalchemy import select

from handlers import throttle
from models import Escalation, Executor, Membership, Report
from sandbox.records import Chat
from services.language.translit import to_latin
from services.plan.file import PlanFile
from tests.bot.scenes import activity, after, again, audited, count
from tests.stage import TASHKENT, Shown, Someone, Stage
from views.kit.callbacks import NudgeOne


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """One admin presses much in one moment here."""
    monkeypatch.setattr(throttle, "UPDATES", 10_000)


GROUP = -5_000_077
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
    await admin.presses("🏢 Units")
    units = await admin.with_button("➕ New unit")
    await admin.presses(_latin(name), units)
    return await again(admin, units)


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
    for words in ("ходимларим", "mening xodimlarim", "мои сотрудники", "my people"):
        assert (await head.says(words)).text == people.text, words
    assert "Activity 19" in (await head.says("№19")).text, "of one of their people"
    people = await head.says("ходимларим")
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
    assert "B. Yunusov" not in (await other.says("ходимларим")).text


async def test_a_head_hears_once_of_what_is_overdue_and_can_ask(english: Stage) -> None:
    await led(english)
    await joined(english)
    await english.everybody_starts()
    head = english.officer(HEAD)
    await english.jumps_to(at("2024-02-01", "09:35"))
    before = await head.count()
    await english.settles()
    (told,) = [one for one in await head.heard(before) if one.text.startswith("👥")]
    assert told.text.startswith("👥 Your people: nothing new has come to a halt"), "a Thursday looks ahead all the same"
    assert "B. Kuchkarov" not in told.text and "B. Yunusov" in told.text, "their own people, not another unit's lead"


async def kuchkarov_led_by_umarov(stage: Stage) -> None:
    """Ш. Умаров leads a unit to which Б. Кучкаров, the lead of activity 3, belongs."""
    await led(stage, head="Ш. Умаров")
    await joined(stage, "Б. Кучкаров")


async def late_news(person: Someone, before: int) -> list[Shown]:
    return [one for one in await person.heard(before) if one.text.startswith("👥 Your people")]


@after(kuchkarov_led_by_umarov)
async def test_a_head_hears_once_of_what_is_overdue_and_can_ask_their_own_people(english: Stage) -> None:
    head, other, person = english.officer("Ш. Умаров"), english.officer("М. Хусанова"), english.officer("Б. Кучкаров")
    starts = {one.name: await one.count() for one in (head, other, person)}
    await english.jumps_to(at("2024-03-01", "09:31"))  # activity 3 was due on 29 February
    await english.settles()
    assert len(await late_news(head, starts[head.name])) == 1
    told = (await late_news(head, starts[head.name]))[0]
    assert "B. Kuchkarov" in told.text
    assert "№3" in told.text
    assert "O‘quv-markazi" in told.text, "the unit's own work is its head's to know of"
    assert "№19" not in told.text, "of others' work nothing is said"
    assert not await late_news(other, starts[other.name])
    assert not await late_news(person, starts[person.name])
    asked = await head.press("🔔 B. Kuchkarov", told)
    assert asked is not None
    assert "Asked" in asked["text"]
    refused = await head.taps(told, NudgeOne(executor=(await executor(english, "А. Фарманов")).id).pack(), forged=True)
    assert refused is None or "Asked" not in (refused["text"] or "")
    english.services.escalating._looked_on = None  # as after a restart
    for moment in (at("2024-03-01", "12:00"), at("2024-02-29", "12:00"), at("2024-03-01", "15:00"), at("2024-03-04")):
        await english.jumps_to(moment)
        await english.settles()
    halts = [one for one in await late_news(head, starts[head.name]) if "B. Kuchkarov" in one.text.split("🗓")[0]]
    assert len(halts) == 1, "once of each due day"
    assert "Due by" not in told.text, "on a Friday"


@after(kuchkarov_led_by_umarov)
async def test_on_mondays_and_thursdays_the_heads_message_ends_with_what_is_ahead_of_their_people(
    english: Stage,
) -> None:
    head = english.officer("Ш. Умаров")
    before = await head.count()
    await english.jumps_to(at("2024-03-04", "09:31"))
    await english.settles()
    (told,) = await late_news(head, before)
    halted, ahead = told.text.split("🗓 Due by 30 April: ")
    assert "№3" in halted and "№3" not in ahead, "what is overdue is not ahead"
    nearest = ahead.splitlines()[1:]
    assert 0 < len(nearest) <= 3 and not any("Umarov" in line for line in nearest), "their people's, not their own"
    assert (await head.presses("👥 My people", told)).text.startswith("👥 My people")
    await english.jumps_to(at("2024-03-07", "09:31"))
    await english.settles()
    assert len(await late_news(head, before)) == 2, "nothing new has halted, and a Thursday looks ahead all the same"
    assert not await late_news(english.officer("М. Хусанова"), 0), "who leads nobody hears nothing"
    await english.jumps_to(at("2024-03-08", "09:31"))
    await english.jumps_to(at("2024-03-12", "09:31"))
    english.services.escalating._looked_on = None  # as after a restart
    await english.settles()
    assert len(await late_news(head, before)) == 2


@after(kuchkarov_led_by_umarov)
async def test_what_is_handed_in_before_the_message_goes_out_is_not_in_it(english: Stage) -> None:
    head = english.officer("Ш. Умаров")
    before = await head.count()
    await english.officer("Б. Кучкаров").says("№3 бажарилди")
    await english.jumps_to(at("2024-03-01", "09:31"))
    await english.settles()
    assert not await late_news(head, before)


@after(kuchkarov_led_by_umarov)
async def test_a_head_reads_what_was_said_of_late_work_and_of_a_part_its_own_percent(english: Stage) -> None:
    head, person = english.officer("Ш. Умаров"), english.officer("Б. Кучкаров")
    english.gives_reasons = False
    await english.jumps_to(at("2024-02-29", "15:00"))
    await person.says("№3 бажарилди")  # parts are open, and it is asked about
    before = await head.count()
    await english.jumps_to(at("2024-03-01", "09:31"))
    await english.settles()
    (told,) = await late_news(head, before)
    assert "№3" in told.text and "reported as done on 29 February, waits for parts" in told.text
    theirs, units = (
        next(block for block in told.text.split("\n\n") if name in block) for name in ("B. Kuchkarov", "O‘quv-markazi")
    )
    assert "reported as done" in theirs and "reported as done" not in units, "who said it is who said it"
    assert "№3" in units and "their part is awaited" in units


@after(kuchkarov_led_by_umarov)
async def test_any_answer_to_one_of_two_reminders_is_no_silence(english: Stage) -> None:
    head, person = english.officer("Ш. Умаров"), english.officer("Б. Кучкаров")
    before = await head.count()
    await english.goes_to(at("2024-01-05"))
    await person.says("15 бошланмади")
    await english.goes_to(at("2024-02-05", "15:00"))
    said = "".join(one.text.split("🗓")[0] for one in await late_news(head, before))
    assert "№3 " in said and "two reminders without an answer" in said
    assert "№15 " not in said, "«not begun» is an answer, and one reminder since has none"


async def test_admins_are_told_that_a_head_is_not_linked_and_the_head_hears_once_linked(english: Stage) -> None:
    page = await unit_page(english)
    await english.admin.presses("👤 Head", page)
    await english.admin.presses("✍️")
    await english.admin.says("А. Раҳимов")
    await english.jumps_to(at("2024-03-05", "09:31"))
    before = await english.admin.count()
    await english.settles()
    digest = next(one for one in await english.admin.heard(before) if "For the control department" in one.text)
    assert "Heads who are not linked" in digest.text
    assert "A. Rahimov" in digest.text
    stranger = english.outsider
    shown = await english.admin.says("/officers Раҳимов")
    invitation = await english.admin.presses("✉️", shown)
    token = next(word for word in invitation.text.split() if "start=" in word).partition("start=")[2]
    asked = await stranger.starts(token)
    await stranger.presses("✅", asked)
    before = await stranger.count()
    await english.jumps_to(at("2024-03-06", "09:31"))
    await english.settles()
    told = await late_news(stranger, before)
    assert len(told) == 1
    assert "№3" in told[0].text
    assert "You have no activities" in (await stranger.says("/my")).text


CLASS = "МСК аъзолари"


async def parts(stage: Stage, number: int) -> list[str]:
    return [one.executor.name for one in (await activity(stage, number)).parts]


async def test_members_of_a_class_have_parts_of_their_own(english: Stage) -> None:
    admin = english.admin
    await english.jumps_to(at("2024-01-09"))
    page = await unit_page(english, CLASS)
    await admin.presses("👥 A part for each", page)
    page = await admin.presses("✅ Yes")
    assert "No members listed yet" in page.text
    assert CLASS in await parts(english, 16)
    member = english.officer("А. Фарманов")
    before = await member.count()
    await joined(english, "А. Фарманов", CLASS)
    assert await parts(english, 16) == ["Б. Кучкаров", "А. Фарманов", "М. Алимбаев"]
    assert await parts(english, 18) == ["А. Фарманов", "Котибият бўлимлари", "И. Хаджиев"]
    told = [one for one in await member.heard(before) if one.text.startswith("👥")]
    assert len(told) == 1
    assert "✅ I have read it" in told[0].labels
    await member.says("№16 20%")
    await english.jumps_to(at("2024-01-10"))
    await joined(english, "Қ. Очилов", CLASS)
    assert "Қ. Очилов" in await parts(english, 16)
    await english.services.plans.load(english.plan, english.now)
    assert "Қ. Очилов" in await parts(english, 16), "loading the plan again changes nothing"
    exported = await english.services.plans.exported()
    assert exported is not None
    kept = next(one for one in exported.file.activities if one.number == 16)
    assert kept.executors == ("kuchkarov", "commission_members", "alimbaev")
    reports_before = await count(english, Report)
    await english.jumps_to(at("2024-01-11"))
    page = await unit_page(english, CLASS)
    await admin.presses("➖", page)
    await admin.presses("A. Farmanov")
    await admin.presses("✅ Yes")
    assert "А. Фарманов" not in await parts(english, 16)
    assert await count(english, Report) == reports_before


async def test_a_plan_file_says_who_leads_and_belongs_to_units(english: Stage) -> None:
    admin = english.admin
    said = {
        "training_center": {"led_by": "umarov", "members": ("khadjiev",)},
        "commission_members": {"is_class": True, "members": ("yunusov", "mamatov")},
        "secretariat_departments": {"head": "бошлиқ А. Раҳимов"},
    }
    executors = tuple(one.model_copy(update=said.get(one.key, {})) for one in english.plan.executors)
    file = PlanFile.model_validate(english.plan.model_copy(update={"executors": executors}).model_dump(mode="json"))
    await english.services.plans.load(file, english.now)
    assert await parts(english, 16) == ["Б. Кучкаров", "Б. Юнусов", "Х. Маматов", "М. Алимбаев"]
    page = await unit_page(english)
    assert "👤 Head: Sh. Umarov" in page.text
    assert "I. Xadjiyev" in page.text
    assert "A. Rahimov" in (await unit_page(english, "Котибият бўлимлари")).text
    await english.jumps_to(at("2024-01-09"))
    await led(english)
    await english.services.plans.load(file, english.now)
    page = await admin.presses("⬅️ Units")
    assert "M. Xusanova" in page.text, "what an admin set stands while the file says what it said"


async def test_a_units_own_group_gets_its_reminders_and_members_report_there(english: Stage) -> None:
    await led(english)
    member, stranger = english.officer(UNIT), english.officer("А. Фарманов")
    everybody = [english.admin.id, member.id, stranger.id, english.outsider.id]
    english.sandbox.world.chats[GROUP] = Chat(
        id=GROUP, kind="group", title="Марказ", members=everybody, admins=[english.admin.id], members_pin=True
    )
    admin = english.admin.in_group(GROUP)
    asked = await admin.says("/bind")
    assert asked.text.startswith("Whose group is this?")
    refused = await stranger.in_group(GROUP).press("O‘quv", asked)
    assert refused is not None
    assert "Only an administrator" in refused["text"]
    await admin.presses("O‘quv", asked)
    bound = await again(admin, asked)
    assert "own group of O‘quv-markazi" in bound.text
    assert await english.services.groups.leadership() is not None, "the leadership chat stays"
    before = await admin.count()
    await english.goes_to("2024-01-04")
    told = [one for one in await admin.heard(before) if "what awaits a report" in one.text]
    assert len(told) == 1
    assert "№3" in told[0].text
    assert not told[0].labels
    await stranger.in_group(GROUP).says("№3 50%", reply_to=told[0])
    assert (await activity(english, 3)).part_of(frozenset({(await executor(english, UNIT)).id})).percent == 0
    await english.outsider.in_group(GROUP).says("№3 50%", reply_to=told[0])
    await member.in_group(GROUP).says("№3 50%", reply_to=told[0])
    assert (await activity(english, 3)).part_of(frozenset({(await executor(english, UNIT)).id})).percent == 50
    shown = await admin.says("/bind")
    assert "Now it is the own group" in shown.text
    await admin.presses("🚫", shown)
    assert await english.services.unit_groups.of_chat(GROUP) is None
