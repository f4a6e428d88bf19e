"""Trouble on demand: what a bot must live through on the real network."""

from __future__ import annotations

from sandbox.errors import Json


class Cut(Exception):  # noqa: N818 - not an error of anyone's: the line is cut
    """The connection is to be closed without an answer."""


class Faults:
    """None yet."""

    async def before(self, method: str, raw: Json) -> None:
        """Before the method acts."""

    async def after(self, method: str) -> None:
        """After it has acted."""
