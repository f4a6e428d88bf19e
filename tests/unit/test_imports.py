"""From a document to the plan file: what is asked, what an answer does, and what follows when nothing is asked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.terms import Period
from services.calendar.rules import OpenRule, Rule, UnsetRule, rules_to_json
from services.documents.executors import Known
from services.documents.understood import Part
from services.imports import answers as given
from services.imports.answers import Answer, typed_term
from services.imports.draft import Drafts, source_of
from services.imports.making import one_script
from services.imports.questions import Ask
from services.plan.file import PlanFile, PlanFileError, load_plan

ROOT = Path(__file__).parents[2]
SEED = load_plan(ROOT / "data" / "seed_plan.json")
KNOWN = [Known(one.key, one.name, one.kind == "unit", one.aliases) for one in SEED.executors]
HEAD = "| № | Тадбирлар | Ижро муддати | Масъул ижрочилар |\n|---|---|---|---|\n"
TITLE = "Марказий сайлов комиссиясининг 2024 йил иккинчи ярим йиллигига мўлжалланган ИШ РЕЖАСИ\n\n"


def document(*rows: str, title: str = TITLE) -> bytes:
    return (title + HEAD + "\n".join(f"| {row} |" for row in rows) + "\n").encode()


def drafts(content: bytes, name: str = "reja.md") -> Drafts:
    return Drafts(source_of(content, name), KNOWN, SEED.organisation)


def whole(one: Drafts, answers: Mapping[str, Answer] | None = None) -> PlanFile:
    draft = one.after(answers or {})
    assert draft.file is not None, (draft.open, draft.made)
    return draft.file


def test_the_seeds_own_document_gives_the_seed() -> None:
    content = (ROOT / "tests" / "samples" / "plans" / "d1_seed.docx").read_bytes()
    file = whole(drafts(content, "d1.docx"))
    assert (file.title, file.organisation, file.period) == (SEED.title, SEED.organisation, SEED.period)
    assert len(file.priorities) == len(SEED.priorities)
    assert [one.deadline.rules for one in file.agenda] == [one.deadline.rules for one in SEED.agenda]
    assert {one.key for one in file.executors} == {one.key for one in SEED.executors}
    for made, wanted in zip(file.activities, SEED.activities, strict=True):
        assert (made.number, made.executors) == (wanted.number, wanted.executors)
        assert [_begun(rule) for rule in made.deadline.rules] == [_begun(rule) for rule in wanted.deadline.rules]


def _begun(rule: Rule) -> Rule:
    """Work without an end that begins with the plan, said or not."""
    return replace(rule, start=SEED.period.start) if isinstance(rule, OpenRule) and rule.start is None else rule


def test_an_asked_term_is_asked_once_and_its_answer_serves_every_row() -> None:
    one = drafts(
        document(
            "1 | Йўриқнома тайёрлаш | сентябрга қадар | Б. Юнусов",
            "2 | Семинар ўтказиш | сентябрга қадар | Ш. Умаров",
            "3 | Ҳисобот тайёрлаш | октябрь | Ш. Умаров",
        )
    )
    draft = one.after({})
    [question] = draft.open
    assert (question.asks, question.words, question.numbers) == (Ask.TERM, "сентябрга қадар", ("1", "2"))
    assert len(question.readings) >= 2
    assert draft.asked_lines == 2
    assert draft.file is None
    file = whole(one, {question.key: given.of_rules(question.readings[0])})
    assert file.activities[0].deadline.rules == file.activities[1].deadline.rules == question.readings[0]
    assert file.activities[0].deadline.text == "сентябрга қадар"


def test_what_is_typed_is_read_and_only_a_certain_reading_is_taken() -> None:
    one = drafts(document("1 | Йўриқнома тайёрлаш | зудлик билан | Б. Юнусов"))
    draft = one.after({})
    [question] = draft.open
    assert one.typed(question, "қачондир", draft) is None
    assert one.typed(question, "сентябрга қадар", draft) is None
    assert one.readings(question, "сентябрга қадар", draft)
    answer = one.typed(question, "2024 йил 31 августгача", draft)
    assert answer is not None
    assert rules_to_json(whole(one, {question.key: answer}).activities[0].deadline.rules)["last"] == "2024-08-31"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"executor": "umarov"}, ("umarov",)),
        (given.NEW, ("umarov_2",)),
    ],
)
def test_a_doubtful_executor_is_asked_once(chosen: Answer, expected: tuple[str, ...]) -> None:
    one = drafts(
        document("1 | Йўриқнома тайёрлаш | октябрь | Умаров", "2 | Семинар ўтказиш | ноябрь | Умаров"),
    )
    [question] = one.after({}).open
    assert (question.asks, question.words, question.candidates) == (Ask.EXECUTOR, "Умаров", ("umarov",))
    file = whole(one, {question.key: chosen})
    assert [activity.executors for activity in file.activities] == [expected, expected]


def test_whoever_turns_out_to_be_a_partner_leaves_the_question_who_does_it() -> None:
    one = drafts(document("1 | Йўриқнома тайёрлаш | октябрь | Умаров"))
    [question] = one.after({}).open
    answers = {question.key: given.OUTSIDE}
    [who] = one.after(answers).open
    assert who.asks is Ask.WHO
    assert one.typed(who, "Умаров", one.after(answers)) is None, "a surname alone is never certain"
    answer = one.typed(who, "Юнусов Б., Янги бўлим", one.after(answers))
    assert answer is not None
    file = whole(one, {**answers, who.key: answer})
    assert [file.executor(key).name for key in file.activities[0].executors] == ["Б. Юнусов", "Янги бўлим"]


def test_partners_are_no_executors() -> None:
    one = drafts(document("1 | Йўриқнома тайёрлаш | октябрь | Б. Юнусов, Адлия вазирлиги"))
    draft = one.after({})
    assert draft.partners == ("Адлия вазирлиги",)
    assert draft.executors == ("Б. Юнусов",)
    [activity] = whole(one).activities
    assert (activity.executors, activity.partners) == (("yunusov",), ("Адлия вазирлиги",))


def test_further_columns_are_kept_by_their_heads() -> None:
    name = "d3_qaror_ilovasi.docx"
    one = drafts((ROOT / "tests" / "samples" / "plans" / name).read_bytes(), name)
    answers: dict[str, Answer] = {}
    while questions := one.after(answers).open:
        offered = [*map(given.of_rules, questions[0].readings), *map(given.of_executor, questions[0].candidates)]
        answers[questions[0].key] = offered[0]
    assert any(activity.extra for activity in whole(one, answers).activities)


def test_the_new_are_proposed_with_keys_of_their_own() -> None:
    one = drafts(document("1 | Йўриқнома тайёрлаш | октябрь | Молия бўлими, Р. Каримова; Б. Юнусов"))
    assert one.after({}).new == ("Молия бўлими", "Р. Каримова")
    file = whole(one)
    assert [(one.key, one.kind) for one in file.executors] == [
        ("yunusov", "person"),
        ("moliya_bolimi", "unit"),
        ("r_karimova", "person"),
    ]


def test_numbers_that_are_none_of_the_plans_are_counted_anew_and_anchors_follow() -> None:
    one = drafts(
        document(
            "1.1 | Йўриқнома тайёрлаш | октябрь | Б. Юнусов",
            "1.2 | Семинар ўтказиш | 1.1-банд бажарилгандан сўнг бир ой ичида | Ш. Умаров",
        )
    )
    draft = one.after({})
    assert draft.is_renumbered
    assert [(line.number, line.written) for line in draft.lines] == [(1, "1.1"), (2, "1.2")]
    assert rules_to_json(whole(one).activities[1].deadline.rules)["anchor"] == "1"


def test_without_a_period_it_is_asked_first_and_terms_are_read_by_it() -> None:
    one = drafts(document("1 | Йўриқнома тайёрлаш | октябрь | Б. Юнусов", title="ИШ РЕЖАСИ\n\n"))
    draft = one.after({})
    assert draft.open[0].asks is Ask.PERIOD
    period = draft.open[0]
    assert one.typed(period, "кейинги йил", draft) is None
    answer = one.typed(period, "2024 йил иккинчи ярим йиллик", draft)
    assert answer is not None
    answers = {period.key: answer}
    while questions := one.after(answers).open:
        assert questions[0].asks in (Ask.TITLE, Ask.ORGANISATION)
        answers[questions[0].key] = given.of_text("Марказий сайлов комиссияси")
    assert rules_to_json(whole(one, answers).activities[0].deadline.rules)["last"] == "2024-10-31"


def test_a_plan_file_asks_nothing() -> None:
    draft = drafts((ROOT / "data" / "seed_plan.json").read_bytes(), "plan.json").after({})
    assert draft.file == SEED
    assert (draft.open, len(draft.lines), draft.lines[0].executors[0].part) == ((), 26, Part.LEAD)
    with pytest.raises(PlanFileError):
        source_of(b"{}", "plan.JSON")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("IFESга тақдим этиш", "IFES-га тақдим этиш"),
        ("ҳужжатларни аниqlashи", "ҳужжатларни аниқлаши"),
        ("М.Хусanова", "М.Хусанова"),
        ("Lex.uz ва E-Saylov", "Lex.uz ва E-Saylov"),
        ("  тўлиқ  ", "тўлиқ"),
    ],
)
def test_words_of_two_scripts_are_mended(written: str, expected: str) -> None:
    assert one_script(written) == expected


@pytest.mark.parametrize("name", ["d2_h2_2024.docx", "d3_qaror_ilovasi.docx", "d4_2025_lotin.docx", "d6_bayonnoma.odt"])
def test_keys_of_questions_are_the_same_at_the_next_reading(name: str) -> None:
    content = (ROOT / "tests" / "samples" / "plans" / name).read_bytes()
    first, second = (drafts(content, name).after({}).open for _ in range(2))
    assert [one.key for one in first] == [one.key for one in second]
    assert len({one.key for one in first}) == len(first)


def test_no_reading_is_offered_or_taken_of_which_nothing_falls_into_the_period() -> None:
    one = drafts(document("1 | Текшириш ўтказиш | раз в три года | Б. Юнусов"))
    draft = one.after({})
    [question] = draft.open
    assert question.readings == ((UnsetRule(),),)
    assert one.typed(question, "раз в три года", draft) is None
    assert whole(one, {question.key: given.of_rules(question.readings[0])})


@pytest.mark.parametrize(
    "name",
    ["d2_h2_2024.docx", "d3_qaror_ilovasi.docx", "d4_2025_lotin.docx", "d5_hududiy.xlsx", "d6_bayonnoma.odt"],
)
def test_whatever_is_answered_by_buttons_a_sample_becomes_a_plan_file(name: str) -> None:
    one = drafts((ROOT / "tests" / "samples" / "plans" / name).read_bytes(), name)
    for place in (0, -1):
        answers: dict[str, Answer] = {}
        while questions := one.after(answers).open:
            asked = questions[0]
            offered = [*map(given.of_rules, asked.readings), *map(given.of_executor, asked.candidates)]
            answers[asked.key] = offered[place]
        assert whole(one, answers).activities


def test_a_unit_keeps_the_head_that_stands_in_brackets_also_over_an_edition_without() -> None:
    rows = ("1 | Эълон тайёрлаш | октябрь | Ўқув-маркази (А. Фарманов)", "2 | Семинар | ноябрь | Ўқув-маркази")
    [unit] = whole(drafts(document(*rows))).executors
    assert (unit.key, unit.head) == ("training_center", "А. Фарманов")
    known = [replace(one, head="А. Фарманов") if one.key == "training_center" else one for one in KNOWN]
    later = Drafts(source_of(document("1 | Эълон тайёрлаш | октябрь | Ўқув-маркази"), "reja.md"), known, "")
    assert [one.head for one in whole(later).executors] == ["А. Фарманов"]


@pytest.mark.parametrize("words", ["сентябрь охири", "sentyabr oxiri", "конец сентября", "в конце сентября"])
def test_a_months_end_is_taken_as_the_day_by_which(words: str) -> None:
    rules = typed_term(words, Period(date(2024, 7, 1), date(2024, 12, 31)), None).rules
    assert rules is not None and rules_to_json(rules)["last"] == "2024-09-30"


def test_a_co_executors_own_term_beside_the_name_is_the_parts() -> None:
    """What is not certain stays in the cell: a term of the lead's, a later one, one beside somebody not known."""
    file = whole(
        drafts(
            document(
                "1 | Эълон тайёрлаш | 1 октябргача | Б. Юнусов, М. Мирамиров — 15 сентябргача,"
                " Х. Маматов (20 сентябргача)",
                "2 | Рўйхат тузиш | сентябрь | Б. Юнусов, М. Мирамиров",
            )
        )
    )
    first, second = file.activities
    assert first.executors == ("yunusov", "miramirov", "mamatov")
    assert first.part_terms == {"miramirov": date(2024, 9, 15), "mamatov": date(2024, 9, 20)}
    assert second.part_terms == {}
    later = drafts(document("1 | Эълон тайёрлаш | сентябрь | Б. Юнусов, М. Мирамиров (15 октябргача)")).after({})
    assert later.file is None or not later.file.activities[0].part_terms
