"""Short and partial words: a zero, a right figure, the others of a reminder, a name alone, and what is no report."""

from datetime import timedelta

import pytest

from models import Appeal, ReportState
from tests.bot.scenes import count, reports, state_of
from tests.stage import Someone, Stage


@pytest.fixture
def yunusov(english: Stage) -> Someone:
    """Leads 1, 2, 19, 20, 22 and 23, assists in 21."""
    return english.officer("Б. Юнусов")


@pytest.mark.parametrize(
    "words", ["19 - 0%", "19-tadbir nol foiz", "19 ноль", "по 19 0 процентов", "19 ҳозирча 0 фоиз"]
)
async def test_a_zero_claims_nothing(english: Stage, yunusov: Someone, words: str) -> None:
    told = await yunusov.says(words)
    assert "not begun yet" in told.text
    assert [(one.text, one.percent, one.done, one.counts) for one in await reports(english)] == [
        (words, None, False, False)
    ]
    assert await state_of(english, 19) == ("not_started", 0)


async def test_a_zero_in_a_list_claims_nothing_either(english: Stage, yunusov: Someone) -> None:
    await yunusov.says("1-30% 2-10% 19-60% 20-0%")
    assert [one.percent for one in await reports(english)] == [30, 10, 60, None]
    assert await state_of(english, 20) == ("not_started", 0)


@pytest.mark.parametrize(
    "words",
    [
        "ошибся, 19 - 45",
        "oshibsya, 19 - 45",
        "xato ketibdi, 19-tadbir 45 foiz",
        "адашибман, 19-тадбир 45 фоиз бажарилган",
    ],
)
async def test_a_right_figure_is_a_new_report(english: Stage, yunusov: Someone, words: str) -> None:
    await yunusov.says("19-тадбир 60%")
    await yunusov.says("20-тадбир 30%")
    await english.jumps_to(english.now + timedelta(days=7))
    told = await yunusov.says(words)
    assert "a correction, 45% instead of 60%" in told.text
    assert [one.percent for one in await reports(english)] == [60, 30, 45], "what was said before stays as history"
    assert await state_of(english, 19) == ("in_progress", 45)
    await yunusov.presses("↩️", told)
    assert await state_of(english, 19) == ("in_progress", 60)


async def test_a_figure_set_against_the_right_one_days_later(english: Stage, yunusov: Someone) -> None:
    await yunusov.says("19-тадбир 55%")
    await english.jumps_to(english.now + timedelta(days=7))
    words = "Ўтган ҳафтадаги маълумотим нотўғри эди, 19-тадбирда 55 эмас, ҳали 35 фоиз бажарилган."
    assert "a correction, 35% instead of 55%" in (await yunusov.says(words)).text
    assert [one.percent for one in await reports(english)] == [55, 35]


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("20 45%", "ошибся, 19 - 45"),  # of the wrong activity
        ("19 60%", "19 45% - ошибка"),  # that figure is the wrong one
        ("19 60%", "ошибся, 19 и 20"),
        ("19 60%", "ошибся, 19 100%"),
    ],
)
async def test_what_is_not_certain_is_offered(english: Stage, yunusov: Someone, before: str, words: str) -> None:
    await yunusov.says(before)
    await english.jumps_to(english.now + timedelta(hours=1))
    told = await yunusov.says(words)
    assert "What should be done with it?" in told.text
    assert len(await reports(english)) == 1


@pytest.mark.begins("2024-01-03T09:00")
@pytest.mark.parametrize(
    "words",
    [
        "Барчаси бўйича иш кетяпти, 15-тадбир 55 фоиз.",
        "barchasi jarayonda, 15 - 55%",
        "все в работе, по 15 55 процентов",
        "15-тадбир 55 фоиз, қолганлари жараёнда",
    ],
)
async def test_the_others_of_a_reminder_are_not_dropped(english: Stage, words: str) -> None:
    await english.goes_to("2024-01-03")
    kuchkarov = english.officer("Б. Кучкаров")  # leads 3 and 15
    reminder = next(shown for shown in reversed(await kuchkarov.heard()) if "Hello! Today is" in shown.text)
    await kuchkarov.says(words, reply_to=reminder)
    assert await state_of(english, 15) == ("in_progress", 55)
    assert (await state_of(english, 3))[0] == "in_progress"
    assert sorted((one.percent or 0) for one in await reports(english)) == [0, 55]


