"""A co-executor says that an activity is not theirs: the admins are told whose it is, and what they may do."""

import pytest

from tests.stage import Stage

LEAD, CO_EXECUTOR = "Б. Юнусов", "А. Ибодуллаев"


@pytest.mark.parametrize(("name", "is_lead"), [(LEAD, True), (CO_EXECUTOR, False)])
async def test_a_co_executor_who_refuses_is_not_offered_as_the_one_to_take_it(
    english: Stage, name: str, is_lead: bool
) -> None:
    await english.officer(name).says("2-тадбир менга тегишли эмас")
    letter = await english.admin.with_button("✍️ Answer")
    assert ("👤 Change the responsible officer" in letter.labels) is is_lead
    assert ("B. Yunusov is responsible" in letter.text) is not is_lead
