"""What is recorded on an activity is said before a new edition leaves it out, splits it or makes it part of another."""

from tests.bot.scenes import activity, after
from tests.bot.test_amending import ROWS, an_offices_plan_is_in_force, in_force, office
from tests.bot.test_more_time import asks
from tests.stage import Shown, Someone, Stage

SPLIT = (
    *ROWS[:3],
    ("4", "Харид режасини эълон қилиш", "май", "Ш. Умаров"),
    ("5", "Харид режасини портал орқали эълон қилиш", "май", "Ш. Умаров"),
)


async def sure_of(admin: Someone, file: tuple[str, bytes]) -> tuple[Shown, Shown]:
    """The overview, and the question before the loading."""
    shown = await admin.sends_files(file)
    return shown, await admin.presses("✅ Confirm", shown)


async def reported(stage: Stage, number: int, name: str, *words: str) -> None:
    person = stage.officer(name)
    for one in words:
        await person.says(f"{number}-тадбир {one}")
        await stage.jumps_to(stage.now.replace(hour=stage.now.hour + 1))


@after(an_offices_plan_is_in_force)
async def test_what_is_recorded_on_an_activity_that_is_left_out_is_said_before_the_confirmation(
    english: Stage,
) -> None:
    admin = english.admin
    await reported(english, 3, "Х. Маматов", "40% тайёр", "60% тайёр")
    shown, sure = await sure_of(admin, office(*ROWS[:2], ROWS[3]))
    assert "⚠️ Left out, although something is recorded on them: №3" in shown.text
    assert "leave the plan, although something is recorded on them:" in sure.text
    assert "№3 " in sure.text
    assert "2 reports, the last by X. Mamatov, 1 January 2024" in sure.text
    assert "✅ Yes, load it and leave them out" in sure.labels
    shown = await admin.presses("⬅️ Back", sure)
    assert "2 reports" in (await admin.presses("🔎 The changes", shown)).text
    assert (await activity(english, 3)).percent == 60


@after(an_offices_plan_is_in_force)
async def test_a_submission_an_extension_and_a_request_are_named(english: Stage) -> None:
    admin = english.admin
    await english.officer("И. Хаджиев").says("2 бажарилди")
    await asks(english.officer("Х. Маматов"), 3, "May 2024", "маълумот кеч келди")
    await asks(english.officer("Ш. Умаров"), 4, "June 2024", "маълумот кеч келди")
    await admin.presses("✅ Approve")
    _, sure = await sure_of(admin, office(ROWS[0]))
    two, three, four = (next(line for line in sure.text.split("\n") if f"№{number} " in line) for number in (2, 3, 4))
    assert "1 report, the last by I. Xadjiyev" in two
    assert "awaits acceptance" in two
    assert "more time is asked for" in three
    assert "deadline given: 30 June 2024" in four


@after(an_offices_plan_is_in_force)
async def test_nothing_is_said_where_nothing_is_recorded(english: Stage) -> None:
    shown, sure = await sure_of(english.admin, office(*ROWS[:2], ROWS[3]))
    assert "🗑 Left out: 1" in shown.text
    assert "recorded" not in shown.text + sure.text
    assert "✅ Yes, load it" in sure.labels


@after(an_offices_plan_is_in_force)
async def test_a_doubtful_pair_shows_what_is_at_stake(english: Stage) -> None:
    await reported(english, 3, "Х. Маматов", "40% тайёр")
    doubtful = ("3", "Ўқув дастурини янгидан ишлаб чиқиш ва тасдиқлаш", "апрель", "Х. Маматов")
    shown = await english.admin.sends_files(office(*ROWS[:2], doubtful, ROWS[3]))
    asked = await english.admin.presses("❓ Answer", shown)
    assert "Recorded: 1 report, the last by X. Mamatov" in asked.text
    assert "If it is another activity, what is recorded leaves the plan" in asked.text
    shown = await english.admin.presses("🆕 Another one", asked)
    assert "⚠️ Left out, although something is recorded on them: №3" in shown.text


async def test_of_several_made_one_what_the_others_have_is_named(english: Stage) -> None:
    rows = (
        *ROWS[:2],
        ("3", "Ўқув дастурини қайта кўриб чиқиш", "апрель", "Х. Маматов"),
        ("4", "Ўқув қўлланмаларини янгилаш", "апрель", "Х. Маматов"),
    )
    await in_force(english, *rows)
    await reported(english, 4, "Х. Маматов", "40% тайёр")
    made_one = ("3", "Ўқув дастурини қайта кўриб чиқиш, ўқув қўлланмаларини янгилаш", "апрель", "Х. Маматов")
    shown = await english.admin.sends_files(office(*rows[:2], made_one))
    if "🔗 Several made one: 1" not in shown.text:
        raise AssertionError(shown.text)
    asked = await english.admin.presses("❓ Answer", shown)
    assert "№4" in asked.text
    assert "Recorded: 1 report" in asked.text
    assert "what is recorded on the others leaves the plan" in asked.text
    shown = await english.admin.presses("№3", asked)
    sure = await english.admin.presses("✅ Confirm", shown)
    assert "1 report, the last by X. Mamatov" in sure.text


async def test_of_one_that_is_split_it_is_said_with_which_part_it_goes_on(english: Stage) -> None:
    rows = (*ROWS[:3], ("4", "Ўқув дастурини ишлаб чиқиш ҳамда семинарлар ўтказиш", "май", "Х. Маматов"))
    await in_force(english, *rows)
    await reported(english, 4, "Х. Маматов", "40% тайёр")
    parts = (
        ("4", "Ўқув дастурини ишлаб чиқиш", "май", "Х. Маматов"),
        ("5", "Семинарлар ўтказиш", "май", "Х. Маматов"),
    )
    shown = await english.admin.sends_files(office(*rows[:3], *parts))
    asked = await english.admin.presses("❓ Answer", shown)
    assert "It seems to be split." in asked.text
    assert "Recorded: 1 report" in asked.text
    assert "goes on with the part that you choose; the other parts begin anew" in asked.text
