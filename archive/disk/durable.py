"""Writing that outlasts a power cut, and that only its owner may read.

A file's bytes are on the disk before its name is, and a name is there only once its folder is synced (fsync(2)). So
everything is written as a draft first, and move_into_place() does the rest: for a file as for a folder of thousands.
"""

import os
import shutil
from functools import partial
from io import BufferedRandom
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700


class NoFolder(NotADirectoryError):
    """Something else is where a folder is to be; the message says what to do."""


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing. Nothing to do where it exists. Raises NoFolder."""
    missing = [each for each in (folder, *folder.parents) if not each.is_dir()]
    for each in reversed(missing):
        try:
            each.mkdir(mode=FOLDER_MODE, exist_ok=True)
        except FileExistsError as there:
            # It is left alone: what a link leads to may only not be mounted yet.
            raise NoFolder(
                f"{each} is no folder but a file, or a link that leads to none. "
                "Move it away, or mount what it leads to; a folder that is missing is made."
            ) from there
        sync_to_disk(each.parent)


def new_file(path: Path) -> BufferedRandom:
    """A draft to be written (and read again). FileExistsError where there is such a file already."""
    return open(path, "x+b", opener=partial(os.open, mode=FILE_MODE))


def move_into_place(draft: Path, place: Path) -> None:
    """Give a draft, a file or a folder with all that is in it, its name: of a file that is there it takes the place.

    When this returns, all of it is on the disk; a power cut before leaves what was there before.
    """
    for path in (*draft.rglob("*"), draft):
        sync_to_disk(path)
    draft.replace(place)
    sync_to_disk(place.parent)


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it; nothing to do where there is none."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def sync_to_disk(path: Path) -> None:
    """Wait until the bytes of a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
