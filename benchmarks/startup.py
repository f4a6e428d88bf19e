"""How soon it takes updates and how much memory it holds: `python -m benchmarks.startup`.

From the start of the process to its first getUpdates, and its resident memory two seconds later, beside a bare aiogram
bot that only polls. The plan and the schema are there already, as at every start but the first.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import aiohttp

from benchmarks.common import ROOT, ask, folder, median, run, table
from benchmarks.server import TOKEN, serving

ROUNDS = 5
SETTLED_SECONDS = 2.0
PATIENCE_SECONDS = 60


async def measure(
    client: aiohttp.ClientSession, address: str, command: Sequence[str], place: Path
) -> tuple[float, float, float]:
    """Seconds to the first getUpdates by the clock and of a processor, and MB of resident memory once settled."""
    await ask(client, f"{address}/control?latency=0")
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603, ASYNC220 -- it is to begin this very moment
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ
        | {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": address,
            "DATABASE_URL": f"sqlite:///{place}/start.sqlite3",
            "ADMIN_IDS": "900001",
            "HTTP_PORT": "0",
        },
    )
    try:
        while "getUpdates" not in (seen := await ask(client, f"{address}/control"))["first"]:
            if process.poll() is not None or time.monotonic() - began > PATIENCE_SECONDS:
                raise RuntimeError(f"{command} did not begin to poll")
            time.sleep(0.02)  # noqa: ASYNC251 -- nothing else to do here
        used = processor(process.pid)
        time.sleep(SETTLED_SECONDS)  # noqa: ASYNC251
        return seen["first"]["getUpdates"] - began, used, resident(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=15)


def resident(pid: int) -> float:
    """Resident memory of a process in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} has no memory")


def processor(pid: int) -> float:
    """Seconds of a processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def main() -> None:
    """The table."""
    with folder() as place, serving("plain") as address:
        commands = {
            "the bot": [sys.executable, "-m", "bot"],
            "bare aiogram": [sys.executable, "-m", "benchmarks.polling", address, TOKEN],
        }
        figures: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
        async with aiohttp.ClientSession() as client:
            await measure(client, address, commands["the bot"], place)  # makes the schema, loads the plan
            for _ in range(ROUNDS):
                for name, command in commands.items():
                    figures[name].append(await measure(client, address, command, place))
    seconds = {name: median([one[0] for one in found]) for name, found in figures.items()}
    used = {name: median([one[1] for one in found]) for name, found in figures.items()}
    memory = {name: median([one[2] for one in found]) for name, found in figures.items()}
    rows = [
        (name, f"{value['the bot']:.2f}{unit}", f"{value['bare aiogram']:.2f}{unit}", f"{_share(value):.2f}×")
        for name, value, unit in (
            ("to the first getUpdates", seconds, " s"),
            ("of a processor until then", used, " s"),
            ("resident memory", memory, " MB"),
        )
    ]
    table("Start-up and memory", ("", "the bot", "bare aiogram", "ratio"), rows)


def _share(value: dict[str, float]) -> float:
    return value["the bot"] / value["bare aiogram"]


if __name__ == "__main__":
    run(main())
