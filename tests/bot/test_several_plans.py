"""Several plans in force at once: one list, one reminder, one /my; numbers with marks; each plan ends by itself."""

import html
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from services.language.translit import to_latin
from services.plan.file import PlanFile
from tests.bot.scenes import MINUTES, activity, after, minutes, reports, said_since, with_minutes
from tests.bot.test_documents import asked_for
from tests.bot.test_second_plan import next_plan
from tests.stage import TAG, Shown, Stage

SHOWN = to_latin(MINUTES)  # in English
FORMER, HOLDER = "М. Хусанова", "Б. Юнусов"  # of the seventh of the minutes, once it was contested
LEAD = "Х. Маматов"  # of activities 5 to 8 of the plan, of 3 and 5 of the minutes


async def marks(stage: Stage) -> list[str]:
    return [one.mark for one in await stage.services.plans.in_force()]


@after(with_minutes)
async def test_both_plans_are_in_force_and_told_apart_by_their_marks(english: Stage) -> None:
    assert await marks(english) == ["ИР", MINUTES]
    shown = await english.officer(LEAD).says("/my")
    assert {"№IR-5", "№IR-6", "№Bayonnoma 12-3", "№Bayonnoma 12-5"} <= set(shown.labels)


@after(with_minutes)
async def test_one_reminder_a_day_names_the_work_of_both(english: Stage) -> None:
    officer = english.officer(LEAD)
    await english.jumps_to(date(2024, 3, 28))
    await english.settles()
    since = await officer.count()
    await english.jumps_to(date(2024, 3, 29))
    await english.settles()
    heard = await officer.heard(since)
    assert len(heard) == 1, [one.text for one in heard]
    assert "№IR-" in heard[0].text
    assert "№Bayonnoma 12-3" in heard[0].text


@after(with_minutes)
async def test_the_end_of_one_leaves_the_other(english: Stage) -> None:
    paper = (await english.services.plans.in_force())[1]
    admin = await english.services.people.identify(english.admin.id, "admin", None, english.now)
    assert await english.services.plans.close(paper.id, admin, english.now)
    await english.settles()
    assert await marks(english) == ["ИР"]
    officer = english.officer(LEAD)
    shown = await officer.says("/my")
    assert "№5" in shown.labels
    assert not any("Bayonnoma" in one for one in shown.labels)


@after(with_minutes)
@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("ИР-5 40% лойиҳа тайёрланди", "IR-5"),
        ("ir 5 40% loyiha tayyorlandi", "IR-5"),
        ("Баённома 12 3-банд 40% бажарилди", f"{SHOWN}-3"),
        ("bayonnoma 12-3 40%", f"{SHOWN}-3"),
        ("протокол 12 пункт 3: 40%", f"{SHOWN}-3"),
        ("6 40%", "IR-6"),
        ("4 40%", f"{SHOWN}-4"),
    ],
)
async def test_a_report_goes_to_the_plan_that_its_mark_or_its_number_alone_tells(
    english: Stage, words: str, number: str
) -> None:
    shown = await english.officer(LEAD).says(words)
    assert "40%" in shown.text
    assert number in shown.text
    [report] = await reports(english)
    assert report.percent == 40
    assert "901" not in report.text


@after(with_minutes)
async def test_a_number_alone_that_is_theirs_in_both_is_asked_about_by_marks(english: Stage) -> None:
    officer = english.officer(LEAD)
    asked = await officer.says("5 40%")
    assert not await reports(english)
    assert asked.labels[0].startswith("№IR-5 ")
    assert asked.labels[1].startswith(f"№{SHOWN}-5 ")
    told = await officer.presses(f"№{SHOWN}-5", asked)
    [report] = await reports(english)
    assert (report.percent, f"{SHOWN}-5" in told.text) == (40, True)


@after(with_minutes)
@pytest.mark.parametrize("words", ["баённома 12 бажарилди", f"{MINUTES}-7 бажарилди", "ИР-4 бажарилди"])
async def test_a_paper_alone_or_an_activity_of_others_records_nothing(english: Stage, words: str) -> None:
    await english.officer(LEAD).says(words)
    assert not await reports(english)


