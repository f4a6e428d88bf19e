"""What follows a report or a question: it joins what it belongs to, undoes what it denies, and is asked about else."""

from datetime import timedelta

import pytest

from models import Acceptance, Decision, ReportState
from tests.bot.scenes import again, count, reports, state_of
from tests.stage import Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


@pytest.fixture
def yunusov(english: Stage) -> Someone:
    """Leads 1, 2, 19, 20, 22 and 23, assists in 21."""
    return english.officer("Б. Юнусов")


# -- words that undermine what was recorded ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "фақат далолатнома имзоланмаган",
        "узр, ҳали битмаган экан, шошибман",
        "эртага имзолаймиз",
        "ҳали тўлиқ эмас",
        "осталось подписать акт",
        "вазирлик қайтарди",
        "faqat imzo qolgan",
        "19-тадбирда имзо қолди",
        "adashdim, hali bitmagan",
    ],
)
async def test_words_that_undermine_what_is_handed_in_are_added_and_ask(
    english: Stage, yunusov: Someone, words: str
) -> None:
    await yunusov.says("19-тадбир бажарилди")
    asked = await yunusov.says(words)
    assert "It stays handed in" in asked.text and words in asked.text
    assert await state_of(english, 19) == ("review", 100)
    assert await count(english, Acceptance, Acceptance.decision == Decision.WITHDRAWN) == 0
    assert words in (await english.admin.last()).text, "who accepts reads it too"
    await yunusov.presses("⏳ No", asked)
    assert await state_of(english, 19) == ("in_progress", 0)
    assert "✅ Accept" not in (await english.admin.last()).labels, "the submission is for nobody to decide any more"
    assert [(one.text, one.done) for one in await reports(english)] == [(f"19-тадбир бажарилди\n{words}", None)]


@pytest.mark.parametrize("words", ["қарор чиқди", "буйруқ имзоланди", "№19 бўйича хат илова қилинди", "приказ вышел"])
async def test_words_that_leave_a_done_alone_join_it(english: Stage, yunusov: Someone, words: str) -> None:
    await yunusov.says("19-тадбир бажарилди")
    await yunusov.says(words)
    assert [(one.text, one.done) for one in await reports(english)] == [(f"19-тадбир бажарилди\n{words}", True)]
    assert await state_of(english, 19) == ("review", 100)


