"""Kinds of messages that were once read wrongly, each with its neighbours on both sides of the line.

`reading_kinds.tsv`: officer⇥text⇥outcome. An outcome is what is recorded («2:70:», «2::» for words alone, «2::done»),
«ask» if something is asked first, or the intent of what is no report.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from services.language.reading.parts import Asks
from services.language.reading.reader import Understanding, understand
from tests.tables import every
from tests.unit.test_reading_messages import plan, written

TODAY = date(2024, 4, 8)
TABLE = Path(__file__).with_name("reading_kinds.tsv")


def rows() -> Iterator[tuple[str, str, str]]:
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            officer, text, outcome = line.split("\t")
            yield officer, text, outcome


def becomes(found: Understanding) -> str:
    if found.records:
        return ";".join(map(written, found.records))
    return "ask" if found.asks is not Asks.NONE else str(found.intent)


@every(("officer", "text", "outcome"), rows())
def test_a_kind_is_read_as_it_was_meant(officer: str, text: str, outcome: str) -> None:
    own = [activity for activity, executors in plan() if officer in executors]
    assert becomes(understand(text, own, today=TODAY)) == outcome


TIMES = ("ой охирида", "ҳафта бошида", "йил якунида", "чорак ўртасида", "kun tartibida", "ойнинг охирида")
SAID = ("тугайди", "берамиз", "ҳал бўлади", "70%", "муҳокама қилинди", "қўйилди")


@given(st.data(), st.sampled_from(TIMES), st.sampled_from(SAID))
def test_an_own_number_before_a_time_never_joins_what_was_spoken_of(data: st.DataObject, time: str, said: str) -> None:
    own = [activity for activity, executors in plan() if "rakhimova" in executors]
    number, other = data.draw(st.permutations([one.number for one in own]))[:2]
    found = understand(f"{number} {time} {said}", own, today=TODAY, about=(other,))
    assert other not in {record.activity for record in found.records}
    assert number in found.named
