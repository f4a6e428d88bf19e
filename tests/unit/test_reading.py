"""What holds for the reader of messages, whatever is typed; and the kinds of fault it was written against."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.language.reading.intents import ABOUT_WORK, Intent
from services.language.reading.parts import Asks
from services.language.reading.reader import Activity, Record, Understanding, understand

TODAY = date(2024, 3, 20)
OWN = (
    Activity(5, "Концепция лойиҳасини тайёрлаш"),
    Activity(6, "Ўқув дастури, маъруза матни ва тестларни тайёрлаш"),
    Activity(7, "Видео ўқув қўлланмаларни тайёрлаш"),
    Activity(8, "Инфографик плакатларни тайёрлаш", "инфографик плакатлар"),
    Activity(16, "Семинар-тренинглар ўтказиш"),
    Activity(17, "Веб-сайтни модернизация қилиш"),
)
MINE = {one.number for one in OWN}
PIECES = (
    *("5", "6", "7", "9", "70", "100", "%", "фоиз", "№", "тадбир", "-тадбир", "пункт", "по", "бўйича", "чи"),
    *("бажарилди", "бажарилмади", "тайёр", "эмас", "не", "готово", "done", "yet", "деярли", "ва", "ярми", "деб"),
    *("қолди", "йўқ", "нет", "no", ",", ".", ":", ";", "?", "-", "–", "\n", "25.04.2024", "10", "000", "сўм", "3/4"),
    *("будет", "агар", "лекин", "хато", "муддат", "беринг", "қачон", "✅", "❌", "😀", "\u200b", "@", "4orak", "wu"),
)
LISTS = st.lists(st.sampled_from(PIECES), max_size=20)
TEXTS = st.text() | LISTS.map(" ".join) | LISTS.map("".join)
ABOUT = st.sampled_from([(), (5,), (9,), (5, 6)])


def read(text: str, about: tuple[int, ...] = ()) -> Understanding:
    return understand(text, OWN, today=TODAY, about=about)


@given(TEXTS, ABOUT)
def test_any_text_is_read_within_bounds(text: str, about: tuple[int, ...]) -> None:
    found = read(text, about)
    assert all(one.percent is None or 0 <= one.percent <= 100 for one in found.records)
    assert not any(one.done and one.percent not in (None, 100) for one in found.records)


@given(TEXTS, ABOUT)
def test_only_the_senders_own_activities_are_recorded_or_offered(text: str, about: tuple[int, ...]) -> None:
    found = read(text, about)
    assert {one.activity for one in found.records} <= MINE
    assert set(found.choices) <= MINE


@given(TEXTS, ABOUT)
def test_a_message_is_recorded_whole_or_asked_about_whole(text: str, about: tuple[int, ...]) -> None:
    found = read(text, about)
    assert found.asks is Asks.NONE or not found.records
    assert found.asks in (Asks.ACTIVITY, Asks.INTENT) or not found.choices
    assert not found.records or ABOUT_WORK & {found.intent, *found.also}
    assert len({one.activity for one in found.records}) == len(found.records)


@given(st.text(alphabet=".,!?…-–—()«»\"' \n\t👍🙏😀❤️+*/"), ABOUT)
def test_without_letters_numbers_and_ticks_nothing_is_recorded(text: str, about: tuple[int, ...]) -> None:
    assert not read(text, about).records


@given(TEXTS, ABOUT)
def test_reading_again_says_the_same(text: str, about: tuple[int, ...]) -> None:
    assert read(text, about) == read(text, about)


@given(TEXTS)
def test_who_carries_no_activity_records_nothing(text: str) -> None:
    assert not understand(text, (), today=TODAY, plan=range(1, 27)).records


@pytest.mark.parametrize(
    "piece", ["5 ", "1-", "№", "?", "не ", "5-тадбир бажарилди\n", "60-70% ", "о'", "ҳали йўқ ", "71 "]
)
def test_a_long_text_is_read_quickly_and_not_relied_on(piece: str) -> None:
    began = time.perf_counter()
    found = read(piece * (200_000 // len(piece)))
    assert time.perf_counter() - began < 3  # seconds; far under one on an idle machine
    assert not found.records


@pytest.mark.parametrize("joint", [": ", "тадбирлар "])
def test_two_long_lists_of_numbers_are_read_quickly(joint: str) -> None:
    began = time.perf_counter()
    read("1, " * 30 + joint + "1, " * 30 + "x")
    assert time.perf_counter() - began < 3  # seconds


DONE = Record(5, None, True)
WORDS = Record(5, None, None)


@pytest.mark.parametrize(
    "text",
    [
        *("бажарилди", "5-тадбир бажарилди", "№5 тўлиқ бажарилди", "5 готово", "5 ✅", "bajarildi", "bajarib bo'ldik"),
        *("амалга оширилди", "ижро этилди", "выполнено в срок", "сделано", "исполнено, письмо №45 от 12.03.2024"),
        *("completed", "Бажарилди, 12-сонли хат билан юборилди", "Ассалому алайкум. 5-тадбир бажарилди. Раҳмат"),
        *("бажарилди, эътироз йўқ", "булди, тўлик бажардик", "5 тадбир bajarldi"),
    ],
)
def test_a_plain_done_is_recorded(text: str) -> None:
    assert read(text, (5,)).records == (DONE,)


@pytest.mark.parametrize(
    "text", ["деярли бажарилди", "почти готово", "almost done", "deyarli tugatdik", "практически завершено"]
)
def test_of_what_is_nearly_done_the_percent_is_asked(text: str) -> None:
    found = read(text, (5,))
    assert (found.asks, found.records) == (Asks.PERCENT, ())


@pytest.mark.parametrize(
    "text",
    [
        *("вазирлик розилик берса тайёр", "бажарилди деган маълумот нотўғри", "готово дейишга рано", "хат тайёр"),
        *("договор готов", "мендан бошқа ҳамма бажарди", "лойиҳаси тайёр", "3 та плакат тайёр", "тайёр"),
        *("бажарилмаган иш қолмади", "тайёр бўлиб қолди", "бажарилди, лекин имзоланмади", "bajarildi deb"),
        *("выполнено, но не всё", "Умаров бажарди", "шучу, выполнено", "бажарилди, шу тўғрими"),
        *("бажаришди", "бажарилибди", "бажарилгандир", "сделали бы", "мы готовы", "апрель тугади", "бажарилди 😂"),
        *("было выполнено", "5-тадбир 10 апрелда бажарилди", "выполнено 3 из 4", "сделано всё кроме подписи", "✅"),
    ],
)
def test_anything_that_sounds_like_done_is_asked(text: str) -> None:
    found = read(text, (5,))
    assert (found.asks, found.records) == (Asks.DONE, ())


@pytest.mark.parametrize(
    "text",
    [
        *("ой охиригача 100 фоизга етказамиз", "жумага топшираман", "завтра сделаем", "10% иш қолди", "осталось 20%"),
        *("эртага 80 фоиз бўлади", "50 фоиздан камроқ бажарилди", "харажатларнинг 70 фоизи ажратилди", "5 not started"),
        *("ҳали бошланмади", "бажарилмади", "вазирликдан жавоб кутяпмиз", "маблағ йўқ", "лойиҳа келишилмоқда"),
    ],
)
def test_what_is_certainly_no_claim_is_kept_as_words(text: str) -> None:
    assert read(text, (5,)).records == (WORDS,)


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("5 готово, 6 на 40%, 7 не начинали", [(5, None, True), (6, 40, None), (7, None, None)]),
        ("5 ✅ 6 ❌", [(5, None, True), (6, None, None)]),
        ("16-40% 17-25%", [(16, 40, None), (17, 25, None)]),
        ("бажарилди: 5, 6, 7", [(5, None, True), (6, None, True), (7, None, True)]),
        ("5, 6 ва 7-тадбирлар 50 фоиз", [(5, 50, None), (6, 50, None), (7, 50, None)]),
        ("5 70, 6 80", [(5, 70, None), (6, 80, None)]),
        ("5) 70%\n6) бошланмади", [(5, 70, None), (6, None, None)]),
        ("7 – сценарийлар ёзилмоқда\n16 – 2 та семинар ўтказилди", [(7, None, None), (16, None, None)]),
        ("по 5 ещё не начали", [(5, None, None)]),
        ("5чи 60-70%", []),
        ("Беш фоиз эмас, 5-тадбир 40 фоиз", []),
        ("5 70 80", []),
        ("Бажарилди. 6-тадбирни бошладик", []),
        ("5-тадбирнинг 6-банди 70%", []),
        ("5 ва 6 бўйича 40 ва 60 фоиз", []),
        ("5 дан бошқа ҳаммаси бажарилди", []),
        ("5) жараёнда 6) бажарилди", [(5, None, None), (6, None, True)]),
        ("12: 5 из 10 районов", []),
        ("5 бажарилди, 9 бажарилди", []),
        ("3 бажарилди", []),
    ],
)
def test_no_number_is_dropped_in_silence(text: str, records: list[tuple[int, int | None, bool | None]]) -> None:
    assert [(one.activity, one.percent, one.done) for one in read(text).records] == records


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("муддати қачон?", Intent.QUESTION),
        ("менда бу ой нима бор", Intent.QUESTION),
        ("шу ой", Intent.QUESTION),
        ("муддатни майга суриб беринг", Intent.MORE_TIME),
        ("яна икки ҳафта керак", Intent.MORE_TIME),
        ("можно продлить?", Intent.MORE_TIME),
        ("бизга тегишли эмас", Intent.REFUSAL),
        ("это не мой пункт", Intent.REFUSAL),
        ("касалман, бир ҳафта таътилдаман", Intent.AWAY),
        ("госпиталдаман", Intent.AWAY),
        ("хўп бўлади", Intent.COURTESY),
        ("5 эмас, 6", Intent.CORRECTION),
        ("не 5, а 6", Intent.CORRECTION),
        ("хато ёздим", Intent.CORRECTION),
        ("тест учун", Intent.UNCLEAR),
        ("ҳа", Intent.UNCLEAR),
    ],
)
def test_what_is_no_report_is_not_recorded(text: str, intent: Intent) -> None:
    found = read(text, (5,))
    assert (found.intent, found.records) == (intent, ())


def test_words_alone_name_no_activity_and_rank_the_choices() -> None:
    found = read("инфографик плакатлар босмахонага берилди")
    assert (found.asks, found.records, found.choices[0]) == (Asks.ACTIVITY, (), 8)


def test_words_of_another_activity_win_over_the_context() -> None:
    assert read("инфографик плакатлар 60%", (5,)).asks is Asks.ACTIVITY
    assert read("6-тадбир 60%", (5,)).records == (Record(6, 60, None),)


def test_a_misspelt_word_finds_its_activity() -> None:
    assert read("инфаграфик плокатлар чизиляпти").choices[0] == 8


def test_the_words_of_a_question_are_not_kept() -> None:
    found = read("5-тадбир 70%. Қолгани учун муддат қачонгача?")
    assert (found.intent, found.also, found.kept) == (Intent.REPORT, (Intent.QUESTION,), "5-тадбир 70%.")


@pytest.mark.parametrize("habit", ["tayyorlandi", "tayorlandi", "TAYYORLANDI", "тайёрланди", "тайорланди"])
def test_habits_of_typing_change_nothing(habit: str) -> None:
    assert read(f"5-tadbir {habit}").records == (DONE,)


@pytest.mark.parametrize("word", ["bowlanmadi", "bo6lanmadi", "boshlanmadi", "бошланмади"])
def test_w_and_6_stand_for_sh(word: str) -> None:
    assert read(f"5 {word}").intent is Intent.NOT_DONE


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("5 муддатини июнга узайтиринг", 6),
        ("5 муддатини июлга сурсак", 7),
        ("5 muddatini iyungacha uzaytiring", 6),
        ("5 muddatini iyul oxiriga suring", 7),
        ("5 перенесите на июнь", 6),
        ("5 до конца июля", 7),
        ("5 муддатини майга суринг", 5),
    ],
)
def test_a_month_is_known_with_and_without_its_soft_sign(text: str, month: int) -> None:
    assert read(text).month == date(2024, month, 1)
