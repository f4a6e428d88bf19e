"""Lists that a kept statement asks for."""

from typing import Any

from sqlalchemy import ARRAY, Boolean, ColumnElement, any_, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Among(FunctionElement[bool]):
    """A column, and the list that is bound."""

    type = Boolean()
    inherit_cache = True


def among(column: Any, name: str) -> ColumnElement[bool]:
    """The condition that a column is in the list that is bound under this name.

    On PostgreSQL the list is one value, an array: `IN (…)` is another statement for each length, which takes as long to
    write as to answer, and is prepared anew on each connection.
    """
    return _Among(column, bindparam(name, type_=column.type, expanding=True))


@compiles(_Among)
def _in(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, given = element.clauses
    return compiler.process(column.in_(given), **options)


@compiles(_Among, "postgresql")
def _any_of(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, given = element.clauses
    return compiler.process(column == any_(bindparam(given.key, type_=ARRAY(column.type))), **options)
