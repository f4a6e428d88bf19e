"""Finding the executor that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.language.names import Named, find

EXECUTORS = (
    "Б. Юнусов",
    "М. Мирамиров",
    "А. Ибодуллаев",
    "Х. Палуаниязов",
    "Б. Кучкаров",
    "Х. Маматов",
    "М. Хусанова",
    "И. Хаджиев",
    "Ўқув-маркази",
    "М. Сатаев",
    "М. Алимбаев",
    "А. Фарманов",
    "Ж. Фахрутдинов",
    "Ш. Умаров",
    "Қ. Очилов",
    "МСК аъзолари",
    "Котибият бўлимлари",
    "Г. Рахимова",
    "А. Нурмухамедов",
)
NAMED = tuple(Named(key=name, name=name) for name in EXECUTORS)


def found(query: str, names: tuple[Named, ...] = NAMED) -> list[str]:
    return [named.key for named in find(query, names)]


@pytest.mark.parametrize("name", EXECUTORS)
def test_every_executor_is_found_as_written(name: str) -> None:
    assert found(name) == [name]


@pytest.mark.parametrize("name", [name for name in EXECUTORS if ". " in name])
def test_every_person_is_found_without_initials_and_with_them_anywhere(name: str) -> None:
    initial, surname = name.split(". ")
    for query in (surname, surname.upper(), f"{initial}.{surname}", f"{surname.lower()} {initial.lower()}"):
        assert found(query) == [name]


@pytest.mark.parametrize("ending", ["га", "ни", "нинг", "дан", "у", "ой"])
@pytest.mark.parametrize("name", [name for name in EXECUTORS if ". " in name])
def test_case_endings_are_forgiven(name: str, ending: str) -> None:
    surname = name.split(". ")[1]
    if ending in ("у", "ой"):
        surname = surname.removesuffix("а")
    assert found(surname + ending) == [name]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Yunusov", "Б. Юнусов"),
        ("B. Yunusov", "Б. Юнусов"),
        ("Miramirov", "М. Мирамиров"),
        ("Ibodullayev", "А. Ибодуллаев"),
        ("Ibadullaev", "А. Ибодуллаев"),
        ("Ибадуллаев", "А. Ибодуллаев"),
        ("Paluaniyazov", "Х. Палуаниязов"),
        ("Палванниязов", "Х. Палуаниязов"),
        ("Kuchkarov", "Б. Кучкаров"),
        ("Қўчқоров", "Б. Кучкаров"),
        ("Qo'chqorov", "Б. Кучкаров"),
        ("Mamatov", "Х. Маматов"),
        ("X. Mamatov", "Х. Маматов"),
        ("Xusanova", "М. Хусанова"),
        ("Khusanova", "М. Хусанова"),
        ("Husanova", "М. Хусанова"),
        ("Ҳусанова", "М. Хусанова"),
        ("М.Хусanova", "М. Хусанова"),
        ("Xadjiyev", "И. Хаджиев"),
        ("Ҳожиев", "И. Хаджиев"),
        ("Sataev", "М. Сатаев"),
        ("Alimbayev", "М. Алимбаев"),
        ("Алимбоев", "М. Алимбаев"),
        ("Farmonov", "А. Фарманов"),
        ("Faxrutdinov", "Ж. Фахрутдинов"),
        ("Фахриддинов", "Ж. Фахрутдинов"),
        ("Sh. Umarov", "Ш. Умаров"),
        ("Umarov Sh.", "Ш. Умаров"),
        ("Ochilov", "Қ. Очилов"),
        ("Ачилов", "Қ. Очилов"),
        ("К. Очилов", "Қ. Очилов"),
        ("Raximova", "Г. Рахимова"),
        ("Раҳимова", "Г. Рахимова"),
        ("Nurmuxamedov", "А. Нурмухамедов"),
        ("Нурмуҳаммедов", "А. Нурмухамедов"),
        ("Нурмухamедов", "А. Нурмухамедов"),
        ("ўқув маркази", "Ўқув-маркази"),
        ("Ўқув-марказига", "Ўқув-маркази"),
        ("o'quv markaz", "Ўқув-маркази"),
        ("o‘quv markazi", "Ўқув-маркази"),
        ("oquv markazi", "Ўқув-маркази"),
        ("МСК", "МСК аъзолари"),
        ("MSK", "МСК аъзолари"),
        ("MCK", "МСК аъзолари"),
        ("msk a'zolari", "МСК аъзолари"),
        ("аъзолар", "МСК аъзолари"),
        ("котибият", "Котибият бўлимлари"),
        ("kotibiyat bo'limlari", "Котибият бўлимлари"),
    ],
)
def test_either_script_and_either_spelling_will_do(query: str, name: str) -> None:
    assert found(query) == [name]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Юнсов", "Б. Юнусов"),
        ("Юнуосв", "Б. Юнусов"),
        ("Yunosov", "Б. Юнусов"),
        ("Мирмиров", "М. Мирамиров"),
        ("Кочкоров", "Б. Кучкаров"),
        ("Хусонова", "М. Хусанова"),
        ("Рахмова", "Г. Рахимова"),
        ("котибят", "Котибият бўлимлари"),
    ],
)
def test_a_typing_error_is_forgiven(query: str, name: str) -> None:
    assert found(query) == [name]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("маказ", "Ўқув-маркази"),
        ("укув маркиз", "Ўқув-маркази"),
        ("oquv makrazi", "Ўқув-маркази"),
        ("болимлари", "Котибият бўлимлари"),
        ("котибеят", "Котибият бўлимлари"),
        ("kotibyat bolimlar", "Котибият бўлимлари"),
        ("азолари", "МСК аъзолари"),
    ],
)
def test_a_misspelt_unit_is_found(query: str, name: str) -> None:
    assert found(query) == [name]


@pytest.mark.parametrize(
    "query", ["балиқ", "balıq", "таълим", "балиқни", "болиш", "мартаси", "вокзал", "козони", "бозори"]
)
def test_another_noun_is_no_misspelt_unit(query: str) -> None:
    assert found(query) == []


def test_the_beginning_of_a_name_is_enough() -> None:
    assert found("Юнус") == ["Б. Юнусов"]


def test_a_first_name_in_full_may_stand_for_its_initial() -> None:
    assert found("Бахтиёр Юнусов") == ["Б. Юнусов"]


@pytest.mark.parametrize("query", ["", " ", "М", "М.", "Иванов", "М. Юнусов", "7", "...", "март", "тадбир"])
def test_nobody_is_found_if_no_name_is_close(query: str) -> None:
    assert found(query) == []


def test_namesakes_are_told_apart_by_initials_and_offered_together_without_them() -> None:
    names = (Named("1", "Б. Юнусов"), Named("2", "А. Юнусов"))
    assert found("Юнусов", names) == ["1", "2"]
    assert found("А. Юнусов", names) == ["2"]


def test_a_man_and_a_woman_of_one_family_name_are_told_apart_when_written_exactly() -> None:
    names = (Named("he", "А. Рахимов"), Named("she", "Г. Рахимова"))
    assert found("Рахимова", names) == ["she"]
    assert found("Рахимов", names) == ["he"]
    assert found("Рахимову", names) == ["he", "she"]


def test_close_names_are_offered_together_when_the_error_fits_both() -> None:
    names = (Named("1", "А. Каримов"), Named("2", "Б. Каримав"), Named("3", "В. Юсупов"))
    assert found("Карымов", names) == ["1", "2"]


def test_an_alias_is_as_good_as_the_name() -> None:
    assert found("секретариат", (Named("unit", "Котибият бўлимлари", ("Секретариат",)),)) == ["unit"]


@given(st.text())
def test_no_query_is_an_error(query: str) -> None:
    assert set(found(query)) <= set(EXECUTORS)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Юнусов ака", "Б. Юнусов"),
        ("Юнусов-ака", "Б. Юнусов"),
        ("домла Юнусов", "Б. Юнусов"),
        ("Хусанова опа", "М. Хусанова"),
        ("Хусанова опага", "М. Хусанова"),
        ("Юнусов aka", "Б. Юнусов"),
        ("Yunusov akajon", "Б. Юнусов"),
        ("товарищ Юнусов", "Б. Юнусов"),
        ("товарищу Юнусову", "Б. Юнусов"),
        ("тов. Юнусов", "Б. Юнусов"),
        ("г-н Юнусов", "Б. Юнусов"),
        ("г-жа Хусанова", "М. Хусанова"),
        ("hurmatli Yunusov", "Б. Юнусов"),
        ("ҳурматли Юнусов ака", "Б. Юнусов"),
        ("жаноб Юнусов", "Б. Юнусов"),
        ("Хусанова хоним", "М. Хусанова"),
        ("устоз Юнусов", "Б. Юнусов"),
        ("ўртоқ Б. Юнусов", "Б. Юнусов"),
        ("ortoq Yunusov", "Б. Юнусов"),
        ("уважаемая Рахимова", "Г. Рахимова"),
        ("проф. Фарманов", "А. Фарманов"),
        ("устозим Очилов домлага", "Қ. Очилов"),
    ],
)
def test_an_honorific_beside_a_name_is_passed_over(query: str, name: str) -> None:
    assert found(query) == [name]


@pytest.mark.parametrize("query", ["ака", "домла", "ҳурматли опа", "г-н", "товарищ"])
def test_an_honorific_alone_names_nobody(query: str) -> None:
    assert found(query) == []


@pytest.mark.parametrize("name", ["А. Домла", "Д. Акаев", "Н. Опаева", "У. Устозов", "Х. Хонимов", "Б. Бобоев"])
def test_a_surname_that_looks_like_an_honorific_is_not_lost(name: str) -> None:
    names = (*NAMED, Named(key=name, name=name))
    surname = name.split(". ")[1]
    for query in (name, surname, f"{surname} ака", f"ҳурматли {surname}"):
        assert found(query, names) == [name]
