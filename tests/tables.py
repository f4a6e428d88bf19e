"""Tables of hundreds of rows as one test each: as tests of their own they took longer to list than to run."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

SHOWN = 20  # rows that fail, in the report


def every(names: str | Sequence[str], rows: Iterable[Any], *, ids: Callable[[Any], str] = repr) -> Callable[..., Any]:
    """As `pytest.mark.parametrize`, for rows that need no fixture: each is tried, and those that fail are named."""
    kept = list(rows)
    assert kept, "an empty table tests nothing"

    def table(test: Callable[..., None]) -> Callable[[], None]:
        def each_row() -> None:
            __tracebackhide__ = True
            failed = [(row, error) for row in kept if (error := _error_of(test, names, row)) is not None]
            if failed:
                shown = "\n".join(f"- {ids(row)}: {_words(error)}" for row, error in failed[:SHOWN])
                pytest.fail(f"{len(failed)} of {len(kept)} rows fail:\n{shown}", pytrace=False)

        each_row.__name__, each_row.__qualname__ = test.__name__, test.__qualname__
        each_row.__module__, each_row.__doc__ = test.__module__, test.__doc__
        return each_row

    return table


def _error_of(test: Callable[..., None], names: str | Sequence[str], row: Any) -> Exception | None:
    try:
        test(**({names: row} if isinstance(names, str) else dict(zip(names, row, strict=True))))
    except Exception as error:  # of any kind: the other rows are tried all the same
        return error
    return None


def _words(error: Exception) -> str:
    return str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}"
