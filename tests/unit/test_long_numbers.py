"""Numbers of a thousand and more: read where an activity has them, never where an amount or a year may be meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.language.reading.parts import Asks
from services.language.reading.reader import Record, Understanding, understand
from services.language.reading.topics import Activity

TODAY = date(2024, 3, 12)
YEARS = range(1990, 2101)
LONGEST = 99_999  # what a plan's numbering holds (services/plan/marks.py)

years = st.sampled_from(YEARS)
numbers = st.integers(1_000, LONGEST).filter(lambda number: number not in YEARS)
percents = st.integers(11, 99)  # «№1200 5%» is asked about, as «№12 5%» is: 25%, perhaps, of №1

CALLED = (
    "№{n}, {p}%",
    "№{n} {p}%",
    "{n}-тадбир {p}%",
    "{n}-tadbir {p} foiz",
    "{n}-чи тадбир {p} фоиз",
    "{n}-банд {p}%",
    "{n} — {p}%",
    "{n}: {p}%",
    "{n} {p}%",
    "{n}-{p}%",
    "{n} bo'yicha {p}%",
    "{n} бўйича {p} фоиз бажарилди",
    "по {n} {p}%",
    "пункт {n}: {p}%",
    "п. {n} выполнен на {p}%",
    "мероприятие {n} выполнено на {p}%",
    "{n}-мероприятие {p} процентов",
    "activity {n} is {p}% done",
    "Ассалому алайкум, {n} {p}%",
)
FINISHED = (
    "№{n} бажарилди",
    "{n}-tadbir bajarildi",
    "{n} тайёр",
    "по {n} выполнено",
    "{n} выполнено",
    "{n} is done",
    "{n} ✅",
)
AMOUNTS = (
    "{n} нафар ўқитилди",
    "{n} nafar xodim o'qitildi",
    "тадбирда {n} киши қатнашди",
    "{n} сўм ажратилди",
    "{n} so'mga shartnoma tuzildi",
    "{n} млн сўм ўзлаштирилди",
    "обучено {n} человек",
    "освоено {n} млн сум",
    "{n} нусха чоп этилди",
    "{n} та плакат тайёр",
    "{n}-сонли хат юборилди",
    "ПФ-{n}-сон ижроси таъминланди",
    "{n}-сон қарор лойиҳаси тайёр",
    "хат №{n} юборилди",
    "письмо № {n} направлено",
    "{n}-мактаб таъмирланди",
)
OPEN = (  # an amount as well as an activity: asked
    "{n} тадбир ўтказилди",
    "{n} топшириқ бажарилди",
    "{n} га ер ажратилди",
    "{n} ходимга тарқатилди",
    "{n} дан {m} таси бажарилди",
    "т{n} бажарилди",
    "Т-{n} {p}%",
    "{n}-сон бажарилди",
)
OF_A_YEAR = (
    "{n} йилда бажарилди",
    "{n} йил якунида тайёр бўлди",
    "{n} йил режаси бажарилди",
    "{n} бажарилди",
    "{n} {p}%",
    "{n} тадбирлари бажарилди",
    "{n}-yilda bajarildi",
    "в {n} году выполнено",
    "выполнено в {n} г.",
    "15.04.{n} бажарилди",
    "март {n} {p}%",
)


def read(text: str, *own: int, about: tuple[int, ...] = ()) -> Understanding:
    """What somebody with these activities says by it."""
    return understand(text, [Activity(number, "", None) for number in own], today=TODAY, about=about)


@given(st.sampled_from(CALLED), numbers, percents)
def test_a_number_that_exists_is_read_however_long_it_is(words: str, number: int, percent: int) -> None:
    found = read(words.format(n=number, p=percent), number, number + 1, 7)
    assert (found.records, found.asks) == ((Record(number, percent, None),), Asks.NONE)


@given(st.sampled_from(FINISHED), numbers)
def test_a_number_that_exists_is_read_as_finished(words: str, number: int) -> None:
    found = read(words.format(n=number), number, number + 1, 7)
    assert found.records == (Record(number, None, True),)


@given(numbers, st.integers(2, 5))
def test_lists_and_ranges_of_long_numbers_are_read(number: int, length: int) -> None:
    every = [number + step for step in range(length) if number + step not in YEARS]
    for text in (
        f"{', '.join(map(str, every))} бажарилди",
        f"№{every[0]}—№{every[-1]} бажарилди",
        f"{every[0]} дан {every[-1]} гача бажарилди",
        f"с {every[0]} по {every[-1]} выполнено",
        f"{', '.join(map(str, every))}-тадбирлар бажарилди",
    ):
        found = read(text, *every, every[-1] + 3)
        if every[0] != every[-1]:
            assert [one.activity for one in found.records] == every, text


@given(numbers, numbers, percents)
def test_pairs_of_long_numbers_are_read_each_with_its_percent(one: int, other: int, percent: int) -> None:
    if one == other:
        return
    for text in (f"{one} {percent}%, {other} 10%", f"{one}-{percent}% {other}-10%", f"{one} {other}: {percent} 10"):
        found = read(text, one, other, 100_500)
        assert found.records == (Record(one, percent, None), Record(other, 10, None)), text


@given(st.sampled_from(AMOUNTS), numbers)
def test_an_amount_or_a_papers_number_is_no_activity_though_one_has_it(words: str, number: int) -> None:
    found = read(words.format(n=number), number, 7, 8)
    assert number not in [one.activity for one in found.records]
    assert number not in found.named
    assert number not in [one.activity for one in read(words.format(n=number), number, 7, about=(7,)).records]


@given(st.sampled_from(OPEN), numbers, percents)
def test_what_may_be_an_amount_is_asked_about(words: str, number: int, percent: int) -> None:
    text = words.format(n=number, m=number + 1, p=percent)
    found = read(text, number, 7, about=(7,))
    assert found.records == (), text
    assert found.asks in (Asks.ACTIVITY, Asks.INTENT)
    assert number in (*found.choices, *found.named)


@given(st.sampled_from(OF_A_YEAR), years, percents)
def test_a_year_is_never_recorded_for_the_activity_of_that_number(words: str, year: int, percent: int) -> None:
    found = read(words.format(n=year, p=percent), year, 7, 8)
    assert year not in [one.activity for one in found.records]


@given(years, percents)
def test_a_number_called_an_activitys_is_one_though_it_looks_like_a_year(year: int, percent: int) -> None:
    for text in (f"№{year}, {percent}%", f"{year}-тадбир {percent}%"):
        assert read(text, year, 7).records == (Record(year, percent, None),)
        assert read(text, 7, about=(7,)).records == ()  # nobody's: never the percent of another


@given(numbers, percents)
def test_a_percent_of_a_number_that_is_nobodys_is_not_recorded_for_the_one_spoken_of(number: int, percent: int) -> None:
    for text in (
        f"№{number}, {percent}%",
        f"{number} {percent}%",
        f"{number}-тадбир {percent}%",
        f"{number}: {percent}%",
    ):
        found = read(text, 7, 8, about=(7,))
        assert (found.records, found.asks) == ((), Asks.ACTIVITY), text
        assert found.named == (number,)


@given(st.integers(1, 99), st.integers(0, 999), percents)
def test_a_thousand_written_with_a_space_is_read_only_where_nothing_else_fits(
    thousands: int, rest: int, percent: int
) -> None:
    whole, written = 1000 * thousands + rest, f"{thousands} {rest:03}"
    if whole in YEARS:
        return
    found = read(f"№{written}, {percent}%", whole, whole + 1)
    assert found.records == (Record(whole, percent, None),)
    for own in {thousands, rest} - {0}:
        found = read(f"№{written}, {percent}%", whole, own, about=(own,))
        assert found.records == (() if rest >= 100 else (Record(whole, percent, None),)), own  # «001» is never 1
    assert read(f"{written} бажарилди", whole, whole + 1).records == ()  # that many, perhaps
    assert read(f"{written} 000 сўм ажратилди", whole, whole + 1).records == ()


@pytest.mark.parametrize(
    "text", ["15042024", "15042024 бажарилди", "998901234567", "+998 71 239-12-34", "71 239 12 34"]
)
def test_days_without_points_and_telephones_are_no_activities(text: str) -> None:
    found = read(text, 1504, 2024, 1234, 9989, 239, 71)
    assert found.records == ()
    assert {1504, 2024, 1234, 9989}.isdisjoint(found.named)


def test_people_counted_at_an_occasion_are_no_activity() -> None:
    assert read("тадбирда 120 нафар қатнашди", 120, 7).named == ()
    assert read("120-тадбир бажарилди", 120, 7).records == (Record(120, None, True),)
