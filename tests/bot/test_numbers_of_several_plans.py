"""With two plans in force people never read the number that tells an activity from all others, nor one plan's work as
another's: every screen, button and file is walked through.
"""

import asyncio
import io
import re
import zipfile
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from handlers import throttle
from models import Extension
from services.control.lines import Into
from services.language.translit import to_latin
from services.plan.file import AgendaItem
from tests.bot.scenes import MINUTES, activity, after, minutes, reports, with_minutes
from tests.bot.test_documents import content_of
from tests.stage import TASHKENT, Shown, Someone, Stage

LEAD = "Х. Маматов"  # of activities 5 to 8 of the plan, of 3 and 5 of the minutes
# The number among all plans in force; an alias under which words are read (calling); a section told from another's.
STRANGE = re.compile(r"(?<![\d.,:/+])1000\d\d(?!\d)|(?<![\d.,:/+-])90[1-9](?!\d)|\b[IVX]+\.1\b")
CHANGES = re.compile(r"✅|🏁|✖️|🔓|↩️|Yes|Unlink|✉️|🔔|✂️|➕|🔑|🤝|🏷|⚙️|Undo|Start|Ask")

OFFICERS = (
    "/my",
    "/calendar",
    "/help",
    "5",
    "ИР-5",
    "нима қолди?",
    "баённома 12 5-банд қачон?",
    "/report танишув",
)
READERS = (
    *("/report", "/report баённома", "/report I", "/report 5", "/report ИР-5", "/report баённома 12 5-банд"),
    *("/report 3-9", "/report ИР 3-5", "/report баённома 12 3-5", "/report Маматов", "/report баённома Маматов"),
    *("/report overdue", "/report март", "/report график", "/report баённома график", "/report тўсиқ"),
    *("/report ваъда", "/report сурилган", "/report танишув", "/report танишув баённома", "/report танишув xlsx"),
    *("/report docx", "/report xlsx", "/report баённома docx", "/report баённома xlsx", "/report карточка 5"),
    *("/report officers", "/report баённома sections", "/report 2024-1", "/agenda", "/agenda 15.04"),
)
ADMINS = (
    *("/plan", "/audit", "/audit баённома", "/audit 5", "/audit баённома 12-5", "/audit ИР-5", "/waiting"),
    *("/officers", "/remind", "/outbox", "Маматов нима қиляпти?", "баённома 12 5-банд нима бўлди?"),
)
LEADERS = ("@ijrochi_bot баённома 12 5-банд қандай?", "@ijrochi_bot 5-тадбирни тезлаштиринг")


async def said_after(person: Someone, since: int) -> list[Shown]:
    """What came since, once no document is being made any more."""
    for _ in range(400):
        heard = await person.heard(since)
        if not any("being prepared" in one.text or "Preparing" in one.text for one in heard):
            return heard
        await asyncio.sleep(0.02)
    raise AssertionError("the document does not come")


async def walked(person: Someone, words: Sequence[str]) -> AsyncIterator[tuple[str, Shown]]:
    """What is said to these words, and to each button that changes nothing, with what was written or pressed."""
    begun = await person.count()
    for one in words:
        since = await person.count()
        await person.says(one)
        for shown in await said_after(person, since):
            yield one, shown
    pressed: set[tuple[str, str]] = set()
    for shown in await person.screen(begun):
        for label, data, _ in shown.buttons:
            kind = (data or "").partition(":")[0]
            if not data or CHANGES.search(label) or (kind, label[:6]) in pressed:
                continue
            pressed.add((kind, label[:6]))
            since = await person.count()
            try:
                await person.taps(shown, data)
            except AssertionError:  # another button has changed the message meanwhile
                continue
            for said in (*await said_after(person, since), *await person.screen(shown.id - 1)):
                yield f"the button {label}", said


