"""Labels of the bot's own buttons that come as messages: they do what the button does, and never join a draft."""

import pytest

from models import Report, ReportState
from tests.bot.scenes import count, opens, reports, said_since, state_of
from tests.stage import Someone, Stage
from views.kit.languages import LANGUAGES
from views.kit.texts import plain
from views.kit.typed import Label, label_of


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("📄", "Which activity"),
        ("⏳ Муддат", "Which activity"),
        ("✅ Бажарилди", "Which activity"),
        ("🔄 Ижрода", "Which activity"),
        ("Орқага", "Which activity"),
        ("⬅️ Orqaga", "Which activity"),
        ("✖️ Это не отчёт", "not recorded as a report"),
        ("назорат бўлимига", "control department"),
        ("Бошқаси", "Which activity"),
        ("Hammasi haqida", "recorded for each"),
    ],
)
async def test_a_label_under_an_open_draft_acts_or_is_answered(
    english: Stage, mamatov: Someone, typed: str, answer: str
) -> None:
    await mamatov.says("ишлаяпмиз")
    before = await mamatov.count()
    await mamatov.says(typed)
    assert answer in await said_since(mamatov, before)
    assert await reports(english) == []
    kept = await reports(english, ReportState.DRAFT, ReportState.UNDONE)
    assert [one.text for one in kept] == ["ишлаяпмиз"], "the label is none of its words"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("📄", "Activity 5"),
        ("⏳ Муддат", "By the end of which month"),
        ("⏳ Продлить срок", "By the end of which month"),
        ("🔄 Ижрода", "How much of"),
        ("✍️ Hisobot", "Write what was done on"),
        ("Орқага", "Your activities"),
        ("🗂 Ҳисобот ва файллар", "Reports on №5"),
    ],
)
async def test_a_label_under_a_card_opens_what_the_button_opens(
    english: Stage, mamatov: Someone, typed: str, answer: str
) -> None:
    await opens(mamatov, 5)
    assert answer in (await mamatov.says(typed)).text
    assert await count(english, Report) == 0


@pytest.mark.parametrize("typed", ["✅ Бажарилди", "✅ Исполнено", "✅ Bajarildi"])
async def test_a_typed_done_is_a_done(english: Stage, mamatov: Someone, typed: str) -> None:
    await opens(mamatov, 5)
    await mamatov.says(typed, forward="Х. Палуаниязов")
    assert await state_of(english, 5) == ("review", 100)


@pytest.mark.parametrize(("typed", "done"), [("✅ Бажарилди", True), ("⏳ Йўқ, иш давом этмоқда", None)])
async def test_a_label_answers_whether_it_is_done(
    english: Stage, mamatov: Someone, typed: str, done: bool | None
) -> None:
    await mamatov.says("5 тайёр деса бўлади")
    await mamatov.says(typed)
    assert [(one.text, one.done) for one in await reports(english)] == [("5 тайёр деса бўлади", done)]


async def test_a_label_ends_a_question_that_waits_for_words(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("May 2024", await mamatov.presses("⏳", await opens(mamatov, 5)))
    before = await mamatov.count()
    await mamatov.says("✖️ Бекор қилиш")
    assert "was cancelled" in await said_since(mamatov, before)
    assert await count(english, Report) == 0


async def test_undo_in_words_takes_back_what_was_just_recorded(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир 40%")
    assert (await mamatov.says("↩️ Бекор қилиш")).text.startswith("↩️")
    assert await reports(english) == []


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_words_of_a_report_are_no_labels(english: Stage, locale: str) -> None:
    translator = english.application.translator
    t = translator[locale]
    for label in ("✅ Done", "🔄 In progress"):
        words = plain(t(label))
        assert label_of(translator, words) in (Label.DONE, Label.PROGRESS)
        assert label_of(translator, words.split(" ", 1)[1]) is None
        assert label_of(translator, f"№5 {words}") is None
