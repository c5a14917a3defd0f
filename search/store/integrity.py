"""Whether all files of the index are those that were written.

Whoever reads verifies as it goes (search.store.container); this looks at all of it, for check_archive.
"""

from collections.abc import Iterator
from pathlib import Path

from search.store.damage import DamagedIndex, OtherFormat
from search.store.manifest import EXTENSION, FileEntry, Manifest
from search.store.segment import SegmentFile


def differing_files(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Names of the files in `folder` that are missing, unreadable or of other bytes than the manifest says."""
    for name, entry in manifest.files.items():
        path = folder / name
        try:
            if name.endswith(EXTENSION):
                SegmentFile(path, entry.checksum).verify_all()
            elif FileEntry.from_file(path) != entry:
                yield name
        except (OSError, DamagedIndex, OtherFormat):
            yield name
