"""Files that are made when they are first asked for and kept: within bounds, whoever asks for how many.

Several processes make one at a time, at most so many in a minute; of those kept the newest stay. Each is written as a
draft first, which takes its room before anything is made: a disk that takes none costs nobody's time, and what is
forgotten while it is made does not come back. What a power cut takes is made again.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from archive.disk import durable
from archive.disk.locks import LOCK_FILES, LockHeld, locked

ROOM_FOR_A_FILE = 1_000_000  # bytes: more than a picture takes
logger = logging.getLogger(__name__)


class NotMadeNow(Exception):
    """As many files were made as may be within a minute, another is just being made, or the disk takes none."""


class KeptFile(NamedTuple):
    ending: str  # .png
    content: bytes


def forget(folder: Path, name: str = "") -> None:
    """Remove the files whose names begin so, and the drafts of those; all, where nothing is said."""
    for path in folder.glob(f"{name}*"):
        if path.suffix not in LOCK_FILES:
            path.unlink(missing_ok=True)


@dataclass(frozen=True)
class KeptFolder:
    """A folder of such files. `endings` are those that a file may have, `patience` is in seconds."""

    folder: Path
    endings: Sequence[str]
    most_kept: int
    a_minute: int
    patience: float

    def ending(self, name: str) -> str | None:
        """The ending of the file of this name, where it is kept."""
        return next((ending for ending in self.endings if (self.folder / f"{name}{ending}").exists()), None)

    def found(self, name: str) -> KeptFile | None:
        """The file of this name (without its ending), where it is kept."""
        with suppress(FileNotFoundError):  # forgotten meanwhile
            if (ending := self.ending(name)) is not None:
                return KeptFile(ending, (self.folder / f"{name}{ending}").read_bytes())
        return None

    def get(self, name: str, make: Callable[[], KeptFile], still: Callable[[], bool] = lambda: True) -> KeptFile:
        """The file of this name, made where it is not kept. Raises NotMadeNow, and what `make` raises.

        `still` says, once it is kept, whether it may be: whoever hides what it shows forgets the files that are kept
        after that is hidden.
        """
        if known := self.found(name):
            return known
        with self.turn():
            return self.found(name) or self._made(name, make, still)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """While this lasts, no other process makes a file. Raises NotMadeNow."""
        try:
            with locked(self.folder, "drawing", self.patience):
                yield
        except LockHeld as held:
            raise NotMadeNow from held
        except OSError as wanting:
            logger.warning("Nothing can be kept in %s: %s", self.folder, wanting)
            raise NotMadeNow from wanting

    def _made(self, name: str, make: Callable[[], KeptFile], still: Callable[[], bool]) -> KeptFile:
        kept = self._kept()
        if sum(made > time.time() - 60 for made, _ in kept) >= self.a_minute:
            raise NotMadeNow
        draft = self.folder / f"{name}.draft"
        draft.unlink(missing_ok=True)  # of a process that was killed
        try:
            with durable.new_file(draft) as written:
                written.write(bytes(ROOM_FOR_A_FILE))
                written.flush()
                file = make()
                written.seek(0)
                written.truncate()
                written.write(file.content)
            draft.replace(self.folder / f"{name}{file.ending}")
        except FileNotFoundError as forgotten:
            raise NotMadeNow from forgotten
        finally:
            draft.unlink(missing_ok=True)
        for _, oldest in kept[: max(0, len(kept) + 1 - self.most_kept)]:
            oldest.unlink(missing_ok=True)
        if not still():
            forget(self.folder, name)
            raise NotMadeNow
        return file

    def _kept(self) -> list[tuple[float, Path]]:
        """All with when they were made, the oldest first."""
        found = []
        for path in self.folder.iterdir():
            if path.suffix in self.endings:
                with suppress(FileNotFoundError):  # forgotten meanwhile
                    found.append((path.stat().st_mtime, path))
        return sorted(found)
