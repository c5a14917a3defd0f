"""Writers killed (SIGKILL) at named points of a commit, fifty times each: readers see the state before it or after."""

import multiprocessing
import random

import pytest

from search.store.integrity import differing_files
from search.store.manifest import Pointer
from search.store.reader import Library
from search.store.schema import Document
from search.store.writer import GenerationWriter
from tests.killing import arm
from tests.search.store.documents import LAYOUT

KILLS = 50
FORK = multiprocessing.get_context("fork")
# Point -> whether what was to be committed is there afterwards.
COMMITTED = {
    "before the segment's fsync": False,
    "before the manifest": False,
    "before the pointer": False,
    "while sweeping": True,
}


def document(key: int, version: int) -> Document:
    return Document(key, (("title", f"蓼河新城第{version}稿"), ("body", "济宁，高新区")), {"year": version})


def change(folder, gone: set[int], version: int) -> None:
    """Write these documents anew."""
    writer = GenerationWriter.current(folder, LAYOUT)
    writer.delete(gone)
    writer.add([document(key, version) for key in sorted(gone)])
    writer.commit()


def dying(point: str, nth: int, *asked) -> None:
    arm(point, nth)
    change(*asked)


def held(library: Library) -> dict[int, int]:
    """Each living document's version, by its key."""
    reader = library.latest()
    versions = zip(reader.keys[reader.alive].tolist(), reader.column("year")[reader.alive].tolist(), strict=True)
    return dict(versions)


def leavings(folder) -> set[str]:
    """Files of the generation in use that its last commit does not name."""
    pointer = Pointer.read(folder)
    named = {pointer.manifest_name, *pointer.read_manifest(folder).files}
    return {path.name for path in (folder / pointer.generation).iterdir()} - named


@pytest.mark.parametrize("point", COMMITTED)
def test_a_killed_commit_is_there_or_not_and_the_next_one_goes_on(index, point):
    rng = random.Random(point)
    folder = index([document(key, 0) for key in range(20)])
    library = Library(folder, 0)
    expected = dict.fromkeys(range(20), 0)
    for version in range(1, KILLS + 1):
        gone = set(rng.sample(range(20), rng.randint(1, 5)))
        # What the last one left is swept first.
        nth = len(leavings(folder)) + rng.randint(1, 2) if point == "while sweeping" else 1
        child = FORK.Process(target=dying, args=(point, nth, folder, gone, version))
        child.start()
        child.join(60)
        assert child.exitcode == -9
        if COMMITTED[point]:
            expected |= dict.fromkeys(gone, version)
        assert held(library) == held(Library(folder, 0)) == expected
        if version % 5 == 0:  # a writer that lives; else the next one dies over what this one left
            change(folder, {1, 2}, version)
            expected |= {1: version, 2: version}
            assert held(library) == expected
    change(folder, {3}, KILLS + 1)
    pointer = Pointer.read(folder)
    assert list(differing_files(folder / pointer.generation, pointer.read_manifest(folder))) == []
    assert leavings(folder) == set()
    assert {path.name for path in folder.iterdir()} == {pointer.generation, "current.json"}
