"""An officer says that accepted work is not done: that changes nothing, and the control department may be told."""

import pytest

from tests.bot.scenes import reports, said_since, state_of
from tests.stage import Someone, Stage


@pytest.fixture
def yunusov(english: Stage) -> Someone:
    """Leads 1, 2, 19, 20, 22 and 23, assists in 21."""
    return english.officer("Б. Юнусов")


@pytest.mark.parametrize(
    "words",
    [
        "19 ни қайтаринг, хато кетибди",
        "19 рано приняли, ещё не готово",
        "19 ni xato tasdiqlabsizlar, hali tugamagan",
        "19 закрыли рано, там ещё экспертиза",
        "19 ҳали битмаган экан",
        "19-tadbir aslida 60%",
        "хато кетибди, ҳали битмаган",
        "верните 19 на доработку",
        "19 ни қайта очинг",
        "19 ни ёпманглар, ишимиз бор",
    ],
)
async def test_the_control_department_may_be_told(english: Stage, yunusov: Someone, words: str) -> None:
    await yunusov.says("19-тадбир бажарилди")
    await english.admin.presses("✅")
    recorded = [one.text for one in await reports(english)]
    told = await yunusov.says(words)
    assert "Only the control department can return it" in told.text
    assert words in told.text
    assert [one.text for one in await reports(english)] == recorded
    assert (await state_of(english, 19))[0] == "done"
    before = await english.admin.count()
    await yunusov.presses("✉️ To the control department", told)
    assert words in await said_since(english.admin, before)


@pytest.mark.parametrize("words", ["қарор чиқди", "19 бўйича буйруқ имзоланди", "раҳмат", "20 бажарилмади", "хм"])
async def test_other_words_after_acceptance_are_no_confession(english: Stage, yunusov: Someone, words: str) -> None:
    await yunusov.says("19-тадбир бажарилди")
    await english.admin.presses("✅")
    before = await yunusov.count()
    await yunusov.says(words)
    assert "can return it" not in await said_since(yunusov, before)
