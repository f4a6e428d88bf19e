"""Whoever writes faster than they can be answered is told so once; in a group nothing is said of who they are."""

from collections.abc import Callable

import pytest

from handlers import throttle
from tests.bot.scenes import said_since
from tests.stage import LEADERSHIP_GROUP_ID, Someone, Stage


@pytest.mark.parametrize(
    "who",
    [
        lambda stage: stage.leader,
        lambda stage: stage.admin.in_group(LEADERSHIP_GROUP_ID),
        lambda stage: stage.admin,
    ],
    ids=["leader in the group", "admin in the group", "admin"],
)
async def test_a_fast_leader_or_admin_is_not_told_that_they_are_not_linked(
    english: Stage, monkeypatch: pytest.MonkeyPatch, who: Callable[[Stage], Someone]
) -> None:
    monkeypatch.setattr(throttle, "UPDATES", 2)
    monkeypatch.setattr(throttle, "SECONDS", 60.0)
    person = who(english)
    before = await person.count()
    for _ in range(6):
        await person.says("@ijrochi_bot /help")
    said = await said_since(person, before)
    assert "linked" not in said
    assert "Reports that you send" not in said
    assert said.count("faster than") == 1
