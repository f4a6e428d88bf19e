"""When Python looks through all of its memory for what nobody holds any more."""

import asyncio
import gc
import time

EVERY_SECONDS = 60
LATEST_SECONDS = 300  # a process that never rests is tidied all the same
QUIET = 0.05  # of a processor in the last second: nothing is in hand
YOUNG = 700, 10  # as Python has it: what was made last is looked through as often as ever
NEVER = 10**9


def begin() -> None:
    """Leave what exists now out of all collections, and full ones to `tidy`.

    A full collection stops every thread, for the longer the more there is: imported modules, and a plan of 10,000
    activities that somebody asked for. Python would make several of them just while it is read.
    """
    gc.freeze()
    gc.set_threshold(*YOUNG, NEVER)


async def tidy() -> None:
    """Make a full collection in a quiet moment of each minute, until cancelled."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        latest = time.monotonic() + LATEST_SECONDS - EVERY_SECONDS
        while not await _is_quiet() and time.monotonic() < latest:
            pass
        gc.collect()


async def _is_quiet() -> bool:
    before = time.process_time()
    await asyncio.sleep(1)
    return time.process_time() - before < QUIET
