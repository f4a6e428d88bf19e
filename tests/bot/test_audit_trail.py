"""/audit: who did what, when; in words, by pages and filters, and as an Excel file."""

import io
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from models import AppealKind
from services.audit.log import AuditFacts, AuditFilter
from tests.bot.scenes import opens
from tests.stage import TASHKENT, Someone, Stage
from views import audit as views
from views.kit.texts import Translator

DESPITE = "Handed in activity 2 while parts were open: A. Ibodullayev, X. Paluaniyazov. «Their parts are with me»"
LEAD = "Б. Юнусов"
SERVICES = Path(__file__).resolve().parents[2] / "services"
NOTED = re.compile(r'"([a-z]+\.[a-z_]+|[a-z]+\.\{[\w.]+\})"')
ACTOR = re.compile(r"\baudit\.note\(|\b_note\(")
OF_A_DECISION = {
    *(
        f"activity.{what}"
        for what in ("accepted", "returned", "reopened", "deadline", "lead", "text", "closed", "restored")
    ),
    *(f"extension.{what}" for what in ("approved", "refused")),
    *(f"plan.{what}" for what in ("closed", "reopened")),
    *(f"appeal.{kind}" for kind in AppealKind),
}


@pytest.fixture
def lead(english: Stage) -> Someone:
    return english.officer(LEAD)


async def decided(stage: Stage) -> None:
    """A report, a return and an acceptance."""
    lead = stage.officer(LEAD)
    await lead.says("2 40% the draft")
    await lead.says("2 bajarildi")
    await stage.admin.presses("↩️ Return")
    await stage.admin.says("the <annex> is missing")


async def test_what_was_done_is_told_newest_first_with_names_and_times(english: Stage) -> None:
    await decided(english)
    entries = (await english.admin.says("/audit 2")).text.split("\n\n")[1:]
    assert entries == [
        "1 January, 00:00 · Назорат бўлими, 1-админ\nActivity 2 was returned. «the <annex> is missing»",
        f"1 January, 00:00 · Б. Юнусов\n{DESPITE}",
        "1 January, 00:00 · Б. Юнусов\nReported that the work on activity 2 is done.",
        "1 January, 00:00 · Б. Юнусов\nReported on activity 2: 40%.",
    ]


async def test_a_line_says_what_the_report_said_whatever_its_part_had_before(english: Stage) -> None:
    lead = english.officer(LEAD)
    for words in ("2 40%", "№2 бўйича ҳужжат келишилмоқда", "2 бажарилди", "2 бажарилмади", "2 70%"):
        await english.jumps_to(english.now + timedelta(hours=1))
        await lead.says(words)
    entries = (await english.admin.says("/audit 2")).text.split("\n\n")[1:]
    assert [entry.split("\n")[1] for entry in entries] == [
        "Reported on activity 2: 70%.",
        "Reported that the work on activity 2 is not done yet.",
        DESPITE,
        "Reported that the work on activity 2 is done.",
        "Reported on activity 2.",
        "Reported on activity 2: 40%.",
    ]


async def test_it_is_turned_page_by_page(english: Stage) -> None:
    first = await english.admin.says("/audit")
    assert "Page 1 of " in first.text
    assert "⬅️" not in first.labels
    second = await english.admin.presses("➡️", first)
    assert "Page 2 of " in second.text
    assert second.text != first.text
    assert "Page 1 of " in (await english.admin.presses("⬅️", second)).text


async def test_it_is_narrowed_by_words_that_combine(english: Stage) -> None:
    await decided(english)
    await english.jumps_to(date(2024, 1, 9))
    await english.officer(LEAD).says("2 50% the annex")
    assert "50%" in (await english.admin.says("/audit 2 09.01.2024")).text
    assert "40%" not in (await english.admin.says("/audit 2 2024-01-09")).text
    by_name = (await english.admin.says("/audit Юнусов 2 09.01.2024")).text
    assert "Activity 2 · B. Yunusov · 9 January 2024" in by_name
    assert "Nothing was found" in (await english.admin.says("/audit Алимбаев 2")).text
    assert "was returned" in (await english.admin.says("/audit Назорат бўлими, 1-админ")).text
    assert "Who is meant by" in (await english.admin.says("/audit Назорат")).text
    assert "I did not understand «Zzzz»" in (await english.admin.says("/audit Zzzz")).text


