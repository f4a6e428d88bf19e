"""Questions on the plan itself are told from questions on the work, and from orders to change it."""

import pytest

from services.language.amendments import Asked, asked_of_the_plan

QUESTIONS = {
    Asked.CHANGES: [
        "режага нима ўзгариш киритилди?",
        "rejada qanday o'zgarishlar bo'ldi",
        "что изменилось в плане?",
        "какие изменения внесены в план в марте?",
        "режадаги охирги ўзгаришлар",
        "қайси тадбирлар ўзгарди?",
        "what was changed in the plan?",
    ],
    Asked.NEW: [
        "янги тадбирлар қайсилар",
        "март ойида режага нима қўшилди",
        "rejaga qaysi tadbirlar kiritildi?",
        "что добавили в план?",
        "новые мероприятия",
    ],
    Asked.LEFT_OUT: [
        "режадан нима чиқарилди?",
        "rejadan qaysi tadbirlar olib tashlandi?",
        "что исключено из плана?",
        "какие мероприятия убрали из плана",
    ],
    Asked.DEADLINES: [
        "қайси тадбирларнинг муддати ўзгарди?",
        "qaysi tadbirlarning muddati surildi",
        "у каких мероприятий изменились сроки?",
        "какие сроки в плане перенесли?",
    ],
    Asked.OFFICERS: ["қайси тадбирларнинг масъули ўзгарди?", "у каких мероприятий сменились исполнители?"],
    Asked.COUNT: [
        "режада нечта тадбир бор?",
        "сколько мероприятий в плане?",
        "rejada jami nechta tadbir bor",
        "янги режада нечта тадбир бор?",
        "нечта тадбир бор?",
    ],
    Asked.UNSET: [
        "муддати белгиланмаган тадбирлар",
        "muddati belgilanmagan",
        "мероприятия без срока",
        "у каких мероприятий не установлен срок?",
        "срок не установлен",
    ],
}
OTHERS = [
    "режага ўзгартириш киритинг",
    "внесите изменения в план",
    "янги тадбирлар бўйича маълумот беринг",
    "нечта тадбир бажарилди?",
    "сколько мероприятий просрочено?",
    "муддати ўтган тадбирлар",
    "5-тадбир муддати қачон?",
    "режа бажарилдими?",
    "план на март",
    "кто отвечает за план закупок?",
]


@pytest.mark.parametrize(("words", "asked"), [(one, asked) for asked, every in QUESTIONS.items() for one in every])
def test_what_is_asked_of_the_plan(words: str, asked: Asked) -> None:
    assert asked_of_the_plan(words) is asked


@pytest.mark.parametrize("words", OTHERS)
def test_what_asks_of_the_work_or_wants_a_change_is_not(words: str) -> None:
    assert asked_of_the_plan(words) is None
