"""Mere courtesies in four languages, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.language.courtesies import Courtesy, courtesy, is_acknowledgement, is_no

GREETINGS = """
    Салом; Ассалому алайкум; ассалому алайкум!; АССАЛОМУ АЛАЙКУМ, ҲУРМАТЛИ БОТ; Салом 👋; Хайрли тонг
    Ва алайкум ассалом
    Salom; Assalomu alaykum; assalomu aleykum; Salom!!!; Xayrli kun; Yaxshimisiz?; Valaykum assalom; salom hammaga
    Здравствуйте; здравствуйте!; Здраствуйте; Добрый день; Доброе утро, коллеги; Привет; добрый вечер всем
    Hello; hi; Hello!; Good morning; good afternoon, colleagues; HELLO; Hello, thank you
"""
THANKS = """
    Раҳмат; рахмат; Катта раҳмат!; Раҳмат сизга; хўп; Хўп бўлади; ок; Тушунарли, раҳмат; Майли; 👍; 🙏; ок👍; 👍🏻; ❤️
    раҳмат, чарчаманглар; ҳайит муборак бўлсин; charchamang
    Rahmat; raxmat; katta rahmat; xo'p; Xoʻp boʻladi; xop; ok; okey; Tushunarli; mayli; rahmat 🙏; rahmat...
    Спасибо; спасибо большое; Большое спасибо!; Хорошо; хорошо, спасибо; понятно; понял; Благодарю вас; ладно
    Thanks; thank you; Thank you very much; ok; OK.; okay; got it; understood; thanks a lot; Noted
"""
REPORTS = """
    5; 5 70%; тайёр; бажарилди; салом, 5-тадбир бажарилди; раҳмат, ҳаммаси тайёр; ок бажарилди; ✅; ❌; 😡
    ҳа; йўқ; яхши
    tayyor; salom 5; rahmat, bajarildi; ha; yoq; xop, ertaga bajaraman; Tushunarli?; salomlashish kuni o'tkazildi
    готово; спасибо, готово; нет; здравствуйте, отчёт готов; понятно?; хорошо идёт; принято; добрый
    done; ok done; hello, 70%; thanks to the team it is ready; yes; no; ok?; good; and; very much
"""


def phrases(written: str) -> list[str]:
    return [one.strip() for line in written.strip().splitlines() for one in line.split(";")]


@pytest.mark.parametrize("text", phrases(GREETINGS))
def test_a_greeting_is_a_greeting(text: str) -> None:
    assert courtesy(text) is Courtesy.GREETING


@pytest.mark.parametrize("text", phrases(THANKS))
def test_thanks_and_a_word_of_having_read_are_thanks(text: str) -> None:
    assert courtesy(text) is Courtesy.THANKS


@pytest.mark.parametrize("text", [*phrases(REPORTS), "", " ", "…", "?!", "салом " * 100])
def test_a_message_that_may_say_more_is_no_courtesy(text: str) -> None:
    assert courtesy(text) is None


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert courtesy(text) in {None, *Courtesy}


@given(st.sampled_from([*phrases(GREETINGS), *phrases(THANKS)]), st.integers(0, 100))
def test_a_number_makes_it_more_than_a_courtesy(text: str, number: int) -> None:
    assert courtesy(f"{text} {number}") is None


@pytest.mark.parametrize(
    "text", ["йўқ", "Yo‘q!", "Қўшимча йўқ, раҳмат", "нет, спасибо большое", "No, thank you.", "nothing"]
)
def test_a_bare_no_is_no(text: str) -> None:
    assert is_no(text)


@pytest.mark.parametrize(
    "text", ["", "раҳмат", "йўқ, ҳали тайёр эмас", "нет данных по областям", "no 5 is done", "no " * 99]
)
def test_what_says_more_than_no_is_more(text: str) -> None:
    assert not is_no(text)


def test_a_word_that_is_only_put_off_is_a_courtesy_and_acknowledges_nothing() -> None:
    for words in ("хабарни кейин ёзаман", "кейинроқ ёзаман", "эртага ёзаман", "позже напишу", "keyin yozaman, rahmat"):
        assert courtesy(words) is Courtesy.THANKS, words
        assert not is_acknowledgement(words), words
    for words in ("эртага бераман", "хатни эртага ёзаман", "эртага топшираман", "19 кейин ёзаман", "кейин"):
        assert courtesy(words) is None, words
