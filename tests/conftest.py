"""What every test may use: a data folder of its own, and rows made by tests.factories."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
import xdist
from django.core.cache import caches
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from archive.isolation import process
from archive.language import segmentation
from search.store import bounds, closeness
from search.store.bounds import Bounds
from tests.built_once import Builds
from tests.warm import WarmChild

# Speed is measured by benchmark commands; a busy machine must not fail a property test. The suite draws the same
# examples each time, so that a change is judged by itself; `make soak` looks for new ones.
hypothesis_settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis_settings.register_profile("soak", deadline=None, max_examples=2000)
hypothesis_settings.load_profile("suite")

SEEDS = Path(__file__).resolve().parent.parent / "fixtures" / "seeds"
# What takes long by itself begins first, so that all workers of pytest-xdist end together.
LONGEST = (
    "tests/test_clean_clone.py",
    "tests/browser/",
    "tests/soak/",
    "tests/archive/management/",
    "tests/test_first_release.py",
    "tests/test_no_server_error.py",
)


class OneWorkerAModule(LoadScopeScheduling):
    """A module's tests share what they build; those with a browser begin first, so that each worker makes one site and
    one Chromium for all that it gets of them."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.split("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneWorkerAModule:
    return OneWorkerAModule(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, bool, bool]:
    """What each of several workers would make for itself is made once, on disk, while they collect."""
    if xdist.is_xdist_controller(session) and session.config.getoption("numprocesses") > 1:
        segmentation.vocabulary()
        st.text().validate()  # hypothesis' table of what UTF-8 can encode
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest modules first, and last those with tests that leave an empty database behind them."""
    emptying = {item.path for item in items if _empties_database(item)}

    def place(item: pytest.Item) -> int:
        long = (place for place, start in enumerate(LONGEST) if item.nodeid.startswith(start))
        return next(long, len(LONGEST)) + (item.path in emptying)

    items.sort(key=place)


def _empties_database(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(autouse=True, scope="session")
def warm_readers():
    """Files are read in processes that start quickly; what one may take is tested in tests/archive/isolation."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(process, "StartedChild", WarmChild)
        yield


@pytest.fixture(autouse=True)
def time_enough(monkeypatch):
    """No answer depends on how busy the machine is: what tests of time that is up wait for, they set themselves."""
    monkeypatch.setattr(bounds.bounded.__wrapped__, "__defaults__", (Bounds(seconds=600),))
    monkeypatch.setattr(closeness, "ACCOUNT", replace(closeness.ACCOUNT, seconds=600))


@pytest.fixture(autouse=True)
def no_kept_pages():
    """Each test looks at pages that were made in it."""
    yield
    caches["pages"].clear()


@pytest.fixture
def data_dir(settings, tmp_path):
    """A DATA_DIR for this test alone: sources and index under tmp_path."""
    settings.DATA_DIR = tmp_path
    settings.SOURCES_DIR = tmp_path / "sources"
    settings.PICTURES_DIR = tmp_path / "pictures"
    settings.PAGE_PICTURES_DIR = tmp_path / "page-pictures"
    settings.PDFS_DIR = tmp_path / "pdfs"
    return tmp_path


@pytest.fixture
def index_folder(settings, tmp_path, monkeypatch):
    """An index folder for this test alone, empty: fill it with `search.index.indexing.rebuild()`."""
    from haystack import connections

    monkeypatch.setitem(settings.HAYSTACK_CONNECTIONS["default"], "PATH", tmp_path / "index")
    connections["default"].reset_sessions()
    yield tmp_path / "index"
    connections["default"].reset_sessions()


@pytest.fixture(scope="session")
def builds(tmp_path_factory):
    """Where `tests.built_once` keeps what it built."""
    return Builds(tmp_path_factory.mktemp("builds"))
