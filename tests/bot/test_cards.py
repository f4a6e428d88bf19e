"""The officer's own activities: the list, the card, and every button on it."""

from datetime import date

import pytest

from models import Acceptance, Report
from tests.bot.scenes import activity, again, audited, count, opens, reports, said_since, state_of
from tests.stage import Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


@pytest.fixture
def sataev(english: Stage) -> Someone:
    """Eight activities, all as a co-executor: more than a page."""
    return english.officer("М. Сатаев")


async def test_the_list_is_by_urgency_with_what_is_left_of_each(mamatov: Someone) -> None:
    shown = await mamatov.says("/my")
    assert shown.text.startswith("Your activities: 6, to be done: 6")
    assert shown.labels[:6] == ["№3", "№5", "№6", "№7", "№8", "№9"]
    assert "by 29 February · 59 days left" in shown.text


async def test_overdue_work_is_first_and_says_by_how_much(english: Stage, mamatov: Someone) -> None:
    await english.jumps_to(date(2024, 4, 2))
    await english.settles()
    shown = await mamatov.says("/my")
    assert "🔴 33 days past the deadline · by 29 February" in shown.text
    assert shown.labels[:2] == ["№3", "№5"]


async def test_a_long_list_is_turned_in_place(sataev: Someone) -> None:
    first = await sataev.says("/my")
    assert len([label for label in first.labels if label.startswith("№")]) == 6
    second = await sataev.presses("➡️", first)
    assert second.id == first.id
    assert len([label for label in second.labels if label.startswith("№")]) == 2
    assert "➡️" not in second.labels
    assert (await sataev.presses("⬅️", second)).labels == first.labels


async def test_a_card_says_all_of_an_activity_and_back_is_the_list(english: Stage, mamatov: Someone) -> None:
    listed = await mamatov.says("/my")
    card = await mamatov.presses("№5", listed)
    assert card.id == listed.id
    for words in ("Activity 5 · section III", "⚪ not started", "31 March 2024", "X. Mamatov", "X. Paluaniyazov"):
        assert words in card.text
    assert [label[0] for label in card.labels] == ["✅", "🔄", "✍", "📎", "⏳", "⛔", "👥", "📋", "⬅"]
    assert (await mamatov.presses("⬅️", card)).text.startswith("Your activities")


async def test_a_reader_of_cyrillic_has_the_plan_as_it_was_written(stage: Stage) -> None:
    mamatov = stage.officer("Х. Маматов")
    card = await opens(mamatov, 5)
    assert next(one.text for one in stage.plan.activities if one.number == 5) in card.text
    await mamatov.says("/language")
    await mamatov.presses("lotin")
    latin = (await opens(mamatov, 5)).text
    assert "Davlat hokimiyati vakillik organlariga saylovni oʻtkazish" in latin.replace("‘", "ʻ")
    assert "Х. Палуаниязов" not in latin


