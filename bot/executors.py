"""Which executor of the plan a command's option names."""

from services.language.names import Named, find
from services.plan.file import Executor, PlanFile


def executor_named(plan: PlanFile, query: str) -> Executor:
    """The one executor with this key or name, a typing error forgiven; LookupError with a sentence if it is not one."""
    keyed = {one.key: one for one in plan.executors}
    if query in keyed:
        return keyed[query]
    everybody = [Named(one.key, one.name, tuple(one.aliases)) for one in plan.executors]
    found = find(query, everybody)
    if len(found) != 1:
        near = ", ".join(one.name for one in found or everybody)
        raise LookupError(f"«{query}» is not one executor of the plan; write one of: {near}.")
    return keyed[found[0].key]
