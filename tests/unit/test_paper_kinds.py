"""Documents of other mixtures than the samples: columns, words, scripts, numbers and formats in other combinations."""

import io
import re
import zipfile
from datetime import date
from typing import Any

import docx
import pytest

from tests.unit.paper_truths import asked, faults, read
from tests.unit.papers import (
    BOLD,
    STRUCK,
    Data,
    after,
    each,
    on,
    open_document,
    open_end,
    row,
    truth,
    window,
    word,
    workbook,
)

Case = tuple[bytes, Data]


def russian_word() -> Case:
    """Term first, column numbers, a point of two lines, a row that goes on, a second table without a header."""
    header = ["Сроки", "Ответственные за исполнение", "№ п/п", "Наименование мероприятий", "Ожидаемый результат"]
    data = word(
        [
            [
                "СОГЛАСОВАНО\nМинистерство финансов\n«___» декабря 2024 г.",
                "УТВЕРЖДАЮ\nПредседатель комиссии\n______\n«15» декабря 2024 г.",
            ]
        ],
        "",
        BOLD + "ПЛАН МЕРОПРИЯТИЙ",
        BOLD + "Центральной избирательной комиссии Республики Узбекистан",
        BOLD + "на первое полугодие 2025 года",
        [
            [BOLD + name for name in header],
            ["1", "2", "3", "4", "5"],
            [(BOLD + "Раздел 1. Организационная работа", 5)],
            ["до 20 января 2025 г.", "Юнусов Б.С., Мирамиров М.", "1", "Составить график приёма граждан.", "график"],
            [
                "январь-март",
                "Умаров Ш. (отв.), Финансовый отдел",
                "2",
                "Подготовить:\n- смету расходов;\n- пояснительную записку.",
                "",
            ],
            [STRUCK + "1 марта", STRUCK + "Фарманов А.", STRUCK + "3", STRUCK + "Обновить мебель.", ""],
            ["ежемесячно, до 10 числа", "Отделы Секретариата; Хаджиев И.", "4", "Представлять отчёт и", ""],
            ["", "", "", "сведения о мерах.", "отчёт"],
            [(BOLD + "Раздел 2. Обучение", 5)],
            ["15 и 25 апреля", "Учебный центр совместно с Министерством юстиции", "5", "Провести семинары", ""],
        ],
        "",
        [
            ["II квартал", "Маматов Х. и Палуаниязов Х.", "6", "Издать пособие.", "пособие"],
            ["постоянно", "Б. Кучкаров, все члены комиссии", "7", "Освещать деятельность комиссии.", ""],
        ],
        "Примечание: сроки могут уточняться.",
        [["Секретарь комиссии", "_______"]],
    )
    result = "Ожидаемый результат"
    return data, truth(
        "ПЛАН МЕРОПРИЯТИЙ Центральной избирательной комиссии Республики Узбекистан на первое полугодие 2025 года",
        "Центральная избирательная комиссия Республики Узбекистан",
        "2025-01-01",
        "2025-06-30",
        row(
            "1",
            "1",
            "Составить график приёма граждан.",
            "до 20 января 2025 г.",
            window(None, "2025-01-20"),
            "Б. Юнусов|lead|certain",
            "М. Мирамиров|co|certain",
            extra={result: "график"},
        ),
        row(
            "2",
            "1",
            "Подготовить:\n– смету расходов;\n– пояснительную записку.",
            "январь-март",
            window("2025-01-01", "2025-03-31", "month"),
            "Ш. Умаров|lead|certain",
            "Финансовый отдел|co|new",
        ),
        row(
            "4",
            "1",
            "Представлять отчёт и сведения о мерах.",
            "ежемесячно, до 10 числа",
            each("month", {"day": 10}),
            "Котибият бўлимлари|lead|ask",
            "И. Хаджиев|co|certain",
            extra={result: "отчёт"},
        ),
        row(
            "5",
            "2",
            "Провести семинары",
            "15 и 25 апреля",
            on("2025-04-15", "2025-04-25"),
            "Ўқув-маркази|lead|ask",
            "Министерство юстиции|outside|new",
        ),
        row(
            "6",
            "2",
            "Издать пособие.",
            "II квартал",
            window("2025-04-01", "2025-06-30", "quarter"),
            "Х. Маматов|lead|certain",
            "Х. Палуаниязов|co|certain",
            extra={result: "пособие"},
        ),
        row(
            "7",
            "2",
            "Освещать деятельность комиссии.",
            "постоянно",
            open_end("continuous"),
            "Б. Кучкаров|lead|certain",
            "все члены комиссии|group|new",
        ),
        sections=[{"number": "1", "title": "Организационная работа"}, {"number": "2", "title": "Обучение"}],
        gone=[{"number": "3", "text": "Обновить мебель."}],
    )


