"""The weekly summary: what it tells, and what it leaves out when the week was long."""

import dataclasses
import re
from datetime import date, timedelta

import pytest

from services.leadership.summary import Changes, Quality, SummaryFacts
from services.messages.purposes import ShowsSummary
from services.plan.status import Status
from tests.unit.facts_by_hand import TODAY, activities, everybody, silence, summary, texts
from views import summary as views
from views.kit.languages import LANGUAGES
from views.kit.screen import CAPTION_LIMIT, TEXT_LIMIT, length
from views.kit.words import executor_name
from views.summary import week_days, weekly, with_picture

ALL_LATE = dict.fromkeys(range(1, 27), Status.OVERDUE)


def told(facts: SummaryFacts, locale: str = "en") -> str:
    return re.sub(r"</?b>", "", weekly(texts(locale), facts).text)


def block(facts: SummaryFacts, head: str) -> list[str]:
    """The lines under the head that begins so."""
    found = [lines for lines in told(facts).split("\n\n") if lines.startswith(head)]
    return found[0].split("\n")[1:] if found else []


def crowd(size: int, parts: int = 3) -> SummaryFacts:
    """A plan of many overdue activities, in form like the seed."""
    seed = activities(ALL_LATE)
    many = tuple(
        dataclasses.replace(
            seed[index % 26],
            id=index,
            number=index + 1,
            due_on=TODAY - timedelta(days=9),
            parts=tuple(
                dataclasses.replace(seed[index % 26].parts[0], executor=executor, position=position)
                for position, executor in enumerate(list(everybody().values())[:parts])
            ),
        )
        for index in range(size)
    )
    return summary(many)


def test_the_headline_says_how_many_are_done_and_overdue() -> None:
    assert "5 of 26 activities done, 2 overdue." in told(summary())


def test_the_headline_of_a_plan_without_delay_says_so() -> None:
    assert "0 of 26 activities done, none overdue." in told(summary(activities({})))


def test_one_overdue_activity_is_told_in_the_singular() -> None:
    assert "0 of 26 activities done, 1 overdue." in told(summary(activities({3: Status.OVERDUE})))


def test_the_summary_is_of_an_iso_week() -> None:
    assert told(summary()).startswith("Weekly summary: 15 April – 21 April 2024")


@pytest.mark.parametrize(
    ("week", "monday", "sunday"),
    [
        ("2024-W01", date(2024, 1, 1), date(2024, 1, 7)),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
    ],
)
def test_a_week_is_read_as_its_monday_and_sunday(week: str, monday: date, sunday: date) -> None:
    assert week_days(week) == (monday, sunday)


def test_a_week_over_the_new_year_names_both_years() -> None:
    facts = summary(today=date(2024, 12, 31))
    assert "30 December 2024 – 5 January 2025" in told(facts)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_counts_add_up_to_the_whole_plan(locale: str) -> None:
    counted = re.findall(r"^[🟢🟡🔵🔴⚪♾][^:\n]*: (\d+)$", told(summary(), locale).split("\n\n")[1], re.MULTILINE)
    assert sum(map(int, counted)) == 26
    assert len(counted) == len(summary().counts)


def test_each_status_has_its_sign_and_its_word() -> None:
    lines = told(summary()).split("\n\n")[1].split("\n")
    assert "🔴 overdue: 2" in lines
    assert "♾ continuous: 2" in lines
    assert all(re.search(r"[a-z]", line) for line in lines)


def test_the_first_summary_says_that_it_is_the_first() -> None:
    facts = summary(changes=Changes(None, 3, (101,), (), (), (), ()))
    assert "first summary" in told(facts)
    assert "Since the last summary" not in told(facts)


