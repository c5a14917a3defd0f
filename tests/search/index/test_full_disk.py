"""A disk that has no room for a second index: a damaged one is built anew all the same, a good one stays."""

import errno
import os
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.models import Article, Status
from search.index import indexing
from search.index.opened import OpenIndex, default_index
from search.models import DirtyArticle
from search.store import writer
from search.store.damage import DAMAGE_MARK, DamagedIndex
from tests.search.index.served import begin_process, found, generations, in_use

pytestmark = pytest.mark.django_db


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def room(articles, index_folder, monkeypatch):
    """Lets the index folder have so many times the bytes of this index, and no more."""
    one, write_file = size_of(index_folder), writer.write_file

    def bounded_to(times: float) -> None:
        def write_where_there_is_room(*args):
            written = write_file(*args)
            if size_of(index_folder) > times * one:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return written

        monkeypatch.setattr(writer, "write_file", write_where_there_is_room)

    return bounded_to


def damage():
    for path in (default_index().folder / in_use()).glob("*.lean"):
        path.write_bytes(path.read_bytes()[:-9])
    begin_process()


def files_gone_and_open():
    """Files of the index that this process has open, though no folder has them any more."""
    links = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    folder = str(default_index().folder)
    return [link for link in links if link.startswith(folder) and link.endswith("(deleted)")]


@pytest.mark.parametrize("command", [("run_indexer", "--once"), ("rebuild_index", "--noinput")], ids=" ".join)
def test_a_damaged_one_goes_first_where_there_is_no_room_for_both(articles, room, command):
    room(1.6)
    damage()
    damaged = in_use()
    call_command(*command)
    assert found() == articles
    assert damaged not in generations() == {in_use()}


def test_a_process_that_has_it_open_gives_back_its_room(articles, room, index_folder):
    other = OpenIndex(index_folder, 0)
    other.reader()
    room(1.6)
    (index_folder / in_use() / DAMAGE_MARK).touch()  # as another process does that met it
    default_index().reader()
    indexing.rebuild(processes=1)
    assert files_gone_and_open(), "those of the other, which was not asked since"
    assert other.reader().count == 3
    assert files_gone_and_open() == []


def test_a_good_one_stays_and_goes_on_answering(articles, room):
    before = in_use()
    room(1.6)
    with pytest.raises(OSError, match="No space left"):
        indexing.rebuild(processes=1)
    assert generations() == {before}
    assert found() == articles
    indexing.drain()
    assert in_use() == before


def test_one_that_is_kept_to_fall_back_to_stays_and_comes_back_with_every_change(articles, room):
    """There is no room even so: what is built anew is given up, and nothing is lost."""
    before = in_use()
    indexing.rebuild(processes=1)
    Article.objects.filter(pk=articles[0]).update(status=Status.WITHDRAWN)
    DirtyArticle.enqueue(articles[:1])
    indexing.drain()
    assert generations() == {before, in_use()}
    room(1.5)
    damage()
    with pytest.raises(OSError, match="No space left"):
        indexing.rebuild(processes=1)
    assert generations() == {before}
    with pytest.raises(DamagedIndex):
        found()
    call_command("run_indexer", "--once")
    assert in_use() == before
    assert found() == articles[1:]
