"""How much memory a command takes at its height: `python -m tests.peak_memory manage.py rebuild_index`, say.

What is measured is the proportional set size (PSS) of the command and all its descendants together, every tenth of a
second, out of /proc (proc(5)): memory that processes share counts once. Linux only.
"""

import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

INTERVAL = 0.1  # seconds
MB = 1024  # kilobytes, in which the system counts


def family(root: int) -> list[int]:
    """A process and all its descendants."""
    children = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            continue
        children[parent].append(int(stat.parent.name))
    members = [root]
    for member in members:
        members += children[member]
    return members


def pss(process: int) -> int:
    """Kilobytes; 0 of one that has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def peak_of(command: Sequence[str]) -> tuple[int, int]:
    """Run the command; its exit status, and the highest sum in kilobytes."""
    running = subprocess.Popen(command)
    highest = 0
    while running.poll() is None:
        highest = max(highest, sum(map(pss, family(running.pid))))
        time.sleep(INTERVAL)
    return running.returncode, highest


if __name__ == "__main__":
    began = time.monotonic()
    status, kilobytes = peak_of([sys.executable, *sys.argv[1:]])
    print(f"{time.monotonic() - began:.1f} s, {kilobytes // MB} MB at most")
    sys.exit(status)
