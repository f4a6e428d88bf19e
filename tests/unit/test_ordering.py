"""Lines of orders: whom, what, by when; no word of a line is lost, whatever it is made of."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.terms import Precision
from services.language.names import Named
from services.language.ordering import Ordered, is_finished, lines_of, read_names, read_order, read_term
from tests.stage import PLAN, load_plan

NAMES = tuple(Named(one.key, one.name, one.aliases) for one in load_plan(PLAN).executors)
TODAY = date(2024, 3, 1)
WORD = re.compile(r"[^\W\d_]+")

whom = st.lists(
    st.sampled_from(["Юнусов", "Сатаев", "Х. Маматов", "Yunusov", "Кучкаровга", "Ўқув-маркази", "Каримов"]), max_size=3
)
what = st.lists(
    st.sampled_from(
        ["сервер", "хонаси", "бўйича", "маълумот", "тайёрлансин", "рўйхат", "мажлис", "март", "12-банд", "ва"]
    ),
    min_size=1,
    max_size=8,
)
when = st.sampled_from(
    ["", "15 мартгача", "20.03.2024", "до 5 апреля", "март ойида", "муддатсиз", "эртага", "муддат: 20 март"]
)
between = st.sampled_from([": ", " — ", ", ", " "])
before_when = st.sampled_from([", ", " ", ". ", " ("])


def read(line: str) -> Ordered:
    return read_order(line, NAMES, TODAY)


@given(whom, what, when, between, before_when, st.booleans())
@settings(max_examples=400, deadline=None)
def test_no_word_is_lost(
    called: list[str],
    said: list[str],
    term: str,
    sign: str,
    comma: str,
    term_first: bool,
) -> None:
    task = " ".join(said)
    body = f"{term} {task}" if term_first else f"{task}{comma}{term}"
    line = f"{', '.join(called)}{sign}{body}" if called else body
    found = read(line)
    kept = " ".join([found.text, found.names, found.term]).casefold()
    for word in WORD.findall(line.casefold()):
        assert word in kept, (line, found)
    if found.due_on is not None:
        assert not found.has_no_term


@pytest.mark.parametrize(
    ("line", "text", "executors", "due_on"),
    [
        ("Юнусов, Сатаев: маълумот тайёрлансин, 15 мартгача", "Маълумот тайёрлансин", ("yunusov", "sataev"), (3, 15)),
        (
            "Yunusov, Sataev: ma’lumot tayyorlansin, 15 martgacha",
            "Ma’lumot tayyorlansin",
            ("yunusov", "sataev"),
            (3, 15),
        ),
        ("Юнусову и Сатаеву — подготовить справку до 15 марта", "Подготовить справку", ("yunusov", "sataev"), (3, 15)),
        ("Маълумот тайёрлансин (Юнусов, Сатаев), 15 март", "Маълумот тайёрлансин", ("yunusov", "sataev"), (3, 15)),
        (
            "1) Юнусовга: архив хатловдан ўтказилсин, муддат: 20 март",
            "Архив хатловдан ўтказилсин",
            ("yunusov",),
            (3, 20),
        ),
        ("Рўйхат берилсин. Масъул: Юнусов. Муддат: 15 март", "Рўйхат берилсин", ("yunusov",), (3, 15)),
        ("Ўқув-маркази: плакатлар тайёрлансин, март ойида", "Плакатлар тайёрлансин", ("training_center",), (3, 31)),
        ("Сатаев, Юнусов, рўйхат берилсин, эртага", "Рўйхат берилсин", ("sataev", "yunusov"), (3, 2)),
    ],
)
def test_what_is_read(line: str, text: str, executors: tuple[str, ...], due_on: tuple[int, int]) -> None:
    found = read(line)
    assert (found.text, found.executors, found.due_on) == (text, executors, date(2024, *due_on))
    assert not found.doubts


@pytest.mark.parametrize(
    "line",
    [
        "Юнусов: 15 март куни бўлиб ўтган мажлис баённомаси расмийлаштирилсин",
        "Юнусов: 15 мартдаги мажлис бўйича маълумот берилсин",
        "Юнусов: ҳисобот, апрелгача",
        "Юнусов: ҳисобот тайёрлансин",
    ],
)
def test_a_day_that_may_be_none_of_its_term_is_not_taken_for_it(line: str) -> None:
    assert read(line).due_on is None


def test_names_that_are_not_clear_are_asked() -> None:
    found = read("Юнусов, Каримов, Мамат: рўйхат, 20 март")
    assert found.executors == ("yunusov",)
    assert [(one.word, one.choices) for one in found.doubts] == [("Каримов", ()), ("Мамат", ("mamatov",))]
    assert read("Сервер хонаси: маълумот тайёрлансин, 15 мартгача").is_called is False
    assert read_names("масъул: Юнусов ва Сатаев", NAMES)[0] == ("yunusov", "sataev")


def test_terms_that_are_written_in_answer() -> None:
    assert read_term("25 март", TODAY).due_on == date(2024, 3, 25)
    assert read_term("апрель", TODAY).precision is Precision.MONTH
    assert read_term("муддатсиз", TODAY).has_no_term
    assert read_term("апрелгача", TODAY).is_unclear, "before the month, or to its end?"
    assert read_term("қачондир", TODAY).is_unclear


@pytest.mark.parametrize("words", ["Тайёр", "tayyor!", "готово", "Бўлди.", "done", "ҳаммаси тайёр"])
def test_the_word_that_all_are_written(words: str) -> None:
    assert is_finished(words)
    assert not is_finished(f"Юнусов: {words}")


def test_lines_without_words_are_none() -> None:
    assert lines_of("\n Юнусов: архив \n\n ---\n12\nСатаев: боғ") == ("Юнусов: архив", "Сатаев: боғ")
