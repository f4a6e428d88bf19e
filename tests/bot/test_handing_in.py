"""Handing in while co-executors' parts are open: whose they are, why all the same, or that the lead waits."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from models import Account, Executor, Link, ReportState
from tests.bot.scenes import activity, again, audited, opens, reports, said_since, state_of
from tests.stage import Someone, Stage, staged

pytestmark = pytest.mark.begins("2024-03-12T10:00")

QUESTION = "Hand it in all the same?"
CO_EXECUTORS = ("Х. Палуаниязов", "Ўқув-маркази")


@pytest.fixture
async def english(tmp_path: Path, beginning: Path) -> AsyncIterator[Stage]:
    """Leads answer the question themselves here."""
    async with staged(tmp_path, opened=beginning, default_locale="en") as one:
        one.gives_reasons = False
        yield one


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 (February to March) and three more."""
    return english.officer("Х. Маматов")


async def deliver(stage: Stage, *names: str) -> None:
    for name in names:
        officer = stage.officer(name)
        await officer.presses("✅ Done", await opens(officer, 5))


async def test_a_reason_by_one_press_hands_in_and_is_shown_to_who_accepts(english: Stage, mamatov: Someone) -> None:
    before = await english.admin.count()
    asked = await mamatov.presses("✅ Yes", await mamatov.says("5-тадбир бажарилди, ҳисобот тайёр"))
    assert QUESTION in asked.text and "X. Paluaniyazov, O‘quv-markazi" in asked.text
    assert await state_of(english, 5) == ("not_started", 0)
    assert not await english.admin.heard(before), "nothing is handed in before the lead has said why"
    reason = next(data for _, data, _ in asked.buttons if data and data.startswith("hi1:"))
    await english.outsider.taps(asked, reason, forged=True)
    await english.officer(CO_EXECUTORS[0]).taps(asked, reason, forged=True)
    assert (await state_of(english, 5))[0] == "not_started", "another's press is nothing"
    shown = await mamatov.presses("✅ Yes, I have their parts", asked)
    assert "Sent for acceptance" in shown.text
    [letter] = await english.admin.heard(before)
    assert "Handed in while parts were open: X. Paluaniyazov, O‘quv-markazi" in letter.text
    assert "The reason: Their parts are with me" in letter.text
    assert [one.text for one in await reports(english)] == ["5-тадбир бажарилди, ҳисобот тайёр"]
    assert "submission.despite" in await audited(english, f"activity:{(await activity(english, 5)).id}")
    assert "Handed in activity 5 while parts were open" in (await english.admin.says("/audit 5")).text


async def test_the_reason_may_be_written_and_other_words_are_no_reason(english: Stage, mamatov: Someone) -> None:
    assert QUESTION in (await mamatov.presses("✅ Done", await opens(mamatov, 5))).text
    assert "choose the reason" in (await mamatov.says("ҳа")).text
    await mamatov.says("6-тадбир 40%")
    assert [one.percent for one in await reports(english)] == [40], "what is a report by itself is one"
    asked = await mamatov.presses("✅ Done", await opens(mamatov, 5))
    await mamatov.says("Улар сафарда, қисмларини ўзим қилдим")
    assert "Sent for acceptance" in (await again(mamatov, asked)).text
    assert "The reason: Улар сафарда" in (await english.admin.last()).text
    assert len(await reports(english)) == 2, "the same press twice is one report"


