"""/report: its words and its buttons, for those who read the whole plan and for nobody else."""

import re
from datetime import date

import pytest

from tests.stage import Shown, Someone, Stage


@pytest.fixture
async def admin(stage: Stage) -> Someone:
    return await in_english(stage.admin)


@pytest.fixture
async def leader(stage: Stage) -> Someone:
    await in_english(stage.leader.in_group(stage.leader.id))
    return stage.leader


async def in_english(person: Someone) -> Someone:
    await person.says("/language")
    await person.presses("English")
    return person


def asks_for(shown: Shown, data: str) -> bool:
    """Whether a message has the button with this data."""
    return any(data == one for _, one, _ in shown.buttons)


async def test_report_alone_is_the_whole_plan(admin: Someone) -> None:
    shown = await admin.says("/report")
    assert shown.text.startswith("The work plan on 1 January 2024")
    assert "0 of 26 activities done" in shown.text
    assert "not started: 23" in shown.text
    assert "Page 1 of 5" in shown.text


async def test_endless_work_names_its_kind_once(admin: Someone, stage: Stage) -> None:
    text = (await admin.says("/report 4 10 18")).text
    assert "♾ regular\n" in text
    assert "♾ continuous\n" in text
    assert "♾ continuous · yanvardan boshlab doimiy\n" in text  # which says more
    assert "♾ мунтазам\n" in (await stage.officer("М. Хусанова").says("/my")).text + "\n"


async def test_pages_are_turned_in_the_same_message(admin: Someone) -> None:
    first = await admin.says("/report")
    second = await admin.presses("▶️")
    assert second.id == first.id
    assert "Page 2 of 5" in second.text
    back = await admin.presses("◀️")
    assert "Page 1 of 5" in back.text


async def test_every_activity_is_on_some_page(admin: Someone) -> None:
    shown = await admin.says("/report")
    seen = set(shown.labels)
    while "▶️" in shown.labels:
        shown = await admin.presses("▶️", shown)
        seen |= set(shown.labels)
    assert {f"№{number}" for number in range(1, 27)} <= seen


async def test_a_number_is_the_activity_whole_with_its_reports(stage: Stage, admin: Someone) -> None:
    await stage.goes_to(date(2024, 1, 3))
    await stage.officer("Б. Кучкаров").says("№3 40% лойиҳа тайёр")
    shown = await admin.says("/report 3")
    assert shown.text.startswith("Activity 3")
    assert "B. Kuchkarov" in shown.text
    assert "№3 40% лойиҳа тайёр" in shown.text
    history = await admin.presses("🗂")
    assert "№3 40% лойиҳа тайёр" in history.text


async def test_a_number_button_opens_the_card(admin: Someone) -> None:
    await admin.says("/report III")
    shown = await admin.presses("№5")
    assert shown.text.startswith("Activity 5")


async def test_a_section_is_its_activities(admin: Someone) -> None:
    shown = await admin.says("/report III")
    assert shown.text.startswith("III. Saylov komissiyalari")
    assert "5 activities" in shown.text
    assert set(shown.labels) >= {"№5", "№6", "№7", "№8", "№9"}


async def test_an_officer_is_found_in_either_script(admin: Someone) -> None:
    for name in ("Сатаев", "sataev", "М. Сатаев"):
        shown = await admin.says(f"/report {name}")
        assert shown.text.startswith("M. Satayev")
        assert "8 activities" in shown.text
        assert "No report yet." in shown.text


async def test_words_combine(stage: Stage, admin: Someone) -> None:
    await stage.jumps_to(date(2024, 4, 2))
    await stage.settles()
    shown = await admin.says("/report overdue III")
    assert "1 activity" in shown.text
    assert "№5" in shown.labels
    assert "№3" not in shown.labels


async def test_a_month_is_what_is_due_and_what_is_under_way(admin: Someone) -> None:
    shown = await admin.says("/report март")
    assert shown.text.startswith("March 2024")
    assert "Due in this period: 6" in shown.text


