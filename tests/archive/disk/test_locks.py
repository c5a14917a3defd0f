"""Locks in folders of any state."""

import pytest

from archive.disk.locks import LockHeld, is_held, locked

IN_THE_WAY = {
    "a folder": lambda path: (path / "within").mkdir(parents=True),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to nothing": lambda path: path.symlink_to("nothing/there"),
}


@pytest.mark.parametrize("file", ["writer.lock", "writer.held"])
@pytest.mark.parametrize("there", IN_THE_WAY)
def test_what_is_in_the_place_of_a_lock_is_no_lock(tmp_path, file, there):
    IN_THE_WAY[there](tmp_path / file)
    assert not is_held(tmp_path, "writer")
    with locked(tmp_path, "writer", wait=0):
        assert is_held(tmp_path, "writer")
        with pytest.raises(LockHeld), locked(tmp_path, "writer", wait=0):
            pass
    assert not is_held(tmp_path, "writer")
