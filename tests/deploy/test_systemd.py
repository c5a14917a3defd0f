"""deploy/systemd as systemd itself reads it, and its commands as they stand."""

import os
import re
import shlex
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.deploy.install_servers import find_program

ROOT = Path(__file__).resolve().parents[2]
SOCKET = ROOT / "deploy" / "systemd" / "baoku-web.socket"
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


def test_systemd_finds_nothing_wrong(tmp_path):
    for each in (SOCKET, *UNITS):
        text = each.read_text(encoding="utf-8").replace("/srv/baoku", str(ROOT))
        (tmp_path / each.name).write_text(text, encoding="utf-8")
    for each in (SOCKET, *UNITS):
        verified = analyze("verify", "--man=no", tmp_path / each.name)
        assert verified.returncode == 0, verified.stderr
        assert each.name not in verified.stderr, verified.stderr


def test_systemd_finds_a_mistake(tmp_path):
    wrong = tmp_path / "baoku-web.service"
    wrong.write_text(UNITS[1].read_text(encoding="utf-8").replace("ProtectSystem=strict", "ProtectSystem=sometimes"))
    assert "baoku-web.service" in analyze("verify", "--man=no", wrong).stderr


def test_it_is_let_do_what_it_needs_alone(unit):
    judged = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager", unit)
    assert judged.returncode == 0, judged.stdout


def test_the_settings_are_those_that_a_deployment_needs(tmp_path, collected):
    """The commands of the units, with the settings as they stand and a key."""
    told = settings() | collected | {"SECRET_KEY": "x1" * 40, "DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    for unit in UNITS:
        command = shlex.split(value(unit, "ExecStart").replace("/srv/baoku", str(ROOT)))
        tried = [*command, "--check-config"] if "gunicorn" in command[0] else [*command, "--help"]
        done = subprocess.run(tried, cwd=ROOT, env=told, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert (told["CLIENT_ADDRESS"], told["DJANGO_SETTINGS_MODULE"]) == ("HTTP_X_REAL_IP", "config.settings.prod")


def test_the_units_offer_nothing_that_leaves_old_code_running():
    """With preload_app a HUP replaces workers only, and what their first process loaded stays."""
    assert not re.search("^ExecReload", UNITS[1].read_text(encoding="utf-8"), re.M)
    assert f"Requires={SOCKET.name}\n" in UNITS[1].read_text(encoding="utf-8")


def test_who_asks_while_the_server_is_started_again_waits_and_is_answered():
    """As systemd does it: the socket is handed to each process, and is open between them."""
    with socket.create_server(("127.0.0.1", 0)) as kept:
        for _ in range(2):
            asked = HTTPConnection("127.0.0.1", kept.getsockname()[1], timeout=60)
            asked.request("GET", "/", headers={"Host": "localhost"})  # nothing serves yet
            command = f'exec 3<&{kept.fileno()}; LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"'
            serve = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "tests.config.small_app"]
            with subprocess.Popen(
                ["bash", "-c", command, "bash", *serve], cwd=ROOT, pass_fds=[kept.fileno()], stdout=subprocess.DEVNULL
            ) as process:
                answer = asked.getresponse()
                process.terminate()
            assert answer.status == 200


def chapter_of(heading):
    """Of docs/operations.md."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    return text.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def commands_of(heading):
    """The commands of a chapter, as they stand."""
    return [line.strip() for line in chapter_of(heading).splitlines() if line.startswith("    ")]


def test_a_newcomer_who_follows_the_commands_has_a_server_that_starts(tmp_path):
    """All but those that change the machine: an account, the virtual environment, systemd's own."""
    archive, env = tmp_path / "lib" / "archive", tmp_path / "baoku.env"
    filled = SETTINGS.read_text(encoding="utf-8").replace("SECRET_KEY=", "SECRET_KEY=" + "x1" * 40)
    shared = f"\nSTATIC_ROOT={tmp_path / 'static'}\nSEGMENTER_DIR={os.environ['SEGMENTER_DIR']}\n"
    env.write_text(filled.replace("/var/lib/baoku", str(archive)) + shared, encoding="utf-8")
    ours = [line for line in commands_of("As services") if not re.match("useradd|cd |install -m|cp |systemctl", line)]
    assert len(ours) == 6
    script = "\n".join(ours).replace("runuser -u baoku -- ", "").replace("-o baoku -g baoku ", "")
    script = script.replace("/var/lib/baoku", str(archive)).replace("/etc/baoku.env", str(env))
    script = script.replace(".venv/bin/python", sys.executable)

    def run(lines):
        plain = {"PATH": os.environ["PATH"]}
        return subprocess.run(["bash", "-e"], input=lines, cwd=ROOT, env=plain, capture_output=True, text=True)

    serve = f"\n{sys.executable} -m gunicorn -c config/gunicorn.py --check-config config.wsgi"
    begun = "\n".join(line for line in script.splitlines() if "collectstatic" not in line)
    for early in (run(begun), run(begun.rpartition("\n")[0] + serve)):  # the check says so, and the server itself
        assert early.returncode != 0
        assert "collectstatic --noinput" in early.stderr
    done = run(script + serve)
    assert done.returncode == 0, done.stderr


def test_the_settings_say_what_is_to_be_filled_in():
    assert settings()["SECRET_KEY"] == ""