async def test_the_discipline_of_a_month_is_of_what_fell_due_in_it(stage: Stage, admin: Someone) -> None:
    await stage.jumps_to(date(2024, 4, 2))
    await stage.settles()
    for month, kept in (("февраль", "of 1)"), ("март", "of 6)"), ("апрель", "nothing was due yet"), ("май", "—")):
        shown = await admin.says(f"/report {month}")
        line = next(one for one in shown.text.splitlines() if one.startswith("Discipline"))
        assert kept in line, (month, line)


async def test_an_unknown_word_gets_the_closest_as_buttons(admin: Someone) -> None:
    shown = await admin.says("/report overdeu")
    assert "«overdeu»" in shown.text
    assert "overdue" in shown.labels
    shown = await admin.presses("overdue")
    assert "Nothing in the plan matches this: none of 26 activities." in shown.text


@pytest.mark.parametrize("words", ["overdeu", "просроченые", "муддати утганн"])
async def test_what_is_suggested_is_in_the_readers_language(admin: Someone, words: str) -> None:
    shown = await admin.says(f"/report {words}")
    assert not [label for label in shown.labels if re.search("[а-яА-Я]", label)]


async def test_a_word_like_no_other_gets_the_menu(admin: Someone) -> None:
    shown = await admin.says("/report qwxz")
    assert "«qwxz»" in shown.text
    assert "📂 By section" in shown.labels


async def test_help_shows_words_and_buttons(admin: Someone) -> None:
    shown = await admin.says("/report help")
    assert "/report III" in shown.text
    assert "/report docx" in shown.text
    assert "📅 This month" in shown.labels


@pytest.mark.parametrize(
    ("label", "beginning"),
    [
        ("🔴 Overdue", "🔴 overdue"),
        ("📅 This month", "January 2024"),
        ("⏳ Due soon", "Nothing is due within two weeks."),
        ("🟡 Under review", "🟡 under review"),
        ("📂 By section", "📂 The plan by section"),
        ("👤 By officer", "👤 The plan by officer"),
        ("🔕 Silent", "No officer with work under way"),
        ("📋 The whole plan", "The work plan on 1 January 2024"),
    ],
)
async def test_each_button_of_the_menu_opens_its_screen(admin: Someone, label: str, beginning: str) -> None:
    await admin.says("/report help")
    shown = await admin.presses(label)
    assert shown.text.startswith(beginning)


async def test_the_silent_are_listed_with_their_days(stage: Stage, admin: Someone) -> None:
    await stage.jumps_to(date(2024, 2, 20))
    await stage.settles()
    await admin.says("/report help")
    shown = await admin.presses("🔕 Silent")
    assert (
        "B. Yunusov: 50 days (№1 nomzodlar tarkibi tahlili, №2 uslubiy hujjatlar namunalari, and 2 more)" in shown.text
    )


async def test_a_leader_reads_the_plan_in_the_leadership_chat(leader: Someone) -> None:
    shown = await leader.says("/report@ijrochi_bot 7")
    assert shown.text.startswith("7-тадбир"), "the group has a language of its own"
    assert not any("Decide" in label or "Done" in label for label in shown.labels)
    shown = await leader.says("/report")
    assert "26 та тадбирдан 0 таси бажарилди" in shown.text
    assert (await leader.presses("№3")).text.startswith("3-тадбир")


async def test_a_leader_opens_the_history_in_the_leadership_chat(stage: Stage, leader: Someone) -> None:
    await stage.goes_to(date(2024, 1, 3))
    await stage.officer("Б. Кучкаров").says("№3 40% лойиҳа тайёр")
    await leader.says("/report 3")
    assert "лойиҳа тайёр" in (await leader.presses("🗂")).text
    assert (await leader.presses("⬅️")).text.startswith("3-тадбир")


async def test_the_weekly_summary_and_its_buttons(stage: Stage, leader: Someone) -> None:
    await stage.jumps_to(date(2024, 4, 1))
    await stage.settles()
    summary = next(shown for shown in reversed(await leader.heard()) if asks_for(shown, "q1:sections:0"))
    assert "26 та тадбирдан 0 таси бажарилди" in summary.text
    assert "19 та ижрочидан 2 таси ҳали ботга уланмаган" in summary.text
    answer = await leader.taps(summary, "q1:overdue:0")
    assert answer is not None
    assert any(shown.text.startswith("🔴 муддати ўтган") for shown in await leader.heard())