async def test_it_is_narrowed_by_buttons(english: Stage) -> None:
    await decided(english)
    numbers = await english.admin.presses("🔎 Activity", await english.admin.says("/audit"))
    shown = await english.admin.presses("№2", numbers)
    assert "was returned" in shown.text
    people = await english.admin.presses("🔎 Person", shown)
    mine = await english.admin.presses("B. Yunusov", people)
    assert "Reported on activity 2: 40%" in mine.text
    assert "was returned" not in mine.text
    days = await english.admin.presses("🔎 Day", mine)
    assert "Activity 2 · B. Yunusov · 1 January 2024" in (await english.admin.presses("1 January", days)).text
    everything = await english.admin.presses("✖️ All of it")
    assert "Activity 2 ·" not in everything.text


async def test_the_admin_who_did_it_is_found_by_a_button(english: Stage) -> None:
    await decided(english)
    people = await english.admin.presses("🔎 Person", await english.admin.says("/audit"))
    shown = await english.admin.presses("🔑 Назорат бўлими, 1-админ", people)
    assert "Activity 2 was returned." in shown.text
    assert "Reported on" not in shown.text


async def test_reminders_are_told_only_of_a_person_who_is_asked_about(english: Stage) -> None:
    await english.goes_to(date(2024, 1, 4))
    assert "Reminded" not in (await english.admin.says("/audit 03.01.2024")).text
    assert "Reminded Б. Юнусов." in (await english.admin.says("/audit Юнусов 03.01.2024")).text


async def test_the_audit_comes_as_an_excel_file_with_names_and_days(english: Stage) -> None:
    await decided(english)
    shown = await english.admin.presses("📊 Excel", await english.admin.says("/audit 2"))
    assert "Who did what: 4 entries" in shown.text
    file = english.sandbox.world.files.unique(shown.raw["document"]["url"].split("/")[-2])
    assert file is not None
    rows = list(load_workbook(io.BytesIO(english.sandbox.world.files.content(file))).active.values)
    assert rows[0] == ("Day", "Time", "Who", "What", "№")
    assert rows[1][0].date() == date(2024, 1, 1)
    assert rows[1][1:] == ("00:00", "Назорат бўлими, 1-админ", "Activity 2 was returned. «the <annex> is missing»", 2)


async def test_what_was_changed_of_an_activity_is_a_button_of_its_management(english: Stage, lead: Someone) -> None:
    await lead.says("2 40% the draft")
    assert (await opens(lead, 2)).labels
    await english.admin.says("/report 2")
    await english.admin.presses("⚙️")
    assert "Reported on activity 2: 40%" in (await english.admin.presses("📜 What was changed")).text


async def test_forged_filters_are_passed_over(english: Stage) -> None:
    shown = await english.admin.says("/audit")
    await english.admin.taps(shown, "au1:zz d99999999 a5:99", forged=True)
    assert "Nothing was found" in (await english.admin.last()).text or "Activity 5" in (await english.admin.last()).text
    await english.admin.taps(shown, "au2:zz:e99:5", forged=True)
    assert "That button is out of date" in (await english.admin.last()).text


def test_filters_fit_a_button_and_come_back_whole() -> None:
    asked = AuditFilter(activity=99_999, account=999_999_999, day=date(2024, 12, 31))
    assert views.unpack(views.pack(asked)) == asked
    assert views.unpack("e5 p7") == AuditFilter(account=7)


def test_every_deed_has_its_sentence() -> None:
    t = Translator(TASHKENT, "en")["en"]
    sources = [file.read_text(encoding="utf-8") for file in SERVICES.rglob("*.py")]
    noted = {found for source in sources if ACTOR.search(source) for found in NOTED.findall(source)}
    literal = {action for action in noted if "{" not in action}
    assert len(literal) > 20
    kinds = {action.partition(".")[0] for action in OF_A_DECISION}
    assert {action.partition(".")[0] for action in noted - literal} <= kinds, "what is put together is listed above"
    for action in literal | OF_A_DECISION:
        deed = AuditFacts(datetime(2024, 1, 1, tzinfo=TASHKENT), "who", action, 5, "whom", "person", {}, {})
        assert views.what(t, deed) != action, action
