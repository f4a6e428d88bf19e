"""A plan with more items than activities: no screen counts both under one word, and each screen's counts add up."""

import io
import re

import openpyxl
import pytest

from tests.bot.scenes import again
from tests.bot.test_documents import asked_for
from tests.bot.test_importing import comes_into_force, sample
from tests.stage import Shown, Stage

SIZE = "25 activities, 68 deadlines"


async def imported(stage: Stage) -> tuple[Shown, Shown]:
    """The overview when nothing is asked any more, and the outcome."""
    admin = stage.admin
    shown = await admin.presses("❓ Answer", await admin.sends_files(sample("d2_h2_2024.docx")))
    while "❓ Question" in shown.text:
        shown = await admin.presses(shown.labels[0], shown)
    sure = await admin.presses("✅ Confirm", shown)
    return shown, await admin.presses("✅ Yes, load it", sure)


def added_up(text: str) -> int:
    """The counts by status on a screen, together."""
    return sum(int(one) for one in re.findall(r"^\S+ [a-z][^:\n№]*: (\d+)$", text, re.MULTILINE))


async def test_activities_and_deadlines_are_counted_apart_from_the_import_to_the_final_report(english: Stage) -> None:
    admin = english.admin
    overview, done = await imported(english)
    assert "activities: 25, deadlines: 68" in overview.text
    assert f"The next plan is loaded: {SIZE}." in done.text
    assert f"({SIZE})" in (await admin.says("/plan")).text
    await comes_into_force(english)
    for shown in (await admin.says("/plan"), await admin.says("/report")):
        assert re.search(r"25 activities; 0 of 68 deadlines done, none overdue\.", shown.text), shown.text
    state = await admin.says("/plan")
    assert added_up(state.text) == 68, state.text
    sure = await admin.presses("🏁 Close the period", state)
    assert re.search(r"Not finished: \d+ activities, \d+ deadlines", sure.text), sure.text
    assert "1 activity, 6 deadlines" in (await admin.says("/report 7")).text
    menu = await admin.presses("⬅️ Back", await admin.says("/report"))
    officers = await admin.presses("👤", menu)
    assert re.search(r": \d+ activit(y|ies), \d+ deadlines", officers.text), officers.text


@pytest.mark.parametrize("page", [1, 2])
async def test_the_sheets_of_a_report_count_activities_by_number(english: Stage, page: int) -> None:
    await imported(english)
    await comes_into_force(english)
    _, _, content = await asked_for(english, english.admin, "/report excel")
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[page]
    head = [one.value for one in sheet[1]]
    total = next(row for row in sheet.iter_rows(values_only=True) if "In all" in row or "Total" in row)
    assert total[head.index("Activities")] == 25
    if page == 1:
        assert total[head.index("Deadlines")] == 68
        assert sum(one for one in total[head.index("Deadlines") + 1 :][:10] if isinstance(one, int)) == 68


async def test_a_plan_with_one_item_each_counts_activities_alone(english: Stage) -> None:
    state = await english.admin.says("/plan")
    assert "0 of 26 activities done" in state.text
    assert "deadlines" not in (await again(english.admin, state)).text
