"""What is wrong where no index answers, and the mark by which whoever meets damage tells whoever mends it."""

import errno
import logging
from pathlib import Path

log = logging.getLogger(__name__)

DAMAGE_MARK = "damaged"  # a file of this name in a generation says that it must be built anew, and why
RECALLED = "recalled"  # one of this name: it lacks changes, and nothing may answer from it until they are added
# What reading fails with where nothing but a rebuild helps: a bad sector, a folder for a file, a file for a folder, a
# link that leads to itself.
LOST = (errno.EIO, errno.EISDIR, errno.ENOTDIR, errno.ELOOP)
# What a decoder fails with where bytes lead nowhere: no such place, kind or size.
LEADS_NOWHERE = (ArithmeticError, LookupError, MemoryError, ValueError)
WAY_OUT = "run_indexer builds it anew by itself; `manage.py rebuild_index` does so now."


class IndexUnavailable(Exception):
    """No index answers: not built yet, or not readable. The message says what to do."""


class RebuildDue(IndexUnavailable):
    """What only a rebuild mends; what may pass by itself (rights, too many open files) is no such thing."""


class NoIndex(RebuildDue):
    """Nothing was ever committed in the folder."""


class OtherFormat(RebuildDue):
    """The index is of an earlier or a later release, or holds other fields."""


class DamagedIndex(RebuildDue):
    """A file of the index is not as it was written."""


def damaged(path: Path, why: str) -> DamagedIndex:
    """The error that `path`, a file of a generation or the pointer, is damaged; the generation is marked so."""
    said = f"{path}: {why}. {WAY_OUT}"
    try:
        (path.parent / DAMAGE_MARK).write_text(said, encoding="utf-8")
    except FileNotFoundError:
        pass  # the folder is gone, and what would be said of it
    except OSError as reason:  # a full or read-only disk: the answer is the same, only nobody else hears of it
        log.warning("%s could not be marked as damaged: %s", path.parent, reason)
    return DamagedIndex(said)


def unreadable(path: Path, reason: OSError, what: str = "it") -> IndexUnavailable:
    """The error that `path`, or `what` of it, cannot be read: it is damaged where nothing but a rebuild helps."""
    if reason.errno in LOST:
        return damaged(path, f"{what} cannot be read ({reason.strerror})")
    return IndexUnavailable(f"{path} cannot be read: {reason.strerror}. See the folder's rights and its disk.")


def marked_damage(generation: Path) -> str:
    """What was found damaged in the folder of a generation; "" where nothing was."""
    try:
        said = (generation / DAMAGE_MARK).read_text(encoding="utf-8", errors="replace")
    except OSError:  # no mark, or none that can be read
        return ""
    return said or f"{generation} is marked as damaged. {WAY_OUT}"


def bytes_of(path: Path) -> bytes:
    """A whole small file. FileNotFoundError where there is none; DamagedIndex, IndexUnavailable where it cannot be
    read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as reason:
        raise unreadable(path, reason) from reason
