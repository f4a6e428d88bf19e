"""Words that are meant for everybody."""

import pytest

from services.language.everybody import addresses_everybody


@pytest.mark.parametrize(
    "words",
    [
        "ҳамма 15 январгача ҳисобот берсин",
        "Ҳамма ҳисобот берсин",
        "Hamma 15 yanvargacha hisobot bersin",
        "Ҳаммангиз жумагача маълумот беринг",
        "барчага: эртага соат 10 да йиғилиш",
        "Барча масъул ижрочилар ҳисобот тақдим этсин",
        "Ҳурматли ҳамкасблар, барча ижрочиларга топшириқ",
        "ҳар бир масъул ходим 20 январгача ҳисобот берсин",
        "Всем до 15 января представить отчёт",
        "Всем исполнителям ускорить работу",
        "каждому исполнителю доложить",
        "Everybody reports by 15 January",
        "All officers: report by Friday",
    ],
)
def test_words_for_everybody(words: str) -> None:
    assert addresses_everybody(words)


@pytest.mark.parametrize(
    "words",
    [
        "Ҳамма ҳужжатларни топширинг",
        "Барча ҳужжатларни тайёрланг",
        "все документы представить завтра",
        "Ҳисоботни эртага тақдим этинг",
        "15 январгача тезлаштиринг",
        "All documents by Friday",
        "",
    ],
)
def test_words_for_somebody(words: str) -> None:
    assert not addresses_everybody(words)
