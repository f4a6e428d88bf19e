"""An admin sends the office's own document: it is read, asked about, looked through, confirmed, and is the plan."""

import asyncio
import io
import json
import re
import threading
import zipfile
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot

from handlers import importing
from models import Admin, PlanImport, Report
from services.apart.parent import Apart
from services.control import loader
from services.language.translit import to_latin
from tests.bot.scenes import again, count, minutes, opens, reports
from tests.bot.test_documents import content_of
from tests.stage import PLAN, ROOT, Someone, Stage, staged
from views.kit.screen import Screen
from views.kit.sending import rewrite

SAMPLES = ROOT / "tests" / "samples" / "plans"
HEAD = "| № | Тадбирлар | Ижро муддати | Масъул ижрочилар |\n|---|---|---|---|\n"
TITLE = (
    "Ўзбекистон Республикаси Марказий сайлов комиссиясининг 2024 йил иккинчи ярим йиллигига мўлжалланган ИШ РЕЖАСИ\n\n"
)
ROWS = (
    "1 | Йўриқнома тайёрлаш | сентябрга қадар | Б. Юнусов, Адлия вазирлиги",
    "2 | Семинар ўтказиш | октябрь | Умаров",
    "3 | Якуний ҳисобот тайёрлаш | ноябрь-декабрь | Ш. Умаров, Молия бўлими",
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def document(*rows: str) -> bytes:
    return (TITLE + HEAD + "\n".join(f"| {row} |" for row in rows or ROWS) + "\n").encode()


def sample(name: str) -> tuple[str, bytes]:
    return name, (SAMPLES / name).read_bytes()


async def kept(stage: Stage) -> int:
    return await count(stage, PlanImport)


async def plan_in_force(stage: Stage) -> str:
    plan = await stage.services.plans.current()
    assert plan is not None
    return f"{plan.starts_on} {plan.activities}"


async def waiting(stage: Stage) -> str | None:
    plan = await stage.services.plans.waiting()
    return f"{plan.starts_on} {plan.activities}" if plan is not None else None


async def comes_into_force(stage: Stage) -> None:
    """The next plan's first day comes."""
    await stage.jumps_to(date(2024, 7, 1))
    await stage.settles()


SEED, NEXT = "2024-01-01 26", "2024-07-01 3"


@pytest.mark.on_both
async def test_a_document_is_read_asked_about_confirmed_and_is_the_plan(english: Stage) -> None:
    admin = english.admin
    shown = await admin.sends_files(("reja.md", document()))
    assert "The document was read: reja.md" in shown.text
    assert "Period: 1 July – 31 December 2024" in shown.text
    assert "activities: 3" in shown.text
    assert "understood with certainty: 1 · ❓ Questions: 2" in shown.text
    assert "New, not linked yet: Moliya bo‘limi" in shown.text
    assert "Other organisations, who are sent nothing: 1" in shown.text
    assert not any("Confirm" in label for label in shown.labels)
    asked = await admin.presses("❓ Answer", shown)
    assert "Question 1 of 2" in asked.text
    assert "сентябрга қадар" in asked.text
    assert "Activity 1: Yo‘riqnoma tayyorlash" in asked.text
    asked = await admin.presses("by the end of August 2024", asked)
    assert "✔️ «сентябрга қадар» — by the end of August 2024" in asked.text
    assert "Who is meant?" in asked.text
    shown = await admin.presses("Sh. Umarov", asked)
    assert "nothing is asked any more" in shown.text
    assert await plan_in_force(english) == SEED
    sure = await admin.presses("✅ Confirm", shown)
    assert "Load this plan?" in sure.text
    assert "It waits for its first day, and comes into force on 1 July 2024." in sure.text
    assert f"Until then «{to_latin(english.plan.title)}» goes on" in sure.text
    assert await plan_in_force(english) == SEED
    done = await admin.presses("✅ Yes, load it", sure)
    assert "The next plan is loaded: 3 activities. It comes into force on 1 July 2024." in done.text
    assert (await plan_in_force(english), await waiting(english)) == (SEED, NEXT)
    await comes_into_force(english)
    assert (await plan_in_force(english), await waiting(english)) == (NEXT, None)
    assert await kept(english) == 0
    activities = await english.services.activities.all(english.now.date())
    assert {one.number: [part.executor.name for part in one.parts] for one in activities} == {
        1: ["Б. Юнусов"],
        2: ["Ш. Умаров"],
        3: ["Ш. Умаров", "Молия бўлими"],
    }
    lead = english.officer("Б. Юнусов")
    assert "Together with: Adliya vazirligi" in (await opens(lead, 1)).text
    assert {one.number: str(one.due_on) for one in activities} == {1: "2024-08-31", 2: "2024-10-31", 3: "2024-12-31"}


async def test_a_plan_with_days_and_several_items_is_loaded_whole(
    english: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So that it is announced, and often.
    monkeypatch.setattr(importing, "LONG", 20)
    monkeypatch.setattr(importing, "NOW_AND_THEN", 0.001)
    monkeypatch.setattr(loader, "AT_ONCE", 2)
    edits: list[str] = []
    monkeypatch.setattr(importing, "rewrite", lambda *place: noted(edits, *place))
    admin = english.admin
    shown = await admin.sends_files(sample("d2_h2_2024.docx"))
    assert "activities: 25" in shown.text
    shown = await admin.presses("❓ Answer", shown)
    while "❓ Question" in shown.text:
        shown = await admin.presses(shown.labels[0], shown)
    await admin.presses("✅ Confirm", shown)
    done = await admin.presses("✅ Yes, load it")
    assert "The next plan is loaded: 25 activities, 68 deadlines." in done.text
    await comes_into_force(english)
    every = await english.services.activities.all(english.now.date())
    assert {one.number for one in every} == set(range(1, 26))
    assert len(every) > 25, "each of several items of an activity is one of its own"
    percents = [int(re.findall(r"being loaded: (\d+)%", text)[0]) for text in edits]
    assert percents, "how far the loading is was told"
    assert percents == sorted(set(percents))
    assert percents[0] < 100


async def noted(edits: list[str], bot: Bot, chat_id: int, message_id: int, screen: Screen) -> bool:
    """Edit the message, and keep what it says: the outcome replaces it."""
    edits.append(screen.text)
    return await rewrite(bot, chat_id, message_id, screen)


async def test_it_may_be_typed_and_what_is_not_certain_is_asked_again(english: Stage) -> None:
    admin = english.admin
    await admin.sends_files(("reja.md", document(ROWS[0])))
    await admin.presses("❓ Answer")
    again = await admin.says("октябргача")
    assert "I am not certain what «октябргача» means." in again.text
    assert await kept(english) == 1
    shown = await admin.presses("by the end of September 2024", again)
    assert "✔️ «сентябрга қадар» — by the end of September 2024" in shown.text
    shown = await admin.presses("↩️")
    assert "Question 1 of 1" in shown.text
    shown = await admin.says("2024 йил 20 августгача")
    assert "— due by 20 August 2024" in shown.text
    assert "nothing is asked any more" in shown.text


async def test_two_admins_see_the_same_and_the_end_is_told_to_both(english: Stage) -> None:
    admin, second = english.admin, english.second_admin
    await admin.sends_files(("reja.md", document()))
    await admin.presses("❓ Answer")
    await admin.presses("by the end of August 2024")
    same = await second.says("/plan import")
    assert "❓ Questions: 1" in same.text
    theirs = await second.presses("❓ Answer", same)
    assert "Question 2 of 2" in theirs.text
    await second.presses("Sh. Umarov", theirs)
    stale = await admin.press("👤 New")
    assert stale is not None
    assert "already answered" in stale["text"]
    assert "nothing is asked any more" in (await admin.last()).text
    other = await second.sends_files(("boshqa.md", document(ROWS[2])))
    assert "Another document is being imported: «reja.md», sent by" in other.text
    await admin.presses("✅ Confirm")
    await admin.presses("✅ Yes, load it")
    told = "\n".join(one.text for one in await second.heard(same.id))
    assert "The next plan is loaded" in (await again(second, theirs)).text
    assert "has loaded the plan from «reja.md»." in told
    assert "Activities added: 3, changed: 0" in told
    assert "The next plan is loaded" in (await admin.last()).text
    old = await second.last()
    answer = await second.taps(old, "im4:1:ask:0:", forged=True)
    assert answer is not None and "no longer open" in answer["text"]
    assert (await second.last()).text == old.text


@pytest.mark.on_both
async def test_a_half_finished_import_outlives_a_restart(tmp_path: Path, opened_in_english: Path) -> None:
    first, second, third, fourth = (tmp_path / name for name in ("first", "second", "third", "fourth"))
    for folder in (first, second, third, fourth):
        folder.mkdir()
    async with staged(first, opened=opened_in_english, default_locale="en") as stage:
        await stage.admin.sends_files(("reja.md", document()))
        await stage.admin.presses("❓ Answer")
        await stage.admin.presses("by the end of August 2024")
    async with staged(second, opened=first, default_locale="en", start=stage.now) as stage:
        assert await kept(stage) == 1
        shown = await stage.admin.says("/plan import")
        assert "❓ Questions: 1" in shown.text
        await stage.admin.presses("❓ Answer", shown)
        shown = await stage.admin.presses("Sh. Umarov")
        await stage.admin.presses("✅ Confirm", shown)
        await stage.admin.presses("✅ Yes, load it")
        assert await waiting(stage) == NEXT
    async with staged(third, opened=second, default_locale="en", start=stage.now) as stage:
        assert await waiting(stage) == NEXT
        await comes_into_force(stage)
    async with staged(fourth, opened=third, default_locale="en", start=stage.now) as stage:
        assert await plan_in_force(stage) == NEXT, "PLAN_FILE, read at each start, took it back"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("d7_xat.docx", "it is not a plan. Orders, also the decisions of a meeting, are given in words: /order"),
        ("d9_bomba.docx", "too large"),
        ("d9_buzilgan.docx", "damaged"),
        ("d9_makros.docm", "macros"),
        ("d9_parolli.docx", "password"),
    ],
)
async def test_what_is_no_plan_is_refused_with_the_reason_and_not_kept(english: Stage, name: str, reason: str) -> None:
    shown = await english.admin.sends_files(sample(name))
    assert shown.text.startswith("This file was not taken. ")
    assert reason in shown.text
    assert await kept(english) == 0


