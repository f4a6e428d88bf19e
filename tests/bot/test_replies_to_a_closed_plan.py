"""Replies to messages of a plan that was closed: it is said so, and what goes on is recorded there after one press."""

from datetime import datetime

from tests.bot.scenes import activity, after, reports
from tests.bot.test_carrying_over import carries
from tests.bot.test_next_period import loaded_early
from tests.bot.test_second_plan import LEAD
from tests.stage import TASHKENT, Shown, Stage


async def carried_and_begun(stage: Stage) -> None:
    """№7 and №11 of the first half-year go on in the second one's plan, which is in force."""
    await stage.jumps_to(datetime(2024, 6, 20, 10, tzinfo=TASHKENT))
    await stage.settles()
    await carries(stage, (7, "September 2024"), (11, "September 2024"))
    await stage.jumps_to(datetime(2024, 6, 24, 10, tzinfo=TASHKENT))
    await stage.settles()
    await stage.officer(LEAD).says("5 40% the draft")
    await stage.jumps_to(datetime(2024, 7, 1, 9, 30, tzinfo=TASHKENT))
    await stage.settles()


async def reminder(stage: Stage) -> Shown:
    return next(one for one in await stage.officer(LEAD).screen() if "№7" in one.text + str(one.labels))


@after(loaded_early, carried_and_begun)
async def test_an_officers_words_are_recorded_where_the_work_goes_on(english: Stage) -> None:
    officer = english.officer(LEAD)
    old = await reminder(english)
    shown = await officer.says("7 50%, видеолар тайёрланмоқда", reply_to=old)
    assert "about the plan of 1 January – 30 June 2024, which is closed" in shown.text
    assert "№7 “video" in shown.text and "goes on in the plan in force as №26" in shown.text
    assert shown.labels[0].startswith("✅ Yes, №26")
    await officer.presses(shown.labels[0], shown)
    assert (await activity(english, 26)).percent == 50
    assert (await activity(english, 7)).percent == 0, "that is another activity now"


@after(loaded_early, carried_and_begun)
async def test_what_does_not_go_on_is_said_and_asked(english: Stage) -> None:
    officer = english.officer(LEAD)
    old = await reminder(english)
    before = len(await reports(english))
    for words in ("8 бажарилди", "6 30%"):
        shown = await officer.says(words, reply_to=old)
        assert "was not carried over into the plan in force" in shown.text
        assert "Your words are kept" in shown.text
    asked = await officer.says("7 муддатини ноябргача узайтириб беринг", reply_to=old)
    assert "which is closed" in asked.text and "№26" in asked.labels[0]
    receipt = next(one for one in await officer.screen() if "Recorded: Activity 5" in one.text)
    shown = await officer.says("яна 60% бўлди", reply_to=receipt)
    assert "№5 “malaka" in shown.text and "was not carried over" in shown.text
    assert len(await reports(english)) == before


@after(loaded_early, carried_and_begun)
async def test_a_leaders_question_is_answered_from_the_closed_plan(english: Stage) -> None:
    leader = english.leader
    old = next(one for one in await leader.screen() if one.text.startswith("Weekly summary"))
    for words, number in (("2-тадбир нима ҳолатда?", 2), ("@ijrochi_bot 15-тадбир нега бажарилмаган?", 15)):
        shown = await leader.says(words, reply_to=old)
        assert "This plan is closed" in shown.text and f"№{number} " in shown.text, shown.text
    assert "This plan is closed" not in (await leader.says("@ijrochi_bot 2-тадбир нима ҳолатда?")).text
