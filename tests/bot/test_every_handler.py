"""Each handler is reached by some test of this directory that presses the real button or sends the real message."""

from tests.bot.reach import Reach, registered
from tests.stage import Stage


async def test_every_handler_was_reached(stage: Stage, reach: Reach) -> None:
    every = set(registered(stage.application.dispatcher))
    assert len(every) > 50
    unreached = sorted(every - reach.reached_anywhere())
    assert not unreached, "\n".join(unreached)
