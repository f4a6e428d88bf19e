"""What a talk may see: the lines of plans to which its readings are limited, wherever they are made."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Select, Table, UpdateBase, event, select
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import visitors

from models.activity import Activity
from models.plan import AgendaItem, Plan, Priority, Section
from models.plan_edition import PlanEdition
from models.plan_final import PlanFinal

_OF_A_PLAN: tuple[Any, ...] = (Activity, AgendaItem, PlanEdition, PlanFinal, Priority, Section)
EVERY_LINE = {"every_line": True}
"""Execution options of a statement that is not limited."""

_lines: ContextVar[frozenset[int] | None] = ContextVar("lines", default=None)


@contextmanager
def seeing(lines: frozenset[int] | None) -> Iterator[None]:
    """A block whose readings see the plans of these lines and no other; None: all of them."""
    token = _lines.set(lines)
    try:
        yield
    finally:
        _lines.reset(token)


def in_sight() -> frozenset[int] | None:
    """The lines whose plans may be seen; None: all of them."""
    return _lines.get()


def is_in_sight(line: int) -> bool:
    """Whether the plans of this line may be seen."""
    lines = _lines.get()
    return lines is None or line in lines


def is_limited(statement: Select[*tuple[Any, ...]] | UpdateBase) -> bool:
    """Whether a session of this kind may limit what the statement reads."""
    tables = {one.__table__ for one in (Plan, *_OF_A_PLAN)}
    is_of_plans = any(isinstance(one, Table) and one in tables for one in visitors.iterate(statement))
    return is_of_plans and not statement.get_execution_options().get("every_line")


class LimitedSession(Session):
    """A session that reads nothing of what is out of sight, whatever the statement asks."""


@event.listens_for(LimitedSession, "do_orm_execute")
def _limit(state: ORMExecuteState) -> None:
    lines = _lines.get()
    is_asked = state.is_select and not state.is_column_load and not state.is_relationship_load
    if lines is None or not is_asked or state.execution_options.get("every_line"):
        return
    plans = Plan.__table__
    own = select(plans.c.id).where(plans.c.line.in_(lines))
    state.statement = state.statement.options(
        with_loader_criteria(Plan, Plan.line.in_(lines), include_aliases=True),
        *(with_loader_criteria(one, one.plan_id.in_(own), include_aliases=True) for one in _OF_A_PLAN),
    )
