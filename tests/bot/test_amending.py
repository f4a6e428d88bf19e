"""An admin sends the next edition of the plan in force: what it changes is shown, confirmed, told, and taken back."""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest

from models import Outbox, PlanEdition, PlanImport
from services.language.translit import to_latin
from services.plan.file import PlanFile
from tests.bot.scenes import activity, after, again, audited, count, opens, reports
from tests.bot.test_documents import content_of
from tests.bot.test_more_time import asks
from tests.bot.test_reminder_answers import reminded
from tests.stage import PLAN, ROOT, Shown, Someone, Stage, staged

SAMPLES = ROOT / "tests" / "samples" / "plans"
TITLE = "Марказий сайлов комиссиясининг 2024 йил биринчи ярим йиллигига мўлжалланган ИШ РЕЖАСИ"
ROWS = (
    ("1", "Ҳудудий комиссияларнинг йиллик ҳисоботларини қабул қилиш", "январь-февраль", "Б. Юнусов"),
    ("2", "Норматив ҳужжатлар рўйхатини янгилаш", "март", "И. Хаджиев"),
    ("3", "Ўқув дастурини қайта кўриб чиқиш", "апрель", "Х. Маматов"),
    ("4", "Харид режасини портал орқали эълон қилиш", "май", "Ш. Умаров"),
)


def sample(name: str) -> tuple[str, bytes]:
    return name, (SAMPLES / name).read_bytes()


def office(*rows: Sequence[str]) -> tuple[str, bytes]:
    """A plan as an office would write it."""
    paper = docx.Document()
    paper.add_paragraph(TITLE)
    table = paper.add_table(rows=0, cols=4)
    for cells in (("№", "Тадбирлар", "Ижро муддати", "Масъул ижрочилар"), *rows):
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
    written = io.BytesIO()
    paper.save(written)
    return "reja.docx", written.getvalue()


def seed() -> Any:
    return json.loads(PLAN.read_text(encoding="utf-8"))


def numbered(data: Any, number: int) -> Any:
    return next(one for section in data["sections"] for one in section["activities"] if one["number"] == number)


def as_file(data: Any) -> tuple[str, bytes]:
    return "plan.json", json.dumps(data, ensure_ascii=False).encode()


def exchanged(first: int, second: int) -> Any:
    data = seed()
    one, other = numbered(data, first), numbered(data, second)
    one["number"], other["number"] = second, first
    return data


async def the_year_2025_has_begun(stage: Stage) -> None:
    """The period of the samples' editions has begun, so that they do not wait."""
    await stage.jumps_to(date(2025, 1, 10))
    await stage.settles()


async def confirmed(admin: Someone, file: tuple[str, bytes]) -> Shown:
    """Send a file of which nothing is asked, and load it, though it may be another organisation's."""
    sure = await admin.presses("✅ Confirm", await admin.sends_files(file))
    if "another organisation" in sure.text:
        sure = await admin.presses("⚠️ End that plan", sure)
    return await admin.presses("✅ Yes, load it", sure)


async def in_force(stage: Stage, *rows: Sequence[str]) -> None:
    done = await confirmed(stage.admin, office(*(rows or ROWS)))
    assert "The new plan is in force" in done.text


async def an_offices_plan_is_in_force(stage: Stage) -> None:
    """The plan of ROWS has been loaded."""
    await in_force(stage)


async def taken_back(admin: Someone) -> Shown:
    shown = await admin.says("/plan")
    await admin.presses("↩️ Take back the last change", shown)
    return await admin.presses("↩️ Yes, take it back")


async def told(stage: Stage, name: str, after: int = 0) -> str:
    await stage.settles()
    return "\n".join(one.text for one in await stage.officer(name).heard(after))


async def heard_of(stage: Stage) -> set[str]:
    """Whom the amendment was told."""
    await stage.settles()
    names = [one.name for one in stage.plan.executors if one.kind == "person"]
    return {name for name in names if "The plan was amended" in await told(stage, name)}


