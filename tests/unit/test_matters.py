"""Questions on the bot's own affairs, as against reports, requests and orders that use the same words."""

import pytest

from services.language.reading.matters import Matter, matter_in


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
