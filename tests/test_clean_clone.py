"""What someone new does: clone, `make serve`, look at the main pages, stop, serve again; `make test`."""

import os
import re
import signal
import socket
import subprocess
import threading
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOT_A_NEWCOMERS = re.compile(
    r"MAKE|MFLAGS|DATA_DIR|SEGMENTER_DIR|DJANGO|BAOKU|VIRTUAL_ENV|PYTHON|PYTEST|COV_|COVERAGE|HOST$|PORT$|TESTS$"
)
START_SECONDS = 600  # a fresh machine downloads every package first


def environment(**more: str) -> dict[str, str]:
    """Ours without what this test run set."""
    return {**{name: value for name, value in os.environ.items() if not NOT_A_NEWCOMERS.search(name)}, **more}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("newcomer") / "baoku"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    return folder


@contextmanager
def served(folder: Path):
    """`make serve` in that folder: (address, all it printed before it was ready)."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    process = subprocess.Popen(
        ["make", "serve"],
        cwd=folder,
        env=environment(PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    alarm = threading.Timer(START_SECONDS, os.killpg, [process.pid, signal.SIGKILL])
    alarm.start()
    printed: list[str] = []
    try:
        for line in process.stdout:
            printed.append(line)
            if address in line and " is at " in line:
                break
        else:
            pytest.fail("make serve ended before it served:\n" + "".join(printed))
        yield address, "".join(printed)
    finally:
        alarm.cancel()
        os.killpg(process.pid, signal.SIGTERM)
        process.stdout.read()
        process.wait(timeout=30)


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read().decode("utf-8")


def article_addresses(html: str) -> set[str]:
    return set(re.findall(r"/articles/[a-z0-9-]+/", html))


def test_make_serve_twice(clone):
    pages = ["/", "/issues/", "/issues/2021/", "/issues/2021-11/", "/issues/2021-11-05/", "/columns/", "/contributors/"]
    with served(clone) as (address, printed):
        assert printed.count("new") >= 5
        for path in [*pages, "/about/", "/help/search/", "/healthz", "/admin/login/"]:
            assert fetch(address + path)
        found = fetch(f"{address}/search/?q={urllib.parse.quote('蓼河新城')}")
        hits = article_addresses(found)
        assert len(hits) == 2
        for path in hits:
            assert "蓼河" in fetch(address + path)
        for style in set(re.findall(r'href="(/static/[^"]+\.css)"', found)):
            assert "{" in fetch(address + style)
    with served(clone) as (address, printed):
        assert printed.count("unchanged") >= 5
        assert article_addresses(fetch(f"{address}/search/?q={urllib.parse.quote('蓼河新城')}")) == hits


def test_make_test_runs_the_checks_and_the_tests_named(clone):
    done = subprocess.run(
        ["make", "test", "TESTS=tests/archive/models", "WORKERS=1"],
        cwd=clone,
        env=environment(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\d+ passed", done.stdout)