@after(the_year_2025_has_begun)
async def test_an_edition_is_compared_confirmed_and_told_to_those_concerned(english: Stage) -> None:
    admin = english.admin
    await confirmed(admin, sample("dp1_h1_2025_ed1.docx"))
    before = {one.number: one.id for one in await english.services.activities.all(english.now.date())}
    shown = await admin.sends_files(sample("dp1_h1_2025_ed2.docx"))
    for line in (
        "A new edition of the plan in force",
        "🆕 New: 1",
        "🗑 Left out: 1",
        "🗓 Deadline moved: 2",
        "✏️ Text changed: 1",
        "👤 Officer replaced: 1",
        "👥 Officer added: 1",
        "✂️ Split into several: 1",
        "🔗 Several made one: 1",
        "⌨️ Only retyped: 1",
        "▪️ Unchanged: 2",
        "🔢 Only the number changed: 2",
        "❓ Questions: 2",
    ):
        assert line in shown.text
    assert not any("Confirm" in label for label in shown.labels)
    changes = await admin.presses("🔎 The changes (12)", shown)
    assert "№3 → №4" in changes.text
    assert "▫️ Deadline: due by 1 March 2025 → due by 1 April 2025" in changes.text
    changes = await admin.presses("▶️", await admin.presses("▶️", changes))
    assert "Page 3 of 3" in changes.text
    assert to_latin("А. Фарманов, Ж. Фахрутдинов → А. Фарманов, Ш. Умаров") in changes.text
    shown = await admin.presses("⬅️ Back", changes)
    asked = await admin.presses("❓ Answer", shown)
    assert "It seems to be split. Which part goes on with its reports?" in asked.text
    asked = await admin.presses("№7", asked)
    assert "№6 goes on as №7" in asked.text
    assert "They seem to be one activity now." in asked.text
    shown = await admin.presses("№8", asked)
    sure = await admin.presses("✅ Confirm", shown)
    assert "Officers are told what changes in their own activities" in sure.text
    done = await admin.presses("✅ Yes, load it", sure)
    assert "The plan was amended." in done.text
    after = {one.number: one.id for one in await english.services.activities.all(english.now.date())}
    same = {1: 1, 2: 2, 3: 4, 4: 5, 5: 6, 6: 7, 7: 9, 8: 10, 10: 11, 11: 12, 12: 13, 14: 14}
    assert {old: after[new] for old, new in same.items()} == {old: before[old] for old in same}
    assert await heard_of(english) == {
        "А. Ибодуллаев",
        "А. Фарманов",
        "Б. Кучкаров",
        "Ж. Фахрутдинов",
        "И. Хаджиев",
        "М. Алимбаев",
        "М. Сатаев",
        "М. Хусанова",
        "Х. Маматов",
        "Х. Палуаниязов",
        "Ш. Умаров",
    }
    assert "▫️ You take part in it from now on." in await told(english, "Ш. Умаров")
    gone = await told(english, "Ж. Фахрутдинов")
    assert "▫️ You take part in it no longer." in gone
    assert "🗑 Left out · №13" in gone
    assert "▫️ It is part of №10 now." in await told(english, "М. Сатаев")
    assert "your activities have other numbers now" in await told(english, "А. Ибодуллаев")
    group = english.leader.in_group()
    [counts] = [one.text for one in await group.screen() if "The plan was amended" in one.text]
    assert "🗓 Deadline moved: 3" in counts
    second = "\n".join(one.text for one in await english.second_admin.heard())
    assert "has loaded the plan from «dp1_h1_2025_ed2.docx»" in second


