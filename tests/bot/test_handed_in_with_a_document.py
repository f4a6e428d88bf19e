"""Work that is handed in with a document: its number, its date and a file, in any order, only when it is whole."""

import pytest

from models import Document, ReportState
from tests.bot.scenes import activity, audited, count, opens, reports, said_since, state_of
from tests.stage import Someone, Stage

pytestmark = pytest.mark.begins("2024-03-12T10:00")

LETTER = ("xat.pdf", b"%PDF")
NUMBER, DAY, FILE = "the number of the document", "the date of the document", "Send the document itself"


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 and 6 among others."""
    return english.officer("Х. Маматов")


async def require(stage: Stage, number: int) -> None:
    """An admin requires a document, by the card's buttons."""
    menu = await stage.admin.presses("⚙️ Manage", await stage.admin.says(f"/report {number}"))
    await stage.admin.presses("✅ Yes", await stage.admin.presses("📎 Require a document", menu))


async def test_an_admin_sets_the_mark_and_takes_it_back(english: Stage, mamatov: Someone) -> None:
    before = await mamatov.count()
    menu = await english.admin.presses("⚙️ Manage", await english.admin.says("/report 5"))
    asked = await english.admin.presses("📎 Require a document", menu)
    assert "Require a document for" in asked.text and not (await activity(english, 5)).needs_document
    done = await english.admin.presses("✅ Yes", asked)
    assert "is now handed in with a document" in await said_since(mamatov, before)
    assert "📎 Handed in with a document" in (await opens(mamatov, 5)).text
    await english.admin.presses("↩️ Undo", done)
    assert not (await activity(english, 5)).needs_document
    assert await audited(english, f"activity:{(await activity(english, 5)).id}") == ["activity.document"] * 2
    assert "needs no document" in (await english.admin.says("/audit 5")).text


async def test_everything_in_one_message_hands_it_in(english: Stage, mamatov: Someone) -> None:
    await require(english, 5)
    before = await english.admin.count()
    shown = await mamatov.sends_files(LETTER, text="5-тадбир бажарилди, 12-сонли хат 11.03.2024")
    assert "📑 Document No. 12 of 11 March 2024" in shown.text and "under review" in shown.text
    letter = await said_since(english.admin, before)
    assert "📑 Document No. 12 of 11 March 2024" in letter and "xat.pdf" in letter
    assert "📑 Document No. 12 of 11 March 2024" in (await opens(mamatov, 5)).text


async def test_what_is_missing_is_asked_for_one_thing_at_a_time(english: Stage, mamatov: Someone) -> None:
    await require(english, 5)
    before = await english.admin.count()
    shown = await mamatov.presses("✅ Done", await opens(mamatov, 5))
    assert NUMBER in shown.text and DAY not in shown.text
    shown = await mamatov.says("йўқ")
    assert NUMBER in shown.text
    shown = await mamatov.sends_files(LETTER)
    assert "file received" in shown.text and NUMBER in shown.text
    shown = await mamatov.says("01-15/234")
    assert "number 01-15/234" in shown.text and DAY in shown.text
    shown = await mamatov.says("15 март")
    assert "still to come" in shown.text and DAY in shown.text
    assert await state_of(english, 5) == ("not_started", 0) and await english.admin.heard(before) == []
    shown = await mamatov.says("11 март")
    assert "under review" in shown.text and await state_of(english, 5) == ("review", 100)
    [report] = await reports(english)
    assert report.done and await count(english, Document) == 1


async def test_an_album_and_its_caption_are_the_document(english: Stage, mamatov: Someone) -> None:
    await require(english, 5)
    await mamatov.says("5-тадбир бажарилди")
    await mamatov.sends_files(("a.jpg", b"1"), ("b.jpg", b"2"), text="№ 12, 11.03.2024")
    assert await state_of(english, 5) == ("review", 100)
    [report] = await reports(english)
    facts = await english.services.reports.one(report.id)
    assert facts is not None and len(facts.files) == 2


async def test_a_file_sent_just_before_is_part_of_it(english: Stage, mamatov: Someone) -> None:
    await require(english, 5)
    await mamatov.presses("📎 File", await opens(mamatov, 5))
    await mamatov.sends_files(LETTER)
    shown = await mamatov.says("бажарилди, 12-сонли хат 11.03.2024")
    assert "under review" in shown.text and "xat.pdf" in shown.text


async def test_what_waits_is_kept_over_days_and_counts_from_the_day_when_it_is_whole(
    english: Stage, mamatov: Someone
) -> None:
    await require(english, 5)
    await mamatov.says("5 бажарилди, 12-сонли хат 11.03.2024")
    await english.goes_to("2024-03-13T12:00")
    shown = await mamatov.sends_files(LETTER)
    shown = await mamatov.presses(next(one for one in shown.labels if one.startswith("№5")), shown)
    assert "under review" in shown.text
    [report] = await reports(english)
    assert (report.submitted_on.isoformat(), report.text) == ("2024-03-13", "5 бажарилди, 12-сонли хат 11.03.2024")


