"""What SQLite is told to open."""

import os
from pathlib import Path


def database_name(file: Path) -> str:
    """The database's file; where its folder is mounted read-only, a URI that says that the file never changes.

    A database with write-ahead logging can be read where -wal and -shm stand beside it or can be made there, or else as
    `immutable` (https://sqlite.org/wal.html#readonly). A -wal that stands there holds commits, which are to be read.
    """
    read_only = file.exists() and os.statvfs(file.parent).f_flag & os.ST_RDONLY
    if not read_only or Path(f"{file}-wal").exists():
        return str(file)
    return f"{file.resolve().as_uri()}?immutable=1"