async def test_pictures_and_faulty_plan_files_are_refused_with_the_reason(english: Stage) -> None:
    admin = english.admin
    for kind in ("photo", "document"):
        shown = await admin.sends_files(("reja.png", PNG), kind=kind)
        assert "It is a picture" in shown.text
    data = json.loads(PLAN.read_text(encoding="utf-8"))
    data["sections"][1]["activities"][0]["executors"] = ["nobody"]
    shown = await admin.sends_files(("plan.json", json.dumps(data).encode()))
    number = data["sections"][1]["activities"][0]["number"]
    assert f"activity {number}, executors: «nobody» is not in the list of executors" in shown.text
    assert await kept(english) == 0


async def test_the_plan_file_itself_changes_nothing(english: Stage) -> None:
    admin = english.admin
    shown = await admin.sends_files(("seed_plan.json", PLAN.read_bytes()))
    assert "«seed_plan.json» is the plan in force: there is nothing to change." in shown.text
    assert await kept(english) == 0
    assert await plan_in_force(english) == SEED


async def test_it_is_cancelled_after_asking_once_more(english: Stage) -> None:
    admin = english.admin
    await admin.sends_files(("reja.md", document()))
    sure = await admin.presses("✖️ Cancel the import")
    assert await kept(english) == 1
    assert "«reja.md» was cancelled by" in (await admin.presses("✖️ Yes, cancel it", sure)).text
    assert await kept(english) == 0
    assert "Send me the plan's document" in (await admin.says("/plan import")).text


