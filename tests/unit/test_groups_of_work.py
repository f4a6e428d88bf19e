"""Clauses that tell a group whom an instruction is for, apart from the day by which something is wanted."""

import pytest

from services.language.groups import group_of
from tests.unit.test_questions_table import NAMES, SECTIONS, SPAN, told


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("напомните всем, у кого срок в этом месяце", "m:4"),
        ("напомни тем, у кого срок истекает завтра, чтобы сдали до пятницы", "d:0416-0416"),
        ("муддати шу ҳафта тугайдиганларга эслатинг", "d:0415-0421"),
        ("муддати яқинларга эслатма юборинг", "soon"),
        ("май ойида муддати тугайдиган ижрочиларга эслатинг", "m:5"),
        ("қайтарилганларга эслатинг", "st:returned"),
        ("remind those whose deadline is this month", "m:4"),
        ("remind everyone who has not started", "st:not_started"),
        ("10 кундан кўп кечикканларга эслатинг", "st:overdue l11"),
    ],
)
def test_a_group_is_told_by_its_clause(words: str, read: str) -> None:
    found = group_of(words, names=NAMES, sections=SECTIONS, span=SPAN)
    assert found is not None
    assert found.question is not None
    assert told(found.question) == read


@pytest.mark.parametrize(
    "words", ["всем представить отчёт до 20 мая", "масъулларга эртагача маълумот берилсин", "Юнусов 20 майгача берсин"]
)
def test_a_day_alone_tells_no_group(words: str) -> None:
    assert group_of(words, names=NAMES, sections=SECTIONS, span=SPAN) is None


def test_a_group_that_is_not_understood_is_not_everybody() -> None:
    found = group_of("напомни всем, кто сидит на третьем этаже", names=NAMES, sections=SECTIONS, span=SPAN)
    assert found is not None
    assert found.question is None