async def test_one_of_several_done_is_taken_back(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5, 6 бажарилди")
    await mamatov.presses("⏳", await mamatov.says("6 ҳали эмас экан"))
    assert (await state_of(english, 5), await state_of(english, 6)) == (("review", 100), ("in_progress", 0))


async def test_a_mistaken_done_may_be_still_in_progress(english: Stage, yunusov: Someone) -> None:
    await yunusov.says("19-тадбир бажарилди")
    await yunusov.presses("⏳", await yunusov.says("хато ёздим"))
    assert await state_of(english, 19) == ("in_progress", 0)


@pytest.mark.parametrize("words", ["19 ҳали битмаган экан", "19-tadbir hali tugamagan", "19 ещё не готово"])
async def test_a_done_is_taken_back_in_words_as_long_as_no_admin_has_decided(
    english: Stage, yunusov: Someone, words: str
) -> None:
    await yunusov.says("19-тадбир бажарилди")
    await english.jumps_to(english.now + timedelta(hours=2))
    assert "not done yet" in (await yunusov.says(words)).text
    assert await state_of(english, 19) == ("in_progress", 0)


async def test_a_later_percent_of_work_handed_in_is_what_is_true_now(english: Stage, yunusov: Someone) -> None:
    await yunusov.says("19-тадбир бажарилди")
    await english.jumps_to(english.now + timedelta(hours=2))
    assert "Read as: 80% done" in (await yunusov.says("19-тадбир 80%")).text
    assert await state_of(english, 19) == ("in_progress", 80)


async def test_what_an_admin_has_accepted_is_not_taken_back(english: Stage, yunusov: Someone) -> None:
    await yunusov.says("19-тадбир бажарилди")
    await english.admin.presses("✅")
    await yunusov.says("19 ҳали битмаган экан")
    assert (await state_of(english, 19))[0] == "done"


async def test_not_begun_takes_back_a_percent(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 60%")
    asked = await mamatov.says("узр, ҳали бошланмаган экан")
    assert "What percentage" in asked.text
    assert await state_of(english, 5) == ("not_started", 0)


# -- words about another activity --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("report", "words", "other"),
    [
        ("№19 бўйича экспертиза ўтказилмоқда", "харита жойланди", 22),
        ("№19 бўйича экспертиза ўтказилмоқда", "xarita ishlab chiqilmoqda", 22),
        ("19-тадбир бажарилди", "карта участков загружена", 22),
        ("№19 60%", "харита 70% тайёр", 22),
    ],
)
async def test_words_about_another_activity_do_not_join(
    english: Stage, yunusov: Someone, report: str, words: str, other: int
) -> None:
    await yunusov.says(report)
    asked = await yunusov.says(words)
    assert f"№{other}" in asked.labels[0]
    assert "Your words are kept, but not yet recorded" in asked.text
    assert [one.text for one in await reports(english)] == [report]


async def test_a_reply_says_what_it_is_about(english: Stage, yunusov: Someone) -> None:
    told = await yunusov.says("№19 бўйича экспертиза ўтказилмоқда")
    await yunusov.says("харита жойланди", reply_to=told)
    assert [one.text for one in await reports(english)] == ["№19 бўйича экспертиза ўтказилмоқда\nхарита жойланди"]


@pytest.mark.parametrize("first", ["19 тайёр деса бўлади", "тизим синовда", "участка комиссияси бўйича ҳужжатлар"])
async def test_a_draft_takes_no_words_of_another_activity(english: Stage, yunusov: Someone, first: str) -> None:
    await yunusov.says(first)
    asked = await yunusov.says("харита 70%")
    assert [one.text for one in await reports(english, ReportState.DRAFT)] == [first, "харита 70%"]
    await yunusov.presses("70%", await yunusov.presses("№22", asked))
    assert [(one.text, one.percent) for one in await reports(english)] == [("харита 70%", 70)]
    assert await state_of(english, 19) == ("not_started", 0)


async def test_words_say_what_a_draft_is_about_that_names_nothing(english: Stage, yunusov: Someone) -> None:
    asked = await yunusov.says("ишлаяпмиз")
    await yunusov.says("харита бўйича")
    assert (await again(yunusov, asked)).labels[0].startswith("№22")


# -- questions that stay open ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["ҳудудлардан маълумот олинди", "хат юборилди", "письмо отправлено"])
async def test_an_open_question_stays_open(english: Stage, mamatov: Someone, words: str) -> None:
    await mamatov.says("5-тадбир 60 фоиз бажарилиши керак")
    await mamatov.says(words)
    asked = next(one for one in reversed(await mamatov.screen()) if not one.is_mine)
    assert "What percentage" in asked.text
    assert (await mamatov.last()).raw["reactions"] == ["👀"], "nothing is recorded yet"
    await mamatov.presses("60%", asked)
    assert [(one.text, one.percent) for one in await reports(english)] == [
        (f"5-тадбир 60 фоиз бажарилиши керак\n{words}", 60)
    ]


async def test_a_yes_in_words_records_what_was_kept_back(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5 30%, 6 тайёр деса бўлади")
    await mamatov.says("ҳа")
    assert [(one.text, one.percent) for one in await reports(english)] == [("5 30%", 30), ("6 тайёр деса бўлади", 100)]
    told = next(one for one in reversed(await mamatov.screen()) if not one.is_mine)
    assert told.labels == ["↩️ №6", "↩️ №5"]


async def test_the_question_on_a_later_part_of_a_message_is_asked_again(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5 30%, 6 тайёр деса бўлади")
    asked = await mamatov.presses("✍️ 1 message", await mamatov.says("/my"))
    assert "6 тайёр деса бўлади" in asked.text
    await mamatov.presses("⏳", asked)
    assert [one.percent for one in await reports(english)] == [30, None]


# -- words of another activity under an open question ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "draft", "words"),
    [
        ("Б. Кучкаров", "Медиа-режа тасдиқланди.", "Ўқитиш бўйича графикни тасдиқладик, 12 апрелдан бошлаймиз"),
        ("Б. Юнусов", "hamma tadbirlarim bajarildi", "bajarilmayapti 21 chunki server yoq"),
        ("Б. Юнусов", "22 тайёр деса бўлади", "8 (71) 239-22-23 qongiroq qiling"),
        ("Б. Юнусов", "22 тайёр деса бўлади", "+998 71 239-22-23"),
        ("Б. Юнусов", "ишлаяпмиз", "19 бўйича экспертиза кетяпти"),
        ("Б. Юнусов", "22 тайёр деса бўлади", "на 19 нет экспертизы"),
    ],
)
async def test_an_open_draft_takes_nothing_that_is_of_another(
    english: Stage, name: str, draft: str, words: str
) -> None:
    officer = english.officer(name)
    await officer.says(draft)
    await english.jumps_to(english.now + timedelta(seconds=90))
    await officer.says(words)
    every = await reports(english, ReportState.DRAFT, ReportState.RECORDED)
    assert [one for one in every if draft in one.text and words in one.text] == []


# -- several taken back at once ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "1чи ва 19чини тугатдим деб ёзгандим, адашибман, тугамаган",
        "1 и 19 ошибся, не выполнены",
        "1 ва 19 ни хато ёздим, бажарилмаган",
        "1 ва 19 ҳали тугамаган экан",
    ],
)
async def test_of_several_that_are_taken_back_none_stays_done_in_silence(
    english: Stage, yunusov: Someone, words: str
) -> None:
    await yunusov.says("1 i 19 vypolneno")
    assert [(await state_of(english, number))[0] for number in (1, 19)] == ["review", "review"]
    await english.jumps_to(english.now + timedelta(minutes=3))
    before = await yunusov.count()
    await yunusov.says(words)
    for shown in await yunusov.heard(before):
        if any(label.startswith("⏳") for label in shown.labels):
            await yunusov.presses("⏳", shown)
    assert [(await state_of(english, number))[0] for number in (1, 19)] == ["in_progress", "in_progress"]


# -- a yes or a no to a question about one activity --------------------------------------------------------------------


@pytest.mark.parametrize("words", ["ҳа", "Ҳа, шу", "да", "yes", "ha, shu"])
async def test_a_typed_yes_is_the_press_of_its_button(english: Stage, yunusov: Someone, words: str) -> None:
    told = await yunusov.says("№19 60%")
    await english.jumps_to(english.now + timedelta(hours=1))
    asked = await yunusov.says("қалампир зангори", reply_to=told)
    assert asked.labels[0].startswith("✅ Yes"), asked.text
    await yunusov.says(words)
    assert [one.text for one in await reports(english)] == ["№19 60%", "қалампир зангори"]
    assert await reports(english, ReportState.DRAFT) == []


@pytest.mark.parametrize("words", ["йўқ", "нет"])
async def test_a_typed_no_records_nothing(english: Stage, yunusov: Someone, words: str) -> None:
    told = await yunusov.says("№19 60%")
    await english.jumps_to(english.now + timedelta(hours=1))
    await yunusov.says("қалампир зангори", reply_to=told)
    shown = await yunusov.says(words)
    assert "not recorded" in shown.text or "Which activity" in shown.text, shown.text
    assert [one.text for one in await reports(english)] == ["№19 60%"]
