"""A plan file is taken whole or refused with the place and the reason of everything that is wrong in it."""

import hashlib
import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from models.terms import Precision, Rhythm
from services.calendar.deadlines import DeadlineKind, Month, Period
from services.calendar.rules import OpenRule, WindowRule, rules_from_json
from services.calendar.workdays import Workdays
from services.language.roman import roman
from services.plan.file import Deadline, PlanFile, PlanFileError, load_plan

SEED = Path(__file__).parents[2] / "data" / "seed_plan.json"

Json = dict[str, Any]
Spoil = Callable[[Json], Any]


@pytest.fixture(scope="module")
def seed() -> Json:
    data: Json = json.loads(SEED.read_text(encoding="utf-8"))
    return data


@pytest.fixture
def refused(seed: Json, tmp_path: Path) -> Callable[[Spoil], PlanFileError]:
    """Spoil the seed plan and load it: what it is refused with."""

    def load(spoil: Spoil) -> PlanFileError:
        data = deepcopy(seed)
        spoil(data)
        return refusal(tmp_path / "plan.json", json.dumps(data, ensure_ascii=False).encode())

    return load


def refusal(path: Path, content: bytes) -> PlanFileError:
    path.write_bytes(content)
    with pytest.raises(PlanFileError) as caught:
        load_plan(path)
    return caught.value


def third(plan: Json) -> Json:
    """Activity 3, the first of section II."""
    activity: Json = plan["sections"][1]["activities"][0]
    return activity


def found(error: PlanFileError) -> list[tuple[str, str]]:
    return [(problem.place, problem.reason) for problem in error.problems]


# A sound file


def test_the_seed_plan_is_sound() -> None:
    plan = load_plan(SEED)
    assert plan.period == Period(date(2024, 1, 1), date(2024, 6, 30))
    assert [activity.number for activity in plan.activities] == list(range(1, 27))


def test_a_byte_order_mark_of_an_editor_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(b"\xef\xbb\xbf" + SEED.read_bytes())
    assert load_plan(path) == load_plan(SEED)


def test_a_plan_is_written_as_it_was_read(seed: Json) -> None:
    assert load_plan(SEED).model_dump(mode="json") == seed


@pytest.mark.parametrize("given", ["нома", "а" * 40, "E-Saylov – “синов”"])
def test_a_short_name_of_any_words_up_to_40_characters_is_taken(seed: Json, given: str) -> None:
    plan = deepcopy(seed)
    third(plan)["short_name"] = given
    assert PlanFile.model_validate_json(json.dumps(plan)).activities[2].short_name == given


@pytest.mark.parametrize("without", [lambda one: one.pop("short_name"), lambda one: one.update(short_name=None)])
def test_a_plan_without_short_names_is_written_as_before_there_were_any(seed: Json, without: Spoil) -> None:
    """Its fingerprint is that of the edition in existing databases: it is not loaded anew."""
    plan = deepcopy(seed)
    for section in plan["sections"]:
        for one in section["activities"]:
            without(one)
    read = PlanFile.model_validate_json(json.dumps(plan))
    assert all(one.short_name is None for one in read.activities)
    assert "short_name" not in read.model_dump_json()


def test_a_plan_cannot_be_changed() -> None:
    plan = load_plan(SEED)
    with pytest.raises(ValidationError, match="frozen"):
        plan.title = "other"


def test_an_executor_is_found_by_key() -> None:
    plan = load_plan(SEED)
    assert plan.executor("training_center").name == "Ўқув-маркази"
    with pytest.raises(KeyError):
        plan.executor("nobody")


def test_latin_words_stay_legal_alone_and_beside_cyrillic_ones(seed: Json) -> None:
    plan = deepcopy(seed)
    third(plan)["text"] = "Lex.uz-да, “E-Saylov” ва ННТ IFES’нинг 2-босқичи, Oʻzbekiston Respublikasi"
    assert PlanFile.model_validate_json(json.dumps(plan)).activities[2].text.startswith("Lex.uz-да")


def test_a_deadline_that_names_no_month_begins_with_the_period() -> None:
    deadline = Deadline(text="доимий", kind=DeadlineKind.CONTINUOUS, first=None, last=None)
    assert deadline.rules == (OpenRule(None, Rhythm.CONTINUOUS),)


