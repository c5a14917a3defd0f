"""Files that came by the browser: kept on the disk until run_worker has read them.

What is in a file is judged when it is read, in a process of its own and by content; here only what a name says of files
of ready-made articles is set right, since those are read another way.
"""

import hashlib
import re
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from io import BufferedRandom
from pathlib import Path, PurePath

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction

from archive.disk import durable
from archive.disk.locks import locked
from archive.ingest.foreign_json import foreign_json
from archive.ingest.readers.names import printable
from archive.ingest.types import UnreadableSource
from archive.isolation.process import ReaderFault, ReadingProcess
from archive.loader.changes import name_of
from archive.models import ImportBatch, Newspaper, Upload
from archive.services import worker
from archive.services.files import RECORDS, FoundFile, failing, packed, read_regular_file

UPLOADS = "uploads"  # the lock of who puts files among those that wait, or takes them out
WAIT = 30.0  # seconds for that lock: it is held for as long as files take to be moved
PART = ".part"
A_DAY = 24 * 3600
LONGEST_NAME = 200  # characters
HEAD = 4096  # bytes that tell whether a file is one of ready-made articles
ZIP, EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
OFFICE = {"[Content_Types].xml", "mimetype"}  # files in a zip that is a document
RECORD = re.compile(rb"(\xef\xbb\xbf)?\{\s*\"")
PACKED = (b"\x1f\x8b", b"\xfd7zXZ")  # gzip and xz, in which files of ready-made articles may come


class Incoming:
    """A file as it comes, written to the disk piece by piece. OSError where there is no room for it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.size = 0
        self.head = b""
        self.part = folder() / f"{uuid.uuid4().hex}{PART}"
        self._hash = hashlib.sha256()
        durable.make_folder(self.part.parent)
        self._file: BufferedRandom = durable.new_file(self.part)

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""
        self.head += piece[: HEAD - len(self.head)]
        self.size += len(piece)
        self._hash.update(piece)
        self._file.write(piece)

    def close(self) -> str:
        """All bytes have come; their SHA-256. OSError as above."""
        self._file.close()
        return self._hash.hexdigest()

    def drop(self) -> None:
        """Nobody wants the file any more; nothing to do where it was moved to its place."""
        with suppress(OSError):  # no room for what was still to be written
            self._file.close()
        self.part.unlink(missing_ok=True)


@dataclass(frozen=True)
class Received:
    """A file that came, under the name that the browser gave it; `reason` says why it is refused, where it is."""

    name: str
    size: int
    sha256: str = ""
    part: Path | None = None
    head: bytes = field(default=b"", repr=False)
    reason: str = ""


def folder() -> Path:
    """Where files wait for being read."""
    return Path(settings.DATA_DIR) / "uploads"


def queue(received: Sequence[Received], by: User, newspaper: Newspaper | None) -> ImportBatch:
    """A batch of drafts of these files, which are on the disk when this returns, with a row each for what was refused;
    `newspaper` is that of files that name none. The worker is called."""
    names = told_apart([name_by_content(each) for each in received])
    with locked(settings.DATA_DIR, UPLOADS, WAIT):
        for each in received:
            if each.part:
                durable.move_into_place(each.part, Upload.path_of(each.sha256))
        with transaction.atomic():
            wanted = any(each.part for each in received)
            state = ImportBatch.State.WAITING if wanted else ImportBatch.State.DONE
            batch = ImportBatch.objects.create(
                command="在编辑台上传", newspaper=newspaper, as_drafts=True, by=by, by_name=name_of(by), state=state
            )
            Upload.objects.bulk_create(
                Upload(
                    batch=batch,
                    name=name,
                    size=each.size,
                    sha256=each.sha256,
                    state=Upload.State.WAITING if each.part else Upload.State.REFUSED,
                    reason=each.reason,
                )
                for name, each in zip(names, received, strict=True)
            )
    worker.call()
    return batch


def set_aside(received: Sequence[Received], by: User) -> str:
    """A ticket for files whose form has to be filled in once more; they are kept for a day. No browser sends the files
    of a form again by itself."""
    facts = [(each.name, each.size, each.sha256, each.part and each.part.name, each.reason) for each in received]
    return signing.dumps([by.pk, facts], salt=UPLOADS, compress=True)


def fetched(ticket: str, by: User) -> list[Received]:
    """The files of a ticket; none where it is another's, too old, or used."""
    try:
        owner, facts = signing.loads(ticket, salt=UPLOADS, max_age=A_DAY)
    except signing.BadSignature:
        return []
    parts = [(*each, folder() / each[3] if each[3] else None) for each in facts]
    if owner != by.pk or any(part and not part.exists() for *_, part in parts):
        return []
    return [
        Received(name, size, sha256, part, head_of(part) if part else b"", reason)
        for name, size, sha256, _, reason, part in parts
    ]


