"""Captions of albums, files and captions that are edited, links behind words, and quoted lines."""

import itertools
from typing import Any

import pytest
from sqlalchemy import select

from models import Attachment, Report, ReportState, Revision
from tests.bot.scenes import again, count, opens, reports, said_since, state_of
from tests.stage import Shown, Someone, Stage

_UPDATES = itertools.count(1)


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


def document(name: str, unique: str | None = None) -> dict[str, Any]:
    unique = unique or name
    return {"document": {"file_id": f"id-{unique}", "file_unique_id": unique, "file_name": name, "file_size": 3}}


async def comes(stage: Stage, person: Someone, id: int, *, edited: int | None = None, **content: Any) -> None:
    """An update of a person's message, as Telegram gives it."""
    message = {
        "message_id": 50_000 + id,
        "date": int(stage.now.timestamp()),
        "chat": {"id": person.id, "type": "private", "first_name": "x"},
        "from": {"id": person.id, "is_bot": False, "first_name": person.name},
        **({"edit_date": int(stage.now.timestamp()) + edited} if edited else {}),
        **content,
    }
    kind = "edited_message" if edited else "message"
    dispatcher = stage.application.dispatcher
    await dispatcher.feed_raw_update(stage.application.bot, {"update_id": next(_UPDATES), kind: message})
    await stage.settles()
    await person.gives_reasons()


async def album(stage: Stage, person: Someone, *captions: str, first: int = 1) -> None:
    """An album of documents, one with each caption, as separate messages."""
    for id, caption in enumerate(captions, first):
        words = {"caption": caption} if caption else {}
        await comes(stage, person, id, media_group_id=f"album{first}", **document(f"{id}.pdf"), **words)


async def files(stage: Stage) -> dict[str, list[str | None]]:
    """The names of the files that count, by the words of their report."""
    async with stage.database.read() as session:
        query = select(Report.text, Attachment.name).join(Attachment, Attachment.report_id == Report.id)
        rows = (await session.execute(query.where(Attachment.replaced_at.is_(None)).order_by(Attachment.name))).all()
    found: dict[str, list[str | None]] = {}
    for words, name in rows:
        found.setdefault(words, []).append(name)
    return found


# -- albums ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("before", ["", "card", "draft", "report"])
async def test_an_albums_files_go_with_its_caption_wherever_that_stands(
    english: Stage, mamatov: Someone, place: int, before: str
) -> None:
    if before == "card":
        await opens(mamatov, 5)
    elif before:
        await mamatov.says("№5 30%" if before == "report" else "ишлаяпмиз")
    captions = ["", "", ""]
    captions[place] = "№6 40%, режа"
    await album(english, mamatov, *captions)
    assert await files(english) == {"№6 40%, режа": ["1.pdf", "2.pdf", "3.pdf"]}
    assert await state_of(english, 6) == ("in_progress", 40)
    assert (await state_of(english, 5))[1] == (30 if before == "report" else 0)
    told = [shown for shown in await mamatov.heard() if "Recorded: Activity 6" in shown.text]
    assert len(told) == 1
    assert "📎 1.pdf, 2.pdf, 3.pdf" in told[0].text
    assert not any("1.pdf" in shown.text for shown in await mamatov.heard() if shown.id != told[0].id)
    await album(english, mamatov, *captions)  # Telegram delivers all of it again
    assert await files(english) == {"№6 40%, режа": ["1.pdf", "2.pdf", "3.pdf"]}


@pytest.mark.parametrize("place", [0, 1, 2])
async def test_a_caption_that_only_goes_on_joins_the_last_report_with_its_files(
    english: Stage, mamatov: Someone, place: int
) -> None:
    await mamatov.says("№5 30%")
    captions = ["", "", ""]
    captions[place] = "ҳудудлар жавоби"
    await album(english, mamatov, *captions)
    assert await files(english) == {"№5 30%\nҳудудлар жавоби": ["1.pdf", "2.pdf", "3.pdf"]}


