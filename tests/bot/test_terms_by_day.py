"""A plan whose terms are days: how they are said, asked for, moved and set."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.demo import enrol
from models import Extension
from tests.bot.scenes import activity, opens
from tests.ruled import UNSET, by_day, plan_of, ruled, written
from tests.stage import TASHKENT, Scenes, Someone, Stage, staged

LATER = ruled("1-банд бажарилгандан сўнг ўн кун ичида", {"kind": "after", "anchor": "1", "days": 10})


async def with_terms_by_day(stage: Stage) -> None:
    await enrol(stage.application)
    await stage.everybody_starts()


@pytest.fixture
async def days(tmp_path: Path, scenes: Scenes) -> AsyncIterator[Stage]:
    """The bot on 1 February 2024 with a plan of terms by day, everybody linked but two."""
    plan = plan_of(
        by_day("2024 йил 5 мартгача", "2024-03-05"),
        ruled("20 май", {"kind": "on", "days": ["2024-05-20"]}),
        UNSET,
        LATER,
        {"text": "январь-апрель", "kind": "months", "first": "2024-01", "last": "2024-04"},
        ruled("йил якунига қадар", {"kind": "window", "first": None, "last": "2024-06-30", "precision": "half"}),
    )
    start = datetime(2024, 2, 1, 12, tzinfo=TASHKENT)
    given = {"start": start, "default_locale": "en", "plan_file": written(tmp_path, plan)}
    async with staged(tmp_path, opened=await scenes.after(with_terms_by_day, **given), **given) as one:
        yield one


@pytest.fixture
def mamatov(days: Stage) -> Someone:
    return days.officer("Х. Маматов")


async def extension(stage: Stage) -> Extension | None:
    async with stage.database.read() as session:
        return await session.scalar(select(Extension).order_by(Extension.id.desc()).limit(1))


async def test_cards_say_days_and_that_there_is_none(days: Stage, mamatov: Someone) -> None:
    assert "2024 yil 5 martgacha (5 March 2024)" in (await opens(mamatov, 1)).text
    assert "No deadline is set (the plan says «belgilangan muddatlarda»)" in (await opens(mamatov, 3)).text
    assert "(the day is not known yet)" in (await opens(mamatov, 4)).text
    half_year = await opens(mamatov, 6)
    assert "yil yakuniga qadar (30 June 2024)" in half_year.text
    mine = await mamatov.says("/my")
    assert "by 5 March" in mine.text
    assert "no deadline is set" in mine.text


async def test_what_has_no_term_is_counted_and_listed_for_the_admins(days: Stage, mamatov: Someone) -> None:
    assert "No deadline is set: 1 (№3)" in (await days.admin.says("/plan")).text
    await days.jumps_to(datetime(2024, 2, 5, 9, 5, tzinfo=TASHKENT))
    await days.settles()
    digest = await days.admin.with_button("№3")
    assert "⚪ No deadline is set: 1" in digest.text


@pytest.mark.parametrize("words", ["20 мартгача", "20 martgacha", "до 20 марта", "20.03.2024", "20 март"])
async def test_more_time_is_asked_until_a_written_day(days: Stage, mamatov: Someone, words: str) -> None:
    months = await mamatov.presses("⏳", await opens(mamatov, 1))
    assert months.labels[:2] == ["March 2024", "April 2024"]
    assert "You may also write the day" in months.text
    question = await mamatov.says(words)
    assert "needs more time, until 20 March 2024" in question.text
    assert "until 20 March 2024" in (await mamatov.says("материал кеч келди")).text
    await days.admin.presses("✅", await days.admin.with_button("✅"))
    assert (await activity(days, 1)).due_on == date(2024, 3, 20)
    assert "20 March 2024" in (await opens(mamatov, 1)).text


@pytest.mark.parametrize("words", ["5 мартгача", "20 январгача", "1 феврал"])
async def test_a_written_day_must_be_later(days: Stage, mamatov: Someone, words: str) -> None:
    await mamatov.presses("⏳", await opens(mamatov, 1))
    assert "must be later than the present one" in (await mamatov.says(words)).text
    assert "until 20 March 2024" in (await mamatov.says("20 мартгача")).text, "another day may be written at once"


async def test_a_request_in_free_words_names_its_day(days: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("1-тадбирга 20 мартгача муддат беринг")
    assert "be moved to 20 March 2024?" in shown.text
    await mamatov.presses("✅", shown)
    asked = await extension(days)
    assert asked is not None
    assert asked.to_due == date(2024, 3, 20)


async def test_other_words_below_the_months_are_what_they_are(days: Stage, mamatov: Someone) -> None:
    await mamatov.presses("⏳", await opens(mamatov, 1))
    assert "Recorded" in (await mamatov.says("40% бажарилди")).text


async def test_an_admin_gives_a_day_to_what_has_none(days: Stage, mamatov: Someone) -> None:
    card = await days.admin.says("/report 3")
    menu = await days.admin.presses("⚙️", card)
    await days.admin.presses("🗓", menu)
    question = await days.admin.says("15 апрелгача")
    assert "will be 15 April 2024" in question.text
    await days.admin.says("раҳбарият топшириғи")
    facts = await activity(days, 3)
    assert (facts.due_on, facts.is_unset, facts.is_extended) == (date(2024, 4, 15), False, False)
    assert "the deadline is now 15 April 2024" in (await mamatov.last()).text
    assert "No deadline is set" not in (await days.admin.says("/plan")).text


async def test_what_is_due_after_another_gets_its_day_when_that_one_is_accepted(days: Stage, mamatov: Someone) -> None:
    await mamatov.says("1 бажарилди")
    assert (await activity(days, 4)).awaits == "1"
    submission = await days.admin.with_button("✅")
    await days.admin.presses("✅", submission)
    facts = await activity(days, 4)
    assert (facts.due_on, facts.awaits) == (date(2024, 2, 11), None)


async def test_work_without_a_term_can_be_done(days: Stage, mamatov: Someone) -> None:
    await mamatov.says("3 бажарилди")
    await days.admin.presses("✅", await days.admin.with_button("✅"))
    assert str((await activity(days, 3)).status) == "done"
