import pytest

from search.store.writer import GenerationWriter
from tests.search.store.documents import LAYOUT


@pytest.fixture
def index(tmp_path_factory):
    """Makes an index of collections of documents, each committed on its own; gives its folder."""

    def make(*collections):
        folder = tmp_path_factory.mktemp("index")
        writer = GenerationWriter.new(folder, LAYOUT, "test")
        for documents in collections:
            writer.add(documents)
            writer.commit()
        return folder

    return make
