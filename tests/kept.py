"""Processes of their own that are kept from test to test: each begins with a second of imports."""

from services.apart import parent
from services.apart.limits import Limits
from services.apart.parent import Child

_kept: list["KeptChild"] = []


class KeptChild(Child):
    """A process that goes back to the others when it is ended, if it is still of use and can see what it should."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.sees = (limits, parent._environment())

    def end(self) -> None:
        if self.is_usable:
            _kept.append(self)
        else:
            super().end()


def kept_child(limits: Limits) -> Child:
    """One with these limits and this environment."""
    for one in _kept:
        if one.is_usable and one.sees == (limits, parent._environment()):
            _kept.remove(one)
            return one
    return KeptChild(limits)
