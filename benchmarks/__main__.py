"""All benchmarks, one after the other: `python -m benchmarks [--full]`."""

import argparse
import subprocess
import sys

parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
parser.add_argument("--full", action="store_true", help="more messages, and a plan of 1,000,000 assignments")
sizes = ["--full"] if parser.parse_args().full else []

# Each in a process of its own: none inherits what another one has warmed up or filled.
for name, options in (
    ("pacing", sizes),
    ("sharing", sizes),
    ("sweep", sizes),
    ("watching", []),
    ("update", []),
    ("crowd", []),
    ("startup", []),
    ("documents", []),
    ("importing", []),
    ("processes", []),
    ("morning", []),
):
    subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *options], check=True)  # noqa: S603 -- this package