def test_a_deadline_in_months_is_due_on_the_last_of_them() -> None:
    deadline = Deadline(text="май-июнь", kind=DeadlineKind.MONTHS, first=Month(2024, 5), last=Month(2024, 6))
    assert deadline.rules == (WindowRule(date(2024, 5, 1), date(2024, 6, 30), Precision.MONTH),)


# Terms by rule

BY_DAY = {"kind": "window", "first": None, "last": "2024-03-05", "precision": "day"}
RULES = (
    BY_DAY,
    {"kind": "window", "first": "2024-01-01", "last": "2024-06-30", "precision": "half"},
    {"kind": "on", "days": ["2024-05-20"]},
    {"kind": "each", "unit": "month", "every": 1, "due": {"day": 10}, "first": None, "last": None},
    {"kind": "each", "unit": "week", "every": 2, "due": {"weekday": 5}, "first": "2024-02-01", "last": None},
    [BY_DAY, {"kind": "on", "days": ["2024-05-05", "2024-05-20"]}],
    {"kind": "open", "from": None, "rhythm": "regular"},
    {"kind": "after", "anchor": "4", "days": 10},
    {"kind": "after", "anchor": "document", "months": 1},
    {"kind": "unset", "note": "жадвал асосида"},
)


def ruled(rule: object, text: str = "5 мартгача") -> Spoil:
    return lambda plan: third(plan).update(deadline={"text": text, "rule": rule})


@pytest.mark.parametrize("rule", RULES)
def test_a_term_is_given_by_a_rule_and_written_as_it_was_given(seed: Json, rule: object) -> None:
    plan = deepcopy(seed)
    ruled(rule)(plan)
    read = PlanFile.model_validate_json(json.dumps(plan), strict=True)
    assert read.activities[2].deadline.rules == rules_from_json(rule)
    assert read.model_dump(mode="json") == plan
    assert read.model_dump_json() == PlanFile.model_validate_json(json.dumps(plan)).model_dump_json()


def test_the_document_has_a_day_from_which_terms_count(seed: Json) -> None:
    plan = {**deepcopy(seed), "document_day": "2024-01-20"}
    ruled({"kind": "after", "anchor": "document", "months": 1})(plan)
    read = PlanFile.model_validate_json(json.dumps(plan), strict=True)
    [item] = read.items(read.activities[2].deadline, Workdays())
    assert (item.first, item.due) == (date(2024, 1, 20), date(2024, 2, 20))


def test_the_seed_keeps_the_fingerprint_that_existing_databases_have() -> None:
    fingerprint = hashlib.sha256(load_plan(SEED).model_dump_json().encode()).hexdigest()
    assert fingerprint == "249bd4ddf597ade4a844a53c3f5bf8a5755f868093d6e9158ad56c25afb2cff2"


def test_an_agenda_item_has_its_day_too(seed: Json) -> None:
    plan = deepcopy(seed)
    plan["agenda"][1]["deadline"] = {"text": "20 май", "rule": {"kind": "on", "days": ["2024-05-20"]}}
    assert PlanFile.model_validate_json(json.dumps(plan), strict=True).model_dump(mode="json") == plan


