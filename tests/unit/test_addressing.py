"""Officers' words as sentences: what only named the activity and its percent is left out, everything else stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.language.addressing import as_sentence, is_only_done

FIVE_AT_70 = (
    ("5-тадбир 70% лойиҳа тайёр", "Лойиҳа тайёр."),
    ("5-тадбир 70%, лойиҳа келишилмоқда", "Лойиҳа келишилмоқда."),
    ("№5 – 70 фоиз. Лойиҳа тайёр", "Лойиҳа тайёр."),
    ("5: лойиҳа юборилди, 70%", "Лойиҳа юборилди."),
    ("5 70% loyiha tayyor", "Loyiha tayyor."),
    ("5-tadbir bo'yicha loyiha kiritildi (70%)", "Loyiha kiritildi."),
    ("по мероприятию №5 проект согласован – 70%", "Проект согласован."),
    ("по 5-му пункту: 70 процентов, идёт согласование", "Идёт согласование."),
    ("activity 5 70%: the draft is being agreed", "The draft is being agreed."),
    ("70%, 5-тадбир: хат юборилди", "Хат юборилди."),
    ("5-тадбир бажарилди", "Бажарилди."),
    ("5 бажарилди", "Бажарилди."),
    ("5-тадбир: 70%", ""),
    ("№5 70%", ""),
    ("70 foiz", ""),
    ("лойиҳа тайёр", "Лойиҳа тайёр."),
    ("Юборилди! 5-тадбир", "Юборилди! 5-тадбир."),
    ("биринчи босқич тугади\n5-тадбир 70% иккинчиси бошланди", "Биринчи босқич тугади.\nИккинчиси бошланди."),
    ("https://lex.uz/docs/5", "https://lex.uz/docs/5"),
)
# Here the number or the percent says something: without it the words would claim more, or nothing.
KEPT = (
    ("70% бажарилди", "70% бажарилди."),
    ("5-тадбир 70% бажарилди", "70% бажарилди."),
    ("70% материал йиғилди", "70% материал йиғилди."),
    ("5 мероприятие 70% проекта готово", "70% проекта готово."),
    ("activity 5 70% of the draft is ready", "70% of the draft is ready."),
    ("5-тадбир 70 фоизга етказилди", "70 фоизга етказилди."),
    ("5-тадбир 40% лойиҳа тайёр", "40% лойиҳа тайёр."),
    ("6-тадбирга боғлиқ", "6-тадбирга боғлиқ."),
    ("5 ва 6-тадбирлар бажарилди", "5 ва 6-тадбирлар бажарилди."),
    ("5-7 тадбирлар бошланди", "5-7 тадбирлар бошланди."),
    ("5-тадбирдан бошқа ҳаммаси бажарилди", "5-тадбирдан бошқа ҳаммаси бажарилди."),
    ("5-тадбир устида ишланмоқда", "5-тадбир устида ишланмоқда."),
    ("5 та плакат тайёр", "5 та плакат тайёр."),
    ("5 апрелда юборилди", "5 апрелда юборилди."),
    ("55-сонли хат юборилди", "55-сонли хат юборилди."),
    ("қолган қисми 70% бўлади", "Қолган қисми 70% бўлади."),
)


@pytest.mark.parametrize(("words", "sentence"), FIVE_AT_70 + KEPT)
def test_words_on_activity_five_at_seventy_percent(words: str, sentence: str) -> None:
    assert as_sentence(words, 5, 70) == sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("5 бўйича маълумот юборилди", "Маълумот юборилди."),
        ("5 bo'yicha ma'lumot yuborildi", "Ma'lumot yuborildi."),
        ("по 5 пункту справка отправлена", "Справка отправлена."),
        ("5 юзасидан хат тайёрланмоқда", "Хат тайёрланмоқда."),
        ("5 бўйича 3 та ҳудуд қолди", "3 та ҳудуд қолди."),
    ],
)
def test_a_bare_number_that_only_addresses_the_activity_is_left_out(words: str, sentence: str) -> None:
    assert as_sentence(words, 5, None) == sentence


@pytest.mark.parametrize(
    "words",
    ["№5 бажарилди", "5-тадбир тўлиқ бажарилди!", "по 5 пункту выполнено", "5-tadbir bajarildi", "готово", "5 готово"],
)
def test_that_the_work_is_done_may_be_all_that_words_say(words: str) -> None:
    assert is_only_done(as_sentence(words, 5, 100))


@pytest.mark.parametrize(
    "words", ["Лойиҳа тайёр.", "Бажарилди, баённома илова.", "Не готово.", "Плакатлар бажарилди.", ""]
)
def test_words_that_say_more_than_done_are_not_left_out(words: str) -> None:
    assert not is_only_done(words)


def test_without_a_percent_none_is_left_out() -> None:
    assert as_sentence("5-тадбир 70%, лойиҳа тайёр", 5, None) == "70%, лойиҳа тайёр."


@given(st.text(st.characters(exclude_categories=("N", "Cs")), max_size=80))
def test_words_without_numbers_are_all_kept(text: str) -> None:
    def letters(words: str) -> str:
        return re.sub(r"\W", "", words).upper()

    assert letters(as_sentence(text, 5, 70)) == letters(text)


@given(st.text(max_size=80), st.integers(1, 30), st.none() | st.integers(0, 100))
def test_it_ends_as_a_sentence(text: str, number: int, percent: int | None) -> None:
    sentence = as_sentence(text, number, percent)
    assert sentence == sentence.strip()
    assert not sentence or not sentence[-1].isalnum() or "://" in sentence
