"""Words after commands: read where they mean something, and named where they do not; never passed over in silence."""

from datetime import datetime

import pytest

from tests.bot.scenes import said_since
from tests.stage import TASHKENT, Stage


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("/agenda 9 мая", "9 May 2024"),
        ("/agenda 15-май", "15 May 2024"),
        ("/agenda завтра", "15 May 2024"),
        ("/agenda juma kuni", "17 May 2024"),
        ("/agenda сўнгги ҳафта", "«сўнгги ҳафта» is not a date"),
        ("/agenda 15 мая балиқ", "«15 мая балиқ» is not a date"),
        ("/officers Умаров", "Sh. Umarov\n✅ linked"),
        ("/officers Yunusow", "B. Yunusov\n✅ linked"),
        ("/officers Балиқов", "I know nobody by the name «Балиқов»"),
        ("/audit 99", "The plan has no №99."),
    ],
)
async def test_words_after_a_command_are_read(english: Stage, words: str, said: str) -> None:
    await english.jumps_to(datetime(2024, 5, 14, 10, tzinfo=TASHKENT))
    await english.settles()
    assert said in (await english.admin.says(words)).text


async def test_words_after_a_command_that_takes_none_are_named_and_it_runs(english: Stage) -> None:
    admin, officer = english.admin, english.officer("Б. Юнусов")
    for person, command, answer in (
        (admin, "/waiting Юнусов", "Nothing is waiting"),
        (admin, "/plan 7", "The plan is being carried out"),
        (admin, "/settings foo", "Settings"),
        (admin, "/outbox hammasi", ""),
        (officer, "/my 7", "№19"),
        (officer, "/help отчет", "/my"),
    ):
        before = await person.count()
        await person.says(command)
        said = await said_since(person, before)
        assert f"I did not understand «{command.partition(' ')[2]}»" in said
        assert answer in said
    for command in ("/plan import", "/plan export", "/plan экспорт"):
        before = await admin.count()
        await admin.says(command)
        assert "did not understand" not in await said_since(admin, before)
    before = await english.outsider.count()
    await english.outsider.says("/waiting Юнусов")
    assert "waiting" not in await said_since(english.outsider, before)


async def test_the_trail_of_an_activity_has_its_refusals_and_its_name(english: Stage) -> None:
    await english.officer("Б. Юнусов").says("19-тадбир менга тегишли эмас")
    shown = await english.admin.says("/audit 19")
    assert "SJBAT texnik topshirig" in shown.text
    assert "said that it is not theirs" in shown.text
    await english.officer("Б. Юнусов").says("20-тадбир 30%, режа тузилмоқда")
    every = await english.admin.says("/audit бугун")
    assert "№20 tizim va elektron" in every.text
    assert "№19 SJBAT" in every.text


async def test_a_command_in_capitals_is_the_command(english: Stage) -> None:
    officer, outsider = english.officer("Б. Юнусов"), english.outsider
    for person, written in (
        (english.admin, "/Report 1"),
        (english.admin, "/WAITING"),
        (officer, "/My"),
        (officer, "/Help"),
    ):
        assert (await person.says(written)).text == (await person.says(written.lower())).text
    assert (await outsider.says("/Start")).text == (await outsider.says("/start")).text