async def test_the_whole_as_understood_is_a_word_file(english: Stage) -> None:
    admin = english.admin
    await admin.sends_files(("reja.md", document()))
    await admin.presses("📄 Look through")
    shown = await admin.last()
    _, content = await content_of(english, shown)
    words = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert "to be asked" in words
    assert "Yo‘riqnoma tayyorlash" in words
    assert "Adliya vazirligi" in words


async def said(person: Someone, before: int, words: str) -> bool:
    return any(words in one.text for one in await person.heard(before))


async def test_a_long_document_is_announced_and_others_are_answered_meanwhile(
    english: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, others_answered = threading.Event(), threading.Event()

    run = Apart.run

    def slow(*parts: Any) -> Any:
        reading.set()
        others_answered.wait(10)
        return run(*parts)

    monkeypatch.setattr(importing, "SOON", 0.05)
    monkeypatch.setattr(Apart, "run", slow)
    admin, officer = english.admin, english.officer("Ш. Умаров")
    before = await admin.count()
    sending = asyncio.create_task(admin.sends_files(("reja.md", document())))
    await asyncio.to_thread(reading.wait, 10)
    while not await said(admin, before, "⏳ I am reading"):  # noqa: ASYNC110 -- the sandbox tells nobody what was said
        await asyncio.sleep(0.02)
    body = {"as": officer.id, "chat": officer.id, "text": "/my"}
    asked = await officer.count()
    async with asyncio.timeout(10):
        await english._client.post(f"{english.base}/sandbox/send", json=body)
        while not await officer.heard(asked):  # noqa: ASYNC110 -- as above
            await asyncio.sleep(0.02)
    others_answered.set()
    await sending
    [shown] = await admin.heard(before)
    assert "The document was read: reja.md" in shown.text
    await admin.presses("❓ Answer", shown)


async def test_the_file_may_reply_to_the_words_that_ask_for_it(english: Stage) -> None:
    asks = await english.admin.says("/plan import")
    shown = await english.admin.sends_files(("reja.md", document()), reply_to=asks)
    assert "The document was read" in shown.text


@pytest.fixture
async def both(english: Stage) -> AsyncIterator[Someone]:
    """An officer who is an admin as well."""
    officer = english.officer("Б. Юнусов")
    async with english.database.write() as session:
        session.add(Admin(telegram_id=officer.id, named_by=english.admin.id, named_at=english.now))
    yield officer


async def test_an_officer_who_is_an_admin_sends_proof_and_plans(english: Stage, both: Someone) -> None:
    await both.sends_files(("1-tadbir.md", b"# hisobot"), text="1-тадбир 50%")
    assert [one.percent for one in await reports(english)] == [50]
    card = await opens(both, 1)
    await both.sends_files(("reja.md", document()), reply_to=card)
    assert await kept(english) == 0
    await both.says("/plan")
    await both.sends_files(sample("d7_xat.docx"))
    assert await kept(english) == 0
    assert await count(english, Report) > 1, "a letter alone is proof of some work, and is asked about"
    before = await count(english, Report)
    await both.says("/plan import")
    assert "it is not a plan" in (await both.sends_files(sample("d7_xat.docx"))).text
    assert await count(english, Report) == before
    await both.says("/plan")
    shown = await both.sends_files(("reja.md", document()))
    assert "The document was read" in shown.text
    await both.presses("❓ Answer", shown)
    before = await count(english, Report)
    await both.says("1-тадбир 70%")
    assert await count(english, Report) == before + 1
    await both.presses("❓ Answer", await both.says("/plan import"))
    assert "— due by 20 August 2024" in (await both.says("2024 йил 20 августгача")).text


async def test_files_of_officers_and_outsiders_never_are_plans(english: Stage) -> None:
    officer = english.officer("Ш. Умаров")
    for person in (officer, english.outsider):
        before = await person.count()
        await person.sends_files(("reja.md", document()))
        await person.says("/plan import")
        told = "\n".join(one.text for one in await person.heard(before))
        assert "document was read" not in told
        assert "plan's document" not in told
    assert await kept(english) == 0
    forged = await english.outsider.last()
    await english.outsider.taps(forged, "im4:1:show:0:", forged=True)
    assert "document" not in (await english.outsider.last()).text


async def test_no_plan_is_imported_in_a_group(english: Stage) -> None:
    await english.admin.in_group().sends_files(("reja.md", document()))
    assert await kept(english) == 0


async def test_units_of_which_nobody_can_be_told_are_named_before_it_is_loaded(english: Stage) -> None:
    admin = english.admin
    paper = minutes(english).model_dump(mode="json")
    head = next(one for one in english.plan.executors if one.name == "Ш. Умаров")
    unit = {"kind": "unit", "aliases": []}
    paper["executors"] += [
        unit | {"key": "boards", "name": "барча ҳудудий комиссиялар", "is_class": True},
        unit | {"key": "finance", "name": "Молия бўлими", "head": "бошлиқ Ш. Умаров"},
        unit | {"key": "staff", "name": "Кадрлар бўлими", "led_by": head.key},
    ]
    for activity, key in zip(paper["sections"][0]["activities"], ("boards", "finance", "staff"), strict=False):
        activity["executors"].append(key)
    await admin.sends_files(("paper.json", json.dumps(paper, ensure_ascii=False).encode()))
    shown = await admin.presses("➕", await admin.presses("❓"))
    assert "Nobody will be told of the work of: barcha hududiy komissiyalar\n" in shown.text
    assert "/officers → «🏢 Units»" in shown.text