def latin_workbook() -> Case:
    """A header of two rows, a term in two columns of real dates, a hidden row, an approval above the title."""
    title = "Toshkent viloyati hududiy saylov komissiyasining 2025-yil III choragiga mo‘ljallangan tadbirlar rejasi"
    rows = [
        [None, None, None, None, "TASDIQLAYMAN"],
        [None, None, None, None, "Rais ____________"],
        [],
        [title],
        [],
        ["№", "Mas’ullar", "Bajarish muddati", None, "Bajariladigan ishlar mazmuni", "Izoh"],
        [None, None, "boshlanishi", "tugashi"],
        [BOLD + "1-bo‘lim. Hujjatlar bilan ishlash"],
        [1, "B. Yunusov; A. Farmanov", date(2025, 7, 1), date(2025, 8, 15), "Arxiv hujjatlarini tartibga keltirish."],
        [2, "Faxrutdinov J.", date(2025, 7, 10), date(2025, 7, 20), "Ombor hisobini tekshirish.", "qo‘shma"],
        [3, "Sh. Umarov", date(2025, 9, 1), date(2025, 9, 2), "Qoralama band."],
        [BOLD + "2-bo‘lim. Axborot ishlari"],
        [
            4,
            "M. Alimbayev (mas’ul), M. Satayev",
            date(2025, 8, 1),
            date(2025, 9, 30),
            "Xabarlar tayyorlash; \ntarqatish.",
        ],
        [],
        ["Izoh: muddatlar aniqlashtirilishi mumkin."],
    ]
    merged = ["A4:F4", "C6:D6", "A6:A7", "B6:B7", "E6:E7", "F6:F7", "A8:F8", "A12:F12"]
    return workbook(rows, merged=merged, hidden=[11]), truth(
        title,
        "Toshkent viloyati hududiy saylov komissiyasi",
        "2025-07-01",
        "2025-09-30",
        row(
            "1",
            "1",
            "Arxiv hujjatlarini tartibga keltirish.",
            "01.07.2025 – 15.08.2025",
            window("2025-07-01", "2025-08-15"),
            "Б. Юнусов|lead|certain",
            "А. Фарманов|co|certain",
        ),
        row(
            "2",
            "1",
            "Ombor hisobini tekshirish.",
            "10.07.2025 – 20.07.2025",
            window("2025-07-10", "2025-07-20"),
            "Ж. Фахрутдинов|lead|certain",
            extra={"Izoh": "qo‘shma"},
        ),
        row(
            "4",
            "2",
            "Xabarlar tayyorlash;\ntarqatish.",
            "01.08.2025 – 30.09.2025",
            window("2025-08-01", "2025-09-30"),
            "М. Алимбаев|lead|certain",
            "М. Сатаев|co|certain",
        ),
        sections=[{"number": "1", "title": "Hujjatlar bilan ishlash"}, {"number": "2", "title": "Axborot ishlari"}],
    )


def cyrillic_open_document() -> Case:
    """Automatic numbers, a cell over two rows, sections without numbers, a struck-out row."""
    data = open_document(
        [
            "Ўзбекистон Республикаси Марказий сайлов комиссиясининг",
            "2025 йил июль-сентябрь ойларига мўлжалланган",
            "ТАДБИРЛАР ЖАДВАЛИ",
        ],
        [
            ["Тартиб рақами", "Топшириқлар мазмуни", "Бажариш муддати", "Жавобгарлар"],
            [("Ташкилий масалалар", 4, 1), None, None, None],
            ["#", "Баённи расмийлаштириш", "5 кун ичида", "И. Хаджиев"],
            ["#", "Ҳужжатларни тарқатиш", "июль-август", ("А. Фарманов;\nЖ. Фахрутдинов", 1, 2)],
            ["#", "Ҳужжатларни қабул қилиш", "август", None],
            ["~4.", "~Бекор қилинган топшириқ", "~август", "~Ш. Умаров"],
            [("Ахборот масалалари", 4, 1), None, None, None],
            ["4.", "Сайтни янгилаш", "зарурат бўлганда", "М. Сатаев"],
        ],
    )
    both = ("А. Фарманов|lead|certain", "Ж. Фахрутдинов|co|certain")
    return data, truth(
        "Ўзбекистон Республикаси Марказий сайлов комиссиясининг 2025 йил июль-сентябрь ойларига мўлжалланган"
        " ТАДБИРЛАР ЖАДВАЛИ",
        "Ўзбекистон Республикаси Марказий сайлов комиссияси",
        "2025-07-01",
        "2025-09-30",
        row("1", "I", "Баённи расмийлаштириш", "5 кун ичида", after(days=5), "И. Хаджиев|lead|certain"),
        row("2", "I", "Ҳужжатларни тарқатиш", "июль-август", window("2025-07-01", "2025-08-31", "month"), *both),
        row("3", "I", "Ҳужжатларни қабул қилиш", "август", window("2025-08-01", "2025-08-31", "month"), *both),
        row("4", "II", "Сайтни янгилаш", "зарурат бўлганда", open_end("regular"), "М. Сатаев|lead|certain"),
        sections=[{"number": "I", "title": "Ташкилий масалалар"}, {"number": "II", "title": "Ахборот масалалари"}],
        gone=[{"number": "4", "text": "Бекор қилинган топшириқ"}],
    )


