"""What a server is set up with: the image, compose, the units, what watches them. The tools that are here parse it."""

import configparser
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.__main__ import BAD_INPUT
from bot.config import Settings
from bot.factory import ANSWER_SECONDS, RECORD_SECONDS, TICK_END_SECONDS
from scheduler.failures import Reaction
from services.metrics import GIVEN_UP, Metrics

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = (DEPLOY / "compose.yaml", DEPLOY / "compose.postgresql.yaml")
UNITS = sorted((DEPLOY / "systemd").iterdir())
DASHBOARD = DEPLOY / "grafana" / "ijrochi.json"
ALERTS = DEPLOY / "prometheus" / "alerts.yml"
FILES = tuple(path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".pyc")
HOME = "/opt/ijrochi"  # where the bot stands in the image, and where the units look for it

SETTINGS = {name.upper() for name in Settings.model_fields}
# What these files say to others than the bot: the shell, Python, Docker, PostgreSQL's own programs.
OF_OTHERS = {"PATH", "PYTHONDONTWRITEBYTECODE", "PACKAGES", "COMPOSE_FILE", "PGPASSWORD"} | {
    f"POSTGRES_{name}" for name in ("USER", "DB", "PASSWORD")
}


def run(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, **options)  # noqa: S603


# -- the image -------------------------------------------------------------------------------------------------------


def in_the_image() -> set[str]:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in lines, "nothing goes to the builder but what is named"
    return {line[1:] for line in lines if line.startswith("!")}


def steps() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, each with what follows."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def test_the_image_has_every_room_and_neither_tests_nor_settings() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rooms = set(project["tool"]["ruff"]["lint"]["isort"]["known-first-party"]) - {"benchmarks"}
    assert in_the_image() >= rooms | {"data", "locales", "migrations", "requirements.txt"}
    assert not in_the_image() & {"tests", "docs", "var", ".env", ".git", "benchmarks"}
    assert all((ROOT / name).exists() for name in in_the_image())


def test_the_image_is_made_of_what_there_is_and_runs_as_nobody_special() -> None:
    made = steps()
    copied = [rest.split() for word, rest in made if word == "COPY" and not rest.startswith("--from")]
    sources = {name for names in copied for name in names[:-1] if name != "."}
    assert sources <= in_the_image()
    run_by = [json.loads(rest[rest.index("[") :]) for word, rest in made if word in ("CMD", "HEALTHCHECK")]
    assert run_by == [["python", "deploy/healthy.py"], ["python", "-m", "bot"]]
    assert "deploy/healthy.py" in in_the_image()
    words = [word for word, _ in made]
    assert words.index("USER") < words.index("CMD")
    assert ("WORKDIR", HOME) in made
    [installs] = [rest for word, rest in made if word == "RUN" and "pip install" in rest]
    assert "--require-hashes" in installs
    named = {name for word, rest in made if word == "ENV" for name in re.findall(r"\b([A-Z_]+)=", rest)}
    assert named <= SETTINGS | OF_OTHERS


def test_the_driver_of_the_image_is_the_tested_one() -> None:
    [name, *hashes] = (ROOT / "requirements-postgresql.txt").read_text(encoding="utf-8").replace("\\", "").split()
    tested = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    assert f"\n{name} " in tested
    assert hashes and all(one in tested for one in hashes)


