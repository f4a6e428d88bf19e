"""Lines of orders: whom, what, by when; no word of a line is lost, whatever it is made of."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.terms import Precision
from services.language import names as finder
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
    kept = " ".join([found.text, found.names, found.term, found.asides]).casefold()
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


@pytest.mark.parametrize(
    ("line", "text", "executors", "doubts"),
    [
        ("Юнусов, Сатаев ва Фарманов серверни кўчирсин", "Серверни кўчирсин", "yunusov sataev farmanov", ()),
        ("2) Ибодуллаев, Фарманов жиҳозлар хатловини", "Жиҳозлар хатловини", "ibodullaev farmanov", ()),
        ("юнусов, сатаев ҳамда фарманов архивни кўрсин", "Архивни кўрсин", "yunusov sataev farmanov", ()),
        ("Юнусов билан Сатаев архивни кўрсин", "Архивни кўрсин", "yunusov sataev", ()),
        ("Б.Юнусов, Фарманов А. и Сатаев подготовить", "Подготовить", "yunusov farmanov sataev", ()),
        ("Yunusov va Sataev arxivni ko‘rsin", "Arxivni ko‘rsin", "yunusov sataev", ()),
        ("Маматов Хоразмга борсин", "Хоразмга борсин", "mamatov", ()),
        ("Умаров ака архивни кўрсин", "Архивни кўрсин", "umarov", ()),
        ("Хусанова. Шартнома", "Шартнома", "khusanova", ()),
        ("Юнусов, Сатаевнинг серверини кўчирсин", "Сатаевнинг серверини кўчирсин", "yunusov", ()),
        ("Юнусов, Каримов архивни кўрсин", "Архивни кўрсин", "yunusov", ("Каримов",)),
        ("Юнусов ва бошқалар архивни кўрсин", "Архивни кўрсин", "yunusov", ("бошқалар",)),
        ("Юнусов, Ўқув маркази биносини таъмирласин", "Биносини таъмирласин", "yunusov", ("Ўқув маркази",)),
        ("Юнусов билан келишиб маълумот берилсин", "Юнусов билан келишиб маълумот берилсин", "", ()),
    ],
)
def test_all_names_at_the_head_are_executors_and_what_may_be_one_is_asked(
    line: str, text: str, executors: str, doubts: tuple[str, ...]
) -> None:
    found = read(f"{line}, 20 мартгача")
    assert (found.text, found.executors) == (text, tuple(executors.split()))
    assert tuple(one.word for one in found.doubts) == doubts


@pytest.mark.parametrize(
    ("term", "due_on"),
    [
        ("1-чорак якунигача", (3, 31)),
        ("2-чоракгача", (6, 30)),
        ("до конца 2 квартала", (6, 30)),
        ("II ярим йиллик якунигача", (12, 31)),
        ("до конца первого полугодия", (6, 30)),
        ("by the end of the second quarter", (6, 30)),
        ("чорак якунигача", (3, 31)),
        ("до конца апреля", (4, 30)),
        ("апрель ойи охирига қадар", (4, 30)),
        ("жорий йилнинг 20 мартигача", (3, 20)),
        ("2024 йилнинг 20 мартига қадар", (3, 20)),
        ("20 мартдан кечиктирмай", (3, 20)),
        ("не позднее 20 марта", (3, 20)),
        ("шу йил 20 мартга қадар", (3, 20)),
    ],
)
def test_the_whole_of_the_terms_words_goes(term: str, due_on: tuple[int, int]) -> None:
    for sign in (", ", " "):
        found = read(f"Юнусов: маълумот{sign}{term}")
        assert (found.text, found.due_on) == ("Маълумот", date(2024, *due_on)), sign


@pytest.mark.parametrize(
    "line",
    ["Юнусов: маълумот, 5-7 боб 20 мартгача", "Юнусов: 1-чорак якуни бўйича маълумот", "Юнусов: маълумот, 1-чорак"],
)
def test_of_what_may_be_a_part_of_the_term_nothing_goes(line: str) -> None:
    found = read(line)
    assert found.text.casefold().replace(" ", "") in line.casefold().replace(" ", "")
    assert found.due_on is None or found.text == "Маълумот, 5-7 боб"


@pytest.mark.parametrize(
    ("line", "text", "marks"),
    [
        ("маълумот берилсин, 23 мартгача, шахсий назоратимда, хат билан", "Маълумот берилсин", (True, True)),
        ("маълумот, ҳужжат (хат) билан, 23 мартгача", "Маълумот", (False, True)),
        ("ma’lumot, 23 martgacha, shaxsiy nazoratga olinsin", "Ma’lumot", (True, False)),
        ("справка до 23 марта, под личный контроль", "Справка", (True, False)),
        ("вазирликка хат билан мурожаат қилинсин, 23 март", "Вазирликка хат билан мурожаат қилинсин", (False, False)),
    ],
)
def test_what_is_said_beside_the_order_is_no_word_of_it(line: str, text: str, marks: tuple[bool, bool]) -> None:
    found = read(f"Юнусов: {line}")
    assert (found.text, found.due_on) == (text, date(2024, 3, 23))
    assert (found.is_personal, found.needs_document) == marks


def test_a_heading_is_no_order() -> None:
    orders = ("1) Юнусов: архив, 20 март", "2) Сатаев: боғ")
    for heading in ("топшириқлар:", "Қарор қилинди:", "Поручения по итогам совещания:", "Quyidagi vazifalar:"):
        assert lines_of("\n".join((heading, *orders))) == orders
    assert lines_of("Юнусовга топшириқлар:\nархив") == ("Юнусовга топшириқлар:", "архив")


@pytest.mark.parametrize("written", [str.lower, str.title, str.upper])
def test_a_line_of_many_commas_is_looked_through_for_names_once(
    written: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    compare = finder._nearness

    def counted(spelling: finder._Spelling, named: Named) -> tuple[finder._Nearness, float]:
        asked.append(named.key)
        return compare(spelling, named)

    monkeypatch.setattr(finder, "_nearness", counted)

    words = [f"маълумот{chr(1072 + place % 32)}{chr(1072 + place // 32)}" for place in range(150)]
    read(written(", ".join(words)))
    assert len(asked) < 5 * len(words) * len(NAMES)
