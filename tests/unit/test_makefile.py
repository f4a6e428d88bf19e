"""`make` says what it does while it takes long."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKE = shutil.which("make")


@pytest.mark.skipif(MAKE is None, reason="there is no make here")
@pytest.mark.parametrize("target", ["run", "test", "bench"])
def test_an_installation_is_announced_and_shows_how_far_it_is(target: str) -> None:
    command = [str(MAKE), "--dry-run", "--always-make", target]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()  # noqa: S603
    installs = [number for number, line in enumerate(lines) if "pip install" in line]
    assert installs
    for number in installs:
        assert lines[number - 1].startswith('echo "Installing ')
        assert "--quiet" not in lines[number]
