"""Questions on the bot's own affairs, as against reports, requests and orders that use the same words."""

import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from services.language.reading.intents import Intent
from services.language.reading.matters import Matter, matter_in
from services.language.reading.reader import Activity, understand
from views.kit.languages import LANGUAGES
from views.kit.texts import Translator
from views.matters import how_to_get_time, how_to_mend


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("Менинг сўровим нима бўлди?", Matter.FATE),
        ("so'rovim ko'rib chiqildimi?", Matter.FATE),
        ("sorovim nima boldi", Matter.FATE),
        ("муддат сўраган эдим, жавоб борми", Matter.FATE),
        ("что с моей просьбой о продлении?", Matter.FATE),
        ("мне продлили срок?", Matter.FATE),
        ("есть ответ по моему запросу?", Matter.FATE),
        ("19-тадбир қабул қилиндими?", Matter.FATE),
        ("19 тадбирни нега қайтардингиз?", Matter.FATE),
        ("нима учун қайтарилди", Matter.FATE),
        ("за что вернули 19? почему не приняли", Matter.FATE),
        ("19 ни ким қабул қилган", Matter.FATE),
        ("hisobotim tasdiqlandimi", Matter.FATE),
        ("why was 19 returned", Matter.FATE),
        ("мой отчёт посмотрели?", Matter.FATE),
        ("менинг муддат сўраганим нима бўлди", Matter.FATE),
        ("муддат сўрасам бўладими", Matter.MORE_TIME),
        ("ovozli xabar yuborsam bo'ladimi", Matter.FILE),
        ("напоминания слишком часто приходят", Matter.REMINDERS),
        ("муддат сўраганлар борми", Matter.WAITING),
        ("20 nega rad etildi?", Matter.FATE),
        ("почему отказали в продлении?", Matter.FATE),
        ("Қандай муддат сўрайман?", Matter.MORE_TIME),
        ("muddatni qanday uzaytirsam bo'ladi", Matter.MORE_TIME),
        ("как попросить продление", Matter.MORE_TIME),
        ("how do I ask for more time to extend", Matter.MORE_TIME),
        ("Файлни қандай юбораман?", Matter.FILE),
        ("rasmni qayerga tashlay", Matter.FILE),
        ("как отправить файл то", Matter.FILE),
        ("а файл можно потом скинуть?", Matter.FILE),
        ("как отменить отчет", Matter.MENDING),
        ("фоизни қандай тузатаман", Matter.MENDING),
        ("тилни қандай ўзгартираман", Matter.SETTINGS),
        ("эслатмаларни ўчириб қўйса бўладими", Matter.SETTINGS),
        ("Нега менга уч марта эслатма келди?", Matter.REMINDERS),
        ("eslatmalar nega ko'p", Matter.REMINDERS),
        ("зачем мне каждый день напоминания шлёте", Matter.REMINDERS),
        ("Энг яқин муддатим қайси?", Matter.NEAREST),
        ("какой у меня ближайший срок", Matter.NEAREST),
        ("кейинги муддат қачон", Matter.NEAREST),
        ("Сколько у нас людей не подключено?", Matter.UNLINKED),
        ("ботга кимлар уланмаган", Matter.UNLINKED),
        ("кто просил продление", Matter.WAITING),
        ("нечта сўров кутяпти", Matter.WAITING),
        ("11 бўйича ҳужжат борми", Matter.PAPERS),
        ("Юнусов 19 бўйича қандай ҳужжат юборди", Matter.PAPERS),
    ],
)
def test_what_is_asked_is_known(text: str, matter: Matter) -> None:
    assert matter_in(text) is matter


@pytest.mark.parametrize(
    "text",
    [
        "муддатни майга суриб беринг",
        "прошу продлить срок до 15 мая",
        "қандай қилиб бўлса ҳам муддатни узайтириб беринг",
        "12-тадбир қабул қилинди",
        "сўров ўтказилди, натижалар таҳлил қилинмоқда",
        "сўровими юбордим, натижаси",  # «-ими» is a possessive with its «н» left out
        "муддат сўровими тасдиқланган",
        "аризами рассмотрен",
        "файлни юбордим",
        "ҳужжатлар тайёр, имзо кутилмоқда",
        "отчёт принят министерством",
        "смета Молия вазирлигида рўйхатдан ўтди",
        "материаллар қайтарилди, қайта ишлаяпмиз",
        "эслатма келмади",
        "эслатма буклетлар кўп нусхада чоп этилди",
        "муддатни июлга суриш мумкинми",
        "можно продлить до июля?",
        "муддати яқин",
        "кейинги ойда тугатамиз",
        "ҳисобот бермаганларга эслатма юборинг",
        "шу ҳафта нима қилиниши керак?",
    ],
)
def test_what_is_told_or_wanted_is_no_such_question(text: str) -> None:
    assert matter_in(text) is None


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_examples_shown_are_read_as_they_are_meant(locale: str) -> None:
    t = Translator(ZoneInfo("Asia/Tashkent"), "en")[locale]
    own = (Activity(5, "Концепция лойиҳасини тайёрлаш"), Activity(6, "Ўқув дастури"))
    asking = re.search(r"<code>(.+)</code>", how_to_get_time(t, 5, None).text)
    mending = re.search(r"<code>(.+)</code>", how_to_mend(t, 5).text)
    assert asking is not None
    assert mending is not None
    wanted, corrected = (understand(one[1], own, today=date(2024, 3, 20)) for one in (asking, mending))
    assert wanted.intent is Intent.MORE_TIME
    assert corrected.intent is Intent.CORRECTION


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("прошу продлить срок по мероприятию 5: нет ответа министерства", Intent.MORE_TIME),
        ("5 бўйича муддатни узайтиринг: жавоб йўқ", Intent.MORE_TIME),
        ("прошу срок по 5 не продлевать", Intent.PROMISE),
        ("5 га муддат керак эмас", Intent.PROMISE),
        ("5: вазирликка сўров юборилди", Intent.REPORT),
        ("5 бўйича вазирлик сўровимизни кўриб чиқмоқда", Intent.REPORT),
        ("5 муддатини ким узайтиради?", Intent.QUESTION),
        ("5 муддат сўровини юбордим", Intent.MORE_TIME),
    ],
)
def test_a_reason_denies_no_request(text: str, intent: Intent) -> None:
    own = (Activity(5, "Концепция лойиҳасини тайёрлаш"),)
    assert understand(text, own, today=date(2024, 3, 20)).intent is intent
