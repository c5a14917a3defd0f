"""What an index on disk consists of: the pointer of its folder, and in each generation a manifest for each commit.

Both are JSON, and both name their format before anything else, so that a file of another release is refused with words
and never guessed at. The pointer has the checksums of the manifest and of Whoosh's table of contents (TOC), the
manifest the size and checksum of every file: what disagrees is damage. The TOC is written for Whoosh; nothing of ours
unpickles it.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from whoosh.index import TOC

from archive.disk import durable
from search.store.damage import OtherFormat, bytes_of, damaged

# Raised when an index must be rebuilt because its format changed. Whoosh's table of contents names modules of
# search.store, so that moving one of them is a new format too. (2: search.engine.store became search.store; 3: the
# pointer has checksums; 4: manifests, and blocks with checksums; 5: texts once, in two bytes a character; 6: postings
# that are decoded in one step.)
FORMAT = 6
READABLE = range(6, FORMAT + 1)
POINTER = "current.json"
INDEX_NAME = "articles"
EXTENSION = ".lean"


@dataclass(frozen=True)
class FileEntry:
    """A file's size in bytes and checksum: its SHA-256, or for a segment what ContainerWriter.finish gives."""

    size: int
    checksum: str

    @classmethod
    def from_file(cls, path: Path) -> "FileEntry":
        """Of a small file. FileNotFoundError, IndexUnavailable."""
        data = bytes_of(path)
        return cls(len(data), hashlib.sha256(data).hexdigest())


@dataclass
class SegmentEntry:
    """A segment: its file's name, how many documents it has, the numbers of those that were deleted."""

    file: str
    documents: int
    deleted: set[int] = field(default_factory=set)

    @property
    def living(self) -> int:
        return self.documents - len(self.deleted)


@dataclass(frozen=True)
class Manifest:
    """One commit of a generation: its segments, made under `fingerprint`, and every file of it by name."""

    fingerprint: str
    segments: list[SegmentEntry]
    files: Mapping[str, FileEntry]

    def has_shape(self, shape: str) -> bool:
        """Whether the fingerprint is of this shape: the part of it before the slash."""
        return not shape or self.fingerprint.startswith(f"{shape}/")

    def write(self, path: Path) -> str:
        """Write it, on the disk when this returns; its checksum."""
        segments = [{**vars(segment), "deleted": sorted(segment.deleted)} for segment in self.segments]
        files = {name: asdict(entry) for name, entry in self.files.items()}
        text = json.dumps({"format": FORMAT, "fingerprint": self.fingerprint, "segments": segments, "files": files})
        with durable.new_file(path) as file:
            file.write(text.encode())
        durable.sync_to_disk(path)
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def read(cls, path: Path, checksum: str) -> "Manifest":
        """FileNotFoundError; OtherFormat; DamagedIndex where it is not that of the `checksum`."""
        data = bytes_of(path)
        said = parsed(path, data)
        if hashlib.sha256(data).hexdigest() != checksum:
            raise damaged(path, "it is not the manifest that the pointer names")
        segments = [SegmentEntry(**{**entry, "deleted": set(entry["deleted"])}) for entry in said["segments"]]
        return cls(said["fingerprint"], segments, {name: FileEntry(**entry) for name, entry in said["files"].items()})


@dataclass(frozen=True)
class Pointer:
    """The commit in use: folder `generation`, its `number` there, the checksums of its manifest and TOC; and `kept`,
    the commit in use before this generation, until this one has served."""

    generation: str
    number: int
    manifest: str
    toc: str
    kept: "Pointer | None" = None

    @property
    def manifest_name(self) -> str:
        return f"manifest-{self.number}.json"

    @property
    def toc_name(self) -> str:
        """What the file of Whoosh's table of contents of this number is called."""
        return str(TOC._filename(INDEX_NAME, self.number))

    @classmethod
    def read(cls, folder: Path) -> "Pointer | None":
        """None where no index was ever committed. OtherFormat; DamagedIndex; IndexUnavailable."""
        path = folder / POINTER
        try:
            said = parsed(path, bytes_of(path))
        except FileNotFoundError:
            return None
        own = said.pop("checksum", None)
        if own != checksum_of_json(said):
            raise damaged(path, "its checksum is not that of what it says")
        del said["format"]
        return cls._from_json(said)

    @classmethod
    def _from_json(cls, said: dict[str, Any]) -> "Pointer":
        kept = said.pop("kept")
        return cls(**said, kept=cls._from_json(kept) if kept else None)

    def write(self, folder: Path) -> None:
        """Make this the commit in use: the one atomic act of a commit."""
        said = {"format": FORMAT, **asdict(self)}
        draft = folder / f"{POINTER}.{secrets.token_hex(4)}"
        with durable.new_file(draft) as file:
            file.write(json.dumps({**said, "checksum": checksum_of_json(said)}).encode())
        place = folder / POINTER
        if place.is_dir():  # whoever made it: nothing can take the place of a folder
            durable.remove(place)
        durable.move_into_place(draft, place)

    def read_manifest(self, folder: Path) -> Manifest:
        """The manifest, which its TOC agrees with. FileNotFoundError; OtherFormat; DamagedIndex."""
        generation = folder / self.generation
        manifest = Manifest.read(generation / self.manifest_name, self.manifest)
        toc = FileEntry.from_file(generation / self.toc_name)
        if toc.checksum != self.toc or manifest.files.get(self.toc_name) != toc:
            raise damaged(generation / self.toc_name, "it is not the table of contents that pointer and manifest name")
        return manifest


def parsed(path: Path, data: bytes) -> dict[str, Any]:
    """What a JSON file of the index says, if its format is one that this release reads."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:  # the latter where brackets open a hundred thousand times
        raise damaged(path, "it is no JSON") from error
    version = said.get("format", 0) if isinstance(said, dict) else None
    if type(version) is not int:
        raise damaged(path, "it is something else")
    if version not in READABLE:
        age = "a later" if version > FORMAT else "an earlier"
        raise OtherFormat(
            f"{path} is of format {version}, written by {age} release; this one reads {READABLE[0]} to {READABLE[-1]}. "
            "Run `manage.py rebuild_index`, or run_indexer, which builds it anew by itself."
        )
    return said


def checksum_of_json(said: Mapping[str, Any]) -> str:
    """The SHA-256 of what a JSON object says, in whatever order."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
