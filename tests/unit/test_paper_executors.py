"""Executors of a cell: the people and units meant, who leads, and what is asked."""

import pytest

from bot.paper import cast_of
from services.documents.executors import initials_first
from tests.unit.paper_truths import KNOWN

CAST = cast_of(KNOWN)


def said(cell: str, partners: str = "") -> list[str]:
    return [f"{one.name}|{one.part}|{one.match}" for one in CAST.read(cell, partners)]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("Б. Юнусов, М. Мирамиров", ["Б. Юнусов|lead|certain", "М. Мирамиров|co|certain"]),
        ("Г.Рахимова А. Нурмухamedов", ["Г. Рахимова|lead|certain", "А. Нурмухамедов|co|certain"]),
        ("Юнусов Б. Мирамиров М.", ["Б. Юнусов|lead|certain", "М. Мирамиров|co|certain"]),
        ("X. Mamatov va M. Satayev", ["Х. Маматов|lead|certain", "М. Сатаев|co|certain"]),
        ("Маматов Х. и Сатаев М.", ["Х. Маматов|lead|certain", "М. Сатаев|co|certain"]),
        ("M.Хусанова", ["М. Хусанова|lead|certain"]),
        ("Ш.А. Умаров", ["Ш. Умаров|lead|certain"]),
        ("Sh. Umarov", ["Ш. Умаров|lead|certain"]),
        ("Б. Юнусовга", ["Б. Юнусов|lead|certain"]),
        ("Баҳодир Юнусов", ["Б. Юнусов|lead|certain"]),
        ("Rais v.b. B. Kuchkarov", ["Б. Кучкаров|lead|certain"]),
        ("А. Фарманов – бўлим бошлиғи", ["А. Фарманов|lead|certain"]),
        # Never by the surname alone, and a letter too much or another initial is another name until somebody says so.
        ("Umarov", ["Ш. Умаров|lead|ask"]),
        ("А. Умаров", ["Ш. Умаров|lead|ask"]),
        ("Б. Юнусова", ["Б. Юнусов|lead|ask"]),
        ("P. Умаров", ["Ш. Умаров|lead|ask"]),
        ("Нурмухаммедов А.", ["А. Нурмухамедов|lead|ask"]),
        ("Ш. Арибжанов", ["Ш. Арибжанов|lead|new"]),
        ("SH. Umarov", ["Ш. Умаров|lead|certain"]),
        ("М. Хусанова¹, Г. Рахимова²", ["М. Хусанова|lead|certain", "Г. Рахимова|co|certain"]),
        ("Б. Юнусов ва М. Мирамировлар", ["Б. Юнусов|lead|certain", "М. Мирамиров|co|certain"]),
        # A line's end tears no name from its initials
        ("Фарманов\nА.", ["А. Фарманов|lead|certain"]),
        ("Б. Юнусов, Ш.\nУмаров", ["Б. Юнусов|lead|certain", "Ш. Умаров|co|certain"]),
        ("Кадрлар бўлими.\nУмаров", ["Кадрлар бўлими|lead|new", "Ш. Умаров|co|ask"]),
        # Units
        (
            "Юнусов Б. / Мирамиров М. / Ўқув маркази",
            ["Б. Юнусов|lead|certain", "М. Мирамиров|co|certain", "Ўқув-маркази|co|certain"],
        ),
        ("Молия/иқтисодиёт бўлими", ["Молия/иқтисодиёт бўлими|lead|new"]),
        ("управление делами, бухгалтерия", ["управление делами|lead|new", "бухгалтерия|co|new"]),
        ("Ўқув маркази", ["Ўқув-маркази|lead|certain"]),
        ("O‘quv markazi", ["Ўқув-маркази|lead|certain"]),
        ("Учебный центр", ["Ўқув-маркази|lead|ask"]),
        ("члены ЦИК", ["МСК аъзолари|lead|ask"]),
        ("члены Центральной избирательной комиссии", ["МСК аъзолари|lead|ask"]),
        ("Молия бўлими (Ш. Умаров), Б. Юнусов", ["Молия бўлими|lead|new", "Б. Юнусов|co|certain"]),
        ("Кадрлар бўлими бошлиғи", ["Кадрлар бўлими бошлиғи|lead|new"]),
        # Who leads
        ("М. Хусанова, И. Хаджиев (масъул)", ["М. Хусанова|co|certain", "И. Хаджиев|lead|certain"]),
        ("Х. Маматов (масъул: Б. Кучкаров)", ["Х. Маматов|co|certain", "Б. Кучкаров|lead|certain"]),
        ("М. Мирамиров, Б. Юнусов – масъул", ["М. Мирамиров|co|certain", "Б. Юнусов|lead|certain"]),
        ("Мирамиров М., отв. Юнусов Б.", ["М. Мирамиров|co|certain", "Б. Юнусов|lead|certain"]),
        ("Молия вазирлиги, Ш. Умаров", ["Молия вазирлиги|outside|new", "Ш. Умаров|lead|certain"]),
        # Heads of many bodies are no single officer
        ("Х. Маматов, маҳалла раислари", ["Х. Маматов|lead|certain", "маҳалла раислари|group|new"]),
        ("руководители территориальных комиссий", ["руководители территориальных комиссий|group|new"]),
        ("tuman komissiyalari raislari va kotiblari", ["tuman komissiyalari raislari va kotiblari|group|new"]),
        ("бўлим бошлиқлари", ["бўлим бошлиқлари|group|new"]),
        ("председатель комиссии", ["председатель комиссии|lead|new"]),
        ("раис ўринбосари", ["раис ўринбосари|lead|new"]),
        # Others
        ("барча масъул ижрочилар", ["барча масъул ижрочилар|group|new"]),
        (
            "Ўқув-маркази;\nОлий таълим, фан ва инновациялар вазирлиги",
            ["Ўқув-маркази|lead|certain", "Олий таълим, фан ва инновациялар вазирлиги|outside|new"],
        ),
        (
            "Министерство высшего образования, науки и инноваций, Умаров Ш.",
            ["Министерство высшего образования, науки и инноваций|outside|new", "Ш. Умаров|lead|certain"],
        ),
        (
            "Х. Маматов, Мактабгача ва мактаб таълими вазирлиги билан ҳамкорликда",
            ["Х. Маматов|lead|certain", "Мактабгача ва мактаб таълими вазирлиги|outside|new"],
        ),
        (
            "Умаров Ш. совместно с Министерством финансов",
            ["Ш. Умаров|lead|certain", "Министерство финансов|outside|new"],
        ),
        (
            "Сатаев М.\nуправление внутренних дел области (по согласованию)",
            ["М. Сатаев|lead|certain", "управление внутренних дел области|outside|new"],
        ),
        ("«Ўзбектелеком» АК, М. Сатаев", ["«Ўзбектелеком» АК|outside|new", "М. Сатаев|lead|certain"]),
        ("ООО «Нур», Сатаев М.", ["ООО «Нур»|outside|new", "М. Сатаев|lead|certain"]),
        ("«E-Saylov» гуруҳи", ["«E-Saylov» гуруҳи|lead|new"]),
        ("Ёшлар иттифоқи, Х. Маматов", ["Ёшлар иттифоқи|outside|new", "Х. Маматов|lead|certain"]),
        ("", []),
    ],
)
def test_a_cell_names_its_executors(cell: str, wanted: list[str]) -> None:
    assert said(cell) == wanted


