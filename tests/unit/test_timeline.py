"""The time line: bars stand where their months are, today's line where today is, and it can always be sent."""

import dataclasses
import io
import itertools
import warnings
from collections.abc import Sequence
from datetime import date

import pytest
from PIL import Image

from services.plan.figures import ActivityFacts
from services.plan.status import Status
from tests.unit.facts_by_hand import activities, summary, texts
from views.kit.languages import LANGUAGES
from views.kit.texts import Html
from views.pictures.drawing import COLOURS, INNER, MARGIN, WIDTH
from views.pictures.timeline import ROWS, TODAY, rows, time_line

DAYS = 182  # from January to June 2024


def drawn(chosen: Sequence[ActivityFacts], locale: str = "en", today: date = date(2024, 4, 15)) -> Image.Image:
    """The picture of these activities in the seeded plan."""
    content = time_line(texts(locale), summary(activities(today=today), today=today), chosen, Html("26 &amp; more"))
    return Image.open(io.BytesIO(content)).convert("RGB")


def one(number: int, **changes: object) -> ActivityFacts:
    """An activity of the seeded plan."""
    return dataclasses.replace(activities()[number - 1], **changes)


def spans(picture: Image.Image, colour: str, shortest: int) -> set[tuple[int, int]]:
    """Where the colour runs from left to right, below the legend, as days from 1 January."""
    wanted = int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
    found = set()
    for y in range(picture.height):
        x = 0
        for is_it, run in itertools.groupby(picture.getpixel((x, y)) == wanted for x in range(WIDTH)):
            length = len(list(run))
            if is_it and length >= shortest:
                found.add((day_at(x), day_at(x + length)))
            x += length
    return found


def day_at(x: float) -> int:
    return round((x - MARGIN) / INNER * DAYS)


def test_a_bar_goes_from_the_first_day_of_its_first_month_to_its_deadline() -> None:
    [(start, end)] = spans(drawn([one(5)]), COLOURS[Status.OVERDUE], 100)  # February and March
    assert start == pytest.approx(31, abs=1)
    assert end == pytest.approx(91, abs=1)


def test_todays_line_stands_at_today() -> None:
    picture = drawn([one(5)], today=date(2024, 4, 15))
    beside = [drawn([one(5)], today=date(2024, 4, day)).height for day in (1, 30)]
    below_its_day = picture.crop((0, picture.height - 200, WIDTH, picture.height))
    assert spans(below_its_day, TODAY, 5) == {(105, 106)}
    assert beside == [picture.height] * 2, "the day of today changes nothing else"


def test_long_after_the_plan_there_is_no_line_of_today() -> None:
    assert not spans(drawn([one(7)], today=date(2025, 5, 1)), TODAY, 5)


def test_what_was_added_to_a_deadline_is_an_empty_frame_behind_the_old_one() -> None:
    picture = drawn([one(5, due_on=date(2024, 5, 31), status=Status.IN_PROGRESS)], today=date(2024, 1, 15))
    colour = COLOURS[Status.IN_PROGRESS]
    runs = spans(picture, colour, 100)
    assert max(end for _, end in runs) == pytest.approx(152, abs=1)
    assert {start for start, end in runs if end < 95} <= {31, 32}, "the plan's months are filled"


def test_a_deadline_beyond_the_plan_makes_room_for_its_months() -> None:
    picture = drawn([one(26, due_on=date(2024, 8, 31), status=Status.IN_PROGRESS)], today=date(2024, 8, 31))
    [end] = {end for start, end in spans(picture, COLOURS[Status.IN_PROGRESS], 500) if start <= 1}
    assert end == pytest.approx(182 * 182 / 244, abs=1), "the plan's six months of eight"


def test_work_without_a_deadline_goes_to_the_end_of_the_months() -> None:
    assert max(end for _, end in spans(drawn([one(10)]), COLOURS[Status.CONTINUOUS], 300)) == pytest.approx(182, abs=2)


def test_few_stand_in_the_plans_order_and_many_by_urgency() -> None:
    few = activities()
    assert [facts.number for facts in rows(few[::-1])] == list(range(1, 27))
    many = [dataclasses.replace(facts, number=facts.number + 26 * turn) for turn in range(100) for facts in few]
    shown = rows(many)
    assert len(shown) == ROWS
    assert {facts.status for facts in shown} == {Status.OVERDUE}


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_letter_has_its_glyph_and_nothing_is_drawn_over_the_margins(locale: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a missing glyph
        picture = drawn(activities(), locale)
    assert picture.width == WIDTH
    paper = picture.getpixel((0, 0))
    for x in (*range(20), *range(WIDTH - 20, WIDTH)):
        assert all(picture.getpixel((x, y)) == paper for y in range(picture.height))


@pytest.mark.parametrize("years", [1, 12])
def test_thousands_of_activities_over_many_years_are_still_a_picture_that_can_be_sent(years: int) -> None:
    few = activities()
    last = date(2023 + years, 12, 31)
    many = [
        dataclasses.replace(facts, number=26 * turn + facts.number, due_on=last) for turn in range(100) for facts in few
    ]
    picture = drawn(many)
    assert picture.width + picture.height < 10_000
    assert picture.height < 20 * picture.width
