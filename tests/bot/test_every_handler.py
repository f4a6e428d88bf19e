"""Each handler is reached by some test of this directory that presses the real button or sends the real message."""

import time

from tests.bot.reach import Reach, registered
from tests.stage import Stage

PATIENCE_S = 90  # another process of the run may still be at its last tests


def test_every_handler_was_reached(stage: Stage, reach: Reach) -> None:
    every = set(registered(stage.application.dispatcher))
    assert len(every) > 50
    until = time.monotonic() + PATIENCE_S
    while (unreached := sorted(every - reach.reached_anywhere())) and time.monotonic() < until:
        time.sleep(1)
    assert not unreached, "\n".join(unreached)