def test_a_unit_keeps_its_head() -> None:
    [unit, _] = CAST.read("Ўқув маркази (директор Х. Маматов), Б. Юнусов")
    assert (unit.name, unit.head) == ("Ўқув-маркази", "директор Х. Маматов")


def test_a_second_column_never_leads_before_the_first() -> None:
    assert said("Ш. Умаров", "А. Фарманов, Молия вазирлиги") == [
        "Ш. Умаров|lead|certain",
        "А. Фарманов|co|certain",
        "Молия вазирлиги|outside|new",
    ]


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("Петров И.И.", "И. И. Петров"),
        ("Петров И. И.", "И. И. Петров"),
        ("И.И.Петров", "И. И. Петров"),
        ("Очилов Қ.", "Қ. Очилов"),
        ("Petrov Sh.O‘.", "Sh. O‘. Petrov"),
        ("Каримова-Алиева Г.Н.", "Г. Н. Каримова-Алиева"),
        ("Юридик бўлим", "Юридик бўлим"),
        ("Петров Иван Иванович", "Петров Иван Иванович"),
        ("Петров И.И., Очилов Қ.", "Петров И.И., Очилов Қ."),
    ],
)
def test_somebody_new_is_named_with_the_initials_first(written: str, named: str) -> None:
    assert initials_first(written) == named
