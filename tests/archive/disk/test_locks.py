"""Locks in folders of any state."""

import pytest

from archive.disk.locks import LockHeld, is_held, locked


@pytest.mark.parametrize("file", ["writer.lock", "writer.held"])
def test_a_folder_in_the_place_of_a_lock_is_no_lock(tmp_path, file):
    (tmp_path / file / "within").mkdir(parents=True)
    assert not is_held(tmp_path, "writer")
    with locked(tmp_path, "writer", wait=0):
        assert is_held(tmp_path, "writer")
        with pytest.raises(LockHeld), locked(tmp_path, "writer", wait=0):
            pass
    assert not is_held(tmp_path, "writer")
