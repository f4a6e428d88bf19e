"""A picture of the plan is drawn once in a process: many tests come to the same Monday with the same figures."""

from collections.abc import Callable, Mapping

from services.leadership.summary import SummaryFacts
from services.plan.status import Status
from views.kit.figures import headline
from views.kit.texts import Texts

Draw = Callable[[Texts, SummaryFacts], bytes]


def drawn_once(draw: Draw) -> Draw:
    """What `draw` draws, kept by all that stands on the sheet (tests/unit/test_picture.py looks at the drawing)."""
    kept: dict[object, bytes] = {}

    def picture(t: Texts, summary: SummaryFacts) -> bytes:
        sections = tuple((one.written_number, one.title, _fixed(one.counts)) for one in summary.sections)
        shown = (t.language.code, summary.today, headline(t, summary), _fixed(summary.counts), sections)
        if shown not in kept:
            kept[shown] = draw(t, summary)
        return kept[shown]

    return picture


def _fixed(counts: Mapping[Status, int]) -> frozenset[tuple[Status, int]]:
    return frozenset(counts.items())