def head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def name_by_content(received: Received) -> str:
    """What a file is called here: as the browser called it, without folders. One that holds a JSON object a line is
    called .jsonl, and one that is of another kind is not."""
    name = printable(PurePath(received.name.replace("\\", "/")).name)[-LONGEST_NAME:] or "无名"
    if RECORDS.search(name):
        head = received.head.lstrip()
        is_packed = head.startswith(PACKED)
        return name if RECORD.match(head) or is_packed else f"{name}.txt"
    return f"{name}.jsonl" if begins_with_record(received.head) else name


def begins_with_record(head: bytes) -> bool:
    """Whether the first line of a file is a JSON object, as far as its beginning tells."""
    line, ended, _ = head.strip().partition(b"\n")
    if not RECORD.match(line):
        return False
    try:
        return not ended or isinstance(foreign_json(line.decode("utf-8-sig")), dict)
    except UnicodeError:
        return True  # in another encoding than JSON is written in, or with half a character: its reader says so
    except ValueError:
        return False


def told_apart(names: Iterable[str]) -> list[str]:
    """The names, each once: the second 一版.txt becomes 一版~2.txt."""
    seen: Counter[str] = Counter()
    apart: list[str] = []
    for name in names:
        path, tried = PurePath(name), name
        while tried in seen:
            seen[name] += 1
            tried = f"{path.stem}~{seen[name]}{path.suffix}"
        seen[tried] += 1
        apart.append(tried)
    return apart


def found_uploads(batch: ImportBatch) -> Iterator[FoundFile]:
    """The files of a batch that wait for being read, and those in zips among them; what is wrong with one is said
    where it is read."""
    with ReadingProcess() as unpacker:
        for upload in batch.uploads.filter(state=Upload.State.WAITING):
            path = Upload.path_of(upload.sha256)
            if not path.exists():
                said = "上传的文件已不在服务器上（DATA_DIR/uploads），请再上传一次。"
                yield FoundFile(upload.origin, path, failing(UnreadableSource(said)))
            elif is_zip_of_files(path, unpacker):
                yield from packed(path, upload.origin, unpacker)
            else:
                yield FoundFile(upload.origin, path, partial(read_regular_file, path))


def is_zip_of_files(path: Path, unpacker: ReadingProcess) -> bool:
    """Whether a file is a zip by its content, and no document that happens to be one (DOCX and the like). One that
    cannot be looked into is a zip, too."""
    with path.open("rb") as file:
        if not file.read(HEAD).startswith((ZIP, EMPTY_ZIP)):
            return False
    try:
        return OFFICE.isdisjoint(member.name for member in unpacker.ask("members", str(path)))
    except (UnreadableSource, ReaderFault):
        return True


def sweep_uploads() -> None:
    """Remove the bytes that no upload waits for (what is read is kept as a source), and what came in part a day ago."""
    with locked(settings.DATA_DIR, UPLOADS, WAIT):
        wanted = set(Upload.objects.filter(state=Upload.State.WAITING).values_list("sha256", flat=True))
        for path in folder().glob("*"):
            coming = path.name.endswith(PART) and time.time() - path.stat().st_mtime < A_DAY
            if path.name not in wanted and not coming:
                path.unlink()