async def test_an_album_handed_in_by_the_caption_of_its_last_file(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 30%")
    before = await english.admin.count()
    await album(english, mamatov, "", "", "№6 бажарилди")
    assert await state_of(english, 6) == ("review", 100)
    await english.goes_to(english.now.replace(hour=12).isoformat())
    assert "For acceptance: Activity 6" in await said_since(english.admin, before)
    assert "Activity 5" not in await said_since(english.admin, before)


async def test_two_captions_in_an_album_are_two_reports_each_with_its_file(english: Stage, mamatov: Someone) -> None:
    await album(english, mamatov, "№5 70%", "№6 40%")
    assert await files(english) == {"№5 70%": ["1.pdf"], "№6 40%": ["2.pdf"]}


async def test_a_caption_of_several_activities_on_the_second_file(english: Stage, mamatov: Someone) -> None:
    await album(english, mamatov, "", "№5 70%\n№6 40%")
    assert [one.text for one in await reports(english)] == ["№5 70%", "№6 40%"]
    assert await files(english) == {"№5 70%": ["1.pdf", "2.pdf"]}


async def test_a_caption_put_on_a_bare_file_by_an_edit_is_the_albums(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 30%")
    await album(english, mamatov, "", "")
    await comes(english, mamatov, 2, edited=5, media_group_id="album1", caption="№6 40%", **document("2.pdf"))
    assert await files(english) == {"№6 40%": ["1.pdf", "2.pdf"]}
    await comes(english, mamatov, 2, edited=9, media_group_id="album1", caption="№7 45%", **document("2.pdf"))
    assert await files(english) == {"№7 45%": ["1.pdf", "2.pdf"]}
    assert await state_of(english, 7) == ("in_progress", 45)


# -- edits -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["№5 70%", "№5 бажарилди"])
async def test_a_replaced_file_is_what_is_handed_in_and_that_is_said(
    english: Stage, mamatov: Someone, words: str
) -> None:
    await comes(english, mamatov, 1, caption=words, **document("эски.pdf"))
    before = await english.admin.count()
    await comes(english, mamatov, 1, edited=5, caption=words, **document("янги.pdf"))
    assert await files(english) == {words: ["янги.pdf"]}
    told = (await mamatov.heard())[-1]
    assert "📎 янги.pdf" in told.text
    assert "Corrected by its author" in told.text
    assert "эски.pdf" not in (await opens(mamatov, 5)).text
    assert await count(english, Attachment) == 2, "the earlier file is kept"
    assert await count(english, Revision) == 1
    said = await said_since(english.admin, before)
    if "бажарилди" in words:
        assert "📎 янги.pdf" in said
        assert "Corrected by its author" in said
        assert "эски.pdf" not in said
    else:
        assert said == ""
    await comes(english, mamatov, 1, edited=9, caption=words, **document("эски.pdf"))
    assert await files(english) == {words: ["эски.pdf"]}


async def test_a_file_and_its_caption_are_replaced_together(english: Stage, mamatov: Someone) -> None:
    await comes(english, mamatov, 1, caption="№5 70%", **document("эски.pdf"))
    await comes(english, mamatov, 1, edited=5, caption="№6 бажарилди", **document("янги.pdf"))
    assert await files(english) == {"№6 бажарилди": ["янги.pdf"]}
    assert await state_of(english, 6) == ("review", 100)
    assert "📎 янги.pdf" in (await english.admin.last()).text


async def test_a_file_in_an_album_is_replaced_and_the_others_stay(english: Stage, mamatov: Someone) -> None:
    await album(english, mamatov, "№5 70%", "", "")
    await comes(english, mamatov, 2, edited=5, media_group_id="album1", **document("янги.pdf"))
    assert await files(english) == {"№5 70%": ["1.pdf", "3.pdf", "янги.pdf"]}


async def test_a_file_that_joined_a_report_is_replaced(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 70%")
    await comes(english, mamatov, 1, **document("эски.pdf"))
    await comes(english, mamatov, 1, edited=5, **document("янги.pdf"))
    assert await files(english) == {"№5 70%": ["янги.pdf"]}


async def test_a_file_replaced_after_the_decision_stays_and_that_is_said(english: Stage, mamatov: Someone) -> None:
    await comes(english, mamatov, 1, caption="№5 бажарилди", **document("эски.pdf"))
    await english.admin.presses("✅")
    await comes(english, mamatov, 1, edited=5, caption="№5 бажарилди", **document("янги.pdf"))
    assert await files(english) == {"№5 бажарилди": ["эски.pdf"]}
    assert "already decided on" in (await mamatov.last()).text


# -- links -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["text", "caption"])
@pytest.mark.parametrize(
    ("words", "linked", "kept"),
    [
        ("№5 70% қарор", "қарор", "№5 70% қарор (https://lex.uz/7?a=1&b=<2>)"),
        ("№5 😀 70% қарор, илова", "қарор", "№5 😀 70% қарор (https://lex.uz/7?a=1&b=<2>), илова"),
        ("қарор: №5 70%", "қарор", "қарор (https://lex.uz/7?a=1&b=<2>): №5 70%"),
    ],
)
async def test_an_address_behind_words_is_kept_with_them(
    english: Stage, mamatov: Someone, field: str, words: str, linked: str, kept: str
) -> None:
    def units(text: str) -> int:
        return len(text.encode("utf-16-le")) // 2

    url = "https://lex.uz/7?a=1&b=<2>"
    entity = {"type": "text_link", "offset": units(words.partition(linked)[0]), "length": units(linked), "url": url}
    entities = "entities" if field == "text" else "caption_entities"
    content = {field: words, entities: [entity]} | ({} if field == "text" else document("1.pdf"))
    await comes(english, mamatov, 1, **content)
    assert [one.text for one in await reports(english)] == [kept]
    assert await state_of(english, 5) == ("in_progress", 70)
    assert url in (await opens(mamatov, 5)).text


@pytest.mark.parametrize("words", ["https://lex.uz/docs/5", "www.lex.uz/6", "🔥", "🔥🎉", "№"])
async def test_mere_links_and_emoji_are_answered_and_name_no_activity(
    english: Stage, mamatov: Someone, words: str
) -> None:
    assert "On which activity?" in (await mamatov.says(words)).text
    assert [one.text for one in await reports(english, ReportState.DRAFT)] == [words]


# -- quotes ------------------------------------------------------------------------------------------------------------


def reply(to: Shown, part: str, sender: int) -> dict[str, Any]:
    position = len(to.text[: to.text.index(part)].encode("utf-16-le")) // 2
    return {
        "reply_to_message": {
            "message_id": to.id,
            "date": 1,
            "chat": {"id": sender, "type": "private", "first_name": "x"},
            "from": {"id": 0, "is_bot": True, "first_name": "bot"},
            "text": to.text,
        },
        "quote": {"text": part, "position": position, "is_manual": True},
    }


@pytest.mark.parametrize("number", [5, 6, 7, 8])
async def test_a_quoted_line_says_which_activity_is_meant(english: Stage, mamatov: Someone, number: int) -> None:
    listed = await mamatov.says("/my")
    line = next(one for one in listed.text.split("\n") if one.startswith(f"№{number} ") or f"№{number} " in one)
    said = reply(listed, line[-20:], mamatov.id)
    said["reply_to_message"]["from"]["id"] = english.application.bot.id
    await comes(english, mamatov, 1, text="70% тайёр", **said)
    assert (await state_of(english, number))[1] == 70


async def test_a_number_wins_over_the_quoted_line(english: Stage, mamatov: Someone) -> None:
    listed = await mamatov.says("/my")
    line = next(one for one in listed.text.split("\n") if "№6 " in one)
    said = reply(listed, line, mamatov.id)
    said["reply_to_message"]["from"]["id"] = english.application.bot.id
    await comes(english, mamatov, 1, text="№7 70% тайёр", **said)
    assert "Recorded: Activity 7" in (await mamatov.last()).text


async def test_a_quote_over_several_lines_is_asked_about(english: Stage, mamatov: Someone) -> None:
    listed = await mamatov.says("/my")
    start, end = listed.text.index("№6"), listed.text.index("№8")
    said = reply(listed, listed.text[min(start, end) : max(start, end) + 3], mamatov.id)
    said["reply_to_message"]["from"]["id"] = english.application.bot.id
    await comes(english, mamatov, 1, text="70% тайёр", **said)
    assert await reports(english) == []
    assert "Which activity is this about?" in (await again(mamatov, await mamatov.last())).text
