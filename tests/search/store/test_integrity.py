"""A flipped byte in any file of an index is found; none makes opening it fail without words."""

import random
import shutil

import pytest

from search.store.integrity import differing_files
from search.store.reader import Library, NoIndex
from search.store.schema import Document
from search.store.writer import POINTER, GenerationWriter, Pointer
from tests.search.store.documents import LAYOUT


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
    except NoIndex as error:
        return str(error)
    pointer = Pointer.read(folder)
    return list(differing_files(folder / pointer.generation, pointer.checksums))


def test_a_flipped_byte_of_any_file_in_use_is_found(folder):
    generation = folder / Pointer.read(folder).generation
    assert damage_of(folder) == []
    paths = sorted(generation.iterdir())
    assert {path.suffix for path in paths} == {".lean", ".toc"}
    assert len(paths) == 3
    rng = random.Random(20211105)
    for path in paths:
        for at in [0, path.stat().st_size - 1, *rng.sample(range(path.stat().st_size), 60)]:
            flipped(path, at)
            assert damage_of(folder), (path.name, at)
            flipped(path, at)
    assert damage_of(folder) == []


def test_a_flipped_byte_of_the_pointer_is_found_or_harmless(folder):
    """All of it but the fingerprint leads to files that have checksums; a fingerprint tells how an index was cut."""
    path = folder / POINTER
    before = Pointer.read(folder)
    for at in range(path.stat().st_size):
        flipped(path, at)
        pointer = Pointer.read(folder)
        same = pointer and (pointer.generation, pointer.toc, pointer.checksums) == (
            before.generation,
            before.toc,
            before.checksums,
        )
        assert same or damage_of(folder), at
        flipped(path, at)


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
