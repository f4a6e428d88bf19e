"""What many write at the same time is written in groups."""

import asyncio
from collections.abc import Sequence

import pytest

from services.messages.together import Together


class Disk:
    """Takes a while for each group; refuses those that hold a number in `refused`."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.refused: set[int] = set()

    async def write(self, rows: Sequence[int]) -> None:
        await asyncio.sleep(0.01)
        if self.refused & set(rows):
            raise OSError("refused")
        self.groups.append(list(rows))


async def test_what_comes_while_another_is_written_is_one_group() -> None:
    disk = Disk()
    together = Together(disk.write)
    await asyncio.gather(*(together.add(one) for one in range(50)))
    assert sorted(one for group in disk.groups for one in group) == list(range(50))
    assert len(disk.groups) <= 2


async def test_nobody_is_told_before_their_rows_are_written_or_waits_for_those_of_others() -> None:
    disk = Disk()
    together = Together(disk.write)

    async def add(one: int) -> tuple[bool, int]:
        await asyncio.sleep(one * 0.002)
        await together.add(one)
        return any(one in group for group in disk.groups), len(disk.groups)

    told = await asyncio.gather(*(add(one) for one in range(40)))
    assert all(is_written for is_written, _ in told)
    for one, (_, groups) in enumerate(told):
        assert groups == 1 + next(place for place, group in enumerate(disk.groups) if one in group)


async def test_everybody_in_a_group_that_failed_is_told_so() -> None:
    disk = Disk()
    disk.refused = {1}
    together = Together(disk.write)
    told = await asyncio.gather(*(together.add(one) for one in (1, 2)), return_exceptions=True)
    assert [type(one) for one in told] == [OSError, OSError]
    await together.add(3)
    assert disk.groups == [[3]]


async def test_what_must_not_be_lost_is_written_with_the_next_group() -> None:
    disk = Disk()
    disk.refused = {1}
    together = Together(disk.write, keeps=True)
    with pytest.raises(OSError, match="refused"):
        await together.add(1)
    disk.refused = set()
    await together.add(2)
    assert disk.groups == [[1, 2]]


async def test_what_a_cancelled_caller_gave_is_written_all_the_same() -> None:
    disk = Disk()
    together = Together(disk.write)
    given = asyncio.create_task(together.add(1))
    await asyncio.sleep(0)
    given.cancel()
    await together.add(2)
    assert sorted(one for group in disk.groups for one in group) == [1, 2]
