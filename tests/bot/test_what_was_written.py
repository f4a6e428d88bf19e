"""Leaders and admins ask what a person has written, for how long work is late, and how discipline stands."""

from datetime import datetime, timedelta

from tests.bot.scenes import after
from tests.stage import TASHKENT, Stage


async def three_have_reported(stage: Stage) -> None:
    """Reports of 13 May and before; it is the day after."""
    await stage.jumps_to(datetime(2024, 2, 20, 10, tzinfo=TASHKENT))
    await stage.officer("Б. Кучкаров").says("3-тадбир 40%, хатлов бошланди")
    await stage.jumps_to(datetime(2024, 5, 13, 15, tzinfo=TASHKENT))
    await stage.officer("Б. Юнусов").says("19-тадбир 70%, техник топшириқ келишилмоқда")
    await stage.officer("Ш. Умаров").says("12-тадбир 80%, смета ҳисоблаб чиқилди")
    await stage.jumps_to(stage.now + timedelta(hours=20))
    await stage.settles()


pytestmark = after(three_have_reported)


async def test_what_a_person_wrote_is_shown_with_activity_percent_words_and_hour(english: Stage) -> None:
    shown = await english.admin.says("Юнусов кеча нима ёзди?")
    assert "SJBAT texnik topshirig" in shown.text
    assert "13 May, 15:00, B. Yunusov — 70%" in shown.text
    assert "техник топшириқ келишилмоқда" in shown.text
    assert "Umarov" not in shown.text
    asked = await english.leader.says("@ijrochi_bot что нового за вчера?")
    assert "смета ҳисоблаб чиқилди" in asked.text
    assert "техник топшириқ" in asked.text


async def test_where_nothing_was_written_in_that_time_the_newest_before_it_is(english: Stage) -> None:
    shown = await english.admin.says("что написал Кучкаров вчера")
    assert "Nothing was written in this time" in shown.text
    assert "хатлов бошланди" in shown.text
    assert "Nothing was written." in (await english.admin.says("Сатаев нима деди?")).text


async def test_an_officer_is_not_told_what_a_colleague_wrote_elsewhere(english: Stage) -> None:
    shown = await english.officer("Б. Кучкаров").says("Умаров кеча нима ёзди?")
    assert "смета" not in shown.text


async def test_lateness_and_silence_of_so_many_days(english: Stage) -> None:
    admin = english.admin
    shown = await admin.says("overdue for a month")
    assert "30 days or more" in shown.text
    assert "7 activities" in shown.text
    turned = await admin.presses("▶️", shown)
    assert "30 days or more" in turned.text
    assert "№20" in turned.text
    assert "№1 " not in turned.text  # late for two weeks
    silent = await admin.says("кто молчит 80 дней")
    assert "Silent for 80 days or more" in silent.text
    assert "B. Kuchkarov: 84 days" in silent.text
    assert "Nobody with work under way has been silent for 200 days" in (await admin.says("200 кундан бери жим")).text


async def test_discipline_is_told_for_the_time_named(english: Stage) -> None:
    shown = await english.leader.says("@ijrochi_bot дисциплина за февраль?")
    assert shown.text.startswith("📏 February 2024")
    assert "Discipline: 0% (on time: 0 of 1)" in shown.text
    assert "B. Kuchkarov: 0% (0/1)" in shown.text
    assert "on time: 0 of 7" in (await english.admin.says("интизом 1-чорак")).text
