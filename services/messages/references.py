"""References to rows, kept as JSON beside the name of what they are references of."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self, cast

from pydantic import TypeAdapter


@dataclass(frozen=True)
class References:
    """What a row's JSON names: the ids of rows, unless a field says otherwise."""

    def as_json(self) -> dict[str, object]:
        """The references as they are kept; what has its default is left out."""
        return cast("dict[str, object]", self._adapter().dump_python(self, mode="json", exclude_defaults=True))

    @classmethod
    def from_json(cls, refs: Mapping[str, object]) -> Self:
        """The references kept; those it does not know are passed over. ValueError if one is missing or malformed."""
        return cast("Self", cls._adapter().validate_python(refs))

    @classmethod
    @functools.cache
    def _adapter(cls) -> "TypeAdapter[References]":
        return TypeAdapter(cls)