# A file that cannot be read at all


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(PlanFileError) as caught:
        load_plan(Path("no/such/plan.json"))
    assert str(caught.value) == "no/such/plan.json: the file cannot be read: No such file or directory; check PLAN_FILE"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="Is a directory"):
        load_plan(tmp_path)


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        (b"", "line 1, column 1", "this is not JSON: Expecting value; correct the file there"),
        (b'{\n  "title": "x",\n}', "line 3, column 1", "this is not JSON: Expecting property name"),
        (b"\xff\xfe\x00", "", "the file is not UTF-8 text (byte 0); save it as UTF-8"),
        (b"[" * 100_000, "", "the file is nested too deeply to be a plan"),
        (b'{"title": "\\ud800"}', "", "this is not JSON: unexpected end of hex escape at line 1 column 18"),
        (b'{"title": "a", "title": "b"}', "", "the field «title» stands twice beside {'title': 'b'}; leave it once"),
        (b"[]", "", "input should be an object, but it is []; correct it"),
        (b"null", "", "input should be an object, but it is None; correct it"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(tmp_path: Path, content: bytes, place: str, reason: str) -> None:
    error = refusal(tmp_path / "plan.json", content)
    assert error.place == place
    assert error.reason.startswith(reason)


def test_a_file_cut_short_is_refused_where_it_ends(tmp_path: Path) -> None:
    whole = SEED.read_text(encoding="utf-8")
    error = refusal(tmp_path / "plan.json", whole[: len(whole) // 2].encode())
    assert error.place.startswith("line ")
    assert "not JSON" in error.reason


def test_an_empty_object_lacks_every_field(tmp_path: Path) -> None:
    error = refusal(tmp_path / "plan.json", b"{}")
    fields = ["title", "organisation", "period", "priorities", "agenda", "sections", "executors"]
    assert found(error) == [(field, "the field is missing; add it") for field in fields]


# One mistake each, with its place in the words of people

MISTAKES: list[tuple[Spoil, str, str]] = [
    (
        lambda p: third(p).update(short_name="норматив-ҳуқуқий ҳужжатларнинг умумий хатлови"),
        "sections.II.activities.3.short_name",
        "the short name «норматив-ҳуқуқий ҳужжатларнинг умумий ха…» has 45 characters; shorten it to 40 or fewer",
    ),
    (
        lambda p: third(p).update(short_name="норматив\nҳужжатлар"),
        "sections.II.activities.3.short_name",
        "the short name 'норматив\\nҳужжатлар' has a line break; write it on one line",
    ),
    (
        lambda p: third(p).update(short_name=" "),
        "sections.II.activities.3.short_name",
        "the text is empty",
    ),
    (
        lambda p: third(p).update(short_name="норматив xужжатлар"),
        "sections.II.activities.3.short_name",
        "the word «xужжатлар» mixes two scripts: Latin x among Cyrillic; type it in one",
    ),
    (
        lambda p: third(p).update(short_name=3),
        "sections.II.activities.3.short_name",
        "input should be a valid string, but it is 3; correct it",
    ),
    (
        lambda p: third(p)["executors"].append("nobody"),
        "sections.II.activities.3.executors",
        "«nobody» is not among the executors; add it there or correct the key",
    ),
    (
        lambda p: third(p)["executors"].append("mamatov"),
        "sections.II.activities.3.executors",
        "«mamatov» is named twice; leave it once",
    ),
    (
        lambda p: third(p)["executors"].clear(),
        "sections.II.activities.3.executors",
        "tuple should have at least 1 item",
    ),
    (
        lambda p: third(p)["deadline"].update(first="2024-02", last="2024-01"),
        "sections.II.activities.3.deadline",
        "the months are reversed: 2024-01 comes before 2024-02; exchange them",
    ),
    (
        lambda p: third(p)["deadline"].update(last="2024-07"),
        "sections.II.activities.3.deadline.last",
        "2024-07 lies outside the plan's period, 2024-01-01 to 2024-06-30; correct one of them",
    ),
    (
        lambda p: third(p)["deadline"].update(first="2023-12"),
        "sections.II.activities.3.deadline.first",
        "2023-12 lies outside the plan's period",
    ),
    (
        lambda p: p["agenda"][2]["deadline"].update(last="2024-07"),
        "agenda.3.deadline.last",
        "2024-07 lies outside the plan's period",
    ),
    (
        lambda p: third(p)["deadline"].update(first="2024-13"),
        "sections.II.activities.3.deadline.first",
        "there is no month 13 of the year 2024",
    ),
    (
        lambda p: third(p)["deadline"].update(first="январь"),
        "sections.II.activities.3.deadline.first",
        "«январь» is not a month such as 2024-01",
    ),
    (
        lambda p: third(p)["deadline"].update(first=202401),
        "sections.II.activities.3.deadline.first",
        "202401 is not a month; write it as 2024-01",
    ),
    (
        lambda p: third(p)["deadline"].update(first=None),
        "sections.II.activities.3.deadline",
        "kind «months» needs both its «first» and its «last» month",
    ),
    (
        lambda p: third(p)["deadline"].update(last=None),
        "sections.II.activities.3.deadline",
        "kind «months» needs both its «first» and its «last» month",
    ),
    (
        lambda p: third(p)["deadline"].pop("last"),
        "sections.II.activities.3.deadline.last",
        "the field is missing; add it",
    ),
    (
        lambda p: third(p)["deadline"].update(kind="regular"),
        "sections.II.activities.3.deadline",
        "regular work has no last month, but «last» is 2024-02; make it null",
    ),
    (
        lambda p: third(p)["deadline"].update(kind="yearly"),
        "sections.II.activities.3.deadline.kind",
        "input should be 'months', 'continuous' or 'regular', but it is 'yearly'; correct it",
    ),
    (
        lambda p: p["agenda"][1].update(deadline={"text": "доимий", "kind": "continuous", "first": None, "last": None}),
        "agenda.2",
        "a question for a meeting needs its months",
    ),
    (
        lambda p: p["agenda"][1].update(deadline={"text": "доимий", "rule": {"kind": "open", "rhythm": "continuous"}}),
        "agenda.2",
        "a question for a meeting needs its months or days",
    ),
    (
        ruled({"kind": "window", "first": None, "last": "2024-02-30", "precision": "day"}),
        "sections.II.activities.3.deadline.rule",
        "«last» is 2024-02-30, a day that does not exist; correct it",
    ),
    (
        ruled({"kind": "sometimes"}),
        "sections.II.activities.3.deadline.rule",
        "there is no rule of the kind 'sometimes'",
    ),
    (
        ruled([]),
        "sections.II.activities.3.deadline.rule",
        "the list of rules is empty; write «unset» if the document gives no term",
    ),
    (
        ruled(None),
        "sections.II.activities.3.deadline.rule",
        "the rule is an object with named fields, not None",
    ),
    (
        ruled(BY_DAY, text=" 5 мартгача"),
        "sections.II.activities.3.deadline.text",
        "« 5 мартгача» begins or ends with a space; remove it",
    ),
    (
        lambda p: third(p)["deadline"].update(rule=BY_DAY),
        "sections.II.activities.3.deadline.kind",
        "there is no such field; remove it or correct its name",
    ),
    (
        ruled({"kind": "each", "unit": "year"}),
        "sections.II.activities.3.deadline.rule",
        "nothing of this falls into the plan's period; correct the rule or the period",
    ),
    (
        ruled([{"kind": "on", "days": ["2024-03-05"]}, BY_DAY]),
        "sections.II.activities.3.deadline.rule",
        "two of the items that this makes cannot be told apart; leave one of the rules out",
    ),
    (
        ruled({"kind": "after", "anchor": "27", "days": 3}),
        "sections.II.activities.3.deadline.rule",
        "there is no activity 27 to be done before; correct the anchor",
    ),
    (
        ruled({"kind": "after", "anchor": "3", "days": 3}),
        "sections.II.activities.3.deadline.rule",
        "the activity waits for itself; name another as the anchor",
    ),
    (
        lambda p: p.update(document_day="20.01.2024"),
        "document_day",
        "input should be a valid date",
    ),
    (
        lambda p: third(p).update(number=1),
        "sections.II.activities.1",
        "there is another activity 1; give each its own number",
    ),
    (
        lambda p: p["priorities"][6].update(number=2),
        "priorities.2",
        "there is another priority 2; give each its own number",
    ),
    (
        lambda p: p["agenda"][4].update(number=1),
        "agenda.1",
        "there is another agenda item 1; give each its own number",
    ),
    (
        lambda p: p["sections"][6].update(number="I"),
        "sections.I",
        "there is another section I; give each its own number",
    ),
    (
        lambda p: p["sections"][3].update(number="IIII"),
        "sections.IIII.number",
        "the section is numbered «IIII» where «IV» comes in order; renumber it",
    ),
    (
        lambda p: p["sections"][3].update(number="ІV"),  # a Cyrillic І
        "sections.ІV.number",
        "the word «ІV» mixes two scripts: Latin V among Cyrillic; type it in one",
    ),
    (
        lambda p: third(p).update(number="3"),
        "sections.II.activities.3.number",
        "input should be a valid integer, but it is '3'; correct it",
    ),
    (
        lambda p: third(p).update(number=0),
        "sections.II.activities.0.number",
        "input should be greater than or equal to 1, but it is 0; correct it",
    ),
    (
        lambda p: third(p).update(number=100_000),
        "sections.II.activities.100000.number",
        "input should be less than 100000, but it is 100000; correct it",
    ),
    (lambda p: p["sections"][1].update(number=""), "sections.#2.number", "the text is empty"),
    (lambda p: third(p).pop("number"), "sections.II.activities.#1.number", "the field is missing; add it"),
    (
        lambda p: third(p).update(exekutors=[]),
        "sections.II.activities.3.exekutors",
        "there is no such field; remove it or correct its name",
    ),
    (
        lambda p: third(p).update(text="М.Хусanова тайёрлайди"),
        "sections.II.activities.3.text",
        "the word «Хусanова» mixes two scripts: Latin a, n among Cyrillic; type it in one",
    ),
    (
        lambda p: p["sections"][0].update(title="Сайлов\ncомиссияси"),
        "sections.I.title",
        "the word «cомиссияси» mixes two scripts: Latin c among Cyrillic",
    ),
    (
        lambda p: p["executors"][1].update(aliases=["M.Мирамиpов"]),
        "executors.miramirov.aliases.#1",
        "the word «Мирамиpов» mixes two scripts: Latin p among Cyrillic",
    ),
    (
        lambda p: third(p).update(text=" \n"),
        "sections.II.activities.3.text",
        "the text is empty; write it as the document has it",
    ),
    (lambda p: p.update(title=""), "title", "the text is empty; write it as the document has it"),
    (
        lambda p: p["priorities"][0].update(text="Сайлов "),
        "priorities.1.text",
        "«Сайлов » begins or ends with a space; remove it",
    ),
    (
        lambda p: p["executors"][1].update(key="yunusov"),
        "executors.yunusov",
        "there is another executor «yunusov»; give each its own key",
    ),
    (
        lambda p: p["executors"][1].update(aliases=["б юнусов"]),
        "executors.miramirov",
        "«б юнусов» also stands for «yunusov»; a spelling can mean only one",
    ),
    (
        lambda p: p["executors"][1].update(aliases=["Umarov"]),
        "executors.umarov",
        "«umarov» also stands for «miramirov»; a spelling can mean only one",
    ),
    (
        lambda p: p["executors"][0].update(kind="team"),
        "executors.yunusov.kind",
        "input should be 'person' or 'unit', but it is 'team'; correct it",
    ),
    (
        lambda p: p["period"].update(end="2023-06-30"),
        "period",
        "the period ends on 2023-06-30, before it starts on 2024-01-01; exchange them",
    ),
    (lambda p: p["period"].update(end=20240630), "period.end", "input should be a valid date, but it is 20240630"),
    (lambda p: p["period"].update(end="2024-06-31"), "period.end", "input should be a valid date"),
    (lambda p: p["period"].pop("end"), "period.end", "the field is missing; add it"),
    (lambda p: p["period"].update(until="2024-06-30"), "period.until", "there is no such field"),
    (lambda p: p["sections"].clear(), "sections", "tuple should have at least 1 item"),
    (lambda p: p["sections"][0].update(activities=5), "sections.I.activities", "input should be a valid"),
    (lambda p: p["sections"].append("VIII"), "sections.#8", "input should be an object, but it is 'VIII'"),
]


@pytest.mark.parametrize(("spoil", "place", "reason"), MISTAKES)
def test_a_mistake_is_refused_with_its_place_and_reason(
    refused: Callable[[Spoil], PlanFileError], spoil: Spoil, place: str, reason: str
) -> None:
    error = refused(spoil)
    assert (error.place, error.reason[: len(reason)]) == (place, reason)


def test_a_repeated_key_is_reported_before_the_parts_it_leaves_without_an_executor(
    refused: Callable[[Spoil], PlanFileError],
) -> None:
    error = refused(lambda p: p["executors"][1].update(key="yunusov"))
    assert [problem.place for problem in error.problems] == [
        "executors.yunusov",
        "sections.I.activities.1.executors",
        "sections.I.activities.2.executors",
    ]


def test_an_unusable_executor_key_is_refused(refused: Callable[[Spoil], PlanFileError]) -> None:
    error = refused(lambda p: p["executors"][0].update(key="Б. Юнусов"))
    assert error.place == "executors.Б. Юнусов.key"


def test_the_sentence_names_the_file_the_place_and_what_to_do(refused: Callable[[Spoil], PlanFileError]) -> None:
    error = refused(lambda p: third(p)["executors"].append("nobody"))
    assert str(error) == (
        f"{error.path}: sections.II.activities.3.executors: "
        "«nobody» is not among the executors; add it there or correct the key"
    )


def test_a_repeated_section_number_is_one_problem_not_two(refused: Callable[[Spoil], PlanFileError]) -> None:
    assert len(refused(lambda p: p["sections"][1].update(number="I")).problems) == 1


def test_sections_in_another_order_are_refused_one_by_one(refused: Callable[[Spoil], PlanFileError]) -> None:
    error = refused(lambda p: p["sections"].insert(0, p["sections"].pop(1)))
    assert found(error) == [
        ("sections.II.number", "the section is numbered «II» where «I» comes in order; renumber it"),
        ("sections.I.number", "the section is numbered «I» where «II» comes in order; renumber it"),
    ]


def test_all_problems_are_kept_and_the_sentence_counts_them(refused: Callable[[Spoil], PlanFileError]) -> None:
    def spoil(plan: Json) -> None:
        third(plan)["executors"].append("nobody")
        third(plan)["number"] = 26
        plan["executors"][2]["aliases"].append("Б. Юнусов")
        plan["agenda"][0]["deadline"]["first"] = "2023-02"

    error = refused(spoil)
    assert {problem.place for problem in error.problems} == {
        "sections.II.activities.26.executors",
        "sections.VII.activities.26",
        "executors.ibodullaev",
        "agenda.1.deadline.first",
    }
    assert str(error).endswith(" (and 3 more problems after it)")


def test_one_more_problem_is_counted_in_the_singular(refused: Callable[[Spoil], PlanFileError]) -> None:
    error = refused(lambda p: third(p)["executors"].extend(["nobody", "none"]))
    assert str(error).endswith(" (and 1 more problem after it)")


def test_a_wrong_value_of_any_length_gives_a_short_sentence(refused: Callable[[Spoil], PlanFileError]) -> None:
    assert len(str(refused(lambda p: p["period"].update(start=list(range(10_000)))))) < 300


def test_the_models_refuse_the_same_when_no_file_is_read(seed: Json) -> None:
    plan = deepcopy(seed)
    third(plan)["executors"].append("nobody")
    with pytest.raises(ValidationError) as caught:
        PlanFile.model_validate(plan)
    assert caught.value.errors()[0]["loc"] == ("sections", 1, "activities", 0, "executors")


# Roman numerals


def test_sections_are_numbered_as_the_romans_did() -> None:
    assert [roman(number) for number in (1, 2, 3, 4, 5, 6, 9, 14, 29, 39)] == [
        *("I", "II", "III", "IV", "V", "VI", "IX", "XIV", "XXIX", "XXXIX")
    ]


@given(st.integers(1, 38))
def test_every_roman_numeral_is_another(number: int) -> None:
    worth = {"I": 1, "V": 5, "X": 10}
    values = [worth[sign] for sign in roman(number)]
    signed = [-value if value < max(values[i:]) else value for i, value in enumerate(values)]
    assert sum(signed) == number


# Whatever is in the file


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def places(draw: st.DrawFn) -> tuple[str | int, ...]:
    """The way to some value of the seed plan."""
    value: Any = json.loads(SEED.read_text(encoding="utf-8"))
    way: list[Any] = []
    while isinstance(value, dict | list) and value and (not way or draw(st.booleans())):
        way.append(draw(st.sampled_from(sorted(value) if isinstance(value, dict) else range(len(value)))))
        value = value[way[-1]]
    return tuple(way)


@given(places(), json_values)
def test_any_value_put_anywhere_gives_a_plan_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, way: tuple[str | int, ...], value: object
) -> None:
    data: Any = json.loads(SEED.read_text(encoding="utf-8"))
    spot: Any = reduce(lambda inner, step: inner[step], way[:-1], data)
    spot[way[-1]] = value
    path = tmp_path_factory.mktemp("plans") / "plan.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    try:
        assert isinstance(load_plan(path), PlanFile)
    except PlanFileError as error:
        assert error.problems
        assert len(str(error)) < 1000
