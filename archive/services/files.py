"""Finds the files that an import is to read: files, and folders with all that is in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Found:
    """A file to read. `origin` says where it is, and stays the same from one run to the next."""

    origin: str
    name: str
    path: Path

    def read(self) -> bytes:
        """The whole file; OSError where it is not there or not readable."""
        return self.path.read_bytes()


def find(paths: Iterable[str | Path]) -> Iterator[Found]:
    """The files at `paths` and in folders among them, hidden ones aside, in the order of their names.

    A path that does not exist is given too: reading it says what is wrong.
    """
    for path in map(Path, paths):
        inside = (
            sorted(
                p
                for p in path.rglob("*")
                if p.is_file() and not any(part.startswith(".") for part in p.relative_to(path).parts)
            )
            if path.is_dir()
            else [path]
        )
        for file in inside:
            yield Found(str(file.absolute()), file.name, file)