class Answers(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/healthz" else 404)
        self.end_headers()
        self.wfile.write(b'{"ready": "as it is"}')

    def log_message(self, *_: object) -> None:
        """Nothing: it would be printed between the tests."""


@contextmanager
def listening() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_health_check_tells_by_its_code_whether_the_bot_is_ready(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = importlib.util.spec_from_file_location("healthy", DEPLOY / "healthy.py")
    assert spec is not None and spec.loader is not None
    healthy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(healthy)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with listening() as port:
        monkeypatch.setenv("HTTP_PORT", str(port))
        for host, status, code in (("0.0.0.0", 200, 0), ("", 503, 1), ("127.0.0.1", 200, 0)):  # noqa: S104
            monkeypatch.setenv("HTTP_HOST", host)
            monkeypatch.setattr(Answers, "status", status)
            assert healthy.main() == code
            assert "as it is" in capsys.readouterr().out
    assert healthy.main() == 1
    assert "does not answer" in capsys.readouterr().out


# -- compose ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", COMPOSE, ids=lambda file: file.name)
def test_compose_sets_nothing_that_nobody_reads_and_opens_nothing_to_the_world(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    set_here = set(re.findall(r"^ +([A-Z][A-Z_]+): ", text, re.MULTILINE))
    read_here = set(re.findall(r"\$\{([A-Z_]+)", text))
    assert set_here and set_here | read_here <= SETTINGS | OF_OTHERS
    published = re.findall(r"ports: \[(.*)\]", text)
    assert all(re.fullmatch(r'"127\.0\.0\.1:[^,]+"', one) for one in published)
    mounted = re.findall(r"- (\.\.?/[\w./]*):", text)
    assert all((DEPLOY / name).exists() for name in mounted)


def has_compose() -> bool:
    docker = shutil.which("docker")
    return docker is not None and run(docker, "compose", "version").returncode == 0


@pytest.mark.skipif(not has_compose(), reason="there is no docker compose here")
@pytest.mark.parametrize("files", [COMPOSE[:1], COMPOSE])
def test_docker_compose_takes_its_files_and_asks_for_what_is_missing(files: Sequence[Path], tmp_path: Path) -> None:
    for name in (*(file.name for file in COMPOSE), "backup.sh"):
        shutil.copy(DEPLOY / name, tmp_path)
    command = ["docker", "compose", *(part for file in files for part in ("--file", file.name)), "config", "--quiet"]
    (tmp_path / ".env").write_text("REMIND_AT=09:00\n", encoding="utf-8")
    refused = run(*command, cwd=tmp_path)
    assert refused.returncode != 0 and "deploy/.env" in refused.stderr
    (tmp_path / ".env").write_text("BOT_TOKEN=1:x\nPOSTGRES_PASSWORD=x\n", encoding="utf-8")
    done = run(*command, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


# -- systemd ---------------------------------------------------------------------------------------------------------


def unit(name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=")
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(DEPLOY / "systemd" / name, encoding="utf-8")
    return read


def test_the_units_run_what_there_is_and_leave_a_wrong_setting_alone() -> None:
    service, backup = unit("ijrochi.service")["Service"], unit("ijrochi-backup.service")["Service"]
    assert service["ExecStart"] == f"{HOME}/.venv/bin/python -m bot"
    assert service["RestartPreventExitStatus"] == str(BAD_INPUT)
    assert int(service["TimeoutStopSec"]) > ANSWER_SECONDS + RECORD_SECONDS + 2 * TICK_END_SECONDS
    script = ROOT / Path(backup["ExecStart"].split()[0]).relative_to(HOME)
    assert os.access(script, os.X_OK)
    for one in (service, backup):
        assert one["User"] == "ijrochi"
        assert (one["NoNewPrivileges"], one["ProtectSystem"], one["UMask"]) == ("yes", "strict", "0077")
    for file in UNITS:
        set_here = re.findall(r"^Environment=([A-Z_]+)=", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert set(set_here) <= SETTINGS | OF_OTHERS


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for file in UNITS:
        text = file.read_text(encoding="utf-8").replace(f"{HOME}/.venv/bin/python", sys.executable)
        (tmp_path / file.name).write_text(text.replace(HOME, str(ROOT)), encoding="utf-8")
    done = run("systemd-analyze", "verify", "--man=no", *sorted(tmp_path.iterdir()))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


# -- the backup ------------------------------------------------------------------------------------------------------

PYTHON = """#!/bin/sh
[ "$*" = "-m bot backup $4" ] && [ -z "${BROKEN:-}" ] && echo copy >"$4"
"""
PG_DUMP = """#!/bin/sh
for one in "$@"; do case "$one" in --file=*) file=${one#--file=} ;; --dbname=*) from=${one#--dbname=} ;; esac; done
echo "$from" >"$file"; [ -z "${BROKEN:-}" ]
"""
PG_RESTORE = """#!/bin/sh
[ "$1" = --list ] && [ -s "$2" ]
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Stand-ins for what the script calls; with BROKEN they fail."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in (("python", PYTHON), ("pg_dump", PG_DUMP), ("pg_restore", PG_RESTORE)):
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("database", "ending", "holds"),
    [("", "sqlite3", "copy\n"), ("postgresql://u@h/n", "dump", "postgresql://u@h/n\n")],
)
def test_old_copies_go_once_there_is_a_new_one(
    database: str, ending: str, holds: str, tmp_path: Path, programs: Path
) -> None:
    kept = tmp_path / "kept folder"
    kept.mkdir()
    old, young, others = (kept / name for name in ("ijrochi-old.sqlite3", "ijrochi-young.sqlite3", "minutes.docx"))
    for file, days in ((old, 31.5), (young, 29), (others, 400)):
        file.touch()
        os.utime(file, (time.time() - days * 86400,) * 2)

    def backup(**settings: str) -> int:
        environment = {"PATH": f"{programs}:{os.environ['PATH']}", "DATABASE_URL": database} | settings
        return run(DEPLOY / "backup.sh", kept, "30", env=environment).returncode

    assert backup(BROKEN="yes") != 0
    assert {old, young, others} <= set(kept.iterdir())
    assert backup() == 0
    [made] = [file for file in kept.iterdir() if file.suffix == f".{ending}" and file not in (old, young)]
    assert made.read_text(encoding="utf-8") == holds
    assert made.stat().st_mode & 0o077 == 0, "it holds people's words"
    assert young.exists() and others.exists() and not old.exists()


# -- what watches it -------------------------------------------------------------------------------------------------


def exposed() -> dict[str, set[str]]:
    """The names of /metrics, with those of their samples, and the labels that each may be asked for."""
    names: dict[str, set[str]] = {}
    metrics = Metrics()
    metrics.updates.labels("Message")
    for family in text_string_to_metric_families(metrics.exposed().decode()):
        for sample in family.samples:
            if not sample.name.endswith("_created"):
                names.setdefault(sample.name, set()).update(sample.labels)
    return names


def questions() -> list[str]:
    """What the dashboard and the rules ask Prometheus."""
    dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    asked += [one["definition"] for one in dashboard["templating"]["list"] if "definition" in one]
    return asked + re.findall(r"^ +expr: (.*)$", ALERTS.read_text(encoding="utf-8"), re.MULTILINE)


def test_what_watches_the_bot_asks_for_what_it_exposes() -> None:
    names = exposed()
    for question in questions():
        asked = re.findall(r"\b(ijrochi_\w+)(?:\{([^}]*)\})?", question)
        assert asked or question.startswith("up{")
        for name, within in asked:
            assert name in names, question
            labels = set(re.findall(r"(\w+)=", within)) - {"job"}
            by = {one for group in re.findall(r"by \((.*?)\)", question) for one in group.split(", ")}
            assert labels | by <= names[name], question


def test_the_dashboard_shows_all_that_is_counted() -> None:
    asked = " ".join(questions())
    base = {re.sub(r"_(bucket|count|sum)$", "", name) for name in exposed()}
    assert {name for name in base if name not in asked} == set()
    panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]
    assert len(set(places)) == len(places)


def test_each_way_in_which_a_message_fails_is_counted_from_the_start() -> None:
    assert set(GIVEN_UP) == {Reaction.UNREACHABLE, Reaction.DEFECT}
    reactions = re.findall(r'reaction="(\w+)"', ALERTS.read_text(encoding="utf-8"))
    assert set(reactions) == set(GIVEN_UP)


@pytest.mark.skipif(shutil.which("promtool") is None, reason="there is no promtool here")
def test_prometheus_takes_the_rules_and_alarms_as_they_are_meant() -> None:
    for command in (("check", "rules", ALERTS.name), ("test", "rules", "alerts_test.yml")):
        done = run("promtool", *command, cwd=ALERTS.parent)
        assert done.returncode == 0, done.stdout + done.stderr


# -- the words -------------------------------------------------------------------------------------------------------


def test_every_setting_is_explained_where_people_look_for_it() -> None:
    assert (
        set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)) == SETTINGS
    )
    table = re.findall(r"^\| (`[A-Z_`, ]+`) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"[A-Z_]+", " ".join(table))) == SETTINGS


@pytest.mark.parametrize("name", ["docs/running.md", "SECURITY.md"])
def test_the_guides_name_only_what_there_is(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for path in re.findall(r"\b((?:deploy|data|docs)/[\w./-]+\w)", text):
        assert (ROOT / path).exists() or path in ("deploy/.env", "data/office.json"), path
    for link in re.findall(r"\]\((?!http)([^)#]+)", text):
        assert ((ROOT / name).parent / link).exists(), link
    for setting in re.findall(r"\b([A-Z]+(?:_[A-Z]+)+)\b", text):
        assert setting in SETTINGS | OF_OTHERS, setting
    for command in re.findall(r"python -m bot (\w+)", text):
        assert command in ("backup", "restore", "copy", "plan", "schedule"), command
    units = re.findall(r"\b(ijrochi[\w-]*\.(?:service|timer))", text)
    assert set(units) <= {file.name for file in UNITS}
    alerts = set(re.findall(r"\b(Ijrochi[A-Z]\w+)", text))
    assert alerts <= set(re.findall(r"alert: (\w+)", ALERTS.read_text(encoding="utf-8")))


def test_no_file_here_names_an_address_to_fetch_from() -> None:
    for file in (*FILES, ROOT / ".dockerignore", ROOT / "requirements-postgresql.txt"):
        addresses = re.findall(r"https?://([^\s/\"'`:]+)", file.read_text(encoding="utf-8"))
        assert set(addresses) <= {"127.0.0.1"}, file.name