async def test_done_by_button_is_handed_in_and_asks_nothing_of_what_is_clear(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.presses("✅", await opens(mamatov, 5))
    assert "Recorded: Activity 5" in shown.text
    assert await state_of(english, 5) == ("review", 100)
    assert await count(english, Acceptance) == 1
    assert "For acceptance: Activity 5" in (await english.second_admin.last()).text
    card = await opens(mamatov, 5)
    assert not any(label[0] in "✅🔄⏳" for label in card.labels)
    assert {label[0] for label in card.labels} >= {"✍", "📎"}


@pytest.mark.parametrize("percent", [25, 50, 75, 90])
async def test_in_progress_offers_percents(english: Stage, mamatov: Someone, percent: int) -> None:
    asked = await mamatov.presses("🔄", await opens(mamatov, 6))
    assert [label for label in asked.labels if "%" in label] == ["25%", "50%", "75%", "90%"]
    shown = await mamatov.presses(f"{percent}%", asked)
    assert f"Read as: {percent}% done" in shown.text
    assert await state_of(english, 6) == ("in_progress", percent)


async def test_back_from_the_percents_is_the_card(mamatov: Someone) -> None:
    await mamatov.presses("🔄", await opens(mamatov, 6))
    assert (await mamatov.presses("⬅️")).text.startswith("Activity 6 · section III")


async def test_a_report_by_button_asks_for_words_and_takes_the_next(english: Stage, mamatov: Someone) -> None:
    question = await mamatov.presses("✍️", await opens(mamatov, 8))
    assert question.text.startswith("Write what was done on Activity 8")
    assert question.raw["force_reply"] is None, "it would take the keys away"
    assert question.labels == ["✖️ Cancel"]
    assert "Recorded: Activity 8" in (await mamatov.says("қўлланмалар чоп этилмоқда")).text
    assert [one.text for one in await reports(english)] == ["қўлланмалар чоп этилмоқда"]


async def test_a_file_by_button_asks_for_it_and_takes_it(english: Stage, mamatov: Someone) -> None:
    assert "Send the file for Activity 8" in (await mamatov.presses("📎", await opens(mamatov, 8))).text
    shown = await mamatov.sends_files(("қўлланма.pdf", b"%PDF"))
    assert "Recorded: Activity 8" in shown.text
    assert "📎 қўлланма.pdf" in shown.text


async def test_the_history_has_every_report_with_its_author_and_files(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 30%, режа тузилди")
    await english.officer("Х. Палуаниязов").sends_files(("рўйхат.pdf", b"%PDF"), text="№5 рўйхат")
    before = await mamatov.count()
    await mamatov.presses("🗂", await opens(mamatov, 5))
    said = await mamatov.heard(before)
    history = next(shown for shown in said if shown.text.startswith("Reports on №5"))
    assert history.text.index("X. Paluaniyazov") < history.text.index("режа тузилди"), "the newest is first"
    assert any((shown.raw["document"] or {}).get("name") == "рўйхат.pdf" for shown in said)
    await mamatov.presses("⬅️", history)
    assert (await again(mamatov, history)).text.startswith("Activity 5")


async def test_a_co_executors_card_says_how_far_their_part_is(english: Stage, sataev: Someone) -> None:
    assert "Your part: no report yet" in (await opens(sataev, 19)).text
    await sataev.says("№19 40%")
    assert "Your part: 40%" in (await opens(sataev, 19)).text
    await sataev.presses("✅", await opens(sataev, 19))
    card = await opens(sataev, 19)
    assert "Your part: done" in card.text
    assert await state_of(english, 19) == ("in_progress", 0)


async def test_members_of_a_unit_answer_for_it_and_see_each_others_reports(english: Stage) -> None:
    one, other = english.officer("Ўқув-маркази"), english.officer("Ўқув-маркази", 2)
    lead = english.officer("Х. Маматов")
    before = await lead.count()
    await one.says("№6 60% маъруза матни тайёр")
    card = await opens(other, 6)
    assert "маъруза матни тайёр" in card.text
    assert "Your part: 60%" in card.text
    await other.says("№6 80%")
    facts = await activity(english, 6)
    assert [part.percent for part in facts.parts if part.executor.is_unit] == [80]
    assert [report.account_id for report in await reports(english)] == [
        (await english.services.people.identify(who.id, who.name, None, english.now)).account_id for who in (one, other)
    ]
    await english.goes_to("2024-01-03T17:30:00+05:00")  # the evening digest of the first working day
    said = await said_since(lead, before)
    assert "маъруза матни тайёр" in said
    assert "80%" in said


async def test_accepted_work_offers_nothing_more_to_do(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 бажарилди")
    await english.admin.presses("✅")
    card = await opens(mamatov, 5)
    assert "🟢 done" in card.text
    assert [label[0] for label in card.labels] == ["🗂", "⬅"]
    assert await audited(english, "activity:5") == ["report.recorded", "submission.despite", "activity.accepted"]


async def test_returned_work_shows_the_reason_and_can_be_reported_again(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 бажарилди")
    await english.admin.presses("↩️")
    await english.admin.says("илова <йўқ>")
    card = await opens(mamatov, 5)
    assert "returned" in card.text
    assert "илова <йўқ>" in card.text
    await mamatov.presses("✅", card)
    assert await state_of(english, 5) == ("review", 100)


async def test_a_card_on_which_somebody_reported_meanwhile_is_drawn_anew(english: Stage, mamatov: Someone) -> None:
    card = await opens(mamatov, 5)
    await english.officer("Х. Палуаниязов").says("№5 20% иш давом этмоқда")
    await mamatov.presses("🔄", card)
    assert "иш давом этмоқда" in (await mamatov.presses("⬅️")).text


async def test_a_card_of_somebody_else_is_not_shown_by_a_forged_button(english: Stage, mamatov: Someone) -> None:
    others = await activity(english, 24)
    message = await mamatov.says("/my")
    for data in (f"o1:{others.id}", f"h1:{others.id}", f"w1:{others.id}", f"a1:{others.id}:text", f"x1:{others.id}:"):
        answer = await mamatov.taps(message, data, forged=True)
        said = answer["text"] if answer is not None and answer["text"] else (await mamatov.last()).text
        assert said == "It is not among yours. Your activities: /my"
    await mamatov.taps(message, f"d1:{others.id}:50:0", forged=True)
    assert await count(english, Report) == 0


async def test_every_button_of_an_old_card_is_answered_and_changes_nothing(english: Stage, mamatov: Someone) -> None:
    card = await opens(mamatov, 5)
    await mamatov.says("№5 бажарилди")
    await english.admin.presses("✅")
    for _, data, _ in card.buttons:
        assert data is not None
        assert await mamatov.taps(card, data, forged=True) is not None
    assert await state_of(english, 5) == ("done", 100)
