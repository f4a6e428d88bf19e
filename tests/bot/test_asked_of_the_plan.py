"""What was changed in the plan, and what it holds, is answered to each as far as they may read it."""

from tests.bot.scenes import after
from tests.bot.test_amending import as_file, confirmed, numbered, taken_back
from tests.bot.test_numbers_after_a_change import MAMATOV, renumbered
from tests.stage import Stage


async def the_plan_was_changed(stage: Stage) -> None:
    """On 5 February: a new №3, №11 left out, two deadlines moved, an officer replaced."""
    await stage.goes_to("2024-02-05T10:00:00+05:00")
    data = renumbered()
    numbered(data, 15)["deadline"] = dict(numbered(data, 22)["deadline"])
    numbered(data, 24)["deadline"] = dict(numbered(data, 22)["deadline"])
    numbered(data, 22)["executors"] = ["yunusov", "sataev", "khadjiev"]
    await confirmed(stage.admin, as_file(data))
    await stage.settles()


@after(the_plan_was_changed)
async def test_leaders_and_admins_read_all_of_it(english: Stage) -> None:
    for words, told in (
        (
            "режага нима ўзгариш киритилди?",
            ("New: 1", "Left out: 1", "Deadline moved: 2", "Only the number changed: 8"),
        ),
        ("янги тадбирлар қайсилар", ("New · №3", "Change of 5 February 2024")),
        ("qaysi tadbirlarning muddati o'zgardi?", ("№15", "№24", "→")),
        ("что исключили из плана?", ("Left out · №11",)),
        ("қайси тадбирларнинг масъули ўзгарди?", ("№22", "Xadjiyev")),
        ("февраль ойида режага нима қўшилди", ("New · №3",)),
        ("что добавили в план в марте?", ("Nothing of this was changed in the plan (March 2024)", "5 February 2024")),
        ("режада нечта тадбир бор?", ("In the plan: 26 activities",)),
        ("муддати белгиланмаган тадбирлар", ("No activity lacks a set deadline.",)),
    ):
        for shown in (await english.admin.says(words), await english.leader.says(f"@ijrochi_bot {words}")):
            assert all(one in shown.text for one in told), (words, shown.text)
            assert "📋 The whole plan" in shown.labels
    opened = await english.admin.presses("№15", await english.admin.says("қайси тадбирларнинг муддати ўзгарди?"))
    assert "Activity 15" in opened.text


@after(the_plan_was_changed)
async def test_officers_read_of_their_own_and_outsiders_of_nothing(english: Stage) -> None:
    shown = await english.officer(MAMATOV).says("режага қандай ўзгаришлар киритилди?")
    assert "№3" in shown.text and "№22" not in shown.text and "№11 " not in shown.text
    shown = await english.officer("Г. Рахимова").says("какие новые мероприятия?")
    assert "№3" not in shown.text
    shown = await english.outsider.says("режага нима ўзгариш киритилди?")
    assert "№" not in shown.text and "5 February" not in shown.text


@after(the_plan_was_changed)
async def test_a_change_that_was_taken_back_is_none(english: Stage) -> None:
    await taken_back(english.admin)
    shown = await english.admin.says("режага нима ўзгариш киритилди?")
    assert "The plan has not been changed since it was loaded." in shown.text
