"""Finds the executor of the plan that a command's option names."""

from services.language.names import Named, find
from services.plan.file import Executor, PlanFile


def executor_named(plan: PlanFile, query: str) -> Executor:
    """The executor with this key or name; raises LookupError with a sentence unless exactly one is meant."""
    keyed = {one.key: one for one in plan.executors}
    if query in keyed:
        return keyed[query]
    everybody = [Named(one.key, one.name, tuple(one.aliases)) for one in plan.executors]
    matches = find(query, everybody)
    if len(matches) != 1:
        near = ", ".join(one.name for one in matches or everybody)
        raise LookupError(f"«{query}» is not one executor of the plan; write one of: {near}.")
    return keyed[matches[0].key]
