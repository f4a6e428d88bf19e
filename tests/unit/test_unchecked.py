"""Objects that are made without checking are those that aiogram makes."""

from datetime import date

import pytest
from aiogram import Bot
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from hypothesis import given
from hypothesis import strategies as st

from views.kit.callbacks import Answer, OpenAgenda, Settle
from views.kit.screen import Screen, button
from views.kit.texts import Html
from views.kit.unchecked import alike, packed

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
numbers = st.integers(-(2**31), 2**31 - 1)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


class Words(CallbackData, prefix="words"):
    """Whatever a button may hold."""

    said: str
    share: float = 0.5


@given(
    st.builds(
        Answer,
        activity=numbers,
        due=days | st.none(),
        percent=st.integers(0, 100) | st.none(),
        done=st.booleans(),
        page=numbers,
    )
    | st.builds(OpenAgenda, day=days | st.none())
    | st.builds(Settle, draft=numbers, percent=st.integers(0, 100) | st.none())
    | st.builds(Words, said=words, share=st.floats(allow_nan=False))
)
def test_a_buttons_data_are_packed_as_aiogram_packs_them(data: CallbackData) -> None:
    try:
        expected = data.pack()
    except ValueError as error:
        with pytest.raises(ValueError, match=r".+") as raised:
            packed(data)
        assert str(raised.value) == str(error)
    else:
        assert packed(data) == expected


@given(words.filter(str.strip), numbers)
def test_a_keyboard_is_the_one_that_is_checked(text: str, activity: int) -> None:
    made = button(text, Answer(activity=activity))
    checked = InlineKeyboardButton(text=made.text, callback_data=Answer(activity=activity).pack())
    assert made.model_dump() == checked.model_dump() | {"style": made.style}
    markup = Screen(Html("x"), ((made,), (made, made))).markup
    assert isinstance(markup, InlineKeyboardMarkup)
    assert markup == InlineKeyboardMarkup.model_validate(markup.model_dump())


def test_what_is_made_after_a_pattern_does_not_change_the_pattern() -> None:
    pattern = SendMessage(chat_id=1, text="a")
    made = alike(pattern, text="b", allow_paid_broadcast=True)
    assert made == SendMessage(chat_id=1, text="b", allow_paid_broadcast=True)
    assert made.model_fields_set == {"chat_id", "text", "allow_paid_broadcast"}
    made.as_(Bot("1:TEST"))
    assert pattern == SendMessage(chat_id=1, text="a")
    assert pattern.bot is None
