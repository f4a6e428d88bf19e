"""What need not be looked for in mere figures is not there: «№7, 40%» has no word for it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.language.courtesies import courtesy
from services.language.reading import obstacles
from services.language.reading.reader import understand
from services.language.reading.topics import Activity
from services.language.tokens import TokenKind, is_mere_figures, tokenize

OWN = (
    Activity(5, "Сайлов комиссиялари аъзоларини ўқитиш", "ўқув"),
    Activity(7, "", "E-Saylov 40"),
    Activity(40, "2024 йил 1 мартгача 100 та 5G базаси", "100 та"),
)
FIGURES = st.text(alphabet="0123456789٣ \n\t\u00a0.,:;%№#()/+-", max_size=40)


@given(FIGURES)
def test_nothing_that_only_words_say_is_in_mere_figures(text: str) -> None:
    assert is_mere_figures(text)
    assert all(token.kind is not TokenKind.WORD for token in tokenize(text))
    assert courtesy(text) is None or not text.strip(" \n\t\u00a0.,:;%№#()/+-")
    assert obstacles._hindrance(text) is None
    assert understand(text, OWN, today=date(2024, 2, 6)).ranked == ()


def test_a_word_or_a_sign_that_may_stand_for_one_is_no_mere_figure() -> None:
    assert not any(map(is_mere_figures, ("№7, 40% бор", "5 ✅", "7 – 40%", "½", "5?", "40!", "x")))
