"""Output that is whole or not there: written beside its place, and moved into it once it is."""

import glob
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.disk import durable

ENDING = ".part"


@contextmanager
def written_whole(output: Path) -> Iterator[Path]:
    """A name beside `output` for a file or folder, which takes the place of `output` at the end of the block, and is on
    the disk after it.

    What processes that were killed had begun for the same output is removed first. OSError as the system has it.
    """
    for left in output.parent.glob(f".{glob.escape(output.name)}.*{ENDING}"):
        if not _lives(int(left.name.split(".")[-2])):
            durable.remove(left)
    part = output.with_name(f".{output.name}.{os.getpid()}{ENDING}")
    try:
        yield part
        durable.move_into_place(part, output)
    finally:
        durable.remove(part)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # someone else's
    return True
