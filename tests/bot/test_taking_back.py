"""Taking back in words, or on the card: a request for more time, an obstacle, a promise, a contest."""

from datetime import date

import pytest
from sqlalchemy import select

from models import Appeal, Decision, Extension, Obstacle, Promise, ReportState
from tests.bot.scenes import activity, again, audited, opens, reports
from tests.stage import Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 (February to March) and three more, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def last(stage: Stage, table: type[Extension] | type[Obstacle] | type[Promise] | type[Appeal]) -> object:
    async with stage.database.read() as session:
        return (await session.scalars(select(table).order_by(table.id.desc()))).first()


@pytest.mark.begins("2024-03-12T09:00")
async def test_a_request_is_taken_back_in_words_and_never_the_last_report(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5 70%")
    await mamatov.presses("✅", await mamatov.says("5 муддатини 12 апрелгача узайтириб беринг"))
    letter = await english.admin.last()
    assert "✅ Approve" in letter.labels
    screens = []
    for words in ("5 узайтиришни бекор қилинг, улгурамиз", "so'rovni qaytarib olaman"):
        asked = await mamatov.says(words)
        assert asked.text.startswith("Should your request for more time be taken back?"), words
        assert words in asked.text
        assert asked.labels[0] == "↩️ Take back"
        screens.append(asked)
    done = await mamatov.presses("↩️", asked)
    assert done.text.startswith("▫️ Taken back: your request for more time, Activity 5")
    request = await last(english, Extension)
    assert isinstance(request, Extension) and request.decision is Decision.WITHDRAWN
    assert "extension.withdrawn" in await audited(english, f"activity:{request.activity_id}")
    heard = await english.admin.screen()
    old = next(one for one in heard if one.id == letter.id)
    assert "has taken this request back" in old.text and "✅ Approve" not in old.labels
    assert heard[-1].id > letter.id and "has taken this request back" in heard[-1].text, "the admins are told"
    assert (await activity(english, 5)).percent == 70, "the report stands"
    await mamatov.presses("↩️", screens[0])
    assert (await again(mamatov, screens[0])).text == screens[0].text, "what is taken back is not taken back again"
    shown = await mamatov.says("сўровни бекор қилинг")
    assert shown.text.startswith("You have no open request for more time.")
    assert (await activity(english, 5)).percent == 70


@pytest.mark.begins("2024-03-12T09:00")
async def test_a_request_is_taken_back_on_the_card_by_its_own_officer_alone(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("✅", await mamatov.says("5 муддатини 12 апрелгача узайтириб беринг"))
    other = english.officer("Х. Палуаниязов")
    assert "↩️ Take the request back" not in (await opens(other, 5)).labels
    shown = await other.says("5 узайтиришни бекор қилинг")
    assert "↩️ Take back" not in shown.labels
    await mamatov.presses("↩️ Take the request back", await opens(mamatov, 5))
    request = await last(english, Extension)
    assert isinstance(request, Extension) and request.decision is Decision.WITHDRAWN
    assert "↩️ Take the request back" not in (await opens(mamatov, 5)).labels


@pytest.mark.begins("2024-03-12T09:00")
async def test_an_obstacle_a_promise_and_a_contest_are_taken_back_in_words(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5: вазирликдан жавоб йўқ")
    asked = await mamatov.says("5: тўсиқ йўқ, хато ёзибсизлар")
    assert asked.text.startswith("Should the obstacle be taken away?")
    await mamatov.presses("↩️", asked)
    obstacle = await last(english, Obstacle)
    assert isinstance(obstacle, Obstacle) and obstacle.withdrawn_at is not None

    await mamatov.says("5 20 мартда топшираман")
    promise = await last(english, Promise)
    assert isinstance(promise, Promise) and promise.promised_on == date(2024, 3, 20)
    await mamatov.presses("↩️", await mamatov.says("ваъда бермаганман"))
    promise = await last(english, Promise)
    assert isinstance(promise, Promise) and promise.withdrawn_at is not None

    await mamatov.says("8 менга тегишли эмас")
    letter = await english.admin.last()
    asked = await mamatov.says("бекор қилинг, 8 меники экан")
    assert asked.text.startswith("Should it be taken back that it is not yours?")
    await mamatov.presses("↩️", asked)
    appeals = await last(english, Appeal)
    assert isinstance(appeals, Appeal)
    now = next(one for one in await english.admin.screen() if one.id == letter.id)
    assert "They have taken it back" in now.text and not now.labels
    kept = [one.text for one in await reports(english, *ReportState)]
    assert not any("хато ёзибсизлар" in text for text in kept), "what takes back is no report"


@pytest.mark.begins("2024-03-12T09:00")
async def test_the_words_may_still_be_a_report_and_an_outsider_takes_nothing_back(
    english: Stage, mamatov: Someone
) -> None:
    await mamatov.presses("✅", await mamatov.says("5 муддатини 12 апрелгача узайтириб беринг"))
    asked = await mamatov.says("5 узайтириш керакмас")
    await mamatov.presses("✍️", asked)
    assert any("узайтириш керакмас" in one.text for one in await reports(english, *ReportState))
    await english.outsider.says("сўровни бекор қилинг")
    request = await last(english, Extension)
    assert isinstance(request, Extension) and request.decision is None
