"""A new edition of the plan file, loaded at a start: what admins hear of it."""

from pathlib import Path

from services.language.translit import to_latin
from tests.bot.scenes import activity
from tests.db.world import edition, sections
from tests.stage import Stage


async def test_admins_hear_what_the_file_says_in_the_place_of_their_changes_and_can_change_it_again(
    english: Stage, tmp_path: Path
) -> None:
    admin = english.admin
    five = await activity(english, 5)
    person = await english.services.people.identify(admin.id, "Назорат", None, english.now)
    await english.services.control.mend_text(five.id, "Тузатилган матн", person, english.now)
    await english.services.control.make_lead(five.id, five.parts[1].assignment_id, person, english.now)
    keys = [part.executor.key for part in five.parts[:2]]
    changed = sections(a5={"text": "Файлнинг янги матни", "executors": keys})
    await english.services.plans.load(edition(tmp_path, sections=changed), english.now)
    await english.settles()
    texts = to_latin("«Тузатилган матн» → «Файлнинг янги матни»")
    for reader in (admin, english.second_admin):
        told = await reader.last()
        assert told.text.startswith("📄 The new edition of the plan replaces changes made by administrators")
        assert f"▫️ Text: {texts}" in told.text
        assert to_latin(f"{five.parts[1].executor.name}, {five.parts[0].executor.name}") in told.text
        assert "Deadline" not in told.text
    shown = await admin.says("/audit 5")
    assert "replaced the administrators’ changes to activity 5." in shown.text
    assert f"▫️ Text: {texts}" in shown.text
    card = await admin.presses("№5", told)
    assert to_latin("Файлнинг янги матни") in card.text
    assert any("⚙️" in label for label in card.labels)
