"""Which activities a question for a report is about."""

import dataclasses
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.calendar.deadlines import Month
from services.language.questions import Question
from services.leadership.report import STATUS_WORDS, executors, named, select
from services.plan.status import Status
from tests.unit.facts_by_hand import STATUSES, activities, everybody, summary
from views.kit.questions import LIMIT, pack, unpack

MARCH = frozenset({Month(2024, 3)})

QUESTIONS = st.builds(
    Question,
    numbers=st.frozensets(st.integers(1, 26), max_size=8),
    sections=st.frozensets(st.sampled_from(["I", "II", "III", "IV", "V", "VI", "VII"])),
    executors=st.frozensets(st.integers(1, 19).map(str), max_size=5),
    statuses=st.frozensets(st.sampled_from(sorted(STATUS_WORDS)), max_size=3),
    months=st.frozensets(st.integers(1, 12).map(lambda month: Month(2024, month))),
)


def numbers(**words: frozenset[object]) -> list[int]:
    return [one.number for one in select(summary(), Question(**words))]  # type: ignore[arg-type]


def the(*words: object) -> frozenset[object]:
    return frozenset(words)


def key(name: str) -> str:
    return str(everybody()[name].id)


def test_no_words_are_the_whole_plan() -> None:
    assert sorted(numbers()) == list(range(1, 27))


def test_numbers_are_taken_together() -> None:
    assert numbers(numbers=the(7, 3, 9)) == [3, 7, 9]


def test_a_section_is_all_its_activities() -> None:
    assert numbers(sections=the("III")) == [5, 6, 7, 8, 9]


def test_an_executor_is_found_as_lead_and_as_assistant() -> None:
    assert sorted(numbers(executors=the(key("umarov")))) == [10, 11, 12, 13, 14]


def test_kinds_of_words_narrow_each_other() -> None:
    assert numbers(sections=the("III"), statuses=the("overdue")) == [5]
    assert numbers(sections=the("IV"), statuses=the("overdue")) == []
    assert sorted(numbers(executors=the(key("umarov")), statuses=the("done"))) == [11, 13]


def test_done_covers_what_was_done_late() -> None:
    assert sorted(numbers(statuses=the("done"))) == [11, 13, 15, 19, 20]
    assert numbers(statuses=the("late")) == [15]


def test_extended_is_every_activity_whose_deadline_was_moved() -> None:
    first, *others = activities()
    facts = summary((dataclasses.replace(first, due_on=date(2024, 6, 30)), *others))
    assert [one.number for one in select(facts, Question(statuses=frozenset({"extended"})))] == [1]


def test_every_status_is_asked_for_by_some_word() -> None:
    for status in Status:
        facts = dataclasses.replace(activities()[0], status=status)
        assert any(has(facts) for has in STATUS_WORDS.values())


def test_a_month_is_what_is_due_in_it_and_then_what_is_under_way() -> None:
    found = numbers(months=the(Month(2024, 3)))
    assert sorted(found[:6]) == [5, 11, 13, 15, 19, 20]
    assert sorted(found[6:]) == [1, 2, 3, 4, 10, 14, 16, 18, 21, 24, 25, 26]


def test_what_is_overdue_is_under_way_until_today() -> None:
    assert 3 in numbers(months=the(Month(2024, 4)))  # due in February, still open
    assert 3 not in numbers(months=the(Month(2024, 5)))


def test_what_was_done_is_not_under_way_afterwards() -> None:
    assert 15 in numbers(months=the(Month(2024, 4)))  # done on 2 April, late
    assert 19 not in numbers(months=the(Month(2024, 4)))  # done on 1 March


def test_what_was_done_early_is_still_due_in_its_month() -> None:
    first = dataclasses.replace(activities()[0], status=Status.DONE, done_on=date(2024, 2, 1))
    facts = summary((first, *activities()[1:]))
    assert 1 in {one.number for one in select(facts, Question(months=frozenset({Month(2024, 4)})))}
    assert 1 not in {one.number for one in select(facts, Question(months=MARCH))}


def test_work_without_an_end_goes_on_through_the_period() -> None:
    assert {4, 10, 18} <= set(numbers(months=the(Month(2024, 6))))
    assert numbers(months=the(Month(2024, 7))) == []


def test_the_most_urgent_come_first() -> None:
    found = numbers()
    assert found[:3] == [3, 5, 1]
    assert set(found[-5:]) == {
        number for number, status in STATUSES.items() if status in (Status.DONE, Status.DONE_LATE)
    }


def test_a_word_of_no_meaning_finds_nothing_rather_than_all() -> None:
    assert numbers(statuses=the("sleeping")) == []


def test_everybody_in_the_plan_can_be_named() -> None:
    assert len(executors(summary())) == 19
    assert {one.key for one in named(summary())} == {str(one.id) for one in everybody().values()}


@given(QUESTIONS)
def test_a_wider_question_never_finds_less(question: Question) -> None:
    found = set(select(summary(), question))
    for kind in ("numbers", "sections", "executors", "statuses", "months"):
        assert found <= set(select(summary(), dataclasses.replace(question, **{kind: frozenset()})))


@given(QUESTIONS)
def test_a_button_carries_the_question_or_a_narrower_one(question: Question) -> None:
    packed = pack(question)
    carried = unpack(packed)
    assert len(packed.encode()) <= LIMIT
    assert ":" not in packed
    for kind in ("numbers", "sections", "executors", "statuses", "months"):
        wanted, got = getattr(question, kind), getattr(carried, kind)
        assert got <= wanted
        assert bool(got) == bool(wanted)


@given(QUESTIONS, st.sampled_from(("docx", "xlsx", "pdf")))
def test_a_button_for_a_document_keeps_its_form_whatever_is_left_out(question: Question, form: str) -> None:
    packed = pack(dataclasses.replace(question, format=form))
    assert len(packed.encode()) <= LIMIT
    assert unpack(packed).format == form


def test_a_usual_question_is_carried_whole() -> None:
    question = Question(
        numbers=frozenset(range(3, 10)),
        sections=frozenset({"III"}),
        executors=frozenset({"4"}),
        statuses=frozenset({"overdue"}),
        months=frozenset({Month(2024, 1), Month(2024, 2), Month(2024, 3)}),
    )
    assert unpack(pack(question)) == question


def test_a_forged_button_does_no_harm() -> None:
    forged = unpack("n1-99999999999 ; DROP m0 e-1 ЭЭ overdue::")
    assert len(forged.numbers) <= 10_000
    assert not forged.months
    assert set(select(summary(), forged)) <= set(summary().activities)
