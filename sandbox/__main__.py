"""The sandbox alone, with a small cast: `python -m sandbox [--port 8081] [--store FILE]`."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from sandbox.clock import VirtualClock
from sandbox.server import Sandbox
from sandbox.world import Actor, Cast, Group

TOKEN = "1000000:sandbox"  # noqa: S105 - opens nothing but this server
TIMEZONE = ZoneInfo("Asia/Tashkent")
CAST = Cast(
    actors=(
        Actor(101, "Officer", "officer"),
        Actor(102, "Unit member", "unit"),
        Actor(103, "Leader", "leader"),
        Actor(104, "Admin", "admin"),
        Actor(105, "Outsider", "outsider"),
    ),
    groups=(
        Group(-201, "Group", "group", members=(103, 104), admins=(104,)),
        Group(
            -1001000000202,
            "Forum",
            "supergroup",
            members=(101, 103, 104),
            admins=(104,),
            topics=((2, "Topic"),),
        ),
    ),
)


def main(arguments: list[str]) -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A Bot API server with a chat page")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--store", type=Path, help="a file to keep the state in")
    options = parser.parse_args(arguments)
    sandbox = Sandbox(
        token=TOKEN,
        username="sandbox_bot",
        bot_name="Bot",
        cast=CAST,
        clock=VirtualClock(datetime.now(TIMEZONE)),
        timezone=TIMEZONE,
        store=options.store,
    )
    print(f"http://{options.host}:{options.port}  token {TOKEN}", flush=True)
    web.run_app(sandbox.application(), host=options.host, port=options.port, print=lambda _: None)


if __name__ == "__main__":
    main(sys.argv[1:])
