"""What activities are called where their whole text has no room: the seed's own names, and names made of a text."""

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.language.reading.reader import Activity, understand
from services.language.translit import to_latin
from services.plan.file import Executor
from services.plan.short_names import LONGEST, called, short_name_of
from services.plan.status import Status
from tests.unit.facts_by_hand import TODAY, activities, plan_file, summary, texts
from views.kit.languages import LANGUAGES
from views.kit.texts import plain
from views.kit.words import activity_name, choice_label
from views.plan_card import live

PLAN = plan_file()
NAMES = {one.number: one.short_name or "" for one in PLAN.activities}
WORD = re.compile(r"[^\W\d_]+")

# What is written in plans; and whatever else there is.
PIECES = ("ва", "и", "of", "сайлов", "йил.", "2024", "й.", "1.", "–", "(", ")", "«", "»", "“", "”", '"', ";", ":", "\n")
WRITTEN = st.lists(st.sampled_from(PIECES) | st.text("абвгдежҳқўғ", min_size=1, max_size=14), max_size=14).map(" ".join)
TEXTS = WRITTEN | st.text()


def script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


# The seed's


def test_every_activity_of_the_seed_has_a_short_name_of_its_own() -> None:
    assert len(NAMES) == 26
    assert all(NAMES.values())
    assert len({name.casefold() for name in NAMES.values()}) == 26
    assert all(len(name) <= LONGEST for name in NAMES.values())
    assert all(2 <= len(name.split()) <= 5 for name in NAMES.values())


def test_the_seeds_names_are_in_the_plans_script_but_for_its_latin_proper_names() -> None:
    """«E-Saylov» stays as the plan writes it, in the activity that the plan writes it in."""
    for one in PLAN.activities:
        for word in WORD.findall(NAMES[one.number]):
            assert len({script(letter) for letter in word}) == 1
            assert script(word[0]) == "CYRILLIC" or word in WORD.findall(one.text)


def test_the_seeds_names_are_in_the_plans_own_words() -> None:
    """The beginning of each word stands in the activity's text (an institution in the plan's)."""
    whole = " ".join(one.text for one in PLAN.activities).casefold()
    for one in PLAN.activities:
        for word in WORD.findall(NAMES[one.number]):
            if len(word) > 2:
                assert word.casefold()[:4] in (whole if word.isupper() else one.text.casefold()), (one.number, word)


def test_a_latin_reader_reads_them_in_latin_letters_and_others_as_they_are() -> None:
    for facts in activities():
        name = NAMES[facts.number]
        assert choice_label(texts("uz_Latn"), facts) == f"№{facts.number} {to_latin(name)}"
        assert not re.search(r"[а-яА-ЯёўқғҳЎҚҒҲ]", choice_label(texts("uz_Latn"), facts))
        assert choice_label(texts("uz_Cyrl"), facts) == choice_label(texts("ru"), facts) == f"№{facts.number} {name}"
        assert plain(activity_name(texts("uz_Cyrl"), facts)) == f"{facts.number}-тадбир ({name})"


@pytest.mark.parametrize("executor", PLAN.executors, ids=lambda executor: executor.key)
def test_words_that_are_an_own_activitys_short_name_rank_it_first(executor: Executor) -> None:
    own = [Activity(one.number, one.text, one.short_name) for one in PLAN.activities if executor.key in one.executors]
    for one in own:
        found = understand(f"{one.short_name} тайёрланмоқда", own, today=TODAY)
        assert [*found.choices, *(record.activity for record in found.records)][0] == one.number


def test_a_word_of_the_short_name_outranks_the_same_word_of_a_text() -> None:
    text = "Сайлов комиссиялари учун плакатларни тайёрлаш"
    own = (Activity(1, f"{text}, тарқатиш"), Activity(2, text, "инфографик плакатлар"))
    assert understand("плакатлар босмахонага берилди", own, today=TODAY).choices[0] == 2


# Made of a text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Янги таҳрирдаги матн.", "Янги таҳрирдаги матн"),
        ("– 1. Янги матн; иккинчи қисми", "Янги матн"),
        ("а) биринчи иш", "биринчи иш"),
        ("2024 й. режасини тасдиқлаш", "2024 й. режасини тасдиқлаш"),
        ("Подготовить отчёт и сдать его в Минфин до конца года", "Подготовить отчёт и сдать его в Минфин…"),
        ("Подготовить отчёты, сметы и планы для министерства", "Подготовить отчёты, сметы и планы…"),
        ("Ҳудудий, туман (шаҳар), округ (вилоятлар бўйича) комиссиялари", "Ҳудудий, туман (шаҳар), округ…"),
        ("“Қонун ҳужжатлари миллий базаси” – Lex.uz да эълон", "“Қонун ҳужжатлари миллий базаси”…"),
        ("“Ўзбекистон Республикаси Қонун ҳужжатлари миллий базаси”", "Ўзбекистон Республикаси Қонун…"),
        ("Мавзулар бўйича:\n– биринчи;\n– иккинчи", "Мавзулар бўйича"),
        ("Prepare and print the infographic posters for stations", "Prepare and print the infographic…"),
        ("ш" * 60, "ш" * 39 + "…"),
        ("", ""),
    ],
)
def test_a_name_is_made_of_the_first_words(text: str, name: str) -> None:
    assert short_name_of(text) == name


@given(TEXTS)
def test_a_made_name_is_short_whole_and_of_the_text(text: str) -> None:
    name = short_name_of(text)
    assert len(name) <= LONGEST
    assert bool(name) == bool(text.strip())
    assert name == " ".join(name.split())
    assert name.removesuffix("…") in " ".join(text.split())
    assert short_name_of(text) == name
    assert called("", text) == called(None, text) == name


@given(WRITTEN.filter(lambda text: len(text) > LONGEST))
def test_a_made_name_ends_with_a_word(text: str) -> None:
    name = short_name_of(text)
    if name.endswith("…"):
        assert name.removesuffix("…").split()[-1] in re.split(r"[\s,;:.–—-]+", text) or name[-2] in '”»")]'


@pytest.mark.parametrize("number", range(1, 27))
def test_without_names_of_its_own_the_seed_has_made_ones(number: int) -> None:
    facts = replace(next(one for one in activities() if one.number == number), short_name=None)
    assert facts.name == short_name_of(facts.text)
    assert len(facts.name) > 20


# The live card


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_live_card_names_activities_while_it_is_read_at_a_glance(locale: str) -> None:
    now = datetime(2024, 4, 15, 4, tzinfo=UTC)
    t = texts(locale)
    text = live(t, summary(), now).text
    assert f"<b>№3</b> {t.plan(NAMES[3])}\n<b>№5</b> {t.plan(NAMES[5])}" in text
    assert "№2, №7, №8, №9" in text  # a day with many
    late = activities(dict.fromkeys(range(1, 27), Status.OVERDUE))
    long = tuple(replace(one, short_name="узундан узоқ тадбир номи " * 5) for one in late)
    assert "№1, №2, №3, №4, №5" in live(t, summary(long), now).text
