"""Exports of any length, written as they are read: JSON Lines, and a zip that is a BagIt bag.

BagIt (RFC 8493) is how archives hand over files with checksums: data/ holds what was exported,
manifest-sha256.txt a SHA-256 for each of its files; `sha256sum -c manifest-sha256.txt` or any BagIt
program (bagit.py) checks it once unpacked.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.utils import timezone

from archive.services.bagit import manifest_line, payload_oxum, tag_files
from archive.takeaway.records import JsonRecord, article_record, issue_record, newspaper_record
from archive.takeaway.selection import Selection
from archive.takeaway.texts import as_text

# How much of a zip is held back before it is sent on.
PIECE = 64 * 1024


@dataclass(frozen=True)
class ExportStream:
    media_type: str
    write: Callable[[Selection, str], Iterator[bytes]]


def json_line(record: JsonRecord) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def json_lines(selection: Selection, site: str) -> Iterator[bytes]:
    """One article a line, in UTF-8."""
    for article in selection.read_articles():
        yield json_line(article_record(article, site))


def bag(selection: Selection, site: str) -> Iterator[bytes]:
    """The bytes of a zip: newspaper.json, issues.jsonl, articles.jsonl and each article as a text file."""
    sink = Pieces()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        writer = _BagWriter(archive, selection.name)
        newspaper = json.dumps(newspaper_record(selection.newspaper, site), ensure_ascii=False, indent=2) + "\n"
        yield from sink.after(writer.add("data/newspaper.json", [newspaper.encode()]))
        issues = (json_line(issue_record(issue, site)) for issue in selection.read_issues())
        yield from sink.after(writer.add("data/issues.jsonl", issues))
        yield from sink.after(writer.add("data/articles.jsonl", json_lines(selection, site)))
        for article in selection.read_articles():
            year = f"{article.date:%Y}" if article.date else "undated"
            name = f"data/texts/{year}/{article.permanent_id}.txt"
            yield from sink.after(writer.add(name, [as_text(article, site).encode()]))
        writer.close(selection)
    yield sink.take()


def begun(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same with its first chunk made: what fails there is told by an answer of its own, not by one that breaks
    off."""
    first = next(chunks, b"")
    return chain([first], chunks)


class Pieces(io.RawIOBase):
    """What a zip writes to: it cannot be rewound, and gives out what was written so far."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.held += data
        return len(data)

    def take(self) -> bytes:
        data = bytes(self.held)
        self.held.clear()
        return data

    def after(self, steps: Iterable[None]) -> Iterator[bytes]:
        """Take `steps`, giving out what was written whenever there is a piece of it."""
        for _ in steps:
            if len(self.held) >= PIECE:
                yield self.take()


class _BagWriter:
    """Files of a bag, under one folder in the zip, with their checksums."""

    def __init__(self, archive: zipfile.ZipFile, folder: str) -> None:
        self.archive, self.folder = archive, folder
        self.now = timezone.localtime()
        self.payload: list[str] = []
        self.octets = 0

    def add(self, name: str, chunks: Iterable[bytes]) -> Iterator[None]:
        """Write a payload file chunk by chunk; a step after each."""
        digest = hashlib.sha256()
        with self.archive.open(self._entry(name), "w", force_zip64=True) as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                self.octets += len(chunk)
                yield
        self.payload.append(manifest_line(digest.hexdigest(), name))

    def close(self, selection: Selection) -> None:
        """Write the tag files, which name and sum up the payload."""
        info = [("Source-Organization", selection.newspaper.name), ("External-Identifier", selection.name)]
        for name, text in tag_files(info, self.payload, payload_oxum(self.octets, len(self.payload))).items():
            self.archive.writestr(self._entry(name), text)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(f"{self.folder}/{name}", self.now.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        return entry


# By file ending.
STREAMS = {"jsonl": ExportStream("application/x-ndjson", json_lines), "zip": ExportStream("application/zip", bag)}
