"""What every test may use: a data folder of its own, and rows made by tests.factories."""

from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

# Speed is measured by benchmark commands; a busy machine must not fail a property test. The suite draws the same
# examples each time, so that a change is judged by itself; `make soak` looks for new ones.
hypothesis_settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis_settings.register_profile("soak", deadline=None, max_examples=2000)
hypothesis_settings.load_profile("suite")

SEEDS = Path(__file__).resolve().parent.parent / "fixtures" / "seeds"


@pytest.fixture
def data_dir(settings, tmp_path):
    """A DATA_DIR for this test alone: sources and index under tmp_path."""
    settings.DATA_DIR = tmp_path
    settings.SOURCES_DIR = tmp_path / "sources"
    return tmp_path


@pytest.fixture
def index_folder(settings, tmp_path, monkeypatch):
    """An index folder for this test alone, empty: fill it with `search.index.indexing.rebuild()`."""
    from haystack import connections

    monkeypatch.setitem(settings.HAYSTACK_CONNECTIONS["default"], "PATH", tmp_path / "index")
    connections["default"].reset_sessions()
    yield tmp_path / "index"
    connections["default"].reset_sessions()
