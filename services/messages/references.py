"""References to rows, stored as JSON next to the kind of message that they belong to."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self, cast

from pydantic import TypeAdapter


@dataclass(frozen=True)
class References:
    """The ids of rows that a message refers to, unless a field says otherwise."""

    def as_json(self) -> dict[str, object]:
        """The references as stored; fields with their default value are left out."""
        return cast("dict[str, object]", self._adapter().dump_python(self, mode="json", exclude_defaults=True))

    @classmethod
    def from_json(cls, refs: Mapping[str, object]) -> Self:
        """Read stored references, ignoring unknown ones. ValueError if one is missing or malformed."""
        return cast("Self", cls._adapter().validate_python(refs))

    @classmethod
    @functools.cache
    def _adapter(cls) -> "TypeAdapter[References]":
        return TypeAdapter(cls)