MARKDOWN = """\
# Марказий сайлов комиссиясининг 2025 йилга мўлжалланган чора-тадбирлар режаси

*Лойиҳа*

## I. Тайёргарлик

| Т/р | Топшириқлар | Жавобгарлар | Бажариш муддати | Якуний натижа |
|:---:|-------------|-------------|-----------------|---------------|
| 1 | **Ишчи гуруҳ** таркибини шакллантириш | Б.Кучкаров, Г.Рахимова | 2025 йил 15 январгача | буйруқ |
| ~~2~~ | ~~Эски рўйхатни бекор қилиш~~ | ~~Ш. Умаров~~ | ~~март~~ | |

## II. Назорат

| Т/р | Топшириқлар | Жавобгарлар | Бажариш муддати | Якуний натижа |
|---|---|---|---|---|
| 3 | Ҳисобот олиш | И. Хаджиев, ҳудудий сайлов комиссиялари | ҳар чоракда | ҳисобот |

*Изоҳ: режа ўзгариши мумкин.*
"""


def markdown() -> Case:
    result = "Якуний натижа"
    return MARKDOWN.encode(), truth(
        "Марказий сайлов комиссиясининг 2025 йилга мўлжалланган чора-тадбирлар режаси",
        "Марказий сайлов комиссияси",
        "2025-01-01",
        "2025-12-31",
        row(
            "1",
            "I",
            "Ишчи гуруҳ таркибини шакллантириш",
            "2025 йил 15 январгача",
            window(None, "2025-01-15"),
            "Б. Кучкаров|lead|certain",
            "Г. Рахимова|co|certain",
            extra={result: "буйруқ"},
        ),
        row(
            "3",
            "II",
            "Ҳисобот олиш",
            "ҳар чоракда",
            each("quarter"),
            "И. Хаджиев|lead|certain",
            "ҳудудий сайлов комиссиялари|group|new",
            extra={result: "ҳисобот"},
        ),
        sections=[{"number": "I", "title": "Тайёргарлик"}, {"number": "II", "title": "Назорат"}],
        gone=[{"number": "2", "text": "Эски рўйхатни бекор қилиш"}],
    )


def russian_text() -> Case:
    lines = [
        "УТВЕРЖДАЮ",
        "Председатель _________",
        "",
        "План работы Учебного центра",
        "на 2025 год",
        "",
        "№\tМероприятия\tСрок\tИсполнители",
        "I. Методическая работа",
        "1\tОбновить тесты.\tIII квартал\tПалуаниязов Х., Маматов Х.",
        "II. Контроль",
        "2\tОтчитаться о результатах.\tдо 25 декабря\tМаматов Х. совместно с Министерством юстиции",
    ]
    return "\r\n".join(lines).encode("cp1251"), truth(
        "План работы Учебного центра на 2025 год",
        "Учебный центр",
        "2025-01-01",
        "2025-12-31",
        row(
            "1",
            "I",
            "Обновить тесты.",
            "III квартал",
            window("2025-07-01", "2025-09-30", "quarter"),
            "Х. Палуаниязов|lead|certain",
            "Х. Маматов|co|certain",
        ),
        row(
            "2",
            "II",
            "Отчитаться о результатах.",
            "до 25 декабря",
            window(None, "2025-12-25"),
            "Х. Маматов|lead|certain",
            "Министерство юстиции|outside|new",
        ),
        sections=[{"number": "I", "title": "Методическая работа"}, {"number": "II", "title": "Контроль"}],
    )


def minutes() -> Case:
    """Orders as paragraphs in three manners; the meeting's own questions and reports are none."""
    data = word(
        BOLD + "Ўзбекистон Республикаси Марказий сайлов комиссияси",
        BOLD + "МАЖЛИС БАЁННОМАСИ",
        "№ 7",
        "2025 йил 14 февраль\t\tТошкент шаҳри",
        "Кун тартиби:",
        ("Ижро интизоми ҳақида.", "List Number"),
        ("Турли масалалар.", "List Number"),
        "Эшитилди: Ш. Умаров молиявий аҳвол ҳақида 2024 йил якунлари бўйича маълумот берди.",
        "Мажлис қарор қилди:",
        "2025 йил биринчи ярим йиллик якунига қадар қуйидагилар бажарилсин.",
        "1. Ҳудудлардаги ҳолат ўрганиб чиқилсин.",
        "Масъуллар: Б. Юнусов, Х. Маматов.",
        "Ижро муддати: 2025 йил 10 мартгача.",
        "2. Натижалар киритилсин (муддат: 1-банд бажарилгандан сўнг 5 кун ичида; масъул: Б. Юнусов).",
        "3. Сайтдаги эълонлар янгилаб борилсин. Масъул – М. Сатаев, муддати – доимий.",
        "4. Қуйидагилар тайёрлансин:",
        "а) йиллик ҳисобот лойиҳаси (масъул: Ш. Умаров, Молия бўлими; муддат: 20 мартга қадар);",
        "б) йўриқнома (масъул: Хусанова; муддат: икки ҳафта ичида).",
        "",
        "Раис ______________     Котиб ______________",
    )
    return data, truth(
        "Ўзбекистон Республикаси Марказий сайлов комиссияси мажлис баённомаси, 2025 йил 14 февраль, № 7",
        "Ўзбекистон Республикаси Марказий сайлов комиссияси",
        "2025-01-01",
        "2025-06-30",
        row(
            "1",
            None,
            "Ҳудудлардаги ҳолат ўрганиб чиқилсин.",
            "2025 йил 10 мартгача",
            window(None, "2025-03-10"),
            "Б. Юнусов|lead|certain",
            "Х. Маматов|co|certain",
        ),
        row(
            "2",
            None,
            "Натижалар киритилсин.",
            "1-банд бажарилгандан сўнг 5 кун ичида",
            {"kind": "after", "anchor": "1", "days": 5},
            "Б. Юнусов|lead|certain",
        ),
        row(
            "3",
            None,
            "Сайтдаги эълонлар янгилаб борилсин.",
            "доимий",
            open_end("continuous"),
            "М. Сатаев|lead|certain",
        ),
        row(
            "4а",
            None,
            "Қуйидагилар тайёрлансин: йиллик ҳисобот лойиҳаси",
            "20 мартга қадар",
            window(None, "2025-03-20"),
            "Ш. Умаров|lead|certain",
            "Молия бўлими|co|new",
        ),
        row(
            "4б",
            None,
            "Қуйидагилар тайёрлансин: йўриқнома",
            "икки ҳафта ичида",
            after(days=14),
            "М. Хусанова|lead|ask",
        ),
        document_day="2025-02-14",
    )