def texts_of(name: str, content: bytes) -> Iterator[str]:
    """What is written in a Word, Excel or calendar file."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        yield content.decode("utf-8", "replace")
        return
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for part in packed.namelist():
            if re.search(r"word/document|word/header|word/footer|sharedStrings|workbook\.xml$", part):
                written = packed.read(part).decode("utf-8")
                yield from re.findall(r"<(?:w:t|t|sheet)\b[^>]*?(?:>|name=\")([^<\"]+)", written)
    del name


async def strange_in(stage: Stage, told: Sequence[tuple[str, Shown]]) -> list[str]:
    """The places where a strange number stands, and after which words."""
    found: list[str] = []
    for words, shown in told:
        parts = [shown.text, *shown.labels]
        if shown.raw["document"]:
            parts += texts_of(*await content_of(stage, shown))
        found += [f"{words}: {part[:200]}" for part in parts if STRANGE.search(part)]
    return found


async def at_work(stage: Stage) -> None:
    """The minutes have an agenda as well; there are reports, an obstacle, a promise and a request."""
    questions = [AgendaItem.model_validate(_QUESTION)]
    await stage.services.plans.load(minutes(stage, agenda=questions), stage.now, Into(mark=MINUTES))
    await stage.jumps_to(datetime(2024, 4, 3, 10, tzinfo=TASHKENT))
    await stage.settles()
    officer = stage.officer(LEAD)
    await officer.presses("✅ Yes", await officer.says("Баённома 12 3-банд бажарилди, ҳужжат тайёр"))
    await officer.says("Баённома 12 5-банд 20%, вазирлик хати келмаяпти")
    await officer.says("Баённома 12 4-банд 30%, жумага топшираман")
    await officer.presses(
        "✅ Yes", await officer.says("Баённома 12 5-банд муддатини 30 апрелгача суриб беринг, хат йўқ")
    )


_QUESTION = {
    "number": 1,
    "text": "Баённома ижроси тўғрисида",
    "deadline": {"text": "апрель", "kind": "months", "first": "2024-04", "last": "2024-04"},
}


@after(at_work)
async def test_no_screen_button_or_file_shows_a_number_that_nobody_writes(
    english: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "UPDATES", 10_000)
    told: list[tuple[str, Shown]] = []
    for person, words in (
        (english.officer(LEAD), OFFICERS),
        (english.admin, (*READERS, *ADMINS)),
        (english.leader, (*READERS, *LEADERS)),
    ):
        told += [("before", one) for one in await person.heard()]
        async with english.settling_once():  # reading leaves nothing owed
            told += [one async for one in walked(person, words)]
    assert len(told) > 300
    kinds = {one.raw["document"]["name"].rpartition(".")[2] for _, one in told if one.raw["document"]}
    assert {"docx", "xlsx", "ics"} <= kinds
    assert not await strange_in(english, told)
    agendas = [one.text for words, one in told if words.startswith("/agenda")]
    assert any("Question 1 (Bayonnoma 12). " in one for one in agendas), "whose question it is"
    assert any("Question 3 (IR). " in one for one in agendas)
    assert not any(re.search(r"^(?:IR|Bayonnoma 12)-\d+\. ", one, re.MULTILINE) for one in agendas), "as an activity's"


@after(at_work)
async def test_more_time_is_asked_for_the_plan_that_was_named(english: Stage) -> None:
    async with english.database.read() as session:
        [asked] = await session.scalars(select(Extension))
    assert asked.activity_id == (await activity(english, 100_005)).id


@after(with_minutes)
@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("ИР-5 муддатини 30 майгача суриб беринг, маълумот кеч келди", "IR-5"),
        ("Баённома 12 5-банд муддатини 30 майгача суриб беринг, маълумот кеч келди", "Bayonnoma 12-5"),
    ],
)
async def test_a_request_that_follows_words_on_the_other_plan_is_of_the_one_it_names(
    english: Stage, words: str, number: str
) -> None:
    await english.jumps_to(datetime(2024, 3, 4, 10, tzinfo=TASHKENT))
    officer = english.officer(LEAD)
    for other in ("Баённома 12 5-банд 20%", "ИР-5 20%"):
        await officer.says(other)
        assert f"of Activity {number} " in (await officer.says(words)).text
    asked = await english.officer("Х. Палуаниязов").says("5-тадбир муддатини 30 майгача суриб беринг")
    assert "Activity IR-5 " in asked.text, "it is theirs in one plan alone"


@after(with_minutes)
async def test_a_number_alone_in_a_request_is_asked_about(english: Stage) -> None:
    await english.jumps_to(datetime(2024, 3, 4, 10, tzinfo=TASHKENT))
    await english.settles()
    asked = await english.officer(LEAD).says("5-тадбир муддатини 30 майгача суриб беринг, маълумот кеч келди")
    assert asked.labels[0].startswith("№IR-5 ")
    assert asked.labels[1].startswith("№Bayonnoma 12-5 ")


@after(with_minutes)
async def test_a_range_behind_a_mark_is_of_that_plan(english: Stage) -> None:
    shown = await english.admin.says("/report баённома 12 3-5")
    assert [one for one in shown.labels if one.startswith("№")] == [f"№Bayonnoma 12-{n}" for n in (3, 4, 5)]
    shown = await english.admin.says("/report ИР 3-5")
    assert {one for one in shown.labels if one.startswith("№")} == {"№IR-3", "№IR-4", "№IR-5"}
    told = await english.officer(LEAD).says("ИР-5-7 40%")
    assert "901" not in told.text
    assert {one.percent for one in await reports(english)} <= {40}


@after(at_work)
async def test_the_audit_is_asked_by_marks(english: Stage) -> None:
    one = await english.admin.says("/audit баённома 12-5")
    assert "Activity Bayonnoma 12-5" in one.text
    whole = await english.admin.says("/audit баённома")
    assert "Bayonnoma 12" in whole.text.splitlines()[1]
    assert "IR-" not in whole.text
    asked = await english.admin.says("/audit 5")
    assert {"№IR-5", "№Bayonnoma 12-5"} <= set(asked.labels)
    assert "Activity Bayonnoma 12-5" in (await english.admin.presses("№Bayonnoma 12-5", asked)).text
    assert "Activity IR-5" in (await english.admin.says("/audit ИР-5")).text


@after(with_minutes)
async def test_a_number_with_its_mark_is_believed_though_another_papers_work_was_spoken_of(english: Stage) -> None:
    """The words share some with the short name of the work that they name, and another's card stands above them."""
    lead = english.officer(LEAD)
    await lead.presses(f"№{to_latin(MINUTES)}-3", await lead.says("/my"))
    shown = await lead.says("ИР-5 бажарилди, малака ошириш концепцияси тасдиқланди")
    assert "Activity IR-5" in shown.text and "under review" in shown.text


@after(with_minutes)
async def test_work_that_is_accepted_makes_an_own_number_of_open_work_no_question(english: Stage) -> None:
    mamatov = english.officer("Х. Маматов")
    assert "Recorded" not in (await mamatov.says("5 30%")).text, "both are open"
    await mamatov.says(f"{MINUTES}-5 бажарилди")
    await english.admin.presses("✅")
    await english.jumps_to(english.now + timedelta(hours=3))
    told = await mamatov.says("5 40%")
    assert "Recorded: Activity IR-5" in told.text, told.text
    assert "IR-5" in (await mamatov.says("5")).text
    told = await mamatov.says(f"{MINUTES}-5 ҳужжати архивга топширилди")
    assert "IR-5" not in told.text
