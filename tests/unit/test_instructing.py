"""Whether words tell others to do something, whom, and by which day."""

from datetime import date

import pytest

from services.language.instructing import addressees, due_day, is_remark, only_asks, tells_others
from services.language.names import Named
from services.language.reading.topics import Activity
from services.language.subjects import spoken_of

TODAY = date(2024, 4, 10)
SECTIONS = ("I", "II", "III", "IV", "V", "VI", "VII")


@pytest.fixture(scope="module")
def names() -> list[Named]:
    every = ("Б. Юнусов", "М. Сатаев", "М. Алимбаев", "Ш. Умаров", "Ўқув-маркази", "МСК аъзолари", "Котибият бўлимлари")
    return [Named(name, name) for name in every]


@pytest.mark.parametrize(
    ("words", "people", "sections", "overdue", "everybody"),
    [
        ("Юнусов: жадвал тақдим этилсин", {"Б. Юнусов"}, (), False, False),
        ("Сатаев ва Алимбаев, ишни тезлаштиринг", {"М. Сатаев", "М. Алимбаев"}, (), False, False),
        ("Умарову представить расчёт", {"Ш. Умаров"}, (), False, False),
        ("O'quv-markazi jadval bersin", {"Ўқув-маркази"}, (), False, False),
        ("Юнусов билан келишиб, ҳисобот беринг", set(), (), False, False),
        ("VI бўлим: ҳисоботлар юборилсин", set(), ("VI",), False, False),
        ("раздел V ускорить", set(), ("V",), False, False),
        ("Котибият бўлимлари ҳисобот топширсин", {"Котибият бўлимлари"}, (), False, False),
        ("Муддати ўтганлар тушунтириш хати берсин", set(), (), True, False),
        ("просрочившим представить объяснительную", set(), (), True, False),
        ("все ответственные до 25 января представить справку", set(), (), False, True),
    ],
)
def test_whom_the_words_address(
    names: list[Named], words: str, people: set[str], sections: tuple[str, ...], overdue: bool, everybody: bool
) -> None:
    found = addressees(words, names, SECTIONS)
    assert set(found.executors) == people
    assert (found.sections, found.overdue, found.everybody) == (sections, overdue, everybody)
    assert tells_others(words)


@pytest.mark.parametrize(
    "words",
    ["плохо", "ёмон", "бу бўлмайди", "очень слабо", "yomon ko'rsatkich", "муддати ўтганлар", "so slow", "кто виноват?"],
)
def test_blame_and_praise_are_remarks(words: str) -> None:
    assert is_remark(words)
    assert not tells_others(words)


@pytest.mark.parametrize(
    "words", ["Юнусов бўйича ҳисобот беринг", "показать всё по Юнусову", "нужно видеть список просроченных"]
)
def test_what_the_bot_is_told_is_told_to_nobody_else(words: str) -> None:
    assert not tells_others(words)


@pytest.mark.parametrize(
    ("words", "only"),
    [("кто просрочил?", True), ("Нега кечикяпти, тушунтириш беринг", False), ("У кого просрочено — ускорить", False)],
)
def test_a_question_tells_nobody_to_do_anything(words: str, only: bool) -> None:
    assert only_asks(words) is only


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("ҳамма 20 майгача маълумот берсин", date(2024, 5, 20)),
        ("до 25 апреля представить", date(2024, 4, 25)),
        ("18 aprelgacha topshirsin", date(2024, 4, 18)),
        ("by 3 May please", date(2024, 5, 3)),
        ("эртага маълумот берсин", date(2024, 4, 11)),
        ("15-тадбир тезлаштирилсин", None),
    ],
)
def test_the_day_by_which(words: str, day: date | None) -> None:
    assert due_day(words, TODAY) == day


PLAN = [
    Activity(5, "концепция", "малака ошириш концепцияси"),
    Activity(8, "плакатлар", "инфографик плакатлар"),
    Activity(12, "сайлов харажатлари сметаси", "сайлов харажатлари сметаси"),
    Activity(13, "МСКнинг йиллик сметаси", "МСКнинг йиллик сметаси"),
    Activity(22, "сайлов участкалари харитаси", "сайлов участкалари харитаси"),
]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("харита нима бўлди?", {22}),
        ("что с плакатами?", {8}),
        ("концепция қачон тайёр бўлади?", {5}),
        ("смета бўйича аҳвол", {12, 13}),
        ("нима учун ошхона ёпиқ?", set()),
        ("сколько стоит бензин?", set()),
        ("почему так мало?", set()),
    ],
)
def test_activities_spoken_of_without_a_number(words: str, numbers: set[int]) -> None:
    assert set(spoken_of(words, PLAN)) == numbers