def russian_protocol() -> Case:
    data = word(
        BOLD + "ПРОТОКОЛ № 3",
        BOLD + "заседания Ташкентской городской избирательной комиссии",
        "5 марта 2025 года",
        "Повестка дня:",
        "1. О ходе подготовки.",
        "РЕШИЛИ:",
        "1. Обеспечить подготовку помещений.",
        "Срок: до 1 апреля 2025 года.",
        "Ответственные: Фарманов А., Фахрутдинов Ж.",
        "2. Представить информацию (срок – ежемесячно до 5 числа, ответственный – Хаджиев И.).",
        "3. Провести инструктаж. Отв.: Маматов Х.; срок: в месячный срок.",
        "Председатель ________",
    )
    return data, truth(
        "Протокол № 3 заседания Ташкентской городской избирательной комиссии, 5 марта 2025 года",
        "Ташкентская городская избирательная комиссия",
        "2025-03-01",
        "2025-12-31",
        row(
            "1",
            None,
            "Обеспечить подготовку помещений.",
            "до 1 апреля 2025 года",
            window(None, "2025-04-01"),
            "А. Фарманов|lead|certain",
            "Ж. Фахрутдинов|co|certain",
        ),
        row(
            "2",
            None,
            "Представить информацию.",
            "ежемесячно до 5 числа",
            each("month", {"day": 5}),
            "И. Хаджиев|lead|certain",
        ),
        row("3", None, "Провести инструктаж.", "в месячный срок", after(months=1), "Х. Маматов|lead|certain"),
        document_day="2025-03-05",
    )


def term_and_people_in_one_column() -> Case:
    """No column of numbers; the decision's day stands in an annex's head; the period below the title."""
    mechanism = "Амалга ошириш механизми"
    data = word(
        "Марказий сайлов комиссияси",
        "2025 йил 3 февралдаги",
        "12-сон қарорига",
        "ИЛОВА",
        "",
        BOLD + "Сайлов комиссиялари ходимлари малакасини ошириш бўйича",
        BOLD + "«ЙЎЛ ХАРИТАСИ»",
        BOLD + "(2025 йил февраль – декабрь)",
        [
            [BOLD + "Чора-тадбирлар", BOLD + mechanism, BOLD + "Ижро муддати ва масъуллар"],
            [
                "1. Ўқув режасини тасдиқлаш.",
                "1. Лойиҳани тайёрлаш.\n2. Келишиш.",
                "15 мартгача\nХ. Маматов,\nХ. Палуаниязов",
            ],
            ["2. Рўйхатни шакллантириш.", "", "бир ой муддатда\nЎқув маркази"],
            ["3. Якуний синовларни ўтказиш.", "", "ноябрь-декабрь; А. Нурмухамедов"],
        ],
    )
    return data, truth(
        "Сайлов комиссиялари ходимлари малакасини ошириш бўйича «ЙЎЛ ХАРИТАСИ» (2025 йил февраль – декабрь)",
        "Марказий сайлов комиссияси",
        "2025-02-01",
        "2025-12-31",
        row(
            "1",
            None,
            "Ўқув режасини тасдиқлаш.",
            "15 мартгача",
            window(None, "2025-03-15"),
            "Х. Маматов|lead|certain",
            "Х. Палуаниязов|co|certain",
            extra={mechanism: "1. Лойиҳани тайёрлаш.\n2. Келишиш."},
        ),
        row("2", None, "Рўйхатни шакллантириш.", "бир ой муддатда", after(months=1), "Ўқув-маркази|lead|certain"),
        row(
            "3",
            None,
            "Якуний синовларни ўтказиш.",
            "ноябрь-декабрь",
            window("2025-11-01", "2025-12-31", "month"),
            "А. Нурмухамедов|lead|certain",
        ),
        document_day="2025-02-03",
    )


