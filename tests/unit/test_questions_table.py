"""Questions as people type them, in four languages, with typing errors, and how each is read."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.understand import Message, understood
from services.language.names import Named, is_name
from services.language.question_words import OPEN
from services.language.questions import Question, Span, parse_question
from services.language.reading.intents import Intent
from services.plan.file import load_plan

HERE = Path(__file__).parent
PLAN = load_plan(HERE.parents[1] / "data" / "seed_plan.json")
NAMES = [Named(one.key, one.name, tuple(one.aliases)) for one in PLAN.executors]
SPAN = Span(date(2024, 1, 1), date(2024, 6, 30), date(2024, 4, 15))
SECTIONS = ("I", "II", "III", "IV", "V", "VI", "VII")


def rows(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [(text, read) for text, _, read in (line.partition("\t") for line in lines if not line.startswith("#"))]


def ask(text: str) -> Question:
    numbers = [one.number for one in PLAN.activities]
    return parse_question(text, numbers=numbers, sections=SECTIONS, names=NAMES, span=SPAN, shown={})


def told(question: Question) -> str:
    """The reading in the table's notation."""
    return " ".join(_told(question))


def _told(question: Question) -> Iterator[str]:
    statuses = "open" if question.statuses == set(OPEN) else ",".join(sorted(question.statuses))
    yield from ["help"] * question.help
    yield from [str(question.aim)] * (question.aim is not None)
    yield from ["mine"] * question.is_mine
    yield from [str(question.place)] * (question.place is not None)
    yield from ["n" + ",".join(map(str, sorted(question.numbers)))] * bool(question.numbers)
    yield from ["s" + ",".join(sorted(question.sections))] * bool(question.sections)
    yield from ["e:" + ",".join(sorted(question.executors))] * bool(question.executors)
    yield from ["st:" + statuses] * bool(statuses)
    yield from ["m:" + ",".join(str(month.month) for month in sorted(question.months))] * bool(question.months)
    if question.days is not None:
        yield f"d:{question.days.start:%m%d}-{question.days.end:%m%d}"
    yield from [f"l{question.lasting}"] * (question.lasting is not None)
    yield from [str(question.format)] * (question.format is not None)
    yield from ["? " + ",".join(one.word for one in question.unknown)] * bool(question.unknown)


@pytest.mark.parametrize("table", ["questions.tsv", "questions_unseen.tsv", "questions_leaders.tsv"])
def test_every_question_of_the_tables_is_read_as_it_stands_there(table: str) -> None:
    wrong = [(text, read, told(ask(text))) for text, read in rows(table) if told(ask(text)) != read]
    assert wrong == []


@pytest.mark.parametrize("table", ["questions.tsv", "questions_unseen.tsv"])
def test_of_an_officers_question_nothing_is_recorded_and_most_are_known_as_questions(table: str) -> None:
    texts = [text for text, _ in rows(table)]
    found = list(understood(PLAN, [Message(text, "mamatov") for text in texts], SPAN.today))
    assert [one.records for one in found if one.records] == []
    asked = sum(Intent.QUESTION in one.intents for one in found)
    print(f"{table}: {asked} of {len(texts)} known as questions")
    assert asked >= 0.9 * len(texts)


def test_of_a_leaders_question_that_an_officer_writes_nothing_is_recorded() -> None:
    texts = [text for text, _ in rows("questions_leaders.tsv")]
    found = understood(PLAN, [Message(text, "mamatov") for text in texts], SPAN.today)
    assert [one.records for one in found if one.records] == []


def test_the_tables_are_long_enough() -> None:
    assert len(rows("questions.tsv")) >= 120
    assert len(rows("questions_unseen.tsv")) >= 50


@pytest.mark.parametrize("ending", ["", "нинг", "да", "ни", "га"])
def test_no_name_of_the_plan_is_taken_for_a_word_that_only_asks(ending: str) -> None:
    for person in (one for one in PLAN.executors if one.kind == "person"):
        name = person.name.split()[-1] + ending
        assert is_name(name, NAMES)
        assert ask(f"{name} нима қилди?").executors == {person.key}


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("Нега менга уч марта эслатма келди?", set()),
        ("nega menga ikki marta eslatma keldi?", set()),
        ("неча марта ҳисобот берилган?", set()),
        ("учинчи марта сўраяпман", set()),
        ("что нужно сделать в марте?", {3}),
        ("пятое марта", {3}),
    ],
)
def test_how_many_times_is_no_month(words: str, months: set[int]) -> None:
    assert {month.month for month in ask(words).months} == months


@pytest.mark.parametrize(
    ("words", "until", "on"),
    [
        ("менга 5 апрелгача нима бор", date(2024, 4, 5), None),
        ("5 апрель гача нима қилишим керак", date(2024, 4, 5), None),
        ("menga 5-aprelgacha nima bor", date(2024, 4, 5), None),
        ("что нужно сделать до 3 марта?", date(2024, 3, 3), None),
        ("what is due by 3 March", date(2024, 3, 3), None),
        ("17 янв", None, date(2024, 1, 17)),
        ("9 январь", None, date(2024, 1, 9)),
        ("17-yanvar", None, date(2024, 1, 17)),
        ("17 января", None, date(2024, 1, 17)),
        ("апрелгача нима бор", None, None),
        ("5-9 апрель", None, None),
        ("3-тадбир 5 апрелгача тугайдими", None, None),
        ("13 апрель куни ким ҳисобот берди", None, None),
    ],
)
def test_a_day_is_a_day_and_until_it_is_all_before(words: str, until: date | None, on: date | None) -> None:
    asked = ask(words)
    assert (asked.until, asked.on) == (until, on)