@after(with_minutes)
async def test_a_reply_to_a_card_means_its_plan(english: Stage) -> None:
    officer = english.officer(LEAD)
    card = await officer.presses(f"№{SHOWN}-5", await officer.says("/my"))
    told = await officer.says("5 70%", reply_to=card)
    assert f"{SHOWN}-5" in told.text
    [report] = await reports(english)
    assert report.percent == 70


async def sends(stage: Stage, file: PlanFile) -> Shown:
    return await stage.admin.sends_files(("paper.json", file.model_dump_json().encode()))


async def loads_beside(stage: Stage) -> None:
    """The admin sends the minutes and says that they are a plan of their own."""
    await sends(stage, minutes(stage))
    asked = await stage.admin.presses("❓")
    assert "in force" in asked.text
    await stage.admin.presses("➕", asked)
    await stage.admin.presses("✅ Confirm")
    await stage.settles()


async def test_a_paper_of_another_kind_is_asked_about_and_goes_beside_the_plan(english: Stage) -> None:
    await loads_beside(english)
    assert await marks(english) == ["ИР", MINUTES]
    listed = await english.admin.says("/plan")
    assert {"IR", SHOWN} <= set(listed.labels)
    paper = await english.admin.presses(SHOWN, listed)
    assert "12-sonli bayonnomasi" in paper.text


async def test_whose_work_a_paper_beside_the_plan_brings_is_told_with_the_keys_of_a_notice(english: Stage) -> None:
    officer, other = english.officer("Б. Юнусов"), english.officer("А. Нурмухамедов")
    before = {one.id: await one.count() for one in (officer, other, english.admin, english.second_admin)}
    await loads_beside(english)
    await english.goes_to("2024-01-01T09:00")
    [heard] = await officer.heard(before[officer.id])
    assert "A further plan is in force" in heard.text and "12-sonli bayonnomasi" in heard.text
    assert {"✅ I have read it", "↪️ It is not mine"} <= set(heard.labels)
    assert not await other.heard(before[other.id]), "nothing of it is theirs"
    told = await said_since(english.second_admin, before[english.second_admin.id])
    assert "has loaded the plan from" in told and "in force" not in told, "one message, and nothing of a plan closed"
    await officer.press("✅ I have read it", heard)
    assert "confirmed: 1" in (await english.admin.says("/report танишув")).text


async def a_part_is_given_to_another(stage: Stage) -> None:
    """The only executor of the seventh of the minutes contests it, and it becomes another's."""
    await loads_beside(stage)
    await stage.goes_to("2024-01-03T10:00")
    holder = stage.officer(FORMER)
    [heard] = [one for one in await holder.heard() if "A further plan" in one.text]
    await holder.presses("↪️ It is not mine", heard)
    await holder.says("Бу иш Юнусовга юклатилган")
    chosen = await stage.admin.presses("↪️ Give it", await stage.admin.last())
    await stage.admin.presses(to_latin(HOLDER), chosen)
    await stage.admin.says("Юнусовнинг йўналиши")


@after(a_part_is_given_to_another)
async def test_an_amendment_is_told_to_whoever_holds_the_work_by_the_mark_of_its_paper(english: Stage) -> None:
    former, holder, leader = english.officer(FORMER), english.officer(HOLDER), english.leader.in_group()
    before = {one: await one.count() for one in (former, holder, leader)}
    changed = minutes(english).model_dump(mode="json")
    changed["sections"][0]["activities"][6]["deadline"]["last"] = "2024-04"
    await sends(english, PlanFile.model_validate(changed))
    await english.admin.presses("✅ Yes", await english.admin.presses("✅ Confirm"))
    await english.settles()
    [told] = await holder.heard(before[holder])
    assert f"{SHOWN} was amended" in told.text
    assert f"№{SHOWN}-7" in told.text and f"№{SHOWN}-7" in told.labels
    assert not await former.heard(before[former]), "it is another's since"
    assert f"{SHOWN} was amended" in await said_since(leader, before[leader])
    assert f"№{SHOWN}-7" in (await english.admin.says("what has changed in the plan?")).text
    paper = await english.admin.presses(SHOWN, await english.admin.says("/plan"))
    await english.admin.presses("↩️", await english.admin.presses("↩️", paper))
    back = (await holder.heard(before[holder]))[-1]
    assert f"The last amendment of {SHOWN} was taken back" in back.text
    assert not await former.heard(before[former])
    assert [part.executor.name for part in (await activity(english, 100_007)).parts] == [HOLDER]


