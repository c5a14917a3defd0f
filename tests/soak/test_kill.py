"""Writers killed (SIGKILL) at random moments while others read: nothing committed is lost, nothing is left behind.

`make test` kills a few times; SOAK_KILLS=50 (make soak) as often as it says.
"""

import json
import os
import random
import signal
import time

import pytest

from tests.warm import WarmProcess

KILLS = int(os.environ.get("SOAK_KILLS", "2"))
READERS = 2
LONGEST = 0.4  # seconds a writer lives after its first commit


@pytest.fixture
def start(tmp_path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    processes = []

    def run(*command):
        process = WarmProcess(list(command), environment)
        processes.append(process)
        return process

    yield run
    for process in processes:
        process.kill()
        process.wait()


def output(process):
    text, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return text


def killed(process, rng):
    """Kill at a random moment after the first line; the lines it wrote, all of them after a commit."""
    first = process.stdout.readline()
    assert first
    time.sleep(rng.random() * LONGEST)
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    return [line for line in (first + rest).splitlines() if line]


def test_a_killed_writer_loses_nothing_and_leaves_nothing(start):
    seed = random.randrange(10**6)
    rng = random.Random(seed)
    output(start("manage.py", "migrate", "-v0"))
    output(start("manage.py", "rebuild_index", "--noinput"))
    readers = [start("-m", "tests.soak.processes", "read") for _ in range(READERS)]
    for reader in readers:
        assert reader.stdout.readline() == "reading\n"
    acknowledged = set()
    for round_number in range(KILLS):
        verb = ("write", "rebuild")[round_number % 2]
        lines = killed(start("-m", "tests.soak.processes", verb), rng)
        if verb == "write":
            acknowledged |= {int(line) for line in lines}
        found = json.loads(output(start("-m", "tests.soak.processes", "check")))
        context = f"seed {seed}, round {round_number} ({verb}): {found}"
        assert acknowledged <= set(found["database"]), context
        assert found["index"] == found["database"], context
        assert found["held"] == [], context
    # What a dead rebuild left is swept by the next that lives.
    output(start("manage.py", "rebuild_index", "--noinput"))
    found = json.loads(output(start("-m", "tests.soak.processes", "check")))
    assert found["generations"] == 1
    assert found["files"] == [".json", *[".lean"] * found["segments"], ".toc"]
    for reader in readers:
        assert reader.poll() is None, "a reader failed; its error stands above"
