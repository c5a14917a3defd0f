"""Only regular files are read: a link may lead anywhere, a pipe or a device may never end."""

import errno
import os
import stat
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path
from typing import Final

from archive.ingest.types import UnreadableSource

# O_NONBLOCK: to open a pipe that nobody writes to would wait for ever.
FLAGS: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
LINK: Final = "是符号链接，不跟随读取。请把它所指的文件（或文件夹）本身交来导入。"

# What is no file of text, by the test of stat(2) that knows it.
REFUSED: Final[tuple[tuple[Callable[[int], bool], str], ...]] = (
    (stat.S_ISLNK, LINK),
    (stat.S_ISFIFO, "是管道，不是文件，未读取。请先存成文件再导入。"),
    (stat.S_ISSOCK, "是套接字，不是文件，未读取。"),
    (lambda mode: stat.S_ISCHR(mode) or stat.S_ISBLK(mode), "是设备，不是文件，未读取。"),
)


def check_kind(mode: int) -> None:
    """Raise UnreadableSource where `mode`, as stat(2) or a zip has it, is that of a link, a pipe or a device."""
    for test, words in REFUSED:
        if test(mode):
            raise UnreadableSource(words)


def open_regular(path: Path) -> BufferedReader:
    """A regular file, open to be read; whatever has taken its place since it was found is refused as well.

    Raises UnreadableSource for what is none, OSError for what cannot be opened.
    """
    try:
        file = os.fdopen(os.open(path, FLAGS), "rb")
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise UnreadableSource(LINK) from error
        raise
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise UnreadableSource("不是普通文件，无法读取。")
    return file
