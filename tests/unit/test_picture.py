"""The picture of the plan: that it is one, that its words fit, that its colours can be told apart."""

import dataclasses
import io
import itertools
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from services.plan.status import Status
from tests.unit.facts_by_hand import activities, summary, texts
from views.kit.languages import LANGUAGES
from views.pictures.drawing import COLOURS, MARGIN, TEXT, TITLE, WIDTH, cut, width_of, wrap
from views.pictures.sections import plan_picture

LONG = "Ўзбекистон Республикаси Олий Мажлиси Қонунчилик палатасига ва маҳаллий Кенгашларга сайловларга тайёргарлик"


def drawn(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_picture_is_as_wide_as_a_phone_wants_and_every_letter_has_its_glyph(locale: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a missing glyph
        picture = drawn(plan_picture(texts(locale), summary()))
    assert picture.width == WIDTH
    assert WIDTH < picture.height < 2 * WIDTH


def test_every_status_that_there_is_is_seen_in_its_colour() -> None:
    colours = {colour for _, colour in drawn(plan_picture(texts(), summary())).getcolors(10**6)}
    for status in summary().counts:
        assert rgb(COLOURS[status]) in colours


def test_a_status_that_nobody_has_is_not_drawn() -> None:
    facts = summary(activities({}))
    colours = {colour for _, colour in drawn(plan_picture(texts(), facts)).getcolors(10**6)}
    assert rgb(COLOURS[Status.OVERDUE]) not in colours
    assert rgb(COLOURS[Status.NOT_STARTED]) in colours


def test_bars_are_as_long_as_their_sections_have_activities() -> None:
    picture = drawn(plan_picture(texts(), summary(activities({}))))
    grey = rgb(COLOURS[Status.NOT_STARTED])
    runs = [sum(picture.getpixel((x, y)) == grey for x in range(WIDTH)) for y in range(picture.height)]
    bars = [run for run, group in itertools.groupby(runs) if run > 100 and len(list(group)) >= 3]
    longest = max(bars)
    assert longest == pytest.approx(WIDTH - 2 * MARGIN, abs=8)
    assert {round(5 * bar / longest) for bar in bars} == {2, 3, 4, 5}  # a section has 2 to 5 activities


def test_nothing_is_drawn_over_the_margins() -> None:
    picture = drawn(plan_picture(texts("uz_Cyrl"), summary()))
    paper = picture.getpixel((0, 0))
    for x in (*range(20), *range(WIDTH - 20, WIDTH)):
        assert all(picture.getpixel((x, y)) == paper for y in range(picture.height))
    for y in (*range(20), *range(picture.height - 20, picture.height)):
        assert all(picture.getpixel((x, y)) == paper for x in range(WIDTH))


@pytest.mark.parametrize("size", [TEXT, TITLE])
def test_wrapped_lines_fit_and_keep_every_word(size: int) -> None:
    lines = wrap(LONG, size, width=600)
    assert " ".join(lines) == LONG
    assert all(width_of(line, size) <= 600 for line in lines)


def test_a_title_is_cut_on_a_word_and_says_so() -> None:
    [first, last] = cut(LONG, 2, TEXT, width=700)
    assert LONG.startswith(f"{first} {last.removesuffix('…')}")
    assert LONG[len(f"{first} {last}") - 1] == " "
    assert last.endswith("…")
    assert width_of(last) <= 700
    assert cut(LONG, 9, TEXT, width=700) == wrap(LONG, TEXT, width=700)


def test_a_dollar_sign_in_the_plan_is_no_formula() -> None:
    facts = summary()
    first = dataclasses.replace(facts.sections[0], title="Харажатлар $100 дан $200 гача, x_1^2 \\alpha")
    assert plan_picture(texts(), dataclasses.replace(facts, sections=(first,)))


def test_a_plan_without_sections_has_a_picture_too() -> None:
    assert plan_picture(texts(), dataclasses.replace(summary(), sections=(), counts={}))


def test_a_plan_of_very_many_sections_is_still_a_picture_that_can_be_sent() -> None:
    facts = summary()
    picture = drawn(plan_picture(texts(), dataclasses.replace(facts, sections=facts.sections * 70)))
    assert picture.width + picture.height < 10_000


def test_pictures_drawn_at_once_do_not_disturb_each_other() -> None:
    alone = plan_picture(texts(), summary())
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: plan_picture(texts(), summary()), range(8))) == {alone}
