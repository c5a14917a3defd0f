"""deploy/systemd as systemd itself reads it, and its commands as they stand."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.deploy.install_servers import find_program

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
SETTINGS = ROOT / "deploy" / "baoku.env"
MOST_EXPOSED = 20  # of 100, as `systemd-analyze security` weighs it; a unit without hardening has 96


def analyze(*arguments):
    return subprocess.run([find_program("systemd-analyze"), *arguments], capture_output=True, text=True)


def value(unit, name):
    return re.search(f"^{name}=(.+)$", unit.read_text(encoding="utf-8"), re.M)[1]


def settings():
    lines = [line for line in SETTINGS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


@pytest.fixture(params=UNITS, ids=lambda unit: unit.stem)
def unit(request):
    return request.param


def test_there_are_pages_index_and_uploads():
    assert [unit.stem for unit in UNITS] == ["baoku-indexer", "baoku-web", "baoku-worker"]


def test_systemd_finds_nothing_wrong(unit, tmp_path):
    here = tmp_path / unit.name
    here.write_text(unit.read_text(encoding="utf-8").replace("/srv/baoku", str(ROOT)), encoding="utf-8")
    verified = analyze("verify", "--man=no", here)
    assert verified.returncode == 0, verified.stderr
    assert unit.name not in verified.stderr, verified.stderr


def test_systemd_finds_a_mistake(tmp_path):
    wrong = tmp_path / "baoku-web.service"
    wrong.write_text(UNITS[1].read_text(encoding="utf-8").replace("ProtectSystem=strict", "ProtectSystem=sometimes"))
    assert "baoku-web.service" in analyze("verify", "--man=no", wrong).stderr


def test_it_is_let_do_what_it_needs_alone(unit):
    judged = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", unit)
    assert judged.returncode == 0, judged.stdout


def test_the_settings_are_those_that_a_deployment_needs(tmp_path):
    """The commands of the units, with the settings as they stand and a key."""
    told = settings() | {"SECRET_KEY": "x1" * 40, "DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    for unit in UNITS:
        command = shlex.split(value(unit, "ExecStart").replace("/srv/baoku", str(ROOT)))
        tried = [*command, "--check-config"] if "gunicorn" in command[0] else [*command, "--help"]
        done = subprocess.run(tried, cwd=ROOT, env=told, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert (told["CLIENT_ADDRESS"], told["DJANGO_SETTINGS_MODULE"]) == ("HTTP_X_REAL_IP", "config.settings.prod")


def test_the_settings_say_what_is_to_be_filled_in():
    assert settings()["SECRET_KEY"] == ""
