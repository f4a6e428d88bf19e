"""A correction means the report replied to, or the kept words asked about, and is never made of another one."""

from tests.bot.scenes import after, reports, with_minutes
from tests.stage import Stage

OFFICER = "Б. Юнусов"


async def test_a_correction_in_reply_to_an_older_receipt_leaves_the_later_report_alone(english: Stage) -> None:
    officer = english.officer(OFFICER)
    receipt = await officer.says("19 40%")
    await english.goes_to("2024-01-18T10:00")
    await officer.says("19 85%")
    await english.goes_to("2024-01-29T10:00")
    told = await officer.says("40 эмас 45 эди", reply_to=receipt)
    assert "85%" in told.text and "40%" in told.text
    assert not any("45%" in label or "➡️" in label for label in told.labels)
    assert [one.percent for one in await reports(english)] == [40, 85]


async def test_what_was_moved_is_offered_to_be_moved_back(english: Stage) -> None:
    officer = english.officer(OFFICER)
    await officer.says("19 бажарилди")
    await officer.presses("➡️ To №20", await officer.says("йўқ хато, 19 эмас 20"))
    back = await officer.says("20 эмасди, 19 тўғри эди узр")
    assert any("№19" in label for label in back.labels), (back.text, back.labels)


@after(with_minutes)
async def test_a_correction_under_the_question_about_kept_words_is_of_them(english: Stage) -> None:
    officer = english.officer(OFFICER)
    await officer.says("19 25%")
    await english.goes_to("2024-01-18T10:00")
    await officer.says("1: маълумотнома лойиҳаси")
    asked = await officer.says("1 эмас 6")
    assert "6" in asked.labels[0], (asked.text, asked.labels)
    assert "маълумотнома" in asked.text
    assert [one.percent for one in await reports(english)] == [25]