@after(loads_beside)
async def test_an_edition_of_the_second_is_known_by_its_title_and_can_be_taken_back(english: Stage) -> None:
    changed = minutes(english).model_dump(mode="json")
    changed["sections"][0]["activities"][0]["deadline"]["last"] = "2024-04"
    await sends(english, PlanFile.model_validate(changed))
    sure = await english.admin.presses("✅ Confirm")
    assert "replaces the edition in force of the same plan" in sure.text
    await english.admin.presses("✅ Yes", sure)
    assert await marks(english) == ["ИР", MINUTES]
    assert str((await activity(english, 100_001)).due_on) == "2024-04-30"
    paper = await english.admin.presses(SHOWN, await english.admin.says("/plan"))
    await english.admin.presses("↩️", await english.admin.presses("↩️", paper))
    assert str((await activity(english, 100_001)).due_on) == "2024-03-31"
    assert (await activity(english, 1)).is_open


@after(with_minutes)
async def test_the_next_plan_of_one_line_leaves_the_other(english: Stage, tmp_path: Path) -> None:
    await english.jumps_to(date(2024, 7, 1))
    await sends(english, next_plan(tmp_path, "ochilov"))
    await english.settles()
    await english.admin.presses("✅ Confirm")
    await english.admin.presses("✅ Yes")
    plans = await english.services.plans.in_force()
    assert [(one.mark, one.starts_on) for one in plans] == [("ИР", date(2024, 7, 1)), (MINUTES, date(2024, 1, 1))]


@after(with_minutes)
async def test_the_admin_closes_one_of_several_plans_by_its_button(english: Stage) -> None:
    paper = await english.admin.presses(SHOWN, await english.admin.says("/plan"))
    sure = await english.admin.presses("🏁 Close", paper)
    await english.admin.presses("🏁 Yes", await english.admin.presses("🏁 Close", sure))
    assert await marks(english) == ["ИР"]
    listed = await english.admin.says("/plan")
    assert "Closed" in listed.text
    again = await english.admin.presses(SHOWN, listed)
    await english.admin.presses("▶️", await english.admin.presses("▶️", again))
    assert await marks(english) == ["ИР", MINUTES]


@after(with_minutes)
async def test_report_takes_the_mark_of_a_plan_as_a_word(english: Stage) -> None:
    await english.jumps_to(date(2024, 4, 3))
    await english.settles()
    shown = await english.admin.says("/report баённома муддати ўтган")
    assert shown.labels[0].startswith(f"№{SHOWN}-")
    assert not any("IR-" in one for one in shown.labels)
    whole = await english.admin.says("/report ИР overdue")
    assert any("№IR-" in one for one in whole.labels)
    assert not any(SHOWN in one for one in whole.labels)


@after(with_minutes)
async def test_report_of_a_number_that_both_plans_have_shows_both_by_their_marks(english: Stage) -> None:
    shown = await english.admin.says("/report 5")
    assert {"№IR-5", f"№{SHOWN}-5"} <= set(shown.labels)
    card = await english.admin.says(f"/report {MINUTES} 5-банд")
    assert f"{SHOWN}-5" in card.text


@after(with_minutes)
async def test_the_weekly_summary_has_one_headline_and_a_line_for_each_plan(english: Stage) -> None:
    leadership = english.leader.in_group()
    since = await leadership.count()
    await english.jumps_to(date(2024, 1, 8))
    await english.settles()
    [summary] = [one for one in await leadership.heard(since) if "Weekly summary" in one.text]
    assert "of 34 activities" in summary.text
    assert "▫️ IR: 0 of 26 activities" in summary.text
    assert f"▫️ {SHOWN}: 0 of 8 activities" in summary.text


