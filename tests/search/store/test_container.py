import os

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.store import container
from search.store.container import CHECKED_BYTES, Container, ContainerWriter
from search.store.damage import DamagedIndex, OtherFormat, marked_damage


@pytest.fixture
def path(tmp_path):
    return written(tmp_path / "arrays", a=np.arange(5, dtype=np.int64), empty=np.zeros(0, np.uint8))


def written(path, **arrays):
    with path.open("wb") as file:
        writer = ContainerWriter(file)
        for name, array in arrays.items():
            writer.add(name, array.dtype, np.array_split(array, 3))
        checksum = writer.finish({"documents": 5})
    assert Container(path).checksum == checksum
    return path


def flipped(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << (at % 8)
    path.write_bytes(data)


def test_arrays_come_back_as_written(path):
    mapped = Container(path)
    assert mapped.array("a").tolist() == [0, 1, 2, 3, 4]
    assert mapped.array("a").dtype == np.int64
    assert len(mapped.array("empty")) == 0
    assert mapped.about == {"documents": 5}


@given(st.lists(st.integers(0, 3 * CHECKED_BYTES), min_size=1, max_size=4), st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_arrays_of_any_length_come_back_and_any_flipped_byte_is_found(tmp_path, lengths, data):
    arrays = {f"a{i}": np.arange(length, dtype=np.uint32).astype(np.uint8) for i, length in enumerate(lengths)}
    path = written(tmp_path / "any", **arrays)
    mapped = Container(path)
    assert {name: mapped.array(name).tolist() for name in arrays} == {n: a.tolist() for n, a in arrays.items()}
    flipped(path, data.draw(st.integers(0, path.stat().st_size - 1)))
    with pytest.raises((DamagedIndex, OtherFormat)):
        Container(path).verify_all()


@pytest.mark.parametrize("size", [0, 3, 40, -1])
def test_a_file_cut_short_is_told(path, size):
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(DamagedIndex, match="rebuild_index"):
        Container(path)


def test_a_later_format_is_refused_before_anything_else_is_read(path, monkeypatch):
    path.write_bytes(b"")
    monkeypatch.setattr(container, "CONTAINER_FORMAT", 9)
    path = written(path, a=np.arange(5))
    monkeypatch.undo()
    with pytest.raises(OtherFormat, match="format 9"):
        Container(path)


def test_a_block_is_verified_before_anything_of_it_is_given(tmp_path):
    """Each way to take an element, of a block that is as it was written and of one that is not."""
    path = written(tmp_path / "arrays", a=np.arange(CHECKED_BYTES, dtype=np.int64))  # 8 blocks
    flipped(path, 5 * CHECKED_BYTES + 3)
    first, damaged = 7, 5 * CHECKED_BYTES // 8 + 100
    for ask in (lambda array, at: array.part(at, at + 1)[0], lambda array, at: array.part(at - 2, at + 1)[2]):
        array = Container(path).arrays["a"]
        assert ask(array, first) == first
        with pytest.raises(DamagedIndex, match="not those that were written"):
            ask(array, damaged)
        assert ask(array, first) == first
    with pytest.raises(DamagedIndex):
        Container(path).array("a")
    assert str(path) in marked_damage(path.parent)


def test_what_was_verified_costs_a_look_only(path, monkeypatch):
    array = Container(path).arrays["a"]
    assert array.part(3, 4).tolist() == [3]
    monkeypatch.setattr(array.blocks.__class__, "verify", None)
    assert array.part(4, 5).tolist() == [4]
    assert array.whole().tolist() == [0, 1, 2, 3, 4]


def test_a_file_that_is_cut_short_or_written_to_while_it_is_open_is_told(tmp_path):
    path = written(tmp_path / "arrays", a=np.arange(CHECKED_BYTES, dtype=np.int64))
    mapped = Container(path)
    assert mapped.blocks.are_unchanged()
    os.truncate(path, 3 * CHECKED_BYTES)
    assert not mapped.blocks.are_unchanged()
    with pytest.raises(DamagedIndex, match="cut short"):
        mapped.array("a")
