"""The Bot API's methods that the sandbox has."""

from __future__ import annotations

from sandbox.methods import chats, editing, profile, sending, updates
from sandbox.methods.call import Call, Method

METHODS: dict[str, Method] = {
    **updates.METHODS,
    **profile.METHODS,
    **sending.METHODS,
    **editing.METHODS,
    **chats.METHODS,
}

__all__ = ["METHODS", "Call", "Method"]
