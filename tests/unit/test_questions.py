"""What /report is asked, in words of any order."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar.deadlines import Month
from services.language.names import Named
from services.language.question_words import VOCABULARY
from services.language.questions import Question, Span, parse_question
from services.language.translit import to_latin
from tests.tables import every
from tests.unit.test_names import NAMED

SECTIONS = ("I", "II", "III", "IV", "V", "VI", "VII")
YEAR = 2024
H1 = Span(date(YEAR, 1, 1), date(YEAR, 6, 30), date(YEAR, 4, 15))


def ask(text: str, names: tuple[Named, ...] = NAMED, shown: Mapping[str, str] | None = None) -> Question:
    return parse_question(text, numbers=range(1, 27), sections=SECTIONS, names=names, span=H1, shown=shown or {})


def months(*numbers: int) -> Question:
    return Question(months=frozenset(Month(YEAR, number) for number in numbers))


@pytest.mark.parametrize("text", ["", " ", "ҳисобот", "report", "режа бўйича ҳисобот", "все", "all activities"])
def test_no_word_that_narrows_asks_for_the_whole(text: str) -> None:
    assert ask(text) == Question()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("7", {7}),
        ("№7", {7}),
        ("#7", {7}),
        ("7-тадбир", {7}),
        ("тадбир 7", {7}),
        ("activity 7", {7}),
        ("7-й пункт", {7}),
        ("3-9", {3, 4, 5, 6, 7, 8, 9}),
        ("3–5", {3, 4, 5}),
        ("9-3", {3, 4, 5, 6, 7, 8, 9}),
        ("3,5", {3, 5}),
        ("3, 5", {3, 5}),
        ("3 5 7", {3, 5, 7}),
        ("3 ва 5", {3, 5}),
        ("24-40", {24, 25, 26}),
        ("1-3, 7", {1, 2, 3, 7}),
    ],
)
def test_activities_are_asked_by_number(text: str, numbers: set[int]) -> None:
    assert ask(text) == Question(numbers=frozenset(numbers))


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("III", {"III"}),
        ("iii", {"III"}),
        ("ІІІ", {"III"}),
        ("I", {"I"}),
        ("V", {"V"}),
        ("v", {"V"}),
        ("III бўлим", {"III"}),
        ("III bo'lim", {"III"}),
        ("бўлим III", {"III"}),
        ("раздел III", {"III"}),
        ("section iii", {"III"}),
        ("3-бўлим", {"III"}),
        ("3 раздел", {"III"}),
        ("section 3", {"III"}),
        ("учинчи бўлим", {"III"}),
        ("третий раздел", {"III"}),
        ("third section", {"III"}),
        ("III-бўлим", {"III"}),
        ("I-III", {"I", "II", "III"}),
        ("IV ва V бўлимлар", {"IV", "V"}),
        ("II, VII", {"II", "VII"}),
    ],
)
def test_sections_are_asked_by_roman_numerals_or_by_their_word(text: str, sections: set[str]) -> None:
    assert ask(text) == Question(sections=frozenset(sections))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("муддати ўтган", "overdue"),
        ("muddati o‘tgan", "overdue"),
        ("муддати ўтганлар", "overdue"),
        ("ижро муддати ўтган", "overdue"),
        ("kechikkan", "overdue"),
        ("кечиккан", "overdue"),
        ("просрочено", "overdue"),
        ("просроченные", "overdue"),
        ("overdue", "overdue"),
        ("бажарилди", "done"),
        ("bajarilgan", "done"),
        ("исполнено", "done"),
        ("выполненные", "done"),
        ("done", "done"),
        ("назоратдан ечилди", "closed"),
        ("nazoratdan yechildi", "closed"),
        ("снято с контроля", "closed"),
        ("ижросиз назоратдан ечилди", "closed"),
        ("снято с контроля без исполнения", "closed"),
        ("closed", "closed"),
        ("муддатидан кеч бажарилган", "late"),
        ("kech bajarilgan", "late"),
        ("исполнено с опозданием", "late"),
        ("с опозданием", "late"),
        ("done late", "late"),
        ("late", "late"),
        ("ижрода", "in_progress"),
        ("ижро", "in_progress"),
        ("ijroda", "in_progress"),
        ("исполняется", "in_progress"),
        ("in progress", "in_progress"),
        ("бошланмаган", "not_started"),
        ("boshlanmagan", "not_started"),
        ("не начато", "not_started"),
        ("not started", "not_started"),
        ("кўриб чиқилмоқда", "review"),
        ("ko'rib chiqilmoqda", "review"),
        ("на рассмотрении", "review"),
        ("under review", "review"),
        ("қайтарилди", "returned"),
        ("qaytarilgan", "returned"),
        ("возвращено", "returned"),
        ("қайта ижрога қайтарилди", "returned"),
        ("возвращено на доработку", "returned"),
        ("returned", "returned"),
        ("муддат узайтирилди", "extended"),
        ("uzaytirilgan", "extended"),
        ("срок продлён", "extended"),
        ("extended", "extended"),
        ("доимий назоратда", "continuous"),
        ("doimiy", "continuous"),
        ("на постоянном контроле", "continuous"),
        ("continuous", "continuous"),
        ("мунтазам", "regular"),
        ("muntazam", "regular"),
        ("регулярно", "regular"),
        ("regular", "regular"),
    ],
)
def test_a_status_is_asked_in_the_words_that_the_bot_itself_uses(text: str, status: str) -> None:
    assert ask(text) == Question(statuses=frozenset({status}))


@pytest.mark.parametrize("text", ["бажарилмаган", "не исполнено", "not done"])
def test_not_done_is_every_open_status(text: str) -> None:
    assert ask(text).statuses == {"overdue", "in_progress", "not_started", "returned"}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("март", (3,)),
        ("mart", (3,)),
        ("Мартда", (3,)),
        ("март ойида", (3,)),
        ("в марте", (3,)),
        ("v marte", (3,)),
        ("за март месяц", (3,)),
        ("march", (3,)),
        ("in March", (3,)),
        ("январь", (1,)),
        ("январдан", (1,)),
        ("в январе", (1,)),
        ("yanvar", (1,)),
        ("февраля", (2,)),
        ("april", (4,)),
        ("апрелда", (4,)),
        ("may", (5,)),
        ("в мае", (5,)),
        ("майда", (5,)),
        ("iyun", (6,)),
        ("июне", (6,)),
        ("июлда", (7,)),
        ("sentabr", (9,)),
        ("сентябре", (9,)),
        ("oktyabr", (10,)),
        ("oktabrda", (10,)),
        ("декабрь", (12,)),
        ("march april", (3, 4)),
        ("март ва апрель", (3, 4)),
        ("март и май", (3, 5)),
        ("январь-март", (1, 2, 3)),
        ("с января по март", (1, 2, 3)),
        ("january to march", (1, 2, 3)),
        ("q1", (1, 2, 3)),
        ("Q2", (4, 5, 6)),
        ("1-чорак", (1, 2, 3)),
        ("1-чоракда", (1, 2, 3)),
        ("1-chorak", (1, 2, 3)),
        ("I чорак", (1, 2, 3)),
        ("II chorak", (4, 5, 6)),
        ("биринчи чорак", (1, 2, 3)),
        ("1 квартал", (1, 2, 3)),
        ("1-й квартал", (1, 2, 3)),
        ("во втором квартале", (4, 5, 6)),
        ("first quarter", (1, 2, 3)),
        ("quarter 2", (4, 5, 6)),
        ("ярим йиллик", (1, 2, 3, 4, 5, 6)),
        ("yarim yillik", (1, 2, 3, 4, 5, 6)),
        ("1-ярим йиллик", (1, 2, 3, 4, 5, 6)),
        ("иккинчи ярим йиллик", (7, 8, 9, 10, 11, 12)),
        ("полугодие", (1, 2, 3, 4, 5, 6)),
        ("2 полугодие", (7, 8, 9, 10, 11, 12)),
        ("half-year", (1, 2, 3, 4, 5, 6)),
        ("h1", (1, 2, 3, 4, 5, 6)),
    ],
)
def test_months_quarters_and_half_years(text: str, numbers: tuple[int, ...]) -> None:
    assert ask(text) == months(*numbers)


def test_a_year_said_beside_a_month_is_its_year() -> None:
    assert ask("апрель 2025").months == {Month(2025, 4)}
    assert ask("2025 йил апрель").months == {Month(2025, 4)}


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("timeline", "timeline"),
        ("time line", "timeline"),
        ("график", "timeline"),
        ("grafik", "timeline"),
        ("чизма", "timeline"),
        ("вақт чизиғи", "timeline"),
        ("vaqt chizig‘i", "timeline"),
        ("docx", "docx"),
        ("word", "docx"),
        ("ворд", "docx"),
        ("word файл", "docx"),
        ("xlsx", "xlsx"),
        ("excel", "xlsx"),
        ("эксель", "xlsx"),
        ("pdf", "pdf"),
        ("PDF", "pdf"),
        ("пдф", "pdf"),
    ],
)
def test_a_format_is_asked_by_its_ending_or_its_program(text: str, format_: str) -> None:
    assert ask(text) == Question(format=format_)


@pytest.mark.parametrize("text", ["ёрдам", "yordam", "помощь", "help", "?"])
def test_help_is_asked(text: str) -> None:
    assert ask(text) == Question(help=True)


@pytest.mark.parametrize("name", [named.name for named in NAMED])
@pytest.mark.parametrize("write", [str, str.upper, to_latin])
def test_every_executor_can_be_asked_for_in_either_script(name: str, write: "type[str]") -> None:
    assert ask(write(name)) == Question(executors=frozenset({name}))


@pytest.mark.parametrize(
    ("text", "executors"),
    [
        ("Юнусов", {"Б. Юнусов"}),
        ("Юнусову", {"Б. Юнусов"}),
        ("Юнсов", {"Б. Юнусов"}),
        ("юнусов б", {"Б. Юнусов"}),
        ("Юнусов и Хаджиев", {"Б. Юнусов", "И. Хаджиев"}),
        ("Юнусов, Маматов", {"Б. Юнусов", "Х. Маматов"}),
        ("Юнусов Маматов Умаров", {"Б. Юнусов", "Х. Маматов", "Ш. Умаров"}),
        ("котибият", {"Котибият бўлимлари"}),
        ("ўқув маркази МСК", {"Ўқув-маркази", "МСК аъзолари"}),
    ],
)
def test_executors_are_asked_as_people_name_them(text: str, executors: set[str]) -> None:
    assert ask(text) == Question(executors=frozenset(executors))


def test_namesakes_are_given_back_to_choose_from() -> None:
    names = (Named("1", "Б. Юнусов"), Named("2", "А. Юнусов"))
    question = ask("Юнусов март", names)
    assert question == replace(months(3), ambiguous=(("Юнусов", names),))
    assert ask("А. Юнусов", names).executors == {"2"}


COMBINED = Question(
    sections=frozenset({"III"}),
    executors=frozenset({"Х. Маматов"}),
    statuses=frozenset({"overdue"}),
    months=frozenset({Month(YEAR, 3)}),
    format="docx",
)


@pytest.mark.parametrize(
    "text",
    [
        "III Маматов муддати ўтган март docx",
        "docx март муддати ўтган Маматов III",
        "III bo'lim Mamatov muddati o'tgan mart word",
        "Маматов просрочено III раздел в марте ворд",
        "overdue Mamatov section III march docx",
        "мартда III бўлим бўйича Х. Маматов муддати ўтганлари word форматда",
    ],
)
def test_words_combine_in_any_order_language_and_script(text: str) -> None:
    assert ask(text) == COMBINED


def test_a_name_does_not_swallow_the_word_after_it() -> None:
    assert ask("Хусанова март") == replace(months(3), executors=frozenset({"М. Хусанова"}))
    assert ask("март Хусанова") == replace(months(3), executors=frozenset({"М. Хусанова"}))


def test_an_initial_is_not_taken_for_a_section_or_a_conjunction() -> None:
    assert ask("И. Хаджиев").executors == {"И. Хаджиев"}
    assert ask("I. Xadjiyev") == Question(executors=frozenset({"И. Хаджиев"}))


def test_a_section_before_a_name_stays_a_section() -> None:
    assert ask("I Юнусов") == Question(sections=frozenset({"I"}), executors=frozenset({"Б. Юнусов"}))


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("просроченно", "просрочено"),
        ("overdu", "overdue"),
        ("marhc", "march"),
        ("бажарилд", "бажарилди"),
        ("bajarild", "bajarildi"),
        ("экзел", "эксель"),
        ("VIII", "VII"),
        ("99", "26"),
        ("99-бўлим", "I"),
    ],
)
def test_an_unknown_word_comes_back_with_the_closest_choices(text: str, suggestion: str) -> None:
    (unknown,) = ask(text).unknown
    assert suggestion in unknown.suggestions
    assert text.startswith(unknown.word)


def test_an_unknown_word_does_not_spoil_the_rest() -> None:
    question = ask("март абракадабра Юнусов")
    assert [one.word for one in question.unknown] == ["абракадабра"]
    assert replace(question, unknown=()) == replace(months(3), executors=frozenset({"Б. Юнусов"}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("múddeti ótken", Question(statuses=frozenset({"overdue"}))),
        ("MÚDDETI ÓTKEN III", Question(statuses=frozenset({"overdue"}), sections=frozenset({"III"}))),
        ("март keshigip  orınlandı", replace(months(3), statuses=frozenset({"late"}))),
        ("orınlandı 7", Question(statuses=frozenset({"done"}), numbers=frozenset({7}))),
        ("bir eki úsh tórt bes altı 7", Question(statuses=frozenset({"closed"}), numbers=frozenset({7}))),
        ("orınlandı overdue", Question(statuses=frozenset({"done", "overdue"}))),
    ],
)
def test_a_status_is_understood_as_it_is_shown_in_a_language_of_no_table(text: str, expected: Question) -> None:
    shown = {"múddeti ótken": "overdue", "orınlandı": "done", "keshigip orınlandı": "late"}
    shown["bir eki úsh tórt bes altı"] = "closed"
    assert ask(text, shown=shown) == expected


def test_a_word_of_the_tables_keeps_its_meaning_whatever_a_language_shows() -> None:
    assert ask("done", shown={"done": "late"}).statuses == {"done"}


@every("meaning", VOCABULARY.values(), ids=lambda meaning: meaning.spelled)
def test_every_word_that_can_be_suggested_is_understood(meaning: object) -> None:
    spelled = getattr(meaning, "spelled", "")
    assert ask(spelled).unknown == ask(to_latin(spelled)).unknown == ()


WORDS = ("7", "3-9", "III", "март", "q1", "-", ",", ".", "Юнусов", "Б.", "docx", "?", "и", "99", "ярим", "йиллик")


@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_no_question_is_an_error(text: str) -> None:
    question = ask(text)
    assert question.numbers <= set(range(1, 27))
    assert question.sections <= set(SECTIONS)


def test_a_megabyte_is_answered_quickly() -> None:
    began = time.perf_counter()
    ask("абракадабра шубрамутра " * 50_000)
    assert time.perf_counter() - began < 2  # seconds