def test_changes_are_listed_by_name_if_no_list_below_has_them() -> None:
    changes = Changes(
        summary().changes.since,
        7,
        (
            111,
            113,
        ),
        (121,),
        (101,),
        (116,),
        (105,),
    )
    assert block(summary(changes=changes), "Since the last summary: 7 reports") == [
        "▫️ done: №11 tovar yetkazib berish reja-jadvali; №13 MSKning yillik smetasi",
        "▫️ sent for acceptance: №21",
        "▫️ returned: №1 nomzodlar tarkibi tahlili",
        "▫️ deadline extended: №16 saylovni yoritish seminarlari",
        "▫️ became overdue: №5",
    ]


def test_many_that_changed_at_once_are_told_by_number() -> None:
    changes = Changes(
        summary().changes.since,
        7,
        (
            111,
            113,
            115,
            119,
            120,
        ),
        (),
        (),
        (),
        (),
    )
    assert block(summary(changes=changes), "Since the last summary") == ["▫️ done: №11, №13, №15, №19, №20"]


def test_a_week_in_which_nothing_happened_is_one_line() -> None:
    assert "Since the last summary: no reports\n\n" in told(summary())


def test_each_overdue_activity_has_number_title_names_and_days() -> None:
    third, fifth = block(summary(), "🔴 Overdue: 2")
    assert third.startswith("№3 normativ hujjatlar xatlovi — B. Kuchkarov")
    for name in ("B. Kuchkarov", "X. Mamatov", "M. Xusanova", "X. Paluaniyazov", "I. Xadjiyev", "O‘quv-markazi"):
        assert name in third
    assert third.endswith("46 days past the deadline")
    assert fifth.endswith("15 days past the deadline")


def test_what_is_due_within_two_weeks_has_its_day() -> None:
    facts = summary(today=date(2024, 4, 22))
    assert all("30 April, 8 days left" in line for line in block(facts, "⏳ Due within two weeks"))
    assert len(block(facts, "⏳ Due within two weeks: 2")) == 2


def test_a_list_with_nothing_in_it_is_not_there() -> None:
    text = told(summary(activities({})))
    for head in ("🔴 Overdue:", "🟡 Awaiting acceptance", "🔕", "🗓", "▫️"):
        assert head not in text


def test_what_waits_for_acceptance_names_the_lead_alone() -> None:
    [line] = block(summary(), "🟡 Awaiting acceptance: 1")
    assert line == "№21 E-Saylov tizimi sinovi — B. Kuchkarov"
    assert line.endswith("— B. Kuchkarov")


def test_those_silent_for_equally_long_share_a_line() -> None:
    long, short = date(2024, 3, 5), date(2024, 4, 1)
    facts = summary(silent=(silence("alimbaev", long, 16), silence("sataev", long, 4), silence("umarov", short, 14)))
    assert block(facts, "🔕 Silent for two weeks or more: 3") == [
        "41 days: M. Alimbayev, M. Satayev",
        "14 days: Sh. Umarov",
    ]


def test_the_quality_line_names_who_is_not_linked() -> None:
    who = everybody()
    facts = summary(quality=Quality(19, (who["rakhimova"], who["ochilov"], who["farmanov"]), ()))
    assert "ℹ️ 3 of 19 executors are not linked yet: G. Raximova, Q. Ochilov, A. Farmanov" in told(facts)


def test_the_quality_line_names_who_blocked_the_bot() -> None:
    facts = summary(quality=Quality(19, (), (everybody()["umarov"],)))
    assert "All 19 executors are linked." in told(facts)
    assert "1 executor has blocked the bot: Sh. Umarov" in told(facts)


def test_the_agenda_of_the_month_stands_in_its_first_summary() -> None:
    lines = block(summary(agenda=(3, 4)), "🗓")
    assert [line[:2] for line in lines] == ["3.", "4."]
    assert "🗓" not in told(summary())


def test_buttons_open_the_overdue_the_sections_and_the_officers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")  # without LibreOffice
    data = [one.callback_data for row in weekly(texts(), summary()).rows for one in row]
    assert data == ["q1:" + words + ":0" for words in ("overdue", "sections", "officers", "docx", "xlsx", "timeline")]


