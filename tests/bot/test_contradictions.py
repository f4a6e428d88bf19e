"""Words of one draft that say more than one standing: which of them holds is asked, unless the later corrects."""

import pytest

from models import ReportState
from tests.bot.scenes import again, reports, state_of
from tests.stage import Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("25%", "бажарилди", "2%"), ["✅ Yes", "2%", "25%", "⏳ No"]),
        (("битди", "йўқ ҳали"), ["✅ Yes", "⏳ No"]),
        (("bajarildi", "30 foiz"), ["✅ Yes", "30%", "⏳ No"]),
        (("25%", "40%"), ["25%", "40%"]),
        (("60 процентов", "сделано"), ["✅ Yes", "60%", "⏳ No"]),
        (("готово", "ещё нет"), ["✅ Yes", "⏳ No"]),
    ],
)
async def test_a_draft_with_several_standings_is_asked_about(
    english: Stage, mamatov: Someone, words: tuple[str, ...], named: list[str]
) -> None:
    for one in words:
        await mamatov.says(one)
    which = await mamatov.with_button("№5")
    await mamatov.presses("№5", which)
    asked = await again(mamatov, which)
    assert all(any(label.startswith(one) for label in asked.labels) for one in named), asked.labels
    assert not {"50%", "75%"}.intersection(asked.labels), "only what was said is offered"
    assert await reports(english) == []
    assert await state_of(english, 5) == ("not_started", 0)


@pytest.mark.parametrize(
    ("words", "percent"),
    [
        (("25%", "йўқ, 30"), 30),
        (("25%", "тўғриси 30"), 30),
        (("bajarildi", "yo'q, 30 foiz"), 30),
        (("бажарилди", "вернее 90%"), 90),
        (("25%", "25 фоиз"), 25),
    ],
)
async def test_a_later_line_that_corrects_is_what_holds(
    english: Stage, mamatov: Someone, words: tuple[str, ...], percent: int
) -> None:
    for one in words:
        await mamatov.says(one)
    await mamatov.presses("№5", await mamatov.with_button("№5"))
    [report] = await reports(english)
    assert (report.percent, report.done) == (percent, None)
    assert report.text == "\n".join(words), "nothing is lost"
    assert await reports(english, ReportState.DRAFT) == []


async def test_one_message_of_two_lines_is_asked_about_as_well(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.says("5-тадбир бажарилди\n30%")
    assert "30%" in asked.labels
    assert await reports(english) == []
    await mamatov.presses("30%", asked)
    assert await state_of(english, 5) == ("in_progress", 30)


async def test_a_percent_put_right_by_a_short_word_is_offered(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир 50%")
    offered = await mamatov.says("йўқ, 30")
    assert "➡️ 30%" in offered.labels
    await mamatov.presses("➡️ 30%", offered)
    assert await state_of(english, 5) == ("in_progress", 30)


async def test_one_tap_on_what_contradicts_records_only_that(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("бажарилди")
    await mamatov.says("30%")
    which = await mamatov.with_button("№5")
    await mamatov.presses("№5", which)
    await mamatov.presses("30%", await again(mamatov, which))
    assert [(one.percent, one.done) for one in await reports(english)] == [(30, None)]