def months_between_rows() -> Case:
    """Priorities as bullets, questions as a table, months between rows, a table that goes on."""
    data = word(
        BOLD + "Марказий сайлов комиссиясининг 2025 йил иккинчи ярим йилликка мўлжалланган ИШ РЕЖАСИ",
        BOLD + "1. Устувор вазифалар",
        ("Ҳисобдорликни ошириш.", "List Bullet"),
        ("Рақамлаштириш.", "List Bullet"),
        BOLD + "2. Комиссия мажлисларида кўриб чиқиладиган масалалар",
        [["№", "Масалалар", "Муддати"], ["1.", "Ярим йиллик якунлари тўғрисида", "июль"]],
        BOLD + "3. Тадбирлар режаси",
        [
            [BOLD + "№", BOLD + "Масъуллар", BOLD + "Тадбир", BOLD + "Муддат"],
            [(BOLD + "ИЮЛЬ", 4)],
            ["1", "М. Мирамиров, Б. Юнусов", "Йиғилиш ўтказиш.", "25 июль"],
            [(BOLD + "СЕНТЯБРЬ", 4)],
            ["2", "Х. Маматов", "Семинар ўтказиш.", "ой давомида"],
        ],
        "",
        [["3", "Ш. Умаров\nА. Фарманов", "Инвентаризация ўтказиш.", "20-30 сентябрь"]],
    )
    september = {"separator": "СЕНТЯБРЬ"}
    return data, truth(
        "Марказий сайлов комиссиясининг 2025 йил иккинчи ярим йилликка мўлжалланган ИШ РЕЖАСИ",
        "Марказий сайлов комиссияси",
        "2025-07-01",
        "2025-12-31",
        row(
            "1",
            None,
            "Йиғилиш ўтказиш.",
            "25 июль",
            on("2025-07-25"),
            "М. Мирамиров|lead|certain",
            "Б. Юнусов|co|certain",
            separator="ИЮЛЬ",
        ),
        row(
            "2",
            None,
            "Семинар ўтказиш.",
            "ой давомида",
            window("2025-09-01", "2025-09-30", "month"),
            "Х. Маматов|lead|certain",
            **september,
        ),
        row(
            "3",
            None,
            "Инвентаризация ўтказиш.",
            "20-30 сентябрь",
            window("2025-09-20", "2025-09-30"),
            "Ш. Умаров|lead|certain",
            "А. Фарманов|co|certain",
            **september,
        ),
        priorities=[{"number": "1", "text": "Ҳисобдорликни ошириш."}, {"number": "2", "text": "Рақамлаштириш."}],
        agenda=[{"number": "1", "text": "Ярим йиллик якунлари тўғрисида", "deadline_text": "июль"}],
    )


