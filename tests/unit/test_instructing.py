"""Whether words tell others to do something, whom, and by which day."""

from datetime import date, timedelta

import pytest

from services.language.due_words import read_due, without_times
from services.language.instructing import addressees, due_day, is_remark, only_asks, praises, reminds, tells_others
from services.language.names import Named
from services.language.reading.topics import Activity
from services.language.subjects import spoken_of
from services.language.work_numbers import work_numbers

TODAY = date(2024, 4, 10)
SECTIONS = dict.fromkeys(("I", "II", "III", "V", "VI"), "") | {
    "IV": "Сайлов комиссиялари моддий-техник таъминоти, уларнинг фаолиятини молиялаштириш",
    "VII": "Халқаро алоқалар ва ҳамкорлик",
}


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
        ("Халқаро алоқалар бўлимига: маълумот берилсин", set(), ("VII",), False, False),
        ("молия бўлими 20 майгача ҳисобот берсин", set(), ("IV",), False, False),
        ("бўлимлар ҳисобот берсин", set(), (), False, False),
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
    ("words", "is_told"),
    [
        ("напомни тем, кто молчит", True),
        ("муддати ўтганларга эслатма юборинг", True),
        ("remind those who are overdue", True),
        ("кому напомнили?", False),
        ("менга эртага эслатинг", False),
        ("эслатма қачон юборилган?", False),
    ],
)
def test_to_remind_others_is_an_order_whatever_asks_in_it(words: str, is_told: bool) -> None:
    assert reminds(words) is is_told
    assert not (only_asks(words) and is_told)


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


@pytest.mark.parametrize(
    ("words", "numbers", "day"),
    [
        ("Tell Mamatov to finish 6 by May 10", (6,), date(2024, 5, 10)),
        ("Маматов 6 закончить к 10 мая", (6,), date(2024, 5, 10)),
        ("Mamatov 6 ni 10 maygacha tugatsin", (6,), date(2024, 5, 10)),
        ("Рахимова 24, 25 бўйича 15 май куни гапирсин", (24, 25), date(2024, 5, 15)),
        ("Алимбаеву разобраться с 22 и 23 до 1 июня", (22, 23), date(2024, 6, 1)),
        ("Умарову 13 закрыть до 7 мая", (13,), date(2024, 5, 7)),
        ("Кучкарову: 21 не трогать до совещания", (21,), None),
        ("Умаров 12 и 13, до пятницы", (12, 13), date(2024, 4, 12)),
        ("Юнусов до 20.05 отчитаться по 19 и 20", (19, 20), date(2024, 5, 20)),
        ("до 7 мая 13 закрыть", (13,), date(2024, 5, 7)),
        ("через 3 дня представить", (), date(2024, 4, 13)),
        ("3 кун", (), None),
        ("Юнусов 3 нусхада тақдим этсин", (), None),
        ("эртага соат 10 да йиғилиш", (), date(2024, 4, 11)),
    ],
)
def test_activities_by_bare_numbers_are_told_from_days(words: str, numbers: tuple[int, ...], day: date | None) -> None:
    assert work_numbers(without_times(words, TODAY), range(1, 27)) == numbers
    assert due_day(words, TODAY) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("до 12.05", date(2024, 5, 12)),
        ("до пятницы", date(2024, 4, 12)),
        ("к пятнице", date(2024, 4, 12)),
        ("жума кунигача", date(2024, 4, 12)),
        ("чоршанбагача", date(2024, 4, 17)),
        ("by next Monday", date(2024, 4, 15)),
        ("бир ҳафта ичида", date(2024, 4, 17)),
        ("3 кунда", date(2024, 4, 13)),
        ("within two weeks", date(2024, 4, 24)),
        ("3 иш куни ичида", date(2024, 4, 15)),
        ("в трёхдневный срок", date(2024, 4, 13)),
        ("ой охиригача", date(2024, 4, 30)),
        ("до конца месяца", date(2024, 4, 30)),
        ("at the end of next month", date(2024, 5, 31)),
        ("до конца мая", date(2024, 5, 31)),
        ("до 10 числа", date(2024, 4, 10)),
        ("с 3 мая по 10 мая", date(2024, 5, 10)),
    ],
)
def test_the_days_of_relative_terms(words: str, day: date) -> None:
    assert read_due(words, TODAY).day == day