@after(with_minutes)
async def test_an_instruction_on_a_number_that_both_have_asks_which_is_meant(english: Stage) -> None:
    leader = english.leader.in_group()
    asked = await leader.says("@ijrochi_bot 5-тадбирни тезлаштиринг")
    assert f"№{SHOWN}-5" in " ".join(asked.labels)
    assert "№IR-5" in " ".join(asked.labels)


async def closes(stage: Stage) -> None:
    """The admin closes the minutes."""
    paper = next(one for one in await stage.services.plans.in_force() if one.mark == MINUTES)
    admin = await stage.services.people.identify(stage.admin.id, "admin", None, stage.now)
    assert await stage.services.plans.close(paper.id, admin, stage.now)
    await stage.settles()


@after(with_minutes)
async def test_a_report_on_a_paper_that_was_closed_since_breaks_the_silence(english: Stage) -> None:
    await english.jumps_to(date(2024, 3, 28))
    await english.settles()
    officer = english.officer(LEAD)
    await officer.says(f"{MINUTES} 3-банд 40% бажарилди")
    await closes(english)
    summary = await english.services.summaries.facts(english.now)
    assert summary is not None
    assert LEAD not in [one.executor.name for one in summary.silent]
    assert summary.changes.reports == 1
    shown = await english.admin.says(f"/report {LEAD}")
    assert "Last report: 28 March" in shown.text


@after(with_minutes)
async def test_a_promise_that_was_broken_stays_so_when_its_work_is_taken_off_control(english: Stage) -> None:
    await english.goes_to("2024-02-05T10:00")
    await english.officer(LEAD).says(f"{MINUTES} 3-банд: 7 февралда топшираман")
    await english.jumps_to(date(2024, 2, 9))
    await english.settles()
    promised = "/report ваъда"
    assert "broken 1" in (await english.admin.says(promised)).text
    admin = await english.services.people.identify(english.admin.id, "admin", None, english.now)
    await english.services.control.close((await activity(english, 100_003)).id, "кучини йўқотди", admin, english.now)
    assert "broken 1" in (await english.admin.says(promised)).text
    await english.jumps_to(date(2024, 2, 12))
    await english.settles()
    summary = [one for one in await english.leader.in_group().heard() if "Weekly summary" in one.text][-1]
    assert f"taken off control: №{SHOWN}-3" in summary.text


@after(with_minutes)
async def test_a_paper_that_was_closed_is_named_where_it_ends_and_asked_for_by_its_mark(english: Stage) -> None:
    paper = await english.admin.presses(SHOWN, await english.admin.says("/plan"))
    sure = await english.admin.presses("🏁 Close", paper)
    assert f"Close the period of {SHOWN}?" in sure.text and "Still carried out: IR" in sure.text
    officer, other = english.officer(LEAD), english.second_admin
    before = {one: await one.count() for one in (officer, other, english.admin)}
    await english.admin.presses("🏁 Yes", await english.admin.presses("🏁 Close", sure))
    await english.settles()
    [told] = await officer.heard(before[officer])
    assert f"{SHOWN} is closed" in told.text and "Still carried out: IR" in told.text
    assert f"has closed {SHOWN}" in await said_since(other, before[other])
    command = re.search(r"/report [^\n]+", await said_since(other, before[other]))
    assert command is not None
    for words in (command[0], f"/report {MINUTES}", "/report 2024 йил 1 январь – 30 апрель"):
        shown = await english.admin.says(words)
        assert "Final report" in shown.text and "12-sonli" in shown.text, words
    assert "Kutubxona" in (await english.admin.says(f"/report {MINUTES} 3-банд")).text
    answered = await officer.says(f"{MINUTES} 3-банд бажарилди")
    assert f"{SHOWN} is closed: reports on it are taken no more." in answered.text
    assert not await reports(english)
    refused = await english.outsider.says(f"/report {MINUTES}")
    assert "Kutubxona" not in refused.text