CASES = (
    russian_word,
    latin_workbook,
    cyrillic_open_document,
    markdown,
    russian_text,
    minutes,
    russian_protocol,
    term_and_people_in_one_column,
    months_between_rows,
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_a_document_of_another_mixture_gives_its_truth(case: Any) -> None:
    data, wanted = case()
    found = read(data)
    assert list(faults(found, wanted)) == []
    assert list(asked(found, wanted)) == []


def test_a_hidden_row_is_told_and_not_taken() -> None:
    found = read(latin_workbook()[0])
    assert found["hidden"] == [{"number": "3", "text": "Qoralama band."}]
    assert any("Qoralama band." in note for note in found["notes"])


def test_a_real_date_means_what_it_shows() -> None:
    rows = [
        ["План мероприятий на 2025 год"],
        ["№", "Мероприятие", "Срок", "Исполнитель"],
        [1, "Издать сборник.", date(2025, 10, 1), "Маматов Х."],
    ]
    [found] = read(workbook(rows, merged=["A1:D1"], form="[$-419]mmmm yyyy"))["activities"]
    assert found["deadline_text"] == "октябрь 2025"
    assert found["rule"] == window("2025-10-01", "2025-10-31", "month")


def test_a_term_may_stand_in_two_columns_that_say_only_beginning_and_end() -> None:
    rows: list[Any] = [
        ["2026-yil 1-yarim yilligi uchun chora-tadbirlar REJASI"],
        ["№", "Tadbir nomi", "Mas’ul", "Boshlanishi", "Tugashi"],
        ["1", "Ish guruhini tuzish", "B. Yunusov", date(2026, 1, 12), date(2026, 1, 30)],
        ["2", "Saytni yangilash", "A. Farmanov", "doimiy", "doimiy"],
    ]
    one, two = read(workbook(rows, merged=["A1:E1"]))["activities"]
    assert one["rule"] == {"kind": "window", "first": "2026-01-12", "last": "2026-01-30", "precision": "day"}
    assert two["rule"] == {"kind": "open", "from": None, "rhythm": "continuous"}


def test_a_section_that_was_not_merged_may_stand_in_the_column_of_numbers() -> None:
    found = read(
        word(
            BOLD + "ПЛАН МЕРОПРИЯТИЙ",
            BOLD + "на 2026 год",
            [
                ["№", "Мероприятие", "Срок", "Исполнитель"],
                ["1. Организационная работа", "", "", ""],
                ["1.1.", "Создать группу.", "март", "Юнусов Б."],
                ["Обучение", "", "", ""],
                ["2.1.", "Подготовить тренеров.", "апрель", "Маматов Х."],
                ["МАЙ", "", "", ""],
                ["2.2.", "Провести занятия.", "12", "Маматов Х."],
            ],
        )
    )
    assert [(one["number"], one["title"]) for one in found["sections"]] == [
        ("1", "Организационная работа"),
        ("II", "Обучение"),
    ]
    assert [(one["number"], one["section"], one.get("separator")) for one in found["activities"]] == [
        ("1.1", "1", None),
        ("2.1", "II", None),
        ("2.2", "II", "МАЙ"),
    ]


def test_items_after_breaks_within_a_paragraph_are_a_list_too() -> None:
    header = ["№", "Тадбирлар", "Муддати", "Масъуллар"]
    document = docx.Document()
    document.add_paragraph("2026 йилга мўлжалланган ИШ РЕЖАСИ")
    table = document.add_table(rows=2, cols=4)
    for place, words in enumerate(header):
        table.rows[0].cells[place].text = words
    for place, words in enumerate(["1", "Текшириш:\n- қутилар;\n• кабиналар.", "май", "А. Фарманов"]):
        table.rows[1].cells[place].text = words
    file = io.BytesIO()
    document.save(file)
    [found] = read(file.getvalue())["activities"]
    assert found["text"] == "Текшириш:\n– қутилар;\n– кабиналар."


@pytest.mark.parametrize(
    ("lines", "organisation"),
    [
        (
            ("Markaziy saylov komissiyasi raisining", "2025-yil 15-dekabrdagi", "45-son buyrug‘iga", "1-ILOVA"),
            "Markaziy saylov komissiyasi",
        ),
        (
            ("приказом председателя Центральной избирательной комиссии", "от 15 декабря 2025 года"),
            "Центральная избирательная комиссия",
        ),
    ],
)
def test_an_order_of_an_organisations_head_tells_the_organisation(lines: tuple[str, ...], organisation: str) -> None:
    rows = [["№", "Тадбирлар", "Муддати", "Масъуллар"], ["1", "Йиғилиш ўтказиш.", "май", "Б. Юнусов"]]
    found = read(word(*lines, "", BOLD + "2026 йилга мўлжалланган ИШ РЕЖАСИ", rows))
    assert (found["organisation"], found["document_day"]) == (organisation, "2025-12-15")


def test_what_a_plan_is_for_is_no_part_of_the_organisations_name() -> None:
    rows = [["№", "Мероприятия", "Срок", "Исполнители"], ["1", "Провести встречу.", "май", "Юнусов Б."]]
    title = "План Центральной избирательной комиссии по подготовке к выборам на 2026 год"
    assert read(word(BOLD + title, rows))["organisation"] == "Центральная избирательная комиссия"


def test_labels_within_brackets_need_no_sign() -> None:
    found = read(
        word(
            BOLD + "ПРОТОКОЛ № 7",
            BOLD + "заседания Ташкентской городской избирательной комиссии",
            "16 марта 2026 года",
            "РЕШИЛИ:",
            "1. Проверить склады (отв. Фарманов А., Умаров Ш.; срок до 1 мая).",
            "2. Представить акт (ответственный: Хаджиев И.; срок: 3 рабочих дня после исполнения пункта 1).",
            "3. Работать с ответственными лицами (ответственные лица назначаются приказом). Срок: постоянно.",
        )
    )
    first, _, third = found["activities"]
    assert (first["text"], first["deadline_text"]) == ("Проверить склады.", "до 1 мая")
    assert [one["name"] for one in first["executors"]] == ["А. Фарманов", "Ш. Умаров"]
    assert third["text"].startswith("Работать с ответственными лицами (ответственные лица назначаются приказом)")


def test_a_row_torn_by_a_repeated_header_goes_on_where_numbers_stand_in_the_text() -> None:
    header = ["Chora-tadbirlar", "Muddati", "Mas’ul ijrochilar"]
    found = read(
        word(
            BOLD + "2026-yilga mo‘ljallangan ISH REJASI",
            [
                header,
                [
                    "1. Talabalar o‘rtasida tanlov",
                    "mart",
                    "X. Mamatov, Oliy ta’lim, fan va innovatsiyalar vazirligi bilan",
                ],
                header,
                ["o‘tkazish.", "", "hamkorlikda"],
                ["2. Hisobot tayyorlash.", "may", "Sh. Umarov"],
            ],
        )
    )
    first, second = found["activities"]
    assert (first["text"], second["number"]) == ("Talabalar o‘rtasida tanlov o‘tkazish.", "2")
    assert [(one["name"], one["role"]) for one in first["executors"]] == [
        ("Х. Маматов", "lead"),
        ("Oliy ta’lim, fan va innovatsiyalar vazirligi", "outside"),
    ]


def test_orders_of_a_text_are_read_over_the_ends_of_its_lines() -> None:
    lines = [
        "РЕШЕНИЕ № 12",
        "Ташкентской областной избирательной комиссии",
        "от 10 апреля 2026 года",
        "Комиссия РЕШИЛА:",
        "1. Провести обследование помещений и составить",
        "перечень необходимых работ.",
        "   Исполнители: Фарманов А., Фахрутдинов Ж.",
        "   Срок исполнения: до 30 апреля 2026 года.",
        "2. Представить отчёт (исполнитель: Умаров Ш., срок: в месячный срок).",
        "Председатель ____________ Б. Кучкаров",
    ]
    first, second = read("\n".join(lines).encode("cp1251"))["activities"]
    assert first["text"] == "Провести обследование помещений и составить перечень необходимых работ."
    assert second["text"] == "Представить отчёт."


def test_what_a_programme_is_about_is_no_part_of_the_organisations_name() -> None:
    title = "Сайловни рақамлаштириш бўйича Марказий сайлов комиссиясининг 2026–2027 йилларга мўлжалланган ЙЎЛ ХАРИТАСИ"
    rows = [["№", "Тадбирлар", "Муддати", "Масъуллар"], ["1", "Йиғилиш ўтказиш.", "15 майгача", "Б. Юнусов"]]
    found = read(word(BOLD + title, rows))
    assert found["organisation"] == "Марказий сайлов комиссияси"
    # In a plan of several years a day without a year is asked, of the plan's own years only.
    assert found["activities"][0]["rule"] == {"ask": [window(None, "2026-05-15"), window(None, "2027-05-15")]}


def test_a_struck_row_under_a_merged_cell_is_told_as_gone() -> None:
    rows: list[Any] = [
        ["План мероприятий на 2026 год"],
        ["Направление", "№", "Мероприятие", "Срок", "Ответственный"],
        ["Техника", 1, "Закупить серверы.", "май", "Фарманов А."],
        [None, 2, "Списать старые.", "июнь", "Умаров Ш."],
        [None, 3, "Проверить связь.", "июль", "Сатаев М."],
    ]
    found = read(workbook(rows, merged=["A1:E1", "A3:A5"], struck=[4]))
    assert [one["number"] for one in found["activities"]] == ["1", "3"]
    assert found["gone"] == [{"number": "2", "text": "Списать старые."}]


@pytest.mark.parametrize("second", ["2", "1"])
def test_orders_stand_in_sections_which_may_count_anew(second: str) -> None:
    found = read(
        word(
            BOLD + "Марказий сайлов комиссиясининг 2026 йилга мўлжалланган ИШ РЕЖАСИ",
            BOLD + "I. Ташкилий ишлар",
            "1. Йиғилиш ўтказиш.",
            "Муддат: май",
            "Масъул: Б. Юнусов",
            "II БЎЛИМ. Назорат",
            f"{second}. Ҳисобот тайёрлаш (масъул: Ш. Умаров; муддат: 25 декабргача).",
        )
    )
    assert [(one["number"], one["title"]) for one in found["sections"]] == [("I", "Ташкилий ишлар"), ("II", "Назорат")]
    assert [(one["number"], one["section"]) for one in found["activities"]] == [("1", "I"), (second, "II")]


def test_numbers_may_have_a_roman_part_or_a_mark_of_a_note() -> None:
    header = ["№", "Тадбирлар", "Муддати", "Масъуллар"]
    plan = [header, ["I.5", "Кўрик.", "июль", "И. Хаджиев"], ["6*", "Таҳлил.", "июль", "И. Хаджиев"]]
    found = read(word(BOLD + "2026 йилга мўлжалланган ИШ РЕЖАСИ", plan))
    assert [one["number"] for one in found["activities"]] == ["I.5", "6"]


def test_a_row_for_the_whole_year_divides_as_a_quarter_does() -> None:
    plan = [
        ["№", "Тадбирлар", "Муддати", "Масъуллар"],
        [("I чорак", 4)],
        ["1", "Кўрик.", "март", "И. Хаджиев"],
        [("Йил давомида", 4)],
        ["2", "Таҳлил.", "доимий", "И. Хаджиев"],
    ]
    found = read(word(BOLD + "2026 йилга мўлжалланган ИШ РЕЖАСИ", plan))
    assert found["sections"] == []
    assert [one["separator"] for one in found["activities"]] == ["I чорак", "Йил давомида"]


@pytest.mark.parametrize(
    ("title", "organisation"),
    [
        (
            "План работы Секретариата Центральной избирательной комиссии на 2026 год",
            "Секретариат Центральной избирательной комиссии",
        ),
        ("Марказий сайлов комиссиясида 2026 йилда амалга ошириладиган ишлар РЕЖАСИ", "Марказий сайлов комиссияси"),
        ("Байрам муносабати билан Марказий сайлов комиссиясининг 2026 йилги РЕЖАСИ", "Марказий сайлов комиссияси"),
    ],
)
def test_a_title_names_the_organisation_in_other_cases(title: str, organisation: str) -> None:
    plan = [["№", "Тадбирлар", "Муддати", "Масъуллар"], ["1", "Кўрик.", "июль", "И. Хаджиев"]]
    assert read(word(BOLD + title, plan))["organisation"] == organisation


PLAN = [["№", "Тадбирлар", "Муддати", "Масъуллар"], ["1", "Йиғилиш ўтказиш.", "май", "Б. Юнусов"]]


@pytest.mark.parametrize(
    "table",
    [
        [["№", "Ф.И.Ш.", "Телефон"], ["1", "Б. Юнусов", "71 200-00-00"]],
        [["Ф.И.Ш.", "Лавозими", "Телефон", "Хона"], ["Б. Юнусов", "бошлиқ", "71 200-00-00", "12"]],
        [["№", "Ҳужжат номи", "Санаси"], ["1", "Низом", "12.03.2025"]],
        [["№", "Харажат номи", "Муддати", "Суммаси"], ["1", "Ёқилғи", "март", "1 500"]],
    ],
    ids=["telephones", "officers", "papers", "sums"],
)
def test_a_table_of_other_things_after_the_plan_is_none_of_its_rows(table: list[list[str]]) -> None:
    found = read(word(BOLD + "2026 йилга мўлжалланган ИШ РЕЖАСИ", PLAN, "Илова. Маълумотлар", table))
    assert [one["text"] for one in found["activities"]] == ["Йиғилиш ўтказиш."]


def test_a_sections_number_may_stand_in_a_cell_of_its_own() -> None:
    found = read(
        word(
            BOLD + "2026 йилга мўлжалланган ИШ РЕЖАСИ",
            [
                PLAN[0],
                ["I.", ("Ташкилий ишлар", 3)],
                PLAN[1],
                ["II", ("Назорат", 3)],
                ["2", "Таҳлил.", "июнь", "И. Хаджиев"],
            ],
            "",
            [["III", ("Якунлар", 3)], ["3", "Ҳисобот.", "июль", "Ш. Умаров"]],
            [["4.", ("Бошқа ишлар", 3)], ["4.1", "Кўрик.", "июль", "Ш. Умаров"]],
        )
    )
    assert [(one["number"], one["title"]) for one in found["sections"]] == [
        ("I", "Ташкилий ишлар"),
        ("II", "Назорат"),
        ("III", "Якунлар"),
        ("4", "Бошқа ишлар"),
    ]
    assert [(one["number"], one["section"]) for one in found["activities"]] == [
        ("1", "I"),
        ("2", "II"),
        ("3", "III"),
        ("4.1", "4"),
    ]


def test_words_that_were_deleted_in_an_open_document_are_gone() -> None:
    """The format keeps them apart from the text, with a mark where they stood."""
    plain = open_document(["2026 йилга мўлжалланган ИШ РЕЖАСИ"], [*PLAN, ["2", "@1@", "@2@ июнь", "@3@"]])
    regions = "".join(
        f'<text:changed-region text:id="c{place}"><text:deletion><text:p>{words}</text:p></text:deletion>'
        "</text:changed-region>"
        for place, words in ((1, "Эски иш."), (2, "май"), (3, "И. Хаджиев"))
    )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as package, zipfile.ZipFile(made, "w") as new:
        for name in package.namelist():
            content = package.read(name)
            if name == "content.xml":
                text = re.sub(r"@(\d)@", r'<text:change text:change-id="c\1"/>', content.decode())
                begin = text.index("<office:text>") + len("<office:text>")
                text = f"{text[:begin]}<text:tracked-changes>{regions}</text:tracked-changes>{text[begin:]}"
                content = text.encode()
            new.writestr(name, content)
    found = read(made.getvalue())
    assert [one["text"] for one in found["activities"]] == ["Йиғилиш ўтказиш."]
    assert found["gone"] == [{"number": "2", "text": "Эски иш."}]


def test_a_torn_table_goes_on_whatever_its_numbers_look_like() -> None:
    rest = [["7/1", "Таҳлил.", "июнь", "И. Хаджиев"], ["7/2", "Кўрик.", "июль", "А. Фарманов"]]
    found = read(word(BOLD + "2026 йилга мўлжалланган ИШ РЕЖАСИ", PLAN, "", rest))
    assert [one["text"] for one in found["activities"]] == ["Йиғилиш ўтказиш.", "Таҳлил.", "Кўрик."]


@pytest.mark.parametrize("end", [date(2025, 3, 14), "14.03.2025", "14 mart", "2025-yil 14-mart"])
def test_a_day_in_a_column_of_ends_alone_is_the_day_by_which_it_is_due(end: date | str) -> None:
    title = (
        "Toshkent viloyati hududiy saylov komissiyasining 2025-yil birinchi yarim yilligiga mo‘ljallangan ish rejasi"
    )
    head = ["№", "Tadbir mazmuni", "Boshlanishi", "Tugashi", "Mas’ul"]
    found = read(
        workbook(
            [[title], head, [1, "Reestr", date(2025, 1, 13), end, "M. Sataev"], [2, "Kurs", None, end, "A. Farmanov"]]
        )
    )
    assert [one["rule"] for one in found["activities"]] == [
        {"kind": "window", "first": "2025-01-13", "last": "2025-03-14", "precision": "day"},
        {"kind": "window", "first": None, "last": "2025-03-14", "precision": "day"},
    ]