@pytest.mark.begins("2024-01-03T09:00")
@pytest.mark.parametrize("words", ["Барчаси бажарилди, 15-тадбир 55 фоиз", "15-тадбир 55 фоиз, қолганлари бажарилди"])
async def test_the_others_of_a_reminder_are_never_done_by_the_way(english: Stage, words: str) -> None:
    await english.goes_to("2024-01-03")
    kuchkarov = english.officer("Б. Кучкаров")
    reminder = next(shown for shown in reversed(await kuchkarov.heard()) if "Hello! Today is" in shown.text)
    await kuchkarov.says(words, reply_to=reminder)
    assert await reports(english) == []


@pytest.mark.parametrize("words", ["E-Saylov 40%", "e-saylov 40 foiz", "Е-Сайлов — 40 процентов", "Есайлов 40%"])
async def test_a_name_that_one_activity_carries(english: Stage, yunusov: Someone, words: str) -> None:
    await yunusov.says(words)
    facts = await english.services.activities.numbered(21, english.now.date())
    assert facts is not None
    assert [part.percent for part in facts.parts if part.executor.name == "Б. Юнусов"] == [40]


@pytest.mark.parametrize("words", ["харита E-Saylov га уланди 40%", "СЖБАТ 40%", "E-Saylov бўйича харита 40%"])
async def test_a_name_that_settles_nothing_is_asked_about(english: Stage, yunusov: Someone, words: str) -> None:
    await yunusov.says(words)
    assert await reports(english) == []
    assert len(await reports(english, ReportState.DRAFT)) == 1


@pytest.mark.parametrize(
    "words", ["20 ҳисобот йўқ", "отчета по 20 нет", "20 бўйича ҳозирча маълумот йўқ", "20 no report"]
)
async def test_that_there_is_no_report_is_none(english: Stage, yunusov: Someone, words: str) -> None:
    await yunusov.says(words)
    assert await reports(english) == []
    assert await state_of(english, 20) == ("not_started", 0)


@pytest.mark.parametrize(
    "words",
    [
        "не знал, что 20 закреплено за мной",
        "20 менга бириктирилганини билмаган эканман",
        "20 menga biriktirilganini endi bildim",
        "впервые слышу, что 20 на мне",
    ],
)
async def test_who_did_not_know_is_not_reporting(english: Stage, yunusov: Someone, words: str) -> None:
    await yunusov.says(words)
    assert await reports(english) == await reports(english, ReportState.DRAFT) == []
    assert await count(english, Appeal) == 1
    assert await state_of(english, 20) == ("not_started", 0)


async def test_two_objects_are_both_offered(english: Stage) -> None:
    mamatov = english.officer("Х. Маматов")
    asked = await mamatov.says("концепция тасдиқланди, видео ҳам тайёр")
    assert {"№5", "№7"} <= {label.split()[0] for label in asked.labels[:2]}
    assert await reports(english) == []


@pytest.mark.parametrize(
    "words",
    ["продлить 20 не разрешили", "20 muddatini uzaytirishmadi", "20-тадбир муддатини узайтиришга рухсат беришмади"],
)
async def test_that_no_time_was_given_is_a_note(english: Stage, yunusov: Someone, words: str) -> None:
    told = await yunusov.says(words)
    assert "a note. The status stays as it is." in told.text
    assert await state_of(english, 20) == ("not_started", 0)
    assert await count(english, Appeal) == 0


@pytest.mark.parametrize("words", ["20 +", "вып 20", "20 всё", "20 baj"])
async def test_a_number_and_a_sign_ask_whether_it_is_done(english: Stage, yunusov: Someone, words: str) -> None:
    told = await yunusov.says(words)
    assert "№20" in told.text or "Activity 20" in told.text
    assert "completely done?" in told.text
    assert await reports(english) == []


@pytest.mark.parametrize("yes", ["да", "ҳа", "ha"])
async def test_a_yes_to_how_many_percent_is_the_one_figure_that_was_named(
    english: Stage, yunusov: Someone, yes: str
) -> None:
    asked = await yunusov.says("№20 80 фоизга боряпмиз")
    assert "What percentage is done?" in asked.text
    await yunusov.says(yes)
    assert [(one.text, one.percent, one.done) for one in await reports(english)] == [
        ("№20 80 фоизга боряпмиз", 80, None)
    ]


@pytest.mark.parametrize("words", ["№20 30-40%", "№20 150%"])
async def test_a_yes_to_how_many_percent_of_no_one_figure_is_asked_again(
    english: Stage, yunusov: Someone, words: str
) -> None:
    asked = await yunusov.says(words)
    again = await yunusov.says("ҳа")
    assert again.labels == asked.labels
    assert await reports(english) == []
    await yunusov.presses("75%", again)
    assert [(one.text, one.percent, one.done) for one in await reports(english)] == [(words, 75, None)]
