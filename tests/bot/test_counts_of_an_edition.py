"""An edition with every class of change: each screen, letter and receipt counts each class alike."""

import json
import re
from collections import Counter
from pathlib import Path

from tests.bot.scenes import after
from tests.bot.test_amending import confirmed, office, taken_back, told
from tests.bot.test_next_period import loads_early
from tests.bot.test_second_plan import next_plan
from tests.stage import Shown, Stage

WAS = (
    ("1", "Норматив ҳужжатлар рўйхатини янгилаш", "март", "И. Хаджиев"),
    ("2", "Ўқув дастурини қайта кўриб чиқиш", "апрель", "Х. Маматов"),
    ("3", "Харид режасини портал орқали эълон қилиш", "май", "Ш. Умаров"),
    ("4", "Кутубхона фондини янги адабиётлар билан тўлдириш", "июнь", "А. Фарманов"),
    ("5", "Ходимларнинг меҳнат таътили жадвалини тузиш", "март", "Б. Кучкаров"),
    ("6", "Ҳудудий комиссиялар учун ўқув семинарлари ўтказиш ва услубий қўлланмалар тайёрлаш", "июнь", "М. Сатаев"),
    ("7", "Сайловчилар рўйхати бўйича маълумотлар базасини яратиш", "апрель", "А. Ибодуллаев"),
    ("8", "Маълумотлар базаси ходимларини дастурий таъминотга ўргатиш", "май", "А. Ибодуллаев"),
    ("9", "Архив ҳужжатларини рақамлаштириш", "июнь", "Б. Юнусов"),
    ("10", "Бино ва техник воситаларни таъмирлаш", "май", "Ш. Умаров"),
)
NOW = (
    ("1", "Пресс-конференция ўтказиш", "февраль", "Г. Рахимова"),
    ("2", WAS[0][1], "март", "И. Хаджиев"),
    ("3", f"{WAS[1][1]} ва тасдиқлаш", "апрель", "Х. Маматов"),
    ("4", WAS[2][1], "15 июнгача", "Ш. Умаров"),
    ("5", WAS[4][1], "март", "Б. Юнусов"),
    ("6", "Ҳудудий комиссиялар учун ўқув семинарлари ўтказиш", "июнь", "М. Сатаев"),
    ("7", "Ҳудудий комиссиялар учун услубий қўлланмалар тайёрлаш", "июнь", "М. Сатаев"),
    (
        "8",
        "Сайловчилар рўйхати бўйича маълумотлар базасини яратиш ва ходимларини дастурий таъминотга ўргатиш",
        "май",
        "А. Ибодуллаев",
    ),
    ("9", WAS[8][1].upper(), "июнь", "Б. Юнусов"),
    ("10", WAS[9][1], "май", "Ш. Умаров, М. Алимбаев"),
)
CLASSES = {
    "New": 1,
    "Left out": 1,
    "Deadline moved": 2,
    "Text changed": 1,
    "Officer replaced": 1,
    "Officer added": 1,
    "Split into several": 1,
    "Several made one": 1,
    "Only retyped": 1,
    "Only the number changed": 1,
}
LABELS = "|".join((*CLASSES, "Unchanged"))


def counted(text: str) -> dict[str, int]:
    """The count of each class on a screen; what is unchanged is said in the admin's own import alone."""
    found = {name: int(count) for name, count in re.findall(rf"({LABELS}): (\d+)", text)}
    return {name: count for name, count in found.items() if name != "Unchanged"}


async def listed(stage: Stage, shown: Shown) -> dict[str, int]:
    """How many changes each class heads in the list, over all its pages."""
    shown = await stage.admin.presses("🔎 The changes", shown)
    heads = shown.text
    while "▶️" in shown.labels:
        shown = await stage.admin.presses("▶️", shown)
        heads += f"\n{shown.text}"
    return dict(Counter(re.findall(LABELS, "\n".join(re.findall(r"^.* · №.*$", heads, re.MULTILINE)))))


async def in_force(stage: Stage) -> None:
    assert "The new plan is in force" in (await confirmed(stage.admin, office(*WAS))).text


