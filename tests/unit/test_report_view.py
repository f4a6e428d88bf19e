"""The screens of /report as values: their words, their pages, their buttons."""

import dataclasses

import pytest

from services.calendar.deadlines import Month
from services.language.names import Named
from services.language.questions import Question
from services.leadership.report import select
from tests.unit.facts_by_hand import activities, everybody, summary, texts
from views import report as views
from views.kit.languages import LANGUAGES
from views.kit.paging import Page, paged
from views.kit.screen import TEXT_LIMIT, Screen, length


def data(screen: Screen) -> list[str]:
    return [one.callback_data or "" for row in screen.rows for one in row]


def test_a_page_past_the_end_is_the_last() -> None:
    assert paged("abcde", 9, 2) == Page("e", 2, 3)
    assert paged("abcde", -1, 2) == Page("ab", 0, 3)
    assert paged("", 0, 2) == Page("", 0, 1)


def test_a_name_of_several_is_asked_by_buttons_that_keep_the_other_words() -> None:
    two = (Named("4", "Х. Палуаниязов"), Named("6", "Х. Маматов"))
    question = Question(sections=frozenset({"III"}), ambiguous=(("Х", two),))
    screen = views.which_officer(texts(), question)
    assert [one.text for row in screen.rows for one in row] == ["X. Paluaniyazov", "X. Mamatov"]
    assert data(screen) == ["q1:III e4:0", "q1:III e6:0"]


def test_what_was_asked_is_said_in_the_readers_words() -> None:
    question = Question(
        sections=frozenset({"VII"}),
        executors=frozenset({str(everybody()["rakhimova"].id)}),
        months=frozenset({Month(2024, 5)}),
    )
    said = views.asked(texts(), summary(), question)
    assert said == "VII. Xalqaro aloqalar va hamkorlik · G. Raximova · May 2024"


def test_a_section_tells_how_much_is_done_and_what_is_late() -> None:
    lines = [str(views.section_line(texts(), summary(), section, 30)) for section in summary().sections]
    assert lines[2].endswith("— 0 of 5 done, 🔴 overdue: 1")
    assert lines[3].endswith("— 2 of 5 done")


def test_sections_and_officers_open_by_button() -> None:
    assert data(views.sections(texts(), summary()))[:3] == ["q1:I:0", "q1:II:0", "q1:III:0"]
    first = data(views.officers(texts(), summary()))
    second = data(views.officers(texts(), summary(), 1))
    assert {one for one in first + second if one.startswith("q1:e")} == {
        f"q1:e{executor.id}:0" for executor in everybody().values()
    }


@pytest.mark.parametrize("locale", LANGUAGES)
def test_no_screen_of_a_great_plan_outgrows_a_message(locale: str) -> None:
    seed = activities()
    crowd = tuple(
        dataclasses.replace(seed[0].parts[0], executor=one, position=position)
        for position, one in enumerate(list(everybody().values()) * 5)
    )
    many = tuple(
        dataclasses.replace(seed[index % 26], number=index, section="I" * (index % 90 + 1), parts=crowd)
        for index in range(1000)
    )
    facts = summary(many)
    t = texts(locale)
    every = Question(sections=frozenset(one.number for one in facts.sections), statuses=frozenset({"overdue", "done"}))
    screens = [
        views.whole(t, facts),
        views.whole(t, facts, 3),
        views.sections(t, facts),
        views.officers(t, facts),
        views.found(t, facts, every, select(facts, every), 0),
        views.help_screen(t, facts),
        views.menu(t, facts),
    ]
    for screen in screens:
        assert length(screen.text) <= TEXT_LIMIT
        assert all(len(one.encode()) <= 64 for one in data(screen))


@pytest.mark.parametrize(
    ("first", "length", "heading"),
    [
        (1, 3, "2024 йил 1-чорак"),
        (4, 3, "2024 йил 2-чорак"),
        (1, 6, "2024 йил 1-ярим йиллик"),
        (1, 12, "2024 йил"),
        (2, 3, "2024 йил февраль · 2024 йил март · 2024 йил апрель"),
        (1, 2, "2024 йил январь · 2024 йил февраль"),
    ],
)
def test_a_whole_quarter_or_half_year_is_named_as_one(first: int, length: int, heading: str) -> None:
    months = frozenset(Month(2024, first) + ahead for ahead in range(length))
    assert views.asked(texts("uz_Cyrl"), summary(), Question(months=months)) == heading
