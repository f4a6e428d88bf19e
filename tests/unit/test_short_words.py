"""What a text says as a whole."""

import pytest

from services.language.reading.short_answers import only_names_a_doer


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("т-4 ни Алимбаев қилади мен факат техник томонини", True),
        ("Т-11 сатаев қиляпти", True),
        ("19 Sataev qilyapti", True),
        ("19 делает Сатаев", True),
        ("19 меники эмас, Сатаев қилади", False),
        ("Бу ишни ўқув маркази бажаради, мен эмас", False),
        ("19 не моё, делает Сатаев", False),
        ("19 менга тегишли эмас", False),
        ("мени рўйхатдан чиқаринг", False),
    ],
)
def test_the_name_of_who_does_the_work_disowns_nothing(text: str, only: bool) -> None:
    assert only_names_a_doer(text) is only