@after(a_part_is_given_to_another)
async def test_whoever_gets_a_part_reads_what_it_is_by_when_and_as_whom(english: Stage) -> None:
    [told] = [one for one in await english.officer(HOLDER).heard() if "is yours now" in one.text]
    assert "you are the responsible officer" in told.text
    assert "Oshxona" in told.text and "31 March" in told.text
    [part] = (await activity(english, 100_007)).parts
    assert part.given_on == date(2024, 1, 3)


@after(with_minutes)
async def test_the_end_of_a_papers_period_is_told_by_its_mark_with_a_button_to_close_it(english: Stage) -> None:
    await english.jumps_to(date(2024, 5, 2))
    await english.settles()
    [told] = [one for one in await english.admin.heard() if "its period ended" in one.text]
    assert SHOWN in told.text and "next plan" not in told.text and "8 activities are not finished" in told.text
    theirs = [one for one in await english.second_admin.heard() if "its period ended" in one.text]
    left = await english.second_admin.presses("📋 What is left", theirs[0])
    assert f"№{SHOWN}-1" in left.labels and not any("IR-" in one for one in left.labels)
    assert "Close the period of" in (await english.admin.presses("🏁 Close", told)).text


async def a_closed_paper_has_a_report(stage: Stage) -> None:
    """One contests the seventh of the minutes in vain, another hands the third in; then the minutes are closed."""
    await loads_beside(stage)
    await stage.goes_to("2024-01-03T10:00")
    holder = stage.officer(FORMER)
    await holder.says(f"{MINUTES} 7-банд менга тегишли эмас")
    await stage.admin.presses("📌", await stage.admin.with_button("📌"))
    await stage.admin.says("Ошхона сизники")
    await stage.officer(LEAD).says(f"{MINUTES} 3-банд бажарилди")
    await closes(stage)


@after(a_closed_paper_has_a_report)
async def test_work_of_a_closed_paper_keeps_its_mark_where_it_is_decided_on_and_looked_up(english: Stage) -> None:
    listed = await english.admin.says("/waiting")
    assert f"🟡 №{SHOWN}-3" in listed.labels
    asked = await english.admin.presses("🟡", listed)
    assert f"{SHOWN}-3" in asked.text
    await english.admin.presses("✅ Accept", asked)
    assert f"{SHOWN}-3" in (await english.officer(LEAD).last()).text
    final = await english.admin.says(f"/report {MINUTES}")
    assert f"Final report: {SHOWN}, 1 January" in final.text
    assert f"🗄 {SHOWN}, as it stood" in (await english.admin.says(f"/report {MINUTES} overdue")).text
    trail = (await english.admin.says(f"/audit {MINUTES}")).text
    assert f"{SHOWN}: Closed the plan period." in trail and f"{SHOWN}: Loaded an edition of the plan" in trail
    assert "(the plan of" not in trail, "the mark tells of which"
    trail = (await english.admin.says(f"/audit {MINUTES} 7-банд")).text
    assert f"Left activity {SHOWN}-7 with М. Хусанова, who had said that it is not theirs. «Ошхона сизники»" in trail
    assert "менга тегишли эмас" in trail


@after(a_part_is_given_to_another)
async def test_the_proof_names_papers_reasons_and_decisions_in_word_and_in_excel(english: Stage) -> None:
    for kind in ("docx", "xlsx"):
        _, name, content = await asked_for(english, english.admin, f"/report танишув {kind}")
        text = content_text(content)
        for words in ("12-sonli bayonnomasi", "Markaziy saylov komissiyasi", "Reason: Бу иш Юнусовга юклатилган"):
            assert words in text, (name, words)
        assert "Decision: Юнусовнинг йўналиши" in text
        assert "Oshxona bo‘yicha ma’lumotnoma tayyorlash" in text, "in full"


def content_text(content: bytes) -> str:
    """All that the parts of an Office file say."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return " ".join(
            TAG.sub("", html.unescape(parts.read(one).decode())) for one in parts.namelist() if "xml" in one
        )
