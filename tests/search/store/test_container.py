import numpy as np
import pytest

from search.store import container


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "arrays"
    with path.open("wb") as file:
        container.write_container(
            file, {"a": np.arange(5, dtype=np.int64), "empty": np.zeros(0, np.uint8)}, {"documents": 5}
        )
    return path


def test_arrays_come_back_as_written(path):
    mapped = container.Container(path)
    assert mapped.arrays["a"].tolist() == [0, 1, 2, 3, 4]
    assert mapped.arrays["a"].dtype == np.int64
    assert len(mapped.arrays["empty"]) == 0
    assert mapped.about == {"documents": 5}


@pytest.mark.parametrize("size", [0, 3, 40, -1])
def test_a_file_cut_short_is_told(path, size):
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(container.CorruptContainer, match=r"rebuild|cut short"):
        container.Container(path)
