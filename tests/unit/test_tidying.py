"""Full collections of memory: in quiet moments, and at last in any."""

import asyncio
import gc
import threading
import weakref

import pytest

from bot import tidying


class Ring:
    """Something that only a collection finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.parametrize("is_busy", [False, True])
async def test_what_nobody_holds_is_found_in_a_quiet_moment_or_at_last_in_any(
    monkeypatch: pytest.MonkeyPatch, is_busy: bool
) -> None:
    monkeypatch.setattr(tidying, "EVERY_SECONDS", 0.1)
    monkeypatch.setattr(tidying, "LATEST_SECONDS", 2.5)
    over = threading.Event()
    at_work = threading.Thread(target=lambda: all(not over.is_set() for _ in iter(int, 1)))
    if is_busy:
        at_work.start()
    gc.disable()
    lost = weakref.ref(Ring())
    task = asyncio.create_task(tidying.tidy())
    try:
        await asyncio.sleep(1.6)
        assert (lost() is None) is not is_busy
        await asyncio.sleep(2.4)
        assert lost() is None
    finally:
        over.set()
        gc.enable()
        task.cancel()
