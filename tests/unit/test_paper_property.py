"""No document crashes the reader: whatever stands in its cells, it is a plan or it is refused."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.paper import cast_of, changes_as_json, plan_as_json, plan_as_text
from services.documents.comparing import Kind, compare
from services.documents.opening import opened
from services.documents.reading import understand
from services.documents.refusals import RefusedError
from tests.unit.paper_truths import KNOWN

HEADER = "№\tТадбирлар\tМуддати\tМасъуллар"
PIECES = [
    "1.", "1.1", "а)", "5-банд", "I. Бўлим", "МАРТ", "I чорак", "*", "Изоҳ:", "____", "–", "(", ")", ",", ";", ":",
    "ва", "май", "15 мартгача", "ҳар ойда", "Б. Юнусов", "Юнусов Б.", "Umarov", "МСК аъзолари", "(масъул: М. Сатаев)",
    "Молия вазирлиги билан ҳамкорликда", "барча", "Иш режаси", "ТАСДИҚЛАЙМАН", "2025 йил", "**", "|", "~~", "<p>", "",
]  # fmt: skip
CELL = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=4).map(" ".join)
LINE = st.lists(CELL, max_size=5).map("\t".join) | CELL | st.just(HEADER)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINE, max_size=14), st.booleans())
def test_whatever_stands_in_a_document_is_a_plan_or_refused(lines: list[str], with_header: bool) -> None:
    text = "\n".join(["2025 йилга мўлжалланган иш режаси", *([HEADER] if with_header else []), *lines])
    try:
        plan = understand(opened(text.encode("utf-8", "replace")), cast_of(KNOWN))
    except RefusedError:
        return
    assert json.loads(plan_as_json(plan))["activities"]
    assert list(plan_as_text(plan))
    changes = compare(plan, plan)
    assert sum(len(one.was) for one in changes) == len(plan.activities)
    assert {one.kind for one in changes} == {Kind.UNCHANGED}
    json.loads(changes_as_json(changes, plan, plan))
