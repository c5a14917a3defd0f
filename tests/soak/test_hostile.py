"""A folder of files made to stop their reader, an honest one after each: all end with a reason, the honest come in.

`make test` takes those that end soon; `make soak` (SOAK_HOSTILE=all) every kind there is.
"""

import os
import re
import time
from pathlib import Path

import pytest

from tests import hostile
from tests.archive.management.processes import Archive

SECONDS = 60.0
MEMORY = 1024  # MB, of all processes of the import together
# One that is refused by a bound, one that crashes its reader, one that takes all memory, and so on.
SOON = (
    "aliases.md",
    "attributes.html",
    "bomb.pdf",
    "deep.xml",
    "line-feeds.txt",
    "many.zip",
    "memory.jsonl.xz",
    "window.zip",
)
HONEST = "第{}盏灯\n\n　　本报讯 河堤上的第{}盏路灯昨晚亮了，居民当晚就来散步。\n"


def family(process: int) -> list[int]:
    """A process and its children."""
    children = Path(f"/proc/{process}/task/{process}/children")
    return [process, *map(int, children.read_text().split())] if children.exists() else []


def resident(process: int) -> float:
    """Memory in MB that a process holds now; 0 once it has ended."""
    try:
        found = re.search(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(), re.M)
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


@pytest.mark.parametrize(
    "names", [list(hostile.KINDS) if os.environ.get("SOAK_HOSTILE") == "all" else SOON], ids=["all"]
)
def test_none_stops_those_after_it(tmp_path, names):
    folder = tmp_path / "papers"
    hostile.write(folder, names)
    for number, name in enumerate(names):
        (folder / f"{name}-then.txt").write_text(HONEST.format(number, number), encoding="utf-8")
    archive = Archive(tmp_path / "data")
    process = archive.start("ingest", "--no-index", folder)
    last, lines, most, slow = time.monotonic(), 0, 0.0, {}
    log = tmp_path / "data" / "archive.sqlite3"
    assert log.exists()
    while process.poll() is None:
        most = max(most, sum(map(resident, family(process.pid))))
        told = archive.one("SELECT count(*) FROM archive_importevent")
        if told > lines:
            origin = archive.one("SELECT origin FROM archive_importevent ORDER BY id DESC LIMIT 1")
            slow[origin] = time.monotonic() - last
            last, lines = time.monotonic(), told
        time.sleep(0.05)
    out, err = process.communicate()
    assert "Traceback" not in err
    honest = archive.one("SELECT count(*) FROM archive_sourcefile WHERE name LIKE '%-then.txt'")
    assert honest == len(names), out
    assert max(slow.values()) < SECONDS, max(slow.items(), key=lambda pair: pair[1])
    assert most < MEMORY
    failed = dict(archive.ask("SELECT origin, message FROM archive_importevent WHERE outcome = 'failed'"))
    assert all(failed.values())
    print(f"{len(names)} kinds, {len(failed)} failures; at most {most:.0f} MB, {max(slow.values()):.0f} s")
    stopped = archive.one("SELECT count(*) FROM archive_importevent WHERE sha256 != ''")
    again = archive.start("ingest", "--no-index", folder)
    out, _ = again.communicate(timeout=SECONDS * len(names))
    assert out.count("未再试") == stopped