@after(an_offices_plan_is_in_force)
async def test_a_moved_deadline_is_told_to_its_officers_alone_and_once(english: Stage) -> None:
    kept = english.officer("Х. Маматов")
    shown = await english.admin.sends_files(office(*ROWS[:3], ("4", ROWS[3][1], "15 июнгача", "Ш. Умаров")))
    assert "🗓 Deadline moved: 1" in shown.text
    assert "▪️ Unchanged: 3" in shown.text
    await english.admin.presses("✅ Confirm", shown)
    await english.admin.presses("✅ Yes, load it")
    assert await heard_of(english) == {"Ш. Умаров"}
    words = await told(english, "Ш. Умаров")
    assert words.count("The plan was amended") == 1
    assert "▫️ Deadline: May 2024 → due by 15 June 2024" in words
    assert await count(english, Outbox, Outbox.kind == "plan_amended") == 1
    assert str((await activity(english, 4)).due_on) == "2024-06-15"
    assert "№4" in (await english.officer("Ш. Умаров").last()).labels
    assert "amended" not in "\n".join(one.text for one in await kept.heard())


async def test_what_is_doubtful_is_asked_and_another_activity_begins_anew(english: Stage) -> None:
    doubtful = ("3", "Ўқув дастурини янгидан ишлаб чиқиш ва тасдиқлаш", "апрель", "Х. Маматов")
    for label, is_same in (("✔️ The same activity", True), ("🆕 Another one", False)):
        if is_same:
            await in_force(english)
            lead = english.officer("Х. Маматов")
            await lead.says("40% тайёр", reply_to=await opens(lead, 3))
        was = await activity(english, 3)
        shown = await english.admin.sends_files(office(*ROWS[:2], doubtful, ROWS[3]))
        asked = await english.admin.presses("❓ Answer", shown)
        assert "Is it the same activity?" in asked.text
        assert "In force: №3" in asked.text
        assert "New: №3" in asked.text
        typed = await english.admin.says("ҳа")
        assert "I am not certain what «ҳа» means." in typed.text
        shown = await english.admin.presses(label, typed)
        assert ("✏️ Text changed: 1" if is_same else "🆕 New: 1") in shown.text
        await english.admin.presses("✅ Confirm", shown)
        await english.admin.presses("✅ Yes, load it")
        assert ((await activity(english, 3)).id == was.id) is is_same
        assert (await activity(english, 3)).percent == (40 if is_same else 0)
        if is_same:
            assert "The last change was taken back" in (await taken_back(english.admin)).text


async def test_exchanged_numbers_keep_reports_and_old_messages_their_activity(english: Stage) -> None:
    admin, lead = english.admin, english.officer("Х. Маматов")
    five, six = await activity(english, 5), await activity(english, 6)
    card = await opens(lead, 5)
    await lead.says("40% тайёр", reply_to=card)
    assert (await activity(english, 5)).percent == 40
    await confirmed(admin, as_file(exchanged(5, 6)))
    assert (await activity(english, 6)).id == five.id
    assert (await activity(english, 5)).id == six.id
    assert (await activity(english, 6)).percent == 40
    quiet = await told(english, "Х. Маматов")
    assert "№5 → №6" in quiet
    await lead.says("60% тайёр", reply_to=card)
    assert (await activity(english, 6)).percent == 60, "a reply to the old card reaches the same activity"
    await lead.says("6-тадбир 70% тайёр")
    assert (await activity(english, 6)).percent == 70, "a number that is typed means the new one"
    shown = await admin.says("/audit 6")
    assert "A new edition of the plan changed activity 6." in shown.text
    assert "▫️ Number: №5 → №6" in shown.text


async def test_the_buttons_of_an_old_reminder_reach_the_same_activity(english: Stage) -> None:
    person, asked = await reminded(english, "Х. Маматов")
    assert "📄 №3" in asked.labels
    three = await activity(english, 3)
    await confirmed(english.admin, as_file(exchanged(3, 4)))
    await english.settles()
    await person.press("50%", asked)
    shown = await again(person, asked)
    assert "✔️ Recorded: 50%" in shown.text
    assert "📄 №4" in shown.labels
    now = await activity(english, 4)
    assert now.id == three.id
    assert [part.percent for part in now.parts if part.executor.name == "Х. Маматов"] == [50]
    await person.says("70% тайёр", reply_to=asked)
    now = await activity(english, 4)
    assert [part.percent for part in now.parts if part.executor.name == "Х. Маматов"] == [70]


