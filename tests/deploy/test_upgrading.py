"""The recipes of docs/operations.md, "Upgrading", over the first release's folder: each command as it stands."""

import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import bagit
import pytest

from tests.deploy.test_containers import COMPOSE
from tests.deploy.test_systemd import ROOT, SETTINGS, SOCKET, UNITS, chapter_of
from tests.test_upgrade import OLD, texts

RECIPES = ("make serve", "services", "containers")
# Programs that change the machine or fetch from elsewhere: their calls are written down; what `runuser` and
# `podman compose exec` are told to run is run.
CALLED = """#!/bin/bash
echo "$(basename "$0") $*" >> "$CALLS"
case "$(basename "$0") $1 $2" in
  "runuser -u baoku") shift 3; exec "$@" ;;
  "podman compose exec") shift 3; exec "$@" ;;
esac
"""


def recipes():
    """By what serves: its commands."""
    blocks = re.findall(r"(?:^    .+\n)+", chapter_of("Upgrading"), re.M)
    assert len(blocks) == len(RECIPES)
    return dict(zip(RECIPES, blocks, strict=True))


@pytest.fixture
def folder(tmp_path) -> Path:
    """Of the first release."""
    with tarfile.open(OLD) as packed:
        packed.extractall(tmp_path / "old", filter="data")
    return next(path.parent for path in tmp_path.rglob("archive.sqlite3"))


@pytest.fixture
def upgrade(tmp_path, folder):
    """upgrade(recipe) -> what it called of such programs; its other commands were run."""
    bin_, calls, env = tmp_path / "bin", tmp_path / "calls", tmp_path / "baoku.env"
    bin_.mkdir()
    for name in ("git", "make", "systemctl", "runuser", "podman", "cp"):
        (bin_ / name).write_text(CALLED, encoding="utf-8")
        (bin_ / name).chmod(0o755)
    filled = SETTINGS.read_text(encoding="utf-8").replace("SECRET_KEY=", "SECRET_KEY=" + "x1" * 40)
    filled = filled.replace("/var/lib/baoku", str(folder)) + f"STATIC_ROOT={tmp_path / 'static'}\n"
    env.write_text(filled, encoding="utf-8")

    def run(recipe):
        script = recipes()[recipe].replace("/etc/baoku.env", str(env)).replace("/srv/baoku", str(ROOT))
        script = re.sub(r"/var/lib/baoku|\bvar(?=/backups)", str(folder), script)
        script = script.replace(".venv/bin/python", sys.executable)
        own = {"PATH": f"{bin_}:{os.environ['PATH']}", "CALLS": str(calls), "DATA_DIR": str(folder)}
        own |= {"SEGMENTER_DIR": os.environ["SEGMENTER_DIR"]}
        done = subprocess.run(["bash", "-e"], input=script, cwd=ROOT, env=own, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return [re.sub(r"manage\.py (\S+).*", r"\1", line) for line in calls.read_text(encoding="utf-8").splitlines()]

    return run


def backed_up(folder):
    (bag,) = (folder / "backups").iterdir()
    bagit.Bag(str(bag)).validate()
    return bag


def test_services_are_upgraded(upgrade, folder):
    before = texts(folder)
    calls = upgrade("services")
    names = " ".join([f"{UNITS[1].stem}.socket", UNITS[1].stem, UNITS[0].stem, UNITS[2].stem])
    python = f"runuser -u baoku -- {sys.executable}"
    assert calls == [
        f"{python} backup",
        f"systemctl stop {names}",
        "git pull",
        "make .venv/runtime",
        f"{python} migrate",
        f"{python} check",
        f"cp {' '.join(f'deploy/systemd/{path.name}' for path in [*UNITS[:2], SOCKET, UNITS[2]])} /etc/systemd/system/",
        "systemctl daemon-reload",
        f"systemctl start {names}",
    ]
    assert texts(folder) == before
    assert texts(backed_up(folder) / "data") == before, "the backup is of before"


def test_make_serve_is_upgraded(upgrade, folder):
    before = texts(folder)
    assert upgrade("make serve") == ["git pull", "make serve"]
    assert texts(backed_up(folder) / "data") == before


def test_containers_are_upgraded(upgrade, folder):
    writing = [name for name, service in COMPOSE["services"].items() if "archive:/var/lib/baoku" in service["volumes"]]
    assert upgrade("containers") == [
        "podman compose exec web " + f"{sys.executable} backup",
        "git pull",
        "podman compose build",
        f"podman compose stop {' '.join(name for name in writing if name != 'migrate')}",
        "podman compose up --detach",
    ]
    backed_up(folder)
