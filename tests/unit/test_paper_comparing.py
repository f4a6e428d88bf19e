"""Two editions compared: numbers move, doubtful pairs are asked, nothing is lost."""

import json
from dataclasses import replace

import pytest

from bot.paper import cast_of, changes_as_json
from services.documents.comparing import Change, Kind, compare
from services.documents.opening import opened
from services.documents.reading import understand
from services.documents.understood import PlanRead
from tests.unit.paper_truths import KNOWN, SAMPLES
from tests.unit.papers import BOLD, word

Row = tuple[str, str, str]
ROWS: list[Row] = [
    ("Ҳудудий комиссияларнинг ҳисоботларини қабул қилиш.", "январь", "Б. Юнусов"),
    ("Норматив ҳужжатлар рўйхатини янгилаш.", "1 мартгача", "И. Хаджиев"),
    ("Омборлардаги жиҳозларни текшириш.", "апрель", "А. Фарманов"),
    ("Расмий сайтда янгиликларни эълон қилиш.", "доимий", "М. Сатаев"),
]


def plan(rows: list[Row]) -> PlanRead:
    header = ["№", "Тадбирлар", "Муддати", "Масъуллар"]
    table = [header, *([str(number), *row] for number, row in enumerate(rows, start=1))]
    data = word(BOLD + "2025 йилга мўлжалланган ИШ РЕЖАСИ", table)
    return understand(opened(data), cast_of(KNOWN), KNOWN.organisation)


def told(changes: tuple[Change, ...]) -> list[str]:
    return [
        f"{','.join(one.number for one in change.was)}>{','.join(one.number for one in change.now)} {change.kind}"
        + "".join(f"+{kind}" for kind in change.also)
        for change in changes
        if change.kind is not Kind.UNCHANGED
    ]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([*ROWS[1:], ROWS[0]], []),  # moved: only the numbers differ
        ([ROWS[0], ("Кутубхона ташкил этиш.", "май", "М. Сатаев"), *ROWS[1:]], [">2 new"]),
        (ROWS[1:], ["1> removed"]),
        ([("Ҳудудий комиссиялар ҳисоботларини қабул қилиш", *ROWS[0][1:]), *ROWS[1:]], ["1>1 text"]),
        ([("Hududiy komissiyalarning hisobotlarini qabul qilish", *ROWS[0][1:]), *ROWS[1:]], ["1>1 retyped"]),
        ([ROWS[0], (ROWS[1][0], "01.03.2025 гача", ROWS[1][2]), *ROWS[2:]], ["2>2 retyped"]),
        ([ROWS[0], (ROWS[1][0], "1 апрелгача", ROWS[1][2]), *ROWS[2:]], ["2>2 deadline"]),
        ([*ROWS[:2], (*ROWS[2][:2], "А. Фарманов, Ш. Умаров"), ROWS[3]], ["3>3 executor_added"]),
        ([*ROWS[:2], (*ROWS[2][:2], "Ш. Умаров"), ROWS[3]], ["3>3 executor_replaced"]),
        ([*ROWS[:2], (ROWS[2][0], "май", "Ш. Умаров"), ROWS[3]], ["3>3 deadline+executor_replaced"]),
        (
            [*ROWS[:2], ("Омборлардаги жиҳозларни текшириш ва янгиликларни сайтда эълон қилиш.", "май", "М. Сатаев")],
            ["3,4>3 merged"],
        ),
    ],
    ids=range(11),
)
def test_an_edition_tells_what_it_changes(rows: list[Row], wanted: list[str]) -> None:
    assert told(compare(plan(ROWS), plan(rows))) == wanted


@pytest.mark.parametrize(
    ("before", "now", "wanted"),
    [
        ("Ш. Умаров", "Ш. Умаров (15 апрелгача)", ["3>3 part_term"]),
        ("Ш. Умаров (15 апрелгача)", "Ш. Умаров – 20 апрелгача", ["3>3 part_term"]),
        ("Ш. Умаров (15 апрелгача)", "Ш. Умаров", ["3>3 part_term"]),
        ("Ш. Умаров (15 апрелгача)", "Ш. Умаров – 15 апрелгача", []),
        (
            "Ш. Умаров (15 апрелгача)",
            "Ш. Умаров – 20 апрелгача;\nМ. Сатаев (15 апрелгача)",
            ["3>3 executor_added+part_term"],
        ),
        ("Ш. Умаров (15 апрелгача)", "М. Сатаев (15 апрелгача)", ["3>3 executor_replaced"]),
    ],
    ids=range(6),
)
def test_own_terms_of_parts_are_compared_in_words_documents(before: str, now: str, wanted: list[str]) -> None:
    old, new = (plan([*ROWS[:2], (*ROWS[2][:2], f"А. Фарманов;\n{one}"), ROWS[3]]) for one in (before, now))
    changes = compare(old, new)
    assert told(changes) == wanted
    if "part_term" in "".join(wanted):
        data = json.loads(changes_as_json(changes, old, new))
        assert data["changes"][2]["part_terms"][0] != data["changes"][2]["part_terms"][1]


@pytest.mark.parametrize("joint", [" ҳамда ", "; ", " ва ", ", шунингдек, "])
def test_a_short_activity_that_is_made_part_of_a_long_one_is_seen(joint: str) -> None:
    short = "Расмий веб-сайтида сайлов участкаларининг интерактив электрон харитасини жойлаштириш."
    long = (
        "Расмий веб-сайти ва Ягона интерактив давлат хизматлари портали орқали сайловчиларга кўрсатиладиган "
        "«Сайлов участкасини аниқлаш» ва «Сайлов участкасини ўзгартириш» бўйича интерактив давлат хизматларини "
        "фаол ҳолатга келтириш."
    )
    rows = [*ROWS, (short, "май", "М. Сатаев"), (long, "июнь", "М. Сатаев")]
    merged = [*ROWS, (short.rstrip(".") + joint + long, "июнь", "М. Сатаев")]
    assert told(compare(plan(rows), plan(merged))) == ["5,6>5 merged"]


def test_a_pair_that_may_be_two_activities_is_asked() -> None:
    rows = [ROWS[0], ("Норматив-ҳуқуқий ҳужжатлар базасини юритиш.", "1 мартгача", "И. Хаджиев"), *ROWS[2:]]
    [change] = [one for one in compare(plan(ROWS), plan(rows)) if one.kind is not Kind.UNCHANGED]
    assert change.is_doubtful


def test_every_activity_is_told_once_also_where_words_repeat() -> None:
    huge = understand(opened((SAMPLES / "d8_katta_1500.docx").read_bytes()), cast_of(KNOWN))
    kept = [one for place, one in enumerate(huge.activities) if place % 9]
    fewer = replace(huge, activities=tuple(replace(one, number=str(place)) for place, one in enumerate(kept, 1)))
    changes = compare(huge, fewer)
    assert sum(len(one.was) for one in changes) == len(huge.activities)
    assert sum(len(one.now) for one in changes) == len(kept)
    assert {one.kind for one in changes} == {Kind.UNCHANGED, Kind.REMOVED}
