"""Growing pauses between attempts."""

from aiogram.utils.backoff import Backoff, BackoffConfig

FIRST_SECONDS = 1.0


def growing(longest: float) -> Backoff:
    """Pauses of one second, two, four …, `longest` at most; `reset()` begins them anew.

    Without jitter: one process tries, so no others try in step with it, and the log names the pause that is made.
    """
    return Backoff(BackoffConfig(min_delay=FIRST_SECONDS, max_delay=longest, factor=2.0, jitter=0.0))