async def test_a_second_admin_and_a_restart_see_the_same_edition(tmp_path: Path, opened_in_english: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    doubtful = office(
        *ROWS[:2], ("3", "Ўқув дастурини янгидан ишлаб чиқиш ва тасдиқлаш", "апрель", "Х. Маматов"), ROWS[3]
    )
    async with staged(first, opened=opened_in_english, default_locale="en") as stage:
        await in_force(stage)
        await stage.admin.sends_files(doubtful)
    async with staged(second, opened=first, default_locale="en", start=stage.now) as stage:
        seen = await stage.second_admin.says("/plan import")
        assert "❓ Questions: 1" in seen.text
        await stage.second_admin.presses("❓ Answer", seen)
        shown = await stage.second_admin.presses("✔️ The same activity")
        seen = await stage.admin.says("/plan import")
        assert "✏️ Text changed: 1" in seen.text
        await stage.second_admin.presses("✅ Confirm", shown)
        await stage.second_admin.presses("✅ Yes, load it")
        assert "The plan was amended." in (await again(stage.admin, seen)).text
        assert await heard_of(stage) == {"Х. Маматов"}


@after(the_year_2025_has_begun)
async def test_the_organisation_is_asked_once_and_not_again_of_an_edition_with_the_same_title_and_period(
    english: Stage,
) -> None:
    admin = english.admin
    own = to_latin(english.plan.organisation)
    for edition, outcome in (("ed1", "The new plan is in force"), ("ed2", "The plan was amended")):
        shown = await admin.sends_files(sample(f"dp2_dastur_ru_{edition}.xlsx"))
        shown = await admin.presses("❓ Answer", shown)
        if edition == "ed1":
            assert "Which organisation's plan is it?" in shown.text
            shown = await admin.presses(own, shown)
        assert "organisation's plan" not in shown.text
        while "❓ Question" in shown.text:
            shown = await admin.presses(shown.labels[0], shown)
        sure = await admin.presses("✅ Confirm", shown)
        await admin.presses("✅ Yes, load it", sure)
        assert outcome in (await again(admin, sure)).text


@after(an_offices_plan_is_in_force)
async def test_the_same_file_again_changes_nothing_and_says_so(english: Stage) -> None:
    shown = await english.admin.sends_files(office(*ROWS))
    assert shown.text == "«reja.docx» is the plan in force: there is nothing to change."
    assert await count(english, PlanImport) == 0
    await english.settles()
    assert await count(english, PlanEdition) == 2, "that of PLAN_FILE, and this"


@after(an_offices_plan_is_in_force)
async def test_the_word_file_marks_what_changes(english: Stage) -> None:
    edition = office(
        ROWS[1],
        ("2", ROWS[0][1], "март", "Б. Юнусов"),
        ("3", "Янги низом лойиҳасини тайёрлаш", "июнь", "Ш. Умаров"),
        ROWS[3],
    )
    await english.admin.sends_files(edition)
    await english.admin.presses("📄 Look through")
    _, content = await content_of(english, await english.admin.last())
    words = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    for mark in ("was 1", "was 2", "Left out of the plan", "<w:strike/>", to_latin("январь-февраль"), "new"):
        assert mark in words


@after(an_offices_plan_is_in_force)
async def test_it_is_taken_back_whole_and_told_again(english: Stage) -> None:
    admin = english.admin
    lead = english.officer("Ш. Умаров")
    edition = office(
        ROWS[1],
        ("2", ROWS[0][1], "январь-февраль", "Б. Юнусов"),
        ("3", "Янги низом лойиҳасини тайёрлаш", "июнь", "Ш. Умаров"),
        ("4", ROWS[3][1], "15 июнгача", "Ш. Умаров"),
    )
    was = await english.services.activities.all(english.now.date())
    await confirmed(admin, edition)
    await english.settles()
    await lead.says("30% тайёр", reply_to=await opens(lead, 3))
    shown = await admin.says("/plan")
    sure = await admin.presses("↩️ Take back the last change", shown)
    assert "It came from «reja.docx»" in sure.text
    assert "These activities go, although something was reported on them. It is kept: №3" in sure.text
    assert "people will be told." in sure.text
    done = await admin.presses("↩️ Yes, take it back", sure)
    assert "The last change was taken back" in done.text
    assert await english.services.activities.all(english.now.date()) == was
    [report] = await reports(english)
    assert "30%" in report.text
    words = await told(english, "Ш. Умаров")
    assert "The last amendment of the plan was taken back." in words
    assert "▫️ Deadline: due by 15 June 2024 → May 2024" in words
    assert "🗑 Left out · №3" in words
    assert "↩️ In the plan again · №3" in await told(english, "Х. Маматов")
    four = await activity(english, 4)
    assert (await audited(english, f"activity:{four.id}"))[-2:] == ["activity.changed", "activity.changed"]
    assert "Taking back the last change of the plan changed activity 4." in (await admin.says("/audit 4")).text
    assert not any("↩️" in label for label in (await admin.says("/plan")).labels)
    old = await again(admin, done)
    answer = await admin.taps(old, "pl4:3:1", forged=True)
    assert answer is not None
    assert "can no longer be taken back" in answer["text"]
    assert "The plan was amended." in (await confirmed(admin, edition)).text, "and it may be loaded again"


async def test_restarts_change_nothing_of_it_and_it_can_be_taken_back_after_them(
    tmp_path: Path, opened_in_english: Path
) -> None:
    first, second, third = (tmp_path / name for name in ("first", "second", "third"))
    for folder in (first, second, third):
        folder.mkdir()
    async with staged(first, opened=opened_in_english, default_locale="en") as stage:
        ids = [(await activity(stage, number)).id for number in (5, 6)]
        await confirmed(stage.admin, as_file(exchanged(5, 6)))
    async with staged(second, opened=first, default_locale="en", start=stage.now) as stage:
        assert [(await activity(stage, number)).id for number in (6, 5)] == ids, "PLAN_FILE took its place again"
        assert "The last change was taken back" in (await taken_back(stage.admin)).text
        assert "№6 → №5" in await told(stage, "Х. Маматов")
    async with staged(third, opened=second, default_locale="en", start=stage.now) as stage:
        assert [(await activity(stage, number)).id for number in (5, 6)] == ids
        assert "nothing to change" in (await stage.admin.sends_files(as_file(seed()))).text


@after(an_offices_plan_is_in_force)
async def test_after_a_day_the_button_is_gone_and_an_old_one_is_answered(english: Stage) -> None:
    admin = english.admin
    await confirmed(admin, office(*ROWS[:3], ("4", ROWS[3][1], "15 июнгача", "Ш. Умаров")))
    shown = await admin.says("/plan")
    sure = await admin.presses("↩️ Take back the last change", shown)
    await english.jumps_to(english.now + timedelta(hours=25))
    answer = await admin.press("↩️ Yes, take it back", sure)
    assert answer is not None
    assert "can no longer be taken back" in answer["text"]
    assert not any("↩️" in label for label in (await admin.last()).labels)
    assert str((await activity(english, 4)).due_on) == "2024-06-15"


@after(an_offices_plan_is_in_force)
async def test_what_another_edition_replaced_meanwhile_is_shown_anew(english: Stage) -> None:
    admin = english.admin
    shown = await admin.sends_files(office(*ROWS[:3], ("4", ROWS[3][1], "15 июнгача", "Ш. Умаров")))
    sure = await admin.presses("✅ Confirm", shown)
    force = await english.services.imports.in_force()
    file = PlanFile.model_validate_json(force.file)
    await english.services.imports.load(
        "boshqa.docx", file.model_copy(update={"title": f"{file.title} (янги)"}), english.now
    )
    await admin.press("✅ Yes, load it", sure)
    assert "A new edition of the plan in force" in (await again(admin, sure)).text
    assert str((await activity(english, 4)).due_on) == "2024-05-31"


@pytest.mark.begins("2024-01-03T09:00")
@pytest.mark.parametrize("words", ["3 70%", "№3 – 70 фоиз"])
async def test_a_number_in_a_reply_means_what_the_message_showed(english: Stage, words: str) -> None:
    person, asked = await reminded(english, "Б. Кучкаров")
    three, fifteen = await activity(english, 3), await activity(english, 15)
    await english.jumps_to(english.now + timedelta(hours=1))
    await confirmed(english.admin, as_file(exchanged(3, 15)))
    await english.settles()
    shown = await person.says(words, reply_to=asked)
    assert "Recorded: Activity 15" in shown.text
    now = await activity(english, 15)
    assert (now.id, now.percent) == (three.id, 70)
    assert ((await activity(english, 3)).id, (await activity(english, 3)).percent) == (fifteen.id, 0)
    [said] = [one for one in await person.screen() if one.text == words]
    await person.edits(said, words.replace("70", "80"))
    assert [(await activity(english, number)).percent for number in (15, 3)] == [80, 0]
    await english.jumps_to(english.now + timedelta(hours=1))
    await taken_back(english.admin)
    await person.says("15 30%", reply_to=asked)
    assert (await activity(english, 15)).percent == 30, "taken back, it is called as it was"


@pytest.mark.begins("2024-01-03T09:00")
async def test_a_shown_number_that_is_anothers_now_is_asked_about(english: Stage) -> None:
    person, asked = await reminded(english, "Б. Кучкаров")
    await english.jumps_to(english.now + timedelta(minutes=1))
    data = exchanged(3, 15)
    numbered(data, 15)["executors"] = ["mamatov"]
    await confirmed(english.admin, as_file(data))
    shown = await person.says("3 70%", reply_to=asked)
    assert "Recorded" not in shown.text, "№3 was an activity that is not theirs any more"
    assert [(await activity(english, number)).percent for number in (3, 15)] == [0, 0]
    assert "№3" in shown.labels[0]


async def _exchanged_for_kuchkarov(english: Stage) -> Someone:
    """He has 3 and 15; an edition has exchanged their numbers, and he has read of it."""
    person = english.officer("Б. Кучкаров")
    await english.jumps_to(english.now + timedelta(hours=1))
    await confirmed(english.admin, as_file(exchanged(3, 15)))
    await english.settles()
    return person


@pytest.mark.begins("2024-01-03T09:00")
@pytest.mark.parametrize("words", ["3 70%", "№15 – 70 фоиз", "3-тадбир бўйича ишлар бошланди", "5 40%, 15 30%"])
@pytest.mark.parametrize("days", [0, 13])
async def test_a_free_number_that_was_anothers_of_theirs_is_asked_about(english: Stage, words: str, days: int) -> None:
    person = await _exchanged_for_kuchkarov(english)
    await english.jumps_to(english.now + timedelta(days=days, hours=1))
    await english.settles()
    shown = await person.says(words)
    assert "Recorded" not in shown.text
    assert "Before the change of 3 January" in shown.text
    assert {"№3", "№15"} <= {label.split()[0] for label in shown.labels}
    assert not await reports(english)


@pytest.mark.begins("2024-01-03T09:00")
async def test_the_activity_that_is_chosen_has_the_words_of_a_former_number(english: Stage) -> None:
    person = await _exchanged_for_kuchkarov(english)
    shown = await person.says("3 70%")
    assert "№3 was" in shown.text and "that is №15 now" in shown.text
    done = await person.presses("№15", shown)
    assert "Recorded: Activity 15" in done.text
    assert [(await activity(english, number)).percent for number in (3, 15)] == [0, 70]


@pytest.mark.begins("2024-01-03T09:00")
async def test_a_free_number_means_the_present_one_once_it_is_plain(english: Stage) -> None:
    person = await _exchanged_for_kuchkarov(english)
    await opens(person, 3)
    assert "Recorded: Activity 3" in (await person.says("3 20%")).text, "its card has been shown since"
    await english.jumps_to(english.now + timedelta(days=15))
    await english.settles()
    assert "Recorded: Activity 15" in (await person.says("15 30%")).text, "two weeks are over"
    other = english.officer("Х. Маматов")
    assert "Recorded" in (await other.says("5 30%")).text, "whose number is the same is asked nothing"


@pytest.mark.begins("2024-01-03T09:00")
async def test_words_that_fit_the_present_activity_alone_are_recorded(english: Stage) -> None:
    person = await _exchanged_for_kuchkarov(english)
    now = await activity(english, 3)
    shown = await person.says(f"3 20%, {now.short_name}")
    assert "Recorded: Activity 3" in shown.text


@pytest.mark.begins("2024-01-03T09:00")
async def test_taken_back_the_numbers_of_the_edition_are_in_doubt(english: Stage) -> None:
    person = await _exchanged_for_kuchkarov(english)
    await english.jumps_to(english.now + timedelta(hours=1))
    await taken_back(english.admin)
    await english.settles()
    shown = await person.says("3 70%")
    assert "Recorded" not in shown.text and {"№3", "№15"} <= {label.split()[0] for label in shown.labels}


@pytest.mark.begins("2024-01-03T09:00")
@pytest.mark.parametrize(
    ("edit", "words", "told", "button"),
    [
        ("removed", "15 30%", "№15 was “chiqishlar", ""),
        ("moved", "15 30%", "that is №27 now", "№27"),
        ("taken off", "15 30%", "is not among your activities since the change of 3 January", ""),
    ],
)
async def test_what_became_of_a_number_is_said(english: Stage, edit: str, words: str, told: str, button: str) -> None:
    person = english.officer("Б. Кучкаров")
    data = seed()
    was = numbered(data, 15)
    if edit == "taken off":
        was["executors"] = ["mamatov"]
    elif edit == "moved":
        was["number"] = 27
    else:
        for section in data["sections"]:
            section["activities"] = [one for one in section["activities"] if one["number"] != 15]
    await confirmed(english.admin, as_file(data))
    await english.settles()
    await english.jumps_to(english.now + timedelta(days=20))
    await english.settles()
    shown = await person.says(words)
    assert "Recorded" not in shown.text and "is not among yours" not in shown.text
    assert told in shown.text and shown.labels[0].startswith(button)


async def test_the_old_card_of_a_request_decides_nothing_once_an_edition_moved_the_deadline(english: Stage) -> None:
    admin, lead = english.admin, english.officer("Х. Маматов")
    await asks(lead, 5, "April 2024", "маълумот кеч келди")
    card = await admin.last()
    await english.jumps_to(english.now + timedelta(minutes=5))
    data = seed()
    numbered(data, 5)["deadline"] = numbered(data, 6)["deadline"]
    before = (await activity(english, 5)).due_on
    await confirmed(admin, as_file(data))
    due = (await activity(english, 5)).due_on
    assert due != before
    answer = await admin.press("✅ Approve", card)
    assert answer is not None and "has another deadline now" in answer["text"]
    shown = await again(admin, card)
    assert "Closed" in shown.text and "✅ Approve" not in shown.labels
    assert (await activity(english, 5)).due_on == due
    assert "Your request for more time is closed: Activity 5" in await told(english, "Х. Маматов")


@after(an_offices_plan_is_in_force)
async def test_the_audit_of_a_number_names_which_activity_if_several_have_had_it(english: Stage) -> None:
    admin = english.admin
    for words in ("3-тадбир 40% тайёр", "3-тадбир 50% тайёр"):
        await english.officer("Х. Маматов").says(words)
        await english.jumps_to(english.now + timedelta(hours=1))
    await confirmed(admin, office(*ROWS[:2], ("3", "Янги низом лойиҳасини тайёрлаш", "июнь", "Ш. Умаров"), ROWS[3]))
    await english.officer("Ш. Умаров").says("3-тадбир 70% тайёр")
    for words in ("/audit 3", "/audit 3 01.01.2024"):
        entries = (await admin.says(words)).text.split("\n\n")
        assert "Several activities have had the number 3: each is named." in entries[0]
        [new] = [one for one in entries if "70%" in one]
        [old] = [one for one in entries if "40%" in one]
        assert f"№3 {to_latin('Янги низом лойиҳасини')}" in new
        assert f"№3 {to_latin('Ўқув дастурини қайта')}" in old
        assert "(left out of the plan)" in old and "(left out" not in new


async def test_the_audit_of_a_day_says_which_number_an_activity_had(english: Stage) -> None:
    lead = english.officer("Х. Маматов")
    await lead.says("5-тадбир 40% тайёр")
    await english.jumps_to(english.now + timedelta(days=1))
    await confirmed(english.admin, as_file(exchanged(5, 6)))
    for words in ("/audit 01.01.2024 Маматов", "/audit 5 01.01.2024"):
        shown = await english.admin.says(words)
        [entry] = [one for one in shown.text.split("\n\n") if "40%" in one]
        assert "№6 " in entry and "(then №5)" in entry
    shown = await english.admin.says("/audit 5")
    assert "40%" not in shown.text, "that is №6 now"


@pytest.mark.parametrize("words", ["№5 бўйича маълумот беринг", "@ijrochi_bot 5-тадбирни тезлаштиринг"])
async def test_a_leaders_number_in_a_reply_means_what_the_message_showed(english: Stage, words: str) -> None:
    leader = english.leader
    five = await activity(english, 5)
    summary = await leader.says("/report")
    await english.jumps_to(english.now + timedelta(hours=1))
    await confirmed(english.admin, as_file(exchanged(5, 6)))
    shown = await leader.says(words, reply_to=summary)
    assert "№6" in shown.text + "".join(shown.labels) or "Activity 6" in shown.text
    assert "Instruction on №5" not in shown.text
    assert await count(english, Outbox, Outbox.kind == "instruction_given") == 0, "it is asked first"
    assert (await activity(english, 6)).id == five.id


async def test_without_a_reply_a_leaders_number_is_the_present_one(english: Stage) -> None:
    leader = english.leader
    await leader.says("/report")
    await english.jumps_to(english.now + timedelta(hours=1))
    await confirmed(english.admin, as_file(exchanged(5, 6)))
    fresh = await leader.says("/report")
    shown = await leader.says("@ijrochi_bot 5-тадбирни тезлаштиринг", reply_to=fresh)
    assert "ctivity 5" in shown.text or any("№5" in label for label in shown.labels)


@after(an_offices_plan_is_in_force)
async def test_taking_back_tells_the_deadline_that_was_given_and_is_in_force(english: Stage) -> None:
    admin, lead = english.admin, english.officer("Ш. Умаров")
    await lead.presses("✅", await lead.says("4-тадбир муддатини 30 июнгача узайтириб беринг, экспертиза чўзилди"))
    await english.settles()
    await admin.presses("✅ Approve", await admin.with_button("✅ Approve"))
    assert str((await activity(english, 4)).due_on) == "2024-06-30"
    await confirmed(admin, office(*ROWS[:3], ("4", ROWS[3][1], "апрель", "Ш. Умаров")))
    await english.settles()
    before = await lead.count()
    await taken_back(admin)
    said = await told(english, "Ш. Умаров", before)
    assert "was taken back" in said
    assert "The deadline given before stays: 30 June 2024" in said
    assert str((await activity(english, 4)).due_on) == "2024-06-30"


async def test_an_earlier_edition_sent_again_is_called_one(english: Stage) -> None:
    admin = english.admin
    first, second = office(*ROWS), office(*ROWS[:3], ("4", ROWS[3][1], "15 июнгача", "Ш. Умаров"))
    await in_force(english, *ROWS)
    shown = await admin.sends_files(second)
    assert "earlier edition" not in shown.text
    sure = await admin.presses("✅ Confirm", shown)
    await admin.presses("✅ Yes, load it", sure)
    assert "⚠️ This is an earlier edition, loaded on " in (await admin.sends_files(first)).text
