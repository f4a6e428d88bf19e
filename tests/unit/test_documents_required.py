"""A document's words on which activities are handed in with a document: read only where they are certain."""

from typing import Any

import pytest

from services.imports.required import needs_document, with_marks
from services.plan.file import PlanFile
from services.plan.papers import minutes_number
from tests.unit.facts_by_hand import plan_file


@pytest.mark.parametrize(
    ("text", "extra", "needs"),
    [
        ("Ҳисобот тайёрлаш (ҳужжат тақдим этилсин).", {}, True),
        ("Hisobot tayyorlash (hujjat talab qilinadi)", {}, True),
        ("Подготовить отчёт (представить документ)", {}, True),
        ("Меъёрий ҳужжатлар хатлови", {}, False),
        ("Ҳужжат тақдим этилсин деган сўровга жавоб", {}, False),
        ("Ҳисобот", {"Ҳужжат талаб қилинади": "ҳа"}, True),
        ("Ҳисобот", {"Требуется документ": "+"}, True),
        ("Ҳисобот", {"Ҳужжат талаб қилинади": "йўқ"}, False),
        ("Ҳисобот", {"Якуний ҳужжат": "ҳа"}, False),
    ],
)
def test_a_document_is_required_only_where_it_is_certain(text: str, extra: dict[str, str], needs: bool) -> None:
    assert needs_document(text, extra) is needs


def edited(file: PlanFile, **change: Any) -> PlanFile:
    """The file with a changed first activity."""
    first, *others = file.sections
    one, *further = first.activities
    activities = (one.model_copy(update=change), *further)
    return file.model_copy(update={"sections": (first.model_copy(update={"activities": activities}), *others)})


def test_a_document_that_says_nothing_of_it_keeps_the_mark() -> None:
    file = plan_file()
    one = file.activities[0]
    same = {each.number: each.number for each in file.activities}
    marked = edited(file, needs_document=True)
    assert with_marks(file, marked, same) == marked
    assert with_marks(file, marked, {}) == file, "another activity is not the marked one"
    assert with_marks(file, None, same) == file
    column = edited(file, extra={"Ҳужжат талаб қилинади": "йўқ"})
    assert with_marks(column, marked, same) == column, "its column says otherwise"
    in_brackets = edited(marked, text=f"{one.text} (ҳужжат тақдим этилсин)")
    assert with_marks(file, in_brackets, same) == file, "the brackets were taken out"


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("14", "14"),
        ("№ 14", "14"),
        ("14-сон", "14"),
        ("14-сонли баённома", "14"),
        ("протокол № 14", "14"),
        ("14 апрел", ""),
        ("14/1", ""),
        ("кейин айтаман", ""),
        ("5-тадбир бажарилди", ""),
    ],
)
def test_the_number_of_minutes_is_read_by_itself_or_with_their_name(words: str, number: str) -> None:
    assert minutes_number(words) == number