@pytest.mark.parametrize("words", ["", " 7", " III", " Сатаев", " overdue", " март", " help", " docx"])
async def test_an_officer_is_refused_in_one_sentence(stage: Stage, words: str) -> None:
    officer = await in_english(stage.officer("Б. Юнусов"))
    shown = await officer.says(f"/report{words}")
    assert shown.text == "The report on the whole plan is for the admins and the leadership group."
    assert not shown.buttons


async def test_an_outsider_learns_nothing_by_the_command(stage: Stage) -> None:
    outsider = await in_english(stage.outsider)
    shown = await outsider.says("/report 7")
    for word in ("сайлов", "saylov", "Activity", "activit", "26"):
        assert word not in shown.text


@pytest.mark.parametrize("data", ["q1:n7:0", "q1::0", "q1:officers:0", "q1:sections:0", "o1:7", "h1:7"])
async def test_nobody_else_learns_anything_by_a_forged_button(stage: Stage, data: str) -> None:
    for person in (stage.outsider, stage.officer("Г. Рахимова")):
        message = (await person.heard())[-1]
        before = await person.count()
        answer = await person.taps(message, data, forged=True)
        assert answer is not None
        said = (answer["text"] or "") + "".join(shown.text for shown in await person.heard(before))
        assert "сайлов" not in said.lower()
        assert "26" not in said


async def test_a_forged_button_of_an_admin_opens_something_sensible(admin: Someone) -> None:
    message = await admin.says("/report")
    for data in ("q1:zzz:0", "q1:n99999:0", "q1::999", "q1:officers:-5", "q1:e777 m0:1"):
        assert await admin.taps(message, data, forged=True) is not None
        assert (await admin.last()).text


@pytest.mark.parametrize("words", ["/report timeline", "/report вақт чизиғи", "/report grafik", "/report график"])
async def test_the_time_line_comes_as_a_picture_with_how_the_plan_stands(admin: Someone, words: str) -> None:
    shown = await admin.says(words)
    assert shown.raw["photo"]
    assert shown.text == "The timeline of the plan on 1 January 2024\n0 of 26 activities done, none overdue."


async def test_words_choose_what_is_in_the_time_line(stage: Stage, admin: Someone) -> None:
    shown = await admin.says("/report III график")
    assert shown.raw["photo"]
    assert shown.text.splitlines()[1].startswith("III. Saylov komissiyalari")
    again = await admin.presses("🗓 Timeline", await admin.says("/report III"))
    assert again.raw["photo"]
    assert again.text == shown.text
    assert "Nothing in the plan matches" in (await admin.says("/report overdue график")).text
    assert "What should the report be about?" in (await admin.presses("☰ Menu", again)).text


async def test_the_time_line_is_reached_from_the_menu_and_the_weekly_summary(
    stage: Stage, admin: Someone, leader: Someone
) -> None:
    await admin.presses("⬅️ Back", await admin.says("/report"))
    assert (await admin.presses("🗓 Timeline")).raw["photo"]
    await stage.jumps_to(date(2024, 4, 14))
    await stage.goes_to(date(2024, 4, 15))
    summary = next(shown for shown in reversed(await leader.heard()) if asks_for(shown, "q1:timeline:0"))
    await leader.taps(summary, "q1:timeline:0")
    shown = await leader.last()
    assert shown.raw["photo"]
    assert shown.id > summary.id


async def test_a_reply_to_the_time_line_is_about_its_activities(stage: Stage, leader: Someone) -> None:
    picture = await leader.says("/report III график")
    await leader.says("@ijrochi_sandbox_bot шошилинг", reply_to=picture)
    labels = (await leader.last()).labels
    assert {"№5", "№6"} <= {label.split()[0] for label in labels}


@pytest.mark.parametrize("data", ["q1:timeline:0", "q1:III timeline:0"])
async def test_nobody_else_gets_the_time_line(stage: Stage, data: str) -> None:
    for person in (stage.outsider, stage.officer("Г. Рахимова")):
        message = (await person.heard())[-1]
        before = await person.count()
        await person.taps(message, data, forged=True)
        await person.says("/report график")
        assert not any(shown.raw["photo"] for shown in await person.heard(before))
