import sys

from tests.peak_memory import peak_of

BYTES = 60_000_000
HELD = f"import time; held = b'x' * {BYTES}; time.sleep(1)"


def test_processes_that_a_command_starts_count():
    started = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {HELD!r}], check=True)"
    status, kilobytes = peak_of([sys.executable, "-c", started])
    assert status == 0
    assert BYTES / 1024 < kilobytes < 2 * BYTES / 1024