async def test_two_works_of_one_message_are_asked_about_in_turn(english: Stage, mamatov: Someone) -> None:
    await require(english, 5)
    await require(english, 6)
    before = await mamatov.count()
    await mamatov.says("5 ва 6 бажарилди")
    assert (await said_since(mamatov, before)).count("is handed in with a document") == 1
    await mamatov.sends_files(LETTER, text="№ 12, 11.03.2024")
    assert await state_of(english, 5) == ("review", 100)
    await mamatov.sends_files(("b.pdf", b"2"), text="№ 13, 11.03.2024")
    assert await state_of(english, 6) == ("review", 100)


async def test_interim_words_close_nothing(english: Stage, mamatov: Someone) -> None:
    await require(english, 5)
    for words in ("5-тадбир жараёнда", "5-тадбир бўйича хат юборилди", "5-тадбир: направлен запрос"):
        await mamatov.says(words)
        assert (await state_of(english, 5))[0] == "in_progress"
    shown = await mamatov.says("5-тадбир бўйича лойиҳа тайёр")
    assert "Is it completely done?" in shown.text
    shown = await mamatov.presses("✅ Yes, it is completely done", shown)
    assert NUMBER in shown.text and (await state_of(english, 5))[0] == "in_progress"
    await mamatov.presses("⏳ Not ready yet", shown)
    assert not any(one.done for one in await reports(english))
    assert await reports(english, ReportState.DRAFT) == []


async def test_a_button_that_corrects_a_report_asks_for_it_too(english: Stage, mamatov: Someone) -> None:
    await require(english, 5)
    shown = await mamatov.says("5-тадбир 90%")
    shown = await mamatov.presses("✅ Done", shown)
    assert NUMBER in shown.text and (await state_of(english, 5))[0] != "review"


async def test_a_number_corrected_by_an_edit_counts(english: Stage, mamatov: Someone) -> None:
    await require(english, 5)
    await mamatov.says("5-тадбир бажарилди")
    await mamatov.says("12")
    own = [one for one in await mamatov.screen() if one.text == "12"]
    await mamatov.edits(own[-1], "13")
    await mamatov.says("11.03.2024")
    shown = await mamatov.sends_files(LETTER)
    assert "Document No. 13 of 11 March 2024" in shown.text


async def test_a_co_executor_gives_no_document_and_an_outsider_learns_nothing(english: Stage) -> None:
    await require(english, 5)
    shown = await english.officer("Х. Палуаниязов").says("5-тадбир бажарилди")
    assert "Recorded" in shown.text and await state_of(english, 5) != ("review", 100)
    told = await english.outsider.sends_files(LETTER, text="5-тадбир, 12-сонли хат 11.03.2024")
    assert "document" not in told.text


async def test_a_refused_date_does_not_come_true_and_the_latest_words_win(english: Stage, mamatov: Someone) -> None:
    await require(english, 5)
    await mamatov.says("5-тадбир тўлиқ бажарилди")
    assert "still to come" in (await mamatov.says("12-сон, 14.03.2024")).text
    await english.goes_to("2024-03-15T12:00")
    shown = await mamatov.sends_files(LETTER, text="5-тадбир тўлиқ бажарилди, 12-сон 11.03.2024")
    assert "Document No. 12 of 11 March 2024" in shown.text and "under review" in shown.text
    [report] = await reports(english)
    assert report.text.endswith("5-тадбир тўлиқ бажарилди, 12-сон 11.03.2024"), "the words stand as they were written"


async def test_a_documents_number_beside_its_day_is_no_activity(english: Stage, mamatov: Someone) -> None:
    await require(english, 5)
    shown = await mamatov.says("5-тадбир тўлиқ бажарилди, 12-сон 11.03.2024")
    assert "number 12, date 11 March 2024" in shown.text and FILE in shown.text
    shown = await mamatov.sends_files(LETTER)
    assert "📑 Document No. 12 of 11 March 2024" in shown.text


async def test_a_button_pressed_meanwhile_does_not_end_the_hand_in(english: Stage, mamatov: Someone) -> None:
    await require(english, 5)
    await mamatov.says("5-тадбир бажарилди")
    assert DAY in (await mamatov.says("12")).text
    await opens(mamatov, 6)
    stranger = english.officer("Б. Кучкаров")
    assert FILE not in (await stranger.says("11 март")).text
    shown = await mamatov.says("11 март")
    assert "date 11 March 2024" in shown.text and FILE in shown.text
    await mamatov.says("/my")
    shown = await mamatov.sends_files(LETTER)
    assert "📑 Document No. 12 of 11 March 2024" in shown.text and "under review" in shown.text
    assert "March 2024" in (await mamatov.says("11 март")).text and len(await reports(english)) == 1, "a question again"
