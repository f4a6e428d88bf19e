"""Words that take back what was asked, contested, promised or said to hinder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.language.taking_back import Taken, taken_back

SAID = (
    (Taken.TIME, "сўров керакмас, қайтариб оламан"),
    (Taken.TIME, "11 узайтиришни бекор қилинг, улгурамиз"),
    (Taken.TIME, "11 узайтириш керакмас"),
    (Taken.TIME, "so'rovni qaytarib olaman"),
    (Taken.TIME, "отмените запрос на продление по 11"),
    (Taken.TIME, "11 продлевать не надо, успеваем"),
    (Taken.NO_OBSTACLE, "4: тўсиқ йўқ, хато ёзибсизлар"),
    (Taken.NO_OBSTACLE, "снимите препятствие по 2, его не было"),
    (Taken.OBSTACLE, "4: тўсиқни олиб ташланг"),
    (Taken.OBSTACLE, "to'siqni olib tashlang"),
    (Taken.PROMISE, "ваъдани олиб ташланг"),
    (Taken.PROMISE, "ваъда бермаганман"),
    (Taken.PROMISE, "уберите обещание, я не обещал"),
    (Taken.CONTEST, "бекор қилинг, 2 меники экан"),
    (Taken.CONTEST, "2 оказалось моё"),
    (None, "бекор қилинг"),
    (None, "хато, 16 эди"),
    (None, "19 бажарилди"),
    (None, "тендер бекор бўлди"),
    (None, "вазирлик сўровни бекор қилди"),
    (None, "муддатни узайтиринг"),
    (None, "сўровни қандай қайтариб оламан"),
    (None, "тўсиқ бор: вазирлик жавоб бермаяпти"),
    (None, "11 муддати узайтирилди"),
    (None, "2 меники эмас экан"),
    (None, "тўсиқ бартараф этилди"),
    (None, "1 бўйича рўйхатлар келди, тўсиқ йўқ энди"),
)


@pytest.mark.parametrize(("what", "text"), SAID)
def test_what_is_taken_back_is_named(what: Taken | None, text: str) -> None:
    assert taken_back(text) is what


@given(st.sampled_from([text for what, text in SAID if what is not None]))
def test_a_question_takes_nothing_back(text: str) -> None:
    assert taken_back(f"{text}?") is None
