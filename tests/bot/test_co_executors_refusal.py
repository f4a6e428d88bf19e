"""A co-executor says that an activity is not theirs: the admins are told whose it is, and what they may do."""

import pytest

from tests.stage import Stage

LEAD, CO_EXECUTOR = "Б. Юнусов", "А. Ибодуллаев"


@pytest.mark.parametrize(("name", "is_lead"), [(LEAD, True), (CO_EXECUTOR, False)])
async def test_the_part_of_whoever_refuses_may_be_given_to_another(english: Stage, name: str, is_lead: bool) -> None:
    await english.officer(name).says("2-тадбир менга тегишли эмас")
    letter = await english.admin.with_button("📌 Leave it with them")
    assert ("B. Yunusov is responsible" in letter.text) is not is_lead
    offered = await english.admin.presses("↪️ Give it", letter)
    assert any("Ibodullayev" in label or "Yunusov" in label for label in offered.labels) is is_lead
