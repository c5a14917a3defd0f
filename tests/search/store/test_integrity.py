"""A flipped byte in any file of an index is found; none makes opening it fail without words."""

import json
import os
import pickle
import random
import shutil

import pytest

from search.store.collector import Collector, Query
from search.store.damage import DAMAGE_MARK, DamagedIndex, IndexUnavailable, OtherFormat
from search.store.expressions import Has
from search.store.integrity import differing_files
from search.store.manifest import FORMAT, POINTER, Pointer
from search.store.reader import Library
from search.store.schema import Document
from search.store.writer import GenerationWriter
from tests.search.store.documents import LAYOUT

WEIGHTS = {"words": 1.0, "title_words": 1.0, "grams": 0.5}


@pytest.fixture
def folder(index):
    """Two segments, one of them with a document that was deleted."""
    folder = index([Document(key, (("body", "济宁，高新区"),)) for key in range(40)])
    writer = GenerationWriter.current(folder, LAYOUT)
    writer.delete([3])
    writer.add([Document(50, (("title", "任城新貌"), ("body", "运河两岸")))])
    writer.commit()
    return folder


def flipped(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << (at % 8)
    path.write_bytes(data)


def damage_of(folder):
    """What is wrong with an index: words, or files that are not as they were written."""
    try:
        Library(folder, 0).latest()
    except IndexUnavailable as error:
        return str(error)
    pointer = Pointer.read(folder)
    return list(differing_files(folder / pointer.generation, pointer.read_manifest(folder)))


def test_a_flipped_byte_of_any_file_in_use_is_found(folder):
    generation = folder / Pointer.read(folder).generation
    assert damage_of(folder) == []
    assert not (generation / DAMAGE_MARK).exists()
    paths = sorted(generation.iterdir())
    assert sorted(path.suffix for path in paths) == [".json", ".lean", ".lean", ".toc"]
    rng = random.Random(20211105)
    for path in paths:
        size = path.stat().st_size
        for at in [0, *rng.sample(range(size), 60), *range(size - 40, size)]:
            flipped(path, at)
            assert damage_of(folder), (path.name, at)
            flipped(path, at)
    assert damage_of(folder) == []


def test_a_flipped_byte_of_the_pointer_is_found(folder):
    path = folder / POINTER
    for at in range(path.stat().st_size):
        flipped(path, at)
        assert damage_of(folder), at
        flipped(path, at)
    assert damage_of(folder) == []


def test_a_manifest_and_a_pointer_of_a_later_release_are_refused_with_words(folder):
    """Whatever else is in them: nothing but the format is looked at."""
    pointer = folder / POINTER
    manifest = folder / Pointer.read(folder).generation / Pointer.read(folder).manifest_name
    for path in (pointer, manifest):
        before = path.read_bytes()
        path.write_text(json.dumps({"format": FORMAT + 1, "novel": True}))
        with pytest.raises(OtherFormat, match=f"of format {FORMAT + 1}, written by a later release; this one reads"):
            Library(folder, 0).latest()
        path.write_bytes(before)
    assert damage_of(folder) == []


def test_the_pointer_of_the_release_before_is_refused_with_words(folder):
    (folder / POINTER).write_text('{"generation": "generation-1", "toc": 3, "fingerprint": "3:a/b", "checksums": {}}')
    with pytest.raises(OtherFormat, match="an earlier release"):
        Library(folder, 0).latest()


def test_pointer_manifest_and_table_of_contents_that_disagree_are_damage(folder):
    """Each is whole by itself, of another commit."""
    pointer = Pointer.read(folder)
    kept = {path.name: path.read_bytes() for path in (folder / pointer.generation).iterdir()}
    GenerationWriter.current(folder, LAYOUT).commit()
    newer = Pointer.read(folder)
    for old, new in ((pointer.toc_name, newer.toc_name), (pointer.manifest_name, newer.manifest_name)):
        path = folder / newer.generation / new
        before = path.read_bytes()
        path.write_bytes(kept[old])
        assert "rebuild_index" in damage_of(folder)
        path.write_bytes(before)
    assert damage_of(folder) == []


def test_the_table_of_contents_is_never_unpickled(folder, monkeypatch):
    """Neither to read nor to write: what it holds runs as code where it is."""

    def refuse(*_):
        raise AssertionError("unpickled")

    for name in ("loads", "load", "Unpickler"):
        monkeypatch.setattr(pickle, name, refuse)
    writer = GenerationWriter.current(folder, LAYOUT)
    writer.delete([4])
    writer.commit()
    assert Library(folder, 0).latest().count == 39


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"generation": 1, "toc": "x"}'])
def test_a_pointer_that_is_none_is_told(folder, left):
    (folder / POINTER).write_bytes(left)
    assert "rebuild_index" in damage_of(folder)


def test_missing_files_and_folders_are_told(folder):
    generation = folder / Pointer.read(folder).generation
    for path in sorted(generation.iterdir()):
        away = path.rename(folder / "away")
        assert damage_of(folder), path.name
        away.rename(path)
    shutil.rmtree(generation)
    assert "rebuild" in damage_of(folder)


def test_bytes_that_rot_after_they_were_verified_lead_to_words_or_answers(folder):
    reader = Library(folder, 0).latest()
    asked = [Query(Has("content", text)) for text in ("济宁", "高新区", "运河两岸", "任城", "岸")]
    for query in asked:  # all is verified
        Collector(reader, LAYOUT, WEIGHTS).collect(query)
    worded = 0
    for file in reader.segments:
        path, size = file.blocks.path, file.blocks.end
        whole, times = path.read_bytes(), (path.stat().st_atime_ns, path.stat().st_mtime_ns)
        for byte in (0, 255, 127):
            with path.open("r+b") as rotten:
                rotten.write(bytes([byte]) * size)
            os.utime(path, ns=times)
            for query in asked:
                try:
                    Collector(reader, LAYOUT, WEIGHTS).collect(query)
                except DamagedIndex:
                    worded += 1
        with path.open("r+b") as mended:
            mended.write(whole)
        os.utime(path, ns=times)
    assert worded