async def answered(stage: Stage) -> Shown:
    shown = await stage.admin.presses("❓ Answer", await stage.admin.sends_files(office(*NOW)))
    shown = await stage.admin.presses("№6", shown)
    return await stage.admin.presses("№7", shown)


@after(in_force)
async def test_every_class_has_one_count_wherever_it_is_told(english: Stage) -> None:
    admin, second = english.admin, english.second_admin
    shown = await answered(english)
    assert counted(shown.text) == CLASSES, shown.text
    assert "▪️ Unchanged" not in shown.text, "of another number is not unchanged"
    assert await listed(english, shown) == CLASSES
    sure = await admin.presses("✅ Confirm", await admin.says("/plan import"))
    assert counted(sure.text) == CLASSES
    done = await admin.presses("✅ Yes", sure)
    assert counted(done.text) == CLASSES
    await english.settles()
    assert counted((await second.last()).text) == CLASSES
    [notice] = [one.text for one in await english.leader.in_group().screen() if "The plan was amended" in one.text]
    assert counted(notice) == CLASSES
    for asker in (admin, english.leader):
        assert counted((await asker.says("@ijrochi_bot режага нима ўзгариш киритилди?")).text) == CLASSES
    assert "⌨️" not in await told(english, "Б. Юнусов"), "officers are not told of what is only retyped"
    asked = await admin.presses("↩️ Take back", await admin.says("/plan"))
    assert counted(asked.text) == CLASSES
    assert counted((await taken_back(admin)).text) == CLASSES
    await english.settles()
    assert counted((await second.last()).text) == CLASSES
    back = await told(english, "М. Сатаев")
    assert "🗑 Left out · №7" in back
    assert "▫️ It is part of №6 now." in back


SPLIT = (("1", WAS[5][1], "июнь", "М. Сатаев"), *WAS[1:5])
PARTS = tuple((number, *NOW[place][1:]) for number, place in (("1", 5), ("2", 6)))


async def test_of_two_with_one_number_the_former_is_said_to_be_so(english: Stage) -> None:
    await confirmed(english.admin, office(*SPLIT))
    edition = office(*PARTS, *((str(number), *row[1:]) for number, row in enumerate(WAS[1:5], start=3)))
    shown = await english.admin.presses("❓ Answer", await english.admin.sends_files(edition))
    await english.admin.presses("✅ Confirm", await english.admin.presses("№2", shown))
    await english.admin.presses("✅ Yes, load it")
    assert "🆕 New · №1" in await told(english, "М. Сатаев")
    assert "▫️ It was part of (former) №1." in await told(english, "М. Сатаев")
    before = await english.officer("М. Сатаев").count()
    await taken_back(english.admin)
    back = await told(english, "М. Сатаев", before)
    assert "🗑 Left out · (former) №1" in back
    assert "▫️ It is part of №1 now." in back


async def test_an_edition_of_a_plan_that_waits_is_counted_alike_for_both_admins(english: Stage, tmp_path: Path) -> None:
    admin = english.admin
    await loads_early(english, tmp_path)
    data = next_plan(tmp_path, "ochilov").model_dump(mode="json")
    first, second = data["sections"][0]["activities"][:2]
    first["number"], second["number"] = second["number"], first["number"]
    gone = data["sections"][2]["activities"].pop()
    moved = data["sections"][1]["activities"][0]
    moved["deadline"] = {"text": "декабрь", "kind": "months", "first": "2024-12", "last": "2024-12"}
    new = {**gone, "text": "Мутлақо янги тадбир ўтказиш", "number": gone["number"] + 40}
    data["sections"][2]["activities"].append(new)
    shown = await admin.sends_files(("next2.json", json.dumps(data, ensure_ascii=False).encode()))
    counts = {"New": 1, "Left out": 1, "Deadline moved": 1, "Only the number changed": 2}
    assert counted(shown.text) == await listed(english, shown) == counts
    sure = await admin.presses("✅ Confirm", await admin.says("/plan import"))
    done = await admin.presses("✅ Yes, load it", sure)
    assert counted(sure.text) == counted(done.text) == counts
    await english.settles()
    assert counted((await english.second_admin.last()).text) == counts
