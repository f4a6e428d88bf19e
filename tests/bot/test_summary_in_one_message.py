"""The weekly summary is one message, words and buttons, in every week of the half-year; its picture is in it or a press
away."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest

from services.plan.status import Status
from tests.stage import TASHKENT, Shown, Stage
from views.kit.languages import LANGUAGES
from views.kit.screen import CAPTION_LIMIT, TEXT_LIMIT, length
from views.kit.texts import Translator
from views.summary import weekly, with_picture

NAMED = 6  # of those that are overdue; a button has the rest


def mondays() -> Iterator[date]:
    """Every Monday of the plan and of the week after it."""
    day = date(2024, 1, 1)
    while day <= date(2024, 7, 8):
        yield day
        day += timedelta(days=7)


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_every_monday_of_a_half_year_in_which_nobody_answers_is_one_message(
    english: Stage, locale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("views.summary._draw", lambda *_: b"PNG")  # it is not looked at here, and takes its time
    t = Translator(TASHKENT, "en")[locale]
    for day in mondays():
        facts = await english.services.summaries.facts(datetime.combine(day, time(9), TASHKENT))
        assert facts is not None
        screen = await with_picture(weekly(t, facts), t, facts)
        limit = TEXT_LIMIT if screen.picture is None else CAPTION_LIMIT
        assert length(screen.text) <= limit, day
        data = [one.callback_data for row in screen.rows for one in row]
        assert (screen.picture is not None) != ("q1:picture:0" in data), day
        assert screen.text.count("№") >= min(facts.counts.get(Status.OVERDUE, 0), NAMED), day


async def summaries(stage: Stage) -> list[Shown]:
    """All that stands in the group but the live card and what tells that it was pinned."""
    every = await stage.leader.heard()
    return [one for one in every if "The plan now" not in one.text and (one.text or one.raw["photo"])]


@pytest.mark.parametrize(("monday", "has_picture"), [(date(2024, 1, 8), True), (date(2024, 6, 24), False)])
async def test_it_comes_as_one_message_with_its_buttons(english: Stage, monday: date, has_picture: bool) -> None:
    await english.jumps_to(monday)
    await english.settles()
    [shown] = await summaries(english)
    assert shown.text.startswith("Weekly summary")
    assert bool(shown.raw["photo"]) == has_picture
    assert shown.raw["words_above"] == has_picture
    assert ("🖼 Picture of the plan" in shown.labels) != has_picture
    assert {"📂 By section", "👤 By officer", "🗓 Timeline"} <= set(shown.labels)


async def test_the_picture_takes_the_place_of_what_was_opened_and_gives_it_back(english: Stage) -> None:
    await english.jumps_to(date(2024, 6, 24))
    await english.settles()
    [summary] = await summaries(english)
    for label, is_picture in (("📂 By section", False), ("🖼 Picture", True), ("🖼 Picture", True), ("👤", False)):
        await english.leader.presses(label, summary)
        kept, below = await summaries(english)
        assert kept == summary
        assert bool(below.raw["photo"]) == is_picture
        assert below.raw["reply_to"]["id"] == summary.id


async def test_nobody_else_sees_the_picture(english: Stage) -> None:
    message = await english.outsider.last()
    answer = await english.outsider.taps(message, "q1:picture:0", forged=True)
    assert answer is not None
    assert "not linked" in answer["text"]
    assert not any(one.raw["photo"] for one in await english.outsider.heard())