@pytest.mark.parametrize(
    "words", ["мажлисгача", "до совещания", "майгача", "3 кун", "до 31.06", "ҳар жума", "5 майгача, 13 эса 7 майгача"]
)
def test_a_time_that_is_no_single_day_is_said_to_be_unclear(words: str) -> None:
    assert read_due(words, TODAY).day is None
    assert read_due(words, TODAY).is_unclear


@pytest.mark.parametrize(
    "words",
    [
        "сайлов кунидан кейин 10 кун ичида",
        "saylovdan so‘ng 5 kun ichida bersin",
        "в течение 10 дней после выборов",
        "за 15 дней до выборов",
        "в течение 3 дней со дня получения",
    ],
)
def test_what_is_counted_from_something_else_is_not_counted_from_today(words: str) -> None:
    due = read_due(words, TODAY)
    assert (due.day, due.is_unclear) == (None, True)


@pytest.mark.parametrize("words", ["шундан кейин 3 кун ичида", "бугундан 3 кун ичида", "в течение трёх дней"])
def test_what_is_counted_from_now_is(words: str) -> None:
    assert read_due(words, TODAY).day == TODAY + timedelta(days=3)


@pytest.mark.parametrize(
    "words", ["ускорить", "10 майдаги мажлис баённомаси", "3 дня назад просил", "5, 7: тезлаштиринг"]
)
def test_words_that_set_no_time_are_not_unclear(words: str) -> None:
    assert read_due(words, TODAY).day is None
    assert not read_due(words, TODAY).is_unclear


@pytest.mark.parametrize(
    "words",
    [
        "Всем молчащим: отчитаться до 19 января",
        "Ҳисобот бермаганлар 6 майгача ёзсин",
        "Не отчитавшимся представить отчёт",
        "Those who have not reported: write by Friday",
        "Жавоб бермаганларга: эртагача ёзинглар",
    ],
)
def test_the_silent_are_addressed(names: list[Named], words: str) -> None:
    assert addressees(words, names, SECTIONS).silent
    assert tells_others(words)


@pytest.mark.parametrize("words", ["просроченным исполнителям срок 6 мая", "Муддати ўтганлар эртага соат 10 да келсин"])
def test_the_overdue_are_addressed(names: list[Named], words: str) -> None:
    assert addressees(words, names, SECTIONS).overdue
    assert tells_others(words)


@pytest.mark.parametrize(
    ("words", "unknown"),
    [
        ("Каримов 3 кун ичида ҳисобот берсин", ("Каримов",)),
        ("Юнусов ва Каримов ҳисобот берсин", ("Каримов",)),
        ("Tell Karimov to finish 6", ("Karimov",)),
        ("Юнусув ҳисобот берсин", ("Юнусув",)),
        ("Юнусов Каримов билан келишсин", ()),
        ("Документов до сих пор нет, представить", ()),
        ("Умаров: отчёт Каримова проверить", ()),
    ],
)
def test_a_name_that_the_plan_does_not_have(names: list[Named], words: str, unknown: tuple[str, ...]) -> None:
    assert addressees(words, names, SECTIONS).unknown == unknown


@pytest.mark.parametrize(
    ("words", "is_praise"),
    [
        ("Юнусовга раҳмат, яхши иш бўпти", True),
        ("Отлично, Юнусов молодец!", True),
        ("Good job everyone", True),
        ("Яхши ишлаяпсизлар, раҳмат ҳаммага", True),
        ("жуда зўр натижа, Сатаев!", True),
        ("Юнусовга раҳмат айтинг", True),
        ("Yunusovga rahmat ayting", True),
        ("передайте Юнусову спасибо", True),
        ("поблагодарите Юнусова", True),
        ("Юнусовга раҳмат айтинг, ҳисоботни топширсин", False),
        ("Спасибо, передайте Юнусову отчёт", False),
        ("Спасибо, но Юнусову ускорить", False),
        ("Раҳмат. Эртага ҳисобот берсин", False),
        ("Молодцы, а где отчёт?", False),
    ],
)
def test_praise_instructs_nobody(words: str, is_praise: bool) -> None:
    assert praises(words) is is_praise
