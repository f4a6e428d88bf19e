"""Lists, promises, waived time, near-dones and stray words: recorded whole, asked once, or nodded at."""

import pytest

from models import Appeal, Report, ReportState
from tests.bot.scenes import count, reports, said_since, state_of
from tests.stage import Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


@pytest.mark.parametrize(
    "words",
    [
        "5 готово, по 6 отчёт приложу, 7 - 40%",
        "5 готово, по 6 справку пришлю завтра, 7 - 40%",
        "5 тайёр, 6 бўйича эртага ёзаман, 7 - 40 фоиз",
        "5 bajarildi, 6 ni keyin yuboraman, 7 40%",
    ],
)
async def test_what_is_to_be_written_later_beside_reports_moves_no_status(
    english: Stage, mamatov: Someone, words: str
) -> None:
    before = await mamatov.count()
    await mamatov.says(words)
    told = "\n".join(one.text for one in await mamatov.heard(before))
    assert [await state_of(english, number) for number in (5, 6, 7)] == [
        ("review", 100),
        ("not_started", 0),
        ("in_progress", 40),
    ]
    assert "Read as: a note. The status stays as it is." in told, "no day was promised for the work"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("5-6-7 bitdi", {5: 100, 6: 100, 7: 100}),
        ("5 6 8: 20 30 90", {5: 20, 6: 30, 8: 90}),
        ("6-70 7-20 8-15", {6: 70, 7: 20, 8: 15}),
        ("5 ёпилди, 6 тугабди", {}),
        ("5,6,7 да 50", {5: 50, 6: 50, 7: 50}),
        ("№5 - 80 №6 - 40", {5: 80, 6: 40}),
        ("5. бажарилди 6. 40% 7. бошланмаган", {5: 100, 6: 40}),
        ("бешинчи 80 фоиз, олтинчи 40", {5: 80, 6: 40}),
    ],
)
async def test_a_list_is_recorded_whole_or_asked_once(
    english: Stage, mamatov: Someone, words: str, left: dict[int, int]
) -> None:
    await mamatov.says(words)
    moved = {number: (await state_of(english, number))[1] for number in range(5, 9)}
    asked = await reports(english, ReportState.DRAFT)
    assert ({number: percent for number, percent in moved.items() if percent} == left) or (asked and not any(moved))


@pytest.mark.parametrize("words", ["деярли тайёр", "5 почти готово", "5 deyarli bitdi"])
async def test_one_tap_does_not_make_nearly_done_a_done(english: Stage, mamatov: Someone, words: str) -> None:
    asked = await mamatov.says(words if words[0] == "5" else f"5 {words}")
    assert "What percentage" in asked.text
    assert not any("Done" in label or "done" in label for label in asked.labels)
    await mamatov.presses("90%", asked)
    assert await state_of(english, 5) == ("in_progress", 90)


@pytest.mark.parametrize(
    "words",
    ["5 га муддат сўрамайман", "5 продлевать не надо, успеем", "5-tadbirga muddat kerak emas", "5: срок не нужен"],
)
async def test_time_that_is_not_asked_for_is_no_request(english: Stage, mamatov: Someone, words: str) -> None:
    told = await mamatov.says(words)
    assert "be moved to" not in told.text
    assert await count(english, Appeal) == 0
    assert await state_of(english, 5) == ("not_started", 0)


@pytest.mark.parametrize(
    "words", ["хм", "ок понятно", "яхши кунлар", "🙂", "🤔", "угу", "yaxshi kunlar tilayman", "ясно"]
)
async def test_a_stray_word_gets_no_buttons(english: Stage, mamatov: Someone, words: str) -> None:
    before = await mamatov.count()
    await mamatov.says(words)
    assert [one.labels for one in await mamatov.heard(before)] == []
    assert await count(english, Report) == 0


@pytest.mark.parametrize("words", ["қачонгача?", "до какого?", "qachongacha"])
async def test_a_question_without_context_is_answered(english: Stage, mamatov: Someone, words: str) -> None:
    told = await mamatov.says(words)
    assert "Is this a report" not in told.text
    assert "by 29 February" in told.text, "what is due when"


@pytest.mark.parametrize("words", ["17 не 40, а 30", "17 40 эмас, 30", "17-tadbir 40 emas 30"])
async def test_a_correction_of_a_strange_number_says_so(english: Stage, mamatov: Someone, words: str) -> None:
    await mamatov.says("5-тадбир 40%")
    before = await mamatov.count()
    await mamatov.says(words)
    assert "№17 is not among yours" in await said_since(mamatov, before)
    assert await state_of(english, 5) == ("in_progress", 40)