def test_a_reply_to_a_summary_finds_its_activities() -> None:
    facts = summary()
    about = weekly(texts(), facts).about
    assert isinstance(about, ShowsSummary)
    named = set(about.activities)
    assert named <= {one.id for one in facts.activities}
    assert {one.id for one in facts.overdue} <= named


def test_the_overdue_activities_of_a_summary_can_be_replied_about() -> None:
    facts = summary(activities(ALL_LATE))
    about = weekly(texts(), facts).about
    assert isinstance(about, ShowsSummary)
    replied = list(about.activities)
    assert replied == [one.id for one in facts.overdue][: len(replied)]
    assert len(replied) > 20


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_plan_wholly_overdue_keeps_the_names_of_what_it_tells_and_cuts_the_rest(locale: str) -> None:
    facts = summary(activities(ALL_LATE))
    screen = weekly(texts(locale), facts)
    assert length(screen.text) <= views.QUICK, "read in half a minute"
    for one in facts.overdue[:6]:
        assert f"<b>№{one.number}</b> {texts(locale).plan(one.short_name)}" in screen.text
    for executor in everybody().values():
        assert executor_name(texts(locale), executor) in screen.text
    assert all(one.text[:30] not in screen.text for one in facts.overdue)


def test_a_long_list_is_cut_with_the_names_of_the_rest_and_a_button() -> None:
    facts = crowd(80)
    screen = weekly(texts(), facts)
    assert length(screen.text) <= TEXT_LIMIT
    assert "… and 68 more: B. Yunusov, M. Miramirov, A. Ibodullayev" in screen.text
    assert "q1:overdue:0" in [one.callback_data for row in screen.rows for one in row]


@pytest.mark.parametrize(("size", "parts"), [(1000, 3), (10_000, 19)])
def test_a_plan_of_any_size_fits_into_one_message(size: int, parts: int) -> None:
    assert length(weekly(texts(), crowd(size, parts)).text) <= TEXT_LIMIT


def test_a_cut_summary_offers_each_list_that_was_cut() -> None:
    late = crowd(80)
    facts = dataclasses.replace(late, due_soon=late.overdue, silent=(silence("umarov", date(2024, 3, 1), 14),))
    data = [one.callback_data for row in weekly(texts(), facts).rows for one in row]
    assert data[-2:] == ["q1:soon:0", "q1:silent:0"]


def test_words_of_the_plan_cannot_break_the_message() -> None:
    [first, *others] = activities(ALL_LATE)
    facts = summary((dataclasses.replace(first, short_name="<b>A & B</b>"), *others[:3]))
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in weekly(texts(), facts).text


async def test_the_picture_stands_in_the_message_of_the_summary() -> None:
    screen = await with_picture(weekly(texts(), summary()), texts(), summary())
    assert screen.picture is not None
    assert screen.picture.content.startswith(b"\x89PNG")


async def test_a_summary_whose_picture_fails_goes_without_it() -> None:
    undrawable = dataclasses.replace(summary(), sections=(None,))  # type: ignore[arg-type]
    screen = await with_picture(weekly(texts(), summary()), texts(), undrawable)
    assert screen.picture is None
    assert screen.text == weekly(texts(), summary()).text


async def test_words_that_no_caption_holds_have_a_button_for_the_picture() -> None:
    facts = summary(activities(ALL_LATE))
    screen = await with_picture(weekly(texts(), facts), texts(), facts)
    assert length(screen.text) > CAPTION_LIMIT
    assert screen.picture is None
    assert screen.rows[0][0].callback_data == "q1:picture:0"


def test_cuts_take_away_and_never_give_back() -> None:
    kept = [(cut.entries or 10**6, cut.names) for cut in views.CUTS]
    assert kept == sorted(kept, reverse=True)
