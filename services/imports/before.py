"""What was answered of an earlier document, and is not asked again of the next one."""

from collections.abc import Sequence
from dataclasses import replace

from services.documents.executors import Known
from services.documents.understood import ExecutorRead, Match, Part, PlanRead
from services.imports.amending import Edition
from services.language.script import squeezed


def spelled_as_before(plan: PlanRead, known: Sequence[Known], edition: Edition | None) -> PlanRead:
    """The plan with executors about whom it was asked before, by the same spelling, taken as was answered then.

    A spelling that may mean several of those known is asked again: it may be another of them this time.
    """
    spelled: dict[str, list[Known]] = {}
    for one in known:
        for alias in {squeezed(each) for each in one.aliases}:
            spelled.setdefault(alias, []).append(one)
    partners = _partners(edition)

    def decided(one: ExecutorRead) -> ExecutorRead:
        if one.match is not Match.ASK:
            return one
        owners = spelled.get(squeezed(one.written), [])
        if len(owners) == 1 and len(one.candidates) <= 1:
            return replace(one, name=owners[0].name, key=owners[0].key, match=Match.CERTAIN, candidates=())
        if not owners and squeezed(one.written) in partners:
            return replace(one, name=one.written, key=None, match=Match.NEW, part=Part.OUTSIDE, candidates=())
        return one

    return replace(
        plan,
        activities=tuple(
            replace(one, executors=tuple(map(decided, one.executors)))
            if any(each.match is Match.ASK for each in one.executors)
            else one
            for one in plan.activities
        ),
    )


def _partners(edition: Edition | None) -> frozenset[str]:
    """The other organisations that the plan in force names."""
    activities = edition.read.activities if edition is not None else ()
    return frozenset(
        squeezed(each.written) for one in activities for each in one.executors if each.part is Part.OUTSIDE
    )
