"""Files: every kind that is a report is kept with its name, shown back, and one album is one report."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from models import Attachment, Report, ReportState
from tests.bot.scenes import count, opens, reports, said_since, state_of
from tests.stage import Someone, Stage

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def attachments(stage: Stage) -> Sequence[Attachment]:
    async with stage.database.read() as session:
        return (await session.scalars(select(Attachment).order_by(Attachment.id))).all()


@pytest.mark.parametrize(
    ("name", "content", "kind", "told"),
    [
        ("баённома.pdf", b"%PDF", None, "📎 баённома.pdf"),
        ("сурат.png", PNG, "photo", "📎 photo"),
        ("овоз.ogg", b"OggS", "voice", "📎 voice message"),
        ("лавҳа.mp4", b"\x00\x00", "video", "📎"),
        ("йиғилиш.mp3", b"ID3", "audio", "📎"),
    ],
)
async def test_each_kind_of_file_with_words_is_a_report(
    english: Stage, mamatov: Someone, name: str, content: bytes, kind: str | None, told: str
) -> None:
    shown = await mamatov.sends_files((name, content), text="№5 70%", kind=kind)
    assert "Recorded: Activity 5" in shown.text
    assert told in shown.text
    [file] = await attachments(english)
    assert file.kind == (kind or "document")
    assert file.size == len(content)
    assert await state_of(english, 5) == ("in_progress", 70)


async def test_a_file_without_words_belongs_to_the_card_that_is_open(english: Stage, mamatov: Someone) -> None:
    await opens(mamatov, 6)
    assert "Recorded: Activity 6" in (await mamatov.sends_files(("дастур.docx", b"PK"))).text
    assert [file.name for file in await attachments(english)] == ["дастур.docx"]


async def test_a_file_about_nothing_is_kept_and_asked_about(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.sends_files(("дастур.docx", b"PK"))
    assert "Which activity is this about?" in asked.text
    shown = await mamatov.presses("№6", asked)
    assert "📎 дастур.docx" in shown.text
    assert [file.report_id for file in await attachments(english)] == [(await reports(english))[0].id]


async def test_an_album_is_one_report_told_of_once(english: Stage, mamatov: Someone) -> None:
    before = await mamatov.count()
    await mamatov.sends_files(("1.pdf", b"%1"), ("2.pdf", b"%2"), ("3.pdf", b"%3"), text="№5 бажарилди")
    [told] = await mamatov.heard(before)
    assert "📎 1.pdf, 2.pdf, 3.pdf" in told.text
    assert await count(english, Report) == 1
    assert len(await attachments(english)) == 3


async def test_an_album_about_nothing_is_asked_about_once_and_the_buttons_stay(
    english: Stage, mamatov: Someone
) -> None:
    before = await mamatov.count()
    await mamatov.sends_files(("1.pdf", b"%1"), ("2.pdf", b"%2"))
    [asked] = await mamatov.heard(before)
    assert "№6 o‘quv dasturi, ma’ruza va testlar" in asked.labels
    assert "📎 1.pdf, 2.pdf" in (await mamatov.presses("№6", asked)).text
    assert await count(english, Report) == 1


async def test_an_album_in_reply_to_a_card_is_about_it(english: Stage, mamatov: Someone) -> None:
    card = await opens(mamatov, 7)
    await mamatov.says("/help")
    shown = await mamatov.sends_files(("1.png", PNG), ("2.png", PNG + b"2"), kind="photo", reply_to=card)
    assert "Recorded: Activity 7" in shown.text
    assert "📎 photo, photo" in shown.text


async def test_the_admins_get_the_files_of_what_they_are_to_accept(english: Stage, mamatov: Someone) -> None:
    before = await english.second_admin.count()
    await mamatov.sends_files(("1.pdf", b"%1"), ("2.pdf", b"%2"), text="№5 бажарилди")
    await english.second_admin.presses("🟡 №5", await english.second_admin.says("/waiting"))
    names = {(shown.raw["document"] or {}).get("name") for shown in await english.second_admin.heard(before)}
    assert {"1.pdf", "2.pdf"} <= names


async def test_a_name_with_html_is_a_name(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.sends_files(("<b>&«1».pdf", b"%1"), text="№5 70%")
    assert "📎 <b>&«1».pdf" in shown.text
    assert "<b>&«1».pdf" in (await opens(mamatov, 5)).text


@pytest.mark.parametrize("kind", ["animation", "video_note"])
async def test_moving_pictures_are_files_too(english: Stage, mamatov: Someone, kind: str) -> None:
    await opens(mamatov, 5)
    assert "Recorded: Activity 5" in (await mamatov.sends(kind)).text
    assert [file.kind for file in await attachments(english)] == [kind]


@pytest.mark.parametrize("kind", ["sticker", "poll", "location", "venue", "contact", "dice"])
async def test_what_is_no_report_is_answered_and_kept_nowhere(english: Stage, mamatov: Someone, kind: str) -> None:
    shown = await mamatov.sends(kind)
    assert "I can take words, documents, photos, videos and voice messages" in shown.text
    assert shown.labels[0].startswith("📋")
    assert await count(english, Report) == 0


async def test_a_sticker_does_not_answer_a_question(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("✍️", await opens(mamatov, 8))
    await mamatov.sends("sticker")
    assert "Recorded: Activity 8" in (await mamatov.says("қўлланма тайёрланмоқда")).text


async def test_files_and_words_of_a_caption_too_long_for_a_screen_are_kept_whole(
    english: Stage, mamatov: Someone
) -> None:
    caption = "№5 70%, " + "сўз " * 250
    shown = await mamatov.sends_files(("1.pdf", b"%1"), text=caption)
    assert "Recorded: Activity 5" in shown.text
    assert (await reports(english))[0].text == caption.strip()


async def test_an_edited_caption_corrects_the_report(english: Stage, mamatov: Someone) -> None:
    await mamatov.sends_files(("1.pdf", b"%1"), text="№5 70%")
    sent = next(shown for shown in reversed(await mamatov.screen()) if shown.is_mine)
    await mamatov.edits(sent, "№5 90%")
    assert await state_of(english, 5) == ("in_progress", 90)
    assert "90%" in (await mamatov.last()).text
    assert len(await attachments(english)) == 1


async def test_a_co_executors_file_is_in_the_leads_history(english: Stage) -> None:
    await english.officer("Х. Палуаниязов").sends_files(("рўйхат.pdf", b"%1"), text="№5 рўйхат юборилди")
    lead = english.officer("Х. Маматов")
    before = await lead.count()
    await lead.presses("🗂", await opens(lead, 5))
    assert "📎 рўйхат.pdf" in await said_since(lead, before)


async def test_nothing_of_a_draft_is_shown_to_others(english: Stage, mamatov: Someone) -> None:
    await mamatov.sends_files(("1.pdf", b"%1"), text="нимадир")
    assert len(await reports(english, ReportState.DRAFT)) == 1
    assert "нимадир" not in (await english.admin.says("/report 6")).text