async def test_who_waits_loses_no_word_and_hears_when_all_is_delivered(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.presses("⏳ I will wait", await mamatov.says("5-тадбир тўлиқ бажарилди"))
    assert "Not handed in" in shown.text and "тўлиқ бажарилди" in shown.text
    assert (await state_of(english, 5))[0] == "not_started"
    assert "📨 reported as done on 12 March, waits for parts" in (await mamatov.says("/my")).text
    await english.goes_to("2024-03-13")
    before = await mamatov.count()
    await deliver(english, *CO_EXECUTORS)
    first, second = [one for one in await mamatov.heard(before) if "Their part is done" in one.text]
    assert "All parts are delivered" not in first.text and "All parts are delivered" in second.text
    shown = await mamatov.presses("✅ Done", second)
    assert "Sent for acceptance" in shown.text and "тўлиқ бажарилди" in shown.text
    assert not await reports(english, ReportState.DRAFT)
    letter = (await english.admin.last()).text
    assert "Submitted 12 March 2024" in letter and "confirmed on 13 March" in letter, "the day of the words counts"


async def test_of_several_it_is_asked_one_at_a_time(english: Stage, mamatov: Someone) -> None:
    before = await mamatov.count()
    await mamatov.says("5 бажарилди\n6 бажарилди")
    [asked] = await mamatov.heard(before)
    await mamatov.presses("⏳ I will wait", asked)
    following = await mamatov.last()
    assert QUESTION in following.text and "Activity 6" in following.text
    await mamatov.presses("✅ Yes, parts not needed", following)
    assert [(await state_of(english, number))[0] for number in (5, 6)] == ["not_started", "review"]


async def test_nobody_waits_for_who_is_not_linked_or_has_delivered(english: Stage, mamatov: Someone) -> None:
    await deliver(english, CO_EXECUTORS[0])
    async with english.database.write() as session:
        unit = select(Executor.id).where(Executor.name == CO_EXECUTORS[1])
        await session.execute(delete(Link).where(Link.executor_id.in_(unit)))
    assert "Sent for acceptance" in (await mamatov.presses("✅ Done", await opens(mamatov, 5))).text


async def test_an_office_may_want_all_parts(tmp_path: Path, beginning: Path) -> None:
    async with staged(tmp_path, opened=beginning, default_locale="en", close_needs_all_parts=True) as english:
        english.gives_reasons = False
        lead = english.officer("Х. Маматов")
        asked = await lead.says("5-тадбир тўлиқ бажарилди")
        assert "once all parts are delivered" in asked.text and asked.labels == ["⏳ I will wait"]
        await lead.says("Улар сафарда")
        await lead.presses("✅ Done", await opens(lead, 5))
        assert (await state_of(english, 5))[0] == "not_started"
        await deliver(english, *CO_EXECUTORS)
        await lead.presses("✅ Done", await opens(lead, 5))
        assert (await state_of(english, 5))[0] == "review"


async def test_files_are_shown_and_kept_while_the_question_is_open(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.sends_files(("янги.pdf", b"%PDF"), text="5-тадбир бажарилди")
    assert QUESTION in asked.text and "янги.pdf" in asked.text
    asked = await mamatov.sends_files(("илова.pdf", b"%PDF-1"))
    assert QUESTION in asked.text and "янги.pdf" in asked.text and "илова.pdf" in asked.text
    asked = await mamatov.sends_files(
        ("расм.jpg", b"\xff\xd8"), text="Палуаниязов қисми, ўқув дастури маърузалари билан"
    )
    assert QUESTION in asked.text and "расм.jpg" in asked.text, "a caption is of it, whatever work it resembles"
    before = await english.admin.count()
    await mamatov.presses("✅ Yes, I have their parts", asked)
    assert "янги.pdf" in await said_since(english.admin, before) and "илова.pdf" in (await mamatov.last()).text
    before = await mamatov.count()
    await mamatov.sends_files(("1.pdf", b"%PDF-2"), ("2.pdf", b"%PDF-3"), text="6-тадбир бажарилди")
    [asked] = [one for one in await mamatov.heard(before) if QUESTION in one.text]
    assert "1.pdf" in asked.text and "2.pdf" in asked.text, "an album is one hand-in"
    shown = await mamatov.presses("✅ Yes, I have their parts", asked)
    assert "Sent for acceptance" in shown.text and "1.pdf" in shown.text and "2.pdf" in shown.text


async def test_a_reason_is_of_one_hand_in_and_the_next_one_asks_anew(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир бажарилди, лойиҳа тайёр")
    asked = await mamatov.says("5-тадбир тўлиқ бажарилди")
    assert QUESTION in asked.text and "лойиҳа тайёр" in asked.text and "тўлиқ" in asked.text, "said twice, one hand-in"
    shown = await mamatov.presses("✅ Yes, parts not needed", asked)
    assert "Sent for acceptance" in shown.text and len(await reports(english)) == 1
    assert not await reports(english, ReportState.DRAFT)
    assert "taken back" in (await mamatov.presses("↩️ Undo", shown)).text
    asked = await mamatov.says("5-тадбир бажарилди")
    assert QUESTION in asked.text, "it was taken back, and its reason with it"
    await mamatov.presses("✅ Yes, I have their parts", asked)
    own = next(one for one in reversed(await mamatov.screen()) if one.is_mine)
    await mamatov.edits(own, "5-тадбир бажарилди.")
    assert (await state_of(english, 5))[0] == "review", "a word corrected is the same hand-in"
    await english.admin.presses("↩️ Return", await english.admin.with_button("↩️ Return"))
    await english.admin.says("илова йўқ")
    assert QUESTION in (await mamatov.presses("✅ Done", await opens(mamatov, 5))).text, "returned: asked anew"
    await deliver(english, CO_EXECUTORS[0])
    asked = await mamatov.says("5-тадбир тўлиқ бажарилди")
    assert QUESTION in asked.text and "Paluaniyazov" not in asked.text, "and of who is open now"


async def test_what_follows_a_hand_in_is_added_and_takes_nothing_back(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("✅ Yes, I have their parts", await mamatov.says("5-тадбир тўлиқ бажарилди"))
    before = await english.admin.count()
    for words in ("Палуаниязов қисми шу ерда", "100", "қисмлари менда", "Paluaniyazov qismi ilovada", "их часть тут"):
        await mamatov.says(words)
        assert (await state_of(english, 5))[0] == "review", words
    await mamatov.sends_files(("rasm.jpg", b"\xff\xd8"), text="Палуаниязов қисми, расмга олинди")
    assert (await state_of(english, 5))[0] == "review" and not await reports(english, ReportState.DRAFT)
    said = await said_since(english.admin, before)
    assert "қисми шу ерда" in said and "rasm.jpg" in said
    for words in ("90", "йўқ", "деярли тайёр"):
        asked = await mamatov.says(words)
        assert (await state_of(english, 5))[0] == "review", words
        assert "Is it completely done?" in asked.text, words
    await mamatov.presses("⏳ No", asked)
    assert (await state_of(english, 5))[0] == "in_progress"


WAITING = (
    "kutaman", "сал кутамиз", "подожду", "кутиб турай", "марказ қисмини эртага беради",
    "Палуаниязов ёзиб беряпти", "Paluaniyazov yozib beryapti", "Палуаниязов пришлёт завтра", "йўқ, кутамиз",
    "буду ждать их часть", "ҳали йўқ", "тугатишсин",
)  # fmt: skip
REASONS = (
    "Палуаниязов отпускада",
    "ularning qismi shart emas",
    "кутиб бўлмайди",
    "их часть не нужна",
    "қисмлари менда",
)
NEITHER = ("сафарда, апрелда қайтади", "улар ҳали бермади", "билмадим", "rahbar bilan kelishildi", "хато")


async def test_words_of_waiting_wait_and_what_is_no_clear_reason_is_asked(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.says("5-тадбир тўлиқ бажарилди")
    for words in WAITING:
        shown = await mamatov.says(words, reply_to=asked)
        assert "Not handed in" in shown.text, words
        assert (await again(mamatov, asked)).buttons, "what was read in words can be read wrong: the keys stay"
    for words in NEITHER:
        doubted = await mamatov.says(words, reply_to=asked)
        assert "Is this the requested reason?" in doubted.text and "Activity 5" in doubted.text, words
    assert (await state_of(english, 5))[0] == "not_started" and not await reports(english)
    assert "choose the reason" in (await mamatov.says("хўп", reply_to=asked)).text


async def test_words_that_say_why_nobody_need_wait_hand_in(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.says("5-тадбир тўлиқ бажарилди")
    for number, words in enumerate(REASONS):
        if number:
            asked = await mamatov.says("5-тадбир тўлиқ бажарилди")
        await mamatov.says(words, reply_to=asked)
        shown = await again(mamatov, asked)
        assert "Sent for acceptance" in shown.text and f"The reason: {words}" in shown.text
        await mamatov.presses("↩️ Undo", shown)


async def test_a_reason_in_the_same_message_is_asked_no_more_and_a_figure_is_a_report(
    english: Stage, mamatov: Someone
) -> None:
    asked = await mamatov.presses("✅ Yes", await mamatov.says("5 тайёр, марказникини кутмаймиз"))
    assert "Sent for acceptance" in asked.text and "The reason: марказникини кутмаймиз" in asked.text
    await mamatov.presses("↩️ Undo", asked)
    asked = await mamatov.presses("✅ Yes", await mamatov.says("5-тадбир тўлиқ бажарилди, эълон қилиш шарт эмас"))
    assert QUESTION in asked.text, "what is not said of their parts is no reason"
    for words, percent in (("6 - 80", 80), ("5 - 85", 85)):
        await mamatov.says(words, reply_to=asked)
        assert (await reports(english))[-1].percent == percent
    assert (await state_of(english, 5))[0] != "review"


async def test_nobody_waits_for_who_has_blocked_the_bot(english: Stage, mamatov: Someone) -> None:
    async with english.database.write() as session:
        units = select(Link.account_id).join(Executor).where(Executor.name.in_(CO_EXECUTORS))
        await session.execute(update(Account).where(Account.id.in_(units)).values(blocked_at=english.now))
    assert "Sent for acceptance" in (await mamatov.presses("✅ Done", await opens(mamatov, 5))).text


LETTER = ("xat.pdf", b"%PDF")
NUMBER = "the number of the document"


async def require_document(stage: Stage, number: int) -> None:
    """An admin requires a document, by the card's buttons."""
    menu = await stage.admin.presses("⚙️ Manage", await stage.admin.says(f"/report {number}"))
    await stage.admin.presses("✅ Yes", await stage.admin.presses("📎 Require a document", menu))


async def test_first_the_parts_are_asked_about_then_the_document(english: Stage, mamatov: Someone) -> None:
    await require_document(english, 5)
    before = await english.admin.count()
    asked = await mamatov.says("5-тадбир тўлиқ бажарилди")
    assert QUESTION in asked.text and NUMBER not in asked.text, "one thing is asked at a time"
    asked = await mamatov.sends_files(LETTER)
    assert QUESTION in asked.text and "file received" in asked.text, "what is sent meanwhile is kept"
    asked = await mamatov.says("11.03.2024 йилдаги 12-сонли хат")
    assert QUESTION in asked.text and "number 12, date 11 March 2024" in asked.text, "a document is no reason"
    assert (await state_of(english, 5))[0] == "not_started" and not await english.admin.heard(before)
    shown = await mamatov.presses("✅ Yes, I have their parts", asked)
    assert "Sent for acceptance" in shown.text and "Document No. 12 of 11 March 2024" in shown.text
    letter = await said_since(english.admin, before)
    assert letter.count("The reason: Their parts are with me") == 1 and "Document No. 12" in letter
    assert [one.text for one in await reports(english)] == ["5-тадбир тўлиқ бажарилди\n11.03.2024 йилдаги 12-сонли хат"]
    assert not await reports(english, ReportState.DRAFT)


async def test_the_reason_is_kept_while_the_document_is_awaited_and_through_a_restart(
    tmp_path: Path, beginning: Path
) -> None:
    async with staged(tmp_path, opened=beginning, default_locale="en") as english:
        english.gives_reasons = False
        lead = english.officer("Х. Маматов")
        await require_document(english, 5)
        await lead.presses("✅ Done", await opens(lead, 5))
        await lead.says("Улар сафарда, қисмларини ўзим қилдим")
        assert NUMBER in (await lead.last()).text
    async with staged(tmp_path, default_locale="en") as english:
        english.gives_reasons = False
        lead = english.officer("Х. Маматов")
        assert "the date of the document" in (await lead.says("12")).text
        await lead.says("11.03.2024")
        assert (await state_of(english, 5))[0] == "not_started"
        before = await english.admin.count()
        assert "Sent for acceptance" in (await lead.sends_files(LETTER)).text
        letter = await said_since(english.admin, before)
        assert "The reason: Улар сафарда" in letter and "Document No. 12" in letter
        assert len(await reports(english)) == 1, "the press, the words and the file are one report"


async def test_who_waits_for_the_parts_is_asked_for_the_document_afterwards(english: Stage, mamatov: Someone) -> None:
    await require_document(english, 5)
    await mamatov.presses("⏳ I will wait", await mamatov.says("5-тадбир тўлиқ бажарилди, 12-сонли хат 11.03.2024"))
    before = await mamatov.count()
    await deliver(english, *CO_EXECUTORS)
    *_, told = [one for one in await mamatov.heard(before) if "Their part is done" in one.text]
    asked = await mamatov.presses("✅ Done", told)
    assert "number 12, date 11 March 2024" in asked.text and "Send the document itself" in asked.text
    assert "Sent for acceptance" in (await mamatov.sends_files(LETTER)).text
    assert not await reports(english, ReportState.DRAFT)


async def test_what_waits_stands_in_the_reminder_with_its_keys_and_is_no_silence(
    english: Stage, mamatov: Someone
) -> None:
    await english.goes_to("2024-03-29T10:00")
    await mamatov.says("5-тадбир тўлиқ бажарилди")
    await english.goes_to("2024-04-01T10:00")
    reminder = next(one for one in reversed(await mamatov.heard()) if "Hello! Today is 1 April" in one.text)
    assert "You reported it done on 29 March" in reminder.text and "X. Paluaniyazov" in reminder.text
    await english.goes_to("2024-04-08T10:00")
    reminder = await mamatov.with_button("✅ Yes, I have their parts")
    assert "8 April" in reminder.text and "The earlier reminder has no answer" not in reminder.text
    await mamatov.presses("✅ Yes, I have their parts", reminder)
    assert (await state_of(english, 5))[0] == "review"
    assert "You reported it done" not in (await again(mamatov, reminder)).text
    letter = (await english.admin.last()).text
    assert "Submitted 29 March 2024: on time" in letter and "confirmed on 8 April" in letter


async def test_two_of_one_day_are_of_that_day_whether_or_not_one_was_told_to_wait(
    english: Stage, mamatov: Someone
) -> None:
    await english.goes_to("2024-03-29T10:00")
    await mamatov.presses("⏳ I will wait", await mamatov.says("5-тадбир тўлиқ бажарилди"))
    await mamatov.says("6-тадбир тўлиқ бажарилди")
    await english.goes_to("2024-04-12T10:00")
    for number in (5, 6):
        await mamatov.presses(
            "✅ Yes, I have their parts", await mamatov.presses("✅ Done", await opens(mamatov, number))
        )
        assert "Submitted 29 March 2024" in (await english.admin.last()).text
    assert len(await reports(english)) == 2


async def test_a_mere_press_that_waits_is_kept_and_its_co_executors_are_told_once(
    english: Stage, mamatov: Someone
) -> None:
    co_executor, before = english.officer(CO_EXECUTORS[0]), await english.officer(CO_EXECUTORS[0]).count()
    for _ in range(2):
        await mamatov.presses("⏳ I will wait", await mamatov.presses("✅ Done", await opens(mamatov, 5)))
    told = await co_executor.heard(before)
    assert [one.text.splitlines()[0] for one in told] == ["⏳ X. Mamatov waits for your part, to hand the whole in."]
    await english.goes_to("2024-04-01T10:00")
    reminder = next(one for one in reversed(await co_executor.heard()) if "Hello! Today is 1 April" in one.text)
    assert "X. Mamatov reported the whole on 12 March and waits for your part" in reminder.text
    assert len(await reports(english, ReportState.DRAFT)) == 1
    await co_executor.says("бажарилди", reply_to=told[0])
    listed = (await co_executor.says("/my")).text
    assert "№5" in listed and "✅ Your part is delivered" in listed.split("№5")[1].split("№")[0]


async def test_words_of_other_work_are_a_report_and_doubted_ones_name_the_activity(
    english: Stage, mamatov: Someone
) -> None:
    await mamatov.presses("✅ Done", await opens(mamatov, 5))
    asked = await mamatov.says("6 тайёр, хати билан")
    assert "Activity 6" in asked.text and QUESTION in asked.text, "it is a report of that"
    assert not await reports(english)
    doubted = await mamatov.says("5-тадбир билан бирга кўрилади")
    assert "Activity 6" in doubted.text and "Is this the requested reason?" in doubted.text
    await mamatov.presses("✖️ No", doubted)
    await mamatov.presses("✅ Yes, parts not needed", asked)
    assert [(await state_of(english, number))[0] for number in (5, 6)] == ["not_started", "review"]
    assert {one.text for one in await reports(english)} == {
        "6 тайёр, хати билан",
        "5-тадбир билан бирга кўрилади",
    }, "each where it belongs, and neither a reason"


async def test_an_edit_that_hands_in_leaves_the_percent_until_it_is_confirmed(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5 - 90%")
    own = next(one for one in reversed(await mamatov.screen()) if one.is_mine)
    await mamatov.edits(own, "5 бажарилди")
    asked = await mamatov.with_button("✅ Yes, parts not needed")
    assert await state_of(english, 5) == ("in_progress", 90), "nothing is lost while it is asked"
    await mamatov.edits(own, "5 - 95%")
    assert await state_of(english, 5) == ("in_progress", 95)
    assert not await reports(english, ReportState.DRAFT), "who says less takes the hand-in back"
    await mamatov.edits(own, "5 бажарилди")
    await mamatov.edits(own, "5 бажарилди")
    asked = await mamatov.with_button("✅ Yes, parts not needed")
    assert len(await reports(english, ReportState.DRAFT)) == 1
    await mamatov.presses("✅ Yes, parts not needed", asked)
    assert (await state_of(english, 5))[0] == "review"


async def test_one_question_of_a_hand_in_has_keys_and_the_last_answer_counts(english: Stage, mamatov: Someone) -> None:
    first = await mamatov.says("5-тадбир тўлиқ бажарилди")
    second = await mamatov.presses("✅ Done", await opens(mamatov, 5))
    assert not (await again(mamatov, first)).buttons and (await again(mamatov, second)).buttons
    keys = {label: data for label, data, _ in second.buttons if data}
    await mamatov.presses("⏳ I will wait", second)
    assert not any(data in keys.values() for one in await mamatov.screen() for _, data, _ in one.buttons)
    await mamatov.taps(first, keys["✅ Yes, I have their parts"], forged=True)
    assert (await state_of(english, 5))[0] == "review", "the last answer counts"
    before = await mamatov.count()
    await mamatov.taps(second, keys["⏳ I will wait"], forged=True)
    assert "under review" in (await again(mamatov, second)).text + await said_since(mamatov, before), "and it is said"
    assert (await state_of(english, 5))[0] == "review"


async def test_a_delivered_part_is_not_held_against_who_delivered_it(english: Stage, mamatov: Someone) -> None:
    co_executor = english.officer(CO_EXECUTORS[0])
    await deliver(english, CO_EXECUTORS[0])
    await english.goes_to("2024-04-08T10:00")
    owed = (await co_executor.says("менда нечта муддати ўтган тадбир бор?")).text
    assert "№5" not in owed, "it is the lead's to be late with"
    listed = (await co_executor.says("/my")).text
    assert "days past" not in listed.split("№5")[1].split("№")[0]
    reminders = [one.text for one in await co_executor.heard() if "Hello! Today is" in one.text]
    assert "of your activities is past the deadline" not in reminders[-1]
    assert "№5" in (await mamatov.says("муддати ўтган тадбирларим")).text


async def test_an_old_reminder_written_anew_does_not_call_another_day_today(english: Stage, mamatov: Someone) -> None:
    await english.goes_to("2024-04-01T10:00")
    reminder = next(one for one in reversed(await mamatov.heard()) if "Hello! Today is 1 April" in one.text)
    await english.goes_to("2024-04-03T10:00")
    await mamatov.presses("№6", reminder)
    shown = (await again(mamatov, reminder)).text
    assert "Reminder of 1 April, as it stands on 3 April." in shown and "Today is" not in shown


async def test_who_is_waited_for_is_told_once_though_it_was_pressed_twice_and_the_bot_restarted(
    tmp_path: Path, beginning: Path
) -> None:
    async with staged(tmp_path, opened=beginning, default_locale="en") as english:
        english.gives_reasons = False
        lead, first, second = (english.officer(name) for name in ("Х. Маматов", *CO_EXECUTORS))
        before = [await one.count() for one in (first, second)]
        async with english.settling_once():
            asked = await lead.says("5-тадбир тўлиқ бажарилди")
            await lead.presses("⏳ I will wait", asked)
            await lead.taps(
                asked, next(data for _, data, _ in asked.buttons if data and data.endswith("w")), forged=True
            )
    async with staged(tmp_path, default_locale="en") as english:
        english.gives_reasons = False
        await english.settles()
        told = [await said_since(english.officer(name), at) for name, at in zip(CO_EXECUTORS, before, strict=True)]
        assert [one.count("waits for your part") for one in told] == [1, 1]
        assert "waits" not in await said_since(english.outsider, 0)


async def test_a_part_that_is_waited_for_is_delivered_by_its_key_or_a_bare_word(
    english: Stage, mamatov: Someone
) -> None:
    first, second = (english.officer(name) for name in CO_EXECUTORS)
    before = [await one.count() for one in (first, second)]
    await mamatov.presses("⏳ I will wait", await mamatov.says("5-тадбир тўлиқ бажарилди"))
    [letter], [_] = [await one.heard(at) for one, at in zip((first, second), before, strict=True)]
    key = next(data for label, data, _ in letter.buttons if data and "My part is ready" in label)
    await english.outsider.taps(letter, key, forged=True)
    await second.taps(letter, key, forged=True)
    assert not await reports(english), "another's part is nobody else's to deliver"
    shown = await first.presses("✅ My part is ready", letter)
    assert "your part is done" in shown.text
    await first.taps(letter, key, forged=True)
    assert len(await reports(english)) == 1, "pressed twice, it is one report"
    await english.goes_to("2024-03-12T15:00")
    assert "№" in (await second.says("бажарилдими?")).text or not (await reports(english))[1:]
    shown = await second.says("Менинг қисмим тайёр")
    assert "your part is done" in shown.text and len(await reports(english)) == 2, "hours later, and certain"
    assert (await state_of(english, 5))[0] != "review"


async def test_a_bare_word_of_several_that_are_waited_for_asks_which_of_them(english: Stage, mamatov: Someone) -> None:
    second = english.officer(CO_EXECUTORS[1])
    for number in (5, 6):
        await mamatov.presses("⏳ I will wait", await mamatov.says(f"{number}-тадбир тўлиқ бажарилди"))
    await english.goes_to("2024-03-12T15:00")
    asked = await second.says("тайёр")
    offered = [label for label in asked.labels if "№" in label]
    assert [any(f"№{number}" in label for label in offered) for number in (5, 6)] == [True, True]
    letter = next(one for one in await second.heard() if "waits for your part" in one.text)
    shown = await second.says("готово", reply_to=letter)
    assert "your part is done" in shown.text and "Activity 5" in shown.text, "a reply says which"
    shown = await second.says("tayyor")
    assert "Activity 6" in shown.text and "your part is done" in shown.text, "one request is left, and it is meant"


async def test_a_part_edited_from_done_takes_back_what_its_lead_was_told(english: Stage, mamatov: Someone) -> None:
    await deliver(english, CO_EXECUTORS[1])
    first = english.officer(CO_EXECUTORS[0])
    before = await mamatov.count()
    await first.says("5 қисмим тайёр")
    assert "All parts are delivered" in await said_since(mamatov, before)
    own = next(one for one in reversed(await first.screen()) if one.is_mine)
    before = await mamatov.count()
    await first.edits(own, "5 қисмим тайёр.")
    assert "took it back" not in await said_since(mamatov, before), "only reworded"
    await english.jumps_to(english.now + timedelta(minutes=1))
    await first.edits(own, "5 эртага тайёр бўлади")
    await english.settles()
    told = await said_since(mamatov, before)
    assert told.count("their part is not done yet") == 1 and "X. Paluaniyazov" in told
